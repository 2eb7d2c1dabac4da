//! The journal: all facts of all learners in one SQLite file, each durable before [`Journal::append`] returns.
//!
//! Facts are only ever added; triggers in the file refuse to change or delete one. What screens show of the past is
//! folded from them, and kept in files beside them that may be lost at any time. Several processes may use a file at
//! once: they wait for each other.
//!
//! - `sqlite`: the store, as [`crate::domain::store`] describes it, in one file
//! - `damage`: what becomes of a file that is damaged, or whose log is not its own
//! - `seal`: whether a file is as it was left
//! - `snapshot`: a learner's folded record
//! - `learners`: whose facts there are
//! - `answers`: single answers
//! - `postgres`: the same facts in a database that others run (feature `postgres`), and `remote`: what can go wrong with it
//! - `anywhere`: a store of either kind, as an address names it

mod answers;
mod anywhere;
pub mod backup;
mod damage;
mod error;
mod learners;
#[cfg(feature = "postgres")]
mod postgres;
mod remote;
#[cfg(test)]
pub(in crate::adapters) mod samples;
mod seal;
mod snapshot;
mod sqlite;
#[cfg(test)]
mod tests;

pub use anywhere::{Anywhere, Heads};
pub use error::{JournalError, ROOM};
#[cfg(feature = "postgres")]
pub use postgres::Postgres;
pub use remote::RemoteError;
pub use sqlite::Sqlite;
pub(in crate::adapters) use sqlite::rows::unfit;

use crate::adapters::files;
use crate::domain::fact::Fact;
use crate::domain::store::{Appended, Kind, Store, Stream};
use damage::{Verdict, Why, inspect, is_all_in, is_sound, recognise, rescue, rescue_to_read};
use rusqlite::{Connection, OpenFlags};
use seal::Seal;
use sqlite::Found;
use sqlite::opening::{Format, open_for_writing, open_to_read, unchanging};
use sqlite::rows::{self, Reader};
use std::cell::Cell;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

/// How many times somebody who is behind reads on and retries before saying that others keep the journal busy.
const PATIENCE: usize = 1_000;

/// An open journal.
#[derive(Debug)]
pub struct Journal {
    store: Sqlite,
    /// The number of the last fact in the snapshot that was read or written last; 0 without one.
    kept_to: Cell<u64>,
}

/// A journal just opened.
#[derive(Debug)]
pub struct Opened {
    /// The journal.
    pub journal: Journal,
    /// What the learner should know about it, in a sentence or two.
    pub notice: Option<String>,
}

impl Opened {
    fn new((store, notice): (Sqlite, Option<String>)) -> Self {
        Self { journal: Journal { store, kept_to: Cell::new(0) }, notice }
    }
}

impl Journal {
    /// Opens the journal at `path` for reading and writing. Makes folder and file where there is none, and brings a file of
    /// an earlier format to the present one. A file that is not as it was left is looked at as a whole: where something
    /// cannot be read, or the log beside it is not its own, it is copied aside, and all that can be read goes on.
    ///
    /// # Errors
    ///
    /// [`JournalError::ReadOnly`] where nothing can be written: the caller can go on with [`Journal::open_for_reading`]
    /// and a warning. [`JournalError::Newer`] and [`JournalError::Foreign`] leave the file untouched.
    /// [`JournalError::Busy`], [`JournalError::Full`], [`JournalError::Folder`], [`JournalError::NoFile`],
    /// [`JournalError::Aside`] or what else the database says.
    pub fn open(path: &Path) -> Result<Opened, JournalError> {
        refuse_other_than_file(path)?;
        open_store(path).map(Opened::new)
    }

    /// As [`Journal::open`], but looks at the whole file however it was left.
    ///
    /// # Errors
    ///
    /// As for [`Journal::open`].
    pub fn repair(path: &Path) -> Result<Opened, JournalError> {
        seal::remove(path);
        Self::open(path)
    }

    /// Opens the journal at `path` where nothing can be written. Nothing can be appended or kept then. Of a damaged file all
    /// that can be read is.
    ///
    /// # Errors
    ///
    /// [`JournalError::Missing`] without a file, [`JournalError::Unreadable`], [`JournalError::Newer`] and
    /// [`JournalError::Foreign`], or what else the database says.
    pub fn open_for_reading(path: &Path) -> Result<Opened, JournalError> {
        refuse_other_than_file(path)?;
        let to_read = |why| rescue_to_read(path, why).map(|(store, notice)| Opened::new((store, Some(notice))));
        if length(path) == 0 {
            return match (length(&beside(path, "-wal")), path.exists()) {
                (1.., _) => to_read(Why::LogAlone),
                (0, true) => Sqlite::in_memory().map(|store| Opened::new((store, None))),
                (0, false) => Err(JournalError::Missing { path: path.to_owned() }),
            };
        }
        match open_as_it_is(path) {
            Err(JournalError::Damaged { .. } | JournalError::Database { .. }) => to_read(Why::Damaged),
            opened => match opened? {
                AsItIs::Whole(store) => Ok(Opened::new((store, None))),
                AsItIs::First => rescue_to_read(path, Why::Damaged).map(|(store, _)| Opened::new((store, None))),
                AsItIs::InPart(why) => to_read(why),
            },
        }
    }

