//! Leading a live class at a terminal: what the keys ask of the room, and which of its views is shown.
//!
//! The room itself lives elsewhere and changes by itself, as people answer and as the class is led from a page. So nothing of it
//! is kept here: each key is understood with the [`Scene`] at hand, and comes to [`Wish`]es, which the outside carries out and
//! tells of. A wish names what it is about, so that one that comes too late does nothing else than was meant.

use super::keys::{Action, Context};
use crate::domain::room::view::{ConsoleView, console};
use crate::domain::room::{Command, Hands, People, Refusal, Room, Stage, Standing, WARM_UP};
use std::sync::Arc;

/// The most characters that can be typed; no name and no three counts have more.
const LONGEST: usize = 60;

/// What there is to see and to lead.
#[derive(Debug, Clone)]
pub struct Scene {
    /// The room.
    pub room: Arc<Room>,
    /// Who sits where.
    pub people: Arc<People>,
    /// What is the matter with the room's file, in a sentence; none while all is well.
    pub trouble: Option<String>,
    /// Where people find the class.
    pub reach: Reach,
}

/// Where people find a class.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reach {
    /// The addresses of this machine, the likeliest first; none where there are no pages.
    pub addresses: Vec<Address>,
    /// Whether people went elsewhere at the beginning.
    pub is_another: bool,
    /// Whether no other machine can reach any of them.
    pub only_here: bool,
    /// The word that opens the teacher's page; none where there are no pages.
    pub word: Option<String>,
    /// How people find it from a terminal; none where they cannot.
    pub ssh: Option<Ssh>,
}

impl Reach {
    /// Whether anybody can come with a device.
    #[must_use]
    pub const fn has_devices(&self) -> bool {
        !self.addresses.is_empty() || self.ssh.is_some()
    }

    /// Whether there is a way in that can be shown as large as the window.
    #[must_use]
    pub fn shows_large(&self) -> bool {
        self.has_code() || self.ssh.is_some()
    }

    /// Whether there is a code for cameras, and anybody whom it leads here.
    #[must_use]
    pub fn has_code(&self) -> bool {
        !self.only_here && self.addresses.iter().any(|address| address.squares.is_some())
    }
}

/// How people find a class from a terminal.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Ssh {
    /// What they type, such as `ssh -p 2222 192.168.1.20`, for each address of this machine, the likeliest first.
    pub commands: Vec<String>,
    /// What they compare before they go on, such as `SHA256:n4Qm0s…`.
    pub fingerprint: String,
}

/// An address that people open.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Address {
    /// In full, such as `http://192.168.1.20:8080`.
    pub url: String,
    /// As people type it, such as `192.168.1.20:8080`.
    pub short: String,
    /// The squares of its code, as [`Code`](super::view::block::Code) has them; none where there is none.
    pub squares: Option<Arc<Vec<Vec<bool>>>>,
}

/// What the outside is to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wish {
    /// This is asked of the room.
    Room(Command),
    /// Somebody who asked is let back to a seat.
    LetBack {
        /// The number of the request.
        request: u32,
        /// The seat.
        seat: u32,
    },
    /// A request is turned down.
    TurnDown {
        /// The number of the request.
        request: u32,
    },
    /// A name is corrected; an empty one is forgotten.
    Rename {
        /// The seat.
        seat: u32,
        /// The name.
        name: String,
    },
    /// The terminal is left; the room is kept.
    Leave,
    /// The program is to stop until it is brought to the foreground.
    Suspend,
    /// The screen is to be drawn from nothing.
    Repaint,
}

/// What is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Showing {
    /// What the projector may show.
    Stage,
    /// The code for cameras, as large as the window.
    Camera,
    /// What the room may think.
    Beliefs,
    /// Who is there, for the host alone.
    Console,
    /// Hands, while they are counted; what was typed so far.
    Counting(String),
    /// A name, while it is corrected.
    Renaming {
        /// The seat.
        seat: u32,
        /// What was typed so far.
        typed: String,
    },
    /// The keys of that context.
    Keys(Context),
}

/// What is asked before it is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Question {
    /// Whether the class is to end.
    End,
    /// Whether the terminal is to be left.
    Leave,
    /// Whether only the host sees this screen.
    Alone,
    /// Whether that seat is to be removed.
    Remove(u32),
    /// Whether that seat's name is to be forgotten.
    Forget(u32),
}

