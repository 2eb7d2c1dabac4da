//! Rows of styled text on their way to the screen, with the places that can be clicked.

use super::Hit;
use super::text::safe;
use super::theme::Theme;
use crate::app::keys::Action;
use crate::app::view::{Role, Text};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Span;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// The sign of a text that goes on.
const MORE: &str = "…";

/// One row.
#[derive(Debug, Clone, Default)]
pub struct Row {
    spans: Vec<Span<'static>>,
    hits: Vec<(usize, usize, Action)>,
    width: usize,
    /// Whether it only keeps a distance, and so is the first to go.
    pub is_gap: bool,
    /// Whether it goes next, when there is no room for everything.
    pub gives_way: bool,
    /// How it hangs together with the row before it.
    pub joint: Joint,
}

/// How a row hangs together with the one before it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Joint {
    /// They stay together, if they can.
    #[default]
    Firm,
    /// It goes on with what began before, and a page may begin with it all the same.
    Loose,
    /// It begins what can do without its neighbours.
    Begins,
}

impl Row {
    /// How wide the row is so far, in cells.
    #[must_use]
    pub const fn width(&self) -> usize {
        self.width
    }

    /// Adds words; what must not reach a terminal is left out.
    pub fn put(&mut self, words: &str, role: Role, theme: Theme) {
        let words = safe(words).into_owned();
        self.width += words.width();
        self.spans.push(Span::styled(words, theme.style(role)));
    }

    /// Adds signs in colours of their own, whatever the theme.
    pub fn paint(&mut self, signs: String, style: Style) {
        self.width += signs.width();
        self.spans.push(Span::styled(signs, style));
    }

    /// Adds a text.
    pub fn add(&mut self, text: &Text, theme: Theme) {
        for span in &text.0 {
            self.put(&span.words, span.role, theme);
        }
    }

    /// Adds as much of a text as there is room for up to the column `to`, and a sign at the end where it goes on.
    pub fn add_within(&mut self, text: &Text, to: usize, theme: Theme) {
        for span in &text.0 {
            self.put_within(&span.words, span.role, to, theme);
        }
    }

    /// Adds as many words as there is room for up to the column `to`, and a sign at the end where they go on.
    pub fn put_within(&mut self, words: &str, role: Role, to: usize, theme: Theme) {
        let room = to.saturating_sub(self.width);
        let words = safe(words);
        if words.width() <= room {
            return self.put(&words, role, theme);
        }
        if room < MORE.width() {
            return;
        }
        let mut short = String::new();
        for grapheme in words.graphemes(true) {
            if short.width() + grapheme.width() + MORE.width() > room {
                break;
            }
            short.push_str(grapheme);
        }
        self.put(&format!("{}{MORE}", short.trim_end()), role, theme);
    }

    /// Adds blanks up to the column `to`, counted in cells from 0.
    pub fn pad(&mut self, to: usize) {
        if to > self.width {
            self.spans.push(Span::raw(" ".repeat(to - self.width)));
            self.width = to;
        }
    }

    /// Makes the cells from column `from` to before `to` clickable.
    pub fn hit(&mut self, from: usize, to: usize, action: Action) {
        self.hits.push((from, to, action));
    }

    /// Whether a click on it asks for the same as one on the other.
    #[must_use]
    pub fn leads_where(&self, other: &Self) -> bool {
        let first = |row: &Self| row.hits.first().map(|(_, _, action)| *action);
        first(self) == first(other)
    }

    /// Whether a click on it asks for anything.
    #[must_use]
    pub const fn can_be_clicked(&self) -> bool {
        !self.hits.is_empty()
    }

    /// Adds another row at the column `at`, with what can be clicked on it.
    pub fn beside(&mut self, at: usize, other: Self) {
        self.pad(at);
        let at = self.width;
        self.hits.extend(other.hits.into_iter().map(|(from, to, action)| (at + from, at.saturating_add(to), action)));
        self.width += other.width;
        self.spans.extend(other.spans);
        self.is_gap &= other.is_gap;
    }

    /// Draws the row into the first line of `area`, and adds what can be clicked to `hits`.
    pub fn draw(&self, area: Rect, buffer: &mut Buffer, hits: &mut Vec<Hit>) {
        let mut x = area.x;
        for span in &self.spans {
            let room = area.right().saturating_sub(x);
            x = if span.content.is_ascii() {
                draw_ascii(span, (x, area.y), room, buffer)
            } else {
                buffer.set_span(x, area.y, span, room).0
            };
        }
        for (from, to, action) in &self.hits {
            let cell = |column: usize| u16::try_from(column).unwrap_or(u16::MAX).min(area.width);
            let (from, to) = (cell(*from), cell(*to));
            hits.push(Hit { area: Rect { x: area.x + from, width: to - from, height: 1, ..area }, action: *action });
        }
    }
}

/// Draws words of which each letter takes one cell, and returns the column after them. Nearly all words are such, and to be
/// spared the search for what belongs into one cell saves a third of the work of a key.
fn draw_ascii(span: &Span<'_>, (x, y): (u16, u16), room: u16, buffer: &mut Buffer) -> u16 {
    let mut column = x;
    for letter in span.content.chars().take(usize::from(room)) {
        if let Some(cell) = buffer.cell_mut((column, y)) {
            cell.set_char(letter).set_style(span.style);
        }
        column += 1;
    }
    column
}

/// Rows under each other.
#[derive(Debug, Clone, Default)]
pub struct Rows {
    /// The rows.
    pub rows: Vec<Row>,
    /// The row that has to be in view.
    pub focus: Option<usize>,
}

