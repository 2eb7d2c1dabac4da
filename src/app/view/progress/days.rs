//! Four weeks in minutes, and the days with answers.

use crate::app::Model;
use crate::app::figures::days;
use crate::app::keys::Action;
use crate::app::learning::week;
use crate::app::progress::LISTED;
use crate::app::view::block::{Align, Block, Cell, Column, Kind, Table, TableRow, When};
use crate::app::view::text::{Role, plain, quiet};
use crate::app::view::words::counted;
use crate::app::view::{Form, Text, View};
use crate::domain::moment::Moment;

/// How minutes are counted.
const COUNTED: &str =
    "An answer counts for a minute at most, what you read before it for half a minute, so a break doesn't count.";

/// The calendar and the list.
pub(super) fn view(model: &Model, selected: usize) -> View {
    let view = View::new(model, Form::List, "progress, days").head("Days", "").counter(super::answers(model));
    if days(&model.learner).is_empty() {
        return view.block(Block::full(["No answers yet, so no days to show."]));
    }
    let (calendar, minutes) = calendar(model);
    let minutes = counted(usize::try_from(minutes).unwrap_or(usize::MAX), "minute", "minutes");
    view.block(Block::lines(calendar).when(When::Seen))
        .block(Block::full([quiet(format!("The last four weeks: {minutes}. {COUNTED}"))]))
        .block(list(model, selected))
        .foot(|foot| foot.says(Action::Next, "its answers"))
}

/// Minutes a day in four weeks from Monday to Sunday, and their sum. An empty day is a dot: rest is no fault.
fn calendar(model: &Model) -> (Vec<Text>, u32) {
    let today = model.today.day();
    let mut lines = vec![quiet("Mo  Tu  We  Th  Fr  Sa  Su   minutes a day")];
    let mut sum = 0_u32;
    for back in (0..4).rev() {
        let week = week(&model.learner, today - 7 * back);
        sum = sum.saturating_add(week.total_minutes());
        let mut line = Text::default();
        for (place, minutes) in (0_i64..).zip(week.minutes) {
            let is_today = week.monday + place == today;
            let before = if place == 0 { "" } else { " " };
            let role = match minutes {
                _ if is_today => Role::Strong,
                0 => Role::Quiet,
                _ => Role::Plain,
            };
            let words = if minutes == 0 { " ·".to_owned() } else { format!("{minutes:>2}") };
            let width = if place == 0 { 2 } else { 3 };
            line = line.and(format!("{before}{words:>width$}"), role);
        }
        lines.push(line);
    }
    (lines, sum)
}

fn list(model: &Model, selected: usize) -> Block {
    let column = |align, cells, narrow| Column::new(align, cells).narrow(narrow);
    let columns =
        vec![column(Align::Left, 24, Some(22)), column(Align::Right, 12, Some(12)), column(Align::Right, 12, Some(12))];
    let days = days(&model.learner);
    let rows = days.iter().rev().take(LISTED).enumerate().map(|(number, day)| {
        let today =
            if day.day == model.today.day() { "today".to_owned() } else { Moment::weekday_of(day.day).to_owned() };
        let answers = usize::try_from(day.answers).unwrap_or(usize::MAX);
        TableRow {
            cells: vec![
                Cell::Text(plain(format!("{}  {today}", day.date))),
                Cell::Text(plain(counted(answers, "answer", "answers"))),
                Cell::Text(plain(format!("{} right", model.learner.right_on(day.day)))),
            ],
            action: Some(Action::Pick(number)),
            select: Some(Action::Select(number)),
        }
    });
    Block::new(Kind::Table(Table { columns, rows: rows.collect(), cursor: Some(selected), airy: true }))
}