/// What is said until the next key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// Something was done.
    Done(String),
    /// Something was not done, and why.
    Refused(String),
    /// Space does not reveal.
    SpaceRevealsNothing,
    /// What was typed is no count of hands.
    NotCounted,
    /// While the class pauses this does nothing.
    Paused,
    /// What was under the cursor is there no more.
    Gone,
    /// Nobody has a seat that could be given to whoever asks.
    NoSeats,
}

/// An entry of the console.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    /// Somebody would like to be let back.
    Request {
        /// The number of the request.
        request: u32,
        /// A seat of that name; none where there is none.
        seat: Option<u32>,
    },
    /// A seat.
    Seat(u32),
}

/// The host at a terminal.
#[derive(Debug)]
pub struct Host {
    showing: Showing,
    question: Option<Question>,
    notice: Option<Notice>,
    /// Where the room was when it was last looked at.
    at: Option<Stage>,
    /// Whether the host has said that only they see this screen.
    is_alone: bool,
    /// What is under the console's cursor: whoever asks, or sits, and no row, which somebody else may have by now.
    chosen: Option<Line>,
    /// The row where that was.
    row: usize,
    /// The request for which the host chooses a seat.
    giving: Option<u32>,
    /// The last request that was there.
    asked: u32,
    /// Whether the bars were shown of what was revealed, when it was last looked at.
    bars: bool,
    /// Whether they have just been shown, so that the page with them is the one to turn to.
    to_bars: bool,
    listed: usize,
    address: usize,
    page: usize,
    pages: usize,
}

impl Default for Host {
    fn default() -> Self {
        Self {
            showing: Showing::Stage,
            question: None,
            notice: None,
            at: None,
            is_alone: false,
            chosen: None,
            row: 0,
            giving: None,
            asked: 0,
            bars: false,
            to_bars: false,
            listed: 0,
            address: 0,
            page: 0,
            pages: 1,
        }
    }
}

/// The entries of the console, those who would like to be let back first.
#[must_use]
pub fn lines(view: &ConsoleView) -> Vec<Line> {
    let mut lines = Vec::new();
    for one in &view.requests {
        let request = one.number;
        lines.extend(one.seats.iter().map(|seat| Line::Request { request, seat: Some(*seat) }));
        lines.extend(one.seats.is_empty().then_some(Line::Request { request, seat: None }));
    }
    lines.extend(view.seats.iter().map(|seat| Line::Seat(seat.seat)));
    lines
}

impl Host {
    /// What is shown.
    #[must_use]
    pub const fn showing(&self) -> &Showing {
        &self.showing
    }

    /// What is asked before it is done, if anything.
    #[must_use]
    pub const fn question(&self) -> Option<Question> {
        self.question
    }

    /// What is said until the next key.
    #[must_use]
    pub const fn notice(&self) -> Option<&Notice> {
        self.notice.as_ref()
    }

    /// The number of the page shown, from 0.
    #[must_use]
    pub const fn page(&self) -> usize {
        self.page
    }

    /// The request for which the host chooses a seat, if any.
    #[must_use]
    pub const fn giving(&self) -> Option<u32> {
        self.giving
    }

    /// The entries of the console that can be chosen now: while a seat is chosen for whoever asks, seats alone.
    #[must_use]
    pub fn entries(&self, view: &ConsoleView) -> Vec<Line> {
        let all = lines(view).into_iter();
        all.filter(|line| self.giving.is_none() || matches!(line, Line::Seat(_))).collect()
    }

    /// The entry of the console under the cursor: the one that was chosen, wherever it stands by now.
    #[must_use]
    pub fn cursor(&self, entries: &[Line]) -> usize {
        let chosen = self.chosen.and_then(|chosen| entries.iter().position(|line| *line == chosen));
        chosen.unwrap_or_else(|| self.row.min(entries.len().saturating_sub(1)))
    }

    /// Whether what was under the cursor, or was being given a seat, is there no more.
    fn is_gone(&self, (chosen, giving): (Option<Line>, Option<u32>)) -> bool {
        (chosen.is_some() && chosen != self.chosen) || giving != self.giving
    }

    fn choose(&mut self, entries: &[Line], at: usize) {
        (self.row, self.chosen) = (at, entries.get(at).copied());
    }

