//! The bank: all topics of one subject, with its two sides.
//!
//! A bank is a folder with `bank.json` and one file a topic. These types are its format: the published JSON Schema
//! is generated from them, and [`load`] turns file contents into a [`Bank`] or into every problem found.

mod cases;
pub mod examples;
mod lesson;
pub mod load;
mod manifest;
pub mod problem;
#[cfg(test)]
pub(crate) mod sample;
mod topic;

pub use cases::{CaseFile, CaseStudy, Leaning};
pub use lesson::{Bends, Half, Heard, Idea, Lesson, LessonPair, NumberRow, Numbers, Predict, Word, Words};
pub use manifest::{Extent, Manifest, SideName, Source, Term, TopicName, side_ids, slug, usual_question};
pub use topic::{
    Card, CardKind, Concept, Item, Licence, Misconception, Outcome, Pair, Single, Statement, Topic, Verdict,
};

use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::OnceLock;

/// The version of the bank format that this program reads.
pub const FORMAT_VERSION: u32 = 2;

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

    /// That one of the two which belongs to this side.
    #[must_use]
    pub const fn pick<'a, T: ?Sized>(self, left: &'a T, right: &'a T) -> &'a T {
        match self {
            Self::Left => left,
            Self::Right => right,
        }
    }
}

/// Something of each side.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "SidesOf{T}"))]
#[serde(deny_unknown_fields)]
pub struct Sides<T> {
    /// What belongs to the left side.
    pub left: T,
    /// What belongs to the right side.
    pub right: T,
}

impl<T> Sides<T> {
    /// What `half` makes for each side.
    pub fn each(mut half: impl FnMut(Side) -> T) -> Self {
        Self { left: half(Side::Left), right: half(Side::Right) }
    }

    /// The half that belongs to `side`.
    pub const fn get(&self, side: Side) -> &T {
        side.pick(&self.left, &self.right)
    }

    /// The half that belongs to `side`, to be changed.
    pub const fn get_mut(&mut self, side: Side) -> &mut T {
        match side {
            Side::Left => &mut self.left,
            Side::Right => &mut self.right,
        }
    }
}

/// Where a statement stands in a bank. Valid for the bank that handed it out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StatementRef {
    /// Number of the topic, from 0, in teaching order.
    pub topic: usize,
    /// Number of the pair or single within the topic, from 0: the pairs first.
    pub item: usize,
    /// Its side.
    pub side: Side,
}

impl StatementRef {
    /// Where the counterpart stands. Of a statement that stands alone, no bank has anything there.
    #[must_use]
    pub const fn counterpart(self) -> Self {
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
    /// The pair or single it belongs to.
    pub item: Item<'a>,
    /// The statement itself.
    pub statement: &'a Statement,
}

impl<'a> Entry<'a> {
    /// What stands on the other side.
    #[must_use]
    pub fn counterpart(&self) -> Counterpart<'a> {
        match self.item {
            Item::Pair(pair) => Counterpart::Statement(pair.statement(self.at.side.other())),
            Item::Single(single) => single.other_side.as_deref().map_or(Counterpart::None, Counterpart::Told),
        }
    }

    /// The level, 1 to 3.
    #[must_use]
    pub const fn level(&self) -> u8 {
        self.item.level()
    }

    /// The concept that the statement exercises. `None` only in a bank that was never checked.
    #[must_use]
    pub fn concept(&self) -> Option<&'a Concept> {
        self.topic.concepts.get(self.concept_number()?)
    }

    /// The number of that concept within its topic, from 0.
    #[must_use]
    pub fn concept_number(&self) -> Option<usize> {
        self.topic.concepts.iter().position(|concept| concept.id == self.item.concept())
    }

    /// The guiding question of its concept, where there is one.
    #[must_use]
    pub fn hint(&self) -> Option<&'a str> {
        self.concept().map(|concept| concept.question.as_str()).filter(|question| !question.is_empty())
    }

    /// The misconception that would have led to the wrong answer, if there is one: who holds it says the other side here.
    #[must_use]
    pub fn misconception(&self) -> Option<&'a Misconception> {
        let id = self.statement.misconception.as_ref()?;
        let found = self.topic.misconceptions.iter().find(|one| &one.id == id);
        found.filter(|one| one.pushes == Some(self.at.side.other()))
    }
}

