//! Bars by topic: the share right of each side grows away from the middle.

use super::{Anchor, Drawing, Scale, WIDTH, cut};
use crate::adapters::report::contents::{Picture, count, sign};
use crate::adapters::report::markup::Markup;
use crate::app::report::Report;
use crate::domain::bank::Sides;
use crate::domain::session::Tally;

const MIDDLE: f64 = WIDTH / 2.0;
/// How long a full bar is.
const BAR: f64 = 150.0;
/// Between the middle and the end of a bar.
const GAP: f64 = 1.5;
const HEAD: f64 = 24.0;
const ROW: f64 = 44.0;

pub fn draw(page: &mut Markup, report: &Report, picture: &Picture) {
    let rows = f64::from(u32::try_from(report.figures.topics.len()).unwrap_or(0)) + 1.0;
    let height = HEAD + rows * ROW;
    let mut drawing = Drawing::begin(page, picture, WIDTH, height);
    let (left, right) = (&report.sides.left.name, &report.sides.right.name);
    drawing.label((MIDDLE - 12.0, 13.0), Anchor::End, "left strong", &format!("◂ {}", cut(left, 20)));
    drawing.label((MIDDLE + 12.0, 13.0), Anchor::Start, "right strong", &format!("{} ▸", cut(right, 20)));
    let mut y = HEAD;
    for topic in &report.figures.topics {
        let states: String = topic.concepts.iter().take(16).map(|concept| sign(concept.state)).collect();
        drawing.label((0.0, y + 13.0), Anchor::Start, "", &cut(&topic.title, 40));
        drawing.label((WIDTH, y + 13.0), Anchor::End, "signs", &states);
        bars(&mut drawing, &topic.answers, y + 19.0);
        y += ROW;
    }
    drawing.label((0.0, y + 13.0), Anchor::Start, "strong", "All topics");
    bars(&mut drawing, &report.figures.answers, y + 19.0);
    drawing.rule("axis", (MIDDLE, HEAD - 6.0), (MIDDLE, height));
    drawing.end();
}

fn bars(drawing: &mut Drawing<'_>, answers: &Sides<Tally>, y: f64) {
    let size = |length: f64| (length, 14.0);
    let (left, right) = (length(answers.left), length(answers.right));
    drawing.rectangle("track", (MIDDLE - GAP - BAR, y), size(BAR));
    drawing.rectangle("track", (MIDDLE + GAP, y), size(BAR));
    drawing.rectangle("left", (MIDDLE - GAP - left, y), size(left));
    drawing.rectangle("right", (MIDDLE + GAP, y), size(right));
    drawing.label((MIDDLE - BAR - 8.0, y + 12.0), Anchor::End, "small", &count(answers.left));
    drawing.label((MIDDLE + BAR + 8.0, y + 12.0), Anchor::Start, "small", &count(answers.right));
}

/// How long a bar is: the share right; none without an answer.
fn length(tally: Tally) -> f64 {
    let float = |number: usize| f64::from(u32::try_from(number).unwrap_or(u32::MAX));
    if tally.total() == 0 {
        return 0.0;
    }
    Scale::new((0.0, float(tally.total())), (0.0, BAR)).at(float(tally.right))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_as_long_as_the_share_right() {
        let of = |right, wrong, unknown| length(Tally { right, wrong, unknown });
        for (bar, wanted) in [
            (of(0, 0, 0), 0.0),
            (of(0, 1, 0), 0.0),
            (of(1, 0, 0), BAR),
            (of(15, 10, 5), BAR / 2.0),
            (of(1, 0, 1), BAR / 2.0),
        ] {
            assert!((bar - wanted).abs() < 1e-9, "{bar} {wanted}");
        }
    }
}
