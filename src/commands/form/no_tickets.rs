//! A program that was built without pages has no desk, and so no tickets.

use crate::cli::{Global, TicketsArgs};
use crate::commands::Failure;
use std::io::Write;

/// Refuses.
pub fn run(_: &Global, _: &TicketsArgs, _: &mut impl Write) -> Result<u8, Failure> {
    Err(Failure::Usage("this program was built without pages, so there is no desk to have tickets for".to_owned()))
}
