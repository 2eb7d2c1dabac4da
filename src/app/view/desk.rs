//! What is said at an assessment's desk besides the screens of an attempt: tickets, the host's screen, the projector.

use super::block::{Block, Field, Kind};
use super::text::{plain, quiet, strong, text};
use super::words::{counted, often};
use super::{Form, Role, View};
use crate::app::keys::{Action, Context};
use crate::domain::assessment::result::Ending;
use crate::domain::assessment::scoring::Count;
use crate::domain::assessment::ticket::Ticket;
use crate::domain::assessment::unlock::Locked;
use crate::domain::moment::Moment;
use crate::domain::room::view::Labels;
use crate::domain::words::plural;

/// What a sheet of tickets is called.
#[must_use]
pub fn tickets_of(title: &str) -> String {
    format!("Tickets: {title}")
}

/// What a sheet of tickets begins with; it is not printed.
pub const ABOUT_TICKETS: &str = "Print this page and cut along the lines. Each ticket lets one person sit down, so hand it to nobody else. \
                                 The codes are kept nowhere but here: delete this file once it's printed.";

/// How somebody sits down, on each ticket.
pub const HOW_TO_SIT: &str =
    "Point your camera at the code, or open the address and type the ticket. Wherever you sit down last, you go on.";

/// What is typed in a terminal in the place of a browser, on each ticket.
#[must_use]
pub fn in_a_terminal(command: &str) -> String {
    format!("or, in a terminal: {command}")
}

/// Said where there is nobody to make a ticket for.
#[must_use]
pub fn all_have_tickets(people: usize) -> String {
    let all = match people {
        1 => "the one person on the roster has a ticket".to_owned(),
        people => format!("all {people} people on the roster have tickets"),
    };
    format!(
        "{all} already, and none is kept to be printed again. For a ticket that was lost, add --replace ID; to print all anew, so \
         that those printed before open nothing, add --replace all"
    )
}

/// Where tickets lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Leads<'a> {
    /// The address.
    pub address: &'a str,
    /// Whether somebody named it.
    pub named: bool,
    /// Whether it is this machine's alone.
    pub only_here: bool,
}

/// Said once tickets were made.
#[must_use]
pub fn tickets_made(made: usize, of: usize, file: &str, leads: Leads<'_>) -> Vec<String> {
    let others = of.saturating_sub(made);
    let mut lines = vec![format!("{} in {file}. Print it, then delete it.", counted(made, "ticket", "tickets"))];
    if others > 0 {
        lines.push(format!(
            "{} a ticket already, which stays good.",
            counted(others, "other person has", "other people have")
        ));
    }
    let elsewhere = match leads {
        Leads { only_here: true, .. } => {
            " That is this machine alone: nobody else reaches it. Say with --address where others do."
        }
        Leads { named: true, .. } => "",
        Leads { .. } => " If the desk will be elsewhere, say where with --address.",
    };
    lines.push(format!("They lead to {}.{elsewhere}", leads.address));
    lines
}

/// Said where a ticket is none of this desk's.
pub const UNKNOWN_TICKET: &str =
    "Nobody here has that ticket. Look again; if it was replaced, only the new one is good.";
/// Said where many such tickets were tried.
pub const TOO_MANY_TICKETS: &str = "Too many wrong tickets were tried just now. Wait a minute, then try again.";
/// Said where another device sits there now.
pub const MOVED: &str =
    "You sat down on another device, so this one shows nothing more. To go on here, sit down again.";
/// Said to a device that sits nowhere.
pub const NOBODY: &str = "Sit down with your ticket first.";
/// Said to whoever goes on after it broke off.
pub const BROKE_OFF: &str = "It goes on where you were. That it broke off is noted.";
/// The same to whoever left while the clock went on.
pub const LEFT_OFF: &str = "It goes on where you were. That you left is noted.";
/// The same where it was the desk that broke it off.
pub const DESK_BROKE_OFF: &str =
    "The desk is back, and it goes on where you were. That time doesn't count, and nothing of it is held against you.";
/// Said where a page was about something that is over.
pub const STALE: &str = "That page was an old one, so nothing was changed. This is where you are.";
/// Said where an unlocking has no name or no reason.
pub const SIGN_OFF: &str = "Say who unlocks it, and why.";
/// Said once the desk is closed.
pub const CLOSED: &str = "The desk is closed. All that was answered is saved.";

/// Said where there is no seat with that number.
#[must_use]
pub fn no_seat(seat: u32) -> String {
    format!("There's no seat {seat} at this desk.")
}

