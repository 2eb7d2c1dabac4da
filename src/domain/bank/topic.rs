//! A topic's file: its concepts, misconceptions, lesson, statements and discussion cards.

use super::manifest::first;
use super::{Lesson, Side, Sides, TopicName};
use serde::{Deserialize, Serialize};

/// One topic: its lesson, concepts, misconceptions, statements and discussion cards.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Topic {
    /// Where an editor finds the schema of this file; ignored by the program.
    #[serde(rename = "$schema", default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// A note for whoever writes the bank; ignored by the program.
    #[serde(rename = "$comment", default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// The version of the format, 2.
    #[cfg_attr(test, schemars(range(min = 2, max = 2)))]
    pub format_version: u32,
    /// Identifier, as in the manifest; may be left out.
    #[serde(default)]
    pub id: String,
    /// Title, as in the manifest; may be left out.
    #[serde(default)]
    pub title: String,
    /// Whether the topic is a dimension of difference, or else an overview of one side; left out, it is a dimension.
    #[serde(default = "yes")]
    pub dimension: bool,
    /// The contrast in one line a side; may be left out.
    #[serde(default, skip_serializing_if = "is_unsaid")]
    pub summary: Sides<String>,
    /// The line to remember; may be left out.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub takeaway: String,
    /// The words of the trade that the topic teaches and its statements may rest on.
    #[serde(default)]
    pub licence: Licence,
    /// The ideas that mastery and review are about; left out, the topic is one idea.
    #[serde(default)]
    pub concepts: Vec<Concept>,
    /// Named wrong beliefs with their refutations.
    #[serde(default)]
    pub misconceptions: Vec<Misconception>,
    /// The written screens of the lesson; the exercises are made from the statements.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lesson: Option<Lesson>,
    /// The statements that have a counterpart.
    #[serde(default)]
    pub pairs: Vec<Pair>,
    /// The statements that stand alone.
    #[serde(default)]
    pub singles: Vec<Single>,
    /// Boundary cases with a reasoned verdict; shown, never scored.
    #[serde(default)]
    pub cards: Vec<Card>,
    /// Ids of pairs and singles that are gone. They are never used again, because records still name their statements.
    #[serde(default)]
    pub retired: Vec<String>,
}

/// The concept of a topic that names none.
const ONLY_CONCEPT: &str = "all";

const fn yes() -> bool {
    true
}

/// The level of a statement that names none.
pub(super) const fn lowest() -> u8 {
    1
}

fn is_unsaid(sides: &Sides<String>) -> bool {
    sides.left.is_empty() && sides.right.is_empty()
}

impl Topic {
    /// Fills in what may be left out because it follows from the rest: what `name` in the manifest says of the topic, its
    /// only concept, and the ids of statements.
    pub(super) fn complete(&mut self, name: Option<&TopicName>) {
        if let Some(name) = name {
            for (own, listed) in [(&mut self.id, &name.id), (&mut self.title, &name.title)] {
                if own.is_empty() {
                    own.clone_from(listed);
                }
            }
        }
        if self.concepts.is_empty() {
            let (id, title) = (ONLY_CONCEPT.to_owned(), self.title.clone());
            self.concepts.push(Concept { id, title, ..Concept::default() });
        }
        let first = self.concepts.first().map_or_else(String::new, |one| one.id.clone());
        let fill = |text: &mut String, value: String| {
            if text.is_empty() {
                *text = value;
            }
        };
        // Of what could not be read nothing follows.
        for pair in self.pairs.iter_mut().filter(|pair| !pair.id.is_empty()) {
            fill(&mut pair.concept, first.clone());
            fill(&mut pair.left.id, format!("{}-a", pair.id));
            fill(&mut pair.right.id, format!("{}-b", pair.id));
        }
        for single in self.singles.iter_mut().filter(|single| !single.id.is_empty()) {
            fill(&mut single.concept, first.clone());
            fill(&mut single.statement.id, format!("{}-a", single.id));
        }
    }

    /// How many pairs and singles there are.
    #[must_use]
    pub const fn item_count(&self) -> usize {
        self.pairs.len() + self.singles.len()
    }

    /// The pair or single with that number, from 0: the pairs first. `None` past the end.
    #[must_use]
    pub fn item(&self, number: usize) -> Option<Item<'_>> {
        let single = || self.singles.get(number.checked_sub(self.pairs.len())?).map(Item::Single);
        self.pairs.get(number).map(Item::Pair).or_else(single)
    }

    /// All pairs, then all singles.
    pub fn items(&self) -> impl Iterator<Item = Item<'_>> {
        self.pairs.iter().map(Item::Pair).chain(self.singles.iter().map(Item::Single))
    }
}

