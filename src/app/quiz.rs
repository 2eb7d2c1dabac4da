//! A question and its feedback; starting and taking up attempts.

use super::keys::Action;
use super::{Model, Now, Screen, lesson, summary};
use crate::domain::bank::{Side, StatementRef};
use crate::domain::certainty::Certainty;
use crate::domain::fact::{Event, Mode, Response};
use crate::domain::quiz::{Spec, draw};
use crate::domain::sitting::{Phase, Sitting};
use std::collections::BTreeMap;

/// What is selected with the arrows before Enter answers with it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Selection {
    /// The side, once one is selected.
    pub side: Option<Side>,
    /// The certainty that goes with it.
    pub certainty: Option<Certainty>,
}

/// A quiz under way.
#[derive(Debug, Clone)]
pub struct Quiz {
    /// The attempt.
    pub sitting: Sitting,
    /// What the arrows selected.
    pub selection: Selection,
}

impl Quiz {
    /// A quiz screen for an attempt.
    #[must_use]
    pub fn new(sitting: Sitting) -> Self {
        Self { sitting, selection: Selection::default() }
    }
}

/// Starts a quiz over all topics.
pub fn start_mixed(model: &mut Model, now: Now) {
    let spec = Spec { topics: Vec::new(), level: None, count: model.settings.count(), seed: now.seed() };
    start(model, &spec, model.settings.certainty, Code::Drawn, now);
}

/// Starts a quiz on one topic.
pub fn start_topic(model: &mut Model, topic: usize, now: Now) {
    let spec = Spec { topics: vec![topic], level: None, count: model.settings.count(), seed: now.seed() };
    start(model, &spec, model.settings.certainty, Code::Drawn, now);
}

/// Where the code of a round comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Code {
    /// It was drawn for this round: missed concepts return.
    Drawn,
    /// It was given, so that everybody who plays it gets the same questions and no more.
    Given,
}

/// Starts a quiz as specified. Says so where no statement fits.
pub fn start(model: &mut Model, spec: &Spec, certainty: bool, code: Code, now: Now) {
    let order = draw(&model.bank, spec);
    if order.is_empty() {
        model.notice = Some("No statement fits: choose more topics or another level.".to_owned());
        return;
    }
    let mut started = Sitting::plan(&model.bank, Mode::Quiz, &spec.seed, certainty, &order);
    let id = |number: &usize| model.bank.manifest.topics.get(*number).map(|topic| topic.id.clone());
    started.topics = spec.topics.iter().filter_map(id).collect();
    started.level = spec.level;
    started.repeats = code == Code::Drawn;
    let attempt = model.record_start(Event::Started(started.clone()), now);
    let sitting = Sitting::begin(attempt, started, order, now.moment);
    model.open(Screen::Quiz(Box::new(Quiz::new(sitting))));
}

/// Starts a round of the mistakes that were not made good, or says that there are none.
pub fn start_mistakes(model: &mut Model, now: Now) {
    let mistakes = model.learner.mistakes();
    start_mistakes_among(model, &mistakes, now);
}

/// The order of a round of mistakes: those made with certainty first, and within these two classes the ones that come
/// of the same misconception together.
fn by_misconception(model: &Model, mistakes: &[StatementRef]) -> Vec<StatementRef> {
    let belief = |at: StatementRef| {
        let entry = model.bank.entry(at)?;
        entry.statement.misconception.as_deref().map(|belief| (at.topic, belief))
    };
    let mut first = BTreeMap::new();
    let mut order = Vec::with_capacity(mistakes.len());
    for (number, &at) in mistakes.iter().enumerate() {
        let later = !model.learner.statement(at).sure_and_wrong;
        // One of which no belief is known stays in its place.
        let place = belief(at).map_or(number, |belief| *first.entry((later, belief)).or_insert(number));
        order.push(((later, place), at));
    }
    order.sort_by_key(|(place, _)| *place);
    order.into_iter().map(|(_, at)| at).collect()
}

