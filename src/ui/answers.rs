//! Draws the answers behind a figure: a list, and one of them whole.
//!
//! ```text
//! > ✓ 2026-11-23 09:00  IIoT  certain     Vibration trends decide when a crane is hired.
//!   ✗ 2026-11-23 09:01  IoT   taken back  A bathroom scale turns its data into a chart.
//! ```

use super::page::{Page, Row, Sheet};
use super::quiz::{feedback, widest_side};
use super::theme::Theme;
use crate::app::Model;
use crate::app::answers::{Answers, beside_the_figure, counted, entry, given, particulars, remark, title};
use crate::app::keys::Action;
use crate::domain::answers::Past;

/// The answers behind a figure.
#[must_use]
pub fn sheet(model: &Model, answers: &Answers, theme: Theme, width: u16) -> Sheet {
    let mut body = Page::new(width);
    match answers.past().filter(|_| answers.opened) {
        Some(past) => whole(model, past, theme, &mut body),
        None => list(model, answers, theme, &mut body),
    }
    let status = if answers.opened {
        format!("{} of {}", answers.selected + 1, answers.found.newest.len())
    } else {
        counted(&answers.found)
    };
    Sheet { title: title(model, &answers.query), status, body }
}

fn list(model: &Model, answers: &Answers, theme: Theme, body: &mut Page) {
    if answers.found.newest.is_empty() {
        return body.paragraph(1, "No answers stand behind this yet (N = 0).", theme.plain());
    }
    if let Some(said) = beside_the_figure(&answers.found) {
        body.paragraph(1, said, theme.faint());
    }
    let side = 21;
    let how = side + widest_side(model) + 2;
    for (number, past) in answers.found.newest.iter().enumerate() {
        let selected = number == answers.selected;
        let (known, given) = (entry(model.bank(), past), given(model.bank(), past));
        let style = match (selected, past.taken_back) {
            (true, _) => theme.strong(),
            (false, true) => theme.faint(),
            (false, false) => theme.plain(),
        };
        let mut row = Row::default();
        row.put(if selected { theme.glyphs().selected } else { " " }, theme.accent());
        row.pad(2);
        let (sign, colour) = match given.and_then(|given| given.right()) {
            Some(true) => (theme.glyphs().right, theme.right()),
            Some(false) => (theme.glyphs().wrong, theme.wrong()),
            None => (theme.glyphs().unknown, theme.accent()),
        };
        row.put(sign, colour);
        row.pad(4);
        row.put(&format!("{} {}", past.at.date(), past.at.time()), style);
        row.pad(side);
        if let Some(entry) = &known {
            row.put(&model.bank().side(entry.at.side).name, theme.side(entry.at.side));
        }
        row.pad(how);
        row.put(remark(past), style);
        row.pad(how + 13);
        let text = known.as_ref().map_or(past.answered.statement.as_str(), |entry| entry.statement.text.as_str());
        row.put_within(text, style, body.width(), theme.glyphs().more);
        let row = row.clickable(Action::Pick(number));
        if selected { body.push_focused(row) } else { body.push(row) }
    }
}

fn whole(model: &Model, past: &Past, theme: Theme, body: &mut Page) {
    if let (Some(entry), Some(given)) = (entry(model.bank(), past), given(model.bank(), past)) {
        let mut topic = Row::default();
        topic.pad(2);
        topic.put(&entry.topic.title, theme.faint());
        body.push(topic);
        feedback(model, &entry, &given, theme, body);
        body.blank();
    }
    for line in particulars(model, past) {
        body.paragraph(2, &line, theme.faint());
    }
}