/// The words of the trade of a topic. To know such a word is to know something, so they may decide; a check sees to it
/// that they are taught, and that no few of them carry a learner through.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Licence {
    /// Words that belong to the left side; they may decide a statement of level 1.
    pub hard_left: Vec<String>,
    /// Words that belong to the right side.
    pub hard_right: Vec<String>,
    /// Words that both sides use; they decide nothing.
    pub neutral: Vec<String>,
}

impl Licence {
    /// The words that belong to `side`.
    #[must_use]
    pub fn hard(&self, side: Side) -> &[String] {
        side.pick(&self.hard_left, &self.hard_right)
    }

    /// All its words.
    pub fn words(&self) -> impl Iterator<Item = &String> {
        self.hard_left.iter().chain(&self.hard_right).chain(&self.neutral)
    }
}

/// One idea within a topic (a knowledge component).
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Concept {
    /// Identifier, unique within the topic.
    pub id: String,
    /// A short title.
    pub title: String,
    /// The contrast in one sentence; may be left out.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub idea: String,
    /// The guiding question, shown as a hint: it directs thought and gives nothing away. Left out, there is no hint.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub question: String,
    /// What is usual on either side, in a few words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub usual: Option<Sides<String>>,
    /// Where it honestly bends, in one sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exception: Option<String>,
}

/// A named wrong belief, with its refutation.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Misconception {
    /// Identifier, unique within the topic.
    pub id: String,
    /// The belief as a newcomer would say it.
    pub claim: String,
    /// Why it is not right, in a sentence or two.
    pub refutation: String,
    /// The side that a believer would wrongly answer; left out where the belief pushes to neither. Then it is taught, and
    /// no statement names it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pushes: Option<Side>,
}

/// Two statements, one a side, on the same aspect and in the same form. Each is the other's counterpart.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Pair {
    /// Identifier, unique within the bank.
    pub id: String,
    /// A note for whoever writes the bank; ignored by the program.
    #[serde(rename = "$comment", default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// The concept of the topic that both statements exercise; left out, the first.
    #[serde(default)]
    pub concept: String,
    /// 1 recognises a term or plain property, 2 applies it, 3 resists a decoy; left out, it is 1.
    #[serde(default = "lowest")]
    #[cfg_attr(test, schemars(range(min = 1, max = 3)))]
    pub level: u8,
    /// The kind of text that both are, such as `rating` or `incident`; the rules of the bank say which there are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub family: Option<String>,
    /// What both are about, in a few words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aspect: Option<String>,
    /// The statement that the left side describes better.
    pub left: Statement,
    /// The statement that the right side describes better.
    pub right: Statement,
}

impl Pair {
    /// The statement of `side`.
    #[must_use]
    pub const fn statement(&self, side: Side) -> &Statement {
        side.pick(&self.left, &self.right)
    }
}

/// A statement without a natural counterpart.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Single {
    /// Identifier, unique within the bank among pairs and singles.
    pub id: String,
    /// A note for whoever writes the bank; ignored by the program.
    #[serde(rename = "$comment", default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// The concept of the topic that the statement exercises; left out, the first.
    #[serde(default)]
    pub concept: String,
    /// 1 recognises a term or plain property, 2 applies it, 3 resists a decoy; left out, it is 1.
    #[serde(default = "lowest")]
    #[cfg_attr(test, schemars(range(min = 1, max = 3)))]
    pub level: u8,
    /// The kind of text it is, such as `rating` or `incident`; the rules of the bank say which there are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub family: Option<String>,
    /// What it is about, in a few words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aspect: Option<String>,
    /// The side that describes it better.
    pub side: Side,
    /// The statement.
    pub statement: Statement,
    /// How the other side does it, in one sentence; shown in the place of a counterpart.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other_side: Option<String>,
}

