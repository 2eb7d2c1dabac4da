//! What is said at an assessment's desk besides the screens of an attempt: tickets, the host's screen, the projector.

use super::words::counted;

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
