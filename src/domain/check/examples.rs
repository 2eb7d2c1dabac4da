//! Texts that a new bank begins with, and that nobody has replaced yet.

use super::MANIFEST;
use super::rule::{Findings, Rule};
use super::topic_file;
use crate::domain::bank::examples::is_example;
use crate::domain::bank::{Bank, Item};
use crate::domain::characters::shown;

/// How much of a text is quoted, in characters.
const QUOTED: usize = 60;

/// Names each of them.
pub(super) fn examine(bank: &Bank, findings: &mut Findings) {
    let mut tell = |file: &str, place: &str, text: &str| {
        findings.add(Rule::Example, file, place, format!("still an example: \"{}\"", shown(text, QUOTED)));
    };
    for (number, text) in bank.manifest.introduction.iter().enumerate().filter(|(_, text)| is_example(text)) {
        tell(MANIFEST, &format!("introduction.{number}"), text);
    }
    for (_, topic) in bank.topics() {
        let file = topic_file(topic);
        for item in topic.items() {
            for (_, statement) in item.statements() {
                // Of a statement that is to be replaced, the explanation goes with it.
                let both = [&statement.text, &statement.explanation];
                if let Some(text) = both.into_iter().find(|text| is_example(text)) {
                    tell(&file, &statement.id, text);
                }
            }
            if let Item::Single(single) = item
                && let Some(text) = single.other_side.as_ref().filter(|text| is_example(text))
            {
                tell(&file, &format!("singles.{}.other_side", single.id), text);
            }
        }
    }
}
