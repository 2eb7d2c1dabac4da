//! Whose facts the journal holds.

use super::{Journal, JournalError};
use crate::app::learners::Known;

/// Whether there are facts of anybody else.
const OTHERS: &str = "SELECT EXISTS (SELECT 1 FROM stream JOIN person ON person.place = stream.stream << 32 \
                      WHERE stream.kind = 'learner' AND stream.last > 0 AND person.name <> ?1)";

/// All learners, with how many answers stand, and the last local moment in milliseconds.
const KNOWN: &str = "SELECT person.name, \
                     SUM(CASE fact.kind WHEN 'answered' THEN 1 WHEN 'undone' THEN -1 ELSE 0 END), \
                     MAX(fact.at + fact.zone * 60000) \
                     FROM fact JOIN stream ON stream.stream = fact.place >> 32 \
                     JOIN person ON person.place = stream.stream << 32 \
                     WHERE stream.kind = 'learner' \
                     GROUP BY person.place ORDER BY MAX(fact.at) DESC, person.name";

/// The names alone.
const NAMES: &str = "SELECT person.name FROM stream JOIN person ON person.place = stream.stream << 32 \
                     WHERE stream.kind = 'learner' AND stream.last > 0 ORDER BY person.name";

const MILLIS_A_DAY: i64 = 86_400_000;

impl Journal {
    /// Whether anybody but `learner` has recorded something.
    ///
    /// # Errors
    ///
    /// [`JournalError::Damaged`], or what else the database says.
    pub fn knows_others(&self, learner: &str) -> Result<bool, JournalError> {
        let asked = || self.store.connection.prepare_cached(OTHERS)?.query_row([learner], |row| row.get(0));
        asked().map_err(|error| self.store.explain(error))
    }

    /// The names of all learners who have recorded something, in the order of their letters.
    ///
    /// # Errors
    ///
    /// [`JournalError::Damaged`], or what else the database says.
    pub fn names(&self) -> Result<Vec<String>, JournalError> {
        let all = || -> rusqlite::Result<Vec<String>> {
            self.store.connection.prepare(NAMES)?.query_map([], |row| row.get(0))?.collect()
        };
        all().map_err(|error| self.store.explain(error))
    }

    /// All learners who have recorded something, the one who was here last first. Reads the whole journal.
    ///
    /// # Errors
    ///
    /// [`JournalError::Damaged`], or what else the database says.
    pub fn known_learners(&self) -> Result<Vec<Known>, JournalError> {
        let all = || -> rusqlite::Result<Vec<Known>> {
            let mut select = self.store.connection.prepare(KNOWN)?;
            let known = select.query_map([], |row| {
                let (answers, last): (i64, i64) = (row.get(1)?, row.get(2)?);
                let answers = u64::try_from(answers).unwrap_or(0);
                Ok(Known { name: row.get(0)?, answers, day: Some(last.div_euclid(MILLIS_A_DAY)) })
            })?;
            known.collect()
        };
        all().map_err(|error| self.store.explain(error))
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{STATEMENTS, answer, any_fact, attempt, fact, id};
    use super::*;
    use crate::domain::fact::{Event, Fact};
    use proptest::collection::vec;
    use proptest::prelude::*;
    use std::collections::BTreeSet;
    use tempfile::TempDir;

    fn journal(facts: &[Fact]) -> (TempDir, Journal) {
        let folder = tempfile::tempdir().unwrap();
        let mut journal = Journal::open(&folder.path().join("journal.sqlite3")).unwrap().journal;
        journal.append(facts).unwrap();
        (folder, journal)
    }

    fn of(learner: &str, fact: Fact) -> Fact {
        Fact { learner: learner.to_owned(), ..fact }
    }

    #[test]
    fn who_was_here_last_comes_first_with_the_answers_that_stand() {
        let mut facts = attempt(3);
        facts.push(fact(10, Event::Undone { statement: STATEMENTS[0].clone() }));
        facts.push(of("Bob", Fact { attempt: id(2), ..answer(90_000) }));
        // Taken in from another machine: recorded last, but long ago.
        facts.push(of("Cleo", Fact { attempt: String::new(), ..fact(0, Event::Welcomed) }));
        let (_folder, journal) = journal(&facts);
        let day = facts[0].at.day();
        let known = |name: &str, answers, day| Known { name: name.to_owned(), answers, day: Some(day) };
        let wanted = [known("Bob", 1, day + 1), known("Ada", 2, day), known("Cleo", 0, day)];
        assert_eq!(journal.known_learners().unwrap(), wanted);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(60))]
        #[test]
        fn others_are_known_exactly_if_there_are_any(facts in vec(any_fact(), 0..6), asks in ".*") {
            let (_folder, journal) = journal(&facts);
            let names: BTreeSet<&str> = facts.iter().map(|fact| fact.learner.as_str()).collect();
            for learner in names.iter().copied().chain([asks.as_str(), "me", "Ada"]) {
                let others = names.iter().any(|name| *name != learner);
                prop_assert_eq!(journal.knows_others(learner).unwrap(), others, "{}", learner);
            }
            let known: BTreeSet<String> = journal.known_learners().unwrap().into_iter().map(|one| one.name).collect();
            prop_assert_eq!(known.iter().map(String::as_str).collect::<BTreeSet<_>>(), names);
        }
    }
}
