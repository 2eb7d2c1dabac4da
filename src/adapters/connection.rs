//! One person at one screen: keys in, frames out.
//!
//! A terminal is one connection, and a terminal over a wire is another. Each has its own model, size, theme and clock; nothing
//! in it belongs to the whole process, so any number may run side by side.

use super::runner::{Asked, step};
use crate::app::keys::{Action, Context, Key, lookup};
use crate::app::ports::Ports;
use crate::app::settings::Settings;
use crate::app::{Message, Model, Now, update};
use crate::ui::theme::Theme;
use crate::ui::{Seen, draw};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::time::Duration;

/// What a person did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A key was pressed.
    Key(Key),
    /// This text was pasted; it holds no control characters.
    Pasted(String),
    /// The cell in that column and row was clicked.
    Click(u16, u16),
    /// The wheel was turned.
    Wheel(Action),
}

/// How often a session is told that time goes by, where it matters.
const TICK: Duration = Duration::from_secs(1);

/// The largest part of a window that is drawn in over a wire, in cells.
const MOST: (u16, u16) = (120, 40);

/// So many characters at once are still typed by hand; more of them are as good as pasted.
const BY_HAND: usize = 8;

/// So many characters of what was pasted are looked at: nothing that is typed in here has as many.
pub const MOST_PASTED: usize = 256;

/// The part of a window that is drawn in over a wire: 120 by 40 cells at most, in its middle. A buffer needs no more cells.
#[must_use]
pub fn part(window: Rect) -> Rect {
    let (width, height) = (window.width.min(MOST.0), window.height.min(MOST.1));
    let (x, y) = ((window.width - width) / 2, (window.height - height) / 2);
    Rect { x: window.x.saturating_add(x), y: window.y.saturating_add(y), width, height }
}

/// Has somebody take what came in at once, with one read, into account: more than eight characters of it are as good as pasted,
/// and what else came with them is no key that anybody pressed.
pub fn at_once(person: &mut dyn Person, inputs: Vec<Input>) -> Asked {
    let letters = || {
        inputs.iter().filter_map(|input| match input {
            Input::Key(Key::Char(letter)) => Some(*letter),
            _ => None,
        })
    };
    if letters().count() > BY_HAND {
        let text = letters().take(MOST_PASTED).collect();
        let leaves = inputs.iter().any(|input| matches!(input, Input::Key(Key::Ctrl('c' | 'd'))));
        return Asked { quit: leaves, ..person.input(Input::Pasted(text)) };
    }
    let mut all = Asked::default();
    for input in inputs {
        let Asked { quit, suspend, repaint } = person.input(input);
        all = Asked { quit: all.quit || quit, suspend: all.suspend || suspend, repaint: all.repaint || repaint };
        if all.quit {
            break;
        }
    }
    all
}

/// Whoever sits at a screen: what they do goes in, and what there is to see is drawn.
pub trait Person {
    /// Takes one input into account. Returns what it asks of the loop around.
    fn input(&mut self, input: Input) -> Asked;

    /// Draws what there is to see, whatever the size; nothing is drawn outside `area`.
    fn frame(&mut self, area: Rect, buffer: &mut Buffer);

    /// How often [`Person::tick`] is wanted while nothing else happens; none where time does not matter.
    fn ticks(&self) -> Option<Duration>;

    /// Lets time go by.
    fn tick(&mut self);
}

/// A learner at a screen, with all that is theirs.
pub struct Connection<'a> {
    model: &'a mut Model,
    theme: &'a dyn Fn(&Settings) -> Theme,
    now: &'a mut dyn FnMut() -> Now,
    ports: &'a mut dyn Ports,
    seen: Seen,
}

impl<'a> Connection<'a> {
    /// Connects a person to `model`. `now` brings the time and fresh random bits with each input, `theme` what suits the
    /// screen, and `ports` what lies outside.
    pub fn new(
        model: &'a mut Model,
        theme: &'a dyn Fn(&Settings) -> Theme,
        now: &'a mut dyn FnMut() -> Now,
        ports: &'a mut dyn Ports,
    ) -> Self {
        Self { model, theme, now, ports, seen: Seen::default() }
    }

    fn act(&mut self, action: Action) -> Asked {
        let now = (self.now)();
        step(self.model, Message::Act(action), now, self.ports)
    }

    /// Types a pasted text where text is typed; anywhere else it is dropped.
    fn type_in(&mut self, text: &str) -> Asked {
        let mut asked = Asked::default();
        for typed in text.chars() {
            if self.model.context().takes_text() {
                asked = self.act(Action::Type(typed));
            }
        }
        asked
    }

    /// Whether the wheel means anything here: it moves a selection, and never how sure somebody is.
    fn turns(&self, action: Action) -> bool {
        use Context as C;
        matches!(self.model.context(), C::Home | C::Topics | C::Setup | C::Choosing | C::Progress | C::Answers)
            && matches!(action, Action::Up | Action::Down)
    }
}

