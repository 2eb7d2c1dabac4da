//! Rows and columns, and lines of what is known, practised and new.

use super::Pen;
use crate::app::view::block::{Align, Cell, Column, Strip, Table, TableRow};
use crate::app::view::{Role, Text};
use crate::ui::rows::{Row, Rows};
use crate::ui::text::safe;
use unicode_width::UnicodeWidthStr;

/// Up to so many rows are held apart where there is height.
const FEW: usize = 12;

/// A table; the cursor has two cells before its first column.
pub fn table(table: &Table, pen: Pen<'_>) -> Rows {
    let mut rows = Rows::default();
    if table.columns.iter().any(|column| !column.title.is_empty()) {
        let titles = table.columns.iter().map(|column| Cell::Text(column.title.clone().in_role(Role::Quiet)));
        rows.push(row(&titles.collect::<Vec<_>>(), table, false, pen));
    }
    for (number, line) in table.rows.iter().enumerate() {
        let apart = pen.tall && table.rows.len() <= FEW;
        if apart && !rows.is_empty() {
            rows.gap();
        }
        let selected = table.cursor == Some(number);
        if selected {
            rows.focus = Some(rows.len());
        }
        let mut drawn = row(&line.cells, table, selected, pen);
        click(&mut drawn, line, selected, pen);
        rows.push(drawn);
    }
    rows
}

fn click(row: &mut Row, line: &TableRow, selected: bool, pen: Pen<'_>) {
    if let Some(action) = if selected { line.action } else { line.select.or(line.action) } {
        row.hit(0, pen.columns.width, action);
    }
}

fn row(cells: &[Cell], table: &Table, selected: bool, pen: Pen<'_>) -> Row {
    let mut row = Row::default();
    if table.rows.iter().any(|row| row.action.is_some()) {
        row.put(if selected { "›" } else { " " }, Role::Accent, pen.theme);
        row.pad(2);
    }
    let mut at = row.width();
    for (cell, column) in cells.iter().zip(&table.columns) {
        let Some(width) = shown_width(column, pen) else { continue };
        put(&mut row, cell, column.align, at, width, selected, pen);
        at += width;
    }
    row
}

fn shown_width(column: &Column, pen: Pen<'_>) -> Option<usize> {
    let cells = if pen.columns.narrow { column.narrow? } else { column.cells };
    Some(usize::from(cells))
}

fn put(row: &mut Row, cell: &Cell, align: Align, at: usize, width: usize, selected: bool, pen: Pen<'_>) {
    let end = (at + width).min(pen.columns.width);
    match cell {
        Cell::Text(text) => {
            let text = if selected { chosen(text) } else { text.clone() };
            if align == Align::Right {
                row.pad(end.saturating_sub(safe(&text.seen()).width()).max(at));
            } else {
                row.pad(at);
            }
            row.add_within(&text, end, pen.theme);
        }
        Cell::Strip(known) => {
            row.pad(at);
            let ideas = known.known + known.practising + known.new;
            strip(row, *known, (2 * ideas).min(width.saturating_sub(1)), pen);
        }
    }
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
