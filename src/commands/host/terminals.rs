//! Where a class is served to terminals: the port, and the key by which people know this computer.

use super::super::super::Failure;
use crate::adapters::clock::Clock;
use crate::adapters::hall;
use crate::adapters::hall::visitor::About;
use crate::adapters::host::Desk;
use crate::adapters::serve::ssh::{HostKey, ServingSsh, Times, desk_news, desk_usher, news, serve_ssh, usher};
use crate::adapters::serve::{Terminals, take_port};
use crate::app::view::wire as words;
use crate::cli::{HostArgs, Web};
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener};
use std::path::Path;
use std::sync::Arc;

/// The port that is tried first, and those after it, where none is named.
const PORTS: std::ops::RangeInclusive<u16> = 2222..=2241;

/// Terminals that are served until this is dropped.
pub type Serving = ServingSsh;

/// A port that is ours, before anybody is served.
pub struct Door {
    listener: TcpListener,
    bound: SocketAddr,
    key: HostKey,
    terminals: Terminals,
}

/// Takes the port that the arguments name, or one that is free. Where none is, a class goes on without, and that is said.
pub fn door(args: &HostArgs, data_dir: &Path) -> Result<(Option<Door>, Option<String>), Failure> {
    let ip = args.bind.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED));
    let bind = |port| take_port(SocketAddr::new(ip, port), "--ssh");
    let listener = match args.ssh {
        Some(Web::Off) => return Ok((None, None)),
        Some(Web::Port(port)) => bind(port)?,
        None => match PORTS.into_iter().find_map(|port| bind(port).ok()) {
            Some(listener) => listener,
            None => return Ok((None, Some(words::NO_PORT.to_owned()))),
        },
    };
    let fresh = || {
        let mut secret = [0; 32];
        getrandom::fill(&mut secret).map_err(io::Error::other).map(|()| secret)
    };
    let key = HostKey::kept(data_dir, fresh).map_err(|error| Failure::Usage(format!("{error}; or use --ssh off")))?;
    let bound = listener.local_addr()?;
    let terminals = Terminals { port: bound.port(), fingerprint: key.fingerprint() };
    Ok((Some(Door { listener, bound, key, terminals }), None))
}

impl Door {
    /// What is told of it.
    pub const fn terminals(&self) -> &Terminals {
        &self.terminals
    }

    /// What it is bound to.
    pub const fn bound(&self) -> SocketAddr {
        self.bound
    }

    /// Serves the class at `desk`, until what is returned is dropped. `command` is what people type.
    pub fn open(self, desk: &Desk, command: &str) -> Result<Serving, Failure> {
        let mut clock = Clock::from_environment()?;
        // A pinned generator gives the same bits to whoever asks first; others have had them.
        let entropy = Box::new(move || clock.now().entropy.rotate_left(32));
        let counts = Arc::clone(desk.board().counts());
        let usher = (usher(desk, entropy, command), &words::CLASS);
        Ok(serve_ssh(self.listener, &self.key, usher, news(desk), Times::default(), counts)?)
    }

    /// Serves an assessment's desk, until what is returned is dropped. `command` is what people type.
    pub fn open_desk(self, desk: &hall::Desk, about: &Arc<About>, command: &str) -> Result<Serving, Failure> {
        let mut clock = Clock::from_environment()?;
        let entropy = Box::new(move || clock.now().entropy.rotate_left(32));
        let counts = Arc::clone(desk.board().counts());
        let usher = (desk_usher(desk, about, entropy, command), &words::DESK);
        Ok(serve_ssh(self.listener, &self.key, usher, desk_news(desk), Times::default(), counts)?)
    }
}
