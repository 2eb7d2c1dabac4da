//! The journal: all facts of all learners in one SQLite file, each durable before [`Journal::append`] returns.
//!
//! Facts are only ever added; triggers in the file refuse to change or delete one. What screens show of the past is
//! folded from them, and kept in files beside them that may be lost at any time. Several processes may use a file at
//! once: they wait for each other.
//!
//! - `opening`: making, checking, migrating, and keeping a damaged file aside
//! - `rows`: one fact as one row
//! - `kept`: a learner's record
//! - `exchange`: export and import
//! - `learners`: whose facts there are

mod answers;
mod error;
mod exchange;
mod kept;
mod learners;
mod opening;
mod rows;
#[cfg(test)]
mod samples;

pub use error::JournalError;
pub use exchange::Imported;
pub use opening::Opened;

use crate::domain::fact::Fact;
use opening::GUARD;
use rows::Reader;
use rusqlite::{Connection, Params, Transaction, TransactionBehavior};
use std::cell::Cell;
use std::path::{Path, PathBuf};

/// An open journal.
#[derive(Debug)]
pub struct Journal {
    connection: Connection,
    path: PathBuf,
    /// The number of the last fact in the kept record that was read last; 0 without one.
    kept_to: Cell<i64>,
}

impl Journal {
    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Records `facts` in their order: all of them or, on an error, none. They survive a kill and a power cut once this
    /// returns. A fact whose id is there already is skipped.
    ///
    /// # Errors
    ///
    /// [`JournalError::Full`], [`JournalError::Busy`] after 5 s, [`JournalError::ReadOnly`], [`JournalError::Unfit`]
    /// for a fact whose ids or times are not of the documented form, or what else the database says.
    pub fn append(&mut self, facts: &[Fact]) -> Result<(), JournalError> {
        self.add(facts).map(drop)
    }

    /// As [`Journal::append`]. Returns how many were new.
    fn add(&mut self, facts: &[Fact]) -> Result<usize, JournalError> {
        for fact in facts {
            if let Some(reason) = rows::unfit(fact) {
                return Err(JournalError::Unfit { id: fact.id.clone(), reason });
            }
        }
        let added = self.add_fit(facts).map_err(|error| self.explain(error));
        if matches!(added, Err(JournalError::Damaged { .. })) {
            self.remember_damage();
        }
        added
    }

    fn add_fit(&self, facts: &[Fact]) -> rusqlite::Result<usize> {
        let transaction = self.begin()?;
        let mut insert = transaction.prepare_cached(rows::INSERT)?;
        let mut new = 0;
        for fact in facts {
            new += usize::from(rows::write(&mut insert, fact)?);
        }
        drop(insert);
        transaction.commit()?;
        Ok(new)
    }

    /// Hands `each` the learner's facts whose number is above `after` (0 for all), in the order they were recorded.
    /// Returns the number of the last one; `after` where there was none.
    ///
    /// # Errors
    ///
    /// [`JournalError::Damaged`], [`JournalError::Entry`] for a row that is not understood, or what else the database
    /// says.
    pub fn each_fact(&self, learner: &str, after: i64, each: impl FnMut(i64, &Fact)) -> Result<i64, JournalError> {
        const SQL: &str = rows::select_facts!("NOT INDEXED WHERE learner = ?1 AND seq > ?2 ORDER BY seq");
        self.read_with(Reader::whole(), SQL, (learner, after), after, each)
    }

    /// As [`Journal::each_fact`], but the facts come with no id of their own.
    fn each_to_fold(&self, learner: &str, after: i64, each: impl FnMut(i64, &Fact)) -> Result<i64, JournalError> {
        // A machine has few learners: reading along the table passes over the others' facts faster than the index, which
        // leads to each fact by a search of its own.
        const SQL: &str = rows::select_facts!(to_fold "NOT INDEXED WHERE learner = ?1 AND seq > ?2 ORDER BY seq");
        self.read_with(Reader::to_fold(learner), SQL, (learner, after), after, each)
    }

