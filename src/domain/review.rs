//! When a concept returns, and which statement asks for it.
//!
//! Each concept has one memory, kept by the FSRS-6 model with its published weights (the `fsrs` crate; nothing else here
//! uses it). A review asks a statement of the concept that the learner has not seen for longest, so that nobody can
//! memorise the card. Everything is counted in the learner's local days.
//!
//! Two choices hide forgetting: who forgot is right half the time. Therefore a right answer said to be unsure counts as
//! *Hard*, and the retention wished for is .93 rather than the usual .90.

use super::bank::{Bank, Side, StatementRef};
use super::certainty::Certainty;
use super::mastery::{Answer, Mastery};
use super::quiz;
use super::seed::Seed;
use fsrs::{FSRS, FSRS6_DEFAULT_DECAY, FSRSItem, FSRSReview, MemoryState};
use rand::seq::SliceRandom;
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::sync::LazyLock;

/// The share of due concepts that a learner is meant to remember.
pub const RETENTION: f32 = 0.93;

/// The longest time between two reviews, in days: a hundred years, the model's own limit.
const LONGEST: u16 = 36_500;

/// The model with its published weights.
static MODEL: LazyLock<FSRS> = LazyLock::new(FSRS::default);

/// What an answer says of the memory. FSRS's *Easy* is not used: nothing in an answer between two choices says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Rating {
    /// Forgotten.
    Again,
    /// Remembered with doubt.
    Hard,
    /// Remembered.
    Good,
}

impl Rating {
    /// The rating of an answer: wrong is *Again*, right but unsure or after a hint is *Hard*, any other right answer *Good*.
    ///
    /// "Don't know" (`None`) says nothing of ability, but it does say that nothing was recalled: *Again*.
    #[must_use]
    pub const fn of(right: Option<bool>, certainty: Option<Certainty>, hinted: bool) -> Self {
        match (right, certainty) {
            (None | Some(false), _) => Self::Again,
            (Some(true), Some(Certainty::C1)) => Self::Hard,
            (Some(true), _) if hinted => Self::Hard,
            (Some(true), _) => Self::Good,
        }
    }

    /// The model's number for it.
    const fn number(self) -> u32 {
        match self {
            Self::Again => 1,
            Self::Hard => 2,
            Self::Good => 3,
        }
    }
}

/// What a learner wants of reviews.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Wishes {
    /// The share of due concepts to be remembered, above 0 and below 1; outside .70 to .99 the nearest is taken.
    pub retention: f32,
    /// The local day of an exam, as days since 1970-01-01: until then every concept returns before it.
    pub exam: Option<i64>,
    /// How many statements a sitting has at most.
    pub sitting: usize,
    /// How many concepts may be met for the first time in a day.
    pub new_a_day: usize,
}

impl Default for Wishes {
    fn default() -> Self {
        Self { retention: RETENTION, exam: None, sitting: 20, new_a_day: 6 }
    }
}

/// The memory of one concept. Small and [`Copy`], so that an answer can be taken back by restoring it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Memory {
    stability: f32,
    difficulty: f32,
    last_day: i64,
    reviews: u32,
    lapses: u32,
    snoozed_until: Option<i64>,
}

// The model refuses states that are not numbers, and JSON cannot hold one, so equality is an equivalence.
impl Eq for Memory {}

impl Memory {
    /// The memory after the first answer, on local day `day`.
    #[must_use]
    pub fn first(rating: Rating, day: i64) -> Self {
        let MemoryState { stability, difficulty } = next(None, rating, 0);
        Self { stability, difficulty, last_day: day, reviews: 1, lapses: 0, snoozed_until: None }
    }

    /// Takes another answer on local day `day` into account.
    ///
    /// A day before the last one (the clock was set back, or the learner flew west) counts as the same day.
    pub fn apply(&mut self, rating: Rating, day: i64) {
        let elapsed = self.elapsed(day);
        let MemoryState { stability, difficulty } = next(Some(self.state()), rating, elapsed);
        (self.stability, self.difficulty, self.last_day) = (stability, difficulty, day);
        self.reviews = self.reviews.saturating_add(1);
        self.lapses = self.lapses.saturating_add(u32::from(rating == Rating::Again));
        self.snoozed_until = None;
    }

