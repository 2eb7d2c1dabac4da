//! A bank's folder, read within limits: whatever lies in it, memory stays bounded, and what is not read is told.

use super::{BankError, READINGS_NAME, RULES_NAME};
use crate::domain::bank::load::{self, CASES_NAME, MANIFEST_NAME, SourceFile};
use crate::domain::bank::problem::{Problem, Severity};
use crate::domain::characters::shown;
use rayon::prelude::*;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

/// How large a file may be, in bytes: a topic of some ten thousand statements.
const FILE_MOST: u64 = 16 << 20;

/// How large all files together may be, in bytes.
const ALL_MOST: u64 = 128 << 20;

/// How many topics are read.
const TOPICS_MOST: usize = 500;

/// How many names of a folder are looked at.
const NAMES_MOST: usize = 10_000;

/// How much of a path a message shows, in characters.
const PATH_MOST: usize = 300;

/// The files of a folder as far as they could be read.
#[derive(Debug)]
pub struct Folder {
    /// `bank.json`, `cases.json` and the topics.
    pub files: Vec<SourceFile>,
    /// The rules beside the bank.
    pub rules: Option<String>,
    /// The record of readings beside the bank.
    pub readings: Option<String>,
    /// What is wrong with the folder and its files, as far as that can be said without understanding them.
    pub problems: Vec<Problem>,
}

impl Folder {
    /// Reads the bank in a folder, and what lies beside it for authors if that is `wanted`.
    ///
    /// # Errors
    ///
    /// If the folder or its `bank.json` cannot be read. What is wrong with any other file is among the problems.
    pub fn read(folder: &Path, wanted: bool) -> Result<Self, BankError> {
        let mut problems = Vec::new();
        let there = names_in(folder, &mut problems)?;
        let manifest = read_manifest(folder, &mut problems)?;
        let names = topics(&manifest, &there, &mut problems);
        let beside: &[&str] = if wanted { &[CASES_NAME, RULES_NAME, READINGS_NAME] } else { &[CASES_NAME] };
        let names: Vec<&str> = beside.iter().copied().chain(names.iter().map(String::as_str)).collect();
        let names = within(folder, names, &mut problems);
        let mut files = vec![manifest];
        for (file, found) in names.par_iter().map(|name| read_text(folder, name)).collect::<Vec<_>>() {
            files.extend(file);
            problems.extend(found);
        }
        let mut take = |name| {
            let position = files.iter().position(|file| file.name == name)?;
            Some(files.remove(position).text)
        };
        let (rules, readings) = (take(RULES_NAME), take(READINGS_NAME));
        Ok(Self { files, rules, readings, problems })
    }
}

/// The file that lists the topics. Without it there is nothing to say of a folder.
fn read_manifest(folder: &Path, problems: &mut Vec<Problem>) -> Result<SourceFile, BankError> {
    let path = folder.join(MANIFEST_NAME);
    let failed = |cause| BankError::File { path: path_shown(&path), cause };
    match bytes_of(&path) {
        Ok(Some(bytes)) => Ok(text_of(MANIFEST_NAME, bytes, problems)),
        Ok(None) => Err(BankError::NoBank { path: path_shown(folder) }),
        Err(cause) => Err(failed(cause)),
    }
}

/// The names of the topics' files: those that are listed, or where the list cannot be read whatever may be a topic.
fn topics(manifest: &SourceFile, there: &[String], problems: &mut Vec<Problem>) -> Vec<String> {
    let others = there.iter().filter(|name| is_json(name) && !is_side_file(name) && *name != MANIFEST_NAME);
    let mut names = match load::listed_files(&manifest.text) {
        Some(listed) => {
            problems.extend(others.filter(|name| !listed.contains(name)).map(|name| load::unlisted(name)));
            listed
        }
        None => others.cloned().collect(),
    };
    if names.len() > TOPICS_MOST {
        let reason = format!("the bank has {} topics, and {TOPICS_MOST} are read", names.len());
        problems.push(problem("too-many", MANIFEST_NAME, reason, "make several banks of it"));
        names.truncate(TOPICS_MOST);
    }
    names
}

/// The files that fit into what is read in all.
fn within<'a>(folder: &Path, names: Vec<&'a str>, problems: &mut Vec<Problem>) -> Vec<&'a str> {
    let mut room = ALL_MOST;
    let fits = |name: &&str| {
        let size = fs::metadata(folder.join(name)).map_or(0, |about| about.len()).min(FILE_MOST);
        let fits = size <= room;
        room = room.saturating_sub(size);
        if !fits {
            let reason = format!("the bank's files are larger than {} MB, so this one is not read", ALL_MOST >> 20);
            problems.push(problem("too-large", name, reason, "make several banks of it"));
        }
        fits
    };
    names.into_iter().filter(fits).collect()
}

/// The names of what lies in a folder, sorted.
fn names_in(folder: &Path, problems: &mut Vec<Problem>) -> Result<Vec<String>, BankError> {
    let failed = |cause| BankError::Folder { path: path_shown(folder), cause };
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        if names.len() == NAMES_MOST {
            let reason = format!("there are more than {NAMES_MOST} files in the folder, so not all are looked at");
            problems.push(Problem { severity: Severity::Warning, ..problem("too-many", "", reason, "") });
            break;
        }
        names.push(entry.map_err(failed)?.file_name().to_string_lossy().into_owned());
    }
    names.sort_unstable();
    Ok(names)
}

fn is_json(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"))
}

/// Whether a file may lie with a bank without being a topic.
fn is_side_file(name: &str) -> bool {
    [CASES_NAME, RULES_NAME].contains(&name) || name.starts_with("readings") || name.ends_with(".schema.json")
}

