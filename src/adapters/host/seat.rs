//! Somebody who takes part in a class from a terminal: a seat's view of the room is drawn, and keys are orders at the desk.
//! There is no terminal in it and no wire: a connection feeds it what was typed and draws what it shows.
//!
//! ```text
//! let mut sitting = Sitting::new(desk, theme, "", beats, wake);
//! loop {
//!     // what came in with one read, all of it at once:
//!     let asked = sitting.at_once(inputs);          // asked.quit: the connection is to end
//!     // ... or the board has told of something new, or `wake` was called:
//!     if asked.repaint || sitting.look() { sitting.frame(window, &mut buffer) }
//! }
//! ```
//!
//! A connection that ends without [`Asked::quit`] needs to tell nothing: the seat is kept, and its three words lead back.

use super::desk::{Ack, Desk, Order, Refused, Reply};
use crate::adapters::connection::{self, Input, MOST_PASTED, Person, part};
use crate::adapters::runner::Asked;
use crate::app::keys::{Action, Context, Key, lookup};
use crate::app::seat::{Beat, Became, Participant, Wish};
use crate::app::view::seat as view;
use crate::domain::room::{Command, Token};
use crate::ui::theme::Theme;
use crate::ui::{Seen, screen};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

/// An order that was given, as far as what becomes of it depends on it.
#[derive(Debug, Clone, Copy)]
enum Given {
    Join,
    Come(Token),
    Answer,
    Leave,
}

/// What came of an order.
type Came = (Given, Reply);

/// One person who takes part in a class from a terminal.
pub struct Sitting {
    desk: Desk,
    theme: Theme,
    beat: Box<dyn FnMut() -> Beat + Send>,
    wake: Arc<dyn Fn() + Send + Sync>,
    person: Participant,
    seen: Seen,
    /// The version of the room that was looked at last; none where something else has changed since.
    known: Option<u64>,
    replies: (Sender<Came>, Receiver<Came>),
    /// Whether an order is on its way.
    waits: bool,
    /// The order that is given once nothing is on its way: of several, the last one.
    next: Option<Wish>,
    /// The token whose owner is known to be here.
    here: Option<Token>,
}

impl std::fmt::Debug for Sitting {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Sitting").field("person", &self.person).finish_non_exhaustive()
    }
}

impl Sitting {
    /// Somebody who comes to the class at `desk` and sees it in `theme`.
    ///
    /// `code` is what they have said of the room already, such as the user's name of a connection; where that is not the room's
    /// code, they are asked for it. `beat` brings the time since the connection began and fresh random bits. `wake` is called
    /// from the thread that owns the room once something came of an order, so it must not block: the connection then has a
    /// [look](Self::look).
    pub fn new(
        desk: Desk,
        theme: Theme,
        code: &str,
        beat: impl FnMut() -> Beat + Send + 'static,
        wake: impl Fn() + Send + Sync + 'static,
    ) -> Self {
        let mut beat: Box<dyn FnMut() -> Beat + Send> = Box::new(beat);
        let person = Participant::new(desk.state().visit(None), code, beat());
        Self {
            desk,
            theme,
            beat,
            wake: Arc::new(wake),
            person,
            seen: Seen::default(),
            known: None,
            replies: channel(),
            waits: false,
            next: None,
            here: None,
        }
    }

    /// Looks at what is true now; to be called whenever the [board](Desk::board) tells of something new, `wake` was called, or
    /// something was typed. Returns whether what this person sees is to be drawn anew.
    pub fn look(&mut self) -> bool {
        self.take_replies();
        let Some(known) = self.known else { return true };
        let state = self.desk.state();
        if state.version == known {
            return false;
        }
        let is_news = state.visit(self.person.token()) != *self.person.visit();
        self.known = (!is_news).then_some(state.version);
        is_news
    }

    /// Takes what came in at once, with one read, into account, as [`connection::at_once`] says.
    pub fn at_once(&mut self, inputs: Vec<Input>) -> Asked {
        connection::at_once(self, inputs)
    }

    /// Whether they have a seat, so that a connection may wait for them as long as the class takes.
    #[must_use]
    pub fn is_seated(&self) -> bool {
        self.desk.state().visit(self.person.token()).seat().is_some()
    }

    /// Says whose connection this is, so that the host sees who has none.
    fn be_here(&mut self, token: Option<Token>) {
        if self.here == token {
            return;
        }
        let presence = self.desk.board().presence();
        if let Some(token) = token {
            presence.comes(token);
        }
        if let Some(before) = std::mem::replace(&mut self.here, token) {
            presence.goes(before);
        }
    }

    /// With which words whoever sits here comes back, with the room's code; none for whoever has no seat.
    #[must_use]
    pub fn way_back(&self) -> Option<(String, String)> {
        let visit = self.person.visit();
        visit.seat().map(|seat| (visit.frame.code.clone(), seat.words.clone()))
    }

    /// Whether the class is over, so that there is nothing to come back for.
    #[must_use]
    pub const fn is_over(&self) -> bool {
        self.person.visit().ended
    }

