//! What has been learnt and what comes next, as data: for home, progress, the end of a round and the leaving line.

mod ahead;
mod week;

pub use ahead::{Coming, Exam, Waiting, coming, exam, leaving, waiting, waiting_before};
pub use week::{Learnt, Target, Week, target, week};

use super::Model;
use crate::domain::bank::Bank;
use crate::domain::learner::{Learner, LessonState};
use crate::domain::mastery::{Mastery, State};

/// How many ideas are in each state, over the whole bank.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Standing {
    /// Known, and right again a week or more later.
    pub kept: usize,
    /// Known.
    pub known: usize,
    /// Under way.
    pub practising: usize,
    /// Not answered yet, or not in a way that counts.
    pub new: usize,
}

impl Standing {
    /// Of all ideas that the bank has.
    #[must_use]
    pub fn of(bank: &Bank, learner: &Learner) -> Self {
        let mut standing = Self::default();
        for (place, name) in bank.manifest.topics.iter().enumerate() {
            let records = learner.topic_record(&name.id).concepts;
            for number in 0..bank.concept_count(place) {
                let state = records.get(number).map_or(State::New, |record| record.mastery.state());
                *standing.count_mut(state) += 1;
            }
        }
        standing
    }

    const fn count_mut(&mut self, state: State) -> &mut usize {
        match state {
            State::Kept => &mut self.kept,
            State::Known => &mut self.known,
            State::Practising => &mut self.practising,
            State::New => &mut self.new,
        }
    }

    /// How many there are.
    #[must_use]
    pub const fn total(&self) -> usize {
        self.kept + self.known + self.practising + self.new
    }

    /// How many are known, kept or not.
    #[must_use]
    pub const fn known_or_kept(&self) -> usize {
        self.kept + self.known
    }
}

/// An idea that is known, as a sentence of the learner's own notebook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownIdea {
    /// The topic's number, from 0.
    pub topic: usize,
    /// The concept's number within the topic, from 0.
    pub concept: usize,
    /// Its title.
    pub title: String,
    /// The idea in a sentence.
    pub sentence: String,
    /// Whether it was right again a week or more later.
    pub kept: bool,
    /// The local day on which it became known.
    pub since: i64,
}

/// The first topic whose lesson is not done, if any.
#[must_use]
pub fn next_lesson(model: &Model) -> Option<usize> {
    (0..model.bank.topic_count()).find(|topic| waits_with_lesson(model, *topic))
}

/// Whether a topic has a lesson that is not done.
#[must_use]
pub fn waits_with_lesson(model: &Model, topic: usize) -> bool {
    let id = model.bank.manifest.topics.get(topic).map(|topic| topic.id.as_str());
    model.bank.has_lesson(topic) && id.is_some_and(|id| model.learner.lesson_state(id) != LessonState::Done)
}

/// What the learner now knows, in teaching order: topic, concept and how well. No topic is parsed for it.
fn known(bank: &Bank, learner: &Learner) -> Vec<(usize, usize, Mastery)> {
    let mut known = Vec::new();
    for (topic, name) in bank.manifest.topics.iter().enumerate() {
        let records = learner.topic_record(&name.id).concepts;
        let mastery = records.iter().map(|record| record.mastery).enumerate();
        known.extend(mastery.filter(|(_, one)| one.state().is_known()).map(|(concept, one)| (topic, concept, one)));
    }
    known
}

/// What the learner now knows, in teaching order, as sentences.
#[must_use]
pub fn what_i_know(bank: &Bank, learner: &Learner) -> Vec<KnownIdea> {
    let idea = |(topic, concept, mastery): (usize, usize, Mastery)| {
        let about = bank.topic(topic)?.concepts.get(concept)?;
        Some(KnownIdea {
            topic,
            concept,
            title: about.title.clone(),
            sentence: if about.idea.is_empty() { about.title.clone() } else { about.idea.clone() },
            kept: mastery.state() == State::Kept,
            since: mastery.known_on()?,
        })
    };
    known(bank, learner).into_iter().filter_map(idea).collect()
}

