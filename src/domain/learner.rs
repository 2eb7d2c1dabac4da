//! A learner's record: the fold that turns facts into all that screens show of the past.
//!
//! Nothing here is stored as truth. A record may be kept as a cache beside the journal, and a test shows that the cache
//! equals the fold.

#[cfg(test)]
mod golden;
mod records;

pub use records::{AttemptRecord, LessonRecord, LessonState, OpenAttempt, StatementRecord, TopicRecord};

use super::ability::Evidence;
use super::bank::{Bank, Entry, Side, Sides, StatementRef, TopicName};
use super::calibration::CertaintyCounts;
use super::certainty::Certainty;
use super::fact::{Answered, Event, Fact, Mode, Started, ToldApart};
use super::mastery::{Answer, is_fresh};
use super::moment::Moment;
use super::review::{ConceptRecord, Memory, Pace};
use super::session::Tally;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Tells one way of folding from another, so that a record that was folded in another way is folded again. It rises whenever
/// the same facts give another record, or a record is written in another way; a test with given facts sees to that.
pub const FOLD: u32 = 17;

/// How many attempts are remembered one by one.
const RECENT: usize = 60;

/// How many unfinished attempts can be taken up again.
const OPEN: usize = 12;

/// An answer counts for the milliseconds that it took, and for this many at most.
const ANSWERING: u64 = 60_000;

/// What is read between two answers, or on a screen of a lesson, counts for this many milliseconds at most.
const READING: u64 = 30_000;

/// The screens of a lesson.
pub const LESSON_SCREENS: u8 = 10;

/// What an answer changed, kept until the next one of its attempt so that it can be taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Undoable {
    attempt: String,
    answered: Answered,
    at: Moment,
    before: Before,
    /// The ids of the missed statements of its attempt that it made good, and their records before.
    mended: Vec<(String, StatementRecord)>,
}

/// What a day had.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Spent {
    /// Seconds for answers, and for what was read before them.
    seconds: u32,
    /// When something happened last, in milliseconds since 1970; 0 for never.
    last: i64,
    /// Right answers.
    right: u32,
}

/// How things stood before an answer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Before {
    /// Whether the statement had not been seen lately.
    fresh: bool,
    statement: StatementRecord,
    concept: ConceptRecord,
}

