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

/// What the home screen offers, the most sensible first. What has nothing to say yet is not there.
#[must_use]
pub fn entries(model: &Model) -> Vec<Action> {
    let learner = &model.learner;
    let has_answers = learner.days().values().any(|answers| *answers > 0);
    let offered = [
        (Action::Continue, learner.unfinished().is_some()),
        (Action::Review, review::outlook(model).due > 0),
        (Action::Lesson, next_lesson(model).is_some()),
        (Action::Quiz, true),
        (Action::Setup, has_answers),
        (Action::Code, true),
        (Action::Topics, true),
        (Action::Cards, has_answers),
        (Action::Progress, has_answers),
        (Action::Mistakes, learner.mistake_count() > 0),
        (Action::Glossary, !model.bank.manifest.glossary.is_empty()),
        (Action::Settings, true),
    ];
    offered.into_iter().filter(|(_, offers)| *offers).map(|(action, _)| action).collect()
}

/// The first topic whose lesson is not done, if any.
#[must_use]
pub fn next_lesson(model: &Model) -> Option<usize> {
    model.bank.manifest.topics.iter().position(|topic| model.learner.lesson_state(&topic.id) != LessonState::Done)
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
    let entries = entries(model);
    let Screen::Home(home) = &mut model.screen else { return };
    let opened = match action {
        Action::Up | Action::Down => {
            home.selected = moved(home.selected, action, entries.len());
            None
        }
        Action::Select(number) => {
            home.selected = number.min(entries.len().saturating_sub(1));
            None
        }
        Action::Next => entries.get(home.selected).copied(),
        Action::Pick(number) => entries.get(number).copied(),
        action => Some(action),
    };
    if let Some(action) = opened {
        run(model, action, now);
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
        Action::Code => setup::open_for_code(model),
        Action::Mistakes => quiz::start_mistakes(model, None, now),
        Action::Topics => topics::open(model),
        Action::Cards => cards::open(model, None),
        Action::Progress => model.open(Screen::Progress(progress::Progress::default())),
        Action::Settings => model.open(Screen::Settings(settings::SettingsScreen::default())),
        Action::Glossary => model.open(Screen::Glossary(cards::Glossary)),
        _ => {}
    }
}
