//! Bars: the two sides grow away from the middle, left to the left and right to the right.

use super::page::Row;
use super::theme::Theme;
use crate::domain::bank::{Pair, Side};
use crate::domain::sitting::Tally;

/// How many cells a full bar has.
pub const BAR: usize = 10;

/// Adds a two-sided bar: each side's share right, away from the middle, with how many of how many.
pub fn two_sided(row: &mut Row, tallies: &Pair<Tally>, theme: Theme) {
    let glyphs = theme.glyphs();
    let left = tallies.get(Side::Left);
    let filled = cells(*left);
    row.put(&count(*left), theme.plain());
    row.put(" ", theme.plain());
    row.put(&glyphs.empty.repeat(BAR - filled), theme.faint());
    row.put(&glyphs.full.repeat(filled), theme.side(Side::Left));
    row.put(glyphs.bar, theme.faint());
    let right = tallies.get(Side::Right);
    let filled = cells(*right);
    row.put(&glyphs.full.repeat(filled), theme.side(Side::Right));
    row.put(&glyphs.empty.repeat(BAR - filled), theme.faint());
    row.put(" ", theme.plain());
    row.put(count(*right).trim_start(), theme.plain());
}

/// How many cells of a bar a tally fills.
fn cells(tally: Tally) -> usize {
    (tally.right * BAR + tally.total() / 2).checked_div(tally.total()).unwrap_or(0).min(BAR)
}

/// `14 of 20`, in eight cells and to the right; a dash for no answers.
fn count(tally: Tally) -> String {
    if tally.total() == 0 {
        return format!("{:>9}", "-");
    }
    format!("{:>9}", format!("{} of {}", tally.right, tally.total()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_fills_with_the_share_right() {
        assert_eq!(cells(Tally::default()), 0);
        assert_eq!(cells(Tally { right: 1, wrong: 1, unknown: 0 }), BAR / 2);
        assert_eq!(cells(Tally { right: 7, wrong: 0, unknown: 0 }), BAR);
        assert_eq!(cells(Tally { right: 0, wrong: 3, unknown: 2 }), 0);
    }
}