    /// Puts the concept off to the day after `today`.
    pub const fn snooze(&mut self, today: i64) {
        self.snoozed_until = Some(today.saturating_add(1));
    }

    const fn state(&self) -> MemoryState {
        MemoryState { stability: self.stability, difficulty: self.difficulty }
    }

    /// Days since the last answer, 0 to [`LONGEST`].
    fn elapsed(&self, today: i64) -> u16 {
        let days = today.saturating_sub(self.last_day).clamp(0, i64::from(LONGEST));
        u16::try_from(days).unwrap_or(LONGEST)
    }

    /// How many answers it rests on.
    #[must_use]
    pub const fn reviews(&self) -> u32 {
        self.reviews
    }

    /// How many of them, after the first, were wrong or "don't know".
    #[must_use]
    pub const fn lapses(&self) -> u32 {
        self.lapses
    }

    /// The local day of the last answer, as days since 1970-01-01.
    #[must_use]
    pub const fn last_day(&self) -> i64 {
        self.last_day
    }

    /// The model's stability: after how many days the probability of recall has sunk to .9.
    #[must_use]
    pub const fn stability(&self) -> f32 {
        self.stability
    }

    /// The model's probability that the concept is recalled on `today`, 0 to 1.
    #[must_use]
    pub fn retrievability(&self, today: i64) -> f32 {
        fsrs::current_retrievability(self.state(), f32::from(self.elapsed(today)), FSRS6_DEFAULT_DECAY)
    }

    /// Days from the last answer to the next, before exam and snooze; at least 1.
    #[must_use]
    pub fn interval(&self, retention: f32) -> i64 {
        let days = MODEL.next_interval(Some(self.stability), retention.clamp(0.70, 0.99), 3);
        whole_days(days)
    }

    /// The local day on which the concept is due, seen from `today`.
    ///
    /// Before an exam it is due at the latest on the day before it. A last answer that lies in the future, because the clock
    /// was wrong then or is now, says nothing of when it was: the concept is due at once. A day's difference is no more than
    /// a time zone makes, and counts.
    #[must_use]
    pub fn due(&self, today: i64, wishes: &Wishes) -> i64 {
        if self.last_day > today.saturating_add(1) {
            return today;
        }
        let planned = self.last_day.saturating_add(self.interval(wishes.retention));
        let eve = wishes.exam.filter(|exam| *exam >= today).map(|exam| exam.saturating_sub(1));
        let due = eve.filter(|eve| *eve > self.last_day).map_or(planned, |eve| planned.min(eve));
        let snoozed = self.snoozed_until.filter(|until| *until <= today.saturating_add(1));
        snoozed.map_or(due, |until| due.max(until))
    }

    /// Whether the concept is due on `today`.
    #[must_use]
    pub fn is_due(&self, today: i64, wishes: &Wishes) -> bool {
        self.due(today, wishes) <= today
    }
}

/// The state after one more answer, `elapsed` days after the last.
fn next(state: Option<MemoryState>, rating: Rating, elapsed: u16) -> MemoryState {
    let review = FSRSReview { rating: rating.number(), delta_t: u32::from(elapsed) };
    let item = FSRSItem { reviews: vec![review] };
    // An error means a state that is no number, which the model's own clamping rules out; then nothing is changed.
    let unchanged = state.unwrap_or(MemoryState { stability: 1.0, difficulty: 5.0 });
    MODEL.memory_state(item, state).unwrap_or(unchanged)
}

#[allow(clippy::cast_possible_truncation, reason = "clamped to 36,500 before")]
fn whole_days(days: f32) -> i64 {
    days.round().clamp(1.0, f32::from(LONGEST)) as i64
}

/// All that is folded for one concept of a topic.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConceptRecord {
    /// Whether it is known.
    pub mastery: Mastery,
    /// When it returns; none before the first answer.
    pub memory: Option<Memory>,
}

