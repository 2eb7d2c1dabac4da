//! A statement on its way into a bank or out of it, and what there is to say of a file.

use super::caps::{NOTES_MOST, QUESTIONS_MOST, TEXT_MOST};
use crate::domain::bank::{Bank, Item, Side, slug};
use crate::domain::characters::{first_forbidden, shown};
use crate::domain::words::counted;

/// A statement with all that belongs to it alone. What a format has no place for is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Question {
    /// The line of the file on which it begins; 0 where it has none.
    pub line: usize,
    /// The statement's id.
    pub id: String,
    /// Its revision; 0 where that is not said.
    pub revision: u32,
    /// What is to be classified.
    pub text: String,
    /// The words of it that decide.
    pub deciding: Vec<String>,
    /// Why it is that side.
    pub explanation: String,
    /// The misleading cue.
    pub decoy: Option<String>,
    /// What settles it in spite of that.
    pub settles: Option<String>,
    /// Whether its figures are invented.
    pub design_value: bool,
    /// The id of the pair or single.
    pub item: String,
    /// Whether it is half of a pair, or the file says so.
    pub paired: bool,
    /// The level; 0 where that is not said.
    pub level: u8,
    /// The kind of text it is.
    pub family: Option<String>,
    /// What it is about.
    pub aspect: Option<String>,
    /// How the other side does it, of one that stands alone.
    pub other_side: Option<String>,
    /// The topic's id.
    pub topic_id: String,
    /// The topic's title.
    pub topic: String,
    /// The concept's id.
    pub concept_id: String,
    /// The concept's title.
    pub concept: String,
}

/// The answers that a question of a file has, and which is right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choices {
    /// The answers in their order, as they are written.
    pub answers: [String; 2],
    /// Whether the second is right.
    pub second: bool,
}

/// Something to say of a line of a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Note {
    /// The line, from 1.
    pub line: usize,
    /// What there is to say.
    pub what: String,
}

/// `3 faults`.
pub(super) fn faults(count: usize) -> String {
    counted(count, "fault", "faults")
}

/// How many notes a message lists.
const LISTED: usize = 100;

/// Notes as lines, each with file and line.
pub(super) fn listed(file: &str, notes: &[Note]) -> String {
    let mut lines: Vec<String> = notes.iter().take(LISTED).map(|note| note.told(file)).collect();
    if notes.len() > LISTED {
        lines.push(format!("and {} more", notes.len() - LISTED));
    }
    lines.join("\n")
}

impl Note {
    /// `animals.gift:12: the answers are not closed`.
    #[must_use]
    pub fn told(&self, file: &str) -> String {
        format!("{file}:{}: {}", self.line, shown(&self.what, 400))
    }
}

/// What was read of a file.
#[derive(Debug, Default)]
pub struct Read {
    /// What the file calls the whole.
    pub title: Option<String>,
    /// The sides that it declares, left first.
    pub sides: Option<[String; 2]>,
    /// Its two-choice questions, with their answers.
    pub questions: Vec<(Question, Choices)>,
    /// Questions that are no two-choice questions, each with the reason.
    pub passed: Vec<Note>,
    /// What has no place in a bank.
    pub lost: Vec<Note>,
    /// Faults for which the file is refused.
    pub faults: Vec<Note>,
}

/// How much of a text a note quotes, in characters.
const QUOTE: usize = 50;

/// The beginning of a text, quoted.
#[must_use]
pub fn quote(text: &str) -> String {
    let short: String = text.chars().take(QUOTE).collect();
    let dots = if short.len() < text.len() { "…" } else { "" };
    format!("\"{short}{dots}\"")
}

impl Read {
    /// A fault for which the file is refused.
    pub fn damage(&mut self, line: usize, what: impl Into<String>) {
        keep(&mut self.faults, line, what.into());
    }

    /// A question that is not taken, and why.
    pub fn pass(&mut self, line: usize, text: &str, why: &str) {
        keep(&mut self.passed, line, format!("{} is not taken: {why}", quote(text)));
    }

