//! The parts of a learner's record.

use super::LESSON_SCREENS;
use crate::domain::ability::Evidence;
use crate::domain::bank::Sides;
use crate::domain::certainty::Certainty;
use crate::domain::fact::{Answered, Event, Mode, Started};
use crate::domain::mastery::TopicMastery;
use crate::domain::moment::Moment;
use crate::domain::review::ConceptRecord;
use crate::domain::session::Tally;
use serde::{Deserialize, Serialize};

/// How far a learner is with a lesson.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LessonState {
    /// Never opened.
    NotStarted,
    /// Opened, and left before the exit check.
    InProgress,
    /// All screens up to the exit check seen, and the check not passed.
    Seen,
    /// Exit check passed.
    Done,
}

/// A learner's place in a lesson.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LessonRecord {
    /// The screen shown last, 1 to 9; 0 where none was.
    pub place: u8,
    /// The furthest screen reached.
    pub furthest: u8,
    /// Whether the exit check was passed.
    pub passed: bool,
    /// The local day on which it was passed first, as days since 1970-01-01.
    pub passed_on: Option<i64>,
}

impl LessonRecord {
    /// How far the learner is.
    #[must_use]
    pub const fn state(self) -> LessonState {
        match self {
            Self { passed: true, .. } => LessonState::Done,
            Self { furthest: 0, .. } => LessonState::NotStarted,
            Self { furthest, .. } if furthest + 1 >= LESSON_SCREENS => LessonState::Seen,
            Self { .. } => LessonState::InProgress,
        }
    }
}

/// What is known of a learner and a topic.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TopicRecord {
    /// The place in the lesson.
    pub lesson: LessonRecord,
    /// How the answers came out, by the side that was right.
    pub tallies: Sides<Tally>,
    /// How many of them were given again after the key was seen.
    pub again: u32,
    /// The answers that are evidence of ability.
    pub evidence: Evidence,
    /// What is known of each concept, in the topic's order; shorter where nothing is known yet.
    pub concepts: Vec<ConceptRecord>,
}

impl TopicRecord {
    /// The mastery of a topic with that many concepts.
    #[must_use]
    pub fn mastery(&self, concepts: usize) -> TopicMastery {
        let known = (0..concepts).map(|number| self.concepts.get(number).copied().unwrap_or_default().mastery);
        TopicMastery::of(known)
    }
}

/// What a learner did with one statement. Written as a row of numbers, because a record has hundreds of them and is read
/// at every start.
#[allow(clippy::struct_excessive_bools, reason = "each is a fact of its own, and kept as a bit")]
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "Row", from = "Row")]
pub struct StatementRecord {
    /// How often it was answered.
    pub times: u32,
    /// How often rightly.
    pub right: u32,
    /// Whether the last answer was wrong or "don't know", and has not been made good since.
    pub owed: bool,
    /// Whether the learner was certain when it last went wrong.
    pub sure_and_wrong: bool,
    /// Whether the wrong side was chosen when it last went wrong; not where it was "don't know".
    pub chosen_wrong: bool,
    /// Whether it is flagged as doubtful.
    pub flagged: bool,
    /// The local day on which it was answered last or shown with its counterpart, as days since 1970-01-01; none for never.
    pub seen: Option<i64>,
    /// When it was answered last, in milliseconds since 1970; 0 for never.
    pub last: i64,
}

type Row = (u32, u32, u8, Option<i64>, i64);

impl From<StatementRecord> for Row {
    fn from(one: StatementRecord) -> Self {
        let marks = u8::from(one.owed)
            | u8::from(one.sure_and_wrong) << 1
            | u8::from(one.flagged) << 2
            | u8::from(one.chosen_wrong) << 3;
        (one.times, one.right, marks, one.seen, one.last)
    }
}

impl From<Row> for StatementRecord {
    fn from((times, right, marks, seen, last): Row) -> Self {
        let mark = |bit: u8| marks >> bit & 1 == 1;
        Self {
            times,
            right,
            owed: mark(0),
            sure_and_wrong: mark(1),
            chosen_wrong: mark(3),
            flagged: mark(2),
            seen,
            last,
        }
    }
}

impl StatementRecord {
    /// Takes an answer into account. A right answer makes a mistake good, unless the learner had just seen the key.
    pub(super) fn take(&mut self, right: Option<bool>, answered: &Answered, at: Moment) {
        self.times = self.times.saturating_add(1);
        self.right = self.right.saturating_add(u32::from(right == Some(true)));
        self.seen = Some(at.day());
        self.last = at.millis;
        self.owed = right != Some(true) || self.owed && answered.retaken;
        let sure = right == Some(false) && answered.certainty == Some(Certainty::C3);
        self.chosen_wrong = self.owed && (self.chosen_wrong || right == Some(false));
        self.sure_and_wrong = self.owed && (self.sure_and_wrong || sure);
    }
}

/// One attempt in the list of attempts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttemptRecord {
    /// The attempt's id.
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
    /// How the answers came out, those to repeats after a miss left out.
    pub tally: Tally,
    /// How many of them were given again after the key was seen.
    pub again: u32,
    /// What the certainties of the same answers earned; none where certainty was off.
    pub marks: Option<i32>,
    /// Whether it was ended.
    pub finished: bool,
    /// How often an answer was taken back.
    pub taken_back: u32,
    /// All evidence of ability up to its last answer, from which the ability over time is drawn.
    pub evidence: Evidence,
}

/// An attempt that can be taken up again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenAttempt {
    /// The attempt's id.
    pub id: String,
    /// What it was started with.
    pub started: Started,
    /// What happened in it since.
    #[serde(with = "events_as_json")]
    pub events: Vec<Event>,
}

impl OpenAttempt {
    /// Whether any answer stands.
    #[must_use]
    pub fn has_answers(&self) -> bool {
        self.answers() > 0
    }

    /// How many answers stand.
    #[must_use]
    pub fn answers(&self) -> usize {
        let of = |wanted: fn(&Event) -> bool| self.events.iter().filter(|event| wanted(event)).count();
        of(|event| matches!(event, Event::Answered(_)))
            .saturating_sub(of(|event| matches!(event, Event::Undone { .. })))
    }
}

/// The form of an event is that of the journal, which tells its kind by name. Formats without names cannot hold that, so a
/// record holds events as JSON in whatever format it is written.
mod events_as_json {
    use super::Event;
    use serde::de::Error as _;
    use serde::ser::Error as _;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(super) fn serialize<S: Serializer>(events: &[Event], serializer: S) -> Result<S::Ok, S::Error> {
        serde_json::to_string(events).map_err(S::Error::custom)?.serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Event>, D::Error> {
        serde_json::from_str(&String::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}
