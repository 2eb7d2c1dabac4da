//! Export and import: every fact as one line of JSON.

use super::{Journal, JournalError, rows};
use crate::domain::fact::Fact;
use std::collections::HashMap;
use std::io::{self, BufRead, Write};

/// How an import came out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Imported {
    /// Facts that were not there before.
    pub new: usize,
    /// Facts that were, or that came twice.
    pub known: usize,
}

impl Journal {
    /// Writes every fact as one line of JSON, and nothing else, oldest first. What belongs to one attempt stays in the
    /// order it was recorded in, even where the clock was set back meanwhile.
    ///
    /// # Errors
    ///
    /// [`JournalError::Stream`] if `out` takes no more; those of [`Journal::each_fact`].
    pub fn export(&self, out: &mut impl Write) -> Result<(), JournalError> {
        const SQL: &str =
            rows::select_facts!("ORDER BY MAX(at) OVER (PARTITION BY COALESCE(attempt, id) ORDER BY seq), seq");
        let mut written = Ok(());
        self.read(SQL, [], 0, |_, fact| {
            if written.is_ok() {
                written = write_line(out, fact);
            }
        })?;
        written.and_then(|()| out.flush()).map_err(|source| JournalError::Stream { what: "export", source })
    }

    /// Reads facts as [`Journal::export`] writes them and records those that are not there yet, all or none. Empty
    /// lines are passed over. The facts are sorted by time, except that those of one attempt keep their order, so that
    /// exports can be joined in any order.
    ///
    /// # Errors
    ///
    /// [`JournalError::Line`] for a line that is no fact, [`JournalError::Stream`] if `lines` cannot be read, those of
    /// [`Journal::append`]. Nothing is imported then.
    pub fn import(&mut self, lines: impl BufRead) -> Result<Imported, JournalError> {
        let facts = in_order(parse(lines)?);
        let new = self.add(&facts)?;
        // There may be learners now of whom no record is kept.
        self.drop_kept()?;
        Ok(Imported { new, known: facts.len() - new })
    }
}

fn write_line(out: &mut impl Write, fact: &Fact) -> io::Result<()> {
    serde_json::to_writer(&mut *out, fact)?;
    out.write_all(b"\n")
}

fn parse(mut lines: impl BufRead) -> Result<Vec<Fact>, JournalError> {
    let mut facts = Vec::new();
    let mut text = Vec::new();
    for line in 1.. {
        text.clear();
        let length = lines.read_until(b'\n', &mut text);
        if length.map_err(|source| JournalError::Stream { what: "import", source })? == 0 {
            break;
        }
        if text.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let bad = |reason| JournalError::Line { line, reason };
        let fact: Fact = serde_json::from_slice(&text).map_err(|error| bad(in_line(&error)))?;
        if let Some(reason) = rows::unfit(&fact) {
            return Err(bad(reason.to_owned()));
        }
        facts.push(fact);
    }
    Ok(facts)
}

/// The message of `error` without its place, which is always line 1 of the text.
fn in_line(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    message.strip_suffix(&place).unwrap_or(&message).to_owned()
}

/// Sorts by time; a fact counts as no earlier than those of its attempt that stand before it.
fn in_order(facts: Vec<Fact>) -> Vec<Fact> {
    let mut latest: HashMap<String, i64> = HashMap::new();
    let mut timed: Vec<(i64, Fact)> = facts
        .into_iter()
        .map(|fact| {
            let mut time = fact.at.millis;
            if !fact.attempt.is_empty() {
                let before = latest.entry(fact.attempt.clone()).or_insert(time);
                time = time.max(*before);
                *before = time;
            }
            (time, fact)
        })
        .collect();
    timed.sort_by_key(|(time, _)| *time);
    timed.into_iter().map(|(_, fact)| fact).collect()
}

#[cfg(test)]
mod tests {
    use super::super::samples::{answer, any_history, attempt, fact, id};
    use super::*;
    use crate::domain::fact::Event;
    use crate::domain::moment::Moment;
    use proptest::prelude::*;
    use tempfile::TempDir;

    fn journal() -> (TempDir, Journal) {
        let folder = tempfile::tempdir().unwrap();
        let journal = Journal::open(&folder.path().join("journal.sqlite3")).unwrap().journal;
        (folder, journal)
    }

