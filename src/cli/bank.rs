//! The commands for a bank of one's own.

use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

/// What to do with a bank.
#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub enum BankCommand {
    /// Begin a bank: a small one that plays at once, with a page that explains every part of it
    New {
        /// The folder to write to; it is made
        folder: PathBuf,
        /// What the left side is called
        #[arg(long, value_name = "NAME")]
        left: String,
        /// What the right side is called
        #[arg(long, value_name = "NAME")]
        right: String,
        /// What the bank is called; without it, LEFT or RIGHT?
        #[arg(long, value_name = "TITLE")]
        title: Option<String>,
    },
    /// Make a bank of a file: CSV of a spreadsheet, GIFT, Moodle XML, Aiken, a QTI 2.1 package, Anki notes
    From {
        /// The file
        file: PathBuf,
        /// The folder to write to; it is made
        #[arg(long, value_name = "DIR")]
        to: PathBuf,
        /// How the file is to be read
        #[command(flatten)]
        reading: ReadingArgs,
    },
    /// Write a bank in another format: the built-in one, that of --bank, or that of a folder
    Export(ExportArgs),
    /// Ask what was written, at once and without keeping anything: a bank's folder, or a file that `bank from` reads
    Preview {
        /// The folder or the file
        what: PathBuf,
        /// How the file is to be read
        #[command(flatten)]
        reading: ReadingArgs,
    },
}

/// How a file of another program is read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Args)]
pub struct ReadingArgs {
    /// What the left side is called; without it, the two answers that most questions have are the sides
    #[arg(long, value_name = "NAME", requires = "right")]
    pub left: Option<String>,
    /// What the right side is called
    #[arg(long, value_name = "NAME", requires = "left")]
    pub right: Option<String>,
    /// What the bank is called; without it, as the file says, or as it is called itself
    #[arg(long, value_name = "TITLE")]
    pub title: Option<String>,
    /// The format; without it, the file's name and beginning tell
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub format: Option<FileFormat>,
    /// Write all that was left out, a line each, to this file
    #[arg(long, value_name = "FILE")]
    pub losses: Option<PathBuf>,
}

/// What is written, and where.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct ExportArgs {
    /// The bank's folder; without it, the bank in use
    pub folder: Option<PathBuf>,
    /// The format
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub format: ExportFormat,
    /// The file to write to, or the folder for `folder`; without it, standard output
    #[arg(long, value_name = "PATH")]
    pub to: Option<PathBuf>,
    /// Replace the file if it is there
    #[arg(long)]
    pub replace: bool,
    /// Write all that has no place in the format, a line each, to this file
    #[arg(long, value_name = "FILE")]
    pub losses: Option<PathBuf>,
}

/// A format that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FileFormat {
    /// A table of any spreadsheet
    Csv,
    /// Moodle's text format
    Gift,
    /// Moodle XML
    Moodle,
    /// The plainest text format
    Aiken,
    /// A QTI 2.1 package
    Qti,
    /// Notes for Anki
    Anki,
}

/// A format that is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExportFormat {
    /// The bank's own files, with nothing left out
    Folder,
    /// A table for any spreadsheet
    Csv,
    /// Moodle's text format
    Gift,
    /// Moodle XML
    Moodle,
    /// The plainest text format
    Aiken,
    /// A QTI 2.1 package
    Qti,
    /// Notes for Anki; a second import updates them
    Anki,
}
