//! Words with roles: what is said, and what the words are for. How a role looks is a medium's business.

use crate::domain::bank::Side;

/// What words are for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Role {
    /// Ordinary reading.
    #[default]
    Plain,
    /// What matters most on a screen: its title, the statement asked, the selected row, the one figure that counts.
    Strong,
    /// Labels and frames. Nothing that must be read is only quiet.
    Quiet,
    /// A side's name.
    Side(Side),
    /// A side's half of a line.
    Half(Side),
    /// Right, done, points won.
    Right,
    /// Wrong, points lost.
    Wrong,
    /// The cursor, progress, a promise.
    Accent,
    /// A key that works.
    Key,
    /// The words of a statement that settle it.
    Deciding,
}

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// The words, or a sign.
    pub words: String,
    /// What they are for.
    pub role: Role,
    /// What is said in their place where nothing can be seen; none where the words themselves are said.
    pub spoken: Option<String>,
}

/// A text of one or more pieces.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text(pub Vec<Span>);

/// Words in a role.
#[must_use]
pub fn text(words: impl Into<String>, role: Role) -> Text {
    Text::default().and(words, role)
}

/// Ordinary words.
#[must_use]
pub fn plain(words: impl Into<String>) -> Text {
    text(words, Role::Plain)
}

/// Strong words.
#[must_use]
pub fn strong(words: impl Into<String>) -> Text {
    text(words, Role::Strong)
}

/// Quiet words.
#[must_use]
pub fn quiet(words: impl Into<String>) -> Text {
    text(words, Role::Quiet)
}

impl Text {
    /// Adds words in a role.
    #[must_use]
    pub fn and(mut self, words: impl Into<String>, role: Role) -> Self {
        let words = words.into();
        if !words.is_empty() {
            self.0.push(Span { words, role, spoken: None });
        }
        self
    }

    /// Adds a sign, with what is said in its place where it cannot be seen; nothing is said for `""`.
    #[must_use]
    pub fn sign(self, sign: &'static str, role: Role, spoken: &'static str) -> Self {
        self.said(sign, role, spoken)
    }

    /// Adds words in a role that are said in another way where they cannot be seen.
    #[must_use]
    pub fn said(mut self, words: impl Into<String>, role: Role, spoken: impl Into<String>) -> Self {
        self.0.push(Span { words: words.into(), role, spoken: Some(spoken.into()) });
        self
    }

    /// Adds another text.
    #[must_use]
    pub fn join(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// The same words, in whose place a sentence is said where they cannot be seen.
    #[must_use]
    pub fn read_as(mut self, sentence: impl Into<String>) -> Self {
        self.0.iter_mut().for_each(|span| span.spoken = Some(String::new()));
        if let Some(first) = self.0.first_mut() {
            first.spoken = Some(sentence.into());
        }
        self
    }

    /// The same words, all in another role.
    #[must_use]
    pub fn in_role(mut self, role: Role) -> Self {
        self.0.iter_mut().for_each(|span| span.role = role);
        self
    }

    /// A statement whose deciding words are marked. Words that do not occur mark nothing.
    #[must_use]
    pub fn statement<S: AsRef<str>>(statement: &str, deciding: &[S], strong: bool) -> Self {
        let role = if strong { Role::Strong } else { Role::Plain };
        let mut ranges: Vec<_> = deciding
            .iter()
            .filter_map(|words| statement.find(words.as_ref()).map(|start| start..start + words.as_ref().len()))
            .collect();
        ranges.sort_by_key(|range| range.start);
        let (mut marked, mut from) = (Self::default(), 0);
        for range in ranges.into_iter().filter(|range| !range.is_empty()) {
            if let (Some(before), Some(words)) = (statement.get(from..range.start), statement.get(range.clone())) {
                marked = marked.and(before, role).and(words, Role::Deciding);
                from = range.end;
            }
        }
        marked.and(statement.get(from..).unwrap_or_default(), role)
    }

    /// Whether there is nothing to read.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|span| span.words.is_empty())
    }

    /// All that can be seen, in one piece.
    #[must_use]
    pub fn seen(&self) -> String {
        self.0.iter().map(|span| span.words.as_str()).collect()
    }

    /// All that is said where nothing can be seen.
    #[must_use]
    pub fn spoken(&self) -> String {
        let said: String = self.0.iter().map(|span| span.spoken.as_ref().unwrap_or(&span.words).as_str()).collect();
        said.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

impl From<&str> for Text {
    fn from(words: &str) -> Self {
        plain(words)
    }
}

impl From<String> for Text {
    fn from(words: String) -> Self {
        plain(words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deciding_words_are_marked_where_they_stand_and_no_word_is_lost() {
        let cases: [(&[&str], &str); 5] = [
            (&["two"], "one [two] three"),
            (&["three", "one"], "[one] two [three]"),
            (&["four"], "one two three"),
            (&["one two", "two three"], "[one two] three"),
            (&[""], "one two three"),
        ];
        for (deciding, wanted) in cases {
            let text = Text::statement("one two three", deciding, false);
            let shown: String = text
                .0
                .iter()
                .map(|span| match span.role {
                    Role::Deciding => format!("[{}]", span.words),
                    _ => span.words.clone(),
                })
                .collect();
            assert_eq!(shown, wanted, "{deciding:?}");
        }
    }

    #[test]
    fn a_sign_is_said_in_words_or_not_at_all() {
        let text =
            Text::default().sign("✓", Role::Right, "right:").and(" Security ", Role::Plain).sign("·", Role::Quiet, "");
        assert_eq!((text.seen().as_str(), text.spoken().as_str()), ("✓ Security ·", "right: Security"));
    }
}
