//! A class as its host alone may see it: who is there, who has answered, who would like to be let back.

use super::block::{Align, Block, Cell, Column, Field, Kind, Table, TableRow};
use super::text::{plain, quiet, strong, text};
use super::{Form, Role, Text, View, room as words, web};
use crate::app::host::{Host, Line, Question, Scene, Showing};
use crate::app::keys::{Action, Context};
use crate::domain::room::WARM_UP;
use crate::domain::room::view::{ConsoleView, ProjectorStage, ProjectorView, console};

/// Who is there.
pub(super) fn view(host: &Host, scene: &Scene) -> View {
    let seen = console(&scene.room, &scene.people);
    let frame = &seen.projector.frame;
    let entries = host.entries(&seen);
    let at = host.cursor(&entries);
    let context = match host.showing() {
        Showing::Renaming { .. } => Context::Renaming,
        _ => Context::Console,
    };
    let mut view = View::of_class(context, Form::List, &frame.sides)
        .head(words::titled(frame), words::CONSOLE)
        .counter(words::people_and_sheets(seen.projector.people, seen.sheets()));
    view.above = above(&seen);
    view.below = below(host, scene, &seen);
    let table = Block::new(Kind::Table(Table {
        columns: vec![
            Column::new(Align::Left, 2),
            Column::new(Align::Right, 3),
            Column::new(Align::Left, 2),
            Column::new(Align::Left, 29).narrow(Some(21)),
            Column::new(Align::Left, 38).narrow(Some(28)),
        ],
        rows: entries.iter().enumerate().map(|(number, line)| row(number, *line, &seen)).collect(),
        cursor: (!entries.is_empty()).then_some(at),
        airy: false,
    }));
    let footed = |foot: super::Foot| match context {
        Context::Renaming => foot.says(Action::Back, words::BACK).only_if(false, Action::Help),
        _ if host.giving().is_some() => giving_footer(foot),
        _ => footer(foot, entries.get(at).copied(), &seen),
    };
    if entries.is_empty() {
        return view.block(Block::full([plain(words::people(0))])).foot(footed);
    }
    view.block(table).foot(footed)
}

/// Where the class stands.
fn above(seen: &ConsoleView) -> Vec<Block> {
    vec![Block::lines([plain(words::stands(&seen.projector))]).gap(0)]
}

/// Where the teacher's page is, or the name that is being corrected.
fn below(host: &Host, scene: &Scene, seen: &ConsoleView) -> Vec<Block> {
    if let Showing::Renaming { seat, typed } = host.showing() {
        let field = Field {
            label: words::name_of(*seat),
            typed: typed.clone(),
            hint: seen.seats.iter().find(|one| one.seat == *seat).map_or_else(String::new, |one| one.name.clone()),
            active: true,
        };
        return vec![Block::new(Kind::Field(field))];
    }
    if let Some(asks) = seen.requests.iter().find(|one| Some(one.number) == host.giving()) {
        return vec![Block::lines([strong(words::which_seat(&asks.name))])];
    }
    let page = host.address(&scene.reach).zip(scene.reach.word.as_ref());
    let page = page.map(|(address, word)| words::teachers_page(&address.short, word));
    page.map(|page| Block::lines([quiet(page)])).into_iter().collect()
}

fn row(number: usize, line: Line, seen: &ConsoleView) -> TableRow {
    let cells = |sign: Text, number: String, name: Text, doing: Text| {
        vec![
            Cell::Text(sign),
            Cell::Text(plain(number)),
            Cell::Text(Text::default()),
            Cell::Text(name),
            Cell::Text(doing),
        ]
    };
    let (cells, action) = match line {
        Line::Request { request, seat } => {
            let name = seen.requests.iter().find(|one| one.number == request).map_or("", |one| one.name.as_str());
            let doing = seat.map_or_else(|| words::asks_for_some_seat().to_owned(), words::asks_for_seat);
            let number = seat.map_or_else(String::new, |seat| seat.to_string());
            (cells(text("!", Role::Accent), number, strong(name), text(doing, Role::Accent)), Some(Action::Next))
        }
        Line::Seat(seat) => {
            let one = seen.seats.iter().find(|one| one.seat == seat);
            let name = one.map_or("", |one| one.name.as_str());
            let sign = match one {
                Some(one) if one.answered && is_voting(seen) => text("✓", Role::Right),
                _ => Text::default(),
            };
            let doing = one.map_or_else(String::new, |one| words::standing(one, &seen.projector.stage));
            (cells(sign, seat.to_string(), plain(name), quiet(doing)), None)
        }
    };
    TableRow { cells, action: action.or(Some(Action::Select(number))), select: Some(Action::Select(number)) }
}

