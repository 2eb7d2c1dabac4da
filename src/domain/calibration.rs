//! How well a learner knows what they know: certainty against being right.
//!
//! Shown only after [`ENOUGH`] answers that carry a certainty. "Don't know" and answers without certainty do not count.

use super::certainty::Certainty;
use serde::{Deserialize, Serialize};

/// From this many answers with a certainty on, a calibration is shown.
pub const ENOUGH: u32 = 30;

/// The normal deviate of a two-sided interval of 95 %.
const DEVIATE: f64 = 1.959_963_984_540_054;

impl Certainty {
    /// The probabilities of being right at which saying this certainty earns most: certainty-based marking changes at
    /// 2/3 and 4/5, and guessing between two choices is right half the time.
    #[must_use]
    pub const fn band(self) -> (f64, f64) {
        match self {
            Self::C1 => (0.5, 2.0 / 3.0),
            Self::C2 => (2.0 / 3.0, 0.8),
            Self::C3 => (0.8, 1.0),
        }
    }

    /// The probability that saying this certainty is taken to state: the middle of its [band](Self::band).
    ///
    /// A learner who is honest says a certainty anywhere in its band, and nothing is known of where; the middle makes
    /// the greatest possible error least. It is never 0 or 1, so the log loss stays finite.
    #[must_use]
    pub const fn stated(self) -> f64 {
        let (low, high) = self.band();
        f64::midpoint(low, high)
    }

    /// The certainty that earns most for one who is right with probability `share`.
    #[must_use]
    pub fn best(share: f64) -> Self {
        Self::ALL.into_iter().rev().find(|certainty| share >= certainty.band().0).unwrap_or(Self::C1)
    }
}

/// Answers that carried a certainty, by certainty and outcome. Taking one in or out costs one addition.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CertaintyCounts {
    wrong: [u32; 3],
    right: [u32; 3],
}

/// Whether a certainty is said as often rightly as it should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Judgement {
    /// Right less often than the certainty says, by more than chance.
    TooSure,
    /// Within what the certainty says, as far as the answers can tell.
    Fits,
    /// Right more often than the certainty says, by more than chance.
    NotSureEnough,
}

/// One point of the calibration curve.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct CurvePoint {
    /// What was said.
    pub certainty: Certainty,
    /// The probability that saying so states.
    pub stated: f64,
    /// How many answers came with it.
    pub answers: u32,
    /// The share of them that was right; none without an answer.
    pub share: Option<f64>,
    /// Where the true share lies with 95 % confidence; 0 to 1 without an answer.
    pub interval: (f64, f64),
    /// What that amounts to.
    pub judgement: Judgement,
}

/// A learner's calibration.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Calibration {
    /// How many answers it rests on.
    pub answers: u32,
    /// The share of them that was right.
    pub accuracy: f64,
    /// The mean mark of certainty-based marking, −6 to 3.
    pub mean_mark: f64,
    /// What telling sure from unsure answers was worth; see [`bonus`].
    pub bonus: f64,
    /// Brier's score: the mean square of stated probability less outcome. 0 is best; saying .5 always gives .25.
    pub brier: f64,
    /// The mean of −ln of the probability stated for what came out. 0 is best; saying .5 always gives .693.
    pub log_loss: f64,
    /// Share right by certainty, unsure first.
    pub curve: [CurvePoint; 3],
}

impl CertaintyCounts {
    /// Counts an answer. Without an outcome ("don't know") or a certainty it changes nothing.
    pub fn add(&mut self, right: Option<bool>, certainty: Option<Certainty>) {
        if let Some(count) = self.count_mut(right, certainty) {
            *count = count.saturating_add(1);
        }
    }

    /// Takes an answer that was counted out again.
    pub fn remove(&mut self, right: Option<bool>, certainty: Option<Certainty>) {
        if let Some(count) = self.count_mut(right, certainty) {
            *count = count.saturating_sub(1);
        }
    }

