//! What is said to whoever connects by ssh and cannot take part, or does no more.

/// Said to a client without a terminal.
pub const NEEDS_TERMINAL: &str = "This class needs a terminal: type ssh -t in the place of ssh.";
/// Said to whoever sends a command.
pub const NO_COMMANDS: &str = "There are no commands here; leave it out to take part in the class.";
/// Said to whoever wants to fetch or bring files.
pub const NO_FILES: &str = "There are no files here; type ssh to take part in the class.";
/// Said to a terminal that cannot move its cursor.
pub const SIMPLE_TERMINAL: &str =
    "This terminal can't show the class, because it can't move its cursor. Use another terminal, or the page.";
/// Said to whoever did not join in time.
pub const TOO_LONG: &str =
    "You weren't in the class after five minutes, so the line was freed. Type the same again to join.";
/// Said where the line is wanted by somebody else.
pub const WANTED: &str = "Too many wait to join just now, so the line was freed. Type the same again in a moment.";
/// Said when the host is closed.
pub const HOST_CLOSED: &str = "The teacher's computer has closed the class. If it goes on, type the same again and come back with your three words.";

/// Said to whoever has left.
#[must_use]
pub fn left(command: &str) -> String {
    format!("You've left the class. To come back, type {command} and say your three words.")
}
