//! How likely it is, after the answers, that somebody is above the cut: told beside a decision, and never its ground.
//!
//! Abilities are standard normal beforehand. What the statements may really be is averaged over, as everywhere. Of the cell
//! of the grid that holds the cut, the part above it counts.

use super::figures::Truths;
use super::numbers::{count, exp, mean};
use super::scores::interval;
use serde::{Deserialize, Serialize};

/// How likely the score on another paper of the kind lies below, or above, the interval that is told; and how many of the
/// possible statements give a chance below, or above, the limits that are told.
const TAIL: f64 = 0.1;

/// How likely somebody is above the cut, and within which limits that figure holds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Chance {
    /// The probability.
    pub above: f64,
    /// The least that it may well be. By the number right: what another paper would most likely give at the least, nine
    /// times of ten. By a test: what it is with statements as hard as they may be, nine times of ten.
    pub low: f64,
    /// The most that it may well be.
    pub high: f64,
}

impl Chance {
    /// In a sentence, for a paper that was decided by the number right or by a test.
    #[must_use]
    pub fn told(self, by_number: bool) -> String {
        // Nobody is above, or below, for certain.
        let hundred = |chance: f64| match chance {
            _ if chance < 0.01 => "under 1".to_owned(),
            _ if chance > 0.99 => "over 99".to_owned(),
            _ => format!("{:.0}", chance * 100.0),
        };
        let (above, low, high) = (hundred(self.above), hundred(self.low), hundred(self.high));
        let about = if (0.01..=0.99).contains(&self.above) { "about " } else { "" };
        let limits = match by_number {
            _ if low == high => ", whatever the error".to_owned(),
            true => format!("; another such paper would most likely put it at {low} to {high}"),
            false => format!("; it may be {low} to {high}, as far as it is known how hard the statements are"),
        };
        format!("The chance of being above the cut is {about}{above} of 100{limits}.")
    }
}

/// A point of the grid: an ability, how frequent it is, and how likely each number right is there.
struct Point {
    theta: f64,
    weight: f64,
    scores: Vec<f64>,
}

/// How likely each number right is at each ability.
pub struct Table(Vec<Point>);

/// How far apart the abilities of a table are.
const STEP: f64 = 0.25;

/// The share of the cell of `width` around `theta` that lies above `cut`.
fn above(theta: f64, cut: f64, width: f64) -> f64 {
    ((theta - cut) / width + 0.5).clamp(0.0, 1.0)
}

impl Point {
    /// How likely this ability and so many half marks are together. A half mark lies between two numbers right.
    fn with(&self, halves: usize) -> f64 {
        let at = |number: usize| self.scores.get(number).copied().unwrap_or(0.0);
        self.weight * f64::midpoint(at(halves / 2), at(halves.div_ceil(2)))
    }
}

impl Table {
    /// The table of a paper.
    #[must_use]
    pub fn of(truths: &Truths) -> Self {
        let point = |number: i32| {
            let theta = f64::from(number) * STEP;
            Point { theta, weight: exp(-theta * theta / 2.0), scores: truths.scores(theta) }
        };
        Self((-20..=20).map(point).collect())
    }

    /// Where another paper of the kind would most likely end, from `halves` half marks on this one.
    #[must_use]
    pub fn another(&self, halves: usize) -> (usize, usize) {
        let statements = self.0.first().map_or(0, |point| point.scores.len());
        let mut next = vec![0.0; statements];
        for point in &self.0 {
            let weight = point.with(halves);
            next.iter_mut().zip(&point.scores).for_each(|(sum, score)| *sum += weight * score);
        }
        let mass: f64 = next.iter().sum::<f64>().max(f64::MIN_POSITIVE);
        let next: Vec<f64> = next.into_iter().map(|chance| chance / mass).collect();
        interval(&next, TAIL)
    }

    fn above(&self, cut: f64, halves: usize) -> f64 {
        let (mut mass, mut over) = (0.0, 0.0);
        for point in &self.0 {
            let weight = point.with(halves);
            mass += weight;
            over += weight * above(point.theta, cut, STEP);
        }
        over / mass.max(f64::MIN_POSITIVE)
    }

    /// How likely somebody with `halves` half marks is above the ability `cut`, where another paper would most likely end
    /// between `low` and `high` right.
    #[must_use]
    pub fn chance(&self, cut: f64, halves: usize, (low, high): (usize, usize)) -> Chance {
        let of = |halves| self.above(cut, halves);
        Chance { above: of(halves), low: of(low * 2), high: of(high * 2) }
    }
}

