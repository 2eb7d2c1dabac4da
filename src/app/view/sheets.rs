//! What is said of sheets of paper: where they are typed in, and on the sheets themselves.

use super::room::name;
use super::words::counted;
use crate::domain::bank::Side;
use crate::domain::fact::Response;
use crate::domain::room::typed::{Letters, written};
use crate::domain::room::view::{Frame, Labels};
use crate::domain::room::{Choice, PaperSheet};
use crate::domain::words::plural;

/// Said where no sheet is typed in.
pub const NONE_YET: &str = "No sheet is typed in yet.";
/// Said where there is nothing to take back.
pub const NOTHING_TO_UNDO: &str = "There's nothing to take back.";
/// Above the key: for whom it is.
pub const FOR_THE_TEACHER: &str = "For the teacher: the key. Keep it apart from the sheets.";
/// Before the letters of the key.
pub const AT_A_GLANCE: &str = "At a glance, as sheets are typed in";
/// Where a name is written on a sheet.
pub const NAME: &str = "Name";
/// Where a sheet's number stands.
pub const NUMBER: &str = "Sheet";
/// Above the boxes of those who do not know.
pub const DONT_KNOW: &str = "don't know";
/// Above the boxes that say how sure somebody is.
pub const HOW_SURE: &str = "how sure";
/// Before what stands on the other side, in the key.
pub const COUNTERPART: &str = "Counterpart";
/// Before a wrong belief, in the key.
pub const BELIEF: &str = "Wrong belief";

/// What may be typed, each with what it does.
pub const TYPED: [(&str, &str); 6] = [
    ("12 LRRLN RLLRL", "what stands on sheet 12; the same number again replaces it"),
    ("12 LRRL /", "the same, where the rest isn't marked"),
    ("name 12 Ada", "whose sheet 12 is, by name or by the id on the roster; without a name, forget it"),
    ("undo", "take the last line back"),
    ("list", "what is typed in so far"),
    ("quit", "that's all; more can be typed in at any time"),
];

/// Said first, so that nobody has to guess.
#[must_use]
pub fn welcome(frame: &Frame, questions: usize, sheets: usize, letters: &Letters) -> Vec<String> {
    let room = super::room::titled(frame);
    let so_far = if sheets == 0 { String::new() } else { format!(", {} so far", counted(sheets, "sheet", "sheets")) };
    let mut lines = vec![
        format!("{room}: {}{so_far}.", counted(questions, "question", "questions")),
        format!(
            "Type a line for each sheet: its number, then a letter for each question: {}, N don't know, - not marked. Blanks are free.",
            sides(&frame.sides, letters)
        ),
    ];
    if frame.certainty {
        lines.push("How sure stands behind a letter where it's marked: 1, 2 or 3, as in L3.".to_owned());
    }
    lines.push(
        "The same number again replaces what that sheet said. Also: name 12 Ada, undo, list, help, quit.".to_owned(),
    );
    lines
}

fn sides(sides: &Labels, letters: &Letters) -> String {
    let one = |side: Side, letter: char| {
        let other = letters.others().map(|others| *side.pick(&others[0], &others[1]));
        let other = other.map_or_else(String::new, |other| format!(" or {}", other.to_uppercase()));
        format!("{letter}{other} {}", name(sides, side))
    };
    format!("{}, {}", one(Side::Left, 'L'), one(Side::Right, 'R'))
}

/// What is marked on a sheet, counted, so that a slip shows.
fn marked(answers: &[Option<Choice>], sides: &Labels) -> String {
    let count = |which: Option<Response>| answers.iter().filter(|one| one.map(|one| one.response) == which).count();
    let on = |side: Side| format!("{} {}", count(Some(side.into())), name(sides, side));
    let mut said = vec![on(Side::Left), on(Side::Right)];
    let more = [(count(Some(Response::DontKnow)), DONT_KNOW), (count(None), "not marked")];
    said.extend(more.into_iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")));
    said.join(", ")
}

/// Said once a sheet is in for the first time.
#[must_use]
pub fn entered(sheet: u32, answers: &[Option<Choice>], sides: &Labels, sheets: usize) -> String {
    let so_far = counted(sheets, "sheet is in", "sheets are in");
    format!("Sheet {sheet}: {}. {so_far}.", marked(answers, sides))
}

/// Said where a sheet said so before.
#[must_use]
pub fn same(sheet: u32) -> String {
    format!("Sheet {sheet} said so already; it counts once.")
}

/// Said where a sheet said something else before.
#[must_use]
pub fn replaced(sheet: u32, before: &[Option<Choice>], answers: &[Option<Choice>], sides: &Labels) -> String {
    let others = before.iter().zip(answers).enumerate().filter(|(_, (one, other))| one != other);
    let places: Vec<String> = others.map(|(at, _)| (at + 1).to_string()).collect();
    let questions = plural(places.len(), "question", "questions");
    format!(
        "Sheet {sheet} was in already and is replaced: other answers to {questions} {}. Now {}.",
        places.join(", "),
        marked(answers, sides)
    )
}

/// Said once somebody's sheet has a name, or has none any more.
#[must_use]
pub fn named(sheet: u32, called: &str) -> String {
    let own = format!("Sheet {sheet}");
    if called == own { format!("{own} has no name.") } else { format!("{own} is called {called}.") }
}

/// Said once the last line was taken back.
#[must_use]
pub fn undone(sheet: u32, answers: Option<&[Option<Choice>]>) -> String {
    match answers {
        Some(answers) => format!("Taken back: sheet {sheet} says {} again.", written(answers)),
        None => format!("Taken back: sheet {sheet} isn't in."),
    }
}

/// What is typed in from a sheet.
#[must_use]
pub fn listed(sheet: u32, called: &str, one: &PaperSheet) -> String {
    let own = format!("Sheet {sheet}");
    let called = if called == own { String::new() } else { format!(", {called}") };
    format!("{own}{called}: {}", written(&one.answers))
}

/// How many sheets are in.
#[must_use]
pub fn so_far(sheets: usize) -> String {
    counted(sheets, "sheet is in.", "sheets are in.")
}

/// Said last.
#[must_use]
pub fn closed(frame: &Frame, sheets: usize) -> String {
    let so_far = if sheets == 0 { NONE_YET.to_owned() } else { so_far(sheets) };
    format!("{so_far} `iotutor results show {}` tells what came of the class.", frame.code)
}

/// Said of lines of a file that were not taken.
#[must_use]
pub fn not_taken(lines: &[usize]) -> String {
    let numbers: Vec<String> = lines.iter().map(usize::to_string).collect();
    format!("{} not taken: {}.", counted(lines.len(), "line was", "lines were"), numbers.join(", "))
}

/// How a sheet is filled in.
#[must_use]
pub fn how_to_mark(question: &str, certainty: bool) -> String {
    let sure = if certainty { " Then say how sure you are: 1 not sure, 2 fairly sure, 3 certain." } else { "" };
    format!("{question} Mark one box in each line with a cross.{sure}")
}

/// In the foot of each page.
#[must_use]
pub fn foot(paper: &str, sheet: Option<u32>) -> String {
    let sheet = sheet.map_or_else(String::new, |sheet| format!(" · sheet {sheet}"));
    format!("Paper {paper}{sheet}")
}
