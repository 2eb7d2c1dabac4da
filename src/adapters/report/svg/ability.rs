//! Ability after each attempt, with its band.

use super::{Anchor, Drawing, Scale, WIDTH};
use crate::adapters::report::contents::Picture;
use crate::adapters::report::markup::Markup;
use crate::app::report::Report;
use crate::domain::ability::Estimate;

const HEIGHT: f64 = 220.0;
const ACROSS: Scale = Scale::new((0.0, 0.0), (40.0, WIDTH - 14.0));
const UPWARDS: Scale = Scale::new((-3.0, 3.0), (188.0, 10.0));

pub fn draw(page: &mut Markup, report: &Report, picture: &Picture) {
    let mut known: Vec<(String, Estimate)> =
        report.figures.attempts.iter().filter_map(|one| Some((one.at.written(), one.ability?))).collect();
    known.reverse();
    let mut drawing = Drawing::begin(page, picture, WIDTH, HEIGHT);
    grid(&mut drawing);
    let x = |number: usize| ACROSS.nth(number, known.len());
    let edge = |sign: f64| {
        known.iter().enumerate().map(move |(number, (_, one))| (x(number), UPWARDS.at(one.mean + sign * one.sd)))
    };
    let band: Vec<(f64, f64)> = edge(1.0).chain(edge(-1.0).rev()).collect();
    let means: Vec<(f64, f64)> = edge(0.0).collect();
    if let ([(x, y)], [(_, high), (_, low)]) = (means.as_slice(), band.as_slice()) {
        drawing.rule("whisker", (*x, *low), (*x, *high));
        drawing.dot("point", (*x, *y), 4.0);
    } else {
        drawing.points("polygon", "band", &band);
        drawing.points("polyline", "curve", &means);
        for place in means {
            drawing.dot("point", place, 2.5);
        }
    }
    dates(&mut drawing, &known);
    drawing.end();
}

fn grid(drawing: &mut Drawing<'_>) {
    let (left, right) = ACROSS.drawn;
    for value in [-3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0] {
        let y = UPWARDS.at(value);
        drawing.rule(if value == 0.0 { "axis" } else { "grid" }, (left - 6.0, y), (right + 6.0, y));
        let shown = if value == 0.0 { "0".to_owned() } else { format!("{value:+.0}") };
        drawing.label((left - 12.0, y + 4.0), Anchor::End, "small", &shown);
    }
}

/// The first date and the last, where there are two.
fn dates(drawing: &mut Drawing<'_>, known: &[(String, Estimate)]) {
    let (left, right) = ACROSS.drawn;
    match known {
        [] => {}
        [(date, _)] => drawing.label((f64::midpoint(left, right), HEIGHT - 8.0), Anchor::Middle, "small", date),
        [(first, _), .., (last, _)] => {
            drawing.label((left - 6.0, HEIGHT - 8.0), Anchor::Start, "small", first);
            drawing.label((right + 6.0, HEIGHT - 8.0), Anchor::End, "small", last);
        }
    }
}
