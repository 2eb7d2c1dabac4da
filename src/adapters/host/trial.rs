//! A trial of the network at a terminal, and in lines.

use crate::adapters::connection::{Input, Person};
use crate::adapters::runner::Asked;
use crate::app::keys::{Action, Context, lookup};
use crate::app::trial::{Looking, Reached, Trial};
use crate::app::view::trial as words;
use crate::ui::theme::Theme;
use crate::ui::{Seen, screen};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::io::{self, BufRead, Write};
use std::sync::mpsc::{Receiver, Sender};
use std::time::Duration;

use super::lines::say;

/// How often it is looked whether this computer has another address: nothing tells of it.
const LOOK: Duration = Duration::from_secs(10);

/// Whoever tries the network at a terminal.
pub struct Trying<'a> {
    look: &'a dyn Fn() -> Trial,
    theme: Theme,
    looking: Looking,
    seen: Seen,
}

impl<'a> Trying<'a> {
    /// A trial that `look` tells of, seen in `theme`.
    #[must_use]
    pub fn new(look: &'a dyn Fn() -> Trial, theme: Theme) -> Self {
        Self { look, theme, looking: Looking::default(), seen: Seen::default() }
    }

    fn trial(&self) -> Trial {
        let mut trial = (self.look)();
        if self.theme.is_ascii() {
            // There is no code without blocks.
            trial.reach.addresses.iter_mut().for_each(|address| address.squares = None);
        }
        trial
    }
}

impl Person for Trying<'_> {
    fn input(&mut self, input: Input) -> Asked {
        let action = match input {
            Input::Key(key) => lookup(Context::Trial, key),
            Input::Click(column, row) => self.seen.clicked(column, row),
            Input::Pasted(_) | Input::Wheel(_) => None,
        };
        let mut asked = Asked::default();
        match action {
            Some(Action::Back | Action::Quit) => asked.quit = true,
            Some(Action::Suspend) => asked.suspend = true,
            Some(Action::Redraw) => asked.repaint = true,
            Some(action) => self.looking.act(action, &self.trial().reach),
            None => {}
        }
        asked
    }

    fn frame(&mut self, area: Rect, buffer: &mut Buffer) {
        let trial = self.trial();
        self.seen = screen::draw(&words::view(&trial, &self.looking), self.theme, area, buffer);
        if !self.seen.too_small && self.looking.shown(self.seen.pages) {
            buffer.reset();
            self.seen = screen::draw(&words::view(&trial, &self.looking), self.theme, area, buffer);
        }
    }

    fn ticks(&self) -> Option<Duration> {
        Some(LOOK)
    }

    fn tick(&mut self) {}
}

/// What happens while a trial is told in lines.
pub enum Heard {
    /// Somebody opened the page.
    Came(Reached),
    /// A line was typed.
    Typed(String),
    /// Nothing more is typed.
    Over,
}

/// Reads lines to their end, and hands them on.
pub fn hear(input: impl BufRead, to: &Sender<Heard>) {
    for line in input.lines().map_while(Result::ok) {
        if to.send(Heard::Typed(line)).is_err() {
            return;
        }
    }
    // Whoever listened may be gone as well.
    let _ = to.send(Heard::Over);
}

/// Tells a trial in lines until `leave` is typed, or nothing more can be. An empty line says how it stands.
///
/// # Errors
///
/// When nothing can be written any more.
pub fn in_lines(look: &dyn Fn() -> Trial, heard: &Receiver<Heard>, out: &mut impl Write) -> io::Result<()> {
    say(out, &words::lines(&look()))?;
    while let Ok(heard) = heard.recv() {
        match heard {
            Heard::Came(one) => say(out, &[words::reached(&one)])?,
            Heard::Typed(line) if matches!(line.trim(), "leave" | "quit" | "q") => break,
            Heard::Typed(_) => say(out, &words::standing(&look()))?,
            Heard::Over => break,
        }
    }
    Ok(())
}
