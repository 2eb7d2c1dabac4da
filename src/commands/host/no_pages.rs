//! A program that was built without pages: a class is led in lines alone.

use super::super::{Ended, Failure};
use crate::adapters::host::Desk;
use crate::app::host::Reach;
use crate::cli::{Global, HostArgs, Web};
use crate::domain::store::Stream;
use std::io::Write;

/// No port is ever taken.
pub enum Door {}

/// Refuses a port.
pub fn door(args: &HostArgs) -> Result<Option<Door>, Failure> {
    match args.web {
        Some(Web::Port(_)) => Err(Failure::Usage("this program was built without pages; leave --web out".to_owned())),
        _ => Ok(None),
    }
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
pub fn open(_: Option<Door>, _: &Desk, _: Stream) -> Result<Open, Failure> {
    Ok(Open { said: Vec::new() })
}
