//! How able a learner is, from answers of which half would be right by luck.
//!
//! The model is the three-parameter logistic one (A. Birnbaum, 1968) with the guessing floor fixed by the two choices:
//! `P(right | θ) = c + (1 − c)·σ(a(θ − b))`, `c = 0.5`, `σ` the logistic function without the factor 1.702. Ability `θ`
//! is standard normal among learners before anything is known. Its posterior is kept on a grid of [`POINTS`] points over
//! −6 to 6; the estimate is the posterior's mean (EAP) with its standard deviation.
//!
//! How sure somebody was is no evidence of ability: else it would pay to be certain always.
//!
//! Answers to statements that nobody has calibrated differ only in level and outcome, so [`Evidence`] just counts them:
//! taking an answer into account, or out again, costs one addition, and the grid is only used when somebody asks.

use super::certainty::Certainty;
use serde::{Deserialize, Serialize};
use std::array;
use std::sync::LazyLock;

/// How many points the grid of abilities has.
pub const POINTS: usize = 121;

/// The least ability on the grid; the greatest is its opposite.
const LOWEST: f64 = -6.0;

/// The distance between neighbours on the grid.
const STEP: f64 = 0.1;

/// The share that guessing gets right between two choices.
pub const FLOOR: f64 = 0.5;

/// How much of a topic's ability is general ability: the correlation between two topics.
pub const TOPIC_CORRELATION: f64 = 0.6;

/// How many points general ability is integrated on, from −4.2 to 4.2: the normal mass outside is 0.00003.
const GENERAL_POINTS: usize = 29;
const GENERAL_LOWEST: f64 = -4.2;
const GENERAL_STEP: f64 = 0.3;

/// From this probability of being above average a topic counts as likely strong; from its complement, as likely weak.
const LIKELY: f64 = 0.8;

/// From fewer answers nothing is claimed of anything.
pub const FEWEST: u32 = 4;

/// One number for each ability of the grid.
type Row = [f64; POINTS];

/// The levels of statements, 1 to 3.
const LEVELS: usize = 3;

/// Right, wrong, or "don't know".
const OUTCOMES: usize = 3;

/// How hard a statement is, and how sharply it tells abilities apart.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Item {
    /// Discrimination, above 0.
    pub a: f64,
    /// Difficulty, on the scale of abilities.
    pub b: f64,
}

impl Item {
    /// An item that nobody has calibrated: discrimination 1, difficulty −1, 0, +1 by level 1, 2, 3. Levels outside are
    /// taken as the nearest.
    #[must_use]
    pub fn of_level(level: u8) -> Self {
        Self { a: 1.0, b: f64::from(level.clamp(1, 3)) - 2.0 }
    }

    /// The probability that a learner of ability `theta` knows the answer, guessing aside.
    #[must_use]
    pub fn knows(self, theta: f64) -> f64 {
        logistic(self.a * (theta - self.b))
    }

    /// The probability that a learner of ability `theta` answers rightly, by knowledge or luck.
    #[must_use]
    pub fn right(self, theta: f64) -> f64 {
        chance(self.knows(theta), true, FLOOR)
    }

    /// Fisher's information about `theta` in one answer without certainty, for choosing the next statement.
    #[must_use]
    pub fn information(self, theta: f64) -> f64 {
        // Birnbaum's form: a²·(Q/P)·((P − c)/(1 − c))².
        let (knows, right) = (self.knows(theta), self.right(theta));
        self.a * self.a * (1.0 - right) / right * knows * knows
    }
}

/// The logistic function.
fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-x))
}

/// The probability of a right or wrong answer by one who knows it with probability `knows` and else guesses rightly
/// with probability `floor`.
fn chance(knows: f64, right: bool, floor: f64) -> f64 {
    if right { floor + (1.0 - floor) * knows } else { (1.0 - floor) * (1.0 - knows) }
}

