//! Where a class is served, as pages and to terminals: the ports, and what is said of them.

#[cfg(not(feature = "ssh"))]
#[path = "no_terminals.rs"]
mod terminals;
#[cfg(feature = "ssh")]
#[path = "terminals.rs"]
mod terminals;

use super::super::{DONE, Ended, Failure, start};
use crate::adapters::clock::Clock;
use crate::adapters::hall;
use crate::adapters::hall::visitor::About;
use crate::adapters::host::Desk;
use crate::adapters::host::lines;
use crate::adapters::host::trial::{self, Heard, Trying};
use crate::adapters::serve::{
    Addresses, DeskSite, Probe, PublicUrl, Serving, Site, Terminals, serve, serve_desk, serve_probe, take_port,
};
use crate::adapters::terminal;
use crate::app::host::Reach;
use crate::app::view::desk as desk_words;
use crate::app::view::trial as view;
use crate::app::view::{web as words, wire};
use crate::cli::{Global, HostArgs, Web};
use crate::domain::room::easy_words;
use std::io::{self, Write};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener};
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::channel;

/// The port that is tried first, and how many after it, where none is named.
const PORTS: std::ops::RangeInclusive<u16> = 8080..=8099;

/// Ports that are ours, before anybody is served.
pub struct Door {
    pages: Option<(TcpListener, Option<PublicUrl>)>,
    terminals: Option<terminals::Door>,
    said: Option<String>,
}

/// Takes the port of pages that the arguments name, or one that is free; none where no pages are to be served.
fn page_door(args: &HostArgs) -> Result<Option<(TcpListener, Option<PublicUrl>)>, Failure> {
    let public = args.public_url.as_deref().map(str::parse).transpose();
    let public = public
        .map_err(|error: crate::adapters::serve::PublicUrlError| Failure::Usage(format!("--public-url: {error}")))?;
    let ip = args.bind.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED));
    let bind = |port| take_port(SocketAddr::new(ip, port), "--web");
    let listener = match args.web {
        Some(Web::Off) => None,
        Some(Web::Port(port)) => Some(bind(port)?),
        None => Some(
            PORTS
                .skip(1)
                .fold(bind(*PORTS.start()), |tried, port| tried.or_else(|error| bind(port).map_err(|_| error)))?,
        ),
    };
    Ok(listener.map(|listener| (listener, public)))
}

/// Takes the ports that the arguments name, or some that are free; none where nobody is to be served.
pub fn door(args: &HostArgs, data_dir: &Path) -> Result<Option<Door>, Failure> {
    let pages = page_door(args)?;
    // A class in lines alone is one: terminals are served where they are asked for by name, or where pages are.
    let (terminals, said) =
        if pages.is_some() || args.ssh.is_some() { terminals::door(args, data_dir)? } else { (None, None) };
    Ok((pages.is_some() || terminals.is_some()).then_some(Door { pages, terminals, said }))
}

/// Tries whether phones reach this computer, on the terminal or in lines.
pub fn test(global: &Global, door: Option<Door>, out: &mut impl Write) -> Result<Ended, Failure> {
    let Some(Door { pages: Some((listener, public)), terminals, .. }) = door else {
        return Err(Failure::Usage("--test needs pages; leave --web off out".to_owned()));
    };
    let bound = listener.local_addr()?;
    let mut clock = Clock::from_environment()?;
    let terminals = terminals.map(|door| door.terminals().clone());
    let entropy = Box::new(move || clock.now().entropy);
    let probe = Probe::new(Addresses::of(bound, public), bound.port(), terminals, entropy);
    let _serving = serve_probe(&probe, listener)?;
    let look = || probe.trial();
    if !start::draws(global) {
        let (to, heard) = channel();
        let typed = to.clone();
        std::thread::spawn(move || trial::hear(io::stdin().lock(), &typed));
        probe.listen(move |one| drop(to.send(Heard::Came(one.clone()))));
        trial::in_lines(&look, &heard, out)?;
        return Ok(Ended::With(DONE));
    }
    let mut trying = Trying::new(&look, super::dress(global)?);
    let ended = super::show(&mut trying, |wake| probe.listen(move |_| wake()))?;
    let terminal::End::Signalled(signal) = ended else {
        // With the reasons and the text for the network's owner, which whoever leaves may want to send.
        lines::say(out, &view::standing(&probe.trial()))?;
        return Ok(Ended::With(DONE));
    };
    Ok(Ended::Signalled(signal))
}

/// What is served until this is dropped.
pub struct Open {
    /// The loop that takes browsers, and the one that takes terminals.
    #[allow(dead_code, reason = "held until it is dropped")]
    serving: (Option<Serving>, Option<terminals::Serving>),
    site: Option<Arc<Site>>,
    /// Where terminals are served without pages, and where that was at the beginning.
    alone: Option<(Terminals, Addresses)>,
    /// What is to be said of it.
    pub said: Vec<String>,
}

