//! Whole streams as lines of JSON, so that a class can be moved from a file to a database and back with nothing lost: each fact is a
//! line, and so is each person, who lies beside the facts here as in every store.
//!
//! A stream is taken in whole or as far as it is longer than what is there. Where the two have gone on differently nothing of it is:
//! facts of two histories, one behind the other, would be a class that never was.

use super::exchange::{ExchangeError, Imported, LONGEST, in_line, write_line};
use crate::adapters::store::{JournalError, unfit};
use crate::domain::fact::{Event, Fact};
use crate::domain::moment::Moment;
use crate::domain::room::Happened;
use crate::domain::store::{Appended, Kind, Person, Store, Stream};
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::io::{BufRead, Read, Write};

/// The kinds of streams that are written so. Learners' facts are lines of their own, by name.
pub const KINDS: [Kind; 3] = [Kind::Room, Kind::Desk, Kind::Attempt];

/// What only lines of streams have.
const MARK: &[u8] = b"\"stream\"";

/// A fact of a stream.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct OfStream {
    stream: String,
    id: String,
    at: Moment,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    attempt: String,
    event: Event,
}

/// Who sits where in a stream.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct AtSeat {
    stream: String,
    seat: u32,
    name: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    roster: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    email: String,
}

/// Which of the two a line is.
#[derive(Deserialize)]
struct Probe {
    stream: Option<IgnoredAny>,
    seat: Option<IgnoredAny>,
}

/// A stream as it came in lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Whole {
    /// Which one.
    pub stream: Stream,
    /// Who sits where.
    pub people: Vec<(u32, Person)>,
    /// Its facts from the first on.
    pub facts: Vec<Fact>,
}

/// What lines there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Lines {
    /// How many are of streams.
    pub of_streams: u64,
    /// The number of the first that is something else.
    pub other: Option<usize>,
}

fn word(stream: Stream) -> String {
    format!("{}-{:032x}", stream.kind.word(), stream.id)
}

fn stream_of(word: &str) -> Option<Stream> {
    let (kind, id) = word.split_once('-')?;
    let kind = KINDS.into_iter().find(|one| one.word() == kind)?;
    let id = u128::from_str_radix(id, 16).ok().filter(|_| id.len() == 32)?;
    Some(Stream { kind, id })
}

/// The streams of these kinds in a store, the oldest first.
///
/// # Errors
///
/// Whatever the store says.
pub fn of(store: &impl Store<Error = JournalError>, kinds: &[Kind]) -> Result<Vec<Stream>, JournalError> {
    let mut found = Vec::new();
    for stream in kinds.iter().map(|kind| store.streams(*kind)).collect::<Result<Vec<_>, _>>()?.concat() {
        let mut begun = None;
        store.read(stream, 0, 1, &mut |_, fact| begun = Some(fact.at.millis))?;
        found.push((begun, stream));
    }
    found.sort();
    Ok(found.into_iter().map(|(_, stream)| stream).collect())
}

/// Writes the people and the facts of a stream, a line each.
///
/// # Errors
///
/// [`ExchangeError::Writing`] if `out` takes no more, or what the store says.
pub fn write(
    store: &impl Store<Error = JournalError>,
    stream: Stream,
    out: &mut impl Write,
) -> Result<(), ExchangeError> {
    for (seat, person) in store.people(stream)? {
        let Person { name, roster, email } = person;
        let line = AtSeat { stream: word(stream), seat, name, roster, email };
        write_line(out, &line).map_err(ExchangeError::Writing)?;
    }
    let mut written = Ok(());
    store.read(stream, 0, usize::MAX, &mut |_, fact| {
        if written.is_ok() {
            let Fact { id, at, attempt, event, .. } = fact.clone();
            written = write_line(out, &OfStream { stream: word(stream), id, at, attempt, event });
        }
    })?;
    written.and_then(|()| out.flush()).map_err(ExchangeError::Writing)
}

/// A line of a stream.
enum Line {
    Fact(Fact),
    Person(u32, Person),
}

/// Whether a line is of a stream.
pub(super) fn is_of_stream(text: &[u8]) -> bool {
    // Nearly all lines are learners', and need not be read twice.
    let may_be = text.windows(MARK.len()).any(|part| part == MARK);
    may_be && serde_json::from_slice::<Probe>(text).is_ok_and(|probe| probe.stream.is_some())
}

