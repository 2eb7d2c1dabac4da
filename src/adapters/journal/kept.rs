//! A learner's record: folded from the facts, and kept so that the next start need not fold them all again.
//!
//! Records are kept in files of their own, in a folder beside the journal, because opening the journal is the costliest
//! part of a start: the first frame is drawn from the kept record, and the journal is opened behind it. A record that
//! is lost, garbled, too old or of another journal is folded again.

use super::{Journal, JournalError, opening, rows};
use crate::adapters::system::make_private_folder;
use crate::domain::bank::Bank;
use crate::domain::learner::Learner;
use rusqlite::OptionalExtension;
use serde::{Deserialize, Serialize};
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};
use std::process;

/// Tells one way of folding, and of writing records, from another. Every release folds afresh; the number at the end rises
/// when a change between releases makes the same facts give another record, or writes it in another way.
const ENGINE: &str = concat!(env!("CARGO_PKG_VERSION"), "/12");

/// The folder of the kept records, beside the journal.
const FOLDER: &str = "kept";

/// How many facts are so many that folding them again would be felt.
const LONG: i64 = 5_000;

/// The id of the fact with that number.
pub(super) const ID: &str = "SELECT id FROM fact WHERE seq = ?1";

/// The learner's last fact.
const LAST: &str = "SELECT seq, id FROM fact WHERE learner = ?1 ORDER BY seq DESC LIMIT 1";

/// What a kept record is of. The record follows it in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Label<'a> {
    engine: &'a str,
    bank: &'a str,
    learner: &'a str,
    last: Last,
}

/// The last fact in a record: its number, 0 for none, and its id, by which the journal is known that it is of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Last {
    seq: i64,
    id: [u8; rows::ID],
}

/// A learner's record, and how far it goes.
#[derive(Debug, Default)]
struct Record {
    learner: Learner,
    last: Last,
}

impl Journal {
    /// The record of `learner` with `bank` that the journal at `path` will in all likelihood give once it is open. `None`
    /// where that cannot be foreseen: without a kept record, where another process uses the journal or a kill left it
    /// open, and where records of other learners are kept too.
    ///
    /// Whoever shows something of it has to open the journal next and to compare it with [`Journal::load`].
    #[must_use]
    pub fn foresee(path: &Path, learner: &str, bank: &Bank) -> Option<Learner> {
        match fs::symlink_metadata(path) {
            Ok(_) if opening::has_unread_log(path) || !is_only_one(path) => None,
            Ok(_) => read(path, learner, bank).map(|record| record.learner),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Some(Learner::default()),
            Err(_) => None,
        }
    }

    /// All that is known of `learner` with `bank`, as folded from the facts. Starts from the kept record where there is
    /// one that was made from this journal with the same bank and the same engine. What took long to fold is kept at once.
    ///
    /// # Errors
    ///
    /// As for [`Journal::each_fact`].
    pub fn load(&self, learner: &str, bank: &Bank) -> Result<Learner, JournalError> {
        let record = self.record(learner, bank)?;
        if record.last.seq - self.kept_to.get() > LONG && self.write(learner, bank, &record).is_ok() {
            self.kept_to.set(record.last.seq);
        }
        Ok(record.learner)
    }

    /// Keeps the record of `learner` with `bank` for the next [`Journal::load`]. It is folded from the file and not
    /// taken from memory, because another process may have recorded facts in between. It need not survive a power cut.
    ///
    /// # Errors
    ///
    /// As for [`Journal::each_fact`]; [`JournalError::Kept`] where the record cannot be written.
    pub fn keep(&self, learner: &str, bank: &Bank) -> Result<(), JournalError> {
        let last = self.last_of(learner).map_err(|error| self.explain(error))?;
        if self.kept_to.get() == last.seq {
            return Ok(());
        }
        let record = self.record(learner, bank)?;
        self.write(learner, bank, &record)
            .map_err(|source| JournalError::Kept { path: file(&self.path, learner), source })
    }

