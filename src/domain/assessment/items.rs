//! How each statement did over many results: worst first, and nothing said of what too few people answered.

use super::draw::Letter;
use super::form::{Form, Kind};
use super::numbers::count as float;
use super::result::{AnswerRecord, Record};
use super::scores::{at_most, distribution};
use super::scoring::Mark;
use super::sheet::{Given, Sheet, of_record};
use super::statistics::{ItemStatistics, PaperStatistics, Statistics, statistics};
use crate::domain::certainty::Certainty;
use serde::Serialize;
use std::collections::BTreeMap;

/// The fewest answers of which a share is told.
pub const FEWEST: usize = 10;

/// The fewest people of whom a discrimination is told.
pub const FEWEST_TO_DISCRIMINATE: usize = 30;

/// How unlikely it must be that guessing gets so few right, before a key is said to be probably wrong.
const UNLIKELY: f64 = 0.05;

/// The normal distribution's quantile that one of twenty lies beyond, on one side.
const ONE_OF_TWENTY: f64 = 1.645;

/// How one statement did.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ItemReport {
    /// Its id.
    pub statement: String,
    /// How many people had it on their paper.
    pub people: usize,
    /// How many were right.
    pub right: usize,
    /// How many were wrong.
    pub wrong: usize,
    /// How many left it open.
    pub open: usize,
    /// How many were certain and wrong.
    pub certain_and_wrong: usize,
    /// The mean mark in percent; none below [`FEWEST`] people.
    pub facility: Option<f64>,
    /// 100 times the correlation with the rest of the paper; none below [`FEWEST_TO_DISCRIMINATE`] people of one paper.
    pub discrimination: Option<f64>,
    /// Whether the strong miss it more often than the weak, by more than chance explains.
    pub backwards: bool,
    /// Whether so few were right that guessing would have done better: the key is probably wrong.
    pub probable_wrong_key: bool,
}

/// How a paper did.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PaperReport {
    /// The form's title.
    pub form: String,
    /// The code that it was drawn from.
    pub cohort: String,
    /// Which of the two.
    pub paper: Letter,
    /// Its statistics.
    pub statistics: PaperStatistics,
}

/// How all statements did.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Items {
    /// The statements, the worst first, and those of which nothing is told last.
    pub items: Vec<ItemReport>,
    /// The papers that enough people took.
    pub papers: Vec<PaperReport>,
}

type PaperKey = (String, String, Letter);

impl Items {
    /// The statements of `results`, each with the form that it was taken with.
    #[must_use]
    pub fn of(results: &[(&Record, &Form)]) -> Self {
        Self::with(results, &[])
    }

    /// The statements of `results` and of the `sheets` of live classes. Of the latter no discrimination is told: who came late,
    /// or let a question pass, has another paper.
    #[must_use]
    pub fn with(results: &[(&Record, &Form)], sheets: &[Sheet<'_>]) -> Self {
        let mut tallies: BTreeMap<String, ItemReport> = BTreeMap::new();
        let of_results = results.iter().flat_map(|(record, _)| of_record(record));
        for given in of_results.chain(sheets.iter().flatten().copied()) {
            let empty = || ItemReport::empty(given.statement);
            tallies.entry(given.statement.to_owned()).or_insert_with(empty).add(given);
        }
        let mut papers = Vec::new();
        for ((_, cohort, paper), records) in fixed_papers(results) {
            let Some(first) = records.first().filter(|_| records.len() >= FEWEST_TO_DISCRIMINATE) else { continue };
            let Statistics { items, paper: statistics } = statistics(&marks(&records));
            let form = first.form.title.clone();
            discriminate(&mut tallies, first, &items, records.len());
            papers.push(PaperReport { form, cohort, paper, statistics });
        }
        let mut items: Vec<ItemReport> = tallies.into_values().map(ItemReport::judged).collect();
        items.sort_by(|one, other| one.rank().total_cmp(&other.rank()));
        Self { items, papers }
    }
}

/// The results of each paper whose length is fixed: only these have the same statements for everybody.
fn fixed_papers<'a>(results: &[(&'a Record, &Form)]) -> BTreeMap<PaperKey, Vec<&'a Record>> {
    let mut papers: BTreeMap<PaperKey, Vec<&Record>> = BTreeMap::new();
    for (record, form) in results {
        if form.paper.kind == Kind::Fixed {
            let key = (record.form.fingerprint(), record.cohort.clone(), record.paper);
            papers.entry(key).or_default().push(record);
        }
    }
    papers
}

/// Each person's marks in the order of the first one's paper.
fn marks(records: &[&Record]) -> Vec<Vec<f64>> {
    let mark = |answer: &AnswerRecord| float(answer.mark.halves()) / 2.0;
    records.iter().map(|record| record.answers.iter().map(mark).collect()).collect()
}

