//! What a parsed file must mean to be a bank: references that lead somewhere, ids that are unique, texts that are safe.

use super::characters::first_forbidden;
use super::findings::Findings;
use super::place::Place;
use crate::domain::bank::{Lesson, Manifest, Pair, SideName, Statement, Topic, TopicName, Twin};
use std::collections::HashSet;
use unicode_width::UnicodeWidthStr;

/// The width that a lesson leaves for preformatted lines on the smallest screen, in cells.
const FIGURE_CELLS: usize = 54;

/// The longest identifier that names a file, in bytes.
const PLAIN_ID_MOST: usize = 64;

/// File names that a bank's folder uses for something else, without `.json`.
const RESERVED: [&str; 3] = ["bank", "lint", "readings"];

/// Ids of things that others refer to. An id that could not be read stands in it as the empty text.
type Ids<'a> = HashSet<&'a str>;

/// Whether `id` can be a file's name anywhere: ASCII letters, digits, `-` and `_`. So it cannot be a path.
pub fn is_plain(id: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    !id.is_empty() && id.len() <= PLAIN_ID_MOST && id.bytes().all(plain)
}

/// Judges `bank.json`.
pub fn manifest(found: &mut Findings, manifest: &Manifest) {
    let root = Place::ROOT;
    found.format_version(u64::from(manifest.format_version));
    if found.is_closed() {
        return;
    }
    clean(found, manifest.schema.as_deref().unwrap_or_default(), &root.field("$schema"));
    plain_id(found, &manifest.id, &root.field("id"));
    prose(found, &manifest.title, &root.field("title"));
    revision(found, manifest.revision, &root);
    prose(found, &manifest.question, &root.field("question"));
    sides(found, &manifest.sides);
    each_prose(found, &manifest.introduction, &root.field("introduction"));
    let topics = root.field("topics");
    if manifest.topics.is_empty() {
        found.error("no-topics", &topics, "the bank has no topics", "list at least one");
    }
    for (number, topic) in manifest.topics.iter().enumerate() {
        let at = topics.item(number);
        plain_id(found, &topic.id, &at.field("id"));
        if RESERVED.contains(&topic.id.as_str()) {
            let reason = format!("\"{}.json\" is the name of another file of a bank", topic.id);
            found.error("plain-id", &at.field("id"), reason, "choose another id");
        }
        prose(found, &topic.title, &at.field("title"));
    }
    unique(found, manifest.topics.iter().map(|topic| topic.id.as_str()), &topics, "id");
    let glossary = root.field("glossary");
    for (number, term) in manifest.glossary.iter().enumerate() {
        let at = glossary.item(number);
        prose(found, &term.term, &at.field("term"));
        prose(found, &term.meaning, &at.field("meaning"));
    }
    unique(found, manifest.glossary.iter().map(|term| term.term.as_str()), &glossary, "term");
    let sources = root.field("sources");
    for (number, source) in manifest.sources.iter().enumerate() {
        let at = sources.item(number);
        prose(found, &source.id, &at.field("id"));
        prose(found, &source.title, &at.field("title"));
    }
    unique(found, manifest.sources.iter().map(|source| source.id.as_str()), &sources, "id");
}

fn sides(found: &mut Findings, sides: &Pair<SideName>) {
    let root = Place::ROOT.field("sides");
    for (name, side) in [("left", &sides.left), ("right", &sides.right)] {
        let at = root.field(name);
        plain_id(found, &side.id, &at.field("id"));
        prose(found, &side.name, &at.field("name"));
        prose(found, &side.label, &at.field("label"));
    }
    if !sides.left.id.is_empty() && sides.left.id == sides.right.id {
        let reason = format!("both sides have the id \"{}\"", sides.left.id);
        found.error("duplicate-id", &root.field("right").field("id"), reason, "give each side its own");
    }
}

/// Judges a topic's file by itself: `name` is its entry in the manifest, where there is one.
pub fn topic(found: &mut Findings, topic: &Topic, name: Option<&TopicName>, sources: &Ids) {
    let root = Place::ROOT;
    found.format_version(u64::from(topic.format_version));
    if found.is_closed() {
        return;
    }
    clean(found, topic.schema.as_deref().unwrap_or_default(), &root.field("$schema"));
    prose(found, &topic.id, &root.field("id"));
    prose(found, &topic.title, &root.field("title"));
    if let Some(name) = name {
        same(found, "topic-id", &topic.id, &name.id, &root.field("id"));
        same(found, "topic-title", &topic.title, &name.title, &root.field("title"));
    }
    each_side(found, &topic.summary, &root.field("summary"));
    prose(found, &topic.takeaway, &root.field("takeaway"));
    concepts(found, topic);
    misconceptions(found, topic);
    let references = References {
        concepts: topic.concepts.iter().map(|concept| concept.id.as_str()).collect(),
        misconceptions: topic.misconceptions.iter().map(|one| one.id.as_str()).collect(),
        cards: topic.cards.iter().map(|card| card.id.as_str()).collect(),
        sources,
    };
    lesson(found, &topic.lesson, &references);
    let twins = root.field("twins");
    if topic.twins.is_empty() {
        found.warning("no-twins", &twins, "the topic has no statements, so nothing of it is asked", "");
    }
    for (number, one) in topic.twins.iter().enumerate() {
        twin(found, one, &twins.item(number), &references);
    }
    cards(found, topic, &references);
}