/// Reads one file; `None` if it is not there or cannot be read, which is then told.
fn read_text(folder: &Path, name: &str) -> (Option<SourceFile>, Vec<Problem>) {
    let mut problems = Vec::new();
    let file = match bytes_of(&folder.join(name)) {
        Ok(bytes) => bytes.map(|bytes| text_of(name, bytes, &mut problems)),
        Err(cause) => {
            let reason = format!("the file cannot be read ({cause})");
            problems.push(problem("unreadable", name, reason, "see to its kind, size and permissions"));
            None
        }
    };
    (file, problems)
}

/// The bytes of a file; `None` if it is not there. No pipe, which might never end, and nothing too large.
fn bytes_of(path: &Path) -> io::Result<Option<Vec<u8>>> {
    let about = match fs::metadata(path) {
        Ok(about) => about,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    if !about.is_file() {
        return Err(io::Error::other("it is not an ordinary file"));
    }
    let mut bytes = Vec::new();
    // One byte more than is allowed tells that there is more, whatever the folder says of the file's size.
    let read = File::open(path)?.take(FILE_MOST + 1).read_to_end(&mut bytes)?;
    if u64::try_from(read).is_ok_and(|read| read <= FILE_MOST) {
        return Ok(Some(bytes));
    }
    Err(io::Error::other(format!("it is larger than {} MB", FILE_MOST >> 20)))
}

/// The text of a file. Bytes that are no UTF-8 are a problem, and the rest of the file is judged all the same.
fn text_of(name: &str, bytes: Vec<u8>, problems: &mut Vec<Problem>) -> SourceFile {
    let text = String::from_utf8(bytes).unwrap_or_else(|error| {
        let good = error.as_bytes().get(..error.utf8_error().valid_up_to()).unwrap_or_default();
        let line = good.split(|&byte| byte == b'\n').count();
        let reason = "the file is not written in UTF-8".to_owned();
        problems.push(Problem { line: Some(line), ..problem("encoding", name, reason, "save it as UTF-8") });
        String::from_utf8_lossy(error.as_bytes()).into_owned()
    });
    SourceFile { name: name.to_owned(), text }
}

fn problem(rule: &'static str, file: &str, reason: String, suggestion: &str) -> Problem {
    Problem {
        severity: Severity::Error,
        rule,
        file: shown(file, PATH_MOST),
        line: Some(1),
        place: String::new(),
        reason,
        suggestion: suggestion.to_owned(),
    }
}

/// A path fit for a terminal.
pub(super) fn path_shown(path: &Path) -> String {
    shown(&path.to_string_lossy(), PATH_MOST)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A bank whose topic `young` holds these bytes.
    fn with_topic(bytes: &[u8]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        let manifest = r#"{"format_version": 2, "id": "a", "title": "A", "revision": 1, "question": "?",
            "sides": {"left": {"id": "l", "name": "L", "label": "L"}, "right": {"id": "r", "name": "R", "label": "R"}},
            "introduction": [], "topics": [{"id": "young", "title": "Young"}]}"#;
        fs::write(folder.path().join("bank.json"), manifest).unwrap();
        fs::write(folder.path().join("young.json"), bytes).unwrap();
        folder
    }

    fn rules_of(folder: &Path) -> Vec<(&'static str, String)> {
        let read = Folder::read(folder, true).unwrap();
        read.problems.into_iter().map(|one| (one.rule, one.file)).collect()
    }

    #[test]
    fn a_file_beyond_the_limit_is_told_and_not_read() {
        let folder = with_topic(b"{}");
        File::options().write(true).open(folder.path().join("young.json")).unwrap().set_len(1 << 40).unwrap();
        assert_eq!(rules_of(folder.path()), [("unreadable", "young.json".to_owned())]);
    }

    #[test]
    fn files_that_are_too_large_together_are_told() {
        let folder = with_topic(b"{}");
        let topics: Vec<_> =
            (0..12).map(|number| serde_json::json!({"id": format!("t{number}"), "title": "T"})).collect();
        let path = folder.path().join("bank.json");
        let mut manifest: serde_json::Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        manifest["topics"] = topics.into();
        fs::write(&path, manifest.to_string()).unwrap();
        for number in 0..12 {
            let file = File::create(folder.path().join(format!("t{number}.json"))).unwrap();
            file.set_len(FILE_MOST - 1).unwrap();
        }
        let rules = rules_of(folder.path());
        assert_eq!(rules.iter().filter(|(rule, _)| *rule == "too-large").count(), 4, "{rules:?}");
    }

    #[test]
    fn a_topic_that_is_no_file_is_told_with_all_the_rest() {
        let folder = with_topic(b"{}");
        fs::remove_file(folder.path().join("young.json")).unwrap();
        fs::create_dir(folder.path().join("young.json")).unwrap();
        fs::write(folder.path().join("stray.json"), "{}").unwrap();
        let mut rules = rules_of(folder.path());
        rules.sort();
        assert_eq!(rules, [("topic-unlisted", "stray.json".to_owned()), ("unreadable", "young.json".to_owned())]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn any_bytes_as_a_bank_never_panic(
            bytes in prop::collection::vec(any::<u8>(), 0..200), name in prop::sample::select(vec![
                "bank.json", "young.json", "cases.json", "lint.json", "readings.jsonl"]),
        ) {
            let folder = with_topic(b"{}");
            fs::write(folder.path().join(name), bytes).unwrap();
            let checked = super::super::check(Some(folder.path())).unwrap();
            prop_assert!(!checked.problems.is_empty());
        }
    }
}