/// A pair or a single.
#[derive(Debug, Clone, Copy)]
pub enum Item<'a> {
    /// Two statements.
    Pair(&'a Pair),
    /// One statement.
    Single(&'a Single),
}

impl<'a> Item<'a> {
    /// Its identifier.
    #[must_use]
    pub fn id(self) -> &'a str {
        match self {
            Self::Pair(pair) => &pair.id,
            Self::Single(single) => &single.id,
        }
    }

    /// The id of its concept.
    #[must_use]
    pub fn concept(self) -> &'a str {
        match self {
            Self::Pair(pair) => &pair.concept,
            Self::Single(single) => &single.concept,
        }
    }

    /// Its level, 1 to 3.
    #[must_use]
    pub const fn level(self) -> u8 {
        match self {
            Self::Pair(pair) => pair.level,
            Self::Single(single) => single.level,
        }
    }

    /// The kind of text it is.
    #[must_use]
    pub fn family(self) -> Option<&'a str> {
        match self {
            Self::Pair(pair) => pair.family.as_deref(),
            Self::Single(single) => single.family.as_deref(),
        }
    }

    /// What it is about.
    #[must_use]
    pub fn aspect(self) -> Option<&'a str> {
        match self {
            Self::Pair(pair) => pair.aspect.as_deref(),
            Self::Single(single) => single.aspect.as_deref(),
        }
    }

    /// The statement of `side`; none where it stands alone on the other.
    #[must_use]
    pub fn statement(self, side: Side) -> Option<&'a Statement> {
        match self {
            Self::Pair(pair) => Some(pair.statement(side)),
            Self::Single(single) => (single.side == side).then_some(&single.statement),
        }
    }

    /// Its statements with their sides, left before right.
    pub fn statements(self) -> impl Iterator<Item = (Side, &'a Statement)> {
        Side::BOTH.into_iter().filter_map(move |side| self.statement(side).map(|statement| (side, statement)))
    }

    /// The only side that a statement of it may have; none where there is one of each.
    #[must_use]
    pub const fn fixed_side(self) -> Option<Side> {
        match self {
            Self::Pair(_) => None,
            Self::Single(single) => Some(single.side),
        }
    }
}

/// One sentence to classify.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Statement {
    /// Identifier, unique within the bank; it outlives corrections of the text, and does not tell the side. Left out, it is
    /// that of the pair or single with `-a` or `-b`.
    #[serde(default)]
    pub id: String,
    /// Rises when the meaning or wording of the text changes; left out, it is 1.
    #[serde(default = "first")]
    #[cfg_attr(test, schemars(range(min = 1)))]
    pub revision: u32,
    /// The sentence.
    pub text: String,
    /// The words of the text that settle the answer, each copied exactly; marked in the feedback. May be left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deciding: Vec<String>,
    /// Why it is this side: a mechanism, fact or number; may be left out.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub explanation: String,
    /// The misconception that would have led to the wrong answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub misconception: Option<String>,
    /// The misleading cue of a statement of level 3.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decoy: Option<String>,
    /// The feature that settles a statement of level 3 in spite of its decoy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settles: Option<String>,
    /// Whether its figures are invented design values, and no facts about the world.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub design_value: bool,
    /// Documents behind a number, law, standard or name in it.
    #[serde(default)]
    pub sources: Vec<String>,
}

impl Statement {
    /// The deciding words in one line.
    #[must_use]
    pub fn deciding_line(&self) -> String {
        self.deciding.join(" … ")
    }
}

/// How a boundary case is settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// It belongs to the left side.
    Left,
    /// It belongs to the right side.
    Right,
    /// Competent people differ, with reasons.
    Arguable,
    /// It belongs to neither side.
    Neither,
}

/// What a discussion card asks for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum CardKind {
    /// Which side describes the case better.
    #[default]
    Classify,
    /// What a competent person would do.
    Decide,
}

/// A boundary case with a reasoned outcome; shown, never scored.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Card {
    /// Identifier, unique within the topic.
    pub id: String,
    /// What it asks for.
    #[serde(default)]
    pub kind: CardKind,
    /// A short title.
    pub title: String,
    /// The scenario, ending with what there is to decide.
    pub case: String,
    /// How the case is settled; a card to classify has it, a card to decide does not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verdict: Option<Verdict>,
    /// What a competent person does, in one line; a card to decide has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<String>,
    /// Why, with both views.
    pub reasoning: String,
    /// The detail that would flip or settle it.
    pub flip: String,
    /// Documents the reasoning rests on.
    #[serde(default)]
    pub sources: Vec<String>,
}

/// What a card comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome<'a> {
    /// It is classified so.
    Verdict(Verdict),
    /// A competent person does so.
    Answer(&'a str),
}

impl Card {
    /// What the card comes to.
    #[must_use]
    pub fn outcome(&self) -> Outcome<'_> {
        match (self.kind, &self.answer) {
            (CardKind::Decide, Some(answer)) => Outcome::Answer(answer),
            _ => Outcome::Verdict(self.verdict.unwrap_or(Verdict::Arguable)),
        }
    }
}
