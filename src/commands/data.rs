//! `iotutor data`: what is recorded, where, and how to take it along or erase it.

use super::{DONE, Failure, UNUSABLE, start};
use crate::adapters::journal::Journal;
use crate::adapters::places;
use crate::cli::{DataCommand, Global};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::path::Path;

/// Does what was asked with the recorded data.
pub fn run(global: &Global, command: &DataCommand, out: &mut impl Write) -> Result<u8, Failure> {
    match command {
        DataCommand::Path => {
            let folder = places::data_dir(global.data_dir.as_deref())?;
            writeln!(out, "{}", places::journal_file(&folder).display())?;
            Ok(DONE)
        }
        DataCommand::Export => {
            if let Some(journal) = existing(global)? {
                journal.export(out)?;
            }
            Ok(DONE)
        }
        DataCommand::Import { file } => import(global, file, out),
        DataCommand::Erase { yes } => erase(global, *yes, out),
    }
}

/// The journal for reading; none where nothing was recorded yet.
fn existing(global: &Global) -> Result<Option<Journal>, Failure> {
    let folder = places::data_dir(global.data_dir.as_deref())?;
    let file = places::journal_file(&folder);
    if file.exists() { Ok(Some(Journal::open_for_reading(&file)?.journal)) } else { Ok(None) }
}

fn import(global: &Global, file: &Path, out: &mut impl Write) -> Result<u8, Failure> {
    let mut records = start::open_records(global)?;
    let Some(journal) = records.journal.as_mut().filter(|_| records.writable) else {
        writeln!(out, "{}", records.warning.unwrap_or_default())?;
        return Ok(UNUSABLE);
    };
    let imported = if file == Path::new("-") {
        journal.import(io::stdin().lock())?
    } else {
        let opened =
            File::open(file).map_err(|error| Failure::Io { what: format!("opening {}", file.display()), error })?;
        journal.import(BufReader::new(opened))?
    };
    writeln!(out, "{} facts taken in, {} known already.", imported.new, imported.known)?;
    Ok(DONE)
}

fn erase(global: &Global, yes: bool, out: &mut impl Write) -> Result<u8, Failure> {
    let folder = places::data_dir(global.data_dir.as_deref())?;
    let file = places::journal_file(&folder);
    if !file.exists() {
        writeln!(out, "Nothing is recorded: there is no {}.", file.display())?;
        return Ok(DONE);
    }
    let whom = global.learner.as_ref().map_or_else(|| "everything".to_owned(), |name| format!("everything of {name}"));
    if !yes && !confirmed(&whom, &file, out)? {
        writeln!(out, "Nothing was erased.")?;
        return Ok(DONE);
    }
    Journal::open(&file)?.journal.erase(global.learner.as_deref())?;
    writeln!(out, "Erased {whom}.")?;
    Ok(DONE)
}

fn confirmed(whom: &str, file: &Path, out: &mut impl Write) -> Result<bool, Failure> {
    write!(out, "Erase {whom} recorded in {}? It cannot be brought back. Type yes: ", file.display())?;
    out.flush()?;
    let mut typed = String::new();
    io::stdin()
        .lock()
        .read_line(&mut typed)
        .map_err(|error| Failure::Io { what: "reading the answer".to_owned(), error })?;
    Ok(typed.trim().eq_ignore_ascii_case("yes"))
}
