//! The topics and their lessons: a row for each, and below what the selected one is about.

use super::block::{Align, Block, Cell, Column, Fact, Kind, Table, TableRow, When};
use super::text::{Role, plain, quiet, strong};
use super::words::{counted, short_date, side_name};
use super::{Form, Text, View, standing};
use crate::app::Model;
use crate::app::keys::Action;
use crate::app::topics::Topics;
use crate::domain::bank::{Side, Topic};
use crate::domain::learner::{LESSON_SCREENS, LessonState};

/// The map of topics.
pub fn view(model: &Model, topics: Topics) -> View {
    let names = &model.bank.manifest.topics;
    let state = |id: &str| model.learner.lesson_state(id);
    let done = names.iter().filter(|name| state(&name.id) == LessonState::Done).count();
    let selected = names.get(topics.selected);
    let lessons = (0..names.len()).filter(|number| model.bank.has_lesson(*number)).count();
    let counted_lessons = match lessons {
        0 => String::new(),
        lessons => format!("{done} of {} done", counted(lessons, "lesson", "lessons")),
    };
    let mut view = View::new(model, Form::List, "topics")
        .head("Topics", "")
        .counter(quiet(counted_lessons))
        .block(table(model, topics.selected));
    if let Some(topic) = model.bank.topic(topics.selected) {
        view = view.blocks(about(model, topics.selected, topic));
        view.companion = companion(model, topic);
    }
    let enter = selected.map_or("open", |name| opens(state(&name.id)));
    let place = selected.map_or(0, |name| model.learner.lesson(&name.id).place);
    let enter = match enter {
        _ if !model.bank.has_lesson(topics.selected) => "quiz on this topic".to_owned(),
        "" => format!("go on at screen {place}"),
        enter => enter.to_owned(),
    };
    view.foot(|foot| {
        foot.says(Action::Next, enter).says(Action::Quiz, "quiz on this topic").only_if(false, Action::Lesson)
    })
}

/// What opening a lesson does; empty where it goes on in the middle.
const fn opens(state: LessonState) -> &'static str {
    match state {
        LessonState::NotStarted => "start the lesson",
        LessonState::Done => "read the lesson again",
        LessonState::InProgress | LessonState::Seen => "",
    }
}

fn table(model: &Model, selected: usize) -> Block {
    let column =
        |title: &str, spoken, align, cells, narrow| Column::new(align, cells).titled(title, spoken).narrow(narrow);
    let ideas: Vec<usize> = (0..model.bank.topic_count()).map(|number| model.bank.concept_count(number)).collect();
    let each = match ideas.first() {
        Some(first) if ideas.iter().all(|ideas| ideas == first) => format!("{} each", counted(*first, "idea", "ideas")),
        _ => "ideas".to_owned(),
    };
    let strip = u16::try_from(ideas.iter().max().copied().unwrap_or(0) * 2 + 1).unwrap_or(17).clamp(16, 17);
    let columns = vec![
        column("", None, Align::Right, 2, Some(2)),
        column("", None, Align::Left, 2, Some(1)),
        column("topic", None, Align::Left, 23, Some(21)),
        column("lesson", Some("lesson"), Align::Left, 14, Some(13)),
        column(&each, None, Align::Left, strip, Some(17)),
        column("known", None, Align::Right, 5, None),
        column("due", Some("due"), Align::Right, 7, None),
    ];
    let count = model.bank.topic_count();
    let rows = (0..count).map(|number| row(model, number)).collect();
    Block::new(Kind::Table(Table { columns, rows, cursor: Some(selected), airy: true }))
}

fn row(model: &Model, number: usize) -> TableRow {
    let name = model.bank.manifest.topics.get(number);
    let id = name.map_or("", |name| name.id.as_str());
    let record = model.learner.lesson(id);
    let lesson = match record.state() {
        LessonState::NotStarted => Text::default(),
        LessonState::Done => Text::default().sign("✓", Role::Right, "").and(" done", Role::Plain),
        LessonState::InProgress | LessonState::Seen => plain(format!("at {} of {LESSON_SCREENS}", record.place)),
    };
    let strip = standing::of_topic(model, number);
    let known = match strip.known {
        0 => Text::default().sign("·", Role::Quiet, ""),
        known => Text::default().said(known.to_string(), Role::Plain, ""),
    };
    let due = match standing::due(model, id) {
        0 => Text::default(),
        due => plain(due.to_string()),
    };
    let title = name.map_or("", |name| name.title.as_str());
    TableRow {
        cells: vec![
            Cell::Text(Text::default().said((number + 1).to_string(), Role::Plain, "")),
            Cell::Text(Text::default()),
            Cell::Text(plain(title)),
            Cell::Text(lesson),
            Cell::Strip(strip),
            Cell::Text(known),
            Cell::Text(due),
        ],
        action: Some(Action::Pick(number)),
        select: Some(Action::Select(number)),
    }
}

/// What the selected topic is about; once its lesson is done, what to take away from it.
fn about(model: &Model, number: usize, topic: &Topic) -> Vec<Block> {
    let done = model.learner.lesson_state(&topic.id) == LessonState::Done;
    let is_told = !(topic.summary.left.is_empty() && topic.summary.right.is_empty());
    let text = if done || !is_told {
        Block::full([topic.takeaway.as_str()])
    } else {
        let fact =
            |side: Side| Fact { label: side_name(&model.bank, side).to_owned(), value: plain(topic.summary.get(side)) };
        Block::new(Kind::Facts(Side::BOTH.map(fact).to_vec()))
    };
    let title = strong(format!("{} {}", number + 1, topic.title));
    vec![
        Block::lines([standing::legend()]).gap(0).when(When::Seen),
        // In a narrow window the row under the cursor says it.
        Block::lines([title]).when(When::NotNarrow),
        text.gap(0).narrow_gap(1),
    ]
}

/// The ideas of the selected topic, with how far each is and when it comes again.
fn companion(model: &Model, topic: &Topic) -> Vec<Block> {
    let column = |title: &str, align, cells| Column::new(align, cells).titled(title, None);
    let rows = topic.concepts.iter().enumerate().map(|(number, concept)| {
        let mastery = standing::of(model, &topic.id, number);
        TableRow {
            cells: vec![
                Cell::Text(Text(
                    standing::sign(mastery.state()).0.into_iter().filter(|span| span.spoken.is_some()).collect(),
                )),
                Cell::Text(plain(&concept.title)),
                Cell::Text(quiet(standing::next_review(model, &topic.id, number, |day| short_date(day, model.today)))),
            ],
            action: None,
            select: None,
        }
    });
    let table = Table {
        columns: vec![column("idea", Align::Left, 4), column("", Align::Left, 22), column("next", Align::Right, 9)],
        rows: rows.collect(),
        cursor: None,
        airy: true,
    };
    vec![
        Block::lines([strong(&topic.title)]).gap(0),
        Block::full([topic.takeaway.as_str()]),
        Block::new(Kind::Table(table)),
    ]
}
