//! The bank: all topics of one subject, with its two sides.
//!
//! A bank is a folder with `bank.json` and one file a topic. These types are its format: the published JSON Schema
//! is generated from them, and [`load`] turns file contents into a [`Bank`] or into every problem found.

pub mod lint;
pub mod load;
pub mod problem;
pub mod readings;
#[cfg(test)]
pub(crate) mod sample;

use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::OnceLock;

/// The version of the bank format that this program reads.
pub const FORMAT_VERSION: u32 = 1;

/// One of the two answers. The bank names them; the first is shown on the left, the second on the right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// The side on the left: IoT (consumer) in the built-in bank.
    Left,
    /// The side on the right: IIoT (industrial) in the built-in bank.
    Right,
}

impl Side {
    /// Both sides, left first.
    pub const BOTH: [Self; 2] = [Self::Left, Self::Right];

    /// The other side.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Left => Self::Right,
            Self::Right => Self::Left,
        }
    }
}

/// How one side is named on screens and in records.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SideName {
    /// Short identifier for records and the command line, such as `iot`.
    #[cfg_attr(test, schemars(regex(pattern = "^[A-Za-z0-9_-]{1,64}$")))]
    pub id: String,
    /// Short name for narrow places, such as `IoT`.
    pub name: String,
    /// Full answer label, such as `IoT (consumer)`.
    pub label: String,
}

/// A pair of things, one a side.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "PairOf{T}"))]
#[serde(deny_unknown_fields)]
pub struct Pair<T> {
    /// What belongs to the left side.
    pub left: T,
    /// What belongs to the right side.
    pub right: T,
}

impl<T> Pair<T> {
    /// The half that belongs to `side`.
    pub const fn get(&self, side: Side) -> &T {
        match side {
            Side::Left => &self.left,
            Side::Right => &self.right,
        }
    }

    /// The half that belongs to `side`, to be changed.
    pub const fn get_mut(&mut self, side: Side) -> &mut T {
        match side {
            Side::Left => &mut self.left,
            Side::Right => &mut self.right,
        }
    }
}

/// `bank.json`: what the subject is called, its two sides, and which topics it has.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Where an editor finds the schema of this file; ignored by the program.
    #[serde(rename = "$schema", default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// The version of the format, 1.
    #[cfg_attr(test, schemars(range(min = 1, max = 1)))]
    pub format_version: u32,
    /// Identifier of the bank, in kebab-case; journals refer to it.
    #[cfg_attr(test, schemars(regex(pattern = "^[A-Za-z0-9_-]{1,64}$")))]
    pub id: String,
    /// Title of the subject.
    pub title: String,
    /// Rises with every published change of the bank.
    #[cfg_attr(test, schemars(range(min = 1)))]
    pub revision: u32,
    /// What is asked of every statement.
    pub question: String,
    /// The two answers.
    pub sides: Pair<SideName>,
    /// Paragraphs for the first screen: what the two sides mean here.
    pub introduction: Vec<String>,
    /// The topics in their teaching order; the file of each is named after its id.
    #[cfg_attr(test, schemars(length(min = 1)))]
    pub topics: Vec<TopicName>,
    /// Words a learner may look up.
    #[serde(default)]
    pub glossary: Vec<Term>,
    /// Documents that statements, lessons and cards cite by id.
    #[serde(default)]
    pub sources: Vec<Source>,
}

/// A topic's place in the manifest, so that menus need not read every topic.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TopicName {
    /// Identifier, which is also the file's name without `.json`.
    #[cfg_attr(test, schemars(regex(pattern = "^[A-Za-z0-9_-]{1,64}$")))]
    pub id: String,
    /// Title for menus; the same as in the topic's file.
    pub title: String,
}

/// A word and its meaning.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// The word or acronym.
    pub term: String,
    /// Its meaning in one sentence.
    pub meaning: String,
}

/// A document that content rests on.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Identifier that statements cite.
    pub id: String,
    /// The document's title, publisher and date.
    pub title: String,
}

