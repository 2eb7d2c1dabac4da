//! Sheets of paper typed in, a line each, into a class that is being held or is over.

use super::desk::{Ack, Desk, Order, Refused};
use super::lines::say;
use crate::app::view::sheets as words;
use crate::domain::room::people::{folded, without_number};
use crate::domain::room::typed::{Letters, Typed, Unclear};
use crate::domain::room::view::frame;
use crate::domain::room::{Choice, Command, PaperSheet, Refusal, Room, Seat, Standing};
use crate::domain::store::Person;
use std::io::{self, BufRead, Write};
use std::iter::once;
use std::sync::Arc;

/// Narrower than this no line is broken.
const LEAST_COLUMNS: usize = 20;

/// What a line changed, to take it back.
enum Before {
    Answers(u32, Option<Vec<Option<Choice>>>),
    Name(u32, u32, Option<Person>),
    Number(u32, u32),
    /// Several at once, the first of them last.
    Both(Box<Self>, Box<Self>),
}

/// Why a line was not taken.
#[derive(Debug, thiserror::Error)]
enum NotTaken {
    #[error(transparent)]
    Unclear(#[from] Unclear),
    #[error(transparent)]
    Refused(#[from] Refused),
    #[error("{}", words::number_taken(*.0, .1))]
    NumberTaken(u32, String),
    /// It is somebody else's, said in a sentence.
    #[error("{0}")]
    Others(String),
}

impl From<Refusal> for NotTaken {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal.into())
    }
}

/// What is said, or why a line was not taken.
type Said = Result<Vec<String>, NotTaken>;

/// How lines come in, and what is said of them.
#[derive(Debug, Clone, Copy)]
pub struct Manner {
    /// Whether somebody types them just now.
    pub typed: bool,
    /// How wide what is said may be; none where it isn't read on a terminal.
    pub columns: Option<usize>,
    /// How many sheets were printed; none where nobody knows.
    pub printed: Option<u32>,
}

struct Entering<'a> {
    desk: &'a Desk,
    letters: Letters,
    printed: Option<u32>,
    done: Vec<Before>,
    /// Whether it was said that a sheet doesn't say how sure.
    told_of_certainty: bool,
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
    (manner, wrong): (Manner, &mut impl Write),
) -> io::Result<Vec<usize>> {
    let opening = frame(&desk.state().room);
    let letters = Letters::of(&opening.sides.left.name, &opening.sides.right.name);
    let printed = manner.printed;
    let mut entering = Entering { desk, letters, printed, done: Vec::new(), told_of_certainty: false };
    // Whoever types at a terminal sees where.
    let asks = manner.typed && manner.columns.is_some();
    let tell = |out: &mut _, said: &[String]| say(out, &wrapped(said, manner.columns));
    let prompt = |out: &mut _| if asks { ask(out) } else { Ok(()) };
    if manner.typed {
        let counts = (entering.questions(), entering.sheets());
        tell(out, &words::welcome(&opening, counts, &entering.letters, &entering.standing()))?;
    }
    let (mut not_taken, mut is_left) = (Vec::new(), false);
    prompt(out)?;
    for (line, number) in input.split(b'\n').zip(1..) {
        let line = line?;
        let line = String::from_utf8_lossy(&line);
        let understood = entering.letters.read(&line, entering.questions());
        is_left = understood == Ok(Typed::Leave);
        if is_left {
            break;
        }
        match understood.map_err(NotTaken::from).and_then(|understood| entering.take(understood)) {
            Ok(said) => tell(out, &said)?,
            Err(why) if manner.typed => tell(out, &[why.to_string()])?,
            Err(why) => {
                not_taken.push(number);
                say(wrong, &[format!("Line {number}: {why}")])?;
            }
        }
        prompt(out)?;
    }
    if asks && !is_left {
        writeln!(out)?;
    }
    tell(out, &words::closed(&opening, entering.sheets(), &entering.standing()))?;
    if !not_taken.is_empty() {
        say(wrong, &[words::not_taken(&not_taken)])?;
    }
    Ok(not_taken)
}

