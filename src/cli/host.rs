//! What `host` takes.

use super::{Switch, whole};
use clap::{Args, ValueEnum};
use std::net::IpAddr;
use std::path::PathBuf;

/// What people are asked for when they join.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum NamesChoice {
    /// Nothing: each is called by the number of the seat
    None,
    /// Any name will do
    Free,
    /// The id in the roster
    Roster,
}

/// Who says when the next question comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PaceChoice {
    /// You, for everybody at once
    Host,
    /// Each for themselves, with the answer explained at once
    #[value(name = "self")]
    Own,
}

/// Where a class is served.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Web {
    /// Nowhere: it is led in lines alone.
    Off,
    /// At this port; 0 for any that is free.
    Port(u16),
}

/// What a class is made of.
#[derive(Debug, Clone, Default, PartialEq, Eq, Args)]
pub struct HostArgs {
    /// The paper: a code, or a word for the class; without it, a new one is drawn
    #[arg(value_name = "PAPER")]
    pub paper: Option<String>,
    /// Topics by name, beginning or number, separated by commas; without it, all
    #[arg(long, value_delimiter = ',', value_name = "A,B")]
    pub topics: Vec<String>,
    /// 1 recognise, 2 apply, 3 resist a decoy; without it, all
    #[arg(long, value_name = "N", value_parser = whole(1_u8..=3))]
    pub level: Option<u8>,
    /// How many questions; 8 unless the paper says otherwise
    #[arg(long, value_name = "N", value_parser = whole(1..=crate::domain::code::MOST))]
    pub count: Option<usize>,
    /// Whether to ask how sure people are; on by default
    #[arg(long, value_enum, value_name = "on|off")]
    pub certainty: Option<Switch>,
    /// What the class is called
    #[arg(long, value_name = "TITLE")]
    pub title: Option<String>,
    /// What people are asked for when they join: nothing, any name, or an id of the roster; any name by default
    #[arg(long, value_enum, value_name = "none|free|roster")]
    pub names: Option<NamesChoice>,
    /// Who says when the next question comes: you, or each for themselves, with every answer explained at once; you by default
    #[arg(long, value_enum, value_name = "host|self")]
    pub pace: Option<PaceChoice>,
    /// The roster to use; without it, the one kept by `roster import`
    #[arg(long, value_name = "FILE")]
    pub roster: Option<PathBuf>,
    /// List the questions with their keys first, for you alone; any can be dropped
    #[arg(long)]
    pub preview: bool,
    /// Try whether phones reach this computer, before a class: one page, one phone, no questions
    #[arg(long, conflicts_with_all = ["paper", "topics", "level", "count", "certainty", "title", "names", "pace", "preview", "resume"])]
    pub test: bool,
    /// Open an assessment's desk instead: applicants take this form here, each with a ticket of `form tickets`. The form: a file,
    /// or placement or before-after
    #[arg(long, value_name = "FORM",
          conflicts_with_all = ["paper", "topics", "level", "count", "certainty", "title", "names", "pace", "preview", "test"])]
    pub form: Option<PathBuf>,
    /// Go on with a class: that of a room's code, or the one begun last. A desk goes on where it was by itself
    #[arg(long, value_name = "CODE", num_args = 0..=1, default_missing_value = "",
          conflicts_with_all = ["paper", "topics", "level", "count", "certainty", "title", "names", "pace"])]
    pub resume: Option<String>,
    /// The port at which phones find the class, or off for a class in lines alone; 8080 or the next free one by default
    #[arg(long, value_name = "PORT|off", value_parser = web)]
    pub web: Option<Web>,
    /// The port at which terminals find the class, or the desk, by ssh, or off; 2222 or the next free one by default
    #[arg(long, value_name = "PORT|off", value_parser = web)]
    pub ssh: Option<Web>,
    /// The address to listen on; all of this machine by default
    #[arg(long, value_name = "ADDRESS")]
    pub bind: Option<IpAddr>,
    /// What stands in front of the class: a proxy, a name or a tunnel, such as `https://quiz.example.org`
    #[arg(long, value_name = "URL")]
    pub public_url: Option<String>,
    /// Nobody types here: the class is led from the teacher's page until SIGTERM ends the host. One that was begun before and isn't
    /// over goes on
    #[arg(long)]
    pub unattended: bool,
    /// A file whose first line is the host word, of 12 characters or more, for a host that is begun by others; without it, a word
    /// is drawn
    #[arg(long, value_name = "FILE")]
    pub word_file: Option<PathBuf>,
    /// Write a log to standard error: a line for each request, with no names, addresses, codes or tickets
    #[arg(long, value_enum, value_name = "lines|json", num_args = 0..=1, default_missing_value = "lines")]
    pub log: Option<LogForm>,
}

/// How the lines of a host's log are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogForm {
    /// Words with spaces between them
    Lines,
    /// An object of JSON each
    Json,
}

/// How large a rehearsal is.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct RehearseArgs {
    /// How many people come
    #[arg(long, value_name = "N", default_value = "300", value_parser = whole(1_usize..=2_000))]
    pub students: usize,
    /// How many of them by ssh; half of them by default, and nobody with --hosts
    #[arg(long, value_name = "N", value_parser = whole(0_usize..=1_000))]
    pub ssh: Option<usize>,
    /// How many questions they are asked
    #[arg(long, value_name = "N", default_value = "20", value_parser = whole(1..=crate::domain::code::MOST))]
    pub questions: usize,
    /// How many hosts lead the class together, as programs of their own on the database that --store names
    #[arg(long, value_name = "N", value_parser = whole(2_usize..=8))]
    pub hosts: Option<usize>,
    /// Kill one of the hosts in the middle of a question
    #[arg(long, requires = "hosts")]
    pub kill: bool,
    /// Stop one of the hosts in the middle of a question, and let it go on 20 seconds later
    #[arg(long, requires = "hosts", conflicts_with = "kill")]
    pub stop: bool,
}

/// Takes `off` or a port.
pub(super) fn web(typed: &str) -> Result<Web, String> {
    match typed {
        "off" => Ok(Web::Off),
        port => port.parse().map(Web::Port).map_err(|_| "a port from 0 to 65535 is needed, or off".to_owned()),
    }
}
