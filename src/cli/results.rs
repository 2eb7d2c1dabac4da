//! The part of the command line that is about results.

use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

/// What to do with results.
#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub enum ResultsCommand {
    /// Show one result as a report of one page, a folder of them as a class, or a live class
    Show(ShowArgs),
    /// List the live classes that are kept
    List {
        /// Print one JSON object instead
        #[arg(long)]
        json: bool,
    },
    /// Count two seats of a live class as one person's, who came twice
    Join(JoinArgs),
    /// Say of each file whether it is as it was signed, of the form, and no copy
    Verify(PathsArgs),
    /// Draw the very paper of each result again and score it again
    Replay(PathsArgs),
    /// Write a grade book, after saying who was matched to the roster
    Csv(CsvArgs),
    /// Say how each statement did, the worst first
    Items(PathsArgs),
    /// Say what changed for the same people from before a course to after it
    Compare(CompareArgs),
    /// Say what to do with each topic in the course: skip, review or teach it
    Route(PathsArgs),
    /// Estimate how hard the statements really are, and use that from now on
    Calibrate(PathsArgs),
    /// File a person's decision about a result, signed, beside it
    Decide(DecideArgs),
    /// Let a broken attempt go on, or let somebody begin another one; that it was done, by whom and why stays on record
    Unlock(UnlockArgs),
}

/// Which result is shown, and how.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct ShowArgs {
    /// A result file, a folder of them, or a live class: its file, its code, or last; without it, the folder `results` in the
    /// folder for data, or the last live class
    pub path: Option<PathBuf>,
    /// Of a folder: whose result, by id or receipt
    pub id: Option<String>,
    /// How the report is written
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "text")]
    pub format: ResultFormat,
    /// The file to write it to; without it, standard output. A file that is there is never overwritten
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Only what the form lets the applicant see
    #[arg(long)]
    pub applicant: bool,
    /// The same person's result before the course: a file, or a folder that holds it
    #[arg(long, value_name = "PATH")]
    pub before: Option<PathBuf>,
    /// Of a live class: who had which question right, and nothing else
    #[arg(long)]
    pub grid: bool,
    /// Print one JSON object instead
    #[arg(long, conflicts_with = "format")]
    pub json: bool,
}

/// How a report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ResultFormat {
    /// Lines for a terminal
    Text,
    /// Text with tables
    #[value(alias = "md")]
    Markdown,
    /// One page for a browser, which prints on one sheet of A4
    Html,
}

/// Which seats are one person's.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct JoinArgs {
    /// The live class: its file, its code, or last
    pub room: PathBuf,
    /// The two seats
    #[arg(value_name = "SEAT", num_args = 2, required_unless_present = "apart")]
    pub seats: Vec<u32>,
    /// Count this seat alone again
    #[arg(long, value_name = "SEAT", conflicts_with = "seats")]
    pub apart: Option<u32>,
}

/// Which results, of which form.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct PathsArgs {
    /// Result files, folders of them, and live classes: their files or codes, or last; without any, the folder `results` in the
    /// folder for data, or the last live class
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Count only results of this form: a file, or placement or before-after
    #[arg(long, value_name = "FORM")]
    pub form: Option<PathBuf>,
    /// Print one JSON object instead
    #[arg(long)]
    pub json: bool,
}

/// For whom a grade book is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CsvProfile {
    /// Anybody with a spreadsheet: a row for every attempt
    Plain,
    /// Moodle's import of grades
    Moodle,
    /// Canvas' import of grades
    Canvas,
}

/// Which results go into a grade book.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct CsvArgs {
    /// Result files, and folders of them, or one live class: its file, its code, or last; without any, the folder `results` in
    /// the folder for data, or the last live class
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// For whom it is written
    #[arg(long, value_enum, value_name = "PROFILE", default_value = "plain")]
    pub profile: CsvProfile,
    /// Of a live class: a row for every answer instead of one for every person
    #[arg(long, conflicts_with_all = ["profile", "form"])]
    pub answers: bool,
    /// Count only results of this form: a file, or placement or before-after
    #[arg(long, value_name = "FORM")]
    pub form: Option<PathBuf>,
    /// The file to write, which must not be there yet, or - for standard output. Without it, nothing is written
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// Results on either side of a course.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct CompareArgs {
    /// Results before it: a file, a folder of them, or a live class: its file or code
    pub before: PathBuf,
    /// Results after it, of the same kind
    pub after: PathBuf,
    /// Print one JSON object instead
    #[arg(long)]
    pub json: bool,
}

/// What a person may decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Decided {
    /// Ready
    Ready,
    /// Not yet
    NotYet,
}

/// A person's decision.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct DecideArgs {
    /// Whose result, by id or receipt; of several attempts the last
    pub id: String,
    /// What was decided
    #[arg(value_enum)]
    pub verdict: Decided,
    /// By whom
    #[arg(long, value_name = "NAME")]
    pub by: String,
    /// Why
    #[arg(long, value_name = "TEXT")]
    pub why: String,
    /// Where the result is: a file, or a folder; without it, the folder `results` in the folder for data
    #[arg(long = "in", value_name = "PATH")]
    pub within: Option<PathBuf>,
}

/// What an administrator unlocks.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct UnlockArgs {
    /// Whose attempt, by id or by the receipt of its result; of several attempts the last
    pub id: String,
    /// By whom
    #[arg(long, value_name = "NAME")]
    pub by: String,
    /// Why
    #[arg(long, value_name = "TEXT")]
    pub why: String,
    /// How many minutes more the attempt gets
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=600), conflicts_with = "another")]
    pub minutes: Option<u16>,
    /// Leave the attempt as it is, and let another one begin, whatever the form allows
    #[arg(long)]
    pub another: bool,
    /// At which form, where somebody took several: a file, or placement or before-after
    #[arg(long, value_name = "FORM")]
    pub form: Option<PathBuf>,
}

/// What to do with the roster.
#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub enum RosterCommand {
    /// Take in a list of people: CSV whose first line names the columns, in any order: id, name, email, group, accommodation.
    /// Only id is needed, or username or email in its place. With --store, every host of the database has the same list
    Import {
        /// The list. It takes the place of the one before
        #[arg(value_name = "FILE.csv")]
        file: PathBuf,
        /// A form: refuse the list where it has people with something that this form doesn't arrange
        #[arg(long, value_name = "FORM")]
        form: Option<PathBuf>,
    },
}
