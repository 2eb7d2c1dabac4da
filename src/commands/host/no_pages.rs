//! A program that was built without pages: a class is led in lines alone.

use super::super::{Ended, Failure};
use crate::adapters::hall;
use crate::adapters::hall::visitor::About;
use crate::adapters::host::Desk;
use crate::app::host::Reach;
use crate::cli::{Global, HostArgs, Web};
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

/// No port is ever taken.
pub enum Door {}

/// Refuses a port.
pub fn door(args: &HostArgs, _: &Path) -> Result<Option<Door>, Failure> {
    let built_without = |what: &str| Err(Failure::Usage(format!("this program was built without {what}")));
    match (args.web, args.ssh) {
        (Some(Web::Port(_)), _) => built_without("pages; leave --web out"),
        (_, Some(Web::Port(_))) => built_without("ssh; leave --ssh out"),
        _ => Ok(None),
    }
}

/// Refuses what is done by pages alone.
pub fn agree(_: &Global, args: &HostArgs) -> Result<(), Failure> {
    if args.unattended || args.log.is_some() || args.word_file.is_some() {
        let what = "this program was built without pages, so --unattended, --log and --word-file have nothing to do";
        return Err(Failure::Usage(what.to_owned()));
    }
    Ok(())
}

/// Refuses a trial.
pub fn test(_: &Global, _: Option<Door>, _: &mut impl Write) -> Result<Ended, Failure> {
    Err(Failure::Usage("this program was built without pages, so there is nothing to try".to_owned()))
}

/// Nothing that is served.
pub struct Open {
    /// What is to be said of it.
    pub said: Vec<String>,
}

impl Open {
    /// Nowhere.
    #[allow(clippy::unused_self, reason = "the same signature as where there are pages")]
    pub fn reach(&self) -> Reach {
        Reach::default()
    }
}

/// Serves nobody.
#[allow(clippy::unnecessary_wraps, reason = "the same signature as where there are pages")]
pub fn open(_: Option<Door>, _: &Desk, _: &HostArgs, _: &str) -> Result<Open, Failure> {
    Ok(Open { said: Vec::new() })
}

/// No desk is ever served.
pub struct OpenDesk {
    /// What is to be said of it.
    pub said: Vec<String>,
}

impl OpenDesk {
    /// Nowhere.
    #[allow(clippy::unused_self, reason = "the same signature as where there are pages")]
    pub fn reach(&self) -> Reach {
        Reach::default()
    }
}

/// Refuses a desk.
pub fn open_desk(_: Option<Door>, _: &hall::Desk, _: &Arc<About>, _: (&HostArgs, &str)) -> Result<OpenDesk, Failure> {
    Err(Failure::Usage("this program was built without pages, so no desk can be opened".to_owned()))
}
