//! Text on its way to a terminal or a pipe.

use crate::domain::characters::{first_forbidden, is_forbidden};
use std::borrow::Cow;

/// `text` without anything that could steer a terminal or reorder what is read.
///
/// Tabs, line breaks and other control characters that separate words become one space each. All else that is
/// [forbidden](is_forbidden) is dropped: other control characters, bidirectional marks, embeddings and isolates, and what
/// is there without being seen. Text that has none of them is handed back as it is.
#[must_use]
pub fn safe(text: &str) -> Cow<'_, str> {
    if first_forbidden(text).is_none() {
        return Cow::Borrowed(text);
    }
    let kept = text.chars().filter_map(|c| match fate(c) {
        Fate::Keep => Some(c),
        Fate::Space => Some(' '),
        Fate::Drop => None,
    });
    Cow::Owned(kept.collect())
}

/// What becomes of a character.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Keep,
    Space,
    Drop,
}

fn fate(c: char) -> Fate {
    match c {
        '\t'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => Fate::Space,
        _ if is_forbidden(c) => Fate::Drop,
        _ => Fate::Keep,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_steers_or_hides_is_dropped_and_the_rest_stays() {
        let cases = [
            ("plain, with Zürich and 温度 and 👍", "plain, with Zürich and 温度 and 👍"),
            ("red \u{1b}[31malert\u{7}", "red [31malert"),
            ("c1 \u{9b}2J", "c1 2J"),
            ("two\nlines\tand\r\nmore", "two lines and  more"),
            ("line\u{2028}separator", "line separator"),
            ("a\u{202e}b\u{2066}c\u{2069}\u{200f}", "abc"),
            ("zero\u{200b}\u{200d}\u{feff}width\u{ad}", "zerowidth"),
            ("\u{0}\u{7f}", ""),
        ];
        for (given, wanted) in cases {
            assert_eq!(safe(given), wanted, "{given:?}");
        }
    }

    #[test]
    fn harmless_text_is_not_copied() {
        assert!(matches!(safe("IIoT (industrial) – 99 %"), Cow::Borrowed(_)));
    }

    proptest! {
        #[test]
        fn nothing_is_left_that_steers_and_nothing_else_is_lost(text in any::<String>()) {
            let once = safe(&text);
            prop_assert_eq!(first_forbidden(&once), None);
            prop_assert_eq!(safe(&once), once.as_ref());
            let visible = |text: &str| text.chars().filter(|c| fate(*c) == Fate::Keep && *c != ' ').collect::<String>();
            prop_assert_eq!(visible(&once), visible(&text));
        }
    }
}
