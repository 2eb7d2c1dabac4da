//! Review across days: what is due, a sitting of it, and putting it off.

use super::settings::Settings;
use super::view::words::date;
use super::{Model, Now};
use crate::domain::bank::Bank;
use crate::domain::fact::Event;
use crate::domain::learner::Learner;
use crate::domain::moment::Moment;
use crate::domain::review::{self, Plan, Wishes};
use crate::domain::words;
use jiff::civil::Date;

/// What the settings wish of reviews.
#[must_use]
pub fn wishes(settings: &Settings) -> Wishes {
    Wishes {
        retention: f32::from(settings.retention) / 100.0,
        exam: settings.exam.map(day_of),
        sitting: settings.count(),
        new_a_day: usize::from(settings.new_concepts),
    }
}

/// A date as days since 1970-01-01.
pub(super) fn day_of(date: Date) -> i64 {
    // Every date that a calendar knows lies within the range in which counting days cannot fail.
    Date::constant(1970, 1, 1).until(date).map_or(0, |span| i64::from(span.get_days()))
}

/// What a review would be now, reckoned without reading the topics: it stands on the home screen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Outlook {
    /// How many concepts are due.
    pub due: usize,
    /// How many of them fit a sitting.
    pub asked: usize,
    /// How many concepts never met come with them.
    pub new: usize,
    /// About how many minutes such a sitting takes.
    pub minutes: usize,
    /// The next local day on which another concept is due; none where no other was answered.
    pub next_day: Option<i64>,
}

impl Outlook {
    /// What a review would be for `learner` at the moment `today`.
    #[must_use]
    pub fn of(bank: &Bank, learner: &Learner, settings: &Settings, today: Moment) -> Self {
        let (wishes, day) = (wishes(settings), today.day());
        let review::Due { today: due, next_day } = review::due(learner.memories(), day, &wishes);
        if due == 0 {
            return Self { next_day, ..Self::default() };
        }
        let asked = due.min(wishes.sitting);
        let room = (wishes.sitting - asked).min(wishes.new_a_day.saturating_sub(learner.met_on(day)));
        let new = learner.unmet(bank, room);
        Self { due, asked, new, minutes: learner.pace().minutes(asked + new), next_day }
    }

    /// Whether any concept was ever answered.
    #[must_use]
    pub const fn has_begun(&self) -> bool {
        self.due > 0 || self.next_day.is_some()
    }

    /// The same in a few words, such as `12 due, about 7 minutes`. `counted` stands between number and "due".
    #[must_use]
    pub fn words(&self, counted: &str) -> String {
        if self.due == 0 {
            return self.next_day.map_or_else(
                || "nothing due: you haven't answered anything yet".to_owned(),
                |day| format!("nothing due until {}", date(day)),
            );
        }
        let space = if counted.is_empty() { "" } else { " " };
        let asked = if self.asked < self.due { format!(", {} at a time", self.asked) } else { String::new() };
        let new = if self.new > 0 { format!(", {} new", self.new) } else { String::new() };
        let minutes = words::counted(self.minutes, "minute", "minutes");
        format!("{}{space}{counted} due{asked}{new}, about {minutes}", self.due)
    }
}

/// What a review would be now.
#[must_use]
pub fn outlook(model: &Model) -> Outlook {
    Outlook::of(&model.bank, &model.learner, &model.settings, model.today)
}

/// Whether anything is due now: that is soon found where something is, and nothing else is reckoned.
#[must_use]
pub fn is_any_due(model: &Model) -> bool {
    let (day, wishes) = (model.today.day(), wishes(&model.settings));
    model.learner.memories().any(|memory| memory.is_due(day, &wishes))
}

