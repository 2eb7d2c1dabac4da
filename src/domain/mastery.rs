//! What a learner has made of a concept: new, practising, known, kept. Three claims, each with its own evidence.
//!
//! A sequential test (A. Wald, 1945) weighs two people against each other: one knows 70 % of the concept and so answers
//! rightly with p = .85, the other knows 20 % and answers rightly with p = .60. Each answer adds
//! ln(P(answer | 70 %) / P(answer | 20 %)): right ln(.85/.60) = +.348, wrong ln(.15/.40) = −.981. *Don't know* adds what a
//! guess does on average, half of each: −.316. How sure somebody was adds nothing: else it would pay to be certain always.
//!
//! - **practising** from the first answer that counts;
//! - **known** at a sum of 1.386 = ln 4 or more with answers on two days: four of four, or seven of eight;
//! - **kept** when a fresh statement is answered rightly at a due review a week or more after that.
//!
//! The sum never falls below one wrong answer, so that no early failure has to be worked off. What is known stands until two
//! of the last three answers are wrong; then one right answer is missing again.
//!
//! Sums are kept in millionths and as whole numbers: a record that is written and read again is the same to the bit.

use serde::{Deserialize, Serialize};

/// The sum at which a concept is known, in millionths: ln 4.
pub const BOUND: i32 = 1_386_294;

/// What a right answer adds, in millionths: ln(.85/.60).
const RIGHT: i32 = 348_307;

/// What a wrong answer adds: ln(.15/.40). The sum never falls below it.
const WRONG: i32 = -980_829;

/// What "don't know" adds: the mean of the two.
const UNKNOWN: i32 = i32::midpoint(RIGHT, WRONG);

/// For so many days after a statement or its counterpart was shown it is no evidence of knowing the concept.
pub const FRESH_AFTER: i64 = 7;

/// A right answer so many days after a concept became known shows that it is kept.
const KEPT_AFTER: i64 = 7;

/// One answer, as far as it is evidence of knowing a concept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answer {
    /// Whether it was right; none for "don't know".
    pub right: Option<bool>,
    /// Whether the learner had taken back an answer to the statement and so seen the key: then it is no evidence.
    pub retaken: bool,
    /// Whether neither the statement nor its counterpart was seen for a week; see [`is_fresh`]. Else it is no evidence.
    pub fresh: bool,
    /// Whether the concept was due for review when it was asked.
    pub due: bool,
    /// The learner's local day, as days since 1970-01-01.
    pub day: i64,
}

/// Whether a statement is evidence on local day `day` when it or its counterpart, which the feedback shows, was seen last on
/// day `seen`. A clock that was set back makes nothing fresh.
#[must_use]
pub const fn is_fresh(seen: Option<i64>, day: i64) -> bool {
    match seen {
        None => true,
        Some(seen) => day.saturating_sub(seen) >= FRESH_AFTER,
    }
}

/// What can be said of a learner and a concept.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// No answer counts yet.
    #[default]
    New,
    /// Some do.
    Practising,
    /// They say that it is known.
    Known,
    /// It was known, and still was a week or more later.
    Kept,
}

impl State {
    /// In the order in which they are reached.
    pub const ALL: [Self; 4] = [Self::New, Self::Practising, Self::Known, Self::Kept];

    /// The word for it on screens.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Practising => "practising",
            Self::Known => "known",
            Self::Kept => "kept",
        }
    }

    /// Whether it is known, kept or not.
    #[must_use]
    pub const fn is_known(self) -> bool {
        matches!(self, Self::Known | Self::Kept)
    }
}

/// What is missing until a concept is known, if the next answers are right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Missing {
    /// How many right answers; at least 1.
    pub right: u32,
    /// Whether one of them has to come on another day than all answers so far.
    pub another_day: bool,
}

impl Missing {
    /// The same in words, such as `2 more right, one of them on another day`. Nothing was answered before where `first`.
    #[must_use]
    pub fn words(self, first: bool) -> String {
        let more = if first { "" } else { " more" };
        match (self.right, self.another_day) {
            (1, true) => format!("1{more} right, on another day"),
            (right, true) if first => format!("{right} right, on two different days"),
            (right, true) => format!("{right}{more} right, one of them on another day"),
            (right, false) => format!("{right}{more} right"),
        }
    }
}

