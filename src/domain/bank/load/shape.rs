//! The slow reading of a file that does not parse: every field by itself, so that each fault is found, not the first.
//!
//! What cannot be read is replaced by a stand-in, and an id that cannot be read by the empty text. So the meaning of
//! all the rest can still be judged. The readers below mirror the types of the format; a test proves that they accept
//! what the types accept.

use super::characters::shown;
use super::findings::Findings;
use super::place::{Place, fields, items};
use crate::domain::bank::{
    Bends, Card, Concept, FORMAT_VERSION, Heard, Idea, Lesson, LessonTwins, Manifest, Misconception, Pair, Predict,
    Scene, Side, SideName, SolidFact, Source, Statement, Term, Topic, TopicName, Twin, Verdict,
};
use serde::Deserialize;
use serde_json::value::RawValue;

/// How much of a wrong value a problem quotes, in characters.
const QUOTE_MOST: usize = 40;

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
    if let Some(newer) = version.filter(|&version| version > u64::from(FORMAT_VERSION)) {
        found.format_version(newer);
        return read(found, None, &Place::ROOT);
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
            let reason = format!("the field \"{name}\" stands here more than once");
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

    fn number<T: Deserialize<'t> + Default>(&mut self, name: &'static str) -> T {
        self.value(name, "a small whole number").unwrap_or_default()
    }

    fn optional_text(&mut self, name: &'static str) -> Option<String> {
        let raw = self.take(name)?;
        plain(self.found, raw, &self.at.field(name), "a text").flatten()
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
        let read_one = |(number, raw)| read(self.found, Some(raw), &at.item(number));
        elements.into_iter().enumerate().map(read_one).collect()
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
        format_version: of.number("format_version"),
        id: of.text("id"),
        title: of.text("title"),
        revision: of.number("revision"),
        question: of.text("question"),
        sides: of.part("sides", |found, raw, at| pair(found, raw, at, side_name)),
        introduction: of.list("introduction", string),
        topics: of.list("topics", topic_name),
        glossary: of.optional_list("glossary", term),
        sources: of.optional_list("sources", source),
    })
}

/// Reads a topic's file.
pub fn topic(found: &mut Findings, raw: Option<&RawValue>, at: &Place) -> Topic {
    object(found, raw, at, |of| Topic {
        schema: of.optional_text("$schema"),
        format_version: of.number("format_version"),
        id: of.text("id"),
        title: of.text("title"),
        dimension: of.value("dimension", "true or false").unwrap_or_default(),
        summary: of.part("summary", |found, raw, at| pair(found, raw, at, string)),
        takeaway: of.text("takeaway"),
        concepts: of.list("concepts", concept),
        misconceptions: of.list("misconceptions", misconception),
        lesson: of.part("lesson", lesson),
        twins: of.list("twins", twin),
        cards: of.optional_list("cards", card),
    })
}

fn pair<T>(found: &mut Findings, raw: Option<&RawValue>, at: &Place, read: Read<T>) -> Pair<T> {
    object(found, raw, at, |of| Pair { left: of.part("left", read), right: of.part("right", read) })
}

fn side_name(found: &mut Findings, raw: Option<&RawValue>, at: &Place) -> SideName {
    object(found, raw, at, |of| SideName { id: of.text("id"), name: of.text("name"), label: of.text("label") })
}

fn topic_name(found: &mut Findings, raw: Option<&RawValue>, at: &Place) -> TopicName {
    object(found, raw, at, |of| TopicName { id: of.text("id"), title: of.text("title") })
}

fn term(found: &mut Findings, raw: Option<&RawValue>, at: &Place) -> Term {
    object(found, raw, at, |of| Term { term: of.text("term"), meaning: of.text("meaning") })
}

fn source(found: &mut Findings, raw: Option<&RawValue>, at: &Place) -> Source {
    object(found, raw, at, |of| Source { id: of.text("id"), title: of.text("title") })
}

fn concept(found: &mut Findings, raw: Option<&RawValue>, at: &Place) -> Concept {
    object(found, raw, at, |of| Concept {
        id: of.text("id"),
        title: of.text("title"),
        idea: of.text("idea"),
        question: of.text("question"),
    })
}

