//! The rounds, the newest first: each opens its answers.

use crate::app::Model;
use crate::app::keys::Action;
use crate::app::progress::LISTED;
use crate::app::view::block::{Align, Block, Cell, Column, Kind, Table, TableRow};
use crate::app::view::text::{Role, plain, quiet};
use crate::app::view::words::{counted, given_again, short_date, signed};
use crate::app::view::{Form, Text, View};
use crate::domain::code;
use crate::domain::fact::Mode;
use crate::domain::learner::AttemptRecord;
use crate::domain::moment::Moment;

/// The list.
pub(super) fn view(model: &Model, selected: usize) -> View {
    let count = model.learner.attempts().count();
    let view = View::new(model, Form::List, "progress, rounds")
        .head("Rounds", "")
        .counter(quiet(counted(count, "round", "rounds")));
    if count == 0 {
        return view.block(Block::full(["No rounds yet. For a mixed quiz, go home and press m."]));
    }
    let said = "Enter shows a round's answers. From there you can go on with it, or play it again.";
    view.block(Block::full([said]).once().gives_way())
        .block(table(model, selected))
        .foot(|foot| foot.says(Action::Next, "its answers"))
}

fn table(model: &Model, selected: usize) -> Block {
    let column = |spoken, align, cells, narrow| Column::new(align, cells).titled("", spoken).narrow(narrow);
    let columns = vec![
        column(None, Align::Left, 18, Some(17)),
        column(None, Align::Left, 10, Some(9)),
        column(None, Align::Left, 20, Some(18)),
        column(Some("confidence points"), Align::Right, 5, None),
        column(Some("code"), Align::Right, 20, Some(9)),
    ];
    let rows = model.learner.attempts().take(LISTED).enumerate().map(|(number, one)| TableRow {
        cells: vec![
            Cell::Text(begun(one.at, model.today)),
            Cell::Text(plain(one.mode.word())),
            Cell::Text(outcome(model, one)),
            Cell::Text(one.marks.map_or_else(Text::default, |marks| plain(signed(marks)))),
            Cell::Text(code(model, one)),
        ],
        action: Some(Action::Pick(number)),
        select: Some(Action::Select(number)),
    });
    Block::new(Kind::Table(Table { columns, rows: rows.collect(), cursor: Some(selected), airy: true }))
}

/// When a round was begun: in few cells for the eye, in full for the ear.
fn begun(at: Moment, today: Moment) -> Text {
    let (seen, time) = (short_date(at.day(), today), at.time());
    let is_of_this_year = seen.starts_with(|first: char| first.is_ascii_digit());
    let seen = if is_of_this_year { format!("{seen}, {time}") } else { seen };
    Text::default().said(seen, Role::Plain, format!("{} at {time}", today.written_beside(at.day())))
}

/// The code that plays the round again; nothing where none does.
fn code(model: &Model, one: &AttemptRecord) -> Text {
    match code::read(&one.seed, &model.bank) {
        Ok(code::Given::Code(_)) if one.mode == Mode::Quiz => quiet(&one.seed),
        _ => Text::default(),
    }
}

/// How it came out; where some answers were given again, shortly for the eye.
fn outcome(model: &Model, one: &AttemptRecord) -> Text {
    let (right, given, count) = (one.tally.right, one.tally.total(), one.count);
    match (one.finished, model.learner.open(&one.id).is_some()) {
        (true, _) if one.again > 0 => Text::default().said(
            format!("{right} of {given}, {} again", one.again),
            Role::Plain,
            format!("{right} of {given}{}", given_again(one.again)),
        ),
        (true, _) => plain(format!("{right} of {given} right")),
        (false, true) => plain(format!("waits at {given} of {count}")),
        (false, false) => plain(format!("left at {given} of {count}")),
    }
}
