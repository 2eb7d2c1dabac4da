//! Taking part in a class from a terminal: what one person is doing there, and what their keys ask of the room.
//!
//! What they see is a [`Visit`], made from the room alone. Keys are understood as of the visit that was drawn last: an answer
//! names the question that stood on the screen, whatever the room has gone on to meanwhile. They come to [`Wish`]es, which the
//! outside carries out and [tells of](Participant::told).

use super::exercise::walk;
use super::keys::{Action, Context};
use super::quiz::Selection;
use super::view::web;
use crate::domain::fact::Response;
use crate::domain::room::view::{Frame, SeatStage, SeatView, TokenView, fingerprint, frame, holder};
use crate::domain::room::{Answering, Choice, NamesPolicy, People, RequestId, Room, Token, is_code};
use std::time::Duration;
use unicode_segmentation::UnicodeSegmentation;

/// How long a question stands on the screen before a key answers it: one that was pressed at what stood there before is none.
pub const SETTLES: Duration = Duration::from_millis(300);

/// The most characters, as people count them, that can be typed. No name has as many, so that one that is too long is told so.
const MOST_TYPED: usize = 60;

/// The most bytes of them: a character may have any number of marks.
const MOST_BYTES: usize = 1_024;

/// What the outside brings along with every key and every drawing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Beat {
    /// How much time has gone by since the connection began, by a clock that never goes back.
    pub at: Duration,
    /// Fresh random bits.
    pub entropy: u128,
}

/// All that a visitor of a class may see; a page and a screen are made from this and nothing else.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Visit {
    /// What stands on every screen of the room.
    pub frame: Frame,
    /// Whether the class is over.
    pub ended: bool,
    /// Who they are here.
    pub you: TokenView,
    /// What they are called; empty where they have no seat.
    pub name: String,
    /// The name that they wanted, where somebody has it already.
    pub taken: Option<String>,
    /// Whether the room's store takes nothing.
    pub trouble: bool,
    /// Whether that is because the class was erased.
    pub forgotten: bool,
}

/// A question and its vote.
pub type Asked = (u16, u8);

impl Visit {
    /// What whoever sends `token` may see of a room.
    #[must_use]
    pub fn new(room: &Room, people: &People, trouble: bool, token: Option<Token>) -> Self {
        let you = token.map_or(TokenView::Nobody, |token| holder(room, people, token));
        let seat = if let TokenView::Seated(seat) = &you { Some(seat.seat) } else { None };
        let name = seat.map_or_else(String::new, |seat| people.called(seat));
        let wanted =
            name.rsplit_once(' ').filter(|(_, number)| number.parse::<u32>().is_ok()).map(|(wanted, _)| wanted);
        let others =
            |wanted: &&str| people.seats_called(wanted).into_iter().any(|other| seat.is_some_and(|own| other < own));
        let namesake =
            wanted.filter(|_| people.person(seat.unwrap_or_default()).is_some()).filter(others).map(str::to_owned);
        // At their own pace, each is at another question.
        let frame = if let TokenView::Seated(seat) = &you { seat.frame.clone() } else { frame(room) };
        Self { frame, ended: room.is_ended(), you, name, taken: namesake, trouble, forgotten: false }
    }

    /// The same of a class that may have been erased.
    #[must_use]
    pub const fn of_forgotten(mut self, forgotten: bool) -> Self {
        self.forgotten = forgotten;
        self
    }

    /// What is said where the room's store takes nothing.
    #[must_use]
    pub const fn trouble_said(&self) -> Option<&'static str> {
        match (self.forgotten, self.trouble) {
            (true, _) => Some(web::FORGOTTEN),
            (false, true) => Some(web::TROUBLE),
            (false, false) => None,
        }
    }

    /// The number of what is seen.
    #[must_use]
    pub fn version(&self) -> u64 {
        fingerprint(self)
    }

    /// The seat of this visitor.
    #[must_use]
    pub fn seat(&self) -> Option<&SeatView> {
        if let TokenView::Seated(seat) = &self.you { Some(seat) } else { None }
    }

    /// The question and vote that are open to this visitor, and their seat.
    #[must_use]
    pub fn open_vote(&self) -> Option<(Asked, u32)> {
        let seat = self.seat()?;
        let SeatStage::Open { face, vote, .. } = &seat.stage else { return None };
        Some(((face.place, *vote), seat.seat))
    }

    /// The question that was explained to this visitor alone, who says when to go on; none while the class pauses.
    #[must_use]
    pub fn reads(&self) -> Option<u16> {
        let SeatStage::Revealed { face, .. } = &self.seat()?.stage else { return None };
        (self.frame.is_own_pace() && !self.frame.paused).then_some(face.place)
    }

    /// The same, where answers are taken, with what was answered.
    fn asks(&self) -> Option<(Asked, Option<Choice>)> {
        let SeatStage::Open { face, vote, chosen, .. } = &self.seat()?.stage else { return None };
        (!self.frame.paused).then_some(((face.place, *vote), *chosen))
    }
}

