//! A learner's record: folded from the facts, and kept as a snapshot so that the next start need not fold them all again.
//!
//! Snapshots are files of their own, in a folder beside the journal. One that is lost, garbled, too old or of another
//! journal is made again.

use super::sqlite::Found;
use super::{Journal, JournalError, rows};
use crate::adapters::files::{self, Keep};
use crate::adapters::system::make_private_folder;
use crate::domain::bank::Bank;
use crate::domain::learner::{FOLD, Learner};
use crate::domain::store::Stream;
use rusqlite::OptionalExtension;
use serde::{Deserialize, Serialize};
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};

/// The folder of the snapshots, beside the journal.
const FOLDER: &str = "snapshots";

/// What the folder was called in the first edition.
const FIRST_FOLDER: &str = "kept";

/// How many facts are so many that folding them again would be felt.
const LONG: u64 = 5_000;

/// The id of the fact at that place.
const ID: &str = "SELECT id FROM fact WHERE place = ?1";

/// What a snapshot is of. The record follows it in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Label<'a> {
    /// The release that folded it: each folds afresh.
    release: &'a str,
    fold: u32,
    bank: &'a str,
    /// The learner's stream.
    stream: u128,
    last: Last,
}

/// The last fact in a record: its number, 0 for none, and its id, by which the journal is known that it is of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Last {
    number: u64,
    id: [u8; rows::ID],
}

/// A learner's record, and how far it goes.
#[derive(Debug, Default)]
struct Record {
    learner: Learner,
    last: Last,
}

impl Journal {
    /// All that is known of `learner` with `bank`, as folded from the facts. Starts from the snapshot where there is one that
    /// was made from this journal with the same bank and the same fold. What took long to fold is kept at once.
    ///
    /// # Errors
    ///
    /// As for [`Journal::each_fact`].
    pub fn load(&self, learner: &str, bank: &Bank) -> Result<Learner, JournalError> {
        let Some(stream) = self.store.learner_named(learner)? else { return Ok(Learner::default()) };
        let record = self.record(stream, bank)?;
        if record.last.number.saturating_sub(self.kept_to.get()) > LONG && self.write(stream, bank, &record).is_ok() {
            self.kept_to.set(record.last.number);
        }
        Ok(record.learner)
    }

    /// Keeps the record of `learner` with `bank` for the next [`Journal::load`]. It is folded from the file and not
    /// taken from memory, because another process may have recorded facts in between. It need not survive a power cut.
    ///
    /// # Errors
    ///
    /// As for [`Journal::each_fact`]; [`JournalError::Snapshot`] where it cannot be written.
    pub fn keep(&self, learner: &str, bank: &Bank) -> Result<(), JournalError> {
        let Some(stream) = self.store.learner_named(learner)? else { return Ok(()) };
        if self.kept_to.get() == self.last_of(stream)? {
            return Ok(());
        }
        let record = self.record(stream, bank)?;
        self.write(stream, bank, &record)
            .map_err(|source| JournalError::Snapshot { path: file(self.path(), stream), source })
    }

    fn write(&self, stream: Stream, bank: &Bank, record: &Record) -> io::Result<()> {
        write(self.path(), &Label::of(stream, bank, record.last), &record.learner)
    }

    fn record(&self, stream: Stream, bank: &Bank) -> Result<Record, JournalError> {
        let Some(found) = self.store.find(stream).map_err(|error| self.store.explain(error))? else {
            return Ok(Record::default());
        };
        let mut record = match read(self.path(), stream, bank) {
            Some(record) if self.id_of(found, record.last.number)? == Some(record.last.id) => record,
            _ => Record::default(),
        };
        self.kept_to.set(record.last.number);
        let number = self.each_to_fold(found, record.last.number, |_, fact| record.learner.apply(bank, fact))?;
        if number > record.last.number {
            record.last = Last { number, id: self.id_of(found, number)?.unwrap_or_default() };
        }
        Ok(record)
    }

