//! The figures of a learner's progress, computed once for the screen, for plain mode, for JSON and for the report. Each
//! carries how many answers it rests on, and is missing where nothing can be said.

mod due;
mod mistakes;

pub use due::DueFigures;
pub use mistakes::{Belief, CounterpartFigures, MistakeFigures};

use crate::domain::ability::{Estimate, Evidence, FEWEST, Strength, profile};
use crate::domain::bank::{Bank, Sides, Topic, TopicName};
use crate::domain::calibration::{Calibration, ENOUGH};
use crate::domain::fact::Mode;
use crate::domain::learner::{AttemptRecord, Learner, LessonState, TopicRecord};
use crate::domain::mastery::{Mastery, Missing, State};
use crate::domain::moment::Moment;
use crate::domain::review::Wishes;
use crate::domain::session::Tally;
use serde::Serialize;

/// All figures of a learner with one bank.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Figures {
    /// How all answers came out, by the side that was right.
    pub answers: Sides<Tally>,
    /// How many of them were given again after the key was seen.
    pub given_again: u32,
    /// How many statements were answered wrongly and not made good since.
    pub mistakes_to_make_good: usize,
    /// These statements: those answered with certainty first, then the longest-standing.
    pub mistakes: Vec<MistakeFigures>,
    /// The concepts that were answered, by when they are due, the first one first.
    pub due: Vec<DueFigures>,
    /// Ability over all topics; none from fewer than four answers.
    pub ability: Option<Estimate>,
    /// The topics, in the bank's order.
    pub topics: Vec<TopicFigures>,
    /// How sure against how right.
    pub calibration: CalibrationFigures,
    /// The days with answers, the first one first.
    pub days: Vec<DayFigures>,
    /// The attempts remembered, newest first.
    pub attempts: Vec<AttemptFigures>,
}

/// The figures of one topic.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TopicFigures {
    /// The topic's id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// How far the lesson is.
    pub lesson: &'static str,
    /// How the answers came out, by the side that was right.
    pub answers: Sides<Tally>,
    /// How many of them were given again after the key was seen.
    pub given_again: u32,
    /// What can be said of the topic as a whole.
    pub state: State,
    /// How many answers its mastery rests on.
    pub mastery_answers: u32,
    /// Its concepts, in the bank's order.
    pub concepts: Vec<ConceptFigures>,
    /// Its place in the profile; none from fewer than four answers of its own.
    pub profile: Option<ProfileFigures>,
}

impl TopicFigures {
    /// How many concepts are known, kept or not.
    #[must_use]
    pub fn known(&self) -> usize {
        self.concepts.iter().filter(|concept| concept.state.is_known()).count()
    }

    /// What the profile says of the topic, in a word or two.
    #[must_use]
    pub fn strength_words(&self) -> &'static str {
        match self.profile.map(|profile| profile.strength) {
            Some(Strength::NotEnoughEvidence) => "cannot tell yet",
            Some(strength) => strength.words(),
            None if self.answers.left.total() + self.answers.right.total() == 0 => "no answers yet",
            None => "too few answers yet",
        }
    }

    /// How many concepts are in that state.
    #[must_use]
    pub fn count(&self, state: State) -> usize {
        self.concepts.iter().filter(|concept| concept.state == state).count()
    }
}

/// The figures of one concept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ConceptFigures {
    /// The concept's id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What can be said.
    pub state: State,
    /// What is missing until it is known; none once it is.
    pub missing: Option<Missing>,
    /// Whether it was known and is no more.
    pub slipped: bool,
    /// How many answers that rests on.
    pub answers: u32,
    /// How many of them were right.
    pub right: u32,
}

/// One topic of the profile.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ProfileFigures {
    /// The probability of being above average in the topic.
    pub above: f64,
    /// What that amounts to.
    pub strength: Strength,
    /// How many answers on the topic it rests on.
    pub answers: u32,
}

/// How sure against how right.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct CalibrationFigures {
    /// How many answers carried a certainty.
    pub answers: u32,
    /// From how many on something can be said.
    pub needed: u32,
    /// What can be said; none before.
    pub figures: Option<Calibration>,
}

/// One day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DayFigures {
    /// The local day, as days since 1970-01-01.
    pub day: i64,
    /// Its date, as `2026-11-23`.
    pub date: String,
    /// How many answers were given.
    pub answers: u32,
}

/// One attempt.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AttemptFigures {
    /// Its id.
    pub id: String,
    /// When it began.
    pub at: Moment,
    /// What kind of session it was.
    pub mode: Mode,
    /// The code it was drawn from.
    pub seed: String,
    /// The topics chosen; empty for all.
    pub topics: Vec<String>,
    /// The level chosen; none for all.
    pub level: Option<u8>,
    /// How many statements it has.
    pub count: usize,
    /// How the answers came out.
    pub tally: Tally,
    /// How many of them were given again after the key was seen.
    pub given_again: u32,
    /// What the certainties earned; none where certainty was off.
    pub marks: Option<i32>,
    /// Whether it was ended.
    pub finished: bool,
    /// How often an answer was taken back.
    pub taken_back: u32,
    /// Ability from all evidence up to its last answer; none from fewer than four.
    pub ability: Option<Estimate>,
}

impl Figures {
    /// How all answers came out, both sides together.
    #[must_use]
    pub const fn total(&self) -> Tally {
        let mut all = self.answers.left;
        all.add(self.answers.right);
        all
    }

