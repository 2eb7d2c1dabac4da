//! Where a bank comes from: the one built in, or a folder.

mod folder;
#[cfg(test)]
mod schema;

use super::files::cause as said;
use crate::domain::bank::Bank;
use crate::domain::bank::load::{self, CASES_NAME, Loaded, MANIFEST_NAME, SourceFile};
use crate::domain::bank::problem::{Problem, Severity};
use crate::domain::check::readings::Readings;
use crate::domain::check::{self, Figures, LintRules};
use folder::Folder;
use std::io;
use std::path::Path;
use thiserror::Error;

/// `bank.json` of the built-in bank.
const MANIFEST: &str = include_str!("../../questions/bank.json");

/// The topics of the built-in bank, in the order of its manifest, each with the number of its concepts: the home screen
/// counts ideas, and a start should not have to parse all topics for it.
const TOPICS: [(&str, usize); 10] = [
    (include_str!("../../questions/what-is-iot.json"), 8),
    (include_str!("../../questions/what-is-iiot.json"), 8),
    (include_str!("../../questions/purpose.json"), 8),
    (include_str!("../../questions/environment.json"), 8),
    (include_str!("../../questions/complexity.json"), 8),
    (include_str!("../../questions/data-usage.json"), 8),
    (include_str!("../../questions/security.json"), 8),
    (include_str!("../../questions/reliability.json"), 8),
    (include_str!("../../questions/examples.json"), 8),
    (include_str!("../../questions/careers.json"), 8),
];

/// The case studies of the built-in bank.
const CASES: &str = include_str!("../../questions/cases.json");

/// The rules of item writing beside a bank.
const RULES_NAME: &str = "lint.json";

/// The rules of the built-in bank.
const RULES: &str = include_str!("../../questions/lint.json");

/// The record of blind readings beside a bank. That of the built-in bank is not part of the program: whoever wants to
/// check it has the folder.
const READINGS_NAME: &str = "readings.jsonl";

/// Why a folder could not be read as a bank at all.
#[derive(Debug, Error)]
pub enum BankError {
    /// The folder is not there, is no folder, or may not be read.
    #[error(
        "the bank's folder \"{path}\" cannot be read ({}); name a folder that holds a {MANIFEST_NAME}",
        said(cause)
    )]
    Folder {
        /// The folder.
        path: String,
        /// What the system said.
        cause: io::Error,
    },
    /// It is a file, and no folder.
    #[error("\"{path}\" is a file, and a bank is a folder; `iotutor bank from {path} --to FOLDER` makes a bank of it")]
    IsFile {
        /// The file.
        path: String,
    },
    /// The folder holds no bank.
    #[error(
        "the folder \"{path}\" holds no {MANIFEST_NAME}; name the folder of a bank, or begin one with `iotutor bank new`"
    )]
    NoBank {
        /// The folder.
        path: String,
    },
    /// A file of the bank is there and cannot be read.
    #[error("the bank's file \"{path}\" cannot be read ({}); check its permissions", said(cause))]
    File {
        /// The file.
        path: String,
        /// What the system said.
        cause: io::Error,
    },
}

/// The bank that is part of the program.
#[must_use]
pub fn builtin() -> Bank {
    Bank::embedded(MANIFEST, &TOPICS, CASES)
}

/// The files of the bank that is part of the program, to be checked like any other.
#[must_use]
pub fn builtin_files() -> Vec<SourceFile> {
    let names = load::listed_files(MANIFEST).unwrap_or_default();
    let manifest = SourceFile { name: MANIFEST_NAME.to_owned(), text: MANIFEST.to_owned() };
    let topics = names.into_iter().zip(TOPICS).map(|(name, (text, _))| SourceFile { name, text: text.to_owned() });
    let cases = SourceFile { name: CASES_NAME.to_owned(), text: CASES.to_owned() };
    std::iter::once(manifest).chain(topics).chain([cases]).collect()
}

