//! What is said of sheets of paper: where they are typed in, and on the sheets themselves.

use super::room::name;
use super::words::counted;
use crate::domain::bank::Side;
use crate::domain::fact::Response;
use crate::domain::room::results::Share;
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
pub const TYPED: [(&str, &str); 11] = [
    ("12 LRRLN RLLRL", "what stands on sheet 12; the same number again replaces it"),
    ("12 Ada LRRLN RLLRL", "the same, and whose it is"),
    ("12 LRRL /", "the same, where the rest isn't marked"),
    ("12 LR-LN", "- where nothing is marked, or two boxes are: two crosses count as none"),
    ("12 L3R1N", "1 unsure, 2 fairly sure, 3 certain, behind a letter, where the sheet asks for it"),
    ("name 12 Ada", "whose sheet 12 is, by name or by the id on the roster; without a name, forget it"),
    ("number 66 6", "what was typed as sheet 66 is sheet 6"),
    ("remove 66", "sheet 66 doesn't count any more"),
    ("undo", "take the last line of this session back; again, the one before it, and so on"),
    ("list", "what is typed in so far"),
    ("quit", "that's all; more can be typed in at any time"),
];

/// Said first, so that nobody has to guess.
#[must_use]
pub fn welcome(
    frame: &Frame,
    (questions, sheets): (usize, usize),
    letters: &Letters,
    standing: &Standing,
) -> Vec<String> {
    let room = super::room::titled(frame);
    let so_far = if sheets == 0 { String::new() } else { format!(", {} so far", counted(sheets, "sheet", "sheets")) };
    let mut lines = vec![
        format!("{room}: {}{so_far}.", counted(questions, "question", "questions")),
        format!(
            "Type a line for each sheet: its number, then a letter for each question: {}, N don't know, - not marked or two crosses. Spaces don't matter.",
            sides(&frame.sides, letters)
        ),
    ];
    if frame.certainty {
        lines.push("How sure stands behind a letter where it's marked: 1, 2 or 3, as in L3.".to_owned());
    }
    lines.push(
        "The same number again replaces what that sheet said. A name may stand before the answers: 12 Ada LRRL. Also: remove 66, undo, list, help, quit."
            .to_owned(),
    );
    lines.extend(stands(standing));
    lines
}

/// Where a class stands in which sheets are typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// It is led just now, or will be.
    UnderWay,
    /// It is over.
    Over {
        /// The numbers of the questions that were never revealed.
        never_revealed: Vec<usize>,
        /// Whether it is one on paper.
        on_paper: bool,
    },
}

/// When what stands on a sheet counts, where that isn't plain.
#[must_use]
pub fn stands(standing: &Standing) -> Option<String> {
    match standing {
        Standing::UnderWay => Some("A sheet counts for each question once that is revealed in the class.".to_owned()),
        Standing::Over { never_revealed, .. } if !never_revealed.is_empty() => Some(never(never_revealed)),
        Standing::Over { on_paper: true, .. } => {
            Some("Nothing has to be revealed here: each sheet is marked as it's typed.".to_owned())
        }
        Standing::Over { .. } => None,
    }
}

fn never(numbers: &[usize]) -> String {
    let was = if numbers.len() == 1 { "was" } else { "were" };
    format!(
        "The class is over, and {} {was} never revealed: what sheets say there counts for nothing yet. Type reveal, and it counts.",
        questions(numbers)
    )
}

/// Questions by their numbers, such as `question 3` or `questions 3, 4`.
fn questions(numbers: &[usize]) -> String {
    let said: Vec<String> = numbers.iter().map(usize::to_string).collect();
    format!("{} {}", plural(numbers.len(), "question", "questions"), said.join(", "))
}

/// Said once all questions are revealed that were not.
#[must_use]
pub fn revealed(numbers: &[usize]) -> String {
    if numbers.is_empty() {
        return "Every question is revealed or skipped already.".to_owned();
    }
    format!("Sheets count for {} now.", questions(numbers))
}

/// Said where a class on paper begins by itself.
#[must_use]
pub fn begun(paper: &str, room: &str) -> String {
    format!(
        "No class has had paper {paper} here, so one on paper begins: room {room}. `iotutor enter {paper}` goes on with it at any time."
    )
}

/// Said where a paper's class on paper is opened, and another class had the paper, too.
#[must_use]
pub fn had_it_too(rooms: &[String]) -> String {
    let ways: Vec<String> = rooms.iter().map(|room| format!("iotutor enter {room}")).collect();
    let who = if rooms.len() == 1 { "Another class" } else { "Other classes" };
    format!("{who} had this paper, too: {}.", ways.join(", "))
}

