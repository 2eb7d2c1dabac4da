//! What a parsed file must mean to be a bank: references that lead somewhere, ids that are unique, texts that are safe.

use super::findings::Findings;
use super::place::Place;
use super::shape::too_many;
use crate::domain::bank::{
    Card, CardKind, CaseFile, CaseStudy, Concept, Half, Item, Lesson, Manifest, Misconception, Pair, Side, SideName,
    Sides, Single, Source, Statement, Topic, TopicName, Words,
};
use crate::domain::characters::first_forbidden;
use std::collections::HashSet;
use unicode_width::UnicodeWidthStr;

/// The width that a lesson leaves for preformatted lines, in cells.
const FIGURE_CELLS: usize = 68;

/// The longest identifier that names a file, in bytes.
const PLAIN_ID_MOST: usize = 64;

/// File names that a bank's folder uses for something else, without `.json`.
const RESERVED: [&str; 4] = ["bank", "cases", "lint", "readings"];

/// Ids of things that others refer to. An id that could not be read stands in it as the empty text.
pub type Ids<'a> = HashSet<&'a str>;

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
        citation(found, source, &sources.item(number));
    }
    unique(found, manifest.sources.iter().map(|source| source.id.as_str()), &sources, "id");
}

fn citation(found: &mut Findings, source: &Source, at: &Place) {
    prose(found, &source.id, &at.field("id"));
    prose(found, &source.body, &at.field("body"));
    prose(found, &source.title, &at.field("title"));
    optional(found, source.number.as_deref(), at, "number");
}

fn sides(found: &mut Findings, sides: &Sides<SideName>) {
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
    spare_side(found, &topic.summary, &root.field("summary"));
    spare(found, &topic.takeaway, &root.field("takeaway"));
    licence(found, topic);
    for (number, one) in topic.concepts.iter().enumerate() {
        concept(found, one, &root.field("concepts").item(number));
    }
    unique(found, topic.concepts.iter().map(|one| one.id.as_str()), &root.field("concepts"), "id");
    for (number, one) in topic.misconceptions.iter().enumerate() {
        misconception(found, one, &root.field("misconceptions").item(number));
    }
    unique(found, topic.misconceptions.iter().map(|one| one.id.as_str()), &root.field("misconceptions"), "id");
    let references = References {
        concepts: topic.concepts.iter().map(|concept| concept.id.as_str()).collect(),
        misconceptions: topic.misconceptions.iter().map(|one| one.id.as_str()).collect(),
        cards: topic.cards.iter().map(|card| card.id.as_str()).collect(),
        sources,
    };
    if let Some(one) = &topic.lesson {
        lesson(found, one, &references);
    }
    items(found, topic, &references);
    for (number, one) in topic.cards.iter().enumerate() {
        card(found, one, &root.field("cards").item(number), &references);
    }
    unique(found, topic.cards.iter().map(|card| card.id.as_str()), &root.field("cards"), "id");
    each_prose(found, &topic.retired, &root.field("retired"));
}

/// Judges `cases.json`. `topics` are the ids of the bank's topics.
pub fn cases(found: &mut Findings, file: &CaseFile, topics: &Ids, sources: &Ids) {
    let root = Place::ROOT;
    found.format_version(u64::from(file.format_version));
    if found.is_closed() {
        return;
    }
    clean(found, file.schema.as_deref().unwrap_or_default(), &root.field("$schema"));
    let list = root.field("cases");
    for (number, case) in file.cases.iter().enumerate() {
        case_study(found, case, &list.item(number), topics, sources);
    }
    unique(found, file.cases.iter().map(|case| case.id.as_str()), &list, "id");
}

