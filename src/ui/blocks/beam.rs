//! The beam: one line with two ends.
//!
//! ```text
//! ◂ IoT ───────────────────────────────┬━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━ IIoT ▸
//!
//! IoT  consumer                                               industrial  IIoT
//! ◂────┬──────────┬──────────┬─────────┼─────────┬──────────┬──────────┬─────▸
//!      s          d          f                   j          k          l
//!   certain    fairly     unsure              unsure     fairly     certain
//! ```

use super::Pen;
use crate::app::view::block::{Beam, Duel, Stop, Stops};
use crate::app::view::text::plain;
use crate::app::view::{Role, SideWords};
use crate::domain::bank::Side;
use crate::ui::rows::{Row, Rows, wrap};
use crate::ui::text::safe;
use unicode_width::UnicodeWidthStr;

/// A beam is never wider than this, in cells.
const MOST: usize = 100;
/// How far the values of a duel stand from the spine.
const ROOM: usize = 10;

/// The beam without pages.
pub fn beam(beam: Beam, pen: Pen<'_>) -> Rows {
    Rows { rows: vec![head(beam.thick, "┼", pen)], ..Rows::default() }
}

/// The beam with the names of its ends, crossed in the middle by `crossing`.
pub fn head(thick: Option<Side>, crossing: &str, pen: Pen<'_>) -> Row {
    let mut row = Row::default();
    let (left, right) = (&pen.sides.left.name, &pen.sides.right.name);
    let spine = pen.columns.spine();
    let end = pen.columns.width.saturating_sub(safe(right).width() + 3);
    row.put_within(&format!("◂ {left} "), Role::Side(Side::Left), spine, pen.theme);
    half(&mut row, Side::Left, spine, thick, pen);
    row.put(crossing, Role::Quiet, pen.theme);
    half(&mut row, Side::Right, end, thick, pen);
    row.put_within(&format!(" {right} ▸"), Role::Side(Side::Right), pen.columns.width, pen.theme);
    row
}

/// A line up to the column `to`: thick in the side's colour where it is `thick`, else thin and quiet.
pub fn half(row: &mut Row, side: Side, to: usize, thick: Option<Side>, pen: Pen<'_>) {
    let cells = to.saturating_sub(row.width());
    let (sign, role) = if thick == Some(side) { ("━", Role::Half(side)) } else { ("─", Role::Quiet) };
    row.put(&sign.repeat(cells), role, pen.theme);
}

/// A question's beam with its stops: four rows, any of which can be clicked at a stop.
pub fn stops(stops: &Stops, pen: Pen<'_>) -> Rows {
    let width = pen.columns.width.min(MOST);
    let start = (pen.columns.spine() + 1).saturating_sub(width / 2).min(pen.columns.width - width);
    let spine = pen.columns.spine();
    let places = places(stops, spine - start, width).into_iter().map(|place| start + place).collect::<Vec<_>>();
    let mut rows = vec![names(start, width, pen), line(stops, &places, start, width, pen)];
    rows.push(under(stops, &places, pen, |stop| (&stop.key, Role::Key)));
    if stops.stops.iter().any(|stop| !stop.word.is_empty()) {
        rows.push(under(stops, &places, pen, |stop| {
            (if pen.columns.narrow { stop.short } else { stop.word }, Role::Plain)
        }));
    }
    for row in &mut rows {
        let between = |a: Option<&usize>, b: Option<&usize>, end: usize| match (a, b) {
            (Some(a), Some(b)) => usize::midpoint(*a, *b) + 1,
            _ => end,
        };
        for (number, stop) in stops.stops.iter().enumerate() {
            let before = number.checked_sub(1).and_then(|before| places.get(before));
            let from = between(before, places.get(number), start);
            let to = between(places.get(number), places.get(number + 1), start + width);
            row.hit(from, to, stop.action);
        }
    }
    Rows { rows, ..Rows::default() }
}

