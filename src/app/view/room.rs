//! What is said in a live class: the sentences of its screens, pages and lines, each written once.
//!
//! Everything here is made from a view of the room ([`crate::domain::room::view`]) and so can say no more than that view holds.
//! [`projector`], [`seat`] and [`console`] are whole: each line makes sense alone, for an ear, a pipe, a log. A page or a terminal
//! that arranges things in space takes the single sentences.

use super::words::{capital, counted, quoted};
use crate::domain::assessment::class::FEWEST;
use crate::domain::bank::Side;
use crate::domain::certainty::Certainty;
use crate::domain::fact::Response;
use crate::domain::room::results::{Believed, LEAST_BELIEVERS, Outcome, OwnResult, Share, TeachNext, Totals, Went};
use crate::domain::room::view::{
    At, Bars, ConsoleSeat, ConsoleView, Count, Frame, Labels, OwnLine, ProjectorStage, ProjectorView, Reveal,
    SeatStage, SeatView, Strip,
};
use crate::domain::room::{Agreement, Answer, Choice, Face, Hands, Moved, Refusal, Tally};
use crate::domain::words::plural;
use std::iter::once;

/// Said on the page on which somebody joins.
pub const WELCOME: &str = "Good to have you here.";
/// Said below it.
pub const ANY_NAME: &str = "Any name will do, also one you make up. The big screen shows nobody's results; your teacher sees yours by that name.";
/// Said where the roster's id is asked for.
pub const YOUR_ID: &str = "Your id";
/// Said where a name is asked for.
pub const YOUR_NAME: &str = "Your name";
/// On the button that joins.
pub const COME_IN: &str = "Come in";
/// Said to whoever may have a seat already.
pub const BEEN_HERE: &str = "Been here before?";
/// Said after the end to whoever had a seat.
pub const SEE_YOURS: &str = "Were you in it? Your own result is still here.";
/// The way back to a seat.
pub const WITH_WORDS: &str = "Come back with your three words";
/// Said to whoever may not change an answer, before the first.
pub const ONCE: &str = "Your first answer to each question counts; it can't be changed.";
/// Said where a vote is closed.
pub const VOTE_CLOSED: &str = "The vote is closed.";
/// Said to whoever presses a key that answers, once it is.
pub const CLOSED_TO_KEYS: &str = "The vote is closed, so keys answer nothing just now.";
/// Said to whoever asked for a seat and was turned down.
pub const TURNED_DOWN: &str = "Your teacher turned that down. Come back with your three words, ask again under the name you had, or come in anew.";
/// Said while an answer can still be changed.
pub const LOOK_UP: &str = "Look up: the next thing happens on the big screen.";
/// Said of an answer that is locked in.
pub const MAY_CHANGE: &str = "You can change it until the vote closes.";
/// Said before a second vote.
pub const CONVINCE: &str = "Convince your neighbour, then vote again.";
/// Said while neighbours talk.
pub const DISCUSS: &str = "Find somebody who disagrees, and convince each other.";
/// Said in the lobby to whoever has joined.
pub const WAITING: &str = "You're in. The first question comes in a moment.";
/// Said while the class pauses.
pub const PAUSED: &str = "The class is paused.";
/// Said to the host who types what does nothing while the class pauses.
pub const PAUSED_UNTIL_RESUME: &str = "The class is paused: type resume to go on.";
/// Said to the host who presses such a button.
pub const PAUSED_UNTIL_GO_ON: &str = "The class is paused: press Go on first.";
/// How what somebody answered begins, told to them.
pub const YOU_SAID: &str = "You said";
/// Said of a question that was given up.
pub const SKIPPED: &str = "This question was skipped; it doesn't count.";
/// Said while a seat's vote is closed and nothing was answered.
pub const NO_ANSWER: &str = "You didn't answer this one.";
/// What the counterpart is called.
pub const COUNTERPART: &str = "the counterpart";
/// Said of a seat whose device was changed.
pub const MOVED: &str = "You went on with this seat on another device, so you can't answer here any more.";
/// Said to whoever left.
pub const LEFT: &str = "You left the room. Come back with your three words, or join again.";
/// Said to whoever was removed.
pub const REMOVED: &str = "Your teacher removed this seat. If that was a mistake, speak up.";
/// Said to whoever may have mistyped the name by which they asked.
pub const MISTYPED: &str = "Mistyped your name? Esc takes it back.";
/// Said to whoever asked to be let back.
pub const ASKING: &str = "Your teacher sees that you'd like your seat back. It goes on here by itself.";
/// Asked before the end.
pub const SURE_TO_END: &str = "Type y or end again to end it, or anything else to go on.";
/// Said before the first line is typed: how a class is led.
pub const HOW_TO_LEAD: &str = "Type next for the next step, join NAME to let somebody in who has no page of their own, and help for all there is.";
/// Said below the beliefs of the room.
pub const FEW_BELIEVE: &str = "Two answers or fewer aren't listed.";

/// Said where what is asked for is so already.
pub const SO_ALREADY: &str = "That's so already.";
/// Said once nobody can join.
pub const LOCKED: &str = "The room is locked: nobody can join.";
/// Said once people can join again.
pub const UNLOCKED: &str = "The room is open: people can join.";
/// Said once names may stand on the projector.
pub const NAMES_ON: &str = "Names stand on the projector.";
/// Said once they may not.
pub const NAMES_OFF: &str = "Names are off the projector.";
/// Said where a line means nothing.
pub const NOT_UNDERSTOOD: &str = "That means nothing here; help lists what may be typed.";
/// Said where all was asked.
pub const ALL_ASKED: &str = "All questions were asked. Type end to end the class.";

/// Said where what was under the cursor is there no more.
pub const GONE: &str = "That has just gone from the list, so nothing was done.";
/// Said where somebody asks for a seat, and there is none.
pub const NO_SEATS: &str = "No seat has that name; t turns it down.";

/// Beside the big number of those who are in.
pub const IN: &str = "in";
/// Said first to the host of a class at everybody's own pace.
pub const HOW_TO_FOLLOW: &str = "Nobody waits for you: look says how far people are, join NAME lets somebody in who has no page of their own, end ends the class, and help lists all there is.";
/// Said where nobody leads the class.
pub const OWN_PACE: &str = "Everybody goes through the questions at their own pace.";
/// Said there before anybody has answered.
pub const BEGIN: &str = "Everybody begins by themselves.";
/// Over the number of those who have answered all.
pub const DONE: &str = "done";
/// In the footer, after the last question.
pub const SEE_RESULT: &str = "your result";
/// Said where people open the class without a camera.
pub const OPEN_ADDRESS: &str = "Open in a browser";
/// Said where a class has no pages.
pub const NO_PAGES: &str = "Nobody needs a device: answer by raising your hand.";
/// Said where a window is too small for the code.
pub const NO_ROOM_FOR_CODE: &str = "This window is too small for a code.";
/// What the room does while neighbours talk.
pub const TALKING: &str = "talk";
/// Said above what the room may think.
pub const AS_IF: &str = "those who answered as if they believed it";
/// Said where what was typed is no count.
pub const NOT_COUNTED: &str = "Type two or three numbers, such as 12 18 2.";
/// Where hands are counted and nothing is typed yet.
pub const HANDS_HINT: &str = "such as 12 18 2";
/// Asked before names are shown at the host's terminal.
pub const ARE_YOU_ALONE: &str =
    "The console shows names and who has answered. Is this screen yours alone, and on no projector?";

