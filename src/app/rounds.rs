//! Rounds begun and taken up: one way for all kinds of sessions. A round that cannot be begun says why, in a sentence.

use super::review::{Outlook, plan, sentence};
use super::view::terms::Counted;
use super::{Model, Now};
use crate::domain::bank::{Entry, StatementRef};
use crate::domain::code::{Code, Given, OF_A_WORD, Options};
use crate::domain::fact::{Event, Mode, Started};
use crate::domain::learner::OpenAttempt;
use crate::domain::mastery::is_fresh;
use crate::domain::quiz::{Spec, draw};
use crate::domain::session::{Phase, Seen, Session};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

/// A round to be begun; what is not said is as the settings say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Round {
    /// The topics; none for all.
    pub topics: Vec<usize>,
    /// The level; none for all.
    pub level: Option<u8>,
    /// How many statements.
    pub count: Option<usize>,
    /// The code, which says all of the above, or the word; none for a new paper.
    pub given: Option<Given>,
    /// The new paper, where it was drawn already and its code was shown.
    pub drawn: Option<Code>,
    /// Whether answers carry a certainty, where that differs from the settings.
    pub certainty: Option<bool>,
    /// Whether hints can be had.
    pub hints: bool,
    /// Whether only statements of ideas that are not known yet are drawn: then no code names the paper.
    pub unknown_only: bool,
}

impl Default for Round {
    fn default() -> Self {
        Self {
            topics: Vec::new(),
            level: None,
            count: None,
            given: None,
            drawn: None,
            certainty: None,
            hints: true,
            unknown_only: false,
        }
    }
}

/// The first quiz of all is a quick one.
pub const QUICK: usize = 10;

/// The level of the first quiz of all.
pub const EASY: u8 = 1;

/// Whether there are enough easy statements for a quick quiz; a small bank has few.
fn has_easy(model: &Model) -> bool {
    model.bank.topics().flat_map(|(_, topic)| topic.items()).filter(|item| item.level() == EASY).nth(QUICK).is_some()
}

/// Whether nothing was answered yet.
pub(in crate::app) fn is_first(model: &Model) -> bool {
    !model.learner.days().values().any(|answers| *answers > 0)
}

/// Whether a quick quiz has easy statements only: nobody begins with some that are dressed up to mislead.
fn begins_easy(model: &Model) -> bool {
    is_first(model) && has_easy(model)
}

/// Begins a quiz over all topics, a quick one or one as long as the settings say; the first one of all is quick and easy.
pub(super) fn mixed(model: &mut Model, quick: bool, now: Now) -> Result<Session, String> {
    let count = match (is_first(model), quick) {
        (true, _) => Some(model.settings.count().min(QUICK)),
        (false, true) => Some(QUICK),
        (false, false) => None,
    };
    let level = begins_easy(model).then_some(EASY);
    start(model, Round { level, count, ..Round::default() }, now)
}