/// Reads the bank in a folder: its `bank.json`, the topics listed there and its `cases.json`, and nothing outside the
/// folder.
///
/// # Errors
///
/// If the folder or its `bank.json` cannot be read. Everything that is wrong *in* the files is among the problems.
pub fn load_folder(folder: &Path) -> Result<Loaded, BankError> {
    if folder.is_file() {
        return Err(BankError::IsFile { path: folder::path_shown(folder) });
    }
    let mut read = Folder::read(folder, false)?;
    let mut loaded = load::load(&read.files);
    loaded.problems.append(&mut read.problems);
    if loaded.problems.iter().any(|problem| problem.severity == Severity::Error) {
        loaded.unfit = loaded.bank.take().or(loaded.unfit);
    }
    Ok(loaded)
}

/// All files of the bank in a folder, or of the built-in one, to be copied: the bank's own, its rules, and where there is one
/// the record of readings.
///
/// # Errors
///
/// As for [`load_folder`].
pub fn all_files(folder: Option<&Path>) -> Result<Vec<SourceFile>, BankError> {
    let read = match folder {
        Some(folder) => Folder::read(folder, true)?,
        None => builtin_folder(),
    };
    let beside = [(RULES_NAME, read.rules), (READINGS_NAME, read.readings)];
    let beside = beside.into_iter().filter_map(|(name, text)| Some(SourceFile { name: name.to_owned(), text: text? }));
    Ok(read.files.into_iter().chain(beside).collect())
}

/// What a check of a bank found.
#[derive(Debug)]
pub struct Checked {
    /// Everything found, errors first.
    pub problems: Vec<Problem>,
    /// Whether the bank can be played as it is.
    pub playable: bool,
    /// Counts and measures; none where there is nothing to measure.
    pub figures: Option<Figures>,
}

/// Checks the bank in a folder, or the built-in one: its structure, and of all that could be read its item writing, by
/// the rules and the record of readings that lie beside it.
///
/// # Errors
///
/// As for [`load_folder`].
pub fn check(folder: Option<&Path>) -> Result<Checked, BankError> {
    let read = match folder {
        Some(folder) => Folder::read(folder, true)?,
        None => builtin_folder(),
    };
    let loaded = load::load(&read.files);
    let mut problems = read.problems;
    problems.extend(loaded.problems);
    let playable = loaded.bank.is_some() && problems.iter().all(|one| one.severity != Severity::Error);
    let (mut rules, found) = LintRules::parse(read.rules.as_deref());
    problems.extend(found);
    if folder.is_none() {
        // The record of readings is no part of the program.
        rules.readings = check::settings::ReadingRules::default();
    }
    let figures = loaded.bank.or(loaded.unfit).map(|bank| {
        let record = read.readings.as_deref().map(Readings::parse);
        let report = check::run(&bank, &rules, record.as_ref(), &read.files);
        problems.extend(report.findings);
        report.figures
    });
    problems.sort_by_key(|problem| std::cmp::Reverse(problem.severity));
    Ok(Checked { problems, playable, figures })
}

