//! What a paper decides and how often it will be wrong: told before anybody takes it.
//!
//! A paper is decided by the number right. *Ready* from the smallest number that people half a standard deviation below
//! the cut reach in at most one case of twenty; *not yet* up to the largest number that people half a standard deviation
//! above it stay within in at most one case of twenty; *borderline* between. Both come from distributions of scores that
//! are averaged over what the statements may really be.

use super::belief::Belief;
use super::numbers::{count, exp, generator, mean, solve};
use super::scores::{at_least, at_most, distribution};
use crate::domain::ability::Item;
use serde::{Deserialize, Serialize};

/// How often the statements of a paper are drawn as they may really be.
pub const DRAWS: usize = 200;

/// How far from the cut people must be judged wrongly in at most [`ERROR`] of cases, in standard deviations of ability.
pub const INDIFFERENCE: f64 = 0.5;

/// The greatest share of people at [`INDIFFERENCE`] from the cut that may be judged wrongly.
pub const ERROR: f64 = 0.05;

/// Where, relative to the cut, a form tells how people are judged.
pub const OFFSETS: [f64; 5] = [-1.0, -0.5, 0.0, 0.5, 1.0];

/// Above this share of borderline results among all people, a paper cannot decide.
pub const MOST_BORDERLINE: f64 = 0.35;

/// Above this share of borderline results among people a standard deviation from the cut, a paper cannot decide.
pub const MOST_BORDERLINE_FAR: f64 = 0.5;

/// The abilities over which a cut is looked for.
const REACH: (f64, f64) = (-6.0, 6.0);

/// The result of a paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Likely below the cut.
    NotYet,
    /// Too close to call: a person decides.
    Borderline,
    /// Likely above the cut.
    Ready,
}

impl Verdict {
    /// All verdicts, from the least to the greatest.
    pub const ALL: [Self; 3] = [Self::NotYet, Self::Borderline, Self::Ready];

    /// The word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::NotYet => "not yet",
            Self::Borderline => "borderline",
            Self::Ready => "ready",
        }
    }
}

/// How many right decide a paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Thresholds {
    /// How many statements the paper has.
    pub of: usize,
    /// From this number right on: ready. More than there are statements where nobody can be called ready.
    pub ready_from: usize,
    /// Up to this number right: not yet. None where nobody can be called that.
    pub not_yet_to: Option<usize>,
}

impl Thresholds {
    /// The verdict on `halves` half marks: two for a right answer, one for a statement left open.
    #[must_use]
    pub fn judge(self, halves: usize) -> Verdict {
        if halves >= self.ready_from.saturating_mul(2) {
            Verdict::Ready
        } else if self.not_yet_to.is_some_and(|most| halves <= most.saturating_mul(2)) {
            Verdict::NotYet
        } else {
            Verdict::Borderline
        }
    }
}

/// How often people get each verdict; the three sum to 1.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Chances {
    /// The share judged ready.
    pub ready: f64,
    /// The share judged borderline.
    pub borderline: f64,
    /// The share judged not yet.
    pub not_yet: f64,
}

impl Chances {
    fn of(thresholds: Thresholds, scores: &[f64]) -> Self {
        let ready = at_least(scores, thresholds.ready_from);
        let not_yet = thresholds.not_yet_to.map_or(0.0, |most| at_most(scores, most));
        Self { ready, borderline: (1.0 - ready - not_yet).max(0.0), not_yet }
    }
}

/// A reason why a paper cannot decide.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Inability {
    /// The share `cut` is out of reach: everybody, or nobody, gets so many right.
    CutOutOfReach,
    /// Not even all right is enough to call somebody ready.
    NeverReady,
    /// This share of all people would be borderline.
    TooManyBorderline(f64),
    /// This share of people a standard deviation below the cut would be borderline.
    BorderlineBelow(f64),
    /// This share of people a standard deviation above the cut would be borderline.
    BorderlineAbove(f64),
}

/// What the statements of a paper may really be: [`DRAWS`] draws, the same for the same beliefs.
#[derive(Debug, Clone)]
pub struct Truths {
    draws: Vec<Vec<Item>>,
}

impl Truths {
    /// Draws from what is believed of each statement.
    #[must_use]
    pub fn of(beliefs: &[Belief]) -> Self {
        // One code for all forms: that a form is checked again must not move its thresholds.
        let mut generator = generator("TRUTHS", "what statements may really be", 0);
        let mut one = || beliefs.iter().map(|belief| belief.draw(&mut generator)).collect();
        Self { draws: (0..DRAWS).map(|_| one()).collect() }
    }

