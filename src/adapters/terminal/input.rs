//! Keys, clicks and sizes in: a thread that waits for them and passes them on.

#[cfg(unix)]
mod bytes;
#[cfg(any(not(unix), test))]
#[cfg_attr(unix, allow(dead_code, reason = "on Unix it is only checked to compile"))]
mod events;

#[cfg(unix)]
pub use bytes::watch;
#[cfg(not(unix))]
pub use events::watch;

use crate::adapters::system::Signal;
use crate::app::keys::{Action, Key};

/// What comes in from the terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A key was pressed.
    Key(Key),
    /// This text was pasted; it holds no control characters.
    Pasted(String),
    /// The cell in that column and row was clicked.
    Click(u16, u16),
    /// The wheel was turned.
    Wheel(Action),
    /// The window has a new size.
    Resized,
    /// A signal came.
    Signal(Signal),
    /// The terminal is gone.
    Closed,
}
