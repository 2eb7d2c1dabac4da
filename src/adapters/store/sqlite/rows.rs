//! One fact as one row.
//!
//! An answer has a column for each of its parts, so that a million of them are folded without parsing JSON. The other
//! kinds are few, and keep their event as JSON in `body`. A row ends with a checksum of what stands before it.

use crate::domain::certainty::Certainty;
use crate::domain::fact::{Answered, Event, Fact, Response};
use crate::domain::moment::Moment;
use jiff::Timestamp;
use rusqlite::types::{FromSqlError, ToSqlOutput, Value, ValueRef};
use rusqlite::{CachedStatement, Row, params_from_iter};

/// How many columns stand before the checksum.
pub(in crate::adapters::store) const COLUMNS: usize = 14;

/// The columns of a fact, the checksum left out, in the order of the table.
pub(in crate::adapters::store) type Values<'a> = [ValueRef<'a>; COLUMNS];

/// The query for the facts that the given clauses choose, with the columns that [`values`] expects.
macro_rules! select_facts {
    ($clauses:literal) => {
        concat!(
            "SELECT place, id, at, zone, attempt, kind, statement, revision, response, certainty, hinted, retaken, \
             elapsed, body, sum FROM fact ",
            $clauses
        )
    };
}
pub(super) use select_facts;

/// All facts, each stream's in its order.
pub(in crate::adapters::store) const ALL: &str = select_facts!("ORDER BY place");

/// Adds a fact, unless the stream has one with its id.
pub(super) const INSERT: &str = "INSERT INTO fact (place, id, at, zone, attempt, kind, statement, revision, response, \
                                 certainty, hinted, retaken, elapsed, body, sum) \
                                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15) \
                                 ON CONFLICT (id, place >> 32) DO NOTHING";

/// The word in column `kind` for an answer.
pub(in crate::adapters::store) const ANSWERED: &str = "answered";

/// The word in column `kind` for the beginning of an attempt.
const STARTED: &str = "started";

/// How many bytes an id has.
pub(in crate::adapters::store) const ID: usize = 16;

/// How many bits of a place are the number within the stream.
const NUMBER_BITS: u32 = 32;

const MINUTES_A_DAY: u16 = 1_440;

/// Why a row is no fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::adapters::store) enum RowError {
    /// The checksum is not that of the row: it was damaged.
    Damaged,
    /// It is as it was written, and says what this version does not understand.
    Strange(String),
}

impl From<FromSqlError> for RowError {
    fn from(error: FromSqlError) -> Self {
        Self::Strange(error.to_string())
    }
}

/// The place of a fact, or of a seat, in its table. Numbers are from 0 to 2^32 - 1.
pub(in crate::adapters::store) const fn place(stream: i64, number: u64) -> i64 {
    stream << NUMBER_BITS | number.cast_signed()
}

/// The stream and the number of a place.
pub(in crate::adapters::store) const fn parts(place: i64) -> (i64, u64) {
    (place >> NUMBER_BITS, place.cast_unsigned() & ((1 << NUMBER_BITS) - 1))
}

/// The checksum of a row with these values. The buffer is only lent, so that a fold need not get one for each row.
pub(in crate::adapters::store) fn sum(values: &[ValueRef<'_>], buffer: &mut Vec<u8>) -> i64 {
    buffer.clear();
    for value in values {
        match *value {
            ValueRef::Null => buffer.push(0),
            ValueRef::Integer(number) => {
                buffer.push(1);
                buffer.extend_from_slice(&number.to_le_bytes());
            }
            ValueRef::Real(number) => {
                buffer.push(2);
                buffer.extend_from_slice(&number.to_bits().to_le_bytes());
            }
            ValueRef::Text(bytes) | ValueRef::Blob(bytes) => {
                buffer.push(3);
                buffer.extend_from_slice(&bytes.len().to_le_bytes());
                buffer.extend_from_slice(bytes);
            }
        }
    }
    i64::from(crc32fast::hash(buffer))
}

/// The columns of a row that [`select_facts`] chose, and its checksum.
pub(in crate::adapters::store) fn values<'a>(row: &'a Row<'_>) -> rusqlite::Result<(Values<'a>, i64)> {
    let mut values = [ValueRef::Null; COLUMNS];
    for (column, value) in values.iter_mut().enumerate() {
        *value = row.get_ref(column)?;
    }
    Ok((values, row.get(COLUMNS)?))
}

