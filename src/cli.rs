//! The command line: one definition for parsing, help, completions and the man page.

mod assessment;
mod bank;
mod host;
mod paper;
mod results;

pub use assessment::{AssessArgs, FormCommand, FormSimulateArgs, KeyCommand, TicketsArgs};
pub use bank::{BankCommand, ExportArgs, ExportFormat, FileFormat, ReadingArgs};
pub use host::{HostArgs, LogForm, NamesChoice, PaceChoice, RehearseArgs, Web};
pub use paper::{EnterArgs, WorksheetArgs};
pub use results::{
    CompareArgs, CsvArgs, CsvProfile, DecideArgs, Decided, JoinArgs, PathsArgs, ResultFormat, ResultsCommand,
    RosterCommand, ShowArgs, UnlockArgs,
};

use crate::ui::text::safe;
use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};
use std::env;
use std::fmt::Display;
use std::io::{self, Write};
use std::ops::RangeInclusive;
use std::path::PathBuf;
use std::str::FromStr;

/// What every exit code means; part of the help and the man page.
const EXIT_CODES: &str = "Exit codes:
  0  done
  1  a check found something wrong, nothing is due, the assessment may not be taken now, or `enter`
     could not take a line of a file
  2  the arguments make no sense
  3  the bank, the journal, a file or the terminal cannot be used";

/// Does this describe IoT (consumer) or IIoT (industrial)? A tutor and quiz in the terminal.
#[derive(Debug, Clone, Default, PartialEq, Eq, Parser)]
#[command(name = "iotutor", version, about, max_term_width = 100, after_help = EXIT_CODES)]
pub struct Cli {
    /// What holds for every command.
    #[command(flatten)]
    pub global: Global,
    /// What to do; without it, the home screen.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// Options of every command. They stand below a command's own, which are what its help is opened for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Args)]
#[command(next_help_heading = "Everywhere")]
pub struct Global {
    /// Use the bank in this folder instead of the built-in one
    #[arg(long, global = true, value_name = "DIR")]
    pub bank: Option<PathBuf>,
    /// Keep the journal and settings in this folder
    #[arg(long, global = true, value_name = "DIR")]
    pub data_dir: Option<PathBuf>,
    /// Keep live classes and desks in the PostgreSQL database at this address, so that several hosts can lead one. For host, enter,
    /// form tickets, results, roster, and data export, import, forget and erase (of applicants); `IOTUTOR_STORE` says the same. Leave the password out: PGPASSWORD and PGPASSFILE give it unseen
    #[arg(long, global = true, value_name = "postgres://USER@HOST/DATABASE")]
    pub store: Option<StoreAddress>,
    /// Whose record to use, if several people share a machine
    #[arg(long, global = true, value_name = "NAME")]
    pub learner: Option<String>,
    /// Lines that only ever append, for screen readers, pipes and scripts
    #[arg(long, global = true)]
    pub plain: bool,
    /// Colours for a dark or a light background, or none
    #[arg(long, global = true, value_enum, value_name = "THEME")]
    pub theme: Option<ThemeChoice>,
    /// Keep to characters that every terminal has
    #[arg(long, global = true)]
    pub ascii: bool,
}

/// Where a database is. It may hold a password, so nothing prints it.
#[derive(Clone, PartialEq, Eq)]
pub struct StoreAddress(String);

impl StoreAddress {
    /// The address, with all that is in it.
    #[must_use]
    pub fn secret(&self) -> &str {
        &self.0
    }
}

impl From<&str> for StoreAddress {
    fn from(typed: &str) -> Self {
        Self(typed.to_owned())
    }
}

impl std::fmt::Debug for StoreAddress {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("StoreAddress")
    }
}

/// A choice of colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ThemeChoice {
    /// As the terminal says; dark if it says nothing
    Auto,
    /// For a dark background
    Dark,
    /// For a light background
    Light,
    /// No colours
    Mono,
}

/// On or off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Switch {
    /// On
    On,
    /// Off
    Off,
}