impl ConceptRecord {
    /// Takes an answer into account, with how sure the learner was and whether there was a hint. A retaken answer says
    /// nothing, because the learner had seen the key; a statement seen lately still is a review, though no evidence of
    /// mastery.
    pub fn apply(&mut self, answer: Answer, certainty: Option<Certainty>, hinted: bool) {
        let due = self.memory.is_some_and(|memory| memory.is_due(answer.day, &Wishes::default()));
        self.mastery.apply(Answer { due, ..answer });
        if answer.retaken {
            return;
        }
        let rating = Rating::of(answer.right, certainty, hinted);
        match &mut self.memory {
            Some(memory) => memory.apply(rating, answer.day),
            None => self.memory = Some(Memory::first(rating, answer.day)),
        }
    }
}

/// A concept as a plan sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Number of the topic.
    pub topic: usize,
    /// Number of the concept within the topic.
    pub concept: usize,
    /// Its memory; none before the first answer.
    pub memory: Option<Memory>,
    /// The pairs that exercise it.
    pub pairs: Vec<SeenPair>,
}

/// A pair of statements as a plan sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SeenPair {
    /// Number of the pair or single within the topic.
    pub item: usize,
    /// Its level.
    pub level: u8,
    /// The side of a statement that stands alone; none for a pair.
    pub fixed: Option<Side>,
    /// When either statement was answered last, in milliseconds since 1970; none if never. The feedback shows both.
    pub seen: Option<i64>,
}

/// All concepts of `bank` that have statements, in teaching order. `memory` is asked for topic and concept ids, `seen` for
/// statement ids.
#[must_use]
pub fn candidates(
    bank: &Bank,
    memory: impl Fn(&str, &str) -> Option<Memory>,
    seen: impl Fn(&str) -> Option<i64>,
) -> Vec<Candidate> {
    let mut all = Vec::new();
    for (number, topic) in bank.topics() {
        for (position, concept) in topic.concepts.iter().enumerate() {
            let items = topic.items().enumerate().filter(|(_, item)| item.concept() == concept.id);
            let pairs: Vec<SeenPair> = items
                .map(|(at, item)| SeenPair {
                    item: at,
                    level: item.level(),
                    fixed: item.fixed_side(),
                    seen: item.statements().filter_map(|(_, statement)| seen(&statement.id)).max(),
                })
                .collect();
            if !pairs.is_empty() {
                let memory = memory(&topic.id, &concept.id);
                all.push(Candidate { topic: number, concept: position, memory, pairs });
            }
        }
    }
    all
}

/// What is due.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    /// How many concepts are due today.
    pub today: usize,
    /// The next local day on which some other concept is due; none where none has been answered.
    pub next_day: Option<i64>,
}

/// How many concepts are due on `today`, and when the next ones will be.
#[must_use]
pub fn due<'a>(memories: impl IntoIterator<Item = &'a Memory>, today: i64, wishes: &Wishes) -> Due {
    let mut due = Due::default();
    for day in memories.into_iter().map(|memory| memory.due(today, wishes)) {
        if day <= today {
            due.today += 1;
        } else {
            due.next_day = Some(due.next_day.map_or(day, |next: i64| next.min(day)));
        }
    }
    due
}

/// A sitting of reviews.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// What to ask, in order: due concepts, then new ones; one statement a concept.
    pub statements: Vec<StatementRef>,
    /// How many of them are for due concepts.
    pub due: usize,
    /// How many concepts are due and have to wait for the next sitting.
    pub waiting: usize,
}

