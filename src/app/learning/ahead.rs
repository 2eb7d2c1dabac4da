//! What is waiting: the next days' reviews, the exam, and the line with which the program takes its leave.

use crate::app::review::wishes;
use crate::app::settings::Settings;
use crate::app::view::words::date;
use crate::domain::bank::Bank;
use crate::domain::fact::Mode;
use crate::domain::learner::{Learner, OpenAttempt};
use crate::domain::moment::Moment;
use crate::domain::session::Session;
use crate::domain::words::counted;
use std::collections::BTreeMap;

/// How many ideas come back on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Coming {
    /// The local day, as days since 1970-01-01.
    pub day: i64,
    /// How many ideas.
    pub ideas: usize,
}

/// What comes back on the days after `today`, the next one first. Days without are left out.
#[must_use]
pub fn coming(learner: &Learner, settings: &Settings, today: Moment) -> Vec<Coming> {
    let (wishes, today) = (wishes(settings), today.day());
    let mut days: BTreeMap<i64, usize> = BTreeMap::new();
    for day in learner.memories().map(|memory| memory.due(today, &wishes)).filter(|day| *day > today) {
        *days.entry(day).or_default() += 1;
    }
    days.into_iter().map(|(day, ideas)| Coming { day, ideas }).collect()
}

/// How far an exam is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exam {
    /// Its local day, as days since 1970-01-01.
    pub day: i64,
    /// In how many days it is; 0 for today.
    pub days: i64,
    /// The day on which the last lesson is passed at the pace so far; none where that cannot be said, or all are passed.
    pub lessons_done: Option<i64>,
    /// How many lessons are not passed yet.
    pub lessons: usize,
    /// How many ideas are not known yet.
    pub ideas: usize,
    /// About how many minutes a day it takes until then: the lessons, and the least number of right answers that is still
    /// missing, at the learner's own pace.
    pub minutes: usize,
}

/// How many minutes a lesson takes, as it is told before each.
const LESSON: usize = 5;

/// The exam, if a day was given that is not past.
#[must_use]
pub fn exam(bank: &Bank, learner: &Learner, settings: &Settings, today: Moment) -> Option<Exam> {
    let (day, today) = (wishes(settings).exam?, today.day());
    if day < today {
        return None;
    }
    let topics = &bank.manifest.topics;
    let lessons = topics.iter().filter(|topic| !learner.lesson(&topic.id).passed).count();
    let (mut ideas, mut answers) = (0, 0);
    for (place, name) in topics.iter().enumerate() {
        let records = learner.topic_record(&name.id).concepts;
        for number in 0..bank.concept_count(place) {
            let mastery = records.get(number).map(|record| record.mastery).unwrap_or_default();
            if let Some(missing) = mastery.missing() {
                (ideas, answers) = (ideas + 1, answers + usize::try_from(missing.right).unwrap_or(0));
            }
        }
    }
    let days = usize::try_from(day - today).unwrap_or(0).max(1);
    let minutes = rounded((lessons * LESSON + learner.pace().steady_minutes(answers)).div_ceil(days));
    Some(Exam { day, days: day - today, lessons_done: lessons_done(bank, learner, today), lessons, ideas, minutes })
}

/// A number of minutes as it is told: from eight on to the nearest five, as nobody plans a day to the minute and no answer
/// should seem to change the plan.
const fn rounded(minutes: usize) -> usize {
    if minutes < 8 { minutes } else { (minutes + 2) / 5 * 5 }
}

/// At the pace of the lessons passed so far, when the last is; nothing is said from fewer than two on two days.
fn lessons_done(bank: &Bank, learner: &Learner, today: i64) -> Option<i64> {
    let topics = &bank.manifest.topics;
    let passed: Vec<i64> = topics.iter().filter_map(|topic| learner.lesson(&topic.id).passed_on).collect();
    let (first, last) = (passed.iter().min()?, passed.iter().max()?);
    let left = topics.len().checked_sub(passed.len()).filter(|left| *left > 0)?;
    if passed.len() < 2 || first == last || *first > today {
        return None;
    }
    let (left, done) = (i64::try_from(left).ok()?, i64::try_from(passed.len()).ok()?);
    let days = today - first + 1;
    // Rounded up: half a lesson is no lesson.
    Some(today + (days * left + done - 1) / done)
}