/// What a topic's statements, lesson and cards may refer to.
struct References<'a> {
    concepts: Ids<'a>,
    misconceptions: Ids<'a>,
    cards: Ids<'a>,
    sources: &'a Ids<'a>,
}

fn concepts(found: &mut Findings, topic: &Topic) {
    let list = Place::ROOT.field("concepts");
    for (number, concept) in topic.concepts.iter().enumerate() {
        let at = list.item(number);
        prose(found, &concept.id, &at.field("id"));
        prose(found, &concept.title, &at.field("title"));
        prose(found, &concept.idea, &at.field("idea"));
        prose(found, &concept.question, &at.field("question"));
    }
    unique(found, topic.concepts.iter().map(|concept| concept.id.as_str()), &list, "id");
}

fn misconceptions(found: &mut Findings, topic: &Topic) {
    let list = Place::ROOT.field("misconceptions");
    for (number, misconception) in topic.misconceptions.iter().enumerate() {
        let at = list.item(number);
        prose(found, &misconception.id, &at.field("id"));
        prose(found, &misconception.claim, &at.field("claim"));
        prose(found, &misconception.refutation, &at.field("refutation"));
    }
    unique(found, topic.misconceptions.iter().map(|one| one.id.as_str()), &list, "id");
}

fn cards(found: &mut Findings, topic: &Topic, references: &References) {
    let list = Place::ROOT.field("cards");
    for (number, card) in topic.cards.iter().enumerate() {
        let at = list.item(number);
        prose(found, &card.id, &at.field("id"));
        prose(found, &card.title, &at.field("title"));
        prose(found, &card.case, &at.field("case"));
        prose(found, &card.reasoning, &at.field("reasoning"));
        prose(found, &card.flip, &at.field("flip"));
        cited(found, &card.sources, &at, references);
    }
    unique(found, topic.cards.iter().map(|card| card.id.as_str()), &list, "id");
}

fn twin(found: &mut Findings, twin: &Twin, at: &Place, references: &References) {
    prose(found, &twin.id, &at.field("id"));
    known(found, "unknown-concept", &twin.concept, &references.concepts, &at.field("concept"));
    if !(1..=3).contains(&twin.level) {
        let reason = format!("level {} does not exist", twin.level);
        found.error("level-range", &at.field("level"), reason, "1 recognises, 2 applies, 3 resists a decoy");
    }
    prose(found, &twin.object, &at.field("object"));
    for (side, one) in [("left", &twin.left), ("right", &twin.right)] {
        let at = at.field(side);
        statement(found, one, &at, references);
        if twin.level == 3 && one.decoy.is_none() {
            let reason = "a statement of level 3 has to name its misleading cue";
            found.error("decoy-missing", &at.field("decoy"), reason, "add \"decoy\", or lower the level");
        }
    }
}

fn statement(found: &mut Findings, statement: &Statement, at: &Place, references: &References) {
    prose(found, &statement.id, &at.field("id"));
    revision(found, statement.revision, at);
    prose(found, &statement.text, &at.field("text"));
    prose(found, &statement.deciding, &at.field("deciding"));
    if !statement.text.is_empty() && !statement.text.contains(&statement.deciding) {
        let reason = format!("the words \"{}\" do not occur in the text", statement.deciding);
        found.error("deciding-absent", &at.field("deciding"), reason, "copy them from the text exactly");
    }
    prose(found, &statement.explanation, &at.field("explanation"));
    let at_misconception = at.field("misconception");
    known(found, "unknown-misconception", &statement.misconception, &references.misconceptions, &at_misconception);
    if let Some(decoy) = &statement.decoy {
        prose(found, decoy, &at.field("decoy"));
    }
    cited(found, &statement.sources, at, references);
}

fn lesson(found: &mut Findings, lesson: &Lesson, references: &References) {
    let root = Place::ROOT.field("lesson");
    let at = root.field("predict");
    prose(found, &lesson.predict.left, &at.field("left"));
    prose(found, &lesson.predict.right, &at.field("right"));
    prose(found, &lesson.predict.reveal, &at.field("reveal"));
    body(found, &lesson.idea.body, &root.field("idea"));
    lesson_twins(found, lesson, &root.field("twins"));
    let at = root.field("fact");
    body(found, &lesson.fact.body, &at);
    figures(found, &lesson.fact.figures, &at.field("figures"));
    cited(found, &lesson.fact.sources, &at, references);
    let at = root.field("bends");
    prose(found, &lesson.bends.case, &at.field("case"));
    body(found, &lesson.bends.body, &at);
    if let Some(card) = &lesson.bends.card {
        known(found, "unknown-card", card, &references.cards, &at.field("card"));
    }
    let at = root.field("heard");
    let misconception = &lesson.heard.misconception;
    known(found, "unknown-misconception", misconception, &references.misconceptions, &at.field("misconception"));
    body(found, &lesson.heard.body, &at);
    prose(found, &lesson.heard.instead, &at.field("instead"));
}

