//! Facts: what a learner did. The journal holds nothing else; scores and all the rest are folded from them.

use super::assessment::attempt::Step;
use super::assessment::desk::AtDesk;
use super::bank::Side;
use super::certainty::Certainty;
use super::moment::Moment;
use super::room::Happened;
use serde::{Deserialize, Serialize};

/// The learner's name where there is just one on the machine and none was given.
pub const SOLE_LEARNER: &str = "me";

/// What a learner answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Response {
    /// The left side.
    Left,
    /// The right side.
    Right,
    /// "Don't know": shows the answer and is no evidence either way.
    DontKnow,
}

impl Response {
    /// The side that was chosen, if one was.
    #[must_use]
    pub const fn side(self) -> Option<Side> {
        match self {
            Self::Left => Some(Side::Left),
            Self::Right => Some(Side::Right),
            Self::DontKnow => None,
        }
    }
}

impl From<Side> for Response {
    fn from(side: Side) -> Self {
        match side {
            Side::Left => Self::Left,
            Side::Right => Self::Right,
        }
    }
}

/// What kind of session an attempt is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// A quiz drawn from a seed.
    Quiz,
    /// The statements answered wrongly and not made good since.
    Mistakes,
    /// The guided exercises of a lesson.
    LessonTry,
    /// The check at the end of a lesson.
    LessonCheck,
    /// Concepts that are due again.
    Review,
    /// A pre-course assessment.
    Assessment,
}

impl Mode {
    /// The word for it on screens.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Quiz => "Quiz",
            Self::Mistakes => "Mistakes",
            Self::LessonTry => "Guided try",
            Self::LessonCheck => "Exit check",
            Self::Review => "Review",
            Self::Assessment => "Assessment",
        }
    }
}

/// The beginning of an attempt, with all that is needed to resume or replay it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Started {
    /// What kind of session it is.
    pub mode: Mode,
    /// The code that names it whole; for what depends on the learner, just what it was drawn from.
    pub seed: String,
    /// The word that was given instead of the code; empty for none.
    #[serde(default)]
    pub word: String,
    /// The bank's id.
    pub bank: String,
    /// The bank's revision.
    pub bank_revision: u32,
    /// The chosen topics' ids; empty for all.
    #[serde(default)]
    pub topics: Vec<String>,
    /// The chosen level; none for all.
    #[serde(default)]
    pub level: Option<u8>,
    /// Whether answers carry a certainty.
    pub certainty: bool,
    /// Whether missed concepts return with another statement. Not in a round of a given code: whoever plays it gets the
    /// same questions and no more.
    #[serde(default)]
    pub repeats: bool,
    /// Whether hints can be had.
    #[serde(default = "yes")]
    pub hints: bool,
    /// The ids of the statements, in order.
    pub statements: Vec<String>,
}

impl Started {
    /// The code as it is shown, behind the word that was given for it, if any: `MONDAY (S6GP-DKM2)`.
    #[must_use]
    pub fn code(&self) -> String {
        if self.word.is_empty() { self.seed.clone() } else { format!("{} ({})", self.word, self.seed) }
    }
}

const fn yes() -> bool {
    true
}

/// One answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    /// The statement's id.
    pub statement: String,
    /// The revision of the statement that was shown.
    pub revision: u32,
    /// What was answered.
    pub response: Response,
    /// How sure the learner was; none where certainty was off or the answer is "don't know".
    pub certainty: Option<Certainty>,
    /// Whether the guiding question was shown first; such an answer counts as unsure.
    #[serde(default)]
    pub hinted: bool,
    /// Whether the learner had taken back an answer to this statement, and so had seen the key.
    #[serde(default)]
    pub retaken: bool,
    /// Milliseconds from question to answer.
    pub elapsed: u64,
}

/// A statement as it was shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// The statement's id.
    pub statement: String,
    /// The revision that was shown.
    pub revision: u32,
}

/// Both statements of a pair shown after a miss, and which of them the learner said is which.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToldApart {
    /// The statement shown first.
    pub first: Shown,
    /// The statement shown second.
    pub second: Shown,
    /// The side that the first was said to be, and the second not to be; or "don't know".
    pub response: Response,
    /// Whether the guiding question was shown before.
    #[serde(default)]
    pub hinted: bool,
    /// Milliseconds from showing them to the response.
    pub elapsed: u64,
}

/// What a fact says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    /// An attempt began.
    Started(Started),
    /// An answer was given.
    Answered(Answered),
    /// The last answer of the attempt was taken back; `statement` is the one it was for.
    Undone {
        /// The statement's id.
        statement: String,
    },
    /// The halves of a pair were told apart after a miss: practice, which is evidence of nothing.
    ToldApart(ToldApart),
    /// The attempt was ended: all was answered, or the learner chose not to go on with it.
    Finished,
    /// A statement was flagged as doubtful, or the flag was taken off.
    Flagged {
        /// The statement's id.
        statement: String,
        /// Whether the flag is on.
        on: bool,
    },
    /// A concept was put off to the next day.
    Snoozed {
        /// The topic's id.
        topic: String,
        /// The concept's id.
        concept: String,
    },
    /// The learner reached a screen of a lesson.
    LessonAt {
        /// The topic's id.
        topic: String,
        /// The screen, from 1 to 10.
        screen: u8,
    },
    /// The learner passed the exit check of a lesson.
    LessonPassed {
        /// The topic's id.
        topic: String,
    },
    /// The learner judged a case study to its end; what was chosen is kept nowhere.
    CaseJudged {
        /// The case study's id.
        case: String,
    },
    /// The learner read the introduction.
    Welcomed,
    /// The learner read what certainty earns.
    MarksExplained {
        /// Whether certainty was kept on; if not, the attempt that waited goes on without it.
        kept: bool,
    },
    /// Something happened in an attempt at an assessment, which has a stream of its own.
    Assessment(Step),
    /// Something happened in a live class, which has a stream of its own.
    Room(Happened),
    /// Something happened at an assessment's desk, which has a stream of its own.
    Desk(AtDesk),
}

/// A fact: who, when, in which attempt, and what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// Identifier, unique in the world, so that two journals can be merged: 32 hexadecimal digits.
    pub id: String,
    /// The learner's name.
    pub learner: String,
    /// When it happened.
    pub at: Moment,
    /// The attempt it belongs to; empty where it belongs to none. The id of the attempt's `Started` fact.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub attempt: String,
    /// What happened.
    #[serde(flatten)]
    pub event: Event,
}