/// Plans a sitting on local day `today`. The same input and seed give the same plan on any machine.
///
/// Of the due concepts the most forgotten come in, up to the length of a sitting: after a month's absence there is no
/// avalanche. What room is left goes to concepts never met, in teaching order, up to the day's number less those already
/// `met_today`. Topics take turns as far as there are several; no concept comes twice, so the halves of a pair never meet.
/// Each concept is asked with the pair seen longest ago, easier ones first among those never seen; sides follow no pattern.
#[must_use]
pub fn plan(candidates: &[Candidate], today: i64, met_today: usize, wishes: &Wishes, seed: &Seed) -> Plan {
    let mut generator = seed.generator("review");
    let mut due: Vec<(f32, &Candidate)> = candidates
        .iter()
        .filter_map(|one| one.memory.filter(|memory| memory.is_due(today, wishes)).map(|memory| (memory, one)))
        .map(|(memory, one)| (memory.retrievability(today), one))
        .collect();
    // Concepts learnt on the same day are equally forgotten: chance decides among them, not teaching order.
    due.shuffle(&mut generator);
    due.sort_by(|(one, _), (other, _)| one.total_cmp(other));
    let all_due = due.len();
    let due: Vec<&Candidate> = due.into_iter().map(|(_, one)| one).take(wishes.sitting).collect();
    let room = wishes.sitting.saturating_sub(due.len()).min(wishes.new_a_day.saturating_sub(met_today));
    let new: Vec<&Candidate> = candidates.iter().filter(|one| one.memory.is_none()).take(room).collect();
    let (due_count, waiting) = (due.len(), all_due - due.len());

    let mut order = mix_topics(due, None);
    let last = order.last().map(|one| one.topic);
    order.extend(mix_topics(new, last));
    let sides = quiz::sides(order.len(), 0, &mut generator);
    let asked = order.into_iter().zip(sides).filter_map(|(one, side)| {
        let mut pairs = one.pairs.clone();
        pairs.shuffle(&mut generator);
        let pair = pairs.into_iter().min_by_key(|pair| (pair.seen, pair.level))?;
        Some(StatementRef { topic: one.topic, item: pair.item, side: pair.fixed.unwrap_or(side) })
    });
    Plan { statements: asked.collect(), due: due_count, waiting }
}

/// Orders concepts so that neighbours are of different topics wherever that is possible, the first ones first otherwise.
/// `last` is the topic that went before.
fn mix_topics(mut rest: Vec<&Candidate>, mut last: Option<usize>) -> Vec<&Candidate> {
    let mut order = Vec::with_capacity(rest.len());
    while !rest.is_empty() {
        // The topic with most left goes first, or it would be left over at the end with nothing to put between.
        let left = |topic: usize| rest.iter().filter(|one| one.topic == topic).count();
        let best = rest
            .iter()
            .enumerate()
            .min_by_key(|(place, one)| (last == Some(one.topic), Reverse(left(one.topic)), *place));
        let Some(place) = best.map(|(place, _)| place) else { break };
        let one = rest.remove(place);
        last = Some(one.topic);
        order.push(one);
    }
    order
}

/// How fast a learner answers: a histogram of times, two seconds a step, so that the median costs nothing to keep.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pace {
    counts: [u32; Self::STEPS],
}

impl Pace {
    const STEPS: usize = 32;
    const STEP_MILLIS: u64 = 2_000;

    /// How many answers it takes to know a learner's pace.
    pub const ENOUGH: u32 = 10;

    /// Seconds from question to answer that are assumed until then.
    pub const USUAL_SECONDS: u32 = 15;

    /// Seconds for reading the feedback, which no fact records.
    pub const FEEDBACK_SECONDS: u32 = 15;

    /// Counts an answer that took `elapsed` milliseconds. A minute and more is counted as such: nobody thinks for an hour.
    pub fn add(&mut self, elapsed: u64) {
        if let Some(count) = self.counts.get_mut(Self::step(elapsed)) {
            *count = count.saturating_add(1);
        }
    }

    /// Takes an answer that was counted out again.
    pub fn remove(&mut self, elapsed: u64) {
        if let Some(count) = self.counts.get_mut(Self::step(elapsed)) {
            *count = count.saturating_sub(1);
        }
    }

    fn step(elapsed: u64) -> usize {
        usize::try_from(elapsed / Self::STEP_MILLIS).unwrap_or(usize::MAX).min(Self::STEPS - 1)
    }

    /// The median of seconds from question to answer, to two seconds; none before [`Pace::ENOUGH`] answers.
    #[must_use]
    pub fn median_seconds(&self) -> Option<u32> {
        let total: u64 = self.counts.iter().map(|count| u64::from(*count)).sum();
        let mut below = 0_u64;
        let middle = (1_u32..).step_by(2).zip(&self.counts).find(|(_, count)| {
            below += u64::from(**count);
            below * 2 >= total
        });
        middle.map(|(seconds, _)| seconds).filter(|_| total >= u64::from(Self::ENOUGH))
    }

