//! Entries to choose from: cursor, key, label, detail.

use super::Pen;
use crate::app::view::block::{List, ListRow};
use crate::app::view::text::text;
use crate::app::view::{Role, Text};
use crate::ui::rows::{Row, Rows, wrap};
use crate::ui::text::safe;
use unicode_width::UnicodeWidthStr;

/// Up to so many entries are held apart where there is height.
const FEW: usize = 13;

/// The word that stands in the key column of the row on which the cursor is: Enter opens it.
const ENTER: &str = "Enter";

/// So many blanks stand between a label that is longer than its column and its detail.
const BEHIND: usize = 2;

/// A detail on as many lines as it needs, broken behind its commas where that gives lines that fit, so that `at screen 1 of 10`
/// stays whole; else at words.
fn in_parts(detail: &str, role: Role, room: usize) -> Vec<Text> {
    let mut parts: Vec<String> = Vec::new();
    for part in safe(detail).split_inclusive(", ") {
        match parts.last_mut().filter(|last| last.width() + part.trim_end().width() <= room) {
            Some(last) => last.push_str(part),
            None => parts.push(part.to_owned()),
        }
    }
    if parts.iter().any(|part| part.trim_end().width() > room) {
        return wrap(&text(detail, role), room);
    }
    parts.iter().map(|part| text(part.trim_end(), role)).collect()
}

/// A list. Where the cursor is, the word Enter stands in the place of the row's key.
pub fn list(list: &List, pen: Pen<'_>) -> Rows {
    let mut rows = Rows::default();
    let detail = detail_column(list, pen);
    for (number, entry) in list.rows.iter().enumerate() {
        let apart = pen.roomy && number > 0 && list.rows.len() <= FEW;
        (0..entry.gap + u8::from(apart)).for_each(|_| rows.gap());
        let selected = list.cursor == Some(number);
        // A single entry is no choice to scroll to: the screen has pages then.
        if selected && list.rows.len() > 1 {
            rows.focus = Some(rows.len());
        }
        rows.append(entry_rows(entry, selected, detail, list.brief && pen.columns.narrow, pen));
    }
    rows
}

/// Where the details stand: at the design's column, or further right where a label needs the room, but never beyond the
/// middle. Behind a longer label its detail stands where it ends, or has a line of its own.
fn detail_column(list: &List, pen: Pen<'_>) -> usize {
    let [_, label, detail] = pen.columns.list();
    let between = if pen.columns.narrow { 2 } else { 5 };
    let middle = detail.max(pen.columns.line() / 2);
    let ends = list.rows.iter().map(|row| label + safe(&row.label).width() + between);
    ends.filter(|end| *end <= middle).max().unwrap_or(0).max(detail)
}

fn entry_rows(entry: &ListRow, selected: bool, detail: usize, brief: bool, pen: Pen<'_>) -> Rows {
    let [key, label, _] = pen.columns.list();
    let (label_role, detail_role) = if selected { (Role::Strong, Role::Plain) } else { (Role::Plain, Role::Quiet) };
    let action = if selected { entry.action } else { entry.select };
    let ends = label + safe(&entry.label).width() + BEHIND;
    let is_long = ends > detail + 1 && !entry.detail.is_empty();
    let fits_behind = is_long && ends + safe(&entry.detail).width() <= pen.columns.line();
    let (detail, own_line) = if fits_behind { (ends, false) } else { (detail, is_long) };
    let mut lines = in_parts(&entry.detail, detail_role, pen.columns.line().saturating_sub(detail));
    // Elsewhere than under the cursor the first part says enough, and ends as if nothing came after it.
    if brief && !selected {
        lines.truncate(1);
        if let Some(span) = lines.last_mut().and_then(|line| line.0.last_mut()) {
            span.words.truncate(span.words.trim_end_matches(',').len());
        }
    }
    let lines: Vec<_> = own_line.then(Text::default).into_iter().chain(lines).collect();
    let mut rows = Rows::default();
    for number in 0..lines.len().max(1) {
        let mut row = Row::default();
        if number == 0 {
            row.put(if selected { "›" } else { " " }, Role::Accent, pen.theme);
            row.pad(key);
            row.put(if selected { ENTER } else { &entry.key }, Role::Key, pen.theme);
            row.pad(label);
            row.put_within(&entry.label, label_role, pen.columns.line(), pen.theme);
        }
        if let Some(line) = lines.get(number).filter(|line| !line.is_empty()) {
            row.pad(detail);
            row.add(line, pen.theme);
        }
        row.hit(0, pen.columns.width, action);
        rows.push(row);
    }
    rows
}