    /// The figures of `learner`, seen from the local day of `today` and with these wishes for reviews.
    #[must_use]
    pub fn of(bank: &Bank, learner: &Learner, today: Moment, wishes: &Wishes) -> Self {
        Self {
            answers: learner.total(),
            given_again: learner.given_again(),
            mistakes_to_make_good: learner.mistake_count(),
            mistakes: mistakes::mistakes(bank, learner),
            due: due::due(bank, learner, today.day(), wishes),
            ability: claimed(learner.evidence()),
            topics: topics(bank, learner),
            calibration: calibration(learner),
            days: days(learner),
            attempts: learner.attempts().map(attempt).collect(),
        }
    }
}

/// The figures of all topics.
#[must_use]
pub fn topics(bank: &Bank, learner: &Learner) -> Vec<TopicFigures> {
    let records: Vec<TopicRecord> = bank.manifest.topics.iter().map(|topic| learner.topic_record(&topic.id)).collect();
    let evidence: Vec<_> = records.iter().map(|record| record.evidence).collect();
    let abilities = profile(&evidence);
    let named = bank.manifest.topics.iter().enumerate().zip(records.iter().zip(abilities));
    named
        .map(|((number, name), (record, ability))| {
            let own = record.evidence.answers();
            let profile =
                ProfileFigures { above: ability.above.clamp(0.0, 1.0), strength: ability.strength, answers: own };
            TopicFigures { profile: Some(profile).filter(|_| own >= FEWEST), ..topic(name, bank.topic(number), record) }
        })
        .collect()
}

fn topic(name: &TopicName, topic: Option<&Topic>, record: &TopicRecord) -> TopicFigures {
    let concepts: Vec<ConceptFigures> = topic
        .iter()
        .flat_map(|topic| topic.concepts.iter().enumerate())
        .map(|(number, concept)| {
            let mastery = record.concepts.get(number).copied().unwrap_or_default().mastery;
            concept_figures(&concept.id, &concept.title, mastery)
        })
        .collect();
    let mastery = record.mastery(concepts.len());
    TopicFigures {
        id: name.id.clone(),
        title: name.title.clone(),
        lesson: match record.lesson.state() {
            LessonState::NotStarted => "not-started",
            LessonState::InProgress => "in-progress",
            LessonState::Seen => "seen",
            LessonState::Done => "done",
        },
        answers: record.tallies.clone(),
        given_again: record.again,
        state: mastery.state(),
        mastery_answers: mastery.answers,
        concepts,
        profile: None,
    }
}

fn concept_figures(id: &str, title: &str, mastery: Mastery) -> ConceptFigures {
    ConceptFigures {
        id: id.to_owned(),
        title: title.to_owned(),
        state: mastery.state(),
        missing: mastery.missing(),
        slipped: mastery.has_slipped(),
        answers: mastery.answers(),
        right: mastery.right(),
    }
}

/// What the answers say of ability, where there are enough for a claim.
fn claimed(evidence: &Evidence) -> Option<Estimate> {
    (evidence.answers() >= FEWEST).then(|| evidence.posterior().estimate())
}

impl ConceptFigures {
    /// What it takes to be known, in words, such as `2 more right, one of them on another day`; none once it is.
    #[must_use]
    pub fn missing_words(&self) -> Option<String> {
        self.missing.map(|missing| missing.words(self.answers == 0))
    }
}

/// How sure against how right.
#[must_use]
pub fn calibration(learner: &Learner) -> CalibrationFigures {
    let counts = learner.sureness();
    CalibrationFigures { answers: counts.answers(), needed: ENOUGH, figures: counts.calibration() }
}

/// The days with answers, the first one first.
#[must_use]
pub fn days(learner: &Learner) -> Vec<DayFigures> {
    let days = learner.days().iter().filter(|(_, answers)| **answers > 0);
    days.map(|(day, answers)| DayFigures { day: *day, date: date(*day), answers: *answers }).collect()
}

/// The date of a local day.
#[must_use]
pub fn date(day: i64) -> String {
    Moment::utc(day.saturating_mul(86_400_000)).date()
}

/// The fewest answers a day for each of the five shades of a calendar.
pub const SHADES: [u32; 5] = [0, 1, 10, 25, 50];

/// The Monday of a local day's week; 1970-01-01 was a Thursday.
#[must_use]
pub const fn monday(day: i64) -> i64 {
    day.saturating_sub(day.saturating_add(3).rem_euclid(7))
}

/// The figures of one attempt.
#[must_use]
pub fn attempt(record: &AttemptRecord) -> AttemptFigures {
    AttemptFigures {
        id: record.id.clone(),
        at: record.at,
        mode: record.mode,
        seed: record.seed.clone(),
        topics: record.topics.clone(),
        level: record.level,
        count: record.count,
        tally: record.tally,
        given_again: record.again,
        marks: record.marks,
        finished: record.finished,
        taken_back: record.taken_back,
        ability: claimed(&record.evidence),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::bank::sample;

    #[test]
    fn without_an_answer_nothing_is_claimed() {
        let figures = Figures::of(&sample::bank(2, 3), &Learner::default(), Moment::default(), &Wishes::default());
        assert_eq!((figures.ability, figures.calibration.figures, figures.calibration.needed), (None, None, 30));
        assert!(figures.days.is_empty() && figures.attempts.is_empty());
        assert!(figures.mistakes.is_empty() && figures.due.is_empty());
        assert_eq!(figures.topics.len(), 2);
        for topic in &figures.topics {
            assert_eq!((topic.state, topic.profile, topic.mastery_answers), (State::New, None, 0));
            assert_eq!(topic.count(State::New), topic.concepts.len());
        }
    }

    #[test]
    fn weeks_begin_on_monday() {
        for (day, wanted) in [(0, -3), (3, -3), (4, 4), (-3, -3), (10, 4)] {
            assert_eq!(monday(day), wanted, "{day}");
        }
    }

    #[test]
    fn days_are_dates() {
        assert_eq!(date(0), "1970-01-01");
        assert_eq!(date(i64::MAX), "?");
    }
}