impl Open {
    /// Where people find the class now.
    pub fn reach(&self) -> Reach {
        match (&self.site, &self.alone) {
            (Some(site), _) => site.reach(),
            (None, Some((terminals, first))) => {
                let now = first.renewed();
                let ssh = terminals.at(&now);
                let is_another = ssh.commands.first() != terminals.at(first).commands.first();
                Reach { is_another, only_here: now.only_here, ssh: Some(ssh), ..Reach::default() }
            }
            (None, None) => Reach::default(),
        }
    }
}

/// Serves the class at `desk`, until what is returned is dropped.
pub fn open(door: Option<Door>, desk: &Desk) -> Result<Open, Failure> {
    let mut open = Open { serving: (None, None), site: None, alone: None, said: Vec::new() };
    let Some(Door { pages, terminals, said }) = door else { return Ok(open) };
    let code = desk.state().room.opened().code.clone();
    if let Some((listener, public)) = pages {
        open_pages(&mut open, (listener, public), desk)?;
    }
    if let Some(door) = terminals {
        let terminals = door.terminals().clone();
        let addresses = Addresses::of(door.bound(), None);
        let ssh = terminals.at(&addresses);
        let command = ssh.commands.first().cloned().unwrap_or_default();
        open.said.push(wire::served(&ssh, &code));
        open.serving.1 = Some(door.open(desk, &command)?);
        match &open.site {
            Some(site) => site.has_terminals(terminals),
            None => open.alone = Some((terminals, addresses)),
        }
    }
    open.said.extend(said);
    Ok(open)
}

fn open_pages(
    open: &mut Open,
    (listener, public): (TcpListener, Option<PublicUrl>),
    desk: &Desk,
) -> Result<(), Failure> {
    let addresses = Addresses::of(listener.local_addr()?, public);
    let mut clock = Clock::from_environment()?;
    let word = easy_words(clock.now().entropy.rotate_left(64));
    let code = desk.state().room.opened().code.clone();
    let (first, others) = (addresses.first(), addresses.others());
    open.said.push(words::served(&first, &code));
    open.said.extend((!others.is_empty()).then(|| words::also(&others)));
    open.said.extend((addresses.only_here && addresses.public.is_none()).then(|| words::ONLY_HERE.to_owned()));
    open.said.push(words::more_pages(&first, &word));
    // A pinned generator gives the same bits to whoever asks first; others have had them.
    let entropy = Box::new(move || clock.now().entropy.rotate_left(64));
    let site = Site::new(desk.clone(), addresses, &word, entropy);
    open.serving.0 = Some(serve(&site, listener)?);
    open.site = Some(site);
    Ok(())
}

/// An assessment's desk as it is served, until this is dropped.
pub struct OpenDesk {
    #[allow(dead_code, reason = "held until it is dropped")]
    serving: (Option<Serving>, Option<terminals::Serving>),
    site: Option<Arc<DeskSite>>,
    /// Where terminals are served without pages.
    alone: Option<(Terminals, Addresses)>,
    /// What is to be said of it.
    pub said: Vec<String>,
}

impl OpenDesk {
    /// Where people find the desk now.
    pub fn reach(&self) -> Reach {
        match (&self.site, &self.alone) {
            (Some(site), _) => site.reach(),
            (None, Some((terminals, first))) => {
                let now = first.renewed();
                Reach { only_here: now.only_here, ssh: Some(terminals.at(&now)), ..Reach::default() }
            }
            (None, None) => Reach::default(),
        }
    }
}

/// Serves an assessment's desk.
pub fn open_desk(door: Option<Door>, desk: &hall::Desk, about: &Arc<About>) -> Result<OpenDesk, Failure> {
    let Some(Door { pages, terminals, said }) = door else {
        return Err(Failure::Usage("a desk is taken over pages or ssh; leave --web off or --ssh off out".to_owned()));
    };
    let mut open = OpenDesk { serving: (None, None), site: None, alone: None, said: Vec::new() };
    if let Some((listener, public)) = pages {
        let addresses = Addresses::of(listener.local_addr()?, public);
        let mut clock = Clock::from_environment()?;
        let word = easy_words(clock.now().entropy.rotate_left(64));
        let (first, others) = (addresses.first(), addresses.others());
        open.said.push(desk_words::served(&first));
        open.said.extend((!others.is_empty()).then(|| words::also(&others)));
        open.said.extend((addresses.only_here && addresses.public.is_none()).then(|| words::ONLY_HERE.to_owned()));
        open.said.push(words::more_pages(&first, &word));
        let entropy = Box::new(move || clock.now().entropy.rotate_left(64));
        let site = DeskSite::new(desk.clone(), Arc::clone(about), addresses, &word, entropy);
        open.serving.0 = Some(serve_desk(&site, listener)?);
        open.site = Some(site);
    }
    if let Some(door) = terminals {
        let terminals = door.terminals().clone();
        let addresses = Addresses::of(door.bound(), None);
        let ssh = terminals.at(&addresses);
        open.said.push(wire::desk_served(&ssh));
        let command = ssh.commands.first().cloned().unwrap_or_default();
        open.serving.1 = Some(door.open_desk(desk, about, &command)?);
        match &open.site {
            Some(site) => site.has_terminals(terminals),
            None => open.alone = Some((terminals, addresses)),
        }
    }
    open.said.extend(said);
    Ok(open)
}