/// Said to the host where the journal takes nothing.
#[must_use]
pub fn trouble(why: &str) -> String {
    format!("{why}. Nothing is taken just now; all that was acknowledged is safe. It goes on by itself.")
}

/// Said to applicants meanwhile.
pub const TROUBLE: &str = "The desk's computer can't write anything down just now, so no answer is taken. All that was saved is safe, and it goes on by itself.";

/// Said to an applicant whose result could not be filed yet.
pub const NOT_FILED: &str = "the desk's computer can't write it just now.";

/// Where an applicant stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// Not sat down yet.
    Away,
    /// At the consent.
    Reading,
    /// At the statements that do not count.
    Practising,
    /// The clock runs.
    Under {
        /// How many statements are answered.
        answered: usize,
        /// How many there are, or at most.
        of: usize,
        /// How often it was broken off by the applicant's side.
        interruptions: usize,
        /// How often the applicant left, and the clock went on.
        lefts: usize,
        /// Whether they are away like that now.
        is_left: bool,
        /// How often the desk was away under it.
        desks: usize,
    },
    /// It is over.
    Over {
        /// How it ended.
        ending: Ending,
        /// How the statements went.
        count: Count,
        /// The receipt of the result, once it is filed.
        receipt: Option<String>,
    },
    /// Nothing can be taken.
    Shut,
    /// One attempt is over, and another is at hand.
    Again {
        /// What is over.
        done: Box<Standing>,
        /// Where they stand now.
        now: Box<Standing>,
    },
}

impl Standing {
    /// Whether the clock runs, or has run.
    #[must_use]
    pub const fn has_begun(&self) -> bool {
        matches!(self, Self::Under { .. } | Self::Over { .. } | Self::Again { .. })
    }

    /// Whether there is a result.
    #[must_use]
    pub const fn has_result(&self) -> bool {
        matches!(self, Self::Over { .. } | Self::Again { .. })
    }

    /// Whether it is over, and no other attempt is at hand.
    #[must_use]
    pub const fn is_over(&self) -> bool {
        matches!(self, Self::Over { .. })
    }

    /// Whether the applicant left and the clock goes on.
    #[must_use]
    pub fn is_left(&self) -> bool {
        match self {
            Self::Under { is_left, .. } => *is_left,
            Self::Again { now, .. } => now.is_left(),
            _ => false,
        }
    }

    /// Whether the clock runs.
    #[must_use]
    pub fn is_under(&self) -> bool {
        match self {
            Self::Under { .. } => true,
            Self::Again { now, .. } => now.is_under(),
            _ => false,
        }
    }
}

/// The title of the page on which somebody sits down.
pub const WELCOME: &str = "Sit down with your ticket";
/// Said there.
pub const TYPE_TICKET: &str = "Type the 16 characters on your ticket. Capitals, blanks and hyphens don't matter.";
/// Said where a camera has read it.
pub const TICKET_IS_READ: &str = "Your ticket was read. Nothing begins yet: next you read what happens.";
/// Where the ticket is asked for.
pub const TICKET: &str = "Ticket";
/// On the button below it.
pub const SIT_DOWN: &str = "Sit down";
/// Said behind a whole ticket that was typed or pasted in a terminal.
pub const ENTER_SITS_DOWN: &str = "Enter sits you down.";
/// On the button that answers with what is chosen.
pub const ANSWER: &str = "Answer";
/// Said to whoever would rather not take part.
pub const NOTHING_KEPT: &str = "Nothing was begun and nothing is kept. Your ticket stays good.";
/// Said where nothing can be taken.
pub const SHUT: &str = "Nothing can be taken here just now";
/// Said below it.
pub const ASK_HOST: &str = "Tell whoever is at the desk. This is the reason:";
/// Said for the moment until it goes on.
pub const MOMENT: &str = "One moment";

/// One statement of the overview, said aloud.
#[must_use]
pub fn one_statement(number: usize, answered: bool, marked: bool) -> String {
    let state = if answered { "answered" } else { "open" };
    let mark = if marked { ", marked" } else { "" };
    format!("Statement {number}, {state}{mark}")
}

/// What the browser calls the projector's page.
#[must_use]
pub fn projected(title: &str) -> String {
    format!("{title}, for a projector")
}

/// How long each has.
#[must_use]
pub fn given(minutes: Option<u16>) -> String {
    match minutes {
        Some(minutes) => format!("{} each", counted(usize::from(minutes), "minute", "minutes")),
        None => "no limit of time".to_owned(),
    }
}

