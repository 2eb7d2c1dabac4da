//! A learner's record: folded from the facts, and kept so that the next start need not fold them all again.

use super::{Journal, JournalError};
use crate::domain::bank::Bank;
use crate::domain::learner::Learner;
use rusqlite::OptionalExtension;

/// Reads a kept record that was made with this bank and engine.
pub(super) const SELECT: &str = "SELECT seq, body FROM cache WHERE learner = ?1 AND bank = ?2 AND engine = ?3";

/// Finds a kept record that no fact is missing from.
const UP_TO_DATE: &str = "SELECT 1 FROM cache WHERE learner = ?1 AND bank = ?2 AND engine = ?3 AND seq = \
                          (SELECT MAX(seq) FROM fact WHERE fact.learner = ?1)";

const UPSERT: &str = "INSERT INTO cache (learner, bank, engine, seq, body) VALUES (?1, ?2, ?3, ?4, ?5) \
                      ON CONFLICT (learner) DO UPDATE SET bank = excluded.bank, engine = excluded.engine, \
                      seq = excluded.seq, body = excluded.body";

/// Tells one way of folding from another. Every release folds afresh; the number at the end rises when a change between
/// releases makes the same facts give another record.
const ENGINE: &str = concat!(env!("CARGO_PKG_VERSION"), "/4");

/// A learner's record, and how far it goes.
struct Record {
    learner: Learner,
    /// The number of the last fact in it.
    last: i64,
}

impl Journal {
    /// All that is known of `learner` with `bank`, as folded from the facts. Starts from the kept record where there is
    /// one that was made with the same bank and the same engine.
    ///
    /// # Errors
    ///
    /// As for [`Journal::each_fact`].
    pub fn load(&self, learner: &str, bank: &Bank) -> Result<Learner, JournalError> {
        self.record(learner, bank).map(|record| record.learner)
    }

    /// Keeps the record of `learner` with `bank` for the next [`Journal::load`]. It is folded from the file and not
    /// taken from memory, because another process may have recorded facts in between. It need not survive a power cut.
    ///
    /// # Errors
    ///
    /// As for [`Journal::append`] and [`Journal::each_fact`].
    pub fn keep(&mut self, learner: &str, bank: &Bank) -> Result<(), JournalError> {
        // A record that is lost is folded again, so nothing waits for the disk here. A later append makes this durable
        // along with its own facts.
        self.connection.execute_batch("PRAGMA synchronous = NORMAL").map_err(|error| self.explain(error))?;
        let kept = self.keep_now(learner, bank);
        self.connection.execute_batch("PRAGMA synchronous = FULL").map_err(|error| self.explain(error))?;
        kept
    }

    fn keep_now(&self, learner: &str, bank: &Bank) -> Result<(), JournalError> {
        let explain = |error| self.explain(error);
        let transaction = self.begin().map_err(explain)?;
        if self.is_up_to_date(learner, bank).map_err(explain)? {
            return Ok(());
        }
        let record = self.record(learner, bank)?;
        // A record that cannot be written as JSON is not kept, and folded again next time.
        let Ok(body) = serde_json::to_string(&record.learner) else { return Ok(()) };
        transaction.execute(UPSERT, (learner, bank.fingerprint(), ENGINE, record.last, body)).map_err(explain)?;
        transaction.commit().map_err(explain)
    }

    fn record(&self, learner: &str, bank: &Bank) -> Result<Record, JournalError> {
        let kept = self.kept(learner, bank).map_err(|error| self.explain(error))?;
        let (kept, mut record) = kept.unwrap_or_default();
        let last = self.each_fact(learner, kept, |_, fact| record.apply(bank, fact))?;
        Ok(Record { learner: record, last })
    }

    /// Whether a good record was kept and nothing has happened since. Does not read the record, which takes as long as all
    /// the rest of leaving the program.
    fn is_up_to_date(&self, learner: &str, bank: &Bank) -> rusqlite::Result<bool> {
        let mut select = self.connection.prepare_cached(UP_TO_DATE)?;
        Ok(!self.garbled.get() && select.exists((learner, bank.fingerprint(), ENGINE))?)
    }