    fn write(&self, learner: &str, bank: &Bank, record: &Record) -> io::Result<()> {
        let label = Label { engine: ENGINE, bank: bank.fingerprint(), learner, last: record.last };
        write(&self.path, &label, &record.learner)
    }

    /// Drops all kept records: after what they were folded from is gone, or when there may be learners whom no record tells of.
    pub(super) fn drop_kept(&self) -> Result<(), JournalError> {
        let folder = self.path.with_file_name(FOLDER);
        match fs::remove_dir_all(&folder) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(JournalError::Kept { path: folder, source: error })
            }
            _ => Ok(()),
        }
    }

    fn record(&self, learner: &str, bank: &Bank) -> Result<Record, JournalError> {
        let mut record = match read(&self.path, learner, bank) {
            Some(record) if self.holds(record.last).map_err(|error| self.explain(error))? => record,
            _ => Record::default(),
        };
        self.kept_to.set(record.last.seq);
        let seq = self.each_to_fold(learner, record.last.seq, |_, fact| record.learner.apply(bank, fact))?;
        if seq > record.last.seq {
            let id = self.id_of(seq).map_err(|error| self.explain(error))?.unwrap_or_default();
            record.last = Last { seq, id };
        }
        Ok(record)
    }

    /// Whether the journal has that fact.
    fn holds(&self, last: Last) -> rusqlite::Result<bool> {
        Ok(self.id_of(last.seq)? == Some(last.id))
    }

    fn id_of(&self, seq: i64) -> rusqlite::Result<Option<[u8; rows::ID]>> {
        self.connection.prepare_cached(ID)?.query_row([seq], |row| row.get(0)).optional()
    }

    fn last_of(&self, learner: &str) -> rusqlite::Result<Last> {
        let mut select = self.connection.prepare_cached(LAST)?;
        let last = select.query_row([learner], |row| Ok(Last { seq: row.get(0)?, id: row.get(1)? }));
        last.optional().map(Option::unwrap_or_default)
    }
}

/// The file for the record of `learner`. Names are hashed, since a name may be too long or too strange for a file's name;
/// the label inside tells whose it is.
fn file(journal: &Path, learner: &str) -> PathBuf {
    journal.with_file_name(FOLDER).join(format!("{:016x}", hash(learner.as_bytes())))
}

/// Whether at most one record is kept beside the journal.
fn is_only_one(journal: &Path) -> bool {
    fs::read_dir(journal.with_file_name(FOLDER)).is_ok_and(|entries| entries.take(2).count() < 2)
}

/// Tells texts apart. What it gives may change with the compiler that built the program, and then all is folded once.
fn hash(bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    hasher.finish()
}

