//! `form tickets`: what lets applicants sit down at the desk, printed from the roster.

use crate::adapters::clock::Clock;
use crate::adapters::forms;
use crate::adapters::results::roster::{Roster, folded};
use crate::adapters::serve::{Addresses, PublicUrl, PublicUrlError, command_to, squares};
use crate::adapters::tickets::{self, Kept, sheet};
use crate::app::view::desk::{self as words, Leads};
use crate::cli::{Global, TicketsArgs, Web};
use crate::commands::{DONE, Failure, assess, shelf};
use crate::ui::text::safe;
use std::io::Write;
use std::net::{IpAddr, SocketAddr};

/// The port at which a desk is found where nothing else is said.
const PORT: u16 = 8080;

/// The port at which terminals find it.
const SSH_PORT: u16 = 2222;

/// Makes tickets and prints them.
pub fn run(global: &Global, args: &TicketsArgs, out: &mut impl Write) -> Result<u8, Failure> {
    // What no desk opens with is refused before anybody cuts tickets.
    let (opened, _) = assess::usable(global, &args.form)?;
    let roster = match &args.roster {
        Some(file) => Roster::read(file)?,
        None => shelf::roster(global)?,
    };
    if roster.people.is_empty() {
        let what = "tickets are made from a roster; name it with --roster FILE.csv, or keep it with `roster import`";
        return Err(Failure::Usage(what.to_owned()));
    }
    super::arranged(&opened.form, &opened.name, &roster)?;
    let replace = replaced(&args.replace, &roster)?;
    if args.out.exists() {
        let there = safe(&args.out.display().to_string()).into_owned();
        return Err(Failure::Usage(format!("--out: {there} is there already, and tickets are kept nowhere else")));
    }
    let Found { address, command, only_here } = address(args)?;
    let mut clock = Clock::from_environment()?;
    let (mut store, _) = shelf::hall(global)?;
    let (title, bank) = (&opened.form.title, &opened.bank.manifest.id);
    let kept = tickets::find(&store, title, bank)?;
    let kept = kept.unwrap_or_else(|| Kept::new(title, bank, clock.now().entropy));
    let made = tickets::make(&kept, &roster.people, &replace, || clock.now());
    if made.is_empty() {
        return Err(Failure::NotNow(words::all_have_tickets(roster.people.len())));
    }
    let page = sheet::page(title, (&address, command.as_deref()), &made, &|code| squares(&address, code));
    // On paper first: a ticket that nobody can print opens nothing.
    forms::write_private(&args.out, &page)?;
    let is_kept = tickets::keep(&mut store, &kept, &made, || clock.now());
    if !matches!(is_kept, Ok(true)) {
        let _ = std::fs::remove_file(&args.out);
    }
    if !is_kept? {
        return Err(Failure::NotNow("tickets for this form are being made elsewhere just now; try again".to_owned()));
    }
    let file = safe(&args.out.display().to_string()).into_owned();
    let leads = Leads { address: &address, named: args.address.is_some(), only_here };
    for line in words::tickets_made(made.len(), roster.people.len(), &file, leads) {
        writeln!(out, "{}", safe(&line))?;
    }
    Ok(DONE)
}

/// The word for everybody's ticket.
const ALL: &str = "all";

/// Whose tickets are replaced, by their ids.
fn replaced(replace: &[String], roster: &Roster) -> Result<Vec<String>, Failure> {
    let is_all = replace.iter().any(|id| folded(id) == ALL) && roster.by_id(ALL).is_none();
    if is_all {
        return Ok(roster.people.iter().map(|one| one.id.clone()).collect());
    }
    let unknown: Vec<&str> = replace
        .iter()
        .filter(|id| roster.people.iter().all(|one| folded(&one.id) != folded(id)))
        .map(String::as_str)
        .collect();
    if unknown.is_empty() {
        return Ok(replace.to_vec());
    }
    Err(Failure::Usage(format!("--replace: the roster has nobody with the id {}", safe(&unknown.join(", ")))))
}

/// Where a desk will be found.
struct Found {
    /// By a browser.
    address: String,
    /// By a terminal, as it is typed.
    command: Option<String>,
    /// Whether that is this machine alone.
    only_here: bool,
}

/// Whether an address leads to the machine that it is typed at.
fn is_here(authority: &str) -> bool {
    let host = authority.rsplit_once(':').map_or(authority, |(host, port)| {
        if port.bytes().all(|byte| byte.is_ascii_digit()) { host } else { authority }
    });
    let host = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// Where a browser will find the desk, and what will be typed in a terminal.
fn address(args: &TicketsArgs) -> Result<Found, Failure> {
    let public = args.address.as_deref().map(str::parse::<PublicUrl>).transpose();
    let public = public.map_err(|error: PublicUrlError| Failure::Usage(format!("--address: {error}")))?;
    // What stands in front of a desk leads to its pages alone, unless somebody says otherwise.
    let port = match args.ssh {
        Some(Web::Off) => None,
        Some(Web::Port(port)) => Some(port),
        None => (cfg!(feature = "ssh") && !public.as_ref().is_some_and(|public| public.secure)).then_some(SSH_PORT),
    };
    let named = public.as_ref().map(|public| public.authority.clone());
    let addresses = Addresses::of(SocketAddr::from(([0, 0, 0, 0], PORT)), public);
    let command = port.and_then(|port| match &named {
        Some(authority) => Some(command_to(authority, port)),
        None => addresses.commands(port).into_iter().next(),
    });
    let only_here = named.as_deref().map_or(addresses.only_here, is_here);
    Ok(Found { address: addresses.first(), command, only_here })
}
