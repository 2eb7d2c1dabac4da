//! Ability after the last attempts, the newest first, with its band, and the profile over topics.

use super::{cell, percent, push, selectable};
use crate::app::Model;
use crate::app::figures::{attempt, topics};
use crate::app::progress::{DRAWN, Progress, measured};
use crate::domain::ability::Estimate;
use crate::ui::page::{Page, Row};
use crate::ui::theme::Theme;

/// How many cells the scale from -3 to +3 has.
const SCALE: u16 = 31;
/// How many it has where there is too little room beside it for the figures.
const SHORT_SCALE: u16 = 19;
/// How many cells the figures beside it take.
const FIGURES: usize = 27;
/// Where it starts.
const START: usize = 12;

/// Adds both.
pub(super) fn add(model: &Model, progress: Progress, theme: Theme, body: &mut Page) {
    let known: Vec<(String, Estimate)> =
        measured(model).take(DRAWN).filter_map(|one| Some((one.at.date(), attempt(one).ability?))).collect();
    if known.is_empty() {
        return body.paragraph(1, "Not enough evidence yet: no answers to measure by (N = 0).", theme.plain());
    }
    let mut axis = Row::of(" After", theme.faint());
    axis.pad(START);
    let wide = body.width() >= START + usize::from(SCALE) + FIGURES;
    let (scale, named) =
        if wide { (SCALE, "-3        ability (o), +-1 SD +3") } else { (SHORT_SCALE, "-3  o, +-1 SD    +3") };
    axis.put(named, theme.faint());
    body.push(axis);
    for (number, (date, estimate)) in known.iter().enumerate() {
        let selected = number == progress.selected;
        let mut row = selectable(selected, theme);
        row.put(date, if selected { theme.strong() } else { theme.plain() });
        row.pad(START);
        row.put(&band(estimate, scale), theme.plain());
        row.pad(START + usize::from(scale) + 1);
        let Estimate { mean, sd, answers } = estimate;
        row.put(&format!("{mean:+.1}, SD {sd:.1} (N = {answers})"), theme.plain());
        push(row, number, selected, body);
    }
    body.blank();
    body.line(1, "Chance of being above average, by topic", theme.faint());
    for topic in topics(model.bank(), model.learner()) {
        let mut row = Row::of(&format!(" {}", topic.title), theme.plain());
        row.pad(if wide { 27 } else { 23 });
        let said = topic.profile.map_or_else(
            || "not enough evidence (N = 0)".to_owned(),
            |one| format!("{}: {} (N = {})", one.strength.words(), percent(one.above), one.answers),
        );
        let room = body.width().saturating_sub(row.width());
        let said = if said.len() > room { said.replace(" = ", "=") } else { said };
        row.put(&said, theme.plain());
        body.push(row);
    }
}

/// The mean and one standard deviation to each side, on a scale of `cells` cells.
fn band(estimate: &Estimate, cells: u16) -> String {
    let at = |ability: f64| cell((ability + 3.0) / 6.0, cells);
    let (low, high) = (at(estimate.mean - estimate.sd), at(estimate.mean + estimate.sd));
    let sign = |cell: u16| match cell {
        _ if cell == at(estimate.mean) => 'o',
        _ if (low..=high).contains(&cell) => '-',
        _ => '.',
    };
    (0..cells).map(sign).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_band_lies_around_the_mean() {
        let drawn = band(&Estimate { mean: 0.0, sd: 1.0, answers: 3 }, 31);
        assert_eq!(drawn, ".".repeat(10) + "-----o-----" + &".".repeat(10));
        assert!(band(&Estimate { mean: 9.0, sd: 1.0, answers: 3 }, 19).ends_with('o'));
    }
}