/// One topic: its lesson, concepts, misconceptions, twins and discussion cards.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Topic {
    /// Where an editor finds the schema of this file; ignored by the program.
    #[serde(rename = "$schema", default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// The version of the format, 1.
    #[cfg_attr(test, schemars(range(min = 1, max = 1)))]
    pub format_version: u32,
    /// Identifier, as in the manifest.
    pub id: String,
    /// Title, as in the manifest.
    pub title: String,
    /// Whether the topic is a dimension of difference, or else an overview of one side.
    pub dimension: bool,
    /// The contrast in one line a side.
    pub summary: Pair<String>,
    /// The line to remember.
    pub takeaway: String,
    /// The ideas that mastery and review are about.
    pub concepts: Vec<Concept>,
    /// Named wrong beliefs with their refutations.
    pub misconceptions: Vec<Misconception>,
    /// The written screens of the lesson; the exercises are made from the twins.
    pub lesson: Lesson,
    /// The statements, in pairs.
    pub twins: Vec<Twin>,
    /// Boundary cases with a reasoned verdict; shown, never scored.
    #[serde(default)]
    pub cards: Vec<Card>,
}

/// One idea within a topic (a knowledge component).
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Concept {
    /// Identifier, unique within the topic.
    pub id: String,
    /// A short title.
    pub title: String,
    /// The contrast in one sentence.
    pub idea: String,
    /// The guiding question, shown as a hint: it directs thought and gives nothing away.
    pub question: String,
}

/// A named wrong belief, with its refutation.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Misconception {
    /// Identifier, unique within the topic.
    pub id: String,
    /// The belief as a newcomer would say it.
    pub claim: String,
    /// Why it is not right, in a sentence or two.
    pub refutation: String,
}

/// A pair of statements, one a side, about the same object in the same scene.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Twin {
    /// Identifier, unique within the bank.
    pub id: String,
    /// The concept of the topic that both statements exercise.
    pub concept: String,
    /// 1 recognises a plain property, 2 applies it to a scene, 3 resists a decoy.
    #[cfg_attr(test, schemars(range(min = 1, max = 3)))]
    pub level: u8,
    /// The thing that both statements are about, as a short noun.
    pub object: String,
    /// The statement that the left side describes better.
    pub left: Statement,
    /// The statement that the right side describes better.
    pub right: Statement,
}

impl Twin {
    /// The statement of `side`.
    #[must_use]
    pub const fn statement(&self, side: Side) -> &Statement {
        match side {
            Side::Left => &self.left,
            Side::Right => &self.right,
        }
    }
}

/// One sentence to classify.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Statement {
    /// Identifier, unique within the bank; it outlives corrections of the text.
    pub id: String,
    /// Rises when the meaning of the text changes.
    #[cfg_attr(test, schemars(range(min = 1)))]
    pub revision: u32,
    /// The sentence.
    pub text: String,
    /// The words of the text that settle the answer, copied exactly; marked in the feedback.
    pub deciding: String,
    /// Why it is this side and not the other.
    pub explanation: String,
    /// The misconception that a wrong answer suggests.
    pub misconception: String,
    /// The misleading cue; level 3 has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decoy: Option<String>,
    /// Documents behind a number, law, standard or name in it.
    #[serde(default)]
    pub sources: Vec<String>,
}

/// The written screens of a lesson. Exercises and take-away follow from the twins and the topic.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Lesson {
    /// Answer first, before any teaching.
    pub predict: Predict,
    /// The contrast in one sentence, then why.
    pub idea: Idea,
    /// The same object on both sides, with what decides.
    pub twins: LessonTwins,
    /// A number or rule with its document.
    pub fact: SolidFact,
    /// One boundary case, and the detail that settled it.
    pub bends: Bends,
    /// A misconception refuted.
    pub heard: Heard,
}

/// The lesson's first screen: one pair of texts, to be guessed at.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Predict {
    /// The side that the learner is to find.
    pub ask: Side,
    /// The side whose text is printed first.
    pub first: Side,
    /// A text that describes the left side.
    pub left: String,
    /// A text that describes the right side.
    pub right: String,
    /// What is said once the learner has chosen.
    pub reveal: String,
}

/// The lesson's second screen.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Idea {
    /// Paragraphs.
    pub body: Vec<String>,
}

/// The lesson's third screen.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LessonTwins {
    /// Two or three pairs.
    #[cfg_attr(test, schemars(length(min = 2, max = 3)))]
    pub pairs: Vec<Pair<Scene>>,
}

