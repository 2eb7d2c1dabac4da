//! `enter`: sheets of paper typed into a class, or into one on paper that begins with the first of them.

use super::host::{self, Class, listing, opened};
use super::results::class_named;
use super::shelf::shelf;
use super::{DONE, FOUND, Failure, start};
use crate::adapters::clock::Clock;
use crate::adapters::host::desk::{self, Desk, Order, Running};
use crate::adapters::host::rooms::{Found, RoomError};
use crate::adapters::host::{archive, entering};
use crate::app::view::sheets as words;
use crate::cli::{EnterArgs, Global, HostArgs};
use crate::domain::bank::Bank;
use crate::domain::code::{self, Code, Given};
use crate::domain::room::Command;
use std::io::{self, IsTerminal, Write};

/// Takes sheets from lines that are typed, or from a file.
pub fn run(global: &Global, args: &EnterArgs, out: &mut impl Write) -> Result<u8, Failure> {
    let bank = start::bank(global)?;
    let (desk, running) = match class(global, args, &bank)? {
        Meant::Held(found, others) => {
            if !others.is_empty() {
                writeln!(out, "{}", words::had_it_too(&others))?;
            }
            let listing = listing(global, args.roster.as_deref())?;
            desk::resume(found.file, found.stream, &bank, Clock::from_environment()?, listing)?
        }
        Meant::Begins(paper) => {
            let begun = begin(global, args, bank, &paper)?;
            writeln!(out, "{}", words::begun(&paper, &begun.0.state().room.opened().code))?;
            begun
        }
    };
    let typed = io::stdin().is_terminal() || global.plain;
    let manner = entering::Manner { typed, columns: start::columns(), printed: args.sheets };
    let taken = entering::run(&desk, io::stdin().lock(), out, (manner, &mut io::stderr().lock()));
    running.close();
    Ok(if taken?.is_empty() { DONE } else { FOUND })
}

/// What was named.
enum Meant {
    /// A class that is there, and the codes of others that had the same paper, where one was named by its paper.
    Held(Box<Found>, Vec<String>),
    /// A paper that no class has had, by its code.
    Begins(String),
}

fn class(global: &Global, args: &EnterArgs, bank: &Bank) -> Result<Meant, Failure> {
    let found = match class_named(global, args.room.as_deref()) {
        Ok(found) if !args.new => return Ok(Meant::Held(Box::new(found), Vec::new())),
        Ok(_) => Err(Failure::Usage(NEEDS_PAPER.to_owned())),
        Err(error) => Err(error),
    };
    let typed = args.room.as_deref().map(|room| room.to_string_lossy()).unwrap_or_default();
    let Some(code) = (match found {
        Err(Failure::Room(RoomError::NoSuchCode(_))) => paper(&typed, bank)?,
        _ => None,
    }) else {
        return found.map(|found| Meant::Held(Box::new(found), Vec::new()));
    };
    let paper = code.written(bank);
    let held = if args.new { None } else { of_paper(global, &paper, bank)? };
    Ok(held.unwrap_or(Meant::Begins(paper)))
}

/// The class on paper of those with that paper, or else the last of them; none where there is none.
fn of_paper(global: &Global, paper: &str, bank: &Bank) -> Result<Option<Meant>, Failure> {
    let mut those = Vec::new();
    for found in archive::of_paper(&shelf(global)?, paper)? {
        let room = found.room(bank)?;
        those.push((!room.is_on_paper_alone(), room.opened().code.clone(), found));
    }
    // The last one stays before the others.
    those.sort_by_key(|(is_held, ..)| *is_held);
    let mut those = those.into_iter();
    let Some((_, _, found)) = those.next() else { return Ok(None) };
    Ok(Some(Meant::Held(Box::new(found), those.map(|(_, code, _)| code).collect())))
}

/// Said where a new class is wanted and no paper is named.
const NEEDS_PAPER: &str = "--new begins a class on paper: name it by the code in the foot of the worksheet";

/// The paper that was meant, if it is a paper's code at all.
fn paper(typed: &str, bank: &Bank) -> Result<Option<Code>, Failure> {
    match code::read(typed, bank) {
        Ok(Given::Code(code)) => Ok(Some(code)),
        Ok(Given::Word(_)) | Err(code::CodeError::Unreadable) => Ok(None),
        Err(error) => Err(Failure::Usage(format!("the paper: {error}"))),
    }
}

/// Begins a class on paper: over from the first, since nobody is asked anything, and with all its questions revealed.
fn begin(global: &Global, args: &EnterArgs, bank: Bank, paper: &str) -> Result<(Desk, Running), Failure> {
    let mut clock = Clock::from_environment()?;
    let with = HostArgs { paper: Some(paper.to_owned()), title: args.title.clone(), ..HostArgs::default() };
    let mut opened = opened(&bank, &with, &mut clock)?;
    opened.warm_up = None;
    let listing = listing(global, args.roster.as_deref())?;
    let Class { desk, running, .. } = host::begin(&shelf(global)?, bank, opened, (clock, listing))?;
    for command in [Command::End, Command::RevealAll] {
        desk.submit(Order::Room(command)).map_err(|refused| Failure::Usage(refused.to_string()))?;
    }
    Ok((desk, running))
}
