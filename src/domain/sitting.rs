//! One attempt under way: asking, explaining, finished; after a miss, twins to tell apart.

mod apart;

pub use apart::Apart;

use super::bank::{Bank, Entry, Side, StatementRef};
use super::certainty::Certainty;
use super::fact::{Answered, Event, Mode, Response, Started};
use super::moment::Moment;
use super::seed::Seed;
use rand::RngExt;
use rand::seq::IndexedRandom;
use serde::{Deserialize, Serialize};

/// Where a sitting stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// A statement is shown and waits for its answer.
    Asking,
    /// The answer to the current statement is explained.
    Explaining,
    /// Both statements of a missed pair are shown, and wait to be told apart.
    Telling,
    /// It is said which of the two is which.
    Told,
    /// All statements are answered.
    Finished,
}

/// An answer together with the statement it is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// The statement.
    pub at: StatementRef,
    /// The answer.
    pub answered: Answered,
}

impl Given {
    /// Whether it was right; none for "don't know".
    #[must_use]
    pub fn right(&self) -> Option<bool> {
        self.answered.response.side().map(|side| side == self.at.side)
    }

    /// What its certainty earned; 0 for "don't know", none where certainty was off.
    #[must_use]
    pub fn mark(&self) -> Option<i32> {
        match (self.right(), self.answered.certainty) {
            (None, _) => Some(0),
            (Some(right), Some(certainty)) => Some(certainty.mark(right)),
            (Some(_), None) => None,
        }
    }
}

/// After a miss, the concept returns at the earliest so many questions later, where there are as many.
const SOONEST: usize = 3;

/// After a miss, the concept returns at the latest so many questions later.
const LATEST: usize = 6;

/// A question of an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Question {
    at: StatementRef,
    /// For one that came in after a miss, so that its concept returns: the place, from 0, of the missed question.
    repeats: Option<usize>,
}

/// One attempt: its order of statements, and the answers so far.
///
/// In quizzes, reviews and rounds of mistakes a missed concept returns later with another statement. Such repeats are
/// practice: they come on top of the statements that the attempt was started with, and count in no score. So are the
/// missed pairs, which come to be told apart. Both follow from the code, the answers and the bank alone, so that an
/// attempt taken up again has the same ones.
#[derive(Debug, Clone)]
pub struct Sitting {
    /// The attempt's id.
    pub attempt: String,
    /// What it was started with.
    pub started: Started,
    order: Vec<Question>,
    given: Vec<Given>,
    phase: Phase,
    hinted: bool,
    taken_back: Vec<StatementRef>,
    shown: Moment,
    apart: Vec<Apart>,
    /// The number of the missed question whose twins are or were told apart last.
    telling: Option<usize>,
}

/// How many were answered and how they came out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Right answers.
    pub right: usize,
    /// Wrong answers.
    pub wrong: usize,
    /// "Don't know".
    pub unknown: usize,
}

impl Tally {
    /// Counts one answer: right, wrong, or "don't know" (`None`).
    pub const fn count(&mut self, right: Option<bool>) {
        match right {
            Some(true) => self.right += 1,
            Some(false) => self.wrong += 1,
            None => self.unknown += 1,
        }
    }

    /// Takes an answer that was counted out again.
    pub const fn discount(&mut self, right: Option<bool>) {
        let counted = match right {
            Some(true) => &mut self.right,
            Some(false) => &mut self.wrong,
            None => &mut self.unknown,
        };
        *counted = counted.saturating_sub(1);
    }

    /// Adds the answers of another tally.
    pub const fn add(&mut self, other: Self) {
        self.right += other.right;
        self.wrong += other.wrong;
        self.unknown += other.unknown;
    }

    /// All answers.
    #[must_use]
    pub const fn total(&self) -> usize {
        self.right + self.wrong + self.unknown
    }

    /// The share right of all, "don't know" included, in per cent, rounded to the nearest; none without an answer.
    #[must_use]
    pub fn percent(&self) -> Option<usize> {
        (self.right * 200 + self.total()).checked_div(self.total() * 2)
    }
}