/// Begins a round as specified. Of a code that was given everybody gets the same questions
/// and no more; else missed concepts return.
pub(super) fn start(model: &mut Model, round: Round, now: Now) -> Result<Session, String> {
    // All who are given a word play the same, whatever each has settled on.
    let usual = if matches!(round.given, Some(Given::Word(_))) { OF_A_WORD } else { model.settings.count() };
    let count = round.count.unwrap_or(usual);
    let options = Options { topics: round.topics, level: round.level, count };
    let (bank, entropy) = (&*model.bank, u64::try_from(now.entropy >> 64).unwrap_or(0));
    let (code, word, repeats) = match round.given {
        Some(Given::Code(code)) => (code, String::new(), false),
        Some(Given::Word(word)) => (word.code(bank, options), word.to_string(), false),
        None => (round.drawn.unwrap_or_else(|| fresh(model, &options, entropy, now)), String::new(), true),
    };
    let order = if round.unknown_only { draw_unknown(model, &code) } else { draw(bank, &code.spec()) };
    if order.is_empty() {
        return Err("No statement fits: choose more topics or another level.".to_owned());
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
    Ok(begin(model, started, order, now))
}

/// A statement seen so many milliseconds ago does not come in a new round, as far as there are others: one hour.
const RECENT: i64 = 3_600_000;

/// So many statements of one idea are practised at a time.
const PRACTISED: usize = 4;

/// How many codes are tried for a round without recent statements.
const TRIES: u64 = 64;

/// A code for a new round with as few statements as possible that the learner saw lately, on either side; for the first one
/// of all with as few words of the trade as possible.
pub(super) fn fresh(model: &Model, options: &Options, entropy: u64, now: Now) -> Code {
    let is_recent = |at: &StatementRef| {
        let last = |at| model.learner.statement(at).last;
        let last = last(*at).max(last(at.counterpart()));
        last > 0 && now.moment.millis.saturating_sub(last) < RECENT
    };
    // Whoever begins gets of all easy papers one with few words of the trade.
    let is_first = options.level == Some(EASY) && model.learner.days().is_empty();
    let counted = if is_first { Counted::of(&model.bank) } else { Counted::default() };
    let mut words: HashMap<StatementRef, usize> = HashMap::new();
    let mut words_of = |at: &StatementRef| {
        let count = || model.bank.entry(*at).map_or(0, |entry| counted.unknown_in(&entry.statement.text, &[]));
        *words.entry(*at).or_insert_with(|| usize::try_from(count()).unwrap_or(usize::MAX))
    };
    let mut best: Option<(usize, Code)> = None;
    // A paper of all there is has all there is in any case.
    let tries = if options.count == 0 { 1 } else { TRIES };
    for step in 0..tries {
        let code = Code::draw(&model.bank, options.clone(), entropy.wrapping_add(step.wrapping_mul(0x9E37_79B9)));
        let drawn = draw(&model.bank, &code.spec());
        let recent = drawn.iter().filter(|at| is_recent(at)).count();
        let worst = if is_first { drawn.iter().map(&mut words_of).sum() } else { recent };
        if best.as_ref().is_none_or(|(fewest, _)| worst < *fewest) {
            best = Some((worst, code));
        }
        if worst == 0 {
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
pub(super) fn is_known(model: &Model, entry: &Entry<'_>) -> bool {
    entry
        .concept_number()
        .is_some_and(|position| model.learner.concept(&entry.topic.id, position).mastery.state().is_known())
}

/// Ends the rounds that were left by force at the feedback to their last answer: there is nothing to go on with.
pub(super) fn close_answered(model: &mut Model, now: Now) {
    let is_over = |open: &&OpenAttempt| {
        let resumed = || {
            let (id, started) = (open.id.clone(), open.started.clone());
            Session::resume(&model.bank, id, started, &open.events, now.moment)
        };
        open.answers() >= open.started.statements.len() && resumed().phase() == Phase::Finished
    };
    let over: Vec<String> = model.learner.all_unfinished().filter(is_over).map(|open| open.id.clone()).collect();
    for attempt in over {
        model.record(&attempt, Event::Finished, now);
    }
}

/// Begins an attempt over `order`, and records that.
pub(super) fn begin(model: &mut Model, started: Started, order: Vec<StatementRef>, now: Now) -> Session {
    let attempt = model.record_start(Event::Started(started.clone()), now);
    Session::begin(attempt, started, order, now.moment).knowing(seen_lately(model, now))
}

/// What was seen so lately that a right answer to it is no evidence. Of what is answered already it says too much, which
/// changes nothing: what was asked is taken from the answers.
fn seen_lately(model: &Model, now: Now) -> Seen {
    let is_stale = |at: &StatementRef| {
        let seen = |at| model.learner.statement(at).seen;
        !is_fresh(seen(*at).max(seen(at.counterpart())), now.moment.day())
    };
    model.bank.statements().map(|entry| entry.at).filter(is_stale).map(|at| (at.topic, at.item)).collect()
}

/// Begins a review of what is due, or says when something will be.
pub(super) fn review(model: &mut Model, now: Now) -> Result<Session, String> {
    let outlook = Outlook::of(&model.bank, &model.learner, &model.settings, now.moment);
    let order = if outlook.due > 0 { plan(model, now).statements } else { Vec::new() };
    if order.is_empty() {
        return Err(sentence(&outlook.words("")));
    }
    let started = Session::plan(&model.bank, Mode::Review, &now.seed(), model.settings.certainty, &order);
    Ok(begin(model, started, order, now))
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

/// The first `most` of `mistakes` in the order of a round. Of a pair, the first comes, and its counterpart another time.
pub(super) fn of_mistakes(model: &Model, mistakes: &[StatementRef], most: usize) -> Vec<StatementRef> {
    let mut order: Vec<StatementRef> = Vec::new();
    for at in by_misconception(model, mistakes) {
        if order.len() < most && !order.contains(&at) && !order.contains(&at.counterpart()) {
            order.push(at);
        }
    }
    order
}

/// Begins a round of at most so many of `mistakes`.
pub(super) fn mistakes(
    model: &mut Model,
    mistakes: &[StatementRef],
    most: usize,
    certainty: Option<bool>,
    now: Now,
) -> Result<Session, String> {
    let order = of_mistakes(model, mistakes, most);
    if order.is_empty() {
        return Err("There is nothing to fix.".to_owned());
    }
    let certainty = certainty.unwrap_or(model.settings.certainty);
    let started = Session::plan(&model.bank, Mode::Mistakes, &now.seed(), certainty, &order);
    Ok(begin(model, started, order, now))
}

/// Begins a short round on one idea: of each of its pairs the statement that was seen longest ago, those first.
pub(super) fn practise(model: &mut Model, topic: usize, concept: usize, now: Now) -> Result<Session, String> {
    let bank = Arc::clone(&model.bank);
    let known = bank.topic(topic).and_then(|known| Some((known, known.concepts.get(concept)?)));
    let (known, concept) = known.ok_or_else(|| "The bank has this idea no more.".to_owned())?;
    let seen = |at: StatementRef| model.learner.statement(at).last;
    let items = bank.statements().filter(|entry| entry.at.topic == topic && entry.item.concept() == concept.id);
    let mut order: Vec<StatementRef> = items.map(|entry| entry.at).collect();
    order.sort_by_key(|at| (seen(*at), at.item));
    let mut met = HashSet::new();
    order.retain(|at| met.insert(at.item));
    order.sort_by_key(|at| seen(*at).max(seen(at.counterpart())));
    order.truncate(PRACTISED);
    let topics = vec![known.id.clone()];
    let plan = Session::plan(&bank, Mode::Quiz, &now.seed(), model.settings.certainty, &order);
    Ok(begin(model, Started { topics, repeats: false, ..plan }, order, now))
}

/// Takes up the unfinished attempt with that id, or the one that was gone on with last, at the question where it was left.
pub(super) fn take_up(model: &Model, attempt: Option<&str>, now: Now) -> Result<Session, String> {
    let open = match attempt {
        Some(attempt) => model.learner.open(attempt),
        None => model.learner.unfinished(),
    };
    let open = open.cloned().ok_or_else(|| "No round is unfinished.".to_owned())?;
    let order = open.started.statements.iter().filter_map(|id| model.bank.find(id)).collect();
    let session = Session::begin(open.id, open.started, order, now.moment).knowing(seen_lately(model, now));
    Ok(session.gone_on(&model.bank, &open.events, now.moment))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::settings::Settings;
    use crate::domain::bank::{Bank, Side, sample};
    use crate::domain::certainty::Certainty;
    use crate::domain::fact::Response;
    use crate::domain::learner::Learner;

    #[test]
    fn mistakes_made_with_certainty_come_first_then_those_of_one_misconception_together() {
        let mut topic = sample::topic(0, 5);
        for (number, pair) in topic.pairs.iter_mut().enumerate() {
            pair.left.misconception = Some(format!("belief-{}", number % 2));
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
        let all = model.learner.mistakes();
        let session = mistakes(&mut model, &all, 20, None, Now::default()).unwrap();
        let order: Vec<usize> = session.started.statements.iter().map(|id| bank.find(id).unwrap().item).collect();
        assert_eq!(order, [3, 0, 2, 4, 1]);
    }

    #[test]
    fn an_idea_is_practised_with_one_statement_of_each_pair_those_not_seen_first() {
        let bank = Arc::new(sample::bank(1, 6));
        let mut model = Model::new(Arc::clone(&bank), Learner::default(), "me".to_owned(), Settings::default());
        let concept = bank
            .topic(0)
            .unwrap()
            .concepts
            .iter()
            .position(|one| bank.statements().any(|entry| entry.at.item == 0 && entry.item.concept() == one.id));
        let concept = concept.unwrap();
        let first = practise(&mut model, 0, concept, Now::default()).unwrap();
        let items = |session: &Session| -> Vec<usize> {
            session.started.statements.iter().map(|id| bank.find(id).unwrap().item).collect()
        };
        let asked = items(&first);
        let met: HashSet<&usize> = asked.iter().collect();
        assert!(!asked.is_empty() && met.len() == asked.len() && asked.len() <= PRACTISED, "{asked:?}");
        let mut session = first;
        let event = session.answer(&bank, Response::Left, None, Now::default().moment).unwrap();
        let later = Now { moment: crate::domain::moment::Moment::utc(5_000), ..Now::default() };
        model.record(&session.attempt.clone(), event, later);
        let again = items(&practise(&mut model, 0, concept, Now::default()).unwrap());
        assert!(asked.len() == 1 || again.first() != asked.first(), "{asked:?}, then {again:?}");
    }
}
