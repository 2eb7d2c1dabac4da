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

use crate::adapters::connection;
use crate::adapters::system::Signal;

/// What comes in from the terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// The person at the terminal did something.
    Did(connection::Input),
    /// The window has a new size.
    Resized,
    /// Something changed by itself.
    Woken,
    /// A signal came.
    Signal(Signal),
    /// The terminal is gone.
    Closed,
}