/// What is wrong with a fact that cannot be stored; none for one that can.
pub(in crate::adapters) fn unfit(fact: &Fact) -> Option<&'static str> {
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

/// Adds `fact` at `place` by `insert`, a prepared [`INSERT`]. Returns whether it was new. The fact must not be [`unfit`].
pub(super) fn write(insert: &mut CachedStatement<'_>, place: i64, fact: &Fact) -> rusqlite::Result<bool> {
    let mut values: [Value; COLUMNS] = [const { Value::Null }; COLUMNS];
    let [at_place, id, at, zone, attempt, kind_word, parts @ .., body] = &mut values;
    *at_place = place.into();
    *id = bytes(&fact.id).map(|id| id.to_vec()).into();
    *at = fact.at.millis.into();
    *zone = fact.at.offset.into();
    *attempt = bytes(&fact.attempt).map(|id| id.to_vec()).into();
    *kind_word = kind(&fact.event).to_owned().into();
    if let Event::Answered(answer) = &fact.event {
        let [statement, revision, response, certainty, hinted, retaken, elapsed] = parts;
        *statement = answer.statement.clone().into();
        *revision = answer.revision.into();
        *response = response_word(answer.response).to_owned().into();
        *certainty = answer.certainty.map(Certainty::number).into();
        *hinted = answer.hinted.into();
        *retaken = answer.retaken.into();
        *elapsed = i64::try_from(answer.elapsed).unwrap_or(i64::MAX).into();
    } else {
        let text = serde_json::to_string(&fact.event);
        *body = text.map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))?.into();
    }
    let refs = values.each_ref().map(ValueRef::from);
    let sum = ValueRef::Integer(sum(&refs, &mut Vec::new()));
    Ok(insert.execute(params_from_iter(refs.into_iter().chain([sum]).map(ToSqlOutput::Borrowed)))? > 0)
}

/// How the body of a fact begins that begins an attempt, where this program wrote it.
const STARTED_BODY: &str = r#"{"kind":"started","#;

/// Turns rows into facts. One fact is used for all, with its texts, since a fold reads very many rows.
pub(in crate::adapters::store) struct Reader {
    /// Whether each fact's own id is wanted; nothing that is folded depends on it.
    ids: bool,
    fact: Fact,
    attempt: Option<[u8; ID]>,
    buffer: Vec<u8>,
}

impl Reader {
    /// For facts of somebody of that name, with their ids.
    pub(in crate::adapters::store) const fn whole(learner: String) -> Self {
        Self::new(learner, true)
    }

    /// For facts to be folded.
    pub(in crate::adapters::store) const fn to_fold(learner: String) -> Self {
        Self::new(learner, false)
    }

    const fn new(learner: String, ids: bool) -> Self {
        let at = Moment { millis: 0, offset: 0 };
        let fact = Fact { id: String::new(), learner, at, attempt: String::new(), event: Event::Welcomed };
        Self { ids, fact, attempt: None, buffer: Vec::new() }
    }

    /// The fact of a row with these values and this checksum.
    pub(in crate::adapters::store) fn read(&mut self, values: &Values<'_>, told: i64) -> Result<&Fact, RowError> {
        if sum(values, &mut self.buffer) != told {
            return Err(RowError::Damaged);
        }
        self.read_unsummed(values)
    }

    /// The fact of a row that has no checksum.
    pub(in crate::adapters::store) fn read_unsummed(&mut self, values: &Values<'_>) -> Result<&Fact, RowError> {
        let [_, id, at, zone, attempt, _, answer @ .., body] = values;
        if self.ids {
            set_digits(&mut self.fact.id, id.as_blob()?);
        }
        let offset = i16::try_from(zone.as_i64()?).map_err(strange)?;
        self.fact.at = Moment { millis: at.as_i64()?, offset };
        self.read_attempt(*attempt)?;
        let [_, _, response, ..] = answer;
        // Only an answer has a response.
        self.fact.event = if *response == ValueRef::Null {
            read_body(body.as_str()?)?
        } else {
            Event::Answered(read_answer(answer, statement_of(&mut self.fact))?)
        };
        Ok(&self.fact)
    }