/// How often each certainty is chosen by one who knows, and by one who guesses. Each sums to 1 over the certainties.
#[must_use]
pub const fn certainty_shares(certainty: Certainty) -> (f64, f64) {
    match certainty {
        Certainty::C1 => (0.20, 0.45),
        Certainty::C2 => (0.275, 0.30),
        Certainty::C3 => (0.525, 0.25),
    }
}

/// The abilities of the grid.
fn grid() -> Row {
    array::from_fn(|point| place(LOWEST, STEP, point))
}

fn place(lowest: f64, step: f64, point: usize) -> f64 {
    lowest + step * f64::from(u16::try_from(point).unwrap_or(u16::MAX))
}

/// The logarithm of the likelihood of one answer, for each ability of the grid. "Don't know" says what a guess says on
/// average: if it said nothing, those who leave out what they do not know would seem to know all the rest.
fn row(item: Item, right: Option<bool>) -> Row {
    let log = |theta: f64, right| libm::log(chance(item.knows(theta), right, FLOOR));
    grid().map(|theta| match right {
        Some(right) => log(theta, right),
        None => f64::midpoint(log(theta, true), log(theta, false)),
    })
}

/// What is known of an ability: a distribution over the grid.
#[derive(Debug, Clone, PartialEq)]
pub struct Posterior {
    /// Logarithms of the unscaled probabilities.
    log: Row,
    /// How many answers it rests on.
    answers: u32,
}

/// An ability as it is shown: never without its spread and the number of answers.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// The mean of the posterior (EAP), in standard deviations of ability among learners.
    pub mean: f64,
    /// Its standard deviation; 1 without an answer.
    pub sd: f64,
    /// How many answers it rests on, "don't know" included.
    pub answers: u32,
}

impl Default for Posterior {
    /// Nothing known: the standard normal distribution.
    fn default() -> Self {
        Self { log: grid().map(|theta| -theta * theta / 2.0), answers: 0 }
    }
}

impl Posterior {
    /// Takes an answer to `item` into account; none for "don't know".
    pub fn observe(&mut self, item: Item, right: Option<bool>) {
        self.add(&row(item, right), 1);
    }

    fn add(&mut self, row: &Row, times: u32) {
        let factor = f64::from(times);
        self.log.iter_mut().zip(row).for_each(|(log, more)| *log += factor * more);
        self.answers = self.answers.saturating_add(times);
    }

    /// The probabilities of the grid's abilities; they sum to 1.
    #[must_use]
    pub fn weights(&self) -> [f64; POINTS] {
        normalised(&self.log)
    }

    /// Mean and standard deviation.
    #[must_use]
    pub fn estimate(&self) -> Estimate {
        let weights = self.weights();
        let mean = moment(&weights, |theta| theta);
        let variance = moment(&weights, |theta| (theta - mean).powi(2));
        Estimate { mean, sd: variance.sqrt(), answers: self.answers }
    }

    /// The probability that the ability is above `cut`.
    ///
    /// Between two points of the grid the probability is taken to be spread evenly, so the error is about 0.001.
    #[must_use]
    pub fn above(&self, cut: f64) -> f64 {
        let share = |theta: f64| ((theta - cut) / STEP + 0.5).clamp(0.0, 1.0);
        moment(&self.weights(), share)
    }
}

fn moment(weights: &Row, value: impl Fn(f64) -> f64) -> f64 {
    grid().into_iter().zip(weights).map(|(theta, weight)| value(theta) * weight).sum()
}

/// Probabilities from logarithms of any scale.
fn normalised(log: &Row) -> Row {
    let most = log.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let weights = log.map(|one| libm::exp(one - most));
    let sum: f64 = weights.iter().sum();
    weights.map(|weight| weight / sum)
}

/// The answers to uncalibrated statements, counted by level and outcome: all that the posterior depends on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    counts: [[u32; OUTCOMES]; LEVELS],
}

