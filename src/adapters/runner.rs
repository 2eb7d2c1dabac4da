//! One step of the program: a message in, its effects carried out, facts durable before anything is shown.

use crate::app::{Effect, Message, Model, Now, update};
use crate::domain::fact::Fact;

/// Saves facts, or says what happened, where, and what to do.
pub type Record<'a> = dyn FnMut(&[Fact]) -> Result<(), String> + 'a;

/// What a step asks of the loop that made it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Asked {
    /// To end.
    pub quit: bool,
    /// To stop until brought to the foreground.
    pub suspend: bool,
    /// To draw from nothing.
    pub repaint: bool,
}

/// Takes a message into account and saves what came of it. What could not be saved is handed back to the model,
/// which shows it and offers to try again.
pub fn step(model: &mut Model, message: Message, now: Now, record: &mut Record<'_>) -> Asked {
    let mut asked = Asked::default();
    for effect in update(model, message, now) {
        match effect {
            Effect::Record(facts) => {
                if let Err(reason) = record(&facts) {
                    // Nothing else happens before this is settled: an answer is durable before its feedback shows.
                    let _ = update(model, Message::SaveFailed { facts, reason }, now);
                    return Asked::default();
                }
            }
            Effect::Quit => asked.quit = true,
            Effect::Suspend => asked.suspend = true,
            Effect::Repaint => asked.repaint = true,
        }
    }
    asked
}