/// All that is known of a learner with one bank, folded from facts. What the bank does not hold is not in it: with
/// another bank it is folded anew.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Learner {
    /// Whether the introduction was read.
    pub welcomed: bool,
    /// Whether what certainty earns was read.
    pub marks_explained: bool,
    topics: BTreeMap<String, TopicRecord>,
    statements: Vec<Vec<Sides<StatementRecord>>>,
    attempts: VecDeque<AttemptRecord>,
    open: Vec<OpenAttempt>,
    undoable: Vec<Undoable>,
    days: BTreeMap<i64, u32>,
    evidence: Evidence,
    sureness: CertaintyCounts,
    pace: Pace,
    /// What was spent on each local day, and how much of it came out right.
    spent: BTreeMap<i64, Spent>,
    /// The exercises of lessons that are under way, by topic.
    exercises: BTreeMap<String, OpenAttempt>,
    /// The attempts with other banks that were begun last: what happens in them is that bank's.
    foreign: VecDeque<String>,
    /// The ids of the case studies that were judged to their end.
    cases: BTreeSet<String>,
    /// How many concepts were met for the first time on each local day. Days may come again, with a clock set back or a
    /// flight west.
    met: BTreeMap<i64, usize>,
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

    /// Takes one more fact into account. What happens in an attempt with another bank stands in that bank's record.
    pub fn apply(&mut self, bank: &Bank, fact: &Fact) {
        if self.foreign.contains(&fact.attempt) {
            return;
        }
        match &fact.event {
            Event::Started(started) => {
                // What lies before it was no reading.
                self.spent.entry(fact.at.day()).or_default().last = fact.at.millis;
                self.start(bank, fact, started);
            }
            Event::Answered(answered) => self.answer(bank, fact, answered),
            Event::Undone { statement } => self.undo(bank, fact, statement),
            Event::ToldApart(told) => self.tell_apart(bank, fact, told),
            Event::Finished => self.finish(&fact.attempt),
            Event::Flagged { statement, on } => {
                if let Some(record) = bank.find(statement).and_then(|at| self.statement_mut(at)) {
                    record.flagged = *on;
                }
            }
            Event::Snoozed { topic, concept } => self.snooze(bank, topic, concept, fact.at),
            Event::LessonAt { topic, screen } => {
                self.pass_time(fact.at, 0);
                self.change_topic(topic, |topic| {
                    topic.lesson.place = (*screen).clamp(1, LESSON_SCREENS);
                    topic.lesson.furthest = topic.lesson.furthest.max(topic.lesson.place);
                });
            }
            Event::LessonPassed { topic } => self.change_topic(topic, |topic| {
                topic.lesson.passed = true;
                topic.lesson.passed_on.get_or_insert(fact.at.day());
            }),
            Event::CaseJudged { case } => {
                self.cases.insert(case.clone());
            }
            Event::Welcomed => self.welcomed = true,
            // Nothing that self-study knows of a learner comes from an assessment, its desk or a class.
            Event::Assessment(_) | Event::Room(_) | Event::Desk(_) => {}
            Event::MarksExplained { kept } => {
                self.marks_explained = true;
                if !kept {
                    self.drop_certainty(&fact.attempt);
                }
            }
        }
    }

    /// An attempt goes on without certainty.
    fn drop_certainty(&mut self, attempt: &str) {
        if let Some(open) = self.open.iter_mut().find(|open| open.id == attempt) {
            open.started.certainty = false;
        }
        if let Some(record) = self.attempts.iter_mut().rev().find(|record| record.id == attempt) {
            record.marks = None;
        }
    }

    fn start(&mut self, bank: &Bank, fact: &Fact, started: &Started) {
        if started.bank != bank.manifest.id {
            self.foreign.push_back(fact.attempt.clone());
            if self.foreign.len() > RECENT {
                self.foreign.pop_front();
            }
            return;
        }
        let open = OpenAttempt { id: fact.attempt.clone(), started: started.clone(), events: Vec::new() };
        if matches!(started.mode, Mode::LessonTry | Mode::LessonCheck) {
            if let Some(topic) = started.topics.first() {
                self.exercises.insert(topic.clone(), open);
            }
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
            again: 0,
            evidence: Evidence::default(),
        });
        if self.attempts.len() > RECENT {
            self.attempts.pop_front();
        }
        self.open.push(open);
        if self.open.len() > OPEN {
            // One in which nothing was answered goes before one in which something was.
            let unanswered = self.open.iter().position(|open| !open.has_answers());
            self.open.remove(unanswered.filter(|place| place + 1 < self.open.len()).unwrap_or(0));
        }
    }

    /// Halves told apart are practice and change no figure. But they were seen.
    fn tell_apart(&mut self, bank: &Bank, fact: &Fact, told: &ToldApart) {
        self.keep_open(fact);
        let day = fact.at.day();
        for shown in [&told.first, &told.second] {
            if let Some(record) = bank.find(&shown.statement).and_then(|at| self.statement_mut(at)) {
                record.seen = record.seen.max(Some(day));
            }
        }
    }

    /// Keeps what happened in an attempt that can be taken up again.
    fn keep_open(&mut self, fact: &Fact) {
        if let Some(open) = self.exercises.values_mut().find(|open| open.id == fact.attempt) {
            open.events.push(fact.event.clone());
        }
        // The one that was gone on with last is the last.
        if let Some(place) = self.open.iter().position(|open| open.id == fact.attempt) {
            let mut open = self.open.remove(place);
            open.events.push(fact.event.clone());
            self.open.push(open);
        }
    }

    fn answer(&mut self, bank: &Bank, fact: &Fact, answered: &Answered) {
        self.keep_open(fact);
        let Some(entry) = bank.find(&answered.statement).and_then(|at| bank.entry(at)) else {
            return self.answer_retired(bank, fact, answered);
        };
        let seen = self.statement(entry.at).seen.max(self.statement(entry.at.counterpart()).seen);
        let fresh = is_fresh(seen, fact.at.day());
        let right = right(entry.at.side, answered);
        let concept = self.apply_to_concept(&entry, answered, fresh, fact.at);
        let Some(record) = self.statement_mut(entry.at) else { return };
        let before = Before { fresh, statement: *record, concept };
        record.take(right, answered, fact.at);
        let mended = if right == Some(true) && !answered.retaken { self.mend(bank, fact, &entry) } else { Vec::new() };
        self.remember(fact, answered, before, mended);
        self.count(&Key::of(&entry), &fact.attempt, answered, fresh, Step::Forward);
        self.spend(fact, answered, right);
    }

    /// A repeat stands for what it repeats: if it is right, the misses of its idea in its attempt are made good. Returns these
    /// with their records before.
    fn mend(&mut self, bank: &Bank, fact: &Fact, repeat: &Entry<'_>) -> Vec<(String, StatementRecord)> {
        let Some(open) = self.open.iter().find(|open| open.id == fact.attempt) else { return Vec::new() };
        let planned = &open.started.statements;
        if !open.started.repeats || planned.contains(&repeat.statement.id) {
            return Vec::new();
        }
        let is_of_idea =
            |entry: &Entry<'_>| entry.at.topic == repeat.at.topic && entry.item.concept() == repeat.item.concept();
        let of_idea = planned.iter().filter_map(|id| bank.find(id).and_then(|at| bank.entry(at))).filter(is_of_idea);
        let asked = |entry: &Entry<'_>| {
            let is_it =
                |event: &Event| matches!(event, Event::Answered(answered) if answered.statement == entry.statement.id);
            open.events.iter().any(is_it)
        };
        let missed: Vec<StatementRef> = of_idea.filter(asked).map(|entry| entry.at).collect();
        let mut mended = Vec::new();
        for at in missed {
            let (Some(entry), Some(record)) = (bank.entry(at), self.statement_mut(at)) else { continue };
            if record.owed {
                mended.push((entry.statement.id.clone(), *record));
                *record = StatementRecord { owed: false, sure_and_wrong: false, chosen_wrong: false, ..*record };
            }
        }
        mended
    }

    /// An answer to a statement that the bank has no more still counts as an answer: in its attempt, topic and day. It is
    /// evidence of nothing, since nobody is asked about its concept that way again.
    fn answer_retired(&mut self, bank: &Bank, fact: &Fact, answered: &Answered) {
        let Some(key) = Key::retired(bank, &answered.statement) else { return };
        let right = right(key.side, answered);
        self.remember(fact, answered, Before::default(), Vec::new());
        self.count(&key, &fact.attempt, answered, false, Step::Forward);
        self.spend(fact, answered, right);
    }

    /// Counts an answer for its day.
    fn spend(&mut self, fact: &Fact, answered: &Answered, right: Option<bool>) {
        // One that is given again stands for the one taken back.
        *self.days.entry(fact.at.day()).or_default() += 1;
        self.pass_time(fact.at, answered.elapsed);
        let spent = self.spent.entry(fact.at.day()).or_default();
        spent.right = spent.right.saturating_add(u32::from(right == Some(true)));
    }

    /// Counts the time up to now: so many milliseconds for an answer, and before it what was read since the last thing that
    /// happened on this day. Whoever leaves the table is not counted as learning.
    fn pass_time(&mut self, now: Moment, answering: u64) {
        let spent = self.spent.entry(now.day()).or_default();
        let since = if spent.last > 0 { now.millis.saturating_sub(spent.last) } else { 0 };
        let reading = u64::try_from(since).unwrap_or(0).saturating_sub(answering).min(READING);
        let millis = answering.min(ANSWERING) + reading;
        spent.seconds = spent.seconds.saturating_add(u32::try_from(millis / 1000).unwrap_or(0));
        spent.last = spent.last.max(now.millis);
    }

    /// Keeps an answer as the one of its attempt that can be taken back. The texts of the one before it are used again.
    fn remember(&mut self, fact: &Fact, answered: &Answered, before: Before, mended: Vec<(String, StatementRecord)>) {
        let position = self.undoable.iter().position(|one| one.attempt == fact.attempt);
        let last = position.map(|position| self.undoable.remove(position));
        let (attempt, mut statement) =
            last.map_or_else(|| (fact.attempt.clone(), String::new()), |last| (last.attempt, last.answered.statement));
        answered.statement.clone_into(&mut statement);
        let answered = Answered { statement, ..*answered };
        self.undoable.push(Undoable { attempt, answered, at: fact.at, before, mended });
        if self.undoable.len() > OPEN {
            self.undoable.remove(0);
        }
    }

    /// Takes an answer into account for its concept. Returns what was known of the concept before.
    fn apply_to_concept(&mut self, entry: &Entry<'_>, answered: &Answered, fresh: bool, at: Moment) -> ConceptRecord {
        let right = right(entry.at.side, answered);
        let answer = Answer { right, retaken: answered.retaken, fresh, due: false, day: at.day() };
        let change = self.change_concept(entry, |concept| {
            let before = *concept;
            concept.apply(answer, answered.certainty, answered.hinted);
            (before, before.memory.is_none() && concept.memory.is_some())
        });
        let Some((before, met)) = change else { return ConceptRecord::default() };
        if met {
            *self.met.entry(at.day()).or_default() += 1;
        }
        before
    }

    /// Takes back what an answer changed. An answer to a statement that the bank does not hold changed nothing.
    fn undo(&mut self, bank: &Bank, fact: &Fact, statement: &str) {
        self.keep_open(fact);
        let is_it = |one: &Undoable| one.attempt == fact.attempt && one.answered.statement == statement;
        let Some(position) = self.undoable.iter().position(is_it) else { return };
        let undone = self.undoable.remove(position);
        let entry = bank.find(&undone.answered.statement).and_then(|at| bank.entry(at));
        let retired = || Key::retired(bank, &undone.answered.statement);
        let Some(key) = entry.as_ref().map(Key::of).or_else(retired) else { return };
        if let Some(entry) = entry {
            self.restore(&entry, &undone);
        }
        for (id, before) in &undone.mended {
            if let Some(record) = bank.find(id).and_then(|at| self.statement_mut(at)) {
                *record = StatementRecord { flagged: record.flagged, ..*before };
            }
        }
        self.count(&key, &fact.attempt, &undone.answered, undone.before.fresh, Step::Back);
        if let Some(count) = self.days.get_mut(&undone.at.day()) {
            *count = count.saturating_sub(1);
        }
        // The time was spent all the same.
        let counted = right(key.side, &undone.answered) == Some(true);
        if let Some(spent) = self.spent.get_mut(&undone.at.day()).filter(|_| counted) {
            spent.right = spent.right.saturating_sub(1);
        }
    }

    /// Puts statement and concept back to where they were before an answer.
    fn restore(&mut self, entry: &Entry<'_>, undone: &Undoable) {
        if let Some(record) = self.statement_mut(entry.at) {
            *record = StatementRecord { flagged: record.flagged, ..undone.before.statement };
        }
        let known = self.change_concept(entry, |concept| std::mem::replace(concept, undone.before.concept));
        let unmet = known.is_some_and(|known| known.memory.is_some()) && undone.before.concept.memory.is_none();
        if let Some(met) = self.met.get_mut(&undone.at.day()).filter(|_| unmet) {
            *met = met.saturating_sub(1);
        }
    }

    /// Counts an answer in its topic and attempt and in the sums of all, or takes it out again.
    fn count(&mut self, key: &Key<'_>, attempt: &str, answered: &Answered, fresh: bool, step: Step) {
        let right = right(key.side, answered);
        let (level, certainty) = (key.level, answered.certainty);
        // What was answered after its key was seen is an answer like any other, but says nothing of what is known.
        let counts = fresh && !answered.retaken;
        self.change_topic(key.topic, |topic| {
            step.tally(topic.tallies.get_mut(key.side), right);
            step.again(&mut topic.again, answered);
            if counts {
                step.evidence(&mut topic.evidence, level, right);
            }
        });
        if counts {
            step.evidence(&mut self.evidence, level, right);
        }
        if !answered.retaken {
            step.sureness(&mut self.sureness, right, certainty);
        }
        step.pace(&mut self.pace, answered.elapsed);
        let evidence = self.evidence;
        let open = self.open.iter().find(|open| open.id == attempt);
        let is_repeat =
            |open: &OpenAttempt| open.started.repeats && !open.started.statements.contains(&answered.statement);
        let scored = !open.is_some_and(is_repeat);
        if let Some(record) = self.attempts.iter_mut().rev().find(|record| record.id == attempt) {
            // A repeat after a miss is practice, and on top of what the attempt was started with.
            if scored {
                step.tally(&mut record.tally, right);
                step.again(&mut record.again, answered);
                // Whoever had seen the key earns nothing by it.
                let earns = right.zip(certainty).filter(|_| !answered.retaken);
                let mark = earns.map_or(0, |(right, certainty)| certainty.mark(right));
                record.marks = record.marks.map(|sum| if step == Step::Forward { sum + mark } else { sum - mark });
            }
            record.taken_back += u32::from(step == Step::Back);
            record.evidence = evidence;
        }
    }

    fn finish(&mut self, attempt: &str) {
        self.exercises.retain(|_, open| open.id != attempt);
        self.open.retain(|open| open.id != attempt);
        self.undoable.retain(|one| one.attempt != attempt);
        if let Some(record) = self.attempts.iter_mut().rev().find(|record| record.id == attempt) {
            record.finished = true;
        }
    }

    fn snooze(&mut self, bank: &Bank, topic: &str, concept: &str, at: Moment) {
        let Some(known) = bank.topic_number(topic).and_then(|number| bank.topic(number)) else { return };
        let Some(position) = known.concepts.iter().position(|one| one.id == concept) else { return };
        self.change_topic(topic, |topic| {
            let record = topic.concepts.get_mut(position);
            if let Some(memory) = record.and_then(|record| record.memory.as_mut()) {
                memory.snooze(at.day());
            }
        });
    }

    fn change_topic<R>(&mut self, topic: &str, change: impl FnOnce(&mut TopicRecord) -> R) -> R {
        // Looked for by the text at hand: to make one anew for each answer is a twentieth of a fold.
        if let Some(record) = self.topics.get_mut(topic) {
            return change(record);
        }
        change(self.topics.entry(topic.to_owned()).or_default())
    }

    /// Changes the record of a statement's concept; there is none only in a bank that was never checked.
    fn change_concept<R>(&mut self, entry: &Entry<'_>, change: impl FnOnce(&mut ConceptRecord) -> R) -> Option<R> {
        let concepts = &entry.topic.concepts;
        let position = entry.concept_number()?;
        self.change_topic(&entry.topic.id, |topic| {
            if topic.concepts.len() < concepts.len() {
                topic.concepts.resize(concepts.len(), ConceptRecord::default());
            }
            topic.concepts.get_mut(position).map(change)
        })
    }

    fn statement_mut(&mut self, at: StatementRef) -> Option<&mut StatementRecord> {
        if self.statements.len() <= at.topic {
            self.statements.resize(at.topic + 1, Vec::new());
        }
        let topic = self.statements.get_mut(at.topic)?;
        if topic.len() <= at.item {
            topic.resize(at.item + 1, Sides::default());
        }
        topic.get_mut(at.item).map(|pair| pair.get_mut(at.side))
    }

    /// What the learner did with a statement.
    #[must_use]
    pub fn statement(&self, at: StatementRef) -> StatementRecord {
        let pair = self.statements.get(at.topic).and_then(|topic| topic.get(at.item));
        pair.map(|pair| *pair.get(at.side)).unwrap_or_default()
    }

    /// All that is known of a topic, by its id.
    #[must_use]
    pub fn topic_record(&self, topic: &str) -> TopicRecord {
        self.topics.get(topic).cloned().unwrap_or_default()
    }

    /// What is known of a concept, by its topic's id and its number within the topic.
    #[must_use]
    pub fn concept(&self, topic: &str, concept: usize) -> ConceptRecord {
        self.topics.get(topic).and_then(|topic| topic.concepts.get(concept)).copied().unwrap_or_default()
    }

    /// The learner's place in the lesson of that topic.
    #[must_use]
    pub fn lesson(&self, topic: &str) -> LessonRecord {
        self.topics.get(topic).map(|topic| topic.lesson).unwrap_or_default()
    }

    /// How far the learner is with the lesson of that topic.
    #[must_use]
    pub fn lesson_state(&self, topic: &str) -> LessonState {
        self.lesson(topic).state()
    }

    /// How the answers on a topic came out, by the side that was right.
    #[must_use]
    pub fn topic(&self, topic: &str) -> Sides<Tally> {
        self.topics.get(topic).map(|topic| topic.tallies.clone()).unwrap_or_default()
    }

    /// How all answers came out, by the side that was right.
    #[must_use]
    pub fn total(&self) -> Sides<Tally> {
        let mut total: Sides<Tally> = Sides::default();
        for topic in self.topics.values() {
            for side in Side::BOTH {
                total.get_mut(side).add(*topic.tallies.get(side));
            }
        }
        total
    }

    /// How many of all answers were given again after the key was seen.
    #[must_use]
    pub fn given_again(&self) -> u32 {
        self.topics.values().map(|topic| topic.again).fold(0, u32::saturating_add)
    }

    /// The answers that are evidence of ability, over all topics.
    #[must_use]
    pub const fn evidence(&self) -> &Evidence {
        &self.evidence
    }

    /// The answers that carried a certainty, by certainty and outcome.
    #[must_use]
    pub const fn sureness(&self) -> &CertaintyCounts {
        &self.sureness
    }

    /// How fast the learner answers.
    #[must_use]
    pub const fn pace(&self) -> &Pace {
        &self.pace
    }

    /// When the learner last did something that is recorded, in milliseconds since 1970; none for never.
    #[must_use]
    pub fn active_at(&self) -> Option<i64> {
        self.spent.values().map(|spent| spent.last).max().filter(|last| *last > 0)
    }

    /// The memories of all concepts that were answered.
    pub fn memories(&self) -> impl Iterator<Item = &Memory> {
        self.topics.values().flat_map(|topic| &topic.concepts).filter_map(|concept| concept.memory.as_ref())
    }

    /// How many of the bank's concepts a review can still add, counted no further than `most`.
    #[must_use]
    pub fn unmet(&self, bank: &Bank, most: usize) -> usize {
        let of_topic = |(number, topic): (usize, &TopicName)| {
            let met = |topic: &TopicRecord| topic.concepts.iter().filter(|concept| concept.memory.is_some()).count();
            bank.concept_count(number).saturating_sub(self.topics.get(&topic.id).map_or(0, met))
        };
        bank.manifest.topics.iter().enumerate().map(of_topic).sum::<usize>().min(most)
    }

    /// How many concepts were answered for the first time on a local day.
    #[must_use]
    pub fn met_on(&self, day: i64) -> usize {
        self.met.get(&day).copied().unwrap_or(0)
    }

    /// The attempts remembered, newest first; exercises of lessons are not among them.
    pub fn attempts(&self) -> impl Iterator<Item = &AttemptRecord> {
        self.attempts.iter().rev()
    }

    /// The unfinished attempt that was gone on with last, if any. One that was begun and left without an answer hides none.
    #[must_use]
    pub fn unfinished(&self) -> Option<&OpenAttempt> {
        self.all_unfinished().next()
    }

    /// The unfinished attempts with an answer, the one that was gone on with last first.
    pub fn all_unfinished(&self) -> impl Iterator<Item = &OpenAttempt> {
        self.open.iter().rev().filter(|open| open.has_answers())
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

    /// How many minutes were spent on a local day, rounded to the nearest; at least 1 where anything was answered. Each answer counts
    /// for a minute at most, and what was read before it, or on a screen of a lesson, for half a minute at most.
    #[must_use]
    pub fn minutes_on(&self, day: i64) -> u32 {
        let seconds = self.spent.get(&day).map_or(0, |spent| spent.seconds);
        let any = seconds > 0 || self.days.get(&day).is_some_and(|answers| *answers > 0);
        (seconds.saturating_add(30) / 60).max(u32::from(any))
    }

    /// How many answers of a local day were right.
    #[must_use]
    pub fn right_on(&self, day: i64) -> u32 {
        self.spent.get(&day).map_or(0, |spent| spent.right)
    }

    /// Whether the case study with that id was judged to its end.
    #[must_use]
    pub fn has_judged(&self, case: &str) -> bool {
        self.cases.contains(case)
    }

    /// The exercises under way of the lesson of that topic.
    #[must_use]
    pub fn exercises(&self, topic: &str) -> Option<&OpenAttempt> {
        self.exercises.get(topic)
    }

    /// The concepts with what is known of each, as the ids of their topics and their numbers within the topic.
    pub fn concepts(&self) -> impl Iterator<Item = (&str, usize, &ConceptRecord)> {
        self.topics.iter().flat_map(|(id, topic)| {
            topic.concepts.iter().enumerate().map(move |(number, record)| (id.as_str(), number, record))
        })
    }

    /// The statements answered wrongly and not made good since, the ones answered with certainty first, then the
    /// longest-standing.
    #[must_use]
    pub fn mistakes(&self) -> Vec<StatementRef> {
        let mut owed: Vec<(StatementRef, StatementRecord)> = self.records().filter(|(_, one)| one.owed).collect();
        owed.sort_by_key(|(at, one)| (!one.sure_and_wrong, one.last, *at));
        owed.into_iter().map(|(at, _)| at).collect()
    }

    /// How many statements are answered wrongly and not made good since.
    #[must_use]
    pub fn mistake_count(&self) -> usize {
        self.records().filter(|(_, one)| one.owed).count()
    }

    fn records(&self) -> impl Iterator<Item = (StatementRef, StatementRecord)> + '_ {
        self.statements.iter().enumerate().flat_map(|(topic, items)| {
            items.iter().enumerate().flat_map(move |(item, sides)| {
                Side::BOTH.into_iter().map(move |side| (StatementRef { topic, item, side }, *sides.get(side)))
            })
        })
    }
}

