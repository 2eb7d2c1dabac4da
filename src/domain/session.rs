//! One session under way: a source of questions, a policy, and the answers so far.

mod policy;
mod tally;

pub use policy::{Choose, Feedback, Policy, Source};
pub use tally::Tally;

use super::bank::{Bank, Entry, Misconception, Side, StatementRef};
use super::certainty::Certainty;
use super::fact::{Answered, Event, Mode, Response, Started};
use super::moment::Moment;
use super::seed::Seed;
use rand::RngExt;
use rand::seq::IndexedRandom;
use std::collections::BTreeSet;

/// Where a session stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// A statement is shown and waits for its answer.
    Asking,
    /// The answer to the current statement is explained.
    Explaining,
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

    /// What its certainty earned; 0 for "don't know" and for an answer given again, whose key was known, and none where
    /// certainty was off.
    #[must_use]
    pub fn mark(&self) -> Option<i32> {
        match (self.right(), self.answered.certainty) {
            (None, _) => Some(0),
            (Some(_), Some(_)) if self.answered.retaken => Some(0),
            (Some(right), Some(certainty)) => Some(certainty.mark(right)),
            (Some(_), None) => None,
        }
    }

    /// The misconception that leads to this answer: only where the answer was wrong, and a believer would give it.
    #[must_use]
    pub fn misled_by<'a>(&self, entry: &Entry<'a>) -> Option<&'a Misconception> {
        let said = self.answered.response.side().filter(|_| self.right() == Some(false))?;
        entry.misconception().filter(|belief| belief.pushes == Some(said))
    }
}

/// A question of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Question {
    at: StatementRef,
    /// For one that came in after a miss, so that its idea returns: the place, from 0, of the missed question.
    repeats: Option<usize>,
}

/// One session: its questions, and the answers so far.
///
/// Where the policy has repeats, the idea of a missed question comes back after all others, with another statement. Repeats
/// are practice: they come on top of the statements that the session was started with, and count in no score. They follow
/// from the code, the answers and the bank alone, so that a session taken up again has the same ones.
#[derive(Debug, Clone)]
pub struct Session {
    /// The attempt's id.
    pub attempt: String,
    /// What it was started with.
    pub started: Started,
    policy: Policy,
    source: Source,
    /// The questions known so far, in order: repeats come last.
    order: Vec<Question>,
    given: Vec<Given>,
    phase: Phase,
    hinted: bool,
    taken_back: Vec<StatementRef>,
    shown: Moment,
    seen: Seen,
}

/// The pairs and singles that a learner saw lately, by the numbers of topic and item, when a session began: a right answer
/// to one of them is no evidence, so others come back in their place.
pub type Seen = BTreeSet<(usize, usize)>;

impl Session {
    /// Begins a session over `order`, asking its first statement at `now`. With nothing to ask it is finished at once.
    #[must_use]
    pub fn begin(attempt: String, started: Started, order: Vec<StatementRef>, now: Moment) -> Self {
        Self::begin_from(attempt, started, Source::Fixed(order), now)
    }

    /// The same with questions from any source.
    #[must_use]
    pub fn begin_from(attempt: String, started: Started, source: Source, now: Moment) -> Self {
        let policy = Policy::of_started(&started);
        let planned = match &source {
            Source::Fixed(order) => order.clone(),
            Source::Chosen(chooser) => chooser.next(&[]).into_iter().collect(),
        };
        let order: Vec<Question> = planned.into_iter().map(|at| Question { at, repeats: None }).collect();
        let phase = if order.is_empty() { Phase::Finished } else { Phase::Asking };
        let (given, taken_back) = (Vec::new(), Vec::new());
        Self {
            attempt,
            started,
            policy,
            source,
            order,
            given,
            phase,
            hinted: false,
            taken_back,
            shown: now,
            seen: Seen::new(),
        }
    }

    /// The same with what the learner saw lately, which comes back only where nothing else is left.
    #[must_use]
    pub fn knowing(self, seen: Seen) -> Self {
        Self { seen, ..self }
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
            repeats: Policy::of(mode).repeats,
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
        Self::resume_from(bank, attempt, started, Source::Fixed(order), events, now)
    }

    /// The same with questions from any source. What was asked is taken from the answers, not chosen again.
    #[must_use]
    pub fn resume_from(
        bank: &Bank,
        attempt: String,
        started: Started,
        source: Source,
        events: &[Event],
        now: Moment,
    ) -> Self {
        Self::begin_from(attempt, started, source, now).gone_on(bank, events, now)
    }

