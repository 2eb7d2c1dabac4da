//! A result made again: the very paper drawn from its code, and the same answers scored to the same numbers.

use super::choosing::Choosing;
use super::draw::Asked;
use super::form::check::papers;
use super::form::{Form, Kind};
use super::report::AtHand;
use super::result::Record;
use super::scoring::{Basis, Mark, Outcome, outcome};
use crate::domain::bank::Side;
use serde::Serialize;

/// What came of replaying a result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "replay", rename_all = "kebab-case")]
pub enum Replay {
    /// The same paper and the same numbers.
    Same,
    /// Something came out otherwise.
    Differs {
        /// What, each in a sentence.
        what: Vec<String>,
    },
    /// It was made with something that is not at hand.
    Needs {
        /// The bank.
        bank: String,
        /// Its revision.
        revision: u32,
        /// The calibration; none without one.
        calibration: Option<String>,
    },
}

impl Replay {
    /// What is needed to replay `record`.
    #[must_use]
    pub fn needs(record: &Record) -> Self {
        Self::Needs {
            bank: record.bank.id.clone(),
            revision: record.bank.revision,
            calibration: record.bank.calibration.clone(),
        }
    }

    /// In words.
    #[must_use]
    pub fn told(&self) -> String {
        match self {
            Self::Same => "the same paper and the same numbers".to_owned(),
            Self::Differs { what } => what.join("; "),
            Self::Needs { bank, revision, calibration } => {
                let calibration = calibration
                    .as_ref()
                    .map_or_else(|| "no calibration".to_owned(), |one| format!("calibration {one}"));
                format!("needs bank {bank}, revision {revision}, with {calibration}")
            }
        }
    }
}

/// Draws the paper of `record` again with what is `at_hand`, and scores its answers again.
#[must_use]
pub fn replay(record: &Record, form: &Form, at_hand: AtHand<'_>) -> Replay {
    if !at_hand.is_of(record) {
        return Replay::needs(record);
    }
    let mut what = Vec::new();
    let paper = drawn(record, form, at_hand, &mut what);
    let given = given(record, at_hand, &mut what);
    if form.paper.kind == Kind::Adaptive {
        chosen(record, form, at_hand, &given, &mut what);
    }
    if what.is_empty() {
        numbers(&record.outcome, &outcome(form, at_hand.pool, &paper, &given), &mut what);
    }
    if what.is_empty() { Replay::Same } else { Replay::Differs { what } }
}

/// The paper as it is drawn today, with every place where another statement was asked. An adaptive form draws none.
fn drawn(record: &Record, form: &Form, at_hand: AtHand<'_>, what: &mut Vec<String>) -> Vec<Asked> {
    if form.paper.kind == Kind::Adaptive {
        return Vec::new();
    }
    let Ok(papers) = papers(form, at_hand.pool, &record.cohort) else {
        what.push("the form draws no paper of this bank".to_owned());
        return Vec::new();
    };
    let paper = papers.get(record.paper).to_vec();
    if form.paper.kind == Kind::Fixed && paper.len() != record.answers.len() {
        what.push(format!("the paper has {} statements, the result {}", paper.len(), record.answers.len()));
    }
    for (number, answer) in record.answers.iter().enumerate() {
        let there = paper.get(number).and_then(|asked| at_hand.pool.statement(*asked));
        let id = there.map_or("nothing", |statement| statement.id.as_str());
        if id != answer.statement {
            what.push(format!("number {} is {id} on the paper, and {} was asked", number + 1, answer.statement));
        }
    }
    paper
}

/// Every place where an adaptive form would have chosen another statement, by the answers before it.
fn chosen(record: &Record, form: &Form, at_hand: AtHand<'_>, given: &[(Asked, Option<Side>)], what: &mut Vec<String>) {
    let choosing = Choosing::of(form, at_hand.pool, &record.cohort, &record.passed_over);
    for (number, (asked, _)) in given.iter().enumerate() {
        let next = choosing.next(&record.nonce, given.get(..number).unwrap_or_default());
        if next != Some(*asked) {
            let id = |one: Option<Asked>| {
                one.and_then(|one| at_hand.pool.statement(one)).map_or("nothing", |statement| statement.id.as_str())
            };
            let (next, asked) = (id(next), id(Some(*asked)));
            what.push(format!("number {} would be {next} by the answers before it, and {asked} was asked", number + 1));
        }
    }
}

/// The answers, with every statement that is not there or was marked otherwise.
fn given(record: &Record, at_hand: AtHand<'_>, what: &mut Vec<String>) -> Vec<(Asked, Option<Side>)> {
    let mut given = Vec::new();
    for answer in &record.answers {
        let asked = at_hand.pool.find(&answer.statement);
        let known = asked.and_then(|asked| Some((asked, at_hand.pool.statement(asked)?)));
        match known {
            Some((asked, statement)) if statement.revision == answer.revision => {
                let mark = Mark::of(answer.chosen, asked.side);
                if mark != answer.mark {
                    what.push(
                        format!("{} is marked {:?}, and comes to {mark:?}", answer.statement, answer.mark)
                            .to_lowercase(),
                    );
                }
                given.push((asked, answer.chosen));
            }
            _ => what.push(format!("the bank has no {} in revision {}", answer.statement, answer.revision)),
        }
    }
    given
}

/// The parts of an outcome that came out otherwise.
fn numbers(kept: &Outcome, made: &Outcome, what: &mut Vec<String>) {
    if kept.count != made.count {
        what.push(format!("the score was {}, and is {}", kept.count.score(), made.count.score()));
    }
    if kept.verdict != made.verdict {
        let word = |one: Option<super::figures::Verdict>| one.map_or("none", super::figures::Verdict::word);
        what.push(format!("the verdict was {}, and is {}", word(kept.verdict), word(made.verdict)));
    }
    let parts = [
        (!same_basis(kept.basis.as_ref(), made.basis.as_ref()), "what decides"),
        (kept.interval != made.interval, "the interval"),
        (!same_chance(kept, made), "the chance of being above the cut"),
        (kept.modules != made.modules, "the modules"),
    ];
    what.extend(parts.into_iter().filter(|(other, _)| *other).map(|(_, part)| format!("{part} came out otherwise")));
}

/// Whether two chances are the same, but for the last digits. Results of before have none.
fn same_chance(kept: &Outcome, made: &Outcome) -> bool {
    let near = |(one, other): (f64, f64)| (one - other).abs() < 1e-9;
    match (kept.chance, made.chance) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(one), Some(other)) => {
            [(one.above, other.above), (one.low, other.low), (one.high, other.high)].into_iter().all(near)
        }
    }
}

/// Whether two bases are the same, but for the last digits of a number that was written down and read again.
fn same_basis(one: Option<&Basis>, other: Option<&Basis>) -> bool {
    match (one, other) {
        (Some(Basis::Test { log_odds: one }), Some(Basis::Test { log_odds: other })) => (one - other).abs() < 1e-9,
        _ => one == other,
    }
}
