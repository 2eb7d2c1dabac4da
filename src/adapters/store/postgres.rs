//! The store in a PostgreSQL database, for several hosts of one class: plain SQL that managed services and compatible distributed ones
//! take too, also behind a pool that gives each statement another connection. Whatever is asked is one statement of its own; nothing
//! is prepared, listened to or kept in a session, and only a change of the tables takes a lock.
//!
//! A statement whose connection broke is sent again once, on a new one. All can be: names are set to what they are, and facts that
//! turn out to be there already were added by the first try.
//!
//! - `address`: what a database is called, without its password
//! - `link`: the connection, and how long it is waited for
//! - `roster`: who is awaited, the same at every host

mod address;
mod link;
mod roster;

use super::remote::RemoteError;
use super::sqlite::rows::{bytes, set_digits, unfit};
use super::{Heads, JournalError};
use crate::domain::fact::{Event, Fact};
use crate::domain::moment::Moment;
use crate::domain::store::{Appended, Kind, OWN, Person, Store, Stream};
use link::{Link, Values};
use std::cell::Cell;
use std::collections::BTreeSet;
use tokio_postgres::Row;
use tokio_postgres::types::Type;

/// What makes the tables of each version from those of the one before, in order.
const MIGRATIONS: [&str; 2] = [include_str!("postgres/1.sql"), include_str!("postgres/2.sql")];

const APPEND: &str = include_str!("postgres/append.sql");

const HEAD: &str = "SELECT stream.last, COALESCE(own.name, '') FROM iotutor_stream AS stream \
                    LEFT JOIN iotutor_person AS own \
                    ON own.kind = stream.kind AND own.stream = stream.id AND own.seat = $3 \
                    WHERE stream.kind = $1 AND stream.id = $2";

const READ: &str = "SELECT number, id, at, zone, attempt, event FROM iotutor_fact \
                    WHERE kind = $1 AND stream = $2 AND number > $3 ORDER BY number LIMIT $4";

/// How many of these facts there are, and the last number of one of them.
const ALREADY: &str = "SELECT COUNT(*), COALESCE(MAX(number), 0) FROM iotutor_fact \
                       WHERE kind = $1 AND stream = $2 AND id = ANY($3)";

const STREAMS: &str = "SELECT id FROM iotutor_stream AS stream WHERE kind = $1 AND (last > 0 OR EXISTS \
                       (SELECT 1 FROM iotutor_person WHERE kind = stream.kind AND stream = stream.id))";

const FIRSTS: &str =
    "SELECT number, id, at, zone, attempt, event, stream FROM iotutor_fact WHERE kind = $1 AND number = 1";

const PEOPLE: &str =
    "SELECT seat, name, roster, email FROM iotutor_person WHERE kind = $1 AND stream = $2 ORDER BY seat";

const NAME: &str = "WITH head AS (INSERT INTO iotutor_stream AS head (kind, id, last, changes) VALUES ($1, $2, 0, 1) \
                    ON CONFLICT (kind, id) DO UPDATE SET changes = head.changes + 1 RETURNING 1), \
                    named AS (INSERT INTO iotutor_person (kind, stream, seat, name, roster, email) \
                    VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (kind, stream, seat) \
                    DO UPDATE SET name = EXCLUDED.name, roster = EXCLUDED.roster, email = EXCLUDED.email) \
                    SELECT 1 FROM head";

/// The same of a stream that has begun, and of no other: nobody is written down for one that was erased.
const SEAT: &str = "WITH head AS (UPDATE iotutor_stream SET changes = changes + 1 WHERE kind = $1 AND id = $2 AND last > 0 RETURNING 1), \
                    named AS (INSERT INTO iotutor_person (kind, stream, seat, name, roster, email) \
                    SELECT $1, $2, $3, $4, $5, $6 FROM head ON CONFLICT (kind, stream, seat) \
                    DO UPDATE SET name = EXCLUDED.name, roster = EXCLUDED.roster, email = EXCLUDED.email) \
                    SELECT 1 FROM head";

