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

/// The query for the facts that the given clauses choose, with the columns that [`Reader::read`] expects: all of them, or,
/// to fold the facts of one learner, without the fact's own id and the name.
macro_rules! select_facts {
    ($clauses:literal) => {
        rows::select_facts!("id, learner", $clauses)
    };
    (to_fold $clauses:literal) => {
        rows::select_facts!("NULL, NULL", $clauses)
    };
    ($names:literal, $clauses:literal) => {
        concat!(
            "SELECT seq, ",
            $names,
            ", at, zone, attempt, statement, revision, response, certainty, hinted, retaken, elapsed, body FROM fact ",
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

/// How the body of a fact begins that begins an attempt, where this program wrote it.
const STARTED_BODY: &str = r#"{"kind":"started","#;

/// Turns rows into facts. One fact is used for all, with its texts, since a fold reads very many rows.
pub(super) struct Reader {
    /// Whether the rows tell each fact's own id and learner.
    whole: bool,
    fact: Fact,
    attempt: Option<[u8; ID]>,
}

impl Reader {
    /// For rows with all columns.
    pub(super) const fn whole() -> Self {
        Self::new(true, String::new())
    }

    /// For rows of `learner`, without the fact's own id, which nothing that is folded depends on.
    pub(super) fn to_fold(learner: &str) -> Self {
        Self::new(false, learner.to_owned())
    }

    const fn new(whole: bool, learner: String) -> Self {
        let at = Moment { millis: 0, offset: 0 };
        let fact = Fact { id: String::new(), learner, at, attempt: String::new(), event: Event::Welcomed };
        Self { whole, fact, attempt: None }
    }

    /// The fact of a row that [`select_facts`] chose. Any error but a failure of the database means that the row is not
    /// understood.
    pub(super) fn read(&mut self, row: &Row<'_>) -> rusqlite::Result<&Fact> {
        if self.whole {
            set_digits(&mut self.fact.id, row.get_ref(1)?.as_blob()?);
            row.get_ref(2)?.as_str()?.clone_into(&mut self.fact.learner);
        }
        self.fact.at = Moment { millis: row.get(3)?, offset: row.get(4)? };
        self.read_attempt(row.get_ref(5)?)?;
        // Only an answer has a response.
        self.fact.event = match row.get_ref(8)? {
            ValueRef::Null => read_body(row.get_ref(13)?.as_str()?)?,
            response => Event::Answered(read_answer(row, response, statement_of(&mut self.fact))?),
        };
        Ok(&self.fact)
    }

    /// Most facts are of the same attempt as the one before.
    fn read_attempt(&mut self, value: ValueRef<'_>) -> rusqlite::Result<()> {
        let blob = if value == ValueRef::Null { None } else { Some(value.as_blob()?) };
        if blob != self.attempt.as_ref().map(<[u8; ID]>::as_slice) {
            set_digits(&mut self.fact.attempt, blob.unwrap_or_default());
            self.attempt = blob.and_then(|bytes| bytes.try_into().ok());
        }
        Ok(())
    }
}

fn read_body(body: &str) -> rusqlite::Result<Event> {
    // There is one in every attempt, and it is long: it is read without looking for its kind in it first.
    if body.starts_with(STARTED_BODY) {
        return Ok(Event::Started(serde_json::from_str(body).map_err(unreadable)?));
    }
    serde_json::from_str(body).map_err(unreadable)
}

/// The text of the statement's id in the last answer, to be used again.
fn statement_of(fact: &mut Fact) -> String {
    match &mut fact.event {
        Event::Answered(answer) => std::mem::take(&mut answer.statement),
        _ => String::new(),
    }
}

fn read_answer(row: &Row<'_>, response: ValueRef<'_>, mut statement: String) -> rusqlite::Result<Answered> {
    row.get_ref(6)?.as_str()?.clone_into(&mut statement);
    let response = response.as_bytes()?;
    let no_response = || unreadable(format!("there is no response {}", String::from_utf8_lossy(response)));
    let certainty: Option<u8> = row.get(9)?;
    let no_certainty = |number: u8| unreadable(format!("there is no certainty {number}"));
    Ok(Answered {
        statement,
        revision: row.get(7)?,
        response: response_of(response).ok_or_else(no_response)?,
        certainty: certainty.map(|one| Certainty::from_number(one).ok_or_else(|| no_certainty(one))).transpose()?,
        hinted: row.get(10)?,
        retaken: row.get(11)?,
        elapsed: u64::try_from(row.get::<_, i64>(12)?).map_err(unreadable)?,
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

fn response_of(word: &[u8]) -> Option<Response> {
    let all = [Response::Left, Response::Right, Response::DontKnow];
    all.into_iter().find(|one| response_word(*one).as_bytes() == word)
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
            assert_eq!(response_of(response_word(response).as_bytes()), Some(response));
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
