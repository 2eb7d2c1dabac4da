//! The host at a terminal: keys lead the class at a desk, and what the projector may show is drawn.

use super::desk::{Ack, Desk, Order, Refused};
use crate::adapters::connection::{Input, Person};
use crate::adapters::runner::Asked;
use crate::app::host::{Host, Reach, Scene, Wish};
use crate::app::keys::{Action, Context, Key, lookup};
use crate::app::view::{room as words, stage};
use crate::domain::room::view::{Count, frame};
use crate::domain::room::{Command, Stage};
use crate::ui::theme::Theme;
use crate::ui::{Seen, screen};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How often it is looked whether this computer has another address: nothing tells of it.
const LOOK: Duration = Duration::from_secs(10);

/// The host of a class at a terminal.
pub struct Podium<'a> {
    desk: &'a Desk,
    host: Host,
    theme: Theme,
    look: &'a dyn Fn() -> Reach,
    reach: Reach,
    seen: Seen,
    /// Where the class was when it was drawn last, and since when.
    drawn: Option<(Stage, Instant)>,
    /// How long what is drawn stands before a key leads on from it.
    patience: Duration,
}

impl<'a> Podium<'a> {
    /// The host of the class at `desk`, who sees it in `theme`. `look` tells where people find the class. A key that leads on counts
    /// once what it leads on from has been there for `patience`: a key that is held, or pressed twice, must not reveal anything.
    #[must_use]
    pub fn new(desk: &'a Desk, theme: Theme, look: &'a dyn Fn() -> Reach, patience: Duration) -> Self {
        let (host, reach, seen) = (Host::default(), Reach::default(), Seen::default());
        let mut podium = Self { desk, host, theme, look, reach, seen, drawn: None, patience };
        podium.tick();
        podium
    }

    /// Says something until the first key.
    pub fn says(&mut self, said: String) {
        self.host.told(Ok(Some(said)));
    }

    fn scene(&self) -> Scene {
        let state = self.desk.state();
        Scene {
            room: Arc::clone(&state.room),
            people: Arc::clone(&state.people),
            trouble: state.trouble.as_ref().map(ToString::to_string),
            reach: self.reach.clone(),
        }
    }

    /// Whether a key that leads on was pressed at what is there, and not at what was there before.
    fn has_settled(&self, stage: Stage) -> bool {
        self.drawn.is_some_and(|(drawn, since)| drawn == stage && since.elapsed() >= self.patience)
    }

    fn act(&mut self, action: Action) -> Asked {
        let scene = self.scene();
        let leads =
            matches!(action, Action::OpenOrClose | Action::Next | Action::Reveal | Action::PageOn | Action::PageBack);
        if leads && self.host.context() == Context::Class && !self.has_settled(scene.room.stage()) {
            return Asked::default();
        }
        let mut asked = Asked::default();
        for wish in self.host.act(action, &scene) {
            match wish {
                Wish::Leave => asked.quit = true,
                Wish::Suspend => asked.suspend = true,
                Wish::Repaint => asked.repaint = true,
                wish => {
                    let became = self.carry_out(wish);
                    self.host.told(became.map_err(|refused| refused.to_string()));
                }
            }
        }
        asked
    }

    /// Gives an order. Returns what is to be said of it, where what is shown does not say it.
    fn carry_out(&self, wish: Wish) -> Result<Option<String>, Refused> {
        let called = |seat: u32| {
            let state = self.desk.state();
            state.room.called(&state.people, &[seat])
        };
        let give = |order: Order| self.desk.submit(order).map(|ack| ack != Ack::Done { changed: false });
        match wish {
            Wish::Room(command) => {
                let changed = give(Order::Room(command.clone()))?;
                Ok(self.said_of(&command).filter(|_| changed))
            }
            Wish::LetBack { request, seat } => {
                give(Order::LetBack { request, seat })?;
                Ok(Some(words::is_back(seat, &called(seat))))
            }
            Wish::TurnDown { request } => {
                give(Order::TurnDown { request })?;
                Ok(Some(words::turned_down(request)))
            }
            Wish::Rename { seat, name } => {
                give(Order::Rename { seat, name })?;
                Ok(Some(words::renamed(seat, &called(seat))))
            }
            Wish::Leave | Wish::Suspend | Wish::Repaint => Ok(None),
        }
    }

    fn said_of(&self, command: &Command) -> Option<String> {
        let state = self.desk.state();
        Some(match *command {
            Command::Lock { on } => if on { words::LOCKED } else { words::UNLOCKED }.to_owned(),
            Command::ShowNames { on } => if on { words::NAMES_ON } else { words::NAMES_OFF }.to_owned(),
            Command::Remove { seat } => words::is_removed(seat, &state.room.called(&state.people, &[seat])),
            Command::Count { place, vote, hands } => {
                let (answered, of) = state.room.answered(place, vote);
                words::hands(hands, &frame(&state.room).sides, Count { answered, of }, state.room.is_on_paper(place))
            }
            _ => return None,
        })
    }

    /// Types a pasted text where text is typed; anywhere else it is dropped.
    fn type_in(&mut self, text: &str) -> Asked {
        for typed in text.chars() {
            if self.host.context().takes_text() {
                let _ = self.act(Action::Type(typed));
            }
        }
        Asked::default()
    }

    /// A window too small to show the class leads it nowhere; it can be left.
    fn in_small_window(&mut self, action: Action) -> Asked {
        match action {
            Action::Back | Action::Quit => Asked { quit: true, ..Asked::default() },
            Action::Suspend | Action::Redraw => self.act(action),
            _ => Asked::default(),
        }
    }
}

impl Person for Podium<'_> {
    fn input(&mut self, input: Input) -> Asked {
        let context = self.host.context();
        let action = match input {
            Input::Pasted(text) => return self.type_in(&text),
            Input::Key(key) => lookup(context, key),
            Input::Click(column, row) => self.seen.clicked(column, row),
            Input::Wheel(action) => lookup(Context::Console, wheel(action)).filter(|_| context == Context::Console),
        };
        match action {
            None => {
                // Whatever was said is read by whoever goes on, also with a key that does nothing.
                self.host.hush();
                Asked::default()
            }
            Some(action) if self.seen.too_small => self.in_small_window(action),
            Some(action) => self.act(action),
        }
    }

    fn frame(&mut self, area: Rect, buffer: &mut Buffer) {
        let scene = self.scene();
        let stage = scene.room.stage();
        self.host.follow(&scene);
        self.seen = screen::draw(&stage::of(&self.host, &scene), self.theme, area, buffer);
        if !self.seen.too_small && self.host.shown(self.seen.pages, self.seen.listed()) {
            // The page shown is another one by that.
            buffer.reset();
            self.seen = screen::draw(&stage::of(&self.host, &scene), self.theme, area, buffer);
        }
        if self.drawn.is_none_or(|(drawn, _)| drawn != stage) {
            self.drawn = Some((stage, Instant::now()));
        }
    }

    fn ticks(&self) -> Option<Duration> {
        (!self.reach.addresses.is_empty() || self.reach.ssh.is_some()).then_some(LOOK)
    }

    fn tick(&mut self) {
        self.reach = (self.look)();
        if self.theme.is_ascii() {
            // There is no code without blocks.
            self.reach.addresses.iter_mut().for_each(|address| address.squares = None);
        }
    }
}

const fn wheel(action: Action) -> Key {
    if matches!(action, Action::Up) { Key::Up } else { Key::Down }
}
