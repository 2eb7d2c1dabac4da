//! How the statements of a paper did, by the definitions of Moodle's quiz statistics.
//!
//! They are written down at <https://docs.moodle.org/dev/Quiz_statistics_calculations>. Variances and covariances divide by
//! one less than the number of people.

use super::numbers::{count, mean};
use serde::Serialize;

/// What one statement's marks say. Shares are in percent, as Moodle tells them.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ItemStatistics {
    /// The mean mark in percent of the greatest: 100 where everybody was right.
    pub facility: f64,
    /// The standard deviation of the mark, in percent of the greatest mark; none below two people.
    pub sd: Option<f64>,
    /// 100 times the correlation of the mark with the marks of all other statements, from −100 to 100; none where either
    /// is the same for everybody.
    pub discrimination: Option<f64>,
    /// The discrimination in percent of the greatest that the same marks could have, differently dealt.
    pub efficiency: Option<f64>,
    /// How much the statement adds to the spread of the whole, in percent; none where it takes away from it.
    pub weight: Option<f64>,
}

/// What the marks say of the paper as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct PaperStatistics {
    /// How many people.
    pub people: usize,
    /// The mean of the whole mark.
    pub mean: f64,
    /// Its standard deviation; none below two people.
    pub sd: Option<f64>,
    /// The coefficient of internal consistency (Cronbach's alpha), in percent; none below three people, or for one statement.
    pub consistency: Option<f64>,
    /// The share of the standard deviation that is chance, in percent.
    pub error_ratio: Option<f64>,
    /// The standard error of the whole mark.
    pub standard_error: Option<f64>,
}

/// The statistics of each statement and of the paper.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Statistics {
    /// One a statement, in their order.
    pub items: Vec<ItemStatistics>,
    /// The paper.
    pub paper: PaperStatistics,
}

/// The statistics of `marks`: for each person, the mark of each statement; each greatest mark is 1. People with fewer marks
/// than the first count as 0 there.
#[must_use]
pub fn statistics(marks: &[Vec<f64>]) -> Statistics {
    let statements = marks.first().map_or(0, Vec::len);
    let totals: Vec<f64> = marks.iter().map(|person| person.iter().sum()).collect();
    let columns: Vec<Vec<f64>> = (0..statements).map(|number| column(marks, number)).collect();
    let weights: Vec<Option<f64>> = columns.iter().map(|marks| covariance(marks, &totals)).collect();
    let all: f64 = weights.iter().flatten().filter(|weight| **weight > 0.0).map(|weight| weight.sqrt()).sum();
    let items = columns.iter().zip(&weights).map(|(marks, weight)| item(marks, &totals, *weight, all)).collect();
    let variances = columns.iter().filter_map(|marks| variance(marks)).sum();
    Statistics { items, paper: paper(&totals, statements, variances) }
}

fn column(marks: &[Vec<f64>], number: usize) -> Vec<f64> {
    marks.iter().map(|person| person.get(number).copied().unwrap_or(0.0)).collect()
}

fn item(marks: &[f64], totals: &[f64], with_total: Option<f64>, all: f64) -> ItemStatistics {
    let others: Vec<f64> = totals.iter().zip(marks).map(|(total, mark)| total - mark).collect();
    let together = covariance(marks, &others);
    let spread = variance(marks).zip(variance(&others)).map(|(one, other)| (one * other).sqrt());
    let greatest = covariance(&sorted(marks), &sorted(&others));
    let percent = |whole: Option<f64>| {
        let whole = whole.filter(|whole| *whole > ALIKE)?;
        together.map(|part| 100.0 * part / whole)
    };
    let weight = with_total.filter(|weight| *weight >= 0.0 && all > 0.0).map(|weight| 100.0 * weight.sqrt() / all);
    ItemStatistics {
        facility: 100.0 * mean(marks),
        sd: variance(marks).map(|variance| 100.0 * variance.sqrt()),
        discrimination: percent(spread),
        efficiency: percent(greatest),
        weight,
    }
}

