//! The mistakes to make good, with the belief behind each and the statement's counterpart.

use crate::domain::bank::{Bank, Entry, Misconception, Side};
use crate::domain::learner::{Learner, StatementRecord};
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
    pub deciding: Vec<String>,
    /// Why it is this side and not the other.
    pub explanation: String,
    /// Whether the wrong answer was given with certainty.
    pub certain: bool,
    /// The belief that a wrong answer suggests.
    pub misconception: Option<Belief>,
    /// What stands on the other side; none where nothing is known of it.
    pub counterpart: Option<CounterpartFigures>,
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

/// What stands on the other side of a statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CounterpartFigures {
    /// Its id; none where the missed statement stands alone, and a sentence says how the other side does it.
    pub statement: Option<String>,
    /// Its text.
    pub text: String,
    /// The words of the text that settle it.
    pub deciding: Vec<String>,
}

/// The mistakes to make good, in the order in which they are asked again.
pub(super) fn mistakes(bank: &Bank, learner: &Learner) -> Vec<MistakeFigures> {
    let owed = learner.mistakes().into_iter().filter_map(|at| bank.entry(at));
    owed.map(|entry| mistake(&entry, learner.statement(entry.at))).collect()
}

fn mistake(entry: &Entry<'_>, record: StatementRecord) -> MistakeFigures {
    let statement = entry.statement;
    MistakeFigures {
        topic: entry.topic.id.clone(),
        concept: entry.item.concept().to_owned(),
        statement: statement.id.clone(),
        side: entry.at.side,
        text: statement.text.clone(),
        deciding: statement.deciding.clone(),
        explanation: statement.explanation.clone(),
        certain: record.sure_and_wrong,
        // Who said "don't know" believed nothing.
        misconception: entry.misconception().filter(|_| record.chosen_wrong).map(belief),
        counterpart: counterpart(entry),
    }
}

fn counterpart(entry: &Entry<'_>) -> Option<CounterpartFigures> {
    let other = entry.counterpart();
    let statement = other.statement();
    Some(CounterpartFigures {
        statement: statement.map(|one| one.id.clone()),
        text: other.text()?.to_owned(),
        deciding: statement.map(|one| one.deciding.clone()).unwrap_or_default(),
    })
}

fn belief(one: &Misconception) -> Belief {
    Belief { id: one.id.clone(), claim: one.claim.clone(), refutation: one.refutation.clone() }
}
