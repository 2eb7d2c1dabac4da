//! The slow reading of a file that does not parse: every field by itself, so that each fault is found, not the first.
//!
//! What cannot be read is replaced by a stand-in, and an id that cannot be read by the empty text. So the meaning of
//! all the rest can still be judged. The readers below mirror the types of the format; a test proves that they accept
//! what the types accept.

use super::findings::Findings;
use super::place::{Place, fields, items};
use crate::domain::bank::manifest::{first, usual_question};
use crate::domain::bank::topic::lowest;
use crate::domain::bank::{
    Bends, Card, CardKind, CaseFile, CaseStudy, Concept, Extent, FORMAT_VERSION, Half, Heard, Idea, Leaning, Lesson,
    LessonPair, Licence, Manifest, Misconception, NumberRow, Numbers, Pair, Predict, Side, SideName, Sides, Single,
    Source, Statement, Term, Topic, TopicName, Verdict, Word, Words,
};
use crate::domain::characters::shown;
use serde::Deserialize;
use serde_json::value::RawValue;

/// How much of a wrong value a problem quotes, in characters.
const QUOTE_MOST: usize = 40;

/// How many things of a list are read.
const LIST_MOST: usize = 20_000;

/// What a problem calls a side.
const SIDES: &str = "\"left\" or \"right\"";

/// What a problem calls a verdict.
const VERDICTS: &str = "\"left\", \"right\", \"arguable\" or \"neither\"";

/// Reads one kind of thing. Of nothing it makes a stand-in without a word.
pub type Read<T> = fn(&mut Findings, Option<&RawValue>, &Place) -> T;

/// Reads a whole file and finds every fault in its structure.
pub fn read<T>(found: &mut Findings, text: &str, read: Read<T>) -> T {
    let raw = match serde_json::from_str::<&RawValue>(text) {
        Ok(raw) => raw,
        Err(error) => {
            found.syntax(&error, text);
            return read(found, None, &Place::ROOT);
        }
    };
    let version = fields(raw).and_then(|fields| {
        let (_, version) = fields.into_iter().find(|(name, _)| name == "format_version")?;
        version.get().parse::<u64>().ok()
    });
    if let Some(other) = version.filter(|&version| version != u64::from(FORMAT_VERSION)) {
        found.format_version(other);
        if found.is_closed() {
            return read(found, None, &Place::ROOT);
        }
    }
    read(found, Some(raw), &Place::ROOT)
}

/// An object whose fields are asked for one by one.
struct Object<'f, 't, 'p> {
    found: &'f mut Findings,
    at: &'p Place<'p>,
    left: Vec<(String, &'t RawValue)>,
    known: Vec<&'static str>,
    /// There is no object: its fields are stand-ins, and none is reported as missing.
    absent: bool,
}

impl<'f, 't, 'p> Object<'f, 't, 'p> {
    fn open(found: &'f mut Findings, raw: Option<&'t RawValue>, at: &'p Place<'p>) -> Self {
        let left = raw.and_then(|raw| {
            let fields = fields(raw);
            if fields.is_none() {
                wrong(found, raw, at, "an object");
            }
            fields
        });
        let absent = left.is_none();
        Self { found, at, left: left.unwrap_or_default(), known: Vec::new(), absent }
    }

