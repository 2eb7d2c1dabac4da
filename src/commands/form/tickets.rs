//! `form tickets`: what lets applicants sit down at the desk, printed from the roster.

use super::Opened;
use crate::adapters::clock::Clock;
use crate::adapters::forms;
use crate::adapters::results::roster::{Roster, folded};
use crate::adapters::serve::{Addresses, PublicUrl, PublicUrlError, command_to, squares};
use crate::adapters::tickets::{self, Kept, sheet};
use crate::app::view::desk as words;
use crate::cli::{Global, TicketsArgs, Web};
use crate::commands::{DONE, Failure, shelf};
use crate::ui::text::safe;
use std::io::Write;
use std::net::SocketAddr;

/// The port at which a desk is found where nothing else is said.
const PORT: u16 = 8080;

/// The port at which terminals find it.
const SSH_PORT: u16 = 2222;

/// Makes tickets and prints them.
pub fn run(global: &Global, args: &TicketsArgs, out: &mut impl Write) -> Result<u8, Failure> {
    let opened = Opened::load(global, &args.form)?;
    let roster = match &args.roster {
        Some(file) => Roster::read(file)?,
        None => shelf::roster(global)?,
    };
    if roster.people.is_empty() {
        let what = "tickets are made from a roster; name it with --roster FILE.csv, or keep it with `roster import`";
        return Err(Failure::Usage(what.to_owned()));
    }
    unknown(&args.replace, &roster)?;
    if args.out.exists() {
        let there = safe(&args.out.display().to_string()).into_owned();
        return Err(Failure::Usage(format!("--out: {there} is there already, and tickets are kept nowhere else")));
    }
    let (address, command) = address(args)?;
    let mut clock = Clock::from_environment()?;
    let (mut store, _) = shelf::hall(global)?;
    let (title, bank) = (&opened.form.title, &opened.bank.manifest.id);
    let kept = tickets::find(&store, title, bank)?;
    let kept = kept.unwrap_or_else(|| Kept::new(title, bank, clock.now().entropy));
    let made = tickets::make(&kept, &roster.people, &args.replace, || clock.now());
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
    for line in words::tickets_made(made.len(), roster.people.len(), &file, &address) {
        writeln!(out, "{}", safe(&line))?;
    }
    Ok(DONE)
}

fn unknown(replace: &[String], roster: &Roster) -> Result<(), Failure> {
    let unknown: Vec<&str> = replace
        .iter()
        .filter(|id| roster.people.iter().all(|one| folded(&one.id) != folded(id)))
        .map(String::as_str)
        .collect();
    if unknown.is_empty() {
        return Ok(());
    }
    Err(Failure::Usage(format!("--replace: the roster has nobody with the id {}", safe(&unknown.join(", ")))))
}

/// Where a browser will find the desk, and what will be typed in a terminal.
fn address(args: &TicketsArgs) -> Result<(String, Option<String>), Failure> {
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
    Ok((addresses.first(), command))
}
