//! `roster`: who belongs to a cohort.

use super::{DONE, Failure, shelf};
use crate::adapters::forms::FormText;
use crate::adapters::results::roster::Roster;
use crate::cli::{Global, RosterCommand};
use crate::domain::words::counted;
use crate::ui::text::safe;
use std::io::Write;

/// Does what the command line asks for.
pub fn run(global: &Global, command: &RosterCommand, out: &mut impl Write) -> Result<u8, Failure> {
    let RosterCommand::Import { file, form } = command;
    let (roster, taken) = Roster::read_with(file)?;
    if let Some(form) = form {
        let text = FormText::load(form)?;
        super::form::arranged(&text.read()?.0, &text.name, &roster)?;
    }
    let before = shelf::roster(global).map(|before| before.people.len()).unwrap_or_default();
    let kept = shelf::keep_roster(global, &roster)?;
    let count = |number: usize| counted(number, "person", "people");
    let replaced = if before == 0 { String::new() } else { format!(", in the place of {}", count(before)) };
    writeln!(out, "{} in {}{replaced}.", count(roster.people.len()), safe(&kept))?;
    if let Some(taken) = taken {
        writeln!(out, "No column is called id, so {} is taken for it.", safe(&taken))?;
    }
    let arranged = roster.people.iter().filter(|one| !one.accommodation.is_empty()).count();
    if arranged > 0 {
        writeln!(out, "Something is arranged for {}.", count(arranged))?;
    }
    Ok(DONE)
}