    /// A session that was just begun where these facts leave it, ready to ask the next statement at `now`.
    #[must_use]
    pub fn gone_on(self, bank: &Bank, events: &[Event], now: Moment) -> Self {
        let mut session = self;
        for event in events {
            session.replay(bank, event);
        }
        session.next(now);
        session
    }

    fn replay(&mut self, bank: &Bank, event: &Event) {
        match event {
            // Two programs may have gone on with the same attempt: an answer that is not for the statement
            // that comes next here is the other one's.
            Event::Answered(answered) => {
                let found = bank.find(&answered.statement);
                if let Some(at) = found.filter(|at| self.is_next(bank, *at)) {
                    self.take(bank, Given { at, answered: answered.clone() });
                }
            }
            Event::Undone { statement } if self.given.last().is_some_and(|g| &g.answered.statement == statement) => {
                self.phase = Phase::Explaining;
                self.take_back();
            }
            _ => {}
        }
    }

    /// Whether the question that comes next is `at`. Of questions that are chosen one by one, what was asked then comes in the
    /// place of what would be chosen now. A repeat that was passed over gives way, and one that came among the others, as
    /// in the first edition, is moved to where it came.
    fn is_next(&mut self, bank: &Bank, at: StatementRef) -> bool {
        let place = self.given.len();
        if matches!(self.source, Source::Chosen(_)) && self.given.iter().all(|given| given.at != at) {
            let Some(question) = self.order.get_mut(place) else { return false };
            question.at = at;
            return true;
        }
        let waiting = self.order.get(place..).unwrap_or_default();
        let found = waiting.iter().position(|one| one.at == at);
        // What had been seen by then is not known now, so another statement of the idea may stand there.
        let found = found.or_else(|| waiting.iter().position(|one| one.repeats.is_some() && is_like(bank, one.at, at)));
        let Some(found) = found.map(|found| place + found) else { return false };
        if let Some(question) = self.order.get_mut(found) {
            question.at = at;
        }
        let is_repeat = |question: &Question| question.repeats.is_some();
        if self.order.get(found).is_some_and(is_repeat) {
            let question = self.order.remove(found);
            self.order.insert(place, question);
            return true;
        }
        // All that would come before it are repeats, or it is not its turn.
        let passed_over = self.order.get(place..found).unwrap_or_default();
        if !passed_over.iter().all(is_repeat) {
            return false;
        }
        self.order.drain(place..found);
        true
    }

    fn take(&mut self, bank: &Bank, given: Given) {
        let (place, missed) = (self.given.len(), given.right() != Some(true));
        self.given.push(given);
        self.phase = Phase::Explaining;
        self.choose_next();
        let planned = self.order.get(place).is_some_and(|question| question.repeats.is_none());
        if missed && planned && self.policy.repeats {
            self.come_again(bank, place);
        }
    }

    /// Where questions are chosen one by one, chooses the next, unless it is chosen already.
    fn choose_next(&mut self) {
        if let Source::Chosen(chooser) = &self.source
            && self.order.len() == self.given.len()
        {
            self.order.extend(chooser.next(&self.given).map(|at| Question { at, repeats: None }));
        }
    }

    /// Puts another statement of the concept missed at `place` behind all questions: at most one a concept, from a pair or
    /// single that the session does not show, because the feedback shows both sides, and that was not seen lately either,
    /// where there is one.
    fn come_again(&mut self, bank: &Bank, place: usize) -> Option<()> {
        let missed = bank.entry(self.order.get(place)?.at)?;
        let concept = |at: StatementRef| bank.entry(at).map(|entry| (at.topic, entry.item.concept()));
        let known = Some((missed.at.topic, missed.item.concept()));
        if self.order.iter().any(|one| one.repeats.is_some() && concept(one.at) == known) {
            return None;
        }
        let of_concept = missed.topic.items().enumerate().filter(|(_, item)| item.concept() == missed.item.concept());
        let shown =
            |number: usize| self.order.iter().any(|one| (one.at.topic, one.at.item) == (missed.at.topic, number));
        let mut unseen: Vec<_> = of_concept.filter(|(number, _)| !shown(*number)).collect();
        let is_fresh = |number: usize| !self.seen.contains(&(missed.at.topic, number));
        if unseen.iter().any(|(number, _)| is_fresh(*number)) {
            unseen.retain(|(number, _)| is_fresh(*number));
        }
        let seed: Seed = self.started.seed.parse().ok()?;
        let mut generator = seed.generator(&format!("again {place}"));
        let (number, item) = unseen.choose(&mut generator)?;
        let drawn = if generator.random::<bool>() { Side::Left } else { Side::Right };
        let side = item.fixed_side().unwrap_or(drawn);
        let at = StatementRef { topic: missed.at.topic, item: *number, side };
        self.order.push(Question { at, repeats: Some(place) });
        Some(())
    }

