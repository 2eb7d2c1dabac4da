//! What a page of a live class says, its labels, buttons and ways back; some of it also stands on the host's own screen. Each
//! stands here once; all else that a page says is in [`super::room`].

use super::room;
use super::words::counted;
use crate::domain::room::NamesPolicy;
use crate::domain::room::results::Share;
use crate::domain::room::view::{Bars, Frame, Labels, SeatView};
use crate::domain::words::plural;

/// On the way to what is true now, for a browser without scripts.
pub const LOOK_AGAIN: &str = "Look again";
/// Said while the class cannot be reached.
pub const LOST: &str = "Connection lost, trying again.";
/// Where the room's code is asked for.
pub const ROOM_CODE: &str = "Room code";
/// Said where a code is asked for.
pub const CODE_IS_SHOWN: &str = "The code stands on the big screen.";
/// Said where no name is asked for.
pub const NO_NAMES: &str =
    "No name is asked for. The big screen shows nobody's results; your teacher sees them by the seat's number.";
/// Said where the roster's id is asked for.
pub const WHICH_ID: &str =
    "The one you have in this course. The big screen shows nobody's results; your teacher sees yours with your name.";
/// Said below the form to join.
pub const NETWORK: &str =
    "Use the room's Wi-Fi, not mobile data, and stay connected even if it says there is no internet.";
/// On the way to other buttons for the same answer.
pub const CHANGE: &str = "Change it";
/// On the button for whoever does not know.
pub const DONT_KNOW: &str = "I don't know";
/// The title of the page on which somebody comes back.
pub const COME_BACK: &str = "Come back to your seat";
/// Where the three words are asked for.
pub const YOUR_WORDS: &str = "Your three words";
/// On the button below them.
pub const SIT_DOWN: &str = "Back to my seat";
/// Said to whoever has lost the words.
pub const LOST_WORDS: &str = "Words lost? Say who you are, and your teacher lets you back.";
/// On the button that takes a request back.
pub const TAKE_BACK: &str = "Ask under another name";
/// On the button below it.
pub const ASK: &str = "Ask my teacher";
/// Where another device answers for the seat.
pub const SOMEBODY_ELSE: &str = "Join as somebody else";
/// Asked before a seat is left.
pub const LEAVE_SEAT: &str = "Leave this seat? Your answers stay with it.";
/// Leads back to the seat.
pub const KEEP_SEAT: &str = "Stay at this seat";
/// Leads from a page that can do nothing to one that can.
pub const TO_THE_ROOM: &str = "To the room";
/// Said while the room's store takes nothing.
pub const TROUBLE: &str =
    "The teacher's computer can't write anything down just now, so no answer is taken. All that was locked in is safe.";
/// Said where the class was erased from its database while it was led.
pub const FORGOTTEN: &str =
    "This class was erased by whoever keeps it. No more answers are taken, and nothing of it is written again.";
/// Said to a page that waits while the host is being ended.
pub const STOPPING: &str = "The class's computer is stopping. If it starts again, this page goes on by itself.";
/// Said to whoever watches over the host: the process answers.
pub const HEALTHY: &str = "The host answers.";
/// Said to the same: the store takes answers.
pub const READY: &str = "The store takes answers.";
/// Said where nobody takes orders any more.
pub const NOT_RUNNING: &str = "Nothing is taken any more: the class or desk is closed.";
/// Said where the store does not say whether it works.
pub const STORE_SLOW: &str = "The store hasn't said within 3 seconds whether it takes answers.";
/// Said to whoever may not see the counts.
pub const COUNTS_ARE_OURS: &str =
    "The counts are for this machine itself, or with the host word: send it as \"Authorization: Bearer WORD\".";

/// Said to whoever watches over the host, where the store takes nothing; with no path, which would hold the room's code.
#[must_use]
pub fn not_ready(what: &str) -> String {
    let why = match what {
        "full" => "its disk is full",
        "locked" => "another program holds its file",
        "gone" => "its file is gone",
        "forgotten" => "the class was erased from it",
        _ => "it can't be written; the host's own page says why",
    };
    format!("The store takes no answers just now: {why}.")
}