const FORGET: &str = "WITH gone AS (DELETE FROM iotutor_person WHERE kind = $1 AND stream = $2 AND seat = $3 \
                      RETURNING name), \
                      head AS (UPDATE iotutor_stream SET changes = changes + 1 \
                      WHERE kind = $1 AND id = $2 AND EXISTS (SELECT 1 FROM gone)) \
                      SELECT name FROM gone";

const CHANGES: &str = "SELECT changes FROM iotutor_stream WHERE kind = $1 AND id = $2";

const HEADS: &str = "SELECT kind, id, last, changes FROM iotutor_stream WHERE kind = ANY($1) AND id = ANY($2)";

const OWNERS: &str = "SELECT stream, name, roster, email FROM iotutor_person WHERE kind = $1 AND seat = $2";

/// What was deleted stays legible in the tables until they are swept.
const SWEEP: &str = "VACUUM (SKIP_LOCKED) iotutor_person, iotutor_fact, iotutor_stream, iotutor_roster";

/// How many facts are read at once.
const AT_ONCE: i64 = 5_000;

/// A store in a database.
#[derive(Debug)]
pub struct Postgres {
    link: Link,
    /// How many writings are known to be this one's.
    own: Cell<i64>,
}

impl Postgres {
    /// Opens the store at an address such as `postgres://user@host/database`, and makes its tables where there are none. A password
    /// that is not in the address is looked for where every client of PostgreSQL looks. Other machines are spoken to by TLS
    /// unless the address says otherwise.
    ///
    /// # Errors
    ///
    /// [`RemoteError`] within a [`JournalError`]; no sentence of it has the password.
    pub fn open(address: &str) -> Result<Self, JournalError> {
        let mut link = Link::new(address::read(address)?)?;
        link.bring_to_date(&MIGRATIONS)?;
        Ok(Self { link, own: Cell::new(0) })
    }

    /// What the database is called, without user and password.
    #[must_use]
    pub fn place(&self) -> &str {
        self.link.place()
    }

    /// A number that changes when somebody else has written to the stream.
    ///
    /// # Errors
    ///
    /// Where the database can't be reached, or the stream is not there any more.
    pub fn writings_of_others(&self, stream: Stream) -> Result<i64, JournalError> {
        let id = stream.id.to_be_bytes();
        let (rows, _) = self.link.ask(CHANGES, &of(stream, &id.as_slice()))?;
        let changes: i64 = self.first(&rows, 0)?.ok_or_else(|| self.forgotten())?;
        // A writing of ours of which no answer came counts as somebody else's: it has to be read like theirs.
        Ok(changes.wrapping_sub(self.own.get()))
    }

    /// How far each of these streams is; those that are not there are left out.
    ///
    /// # Errors
    ///
    /// Whatever the database says.
    pub fn heads(&self, streams: &[Stream]) -> Result<Heads, JournalError> {
        let kinds: BTreeSet<&str> = streams.iter().map(|stream| stream.kind.word()).collect();
        let kinds: Vec<&str> = kinds.into_iter().collect();
        let ids: Vec<Vec<u8>> = streams.iter().map(|stream| stream.id.to_be_bytes().to_vec()).collect();
        let (rows, _) = self.link.ask(HEADS, &[(&kinds, Type::TEXT_ARRAY), (&ids, Type::BYTEA_ARRAY)])?;
        let mut heads = Heads::with_capacity(rows.len());
        for row in &rows {
            let word: &str = self.get(row, 0)?;
            let Some(kind) = Kind::ALL.into_iter().find(|kind| kind.word() == word) else { continue };
            let stream = Stream { kind, id: u128::from_be_bytes(self.id(row, 1)?) };
            heads.insert(stream, (self.number(row, 2)?, self.get(row, 3)?));
        }
        Ok(heads)
    }

    /// The first fact of each stream of a kind, in no particular order.
    ///
    /// # Errors
    ///
    /// Whatever the database says. A fact that is not understood is left out.
    pub fn firsts(&self, kind: Kind) -> Result<Vec<(Stream, Fact)>, JournalError> {
        let (rows, _) = self.link.ask(FIRSTS, &[(&kind.word(), Type::TEXT)])?;
        let mut firsts = Vec::with_capacity(rows.len());
        for row in &rows {
            let stream = Stream { kind, id: u128::from_be_bytes(self.id(row, 6)?) };
            firsts.extend(self.fact(row, "").ok().map(|(_, fact)| (stream, fact)));
        }
        Ok(firsts)
    }

