//! Text with tags in it, as systems for courses keep it, turned into plain text; and back.

use std::fmt::Write as _;

/// What becomes of a text with tags.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Plain {
    /// The text without tags.
    pub text: String,
    /// The names of the tags that said something which is gone now.
    pub gone: Vec<String>,
}

/// Tags that only part or hold text: without them nothing is missing.
const HARMLESS: [&str; 6] = ["p", "br", "span", "div", "html", "body"];

/// Reads a text with tags. What looks like a tag and is none stays.
#[must_use]
pub fn plain(html: &str) -> Plain {
    let mut plain = Plain::default();
    let mut rest = html;
    while let Some(at) = rest.find(['<', '&']) {
        let (before, from) = rest.split_at(at);
        plain.text.push_str(before);
        let taken = if from.starts_with('<') { tag(from, &mut plain) } else { entity(from, &mut plain.text) };
        rest = from.get(taken..).unwrap_or_default();
    }
    plain.text.push_str(rest);
    plain.text = plain.text.split_whitespace().collect::<Vec<_>>().join(" ");
    plain.gone.sort();
    plain.gone.dedup();
    plain
}

/// Takes a tag, if it is one; how many bytes were taken.
fn tag(from: &str, plain: &mut Plain) -> usize {
    if from.starts_with("<!--") {
        return from.find("-->").map_or(from.len(), |end| end + 3);
    }
    let name: String = from.chars().skip(1).skip_while(|c| *c == '/').take_while(char::is_ascii_alphanumeric).collect();
    let end = from.find('>').filter(|_| name.starts_with(|first: char| first.is_ascii_alphabetic()));
    let Some(end) = end else {
        plain.text.push('<');
        return 1;
    };
    let name = name.to_lowercase();
    if HARMLESS.contains(&name.as_str()) {
        if name != "span" {
            plain.text.push(' ');
        }
    } else {
        plain.gone.push(name);
    }
    end + 1
}

/// Takes an entity, if it is one; how many bytes were taken.
fn entity(from: &str, text: &mut String) -> usize {
    let known = [("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&nbsp;", " ")];
    if let Some((name, meant)) = known.into_iter().find(|(name, _)| from.starts_with(name)) {
        text.push_str(meant);
        return name.len();
    }
    let number =
        from.strip_prefix("&#").and_then(|number| number.split_once(';')).filter(|(digits, _)| digits.len() < 8);
    let code = number.and_then(|(digits, _)| match digits.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok(),
        None => digits.parse().ok(),
    });
    if let (Some(letter), Some((digits, _))) = (code.and_then(char::from_u32), number) {
        text.push(letter);
        return digits.len() + 3;
    }
    text.push('&');
    1
}

/// What is said of tags that are gone.
#[must_use]
pub fn told(name: &str, gone: &[String]) -> Option<String> {
    let pictures = ["img", "video", "audio", "svg", "object", "iframe", "math", "table"];
    let (seen, marks): (Vec<&String>, Vec<&String>) = gone.iter().partition(|tag| pictures.contains(&tag.as_str()));
    let tags = |tags: &[&String]| {
        tags.iter().fold(String::new(), |mut all, tag| {
            let _ = write!(all, "{}<{tag}>", if all.is_empty() { "" } else { ", " });
            all
        })
    };
    match (seen.as_slice(), marks.as_slice()) {
        ([], []) => None,
        ([], marks) => Some(format!("the {name} keeps its words and loses its formatting: {}", tags(marks))),
        (seen, _) => Some(format!("the {name} loses what cannot be said in words: {}", tags(seen))),
    }
}

/// A text as HTML says it.
#[must_use]
pub fn html(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_taken_out_and_entities_read() {
        for (html, text, gone) in [
            ("<p>It <b>purrs</b>.</p>", "It purrs.", vec!["b"]),
            ("a &lt; b &amp; c&#33; &#x41;&nbsp;d", "a < b & c! A d", vec![]),
            ("one<br>two<!-- no -->", "one two", vec![]),
            ("3 < 4 & 5 &unknown; <", "3 < 4 & 5 &unknown; <", vec![]),
            ("<img src=\"x.png\"> cat", "cat", vec!["img"]),
        ] {
            let plain = plain(html);
            assert_eq!(
                (plain.text.as_str(), plain.gone),
                (text, gone.into_iter().map(str::to_owned).collect()),
                "{html}"
            );
        }
    }

    #[test]
    fn what_a_text_says_as_html_is_read_as_it_was() {
        for text in ["a < b", "<b>", "&amp;", "x & y > z"] {
            assert_eq!(plain(&html(text)).text, text);
        }
    }
}
