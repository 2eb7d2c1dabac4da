//! A learner's record: the fold that turns facts into all that screens show of the past.
//!
//! Nothing here is stored as truth. A record may be kept as a cache beside the journal, and a test shows that the cache
//! equals the fold.

use super::bank::{Bank, Pair, Side, StatementRef};
use super::certainty::Certainty;
use super::fact::{Answered, Event, Fact, Mode, Started};
use super::moment::Moment;
use super::sitting::Tally;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, VecDeque};

/// How many attempts are remembered one by one.
const RECENT: usize = 60;

/// How many unfinished attempts can be taken up again.
const OPEN: usize = 12;

/// The screens of a lesson.
pub const LESSON_SCREENS: u8 = 9;

/// How far a learner is with a lesson.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LessonState {
    /// Never opened.
    NotStarted,
    /// Opened, and left before the exit check.
    InProgress,
    /// All screens up to the exit check seen, and the check not passed.
    Seen,
    /// Exit check passed.
    Done,
}

/// A learner's place in a lesson.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LessonRecord {
    /// The screen shown last, 1 to 9.
    pub place: u8,
    /// The furthest screen reached.
    pub furthest: u8,
    /// Whether the exit check was passed.
    pub passed: bool,
}

/// What a learner did with one statement.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatementRecord {
    /// How often it was answered.
    pub times: u32,
    /// How often rightly.
    pub right: u32,
    /// Whether the last answer was wrong or "don't know", and has not been made good since.
    pub owed: bool,
    /// Whether the learner was certain when it last went wrong.
    pub sure_and_wrong: bool,
    /// Whether it is flagged as doubtful.
    pub flagged: bool,
    /// When it was answered last, in milliseconds since 1970.
    pub last: i64,
}

/// One attempt in the list of attempts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttemptRecord {
    /// The attempt's id.
    pub id: String,
    /// When it began.
    pub at: Moment,
    /// What kind of sitting it was.
    pub mode: Mode,
    /// The code it was drawn from.
    pub seed: String,
    /// The topics chosen; empty for all.
    pub topics: Vec<String>,
    /// The level chosen; none for all.
    pub level: Option<u8>,
    /// How many statements it has.
    pub count: usize,
    /// How the answers came out.
    pub tally: Tally,
    /// What the certainties earned; none where certainty was off.
    pub marks: Option<i32>,
    /// Whether it was ended.
    pub finished: bool,
    /// How often an answer was taken back.
    pub taken_back: u32,
}

/// An attempt that can be taken up again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenAttempt {
    /// The attempt's id.
    pub id: String,
    /// What it was started with.
    pub started: Started,
    /// What happened in it since.
    pub events: Vec<Event>,
}

/// What an answer changed, kept until the next one so that it can be taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Undoable {
    attempt: String,
    answered: Answered,
    before: StatementRecord,
}

/// All that is known of a learner, folded from facts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Learner {
    /// Whether the introduction was read.
    pub welcomed: bool,
    lessons: BTreeMap<String, LessonRecord>,
    statements: BTreeMap<String, StatementRecord>,
    topics: BTreeMap<String, Pair<Tally>>,
    attempts: VecDeque<AttemptRecord>,
    open: Vec<OpenAttempt>,
    days: BTreeMap<i64, u32>,
    undoable: Vec<Undoable>,
}

