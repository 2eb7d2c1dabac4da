//! Proofs that something may be seen. Their fields are private here, so that no other module, not even a view's, can make one.

use super::{Fate, Pace, Room};

/// The proof that a question was revealed: whoever has one may see its answer. Only [`Room::revealed`] makes one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Revealed(u16);

impl Revealed {
    /// The question's place.
    #[must_use]
    pub const fn place(self) -> u16 {
        self.0
    }
}

/// The proof that a question was answered at a seat, in a room where everybody goes at their own pace: that seat may see its answer,
/// and no other. Only [`Room::revealed_to`] makes one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RevealedTo {
    seat: u32,
    place: u16,
}

impl RevealedTo {
    /// The seat.
    #[must_use]
    pub const fn seat(self) -> u32 {
        self.seat
    }

    /// The question's place.
    #[must_use]
    pub const fn place(self) -> u16 {
        self.place
    }
}

/// The proof that the host has switched names on. Only [`Room::names_on`] makes one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NamesOn(());

impl Room {
    /// The proof that a question was revealed; none where it was not.
    #[must_use]
    pub fn revealed(&self, place: u16) -> Option<Revealed> {
        let round = self.rounds.get(&place)?;
        (round.fate == Fate::Revealed).then_some(Revealed(place))
    }

    /// The proof that a seat answered a question, and can't change that any more; none where it didn't, or may.
    #[must_use]
    pub fn revealed_to(&self, seat: u32, place: u16) -> Option<RevealedTo> {
        (self.opened.pace == Pace::Own && self.ballot(place, 1, seat).is_some()).then_some(RevealedTo { seat, place })
    }

    /// The proof that names may stand on the projector; none where they may not.
    #[must_use]
    pub fn names_on(&self) -> Option<NamesOn> {
        self.names_shown.then_some(NamesOn(()))
    }
}
