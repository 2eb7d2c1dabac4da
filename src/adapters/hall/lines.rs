//! A desk led in plain lines: where everybody stands, unlocking, closing.

use super::desk::{Desk, State};
use super::order::{Order, Refused};
use crate::adapters::clock;
use crate::adapters::host::lines::say;
use crate::app::view::desk as words;
use std::io::{self, Write};

/// Leads a desk by the lines of `input`, until it is closed or they end.
///
/// # Errors
///
/// When nothing can be read or written any more.
pub fn run(desk: &Desk, input: impl IntoIterator<Item = io::Result<Vec<u8>>>, out: &mut impl Write) -> io::Result<()> {
    let mut is_sure = false;
    for line in input {
        let line = line?;
        // It may have been closed from the host's page.
        if desk.state().closed {
            return Ok(());
        }
        let typed = String::from_utf8_lossy(&line);
        let typed = typed.trim();
        let (first, rest) = typed.split_once(char::is_whitespace).unwrap_or((typed, ""));
        let was_sure = std::mem::take(&mut is_sure);
        let said = match first.to_lowercase().as_str() {
            "" => Vec::new(),
            "look" => stands(&desk.state()),
            "who" => who(&desk.state()),
            "unlock" => vec![unlock(desk, rest)],
            "close" | "leave" | "quit" | "q" => {
                let under = desk.state().seats.values().filter(|seat| seat.standing().is_under()).count();
                if under == 0 || was_sure {
                    return Ok(());
                }
                is_sure = true;
                vec![words::sure_to_close(under)]
            }
            "help" | "?" => words::TYPED.iter().map(|(what, does)| format!("{what}: {does}.")).collect(),
            _ => vec![words::NOT_UNDERSTOOD.to_owned()],
        };
        say(out, &said)?;
    }
    Ok(())
}

/// How the desk stands.
#[must_use]
pub fn stands(state: &State) -> Vec<String> {
    let standings: Vec<words::Standing> = state.seats.values().map(|seat| seat.standing()).collect();
    let begun = state.seats.values().filter(|seat| seat.has_begun()).count();
    let mut said = words::standing(&standings, begun, state.wrong, state.since);
    said.extend(state.trouble.as_ref().map(ToString::to_string));
    said.extend(state.unfiled.as_ref().map(|why| words::unfiled(why)));
    said
}

/// Where everybody stands.
fn who(state: &State) -> Vec<String> {
    let now = clock::system();
    let line = |seat: &super::Seat| {
        let standing = seat.standing();
        let gone = standing.is_under() && !seat.is_there(now);
        let called = words::called(&seat.person.name, &seat.person.roster);
        format!("{}. {called}: {}", seat.number, words::stands(&standing, gone, state.moves(seat.number)))
    };
    state.seats.values().map(|seat| line(seat)).collect()
}

/// What is said once the desk is closed.
#[must_use]
pub fn last_words(desk: &Desk, folder: &str) -> String {
    let state = desk.state();
    let standings: Vec<words::Standing> = state.seats.values().map(|seat| seat.standing()).collect();
    let under = standings.iter().filter(|one| one.is_under()).count();
    let over = standings.iter().filter(|one| one.has_result()).count();
    words::last_words(under, over, folder)
}

/// Unlocks a seat with what was typed: the minutes, or the word another, and `M. Weber: the fire alarm`.
///
/// # Errors
///
/// Why it was not done, in a sentence.
pub fn unlock_seat(desk: &Desk, seat: u32, minutes: &str, signed: &str) -> Result<String, String> {
    let (another, minutes) = more(minutes).ok_or_else(|| words::MINUTES_OR_ANOTHER.to_owned())?;
    let (by, why) = signed.split_once(':').unwrap_or((signed, ""));
    let (by, why) = (by.trim().to_owned(), why.trim().to_owned());
    match (by.is_empty(), why.is_empty()) {
        (true, true) => return Err(words::HOW_TO_SIGN.to_owned()),
        (true, false) => return Err(words::NAME_IS_MISSING.to_owned()),
        (false, true) => return Err(words::REASON_IS_MISSING.to_owned()),
        (false, false) => {}
    }
    carry_out(desk, Order::Unlock { seat, another, minutes, by, why }).map_err(|refused| refused.to_string())
}

/// Whether another attempt may begin, and how many minutes are given.
fn more(typed: &str) -> Option<(bool, u16)> {
    match typed.trim() {
        "" => Some((false, 0)),
        "another" => Some((true, 0)),
        minutes => Some((false, minutes.trim_start_matches('+').parse().ok()?)),
    }
}

/// Gives an order to unlock, and says of whom.
fn carry_out(desk: &Desk, order: Order) -> Result<String, Refused> {
    let Order::Unlock { seat, another, minutes, .. } = order else { return Err(Refused::Unsigned) };
    desk.submit(order)?;
    let person = desk.state().seats.get(&seat).map(|seat| seat.person.clone()).unwrap_or_default();
    let name = if person.name.is_empty() { &person.roster } else { &person.name };
    Ok(words::unlocked(name, another, minutes))
}

/// Unlocks what `typed` says: `3 by M. Weber: the fire alarm`, with minutes or `another` behind the seat.
fn unlock(desk: &Desk, typed: &str) -> String {
    let Some(order) = read(typed) else { return words::HOW_TO_UNLOCK.to_owned() };
    carry_out(desk, order).unwrap_or_else(|refused| refused.to_string())
}

fn read(typed: &str) -> Option<Order> {
    let (what, signed) = typed.split_once(" by ")?;
    let (by, why) = signed.split_once(':')?;
    let mut parts = what.split_whitespace();
    let seat = parts.next()?.parse().ok()?;
    let (mut another, mut minutes) = (false, 0);
    match parts.next() {
        None => {}
        Some("another") => another = true,
        Some(given) => minutes = given.trim_start_matches('+').parse().ok()?,
    }
    let (by, why) = (by.trim().to_owned(), why.trim().to_owned());
    parts.next().is_none().then_some(Order::Unlock { seat, another, minutes, by, why })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unlocking_is_read_with_its_name_and_reason_or_not_at_all() {
        let order = |another, minutes| {
            let (by, why) = ("M. Weber".to_owned(), "the fire alarm".to_owned());
            Some(Order::Unlock { seat: 3, another, minutes, by, why })
        };
        assert_eq!(read("3 by M. Weber: the fire alarm"), order(false, 0));
        assert_eq!(read("3 +10 by M. Weber:  the fire alarm "), order(false, 10));
        assert_eq!(read("3 another by M. Weber: the fire alarm"), order(true, 0));
        for no in ["3", "3 by M. Weber", "x by M: y", "3 10 20 by M: y", "3 soon by M: y", ""] {
            assert_eq!(read(no), None, "{no}");
        }
    }
}
