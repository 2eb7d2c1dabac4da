//! What changed between two parallel papers: for one person only where it is more than luck, for a group with its error.

use super::numbers::{count, mean};
use serde::Serialize;
use statrs::distribution::{ContinuousCDF, StudentsT};

/// The fewest people of whom something is claimed as a group.
pub const FEWEST: usize = 20;

/// The variance of one answer that a just-ready person gives: three right of four.
const ANSWER_VARIANCE: f64 = 0.1875;

/// How many more right answers one person needs on the second of two papers of `statements` each before a gain is
/// claimed: more than two equal papers differ by in nineteen cases of twenty. 8 of 40.
///
/// # Examples
///
/// ```
/// # use iotutor::domain::assessment::change::needed;
/// assert_eq!((needed(40), needed(60)), (8, 10));
/// ```
#[must_use]
pub fn needed(statements: usize) -> usize {
    /// The normal distribution's quantile for nineteen of twenty.
    const NINETEEN_OF_TWENTY: f64 = 1.96;
    let least = NINETEEN_OF_TWENTY * (2.0 * count(statements) * ANSWER_VARIANCE).sqrt();
    (0..=statements).find(|gain| count(*gain) >= least).unwrap_or(statements.saturating_add(1))
}

/// What may be said of one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Claim {
    /// More right than luck explains.
    Gain,
    /// Fewer right than luck explains.
    Loss,
    /// Within the error of measurement.
    WithinError,
}

/// What may be said of somebody with `before` and then `after` half marks on papers of `statements` each.
#[must_use]
pub fn claim(before: usize, after: usize, statements: usize) -> Claim {
    let halves = needed(statements).saturating_mul(2);
    if after >= before.saturating_add(halves) {
        Claim::Gain
    } else if before >= after.saturating_add(halves) {
        Claim::Loss
    } else {
        Claim::WithinError
    }
}

/// The mean gain of a group, in right answers.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct GroupChange {
    /// How many people took both papers.
    pub people: usize,
    /// The mean difference, after less before.
    pub mean: f64,
    /// The 95 % interval of the mean difference by Student's distribution.
    pub interval: (f64, f64),
}

/// The mean of `differences` with its interval. None below [`FEWEST`] people.
#[must_use]
pub fn group(differences: &[f64]) -> Option<GroupChange> {
    let people = differences.len();
    if people < FEWEST {
        return None;
    }
    let centre = mean(differences);
    let squares: f64 = differences.iter().map(|one| (one - centre).powi(2)).sum();
    let free = count(people) - 1.0;
    let error = (squares / free / count(people)).sqrt();
    let half = StudentsT::new(0.0, 1.0, free).ok()?.inverse_cdf(0.975) * error;
    Some(GroupChange { people, mean: centre, interval: (centre - half, centre + half) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::assessment::numbers::{generator, normal};

    #[test]
    fn one_persons_gain_is_claimed_from_eight_of_forty() {
        assert_eq!(claim(50, 65, 40), Claim::WithinError);
        assert_eq!(claim(50, 66, 40), Claim::Gain);
        assert_eq!(claim(66, 50, 40), Claim::Loss);
    }

    #[test]
    fn a_group_has_the_interval_of_students_distribution() {
        // Twenty differences 0 to 19: mean 9.5, s 5.91608, quantile t(.975; 19) = 2.093024 (tables), half 2.768809.
        let differences: Vec<f64> = (0..20).map(f64::from).collect();
        let found = group(&differences).unwrap();
        assert!((found.mean - 9.5).abs() < 1e-12 && found.people == 20);
        assert!((found.interval.0 - 6.731_190_6).abs() < 1e-4, "{found:?}");
        assert!((found.interval.1 - 12.268_809_4).abs() < 1e-4, "{found:?}");
        assert_eq!(group(&differences[1..]), None);
    }

    #[test]
    fn the_interval_holds_the_truth_in_nineteen_of_twenty_groups() {
        let mut chance = generator("GROUPS", "test", 0);
        let holds = (0..2_000).filter(|_| {
            let differences: Vec<f64> = (0..FEWEST).map(|_| 2.0 + 3.0 * normal(&mut chance)).collect();
            let (low, high) = group(&differences).unwrap().interval;
            (low..=high).contains(&2.0)
        });
        let share = count(holds.count()) / 2_000.0;
        assert!((share - 0.95).abs() < 0.015, "{share}");
    }
}