/// Said where a form came without what it needs.
pub const INCOMPLETE: &str = "That form was incomplete; please send it once more.";
/// Said where a page does not exist.
pub const NO_PAGE: &str = "There's no such page here.";
/// What is said to requests that come to no page, by what is served there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turned {
    /// Said to a request that was meant for another host.
    pub not_ours: &'static str,
    /// Said to a form that another site has sent.
    pub from_elsewhere: &'static str,
    /// Said where more was sent than a form holds.
    pub too_much: &'static str,
    /// The way back.
    pub back: &'static str,
}

/// Where a class is served.
pub const CLASS: Turned = Turned {
    not_ours: "This address isn't one of this class. Open the one on the big screen; if you lead the class, name it with --public-url.",
    from_elsewhere: "That was sent from another page than this class's own, so it wasn't taken.",
    too_much: "That was more than a form of this class holds, so it wasn't taken.",
    back: TO_THE_ROOM,
};

/// Where an assessment's desk is served.
pub const DESK: Turned = Turned {
    not_ours: "This address isn't one of this desk. Open the one on your ticket; if the desk is yours, name it with --public-url.",
    from_elsewhere: "That was sent from another page than this desk's own, so it wasn't taken.",
    too_much: "That was more than a form of this desk holds, so it wasn't taken.",
    back: "To the desk",
};

/// Said where a form took too long.
pub const TOO_SLOW: &str = "That took too long to arrive; please send it once more.";

/// The title of the teacher's page.
pub const CONSOLE: &str = "Teacher's page";
/// Where the host word is asked for.
pub const HOST_WORD: &str = "Host word";
/// Said below it.
pub const WHERE_HOST_WORD: &str = "It stands in the window in which the class was begun, and nowhere else.";
/// On the button below it.
pub const OPEN: &str = "Open";
/// Said where it was another word.
pub const WRONG_WORD: &str = "That isn't the host word; look at the window in which the class was begun.";
/// Said to a browser that sends a command and doesn't lead the class: the host was started again, or another browser leads it.
pub const SHUT: &str =
    "This browser doesn't lead the class just now, so nothing was done. Open the page with the host word.";
/// Said once too many were tried.
pub const TOO_MANY_WORDS: &str = "Too many host words were tried, so none opens this page any more. Start the class again with --resume for a new one.";
/// Leads to the projector's page.
pub const PROJECTOR: &str = "Projector's page";
/// The heading above the people.
pub const PEOPLE: &str = "People";
/// The heading above the requests.
pub const REQUESTS: &str = "Would like their seats back";
/// Said of a request for which there is no seat.
pub const NO_SEAT_OF_THAT_NAME: &str = "Nobody of that name is in.";
/// On the button that refuses.
pub const TURN_DOWN: &str = "Turn down";
/// On the button that removes.
pub const REMOVE: &str = "Remove";
/// On the button that lets a seat count alone again.
pub const APART: &str = "Count as another person again";
/// On the button that corrects a name.
pub const RENAME: &str = "Correct";
/// On the button that asks before the end.
pub const END: &str = "End the class";
/// On the button that ends.
pub const YES_END: &str = "Yes, end it";
/// Where raised hands are counted.
pub const HANDS: &str = "Count raised hands";
/// On the button for the count.
pub const COUNT: &str = "Take the count";

/// Said of how to come in, on the projector.
pub const POINT_CAMERA: &str = "Point your camera at the code, or open";
/// Said below it, where any name will do.
pub const NOTHING_TO_INSTALL: &str = "Nothing to install. Any name will do.";
/// Said where how the room voted is also written as a table.
pub const VOTES: &str = "How the room voted";
/// Said on the projector at the end.
pub const HARDEST: &str = "hardest";
/// The same, where the room voted again: it goes by the first vote, before talking.
pub const HARDEST_BEFORE: &str = "hardest at first";
/// Likewise.
pub const MOVED_MOST: &str = "moved most";
/// Likewise.
pub const TEACH_NEXT: &str = "teach next";
/// Likewise.
pub const AT_HOME: &str = "at home";
/// Said above beliefs.
pub const MAY_THINK: &str = "What the room may think";

