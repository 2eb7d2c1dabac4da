//! The texts that a new bank begins with. They are there to be replaced, and known again where somebody forgot one.

use serde_json::Value;
use std::sync::LazyLock;

/// `bank.json` of a new bank; what stands between two signs is put in.
pub const MANIFEST: &str = include_str!("examples/bank.json");

/// The only topic of a new bank.
pub const TOPIC: &str = include_str!("examples/first-topic.json");

/// The names of the sides, as the texts have them.
const SIDES: [&str; 2] = ["@LEFT@", "@RIGHT@"];

/// The fields whose texts are to be replaced.
const FIELDS: [&str; 4] = ["text", "explanation", "other_side", "introduction"];

/// Each text that is to be replaced, as what stands between the names of sides.
static TEXTS: LazyLock<Vec<Vec<String>>> = LazyLock::new(|| {
    let mut texts = Vec::new();
    for file in [MANIFEST, TOPIC] {
        collect(&serde_json::from_str(file).unwrap_or_default(), false, &mut texts);
    }
    texts.iter().map(|text| parts(text)).collect()
});

fn collect(value: &Value, is_wanted: bool, texts: &mut Vec<String>) {
    match value {
        Value::String(text) if is_wanted => texts.push(text.clone()),
        Value::Array(values) => values.iter().for_each(|value| collect(value, is_wanted, texts)),
        Value::Object(fields) => {
            for (name, value) in fields {
                collect(value, FIELDS.contains(&name.as_str()), texts);
            }
        }
        _ => {}
    }
}

fn parts(text: &str) -> Vec<String> {
    text.replace(SIDES[1], SIDES[0]).split(SIDES[0]).map(str::to_owned).collect()
}

/// Whether a text is still one of those, whatever the sides are called.
#[must_use]
pub fn is_example(text: &str) -> bool {
    TEXTS.iter().any(|parts| is_made_of(text.trim(), parts))
}

/// Whether a text is these parts with something between them.
fn is_made_of(text: &str, parts: &[String]) -> bool {
    let [first, between @ .., last] = parts else { return parts.first().is_some_and(|whole| whole == text) };
    let Some(rest) = text.strip_prefix(first.as_str()).and_then(|rest| rest.strip_suffix(last.as_str())) else {
        return false;
    };
    let mut rest = Some(rest);
    for part in between {
        rest = rest.and_then(|rest| rest.split_once(part.as_str())).map(|(_, rest)| rest);
    }
    rest.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_was_put_there_is_known_whatever_the_sides_are_called_and_no_other() {
        for text in [
            "Put a fact here that fits Wind.",
            "Nobody has to explain an easy one: clearly Dog \\ \"B\".",
            "Say what settles it.",
            "Wind: say here in a sentence or two what it means in this bank.",
            " Say in a sentence how it is with the other one. ",
        ] {
            assert!(is_example(text), "{text}");
        }
        for text in ["", "Put a fact here.", "The blades turn in a breeze.", "Say.", "Which does this describe better?"]
        {
            assert!(!is_example(text), "{text}");
        }
    }
}
