//! The host of a desk at a terminal: keys lead it, and what the projector may show is drawn.

use super::desk::Desk;
use super::lines::unlock_seat;
use super::seat::Seat;
use super::visitor::About;
use crate::adapters::connection::{Input, Person};
use crate::adapters::runner::Asked;
use crate::app::host::Reach;
use crate::app::keys::{Action, Context, Key, lookup};
use crate::app::steward::{Row, Scene, Steward, Wish};
use crate::app::view::{desk as words, steward as view};
use crate::domain::moment::Moment;
use crate::ui::theme::Theme;
use crate::ui::{Seen, screen};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::sync::Arc;
use std::time::Duration;

/// How often it is looked whether somebody is cut off, or this computer has another address: nothing tells of either.
const LOOK: Duration = Duration::from_secs(10);

/// The host of a desk at a terminal.
pub struct Podium<'a> {
    desk: &'a Desk,
    about: Arc<About>,
    steward: Steward,
    theme: Theme,
    look: &'a dyn Fn() -> Reach,
    now: &'a dyn Fn() -> Moment,
    reach: Reach,
    seen: Seen,
}

impl<'a> Podium<'a> {
    /// The host of `desk`, who sees it in `theme`. `look` tells where people find it, and `now`
    /// the time.
    #[must_use]
    pub fn new(
        desk: &'a Desk,
        about: Arc<About>,
        theme: Theme,
        look: &'a dyn Fn() -> Reach,
        now: &'a dyn Fn() -> Moment,
    ) -> Self {
        let (steward, reach, seen) = (Steward::default(), Reach::default(), Seen::default());
        let mut podium = Self { desk, about, steward, theme, look, now, reach, seen };
        podium.tick();
        podium
    }

    fn scene(&self) -> Scene {
        let (state, now) = (self.desk.state(), (self.now)());
        let row = |seat: &Seat| {
            let standing = seat.standing();
            Row {
                seat: seat.number,
                name: words::called(&seat.person.name, &seat.person.roster),
                begun: seat.has_begun(),
                gone: standing.is_under() && !seat.is_there(now),
                standing,
                moves: state.moves(seat.number),
            }
        };
        let About { title, minutes, sides } = (*self.about).clone();
        let trouble = state.trouble.as_ref().map(ToString::to_string);
        Scene {
            title,
            minutes,
            sides,
            rows: state.seats.values().map(|seat| row(seat)).collect(),
            wrong: state.wrong,
            since: state.since,
            closed: state.closed,
            trouble: trouble.or_else(|| state.unfiled.as_ref().map(|why| words::unfiled(why))),
            reach: self.reach.clone(),
        }
    }

    fn act(&mut self, action: Action) -> Asked {
        // It may have been closed from the host's page: nothing is left to be asked about.
        if self.desk.state().closed && matches!(action, Action::End | Action::Back | Action::Quit) {
            return Asked { quit: true, ..Asked::default() };
        }
        let scene = self.scene();
        let mut asked = Asked::default();
        match self.steward.act(action, &scene) {
            Some(Wish::Close) => asked.quit = true,
            Some(Wish::Suspend) => asked.suspend = true,
            Some(Wish::Repaint) => asked.repaint = true,
            Some(Wish::Unlock { seat, minutes, typed }) => {
                self.steward.told(unlock_seat(self.desk, seat, &minutes, &typed));
            }
            None => {}
        }
        asked
    }

    /// Types a pasted text where text is typed; anywhere else it is dropped.
    fn type_in(&mut self, text: &str) -> Asked {
        for typed in text.chars() {
            if self.steward.context().takes_text() {
                let _ = self.act(Action::Type(typed));
            }
        }
        Asked::default()
    }
}

impl Person for Podium<'_> {
    fn input(&mut self, input: Input) -> Asked {
        let context = self.steward.context();
        let action = match input {
            Input::Pasted(text) => return self.type_in(&text),
            Input::Key(key) => lookup(context, key),
            Input::Click(column, row) => self.seen.clicked(column, row),
            Input::Wheel(action) => {
                let key = if action == Action::Up { Key::Up } else { Key::Down };
                lookup(Context::Hall, key).filter(|_| context == Context::Hall)
            }
        };
        match action {
            None => Asked::default(),
            // Where nothing can be seen nothing is led; what would be asked before the desk is closed can't be seen either.
            Some(action) if self.seen.too_small && !is_harmless(action) => Asked::default(),
            Some(action) => self.act(action),
        }
    }

    fn frame(&mut self, area: Rect, buffer: &mut Buffer) {
        let scene = self.scene();
        self.seen = screen::draw(&view::of(&self.steward, &scene), self.theme, area, buffer);
        if !self.seen.too_small && self.steward.shown(self.seen.pages, self.seen.listed()) {
            // The page shown is another one by that.
            buffer.reset();
            self.seen = screen::draw(&view::of(&self.steward, &scene), self.theme, area, buffer);
        }
    }

    fn ticks(&self) -> Option<Duration> {
        Some(LOOK)
    }

    fn tick(&mut self) {
        self.reach = (self.look)();
        if self.theme.is_ascii() {
            // There is no code without blocks.
            self.reach.addresses.iter_mut().for_each(|address| address.squares = None);
        }
    }
}

const fn is_harmless(action: Action) -> bool {
    matches!(action, Action::Suspend | Action::Redraw | Action::Quit)
}
