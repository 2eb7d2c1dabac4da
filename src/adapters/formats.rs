//! What is taken along and taken in: facts as lines of JSON, and banks in the formats of other programs.
//!
//! A bank goes out as [`question::Question`]s, and comes in as such: each format knows how to write and to read these, and
//! nothing of banks. What a format has no place for is told ([`losses`]), and what of a file has no place in a bank is told
//! with its line ([`question::Read`]); nothing is dropped in silence. All read a stream, within [`caps`].

pub mod aiken;
pub mod anki;
pub mod caps;
mod columns;
pub mod draft;
pub mod exchange;
pub mod gift;
pub mod kind;
pub mod losses;
mod markup;
pub mod moodle;
pub mod qti;
pub mod question;
mod sides;
pub mod streams;
pub mod table;
#[cfg(test)]
mod tests;
pub mod xapi;
mod xml;

pub use kind::Kind;
pub use question::{Note, Question, Read};
pub use sides::sound_alike;

use crate::domain::bank::Bank;
use std::io::{self, BufRead, Seek, Write};

/// Why a file cannot be read or written, where that is not its contents' fault.
#[derive(Debug, thiserror::Error)]
pub enum FormatError {
    /// The file has faults, and nothing of it was taken.
    #[error("{file} is refused for {}, and nothing was written:\n{}", question::faults(notes.len()), question::listed(file, notes))]
    Refused {
        /// The file's name.
        file: String,
        /// Its faults, by line.
        notes: Vec<Note>,
    },
    /// The file holds nothing that a bank could ask.
    #[error(
        "{file} holds no two-choice question of one pair of answers, so nothing was written:\n{}",
        question::listed(file, notes)
    )]
    Nothing {
        /// The file's name.
        file: String,
        /// What is the matter with its questions.
        notes: Vec<Note>,
    },
    /// Reading or writing failed.
    #[error("{what}: {error}")]
    Io {
        /// What was being done.
        what: String,
        /// What the system says.
        error: io::Error,
    },
}

/// Reads a file. `sides` are the names of the sides, where somebody said them.
///
/// # Errors
///
/// What the system says. What is wrong with the file is among what was read.
pub fn read(kind: Kind, from: impl BufRead + Seek, sides: Option<&[String; 2]>) -> io::Result<Read> {
    match kind {
        Kind::Csv => table::read(from, sides),
        Kind::Gift => gift::read(from),
        Kind::Moodle => moodle::read(from),
        Kind::Aiken => aiken::read(from),
        Kind::Qti => qti::read(from),
        Kind::Anki => anki::read(from, sides),
    }
}

/// Writes a bank. Returns the line of each statement, and what could not be written.
///
/// # Errors
///
/// What the system says.
pub fn write(kind: Kind, bank: &Bank, mut out: impl Write + Seek) -> io::Result<(Vec<usize>, Vec<Note>)> {
    let whole = |lines| (lines, Vec::new());
    match kind {
        Kind::Csv => table::write(bank, &mut out).map(whole),
        Kind::Gift => gift::write(bank, &mut out).map(whole),
        Kind::Moodle => moodle::write(bank, &mut out).map(whole),
        Kind::Aiken => aiken::write(bank, &mut out),
        // A package has no lines; its items have numbers.
        Kind::Qti => qti::write(bank, out).map(|()| whole((1..=bank.statements().count()).collect())),
        Kind::Anki => anki::write(bank, &mut out).map(whole),
    }
}
