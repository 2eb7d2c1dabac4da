//! Taking part in a class from a terminal: what one person is doing there, and what their keys ask of the room.

use std::time::Duration;

/// What the outside brings along with every key and every drawing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Beat {
    /// How much time has gone by since the connection began, by a clock that never goes back.
    pub at: Duration,
    /// Fresh random bits.
    pub entropy: u128,
}
