//! Draws the progress: score by topic and side, and the recent attempts.

use super::chart::two_sided;
use super::page::{Page, Row, Sheet};
use super::theme::Theme;
use crate::app::Model;
use crate::app::keys::Action;
use crate::app::progress::{Progress, headline};
use crate::domain::bank::Side;
use crate::domain::learner::AttemptRecord;

/// Where the bars start, in cells.
const CHART: usize = 25;
/// How many attempts are listed.
const LISTED: usize = 30;

/// The progress.
#[must_use]
pub fn sheet(model: &Model, progress: Progress, theme: Theme, width: u16) -> Sheet {
    let mut body = Page::new(width);
    body.push(heading(model, theme));
    let topics = model.bank.manifest.topics.iter();
    let rows = topics.map(|topic| (topic.title.as_str(), model.learner.topic(&topic.id)));
    for (title, tallies) in rows.chain([("All topics", model.learner.total())]) {
        let mut row = Row::default();
        row.pad(1);
        row.put(title, theme.plain());
        row.pad(CHART);
        two_sided(&mut row, &tallies, theme);
        body.push(row);
    }
    body.blank();
    attempts(model, progress, theme, &mut body);
    Sheet { title: "Progress".to_owned(), status: headline(model), body }
}

fn heading(model: &Model, theme: Theme) -> Row {
    let mut row = Row::default();
    row.pad(1);
    row.put("Right answers by topic", theme.faint());
    row.pad(CHART + 4);
    row.put(&format!("{} {}", theme.arrow(Side::Left), model.bank.side(Side::Left).name), theme.side(Side::Left));
    row.pad(CHART + 23);
    row.put(&format!("{} {}", model.bank.side(Side::Right).name, theme.arrow(Side::Right)), theme.side(Side::Right));
    row
}

fn attempts(model: &Model, progress: Progress, theme: Theme, body: &mut Page) {
    if model.learner.attempts().next().is_none() {
        body.line(1, "No attempts yet. A mixed quiz is one key away: leave, then m.", theme.plain());
        return;
    }
    body.line(1, "Recent attempts: Enter goes on with one, or plays its round again", theme.faint());
    for (number, attempt) in model.learner.attempts().take(LISTED).enumerate() {
        let selected = number == progress.selected;
        let mut row = Row::default();
        row.put(if selected { theme.glyphs().selected } else { " " }, theme.accent());
        row.pad(2);
        describe(&mut row, attempt, selected, theme);
        let row = row.clickable(Action::Pick(number));
        if selected { body.push_focused(row) } else { body.push(row) }
    }
}

fn describe(row: &mut Row, attempt: &AttemptRecord, selected: bool, theme: Theme) {
    let style = if selected { theme.strong() } else { theme.plain() };
    row.put(&format!("{} {}", attempt.at.date(), attempt.at.time()), style);
    row.pad(20);
    row.put(attempt.mode.word(), style);
    row.pad(30);
    let state = if attempt.finished {
        format!("{} of {} right", attempt.tally.right, attempt.count)
    } else {
        format!("{} of {} answered", attempt.tally.total(), attempt.count)
    };
    row.put(&state, style);
    row.pad(48);
    row.put(&attempt.marks.map_or(String::new(), |marks| format!("{marks:+}")), style);
    row.pad(53);
    row.put(&attempt.seed, theme.faint());
}
