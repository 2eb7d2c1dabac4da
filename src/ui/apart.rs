//! Draws twins to be told apart after a miss, and what came of it.
//!
//! ```text
//!   Reliability  twins: question 3 was one of them
//!
//!   A  A gateway stores its readings while the link is down.
//!
//!   B  An app's chart simply has a gap for that hour.
//!
//!   One is IoT, the other IIoT. Which is which?
//!
//!   < A is IoT, B is IIoT                   A is IIoT, B is IoT >
//!     a s d                                                 j k l
//! ```

use super::page::{Page, Row, UNMARKED};
use super::quiz::{show_sources, widest_side};
use super::theme::Theme;
use crate::app::Model;
use crate::app::keys::{Action, Key, bindings, key_name};
use crate::domain::bank::{Entry, Side};
use crate::domain::sitting::{Apart, Sitting};
use ratatui::text::Span;
use unicode_width::UnicodeWidthStr;

/// What the two statements are called.
pub const LETTERS: [&str; 2] = ["A", "B"];

/// Said of twins that were told apart, beside the verdict.
const PRACTICE: &str = "beside the score";

/// Twins to be told apart, or told apart. `selected` is the side that the arrows selected for the first.
pub fn draw(
    model: &Model,
    entry: &Entry<'_>,
    sitting: &Sitting,
    apart: &Apart,
    selected: Option<Side>,
    theme: Theme,
    body: &mut Page,
) {
    if apart.said.is_some() {
        return told(model, entry, apart, theme, body);
    }
    let mut head = Row::default();
    head.pad(2);
    head.put(&entry.topic.title, theme.faint());
    head.put(&format!("  twins: question {} was one of them", apart.missed), theme.accent());
    body.push(head);
    for (letter, side) in LETTERS.into_iter().zip(apart.sides()) {
        body.blank();
        let mut label = Row::default();
        label.pad(2);
        label.put(letter, theme.strong());
        label.pad(5);
        let text = entry.item.statement(side).map_or("", |statement| &statement.text);
        body.marked(&label, text, UNMARKED, theme.strong(), theme.strong());
    }
    body.blank();
    // The hint takes the question's place: with both, long pairs would need a second page in the smallest window.
    match entry.concept().filter(|_| sitting.hinted()) {
        Some(concept) => body.paragraph(2, &format!("Ask yourself: {}", concept.question), theme.accent()),
        None => body.paragraph(2, &asked(model), theme.plain()),
    }
    body.blank();
    choices(model, selected, theme, body);
}

/// What is asked of twins.
#[must_use]
pub fn asked(model: &Model) -> String {
    let name = |side| &model.bank().side(side).name;
    format!("One is {}, the other {}. Which is which?", name(Side::Left), name(Side::Right))
}

/// What it means to say that the first statement is `first`: `A is IoT, B is IIoT`.
#[must_use]
pub fn meaning(model: &Model, first: Side) -> String {
    let [a, b] = LETTERS;
    format!("{a} is {}, {b} is {}", model.bank().side(first).name, model.bank().side(first.other()).name)
}

/// The two answers, each on the side that it gives the first statement, with the keys below.
fn choices(model: &Model, selected: Option<Side>, theme: Theme, body: &mut Page) {
    let choice = |side: Side| {
        let style = if selected == Some(side) { theme.selected(theme.plain()) } else { theme.plain() };
        let arrow = Span::styled(theme.arrow(side), theme.side(side));
        let words = Span::styled(super::text::safe(&meaning(model, side)).into_owned(), style);
        let keys: Vec<String> = keys(model, side).into_iter().map(|key| key_name(key, true)).collect();
        (arrow, words, keys.join(" "))
    };
    let action = |side| Action::Answer(side, None);
    let ((left, left_words, left_keys), (right, right_words, right_keys)) = (choice(Side::Left), choice(Side::Right));
    let start = body.width().saturating_sub(right_words.width() + 4);
    // Two long names do not fit beside each other; then each answer has its own lines.
    let beside = 2 + 2 + left_words.width() + 3 <= start;
    let (mut words, mut below) = (Row::default(), Row::default());
    words.pad(2);
    words.add_hit([left, Span::raw(" "), left_words], action(Side::Left));
    below.pad(4);
    below.add_hit([Span::styled(left_keys, theme.key())], action(Side::Left));
    if !beside {
        body.push(std::mem::take(&mut words));
        body.push(std::mem::take(&mut below));
    }
    words.pad(start);
    words.add_hit([right_words, Span::raw(" "), right], action(Side::Right));
    below.pad(body.width().saturating_sub(right_keys.width() + 4));
    below.add_hit([Span::styled(right_keys, theme.key())], action(Side::Right));
    body.push(words);
    body.push(below);
}

/// The letters that say that the first statement is `side`.
fn keys(model: &Model, side: Side) -> Vec<Key> {
    let says = bindings(model.context()).filter(|binding| binding.action == Action::Answer(side, None));
    let letters = |key: &&Key| matches!(key, Key::Char(letter) if letter.is_alphabetic());
    says.flat_map(|binding| binding.keys.iter().filter(letters).copied()).collect()
}

/// `✓ Right: A is IIoT, B is IoT.`, and each statement with its reason.
fn told(model: &Model, entry: &Entry<'_>, apart: &Apart, theme: Theme, body: &mut Page) {
    let glyphs = theme.glyphs();
    let key = meaning(model, apart.first);
    let (said, style) = match apart.right() {
        Some(true) => (format!("{} Right: {key}.", glyphs.right), theme.right()),
        Some(false) => (format!("{} Not so: {key}.", glyphs.wrong), theme.wrong()),
        None => (format!("{} {key}.", glyphs.unknown), theme.accent()),
    };
    let mut row = Row::default();
    row.pad(2);
    row.put(&said, style);
    let aside = body.width().saturating_sub(PRACTICE.width() + 2);
    if row.width() + 2 <= aside {
        row.pad(aside);
        row.put(PRACTICE, theme.faint());
    }
    body.push(row);
    body.blank();
    for (letter, side) in LETTERS.into_iter().zip(apart.sides()) {
        let Some(statement) = entry.item.statement(side) else { continue };
        let mut label = Row::default();
        label.pad(2);
        label.put(&format!("{letter} "), theme.strong());
        label.put(&format!("{} {}", theme.arrow(side), model.bank().side(side).name), theme.side(side));
        label.pad(2 + 2 + 2 + widest_side(model) + 2);
        body.marked(&label, &statement.text, &statement.deciding, theme.plain(), theme.deciding(side));
    }
    for statement in apart.sides().into_iter().filter_map(|side| entry.item.statement(side)) {
        body.blank();
        body.paragraph(2, &statement.explanation, theme.strong());
    }
    if model.shows_sources() {
        body.blank();
        show_sources(model, &sources(entry), theme, body);
    }
}

/// The documents behind either statement, each once.
#[must_use]
pub fn sources(entry: &Entry<'_>) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for id in entry.item.statements().flat_map(|(_, statement)| &statement.sources) {
        if !all.contains(id) {
            all.push(id.clone());
        }
    }
    all
}
