//! The map of topics.

use super::keys::Action;
use super::route::Go;
use super::start::Round;
use super::{Model, Screen, learning, moved};

/// The map of topics.
#[derive(Debug, Clone, Copy, Default)]
pub struct Topics {
    /// The selected topic's number, from 0.
    pub selected: usize,
}

/// Shows the map with the next lesson's topic selected.
pub(super) fn open(model: &mut Model) {
    let selected = learning::next_lesson(model).unwrap_or(0);
    model.open(Screen::Topics(Topics { selected }));
}

/// To a round of statements of a topic.
fn round(topic: usize) -> Go {
    Go::Round(Box::new(Round { topics: vec![topic], ..Round::default() }))
}

/// The map of topics.
pub(super) fn update(model: &mut Model, action: Action) -> Option<Go> {
    let count = model.bank.topic_count();
    let Screen::Topics(topics) = &mut model.screen else { return None };
    if let Action::Pick(number) | Action::Select(number) = action
        && number < count
    {
        topics.selected = number;
    }
    let selected = topics.selected;
    let has_lesson = model.bank.has_lesson(selected);
    match action {
        Action::Up | Action::Down => topics.selected = moved(selected, action, count),
        Action::Next if !has_lesson => return Some(round(selected)),
        Action::Next | Action::Lesson => return Some(Go::Lesson(selected)),
        Action::Pick(number) if number < count && !has_lesson => return Some(round(number)),
        Action::Pick(number) if number < count => return Some(Go::Lesson(number)),
        Action::Quiz => return Some(round(selected)),
        Action::Cards => return Some(Go::Cards(Some(selected))),
        _ => {}
    }
    None
}