impl FromIterator<Option<bool>> for Tally {
    fn from_iter<I: IntoIterator<Item = Option<bool>>>(answers: I) -> Self {
        let mut tally = Self::default();
        answers.into_iter().for_each(|right| tally.count(right));
        tally
    }
}

impl Sitting {
    /// Begins an attempt over `order`, asking its first statement at `now`. With nothing to ask it is finished at once.
    #[must_use]
    pub fn begin(attempt: String, started: Started, order: Vec<StatementRef>, now: Moment) -> Self {
        let phase = if order.is_empty() { Phase::Finished } else { Phase::Asking };
        let order = order.into_iter().map(|at| Question { at, repeats: None }).collect();
        let (given, taken_back, apart) = (Vec::new(), Vec::new(), Vec::new());
        Self { attempt, started, order, given, phase, hinted: false, taken_back, shown: now, apart, telling: None }
    }

    /// What a `Started` fact says of a new attempt over `order`.
    #[must_use]
    pub fn plan(bank: &Bank, mode: Mode, seed: &Seed, certainty: bool, order: &[StatementRef]) -> Started {
        Started {
            mode,
            seed: seed.code().to_owned(),
            word: String::new(),
            bank: bank.manifest.id.clone(),
            bank_revision: bank.manifest.revision,
            topics: Vec::new(),
            level: None,
            certainty,
            repeats: matches!(mode, Mode::Quiz | Mode::Mistakes | Mode::Review),
            hints: true,
            statements: order.iter().filter_map(|at| bank.entry(*at)).map(|e| e.statement.id.clone()).collect(),
        }
    }

    /// Takes up an attempt where its facts leave it, ready to ask the next statement at `now`.
    ///
    /// Statements that the bank no longer holds are left out.
    #[must_use]
    pub fn resume(bank: &Bank, attempt: String, started: Started, events: &[Event], now: Moment) -> Self {
        let order = started.statements.iter().filter_map(|id| bank.find(id)).collect();
        let mut sitting = Self::begin(attempt, started, order, now);
        for event in events {
            sitting.replay(bank, event);
        }
        sitting.next(now);
        sitting
    }

    fn replay(&mut self, bank: &Bank, event: &Event) {
        match event {
            // Two programs may have gone on with the same attempt: an answer that is not for the statement
            // that comes next here is the other one's.
            Event::Answered(answered) => {
                let found = bank.find(&answered.statement);
                if let Some(at) = found.filter(|at| self.is_next(*at)) {
                    self.take(bank, Given { at, answered: answered.clone() });
                }
            }
            Event::Undone { statement } if self.given.last().is_some_and(|g| &g.answered.statement == statement) => {
                self.phase = Phase::Explaining;
                self.undo();
            }
            Event::ToldApart(told) => self.retell(bank, told),
            _ => {}
        }
    }

    /// Whether the question that comes next is `at`. A repeat that was passed over gives way: the answers were given with a
    /// bank that had no such statement.
    fn is_next(&mut self, at: StatementRef) -> bool {
        let place = self.given.len();
        let passed_over = self.order.iter().skip(place).take_while(|one| one.at != at && one.repeats.is_some()).count();
        if self.order.get(place + passed_over).is_none_or(|one| one.at != at) {
            return false;
        }
        self.order.drain(place..place + passed_over);
        true
    }

    fn take(&mut self, bank: &Bank, given: Given) {
        let (place, missed) = (self.given.len(), given.right() != Some(true));
        self.pass_over_apart();
        self.given.push(given);
        self.phase = Phase::Explaining;
        let planned = self.order.get(place).is_some_and(|question| question.repeats.is_none());
        if missed && planned && self.started.repeats {
            let again = self.come_again(bank, place);
            self.come_apart(bank, place, again);
        }
    }

