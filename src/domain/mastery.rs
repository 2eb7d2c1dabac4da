//! Whether a learner knows a concept: known, not yet, or not enough evidence.
//!
//! A sequential test (A. Wald, 1945) weighs two claims: the learner knows 70 % of the concept and so answers rightly with
//! p = .85, or knows 20 % and answers rightly with p = .60. Each answer adds ln(P(answer | 70 %) / P(answer | 20 %)):
//!
//! - without certainty, `P(right) = k + (1 − k)/2` for a share `k` known: ln(.85/.60) = +.348 and ln(.15/.40) = −.981;
//! - with certainty C, `P(right, C) = k·K_C + (1 − k)/2·W_C` with the shares of [`super::ability::certainty_shares`]:
//!   −.058 at C1, +.305 at C2, +.681 at C3; a wrong answer is a guess whatever was said, so `W_C` cancels: −.981.
//!
//! The bounds are ±ln 9 = ±2.197, Wald's for errors of 10 % each way: engine and screens know only the upper one, and by
//! symmetry the lower one says *not yet*. The score never leaves the bounds, so that what was learnt since counts at once
//! and no early failure has to be worked off; hence a verdict stands until the score has crossed zero, that is, until the
//! evidence leans the other way.
//!
//! Scores are kept in millionths and as whole numbers: a record that is written and read again is the same to the bit.

use super::certainty::Certainty;
use serde::{Deserialize, Serialize};

/// The score at which a concept is mastered, in millionths: ln 9.
pub const BOUND: i32 = 2_197_225;

/// What a wrong answer adds: ln(.15/.40).
const WRONG: i32 = -980_829;

/// What a right answer without certainty adds: ln(.85/.60).
const RIGHT: i32 = 348_307;

/// What a right answer adds at C1, ln(.2075/.2200); at C2, ln(.2375/.1750); at C3, ln(.4050/.2050).
const RIGHT_AT: [i32; 3] = [-58_496, 305_382, 680_877];

/// How many millionths make one of the points that screens show: a right answer is worth about 3, a wrong one 10.
const POINT: i32 = 100_000;

/// One answer, as far as it is evidence of knowing a concept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answer {
    /// Whether it was right; none for "don't know".
    pub right: Option<bool>,
    /// How sure the learner was; none where certainty was off.
    pub certainty: Option<Certainty>,
    /// Whether the guiding question was shown first: a right answer then counts as unsure.
    pub hinted: bool,
    /// Whether the learner had taken back an answer to the statement and so seen the key: then it is no evidence.
    pub retaken: bool,
    /// Whether the statement was unseen in this sitting and the last one; see [`is_fresh`]. Else it is no evidence.
    pub fresh: bool,
    /// The learner's local day, as days since 1970-01-01.
    pub day: i64,
}

impl Answer {
    /// The certainty that counts: unsure after a hint.
    const fn counted_certainty(&self) -> Option<Certainty> {
        if self.hinted { Some(Certainty::C1) } else { self.certainty }
    }
}

/// Whether a statement that was last seen in sitting number `seen` is evidence in sitting number `sitting`: not if it was seen
/// in the same one or the one before.
///
/// Feedback shows the twin, so a statement was seen when either of its pair was answered.
#[must_use]
pub fn is_fresh(seen: Option<u32>, sitting: u32) -> bool {
    seen.is_none_or(|seen| seen.saturating_add(1) < sitting)
}

/// What can be said of a learner and a concept or topic.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// The answers so far fit knowing it as well as not knowing it.
    #[default]
    NotEnoughEvidence,
    /// The answers say that it is not known.
    NotYet,
    /// The answers say that it is known.
    Known,
}

impl State {
    /// The words for it on screens.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::NotEnoughEvidence => "not enough evidence",
            Self::NotYet => "not yet",
            Self::Known => "known",
        }
    }
}

/// The sequential test of one concept. Small and [`Copy`], so that an answer can be taken back by restoring it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mastery {
    score: i32,
    state: State,
    answers: u32,
    first_day: Option<i64>,
    second_day: bool,
}

impl Mastery {
    /// Takes an answer into account. "Don't know", retaken answers and statements seen lately change nothing.
    pub fn apply(&mut self, answer: Answer) {
        let Some(right) = answer.right.filter(|_| answer.fresh && !answer.retaken) else { return };
        self.score = (self.score + step(right, answer.counted_certainty())).clamp(-BOUND, BOUND);
        self.answers = self.answers.saturating_add(1);
        let first = *self.first_day.get_or_insert(answer.day);
        self.second_day |= first != answer.day;
        self.state = match self.state {
            _ if self.score >= BOUND && self.second_day => State::Known,
            _ if self.score <= -BOUND => State::NotYet,
            State::Known if self.score < 0 => State::NotEnoughEvidence,
            State::NotYet if self.score > 0 => State::NotEnoughEvidence,
            state => state,
        };
    }

