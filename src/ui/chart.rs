//! Bars: the two sides grow away from the middle, left to the left and right to the right.

use super::page::Row;
use super::theme::Theme;
use crate::domain::bank::{Bank, Side, Sides};
use crate::domain::session::Tally;
use unicode_width::UnicodeWidthStr;

/// How the room for a two-sided bar is shared out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Room {
    /// The column where it starts, in cells.
    start: usize,
    /// How many cells a count has.
    count: usize,
    /// How many cells a full bar has.
    bar: usize,
}

impl Room {
    /// The cells that bars and counts have at most.
    pub const MOST: usize = 41;

    /// For the columns from `start` up to `end`.
    #[must_use]
    pub fn between(start: usize, end: usize) -> Self {
        let cells = end.saturating_sub(start);
        let bar = if cells >= Self::MOST { 10 } else { 5 };
        // On each side a blank between count and bar; the middle has one cell.
        let count = (cells.saturating_sub(2 * bar + 3) / 2).min(9);
        Self { start, count, bar }
    }

    /// The column of the middle.
    const fn middle(self) -> usize {
        self.start + self.count + 1 + self.bar
    }

    /// Adds the sides' names, each beside the middle.
    pub fn heading(self, row: &mut Row, bank: &Bank, theme: Theme) {
        let name = |side: Side| &bank.side(side).name;
        let left = format!("{} {}", theme.arrow(Side::Left), name(Side::Left));
        row.pad((self.middle() - 1).saturating_sub(left.width()).max(row.width() + 1));
        row.put(&left, theme.side(Side::Left));
        row.pad(self.middle() + 2);
        row.put(&format!("{} {}", name(Side::Right), theme.arrow(Side::Right)), theme.side(Side::Right));
    }
}

/// Adds a two-sided bar: each side's share right, away from the middle, with how many of how many.
pub fn two_sided(row: &mut Row, tallies: &Sides<Tally>, room: Room, theme: Theme) {
    let glyphs = theme.glyphs();
    row.pad(room.start);
    let left = tallies.get(Side::Left);
    let filled = cells(*left, room.bar);
    row.put(&format!("{:>1$} ", count(*left, room.count), room.count), theme.plain());
    row.put(&glyphs.empty.repeat(room.bar - filled), theme.faint());
    row.put(&glyphs.full.repeat(filled), theme.side(Side::Left));
    row.put(glyphs.bar, theme.faint());
    let right = tallies.get(Side::Right);
    let filled = cells(*right, room.bar);
    row.put(&glyphs.full.repeat(filled), theme.side(Side::Right));
    row.put(&glyphs.empty.repeat(room.bar - filled), theme.faint());
    row.put(&format!(" {}", count(*right, room.count)), theme.plain());
}

/// How many cells of a bar a tally fills.
fn cells(tally: Tally, bar: usize) -> usize {
    (tally.right * bar + tally.total() / 2).checked_div(tally.total()).unwrap_or(0).min(bar)
}

/// `14 of 20`, or as much of it as fits into so many cells; a dash for no answers.
fn count(tally: Tally, cells: usize) -> String {
    let (right, total) = (tally.right, tally.total());
    if total == 0 {
        return "-".to_owned();
    }
    let forms = [format!("{right} of {total}"), format!("{right}/{total}")];
    let percent = || format!("{} %", tally.percent().unwrap_or(0));
    forms.into_iter().find(|form| form.len() <= cells).unwrap_or_else(percent)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_fills_with_the_share_right() {
        assert_eq!(cells(Tally::default(), 10), 0);
        assert_eq!(cells(Tally { right: 1, wrong: 1, unknown: 0 }, 10), 5);
        assert_eq!(cells(Tally { right: 7, wrong: 0, unknown: 0 }, 5), 5);
        assert_eq!(cells(Tally { right: 0, wrong: 3, unknown: 2 }, 10), 0);
    }

    #[test]
    fn a_count_says_as_much_as_there_is_room_for() {
        let tally = Tally { right: 413, wrong: 90, unknown: 7 };
        assert_eq!([10, 9, 7, 6].map(|cells| count(tally, cells)), ["413 of 510", "413/510", "413/510", "81 %"]);
        assert_eq!(count(Tally::default(), 9), "-");
    }

    #[test]
    fn bars_and_counts_never_take_more_than_their_room() {
        let many = Tally { right: 98_765, wrong: 12_345, unknown: 0 };
        for end in 40..90 {
            let room = Room::between(15, end);
            let mut row = Row::default();
            two_sided(&mut row, &Sides { left: many, right: many }, room, Theme::default());
            assert!(row.width() <= end, "{} in {end}", row.width());
        }
    }
}
