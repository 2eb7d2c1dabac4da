//! A question and its feedback; starting and taking up attempts.

use super::keys::Action;
use super::start::Round;
use super::{Model, Now, Screen, lesson, summary};
use crate::domain::bank::{Entry, Side, StatementRef};
use crate::domain::certainty::Certainty;
use crate::domain::code::{Code, Given, Options};
use crate::domain::fact::{Event, Mode, Response, Started};
use crate::domain::quiz::{Spec, draw};
use crate::domain::session::{Phase, Session};
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
    pub sitting: Session,
    /// What the arrows selected.
    pub selection: Selection,
}

impl Quiz {
    /// A quiz screen for an attempt.
    #[must_use]
    pub fn new(sitting: Session) -> Self {
        Self { sitting, selection: Selection::default() }
    }
}

/// The first quiz of all is a quick one.
pub const QUICK: usize = 10;

/// Starts a quiz over all topics; the first one of all is quick.
pub fn start_mixed(model: &mut Model, now: Now) {
    let has_answers = model.learner.days().values().any(|answers| *answers > 0);
    let count = (!has_answers).then(|| model.settings.count().min(QUICK));
    start(model, Round { count, ..Round::default() }, now);
}

/// Starts a quiz on one topic.
pub fn start_topic(model: &mut Model, topic: usize, now: Now) {
    start(model, Round { topics: vec![topic], ..Round::default() }, now);
}

/// Starts a round as specified. Says so where no statement fits. Of a code that was given everybody gets the same questions
/// and no more; else missed concepts return.
pub fn start(model: &mut Model, round: Round, now: Now) {
    let count = round.count.unwrap_or_else(|| model.settings.count());
    let options = Options { topics: round.topics, level: round.level, count };
    let (bank, entropy) = (&*model.bank, u64::try_from(now.entropy >> 64).unwrap_or(0));
    let (code, word, repeats) = match round.given {
        Some(Given::Code(code)) => (code, String::new(), false),
        Some(Given::Word(word)) => (word.code(bank, options), word.to_string(), false),
        None => (fresh(model, &options, entropy, now), String::new(), true),
    };
    let order = if round.unknown_only { draw_unknown(model, &code) } else { draw(bank, &code.spec()) };
    if order.is_empty() {
        model.notice = Some("No statement fits: choose more topics or another level.".to_owned());
        return;
    }
    let certainty = round.certainty.unwrap_or(model.settings.certainty);
    let id = |number: &usize| bank.manifest.topics.get(*number).map(|topic| topic.id.clone());
    let started = Started {
        seed: if round.unknown_only { now.seed().code().to_owned() } else { code.written(bank) },
        word,
        topics: code.options().topics.iter().filter_map(id).collect(),
        level: code.options().level,
        repeats,
        hints: round.hints,
        ..Session::plan(bank, Mode::Quiz, &now.seed(), certainty, &order)
    };
    begin(model, started, order, now);
}

/// A statement seen so many milliseconds ago does not come in a new round, as far as there are others: one hour.
const RECENT: i64 = 3_600_000;

/// How many codes are tried for a round without recent statements.
const TRIES: u64 = 64;

/// A code for a new round with as few statements as possible that the learner saw lately, on either side.
fn fresh(model: &Model, options: &Options, entropy: u64, now: Now) -> Code {
    let is_recent = |at: &StatementRef| {
        let last = |at| model.learner.statement(at).last;
        let last = last(*at).max(last(at.counterpart()));
        last > 0 && now.moment.millis.saturating_sub(last) < RECENT
    };
    let mut best: Option<(usize, Code)> = None;
    for step in 0..TRIES {
        let code = Code::draw(&model.bank, options.clone(), entropy.wrapping_add(step.wrapping_mul(0x9E37_79B9)));
        let recent = draw(&model.bank, &code.spec()).iter().filter(|at| is_recent(at)).count();
        if best.as_ref().is_none_or(|(fewest, _)| recent < *fewest) {
            best = Some((recent, code));
        }
        if recent == 0 {
            break;
        }
    }
    best.map_or_else(|| Code::draw(&model.bank, options.clone(), entropy), |(_, code)| code)
}

/// The statements of a code whose ideas are not known yet, in the order of a paper with all there are.
fn draw_unknown(model: &Model, code: &Code) -> Vec<StatementRef> {
    let is_unknown = |at: &StatementRef| model.bank.entry(*at).is_some_and(|entry| !is_known(model, &entry));
    let spec = code.spec();
    let all = draw(&model.bank, &Spec { count: usize::MAX, ..spec });
    all.into_iter().filter(is_unknown).take(spec.count).collect()
}

/// Whether the idea of a statement is known.
fn is_known(model: &Model, entry: &Entry<'_>) -> bool {
    let position = entry.topic.concepts.iter().position(|concept| concept.id == entry.item.concept());
    position.is_some_and(|position| model.learner.concept(&entry.topic.id, position).mastery.state().is_known())
}

/// Begins an attempt over `order` and shows its first question.
pub(super) fn begin(model: &mut Model, started: Started, order: Vec<StatementRef>, now: Now) {
    let sitting = begin_sitting(model, started, order, now);
    model.open(Screen::Quiz(Box::new(Quiz::new(sitting))));
}

