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

use super::page::{Page, Row, Sheet};
use super::theme::Theme;
use crate::app::Model;
use crate::app::keys::Action;
use crate::app::quiz::{Quiz, Selection};
use crate::domain::bank::{Entry, Side};
use crate::domain::certainty::Certainty;
use crate::domain::fact::Mode;
use crate::domain::session::{Given, Phase, Session};
use ratatui::text::Span;
use unicode_width::UnicodeWidthStr;

/// How far a statement is set in, in cells.
const STATEMENT: usize = 5;
/// How far the certainties are set in, in cells.
const CHOICES: usize = 4;
/// How wide one certainty is, in cells.
const CELL: usize = 9;
/// The same where the two sides would touch.
const NARROW_CELL: usize = 8;

/// A question or its feedback.
#[must_use]
pub fn sheet(model: &Model, quiz: &Quiz, theme: Theme, width: u16) -> Sheet {
    let sitting = &quiz.sitting;
    let topics = match sitting.started.topics.as_slice() {
        [] => "all topics".to_owned(),
        [one] => {
            model.bank().topic_number(one).and_then(|n| model.bank().topic(n)).map_or(one.clone(), |t| t.title.clone())
        }
        several => format!("{} topics", several.len()),
    };
    let dot = theme.glyphs().dot;
    let title = match sitting.started.mode {
        Mode::Quiz => format!("Quiz {dot} {topics} {dot} {}", sitting.started.code()),
        mode => mode.word().to_owned(),
    };
    let of = if sitting.is_repeat() { sitting.repeat_count() } else { sitting.planned() };
    let what = if sitting.is_repeat() { "repeat " } else { "" };
    let status = format!("{what}{} of {of}   {} right", sitting.number(), sitting.tally().right);
    Sheet { title, status, body: body(model, sitting, quiz.selection, theme, width) }
}

/// The question or the feedback at which a sitting stands.
#[must_use]
pub fn body(model: &Model, sitting: &Session, selection: Selection, theme: Theme, width: u16) -> Page {
    let mut body = Page::new(width);
    let Some(entry) = sitting.entry(model.bank()) else { return body };
    match (sitting.phase(), sitting.last()) {
        (Phase::Explaining, Some(given)) => feedback(model, &entry, given, theme, &mut body),
        _ => question(model, &entry, sitting, selection, theme, &mut body),
    }
    body
}

fn question(model: &Model, entry: &Entry<'_>, sitting: &Session, selection: Selection, theme: Theme, body: &mut Page) {
    let mut head = Row::default();
    head.pad(2);
    head.put(&entry.topic.title, theme.faint());
    if sitting.is_repeat() {
        head.put("  an idea that comes back; it does not change your score", theme.accent());
    }
    if model.learner().statement(entry.at).flagged {
        head.put("  ! flagged", theme.accent());
    }
    body.push(head);
    body.blank();
    body.paragraph(STATEMENT, &entry.statement.text, theme.strong());
    body.blank();
    if let Some(concept) = entry.concept().filter(|_| sitting.hinted()) {
        body.paragraph(2, &format!("Ask yourself: {}", concept.question), theme.accent());
        body.blank();
    }
    body.line(2, &model.bank().manifest.question, theme.plain());
    body.blank();
    labels(model, selection, theme, body);
    if sitting.started.certainty {
        let chosen = selection.side.map(|side| (side, selection.certainty.unwrap_or(Certainty::C2)));
        certainties(chosen, theme, body);
    } else {
        keys_of_plain_choices(theme, body);
    }
}

/// The two answers, the left one on the left.
fn labels(model: &Model, selection: Selection, theme: Theme, body: &mut Page) {
    let (left, right) = (&model.bank().side(Side::Left).label, &model.bank().side(Side::Right).label);
    let style = |side| {
        let base = theme.side(side);
        if selection.side == Some(side) { theme.selected(base) } else { base }
    };
    let mut row = Row::default();
    row.pad(2);
    let arrow = |side| Span::styled(theme.arrow(side), theme.side(side));
    row.add_hit(
        [arrow(Side::Left), Span::raw(" "), Span::styled(left.clone(), style(Side::Left))],
        Action::Answer(Side::Left, None),
    );
    row.pad(body.width().saturating_sub(right.width() + 4));
    row.add_hit(
        [Span::styled(right.clone(), style(Side::Right)), Span::raw(" "), arrow(Side::Right)],
        Action::Answer(Side::Right, None),
    );
    body.push(row);
}

/// How sure, from certain at the edges to unsure in the middle, with the key below each.
fn certainties(chosen: Option<(Side, Certainty)>, theme: Theme, body: &mut Page) {
    let left = [(Certainty::C3, "certain", "a"), (Certainty::C2, "fairly", "s"), (Certainty::C1, "unsure", "d")];
    let right = [(Certainty::C1, "unsure", "j"), (Certainty::C2, "fairly", "k"), (Certainty::C3, "certain", "l")];
    let cell = if body.width() > 2 * (CHOICES + 3 * CELL) { CELL } else { NARROW_CELL };
    let start = body.width().saturating_sub(CHOICES + 3 * cell);
    let (mut words, mut keys) = (Row::default(), Row::default());
    for (side, from, cells) in [(Side::Left, CHOICES, left), (Side::Right, start, right)] {
        for (number, (certainty, word, key)) in cells.into_iter().enumerate() {
            let action = Action::Answer(side, Some(certainty));
            let base = theme.plain();
            let style = if chosen == Some((side, certainty)) { theme.selected(base) } else { base };
            words.pad(from + number * cell + (cell - word.width()) / 2);
            words.add_hit([Span::styled(word, style)], action);
            keys.pad(from + number * cell + cell / 2);
            keys.add_hit([Span::styled(key, theme.key())], action);
        }
    }
    body.push(words);
    body.push(keys);
}

fn keys_of_plain_choices(theme: Theme, body: &mut Page) {
    let mut row = Row::default();
    row.pad(4);
    row.add_hit([Span::styled("a", theme.key())], Action::Answer(Side::Left, None));
    row.pad(body.width().saturating_sub(5));
    row.add_hit([Span::styled("l", theme.key())], Action::Answer(Side::Right, None));
    body.push(row);
}

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