impl Missing {
    /// The same in so few words that they fit beside a list, such as `2 more, one on another day`.
    #[must_use]
    pub fn short(self) -> String {
        match (self.right, self.another_day) {
            (1, true) => "1 more, on another day".to_owned(),
            (right, true) => format!("{right} more, one on another day"),
            (right, false) => format!("{right} more right"),
        }
    }
}

/// The test of one concept. Small and [`Copy`], so that an answer can be taken back by restoring it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mastery {
    sum: i32,
    state: State,
    answers: u32,
    right: u32,
    first_day: Option<i64>,
    second_day: bool,
    /// The day on which it became known last.
    known_on: i64,
    /// Whether each of the last three answers was wrong, the newest in the lowest bit.
    wrong_lately: u8,
    slipped: bool,
}

impl Mastery {
    /// Takes an answer into account. Retaken answers and statements seen lately change nothing.
    pub fn apply(&mut self, answer: Answer) {
        if !answer.fresh || answer.retaken {
            return;
        }
        self.sum = self.sum.saturating_add(step(answer.right)).max(WRONG);
        self.answers = self.answers.saturating_add(1);
        self.right = self.right.saturating_add(u32::from(answer.right == Some(true)));
        let first = *self.first_day.get_or_insert(answer.day);
        self.second_day |= first != answer.day;
        self.wrong_lately = (self.wrong_lately << 1 | u8::from(answer.right == Some(false))) & 0b111;
        self.judge(answer);
    }

    fn judge(&mut self, answer: Answer) {
        let kept_since = answer.day.saturating_sub(self.known_on) >= KEPT_AFTER;
        if self.state.is_known() {
            if self.wrong_lately.count_ones() >= 2 {
                self.slip();
            } else if answer.right == Some(true) && answer.due && kept_since {
                self.state = State::Kept;
            }
        } else if self.sum >= BOUND && self.second_day {
            (self.state, self.known_on, self.slipped) = (State::Known, answer.day, false);
        } else {
            self.state = State::Practising;
        }
    }

    /// Goes back to practising, with one right answer missing.
    fn slip(&mut self) {
        self.sum = self.sum.min(BOUND - RIGHT);
        self.wrong_lately = 0;
        (self.state, self.slipped) = (State::Practising, true);
    }

    /// The local day on which it became known last, as days since 1970-01-01; none while it is not known.
    #[must_use]
    pub const fn known_since(&self) -> Option<i64> {
        if self.state.is_known() { Some(self.known_on) } else { None }
    }

    /// What can be said.
    #[must_use]
    pub const fn state(&self) -> State {
        self.state
    }

    /// Whether it was known and is no more.
    #[must_use]
    pub const fn has_slipped(&self) -> bool {
        self.slipped
    }

    /// The local day on which it became known; none while it is not.
    #[must_use]
    pub const fn known_on(&self) -> Option<i64> {
        if self.state.is_known() { Some(self.known_on) } else { None }
    }

    /// The logarithm of the odds of knowing 70 % against knowing 20 %, at least −.981.
    #[must_use]
    pub fn score(&self) -> f64 {
        f64::from(self.sum) / 1e6
    }

    /// How many answers it rests on.
    #[must_use]
    pub const fn answers(&self) -> u32 {
        self.answers
    }

    /// How many of them were right.
    #[must_use]
    pub const fn right(&self) -> u32 {
        self.right
    }

    /// The least that is missing until it is known; none once it is.
    #[must_use]
    pub fn missing(&self) -> Option<Missing> {
        if self.state.is_known() {
            return None;
        }
        let right = (BOUND - self.sum).max(0).unsigned_abs().div_ceil(RIGHT.unsigned_abs()).max(1);
        Some(Missing { right, another_day: !self.second_day })
    }

    /// What is missing in words, such as `2 more right, one of them on another day`; none once it is known.
    #[must_use]
    pub fn missing_words(&self) -> Option<String> {
        self.missing().map(|missing| missing.words(self.answers == 0))
    }