    /// Most facts are of the same attempt as the one before.
    fn read_attempt(&mut self, value: ValueRef<'_>) -> Result<(), RowError> {
        let blob = value.as_blob_or_null()?;
        if blob != self.attempt.as_ref().map(<[u8; ID]>::as_slice) {
            set_digits(&mut self.fact.attempt, blob.unwrap_or_default());
            self.attempt = blob.and_then(|bytes| bytes.try_into().ok());
        }
        Ok(())
    }
}

fn read_body(body: &str) -> Result<Event, RowError> {
    // There is one in every attempt, and it is long: it is read without looking for its kind in it first.
    if body.starts_with(STARTED_BODY) {
        return Ok(Event::Started(serde_json::from_str(body).map_err(strange)?));
    }
    serde_json::from_str(body).map_err(strange)
}

/// The text of the statement's id in the last answer, to be used again.
fn statement_of(fact: &mut Fact) -> String {
    match &mut fact.event {
        Event::Answered(answer) => std::mem::take(&mut answer.statement),
        _ => String::new(),
    }
}

fn read_answer(columns: &[ValueRef<'_>; 7], mut text: String) -> Result<Answered, RowError> {
    let [statement, revision, response, certainty, hinted, retaken, elapsed] = columns;
    statement.as_str()?.clone_into(&mut text);
    let response = response.as_str()?;
    let certainty = match certainty.as_i64_or_null()? {
        None => None,
        Some(number) => {
            let known = u8::try_from(number).ok().and_then(Certainty::from_number);
            Some(known.ok_or_else(|| strange(format!("there is no certainty {number}")))?)
        }
    };
    Ok(Answered {
        statement: text,
        revision: u32::try_from(revision.as_i64()?).map_err(strange)?,
        response: response_of(response).ok_or_else(|| strange(format!("there is no response {response}")))?,
        certainty,
        hinted: hinted.as_i64()? != 0,
        retaken: retaken.as_i64()? != 0,
        elapsed: u64::try_from(elapsed.as_i64()?).map_err(strange)?,
    })
}

#[allow(clippy::needless_pass_by_value, reason = "so that it can be handed to map_err")]
fn strange(error: impl ToString) -> RowError {
    RowError::Strange(error.to_string())
}

/// Whether there is a kind of that name.
pub(in crate::adapters::store) fn is_kind(word: &str) -> bool {
    KINDS.contains(&word)
}

const KINDS: [&str; 11] = [
    STARTED,
    ANSWERED,
    "undone",
    "told_apart",
    "finished",
    "snoozed",
    "flagged",
    "lesson_at",
    "lesson_passed",
    "welcomed",
    "marks_explained",
];

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
        Event::CaseJudged { .. } => "case_judged",
        Event::Welcomed => "welcomed",
        Event::MarksExplained { .. } => "marks_explained",
        Event::Assessment(_) => "assessment",
        Event::Room(_) => "room",
        Event::Desk(_) => "desk",
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
    let all = [Response::Left, Response::Right, Response::DontKnow];
    all.into_iter().find(|one| response_word(*one) == word)
}

/// An id as it is stored: half as long as its digits. `None` if it is not 32 hexadecimal digits in lower case.
pub(in crate::adapters::store) fn bytes(digits: &str) -> Option<[u8; ID]> {
    let fits = digits.len() == 2 * ID && digits.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'));
    if fits { u128::from_str_radix(digits, 16).ok().map(u128::to_be_bytes) } else { None }
}

/// Turns `text` into the digits of an id.
pub(in crate::adapters::store) fn set_digits(text: &mut String, bytes: &[u8]) {
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
    use super::*;
    use crate::adapters::store::samples;
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