impl Rows {
    /// How many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Adds a row.
    pub fn push(&mut self, row: Row) {
        self.rows.push(row);
    }

    /// Adds a blank row that keeps a distance.
    pub fn gap(&mut self) {
        self.rows.push(Row { is_gap: true, ..Row::default() });
    }

    /// Adds blank rows until there are `least`.
    pub fn at_least(&mut self, least: usize) {
        while self.len() < least {
            self.gap();
        }
    }

    /// Adds other rows below.
    pub fn append(&mut self, other: Self) {
        if let Some(focus) = other.focus {
            self.focus = Some(self.len() + focus);
        }
        self.rows.extend(other.rows);
    }

    /// Adds a text wrapped to `width` cells, indented by `indent`.
    pub fn text(&mut self, indent: usize, text: &Text, width: usize, theme: Theme) {
        let lines = wrap(text, width);
        // Two lines of a paragraph stay together at either end.
        let within = 2..lines.len().saturating_sub(1);
        for (number, line) in lines.iter().enumerate() {
            let joint = if within.contains(&number) { Joint::Loose } else { Joint::Firm };
            let mut row = Row { joint, ..Row::default() };
            row.pad(indent);
            row.add(line, theme);
            self.push(row);
        }
    }

    /// Puts other rows beside these ones, at the column `at`, and `between` at the column `middle` of each row; rows below
    /// the shorter part are only the longer one.
    #[must_use]
    pub fn beside(self, at: usize, other: Self, between: impl Fn(&mut Row)) -> Self {
        let mut both = Self { focus: self.focus.or(other.focus), ..Self::default() };
        let count = self.rows.len().max(other.rows.len());
        let (mut left, mut right) = (self.rows.into_iter(), other.rows.into_iter());
        for _ in 0..count {
            let (left, right) = (left.next(), right.next());
            let is_gap = left.as_ref().is_none_or(|row| row.is_gap) && right.as_ref().is_none_or(|row| row.is_gap);
            let mut row = left.unwrap_or_default();
            between(&mut row);
            row.beside(at, right.unwrap_or_default());
            row.is_gap = is_gap;
            both.push(row);
        }
        both
    }
}

/// Breaks a text into lines of at most `width` cells, at words where it can. Each piece keeps its role.
#[must_use]
pub fn wrap(text: &Text, width: usize) -> Vec<Text> {
    let mut clean = Text::default();
    for span in &text.0 {
        clean = clean.and(safe(&span.words), span.role);
    }
    let whole = clean.seen();
    let mut lines = Vec::new();
    let mut position = 0;
    // A date or a name such as OPC-UA stays whole.
    let options = textwrap::Options::new(width.max(1)).word_splitter(textwrap::WordSplitter::NoHyphenation);
    for line in textwrap::wrap(&whole, options) {
        let start = whole.get(position..).and_then(|rest| rest.find(line.as_ref())).unwrap_or(0) + position;
        position = start + line.len();
        lines.push(between(&clean, start, position));
    }
    lines
}

/// As many of the words as there is room for; the first one in any case.
#[must_use]
pub fn shortened(words: &str, room: usize) -> String {
    let mut kept: Vec<&str> = words.split(' ').collect();
    while kept.len() > 1 && kept.join(" ").width() > room {
        kept.pop();
    }
    kept.join(" ")
}

/// The part of a text from byte `start` to before byte `end`.
fn between(text: &Text, start: usize, end: usize) -> Text {
    let (mut part, mut at) = (Text::default(), 0);
    for span in &text.0 {
        let (from, to) = (start.clamp(at, at + span.words.len()) - at, end.clamp(at, at + span.words.len()) - at);
        part = part.and(span.words.get(from..to).unwrap_or_default(), span.role);
        at += span.words.len();
    }
    part
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_keep_their_role_across_a_line_break() {
        let text = Text::statement("one two three four", &["two three"], false);
        let lines: Vec<Vec<(String, Role)>> =
            wrap(&text, 8).into_iter().map(|line| line.0.into_iter().map(|s| (s.words, s.role)).collect()).collect();
        let decides = Role::Deciding;
        let first = vec![("one ".to_owned(), Role::Plain), ("two".to_owned(), decides)];
        let second = vec![("three".to_owned(), decides)];
        assert_eq!(lines, [first, second, vec![("four".to_owned(), Role::Plain)]]);
    }

    #[test]
    fn a_text_with_too_little_room_ends_in_a_sign_that_it_goes_on() {
        let cut = |to| {
            let mut row = Row::default();
            row.put_within("one two", Role::Plain, to, Theme::default());
            row.spans.iter().map(|span| span.content.as_ref()).collect::<String>()
        };
        assert_eq!([7, 6, 5, 1, 0].map(cut), ["one two", "one t…", "one…", "…", ""]);
    }

    proptest! {
        #[test]
        fn wrapping_loses_no_letter(words in "[a-zé温 -]{0,80}", split in 0..80_usize, width in 1..40_usize) {
            let split = words.char_indices().nth(split).map_or(words.len(), |(at, _)| at);
            let (first, second) = words.split_at(split);
            let text = Text::default().and(first, Role::Plain).and(second, Role::Strong);
            let shown: String = wrap(&text, width).iter().map(Text::seen).collect();
            let letters = |text: &str| text.chars().filter(|c| *c != ' ').collect::<String>();
            prop_assert_eq!(letters(&shown), letters(&words));
        }
    }
}