/// Starts a round of `mistakes`. Of a pair, the first comes, and its twin another time.
pub fn start_mistakes_among(model: &mut Model, mistakes: &[StatementRef], now: Now) {
    let mut order: Vec<StatementRef> = Vec::new();
    for at in by_misconception(model, mistakes) {
        if order.len() < model.settings.count() && !order.contains(&at) && !order.contains(&at.counterpart()) {
            order.push(at);
        }
    }
    if order.is_empty() {
        model.notice = Some("No mistakes to make good.".to_owned());
        return;
    }
    let started = Sitting::plan(&model.bank, Mode::Mistakes, &now.seed(), model.settings.certainty, &order);
    let attempt = model.record_start(Event::Started(started.clone()), now);
    let sitting = Sitting::begin(attempt, started, order, now.moment);
    model.open(Screen::Quiz(Box::new(Quiz::new(sitting))));
}

/// Takes up the unfinished attempt begun last, or says that there is none.
pub fn continue_latest(model: &mut Model, now: Now) {
    match model.learner.unfinished().map(|open| open.id.clone()) {
        Some(attempt) => take_up(model, &attempt, now),
        None => model.notice = Some("No attempt is unfinished.".to_owned()),
    }
}

/// Takes up the unfinished attempt with that id at the question where it was left.
pub fn take_up(model: &mut Model, attempt: &str, now: Now) {
    let Some(open) = model.learner.open(attempt).cloned() else { return };
    let sitting = Sitting::resume(&model.bank, open.id, open.started, &open.events, now.moment);
    if sitting.phase() == Phase::Finished {
        model.open(Screen::Home(super::home::Home::default()));
        summary::finish(model, sitting, now);
    } else {
        model.open(Screen::Quiz(Box::new(Quiz::new(sitting))));
    }
}

/// Starts a round over the topics and level of an earlier one: the same statements in the same order with its code.
pub fn replay(model: &mut Model, spec: Spec, topics: &[String], code: Code, now: Now) {
    let topics = topics.iter().filter_map(|id| model.bank.topic_number(id)).collect();
    start(model, &Spec { topics, ..spec }, model.settings.certainty, code, now);
}

/// A question or its feedback.
pub fn update(model: &mut Model, action: Action, now: Now) {
    let Screen::Quiz(quiz) = &mut model.screen else { return };
    let bank = std::sync::Arc::clone(&model.bank);
    let phase = quiz.sitting.phase();
    match (phase, action) {
        (Phase::Explaining | Phase::Told, Action::Next) => {
            quiz.sitting.next(now.moment);
            quiz.selection = Selection::default();
            let finished = (quiz.sitting.phase() == Phase::Finished).then(|| quiz.sitting.clone());
            match finished {
                Some(sitting) => summary::finish(model, sitting, now),
                None => model.turned(),
            }
        }
        (Phase::Explaining | Phase::Told, Action::Lesson) => {
            if let Some(at) = quiz.sitting.current() {
                lesson::open(model, at.topic, now);
            }
        }
        // Of twins it would not be clear which statement is meant; each was flagged, if at all, when it was asked.
        (Phase::Telling | Phase::Told, Action::Flag) => {}
        (_, Action::Flag) => flag(model, now),
        _ => {
            let event = exercise(&mut quiz.sitting, &mut quiz.selection, &bank, action, now);
            let attempt = quiz.sitting.attempt.clone();
            if let Some(event) = event {
                model.turned();
                model.record(&attempt, event, now);
            }
        }
    }
}

