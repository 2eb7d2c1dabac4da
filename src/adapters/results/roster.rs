//! Rosters: who belongs to a cohort, as an institution's own list has it.

use crate::adapters::files::{self, Keep};
use crate::adapters::system::make_private_folder;
use crate::ui::text::safe;
use csv::{ReaderBuilder, StringRecord, Trim, Writer};
use std::collections::HashMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The name of the roster's file in the folder for data.
const FILE: &str = "roster.csv";

/// The longest roster that is read, in bytes.
const LONGEST: u64 = 16 << 20;

/// The columns, each under the names that it may have.
const COLUMNS: [(&str, &[&str]); 5] = [
    ("id", &["id", "id number", "idnumber", "student id", "sis user id"]),
    ("name", &["name", "full name", "fullname", "student"]),
    ("email", &["email", "e-mail", "email address", "mail"]),
    ("group", &["group", "section", "class"]),
    ("accommodation", &["accommodation"]),
];

/// What stands for an id where no column of ids is there, the best first.
const IN_ITS_PLACE: &[&str] = &["username", "user name", "login", "email", "e-mail", "email address", "mail"];

/// Names in two columns, as learning platforms have them.
const FIRST_NAMES: &[&str] = &["first name", "firstname", "given name"];
const LAST_NAMES: &[&str] = &["last name", "lastname", "surname", "family name"];

/// One person of a roster. Every part but the id may be empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listed {
    /// The institution's own number for them, which no other has.
    pub id: String,
    /// The name.
    pub name: String,
    /// The address of electronic mail.
    pub email: String,
    /// The group.
    pub group: String,
    /// What is arranged for them, by its id in forms.
    pub accommodation: String,
}

/// A roster, in the order of its file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Roster {
    /// Everybody on it.
    pub people: Vec<Listed>,
}

/// Why a roster cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum RosterError {
    /// It cannot be read.
    #[error("the roster \"{path}\" cannot be read ({cause})")]
    Unreadable {
        /// The file.
        path: String,
        /// What was said.
        cause: String,
    },
    /// Its lines make no sense.
    #[error("the roster \"{path}\" is not taken in:\n{}", problems.join("\n"))]
    Bad {
        /// The file.
        path: String,
        /// Everything that is wrong, with the line.
        problems: Vec<String>,
    },
    /// It cannot be kept.
    #[error("the roster cannot be kept in \"{path}\" ({cause})")]
    Unwritable {
        /// The folder.
        path: String,
        /// What the system said.
        cause: io::Error,
    },
}

/// Where the roster is kept.
#[must_use]
pub fn roster_file(data_dir: &Path) -> PathBuf {
    data_dir.join(FILE)
}

impl Roster {
    /// Reads a roster: CSV with a first line that names the columns, in any order.
    ///
    /// # Errors
    ///
    /// [`RosterError`] with everything that is wrong: no column of ids, an empty id, an id or an address twice.
    pub fn read(file: &Path) -> Result<Self, RosterError> {
        Self::read_with(file).map(|(roster, _)| roster)
    }

    /// The same, with the head of the column that was taken for the ids, where none is called so.
    ///
    /// # Errors
    ///
    /// [`RosterError`].
    pub fn read_with(file: &Path) -> Result<(Self, Option<String>), RosterError> {
        let path = file.display().to_string();
        let unreadable = |cause: String| RosterError::Unreadable { path: path.clone(), cause };
        let length = fs::metadata(file).map_err(|error| unreadable(error.to_string()))?.len();
        if length > LONGEST {
            return Err(unreadable("it is too long for a roster".to_owned()));
        }
        let text = fs::read_to_string(file).map_err(|error| unreadable(error.to_string()))?;
        Self::parse_with(&text).map_err(|problems| RosterError::Bad { path: path.clone(), problems })
    }

    /// Reads the roster in a text.
    ///
    /// # Errors
    ///
    /// Everything that is wrong, with the line.
    pub fn parse(text: &str) -> Result<Self, Vec<String>> {
        Self::parse_with(text).map(|(roster, _)| roster)
    }

