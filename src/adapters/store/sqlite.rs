//! The store in one SQLite file: write-ahead log, `synchronous` FULL, one durable commit an append.
//!
//! - `opening`: making a file, telling what it is, bringing the first edition's to the present format
//! - `rows`: one fact as one row

pub(super) mod first;
pub(super) mod opening;
pub(super) mod rows;

use super::JournalError;
use super::seal::Seal;
use crate::domain::fact::Fact;
use crate::domain::store::{Appended, Kind, OWN, Person, Store, Stream};
use rows::{ID, Reader, RowError, place};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, TransactionBehavior, params};
use std::path::{Path, PathBuf};

/// The schema of the present format.
pub(super) const SCHEMA: &str = include_str!("sqlite/schema.sql");

/// The last number that a place has room for.
const LAST_NUMBER: u64 = u32::MAX as u64;

const FIND: &str = "SELECT stream, last FROM stream WHERE id = ?1 AND kind = ?2 AND erased = 0";
const BEGIN: &str = "INSERT INTO stream (id, kind, last, erased, sum) VALUES (?1, ?2, 0, 0, 0)";
const HEAD: &str = "UPDATE stream SET id = ?2, kind = ?3, last = ?4, erased = ?5, sum = ?6 WHERE stream = ?1";
const NAME_OF: &str = "SELECT name FROM person WHERE place = ?1";
const LEARNER: &str = "SELECT stream.id FROM person JOIN stream ON stream.stream = person.place >> 32 \
                       WHERE person.name = ?1 AND person.place & 4294967295 = 0 AND stream.kind = 'learner'";
const RANGE: &str = rows::select_facts!("WHERE place > ?1 AND place <= ?2 ORDER BY place LIMIT ?3");
const ATTEMPT: &str = rows::select_facts!("WHERE attempt = ?1 AND place BETWEEN ?2 AND ?3 ORDER BY place");

/// A store in a file, or in memory.
#[derive(Debug)]
pub struct Sqlite {
    pub(super) connection: Connection,
    pub(super) path: PathBuf,
    /// Set when the file is closed, so it is dropped after the connection.
    pub(super) seal: Seal,
}

/// A stream as the file knows it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    /// The number that stands for it in this file.
    pub(super) key: i64,
    /// The number of its last fact.
    pub(super) last: u64,
}

impl Sqlite {
    /// Opens the store in the file at `path` as [`Journal::open`](super::Journal::open) does. Returns it with what there is to
    /// say about it.
    ///
    /// # Errors
    ///
    /// As for [`Journal::open`](super::Journal::open).
    pub fn open(path: &Path) -> Result<(Self, Option<String>), JournalError> {
        super::open_store(path)
    }

    /// Opens the store at `path` where nothing can be written, with what there is to say about it. Of a damaged file all that
    /// can be read is.
    ///
    /// # Errors
    ///
    /// As for [`Journal::open_for_reading`](super::Journal::open_for_reading).
    pub fn open_for_reading(path: &Path) -> Result<(Self, Option<String>), JournalError> {
        super::Journal::open_for_reading(path).map(|opened| (opened.journal.store, opened.notice))
    }

    /// Whether another program has the file at `path` open.
    #[must_use]
    pub fn is_in_use(path: &Path) -> bool {
        matches!(opening::open_alone(path), Err(JournalError::Busy { .. }))
    }

    /// An empty store that goes with the process.
    ///
    /// # Errors
    ///
    /// When there is no memory.
    pub fn in_memory() -> Result<Self, JournalError> {
        let path = PathBuf::from("in memory");
        let made = || -> rusqlite::Result<Connection> {
            let connection = Connection::open_in_memory()?;
            connection.execute_batch(SCHEMA)?;
            Ok(connection)
        };
        let connection = made().map_err(|error| JournalError::explain(&path, error))?;
        Ok(Self { connection, path, seal: Seal::none() })
    }

