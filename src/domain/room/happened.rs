//! What happens in a room: the facts from which all else is folded.
//!
//! Facts speak of seats by their numbers and of questions by their places. No name of a person is in them: who sits where
//! lies beside the facts, where it can be corrected and erased (see [`super::people`]).

use crate::domain::certainty::Certainty;
use crate::domain::fact::Response;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// The place of the warm-up, which is asked before the first question and counts for nothing.
pub const WARM_UP: u16 = 0;

/// The highest number that a sheet of paper may have.
pub const MOST_SHEETS: u32 = 9_999;

/// One statement of the paper: which, and as it was when the room was opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// The statement's id.
    pub id: String,
    /// Its revision.
    pub revision: u32,
}

/// What people are asked for when they join.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NamesPolicy {
    /// Nothing: each is called by the number of the seat.
    None,
    /// Any name will do.
    #[default]
    Free,
    /// The id in the institution's roster.
    Roster,
}

/// Who says when the next question comes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pace {
    /// The host, for everybody at once.
    #[default]
    Host,
    /// Each for themselves: an answer is explained at once, at that seat alone, and stays as it was given.
    #[serde(rename = "self")]
    Own,
}

impl Pace {
    /// Whether the host leads. Rooms of former editions know nothing else, and their facts stay as they were.
    #[must_use]
    pub const fn is_hosts(&self) -> bool {
        matches!(self, Self::Host)
    }
}

/// What a room is opened with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opened {
    /// What the class is called; may be empty.
    pub title: String,
    /// The room's own code, which tells nothing about the paper.
    pub code: String,
    /// The code that names the paper, to take home.
    pub paper_code: String,
    /// The bank's id.
    pub bank: String,
    /// The bank's revision.
    pub bank_revision: u32,
    /// The statements, in the order of asking; the first has the place 1.
    pub items: Vec<Item>,
    /// A statement to warm up with, at the place 0; none where the class begins with the first question.
    #[serde(default)]
    pub warm_up: Option<Item>,
    /// What people are asked for when they join.
    pub names: NamesPolicy,
    /// Whether answers carry a certainty.
    pub certainty: bool,
    /// How many people may be in at once.
    pub seats: u32,
    /// Who says when the next question comes.
    #[serde(default, skip_serializing_if = "Pace::is_hosts")]
    pub pace: Pace,
}

/// 128 random bits that only one page has: whoever sends them sits at that seat. Written as 32 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Token(pub u128);

/// 128 random bits made with a page or a line: the same again means that the same was sent twice. Written as 32 hexadecimal
/// digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RequestId(pub u128);

/// What was given is not 32 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("32 hexadecimal digits are needed")]
pub struct BadDigits;

/// Its bits are nobody's business, not even in a log.
impl fmt::Debug for Token {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Token(…)")
    }
}

macro_rules! hexadecimal {
    ($name:ident) => {
        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(out, "{:032x}", self.0)
            }
        }

        impl FromStr for $name {
            type Err = BadDigits;

            fn from_str(text: &str) -> Result<Self, BadDigits> {
                let fits = text.len() == 32 && text.bytes().all(|digit| digit.is_ascii_hexdigit());
                if fits { u128::from_str_radix(text, 16).map(Self).map_err(|_| BadDigits) } else { Err(BadDigits) }
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                String::deserialize(from)?.parse().map_err(D::Error::custom)
            }
        }
    };
}

hexadecimal!(Token);
hexadecimal!(RequestId);

/// A side, or "don't know", and how sure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Choice {
    /// What was answered.
    pub response: Response,
    /// How sure; none where it was not asked or not said, or for "don't know".
    #[serde(default)]
    pub certainty: Option<Certainty>,
}

/// Raised hands, counted where there is no network.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Hands {
    /// For the left side.
    pub left: u32,
    /// For the right side.
    pub right: u32,
    /// For "don't know".
    pub dont_know: u32,
}