/// Said on the projector of how to sit down.
pub const OPEN_WITH_TICKET: &str = "Point your camera at your own ticket, or open";
/// Said below how many.
pub const HAVE_BEGUN: &str = "have begun";

/// How many of how many.
#[must_use]
pub fn share(count: usize, of: usize) -> String {
    format!("{count} of {of}")
}

/// Said below how many are done.
#[must_use]
pub fn are_done(done: usize, of: usize) -> String {
    let done_so_far = plural(done, "is done", "are done");
    if done == of && of > 0 { format!("{done_so_far}. Thank you.") } else { done_so_far.to_owned() }
}

/// The title of the host's page.
pub const HOSTS_PAGE: &str = "Host's page";
/// Said where the host word is asked for.
pub const WHERE_HOST_WORD: &str = "The host word stands in the window in which the desk was opened, and nowhere else.";
/// Said where it was another word.
pub const WRONG_WORD: &str = "That isn't the host word; look at the window in which the desk was opened.";
/// Said once too many were tried.
pub const TOO_MANY_WORDS: &str =
    "Too many host words were tried, so none opens this page any more. Open the desk again for a new one.";
/// Said to a browser that does not have the page open.
pub const SHUT_CONSOLE: &str =
    "This browser doesn't have the host's page open, so nothing was done. Open it with the host word.";
/// Said where minutes are no whole number.
pub const MINUTES_ARE_WHOLE: &str = "Minutes are a whole number, or nothing.";
/// Said where an answer came in the same moment.
pub const BUSY_SEAT: &str = "Something came from that seat in the same moment; try once more.";
/// Said of somebody who has not begun.
pub const NOTHING_TO_UNLOCK: &str = "There's no attempt to unlock yet.";
/// Where the name of whoever unlocks is asked for.
pub const UNLOCKED_BY: &str = "Unlocked by";
/// Where the reason is asked for.
pub const WHY: &str = "Reason";
/// Where more time is asked for.
pub const MORE_MINUTES: &str = "More minutes";
/// On the choice of letting another attempt begin.
pub const ANOTHER: &str = "Let another attempt begin; this one stays as it is";
/// On the button.
pub const UNLOCK: &str = "Unlock";
/// On the button that lets another attempt begin, once it was asked about.
pub const LET_ANOTHER_BEGIN: &str = "Let another attempt begin";
/// What leads back without it.
pub const CHANGE_NOTHING: &str = "Change nothing";

/// Asked before another attempt may begin.
#[must_use]
pub fn sure_of_another(name: &str, stands: &str) -> String {
    format!("Let another attempt begin for {name}? Now: {stands}. That stays as it is, and both count.")
}

/// What somebody is called.
#[must_use]
pub fn called(name: &str, id: &str) -> String {
    if name.is_empty() { id.to_owned() } else { format!("{name} ({id})") }
}

/// How often another device took a seat over, and how often the same computer came back to it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Moves {
    /// Another device.
    pub others: u32,
    /// The same computer.
    pub returns: u32,
}

/// Where somebody stands, in words for the host; `gone` says that the clock runs and nobody is there.
#[must_use]
pub fn stands(standing: &Standing, gone: bool, moves: Moves) -> String {
    let mut said = stands_at(standing);
    if gone {
        said.push_str(if standing.is_left() { "; left, the clock goes on" } else { "; cut off, the clock waits" });
    }
    // Of whoever isn't here it would say nothing.
    let moves = if matches!(standing, Standing::Away) { Moves::default() } else { moves };
    for (what, times) in [("on another device", moves.others), ("came back", moves.returns)] {
        if times > 0 {
            said = format!("{said}; {what} {}", often(usize::try_from(times).unwrap_or(usize::MAX)));
        }
    }
    said
}

fn stands_at(standing: &Standing) -> String {
    match standing {
        Standing::Again { done, now } => format!("again: {}; before: {}", stands_at(now), stands_at(done)),
        Standing::Away => "not here yet".to_owned(),
        Standing::Reading => "reads what happens".to_owned(),
        Standing::Practising => "practises".to_owned(),
        Standing::Under { answered, of, interruptions, lefts, desks, .. } => {
            let times = |what: &str, times: usize| match times {
                0 => String::new(),
                times => format!(", {what} {}", often(times)),
            };
            let (broken, left) = (times("broken off", *interruptions), times("left", *lefts));
            format!("{answered} of {of} answered{broken}{left}{}", times("the desk away", *desks))
        }
        Standing::Over { ending, count, receipt } => {
            let ended = match ending {
                Ending::Submitted => "submitted",
                Ending::Time => "time was up",
                Ending::Decided => "clear enough",
            };
            let filed =
                receipt.as_ref().map_or_else(|| "not filed yet".to_owned(), |receipt| format!("receipt {receipt}"));
            format!("done ({ended}), {}, {filed}", count.told())
        }
        Standing::Shut => "cannot begin: see their screen".to_owned(),
    }
}

