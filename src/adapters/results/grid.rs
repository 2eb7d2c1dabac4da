//! Columns of words for a terminal.

use crate::ui::text::safe;
use unicode_width::UnicodeWidthStr;

/// The widest that a cell may be.
const WIDEST: usize = 44;

/// Rows under heads, each column as wide as its widest cell. A column of numbers stands to the right.
#[must_use]
pub fn grid(heads: &[String], rows: &[Vec<String>]) -> String {
    let clean = |row: &[String]| row.iter().map(|cell| cut(&safe(cell))).collect::<Vec<_>>();
    let (head, rows) = (clean(heads), rows.iter().map(|row| clean(row)).collect::<Vec<_>>());
    let cell = |row: &Vec<String>, at: usize| row.get(at).cloned().unwrap_or_default();
    let columns: Vec<(usize, bool)> = (0..head.len())
        .map(|at| {
            let cells = || rows.iter().map(|row| cell(row, at));
            let width = cells().map(|cell| cell.width()).max().unwrap_or(0).max(cell(&head, at).width());
            let number = |cell: &String| cell.chars().all(|sign| sign.is_ascii_digit() || ".–-+%".contains(sign));
            (width, at > 0 && cells().all(|cell| number(&cell)))
        })
        .collect();
    let line = |row: &Vec<String>| {
        let mut line = String::from(" ");
        for (at, (width, right)) in columns.iter().enumerate() {
            let cell = cell(row, at);
            let blanks = " ".repeat(width - cell.width());
            let (before, after) = if *right { (blanks, String::new()) } else { (String::new(), blanks) };
            line.extend([" ", &before, &cell, &after, " "]);
        }
        line.trim_end().to_owned()
    };
    std::iter::once(&head).chain(&rows).map(line).collect::<Vec<_>>().join("\n")
}

/// A cell of bounded width.
fn cut(text: &str) -> String {
    if text.width() <= WIDEST {
        return text.to_owned();
    }
    let mut kept = String::new();
    for sign in text.chars() {
        if kept.width() + 2 > WIDEST {
            break;
        }
        kept.push(sign);
    }
    kept + "…"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_and_numbers_stand_to_the_right() {
        let owned = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>();
        let rows = [owned(&["Ana", "9", "ready"]), owned(&["Bo\u{1b}[2J", "51", "not yet"])];
        let found = grid(&owned(&["name", "score", "is"]), &rows);
        assert_eq!(found, "  name   score  is\n  Ana        9  ready\n  Bo[2J     51  not yet");
        let wide = grid(&owned(&["name"]), &[owned(&[&"x".repeat(50)])]);
        assert!(wide.lines().all(|line| line.width() <= WIDEST + 2), "{wide}");
    }
}
