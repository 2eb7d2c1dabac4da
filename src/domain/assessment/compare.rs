//! The same people before and after a course.

use super::change::{GroupChange, group};
use super::draw::Letter;
use super::numbers::{count as float, mean};
use super::report::{Change, change};
use super::result::Record;
use serde::Serialize;

/// How one module went before and after, over the people who took both.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ModuleChange {
    /// Its title.
    pub title: String,
    /// The mean number right before, and of how many on average.
    pub before: (f64, f64),
    /// The same after.
    pub after: (f64, f64),
}

/// What changed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Comparison {
    /// One a person.
    pub people: Vec<Change>,
    /// The mean gain of those whose papers are of the same length, with its interval; none where they are too few.
    pub group: Option<GroupChange>,
    /// How many of them took paper A first.
    pub a_first: usize,
    /// How many took the same paper twice.
    pub same_paper: usize,
    /// The modules, in the order of the form.
    pub modules: Vec<ModuleChange>,
}

/// What changed from the first result of each person to the second.
#[must_use]
pub fn compare(people: &[(&Record, &Record)]) -> Comparison {
    let changes: Vec<Change> = people.iter().map(|(before, after)| change(before, after)).collect();
    let comparable = changes.iter().filter(|change| change.claim.is_some());
    let gain = |change: &Change| (float(change.after.halves()) - float(change.before.halves())) / 2.0;
    let differences: Vec<f64> = comparable.map(gain).collect();
    Comparison {
        group: group(&differences),
        a_first: people.iter().filter(|(before, _)| before.paper == Letter::A).count(),
        same_paper: people.iter().filter(|(one, other)| same_paper(one, other)).count(),
        modules: modules(people),
        people: changes,
    }
}

/// Whether two results are of one paper: then the second may be memory.
#[must_use]
pub fn same_paper(one: &Record, other: &Record) -> bool {
    let statements = |record: &Record| record.answers.iter().map(|answer| answer.statement.clone()).collect::<Vec<_>>();
    statements(one) == statements(other)
}

/// The modules that both results of everybody have.
fn modules(people: &[(&Record, &Record)]) -> Vec<ModuleChange> {
    let titles = people.first().map(|(before, _)| before.outcome.modules.iter().map(|module| module.title.clone()));
    let of = |record: &Record, title: &str| {
        let module = record.outcome.modules.iter().find(|module| module.title == title)?;
        Some((float(module.count.halves()) / 2.0, float(module.count.statements())))
    };
    let one = |title: String| {
        let both: Option<Vec<_>> =
            people.iter().map(|(before, after)| of(before, &title).zip(of(after, &title))).collect();
        let (before, after): (Vec<_>, Vec<_>) = both?.into_iter().unzip();
        let means = |of: Vec<(f64, f64)>| {
            let (right, all): (Vec<f64>, Vec<f64>) = of.into_iter().unzip();
            (mean(&right), mean(&all))
        };
        Some(ModuleChange { title, before: means(before), after: means(after) })
    };
    titles.into_iter().flatten().filter_map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::assessment::result::sample::record;
    use crate::domain::assessment::scoring::Count;

    fn with(right: usize, paper: Letter) -> Record {
        let mut one = record();
        one.outcome.count = Count { right, wrong: 40 - right, open: 0 };
        one.answers.rotate_left(usize::from(paper == Letter::B));
        Record { paper, ..one }
    }

    #[test]
    fn a_group_is_told_from_twenty_people_and_a_person_from_eight_more_right() {
        let pairs: Vec<(Record, Record)> =
            (0..20).map(|gain| (with(15, Letter::A), with(15 + gain, Letter::B))).collect();
        let of = |pairs: &[(Record, Record)]| compare(&pairs.iter().map(|(one, two)| (one, two)).collect::<Vec<_>>());
        let found = of(&pairs);
        // Differences 0 to 19: mean 9.5.
        assert!((found.group.unwrap().mean - 9.5).abs() < 1e-12);
        let claimed: Vec<bool> =
            found.people.iter().map(|one| one.claim == Some(super::super::change::Claim::Gain)).collect();
        assert_eq!(claimed.iter().position(|claimed| *claimed), Some(8));
        assert_eq!((found.a_first, found.same_paper), (20, 0));
        assert_eq!(of(&pairs[1..]).group, None);
    }

    #[test]
    fn papers_of_other_lengths_and_the_same_paper_twice_are_named() {
        let mut shorter = with(15, Letter::B);
        shorter.outcome.count = Count { right: 15, wrong: 5, open: 0 };
        let (a, again) = (with(15, Letter::A), with(30, Letter::A));
        let found = compare(&[(&a, &shorter), (&a, &again)]);
        assert_eq!((found.people[0].claim, found.same_paper), (None, 1));
    }
}