/// A spread below this is rounding of none.
const ALIKE: f64 = 1e-12;

fn paper(totals: &[f64], statements: usize, variances: f64) -> PaperStatistics {
    let spread = variance(totals);
    let known = spread.filter(|spread| totals.len() > 2 && statements > 1 && *spread > ALIKE);
    let consistency = known.map(|spread| {
        let statements = count(statements);
        100.0 * statements / (statements - 1.0) * (1.0 - variances / spread)
    });
    let sd = spread.map(f64::sqrt);
    let error_ratio = consistency.map(|consistency| 100.0 * (1.0 - consistency / 100.0).max(0.0).sqrt());
    PaperStatistics {
        people: totals.len(),
        mean: mean(totals),
        sd,
        consistency,
        error_ratio,
        standard_error: error_ratio.zip(sd).map(|(ratio, sd)| ratio * sd / 100.0),
    }
}

fn sorted(values: &[f64]) -> Vec<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted
}

/// None below two values.
fn covariance(one: &[f64], other: &[f64]) -> Option<f64> {
    if one.len() < 2 {
        return None;
    }
    let (of_one, of_other) = (mean(one), mean(other));
    let sum: f64 = one.iter().zip(other).map(|(x, y)| (x - of_one) * (y - of_other)).sum();
    Some(sum / (count(one.len()) - 1.0))
}