    /// A number that changes when another connection has written to the file; none where that cannot be told.
    #[must_use]
    pub fn writings_of_others(&self) -> Option<i64> {
        let mut select = self.connection.prepare_cached("PRAGMA data_version").ok()?;
        select.query_row([], |row| row.get(0)).ok()
    }

    /// The file.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    pub(super) fn explain(&self, error: rusqlite::Error) -> JournalError {
        JournalError::explain(&self.path, error)
    }

    /// As [`Sqlite::explain`]; damage is remembered, so that the next opening looks at the whole file.
    fn explain_and_remember(&self, error: rusqlite::Error) -> JournalError {
        let explained = self.explain(error);
        if matches!(explained, JournalError::Damaged { .. }) {
            self.seal.forget();
        }
        explained
    }

    /// Begins to write at once: whoever reads first and writes then may find that another process was faster.
    fn begin(&self) -> rusqlite::Result<Transaction<'_>> {
        Transaction::new_unchecked(&self.connection, TransactionBehavior::Immediate)
    }

    pub(super) fn find(&self, stream: Stream) -> rusqlite::Result<Option<Found>> {
        let mut select = self.connection.prepare_cached(FIND)?;
        let found = |row: &Row<'_>| Ok(Found { key: row.get(0)?, last: number(row.get(1)?) });
        select.query_row(params![stream.id.to_be_bytes(), stream.kind.word()], found).optional()
    }

    fn find_or_begin(&self, stream: Stream) -> rusqlite::Result<Found> {
        if let Some(found) = self.find(stream)? {
            return Ok(found);
        }
        self.connection.execute(BEGIN, params![stream.id.to_be_bytes(), stream.kind.word()])?;
        let found = Found { key: self.connection.last_insert_rowid(), last: 0 };
        self.set_head(found, stream, 0)?;
        Ok(found)
    }

    fn set_head(&self, found: Found, stream: Stream, last: u64) -> rusqlite::Result<()> {
        let (id, kind) = (stream.id.to_be_bytes(), stream.kind.word());
        self.write_head(found.key, &id, kind, last, false)
    }

    /// Writes what is known of a stream, with its checksum.
    pub(super) fn write_head(&self, key: i64, id: &[u8], kind: &str, last: u64, erased: bool) -> rusqlite::Result<()> {
        let last = last.cast_signed();
        let sum = head_sum(key, id, kind, last, erased);
        self.connection.prepare_cached(HEAD)?.execute(params![key, id, kind, last, erased, sum])?;
        Ok(())
    }

    fn add(&self, stream: Stream, after: u64, facts: &[Fact]) -> rusqlite::Result<Appended> {
        let transaction = self.begin()?;
        let appended = self.add_within(&transaction, stream, after, facts)?;
        if !facts.is_empty() && matches!(appended, Appended::UpTo(_)) {
            transaction.commit()?;
        }
        Ok(appended)
    }

    /// All in one commit.
    fn add_each(&self, many: &[(Stream, u64, Vec<Fact>)]) -> rusqlite::Result<Vec<Appended>> {
        let transaction = self.begin()?;
        let added = many.iter().map(|(stream, after, facts)| self.add_within(&transaction, *stream, *after, facts));
        let added = added.collect::<rusqlite::Result<Vec<Appended>>>()?;
        transaction.commit()?;
        Ok(added)
    }

    fn add_within(
        &self,
        transaction: &Transaction<'_>,
        stream: Stream,
        after: u64,
        facts: &[Fact],
    ) -> rusqlite::Result<Appended> {
        let last = self.find(stream)?.map_or(0, |found| found.last);
        if last != after {
            return Ok(Appended::Behind(last));
        }
        if facts.is_empty() {
            return Ok(Appended::UpTo(last));
        }
        let found = self.find_or_begin(stream)?;
        let mut insert = transaction.prepare_cached(rows::INSERT)?;
        let mut number = last;
        for fact in facts {
            number += u64::from(rows::write(&mut insert, place(found.key, number + 1), fact)?);
        }
        drop(insert);
        if number > last {
            self.set_head(found, stream, number)?;
        }
        Ok(Appended::UpTo(number))
    }

    /// As [`Store::read`]; whether the facts have their own ids is the reader's matter.
    pub(super) fn read_with(
        &self,
        mut reader: Reader,
        found: Found,
        after: u64,
        limit: usize,
        each: &mut dyn FnMut(u64, &Fact),
    ) -> Result<u64, JournalError> {
        let explain = |error| self.explain_and_remember(error);
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let mut select = self.connection.prepare_cached(RANGE).map_err(explain)?;
        let range = (place(found.key, after.min(LAST_NUMBER)), place(found.key, found.last), limit);
        let mut rows = select.query(range).map_err(explain)?;
        let mut last = after;
        let mut room = limit;
        while let Some(row) = rows.next().map_err(explain)? {
            let (values, told) = rows::values(row).map_err(explain)?;
            let fact = reader.read(&values, told).map_err(|error| self.explain_row(last + 1, error))?;
            // A number that is left out is a fact that was lost.
            if values.first() != Some(&ValueRef::Integer(place(found.key, last + 1))) {
                return Err(self.damaged());
            }
            last += 1;
            room -= 1;
            each(last, fact);
        }
        if last < found.last && room > 0 {
            return Err(self.damaged());
        }
        Ok(last)
    }

    /// Hands `each` the facts of one attempt within a stream, in order.
    pub(super) fn read_attempt(
        &self,
        found: Found,
        attempt: [u8; ID],
        mut each: impl FnMut(&Fact),
    ) -> Result<(), JournalError> {
        let explain = |error| self.explain_and_remember(error);
        let mut reader = Reader::whole(self.own_name(found.key)?);
        let mut select = self.connection.prepare_cached(ATTEMPT).map_err(explain)?;
        let mut rows = select.query((attempt, place(found.key, 0), place(found.key, found.last))).map_err(explain)?;
        while let Some(row) = rows.next().map_err(explain)? {
            let (values, told) = rows::values(row).map_err(explain)?;
            let (_, number) = rows::parts(row.get(0).map_err(explain)?);
            each(reader.read(&values, told).map_err(|error| self.explain_row(number, error))?);
        }
        Ok(())
    }

    fn explain_row(&self, number: u64, error: RowError) -> JournalError {
        match error {
            RowError::Damaged => self.damaged(),
            RowError::Strange(reason) => JournalError::Entry { path: self.path.clone(), number, reason },
        }
    }

    /// Remembers that the file is damaged, so that the next opening looks at all of it.
    fn damaged(&self) -> JournalError {
        self.seal.forget();
        JournalError::Damaged { path: self.path.clone() }
    }

    /// The name of a stream's own person; empty where there is none.
    pub(super) fn own_name(&self, key: i64) -> Result<String, JournalError> {
        let asked = || {
            let mut select = self.connection.prepare_cached(NAME_OF)?;
            select.query_row([place(key, u64::from(OWN))], |row| row.get(0)).optional()
        };
        Ok(asked().map_err(|error| self.explain(error))?.unwrap_or_default())
    }

    fn people_of(&self, key: i64) -> rusqlite::Result<Vec<(u32, Person)>> {
        const SQL: &str = "SELECT place, name, roster, email FROM person WHERE place BETWEEN ?1 AND ?2 ORDER BY place";
        let mut select = self.connection.prepare_cached(SQL)?;
        let people = select.query_map([place(key, 0), place(key, LAST_NUMBER)], |row| {
            let (_, seat) = rows::parts(row.get(0)?);
            let person = Person { name: row.get(1)?, roster: row.get(2)?, email: row.get(3)? };
            Ok((u32::try_from(seat).unwrap_or(u32::MAX), person))
        })?;
        people.collect()
    }

    /// The stream of the learner of that name; a new one with this id where there is none.
    pub(super) fn learner(&mut self, name: &str, id: u128) -> Result<Stream, JournalError> {
        if let Some(stream) = self.learner_named(name)? {
            return Ok(stream);
        }
        let stream = Stream { kind: Kind::Learner, id };
        let begun = || -> rusqlite::Result<Stream> {
            let transaction = self.begin()?;
            // Another process may have been faster.
            if let Some(stream) = self.ask_learner(name)? {
                return Ok(stream);
            }
            let found = self.find_or_begin(stream)?;
            self.insert_person(place(found.key, u64::from(OWN)), &Person::named(name))?;
            transaction.commit()?;
            Ok(stream)
        };
        begun().map_err(|error| self.explain_and_remember(error))
    }

    /// The stream of the learner of that name.
    pub(super) fn learner_named(&self, name: &str) -> Result<Option<Stream>, JournalError> {
        self.ask_learner(name).map_err(|error| self.explain_and_remember(error))
    }

    fn ask_learner(&self, name: &str) -> rusqlite::Result<Option<Stream>> {
        let mut select = self.connection.prepare_cached(LEARNER)?;
        let stream = |row: &Row<'_>| Ok(Stream { kind: Kind::Learner, id: u128::from_be_bytes(row.get(0)?) });
        select.query_row([name], stream).optional()
    }

    fn insert_person(&self, place: i64, person: &Person) -> rusqlite::Result<()> {
        let Person { name, roster, email } = person;
        let sum = person_sum(place, name, roster, email);
        let sql = "INSERT INTO person (place, name, roster, email, sum) VALUES (?1, ?2, ?3, ?4, ?5)";
        self.connection.execute(sql, params![place, name, roster, email, sum]).map(drop)
    }

    fn write_person(&self, stream: Stream, seat: u32, person: Option<&Person>) -> rusqlite::Result<()> {
        // What was there before is overwritten, and not only let go.
        self.connection.pragma_update(None, "secure_delete", true)?;
        let transaction = self.begin()?;
        let place = place(self.find_or_begin(stream)?.key, u64::from(seat));
        let changed = transaction.execute("DELETE FROM person WHERE place = ?1", [place])?;
        person.map_or(Ok(()), |person| self.insert_person(place, person))?;
        transaction.commit()?;
        if changed > 0 {
            self.truncate_log()?;
        }
        Ok(())
    }

    /// Merges the write-ahead log and empties it: pages that were overwritten stay legible in it.
    fn truncate_log(&self) -> rusqlite::Result<()> {
        self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
    }

    /// Erases streams, all of them or none. Returns how many facts they had.
    pub(super) fn delete(&self, streams: &[Stream]) -> rusqlite::Result<u64> {
        let mut erased = 0;
        let transaction = self.begin()?;
        transaction.execute_batch("DROP TRIGGER fact_stays_as_it_is; DROP TRIGGER fact_stays")?;
        for stream in streams {
            if let Some(found) = self.find(*stream)? {
                self.delete_rows(found.key)?;
                erased += found.last;
            }
        }
        transaction.execute_batch(guard())?;
        transaction.commit()?;
        // Deleted rows stay legible in free pages and in the write-ahead log until both are rewritten.
        self.connection.execute_batch("VACUUM")?;
        self.truncate_log()?;
        Ok(erased)
    }

    fn delete_rows(&self, key: i64) -> rusqlite::Result<()> {
        let range = [place(key, 0), place(key, LAST_NUMBER)];
        self.connection.execute("DELETE FROM fact WHERE place BETWEEN ?1 AND ?2", range)?;
        self.connection.execute("DELETE FROM person WHERE place BETWEEN ?1 AND ?2", range)?;
        // The key is never used again, and what it stood for is not known any more.
        let sql = "SELECT randomblob(16), kind FROM stream WHERE stream = ?1";
        let told = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?));
        let (id, kind): ([u8; ID], String) = self.connection.query_row(sql, [key], told)?;
        self.write_head(key, &id, &kind, 0, true)
    }
}