    /// How many minutes a sitting of that many statements takes with its feedback, rounded up.
    #[must_use]
    pub fn minutes(&self, statements: usize) -> usize {
        let each = self.median_seconds().unwrap_or(Self::USUAL_SECONDS) + Self::FEEDBACK_SECONDS;
        statements.saturating_mul(usize::try_from(each).unwrap_or(usize::MAX)).div_ceil(60)
    }

    /// How many answers weigh as much as what is assumed, in a pace for weeks to come.
    const SETTLED: u64 = 30;

    /// The same for statements of weeks to come: few answers hardly say how fast somebody will be then, so one more never
    /// makes much of a difference.
    #[must_use]
    pub fn steady_minutes(&self, statements: usize) -> usize {
        let total: u64 = self.counts.iter().map(|count| u64::from(*count)).sum();
        let usual = u64::from(Self::USUAL_SECONDS);
        let median = self.median_seconds().map_or(usual, u64::from);
        let weight = total + Self::SETTLED;
        let each = (median * total + usual * Self::SETTLED) + u64::from(Self::FEEDBACK_SECONDS) * weight;
        let all = u64::try_from(statements).unwrap_or(u64::MAX).saturating_mul(each).div_ceil(60 * weight);
        usize::try_from(all).unwrap_or(usize::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    const TODAY: i64 = 20_000;

    fn seed(code: &str) -> Seed {
        code.parse().unwrap()
    }

    /// A memory with `reviews` right answers, each on its due day, the last of them on `last`.
    fn memory(reviews: u32, last: i64) -> Memory {
        let mut memory = Memory::first(Rating::Good, 0);
        let mut day = 0;
        for _ in 1..reviews {
            day += memory.interval(RETENTION);
            memory.apply(Rating::Good, day);
        }
        Memory { last_day: last, ..memory }
    }

    /// `topics` topics of `concepts` concepts with four pairs each, all with the memory given.
    fn subject(topics: usize, concepts: usize, memory: impl Fn(usize, usize) -> Option<Memory>) -> Vec<Candidate> {
        let pairs = |concept: usize| {
            let pair = |n: usize| SeenPair {
                item: concept * 4 + n,
                level: u8::try_from(n % 3 + 1).unwrap(),
                fixed: None,
                seen: None,
            };
            (0..4).map(pair).collect()
        };
        let one = |topic, concept| Candidate { topic, concept, memory: memory(topic, concept), pairs: pairs(concept) };
        (0..topics)
            .flat_map(|topic| (0..concepts).map(move |concept| (topic, concept)))
            .map(|(t, c)| one(t, c))
            .collect()
    }

    #[test]
    fn intervals_match_the_reference() {
        // Good ×6, Again ×2, Good ×5, each on its due day, retention .90: the same numbers come from the published formulas
        // of FSRS-6 written out in Python floats, apart from the crate.
        use Rating::{Again, Good};
        let ratings = [Good, Good, Good, Good, Good, Good, Again, Again, Good, Good, Good, Good, Good];
        let wanted = [2, 11, 46, 163, 497, 1346, 9, 1, 2, 4, 7, 13, 22];
        let wishes = Wishes { retention: 0.9, ..Wishes::default() };
        let mut record: Option<Memory> = None;
        let mut day = TODAY;
        let found = ratings.map(|rating| {
            match &mut record {
                Some(memory) => memory.apply(rating, day),
                None => record = Some(Memory::first(rating, day)),
            }
            let due = record.unwrap().due(day, &wishes);
            let interval = due - day;
            day = due;
            interval
        });
        assert_eq!(found, wanted);
        assert_eq!((record.unwrap().reviews(), record.unwrap().lapses()), (13, 2));
    }

    #[test]
    fn recall_follows_the_published_curve() {
        // R = (1 + f·t/S)^−w20 with f = .9^(−1/w20) − 1, w20 = .1542: .9 at t = S by definition.
        let memory = Memory { stability: 10.0, ..memory(1, TODAY) };
        assert!((memory.retrievability(TODAY) - 1.0).abs() < 1e-6);
        assert!((memory.retrievability(TODAY + 10) - 0.9).abs() < 1e-6);
        // Python: (1 + (.9**(-1/.1542) - 1) * 40/10)**-.1542
        assert!((memory.retrievability(TODAY + 40) - 0.782_132).abs() < 1e-5, "{}", memory.retrievability(TODAY + 40));
        assert!(memory.interval(0.93) < memory.interval(0.90));
        assert_eq!(memory.interval(0.90), 10);
    }

    #[test]
    fn answers_are_rated_by_outcome_and_certainty() {
        use Certainty::{C1, C2, C3};
        let table = [
            (Some(false), None, false, Rating::Again),
            (Some(false), Some(C3), false, Rating::Again),
            (None, None, false, Rating::Again),
            (Some(true), Some(C1), false, Rating::Hard),
            (Some(true), None, true, Rating::Hard),
            (Some(true), Some(C2), false, Rating::Good),
            (Some(true), Some(C3), false, Rating::Good),
            (Some(true), None, false, Rating::Good),
        ];
        for (right, certainty, hinted, wanted) in table {
            assert_eq!(Rating::of(right, certainty, hinted), wanted, "{right:?} {certainty:?} {hinted}");
        }
    }

    #[test]
    fn a_clock_set_back_counts_as_the_same_day() {
        let before = memory(3, TODAY);
        let (mut same, mut back) = (before, before);
        same.apply(Rating::Good, TODAY);
        back.apply(Rating::Good, TODAY - 400);
        assert_eq!((same.stability, same.difficulty), (back.stability, back.difficulty));
        assert!(back.stability >= before.stability);
        assert_eq!(back.last_day(), TODAY - 400, "the day that the clock says now, or it would be due in years");
    }

    #[test]
    fn an_answer_from_the_future_is_due_at_once_unless_a_zone_explains_it() {
        let wishes = Wishes::default();
        let ahead = memory(4, TODAY + 30_000);
        assert_eq!(ahead.due(TODAY, &wishes), TODAY);
        assert!((ahead.retrievability(TODAY) - 1.0).abs() < 1e-6);
        let flown_west = memory(4, TODAY + 1);
        assert_eq!(flown_west.due(TODAY, &wishes), TODAY + 1 + flown_west.interval(RETENTION));
    }

    #[test]
    fn an_exam_brings_everything_back_before_it_and_no_more_after() {
        let long = memory(6, TODAY);
        let exam = |day| Wishes { exam: Some(day), ..Wishes::default() };
        let planned = long.due(TODAY, &Wishes::default());
        assert!(planned > TODAY + 100);
        assert_eq!(long.due(TODAY, &exam(TODAY + 20)), TODAY + 19);
        assert_eq!(long.due(TODAY, &exam(TODAY + 100_000)), planned);
        assert_eq!(long.due(TODAY, &exam(TODAY - 1)), planned, "an exam that is over");
        assert_eq!(long.due(TODAY, &exam(TODAY + 1)), planned, "reviewed on its eve");
        assert_eq!(long.due(TODAY + 5, &exam(TODAY + 5)), TODAY + 4, "missed on its eve");
    }

    #[test]
    fn a_snoozed_concept_is_due_tomorrow_and_an_answer_ends_the_snooze() {
        let wishes = Wishes::default();
        let mut one = memory(2, TODAY - 300);
        assert!(one.is_due(TODAY, &wishes));
        one.snooze(TODAY);
        assert!(!one.is_due(TODAY, &wishes) && one.is_due(TODAY + 1, &wishes));
        assert!(one.is_due(TODAY - 200, &wishes), "a snooze from the future is forgotten");
        one.apply(Rating::Again, TODAY);
        assert_eq!(one.snoozed_until, None);
    }

    #[test]
    fn a_retaken_answer_leaves_the_record_alone_and_a_stale_statement_is_still_a_review() {
        let answer = Answer { right: Some(true), retaken: false, fresh: true, due: false, day: TODAY };
        let mut record = ConceptRecord::default();
        record.apply(Answer { retaken: true, ..answer }, None, false);
        assert_eq!(record, ConceptRecord::default());
        record.apply(Answer { fresh: false, ..answer }, None, false);
        assert_eq!((record.mastery, record.memory.map(|m| m.reviews())), (Mastery::default(), Some(1)));
        record.apply(answer, None, false);
        assert_eq!((record.mastery.answers(), record.memory.map(|m| m.reviews())), (1, Some(2)));
        let json = serde_json::to_string(&record).unwrap();
        assert_eq!(serde_json::from_str::<ConceptRecord>(&json).unwrap(), record);
    }

    #[test]
    fn after_a_month_away_one_sitting_of_the_most_forgotten_comes() {
        let away = |topic: usize, concept: usize| {
            Some(memory(u32::try_from(concept % 4).unwrap() + 1, TODAY - 30 - i64::try_from(topic).unwrap() * 40))
        };
        let all = subject(10, 6, away);
        let wishes = Wishes { sitting: 12, ..Wishes::default() };
        let plan = plan(&all, TODAY, 0, &wishes, &seed("MONTH"));
        let due: Vec<&Memory> =
            all.iter().filter_map(|c| c.memory.as_ref()).filter(|m| m.is_due(TODAY, &wishes)).collect();
        assert_eq!((plan.statements.len(), plan.due, plan.waiting), (12, 12, due.len() - 12));
        assert_eq!(super::due(all.iter().filter_map(|c| c.memory.as_ref()), TODAY, &wishes).today, due.len());
        let recall = |at: &StatementRef| {
            let one = all.iter().find(|c| c.topic == at.topic && c.pairs.iter().any(|p| p.item == at.item));
            one.and_then(|one| one.memory).unwrap().retrievability(TODAY)
        };
        let worst_in = plan.statements.iter().map(recall).fold(0.0, f32::max);
        let asked: BTreeSet<(usize, usize)> = plan.statements.iter().map(|at| (at.topic, at.item / 4)).collect();
        let left_out = all.iter().filter(|c| !asked.contains(&(c.topic, c.concept)));
        let best_out = left_out.filter_map(|c| c.memory).filter(|m| m.is_due(TODAY, &wishes));
        assert!(best_out.map(|m| m.retrievability(TODAY)).all(|r| r >= worst_in));
    }

    #[test]
    fn due_concepts_come_before_new_ones_and_topics_take_turns() {
        let all = subject(4, 5, |topic, concept| (topic < 2 && concept < 3).then(|| memory(1, TODAY - 50)));
        let plan = plan(&all, TODAY, 2, &Wishes::default(), &seed("TURNS"));
        assert_eq!((plan.due, plan.statements.len(), plan.waiting), (6, 6 + 4, 0), "six a day, two met already");
        let is_due = |at: &StatementRef| at.topic < 2 && at.item / 4 < 3;
        assert!(plan.statements[..6].iter().all(is_due) && !plan.statements[6..].iter().any(is_due));
        assert!(plan.statements[..6].windows(2).all(|two| two[0].topic != two[1].topic));
    }

    #[test]
    fn one_large_topic_is_spread_as_far_as_it_goes() {
        let all = subject(3, 8, |topic, concept| (topic == 1 || concept < 3).then(|| memory(1, TODAY - 50)));
        let wishes = Wishes { new_a_day: 0, ..Wishes::default() };
        let plan = plan(&all, TODAY, 0, &wishes, &seed("LARGE"));
        let topics: Vec<usize> = plan.statements.iter().map(|at| at.topic).collect();
        assert_eq!(topics.len(), 14);
        let together = topics.windows(2).filter(|two| two[0] == two[1]).count();
        assert_eq!(together, 1, "eight of one topic have seven gaps, and six others fill six: {topics:?}");
    }

    #[test]
    fn the_pair_seen_longest_ago_is_asked_and_easy_ones_first_among_unseen() {
        let mut all = subject(1, 1, |_, _| Some(memory(1, TODAY - 50)));
        let ask = |all: &[Candidate]| plan(all, TODAY, 0, &Wishes::default(), &seed("PAIR")).statements[0].item;
        assert!([0, 3].contains(&ask(&all)), "pairs 0 and 3 are of level 1");
        for (pair, seen) in all[0].pairs.iter_mut().zip([Some(40), Some(10), Some(30), Some(20)]) {
            pair.seen = seen;
        }
        assert_eq!(ask(&all), 1);
        all[0].pairs[2].seen = None;
        assert_eq!(ask(&all), 2);
    }

    #[test]
    fn a_bank_gives_its_concepts_with_what_was_seen() {
        let manifest = include_str!("../../questions/bank.json");
        let bank = Bank::embedded(manifest, &[(include_str!("../../questions/what-is-iot.json"), 8)], "");
        let all = candidates(&bank, |_, _| None, |id| (!id.is_empty()).then_some(7));
        let concepts: usize = bank.topics().map(|(_, topic)| topic.concepts.len()).sum();
        let pairs: usize = bank.topics().map(|(_, topic)| topic.pairs.len()).sum();
        assert_eq!(all.len(), concepts);
        assert_eq!(all.iter().map(|one| one.pairs.len()).sum::<usize>(), pairs);
        assert!(all.iter().flat_map(|one| &one.pairs).all(|pair| pair.seen == Some(7)));
        let plan = plan(&all, TODAY, 0, &Wishes::default(), &seed("FIRST"));
        assert!(plan.statements.iter().all(|at| bank.entry(*at).is_some()));
        assert_eq!(plan.statements.len(), Wishes::default().new_a_day);
    }

    #[test]
    fn minutes_follow_the_learners_own_median() {
        let mut pace = Pace::default();
        assert_eq!((pace.median_seconds(), pace.minutes(20), pace.minutes(0)), (None, 10, 0));
        for elapsed in [4_000, 5_000, 6_000, 7_000, 8_500, 8_500, 9_000, 20_000, 90_000, u64::MAX] {
            pace.add(elapsed);
        }
        assert_eq!(pace.median_seconds(), Some(9));
        assert_eq!((pace.minutes(1), pace.minutes(20), pace.minutes(usize::MAX) > 1), (1, 8, true));
        pace.remove(u64::MAX);
        assert_eq!(pace.median_seconds(), None);
    }

    proptest! {
        #[test]
        fn no_order_of_days_breaks_a_memory(answers in prop::collection::vec((0..3_u8, any::<i64>(), -50_000..50_000_i64), 1..40)) {
            let rating = |n: u8| [Rating::Again, Rating::Hard, Rating::Good][usize::from(n)];
            let wishes = Wishes { exam: Some(answers[0].2), ..Wishes::default() };
            let mut memory = Memory::first(Rating::Good, answers[0].1);
            for (n, wild, day) in answers {
                let day = if n == 0 { wild } else { day };
                memory.apply(rating(n), day);
                prop_assert!(memory.stability > 0.0 && memory.stability.is_finite());
                prop_assert!((1.0..=10.0).contains(&memory.difficulty));
                for today in [day, wild, i64::MIN, i64::MAX] {
                    prop_assert!((0.0..=1.0).contains(&memory.retrievability(today)));
                    let _ = memory.due(today, &wishes);
                }
                prop_assert!(memory.due(day, &wishes) > day || day == i64::MAX);
                let json = serde_json::to_string(&memory).unwrap();
                prop_assert_eq!(serde_json::from_str::<Memory>(&json).unwrap(), memory);
            }
        }

        #[test]
        fn a_plan_is_never_too_long_asks_no_concept_twice_and_is_the_same_again(
            topics in 0..6_usize, concepts in 0..8_usize, sitting in 0..30_usize, new in 0..9_usize, pick in any::<u64>()
        ) {
            let some = |t: usize, c: usize| {
                let n = pick.rotate_left(u32::try_from(t * 8 + c).unwrap()) % 4;
                (n > 0).then(|| memory(u32::try_from(n).unwrap(), TODAY - i64::try_from(n * 20).unwrap()))
            };
            let all = subject(topics, concepts, some);
            let wishes = Wishes { sitting, new_a_day: new, ..Wishes::default() };
            let one = plan(&all, TODAY, 0, &wishes, &Seed::from_entropy(pick));
            prop_assert!(one.statements.len() <= sitting);
            let asked: BTreeSet<(usize, usize)> = one.statements.iter().map(|at| (at.topic, at.item / 4)).collect();
            prop_assert_eq!(asked.len(), one.statements.len());
            let left = one.statements.iter().filter(|at| at.side == Side::Left).count();
            prop_assert!(left <= (one.statements.len() * 3 / 5).max(one.statements.len().div_ceil(2)));
            prop_assert_eq!(plan(&all, TODAY, 0, &wishes, &Seed::from_entropy(pick)), one);
        }
    }
}
