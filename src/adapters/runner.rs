//! One step of the program: a message in, its effects carried out, facts durable before anything is shown.

use crate::app::report::Report;
use crate::app::settings::Settings;
use crate::app::{Effect, Message, Model, Now, update};
use crate::domain::answers::{Found, Query};
use crate::domain::bank::Bank;
use crate::domain::fact::Fact;

/// Where facts and settings are kept.
pub trait Keeper {
    /// Saves facts, all or none.
    ///
    /// # Errors
    ///
    /// Says what happened, where, and what to do.
    fn record(&mut self, facts: &[Fact]) -> Result<(), String>;

    /// Keeps the settings.
    ///
    /// # Errors
    ///
    /// Says what happened, where, and what to do.
    fn keep(&mut self, settings: &Settings) -> Result<(), String>;

    /// Finds the answers of `learner` that `query` asks for.
    ///
    /// # Errors
    ///
    /// Says what happened, where, and what to do.
    fn look(&mut self, learner: &str, bank: &Bank, query: &Query) -> Result<Found, String>;

    /// Writes a report down. Returns where it is, in a sentence.
    ///
    /// # Errors
    ///
    /// Says what happened, where, and what to do.
    fn write(&mut self, report: &Report) -> Result<String, String>;

    /// Gets ready what the first frame was drawn without. Nothing is recorded or kept before.
    fn get_ready(&mut self, _: &mut Model) -> Ready {
        Ready::AsShown
    }
}

/// What getting ready behind the first frame came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ready {
    /// All is as the first frame shows it.
    AsShown,
    /// The model is another one: the frame has to be drawn again.
    Changed,
    /// There is no going on; whoever gave the keeper knows why.
    Failed,
}

/// A closure that saves facts keeps settings for the session only, and has no place for reports.
impl<F: FnMut(&[Fact]) -> Result<(), String>> Keeper for F {
    fn record(&mut self, facts: &[Fact]) -> Result<(), String> {
        self(facts)
    }

    fn keep(&mut self, _: &Settings) -> Result<(), String> {
        Ok(())
    }

    fn look(&mut self, _: &str, _: &Bank, _: &Query) -> Result<Found, String> {
        Err("Nothing is kept here, so single answers cannot be shown.".to_owned())
    }

    fn write(&mut self, _: &Report) -> Result<String, String> {
        Err("There is no place for a report here.".to_owned())
    }
}

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
pub fn step(model: &mut Model, message: Message, now: Now, keeper: &mut dyn Keeper) -> Asked {
    let mut asked = Asked::default();
    for effect in update(model, message, now) {
        match effect {
            Effect::Record(facts) => {
                if let Err(reason) = keeper.record(&facts) {
                    // Nothing else happens before this is settled: an answer is durable before its feedback shows.
                    let _ = update(model, Message::SaveFailed { facts, reason }, now);
                    return Asked::default();
                }
            }
            Effect::KeepSettings(settings) => {
                if let Err(reason) = keeper.keep(&settings) {
                    model.notice = Some(reason);
                }
            }
            Effect::Report => {
                let written = keeper.write(&Report::of_model(model, now));
                model.notice = Some(written.unwrap_or_else(|reason| reason));
            }
            Effect::Look(query) => match keeper.look(&model.name, &model.bank, &query) {
                Ok(found) => drop(update(model, Message::Found { query, found }, now)),
                Err(reason) => model.notice = Some(reason),
            },
            Effect::Quit => asked.quit = true,
            Effect::Suspend => asked.suspend = true,
            Effect::Repaint => asked.repaint = true,
        }
    }
    asked
}
