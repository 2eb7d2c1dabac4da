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
    /// The roster to use; without it, the one kept by `roster import`
    #[arg(long, value_name = "FILE")]
    pub roster: Option<PathBuf>,
    /// List the questions with their keys first, for you alone; any can be dropped
    #[arg(long)]
    pub preview: bool,
    /// Try whether phones reach this computer, before a class: one page, one phone, no questions
    #[arg(long, conflicts_with_all = ["paper", "topics", "level", "count", "certainty", "title", "names", "preview", "resume"])]
    pub test: bool,
    /// Open an assessment's desk instead: applicants take this form here, each with a ticket of `form tickets`. The form: a file,
    /// or placement or before-after
    #[arg(long, value_name = "FORM",
          conflicts_with_all = ["paper", "topics", "level", "count", "certainty", "title", "names", "preview", "test"])]
    pub form: Option<PathBuf>,
    /// Go on with a class: that of a room's code, or the one begun last. A desk goes on where it was by itself
    #[arg(long, value_name = "CODE", num_args = 0..=1, default_missing_value = "",
          conflicts_with_all = ["paper", "topics", "level", "count", "certainty", "title", "names"])]
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
}

/// How large a rehearsal is.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct RehearseArgs {
    /// How many people come
    #[arg(long, value_name = "N", default_value = "300", value_parser = whole(1_usize..=2_000))]
    pub students: usize,
    /// How many of them by ssh; half of them by default
    #[arg(long, value_name = "N", value_parser = whole(0_usize..=1_000))]
    pub ssh: Option<usize>,
    /// How many questions they are asked
    #[arg(long, value_name = "N", default_value = "20", value_parser = whole(1..=crate::domain::code::MOST))]
    pub questions: usize,
}

/// Takes `off` or a port.
pub(super) fn web(typed: &str) -> Result<Web, String> {
    match typed {
        "off" => Ok(Web::Off),
        port => port.parse().map(Web::Port).map_err(|_| "a port from 0 to 65535 is needed, or off".to_owned()),
    }
}
