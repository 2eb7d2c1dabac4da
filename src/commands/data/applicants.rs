//! Erasing what there is of an applicant, or what is kept longer than its form says.

use super::{confirmed, existing, journal_file};
use crate::adapters::attempts;
use crate::adapters::clock::Clock;
use crate::adapters::files::sync_folder;
use crate::adapters::host::Shelf;
use crate::adapters::paths;
use crate::adapters::results::roster::{Roster, folded};
use crate::adapters::results::{FOLDER, Found, files_of};
use crate::adapters::store::Anywhere;
use crate::adapters::tickets;
use crate::cli::Global;
use crate::commands::{DONE, Failure, shelf};
use crate::domain::assessment::attempt::Attempt;
use crate::domain::assessment::form::Form;
use crate::domain::assessment::result::FormRecord;
use crate::domain::moment::Moment;
use crate::domain::store::Stream;
use crate::domain::words::counted;
use crate::ui::text::safe;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Of whom something is erased.
#[derive(Debug, Clone, Copy)]
pub enum Whom<'a> {
    /// The applicant with that id.
    Named(&'a str),
    /// Everybody whose attempts and results are kept longer than their forms say.
    Expired,
}

/// What is to be erased.
struct Erased {
    is_in_database: bool,
    streams: Vec<Stream>,
    files: Vec<PathBuf>,
    roster: Option<Roster>,
    /// At how many desks they have tickets.
    tickets: usize,
}

impl Erased {
    fn is_empty(&self) -> bool {
        self.streams.is_empty() && self.files.is_empty() && self.roster.is_none() && self.tickets == 0
    }

    fn told(&self) -> String {
        let attempts = counted(self.streams.len(), "attempt", "attempts");
        let files = counted(self.files.len(), "file", "files");
        let place = if self.is_in_database { "database" } else { "journal" };
        let roster = if self.roster.is_some() { ", and the line on the roster" } else { "" };
        let tickets = match self.tickets {
            0 => String::new(),
            tickets => format!(", and {}", counted(tickets, "ticket", "tickets")),
        };
        format!("{attempts} in the {place}, {files} of results, reports and decisions{roster}{tickets}")
    }
}

/// Erases that, after asking.
pub fn erase(
    global: &Global,
    whom: Whom<'_>,
    within: Option<&Path>,
    yes: bool,
    out: &mut impl Write,
) -> Result<u8, Failure> {
    let data_dir = paths::data_dir(global.data_dir.as_deref())?;
    let mut store = store(global)?;
    let now = Clock::from_environment()?.now().moment;
    let folder = within.map_or_else(|| data_dir.join(FOLDER), Path::to_owned);
    let found = Erased {
        is_in_database: store.as_ref().and_then(Anywhere::place).is_some(),
        streams: store.as_ref().map_or(Ok(Vec::new()), |store| streams(store, whom, now))?,
        files: files_of(&folder, |found| is_meant(found, whom, now)).map_err(|error| unreadable(&folder, error))?,
        roster: without(shelf::roster(global)?, whom),
        tickets: match (store.as_ref(), whom) {
            (Some(store), Whom::Named(id)) => tickets::known(store, id)?,
            _ => 0,
        },
    };
    let of = match whom {
        Whom::Named(id) => format!("of {}", safe(id)),
        Whom::Expired => "that is kept longer than its form says".to_owned(),
    };
    if found.is_empty() {
        writeln!(out, "There is nothing {of} to erase.")?;
        return Ok(DONE);
    }
    let what = format!("what there is {of} ({})", found.told());
    let database = store.as_ref().and_then(Anywhere::place).map(PathBuf::from);
    if !yes && !confirmed(&what, &database.map_or_else(|| journal_file(global), Ok)?, out)? {
        writeln!(out, "Nothing was erased.")?;
        return Ok(DONE);
    }
    if let Some(store) = store.as_mut().filter(|_| !found.streams.is_empty()) {
        store.erase_all(&found.streams)?;
    }
    if let (Some(store), Whom::Named(id)) = (store.as_mut(), whom) {
        tickets::forget(store, id)?;
    }
    remove(&found.files)?;
    if let Some(roster) = &found.roster {
        shelf::keep_roster(global, roster)?;
    }
    writeln!(out, "Erased {what}. What was passed on or filed elsewhere is yours to follow.")?;
    Ok(DONE)
}

/// Where attempts and desks are; none where nothing was recorded yet.
fn store(global: &Global) -> Result<Option<Anywhere>, Failure> {
    let is_there = matches!(shelf::shelf(global)?, Shelf::Database(_)) || existing(global)?.is_some();
    Ok(if is_there { Some(shelf::hall(global)?.0) } else { None })
}

/// Deletes files.
pub fn remove(files: &[PathBuf]) -> Result<(), Failure> {
    for file in files {
        fs::remove_file(file).map_err(|error| Failure::Io {
            what: format!("\"{}\" cannot be deleted", safe(&file.display().to_string())),
            error,
        })?;
    }
    files.iter().filter_map(|file| file.parent()).for_each(sync_folder);
    Ok(())
}

/// A folder that cannot be read.
pub fn unreadable(folder: &Path, error: io::Error) -> Failure {
    Failure::Io { what: format!("\"{}\" cannot be read", safe(&folder.display().to_string())), error }
}

/// The attempts that are meant.
fn streams(store: &Anywhere, whom: Whom<'_>, now: Moment) -> Result<Vec<Stream>, Failure> {
    match whom {
        Whom::Named(id) => Ok(attempts::streams(store, |person| folded(&person.roster) == folded(id))?),
        Whom::Expired => {
            let mut found = attempts::all_in(store, |_| true)?;
            let ended = |attempt: &Attempt| attempt.ended.map_or(attempt.last(), |(_, at)| at);
            found.retain(|kept| is_expired(&kept.attempt.begun.form, ended(&kept.attempt), now));
            Ok(found.into_iter().map(|kept| kept.stream).collect())
        }
    }
}

fn is_meant(found: Found<'_>, whom: Whom<'_>, now: Moment) -> bool {
    match whom {
        Whom::Named(id) => folded(found.applicant) == folded(id),
        Whom::Expired => found.record.is_some_and(|record| is_expired(&record.form, record.submitted, now)),
    }
}

/// Whether what ended `at` is kept longer than the form says.
fn is_expired(form: &FormRecord, at: Moment, now: Moment) -> bool {
    let Ok((form, _)) = Form::read("", &form.text) else { return false };
    at.months_later(form.retention_months).zip(now.local_date()).is_some_and(|(until, today)| today > until)
}

/// The roster without somebody; none where it stays as it is.
fn without(mut roster: Roster, whom: Whom<'_>) -> Option<Roster> {
    let Whom::Named(id) = whom else { return None };
    let before = roster.people.len();
    roster.people.retain(|listed| folded(&listed.id) != folded(id));
    (roster.people.len() < before).then_some(roster)
}