/// An unfinished round, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// The attempt's id.
    pub attempt: String,
    /// What kind of round it is.
    pub mode: Mode,
    /// The number of the question that comes next, from 1; none where only repeats are left.
    pub question: Option<usize>,
    /// How many questions were planned.
    pub planned: usize,
    /// How many answers were right so far.
    pub right: usize,
    /// How many other rounds are unfinished.
    pub others: usize,
}

/// The unfinished round that was gone on with last, if any.
#[must_use]
pub fn waiting(bank: &Bank, learner: &Learner, today: Moment) -> Option<Waiting> {
    waiting_before(bank, learner, 0, today)
}

/// The unfinished round that was left before so many others, if there are so many. Only that one is taken up to see where
/// it stands.
#[must_use]
pub fn waiting_before(bank: &Bank, learner: &Learner, others: usize, today: Moment) -> Option<Waiting> {
    let open = learner.all_unfinished().nth(others)?;
    Some(waits(bank, open, learner.all_unfinished().count().saturating_sub(1), today))
}

fn waits(bank: &Bank, open: &OpenAttempt, others: usize, today: Moment) -> Waiting {
    let session = Session::resume(bank, open.id.clone(), open.started.clone(), &open.events, today);
    let (number, planned) = (session.answered() + 1, session.planned());
    Waiting {
        attempt: open.id.clone(),
        mode: open.started.mode,
        question: (number <= planned).then_some(number),
        planned,
        right: session.tally().right,
        others,
    }
}