/// The logarithms of likelihood of all levels and outcomes.
static ROWS: LazyLock<[[Row; OUTCOMES]; LEVELS]> = LazyLock::new(|| {
    [1, 2, 3].map(|level| [Some(true), Some(false), None].map(|right| row(Item::of_level(level), right)))
});

impl Evidence {
    /// Counts an answer to a statement of `level`; none for "don't know".
    pub fn add(&mut self, level: u8, right: Option<bool>) {
        if let Some(count) = self.count_mut(level, right) {
            *count = count.saturating_add(1);
        }
    }

    /// Takes an answer that was counted out again.
    pub fn remove(&mut self, level: u8, right: Option<bool>) {
        if let Some(count) = self.count_mut(level, right) {
            *count = count.saturating_sub(1);
        }
    }

    fn count_mut(&mut self, level: u8, right: Option<bool>) -> Option<&mut u32> {
        let outcome = match right {
            Some(true) => 0,
            Some(false) => 1,
            None => 2,
        };
        self.counts.get_mut(usize::from(level.clamp(1, 3)) - 1)?.get_mut(outcome)
    }

    /// How many answers were counted.
    #[must_use]
    pub fn answers(&self) -> u32 {
        self.counts.iter().flatten().fold(0, |sum, count| sum.saturating_add(*count))
    }

    /// What the answers say about the ability behind them.
    #[must_use]
    pub fn posterior(&self) -> Posterior {
        let mut posterior = Posterior::default();
        self.add_to(&mut posterior);
        posterior
    }

    /// What the answers of several topics say together about ability in general.
    #[must_use]
    pub fn together<'a>(all: impl IntoIterator<Item = &'a Self>) -> Posterior {
        let mut posterior = Posterior::default();
        all.into_iter().for_each(|one| one.add_to(&mut posterior));
        posterior
    }

    fn add_to(&self, posterior: &mut Posterior) {
        for (row, &count) in ROWS.iter().flatten().zip(self.counts.iter().flatten()) {
            if count > 0 {
                posterior.add(row, count);
            }
        }
    }

    /// The logarithm of the likelihood for each ability of the grid, without a prior.
    fn log_likelihood(&self) -> Row {
        let mut flat = Posterior { log: [0.0; POINTS], answers: 0 };
        self.add_to(&mut flat);
        flat.log
    }
}

/// What can be said of a topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Strength {
    /// Above average with a probability over 0.8.
    LikelyStrong,
    /// Above average with a probability under 0.2.
    LikelyWeak,
    /// Neither.
    NotEnoughEvidence,
}

impl Strength {
    fn of(above: f64) -> Self {
        if above > LIKELY {
            Self::LikelyStrong
        } else if above < 1.0 - LIKELY {
            Self::LikelyWeak
        } else {
            Self::NotEnoughEvidence
        }
    }

    /// The words for it on screens.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::LikelyStrong => "likely strong",
            Self::LikelyWeak => "likely weak",
            Self::NotEnoughEvidence => "not enough evidence",
        }
    }
}

/// One topic of a profile.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct TopicAbility {
    /// Ability in the topic: its own answers, and the others' as far as topics go together.
    pub estimate: Estimate,
    /// The probability that it is above 0, the average before anything is known.
    pub above: f64,
    /// What that amounts to.
    pub strength: Strength,
}

/// The abilities in several topics that go together: `θ_d = √ρ·g + √(1 − ρ)·e_d`, where `g` is general ability, `e_d` the
/// topic's own share, both standard normal, and `ρ` = [`TOPIC_CORRELATION`].
///
/// General ability is integrated on 29 points. A topic with fewer than [`FEWEST`] answers of its own is never called strong or weak.
#[must_use]
pub fn profile(topics: &[Evidence]) -> Vec<TopicAbility> {
    let given: Vec<TopicGivenGeneral> = topics.iter().map(TopicGivenGeneral::new).collect();
    let mut general: [f64; GENERAL_POINTS] = array::from_fn(|point| {
        let g = place(GENERAL_LOWEST, GENERAL_STEP, point);
        -g * g / 2.0
    });
    for topic in &given {
        general.iter_mut().zip(&topic.slices).for_each(|(log, slice)| *log += slice.log_likelihood);
    }
    let most = general.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let weights = general.map(|log| (log - most).exp());
    let sum: f64 = weights.iter().sum();
    let weights = weights.map(|weight| weight / sum);
    given.iter().zip(topics).map(|(topic, evidence)| topic.average(&weights, evidence.answers())).collect()
}

