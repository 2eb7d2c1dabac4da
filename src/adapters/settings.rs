//! The settings file: TOML, read at the start and written when a setting is changed on the screen.

use super::files::{self, Keep};
use super::system::make_private_folder;
use crate::app::settings::{Colours, NEW_CONCEPTS, Offered, RETENTION, Range, SITTING, Settings, TARGET_DAYS};
use jiff::civil::Date;
use serde::Deserialize;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use toml::Spanned;
use toml_edit::{DocumentMut, Item, Value};

/// The name of the file in the folder for data.
const FILE: &str = "settings.toml";

/// How a new file begins.
const NEW: &str = "# The settings of iotutor. A change on its settings screen is written here.\n";

/// The longest file that is read, in bytes.
const LONGEST: u64 = 1_000_000;

/// Why settings could not be used.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// The file cannot be read.
    #[error("the settings in {} cannot be read ({source}); make the file readable or remove it", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The file cannot be written.
    #[error("the settings cannot be kept in {} ({source}); make its folder writable", path.display())]
    Unwritable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The file says something that is not permitted.
    #[error("{}:{line}: {reason}; mend the line or remove it", path.display())]
    Refused {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong, and what is permitted.
        reason: String,
    },
}

/// The file as it is read: every line may be left out.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    certainty: Option<bool>,
    theme: Option<Spanned<String>>,
    ascii: Option<bool>,
    sitting_length: Option<Spanned<i64>>,
    new_concepts_a_day: Option<Spanned<i64>>,
    retention: Option<Spanned<i64>>,
    exam_date: Option<Spanned<String>>,
    target_days_a_week: Option<Spanned<i64>>,
    dim_quiet_text: Option<bool>,
    certainty_offered: Option<bool>,
}

/// Where the settings are, given the folder for data.
#[must_use]
pub fn settings_file(folder: &Path) -> PathBuf {
    folder.join(FILE)
}

/// Reads the settings in `path`; the defaults where there is no such file.
///
/// # Errors
///
/// When the file cannot be read, or says something unknown or not permitted: the place and what is permitted.
pub fn load(path: &Path) -> Result<Settings, SettingsError> {
    let Some(text) = read(path)? else { return Ok(Settings::default()) };
    parse(&text).map_err(|(at, reason)| {
        let line = text.get(..at).unwrap_or(&text).matches('\n').count() + 1;
        SettingsError::Refused { path: path.to_owned(), line, reason }
    })
}

/// The text of the file; none where there is no file.
fn read(path: &Path) -> Result<Option<String>, SettingsError> {
    let unreadable = |source| SettingsError::Unreadable { path: path.to_owned(), source };
    files::refuse_other_than_file(path).map_err(unreadable)?;
    if fs::metadata(path).is_ok_and(|told| told.len() > LONGEST) {
        return Err(unreadable(io::Error::new(io::ErrorKind::FileTooLarge, "it is larger than a million bytes")));
    }
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(unreadable(source)),
    }
}

/// Writes the settings to `path`. What its owner wrote beside them stays: comments, order, and what is as it was.
///
/// # Errors
///
/// When the file cannot be written.
pub fn save(path: &Path, settings: &Settings) -> Result<(), SettingsError> {
    let unwritable = |source| SettingsError::Unwritable { path: path.to_owned(), source };
    let text = match read(path)? {
        Some(text) => changed(&text, settings),
        None => changed(NEW, settings),
    };
    if let Some(folder) = path.parent() {
        make_private_folder(folder).map_err(unwritable)?;
    }
    files::replace(path, text.as_bytes(), Keep::Synced).map_err(unwritable)
}

/// Each setting by its name in the file, with its value; none where it is not set.
fn named(settings: &Settings) -> [(&'static str, Option<Value>); 10] {
    let whole = |number: u16| Some(Value::from(i64::from(number)));
    [
        ("certainty", Some(settings.certainty.into())),
        ("theme", Some(settings.colours.word().into())),
        ("ascii", Some(settings.ascii.into())),
        ("sitting_length", whole(settings.sitting)),
        ("new_concepts_a_day", whole(settings.new_concepts)),
        ("retention", whole(settings.retention)),
        ("exam_date", settings.exam.map(|day| day.to_string().into())),
        ("target_days_a_week", settings.target.and_then(|days| whole(days.into()))),
        ("dim_quiet_text", Some(settings.dim.into())),
        ("certainty_offered", (settings.offered == Offered::Once).then(|| true.into())),
    ]
}

/// `text` with these settings in it. Those that it does not name, and that are as they are without a word, are not added,
/// unless there is nothing in it yet.
fn changed(text: &str, settings: &Settings) -> String {
    // What cannot be read was refused before anything could be changed.
    let mut file: DocumentMut = text.parse().unwrap_or_default();
    let is_new = text == NEW;
    for ((name, value), (_, default)) in named(settings).into_iter().zip(named(&Settings::default())) {
        let is_said = file.contains_key(name);
        match value {
            None => drop(file.remove(name)),
            Some(value) if is_said => set(&mut file, name, value),
            Some(value) if is_new || default.is_none_or(|default| default.to_string() != value.to_string()) => {
                file.insert(name, Item::Value(value));
            }
            Some(_) => {}
        }
    }
    file.to_string()
}

/// Sets what the file says already, with the blanks and the comment beside it.
fn set(file: &mut DocumentMut, name: &str, mut value: Value) {
    let Some(Item::Value(old)) = file.get_mut(name) else { return };
    *value.decor_mut() = old.decor().clone();
    *old = value;
}

/// Reads settings from text, or says at which byte what is wrong.
fn parse(text: &str) -> Result<Settings, (usize, String)> {
    let written: Written = toml::from_str(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        (at, error.message().replace('`', "\""))
    })?;
    let default = Settings::default();
    let exam = written.exam_date.as_ref().map(date).transpose()?;
    Ok(Settings {
        certainty: written.certainty.unwrap_or(default.certainty),
        colours: written.theme.as_ref().map(colours).transpose()?.unwrap_or(default.colours),
        ascii: written.ascii.unwrap_or(default.ascii),
        sitting: number(written.sitting_length.as_ref(), SITTING, "sitting_length")?.unwrap_or(default.sitting),
        new_concepts: number(written.new_concepts_a_day.as_ref(), NEW_CONCEPTS, "new_concepts_a_day")?
            .unwrap_or(default.new_concepts),
        retention: number(written.retention.as_ref(), RETENTION, "retention")?.unwrap_or(default.retention),
        exam,
        target: number(written.target_days_a_week.as_ref(), TARGET_DAYS, "target_days_a_week")?
            .and_then(|days| u8::try_from(days).ok()),
        dim: written.dim_quiet_text.unwrap_or(default.dim),
        offered: if written.certainty_offered == Some(true) { Offered::Once } else { Offered::NotYet },
    })
}