    fn parse_with(text: &str) -> Result<(Self, Option<String>), Vec<String>> {
        // Spreadsheets put a mark of the byte order first.
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut reader =
            ReaderBuilder::new().delimiter(delimiter(text)).flexible(true).trim(Trim::All).from_reader(text.as_bytes());
        let heads = reader.headers().map_err(|error| vec![error.to_string()])?.clone();
        let mut places = COLUMNS.map(|(_, names)| place(&heads, names));
        let [id, ..] = &mut places;
        let mut taken = None;
        if id.is_none() {
            *id = IN_ITS_PLACE.iter().find_map(|name| place(&heads, &[name]));
            let Some(found) = *id else {
                return Err(vec![
                    "the first line names no column \"id\", nor username or email address, which would do; it should be \
                     id,name,email,group,accommodation"
                        .to_owned(),
                ]);
            };
            taken = heads.get(found).map(str::to_owned);
        }
        let names = [FIRST_NAMES, LAST_NAMES].map(|names| place(&heads, names));
        let mut problems = Vec::new();
        let mut people = Vec::new();
        for record in reader.records() {
            match record {
                Ok(record) => people.push((line(&record), named(listed(&record, &places), &record, names))),
                Err(error) => problems.push(error.to_string()),
            }
        }
        problems.extend(doubts(&people));
        let people = people.into_iter().map(|(_, listed)| listed).collect();
        if problems.is_empty() { Ok((Self { people }, taken)) } else { Err(problems) }
    }

    /// Keeps the roster in the folder for data, in the place of one that was kept before.
    ///
    /// # Errors
    ///
    /// [`RosterError::Unwritable`].
    pub fn keep(&self, data_dir: &Path) -> Result<(), RosterError> {
        let file = roster_file(data_dir);
        let write = || {
            make_private_folder(data_dir)?;
            let mut writer = Writer::from_writer(Vec::new());
            writer.write_record(COLUMNS.map(|(name, _)| name))?;
            for one in &self.people {
                writer.write_record([&one.id, &one.name, &one.email, &one.group, &one.accommodation])?;
            }
            let bytes = writer.into_inner().map_err(|error| io::Error::other(error.to_string()))?;
            files::replace(&file, &bytes, Keep::Synced)
        };
        write().map_err(|cause| RosterError::Unwritable { path: file.display().to_string(), cause })
    }

    /// The roster as rows of a table: id, name, address, group, what is arranged.
    #[must_use]
    pub fn rows(&self) -> Vec<[String; 5]> {
        let row = |one: &Listed| [&one.id, &one.name, &one.email, &one.group, &one.accommodation].map(Clone::clone);
        self.people.iter().map(row).collect()
    }

    /// The roster that such rows make.
    #[must_use]
    pub fn of_rows(rows: Vec<[String; 5]>) -> Self {
        let listed =
            |[id, name, email, group, accommodation]: [String; 5]| Listed { id, name, email, group, accommodation };
        Self { people: rows.into_iter().map(listed).collect() }
    }

    /// The roster that was kept; an empty one where none was.
    ///
    /// # Errors
    ///
    /// [`RosterError`] where there is one that cannot be read.
    pub fn kept(data_dir: &Path) -> Result<Self, RosterError> {
        let file = roster_file(data_dir);
        if file.exists() { Self::read(&file) } else { Ok(Self::default()) }
    }

    /// The person with that id; case plays no part.
    #[must_use]
    pub fn by_id(&self, id: &str) -> Option<&Listed> {
        let wanted = folded(id);
        self.people.iter().find(|one| !wanted.is_empty() && folded(&one.id) == wanted)
    }

    /// The person with that address; case plays no part.
    #[must_use]
    pub fn by_email(&self, email: &str) -> Option<&Listed> {
        let wanted = folded(email);
        self.people.iter().find(|one| !wanted.is_empty() && folded(&one.email) == wanted)
    }

    /// The only person of that name; none where several have it.
    #[must_use]
    pub fn by_name(&self, name: &str) -> Option<&Listed> {
        let wanted = folded(name);
        let mut found = self.people.iter().filter(|one| !wanted.is_empty() && folded(&one.name) == wanted);
        let first = found.next();
        if found.next().is_some() { None } else { first }
    }
}

/// A text as it is compared: without case and without surplus blanks.
#[must_use]
pub fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// A semicolon where the first line has more of them than commas: spreadsheets of many countries write so.
fn delimiter(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or_default();
    if first.matches(';').count() > first.matches(',').count() { b';' } else { b',' }
}

fn place(heads: &StringRecord, names: &[&str]) -> Option<usize> {
    heads.iter().position(|head| names.contains(&folded(head).as_str()))
}

fn line(record: &StringRecord) -> u64 {
    record.position().map_or(0, csv::Position::line)
}

fn listed(record: &StringRecord, places: &[Option<usize>; 5]) -> Listed {
    let [id, name, email, group, accommodation] =
        places.map(|place| place.and_then(|place| record.get(place)).unwrap_or_default().to_owned());
    Listed { id, name, email, group, accommodation }
}

