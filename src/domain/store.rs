//! The store: facts in numbered streams, each durable before [`Store::append`] returns.
//!
//! A stream is all that happened to one learner, in one room or in one attempt. Its facts are numbered from 1 without a
//! gap, and are only ever added at the end. Whoever adds says which fact was the last they know; where the stream has
//! gone on meanwhile nothing is added, and they read on, decide again and retry. So any number of processes may serve one
//! stream without a leader, and no fact that was committed late can hide between two others.
//!
//! Names lie beside the facts, where they can be corrected and erased; all is folded without them.
//!
//! Methods block: they are called from threads, never from asynchronous tasks.

use super::fact::Fact;

/// What a stream is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// One learner's self-study.
    Learner,
    /// A class.
    Room,
    /// An attempt at an assessment.
    Attempt,
    /// An assessment's desk: who may sit down there. What they do there are attempts.
    Desk,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 4] = [Self::Learner, Self::Room, Self::Attempt, Self::Desk];

    /// The word for it in a store.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Learner => "learner",
            Self::Room => "room",
            Self::Attempt => "attempt",
            Self::Desk => "desk",
        }
    }
}

/// A stream: what it is of, and which one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Stream {
    /// What it is of.
    pub kind: Kind,
    /// Which one: random bits, unique in the world. It tells nothing about a person.
    pub id: u128,
}

/// What became of facts that were to be appended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Appended {
    /// They are durable, and the stream's last fact now has this number.
    UpTo(u64),
    /// Nothing was added: the stream ends with the fact of this number, and not with the one that was named.
    Behind(u64),
}

/// A person as they are called: what lies beside the facts. Every part may be empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Person {
    /// The name that is shown.
    pub name: String,
    /// The id in an institution's roster.
    pub roster: String,
    /// The address of their electronic mail.
    pub email: String,
}

impl Person {
    /// Somebody of whom the name alone is known.
    #[must_use]
    pub fn named(name: &str) -> Self {
        Self { name: name.to_owned(), ..Self::default() }
    }
}

/// The seat that stands for a stream's own person: the learner, or whoever takes the attempt. Those of a room count from 1.
pub const OWN: u32 = 0;

/// Where facts are kept.
pub trait Store {
    /// Why something could not be done: what happened, where, and what to do.
    type Error: std::error::Error;

    /// Adds `facts` in their order at the end of `stream`, all of them or none, if the stream's last fact has the number
    /// `after` (0 for an empty stream, which begins with its first fact). A fact whose id the stream has already is passed
    /// over, so that adding again what may or may not have been added is safe. Names in the facts are not kept.
    ///
    /// # Errors
    ///
    /// Nothing was added then.
    fn append(&mut self, stream: Stream, after: u64, facts: &[Fact]) -> Result<Appended, Self::Error>;

    /// Adds facts to several streams, to each as [`Store::append`] does, and tells what became of each, in their order.
    ///
    /// # Errors
    ///
    /// Those of some streams may have been added then: whoever asked reads on.
    fn append_each(&mut self, many: &[(Stream, u64, Vec<Fact>)]) -> Result<Vec<Appended>, Self::Error> {
        many.iter().map(|(stream, after, facts)| self.append(*stream, *after, facts)).collect()
    }

    /// Hands `each` at most `limit` facts of `stream` whose number is above `after`, with their numbers, in order. Each has
    /// the name of the stream's own person, or an empty one. Returns the number of the last one; `after` where there was
    /// none.
    ///
    /// # Errors
    ///
    /// Also where a fact cannot be read.
    fn read(
        &self,
        stream: Stream,
        after: u64,
        limit: usize,
        each: &mut dyn FnMut(u64, &Fact),
    ) -> Result<u64, Self::Error>;

    /// All streams of a kind that have facts or a person, in no particular order.
    ///
    /// # Errors
    ///
    /// Whatever the store says.
    fn streams(&self, kind: Kind) -> Result<Vec<Stream>, Self::Error>;

    /// Who sits where in `stream`, by seat.
    ///
    /// # Errors
    ///
    /// Whatever the store says.
    fn people(&self, stream: Stream) -> Result<Vec<(u32, Person)>, Self::Error>;

    /// The own person of each stream of a kind that has one, in no particular order.
    ///
    /// # Errors
    ///
    /// Whatever the store says.
    fn owners(&self, kind: Kind) -> Result<Vec<(Stream, Person)>, Self::Error> {
        let mut owners = Vec::new();
        for stream in self.streams(kind)? {
            let own = self.people(stream)?.into_iter().find(|(seat, _)| *seat == OWN);
            owners.extend(own.map(|(_, person)| (stream, person)));
        }
        Ok(owners)
    }

    /// Says who sits at `seat` of `stream`, or that nobody is known to any more. No trace of who was named before is left.
    ///
    /// # Errors
    ///
    /// Whatever the store says.
    fn name(&mut self, stream: Stream, seat: u32, person: Option<&Person>) -> Result<(), Self::Error>;

    /// Erases `stream` with all its facts and names, and leaves no trace of them. Returns how many facts there were.
    ///
    /// # Errors
    ///
    /// Whatever the store says.
    fn erase(&mut self, stream: Stream) -> Result<u64, Self::Error>;
}