/// The line of a stream in a text, or why it cannot be taken in.
fn parse(text: &[u8]) -> Result<(Stream, Line), String> {
    let wrong = |error: serde_json::Error| in_line(&error);
    let known = |word: &str| stream_of(word).ok_or_else(|| format!("\"{word}\" is no stream that can be taken in"));
    let probe: Probe = serde_json::from_slice(text).map_err(wrong)?;
    if probe.seat.is_some() {
        let AtSeat { stream, seat, name, roster, email } = serde_json::from_slice(text).map_err(wrong)?;
        return Ok((known(&stream)?, Line::Person(seat, Person { name, roster, email })));
    }
    let OfStream { stream, id, at, attempt, event } = serde_json::from_slice(text).map_err(wrong)?;
    let fact = Fact { id, learner: String::new(), at, attempt, event };
    unfit(&fact).map_or(Ok((known(&stream)?, Line::Fact(fact))), |reason| Err(reason.to_owned()))
}

/// Hands `each` every line with its number, without those that are empty.
fn walk(
    mut lines: impl BufRead,
    mut each: impl FnMut(usize, &[u8]) -> Result<(), ExchangeError>,
) -> Result<(), ExchangeError> {
    let mut text = Vec::new();
    for line in 1.. {
        text.clear();
        if lines.by_ref().take(LONGEST).read_until(b'\n', &mut text).map_err(ExchangeError::Reading)? == 0 {
            break;
        }
        if !text.iter().all(u8::is_ascii_whitespace) {
            each(line, &text)?;
        }
    }
    Ok(())
}

/// Looks at all lines before anything is taken in.
///
/// # Errors
///
/// [`ExchangeError::Line`] for one of a stream that is not understood.
pub fn look(lines: impl BufRead) -> Result<Lines, ExchangeError> {
    let mut found = Lines::default();
    walk(lines, |line, text| {
        if is_of_stream(text) {
            parse(text).map_err(|reason| ExchangeError::Line { line, reason })?;
            found.of_streams += 1;
        } else if found.other.is_none() {
            found.other = Some(line);
        }
        Ok(())
    })?;
    Ok(found)
}

/// Hands `take` each stream of the lines; only one is held in memory at a time.
///
/// # Errors
///
/// As for [`look`], and what `take` says.
pub fn each<E: From<ExchangeError>>(
    lines: impl BufRead,
    mut take: impl FnMut(Whole) -> Result<(), E>,
) -> Result<(), E> {
    let mut now: Option<Whole> = None;
    let mut seen = BTreeSet::new();
    let mut failed = None;
    let walked = walk(lines, |line, text| {
        if failed.is_some() || !is_of_stream(text) {
            return Ok(());
        }
        let (stream, content) = parse(text).map_err(|reason| ExchangeError::Line { line, reason })?;
        if now.as_ref().is_none_or(|now| now.stream != stream) {
            seen.clear();
            let next = Whole { stream, people: Vec::new(), facts: Vec::new() };
            failed = now.replace(next).and_then(|whole| take(whole).err());
        }
        match (content, now.as_mut()) {
            (Line::Fact(fact), Some(whole)) if seen.insert(fact.id.clone()) => whole.facts.push(fact),
            (Line::Person(seat, person), Some(whole)) => whole.people.push((seat, person)),
            _ => {}
        }
        Ok(())
    });
    walked?;
    if let Some(failed) = failed {
        return Err(failed);
    }
    now.map_or(Ok(()), take)
}

/// Takes in what of a stream is not there yet. Names are taken along with the facts that they came with: who was forgotten here
/// doesn't come back with a copy.
///
/// # Errors
///
/// [`ExchangeError::Apart`] where the two have gone on differently, or what the store says.
pub fn take_in(store: &mut impl Store<Error = JournalError>, whole: &Whole) -> Result<Imported, ExchangeError> {
    loop {
        let mut there = Vec::new();
        let last = store.read(whole.stream, 0, usize::MAX, &mut |_, fact| there.push(fact.id.clone()))?;
        if there.iter().zip(&whole.facts).any(|(here, fact)| *here != fact.id) {
            return Err(ExchangeError::Apart(whole.called()));
        }
        let known = u64::try_from(whole.facts.len()).unwrap_or(u64::MAX);
        let new = whole.facts.get(there.len()..).unwrap_or_default();
        if new.is_empty() {
            return Ok(Imported { new: 0, known });
        }
        // Before the facts: whoever is interrupted here finds nobody missing the next time.
        for (seat, person) in &whole.people {
            if there.is_empty() || new.iter().any(|fact| sits_down(&fact.event, *seat)) {
                store.name(whole.stream, *seat, Some(person))?;
            }
        }
        if let Appended::UpTo(now) = store.append(whole.stream, last, new)? {
            let new = now.saturating_sub(last);
            return Ok(Imported { new, known: known.saturating_sub(new) });
        }
    }
}

fn sits_down(event: &Event, at: u32) -> bool {
    matches!(
        event,
        Event::Room(Happened::Joined { seat, .. } | Happened::SheetEntered { seat, .. }) if *seat == at
    )
}

