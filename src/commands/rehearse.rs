//! `rehearse`: a class on this machine alone, with simulated people, before the real one.

use super::{DONE, FOUND, Failure, host, start};
use crate::adapters::clock::Clock;
use crate::adapters::host::lines::say;
use crate::adapters::serve::rehearse;
use crate::cli::{Global, HostArgs, RehearseArgs};
use crate::domain::room::NamesPolicy;
use std::io::Write;

/// Plays a class and says what it came to.
pub fn run(global: &Global, args: &RehearseArgs, out: &mut impl Write) -> Result<u8, Failure> {
    let bank = start::bank(global)?;
    let mut clock = Clock::from_environment()?;
    let class = HostArgs { count: Some(args.questions), ..HostArgs::default() };
    let mut opened = host::opened(&bank, &class, &mut clock)?;
    opened.names = NamesPolicy::None;
    opened.seats = u32::try_from(args.students).unwrap_or(u32::MAX);
    let came_to = rehearse(&bank, &opened, args.students, clock)?;
    say(out, &came_to.lines())?;
    Ok(if came_to.holds() { DONE } else { FOUND })
}
