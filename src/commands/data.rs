//! `iotutor data`: what is recorded, where, and how to take it along, repair or erase it.

mod applicants;
mod classes;
mod forget;

use super::shelf::shelf;
use super::{DONE, Failure, UNUSABLE, start};
use crate::adapters::formats::exchange::{ExchangeError, Imported, Progress, Whose, export, export_attempts, import};
use crate::adapters::formats::streams::look;
use crate::adapters::formats::{FormatError, xapi};
use crate::adapters::host::{Shelf, archive, rooms};
use crate::adapters::results::FOLDER;
use crate::adapters::results::files_of;
use crate::adapters::results::roster::{folded, roster_file};
use crate::adapters::store::backup::back_up;
use crate::adapters::store::{Journal, JournalError};
use crate::adapters::{files, paths};
use crate::cli::{DataCommand, DataFormat, Global};
use crate::domain::words::counted;
use crate::ui::text::safe;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, IsTerminal, Seek, Write};
use std::path::{Path, PathBuf};

/// After how many lines the one that tells the progress is written anew.
const STEP: usize = 10_000;

/// Does what was asked with the recorded data.
pub fn run(global: &Global, command: &DataCommand, out: &mut impl Write) -> Result<u8, Failure> {
    match command {
        DataCommand::Path => {
            writeln!(out, "{}", journal_file(global)?.display())?;
            Ok(DONE)
        }
        DataCommand::Export { format: Some(DataFormat::Xapi), .. } => export_statements(global, out),
        DataCommand::Export { room: Some(room), .. } => classes::export(global, room, out),
        DataCommand::Export { applicant, .. } => export_all(global, applicant.as_deref(), out),
        DataCommand::Import { file, rename, format } => take_in(global, file, rename.as_deref(), *format, out),
        DataCommand::Backup { to } => backup(global, to, out),
        DataCommand::Repair => repair(global, out),
        DataCommand::Forget(args) => forget::run(global, args, out),
        DataCommand::Erase { yes, applicant, expired, within } => {
            let within = within.as_deref();
            match applicant {
                Some(id) => applicants::erase(global, applicants::Whom::Named(id), within, *yes, out),
                None if *expired => applicants::erase(global, applicants::Whom::Expired, within, *yes, out),
                None => erase(global, within, *yes, out),
            }
        }
    }
}

fn journal_file(global: &Global) -> Result<PathBuf, Failure> {
    Ok(paths::journal_file(&paths::data_dir(global.data_dir.as_deref())?))
}

