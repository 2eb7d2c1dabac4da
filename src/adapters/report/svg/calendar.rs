//! The calendar: weeks as columns, weekdays as rows, and in each day its number of answers.

use super::{Anchor, Drawing};
use crate::adapters::report::calendar::weeks;
use crate::adapters::report::contents::Picture;
use crate::adapters::report::markup::Markup;
use crate::app::figures::{SHADES, date};
use crate::app::report::Report;

const START: f64 = 34.0;
const HEAD: f64 = 20.0;
const CELL: f64 = 24.0;
const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const CLASSES: [&str; 5] = ["day", "day few", "day some", "day many", "day most"];

pub fn draw(page: &mut Markup, report: &Report, picture: &Picture) {
    let weeks = weeks(&report.figures.days);
    let width = START + CELL * f64::from(u32::try_from(weeks.len()).unwrap_or(0));
    let mut drawing = Drawing::begin(page, picture, width, HEAD + CELL * 7.0);
    for (y, name) in rows().zip(WEEKDAYS) {
        drawing.label((0.0, y + 16.0), Anchor::Start, "small", name);
    }
    let mut month = "";
    let mut x = START;
    for week in &weeks {
        let named = month_of(week.monday);
        if named != month && x + CELL < width {
            drawing.label((x, 13.0), Anchor::Start, "small", named);
            month = named;
        }
        for (y, answers) in rows().zip(week.answers) {
            let class = class(answers);
            drawing.rectangle(class, (x + 1.0, y + 1.0), (CELL - 2.0, CELL - 2.0));
            if answers > 0 {
                let class = format!("{class} count");
                drawing.label((x + CELL / 2.0, y + 16.0), Anchor::Middle, &class, &shown(answers));
            }
        }
        x += CELL;
    }
    drawing.end();
}

fn rows() -> impl Iterator<Item = f64> {
    (0..7_u8).map(|row| HEAD + CELL * f64::from(row))
}

/// The number in a cell: three digits fit.
fn shown(answers: u32) -> String {
    if answers > 999 { "1k+".to_owned() } else { answers.to_string() }
}

fn class(answers: u32) -> &'static str {
    let fitting = SHADES.iter().zip(CLASSES).rev().find(|(least, _)| answers >= **least);
    fitting.map_or("day", |(_, class)| class)
}

/// The month of a day; nothing beyond the years that a calendar knows.
fn month_of(day: i64) -> &'static str {
    let date = date(day);
    let month = date.split('-').nth_back(1).and_then(|month| month.parse::<usize>().ok());
    month.and_then(|month| MONTHS.get(month.checked_sub(1)?)).copied().unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_has_its_month() {
        for (day, month) in [(0, "Jan"), (20_780, "Nov"), (-1, "Dec"), (i64::MAX, "")] {
            assert_eq!(month_of(day), month, "{day}");
        }
    }

    #[test]
    fn more_answers_are_never_lighter_and_always_fit() {
        let classes = [0, 1, 9, 10, 25, 50, u32::MAX].map(class);
        let wanted = ["day", "day few", "day few", "day some", "day many", "day most", "day most"];
        assert_eq!(classes, wanted);
        assert_eq!([7, 999, 1000].map(shown), ["7", "999", "1k+"]);
    }
}
