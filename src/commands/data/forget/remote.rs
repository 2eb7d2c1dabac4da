//! The same of classes in a database.

use super::{NOTHING, forget_person, in_short};
use crate::adapters::clock::Clock;
use crate::adapters::host::{Shelf, archive, database};
use crate::adapters::store::Anywhere;
use crate::cli::ForgetArgs;
use crate::commands::data::confirmed_of;
use crate::commands::{DONE, Failure};
use crate::domain::store::{Store, Stream};
use crate::domain::words::counted;
use crate::ui::text::safe;
use jiff::civil::Date;
use std::io::Write;

/// Said after it is done: what no statement reaches.
const ELSEWHERE: &str = "The database's own log and backups keep what was there until whoever runs it lets them go. Reports and grade \
                         books that you passed on are yours to follow.";

/// Forgets what was asked for of the database at an address.
pub fn run(address: &str, args: &ForgetArgs, out: &mut impl Write) -> Result<u8, Failure> {
    let Some(room) = &args.room else { return old(address, args, out) };
    let found = archive::open(&Shelf::Database(address.to_owned()), Some(&room.to_string_lossy()))?;
    if let Some(person) = &args.person {
        if forget_person(found, person, args.yes, out)? {
            writeln!(out, "{ELSEWHERE}")?;
        }
        return Ok(DONE);
    }
    let said = in_short(&found.summary()?);
    erase(address, &[(found.stream, said)], args.yes, out)
}

/// Forgets classes that are older than they are kept, or than a day.
fn old(address: &str, args: &ForgetArgs, out: &mut impl Write) -> Result<u8, Failure> {
    let today = Clock::from_environment()?.now().moment;
    let day = args.rooms_before.or_else(|| archive::first_kept(today, args.keep_days)).unwrap_or(Date::MIN);
    let rooms = database::before(&Anywhere::database(address)?, day)?;
    if rooms.is_empty() {
        writeln!(out, "No class from before {day} is kept.")?;
        return Ok(DONE);
    }
    let said = |kept: &database::Kept| format!("{}, room {} {}", kept.at.date(), kept.opened.code, kept.opened.title);
    let rooms: Vec<_> = rooms.iter().map(|kept| (kept.stream, said(kept))).collect();
    erase(address, &rooms, args.yes, out)
}

fn erase(address: &str, rooms: &[(Stream, String)], yes: bool, out: &mut impl Write) -> Result<u8, Failure> {
    for (_, said) in rooms {
        writeln!(out, "{}", safe(said.trim()))?;
    }
    let what = format!("{}, with all names and answers", counted(rooms.len(), "class", "classes"));
    if !yes && !confirmed_of(&format!("Forget {what}?"), out)? {
        writeln!(out, "{NOTHING}")?;
        return Ok(DONE);
    }
    let mut store = Anywhere::database(address)?;
    for (stream, _) in rooms {
        store.erase(*stream)?;
    }
    writeln!(out, "Forgotten: {what}. {ELSEWHERE}")?;
    Ok(DONE)
}