    /// Closes the file, after [`JournalError::Damaged`], and repairs it.
    ///
    /// # Errors
    ///
    /// As for [`Journal::open`].
    pub fn reopen_repaired(self) -> Result<Opened, JournalError> {
        let path = self.store.path().to_owned();
        self.store.abandon();
        Self::repair(&path)
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.store.path()
    }

    /// The store alone.
    #[must_use]
    pub fn into_store(self) -> Sqlite {
        self.store
    }

    /// The store that the facts are in.
    pub const fn store(&mut self) -> &mut Sqlite {
        &mut self.store
    }

    /// Records `facts` in their order: those of each learner all or, on an error, none. They survive a kill and a power cut
    /// once this returns. A fact that the learner has already is passed over.
    ///
    /// # Errors
    ///
    /// [`JournalError::Full`], [`JournalError::Busy`] after 5 s, [`JournalError::ReadOnly`], [`JournalError::Unfit`]
    /// for a fact whose ids or times are not of the documented form, or what else the database says.
    pub fn append(&mut self, facts: &[Fact]) -> Result<(), JournalError> {
        for own in facts.chunk_by(|one, next| one.learner == next.learner) {
            if let Some(first) = own.first() {
                self.add(&first.learner, own)?;
            }
        }
        Ok(())
    }

    /// Records `facts` as the learner's of that name, whoever's they were. Returns how many were new.
    ///
    /// # Errors
    ///
    /// As for [`Journal::append`].
    pub fn add(&mut self, learner: &str, facts: &[Fact]) -> Result<u64, JournalError> {
        for fact in facts {
            if let Some(reason) = unfit(fact) {
                return Err(JournalError::Unfit { id: fact.id.clone(), reason });
            }
        }
        let stream = self.store.learner(learner, random())?;
        let mut last = self.last_of(stream)?;
        for _ in 0..PATIENCE {
            match self.store.append(stream, last, facts)? {
                Appended::UpTo(now) => return Ok(now.saturating_sub(last)),
                // What a learner did depends on nothing that another window of theirs recorded meanwhile.
                Appended::Behind(now) => last = now,
            }
        }
        Err(JournalError::Busy { path: self.path().to_owned() })
    }

    /// Hands `each` the learner's facts whose number is above `after` (0 for all), in the order they were recorded, with
    /// their numbers. Returns the number of the last one; `after` where there was none.
    ///
    /// # Errors
    ///
    /// [`JournalError::Damaged`], [`JournalError::Entry`] for a fact that is not understood, or what else the database
    /// says.
    pub fn each_fact(&self, learner: &str, after: u64, mut each: impl FnMut(u64, &Fact)) -> Result<u64, JournalError> {
        let Some(stream) = self.store.learner_named(learner)? else { return Ok(after) };
        self.store.read(stream, after, usize::MAX, &mut each)
    }

    /// As [`Journal::each_fact`], but at most `limit` facts.
    ///
    /// # Errors
    ///
    /// As for [`Journal::each_fact`].
    pub fn some_facts(
        &self,
        learner: &str,
        after: u64,
        limit: usize,
        mut each: impl FnMut(u64, &Fact),
    ) -> Result<(), JournalError> {
        let Some(stream) = self.store.learner_named(learner)? else { return Ok(()) };
        self.store.read(stream, after, limit, &mut each).map(drop)
    }

    /// As [`Journal::each_fact`], but the facts come with no id of their own.
    fn each_to_fold(&self, found: Found, after: u64, mut each: impl FnMut(u64, &Fact)) -> Result<u64, JournalError> {
        let name = self.store.own_name(found.key)?;
        self.store.read_with(Reader::to_fold(name), found, after, usize::MAX, &mut each)
    }

    /// The facts of one attempt of a learner, in the order they were recorded; none if it is unknown.
    ///
    /// # Errors
    ///
    /// As for [`Journal::each_fact`].
    pub fn attempt(&self, learner: &str, id: &str) -> Result<Vec<Fact>, JournalError> {
        let mut facts = Vec::new();
        if let (Some(found), Some(id)) = (self.found(learner)?, rows::bytes(id)) {
            self.store.read_attempt(found, id, |fact| facts.push(fact.clone()))?;
        }
        Ok(facts)
    }

    /// How many facts there are.
    ///
    /// # Errors
    ///
    /// [`JournalError::Damaged`], or what else the database says.
    pub fn count(&self) -> Result<u64, JournalError> {
        let sql = "SELECT COUNT(*) FROM fact";
        let count: rusqlite::Result<i64> = self.store.connection.query_row(sql, [], |row| row.get(0));
        count.map(i64::unsigned_abs).map_err(|error| self.store.explain(error))
    }