/// The title of the screen that the host alone sees.
pub const CONSOLE: &str = "Console";

/// In the footer, what a key does: it opens the first question.
pub const FIRST_QUESTION: &str = "first question";
/// It opens the next one.
pub const NEXT_QUESTION: &str = "next question";
/// It closes the vote.
pub const CLOSE: &str = "close";
/// It reveals.
pub const REVEAL: &str = "reveal";
/// It lets the room talk.
pub const LET_TALK: &str = "let them talk";
/// It lets the room vote again.
pub const VOTE_AGAIN: &str = "vote again";
/// It lets the class go on.
pub const GO_ON: &str = "go on";
/// It lets the class pause.
pub const PAUSE: &str = "pause";
/// It shows the bars.
pub const SHOW_BARS: &str = "bars";
/// It hides them.
pub const HIDE_BARS: &str = "hide the bars";
/// It lets nobody join any more.
pub const LOCK: &str = "lock";
/// It lets people join again.
pub const UNLOCK: &str = "unlock";
/// It ends the class.
pub const END_IT: &str = "end the class";
/// It leaves the terminal.
pub const LEAVE: &str = "leave";
/// It does so for sure.
pub const LEAVE_IT: &str = "leave";
/// It shows the console.
pub const SHOW_CONSOLE: &str = "yes, show it";
/// It does not.
pub const STAY_HERE: &str = "stay here";
/// It lets somebody back to a seat.
pub const LET_THEM_BACK: &str = "let back";
/// It lets the host choose the seat for somebody who asks.
pub const CHOOSE_SEAT: &str = "choose a seat";
/// It gives that seat.
pub const GIVE_SEAT: &str = "give this seat";
/// It removes somebody.
pub const REMOVE_THEM: &str = "remove";
/// It forgets a name.
pub const FORGET_IT: &str = "forget it";
/// It shows the code for cameras as large as the window.
pub const LARGE_CODE: &str = "large code";
/// It does so no more.
pub const SMALL_AGAIN: &str = "small again";
/// It goes back.
pub const BACK: &str = "back";
/// It goes back to the question.
pub const BACK_TO_QUESTION: &str = "back to the question";
/// It goes back to the stage.
pub const THE_STAGE: &str = "the stage";

/// What may be typed to lead a class, each with what it does.
pub const TYPED: [(&str, &str); 30] = [
    ("next", "do the next sensible step: open a question, close it, reveal it"),
    ("open", "open the next question"),
    ("warm up", "open the warm-up, which counts for nothing"),
    ("close", "close the vote"),
    ("vote", "let neighbours talk; again, and they vote once more"),
    ("bars", "show how the room voted, or hide it"),
    ("reveal", "show what is right, and why"),
    ("skip", "give the question up"),
    (
        "hands 12 18 2",
        "count raised hands: left, right, don't know; sheets of paper are typed in beside it, with `iotutor enter`",
    ),
    ("undo", "open a vote again that was closed by mistake"),
    ("pause, resume", "take nothing for a while, and go on"),
    ("look", "say where the room is"),
    ("who", "say who is in, and who hasn't answered"),
    ("beliefs", "say what the room may think, by the questions revealed"),
    ("seat 3", "say what seat 3 sees"),
    ("join Ada", "let Ada in"),
    ("1 left", "answer for seat 1: left, right, a side's name or none; 1 to 3 behind it says how sure"),
    ("1 next", "go on to the next question for seat 1, in a class at everybody's own pace"),
    ("back 3", "let somebody back to seat 3, on a new page"),
    ("let 2 3", "grant request 2, for seat 3; turn down 2 refuses it"),
    ("remove 3", "remove whoever sits at seat 3; back 3 undoes it"),
    ("name 3 Ada", "correct the name at seat 3; without a name, forget it"),
    ("same 3 7, apart 7", "count seats 3 and 7 as one person's, also after the end; count seat 7 alone again"),
    ("lock, unlock", "let nobody join any more, or again"),
    ("names", "show names on the projector, or hide them"),
    ("preview, drop 4", "list the questions with their keys, for you alone; take question 4 out before it is asked"),
    ("again Ada", "ask for Ada's seat back, as a page does"),
    ("words amber stove lantern", "come back by three words, as a page does"),
    ("end", "end the class"),
    ("leave", "stop here and keep the room, to go on later"),
];

/// Said where Space does nothing, because a key pressed twice must not reveal what is right: what `enter` does, and the `other` key, if
/// it works here.
#[must_use]
pub fn space_reveals_nothing(enter: &str, other: Option<&str>, is_split: bool) -> String {
    let (talk, tell) = ("lets the room talk and vote again", "reveals what is right");
    let (first, second) = if is_split { (talk, tell) } else { (tell, talk) };
    let other = other.map_or_else(String::new, |other| format!("; {other} {second}"));
    format!("Closed. {enter} {first}{other}.")
}

/// Said to the host who presses a key that does nothing while the class pauses.
#[must_use]
pub fn paused_until(key: &str) -> String {
    format!("The class is paused: press {key} to go on.")
}

/// What the room is called, such as `Monday, room K7MX`.
#[must_use]
pub fn titled(frame: &Frame) -> String {
    let room = format!("room {}", frame.code);
    if frame.title.is_empty() { capital(&room) } else { format!("{}, {room}", frame.title) }
}

/// The room's code, such as `room K7MX`.
#[must_use]
pub fn room_code(frame: &Frame) -> String {
    format!("room {}", frame.code)
}

/// Said where the code for cameras has no room beside what is said.
#[must_use]
pub fn large_code(key: &str) -> String {
    format!("{key} shows the code for a phone's camera.")
}

/// Where people go, in one line.
#[must_use]
pub fn address_and_code(address: &str, frame: &Frame) -> String {
    format!("{address}   {}", room_code(frame))
}

/// Said where this computer has more addresses than the one that is shown.
#[must_use]
pub fn other_addresses(others: usize, key: &str) -> String {
    let more = counted(others, "more address", "more addresses");
    format!("Phones can't open it? This computer has {more}: {key} shows the next.")
}