    /// Why so much is missing, in a sentence; none once it is known, and where it was known before.
    #[must_use]
    pub const fn why_missing(&self) -> Option<&'static str> {
        match self.state {
            _ if self.slipped => None,
            State::Known | State::Kept => None,
            _ => Some("A guess is right half the time, and a second day shows that it stays."),
        }
    }

    /// Why more is missing than before an answer that was just given and that was not right (none for "don't know"), in a
    /// sentence; none where it may be no more, once it is known, and where it was known before.
    #[must_use]
    pub const fn why_more(&self, right: Option<bool>) -> Option<&'static str> {
        // The sum never falls below one miss: at that bound nothing may have been taken back.
        let took = self.sum > WRONG || self.answers == 1;
        match right {
            _ if self.slipped || self.state.is_known() || !took => None,
            Some(true) => None,
            // A miss takes back .98 of the sum, "don't know" .32, and a right answer adds .35.
            Some(false) => Some("A miss takes back up to three right answers: half of all guesses are right."),
            None => Some("Not knowing takes back one right answer at most, a miss up to three."),
        }
    }

    /// How far the evidence goes, in words, while all of it is right: `3 of 3 so far; luck does that one time in eight`. None
    /// where nothing is to be said: without an answer, after a wrong one, and once it is known.
    #[must_use]
    pub fn so_far(&self) -> Option<String> {
        let all_right = self.answers > 0 && self.right == self.answers && !self.state.is_known();
        let luck = match self.answers {
            1 => "every second time",
            2 => "one time in four",
            3 => "one time in eight",
            4 => "one time in sixteen",
            _ => return None,
        };
        all_right.then(|| format!("{} of {} so far; luck does that {luck}", self.right, self.answers))
    }
}

/// What an answer adds to the sum, in millionths.
const fn step(right: Option<bool>) -> i32 {
    match right {
        Some(true) => RIGHT,
        Some(false) => WRONG,
        None => UNKNOWN,
    }
}

/// How many concepts of a topic are in each state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TopicMastery {
    /// Nothing counts yet.
    pub new: usize,
    /// Under way.
    pub practising: usize,
    /// Known, and not yet kept.
    pub known: usize,
    /// Kept.
    pub kept: usize,
    /// How many answers all this rests on.
    pub answers: u32,
}

impl TopicMastery {
    /// Of a topic all of whose concepts are given; one that was never asked about is [`Mastery::default`].
    #[must_use]
    pub fn of(concepts: impl IntoIterator<Item = Mastery>) -> Self {
        let mut topic = Self::default();
        for concept in concepts {
            let count = match concept.state() {
                State::New => &mut topic.new,
                State::Practising => &mut topic.practising,
                State::Known => &mut topic.known,
                State::Kept => &mut topic.kept,
            };
            *count += 1;
            topic.answers = topic.answers.saturating_add(concept.answers());
        }
        topic
    }

