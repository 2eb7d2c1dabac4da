//! Draws a question and its feedback, for quizzes and for the exercises of lessons.
//!
//! ```text
//!   Reliability
//!
//!      A gateway stores its readings while the link is down.
//!
//!   Which side does this describe better?
//!
//!    < IoT (consumer)                       IIoT (industrial) >
//!      certain  fairly  unsure      unsure  fairly  certain
//!         a       s       d           j       k        l
//! ```

use super::page::{Page, Row};
use super::theme::Theme;
use crate::app::Model;
use crate::domain::bank::{Entry, Side};
use crate::domain::certainty::Certainty;
use crate::domain::session::Given;
use ratatui::text::Span;
use unicode_width::UnicodeWidthStr;

/// What came of an answer, and why; with the twin on the other side.
pub(super) fn feedback(model: &Model, entry: &Entry<'_>, given: &Given, theme: Theme, body: &mut Page) {
    verdict(model, given, theme, body);
    body.blank();
    half(model, entry.at.side, &entry.statement.text, &entry.statement.deciding, theme, body);
    body.blank();
    body.paragraph(2, &entry.statement.explanation, theme.strong());
    if let Some(misconception) = given.misled_by(entry) {
        body.blank();
        body.paragraph(2, &format!("A common belief: \"{}\"", misconception.claim), theme.plain());
        body.paragraph(2, &misconception.refutation, theme.plain());
    }
    if let Some(text) = entry.counterpart().text() {
        body.blank();
        body.line(2, "On the other side", theme.faint());
        let deciding = entry.counterpart().statement().map_or(&[][..], |one| one.deciding.as_slice());
        half(model, entry.at.side.other(), text, deciding, theme, body);
    }
    if model.shows_sources() {
        body.blank();
        show_sources(model, &entry.statement.sources, theme, body);
    }
}

/// `✓ Right. IIoT, and you were certain.` with the mark on the right.
fn verdict(model: &Model, given: &Given, theme: Theme, body: &mut Page) {
    let side = &model.bank().side(given.at.side).name;
    let glyphs = theme.glyphs();
    let (sign, word, style) = match given.right() {
        Some(true) => (glyphs.right, format!("Right: {side}"), theme.right()),
        Some(false) => (glyphs.wrong, format!("Not so: it is {side}"), theme.wrong()),
        None => (glyphs.unknown, format!("It is {side}"), theme.accent()),
    };
    let mut row = Row::default();
    row.pad(2);
    row.put(&format!("{sign} {word}"), style);
    let sure = given.answered.certainty.map(Certainty::word);
    match (sure, given.answered.hinted) {
        (Some(_), true) => row.put(", with the hint counted as unsure.", theme.plain()),
        (Some(word), false) => row.put(&format!(", and you were {word}."), theme.plain()),
        (None, _) => row.put(".", theme.plain()),
    }
    if let Some(mark) = given.mark().filter(|_| sure.is_some()) {
        let mark = if mark > 0 { format!("+{mark}") } else { mark.to_string() };
        row.pad(body.width().saturating_sub(mark.width() + 2));
        row.put(&mark, style);
    }
    body.push(row);
}

/// One statement with its side's name, the deciding words marked.
fn half(model: &Model, side: Side, text: &str, deciding: &[String], theme: Theme, body: &mut Page) {
    let mut label = Row::default();
    label.pad(2);
    label.put(theme.arrow(side), theme.side(side));
    label.add(Span::raw(" "));
    label.put(&model.bank().side(side).name, theme.side(side));
    label.pad(2 + 2 + widest_side(model) + 2);
    body.marked(&label, text, deciding, theme.plain(), theme.deciding(side));
}

/// The width of the longer of the sides' names, in cells.
#[must_use]
pub fn widest_side(model: &Model) -> usize {
    Side::BOTH.iter().map(|side| model.bank().side(*side).name.width()).max().unwrap_or(0)
}

/// The documents behind a statement, or that there are none.
pub fn show_sources(model: &Model, sources: &[String], theme: Theme, body: &mut Page) {
    if sources.is_empty() {
        body.paragraph(2, "No source is needed: it follows from who it is for and who bears a failure.", theme.faint());
    }
    for id in sources {
        body.paragraph(2, &format!("Source: {}", model.bank().citation(id)), theme.faint());
    }
}
