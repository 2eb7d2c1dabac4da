//! Which format a file is in.

use std::io::{self, BufRead};
use std::path::Path;

/// A format that banks go out in and come in by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// A table of values, of any spreadsheet.
    Csv,
    /// Moodle's text format.
    Gift,
    /// Moodle XML.
    Moodle,
    /// The plainest text format.
    Aiken,
    /// A QTI 2.1 package.
    Qti,
    /// Notes for Anki.
    Anki,
}

impl Kind {
    /// All formats.
    pub const ALL: [Self; 6] = [Self::Csv, Self::Gift, Self::Moodle, Self::Aiken, Self::Qti, Self::Anki];

    /// What people call it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Csv => "CSV",
            Self::Gift => "GIFT",
            Self::Moodle => "Moodle XML",
            Self::Aiken => "Aiken",
            Self::Qti => "QTI 2.1",
            Self::Anki => "Anki",
        }
    }

    /// The format of a file, by its name and, where several formats share an ending, by its beginning. None where neither
    /// tells.
    ///
    /// # Errors
    ///
    /// What the system says.
    pub fn of(path: &Path, from: &mut impl BufRead) -> io::Result<Option<Self>> {
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
        let beginning = from.fill_buf()?;
        if beginning.starts_with(b"PK\x03\x04") {
            return Ok(Some(Self::Qti));
        }
        let text = String::from_utf8_lossy(beginning);
        let text = text.trim_start_matches('\u{feff}').trim_start();
        let is_anki = ["#separator:", "#html:", "#guid column:", "#notetype", "#deck", "#columns:", "#tags"]
            .iter()
            .any(|header| text.starts_with(header));
        Ok(match ending.as_str() {
            "zip" => Some(Self::Qti),
            "gift" => Some(Self::Gift),
            "xml" => Some(Self::Moodle),
            _ if is_anki => Some(Self::Anki),
            "csv" | "tsv" => Some(Self::Csv),
            _ if text.starts_with('<') => Some(Self::Moodle),
            _ if text.lines().any(|line| line.trim_start().starts_with("ANSWER:")) => Some(Self::Aiken),
            _ if text.contains('{') || text.starts_with("//") || text.starts_with("::") => Some(Self::Gift),
            "txt" if text.contains('\t') => Some(Self::Anki),
            "txt" => Some(Self::Aiken),
            _ => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_is_known_by_the_name_and_where_that_says_nothing_by_the_beginning() {
        for (name, text, kind) in [
            ("a.csv", "statement,side", Some(Kind::Csv)),
            ("a.gift", "", Some(Kind::Gift)),
            ("a.xml", "<quiz>", Some(Kind::Moodle)),
            ("a.txt", "It purrs.\nA. cat\nB. dog\nANSWER: A\n", Some(Kind::Aiken)),
            ("a.txt", "::1::It purrs. {=cat ~dog}", Some(Kind::Gift)),
            ("a.txt", "\u{feff}#separator:tab\n", Some(Kind::Anki)),
            ("a.zip", "PK\x03\x04", Some(Kind::Qti)),
            ("a.pdf", "%PDF", None),
        ] {
            assert_eq!(Kind::of(Path::new(name), &mut text.as_bytes()).unwrap(), kind, "{name} {text}");
        }
    }
}
