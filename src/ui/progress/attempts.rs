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
    if model.learner().attempts().next().is_none() {
        body.line(1, "No attempts yet. A mixed quiz is one key away: leave, then m.", theme.plain());
        return;
    }
    let said = "Recent attempts: Enter shows the answers; from there one goes on or plays again";
    body.paragraph(1, said, theme.faint());
    for (number, attempt) in model.learner().attempts().take(LISTED).enumerate() {
        let selected = number == progress.selected;
        let mut row = selectable(selected, theme);
        row.pad(2);
        describe(&mut row, attempt, selected, theme, body.width());
        push(row, number, selected, body);
    }
}

/// Where an attempt's kind, outcome, marks and code start, in cells.
const COLUMNS: [usize; 4] = [20, 30, 48, 53];
/// The same in a narrow window.
const NARROW_COLUMNS: [usize; 4] = [19, 28, 46, 51];

fn describe(row: &mut Row, attempt: &AttemptRecord, selected: bool, theme: Theme, width: usize) {
    let style = if selected { theme.strong() } else { theme.plain() };
    let [kind, outcome, marks, code] = if width < 70 { NARROW_COLUMNS } else { COLUMNS };
    row.put(&format!("{} {}", attempt.at.date(), attempt.at.time()), style);
    row.pad(kind);
    row.put_within(attempt.mode.word(), style, outcome - 1, theme.glyphs().more);
    row.pad(outcome);
    let state = if attempt.finished {
        format!("{} of {} right", attempt.tally.right, attempt.count)
    } else {
        format!("{} of {} answered", attempt.tally.total(), attempt.count)
    };
    row.put(&state, style);
    row.pad(marks);
    row.put(&attempt.marks.map_or(String::new(), |marks| format!("{marks:+}")), style);
    row.pad(code.max(row.width() + 1));
    row.put_within(&attempt.seed, theme.faint(), width, theme.glyphs().more);
}
