//! What is seen: draws a view, and changes nothing.
//!
//! [`screen`] puts head, body and footer where they belong, and settles size, paging and the polite line for tiny windows once;
//! [`blocks`] has a drawer for each kind of block. What a screen says stands in [`app::view`](crate::app::view).

pub mod blocks;
pub mod grid;
pub mod rows;
pub mod screen;
pub mod sign;
pub mod text;
pub mod theme;

use crate::app::keys::Action;
use crate::app::{Model, view};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use theme::Theme;

/// The smallest width, in cells, at which everything works.
pub const LEAST_WIDTH: u16 = 60;
/// The smallest height, in cells, at which everything works.
pub const LEAST_HEIGHT: u16 = 20;

/// A place that can be clicked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    /// The cells.
    pub area: Rect,
    /// What a click on them asks for.
    pub action: Action,
}

/// What a drawing tells about itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Seen {
    /// Where a click does something.
    pub hits: Vec<Hit>,
    /// How many pages the screen needs; at least 1.
    pub pages: usize,
    /// How many lines of the screen run out of it on the right.
    pub cut: usize,
    /// Whether the window was too small to show anything but that.
    pub too_small: bool,
}

impl Seen {
    /// How many entries of a list are in sight.
    #[must_use]
    pub fn listed(&self) -> usize {
        let number = |hit: &Hit| match hit.action {
            Action::Select(number) | Action::Pick(number) => Some(number),
            _ => None,
        };
        let mut entries: Vec<usize> = self.hits.iter().filter_map(number).collect();
        entries.dedup();
        entries.len()
    }

    /// What a click on that cell asks for.
    #[must_use]
    pub fn clicked(&self, column: u16, row: u16) -> Option<Action> {
        let position = ratatui::layout::Position::new(column, row);
        self.hits.iter().find(|hit| hit.area.contains(position)).map(|hit| hit.action)
    }
}

/// Draws the model into a buffer. Nothing is drawn outside `area`, which may have any size.
pub fn draw(model: &Model, theme: Theme, area: Rect, buffer: &mut Buffer) -> Seen {
    screen::draw(&view::of(model), theme, area, buffer)
}