/// One of the sentences that the learner knows by now, another one each day. Of all topics only its own is parsed.
#[must_use]
pub fn known_today(model: &Model) -> Option<&str> {
    let known = known(&model.bank, &model.learner);
    let today = usize::try_from(model.today.day()).unwrap_or(0);
    let (topic, concept, _) = known.get(today.checked_rem(known.len())?)?;
    Some(model.bank.topic(*topic)?.concepts.get(*concept)?.idea.as_str()).filter(|idea| !idea.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::settings::Settings;
    use crate::domain::bank::sample;
    use crate::domain::fact::{Answered, Event, Fact, Response};
    use crate::domain::moment::Moment;

    /// The Monday on which the lives of these tests begin.
    pub(super) const MONDAY: i64 = 20_780;

    /// A bank of two topics with eight pairs, all of one idea a topic.
    pub(super) fn bank() -> Bank {
        sample::bank(2, 8)
    }

    /// Answers to the first pairs of a topic, rightly or not, each pair once, `a_day` of them a day from a day on.
    pub(super) fn answers(bank: &Bank, topic: usize, from: i64, a_day: usize, right: &[bool]) -> Vec<Fact> {
        let answer = |(number, right): (usize, &bool)| {
            let statement = bank.topic(topic).unwrap().pairs[number].left.id.clone();
            let response = if *right { Response::Left } else { Response::Right };
            let (revision, certainty, hinted, retaken, elapsed) = (1, None, false, false, 45_000);
            let answered = Answered { statement, revision, response, certainty, hinted, retaken, elapsed };
            let day = from + i64::try_from(number / a_day).unwrap();
            let at = Moment::utc(day * 86_400_000 + i64::try_from(number).unwrap());
            let id = format!("{topic:016x}{number:016x}");
            Fact { id, learner: "me".to_owned(), at, attempt: "a".to_owned(), event: Event::Answered(answered) }
        };
        right.iter().enumerate().map(answer).collect()
    }

    #[test]
    fn the_standing_counts_every_idea_once_and_the_known_ones_are_sentences() {
        let bank = bank();
        let mut facts = answers(&bank, 0, MONDAY, 2, &[true; 4]);
        let learner = Learner::fold(&bank, &facts);
        assert_eq!(Standing::of(&bank, &Learner::default()), Standing { new: 2, ..Standing::default() });
        let standing = Standing::of(&bank, &learner);
        assert_eq!((standing.known, standing.new, standing.total(), standing.known_or_kept()), (1, 1, 2, 1));
        let known = what_i_know(&bank, &learner);
        let concept = &bank.topic(0).unwrap().concepts[0];
        assert_eq!((known.len(), &known[0].sentence, known[0].since), (1, &concept.idea, MONDAY + 1));
        assert!(!known[0].kept);
        facts.extend(answers(&bank, 1, MONDAY, 1, &[false]));
        assert_eq!(Standing::of(&bank, &Learner::fold(&bank, &facts)).practising, 1);
    }

    #[test]
    fn the_leaving_line_says_what_is_waiting() {
        let bank = bank();
        let settings = Settings::default();
        let line = |facts: &[Fact], day: i64| {
            leaving(&bank, &Learner::fold(&bank, facts), &settings, Moment::utc(day * 86_400_000))
        };
        assert_eq!(line(&[], MONDAY), None, "nothing was answered");
        let facts = answers(&bank, 0, MONDAY, 4, &[true, true]);
        assert_eq!(line(&facts, MONDAY).as_deref(), Some("Saved. Tomorrow: 1 idea, about 1 minute."));
        let long_ago = answers(&bank, 0, MONDAY, 1, &[true; 6]);
        let next = line(&long_ago, MONDAY + 5).unwrap();
        assert!(next.starts_with("Saved. Nothing is due until "), "{next}");
    }
}
