//! The spread: a page for each side, and what belongs to both under the spine. Below 80 columns the pages stack.

use super::Pen;
use super::beam::{half, head};
use super::text::centred;
use crate::app::view::block::{Page, Spread, Words};
use crate::app::view::text::{quiet, strong};
use crate::app::view::words::ON_BOTH;
use crate::app::view::{Role, Text};
use crate::domain::bank::{Side, Sides};
use crate::ui::rows::{Joint, Row, Rows};
use crate::ui::text::safe;
use unicode_width::UnicodeWidthStr;

/// Two pages beside each other, or stacked.
pub fn spread(spread: &Spread, pen: Pen<'_>) -> Rows {
    let mut rows = if pen.columns.narrow { stacked(spread, pen) } else { open(spread, pen) };
    if let Some((label, line)) = &spread.both {
        rows.gap();
        rows.append(centred(&[quiet(*label), line.clone()], pen));
    }
    rows
}

fn open(spread: &Spread, pen: Pen<'_>) -> Rows {
    let mut rows = Rows { rows: vec![head(spread.thick, "┬", pen)], ..Rows::default() };
    let Sides { left, right } = &spread.pages;
    if spread.words {
        rows.push(side_words(pen));
    }
    if !left.label.is_empty() || !right.label.is_empty() {
        rows.append(across(&left.label, &right.label, pen));
    }
    rows.push(spine_row(pen));
    for number in 0..left.sections.len().max(right.sections.len()) {
        if number > 0 {
            (0..spread.between).for_each(|_| rows.push(spine_row(pen)));
        }
        let none = Text::default();
        let section = |page: &'_ Page| page.sections.get(number).cloned().unwrap_or_else(|| none.clone());
        rows.append(across(&section(left), &section(right), pen));
    }
    if spread.tail {
        rows.push(spine_row(pen));
    }
    rows
}

/// A text on each page, and the spine between.
fn across(left: &Text, right: &Text, pen: Pen<'_>) -> Rows {
    let columns = pen.columns;
    let page = |text: &Text, width| {
        let mut rows = Rows::default();
        rows.text(0, text, width, pen.theme);
        rows
    };
    let right_room = columns.width.saturating_sub(columns.right_page());
    page(left, columns.left_page()).beside(columns.right_page(), page(right, right_room), |row| spine(row, pen))
}

/// Puts the spine into a row.
fn spine(row: &mut Row, pen: Pen<'_>) {
    row.pad(pen.columns.spine());
    row.put("│", Role::Quiet, pen.theme);
}

/// A row of nothing but the spine; such rows give way like blank ones.
fn spine_row(pen: Pen<'_>) -> Row {
    let mut row = Row::default();
    spine(&mut row, pen);
    row.is_gap = true;
    row
}

/// What the sides stand for, each under its name.
fn side_words(pen: Pen<'_>) -> Row {
    let mut row = Row::default();
    row.pad(2);
    row.put_within(&pen.sides.left.word, Role::Quiet, pen.columns.left_page(), pen.theme);
    spine(&mut row, pen);
    let word = &pen.sides.right.word;
    row.pad(pen.columns.width.saturating_sub(2 + safe(word).width()).max(pen.columns.right_page()));
    row.put_within(word, Role::Quiet, pen.columns.width, pen.theme);
    row
}

/// One page above the other, each under its own end of the beam with its reason: the one of the statement that was asked
/// comes first, and where none was, the left one.
fn stacked(spread: &Spread, pen: Pen<'_>) -> Rows {
    let mut rows = Rows::default();
    let first = Side::BOTH.into_iter().find(|side| spread.pages.get(*side).is_asked).unwrap_or(Side::Left);
    for side in [first, first.other()] {
        if side != first {
            rows.gap();
        }
        let page = spread.pages.get(side);
        let mut head = page_head(side, &page.label, spread.thick, pen);
        head.joint = Joint::Begins;
        rows.push(head);
        rows.append(paragraphs(&page.sections, pen));
    }
    rows
}