fn colours(written: &Spanned<String>) -> Result<Colours, (usize, String)> {
    let named = Colours::ALL.iter().find(|(_, word)| word == written.get_ref());
    named.map(|(colours, _)| *colours).ok_or_else(|| {
        let words = Colours::ALL.map(|(_, word)| word).join(", ");
        (written.span().start, format!("theme is {:?}, but must be one of {words}", written.get_ref()))
    })
}

fn number(written: Option<&Spanned<i64>>, range: Range, name: &str) -> Result<Option<u16>, (usize, String)> {
    let Some(written) = written else { return Ok(None) };
    let number = u16::try_from(*written.get_ref()).ok().filter(|number| range.permits(*number));
    number.map(Some).ok_or_else(|| {
        let reason = format!(
            "{name} is {}, but must be a whole number from {} to {}",
            written.get_ref(),
            range.least,
            range.most
        );
        (written.span().start, reason)
    })
}

fn date(written: &Spanned<String>) -> Result<Date, (usize, String)> {
    written.get_ref().parse().map_err(|_| {
        let reason = format!("exam_date is {:?}, but must be a day such as \"2027-01-31\"", written.get_ref());
        (written.span().start, reason)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_written_reads_back() {
        let settings = Settings {
            certainty: false,
            colours: Colours::Light,
            ascii: true,
            sitting: 35,
            new_concepts: 0,
            retention: 90,
            exam: "2027-01-31".parse().ok(),
            target: Some(3),
            dim: false,
            offered: Offered::Once,
        };
        assert_eq!(parse(&changed(NEW, &settings)), Ok(settings));
        assert_eq!(parse(&changed("", &settings)), Ok(settings));
        assert_eq!(parse(""), Ok(Settings::default()));
    }

    #[test]
    fn what_is_not_permitted_is_refused_with_the_line_and_what_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = settings_file(folder.path());
        for (text, line, part) in [
            ("certainty = true\nretention = 99\n", 2, "from 80 to 97"),
            ("\n\ntheme = \"pink\"\n", 3, "auto, dark, light, mono"),
            ("sitting_length = -1\n", 1, "from 5 to 100"),
            ("colour = 1\n", 1, "theme"),
            ("ascii = \"yes\"\n", 1, "boolean"),
            ("exam_date = \"soon\"\n", 1, "2027-01-31"),
            ("certainty = \n", 1, ""),
        ] {
            fs::write(&path, text).unwrap();
            let error = load(&path).unwrap_err();
            let SettingsError::Refused { line: found, .. } = &error else { panic!("{error}") };
            assert_eq!(*found, line, "{text}: {error}");
            assert!(error.to_string().contains(part), "{text}: {error}");
        }
    }

    #[test]
    fn saving_makes_the_folder_and_replaces_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = settings_file(&folder.path().join("new"));
        save(&path, &Settings::default()).unwrap();
        let changed = Settings { ascii: true, ..Settings::default() };
        save(&path, &changed).unwrap();
        assert_eq!(load(&path).unwrap(), changed);
        assert_eq!(fs::read_dir(folder.path().join("new")).unwrap().count(), 1);
    }

    #[test]
    fn what_the_owner_wrote_beside_the_settings_stays() {
        let text = "# mine\nretention = 85   # a little less\n\n# for the evening\ntheme = \"dark\"\n# the end\n";
        let settings = Settings { colours: Colours::Light, sitting: 35, ..parse(text).unwrap() };
        let wanted = text.replace("dark", "light");
        let saved = changed(text, &settings);
        assert!(saved.starts_with(wanted.trim_end_matches("# the end\n")), "{saved}");
        assert!(saved.contains("sitting_length = 35") && saved.contains("# the end"), "{saved}");
        assert!(!saved.contains("certainty"), "what was not said is not said: {saved}");
        assert_eq!(parse(&saved), Ok(settings));
        assert_eq!(changed(&saved, &settings), saved);
    }

    #[test]
    fn a_file_far_too_long_is_refused_unread() {
        let folder = tempfile::tempdir().unwrap();
        let path = settings_file(folder.path());
        fs::File::create(&path).unwrap().set_len(4 << 30).unwrap();
        let error = load(&path).unwrap_err();
        assert!(error.to_string().contains("larger than"), "{error}");
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_can_read_the_settings_even_in_an_open_folder() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
        let path = settings_file(folder.path());
        save(&path, &Settings::default()).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "\\PC*") {
            let _ = parse(&text);
        }
    }
}
