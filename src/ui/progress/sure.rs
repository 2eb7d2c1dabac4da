//! How sure against how right: the calibration curve, a line for each certainty.

use super::{cell, percent, push, selectable};
use crate::app::Model;
use crate::app::figures::calibration;
use crate::app::progress::Progress;
use crate::domain::calibration::{Calibration, CurvePoint};
use crate::ui::page::{Page, Row};
use crate::ui::theme::Theme;

/// How many cells the scale from 0 to 100 % has.
const SCALE: u16 = 40;
/// Where it starts.
const START: usize = 14;

/// Adds the curve.
pub(super) fn add(model: &Model, progress: Progress, theme: Theme, body: &mut Page) {
    let figures = calibration(&model.learner);
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
    let mut axis = Row::of(" You said", theme.faint());
    axis.pad(START);
    axis.put("0 %   share right (o), its range (-)", theme.faint());
    axis.pad(START + usize::from(SCALE) - 2);
    axis.put("100 %", theme.faint());
    body.push(axis);
    for (number, point) in known.curve.iter().enumerate() {
        let selected = number == chosen;
        let mut row = selectable(selected, theme);
        row.put(point.certainty.word(), if selected { theme.strong() } else { theme.plain() });
        row.pad(START);
        row.put(&scale(point), theme.plain());
        row.pad(START + usize::from(SCALE) + 1);
        let share = point.share.map_or_else(|| "no answers".to_owned(), percent);
        row.put(&format!("{share} (N = {})", point.answers), theme.plain());
        push(row, number, selected, body);
        let mut row = Row::default();
        let (low, high) = point.certainty.band();
        row.pad(START);
        row.put(&span(low, high, '=', ' ').into_iter().collect::<String>(), theme.accent());
        row.pad(START + usize::from(SCALE) + 1);
        row.put(&format!("says {} to {}", percent(low), percent(high)), theme.faint());
        body.push(row);
    }
}

/// The share right and its interval, on the scale.
fn scale(point: &CurvePoint) -> String {
    let Some(share) = point.share else { return ".".repeat(usize::from(SCALE)) };
    let mut cells = span(point.interval.0, point.interval.1, '-', '.');
    if let Some(at) = cells.get_mut(usize::from(cell(share, SCALE))) {
        *at = 'o';
    }
    cells.into_iter().collect()
}

fn span(low: f64, high: f64, inside: char, outside: char) -> Vec<char> {
    let within = cell(low, SCALE)..=cell(high, SCALE);
    (0..SCALE).map(|cell| if within.contains(&cell) { inside } else { outside }).collect()
}
