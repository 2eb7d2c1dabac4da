//! Twins to be told apart after a miss, and what came of it.

use super::words::{label, sources, title};
use crate::app::Model;
use crate::app::keys::{Context, Key, lookup};
use crate::app::quiz::Selection;
use crate::domain::bank::{Entry, Side};
use crate::domain::sitting::{Apart, Sitting};
use crate::ui::apart::{LETTERS, asked, meaning};

/// Twins to be told apart, with all that is known of them so far.
pub fn lines(model: &Model, sitting: &Sitting, apart: &Apart, selection: Selection) -> Vec<String> {
    let Some(entry) = sitting.entry(model.bank()) else { return Vec::new() };
    let topic = title(model, apart.at.topic);
    let mut lines = vec![format!("Twins to tell apart: question {} was one of them. {topic}.", apart.missed)];
    for (letter, side) in LETTERS.into_iter().zip(apart.sides()) {
        lines.extend(entry.item.statement(side).map(|statement| format!("{letter}. {}", statement.text)));
    }
    if apart.said.is_some() {
        lines.extend(told(model, &entry, apart));
        return lines;
    }
    if sitting.hinted() {
        lines.extend(entry.concept().map(|concept| format!("Hint: {}", concept.question)));
    }
    lines.extend(selection.side.map(|side| format!("Selected: {}. Enter answers.", meaning(model, side))));
    lines
}

fn told(model: &Model, entry: &Entry<'_>, apart: &Apart) -> Vec<String> {
    let key = meaning(model, apart.first);
    let mut lines = vec![match apart.right() {
        Some(true) => format!("Right. {key}."),
        Some(false) => format!("Wrong. {key}."),
        None => format!("Not known: {key}."),
    }];
    for (letter, side) in LETTERS.into_iter().zip(apart.sides()) {
        let Some(statement) = entry.item.statement(side) else { continue };
        lines.push(format!("{letter}, {}. {}", label(model, side), statement.explanation));
        lines.push(format!("The deciding words of {letter}: \"{}\".", statement.deciding_line()));
    }
    lines.push("It counts in no score.".to_owned());
    let documents = crate::ui::apart::sources(entry);
    if model.shows_sources() && documents.is_empty() {
        lines.push("No source is named for them.".to_owned());
    } else if model.shows_sources() {
        lines.extend(sources(model, &documents));
    }
    lines
}

/// What may be typed: the same as at a question, for the side of the first.
pub fn choices(model: &Model, context: Context, full: bool) -> Vec<String> {
    let digits = |side: Side| {
        let says = |digit: &char| {
            let action = lookup(context, Key::Char(*digit));
            action == Some(crate::app::keys::Action::Answer(side, None))
        };
        let digits: Vec<char> = ('1'..='6').filter(says).collect();
        match (digits.first(), digits.last()) {
            (Some(first), Some(last)) if first != last => format!("{first} to {last}"),
            (first, _) => first.map(char::to_string).unwrap_or_default(),
        }
    };
    let [left, right] = Side::BOTH.map(|side| format!("{}: {}.", digits(side), meaning(model, side)));
    if full {
        let [first, second] = Side::BOTH.map(|side| &model.bank().side(side).id);
        let typed = format!("n. Don't know. Or type {first} or {second}, the side of A.");
        return vec![asked(model), left, right, typed, "h hint, ? help, q leave.".to_owned()];
    }
    vec![format!("{} {left} {right} n don't know, ? all choices.", asked(model))]
}
