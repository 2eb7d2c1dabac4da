//! The recent attempts.

use super::{push, selectable};
use crate::app::Model;
use crate::app::progress::Progress;
use crate::domain::learner::AttemptRecord;
use crate::ui::page::{Page, Row};
use crate::ui::theme::Theme;

/// How many attempts are listed.
const LISTED: usize = 60;

/// Adds the list.
pub(super) fn add(model: &Model, progress: Progress, theme: Theme, body: &mut Page) {
    if model.learner.attempts().next().is_none() {
        body.line(1, "No attempts yet. A mixed quiz is one key away: leave, then m.", theme.plain());
        return;
    }
    body.line(1, "Recent attempts: Enter shows the answers; from there one goes on or plays again", theme.faint());
    for (number, attempt) in model.learner.attempts().take(LISTED).enumerate() {
        let selected = number == progress.selected;
        let mut row = selectable(selected, theme);
        row.pad(2);
        describe(&mut row, attempt, selected, theme);
        push(row, number, selected, body);
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