/// How the desk stands, where so many have begun.
#[must_use]
pub fn standing(all: &[Standing], begun: usize, wrong: u32, since: Moment) -> Vec<String> {
    let people = all.len();
    let over = all.iter().filter(|one| one.is_over()).count();
    let (have, done) = (plural(begun, "has", "have"), counted(over, "is done", "are done"));
    let mut lines = vec![format!("{begun} of {people} {have} begun, {done}.")];
    if wrong > 0 {
        let wrong = usize::try_from(wrong).unwrap_or(usize::MAX);
        let tried = counted(wrong, "ticket was", "tickets were");
        lines.push(format!("{tried} tried that nobody has, since {}.", since.time()));
    }
    lines
}

/// Said where results could not be filed.
#[must_use]
pub fn unfiled(why: &str) -> String {
    format!("A result isn't in a file yet: {why} All answers are saved, and it is tried again by itself.")
}

/// What can be typed at a desk in lines.
pub const TYPED: [(&str, &str); 5] = [
    ("look", "how many have begun and are done"),
    ("who", "where everybody stands, by the number of their seat"),
    (
        "unlock SEAT by NAME: REASON",
        "an attempt that is over goes on; SEAT 10 gives ten minutes more, SEAT another lets a new one begin",
    ),
    ("close", "closes the desk; whoever is not done goes on when it is opened again"),
    ("help", "this list"),
];

/// Said of a line that makes no sense.
pub const NOT_UNDERSTOOD: &str = "That isn't understood; help lists what can be typed.";
/// Said where an unlocking cannot be read.
pub const HOW_TO_UNLOCK: &str =
    "Type: unlock SEAT by NAME: REASON. Behind the seat may stand minutes to give, or the word another.";

/// Said once it is so, of somebody by name.
#[must_use]
pub fn unlocked(name: &str, another: bool, minutes: u16) -> String {
    let what = match (another, minutes) {
        (true, _) => "may begin another attempt".to_owned(),
        (false, 0) => "is unlocked and goes on".to_owned(),
        (false, minutes) => {
            format!("is unlocked, {} more", counted(usize::from(minutes), "minute", "minutes"))
        }
    };
    format!("{name} {what}. The result will say so, with the name and the reason.")
}

/// Asked before a desk is closed at which attempts are under way.
#[must_use]
pub fn sure_to_close(under: usize) -> String {
    let who = counted(under, "attempt is", "attempts are");
    format!(
        "{who} under way. Nothing is lost: they go on, with the time that is left, when the desk is opened again. Type close once more to close it."
    )
}

/// Said last: what goes on, and where the results of those who are done lie, in that folder.
#[must_use]
pub fn last_words(under: usize, over: usize, folder: &str) -> String {
    let goes_on = match under {
        0 => String::new(),
        under => {
            let who = counted(under, "attempt goes", "attempts go");
            format!(" {who} on when it is opened again, by the same command.")
        }
    };
    let results = match over {
        0 => String::new(),
        over => format!(
            " {} in {folder}. To see them: iotutor results show; for a grade book: iotutor results csv --out FILE.csv",
            counted(over, "result is", "results are")
        ),
    };
    format!("The desk is closed.{goes_on}{results}")
}

/// Said first.
#[must_use]
pub fn opened(title: &str, minutes: Option<u16>) -> String {
    format!("The desk for {title} is open: {}.", given(minutes))
}

/// Where people find the desk.
#[must_use]
pub fn served(address: &str) -> String {
    format!("Applicants open {address} and sit down with their tickets.")
}

/// Who signs, before anybody begins. `kept` says whether there is a key here, `named` whether the form names one.
#[must_use]
pub fn signed(institution: bool, kept: bool, named: bool, form: &str) -> String {
    let alone = "so results are signed with a key made for this desk alone: it shows only that a file was not changed afterwards";
    match (institution, kept, named) {
        (true, _, _) => "Results are signed with the institution's key.".to_owned(),
        (false, true, false) => {
            format!(
                "{form} names no key, {alone}. Put the line of `iotutor form key show` into it before anybody begins."
            )
        }
        (false, true, true) => format!("{form} names another key than the one kept here, {alone}."),
        (false, false, _) => {
            format!(
                "No key of the institution is kept here, {alone}. Make one before anybody begins: `iotutor form key new`."
            )
        }
    }
}

