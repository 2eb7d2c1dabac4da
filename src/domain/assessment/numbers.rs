//! Arithmetic and chance that come out alike on every machine.
//!
//! The standard library's `exp` and `ln` are the system's, and systems differ in the last bit. One bit is enough to let a
//! simulated answer fall the other way, so that two people would read different figures for one form.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sha2::{Digest, Sha256};
use std::f64::consts::TAU;

/// Euler's number to the power of `x`.
#[must_use]
pub fn exp(x: f64) -> f64 {
    libm::exp(x)
}

/// The natural logarithm; minus infinity at 0.
#[must_use]
pub fn ln(x: f64) -> f64 {
    libm::log(x)
}

/// The generator for `code`, `purpose` and `number`; any other three draw independently of it.
#[must_use]
pub fn generator(code: &str, purpose: &str, number: u64) -> ChaCha8Rng {
    let mut seed = Sha256::new();
    for part in [code, purpose] {
        seed.update(part.as_bytes());
        seed.update([0]);
    }
    seed.update(number.to_le_bytes());
    ChaCha8Rng::from_seed(seed.finalize().into())
}

/// A number above 0 and below 1, one of 2³² evenly spaced ones.
pub fn uniform(generator: &mut impl Rng) -> f64 {
    (f64::from(generator.next_u32()) + 0.5) / 4_294_967_296.0
}

/// A number from the standard normal distribution, by the method of Box and Muller (1958).
pub fn normal(generator: &mut impl Rng) -> f64 {
    let (radius, turn) = (uniform(generator), uniform(generator));
    (-2.0 * ln(radius)).sqrt() * libm::cos(TAU * turn)
}

/// `part` of `whole` as a share; 0 of nothing.
#[must_use]
pub fn share(part: u32, whole: u32) -> f64 {
    if whole == 0 { 0.0 } else { f64::from(part) / f64::from(whole) }
}

/// A count as a number for arithmetic.
#[must_use]
pub fn count(number: usize) -> f64 {
    u32::try_from(number).map_or(f64::INFINITY, f64::from)
}

/// The mean; 0 of nothing.
#[must_use]
pub fn mean(values: &[f64]) -> f64 {
    if values.is_empty() { 0.0 } else { values.iter().sum::<f64>() / count(values.len()) }
}

/// The place between `low` and `high` where the rising function `value` reaches `wanted`; none where it does not.
#[must_use]
pub fn solve(wanted: f64, mut low: f64, mut high: f64, value: impl Fn(f64) -> f64) -> Option<f64> {
    /// Halving twelve units so often leaves less than a double can tell apart.
    const HALVINGS: u32 = 60;
    if value(low) > wanted || value(high) < wanted {
        return None;
    }
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(low, high);
        if value(middle) < wanted {
            low = middle;
        } else {
            high = middle;
        }
    }
    Some(f64::midpoint(low, high))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn normal_numbers_have_mean_nothing_and_spread_one() {
        let mut generator = generator("NORMAL", "test", 0);
        let drawn: Vec<f64> = (0..40_000).map(|_| normal(&mut generator)).collect();
        let spread = drawn.iter().map(|x| x * x).sum::<f64>() / count(drawn.len());
        assert!(mean(&drawn).abs() < 0.015 && (spread - 1.0).abs() < 0.03, "{} {spread}", mean(&drawn));
        let within = drawn.iter().filter(|x| x.abs() < 1.96).count();
        assert!((count(within) / 40_000.0 - 0.95).abs() < 0.005, "{within}");
    }

    #[test]
    fn chance_is_pinned() {
        // A change here means that figures told of a form, and papers drawn, come out differently from now on.
        let mut generator = generator("PINNED", "test", 0);
        let drawn: Vec<u64> = (0..3).map(|_| normal(&mut generator).to_bits()).collect();
        assert_eq!(drawn, PINNED);
    }

    /// The bits of three normal numbers, as drawn when this was written.
    const PINNED: [u64; 3] = [13_823_576_097_414_743_783, 13_800_681_108_012_835_891, 13_834_415_590_700_661_402];

    #[test]
    fn a_rising_function_is_solved_where_it_can_be() {
        let root = solve(2.0, 0.0, 4.0, |x| x * x).unwrap();
        assert!((root - 2.0_f64.sqrt()).abs() < 1e-12);
        assert_eq!(solve(20.0, 0.0, 4.0, |x| x * x), None);
        assert_eq!(solve(-1.0, 0.0, 4.0, |x| x * x), None);
    }

    #[test]
    fn nothing_has_a_mean_and_a_share_of_nothing() {
        assert!(mean(&[]).abs() < f64::EPSILON && share(3, 0).abs() < f64::EPSILON);
    }
}