    fn count_mut(&mut self, right: Option<bool>, certainty: Option<Certainty>) -> Option<&mut u32> {
        let counts = if right? { &mut self.right } else { &mut self.wrong };
        counts.get_mut(usize::from(certainty?.number()) - 1)
    }

    /// Certainty, wrong answers and right answers, unsure first.
    fn levels(&self) -> [(Certainty, u32, u32); 3] {
        let ([w1, w2, w3], [r1, r2, r3]) = (self.wrong, self.right);
        [(Certainty::C1, w1, r1), (Certainty::C2, w2, r2), (Certainty::C3, w3, r3)]
    }

    /// How many answers were counted.
    #[must_use]
    pub fn answers(&self) -> u32 {
        self.wrong.iter().chain(&self.right).fold(0, |sum, count| sum.saturating_add(*count))
    }

    /// The calibration; none before [`ENOUGH`] answers, because fewer say nothing.
    #[must_use]
    pub fn calibration(&self) -> Option<Calibration> {
        (self.answers() >= ENOUGH).then(|| self.summary()).flatten()
    }

    /// What telling sure from unsure answers was worth, for the end of an attempt of any length; none without an answer.
    #[must_use]
    pub fn bonus(&self) -> Option<f64> {
        self.summary().map(|summary| summary.bonus)
    }

    fn summary(&self) -> Option<Calibration> {
        let answers = self.answers();
        if answers == 0 {
            return None;
        }
        let total = f64::from(answers);
        let each = self.levels().into_iter().flat_map(|(certainty, wrong, right)| {
            [(certainty, false, f64::from(wrong)), (certainty, true, f64::from(right))]
        });
        let mean = |value: fn(Certainty, bool) -> f64| -> f64 {
            each.clone().map(|(certainty, right, count)| value(certainty, right) * count).sum::<f64>() / total
        };
        let accuracy = mean(|_, right| f64::from(u8::from(right)));
        let mean_mark = mean(|certainty, right| f64::from(certainty.mark(right)));
        Some(Calibration {
            answers,
            accuracy,
            mean_mark,
            bonus: bonus(mean_mark, accuracy),
            brier: mean(|certainty, right| square_error(certainty.stated(), right)),
            log_loss: mean(|certainty, right| surprise(certainty.stated(), right)),
            curve: self.levels().map(|(certainty, wrong, right)| CurvePoint::of(certainty, wrong, right)),
        })
    }
}

impl CurvePoint {
    fn of(certainty: Certainty, wrong: u32, right: u32) -> Self {
        let answers = wrong.saturating_add(right);
        let share = (answers > 0).then(|| f64::from(right) / f64::from(answers));
        let interval = wilson(right, answers);
        let (low, high) = certainty.band();
        // Being right less than half the time is no fault of the certainty "unsure": there is nothing below it to say.
        let judgement = if interval.1 < low && certainty != Certainty::C1 {
            Judgement::TooSure
        } else if interval.0 > high {
            Judgement::NotSureEnough
        } else {
            Judgement::Fits
        };
        Self { certainty, stated: certainty.stated(), answers, share, interval, judgement }
    }

    /// What to make of it, in a sentence or two that name the number of answers; none where there was no answer.
    #[must_use]
    pub fn advice(&self) -> Option<String> {
        let share = self.share?;
        let said = self.certainty.word();
        let fact =
            format!("When you say {said} you are right {:.0} % of the time (N = {}).", share * 100.0, self.answers);
        let (low, high) = self.certainty.band();
        let better = Certainty::best(share).word();
        Some(match self.judgement {
            Judgement::Fits => fact,
            Judgement::TooSure => {
                format!("{fact} It pays off only above {:.0} %: say {better} more often.", low * 100.0)
            }
            Judgement::NotSureEnough => {
                format!("{fact} That is more than {:.0} %: say {better} more often.", high * 100.0)
            }
        })
    }
}

