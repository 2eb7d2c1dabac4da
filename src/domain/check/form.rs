//! The form of a statement: what can be said of it without reading a word of its own.

use super::text;

/// Words per bucket of length, and characters.
const WORDS_STEP: usize = 3;
const CHARACTERS_STEP: usize = 15;
/// More marks or figures than this count as this many.
const MOST: usize = 3;

/// Marks of punctuation that are looked for.
const MARKS: [(&str, &[char]); 8] = [
    ("colon", &[':']),
    ("semicolon", &[';']),
    ("dash", &['–', '—']),
    ("quote", &['"', '“', '”', '‘']),
    ("bracket", &['(', ')', '[', ']']),
    ("slash", &['/']),
    ("per cent", &['%']),
    ("hyphen", &['-']),
];

/// Words that open a clause.
const OPENERS: [&str; 14] = [
    "so that", "because", "after", "before", "when", "if", "while", "until", "which", "that", "unless", "once",
    "where", "who",
];

/// Forms of the verb that a passive needs.
const BE: [&str; 7] = ["is", "are", "was", "were", "be", "been", "being"];

/// Verbs that say what is wanted or will be.
const MODALS: [&str; 6] = ["shall", "should", "will", "can", "may", "must"];

/// Pronouns of somebody who speaks.
const SPEAKERS: [&str; 5] = ["i", "we", "our", "my", "us"];

/// The form of a text: length, punctuation, figures, clause openers, voice and sentence type.
pub(super) fn features(text: &str) -> Vec<String> {
    let words = text::words(text);
    let lowered = text::lower(text);
    let mut features = vec![
        format!("words {}", text::spaced_words(text) / WORDS_STEP),
        format!("characters {}", text.chars().count() / CHARACTERS_STEP),
        format!("commas {}", text.matches(',').count().min(MOST)),
        format!(
            "figures {}",
            words.iter().filter(|word| word.starts_with(|c: char| c.is_ascii_digit())).count().min(MOST)
        ),
        format!("sentences {}", text::sentences(text).len().min(MOST)),
    ];
    let mut add = |present: bool, name: &str| {
        if present {
            features.push(name.to_owned());
        }
    };
    for (name, marks) in MARKS {
        add(text.contains(marks), name);
    }
    for opener in OPENERS {
        add(lowered.contains(&format!(" {opener} ")), opener);
    }
    let passive = words.windows(2).any(|two| match two {
        [one, other] => BE.contains(&one.as_str()) && (other.ends_with("ed") || other.ends_with("en")),
        _ => false,
    });
    add(passive, "passive");
    add(words.iter().any(|word| MODALS.contains(&word.as_str())), "modal");
    add(words.iter().any(|word| SPEAKERS.contains(&word.as_str())), "speaker");
    let head = text.split(' ').take(3).any(|word| word.ends_with(':'));
    add(head, "heading");
    features
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_is_seen_and_the_content_is_not() {
        let one = features("Data path: flow transmitter, PLC, OPC UA server, historian.");
        let other = features("Data road: cold raspberries, FIG, TEA AB bottle, raisins.");
        assert_eq!(one, other);
        assert!(one.contains(&"heading".to_owned()) && one.contains(&"commas 3".to_owned()));
        let told = features("The valve shall be closed because 24 V is lost; we said so.");
        for feature in ["passive", "modal", "speaker", "because", "semicolon", "figures 1"] {
            assert!(told.contains(&feature.to_owned()), "{feature} in {told:?}");
        }
    }
}
