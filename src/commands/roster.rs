//! `roster`: who belongs to a cohort.

use super::shelf::{self, shelf};
use super::{DONE, Failure};
use crate::adapters::forms::FormText;
use crate::adapters::host::Shelf;
use crate::adapters::results::roster::{Roster, roster_file};
use crate::adapters::store::Anywhere;
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
    let (before, kept) = match shelf(global)? {
        Shelf::Folder(data_dir) => {
            let before = shelf::roster(global).map(|roster| roster.people.len()).unwrap_or_default();
            roster.keep(&data_dir)?;
            (before, roster_file(&data_dir).display().to_string())
        }
        Shelf::Database(address) => {
            let mut store = Anywhere::database(&address)?;
            let before = store.roster()?.len();
            store.keep_roster(&roster.rows())?;
            (before, store.place().unwrap_or_default().to_owned())
        }
    };
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