/// The sitting that is due at `now`.
#[must_use]
pub fn plan(model: &Model, now: Now) -> Plan {
    let learner = &model.learner;
    let memory = |topic: &str, concept: &str| {
        let known = model.bank.topic_number(topic).and_then(|number| model.bank.topic(number))?;
        let position = known.concepts.iter().position(|one| one.id == concept)?;
        learner.concept(topic, position).memory
    };
    let seen = |statement: &str| {
        let record = model.bank.find(statement).map(|at| learner.statement(at))?;
        (record.times > 0).then_some(record.last)
    };
    let day = now.moment.day();
    let candidates = review::candidates(&model.bank, memory, seen);
    review::plan(&candidates, day, learner.met_on(day), &wishes(&model.settings), &now.seed())
}

/// Puts all that is due off to the next day.
pub fn snooze(model: &mut Model, now: Now) {
    let (bank, wishes, day) = (std::sync::Arc::clone(&model.bank), wishes(&model.settings), now.moment.day());
    let mut count = 0;
    for topic in &bank.manifest.topics {
        let concepts = model.learner.topic_record(&topic.id).concepts;
        let known = bank.topic_number(&topic.id).and_then(|topic| bank.topic(topic));
        for (number, record) in concepts.iter().enumerate() {
            if !record.memory.is_some_and(|memory| memory.is_due(day, &wishes)) {
                continue;
            }
            let Some(concept) = known.and_then(|known| known.concepts.get(number)) else { continue };
            let event = Event::Snoozed { topic: topic.id.clone(), concept: concept.id.clone() };
            model.record("", event, now);
            count += 1;
        }
    }
    model.notice = Some(match count {
        0 => "Nothing is due.".to_owned(),
        1 => "1 idea is snoozed until tomorrow.".to_owned(),
        count => format!("{count} ideas are snoozed until tomorrow."),
    });
}

