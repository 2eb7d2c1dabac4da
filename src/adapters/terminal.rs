//! The terminal: keys, clicks, sizes and signals in, frames out, and the terminal left as it was found.

mod backend;
#[cfg(any(unix, test))]
mod decoder;
mod input;

use super::runner::{Asked, step};
use super::system::{self, Signal, Signals};
use crate::app::keys::{Action, lookup};
use crate::app::ports::Ports;
use crate::app::settings::Settings;
use crate::app::{Message, Model, Now};
use crate::ui::theme::Theme;
use crate::ui::{Seen, view};
use backend::Screen;
use input::Input;
use std::io;
use std::sync::mpsc::{Receiver, channel};

/// How a run on the terminal ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// The learner left.
    Left,
    /// A signal asked for it; the process should end as that signal ends one.
    Signalled(Signal),
}

/// Runs the model on the terminal until the learner leaves or a signal ends it.
///
/// # Errors
///
/// When the terminal cannot be set up, read or written. It is restored in any case.
pub fn run(
    model: &mut Model,
    theme: &dyn Fn(&Settings) -> Theme,
    now: &mut dyn FnMut() -> Now,
    ports: &mut dyn Ports,
) -> io::Result<End> {
    let signals = Signals::catch()?;
    let mut screen = Screen::enter()?;
    let mut seen = show(model, theme, &mut screen)?;
    let inputs = watch(signals);
    loop {
        let Ok(first) = inputs.recv() else { return Ok(End::Left) };
        let mut asked = Asked::default();
        for input in std::iter::once(first).chain(waiting(&inputs)) {
            match input {
                Input::Resized => screen.ask_size()?,
                Input::Signal(signal) if signal.stops() => asked.suspend = true,
                Input::Signal(signal) => return Ok(End::Signalled(signal)),
                Input::Closed => return Ok(End::Left),
                Input::Key(_) | Input::Pasted(_) | Input::Click(..) | Input::Wheel(_) => {
                    let next = act(model, input, &seen, now(), ports);
                    asked.repaint |= next.repaint;
                    asked.suspend |= next.suspend;
                    if next.quit {
                        return Ok(End::Left);
                    }
                }
            }
        }
        if asked.suspend {
            screen.leave();
            system::stop();
            screen.come_back()?;
        } else if asked.repaint {
            screen.clear()?;
        }
        seen = show(model, theme, &mut screen)?;
    }
}

/// Begins to listen to keys, clicks, sizes and signals.
fn watch(signals: Signals) -> Receiver<Input> {
    let (sender, inputs) = channel();
    let other = sender.clone();
    signals.hand_on(move |signal| {
        let input = if signal.resizes() { Input::Resized } else { Input::Signal(signal) };
        other.send(input).is_ok()
    });
    input::watch(sender);
    inputs
}

/// What else is waiting already: all of it is handled before one frame is drawn.
fn waiting(inputs: &Receiver<Input>) -> impl Iterator<Item = Input> + '_ {
    std::iter::from_fn(|| inputs.try_recv().ok())
}

/// Takes one input into account. A window too small to show a question takes no answer to it, and pasted text is none
/// either: it counts where text is typed.
fn act(model: &mut Model, input: Input, seen: &Seen, now: Now, ports: &mut dyn Ports) -> Asked {
    let action = match input {
        Input::Pasted(text) => return type_in(model, &text, now, ports),
        Input::Key(key) => lookup(model.context(), key),
        Input::Click(column, row) => seen.clicked(column, row),
        Input::Wheel(action) => Some(action).filter(|action| offers(model, *action)),
        _ => None,
    };
    let harmless = |action: &Action| matches!(action, Action::Back | Action::Quit | Action::Suspend | Action::Redraw);
    match action.filter(|action| !seen.too_small || harmless(action)) {
        Some(action) => step(model, Message::Act(action), now, ports),
        None => Asked::default(),
    }
}

/// Types a pasted text where text is typed; anywhere else it is dropped.
fn type_in(model: &mut Model, text: &str, now: Now, ports: &mut dyn Ports) -> Asked {
    let mut asked = Asked::default();
    for typed in text.chars() {
        if model.context().takes_text() {
            asked = step(model, Message::Act(Action::Type(typed)), now, ports);
        }
    }
    asked
}

/// Whether the wheel means anything here: it moves a selection, and never how sure somebody is.
fn offers(model: &Model, action: Action) -> bool {
    use crate::app::keys::Context as C;
    matches!(model.context(), C::Home | C::Topics | C::Setup | C::Choosing | C::Progress | C::Answers)
        && matches!(action, Action::Up | Action::Down)
}

/// Draws a frame and tells the model how many pages it took; where that changes what is shown, draws once more.
fn show(model: &mut Model, theme: &dyn Fn(&Settings) -> Theme, screen: &mut Screen) -> io::Result<Seen> {
    let theme = theme(model.settings());
    let mut seen = Seen::default();
    screen.draw(|frame| seen = view(model, theme, frame))?;
    if seen.pages != model.pages() && !seen.too_small {
        let _ = crate::app::update(model, Message::Shown { pages: seen.pages }, Now::default());
        screen.draw(|frame| seen = view(model, theme, frame))?;
    }
    Ok(seen)
}