    /// Says no more what was said for the key before.
    pub fn hush(&mut self) {
        self.notice = None;
    }

    /// The address that is shown, with how many there are.
    #[must_use]
    pub fn address<'a>(&self, reach: &'a Reach) -> Option<&'a Address> {
        reach.addresses.get(self.address).or_else(|| reach.addresses.first())
    }

    /// What people type for that address.
    #[must_use]
    pub fn ssh_command<'a>(&self, reach: &'a Reach) -> Option<&'a str> {
        let ssh = reach.ssh.as_ref()?;
        // A proxy's address comes before those of this machine, and leads to pages alone.
        let proxies = reach.addresses.len().saturating_sub(ssh.commands.len());
        let at = self.address.saturating_sub(proxies);
        ssh.commands.get(at).or_else(|| ssh.commands.first()).map(String::as_str)
    }

    /// Which keys work.
    #[must_use]
    pub fn context(&self) -> Context {
        match (self.question, &self.showing) {
            (Some(Question::Remove(_)), _) => Context::Removing,
            (Some(_), _) => Context::Sure,
            (None, Showing::Stage) => Context::Class,
            (None, Showing::Camera) => Context::Camera,
            (None, Showing::Beliefs) => Context::Beliefs,
            (None, Showing::Console) => Context::Console,
            (None, Showing::Counting(_)) => Context::Counting,
            (None, Showing::Renaming { .. }) => Context::Renaming,
            (None, Showing::Keys(_)) => Context::Help,
        }
    }

    /// Takes into account how many pages the last drawing needed, and how many entries of a list were in sight. Returns whether
    /// another page is shown by that.
    pub fn shown(&mut self, pages: usize, listed: usize) -> bool {
        let before = self.page;
        (self.pages, self.listed) = (pages.max(1), listed);
        // Below what is revealed the bars come last.
        if std::mem::take(&mut self.to_bars) && self.showing == Showing::Stage {
            self.page = self.pages - 1;
        }
        self.page = self.page.min(self.pages - 1);
        before != self.page
    }

    /// Takes into account that the room may have gone on, by whomever it is led.
    pub fn follow(&mut self, scene: &Scene) {
        let room = &scene.room;
        let asked = scene.people.asking();
        let last = asked.last().map_or(self.asked, |one| one.number);
        if last > self.asked {
            // What was said of the request before would be read as being about this one.
            self.asked = last;
            self.notice = self.notice.take().filter(|said| !matches!(said, Notice::Done(_)));
        }
        self.giving = self.giving.filter(|request| asked.iter().any(|one| one.number == *request));
        if self.showing == Showing::Console {
            let entries = self.entries(&console(room, &scene.people));
            let at = self.cursor(&entries);
            self.choose(&entries, at);
        }
        let revealed = room.stage().place().filter(|_| matches!(room.stage(), Stage::Revealed { .. }));
        let before = std::mem::replace(&mut self.bars, revealed.is_some_and(|place| room.shows_bars(place)));
        if self.at == Some(room.stage()) {
            self.to_bars = self.bars && (self.to_bars || !before);
            return;
        }
        let was_at = self.at.replace(room.stage());
        self.page = 0;
        let is_another = was_at.and_then(Stage::place) != room.stage().place();
        // What the projector shows is where the room is.
        if matches!(self.showing, Showing::Camera | Showing::Beliefs)
            || (is_another && matches!(self.showing, Showing::Counting(_)))
        {
            self.showing = Showing::Stage;
        }
        if room.is_ended() && self.question == Some(Question::End) {
            self.question = None;
        }
    }

    /// Takes into account what became of a wish: what is to be said of it, or why it was refused.
    pub fn told(&mut self, became: Result<Option<String>, String>) {
        match became {
            Ok(said) => self.notice = said.map(Notice::Done).or(self.notice.take()),
            Err(refused) => self.notice = Some(Notice::Refused(refused)),
        }
    }

    /// Understands what the host asks for. Returns what the outside is to do, in this order.
    pub fn act(&mut self, action: Action, scene: &Scene) -> Vec<Wish> {
        let was = (self.chosen, self.giving);
        self.follow(scene);
        self.notice = None;
        // Esc leads back, and leaves no class.
        let action = match action {
            Action::Out if self.question.is_none() && self.showing == Showing::Stage => return Vec::new(),
            Action::Out => Action::Back,
            other => other,
        };
        match action {
            Action::Redraw => return vec![Wish::Repaint],
            Action::Suspend => return vec![Wish::Suspend],
            Action::Quit if self.question == Some(Question::Leave) => return vec![Wish::Leave],
            Action::Quit => {
                self.question = Some(Question::Leave);
                return Vec::new();
            }
            _ => {}
        }
        if let Some(question) = self.question {
            return self.answer(question, action);
        }
        if action == Action::Help && !matches!(self.showing, Showing::Keys(_)) {
            self.show(Showing::Keys(self.context()));
            return Vec::new();
        }
        match &self.showing {
            Showing::Stage => self.on_stage(action, scene),
            Showing::Camera => {
                match action {
                    Action::Address => self.next_address(&scene.reach),
                    _ => self.show(Showing::Stage),
                }
                Vec::new()
            }
            Showing::Beliefs | Showing::Keys(_) => {
                self.leaf(action);
                Vec::new()
            }
            Showing::Console if self.is_gone(was) && is_about_the_chosen(action) => {
                self.notice = Some(Notice::Gone);
                Vec::new()
            }
            Showing::Console => self.on_console(action, scene),
            Showing::Counting(_) => self.counting(action, &scene.room),
            Showing::Renaming { .. } => self.renaming(action),
        }
    }

    fn show(&mut self, showing: Showing) {
        self.showing = showing;
        self.page = 0;
    }

    /// Does, or does not do, what was asked about.
    fn answer(&mut self, question: Question, action: Action) -> Vec<Wish> {
        let yes = match action {
            Action::Accept | Action::Lock => true,
            Action::Decline | Action::Back => false,
            // Anything else is a slip.
            _ => return Vec::new(),
        };
        self.question = None;
        match question {
            _ if !yes => Vec::new(),
            Question::End => vec![Wish::Room(Command::End)],
            Question::Leave => vec![Wish::Leave],
            Question::Alone => {
                self.is_alone = true;
                self.show(Showing::Console);
                Vec::new()
            }
            Question::Remove(seat) => {
                let lock = (action == Action::Lock).then_some(Wish::Room(Command::Lock { on: true }));
                std::iter::once(Wish::Room(Command::Remove { seat })).chain(lock).collect()
            }
            Question::Forget(seat) => vec![Wish::Rename { seat, name: String::new() }],
        }
    }

    fn on_stage(&mut self, action: Action, scene: &Scene) -> Vec<Wish> {
        let has_more = self.page + 1 < self.pages;
        match action {
            Action::OpenOrClose | Action::PageOn if has_more => self.page += 1,
            Action::PageBack if self.page > 0 => self.page -= 1,
            Action::PageOn => return self.lead(Action::Next, &scene.room),
            Action::PageBack if scene.room.is_paused() => self.notice = Some(Notice::Paused),
            Action::PageBack => return back(&scene.room),
            Action::Beliefs => self.show(Showing::Beliefs),
            Action::ShowCode if scene.reach.shows_large() => self.show(Showing::Camera),
            Action::Address => self.next_address(&scene.reach),
            Action::Console | Action::Remove if self.is_alone => self.show(Showing::Console),
            Action::Console | Action::Remove => self.question = Some(Question::Alone),
            Action::Back => self.question = Some(Question::Leave),
            other => return self.lead(other, &scene.room),
        }
        Vec::new()
    }

    /// What leads the class, on the stage and on the console.
    fn lead(&mut self, action: Action, room: &Room) -> Vec<Wish> {
        let Some(command) = self.command(action, room) else { return Vec::new() };
        if command == Command::End {
            self.question = Some(Question::End);
            return Vec::new();
        }
        vec![Wish::Room(command)]
    }

    fn command(&mut self, action: Action, room: &Room) -> Option<Command> {
        let stage = room.stage();
        // Where nothing is at hand the room says so itself.
        let place = stage.place().unwrap_or(u16::MAX);
        let vote = vote(stage).unwrap_or(1);
        match action {
            _ if room.is_ended() => None,
            Action::VoteAgain | Action::Reveal | Action::Bars | Action::Skip | Action::WarmUp | Action::Hands
                if room.is_paused() =>
            {
                self.notice = Some(Notice::Paused);
                None
            }
            // There is nothing to open; ending has a key of its own.
            Action::Next | Action::OpenOrClose if stage == Stage::OwnPace && !room.is_paused() => None,
            Action::Next => room.next_step(),
            Action::OpenOrClose | Action::Pause if room.is_paused() => Some(Command::Resume),
            Action::OpenOrClose => match stage {
                Stage::Closed { place: WARM_UP, .. } => Some(room.open_or_end()),
                Stage::Closed { .. } => {
                    self.notice = Some(Notice::SpaceRevealsNothing);
                    None
                }
                _ => room.next_step(),
            },
            Action::VoteAgain => Some(match stage {
                Stage::Discussing { place, vote } => Command::Revote { place, vote: vote.saturating_add(1) },
                _ => Command::Discuss { place, vote },
            }),
            Action::Reveal => Some(Command::Reveal { place }),
            Action::Bars => Some(Command::Bars { place, on: !room.shows_bars(place) }),
            Action::Skip => Some(Command::Skip { place }),
            Action::Pause => Some(Command::Pause),
            Action::Lock => Some(Command::Lock { on: !room.is_locked() }),
            Action::Names => Some(Command::ShowNames { on: room.names_on().is_none() }),
            Action::WarmUp => Some(Command::Open { place: WARM_UP }),
            Action::End => Some(Command::End),
            Action::Hands => {
                match vote_at(stage) {
                    Some(_) => self.show(Showing::Counting(String::new())),
                    None => self.notice = Some(Notice::Refused(Refusal::NoVote.to_string())),
                }
                None
            }
            _ => None,
        }
    }

    fn next_address(&mut self, reach: &Reach) {
        self.address = (self.address + 1).checked_rem(reach.addresses.len()).unwrap_or(0);
    }

    /// Turns pages, or goes back to the stage.
    fn leaf(&mut self, action: Action) {
        match action {
            Action::PageOn if self.page + 1 < self.pages => self.page += 1,
            Action::PageOn => self.page = 0,
            Action::PageBack => self.page = self.page.saturating_sub(1),
            Action::Back | Action::Beliefs | Action::Help => {
                let to = match self.showing {
                    Showing::Keys(Context::Console) => Showing::Console,
                    _ => Showing::Stage,
                };
                self.show(to);
            }
            _ => {}
        }
    }

    /// Moves the cursor of the console. Returns whether the key did that.
    fn walk(&mut self, action: Action, lines: &[Line]) -> bool {
        let (at, last) = (self.cursor(lines), lines.len().saturating_sub(1));
        let to = match action {
            Action::Up => at.saturating_sub(1),
            Action::Down => at + 1,
            Action::First => 0,
            Action::Last => last,
            Action::PageOn => at + self.listed.max(1),
            Action::PageBack => at.saturating_sub(self.listed.max(1)),
            Action::Select(number) => number,
            _ => return false,
        };
        self.choose(lines, to.min(last));
        true
    }

    /// Chooses the seat for whoever asks under another name than any seat has. Nothing else is done meanwhile.
    fn give(&mut self, action: Action, (request, line): (u32, Option<Line>)) -> Vec<Wish> {
        let seat = if let Some(Line::Seat(seat)) = line { Some(seat) } else { None };
        let wish = match action {
            Action::Next => seat.map(|seat| Wish::LetBack { request, seat }),
            Action::TurnDown => Some(Wish::TurnDown { request }),
            Action::Back | Action::Console => None,
            _ => return Vec::new(),
        };
        self.giving = None;
        self.chosen = seat.map(Line::Seat).filter(|_| wish.is_some());
        self.row = 0;
        wish.into_iter().collect()
    }

    fn on_console(&mut self, action: Action, scene: &Scene) -> Vec<Wish> {
        let lines = self.entries(&console(&scene.room, &scene.people));
        let line = lines.get(self.cursor(&lines)).copied();
        if self.walk(action, &lines) {
            return Vec::new();
        }
        if let Some(request) = self.giving {
            return self.give(action, (request, line));
        }
        match (action, line) {
            (Action::Next, Some(Line::Request { request, seat: Some(seat) })) => {
                return vec![Wish::LetBack { request, seat }];
            }
            (Action::Next, Some(Line::Request { request, seat: None })) => {
                if lines.iter().any(|line| matches!(line, Line::Seat(_))) {
                    (self.giving, self.chosen, self.row) = (Some(request), None, 0);
                } else {
                    self.notice = Some(Notice::NoSeats);
                }
            }
            (Action::TurnDown, Some(Line::Request { request, .. })) => return vec![Wish::TurnDown { request }],
            (Action::Remove, Some(Line::Seat(seat))) if !is_removed(&scene.room, seat) => {
                self.question = Some(Question::Remove(seat));
            }
            (Action::Rename, Some(Line::Seat(seat))) => {
                let typed = scene.people.person(seat).map_or_else(String::new, |person| person.name.clone());
                self.show(Showing::Renaming { seat, typed });
            }
            (Action::Forget, Some(Line::Seat(seat))) => self.question = Some(Question::Forget(seat)),
            (Action::Console | Action::Back, _) => self.show(Showing::Stage),
            (other, _) => return self.lead(other, &scene.room),
        }
        Vec::new()
    }

    /// Types the counts of hands: left, right and, if there are any, those without a side.
    fn counting(&mut self, action: Action, room: &Room) -> Vec<Wish> {
        let Showing::Counting(typed) = &mut self.showing else { return Vec::new() };
        match action {
            Action::Type(letter) if letter.is_ascii_digit() || letter == ' ' => push(typed, letter),
            Action::Erase => drop(typed.pop()),
            Action::Clear => typed.clear(),
            Action::Back => self.show(Showing::Stage),
            Action::Next => {
                let (Some(hands), Some((place, vote))) = (hands(typed), vote_at(room.stage())) else {
                    self.notice = Some(Notice::NotCounted);
                    return Vec::new();
                };
                self.show(Showing::Stage);
                return vec![Wish::Room(Command::Count { place, vote, hands })];
            }
            _ => {}
        }
        Vec::new()
    }

    fn renaming(&mut self, action: Action) -> Vec<Wish> {
        let Showing::Renaming { seat, typed } = &mut self.showing else { return Vec::new() };
        match action {
            Action::Type(letter) => push(typed, letter),
            Action::Erase => drop(typed.pop()),
            Action::Clear => typed.clear(),
            Action::Next if typed.trim().is_empty() => self.show(Showing::Console),
            Action::Next => {
                let wish = Wish::Rename { seat: *seat, name: std::mem::take(typed) };
                self.show(Showing::Console);
                return vec![wish];
            }
            Action::Back => self.show(Showing::Console),
            _ => {}
        }
        Vec::new()
    }
}