/// So many of so many, such as `9 of 30`.
#[must_use]
pub fn of(share: Share) -> String {
    format!("{} of {}", share.count, share.of)
}

/// Beside the big number of those who have answered, such as `of 30 answered`.
#[must_use]
pub fn of_answered(count: Count) -> String {
    format!("of {} answered", count.of)
}

/// Which vote is open; nothing for the first.
#[must_use]
pub fn open_vote(vote: u8) -> String {
    if vote > 1 { format!("vote {vote}") } else { String::new() }
}

/// Which vote is closed.
#[must_use]
pub fn closed_vote(vote: u8) -> String {
    if vote > 1 { format!("vote {vote}, closed") } else { "closed".to_owned() }
}

/// Names, as many as stand within about so many characters, and how many more there are.
#[must_use]
pub fn names(names: &[String], most: usize) -> String {
    let mut said = String::new();
    for (at, name) in names.iter().enumerate() {
        if at > 0 && said.chars().count() + name.chars().count() > most {
            return format!("{said} and {}", counted(names.len() - at, "other", "others"));
        }
        let before = if at == 0 { "" } else { ", " };
        said = format!("{said}{before}{name}");
    }
    said
}

/// A line of a picture of votes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BarRow {
    /// What it counts.
    pub label: String,
    /// How many are for the left side.
    pub left: u32,
    /// How many are for the right side.
    pub right: u32,
    /// Whether it is one of the votes before the last.
    pub is_earlier: bool,
}

/// The lines of a picture: how sure people were in the only vote, or all votes one above the other.
#[must_use]
pub fn bar_rows(bars: &Bars) -> Vec<BarRow> {
    if let [only] = bars.votes.as_slice() {
        return sure_rows(only);
    }
    let last = bars.votes.len();
    let row = |(at, tally): (usize, &Tally)| BarRow {
        label: which_vote(at, last),
        left: tally.on(Side::Left),
        right: tally.on(Side::Right),
        is_earlier: at + 1 < last,
    };
    bars.votes.iter().enumerate().map(row).collect()
}

fn sure_rows(only: &Tally) -> Vec<BarRow> {
    let sure = [(3, Some(Certainty::C3)), (2, Some(Certainty::C2)), (1, Some(Certainty::C1)), (0, None)];
    let at = |counts: &[u32; 4], row: usize| counts.get(row).copied().unwrap_or_default();
    let asked = (1..4).any(|row| at(&only.left, row) + at(&only.right, row) > 0);
    let without = if asked { super::web::NO_MARK } else { super::web::ALL };
    let row = |(row, sure): (usize, Option<Certainty>)| BarRow {
        label: sure.map_or_else(|| without.to_owned(), |sure| sure.word().to_owned()),
        left: at(&only.left, row),
        right: at(&only.right, row),
        is_earlier: false,
    };
    // Those who were not asked how sure they are, such as raised hands, have a line where there are any.
    let is_shown = |row: &BarRow| if row.label == without { !asked || row.left + row.right > 0 } else { asked };
    sure.into_iter().map(row).filter(is_shown).collect()
}

/// How many are in.
#[must_use]
pub fn people(count: usize) -> String {
    if count == 0 { "Nobody is in yet.".to_owned() } else { counted(count, "person is in.", "people are in.") }
}

/// How many are in, those on paper among them.
#[must_use]
pub fn people_and_sheets(count: usize, sheets: usize) -> String {
    let on_paper = counted(sheets, "sheet of paper is in", "sheets of paper are in");
    match (count, sheets) {
        (_, 0) => people(count),
        (0, _) => format!("{on_paper}."),
        _ => format!(
            "{}, {}.",
            counted(count, "person is in", "people are in"),
            counted(sheets, "sheet of paper", "sheets of paper")
        ),
    }
}

/// Which question, such as `Question 4 of 8`.
#[must_use]
pub fn which(frame: &Frame) -> String {
    match frame.number {
        Some(0) => "Warm-up".to_owned(),
        Some(number) => format!("Question {number} of {}", frame.of),
        None => counted(frame.of, "question", "questions"),
    }
}

/// How far people are, such as `3 at question 1, 1 at question 4, 2 done`.
#[must_use]
pub fn progress(strip: &Strip) -> String {
    if strip.people() == 0 {
        return people(0);
    }
    let at = (1..).zip(&strip.at).filter(|(_, count)| **count > 0);
    let at = at.map(|(number, count)| format!("{count} at question {number}"));
    let done = (strip.done > 0).then(|| format!("{} {DONE}", strip.done));
    format!("{}.", at.chain(done).collect::<Vec<_>>().join(", "))
}

/// The same as a strip: what stands over each count, and the count, in rows of at most `wide`.
#[must_use]
pub fn strip(strip: &Strip, wide: usize) -> Vec<Vec<(String, u32)>> {
    let at = (1..).zip(&strip.at).map(|(number, count): (usize, _)| (number.to_string(), *count));
    let all: Vec<(String, u32)> = at.chain(once((DONE.to_owned(), strip.done))).collect();
    all.chunks(wide.max(1)).map(<[_]>::to_vec).collect()
}

/// How many have answered, such as `26 of 30 answered`.
#[must_use]
pub fn answered(count: Count) -> String {
    format!("{} of {} answered", count.answered, count.of)
}

/// How far the room agrees, without a side.
#[must_use]
pub fn agreement(agreement: Agreement, count: Count) -> String {
    let said = match agreement {
        Agreement::Few if count.answered == 0 => "Nobody answered.",
        Agreement::Few if count.answered < count.of => return format!("Only {}.", answered(count)),
        Agreement::Few => "Too few answered to say how far the room agrees.",
        Agreement::Nobody => "Nobody chose a side.",
        Agreement::Split => "The room is split.",
        Agreement::Mostly => "The room is mostly on one side.",
        Agreement::All => "All who chose a side chose the same one.",
    };
    said.to_owned()
}

/// How many have answered a vote that is closed, and how far they agree.
fn closed_with(count: Count, how: Agreement) -> String {
    let said = agreement(how, count);
    if how == Agreement::Few && count.answered < count.of { said } else { format!("{}. {said}", answered(count)) }
}

/// What is asked of a statement, with the certainty where that is asked too.
#[must_use]
pub fn question(frame: &Frame) -> String {
    let asked = frame.question.trim_end_matches('?');
    if frame.certainty { format!("{asked}, and how sure are you?") } else { format!("{asked}?") }
}

/// A choice, such as `IoT, fairly sure`.
#[must_use]
pub fn choice(choice: Choice, sides: &Labels) -> String {
    let sure = choice.certainty.map_or_else(String::new, |certainty| format!(", {}", certainty.word()));
    match choice.response.side() {
        Some(side) => format!("{}{sure}", name(sides, side)),
        None => "I don't know".to_owned(),
    }
}