/// The room, as the head of a page names it.
#[must_use]
pub fn room(frame: &Frame) -> String {
    format!("Room {}", frame.code)
}

/// Said where there is no such room.
#[must_use]
pub fn no_room(code: &str) -> String {
    if code.trim().is_empty() {
        return "Type the room's code; it's on the wall.".to_owned();
    }
    format!("There's no room {code} here. Check the code on the big screen.")
}

/// Who sits here, as the way to all that concerns the seat.
#[must_use]
pub fn you_are(name: &str) -> String {
    format!("You are {name}.")
}

/// On the button for whoever sits here by mistake.
#[must_use]
pub fn not_you(name: &str) -> String {
    format!("Not {name}? {SOMEBODY_ELSE}")
}

/// How somebody comes back to a seat that they leave.
#[must_use]
pub fn way_back_to_it(words: &str) -> String {
    format!("You can come back to it with: {words}.")
}

/// What a button for a side and a certainty is called where it is heard alone.
#[must_use]
pub fn button(side: &str, sure: &str) -> String {
    format!("{side}, {sure}")
}

/// What is locked in, before a vote is changed.
#[must_use]
pub fn was(answer: &str) -> String {
    format!("So far: {answer}.")
}

/// On the button by which somebody goes on at their own pace.
#[must_use]
pub fn go_on(frame: &Frame) -> &'static str {
    if frame.number == Some(frame.of) { "Your result" } else { "Next question" }
}

/// The name of a section of a reveal, where it is heard.
#[must_use]
pub fn on_the_side(side: &str, what: &str) -> String {
    format!("On the {side} side: {what}")
}

/// What the statement that was asked is called, on a phone.
pub const YOUR_STATEMENT: &str = "your statement";
/// The same, on the projector.
pub const THE_STATEMENT: &str = "the statement";

/// The end of the class, to one seat.
#[must_use]
pub fn over(seat: &SeatView, is_over: bool) -> String {
    let began = if is_over { "The class is over" } else { "You've answered all questions" };
    let Share { count, of } = seat.score;
    let all = u32::try_from(seat.frame.of).unwrap_or(u32::MAX);
    if seat.frame.is_own_pace() && of < all {
        // What nobody came to is neither right nor wrong.
        return format!(
            "{began}: {of} of {} answered, {count} right.",
            counted(seat.frame.of, "question", "questions")
        );
    }
    format!("{began}: {} for you.", room::right(seat.score))
}

/// Where the pages are, said to whoever begins the class.
#[must_use]
pub fn served(address: &str, code: &str) -> String {
    format!("People open {address} and join room {code}.")
}

/// Other addresses of the same, said to whoever begins the class.
#[must_use]
pub fn also(addresses: &[String]) -> String {
    format!("Also at {}.", addresses.join(", "))
}

/// Said where no other machine can reach the pages.
pub const ONLY_HERE: &str = "No network was found, so only this machine can open it. Connect to the room's network and start again with --resume.";

/// Where the projector's page and the teacher's are, said to whoever begins the class.
#[must_use]
pub fn more_pages(address: &str, word: &str) -> String {
    format!("For a projector: {address}/projector. For you: {address}/console, opened by the host word: {word}.")
}

/// The same where the word lies in a file.
#[must_use]
pub fn more_pages_of_file(address: &str) -> String {
    format!(
        "For a projector: {address}/projector. For you: {address}/console, opened by the host word in the file you named."
    )
}

/// On the buttons of the teacher's page: what each command is called.
#[must_use]
pub fn command(step: &str) -> &'static str {
    match step {
        "open" => "Next question",
        "warm_up" => "Warm-up",
        "close" => "Close the vote",
        "discuss" => "Talk to your neighbour",
        "revote" => "Vote again",
        "reveal" => "Reveal",
        "resume" => "Go on",
        "pause" => "Pause",
        "skip" => "Skip",
        "reopen" => "Open the vote again",
        "bars_on" => "Show the bars",
        "bars_off" => "Hide the bars",
        "lock" => "Lock the room",
        "unlock" => "Unlock the room",
        "names_on" => "Show names",
        "names_off" => "Hide names",
        _ => END,
    }
}

