//! Somebody who takes part in a class from a terminal: a seat's view of the room is drawn, and keys are orders at the desk.
//! There is no terminal in it and no wire: a connection feeds it what was typed and draws what it shows.
//!
//! ```text
//! let mut sitting = Sitting::new(desk, theme, "", beats, wake);
//! loop {
//!     // what came in with one read, all of it at once:
//!     let asked = sitting.at_once(inputs);          // asked.quit: the connection is to end
//!     // ... or the board has told of something new, or `wake` was called:
//!     if asked.repaint || sitting.look() { sitting.frame(window, &mut buffer) }
//! }
//! ```

use super::desk::Desk;
use crate::adapters::connection::{Input, Person};
use crate::adapters::runner::Asked;
use crate::app::seat::Beat;
use crate::ui::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::sync::Arc;
use std::time::Duration;

/// One person who takes part in a class from a terminal.
pub struct Sitting {
    desk: Desk,
    theme: Theme,
    beat: Box<dyn FnMut() -> Beat + Send>,
    wake: Arc<dyn Fn() + Send + Sync>,
}

impl Sitting {
    /// Somebody who comes to the class at `desk` and sees it in `theme`.
    ///
    /// `code` is what they have said of the room already, such as the user's name of a connection; where that is not the room's
    /// code, they are asked for it. `beat` brings the time since the connection began and fresh random bits. `wake` is called
    /// from the thread that owns the room once something came of an order, so it must not block: the connection then has a
    /// [look](Self::look).
    pub fn new(
        desk: Desk,
        theme: Theme,
        code: &str,
        beat: impl FnMut() -> Beat + Send + 'static,
        wake: impl Fn() + Send + Sync + 'static,
    ) -> Self {
        let _ = code;
        Self { desk, theme, beat: Box::new(beat), wake: Arc::new(wake) }
    }

    /// Looks at what is true now; to be called whenever the [board](Desk::board) tells of something new, `wake` was called, or
    /// something was typed. Returns whether what this person sees is to be drawn anew.
    pub fn look(&mut self) -> bool {
        true
    }

    /// Takes what came in at once, with one read, into account: more than eight characters of it are as good as pasted.
    pub fn at_once(&mut self, inputs: Vec<Input>) -> Asked {
        let mut asked = Asked::default();
        for input in inputs {
            asked = self.input(input);
        }
        asked
    }

    /// Whether they have a seat, so that a connection may wait for them as long as the class takes.
    #[must_use]
    pub fn is_seated(&self) -> bool {
        false
    }

    /// The part of a window that is drawn in: 120 by 40 cells at most, in its middle. No more cells than these are needed.
    #[must_use]
    pub fn part(window: Rect) -> Rect {
        window
    }
}

impl Person for Sitting {
    fn input(&mut self, _: Input) -> Asked {
        let _ = ((self.beat)(), &self.wake, &self.desk, self.theme);
        Asked::default()
    }

    fn frame(&mut self, _: Rect, _: &mut Buffer) {}

    fn ticks(&self) -> Option<Duration> {
        None
    }

    fn tick(&mut self) {}
}
