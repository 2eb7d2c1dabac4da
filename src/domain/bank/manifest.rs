//! `bank.json`: what a bank is called, its sides, its topics, and what its texts rest on.

use super::{Side, Sides};
use serde::{Deserialize, Serialize};
use std::fmt;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// How one side is named on screens and in records.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SideName {
    /// Short identifier for records and the command line, such as `iot`; left out, it is made from the name.
    #[serde(default)]
    #[cfg_attr(test, schemars(regex(pattern = "^[A-Za-z0-9_-]{1,64}$")))]
    pub id: String,
    /// Short name for narrow places, such as `IoT`.
    pub name: String,
    /// Full answer label, such as `IoT (consumer)`; left out, it is the name.
    #[serde(default)]
    pub label: String,
}

/// `bank.json`: what the subject is called, its two sides, and which topics it has.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Where an editor finds the schema of this file; ignored by the program.
    #[serde(rename = "$schema", default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// A note for whoever writes the bank; ignored by the program.
    #[serde(rename = "$comment", default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// The version of the format, 2.
    #[cfg_attr(test, schemars(range(min = 2, max = 2)))]
    pub format_version: u32,
    /// Identifier of the bank, in kebab-case; journals refer to it.
    #[cfg_attr(test, schemars(regex(pattern = "^[A-Za-z0-9_-]{1,64}$")))]
    pub id: String,
    /// Title of the subject.
    pub title: String,
    /// Rises with every published change of the bank; left out, it is 1.
    #[serde(default = "first")]
    #[cfg_attr(test, schemars(range(min = 1)))]
    pub revision: u32,
    /// What is asked of every statement; left out, which side it describes better.
    #[serde(default = "usual_question")]
    pub question: String,
    /// The two answers.
    pub sides: Sides<SideName>,
    /// Paragraphs for the first screen: what the two sides mean here.
    #[serde(default)]
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

/// The revision of what was never changed.
pub(super) const fn first() -> u32 {
    1
}

/// What is asked where a bank asks nothing of its own.
#[must_use]
pub fn usual_question() -> String {
    "Which side does this describe better?".to_owned()
}

impl Manifest {
    /// Fills in what may be left out because it follows from the rest: the ids and labels of the sides.
    pub(super) fn complete(&mut self) {
        let made = side_ids([&self.sides.left.name, &self.sides.right.name]);
        for (side, made) in Side::BOTH.into_iter().zip(made) {
            let name = self.sides.get_mut(side);
            if name.id.is_empty() {
                name.id = made;
            }
            if name.label.is_empty() {
                name.label.clone_from(&name.name);
            }
        }
    }
}

/// Identifiers for two sides, made from their names, left first.
#[must_use]
pub fn side_ids(names: [&str; 2]) -> [String; 2] {
    let [left, right] = names.map(slug);
    let or = |made: String, word: &str| if made.is_empty() { word.to_owned() } else { made };
    let ids = [or(left, "left"), or(right, "right")];
    if ids[0] == ids[1] { ["left", "right"].map(str::to_owned) } else { ids }
}

/// The longest identifier that is made from a text, in bytes.
const SLUG_MOST: usize = 40;

/// An identifier in kebab-case, made from a text: `Data usage` becomes `data-usage`. Empty where the text has neither
/// Latin letters nor digits.
#[must_use]
pub fn slug(text: &str) -> String {
    let mut made = String::new();
    for letter in text.nfd().filter(|letter| !is_combining_mark(*letter)) {
        if letter.is_ascii_alphanumeric() {
            made.push(letter.to_ascii_lowercase());
        } else if !made.is_empty() && !made.ends_with('-') {
            made.push('-');
        }
        if made.len() >= SLUG_MOST {
            break;
        }
    }
    made.trim_end_matches('-').to_owned()
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

/// A word of the glossary.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// The word or acronym.
    pub term: String,
    /// Its meaning in one sentence.
    pub meaning: String,
    /// The side it belongs to; left out where both sides say it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub side: Option<Side>,
}

/// A document that content rests on, as one cites it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Identifier that statements cite.
    pub id: String,
    /// Who issued it, such as `NIST`.
    pub body: String,
    /// Its title.
    pub title: String,
    /// Its number with the issuer, such as `SP 800-82 Rev. 3`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// The year of its publication.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<u16>,
    /// How much of it the authors read.
    pub read: Extent,
}

/// How much of a document was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Extent {
    /// All of it.
    Whole,
    /// The part that is cited.
    Part,
    /// What others wrote of it.
    Summary,
}

/// `NIST, SP 800-82 Rev. 3 (2023), Guide to OT Security; read in summary`.
impl fmt::Display for Source {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.body)?;
        if let Some(number) = &self.number {
            write!(out, ", {number}")?;
        }
        if let Some(year) = self.year {
            write!(out, " ({year})")?;
        }
        write!(out, ", {}", self.title)?;
        match self.read {
            Extent::Whole => Ok(()),
            Extent::Part => out.write_str("; read in part"),
            Extent::Summary => out.write_str("; read in summary"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identifier_is_made_from_any_text() {
        for (text, made) in [
            ("Data usage", "data-usage"),
            ("  IoT (consumer) ", "iot-consumer"),
            ("Prüfung № 2", "prufung-2"),
            ("猫", ""),
            ("", ""),
        ] {
            assert_eq!(slug(text), made, "{text}");
        }
        assert!(slug(&"ab ".repeat(50)).len() <= SLUG_MOST);
    }

    #[test]
    fn sides_that_say_only_their_names_are_told_apart() {
        let named = |name: &str| SideName { name: name.to_owned(), ..SideName::default() };
        for (left, right, ids) in [
            ("Cat", "Dog", ["cat", "dog"]),
            ("猫", "Dog", ["left", "dog"]),
            ("A!", "a", ["left", "right"]),
            ("猫", "Left", ["left", "right"]),
        ] {
            let sides = Sides { left: named(left), right: named(right) };
            let mut manifest = Manifest { sides, ..Manifest::default() };
            manifest.complete();
            let sides = &manifest.sides;
            assert_eq!([sides.left.id.as_str(), sides.right.id.as_str()], ids);
            assert_eq!([sides.left.label.as_str(), sides.right.label.as_str()], [left, right]);
        }
    }

    #[test]
    fn a_citation_names_body_number_year_title_and_how_it_was_read() {
        let mut source = Source {
            id: "x".to_owned(),
            body: "NIST".to_owned(),
            title: "Guide to OT Security".to_owned(),
            number: Some("SP 800-82 Rev. 3".to_owned()),
            year: Some(2023),
            read: Extent::Summary,
        };
        assert_eq!(source.to_string(), "NIST, SP 800-82 Rev. 3 (2023), Guide to OT Security; read in summary");
        (source.number, source.year, source.read) = (None, None, Extent::Whole);
        assert_eq!(source.to_string(), "NIST, Guide to OT Security");
    }
}
