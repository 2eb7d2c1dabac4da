//! `results join`: two seats of a class that are one person's.

use super::room::{Class, say};
use crate::adapters::clock::Clock;
use crate::adapters::host::archive;
use crate::adapters::host::desk::{self, Ack, Order, Refused};
use crate::adapters::host::lines::counts_as_one;
use crate::app::view::room as words;
use crate::cli::{Global, JoinArgs};
use crate::commands::shelf::shelf;
use crate::commands::{DONE, Failure};
use crate::domain::room::Command;
use crate::ui::text::safe;
use std::io::{self, Write};

/// Records that two seats are one person's, or that one counts alone.
pub fn run(global: &Global, args: &JoinArgs, out: &mut impl Write) -> Result<u8, Failure> {
    let found = archive::open(&shelf(global)?, Some(&args.room.to_string_lossy()))?;
    let file = found.file.path().to_owned();
    if let Some(notice) = &found.notice {
        writeln!(io::stderr(), "iotutor: {}", safe(notice))?;
    }
    let Class { found, bank, .. } = Class::of(global, found)?;
    let command = match (args.apart, args.seats.as_slice()) {
        (None, [seat, other]) => Command::Same { seat: *seat, other: *other },
        (apart, _) => Command::Apart { seat: apart.unwrap_or_default() },
    };
    let (desk, running) =
        desk::resume(found.file, found.stream, &bank, Clock::from_environment()?, Box::new(|_| None))?;
    let given = desk.submit(Order::Room(command.clone()));
    let state = desk.state();
    running.close();
    match given {
        Ok(Ack::Done { changed: false }) => say(global, words::SO_ALREADY, out)?,
        Ok(_) => {
            let (Command::Same { seat, .. } | Command::Apart { seat }) = command else { return Ok(DONE) };
            let (room, people) = (&state.room, &state.people);
            let said = if args.apart.is_some() {
                words::counts_alone(seat, &room.called(people, &[seat]))
            } else {
                counts_as_one(room, people, seat, "--apart")
            };
            say(global, &said, out)?;
        }
        Err(refused @ Refused::Store(_)) => {
            return Err(Failure::Io { what: file.display().to_string(), error: io::Error::other(refused.to_string()) });
        }
        Err(refused) => return Err(Failure::Usage(refused.to_string())),
    }
    Ok(DONE)
}