/// Whoever has no name in one column has it in two, if at all.
fn named(listed: Listed, record: &StringRecord, places: [Option<usize>; 2]) -> Listed {
    if !listed.name.is_empty() {
        return listed;
    }
    let parts = places.map(|place| place.and_then(|place| record.get(place)).unwrap_or_default());
    Listed { name: parts.join(" ").trim().to_owned(), ..listed }
}

/// Empty ids, ids and addresses that are there twice, and texts that no list should hold.
fn doubts(people: &[(u64, Listed)]) -> Vec<String> {
    let mut problems = Vec::new();
    let mut ids: HashMap<String, u64> = HashMap::new();
    let mut addresses: HashMap<String, u64> = HashMap::new();
    for (line, one) in people {
        if one.id.is_empty() {
            problems.push(format!("line {line}: the id is missing"));
        }
        for text in [&one.id, &one.name, &one.email, &one.group, &one.accommodation] {
            if text.chars().count() > 200 || text.chars().any(char::is_control) {
                problems.push(format!("line {line}: \"{}\" is too long, or has a line break in it", safe(text)));
            }
        }
        for (seen, what, text) in [(&mut ids, "id", &one.id), (&mut addresses, "address", &one.email)] {
            if let Some(before) =
                Some(folded(text)).filter(|text| !text.is_empty()).and_then(|text| seen.insert(text, *line))
            {
                problems.push(format!("line {line}: the {what} \"{}\" is in line {before} already", safe(text)));
            }
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_found_by_name_in_any_order() {
        let text =
            "\u{feff}E-mail;Student ID;Full Name;Accommodation\nana@example.org;A-1;Ana Kovač;extra-time\n;A-2;Bo;\n";
        let roster = Roster::parse(text).unwrap();
        let ana = roster.by_id(" a-1 ").unwrap();
        assert_eq!(
            (ana.name.as_str(), ana.accommodation.as_str(), ana.group.as_str()),
            ("Ana Kovač", "extra-time", "")
        );
        assert_eq!(roster.by_email("ANA@example.org"), Some(ana));
        assert_eq!(roster.by_name("ana  kovač"), Some(ana));
        assert_eq!((roster.by_id(""), roster.by_email(""), roster.by_id("A-3")), (None, None, None));
    }

    #[test]
    fn what_a_learning_platform_exports_is_a_roster_too() {
        let text = "username,First name,Surname,Email address\nana.k,Ana,Kovač,ana@example.org\n";
        let (roster, taken) = Roster::parse_with(text).unwrap();
        let ana = roster.by_id("ana.k").unwrap();
        assert_eq!(
            (ana.name.as_str(), ana.email.as_str(), taken.as_deref()),
            ("Ana Kovač", "ana@example.org", Some("username"))
        );
        let (roster, taken) = Roster::parse_with("Name,E-mail\nAna,ana@example.org\n").unwrap();
        assert_eq!((roster.people[0].id.as_str(), taken.as_deref()), ("ana@example.org", Some("E-mail")));
        assert_eq!(Roster::parse_with("ID number,username\n7,ana\n").unwrap().1, None);
    }

    #[test]
    fn a_name_that_two_have_names_nobody() {
        let roster = Roster::parse("id,name\n1,Ana\n2,ana\n3,Bo\n").unwrap();
        assert_eq!(roster.by_name("Ana"), None);
        assert_eq!(roster.by_name("Bo").unwrap().id, "3");
    }

    #[test]
    fn everything_that_is_wrong_is_told_with_its_line() {
        let problems = Roster::parse("id,email\n1,a@x\n,b@x\n1,c@x\n2,A@X\n").unwrap_err();
        assert_eq!(problems.len(), 3, "{problems:?}");
        assert!(
            problems[0].starts_with("line 3") && problems[1].starts_with("line 4") && problems[2].starts_with("line 5")
        );
        assert!(Roster::parse("name,group\nAna,a\n").unwrap_err()[0].contains("\"id\""));
        assert!(Roster::parse("").is_err());
    }

    #[test]
    fn what_is_kept_is_read_again_whatever_the_names() {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        assert_eq!(Roster::kept(&data).unwrap(), Roster::default());
        let name = "=HYPERLINK(\"x\"), \"Bobby\"; DROP";
        let roster = Roster { people: vec![Listed { id: "1".to_owned(), name: name.to_owned(), ..Listed::default() }] };
        roster.keep(&data).unwrap();
        assert_eq!(Roster::kept(&data).unwrap(), roster);
    }
}
