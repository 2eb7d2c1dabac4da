//! An assessment's desk: who may sit down there, folded from its facts. What the applicants do are attempts, each a stream of
//! its own.
//!
//! Facts speak of numbers of seats and of hashes; who the applicants are lies beside them. Whoever has no name any more was
//! erased, and their ticket opens nothing.

use super::ticket::{Ticket, hashed};
use crate::domain::fact::{Event, Fact};
use crate::domain::room::Token;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// What happens at a desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "desk", rename_all = "snake_case")]
pub enum AtDesk {
    /// It was set up.
    SetUp {
        /// The form's title.
        title: String,
        /// The bank's id.
        bank: String,
    },
    /// A ticket was made; the one that the seat had opens nothing any more.
    Ticket {
        /// The number of the seat, from 1.
        seat: u32,
        /// The ticket's hash.
        hash: String,
    },
    /// Somebody sat down with the ticket; the device that was there before is told.
    Sat {
        /// The number of the seat.
        seat: u32,
        /// The hash of the device's token.
        device: String,
        /// Whether it is the computer that sat there before, as far as that is known.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        again: bool,
    },
}

/// What is kept of a device's token.
#[must_use]
pub fn device(token: Token) -> String {
    hashed(&format!("iotutor device {token}"))
}

/// Who may sit down at a desk, and where they sit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Desk {
    /// The form's title.
    pub title: String,
    /// The bank's id.
    pub bank: String,
    tickets: HashMap<String, u32>,
    /// Each device that ever sat down, with its seat.
    devices: HashMap<String, u32>,
    seats: HashMap<u32, Seat>,
}

/// A seat.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Seat {
    ticket: String,
    device: String,
    moves: u32,
    returns: u32,
}

/// Whose a device is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holder {
    /// It sits there.
    Seated(u32),
    /// It sat there, until another one did.
    Moved(u32),
    /// It never sat anywhere.
    Nobody,
}

impl Desk {
    /// Takes a fact into account.
    pub fn apply(&mut self, fact: &Fact) {
        if let Event::Desk(happened) = &fact.event {
            self.take(happened);
        }
    }

    /// Takes what happened into account.
    pub fn take(&mut self, happened: &AtDesk) {
        match happened {
            AtDesk::SetUp { title, bank } => (self.title, self.bank) = (title.clone(), bank.clone()),
            AtDesk::Ticket { seat, hash } => {
                let place = self.seats.entry(*seat).or_default();
                let before = std::mem::replace(&mut place.ticket, hash.clone());
                self.tickets.remove(&before);
                self.tickets.insert(hash.clone(), *seat);
            }
            AtDesk::Sat { seat, device, again } => {
                let place = self.seats.entry(*seat).or_default();
                let is_another = !place.device.is_empty() && place.device != *device;
                place.moves += u32::from(is_another && !again);
                place.returns += u32::from(is_another && *again);
                place.device.clone_from(device);
                self.devices.insert(device.clone(), *seat);
            }
        }
    }

    /// The seat that a ticket is for.
    #[must_use]
    pub fn seat_of(&self, ticket: &Ticket) -> Option<u32> {
        self.tickets.get(&ticket.hash()).copied()
    }

    /// Whose a device is.
    #[must_use]
    pub fn holder(&self, token: Token) -> Holder {
        let device = device(token);
        let Some(seat) = self.devices.get(&device).copied() else { return Holder::Nobody };
        let sits = self.seats.get(&seat).is_some_and(|place| place.device == device);
        if sits { Holder::Seated(seat) } else { Holder::Moved(seat) }
    }

    /// How often another device took a seat over.
    #[must_use]
    pub fn moves(&self, seat: u32) -> u32 {
        self.seats.get(&seat).map_or(0, |place| place.moves)
    }

    /// How often the same computer came back to a seat.
    #[must_use]
    pub fn returns(&self, seat: u32) -> u32 {
        self.seats.get(&seat).map_or(0, |place| place.returns)
    }

    /// The numbers of the seats that have tickets.
    #[must_use]
    pub fn seats(&self) -> Vec<u32> {
        let mut seats: Vec<u32> = self.tickets.values().copied().collect();
        seats.sort_unstable();
        seats
    }

    /// The number of the next seat.
    #[must_use]
    pub fn next(&self) -> u32 {
        self.seats.keys().max().map_or(1, |last| last + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_replaced_ticket_opens_nothing_and_the_newer_device_sits() {
        let (lost, new) = (Ticket::draw(1), Ticket::draw(2));
        let mut desk = Desk::default();
        desk.take(&AtDesk::Ticket { seat: 1, hash: lost.hash() });
        assert_eq!((desk.seat_of(&lost), desk.seat_of(&new), desk.next()), (Some(1), None, 2));
        desk.take(&AtDesk::Ticket { seat: 1, hash: new.hash() });
        assert_eq!((desk.seat_of(&lost), desk.seat_of(&new), desk.seats()), (None, Some(1), vec![1]));
        let comes = |number, again| AtDesk::Sat { seat: 1, device: device(Token(number)), again };
        let sits = |number| comes(number, false);
        desk.take(&sits(7));
        desk.take(&sits(7));
        assert_eq!((desk.holder(Token(7)), desk.moves(1)), (Holder::Seated(1), 0));
        desk.take(&sits(8));
        assert_eq!((desk.holder(Token(7)), desk.holder(Token(8))), (Holder::Moved(1), Holder::Seated(1)));
        assert_eq!((desk.holder(Token(9)), desk.moves(1)), (Holder::Nobody, 1));
        // The same computer with another number is no other device, and the number before opens nothing.
        desk.take(&comes(10, true));
        assert_eq!((desk.holder(Token(8)), desk.holder(Token(10))), (Holder::Moved(1), Holder::Seated(1)));
        assert_eq!((desk.moves(1), desk.returns(1)), (1, 1));
    }
}
