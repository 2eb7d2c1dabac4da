//! What each command does: it wires the layers together and returns an exit code.

mod assess;
mod bank;
mod cases;
mod check;
mod data;
mod enter;
mod form;
mod host;
mod info;
#[cfg(feature = "web")]
mod rehearse;
mod report;
mod results;
mod roster;
mod shelf;
mod simulate;
mod start;
mod statements;
mod worksheet;

use crate::adapters::bank_files::BankError;
use crate::adapters::clock::ClockError;
use crate::adapters::files::cause;
use crate::adapters::formats::FormatError;
use crate::adapters::formats::exchange::ExchangeError;
use crate::adapters::forms::FormError;
use crate::adapters::host::RoomError;
use crate::adapters::host::desk::BeginError;
use crate::adapters::paths::PathsError;
use crate::adapters::report::ReportError;
use crate::adapters::results::roster::RosterError;
use crate::adapters::settings::SettingsError;
use crate::adapters::store::JournalError;
use crate::cli::{Cli, Command};
use crate::domain::bank::problem::Problem;
use crate::domain::words::counted;
use std::io::{self, IsTerminal, Write};

/// Done.
pub const DONE: u8 = 0;
/// `check`, `form check` or `results` found something wrong, `due` found nothing due, `assess` may not be taken now, or `enter`
/// could not take a line of a file.
pub const FOUND: u8 = 1;
/// The arguments make no sense.
pub const USAGE: u8 = 2;
/// The bank, the journal, a file or the terminal cannot be used.
pub const UNUSABLE: u8 = 3;

