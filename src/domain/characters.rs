//! Characters that must never reach a terminal: they move the cursor, reorder a line, or are there without being seen.

use std::fmt::Write as _;

/// Whether `character` is a control, bidirectional or other invisible formatting character.
///
/// Combining marks are not among them: they belong to the writing of many languages.
#[must_use]
pub fn is_forbidden(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}' | '\u{feff}' | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}')
}

/// The first forbidden character of `text`.
#[must_use]
pub fn first_forbidden(text: &str) -> Option<char> {
    // Nearly every text is plain ASCII. Without an early end this loop looks at many bytes at once.
    let plain = text.bytes().fold(true, |plain, byte| plain & (0x20..0x7f).contains(&byte));
    if plain { None } else { text.chars().find(|&character| is_forbidden(character)) }
}

/// `text` fit for a terminal: forbidden characters written as escapes, and cut after `most` characters.
#[must_use]
pub fn shown(text: &str, most: usize) -> String {
    let mut out = String::with_capacity(text.len().min(most));
    for (number, character) in text.chars().enumerate() {
        if number == most {
            out.push('…');
            break;
        }
        if is_forbidden(character) {
            // Writing to a string cannot fail.
            let _ = write!(out, "\\u{{{:x}}}", u32::from(character));
        } else {
            out.push(character);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn controls_and_invisible_characters_are_found_and_writing_is_not() {
        for bad in
            ['\u{1b}', '\n', '\t', '\0', '\u{7f}', '\u{9b}', '\u{202e}', '\u{2066}', '\u{200b}', '\u{200d}', '\u{feff}']
        {
            assert_eq!(first_forbidden(&format!("a{bad}b")), Some(bad), "{bad:?}");
        }
        for good in ["plain", "", "naïve “quoted” – 20 °C", "日本語", "हिन्दी", "e\u{301}", "עברית"]
        {
            assert_eq!(first_forbidden(good), None, "{good}");
        }
    }

    #[test]
    fn shown_text_holds_nothing_forbidden_and_is_cut() {
        assert_eq!(shown("a\u{1b}[2J\u{202e}", 10), "a\\u{1b}[2J\\u{202e}");
        assert_eq!(shown("abcdef", 3), "abc…");
        assert_eq!(shown("abc", 3), "abc");
    }
}