/// What somebody answered in a vote that is closed, and what counts for them where they didn't answer in it.
#[must_use]
pub fn answered_so(chosen: Option<Choice>, earlier: Option<Choice>, sides: &Labels) -> String {
    match (chosen, earlier) {
        (Some(chosen), _) => you_said(chosen, sides),
        (None, Some(earlier)) if earlier.response.side().is_none() => {
            "Your first answer stays: you don't know.".to_owned()
        }
        (None, Some(earlier)) => format!("Your first answer stays: {}.", choice(earlier, sides)),
        (None, None) => NO_ANSWER.to_owned(),
    }
}

/// What somebody answered, told to them.
#[must_use]
pub fn you_said(chosen: Choice, sides: &Labels) -> String {
    match chosen.response.side() {
        Some(_) => format!("{YOU_SAID} {}.", choice(chosen, sides)),
        None => format!("{YOU_SAID} you don't know."),
    }
}

/// An answer as a cell of a table, such as `IoT`.
#[must_use]
pub fn answer(response: Response, sides: &Labels) -> String {
    response.side().map_or_else(|| "don't know".to_owned(), |side| name(sides, side).to_owned())
}

/// Said once an answer is durable.
#[must_use]
pub fn locked_in(chosen: Choice, sides: &Labels) -> String {
    format!("Your answer: {}.", choice(chosen, sides))
}

/// Said once after joining.
#[must_use]
pub fn way_back(words: &str) -> String {
    format!("If you lose the connection, come back with: {words}.")
}

/// Asked before somebody comes in under a name that is taken, at a terminal: what the keys `back` and `enter` do.
#[must_use]
pub fn is_that_you(name: &str, next: &str, back: &str, enter: &str) -> String {
    format!(
        "Somebody is called {name} already. Is that you? {back}: come back with your three words. {enter}: go in as {next}."
    )
}

/// The same on a page, whose buttons say what they do.
#[must_use]
pub fn is_that_you_there(name: &str) -> String {
    format!("Somebody is called {name} already. Is that you? Then come back with your three words.")
}

/// On the button that goes in all the same.
#[must_use]
pub fn go_in_as(next: &str) -> String {
    format!("Go in as {next}")
}

/// What Enter would lock in, where the arrows stand elsewhere than on what is locked in.
#[must_use]
pub fn would_lock_in(enter: &str, chosen: Choice, sides: &Labels) -> String {
    format!("{enter} changes it to {}.", choice(chosen, sides))
}

/// Said to whoever's name was taken already.
#[must_use]
pub fn taken(wanted: &str, name: &str) -> String {
    format!("Somebody is called {wanted} already. You are {name} now.")
}

/// Said to the host once somebody has joined.
#[must_use]
pub fn joined(seat: u32, name: &str, words: &str) -> String {
    format!("{name} sits at seat {seat}. The way back: {words}.")
}

/// Said to the host once a seat has answered; `how_many` is how many have by now.
#[must_use]
pub fn seat_answered(seat: u32, name: &str, chosen: Choice, sides: &Labels, how_many: Count) -> String {
    let who = if name == format!("Seat {seat}") { name.to_owned() } else { format!("Seat {seat}, {name}") };
    format!("{who}: {}, locked in. {}.", choice(chosen, sides), answered(how_many))
}

/// How many of the questions that count were right, such as `3 of 4 questions right`.
#[must_use]
pub fn right(share: Share) -> String {
    format!("{} of {} right", share.count, counted(share.of, "question", "questions"))
}

/// How many of those who answered were right, such as `4 of 24 answers right`.
fn answers_right(share: Share) -> String {
    format!("{} of {} right", share.count, counted(share.of, "answer", "answers"))
}

/// How many of the answers to one question were right, in each vote, such as `20 of 30 answers right (10 before)`.
#[must_use]
pub fn right_in_votes(votes: &[Share]) -> String {
    match votes {
        [] | [Share { of: 0, .. }] => "nobody answered".to_owned(),
        [only] => answers_right(*only),
        [first, .., last] => format!("{} ({} before)", answers_right(*last), first.count),
    }
}

/// Said where talking made the right answers more, and only there.
#[must_use]
pub fn talking_helped(votes: &[Share]) -> Option<String> {
    let (first, last) = (votes.first()?, votes.last()?);
    let gained = last.count.checked_sub(first.count).filter(|gained| *gained > 0)?;
    if last.count == first.count * 2 {
        return Some("Talking to a neighbour doubled the right answers.".to_owned());
    }
    Some(format!("After talking, {} right.", counted(gained, "more was", "more were")))
}

/// How many may hold a belief, and what to say to it.
#[must_use]
pub fn believed(one: &Believed) -> String {
    let Share { count, of } = one.share;
    format!("{count} of {of} may think {} {}", quoted(&one.belief.claim), one.belief.refutation)
}

/// Said where no belief is common enough to be listed.
#[must_use]
pub fn no_beliefs() -> String {
    format!("No belief stands out yet: one is listed once {LEAST_BELIEVERS} people have answered as if they held it.")
}

/// Said to one who may hold it.
#[must_use]
pub fn you_may_have_thought(answer: &Answer, own: &OwnResult) -> Option<String> {
    let belief = answer.belief.as_ref().filter(|_| own.right == Some(false))?;
    Some(format!("You may have thought {} {}", quoted(&belief.claim), belief.refutation))
}

/// Right or wrong, to one seat.
#[must_use]
pub fn verdict(answer: &Answer, own: &OwnResult, sides: &Labels) -> String {
    let side = name(sides, answer.side);
    match (own.right, own.last) {
        (Some(true), _) if changed(own) => format!("Yes, it's {side}. You changed your mind, and it paid."),
        (Some(true), _) => format!("Yes, it's {side}."),
        (Some(false), Some(last)) => format!("No, it's {side}. {}", you_said(last, sides)),
        (_, Some(_)) => format!("It's {side}. You didn't know, and now you do."),
        _ => format!("It's {side}. You didn't answer."),
    }
}

fn changed(own: &OwnResult) -> bool {
    let side = |choice: Option<Choice>| choice.and_then(|choice| choice.response.side());
    side(own.first).is_some_and(|first| Some(first) != side(own.last))
}

/// Said to whoever came late.
#[must_use]
pub fn came_late(before: usize) -> Option<String> {
    let what = counted(
        before,
        "question was asked before you came; it doesn't",
        "questions were asked before you came; they don't",
    );
    (before > 0).then(|| format!("{what} count for you."))
}

/// The way to the paper at home.
#[must_use]
pub fn at_home(paper_code: &str) -> String {
    format!("At home: iotutor quiz --code {paper_code}")
}

