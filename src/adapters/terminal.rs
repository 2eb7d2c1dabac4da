//! The terminal: keys, clicks, sizes and signals in, frames out, and the terminal left as it was found.

mod backend;
#[cfg(any(unix, feature = "ssh"))]
mod decoder;
mod input;

#[cfg(feature = "ssh")]
pub use decoder::Decoder;

use super::connection::{Connection, Person};
use super::runner::Asked;
use super::system::{self, Signal, Signals};
use crate::app::ports::Ports;
use crate::app::settings::Settings;
use crate::app::{Model, Now};
use crate::ui::theme::Theme;
use backend::Screen;
use input::Input;
use std::io;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

/// How a run on the terminal ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// The learner left.
    Left,
    /// A signal asked for it; the process should end as that signal ends one.
    Signalled(Signal),
}

/// Wakes the loop of a terminal from another thread, so that what changed is drawn.
pub type Wake = Box<dyn Fn() + Send>;

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
    show(&mut Connection::new(model, theme, now, ports), |_| {})
}

/// Shows a person what there is to see until they leave or a signal ends it. `listen` is given what wakes the loop where
/// something changes by itself.
///
/// # Errors
///
/// When the terminal cannot be set up, read or written. It is restored in any case.
pub fn show(person: &mut dyn Person, listen: impl FnOnce(Wake)) -> io::Result<End> {
    let signals = Signals::catch()?;
    let mut screen = Screen::enter()?;
    let (inputs, wake) = watch(signals);
    listen(wake);
    loop {
        screen.draw(|frame| person.frame(frame.area(), frame.buffer_mut()))?;
        let first = match next(&inputs, person.ticks()) {
            Ok(first) => first,
            Err(RecvTimeoutError::Timeout) => {
                person.tick();
                continue;
            }
            Err(RecvTimeoutError::Disconnected) => return Ok(End::Left),
        };
        let mut asked = Asked::default();
        for input in std::iter::once(first).chain(waiting(&inputs)) {
            match input {
                Input::Resized => screen.ask_size()?,
                Input::Woken => {}
                Input::Signal(signal) if signal.stops() => asked.suspend = true,
                Input::Signal(signal) => return Ok(End::Signalled(signal)),
                Input::Closed => return Ok(End::Left),
                Input::Did(input) => {
                    let next = person.input(input);
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
    }
}

/// Begins to listen to keys, clicks, sizes and signals.
fn watch(signals: Signals) -> (Receiver<Input>, Wake) {
    let (sender, inputs) = channel();
    let (other, woken) = (sender.clone(), sender.clone());
    signals.hand_on(move |signal| {
        let input = if signal.resizes() { Input::Resized } else { Input::Signal(signal) };
        other.send(input).is_ok()
    });
    input::watch(sender);
    let wake = move || {
        // Nobody listens any more once the terminal is left.
        let _ = woken.send(Input::Woken);
    };
    (inputs, Box::new(wake))
}

/// Waits for what comes in; where time matters, no longer than that.
fn next(inputs: &Receiver<Input>, ticks: Option<Duration>) -> Result<Input, RecvTimeoutError> {
    match ticks {
        Some(tick) => inputs.recv_timeout(tick),
        None => inputs.recv().map_err(RecvTimeoutError::from),
    }
}

/// What else is waiting already: all of it is handled before one frame is drawn.
fn waiting(inputs: &Receiver<Input>) -> impl Iterator<Item = Input> + '_ {
    std::iter::from_fn(|| inputs.try_recv().ok())
}