    fn kept(&self, learner: &str, bank: &Bank) -> rusqlite::Result<Option<(i64, Learner)>> {
        let mut select = self.connection.prepare_cached(SELECT)?;
        let found = select.query_row((learner, bank.fingerprint(), ENGINE), |row| {
            // A record that does not parse is as good as none.
            let record = serde_json::from_str(row.get_ref(1)?.as_str()?).ok();
            self.garbled.set(record.is_none());
            Ok(record.map(|record| (row.get(0), record)))
        });
        match found.optional()?.flatten() {
            Some((seq, record)) => Ok(Some((seq?, record))),
            None => Ok(None),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{answer, any_history, attempt};
    use super::*;
    use crate::adapters::bank_files;
    use crate::domain::fact::Fact;
    use proptest::prelude::*;
    use std::sync::LazyLock;
    use tempfile::TempDir;

    static BANK: LazyLock<Bank> = LazyLock::new(bank_files::builtin);

    fn journal(facts: &[Fact]) -> (TempDir, Journal) {
        let folder = tempfile::tempdir().unwrap();
        let mut journal = Journal::open(&folder.path().join("journal.sqlite3")).unwrap().journal;
        journal.append(facts).unwrap();
        (folder, journal)
    }

    fn seq_of_cache(journal: &Journal) -> Option<i64> {
        journal.kept("Ada", &BANK).unwrap().map(|(seq, _)| seq)
    }

    #[test]
    fn a_learner_whom_nobody_knows_has_an_empty_record() {
        let (_folder, journal) = journal(&[]);
        assert_eq!(journal.load("Ada", &BANK).unwrap(), Learner::default());
    }

    #[test]
    fn a_kept_record_is_used_and_brought_up_to_date() {
        let (_folder, mut journal) = journal(&attempt(3));
        assert_eq!(seq_of_cache(&journal), None);
        journal.keep("Ada", &BANK).unwrap();
        assert_eq!(seq_of_cache(&journal), Some(4));
        // A kept record that says something else than the facts shows that it is used.
        let mut told = Learner::default();
        told.welcomed = true;
        let told = serde_json::to_string(&told).unwrap();
        journal.connection.execute("UPDATE cache SET body = ?1", [told]).unwrap();
        journal.append(&[answer(9)]).unwrap();
        let record = journal.load("Ada", &BANK).unwrap();
        assert!(record.welcomed && record.attempts().next().is_none());
        assert_eq!(record.days().values().sum::<u32>(), 1);
    }

    #[test]
    fn a_record_of_another_bank_or_engine_or_one_that_is_garbled_is_not_used() {
        let facts = attempt(3);
        let changes = ["bank = 'other/1/1'", "engine = '0.0.1/1'", "body = '{\"welcomed\":'", "body = '7'"];
        for change in changes {
            let (_folder, mut journal) = journal(&facts);
            journal.keep("Ada", &BANK).unwrap();
            journal.connection.execute(&format!("UPDATE cache SET seq = 99, {change}"), []).unwrap();
            assert_eq!(journal.load("Ada", &BANK).unwrap(), Learner::fold(&BANK, &facts), "{change}");
            journal.keep("Ada", &BANK).unwrap();
            assert_eq!(seq_of_cache(&journal), Some(4), "{change}");
        }
    }

    #[test]
    fn a_garbled_record_is_kept_anew_though_nothing_happened_since() {
        let (_folder, mut journal) = journal(&attempt(3));
        journal.keep("Ada", &BANK).unwrap();
        journal.connection.execute("UPDATE cache SET body = '7'", []).unwrap();
        journal.load("Ada", &BANK).unwrap();
        journal.keep("Ada", &BANK).unwrap();
        assert_eq!(seq_of_cache(&journal), Some(4));
    }

    #[test]
    fn keeping_takes_in_what_another_process_recorded() {
        let (folder, mut journal) = journal(&attempt(3));
        journal.keep("Ada", &BANK).unwrap();
        let mut other = Journal::open(&folder.path().join("journal.sqlite3")).unwrap().journal;
        other.append(&[answer(9)]).unwrap();
        journal.keep("Ada", &BANK).unwrap();
        assert_eq!(seq_of_cache(&other), Some(5));
    }

    #[test]
    fn appending_is_as_durable_after_keeping_as_before() {
        let (_folder, mut journal) = journal(&attempt(3));
        journal.keep("Ada", &BANK).unwrap();
        journal.keep("Ada", &BANK).unwrap();
        let level: i64 = journal.connection.query_row("PRAGMA synchronous", [], |row| row.get(0)).unwrap();
        assert_eq!(level, 2);
        assert!(journal.connection.is_autocommit());
    }

    #[test]
    fn nothing_can_be_kept_where_nothing_can_be_written() {
        let (folder, journal) = journal(&attempt(3));
        drop(journal);
        let mut journal = Journal::open_for_reading(&folder.path().join("journal.sqlite3")).unwrap().journal;
        assert!(matches!(journal.keep("Ada", &BANK), Err(JournalError::ReadOnly { .. })));
        assert_eq!(journal.load("Ada", &BANK).unwrap(), Learner::fold(&BANK, &attempt(3)));
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
    }
}