/// What somebody without a seat is typing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// The room's code.
    Code,
    /// A name, or the roster's id, or nothing where no names are asked for.
    Name,
    /// The three words of a seat.
    Words,
    /// A name by which to be let back.
    Ask,
}

/// What is asked before it is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Question {
    /// Whether the room is to be left.
    Leave,
    /// Whether somebody else is to sit here.
    SomebodyElse,
}

/// What is said until the next key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// Something was not done, and why.
    Refused(String),
    /// There is no room with that code.
    NoRoom(String),
    /// With which words one comes back.
    WayBack,
    /// Enter was pressed before a side was chosen.
    ChooseFirst,
    /// A key was pressed before anybody can have read the question.
    TooQuick,
    /// A key that answers was pressed once the vote was closed.
    Closed,
    /// Somebody has the name that was typed.
    Taken {
        /// What they are called.
        name: String,
        /// What whoever comes in all the same would be called.
        next: String,
    },
}

/// What the outside is to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wish {
    /// Take a seat; where somebody has the name, that is asked about first unless `anew` says that it was.
    Join {
        /// Whether it was asked about.
        anew: bool,
        /// What was typed.
        name: String,
        /// The same for as long as nobody sits.
        request: RequestId,
        /// Fresh random bits.
        entropy: u128,
    },
    /// Come back to a seat.
    Return {
        /// What was typed.
        words: String,
        /// The token that is to sit there.
        token: Token,
    },
    /// Ask to be let back to a seat.
    AskBack {
        /// What was typed.
        name: String,
        /// The token that is to sit there.
        token: Token,
    },
    /// Take back what was asked, to ask under another name.
    TakeBack {
        /// The token that was to sit there.
        token: Token,
    },
    /// Answer.
    Answer(Answering),
    /// Go on to the next question.
    GoOn {
        /// Who.
        by: Token,
        /// The question that was explained.
        place: u16,
    },
    /// Leave the seat.
    Leave {
        /// Whose.
        by: Token,
    },
    /// End the connection.
    Quit,
    /// Draw from nothing.
    Repaint,
}

/// What became of a wish.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Became {
    /// Whoever has this token has a seat, or waits for one.
    Known(Token),
    /// The seat is left.
    Left,
    /// Somebody has the name already.
    Taken {
        /// What they are called.
        name: String,
        /// What whoever comes in all the same would be called.
        next: String,
    },
    /// It is so, and the room shows it.
    Done,
    /// It is not so, and why.
    Refused(String),
}

/// Somebody who takes part in a class from a terminal.
#[derive(Debug)]
pub struct Participant {
    token: Option<Token>,
    /// What was drawn last.
    visit: Visit,
    form: Form,
    typed: String,
    selection: Selection,
    question: Option<Question>,
    notice: Option<Notice>,
    /// The keys of that context are shown.
    keys: Option<Context>,
    /// The name that was typed and is somebody's, once that was said.
    taken: Option<String>,
    page: usize,
    pages: usize,
    /// The request to join, until there is a seat.
    joining: RequestId,
    /// What stands on the screen to be answered, and since when.
    stands: Option<(Asked, Duration)>,
    /// What stands explained on the screen, to go on from, and since when.
    reads: Option<(u16, Duration)>,
    /// When this seat first saw the question at hand.
    first: Option<(Asked, Duration)>,
    /// The last answer that was sent.
    sent: Option<(Asked, Choice, RequestId)>,
}

impl Participant {
    /// Somebody who comes to a room and has said `code` of it already.
    #[must_use]
    pub fn new(visit: Visit, code: &str, beat: Beat) -> Self {
        let form = if is_code(&visit.frame.code, code) { Form::Name } else { Form::Code };
        Self {
            token: None,
            visit,
            form,
            typed: String::new(),
            selection: Selection::default(),
            question: None,
            notice: None,
            keys: None,
            taken: None,
            page: 0,
            pages: 1,
            joining: RequestId(beat.entropy),
            stands: None,
            reads: None,
            first: None,
            sent: None,
        }
    }

