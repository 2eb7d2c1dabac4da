//! Where a class is served as pages: the port, and what is said of it.

use super::super::{DONE, Ended, Failure, start};
use crate::adapters::clock::Clock;
use crate::adapters::host::Desk;
use crate::adapters::host::trial::{self, Heard, Trying};
use crate::adapters::serve::{Addresses, Probe, PublicUrl, Serving, Site, serve, serve_probe, take_port};
use crate::adapters::terminal;
use crate::app::host::Reach;
use crate::app::view::trial as view;
use crate::app::view::web as words;
use crate::cli::{Global, HostArgs, Web};
use crate::domain::room::host_word;
use crate::domain::store::Stream;
use std::io::{self, Write};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::sync::mpsc::channel;

/// The port that is tried first, and how many after it, where none is named.
const PORTS: std::ops::RangeInclusive<u16> = 8080..=8099;

/// A port that is ours, before anybody is served.
pub struct Door {
    listener: TcpListener,
    public: Option<PublicUrl>,
}

/// Takes the port that the arguments name, or one that is free; none where no pages are wanted.
pub fn door(args: &HostArgs) -> Result<Option<Door>, Failure> {
    let public = args.public_url.as_deref().map(str::parse).transpose();
    let public = public
        .map_err(|error: crate::adapters::serve::PublicUrlError| Failure::Usage(format!("--public-url: {error}")))?;
    let ip = args.bind.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED));
    let bind = |port| take_port(SocketAddr::new(ip, port));
    let listener = match args.web {
        Some(Web::Off) => return Ok(None),
        Some(Web::Port(port)) => bind(port)?,
        None => PORTS
            .skip(1)
            .fold(bind(*PORTS.start()), |tried, port| tried.or_else(|error| bind(port).map_err(|_| error)))?,
    };
    Ok(Some(Door { listener, public }))
}

/// Tries whether phones reach this computer, on the terminal or in lines.
pub fn test(global: &Global, door: Option<Door>, out: &mut impl Write) -> Result<Ended, Failure> {
    let Some(Door { listener, public }) = door else {
        return Err(Failure::Usage("--test needs pages; leave --web off out".to_owned()));
    };
    let bound = listener.local_addr()?;
    let mut clock = Clock::from_environment()?;
    let probe = Probe::new(Addresses::of(bound, public), bound.port(), Box::new(move || clock.now().entropy));
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
        writeln!(out, "{}", view::standing(&probe.trial()).first().cloned().unwrap_or_default())?;
        return Ok(Ended::With(DONE));
    };
    Ok(Ended::Signalled(signal))
}

/// Pages that are served until this is dropped.
pub struct Open {
    /// The loop that takes connections.
    _serving: Option<Serving>,
    site: Option<Arc<Site>>,
    /// What is to be said of it.
    pub said: Vec<String>,
}

impl Open {
    /// Where people find the class now.
    pub fn reach(&self) -> Reach {
        self.site.as_ref().map_or_else(Reach::default, |site| site.reach())
    }
}

/// Serves the class at `desk`, until what is returned is dropped.
pub fn open(door: Option<Door>, desk: &Desk, stream: Stream) -> Result<Open, Failure> {
    let Some(Door { listener, public }) = door else {
        return Ok(Open { _serving: None, site: None, said: Vec::new() });
    };
    let addresses = Addresses::of(listener.local_addr()?, public);
    let mut clock = Clock::from_environment()?;
    let word = host_word(stream);
    let code = desk.state().room.opened().code.clone();
    let (first, others) = (addresses.first(), addresses.others());
    let mut said = vec![words::served(&first, &code)];
    said.extend((!others.is_empty()).then(|| words::also(&others)));
    said.extend((addresses.only_here && addresses.public.is_none()).then(|| words::ONLY_HERE.to_owned()));
    said.push(words::more_pages(&first, &word));
    // A pinned generator gives the same bits to whoever asks first; others have had them.
    let entropy = Box::new(move || clock.now().entropy.rotate_left(64));
    let site = Site::new(desk.clone(), addresses, &word, entropy);
    Ok(Open { _serving: Some(serve(&site, listener)?), site: Some(site), said })
}