/// How likely somebody with these answers is above the ability `cut`: for each statement of `truths`, whether it was right;
/// none for one left open.
#[must_use]
pub fn by_answers(truths: &Truths, answers: &[Option<bool>], cut: f64) -> Chance {
    /// How far apart abilities are here.
    const WIDTH: f64 = 0.2;
    let one = |items: &Vec<crate::domain::ability::Item>| {
        let (mut mass, mut over) = (0.0, 0.0);
        for point in 0..=60 {
            let theta = -6.0 + WIDTH * count(point);
            let chance = |(item, right): (&crate::domain::ability::Item, &Option<bool>)| {
                let chance = item.right(theta);
                match right {
                    Some(true) => chance,
                    Some(false) => 1.0 - chance,
                    None => (chance * (1.0 - chance)).sqrt(),
                }
            };
            let weight = exp(-theta * theta / 2.0) * items.iter().zip(answers).map(chance).product::<f64>();
            mass += weight;
            over += weight * above(theta, cut, WIDTH);
        }
        over / mass.max(f64::MIN_POSITIVE)
    };
    let mut chances: Vec<f64> = truths.draws().iter().map(one).collect();
    chances.sort_by(f64::total_cmp);
    let tenth = chances.len() / 10;
    let at = |number: usize| chances.get(number).copied().unwrap_or(0.5);
    Chance { above: mean(&chances), low: at(tenth), high: at(chances.len().saturating_sub(tenth + 1)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::assessment::belief::Belief;

    fn sixty() -> Truths {
        Truths::of(&[1, 2, 3].map(Belief::of_level).repeat(20))
    }

    #[test]
    fn the_chance_is_that_worked_out_independently() {
        // Python with numpy: 400 draws from another generator, 481 abilities, distributions of scores by convolution; the cut
        // where the mean share over these draws is .80.
        let truths = sixty();
        let (table, cut) = (Table::of(&truths), truths.cut(0.8).unwrap());
        for (halves, expected) in REFERENCE {
            let found = table.chance(cut, halves, table.another(halves)).above;
            assert!((found - expected).abs() < 0.012, "{halves}: {found} {expected}");
        }
    }

    #[test]
    fn the_limits_are_what_another_paper_would_say() {
        let truths = sixty();
        let (table, cut) = (Table::of(&truths), truths.cut(0.8).unwrap());
        for right in [40, 48, 55] {
            let interval = table.another(right * 2);
            let chance = table.chance(cut, right * 2, interval);
            assert!(chance.low < chance.above && chance.above < chance.high, "{right}: {chance:?}");
            let (low, high) =
                (table.chance(cut, interval.0 * 2, interval), table.chance(cut, interval.1 * 2, interval));
            assert_eq!((low.above.to_bits(), high.above.to_bits()), (chance.low.to_bits(), chance.high.to_bits()));
        }
    }

    #[test]
    fn answers_alone_say_what_their_number_says_where_statements_are_alike() {
        let truths =
            Truths::of(&[Belief { difficulty_error: 1e-9, discrimination_error: 1e-9, ..Belief::of_level(2) }; 40]);
        let (table, cut) = (Table::of(&truths), truths.cut(0.8).unwrap());
        for right in [26, 32, 37] {
            let answers: Vec<Option<bool>> = (0..40).map(|number| Some(number < right)).collect();
            let (found, number) = (by_answers(&truths, &answers, cut), table.chance(cut, right * 2, (right, right)));
            assert!((found.above - number.above).abs() < 0.01, "{right}: {found:?} {number:?}");
            assert!(found.high - found.low < 1e-6, "nothing is uncertain of these statements");
        }
        let rough = by_answers(&sixty(), &[Some(true); 60], cut);
        assert!(rough.low < rough.above && rough.high >= rough.above && rough.high > rough.low, "{rough:?}");
    }

    #[test]
    fn nobody_is_above_or_below_for_certain() {
        let told = |above, low, high| Chance { above, low, high }.told(true);
        let begins = "The chance of being above the cut is ";
        let cases = [
            (told(0.87, 0.6, 0.999), "about 87 of 100; another such paper would most likely put it at 60 to over 99."),
            (told(1.0, 0.98, 1.0), "over 99 of 100; another such paper would most likely put it at 98 to over 99."),
            (told(0.0, 0.0, 0.004), "under 1 of 100, whatever the error."),
        ];
        for (told, ends) in cases {
            assert_eq!(told, format!("{begins}{ends}"));
        }
    }

    const REFERENCE: [(usize, f64); 5] = [(80, 0.0063), (90, 0.1291), (96, 0.3973), (101, 0.6876), (110, 0.9763)];
}
