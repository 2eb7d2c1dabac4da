//! The report of a result as one page of HTML that needs nothing else, and prints on one sheet of A4.

use super::contents::Part;
use crate::adapters::report::html::block;
use crate::adapters::report::markup::Markup;
use crate::domain::assessment::report::{ResultReport, Score};

const STYLE: &str = include_str!("style.css");

/// How many missed statements a sheet has room for.
pub const MOST_MISSED: usize = 12;

/// The whole page.
pub fn page(report: &ResultReport, parts: &[Part]) -> String {
    let mut page = Markup::document();
    page.open("html", &[("lang", "en")]).line().open("head", &[]).line();
    page.empty("meta", &[("charset", "utf-8")]).line();
    page.empty("meta", &[("name", "viewport"), ("content", "width=device-width, initial-scale=1")]).line();
    let who = if report.applicant.name.is_empty() { &report.applicant.id } else { &report.applicant.name };
    page.element("title", &[], &format!("{}, {who}, {}", report.form, report.taken.submitted.written())).line();
    page.open("style", &[]).line();
    for line in STYLE.lines() {
        page.text(line).line();
    }
    page.close().line().close().line().open("body", &[]).line().open("main", &[]).line();
    for part in parts {
        self::part(&mut page, part);
    }
    page.end()
}

fn part(page: &mut Markup, part: &Part) {
    match part {
        Part::Block(block) => self::block(page, None, block),
        Part::Scale(score) => scale(page, score),
        Part::Signature(blanks) => {
            page.open("dl", &[("class", "sign")]).line();
            for (name, _) in blanks {
                page.open("div", &[]).element("dt", &[], name).element("dd", &[], "").close().line();
            }
            page.close().line();
        }
    }
}

/// The width of the drawing.
const WIDTH: f64 = 640.0;

/// Where its line begins and ends.
const LINE: (f64, f64) = (20.0, 620.0);

/// The score on a line: thick where another paper would most likely end, and the cut.
fn scale(page: &mut Markup, score: &Score) {
    let luck = score.luck_halves();
    let low = score.interval.map_or(score.halves, |(low, _)| low * 2).min(score.halves);
    let from = if low < luck { 0 } else { luck };
    let float = crate::domain::assessment::numbers::count;
    let whole = float((score.of * 2).saturating_sub(from).max(1));
    let at = |halves: usize| LINE.0 + (LINE.1 - LINE.0) * float(halves.max(from) - from) / whole;
    let told = [Some(score.told()), score.error()].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let size = format!("0 0 {WIDTH} 48");
    page.open("svg", &[("role", "img"), ("aria-label", &told), ("viewBox", &size), ("class", "scale")]).line();
    line(page, "axis", (LINE.0, 20.0), (LINE.1, 20.0));
    if let Some((low, high)) = score.interval {
        line(page, "interval", (at(low * 2), 20.0), (at(high * 2), 20.0));
    }
    if let Some(cut) = score.cut_at() {
        line(page, "cut", (at(cut * 2), 10.0), (at(cut * 2), 30.0));
        label(page, at(cut * 2), "middle", &format!("cut at {cut}"));
    }
    let (x, start) = (at(score.halves), if from == 0 { "0".to_owned() } else { format!("luck {}", float(luck) / 2.0) });
    page.empty("circle", &[("class", "score"), ("cx", &number(x)), ("cy", "20"), ("r", "6")]).line();
    label(page, at(from), "start", &start);
    label(page, at(score.of * 2), "end", &score.of.to_string());
    page.close().line();
}

fn number(length: f64) -> String {
    format!("{length:.1}")
}

fn line(page: &mut Markup, class: &str, from: (f64, f64), to: (f64, f64)) {
    let [x1, y1, x2, y2] = [from.0, from.1, to.0, to.1].map(number);
    page.empty("line", &[("class", class), ("x1", &x1), ("y1", &y1), ("x2", &x2), ("y2", &y2)]).line();
}

/// A word below the line.
fn label(page: &mut Markup, x: f64, anchor: &str, text: &str) {
    page.element("text", &[("x", &number(x)), ("y", "44"), ("text-anchor", anchor)], text).line();
}
