//! A question, its hint, and the feedback to its answer.

use super::words::label;
use crate::app::Model;
use crate::domain::bank::Entry;
use crate::domain::session::Given;

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
