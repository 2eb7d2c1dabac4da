//! What was found in a damaged file, put together.

use super::carve::{Pages, Row};
use crate::adapters::store::JournalError;
use crate::adapters::store::sqlite::rows::{self, ANSWERED, COLUMNS, Reader, Values};
use crate::adapters::store::sqlite::{Sqlite, head_sum, person_sum};
use crate::domain::fact::Fact;
use crate::domain::store::{Appended, Kind, OWN, Person, Store, Stream};
use rusqlite::Connection;
use rusqlite::types::ValueRef;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// How many facts are added at once.
const BATCH: usize = 5_000;

/// A stream of which something was found.
#[derive(Debug, Default)]
struct Found {
    kind: Option<Kind>,
    id: Option<u128>,
    /// The number of its last fact, as far as is known.
    last: u64,
    erased: bool,
    people: BTreeMap<u32, Person>,
    /// By number; two of one number where a log was not of its file.
    facts: BTreeMap<(u64, String), Fact>,
}

impl Found {
    /// Adds what was found of the same stream later on.
    fn add(&mut self, later: Self) {
        self.kind = later.kind.or(self.kind);
        self.id = later.id.or(self.id);
        self.last = self.last.max(later.last);
        self.erased |= later.erased;
        self.people.extend(later.people);
        self.facts.extend(later.facts);
    }
}

/// Where something was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Origin {
    /// In the file, or in a log that is its own.
    File,
    /// In a log that is another file's: what stands for a stream there is not what stands for it in the file.
    OtherLog,
}

/// All that was found.
#[derive(Debug, Default)]
pub(super) struct Salvage {
    streams: BTreeMap<(Origin, i64), Found>,
    /// Facts of the first edition by their numbers in the file, with the learner's name in each.
    first: BTreeMap<(u64, String), Fact>,
    /// Their ids.
    first_ids: HashSet<String>,
}

/// How much was found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) found: u64,
    pub(super) lost: u64,
}

impl Salvage {
    /// All facts in the bytes of a file and of its log.
    pub(super) fn of(file: &[u8], log: &[u8]) -> Self {
        let pages = Pages::of(file, log);
        let (mut salvage, mut in_log) = (Self::default(), Self::default());
        pages.each_row_of_file(&mut |row| salvage.take(row));
        pages.each_row_of_log(&mut |row| in_log.take(row));
        let origin = if in_log.is_of_another(&salvage) { Origin::OtherLog } else { Origin::File };
        for ((_, key), found) in in_log.streams {
            salvage.streams.entry((origin, key)).or_default().add(found);
        }
        in_log.first.retain(|(_, id), _| salvage.first_ids.insert(id.clone()));
        salvage.first.extend(in_log.first);
        salvage.streams.retain(|_, found| !found.erased);
        salvage
    }

    /// Whether one number stands for two streams.
    fn is_of_another(&self, file: &Self) -> bool {
        self.streams.iter().any(|(at, found)| {
            let there = file.streams.get(at);
            there.is_some_and(|there| {
                !there.erased && !found.erased && there.id.zip(found.id).is_some_and(|(a, b)| a != b)
            })
        })
    }

    fn take(&mut self, row: &Row<'_>) {
        match row.columns.as_slice() {
            [_, ValueRef::Blob(id), ValueRef::Text(kind), ValueRef::Integer(last), ValueRef::Integer(erased), sum] => {
                self.take_head(row.number, id, kind, *last, *erased != 0, *sum);
            }
            [_, ValueRef::Text(name), ValueRef::Text(roster), ValueRef::Text(email), sum] => {
                self.take_person(row.number, [name, roster, email], *sum);
            }
            [_, ValueRef::Blob(_), ValueRef::Integer(_), .., ValueRef::Integer(sum)] => self.take_fact(row, *sum),
            [_, id @ ValueRef::Blob(_), ValueRef::Text(learner), rest @ ..] => {
                self.take_first(row.number, *id, learner, rest);
            }
            _ => {}
        }
    }