    /// The number of a stream's last fact and its own person's name; none where there is no such stream.
    fn head(&self, stream: Stream) -> Result<Option<(u64, String)>, JournalError> {
        let (id, own) = (stream.id.to_be_bytes(), i64::from(OWN));
        let id = id.as_slice();
        let [kind, id] = of(stream, &id);
        let (rows, _) = self.link.ask(HEAD, &[kind, id, (&own, Type::INT8)])?;
        let Some(row) = rows.first() else { return Ok(None) };
        Ok(Some((self.number(row, 0)?, self.get(row, 1)?)))
    }

    fn last(&self, stream: Stream) -> Result<u64, JournalError> {
        Ok(self.head(stream)?.map_or(0, |(last, _)| last))
    }

    fn add(&self, stream: Stream, after: i64, batch: &Batch<'_>) -> Result<Appended, JournalError> {
        let id = stream.id.to_be_bytes();
        let id = id.as_slice();
        let [kind, id] = of(stream, &id);
        let (rows, is_second) = self.link.ask(
            APPEND,
            &[
                kind,
                id,
                (&after, Type::INT8),
                (&batch.ids, Type::BYTEA_ARRAY),
                (&batch.at, Type::INT8_ARRAY),
                (&batch.zones, Type::INT2_ARRAY),
                (&batch.attempts, Type::BYTEA_ARRAY),
                (&batch.events, Type::TEXT_ARRAY),
            ],
        )?;
        if let Some(row) = rows.first() {
            self.own.set(self.own.get().wrapping_add(1));
            return Ok(Appended::UpTo(self.number(row, 0)?));
        }
        if is_second && let Some(last) = self.has_all(stream, after, batch)? {
            return Ok(Appended::UpTo(last));
        }
        Ok(Appended::Behind(self.last(stream)?))
    }

    /// The number of the last of these facts, if all are there already: the try whose answer was lost has added them.
    fn has_all(&self, stream: Stream, after: i64, batch: &Batch<'_>) -> Result<Option<u64>, JournalError> {
        let id = stream.id.to_be_bytes();
        let id = id.as_slice();
        let [kind, id] = of(stream, &id);
        let (rows, _) = self.link.ask(ALREADY, &[kind, id, (&batch.ids, Type::BYTEA_ARRAY)])?;
        let Some(row) = rows.first() else { return Ok(None) };
        let (count, last) = (self.get::<i64>(row, 0)?, self.get::<i64>(row, 1)?);
        let is_all = usize::try_from(count) == Ok(batch.ids.len()) && last > after;
        Ok(u64::try_from(last).ok().filter(|_| is_all))
    }

    /// The number and the fact in a row.
    fn fact(&self, row: &Row, learner: &str) -> Result<(u64, Fact), JournalError> {
        let number = self.number(row, 0)?;
        let mut fact = Fact {
            id: String::new(),
            learner: learner.to_owned(),
            at: Moment { millis: self.get(row, 2)?, offset: self.get(row, 3)? },
            attempt: String::new(),
            event: Event::Welcomed,
        };
        set_digits(&mut fact.id, self.get(row, 1)?);
        set_digits(&mut fact.attempt, self.get::<Option<&[u8]>>(row, 4)?.unwrap_or_default());
        let read = serde_json::from_str(self.get(row, 5)?);
        fact.event = read.map_err(|error| RemoteError::Entry {
            place: self.place().to_owned(),
            number,
            reason: error.to_string(),
        })?;
        Ok((number, fact))
    }

    fn get<'a, T: tokio_postgres::types::FromSql<'a>>(&self, row: &'a Row, column: usize) -> Result<T, JournalError> {
        row.try_get(column).map_err(|error| self.link.explain(&error).into())
    }

    fn number(&self, row: &Row, column: usize) -> Result<u64, JournalError> {
        Ok(u64::try_from(self.get::<i64>(row, column)?).unwrap_or(0))
    }

    fn id(&self, row: &Row, column: usize) -> Result<[u8; 16], JournalError> {
        Ok(self.get::<&[u8]>(row, column)?.try_into().unwrap_or_default())
    }