    /// Part of a question that has no place in a bank.
    pub fn lose(&mut self, line: usize, what: impl Into<String>) {
        keep(&mut self.lost, line, what.into());
    }

    /// Takes a question.
    pub fn take(&mut self, mut question: Question, choices: Choices) {
        if self.questions.len() == QUESTIONS_MOST {
            self.damage(question.line, format!("there are more than {QUESTIONS_MOST} questions; split the file"));
        }
        if self.questions.len() >= QUESTIONS_MOST {
            return;
        }
        let line = question.line;
        for (name, text) in [("statement", &mut question.text), ("explanation", &mut question.explanation)] {
            *text = self.cleaned(line, name, text);
        }
        for (name, text) in [("decoy", &mut question.decoy), ("settles", &mut question.settles)] {
            *text = text.take().map(|text| self.cleaned(line, name, &text)).filter(|text| !text.is_empty());
        }
        for (name, text) in [
            ("family", &mut question.family),
            ("aspect", &mut question.aspect),
            ("other side", &mut question.other_side),
        ] {
            *text = text.take().map(|text| self.cleaned(line, name, &text)).filter(|text| !text.is_empty());
        }
        for (name, text) in [
            ("id", &mut question.id),
            ("id", &mut question.item),
            ("topic", &mut question.topic),
            ("topic", &mut question.topic_id),
            ("concept", &mut question.concept),
            ("concept", &mut question.concept_id),
        ] {
            *text = self.cleaned(line, name, text);
        }
        if question.text.is_empty() {
            self.damage(line, "the question has no text");
            return;
        }
        let deciding = std::mem::take(&mut question.deciding);
        for words in deciding {
            let words = self.cleaned(line, "deciding words", &words);
            if question.text.contains(&words) && !words.is_empty() {
                question.deciding.push(words);
            } else {
                self.lose(
                    line,
                    format!("the deciding words {} are not in the statement, so they are left out", quote(&words)),
                );
            }
        }
        self.questions.push((question, choices));
    }

    /// A text in one line without characters that must not be shown, and no longer than may be.
    fn cleaned(&mut self, line: usize, name: &str, text: &str) -> String {
        if is_clean(text) {
            return text.to_owned();
        }
        let spaced = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let visible: String =
            spaced.chars().filter(|letter| first_forbidden(letter.encode_utf8(&mut [0; 4])).is_none()).collect();
        if visible.len() < spaced.len() {
            self.lose(line, format!("control or invisible characters are taken out of the {name}"));
        }
        let kept: String = visible.trim().chars().take(TEXT_MOST).collect();
        if kept.chars().count() < visible.trim().chars().count() {
            self.damage(line, format!("the {name} is longer than {TEXT_MOST} characters"));
        }
        kept
    }
}

/// Whether a text is a line as it should be.
fn is_clean(text: &str) -> bool {
    text.len() <= TEXT_MOST
        && text == text.trim()
        && !text.contains("  ")
        && !text.chars().any(|letter| letter.is_whitespace() && letter != ' ')
        && first_forbidden(text).is_none()
}

fn keep(notes: &mut Vec<Note>, line: usize, what: String) {
    if notes.len() < NOTES_MOST {
        notes.push(Note { line: line.max(1), what });
    }
}

/// What belongs to each statement of a bank, topic by topic, item by item, left before right.
pub fn questions_of(bank: &Bank) -> impl Iterator<Item = (Question, Side)> {
    bank.statements().map(|entry| {
        let statement = entry.statement;
        let concept = entry.concept();
        let question = Question {
            line: 0,
            id: statement.id.clone(),
            revision: statement.revision,
            text: statement.text.clone(),
            deciding: statement.deciding.clone(),
            explanation: statement.explanation.clone(),
            decoy: statement.decoy.clone(),
            settles: statement.settles.clone(),
            design_value: statement.design_value,
            item: entry.item.id().to_owned(),
            paired: matches!(entry.item, Item::Pair(_)),
            level: entry.level(),
            family: entry.item.family().map(str::to_owned),
            aspect: entry.item.aspect().map(str::to_owned),
            other_side: match entry.item {
                Item::Single(single) => single.other_side.clone(),
                Item::Pair(_) => None,
            },
            topic_id: entry.topic.id.clone(),
            topic: entry.topic.title.clone(),
            concept_id: entry.item.concept().to_owned(),
            concept: concept.map_or_else(String::new, |one| one.title.clone()),
        };
        (question, entry.at.side)
    })
}