    /// The value of a field, which is then no longer there.
    fn take(&mut self, name: &'static str) -> Option<&'t RawValue> {
        self.known.push(name);
        let position = self.left.iter().position(|(field, _)| field == name)?;
        let (_, raw) = self.left.remove(position);
        let before = self.left.len();
        self.left.retain(|(field, _)| field != name);
        if self.left.len() < before {
            let reason = format!("the field \"{name}\" is here more than once");
            self.found.error("duplicate-field", &self.at.field(name), reason, "keep one of them");
        }
        Some(raw)
    }

    /// The value of a field that has to be there.
    fn demand(&mut self, name: &'static str) -> Option<&'t RawValue> {
        let raw = self.take(name);
        if raw.is_none() && !self.absent {
            let reason = format!("the field \"{name}\" is missing");
            self.found.error("missing-field", &self.at.field(name), reason, "");
        }
        raw
    }

    /// A field of a plain type; `expected` is what a problem calls that type.
    fn value<T: Deserialize<'t>>(&mut self, name: &'static str, expected: &str) -> Option<T> {
        let raw = self.demand(name)?;
        plain(self.found, raw, &self.at.field(name), expected)
    }

    fn text(&mut self, name: &'static str) -> String {
        self.value(name, "a text").unwrap_or_default()
    }

    /// A text that may be left out, and is then empty.
    fn spare_text(&mut self, name: &'static str) -> String {
        self.optional_value(name, "a text").unwrap_or_default()
    }

    /// A small whole number that may be left out, and is then `usual`.
    fn spare_number<T: Deserialize<'t>>(&mut self, name: &'static str, usual: T) -> T {
        if self.absent {
            return usual;
        }
        self.optional_value(name, "a small whole number").unwrap_or(usual)
    }

    fn number<T: Deserialize<'t> + Default>(&mut self, name: &'static str) -> T {
        self.value(name, "a small whole number").unwrap_or_default()
    }

    fn optional_text(&mut self, name: &'static str) -> Option<String> {
        let raw = self.take(name)?;
        plain(self.found, raw, &self.at.field(name), "a text").flatten()
    }

    /// A field of a plain type that may be left out.
    fn optional_value<T: Deserialize<'t>>(&mut self, name: &'static str, expected: &str) -> Option<T> {
        let raw = self.take(name)?;
        plain(self.found, raw, &self.at.field(name), expected)
    }

    /// A field that is itself an object, and may be left out or null.
    fn optional_part<T>(&mut self, name: &'static str, read: Read<T>) -> Option<T> {
        let raw = self.take(name).filter(|raw| raw.get() != "null")?;
        Some(read(self.found, Some(raw), &self.at.field(name)))
    }

    /// A field that is itself an object, and has a value where it is left out.
    fn default_part<T: Default>(&mut self, name: &'static str, read: Read<T>) -> T {
        self.take(name).map_or_else(T::default, |raw| read(self.found, Some(raw), &self.at.field(name)))
    }

    /// A field that is itself an object.
    fn part<T>(&mut self, name: &'static str, read: Read<T>) -> T {
        let raw = self.demand(name);
        read(self.found, raw, &self.at.field(name))
    }

    /// A list that has to be there. One that cannot be read becomes a list of one stand-in.
    fn list<T>(&mut self, name: &'static str, read: Read<T>) -> Vec<T> {
        let raw = self.demand(name);
        self.elements(name, raw, read)
    }

    /// A list that may be left out.
    fn optional_list<T>(&mut self, name: &'static str, read: Read<T>) -> Vec<T> {
        match self.take(name) {
            None if !self.absent => Vec::new(),
            raw => self.elements(name, raw, read),
        }
    }

    fn elements<T>(&mut self, name: &'static str, raw: Option<&RawValue>, read: Read<T>) -> Vec<T> {
        let at = self.at.field(name);
        let Some(elements) = raw.and_then(items) else {
            if let Some(raw) = raw {
                wrong(self.found, raw, &at, "a list");
            }
            return vec![read(self.found, None, &at)];
        };
        too_many(self.found, elements.len(), &at);
        let read_one = |(number, raw)| read(self.found, Some(raw), &at.item(number));
        elements.into_iter().take(LIST_MOST).enumerate().map(read_one).collect()
    }

    /// Whatever is left was not asked for.
    fn close(self) {
        for (name, _) in &self.left {
            let reason = format!("there is no field \"{name}\" in the format here");
            let suggestion = format!("the fields are {}", self.known.join(", "));
            self.found.error("unknown-field", &self.at.field(name), reason, suggestion);
        }
    }
}

/// Tells that a list is longer than what is read of it.
pub fn too_many(found: &mut Findings, count: usize, at: &Place) {
    if count > LIST_MOST {
        let reason = format!("there are {count} in this list, but only {LIST_MOST} are read");
        found.error("too-many", at, reason, "make several banks of it");
    }
}

