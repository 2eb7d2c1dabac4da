//! A program that was built without ssh.

use super::super::super::Failure;
use crate::adapters::hall;
use crate::adapters::hall::visitor::About;
use crate::adapters::host::Desk;
use crate::adapters::serve::Terminals;
use crate::cli::{HostArgs, Web};
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

/// No port is ever taken.
pub enum Door {}

impl Door {
    /// What is told of it.
    pub const fn terminals(&self) -> &Terminals {
        match *self {}
    }

    /// What it is bound to.
    pub const fn bound(&self) -> SocketAddr {
        match *self {}
    }

    /// Serves nobody.
    #[allow(clippy::unnecessary_wraps, reason = "the same signature as where there is ssh")]
    pub const fn open(self, _: &Desk, _: &str) -> Result<Serving, Failure> {
        match self {}
    }

    /// Serves nobody.
    #[allow(clippy::unnecessary_wraps, reason = "the same signature as where there is ssh")]
    pub const fn open_desk(self, _: &hall::Desk, _: &Arc<About>, _: &str) -> Result<Serving, Failure> {
        match self {}
    }
}

/// Nothing that is served.
pub enum Serving {}

/// Refuses a port.
pub fn door(args: &HostArgs, _: &Path) -> Result<(Option<Door>, Option<String>), Failure> {
    match args.ssh {
        Some(Web::Port(_)) => Err(Failure::Usage("this program was built without ssh; leave --ssh out".to_owned())),
        _ => Ok((None, None)),
    }
}