/// One step back: what was closed by mistake is open again.
fn back(room: &Room) -> Vec<Wish> {
    match room.stage() {
        Stage::Closed { place, vote } | Stage::Discussing { place, vote } => {
            vec![Wish::Room(Command::Reopen { place, vote })]
        }
        _ => Vec::new(),
    }
}

/// Whether a key of the console is about what is under the cursor, so that it must not reach anything else.
const fn is_about_the_chosen(action: Action) -> bool {
    matches!(action, Action::Next | Action::TurnDown | Action::Remove | Action::Rename | Action::Forget)
}

fn push(typed: &mut String, letter: char) {
    if typed.chars().count() < LONGEST {
        typed.push(letter);
    }
}

/// The counts that somebody typed; those without a side may be left out.
fn hands(typed: &str) -> Option<Hands> {
    let numbers: Option<Vec<u32>> = typed.split_whitespace().map(|number| number.parse().ok()).collect();
    match *numbers?.as_slice() {
        [left, right] => Some(Hands { left, right, dont_know: 0 }),
        [left, right, dont_know] => Some(Hands { left, right, dont_know }),
        _ => None,
    }
}

/// The question and the vote that answers and hands are about.
fn vote_at(stage: Stage) -> Option<(u16, u8)> {
    Some((stage.place()?, vote(stage)?))
}

const fn vote(stage: Stage) -> Option<u8> {
    match stage {
        Stage::Open { vote, .. } | Stage::Closed { vote, .. } | Stage::Discussing { vote, .. } => Some(vote),
        _ => None,
    }
}

fn is_removed(room: &Room, seat: u32) -> bool {
    room.seat(seat).is_none_or(|seat| seat.standing == Standing::Removed)
}