    /// What can be said.
    #[must_use]
    pub const fn state(&self) -> State {
        self.state
    }

    /// The logarithm of the odds of knowing 70 % against knowing 20 %, −2.197 to 2.197.
    #[must_use]
    pub fn score(&self) -> f64 {
        f64::from(self.score) / 1e6
    }

    /// How many answers it rests on.
    #[must_use]
    pub const fn answers(&self) -> u32 {
        self.answers
    }

    /// How many points are missing to the bound, 0 to 44, rounded up; 0 once known. A right answer gives about 3 (7 when
    /// certain), a wrong one takes 10.
    #[must_use]
    pub fn points_to_go(&self) -> u32 {
        let missing = if self.state == State::Known { 0 } else { BOUND - self.score };
        u32::try_from((missing + POINT - 1) / POINT).unwrap_or(0)
    }

    /// Whether nothing is missing but evidence from another day.
    #[must_use]
    pub const fn waits_for_another_day(&self) -> bool {
        self.score >= BOUND && !self.second_day
    }
}

/// What an answer adds to the score, in millionths.
const fn step(right: bool, certainty: Option<Certainty>) -> i32 {
    let [unsure, fairly, certain] = RIGHT_AT;
    match (right, certainty) {
        (false, _) => WRONG,
        (true, None) => RIGHT,
        (true, Some(Certainty::C1)) => unsure,
        (true, Some(Certainty::C2)) => fairly,
        (true, Some(Certainty::C3)) => certain,
    }
}

/// The mastery of a topic, from that of its concepts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TopicMastery {
    /// How many concepts are known.
    pub known: usize,
    /// How many are not yet.
    pub not_yet: usize,
    /// Of how many too little is known.
    pub open: usize,
    /// How many answers all this rests on.
    pub answers: u32,
    /// The points that are missing in all its concepts together.
    pub points_to_go: u32,
}

impl TopicMastery {
    /// Of a topic all of whose concepts are given; one that was never asked about is [`Mastery::default`].
    #[must_use]
    pub fn of(concepts: impl IntoIterator<Item = Mastery>) -> Self {
        let mut topic = Self::default();
        for concept in concepts {
            match concept.state() {
                State::Known => topic.known += 1,
                State::NotYet => topic.not_yet += 1,
                State::NotEnoughEvidence => topic.open += 1,
            }
            topic.answers = topic.answers.saturating_add(concept.answers());
            topic.points_to_go = topic.points_to_go.saturating_add(concept.points_to_go());
        }
        topic
    }

