//! What stands beside the home screen in a wide window: this week, what is coming up, the lessons, the exam.

use super::Text;
use super::block::{Align, Block, Cell, Column, Kind, Table, TableRow};
use super::text::{Role, plain, quiet, strong};
use super::words::{counted, day};
use crate::app::Model;
use crate::app::learning::{Coming, Exam, coming, exam, target, week};
use crate::domain::learner::{LESSON_SCREENS, LessonState};

/// So many days are told one by one.
const DAYS: usize = 3;
/// The days of a week.
const WEEK: [&str; 7] = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];

/// The companion of the home screen.
pub fn blocks(model: &Model) -> Vec<Block> {
    let mut blocks = this_week(model);
    blocks.extend(coming_up(model));
    blocks.extend(lessons(model));
    blocks.extend(until_exam(model));
    blocks
}

fn this_week(model: &Model) -> Vec<Block> {
    let (learner, today) = (&model.learner, model.today.day());
    let week = week(learner, today);
    let column = |name: &&str| Column::new(Align::Right, 5).titled(*name, None);
    let cell = |(number, minutes): (i64, &u32)| {
        let role = if week.monday + number == today { Role::Strong } else { Role::Plain };
        Cell::Text(match minutes {
            0 => Text::default().sign("·", Role::Quiet, "none"),
            minutes => Text::default().and(minutes.to_string(), role),
        })
    };
    let cells = (0..7).zip(&week.minutes).map(cell).collect();
    let table = Table {
        columns: WEEK.iter().map(column).collect(),
        rows: vec![TableRow { cells, action: None, select: None }],
        cursor: None,
        airy: false,
    };
    let answers = usize::try_from(week.answers).unwrap_or(usize::MAX);
    let minutes = usize::try_from(week.total_minutes()).unwrap_or(usize::MAX);
    let said = match answers {
        0 => "Nothing yet.".to_owned(),
        answers => format!(
            "{}, {}, {} right.",
            counted(minutes, "minute", "minutes"),
            counted(answers, "answer", "answers"),
            week.right
        ),
    };
    let mut blocks = vec![
        Block::ends(quiet("This week"), quiet("minutes")),
        Block::new(Kind::Table(table)).gap(0),
        Block::full([said]),
    ];
    blocks.extend(
        target(learner, &model.settings, today)
            .map(|target| Block::full([format!("Target: {}.", target.words())]).gap(0)),
    );
    blocks
}

/// The reviews that come up.
pub fn coming_up(model: &Model) -> Vec<Block> {
    let days = coming(&model.learner, &model.settings, model.today);
    if days.is_empty() {
        return Vec::new();
    }
    let (near, far) = days.split_at(days.len().min(DAYS));
    let line = |name: String, ideas: usize| Block::ends(plain(name), plain(ideas.to_string())).gap(0);
    let mut blocks = vec![Block::ends(quiet("Coming up"), quiet("ideas"))];
    blocks.extend(near.iter().map(|Coming { day: on, ideas }| line(day(*on, model.today), *ideas)));
    let later: usize = far.iter().map(|one| one.ideas).sum();
    blocks.extend((later > 0).then(|| line("later".to_owned(), later)));
    blocks
}

/// The lessons, and how far each is.
pub fn lessons(model: &Model) -> Vec<Block> {
    let column = Column::new;
    let row = |(number, name): (usize, &crate::domain::bank::TopicName)| {
        let record = model.learner.lesson(&name.id);
        let state = match record.state() {
            LessonState::NotStarted => Text::default(),
            LessonState::Done => Text::default().sign("✓", Role::Right, "done"),
            LessonState::InProgress | LessonState::Seen => quiet(format!("at {} of {LESSON_SCREENS}", record.place)),
        };
        let cells = [quiet((number + 1).to_string()), Text::default(), plain(&name.title), state];
        TableRow { cells: cells.map(Cell::Text).to_vec(), action: None, select: None }
    };
    let teaches = |(number, _): &(usize, _)| model.bank.has_lesson(*number);
    let table = Table {
        columns: vec![
            column(Align::Right, 2),
            column(Align::Left, 2),
            column(Align::Left, 21),
            column(Align::Right, 10),
        ],
        rows: model.bank.manifest.topics.iter().enumerate().filter(teaches).map(row).collect(),
        cursor: None,
        airy: false,
    };
    if table.rows.is_empty() {
        return Vec::new();
    }
    vec![Block::lines([quiet("Lessons")]), Block::new(Kind::Table(table)).gap(0)]
}

/// `7 lessons and 66 ideas`: what is left until an exam; none where nothing is.
pub fn to_go(exam: &Exam) -> Option<String> {
    let lessons = (exam.lessons > 0).then(|| counted(exam.lessons, "lesson", "lessons"));
    let ideas = (exam.ideas > 0).then(|| counted(exam.ideas, "idea", "ideas"));
    let parts: Vec<String> = lessons.into_iter().chain(ideas).collect();
    (!parts.is_empty()).then(|| parts.join(" and "))
}

fn until_exam(model: &Model) -> Option<Block> {
    let exam = exam(&model.bank, &model.learner, &model.settings, model.today)?;
    let days = usize::try_from(exam.days).unwrap_or(0);
    let mut said = match days {
        0 => "That's today.".to_owned(),
        days => format!("In {}.", counted(days, "day", "days")),
    };
    if let Some(to_go) = to_go(&exam) {
        said = format!("{said} {} to go: {} a day.", super::words::capital(&to_go), super::words::about(exam.minutes));
    }
    if let Some(done) = exam.lessons_done {
        said = format!("{said} At this pace you'll finish the lessons on {}.", model.today.written_beside(done));
    }
    Some(Block::lines([strong(format!("Exam on {}", model.today.written_beside(exam.day))), plain(said)]))
}