    /// The facts of one attempt, in the order they were recorded; none if the id is unknown.
    ///
    /// # Errors
    ///
    /// As for [`Journal::each_fact`].
    pub fn attempt(&self, id: &str) -> Result<Vec<Fact>, JournalError> {
        let mut facts = Vec::new();
        if let Some(id) = rows::bytes(id) {
            self.read(rows::select_facts!("WHERE attempt = ?1 ORDER BY seq"), [id], 0, |_, fact| {
                facts.push(fact.clone());
            })?;
        }
        Ok(facts)
    }

    fn read(
        &self,
        sql: &str,
        parameters: impl Params,
        after: i64,
        each: impl FnMut(i64, &Fact),
    ) -> Result<i64, JournalError> {
        self.read_with(Reader::whole(), sql, parameters, after, each)
    }

    fn read_with(
        &self,
        mut reader: Reader,
        sql: &str,
        parameters: impl Params,
        after: i64,
        mut each: impl FnMut(i64, &Fact),
    ) -> Result<i64, JournalError> {
        let explain = |error| self.explain(error);
        let mut select = self.connection.prepare_cached(sql).map_err(explain)?;
        let mut rows = select.query(parameters).map_err(explain)?;
        let mut last = after;
        while let Some(row) = rows.next().map_err(explain)? {
            last = row.get(0).map_err(explain)?;
            each(last, reader.read(row).map_err(|error| self.explain_entry(last, error))?);
        }
        Ok(last)
    }

    /// How many facts there are.
    ///
    /// # Errors
    ///
    /// [`JournalError::Damaged`], or what else the database says.
    pub fn count(&self) -> Result<u64, JournalError> {
        let count: rusqlite::Result<i64> = self.connection.query_row("SELECT COUNT(*) FROM fact", [], |row| row.get(0));
        count.map(i64::unsigned_abs).map_err(|error| self.explain(error))
    }

    /// Deletes all facts of `learner`, or of everybody, and leaves no trace of them in the file. Returns how many there
    /// were. A file that was kept aside as damaged is not touched.
    ///
    /// # Errors
    ///
    /// As for [`Journal::append`]. If the file could not be packed, which needs as much room as the file, the facts are
    /// deleted all the same. [`JournalError::Kept`] if what was kept beside the file could not be deleted.
    pub fn erase(&mut self, learner: Option<&str>) -> Result<usize, JournalError> {
        let erased = self.delete(learner).map_err(|error| self.explain(error))?;
        self.drop_kept()?;
        Ok(erased)
    }

    fn delete(&self, learner: Option<&str>) -> rusqlite::Result<usize> {
        let transaction = self.begin()?;
        transaction.execute_batch("DROP TRIGGER fact_stays_as_it_is; DROP TRIGGER fact_stays")?;
        let erased = transaction.execute("DELETE FROM fact WHERE ?1 IS NULL OR learner = ?1", [learner])?;
        transaction.execute_batch(GUARD)?;
        transaction.commit()?;
        // Deleted rows stay legible in free pages and in the write-ahead log until both are rewritten.
        self.connection.execute_batch("VACUUM")?;
        self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        Ok(erased)
    }

