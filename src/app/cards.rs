//! The discussion cards.

use super::keys::Action;
use super::route::Go;
use super::{Model, Screen};
use crate::domain::bank::{Card, Topic};

/// The discussion cards of one topic, or of all.
#[derive(Debug, Clone, Copy)]
pub struct Cards {
    /// The topic's number; none for all.
    pub topic: Option<usize>,
    /// The card's number, from 0.
    pub position: usize,
    /// Whether the verdict is shown.
    pub revealed: bool,
}

/// The cards of one topic, or of all, with their topics.
#[must_use]
pub fn list(model: &Model, only: Option<usize>) -> Vec<(&Topic, &Card)> {
    let topics = model.bank.topics().filter(|(number, _)| only.is_none_or(|only| only == *number));
    topics.flat_map(|(_, topic)| topic.cards.iter().map(move |card| (topic, card))).collect()
}

/// Leafs through the cards of one topic, or of all. Says so where there are none; a bank may have case studies without them.
pub(super) fn open(model: &mut Model, topic: Option<usize>) {
    if list(model, topic).is_empty() && topic.is_none() && !model.bank.cases().is_empty() {
        super::case::list(model);
    } else if list(model, topic).is_empty() {
        model.notice = Some("There are no discussion cards here.".to_owned());
    } else {
        model.open(Screen::Cards(Cards { topic, position: 0, revealed: false }));
    }
}

/// Shows the card with that id of a topic.
pub(super) fn open_card(model: &mut Model, topic: usize, id: &str) {
    let position = list(model, Some(topic)).iter().position(|(_, card)| card.id == id).unwrap_or(0);
    open(model, Some(topic));
    if let Screen::Cards(cards) = &mut model.screen {
        cards.position = position;
    }
}

/// The discussion cards.
pub(super) fn update(model: &mut Model, action: Action) -> Option<Go> {
    let Screen::Cards(cards) = &model.screen else { return None };
    let mut cards = *cards;
    let count = list(model, cards.topic).len();
    match action {
        Action::Next if !cards.revealed => cards.revealed = true,
        Action::Next | Action::Right if cards.position + 1 < count => {
            cards = Cards { position: cards.position + 1, revealed: false, ..cards };
        }
        Action::Next | Action::Right => model.notice = Some("That was the last card.".to_owned()),
        Action::Previous if cards.position > 0 => {
            cards = Cards { position: cards.position - 1, revealed: false, ..cards };
        }
        Action::Cases => return Some(Go::Cases),
        _ => return None,
    }
    model.replace(Screen::Cards(cards));
    None
}