    fn take_head(&mut self, key: i64, id: &[u8], kind: &[u8], last: i64, erased: bool, sum: ValueRef<'_>) {
        let Ok(word) = str::from_utf8(kind) else { return };
        if ValueRef::Integer(head_sum(key, id, word, last, erased)) != sum {
            return;
        }
        let found = self.streams.entry((Origin::File, key)).or_default();
        found.kind = Kind::ALL.into_iter().find(|kind| kind.word() == word);
        found.id = id.try_into().ok().map(u128::from_be_bytes);
        found.last = found.last.max(u64::try_from(last).unwrap_or(0));
        found.erased |= erased;
    }

    fn take_person(&mut self, place: i64, columns: [&[u8]; 3], sum: ValueRef<'_>) {
        let [Ok(name), Ok(roster), Ok(email)] = columns.map(str::from_utf8) else { return };
        if ValueRef::Integer(person_sum(place, name, roster, email)) != sum {
            return;
        }
        let (key, seat) = rows::parts(place);
        let Ok(seat) = u32::try_from(seat) else { return };
        let person = Person { name: name.to_owned(), roster: roster.to_owned(), email: email.to_owned() };
        self.streams.entry((Origin::File, key)).or_default().people.insert(seat, person);
    }

    fn take_fact(&mut self, row: &Row<'_>, sum: i64) {
        let Some(values) = values(row.number, row.columns.get(1..=COLUMNS - 1).unwrap_or_default()) else { return };
        let mut reader = Reader::whole(String::new());
        let Ok(fact) = reader.read(&values, sum) else { return };
        let (key, number) = rows::parts(row.number);
        self.streams.entry((Origin::File, key)).or_default().facts.insert((number, fact.id.clone()), fact.clone());
    }

    /// A row of the first edition has no checksum, so all in it has to make sense.
    fn take_first(&mut self, seq: i64, id: ValueRef<'_>, learner: &[u8], rest: &[ValueRef<'_>]) {
        let (Ok(learner), Ok(number)) = (str::from_utf8(learner), u64::try_from(seq)) else { return };
        let columns: Vec<ValueRef<'_>> = std::iter::once(id).chain(rest.iter().copied()).collect();
        let Some(values) = values(seq, &columns) else { return };
        let mut reader = Reader::whole(learner.to_owned());
        let Ok(fact) = reader.read_unsummed(&values) else { return };
        let [_, _, _, _, _, kind, .., body] = values;
        let answers = kind == ValueRef::Text(ANSWERED.as_bytes());
        let is_known = kind.as_str().is_ok_and(rows::is_kind) && answers == (body == ValueRef::Null);
        let is_new = is_known && rows::unfit(fact).is_none() && !self.has_first(number, fact);
        if is_new && self.first_ids.insert(fact.id.clone()) {
            self.first.insert((number, fact.id.clone()), fact.clone());
        }
    }

    /// Whether the same fact was found before, but for its id: an old copy of a page may still lie about, undamaged.
    fn has_first(&self, number: u64, fact: &Fact) -> bool {
        let is_same = |other: &Fact| (&other.learner, other.at, &other.event) == (&fact.learner, fact.at, &fact.event);
        self.first.range((number, String::new())..(number + 1, String::new())).any(|(_, other)| is_same(other))
    }

    /// Adds to an empty store all that was found, each stream's facts numbered anew. Names nobody whose name was lost
    /// otherwise than by a number.
    pub(super) fn write(&self, store: &mut Sqlite, entropy: &mut dyn FnMut() -> u128) -> Result<(), JournalError> {
        let mut nameless = 0;
        let mut named: BTreeMap<&str, Stream> = BTreeMap::new();
        for found in self.streams.values().filter(|found| !found.facts.is_empty() || !found.people.is_empty()) {
            let kind = found.kind.unwrap_or(Kind::Learner);
            let mut stream = Stream { kind, id: found.id.unwrap_or_else(&mut *entropy) };
            // Two journals of one person become one.
            if let Some(own) = found.people.get(&OWN).filter(|_| kind == Kind::Learner) {
                stream = *named.entry(&own.name).or_insert(stream);
            }
            append_all(store, stream, found.facts.values())?;
            for (seat, person) in &found.people {
                store.name(stream, *seat, Some(person))?;
            }
            if kind == Kind::Learner && !found.people.contains_key(&OWN) {
                nameless += 1;
                store.name(stream, OWN, Some(&Person::named(&format!("unnamed {nameless}"))))?;
            }
        }
        if self.streams.is_empty() {
            self.write_first(store, entropy)?;
        }
        Ok(())
    }

    fn write_first(&self, store: &mut Sqlite, entropy: &mut dyn FnMut() -> u128) -> Result<(), JournalError> {
        let learners: BTreeSet<&str> = self.first.values().map(|fact| fact.learner.as_str()).collect();
        for learner in learners {
            let stream = Stream { kind: Kind::Learner, id: entropy() };
            append_all(store, stream, self.first.values().filter(|fact| fact.learner == learner))?;
            store.name(stream, OWN, Some(&Person::named(learner)))?;
        }
        Ok(())
    }

    /// How many facts were found, and how many more there were. `told` is how many a first edition's file says that it has.
    pub(super) fn counts(&self, told: Option<u64>) -> Counts {
        if self.streams.is_empty() {
            let found = count(self.first.len());
            let highest = self.first.keys().next_back().map_or(0, |(number, _)| *number);
            return Counts { found, lost: told.unwrap_or(highest).saturating_sub(found) };
        }
        let mut counts = Counts::default();
        for stream in self.streams.values() {
            let numbers: HashSet<u64> = stream.facts.keys().map(|(number, _)| *number).collect();
            let highest = stream.facts.keys().next_back().map_or(0, |(number, _)| *number);
            counts.found += count(stream.facts.keys().map(|(_, id)| id).collect::<HashSet<_>>().len());
            counts.lost += stream.last.max(highest).saturating_sub(count(numbers.len()));
        }
        counts
    }
}