/// A tenth of what the mean mark is above or below the best mean mark that one certainty for all answers could have
/// given at that `accuracy` (0 to 1).
///
/// This is the "CBM bonus" of A. R. Gardner-Medwin (IUPS 2013), as Moodle's `calculate_bonus` has it: accuracy plus bonus is
/// about the most reliable score, and the factor was found from results of many quizzes.
#[must_use]
pub fn bonus(mean_mark: f64, accuracy: f64) -> f64 {
    let uniform = Certainty::ALL.into_iter().map(|certainty| {
        accuracy * f64::from(certainty.mark(true)) + (1.0 - accuracy) * f64::from(certainty.mark(false))
    });
    0.1 * (mean_mark - uniform.fold(f64::NEG_INFINITY, f64::max))
}

/// One term of Brier's score.
fn square_error(stated: f64, right: bool) -> f64 {
    (stated - f64::from(u8::from(right))).powi(2)
}

/// One term of the log loss.
fn surprise(stated: f64, right: bool) -> f64 {
    -(if right { stated } else { 1.0 - stated }).ln()
}

/// The score interval of E. B. Wilson (1927) for a share, with 95 % confidence; 0 to 1 where `of` is 0.
#[must_use]
pub fn wilson(hits: u32, of: u32) -> (f64, f64) {
    if of == 0 {
        return (0.0, 1.0);
    }
    let (n, z2) = (f64::from(of), DEVIATE * DEVIATE);
    let share = f64::from(hits) / n;
    let centre = share + z2 / (2.0 * n);
    let reach = DEVIATE * (share * (1.0 - share) / n + z2 / (4.0 * n * n)).sqrt();
    let scale = 1.0 + z2 / n;
    (((centre - reach) / scale).max(0.0), ((centre + reach) / scale).min(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn counts(rows: [(u32, u32); 3]) -> CertaintyCounts {
        let mut counts = CertaintyCounts::default();
        for (certainty, (right, wrong)) in Certainty::ALL.into_iter().zip(rows) {
            (0..right).for_each(|_| counts.add(Some(true), Some(certainty)));
            (0..wrong).for_each(|_| counts.add(Some(false), Some(certainty)));
        }
        counts
    }

    fn close(one: f64, other: f64, tolerance: f64) -> bool {
        (one - other).abs() < tolerance
    }

    #[test]
    fn the_bonus_matches_moodles() {
        // Moodle, question/behaviour/deferredcbm, calculate_bonus(mean mark, accuracy), worked by hand:
        // (1, .5): best uniform .5 (C1); (2, .9): 2.1 (C3); (3, 1): 3 (C3).
        for (mean_mark, accuracy, wanted) in [(1.0, 0.5, 0.05), (2.0, 0.9, -0.01), (3.0, 1.0, 0.0)] {
            assert!(close(bonus(mean_mark, accuracy), wanted, 1e-12), "{mean_mark} {accuracy}");
        }
    }

    #[test]
    fn one_certainty_for_all_earns_no_bonus_and_telling_apart_does() {
        assert!(close(counts([(5, 5), (0, 0), (0, 0)]).bonus().unwrap(), 0.0, 1e-12));
        assert!(close(counts([(5, 5), (0, 0), (10, 0)]).bonus().unwrap(), 0.1 * (1.75 - 1.0), 1e-12));
        assert!(counts([(0, 0), (0, 0), (5, 5)]).bonus().unwrap() < -0.1);
        assert_eq!(CertaintyCounts::default().bonus(), None);
    }

    #[test]
    fn scores_match_the_examples_of_scikit_learn() {
        // sklearn.metrics.brier_score_loss([0, 1, 1, 0], [.1, .9, .8, .3]) = .0375;
        // sklearn.metrics.log_loss with spam at .9, .1, .2, .65 for spam, ham, ham, spam = .21616.
        let brier = [(0.1, false), (0.9, true), (0.8, true), (0.3, false)].map(|(p, right)| square_error(p, right));
        assert!(close(brier.iter().sum::<f64>() / 4.0, 0.0375, 1e-12));
        let loss = [(0.9, true), (0.1, false), (0.2, false), (0.65, true)].map(|(p, right)| surprise(p, right));
        assert!(close(loss.iter().sum::<f64>() / 4.0, 0.21616, 5e-6));
    }

    #[test]
    fn stated_probabilities_are_the_middles_of_the_bands() {
        let stated = Certainty::ALL.map(Certainty::stated);
        assert!(close(stated[0], 7.0 / 12.0, 1e-12) && close(stated[1], 11.0 / 15.0, 1e-12));
        assert!(close(stated[2], 0.9, 1e-12));
        for certainty in Certainty::ALL {
            assert_eq!(Certainty::best(certainty.stated()), certainty);
        }
        assert_eq!((Certainty::best(0.0), Certainty::best(1.0)), (Certainty::C1, Certainty::C3));
    }

    #[test]
    fn a_calibration_adds_up() {
        let found = counts([(6, 4), (7, 3), (18, 2)]).calibration().unwrap();
        assert_eq!(found.answers, 40);
        assert!(close(found.accuracy, 31.0 / 40.0, 1e-12));
        assert!(close(found.mean_mark, f64::from(6 + 14 - 6 + 54 - 12) / 40.0, 1e-12));
        // In Python, with p = 7/12, 11/15, .9: sum(n * (p - outcome)**2) / 40 and sum(n * -log(p of outcome)) / 40.
        assert!(close(found.brier, 0.157_847, 1e-6), "{}", found.brier);
        assert!(close(found.log_loss, 0.484_347, 1e-6), "{}", found.log_loss);
        assert_eq!(found.curve.map(|point| point.share), [Some(0.6), Some(0.7), Some(0.9)]);
    }

    #[test]
    fn nothing_is_shown_before_thirty_answers() {
        assert_eq!(counts([(0, 0), (0, 0), (29, 0)]).calibration(), None);
        assert!(counts([(0, 0), (0, 0), (30, 0)]).calibration().is_some());
    }

    #[test]
    fn intervals_match_newcombes_table() {
        // R. G. Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
        let table =
            [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)];
        for (hits, of, low, high) in table {
            let found = wilson(hits, of);
            assert!(close(found.0, low, 5e-5) && close(found.1, high, 5e-5), "{hits}/{of}: {found:?}");
        }
        assert_eq!(wilson(0, 0), (0.0, 1.0));
    }

    #[test]
    fn advice_names_the_share_the_number_and_what_to_say_instead() {
        let advice = |rows| counts(rows).calibration().unwrap().curve.map(|point| point.advice());
        let [unsure, fairly, certain] = advice([(39, 1), (0, 0), (24, 16)]);
        assert_eq!(
            certain.unwrap(),
            "When you say certain you are right 60 % of the time (N = 40). It pays off only above 80 %: say unsure more often."
        );
        assert_eq!(
            unsure.unwrap(),
            "When you say unsure you are right 98 % of the time (N = 40). That is more than 67 %: say certain more often."
        );
        assert_eq!(fairly, None);
        let [.., certain] = advice([(0, 0), (0, 0), (32, 9)]);
        assert_eq!(certain.unwrap(), "When you say certain you are right 78 % of the time (N = 41).");
    }

    proptest! {
        #[test]
        fn what_is_counted_can_be_taken_out(answers in prop::collection::vec((prop::option::of(any::<bool>()), 0..4_u8), 0..80)) {
            let mut counts = CertaintyCounts::default();
            for (right, certainty) in &answers {
                counts.add(*right, Certainty::from_number(*certainty));
            }
            if let Some(found) = counts.calibration() {
                prop_assert!((0.0..=1.0).contains(&found.brier) && found.log_loss.is_finite());
                prop_assert!(found.bonus <= 0.15 + 1e-9 && found.bonus >= -0.9);
            }
            for (right, certainty) in answers {
                counts.remove(right, Certainty::from_number(certainty));
            }
            prop_assert_eq!(counts, CertaintyCounts::default());
        }
    }
}
