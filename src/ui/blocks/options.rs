//! Labelled choices: what stands in `[brackets]` is in force, so that nothing is told by colour alone.

use super::Pen;
use crate::app::view::Role;
use crate::app::view::block::{OptionRow, Options};
use crate::app::view::text::text;
use crate::ui::rows::{Row, Rows, wrap};
use crate::ui::text::safe;
use unicode_width::UnicodeWidthStr;

/// Where labels begin; the cursor stands before.
const LABEL: usize = 2;
/// Between the longest label and the first value.
const APART: usize = 3;
/// With less room than this, details are left out.
const LEAST_DETAIL: usize = 20;

/// Choices under each other: label, values, detail.
pub fn options(options: &Options, pen: Pen<'_>) -> Rows {
    let widest = options.rows.iter().map(|row| safe(&row.label).width()).max().unwrap_or(0);
    let at = LABEL + widest + APART;
    let room = pen.columns.width.saturating_sub(at);
    let drawn: Vec<Vec<Values>> = options.rows.iter().map(|row| values(row, room, pen)).collect();
    let widest = drawn.iter().flatten().map(|values| values.end).max().unwrap_or(0);
    let detail = at + widest + 1;
    let mut rows = Rows::default();
    for (number, (row, values)) in options.rows.iter().zip(drawn).enumerate() {
        (0..row.gap).for_each(|_| rows.gap());
        let selected = options.cursor == Some(number);
        if selected {
            rows.focus = Some(rows.len());
        }
        rows.rows.extend(one(row, values, (at, detail), selected, pen));
    }
    rows
}

/// A choice, on as many rows as its values or its detail need.
fn one(
    option: &OptionRow,
    values: Vec<Values>,
    (at, detail): (usize, usize),
    selected: bool,
    pen: Pen<'_>,
) -> Vec<Row> {
    let (label_role, detail_role) = if selected { (Role::Strong, Role::Plain) } else { (Role::Plain, Role::Quiet) };
    let room = pen.columns.line().min(pen.columns.width).saturating_sub(detail);
    let words = if room < LEAST_DETAIL { "" } else { option.detail.as_str() };
    let details = wrap(&text(words, detail_role), room.max(1));
    let count = values.len().max(details.len()).max(1);
    let (mut values, mut details) = (values.into_iter(), details.into_iter());
    let row = |number: usize| {
        let mut row = Row::default();
        if number == 0 {
            row.put(if selected { "›" } else { " " }, Role::Accent, pen.theme);
            row.pad(LABEL);
            row.put(&option.label, label_role, pen.theme);
        }
        if let Some(values) = values.next() {
            row.beside(at.saturating_sub(1), values.row);
        }
        if let Some(detail_line) = details.next().filter(|line| !line.is_empty()) {
            row.pad(detail);
            row.add(&detail_line, pen.theme);
        }
        // A value asks for itself; beside it, the row is asked for.
        row.hit(0, pen.columns.width, option.select);
        row
    };
    (0..count).map(row).collect()
}

/// A row of values.
#[derive(Default)]
struct Values {
    row: Row,
    /// Where the next value would begin: a blank or a bracket stands on either side of each, so that none moves when another
    /// one is chosen.
    end: usize,
}

/// The values, on as many rows as they need.
fn values(option: &OptionRow, room: usize, pen: Pen<'_>) -> Vec<Values> {
    let mut rows = vec![Values::default()];
    for (number, offer) in option.values.iter().enumerate() {
        let bracketed = offer.in_force && option.values.len() > 1;
        let words = safe(&offer.words);
        let cells = words.width() + 2;
        let full = rows.last().is_some_and(|values| values.end > 0 && values.end + cells > room + 1);
        if full || (option.stacked && number > 0) {
            rows.push(Values::default());
        }
        let Some(Values { row, end }) = rows.last_mut() else { continue };
        row.pad(if bracketed { *end } else { *end + 1 });
        let role = if offer.in_force { Role::Strong } else { Role::Quiet };
        row.put(&if bracketed { format!("[{words}]") } else { words.into_owned() }, role, pen.theme);
        row.hit(*end, *end + cells, offer.action);
        *end += cells;
    }
    rows
}