/// Why a command could not do its work: one sentence that says what happened, where, and what to do.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The arguments make no sense together with the bank.
    #[error("{0}")]
    Usage(String),
    /// The assessment may not be taken, or not yet.
    #[error("{0}")]
    NotNow(String),
    /// The bank cannot be used.
    #[error(transparent)]
    Bank(#[from] BankError),
    /// The journal cannot be used.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// There is no whole copy of what is recorded.
    #[error(transparent)]
    Backup(#[from] crate::adapters::store::backup::BackupError),
    /// Facts cannot be taken along or in.
    #[error(transparent)]
    Exchange(ExchangeError),
    /// A file of another program cannot be used.
    #[error(transparent)]
    Format(#[from] FormatError),
    /// There is no place for data.
    #[error(transparent)]
    Paths(#[from] PathsError),
    /// The settings cannot be used.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// The report cannot be written.
    #[error(transparent)]
    Report(#[from] ReportError),
    /// A form, or the key for it, cannot be used.
    #[error(transparent)]
    Form(#[from] FormError),
    /// No room can be opened.
    #[error(transparent)]
    Room(#[from] RoomError),
    /// No page can be served.
    #[cfg(feature = "web")]
    #[error(transparent)]
    Serve(#[from] crate::adapters::serve::ServeError),
    /// No class can be rehearsed.
    #[cfg(feature = "web")]
    #[error(transparent)]
    Rehearse(#[from] crate::adapters::serve::RehearseError),
    /// No class can be begun.
    #[error(transparent)]
    Begin(#[from] BeginError),
    /// No desk can be opened.
    #[error(transparent)]
    Desk(#[from] crate::adapters::hall::OpenError),
    /// The roster cannot be used.
    #[error(transparent)]
    Roster(#[from] RosterError),
    /// The bank has errors.
    #[error("the bank in {folder} is refused for {}; `iotutor check {folder} --draft` names each with what mends it, and what else there is to mend:\n{}", counted(problems.len(), "error", "errors"), listed(problems))]
    BadBank {
        /// The bank's folder.
        folder: String,
        /// Its errors.
        problems: Vec<Problem>,
    },
    /// What a file of another program comes to is no bank that plays.
    #[error("{file} makes no bank that plays, for {}; mend the file and try again:\n{}", counted(problems.len(), "error", "errors"), listed(problems))]
    BadFile {
        /// The file's name.
        file: String,
        /// What is wrong with the bank.
        problems: Vec<Problem>,
    },
    /// Some facts could not be saved before the end.
    #[error("{} not saved: {reason}", counted(*.facts, "record is", "records are"))]
    Unsaved {
        /// How many.
        facts: usize,
        /// Why.
        reason: String,
    },
    /// The pinned clock makes no sense.
    #[error(transparent)]
    Clock(#[from] ClockError),
    /// Reading or writing failed.
    #[error("{what}: {}", cause(error))]
    Io {
        /// What was being done.
        what: String,
        /// What the system says.
        error: io::Error,
    },
}

impl Failure {
    /// The exit code that goes with it.
    #[must_use]
    pub const fn code(&self) -> u8 {
        match self {
            Self::Usage(_) => USAGE,
            Self::NotNow(_) => FOUND,
            _ => UNUSABLE,
        }
    }

    /// Whether only the reader of our output went away, which is nobody's fault.
    #[must_use]
    pub fn is_broken_pipe(&self) -> bool {
        matches!(self, Self::Io { error, .. } if error.kind() == io::ErrorKind::BrokenPipe)
    }
}

fn listed(problems: &[Problem]) -> String {
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Io { what: "the output cannot be written".to_owned(), error }
    }
}

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// With this exit code.
    With(u8),
    /// A signal asked for it.
    Signalled(crate::adapters::system::Signal),
}

/// Does what the command line asks for.
///
/// # Errors
///
/// When the arguments make no sense, or the bank, the journal, a file or the terminal cannot be used.
pub fn run(cli: &Cli, out: &mut impl Write) -> Result<Ended, Failure> {
    shelf::refuse_elsewhere(cli)?;
    let code = match &cli.command {
        Some(Command::Topics { json }) => info::topics(&cli.global, *json, out)?,
        Some(Command::Progress { json: true }) => info::progress(&cli.global, out)?,
        Some(Command::Report(args)) => report::run(&cli.global, args, out)?,
        Some(Command::Check { dir, json, draft }) => {
            let wanted = check::Wanted { json: *json, draft: *draft };
            check::check(&cli.global, dir.as_deref(), wanted, out)?
        }
        Some(Command::Bank { command }) => return bank::run(&cli.global, command, out),
        Some(Command::Assess(args)) => return assess::run(&cli.global, args, out),
        #[cfg(feature = "web")]
        Some(Command::Rehearse(args)) => rehearse::run(&cli.global, args, out)?,
        Some(Command::Host(args)) => return host::run(&cli.global, args, out),
        Some(Command::Worksheet(args)) => worksheet::run(&cli.global, args, out)?,
        Some(Command::Enter(args)) => enter::run(&cli.global, args, out)?,
        Some(Command::Form { command }) => form::run(&cli.global, command, out)?,
        Some(Command::Results { command }) => results::run(&cli.global, command, out)?,
        Some(Command::Roster { command }) => roster::run(&cli.global, command, out)?,
        Some(Command::Data { command }) => data::run(&cli.global, command, out)?,
        Some(Command::Simulate(args)) => simulate::run(&cli.global, args, out)?,
        Some(Command::Completions { shell }) => info::completions(*shell, out)?,
        Some(Command::Man) => info::man(out)?,
        Some(Command::Cases { json: true, .. }) => cases::list(&cli.global, true, out)?,
        // Whoever pipes the list wants to read it, not to talk.
        Some(Command::Cases { name: None, json: false }) if !io::stdout().is_terminal() => {
            cases::list(&cli.global, false, out)?
        }
        Some(Command::Due { json }) => info::due(&cli.global, *json, out)?,
        None
        | Some(
            Command::Learn { .. }
            | Command::Quiz(_)
            | Command::Review
            | Command::Progress { json: false }
            | Command::Cards { .. }
            | Command::Cases { json: false, .. },
        ) => {
            return start::run(cli, out);
        }
    };
    out.flush()?;
    Ok(Ended::With(code))
}
