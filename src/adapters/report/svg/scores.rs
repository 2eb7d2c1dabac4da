//! The scores of the attempts: a column each, as high as the share right.

use super::{Anchor, Drawing, Scale, WIDTH};
use crate::adapters::report::contents::{Picture, share};
use crate::adapters::report::markup::Markup;
use crate::app::figures::AttemptFigures;
use crate::app::report::Report;

const HEIGHT: f64 = 180.0;
const LEFT: f64 = 44.0;
const RIGHT: f64 = WIDTH - 8.0;
const UPWARDS: Scale = Scale::new((0.0, 100.0), (148.0, 10.0));
/// The widest that a column may be.
const WIDEST: f64 = 24.0;

pub fn draw(page: &mut Markup, report: &Report, picture: &Picture) {
    let attempts: Vec<&AttemptFigures> =
        report.figures.attempts.iter().rev().filter(|attempt| attempt.tally.total() > 0).collect();
    let mut drawing = Drawing::begin(page, picture, WIDTH, HEIGHT);
    for value in [0.0, 25.0, 50.0, 75.0, 100.0] {
        let y = UPWARDS.at(value);
        drawing.rule("grid", (LEFT, y), (RIGHT, y));
        drawing.label((LEFT - 6.0, y + 4.0), Anchor::End, "small", &share(value / 100.0));
    }
    let room = (RIGHT - LEFT) / f64::from(u32::try_from(attempts.len().max(1)).unwrap_or(u32::MAX));
    let column = (room * 0.7).min(WIDEST);
    let mut x = LEFT + (room - column) / 2.0;
    for attempt in &attempts {
        let percent = attempt.tally.percent().and_then(|percent| u32::try_from(percent).ok()).unwrap_or(0);
        let top = UPWARDS.at(f64::from(percent));
        let class = if attempt.finished { "column" } else { "column unfinished" };
        // A column of no height would not be seen to be there.
        drawing.rectangle(class, (x, top - 1.0), (column, UPWARDS.at(0.0) - top + 1.0));
        x += room;
    }
    let guessing = UPWARDS.at(50.0);
    drawing.rule("ideal", (LEFT, guessing), (RIGHT, guessing));
    dates(&mut drawing, &attempts);
    drawing.end();
}

/// The first date and the last, where there are two.
fn dates(drawing: &mut Drawing<'_>, attempts: &[&AttemptFigures]) {
    let y = HEIGHT - 10.0;
    match attempts {
        [] => {}
        [one] => drawing.label((f64::midpoint(LEFT, RIGHT), y), Anchor::Middle, "small", &one.at.written()),
        [first, .., last] => {
            drawing.label((LEFT, y), Anchor::Start, "small", &first.at.written());
            drawing.label((RIGHT, y), Anchor::End, "small", &last.at.written());
        }
    }
}
