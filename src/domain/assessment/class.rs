//! Many results as one class: by level and by topic, in the order in which they are taught, and who needs a person.

use super::figures::Verdict;
use super::numbers::{count as float, mean};
use super::result::Record;
use super::scoring::{Count, Mark};
use super::sheet::{Sheet, of_record};
use crate::domain::bank::Bank;
use crate::domain::review::Pace;
use serde::Serialize;
use statrs::distribution::{ContinuousCDF, StudentsT};

/// The fewest people of whom something is said as a class.
pub const FEWEST: usize = 5;

/// The share that is enough where no form sets a cut.
pub const USUAL_CUT: f64 = 0.8;

/// How many statements are gone through in a review of a topic.
const REVIEW: usize = 10;

/// How many statements follow a lesson.
const PRACTICE: usize = 20;

/// How many minutes a lesson takes: ten screens.
const LESSON: usize = 10;

/// How one topic, or one level, went.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Part {
    /// Its title.
    pub title: String,
    /// How its statements went, over all people.
    pub count: Count,
    /// How many people were asked any of it.
    pub people: usize,
    /// The mean share right of these people; none below [`FEWEST`].
    pub share: Option<f64>,
    /// Between which shares the mean of such people lies, nine times of ten; none below [`FEWEST`] people.
    pub interval: Option<(f64, f64)>,
}

/// How a class did.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Class {
    /// How many results.
    pub results: usize,
    /// How many were judged ready, borderline and not yet.
    pub verdicts: [usize; 3],
    /// By level.
    pub levels: Vec<Part>,
    /// By topic, in teaching order.
    pub topics: Vec<Part>,
    /// How many answers are left out, because the bank at hand does not have their statements.
    pub unknown: usize,
}

impl Part {
    /// How a part called `title` went, by what each person answered of it; whoever answered none of it is left out.
    #[must_use]
    pub fn of(title: String, people: impl Iterator<Item = Vec<Mark>>) -> Self {
        let mut gathered = Gathered::new(title);
        for marks in people {
            gathered.now = marks;
            gathered.next();
        }
        gathered.part()
    }
}

impl Class {
    /// What `records` come to with the statements of `bank`.
    #[must_use]
    pub fn of(records: &[&Record], bank: &Bank) -> Self {
        Self::with(records, &[], bank)
    }