impl Learner {
    /// Folds `facts`, in their order.
    pub fn fold<'a>(bank: &Bank, facts: impl IntoIterator<Item = &'a Fact>) -> Self {
        let mut learner = Self::default();
        for fact in facts {
            learner.apply(bank, fact);
        }
        learner
    }

    /// Takes one more fact into account. A statement that the bank does not hold is remembered but not scored.
    pub fn apply(&mut self, bank: &Bank, fact: &Fact) {
        match &fact.event {
            Event::Started(started) => self.start(fact, started),
            Event::Answered(answered) => self.answer(bank, fact, answered),
            Event::Undone { .. } => self.undo(bank, fact),
            Event::Finished => self.finish(&fact.attempt),
            Event::Flagged { statement, on } => self.statement_mut(statement).flagged = *on,
            Event::LessonAt { topic, screen } => {
                let lesson = self.lessons.entry(topic.clone()).or_default();
                lesson.place = (*screen).clamp(1, LESSON_SCREENS);
                lesson.furthest = lesson.furthest.max(lesson.place);
            }
            Event::LessonPassed { topic } => self.lessons.entry(topic.clone()).or_default().passed = true,
            Event::Welcomed => self.welcomed = true,
        }
    }

    fn start(&mut self, fact: &Fact, started: &Started) {
        if matches!(started.mode, Mode::LessonTry | Mode::LessonCheck) {
            return;
        }
        self.attempts.push_back(AttemptRecord {
            id: fact.attempt.clone(),
            at: fact.at,
            mode: started.mode,
            seed: started.seed.clone(),
            topics: started.topics.clone(),
            level: started.level,
            count: started.statements.len(),
            tally: Tally::default(),
            marks: started.certainty.then_some(0),
            finished: false,
            taken_back: 0,
        });
        if self.attempts.len() > RECENT {
            self.attempts.pop_front();
        }
        self.open.push(OpenAttempt { id: fact.attempt.clone(), started: started.clone(), events: Vec::new() });
        if self.open.len() > OPEN {
            self.open.remove(0);
        }
    }

    fn answer(&mut self, bank: &Bank, fact: &Fact, answered: &Answered) {
        let key = bank.find(&answered.statement);
        let before = *self.statement_mut(&answered.statement);
        self.undoable.retain(|one| one.attempt != fact.attempt);
        self.undoable.push(Undoable { attempt: fact.attempt.clone(), answered: answered.clone(), before });
        if self.undoable.len() > OPEN {
            self.undoable.remove(0);
        }
        self.count(bank, &fact.attempt, answered, Step::Forward);
        *self.days.entry(fact.at.day()).or_default() += 1;
        let right = key.and_then(|at| is_right(at, answered));
        let record = self.statement_mut(&answered.statement);
        record.times += 1;
        record.last = fact.at.millis;
        if key.is_some() {
            record.right += u32::from(right == Some(true));
            let made_good = right == Some(true) && !answered.retaken;
            record.owed = if right == Some(true) { record.owed && !made_good } else { true };
            let sure = answered.certainty == Some(Certainty::C3);
            record.sure_and_wrong = record.owed && (record.sure_and_wrong || right == Some(false) && sure);
        }
        if let Some(open) = self.open.iter_mut().find(|open| open.id == fact.attempt) {
            open.events.push(fact.event.clone());
        }
    }

    fn undo(&mut self, bank: &Bank, fact: &Fact) {
        let Some(position) = self.undoable.iter().position(|one| one.attempt == fact.attempt) else { return };
        let undone = self.undoable.remove(position);
        let flagged = self.statement_mut(&undone.answered.statement).flagged;
        *self.statement_mut(&undone.answered.statement) = StatementRecord { flagged, ..undone.before };
        self.count(bank, &fact.attempt, &undone.answered, Step::Back);
        if let Some(open) = self.open.iter_mut().find(|open| open.id == fact.attempt) {
            open.events.push(fact.event.clone());
        }
    }

    /// Counts an answer in its topic and attempt, or takes it out again.
    fn count(&mut self, bank: &Bank, attempt: &str, answered: &Answered, step: Step) {
        let Some(at) = bank.find(&answered.statement) else { return };
        let Some(topic) = bank.manifest.topics.get(at.topic) else { return };
        let right = is_right(at, answered);
        let tallies = self.topics.entry(topic.id.clone()).or_default();
        step.apply(tallies.get_mut(at.side), right);
        if let Some(record) = self.attempts.iter_mut().rev().find(|record| record.id == attempt) {
            step.apply(&mut record.tally, right);
            let mark = right.zip(answered.certainty).map_or(0, |(right, certainty)| certainty.mark(right));
            record.marks = record.marks.map(|sum| if step == Step::Forward { sum + mark } else { sum - mark });
            record.taken_back += u32::from(step == Step::Back);
        }
    }

    fn finish(&mut self, attempt: &str) {
        self.open.retain(|open| open.id != attempt);
        self.undoable.retain(|one| one.attempt != attempt);
        if let Some(record) = self.attempts.iter_mut().rev().find(|record| record.id == attempt) {
            record.finished = true;
        }
    }

    fn statement_mut(&mut self, id: &str) -> &mut StatementRecord {
        if !self.statements.contains_key(id) {
            self.statements.insert(id.to_owned(), StatementRecord::default());
        }
        self.statements.entry(id.to_owned()).or_default()
    }

    /// What the learner did with the statement of that id.
    #[must_use]
    pub fn statement(&self, id: &str) -> StatementRecord {
        self.statements.get(id).copied().unwrap_or_default()
    }

    /// The learner's place in the lesson of that topic.
    #[must_use]
    pub fn lesson(&self, topic: &str) -> LessonRecord {
        self.lessons.get(topic).copied().unwrap_or_default()
    }

    /// How far the learner is with the lesson of that topic.
    #[must_use]
    pub fn lesson_state(&self, topic: &str) -> LessonState {
        match self.lesson(topic) {
            LessonRecord { passed: true, .. } => LessonState::Done,
            LessonRecord { furthest: 0, .. } => LessonState::NotStarted,
            LessonRecord { furthest, .. } if furthest + 1 >= LESSON_SCREENS => LessonState::Seen,
            LessonRecord { .. } => LessonState::InProgress,
        }
    }

    /// How the answers on a topic came out, by the side that was right.
    #[must_use]
    pub fn topic(&self, topic: &str) -> Pair<Tally> {
        self.topics.get(topic).cloned().unwrap_or_default()
    }

    /// How all answers came out, by the side that was right.
    #[must_use]
    pub fn total(&self) -> Pair<Tally> {
        let mut total: Pair<Tally> = Pair::default();
        for topic in self.topics.values() {
            for side in Side::BOTH {
                total.get_mut(side).add(*topic.get(side));
            }
        }
        total
    }

    /// The attempts remembered, newest first; exercises of lessons are not among them.
    pub fn attempts(&self) -> impl Iterator<Item = &AttemptRecord> {
        self.attempts.iter().rev()
    }

    /// The unfinished attempt begun last, if any.
    #[must_use]
    pub fn unfinished(&self) -> Option<&OpenAttempt> {
        self.open.last()
    }

    /// The unfinished attempt with that id.
    #[must_use]
    pub fn open(&self, attempt: &str) -> Option<&OpenAttempt> {
        self.open.iter().find(|open| open.id == attempt)
    }

    /// How many answers were given on each local day, by days since 1970-01-01.
    #[must_use]
    pub const fn days(&self) -> &BTreeMap<i64, u32> {
        &self.days
    }

    /// The statements answered wrongly and not made good since, the ones answered with certainty first, then the
    /// longest-standing. Statements that the bank no longer holds are left out.
    #[must_use]
    pub fn mistakes(&self, bank: &Bank) -> Vec<StatementRef> {
        let mut owed: Vec<(&String, &StatementRecord)> = self.statements.iter().filter(|(_, one)| one.owed).collect();
        owed.sort_by_key(|(_, one)| (!one.sure_and_wrong, one.last));
        owed.into_iter().filter_map(|(id, _)| bank.find(id)).collect()
    }

    /// How many statements are answered wrongly and not made good since.
    #[must_use]
    pub fn mistake_count(&self) -> usize {
        self.statements.values().filter(|one| one.owed).count()
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Forward,
    Back,
}

