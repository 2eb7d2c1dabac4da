//! A week: minutes a day, what was learnt, and the target that a learner may set.

use crate::app::figures::monday;
use crate::app::settings::{Settings, TARGET_MINUTES};
use crate::domain::bank::Bank;
use crate::domain::learner::Learner;

/// A week from Monday to Sunday.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Week {
    /// Its Monday, as days since 1970-01-01.
    pub monday: i64,
    /// The minutes of each of its days; 0 where nothing was done.
    pub minutes: [u32; 7],
    /// How many answers were given.
    pub answers: u32,
    /// How many of them were right.
    pub right: u32,
}

impl Week {
    /// The minutes of all its days.
    #[must_use]
    pub fn total_minutes(&self) -> u32 {
        self.minutes.iter().sum()
    }
}

/// The week of a local day.
#[must_use]
pub fn week(learner: &Learner, day: i64) -> Week {
    let monday = monday(day);
    let days: [i64; 7] = std::array::from_fn(|place| monday.saturating_add(i64::try_from(place).unwrap_or(0)));
    let answers = days.iter().filter_map(|day| learner.days().get(day)).sum();
    Week {
        monday,
        minutes: days.map(|day| learner.minutes_on(day)),
        answers,
        right: days.iter().map(|day| learner.right_on(*day)).sum(),
    }
}

/// What was learnt since a day a week ago.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Learnt {
    /// The titles of the ideas that became known, in teaching order.
    pub ideas: Vec<String>,
    /// The titles of the topics whose lesson was passed.
    pub lessons: Vec<String>,
}

impl Learnt {
    /// Within the seven days that end with local day `today`.
    #[must_use]
    pub fn lately(bank: &Bank, learner: &Learner, today: i64) -> Self {
        let lately = |day: i64| day > today.saturating_sub(7) && day <= today;
        let known = super::what_i_know(bank, learner).into_iter().filter(|idea| lately(idea.since));
        let passed = |id: &str| learner.lesson(id).passed_on.is_some_and(lately);
        let lessons = bank.manifest.topics.iter().filter(|topic| passed(&topic.id)).map(|topic| topic.title.clone());
        Self { ideas: known.map(|idea| idea.title).collect(), lessons: lessons.collect() }
    }

    /// The same in a line, such as `New since last week: Doubles, What a value looks like; lesson passed: Purpose.` None where
    /// nothing is new.
    #[must_use]
    pub fn line(&self) -> Option<String> {
        let lessons = match self.lessons.as_slice() {
            [] => None,
            [one] => Some(format!("lesson passed: {one}")),
            several => Some(format!("lessons passed: {}", several.join(", "))),
        };
        let ideas = (!self.ideas.is_empty()).then(|| self.ideas.join(", "));
        let parts: Vec<String> = ideas.into_iter().chain(lessons).collect();
        (!parts.is_empty()).then(|| format!("New since last week: {}.", parts.join("; ")))
    }
}

/// How far the target of a week is: ten minutes on so many days. There is nothing to lose: a week begins at nought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target {
    /// On how many days a week.
    pub days: u8,
    /// On how many days of this week so far.
    pub reached: u8,
}

impl Target {
    /// The same in words, such as `ten minutes on 2 of 3 days this week`.
    #[must_use]
    pub fn words(self) -> String {
        let Self { days, reached } = self;
        match reached {
            _ if reached >= days && days == 1 => "ten minutes on one day this week: done".to_owned(),
            _ if reached >= days => format!("ten minutes on {days} days this week: done"),
            _ if days == 1 => "ten minutes on one day this week".to_owned(),
            _ => format!("ten minutes on {reached} of {days} days this week"),
        }
    }
}

/// How far the target of the week of local day `today` is; none where no target is set.
#[must_use]
pub fn target(learner: &Learner, settings: &Settings, today: i64) -> Option<Target> {
    let days = settings.target?;
    let minutes = week(learner, today).minutes;
    let reached = minutes.iter().filter(|minutes| **minutes >= TARGET_MINUTES).count();
    Some(Target { days, reached: u8::try_from(reached).unwrap_or(7) })
}

#[cfg(test)]
mod tests {
    use super::super::tests::{MONDAY, answers, bank};
    use super::*;
    use crate::domain::fact::{Event, Fact};
    use crate::domain::moment::Moment;

    #[test]
    fn a_week_has_the_minutes_and_answers_of_its_days() {
        let bank = bank();
        let facts = answers(&bank, 0, MONDAY + 5, 2, &[true, false, true, true, true, true]);
        let learner = Learner::fold(&bank, &facts);
        let this = week(&learner, MONDAY + 6);
        // Two answers a day, each 45 seconds: two minutes on Saturday and Sunday.
        assert_eq!((this.monday, this.minutes, this.total_minutes()), (MONDAY, [0, 0, 0, 0, 0, 2, 2], 4));
        assert_eq!((this.answers, this.right), (4, 3));
        assert_eq!(week(&learner, MONDAY + 7).answers, 2);
    }

    #[test]
    fn what_was_learnt_since_last_week_is_told_in_a_line() {
        let bank = bank();
        let mut facts = answers(&bank, 0, MONDAY, 2, &[true; 4]);
        facts.push(Fact {
            id: "f".repeat(32),
            learner: "me".to_owned(),
            at: Moment::utc((MONDAY + 3) * 86_400_000),
            attempt: String::new(),
            event: Event::LessonPassed { topic: "topic-1".to_owned() },
        });
        let learner = Learner::fold(&bank, &facts);
        let title = &bank.topic(0).unwrap().concepts[0].title;
        let line = |day| Learnt::lately(&bank, &learner, day).line();
        assert_eq!(line(MONDAY), None);
        assert_eq!(line(MONDAY + 1), Some(format!("New since last week: {title}.")));
        assert_eq!(line(MONDAY + 7), Some(format!("New since last week: {title}; lesson passed: Topic 1.")));
        assert_eq!(line(MONDAY + 8), Some("New since last week: lesson passed: Topic 1.".to_owned()));
        assert_eq!(line(MONDAY + 20), None);
    }

    #[test]
    fn a_target_counts_the_days_of_its_week_and_no_streak() {
        let bank = bank();
        let mut facts = Vec::new();
        for day in [1, 3] {
            // Eight answers of a minute each, and half a minute to read what came of the one before: more than eleven minutes.
            for (number, mut fact) in (0_i64..).zip(answers(&bank, 0, MONDAY + day, 8, &[true; 8])) {
                if let Event::Answered(answered) = &mut fact.event {
                    answered.elapsed = 60_000;
                }
                fact.at = Moment::utc(fact.at.millis + number * 90_000);
                facts.push(fact);
            }
        }
        let learner = Learner::fold(&bank, &facts);
        let told = |days, today| {
            let settings = Settings { target: days, ..Settings::default() };
            target(&learner, &settings, today).map(Target::words)
        };
        assert_eq!(told(None, MONDAY), None);
        assert_eq!(told(Some(3), MONDAY + 3).as_deref(), Some("ten minutes on 2 of 3 days this week"));
        assert_eq!(told(Some(2), MONDAY + 3).as_deref(), Some("ten minutes on 2 days this week: done"));
        assert_eq!(told(Some(1), MONDAY + 3).as_deref(), Some("ten minutes on one day this week: done"));
        assert_eq!(told(Some(3), MONDAY + 7).as_deref(), Some("ten minutes on 0 of 3 days this week"));
    }
}
