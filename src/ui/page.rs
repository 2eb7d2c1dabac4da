//! A page: lines of styled text, with the places that can be clicked.

use super::Hit;
use super::text::safe;
use crate::app::keys::Action;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// A screen: its title line and its page.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// On the left of the title line.
    pub title: String,
    /// On the right of the title line.
    pub status: String,
    /// Below.
    pub body: Page,
}

/// One line of a page.
#[derive(Debug, Clone, Default)]
pub struct Row {
    spans: Vec<Span<'static>>,
    hits: Vec<(usize, usize, Action)>,
    width: usize,
}

impl Row {
    /// A row of one piece of text.
    #[must_use]
    pub fn of(text: &str, style: Style) -> Self {
        let mut row = Self::default();
        row.put(text, style);
        row
    }

    /// How wide the row is so far, in cells.
    #[must_use]
    pub const fn width(&self) -> usize {
        self.width
    }

    /// Adds a piece.
    pub fn add(&mut self, span: Span<'static>) {
        self.width += span.content.width();
        self.spans.push(span);
    }

    /// Adds text from anywhere; what must not reach a terminal is left out.
    pub fn put(&mut self, text: &str, style: Style) {
        self.add(Span::styled(safe(text).into_owned(), style));
    }

    /// Adds as much of a text as there is room for up to the column `to`, and `more` at the end where it goes on.
    pub fn put_within(&mut self, text: &str, style: Style, to: usize, more: &str) {
        let room = to.saturating_sub(self.width);
        let text = safe(text);
        if text.width() <= room {
            return self.put(&text, style);
        }
        let mut short = String::new();
        for grapheme in text.graphemes(true) {
            if short.width() + grapheme.width() + more.width() > room {
                break;
            }
            short.push_str(grapheme);
        }
        self.put(&format!("{}{more}", short.trim_end()), style);
    }

    /// Adds blanks up to the column `to`, counted in cells from 0.
    pub fn pad(&mut self, to: usize) {
        if to > self.width {
            self.add(Span::raw(" ".repeat(to - self.width)));
        }
    }

    /// Adds pieces that can be clicked.
    pub fn add_hit(&mut self, spans: impl IntoIterator<Item = Span<'static>>, action: Action) {
        let start = self.width;
        for span in spans {
            self.add(span);
        }
        self.hits.push((start, self.width, action));
    }

    /// Makes the whole row clickable.
    #[must_use]
    pub fn clickable(mut self, action: Action) -> Self {
        self.hits.push((0, usize::MAX, action));
        self
    }
}

/// Lines of one screen, wrapped to its width.
#[derive(Debug, Clone)]
pub struct Page {
    width: usize,
    rows: Vec<Row>,
    focus: Option<usize>,
}

/// No words to be marked.
pub const UNMARKED: &[&str] = &[];

impl Page {
    /// An empty page of that many cells' width.
    #[must_use]
    pub fn new(width: u16) -> Self {
        Self { width: usize::from(width), rows: Vec::new(), focus: None }
    }

    /// The width in cells.
    #[must_use]
    pub const fn width(&self) -> usize {
        self.width
    }

    /// How many lines there are.
    #[must_use]
    pub const fn height(&self) -> usize {
        self.rows.len()
    }

    /// How many lines are wider than the page, so that their ends are not seen.
    #[must_use]
    pub fn cut(&self) -> usize {
        self.rows.iter().filter(|row| row.width > self.width).count()
    }

    /// The line that has to be in view, if one has.
    #[must_use]
    pub const fn focus(&self) -> Option<usize> {
        self.focus
    }

    /// The first line to be drawn in a window of `height` lines, so that the line in focus is in view. Below the last line
    /// that can be chosen comes what nobody could get to otherwise: with that one in focus, it is in view as well.
    #[must_use]
    pub fn first_with_focus(&self, focus: usize, height: usize) -> usize {
        let last_choice = self.rows.iter().rposition(|row| !row.hits.is_empty());
        let least = (focus + 1).saturating_sub(height);
        if last_choice.is_some_and(|last| last > focus) {
            return least;
        }
        self.height().saturating_sub(height).clamp(least, focus.max(least))
    }