    /// Whose seat it is; none before there is one.
    #[must_use]
    pub const fn token(&self) -> Option<Token> {
        self.token
    }

    /// What is seen.
    #[must_use]
    pub const fn visit(&self) -> &Visit {
        &self.visit
    }

    /// What is being typed.
    #[must_use]
    pub fn typed(&self) -> &str {
        &self.typed
    }

    /// What the arrows selected.
    #[must_use]
    pub const fn selection(&self) -> Selection {
        self.selection
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

    /// The context whose keys are shown, if any.
    #[must_use]
    pub const fn keys(&self) -> Option<Context> {
        self.keys
    }

    /// Which keys work.
    #[must_use]
    pub fn context(&self) -> Context {
        match (self.question, self.keys) {
            (Some(_), _) => Context::Sure,
            (None, Some(_)) => Context::Help,
            (None, None) => self.place(),
        }
    }

    /// The context of what is seen below a question or the keys.
    #[must_use]
    pub fn place(&self) -> Context {
        let frame = &self.visit.frame;
        match (&self.visit.you, self.form) {
            (TokenView::Seated(_), _) if self.visit.asks().is_some() && frame.certainty => Context::Voting,
            (TokenView::Seated(_), _) if self.visit.asks().is_some() => Context::VotingPlain,
            (TokenView::Seated(_), _) if self.visit.reads().is_some() => Context::Told,
            (TokenView::Seated(_) | TokenView::Asking, _) => Context::Seated,
            (_, Form::Code) => Context::Entering,
            (_, Form::Words) => Context::Returning,
            (_, Form::Ask) => Context::AskingBack,
            _ if self.visit.ended => Context::Outside,
            (_, Form::Name) if frame.locked || frame.names == NamesPolicy::None => Context::Outside,
            (_, Form::Name) => Context::Joining,
        }
    }

    /// Takes what there is to see into account, just before it is drawn.
    pub fn see(&mut self, visit: Visit) {
        if visit == self.visit {
            return;
        }
        let before = std::mem::replace(&mut self.visit, visit);
        let (was, is) = (before.asks(), self.visit.asks());
        if was != is {
            self.selection = is.and_then(|(_, chosen)| chosen).map_or_else(Selection::default, selected);
        }
        if stands_elsewhere(&before, &self.visit) {
            self.page = 0;
            // What was said of the stage before would be read as being about this one.
            self.notice = self.notice.take().filter(|said| *said != Notice::Closed);
            // Whoever reads about keys is shown a new question all the same.
            self.keys = self.keys.filter(|_| is.is_none());
        }
        if self.visit.you == TokenView::TurnedDown && before.you == TokenView::Asking {
            self.turn_to(Form::Name);
        }
        let Some(seat) = self.visit.seat() else {
            // Who had a seat is asked about it no more.
            self.question = self.question.filter(|_| before.seat().is_none());
            return;
        };
        if before.seat().is_none() {
            (self.form, self.question, self.keys) = (Form::Name, None, None);
            self.typed.clear();
            self.notice = (!matches!(seat.stage, SeatStage::Lobby)).then_some(Notice::WayBack);
        }
    }

    /// Takes into account what was drawn: how many pages it needed, and whether the window had room for it. Returns whether
    /// another page is shown by that.
    pub fn shown(&mut self, pages: usize, too_small: bool, at: Duration) -> bool {
        let asks = matches!(self.context(), Context::Voting | Context::VotingPlain) && !too_small;
        let asked = self.visit.asks().map(|(asked, _)| asked).filter(|_| asks);
        let is_since = |since: Option<(Asked, Duration)>| since.map(|(asked, _)| asked) == asked;
        if !is_since(self.stands) {
            self.stands = asked.map(|asked| (asked, at));
        }
        let reads = self.visit.reads().filter(|_| self.context() == Context::Told && !too_small);
        if self.reads.map(|(place, _)| place) != reads {
            self.reads = reads.map(|place| (place, at));
        }
        if asked.is_some() && !is_since(self.first) {
            self.first = self.stands;
        }
        let before = self.page;
        if !too_small {
            self.pages = pages.max(1);
            self.page = self.page.min(self.pages - 1);
        }
        before != self.page
    }

    /// Takes into account what became of a wish.
    pub fn told(&mut self, became: Became, beat: Beat) {
        match became {
            Became::Known(token) => {
                self.token = Some(token);
                // Whoever joins once more, as somebody else, gets another seat.
                self.joining = RequestId(beat.entropy);
            }
            Became::Left => {
                self.token = None;
                self.form = Form::Name;
            }
            Became::Done => {}
            Became::Taken { name, next } => {
                self.taken = Some(self.typed.clone());
                self.notice = Some(Notice::Taken { name, next });
            }
            Became::Refused(why) => self.notice = Some(Notice::Refused(why)),
        }
    }

    /// Takes a key into account that asks for nothing here; `would` is what it asks for while a vote is open.
    pub fn idle(&mut self, would: Option<Action>) {
        let stage = self.visit.seat().map(|seat| &seat.stage);
        let is_closed = matches!(stage, Some(SeatStage::Closed { .. } | SeatStage::Discussing { .. }));
        let answers =
            matches!(would, Some(Action::Answer(..) | Action::DontKnow | Action::Next | Action::Left | Action::Right));
        self.notice = (is_closed && answers && self.context() == Context::Seated).then_some(Notice::Closed);
    }

    /// Understands what somebody asks for. Returns what the outside is to do, in this order.
    pub fn act(&mut self, action: Action, beat: Beat) -> Vec<Wish> {
        self.notice = None;
        match action {
            Action::Redraw => return vec![Wish::Repaint],
            // A lost connection looks the same, so the seat is kept.
            Action::Quit => return vec![Wish::Quit],
            Action::Suspend => return Vec::new(),
            _ => {}
        }
        if let Some(question) = self.question {
            return self.answer_to(question, action);
        }
        if self.keys.is_some() {
            self.leaf(action);
            return Vec::new();
        }
        match (action, self.place()) {
            (Action::Help, place) => {
                (self.keys, self.page) = (Some(place), 0);
                Vec::new()
            }
            (_, Context::Voting | Context::VotingPlain) => self.vote(action, beat),
            (Action::Next, Context::Told) => self.go_on(beat),
            (_, Context::Seated | Context::Told) => self.read(action),
            _ => self.at_door(action, beat),
        }
    }

    /// Does, or does not do, what was asked about.
    fn answer_to(&mut self, question: Question, action: Action) -> Vec<Wish> {
        let yes = match action {
            Action::Accept => true,
            Action::Decline | Action::Back | Action::Out => false,
            // Anything else is a slip.
            _ => return Vec::new(),
        };
        self.question = None;
        let leave = self.token.filter(|_| self.visit.seat().is_some()).map(|by| Wish::Leave { by });
        match question {
            _ if !yes => Vec::new(),
            Question::Leave => leave.into_iter().chain([Wish::Quit]).collect(),
            Question::SomebodyElse => leave.into_iter().collect(),
        }
    }

    /// Turns the pages of the keys, or closes them.
    fn leaf(&mut self, action: Action) {
        match action {
            Action::PageOn if self.page + 1 < self.pages => self.page += 1,
            Action::PageOn => self.page = 0,
            Action::PageBack => self.page = self.page.saturating_sub(1),
            Action::Back | Action::Out | Action::Help => (self.keys, self.page) = (None, 0),
            _ => {}
        }
    }

    /// Answers the question that stands on the screen.
    fn vote(&mut self, action: Action, beat: Beat) -> Vec<Wish> {
        let (response, certainty) = match action {
            Action::Answer(side, certainty) => (Response::from(side), certainty),
            Action::DontKnow => (Response::DontKnow, None),
            Action::Next => {
                let Selection { side: Some(side), certainty } = self.selection else {
                    self.notice = Some(Notice::ChooseFirst);
                    return Vec::new();
                };
                (side.into(), certainty)
            }
            Action::Left | Action::Right => {
                walk(&mut self.selection, action, self.visit.frame.certainty);
                return Vec::new();
            }
            other => return self.read(other),
        };
        let (Some((asked, since)), Some(by)) = (self.stands, self.token) else { return Vec::new() };
        if beat.at.saturating_sub(since) < SETTLES {
            self.notice = Some(Notice::TooQuick);
            return Vec::new();
        }
        let choice = Choice { response, certainty };
        // The same key twice is the same answer, another one a change of mind.
        let again = self.sent.filter(|(about, what, _)| (*about, *what) == (asked, choice));
        let request = again.map_or(RequestId(beat.entropy), |(_, _, request)| request);
        self.sent = Some((asked, choice, request));
        let seen = self.first.filter(|(about, _)| *about == asked).map_or(since, |(_, first)| first);
        let elapsed = u64::try_from(beat.at.saturating_sub(seen).as_millis()).ok();
        let (place, vote) = asked;
        vec![Wish::Answer(Answering { by, place, vote, choice, request, elapsed })]
    }

    /// Goes on from what stands explained on the screen.
    fn go_on(&mut self, beat: Beat) -> Vec<Wish> {
        let (Some((place, since)), Some(by)) = (self.reads, self.token) else { return Vec::new() };
        // The key that answered, pressed twice, is no reader's.
        if beat.at.saturating_sub(since) < SETTLES {
            return Vec::new();
        }
        vec![Wish::GoOn { by, place }]
    }

    /// What can be done wherever the class stands.
    fn read(&mut self, action: Action) -> Vec<Wish> {
        let is_over = self.visit.ended;
        let has_seat = self.visit.seat().is_some();
        match action {
            Action::PageOn if self.page + 1 < self.pages => self.page += 1,
            Action::PageOn => self.page = 0,
            Action::PageBack => self.page = self.page.saturating_sub(1),
            Action::WayBack if has_seat => self.notice = Some(Notice::WayBack),
            Action::SomebodyElse if has_seat && !is_over => self.question = Some(Question::SomebodyElse),
            Action::Out if self.visit.you == TokenView::Asking => {
                self.form = Form::Ask;
                return self.token.take().map(|token| Wish::TakeBack { token }).into_iter().collect();
            }
            Action::Back if has_seat && !is_over => self.question = Some(Question::Leave),
            Action::Back => return vec![Wish::Quit],
            _ => {}
        }
        Vec::new()
    }

    /// What can be done by somebody who has no seat.
    fn at_door(&mut self, action: Action, beat: Beat) -> Vec<Wish> {
        let place = self.place();
        match action {
            Action::Type(letter) => self.push(letter),
            Action::Erase => self.erase(),
            Action::Clear => self.typed.clear(),
            Action::Next => return self.send(place, beat),
            Action::ComeBack => self.turn_to(Form::Words),
            Action::AskBack => self.turn_to(Form::Ask),
            Action::PageOn if self.page + 1 < self.pages => self.page += 1,
            Action::PageOn => self.page = 0,
            Action::PageBack => self.page = self.page.saturating_sub(1),
            Action::Back | Action::Out => match place {
                Context::Returning => self.turn_to(Form::Name),
                Context::AskingBack => self.turn_to(Form::Words),
                Context::Outside if action == Action::Back => return vec![Wish::Quit],
                Context::Outside => {}
                // Esc is easily pressed once too often, and what is typed has no other way out.
                _ => self.question = Some(Question::Leave),
            },
            _ => {}
        }
        Vec::new()
    }

    fn turn_to(&mut self, form: Form) {
        (self.form, self.page, self.taken) = (form, 0, None);
        self.typed.clear();
    }

    fn push(&mut self, letter: char) {
        let mut typed = self.typed.clone();
        typed.push(letter);
        if typed.len() <= MOST_BYTES && typed.graphemes(true).count() <= MOST_TYPED {
            self.typed = typed;
        }
    }

    fn erase(&mut self) {
        let kept = self.typed.grapheme_indices(true).next_back().map_or(0, |(at, _)| at);
        self.typed.truncate(kept);
    }

    /// Sends what was typed.
    fn send(&mut self, place: Context, Beat { entropy, .. }: Beat) -> Vec<Wish> {
        let frame = &self.visit.frame;
        let typed = self.typed.clone();
        match place {
            Context::Entering if is_code(&frame.code, &typed) => self.turn_to(Form::Name),
            Context::Entering => self.notice = Some(Notice::NoRoom(typed)),
            Context::Returning => return vec![Wish::Return { words: typed, token: Token(entropy) }],
            Context::AskingBack => return vec![Wish::AskBack { name: typed, token: Token(entropy) }],
            Context::Outside if frame.locked || self.visit.ended => {}
            _ => {
                let anew = self.taken.as_ref() == Some(&typed);
                return vec![Wish::Join { anew, name: typed, request: self.joining, entropy }];
            }
        }
        Vec::new()
    }
}

/// What was answered, as the arrows would have selected it.
fn selected(choice: Choice) -> Selection {
    let side = choice.response.side();
    Selection { side, certainty: choice.certainty.filter(|_| side.is_some()) }
}

/// Whether another screen is seen than before.
fn stands_elsewhere(before: &Visit, now: &Visit) -> bool {
    let place = |visit: &Visit| {
        let seat = visit.seat();
        let stage = seat.map(|seat| std::mem::discriminant(&seat.stage));
        (std::mem::discriminant(&visit.you), stage, visit.frame.number, visit.open_vote())
    };
    place(before) != place(now)
}