/// What stands on the other side of a statement.
#[derive(Debug, Clone, Copy)]
pub enum Counterpart<'a> {
    /// A statement on the same aspect, in the same form.
    Statement(&'a Statement),
    /// A sentence that says how the other side does it.
    Told(&'a str),
    /// Nothing that is known.
    None,
}

impl<'a> Counterpart<'a> {
    /// The statement; none where it stands alone.
    #[must_use]
    pub const fn statement(self) -> Option<&'a Statement> {
        match self {
            Self::Statement(statement) => Some(statement),
            Self::Told(_) | Self::None => None,
        }
    }

    /// What is to be read of the other side; none where nothing is known.
    #[must_use]
    pub fn text(self) -> Option<&'a str> {
        match self {
            Self::Statement(statement) => Some(&statement.text),
            Self::Told(text) => Some(text),
            Self::None => None,
        }
    }
}

/// A bank in use. Topics are parsed when first asked for, so that a menu costs nothing.
#[derive(Debug, Default)]
pub struct Bank {
    /// Names, sides and the list of topics.
    pub manifest: Manifest,
    topics: Vec<LazyTopic>,
    cases: LazyCases,
    index: OnceLock<HashMap<String, StatementRef>>,
    /// Ids of pairs and singles that are gone, with the numbers of their topics.
    retired: OnceLock<HashMap<String, usize>>,
    fingerprint: String,
}

/// The text of the case studies, and these once somebody has asked for them.
#[derive(Debug, Default)]
struct LazyCases {
    text: &'static str,
    parsed: OnceLock<Vec<CaseStudy>>,
}

/// A topic's text, and the topic once somebody has asked for it.
#[derive(Debug, Default)]
struct LazyTopic {
    text: &'static str,
    /// How many concepts it has, known before it is parsed.
    concepts: usize,
    /// Whether it has a lesson, known before it is parsed.
    has_lesson: bool,
    parsed: OnceLock<Option<Topic>>,
}

impl Bank {
    /// A bank whose topics are already parsed, in the order of the manifest.
    #[must_use]
    pub fn new(manifest: Manifest, topics: Vec<Topic>) -> Self {
        Self::arranged(manifest, topics.into_iter().map(ArrangedTopic::of).collect())
    }

    /// The same bank with these case studies.
    #[must_use]
    pub fn with_cases(self, cases: Vec<CaseStudy>) -> Self {
        Self { cases: LazyCases { text: "", parsed: OnceLock::from(cases) }, ..self }
    }

    /// As [`Bank::new`].
    fn arranged(manifest: Manifest, topics: Vec<ArrangedTopic>) -> Self {
        let mut hasher = DefaultHasher::new();
        for one in &topics {
            one.arrangement.hash(&mut hasher);
        }
        let fingerprint = format!("{}/{:016x}", fingerprint(&manifest), hasher.finish());
        let parsed = |one: ArrangedTopic| LazyTopic {
            text: "",
            concepts: one.topic.concepts.len(),
            has_lesson: one.topic.lesson.is_some(),
            parsed: OnceLock::from(Some(one.topic)),
        };
        let topics = topics.into_iter().map(parsed).collect();
        Self {
            manifest,
            topics,
            cases: LazyCases::default(),
            index: OnceLock::new(),
            retired: OnceLock::new(),
            fingerprint,
        }
    }

