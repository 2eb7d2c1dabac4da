//! What is asked of a desk, and what comes of it.

use crate::adapters::store::JournalError;
use crate::app::Message;
use crate::app::keys::Action;
use crate::app::view::desk as words;
use crate::domain::assessment::ticket::NoTicket;
use crate::domain::assessment::unlock::Locked;
use crate::domain::bank::Side;
use crate::domain::certainty::Certainty;
use crate::domain::room::{RequestId, Token};

/// What an applicant asks for from a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// To answer, and go on.
    Answer(Side, Option<Certainty>),
    /// To mark the statement for another look, or to take the mark off.
    Mark(bool),
    /// What a key would ask for.
    Key(Action),
}

/// What is known of a device with which somebody sits down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Came {
    /// Nothing.
    New,
    /// It was known by that before.
    Known(Token),
    /// It is a terminal, which has nothing to be known by: where nobody is there any more, it came back.
    Terminal,
}

/// What somebody asks of a desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Order {
    /// Somebody sits down with a ticket; whatever device sat there before does not any more.
    Sit {
        /// What was typed, or read by a camera.
        ticket: String,
        /// What the device is known by from here on.
        token: Token,
        /// What is known of where it comes from.
        came: Came,
    },
    /// An applicant does something on a page.
    Act {
        /// The device.
        by: Token,
        /// Which screen the page showed, as views name their places.
        at: String,
        /// Made with the page: the same again changes nothing.
        request: RequestId,
        /// What is asked for.
        what: What,
    },
    /// An applicant at a terminal's screen presses a key, or the screen tells how it was drawn.
    Press {
        /// The device.
        by: Token,
        /// What happened.
        message: Message,
    },
    /// A device is there. It shows whether its pages run scripts, and so tell by themselves when they are gone.
    Seen {
        /// The device.
        by: Token,
        /// Whether its pages ask for news by themselves.
        asks: bool,
    },
    /// The line to a device was cut, without a word: what it showed is broken off.
    Gone {
        /// The device.
        by: Token,
    },
    /// An administrator unlocks the last attempt of whoever sits there.
    Unlock {
        /// The number of the seat.
        seat: u32,
        /// Whether another attempt may begin, or the last one goes on.
        another: bool,
        /// How many minutes are given in addition.
        minutes: u16,
        /// Who unlocks it.
        by: String,
        /// Why.
        why: String,
    },
    /// The host closes the desk: nothing is taken any more.
    Close,
}

/// What came of an order that was not refused. All of it is durable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ack {
    /// It is so.
    Done,
    /// Somebody sits at the seat with this number.
    Seated(u32),
}

/// What came of an order.
pub type Reply = Result<Ack, Refused>;

/// Why an order was refused; each is a sentence for whoever gave it. Nothing happened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// What was typed is no ticket.
    #[error(transparent)]
    NoTicket(#[from] NoTicket),
    /// Nobody has that ticket.
    #[error("{}", words::UNKNOWN_TICKET)]
    Unknown,
    /// Too many tickets were tried that nobody has.
    #[error("{}", words::TOO_MANY_TICKETS)]
    TooMany,
    /// Another device sits there now.
    #[error("{}", words::MOVED)]
    Moved,
    /// The device sits nowhere.
    #[error("{}", words::NOBODY)]
    Nobody,
    /// The page was about something that is over.
    #[error("{}", words::STALE)]
    Stale,
    /// There is no such seat.
    #[error("{}", words::no_seat(*.0))]
    NoSeat(u32),
    /// A name and a reason are needed.
    #[error("{}", words::SIGN_OFF)]
    Unsigned,
    /// There is nothing to unlock.
    #[error("{}", words::locked(*.0))]
    Locked(#[from] Locked),
    /// The journal takes nothing.
    #[error(transparent)]
    Store(#[from] Trouble),
    /// The desk is closed.
    #[error("{}", words::CLOSED)]
    Closed,
}

impl Refused {
    /// A refusal as applicants are told.
    #[must_use]
    pub fn told(&self) -> String {
        match self {
            Self::Store(_) => words::TROUBLE.to_owned(),
            other => other.to_string(),
        }
    }
}

/// What is the matter with the journal, in a sentence for the host.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", words::trouble(.0))]
pub struct Trouble(pub String);

impl From<JournalError> for Trouble {
    fn from(error: JournalError) -> Self {
        Self(error.to_string())
    }
}
