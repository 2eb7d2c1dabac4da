//! A. Wald's sequential test (1945): the same paper for everybody, ended as soon as the answers are clear enough.

use super::figures::{Verdict, cut_ability};
use super::numbers::ln;
use crate::domain::ability::Item;

/// Half the width of the stretch around the cut within which it does not matter how somebody is judged.
pub const HALF_WIDTH: f64 = 0.35;

/// The logarithm of the odds at which the test ends.
pub const BOUND: f64 = 1.7;

/// The fewest statements after which it may end.
pub const LEAST: usize = 20;

/// The test of one person's answers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Wald {
    below: f64,
    above: f64,
    least: usize,
    most: usize,
    log_odds: f64,
    answers: usize,
}

impl Wald {
    /// A test around the ability `cut` that ends after `least` statements at the earliest and after `most` at the latest.
    #[must_use]
    pub const fn new(cut: f64, least: usize, most: usize) -> Self {
        Self { below: cut - HALF_WIDTH, above: cut + HALF_WIDTH, least, most, log_odds: 0.0, answers: 0 }
    }

    /// The same around the ability at which the share `cut` of `items` is right; none where there is no such ability.
    #[must_use]
    pub fn of(items: &[Item], cut: f64, least: usize) -> Option<Self> {
        cut_ability(items, cut).map(|cut| Self::new(cut, least, items.len()))
    }

    /// Takes an answer into account; none for a statement left open, which says what a guess says on average.
    pub fn observe(&mut self, item: Item, right: Option<bool>) {
        let (below, above) = (item.right(self.below), item.right(self.above));
        let (of_right, of_wrong) = (ln(above / below), ln((1.0 - above) / (1.0 - below)));
        self.log_odds += match right {
            Some(true) => of_right,
            Some(false) => of_wrong,
            None => f64::midpoint(of_right, of_wrong),
        };
        self.answers += 1;
    }

    /// The verdict, once there is one: borderline where the statements are used up.
    #[must_use]
    pub fn verdict(&self) -> Option<Verdict> {
        let clear = self.answers >= self.least && self.log_odds.abs() >= BOUND;
        match (clear, self.log_odds > 0.0) {
            (true, true) => Some(Verdict::Ready),
            (true, false) => Some(Verdict::NotYet),
            (false, _) => (self.answers >= self.most).then_some(Verdict::Borderline),
        }
    }

    /// How many answers were taken into account.
    #[must_use]
    pub const fn answers(&self) -> usize {
        self.answers
    }

    /// The logarithm of the odds that the answers give a person above the cut against one below it.
    #[must_use]
    pub const fn log_odds(&self) -> f64 {
        self.log_odds
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked() -> Vec<Item> {
        [1, 2, 3].map(Item::of_level).repeat(20)
    }

    #[test]
    fn the_log_odds_are_those_worked_out_independently() {
        // Python: sum of log(P(.822)/P(.122)) and log((1-P(.822))/(1-P(.122))) for cut .472 with P = .5 + .5/(1+exp(b-t)).
        let mut test = Wald::new(0.472, 2, 60);
        for (level, right) in [(1, Some(true)), (2, Some(false)), (3, None)] {
            test.observe(Item::of_level(level), right);
        }
        assert!((test.log_odds() + 0.442_685_739_244_152).abs() < 1e-12, "{}", test.log_odds());
        assert_eq!((test.answers(), test.verdict()), (3, None));
    }

    #[test]
    fn all_right_and_all_wrong_end_at_once_and_a_mixture_does_not() {
        let items = asked();
        for (right, verdict) in [(true, Verdict::Ready), (false, Verdict::NotYet)] {
            let mut test = Wald::of(&items, 0.8, LEAST).unwrap();
            let end = items.iter().find_map(|item| {
                test.observe(*item, Some(right));
                test.verdict()
            });
            assert_eq!((end, test.answers()), (Some(verdict), LEAST));
        }
    }

    #[test]
    fn people_at_the_cut_answer_to_the_end_and_are_borderline() {
        let items = asked();
        let mut test = Wald::of(&items, 0.8, LEAST).unwrap();
        let mut end = None;
        for (number, item) in items.iter().enumerate() {
            assert_eq!(end, None, "{number}");
            test.observe(*item, Some(number % 5 != 4));
            end = test.verdict();
        }
        assert_eq!((end, test.answers()), (Some(Verdict::Borderline), 60));
    }
}