/// Half of a pair in a lesson.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Scene {
    /// The thing.
    pub object: String,
    /// What it does.
    pub scene: String,
    /// What makes it this side.
    pub deciding: String,
}

/// The lesson's fourth screen.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SolidFact {
    /// Paragraphs; they name the document.
    pub body: Vec<String>,
    /// Lines printed as they are, at most 54 cells wide.
    #[serde(default)]
    pub figures: Vec<String>,
    /// The documents.
    pub sources: Vec<String>,
}

/// The lesson's fifth screen.
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
    /// A discussion card of the topic that goes further.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub card: Option<String>,
}

/// The lesson's sixth screen.
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

/// A boundary case with a reasoned verdict; shown, never scored.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Card {
    /// Identifier, unique within the topic.
    pub id: String,
    /// A short title.
    pub title: String,
    /// The scenario, ending with what there is to decide.
    pub case: String,
    /// How it is settled.
    pub verdict: Verdict,
    /// Why, with both views.
    pub reasoning: String,
    /// The detail that would flip or settle it.
    pub flip: String,
    /// Documents the reasoning rests on.
    #[serde(default)]
    pub sources: Vec<String>,
}

/// Where a statement stands in a bank. Valid for the bank that handed it out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StatementRef {
    /// Number of the topic, from 0, in teaching order.
    pub topic: usize,
    /// Number of the twin within the topic, from 0.
    pub twin: usize,
    /// Which of the twins.
    pub side: Side,
}

impl StatementRef {
    /// The same scene on the other side.
    #[must_use]
    pub const fn twin(self) -> Self {
        Self { side: self.side.other(), ..self }
    }
}

/// Everything around one statement that a screen or an engine asks for.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    /// Where it stands.
    pub at: StatementRef,
    /// Its topic.
    pub topic: &'a Topic,
    /// The pair it belongs to.
    pub twin: &'a Twin,
    /// The statement itself.
    pub statement: &'a Statement,
}

impl<'a> Entry<'a> {
    /// The statement of the same scene on the other side.
    #[must_use]
    pub const fn other(&self) -> &'a Statement {
        self.twin.statement(self.at.side.other())
    }

    /// The concept that the statement exercises. `None` only in a bank that was never checked.
    #[must_use]
    pub fn concept(&self) -> Option<&'a Concept> {
        self.topic.concepts.iter().find(|concept| concept.id == self.twin.concept)
    }

    /// The misconception that a wrong answer suggests. `None` only in a bank that was never checked.
    #[must_use]
    pub fn misconception(&self) -> Option<&'a Misconception> {
        self.topic.misconceptions.iter().find(|one| one.id == self.statement.misconception)
    }
}

/// A bank in use. Topics are parsed when first asked for, so that a menu costs nothing.
#[derive(Debug, Default)]
pub struct Bank {
    /// Names, sides and the list of topics.
    pub manifest: Manifest,
    topics: Vec<LazyTopic>,
    index: OnceLock<HashMap<String, StatementRef>>,
    fingerprint: String,
}

/// A topic's text, and the topic once somebody has asked for it.
#[derive(Debug, Default)]
struct LazyTopic {
    text: &'static str,
    parsed: OnceLock<Option<Topic>>,
}

impl Bank {
    /// A bank whose topics are already parsed, in the order of the manifest.
    #[must_use]
    pub fn new(manifest: Manifest, topics: Vec<Topic>) -> Self {
        Self::arranged(manifest, topics.into_iter().map(ArrangedTopic::of).collect())
    }

    /// As [`Bank::new`].
    fn arranged(manifest: Manifest, topics: Vec<ArrangedTopic>) -> Self {
        let mut hasher = DefaultHasher::new();
        for one in &topics {
            one.arrangement.hash(&mut hasher);
        }
        let fingerprint = format!("{}/{:016x}", fingerprint(&manifest), hasher.finish());
        let parsed = |one: ArrangedTopic| LazyTopic { text: "", parsed: OnceLock::from(Some(one.topic)) };
        Self { manifest, topics: topics.into_iter().map(parsed).collect(), index: OnceLock::new(), fingerprint }
    }

