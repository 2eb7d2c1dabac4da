//! The report of a learner's progress as files to keep, print or hand in: one of HTML, one of Markdown.
//!
//! What it says is put together once, as `contents`; `html` and `markdown` only write it down, and `svg` draws the
//! pictures of the first. None of them sees a file.

mod calendar;
pub(super) mod contents;
pub(super) mod html;
pub(super) mod markdown;
pub(super) mod markup;
mod svg;
#[cfg(test)]
mod tests;

use crate::app::report::Report;
use crate::domain::fact::SOLE_LEARNER;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// How many reports of one day may lie beside each other.
const MOST_A_DAY: usize = 99;

/// In which form a report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// One page that needs nothing else: a browser shows and prints it.
    Html,
    /// Text with tables.
    Markdown,
}

impl Format {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Html, Self::Markdown];

    /// The end of a file's name.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Markdown => "md",
        }
    }

    /// The report in this form.
    #[must_use]
    pub fn text(self, report: &Report) -> String {
        let contents = contents::contents(report);
        match self {
            Self::Html => html::page(report, &contents),
            Self::Markdown => markdown::text(&contents),
        }
    }
}

/// Why a report could not be written.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The folder is not there.
    #[error("there is no folder {} to write the report to; make it, or name another with --out", folder.display())]
    NoFolder {
        /// The folder.
        folder: PathBuf,
    },
    /// The file cannot be written.
    #[error("the report cannot be written to {} ({source}); {}", path.display(), remedy(source))]
    Unwritable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// There are too many reports of this day.
    #[error("{} holds {MOST_A_DAY} reports of this day; remove some, or replace the first with --replace", folder.display())]
    TooMany {
        /// The folder.
        folder: PathBuf,
    },
}

fn remedy(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            "free some space, or name another folder with --out"
        }
        _ => "name a folder that you can write to with --out",
    }
}

/// What becomes of a report that is there already under the day's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Existing {
    /// It stays; the new one gets the next number.
    Keep,
    /// It is replaced.
    Replace,
}

/// Writes `report` into `folder` in each of `formats`. Returns the files, in the same order.
///
/// A file is written beside its place and renamed when it is whole, so that half a report never stands under its name.
///
/// # Errors
///
/// When the folder is not there or the files cannot be written.
pub fn write(
    report: &Report,
    folder: &Path,
    formats: &[Format],
    existing: Existing,
) -> Result<Vec<PathBuf>, ReportError> {
    if !folder.is_dir() {
        return Err(ReportError::NoFolder { folder: folder.to_owned() });
    }
    let name = free_name(report, folder, formats, existing)?;
    let write = |format: &Format| {
        let path = folder.join(format!("{name}.{}", format.extension()));
        put(&path, &format.text(report))
            .map(|()| path.clone())
            .map_err(|source| ReportError::Unwritable { path, source })
    };
    formats.iter().map(write).collect()
}

/// The first name of the day under which none of the formats is there yet; just the first where that may be replaced.
fn free_name(report: &Report, folder: &Path, formats: &[Format], existing: Existing) -> Result<String, ReportError> {
    let first = name(report);
    let names = (1..=MOST_A_DAY).map(|number| if number == 1 { first.clone() } else { format!("{first}-{number}") });
    let taken = |name: &str| {
        formats.iter().any(|format| folder.join(format!("{name}.{}", format.extension())).symlink_metadata().is_ok())
    };
    let free = |name: &String| existing == Existing::Replace || !taken(name);
    names.into_iter().find(free).ok_or_else(|| ReportError::TooMany { folder: folder.to_owned() })
}

/// The name of a report's files without number and ending: with the learner's name where one was given, and the date.
fn name(report: &Report) -> String {
    let date = report.at.date().replace('?', "undated");
    if report.learner == SOLE_LEARNER {
        return format!("iotutor-report-{date}");
    }
    format!("iotutor-report-{}-{date}", part_of_name(&report.learner))
}

/// A learner's name as a part of a file's name. No two names have the same: what cannot be read back from the letters
/// alone gets a number behind them.
fn part_of_name(learner: &str) -> String {
    let lower = learner.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let capitals: Vec<String> = words.iter().map(|word| capital(word)).collect();
    if !words.is_empty() && capitals.join(" ") == learner {
        return words.join("-");
    }
    let letters = if words.is_empty() { "learner".to_owned() } else { words.join("-") };
    format!("{letters}-{:08x}", fnv_1a(learner))
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

/// The FNV-1a hash of 32 bits (Fowler, Noll, Vo: draft-eastlake-fnv): the same on every machine and in every version.
fn fnv_1a(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// Writes a file by way of one beside it; where that fails, nothing is left behind.
fn put(path: &Path, text: &str) -> io::Result<()> {
    let beside = path.with_extension(format!("{}.new", std::process::id()));
    let written = OpenOptions::new().write(true).create_new(true).open(&beside).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        // A disk that is full may say so only here.
        file.sync_all()
    });
    let placed = written.and_then(|()| fs::rename(&beside, path));
    if placed.is_err() {
        // There is nothing to be done about what cannot even be removed.
        let _ = fs::remove_file(&beside);
    }
    placed
}
