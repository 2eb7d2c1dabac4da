//! How far somebody is with an idea: new, practising, known, kept.

use super::Text;
use super::block::Strip;
use super::text::{Role, plain};
use crate::app::{Model, review};
use crate::domain::mastery::{Mastery, State};

/// A state's sign and word: dotted is new, thin is practised, thick is known; a tick behind it is kept.
#[must_use]
pub fn sign(state: State) -> Text {
    mark(state).join(plain(format!("  {}", state.words())))
}

/// A state's sign alone.
#[must_use]
pub fn mark(state: State) -> Text {
    match state {
        State::New => Text::default().sign("╌", Role::Quiet, ""),
        State::Practising => Text::default().sign("─", Role::Plain, ""),
        State::Known => Text::default().sign("━", Role::Accent, ""),
        State::Kept => Text::default().sign("━", Role::Accent, "").sign("✓", Role::Right, ""),
    }
}

/// What the three parts of a line of ideas are; the ear hears the figures themselves.
#[must_use]
pub fn legend() -> Text {
    let part = |text: Text, state: State, after: &'static str| {
        let words = format!(" {}{after}", state.words());
        text.join(mark(state)).said(words, Role::Quiet, "")
    };
    let legend = part(Text::default(), State::Known, "   ");
    part(part(legend, State::Practising, "   "), State::New, "")
}

/// How far the learner is with a concept, by its topic's id and its number within the topic.
#[must_use]
pub fn of(model: &Model, topic: &str, concept: usize) -> Mastery {
    model.learner.concept(topic, concept).mastery
}

/// How many ideas of a topic are due today, by the topic's id.
#[must_use]
pub fn due(model: &Model, topic: &str) -> usize {
    let (today, wishes) = (model.today.day(), review::wishes(&model.settings));
    let memories = model.learner.topic_record(topic).concepts.into_iter().filter_map(|concept| concept.memory);
    memories.filter(|memory| memory.is_due(today, &wishes)).count()
}

/// The local day on which an idea comes again, today where it is due; none for one never answered.
#[must_use]
pub fn comes_again(model: &Model, topic: &str, concept: usize) -> Option<i64> {
    let (today, memory) = (model.today.day(), model.learner.concept(topic, concept).memory?);
    Some(memory.due(today, &review::wishes(&model.settings)).max(today))
}

/// The same in a word, days after tomorrow as `far` writes them; empty for one never answered.
#[must_use]
pub fn next_review(model: &Model, topic: &str, concept: usize, far: impl Fn(i64) -> String) -> String {
    match comes_again(model, topic, concept).map(|day| (day - model.today.day(), day)) {
        None => String::new(),
        Some((0, _)) => "today".to_owned(),
        Some((1, _)) => "tomorrow".to_owned(),
        Some((_, day)) => far(day),
    }
}

/// A state's sign and word, and what it takes to be known.
#[must_use]
pub fn line(mastery: &Mastery) -> Text {
    let missing = match mastery.state() {
        State::Practising => mastery.missing_words().map(|words| format!("; to know it: {words}")),
        _ => None,
    };
    sign(mastery.state()).join(plain(missing.unwrap_or_default()))
}

/// How many ideas of a topic are known, practised and new.
#[must_use]
pub fn of_topic(model: &Model, topic: usize) -> Strip {
    let Some(name) = model.bank.manifest.topics.get(topic) else { return Strip::default() };
    let mut strip = Strip::default();
    for number in 0..model.bank.concept_count(topic) {
        let count = match of(model, &name.id, number).state() {
            State::New => &mut strip.new,
            State::Practising => &mut strip.practising,
            State::Known | State::Kept => &mut strip.known,
        };
        *count += 1;
    }
    strip
}

/// How many ideas of all topics are known, practised and new.
#[must_use]
pub fn of_all(model: &Model) -> Strip {
    (0..model.bank.topic_count()).map(|topic| of_topic(model, topic)).fold(Strip::default(), |sum, one| Strip {
        known: sum.known + one.known,
        practising: sum.practising + one.practising,
        new: sum.new + one.new,
    })
}