/// Where somebody at a terminal sits down; `said` is why they do not sit yet.
#[must_use]
pub fn at_door(title: &str, sides: &Labels, typed: &str, said: Option<&str>) -> View {
    let is_whole = typed.parse::<Ticket>().is_ok();
    let hint = if is_whole { ENTER_SITS_DOWN.to_owned() } else { String::new() };
    let field = Field { label: TICKET.to_owned(), typed: typed.to_owned(), hint, active: true };
    let mut view = View::of_class(Context::Ticket, Form::List, sides)
        .head(title, "")
        .block(Block::page([strong(WELCOME)]).gap(2))
        .block(Block::page([plain(TYPE_TICKET)]))
        .block(Block::new(Kind::Field(field)).gap(2))
        .foot(|foot| foot.only_if(false, Action::Help).says(Action::Back, super::room::LEAVE));
    view.notice = said.map(|said| text(said, Role::Wrong));
    view
}

/// What somebody at a terminal sees where nothing can be taken just now, and why.
#[must_use]
pub fn barred(title: &str, sides: &Labels, heading: &str, why: Option<&str>) -> View {
    let ask = (heading == SHUT).then(|| Block::page([plain(ASK_HOST)]));
    View::of_class(Context::Barred, Form::List, sides)
        .head(title, "")
        .block(Block::page([strong(heading)]).gap(2))
        .blocks(ask)
        .blocks(why.map(|why| Block::page([quiet(why)])))
        .foot(|foot| foot.only_if(false, Action::Help).says(Action::Back, super::room::LEAVE))
}

/// Asked before the desk is closed at a terminal.
#[must_use]
pub fn asked_to_close(under: usize) -> String {
    if under == 0 {
        return "Close the desk?".to_owned();
    }
    let who = counted(under, "attempt is", "attempts are");
    format!("Close the desk? {who} under way; they go on, with the time that is left, when it is opened again.")
}

/// What leads to that on the host's page, and does it.
pub const CLOSE_THE_DESK: &str = "Close the desk";
/// In the footer, what `y` does then.
pub const CLOSE_IT: &str = "close the desk";

/// Behind the number of those who have begun.
#[must_use]
pub fn begun_of(begun: usize, people: usize) -> String {
    format!("of {people} {} begun", plural(begun, "has", "have"))
}

/// Behind the number of those who are done.
#[must_use]
pub fn done_of(done: usize, people: usize) -> String {
    format!("of {people} {}", are_done(done, people))
}

/// Where the name and the reason of an unlocking are typed.
#[must_use]
pub fn unlocks(name: &str) -> String {
    format!("Unlock {name}")
}

/// Said above it, first.
pub const HOW_MANY_MINUTES: &str = "Minutes more? Enter: none. Type \"another\" to let a new attempt begin.";
/// Said above it, then.
pub const HOW_TO_SIGN: &str = "Who unlocks it, and why? Type NAME: REASON, such as M. Weber: the fire alarm.";
/// Said where the minutes are no minutes.
pub const MINUTES_OR_ANOTHER: &str =
    "That is no number of minutes, and not the word \"another\". Enter alone gives none.";
/// Said where an attempt that runs is to be unlocked, and nothing is given.
pub const NOT_OVER: &str = "It isn't over: it goes on by itself. Give minutes, or let another attempt begin.";

/// Why nothing is unlocked, to whoever leads the desk.
#[must_use]
pub const fn locked(why: Locked) -> &'static str {
    match why {
        Locked::NoAttempt => NOTHING_TO_UNLOCK,
        Locked::MayBegin => "Another attempt may begin already.",
        Locked::NotOver => NOT_OVER,
        Locked::NoLimit => "It has no limit of time that could be longer.",
        Locked::NothingLeft => {
            "It ended because nothing was left to ask. Let another attempt begin; this one stays as it is."
        }
        Locked::NoTime => "No time is left: give minutes, or let another attempt begin.",
    }
}
/// Said where a name is typed and no reason.
pub const REASON_IS_MISSING: &str = "The reason is missing: type it behind the name and a colon.";
/// Said where a reason is typed and no name.
pub const NAME_IS_MISSING: &str = "The name is missing: type who unlocks it, before the colon.";

/// Where the host's page is.
#[must_use]
pub fn hosts_page(address: &str, word: &str) -> String {
    format!("Host's page: {address}/console, host word: {word}")
}
