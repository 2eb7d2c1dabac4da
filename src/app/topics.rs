//! The map of topics.

use super::keys::Action;
use super::{Model, Now, Screen, cards, home, lesson, moved, quiz};

/// The map of topics.
#[derive(Debug, Clone, Copy, Default)]
pub struct Topics {
    /// The selected topic's number, from 0.
    pub selected: usize,
}

/// Shows the map with the next lesson's topic selected.
pub fn open(model: &mut Model) {
    let selected = home::next_lesson(model).unwrap_or(0);
    model.open(Screen::Topics(Topics { selected }));
}

/// The map of topics.
pub fn update(model: &mut Model, action: Action, now: Now) {
    let count = model.bank.topic_count();
    let Screen::Topics(topics) = &mut model.screen else { return };
    let selected = topics.selected;
    match action {
        Action::Up | Action::Down => topics.selected = moved(selected, action, count),
        Action::Next | Action::Lesson => lesson::open(model, selected, now),
        Action::Pick(number) if number < count => {
            topics.selected = number;
            lesson::open(model, number, now);
        }
        Action::Quiz => quiz::start_topic(model, selected, now),
        Action::Cards => cards::open(model, Some(selected)),
        _ => {}
    }
}
