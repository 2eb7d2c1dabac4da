//! What of a bank has no place in a format.

use super::draft::names_are_lost;
use super::kind::Kind;
use super::question::Note;
use crate::domain::bank::{Bank, Entry, Item};
use crate::domain::words::counted;

/// What a statement may have that some formats have no place for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Explanation,
    Deciding,
    Decoy,
    Settles,
    DesignValue,
    Misconception,
    Sources,
    OtherSide,
    Pair,
    Level,
    Concept,
    Family,
    Aspect,
    Id,
    Revision,
    Topic,
}

impl Part {
    const ALL: [Self; 16] = [
        Self::Explanation,
        Self::Deciding,
        Self::Decoy,
        Self::Settles,
        Self::DesignValue,
        Self::Misconception,
        Self::Sources,
        Self::OtherSide,
        Self::Pair,
        Self::Level,
        Self::Concept,
        Self::Family,
        Self::Aspect,
        Self::Id,
        Self::Revision,
        Self::Topic,
    ];

    /// Whether a format has a place for it.
    const fn is_held(self, kind: Kind) -> bool {
        match kind {
            Kind::Aiken => false,
            Kind::Csv | Kind::Anki => !matches!(self, Self::Misconception | Self::Sources),
            Kind::Gift | Kind::Moodle | Kind::Qti => !matches!(
                self,
                Self::Misconception | Self::Sources | Self::Deciding | Self::Decoy | Self::Settles | Self::OtherSide
            ),
        }
    }

    /// Whether a statement has it.
    fn is_of(self, entry: &Entry<'_>) -> bool {
        let statement = entry.statement;
        match self {
            Self::Explanation => !statement.explanation.is_empty(),
            Self::Deciding => !statement.deciding.is_empty(),
            Self::Decoy => statement.decoy.is_some(),
            Self::Settles => statement.settles.is_some(),
            Self::DesignValue => statement.design_value,
            Self::Misconception => statement.misconception.is_some(),
            Self::Sources => !statement.sources.is_empty(),
            Self::OtherSide => matches!(entry.item, Item::Single(single) if single.other_side.is_some()),
            Self::Pair => matches!(entry.item, Item::Pair(_)),
            Self::Level | Self::Concept | Self::Id | Self::Topic => true,
            Self::Family => entry.item.family().is_some(),
            Self::Aspect => entry.item.aspect().is_some(),
            Self::Revision => statement.revision > 1,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Explanation => "the explanation",
            Self::Deciding => "the deciding words",
            Self::Decoy => "the decoy",
            Self::Settles => "what settles it",
            Self::DesignValue => "that its figures are invented",
            Self::Misconception => "the misconception",
            Self::Sources => "the sources",
            Self::OtherSide => "how the other side does it",
            Self::Pair => "which statement is its counterpart",
            Self::Level => "the level",
            Self::Concept => "the concept",
            Self::Family => "the family",
            Self::Aspect => "the aspect",
            Self::Id => "the id",
            Self::Revision => "the revision",
            Self::Topic => "the topic",
        }
    }
}

/// What is lost of a bank in a format. `lines` are those of its statements in the file.
#[must_use]
pub fn losses(bank: &Bank, kind: Kind, lines: &[usize]) -> Vec<Note> {
    let mut notes = Vec::new();
    for part in Part::ALL.into_iter().filter(|part| !part.is_held(kind)) {
        for (number, _) in bank.statements().enumerate().filter(|(_, entry)| part.is_of(entry)) {
            let line = lines.get(number).copied().unwrap_or(1);
            notes.push(Note { line, what: format!("no place in {} for {}", kind.name(), part.name()) });
        }
    }
    let around = around(bank, kind).into_iter();
    notes.extend(around.map(|what| Note { line: 1, what: format!("no place in {} for {what}", kind.name()) }));
    notes
}

/// What is lost of all that stands around the statements.
fn around(bank: &Bank, kind: Kind) -> Vec<String> {
    let manifest = &bank.manifest;
    let mut lost = Vec::new();
    if names_are_lost(bank) {
        lost.push("the short names and ids of the sides".to_owned());
    }
    if kind != Kind::Qti && manifest.question != crate::domain::bank::usual_question() {
        lost.push("the question that the bank asks".to_owned());
    }
    if matches!(kind, Kind::Csv | Kind::Aiken) {
        lost.push("the title of the bank".to_owned());
    }
    let mut tell = |count: usize, one: &str, many: &str| {
        lost.extend((count > 0).then(|| counted(count, one, many)));
    };
    tell(manifest.introduction.len(), "paragraph of the introduction", "paragraphs of the introduction");
    tell(manifest.glossary.len(), "word of the glossary", "words of the glossary");
    tell(manifest.sources.len(), "document in the list of sources", "documents in the list of sources");
    tell(bank.cases().len(), "case study", "case studies");
    let count = |of: fn(&crate::domain::bank::Topic) -> usize| bank.topics().map(|(_, topic)| of(topic)).sum::<usize>();
    tell(count(|topic| usize::from(topic.lesson.is_some())), "lesson", "lessons");
    tell(count(|topic| topic.cards.len()), "discussion card", "discussion cards");
    tell(count(|topic| topic.misconceptions.len()), "misconception", "misconceptions");
    let told = |topic: &crate::domain::bank::Topic| {
        usize::from(!(topic.summary.left.is_empty() && topic.summary.right.is_empty() && topic.takeaway.is_empty()))
    };
    tell(count(told), "summary of a topic", "summaries of topics");
    let words = |topic: &crate::domain::bank::Topic| topic.licence.words().count();
    tell(count(words), "licensed word", "licensed words");
    let hints = |topic: &crate::domain::bank::Topic| {
        topic.concepts.iter().filter(|one| !(one.question.is_empty() && one.idea.is_empty())).count()
    };
    tell(count(hints), "hint and sentence of a concept", "hints and sentences of concepts");
    tell(count(|topic| topic.retired.len()), "retired id", "retired ids");
    lost
}
