//! Review across days: what is due, a sitting of it, and putting it off.

use super::settings::Settings;
use super::{Model, Now, Screen, quiz};
use crate::domain::bank::Bank;
use crate::domain::fact::{Event, Mode};
use crate::domain::learner::Learner;
use crate::domain::moment::Moment;
use crate::domain::review::{self, Plan, Wishes};
use crate::domain::sitting::Sitting;
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
fn day_of(date: Date) -> i64 {
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
                || "nothing due: no concept has been answered yet".to_owned(),
                |day| format!("nothing due until {}", Moment::date_of(day)),
            );
        }
        let space = if counted.is_empty() { "" } else { " " };
        let asked = if self.asked < self.due { format!(", {} a sitting", self.asked) } else { String::new() };
        let new = if self.new > 0 { format!(", {} new", self.new) } else { String::new() };
        let minutes = if self.minutes == 1 { "minute" } else { "minutes" };
        format!("{}{space}{counted} due{asked}{new}, about {} {minutes}", self.due, self.minutes)
    }
}

/// What a review would be now.
#[must_use]
pub fn outlook(model: &Model) -> Outlook {
    Outlook::of(&model.bank, &model.learner, &model.settings, model.today)
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

/// Starts a sitting of what is due, or says when something will be.
pub fn start(model: &mut Model, now: Now) {
    let outlook = Outlook::of(&model.bank, &model.learner, &model.settings, now.moment);
    let order = if outlook.due > 0 { plan(model, now).statements } else { Vec::new() };
    if order.is_empty() {
        model.notice = Some(sentence(&outlook.words("")));
        return;
    }
    let started = Sitting::plan(&model.bank, Mode::Review, &now.seed(), model.settings.certainty, &order);
    let attempt = model.record_start(Event::Started(started.clone()), now);
    let sitting = Sitting::begin(attempt, started, order, now.moment);
    model.open(Screen::Quiz(Box::new(quiz::Quiz::new(sitting))));
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
        1 => "One concept is put off to tomorrow.".to_owned(),
        count => format!("{count} concepts are put off to tomorrow."),
    });
}

/// Words as a sentence: a capital and a full stop.
#[must_use]
pub fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}