    /// The draws, each with one item a statement.
    #[must_use]
    pub fn draws(&self) -> &[Vec<Item>] {
        &self.draws
    }

    /// The share that people of ability `theta` get right, over all draws.
    #[must_use]
    pub fn share(&self, theta: f64) -> f64 {
        mean(&self.draws.iter().map(|items| share_right(items, theta)).collect::<Vec<_>>())
    }

    /// The distribution of the number right at ability `theta`, over all draws.
    #[must_use]
    pub fn scores(&self, theta: f64) -> Vec<f64> {
        let statements = self.draws.first().map_or(0, Vec::len);
        let mut sum = vec![0.0; statements.saturating_add(1)];
        for items in &self.draws {
            let one = distribution(items.iter().map(|item| item.right(theta)));
            sum.iter_mut().zip(one).for_each(|(sum, one)| *sum += one);
        }
        let draws = count(self.draws.len().max(1));
        sum.into_iter().map(|sum| sum / draws).collect()
    }

    /// The ability at which the share `cut` is right on average; none where there is no such ability.
    #[must_use]
    pub fn cut(&self, cut: f64) -> Option<f64> {
        solve(cut, REACH.0, REACH.1, |theta| self.share(theta))
    }
}

/// The share of `items` that people of ability `theta` get right.
#[must_use]
pub fn share_right(items: &[Item], theta: f64) -> f64 {
    mean(&items.iter().map(|item| item.right(theta)).collect::<Vec<_>>())
}

/// The ability at which the share `cut` of `items` is right; none where there is no such ability.
#[must_use]
pub fn cut_ability(items: &[Item], cut: f64) -> Option<f64> {
    solve(cut, REACH.0, REACH.1, |theta| share_right(items, theta))
}

/// What a form tells of itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Figures {
    /// The ability that the cut stands for on this paper: a means of calculation, and no level.
    pub cut_ability: f64,
    /// How many right decide.
    pub thresholds: Thresholds,
    /// How people are judged at each of [`OFFSETS`] from the cut.
    pub at: [Chances; 5],
    /// How people are judged over all, where abilities are standard normal.
    pub overall: Chances,
}

impl Figures {
    /// The figures of a paper of fixed length with the cut `share`.
    ///
    /// # Errors
    ///
    /// [`Inability::CutOutOfReach`] where no ability gets that share right.
    pub fn of(truths: &Truths, share: f64) -> Result<Self, Inability> {
        let cut_ability = truths.cut(share).ok_or(Inability::CutOutOfReach)?;
        let thresholds = thresholds(truths, cut_ability);
        let chances = |theta| Chances::of(thresholds, &truths.scores(theta));
        Ok(Self {
            cut_ability,
            thresholds,
            at: OFFSETS.map(|offset| chances(cut_ability + offset)),
            overall: over_all(chances),
        })
    }

    /// Why such a paper cannot decide; empty where it can.
    #[must_use]
    pub fn inabilities(&self) -> Vec<Inability> {
        let [below, .., above] = self.at.map(|chances| chances.borderline);
        let over = self.overall.borderline;
        [
            (self.thresholds.ready_from > self.thresholds.of, Inability::NeverReady),
            (over > MOST_BORDERLINE, Inability::TooManyBorderline(over)),
            (below > MOST_BORDERLINE_FAR, Inability::BorderlineBelow(below)),
            (above > MOST_BORDERLINE_FAR, Inability::BorderlineAbove(above)),
        ]
        .into_iter()
        .filter_map(|(holds, inability)| holds.then_some(inability))
        .collect()
    }
}

/// How many right decide, for a cut at the ability `cut`.
fn thresholds(truths: &Truths, cut: f64) -> Thresholds {
    let (below, above) = (truths.scores(cut - INDIFFERENCE), truths.scores(cut + INDIFFERENCE));
    let of = below.len().saturating_sub(1);
    let ready_from = (0..=of).find(|from| at_least(&below, *from) <= ERROR).unwrap_or(of + 1);
    let not_yet_to = (0..=of).rev().find(|most| at_most(&above, *most) <= ERROR);
    Thresholds { of, ready_from, not_yet_to }
}