/// What a topic's answers say, for each value of general ability.
struct TopicGivenGeneral {
    slices: [Slice; GENERAL_POINTS],
}

/// The same for one value of general ability.
#[derive(Clone, Copy)]
struct Slice {
    log_likelihood: f64,
    above: f64,
    mean: f64,
    square: f64,
}

/// The distribution of a topic's ability for each value of general ability, before any answer.
static GIVEN_GENERAL: LazyLock<[Row; GENERAL_POINTS]> = LazyLock::new(|| {
    array::from_fn(|point| {
        let centre = TOPIC_CORRELATION.sqrt() * place(GENERAL_LOWEST, GENERAL_STEP, point);
        normalised(&grid().map(|theta| -(theta - centre).powi(2) / (2.0 * (1.0 - TOPIC_CORRELATION))))
    })
});

impl TopicGivenGeneral {
    fn new(evidence: &Evidence) -> Self {
        let log = evidence.log_likelihood();
        let most = log.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let likelihood = log.map(|one| (one - most).exp());
        let slices = GIVEN_GENERAL.each_ref().map(|prior| {
            let joint: Row =
                array::from_fn(|at| prior.get(at).copied().unwrap_or(0.0) * likelihood.get(at).copied().unwrap_or(0.0));
            let mass: f64 = joint.iter().sum::<f64>().max(f64::MIN_POSITIVE);
            let above = |theta: f64| (theta / STEP + 0.5).clamp(0.0, 1.0);
            Slice {
                log_likelihood: mass.ln() + most,
                above: moment(&joint, above) / mass,
                mean: moment(&joint, |theta| theta) / mass,
                square: moment(&joint, |theta| theta * theta) / mass,
            }
        });
        Self { slices }
    }