fn case_study(found: &mut Findings, case: &CaseStudy, at: &Place, topics: &Ids, sources: &Ids) {
    plain_id(found, &case.id, &at.field("id"));
    for (name, text) in [("title", &case.title), ("story", &case.story), ("short", &case.short)] {
        prose(found, text, &at.field(name));
    }
    let offered = at.field("topics");
    for (number, topic) in case.topics.iter().enumerate() {
        known(found, "unknown-topic", topic, topics, &offered.item(number));
    }
    let profile = at.field("profile");
    for (number, one) in case.profile.iter().enumerate() {
        let at = profile.item(number);
        known(found, "unknown-topic", &one.topic, topics, &at.field("topic"));
        if !(-2..=2).contains(&one.lean) {
            let reason = format!("{} is not a lean", one.lean);
            found.error("lean-range", &at.field("lean"), reason, "write -2 (clearly left) to 2 (clearly right)");
        }
        prose(found, &one.short, &at.field("short"));
        prose(found, &one.reason, &at.field("reason"));
    }
    unique(found, case.profile.iter().map(|one| one.topic.as_str()), &profile, "topic");
    prose(found, &case.verdict, &at.field("verdict"));
    prose(found, &case.flip, &at.field("flip"));
    cited(found, &case.sources, at, sources);
}

/// What a topic's statements, lesson and cards may refer to.
struct References<'a> {
    concepts: Ids<'a>,
    misconceptions: Ids<'a>,
    cards: Ids<'a>,
    sources: &'a Ids<'a>,
}

fn licence(found: &mut Findings, topic: &Topic) {
    let root = Place::ROOT.field("licence");
    let lists = [
        ("hard_left", &topic.licence.hard_left),
        ("hard_right", &topic.licence.hard_right),
        ("neutral", &topic.licence.neutral),
    ];
    for (name, list) in lists {
        each_prose(found, list, &root.field(name));
    }
}

fn concept(found: &mut Findings, concept: &Concept, at: &Place) {
    prose(found, &concept.id, &at.field("id"));
    prose(found, &concept.title, &at.field("title"));
    spare(found, &concept.idea, &at.field("idea"));
    spare(found, &concept.question, &at.field("question"));
    if let Some(usual) = &concept.usual {
        each_side(found, usual, &at.field("usual"));
    }
    optional(found, concept.exception.as_deref(), at, "exception");
}

fn misconception(found: &mut Findings, misconception: &Misconception, at: &Place) {
    prose(found, &misconception.id, &at.field("id"));
    prose(found, &misconception.claim, &at.field("claim"));
    prose(found, &misconception.refutation, &at.field("refutation"));
}

fn card(found: &mut Findings, card: &Card, at: &Place, references: &References) {
    prose(found, &card.id, &at.field("id"));
    prose(found, &card.title, &at.field("title"));
    prose(found, &card.case, &at.field("case"));
    prose(found, &card.reasoning, &at.field("reasoning"));
    prose(found, &card.flip, &at.field("flip"));
    optional(found, card.answer.as_deref(), at, "answer");
    let (wanted, other) = match card.kind {
        CardKind::Classify => (("verdict", card.verdict.is_some()), ("answer", card.answer.is_some())),
        CardKind::Decide => (("answer", card.answer.is_some()), ("verdict", card.verdict.is_some())),
    };
    if !wanted.1 {
        let reason = format!("a card of this kind needs \"{}\"", wanted.0);
        found.error("card-outcome", &at.field(wanted.0), reason, "add it, or change \"kind\"");
    }
    if other.1 {
        let reason = format!("a card of this kind has no \"{}\"", other.0);
        found.error("card-outcome", &at.field(other.0), reason, "take it out, or change \"kind\"");
    }
    cited(found, &card.sources, at, references.sources);
}

fn items(found: &mut Findings, topic: &Topic, references: &References) {
    let root = Place::ROOT;
    let (pairs, singles) = (root.field("pairs"), root.field("singles"));
    too_many(found, topic.pairs.len(), &pairs);
    too_many(found, topic.singles.len(), &singles);
    if topic.item_count() == 0 {
        found.warning("no-statements", &pairs, "the topic has no statements, so nothing of it is asked", "");
    }
    let beliefs = Beliefs { topic, references };
    for (number, one) in topic.pairs.iter().enumerate() {
        pair(found, one, &pairs.item(number), &beliefs);
    }
    for (number, one) in topic.singles.iter().enumerate() {
        single(found, one, &singles.item(number), &beliefs);
    }
}