/// Where the stops stand, counted from the beam's left end; `half` is the middle.
fn places(stops: &Stops, half: usize, width: usize) -> Vec<usize> {
    let beside = stops.stops.len() / 2;
    let from_middle = |number: usize| match (beside, stops.middle) {
        (1, _) => half.div_ceil(2),
        (2, true) => half.saturating_sub(5) / 2 * number,
        (3, _) => {
            let step = half * 3 / 10;
            (step * number).saturating_sub(1)
        }
        (many, _) => half.saturating_sub(2) * number / many.max(1),
    };
    let left = (1..=beside).rev().map(|number| half.saturating_sub(from_middle(number)));
    let middle = stops.middle.then_some(half);
    let right = (1..=beside).map(|number| (half + from_middle(number)).min(width.saturating_sub(1)));
    left.chain(middle).chain(right).collect()
}

/// `IoT  consumer                    industrial  IIoT`.
fn names(start: usize, width: usize, pen: Pen<'_>) -> Row {
    let SideWords { name: left, word: left_word } = &pen.sides.left;
    let SideWords { name: right, word: right_word } = &pen.sides.right;
    let mut row = Row::default();
    row.pad(start);
    row.put_within(left, Role::Side(Side::Left), start + width / 2 - 1, pen.theme);
    row.put_within(&format!("  {left_word}"), Role::Quiet, start + width / 2 - 1, pen.theme);
    let room = width - width / 2;
    let mut end = Row::default();
    end.put_within(&format!("{right_word}  "), Role::Quiet, room.saturating_sub(safe(right).width()), pen.theme);
    end.put_within(right, Role::Side(Side::Right), room, pen.theme);
    row.beside(start + width - end.width(), end);
    row
}

/// The line itself: thick from the spine to the chosen stop.
fn line(stops: &Stops, places: &[usize], start: usize, width: usize, pen: Pen<'_>) -> Row {
    let spine = pen.columns.spine();
    let chosen = stops.chosen.and_then(|chosen| places.get(chosen)).copied();
    let mut row = Row::default();
    row.pad(start);
    for cell in start..start + width {
        let side = if cell < spine { Side::Left } else { Side::Right };
        let is_thick = chosen.is_some_and(|at| (at.min(spine)..=at.max(spine)).contains(&cell) && cell != spine);
        let (sign, role) = match cell {
            _ if cell == start => ("◂", Role::Side(Side::Left)),
            _ if cell == start + width - 1 => ("▸", Role::Side(Side::Right)),
            _ if chosen == Some(cell) => ("┯", Role::Half(side)),
            _ if cell == spine => ("┼", Role::Quiet),
            _ if places.contains(&cell) && is_thick => ("┯", Role::Half(side)),
            _ if places.contains(&cell) => ("┬", Role::Half(side)),
            _ if is_thick => ("━", Role::Half(side)),
            _ => ("─", Role::Quiet),
        };
        row.put(sign, role, pen.theme);
    }
    row
}

/// Words centred under the stops; the chosen one's are strong.
fn under<'a>(stops: &'a Stops, places: &[usize], pen: Pen<'_>, what: impl Fn(&'a Stop) -> (&'a str, Role)) -> Row {
    let mut row = Row::default();
    for (number, (stop, place)) in stops.stops.iter().zip(places).enumerate() {
        let (words, role) = what(stop);
        row.pad(place.saturating_sub(words.width() / 2));
        row.put(words, if stops.chosen == Some(number) { Role::Strong } else { role }, pen.theme);
    }
    row
}

/// Values of the two sides, each towards the label that stands on the spine.
pub fn duels(duels: &[Duel], pen: Pen<'_>) -> Rows {
    let spine = pen.columns.spine();
    let left_room = spine.saturating_sub(ROOM);
    let right_room = pen.columns.width.saturating_sub(spine + ROOM);
    let mut rows = Rows::default();
    for duel in duels {
        let left = wrap(&plain(&duel.values.left), left_room);
        let right = wrap(&plain(&duel.values.right), right_room);
        for number in 0..left.len().max(right.len()) {
            let mut row = Row::default();
            if let Some(value) = left.get(number) {
                row.pad(left_room.saturating_sub(value.seen().width()));
                row.add(value, pen.theme);
            }
            if number == 0 {
                row.pad((spine.saturating_sub(duel.label.width() / 2)).max(row.width() + 1));
                row.put(&duel.label, Role::Quiet, pen.theme);
            }
            if let Some(value) = right.get(number) {
                row.pad(spine + ROOM);
                row.add(value, pen.theme);
            }
            rows.push(row);
        }
    }
    rows
}