/// Said where sheets count instead of hands.
#[must_use]
pub fn instead_of_hands(numbers: &[usize]) -> Option<String> {
    let said = format!(
        "Hands were counted for {}, too: sheets are in there and count instead; results tell the hands apart.",
        questions(numbers)
    );
    (!numbers.is_empty()).then_some(said)
}

/// How many a sheet has right, in a class in which nothing is still to be revealed.
#[must_use]
pub fn marked_right(right: Share) -> String {
    format!(" {} of {} right.", right.count, right.of)
}

/// Said once where answers should say how sure, and a sheet says it nowhere.
pub const NO_CERTAINTY: &str = "That sheet doesn't say how sure anywhere, and the class asks for it: if it is marked, type 1, 2 or 3 behind the letters, as in L3. (Said once.)";

/// Said of a number above those that were printed.
#[must_use]
pub fn not_printed(sheet: u32, printed: u32) -> String {
    format!("Only {} printed: remove {sheet} if that was a slip.", counted(printed, "sheet was", "sheets were"))
}

/// Said where another sheet says the very same.
#[must_use]
pub fn same_as(sheet: u32, others: &[u32]) -> String {
    let numbers: Vec<String> = others.iter().map(u32::to_string).collect();
    format!("Sheet {sheet} has the same answers as {} {}.", plural(others.len(), "sheet", "sheets"), numbers.join(", "))
}

/// Said where somebody else on paper is called the same.
#[must_use]
pub fn name_twice(name: &str, other: u32) -> String {
    format!("Sheet {other} is {name}'s, too; if they are two people, that's fine.")
}

/// Said where somebody with a device is called the same.
#[must_use]
pub fn has_device(name: &str, room: &str, [seat, own]: [u32; 2]) -> String {
    format!("{name} has a device here, too: `iotutor results join {room} {seat} {own}` counts the two once.")
}

/// Said once a sheet doesn't count any more.
#[must_use]
pub fn removed(sheet: u32) -> String {
    format!("Sheet {sheet} isn't in any more; undo brings it back.")
}

/// Said once a sheet has another number.
#[must_use]
pub fn renumbered(sheet: u32, to: u32) -> String {
    format!("What was sheet {sheet} is sheet {to}.")
}

/// Said where the number that a sheet should have is another's, who is `called` so.
#[must_use]
pub fn number_taken(to: u32, called: &str) -> String {
    let whose = if called == format!("Sheet {to}") { String::new() } else { format!(", it's {called}'s") };
    format!("Sheet {to} is in already{whose}: remove {to} first, or give it another number.")
}

/// Said where a name and answers are typed for a sheet that is somebody else's.
#[must_use]
pub fn others(sheet: u32, called: &str, answers: &[Option<Choice>]) -> String {
    let typed = written(answers);
    format!(
        "Sheet {sheet} is {called}'s: remove {sheet} first, or type {sheet} {typed} without a name to change what it says. Nothing was taken."
    )
}