/// How one vote went, such as `IoT 19 (5 certain, 9 fairly sure, 5 unsure), IIoT 10, 1 doesn't know`.
#[must_use]
pub fn tally(tally: &Tally, sides: &Labels) -> String {
    let side = |side: Side| {
        format!("{} {}{}", name(sides, side), tally.on(side), sureness(side.pick(&tally.left, &tally.right)))
    };
    let unknown = without_side(tally).map_or_else(String::new, |unknown| format!(", {unknown}"));
    format!("{}, {}{unknown}", side(Side::Left), side(Side::Right))
}

/// How many did not know; nothing where all did.
#[must_use]
pub fn without_side(tally: &Tally) -> Option<String> {
    (tally.dont_know > 0).then(|| counted(tally.dont_know, "doesn't know", "don't know"))
}

fn sureness([silent, unsure, fairly, certain]: &[u32; 4]) -> String {
    let told = [(certain, Certainty::C3), (fairly, Certainty::C2), (unsure, Certainty::C1)];
    let told = told.into_iter().filter(|(count, _)| **count > 0);
    let mut told: Vec<String> = told.map(|(count, certainty)| format!("{count} {}", certainty.word())).collect();
    if *silent > 0 && !told.is_empty() {
        told.push(format!("{silent} {}", super::web::NO_MARK));
    }
    if told.is_empty() { String::new() } else { format!(" ({})", told.join(", ")) }
}

/// What moved between two votes.
#[must_use]
pub fn moved(moved: Moved, sides: &Labels) -> String {
    let Moved { to_left, to_right, unsure, certain, decided_left, decided_right, undecided, new } = moved;
    let all = moved.all();
    let towards = |left: u32, right: u32| {
        let to = [(left, Side::Left), (right, Side::Right)].into_iter().filter(|(count, _)| *count > 0);
        to.map(|(count, side)| format!("{count} towards {}", name(sides, side))).collect::<Vec<_>>().join(", ")
    };
    let mut said = if all == 0 {
        vec!["Nobody changed sides.".to_owned()]
    } else {
        vec![format!("{all} changed {}: {}.", plural(all, "their mind", "their minds"), towards(to_left, to_right))]
    };
    if unsure > certain {
        said.push("Those who moved had been unsure more often than certain.".to_owned());
    }
    let decided = decided_left + decided_right;
    if decided > 0 {
        let to = towards(decided_left, decided_right);
        said.push(format!("{decided} made up {}: {to}.", plural(decided, "their mind", "their minds")));
    }
    if undecided > 0 {
        said.push(format!("{undecided} {} any more.", plural(undecided, "doesn't know", "don't know")));
    }
    if new > 0 {
        said.push(format!("{new} answered only after talking."));
    }
    said.join(" ")
}

/// What a vote is called among `of`; the first is at 0.
#[must_use]
pub fn which_vote(at: usize, of: usize) -> String {
    match at {
        _ if of == 1 => "The room".to_owned(),
        0 => "Before".to_owned(),
        at if at + 1 == of => "After talking".to_owned(),
        at => format!("Vote {}", at + 1),
    }
}

/// How the room voted, a line a vote.
#[must_use]
pub fn bars(bars: &Bars, sides: &Labels) -> Vec<String> {
    let last = bars.votes.len();
    let votes =
        bars.votes.iter().enumerate().map(|(at, one)| format!("{}: {}.", which_vote(at, last), tally(one, sides)));
    votes.chain(bars.moved.map(|one| moved(one, sides))).collect()
}

/// Where the room is, as the projector shows it.
#[must_use]
pub fn projector(view: &ProjectorView) -> Vec<String> {
    let frame = &view.frame;
    let mut lines = stage(view);
    if frame.paused {
        lines.push(PAUSED.to_owned());
    }
    if let Some(names) = view.names.as_ref().filter(|names| !names.is_empty()) {
        lines.push(format!("On the projector: {}.", names.join(", ")));
    }
    lines
}

fn stage(view: &ProjectorView) -> Vec<String> {
    let frame = &view.frame;
    let which = which(frame);
    match &view.stage {
        ProjectorStage::Lobby => vec![format!("{}: {which}. {}", titled(frame), people(view.people))],
        ProjectorStage::Open { face, vote, count } => {
            let again = if *vote > 1 { format!(", vote {vote}") } else { String::new() };
            vec![format!("{which}{again}: {} {} {}.", face.text, question(frame), answered(*count))]
        }
        ProjectorStage::Closed { vote, count, agreement: how, revote, bars: shown, .. } => {
            let nth = if *vote > 1 { format!(", vote {vote}, is closed") } else { " is closed".to_owned() };
            let talk = if *revote { format!(" {DISCUSS}") } else { String::new() };
            let first = format!("{which}{nth}: {}{talk}", closed_with(*count, *how));
            once(first).chain(shown.iter().flat_map(|shown| bars(shown, &frame.sides))).collect()
        }
        ProjectorStage::Discussing { bars: shown, .. } => once(format!("{which}: talk. {DISCUSS}"))
            .chain(shown.iter().flat_map(|shown| bars(shown, &frame.sides)))
            .collect(),
        ProjectorStage::Revealed(reveal) => revealed(&which, reveal, &frame.sides),
        ProjectorStage::Skipped => vec![format!("{which}: {}", SKIPPED.to_owned())],
        ProjectorStage::OwnPace(strip) => {
            vec![format!("{}: {which}. {OWN_PACE} {}", titled(frame), progress(strip))]
        }
        ProjectorStage::Ended(outcome) => ended(frame, outcome),
    }
}

/// Where the room is, in a line for its host.
#[must_use]
pub fn stands(view: &ProjectorView) -> String {
    let frame = &view.frame;
    let which = which(frame);
    let paused = if frame.paused { format!(" {PAUSED}") } else { String::new() };
    let stands = match &view.stage {
        ProjectorStage::Lobby => format!("Nothing was asked yet. {which}."),
        ProjectorStage::Open { vote, count, .. } if *vote > 1 => {
            format!("{which}, vote {vote} is open: {}.", answered(*count))
        }
        ProjectorStage::Open { count, .. } => format!("{which} is open: {}.", answered(*count)),
        ProjectorStage::Closed { count, agreement: how, .. } => {
            format!("{which} is closed: {}", closed_with(*count, *how))
        }
        ProjectorStage::Discussing { .. } => format!("{which}: neighbours talk."),
        ProjectorStage::Revealed(reveal) => format!("{which}: {}.", right_in_votes(&reveal.right)),
        ProjectorStage::Skipped => format!("{which} was skipped."),
        ProjectorStage::OwnPace(strip) => progress(strip),
        ProjectorStage::Ended(outcome) => {
            format!("The class is over: {}.", finished(outcome.questions, outcome.people))
        }
    };
    format!("{stands}{paused}")
}