    /// Begins to write at once: whoever reads first and writes then may find that another process was faster.
    fn begin(&self) -> rusqlite::Result<Transaction<'_>> {
        Transaction::new_unchecked(&self.connection, TransactionBehavior::Immediate)
    }

    fn explain(&self, error: rusqlite::Error) -> JournalError {
        JournalError::explain(&self.path, error)
    }

    fn explain_entry(&self, seq: i64, error: rusqlite::Error) -> JournalError {
        match error {
            rusqlite::Error::SqliteFailure(..) => self.explain(error),
            other => JournalError::Entry { path: self.path.clone(), seq, reason: other.to_string() },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::samples::{answer, any_fact, attempt, fact};
    use super::*;
    use crate::domain::fact::Event;
    use proptest::collection::vec;
    use proptest::prelude::*;
    use tempfile::TempDir;

    fn journal() -> (TempDir, Journal) {
        let folder = tempfile::tempdir().unwrap();
        let journal = Journal::open(&folder.path().join("journal.sqlite3")).unwrap().journal;
        (folder, journal)
    }

    fn facts(journal: &Journal, learner: &str, after: i64) -> Vec<Fact> {
        let mut facts = Vec::new();
        journal.each_fact(learner, after, |_, fact| facts.push(fact.clone())).unwrap();
        facts
    }

    #[test]
    fn facts_come_back_in_the_order_they_were_recorded_and_from_a_number_on() {
        let (_folder, mut journal) = journal();
        journal.append(&[answer(5), answer(3)]).unwrap();
        journal.append(&[answer(4)]).unwrap();
        assert_eq!(facts(&journal, "Ada", 0), [answer(5), answer(3), answer(4)]);
        assert_eq!(facts(&journal, "Ada", 2), [answer(4)]);
        assert_eq!(journal.each_fact("Ada", 0, |_, _| {}).unwrap(), 3);
        assert_eq!(journal.each_fact("Ada", 3, |_, _| {}).unwrap(), 3);
    }

    #[test]
    fn the_same_facts_twice_are_one_fact_each() {
        let (_folder, mut journal) = journal();
        journal.append(&attempt(3)).unwrap();
        journal.append(&attempt(5)).unwrap();
        journal.append(&[answer(9), answer(9)]).unwrap();
        assert_eq!(journal.count().unwrap(), 7);
    }

    #[test]
    fn a_batch_is_recorded_whole_or_not_at_all() {
        let (_folder, mut journal) = journal();
        let nameless = Fact { id: "x".to_owned(), ..answer(3) };
        assert!(matches!(journal.append(&[answer(2), nameless]), Err(JournalError::Unfit { .. })));
        journal
            .connection
            .execute_batch(
                "CREATE TEMP TRIGGER stop BEFORE INSERT ON main.fact WHEN NEW.elapsed IS NULL
            BEGIN SELECT RAISE(ABORT, 'stop'); END",
            )
            .unwrap();
        assert!(journal.append(&[answer(2), fact(3, Event::Finished)]).is_err());
        assert_eq!(journal.count().unwrap(), 0);
        journal.append(&[answer(2)]).unwrap();
        assert_eq!(journal.count().unwrap(), 1);
    }

    #[test]
    fn a_full_disk_is_named_and_loses_nothing_that_was_recorded() {
        let (_folder, mut journal) = journal();
        journal.append(&attempt(3)).unwrap();
        let pages: i64 = journal.connection.query_row("PRAGMA page_count", [], |row| row.get(0)).unwrap();
        let limit = |journal: &Journal, pages: i64| {
            let sql = format!("PRAGMA max_page_count = {pages}");
            journal.connection.query_row(&sql, [], |_| Ok(())).unwrap();
        };
        limit(&journal, pages);
        let many: Vec<Fact> = (100..400).map(answer).collect();
        let error = journal.add(&many).unwrap_err();
        assert!(matches!(error, JournalError::Full { .. }), "{error}");
        assert!(error.to_string().contains("disk is full"), "{error}");
        assert_eq!(facts(&journal, "Ada", 0), attempt(3));
        limit(&journal, 1_000_000);
        journal.append(&many).unwrap();
        assert_eq!(journal.count().unwrap(), 304);
    }

    #[test]
    fn two_processes_that_record_at_once_lose_nothing() {
        let (folder, journal) = journal();
        let path = folder.path().join("journal.sqlite3");
        std::thread::scope(|scope| {
            for start in [100, 200, 300] {
                let path = &path;
                scope.spawn(move || {
                    let mut journal = Journal::open(path).unwrap().journal;
                    for number in start..start + 50 {
                        journal.append(&[answer(number)]).unwrap();
                    }
                });
            }
        });
        let numbers: Vec<Fact> = facts(&journal, "Ada", 0);
        assert_eq!(numbers.len(), 150);
        for start in [100, 200, 300] {
            let own: Vec<&Fact> =
                numbers.iter().filter(|fact| (start..start + 50).any(|n| **fact == answer(n))).collect();
            assert!(own.windows(2).all(|two| two[0].id < two[1].id));
        }
    }

    #[test]
    fn facts_in_the_file_can_be_neither_changed_nor_deleted() {
        let (_folder, mut journal) = journal();
        journal.append(&attempt(3)).unwrap();
        for sql in ["UPDATE fact SET response = 'left'", "DELETE FROM fact"] {
            assert!(journal.connection.execute(sql, []).is_err(), "{sql}");
        }
        assert_eq!(facts(&journal, "Ada", 0), attempt(3));
    }

    #[test]
    fn an_unknown_attempt_has_no_facts() {
        let (_folder, journal) = journal();
        for id in ["", "x", &answer(1).attempt] {
            assert_eq!(journal.attempt(id).unwrap(), [], "{id}");
        }
    }

    /// Ada's facts and one of Bob's.
    fn two_learners() -> (TempDir, Journal) {
        let (folder, mut journal) = journal();
        journal.append(&attempt(3)).unwrap();
        let learner = "Bob, who left".to_owned();
        journal.append(&[Fact { learner, attempt: String::new(), ..fact(90, Event::Welcomed) }]).unwrap();
        (folder, journal)
    }

    /// The names of all learners, in order.
    fn names(journal: &Journal) -> Vec<String> {
        let known = journal.known_learners().unwrap().into_iter().map(|known| known.name);
        let mut names: Vec<String> = known.collect();
        names.sort_unstable();
        names
    }

    #[test]
    fn learners_are_named_once_each() {
        assert_eq!(names(&two_learners().1), ["Ada", "Bob, who left"]);
        assert_eq!(names(&journal().1), Vec::<String>::new());
    }

    #[test]
    fn erasing_a_learner_leaves_no_trace_in_any_file_and_the_others_alone() {
        let (folder, mut journal) = two_learners();
        journal.keep("Bob, who left", &crate::domain::bank::Bank::default()).unwrap();
        assert_eq!(journal.erase(Some("Bob, who left")).unwrap(), 1);
        for file in std::fs::read_dir(folder.path()).unwrap() {
            let bytes = std::fs::read(file.unwrap().path()).unwrap();
            assert!(!bytes.windows(8).any(|window| window == b"who left"));
        }
        assert_eq!(facts(&journal, "Ada", 0), attempt(3));
        assert!(journal.connection.execute("DELETE FROM fact", []).is_err(), "append-only again");
    }

    #[test]
    fn erasing_all_leaves_an_empty_journal_that_goes_on_counting() {
        let (_folder, mut journal) = two_learners();
        assert_eq!(journal.erase(None).unwrap(), 5);
        assert_eq!((journal.count().unwrap(), journal.erase(Some("nobody")).unwrap()), (0, 0));
        journal.append(&[answer(2)]).unwrap();
        assert_eq!(journal.each_fact("Ada", 0, |_, _| {}).unwrap(), 6, "numbers are not used again");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]
        #[test]
        fn any_facts_come_back_as_they_were(facts in vec(any_fact(), 0..12)) {
            let (_folder, mut journal) = journal();
            journal.append(&facts).unwrap();
            let mut all = Vec::new();
            journal.read(rows::select_facts!("ORDER BY seq"), [], 0, |_, fact| all.push(fact.clone())).unwrap();
            prop_assert_eq!(&all, &facts);
            for learner in names(&journal) {
                let own: Vec<Fact> = facts.iter().filter(|fact| fact.learner == learner).cloned().collect();
                prop_assert_eq!(super::tests::facts(&journal, &learner, 0), &own[..]);
                let mut to_fold = Vec::new();
                journal.each_to_fold(&learner, 0, |_, fact| to_fold.push(fact.clone())).unwrap();
                let nameless = |fact: Fact| Fact { id: String::new(), ..fact };
                prop_assert_eq!(to_fold, own.into_iter().map(nameless).collect::<Vec<_>>());
            }
        }
    }
}