    /// Kept when all concepts are, known when all are known, new while all are new; else practising.
    #[must_use]
    pub const fn state(&self) -> State {
        match (self.new, self.practising, self.known, self.kept) {
            (0, 0, 0, 1..) => State::Kept,
            (0, 0, _, _) if self.known > 0 => State::Known,
            (_, 0, 0, 0) => State::New,
            _ => State::Practising,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn answer(right: Option<bool>, day: i64) -> Answer {
        Answer { right, retaken: false, fresh: true, due: true, day }
    }

    fn after(answers: impl IntoIterator<Item = (Option<bool>, i64)>) -> Mastery {
        let mut mastery = Mastery::default();
        answers.into_iter().for_each(|(right, day)| mastery.apply(answer(right, day)));
        mastery
    }

    /// Answers, of which `x` is wrong, `?` not known and any other sign right; a blank begins another day.
    fn answers(signs: &str) -> Mastery {
        let mut day = 0;
        after(signs.chars().filter_map(|sign| match sign {
            ' ' => {
                day += 1;
                None
            }
            'x' => Some((Some(false), day)),
            '?' => Some((None, day)),
            _ => Some((Some(true), day)),
        }))
    }

    #[test]
    fn steps_and_bound_follow_from_their_formulas() {
        let step_of = |likelihood: fn(f64) -> f64| (likelihood(0.7) / likelihood(0.2)).ln();
        let (right, wrong) = (step_of(|known| f64::midpoint(1.0, known)), step_of(|known| (1.0 - known) / 2.0));
        for (found, wanted) in
            [(RIGHT, right), (WRONG, wrong), (UNKNOWN, f64::midpoint(right, wrong)), (BOUND, 4.0_f64.ln())]
        {
            assert!((f64::from(found) / 1e6 - wanted).abs() <= 1e-6, "{found} {wanted}");
        }
        // To three places, as the design has them.
        let places = |millionths: i32| format!("{:.2}", f64::from(millionths) / 1e6);
        assert_eq!([WRONG, RIGHT, UNKNOWN, BOUND].map(places), ["-0.98", "0.35", "-0.32", "1.39"]);
    }

    #[test]
    fn four_of_four_or_seven_of_eight_on_two_days_are_known() {
        for (signs, state) in [
            ("", State::New),
            ("+", State::Practising),
            ("++ +", State::Practising),
            ("++ ++", State::Known),
            ("x+++ ++++", State::Known),
            ("x+++ +++", State::Practising),
            ("?", State::Practising),
            ("++?+ +", State::Practising),
            ("++?+ ++", State::Known),
        ] {
            assert_eq!(answers(signs).state(), state, "{signs:?}");
        }
    }

    #[test]
    fn one_day_is_not_enough_however_many_answers() {
        let mut one_day = after((0..50).map(|_| (Some(true), 9)));
        assert_eq!(one_day.state(), State::Practising);
        assert_eq!(one_day.missing(), Some(Missing { right: 1, another_day: true }));
        one_day.apply(answer(Some(true), 8));
        assert_eq!(one_day.state(), State::Known, "a day before, after the clock was set back, is another day");
    }

    #[test]
    fn what_is_missing_is_said_in_words() {
        for (signs, words) in [
            ("", Some("4 right, on two different days")),
            ("+", Some("3 more right, one of them on another day")),
            ("++", Some("2 more right, one of them on another day")),
            ("+ +", Some("2 more right")),
            ("++++", Some("1 more right, on another day")),
            ("x", Some("7 more right, one of them on another day")),
            ("++ ++", None),
        ] {
            assert_eq!(answers(signs).missing_words().as_deref(), words, "{signs:?}");
        }
    }

    #[test]
    fn what_is_missing_is_said_shortly_beside_a_list() {
        for (signs, words) in
            [("x", "7 more, one on another day"), ("++++", "1 more, on another day"), ("+ +", "2 more right")]
        {
            assert_eq!(answers(signs).missing().unwrap().short(), words, "{signs:?}");
        }
    }

    #[test]
    fn why_so_much_is_missing_is_said_until_it_is_known() {
        let is_said = |signs: &str| answers(signs).why_missing().is_some();
        for (signs, wanted) in [("", true), ("++", true), ("x", true), ("+?", true), ("++ ++", false)] {
            assert_eq!(is_said(signs), wanted, "{signs:?}");
        }
        assert!(!is_said("++ ++xx"), "a slip says why by itself");
        let more = |signs: &str, right| answers(signs).why_more(right).map(|why| why.split(' ').next());
        for (signs, right, wanted) in [
            ("x", Some(false), Some(Some("A"))),
            ("+x", Some(false), Some(Some("A"))),
            ("xx", Some(false), None),
            ("?", None, Some(Some("Not"))),
            ("x+", Some(true), None),
        ] {
            assert_eq!(more(signs, right), wanted, "{signs:?}");
        }
        // What the sentence says of a miss: three right answers make up for it, and two do not.
        const { assert!(WRONG + 3 * RIGHT > 0 && WRONG + 2 * RIGHT < 0) };
    }

    #[test]
    fn what_is_said_to_be_missing_is_enough() {
        for signs in ["", "x", "xx", "?", "+x", "++x+", "+++", "x?x?", "++ + x"] {
            let mut mastery = answers(signs);
            let missing = mastery.missing().unwrap();
            for _ in 1..missing.right {
                mastery.apply(answer(Some(true), 0));
                assert!(!mastery.state().is_known(), "{signs:?}");
            }
            mastery.apply(answer(Some(true), 40));
            assert!(mastery.state().is_known(), "{signs:?}: {missing:?}");
        }
    }

    #[test]
    fn how_far_the_evidence_goes_is_set_against_luck() {
        assert_eq!(answers("++ +").so_far().as_deref(), Some("3 of 3 so far; luck does that one time in eight"));
        for signs in ["", "+x", "++ ++", "+++++"] {
            assert_eq!(answers(signs).so_far(), None, "{signs:?}");
        }
    }

    #[test]
    fn no_early_failure_has_to_be_worked_off() {
        assert_eq!(answers("xxxxxxxx").missing().unwrap().right, answers("x").missing().unwrap().right);
        assert!((answers("xxx").score() + 0.980_829).abs() < 1e-9);
    }

    #[test]
    fn kept_is_what_is_right_at_a_due_review_a_week_after_it_became_known() {
        let known = answers("++ ++");
        for (day, due, right, state) in [
            (7, true, Some(true), State::Known),
            (8, true, Some(true), State::Kept),
            (8, false, Some(true), State::Known),
            (8, true, Some(false), State::Known),
            (8, true, None, State::Known),
            (90, true, Some(true), State::Kept),
        ] {
            let mut one = known;
            one.apply(Answer { due, ..answer(right, day) });
            assert_eq!(one.state(), state, "{day} {due} {right:?}");
        }
    }

    #[test]
    fn two_wrong_of_the_last_three_are_a_slip_and_one_right_answer_mends_it() {
        let long_known = format!("++ {}", "+".repeat(20));
        for signs in ["xx", "x+x"] {
            let mut slipped = answers(&format!("{long_known}{signs}"));
            assert_eq!((slipped.state(), slipped.has_slipped()), (State::Practising, true), "{signs}");
            assert_eq!(slipped.missing(), Some(Missing { right: 1, another_day: false }));
            slipped.apply(answer(Some(true), 1));
            assert_eq!((slipped.state(), slipped.has_slipped()), (State::Known, false));
        }
        for signs in ["x", "x++x", "?", "x?"] {
            assert_eq!(answers(&format!("{long_known}{signs}")).state(), State::Known, "{signs}");
        }
    }

    #[test]
    fn what_is_no_evidence_changes_nothing() {
        let plain = answer(Some(true), 1);
        for none in [Answer { retaken: true, ..plain }, Answer { fresh: false, ..plain }] {
            let mut mastery = Mastery::default();
            mastery.apply(none);
            assert_eq!(mastery, Mastery::default(), "{none:?}");
        }
    }

    #[test]
    fn a_statement_is_fresh_when_it_was_not_seen_for_a_week() {
        assert!(is_fresh(None, 0) && is_fresh(Some(3), 10));
        assert!(!is_fresh(Some(4), 10) && !is_fresh(Some(10), 10) && !is_fresh(Some(11), 10));
        assert!(!is_fresh(Some(i64::MAX), i64::MIN) && is_fresh(Some(i64::MIN), i64::MAX));
    }

    #[test]
    fn a_topic_is_known_when_all_its_concepts_are() {
        let (known, new, practising) = (answers("++ ++"), Mastery::default(), answers("x"));
        let mut kept = known;
        kept.apply(answer(Some(true), 30));
        for (concepts, state) in [
            (vec![], State::New),
            (vec![new, new], State::New),
            (vec![known, new], State::Practising),
            (vec![known, practising], State::Practising),
            (vec![known, known], State::Known),
            (vec![known, kept], State::Known),
            (vec![kept, kept], State::Kept),
        ] {
            assert_eq!(TopicMastery::of(concepts.iter().copied()).state(), state, "{concepts:?}");
        }
        let topic = TopicMastery::of([known, new, practising, kept]);
        assert_eq!((topic.new, topic.practising, topic.known, topic.kept, topic.answers), (1, 1, 1, 1, 4 + 1 + 5));
    }

    proptest! {
        #[test]
        fn any_answers_keep_the_rules_and_come_back_from_json(
            answers in prop::collection::vec((prop::option::of(any::<bool>()), any::<[bool; 3]>(), any::<i64>()), 0..80)
        ) {
            let mut mastery = Mastery::default();
            for (right, [retaken, fresh, due], day) in answers {
                mastery.apply(Answer { right, retaken, fresh, due, day });
                prop_assert!(mastery.sum >= WRONG);
                prop_assert!(!mastery.state().is_known() || mastery.second_day && mastery.answers >= 4);
                prop_assert_eq!(mastery.missing().is_none(), mastery.state().is_known());
                prop_assert_eq!(mastery.state() == State::New, mastery.answers == 0);
            }
            let json = serde_json::to_string(&mastery).unwrap();
            prop_assert_eq!(serde_json::from_str::<Mastery>(&json).unwrap(), mastery);
        }
    }
}