/// On the button that lets somebody back to a seat.
#[must_use]
pub fn let_back(seat: u32) -> String {
    format!("Let back to seat {seat}")
}

/// On the button that counts two seats as one person's.
#[must_use]
pub fn same_as(seat: u32) -> String {
    format!("Same person as seat {seat}")
}

/// What is said of a seat on the teacher's page.
#[must_use]
pub fn standing(standing: &str, votes: bool, answered: bool) -> &'static str {
    match (standing, votes) {
        ("in", true) if answered => "answered",
        ("in", true) => "not answered yet",
        ("in", false) => "in",
        ("left", _) => "left",
        _ => "removed",
    }
}

/// The title of the projector's page.
#[must_use]
pub fn projected(frame: &Frame) -> String {
    room::titled(frame)
}

/// What the code for a camera holds, where it is heard.
#[must_use]
pub fn code_of(address: &str, code: &str) -> String {
    format!("Code for a camera: {address}/{code}")
}

/// The side that is right, where a picture says so.
#[must_use]
pub fn it_is(side: &str) -> String {
    format!("It's {side}.")
}

/// The label of a line that has no certainty.
pub const ALL: &str = "all";

/// The line of those who didn't say how sure they are, where others did: raised hands, and paper without a mark.
pub const NO_MARK: &str = "no mark";

/// Where a name is corrected.
pub const NAME: &str = "Name";

/// Asked before the class ends.
#[must_use]
pub fn sure_to_end(people: usize, sheets: usize) -> String {
    let who = counted(people, "person will see their", "people will see their");
    let on_paper =
        format!("{} in and can be changed later.", counted(sheets, "sheet of paper is", "sheets of paper are"));
    match (people, sheets) {
        (0, 0) => "End the class?".to_owned(),
        (0, _) => format!("End the class? {on_paper}"),
        (_, 0) => format!("End the class? {who} own result."),
        _ => format!("End the class? {who} own result; {on_paper}"),
    }
}

/// How the paper is taken home, below [`AT_HOME`].
#[must_use]
pub fn take_home(paper_code: &str) -> String {
    format!("iotutor quiz --code {paper_code}")
}

/// Said on the projector where people no longer reach the class as they did.
#[must_use]
pub fn another_address(address: &str, code: &str) -> String {
    format!(
        "This computer has another address now. Open {address}/{code} and come back with your three words; nothing is lost."
    )
}

/// Said below the way in, on the projector.
#[must_use]
pub const fn nothing_to_install(names: NamesPolicy) -> &'static str {
    match names {
        NamesPolicy::None => "Nothing to install. No name is asked for.",
        NamesPolicy::Free => NOTHING_TO_INSTALL,
        NamesPolicy::Roster => "Nothing to install. Have your id from the class list at hand.",
    }
}

/// Where whoever comes late, or lost the page, finds the class, while a question stands on the projector.
#[must_use]
pub fn way_in(address: &str, frame: &Frame) -> String {
    format!("{address}, room {}", frame.code)
}

/// What a picture of the votes leaves out: who doesn't know, and what moved.
#[must_use]
pub fn beside_picture(bars: &Bars, sides: &Labels) -> Vec<String> {
    let votes = bars.votes.len();
    let unknown = bars.votes.iter().enumerate().filter(|(_, tally)| tally.dont_know > 0).map(|(at, tally)| {
        let (count, verb) = (tally.dont_know, plural(tally.dont_know, "doesn't know", "don't know"));
        if votes == 1 {
            format!("{count} {verb}.")
        } else {
            format!("{}: {count} {verb}.", room::which_vote(at, votes))
        }
    });
    unknown.chain(bars.moved.map(|moved| room::moved(moved, sides))).collect()
}
