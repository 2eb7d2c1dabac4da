//! How much is read of a file of another program, and how: as UTF-8, line by line, and never more than fits.

use super::question::Read;
use std::io::{self, BufRead, Read as _};

/// How large a file may be, in bytes.
pub const FILE_MOST: u64 = 64 << 20;

/// How long a line may be, in bytes.
pub const LINE_MOST: usize = 1 << 20;

/// How many questions are read of a file.
pub const QUESTIONS_MOST: usize = 20_000;

/// How long a text of a question may be, in characters.
pub const TEXT_MOST: usize = 4_000;

/// How many notes are kept of a file.
pub const NOTES_MOST: usize = 50_000;

/// The lines of a file, numbered from 1, as long as they are sound: the first that is not UTF-8, too long, or holds a control
/// character is told as damage, and ends them.
pub struct Lines<R> {
    from: R,
    left: u64,
    number: usize,
    bytes: Vec<u8>,
}

impl<R: BufRead> Lines<R> {
    /// The lines of what `from` reads.
    pub fn new(from: R) -> Self {
        Self { from, left: FILE_MOST, number: 0, bytes: Vec::new() }
    }

    /// The number of the line that was read last.
    pub const fn number(&self) -> usize {
        self.number
    }

    /// The next line without its end; none at the end of the file, or where it is damaged.
    ///
    /// # Errors
    ///
    /// What the system says.
    pub fn next(&mut self, read: &mut Read) -> io::Result<Option<String>> {
        self.bytes.clear();
        let most = self.left.min(LINE_MOST as u64 + 1);
        let taken = (&mut self.from).take(most).read_until(b'\n', &mut self.bytes)?;
        if taken == 0 {
            if self.left == 0 {
                read.damage(self.number + 1, format!("the file is larger than {} MB", FILE_MOST >> 20));
            }
            return Ok(None);
        }
        self.number += 1;
        self.left = self.left.saturating_sub(taken as u64);
        if taken > LINE_MOST {
            read.damage(self.number, format!("the line is longer than {} kB", LINE_MOST >> 10));
            return Ok(None);
        }
        let bytes = self.bytes.strip_suffix(b"\n").unwrap_or(&self.bytes);
        let bytes = bytes.strip_suffix(b"\r").unwrap_or(bytes);
        let bytes = if self.number == 1 { bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes) } else { bytes };
        match sound(bytes) {
            Ok(text) => Ok(Some(text.to_owned())),
            Err(reason) => {
                read.damage(self.number, reason);
                Ok(None)
            }
        }
    }
}

/// The text that some bytes are.
///
/// # Errors
///
/// Why they are none.
pub fn sound(bytes: &[u8]) -> Result<&str, String> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let utf16 = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
        let what = if utf16 { "it is UTF-16".to_owned() } else { format!("byte {} is not", error.valid_up_to() + 1) };
        format!("the file is not written in UTF-8 ({what}); save it as UTF-8, in a spreadsheet as \"CSV UTF-8\"")
    })?;
    match text.chars().find(|letter| letter.is_control() && !matches!(letter, '\t' | '\n' | '\r')) {
        Some(letter) => Err(format!("the control character U+{:04X} has no place in a text", u32::from(letter))),
        None => Ok(text),
    }
}