    fn take_replies(&mut self) {
        while let Ok((given, reply)) = self.replies.1.try_recv() {
            self.waits = false;
            self.known = None;
            let became = match (given, reply) {
                (_, Ok(Ack::Seated { token, .. })) | (Given::Come(token), Ok(_)) => Became::Known(token),
                // Whoever has no seat any more need not leave it.
                (Given::Leave, Ok(_) | Err(Refused::Room(_))) => Became::Left,
                (_, Ok(_)) => Became::Done,
                (_, Err(Refused::Taken { name, next })) => Became::Taken { name, next },
                (_, Err(refused)) => Became::Refused(refused.told()),
            };
            let beat = (self.beat)();
            self.person.told(became, beat);
            self.be_here(self.person.token());
            if let Some(next) = self.next.take() {
                self.carry_out(next);
            }
        }
    }

    fn act(&mut self, action: Action) -> Asked {
        let beat = (self.beat)();
        let mut asked = Asked::default();
        let wishes = self.person.act(action, beat);
        let leaves = wishes.contains(&Wish::Quit);
        self.known = None;
        for wish in wishes {
            match wish {
                Wish::Quit => asked.quit = true,
                Wish::Repaint => asked.repaint = true,
                // Nobody is there any more to wait for what becomes of it.
                Wish::Leave { by } if leaves => self.desk.send(Order::Room(Command::Leave { by }), drop),
                wish => self.carry_out(wish),
            }
        }
        asked
    }

    /// Gives an order, or keeps it until what became of the one before is known, so that no hurry fills the desk.
    fn carry_out(&mut self, wish: Wish) {
        if self.waits {
            // Coming in twice is coming in once.
            let waits = matches!(wish, Wish::Answer(_) | Wish::GoOn { .. } | Wish::Leave { .. });
            self.next = if waits { Some(wish) } else { self.next.take() };
            return;
        }
        let (order, given) = match wish {
            Wish::Join { anew: true, name, request, entropy } => (Order::Join { name, request, entropy }, Given::Join),
            Wish::Join { name, request, entropy, .. } => (Order::ComeIn { name, request, entropy }, Given::Join),
            Wish::Return { words, token } => (Order::Room(Command::Return { words, token }), Given::Come(token)),
            Wish::AskBack { name, token } => (Order::AskBack { name, token }, Given::Come(token)),
            Wish::TakeBack { token } => (Order::TakeBack { token }, Given::Answer),
            Wish::Answer(answering) => (Order::Room(Command::Answer(answering)), Given::Answer),
            Wish::GoOn { by, place } => (Order::Room(Command::GoOn { by, place }), Given::Answer),
            Wish::Leave { by } => (Order::Room(Command::Leave { by }), Given::Leave),
            Wish::Quit | Wish::Repaint => return,
        };
        self.waits = true;
        let (to, wake) = (self.replies.0.clone(), Arc::clone(&self.wake));
        self.desk.send(order, move |reply| {
            // Where nobody listens any more, nobody needs to know.
            let _ = to.send((given, reply));
            wake();
        });
    }

    /// Types a pasted text where text is typed; anywhere else it is dropped.
    fn type_in(&mut self, text: &str) -> Asked {
        for typed in text.chars().take(MOST_PASTED) {
            if self.person.context().takes_text() {
                let _ = self.act(Action::Type(typed));
            }
        }
        Asked::default()
    }

    /// A window too small to show anything takes no answer; it can be left.
    fn in_small_window(&mut self, action: Action) -> Asked {
        match action {
            Action::Back | Action::Quit => Asked { quit: true, ..Asked::default() },
            Action::Redraw => self.act(action),
            _ => Asked::default(),
        }
    }
}

impl Drop for Sitting {
    fn drop(&mut self) {
        self.be_here(None);
    }
}

impl Person for Sitting {
    fn input(&mut self, input: Input) -> Asked {
        let would = if let Input::Key(key) = input { lookup(Context::Voting, key) } else { None };
        let action = match input {
            Input::Pasted(_) if self.seen.too_small => return Asked::default(),
            Input::Pasted(text) => return self.type_in(&text),
            // Where nothing can be seen, a letter is no part of a name either.
            Input::Key(Key::Char('q')) if self.seen.too_small => Some(Action::Back),
            Input::Key(key) => lookup(self.person.context(), key),
            Input::Click(column, row) => self.seen.clicked(column, row),
            Input::Wheel(_) => None,
        };
        match action {
            None => {
                self.person.idle(would);
                self.known = None;
                Asked::default()
            }
            Some(action) if self.seen.too_small => self.in_small_window(action),
            Some(action) => self.act(action),
        }
    }

    fn frame(&mut self, area: Rect, buffer: &mut Buffer) {
        self.take_replies();
        let state = self.desk.state();
        self.person.see(state.visit(self.person.token()));
        self.known = Some(state.version);
        let part = part(area).intersection(buffer.area);
        self.seen = screen::draw(&view::of(&self.person), self.theme, part, buffer);
        let beat = (self.beat)();
        if self.person.shown(self.seen.pages, self.seen.too_small, beat.at) {
            // The page shown is another one by that.
            buffer.reset();
            self.seen = screen::draw(&view::of(&self.person), self.theme, part, buffer);
        }
    }

    fn ticks(&self) -> Option<Duration> {
        None
    }

    fn tick(&mut self) {}
}

#[cfg(test)]
mod tests;
