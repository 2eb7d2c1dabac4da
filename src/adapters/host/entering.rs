//! Sheets of paper typed in, a line each, into a class that is being held or is over.

use super::desk::{Ack, Desk, Order, Refused};
use super::lines::say;
use crate::app::view::sheets as words;
use crate::domain::room::typed::{Letters, Typed, Unclear};
use crate::domain::room::view::frame;
use crate::domain::room::{Choice, Command, PaperSheet, Refusal};
use crate::domain::store::Person;
use std::io::{self, BufRead, Write};

/// What a line changed, to take it back.
enum Before {
    Answers(u32, Option<Vec<Option<Choice>>>),
    Name(u32, u32, Option<Person>),
}

/// Why a line was not taken.
#[derive(Debug, thiserror::Error)]
enum NotTaken {
    #[error(transparent)]
    Unclear(#[from] Unclear),
    #[error(transparent)]
    Refused(#[from] Refused),
}

impl From<Refusal> for NotTaken {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal.into())
    }
}

/// What is said, or why a line was not taken.
type Said = Result<Vec<String>, NotTaken>;

struct Entering<'a> {
    desk: &'a Desk,
    letters: Letters,
    done: Vec<Before>,
}

/// Takes the sheets that the lines of `input` tell, until they end. What is no good goes to `wrong`, with the number of its line
/// where nobody types it just now. Returns the numbers of the lines that were not taken.
///
/// # Errors
///
/// When nothing can be read or written any more. What was taken is kept.
pub fn run(
    desk: &Desk,
    input: impl BufRead,
    out: &mut impl Write,
    (typed, wrong): (bool, &mut impl Write),
) -> io::Result<Vec<usize>> {
    let opening = frame(&desk.state().room);
    let letters = Letters::of(&opening.sides.left.name, &opening.sides.right.name);
    let mut entering = Entering { desk, letters, done: Vec::new() };
    if typed {
        say(out, &words::welcome(&opening, entering.questions(), entering.sheets(), &entering.letters))?;
    }
    let mut not_taken = Vec::new();
    for (line, number) in input.split(b'\n').zip(1..) {
        let line = line?;
        let line = String::from_utf8_lossy(&line);
        let understood = entering.letters.read(&line, entering.questions());
        if understood == Ok(Typed::Leave) {
            break;
        }
        match understood.map_err(NotTaken::from).and_then(|understood| entering.take(understood)) {
            Ok(said) => say(out, &said)?,
            Err(why) if typed => say(out, &[why.to_string()])?,
            Err(why) => {
                not_taken.push(number);
                say(wrong, &[format!("Line {number}: {why}")])?;
            }
        }
    }
    say(out, &[words::closed(&opening, entering.sheets())])?;
    if !not_taken.is_empty() {
        say(wrong, &[words::not_taken(&not_taken)])?;
    }
    Ok(not_taken)
}

impl Entering<'_> {
    fn questions(&self) -> usize {
        self.desk.state().room.opened().items.len()
    }

    fn sheets(&self) -> usize {
        self.desk.state().room.sheets_on_paper().count()
    }

    fn take(&mut self, line: Typed) -> Said {
        match line {
            Typed::Sheet { sheet, answers } => self.sheet(sheet, answers),
            Typed::Name { sheet, name } => self.name(sheet, name),
            Typed::Undo => self.undo(),
            Typed::List => Ok(self.list()),
            Typed::Help => Ok(words::TYPED.iter().map(|(what, does)| format!("{what}: {does}.")).collect()),
            Typed::Leave | Typed::Nothing => Ok(Vec::new()),
        }
    }

    fn answers(&self, sheet: u32) -> Option<Vec<Option<Choice>>> {
        self.desk.state().room.sheet_on_paper(sheet).map(|one| one.answers.clone())
    }

    fn sheet(&mut self, sheet: u32, answers: Vec<Option<Choice>>) -> Said {
        let before = self.answers(sheet);
        if !self.give(Command::Enter { sheet, answers })? {
            return Ok(vec![words::same(sheet)]);
        }
        let state = self.desk.state();
        let sides = frame(&state.room).sides;
        let now = self.answers(sheet).unwrap_or_default();
        let said = match &before {
            Some(before) => words::replaced(sheet, before, &now, &sides),
            None => words::entered(sheet, &now, &sides, self.sheets()),
        };
        self.done.push(Before::Answers(sheet, before));
        Ok(vec![said])
    }

    fn name(&mut self, sheet: u32, name: String) -> Said {
        let state = self.desk.state();
        let seat = state.room.sheet_on_paper(sheet).ok_or(Refusal::NoSheet { sheet })?.seat;
        let before = state.people.person(seat).cloned();
        if self.desk.submit(Order::Rename { seat, name })? != (Ack::Done { changed: false }) {
            self.done.push(Before::Name(sheet, seat, before));
        }
        Ok(vec![words::named(sheet, &self.called(seat))])
    }

    fn undo(&mut self) -> Said {
        let said = match self.done.pop() {
            None => words::NOTHING_TO_UNDO.to_owned(),
            Some(Before::Answers(sheet, before)) => {
                let said = words::undone(sheet, before.as_deref());
                self.give(before.map_or(Command::Withdraw { sheet }, |answers| Command::Enter { sheet, answers }))?;
                said
            }
            Some(Before::Name(sheet, seat, before)) => {
                // By the id on the roster, where it came from there.
                let by = |one: Person| if one.roster.is_empty() { one.name } else { one.roster };
                let name = before.map_or_else(String::new, by);
                self.desk.submit(Order::Rename { seat, name })?;
                words::named(sheet, &self.called(seat))
            }
        };
        Ok(vec![said])
    }

    fn list(&self) -> Vec<String> {
        let state = self.desk.state();
        let one = |(number, sheet): (u32, &PaperSheet)| {
            words::listed(number, &state.room.called(&state.people, &[sheet.seat]), sheet)
        };
        let mut said: Vec<String> = state.room.sheets_on_paper().map(one).collect();
        said.push(if said.is_empty() { words::NONE_YET.to_owned() } else { words::so_far(said.len()) });
        said
    }

    fn called(&self, seat: u32) -> String {
        let state = self.desk.state();
        state.room.called(&state.people, &[seat])
    }

    /// Whether the command changed anything.
    fn give(&self, command: Command) -> Result<bool, Refused> {
        self.desk.submit(Order::Room(command)).map(|ack| ack != Ack::Done { changed: false })
    }
}