/// The labels of a bank's sides, left first: what formats offer as answers.
#[must_use]
pub fn labels(bank: &Bank) -> [String; 2] {
    Side::BOTH.map(|side| bank.side(side).label.clone())
}

/// The name of the tag of a half of a pair.
const PAIR: &str = "pair";

/// What does not stand in the question itself, as the tags that systems for courses let teachers filter by.
#[must_use]
pub fn tags(question: &Question) -> Vec<String> {
    let mut tags = Vec::new();
    let mut add = |name: &str, value: &str| {
        if !value.is_empty() {
            tags.push(format!("{name}:{value}"));
        }
    };
    if question.paired {
        add(PAIR, &question.item);
    } else if question.id != format!("{}-a", question.item) {
        add("item", &question.item);
    }
    if question.level > 0 {
        add("level", &question.level.to_string());
    }
    add("concept", &question.concept);
    if slug(&question.concept) != question.concept_id {
        add("concept-id", &question.concept_id);
    }
    if slug(&question.topic) != question.topic_id {
        add("topic-id", &question.topic_id);
    }
    add("family", question.family.as_deref().unwrap_or_default());
    add("aspect", question.aspect.as_deref().unwrap_or_default());
    if question.revision > 1 {
        add("revision", &question.revision.to_string());
    }
    if question.design_value {
        tags.push("design-value".to_owned());
    }
    tags
}

/// Takes a tag into account. Whether it is one that means something here.
pub fn tagged(question: &mut Question, tag: &str) -> bool {
    if tag.trim() == "design-value" {
        question.design_value = true;
        return true;
    }
    let Some((name, value)) = tag.split_once(':') else { return false };
    let (name, value) = (name.trim(), value.trim());
    match name {
        PAIR => (question.paired, question.item) = (true, value.to_owned()),
        "item" => value.clone_into(&mut question.item),
        "concept" => value.clone_into(&mut question.concept),
        "concept-id" => value.clone_into(&mut question.concept_id),
        "topic-id" => value.clone_into(&mut question.topic_id),
        "family" => question.family = Some(value.to_owned()),
        "aspect" => question.aspect = Some(value.to_owned()),
        "level" => match value.parse::<u8>() {
            Ok(level @ 1..=3) => question.level = level,
            _ => return false,
        },
        "revision" => match value.parse::<u32>() {
            Ok(revision) if revision > 0 => question.revision = revision,
            _ => return false,
        },
        _ => return false,
    }
    true
}

/// The feedbacks of a question, of which a bank keeps one: that to everybody, or else that to whoever was wrong.
#[derive(Debug, Default)]
pub struct Feedback {
    /// To everybody.
    pub general: String,
    /// To whoever was wrong.
    pub wrong: String,
    /// To whoever was right.
    pub right: String,
}

impl Feedback {
    /// The explanation; the others are told as lost.
    pub fn settle(self, line: usize, read: &mut Read) -> String {
        let said = [(self.general, "everybody"), (self.wrong, "a wrong answer"), (self.right, "the right answer")];
        let mut said = said.into_iter().filter(|(text, _)| !text.trim().is_empty());
        let Some((kept, _)) = said.next() else { return String::new() };
        for (text, whom) in said.filter(|(text, _)| *text != kept) {
            read.lose(
                line,
                format!("the feedback to {whom} is left out, since a statement has one explanation: {}", quote(&text)),
            );
        }
        kept
    }
}