    /// A bank whose texts are part of the program and were proven by its tests: each topic is parsed when needed.
    /// `topics` are in the order of the manifest, each with a lesson and the number of its concepts; `cases` are the case studies, or
    /// empty. A text that does not parse counts as an empty bank.
    #[must_use]
    pub fn embedded(manifest: &'static str, topics: &[(&'static str, usize)], cases: &'static str) -> Self {
        let bytes = manifest.len() + topics.iter().map(|(text, _)| text.len()).sum::<usize>();
        let manifest: Manifest = serde_json::from_str(manifest).unwrap_or_default();
        let lazy = |&(text, concepts)| LazyTopic { text, concepts, has_lesson: true, parsed: OnceLock::new() };
        let topics = topics.iter().map(lazy).collect();
        // The program's version tells the rest.
        let fingerprint = format!("{}/{bytes}", fingerprint(&manifest));
        let cases = LazyCases { text: cases, parsed: OnceLock::new() };
        Self { manifest, topics, cases, index: OnceLock::new(), retired: OnceLock::new(), fingerprint }
    }

    /// The case studies, in their order.
    #[must_use]
    pub fn cases(&self) -> &[CaseStudy] {
        self.cases.parsed.get_or_init(|| {
            serde_json::from_str::<CaseFile>(self.cases.text).map(|file| file.cases).unwrap_or_default()
        })
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

    /// How many concepts the topic with that number has, from 0. The topic need not be parsed for it.
    #[must_use]
    pub fn concept_count(&self, number: usize) -> usize {
        self.topics.get(number).map_or(0, |topic| topic.concepts)
    }

    /// Whether the topic with that number has a lesson, from 0. The topic need not be parsed for it.
    #[must_use]
    pub fn has_lesson(&self, number: usize) -> bool {
        self.topics.get(number).is_some_and(|topic| topic.has_lesson)
    }

    /// How many topics have been parsed.
    #[cfg(test)]
    pub(crate) fn parsed_count(&self) -> usize {
        self.topics.iter().filter(|topic| topic.parsed.get().is_some()).count()
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
        let item = topic.item(at.item)?;
        Some(Entry { at, topic, item, statement: item.statement(at.side)? })
    }

    /// Where the statement with that id stands.
    #[must_use]
    pub fn find(&self, statement: &str) -> Option<StatementRef> {
        self.index().get(statement).copied()
    }

    /// All statements: topic by topic, item by item, left before right.
    pub fn statements(&self) -> impl Iterator<Item = Entry<'_>> {
        self.topics().flat_map(|(number, topic)| {
            topic.items().enumerate().flat_map(move |(position, item)| {
                item.statements().map(move |(side, statement)| Entry {
                    at: StatementRef { topic: number, item: position, side },
                    topic,
                    item,
                    statement,
                })
            })
        })
    }

    /// The topic and side of a statement that the bank once had, and has no more. `None` if it never had it, or if the id
    /// does not end with a side's id, as those of the first format did: then nobody knows what was right.
    #[must_use]
    pub fn retired(&self, statement: &str) -> Option<(&Topic, Side)> {
        let (item, end) = statement.rsplit_once('-')?;
        let side = Side::BOTH.into_iter().find(|side| self.side(*side).id == end)?;
        let retired = self.retired.get_or_init(|| {
            let of_topic = |(number, topic): (usize, &Topic)| {
                topic.retired.iter().map(|id| (id.clone(), number)).collect::<Vec<(String, usize)>>()
            };
            self.topics().flat_map(of_topic).collect()
        });
        Some((self.topic(*retired.get(item)?)?, side))
    }

    /// The name of a side.
    #[must_use]
    pub const fn side(&self, side: Side) -> &SideName {
        self.manifest.sides.get(side)
    }

    /// The source with that id as one cites it, or the id where the manifest does not list it.
    #[must_use]
    pub fn citation<'a>(&self, id: &'a str) -> Cow<'a, str> {
        let source = self.manifest.sources.iter().find(|source| source.id == id);
        source.map_or(Cow::Borrowed(id), |source| Cow::Owned(source.to_string()))
    }

    fn index(&self) -> &HashMap<String, StatementRef> {
        self.index.get_or_init(|| self.statements().map(|entry| (entry.statement.id.clone(), entry.at)).collect())
    }
}

fn fingerprint(manifest: &Manifest) -> String {
    format!("{}/{}", manifest.id, manifest.revision)
}

/// A topic, and what tells it from the same topic with its statements in other places or with other concepts: somebody who
/// writes a bank moves pairs about, and a record counts by places.
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
        topic.retired.hash(&mut hasher);
        for item in topic.items() {
            (item.concept(), item.level()).hash(&mut hasher);
            item.statements().for_each(|(side, statement)| (side, &statement.id).hash(&mut hasher));
        }
        Self { arrangement: hasher.finish(), topic }
    }
}