impl Person for Connection<'_> {
    /// A window too small to show a question takes no answer to it, and pasted text is none either: it counts where text is
    /// typed.
    fn input(&mut self, input: Input) -> Asked {
        let action = match input {
            Input::Pasted(text) => return self.type_in(&text),
            Input::Key(key) => lookup(self.model.context(), key),
            Input::Click(column, row) => self.seen.clicked(column, row),
            Input::Wheel(action) => Some(action).filter(|action| self.turns(*action)),
        };
        let harmless = |action: &Action| {
            matches!(action, Action::Back | Action::Out | Action::Quit | Action::Suspend | Action::Redraw)
        };
        action
            .filter(|action| !self.seen.too_small || harmless(action))
            .map_or_else(Asked::default, |action| self.act(action))
    }

    fn frame(&mut self, area: Rect, buffer: &mut Buffer) {
        self.seen = draw(self.model, (self.theme)(self.model.settings()), area, buffer);
        let (pages, listed) = (self.seen.pages, self.seen.listed());
        let turns = pages != self.model.pages();
        if (turns || listed != self.model.listed()) && !self.seen.too_small {
            let _ = update(self.model, Message::Shown { pages, listed }, Now::default());
        }
        if turns && !self.seen.too_small {
            // The page shown may be another one by that.
            buffer.reset();
            self.seen = draw(self.model, (self.theme)(self.model.settings()), area, buffer);
        }
    }

    fn ticks(&self) -> Option<Duration> {
        self.model.ticks().then_some(TICK)
    }

    fn tick(&mut self) {
        let now = (self.now)();
        step(self.model, Message::Tick, now, self.ports);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adapters::bank_files::builtin;
    use crate::app::ports::{FileResults, FindAnswers, KeepSettings, KnowLearners, SaveFacts, WriteReports};
    use crate::domain::fact::Fact;
    use crate::domain::learner::Learner;
    use crate::ui::theme::Palette;
    use std::sync::Arc;

    #[derive(Default)]
    struct Outside(Vec<Fact>);

    impl SaveFacts for Outside {
        fn save(&mut self, facts: &[Fact]) -> Result<(), String> {
            self.0.extend_from_slice(facts);
            Ok(())
        }
    }
    impl KeepSettings for Outside {}
    impl KnowLearners for Outside {}
    impl FindAnswers for Outside {}
    impl WriteReports for Outside {}
    impl FileResults for Outside {}

    const DARK: fn(&Settings) -> Theme = |_| Theme::new(Palette::Dark, false);

    fn person() -> (Model, Outside) {
        let bank = Arc::new(builtin());
        (Model::new(bank, Learner::default(), "me".to_owned(), Settings::default()), Outside::default())
    }

    fn text(connection: &mut Connection<'_>, width: u16, height: u16) -> String {
        let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
        connection.frame(buffer.area, &mut buffer);
        buffer
            .content()
            .chunks(usize::from(width))
            .flat_map(|row| row.iter().map(ratatui::buffer::Cell::symbol).chain(["\n"]))
            .collect()
    }

    #[test]
    fn two_people_side_by_side_do_not_notice_each_other() {
        let ((mut one, mut kept), (mut other, mut kept_too)) = (person(), person());
        let (mut now, mut later) = (Now::default, Now::default);
        let mut one = Connection::new(&mut one, &DARK, &mut now, &mut kept);
        let mut other = Connection::new(&mut other, &DARK, &mut later, &mut kept_too);
        let before = text(&mut one, 80, 24);
        let _ = text(&mut other, 120, 40);
        let _ = other.input(Input::Key(Key::Char('m')));
        assert_ne!(text(&mut other, 80, 24), before);
        assert_eq!(text(&mut one, 80, 24), before);
    }

    #[test]
    fn a_window_too_small_takes_no_answer_and_is_left_with_q() {
        let (mut model, mut kept) = person();
        let mut now = Now::default;
        let mut connection = Connection::new(&mut model, &DARK, &mut now, &mut kept);
        let _ = connection.input(Input::Key(Key::Char('m')));
        let _ = text(&mut connection, 30, 5);
        let before = text(&mut connection, 80, 24);
        let _ = text(&mut connection, 30, 5);
        for key in ['a', 'f', 's', 'j', 'l', '1'] {
            let _ = connection.input(Input::Key(Key::Char(key)));
        }
        let _ = connection.input(Input::Pasted("jkl".to_owned()));
        assert_eq!(text(&mut connection, 80, 24), before);
        let _ = text(&mut connection, 30, 5);
        while !connection.input(Input::Key(Key::Char('q'))).quit {}
        assert!(kept.0.iter().all(|fact| !matches!(fact.event, crate::domain::fact::Event::Answered(_))));
    }
}
