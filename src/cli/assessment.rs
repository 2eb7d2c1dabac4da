//! The part of the command line that is about assessment.

use super::Web;
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// How an assessment is held, in the order of its steps.
pub const STEPS: &str = "To hold an assessment:
  1. iotutor form new placement entry.toml  (change it, then form check)
  2. iotutor form key new  (its line goes into the form)
  3. iotutor roster import people.csv, form tickets entry.toml --out t.html
  4. iotutor host --form entry.toml  (people come with their tickets)
  5. iotutor results show, and results csv --out FILE.csv for a grade book";

/// Who takes which assessment.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct AssessArgs {
    /// The form: a file, or placement or before-after
    pub form: PathBuf,
    /// The applicant's id. Attempts are counted for each; without it, for all who give none
    #[arg(long, value_name = "ID")]
    pub applicant: Option<String>,
    /// The applicant's name, for the result
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
    /// What the form arranges for the applicant, such as more time
    #[arg(long, value_name = "ID")]
    pub accommodation: Option<String>,
    /// The folder for the result; without it, results in the folder for data
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

/// What to do with a form.
#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub enum FormCommand {
    /// Write a form with explanations, to be changed to taste
    New {
        /// The form to begin from: placement, or before-after
        #[arg(default_value = "placement")]
        from: String,
        /// The file to write; without it, the form's name with .toml. An existing file is never overwritten
        file: Option<PathBuf>,
    },
    /// Say everything that is wrong with a form, and what it can and cannot decide
    Check {
        /// The form: a file, or placement or before-after
        form: PathBuf,
        /// Print one JSON object instead
        #[arg(long)]
        json: bool,
    },
    /// Let simulated people take a form: who is judged how, how long it takes, who slips through
    Simulate(FormSimulateArgs),
    /// Print the worksheet for a panel that sets the cut, or say what a filled one comes to
    Worksheet {
        /// The form: a file, or placement or before-after
        form: PathBuf,
        /// The worksheet, filled in: what the judges' estimates come to
        #[arg(long, value_name = "FILE.csv")]
        filled: Option<PathBuf>,
        /// How many judges the empty worksheet is for
        #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u8).range(1..=30))]
        judges: u8,
    },
    /// Print a ticket for each applicant of a roster: whoever has one may sit down at the desk that `host --form` opens
    Tickets(TicketsArgs),
    /// Make the key that your results are signed with, or show its public half
    Key {
        /// What to do with it
        #[command(subcommand)]
        command: KeyCommand,
    },
}

/// Who gets tickets.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct TicketsArgs {
    /// The form: a file, or placement or before-after
    pub form: PathBuf,
    /// The page to write, to be printed and cut. Tickets are kept nowhere else, so an existing file is never overwritten
    #[arg(long, value_name = "FILE.html")]
    pub out: PathBuf,
    /// The applicants; without it, the roster kept by `roster import`
    #[arg(long, value_name = "FILE.csv")]
    pub roster: Option<PathBuf>,
    /// Where a browser will find the desk, such as `http://192.168.1.20:8080`; without it, this machine at port 8080
    #[arg(long, value_name = "URL")]
    pub address: Option<String>,
    /// The port at which a terminal will find the desk by ssh, or off for tickets without; 2222 by default
    #[arg(long, value_name = "PORT|off", value_parser = super::host::web)]
    pub ssh: Option<Web>,
    /// Make new tickets for applicants who lost theirs, by their ids; the lost ones open nothing any more
    #[arg(long, value_delimiter = ',', value_name = "ID,ID")]
    pub replace: Vec<String>,
}

/// What to do with the institution's key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Subcommand)]
pub enum KeyCommand {
    /// Make a key, keep its private half in the folder for data, and print its public half
    New,
    /// Print the public half, for forms
    Show,
}

/// What a simulation of a form is to do.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct FormSimulateArgs {
    /// The form: a file, or placement or before-after
    pub form: PathBuf,
    /// How many people in each group
    #[arg(long, value_name = "N", default_value_t = 10_000, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub people: u32,
    /// The code of the simulation: the same code gives the same figures
    #[arg(long, value_name = "CODE")]
    pub seed: Option<String>,
    /// Print one JSON object instead
    #[arg(long)]
    pub json: bool,
}
