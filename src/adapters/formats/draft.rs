//! What was read of a file, turned into the files of a bank.

use super::question::{Choices, Note, Question, Read, labels, quote};
use super::sides::{folded, nearly, usual_answers};
use crate::domain::bank::load::SourceFile;
use crate::domain::bank::{
    Bank, Concept, FORMAT_VERSION, Manifest, Pair, Side, SideName, Sides, Single, Statement, Topic, TopicName,
    side_ids, slug,
};
use std::collections::{HashMap, HashSet};

/// What somebody says of the bank to be.
#[derive(Debug, Clone, Default)]
pub struct Wishes {
    /// The names of the sides, left first; without them the file tells.
    pub sides: Option<[String; 2]>,
    /// Its title; without one that of the file, and without either its sides.
    pub title: Option<String>,
}

/// A bank to be.
#[derive(Debug)]
pub struct Draft {
    /// `bank.json`.
    pub manifest: Manifest,
    /// Its topics, in the order of the manifest.
    pub topics: Vec<Topic>,
    /// Questions that were not taken, and parts of some that were left out, by line.
    pub notes: Vec<Note>,
}

/// The names of topics' files that a bank needs for something else.
const RESERVED: [&str; 4] = ["bank", "cases", "lint", "readings"];

/// Why no bank comes of what was read.
#[derive(Debug, PartialEq, Eq)]
pub enum Unsettled {
    /// It has faults, by line.
    Faulty(Vec<Note>),
    /// None of its questions can be asked: what is the matter with each.
    Nothing(Vec<Note>),
}

/// Makes a bank of what was read: of its questions those that have the same two answers.
///
/// # Errors
///
/// Where it isn't clear which two answers are meant, and where none of its questions has them.
pub fn settle(read: Read, wishes: &Wishes) -> Result<Draft, Unsettled> {
    let Read { title, sides, questions, passed, lost, .. } = read;
    let mut notes = passed;
    notes.extend(lost);
    let known = match wishes.sides.clone().or(sides) {
        Some(names) => Some(names),
        None => usual_answers(questions.iter().map(|(question, choices)| (question.line, &choices.answers)))
            .map_err(Unsettled::Faulty)?,
    };
    let Some(names) = known.filter(|_| !questions.is_empty()) else {
        notes.sort();
        return Err(Unsettled::Nothing(notes));
    };
    let asked = questions.len();
    let sided = of_sides(questions, &names, wishes.sides.is_some(), &mut notes).map_err(Unsettled::Faulty)?;
    let torn = on_both_sides(&sided);
    if !torn.is_empty() {
        return Err(Unsettled::Faulty(torn));
    }
    if sided.is_empty() {
        let what = format!(
            "none of the {asked} two-choice questions is between {} and {}",
            quote(&names[0]),
            quote(&names[1])
        );
        notes.push(Note { line: 1, what });
        notes.sort();
        return Err(Unsettled::Nothing(notes));
    }
    let title = wishes.title.clone().or(title).filter(|title| !title.trim().is_empty());
    let called = side_names(&names);
    let title = title.unwrap_or_else(|| format!("{} or {}?", called.left.name, called.right.name));
    let topics = topics_of(sided, &title, &mut notes);
    let manifest = Manifest {
        format_version: FORMAT_VERSION,
        id: Some(slug(&title)).filter(|id| !id.is_empty()).unwrap_or_else(|| "bank".to_owned()),
        revision: 1,
        question: crate::domain::bank::usual_question(),
        sides: called,
        topics: topics.iter().map(|topic| TopicName { id: topic.id.clone(), title: topic.title.clone() }).collect(),
        title,
        ..Manifest::default()
    };
    notes.sort();
    Ok(Draft { manifest, topics, notes })
}

/// A side's name for narrow places, and its label: of `IoT (consumer)` the name is `IoT`, unless both sides would be called the
/// same then.
fn side_names(labels: &[String; 2]) -> Sides<SideName> {
    let short = |name: &String| name.split_once(" (").map_or(name.as_str(), |(short, _)| short).trim().to_owned();
    let [left, right] = labels.each_ref().map(short);
    let told_apart = !left.is_empty() && !right.is_empty() && folded(&left) != folded(&right);
    let names = if told_apart { [left, right] } else { labels.each_ref().map(|name| name.trim().to_owned()) };
    let ids = side_ids(names.each_ref().map(String::as_str));
    Sides::each(|side| SideName {
        id: side.pick(&ids[0], &ids[1]).to_owned(),
        name: side.pick(&names[0], &names[1]).to_owned(),
        label: side.pick(&labels[0], &labels[1]).trim().to_owned(),
    })
}