    /// Adds a line.
    pub fn push(&mut self, row: Row) {
        self.rows.push(row);
    }

    /// Adds a line that has to be in view.
    pub fn push_focused(&mut self, row: Row) {
        self.focus = Some(self.rows.len());
        self.rows.push(row);
    }

    /// Adds an empty line.
    pub fn blank(&mut self) {
        self.rows.push(Row::default());
    }

    /// Adds one line of text.
    pub fn line(&mut self, indent: usize, text: &str, style: Style) {
        let mut row = Row::default();
        row.pad(indent);
        row.put(text, style);
        self.rows.push(row);
    }

    /// Adds a paragraph, wrapped at words.
    pub fn paragraph(&mut self, indent: usize, text: &str, style: Style) {
        for line in wrap(text, self.width.saturating_sub(indent)) {
            self.line(indent, &line, style);
        }
    }

    /// Adds a paragraph in which the words `marked` have a style of their own. The first line starts with `label`.
    pub fn marked(&mut self, label: &Row, text: &str, marked: &[impl AsRef<str>], style: Style, mark: Style) {
        let indent = label.width();
        let text = safe(text);
        let mut ranges: Vec<Range<usize>> = marked
            .iter()
            .map(AsRef::as_ref)
            .filter_map(|words| text.find(words).map(|start| start..start + words.len()))
            .collect();
        ranges.sort_by_key(|range| range.start);
        let mut position = 0;
        for (number, line) in wrap(&text, self.width.saturating_sub(indent)).iter().enumerate() {
            let mut row = if number == 0 { label.clone() } else { Row::default() };
            row.pad(indent);
            let start = text.get(position..).and_then(|rest| rest.find(line.as_str())).unwrap_or(0) + position;
            position = start + line.len();
            let mut put = |range: Range<usize>, style| {
                if let Some(piece) = line.get(range).filter(|piece| !piece.is_empty()) {
                    row.put(piece, style);
                }
            };
            let mut done = 0;
            for range in &ranges {
                let from = (range.start.clamp(start, position) - start).max(done);
                let to = (range.end.clamp(start, position) - start).max(from);
                put(done..from, style);
                put(from..to, mark);
                done = to;
            }
            put(done..line.len(), style);
            self.rows.push(row);
        }
    }

    /// Makes all lines from line `first` on clickable.
    pub fn make_clickable(&mut self, first: usize, action: Action) {
        for row in self.rows.iter_mut().skip(first) {
            row.hits.push((0, usize::MAX, action));
        }
    }

    /// Adds two columns, each wrapped to its half, with `between` in the middle.
    pub fn columns(&mut self, indent: usize, left: &[(&str, Style)], right: &[(&str, Style)], between: &Span<'static>) {
        let half = self.width.saturating_sub(indent + 3) / 2;
        let flow = |texts: &[(&str, Style)]| -> Vec<(String, Style)> {
            let lines = texts.iter().flat_map(|(text, style)| wrap(text, half).into_iter().map(|line| (line, *style)));
            lines.collect()
        };
        let (left, right) = (flow(left), flow(right));
        for number in 0..left.len().max(right.len()) {
            let mut row = Row::default();
            row.pad(indent);
            if let Some((text, style)) = left.get(number) {
                row.put(text, *style);
            }
            row.pad(indent + half + 1);
            row.add(between.clone());
            row.pad(indent + half + 3);
            if let Some((text, style)) = right.get(number) {
                row.put(text, *style);
            }
            self.rows.push(row);
        }
    }

    /// Where each page starts when a page holds `height` lines: best before an empty line, so that
    /// paragraphs stay whole.
    #[must_use]
    pub fn pages(&self, height: usize) -> Vec<usize> {
        let height = height.max(1);
        let mut starts = vec![0];
        let mut start = 0;
        while self.rows.len() > start + height {
            let least = start + height / 2;
            let full = start + height;
            let blank = (least..=full).rev().find(|row| self.rows.get(*row).is_some_and(|row| row.width == 0));
            let next = blank.unwrap_or(full);
            start = next + usize::from(blank.is_some());
            starts.push(start);
        }
        starts
    }