fn is_voting(seen: &ConsoleView) -> bool {
    use ProjectorStage::{Closed, Discussing, Open};
    matches!(seen.projector.stage, Open { .. } | Closed { .. } | Discussing { .. })
}

/// The keys that do something with what is under the cursor, and what leads the class.
fn footer(foot: super::Foot, line: Option<Line>, seen: &ConsoleView) -> super::Foot {
    let is_request = matches!(line, Some(Line::Request { .. }));
    let seat = match line {
        Some(Line::Seat(seat)) => seen.seats.iter().find(|one| one.seat == seat),
        _ => None,
    };
    let is_warm_up = seen.projector.frame.number == Some(usize::from(WARM_UP));
    let space = match seen.next {
        // What is right is revealed by Enter, here as after any question.
        Some("reveal") if is_warm_up => words::FIRST_QUESTION,
        Some("open") => words::NEXT_QUESTION,
        Some("close") => words::CLOSE,
        Some("revote") => words::VOTE_AGAIN,
        Some("resume") => words::GO_ON,
        _ => "",
    };
    // Where Space does nothing, Enter leads the class, unless the cursor is on somebody who asks.
    let (enter, leads) = match (line, seen.next) {
        (Some(Line::Request { seat: Some(_), .. }), _) => (words::LET_THEM_BACK, true),
        (Some(Line::Request { seat: None, .. }), _) => (words::CHOOSE_SEAT, true),
        (_, Some("reveal")) => (words::REVEAL, space.is_empty()),
        (_, Some("discuss")) => (words::LET_TALK, space.is_empty()),
        (_, Some("end")) => (words::END_IT, space.is_empty() && seen.projector.frame.number.is_some()),
        _ => ("", false),
    };
    let not_led = [
        Action::VoteAgain,
        Action::Bars,
        Action::WarmUp,
        Action::Hands,
        Action::Skip,
        Action::Lock,
        Action::Names,
        Action::Pause,
        Action::End,
    ];
    let foot = foot
        .says(Action::OpenOrClose, space)
        .says(Action::Back, words::THE_STAGE)
        .says(Action::Next, enter)
        .only_if(!space.is_empty(), Action::OpenOrClose)
        .only_if(leads, Action::Next)
        .only_if(is_request, Action::TurnDown)
        .only_if(seat.is_some_and(|one| one.standing != "removed"), Action::Remove)
        .only_if(seat.is_some(), Action::Rename)
        .only_if(seat.is_some(), Action::Forget);
    not_led.into_iter().fold(foot, |foot, action| foot.only_if(false, action))
}

/// The keys while a seat is chosen for whoever asks.
fn giving_footer(foot: super::Foot) -> super::Foot {
    let works = [Action::Next, Action::TurnDown, Action::Up];
    let others: Vec<Action> =
        foot.left.iter().map(|entry| entry.action).filter(|action| !works.contains(action)).collect();
    let foot = foot.says(Action::Next, words::GIVE_SEAT).says(Action::Back, words::BACK).only_if(false, Action::End);
    others.into_iter().fold(foot, |foot, action| foot.only_if(false, action))
}

/// What is asked before it is done.
pub(super) fn asked(question: Question, scene: &Scene, shown: &ProjectorView) -> String {
    let called = |seat: u32| scene.room.called(&scene.people, &[seat]);
    match question {
        Question::End => {
            let not_done = words::not_done(&shown.stage).map_or_else(String::new, |some| format!("{some} "));
            format!("{not_done}{}", web::sure_to_end(shown.people, scene.room.sheets_on_paper().count()))
        }
        Question::Leave => {
            words::sure_to_leave(&shown.frame, scene.room.is_ended(), scene.reach.has_devices() && shown.people > 0)
        }
        Question::Alone => words::ARE_YOU_ALONE.to_owned(),
        Question::Remove(seat) => words::sure_to_remove(seat, &called(seat)),
        Question::Forget(seat) => words::sure_to_forget(seat, &called(seat)),
    }
}