/// Words as a sentence: a capital and a full stop.
#[must_use]
pub fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::keys::Action;
    use crate::app::{Message, Screen, home, update};
    use crate::domain::bank::{StatementRef, sample};
    use crate::domain::certainty::Certainty;
    use crate::domain::fact::Mode;
    use crate::domain::fact::{Answered, Fact, Response};
    use crate::domain::session::Session;
    use std::sync::Arc;

    const DAY: i64 = 86_400_000;

    fn now(day: i64) -> Now {
        Now { moment: Moment::utc(day * DAY + 1), entropy: 7 << 64 }
    }

    /// A learner who on day 0 answered the concept of each of the first `topics` topics, every third one wrongly, and a model
    /// of `day`.
    fn model(topics: usize, day: i64) -> Model {
        let bank = Arc::new(sample::bank(60, 4));
        let order: Vec<StatementRef> =
            bank.statements().map(|entry| entry.at).filter(|at| at.item == 0 && at.topic < topics).step_by(2).collect();
        let started = Session::plan(&bank, Mode::Quiz, &now(0).seed(), true, &order);
        let mut events = vec![Event::Started(started.clone())];
        for (number, statement) in started.statements.into_iter().enumerate() {
            let response = if number % 3 == 0 { Response::Right } else { Response::Left };
            let certainty = Some(Certainty::C2);
            let (revision, hinted, retaken, elapsed) = (1, false, false, 14_000);
            events.push(Event::Answered(Answered {
                statement,
                revision,
                response,
                certainty,
                hinted,
                retaken,
                elapsed,
            }));
        }
        events.push(Event::Finished);
        events.push(Event::MarksExplained { kept: true });
        let fact = |(number, event)| Fact {
            id: format!("{number:032x}"),
            learner: "me".to_owned(),
            at: Moment::utc(0),
            attempt: "a".to_owned(),
            event,
        };
        let facts: Vec<Fact> = events.into_iter().enumerate().map(fact).collect();
        let facts = if topics == 0 { &[] } else { facts.as_slice() };
        let learner = Learner::fold(&bank, facts);
        let mut model = Model::new(bank, learner, "me".to_owned(), Settings::default());
        model.go_home();
        model.today = now(day).moment;
        model
    }

    fn session(model: &Model) -> &Session {
        let Screen::Quiz(quiz) = &model.screen else { panic!("no session: {:?}", model.screen) };
        &quiz.session
    }

    #[test]
    fn after_forty_days_away_there_is_one_sitting_with_the_most_forgotten_first() {
        let mut model = model(45, 40);
        assert_eq!(outlook(&model).words(""), "45 due, 20 at a time, about 10 minutes");
        let _ = update(&mut model, Message::Act(Action::Next), now(40));
        let session = session(&model);
        assert_eq!((session.started.mode, session.planned()), (Mode::Review, 20));
        let recall = |topic: usize| {
            let memory = model.learner.concept(&format!("topic-{topic}"), 0).memory;
            memory.map_or(1.0, |memory| memory.retrievability(40))
        };
        let asked: Vec<usize> =
            session.started.statements.iter().map(|id| model.bank.find(id).unwrap().topic).collect();
        assert!(asked.windows(2).all(|two| recall(two[0]) <= recall(two[1])));
        let worst = recall(asked[19]);
        assert!((0..45).filter(|topic| !asked.contains(topic)).all(|topic| recall(topic) >= worst));
    }

    #[test]
    fn what_is_due_is_told_in_a_few_words() {
        assert_eq!(outlook(&model(0, 5)).words(""), "nothing due: you haven't answered anything yet");
        assert_eq!(outlook(&model(12, 0)).words(""), "nothing due until 2 January");
        assert_eq!(outlook(&model(1, 1)).words("concept"), "1 concept due, 6 new, about 4 minutes");
        let mut none_new = model(12, 40);
        none_new.settings.new_concepts = 0;
        assert_eq!(outlook(&none_new).words("concepts"), "12 concepts due, about 6 minutes");
        assert_eq!(sentence("nothing due"), "Nothing due.");
    }

    #[test]
    fn the_number_of_new_concepts_that_is_told_is_the_one_that_comes() {
        for (topics, day) in [(1, 1), (12, 40), (18, 40), (57, 40)] {
            let model = model(topics, day);
            let (outlook, plan) = (outlook(&model), plan(&model, now(day)));
            assert_eq!((plan.due, plan.statements.len()), (outlook.asked, outlook.asked + outlook.new), "{topics}");
        }
    }

    #[test]
    fn review_is_first_when_something_is_due_and_not_offered_otherwise() {
        assert_eq!(home::entries(&model(12, 40)).first(), Some(&Action::Review));
        let later = home::entries(&model(12, 0));
        assert!(later.first() == Some(&Action::Lesson) && !later.contains(&Action::Review), "{later:?}");
    }

    #[test]
    fn who_sets_nothing_wishes_what_a_review_does_by_itself() {
        assert_eq!(wishes(&Settings::default()), Wishes::default());
    }

    #[test]
    fn with_nothing_due_no_sitting_starts() {
        let mut model = model(12, 0);
        let effects = update(&mut model, Message::Act(Action::Review), now(0));
        assert_eq!((effects, model.notice.as_deref()), (Vec::new(), Some("Nothing due until 2 January.")));
    }

    #[test]
    fn what_is_due_can_be_put_off_to_tomorrow() {
        let mut model = model(12, 40);
        let _ = update(&mut model, Message::Act(Action::Snooze), now(40));
        assert_eq!(model.notice.as_deref(), Some("12 ideas are snoozed until tomorrow."));
        let after = outlook(&model);
        assert_eq!((after.due, after.next_day), (0, Some(41)));
        let effects = update(&mut model, Message::Act(Action::Snooze), now(40));
        assert_eq!((effects, model.notice.as_deref()), (Vec::new(), Some("Nothing is due.")));
        model.today = now(41).moment;
        assert_eq!(outlook(&model).due, 12);
    }

    #[test]
    fn settings_become_wishes() {
        let exam = Some(Date::constant(2026, 11, 23));
        let wishes = wishes(&Settings { retention: 90, exam, sitting: 15, new_concepts: 3, ..Settings::default() });
        assert_eq!((wishes.exam, wishes.sitting, wishes.new_a_day), (Some(20_780), 15, 3));
        assert!((wishes.retention - 0.9).abs() < 1e-6);
    }
}