    /// Draws `count` lines from line `first` on into `area`, and adds what can be clicked to `hits`.
    pub fn draw(&self, first: usize, count: usize, area: Rect, buffer: &mut Buffer, hits: &mut Vec<Hit>) {
        let visible = self.rows.iter().skip(first).take(count.min(usize::from(area.height)));
        for (row, y) in visible.zip(area.y..) {
            let mut x = area.x;
            for span in &row.spans {
                let room = area.right().saturating_sub(x);
                x = buffer.set_span(x, y, span, room).0;
            }
            for (start, end, action) in &row.hits {
                let from = u16::try_from(*start).unwrap_or(u16::MAX).min(area.width);
                let to = u16::try_from(*end).unwrap_or(u16::MAX).min(area.width);
                hits.push(Hit { area: Rect { x: area.x + from, y, width: to - from, height: 1 }, action: *action });
            }
        }
    }

    /// The lines as text, for tests and for reading aloud.
    #[must_use]
    pub fn lines(&self) -> Vec<Line<'static>> {
        self.rows.iter().map(|row| Line::from(row.spans.clone())).collect()
    }
}

/// Breaks a text into lines of at most `width` cells, at words where it can.
#[must_use]
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    textwrap::wrap(&safe(text), width.max(1)).into_iter().map(std::borrow::Cow::into_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(page: &Page) -> Vec<String> {
        page.lines().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn marked_words_keep_their_style_across_a_line_break() {
        let mut page = Page::new(12);
        let mark = Style::new().underlined();
        page.marked(&Row::of("> ", Style::new()), "one two three four", &["two three"], Style::new(), mark);
        assert_eq!(texts(&page), ["> one two", "  three four"]);
        let marked: String = page
            .lines()
            .iter()
            .flat_map(|line| line.spans.clone())
            .filter(|span| span.style == mark)
            .map(|span| span.content.into_owned() + "/")
            .collect();
        assert_eq!(marked, "two/three/");
    }

    #[test]
    fn words_that_do_not_occur_mark_nothing() {
        let mut page = Page::new(40);
        page.marked(&Row::default(), "a b c", &["zebra"], Style::new(), Style::new().underlined());
        assert_eq!(texts(&page), ["a b c"]);
    }

    #[test]
    fn pages_break_at_an_empty_line() {
        let mut page = Page::new(10);
        for text in ["a", "b", "c", "", "d", "e"] {
            page.line(0, text, Style::new());
        }
        assert_eq!(page.pages(5), [0, 4]);
        assert_eq!(page.pages(6), [0]);
        assert_eq!(page.pages(0), [0, 1, 2, 4, 5], "a page of no height still ends");
    }

    #[test]
    fn the_line_in_focus_is_in_view_and_with_the_last_choice_what_lies_below() {
        let mut page = Page::new(10);
        for number in 0..4 {
            page.push(Row::of("choice", Style::new()).clickable(Action::Pick(number)));
        }
        for _ in 0..3 {
            page.line(0, "below", Style::new());
        }
        let first = |height| [0, 1, 2, 3].map(|focus| page.first_with_focus(focus, height));
        assert_eq!(first(7), [0, 0, 0, 0]);
        assert_eq!(first(5), [0, 0, 0, 2]);
        assert_eq!(first(2), [0, 0, 1, 3], "never so far that the choice goes out of view");
        assert_eq!(first(0), [1, 2, 3, 4]);
    }

    #[test]
    fn a_text_with_too_little_room_ends_in_a_sign_that_it_goes_on() {
        let cut = |text: &str, to| {
            let mut row = Row::of("> ", Style::new());
            row.put_within(text, Style::new(), to, "…");
            let mut page = Page::new(80);
            page.push(row);
            texts(&page).concat()
        };
        assert_eq!(cut("one two", 9), "> one two");
        assert_eq!(cut("one two", 8), "> one t…");
        assert_eq!(cut("one two", 7), "> one…", "no blank before the sign");
        assert_eq!(cut("日本語", 7), "> 日本…");
        assert_eq!(cut("e\u{301}e\u{301}e\u{301}", 4), "> e\u{301}…", "an accent stays with its letter");
    }

    #[test]
    fn wide_characters_count_as_two_cells() {
        assert_eq!(wrap("日本語 日本", 6), ["日本語", "日本"]);
    }
}