fn lesson_twins(found: &mut Findings, lesson: &Lesson, at: &Place) {
    let list = at.field("pairs");
    let count = lesson.twins.pairs.len();
    if !(2..=3).contains(&count) {
        found.error("lesson-pairs", &list, format!("a lesson shows two or three pairs, not {count}"), "");
    }
    for (number, pair) in lesson.twins.pairs.iter().enumerate() {
        let at = list.item(number);
        for (side, scene) in [("left", &pair.left), ("right", &pair.right)] {
            let at = at.field(side);
            prose(found, &scene.object, &at.field("object"));
            prose(found, &scene.scene, &at.field("scene"));
            prose(found, &scene.deciding, &at.field("deciding"));
        }
    }
}

fn figures(found: &mut Findings, figures: &[String], list: &Place) {
    for (number, line) in figures.iter().enumerate() {
        let at = list.item(number);
        // An empty line may part two groups of figures.
        clean(found, line, &at);
        let width = line.width();
        if width > FIGURE_CELLS {
            let reason = format!("the line is {width} cells wide, and a small screen shows {FIGURE_CELLS}");
            found.warning("figure-width", &at, reason, "shorten or break it");
        }
    }
}

/// The paragraphs of a screen, of which there has to be one at least.
fn body(found: &mut Findings, body: &[String], at: &Place) {
    let list = at.field("body");
    if body.is_empty() {
        found.error("empty-text", &list, "the screen has no paragraphs", "");
    }
    each_prose(found, body, &list);
}

fn each_prose(found: &mut Findings, texts: &[String], list: &Place) {
    for (number, text) in texts.iter().enumerate() {
        prose(found, text, &list.item(number));
    }
}

fn each_side(found: &mut Findings, texts: &Pair<String>, at: &Place) {
    prose(found, &texts.left, &at.field("left"));
    prose(found, &texts.right, &at.field("right"));
}

/// A text that has to be there.
fn prose(found: &mut Findings, text: &str, at: &Place) {
    if text.trim().is_empty() {
        found.error("empty-text", at, "there is no text", "");
    }
    clean(found, text, at);
}

fn clean(found: &mut Findings, text: &str, at: &Place) {
    if let Some(bad) = first_forbidden(text) {
        let reason = format!("the text holds the control or invisible character U+{:04X}", u32::from(bad));
        found.error("control-character", at, reason, "remove it; a new paragraph is a new element of the list");
    }
}

fn plain_id(found: &mut Findings, id: &str, at: &Place) {
    clean(found, id, at);
    if !is_plain(id) {
        let suggestion = format!("use 1 to {PLAIN_ID_MOST} letters, digits, - and _, such as \"data-usage\"");
        found.error("plain-id", at, format!("\"{id}\" cannot be an id here"), suggestion);
    }
}

fn revision(found: &mut Findings, revision: u32, of: &Place) {
    if revision == 0 {
        found.error("revision-zero", &of.field("revision"), "revisions count from 1", "");
    }
}

fn same(found: &mut Findings, rule: &'static str, own: &str, listed: &str, at: &Place) {
    // An entry of the manifest that could not be read is its own problem.
    if !listed.is_empty() && own != listed {
        let reason = format!("\"{own}\" stands here, but \"{listed}\" in the bank's list of topics");
        found.error(rule, at, reason, "write the same in both files");
    }
}

fn known(found: &mut Findings, rule: &'static str, id: &str, ids: &Ids, at: &Place) {
    clean(found, id, at);
    // Where an id could not be read, it may be the one that is meant.
    if !ids.contains(id) && !ids.contains("") {
        found.error(rule, at, format!("nothing has the id \"{id}\""), "correct the id, or add what it names");
    }
}

fn cited(found: &mut Findings, sources: &[String], of: &Place, references: &References) {
    if sources.is_empty() {
        return;
    }
    let list = of.field("sources");
    for (number, source) in sources.iter().enumerate() {
        known(found, "unknown-source", source, references.sources, &list.item(number));
    }
}

fn unique<'a>(found: &mut Findings, ids: impl Iterator<Item = &'a str>, list: &Place, field: &'static str) {
    let mut seen = HashSet::new();
    for (number, id) in ids.enumerate() {
        if !id.is_empty() && !seen.insert(id) {
            let at = list.item(number);
            found.error("duplicate-id", &at.field(field), format!("\"{id}\" stands in this list twice"), "");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_a_file_name_everywhere_is_a_plain_id() {
        for good in ["purpose", "data-usage", "a_1", "B2"] {
            assert!(is_plain(good), "{good}");
        }
        for bad in ["", "../x", "a/b", "a\\b", ".", "a.json", "C:", "a b", "ä", "\u{202e}", &"a".repeat(65)] {
            assert!(!is_plain(bad), "{bad}");
        }
    }
}
