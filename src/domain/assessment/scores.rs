//! The distribution of the number right on a paper, by the recursion of F. M. Lord and M. S. Wingersky (1984).

/// The probability of each number right, from 0 to all, where statement *i* is answered rightly with `chances[i]`.
///
/// # Examples
///
/// ```
/// # use iotutor::domain::assessment::scores::distribution;
/// assert_eq!(distribution([0.5, 0.5]), [0.25, 0.5, 0.25]);
/// ```
#[must_use]
pub fn distribution(chances: impl IntoIterator<Item = f64>) -> Vec<f64> {
    let mut scores = vec![1.0];
    for right in chances {
        add(&mut scores, right);
    }
    scores
}

/// Makes the distribution of one statement more, in place.
fn add(scores: &mut Vec<f64>, right: f64) {
    let mut below = 0.0;
    for score in scores.iter_mut() {
        let here = *score;
        *score = here * (1.0 - right) + below * right;
        below = here;
    }
    scores.push(below * right);
}

/// The probability of `from` right or more.
#[must_use]
pub fn at_least(scores: &[f64], from: usize) -> f64 {
    scores.iter().skip(from).sum()
}

/// The probability of `to` right or fewer.
#[must_use]
pub fn at_most(scores: &[f64], to: usize) -> f64 {
    scores.iter().take(to.saturating_add(1)).sum()
}

/// The least and the greatest number right that leave at most `tail` of the probability outside on either side.
#[must_use]
pub fn interval(scores: &[f64], tail: f64) -> (usize, usize) {
    let low = reached(scores.iter().enumerate(), tail);
    let high = reached(scores.iter().enumerate().rev(), tail);
    (low, high.max(low))
}

/// The first score at which the probability passed comes to more than `tail`.
fn reached<'a>(mut order: impl Iterator<Item = (usize, &'a f64)>, tail: f64) -> usize {
    let mut sum = 0.0;
    let mut passed = |(_, chance): &(usize, &f64)| {
        sum += **chance;
        sum > tail
    };
    order.find(|one| passed(one)).map_or(0, |(score, _)| score)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_agrees_with_counting_all_outcomes() {
        let chances = [0.9, 0.55, 0.7, 0.62];
        let mut counted = [0.0; 5];
        for outcome in 0_u32..16 {
            let chance: f64 =
                (0..4).map(|i| if outcome >> i & 1 == 1 { chances[i] } else { 1.0 - chances[i] }).product();
            counted[outcome.count_ones() as usize] += chance;
        }
        let scores = distribution(chances);
        assert!(scores.iter().zip(counted).all(|(a, b)| (a - b).abs() < 1e-15), "{scores:?} {counted:?}");
    }

    #[test]
    fn equal_chances_give_the_binomial_distribution() {
        // Binomial(10, 0.3) at 3, from tables: 0.2668279320.
        let scores = distribution([0.3; 10]);
        assert!((scores[3] - 0.266_827_932_0).abs() < 1e-10);
        assert!((at_most(&scores, 3) - 0.649_610_717_7).abs() < 1e-9);
        assert!((at_least(&scores, 4) - 0.350_389_282_3).abs() < 1e-9);
    }

    #[test]
    fn nothing_asked_is_nothing_right() {
        assert_eq!(distribution([]), [1.0]);
        assert_eq!(interval(&[1.0], 0.1), (0, 0));
    }

    #[test]
    fn an_interval_leaves_out_no_more_than_it_may() {
        let scores = distribution([0.5; 4]);
        assert_eq!(interval(&scores, 0.06), (0, 4));
        assert_eq!(interval(&scores, 0.07), (1, 3));
        assert_eq!(interval(&scores, 0.5), (2, 2));
    }
}
