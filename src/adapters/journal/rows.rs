//! One fact as one row.
//!
//! An answer has a column for each of its parts, so that a million of them are folded without parsing JSON. The other
//! kinds are few, and keep their event as JSON in `body`.

use crate::domain::certainty::Certainty;
use crate::domain::fact::{Answered, Event, Fact, Response};
use crate::domain::moment::Moment;
use jiff::Timestamp;
use rusqlite::types::{Null, ValueRef};
use rusqlite::{CachedStatement, Error, Row, ToSql, params};

/// The query for the facts that the given clauses choose, with the columns that [`read`] expects.
macro_rules! select_facts {
    ($clauses:literal) => {
        concat!(
            "SELECT seq, id, learner, at, zone, attempt, kind, statement, revision, response, certainty, hinted, \
             retaken, elapsed, body FROM fact ",
            $clauses
        )
    };
}
pub(super) use select_facts;

/// Adds a fact, unless one with its id is there.
pub(super) const INSERT: &str = "INSERT INTO fact (id, learner, at, zone, attempt, kind, statement, revision, \
                                 response, certainty, hinted, retaken, elapsed, body) \
                                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14) \
                                 ON CONFLICT (id) DO NOTHING";

/// The word in column `kind` for an answer.
const ANSWERED: &str = "answered";

/// The word in column `kind` for the beginning of an attempt.
const STARTED: &str = "started";

/// How many bytes an id has.
pub(super) const ID: usize = 16;

const MINUTES_A_DAY: u16 = 1_440;

/// What is wrong with a fact that cannot be stored; none for one that can.
pub(super) fn unfit(fact: &Fact) -> Option<&'static str> {
    if bytes(&fact.id).is_none() {
        return Some("its id is not 32 digits from 0 to 9 and a to f");
    }
    if !fact.attempt.is_empty() && bytes(&fact.attempt).is_none() {
        return Some("its attempt is not 32 digits from 0 to 9 and a to f");
    }
    // Past these limits no calendar can show it, and sums with it would overflow.
    if Timestamp::from_millisecond(fact.at.millis).is_err() || fact.at.offset.unsigned_abs() >= MINUTES_A_DAY {
        return Some("its moment is not within the years -9999 to 9999 and a day of UTC");
    }
    if matches!(&fact.event, Event::Answered(answer) if i64::try_from(answer.elapsed).is_err()) {
        return Some("its elapsed time is longer than the world is old");
    }
    None
}

/// Adds `fact` by `insert`, a prepared [`INSERT`]. Returns whether it was new. The fact must not be [`unfit`].
pub(super) fn write(insert: &mut CachedStatement<'_>, fact: &Fact) -> rusqlite::Result<bool> {
    let (id, attempt) = (bytes(&fact.id), bytes(&fact.attempt));
    let (millis, zone) = (fact.at.millis, fact.at.offset);
    let added = if let Event::Answered(answer) = &fact.event {
        let certainty = answer.certainty.map(Certainty::number);
        let elapsed = i64::try_from(answer.elapsed).unwrap_or(i64::MAX);
        insert.execute(params![
            id,
            fact.learner,
            millis,
            zone,
            attempt,
            ANSWERED,
            answer.statement,
            answer.revision,
            response_word(answer.response),
            certainty,
            answer.hinted,
            answer.retaken,
            elapsed,
            Null,
        ])?
    } else {
        let body = serde_json::to_string(&fact.event).map_err(|error| Error::ToSqlConversionFailure(error.into()))?;
        let (kind, none): (_, &dyn ToSql) = (kind(&fact.event), &Null);
        insert.execute(params![
            id,
            fact.learner,
            millis,
            zone,
            attempt,
            kind,
            none,
            none,
            none,
            none,
            none,
            none,
            none,
            body
        ])?
    };
    Ok(added > 0)
}

/// A fact to [`read`] into.
pub(super) fn blank() -> Fact {
    let (id, learner, attempt) = (String::new(), String::new(), String::new());
    Fact { id, learner, at: Moment::default(), attempt, event: Event::Welcomed }
}

/// Whose facts a query chose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Whose {
    /// Those of the learner whose name the fact read into has already.
    OneLearners,
    /// Anybody's.
    Any,
}

/// Turns `fact` into the one of a row that [`select_facts`] chose. Its texts are used again, since a fold reads very
/// many rows. Any error but a failure of the database means that the row is not understood.
pub(super) fn read(row: &Row<'_>, whose: Whose, fact: &mut Fact) -> rusqlite::Result<()> {
    set_digits(&mut fact.id, row.get_ref(1)?.as_blob()?);
    if whose == Whose::Any {
        row.get_ref(2)?.as_str()?.clone_into(&mut fact.learner);
    }
    fact.at = Moment { millis: row.get(3)?, offset: row.get(4)? };
    match row.get_ref(5)? {
        ValueRef::Null => fact.attempt.clear(),
        value => set_digits(&mut fact.attempt, value.as_blob()?),
    }
    fact.event = match row.get_ref(6)?.as_str()? {
        ANSWERED => Event::Answered(read_answer(row, statement_of(fact))?),
        // There is one in every attempt, and it is long: it is read without looking for its kind in it first.
        STARTED => Event::Started(serde_json::from_str(row.get_ref(14)?.as_str()?).map_err(unreadable)?),
        _ => serde_json::from_str(row.get_ref(14)?.as_str()?).map_err(unreadable)?,
    };
    Ok(())
}