    /// A bank whose texts are part of the program and were proven by its tests: each topic is parsed when needed.
    /// `topics` are in the order of the manifest. A text that does not parse counts as an empty bank.
    #[must_use]
    pub fn embedded(manifest: &'static str, topics: &[&'static str]) -> Self {
        let bytes = manifest.len() + topics.iter().map(|text| text.len()).sum::<usize>();
        let manifest: Manifest = serde_json::from_str(manifest).unwrap_or_default();
        let topics = topics.iter().map(|text| LazyTopic { text, parsed: OnceLock::new() }).collect();
        // The program's version tells the rest.
        let fingerprint = format!("{}/{bytes}", fingerprint(&manifest));
        Self { manifest, topics, index: OnceLock::new(), fingerprint }
    }

    /// Tells one state of a bank from another: a cached record of a learner is only used with the bank it was made with.
    #[must_use]
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// How many topics there are.
    #[must_use]
    pub const fn topic_count(&self) -> usize {
        self.topics.len()
    }

    /// The topic with that number, from 0. `None` past the end.
    #[must_use]
    pub fn topic(&self, number: usize) -> Option<&Topic> {
        let lazy = self.topics.get(number)?;
        lazy.parsed.get_or_init(|| serde_json::from_str(lazy.text).ok()).as_ref()
    }

    /// All topics in teaching order, with their numbers.
    pub fn topics(&self) -> impl Iterator<Item = (usize, &Topic)> {
        (0..self.topics.len()).filter_map(|number| self.topic(number).map(|topic| (number, topic)))
    }

    /// The number of the topic with that id.
    #[must_use]
    pub fn topic_number(&self, id: &str) -> Option<usize> {
        self.manifest.topics.iter().position(|topic| topic.id == id)
    }

    /// What stands at `at`. `None` if `at` came from another bank.
    #[must_use]
    pub fn entry(&self, at: StatementRef) -> Option<Entry<'_>> {
        let topic = self.topic(at.topic)?;
        let twin = topic.twins.get(at.twin)?;
        Some(Entry { at, topic, twin, statement: twin.statement(at.side) })
    }

    /// Where the statement with that id stands.
    #[must_use]
    pub fn find(&self, statement: &str) -> Option<StatementRef> {
        self.index().get(statement).copied()
    }

    /// All statements: topic by topic, twin by twin, left before right.
    pub fn statements(&self) -> impl Iterator<Item = Entry<'_>> {
        self.topics().flat_map(|(number, topic)| {
            topic.twins.iter().enumerate().flat_map(move |(position, twin)| {
                Side::BOTH.into_iter().map(move |side| Entry {
                    at: StatementRef { topic: number, twin: position, side },
                    topic,
                    twin,
                    statement: twin.statement(side),
                })
            })
        })
    }

    /// The name of a side.
    #[must_use]
    pub const fn side(&self, side: Side) -> &SideName {
        self.manifest.sides.get(side)
    }

    /// The title of the source with that id, or the id where the manifest does not list it.
    #[must_use]
    pub fn source_title<'a>(&'a self, id: &'a str) -> &'a str {
        self.manifest.sources.iter().find(|source| source.id == id).map_or(id, |source| &source.title)
    }

    fn index(&self) -> &HashMap<String, StatementRef> {
        self.index.get_or_init(|| self.statements().map(|entry| (entry.statement.id.clone(), entry.at)).collect())
    }
}

fn fingerprint(manifest: &Manifest) -> String {
    format!("{}/{}", manifest.id, manifest.revision)
}

/// A topic, and what tells it from the same topic with its statements in other places or with other concepts: somebody who
/// writes a bank moves twins about, and a record counts by places.
#[derive(Debug)]
struct ArrangedTopic {
    topic: Topic,
    arrangement: u64,
}

impl ArrangedTopic {
    fn of(topic: Topic) -> Self {
        let mut hasher = DefaultHasher::new();
        topic.id.hash(&mut hasher);
        topic.concepts.iter().for_each(|concept| concept.id.hash(&mut hasher));
        for twin in &topic.twins {
            (&twin.concept, twin.level, &twin.left.id, &twin.right.id).hash(&mut hasher);
        }
        Self { arrangement: hasher.finish(), topic }
    }
}