    fn first<'a, T: tokio_postgres::types::FromSql<'a>>(
        &self,
        rows: &'a [Row],
        column: usize,
    ) -> Result<Option<T>, JournalError> {
        rows.first().map(|row| self.get(row, column)).transpose()
    }

    fn forgotten(&self) -> JournalError {
        RemoteError::Forgotten { place: self.place().to_owned() }.into()
    }

    /// Says who sits at a seat of a stream that has begun, or that nobody is known to.
    ///
    /// # Errors
    ///
    /// [`RemoteError::Forgotten`] where there is no such stream, or whatever else the database says.
    pub fn seat(&mut self, stream: Stream, seat: u32, person: Option<&Person>) -> Result<(), JournalError> {
        match person {
            None => self.name(stream, seat, None),
            Some(person) if self.call(SEAT, stream, seat, person)? => Ok(()),
            Some(_) => Err(self.forgotten()),
        }
    }

    /// Writes down who sits somewhere; false where nothing was written.
    fn call(&self, sql: &str, stream: Stream, seat: u32, person: &Person) -> Result<bool, JournalError> {
        let id = stream.id.to_be_bytes();
        let id = id.as_slice();
        let [kind, id] = of(stream, &id);
        let seat = i64::from(seat);
        // The one character that no text of the database may have.
        let [name, roster, email] = [&person.name, &person.roster, &person.email].map(|text| text.replace('\0', ""));
        let texts = [(&name as Values<'_>, Type::TEXT), (&roster, Type::TEXT), (&email, Type::TEXT)];
        let [name, roster, email] = texts;
        let (rows, _) = self.link.ask(sql, &[kind, id, (&seat, Type::INT8), name, roster, email])?;
        self.own.set(self.own.get().wrapping_add(i64::from(!rows.is_empty())));
        Ok(!rows.is_empty())
    }

    fn gap(&self, number: u64) -> JournalError {
        RemoteError::Gap { place: self.place().to_owned(), number }.into()
    }

    /// Whoever may not, or whose database knows no such thing, leaves it to the database's own sweeping.
    fn sweep(&self) {
        let _ = self.link.ask(SWEEP, &[]);
    }
}

/// Facts as columns, each id once.
struct Batch<'a> {
    ids: Vec<Option<Vec<u8>>>,
    at: Vec<i64>,
    zones: Vec<i16>,
    attempts: Vec<Option<Vec<u8>>>,
    events: Vec<String>,
    seen: BTreeSet<&'a str>,
}

impl<'a> Batch<'a> {
    fn of(facts: &'a [Fact]) -> Result<Self, JournalError> {
        let (ids, at, zones, attempts, events) = (Vec::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let mut batch = Self { ids, at, zones, attempts, events, seen: BTreeSet::new() };
        for fact in facts {
            let unfit = |reason| JournalError::Unfit { id: fact.id.clone(), reason };
            if let Some(reason) = self::unfit(fact) {
                return Err(unfit(reason));
            }
            if !batch.seen.insert(&fact.id) {
                continue;
            }
            batch.ids.push(bytes(&fact.id).map(Vec::from));
            batch.at.push(fact.at.millis);
            batch.zones.push(fact.at.offset);
            batch.attempts.push(bytes(&fact.attempt).map(Vec::from));
            batch.events.push(serde_json::to_string(&fact.event).map_err(|_| unfit("it can't be written as JSON"))?);
        }
        Ok(batch)
    }
}

/// What every question about a stream begins with.
fn of<'a>(stream: Stream, id: &'a &'a [u8]) -> [(Values<'a>, Type); 2] {
    let kind: &'static &'static str = match stream.kind {
        Kind::Learner => &"learner",
        Kind::Room => &"room",
        Kind::Attempt => &"attempt",
        Kind::Desk => &"desk",
    };
    [(kind, Type::TEXT), (id, Type::BYTEA)]
}

impl Store for Postgres {
    type Error = JournalError;

