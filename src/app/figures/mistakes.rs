//! The mistakes to make good, with the belief behind each and the statement's twin.

use crate::domain::bank::{Bank, Entry, Misconception, Side};
use crate::domain::learner::Learner;
use serde::Serialize;

/// A statement answered wrongly, or with "don't know", and not made good since.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MistakeFigures {
    /// The id of its topic.
    pub topic: String,
    /// The id of its concept.
    pub concept: String,
    /// The statement's id.
    pub statement: String,
    /// The side that it describes better.
    pub side: Side,
    /// Its text.
    pub text: String,
    /// The words of the text that settle it.
    pub deciding: String,
    /// Why it is this side and not the other.
    pub explanation: String,
    /// Whether the wrong answer was given with certainty.
    pub certain: bool,
    /// The belief that a wrong answer suggests.
    pub misconception: Option<Belief>,
    /// The same scene on the other side.
    pub twin: TwinFigures,
}

/// A wrong belief and why it is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Belief {
    /// Its id within the topic.
    pub id: String,
    /// The belief as a newcomer would say it.
    pub claim: String,
    /// Why it is not right.
    pub refutation: String,
}

/// The statement of the same scene on the other side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TwinFigures {
    /// Its id.
    pub statement: String,
    /// Its text.
    pub text: String,
    /// The words of the text that settle it.
    pub deciding: String,
}

/// The mistakes to make good, in the order in which they are asked again.
pub(super) fn mistakes(bank: &Bank, learner: &Learner) -> Vec<MistakeFigures> {
    let owed = learner.mistakes().into_iter().filter_map(|at| bank.entry(at));
    owed.map(|entry| mistake(&entry, learner.statement(entry.at).sure_and_wrong)).collect()
}

fn mistake(entry: &Entry<'_>, certain: bool) -> MistakeFigures {
    let (statement, other) = (entry.statement, entry.other());
    MistakeFigures {
        topic: entry.topic.id.clone(),
        concept: entry.twin.concept.clone(),
        statement: statement.id.clone(),
        side: entry.at.side,
        text: statement.text.clone(),
        deciding: statement.deciding.clone(),
        explanation: statement.explanation.clone(),
        certain,
        misconception: entry.misconception().map(belief),
        twin: TwinFigures { statement: other.id.clone(), text: other.text.clone(), deciding: other.deciding.clone() },
    }
}

fn belief(one: &Misconception) -> Belief {
    Belief { id: one.id.clone(), claim: one.claim.clone(), refutation: one.refutation.clone() }
}
