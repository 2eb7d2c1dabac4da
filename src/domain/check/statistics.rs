//! Whether two sides differ by more than chance.

use super::real;

/// Relative slack within which two probabilities count as equal, so that rounding does not split symmetric tables.
const SLACK: f64 = 1e-7;

/// Fisher's exact test, two-sided: how likely a difference at least as improbable as this one is, if both sides draw
/// from the same pool. `a` of `n` statements on one side and `b` of `m` on the other have the property.
/// The probabilities of all tables with the same margins that are no more likely than the given one are added
/// (R. A. Fisher, Statistical Methods for Research Workers; A. Agresti, Categorical Data Analysis, section 3.5).
/// Between 0 and 1; 1 where nothing can be compared.
#[must_use]
pub(super) fn fisher(a: usize, n: usize, b: usize, m: usize) -> f64 {
    if a > n || b > m || n == 0 || m == 0 {
        return 1.0;
    }
    let having = a + b;
    let least = having.saturating_sub(m);
    let most = having.min(n);
    // ln P(k) up to a constant, by the recurrence P(k + 1) / P(k) = (n - k)(K - k) / ((k + 1)(m - K + k + 1)).
    let mut logs = Vec::with_capacity(most - least + 1);
    let mut log = 0.0;
    for k in least..=most {
        logs.push(log);
        let up = real(n - k) * real(having - k);
        let down = real(k + 1) * real((m + k + 1).saturating_sub(having));
        log += up.ln() - down.ln();
    }
    let highest = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let weights: Vec<f64> = logs.iter().map(|log| (log - highest).exp()).collect();
    let given = weights.get(a - least).copied().unwrap_or(0.0);
    let extreme: f64 = weights.iter().filter(|weight| **weight <= given * (1.0 + SLACK)).sum();
    (extreme / weights.iter().sum::<f64>()).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exact_test_agrees_with_tables_worked_out_by_hand() {
        // Tea tasting: 3 of 4 against 1 of 4 gives 34/70; 4 of 4 against none gives 2/70.
        let cases = [
            (3, 4, 1, 4, 34.0 / 70.0),
            (4, 4, 0, 4, 2.0 / 70.0),
            (0, 4, 4, 4, 2.0 / 70.0),
            (2, 4, 2, 4, 1.0),
            (0, 9, 0, 9, 1.0),
            (9, 9, 9, 9, 1.0),
            // 1 of 2 has K = 1: both tables have probability one half or 2/3 and 1/3.
            (1, 1, 0, 2, 1.0 / 3.0),
            (0, 0, 1, 2, 1.0),
            (5, 4, 0, 4, 1.0),
        ];
        for (a, n, b, m, expected) in cases {
            assert!((fisher(a, n, b, m) - expected).abs() < 1e-9, "{a}/{n} {b}/{m}: {}", fisher(a, n, b, m));
        }
    }

    proptest::proptest! {
        #[test]
        fn it_is_a_probability_and_knows_no_order(a in 0_usize..40, n in 0_usize..40, b in 0_usize..40, m in 0_usize..40) {
            let p = fisher(a, n, b, m);
            proptest::prop_assert!((0.0..=1.0).contains(&p));
            proptest::prop_assert!((p - fisher(b, m, a, n)).abs() < 1e-6);
        }
    }
}