fn paragraphs<'a>(texts: impl IntoIterator<Item = &'a Text>, pen: Pen<'_>) -> Rows {
    let mut rows = Rows::default();
    for (number, text) in texts.into_iter().enumerate() {
        if number > 0 {
            rows.gap();
        }
        let begins = rows.len();
        rows.text(0, text, pen.columns.width, pen.theme);
        // A head never stands alone at the end of a page.
        if let Some(first) = rows.rows.get_mut(begins).filter(|_| number > 0) {
            first.joint = Joint::Loose;
        }
    }
    rows
}

/// `◂ IoT ──────── the counterpart`, or `your statement ━━━━━━━ IIoT ▸`.
fn page_head(side: Side, label: &Text, thick: Option<Side>, pen: Pen<'_>) -> Row {
    let mut row = Row::default();
    let name = &pen.sides.get(side).name;
    let label_cells = if label.is_empty() { 0 } else { safe(&label.seen()).width() + 1 };
    match side {
        Side::Left => {
            row.put(&format!("◂ {name} "), Role::Side(side), pen.theme);
            half(&mut row, side, pen.columns.width.saturating_sub(label_cells), thick, pen);
            if label_cells > 0 {
                row.pad(row.width() + 1);
                row.add(label, pen.theme);
            }
        }
        Side::Right => {
            if label_cells > 0 {
                row.add(label, pen.theme);
                row.pad(row.width() + 1);
            }
            half(&mut row, side, pen.columns.width.saturating_sub(safe(name).width() + 3), thick, pen);
            row.put(&format!(" {name} ▸"), Role::Side(side), pen.theme);
        }
    }
    row
}

/// Words of the trade: a term and its meaning, on two rows, or on one where pages are wide or stack.
pub fn words(words: &Words, pen: Pen<'_>) -> Rows {
    let mut rows = Rows::default();
    if pen.columns.narrow {
        for side in Side::BOTH {
            if side == Side::Right {
                rows.gap();
            }
            rows.push(page_head(side, &Text::default(), None, pen));
            let list = words.sides.get(side);
            for word in list {
                rows.append(on_one_row(word, list, pen.columns.width, pen));
            }
        }
    } else {
        rows.push(head(None, "┬", pen));
        rows.push(spine_row(pen));
        two_columns(words, pen, &mut rows);
    }
    if !words.both.is_empty() {
        rows.gap();
        rows.append(centred(&[quiet(ON_BOTH), Text::from(words.both.join(" · "))], pen));
    }
    rows
}

fn two_columns(words: &Words, pen: Pen<'_>, rows: &mut Rows) {
    let columns = pen.columns;
    let Sides { left, right } = &words.sides;
    let one_row = pen.grid.is_wide();
    let page = |list: &[(String, String)], number: usize, width: usize| match list.get(number) {
        Some(word) if one_row => on_one_row(word, list, width, pen),
        Some((term, meaning)) => {
            let mut rows = Rows::default();
            rows.text(0, &strong(term), width, pen.theme);
            rows.text(0, &Text::from(meaning.as_str()), width, pen.theme);
            rows
        }
        None => Rows::default(),
    };
    for number in 0..left.len().max(right.len()) {
        if number > 0 && one_row && pen.tall {
            rows.push(spine_row(pen));
        }
        let right_room = columns.width.saturating_sub(columns.right_page());
        let mut both = page(left, number, columns.left_page()).beside(
            columns.right_page(),
            page(right, number, right_room),
            |row| spine(row, pen),
        );
        if let Some(first) = both.rows.first_mut() {
            first.joint = Joint::Begins;
        }
        rows.append(both);
    }
}

/// A term, and its meaning in a column beside it.
fn on_one_row((term, meaning): &(String, String), all: &[(String, String)], width: usize, pen: Pen<'_>) -> Rows {
    let at = all.iter().map(|(term, _)| safe(term).width()).max().unwrap_or(0).max(12) + 3;
    let mut rows = Rows::default();
    rows.text(0, &Text::from(meaning.as_str()), width.saturating_sub(at), pen.theme);
    let mut first = Rows::default();
    first.text(0, &strong(term), at, pen.theme);
    first.beside(at, rows, |_| {})
}