/// The built-in bank as if it lay in a folder.
fn builtin_folder() -> Folder {
    Folder { files: builtin_files(), rules: Some(RULES.to_owned()), readings: None, problems: Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::settings::Settings;
    use crate::app::{Model, Screen, view};
    use crate::domain::bank::Side;
    use crate::domain::fact::{Event, Fact, SOLE_LEARNER};
    use crate::domain::learner::Learner;
    use crate::domain::moment::Moment;
    use std::collections::{BTreeMap, BTreeSet};
    use std::fs;
    use std::path::PathBuf;
    use std::sync::Arc;
    use tempfile::TempDir;

    #[test]
    fn every_built_in_topic_parses_and_stands_where_the_manifest_says() {
        let bank = builtin();
        assert_eq!(bank.topic_count(), bank.manifest.topics.len());
        for (number, name) in bank.manifest.topics.iter().enumerate() {
            let topic = bank.topic(number).unwrap_or_else(|| panic!("{} does not parse", name.id));
            assert_eq!((&topic.id, &topic.title), (&name.id, &name.title));
            assert_eq!(bank.concept_count(number), topic.concepts.len(), "the number beside {}", name.id);
        }
    }

    #[test]
    fn the_home_screen_is_shown_without_parsing_a_topic() {
        let bank = Arc::new(builtin());
        let welcomed = Fact {
            id: "1".repeat(32),
            learner: SOLE_LEARNER.to_owned(),
            at: Moment::default(),
            attempt: String::new(),
            event: Event::Welcomed,
        };
        let learner = Learner::fold(&bank, &[welcomed]);
        let model = Model::new(Arc::clone(&bank), learner, SOLE_LEARNER.to_owned(), Settings::default());
        assert!(matches!(model.screen(), Screen::Home(_)));
        assert_eq!(view::of(&model).place, "home");
        assert_eq!(bank.parsed_count(), 0);
    }

    #[test]
    fn the_built_in_bank_loads_like_any_other_and_is_without_fault() {
        let loaded = load::load(&builtin_files());
        let problems: Vec<String> = loaded.problems.iter().map(ToString::to_string).collect();
        assert_eq!(problems, Vec::<String>::new());
        let (loaded, builtin) = (loaded.bank.unwrap(), builtin());
        assert_eq!(loaded.statements().count(), builtin.statements().count());
    }

    #[test]
    fn the_folder_that_the_bank_is_built_from_loads_without_a_word() {
        let loaded = load_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("questions")).unwrap();
        assert_eq!(loaded.problems, Vec::new());
        assert!(loaded.bank.is_some());
    }

    /// The findings about the built-in bank that `keep` keeps.
    fn findings(keep: impl Fn(&Problem) -> bool) -> Vec<String> {
        check(None).unwrap().problems.iter().filter(|one| keep(one)).map(ToString::to_string).collect()
    }

    #[test]
    fn every_claim_of_the_short_version_is_asked_plainly_at_level_1() {
        assert_eq!(findings(|one| one.rule == "unasked-claim"), Vec::<String>::new());
        let (rules, _) = LintRules::parse(Some(RULES));
        for topic in &builtin().manifest.topics {
            assert!(rules.claims.iter().any(|claim| claim.topic == topic.id), "{} makes no claim", topic.id);
        }
    }

    #[test]
    fn the_introduction_and_the_glossary_fit_their_screens() {
        let manifest = builtin().manifest;
        let lines = |width: usize, text: &str| textwrap::wrap(text, width).len();
        let introduction: usize = manifest.introduction.iter().map(|one| lines(76, one) + 1).sum();
        assert!(introduction <= 14, "{introduction} lines");
        let terms: Vec<String> = manifest.glossary.iter().map(|one| one.term.to_lowercase()).collect();
        assert!(terms.is_sorted(), "{terms:?}");
        for term in &manifest.glossary {
            assert!(term.meaning.split_whitespace().count() <= 25, "{}", term.term);
        }
    }

    /// The whole of a term and each of several that share an entry, all in small letters, with the side each is said to be of.
    fn sided(terms: impl Iterator<Item = (String, Option<Side>)>) -> Vec<(String, Option<Side>)> {
        let parts = |term: &str| term.split(", ").map(str::to_owned).collect::<BTreeSet<String>>();
        terms.flat_map(|(term, side)| parts(&term.to_lowercase()).into_iter().map(move |part| (part, side))).collect()
    }

    #[test]
    fn lessons_and_the_glossary_say_the_same_side_of_a_word() {
        let bank = builtin();
        let glossary = sided(bank.manifest.glossary.iter().map(|term| (term.term.clone(), term.side)));
        let mut said: BTreeMap<String, BTreeSet<Option<Side>>> = BTreeMap::new();
        for (_, topic) in bank.topics() {
            let words = &topic.lesson.as_ref().unwrap().words;
            let of = |side: Side| words.of(side).iter().map(move |word| (word.term.clone(), Some(side)));
            let both = words.both.iter().map(|word| (word.clone(), None));
            for (word, side) in sided(of(Side::Left).chain(of(Side::Right)).chain(both)) {
                said.entry(word).or_default().insert(side);
            }
        }
        assert!(said.len() > 200);
        for (word, side) in glossary {
            said.entry(word).and_modify(|sides| {
                sides.insert(side);
            });
        }
        let torn: Vec<_> = said.iter().filter(|(_, sides)| sides.len() > 1).collect();
        assert!(torn.is_empty(), "{torn:?}");
    }

    #[test]
    fn every_pair_says_in_a_line_of_its_own_what_both_statements_are_about() {
        for (_, topic) in builtin().topics() {
            let aspects: Vec<&str> =
                topic.pairs.iter().map(|pair| pair.aspect.as_deref().unwrap_or_default()).collect();
            assert!(aspects.iter().all(|aspect| (8..=58).contains(&aspect.chars().count())), "{aspects:?}");
        }
    }

    /// A folder with the built-in bank, to be spoilt.
    fn folder() -> TempDir {
        let folder = tempfile::tempdir().unwrap();
        for file in builtin_files() {
            fs::write(folder.path().join(&file.name), &file.text).unwrap();
        }
        folder
    }

    fn rules(folder: &TempDir) -> Vec<(&'static str, String)> {
        let loaded = load_folder(folder.path()).unwrap();
        let refused = loaded.problems.iter().any(|one| one.severity == Severity::Error);
        assert_eq!(loaded.bank.is_none(), refused);
        loaded.problems.into_iter().map(|one| (one.rule, one.file)).collect()
    }

    #[test]
    fn a_file_that_is_neither_listed_nor_known_gives_a_warning() {
        let folder = folder();
        for name in ["lint.json", "readings.json", "readings-2.json", "topic.schema.json", "README.md", "stray.json"] {
            fs::write(folder.path().join(name), "{}").unwrap();
        }
        assert_eq!(rules(&folder), [("topic-unlisted", "stray.json".to_owned())]);
    }

    #[test]
    fn a_listed_file_that_is_not_there_refuses_the_bank() {
        let folder = folder();
        fs::remove_file(folder.path().join("purpose.json")).unwrap();
        assert_eq!(rules(&folder), [("topic-missing", "bank.json".to_owned())]);
    }

    #[test]
    fn a_list_that_cannot_be_read_does_not_hide_what_is_wrong_with_the_topics() {
        let folder = folder();
        fs::write(folder.path().join("bank.json"), "{\n  \"topics\": [,]\n}").unwrap();
        fs::write(folder.path().join("purpose.json"), "[]").unwrap();
        fs::write(folder.path().join("lint.json"), "{}").unwrap();
        let rules = rules(&folder);
        assert_eq!(rules[0], ("syntax", "bank.json".to_owned()));
        assert_eq!(rules[1..], [("wrong-type", "purpose.json".to_owned())]);
    }

    #[test]
    fn an_id_that_is_a_path_reads_nothing_outside_the_folder() {
        let outer = tempfile::tempdir().unwrap();
        let inner = outer.path().join("bank");
        fs::create_dir(&inner).unwrap();
        fs::write(outer.path().join("purpose.json"), "oops").unwrap();
        for file in builtin_files() {
            let text = file.text.replace("\"id\": \"purpose\"", "\"id\": \"../purpose\"");
            fs::write(inner.join(&file.name), text).unwrap();
        }
        let read = Folder::read(&inner, true).unwrap();
        assert!(read.files.iter().all(|file| !file.name.contains("purpose")));
        let problems = load_folder(&inner).unwrap().problems;
        assert!(problems.iter().any(|one| one.rule == "plain-id" && one.place == "topics[2].id"));
    }

    #[test]
    fn bytes_that_are_no_utf8_are_named_with_their_line() {
        let folder = folder();
        let path = folder.path().join("purpose.json");
        let mut bytes = fs::read(&path).unwrap();
        let at = bytes.windows(8).position(|window| window == b"takeaway").unwrap();
        let line = bytes[..at].split(|&byte| byte == b'\n').count();
        bytes[at + 12] = 0xff;
        fs::write(&path, bytes).unwrap();
        let loaded = load_folder(folder.path()).unwrap();
        assert_eq!(loaded.problems.len(), 1);
        assert_eq!((loaded.problems[0].rule, loaded.problems[0].line), ("encoding", Some(line)));
        assert!(loaded.bank.is_none());
    }

    #[test]
    fn what_cannot_be_read_at_all_is_named_by_its_path() {
        let empty = tempfile::tempdir().unwrap();
        let missing: PathBuf = empty.path().join("no\u{1b}where");
        let message = load_folder(&missing).unwrap_err().to_string();
        assert!(message.contains("no\\u{1b}where"), "{message}");
        let message = load_folder(empty.path()).unwrap_err().to_string();
        assert!(message.contains("holds no bank.json"), "{message}");
        fs::create_dir(empty.path().join("bank.json")).unwrap();
        let message = load_folder(empty.path()).unwrap_err().to_string();
        assert!(message.contains("bank.json") && message.contains("not an ordinary file"), "{message}");
    }
}