/// What the statements of a topic are judged by.
struct Beliefs<'a> {
    topic: &'a Topic,
    references: &'a References<'a>,
}

fn pair(found: &mut Findings, pair: &Pair, at: &Place, beliefs: &Beliefs) {
    item(found, Item::Pair(pair), at, beliefs);
    for (name, side, one) in [("left", Side::Left, &pair.left), ("right", Side::Right, &pair.right)] {
        statement(found, one, side, &at.field(name), beliefs);
    }
}

fn single(found: &mut Findings, single: &Single, at: &Place, beliefs: &Beliefs) {
    item(found, Item::Single(single), at, beliefs);
    statement(found, &single.statement, single.side, &at.field("statement"), beliefs);
    optional(found, single.other_side.as_deref(), at, "other_side");
}

/// Judges what pairs and singles have in common.
fn item(found: &mut Findings, item: Item, at: &Place, beliefs: &Beliefs) {
    prose(found, item.id(), &at.field("id"));
    known(found, "unknown-concept", item.concept(), &beliefs.references.concepts, &at.field("concept"));
    if !(1..=3).contains(&item.level()) {
        let reason = format!("level {} does not exist", item.level());
        found.error("level-range", &at.field("level"), reason, "1 recognises, 2 applies, 3 resists a decoy");
    }
    optional(found, item.family(), at, "family");
    optional(found, item.aspect(), at, "aspect");
}

fn statement(found: &mut Findings, statement: &Statement, side: Side, at: &Place, beliefs: &Beliefs) {
    prose(found, &statement.id, &at.field("id"));
    revision(found, statement.revision, at);
    prose(found, &statement.text, &at.field("text"));
    deciding(found, &statement.deciding, &statement.text, at);
    spare(found, &statement.explanation, &at.field("explanation"));
    if let Some(id) = &statement.misconception {
        let at = at.field("misconception");
        known(found, "unknown-misconception", id, &beliefs.references.misconceptions, &at);
        let belief = beliefs.topic.misconceptions.iter().find(|one| &one.id == id);
        if belief.is_some_and(|one| one.pushes == Some(side)) {
            let reason = format!("who believes \"{id}\" answers this right");
            found.error("belief-agrees", &at, reason, "name a belief that pushes to the other side, or none");
        }
    }
    optional(found, statement.decoy.as_deref(), at, "decoy");
    optional(found, statement.settles.as_deref(), at, "settles");
    cited(found, &statement.sources, at, beliefs.references.sources);
}

/// The deciding words, each copied from the text.
fn deciding(found: &mut Findings, deciding: &[String], text: &str, of: &Place) {
    let list = of.field("deciding");
    for (number, words) in deciding.iter().enumerate() {
        let at = list.item(number);
        prose(found, words, &at);
        if !text.is_empty() && !text.contains(words.as_str()) {
            let reason = format!("the words \"{words}\" do not occur in the text");
            found.error("deciding-absent", &at, reason, "copy them from the text exactly");
        }
    }
}

fn lesson(found: &mut Findings, lesson: &Lesson, references: &References) {
    let root = Place::ROOT.field("lesson");
    let at = root.field("predict");
    prose(found, &lesson.predict.left, &at.field("left"));
    prose(found, &lesson.predict.right, &at.field("right"));
    prose(found, &lesson.predict.reveal, &at.field("reveal"));
    let at = root.field("idea");
    prose(found, &lesson.idea.title, &at.field("title"));
    body(found, &lesson.idea.body, &at);
    words(found, &lesson.words, &root.field("words"));
    let at = root.field("pair");
    prose(found, &lesson.pair.title, &at.field("title"));
    half(found, &lesson.pair.left, &at.field("left"));
    half(found, &lesson.pair.right, &at.field("right"));
    optional(found, lesson.pair.same.as_deref(), &at, "same");
    numbers(found, lesson, &root.field("numbers"), references);
    let at = root.field("bends");
    prose(found, &lesson.bends.case, &at.field("case"));
    body(found, &lesson.bends.body, &at);
    optional(found, lesson.bends.flip.as_deref(), &at, "flip");
    if let Some(card) = &lesson.bends.card {
        known(found, "unknown-card", card, &references.cards, &at.field("card"));
    }
    cited(found, &lesson.bends.sources, &at, references.sources);
    let at = root.field("heard");
    let misconception = &lesson.heard.misconception;
    known(found, "unknown-misconception", misconception, &references.misconceptions, &at.field("misconception"));
    body(found, &lesson.heard.body, &at);
    prose(found, &lesson.heard.instead, &at.field("instead"));
    cited(found, &lesson.heard.sources, &at, references.sources);
}