/// Said of what was taken back.
#[must_use]
pub fn taken_back(said: &str) -> String {
    format!("Taken back: {said}")
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
pub fn entered(
    (sheet, called): (u32, &str),
    answers: &[Option<Choice>],
    sides: &Labels,
    right: &str,
    sheets: usize,
) -> String {
    let so_far = counted(sheets, "sheet is in", "sheets are in");
    format!("Sheet {sheet}{}: {}.{right} {so_far}.", whose(sheet, called), marked(answers, sides))
}

/// Behind a sheet's number, whose it is; nothing where it has no name.
fn whose(sheet: u32, called: &str) -> String {
    if called == format!("Sheet {sheet}") { String::new() } else { format!(", {called}'s") }
}

/// Said where a sheet said so before.
#[must_use]
pub fn same(sheet: u32) -> String {
    format!("Sheet {sheet} said so already; it counts once.")
}

/// Said where a sheet said something else before.
#[must_use]
pub fn replaced(
    (sheet, called): (u32, &str),
    [before, answers]: [&[Option<Choice>]; 2],
    sides: &Labels,
    right: &str,
) -> String {
    let response = |one: &Option<Choice>| one.map(|choice| choice.response);
    let others = |is_other: &dyn Fn(&Option<Choice>, &Option<Choice>) -> bool| -> Vec<usize> {
        (1..)
            .zip(before.iter().zip(answers))
            .filter(|(_, (one, other))| is_other(one, other))
            .map(|(at, _)| at)
            .collect()
    };
    let answered = others(&|one, other| response(one) != response(other));
    let sure = others(&|one, other| response(one) == response(other) && one != other);
    let said: Vec<String> = [("other answers to", answered), ("how sure is another at", sure)]
        .into_iter()
        .filter(|(_, places)| !places.is_empty())
        .map(|(what, places)| format!("{what} {}", questions(&places)))
        .collect();
    // A sheet that was removed and is back says what it said.
    let said = if said.is_empty() { "the same answers".to_owned() } else { said.join("; ") };
    let whose = whose(sheet, called);
    let whose = if whose.is_empty() { whose } else { whose + "," };
    format!("Sheet {sheet}{whose} was in already and is replaced: {said}. Now {}.{right}", marked(answers, sides))
}

/// Said once somebody's sheet has a name, or has none any more.
#[must_use]
pub fn named(sheet: u32, called: &str) -> String {
    let own = format!("Sheet {sheet}");
    if called == own { format!("{own} has no name.") } else { format!("{own} is called {called}.") }
}

/// Said once a sheet that had a name has another one, or has none any more.
#[must_use]
pub fn renamed(sheet: u32, before: &str, called: &str) -> String {
    let own = format!("Sheet {sheet}");
    let now = if called == own { "has no name".to_owned() } else { format!("is called {called}") };
    format!("{own} was called {before} and {now} now.")
}

/// Said once the last line was taken back.
#[must_use]
pub fn undone(sheet: u32, answers: Option<&[Option<Choice>]>) -> String {
    match answers {
        Some(answers) => taken_back(&format!("sheet {sheet} says {} again.", written(answers))),
        None => taken_back(&format!("sheet {sheet} isn't in.")),
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
pub fn closed(frame: &Frame, sheets: usize, standing: &Standing) -> Vec<String> {
    let so_far = if sheets == 0 { NONE_YET.to_owned() } else { so_far(sheets) };
    let lost = match standing {
        Standing::Over { never_revealed, .. } if sheets > 0 && !never_revealed.is_empty() => {
            Some(never(never_revealed))
        }
        _ => None,
    };
    let shown = format!("{so_far} `iotutor results show {}` tells what came of the class.", frame.code);
    lost.into_iter().chain([shown]).collect()
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
    let sure = if certainty {
        " Then say how sure you are: 1 unsure, 2 fairly sure, 3 certain; \"don't know\" needs no number."
    } else {
        ""
    };
    format!("{question} Mark one box in each line with a cross; two crosses count as none.{sure}")
}

/// What stands small in the boxes: what is typed for a cross there.
pub const LETTERS: [&str; 3] = ["L", "R", "N"];

/// What the boxes are, at the head of a sheet.
#[must_use]
pub fn letters(sides: &Labels) -> String {
    format!("L: {}. R: {}. N: {DONT_KNOW}.", sides.left.label, sides.right.label)
}

/// What to do with the files that were written: the key is with the sheets, or is still to be had.
#[must_use]
pub fn print_it(has_key: bool, code: &str, title: &str) -> String {
    let key = if has_key {
        "The key is for you alone.".to_owned()
    } else {
        format!("iotutor worksheet {code}{} --key key.html writes the key.", titled(title))
    };
    format!("Open it in a browser and print it from there. {key}")
}

/// Said where the key was written, and no sheets.
#[must_use]
pub fn key_alone(code: &str, title: &str) -> String {
    format!("The key is for you alone. iotutor worksheet {code}{} writes the sheets.", titled(title))
}

/// A title as it is typed behind a command.
fn titled(title: &str) -> String {
    if title.is_empty() { String::new() } else { format!(" --title '{}'", title.replace('\'', "\u{2019}")) }
}

/// How sheets are typed in without a class on a projector: with all that the worksheet was made with.
#[must_use]
pub fn without_a_host(code: &str, title: &str, sheets: Option<u32>) -> String {
    let title = titled(title);
    let sheets = sheets.map_or_else(String::new, |sheets| format!(" --sheets {sheets}"));
    format!("On paper alone: iotutor enter {code}{title}{sheets} takes the sheets, marks them, and needs no host.")
}

/// In the foot of each page.
#[must_use]
pub fn foot(paper: &str, sheet: Option<u32>) -> String {
    let sheet = sheet.map_or_else(String::new, |sheet| format!(" · sheet {sheet}"));
    format!("Paper {paper}{sheet}")
}
