//! `roster`: who belongs to a cohort.

use super::{DONE, Failure};
use crate::adapters::forms::FormText;
use crate::adapters::paths;
use crate::adapters::results::roster::{Roster, roster_file};
use crate::cli::{Global, RosterCommand};
use crate::domain::words::counted;
use crate::ui::text::safe;
use std::io::Write;

/// Does what the command line asks for.
pub fn run(global: &Global, command: &RosterCommand, out: &mut impl Write) -> Result<u8, Failure> {
    let RosterCommand::Import { file, form } = command;
    let data_dir = paths::data_dir(global.data_dir.as_deref())?;
    let (roster, taken) = Roster::read_with(file)?;
    if let Some(form) = form {
        let text = FormText::load(form)?;
        super::form::arranged(&text.read()?.0, &text.name, &roster)?;
    }
    let before = Roster::kept(&data_dir).map(|roster| roster.people.len()).unwrap_or_default();
    roster.keep(&data_dir)?;
    let count = |number: usize| counted(number, "person", "people");
    let kept = safe(&roster_file(&data_dir).display().to_string()).into_owned();
    let replaced = if before == 0 { String::new() } else { format!(", in the place of {}", count(before)) };
    writeln!(out, "{} in {kept}{replaced}.", count(roster.people.len()))?;
    if let Some(taken) = taken {
        writeln!(out, "No column is called id, so {} is taken for it.", safe(&taken))?;
    }
    let arranged = roster.people.iter().filter(|one| !one.accommodation.is_empty()).count();
    if arranged > 0 {
        writeln!(out, "Something is arranged for {}.", count(arranged))?;
    }
    Ok(DONE)
}
