//! A store for tests: a journal that can be told to fail, or that tells of each stream as a database does.

use crate::adapters::hall::keeper::{Keeper, Written};
use crate::adapters::store::{Heads, Journal, JournalError, Sqlite};
use crate::domain::assessment::attempt::Step;
use crate::domain::assessment::result::{Opened, Record, open};
use crate::domain::fact::{Event, Fact};
use crate::domain::store::{Appended, Kind, Person, Store, Stream};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard};

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// No room is left.
    Full,
    /// Others hold it.
    Busy,
    /// What is asked is done, and nobody hears of it.
    Unheard,
}

#[derive(Default)]
struct Inside {
    store: Option<Sqlite>,
    heads: Heads,
    fault: Option<Fault>,
    /// The number of the writing that fails once.
    fails_at: Option<usize>,
    writings: usize,
    is_shared: bool,
}

/// The store; each copy is the same.
#[derive(Clone, Default)]
pub(crate) struct Testing(Arc<Mutex<Inside>>);

impl Testing {
    pub(super) fn of(journal: Journal) -> Self {
        let store = Self::default();
        store.inside().store = Some(journal.into_store());
        store
    }

    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.0.lock().unwrap()
    }

    pub(super) fn fails(&self, fault: Fault) {
        self.inside().fault = Some(fault);
    }

    pub(super) fn works(&self) {
        self.inside().fault = None;
    }

    /// Has one writing fail: that with this number.
    pub(super) fn fails_at(&self, number: usize) {
        self.inside().fails_at = Some(number);
    }

    /// How many writings were tried.
    pub(super) fn writings(&self) -> usize {
        self.inside().writings
    }

    /// From here on it is as a database that others write to as well.
    pub(super) fn shared(&self) {
        let mut heads = Heads::new();
        for stream in Kind::ALL.into_iter().flat_map(|kind| self.streams(kind).unwrap()) {
            heads.insert(stream, (self.read(stream, 0, usize::MAX, &mut |_, _| {}).unwrap(), 0));
        }
        let mut inside = self.inside();
        (inside.is_shared, inside.heads) = (true, heads);
    }

    /// How many facts there are.
    pub(super) fn facts(&self) -> u64 {
        let streams = Kind::ALL.into_iter().flat_map(|kind| self.streams(kind).unwrap());
        streams.map(|stream| self.read(stream, 0, usize::MAX, &mut |_, _| {}).unwrap()).sum()
    }

    /// The results that are kept in it, by the applicants.
    pub(super) fn results(&self) -> Vec<Record> {
        let mut results = Vec::new();
        for stream in self.streams(Kind::Attempt).unwrap() {
            self.read(stream, 0, usize::MAX, &mut |_, fact| {
                if let Event::Assessment(Step::Filed { sealed, .. }) = &fact.event {
                    let opened: Opened<Record> = open(sealed).unwrap();
                    results.push(opened.content);
                }
            })
            .unwrap();
        }
        results.sort_by(|one, other| one.applicant.id.cmp(&other.applicant.id));
        results
    }

    fn write<T>(
        &self,
        stream: Stream,
        write: impl FnOnce(&mut Sqlite) -> Result<T, JournalError>,
    ) -> Result<T, JournalError> {
        let mut inside = self.inside();
        let path = PathBuf::from("the journal");
        let number = inside.writings;
        inside.writings += 1;
        match inside.fault {
            Some(Fault::Full) => return Err(JournalError::Full { path }),
            Some(Fault::Busy) => return Err(JournalError::Busy { path }),
            _ if inside.fails_at == Some(number) => return Err(JournalError::Full { path }),
            _ => {}
        }
        let done = write(inside.store.as_mut().unwrap())?;
        let last = inside.store.as_ref().unwrap().read(stream, 0, usize::MAX, &mut |_, _| {})?;
        let head = inside.heads.entry(stream).or_default();
        *head = (last, head.1 + 1);
        if inside.fault == Some(Fault::Unheard) { Err(JournalError::Busy { path }) } else { Ok(done) }
    }
}

impl Store for Testing {
    type Error = JournalError;

    fn append(&mut self, stream: Stream, after: u64, facts: &[Fact]) -> Result<Appended, JournalError> {
        self.write(stream, |store| store.append(stream, after, facts))
    }

    fn read(
        &self,
        stream: Stream,
        after: u64,
        limit: usize,
        each: &mut dyn FnMut(u64, &Fact),
    ) -> Result<u64, JournalError> {
        self.inside().store.as_ref().unwrap().read(stream, after, limit, each)
    }

    fn streams(&self, kind: Kind) -> Result<Vec<Stream>, JournalError> {
        self.inside().store.as_ref().unwrap().streams(kind)
    }

    fn people(&self, stream: Stream) -> Result<Vec<(u32, Person)>, JournalError> {
        self.inside().store.as_ref().unwrap().people(stream)
    }

    fn name(&mut self, stream: Stream, seat: u32, person: Option<&Person>) -> Result<(), JournalError> {
        self.write(stream, |store| store.name(stream, seat, person))
    }

    fn erase(&mut self, stream: Stream) -> Result<u64, JournalError> {
        self.write(stream, |store| store.erase(stream))
    }
}

impl Keeper for Testing {
    fn written(&self, streams: &[Stream]) -> Result<Written, JournalError> {
        let inside = self.inside();
        if !inside.is_shared {
            return Ok(Written::Somewhere(inside.store.as_ref().unwrap().writings_of_others()));
        }
        let heads = streams.iter().filter_map(|stream| Some((*stream, *inside.heads.get(stream)?)));
        Ok(Written::Streams(heads.collect()))
    }

    fn keeps_results(&self) -> bool {
        self.inside().is_shared
    }
}
