//! A code that a camera reads: light on dark by colours of its own, whatever the theme, because a camera needs both.

use crate::app::view::block::Code;
use crate::ui::rows::Row;
use ratatui::layout::Rect;
use ratatui::style::{Color, Style};

/// White on black, said aloud: what a theme makes of "no colour" is not known here.
const SLAB: Style = Style::new().fg(Color::Indexed(15)).bg(Color::Indexed(0));

/// How many light squares stand around a code.
const QUIET: usize = 4;

/// The cells between a code and what stands beside it.
pub const APART: u16 = 3;

/// Where a code stands, and how many dots each of its squares is wide and high; a cell is two dots high.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spot {
    /// The cells.
    pub area: Rect,
    scale: usize,
}

/// Where there is room for a code within `area`, as large as it gets; none where it does not fit whole.
#[must_use]
pub fn spot(code: &Code, area: Rect) -> Option<Spot> {
    let dots = code.squares.len() + 2 * QUIET;
    let room = area.width.saturating_sub(if code.beside == 0 { 0 } else { code.beside + APART });
    let scale = (usize::from(room) / dots).min(usize::from(area.height) * 2 / dots);
    if scale == 0 {
        return None;
    }
    let width = u16::try_from(dots * scale).ok()?;
    let height = u16::try_from((dots * scale).div_ceil(2)).ok().filter(|height| *height <= area.height)?;
    let left = if code.beside == 0 { (area.width - width) / 2 } else { area.width - width };
    let top = (area.height - height) / 2;
    Some(Spot { area: Rect { x: area.x + left, y: area.y + top, width, height }, scale })
}

/// The rows of a code at its spot.
#[must_use]
pub fn rows(code: &Code, spot: Spot) -> Vec<Row> {
    let dots = (code.squares.len() + 2 * QUIET) * spot.scale;
    let is_light = |x: usize, y: usize| {
        // Below the last dot there may be half a cell.
        let square = |at: usize| (at / spot.scale).checked_sub(QUIET);
        let dark = square(y).zip(square(x)).and_then(|(y, x)| code.squares.get(y)?.get(x).copied());
        y < dots && dark != Some(true)
    };
    let sign = |x: usize, y: usize| match (is_light(x, y), is_light(x, y + 1)) {
        (true, true) => '█',
        (true, false) => '▀',
        (false, true) => '▄',
        (false, false) => ' ',
    };
    let row = |y: usize| {
        let mut row = Row::default();
        row.paint((0..dots).map(|x| sign(x, y)).collect(), SLAB);
        row
    };
    (0..dots).step_by(2).map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    #[test]
    fn a_code_is_as_large_as_its_window_lets_it_be_and_never_cut() {
        let code = |beside| Code { squares: Arc::new(vec![vec![true; 25]; 25]), beside };
        let size = |beside, width, height| {
            let spot = spot(&code(beside), Rect::new(2, 2, width, height))?;
            assert!(Rect::new(2, 2, width, height).contains(spot.area.as_position()));
            assert_eq!(rows(&code(beside), spot).len(), usize::from(spot.area.height));
            Some((spot.area.width, spot.area.height))
        };
        assert_eq!(size(40, 76, 20), Some((33, 17)));
        assert_eq!(size(41, 76, 20), None, "no room beside the words");
        assert_eq!(size(40, 76, 16), None, "no room below");
        assert_eq!(size(0, 56, 18), Some((33, 17)));
        assert_eq!(size(40, 116, 36), Some((66, 33)));
        assert_eq!(size(0, 116, 50), Some((99, 50)));
    }
}