impl Whole {
    /// When and with what a class was opened; none where this is no class, or not from its beginning.
    #[must_use]
    pub fn opened(&self) -> Option<(Moment, &str)> {
        match self.facts.first().map(|fact| (fact.at, &fact.event)) {
            Some((at, Event::Room(Happened::Opened(opened)))) => Some((at, &opened.code)),
            _ => None,
        }
    }

    /// What people call it.
    fn called(&self) -> String {
        self.opened().map_or_else(|| word(self.stream), |(at, code)| format!("room {code} of {}", at.date()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adapters::store::Sqlite;
    use std::io::Cursor;

    const ROOM: Stream = Stream { kind: Kind::Room, id: 7 };

    fn fact(number: u32) -> Fact {
        let event = match number {
            3 => Event::Room(Happened::Ended),
            _ => Event::Flagged { statement: format!("s\u{202e}{number}"), on: true },
        };
        let (learner, attempt) = (String::new(), if number == 2 { format!("{:032x}", 9) } else { String::new() });
        Fact {
            id: format!("{number:032x}"),
            learner,
            at: Moment { millis: i64::from(number), offset: 60 },
            attempt,
            event,
        }
    }

    fn store(facts: std::ops::Range<u32>) -> Sqlite {
        let mut store = Sqlite::in_memory().unwrap();
        let facts: Vec<Fact> = facts.map(fact).collect();
        store.append(ROOM, 0, &facts).unwrap();
        let ada = Person { name: "Ada\u{1b}".to_owned(), roster: "S-1".to_owned(), email: String::new() };
        store.name(ROOM, 4, Some(&ada)).unwrap();
        store
    }

    fn written(store: &Sqlite) -> String {
        let mut out = Vec::new();
        for stream in of(store, &KINDS).unwrap() {
            write(store, stream, &mut out).unwrap();
        }
        String::from_utf8(out).unwrap()
    }

    fn taken(store: &mut Sqlite, text: &str) -> Result<Imported, ExchangeError> {
        look(Cursor::new(text))?;
        let mut imported = Imported::default();
        each(Cursor::new(text), |whole| {
            let one = take_in(store, &whole)?;
            imported.new += one.new;
            imported.known += one.known;
            Ok::<(), ExchangeError>(())
        })?;
        Ok(imported)
    }

    #[test]
    fn what_was_written_comes_back_byte_by_byte_and_twice_is_once() {
        let text = written(&store(1..4));
        let mut other = Sqlite::in_memory().unwrap();
        assert_eq!(taken(&mut other, &text).unwrap(), Imported { new: 3, known: 0 });
        assert_eq!(taken(&mut other, &text).unwrap(), Imported { new: 0, known: 3 });
        assert_eq!(written(&other), text);
        assert!(text.is_ascii(), "{text}");
    }

    #[test]
    fn a_longer_history_goes_on_and_another_one_is_refused_whole() {
        let mut here = store(1..3);
        assert_eq!(taken(&mut here, &written(&store(1..4))).unwrap(), Imported { new: 1, known: 2 });
        assert_eq!(
            taken(&mut here, &written(&store(1..2))).unwrap(),
            Imported { new: 0, known: 1 },
            "it's an older copy"
        );
        let before = written(&here);
        let other: Vec<Fact> = [1, 2, 9, 10].map(fact).to_vec();
        let mut apart = Sqlite::in_memory().unwrap();
        apart.append(ROOM, 0, &other).unwrap();
        let refused = taken(&mut here, &written(&apart)).unwrap_err();
        assert!(matches!(refused, ExchangeError::Apart(_)), "{refused}");
        assert_eq!(written(&here), before);
    }

    #[test]
    fn who_was_forgotten_does_not_come_back_with_a_copy() {
        let (mut here, text) = (store(1..3), written(&store(1..4)));
        here.name(ROOM, 4, None).unwrap();
        taken(&mut here, &text).unwrap();
        assert_eq!(here.people(ROOM).unwrap(), []);
    }

    #[test]
    fn a_line_of_a_newer_program_is_refused_with_its_number_before_anything_is_taken_in() {
        let text = written(&store(1..4));
        let newer = text.replace("\"ended\"", "\"dreamt\"");
        assert_ne!(newer, text);
        let mut other = Sqlite::in_memory().unwrap();
        for (text, wanted) in
            [(newer, 4), (text.replace("room-", "dream-"), 1), (text.replace("\"seat\"", "\"sent\""), 1)]
        {
            let refused = taken(&mut other, &text).unwrap_err();
            assert!(matches!(refused, ExchangeError::Line { line, .. } if line == wanted), "{refused}");
        }
        assert_eq!(written(&other), "");
    }
}