/// The journal's file, or what is left of it; none where nothing was recorded yet. To be unable to tell is an error.
fn existing(global: &Global) -> Result<Option<PathBuf>, Failure> {
    let file = journal_file(global)?;
    for name in [file.clone(), paths::journal_log(&file)] {
        match fs::metadata(&name) {
            Ok(_) => return Ok(Some(file)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(JournalError::Unreadable { path: file, reason: error.to_string() }.into()),
        }
    }
    Ok(None)
}

fn say_nothing_is_recorded(global: &Global) -> Result<u8, Failure> {
    start::known_learner(global, None)?;
    writeln!(
        io::stderr(),
        "iotutor: nothing is recorded yet: there is no {}",
        safe(&journal_file(global)?.to_string_lossy())
    )?;
    Ok(DONE)
}

fn export_all(global: &Global, applicant: Option<&str>, out: &mut impl Write) -> Result<u8, Failure> {
    // Attempts and learners are kept in files.
    let is_all = applicant.is_none() && global.learner.is_none();
    if is_all && let Shelf::Database(address) = shelf(global)? {
        return classes::export_database(&address, out);
    }
    let there = existing(global)?;
    if there.is_none() && (!is_all || rooms::all(&paths::data_dir(global.data_dir.as_deref())?).is_empty()) {
        return say_nothing_is_recorded(global);
    }
    let mut notice = None;
    let mut everybody = applicant.is_none();
    if let Some(file) = there {
        let mut opened = Journal::open_for_reading(&file)?;
        let learner = start::known_learner(global, Some(&opened.journal))?;
        if applicant.is_none() {
            export(&opened.journal, learner.as_deref(), out)?;
        }
        if learner.is_none() {
            let wanted = |id: &str| applicant.is_none_or(|wanted| folded(wanted) == folded(id));
            export_attempts(&mut opened.journal, wanted, out)?;
        }
        everybody &= learner.is_none();
        if everybody {
            classes::export_desks(opened.journal.store(), out)?;
        }
        notice = opened.notice;
    }
    let code = if everybody { classes::export_folder(global, out)? } else { DONE };
    // Whoever takes an export for a backup must not take part of one for the whole.
    let Some(notice) = notice else { return Ok(code) };
    writeln!(io::stderr(), "iotutor: {}", safe(&notice))?;
    Ok(UNUSABLE)
}

/// Writes rounds and answers as xAPI statements, and tells what has no verb there.
fn export_statements(global: &Global, out: &mut impl Write) -> Result<u8, Failure> {
    let bank = start::bank(global)?;
    let Some(file) = existing(global)? else { return say_nothing_is_recorded(global) };
    let opened = Journal::open_for_reading(&file)?;
    let learner = start::known_learner(global, Some(&opened.journal))?;
    let mut spool = spool()?;
    export(&opened.journal, learner.as_deref(), &mut spool)?;
    spool.rewind()?;
    let written = xapi::write(&bank, BufReader::new(spool), out)?;
    for (kind, count) in &written.left_out {
        let facts = counted(*count, "fact", "facts");
        writeln!(io::stderr(), "iotutor: {facts} of the kind \"{}\" left out: xAPI has no verb for it", safe(kind))?;
    }
    let Some(notice) = opened.notice else { return Ok(DONE) };
    writeln!(io::stderr(), "iotutor: {}", safe(&notice))?;
    Ok(UNUSABLE)
}

/// A file without a name for what is read twice.
fn spool() -> Result<File, Failure> {
    tempfile::tempfile().map_err(|error| Failure::Io { what: "no temporary file can be made".to_owned(), error })
}

/// The facts that went out with xAPI statements. What is none of this program's is told.
fn facts_of_statements(file: &Path, lines: File) -> Result<File, Failure> {
    let name = safe(&file.to_string_lossy()).into_owned();
    let mut spool = spool()?;
    let mut read = xapi::read(BufReader::new(lines), &mut spool)?;
    if !read.faults.is_empty() {
        return Err(FormatError::Refused { file: name, notes: read.faults }.into());
    }
    read.lost.sort();
    for note in &read.lost {
        writeln!(io::stderr(), "iotutor: {}", note.told(&name))?;
    }
    spool.rewind()?;
    Ok(spool)
}

fn take_in(
    global: &Global,
    file: &Path,
    rename: Option<&str>,
    format: Option<DataFormat>,
    out: &mut impl Write,
) -> Result<u8, Failure> {
    let only = global.learner.as_ref().map(|_| start::learner_name(global)).transpose()?;
    let rename = rename.map(|name| start::proper("--as", name)).transpose()?;
    let whose = Whose { only: only.as_deref(), rename: rename.as_deref() };
    let mut lines = opened(file)?;
    if format == Some(DataFormat::Xapi) {
        lines = facts_of_statements(file, lines)?;
    }
    let found = look(BufReader::new(&mut lines))?;
    let takes_streams = only.is_none() && rename.is_none();
    let shelf = shelf(global)?;
    if let Shelf::Database(address) = &shelf
        && takes_streams
        && format != Some(DataFormat::Xapi)
    {
        if let Some(line) = found.other {
            return Err(ExchangeError::NoClass { line }.into());
        }
        return tell(classes::into_database(address, &mut lines)?, out);
    }
    let mut imported = Imported::default();
    if found.other.is_some() {
        lines.rewind().map_err(ExchangeError::Reading)?;
        let Some(own) = into_journal(global, whose, &mut lines)? else { return Ok(UNUSABLE) };
        imported = own;
    }
    if takes_streams && found.of_streams > 0 {
        let more = classes::into_folder(global, &mut lines)?;
        imported = Imported { new: imported.new + more.new, known: imported.known + more.known };
    }
    tell(imported, out)
}

fn tell(imported: Imported, out: &mut impl Write) -> Result<u8, Failure> {
    let facts = counted(imported.new, "fact", "facts");
    writeln!(out, "{facts} taken in, {} known already.", imported.known)?;
    Ok(DONE)
}

/// Takes in what is learners' and applicants'; none where the journal can't be written, which was said.
fn into_journal(global: &Global, whose: Whose<'_>, lines: &mut File) -> Result<Option<Imported>, Failure> {
    let mut records = start::open_records(global)?;
    if let Some(warning) = &records.warning {
        writeln!(io::stderr(), "iotutor: {}", safe(warning))?;
    }
    let Some(journal) = records.journal.as_mut().filter(|_| records.writable) else { return Ok(None) };
    let mut line = ProgressLine::new();
    let imported = import(journal, whose, lines, &mut |progress| line.show(progress));
    line.clear();
    Ok(Some(imported?))
}

/// The file to be imported. What comes in by standard input is written to a file without a name first, since it is read
/// twice.
fn opened(file: &Path) -> Result<File, Failure> {
    if file == Path::new("-") {
        let failed =
            |error| Failure::Io { what: "standard input cannot be copied to a temporary file".to_owned(), error };
        let mut spool = tempfile::tempfile().map_err(failed)?;
        io::copy(&mut io::stdin().lock(), &mut spool).map_err(failed)?;
        spool.rewind().map_err(failed)?;
        return Ok(spool);
    }
    let what =
        format!("the file {} cannot be read; name another, or give its lines to `data import -`", file.display());
    files::refuse_other_than_file(file).and_then(|()| File::open(file)).map_err(|error| Failure::Io { what, error })
}

/// A line on the terminal that tells how far an import is.
struct ProgressLine {
    shown: bool,
    terminal: bool,
}

impl ProgressLine {
    fn new() -> Self {
        Self { shown: false, terminal: io::stderr().is_terminal() }
    }

    fn show(&mut self, progress: Progress) {
        let line = match progress {
            Progress::Read(lines) if lines % STEP == 0 => format!("{lines} lines read"),
            Progress::TakenIn(taken, all) if taken == all || taken % STEP == 0 => {
                format!("{taken} of {all} facts taken in")
            }
            _ => return,
        };
        if self.terminal {
            self.shown = true;
            // Where even this cannot be written, the import goes on.
            let _ = write!(io::stderr(), "\r{line:<60}");
        }
    }

    fn clear(&mut self) {
        if std::mem::take(&mut self.shown) {
            let _ = write!(io::stderr(), "\r{:<60}\r", "");
        }
    }
}

fn backup(global: &Global, to: &Path, out: &mut impl Write) -> Result<u8, Failure> {
    let data_dir = paths::data_dir(global.data_dir.as_deref())?;
    if !data_dir.exists() {
        return say_nothing_is_recorded(global);
    }
    let copied = back_up(&data_dir, to)?;
    let to = to.to_string_lossy();
    let files = counted(copied, "file", "files");
    writeln!(out, "{files} copied to {}. Names, answers and keys are in it: keep it as you keep the rest.", safe(&to))?;
    Ok(DONE)
}

fn repair(global: &Global, out: &mut impl Write) -> Result<u8, Failure> {
    let Some(file) = existing(global)? else { return say_nothing_is_recorded(global) };
    let opened = Journal::repair(&file)?;
    let count = opened.journal.count()?;
    match opened.notice {
        Some(notice) => writeln!(out, "{}", safe(&notice))?,
        None => writeln!(
            out,
            "Nothing to repair: {} in {}.",
            counted(count, "fact", "facts"),
            safe(&file.to_string_lossy())
        )?,
    }
    Ok(DONE)
}

/// Erases everything that is recorded, with all results and the roster; or everything of a learner.
fn erase(global: &Global, within: Option<&Path>, yes: bool, out: &mut impl Write) -> Result<u8, Failure> {
    let there = existing(global)?;
    let results = results_of_all(global, within)?;
    let Some(file) = there.or_else(|| journal_file(global).ok().filter(|_| !results.is_empty())) else {
        return say_nothing_is_recorded(global);
    };
    let opened = Journal::open(&file)?;
    if let Some(notice) = opened.notice {
        writeln!(io::stderr(), "iotutor: {}", safe(&notice))?;
    }
    let mut journal = opened.journal;
    let learner = start::known_learner(global, Some(&journal))?;
    let results = if learner.is_none() { results } else { Vec::new() };
    let whom = learner.as_ref().map_or_else(
        || match results.len() {
            0 => "everything".to_owned(),
            files => format!("everything, with {} of results, classes and people,", counted(files, "file", "files")),
        },
        |name| format!("everything of {name}"),
    );
    if !yes && !confirmed(&whom, &file, out)? {
        writeln!(out, "Nothing was erased.")?;
        return Ok(DONE);
    }
    journal.erase(learner.as_deref())?;
    applicants::remove(&results)?;
    writeln!(out, "Erased {}.", whom.trim_end_matches(','))?;
    for aside in paths::kept_aside(&file) {
        writeln!(
            out,
            "Not erased: {}, which was kept aside as damaged. Delete it yourself.",
            safe(&aside.to_string_lossy())
        )?;
    }
    Ok(DONE)
}

/// The files of results and of live classes, and the roster.
fn results_of_all(global: &Global, within: Option<&Path>) -> Result<Vec<PathBuf>, Failure> {
    let data_dir = paths::data_dir(global.data_dir.as_deref())?;
    let folder = within.map_or_else(|| data_dir.join(FOLDER), Path::to_owned);
    let mut files = files_of(&folder, |_| true).map_err(|error| applicants::unreadable(&folder, error))?;
    files.extend(Some(roster_file(&data_dir)).filter(|file| file.exists()));
    let rooms = rooms::all(&data_dir);
    rooms.iter().try_for_each(|room| archive::refuse_in_use(room))?;
    files.extend(rooms.iter().flat_map(|room| archive::files_of(room)));
    Ok(files)
}

fn confirmed(whom: &str, file: &Path, out: &mut impl Write) -> Result<bool, Failure> {
    let file = file.to_string_lossy();
    confirmed_of(&format!("Erase {whom} recorded in {}?", safe(&file)), out)
}

/// Whether a typed answer says yes: in full, or by the letter that does so at every other question.
fn is_yes(typed: &str) -> bool {
    ["y", "yes"].iter().any(|yes| typed.trim().eq_ignore_ascii_case(yes))
}

/// Asks, and says whether the answer was yes.
fn confirmed_of(question: &str, out: &mut impl Write) -> Result<bool, Failure> {
    write!(out, "{question} This cannot be undone. Type y to do it: ")?;
    out.flush()?;
    let mut typed = String::new();
    io::stdin()
        .lock()
        .read_line(&mut typed)
        .map_err(|error| Failure::Io { what: "the answer cannot be read".to_owned(), error })?;
    Ok(is_yes(&typed))
}

impl From<ExchangeError> for Failure {
    fn from(error: ExchangeError) -> Self {
        match error {
            ExchangeError::Writing(error) => error.into(),
            other => Self::Exchange(other),
        }
    }
}
