//! What is said at an assessment's desk besides the screens of an attempt: tickets, the host's screen, the projector.

use super::words::counted;
use crate::domain::assessment::result::Ending;

/// What a sheet of tickets is called.
#[must_use]
pub fn tickets_of(title: &str) -> String {
    format!("Tickets: {title}")
}

/// What a sheet of tickets begins with; it is not printed.
pub const ABOUT_TICKETS: &str = "Print this page and cut along the lines. Each ticket lets one person sit down, so hand it to nobody else. \
                                 The codes are kept nowhere but here: delete this file once it's printed.";

/// How somebody sits down, on each ticket.
pub const HOW_TO_SIT: &str =
    "Point your camera at the code, or open the address and type the ticket. Wherever you sit down last, you go on.";

/// Said where there is nobody to make a ticket for.
#[must_use]
pub fn all_have_tickets(people: usize) -> String {
    let all = match people {
        1 => "the one person on the roster has a ticket".to_owned(),
        people => format!("all {people} people on the roster have tickets"),
    };
    format!("{all} already, and none is kept to be printed again. For a ticket that was lost, add --replace ID")
}

/// Said once tickets were made.
#[must_use]
pub fn tickets_made(made: usize, of: usize, file: &str, address: &str) -> Vec<String> {
    let others = of.saturating_sub(made);
    let mut lines = vec![format!("{} in {file}. Print it, then delete it.", counted(made, "ticket", "tickets"))];
    if others > 0 {
        lines.push(format!(
            "{} a ticket already, which stays good.",
            counted(others, "other person has", "other people have")
        ));
    }
    lines.push(format!("They lead to {address}. If the desk will be elsewhere, say where with --address."));
    lines
}

/// Said where a ticket is none of this desk's.
pub const UNKNOWN_TICKET: &str =
    "Nobody here has that ticket. Look again; if it was replaced, only the new one is good.";
/// Said where many such tickets were tried.
pub const TOO_MANY_TICKETS: &str = "Too many wrong tickets were tried just now. Wait a minute, then try again.";
/// Said where another device sits there now.
pub const MOVED: &str =
    "You sat down on another device, so this one shows nothing more. To go on here, sit down again.";
/// Said to a device that sits nowhere.
pub const NOBODY: &str = "Sit down with your ticket first.";
/// Said where a page was about something that is over.
pub const STALE: &str = "That page was an old one, so nothing was changed. This is where you are.";
/// Said where an unlocking has no name or no reason.
pub const SIGN_OFF: &str = "Say who unlocks it, and why.";
/// Said once the desk is closed.
pub const CLOSED: &str = "The desk is closed. All that was answered is saved.";

/// Said where there is no seat with that number.
#[must_use]
pub fn no_seat(seat: u32) -> String {
    format!("There's no seat {seat} at this desk.")
}

/// Said to the host where the journal takes nothing.
#[must_use]
pub fn trouble(why: &str) -> String {
    format!("{why}. Nothing is taken just now; all that was acknowledged is safe. It goes on by itself.")
}

/// Said to applicants meanwhile.
pub const TROUBLE: &str = "The desk's computer can't write anything down just now, so no answer is taken. All that was saved is safe, and it goes on by itself.";

/// Said to an applicant whose result could not be filed yet.
pub const NOT_FILED: &str = "the desk's computer can't write it just now.";

/// Where an applicant stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// Not sat down yet.
    Away,
    /// At the consent.
    Reading,
    /// At the statements that do not count.
    Practising,
    /// The clock runs.
    Under {
        /// How many statements are answered.
        answered: usize,
        /// How many there are, or at most.
        of: usize,
        /// How often it was broken off.
        interruptions: usize,
    },
    /// It is over.
    Over {
        /// How it ended.
        ending: Ending,
        /// How many are right.
        right: usize,
        /// Of how many.
        of: usize,
        /// The receipt of the result, once it is filed.
        receipt: Option<String>,
    },
    /// Nothing can be taken.
    Shut,
}

impl Standing {
    /// Whether the clock runs, or has run.
    #[must_use]
    pub const fn has_begun(&self) -> bool {
        matches!(self, Self::Under { .. } | Self::Over { .. })
    }

    /// Whether it is over.
    #[must_use]
    pub const fn is_over(&self) -> bool {
        matches!(self, Self::Over { .. })
    }
}
