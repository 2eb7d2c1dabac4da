//! A question, its hint, and the feedback to its answer.

use super::words::{counted, label, sources, title};
use crate::app::Model;
use crate::app::quiz::{Quiz, Selection};
use crate::domain::bank::Entry;
use crate::domain::fact::Mode;
use crate::domain::session::{Given, Phase, Session};

/// A question of a quiz, or its feedback.
pub fn quiz(model: &Model, quiz: &Quiz) -> Vec<String> {
    let sitting = &quiz.sitting;
    let mut lines = heading(model, sitting);
    lines.extend(question(model, sitting, quiz.selection));
    lines
}

/// Where in the round a question stands. Repeats are announced, and counted apart.
pub fn heading(model: &Model, sitting: &Session) -> Vec<String> {
    let mut lines = Vec::new();
    let topic = sitting.current().map_or("", |at| title(model, at.topic));
    if sitting.is_repeat() {
        lines.push(format!("Repeat {} of {}. {topic}.", sitting.number(), sitting.repeat_count()));
        return lines;
    }
    if sitting.number() == 1 {
        let code = match sitting.started.mode {
            Mode::Mistakes | Mode::Review => String::new(),
            _ => format!(", code {}", sitting.started.code()),
        };
        let questions = counted(sitting.planned(), "question", "questions");
        lines.push(format!("{}, {questions}{code}.", sitting.started.mode.word()));
    }
    lines.push(format!("Question {} of {}. {topic}.", sitting.number(), sitting.planned()));
    lines
}

/// The statement with all that is known of it so far.
pub fn question(model: &Model, sitting: &Session, selection: Selection) -> Vec<String> {
    let Some(entry) = sitting.entry(model.bank()) else { return Vec::new() };
    let mut lines = vec![entry.statement.text.clone()];
    if sitting.phase() == Phase::Asking && sitting.hinted() {
        lines.extend(entry.concept().map(|concept| format!("Hint: {}", concept.question)));
        lines.push("With the hint, the answer counts as unsure.".to_owned());
    }
    if sitting.phase() == Phase::Asking {
        lines.extend(selected(model, sitting, selection));
    }
    if let Some(given) = sitting.last() {
        lines.extend(explanation(model, &entry, given));
        if model.shows_sources() && entry.statement.sources.is_empty() {
            lines.push("No source is named for it.".to_owned());
        } else if model.shows_sources() {
            lines.extend(sources(model, &entry.statement.sources));
        }
    }
    lines
}

/// What the arrows selected, if anything.
fn selected(model: &Model, sitting: &Session, selection: Selection) -> Option<String> {
    if selection == Selection::default() {
        return None;
    }
    let certainty = selection.certainty.filter(|_| sitting.started.certainty);
    let certainty = certainty.map(|certainty| format!(", {}", certainty.word())).unwrap_or_default();
    Some(match selection.side {
        Some(side) => format!("Selected: {}{certainty}. Enter answers.", label(model, side)),
        None => format!("Selected: no side yet{certainty}."),
    })
}

/// What came of an answer, and why.
pub fn explanation(model: &Model, entry: &Entry<'_>, given: &Given) -> Vec<String> {
    let key = label(model, given.at.side);
    let mut lines = vec![match given.right() {
        Some(true) => format!("Right. It is {key}."),
        Some(false) => format!("Wrong. The answer is {key}."),
        None => format!("Not known: the answer is {key}."),
    }];
    lines.extend(marked(given));
    lines.push(entry.statement.explanation.clone());
    lines.push(format!("The deciding words: \"{}\".", entry.statement.deciding_line()));
    if let Some(belief) = given.misled_by(entry) {
        lines.push(format!("A belief that may be behind it: \"{}\" {}", belief.claim, belief.refutation));
    }
    let other = label(model, given.at.side.other());
    lines.extend(entry.counterpart().text().map(|text| format!("On the other side, {other}: {text}")));
    lines
}

/// How sure the learner was, and what that earned; nothing where certainty was off.
fn marked(given: &Given) -> Option<String> {
    let (certainty, mark) = (given.answered.certainty?, given.mark()?);
    if given.answered.hinted {
        return Some(format!("With the hint it counts as unsure: {mark:+}."));
    }
    Some(format!("You were {}: {mark:+}.", certainty.word()))
}