fn revealed(which: &str, reveal: &Reveal, sides: &Labels) -> Vec<String> {
    let Reveal { face, answer, right, believed: misled, bars: shown, .. } = reveal;
    let side = name(sides, answer.side);
    let mut lines = vec![format!("{which}: it's {side}. {}.", capital(&right_in_votes(right)))];
    lines.extend(explained(face, answer, sides));
    lines.extend(misled.as_ref().map(believed));
    lines.extend(talking_helped(right));
    lines.extend(shown.iter().flat_map(|shown| bars(shown, sides)));
    lines
}

/// A statement with its reason, and its counterpart with its own.
#[must_use]
pub fn explained(face: &Face, answer: &Answer, sides: &Labels) -> Vec<String> {
    let (side, other) = (name(sides, answer.side), name(sides, answer.side.other()));
    let mut lines = vec![format!("{side}: {} {}", face.text, deciding(&answer.deciding)).trim_end().to_owned()];
    lines.extend((!answer.explanation.is_empty()).then(|| format!("Why: {}", answer.explanation)));
    if let Some(counterpart) = &answer.counterpart {
        let told =
            format!("{}, {other}: {} {}", capital(COUNTERPART), counterpart.text, deciding(&counterpart.deciding));
        lines.push(told.trim_end().to_owned());
        lines.extend((!counterpart.explanation.is_empty()).then(|| format!("Why: {}", counterpart.explanation)));
    }
    lines.push(format!("Topic: {}.", answer.topic));
    lines
}

fn deciding(words: &[String]) -> String {
    if words.is_empty() { String::new() } else { format!("Deciding: {}.", words.join(" … ")) }
}

fn ended(frame: &Frame, outcome: &Outcome) -> Vec<String> {
    let Outcome { questions, people, totals, hardest, moved_most, teach_next, too_few, beliefs, paper_code } = outcome;
    let mut lines = vec![format!("{} is finished: {}.", titled(frame), finished(*questions, *people))];
    lines.extend(gained(*totals));
    lines.extend(hardest.iter().map(|one| format!("{}: {}", capital(hardest_by(one)), went(one))));
    lines.extend(moved_most.as_ref().map(|one| format!("Moved most: {}", went(one))));
    lines.extend(self::teach_next(teach_next.as_ref(), *too_few).map(|next| format!("Teach next: {next}")));
    lines.extend(beliefs.iter().map(believed));
    lines.push(format!("{}.", at_home(paper_code)));
    lines
}

/// How much a class was, such as `8 questions, 30 people`.
#[must_use]
pub fn finished(questions: usize, people: usize) -> String {
    format!("{}, {}", counted(questions, "question", "questions"), counted(people, "person", "people"))
}

/// The topic and the idea that the room needs most, or that too few answered to say.
#[must_use]
pub fn teach_next(next: Option<&TeachNext>, too_few: bool) -> Option<String> {
    let Some(next) = next else {
        return too_few.then(|| format!("it takes answers of {FEWEST} people on a topic to say."));
    };
    let idea = if next.idea.is_empty() { String::new() } else { format!(", {}", quoted(&next.idea)) };
    Some(format!("{}{idea}; {}.", next.topic, answers_right(next.right)))
}

/// How many answers were right, in the first votes and in the last; nothing where nobody answered.
#[must_use]
pub fn gained(Totals { first, last, hands, sheets }: Totals) -> Option<String> {
    let percent = last.percent()?;
    let raised = match (hands.of, sheets.of) {
        (0, 0) => "",
        (_, 0) => " Raised hands are counted in.",
        (0, _) => " Sheets on paper are counted in.",
        _ => " Raised hands and sheets on paper are counted in.",
    };
    Some(match first.percent().filter(|_| first != last) {
        Some(before) => {
            let first = answers_right(first);
            format!("First votes: {first} ({before} %). Last votes: {} ({percent} %).{raised}", of(last))
        }
        None => format!("{} ({percent} %).{raised}", answers_right(last)),
    })
}

/// What one of the hardest is called: where there was a second vote, it is one by the first.
#[must_use]
pub const fn hardest_by(one: &Went) -> &'static str {
    if one.right.len() > 1 { super::web::HARDEST_BEFORE } else { super::web::HARDEST }
}

/// How a question went.
#[must_use]
pub fn went(one: &Went) -> String {
    format!("question {}, {} {}.", one.number, one.text, right_in_votes(&one.right))
}

/// How many questions somebody had right so far; nothing at the warm-up, which counts for nothing.
#[must_use]
pub fn score(view: &SeatView) -> Option<String> {
    (view.frame.number != Some(0)).then(|| right(view.score))
}

/// What one seat sees.
#[must_use]
pub fn seat(view: &SeatView) -> Vec<String> {
    let (frame, sides) = (&view.frame, &view.frame.sides);
    let which = which(frame);
    let mut lines = match &view.stage {
        SeatStage::Lobby => vec![WAITING.to_owned()],
        SeatStage::Open { face, vote, chosen, .. } => {
            let convince = if *vote > 1 { format!(" {CONVINCE}") } else { String::new() };
            let asked = format!("{which}: {} {}{convince}", face.text, question(frame));
            let chosen = chosen.map(|chosen| format!("{} {MAY_CHANGE}", locked_in(chosen, sides)));
            once(asked).chain(chosen).collect()
        }
        SeatStage::Closed { chosen, earlier, .. } | SeatStage::Discussing { chosen, earlier, .. } => {
            let own = answered_so(*chosen, *earlier, sides);
            let next = if matches!(view.stage, SeatStage::Discussing { .. }) { DISCUSS } else { LOOK_UP };
            vec![format!("{which} is closed. {own} {next}")]
        }
        SeatStage::Revealed { face, answer, own } => {
            let verdict = verdict(answer, own, sides);
            let score = match score(view) {
                Some(score) => format!("{which}: {verdict} {score}."),
                None => format!("{which}: {verdict}"),
            };
            let why = explained(face, answer, sides);
            once(score).chain(why).chain(you_may_have_thought(answer, own)).collect()
        }
        SeatStage::Skipped => vec![format!("{which}: {SKIPPED}")],
        SeatStage::Ended { own, paper_code, over } => {
            let first = super::web::over(view, *over);
            let own = own.iter().map(|line| own_line(line, sides));
            once(first).chain(own).chain(once(format!("{}.", at_home(paper_code)))).collect()
        }
    };
    lines.extend(came_late(view.before));
    lines.extend(frame.paused.then(|| PAUSED.to_owned()));
    lines
}