/// The line with which the program takes its leave; none where nothing was ever answered.
#[must_use]
pub fn leaving(bank: &Bank, learner: &Learner, settings: &Settings, today: Moment) -> Option<String> {
    if let Some(waiting) = waiting(bank, learner, today) {
        let place = waiting.question.map_or_else(
            || "at the repeats".to_owned(),
            |number| format!("at question {number} of {}", waiting.planned),
        );
        return Some(format!("Saved. Your round waits {place}."));
    }
    let next = coming(learner, settings, today);
    let (today, wishes) = (today.day(), wishes(settings));
    let tomorrow = learner.memories().filter(|memory| memory.due(today, &wishes) <= today + 1).count();
    let minutes = learner.pace().minutes(tomorrow.min(wishes.sitting));
    match (tomorrow, next.first()) {
        (0, None) => None,
        (0, Some(next)) if next.day < today + 7 => {
            Some(format!("Saved. Nothing is due until {}.", Moment::weekday_of(next.day)))
        }
        (0, Some(next)) => Some(format!("Saved. Nothing is due until {}.", date(next.day))),
        (ideas, _) => {
            let (ideas, minutes) = (counted(ideas, "idea", "ideas"), counted(minutes, "minute", "minutes"));
            Some(format!("Saved. Tomorrow: {ideas}, about {minutes}."))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{MONDAY, answers, bank};
    use super::*;
    use crate::domain::bank::sample;
    use crate::domain::fact::{Event, Fact};

    fn moment(day: i64) -> Moment {
        Moment::utc(day * 86_400_000)
    }

    #[test]
    fn what_comes_back_is_told_by_day() {
        let bank = bank();
        let mut facts = answers(&bank, 0, MONDAY, 1, &[true]);
        facts.extend(answers(&bank, 1, MONDAY, 1, &[false]));
        let learner = Learner::fold(&bank, &facts);
        let days = coming(&learner, &Settings::default(), moment(MONDAY));
        assert_eq!(days.iter().map(|one| one.ideas).sum::<usize>(), 2);
        assert!(days.iter().all(|one| one.day > MONDAY) && days.is_sorted_by_key(|one| one.day));
        assert_eq!(coming(&learner, &Settings::default(), moment(MONDAY + 400)), []);
    }

    #[test]
    fn an_exam_says_how_far_it_is_and_when_the_lessons_are_done_at_this_pace() {
        let bank = sample::bank(6, 2);
        let passed = |topic: usize, day: i64| Fact {
            id: format!("{topic:032x}"),
            learner: "me".to_owned(),
            at: moment(day),
            attempt: String::new(),
            event: Event::LessonPassed { topic: format!("topic-{topic}") },
        };
        // 2026-12-16 is 23 days after Monday, 2026-11-23.
        let settings = Settings { exam: "2026-12-16".parse().ok(), ..Settings::default() };
        let told = |facts: &[Fact], today: i64| exam(&bank, &Learner::fold(&bank, facts), &settings, moment(today));
        let first = told(&[passed(0, MONDAY)], MONDAY).unwrap();
        assert_eq!((first.days, first.lessons_done), (23, None), "one lesson is no pace");
        // Two lessons in four days: four more take eight.
        let two = [passed(0, MONDAY), passed(1, MONDAY + 3)];
        assert_eq!(told(&two, MONDAY + 3).unwrap().lessons_done, Some(MONDAY + 3 + 8));
        assert_eq!((told(&two, MONDAY + 23).unwrap().days, told(&two, MONDAY + 24)), (0, None));
        let all: Vec<Fact> = (0..6).map(|topic| passed(topic, MONDAY + i64::try_from(topic).unwrap())).collect();
        assert_eq!(told(&all, MONDAY + 6).unwrap().lessons_done, None, "there are none left");
        assert_eq!(exam(&bank, &Learner::default(), &Settings::default(), moment(MONDAY)), None);
    }

    #[test]
    fn one_more_answer_hardly_changes_what_an_exam_takes_a_day() {
        let bank = sample::bank(6, 80);
        let settings = Settings { exam: "2026-12-16".parse().ok(), ..Settings::default() };
        let given = answers(&bank, 0, MONDAY, 1, &[false; 60]);
        let told = (0..given.len()).map(|count| {
            let learner = Learner::fold(&bank, given.iter().take(count));
            exam(&bank, &learner, &settings, moment(MONDAY)).unwrap().minutes
        });
        let told: Vec<usize> = told.collect();
        let changes: Vec<_> = told.windows(2).filter(|two| two[0] != two[1]).collect();
        assert!(changes.len() < 3 && changes.iter().all(|two| two[0].abs_diff(two[1]) <= 5), "{told:?}");
        assert_eq!([7, 8, 12, 13, 61].map(rounded), [7, 10, 10, 15, 60]);
    }

    #[test]
    fn an_unfinished_round_is_what_waits() {
        let bank = bank();
        let order: Vec<_> = bank.statements().map(|entry| entry.at).step_by(2).take(5).collect();
        let started = Session::plan(&bank, Mode::Quiz, &"X".parse().unwrap(), false, &order);
        let fact = |event| Fact {
            id: "e".repeat(32),
            learner: "me".to_owned(),
            at: moment(MONDAY),
            attempt: "a".to_owned(),
            event,
        };
        let mut facts = vec![fact(Event::Started(started))];
        facts.extend(answers(&bank, 0, MONDAY, 9, &[true, true]));
        let line = leaving(&bank, &Learner::fold(&bank, &facts), &Settings::default(), moment(MONDAY));
        assert_eq!(line.as_deref(), Some("Saved. Your round waits at question 3 of 5."));
        let waiting = waiting(&bank, &Learner::fold(&bank, &facts), moment(MONDAY)).unwrap();
        assert_eq!((waiting.question, waiting.planned, waiting.right, waiting.others), (Some(3), 5, 2, 0));
    }
}