fn words(found: &mut Findings, words: &Words, at: &Place) {
    for (name, list) in [("left", &words.left), ("right", &words.right)] {
        let list_at = at.field(name);
        for (number, word) in list.iter().enumerate() {
            let at = list_at.item(number);
            prose(found, &word.term, &at.field("term"));
            prose(found, &word.meaning, &at.field("meaning"));
        }
    }
    each_prose(found, &words.both, &at.field("both"));
}

fn half(found: &mut Findings, half: &Half, at: &Place) {
    prose(found, &half.text, &at.field("text"));
    deciding(found, &half.deciding, &half.text, at);
    prose(found, &half.explanation, &at.field("explanation"));
}

fn numbers(found: &mut Findings, lesson: &Lesson, at: &Place, references: &References) {
    let (numbers, rows) = (&lesson.numbers, at.field("rows"));
    for (number, row) in numbers.rows.iter().enumerate() {
        let at = rows.item(number);
        prose(found, &row.label, &at.field("label"));
        prose(found, &row.left, &at.field("left"));
        prose(found, &row.right, &at.field("right"));
    }
    figures(found, &numbers.figures, &at.field("figures"));
    each_prose(found, &numbers.body, &at.field("body"));
    cited(found, &numbers.sources, at, references.sources);
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

fn each_side(found: &mut Findings, texts: &Sides<String>, at: &Place) {
    prose(found, &texts.left, &at.field("left"));
    prose(found, &texts.right, &at.field("right"));
}

/// A text of each side that may be left out.
fn spare_side(found: &mut Findings, texts: &Sides<String>, at: &Place) {
    if !(texts.left.is_empty() && texts.right.is_empty()) {
        each_side(found, texts, at);
    }
}

/// A text that may be left out; to leave it empty is the same.
fn spare(found: &mut Findings, text: &str, at: &Place) {
    if !text.is_empty() {
        prose(found, text, at);
    }
}

/// A text that has to be there.
fn prose(found: &mut Findings, text: &str, at: &Place) {
    if text.trim().is_empty() {
        found.error("empty-text", at, "there is no text", "");
    }
    clean(found, text, at);
}

/// A text that may be left out, and says something where it is there.
fn optional(found: &mut Findings, text: Option<&str>, of: &Place, name: &'static str) {
    if let Some(text) = text {
        prose(found, text, &of.field(name));
    }
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
        let reason = format!("\"{own}\" is written here, but \"{listed}\" in the bank's list of topics");
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

fn cited(found: &mut Findings, sources: &[String], of: &Place, listed: &Ids) {
    if sources.is_empty() {
        return;
    }
    let list = of.field("sources");
    for (number, source) in sources.iter().enumerate() {
        known(found, "unknown-source", source, listed, &list.item(number));
    }
}

fn unique<'a>(found: &mut Findings, ids: impl Iterator<Item = &'a str>, list: &Place, field: &'static str) {
    let mut seen = HashSet::new();
    for (number, id) in ids.enumerate() {
        if !id.is_empty() && !seen.insert(id) {
            let at = list.item(number);
            found.error("duplicate-id", &at.field(field), format!("\"{id}\" is in this list twice"), "");
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