    fn append(&mut self, stream: Stream, after: u64, facts: &[Fact]) -> Result<Appended, JournalError> {
        let batch = Batch::of(facts)?;
        // No stream is longer than the numbers that the database has.
        if let Some(number) = i64::try_from(after).ok().filter(|_| !facts.is_empty()) {
            return self.add(stream, number, &batch);
        }
        let last = self.last(stream)?;
        Ok(if last == after { Appended::UpTo(last) } else { Appended::Behind(last) })
    }

    fn read(
        &self,
        stream: Stream,
        after: u64,
        limit: usize,
        each: &mut dyn FnMut(u64, &Fact),
    ) -> Result<u64, JournalError> {
        let Some((end, learner)) = self.head(stream)? else { return Ok(after) };
        let id = stream.id.to_be_bytes();
        let mut last = after;
        let mut room = i64::try_from(limit).unwrap_or(i64::MAX);
        while last < end && room > 0 {
            let id = id.as_slice();
            let [kind, id] = of(stream, &id);
            let (from, most) = (i64::try_from(last).unwrap_or(i64::MAX), room.min(AT_ONCE));
            let (rows, _) = self.link.ask(READ, &[kind, id, (&from, Type::INT8), (&most, Type::INT8)])?;
            for row in &rows {
                let (number, fact) = self.fact(row, &learner)?;
                // A number that is left out is a fact that was lost.
                if number != last + 1 {
                    return Err(self.gap(last));
                }
                last = number;
                each(last, &fact);
            }
            room -= i64::try_from(rows.len()).unwrap_or(i64::MAX);
            if rows.is_empty() {
                return Err(self.gap(last));
            }
        }
        Ok(last)
    }

    fn streams(&self, kind: Kind) -> Result<Vec<Stream>, JournalError> {
        let (rows, _) = self.link.ask(STREAMS, &[(&kind.word(), Type::TEXT)])?;
        rows.iter().map(|row| Ok(Stream { kind, id: u128::from_be_bytes(self.id(row, 0)?) })).collect()
    }

    fn people(&self, stream: Stream) -> Result<Vec<(u32, Person)>, JournalError> {
        let id = stream.id.to_be_bytes();
        let (rows, _) = self.link.ask(PEOPLE, &of(stream, &id.as_slice()))?;
        let person = |row: &Row| {
            let seat = u32::try_from(self.get::<i64>(row, 0)?).unwrap_or(u32::MAX);
            let person = Person { name: self.get(row, 1)?, roster: self.get(row, 2)?, email: self.get(row, 3)? };
            Ok((seat, person))
        };
        rows.iter().map(person).collect()
    }

    fn owners(&self, kind: Kind) -> Result<Vec<(Stream, Person)>, JournalError> {
        let (rows, _) = self.link.ask(OWNERS, &[(&kind.word(), Type::TEXT), (&i64::from(OWN), Type::INT8)])?;
        let owner = |row: &Row| {
            let stream = Stream { kind, id: u128::from_be_bytes(self.id(row, 0)?) };
            Ok((stream, Person { name: self.get(row, 1)?, roster: self.get(row, 2)?, email: self.get(row, 3)? }))
        };
        rows.iter().map(owner).collect()
    }

    fn name(&mut self, stream: Stream, seat: u32, person: Option<&Person>) -> Result<(), JournalError> {
        let Some(person) = person else {
            let id = stream.id.to_be_bytes();
            let id = id.as_slice();
            let [kind, id] = of(stream, &id);
            let at = i64::from(seat);
            let (rows, _) = self.link.ask(FORGET, &[kind, id, (&at, Type::INT8)])?;
            let was: Option<String> = self.first(&rows, 0)?;
            self.own.set(self.own.get().wrapping_add(i64::from(was.is_some())));
            if was.is_some_and(|name| !name.is_empty()) {
                self.sweep();
            }
            return Ok(());
        };
        self.call(NAME, stream, seat, person).map(drop)
    }

    fn erase(&mut self, stream: Stream) -> Result<u64, JournalError> {
        let id = stream.id.to_be_bytes();
        let sql = "DELETE FROM iotutor_stream WHERE kind = $1 AND id = $2 RETURNING last";
        let (rows, _) = self.link.ask(sql, &of(stream, &id.as_slice()))?;
        self.sweep();
        rows.first().map_or(Ok(0), |row| self.number(row, 0))
    }
}
