//! The calibration curve: across what was said, upwards what came out.

use super::{Anchor, Drawing, Scale, WIDTH};
use crate::adapters::report::contents::{Picture, share};
use crate::adapters::report::markup::Markup;
use crate::app::report::Report;
use crate::domain::calibration::{Calibration, CurvePoint};

const HEIGHT: f64 = 300.0;
const ACROSS: Scale = Scale::new((0.5, 1.0), (44.0, WIDTH - 8.0));
const UPWARDS: Scale = Scale::new((0.0, 1.0), (246.0, 22.0));

pub fn draw(page: &mut Markup, report: &Report, picture: &Picture) {
    let Some(known) = &report.figures.calibration.figures else { return };
    let mut drawing = Drawing::begin(page, picture, WIDTH, HEIGHT);
    grid(&mut drawing, known);
    let corner = |value: f64| (ACROSS.at(value), UPWARDS.at(value));
    drawing.rule("ideal", corner(0.5), corner(1.0));
    let place = |point: &CurvePoint| point.share.map(|share| (ACROSS.at(point.stated), UPWARDS.at(share)));
    let places: Vec<(f64, f64)> = known.curve.iter().filter_map(place).collect();
    drawing.points("polyline", "curve", &places);
    for point in &known.curve {
        if let Some((x, y)) = place(point) {
            let (low, high) = point.interval;
            whisker(&mut drawing, x, (UPWARDS.at(low), UPWARDS.at(high)));
            drawing.dot("point", (x, y), 5.0);
        }
    }
    drawing.label((ACROSS.at(0.75), HEIGHT - 2.0), Anchor::Middle, "small", "said, in per cent");
    drawing.end();
}

/// The lines of the shares, and a field for each certainty with how often it was said.
fn grid(drawing: &mut Drawing<'_>, known: &Calibration) {
    let (left, right) = ACROSS.drawn;
    for point in &known.curve {
        let (low, high) = point.certainty.band();
        let (from, to) = (ACROSS.at(low), ACROSS.at(high));
        drawing.rectangle("field", (from + 1.0, UPWARDS.at(1.0)), (to - from - 2.0, UPWARDS.at(0.0) - UPWARDS.at(1.0)));
        let middle = f64::midpoint(from, to);
        drawing.label((middle, UPWARDS.at(1.0) - 7.0), Anchor::Middle, "strong small", point.certainty.word());
        drawing.label((middle, UPWARDS.at(0.0) - 7.0), Anchor::Middle, "small", &format!("N = {}", point.answers));
    }
    for value in [0.0, 0.25, 0.5, 0.75, 1.0] {
        let y = UPWARDS.at(value);
        drawing.rule("grid", (left, y), (right, y));
        drawing.label((left - 6.0, y + 4.0), Anchor::End, "small", &share(value));
    }
    for value in [0.5, 2.0 / 3.0, 0.8, 1.0] {
        let anchor = if value > 0.99 { Anchor::End } else { Anchor::Middle };
        drawing.label((ACROSS.at(value), UPWARDS.at(0.0) + 18.0), anchor, "small", &format!("{:.0}", value * 100.0));
    }
}

/// The range in which the true share lies.
fn whisker(drawing: &mut Drawing<'_>, x: f64, (low, high): (f64, f64)) {
    drawing.rule("whisker", (x, low), (x, high));
    for y in [low, high] {
        drawing.rule("whisker", (x - 5.0, y), (x + 5.0, y));
    }
}
