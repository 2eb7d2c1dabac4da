//! An applicant at a terminal's screen: the tutor's own screens of an assessment, with what is behind them at the desk.

use super::desk::Desk;
use super::order::{Order, Refused, Reply};
use super::seat::{Place, Seat};
use crate::adapters::connection::{Input, Person};
use crate::adapters::runner::Asked;
use crate::app::Message;
use crate::app::keys::{Action, lookup};
use crate::domain::assessment::desk::Holder;
use crate::domain::room::Token;
use crate::ui::theme::Theme;
use crate::ui::{Seen, draw};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::sync::Arc;
use std::time::Duration;

/// How often the desk is told that somebody is there.
const TICK: Duration = Duration::from_secs(1);

/// Somebody who sits at a desk through a terminal, here or over a wire. All that a key asks for is an order; what is drawn is
/// what the desk made durable.
#[derive(Debug)]
pub struct Sitting {
    desk: Desk,
    token: Token,
    theme: Theme,
    seen: Seen,
    refused: Option<Refused>,
}

impl Sitting {
    /// Sits down with a ticket. `token` is what this terminal is known by: fresh random bits.
    ///
    /// # Errors
    ///
    /// [`Refused`], a sentence for whoever typed the ticket.
    pub fn down(desk: Desk, ticket: &str, token: Token, theme: Theme) -> Result<Self, Refused> {
        desk.submit(Order::Sit { ticket: ticket.to_owned(), token })?;
        desk.submit(Order::Seen { by: token, asks: true })?;
        Ok(Self { desk, token, theme, seen: Seen::default(), refused: None })
    }

    /// Why the last key did nothing, or why nothing is shown any more.
    #[must_use]
    pub const fn refused(&self) -> Option<&Refused> {
        self.refused.as_ref()
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
        self.refused = reply.as_ref().err().cloned();
        reply
    }

    fn act(&mut self, action: Action) -> Asked {
        let by = self.token;
        let reply = self.send(Order::Press { by, message: Message::Act(action) });
        // Whoever leaves is noted by the desk; a device that sits nowhere has nothing to stay for.
        let quit = action == Action::Quit || matches!(reply, Err(Refused::Moved | Refused::Nobody | Refused::Closed));
        Asked { quit, ..Asked::default() }
    }
}

impl Person for Sitting {
    fn input(&mut self, input: Input) -> Asked {
        let Some(seat) = self.seat() else { return Asked { quit: true, ..Asked::default() } };
        let Place::At(model) = &seat.place else { return Asked { quit: true, ..Asked::default() } };
        let action = match input {
            Input::Key(key) => lookup(model.context(), key),
            Input::Click(column, row) => self.seen.clicked(column, row),
            Input::Pasted(_) | Input::Wheel(_) => None,
        };
        let harmless = |action: &Action| matches!(action, Action::Back | Action::Out | Action::Quit | Action::Redraw);
        let leaves = action == Some(Action::Back) && crate::app::assess::is_outermost(model);
        let action = action.map(|action| if leaves { Action::Quit } else { action });
        action
            .filter(|action| *action != Action::Suspend)
            .filter(|action| !self.seen.too_small || harmless(action))
            .map_or_else(Asked::default, |action| self.act(action))
    }

    fn frame(&mut self, area: Rect, buffer: &mut Buffer) {
        let Some(seat) = self.seat() else { return };
        let Place::At(model) = &seat.place else { return };
        self.seen = draw(model, self.theme, area, buffer);
        let (pages, listed) = (self.seen.pages, self.seen.listed());
        if (pages != model.pages() || listed != model.listed()) && !self.seen.too_small {
            let by = self.token;
            let _ = self.send(Order::Press { by, message: Message::Shown { pages, listed } });
        }
    }

    fn ticks(&self) -> Option<Duration> {
        Some(TICK)
    }

    fn tick(&mut self) {
        let by = self.token;
        let _ = self.send(Order::Seen { by, asks: true });
    }
}