    /// The id of a stream's fact of that number.
    fn id_of(&self, found: Found, number: u64) -> Result<Option<[u8; rows::ID]>, JournalError> {
        let asked = || {
            let mut select = self.store.connection.prepare_cached(ID)?;
            select.query_row([rows::place(found.key, number)], |row| row.get(0)).optional()
        };
        asked().map_err(|error| self.store.explain(error))
    }
}

impl<'a> Label<'a> {
    fn of(stream: Stream, bank: &'a Bank, last: Last) -> Self {
        let release = env!("CARGO_PKG_VERSION");
        Self { release, fold: FOLD, bank: bank.fingerprint(), stream: stream.id, last }
    }
}

/// Drops all snapshots: after what they were folded from is gone, or was numbered anew.
pub(super) fn drop_all(journal: &Path) -> Result<(), JournalError> {
    for folder in [FOLDER, FIRST_FOLDER].map(|name| journal.with_file_name(name)) {
        match fs::remove_dir_all(&folder) {
            Err(source) if source.kind() != io::ErrorKind::NotFound => {
                return Err(JournalError::Snapshot { path: folder, source });
            }
            _ => {}
        }
    }
    Ok(())
}

/// The folder of the snapshots of a journal.
pub(super) fn folder(journal: &Path) -> PathBuf {
    journal.with_file_name(FOLDER)
}

/// The file for the snapshot of a stream; it tells nobody's name.
fn file(journal: &Path, stream: Stream) -> PathBuf {
    folder(journal).join(format!("{:032x}", stream.id))
}

/// Tells texts apart. What it gives may change with the compiler that built the program, and then all is folded once.
fn hash(bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    hasher.finish()
}