/// Begins an attempt over `order`, and records that.
pub(super) fn begin_sitting(model: &mut Model, started: Started, order: Vec<StatementRef>, now: Now) -> Session {
    let attempt = model.record_start(Event::Started(started.clone()), now);
    Session::begin(attempt, started, order, now.moment)
}

/// Starts a round of the mistakes that were not made good, or says that there are none.
pub fn start_mistakes(model: &mut Model, certainty: Option<bool>, now: Now) {
    let mistakes = model.learner.mistakes();
    start_mistakes_among(model, &mistakes, certainty, now);
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
pub fn start_mistakes_among(model: &mut Model, mistakes: &[StatementRef], certainty: Option<bool>, now: Now) {
    let mut order: Vec<StatementRef> = Vec::new();
    for at in by_misconception(model, mistakes) {
        if order.len() < model.settings.count() && !order.contains(&at) && !order.contains(&at.counterpart()) {
            order.push(at);
        }
    }
    if order.is_empty() {
        model.notice = Some("There is nothing to fix.".to_owned());
        return;
    }
    let certainty = certainty.unwrap_or(model.settings.certainty);
    let started = Session::plan(&model.bank, Mode::Mistakes, &now.seed(), certainty, &order);
    begin(model, started, order, now);
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
    let sitting = Session::resume(&model.bank, open.id, open.started, &open.events, now.moment);
    if sitting.phase() == Phase::Finished {
        model.open(Screen::Home(super::home::Home::default()));
        summary::finish(model, sitting, now);
    } else {
        model.open(Screen::Quiz(Box::new(Quiz::new(sitting))));
    }
}

/// A question or its feedback.
pub fn update(model: &mut Model, action: Action, now: Now) {
    let Screen::Quiz(quiz) = &mut model.screen else { return };
    let bank = std::sync::Arc::clone(&model.bank);
    let phase = quiz.sitting.phase();
    match (phase, action) {
        (Phase::Explaining, Action::Next) => {
            quiz.sitting.next(now.moment);
            quiz.selection = Selection::default();
            let finished = (quiz.sitting.phase() == Phase::Finished).then(|| quiz.sitting.clone());
            match finished {
                Some(sitting) => summary::finish(model, sitting, now),
                None => model.turned(),
            }
        }
        (Phase::Explaining, Action::Lesson) => {
            if let Some(at) = quiz.sitting.current() {
                lesson::open(model, at.topic, now);
            }
        }
        (_, Action::Flag) => flag(model, now),
        (Phase::Asking, Action::Next) if quiz.selection.side.is_none() => {
            model.notice = Some(choose_first(quiz.sitting.started.certainty).to_owned());
        }
        (Phase::Asking, Action::Marks) => super::marks::open(model),
        (Phase::Explaining, Action::Glossary) => model.open(Screen::Glossary(super::cards::Glossary)),
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

/// Said where Enter was pressed before a side was chosen.
#[must_use]
pub const fn choose_first(certainty: bool) -> &'static str {
    if certainty { "Choose a side first: s, d, f or j, k, l." } else { "Choose a side first: f or j." }
}

/// What is the same for a question of a quiz and one of a lesson. Returns the fact to record, if any.
pub fn exercise(
    sitting: &mut Session,
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
        (Phase::Asking, Action::Hint) => {
            sitting.hint();
            None
        }
        (Phase::Asking, Action::Left | Action::Right) => {
            walk(selection, action, sitting.started.certainty);
            None
        }
        (Phase::Explaining, Action::Undo) => {
            *selection = Selection::default();
            sitting.undo()
        }
        _ => None,
    }
}

/// Walks one stop along the line: from unsure beside the middle to certain at either end, or without certainty from side to
/// side.
fn walk(selection: &mut Selection, action: Action, certainty: bool) {
    let step: i8 = if action == Action::Left { -1 } else { 1 };
    let at = match (selection.side, selection.certainty) {
        (None, _) => 0,
        (Some(side), sure) => {
            let far = sure.filter(|_| certainty).map_or(1, Certainty::number).cast_signed();
            if side == Side::Left { -far } else { far }
        }
    };
    // Nothing is chosen in the middle, so the walk goes past it.
    let next = if at + step == 0 { step } else { at + step };
    let last = if certainty { 3 } else { 1 };
    let next = next.clamp(-last, last);
    selection.side = Some(if next < 0 { Side::Left } else { Side::Right });
    selection.certainty = Certainty::from_number(next.unsigned_abs()).filter(|_| certainty);
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
        let started = Session::plan(&bank, Mode::Quiz, &"X".parse().unwrap(), true, &order);
        let mut sitting = Session::begin("a".to_owned(), started.clone(), order, Now::default().moment);
        model.record("a", Event::Started(started), Now::default());
        for certainty in [Certainty::C1, Certainty::C2, Certainty::C1, Certainty::C3, Certainty::C1] {
            let event = sitting.answer(&bank, Response::Right, Some(certainty), Now::default().moment);
            model.record("a", event.unwrap(), Now::default());
            sitting.next(Now::default().moment);
        }
        start_mistakes(&mut model, None, Now::default());
        let Screen::Quiz(quiz) = &model.screen else { panic!("no round") };
        let order: Vec<usize> = quiz.sitting.started.statements.iter().map(|id| bank.find(id).unwrap().item).collect();
        assert_eq!(order, [3, 0, 2, 4, 1]);
    }
}
