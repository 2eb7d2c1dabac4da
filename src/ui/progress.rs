//! Draws the progress: five views, one file each.

mod ability;
mod attempts;
mod days;
mod map;
mod sure;

use super::page::{Page, Row, Sheet};
use super::theme::Theme;
use crate::app::Model;
use crate::app::keys::Action;
use crate::app::progress::{Progress, View, headline};

/// The progress.
#[must_use]
pub fn sheet(model: &Model, progress: Progress, theme: Theme, width: u16) -> Sheet {
    let mut body = Page::new(width);
    body.push(tabs(progress.view, theme));
    body.blank();
    match progress.view {
        View::Map if progress.concept.is_some() => map::topic(model, progress, theme, &mut body),
        View::Map => map::add(model, progress, theme, &mut body),
        View::Sure => sure::add(model, progress, theme, &mut body),
        View::Days => days::add(model, progress, theme, &mut body),
        View::Ability => ability::add(model, progress, theme, &mut body),
        View::Attempts => attempts::add(model, progress, theme, &mut body),
    }
    Sheet { title: "Progress".to_owned(), status: headline(model), body }
}

/// The names of the views; the one shown stands in brackets.
fn tabs(shown: View, theme: Theme) -> Row {
    let mut row = Row::default();
    for view in View::ALL {
        row.pad(row.width() + 1);
        if view == shown {
            row.put(&format!("[{}]", view.title()), theme.strong());
        } else {
            row.put(&format!(" {} ", view.title()), theme.faint());
        }
    }
    row
}

/// The beginning of a line that can be selected: a sign where it is.
fn selectable(selected: bool, theme: Theme) -> Row {
    Row::of(if selected { theme.glyphs().selected } else { " " }, theme.accent())
}

/// Adds a line that opens the entry with that number.
fn push(row: Row, number: usize, selected: bool, body: &mut Page) {
    let row = row.clickable(Action::Pick(number));
    if selected { body.push_focused(row) } else { body.push(row) }
}

/// A share as whole per cent, 0 to 100.
fn percent(share: f64) -> String {
    format!("{:.0} %", share.clamp(0.0, 1.0) * 100.0)
}

/// The cell of a scale of `cells` cells, from 0, in which a share of it lies.
fn cell(share: f64, cells: u16) -> u16 {
    let last = cells.saturating_sub(1);
    (0..last).rev().find(|cell| share >= f64::from(cell + 1) / f64::from(cells)).map_or(0, |cell| cell + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_lies_in_its_cell() {
        for (share, wanted) in [(-1.0, 0), (0.0, 0), (0.49, 4), (0.5, 5), (0.99, 9), (1.0, 9), (9.0, 9)] {
            assert_eq!(cell(share, 10), wanted, "{share}");
        }
        assert_eq!((cell(0.5, 0), cell(f64::NAN, 10)), (0, 0));
    }

    #[test]
    fn per_cent_stay_within_0_and_100() {
        assert_eq!((percent(-0.1), percent(0.666), percent(1.5)), ("0 %".into(), "67 %".into(), "100 %".into()));
    }
}