    /// Deletes all facts of `learner` with the name, or of everybody, and leaves no trace of them in the file. Returns how
    /// many there were. A file that was kept aside as damaged is not touched.
    ///
    /// # Errors
    ///
    /// As for [`Journal::append`]. If the file could not be packed, which needs as much room as the file, the facts are
    /// deleted all the same. [`JournalError::Snapshot`] if what was kept beside the file could not be deleted.
    pub fn erase(&mut self, learner: Option<&str>) -> Result<u64, JournalError> {
        let streams = match learner {
            Some(name) => self.store.learner_named(name)?.into_iter().collect(),
            None => self.all_streams()?,
        };
        let erased = self.store.delete(&streams).map_err(|error| self.store.explain(error))?;
        snapshot::drop_all(self.path())?;
        self.kept_to.set(0);
        Ok(erased)
    }

    fn all_streams(&self) -> Result<Vec<Stream>, JournalError> {
        let of_kinds: Result<Vec<_>, _> = Kind::ALL.into_iter().map(|kind| self.store.streams(kind)).collect();
        Ok(of_kinds?.concat())
    }

    fn found(&self, learner: &str) -> Result<Option<Found>, JournalError> {
        let Some(stream) = self.store.learner_named(learner)? else { return Ok(None) };
        self.store.find(stream).map_err(|error| self.store.explain(error))
    }

    fn last_of(&self, stream: Stream) -> Result<u64, JournalError> {
        let found = self.store.find(stream).map_err(|error| self.store.explain(error))?;
        Ok(found.map_or(0, |found| found.last))
    }
}

fn open_store(path: &Path) -> Result<(Sqlite, Option<String>), JournalError> {
    if length(path) == 0 {
        let alone = length(&beside(path, "-wal")) > 0;
        return if alone { rescue(path, Why::LogAlone) } else { open_for_writing(path).map(|store| (store, None)) };
    }
    if let Some(store) = open_sealed(path) {
        return Ok((store, None));
    }
    match inspect(path)? {
        Verdict::Sound | Verdict::InUse => open_for_writing(path).map(|store| (store, None)),
        Verdict::Damaged => rescue(path, Why::Damaged),
        Verdict::Apart => rescue(path, Why::Apart),
        Verdict::Torn => rescue(path, Why::Torn),
    }
}

/// Opens a file that is as it was left; none where it is not, or where that cannot be told.
fn open_sealed(path: &Path) -> Option<Sqlite> {
    let seal = Seal::unbroken(path)?;
    let connection = sqlite::opening::open_existing(path).ok()?;
    let store = Sqlite { connection, path: path.to_owned(), seal };
    if sqlite::opening::format(path, &store.connection).is_ok_and(|format| format == Format::Present) {
        return Some(store);
    }
    store.abandon();
    None
}

/// What a file is that is only read.
enum AsItIs {
    /// All can be read where it is.
    Whole(Sqlite),
    /// It is of the first edition.
    First,
    /// All can only be read in another way.
    InPart(Why),
}

fn open_as_it_is(path: &Path) -> Result<AsItIs, JournalError> {
    let log = fs::read(beside(path, "-wal")).unwrap_or_default();
    let file = if log.is_empty() { Vec::new() } else { fs::read(path).unwrap_or_default() };
    let is_sealed = Seal::unbroken(path).inspect(Seal::give_up).is_some();
    let (connection, is_merged) = match readable(path, path.as_os_str(), OpenFlags::empty()) {
        // The write-ahead log needs files of its own beside the journal, and here they cannot be made.
        Err(JournalError::ReadOnly { .. }) => {
            let connection = readable(path, &unchanging(path), OpenFlags::SQLITE_OPEN_URI);
            (connection.map_err(JournalError::unreadable)?, false)
        }
        opened => (opened?, true),
    };
    let explain = |error| JournalError::explain(path, error);
    let format = recognise(path, &connection)?;
    if !is_sealed && !is_sound(&connection, format).map_err(explain)? {
        return Ok(AsItIs::InPart(Why::Damaged));
    }
    if format != Format::Present {
        return Ok(AsItIs::First);
    }
    if !log.is_empty() && !is_all_in(&connection, &file, &log).map_err(explain)? {
        return Ok(AsItIs::InPart(if is_merged { Why::Apart } else { Why::Unmerged }));
    }
    Ok(AsItIs::Whole(Sqlite { connection, path: path.to_owned(), seal: Seal::none() }))
}

fn readable(path: &Path, name: &std::ffi::OsStr, flags: OpenFlags) -> Result<Connection, JournalError> {
    let connection = open_to_read(path, name, flags)?;
    // Whether there is a way to read it shows only when it is read.
    recognise(path, &connection).map(|_| connection)
}

fn refuse_other_than_file(path: &Path) -> Result<(), JournalError> {
    files::refuse_other_than_file(path).map_err(|source| JournalError::NoFile { path: path.to_owned(), source })
}

/// The length of a file in bytes; 0 for one that is not there.
fn length(path: &Path) -> u64 {
    fs::metadata(path).map_or(0, |told| told.len())
}

fn beside(path: &Path, companion: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(companion);
    PathBuf::from(name)
}

/// Random bits for the id of a stream. Where the system has none, the time has to do: the id is no secret.
fn random() -> u128 {
    let mut bytes = [0; 16];
    let since = || SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_nanos());
    getrandom::fill(&mut bytes).map_or_else(|_| since(), |()| u128::from_be_bytes(bytes))
}
