//! Groups of topics: strong, weak, or not measured. Never ranked.

use super::figures::Truths;
use super::numbers::{count, exp};
use crate::domain::ability::POINTS;
use serde::{Deserialize, Serialize};

/// Fewer statements measure nothing.
pub const FEWEST: usize = 12;

/// From this probability of being above the cut a module counts as strong; from its complement, as weak.
pub const LIKELY: f64 = 0.8;

/// What may be said of a module.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// Likely above the cut.
    Strong,
    /// Likely below it.
    Weak,
    /// Too close to the cut to say.
    CannotTell,
    /// Asked too little of it.
    NotMeasured,
}

impl Standing {
    /// The words for it.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Strong => "likely strong",
            Self::Weak => "likely weak",
            Self::CannotTell => "cannot tell",
            Self::NotMeasured => "not measured",
        }
    }
}

/// How many right a module needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Needs {
    /// How many statements it has.
    pub of: usize,
    /// From this number right on: strong. None where not even all right is enough, or it is not measured.
    pub strong_from: Option<usize>,
    /// Up to this number right: weak. None where nobody can be called that, or it is not measured.
    pub weak_to: Option<usize>,
}

impl Needs {
    /// What `truths` of the module's own statements and the cut say: above the cut with a probability over [`LIKELY`], or
    /// below its complement, given the number right, where abilities are standard normal beforehand.
    #[must_use]
    pub fn of(truths: &Truths, cut: f64) -> Self {
        let of = truths.draws().first().map_or(0, Vec::len);
        let nothing = Self { of, strong_from: None, weak_to: None };
        match truths.cut(cut) {
            Some(ability) if of >= FEWEST => {
                let above = above(truths, ability);
                let strong_from = above.iter().position(|chance| *chance > LIKELY);
                let weak_to = above.iter().rposition(|chance| *chance < 1.0 - LIKELY);
                Self { of, strong_from, weak_to }
            }
            _ => nothing,
        }
    }

    /// What may be said of somebody with `halves` half marks on it.
    #[must_use]
    pub fn judge(self, halves: usize) -> Standing {
        if self.of < FEWEST {
            Standing::NotMeasured
        } else if self.strong_from.is_some_and(|from| halves >= from.saturating_mul(2)) {
            Standing::Strong
        } else if self.weak_to.is_some_and(|to| halves <= to.saturating_mul(2)) {
            Standing::Weak
        } else {
            Standing::CannotTell
        }
    }
}

/// For each number right, the probability that the ability is above `cut`. Of the grid's cell that holds the cut the part
/// above counts.
fn above(truths: &Truths, cut: f64) -> Vec<f64> {
    let statements = truths.draws().first().map_or(0, Vec::len);
    let (mut mass, mut over) = (vec![0.0; statements + 1], vec![0.0; statements + 1]);
    for point in (0..POINTS).step_by(2) {
        let theta = -6.0 + 0.1 * count(point);
        let weight = exp(-theta * theta / 2.0);
        let share = ((theta - cut) / 0.2 + 0.5).clamp(0.0, 1.0);
        for ((mass, over), chance) in mass.iter_mut().zip(&mut over).zip(truths.scores(theta)) {
            *mass += weight * chance;
            *over += weight * chance * share;
        }
    }
    over.iter().zip(mass).map(|(over, mass)| over / mass).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::assessment::belief::Belief;

    fn module(statements: usize) -> Truths {
        let levels: Vec<Belief> = [1, 2, 3].into_iter().cycle().take(statements).map(Belief::of_level).collect();
        Truths::of(&levels)
    }

    #[test]
    fn needs_are_those_worked_out_independently() {
        // numpy: posterior over 241 abilities from score distributions by convolution, 150 draws from another generator.
        for (statements, cut, strong, weak) in
            [(12, 0.70, Some(10), 5), (12, 0.75, Some(11), 7), (16, 0.75, Some(14), 9), (20, 0.70, Some(16), 10)]
        {
            let found = Needs::of(&module(statements), cut);
            assert_eq!((found.strong_from, found.weak_to), (strong, Some(weak)), "{statements} {cut}");
        }
        assert_eq!(Needs::of(&module(12), 0.85).strong_from, None);
    }

    #[test]
    fn eleven_statements_measure_nothing() {
        let needs = Needs::of(&module(11), 0.7);
        assert_eq!((needs.strong_from, needs.weak_to), (None, None));
        assert_eq!(needs.judge(22), Standing::NotMeasured);
    }

    #[test]
    fn what_is_needed_decides() {
        let needs = Needs { of: 12, strong_from: Some(10), weak_to: Some(5) };
        let standings = [20, 19, 11, 10].map(|halves| needs.judge(halves));
        assert_eq!(standings, [Standing::Strong, Standing::CannotTell, Standing::CannotTell, Standing::Weak]);
    }
}
