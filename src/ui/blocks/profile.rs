//! Two profiles on one axis a row: the thick stretch between the marks is where they differ.
//!
//! ```text
//!               ◂ IoT                  IIoT ▸  why the expert stands there
//! Purpose         ┴─────○━━━━━●─────┴─────┴    a bill, and a paid service
//! Environment     ◉─────┴─────┼─────┴─────┴    a dry cellar in a home
//! ```

use super::Pen;
use crate::app::case::PLACES;
use crate::app::view::Role;
use crate::app::view::block::{Profile, ProfileRow};
use crate::app::view::text::{Text, plain, quiet};
use crate::domain::bank::Side;
use crate::ui::rows::{Joint, Row, Rows, shortened, wrap};
use crate::ui::text::safe;
use unicode_width::UnicodeWidthStr;

/// Where the axis begins.
const AXIS: usize = 16;
/// How far one place is from the next.
const STEP: usize = 6;
/// How far the names of the sides stand out beyond the axis.
const BEYOND: usize = 2;
/// Where the reason begins, where there is room beside the axis.
const REASON: usize = AXIS + STEP * (PLACES - 1) + 5;

/// The profiles, a dimension a row.
pub fn profile(profile: &Profile, pen: Pen<'_>) -> Rows {
    let mut rows = Rows::default();
    rows.push(head(profile.why, pen));
    for (number, one) in profile.rows.iter().enumerate() {
        // A reason in a sentence takes rows of its own; then only a high window holds the dimensions apart, too.
        if number > 0 && (pen.tall || !(pen.grid.is_wide() || pen.columns.narrow)) {
            rows.gap();
        }
        let first = rows.len();
        rows.append(dimension(one, pen));
        if let Some(row) = rows.rows.get_mut(first) {
            row.joint = Joint::Begins;
        }
    }
    rows
}

fn head(why: &str, pen: Pen<'_>) -> Row {
    let mut row = Row::default();
    let (left, right) = (&pen.sides.left.name, &pen.sides.right.name);
    let end = AXIS + STEP * (PLACES - 1) + 1 + BEYOND;
    row.pad(AXIS - BEYOND);
    row.put_within(&format!("◂ {left}"), Role::Side(Side::Left), AXIS + STEP * 2, pen.theme);
    row.pad(end.saturating_sub(safe(right).width() + 2));
    row.put_within(&format!("{right} ▸"), Role::Side(Side::Right), end, pen.theme);
    if !pen.columns.narrow {
        row.pad(REASON);
        row.add_within(&quiet(why), pen.columns.width, pen.theme);
    }
    row
}

fn dimension(one: &ProfileRow, pen: Pen<'_>) -> Rows {
    let mut first = Row::default();
    let room = AXIS - BEYOND - 1;
    first.put_within(&shortened(&one.label, room), Role::Plain, room, pen.theme);
    first.pad(AXIS);
    first.add(&axis(one), pen.theme);
    let reason = if pen.grid.is_wide() { &one.reason } else { &one.short };
    let mut rows = Rows::default();
    let at = if pen.columns.narrow { AXIS } else { REASON };
    let mut lines = wrap(&plain(reason), pen.columns.width.saturating_sub(at)).into_iter();
    if !pen.columns.narrow
        && let Some(line) = lines.next()
    {
        first.pad(at);
        first.add(&line, pen.theme);
    }
    rows.push(first);
    for line in lines {
        let mut row = Row::default();
        row.pad(at);
        row.add(&line, pen.theme);
        rows.push(row);
    }
    rows.rows.iter_mut().for_each(|row| row.hit(0, pen.columns.width, one.action));
    rows
}

/// The axis with both marks, and thick between them.
fn axis(one: &ProfileRow) -> Text {
    let you = one.you.unwrap_or(one.expert);
    let (from, to) = (you.min(one.expert), you.max(one.expert));
    let mut text = Text::default();
    for place in 0..PLACES {
        if place > 0 {
            let between = place > from && place <= to;
            let (sign, role) = if between { ("━", Role::Accent) } else { ("─", Role::Quiet) };
            text = text.and(sign.repeat(STEP - 1), role);
        }
        let (sign, role) = match (one.you == Some(place), one.expert == place) {
            (true, true) => ("◉", Role::Strong),
            (true, false) => ("○", Role::Strong),
            (false, true) => ("●", Role::Strong),
            (false, false) if place > from && place < to => ("━", Role::Accent),
            (false, false) if place == PLACES / 2 => ("┼", Role::Quiet),
            (false, false) => ("┴", Role::Quiet),
        };
        text = text.and(sign, role);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::keys::Action;

    fn drawn(you: Option<usize>, expert: usize) -> String {
        let none = String::new;
        let action = Action::Pick(0);
        axis(&ProfileRow { label: none(), you, expert, short: none(), reason: none(), said: none(), action }).seen()
    }

    #[test]
    fn the_stretch_between_the_marks_is_thick_and_nothing_else() {
        assert_eq!(drawn(Some(1), 2), "┴─────○━━━━━●─────┴─────┴");
        assert_eq!(drawn(Some(4), 1), "┴─────●━━━━━━━━━━━━━━━━━○");
        assert_eq!(drawn(Some(0), 0), "◉─────┴─────┼─────┴─────┴");
        assert_eq!(drawn(None, 3), "┴─────┴─────┼─────●─────┴");
    }
}
