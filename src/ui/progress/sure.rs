//! How sure against how right: the calibration curve, a line for each certainty.

use super::{cell, percent, push, selectable};
use crate::app::Model;
use crate::app::figures::calibration;
use crate::app::progress::Progress;
use crate::domain::calibration::{Calibration, CurvePoint};
use crate::ui::page::{Page, Row};
use crate::ui::theme::Theme;

/// How many cells the scale from 0 to 100 % has at most.
const SCALE: u16 = 40;
/// How many it has where there is too little room beside it for words.
const SHORT_SCALE: u16 = 25;
/// How many cells the words beside it take.
const WORDS: usize = 19;
/// Where it starts.
const START: usize = 14;

/// Adds the curve.
pub(super) fn add(model: &Model, progress: Progress, theme: Theme, body: &mut Page) {
    let figures = calibration(model.learner());
    let Some(known) = figures.figures else {
        let missing = figures.needed.saturating_sub(figures.answers);
        let said = format!(
            "Not enough evidence yet: {missing} more answers with a certainty are needed (N = {} of {}).",
            figures.answers, figures.needed
        );
        return body.paragraph(1, &said, theme.plain());
    };
    chart(&known, progress.selected, theme, body);
    let without = known.curve.len();
    let selected = progress.selected == without;
    let mut row = selectable(selected, theme);
    row.put("without a certainty, or don't know", if selected { theme.strong() } else { theme.plain() });
    push(row, without, selected, body);
    body.blank();
    let (brier, answers) = (known.brier, known.answers);
    body.paragraph(1, &format!("Brier score {brier:.3} (0 is best, .250 is guessing; N = {answers})."), theme.plain());
    for advice in known.curve.iter().filter_map(CurvePoint::advice) {
        body.paragraph(1, &advice, theme.plain());
    }
}

fn chart(known: &Calibration, chosen: usize, theme: Theme, body: &mut Page) {
    let wide = body.width() >= START + usize::from(SCALE) + WORDS;
    let cells = if wide { SCALE } else { SHORT_SCALE };
    let beside = START + usize::from(cells) + 1;
    let mut axis = Row::of(" You said", theme.faint());
    axis.pad(START);
    axis.put(if wide { "0 %   share right (o), its range (-)" } else { "0 %" }, theme.faint());
    axis.pad(beside - 3);
    axis.put("100 %", theme.faint());
    body.push(axis);
    for (number, point) in known.curve.iter().enumerate() {
        let selected = number == chosen;
        let mut row = selectable(selected, theme);
        row.put(point.certainty.word(), if selected { theme.strong() } else { theme.plain() });
        row.pad(START);
        row.put(&scale(point, cells), theme.plain());
        row.pad(beside);
        let share = point.share.map_or_else(|| "no answers".to_owned(), percent);
        row.put(&format!("{share} (N = {})", point.answers), theme.plain());
        push(row, number, selected, body);
        let mut row = Row::default();
        let (low, high) = point.certainty.band();
        row.pad(START);
        row.put(&span(low, high, cells, '=', ' ').into_iter().collect::<String>(), theme.accent());
        row.pad(beside);
        row.put(&format!("says {} to {}", percent(low), percent(high)), theme.faint());
        body.push(row);
    }
    if !wide {
        body.line(START, "o share right, - its range", theme.faint());
    }
}

/// The share right and its interval, on a scale of `cells` cells.
fn scale(point: &CurvePoint, cells: u16) -> String {
    let Some(share) = point.share else { return ".".repeat(usize::from(cells)) };
    let mut signs = span(point.interval.0, point.interval.1, cells, '-', '.');
    if let Some(at) = signs.get_mut(usize::from(cell(share, cells))) {
        *at = 'o';
    }
    signs.into_iter().collect()
}

fn span(low: f64, high: f64, cells: u16, inside: char, outside: char) -> Vec<char> {
    let within = cell(low, cells)..=cell(high, cells);
    (0..cells).map(|cell| if within.contains(&cell) { inside } else { outside }).collect()
}