fn wrong(found: &mut Findings, raw: &RawValue, at: &Place, expected: &str) {
    let value = shown(raw.get().lines().next().unwrap_or_default(), QUOTE_MOST);
    found.error("wrong-type", at, format!("{expected} is expected, not {value}"), "");
}

fn plain<'t, T: Deserialize<'t>>(found: &mut Findings, raw: &'t RawValue, at: &Place, expected: &str) -> Option<T> {
    let value = serde_json::from_str(raw.get()).ok();
    if value.is_none() {
        wrong(found, raw, at, expected);
    }
    value
}

fn string(found: &mut Findings, raw: Option<&RawValue>, at: &Place) -> String {
    raw.and_then(|raw| plain(found, raw, at, "a text")).unwrap_or_default()
}

fn object<'t, T>(
    found: &mut Findings,
    raw: Option<&'t RawValue>,
    at: &Place,
    build: impl FnOnce(&mut Object<'_, 't, '_>) -> T,
) -> T {
    let mut object = Object::open(found, raw, at);
    let value = build(&mut object);
    object.close();
    value
}

/// Reads `bank.json`.
pub fn manifest(found: &mut Findings, raw: Option<&RawValue>, at: &Place) -> Manifest {
    object(found, raw, at, |of| Manifest {
        schema: of.optional_text("$schema"),
        comment: of.optional_text("$comment"),
        format_version: of.number("format_version"),
        id: of.text("id"),
        title: of.text("title"),
        revision: of.spare_number("revision", first()),
        question: of.optional_value("question", "a text").unwrap_or_else(usual_question),
        sides: of.part("sides", |found, raw, at| sides(found, raw, at, side_name)),
        introduction: of.optional_list("introduction", string),
        topics: of.list("topics", topic_name),
        glossary: of.optional_list("glossary", term),
        sources: of.optional_list("sources", source),
    })
}

/// Reads a topic's file.
pub fn topic(found: &mut Findings, raw: Option<&RawValue>, at: &Place) -> Topic {
    object(found, raw, at, |of| Topic {
        schema: of.optional_text("$schema"),
        comment: of.optional_text("$comment"),
        format_version: of.number("format_version"),
        id: of.spare_text("id"),
        title: of.spare_text("title"),
        dimension: of.optional_value("dimension", "true or false").unwrap_or(true),
        summary: of.default_part("summary", |found, raw, at| sides(found, raw, at, string)),
        takeaway: of.spare_text("takeaway"),
        licence: of.default_part("licence", licence),
        concepts: of.optional_list("concepts", concept),
        misconceptions: of.optional_list("misconceptions", misconception),
        lesson: of.optional_part("lesson", lesson),
        pairs: of.optional_list("pairs", pair),
        singles: of.optional_list("singles", single),
        cards: of.optional_list("cards", card),
        retired: of.optional_list("retired", string),
    })
}

/// Reads `cases.json`.
pub fn cases(found: &mut Findings, raw: Option<&RawValue>, at: &Place) -> CaseFile {
    object(found, raw, at, |of| CaseFile {
        schema: of.optional_text("$schema"),
        format_version: of.number("format_version"),
        cases: of.list("cases", case_study),
    })
}

fn case_study(found: &mut Findings, raw: Option<&RawValue>, at: &Place) -> CaseStudy {
    object(found, raw, at, |of| CaseStudy {
        id: of.text("id"),
        title: of.text("title"),
        story: of.text("story"),
        short: of.text("short"),
        topics: of.list("topics", string),
        profile: of.list("profile", leaning),
        verdict: of.text("verdict"),
        flip: of.text("flip"),
        sources: of.optional_list("sources", string),
    })
}

fn leaning(found: &mut Findings, raw: Option<&RawValue>, at: &Place) -> Leaning {
    object(found, raw, at, |of| Leaning {
        topic: of.text("topic"),
        lean: of.number("lean"),
        short: of.text("short"),
        reason: of.text("reason"),
    })
}