    /// Known when all concepts are; not yet as soon as one is not yet; else, and without a concept, not enough evidence.
    #[must_use]
    pub const fn state(&self) -> State {
        if self.not_yet > 0 {
            State::NotYet
        } else if self.known > 0 && self.open == 0 {
            State::Known
        } else {
            State::NotEnoughEvidence
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ability::likelihood;
    use proptest::prelude::*;

    fn answer(right: bool, day: i64) -> Answer {
        Answer { right: Some(right), certainty: None, hinted: false, retaken: false, fresh: true, day }
    }

    fn after(answers: impl IntoIterator<Item = Answer>) -> Mastery {
        let mut mastery = Mastery::default();
        answers.into_iter().for_each(|answer| mastery.apply(answer));
        mastery
    }

    /// So many right answers, alternating between two days.
    fn right(count: i64) -> Mastery {
        after((0..count).map(|n| answer(true, n % 2)))
    }

    #[test]
    fn steps_and_bound_follow_from_their_formulas() {
        let certainties = [None, Some(Certainty::C1), Some(Certainty::C2), Some(Certainty::C3)];
        for certainty in certainties {
            for right in [false, true] {
                let ratio = (likelihood(0.7, right, certainty) / likelihood(0.2, right, certainty)).ln();
                let found = f64::from(step(right, certainty)) / 1e6;
                assert!((found - ratio).abs() <= 5e-7, "{right} {certainty:?}: {found} {ratio}");
            }
        }
        assert!((f64::from(BOUND) / 1e6 - 9.0_f64.ln()).abs() <= 5e-7);
        // To three places, as the design has them.
        let places = |millionths: i32| format!("{:.3}", f64::from(millionths) / 1e6);
        assert_eq!([WRONG, RIGHT].map(places), ["-0.981", "0.348"]);
        assert_eq!(RIGHT_AT.map(places), ["-0.058", "0.305", "0.681"]);
    }

    #[test]
    fn seven_right_in_a_row_on_two_days_are_known_and_three_are_not() {
        assert_eq!(right(3).state(), State::NotEnoughEvidence);
        assert_eq!(right(6).state(), State::NotEnoughEvidence);
        assert_eq!(right(7).state(), State::Known);
        assert_eq!(right(7).points_to_go(), 0);
    }

    #[test]
    fn one_day_is_not_enough_however_many_answers() {
        let mut one_day = after((0..50).map(|_| answer(true, 9)));
        assert_eq!(one_day.state(), State::NotEnoughEvidence);
        assert!(one_day.waits_for_another_day());
        assert_eq!(one_day.points_to_go(), 0);
        one_day.apply(answer(true, 8));
        assert_eq!(one_day.state(), State::Known, "a day before, after the clock was set back, is another day");
    }

    #[test]
    fn three_wrong_are_not_yet_and_the_way_back_is_no_longer_than_the_bounds() {
        let wrong = after((0..3).map(|day| answer(false, day)));
        assert_eq!(wrong.state(), State::NotYet);
        assert_eq!(after((0..100).map(|day| answer(false, day))).score, wrong.score);
        assert_eq!(wrong.points_to_go(), 44);
    }

    #[test]
    fn a_verdict_stands_until_the_evidence_leans_the_other_way() {
        let mut known = right(20);
        known.apply(answer(false, 3));
        known.apply(answer(false, 3));
        assert_eq!((known.state(), known.points_to_go()), (State::Known, 0));
        known.apply(answer(false, 3));
        assert_eq!((known.state(), known.points_to_go()), (State::NotEnoughEvidence, 30));
        let mut not_yet = after((0..3).map(|day| answer(false, day)));
        (0..6).for_each(|_| not_yet.apply(answer(true, 4)));
        assert_eq!(not_yet.state(), State::NotYet);
        not_yet.apply(answer(true, 4));
        assert_eq!(not_yet.state(), State::NotEnoughEvidence);
    }

    #[test]
    fn what_is_no_evidence_changes_nothing() {
        let plain = answer(true, 1);
        let none =
            [Answer { right: None, ..plain }, Answer { retaken: true, ..plain }, Answer { fresh: false, ..plain }];
        for answer in none {
            assert_eq!(after([answer]), Mastery::default(), "{answer:?}");
        }
    }

    #[test]
    fn a_hint_makes_a_right_answer_unsure() {
        let sure = Answer { certainty: Some(Certainty::C3), ..answer(true, 1) };
        let hinted = after([Answer { hinted: true, ..sure }]);
        assert_eq!(hinted, after([Answer { certainty: Some(Certainty::C1), ..sure }]));
        assert!(after([sure]).score() > 0.68 && hinted.score() < 0.0);
    }

    #[test]
    fn a_statement_is_fresh_when_a_whole_sitting_lies_between() {
        assert!(is_fresh(None, 0));
        assert!(!is_fresh(Some(7), 7) && !is_fresh(Some(6), 7) && is_fresh(Some(5), 7));
        assert!(!is_fresh(Some(u32::MAX), u32::MAX));
    }

    #[test]
    fn a_topic_is_known_when_all_its_concepts_are() {
        let (known, open) = (right(9), Mastery::default());
        let not_yet = after((0..3).map(|day| answer(false, day)));
        assert_eq!(TopicMastery::of([known, known]).state(), State::Known);
        assert_eq!(TopicMastery::of([known, open]).state(), State::NotEnoughEvidence);
        assert_eq!(TopicMastery::of([known, open, not_yet]).state(), State::NotYet);
        assert_eq!(TopicMastery::of([]).state(), State::NotEnoughEvidence);
        let topic = TopicMastery::of([known, open, not_yet]);
        assert_eq!((topic.known, topic.open, topic.not_yet, topic.answers), (1, 1, 1, 12));
        assert_eq!(topic.points_to_go, 22 + 44);
    }

    proptest! {
        #[test]
        fn any_answers_keep_the_bounds_and_come_back_from_json(
            answers in prop::collection::vec((prop::option::of(any::<bool>()), 0..4_u8, any::<[bool; 3]>(), any::<i64>()), 0..80)
        ) {
            let mut mastery = Mastery::default();
            for (right, certainty, [hinted, retaken, fresh], day) in answers {
                mastery.apply(Answer { right, certainty: Certainty::from_number(certainty), hinted, retaken, fresh, day });
                prop_assert!(mastery.score.abs() <= BOUND);
                prop_assert!(mastery.points_to_go() <= 44);
                prop_assert!(mastery.state() != State::Known || mastery.second_day && mastery.score >= 0);
            }
            let json = serde_json::to_string(&mastery).unwrap();
            prop_assert_eq!(serde_json::from_str::<Mastery>(&json).unwrap(), mastery);
        }
    }
}
