//! The mistakes that are not made good yet, by the thought behind them.

use super::keys::Action;
use super::route::Go;
use super::view::feedback::words_of;
use super::{Model, Screen, moved};
use crate::domain::bank::{Misconception, StatementRef};

/// The mistakes.
#[derive(Debug, Clone, Copy, Default)]
pub struct Mistakes {
    /// The selected thought, from 0.
    pub selected: usize,
}

/// The mistakes that come of one thought.
#[derive(Debug, Clone)]
pub struct Thought<'a> {
    /// The topic's number, from 0, of the first of them.
    pub topic: usize,
    /// The thought; none where no known one leads there.
    pub belief: Option<&'a Misconception>,
    /// Whether one of them was made with certainty.
    pub certain: bool,
    /// The statements that were missed; at least one.
    pub statements: Vec<StatementRef>,
}

/// The thoughts behind the mistakes, those acted on with certainty first, then the longest-standing. After them come, an
/// idea each, the mistakes without a thought that is known to lead there, and statements that were not known.
#[must_use]
pub fn thoughts(model: &Model) -> Vec<Thought<'_>> {
    let mut found: Vec<Thought<'_>> = Vec::new();
    for at in model.learner.mistakes() {
        let Some(entry) = model.bank.entry(at) else { continue };
        let record = model.learner.statement(at);
        let belief = entry.misconception().filter(|_| record.chosen_wrong);
        let same = |thought: &&mut Thought<'_>| {
            let same_idea = || {
                let first = thought.statements.first().and_then(|first| model.bank.entry(*first));
                first.is_some_and(|first| first.item.concept() == entry.item.concept())
            };
            thought.topic == at.topic
                && match (thought.belief, belief) {
                    (Some(one), Some(other)) => one.id == other.id,
                    (None, None) => same_idea(),
                    _ => false,
                }
        };
        match found.iter_mut().find(same) {
            Some(thought) => thought.statements.push(at),
            None => {
                found.push(Thought { topic: at.topic, belief, certain: record.sure_and_wrong, statements: vec![at] });
            }
        }
    }
    found.sort_by_key(|thought| thought.belief.is_none());
    found
}

/// Shows the mistakes.
pub(super) fn open(model: &mut Model) {
    model.open(Screen::Mistakes(Mistakes::default()));
}

