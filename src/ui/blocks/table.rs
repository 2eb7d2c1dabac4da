//! Rows and columns, and lines of what is known, practised and new.

use super::Pen;
use crate::app::view::block::{Align, Cell, Column, Strip, Table, TableRow};
use crate::app::view::{Role, Text};
use crate::ui::rows::{Joint, Row, Rows, wrap};
use crate::ui::text::safe;
use unicode_width::UnicodeWidthStr;

/// Up to so many rows are held apart where there is height.
const FEW: usize = 12;

/// A table; the cursor has two cells before its first column.
pub fn table(table: &Table, pen: Pen<'_>) -> Rows {
    let mut rows = Rows::default();
    if table.columns.iter().any(|column| !column.title.is_empty()) {
        let titles = table.columns.iter().map(|column| Cell::Text(column.title.clone().in_role(Role::Quiet)));
        rows.append(line(&titles.collect::<Vec<_>>(), table, false, pen));
    }
    for (number, row) in table.rows.iter().enumerate() {
        if table.airy && pen.tall && table.rows.len() <= FEW && !rows.is_empty() {
            rows.gap();
        }
        let selected = table.cursor == Some(number);
        if selected {
            rows.focus = Some(rows.len());
        }
        let mut drawn = line(&row.cells, table, selected, pen);
        drawn.rows.iter_mut().for_each(|drawn| click(drawn, row, selected, pen));
        // No row stands alone below a label.
        if let Some(first) = drawn.rows.first_mut().filter(|_| number > 1) {
            first.joint = Joint::Loose;
        }
        rows.append(drawn);
    }
    rows
}

fn click(row: &mut Row, line: &TableRow, selected: bool, pen: Pen<'_>) {
    if let Some(action) = if selected { line.action } else { line.select.or(line.action) } {
        row.hit(0, pen.columns.width, action);
    }
}

/// One row of the table, on as many rows of the screen as its longest value needs.
fn line(cells: &[Cell], table: &Table, selected: bool, pen: Pen<'_>) -> Rows {
    let start = if table.rows.iter().any(|row| row.action.is_some()) { 2 } else { 0 };
    let mut rows = vec![Row::default()];
    if let Some(first) = rows.first_mut().filter(|_| start > 0) {
        first.put(if selected { "›" } else { " " }, Role::Accent, pen.theme);
    }
    let mut at = start;
    for (cell, column) in cells.iter().zip(&table.columns) {
        let Some(width) = shown_width(column, pen) else { continue };
        let end = (at + width).min(pen.columns.width);
        match cell {
            Cell::Text(text) => put(&mut rows, text, column, (at, end), selected, pen),
            Cell::Strip(known) => {
                if let Some(first) = rows.first_mut() {
                    let ideas = known.known + known.practising + known.new;
                    first.pad(at);
                    strip(first, *known, (2 * ideas).min(width.saturating_sub(1)), pen);
                }
            }
        }
        at += width;
    }
    Rows { rows, ..Rows::default() }
}

fn shown_width(column: &Column, pen: Pen<'_>) -> Option<usize> {
    let cells = if pen.columns.narrow { column.narrow? } else { column.cells };
    Some(usize::from(cells))
}

/// Puts a value between two columns; one that is too long is wrapped, or cut where the column says so. A blank stays before
/// the next column.
fn put(rows: &mut Vec<Row>, text: &Text, column: &Column, (at, end): (usize, usize), selected: bool, pen: Pen<'_>) {
    let text = if selected { chosen(text) } else { text.clone() };
    let width = safe(&text.seen()).width();
    if column.align == Align::Right {
        if let Some(first) = rows.first_mut() {
            first.pad(end.saturating_sub(width));
            first.add_within(&text, end, pen.theme);
        }
        return;
    }
    let is_last = end >= pen.columns.width;
    let room = (end - at.min(end)).saturating_sub(usize::from(!is_last && width > end - at.min(end)));
    let lines = if width <= room { vec![text] } else { at_most(wrap(&text, room), column.most) };
    for (number, line) in lines.iter().enumerate() {
        if rows.len() <= number {
            rows.push(Row::default());
        }
        if let Some(row) = rows.get_mut(number) {
            row.pad(at);
            row.add_within(line, at + room, pen.theme);
        }
    }
}

/// The first so many lines; what is left over is put into the last of them, where it is cut.
fn at_most(mut lines: Vec<Text>, most: Option<u8>) -> Vec<Text> {
    let most = most.map_or(lines.len(), usize::from).max(1);
    let over = lines.split_off(most.min(lines.len()));
    if let Some(last) = lines.last_mut() {
        for line in over {
            for span in line.0 {
                match last.0.last_mut().filter(|before| before.role == span.role) {
                    Some(before) => before.words = format!("{} {}", before.words, span.words),
                    None => last.0.push(span),
                }
            }
        }
    }
    lines
}

/// The text of a row on which the cursor is.
fn chosen(text: &Text) -> Text {
    let mut text = text.clone();
    for span in &mut text.0 {
        span.role = match span.role {
            Role::Plain => Role::Strong,
            Role::Quiet => Role::Plain,
            role => role,
        };
    }
    text
}

/// A line of the full width.
pub fn strip_block(known: Strip, pen: Pen<'_>) -> Rows {
    let mut row = Row::default();
    strip(&mut row, known, pen.columns.width, pen);
    Rows { rows: vec![row], ..Rows::default() }
}

/// Adds a line of so many cells: thick for what is known, thin for what is practised, dotted for what is new.
fn strip(row: &mut Row, known: Strip, cells: usize, pen: Pen<'_>) {
    let all = known.known + known.practising + known.new;
    let upto = |ideas: usize| (ideas * cells + all / 2).checked_div(all).unwrap_or(0);
    let (first, second) = (upto(known.known), upto(known.known + known.practising));
    let parts = [("━", first, Role::Accent), ("─", second - first, Role::Plain), ("╌", cells - second, Role::Quiet)];
    for (sign, cells, role) in parts {
        row.put(&sign.repeat(cells), role, pen.theme);
    }
}