impl Store for Sqlite {
    type Error = JournalError;

    fn append(&mut self, stream: Stream, after: u64, facts: &[Fact]) -> Result<Appended, JournalError> {
        refuse_unfit(facts)?;
        self.add(stream, after, facts).map_err(|error| self.explain_and_remember(error))
    }

    /// One commit for all of them: all are there, or none where it fails.
    fn append_each(&mut self, many: &[(Stream, u64, Vec<Fact>)]) -> Result<Vec<Appended>, JournalError> {
        many.iter().try_for_each(|(_, _, facts)| refuse_unfit(facts))?;
        self.add_each(many).map_err(|error| self.explain_and_remember(error))
    }

    fn read(
        &self,
        stream: Stream,
        after: u64,
        limit: usize,
        each: &mut dyn FnMut(u64, &Fact),
    ) -> Result<u64, JournalError> {
        let Some(found) = self.find(stream).map_err(|error| self.explain_and_remember(error))? else {
            return Ok(after);
        };
        self.read_with(Reader::whole(self.own_name(found.key)?), found, after, limit, each)
    }

    fn streams(&self, kind: Kind) -> Result<Vec<Stream>, JournalError> {
        let asked = || -> rusqlite::Result<Vec<Stream>> {
            let mut select = self.connection.prepare_cached("SELECT id FROM stream WHERE kind = ?1 AND erased = 0")?;
            let stream = |row: &Row<'_>| Ok(Stream { kind, id: u128::from_be_bytes(row.get(0)?) });
            select.query_map([kind.word()], stream)?.collect()
        };
        asked().map_err(|error| self.explain_and_remember(error))
    }