fn sides<T>(found: &mut Findings, raw: Option<&RawValue>, at: &Place, read: Read<T>) -> Sides<T> {
    object(found, raw, at, |of| Sides { left: of.part("left", read), right: of.part("right", read) })
}

fn side_name(found: &mut Findings, raw: Option<&RawValue>, at: &Place) -> SideName {
    object(found, raw, at, |of| SideName {
        id: of.spare_text("id"),
        name: of.text("name"),
        label: of.spare_text("label"),
    })
}

fn topic_name(found: &mut Findings, raw: Option<&RawValue>, at: &Place) -> TopicName {
    object(found, raw, at, |of| TopicName { id: of.text("id"), title: of.text("title") })
}

fn term(found: &mut Findings, raw: Option<&RawValue>, at: &Place) -> Term {
    object(found, raw, at, |of| Term {
        term: of.text("term"),
        meaning: of.text("meaning"),
        side: of.optional_value("side", SIDES).flatten(),
    })
}

fn source(found: &mut Findings, raw: Option<&RawValue>, at: &Place) -> Source {
    object(found, raw, at, |of| Source {
        id: of.text("id"),
        body: of.text("body"),
        title: of.text("title"),
        number: of.optional_text("number"),
        year: of.optional_value("year", "a year").flatten(),
        read: of.value("read", "\"whole\", \"part\" or \"summary\"").unwrap_or(Extent::Summary),
    })
}

fn licence(found: &mut Findings, raw: Option<&RawValue>, at: &Place) -> Licence {
    object(found, raw, at, |of| Licence {
        hard_left: of.list("hard_left", string),
        hard_right: of.list("hard_right", string),
        neutral: of.list("neutral", string),
    })
}

fn concept(found: &mut Findings, raw: Option<&RawValue>, at: &Place) -> Concept {
    object(found, raw, at, |of| Concept {
        id: of.text("id"),
        title: of.text("title"),
        idea: of.spare_text("idea"),
        question: of.spare_text("question"),
        usual: of.optional_part("usual", |found, raw, at| sides(found, raw, at, string)),
        exception: of.optional_text("exception"),
    })
}

fn misconception(found: &mut Findings, raw: Option<&RawValue>, at: &Place) -> Misconception {
    object(found, raw, at, |of| Misconception {
        id: of.text("id"),
        claim: of.text("claim"),
        refutation: of.text("refutation"),
        pushes: of.optional_value("pushes", SIDES).flatten(),
    })
}

fn pair(found: &mut Findings, raw: Option<&RawValue>, at: &Place) -> Pair {
    object(found, raw, at, |of| Pair {
        id: of.text("id"),
        comment: of.optional_text("$comment"),
        concept: of.spare_text("concept"),
        level: of.spare_number("level", lowest()),
        family: of.optional_text("family"),
        aspect: of.optional_text("aspect"),
        left: of.part("left", statement),
        right: of.part("right", statement),
    })
}

fn single(found: &mut Findings, raw: Option<&RawValue>, at: &Place) -> Single {
    object(found, raw, at, |of| Single {
        id: of.text("id"),
        comment: of.optional_text("$comment"),
        concept: of.spare_text("concept"),
        level: of.spare_number("level", lowest()),
        family: of.optional_text("family"),
        aspect: of.optional_text("aspect"),
        side: of.value("side", SIDES).unwrap_or(Side::Left),
        statement: of.part("statement", statement),
        other_side: of.optional_text("other_side"),
    })
}

fn statement(found: &mut Findings, raw: Option<&RawValue>, at: &Place) -> Statement {
    object(found, raw, at, |of| Statement {
        id: of.spare_text("id"),
        revision: of.spare_number("revision", first()),
        text: of.text("text"),
        deciding: of.optional_list("deciding", string),
        explanation: of.spare_text("explanation"),
        misconception: of.optional_text("misconception"),
        decoy: of.optional_text("decoy"),
        settles: of.optional_text("settles"),
        design_value: of.optional_value("design_value", "true or false").unwrap_or_default(),
        sources: of.optional_list("sources", string),
    })
}