/// What a question came to for one seat, after the end.
#[must_use]
pub fn own_line(line: &OwnLine, sides: &Labels) -> String {
    let OwnLine { number, text, side, own } = line;
    let side = name(sides, *side);
    let said = match (own.right, own.last) {
        _ if !own.counts => "before you came",
        (Some(true), _) => "right",
        (Some(false), _) => "wrong",
        (None, Some(_)) => "not known",
        (None, None) => "not answered",
    };
    format!("Question {number}, {side}, {said}: {text}")
}

/// Who is in and who asks to be let back, for the teacher alone.
#[must_use]
pub fn console(view: &ConsoleView) -> Vec<String> {
    let mut lines = vec![people(view.projector.people)];
    lines.extend(view.seats.iter().map(|seat| one_seat(seat, &view.projector.stage)));
    lines.extend(view.requests.iter().map(|request| {
        let seats: Vec<String> = request.seats.iter().map(u32::to_string).collect();
        let where_to = match seats.as_slice() {
            [] => "nobody of that name is in".to_owned(),
            [one] => format!("let {} {one} grants it", request.number),
            several => format!("the seats of that name are {}", several.join(", ")),
        };
        format!("Request {}: {} would like a seat back; {where_to}.", request.number, request.name)
    }));
    lines
}

/// Who sits at a seat, and how they stand, for the teacher.
#[must_use]
pub fn one_seat(seat: &ConsoleSeat, stage: &ProjectorStage) -> String {
    format!("Seat {}: {}, {}.", seat.seat, seat.name, standing(seat, stage))
}

/// How somebody stands, for the teacher, such as `not answered yet, silent for 2 questions`.
#[must_use]
pub fn standing(seat: &ConsoleSeat, stage: &ProjectorStage) -> String {
    let votes = matches!(
        stage,
        ProjectorStage::Open { .. } | ProjectorStage::Closed { .. } | ProjectorStage::Discussing { .. }
    );
    let doing = match seat.standing {
        "in" if votes && seat.answered => "answered",
        "in" if votes => "not answered yet",
        "in" | "left" => seat.standing,
        "on paper" if votes && seat.answered => "on paper, marked",
        "on paper" if votes => "on paper, nothing marked",
        "on paper" => "on paper",
        _ => "removed",
    };
    let stuck = match seat.silent {
        0 => String::new(),
        silent => format!(", silent for {}", counted(silent, "question", "questions")),
    };
    let same = seat.same.map_or_else(String::new, |other| format!(", counts as seat {other}"));
    let at = match seat.at.filter(|_| seat.standing != "removed") {
        Some(At::Question(number)) => format!(", at question {number}"),
        Some(At::Done) => format!(", {DONE}"),
        None => String::new(),
    };
    let score = seat.score.map_or_else(String::new, |score| format!(", {} right", of(score)));
    let away = if seat.away { ", away" } else { "" };
    format!("{doing}{away}{at}{score}{stuck}{same}")
}

/// Said of whoever would like a seat back, for the teacher.
#[must_use]
pub fn asks_for_seat(seat: u32) -> String {
    format!("would like seat {seat} back")
}

/// Said of whoever would like a seat back under a name that no seat has.
#[must_use]
pub const fn asks_for_some_seat() -> &'static str {
    "No seat has that name."
}

/// Asked while the host chooses the seat for whoever asks under another name.
#[must_use]
pub fn which_seat(name: &str) -> String {
    format!("Which seat is {name}'s? Enter gives the one under the cursor.")
}

/// How many are not through who go at their own pace; nothing where all are, or the host leads.
#[must_use]
pub fn not_done(stage: &ProjectorStage) -> Option<String> {
    let ProjectorStage::OwnPace(strip) = stage else { return None };
    let left = strip.people().saturating_sub(strip.done);
    (left > 0).then(|| format!("{} done yet.", counted(left, "isn't", "aren't")))
}

/// Where the name of a seat is typed.
#[must_use]
pub fn name_of(seat: u32) -> String {
    format!("Name at seat {seat}")
}

/// Where the teacher's page is, for the teacher alone.
#[must_use]
pub fn teachers_page(address: &str, word: &str) -> String {
    format!("On your phone: {address}/console, host word: {word}")
}

/// Where hands are typed, in this order.
#[must_use]
pub fn hands_of(sides: &Labels) -> String {
    format!("Hands for {}, {}, don't know", name(sides, Side::Left), name(sides, Side::Right))
}

/// Asked before the host's terminal is left.
#[must_use]
pub fn sure_to_leave(frame: &Frame, is_over: bool, has_devices: bool) -> String {
    if is_over && !has_devices {
        return format!("Leave? All is kept: `iotutor results show {}` tells it.", frame.code);
    }
    if is_over {
        return "Leave? Nobody can open their own result any more then.".to_owned();
    }
    format!("Leave in mid-class? Nobody can answer until `iotutor host --resume {}` goes on.", frame.code)
}

/// Asked before somebody is removed.
#[must_use]
pub fn sure_to_remove(seat: u32, name: &str) -> String {
    format!("Remove {name} from seat {seat}? What they answered counts no more.")
}

/// Asked before a name is forgotten.
#[must_use]
pub fn sure_to_forget(seat: u32, name: &str) -> String {
    format!("Forget {name} at seat {seat}? The seat keeps its answers, and the name can't be had back.")
}

/// The questions with their keys, for the teacher alone.
#[must_use]
pub fn preview(number: usize, face: &Face, answer: &Answer, sides: &Labels) -> String {
    let which = if number == 0 { "Warm-up".to_owned() } else { format!("Question {number}") };
    format!("{which}, {}, {}: {}", answer.topic, name(sides, answer.side), face.text)
}

/// Raised hands as they were counted.
#[must_use]
pub fn hands(hands: Hands, sides: &Labels, how_many: Count, replaced: bool) -> String {
    let Hands { left, right, dont_know } = hands;
    let (one, other) = (name(sides, Side::Left), name(sides, Side::Right));
    let instead = if replaced { " Sheets are in for this question, so they count instead of the hands." } else { "" };
    format!("Hands counted: {one} {left}, {other} {right}, {dont_know} don't know. {}.{instead}", answered(how_many))
}

/// Asked before the class ends.
#[must_use]
pub fn sure_to_end(people: usize, sheets: usize) -> String {
    format!("{} {SURE_TO_END}", super::web::sure_to_end(people, sheets))
}

