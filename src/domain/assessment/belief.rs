//! What is believed of a statement: how hard it is and how sharply it tells people apart, and how sure one is of that.

use super::numbers::{exp, normal};
use crate::domain::ability::Item;
use rand::Rng;
use serde::{Deserialize, Serialize};

/// How far the difficulty of a statement that nobody has calibrated may lie from its level: one standard deviation.
pub const LEVEL_SPREAD: f64 = 0.5;

/// The standard deviation of the logarithm of a discrimination that is not known; its mean is 0.
pub const DISCRIMINATION_SPREAD: f64 = 0.3;

/// Difficulty and discrimination of a statement, each with its standard error.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Belief {
    /// The likeliest difficulty, on the scale of abilities.
    pub difficulty: f64,
    /// Its standard error, above 0.
    pub difficulty_error: f64,
    /// The likeliest discrimination, above 0.
    pub discrimination: f64,
    /// The standard error of its logarithm.
    pub discrimination_error: f64,
    /// Whether the discrimination was estimated from answers.
    pub discrimination_known: bool,
}

impl Belief {
    /// What an author's level says: difficulty −1, 0, +1 by level, half a unit up or down, and an ordinary discrimination.
    #[must_use]
    pub fn of_level(level: u8) -> Self {
        Self {
            difficulty: Item::of_level(level).b,
            difficulty_error: LEVEL_SPREAD,
            discrimination: 1.0,
            discrimination_error: DISCRIMINATION_SPREAD,
            discrimination_known: false,
        }
    }

    /// The statement as it most likely is.
    #[must_use]
    pub const fn item(self) -> Item {
        Item { a: self.discrimination, b: self.difficulty }
    }

    /// The statement as it may really be: one draw.
    pub fn draw(self, generator: &mut impl Rng) -> Item {
        let b = self.difficulty + self.difficulty_error * normal(generator);
        Item { a: self.discrimination * exp(self.discrimination_error * normal(generator)), b }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::assessment::numbers::{generator, ln, mean};

    #[test]
    fn draws_spread_as_believed() {
        let mut generator = generator("DRAWS", "test", 0);
        let belief = Belief::of_level(3);
        let drawn: Vec<Item> = (0..20_000).map(|_| belief.draw(&mut generator)).collect();
        let difficulty: Vec<f64> = drawn.iter().map(|item| item.b).collect();
        let sharpness: Vec<f64> = drawn.iter().map(|item| ln(item.a)).collect();
        let spread =
            |values: &[f64]| mean(&values.iter().map(|x| (x - mean(values)).powi(2)).collect::<Vec<_>>()).sqrt();
        assert!((mean(&difficulty) - 1.0).abs() < 0.02 && (spread(&difficulty) - 0.5).abs() < 0.02);
        assert!(mean(&sharpness).abs() < 0.01 && (spread(&sharpness) - 0.3).abs() < 0.01);
    }
}
