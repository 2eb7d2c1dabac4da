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
use crate::adapters::host::lines;
use crate::adapters::host::trial::{self, Heard, Trying};
use crate::adapters::host::{Desk, Trouble};
use crate::adapters::serve::log::{self, Event, Log};
use crate::adapters::serve::{
    Addresses, DeskSite, Probe, PublicUrl, Serving, Site, Terminals, serve, serve_desk, serve_probe, take_port,
};
use crate::adapters::terminal;
use crate::app::host::Reach;
use crate::app::view::desk as desk_words;
use crate::app::view::trial as view;
use crate::app::view::{web as words, wire};
use crate::cli::{Global, HostArgs, LogForm, Web};
use std::io::{self, IsTerminal, Write};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener};
use std::path::Path;
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex, PoisonError};

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

/// The shortest word that a file may give: nobody who is on the same network may guess it.
const SHORTEST_WORD: usize = 12;

/// Refuses what does not go together.
pub fn agree(global: &Global, args: &HostArgs) -> Result<(), Failure> {
    let refused = |what: &str| Err(Failure::Usage(what.to_owned()));
    let no_pages = args.web == Some(Web::Off);
    if args.unattended && no_pages {
        return refused("--unattended is led from the teacher's page; leave --web off out");
    }
    if args.unattended && args.preview {
        return refused("--preview is for whoever types; leave it or --unattended out");
    }
    if no_pages && (args.log.is_some() || args.word_file.is_some()) {
        return refused("--log and --word-file are for pages; leave them or --web off out");
    }
    if args.log.is_some() && !args.unattended && start::draws(global) && io::stderr().is_terminal() {
        return refused("--log writes where the screen is; add 2>FILE, or --plain");
    }
    Ok(())
}

/// Where the log goes, if one is wanted.
fn log(args: &HostArgs) -> Result<Option<Log>, Failure> {
    let form = args.log.map(|form| match form {
        LogForm::Lines => log::Form::Words,
        LogForm::Json => log::Form::Json,
    });
    Ok(form.map(|form| Log::to(form, io::stderr())).transpose()?)
}

/// The word that opens the teacher's page: that of a file, or `own` where none is named.
fn host_word(args: &HostArgs, own: String) -> Result<String, Failure> {
    let Some(file) = &args.word_file else { return Ok(own) };
    let name = file.display();
    let text = std::fs::read_to_string(file)
        .map_err(|error| Failure::Io { what: format!("the host word in {name} cannot be read"), error })?;
    let word = text.lines().next().unwrap_or_default().trim().to_owned();
    if word.chars().filter(|c| c.is_alphanumeric()).count() < SHORTEST_WORD {
        let what = format!("the first line of {name} is the host word, and needs {SHORTEST_WORD} letters or digits");
        return Err(Failure::Usage(what));
    }
    Ok(word)
}

/// How people who lead are told the word; one that lies in a file is not told again.
fn more_pages(args: &HostArgs, first: &str, word: &str) -> String {
    if args.word_file.is_some() { words::more_pages_of_file(first) } else { words::more_pages(first, word) }
}