/// Puts the discriminations of a paper where they are known of no other yet.
fn discriminate(tallies: &mut BTreeMap<String, ItemReport>, paper: &Record, items: &[ItemStatistics], people: usize) {
    // The correlation of what hangs together in no way has this standard error, about.
    let chance = -100.0 * ONE_OF_TWENTY / float(people).sqrt();
    for (answer, item) in paper.answers.iter().zip(items) {
        if let Some(tally) = tallies.get_mut(&answer.statement) {
            tally.discrimination = tally.discrimination.or(item.discrimination);
            tally.backwards |= item.discrimination.is_some_and(|index| index < chance);
        }
    }
}

impl ItemReport {
    fn empty(statement: &str) -> Self {
        Self {
            statement: statement.to_owned(),
            people: 0,
            right: 0,
            wrong: 0,
            open: 0,
            certain_and_wrong: 0,
            facility: None,
            discrimination: None,
            backwards: false,
            probable_wrong_key: false,
        }
    }

    fn add(&mut self, answer: Given<'_>) {
        self.people += 1;
        match answer.mark {
            Mark::Right => self.right += 1,
            Mark::Wrong => self.wrong += 1,
            Mark::Open => self.open += 1,
        }
        let certain = answer.certainty == Some(Certainty::C3) && answer.mark == Mark::Wrong;
        self.certain_and_wrong += usize::from(certain);
    }

    /// The same with what its counts allow to say.
    fn judged(mut self) -> Self {
        if self.people >= FEWEST {
            let halves = float(2 * self.right + self.open);
            self.facility = Some(50.0 * halves / float(self.people));
            let answered = self.right + self.wrong;
            let guessing = distribution(std::iter::repeat_n(0.5, answered));
            self.probable_wrong_key = answered >= FEWEST && at_most(&guessing, self.right) < UNLIKELY;
        }
        self
    }

    /// Its place from the worst: a key that is probably wrong, then what tells the wrong way, then the hardest.
    fn rank(&self) -> f64 {
        let facility = self.facility.unwrap_or(1_000.0);
        let first = if self.probable_wrong_key { -10_000.0 } else { 0.0 };
        let backwards = if self.backwards { -1_000.0 } else { 0.0 };
        first + backwards + facility
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::assessment::form::ready_made;
    use crate::domain::assessment::result::sample::record;

    fn form() -> Form {
        Form::read("", ready_made::named("placement").unwrap().text).unwrap().0
    }

    /// `people` results of three statements. The first is right for everybody but the weak, the second the other way round,
    /// the third wrong for all but every tenth; every fifth is weak.
    fn results(people: usize) -> Vec<Record> {
        let one = |number: usize| {
            let weak = number.is_multiple_of(5);
            let mut record = record();
            let marks = [!weak, weak, number.is_multiple_of(10)];
            for (answer, right) in record.answers.iter_mut().zip(marks) {
                answer.mark = if right { Mark::Right } else { Mark::Wrong };
                answer.certainty = Some(Certainty::C3);
            }
            record
        };
        (0..people).map(one).collect()
    }

    fn items(people: usize) -> Items {
        let (records, form) = (results(people), form());
        Items::of(&records.iter().map(|record| (record, &form)).collect::<Vec<_>>())
    }

    #[test]
    fn the_worst_comes_first_with_its_reason() {
        let found = items(40);
        let of = |number: usize| &found.items[number];
        // The second tells the wrong way as well.
        assert_eq!((of(0).statement.as_str(), of(0).backwards, of(0).probable_wrong_key), ("x-02-b", true, true));
        assert_eq!((of(1).statement.as_str(), of(1).right, of(1).probable_wrong_key), ("x-03-a", 4, true));
        assert_eq!((of(2).statement.as_str(), of(2).probable_wrong_key), ("x-01-a", false));
        assert_eq!((of(2).certain_and_wrong, of(2).wrong), (8, 8));
        assert!(
            (of(1).facility.unwrap() - 10.0).abs() < 1e-9 && of(2).discrimination.unwrap() < 0.0 && of(2).backwards
        );
        assert_eq!(found.papers[0].statistics.people, 40);
    }

    #[test]
    fn little_is_told_of_few_and_nothing_of_a_handful() {
        let some = items(29);
        assert!(some.papers.is_empty() && some.items.iter().all(|item| item.discrimination.is_none()));
        assert!(some.items[0].facility.is_some());
        let few = items(9);
        assert!(few.items.iter().all(|item| item.facility.is_none() && !item.probable_wrong_key && item.people == 9));
        assert_eq!(Items::of(&[]), Items::default());
    }

    #[test]
    fn a_key_is_doubted_only_below_what_guessing_gets() {
        // Of ten, two or fewer are right by guessing in 56 of 1024 cases, which is more than one of twenty; one or none in 11.
        let of = |right: usize| {
            let empty = ItemReport::empty("x");
            ItemReport { people: 10, right, wrong: 10 - right, ..empty }.judged().probable_wrong_key
        };
        assert_eq!([1, 2, 5].map(of), [true, false, false]);
    }
}