/// Whether an answer is counted, or taken out again.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Forward,
    Back,
}

impl Step {
    const fn tally(self, tally: &mut Tally, right: Option<bool>) {
        match self {
            Self::Forward => tally.count(right),
            Self::Back => tally.discount(right),
        }
    }

    /// Counts an answer that was given again after its key was seen.
    fn again(self, again: &mut u32, answered: &Answered) {
        let one = u32::from(answered.retaken);
        *again = if self == Self::Forward { again.saturating_add(one) } else { again.saturating_sub(one) };
    }

    fn evidence(self, evidence: &mut Evidence, level: u8, right: Option<bool>) {
        match self {
            Self::Forward => evidence.add(level, right),
            Self::Back => evidence.remove(level, right),
        }
    }

    fn sureness(self, sureness: &mut CertaintyCounts, right: Option<bool>, certainty: Option<Certainty>) {
        match self {
            Self::Forward => sureness.add(right, certainty),
            Self::Back => sureness.remove(right, certainty),
        }
    }

    fn pace(self, pace: &mut Pace, elapsed: u64) {
        match self {
            Self::Forward => pace.add(elapsed),
            Self::Back => pace.remove(elapsed),
        }
    }
}

fn right(key: Side, answered: &Answered) -> Option<bool> {
    answered.response.side().map(|side| side == key)
}