    fn people(&self, stream: Stream) -> Result<Vec<(u32, Person)>, JournalError> {
        let asked = || self.find(stream)?.map_or_else(|| Ok(Vec::new()), |found| self.people_of(found.key));
        asked().map_err(|error| self.explain_and_remember(error))
    }

    fn name(&mut self, stream: Stream, seat: u32, person: Option<&Person>) -> Result<(), JournalError> {
        self.write_person(stream, seat, person).map_err(|error| self.explain_and_remember(error))
    }

    fn erase(&mut self, stream: Stream) -> Result<u64, JournalError> {
        self.delete(&[stream]).map_err(|error| self.explain_and_remember(error))
    }
}

fn refuse_unfit(facts: &[Fact]) -> Result<(), JournalError> {
    let unfit = facts.iter().find_map(|fact| Some((fact, rows::unfit(fact)?)));
    unfit.map_or(Ok(()), |(fact, reason)| Err(JournalError::Unfit { id: fact.id.clone(), reason }))
}

/// A number of a fact as a file tells it; one that is none counts as 0.
fn number(told: i64) -> u64 {
    u64::try_from(told).unwrap_or(0)
}

/// What makes the table of facts append-only, from the schema.
fn guard() -> &'static str {
    SCHEMA.find("CREATE TRIGGER").and_then(|at| SCHEMA.get(at..)).unwrap_or_default()
}

/// The checksum of what is known of a stream.
pub(super) fn head_sum(key: i64, id: &[u8], kind: &str, last: i64, erased: bool) -> i64 {
    let columns = [
        ValueRef::Integer(key),
        ValueRef::Blob(id),
        ValueRef::Text(kind.as_bytes()),
        ValueRef::Integer(last),
        ValueRef::Integer(erased.into()),
    ];
    rows::sum(&columns, &mut Vec::new())
}

/// The checksum of a person.
pub(super) fn person_sum(place: i64, name: &str, roster: &str, email: &str) -> i64 {
    let [name, roster, email] = [name, roster, email].map(|text| ValueRef::Text(text.as_bytes()));
    rows::sum(&[ValueRef::Integer(place), name, roster, email], &mut Vec::new())
}
