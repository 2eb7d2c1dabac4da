//! A big figure, drawn with the same thick line as everything else, three rows high.

use super::Pen;
use crate::app::view::Role;
use crate::app::view::block::Figure;
use crate::ui::rows::{Row, Rows};

const DIGITS: [[&str; 3]; 10] = [
    ["┏━┓", "┃ ┃", "┗━┛"],
    ["╺┓ ", " ┃ ", "╺┻╸"],
    ["╺━┓", "┏━┛", "┗━╸"],
    ["╺━┓", "╺━┫", "╺━┛"],
    ["╻ ╻", "┗━┫", "  ╹"],
    ["┏━╸", "┗━┓", "╺━┛"],
    ["┏━╸", "┣━┓", "┗━┛"],
    ["╺━┓", "  ┃", "  ╹"],
    ["┏━┓", "┣━┫", "┗━┛"],
    ["┏━┓", "┗━┫", "╺━┛"],
];

/// A big figure, and what it is of on its last row. In ASCII it is written in plain digits.
pub fn figure(figure: &Figure, pen: Pen<'_>) -> Rows {
    let digits = figure.figure.to_string();
    let mut rows = Rows::default();
    if pen.theme.is_ascii() {
        let mut row = Row::default();
        row.put(&format!("{digits} {}", figure.of), Role::Strong, pen.theme);
        rows.push(row);
        return rows;
    }
    for line in 0..3 {
        let of_digit = |digit: char| {
            let digit = usize::try_from(digit.to_digit(10)?).ok()?;
            DIGITS.get(digit)?.get(line).copied()
        };
        let drawn: Vec<&str> = digits.chars().filter_map(of_digit).collect();
        let mut row = Row::default();
        row.put(&drawn.join(" "), Role::Strong, pen.theme);
        if line == 2 {
            row.put(&format!("  {}", figure.of), Role::Plain, pen.theme);
        }
        rows.push(row);
    }
    rows
}