/// Whether the sides of a bank have names or ids that their labels do not tell.
#[must_use]
pub fn names_are_lost(bank: &Bank) -> bool {
    side_names(&labels(bank)) != bank.manifest.sides
}

/// The side that an answer means: by its label, its name, or as left or right.
#[must_use]
pub fn side_of(names: &[String; 2], answer: &str) -> Option<Side> {
    meant(&side_names(names), answer)
}

fn meant(sides: &Sides<SideName>, answer: &str) -> Option<Side> {
    let answer = folded(answer);
    // What is written in full comes first: a label may be the other side's name.
    let by = |of: fn(&SideName) -> &String| Side::BOTH.into_iter().find(|side| folded(of(sides.get(*side))) == answer);
    by(|name| &name.label).or_else(|| by(|name| &name.name)).or_else(|| by(|name| &name.id)).or(match answer.as_str() {
        "left" => Some(Side::Left),
        "right" => Some(Side::Right),
        _ => None,
    })
}

/// The questions between the two sides, with the one that is right; the others are told.
///
/// # Errors
///
/// Those with an answer that is likely one of the sides, written wrong, unless somebody chose the sides.
fn of_sides(
    questions: Vec<(Question, Choices)>,
    names: &[String; 2],
    is_chosen: bool,
    notes: &mut Vec<Note>,
) -> Result<Vec<(Question, Side)>, Vec<Note>> {
    let known = side_names(names);
    let mut sided = Vec::with_capacity(questions.len());
    let mut faults = Vec::new();
    for (question, choices) in questions {
        let both = choices.answers.each_ref().map(|answer| meant(&known, answer));
        match (both, choices.second) {
            ([Some(first), Some(second)], right) if first != second => {
                sided.push((question, if right { second } else { first }));
            }
            _ => {
                let [first, second] = choices.answers.each_ref().map(|answer| quote(answer));
                let [left, right] = names.each_ref().map(|name| quote(name));
                let slip = slip(names, both, &choices).map(quote);
                let hint = slip.as_ref().map_or_else(String::new, |meant| format!(" (did you mean {meant}?)"));
                let what = format!(
                    "{} is not taken: it is between {first} and {second}{hint}, and the bank between {left} and {right}; \
                     --left and --right choose others",
                    quote(&question.text)
                );
                let list = if slip.is_some() && !is_chosen { &mut faults } else { &mut *notes };
                list.push(Note { line: question.line.max(1), what });
            }
        }
    }
    if faults.is_empty() { Ok(sided) } else { Err(faults) }
}

/// The side that one of two answers likely is, written wrong, where the other is the other side.
fn slip<'a>(names: &'a [String; 2], both: [Option<Side>; 2], choices: &Choices) -> Option<&'a str> {
    let [first, second] = &choices.answers;
    let (written, known) = match both {
        [None, Some(known)] => (first, known),
        [Some(known), None] => (second, known),
        _ => return None,
    };
    let missing = known.other().pick(&names[0], &names[1]);
    nearly(names, written).filter(|meant| meant == missing)
}

/// Tells of each statement that stands on the other side too: whoever is asked it can only guess.
fn on_both_sides(sided: &[(Question, Side)]) -> Vec<Note> {
    let mut first: HashMap<String, (usize, Side)> = HashMap::new();
    let mut notes = Vec::new();
    for (question, side) in sided {
        let letters: String = question.text.to_lowercase().split(|letter: char| !letter.is_alphanumeric()).collect();
        let key = if letters.is_empty() { question.text.clone() } else { letters };
        let (line, other) = *first.entry(key).or_insert((question.line, *side));
        if other != *side {
            let what = format!(
                "{} stands on both sides, on the other on line {}: a statement has one; correct one of the two",
                quote(&question.text),
                line.max(1)
            );
            notes.push(Note { line: question.line.max(1), what });
        }
    }
    notes
}

