//! How sure a learner says to be, and what that earns.

use serde::{Deserialize, Serialize};

/// How sure a learner is of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Certainty {
    /// Unsure: little more than a guess.
    C1,
    /// Fairly sure.
    C2,
    /// Certain.
    C3,
}

impl Certainty {
    /// From unsure to certain.
    pub const ALL: [Self; 3] = [Self::C1, Self::C2, Self::C3];

    /// The word for it on screens.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::C1 => "unsure",
            Self::C2 => "fairly sure",
            Self::C3 => "certain",
        }
    }

    /// The number in records, 1 to 3.
    #[must_use]
    pub const fn number(self) -> u8 {
        match self {
            Self::C1 => 1,
            Self::C2 => 2,
            Self::C3 => 3,
        }
    }

    /// The certainty with that number. `None` outside 1 to 3.
    #[must_use]
    pub const fn from_number(number: u8) -> Option<Self> {
        match number {
            1 => Some(Self::C1),
            2 => Some(Self::C2),
            3 => Some(Self::C3),
            _ => None,
        }
    }

    /// The mark of an answer given with this certainty: right +1 +2 +3, wrong 0 −2 −6.
    ///
    /// Certainty-based marking after A. R. Gardner-Medwin: saying what one believes earns most, with the changes
    /// at 2/3 and 4/5.
    #[must_use]
    pub const fn mark(self, right: bool) -> i32 {
        match (self, right) {
            (Self::C1, true) => 1,
            (Self::C2, true) => 2,
            (Self::C3, true) => 3,
            (Self::C1, false) => 0,
            (Self::C2, false) => -2,
            (Self::C3, false) => -6,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The certainty that earns most on average when right with probability `p`.
    fn best(p: f64) -> Certainty {
        let mean = |c: Certainty| p * f64::from(c.mark(true)) + (1.0 - p) * f64::from(c.mark(false));
        Certainty::ALL.into_iter().max_by(|a, b| mean(*a).total_cmp(&mean(*b))).unwrap()
    }

    #[test]
    fn honesty_earns_most() {
        assert_eq!(best(0.5), Certainty::C1);
        assert_eq!(best(0.66), Certainty::C1);
        assert_eq!(best(0.67), Certainty::C2);
        assert_eq!(best(0.79), Certainty::C2);
        assert_eq!(best(0.81), Certainty::C3);
    }

    #[test]
    fn numbers_come_back() {
        for certainty in Certainty::ALL {
            assert_eq!(Certainty::from_number(certainty.number()), Some(certainty));
        }
        assert_eq!(Certainty::from_number(0), None);
        assert_eq!(Certainty::from_number(4), None);
    }
}
