//! The written screens of a lesson.

use super::{Side, Verdict};
use serde::{Deserialize, Serialize};

/// The written screens of a lesson. Exercises and take-away follow from the statements and the topic.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Lesson {
    /// Answer first, before any teaching.
    pub predict: Predict,
    /// The contrast, and why.
    pub idea: Idea,
    /// The words of the trade, side by side.
    pub words: Words,
    /// The same aspect on both sides.
    pub pair: LessonPair,
    /// Numbers and names, side by side.
    pub numbers: Numbers,
    /// One boundary case, and the detail that settled it.
    pub bends: Bends,
    /// A misconception refuted.
    pub heard: Heard,
}

/// Two texts, to be guessed at. Which stands first is drawn anew each time.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Predict {
    /// The side that the learner is to find.
    pub ask: Side,
    /// A text that describes the left side.
    pub left: String,
    /// A text that describes the right side.
    pub right: String,
    /// What is said once the learner has chosen.
    pub reveal: String,
}

/// The idea of the topic.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Idea {
    /// A title of a few words.
    pub title: String,
    /// Paragraphs.
    pub body: Vec<String>,
}

/// The words of the trade.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// Words that belong to the left side.
    pub left: Vec<Word>,
    /// Words that belong to the right side.
    pub right: Vec<Word>,
    /// Words that both sides use.
    #[serde(default)]
    pub both: Vec<String>,
}

impl Words {
    /// The words that belong to `side`.
    #[must_use]
    pub fn of(&self, side: Side) -> &[Word] {
        side.pick(&self.left, &self.right)
    }
}

/// A word of the trade and what it means.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Word {
    /// The word.
    pub term: String,
    /// Its meaning in a few words.
    pub meaning: String,
}

/// The same aspect on both sides.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LessonPair {
    /// A title of a few words.
    pub title: String,
    /// How the left side has it.
    pub left: Half,
    /// How the right side has it.
    pub right: Half,
    /// What is the same in both.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub same: Option<String>,
}

impl LessonPair {
    /// The half of `side`.
    #[must_use]
    pub const fn half(&self, side: Side) -> &Half {
        side.pick(&self.left, &self.right)
    }
}

/// Half of a pair in a lesson.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Half {
    /// The line.
    pub text: String,
    /// The words of it that settle the side, each copied exactly.
    pub deciding: Vec<String>,
    /// Why it is this side.
    pub explanation: String,
}

/// Numbers and names.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Numbers {
    /// Values of either side, with what they measure.
    pub rows: Vec<NumberRow>,
    /// Lines printed as they are.
    #[serde(default)]
    pub figures: Vec<String>,
    /// Paragraphs.
    #[serde(default)]
    pub body: Vec<String>,
    /// The documents.
    #[serde(default)]
    pub sources: Vec<String>,
}

/// A value of either side.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NumberRow {
    /// What is measured.
    pub label: String,
    /// The value on the left side.
    pub left: String,
    /// The value on the right side.
    pub right: String,
}

/// Where the difference bends.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Bends {
    /// The case, ending in a question.
    pub case: String,
    /// How it is settled.
    pub verdict: Verdict,
    /// The reasoning, and the detail that settled it.
    pub body: Vec<String>,
    /// What would have to change for the other side to win.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub flip: Option<String>,
    /// A discussion card of the topic that goes further.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub card: Option<String>,
    /// The documents.
    #[serde(default)]
    pub sources: Vec<String>,
}

/// What one may have heard.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Heard {
    /// The misconception whose claim is quoted.
    pub misconception: String,
    /// Why it is not right.
    pub body: Vec<String>,
    /// The better belief in one line.
    pub instead: String,
    /// The documents.
    #[serde(default)]
    pub sources: Vec<String>,
}
