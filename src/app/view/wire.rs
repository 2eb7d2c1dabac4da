//! What is said to whoever connects by ssh and cannot take part, or does no more, and how people find the way.

use crate::app::host::Ssh;

/// What is said at the door, by what is served there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Said {
    /// Said to a client without a terminal.
    pub needs_terminal: &'static str,
    /// Said to whoever sends a command.
    pub no_commands: &'static str,
    /// Said to whoever wants to fetch or bring files.
    pub no_files: &'static str,
    /// Said to a terminal that cannot move its cursor.
    pub simple_terminal: &'static str,
    /// Said to whoever did not come in in time.
    pub too_long: &'static str,
    /// Said where the line is wanted by somebody else.
    pub wanted: &'static str,
    /// Said when the host is closed.
    pub host_closed: &'static str,
}

/// Where a class is served.
pub const CLASS: Said = Said {
    needs_terminal: "This class needs a terminal: type ssh -t in the place of ssh.",
    no_commands: "There are no commands here; leave it out to take part in the class.",
    no_files: "There are no files here; type ssh to take part in the class.",
    simple_terminal: "This terminal can't show the class, because it can't move its cursor. Use another terminal, or the page.",
    too_long: "You weren't in the class after five minutes, so the line was freed. Type the same again to join.",
    wanted: "Too many wait to join just now, so the line was freed. Type the same again in a moment.",
    host_closed: "The teacher's computer has closed the class. If it goes on, type the same again and come back with your three words.",
};

/// Said to whoever leaves a class that is over, or was in it when its host closed it.
pub const OVER: &str = "The class is over.";

/// Where an assessment's desk is served.
pub const DESK: Said = Said {
    needs_terminal: "This assessment needs a terminal: type ssh -t in the place of ssh.",
    no_commands: "There are no commands here; leave it out to take the assessment.",
    no_files: "There are no files here; type ssh to take the assessment.",
    simple_terminal: "This terminal can't show the assessment, because it can't move its cursor. Use another terminal, or the page.",
    too_long: "You didn't sit down within five minutes, so the line was freed. Type the same again to sit down.",
    wanted: "Too many wait to sit down just now, so the line was freed. Type the same again in a moment.",
    host_closed: "The desk is closed. All that was answered is saved; if it opens again, type the same again and sit down with your ticket.",
};

/// Said above what is typed in a terminal, on the projector.
pub const IN_A_TERMINAL: &str = "or, in a terminal";
/// The same, where there are no pages.
pub const ONLY_TERMINALS: &str = "In a terminal, type";
/// Said where the port for ssh is not to be had.
pub const NO_PORT: &str =
    "All ports for ssh from 2222 to 2241 are taken, so nobody can join from a terminal; --ssh PORT names another.";

/// What is typed in a terminal, beside an address.
#[must_use]
pub fn or_in_a_terminal(command: &str) -> String {
    format!("{IN_A_TERMINAL}: {command}")
}

/// The host key's fingerprint, in lines that fit beside a code.
#[must_use]
pub fn host_key(fingerprint: &str) -> Vec<String> {
    let (kind, digits) = fingerprint.split_once(':').unwrap_or(("", fingerprint));
    let half = digits.len().div_ceil(2);
    let (first, second) = digits.split_at_checked(half).unwrap_or((digits, ""));
    vec![format!("host key {kind}:"), first.to_owned(), second.to_owned()]
}

/// The same, in one line.
#[must_use]
pub fn host_key_in_full(fingerprint: &str) -> String {
    format!("host key {fingerprint}")
}

/// How people join from a terminal, said to whoever begins the class.
#[must_use]
pub fn served(ssh: &Ssh, code: &str) -> String {
    let mut commands = ssh.commands.iter();
    let first = commands.next().map(String::as_str).unwrap_or_default();
    let others: Vec<&str> = commands.map(String::as_str).collect();
    let also = if others.is_empty() { String::new() } else { format!(" (or {})", others.join(", or ")) };
    format!(
        "In a terminal, people type {first}{also} and join room {code}. The {}.",
        host_key_in_full(&ssh.fingerprint)
    )
}

/// Said on the projector where people no longer reach the class as they did, and there are no pages.
#[must_use]
pub fn another_command(command: &str) -> String {
    format!(
        "This computer has another address now. Type {command} and come back with your three words; nothing is lost."
    )
}

/// Said to whoever has left; `back` is the room's code and the three words of whoever had a seat, which were on the screen just left.
#[must_use]
pub fn left(command: &str, back: Option<&(String, String)>) -> String {
    match back {
        Some((code, words)) => {
            format!("You've left the class. To come back: {command}, room {code}, three words: {words}.")
        }
        None => format!("You've left the class. To come back, type {command}."),
    }
}

/// How applicants sit down from a terminal, said to whoever opens the desk.
#[must_use]
pub fn desk_served(ssh: &Ssh) -> String {
    let mut commands = ssh.commands.iter();
    let first = commands.next().map(String::as_str).unwrap_or_default();
    let others: Vec<&str> = commands.map(String::as_str).collect();
    let also = if others.is_empty() { String::new() } else { format!(" (or {})", others.join(", or ")) };
    format!("In a terminal, they type {first}{also}, then their ticket. The {}.", host_key_in_full(&ssh.fingerprint))
}

/// Said to an applicant who has left the desk; `begun` says whether anything counts yet, `over` whether there is nothing to come
/// back to.
#[must_use]
pub fn left_desk(command: &str, begun: bool, over: bool) -> String {
    if !begun {
        return format!("You've left the desk. Nothing has begun; your ticket stays good. To sit down, type {command}");
    }
    if over {
        return "You've left the desk. All your answers are saved.".to_owned();
    }
    format!("You've left the desk; all that you answered is saved. To go on, type {command} and your ticket.")
}
