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
    match action {
        Action::Up | Action::Down => topics.selected = moved(selected, action, count),
        Action::Next | Action::Lesson => return Some(Go::Lesson(selected)),
        Action::Pick(number) if number < count => return Some(Go::Lesson(number)),
        Action::Quiz => return Some(Go::Round(Box::new(Round { topics: vec![selected], ..Round::default() }))),
        Action::Cards => return Some(Go::Cards(Some(selected))),
        _ => {}
    }
    None
}