fn misconception(found: &mut Findings, raw: Option<&RawValue>, at: &Place) -> Misconception {
    object(found, raw, at, |of| Misconception {
        id: of.text("id"),
        claim: of.text("claim"),
        refutation: of.text("refutation"),
    })
}

fn twin(found: &mut Findings, raw: Option<&RawValue>, at: &Place) -> Twin {
    object(found, raw, at, |of| Twin {
        id: of.text("id"),
        concept: of.text("concept"),
        level: of.number("level"),
        object: of.text("object"),
        left: of.part("left", statement),
        right: of.part("right", statement),
    })
}

fn statement(found: &mut Findings, raw: Option<&RawValue>, at: &Place) -> Statement {
    object(found, raw, at, |of| Statement {
        id: of.text("id"),
        revision: of.number("revision"),
        text: of.text("text"),
        deciding: of.text("deciding"),
        explanation: of.text("explanation"),
        misconception: of.text("misconception"),
        decoy: of.optional_text("decoy"),
        sources: of.optional_list("sources", string),
    })
}

fn lesson(found: &mut Findings, raw: Option<&RawValue>, at: &Place) -> Lesson {
    object(found, raw, at, |of| Lesson {
        predict: of.part("predict", predict),
        idea: of.part("idea", idea),
        twins: of.part("twins", lesson_twins),
        fact: of.part("fact", fact),
        bends: of.part("bends", bends),
        heard: of.part("heard", heard),
    })
}

fn predict(found: &mut Findings, raw: Option<&RawValue>, at: &Place) -> Predict {
    let expected = "\"left\" or \"right\"";
    object(found, raw, at, |of| Predict {
        ask: of.value("ask", expected).unwrap_or(Side::Left),
        first: of.value("first", expected).unwrap_or(Side::Left),
        left: of.text("left"),
        right: of.text("right"),
        reveal: of.text("reveal"),
    })
}

fn idea(found: &mut Findings, raw: Option<&RawValue>, at: &Place) -> Idea {
    object(found, raw, at, |of| Idea { body: of.list("body", string) })
}

fn lesson_twins(found: &mut Findings, raw: Option<&RawValue>, at: &Place) -> LessonTwins {
    object(found, raw, at, |of| LessonTwins { pairs: of.list("pairs", |found, raw, at| pair(found, raw, at, scene)) })
}

fn scene(found: &mut Findings, raw: Option<&RawValue>, at: &Place) -> Scene {
    object(found, raw, at, |of| Scene {
        object: of.text("object"),
        scene: of.text("scene"),
        deciding: of.text("deciding"),
    })
}

fn fact(found: &mut Findings, raw: Option<&RawValue>, at: &Place) -> SolidFact {
    object(found, raw, at, |of| SolidFact {
        body: of.list("body", string),
        figures: of.optional_list("figures", string),
        sources: of.list("sources", string),
    })
}

fn bends(found: &mut Findings, raw: Option<&RawValue>, at: &Place) -> Bends {
    object(found, raw, at, |of| Bends {
        case: of.text("case"),
        verdict: verdict(of),
        body: of.list("body", string),
        card: of.optional_text("card"),
    })
}

fn heard(found: &mut Findings, raw: Option<&RawValue>, at: &Place) -> Heard {
    object(found, raw, at, |of| Heard {
        misconception: of.text("misconception"),
        body: of.list("body", string),
        instead: of.text("instead"),
    })
}

fn card(found: &mut Findings, raw: Option<&RawValue>, at: &Place) -> Card {
    object(found, raw, at, |of| Card {
        id: of.text("id"),
        title: of.text("title"),
        case: of.text("case"),
        verdict: verdict(of),
        reasoning: of.text("reasoning"),
        flip: of.text("flip"),
        sources: of.optional_list("sources", string),
    })
}

fn verdict(of: &mut Object) -> Verdict {
    of.value("verdict", "\"left\", \"right\", \"arguable\" or \"neither\"").unwrap_or(Verdict::Arguable)
}
