//! The introduction, the menus, the cards and the glossary.

use super::words::{counted, sources, title, verdict};
use crate::app::cards::{self, Cards};
use crate::app::learners::{Learners, NAME_RULE, listed};
use crate::app::review::sentence;
use crate::app::settings::{Line, SettingsScreen};
use crate::app::{Model, Trouble};
use crate::domain::bank::Outcome;
use crate::domain::learner::LessonState;

/// What could not be saved, and why.
pub fn trouble(trouble: &Trouble) -> Vec<String> {
    vec![
        format!("Not saved: {}", trouble.reason),
        format!(
            "{} not safe yet. Nothing goes on until that is settled.",
            match trouble.facts.len() {
                1 => "One record is".to_owned(),
                number => format!("{number} records are"),
            }
        ),
    ]
}

/// What the two sides mean here.
pub fn welcome(model: &Model) -> Vec<String> {
    let mut lines = vec![model.bank().manifest.title.clone()];
    lines.extend(model.bank().manifest.introduction.iter().cloned());
    lines
}

/// The settings, numbered; a number changes one, by a step.
pub fn settings(model: &Model, screen: SettingsScreen) -> Vec<String> {
    let mut lines = vec!["Settings. A number moves that setting one step on.".to_owned()];
    for (number, line) in Line::ALL.iter().enumerate() {
        lines.push(format!("{}. {}: {}.", number + 1, line.title(), line.value(model)));
    }
    lines.extend(Line::ALL.get(screen.selected).map(|line| format!("{}: {}", line.title(), line.meaning())));
    lines
}

/// Whom one can choose, numbered; or how to give a name.
pub fn learners(model: &Model, learners: &Learners) -> Vec<String> {
    if learners.typed.is_some() {
        return vec!["Somebody new. What is the name?".to_owned(), sentence(NAME_RULE)];
    }
    let mut lines = vec!["Who is learning?".to_owned()];
    let names: Vec<String> = learners.known.iter().map(|known| listed(&known.name)).collect();
    for (number, (name, known)) in names.iter().zip(&learners.known).enumerate() {
        lines.push(format!("{}. {name}: {}.", number + 1, known.words(model.today())));
    }
    lines.push(format!("{}. Somebody new.", learners.rows()));
    let selected = names.get(learners.selected).map_or("Somebody new", String::as_str);
    lines.push(format!("Enter chooses {}, {selected}.", learners.selected + 1));
    lines
}

/// The map of topics, numbered, with each lesson's state in words.
pub fn topics(model: &Model, selected: usize) -> Vec<String> {
    let topics = &model.bank().manifest.topics;
    let mut lines = vec![format!("Topics. {}", counted(topics.len(), "lesson.", "lessons."))];
    for (number, topic) in topics.iter().enumerate() {
        let place = model.learner().lesson(&topic.id).place;
        let state = match model.learner().lesson_state(&topic.id) {
            LessonState::NotStarted => "not started".to_owned(),
            LessonState::InProgress => format!("in progress, at screen {place} of 10"),
            LessonState::Seen => format!("seen, exit check not passed, at screen {place} of 10"),
            LessonState::Done => "done".to_owned(),
        };
        lines.push(format!("{}. {}: {state}.", number + 1, topic.title));
    }
    lines.push(format!("Enter opens {}, {}.", selected + 1, title(model, selected)));
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