/// Ids that are given once.
#[derive(Default)]
struct Ids {
    taken: HashSet<String>,
}

impl Ids {
    /// `wanted`, or where that is taken, the same with a number.
    fn give(&mut self, wanted: &str) -> String {
        let mut id = wanted.to_owned();
        let mut number = 2;
        while !self.taken.insert(id.clone()) {
            id = format!("{wanted}-{number}");
            number += 1;
        }
        id
    }
}

/// A topic while it is put together.
struct Shelf {
    topic: Topic,
    concepts: HashMap<String, usize>,
}

/// Sorts the questions into topics, and the halves of pairs together.
fn topics_of(questions: Vec<(Question, Side)>, title: &str, notes: &mut Vec<Note>) -> Vec<Topic> {
    let mut shelves: Vec<Shelf> = Vec::new();
    let mut by_topic: HashMap<(String, String), usize> = HashMap::new();
    let (mut topic_ids, mut ids) = (Ids::default(), (Ids::default(), Ids::default()));
    topic_ids.taken.extend(RESERVED.map(str::to_owned));
    for halves in grouped(questions, notes) {
        let Some((question, _)) = halves.first() else { continue };
        let name = if question.topic.is_empty() { title } else { &question.topic };
        let shelf = *by_topic.entry((question.topic_id.clone(), name.to_owned())).or_insert_with(|| {
            let made = [slug(&question.topic_id), slug(name), "topic".to_owned()];
            let wanted = if is_file_name(&question.topic_id) {
                question.topic_id.clone()
            } else {
                made.into_iter().find(|id| !id.is_empty()).unwrap_or_default()
            };
            let (id, title) = (topic_ids.give(&wanted), name.to_owned());
            let topic = Topic { format_version: FORMAT_VERSION, id, title, dimension: true, ..Topic::default() };
            shelves.push(Shelf { topic, concepts: HashMap::new() });
            shelves.len() - 1
        });
        if let Some(shelf) = shelves.get_mut(shelf) {
            shelf.put(halves, &mut ids, notes);
        }
    }
    shelves.into_iter().map(|shelf| shelf.topic).collect()
}

/// Whether an id can be a file's name anywhere.
fn is_file_name(id: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    !id.is_empty() && id.len() <= 64 && id.bytes().all(plain)
}

/// The halves of pairs together, at the place of the first; everything else alone.
fn grouped(questions: Vec<(Question, Side)>, notes: &mut Vec<Note>) -> Vec<Vec<(Question, Side)>> {
    let mut groups: Vec<Vec<(Question, Side)>> = Vec::with_capacity(questions.len());
    let mut open: HashMap<String, usize> = HashMap::new();
    for (question, side) in questions {
        // Halves without an id stand in the same row.
        let key = if question.item.is_empty() { format!("\u{0}{}", question.line) } else { question.item.clone() };
        let waits = question.paired.then(|| open.get(&key).copied()).flatten();
        let partner = waits.and_then(|at| groups.get_mut(at));
        let partner = partner.filter(|group| group.len() == 1 && group.iter().all(|(_, other)| *other != side));
        if let Some(group) = partner {
            open.remove(&key);
            group.push((question, side));
            continue;
        }
        if question.paired {
            open.insert(key, groups.len());
        }
        groups.push(vec![(question, side)]);
    }
    for (question, _) in groups.iter().filter(|group| group.len() == 1).flatten().filter(|(one, _)| one.paired) {
        let what =
            format!("{} stands alone: its counterpart is not in the file, or on the same side", quote(&question.text));
        notes.push(Note { line: question.line.max(1), what });
    }
    groups
}

