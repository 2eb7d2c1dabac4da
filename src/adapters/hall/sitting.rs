//! An applicant at a terminal's screen: the tutor's own screens of an assessment, with what is behind them at the desk.

use super::desk::Desk;
use super::order::{Came, Order, Refused, Reply};
use super::seat::{Place, Seat};
use super::visitor::About;
use crate::adapters::connection::{Input, Person, part};
use crate::adapters::runner::Asked;
use crate::app::Message;
use crate::app::assess::Assess;
use crate::app::keys::{Action, Context, lookup};
use crate::app::view::{self, Role, View, desk as words, text::text};
use crate::domain::assessment::desk::Holder;
use crate::domain::room::Token;
use crate::ui::theme::Theme;
use crate::ui::{Seen, screen};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::sync::Arc;
use std::time::Duration;

/// How often the desk is told that somebody is there; it lets time go by itself.
const TICK: Duration = Duration::from_secs(10);

/// What of the desk somebody saw last: how they look, whether the journal is well, whether the desk is closed.
type Known = (Option<u64>, bool, bool);

/// Somebody who sits at a desk through a terminal, here or over a wire. All that a key asks for is an order; what is drawn is
/// what the desk made durable.
#[derive(Debug)]
pub struct Sitting {
    desk: Desk,
    token: Token,
    theme: Theme,
    seen: Seen,
    refused: Option<Refused>,
    about: Arc<About>,
    /// What was drawn last; none where something else has changed since.
    known: Option<Known>,
    /// Whether they left by a key, so that nothing is broken off.
    left: bool,
}

impl Sitting {
    /// Sits down with a ticket. `token` is what this terminal is known by: fresh random bits.
    ///
    /// # Errors
    ///
    /// [`Refused`], a sentence for whoever typed the ticket.
    pub fn down(desk: Desk, about: Arc<About>, ticket: &str, token: Token, theme: Theme) -> Result<Self, Refused> {
        desk.submit(Order::Sit { ticket: ticket.to_owned(), token, came: Came::Terminal })?;
        desk.submit(Order::Seen { by: token, asks: true })?;
        Ok(Self { desk, token, theme, seen: Seen::default(), refused: None, about, known: None, left: false })
    }

    /// Why the last key did nothing, or why nothing is shown any more.
    #[must_use]
    pub const fn refused(&self) -> Option<&Refused> {
        self.refused.as_ref()
    }

    /// Whether another device sits there now, or nobody may any more.
    #[must_use]
    pub fn is_moved(&self) -> bool {
        self.seat().is_none()
    }

    /// Whether nothing is left to come back to.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.seat().is_some_and(|seat| seat.standing().is_over())
    }

    /// Whether the clock runs, or has run.
    #[must_use]
    pub fn has_begun(&self) -> bool {
        self.seat().is_some_and(|seat| seat.standing().has_begun())
    }

    /// Whether there is something new to see since the last drawing.
    #[must_use]
    pub fn has_news(&self) -> bool {
        self.known != Some(self.now_known())
    }

    fn now_known(&self) -> Known {
        let state = self.desk.state();
        (self.seat().map(|seat| seat.revision), state.trouble.is_some(), state.closed)
    }

    fn seat(&self) -> Option<Arc<Seat>> {
        let state = self.desk.state();
        match state.desk.holder(self.token) {
            Holder::Seated(number) => state.seats.get(&number).cloned(),
            _ => None,
        }
    }

    fn send(&mut self, order: Order) -> Reply {
        let reply = self.desk.submit(order);
        let refused = reply.as_ref().err().cloned();
        if refused != self.refused {
            self.known = None;
        }
        self.refused = refused;
        reply
    }

    /// What there is to see.
    fn view(&self, seat: &Seat) -> View {
        let state = self.desk.state();
        let trouble = state.trouble.is_some().then(|| words::TROUBLE.to_owned());
        let refused = self.refused.as_ref().map(Refused::told).or_else(|| trouble.clone());
        let closed = state.closed.then(|| words::CLOSED.to_owned());
        match &seat.place {
            // Whoever broke off sees the statement again once that is recorded, and not before.
            Place::At(model) if !seat.assess().is_some_and(Assess::waits) => {
                let mut view = view::of(model);
                view.notice = refused.or(closed).map(|said| text(said, Role::Wrong)).or(view.notice);
                view
            }
            Place::Shut(reason) => words::barred(&self.about.title, &self.about.sides, words::SHUT, Some(reason)),
            _ => {
                let heading = if state.closed { words::CLOSED } else { words::MOMENT };
                words::barred(&self.about.title, &self.about.sides, heading, trouble.as_deref())
            }
        }
    }

    fn act(&mut self, action: Action) -> Asked {
        if action == Action::Redraw {
            return Asked { repaint: true, ..Asked::default() };
        }
        let by = self.token;
        let reply = self.send(Order::Press { by, message: Message::Act(action) });
        // Whoever leaves is noted by the desk; one that is closed has noted it already.
        let quit = action == Action::Quit || matches!(reply, Err(Refused::Closed));
        self.left |= quit;
        Asked { quit, ..Asked::default() }
    }
}

/// A line that is cut is no key: what the applicant was at is broken off, and whoever sits down again goes on.
impl Drop for Sitting {
    fn drop(&mut self) {
        if !self.left {
            self.desk.send(Order::Gone { by: self.token }, drop);
        }
    }
}

impl Person for Sitting {
    fn input(&mut self, input: Input) -> Asked {
        let model = self
            .seat()
            .and_then(|seat| if let Place::At(model) = &seat.place { Some(Arc::clone(model)) } else { None });
        let context = model.as_ref().map_or(Context::Barred, |model| model.context());
        let action = match input {
            Input::Key(key) => lookup(context, key),
            Input::Click(column, row) => self.seen.clicked(column, row),
            Input::Pasted(_) | Input::Wheel(_) => None,
        };
        let harmless = |action: &Action| matches!(action, Action::Back | Action::Out | Action::Quit | Action::Redraw);
        let leaves = |action| {
            model.as_ref().map_or(action == Action::Back, |model| crate::app::assess::leaves_desk(model, action))
        };
        let action = action.map(|action| if leaves(action) { Action::Quit } else { action });
        action
            .filter(|action| *action != Action::Suspend)
            .filter(|action| model.is_some() || matches!(action, Action::Quit | Action::Redraw))
            .filter(|action| !self.seen.too_small || harmless(action))
            .map_or_else(Asked::default, |action| self.act(action))
    }

    fn frame(&mut self, area: Rect, buffer: &mut Buffer) {
        let known = self.now_known();
        let Some(seat) = self.seat() else { return };
        self.seen = screen::draw(&self.view(&seat), self.theme, part(area).intersection(buffer.area), buffer);
        self.known = Some(known);
        let Place::At(model) = &seat.place else { return };
        let (pages, listed) = (self.seen.pages, self.seen.listed());
        if (pages != model.pages() || listed != model.listed()) && !self.seen.too_small {
            let by = self.token;
            // Why it was not taken is nothing that anybody asked.
            let _ = self.desk.submit(Order::Press { by, message: Message::Shown { pages, listed } });
        }
    }

    fn ticks(&self) -> Option<Duration> {
        Some(TICK)
    }

    fn tick(&mut self) {
        self.desk.send(Order::Seen { by: self.token, asks: true }, drop);
    }
}
