//! `enter`: sheets of paper typed into a class.

use super::results::class_named;
use super::{DONE, FOUND, Failure, start};
use crate::adapters::clock::Clock;
use crate::adapters::host::{desk, entering};
use crate::cli::{EnterArgs, Global};
use std::io::{self, IsTerminal, Write};

/// Takes sheets from lines that are typed, or from a file.
pub fn run(global: &Global, args: &EnterArgs, out: &mut impl Write) -> Result<u8, Failure> {
    let found = class_named(global, args.room.as_deref())?;
    let bank = start::bank(global)?;
    let listing = super::host::listing(global, args.roster.as_deref())?;
    let (desk, running) = desk::resume(found.file, found.stream, &bank, Clock::from_environment()?, listing)?;
    let typed = io::stdin().is_terminal() || global.plain;
    let taken = entering::run(&desk, io::stdin().lock(), out, (typed, &mut io::stderr().lock()));
    running.close();
    Ok(if taken?.is_empty() { DONE } else { FOUND })
}
