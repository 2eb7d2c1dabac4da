//! Where live classes and desks are kept: in files, or in a database that `--store` or `IOTUTOR_STORE` names.

use super::Failure;
use crate::adapters::host::Shelf;
use crate::adapters::paths;
use crate::adapters::results::roster::{Roster, roster_file};
use crate::adapters::store::{Anywhere, Journal};
use crate::cli::{Cli, Command, DataCommand, DataFormat, FormCommand, Global};
use std::env;

/// The variable that says the same as `--store`, and is seen by nobody who lists the programs that run.
const STORE: &str = "IOTUTOR_STORE";

/// Where the classes are.
pub fn shelf(global: &Global) -> Result<Shelf, Failure> {
    let named = global.store.as_ref().map(|store| store.secret().to_owned());
    match named.or_else(|| env::var(STORE).ok()).filter(|address| !address.is_empty()) {
        Some(address) => Ok(Shelf::Database(address)),
        None => Ok(Shelf::Folder(paths::data_dir(global.data_dir.as_deref())?)),
    }
}

/// The roster that belongs to live classes: every host of a database has the same one.
pub fn roster(global: &Global) -> Result<Roster, Failure> {
    match shelf(global)? {
        Shelf::Folder(data_dir) => Ok(Roster::kept(&data_dir)?),
        Shelf::Database(address) => Ok(Roster::of_rows(Anywhere::database(&address)?.roster()?)),
    }
}

/// Keeps a roster where [`roster`] finds it; tells where that is.
pub fn keep_roster(global: &Global, roster: &Roster) -> Result<String, Failure> {
    match shelf(global)? {
        Shelf::Folder(data_dir) => {
            roster.keep(&data_dir)?;
            Ok(roster_file(&data_dir).display().to_string())
        }
        Shelf::Database(address) => {
            let mut store = Anywhere::database(&address)?;
            store.keep_roster(&roster.rows())?;
            Ok(store.place().unwrap_or_default().to_owned())
        }
    }
}

/// Where desks and attempts are: the database, or the journal of this computer. Tells what there is to say of that.
pub fn hall(global: &Global) -> Result<(Anywhere, Option<String>), Failure> {
    match shelf(global)? {
        Shelf::Database(address) => Ok((Anywhere::database(&address)?, None)),
        Shelf::Folder(data_dir) => {
            let opened = Journal::open(&paths::journal_file(&data_dir))?;
            Ok((Anywhere::File(Box::new(opened.journal.into_store())), opened.notice))
        }
    }
}

/// Refuses a database for what is kept in files alone: nobody should believe that it went there.
pub fn refuse_elsewhere(cli: &Cli) -> Result<(), Failure> {
    let is_known = match &cli.command {
        Some(
            Command::Host(_)
            | Command::Enter(_)
            | Command::Results { .. }
            | Command::Roster { .. }
            | Command::Form { command: FormCommand::Tickets(_) },
        ) => true,
        Some(Command::Data { command }) => cli.global.learner.is_none() && is_of_classes(command),
        _ => false,
    };
    #[cfg(feature = "web")]
    let is_known = is_known || matches!(&cli.command, Some(Command::Rehearse(_)));
    if is_known || cli.global.store.is_none() {
        return Ok(());
    }
    let what = "--store is for live classes, desks and their roster: host, enter, form tickets, results, roster, data export, \
                data import, data forget and data erase of applicants; all else is kept in files";
    Err(Failure::Usage(what.to_owned()))
}

/// Whether a command about what is recorded is, or may be, about classes.
fn is_of_classes(command: &DataCommand) -> bool {
    match command {
        DataCommand::Forget(_) => true,
        // Self-study is erased in its file alone.
        DataCommand::Erase { applicant, expired, .. } => applicant.is_some() || *expired,
        DataCommand::Export { applicant, format, .. } => applicant.is_none() && *format != Some(DataFormat::Xapi),
        DataCommand::Import { rename, format, .. } => rename.is_none() && *format != Some(DataFormat::Xapi),
        _ => false,
    }
}
