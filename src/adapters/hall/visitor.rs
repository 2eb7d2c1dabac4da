//! Somebody who comes to a desk through a terminal's screen: asked for a ticket first, then at the assessment.

use super::desk::Desk;
use super::order::Refused;
use super::sitting::Sitting;
use crate::adapters::connection::{self, Input, MOST_PASTED, Person, part};
use crate::adapters::runner::Asked;
use crate::app::keys::{Action, Context, Key, lookup};
use crate::app::view::desk as words;
use crate::domain::assessment::ticket::Ticket;
use crate::domain::room::Token;
use crate::domain::room::view::Labels;
use crate::ui::theme::Theme;
use crate::ui::{Seen, screen};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::sync::Arc;
use std::time::Duration;

/// The most characters of a ticket that can be typed: with blanks and hyphens no ticket has as many.
const MOST_TYPED: usize = 40;

/// What is told of a desk before anybody sits there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// What the assessment is called.
    pub title: String,
    /// How many minutes it gives; none where there is no limit.
    pub minutes: Option<u16>,
    /// The two sides of its bank.
    pub sides: Labels,
}

/// Gives fresh random bits.
pub type Fresh = Box<dyn FnMut() -> u128 + Send>;

/// Somebody at a desk, from the door on.
pub struct Visitor {
    desk: Desk,
    about: Arc<About>,
    theme: Theme,
    fresh: Fresh,
    sitting: Option<Sitting>,
    typed: String,
    /// What is said at the door.
    said: Option<String>,
    seen: Seen,
    /// Whether something has changed at the door since it was drawn.
    is_new: bool,
}

impl std::fmt::Debug for Visitor {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // What was typed may be somebody's ticket.
        out.debug_struct("Visitor").field("sitting", &self.sitting).finish_non_exhaustive()
    }
}

impl Visitor {
    /// Somebody who comes to `desk`. Where what they are `called`, such as the user's name of a connection, is a ticket, they sit
    /// down with it at once. `fresh` gives random bits, by which a terminal is known.
    #[must_use]
    pub fn new(desk: Desk, about: Arc<About>, theme: Theme, called: &str, fresh: Fresh) -> Self {
        let (typed, seen) = (String::new(), Seen::default());
        let mut visitor = Self { desk, about, theme, fresh, sitting: None, typed, said: None, seen, is_new: true };
        // Most are called something else, and nobody tries a ticket by that.
        if called.parse::<Ticket>().is_ok() {
            called.clone_into(&mut visitor.typed);
            visitor.sit();
        }
        visitor
    }

    /// Takes what came in at once into account.
    pub fn at_once(&mut self, inputs: Vec<Input>) -> Asked {
        connection::at_once(self, inputs)
    }

    /// Whether they sit at the assessment.
    #[must_use]
    pub fn is_seated(&self) -> bool {
        self.sitting.as_ref().is_some_and(|sitting| !sitting.is_moved())
    }

    /// Whether their clock runs, or has run.
    #[must_use]
    pub fn has_begun(&self) -> bool {
        self.sitting.as_ref().is_some_and(Sitting::has_begun)
    }

    /// Whether nothing is left to come back to.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.sitting.as_ref().is_some_and(Sitting::is_over)
    }

    /// Whether there is something new to see since the last drawing.
    #[must_use]
    pub fn has_news(&self) -> bool {
        self.is_new || self.sitting.as_ref().is_some_and(Sitting::has_news)
    }

    fn sit(&mut self) {
        let token = Token((self.fresh)());
        self.is_new = true;
        match Sitting::down(self.desk.clone(), Arc::clone(&self.about), &self.typed, token, self.theme) {
            Ok(sitting) => {
                (self.sitting, self.said) = (Some(sitting), None);
                self.typed.clear();
            }
            Err(refused) => self.said = Some(refused.told()),
        }
    }

    /// Where another device sits there now, this one is at the door again.
    fn follow(&mut self) {
        if self.sitting.as_ref().is_some_and(Sitting::is_moved) {
            self.sitting = None;
            self.said = Some(Refused::Moved.told());
            self.is_new = true;
        }
    }

    fn at_door(&mut self, action: Action) -> Asked {
        self.is_new = true;
        match action {
            Action::Back | Action::Out | Action::Quit => return Asked { quit: true, ..Asked::default() },
            Action::Redraw => return Asked { repaint: true, ..Asked::default() },
            Action::Type(typed) if self.typed.chars().count() < MOST_TYPED => self.typed.extend(typed.to_uppercase()),
            Action::Erase => drop(self.typed.pop()),
            Action::Clear => self.typed.clear(),
            Action::Next if !self.typed.trim().is_empty() => self.sit(),
            _ => {}
        }
        Asked::default()
    }
}

impl Person for Visitor {
    fn input(&mut self, input: Input) -> Asked {
        self.follow();
        if let Some(sitting) = &mut self.sitting {
            return sitting.input(input);
        }
        let action = match input {
            // Where nothing can be seen, a letter is no part of a ticket either.
            Input::Key(Key::Char('q')) if self.seen.too_small => Some(Action::Back),
            Input::Key(key) => lookup(Context::Ticket, key),
            Input::Click(column, row) => self.seen.clicked(column, row),
            Input::Pasted(text) if !self.seen.too_small => {
                for typed in text.chars().take(MOST_PASTED) {
                    let _ = self.at_door(Action::Type(typed));
                }
                None
            }
            Input::Pasted(_) | Input::Wheel(_) => None,
        };
        let harmless = |action: &Action| matches!(action, Action::Back | Action::Out | Action::Quit | Action::Redraw);
        action
            .filter(|action| !self.seen.too_small || harmless(action))
            .map_or_else(Asked::default, |action| self.at_door(action))
    }

    fn frame(&mut self, area: Rect, buffer: &mut Buffer) {
        self.follow();
        self.is_new = false;
        if let Some(sitting) = &mut self.sitting {
            return sitting.frame(area, buffer);
        }
        let About { title, sides, .. } = &*self.about;
        let view = words::at_door(title, sides, &self.typed, self.said.as_deref());
        self.seen = screen::draw(&view, self.theme, part(area).intersection(buffer.area), buffer);
    }

    fn ticks(&self) -> Option<Duration> {
        self.sitting.as_ref().and_then(Person::ticks)
    }

    fn tick(&mut self) {
        if let Some(sitting) = &mut self.sitting {
            sitting.tick();
        }
    }
}
