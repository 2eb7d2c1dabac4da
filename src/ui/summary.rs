//! Draws the end of an attempt: the score in big digits, then where it came from.

use super::chart::{Room, two_sided};
use super::page::{Page, Row, Sheet};
use super::theme::Theme;
use crate::app::Model;
use crate::app::marks::{bonus_said, calibration_said};
use crate::app::summary::{Suggestion, Summary, replay_command, suggestion};
use crate::domain::bank::{Side, Sides};
use crate::domain::session::{Given, Session, Tally};
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::widgets::Widget;
use tui_big_text::{BigText, PixelSize};

/// Where the bars start, in cells.
const CHART: usize = 28;

/// The end of an attempt.
#[must_use]
pub fn sheet(model: &Model, summary: &Summary, theme: Theme, width: u16) -> Sheet {
    let sitting = &summary.sitting;
    let mut body = Page::new(width);
    score(sitting, theme, &mut body);
    body.blank();
    suggested(model, sitting, theme, &mut body);
    body.blank();
    by_topic(model, sitting, theme, &mut body);
    certainty(model, sitting, theme, &mut body);
    mistakes(model, sitting, theme, &mut body);
    if let Some(command) = replay_command(model, &sitting.started) {
        body.blank();
        body.paragraph(2, &format!("To play this round again: {command}"), theme.faint());
    }
    let title = format!("{} finished", sitting.started.mode.word());
    Sheet { title, status: format!("code {}", sitting.started.code()), body }
}

fn score(sitting: &Session, theme: Theme, body: &mut Page) {
    let tally = sitting.tally();
    let digits = format!("{}/{}", tally.right, tally.total());
    if theme.is_ascii() {
        body.line(2, &digits, theme.strong());
    } else {
        big(&digits, theme, body);
    }
    let unknown = if tally.unknown > 0 { format!(", {} not known", tally.unknown) } else { String::new() };
    let percent = tally.percent().unwrap_or(0);
    body.paragraph(2, &format!("{percent} % right{unknown}. Guessing alone would give about 50 %."), theme.plain());
    if let Some(practice) = practice(sitting) {
        body.paragraph(2, &practice, theme.faint());
    }
    if let Some(marks) = sitting.marks() {
        let said = format!("Certainty earned {marks:+} of at most {:+}.", 3 * tally.total());
        body.paragraph(2, &said, theme.plain());
    }
}

/// `2 repeats, 1 right, not scored.`: what came back after misses. None where nothing did.
#[must_use]
pub fn practice(sitting: &Session) -> Option<String> {
    let repeats = sitting.tally_of_repeats();
    let word = if repeats.total() == 1 { "repeat" } else { "repeats" };
    (repeats.total() > 0).then(|| format!("{} {word}, {} right, not scored.", repeats.total(), repeats.right))
}

/// Text in digits four lines high.
fn big(text: &str, theme: Theme, body: &mut Page) {
    let area = Rect::new(0, 0, u16::try_from(body.width()).unwrap_or(u16::MAX), 4);
    let mut buffer = Buffer::empty(area);
    BigText::builder()
        .pixel_size(PixelSize::Quadrant)
        .style(theme.strong())
        .lines(vec![text.to_owned().into()])
        .build()
        .render(area, &mut buffer);
    for y in 0..area.height {
        let line: String = (0..area.width).filter_map(|x| buffer.cell((x, y))).map(Cell::symbol).collect();
        body.line(2, line.trim_end(), theme.strong());
    }
}

fn suggested(model: &Model, sitting: &Session, theme: Theme, body: &mut Page) {
    let said = match suggestion(model, sitting) {
        Suggestion::Mistakes(1) => "go through the one mistake again".to_owned(),
        Suggestion::Mistakes(count) => format!("go through the {count} mistakes again"),
        Suggestion::Lesson(topic) => {
            let title = model.bank().manifest.topics.get(topic).map_or("", |topic| topic.title.as_str());
            format!("take the lesson on {title}")
        }
        Suggestion::Again => "play another round".to_owned(),
    };
    let mut row = Row::default();
    row.pad(2);
    row.put("Suggested now (Enter): ", theme.faint());
    row.put(&said, theme.key());
    body.push(row.clickable(crate::app::keys::Action::Next));
}

fn by_topic(model: &Model, sitting: &Session, theme: Theme, body: &mut Page) {
    let mut row = Row::default();
    row.pad(2);
    row.put("Right, by topic and side", theme.faint());
    let room = Room::between(CHART, body.width());
    room.heading(&mut row, model.bank(), theme);
    body.push(row);
    let whole = Sides { left: sitting.tally_of_side(Side::Left), right: sitting.tally_of_side(Side::Right) };
    let mut rows: Vec<(&str, Sides<Tally>)> = vec![("All", whole)];
    for (number, _) in sitting.tally_by_topic() {
        let of = |side| {
            let given = sitting.scored().filter(|given| given.at.topic == number && given.at.side == side);
            given.map(Given::right).collect()
        };
        let title = model.bank().manifest.topics.get(number).map_or("", |topic| topic.title.as_str());
        rows.push((title, Sides { left: of(Side::Left), right: of(Side::Right) }));
    }
    for (title, tallies) in rows {
        let mut row = Row::default();
        row.pad(2);
        row.put(title, theme.plain());
        two_sided(&mut row, &tallies, room, theme);
        body.push(row);
    }
}

/// What telling sure from unsure was worth, and how well all certainties so far fit; after the score, which matters more.
fn certainty(model: &Model, sitting: &Session, theme: Theme, body: &mut Page) {
    let Some(bonus) = bonus_said(sitting) else { return };
    body.blank();
    body.paragraph(2, &bonus, theme.plain());
    for said in calibration_said(model) {
        body.paragraph(2, &said, theme.plain());
    }
}

fn mistakes(model: &Model, sitting: &Session, theme: Theme, body: &mut Page) {
    for given in sitting.mistakes() {
        let Some(entry) = model.bank().entry(given.at) else { continue };
        body.blank();
        for side in [given.at.side, given.at.side.other()] {
            let mut label = Row::default();
            label.pad(2);
            let sign = if side == given.at.side { theme.glyphs().wrong } else { " " };
            label.put(sign, theme.wrong());
            label.put(&format!(" {} {}", theme.arrow(side), model.bank().side(side).name), theme.side(side));
            label.pad(7 + super::quiz::widest_side(model));
            let Some(statement) = entry.item.statement(side) else { continue };
            let style = if side == given.at.side { theme.plain() } else { theme.faint() };
            body.marked(&label, &statement.text, &statement.deciding, style, theme.deciding(side));
        }
        body.paragraph(4, &entry.statement.explanation, theme.plain());
    }
}
