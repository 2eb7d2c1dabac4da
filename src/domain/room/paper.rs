//! The questions of a room, in two halves: faces, which everybody may see, and answers, which are sealed.
//!
//! The seal is a matter of types. A seal is opened for nobody but the holder of a [`Revealed`], and only
//! [`super::Room::revealed`] makes one, for a question that the host has revealed; or of a [`RevealedTo`], for a question that
//! one seat has answered at its own pace. A view that is made without one cannot
//! hold a key, whoever writes it.

use super::happened::{Item, Opened, WARM_UP};
use super::{Revealed, RevealedTo};
use crate::domain::bank::{Bank, Counterpart, Entry, Side, Sides};
use serde::Serialize;

/// How a side is called.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct SideLabel {
    /// Short, such as `IoT`.
    pub name: String,
    /// In full, such as `IoT (consumer)`.
    pub label: String,
}

/// A statement as everybody sees it. There is nothing else to be known of it before the reveal.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Face {
    /// Its place in the paper, from 1, or [`WARM_UP`]: by it answers name the question.
    pub place: u16,
    /// The statement.
    pub text: String,
}

/// A wrong belief that leads to the wrong side.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Belief {
    /// As a newcomer would say it.
    pub claim: String,
    /// Why it is not right.
    pub refutation: String,
}

/// What stands on the other side of a statement.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Other {
    /// A statement on the same aspect, or a sentence that says how the other side does it.
    pub text: String,
    /// The words of it that decide; none in a sentence.
    pub deciding: Vec<String>,
    /// Why it belongs there; empty for a sentence.
    pub explanation: String,
}

/// All that is shown with the reveal.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Answer {
    /// The side that describes the statement better.
    pub side: Side,
    /// The words that decide, each as it stands in the statement.
    pub deciding: Vec<String>,
    /// Why.
    pub explanation: String,
    /// What stands on the other side; none where nothing is known.
    pub counterpart: Option<Other>,
    /// The topic's title.
    pub topic: String,
    /// The title of the idea within the topic; empty where it has none.
    pub idea: String,
    /// The belief that would have led to the wrong side, if there is one.
    pub belief: Option<Belief>,
}

/// Answers that nobody sees without a proof that the question was revealed.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Sealed(Vec<Answer>);

/// The questions of a room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    /// What is asked of every statement.
    pub question: String,
    /// How the sides are called.
    pub sides: Sides<SideLabel>,
    first: u16,
    faces: Vec<Face>,
    sealed: Sealed,
}

/// Why a paper cannot be made of the bank at hand.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PaperError {
    /// It is another bank.
    #[error("the class was begun with the bank {needed}, and this is {here}; name the folder of that bank with --bank")]
    OtherBank {
        /// The id of the bank that is needed.
        needed: String,
        /// The id of the bank at hand.
        here: String,
    },
    /// A statement is gone, or is another now.
    #[error(
        "the bank has changed since the class was begun (with its revision {revision}); name the folder of that revision with --bank"
    )]
    Changed {
        /// The revision of the bank that is needed.
        revision: u32,
    },
    /// It has no statement, or more than places can number.
    #[error("a room needs from 1 to 999 statements")]
    Length,
}

/// The most statements of a room.
const MOST: usize = 999;

impl Paper {
    /// The paper of a room that was `opened`, from the bank it was opened with.
    ///
    /// # Errors
    ///
    /// [`PaperError`] where the bank is another one, or has changed.
    pub fn of(bank: &Bank, opened: &Opened) -> Result<Self, PaperError> {
        let (needed, here) = (&opened.bank, &bank.manifest.id);
        if needed != here {
            return Err(PaperError::OtherBank { needed: needed.clone(), here: here.clone() });
        }
        if !(1..=MOST).contains(&opened.items.len()) {
            return Err(PaperError::Length);
        }
        let (faces, answers) = preview(bank, opened)?.into_iter().unzip();
        let sides = Sides::each(|side| {
            let named = bank.side(side);
            SideLabel { name: named.name.clone(), label: named.label.clone() }
        });
        let (question, first) = (bank.manifest.question.clone(), first_place(opened));
        Ok(Self { question, sides, first, faces, sealed: Sealed(answers) })
    }

    /// The first place: that of the warm-up, or 1.
    #[must_use]
    pub const fn first(&self) -> u16 {
        self.first
    }

    /// All places, in the order of asking.
    pub fn places(&self) -> impl Iterator<Item = u16> {
        self.faces.iter().map(|face| face.place)
    }

    /// The statement at a place; none where there is no such place.
    #[must_use]
    pub fn face(&self, place: u16) -> Option<&Face> {
        self.faces.get(self.index(place)?)
    }

    /// The answer to a question that was revealed.
    #[must_use]
    pub fn answer(&self, proof: Revealed) -> Option<&Answer> {
        self.sealed.0.get(self.index(proof.place())?)
    }

    /// The answer to a question that a seat has answered at its own pace.
    #[must_use]
    pub fn answer_to(&self, proof: RevealedTo) -> Option<&Answer> {
        self.sealed.0.get(self.index(proof.place())?)
    }

    fn index(&self, place: u16) -> Option<usize> {
        place.checked_sub(self.first).map(usize::from)
    }
}

/// The statements of a room with their answers, for the teacher's eyes alone: it is made from the bank, and no room is needed
/// for it.
///
/// # Errors
///
/// [`PaperError::Changed`] where a statement is gone, or is another now.
pub fn preview(bank: &Bank, opened: &Opened) -> Result<Vec<(Face, Answer)>, PaperError> {
    let changed = PaperError::Changed { revision: opened.bank_revision };
    let items = (first_place(opened)..).zip(opened.warm_up.iter().chain(&opened.items));
    let both = |(place, item)| {
        let entry = entry(bank, item)?;
        Some((Face { place, text: entry.statement.text.clone() }, answer(&entry)))
    };
    items.map(both).collect::<Option<Vec<_>>>().ok_or(changed)
}

const fn first_place(opened: &Opened) -> u16 {
    if opened.warm_up.is_some() { WARM_UP } else { WARM_UP + 1 }
}

fn entry<'a>(bank: &'a Bank, item: &Item) -> Option<Entry<'a>> {
    let entry = bank.entry(bank.find(&item.id)?)?;
    (entry.statement.revision == item.revision).then_some(entry)
}

fn answer(entry: &Entry<'_>) -> Answer {
    let counterpart = match entry.counterpart() {
        Counterpart::Statement(statement) => Some(Other {
            text: statement.text.clone(),
            deciding: statement.deciding.clone(),
            explanation: statement.explanation.clone(),
        }),
        Counterpart::Told(text) => {
            Some(Other { text: text.to_owned(), deciding: Vec::new(), explanation: String::new() })
        }
        Counterpart::None => None,
    };
    let belief = |one: &crate::domain::bank::Misconception| Belief {
        claim: one.claim.clone(),
        refutation: one.refutation.clone(),
    };
    Answer {
        side: entry.at.side,
        deciding: entry.statement.deciding.clone(),
        explanation: entry.statement.explanation.clone(),
        counterpart,
        topic: entry.topic.title.clone(),
        idea: entry.concept().map_or_else(String::new, |concept| concept.title.clone()),
        belief: entry.misconception().map(belief),
    }
}
