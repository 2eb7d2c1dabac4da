//! The weeks of answers: what the calendar draws and what stands beside it.

use super::contents::{Block, Kind, Picture, Subject, Table};
use crate::app::figures::{DayFigures, monday};
use crate::app::report::Report;
use crate::domain::moment::Moment;
use crate::domain::words::counted;

/// How many weeks are shown, the last one that of the newest answer.
const WEEKS: i64 = 18;

/// A week.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Week {
    /// Its Monday, as days since 1970-01-01.
    pub monday: i64,
    /// How many answers were given on each day, from Monday on.
    pub answers: [u32; 7],
}

/// The last weeks, oldest first; none without an answer.
pub fn weeks(days: &[DayFigures]) -> Vec<Week> {
    let Some(last) = days.last() else { return Vec::new() };
    let first = monday(last.day).saturating_sub((WEEKS - 1) * 7);
    let answers = |day: i64| days.binary_search_by_key(&day, |one| one.day).ok().and_then(|number| days.get(number));
    let week = |number: i64| {
        let monday = first.saturating_add(number * 7);
        let of_day = |weekday: i64| answers(monday.saturating_add(weekday)).map_or(0, |day| day.answers);
        Week { monday, answers: [0, 1, 2, 3, 4, 5, 6].map(of_day) }
    };
    (0..WEEKS).map(week).collect()
}

/// The calendar in words.
pub fn days(report: &Report, blocks: &mut Vec<Block>) {
    let days = &report.figures.days;
    blocks.push(Block::Heading("Days".to_owned()));
    let (Some(first), Some(last)) = (days.first(), days.last()) else {
        return blocks.push(Block::Missing("No answers yet, so no days to show (N = 0).".to_owned()));
    };
    let weeks = weeks(days);
    let answers = |days: &mut dyn Iterator<Item = &DayFigures>| days.map(|day| u64::from(day.answers)).sum::<u64>();
    let all = answers(&mut days.iter());
    let from = weeks.first().map_or(i64::MIN, |week| week.monday);
    let shown = answers(&mut days.iter().filter(|day| day.day >= from));
    blocks.push(Block::Picture(Picture {
        subject: Subject::Calendar,
        title: format!("Answers by day, {WEEKS} weeks"),
        caption: format!(
            "One column per week, from {} on; each day shows its number of answers, darker for more (N = {shown}).",
            Moment::written_of(from)
        ),
    }));
    let mut columns = vec![("Week of", Kind::Word)];
    columns.extend(["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "All"].map(|day| (day, Kind::Number)));
    let rows = weeks.iter().filter(|week| week.answers.iter().any(|answers| *answers > 0)).map(row).collect();
    let table = Table { repeats: true, ..Table::of("Answers by day; weeks without any are left out", &columns) };
    blocks.push(Block::Table(table.with(rows)));
    let before = if all > shown {
        format!(" Before {}: {} answers.", Moment::written_of(from), all - shown)
    } else {
        String::new()
    };
    let counted = counted(days.len(), "day", "days");
    blocks.push(Block::Paragraph(format!(
        "{counted} with answers, the first {}, the last {} (N = {all}).{before}",
        Moment::written_of(first.day),
        Moment::written_of(last.day)
    )));
}

fn row(week: &Week) -> Vec<String> {
    let cell = |answers: &u32| if *answers == 0 { "·".to_owned() } else { answers.to_string() };
    let sum: u64 = week.answers.iter().map(|answers| u64::from(*answers)).sum();
    let mut row = vec![Moment::written_of(week.monday)];
    row.extend(week.answers.iter().map(cell));
    row.push(sum.to_string());
    row
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::figures::date;

    fn day(day: i64, answers: u32) -> DayFigures {
        DayFigures { day, date: date(day), answers }
    }

    #[test]
    fn the_last_week_is_that_of_the_newest_answer_and_older_days_are_not_in_it() {
        // 2026-11-23 is a Monday, and day 20,780.
        let weeks = weeks(&[day(0, 7), day(20_774, 1), day(20_781, 3)]);
        assert_eq!(weeks.len(), 18);
        assert_eq!(weeks[17], Week { monday: 20_780, answers: [0, 3, 0, 0, 0, 0, 0] });
        assert_eq!(weeks[16], Week { monday: 20_773, answers: [0, 1, 0, 0, 0, 0, 0] });
        assert_eq!(weeks.iter().flat_map(|week| week.answers).sum::<u32>(), 4);
    }

    #[test]
    fn no_day_is_too_early_or_too_late() {
        assert!(weeks(&[]).is_empty());
        for extreme in [i64::MIN, i64::MAX, 0, -1] {
            assert_eq!(weeks(&[day(extreme, 1)]).len(), 18);
        }
    }
}