/// The commands.
#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub enum Command {
    /// Take a lesson: the next one, or that of a topic
    Learn {
        /// The topic's name, the beginning of it, or its number
        topic: Option<String>,
    },
    /// Play a round of statements
    Quiz(QuizArgs),
    /// Review what is due today
    Review,
    /// Say in one line how many ideas are due, or when the next one will be
    Due {
        /// Print one JSON object instead
        #[arg(long)]
        json: bool,
    },
    /// List the topics with their counts
    Topics {
        /// Print one JSON object instead
        #[arg(long)]
        json: bool,
    },
    /// Show your progress
    Progress {
        /// Print one JSON object instead
        #[arg(long)]
        json: bool,
    },
    /// Write your progress as a report to keep or print, in HTML and Markdown
    Report(ReportArgs),
    /// Leaf through the discussion cards
    Cards {
        /// The topic's name, the beginning of it, or its number
        topic: Option<String>,
    },
    /// Judge a case study, a system between the two sides; without a name, choose one. Not scored
    Cases {
        /// The case study's id or title, the beginning of it, or its number
        name: Option<String>,
        /// Print the list as one JSON object instead
        #[arg(long, conflicts_with = "name")]
        json: bool,
    },
    /// Check a bank: its structure, its item writing, and whether anything but knowledge gives the answers away
    Check {
        /// The bank's folder; without it, the bank in use
        dir: Option<PathBuf>,
        /// Print one JSON object instead
        #[arg(long)]
        json: bool,
        /// Say whether the bank can be played, and what there is to do before publishing, each with file and line
        #[arg(long, conflicts_with = "json")]
        draft: bool,
    },
    /// Write a bank of your own: begin one, bring questions in from other programs, try it, export it
    Bank {
        /// What to do with it
        #[command(subcommand)]
        command: BankCommand,
    },
    /// Take an assessment; one that was broken off goes on where it was
    #[command(after_help = assessment::STEPS)]
    Assess(AssessArgs),
    /// Make and try the form of an assessment: what is asked, for how long, and how it is decided
    #[command(after_help = assessment::STEPS)]
    Form {
        /// What to do with it
        #[command(subcommand)]
        command: FormCommand,
    },
    /// Lead a live class, or an assessment's desk: people answer on their phones or in a terminal
    Host(HostArgs),
    /// Print a paper for a room without devices: numbered sheets to mark, and the key apart
    Worksheet(WorksheetArgs),
    /// Type in sheets that were marked on paper, a line each, while the class runs or after it
    Enter(EnterArgs),
    /// Rehearse a class on this machine: simulated people over HTTP, with faults, and a verdict with figures
    #[cfg(feature = "web")]
    Rehearse(RehearseArgs),
    /// See, check and pass on what came of assessments and live classes
    Results {
        /// What to do with them
        #[command(subcommand)]
        command: ResultsCommand,
    },
    /// Keep the list of the people whose results you expect
    Roster {
        /// What to do with it
        #[command(subcommand)]
        command: RosterCommand,
    },
    /// See, back up, move or erase what is recorded
    Data {
        /// What to do with it
        #[command(subcommand)]
        command: DataCommand,
    },
    /// Let simulated learners go through the engine, to see what a change to it does (for engineers)
    Simulate(SimulateArgs),
    /// Print completions for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the man page
    Man,
}

/// The form of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    /// One page for a browser or a printer, with pictures
    Html,
    /// Text with tables
    #[value(alias = "md")]
    Markdown,
}

/// Where a report goes, and in which form.
#[derive(Debug, Clone, Default, Args, PartialEq, Eq)]
pub struct ReportArgs {
    /// The folder to write to; without it, the current one. `-` is standard output, for one format
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// One format only; without it, both
    #[arg(long, value_enum, value_name = "html|markdown")]
    pub format: Option<ReportFormat>,
    /// Replace the report of the same day instead of writing another beside it
    #[arg(long)]
    pub replace: bool,
}

