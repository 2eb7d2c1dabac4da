//! How a room voted: bars that grow outward from the spine, and a share of a whole as one line.
//!
//! ```text
//! ◂ IoT ───────────────────────────────┬─────────────────────────────── IIoT ▸
//!                                      │
//! certain                 5 ━━━━━━━━━━ │ ━━━━ 2                        certain
//! ```

use super::Pen;
use super::beam::head;
use crate::app::view::block::{BarRow, Bars, Share};
use crate::app::view::words;
use crate::app::view::{Role, text};
use crate::domain::bank::Side;
use crate::ui::rows::{Row, Rows};
use crate::ui::text::safe;
use unicode_width::UnicodeWidthStr;

/// A line that is thick for the share.
pub fn share(share: Share, pen: Pen<'_>) -> Rows {
    let width = pen.columns.line();
    let (count, of) = (usize::try_from(share.count).unwrap_or(0), usize::try_from(share.of).unwrap_or(0));
    let thick = (count * width + of / 2).checked_div(of).unwrap_or(0).min(width);
    let mut row = Row::default();
    row.put(&"━".repeat(thick), Role::Accent, pen.theme);
    row.put(&"─".repeat(width - thick), Role::Quiet, pen.theme);
    Rows { rows: vec![row], ..Rows::default() }
}

/// The bars of both sides on one spine, their figures at the ends.
pub fn bars(bars: &Bars, pen: Pen<'_>) -> Rows {
    let mut rows = Rows { rows: vec![head(None, "┬", pen)], ..Rows::default() };
    let scale = Scale::of(bars, pen);
    for row in &bars.rows {
        rows.push(spine_row(pen));
        rows.push(line(row, scale, pen));
    }
    rows.push(spine_row(pen));
    if scale.people > 1 {
        rows.text(0, &text::quiet(words::one_cell(scale.people)), pen.columns.line(), pen.theme);
    }
    rows
}

/// How long bars are: so many cells a person, or so many people a cell.
#[derive(Clone, Copy)]
struct Scale {
    cells: usize,
    people: usize,
}

impl Scale {
    fn of(bars: &Bars, pen: Pen<'_>) -> Self {
        let counts = || bars.rows.iter().flat_map(|row| [row.counts.left, row.counts.right]);
        let most = usize::try_from(counts().max().unwrap_or(0)).unwrap_or(usize::MAX);
        let labels = bars.rows.iter().map(|row| safe(&row.label).width()).max().unwrap_or(0);
        // A blank beside the spine, one beside the figure, and one beside the label.
        let taken = labels + most.to_string().len() + 3;
        let spine = pen.columns.spine();
        let room = spine.min(pen.columns.width.saturating_sub(spine + 1)).saturating_sub(taken).max(1);
        match most {
            most if most * 2 <= room => Self { cells: 2, people: 1 },
            most if most <= room => Self { cells: 1, people: 1 },
            most => Self { cells: 1, people: most.div_ceil(room) },
        }
    }

    fn length(self, count: u32) -> usize {
        let count = usize::try_from(count).unwrap_or(usize::MAX);
        // Whoever is there is seen.
        (count * self.cells + self.people / 2).checked_div(self.people).unwrap_or(0).max(usize::from(count > 0))
    }
}

fn line(bar: &BarRow, scale: Scale, pen: Pen<'_>) -> Row {
    let spine = pen.columns.spine();
    let sign = if bar.is_earlier { "─" } else { "━" };
    let length = |side: Side| scale.length(*bar.counts.get(side));
    let mut row = Row::default();
    row.put(&bar.label, Role::Quiet, pen.theme);
    let (left, right) = (bar.counts.left.to_string(), bar.counts.right.to_string());
    row.pad(spine.saturating_sub(length(Side::Left) + left.len() + 2));
    row.put(&format!("{left} "), Role::Strong, pen.theme);
    row.put(&sign.repeat(length(Side::Left)), Role::Half(Side::Left), pen.theme);
    row.pad(spine);
    row.put("│ ", Role::Quiet, pen.theme);
    row.put(&sign.repeat(length(Side::Right)), Role::Half(Side::Right), pen.theme);
    row.put(&format!(" {right}"), Role::Strong, pen.theme);
    row.pad(pen.columns.width.saturating_sub(safe(&bar.label).width()).max(row.width() + 1));
    row.put_within(&bar.label, Role::Quiet, pen.columns.width, pen.theme);
    row
}

/// A row of nothing but the spine; such rows give way like blank ones.
fn spine_row(pen: Pen<'_>) -> Row {
    let mut row = Row::default();
    row.pad(pen.columns.spine());
    row.put("│", Role::Quiet, pen.theme);
    row.is_gap = true;
    row
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::view::{Form, SideWords};
    use crate::domain::bank::Sides;
    use crate::ui::grid::{Columns, Grid};
    use crate::ui::theme::Theme;
    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;

    /// The last row of bars with these counts in a window of 80 columns.
    fn drawn(counts: &[(u32, u32)]) -> Vec<String> {
        let row = |(left, right): &(u32, u32)| BarRow {
            label: "all".to_owned(),
            counts: Sides { left: *left, right: *right },
            is_earlier: false,
        };
        let sides = Sides::each(|_| SideWords { name: "Side".to_owned(), word: String::new() });
        let grid = Grid::new(80, Form::TwoSided);
        let columns = Columns { width: grid.content(), narrow: false };
        let pen = Pen { theme: Theme::default(), columns, grid, sides: &sides, tall: false, roomy: false };
        let rows = bars(&Bars { rows: counts.iter().map(row).collect() }, pen);
        let line = |row: &Row| {
            let mut buffer = Buffer::empty(Rect::new(0, 0, 80, 1));
            row.draw(buffer.area, &mut buffer, &mut Vec::new());
            assert!(row.width() <= columns.width, "it runs out of the window");
            buffer.content().iter().map(ratatui::buffer::Cell::symbol).collect::<String>().trim_end().to_owned()
        };
        rows.rows.iter().map(line).collect()
    }

    #[test]
    fn bars_grow_from_the_spine_in_proportion_and_the_scale_is_said() {
        let thick = |line: &str| line.matches('━').count();
        let few = drawn(&[(5, 2), (0, 0)]);
        assert_eq!([thick(&few[2]), thick(&few[4])], [14, 0], "two cells a person: {few:#?}");
        assert!(few[2].contains("5 ━━━━━━━━━━ │ ━━━━ 2"), "{few:#?}");
        assert_eq!(thick(&drawn(&[(20, 11)])[2]), 31, "one cell a person");
        let many = drawn(&[(280, 1)]);
        assert_eq!(many.last().map(String::as_str), Some("One cell is 10 people."), "{many:#?}");
        assert_eq!(thick(&many[2]), 29, "whoever is alone is seen: {many:#?}");
    }
}