/// Shows where a line is typed.
fn ask(out: &mut impl Write) -> io::Result<()> {
    write!(out, "> ")?;
    out.flush()
}

/// Lines broken between words, where they are read on a terminal.
fn wrapped(lines: &[String], columns: Option<usize>) -> Vec<String> {
    let Some(columns) = columns else { return lines.to_vec() };
    let options =
        textwrap::Options::new(columns.max(LEAST_COLUMNS)).word_splitter(textwrap::WordSplitter::NoHyphenation);
    lines.iter().flat_map(|line| textwrap::wrap(line, &options)).map(std::borrow::Cow::into_owned).collect()
}

impl Entering<'_> {
    fn room(&self) -> Arc<Room> {
        Arc::clone(&self.desk.state().room)
    }

    fn questions(&self) -> usize {
        self.room().opened().items.len()
    }

    fn sheets(&self) -> usize {
        self.room().sheets_on_paper().count()
    }

    fn standing(&self) -> words::Standing {
        let room = self.room();
        if room.is_ended() {
            words::Standing::Over { never_revealed: room.never_revealed(), on_paper: room.is_on_paper_alone() }
        } else {
            words::Standing::UnderWay
        }
    }

    fn take(&mut self, line: Typed) -> Said {
        match line {
            Typed::Sheet { sheet, name, answers } => self.sheet_of(sheet, name, answers),
            Typed::Name { sheet, name } => self.name(sheet, name),
            Typed::Remove { sheet } => self.remove(sheet),
            Typed::Renumber { sheet, to } => self.renumber(sheet, to),
            Typed::Reveal => self.reveal(),
            Typed::Undo => self.undo(),
            Typed::List => Ok(self.list()),
            Typed::Help => Ok(words::TYPED.iter().map(|(what, does)| format!("{what}: {does}.")).collect()),
            Typed::Leave | Typed::Nothing => Ok(Vec::new()),
        }
    }

    fn answers(&self, sheet: u32) -> Option<Vec<Option<Choice>>> {
        self.room().sheet_on_paper(sheet).map(|one| one.answers.clone())
    }

    /// A sheet, and whose it is where that stands on the line: one line, so that one undo takes both back.
    fn sheet_of(&mut self, sheet: u32, name: Option<String>, answers: Vec<Option<Choice>>) -> Said {
        let name = match name {
            Some(name) if self.has_name(sheet, &name, &answers)? => None,
            name => name,
        };
        let done = self.done.len();
        let mut said = self.sheet(sheet, answers)?;
        if let Some(name) = name {
            said.extend(self.name(sheet, name)?);
        }
        if self.done.len() == done + 2
            && let (Some(name), Some(answers)) = (self.done.pop(), self.done.pop())
        {
            self.done.push(Before::Both(Box::new(answers), Box::new(name)));
        }
        Ok(said)
    }

    /// Whether the sheet has that name already. One with another is not taken: a number that was typed by a slip must not give
    /// somebody's sheet to somebody else.
    fn has_name(&self, sheet: u32, name: &str, answers: &[Option<Choice>]) -> Result<bool, NotTaken> {
        let state = self.desk.state();
        let Some(seat) = state.room.sheet_on_paper(sheet).map(|one| one.seat) else { return Ok(false) };
        let Some(person) = state.people.person(seat).filter(|person| !person.name.is_empty()) else { return Ok(false) };
        let is_called = |own: &str| folded(own) == folded(name);
        if is_called(&person.name) || is_called(without_number(&person.name)) || person.roster == name.trim() {
            return Ok(true);
        }
        Err(NotTaken::Others(words::others(sheet, &person.name, answers)))
    }

    fn sheet(&mut self, sheet: u32, answers: Vec<Option<Choice>>) -> Said {
        let before = self.answers(sheet);
        let replaced = self.room().hands_replaced();
        if !self.give(Command::Enter { sheet, answers })? {
            return Ok(vec![words::same(sheet)]);
        }
        let room = self.room();
        let sides = frame(&room).sides;
        let now = self.answers(sheet).unwrap_or_default();
        let (right, called) = (right(&room, sheet), self.called_on(sheet));
        let mut said = vec![match &before {
            Some(before) => words::replaced((sheet, &called), [before, &now], &sides, &right),
            None => words::entered((sheet, &called), &now, &sides, &right, self.sheets()),
        }];
        let more: Vec<usize> = room.hands_replaced().into_iter().filter(|number| !replaced.contains(number)).collect();
        said.extend(words::instead_of_hands(&more));
        said.extend(self.suspicions(&room, sheet, &now));
        self.done.push(Before::Answers(sheet, before));
        Ok(said)
    }

    /// What looks like a slip, and may be none.
    fn suspicions(&mut self, room: &Room, sheet: u32, answers: &[Option<Choice>]) -> Vec<String> {
        let mut said = Vec::new();
        said.extend(self.printed.filter(|printed| sheet > *printed).map(|printed| words::not_printed(sheet, printed)));
        if answers.iter().any(Option::is_some) {
            let same = room.sheets_on_paper().filter(|(number, one)| *number != sheet && one.answers == answers);
            let same: Vec<u32> = same.map(|(number, _)| number).collect();
            said.extend((!same.is_empty()).then(|| words::same_as(sheet, &same)));
        }
        let sides = || answers.iter().flatten().filter(|one| one.response.side().is_some());
        let is_silent = room.opened().certainty && sides().count() > 0 && sides().all(|one| one.certainty.is_none());
        if is_silent && !std::mem::replace(&mut self.told_of_certainty, true) {
            said.push(words::NO_CERTAINTY.to_owned());
        }
        said
    }

    fn name(&mut self, sheet: u32, name: String) -> Said {
        let state = self.desk.state();
        let seat = state.room.sheet_on_paper(sheet).ok_or(Refusal::NoSheet { sheet })?.seat;
        let before = state.people.person(seat).cloned();
        if self.desk.submit(Order::Rename { seat, name })? == (Ack::Done { changed: false }) {
            return Ok(vec![words::named(sheet, &self.called(seat))]);
        }
        let called = self.called(seat);
        let said = once(match before.as_ref().map(|person| person.name.as_str()).filter(|name| !name.is_empty()) {
            Some(before) => words::renamed(sheet, before, &called),
            None => words::named(sheet, &called),
        });
        self.done.push(Before::Name(sheet, seat, before));
        Ok(said.chain(self.namesakes(seat)).collect())
    }

    /// Who else is called like whoever filled in the sheet at this seat: with a device, and on paper.
    fn namesakes(&self, seat: u32) -> Vec<String> {
        let state = self.desk.state();
        let (room, people) = (&state.room, &state.people);
        let name = |seat: u32| {
            let name = people.person(seat).map(|person| without_number(&person.name).to_owned());
            name.filter(|name| !name.is_empty())
        };
        let Some(own) = name(seat) else { return Vec::new() };
        let is_other = |other: &&Seat| {
            let is_same = name(other.number).is_some_and(|name| name.to_lowercase() == own.to_lowercase());
            is_same && other.standing != Standing::Removed && room.person(other.number) != room.person(seat)
        };
        let said = |other: &Seat| match other.sheet {
            Some(sheet) => words::name_twice(&own, sheet),
            None => words::has_device(&own, &room.opened().code, [other.number, seat]),
        };
        room.seats().iter().filter(is_other).map(said).collect()
    }

    fn remove(&mut self, sheet: u32) -> Said {
        let before = self.answers(sheet).ok_or(Refusal::NoSheet { sheet })?;
        self.give(Command::Withdraw { sheet })?;
        self.done.push(Before::Answers(sheet, Some(before)));
        Ok(vec![words::removed(sheet)])
    }

    fn renumber(&mut self, sheet: u32, to: u32) -> Said {
        self.move_number(sheet, to)?;
        self.done.push(Before::Number(sheet, to));
        Ok(vec![words::renumbered(sheet, to)])
    }

    /// The sheet of that number is withdrawn, and another one says the same and is the same person's.
    fn move_number(&self, sheet: u32, to: u32) -> Result<(), NotTaken> {
        let answers = self.answers(sheet).ok_or(Refusal::NoSheet { sheet })?;
        if self.answers(to).is_some() {
            return Err(NotTaken::NumberTaken(to, self.called_on(to)));
        }
        self.give(Command::Enter { sheet: to, answers })?;
        self.give(Command::Withdraw { sheet })?;
        let state = self.desk.state();
        let seat_of =
            |number: u32| state.room.seats().iter().find(|seat| seat.sheet == Some(number)).map(|one| one.number);
        if let (Some(old), Some(new)) = (seat_of(sheet), seat_of(to)) {
            let name = written(state.people.person(old).cloned());
            // First the name is free, then it is the other's.
            self.desk.submit(Order::Rename { seat: old, name: String::new() })?;
            self.desk.submit(Order::Rename { seat: new, name })?;
        }
        Ok(())
    }

    fn reveal(&self) -> Said {
        let numbers = self.room().never_revealed();
        self.give(Command::RevealAll)?;
        Ok(vec![words::revealed(&numbers)])
    }

    fn undo(&mut self) -> Said {
        match self.done.pop() {
            None => Ok(vec![words::NOTHING_TO_UNDO.to_owned()]),
            Some(before) => self.take_back(before),
        }
    }

    fn take_back(&self, before: Before) -> Said {
        let said = match before {
            Before::Answers(sheet, before) => {
                let said = words::undone(sheet, before.as_deref());
                self.give(before.map_or(Command::Withdraw { sheet }, |answers| Command::Enter { sheet, answers }))?;
                said
            }
            Before::Name(sheet, seat, before) => {
                self.desk.submit(Order::Rename { seat, name: written(before) })?;
                words::taken_back(&words::named(sheet, &self.called(seat)))
            }
            Before::Number(sheet, to) => {
                self.move_number(to, sheet)?;
                words::taken_back(&words::renumbered(to, sheet))
            }
            Before::Both(first, second) => {
                let said = self.take_back(*second)?;
                return Ok(said.into_iter().chain(self.take_back(*first)?).collect());
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

    /// What whoever filled in a sheet is called; by its number where there is no name.
    fn called_on(&self, sheet: u32) -> String {
        let room = self.room();
        room.sheet_on_paper(sheet).map_or_else(|| format!("Sheet {sheet}"), |one| self.called(one.seat))
    }

    /// Whether the command changed anything.
    fn give(&self, command: Command) -> Result<bool, Refused> {
        self.desk.submit(Order::Room(command)).map(|ack| ack != Ack::Done { changed: false })
    }
}

/// How many a sheet has right: told only where nothing is still to be revealed, so that nobody learns it before the room does.
fn right(room: &Room, sheet: u32) -> String {
    let seat = room.sheet_on_paper(sheet).filter(|_| room.is_ended() && room.never_revealed().is_empty());
    seat.map_or_else(String::new, |one| words::marked_right(room.own_score(one.seat)))
}

/// How somebody is named again: by the id on the roster, where the name came from there.
fn written(before: Option<Person>) -> String {
    before.map_or_else(String::new, |one| if one.roster.is_empty() { one.name } else { one.roster })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_broken_between_words_and_only_on_a_terminal() {
        let line = vec!["Type a line for each sheet".to_owned()];
        assert_eq!(wrapped(&line, None), line);
        assert_eq!(wrapped(&line, Some(22)), ["Type a line for each", "sheet"]);
    }
}