/// The mistakes.
pub(super) fn update(model: &mut Model, action: Action) -> Option<Go> {
    let Screen::Mistakes(Mistakes { selected }) = model.screen else { return None };
    let thoughts = thoughts(model);
    let count = thoughts.len();
    let selected = selected.min(count.saturating_sub(1));
    let chosen = thoughts.get(selected)?;
    let to = match action {
        Action::Up | Action::Down => moved(selected, action, count),
        Action::Pick(number) | Action::Select(number) if number < count && number != selected => number,
        Action::Next | Action::Pick(_) => return Some(Go::MistakeRound(Some(chosen.statements.clone()), None)),
        Action::Again => return Some(Go::MistakeRound(None, None)),
        Action::Lesson => return Some(Go::Lesson(chosen.topic)),
        Action::Glossary => {
            let entry = chosen.statements.first().and_then(|at| model.bank.entry(*at))?;
            let words = words_of(&model.bank, &entry);
            return (!words.is_empty()).then_some(Go::Glossary(Some(words)));
        }
        _ => selected,
    };
    model.replace(Screen::Mistakes(Mistakes { selected: to }));
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::Now;
    use crate::app::settings::Settings;
    use crate::domain::bank::{Bank, Misconception, Side, sample};
    use crate::domain::certainty::Certainty;
    use crate::domain::fact::{Event, Mode, Response};
    use crate::domain::learner::Learner;
    use crate::domain::session::Session;
    use std::sync::Arc;

    /// A model whose learner missed five statements: one without a thought, then by turns two thoughts, the last but one with certainty.
    fn missed() -> Model {
        let mut topic = sample::topic(0, 5);
        let belief =
            |number: usize| Misconception { id: format!("belief-{number}"), ..topic.misconceptions[0].clone() };
        topic.misconceptions = vec![belief(0), belief(1)];
        for (number, pair) in topic.pairs.iter_mut().enumerate() {
            pair.left.misconception = (number > 0).then(|| format!("belief-{}", number % 2));
        }
        let bank = Arc::new(Bank::new(sample::bank(1, 0).manifest, vec![topic]));
        let mut model = Model::new(Arc::clone(&bank), Learner::default(), "me".to_owned(), Settings::default());
        let order: Vec<StatementRef> = (0..5).map(|item| StatementRef { topic: 0, item, side: Side::Left }).collect();
        let started = Session::plan(&bank, Mode::Quiz, &"X".parse().unwrap(), true, &order);
        let mut session = Session::begin("a".to_owned(), started.clone(), order, Now::default().moment);
        model.record("a", Event::Started(started), Now::default());
        for certainty in [Certainty::C1, Certainty::C2, Certainty::C1, Certainty::C3, Certainty::C1] {
            let event = session.answer(&bank, Response::Right, Some(certainty), Now::default().moment);
            model.record("a", event.unwrap(), Now::default());
            session.next(Now::default().moment);
        }
        model
    }

    #[test]
    fn mistakes_of_one_thought_stand_together_the_surest_first_and_others_last() {
        let model = missed();
        let told: Vec<(Option<&str>, bool, Vec<usize>)> = thoughts(&model)
            .iter()
            .map(|one| {
                (
                    one.belief.map(|belief| belief.id.as_str()),
                    one.certain,
                    one.statements.iter().map(|at| at.item).collect(),
                )
            })
            .collect();
        let wanted =
            [(Some("belief-1"), true, vec![3, 1]), (Some("belief-0"), false, vec![2, 4]), (None, false, vec![0])];
        assert_eq!(told, wanted);
    }

    #[test]
    fn an_entry_is_selected_first_and_practised_when_it_is_chosen_again() {
        let mut model = missed();
        open(&mut model);
        assert!(update(&mut model, Action::Pick(1)).is_none());
        assert!(matches!(model.screen, Screen::Mistakes(Mistakes { selected: 1 })));
        let Some(Go::MistakeRound(Some(statements), None)) = update(&mut model, Action::Pick(1)) else { panic!() };
        assert_eq!(statements.iter().map(|at| at.item).collect::<Vec<_>>(), [2, 4]);
    }

    #[test]
    fn an_idea_without_a_thought_stands_there_once_with_all_that_was_missed_of_it() {
        let bank = Arc::new(sample::bank(1, 8));
        let mut model = Model::new(Arc::clone(&bank), Learner::default(), "me".to_owned(), Settings::default());
        let order: Vec<StatementRef> = (0..8).map(|item| StatementRef { topic: 0, item, side: Side::Left }).collect();
        let started = Session::plan(&bank, Mode::Quiz, &"X".parse().unwrap(), false, &order);
        let mut session = Session::begin("a".to_owned(), started.clone(), order, Now::default().moment);
        model.record("a", Event::Started(started), Now::default());
        for _ in 0..8 {
            let event = session.answer(&bank, Response::DontKnow, None, Now::default().moment);
            model.record("a", event.unwrap(), Now::default());
            session.next(Now::default().moment);
        }
        let all = thoughts(&model);
        let ideas: std::collections::HashSet<&str> =
            all.iter().map(|one| bank.entry(one.statements[0]).unwrap().item.concept()).collect();
        let missed: usize = all.iter().map(|one| one.statements.len()).sum();
        assert_eq!((ideas.len(), missed), (all.len(), model.learner.mistake_count()));
        assert!(all.len() < missed, "some idea was missed more than once");
    }

    #[test]
    fn no_thought_is_put_into_the_mouth_of_who_said_dont_know() {
        let mut topic = sample::topic(0, 2);
        let belief = topic.misconceptions[0].id.clone();
        topic.pairs.iter_mut().for_each(|pair| pair.left.misconception = Some(belief.clone()));
        let bank = Arc::new(Bank::new(sample::bank(1, 0).manifest, vec![topic]));
        let mut model = Model::new(Arc::clone(&bank), Learner::default(), "me".to_owned(), Settings::default());
        let order: Vec<StatementRef> = (0..2).map(|item| StatementRef { topic: 0, item, side: Side::Left }).collect();
        let started = Session::plan(&bank, Mode::Quiz, &"X".parse().unwrap(), false, &order);
        let mut session = Session::begin("a".to_owned(), started.clone(), order, Now::default().moment);
        model.record("a", Event::Started(started), Now::default());
        for response in [Response::DontKnow, Response::Right] {
            let event = session.answer(&bank, response, None, Now::default().moment);
            model.record("a", event.unwrap(), Now::default());
            session.next(Now::default().moment);
        }
        let told: Vec<(bool, usize)> =
            thoughts(&model).iter().map(|one| (one.belief.is_some(), one.statements[0].item)).collect();
        assert_eq!(told, [(true, 1), (false, 0)]);
    }
}