/// What is the same for a question of a quiz and one of a lesson. Returns the fact to record, if any.
pub fn exercise(
    sitting: &mut Sitting,
    selection: &mut Selection,
    bank: &crate::domain::bank::Bank,
    action: Action,
    now: Now,
) -> Option<Event> {
    match (sitting.phase(), action) {
        (Phase::Asking, Action::Answer(side, certainty)) => sitting.answer(bank, side.into(), certainty, now.moment),
        (Phase::Asking, Action::DontKnow) => sitting.answer(bank, Response::DontKnow, None, now.moment),
        (Phase::Asking, Action::Next) => {
            let side = selection.side?;
            sitting.answer(bank, side.into(), selection.certainty, now.moment)
        }
        (Phase::Telling, Action::Answer(side, _)) => sitting.tell(bank, side.into(), now.moment),
        (Phase::Telling, Action::DontKnow) => sitting.tell(bank, Response::DontKnow, now.moment),
        (Phase::Telling, Action::Next) => sitting.tell(bank, selection.side?.into(), now.moment),
        (Phase::Asking | Phase::Telling, Action::Hint) => {
            sitting.hint();
            None
        }
        (Phase::Telling, Action::Left | Action::Right)
        | (Phase::Asking, Action::Left | Action::Right | Action::Up | Action::Down) => {
            select(selection, action);
            None
        }
        (Phase::Explaining, Action::Undo) => {
            *selection = Selection::default();
            sitting.undo()
        }
        _ => None,
    }
}

fn select(selection: &mut Selection, action: Action) {
    let certainty = selection.certainty.unwrap_or(Certainty::C2);
    selection.certainty = Some(match action {
        Action::Up => Certainty::from_number(certainty.number() + 1).unwrap_or(certainty),
        Action::Down => Certainty::from_number(certainty.number() - 1).unwrap_or(certainty),
        _ => certainty,
    });
    match action {
        Action::Left => selection.side = Some(Side::Left),
        Action::Right => selection.side = Some(Side::Right),
        _ => {}
    }
}

/// Flags the statement at hand as doubtful, or takes the flag off.
pub fn flag(model: &mut Model, now: Now) {
    let sitting = match &model.screen {
        Screen::Quiz(quiz) => Some(&quiz.sitting),
        Screen::Lesson(lesson) => lesson.exercises.as_ref(),
        _ => None,
    };
    let Some(entry) = sitting.and_then(|sitting| sitting.entry(&model.bank)) else { return };
    let statement = entry.statement.id.clone();
    let on = !model.learner.statement(entry.at).flagged;
    model.notice = Some(if on { "Flagged as doubtful; thank you." } else { "The flag is off." }.to_owned());
    model.record("", Event::Flagged { statement, on }, now);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::settings::Settings;
    use crate::domain::bank::{Bank, sample};
    use crate::domain::learner::Learner;
    use std::sync::Arc;

    #[test]
    fn mistakes_made_with_certainty_come_first_then_those_of_one_misconception_together() {
        let mut topic = sample::topic(0, 5);
        for (number, twin) in topic.pairs.iter_mut().enumerate() {
            twin.left.misconception = Some(format!("belief-{}", number % 2));
        }
        let bank = Arc::new(Bank::new(sample::bank(1, 0).manifest, vec![topic]));
        let mut model = Model::new(Arc::clone(&bank), Learner::default(), "me".to_owned(), Settings::default());
        let order: Vec<StatementRef> = (0..5).map(|item| StatementRef { topic: 0, item, side: Side::Left }).collect();
        let started = Sitting::plan(&bank, Mode::Quiz, &"X".parse().unwrap(), true, &order);
        let mut sitting = Sitting::begin("a".to_owned(), started.clone(), order, Now::default().moment);
        model.record("a", Event::Started(started), Now::default());
        for certainty in [Certainty::C1, Certainty::C2, Certainty::C1, Certainty::C3, Certainty::C1] {
            let event = sitting.answer(&bank, Response::Right, Some(certainty), Now::default().moment);
            model.record("a", event.unwrap(), Now::default());
            sitting.next(Now::default().moment);
            while sitting.tell(&bank, Response::DontKnow, Now::default().moment).is_some() {
                sitting.next(Now::default().moment);
            }
        }
        start_mistakes(&mut model, Now::default());
        let Screen::Quiz(quiz) = &model.screen else { panic!("no round") };
        let order: Vec<usize> = quiz.sitting.started.statements.iter().map(|id| bank.find(id).unwrap().item).collect();
        assert_eq!(order, [3, 0, 2, 4, 1]);
    }
}