    /// Puts another statement of the concept missed at `place` among the questions to come: at most one a concept, from a
    /// pair of which the attempt shows neither half, because the feedback shows both.
    ///
    /// It comes [`SOONEST`] to [`LATEST`] questions later, and after the repeats that wait already, so that it moves none
    /// of them; at the end where fewer questions are left. Returns its place.
    fn come_again(&mut self, bank: &Bank, place: usize) -> Option<usize> {
        let missed = bank.entry(self.order.get(place)?.at)?;
        let concept = |at: StatementRef| bank.entry(at).map(|entry| (at.topic, entry.item.concept()));
        let known = Some((missed.at.topic, missed.item.concept()));
        if self.order.iter().any(|one| one.repeats.is_some() && concept(one.at) == known) {
            return None;
        }
        let concept = missed.item.concept();
        let items = missed.topic.items().enumerate().filter(|(_, item)| item.concept() == concept);
        let shown =
            |number: usize| self.order.iter().any(|one| (one.at.topic, one.at.item) == (missed.at.topic, number));
        let unseen: Vec<(usize, Option<Side>)> =
            items.map(|(number, item)| (number, item.fixed_side())).filter(|(number, _)| !shown(*number)).collect();
        let seed: Seed = self.started.seed.parse().ok()?;
        let mut generator = seed.generator(&format!("again {place}"));
        let (item, fixed) = *unseen.choose(&mut generator)?;
        let coin = if generator.random::<bool>() { Side::Left } else { Side::Right };
        let side = fixed.unwrap_or(coin);
        let waiting = self.order.iter().rposition(|one| one.repeats.is_some()).map_or(0, |last| last + 1);
        let soonest = waiting.max(place + SOONEST);
        let drawn = generator.random_range(soonest..=soonest.max(place + LATEST));
        let at = StatementRef { topic: missed.at.topic, item, side };
        let drawn = drawn.min(self.order.len());
        self.order.insert(drawn, Question { at, repeats: Some(place) });
        Some(drawn)
    }

    /// Where it stands.
    #[must_use]
    pub const fn phase(&self) -> Phase {
        self.phase
    }

    /// The statement that is asked or explained now, or of twins the one that was missed; none when finished.
    #[must_use]
    pub fn current(&self) -> Option<StatementRef> {
        match self.phase {
            Phase::Asking => self.order.get(self.given.len()).map(|question| question.at),
            Phase::Explaining => self.given.last().map(|given| given.at),
            Phase::Telling | Phase::Told => self.apart().map(|apart| apart.at),
            Phase::Finished => None,
        }
    }