    fn average(&self, weights: &[f64; GENERAL_POINTS], answers: u32) -> TopicAbility {
        let over = |value: fn(&Slice) -> f64| -> f64 {
            self.slices.iter().zip(weights).map(|(slice, weight)| value(slice) * weight).sum()
        };
        let (mean, above) = (over(|slice| slice.mean), over(|slice| slice.above).clamp(0.0, 1.0));
        let variance = (over(|slice| slice.square) - mean * mean).max(0.0);
        let strength = if answers < FEWEST { Strength::NotEnoughEvidence } else { Strength::of(above) };
        TopicAbility { estimate: Estimate { mean, sd: variance.sqrt(), answers }, above, strength }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    type Answers = Vec<(Item, bool)>;

    fn plain(items: &[(f64, f64, bool)]) -> Answers {
        items.iter().map(|&(a, b, right)| (Item { a, b }, right)).collect()
    }

    #[test]
    fn estimates_match_independent_quadrature() {
        // Reference: Simpson's rule with 20,000 intervals on [−10, 10] over exp(−θ²/2)·∏ P, in Python floats, written
        // from the formulas alone.
        let level = |b: f64, right| (Item { a: 1.0, b }, right);
        let forty = [(-1.0, 14), (0.0, 13), (1.0, 13)];
        let forty: Answers = forty.iter().flat_map(|&(b, n)| vec![level(b, true); n]).collect();
        let cases: [(&str, Answers, f64, f64); 6] = [
            ("nothing", vec![], 0.0, 1.0),
            ("111111", plain(&[(1.0, 0.0, true); 6]), 0.729_932_685, 0.899_962_572),
            ("000000", plain(&[(1.0, 0.0, false); 6]), -1.358_929_379, 0.717_805_445),
            (
                "three levels and one calibrated",
                plain(&[(1.0, -1.0, true), (1.0, 0.0, false), (1.0, 1.0, true), (1.7, 0.4, true)]),
                -0.043_181_394,
                0.915_822_205,
            ),
            (
                "sharp and blunt",
                plain(&[(2.5, 0.8, true), (2.5, -0.3, true), (0.6, 1.9, false)]),
                0.244_243_880,
                0.961_212_692,
            ),
            ("forty right", forty, 2.246_759_135, 0.635_917_596),
        ];
        for (name, answers, mean, sd) in cases {
            let mut posterior = Posterior::default();
            for (item, right) in &answers {
                posterior.observe(*item, Some(*right));
            }
            let estimate = posterior.estimate();
            assert!((estimate.mean - mean).abs() < 1e-6, "{name}: {estimate:?}");
            // Forty right answers leave a little of the posterior beyond 6, which the spread feels first.
            assert!((estimate.sd - sd).abs() < 3e-6, "{name}: {estimate:?}");
            assert_eq!(estimate.answers as usize, answers.len(), "{name}");
        }
    }

    #[test]
    fn the_share_above_a_cut_matches_independent_quadrature() {
        // The same quadrature over [0, 10].
        let mut posterior = Posterior::default();
        assert!((posterior.above(0.0) - 0.5).abs() < 1e-12);
        for _ in 0..6 {
            posterior.observe(Item { a: 1.0, b: 0.0 }, Some(true));
        }
        assert!((posterior.above(0.0) - 0.797_900_638).abs() < 1e-3, "{}", posterior.above(0.0));
        assert!((posterior.above(-7.0) - 1.0).abs() < 1e-9);
        assert!(posterior.above(7.0) < 1e-9);
    }

    #[test]
    fn dont_know_says_what_a_guess_says_on_average() {
        let observed = |answers: &[Option<bool>]| {
            let mut posterior = Posterior::default();
            for right in answers {
                posterior.observe(Item::of_level(2), *right);
            }
            posterior.estimate()
        };
        let (unknown, both) = (observed(&[None, None]), observed(&[Some(true), Some(false)]));
        assert!((unknown.mean - both.mean).abs() < 1e-9 && (unknown.sd - both.sd).abs() < 1e-9);
        assert!(observed(&[None; 40]).mean < -0.5, "leaving everything open is no way to seem able");
    }

    #[test]
    fn levels_stand_for_difficulties() {
        for (level, b) in [(0, -1.0), (1, -1.0), (2, 0.0), (3, 1.0), (9, 1.0)] {
            assert_eq!(Item::of_level(level), Item { a: 1.0, b }, "level {level}");
        }
    }

    #[test]
    fn information_peaks_where_birnbaum_says() {
        // θ* = b + ln((1 + √(1 + 8c))/2)/a (Lord, 1980, equation 10-4): 0.4812 for a = 1, b = 0, c = .5.
        let item = Item { a: 1.0, b: 0.0 };
        let best = grid().into_iter().max_by(|x, y| item.information(*x).total_cmp(&item.information(*y))).unwrap();
        let peak = f64::midpoint(1.0, (1.0 + 8.0 * FLOOR).sqrt()).ln();
        assert!((best - peak).abs() <= STEP / 2.0, "{best} {peak}");
        // Against the definition, P'²/(P·Q), by central differences.
        for theta in [-2.0, 0.0, 0.5, 3.0] {
            let (h, p) = (1e-5, item.right(theta));
            let slope = (item.right(theta + h) - item.right(theta - h)) / (2.0 * h);
            assert!((item.information(theta) - slope * slope / (p * (1.0 - p))).abs() < 1e-8, "{theta}");
        }
    }

    #[test]
    fn a_profile_matches_independent_integration() {
        // Reference: midpoint rule with 300 points of g and 800 of e in Python floats, cut exactly at θ = 0.
        let mut strong = Evidence::default();
        (0..8).for_each(|_| strong.add(2, Some(true)));
        (0..2).for_each(|_| strong.add(3, Some(true)));
        let mut weak = Evidence::default();
        (0..3).for_each(|_| weak.add(1, Some(false)));
        weak.add(2, Some(true));
        let profile = profile(&[strong, weak, Evidence::default()]);
        let wanted = [
            (0.714_126, 0.441_535, 0.851_597, Strength::NotEnoughEvidence, 10),
            (0.172_329, -0.718_995, 0.766_611, Strength::LikelyWeak, 4),
            (0.456_310, -0.104_047, 0.906_497, Strength::NotEnoughEvidence, 0),
        ];
        assert_eq!(profile.len(), wanted.len());
        for (topic, (above, mean, sd, strength, answers)) in profile.iter().zip(wanted) {
            assert!((topic.above - above).abs() < 1e-3, "{topic:?}");
            assert!((topic.estimate.mean - mean).abs() < 1e-4, "{topic:?}");
            assert!((topic.estimate.sd - sd).abs() < 1e-3, "{topic:?}");
            assert_eq!((topic.strength, topic.estimate.answers), (strength, answers));
        }
    }

    #[test]
    fn a_topic_with_fewer_than_four_answers_is_never_judged() {
        let mut strong = Evidence::default();
        (0..60).for_each(|_| strong.add(3, Some(true)));
        for few in 0..4 {
            let mut last = Evidence::default();
            (0..few).for_each(|_| last.add(3, Some(true)));
            let profile = profile(&[strong, strong, strong, last]);
            let last = profile.last().unwrap();
            assert!(last.above > LIKELY);
            assert_eq!(last.strength, Strength::NotEnoughEvidence, "{few}");
        }
        let profile = profile(&[strong]);
        assert_eq!(profile.first().unwrap().strength, Strength::LikelyStrong);
        assert!(super::profile(&[]).is_empty());
    }

    proptest! {
        #[test]
        fn all_wrong_says_the_same_whatever_the_floor(floor in 0.0..0.99_f64, b in -2.0..2.0_f64) {
            let posterior = |floor: f64| {
                let log = |theta: f64| chance(Item { a: 1.0, b }.knows(theta), false, floor).ln();
                normalised(&grid().map(|theta| -theta * theta / 2.0 + 6.0 * log(theta)))
            };
            for (one, other) in posterior(floor).iter().zip(posterior(FLOOR)) {
                prop_assert!((one - other).abs() < 1e-12);
            }
        }

        #[test]
        fn counted_answers_say_what_observed_ones_say(
            answers in prop::collection::vec((0..5_u8, prop::option::of(any::<bool>())), 0..60)
        ) {
            let (mut evidence, mut posterior) = (Evidence::default(), Posterior::default());
            for (level, right) in &answers {
                evidence.add(*level, *right);
                posterior.observe(Item::of_level(*level), *right);
            }
            let (counted, observed) = (evidence.posterior().estimate(), posterior.estimate());
            prop_assert!((counted.mean - observed.mean).abs() < 1e-9);
            prop_assert!((counted.sd - observed.sd).abs() < 1e-9);
            prop_assert_eq!(counted.answers, evidence.answers());
            prop_assert_eq!(counted.answers, observed.answers);
            for (level, right) in answers {
                evidence.remove(level, right);
            }
            prop_assert_eq!(evidence, Evidence::default());
        }

        #[test]
        fn any_number_of_answers_gives_a_finite_profile(counts in prop::collection::vec(any::<u32>(), 9)) {
            let mut evidence = Evidence::default();
            evidence.counts.iter_mut().flatten().zip(counts).for_each(|(count, some)| *count = some / 9);
            for topic in profile(&[evidence, Evidence::default()]) {
                prop_assert!(topic.estimate.mean.is_finite() && topic.estimate.sd.is_finite());
                prop_assert!((0.0..=1.0).contains(&topic.above));
            }
        }
    }
}
