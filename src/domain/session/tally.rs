//! How answers came out.

use serde::{Deserialize, Serialize};

/// How many were answered and how they came out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Right answers.
    pub right: usize,
    /// Wrong answers.
    pub wrong: usize,
    /// "Don't know".
    pub unknown: usize,
}

impl Tally {
    /// Counts one answer: right, wrong, or "don't know" (`None`).
    pub const fn count(&mut self, right: Option<bool>) {
        match right {
            Some(true) => self.right += 1,
            Some(false) => self.wrong += 1,
            None => self.unknown += 1,
        }
    }

    /// Takes an answer that was counted out again.
    pub const fn discount(&mut self, right: Option<bool>) {
        let counted = match right {
            Some(true) => &mut self.right,
            Some(false) => &mut self.wrong,
            None => &mut self.unknown,
        };
        *counted = counted.saturating_sub(1);
    }

    /// Adds the answers of another tally.
    pub const fn add(&mut self, other: Self) {
        self.right += other.right;
        self.wrong += other.wrong;
        self.unknown += other.unknown;
    }

    /// All answers.
    #[must_use]
    pub const fn total(&self) -> usize {
        self.right + self.wrong + self.unknown
    }

    /// The share right of all, "don't know" included, in per cent, rounded to the nearest; none without an answer.
    #[must_use]
    pub fn percent(&self) -> Option<usize> {
        (self.right * 200 + self.total()).checked_div(self.total() * 2)
    }
}

impl FromIterator<Option<bool>> for Tally {
    fn from_iter<I: IntoIterator<Item = Option<bool>>>(answers: I) -> Self {
        let mut tally = Self::default();
        answers.into_iter().for_each(|right| tally.count(right));
        tally
    }
}
