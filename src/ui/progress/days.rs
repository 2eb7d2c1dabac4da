//! The calendar: weeks as columns, weekdays as rows, a sign for how many answers.

use crate::app::Model;
use crate::app::figures::{SHADES as STEPS, date, days, monday};
use crate::ui::page::{Page, Row};
use crate::ui::theme::Theme;

/// How many weeks are shown, the last one that of the newest answer.
const WEEKS: i64 = 18;
const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

fn signs(theme: Theme) -> [&'static str; 5] {
    if theme.is_ascii() { [".", "-", "+", "*", "#"] } else { ["·", "░", "▒", "▓", "█"] }
}

fn sign(answers: u32, theme: Theme) -> &'static str {
    let fitting = STEPS.iter().zip(signs(theme)).rev().find(|(least, _)| answers >= **least);
    fitting.map_or(" ", |(_, sign)| sign)
}

/// Adds the calendar.
pub(super) fn add(model: &Model, theme: Theme, body: &mut Page) {
    let days = days(&model.learner);
    let Some(last) = days.last() else {
        return body.paragraph(1, "No answers yet, so no days to show (N = 0).", theme.plain());
    };
    let first = monday(last.day).saturating_sub((WEEKS - 1) * 7);
    let until = date(first.saturating_add(WEEKS * 7 - 1));
    body.line(1, &format!("{WEEKS} weeks, {} to {until}", date(first)), theme.faint());
    for (weekday, name) in (0_i64..).zip(WEEKDAYS) {
        let mut row = Row::default();
        row.pad(1);
        row.put(name, theme.faint());
        row.pad(6);
        for week in 0..WEEKS {
            let day = first.saturating_add(week * 7 + weekday);
            let answers = model.learner.days().get(&day).copied().unwrap_or(0);
            row.put(sign(answers, theme), theme.accent());
            row.pad(row.width() + 1);
        }
        body.push(row);
    }
    body.blank();
    let mut legend = Row::of(" Answers a day:", theme.faint());
    for (least, sign) in STEPS.iter().zip(signs(theme)) {
        legend.pad(legend.width() + 2);
        legend.put(sign, theme.accent());
        legend.put(&if *least == 0 { " none".to_owned() } else { format!(" from {least}") }, theme.faint());
    }
    body.push(legend);
    let answers: u64 = days.iter().map(|day| u64::from(day.answers)).sum();
    body.paragraph(1, &format!("Since the start: {} days, {answers} answers.", days.len()), theme.plain());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_answers_never_give_a_weaker_sign() {
        let signs = [0, 1, 9, 10, 25, 50, u32::MAX].map(|answers| sign(answers, Theme::default()));
        assert_eq!(signs, ["·", "░", "░", "▒", "▓", "█", "█"]);
    }
}