/// Writes down when the store begins to take nothing, and when it works again.
fn watch_store(log: Log, trouble: impl Fn() -> Option<&'static str> + Send) -> impl Fn(u64) + Send {
    let before = Mutex::new(None);
    move |_| {
        let now = trouble();
        let mut before = before.lock().unwrap_or_else(PoisonError::into_inner);
        if *before != now {
            log.event(now.map_or(Event::Recovered, Event::Trouble));
            *before = now;
        }
    }
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

/// A log whose last lines are waited for when this is dropped.
struct LastLines(Option<Log>);

impl Drop for LastLines {
    fn drop(&mut self) {
        self.0.iter().for_each(Log::finish);
    }
}

/// What is served until this is dropped.
pub struct Open {
    /// The loop that takes browsers, and the one that takes terminals.
    #[allow(dead_code, reason = "held until it is dropped")]
    serving: (Option<Serving>, Option<terminals::Serving>),
    site: Option<Arc<Site>>,
    /// Dropped after what is served, so that the last lines are there.
    log: LastLines,
    /// Where terminals are served without pages, and where that was at the beginning.
    alone: Option<(Terminals, Addresses)>,
    /// What is to be said of it.
    pub said: Vec<String>,
}

impl Drop for Open {
    fn drop(&mut self) {
        if let LastLines(Some(log)) = &self.log {
            log.event(Event::Stopping);
        }
        if let Some(site) = &self.site {
            site.stop();
        }
    }
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

/// Serves the class at `desk`, whose teacher's page `word` opens, or that of a file, until what is returned is dropped.
pub fn open(door: Option<Door>, desk: &Desk, args: &HostArgs, word: &str) -> Result<Open, Failure> {
    let mut open =
        Open { serving: (None, None), site: None, log: LastLines(log(args)?), alone: None, said: Vec::new() };
    let Some(Door { pages, terminals, said }) = door else { return Ok(open) };
    let code = desk.state().room.opened().code.clone();
    if let Some((listener, public)) = pages {
        open_pages(&mut open, (listener, public), desk, (args, word))?;
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
    (args, word): (&HostArgs, &str),
) -> Result<(), Failure> {
    let addresses = Addresses::of(listener.local_addr()?, public);
    let mut clock = Clock::from_environment()?;
    let word = host_word(args, word.to_owned())?;
    let code = desk.state().room.opened().code.clone();
    let (first, others) = (addresses.first(), addresses.others());
    open.said.push(words::served(&first, &code));
    open.said.extend((!others.is_empty()).then(|| words::also(&others)));
    open.said.extend((addresses.only_here && addresses.public.is_none()).then(|| words::ONLY_HERE.to_owned()));
    open.said.push(more_pages(args, &first, &word));
    // A pinned generator gives the same bits to whoever asks first; others have had them.
    let entropy = Box::new(move || clock.now().entropy.rotate_left(64));
    let site = Site::new(desk.clone(), addresses, &word, entropy);
    if let LastLines(Some(log)) = &open.log {
        log.event(Event::Started);
        let seen = desk.clone();
        let trouble = move || seen.state().trouble.as_ref().map(Trouble::kind);
        desk.board().listen(watch_store(log.clone(), trouble));
    }
    open.serving.0 = Some(serve(&site, listener, open.log.0.clone())?);
    open.site = Some(site);
    Ok(())
}

/// An assessment's desk as it is served, until this is dropped.
pub struct OpenDesk {
    #[allow(dead_code, reason = "held until it is dropped")]
    serving: (Option<Serving>, Option<terminals::Serving>),
    site: Option<Arc<DeskSite>>,
    /// Dropped after what is served, so that the last lines are there.
    log: LastLines,
    /// Where terminals are served without pages.
    alone: Option<(Terminals, Addresses)>,
    /// What is to be said of it.
    pub said: Vec<String>,
}

impl Drop for OpenDesk {
    fn drop(&mut self) {
        if let LastLines(Some(log)) = &self.log {
            log.event(Event::Stopping);
        }
    }
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

/// Serves an assessment's desk, whose host's page `word` opens, or that of a file.
pub fn open_desk(
    door: Option<Door>,
    desk: &hall::Desk,
    about: &Arc<About>,
    (args, word): (&HostArgs, &str),
) -> Result<OpenDesk, Failure> {
    let Some(Door { pages, terminals, said }) = door else {
        return Err(Failure::Usage("a desk is taken over pages or ssh; leave --web off or --ssh off out".to_owned()));
    };
    let mut open =
        OpenDesk { serving: (None, None), site: None, log: LastLines(log(args)?), alone: None, said: Vec::new() };
    if let Some((listener, public)) = pages {
        open_desk_pages(&mut open, (listener, public), (desk, about), (args, word))?;
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

fn open_desk_pages(
    open: &mut OpenDesk,
    (listener, public): (TcpListener, Option<PublicUrl>),
    (desk, about): (&hall::Desk, &Arc<About>),
    (args, word): (&HostArgs, &str),
) -> Result<(), Failure> {
    let addresses = Addresses::of(listener.local_addr()?, public);
    let mut clock = Clock::from_environment()?;
    let word = host_word(args, word.to_owned())?;
    let (first, others) = (addresses.first(), addresses.others());
    open.said.push(desk_words::served(&first));
    open.said.extend((!others.is_empty()).then(|| words::also(&others)));
    open.said.extend((addresses.only_here && addresses.public.is_none()).then(|| words::ONLY_HERE.to_owned()));
    open.said.push(more_pages(args, &first, &word));
    let entropy = Box::new(move || clock.now().entropy.rotate_left(64));
    let site = DeskSite::new(desk.clone(), Arc::clone(about), addresses, &word, entropy);
    if let LastLines(Some(log)) = &open.log {
        log.event(Event::Started);
        let seen = desk.clone();
        desk.board().listen(watch_store(log.clone(), move || seen.state().trouble.as_ref().map(|_| "other")));
    }
    open.serving.0 = Some(serve_desk(&site, listener, open.log.0.clone())?);
    open.site = Some(site);
    Ok(())
}