    /// What `records` and the `sheets` of live classes come to, which nobody judges, with the statements of `bank`.
    #[must_use]
    pub fn with(records: &[&Record], sheets: &[Sheet<'_>], bank: &Bank) -> Self {
        let all: Vec<Sheet<'_>> =
            records.iter().map(|record| of_record(record)).chain(sheets.iter().cloned()).collect();
        let judged = |verdict| records.iter().filter(|record| record.outcome.verdict == Some(verdict)).count();
        let verdicts = [Verdict::Ready, Verdict::Borderline, Verdict::NotYet].map(judged);
        Self { verdicts, ..Self::of_sheets(&all, bank) }
    }

    fn of_sheets(sheets: &[Sheet<'_>], bank: &Bank) -> Self {
        let titles = bank.manifest.topics.iter().map(|topic| topic.title.clone());
        let mut topics: Vec<Gathered> = titles.map(Gathered::new).collect();
        let mut levels: Vec<Gathered> = (1..=3).map(|level| Gathered::new(format!("Level {level}"))).collect();
        let mut unknown = 0;
        for sheet in sheets {
            for answer in sheet {
                let Some(entry) = bank.find(answer.statement).and_then(|at| bank.entry(at)) else {
                    unknown += 1;
                    continue;
                };
                let level = usize::from(entry.level()).saturating_sub(1);
                for part in [topics.get_mut(entry.at.topic), levels.get_mut(level)].into_iter().flatten() {
                    part.now.push(answer.mark);
                }
            }
            topics.iter_mut().chain(&mut levels).for_each(Gathered::next);
        }
        let asked = |parts: Vec<Gathered>| {
            parts.into_iter().filter(|part| !part.marks.is_empty()).map(Gathered::part).collect::<Vec<_>>()
        };
        Self { results: sheets.len(), verdicts: [0; 3], levels: asked(levels), topics: asked(topics), unknown }
    }
}

/// A part under way: all marks, each person's share, and the marks of the person at hand.
struct Gathered {
    title: String,
    marks: Vec<Mark>,
    shares: Vec<f64>,
    now: Vec<Mark>,
}

impl Gathered {
    const fn new(title: String) -> Self {
        Self { title, marks: Vec::new(), shares: Vec::new(), now: Vec::new() }
    }

    /// Goes on to the next person.
    fn next(&mut self) {
        if !self.now.is_empty() {
            self.shares.push(super::scoring::share(Count::of(self.now.iter().copied())));
            self.marks.append(&mut self.now);
        }
    }

    fn part(self) -> Part {
        let interval = interval(&self.shares);
        Part {
            title: self.title,
            count: Count::of(self.marks.iter().copied()),
            people: self.shares.len(),
            share: interval.map(|_| mean(&self.shares)),
            interval,
        }
    }
}

/// The interval of a mean over people by Student's distribution: people differ, and one person's answers hang together, so
/// it is people that count and not answers.
fn interval(shares: &[f64]) -> Option<(f64, f64)> {
    if shares.len() < FEWEST {
        return None;
    }
    let (centre, free) = (mean(shares), float(shares.len()) - 1.0);
    let squares: f64 = shares.iter().map(|share| (share - centre).powi(2)).sum();
    let error = (squares / free / float(shares.len())).sqrt();
    let half = StudentsT::new(0.0, 1.0, free).ok()?.inverse_cdf(0.95) * error;
    Some(((centre - half).max(0.0), (centre + half).min(1.0)))
}

/// What to do with a topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Route {
    /// The class is likely above the cut.
    Skip,
    /// It cannot be told: a short review.
    Review,
    /// The class is likely below the cut.
    Teach,
    /// Too few people to say.
    NotMeasured,
}

impl Route {
    /// The words for it.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Skip => "skip",
            Self::Review => "review",
            Self::Teach => "teach",
            Self::NotMeasured => "not measured",
        }
    }

    /// How many minutes a topic takes; none where nothing is said of it.
    #[must_use]
    pub fn minutes(self) -> Option<usize> {
        let pace = Pace::default();
        match self {
            Self::Skip => Some(0),
            Self::Review => Some(pace.minutes(REVIEW)),
            Self::Teach => Some(LESSON + pace.minutes(PRACTICE)),
            Self::NotMeasured => None,
        }
    }

    /// What to do with `part`, where `cut` is the share that is enough.
    #[must_use]
    pub fn of(part: &Part, cut: f64) -> Self {
        match part.interval {
            None => Self::NotMeasured,
            Some((low, _)) if low >= cut => Self::Skip,
            Some((_, high)) if high < cut => Self::Teach,
            Some(_) => Self::Review,
        }
    }
}

/// A topic of the course, and what to do with it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Stop {
    /// How it went.
    #[serde(flatten)]
    pub part: Part,
    /// What to do with it.
    pub route: Route,
    /// How many minutes that takes.
    pub minutes: Option<usize>,
}

impl Stop {
    /// The way through these topics, where `cut` is the share that is enough.
    #[must_use]
    pub fn through(topics: &[Part], cut: f64) -> Vec<Self> {
        let stop = |part: &Part| {
            let route = Route::of(part, cut);
            Self { part: part.clone(), route, minutes: route.minutes() }
        };
        topics.iter().map(stop).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mean_over_people_has_the_interval_of_students_distribution() {
        // Five shares .5 .6 .7 .8 .9: mean .7, s .158114, t(.95; 4) = 2.131847 (tables), half .150744.
        let (low, high) = interval(&[0.5, 0.6, 0.7, 0.8, 0.9]).unwrap();
        assert!((low - 0.549_256).abs() < 1e-4 && (high - 0.850_744).abs() < 1e-4, "{low} {high}");
        assert_eq!(interval(&[0.5, 0.6, 0.7, 0.8]), None);
    }

    #[test]
    fn a_topic_is_taught_reviewed_or_skipped_by_its_whole_interval() {
        let part = |interval| Part { title: String::new(), count: Count::default(), people: 9, share: None, interval };
        let route = |interval| Route::of(&part(interval), 0.8);
        assert_eq!(route(Some((0.8, 0.9))), Route::Skip);
        assert_eq!(route(Some((0.7, 0.8))), Route::Review);
        assert_eq!(route(Some((0.6, 0.79))), Route::Teach);
        assert_eq!(route(None), Route::NotMeasured);
    }
}
