//! The introduction, the menus, the cards and the glossary.

use super::words::{sources, verdict};
use crate::app::Model;
use crate::app::cards::{self, Cards};
use crate::app::settings::{Line, SettingsScreen};
use crate::domain::bank::Outcome;

/// The settings, numbered; a number changes one, by a step.
pub fn settings(model: &Model, screen: SettingsScreen) -> Vec<String> {
    let mut lines = vec!["Settings. A number moves that setting one step on.".to_owned()];
    for (number, line) in Line::ALL.iter().enumerate() {
        lines.push(format!("{}. {}: {}.", number + 1, line.title(), line.value(model)));
    }
    lines.extend(Line::ALL.get(screen.selected).map(|line| format!("{}: {}", line.title(), line.meaning())));
    lines
}

/// A discussion card; the verdict only once it was asked for.
pub fn card(model: &Model, cards: &Cards) -> Vec<String> {
    let list = cards::list(model, cards.topic);
    let Some((topic, card)) = list.get(cards.position) else { return vec!["No card.".to_owned()] };
    let number = cards.position + 1;
    let mut lines = vec![
        format!("Discussion card {number} of {}. {}. {}.", list.len(), topic.title, card.title.trim_end_matches('.')),
        card.case.clone(),
    ];
    if cards.revealed {
        lines.push(match card.outcome() {
            Outcome::Verdict(one) => verdict(model, one),
            Outcome::Answer(answer) => format!("What a competent person does: {answer}"),
        });
        lines.push(card.reasoning.clone());
        lines.push(format!("What would change it: {}", card.flip));
        lines.extend(sources(model, &card.sources));
    } else {
        lines.push("Decide for yourself first.".to_owned());
    }
    lines
}