impl Shelf {
    /// Adds a pair or a single. `ids` are those of items, and those of statements.
    fn put(&mut self, halves: Vec<(Question, Side)>, ids: &mut (Ids, Ids), notes: &mut Vec<Note>) {
        let Some((first, _)) = halves.first() else { return };
        let concept = self.concept(first);
        let (level, line) = (first.level.max(1), first.line.max(1));
        let (family, aspect, other_side) = (first.family.clone(), first.aspect.clone(), first.other_side.clone());
        let number = self.topic.item_count() + 1;
        let wanted = if first.item.is_empty() { format!("{}-{number}", self.topic.id) } else { first.item.clone() };
        let id = ids.0.give(&wanted);
        if id != wanted && !first.item.is_empty() {
            notes.push(Note {
                line,
                what: format!("the id {} is there already, so this one is called {}", quote(&wanted), quote(&id)),
            });
        }
        unlike(&halves, notes);
        let mut made: Vec<(Statement, Side)> = Vec::with_capacity(2);
        for (question, side) in halves {
            let end = if made.is_empty() { "a" } else { "b" };
            let wanted = if question.id.is_empty() { format!("{id}-{end}") } else { question.id.clone() };
            let own = ids.1.give(&wanted);
            if own != wanted && !question.id.is_empty() {
                let what = format!("the id {} is there already, so this one is called {}", quote(&wanted), quote(&own));
                notes.push(Note { line: question.line.max(1), what });
            }
            made.push((statement(question, own), side));
        }
        let mut made = made.into_iter();
        match (made.next(), made.next()) {
            (Some((one, side)), Some((other, _))) => {
                let (left, right) = if side == Side::Left { (one, other) } else { (other, one) };
                self.topic.pairs.push(Pair { id, comment: None, concept, level, family, aspect, left, right });
            }
            (Some((statement, side)), None) => {
                let single = Single { id, comment: None, concept, level, family, aspect, side, statement, other_side };
                self.topic.singles.push(single);
            }
            _ => {}
        }
    }

    /// The id of a question's concept, which is made where the topic does not have it.
    fn concept(&mut self, question: &Question) -> String {
        let title = if question.concept.is_empty() { &self.topic.title } else { &question.concept };
        let made = [question.concept_id.clone(), slug(title), "all".to_owned()];
        let key = if question.concept_id.is_empty() {
            format!("title {title}")
        } else {
            format!("id {}", question.concept_id)
        };
        if let Some(concept) = self.concepts.get(&key).and_then(|number| self.topic.concepts.get(*number)) {
            return concept.id.clone();
        }
        let wanted = made.into_iter().find(|id| !id.is_empty()).unwrap_or_default();
        let mut ids = Ids { taken: self.topic.concepts.iter().map(|one| one.id.clone()).collect() };
        let id = ids.give(&wanted);
        self.concepts.insert(key, self.topic.concepts.len());
        self.topic.concepts.push(Concept { id: id.clone(), title: title.clone(), ..Concept::default() });
        id
    }
}

/// Tells what the second half of a pair says otherwise than the first: a pair has one of each.
fn unlike(halves: &[(Question, Side)], notes: &mut Vec<Note>) {
    let [(first, _), (second, _)] = halves else { return };
    let parts = [
        ("level", first.level != second.level && second.level != 0),
        ("concept", (&first.concept, &first.concept_id) != (&second.concept, &second.concept_id)),
        ("topic", (&first.topic, &first.topic_id) != (&second.topic, &second.topic_id)),
        ("family", first.family != second.family),
        ("aspect", first.aspect != second.aspect),
        ("other side", first.other_side.is_some() || second.other_side.is_some()),
    ];
    for (name, _) in parts.into_iter().filter(|(_, differs)| *differs) {
        let what = format!("the {name} of {} is left out: its pair has that of the first half", quote(&second.text));
        notes.push(Note { line: second.line.max(1), what });
    }
}

fn statement(question: Question, id: String) -> Statement {
    let Question { revision, text, deciding, explanation, decoy, settles, design_value, .. } = question;
    Statement {
        id,
        revision: revision.max(1),
        text,
        deciding,
        explanation,
        decoy,
        settles,
        design_value,
        ..Statement::default()
    }
}

impl Draft {
    /// The files of the bank.
    ///
    /// # Errors
    ///
    /// What cannot be written as JSON, which nothing of a bank is.
    pub fn files(&self) -> serde_json::Result<Vec<SourceFile>> {
        let manifest = SourceFile { name: "bank.json".to_owned(), text: pretty(&self.manifest)? };
        let mut files = vec![manifest];
        for topic in &self.topics {
            files.push(SourceFile { name: format!("{}.json", topic.id), text: pretty(topic)? });
        }
        Ok(files)
    }
}

fn pretty(value: &impl serde::Serialize) -> serde_json::Result<String> {
    Ok(format!("{}\n", serde_json::to_string_pretty(value)?))
}
