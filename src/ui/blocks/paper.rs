//! The statements of a paper, one cell each, in groups of five.
//!
//! ```text
//!         ?
//! ━━━━━ ━━━━━ ╌━━╌╌ ╌╌╌╌╌ ╌╌╌╌╌ ╌╌╌╌╌ ╌╌╌╌╌ ╌╌╌╌╌
//!               ▴
//! ```

use super::Pen;
use crate::app::view::Role;
use crate::app::view::block::{Paper, PaperCell};
use crate::ui::rows::{Row, Rows};

/// So many cells stand together.
const GROUP: usize = 5;

/// A paper: as many lines as it needs, marks above each and a sign under the statement at hand.
pub fn paper(paper: &Paper, pen: Pen<'_>) -> Rows {
    let groups = ((pen.columns.width + 1) / (GROUP + 1)).max(1);
    let mut rows = Rows::default();
    for (line, cells) in paper.cells.chunks(groups * GROUP).enumerate() {
        let first = line * groups * GROUP;
        if cells.iter().any(|cell| cell.marked) {
            rows.push(signs(cells, pen, |_, cell| if cell.marked { "?" } else { "" }));
        }
        let mut row = Row::default();
        for (number, cell) in cells.iter().enumerate() {
            let at = place(number);
            row.pad(at);
            let (sign, role) = if cell.answered { ("━", Role::Plain) } else { ("╌", Role::Quiet) };
            row.put(sign, role, pen.theme);
            if let Some(action) = cell.action {
                row.hit(at, at + 1, action);
            }
        }
        rows.push(row);
        if (first..first + cells.len()).contains(&paper.at) {
            rows.push(signs(cells, pen, |number, _| if first + number == paper.at { "▴" } else { "" }));
        }
    }
    rows
}

/// Where the cell of that number in its line stands.
const fn place(number: usize) -> usize {
    number + number / GROUP
}

/// A row of signs above or under the cells.
fn signs(cells: &[PaperCell], pen: Pen<'_>, sign: impl Fn(usize, &PaperCell) -> &'static str) -> Row {
    let mut row = Row::default();
    for (number, cell) in cells.iter().enumerate() {
        let sign = sign(number, cell);
        if !sign.is_empty() {
            row.pad(place(number));
            row.put(sign, Role::Accent, pen.theme);
        }
    }
    row
}
