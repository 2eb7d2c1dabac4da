//! The pictures of a report, drawn with shapes and text alone. Colours and widths are classes of the page's style, so that
//! one drawing serves light, dark and paper.

mod ability;
mod calendar;
mod curve;
mod profile;
mod scores;
mod sides;

use super::contents::{Picture, Subject};
use super::markup::Markup;
use crate::app::report::Report;

/// The width of most pictures, in the units of their drawing: about pixels on a large screen.
const WIDTH: f64 = 460.0;

/// Draws a picture.
pub fn draw(page: &mut Markup, report: &Report, picture: &Picture) {
    match picture.subject {
        Subject::Sides => sides::draw(page, report, picture),
        Subject::Curve => curve::draw(page, report, picture),
        Subject::Calendar => calendar::draw(page, report, picture),
        Subject::Ability => ability::draw(page, report, picture),
        Subject::Profile => profile::draw(page, report, picture),
        Subject::Scores => scores::draw(page, report, picture),
    }
}

/// Which end of a text its position is.
#[derive(Debug, Clone, Copy)]
enum Anchor {
    Start,
    Middle,
    End,
}

impl Anchor {
    const fn word(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Middle => "middle",
            Self::End => "end",
        }
    }
}

/// A drawing under way.
struct Drawing<'a> {
    page: &'a mut Markup,
}

impl<'a> Drawing<'a> {
    /// Begins a drawing; its title and caption are read out in its place.
    fn begin(page: &'a mut Markup, picture: &Picture, width: f64, height: f64) -> Self {
        let name = format!("{:?}", picture.subject).to_lowercase();
        let (title, caption) = (format!("{name}-title"), format!("{name}-caption"));
        let size = format!("0 0 {} {}", number(width), number(height));
        let (shown, labels) = (number(width), format!("{title} {caption}"));
        page.open(
            "svg",
            &[
                ("role", "img"),
                ("aria-labelledby", &labels),
                ("viewBox", &size),
                ("width", &shown),
                ("height", &number(height)),
            ],
        );
        page.line().element("title", &[("id", &title)], &picture.title);
        page.line().element("desc", &[("id", &caption)], &picture.caption).line();
        Self { page }
    }

    fn end(self) {
        self.page.close();
    }

    fn label(&mut self, (x, y): (f64, f64), anchor: Anchor, class: &str, text: &str) {
        let (x, y) = (number(x), number(y));
        self.page
            .element("text", &[("class", class), ("x", &x), ("y", &y), ("text-anchor", anchor.word())], text)
            .line();
    }

    fn rectangle(&mut self, class: &str, (x, y): (f64, f64), (width, height): (f64, f64)) {
        let [x, y, width, height] = [x, y, width.max(0.0), height.max(0.0)].map(number);
        let attributes = [("class", class), ("x", &x), ("y", &y), ("width", &width), ("height", &height)];
        self.page.empty("rect", &attributes).line();
    }

    fn rule(&mut self, class: &str, (x1, y1): (f64, f64), (x2, y2): (f64, f64)) {
        let [x1, y1, x2, y2] = [x1, y1, x2, y2].map(number);
        self.page.empty("line", &[("class", class), ("x1", &x1), ("y1", &y1), ("x2", &x2), ("y2", &y2)]).line();
    }

    fn dot(&mut self, class: &str, (x, y): (f64, f64), radius: f64) {
        let [x, y, radius] = [x, y, radius].map(number);
        self.page.empty("circle", &[("class", class), ("cx", &x), ("cy", &y), ("r", &radius)]).line();
    }

    /// A line through points, or the area that they enclose.
    fn points(&mut self, shape: &'static str, class: &str, points: &[(f64, f64)]) {
        let points: Vec<String> = points.iter().map(|(x, y)| format!("{},{}", number(*x), number(*y))).collect();
        self.page.empty(shape, &[("class", class), ("points", &points.join(" "))]).line();
    }
}

/// A line of values, and the stretch of the drawing that it is drawn on.
#[derive(Debug, Clone, Copy)]
struct Scale {
    values: (f64, f64),
    drawn: (f64, f64),
}

impl Scale {
    const fn new(values: (f64, f64), drawn: (f64, f64)) -> Self {
        Self { values, drawn }
    }

    /// Where a value is drawn: at an end where it lies beyond, and in the middle where it is no number or all values are
    /// one.
    fn at(self, value: f64) -> f64 {
        let ((low, high), (start, end)) = (self.values, self.drawn);
        let share = (value - low) / (high - low);
        let share = if share.is_nan() { 0.5 } else { share.clamp(0.0, 1.0) };
        start + share * (end - start)
    }

    /// Where the one with that number, from 0, of `count` things at equal distances is drawn.
    fn nth(self, number: usize, count: usize) -> f64 {
        let float = |number: usize| f64::from(u32::try_from(number).unwrap_or(u32::MAX));
        Self { values: (0.0, float(count.saturating_sub(1))), ..self }.at(float(number))
    }
}

/// A length as it is written: a tenth is finer than any screen.
fn number(length: f64) -> String {
    let rounded = (length * 10.0).round() / 10.0;
    // Adding 0 turns -0 into 0.
    format!("{}", if rounded.is_finite() { rounded + 0.0 } else { 0.0 })
}

/// A title cut to what fits a picture; the table beside it has the whole.
fn cut(title: &str, most: usize) -> String {
    if title.chars().count() <= most {
        return title.to_owned();
    }
    title.chars().take(most.saturating_sub(1)).collect::<String>() + "…"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_lie_on_their_scale_whatever_they_are() {
        let scale = Scale::new((-3.0, 3.0), (200.0, 0.0));
        let cases =
            [(-3.0, 200.0), (0.0, 100.0), (3.0, 0.0), (9.0, 0.0), (f64::NEG_INFINITY, 200.0), (f64::NAN, 100.0)];
        for (value, wanted) in cases {
            assert!((scale.at(value) - wanted).abs() < 1e-9, "{value}");
        }
    }

    #[test]
    fn one_thing_stands_in_the_middle_and_many_go_from_end_to_end() {
        let scale = Scale::new((0.0, 0.0), (10.0, 110.0));
        let at = |number, count| scale.nth(number, count);
        assert!((at(0, 1) - 60.0).abs() < 1e-9 && (at(0, 0) - 60.0).abs() < 1e-9);
        assert!((at(0, 30) - 10.0).abs() < 1e-9 && (at(29, 30) - 110.0).abs() < 1e-9);
        assert!((at(1, 3) - 60.0).abs() < 1e-9);
    }

    #[test]
    fn lengths_are_short_and_always_numbers() {
        let cases = [(1.0, "1"), (1.26, "1.3"), (-0.04, "0"), (f64::NAN, "0"), (f64::INFINITY, "0"), (460.0, "460")];
        for (length, wanted) in cases {
            assert_eq!(number(length), wanted);
        }
    }

    #[test]
    fn long_titles_are_cut() {
        assert_eq!(cut("Environment", 20), "Environment");
        assert_eq!(cut("Environment", 5), "Envi…");
        assert_eq!(cut("", 0), "");
    }
}