/// The kept record, if it is whole and of this learner, bank and engine.
fn read(journal: &Path, learner: &str, bank: &Bank) -> Option<Record> {
    let bytes = fs::read(file(journal, learner)).ok()?;
    let (check, content) = bytes.split_first_chunk()?;
    if hash(content) != u64::from_le_bytes(*check) {
        return None;
    }
    let (label, body): (Label<'_>, _) = postcard::take_from_bytes(content).ok()?;
    let wanted = Label { engine: ENGINE, bank: bank.fingerprint(), learner, last: label.last };
    (label == wanted).then_some(())?;
    Some(Record { learner: postcard::from_bytes(body).ok()?, last: label.last })
}

/// Writes a record whole or not at all, under a name of this process first.
fn write(journal: &Path, label: &Label<'_>, record: &Learner) -> io::Result<()> {
    let path = file(journal, label.learner);
    let content = postcard::to_stdvec(&(label, record)).map_err(io::Error::other)?;
    let bytes = [hash(&content).to_le_bytes().as_slice(), &content].concat();
    make_private_folder(&journal.with_file_name(FOLDER))?;
    let partial = path.with_extension(process::id().to_string());
    let written = fs::write(&partial, bytes).and_then(|()| fs::rename(&partial, &path));
    if written.is_err() {
        // It may not even be there.
        let _ = fs::remove_file(&partial);
    }
    written
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

    /// How far Ada's kept record goes; none where there is none that can be used.
    fn kept_to(folder: &TempDir) -> Option<i64> {
        read(&path(folder), "Ada", &BANK).map(|record| record.last.seq)
    }

    fn foreseen(folder: &TempDir) -> Option<Learner> {
        Journal::foresee(&path(folder), "Ada", &BANK)
    }

    fn lie() -> Learner {
        let mut told = Learner::default();
        told.welcomed = true;
        told
    }

    /// Keeps a record that says something else than the facts, by which one sees that it is used.
    fn keep_a_lie(folder: &TempDir, last: Last) -> Learner {
        let told = lie();
        let label = Label { engine: ENGINE, bank: BANK.fingerprint(), learner: "Ada", last };
        write(&path(folder), &label, &told).unwrap();
        told
    }

    #[test]
    fn a_learner_whom_nobody_knows_has_an_empty_record() {
        let (_folder, journal) = journal(&[]);
        assert_eq!(journal.load("Ada", &BANK).unwrap(), Learner::default());
    }

    #[test]
    fn a_kept_record_is_used_and_brought_up_to_date() {
        let (folder, mut journal) = journal(&attempt(3));
        assert_eq!(kept_to(&folder), None);
        journal.keep("Ada", &BANK).unwrap();
        assert_eq!(kept_to(&folder), Some(4));
        keep_a_lie(&folder, journal.last_of("Ada").unwrap());
        journal.append(&[answer(9)]).unwrap();
        let record = journal.load("Ada", &BANK).unwrap();
        assert!(record.welcomed && record.attempts().next().is_none());
        assert_eq!(record.days().values().sum::<u32>(), 1);
    }

    #[test]
    fn a_record_of_another_bank_or_engine_or_learner_is_not_used() {
        let (folder, journal) = journal(&attempt(3));
        let last = journal.last_of("Ada").unwrap();
        let good = Label { engine: ENGINE, bank: BANK.fingerprint(), learner: "Ada", last };
        let others = [
            Label { engine: "0.0.1/1", ..good },
            Label { bank: "other/1/1", ..good },
            Label { learner: "Bob", ..good },
        ];
        for label in others {
            write(&path(&folder), &label, &lie()).unwrap();
            fs::rename(file(&path(&folder), label.learner), file(&path(&folder), "Ada")).unwrap();
            assert_eq!(journal.load("Ada", &BANK).unwrap(), Learner::fold(&BANK, &attempt(3)), "{label:?}");
            journal.keep("Ada", &BANK).unwrap();
            assert_eq!(kept_to(&folder), Some(4), "{label:?}");
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
            ("twins", |topic| topic.pairs.reverse()),
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
        let (folder, journal) = journal(&attempt(3));
        keep_a_lie(&folder, Last { seq: 4, id: [7; rows::ID] });
        assert_eq!(journal.load("Ada", &BANK).unwrap(), Learner::fold(&BANK, &attempt(3)));
    }

    #[test]
    fn a_record_that_nothing_is_missing_from_is_not_written_again() {
        let (folder, journal) = journal(&attempt(3));
        let told = keep_a_lie(&folder, journal.last_of("Ada").unwrap());
        journal.load("Ada", &BANK).unwrap();
        journal.keep("Ada", &BANK).unwrap();
        assert_eq!(journal.load("Ada", &BANK).unwrap(), told);
    }

    #[test]
    fn what_took_long_to_fold_is_kept_at_once_and_the_rest_on_leaving() {
        let many: Vec<Fact> = (2..5_001).map(answer).collect();
        let (folder, mut journal) = journal(&many);
        journal.load("Ada", &BANK).unwrap();
        assert_eq!(kept_to(&folder), None, "4,999 facts");
        journal.append(&[answer(6_000), answer(6_001)]).unwrap();
        let record = journal.load("Ada", &BANK).unwrap();
        assert_eq!(kept_to(&folder), Some(5_001));
        assert_eq!(journal.load("Ada", &BANK).unwrap(), record);
    }

    #[test]
    fn keeping_takes_in_what_another_process_recorded() {
        let (folder, journal) = journal(&attempt(3));
        journal.keep("Ada", &BANK).unwrap();
        open(&folder).append(&[answer(9)]).unwrap();
        journal.keep("Ada", &BANK).unwrap();
        assert_eq!(kept_to(&folder), Some(5));
    }

    #[test]
    fn where_nothing_can_be_written_the_facts_are_folded_and_the_reason_is_told() {
        let (folder, journal) = journal(&attempt(3));
        fs::write(folder.path().join(FOLDER), "in the way").unwrap();
        assert!(matches!(journal.keep("Ada", &BANK), Err(JournalError::Kept { .. })));
        assert_eq!(journal.load("Ada", &BANK).unwrap(), Learner::fold(&BANK, &attempt(3)));
    }

    #[test]
    fn a_record_that_could_not_be_put_in_place_leaves_nothing_behind() {
        let (folder, journal) = journal(&attempt(3));
        fs::create_dir_all(file(&path(&folder), "Ada")).unwrap();
        assert!(matches!(journal.keep("Ada", &BANK), Err(JournalError::Kept { .. })));
        assert_eq!(fs::read_dir(folder.path().join(FOLDER)).unwrap().count(), 1);
    }

    #[test]
    fn what_is_foreseen_is_what_the_journal_gives() {
        let (folder, journal) = journal(&attempt(3));
        journal.keep("Ada", &BANK).unwrap();
        let record = journal.load("Ada", &BANK).unwrap();
        drop(journal);
        assert_eq!(foreseen(&folder), Some(record));
    }

    #[test]
    fn nothing_is_foreseen_without_a_record_or_while_the_journal_has_a_log() {
        let (folder, journal) = journal(&attempt(3));
        drop(journal);
        assert_eq!(foreseen(&folder), None, "no record");
        let mut journal = open(&folder);
        journal.append(&[answer(9)]).unwrap();
        journal.keep("Ada", &BANK).unwrap();
        assert_eq!(foreseen(&folder), None, "somebody may be recording");
        drop(journal);
        assert!(foreseen(&folder).is_some());
    }

    #[test]
    fn without_a_journal_an_empty_record_is_foreseen_whatever_was_kept() {
        let folder = tempfile::tempdir().unwrap();
        keep_a_lie(&folder, Last::default());
        assert_eq!(foreseen(&folder), Some(Learner::default()));
    }

    #[test]
    fn nothing_is_foreseen_where_somebody_else_learns_too() {
        let (folder, mut journal) = journal(&attempt(3));
        journal.append(&[Fact { learner: "Bob".to_owned(), ..answer(9) }]).unwrap();
        journal.keep("Ada", &BANK).unwrap();
        journal.keep("Bob", &BANK).unwrap();
        drop(journal);
        assert_eq!(foreseen(&folder), None);
    }

    #[test]
    fn taking_in_facts_and_erasing_leave_no_record() {
        for erase in [false, true] {
            let (folder, mut journal) = journal(&attempt(3));
            journal.keep("Ada", &BANK).unwrap();
            if erase {
                journal.erase(Some("Bob")).unwrap();
            } else {
                journal.import(&b""[..]).unwrap();
            }
            assert!(!folder.path().join(FOLDER).exists(), "erase: {erase}");
        }
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
            let file = file(&path(&folder), "Ada");
            let mut bytes = fs::read(&file).unwrap();
            let at = at.index(bytes.len());
            bytes[at] ^= by;
            fs::write(&file, if cut { &bytes[..at] } else { &bytes }).unwrap();
            prop_assert!(kept_to(&folder).is_none());
            prop_assert_eq!(journal.load("Ada", &BANK).unwrap(), Learner::fold(&BANK, &attempt(3)));
            journal.keep("Ada", &BANK).unwrap();
            prop_assert_eq!(kept_to(&folder), Some(4));
        }
    }
}
