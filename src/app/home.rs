//! The introduction and the home screen: what to do next, one key each.

pub use super::learning::next_lesson;

use super::keys::Action;
use super::rounds::QUICK;
use super::route::Go;
use super::{Model, Now, Screen, moved, review};

/// The home screen.
#[derive(Debug, Clone, Copy, Default)]
pub struct Home {
    /// The selected entry, from 0.
    pub selected: usize,
}

/// What the home screen offers, the most sensible first. What has nothing to say yet is not there.
#[must_use]
pub fn entries(model: &Model) -> Vec<Action> {
    entries_given(model, review::is_any_due(model))
}

/// The same for whoever knows already whether anything is due.
#[must_use]
pub fn entries_given(model: &Model, is_any_due: bool) -> Vec<Action> {
    let learner = &model.learner;
    let has_answers = learner.days().values().any(|answers| *answers > 0);
    let offered = [
        (Action::Continue, learner.unfinished().is_some()),
        (Action::Another, learner.all_unfinished().nth(1).is_some()),
        (Action::Review, is_any_due),
        (Action::Lesson, next_lesson(model).is_some()),
        (Action::Quick, !has_answers),
        (Action::Quiz, has_answers),
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

/// All entries in the order in which they stand. Each has its number for good, whatever else is offered: one that isn't there
/// leaves a gap.
const NUMBERED: [Action; 13] = [
    Action::Continue,
    Action::Another,
    Action::Review,
    Action::Lesson,
    Action::Quiz,
    Action::Setup,
    Action::Code,
    Action::Topics,
    Action::Cards,
    Action::Progress,
    Action::Mistakes,
    Action::Glossary,
    Action::Settings,
];

/// The number of an entry, from 0.
#[must_use]
pub fn number(action: Action) -> usize {
    // The first quiz of all stands where the others do later.
    let action = if action == Action::Quick { Action::Quiz } else { action };
    NUMBERED.iter().position(|one| *one == action).unwrap_or(NUMBERED.len())
}

/// What the home screen has a key for, and does not offer now.
#[must_use]
pub fn absent(model: &Model) -> Vec<Action> {
    const ALL: [Action; 15] = [
        Action::Continue,
        Action::Another,
        Action::Review,
        Action::Snooze,
        Action::Lesson,
        Action::Quiz,
        Action::Quick,
        Action::Setup,
        Action::Code,
        Action::Topics,
        Action::Cards,
        Action::Progress,
        Action::Mistakes,
        Action::Glossary,
        Action::Settings,
    ];
    let entries = entries(model);
    let offers = |action: &Action| match action {
        Action::Snooze => entries.contains(&Action::Review),
        Action::Quick => entries.contains(action) || offers_quick(model, &entries),
        action => entries.contains(action),
    };
    ALL.into_iter().filter(|action| !offers(action)).collect()
}

/// Whether a quick quiz is another thing than the quiz in the list: not before the first answer, and not where a mixed quiz is as
/// short.
#[must_use]
pub fn offers_quick(model: &Model, entries: &[Action]) -> bool {
    entries.contains(&Action::Progress) && model.settings.count() > QUICK
}

/// The introduction: any way out of it records that it was read.
pub(super) fn update_welcome(model: &mut Model, action: Action, now: Now) -> Option<Go> {
    // Where nothing is taught, the first thing on the screen is a quiz.
    let action = if action == Action::Lesson && next_lesson(model).is_none() { Action::Quick } else { action };
    let go = leads_to(action).filter(|_| matches!(action, Action::Lesson | Action::Quick | Action::Code))?;
    model.welcome_read(now);
    model.go_home();
    Some(go)
}

/// The home screen.
pub(super) fn update(model: &mut Model, action: Action, now: Now) -> Option<Go> {
    let entries = entries(model);
    let Screen::Home(home) = &mut model.screen else { return None };
    let opened = match action {
        Action::Up | Action::Down => {
            home.selected = moved(home.selected, action, entries.len());
            None
        }
        Action::Select(at) => {
            home.selected = entries.iter().position(|entry| number(*entry) == at).unwrap_or(home.selected);
            None
        }
        Action::Next => entries.get(home.selected).copied(),
        Action::Pick(at) => entries.into_iter().find(|entry| number(*entry) == at),
        action => Some(action),
    };
    if opened == Some(Action::Snooze) {
        review::snooze(model, now);
    }
    if opened == Some(Action::Another) {
        let other = model.learner.all_unfinished().nth(1)?;
        return Some(Go::Attempt(Some(other.id.clone())));
    }
    opened.and_then(leads_to)
}

/// Where an entry of the home screen leads.
const fn leads_to(action: Action) -> Option<Go> {
    Some(match action {
        Action::Continue => Go::Attempt(None),
        Action::Review => Go::Review,
        Action::Lesson => Go::NextLesson,
        Action::Quiz => Go::Mixed,
        Action::Quick => Go::Quick,
        Action::Setup => Go::Setup { code: false },
        Action::Code => Go::Setup { code: true },
        Action::Mistakes => Go::Mistakes,
        Action::Topics => Go::Topics,
        Action::Cards => Go::Cards(None),
        Action::Progress => Go::Progress,
        Action::Settings => Go::Settings,
        Action::Glossary => Go::Glossary(None),
        _ => return None,
    })
}