/// The text of the statement's id in the last answer, to be used again.
fn statement_of(fact: &mut Fact) -> String {
    match &mut fact.event {
        Event::Answered(answer) => std::mem::take(&mut answer.statement),
        _ => String::new(),
    }
}

fn read_answer(row: &Row<'_>, mut statement: String) -> rusqlite::Result<Answered> {
    row.get_ref(7)?.as_str()?.clone_into(&mut statement);
    let response = row.get_ref(9)?.as_str()?;
    let certainty: Option<u8> = row.get(10)?;
    Ok(Answered {
        statement,
        revision: row.get(8)?,
        response: response_of(response).ok_or_else(|| unreadable(format!("there is no response {response}")))?,
        certainty: certainty
            .map(|number| {
                Certainty::from_number(number).ok_or_else(|| unreadable(format!("there is no certainty {number}")))
            })
            .transpose()?,
        hinted: row.get(11)?,
        retaken: row.get(12)?,
        elapsed: u64::try_from(row.get::<_, i64>(13)?).map_err(unreadable)?,
    })
}

fn unreadable(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
    Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, error.into())
}

/// The word in column `kind`; the same as in JSON.
const fn kind(event: &Event) -> &'static str {
    match event {
        Event::Started(_) => STARTED,
        Event::Answered(_) => ANSWERED,
        Event::Undone { .. } => "undone",
        Event::ToldApart(_) => "told_apart",
        Event::Finished => "finished",
        Event::Snoozed { .. } => "snoozed",
        Event::Flagged { .. } => "flagged",
        Event::LessonAt { .. } => "lesson_at",
        Event::LessonPassed { .. } => "lesson_passed",
        Event::Welcomed => "welcomed",
        Event::MarksExplained { .. } => "marks_explained",
    }
}

/// The word in column `response`; the same as in JSON.
const fn response_word(response: Response) -> &'static str {
    match response {
        Response::Left => "left",
        Response::Right => "right",
        Response::DontKnow => "dont_know",
    }
}

fn response_of(word: &str) -> Option<Response> {
    [Response::Left, Response::Right, Response::DontKnow].into_iter().find(|one| response_word(*one) == word)
}

/// An id as it is stored: half as long as its digits. `None` if it is not 32 hexadecimal digits in lower case.
pub(super) fn bytes(digits: &str) -> Option<[u8; ID]> {
    let fits = digits.len() == 2 * ID && digits.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'));
    if fits { u128::from_str_radix(digits, 16).ok().map(u128::to_be_bytes) } else { None }
}

/// Turns `text` into the digits of an id.
fn set_digits(text: &mut String, bytes: &[u8]) {
    let mut digits = std::mem::take(text).into_bytes();
    digits.resize(2 * bytes.len(), 0);
    for (two, byte) in digits.as_chunks_mut().0.iter_mut().zip(bytes) {
        *two = [digit(byte >> 4), digit(byte & 15)];
    }
    // Digits are ASCII, so this neither fails nor copies.
    *text = String::from_utf8(digits).unwrap_or_default();
}

const fn digit(half: u8) -> u8 {
    if half < 10 { b'0' + half } else { b'a' + half - 10 }
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ids_are_32_lower_case_hexadecimal_digits_and_come_back_as_they_were() {
        let id = "00f1e2d3c4b5a69788796a5b4c3d2e1f";
        let mut text = "what was there before".to_owned();
        set_digits(&mut text, &bytes(id).unwrap());
        assert_eq!(text, id);
        let upper = id.to_uppercase();
        for bad in ["", "7", "+0f1e2d3c4b5a69788796a5b4c3d2e1f", &upper, &format!("{id}0")] {
            assert_eq!(bytes(bad), None, "{bad}");
        }
    }

    #[test]
    fn the_words_of_the_columns_are_those_of_the_json() {
        for response in [Response::Left, Response::Right, Response::DontKnow] {
            assert_eq!(serde_json::to_value(response).unwrap(), response_word(response));
            assert_eq!(response_of(response_word(response)), Some(response));
        }
    }

    #[test]
    fn facts_that_cannot_be_stored_or_shown_are_unfit() {
        let good = samples::answer(2);
        assert_eq!(unfit(&good), None);
        let moment = |millis, offset| Fact { at: Moment { millis, offset }, ..good.clone() };
        let mut slow = good.clone();
        if let Event::Answered(answer) = &mut slow.event {
            answer.elapsed = u64::MAX;
        }
        let bad = [
            Fact { id: "1".to_owned(), ..good.clone() },
            Fact { attempt: "first".to_owned(), ..good.clone() },
            moment(i64::MAX, 0),
            moment(i64::MIN, 0),
            moment(0, 1_440),
            moment(0, i16::MIN),
            slow,
        ];
        for fact in bad {
            assert!(unfit(&fact).is_some(), "{fact:?}");
        }
    }

    proptest! {
        #[test]
        fn any_fact_is_the_same_after_json(fact in samples::any_fact()) {
            let line = serde_json::to_string(&fact).unwrap();
            prop_assert!(!line.contains('\n'));
            prop_assert_eq!(serde_json::from_str::<Fact>(&line).unwrap(), fact.clone());
            prop_assert_eq!(&serde_json::to_value(&fact).unwrap()["kind"], kind(&fact.event));
        }
    }
}
