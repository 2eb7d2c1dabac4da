//! Where things stand: the columns of narrow, normal and wide windows.
//!
//! ```text
//!            80                110 and more, a list         110 and more, two sides
//! content    2-77              2-77 and 83-117              2-117
//! spine      39                80                           59
//! prose      8-71              same                         same; a statement in the middle
//! list       2, 4, 11, 34      same                         same
//! ```
//!
//! Below 80 columns pages stack, and everything moves closer to the margin.

use crate::app::view::Form;
use crate::app::view::block::When;

/// From this width a screen uses one of the two wide forms.
pub const WIDE: u16 = 110;
/// The width of the design.
pub const NORMAL: u16 = 80;
/// Nothing is spread wider than this; a wider window has it in its middle.
const MOST: u16 = 120;
/// The cells left free at each side.
pub const MARGIN: u16 = 2;
/// Lines are never longer than this, in cells.
const LINE: usize = 76;
/// The column of a wide list's companion, counted from the content's left edge.
const COMPANION: usize = 81;

/// The columns of a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grid {
    stage: u16,
    form: Form,
    has_code: bool,
}

impl Grid {
    /// The columns of a window of that width for a screen of that form.
    #[must_use]
    pub const fn new(width: u16, form: Form) -> Self {
        Self { stage: if width > MOST { MOST } else { width }, form, has_code: false }
    }

    /// The same where a code for cameras stands beside what is said.
    #[must_use]
    pub const fn with_code(self, has_code: bool) -> Self {
        Self { has_code, ..self }
    }

    /// How many cells wide the part of the window is that is used.
    #[must_use]
    pub const fn stage(self) -> u16 {
        self.stage
    }

    /// Whether pages stack.
    #[must_use]
    pub const fn is_narrow(self) -> bool {
        self.stage < NORMAL
    }

    /// Whether the wide forms are used.
    #[must_use]
    pub const fn is_wide(self) -> bool {
        self.stage >= WIDE
    }

    /// Whether something is shown in this window.
    #[must_use]
    pub const fn shows(self, when: When) -> bool {
        match when {
            When::Always | When::Seen => true,
            When::Wide => self.is_wide(),
            When::NotWide => !self.is_wide(),
            When::NotNarrow => !self.is_narrow(),
            When::Narrow => self.is_narrow(),
            When::Coded => self.has_code,
            When::Uncoded => !self.has_code,
            When::Spoken => false,
        }
    }

    /// How many cells the content has from margin to margin.
    #[must_use]
    pub fn content(self) -> usize {
        usize::from(self.stage.saturating_sub(2 * MARGIN))
    }

    /// How many cells the main part has: all of them, or of a list those of the design.
    #[must_use]
    pub fn main(self) -> usize {
        match self.form {
            Form::TwoSided => self.content(),
            Form::List => self.content().min(LINE),
        }
    }

    /// Where the companion of a wide list stands and how many cells it has; none where there is none.
    #[must_use]
    pub fn companion(self) -> Option<(usize, usize)> {
        let shown = self.is_wide() && self.form == Form::List;
        shown.then(|| (COMPANION, self.content().saturating_sub(COMPANION)))
    }
}

/// The columns within a part of a window that is so many cells wide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Columns {
    /// How many cells there are.
    pub width: usize,
    /// Whether pages stack.
    pub narrow: bool,
}

impl Columns {
    /// The spine.
    #[must_use]
    pub const fn spine(self) -> usize {
        // The window's middle, the margins left out.
        self.width / 2 - 1
    }

    /// How many cells the left page has.
    #[must_use]
    pub const fn left_page(self) -> usize {
        self.spine().saturating_sub(2)
    }

    /// Where the right page begins.
    #[must_use]
    pub const fn right_page(self) -> usize {
        self.spine() + 3
    }

    /// How far prose is indented.
    #[must_use]
    pub const fn indent(self) -> usize {
        if self.narrow { 2 } else { 6 }
    }

    /// How many cells prose runs.
    #[must_use]
    pub fn measure(self) -> usize {
        self.width.saturating_sub(2 * self.indent()).min(64)
    }

    /// How many cells a line from margin to margin runs.
    #[must_use]
    pub fn line(self) -> usize {
        self.width.min(LINE)
    }

    /// Where a list's key, label and detail stand.
    #[must_use]
    pub const fn list(self) -> [usize; 3] {
        if self.narrow { [2, 8, 26] } else { [2, 9, 32] }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_columns_are_those_of_the_design() {
        let of = |width| {
            let grid = Grid::new(width, Form::TwoSided);
            let columns = Columns { width: grid.content(), narrow: grid.is_narrow() };
            let margin = usize::from(MARGIN);
            let right = columns.right_page() + margin;
            (columns.spine() + margin, columns.left_page(), right, usize::from(grid.stage()) - margin - right)
        };
        assert_eq!(of(80), (39, 35, 42, 36));
        assert_eq!(of(120), (59, 55, 62, 56));
        assert_eq!(of(60).0, 29);
        assert_eq!(of(200), of(120), "a wider window has it in its middle");
        let list = Grid::new(120, Form::List);
        assert_eq!((list.main(), list.companion()), (76, Some((81, 35))));
        assert_eq!(Grid::new(110, Form::List).companion(), Some((81, 25)));
    }
}
