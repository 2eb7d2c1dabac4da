//! The calendar: weeks as columns, weekdays as rows, a sign for how many answers.

use super::selectable;
use crate::app::Model;
use crate::app::figures::{SHADES as STEPS, date, days, monday};
use crate::app::keys::Action;
use crate::app::progress::Progress;
use crate::ui::page::{Page, Row};
use crate::ui::theme::Theme;
use unicode_width::UnicodeWidthStr;

/// How many weeks are shown.
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
pub(super) fn add(model: &Model, progress: Progress, theme: Theme, body: &mut Page) {
    let days = days(model.learner());
    let (Some(last), Some(chosen)) = (days.last(), days.iter().rev().nth(progress.selected)) else {
        return body.paragraph(1, "No answers yet, so no days to show (N = 0).", theme.plain());
    };
    // The newest weeks, or those up to the selected day where it lies before them.
    let newest = monday(last.day).saturating_sub((WEEKS - 1) * 7);
    let first = if chosen.day < newest { monday(chosen.day).saturating_sub((WEEKS - 1) * 7) } else { newest };
    let until = date(first.saturating_add(WEEKS * 7 - 1));
    body.line(1, &format!("{WEEKS} weeks, {} to {until}", date(first)), theme.faint());
    for (weekday, name) in (0_i64..).zip(WEEKDAYS) {
        let mut row = Row::default();
        row.pad(1);
        row.put(name, theme.faint());
        row.pad(6);
        for week in 0..WEEKS {
            let day = first.saturating_add(week * 7 + weekday);
            let answers = model.learner().days().get(&day).copied().unwrap_or(0);
            let style = if day == chosen.day { theme.selected(theme.accent()) } else { theme.accent() };
            row.put(sign(answers, theme), style);
            row.pad(row.width() + 1);
        }
        body.push(row);
    }
    body.blank();
    let count = match chosen.answers {
        1 => "1 answer".to_owned(),
        count => format!("{count} answers"),
    };
    let mut row = selectable(true, theme);
    row.put(&format!("{}: {count}", chosen.date), theme.strong());
    row.pad(row.width() + 3);
    let ways =
        if theme.is_ascii() { "Down an earlier day, Up a later one" } else { "↓ an earlier day, ↑ a later one" };
    let room = row.width() + ways.width() <= body.width();
    if room {
        row.put(ways, theme.faint());
    }
    body.push(row.clickable(Action::Pick(progress.selected)));
    if !room {
        body.line(1, ways, theme.faint());
    }
    body.blank();
    legend(theme, body);
    let answers: u64 = days.iter().map(|day| u64::from(day.answers)).sum();
    body.paragraph(1, &format!("Since the start: {} days, {answers} answers.", days.len()), theme.plain());
}

fn legend(theme: Theme, body: &mut Page) {
    let mut row = Row::of(" Answers a day:", theme.faint());
    for (least, sign) in STEPS.iter().zip(signs(theme)) {
        let words = if *least == 0 { " none".to_owned() } else { format!(" from {least}") };
        if row.width() + 2 + sign.width() + words.width() > body.width() {
            body.push(std::mem::take(&mut row));
        }
        row.pad(row.width() + if row.width() == 0 { 1 } else { 2 });
        row.put(sign, theme.accent());
        row.put(&words, theme.faint());
    }
    body.push(row);
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