/// What an answer is counted by.
struct Key<'a> {
    /// The topic's id.
    topic: &'a str,
    side: Side,
    /// 1 to 3; 0 of a statement that is gone.
    level: u8,
}

impl<'a> Key<'a> {
    fn of(entry: &Entry<'a>) -> Self {
        Self { topic: &entry.topic.id, side: entry.at.side, level: entry.level() }
    }

    /// The key of a statement that the bank once had; none if it never had it.
    fn retired(bank: &'a Bank, statement: &str) -> Option<Self> {
        let (topic, side) = bank.retired(statement)?;
        Some(Self { topic: &topic.id, side, level: 0 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::bank::{Concept, sample};
    use crate::domain::fact::{Response, Shown};
    use crate::domain::seed::Seed;
    use crate::domain::session::Session;

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
            self.add(attempt, Event::Started(Session::plan(bank, Mode::Quiz, &seed, true, &order)))
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
        assert_eq!(learner.statement(bank.find(MAMMAL).unwrap()).right, 1);
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
        assert_eq!((after.evidence, after.sureness, after.pace), (before.evidence, before.sureness, before.pace));
        assert_eq!(after.statement(bank.find("t0-1-bird").unwrap()), StatementRecord::default());
        let attempt = after.attempts().next().unwrap();
        assert_eq!((attempt.tally.total(), attempt.marks, attempt.taken_back), (1, Some(2), 1));
    }

    #[test]
    fn a_mistake_is_owed_until_it_is_answered_rightly() {
        let bank = sample::bank(1, 2);
        let mut facts = Facts::default();
        facts.start(&bank, "a").answer("a", MAMMAL, Response::Right, Certainty::C3);
        let learner = Learner::fold(&bank, &facts.0);
        assert_eq!(learner.mistakes().len(), 1);
        assert!(learner.statement(bank.find(MAMMAL).unwrap()).sure_and_wrong);
        facts.answer("a", MAMMAL, Response::Left, Certainty::C1);
        let learner = Learner::fold(&bank, &facts.0);
        assert!(learner.mistakes().is_empty());
        assert!(!learner.statement(bank.find(MAMMAL).unwrap()).sure_and_wrong);
    }

    #[test]
    fn a_repeat_that_is_right_makes_the_miss_good_that_it_repeats_until_it_is_taken_back() {
        let bank = sample::bank(1, 8);
        let order: Vec<StatementRef> = [bank.find(MAMMAL).unwrap()].into();
        let seed: Seed = "X".parse().unwrap();
        let started = Session::plan(&bank, Mode::Quiz, &seed, true, &order);
        let mut session = Session::begin("a".to_owned(), started.clone(), order, Moment::utc(0));
        let mut facts = Facts::default();
        facts.add("a", Event::Started(started)).answer("a", MAMMAL, Response::Right, Certainty::C3);
        let _ = session.answer(&bank, Response::Right, Some(Certainty::C3), Moment::utc(1));
        session.next(Moment::utc(2));
        let repeat = session.entry(&bank).unwrap();
        let (id, side) = (repeat.statement.id.clone(), Response::from(repeat.at.side));
        assert_eq!(Learner::fold(&bank, &facts.0).mistake_count(), 1);
        facts.answer("a", &id, side, Certainty::C2);
        assert_eq!(Learner::fold(&bank, &facts.0).mistake_count(), 0);
        facts.add("a", Event::Undone { statement: id });
        let learner = Learner::fold(&bank, &facts.0);
        assert!(learner.mistake_count() == 1 && learner.statement(bank.find(MAMMAL).unwrap()).sure_and_wrong);
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
        let order: Vec<usize> = Learner::fold(&bank, &facts.0).mistakes().iter().map(|at| at.item).collect();
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
    fn an_unfinished_attempt_is_not_hidden_by_a_new_one() {
        let bank = sample::bank(1, 20);
        let mut facts = Facts::default();
        let unfinished = |facts: &Facts| -> Vec<String> {
            let learner = Learner::fold(&bank, &facts.0);
            learner.all_unfinished().map(|open| open.id.clone()).collect()
        };
        facts.start(&bank, "a").answer("a", MAMMAL, Response::Left, Certainty::C3);
        facts.start(&bank, "b");
        assert_eq!(unfinished(&facts), ["a"], "b was begun and left");
        facts.answer("b", "t0-1-mammal", Response::Left, Certainty::C3);
        assert_eq!(unfinished(&facts), ["b", "a"]);
        facts.answer("a", "t0-2-mammal", Response::Left, Certainty::C3);
        assert_eq!(unfinished(&facts), ["a", "b"], "what was gone on with last comes first");
        for number in 0..30 {
            facts.start(&bank, &format!("c{number}"));
        }
        assert_eq!(unfinished(&facts), ["a", "b"], "however many are begun and left");
        facts.add("a", Event::Undone { statement: "t0-2-mammal".to_owned() });
        facts.add("a", Event::Undone { statement: MAMMAL.to_owned() });
        assert_eq!(unfinished(&facts), ["b"], "taken back is not answered");
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
        assert_eq!(state(Some(Event::LessonAt { topic: topic(), screen: 9 })), LessonState::Seen);
        assert_eq!(state(Some(Event::LessonAt { topic: topic(), screen: 2 })), LessonState::Seen, "never goes back");
        assert_eq!(state(Some(Event::LessonPassed { topic: topic() })), LessonState::Done);
    }

    #[test]
    fn an_answer_to_a_retired_statement_counts_for_its_attempt_topic_and_day_and_as_no_evidence() {
        let manifest = sample::bank(1, 2).manifest;
        let mut topic = sample::topic(0, 2);
        topic.retired = vec!["old-07".to_owned()];
        let bank = Bank::new(manifest, vec![topic]);
        let mut facts = Facts::default();
        facts.start(&bank, "a");
        if let Event::Started(started) = &mut facts.0[0].event {
            started.statements = ["old-07-mammal", "old-07-bird", "old-08-bird"].map(str::to_owned).to_vec();
        }
        facts.answer("a", "old-07-mammal", Response::Left, Certainty::C2);
        facts.answer("a", "old-07-bird", Response::Left, Certainty::C2).answer(
            "a",
            "old-08-bird",
            Response::Left,
            Certainty::C2,
        );
        let learner = Learner::fold(&bank, &facts.0);
        let tally = learner.attempts().next().unwrap().tally;
        assert_eq!((tally.right, tally.wrong), (1, 1));
        assert_eq!((learner.topic("topic-0").left.right, learner.topic("topic-0").right.wrong), (1, 1));
        assert_eq!((learner.days().values().sum::<u32>(), learner.evidence().answers()), (2, 0));
        assert!(learner.mistakes().is_empty() && learner.memories().next().is_none());
        let before = Learner::fold(&bank, &facts.0[..2]);
        facts.0.truncate(3);
        facts.add("a", Event::Undone { statement: "old-07-bird".to_owned() });
        let after = Learner::fold(&bank, &facts.0);
        assert_eq!((after.topic("topic-0"), after.days()), (before.topic("topic-0"), before.days()));
        assert_eq!(after.attempts().next().unwrap().tally, before.attempts().next().unwrap().tally);
    }

    #[test]
    fn statements_that_left_the_bank_count_nowhere() {
        let bank = sample::bank(1, 1);
        let mut facts = Facts::default();
        facts.start(&bank, "a").answer("a", "gone", Response::Left, Certainty::C3);
        let learner = Learner::fold(&bank, &facts.0);
        assert_eq!(learner.total(), Sides::default());
        assert!(learner.mistakes().is_empty() && learner.days().is_empty());
    }

    /// Answers a statement on a day, in the attempt of that number.
    fn answer_on(facts: &mut Facts, bank: &Bank, attempt: &str, statement: &str, day: i64) {
        facts.start(bank, attempt).answer(attempt, statement, Response::Left, Certainty::C2);
        facts.0.last_mut().unwrap().at = Moment::utc(day * 86_400_000);
    }

    #[test]
    fn a_statement_seen_within_a_week_is_no_evidence_nor_is_its_counterpart() {
        let bank = sample::bank(1, 3);
        let mut facts = Facts::default();
        let mut evidence = |attempt: &str, statement: &str, day| {
            answer_on(&mut facts, &bank, attempt, statement, day);
            let learner = Learner::fold(&bank, &facts.0);
            (learner.evidence().answers(), learner.concept("topic-0", 0).mastery.answers())
        };
        assert_eq!(evidence("a", MAMMAL, 0), (1, 1));
        assert_eq!(evidence("a", MAMMAL, 0), (1, 1), "on the same day");
        assert_eq!(evidence("b", "t0-0-bird", 6), (1, 1), "its counterpart was shown six days ago");
        assert_eq!(evidence("c", MAMMAL, 12), (1, 1), "and again now");
        assert_eq!(evidence("d", MAMMAL, 19), (2, 2), "a week later");
    }

    #[test]
    fn halves_told_apart_change_no_figure_but_are_seen_and_so_no_evidence_for_a_week() {
        let bank = sample::bank(1, 3);
        let told = |first: &str, second: &str, response| {
            let shown = |id: &str| Shown { statement: id.to_owned(), revision: 1 };
            let (first, second) = (shown(first), shown(second));
            Event::ToldApart(ToldApart { first, second, response, hinted: false, elapsed: 1000 })
        };
        let mut facts = Facts::default();
        answer_on(&mut facts, &bank, "a", MAMMAL, 0);
        let without = Learner::fold(&bank, &facts.0);
        facts.add("a", told("t0-0-bird", MAMMAL, Response::Left));
        facts.0.last_mut().unwrap().at = Moment::utc(5 * 86_400_000);
        let with = Learner::fold(&bank, &facts.0);
        assert_eq!(with.statement(bank.find(MAMMAL).unwrap()).seen, Some(5));
        assert_eq!(without.open("a").unwrap().events.len() + 1, with.open("a").unwrap().events.len());
        let mut but_for_what_was_seen = with.clone();
        but_for_what_was_seen.statements.clone_from(&without.statements);
        but_for_what_was_seen.open.clone_from(&without.open);
        assert_eq!(
            but_for_what_was_seen, without,
            "no score, mastery, memory, ability, calibration, mistake, day or pace"
        );
        answer_on(&mut facts, &bank, "b", "t0-0-bird", 8);
        assert_eq!(Learner::fold(&bank, &facts.0).evidence().answers(), 1, "shown three days ago");
        answer_on(&mut facts, &bank, "c", "t0-0-bird", 15);
        assert_eq!(Learner::fold(&bank, &facts.0).evidence().answers(), 2, "long enough ago");
    }

    #[test]
    fn an_answer_given_again_stands_for_the_one_taken_back_in_the_score_and_is_no_evidence() {
        let bank = sample::bank(1, 2);
        let mut facts = Facts::default();
        facts.start(&bank, "a").answer("a", MAMMAL, Response::Right, Certainty::C3);
        facts.add("a", Event::Undone { statement: MAMMAL.to_owned() });
        facts.answer("a", MAMMAL, Response::Left, Certainty::C3);
        if let Event::Answered(answered) = &mut facts.0.last_mut().unwrap().event {
            answered.retaken = true;
        }
        let learner = Learner::fold(&bank, &facts.0);
        let attempt = learner.attempts().next().unwrap();
        let one = Tally { right: 1, ..Tally::default() };
        assert_eq!(
            (attempt.tally, attempt.marks, attempt.taken_back),
            (one, Some(0), 1),
            "right, and no points for it"
        );
        assert_eq!((learner.days().values().sum::<u32>(), learner.right_on(facts.0[0].at.day())), (1, 1));
        assert_eq!((learner.total().left, learner.evidence().answers()), (one, 0));
        let concept = learner.concept("topic-0", 0);
        assert_eq!((concept.mastery.answers(), concept.memory), (0, None));
        assert_eq!((learner.sureness().answers(), learner.mistake_count()), (0, 0));
    }

    #[test]
    fn attempts_with_another_bank_stand_in_that_banks_record() {
        let (bank, mut other) = (sample::bank(1, 2), sample::bank(1, 2));
        other.manifest.id = "other".to_owned();
        let mut facts = Facts::default();
        facts.start(&other, "a").answer("a", MAMMAL, Response::Right, Certainty::C3).add("a", Event::Finished);
        assert_eq!(Learner::fold(&bank, &facts.0).attempts().count(), 0);
        assert_eq!(Learner::fold(&bank, &facts.0).mistake_count(), 0, "not even of a statement with the same id");
        assert_eq!(Learner::fold(&other, &facts.0).attempts().count(), 1);
        facts.start(&other, "b");
        assert!(Learner::fold(&bank, &facts.0).unfinished().is_none(), "it could not be taken up here");
    }

    #[test]
    fn minutes_of_a_day_are_those_of_its_answers_and_of_what_was_read_before_them() {
        let bank = sample::bank(1, 3);
        // Answers on the third day, each so many seconds after the one before, of which so many were for the answer itself.
        let minutes = |answers: &[(i64, u64)]| {
            let (mut facts, mut second) = (Facts::default(), 3 * 86_400);
            facts.start(&bank, "a");
            facts.0.last_mut().unwrap().at = Moment::utc(second * 1000);
            for (after, took) in answers {
                second += after;
                facts.answer("a", MAMMAL, Response::Left, Certainty::C2);
                let fact = facts.0.last_mut().unwrap();
                fact.at = Moment::utc(second * 1000);
                if let Event::Answered(answered) = &mut fact.event {
                    answered.elapsed = took * 1000;
                }
            }
            let learner = Learner::fold(&bank, &facts.0);
            [2, 3].map(|day| learner.minutes_on(day))
        };
        assert_eq!(minutes(&[(25, 25); 12]), [0, 5], "time to answer");
        assert_eq!(minutes(&[(25, 20); 12]), [0, 5], "and to read the feedback");
        assert_eq!(minutes(&[(7200, 7200); 4]), [0, 4], "a break before an answer is a minute at most");
        assert_eq!(minutes(&[(10, 10), (7200, 10), (7200, 10)]), [0, 2], "and one before a question half a minute");
        assert_eq!(minutes(&[(0, 0)]), [0, 1], "no day with an answer looks empty");
    }

    #[test]
    fn screens_of_a_lesson_that_are_read_count_for_half_a_minute_at_most() {
        let bank = sample::bank(1, 3);
        let mut facts = Facts::default();
        for (screen, second) in (1..).zip([0, 20, 50, 3600, 3610]) {
            facts.add("", Event::LessonAt { topic: "topic-0".to_owned(), screen });
            facts.0.last_mut().unwrap().at = Moment::utc(3 * 86_400_000 + second * 1000);
        }
        assert_eq!(Learner::fold(&bank, &facts.0).minutes_on(3), 2, "20, 30, 30 and 10 seconds");
    }

    #[test]
    fn a_case_study_that_was_judged_is_known_by_its_id() {
        let bank = sample::bank(1, 3);
        let mut facts = Facts::default();
        facts.add("", Event::CaseJudged { case: "vans".to_owned() });
        let learner = Learner::fold(&bank, &facts.0);
        assert_eq!(["vans", "rooms"].map(|case| learner.has_judged(case)), [true, false]);
    }

    #[test]
    fn a_concept_is_remembered_from_its_first_answer_and_can_be_put_off() {
        let bank = sample::bank(1, 3);
        let mut facts = Facts::default();
        facts.start(&bank, "a").answer("a", MAMMAL, Response::Left, Certainty::C2);
        let learner = Learner::fold(&bank, &facts.0);
        let memory = learner.concept("topic-0", 0).memory.unwrap();
        assert_eq!((memory.reviews(), learner.met_on(0)), (1, 1));
        facts.add("", Event::Snoozed { topic: "topic-0".to_owned(), concept: "young".to_owned() });
        let wishes = crate::domain::review::Wishes::default();
        let snoozed = Learner::fold(&bank, &facts.0).concept("topic-0", 0).memory.unwrap();
        assert!(snoozed.due(0, &wishes) >= memory.due(0, &wishes).max(1));
    }

    #[test]
    fn taking_back_an_answer_to_a_statement_that_the_bank_has_no_more_leaves_the_one_before() {
        let bank = sample::bank(1, 2);
        let mut facts = Facts::default();
        facts.start(&bank, "a").answer("a", MAMMAL, Response::Left, Certainty::C3);
        let before = Learner::fold(&bank, &facts.0);
        facts.answer("a", "gone", Response::Left, Certainty::C3);
        facts.add("a", Event::Undone { statement: "gone".to_owned() });
        let after = Learner::fold(&bank, &facts.0);
        assert_eq!(after.statement(bank.find(MAMMAL).unwrap()), before.statement(bank.find(MAMMAL).unwrap()));
        assert_eq!((after.topic("topic-0"), after.days()), (before.topic("topic-0"), before.days()));
        facts.add("a", Event::Undone { statement: MAMMAL.to_owned() });
        assert_eq!(Learner::fold(&bank, &facts.0).topic("topic-0"), Sides::default());
    }

    #[test]
    fn concepts_met_on_a_day_are_counted_though_the_day_before_comes_again_and_less_those_taken_back() {
        let mut topic = sample::topic(0, 3);
        for (number, pair) in topic.pairs.iter_mut().enumerate() {
            pair.concept = format!("concept-{number}");
        }
        topic.concepts =
            topic.pairs.iter().map(|pair| Concept { id: pair.concept.clone(), ..topic.concepts[0].clone() }).collect();
        let bank = Bank::new(sample::bank(1, 0).manifest, vec![topic]);
        let mut facts = Facts::default();
        facts.start(&bank, "a");
        let mut met = |statement: &str, day: i64| {
            facts.answer("a", statement, Response::Left, Certainty::C2);
            facts.0.last_mut().unwrap().at = Moment::utc(day * 86_400_000);
            [1, 2].map(|day| Learner::fold(&bank, &facts.0).met_on(day))
        };
        assert_eq!(met("t0-0-mammal", 2), [0, 1]);
        assert_eq!(met("t0-1-mammal", 1), [1, 1]);
        assert_eq!(met("t0-1-bird", 2), [1, 1], "its concept was met before");
        assert_eq!(met("t0-2-mammal", 2), [1, 2]);
        facts.add("a", Event::Undone { statement: "t0-2-mammal".to_owned() });
        assert_eq!([1, 2].map(|day| Learner::fold(&bank, &facts.0).met_on(day)), [1, 1]);
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