/// The record in the snapshot, if it is whole and of this learner, bank and way of folding.
fn read(journal: &Path, stream: Stream, bank: &Bank) -> Option<Record> {
    let bytes = fs::read(file(journal, stream)).ok()?;
    let (check, content) = bytes.split_first_chunk()?;
    if hash(content) != u64::from_le_bytes(*check) {
        return None;
    }
    let (label, body): (Label<'_>, _) = postcard::take_from_bytes(content).ok()?;
    (label == Label::of(stream, bank, label.last)).then_some(())?;
    Some(Record { learner: postcard::from_bytes(body).ok()?, last: label.last })
}

/// Writes a snapshot whole or not at all.
fn write(journal: &Path, label: &Label<'_>, record: &Learner) -> io::Result<()> {
    let content = postcard::to_stdvec(&(label, record)).map_err(io::Error::other)?;
    let bytes = [hash(&content).to_le_bytes().as_slice(), &content].concat();
    make_private_folder(&folder(journal))?;
    files::replace(&folder(journal).join(format!("{:032x}", label.stream)), &bytes, Keep::Unsynced)
}

#[cfg(test)]
mod tests {
    use super::super::samples::{answer, any_history, attempt};
    use super::*;
    use crate::adapters::bank_files;
    use crate::domain::bank::Topic;
    use crate::domain::fact::Fact;
    use proptest::prelude::*;
    use std::sync::LazyLock;
    use tempfile::TempDir;

    type Change = fn(&mut Topic);

    static BANK: LazyLock<Bank> = LazyLock::new(bank_files::builtin);

    fn path(folder: &TempDir) -> PathBuf {
        folder.path().join("journal.sqlite3")
    }

    fn open(folder: &TempDir) -> Journal {
        Journal::open(&path(folder)).unwrap().journal
    }

    fn journal(facts: &[Fact]) -> (TempDir, Journal) {
        let folder = tempfile::tempdir().unwrap();
        let mut journal = open(&folder);
        journal.append(facts).unwrap();
        (folder, journal)
    }

    fn ada(journal: &Journal) -> Stream {
        journal.store.learner_named("Ada").unwrap().unwrap()
    }

    /// How far Ada's snapshot goes; none where there is none that can be used.
    fn kept_to(journal: &Journal) -> Option<u64> {
        read(journal.path(), ada(journal), &BANK).map(|record| record.last.number)
    }

    fn last(journal: &Journal) -> Last {
        let found = journal.found("Ada").unwrap().unwrap();
        Last { number: found.last, id: journal.id_of(found, found.last).unwrap().unwrap() }
    }

    fn lie() -> Learner {
        let mut told = Learner::default();
        told.welcomed = true;
        told
    }

    /// Keeps a record that says something else than the facts, by which one sees that it is used.
    fn keep_a_lie(journal: &Journal, last: Last) -> Learner {
        let told = lie();
        write(journal.path(), &Label::of(ada(journal), &BANK, last), &told).unwrap();
        told
    }

    #[test]
    fn a_learner_whom_nobody_knows_has_an_empty_record() {
        let (_folder, journal) = journal(&[]);
        assert_eq!(journal.load("Ada", &BANK).unwrap(), Learner::default());
    }

    #[test]
    fn a_snapshot_is_used_and_brought_up_to_date() {
        let (_folder, mut journal) = journal(&attempt(3));
        assert_eq!(kept_to(&journal), None);
        journal.keep("Ada", &BANK).unwrap();
        assert_eq!(kept_to(&journal), Some(4));
        keep_a_lie(&journal, last(&journal));
        journal.append(&[answer(9)]).unwrap();
        let record = journal.load("Ada", &BANK).unwrap();
        assert!(record.welcomed && record.attempts().next().is_none());
        assert_eq!(record.days().values().sum::<u32>(), 1);
    }

    #[test]
    fn a_record_of_another_bank_or_fold_or_release_or_learner_is_not_used() {
        let (folder, journal) = journal(&attempt(3));
        let good = Label::of(ada(&journal), &BANK, last(&journal));
        let others = [
            Label { release: "0.0.1", ..good },
            Label { fold: FOLD - 1, ..good },
            Label { bank: "other/1/1", ..good },
            Label { stream: good.stream + 1, ..good },
        ];
        for label in others {
            write(&path(&folder), &label, &lie()).unwrap();
            let written = folder.path().join(FOLDER).join(format!("{:032x}", label.stream));
            fs::rename(written, file(&path(&folder), ada(&journal))).unwrap();
            assert_eq!(journal.load("Ada", &BANK).unwrap(), Learner::fold(&BANK, &attempt(3)), "{label:?}");
            journal.keep("Ada", &BANK).unwrap();
            assert_eq!(kept_to(&journal), Some(4), "{label:?}");
        }
    }

    #[test]
    fn a_record_is_not_used_with_a_bank_whose_statements_were_moved_about() {
        let manifest = || BANK.manifest.clone();
        let topics = || BANK.topics().map(|(_, topic)| topic.clone()).collect::<Vec<_>>();
        let whole = Bank::new(manifest(), topics());
        let (_folder, journal) = journal(&attempt(3));
        journal.keep("Ada", &whole).unwrap();
        let changes: [(&str, Change); 4] = [
            ("pairs", |topic| topic.pairs.reverse()),
            ("concepts", |topic| topic.concepts.reverse()),
            ("a concept", |topic| topic.pairs[0].concept = topic.concepts[5].id.clone()),
            ("a level", |topic| topic.pairs[0].level = 3),
        ];
        for (name, change) in changes {
            let mut moved = topics();
            change(&mut moved[0]);
            let other = Bank::new(manifest(), moved);
            assert_eq!(journal.load("Ada", &other).unwrap(), Learner::fold(&other, &attempt(3)), "{name}");
            assert_ne!(whole.fingerprint(), other.fingerprint(), "{name}");
        }
        assert_eq!(whole.fingerprint(), Bank::new(manifest(), topics()).fingerprint());
    }

    #[test]
    fn a_record_of_another_journal_is_not_used() {
        let (_folder, journal) = journal(&attempt(3));
        keep_a_lie(&journal, Last { number: 4, id: [7; rows::ID] });
        assert_eq!(journal.load("Ada", &BANK).unwrap(), Learner::fold(&BANK, &attempt(3)));
    }

    #[test]
    fn a_record_that_nothing_is_missing_from_is_not_written_again() {
        let (_folder, journal) = journal(&attempt(3));
        let told = keep_a_lie(&journal, last(&journal));
        journal.load("Ada", &BANK).unwrap();
        journal.keep("Ada", &BANK).unwrap();
        assert_eq!(journal.load("Ada", &BANK).unwrap(), told);
    }

    #[test]
    fn what_took_long_to_fold_is_kept_at_once_and_the_rest_on_leaving() {
        let many: Vec<Fact> = (2..5_001).map(answer).collect();
        let (_folder, mut journal) = journal(&many);
        journal.load("Ada", &BANK).unwrap();
        assert_eq!(kept_to(&journal), None, "4,999 facts");
        journal.append(&[answer(6_000), answer(6_001)]).unwrap();
        let record = journal.load("Ada", &BANK).unwrap();
        assert_eq!(kept_to(&journal), Some(5_001));
        assert_eq!(journal.load("Ada", &BANK).unwrap(), record);
    }

    #[test]
    fn keeping_takes_in_what_another_process_recorded() {
        let (folder, journal) = journal(&attempt(3));
        journal.keep("Ada", &BANK).unwrap();
        open(&folder).append(&[answer(9)]).unwrap();
        journal.keep("Ada", &BANK).unwrap();
        assert_eq!(kept_to(&journal), Some(5));
    }

    #[test]
    fn where_nothing_can_be_written_the_facts_are_folded_and_the_reason_is_told() {
        let (folder, journal) = journal(&attempt(3));
        fs::write(folder.path().join(FOLDER), "in the way").unwrap();
        assert!(matches!(journal.keep("Ada", &BANK), Err(JournalError::Snapshot { .. })));
        assert_eq!(journal.load("Ada", &BANK).unwrap(), Learner::fold(&BANK, &attempt(3)));
    }

    #[test]
    fn a_record_that_could_not_be_put_in_place_leaves_nothing_behind() {
        let (folder, journal) = journal(&attempt(3));
        fs::create_dir_all(file(&path(&folder), ada(&journal))).unwrap();
        assert!(matches!(journal.keep("Ada", &BANK), Err(JournalError::Snapshot { .. })));
        assert_eq!(fs::read_dir(folder.path().join(FOLDER)).unwrap().count(), 1);
    }

    #[test]
    fn erasing_leaves_no_snapshot_and_those_of_the_first_edition_go_with_it() {
        let (folder, mut journal) = journal(&attempt(3));
        journal.keep("Ada", &BANK).unwrap();
        fs::create_dir(folder.path().join(FIRST_FOLDER)).unwrap();
        journal.erase(Some("Ada")).unwrap();
        assert!([FOLDER, FIRST_FOLDER].iter().all(|name| !folder.path().join(name).exists()));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(60))]
        #[test]
        fn a_record_kept_at_any_points_equals_the_fold(
            facts in any_history(),
            keeps in prop::collection::vec(any::<bool>(), 40),
        ) {
            let (_folder, mut journal) = journal(&[]);
            for (fact, keep) in facts.iter().zip(keeps) {
                journal.append(std::slice::from_ref(fact)).unwrap();
                if keep {
                    journal.keep("Ada", &BANK).unwrap();
                }
            }
            for learner in ["Ada", "Bob"] {
                let own = facts.iter().filter(|fact| fact.learner == learner);
                prop_assert_eq!(journal.load(learner, &BANK).unwrap(), Learner::fold(&BANK, own));
            }
        }

        #[test]
        fn a_garbled_record_is_not_used_wherever_it_is_garbled(at in any::<prop::sample::Index>(), by in 1..=255_u8, cut: bool) {
            let (folder, journal) = journal(&attempt(3));
            journal.keep("Ada", &BANK).unwrap();
            let file = file(&path(&folder), ada(&journal));
            let mut bytes = fs::read(&file).unwrap();
            let at = at.index(bytes.len());
            bytes[at] ^= by;
            fs::write(&file, if cut { &bytes[..at] } else { &bytes }).unwrap();
            prop_assert!(kept_to(&journal).is_none());
            prop_assert_eq!(journal.load("Ada", &BANK).unwrap(), Learner::fold(&BANK, &attempt(3)));
            journal.keep("Ada", &BANK).unwrap();
            prop_assert_eq!(kept_to(&journal), Some(4));
        }
    }
}
