//! The report of a result as lines for a terminal.

use super::contents::Part;
use crate::adapters::report::contents::{Block, Kind, Table};
use crate::adapters::results::grid;
use crate::domain::assessment::report::Score;
use crate::ui::text::safe;
use textwrap::Options;
use unicode_width::UnicodeWidthStr;

/// How many cells a line has at most.
const WIDTH: usize = 78;

/// The whole report.
pub fn lines(parts: &[Part]) -> String {
    let written: Vec<String> = parts.iter().filter_map(part).collect();
    written.join("\n\n") + "\n"
}

fn part(part: &Part) -> Option<String> {
    Some(match part {
        Part::Block(block) => self::block(block)?,
        Part::Scale(score) => scale(score),
        Part::Signature(blanks) => {
            blanks.iter().map(|(name, blank)| format!("  {name:<26}{}", blank.rule())).collect::<Vec<_>>().join("\n")
        }
    })
}

/// A part that all reports know; none where it is for the eye alone.
fn block(block: &Block) -> Option<String> {
    Some(match block {
        Block::Title(text) => {
            let text = safe(text);
            format!("{text}\n{}", "─".repeat(text.width().min(WIDTH)))
        }
        Block::Heading(text) | Block::Subheading(text) => safe(text).into_owned(),
        Block::Paragraph(text) | Block::Missing(text) => wrapped(text, "  ", "  "),
        Block::Lead(text) => wrapped(text, "", ""),
        Block::Facts(facts) | Block::Explained(facts) | Block::Signs(facts) => {
            let widest = facts.iter().map(|(name, _)| name.width()).max().unwrap_or(0) + 3;
            let fact =
                |(name, said): &(String, String)| wrapped(said, &format!("  {name:<widest$}"), &" ".repeat(widest + 2));
            facts.iter().map(fact).collect::<Vec<_>>().join("\n")
        }
        Block::Table(table) if table.columns.iter().filter(|column| column.kind == Kind::Text).count() > 1 => {
            with_notes(table, list(table))
        }
        Block::Table(table) => {
            let heads: Vec<String> = table.columns.iter().map(|column| column.title.to_lowercase()).collect();
            let rows = table.groups.iter().flat_map(|group| group.rows.clone()).collect::<Vec<_>>();
            with_notes(table, format!("{}\n{}", safe(&table.caption), grid::grid(&heads, &rows)))
        }
        Block::Numbers(_) | Block::Picture(_) | Block::Missed(_) => return None,
    })
}

/// A table as it was written, with what else there is to say of it.
fn with_notes(table: &Table, written: String) -> String {
    let notes = table.groups.iter().map(|group| &group.note).filter(|note| !note.is_empty());
    let notes: Vec<String> = notes.map(|note| wrapped(note, "  ", "  ")).collect();
    std::iter::once(written).chain(notes).collect::<Vec<_>>().join("\n")
}

/// A table with much text: each row as lines below each other.
fn list(table: &Table) -> String {
    let rows = table.groups.iter().flat_map(|group| &group.rows);
    let row = |row: &Vec<String>| {
        let mut cells = row.iter().zip(&table.columns);
        let number = cells.next().map_or("", |(cell, _)| cell);
        let text = cells.next().map_or("", |(cell, _)| cell);
        let mut lines = vec![wrapped(text, &format!("  {number:>3}  "), "       ")];
        let others = cells.filter(|(cell, _)| !cell.is_empty());
        let said = others.map(|(cell, column)| format!("{}: {cell}", column.title.to_lowercase()));
        lines.extend(said.map(|said| wrapped(&said, "       ", "         ")));
        lines.join("\n")
    };
    format!("{}\n{}", safe(&table.caption), rows.map(row).collect::<Vec<_>>().join("\n"))
}

fn wrapped(text: &str, first: &str, others: &str) -> String {
    textwrap::fill(&safe(text), Options::new(WIDTH).initial_indent(first).subsequent_indent(others))
}

/// The score on a line: thick where another paper would most likely end, the cut, and below it what they are.
fn scale(score: &Score) -> String {
    let axis = Axis::of(score);
    let mut line: Vec<char> = vec!['─'; axis.cells];
    if let Some((low, high)) = score.interval {
        let (low, high) = (axis.at(low * 2), axis.at(high * 2));
        line.iter_mut().skip(low).take(high - low + 1).for_each(|cell| *cell = '━');
    }
    let mut put = |halves: usize, sign: char| {
        if let Some(cell) = line.get_mut(axis.at(halves)) {
            *cell = sign;
        }
    };
    let cut = score.cut_at().map(|cut| cut * 2);
    cut.inspect(|cut| put(*cut, '┼'));
    put(score.halves, '●');
    let line: String = line.into_iter().collect();
    let mut below = String::new();
    let mut mark = |halves: usize, text: &str| {
        let start =
            axis.at(halves).saturating_sub(text.width() / 2).max(below.width() + usize::from(!below.is_empty()));
        below.extend(std::iter::repeat_n(' ', start.saturating_sub(below.width())));
        below.push_str(text);
    };
    let start = if axis.from == 0 { "0".to_owned() } else { format!("luck {}", half(axis.from)) };
    mark(axis.from, &start);
    cut.inspect(|cut| mark(*cut, &format!("cut at {}", cut / 2)));
    mark(axis.to, &score.of.to_string());
    format!("  {line}\n  {below}")
}

fn half(halves: usize) -> String {
    if halves.is_multiple_of(2) { (halves / 2).to_string() } else { format!("{}.5", halves / 2) }
}

/// From where to where the line goes, in half marks.
struct Axis {
    from: usize,
    to: usize,
    cells: usize,
}

impl Axis {
    /// From luck to all; from nothing where the score, or its error, lies below luck.
    fn of(score: &Score) -> Self {
        let luck = score.luck_halves();
        let low = score.interval.map_or(score.halves, |(low, _)| low * 2).min(score.halves);
        Self { from: if low < luck { 0 } else { luck }, to: score.of * 2, cells: 61 }
    }

    fn at(&self, halves: usize) -> usize {
        let halves = halves.clamp(self.from, self.to.max(self.from));
        let whole = (self.to - self.from.min(self.to)).max(1);
        (halves - self.from) * (self.cells - 1) / whole
    }
}