/// What a round is made of.
#[derive(Debug, Clone, Default, PartialEq, Eq, Args)]
pub struct QuizArgs {
    /// Topics by name, beginning or number, separated by commas; without it, all
    #[arg(long, value_delimiter = ',', value_name = "A,B")]
    pub topics: Vec<String>,
    /// 1 recognise, 2 apply, 3 resist a decoy; without it, all
    #[arg(long, value_name = "N", value_parser = whole(1_u8..=3))]
    pub level: Option<u8>,
    /// How many statements
    #[arg(long, value_name = "N", value_parser = whole(1..=LARGEST_COUNT))]
    pub count: Option<usize>,
    /// The code of a round, which sets all of the above, or a word for a class: 20 statements unless --count says otherwise
    #[arg(long, alias = "seed", value_name = "CODE")]
    pub code: Option<String>,
    /// Whether to ask how sure you are
    #[arg(long, value_enum, value_name = "on|off")]
    pub certainty: Option<Switch>,
    /// Only what you got wrong and haven't fixed since
    #[arg(long, conflicts_with_all = ["topics", "level", "code"])]
    pub mistakes: bool,
}

/// Which part of the engine is simulated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Simulation {
    /// How well known concepts return in time
    Review,
    /// How fast and how correctly concepts are called known
    Mastery,
}

/// What a simulation is to do.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct SimulateArgs {
    /// What to simulate
    pub what: Simulation,
    /// The code of the simulation: the same code gives the same figures
    #[arg(long, value_name = "CODE")]
    pub seed: Option<String>,
    /// How many simulated learners, of each kind
    #[arg(long, value_name = "N", value_parser = whole(1_u32..=1_000_000))]
    pub learners: Option<u32>,
    /// Whether simulated answers carry a certainty; on by default
    #[arg(long, value_enum, value_name = "on|off")]
    pub certainty: Option<Switch>,
    /// Review: the retention to aim at in per cent; by default the one in the settings
    #[arg(long, value_name = "N", value_parser = whole(80_u16..=97))]
    pub retention: Option<u16>,
    /// Review: how many days
    #[arg(long, value_name = "N", value_parser = whole(1_u16..=3650))]
    pub days: Option<u16>,
    /// Print one JSON object instead
    #[arg(long)]
    pub json: bool,
}

/// What is forgotten of live classes.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
#[command(group = clap::ArgGroup::new("which").required(true).args(["room", "rooms_before", "expired"]))]
pub struct ForgetArgs {
    /// This class: its file, its code, or last
    #[arg(long, value_name = "ROOM")]
    pub room: Option<PathBuf>,
    /// Of that class only who somebody was: by their seat, or their name. Their answers stay, and are nobody's
    #[arg(long, value_name = "SEAT|NAME", requires = "room")]
    pub person: Option<String>,
    /// All classes that were begun before this day
    #[arg(long, visible_alias = "before", value_name = "YYYY-MM-DD")]
    pub rooms_before: Option<jiff::civil::Date>,
    /// All classes that were begun longer ago than they are kept
    #[arg(long)]
    pub expired: bool,
    /// How many days classes are kept
    #[arg(long, value_name = "N", default_value_t = KEEP_DAYS, requires = "expired", value_parser = whole(0_u32..=36_500))]
    pub keep_days: u32,
    /// Do not ask
    #[arg(long)]
    pub yes: bool,
}

/// For how many days a class is kept, unless somebody says otherwise.
pub const KEEP_DAYS: u32 = 90;

/// A form of recorded data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DataFormat {
    /// Facts, everything that is recorded
    Facts,
    /// xAPI statements
    Xapi,
}