fn count(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}

/// The columns of a fact, its place and those that follow.
fn values<'a>(place: i64, rest: &[ValueRef<'a>]) -> Option<Values<'a>> {
    let mut values = [ValueRef::Null; COLUMNS];
    let (first, others) = values.split_first_mut()?;
    *first = ValueRef::Integer(place);
    if rest.len() != others.len() {
        return None;
    }
    others.copy_from_slice(rest);
    Some(values)
}

fn append_all<'a>(
    store: &mut Sqlite,
    stream: Stream,
    facts: impl Iterator<Item = &'a Fact>,
) -> Result<(), JournalError> {
    let facts: Vec<Fact> = facts.cloned().collect();
    let mut after = store.read(stream, 0, usize::MAX, &mut |_, _| {})?;
    for some in facts.chunks(BATCH) {
        let (Appended::UpTo(last) | Appended::Behind(last)) = store.append(stream, after, some)?;
        after = last;
    }
    Ok(())
}

/// Whether all facts in the bytes of a file and of its log are in the store that the connection shows, and no stream went on
/// further; but for streams that were erased there.
pub(in crate::adapters::store) fn is_all_in(
    connection: &Connection,
    file: &[u8],
    log: &[u8],
) -> rusqlite::Result<bool> {
    let mut select = connection.prepare("SELECT stream, last, erased FROM stream")?;
    let told = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, (row.get(1)?, row.get(2)?)));
    let heads = select.query_map([], told)?.collect::<rusqlite::Result<HashMap<i64, (i64, bool)>>>()?;
    let mut select = connection.prepare("SELECT 1 FROM fact WHERE id = ?1 AND place >> 32 = ?2")?;
    for ((_, key), found) in Salvage::of(file, log).streams {
        let (last, erased) = heads.get(&key).copied().unwrap_or_default();
        if erased {
            continue;
        }
        if found.last.cast_signed() > last {
            return Ok(false);
        }
        for (_, id) in found.facts.keys() {
            if !select.exists(rusqlite::params![rows::bytes(id), key])? {
                return Ok(false);
            }
        }
    }
    Ok(true)
}

/// As [`is_all_in`], for a file of the first edition.
pub(super) fn is_all_in_first(connection: &Connection, file: &[u8], log: &[u8]) -> rusqlite::Result<bool> {
    let found = Salvage::of(file, log);
    let mut select = connection.prepare("SELECT 1 FROM fact WHERE id = ?1")?;
    for id in &found.first_ids {
        if !select.exists([rows::bytes(id)])? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether no fact is in the bytes of a file and of its log.
pub(super) fn holds_nothing(file: &[u8], log: &[u8]) -> bool {
    Salvage::of(file, log).counts(None) == Counts::default()
}
