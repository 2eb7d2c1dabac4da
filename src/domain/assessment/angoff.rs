//! Setting a cut with a panel: the modified method of W. Angoff (1971).
//!
//! Each judge says for each statement how many of a hundred people who are just ready would get it right. Guessing counts,
//! so no estimate is below 50. The cut is the mean of all estimates.

use super::numbers::{count, mean};
use serde::Serialize;

/// The least estimate that makes sense: luck gets so many of a hundred right.
pub const LEAST: f64 = 50.0;

/// The greatest.
pub const MOST: f64 = 100.0;

/// Judges whose estimates of a statement spread by more than this standard deviation should talk about it.
pub const DISPUTED: f64 = 15.0;

/// Fewer judges are no panel.
pub const FEWEST_JUDGES: usize = 5;

/// What is wrong with a panel's estimates.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum BadPanel {
    /// There is nothing.
    #[error("there are no estimates")]
    Empty,
    /// One judge has another number of estimates than the first.
    #[error("judge {judge} has {has} estimates and should have {should}")]
    Uneven {
        /// The judge, from 1.
        judge: usize,
        /// How many there are.
        has: usize,
        /// How many there should be.
        should: usize,
    },
    /// An estimate is out of range.
    #[error("judge {judge} says {value} for statement {statement}: estimates are from {LEAST} (luck) to {MOST}")]
    OutOfRange {
        /// The judge, from 1.
        judge: usize,
        /// The statement, from 1.
        statement: usize,
        /// What was said.
        value: f64,
    },
}

/// What a panel's estimates come to.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Panel {
    /// How many judges.
    pub judges: usize,
    /// How many statements.
    pub statements: usize,
    /// The cut: a share.
    pub share: f64,
    /// Each judge's own cut, as a share, in their order.
    pub each: Vec<f64>,
    /// The standard error of the cut, from how the judges' own cuts spread; none for one judge.
    pub standard_error: Option<f64>,
    /// The numbers of the statements, from 1, that the judges should talk about.
    pub disputed: Vec<usize>,
}

/// The cut from `estimates`: for each judge, the estimate of each statement in hundredths.
///
/// # Errors
///
/// The first thing that is wrong.
pub fn panel(estimates: &[Vec<f64>]) -> Result<Panel, BadPanel> {
    check(estimates)?;
    let each: Vec<f64> = estimates.iter().map(|judge| mean(judge) / 100.0).collect();
    let statements = estimates.first().map_or(0, Vec::len);
    let spread_of = |number: usize| {
        let column: Vec<f64> = estimates.iter().filter_map(|judge| judge.get(number).copied()).collect();
        spread(&column)
    };
    let disputed = (0..statements).filter(|number| spread_of(*number).is_some_and(|spread| spread > DISPUTED));
    Ok(Panel {
        judges: each.len(),
        statements,
        share: mean(&each),
        standard_error: spread(&each).map(|spread| spread / count(each.len()).sqrt()),
        disputed: disputed.map(|number| number + 1).collect(),
        each,
    })
}

fn check(estimates: &[Vec<f64>]) -> Result<(), BadPanel> {
    let should = estimates.first().map_or(0, Vec::len);
    if should == 0 {
        return Err(BadPanel::Empty);
    }
    for (number, judge) in estimates.iter().enumerate() {
        if judge.len() != should {
            return Err(BadPanel::Uneven { judge: number + 1, has: judge.len(), should });
        }
        let outside = judge.iter().position(|value| !(LEAST..=MOST).contains(value));
        if let Some((statement, value)) = outside.and_then(|at| Some((at + 1, *judge.get(at)?))) {
            return Err(BadPanel::OutOfRange { judge: number + 1, statement, value });
        }
    }
    Ok(())
}

/// The standard deviation; none of fewer than two.
fn spread(values: &[f64]) -> Option<f64> {
    if values.len() < 2 {
        return None;
    }
    let centre = mean(values);
    let squares: f64 = values.iter().map(|value| (value - centre) * (value - centre)).sum();
    Some((squares / (count(values.len()) - 1.0)).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cut_is_the_mean_and_its_error_comes_from_the_judges() {
        // Judges' own cuts .80, .85, .75: mean .80, s = .05, error .05 / sqrt 3 = .0288675.
        let found = panel(&[vec![70.0, 90.0], vec![80.0, 90.0], vec![60.0, 90.0]]).unwrap();
        assert!((found.share - 0.8).abs() < 1e-12);
        assert!((found.standard_error.unwrap() - 0.028_867_5).abs() < 1e-6);
        assert_eq!((found.judges, found.statements, found.disputed), (3, 2, vec![]));
    }

    #[test]
    fn statements_that_judges_see_differently_are_named() {
        let found = panel(&[vec![55.0, 80.0, 90.0], vec![95.0, 85.0, 90.0]]).unwrap();
        assert_eq!(found.disputed, [1]);
        assert_eq!(panel(&[vec![55.0]]).unwrap().standard_error, None);
    }

    #[test]
    fn estimates_that_make_no_sense_are_refused() {
        assert_eq!(panel(&[]), Err(BadPanel::Empty));
        assert_eq!(panel(&[vec![]]), Err(BadPanel::Empty));
        assert_eq!(panel(&[vec![60.0], vec![]]), Err(BadPanel::Uneven { judge: 2, has: 0, should: 1 }));
        let outside = panel(&[vec![60.0, 45.0]]);
        assert_eq!(outside, Err(BadPanel::OutOfRange { judge: 1, statement: 2, value: 45.0 }));
    }
}
