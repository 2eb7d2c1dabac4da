//! What the next page of a browser says once: why its form was refused, with what was typed into it.
//!
//! Whatever is sent is answered with the way to a page, and so a reload sends nothing again and Back leads to a page that was
//! seen. What is to be said there waits here, in memory and not in the address: names and words belong in no history.

use std::collections::VecDeque;

/// How many notes wait at most; the oldest goes. A whole room that answers too late at once leaves one each.
const MOST: usize = 2_000;

/// How much of what was typed is kept, in characters: more than any field takes.
const LONGEST: usize = 200;

/// What is to be said, once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Note {
    /// Why the form was refused.
    pub said: String,
    /// The name or the words that were typed into it.
    pub typed: String,
    /// The room's code that was typed; none where the address says it.
    pub code: Option<String>,
    /// What whoever typed a name that is taken would be called; none where it is not.
    pub next: Option<String>,
}

impl Note {
    /// A note that says this.
    pub fn saying(said: impl Into<String>) -> Self {
        Self { said: said.into(), ..Self::default() }
    }

    /// The same, with what was typed as a name or as words.
    pub fn with(self, typed: &str) -> Self {
        Self { typed: typed.chars().take(LONGEST).collect(), ..self }
    }
}

/// Notes that wait to be read.
#[derive(Debug, Default)]
pub struct Notes(VecDeque<(u128, Note)>);

impl Notes {
    /// Leaves a note under a number that nobody guesses.
    pub fn leave(&mut self, number: u128, note: Note) {
        if self.0.len() >= MOST {
            self.0.pop_front();
        }
        self.0.push_back((number, note));
    }

    /// Takes the note that an address names, as [`address`] wrote it.
    pub fn take(&mut self, query: &str) -> Option<Note> {
        let number = query.split('&').find_map(|part| part.strip_prefix("note="))?;
        let number = u128::from_str_radix(number, 16).ok()?;
        let at = self.0.iter().position(|(other, _)| *other == number)?;
        self.0.remove(at).map(|(_, note)| note)
    }
}

/// The address of a page that says the note with this number.
pub fn address(page: &str, number: u128) -> String {
    format!("{page}?note={number:032x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_is_read_once_and_only_by_its_number() {
        let mut notes = Notes::default();
        notes.leave(7, Note::saying("Too late.").with("Ada"));
        let query = address("/K7MX", 7);
        let query = query.split_once('?').unwrap().1;
        for other in ["", "note=", "note=x", "note=8", "noted=7"] {
            assert_eq!(notes.take(other), None, "{other}");
        }
        let note = Note { said: "Too late.".to_owned(), typed: "Ada".to_owned(), ..Note::default() };
        assert_eq!(notes.take(&format!("from=mail&{query}")), Some(note));
        assert_eq!(notes.take(query), None, "once");
    }

    #[test]
    fn notes_are_bounded_in_number_and_length() {
        let mut notes = Notes::default();
        for number in 0..=MOST as u128 {
            notes.leave(number, Note::saying("No.").with(&"x".repeat(9_000)));
        }
        assert_eq!((notes.0.len(), notes.take("note=0")), (MOST, None), "the oldest has gone");
        assert_eq!(notes.take("note=1").unwrap().typed.len(), LONGEST);
    }
}