fn variance(values: &[f64]) -> Option<f64> {
    covariance(values, values)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The marks of 25 people for seven questions, and below what a spreadsheet made of them: numbers carried over from
    /// Moodle's own tests (moodle/moodle, `mod/quiz/report/statistics/tests`: `fixtures/results00.csv`,
    /// `fixtures/qstats00.csv`, and `check_quiz_stats_for_quiz_00` in `stats_from_steps_walkthrough_test.php`).
    const MARKS: [[f64; 7]; 25] = [
        [1.0, 1.0, 1.0, 1.0, 1.0, 0.0, 1.0],
        [1.0, 1.0, 1.0, 1.0, 0.5, 1.0, 0.0],
        [1.0, 1.0, 1.0, 1.0, 0.5, 0.0, 1.0],
        [0.0, 0.0, 1.0, 1.0, 1.0, 0.0, 0.0],
        [1.0, 0.0, 1.0, 0.0, 0.0, 1.0, 0.5],
        [1.0, 1.0, 1.0, 1.0, 0.5, 0.0, 0.5],
        [0.0, 1.0, 1.0, 1.0, 0.5, 1.0, 0.5],
        [1.0, 1.0, 1.0, 0.0, 0.5, 1.0, 0.5],
        [1.0, 0.0, 1.0, 1.0, 1.0, 1.0, 1.0],
        [0.0, 1.0, 1.0, 0.0, 0.5, 1.0, 0.5],
        [0.8, 0.0, 1.0, 1.0, 0.5, 1.0, 0.5],
        [1.0, 1.0, 1.0, 0.0, 0.5, 1.0, 1.0],
        [1.0, 0.0, 1.0, 1.0, 0.5, 1.0, 0.5],
        [1.0, 0.0, 1.0, 1.0, 1.0, 0.0, 0.5],
        [0.0, 0.0, 1.0, 1.0, 0.0, 1.0, 1.0],
        [1.0, 0.0, 1.0, 0.0, 0.5, 1.0, 1.0],
        [0.8, 0.0, 1.0, 1.0, 0.5, 0.0, 1.0],
        [1.0, 0.0, 1.0, 1.0, 0.0, 1.0, 0.5],
        [1.0, 0.0, 1.0, 1.0, 0.5, 0.0, 0.5],
        [0.0, 1.0, 1.0, 0.0, 0.5, 1.0, 0.0],
        [1.0, 1.0, 0.333_333_3, 1.0, 0.5, 0.0, 0.5],
        [1.0, 1.0, 1.0, 0.0, 0.5, 0.0, 0.5],
        [1.0, 1.0, 1.0, 1.0, 0.0, 1.0, 0.5],
        [0.0, 0.0, 1.0, 0.0, 0.5, 1.0, 1.0],
        [0.0, 0.0, 1.0, 1.0, 1.0, 1.0, 1.0],
    ];

    /// Facility, standard deviation (both as shares), effective weight, discrimination index, discriminative efficiency.
    const QUESTIONS: [[f64; 5]; 7] = [
        [0.704, 0.451_368_290_1, 21.292_274_234_4, -7.065_076_752_6, -9.455_053_696_7],
        [0.48, 0.509_901_951_4, 18.897_980_030_9, -28.898_212_577_2, -36.783_411_893_8],
        [0.973_333_332, 0.133_333_34, 4.443_012_573, -9.123_067_426_8, -21.654_501_216_5],
        [0.68, 0.476_095_228_6, 18.934_725_135_7, -22.630_644_411_3, -31.441_139_561_3],
        [0.52, 0.305_505_046_3, 11.145_013_868_8, -17.699_704_767_4, -21.179_480_258_4],
        [0.64, 0.489_897_948_6, 9.808_133_917_7, -45.378_517_842_1, -56.936_597_443_9],
        [0.62, 0.331_662_479, 15.478_860_239_4, -5.654_316_660_2, -6.504_374_205_8],
    ];

    fn near(found: f64, expected: f64) -> bool {
        (found - expected).abs() <= 1e-5 * expected.abs()
    }

    #[test]
    fn moodles_own_figures_for_questions_come_out() {
        let found = statistics(&MARKS.map(Vec::from));
        for (number, (item, expected)) in found.items.iter().zip(QUESTIONS).enumerate() {
            let figures = [
                item.facility / 100.0,
                item.sd.unwrap() / 100.0,
                item.weight.unwrap(),
                item.discrimination.unwrap(),
                item.efficiency.unwrap(),
            ];
            assert!(figures.iter().zip(expected).all(|(f, e)| near(*f, e)), "{number}: {figures:?} {expected:?}");
        }
    }

    #[test]
    fn moodles_own_figures_for_the_whole_come_out() {
        let paper = statistics(&MARKS.map(Vec::from)).paper;
        assert_eq!(paper.people, 25);
        assert!(near(paper.mean, 4.617_333_332));
        assert!(near(paper.sd.unwrap(), 0.811_726_555_4));
        assert!(near(paper.consistency.unwrap(), -87.223_093_554_2));
        assert!(near(paper.error_ratio.unwrap(), 136.829_490_079_5));
        assert!(near(paper.standard_error.unwrap(), 1.110_681_306_6));
    }

    #[test]
    fn what_is_the_same_for_everybody_tells_nobody_apart() {
        let found = statistics(&[vec![1.0, 1.0], vec![1.0, 0.0], vec![1.0, 0.0]]);
        assert_eq!((found.items[0].discrimination, found.items[0].efficiency), (None, None));
        assert!((found.items[0].facility - 100.0).abs() < 1e-12 && found.items[0].sd.unwrap().abs() < 1e-12);
    }

    #[test]
    fn too_few_people_leave_figures_out_and_never_fail() {
        assert_eq!(statistics(&[]).items, []);
        let one = statistics(&[vec![1.0, 0.0]]);
        assert_eq!((one.items[0].sd, one.paper.sd, one.paper.consistency), (None, None, None));
        let two = statistics(&[vec![1.0, 0.0], vec![0.0, 0.0]]);
        assert_eq!(two.paper.consistency, None);
        let uneven = statistics(&[vec![1.0, 0.0], vec![1.0], vec![]]);
        assert_eq!(uneven.items.len(), 2);
    }
}
