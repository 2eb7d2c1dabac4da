//! `rehearse`: a class on this machine alone, with simulated people, before the real one.

use super::shelf::shelf;
use super::{DONE, FOUND, Failure, host, start};
use crate::adapters::clock::Clock;
use crate::adapters::host::Shelf;
use crate::adapters::host::lines::say;
use crate::adapters::serve::{Failing, People, Plan, rehearse, rehearse_several};
use crate::cli::{Global, HostArgs, RehearseArgs};
use crate::domain::room::NamesPolicy;
use std::io::Write;
use std::time::Duration;

/// For how long a host is stopped: longer than anybody waits for an answer.
const STOPPED: Duration = Duration::from_secs(20);

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
    let came_to = match (args.hosts, shelf(global)?) {
        (Some(_), _) if args.ssh.is_some_and(|ssh| ssh > 0) => {
            let what = "--ssh goes with one host: where there are several, everybody comes by HTTP";
            return Err(Failure::Usage(what.to_owned()));
        }
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
        (None, _) => rehearse(&bank, &opened, people(args)?, clock)?,
    };
    say(out, &came_to.lines())?;
    Ok(if came_to.holds() { DONE } else { FOUND })
}

/// Who comes to a single host, and how.
fn people(args: &RehearseArgs) -> Result<People, Failure> {
    let half = if cfg!(feature = "ssh") { (args.students / 2).min(MOST_TERMINALS) } else { 0 };
    let ssh = args.ssh.unwrap_or(half);
    if ssh > args.students || (ssh > 0 && !cfg!(feature = "ssh")) {
        let why =
            if cfg!(feature = "ssh") { "there are not as many students" } else { "this program was built without ssh" };
        return Err(Failure::Usage(format!("--ssh {ssh}: {why}")));
    }
    Ok(People { web: args.students - ssh, ssh })
}