/// What happened. `place` is a question's place in the paper, from 1, or [`WARM_UP`]; `vote` counts from 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Happened {
    /// The room was opened. It is the first fact, and comes once.
    Opened(Box<Opened>),
    /// Somebody took a seat; seats are numbered from 1 in the order of joining.
    Joined {
        /// The seat.
        seat: u32,
        /// Who sends this sits there.
        token: Token,
        /// Three easy words with which to come back.
        words: String,
        /// The request that asked for it.
        request: RequestId,
    },
    /// Somebody left; the seat can be taken again with its words or by the host.
    Left {
        /// The seat.
        seat: u32,
    },
    /// The host removed somebody; their answers count no more.
    Removed {
        /// The seat.
        seat: u32,
    },
    /// The seat is another device's from now on. One that was left or removed is taken again.
    Moved {
        /// The seat.
        seat: u32,
        /// The new token; the old one can answer no more.
        token: Token,
    },
    /// A question was put, or put once more.
    Asked {
        /// Its place.
        place: u16,
        /// Which vote on it.
        vote: u8,
    },
    /// An answer was given, or changed.
    Answered {
        /// The question's place.
        place: u16,
        /// Which vote on it.
        vote: u8,
        /// Whose.
        seat: u32,
        /// What.
        choice: Choice,
        /// The request with which it came.
        request: RequestId,
        /// Milliseconds since the question was first shown at that seat.
        elapsed: u64,
    },
    /// Somebody who goes at their own pace has read why, and went on to the next question.
    WentOn {
        /// Whose seat.
        seat: u32,
        /// The place of the question that was left.
        place: u16,
    },
    /// No more answers are taken.
    Closed {
        /// The question's place.
        place: u16,
        /// Which vote on it.
        vote: u8,
    },
    /// The closing was taken back.
    Reopened {
        /// The question's place.
        place: u16,
        /// Which vote on it.
        vote: u8,
    },
    /// Neighbours talk before they vote again.
    Discussed {
        /// The question's place.
        place: u16,
    },
    /// Hands were counted; they take the place of those counted before in the same vote.
    HandsCounted {
        /// The question's place.
        place: u16,
        /// Which vote on it.
        vote: u8,
        /// How many.
        hands: Hands,
    },
    /// The host showed how the room voted, or hid it again.
    BarsShown {
        /// The question's place.
        place: u16,
        /// Whether they are shown.
        on: bool,
    },
    /// The host showed what is right, and why.
    Revealed {
        /// The question's place.
        place: u16,
    },
    /// The question was given up; it counts for nothing and is never explained.
    Skipped {
        /// The question's place.
        place: u16,
    },
    /// The question was taken out of the paper before it was asked.
    Dropped {
        /// The question's place.
        place: u16,
    },
    /// Two seats are the same person's, and so are all that were one with either; it may be said after the end, too.
    Same {
        /// A seat.
        seat: u32,
        /// The other.
        other: u32,
    },
    /// A seat counts alone again.
    Apart {
        /// The seat.
        seat: u32,
    },
    /// What stands on a numbered sheet of paper was typed in. It takes the place of what that sheet said before, and may come
    /// after the end, too.
    SheetEntered {
        /// The sheet's number, from 1.
        sheet: u32,
        /// The seat that stands for whoever filled it in: a new one, or that of the same sheet before.
        seat: u32,
        /// What is marked, in the order of the paper; none where nothing is.
        answers: Vec<Option<Choice>>,
    },
    /// A sheet was typed in by mistake: it counts no more.
    SheetWithdrawn {
        /// The sheet's number.
        sheet: u32,
    },
    /// Nothing is taken until the class goes on.
    Paused,
    /// The class goes on.
    Resumed,
    /// Nobody can join any more, or can again.
    Locked {
        /// Whether it is locked.
        on: bool,
    },
    /// Names may stand on the projector, or may no more.
    NamesShown {
        /// Whether they may.
        on: bool,
    },
    /// The class is over.
    Ended,
}