    /// What it lets a learner do.
    #[must_use]
    pub const fn policy(&self) -> Policy {
        self.policy
    }

    /// Where it stands.
    #[must_use]
    pub const fn phase(&self) -> Phase {
        self.phase
    }

    /// The statement that is asked or explained now; none when finished.
    #[must_use]
    pub fn current(&self) -> Option<StatementRef> {
        match self.phase {
            Phase::Asking => self.order.get(self.given.len()).map(|question| question.at),
            Phase::Explaining => self.given.last().map(|given| given.at),
            Phase::Finished => None,
        }
    }

    /// All about the statement that is asked or explained now.
    #[must_use]
    pub fn entry<'a>(&self, bank: &'a Bank) -> Option<Entry<'a>> {
        self.current().and_then(|at| bank.entry(at))
    }

    /// The place, from 0, of the current question; none when finished.
    fn place(&self) -> Option<usize> {
        match self.phase {
            Phase::Asking => Some(self.given.len()),
            Phase::Explaining => self.given.len().checked_sub(1),
            Phase::Finished => None,
        }
    }

    /// How many of the first `count` questions are repeats.
    fn repeats_among(&self, count: usize) -> usize {
        self.order.iter().take(count).filter(|question| question.repeats.is_some()).count()
    }

    /// The number of the current question, from 1: among the planned ones, or for a repeat among the repeats. When finished,
    /// the number of planned ones.
    #[must_use]
    pub fn number(&self) -> usize {
        let Some(place) = self.place() else { return self.planned() };
        let repeats = self.repeats_among(place + 1);
        if self.is_repeat() { repeats } else { place + 1 - repeats }
    }

    /// Whether the current question is a repeat.
    #[must_use]
    pub fn is_repeat(&self) -> bool {
        self.place().and_then(|place| self.order.get(place)).is_some_and(|question| question.repeats.is_some())
    }

    /// Whether the first repeat is asked now, which is the time to say that the others are done.
    #[must_use]
    pub fn begins_repeats(&self) -> bool {
        self.phase == Phase::Asking && self.is_repeat() && self.number() == 1
    }

    /// Whether the idea of the question answered last comes back at the end, with another statement.
    #[must_use]
    pub fn comes_back(&self) -> bool {
        let place = self.given.len().checked_sub(1);
        place.is_some_and(|place| self.order.iter().any(|question| question.repeats == Some(place)))
    }

    /// How many questions were planned, which never changes. Of those that are chosen one by one, the most there may be.
    #[must_use]
    pub fn planned(&self) -> usize {
        match &self.source {
            Source::Fixed(order) => order.len(),
            Source::Chosen(chooser) => chooser.most(),
        }
    }

    /// How many repeats there are so far.
    #[must_use]
    pub fn repeat_count(&self) -> usize {
        self.repeats_among(self.order.len())
    }

    /// How many of them were seen lately: nothing else of their ideas is left.
    #[must_use]
    pub fn repeats_seen(&self) -> usize {
        let repeats = self.order.iter().filter(|question| question.repeats.is_some());
        repeats.filter(|question| self.seen.contains(&(question.at.topic, question.at.item))).count()
    }

    /// Whether every question is answered.
    #[must_use]
    pub const fn is_complete(&self) -> bool {
        self.given.len() >= self.order.len()
    }

    /// Whether nothing is left to be asked, though the last answer may still be explained.
    #[must_use]
    pub const fn is_over(&self) -> bool {
        self.is_complete() && !matches!(self.phase, Phase::Asking)
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

    /// Shows the guiding question. Does nothing unless a statement is being asked and the policy has hints.
    pub fn hint(&mut self) {
        self.hinted |= self.policy.hints && self.phase == Phase::Asking;
    }

    /// Answers the current statement at `now`. Returns the fact to record; none unless a statement was being asked, and for
    /// "don't know" where the policy does not have it. Where answers are explained at once that comes next, else the next
    /// question.
    ///
    /// A hinted answer counts as unsure. Without certainty in the attempt, or for "don't know", none is recorded.
    pub fn answer(
        &mut self,
        bank: &Bank,
        response: Response,
        certainty: Option<Certainty>,
        now: Moment,
    ) -> Option<Event> {
        if self.phase != Phase::Asking || response == Response::DontKnow && !self.policy.dont_know {
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
        if self.policy.feedback != Feedback::AtOnce {
            self.next(now);
        }
        Some(Event::Answered(answered))
    }

    /// Takes back the answer that is being explained; the statement is asked again. Returns the fact to record; none where
    /// nothing is explained, or the policy does not have it.
    pub fn undo(&mut self) -> Option<Event> {
        let statement = self.last().filter(|_| self.policy.undo)?.answered.statement.clone();
        self.take_back();
        Some(Event::Undone { statement })
    }

    fn take_back(&mut self) {
        let Some(given) = self.given.pop() else { return };
        let place = self.given.len();
        self.order.retain(|question| question.repeats != Some(place));
        if matches!(self.source, Source::Chosen(_)) {
            self.order.truncate(place + 1);
        }
        self.taken_back.push(given.at);
        self.phase = Phase::Asking;
        self.hinted = given.answered.hinted;
    }

    /// Goes on from the explanation to the next statement, shown at `now`, or to the end. Does nothing otherwise.
    pub fn next(&mut self, now: Moment) {
        self.shown = now;
        if self.phase != Phase::Explaining {
            return;
        }
        self.hinted = false;
        self.phase = if self.is_complete() { Phase::Finished } else { Phase::Asking };
    }

    fn answers(&self, repeats: bool) -> impl Iterator<Item = &Given> {
        let asked = self.given.iter().zip(&self.order);
        asked.filter(move |(_, question)| question.repeats.is_some() == repeats).map(|(given, _)| given)
    }

    /// The answers that count in the score, in order: all but those to repeats. One that was given again after its feedback
    /// was seen stands for the one taken back, so that a round has as many answers at its end as it had questions.
    pub fn scored(&self) -> impl Iterator<Item = &Given> {
        self.answers(false)
    }

    /// The answers to repeats, which count in no score, in order.
    pub fn repeats(&self) -> impl Iterator<Item = &Given> {
        self.answers(true)
    }

    /// How many of those that count were given again after their feedback was seen: these say nothing of what somebody knows.
    #[must_use]
    pub fn corrected(&self) -> usize {
        self.answers(false).filter(|given| given.answered.retaken).count()
    }

    /// How many planned questions are answered, in whatever way.
    #[must_use]
    pub fn answered(&self) -> usize {
        self.answers(false).count()
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

/// Whether two statements are of one idea.
fn is_like(bank: &Bank, one: StatementRef, other: StatementRef) -> bool {
    let concept = |at: StatementRef| bank.entry(at).map(|entry| (at.topic, entry.item.concept().to_owned()));
    concept(one).is_some() && concept(one) == concept(other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::bank::sample;
    use proptest::prelude::*;

    const CERTAIN: Option<Certainty> = Some(Certainty::C3);

    fn session(bank: &Bank, count: usize, certainty: bool) -> Session {
        let order: Vec<StatementRef> =
            (0..count).map(|item| StatementRef { topic: 0, item, side: Side::Left }).collect();
        let started = Session::plan(bank, Mode::Quiz, &"X".parse().unwrap(), certainty, &order);
        Session::begin("a".to_owned(), started, order, Moment::utc(0))
    }

    #[test]
    fn an_answer_is_explained_and_then_the_next_is_asked() {
        let bank = sample::bank(1, 2);
        let mut session = session(&bank, 2, true);
        let event = session.answer(&bank, Response::Left, CERTAIN, Moment::utc(1500));
        let Some(Event::Answered(answered)) = event else { panic!("no answer") };
        assert_eq!((answered.statement.as_str(), answered.elapsed), ("t0-0-mammal", 1500));
        assert_eq!((session.phase(), session.number()), (Phase::Explaining, 1));
        session.next(Moment::utc(2000));
        assert_eq!((session.phase(), session.number()), (Phase::Asking, 2));
        let _ = session.answer(&bank, Response::Right, CERTAIN, Moment::utc(2500));
        session.next(Moment::utc(3000));
        assert_eq!(session.phase(), Phase::Finished);
        assert_eq!(session.tally(), Tally { right: 1, wrong: 1, unknown: 0 });
        assert_eq!(session.marks(), Some(-3));
    }

    #[test]
    fn an_answer_while_explaining_changes_nothing() {
        let bank = sample::bank(1, 3);
        let mut session = session(&bank, 2, true);
        let _ = session.answer(&bank, Response::Left, CERTAIN, Moment::utc(1));
        assert_eq!(session.answer(&bank, Response::Right, CERTAIN, Moment::utc(2)), None);
        assert_eq!(session.given().len(), 1);
    }

    #[test]
    fn a_hinted_answer_counts_as_unsure() {
        let bank = sample::bank(1, 3);
        let mut session = session(&bank, 1, true);
        session.hint();
        let _ = session.answer(&bank, Response::Left, CERTAIN, Moment::utc(1));
        assert_eq!(session.given()[0].answered.certainty, Some(Certainty::C1));
    }

    #[test]
    fn dont_know_is_neither_right_nor_wrong_and_costs_nothing() {
        let bank = sample::bank(1, 3);
        let mut session = session(&bank, 1, true);
        let _ = session.answer(&bank, Response::DontKnow, CERTAIN, Moment::utc(1));
        assert_eq!(session.given()[0].right(), None);
        assert_eq!(session.marks(), Some(0));
        assert_eq!(session.mistakes().count(), 1);
    }

    #[test]
    fn with_certainty_off_none_is_recorded() {
        let bank = sample::bank(1, 3);
        let mut session = session(&bank, 1, false);
        let _ = session.answer(&bank, Response::Left, CERTAIN, Moment::utc(1));
        assert_eq!(session.given()[0].answered.certainty, None);
        assert_eq!(session.marks(), None);
    }

    #[test]
    fn undo_asks_again_and_the_next_answer_says_that_it_was_retaken() {
        let bank = sample::bank(1, 3);
        let mut session = session(&bank, 2, true);
        let _ = session.answer(&bank, Response::Right, CERTAIN, Moment::utc(1));
        assert_eq!(session.undo(), Some(Event::Undone { statement: "t0-0-mammal".to_owned() }));
        assert_eq!((session.phase(), session.number()), (Phase::Asking, 1));
        assert_eq!(session.undo(), None, "only the answer that is explained can be taken back");
        let _ = session.answer(&bank, Response::Left, CERTAIN, Moment::utc(2));
        assert!(session.given()[0].answered.retaken);
    }

    #[test]
    fn resuming_after_any_event_asks_the_same_next_question() {
        let bank = sample::bank(1, 6);
        let mut live = session(&bank, 5, true);
        let mut events = Vec::new();
        for step in 0..5 {
            events.extend(live.answer(&bank, Response::Right, CERTAIN, Moment::utc(step)));
            if step == 2 {
                events.extend(live.undo());
                events.extend(live.answer(&bank, Response::Left, CERTAIN, Moment::utc(step)));
            }
            live.next(Moment::utc(step));
            let started = live.started.clone();
            let resumed = Session::resume(&bank, "a".to_owned(), started, &events, Moment::utc(99));
            assert_eq!((resumed.current(), resumed.phase()), (live.current(), live.phase()));
            assert_eq!(resumed.tally(), live.tally());
        }
    }

    #[test]
    fn resuming_leaves_out_what_the_bank_no_longer_holds() {
        let bank = sample::bank(1, 4);
        let live = session(&bank, 4, true);
        let smaller = sample::bank(1, 2);
        let resumed = Session::resume(&smaller, "a".to_owned(), live.started, &[], Moment::utc(0));
        assert_eq!(resumed.planned(), 2);
    }

    #[test]
    fn answers_of_another_program_to_the_same_attempt_do_not_shift_the_questions() {
        let bank = sample::bank(1, 4);
        let mut live = session(&bank, 3, true);
        let first = live.answer(&bank, Response::Left, CERTAIN, Moment::utc(1)).unwrap();
        let events = [first.clone(), first];
        let resumed = Session::resume(&bank, "a".to_owned(), live.started.clone(), &events, Moment::utc(2));
        assert_eq!(resumed.number(), 2);
    }

    #[test]
    fn an_attempt_with_nothing_to_ask_is_finished() {
        let bank = sample::bank(1, 1);
        assert_eq!(session(&bank, 0, true).phase(), Phase::Finished);
    }

    /// A bank whose topics each have `concepts` concepts of four pairs.
    pub(super) fn concepts(topics: usize, concepts: usize) -> Bank {
        let topics: Vec<_> = (0..topics)
            .map(|number| {
                let mut topic = sample::topic(number, concepts * 4);
                for (position, pair) in topic.pairs.iter_mut().enumerate() {
                    pair.concept = format!("concept-{}", position / 4);
                }
                topic
            })
            .collect();
        Bank::new(sample::bank(topics.len(), 0).manifest, topics)
    }

    /// A sitting of one statement for each of `count` concepts of the first topic.
    pub(super) fn one_a_concept(bank: &Bank, count: usize, mode: Mode, code: &str) -> Session {
        let order: Vec<StatementRef> =
            (0..count).map(|concept| StatementRef { topic: 0, item: concept * 4, side: Side::Left }).collect();
        let started = Session::plan(bank, mode, &code.parse().unwrap(), true, &order);
        Session::begin("a".to_owned(), started, order, Moment::utc(0))
    }

    /// Answers the question at hand, rightly or not, and goes on. Returns the fact.
    fn say(session: &mut Session, bank: &Bank, right: bool) -> Event {
        let event = answer(session, bank, right);
        session.next(Moment::utc(2));
        event
    }

    /// Answers the question at hand, rightly or not. Returns the fact.
    fn answer(session: &mut Session, bank: &Bank, right: bool) -> Event {
        let side = session.current().unwrap().side;
        let side = if right { side } else { side.other() };
        session.answer(bank, side.into(), CERTAIN, Moment::utc(1)).unwrap()
    }

    #[test]
    fn an_answer_given_again_takes_the_place_of_the_one_taken_back_in_the_score() {
        let bank = sample::bank(1, 3);
        let mut session = session(&bank, 2, true);
        let _ = answer(&mut session, &bank, false);
        let _ = session.undo();
        let _ = say(&mut session, &bank, true);
        let _ = say(&mut session, &bank, true);
        assert_eq!(session.tally(), Tally { right: 2, wrong: 0, unknown: 0 });
        assert_eq!(
            (session.marks(), session.corrected(), session.answered()),
            (Some(3), 1, 2),
            "no points for the one given again"
        );
    }

    #[test]
    fn the_idea_of_a_missed_question_returns_at_the_end_with_another_pair_and_no_counter_moves() {
        let bank = concepts(1, 12);
        for missed in 1..=12 {
            let mut session = one_a_concept(&bank, 12, Mode::Quiz, &format!("C{missed}"));
            for number in 1..=12 {
                assert_eq!((session.number(), session.planned(), session.is_repeat()), (number, 12, false));
                let _ = answer(&mut session, &bank, number != missed);
                assert_eq!((session.number(), session.comes_back()), (number, number == missed));
                session.next(Moment::utc(2));
            }
            assert!(session.begins_repeats());
            assert_eq!((session.number(), session.planned(), session.repeat_count()), (1, 12, 1));
            let (again, first) = (session.current().unwrap(), session.given()[missed - 1].at);
            assert_eq!(again.item / 4, first.item / 4, "the same concept");
            assert_ne!(again.item, first.item);
            let _ = say(&mut session, &bank, false);
            assert_eq!(session.phase(), Phase::Finished, "a miss of a repeat brings no further one");
        }
    }

    #[test]
    fn a_repeat_is_one_that_was_not_seen_lately_where_there_is_one_and_one_that_was_is_counted() {
        let bank = concepts(1, 1);
        for code in ["A", "B", "C", "D", "E", "F"] {
            for (seen, wanted) in [(vec![1, 2], Some(3)), (vec![2, 3], Some(1)), (vec![1, 2, 3], None)] {
                let seen: Seen = seen.into_iter().map(|item| (0, item)).collect();
                let mut session = one_a_concept(&bank, 1, Mode::Quiz, code).knowing(seen);
                let missed = say(&mut session, &bank, false);
                assert_eq!(session.repeats_seen(), usize::from(wanted.is_none()), "{code}");
                let again = session.current().unwrap();
                assert!(wanted.is_none_or(|item| item == again.item), "{code}: {again:?}");
                // Taken up by whoever knows no more what had been seen, it takes the answer for what was asked.
                let right = say(&mut session, &bank, true);
                let resumed =
                    Session::resume(&bank, "a".to_owned(), session.started.clone(), &[missed, right], Moment::utc(3));
                assert_eq!(resumed.phase(), Phase::Finished, "{code}");
                assert_eq!(resumed.given().last().unwrap().at, again, "{code}");
            }
        }
    }

    #[test]
    fn repeats_come_once_a_concept_in_the_order_of_the_misses_and_count_in_no_score() {
        let bank = concepts(1, 8);
        let mut session = one_a_concept(&bank, 8, Mode::Review, "TWICE");
        while session.phase() != Phase::Finished {
            say(&mut session, &bank, false);
        }
        let concepts: Vec<usize> = session.given().iter().map(|given| given.at.item / 4).collect();
        let (planned, repeats) = concepts.split_at(8);
        assert_eq!(planned, repeats);
        assert_eq!(session.tally(), Tally { right: 0, wrong: 8, unknown: 0 });
        assert_eq!((session.tally_of_repeats().wrong, session.marks()), (8, Some(-48)));
        assert_eq!(session.tally_of_side(Side::Left).total(), 8);
        assert_eq!((session.tally_by_topic()[0].1.total(), session.mistakes().count()), (8, 16));
    }

    #[test]
    fn exercises_assessments_and_concepts_without_another_pair_bring_no_repeat() {
        let bank = concepts(1, 4);
        for mode in [Mode::LessonTry, Mode::LessonCheck, Mode::Assessment] {
            let mut session = one_a_concept(&bank, 4, mode, "NONE");
            say(&mut session, &bank, false);
            assert_eq!(session.repeat_count(), 0, "{mode:?}");
        }
        let bank = sample::bank(1, 3);
        let mut all_shown = session(&bank, 3, true);
        say(&mut all_shown, &bank, false);
        assert_eq!(all_shown.repeat_count(), 0);
    }

    #[test]
    fn taking_a_miss_back_takes_its_repeat_back() {
        let bank = concepts(1, 5);
        let mut session = one_a_concept(&bank, 5, Mode::Quiz, "SLIP");
        let _ = session.answer(&bank, Response::DontKnow, None, Moment::utc(1));
        let with = session.order.clone();
        assert_eq!(session.repeat_count(), 1);
        let _ = session.undo();
        assert_eq!(session.repeat_count(), 0);
        let _ = session.answer(&bank, Response::Right, CERTAIN, Moment::utc(1));
        assert_eq!(session.order, with, "missed again, the same repeat comes again");
    }

    #[test]
    fn an_attempt_of_the_first_edition_is_taken_up_with_its_repeats_where_they_came() {
        let bank = concepts(1, 9);
        let mut live = one_a_concept(&bank, 9, Mode::Quiz, "OLD");
        let mut events = vec![say(&mut live, &bank, false)];
        // The repeat came three questions later, among the others.
        let again = live.order[9].at;
        let statement = bank.entry(again).unwrap().statement.id.clone();
        events.extend((0..3).map(|_| say(&mut live, &bank, true)));
        let Event::Answered(last) = events[3].clone() else { panic!() };
        events.push(Event::Answered(Answered { statement, response: again.side.into(), ..last }));
        events.push(say(&mut live, &bank, true));
        let resumed = Session::resume(&bank, "a".to_owned(), live.started.clone(), &events, Moment::utc(9));
        assert_eq!((resumed.given().len(), resumed.number(), resumed.is_repeat()), (6, 6, false));
        assert_eq!((resumed.tally().total(), resumed.tally_of_repeats().total()), (5, 1));
    }

    #[test]
    fn a_policy_decides_what_a_session_lets_a_learner_do() {
        let bank = concepts(1, 3);
        let mut exam = one_a_concept(&bank, 3, Mode::Assessment, "EXAM");
        exam.hint();
        assert!(!exam.hinted());
        assert_eq!(exam.answer(&bank, Response::DontKnow, None, Moment::utc(1)), None);
        let _ = answer(&mut exam, &bank, false);
        assert_eq!((exam.phase(), exam.number(), exam.last()), (Phase::Asking, 2, None), "nothing is explained");
        assert_eq!(exam.undo(), None);
        let mut without = one_a_concept(&bank, 3, Mode::Quiz, "HINTS");
        without.started.hints = false;
        let mut without = Session::begin("a".to_owned(), without.started, vec![without.order[0].at], Moment::utc(0));
        without.hint();
        assert!(!without.hinted());
    }

    /// Asks level after level while answers are right, and ends at the first that is not.
    #[derive(Debug)]
    struct UntilWrong(Vec<StatementRef>);

    impl Choose for UntilWrong {
        fn next(&self, given: &[Given]) -> Option<StatementRef> {
            let goes_on = given.last().is_none_or(|last| last.right() == Some(true));
            self.0.get(given.len()).filter(|_| goes_on).copied()
        }

        fn most(&self) -> usize {
            self.0.len()
        }
    }

    #[test]
    fn questions_that_are_chosen_one_by_one_are_taken_up_as_they_were_asked() {
        let bank = concepts(1, 6);
        let at = |item| StatementRef { topic: 0, item, side: Side::Left };
        let chooser = |items: &[usize]| -> Source {
            Source::Chosen(std::sync::Arc::new(UntilWrong(items.iter().map(|item| at(*item)).collect())))
        };
        let started = Session::plan(&bank, Mode::Assessment, &"SEQ".parse().unwrap(), false, &[]);
        let mut live = Session::begin_from("a".to_owned(), started.clone(), chooser(&[0, 4, 8, 12]), Moment::utc(0));
        let mut events: Vec<Event> = (0..2).map(|_| say(&mut live, &bank, true)).collect();
        assert_eq!((live.current(), live.planned()), (Some(at(8)), 4));
        // Meanwhile the one who chooses would ask something else: what was asked stays what it was.
        let other = chooser(&[1, 5, 9, 13]);
        let mut resumed = Session::resume_from(&bank, "a".to_owned(), started.clone(), other, &events, Moment::utc(9));
        let asked: Vec<usize> = resumed.given().iter().map(|given| given.at.item).collect();
        assert_eq!((asked, resumed.current()), (vec![0, 4], Some(at(9))));
        events.push(say(&mut resumed, &bank, false));
        assert_eq!(resumed.phase(), Phase::Finished, "the first wrong answer ends it");
        let over = Session::resume_from(&bank, "a".to_owned(), started, chooser(&[0, 4, 8]), &events, Moment::utc(9));
        assert_eq!((over.phase(), over.tally()), (Phase::Finished, Tally { right: 2, wrong: 1, unknown: 0 }));
    }

    #[test]
    fn a_misconception_is_named_only_where_it_would_have_led_to_that_answer() {
        let mut topic = sample::topic(0, 2);
        topic.misconceptions[0].pushes = Some(Side::Right);
        let belief = topic.misconceptions[0].id.clone();
        for pair in &mut topic.pairs {
            (pair.left.misconception, pair.right.misconception) = (Some(belief.clone()), Some(belief.clone()));
        }
        let bank = Bank::new(sample::bank(1, 0).manifest, vec![topic]);
        let misled = |side, response| {
            let at = StatementRef { topic: 0, item: 0, side };
            let order = vec![at];
            let started = Session::plan(&bank, Mode::Quiz, &"X".parse().unwrap(), false, &order);
            let mut session = Session::begin("a".to_owned(), started, order, Moment::utc(0));
            let _ = session.answer(&bank, response, None, Moment::utc(1));
            session.given()[0].misled_by(&bank.entry(at).unwrap()).is_some()
        };
        assert!(misled(Side::Left, Response::Right));
        assert!(!misled(Side::Left, Response::Left) && !misled(Side::Left, Response::DontKnow));
        assert!(!misled(Side::Right, Response::Left), "wrong, but no believer would say so");
    }

    proptest! {
        #[test]
        fn a_session_killed_anywhere_goes_on_with_the_same_questions(
            answers in prop::collection::vec((any::<bool>(), any::<bool>()), 1..80), pick in any::<u64>(), count in 1..20_usize
        ) {
            let bank = concepts(1, 10);
            let round: Vec<StatementRef> = crate::domain::quiz::draw(
                &bank,
                &crate::domain::quiz::Spec { topics: Vec::new(), level: None, count, seed: Seed::from_entropy(pick) },
            );
            let started = Session::plan(&bank, Mode::Quiz, &Seed::from_entropy(pick), true, &round);
            let mut live = Session::begin("a".to_owned(), started.clone(), round, Moment::utc(0));
            let mut events = Vec::new();
            for (right, slip) in answers {
                if live.phase() == Phase::Finished {
                    break;
                }
                if slip {
                    events.push(answer(&mut live, &bank, false));
                    events.extend(live.undo());
                }
                events.push(answer(&mut live, &bank, right));
                live.next(Moment::utc(2));
                let resumed = Session::resume(&bank, "a".to_owned(), started.clone(), &events, Moment::utc(99));
                prop_assert_eq!(&resumed.order, &live.order);
                prop_assert_eq!((resumed.phase(), resumed.current()), (live.phase(), live.current()));
                prop_assert_eq!(resumed.tally_of_repeats(), live.tally_of_repeats());
                prop_assert!(live.number() <= live.planned().max(live.repeat_count()));
            }
            let shown: std::collections::BTreeSet<_> = live.order.iter().map(|one| (one.at.topic, one.at.item)).collect();
            prop_assert_eq!(shown.len(), live.order.len(), "no pair twice");
        }
    }
}
