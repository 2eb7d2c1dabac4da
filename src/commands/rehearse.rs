//! `rehearse`: a class on this machine alone, with simulated people, before the real one.

use super::{DONE, FOUND, Failure, host, start};
use crate::adapters::clock::Clock;
use crate::adapters::host::lines::say;
use crate::adapters::serve::{People, rehearse};
use crate::cli::{Global, HostArgs, RehearseArgs};
use crate::domain::room::NamesPolicy;
use std::io::Write;

/// How many come by ssh at most: a class has no more connections.
const MOST_TERMINALS: usize = 500;

/// Plays a class and says what it came to.
pub fn run(global: &Global, args: &RehearseArgs, out: &mut impl Write) -> Result<u8, Failure> {
    let bank = start::bank(global)?;
    let mut clock = Clock::from_environment()?;
    let class = HostArgs { count: Some(args.questions), ..HostArgs::default() };
    let mut opened = host::opened(&bank, &class, &mut clock)?;
    opened.names = NamesPolicy::None;
    opened.seats = u32::try_from(args.students).unwrap_or(u32::MAX);
    let half = if cfg!(feature = "ssh") { (args.students / 2).min(MOST_TERMINALS) } else { 0 };
    let ssh = args.ssh.unwrap_or(half);
    if ssh > args.students || (ssh > 0 && !cfg!(feature = "ssh")) {
        let why =
            if cfg!(feature = "ssh") { "there are not as many students" } else { "this program was built without ssh" };
        return Err(Failure::Usage(format!("--ssh {ssh}: {why}")));
    }
    let came_to = rehearse(&bank, &opened, People { web: args.students - ssh, ssh }, clock)?;
    say(out, &came_to.lines())?;
    Ok(if came_to.holds() { DONE } else { FOUND })
}
