//! `rehearse`: a class on this machine alone, with simulated people, before the real one.

use super::shelf::shelf;
use super::{DONE, FOUND, Failure, host, start};
use crate::adapters::clock::Clock;
use crate::adapters::host::Shelf;
use crate::adapters::host::lines::say;
use crate::adapters::serve::{Failing, Plan, rehearse, rehearse_several};
use crate::cli::{Global, HostArgs, RehearseArgs};
use crate::domain::room::NamesPolicy;
use std::io::Write;
use std::time::Duration;

/// For how long a host is stopped: longer than anybody waits for an answer.
const STOPPED: Duration = Duration::from_secs(20);

/// Plays a class and says what it came to.
pub fn run(global: &Global, args: &RehearseArgs, out: &mut impl Write) -> Result<u8, Failure> {
    let bank = start::bank(global)?;
    let mut clock = Clock::from_environment()?;
    let class = HostArgs { count: Some(args.questions), ..HostArgs::default() };
    let mut opened = host::opened(&bank, &class, &mut clock)?;
    opened.names = NamesPolicy::None;
    opened.seats = u32::try_from(args.students).unwrap_or(u32::MAX);
    let came_to = match (args.hosts, shelf(global)?) {
        (Some(hosts), Shelf::Database(address)) => {
            let failure = match (args.kill, args.stop) {
                (true, _) => Some(Failing::Killed),
                (false, true) => Some(Failing::Stopped(STOPPED)),
                (false, false) => None,
            };
            let options = global.bank.iter().flat_map(|bank| ["--bank".into(), bank.clone().into()]).collect();
            let plan = Plan { address, hosts, failure, options };
            rehearse_several(&bank, &opened, args.students, clock, &plan)?
        }
        (Some(_), Shelf::Folder(_)) => {
            let what = "several hosts need one database: name it with --store, or in IOTUTOR_STORE";
            return Err(Failure::Usage(what.to_owned()));
        }
        (None, _) if global.store.is_some() => {
            return Err(Failure::Usage("--store goes with --hosts here: one host is rehearsed on a file".to_owned()));
        }
        (None, _) => rehearse(&bank, &opened, args.students, clock)?,
    };
    say(out, &came_to.lines())?;
    Ok(if came_to.holds() { DONE } else { FOUND })
}
