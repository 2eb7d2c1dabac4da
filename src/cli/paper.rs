//! What `worksheet` and `enter` take.

use super::{Switch, whole};
use clap::Args;
use std::path::PathBuf;

/// What is printed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Args)]
pub struct WorksheetArgs {
    /// The paper: a code, or a word for the class; without it, a new one is drawn. `host` takes the same
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
    /// What stands above it
    #[arg(long, value_name = "TITLE")]
    pub title: Option<String>,
    /// Whether there are boxes for how sure somebody is, as `host` asks; on by default
    #[arg(long, value_enum, value_name = "on|off")]
    pub certainty: Option<Switch>,
    /// How many sheets, numbered from 1; without it, one whose number is left open
    #[arg(long, value_name = "N", value_parser = whole(1_u32..=999))]
    pub sheets: Option<u32>,
    /// The HTML file to write the sheets to, to be printed from a browser; without it, at a terminal, a file of the paper's name in
    /// this folder, and in a pipe standard output. A file that is there is never overwritten
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// The HTML file to write the key to, for the teacher: it stands on no sheet. With PAPER, and neither --out nor --sheets, the key
    /// alone is written
    #[arg(long, value_name = "FILE")]
    pub key: Option<PathBuf>,
}

/// Into which class sheets are typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Args)]
pub struct EnterArgs {
    /// The live class: its file, its code, or last; without it, the last one. It may be under way, or over. Or the code in the foot
    /// of a worksheet: that paper's class; where there was none, one on paper begins, in which each sheet is marked as it's typed
    #[arg(value_name = "ROOM|CODE")]
    pub room: Option<PathBuf>,
    /// What a class on paper that begins is called
    #[arg(long, value_name = "TITLE")]
    pub title: Option<String>,
    /// How many sheets were printed: a higher number is pointed out
    #[arg(long, value_name = "N", value_parser = whole(1_u32..=crate::domain::room::MOST_SHEETS))]
    pub sheets: Option<u32>,
    /// Begin a new class on paper, also where this paper had one: for another group
    #[arg(long)]
    pub new: bool,
    /// The roster by whose ids people are named; without it, the one kept by `roster import`
    #[arg(long, value_name = "FILE")]
    pub roster: Option<PathBuf>,
}