    /// All about the statement that is asked or explained now.
    #[must_use]
    pub fn entry<'a>(&self, bank: &'a Bank) -> Option<Entry<'a>> {
        self.current().and_then(|at| bank.entry(at))
    }

    /// The number of the current statement, from 1; at twins, which have none, that of the question before.
    #[must_use]
    pub const fn number(&self) -> usize {
        match self.phase {
            Phase::Asking => self.given.len() + 1,
            Phase::Explaining | Phase::Telling | Phase::Told | Phase::Finished => self.given.len(),
        }
    }

    /// The number, from 1, of the question whose concept the current one repeats; none where it is no repeat.
    #[must_use]
    pub fn repeats(&self) -> Option<usize> {
        let at_question = matches!(self.phase, Phase::Asking | Phase::Explaining);
        let place = self.number().checked_sub(1).filter(|_| at_question)?;
        self.order.get(place)?.repeats.map(|missed| missed + 1)
    }

    /// Whether the idea of the statement answered last comes back, with another statement.
    #[must_use]
    pub fn comes_back(&self) -> bool {
        let place = self.given.len().checked_sub(1);
        place.is_some_and(|place| self.order.iter().any(|question| question.repeats == Some(place)))
    }

    /// How many questions the attempt has, repeats included.
    #[must_use]
    pub const fn count(&self) -> usize {
        self.order.len()
    }

    /// Whether every statement is answered, and no twins wait to be told apart.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.given.len() >= self.order.len() && self.due_apart().is_none()
    }

    /// The answers so far, in order.
    #[must_use]
    pub fn given(&self) -> &[Given] {
        &self.given
    }

    /// The answer that is explained now.
    #[must_use]
    pub fn last(&self) -> Option<&Given> {
        self.given.last().filter(|_| self.phase == Phase::Explaining)
    }

    /// Whether the guiding question is shown.
    #[must_use]
    pub const fn hinted(&self) -> bool {
        self.hinted
    }

    /// Shows the guiding question. Does nothing unless a statement is being asked, or twins are to be told apart, and hints
    /// can be had.
    pub fn hint(&mut self) {
        self.hinted |= self.started.hints && matches!(self.phase, Phase::Asking | Phase::Telling);
    }

    /// Answers the current statement at `now` and turns to explaining it. Returns the fact to record;
    /// none unless a statement was being asked.
    ///
    /// A hinted answer counts as unsure. Without certainty in the attempt, or for "don't know", none is recorded.
    pub fn answer(
        &mut self,
        bank: &Bank,
        response: Response,
        certainty: Option<Certainty>,
        now: Moment,
    ) -> Option<Event> {
        if self.phase != Phase::Asking {
            return None;
        }
        let at = self.current()?;
        let entry = bank.entry(at)?;
        let certainty = if response == Response::DontKnow || !self.started.certainty {
            None
        } else if self.hinted {
            Some(Certainty::C1)
        } else {
            Some(certainty.unwrap_or(Certainty::C2))
        };
        let answered = Answered {
            statement: entry.statement.id.clone(),
            revision: entry.statement.revision,
            response,
            certainty,
            hinted: self.hinted,
            retaken: self.taken_back.contains(&at),
            elapsed: now.since(self.shown),
        };
        self.take(bank, Given { at, answered: answered.clone() });
        Some(Event::Answered(answered))
    }

    /// Takes back the answer that is being explained; the statement is asked again. Returns the fact to record.
    pub fn undo(&mut self) -> Option<Event> {
        if self.phase != Phase::Explaining {
            return None;
        }
        let given = self.given.pop()?;
        let place = self.given.len();
        self.order.retain(|question| question.repeats != Some(place));
        self.come_apart_no_more(place);
        self.taken_back.push(given.at);
        self.phase = Phase::Asking;
        self.hinted = given.answered.hinted;
        Some(Event::Undone { statement: given.answered.statement })
    }

    /// Goes on from the explanation to the twins whose turn it is or the next statement, shown at `now`, or to the end. Does
    /// nothing otherwise.
    pub fn next(&mut self, now: Moment) {
        self.shown = now;
        if !matches!(self.phase, Phase::Explaining | Phase::Told) {
            return;
        }
        self.hinted = false;
        let due = self.due_apart().and_then(|number| self.apart.get(number)).map(|apart| apart.missed);
        self.phase = if due.is_some() {
            self.telling = due;
            Phase::Telling
        } else if self.given.len() < self.order.len() {
            Phase::Asking
        } else {
            Phase::Finished
        };
    }

    fn answers(&self, repeats: bool) -> impl Iterator<Item = &Given> {
        let asked = self.given.iter().zip(&self.order);
        asked.filter(move |(_, question)| question.repeats.is_some() == repeats).map(|(given, _)| given)
    }

    /// The answers that count in the score, in order: all but those to repeats, and those given again after their feedback was
    /// seen.
    pub fn scored(&self) -> impl Iterator<Item = &Given> {
        self.answers(false).filter(|given| !given.answered.retaken)
    }

    /// How the answers so far came out, those to repeats left out.
    #[must_use]
    pub fn tally(&self) -> Tally {
        self.scored().map(Given::right).collect()
    }

    /// How the answers to repeats came out, which count in no other tally.
    #[must_use]
    pub fn tally_of_repeats(&self) -> Tally {
        self.answers(true).map(Given::right).collect()
    }

    /// How the scored answers whose key is `side` came out.
    #[must_use]
    pub fn tally_of_side(&self, side: Side) -> Tally {
        self.scored().filter(|given| given.at.side == side).map(Given::right).collect()
    }

    /// How the scored answers of each topic came out, for the topics that occurred, in teaching order.
    #[must_use]
    pub fn tally_by_topic(&self) -> Vec<(usize, Tally)> {
        let mut topics: Vec<usize> = self.scored().map(|given| given.at.topic).collect();
        topics.sort_unstable();
        topics.dedup();
        let tally = |topic| self.scored().filter(|given| given.at.topic == topic).map(Given::right).collect();
        topics.into_iter().map(|topic| (topic, tally(topic))).collect()
    }

    /// What the certainties of the scored answers earned in sum; none where certainty was off.
    #[must_use]
    pub fn marks(&self) -> Option<i32> {
        self.started.certainty.then(|| self.scored().filter_map(Given::mark).sum())
    }

    /// The answers that were wrong or "don't know", in order, those to repeats included.
    pub fn mistakes(&self) -> impl Iterator<Item = &Given> {
        self.given.iter().filter(|given| given.right() != Some(true))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::bank::sample;
    use proptest::prelude::*;

    const CERTAIN: Option<Certainty> = Some(Certainty::C3);

    fn sitting(bank: &Bank, count: usize, certainty: bool) -> Sitting {
        let order: Vec<StatementRef> =
            (0..count).map(|item| StatementRef { topic: 0, item, side: Side::Left }).collect();
        let started = Sitting::plan(bank, Mode::Quiz, &"X".parse().unwrap(), certainty, &order);
        Sitting::begin("a".to_owned(), started, order, Moment::utc(0))
    }

    #[test]
    fn an_answer_is_explained_and_then_the_next_is_asked() {
        let bank = sample::bank(1, 2);
        let mut sitting = sitting(&bank, 2, true);
        let event = sitting.answer(&bank, Response::Left, CERTAIN, Moment::utc(1500));
        let Some(Event::Answered(answered)) = event else { panic!("no answer") };
        assert_eq!((answered.statement.as_str(), answered.elapsed), ("t0-0-mammal", 1500));
        assert_eq!((sitting.phase(), sitting.number()), (Phase::Explaining, 1));
        sitting.next(Moment::utc(2000));
        assert_eq!((sitting.phase(), sitting.number()), (Phase::Asking, 2));
        let _ = sitting.answer(&bank, Response::Right, CERTAIN, Moment::utc(2500));
        sitting.next(Moment::utc(3000));
        assert_eq!((sitting.phase(), sitting.number()), (Phase::Telling, 2));
        let _ = sitting.tell(&bank, Response::Left, Moment::utc(3500));
        sitting.next(Moment::utc(4000));
        assert_eq!(sitting.phase(), Phase::Finished);
        assert_eq!(sitting.tally(), Tally { right: 1, wrong: 1, unknown: 0 });
        assert_eq!(sitting.marks(), Some(-3));
    }

    #[test]
    fn an_answer_while_explaining_changes_nothing() {
        let bank = sample::bank(1, 3);
        let mut sitting = sitting(&bank, 2, true);
        let _ = sitting.answer(&bank, Response::Left, CERTAIN, Moment::utc(1));
        assert_eq!(sitting.answer(&bank, Response::Right, CERTAIN, Moment::utc(2)), None);
        assert_eq!(sitting.given().len(), 1);
    }

    #[test]
    fn a_hinted_answer_counts_as_unsure() {
        let bank = sample::bank(1, 3);
        let mut sitting = sitting(&bank, 1, true);
        sitting.hint();
        let _ = sitting.answer(&bank, Response::Left, CERTAIN, Moment::utc(1));
        assert_eq!(sitting.given()[0].answered.certainty, Some(Certainty::C1));
    }

    #[test]
    fn dont_know_is_neither_right_nor_wrong_and_costs_nothing() {
        let bank = sample::bank(1, 3);
        let mut sitting = sitting(&bank, 1, true);
        let _ = sitting.answer(&bank, Response::DontKnow, CERTAIN, Moment::utc(1));
        assert_eq!(sitting.given()[0].right(), None);
        assert_eq!(sitting.marks(), Some(0));
        assert_eq!(sitting.mistakes().count(), 1);
    }

    #[test]
    fn with_certainty_off_none_is_recorded() {
        let bank = sample::bank(1, 3);
        let mut sitting = sitting(&bank, 1, false);
        let _ = sitting.answer(&bank, Response::Left, CERTAIN, Moment::utc(1));
        assert_eq!(sitting.given()[0].answered.certainty, None);
        assert_eq!(sitting.marks(), None);
    }

    #[test]
    fn undo_asks_again_and_the_next_answer_says_that_it_was_retaken() {
        let bank = sample::bank(1, 3);
        let mut sitting = sitting(&bank, 2, true);
        let _ = sitting.answer(&bank, Response::Right, CERTAIN, Moment::utc(1));
        assert_eq!(sitting.undo(), Some(Event::Undone { statement: "t0-0-mammal".to_owned() }));
        assert_eq!((sitting.phase(), sitting.number()), (Phase::Asking, 1));
        assert_eq!(sitting.undo(), None, "only the answer that is explained can be taken back");
        let _ = sitting.answer(&bank, Response::Left, CERTAIN, Moment::utc(2));
        assert!(sitting.given()[0].answered.retaken);
    }

    #[test]
    fn resuming_after_any_event_asks_the_same_next_question() {
        let bank = sample::bank(1, 6);
        let mut live = sitting(&bank, 5, true);
        let mut events = Vec::new();
        for step in 0..5 {
            events.extend(live.answer(&bank, Response::Right, CERTAIN, Moment::utc(step)));
            if step == 2 {
                events.extend(live.undo());
                events.extend(live.answer(&bank, Response::Left, CERTAIN, Moment::utc(step)));
            }
            live.next(Moment::utc(step));
            let started = live.started.clone();
            let resumed = Sitting::resume(&bank, "a".to_owned(), started, &events, Moment::utc(99));
            assert_eq!((resumed.current(), resumed.phase()), (live.current(), live.phase()));
            assert_eq!(resumed.tally(), live.tally());
        }
    }

    #[test]
    fn resuming_leaves_out_what_the_bank_no_longer_holds() {
        let bank = sample::bank(1, 4);
        let live = sitting(&bank, 4, true);
        let smaller = sample::bank(1, 2);
        let resumed = Sitting::resume(&smaller, "a".to_owned(), live.started, &[], Moment::utc(0));
        assert_eq!(resumed.count(), 2);
    }

    #[test]
    fn answers_of_another_program_to_the_same_attempt_do_not_shift_the_questions() {
        let bank = sample::bank(1, 4);
        let mut live = sitting(&bank, 3, true);
        let first = live.answer(&bank, Response::Left, CERTAIN, Moment::utc(1)).unwrap();
        let events = [first.clone(), first];
        let resumed = Sitting::resume(&bank, "a".to_owned(), live.started.clone(), &events, Moment::utc(2));
        assert_eq!(resumed.number(), 2);
    }

    #[test]
    fn an_attempt_with_nothing_to_ask_is_finished() {
        let bank = sample::bank(1, 1);
        assert_eq!(sitting(&bank, 0, true).phase(), Phase::Finished);
    }

    /// A bank whose topics each have `concepts` concepts of four pairs.
    pub(super) fn concepts(topics: usize, concepts: usize) -> Bank {
        let topics: Vec<_> = (0..topics)
            .map(|number| {
                let mut topic = sample::topic(number, concepts * 4);
                for (position, twin) in topic.pairs.iter_mut().enumerate() {
                    twin.concept = format!("concept-{}", position / 4);
                }
                topic
            })
            .collect();
        Bank::new(sample::bank(topics.len(), 0).manifest, topics)
    }

    /// A sitting of one statement for each of `count` concepts of the first topic.
    pub(super) fn one_a_concept(bank: &Bank, count: usize, mode: Mode, code: &str) -> Sitting {
        let order: Vec<StatementRef> =
            (0..count).map(|concept| StatementRef { topic: 0, item: concept * 4, side: Side::Left }).collect();
        let started = Sitting::plan(bank, mode, &code.parse().unwrap(), true, &order);
        Sitting::begin("a".to_owned(), started, order, Moment::utc(0))
    }

    /// Answers the question at hand, rightly or not, and goes on, past twins to be told apart. Returns the fact.
    fn say(sitting: &mut Sitting, bank: &Bank, right: bool) -> Event {
        let event = answer(sitting, bank, right);
        sitting.next(Moment::utc(2));
        while sitting.tell(bank, Response::DontKnow, Moment::utc(3)).is_some() {
            sitting.next(Moment::utc(4));
        }
        event
    }

    /// Answers the question at hand, rightly or not. Returns the fact.
    pub(super) fn answer(sitting: &mut Sitting, bank: &Bank, right: bool) -> Event {
        let side = sitting.current().unwrap().side;
        let side = if right { side } else { side.other() };
        sitting.answer(bank, side.into(), CERTAIN, Moment::utc(1)).unwrap()
    }

    #[test]
    fn a_missed_concept_returns_three_to_six_questions_later_with_a_pair_not_yet_shown() {
        let bank = concepts(1, 12);
        let mut gaps = std::collections::BTreeSet::new();
        for code in 0..40 {
            let mut sitting = one_a_concept(&bank, 12, Mode::Quiz, &format!("C{code}"));
            say(&mut sitting, &bank, true);
            let missed = sitting.current().unwrap();
            say(&mut sitting, &bank, false);
            assert_eq!(sitting.count(), 13);
            while sitting.repeats().is_none() {
                say(&mut sitting, &bank, true);
            }
            let again = sitting.current().unwrap();
            assert_eq!((again.item / 4, sitting.repeats()), (missed.item / 4, Some(2)));
            assert_ne!(again.item, missed.item);
            gaps.insert(sitting.number() - 2);
        }
        assert_eq!(gaps.into_iter().collect::<Vec<_>>(), [3, 4, 5, 6]);
    }

    #[test]
    fn repeats_come_once_a_concept_in_the_order_of_the_misses_and_count_in_no_score() {
        let bank = concepts(1, 8);
        let mut sitting = one_a_concept(&bank, 8, Mode::Review, "TWICE");
        let mut repeats = Vec::new();
        while sitting.phase() != Phase::Finished {
            if let Some(missed) = sitting.repeats() {
                let later = sitting.number() - missed;
                let near_the_end = missed + LATEST > 8;
                assert!((SOONEST..=LATEST).contains(&later) || near_the_end, "{missed}: {later}");
                repeats.push(missed);
            }
            say(&mut sitting, &bank, false);
        }
        assert_eq!(sitting.count(), 16, "a miss of a repeat brings no further one");
        let concepts: Vec<usize> = repeats.iter().map(|number| sitting.given()[number - 1].at.item / 4).collect();
        assert_eq!(concepts, (0..8).collect::<Vec<_>>());
        assert_eq!(sitting.tally(), Tally { right: 0, wrong: 8, unknown: 0 });
        assert_eq!((sitting.tally_of_repeats().wrong, sitting.marks()), (8, Some(-48)));
        assert_eq!(sitting.tally_of_side(Side::Left).total(), 8);
        assert_eq!((sitting.tally_by_topic()[0].1.total(), sitting.mistakes().count()), (8, 16));
    }

    #[test]
    fn exercises_assessments_and_concepts_without_another_pair_bring_no_repeat() {
        let bank = concepts(1, 4);
        for mode in [Mode::LessonTry, Mode::LessonCheck, Mode::Assessment] {
            let mut sitting = one_a_concept(&bank, 4, mode, "NONE");
            say(&mut sitting, &bank, false);
            assert_eq!(sitting.count(), 4, "{mode:?}");
        }
        let mut all_shown = self::sitting(&sample::bank(1, 3), 3, true);
        say(&mut all_shown, &sample::bank(1, 3), false);
        assert_eq!(all_shown.count(), 3);
    }

    #[test]
    fn taking_a_miss_back_takes_its_repeat_back() {
        let bank = concepts(1, 5);
        let mut sitting = one_a_concept(&bank, 5, Mode::Quiz, "SLIP");
        let _ = sitting.answer(&bank, Response::DontKnow, None, Moment::utc(1));
        let with = sitting.order.clone();
        assert_eq!(sitting.count(), 6);
        let _ = sitting.undo();
        assert_eq!(sitting.count(), 5);
        let _ = sitting.answer(&bank, Response::Right, CERTAIN, Moment::utc(1));
        assert_eq!(sitting.order, with, "missed again, the same repeat comes again");
    }

    #[test]
    fn answers_given_without_repeats_are_taken_up_with_the_repeats_passed_over() {
        let bank = concepts(1, 9);
        let mut live = one_a_concept(&bank, 9, Mode::LessonTry, "OLD");
        let events: Vec<Event> = (0..8).map(|_| say(&mut live, &bank, false)).collect();
        let started = Started { mode: Mode::Quiz, ..live.started.clone() };
        let mut resumed = Sitting::resume(&bank, "a".to_owned(), started, &events, Moment::utc(9));
        assert_eq!(resumed.given().len(), 8);
        let mut left = Vec::new();
        while resumed.phase() != Phase::Finished {
            left.push((resumed.current().unwrap().item / 4, resumed.repeats().is_some()));
            say(&mut resumed, &bank, true);
        }
        assert!(left.contains(&(8, false)) && left.iter().filter(|(_, again)| !again).count() == 1, "{left:?}");
    }

    proptest! {
        #[test]
        fn a_sitting_killed_anywhere_goes_on_with_the_same_repeats_and_twins(
            answers in prop::collection::vec((any::<bool>(), any::<bool>()), 1..80), pick in any::<u64>(), count in 1..20_usize
        ) {
            let bank = concepts(1, 10);
            let round: Vec<StatementRef> = crate::domain::quiz::draw(
                &bank,
                &crate::domain::quiz::Spec { topics: Vec::new(), level: None, count, seed: Seed::from_entropy(pick) },
            );
            let started = Sitting::plan(&bank, Mode::Quiz, &Seed::from_entropy(pick), true, &round);
            let mut live = Sitting::begin("a".to_owned(), started.clone(), round, Moment::utc(0));
            let mut events = Vec::new();
            for (right, slip) in answers {
                match live.phase() {
                    Phase::Finished => break,
                    Phase::Telling => {
                        let first = live.apart().unwrap().first;
                        let said = if right { first } else { first.other() };
                        events.extend(live.tell(&bank, said.into(), Moment::utc(1)));
                    }
                    _ => {
                        if slip {
                            events.push(answer(&mut live, &bank, false));
                            events.extend(live.undo());
                        }
                        events.push(answer(&mut live, &bank, right));
                    }
                }
                live.next(Moment::utc(2));
                let resumed = Sitting::resume(&bank, "a".to_owned(), started.clone(), &events, Moment::utc(99));
                prop_assert_eq!(&resumed.order, &live.order);
                prop_assert_eq!(&resumed.apart, &live.apart);
                prop_assert_eq!((resumed.phase(), resumed.current()), (live.phase(), live.current()));
                prop_assert_eq!(resumed.apart(), live.apart());
                prop_assert_eq!(resumed.tally_of_repeats(), live.tally_of_repeats());
            }
            let mut pairs: Vec<(usize, usize)> =
                live.order.iter().filter(|one| one.repeats.is_some()).map(|one| (one.at.topic, one.at.item)).collect();
            let planned = live.order.iter().filter(|one| one.repeats.is_none()).map(|one| (one.at.topic, one.at.item));
            prop_assert!(planned.into_iter().all(|pair| !pairs.contains(&pair)), "a pair that is shown anyway");
            let all = pairs.len();
            pairs.sort_unstable();
            pairs.dedup_by_key(|(topic, twin)| (*topic, *twin / 4));
            prop_assert_eq!(pairs.len(), all, "one repeat a concept");
        }
    }
}