    fn exported(journal: &Journal) -> String {
        let mut out = Vec::new();
        journal.export(&mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn lines(facts: &[Fact]) -> String {
        facts.iter().map(|fact| serde_json::to_string(fact).unwrap() + "\n").collect()
    }

    #[test]
    fn an_export_is_one_line_of_json_a_fact_and_nothing_else() {
        let (_folder, mut journal) = journal();
        assert_eq!(exported(&journal), "");
        journal.append(&attempt(2)).unwrap();
        assert_eq!(exported(&journal), lines(&attempt(2)));
    }

    #[test]
    fn importing_counts_what_is_new_and_what_is_known() {
        let (_folder, mut journal) = journal();
        journal.append(&attempt(2)).unwrap();
        let text = lines(&attempt(4)) + "\n  \r\n" + &lines(&[answer(5)]);
        assert_eq!(journal.import(text.as_bytes()).unwrap(), Imported { new: 2, known: 4 });
        assert_eq!(journal.import(text.as_bytes()).unwrap(), Imported { new: 0, known: 6 });
        assert_eq!(exported(&journal), lines(&attempt(4)));
    }

    #[test]
    fn a_bad_line_is_refused_with_its_number_and_nothing_is_imported() {
        let bad = ["{", "[]", "\"fact\"", "{\"id\":\"1\"}", &lines(&[Fact { id: id(7) + "0", ..answer(7) }]), "nul\0"];
        for line in bad {
            let (_folder, mut journal) = journal();
            let text = format!("{}\n{}\n{}", lines(&attempt(1)), line.trim_end(), lines(&[answer(9)]));
            let error = journal.import(text.as_bytes()).unwrap_err();
            assert!(matches!(error, JournalError::Line { line: 4, .. }), "{line}: {error}");
            assert_eq!(error.to_string().matches("line ").count(), 1, "{error}");
            assert_eq!(journal.count().unwrap(), 0);
        }
        let (_folder, mut journal) = journal();
        assert!(matches!(journal.import(&b"\xff\xfe"[..]), Err(JournalError::Line { line: 1, .. })));
    }

    #[test]
    fn exports_joined_in_any_order_are_sorted_by_time() {
        let (_folder, mut journal) = journal();
        let later = fact(50, Event::Welcomed);
        let later = Fact { attempt: id(50), ..later };
        journal.import((lines(std::slice::from_ref(&later)) + &lines(&attempt(3))).as_bytes()).unwrap();
        let mut order = Vec::new();
        journal.each_fact("Ada", 0, |_, fact| order.push(fact.clone())).unwrap();
        assert_eq!(order, [attempt(3), vec![later]].concat());
    }

    #[test]
    fn an_attempt_keeps_its_order_where_the_clock_was_set_back_in_it() {
        let mut facts = attempt(3);
        facts[2].at = Moment::utc(0);
        let (_folder, mut one) = journal();
        one.append(&facts).unwrap();
        assert_eq!(exported(&one), lines(&facts));
        let (_other, mut other) = journal();
        other.import(exported(&one).as_bytes()).unwrap();
        assert_eq!(other.attempt(&facts[0].attempt).unwrap(), facts);
    }

    #[test]
    fn a_place_that_takes_no_more_stops_the_export_with_an_error() {
        let (_folder, mut journal) = journal();
        journal.append(&attempt(3)).unwrap();
        let mut small = [0; 100];
        let result = journal.export(&mut &mut small[..]);
        assert!(matches!(result, Err(JournalError::Stream { .. })), "{result:?}");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(60))]

        #[test]
        fn an_import_of_an_export_exports_the_same(facts in any_history()) {
            let ((_one, mut first), (_two, mut second)) = (journal(), journal());
            first.append(&facts).unwrap();
            let text = exported(&first);
            let imported = second.import(text.as_bytes()).unwrap();
            prop_assert_eq!(imported, Imported { new: facts.len(), known: 0 });
            prop_assert_eq!(exported(&second), text);
        }

        #[test]
        fn any_bytes_are_imported_or_refused_without_a_trace(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let (_folder, mut journal) = journal();
            if journal.import(&bytes[..]).is_err() {
                prop_assert_eq!(journal.count().unwrap(), 0);
            }
        }
    }
}