fn lesson(found: &mut Findings, raw: Option<&RawValue>, at: &Place) -> Lesson {
    object(found, raw, at, |of| Lesson {
        predict: of.part("predict", predict),
        idea: of.part("idea", idea),
        words: of.part("words", words),
        pair: of.part("pair", lesson_pair),
        numbers: of.part("numbers", numbers),
        bends: of.part("bends", bends),
        heard: of.part("heard", heard),
    })
}

fn predict(found: &mut Findings, raw: Option<&RawValue>, at: &Place) -> Predict {
    object(found, raw, at, |of| Predict {
        ask: of.value("ask", SIDES).unwrap_or(Side::Left),
        left: of.text("left"),
        right: of.text("right"),
        reveal: of.text("reveal"),
    })
}

fn idea(found: &mut Findings, raw: Option<&RawValue>, at: &Place) -> Idea {
    object(found, raw, at, |of| Idea { title: of.text("title"), body: of.list("body", string) })
}

fn words(found: &mut Findings, raw: Option<&RawValue>, at: &Place) -> Words {
    object(found, raw, at, |of| Words {
        left: of.list("left", word),
        right: of.list("right", word),
        both: of.optional_list("both", string),
    })
}

fn word(found: &mut Findings, raw: Option<&RawValue>, at: &Place) -> Word {
    object(found, raw, at, |of| Word { term: of.text("term"), meaning: of.text("meaning") })
}

fn lesson_pair(found: &mut Findings, raw: Option<&RawValue>, at: &Place) -> LessonPair {
    object(found, raw, at, |of| LessonPair {
        title: of.text("title"),
        left: of.part("left", half),
        right: of.part("right", half),
        same: of.optional_text("same"),
    })
}

fn half(found: &mut Findings, raw: Option<&RawValue>, at: &Place) -> Half {
    object(found, raw, at, |of| Half {
        text: of.text("text"),
        deciding: of.list("deciding", string),
        explanation: of.text("explanation"),
    })
}

fn numbers(found: &mut Findings, raw: Option<&RawValue>, at: &Place) -> Numbers {
    object(found, raw, at, |of| Numbers {
        rows: of.list("rows", number_row),
        figures: of.optional_list("figures", string),
        body: of.optional_list("body", string),
        sources: of.optional_list("sources", string),
    })
}

fn number_row(found: &mut Findings, raw: Option<&RawValue>, at: &Place) -> NumberRow {
    object(found, raw, at, |of| NumberRow { label: of.text("label"), left: of.text("left"), right: of.text("right") })
}

fn bends(found: &mut Findings, raw: Option<&RawValue>, at: &Place) -> Bends {
    object(found, raw, at, |of| Bends {
        case: of.text("case"),
        verdict: of.value("verdict", VERDICTS).unwrap_or(Verdict::Arguable),
        body: of.list("body", string),
        flip: of.optional_text("flip"),
        card: of.optional_text("card"),
        sources: of.optional_list("sources", string),
    })
}

fn heard(found: &mut Findings, raw: Option<&RawValue>, at: &Place) -> Heard {
    object(found, raw, at, |of| Heard {
        misconception: of.text("misconception"),
        body: of.list("body", string),
        instead: of.text("instead"),
        sources: of.optional_list("sources", string),
    })
}

fn card(found: &mut Findings, raw: Option<&RawValue>, at: &Place) -> Card {
    object(found, raw, at, |of| Card {
        id: of.text("id"),
        kind: of.optional_value("kind", "\"classify\" or \"decide\"").unwrap_or(CardKind::Classify),
        title: of.text("title"),
        case: of.text("case"),
        verdict: of.optional_value("verdict", VERDICTS).flatten(),
        answer: of.optional_text("answer"),
        reasoning: of.text("reasoning"),
        flip: of.text("flip"),
        sources: of.optional_list("sources", string),
    })
}