impl Step {
    const fn apply(self, tally: &mut Tally, right: Option<bool>) {
        match self {
            Self::Forward => tally.count(right),
            Self::Back => tally.discount(right),
        }
    }
}

fn is_right(at: StatementRef, answered: &Answered) -> Option<bool> {
    answered.response.side().map(|side| side == at.side)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::bank::sample;
    use crate::domain::fact::Response;
    use crate::domain::seed::Seed;
    use crate::domain::sitting::Sitting;

    /// Facts as they come from the journal, in order, one second apart.
    #[derive(Default)]
    struct Facts(Vec<Fact>);

    impl Facts {
        fn add(&mut self, attempt: &str, event: Event) -> &mut Self {
            let number = self.0.len();
            let at = Moment::utc(i64::try_from(number).unwrap() * 1000);
            let (id, learner) = (format!("{number:032x}"), "me".to_owned());
            self.0.push(Fact { id, learner, at, attempt: attempt.to_owned(), event });
            self
        }

        fn start(&mut self, bank: &Bank, attempt: &str) -> &mut Self {
            let order: Vec<StatementRef> = bank.statements().map(|entry| entry.at).collect();
            let seed: Seed = "X".parse().unwrap();
            self.add(attempt, Event::Started(Sitting::plan(bank, Mode::Quiz, &seed, true, &order)))
        }

        fn answer(&mut self, attempt: &str, statement: &str, response: Response, certainty: Certainty) -> &mut Self {
            let answered = Answered {
                statement: statement.to_owned(),
                revision: 1,
                response,
                certainty: Some(certainty),
                hinted: false,
                retaken: false,
                elapsed: 1000,
            };
            self.add(attempt, Event::Answered(answered))
        }
    }

    const MAMMAL: &str = "t0-0-mammal";

    #[test]
    fn an_answer_counts_for_its_statement_topic_side_and_attempt() {
        let bank = sample::bank(1, 2);
        let mut facts = Facts::default();
        facts.start(&bank, "a").answer("a", MAMMAL, Response::Left, Certainty::C3);
        let learner = Learner::fold(&bank, &facts.0);
        assert_eq!(learner.statement(MAMMAL).right, 1);
        assert_eq!(learner.topic("topic-0").left, Tally { right: 1, wrong: 0, unknown: 0 });
        assert_eq!(learner.topic("topic-0").right, Tally::default());
        let attempt = learner.attempts().next().unwrap();
        assert_eq!((attempt.tally.right, attempt.marks, attempt.finished), (1, Some(3), false));
    }

    #[test]
    fn taking_an_answer_back_leaves_all_figures_as_before_it() {
        let bank = sample::bank(1, 2);
        let mut facts = Facts::default();
        facts.start(&bank, "a").answer("a", MAMMAL, Response::Left, Certainty::C2);
        let before = Learner::fold(&bank, &facts.0);
        facts.answer("a", "t0-1-bird", Response::Left, Certainty::C3);
        facts.add("a", Event::Undone { statement: "t0-1-bird".to_owned() });
        let after = Learner::fold(&bank, &facts.0);
        assert_eq!(after.topics, before.topics);
        assert_eq!(after.statement("t0-1-bird"), StatementRecord::default());
        let attempt = after.attempts().next().unwrap();
        assert_eq!((attempt.tally.total(), attempt.marks, attempt.taken_back), (1, Some(2), 1));
    }

    #[test]
    fn a_mistake_is_owed_until_it_is_answered_rightly() {
        let bank = sample::bank(1, 2);
        let mut facts = Facts::default();
        facts.start(&bank, "a").answer("a", MAMMAL, Response::Right, Certainty::C3);
        let learner = Learner::fold(&bank, &facts.0);
        assert_eq!(learner.mistakes(&bank).len(), 1);
        assert!(learner.statement(MAMMAL).sure_and_wrong);
        facts.answer("a", MAMMAL, Response::Left, Certainty::C1);
        let learner = Learner::fold(&bank, &facts.0);
        assert!(learner.mistakes(&bank).is_empty());
        assert!(!learner.statement(MAMMAL).sure_and_wrong);
    }

    #[test]
    fn an_answer_retaken_after_its_key_was_seen_makes_no_mistake_good() {
        let bank = sample::bank(1, 2);
        let mut facts = Facts::default();
        facts.start(&bank, "a").answer("a", MAMMAL, Response::Right, Certainty::C1);
        facts.start(&bank, "b").answer("b", MAMMAL, Response::Left, Certainty::C1);
        if let Event::Answered(answered) = &mut facts.0.last_mut().unwrap().event {
            answered.retaken = true;
        }
        assert_eq!(Learner::fold(&bank, &facts.0).mistake_count(), 1);
    }

    #[test]
    fn sure_mistakes_come_first_then_the_longest_standing() {
        let bank = sample::bank(1, 3);
        let mut facts = Facts::default();
        facts.start(&bank, "a");
        facts.answer("a", "t0-0-mammal", Response::Right, Certainty::C1);
        facts.answer("a", "t0-1-mammal", Response::Right, Certainty::C3);
        facts.answer("a", "t0-2-mammal", Response::DontKnow, Certainty::C1);
        let order: Vec<usize> = Learner::fold(&bank, &facts.0).mistakes(&bank).iter().map(|at| at.twin).collect();
        assert_eq!(order, [1, 0, 2]);
    }

    #[test]
    fn an_attempt_stays_open_until_it_is_finished() {
        let bank = sample::bank(1, 2);
        let mut facts = Facts::default();
        facts.start(&bank, "a").answer("a", MAMMAL, Response::Left, Certainty::C3);
        assert_eq!(Learner::fold(&bank, &facts.0).unfinished().unwrap().events.len(), 1);
        facts.add("a", Event::Finished);
        assert_eq!(Learner::fold(&bank, &facts.0).unfinished(), None);
    }

    #[test]
    fn lessons_go_from_not_started_to_done() {
        let bank = sample::bank(1, 2);
        let topic = || "topic-0".to_owned();
        let mut facts = Facts::default();
        let mut state = |event: Option<Event>| {
            if let Some(event) = event {
                facts.add("", event);
            }
            Learner::fold(&bank, &facts.0).lesson_state("topic-0")
        };
        assert_eq!(state(None), LessonState::NotStarted);
        assert_eq!(state(Some(Event::LessonAt { topic: topic(), screen: 3 })), LessonState::InProgress);
        assert_eq!(state(Some(Event::LessonAt { topic: topic(), screen: 8 })), LessonState::Seen);
        assert_eq!(state(Some(Event::LessonAt { topic: topic(), screen: 2 })), LessonState::Seen, "never goes back");
        assert_eq!(state(Some(Event::LessonPassed { topic: topic() })), LessonState::Done);
    }

    #[test]
    fn statements_that_left_the_bank_are_remembered_and_not_scored() {
        let bank = sample::bank(1, 1);
        let mut facts = Facts::default();
        facts.start(&bank, "a").answer("a", "gone", Response::Left, Certainty::C3);
        let learner = Learner::fold(&bank, &facts.0);
        assert_eq!(learner.statement("gone").times, 1);
        assert_eq!(learner.total(), Pair::default());
        assert!(learner.mistakes(&bank).is_empty());
    }

    #[test]
    fn a_record_survives_being_written_and_read() {
        let bank = sample::bank(1, 2);
        let mut facts = Facts::default();
        facts.start(&bank, "a").answer("a", MAMMAL, Response::Right, Certainty::C3);
        facts.add("", Event::Flagged { statement: MAMMAL.to_owned(), on: true });
        let learner = Learner::fold(&bank, &facts.0);
        let text = serde_json::to_string(&learner).unwrap();
        assert_eq!(serde_json::from_str::<Learner>(&text).unwrap(), learner);
    }
}
