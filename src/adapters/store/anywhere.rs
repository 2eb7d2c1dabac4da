//! A store in a file or in a database that others run.

#[cfg(not(feature = "postgres"))]
use super::RemoteError;
use super::{JournalError, Sqlite};
use crate::domain::fact::Fact;
use crate::domain::store::{Appended, Kind, Person, Store, Stream};
use std::collections::HashMap;

#[cfg(feature = "postgres")]
type Remote = super::Postgres;

/// What stands for a database where this program was built without: there is none of it.
#[cfg(not(feature = "postgres"))]
#[derive(Debug)]
pub enum Remote {}

/// Of each stream the number of its last fact, and how often it was written to, facts and names.
pub type Heads = HashMap<Stream, (u64, i64)>;

/// A store of either kind.
#[derive(Debug)]
pub enum Anywhere {
    /// In a file, or in memory.
    File(Box<Sqlite>),
    /// In a database.
    Database(Box<Remote>),
}

impl Anywhere {
    /// Opens the store in the database at an address such as `postgres://user@host/database`.
    ///
    /// # Errors
    ///
    /// [`RemoteError`] within a [`JournalError`].
    pub fn database(address: &str) -> Result<Self, JournalError> {
        #[cfg(feature = "postgres")]
        return super::Postgres::open(address).map(Box::new).map(Self::Database);
        #[cfg(not(feature = "postgres"))]
        Err(if address.starts_with("postgres") { RemoteError::NotBuilt } else { RemoteError::Address }.into())
    }

    /// A number that changes when somebody else has written to the stream; none where that can't be told.
    ///
    /// # Errors
    ///
    /// Where a database can't be reached.
    pub fn writings_of_others(&self, stream: Stream) -> Result<Option<i64>, JournalError> {
        match self {
            Self::File(store) => Ok(store.writings_of_others()),
            Self::Database(store) => store.writings_of_others(stream).map(Some),
        }
    }

    /// Says who sits at a seat of a stream that has begun, or that nobody is known to.
    ///
    /// # Errors
    ///
    /// [`RemoteError::Forgotten`](super::RemoteError::Forgotten) where a database has no such stream any more; a file goes with its class.
    pub fn seat(&mut self, stream: Stream, seat: u32, person: Option<&Person>) -> Result<(), JournalError> {
        match self {
            Self::File(store) => store.name(stream, seat, person),
            Self::Database(store) => store.seat(stream, seat, person),
        }
    }

    /// How far each of these streams is in a database; none for a file, of which [`Anywhere::writings_of_others`] tells all at once.
    ///
    /// # Errors
    ///
    /// Where a database can't be reached.
    pub fn heads(&self, streams: &[Stream]) -> Result<Option<Heads>, JournalError> {
        match self {
            Self::File(_) => Ok(None),
            Self::Database(store) => store.heads(streams).map(Some),
        }
    }

    /// Erases streams with all their facts and names; of a file all of them or none, and nothing of them stays legible in it.
    ///
    /// # Errors
    ///
    /// Whatever the store says.
    pub fn erase_all(&mut self, streams: &[Stream]) -> Result<(), JournalError> {
        if let Self::File(store) = self {
            return store.delete(streams).map(drop).map_err(|error| store.explain(error));
        }
        streams.iter().try_for_each(|stream| self.erase(*stream).map(drop))
    }

    /// What a database is called, without user and password; none for a file.
    #[must_use]
    pub fn place(&self) -> Option<&str> {
        match self {
            Self::File(_) => None,
            Self::Database(store) => Some(store.place()),
        }
    }

    /// The first fact of each stream of a kind, in no particular order.
    ///
    /// # Errors
    ///
    /// Whatever the store says.
    pub fn firsts(&self, kind: Kind) -> Result<Vec<(Stream, Fact)>, JournalError> {
        match self {
            Self::File(store) => {
                let mut firsts = Vec::new();
                for stream in store.streams(kind)? {
                    store.read(stream, 0, 1, &mut |_, fact| firsts.push((stream, fact.clone())))?;
                }
                Ok(firsts)
            }
            Self::Database(store) => store.firsts(kind),
        }
    }
}

impl Anywhere {
    /// The roster that a database keeps for all its hosts, as rows of id, name, address, group and what is arranged; none in a file,
    /// which lies beside one.
    ///
    /// # Errors
    ///
    /// Whatever the database says.
    pub fn roster(&self) -> Result<Vec<[String; 5]>, JournalError> {
        match self {
            Self::File(_) => Ok(Vec::new()),
            Self::Database(store) => store.roster(),
        }
    }

    /// Keeps a roster in a database, in the place of the one before.
    ///
    /// # Errors
    ///
    /// Whatever the database says.
    pub fn keep_roster(&mut self, rows: &[[String; 5]]) -> Result<(), JournalError> {
        match self {
            Self::File(_) => Ok(()),
            Self::Database(store) => store.keep_roster(rows),
        }
    }
}

#[cfg(not(feature = "postgres"))]
impl Remote {
    fn seat(&mut self, _: Stream, _: u32, _: Option<&Person>) -> Result<(), JournalError> {
        match *self {}
    }

    fn roster(&self) -> Result<Vec<[String; 5]>, JournalError> {
        match *self {}
    }

    fn keep_roster(&self, _: &[[String; 5]]) -> Result<(), JournalError> {
        match *self {}
    }

    fn writings_of_others(&self, _: Stream) -> Result<i64, JournalError> {
        match *self {}
    }

    fn heads(&self, _: &[Stream]) -> Result<Heads, JournalError> {
        match *self {}
    }

    fn place(&self) -> &str {
        match *self {}
    }

    fn firsts(&self, _: Kind) -> Result<Vec<(Stream, Fact)>, JournalError> {
        match *self {}
    }
}

/// Does the same by whichever store it is.
macro_rules! either {
    ($self:ident, $store:ident => $does:expr) => {
        match $self {
            Self::File($store) => $does,
            #[cfg(feature = "postgres")]
            Self::Database($store) => $does,
            #[cfg(not(feature = "postgres"))]
            Self::Database(none) => match **none {},
        }
    };
}

impl Store for Anywhere {
    type Error = JournalError;

    fn append(&mut self, stream: Stream, after: u64, facts: &[Fact]) -> Result<Appended, JournalError> {
        either!(self, store => store.append(stream, after, facts))
    }

    fn read(
        &self,
        stream: Stream,
        after: u64,
        limit: usize,
        each: &mut dyn FnMut(u64, &Fact),
    ) -> Result<u64, JournalError> {
        either!(self, store => store.read(stream, after, limit, each))
    }

    fn streams(&self, kind: Kind) -> Result<Vec<Stream>, JournalError> {
        either!(self, store => store.streams(kind))
    }

    fn people(&self, stream: Stream) -> Result<Vec<(u32, Person)>, JournalError> {
        either!(self, store => store.people(stream))
    }

    fn name(&mut self, stream: Stream, seat: u32, person: Option<&Person>) -> Result<(), JournalError> {
        either!(self, store => store.name(stream, seat, person))
    }

    fn append_each(&mut self, many: &[(Stream, u64, Vec<Fact>)]) -> Result<Vec<Appended>, JournalError> {
        either!(self, store => store.append_each(many))
    }

    fn owners(&self, kind: Kind) -> Result<Vec<(Stream, Person)>, JournalError> {
        either!(self, store => store.owners(kind))
    }

    fn erase(&mut self, stream: Stream) -> Result<u64, JournalError> {
        either!(self, store => store.erase(stream))
    }
}
