//! The introduction and the home screen: what to do next, one key each.

use super::keys::Action;
use super::{Model, Now, Screen, cards, lesson, moved, progress, quiz, review, settings, setup, topics};
use crate::domain::fact::Event;
use crate::domain::learner::LessonState;

/// The home screen.
#[derive(Debug, Clone, Copy, Default)]
pub struct Home {
    /// The selected entry, from 0.
    pub selected: usize,
}

/// One entry of the home screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What choosing it does.
    pub action: Action,
    /// The key that does the same.
    pub key: char,
    /// What it is called.
    pub title: String,
    /// A few words more.
    pub detail: String,
}

impl Row {
    fn new(action: Action, key: char, title: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { action, key, title: title.into(), detail: detail.into() }
    }
}

/// The entries of the home screen, the most sensible first.
#[must_use]
pub fn rows(model: &Model) -> Vec<Row> {
    let mut rows = Vec::new();
    if let Some(open) = model.learner.unfinished() {
        let count = open.started.statements.len();
        let questions = if count == 1 { "question" } else { "questions" };
        let detail = format!("{count} {questions}, code {}", open.started.seed);
        let title = format!("Continue the {}", open.started.mode.word().to_lowercase());
        rows.push(Row::new(Action::Continue, 'c', title, detail));
    }
    let review = review::outlook(model);
    let review_row = Row::new(Action::Review, 'v', "Review", review.words(""));
    if review.due > 0 {
        rows.push(review_row.clone());
    }
    if let Some(topic) = next_lesson(model) {
        let title = model.bank.manifest.topics.get(topic).map(|topic| topic.title.clone()).unwrap_or_default();
        rows.push(Row::new(Action::Lesson, 'l', "Next lesson", format!("{}: {title}", topic + 1)));
    }
    let count = model.settings.count();
    rows.push(Row::new(Action::Quiz, 'm', "Mixed quiz", format!("{count} questions from all topics")));
    rows.push(Row::new(Action::Setup, 'o', "Own quiz", "topics, level, number, code"));
    if review.due == 0 && review.has_begun() {
        rows.push(review_row);
    }
    match model.learner.mistake_count() {
        0 => {}
        1 => rows.push(Row::new(Action::Mistakes, 'x', "Mistakes", "1 to make good")),
        owed => rows.push(Row::new(Action::Mistakes, 'x', "Mistakes", format!("{owed} to make good"))),
    }
    let (done, all) = lessons_done(model);
    rows.push(Row::new(Action::Topics, 't', "Topics", format!("{done} of {all} lessons done")));
    rows.push(Row::new(Action::Cards, 'd', "Discussion cards", "the grey middle, not scored"));
    rows.push(Row::new(Action::Progress, 'p', "Progress", progress::headline(model)));
    rows.push(Row::new(Action::Settings, 's', "Settings", "learner, certainty, exam"));
    if !model.bank.manifest.glossary.is_empty() {
        rows.push(Row::new(Action::Glossary, 'g', "Glossary", "words and acronyms"));
    }
    rows
}

/// The first topic whose lesson is not done, if any.
#[must_use]
pub fn next_lesson(model: &Model) -> Option<usize> {
    model.bank.manifest.topics.iter().position(|topic| model.learner.lesson_state(&topic.id) != LessonState::Done)
}

fn lessons_done(model: &Model) -> (usize, usize) {
    let topics = &model.bank.manifest.topics;
    let done = topics.iter().filter(|topic| model.learner.lesson_state(&topic.id) == LessonState::Done).count();
    (done, topics.len())
}

/// The introduction: any way out of it records that it was read.
pub fn update_welcome(model: &mut Model, action: Action, now: Now) {
    if matches!(action, Action::Lesson | Action::Quiz) {
        welcome_read(model, now);
        model.go_home();
        run(model, action, now);
    }
}

/// Records that the introduction was read, once.
pub fn welcome_read(model: &mut Model, now: Now) {
    if !model.learner.welcomed {
        model.record("", Event::Welcomed, now);
    }
}

/// The home screen.
pub fn update(model: &mut Model, action: Action, now: Now) {
    let rows = rows(model);
    let Screen::Home(home) = &mut model.screen else { return };
    match action {
        Action::Up | Action::Down => home.selected = moved(home.selected, action, rows.len()),
        Action::Next => {
            let chosen = rows.get(home.selected).map(|row| row.action);
            if let Some(action) = chosen {
                run(model, action, now);
            }
        }
        Action::Pick(number) => {
            let chosen = rows.get(number).map(|row| row.action);
            if let Some(action) = chosen {
                run(model, action, now);
            }
        }
        _ => run(model, action, now),
    }
}

/// Does what an entry of the home screen stands for.
fn run(model: &mut Model, action: Action, now: Now) {
    match action {
        Action::Continue => quiz::continue_latest(model, now),
        Action::Review => review::start(model, now),
        Action::Snooze => review::snooze(model, now),
        Action::Lesson => lesson::open(model, next_lesson(model).unwrap_or(0), now),
        Action::Quiz => quiz::start_mixed(model, now),
        Action::Setup => setup::open(model),
        Action::Mistakes => quiz::start_mistakes(model, None, now),
        Action::Topics => topics::open(model),
        Action::Cards => cards::open(model, None),
        Action::Progress => model.open(Screen::Progress(progress::Progress::default())),
        Action::Settings => model.open(Screen::Settings(settings::SettingsScreen::default())),
        Action::Glossary => model.open(Screen::Glossary(cards::Glossary)),
        _ => {}
    }
}
