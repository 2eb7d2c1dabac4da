//! Words: paragraphs, lines, labels, and the line in which something is typed.

use super::Pen;
use crate::app::view::block::{Choice, Ends, Fact, Field, Labelled, Measure, Prose};
use crate::app::view::text::plain;
use crate::app::view::{Role, Text};
use crate::ui::rows::{Joint, Row, Rows, wrap};
use crate::ui::text::safe;
use unicode_width::UnicodeWidthStr;

/// Paragraphs, with a blank row between.
pub fn prose(prose: &Prose, pen: Pen<'_>) -> Rows {
    let columns = pen.columns;
    let (indent, width) = match prose.measure {
        Measure::Full => (0, columns.line()),
        Measure::Page | Measure::Statement => (page_indent(pen), columns.measure()),
    };
    let mut rows = Rows::default();
    for (number, paragraph) in prose.paragraphs.iter().enumerate() {
        if number > 0 {
            rows.gap();
        }
        rows.text(indent, paragraph, width, pen.theme);
    }
    rows.at_least(usize::from(prose.least));
    rows
}

/// How far a page is indented: in the middle of a wide window that it has for itself.
fn page_indent(pen: Pen<'_>) -> usize {
    let columns = pen.columns;
    let has_it_all = pen.grid.is_wide() && columns.width == pen.grid.content();
    if has_it_all { columns.width.saturating_sub(columns.measure()) / 2 } else { columns.indent() }
}

/// Lines under each other.
pub fn lines(lines: &[Text], pen: Pen<'_>) -> Rows {
    let mut rows = Rows::default();
    for line in lines {
        rows.text(0, line, pen.columns.line(), pen.theme);
    }
    rows
}

/// Something at each end; the right end never gives way, and the left one wraps.
pub fn ends(ends: &Ends, pen: Pen<'_>) -> Rows {
    let mut rows = Rows::default();
    let width = pen.columns.width;
    let right = safe(&ends.right.seen()).width();
    let room = width.saturating_sub(if right == 0 { 0 } else { right + 2 });
    // Two long ends have a row each.
    if right > width / 2 && safe(&ends.left.seen()).width() > room {
        rows.text(0, &ends.left, width, pen.theme);
        rows.text(0, &ends.right, width, pen.theme);
        if let Some((row, action)) = rows.rows.last_mut().zip(ends.action) {
            row.hit(0, width, action);
        }
        return rows;
    }
    rows.text(0, &ends.left, room, pen.theme);
    let Some(first) = rows.rows.first_mut().filter(|_| right > 0) else { return rows };
    let at = width.saturating_sub(right);
    first.pad(at);
    first.add(&ends.right, pen.theme);
    if let Some(action) = ends.action {
        first.hit(at, width, action);
    }
    rows
}

/// Lines in the middle of the window.
pub fn centred(lines: &[Text], pen: Pen<'_>) -> Rows {
    let mut rows = Rows::default();
    for line in lines.iter().flat_map(|line| wrap(line, pen.columns.line())) {
        let mut row = Row::default();
        row.pad(pen.columns.width.saturating_sub(line.seen().width()) / 2);
        row.add(&line, pen.theme);
        rows.push(row);
    }
    rows
}

/// A quiet label, the first to go, and lines under it.
pub fn labelled(labelled: &Labelled, pen: Pen<'_>) -> Rows {
    let mut rows = Rows::default();
    rows.text(0, &labelled.label, pen.columns.line(), pen.theme);
    rows.rows.iter_mut().for_each(|row| row.gives_way = true);
    if let Some(first) = rows.rows.first_mut() {
        first.joint = Joint::Begins;
    }
    for line in &labelled.lines {
        rows.text(0, line, pen.columns.line(), pen.theme);
    }
    rows
}

/// Labels in one column, values in the next.
pub fn facts(facts: &[Fact], pen: Pen<'_>) -> Rows {
    let mut rows = Rows::default();
    let widest = facts.iter().map(|fact| safe(&fact.label).width()).max().unwrap_or(0);
    let at = widest + 3;
    for fact in facts {
        let width = pen.columns.line().saturating_sub(at);
        for (number, line) in wrap(&fact.value, width).iter().enumerate() {
            let mut row = Row::default();
            if number == 0 {
                row.put(&fact.label, Role::Quiet, pen.theme);
            }
            row.pad(at);
            row.add(line, pen.theme);
            rows.push(row);
        }
    }
    rows
}

/// Numbered texts, two blank rows apart.
pub fn choices(choices: &[Choice], pen: Pen<'_>) -> Rows {
    let (key, text) = if pen.columns.narrow { (0, 2) } else { (page_indent(pen).saturating_sub(4), page_indent(pen)) };
    let mut rows = Rows::default();
    for (number, choice) in choices.iter().enumerate() {
        if number > 0 {
            rows.gap();
            rows.gap();
        }
        for (line, words) in wrap(&choice.text, pen.columns.width.saturating_sub(text).min(64)).iter().enumerate() {
            let mut row = Row::default();
            if line == 0 {
                row.pad(key);
                row.put(&choice.key, Role::Key, pen.theme);
            }
            row.pad(text);
            row.add(words, pen.theme);
            row.hit(0, pen.columns.width, choice.action);
            rows.push(row);
        }
    }
    rows
}

/// A line in which something is typed.
pub fn field(field: &Field, pen: Pen<'_>) -> Rows {
    let mut row = Row::default();
    row.put(&field.label, if field.active { Role::Accent } else { Role::Quiet }, pen.theme);
    row.pad(row.width() + 1);
    row.put(&field.typed, Role::Strong, pen.theme);
    if field.active {
        row.put("▏", Role::Accent, pen.theme);
    }
    if field.typed.is_empty() {
        row.put(&field.hint, Role::Quiet, pen.theme);
    }
    // What is being typed is always in sight.
    Rows { rows: vec![row], focus: field.active.then_some(0) }
}

/// Lines as they are; where there is too little room, wrapped.
pub fn art(lines: &[Text], pen: Pen<'_>) -> Rows {
    let widest = lines.iter().map(|line| line.seen().width()).max().unwrap_or(0);
    let indent = pen.columns.width.saturating_sub(widest).min(4);
    let mut rows = Rows::default();
    if widest > pen.columns.width {
        for said in lines.iter().map(Text::spoken).filter(|said| !said.is_empty()) {
            rows.text(0, &plain(said), pen.columns.width, pen.theme);
        }
        return rows;
    }
    for line in lines {
        if line.seen().width() + indent <= pen.columns.width {
            let mut row = Row::default();
            row.pad(indent);
            row.add(line, pen.theme);
            rows.push(row);
        } else {
            rows.text(0, line, pen.columns.width, pen.theme);
        }
    }
    rows
}

/// A thin line across.
pub fn rule(pen: Pen<'_>) -> Rows {
    let mut row = Row::default();
    row.put(&"─".repeat(pen.columns.width), Role::Quiet, pen.theme);
    Rows { rows: vec![row], ..Rows::default() }
}