/// Why something was refused, to whoever leads the class: what people in it are told of their own page or of a big screen
/// would tell the host nothing.
#[must_use]
pub fn refused_to_host(refusal: &Refusal) -> String {
    match refusal {
        Refusal::NotOpen { number } => {
            format!("Question {number} is closed and takes no answers. undo opens it again until it is revealed.")
        }
        Refusal::OtherVote => "That vote is closed, and another one is open.".to_owned(),
        Refusal::NothingOpen => "Nothing is being asked yet; next opens the first question.".to_owned(),
        Refusal::Paused => PAUSED_UNTIL_RESUME.to_owned(),
        Refusal::Locked => "The room is locked; unlock lets people join again.".to_owned(),
        Refusal::Moved => "That seat went on with another page.".to_owned(),
        Refusal::Left => "That seat was left. back and its number lets its owner in again.".to_owned(),
        Refusal::Removed => "That seat was removed. back and its number undoes it.".to_owned(),
        Refusal::Changes => "That seat has changed its answer too often; the last one stays.".to_owned(),
        other => other.to_string(),
    }
}

/// Said once a seat is somebody's again.
#[must_use]
pub fn is_back(seat: u32, name: &str) -> String {
    format!("{name} is back at seat {seat}.")
}

/// Said once somebody asks for a seat back.
#[must_use]
pub fn asks_back(request: u32, name: &str) -> String {
    format!("Request {request}: {name} would like a seat back.")
}

/// Said once a request was turned down.
#[must_use]
pub fn turned_down(request: u32) -> String {
    format!("Request {request} is turned down.")
}

/// Said once somebody was removed.
#[must_use]
pub fn removed(seat: u32, name: &str) -> String {
    format!("{name} is removed from seat {seat}. If more should stay out, type lock.")
}

/// Said once somebody was removed, where locking the room was offered before.
#[must_use]
pub fn is_removed(seat: u32, name: &str) -> String {
    format!("{name} is removed from seat {seat}.")
}

/// Said once somebody has left.
#[must_use]
pub fn has_left(seat: u32, name: &str) -> String {
    format!("{name} has left seat {seat}.")
}

/// Said once a name was corrected.
#[must_use]
pub fn renamed(seat: u32, name: &str) -> String {
    format!("Seat {seat} is called {name} now.")
}

/// Which of somebody's answers counts who sat at several seats.
#[must_use]
pub fn which_counts(is_led: bool, on_paper: bool) -> String {
    let which = if is_led { "later" } else { "earlier" };
    let paper = if on_paper { "; of one on a device and one on paper, the one on the device" } else { "" };
    format!("Of two answers in one vote, the {which} one counts{paper}.")
}

/// Said once two seats count as one person's, each with what it was called alone; `name` is what they are called, and `apart` is
/// typed before a seat's number to take it back.
#[must_use]
pub fn counts_as_one(seats: &[(u32, String)], name: &str, apart: &str, which: &str) -> String {
    let one = |(at, (seat, called)): (usize, &(u32, String))| {
        let word = if at == 0 { "Seat" } else { "seat" };
        if *called == format!("Seat {seat}") { format!("{word} {seat}") } else { format!("{word} {seat} ({called})") }
    };
    let said: Vec<String> = seats.iter().enumerate().map(one).collect();
    let last = seats.last().map_or(0, |(seat, _)| *seat);
    format!("{} count as one person, {name}. `{apart} {last}` takes it back. {which}", said.join(" and "))
}

/// Said once a seat counts alone again.
#[must_use]
pub fn counts_alone(seat: u32, name: &str) -> String {
    format!("Seat {seat}, {name}, counts alone.")
}

/// Said once a question was taken out; `left` is how many are left.
#[must_use]
pub fn dropped(number: usize, left: usize) -> String {
    format!("Question {number} is out. {} left.", counted(left, "question is", "questions are"))
}

/// Said after the end, while people may still look at their results.
pub const AFTER_THE_END: &str = "Everybody sees their own result now. Type leave to close the room.";

/// Said once an ended room is closed.
#[must_use]
pub fn closed(code: &str) -> String {
    format!("Room {code} is closed. See it again: `iotutor results show {code}`")
}

/// The room waits in its file.
#[must_use]
pub fn kept(code: &str) -> String {
    format!("Room {code} is kept. `iotutor host --resume {code}` goes on with it.")
}

/// Said where the class goes on after a stop.
#[must_use]
pub fn resumed(frame: &Frame) -> String {
    format!("{} goes on.", titled(frame))
}

/// Said to whoever begins a class where older ones are kept for long.
#[must_use]
pub fn kept_long(classes: usize, days: u32) -> String {
    let kept = counted(classes, "class is kept here that is", "classes are kept here that are");
    format!(
        "{kept} older than {days} days. `iotutor data forget --expired` shows them, and deletes them if you say so."
    )
}

/// A side's name.
#[must_use]
pub fn name(sides: &Labels, side: Side) -> &str {
    &side.pick(&sides.left, &sides.right).name
}

/// The side or "don't know" that a word means: `left`, `right`, `none`, or a side's own name.
#[must_use]
pub fn response(typed: &str, sides: &Labels) -> Option<Response> {
    let typed = typed.to_lowercase();
    let is = |side: Side| name(sides, side).to_lowercase() == typed;
    match typed.as_str() {
        "left" | "l" => Some(Response::Left),
        "right" | "r" => Some(Response::Right),
        "none" | "n" => Some(Response::DontKnow),
        _ => Side::BOTH.into_iter().find(|side| is(*side)).map(Response::from),
    }
}

#[cfg(test)]
mod tests_of_counts {
    use super::*;

    #[test]
    fn whoever_says_not_how_sure_has_a_row_of_that_name_and_rows_add_up() {
        let tally = Tally { left: [2, 0, 1, 1], right: [1, 0, 0, 0], dont_know: 0 };
        let bars = Bars { votes: vec![tally], moved: None };
        let rows = bar_rows(&bars);
        let labels: Vec<&str> = rows.iter().map(|row| row.label.as_str()).collect();
        assert_eq!(labels, ["certain", "fairly sure", "unsure", "no mark"]);
        assert_eq!(rows.iter().map(|row| row.left + row.right).sum::<u32>(), tally.all());
        assert_eq!(sureness(&tally.left), " (1 certain, 1 fairly sure, 2 no mark)");
        let plain = Bars { votes: vec![Tally { left: [2, 0, 0, 0], ..Tally::default() }], moved: None };
        assert_eq!(bar_rows(&plain).iter().map(|row| row.label.as_str()).collect::<Vec<_>>(), ["all"]);
    }

    #[test]
    fn people_on_paper_are_counted_where_people_are() {
        assert_eq!(people_and_sheets(0, 0), "Nobody is in yet.");
        assert_eq!(people_and_sheets(0, 7), "7 sheets of paper are in.");
        assert_eq!(people_and_sheets(2, 1), "2 people are in, 1 sheet of paper.");
        let end = super::super::web::sure_to_end;
        assert_eq!(end(0, 7), "End the class? 7 sheets of paper are in and can be changed later.");
        assert_eq!(end(1, 0), "End the class? 1 person will see their own result.");
    }
}