/// The average over standard normal abilities, on 41 points from −5 to 5.
fn over_all(chances: impl Fn(f64) -> Chances) -> Chances {
    let mut sum = Chances::default();
    let mut mass = 0.0;
    for point in -20_i32..=20 {
        let theta = f64::from(point) / 4.0;
        let (weight, here) = (exp(-theta * theta / 2.0), chances(theta));
        mass += weight;
        sum.ready += weight * here.ready;
        sum.borderline += weight * here.borderline;
        sum.not_yet += weight * here.not_yet;
    }
    Chances { ready: sum.ready / mass, borderline: sum.borderline / mass, not_yet: sum.not_yet / mass }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sixty() -> Truths {
        Truths::of(&[1, 2, 3].map(Belief::of_level).repeat(20))
    }

    #[test]
    fn the_reference_forms_come_out_as_they_were_worked_out() {
        // Worked out beforehand, and again with numpy 2.4 and scipy 1.17 (distributions by convolution, 400 draws from
        // another generator, 41 Gauss-Hermite points): cut .75 -> 49, 42, .340; .80 -> 51, 45, .273; .85 -> 54, 48, .222.
        let truths = sixty();
        for (share, ready, not_yet, borderline) in [(0.75, 49, 42, 0.33), (0.80, 51, 45, 0.28), (0.85, 54, 48, 0.24)] {
            let figures = Figures::of(&truths, share).unwrap();
            let found = (figures.thresholds.ready_from, figures.thresholds.not_yet_to.unwrap());
            assert_eq!(found, (ready, not_yet), "cut {share}");
            assert!((figures.overall.borderline - borderline).abs() < 0.03, "{share}: {:?}", figures.overall);
            assert!(figures.at[1].ready <= 0.05 && figures.at[3].not_yet <= 0.05, "{share}: {:?}", figures.at);
            assert_eq!(figures.inabilities(), []);
        }
    }

    #[test]
    fn people_far_from_the_cut_are_judged_as_worked_out_independently() {
        // The same program outside this one, cut .80: (.005 .146 .850), (.040 .401 .558), (.207 .592 .201), (.565 .404
        // .030), (.876 .122 .002).
        let reference = [
            [0.005, 0.146, 0.850],
            [0.040, 0.401, 0.558],
            [0.207, 0.592, 0.201],
            [0.565, 0.404, 0.030],
            [0.876, 0.122, 0.002],
        ];
        let figures = Figures::of(&sixty(), 0.8).unwrap();
        for (found, expected) in figures.at.iter().zip(reference) {
            let found = [found.ready, found.borderline, found.not_yet];
            assert!(found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 0.015), "{found:?} {expected:?}");
            assert!((found.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        }
    }

    #[test]
    fn a_short_form_is_told_that_it_cannot_decide() {
        let short = Figures::of(&Truths::of(&[1, 2, 3].map(Belief::of_level).repeat(6)), 0.8).unwrap();
        assert!(short.inabilities().iter().any(|one| matches!(one, Inability::TooManyBorderline(_))), "{short:?}");
        let shorter = Figures::of(&Truths::of(&[Belief::of_level(2); 4]), 0.8).unwrap();
        assert!(shorter.inabilities().contains(&Inability::NeverReady), "{shorter:?}");
    }

    #[test]
    fn a_cut_that_luck_alone_reaches_is_out_of_reach() {
        let truths = Truths::of(&[Belief::of_level(1); 9]);
        for share in [0.45, 0.5, 1.0] {
            assert_eq!(Figures::of(&truths, share), Err(Inability::CutOutOfReach), "{share}");
        }
    }

    #[test]
    fn half_marks_stay_between_the_thresholds() {
        let thresholds = Thresholds { of: 60, ready_from: 51, not_yet_to: Some(45) };
        let verdicts = [90, 91, 101, 102].map(|halves| thresholds.judge(halves));
        assert_eq!(verdicts, [Verdict::NotYet, Verdict::Borderline, Verdict::Borderline, Verdict::Ready]);
        let never = Thresholds { not_yet_to: None, ..thresholds };
        assert_eq!(never.judge(0), Verdict::Borderline);
    }

    #[test]
    fn the_share_right_at_the_cut_is_the_cut() {
        let truths = sixty();
        let cut = truths.cut(0.8).unwrap();
        assert!((truths.share(cut) - 0.8).abs() < 1e-9);
        let items = [1, 2, 3].map(Item::of_level);
        assert!((share_right(&items, cut_ability(&items, 0.8).unwrap()) - 0.8).abs() < 1e-9);
    }
}