/// What to do with recorded data.
#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub enum DataCommand {
    /// Print where the journal is
    Path,
    /// Print every recorded fact as one line of JSON: everybody's and those of all assessments and live classes, or one learner's
    /// with --learner. With --store, what is in the database
    Export {
        /// Only the attempts of the applicant with this id at assessments
        #[arg(long, value_name = "ID")]
        applicant: Option<String>,
        /// Only this live class: its file, its code, or last; or all for all of them, and nothing else
        #[arg(long, value_name = "ROOM|last|all", conflicts_with = "applicant")]
        room: Option<PathBuf>,
        /// How: as this program's own facts, or rounds and answers as xAPI statements for a learning record store
        #[arg(long, value_enum, value_name = "facts|xapi", conflicts_with_all = ["applicant", "room"])]
        format: Option<DataFormat>,
    },
    /// Take in the facts of another machine: everybody's, or one learner's with --learner. Facts already here are skipped. With
    /// --store, live classes go to the database
    Import {
        /// A file made by `data export`; `-` reads standard input
        file: PathBuf,
        /// Record them for this learner, whoever they belonged to
        #[arg(long = "as", value_name = "NAME")]
        rename: Option<String>,
        /// What the file holds: facts, or the xAPI statements that `data export --format xapi` wrote
        #[arg(long, value_enum, value_name = "facts|xapi")]
        format: Option<DataFormat>,
    },
    /// Copy everything that is recorded to a new folder, while hosts and learners go on. It is used by --data-dir, or put back
    Backup {
        /// The folder; it must not be there yet
        to: PathBuf,
    },
    /// Check the whole journal and mend it: what can be read is kept, and a damaged file is copied aside
    Repair,
    /// Forget live classes, or somebody who was in one, after asking
    Forget(ForgetArgs),
    /// Erase what is recorded, after asking: everybody's with all results, live classes and the roster, or one learner's with --learner
    Erase {
        /// Do not ask
        #[arg(long)]
        yes: bool,
        /// Only what there is of the applicant with this id: attempts, results, reports, decisions, the line on the roster
        #[arg(long, value_name = "ID")]
        applicant: Option<String>,
        /// Only attempts and results that are kept longer than their forms say
        #[arg(long, conflicts_with = "applicant")]
        expired: bool,
        /// A folder of results that were filed elsewhere
        #[arg(long = "in", value_name = "DIR")]
        within: Option<PathBuf>,
    },
}

/// The largest round: more statements than a code can name.
const LARGEST_COUNT: usize = crate::domain::code::MOST;

/// Takes a whole number within the range, and says the range otherwise.
fn whole<N>(range: RangeInclusive<N>) -> impl Fn(&str) -> Result<N, String> + Clone + Send + Sync + 'static
where
    N: FromStr + PartialOrd + Display + Clone + Send + Sync + 'static,
{
    move |typed| match typed.parse() {
        Ok(number) if range.contains(&number) => Ok(number),
        _ => Err(format!("a whole number from {} to {} is needed", range.start(), range.end())),
    }
}

impl Cli {
    /// What the program was called with.
    ///
    /// A call with nothing at all is not parsed: building the definition of all commands would be a tenth of such a start.
    ///
    /// # Errors
    ///
    /// The exit code, once a mistake was told, or help or version printed.
    pub fn from_arguments() -> Result<Self, u8> {
        if env::args_os().len() <= 1 {
            return Ok(Self::default());
        }
        Self::try_parse().map_err(|error| refuse(&error))
    }
}

/// Says what is wrong with the arguments, or what was asked for with `--help`; the program ends with the code returned.
/// The message quotes arguments, which may hold what steers a terminal.
fn refuse(error: &clap::Error) -> u8 {
    let said = if error.use_stderr() {
        let said = error.render().to_string();
        let lines: Vec<_> = said.lines().map(safe).collect();
        writeln!(io::stderr(), "{}", lines.join("\n"))
    } else {
        error.print()
    };
    // Where nobody listens, the code still tells.
    drop(said);
    u8::try_from(error.exit_code()).unwrap_or(2)
}

/// The definition of the command line, for completions and the man page.
#[must_use]
pub fn definition() -> clap::Command {
    Cli::command()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_definition_is_sound() {
        definition().debug_assert();
    }

    #[test]
    fn a_call_with_nothing_means_what_parsing_it_gives() {
        assert_eq!(Cli::parse_from(["iotutor"]), Cli::default());
    }

    #[test]
    fn counts_outside_their_range_are_refused() {
        for bad in ["0", "-1", "x", "100001", ""] {
            assert!(whole(1..=LARGEST_COUNT)(bad).is_err(), "{bad}");
        }
        assert_eq!(whole(1..=LARGEST_COUNT)("10"), Ok(10));
        assert_eq!(whole(1..=3)("4").unwrap_err(), "a whole number from 1 to 3 is needed");
    }
}
