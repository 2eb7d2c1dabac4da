//! One step of the program: a message in, its effects carried out, facts durable before anything is shown.

use crate::app::learners::Known;
use crate::app::report::Report;
use crate::app::settings::Settings;
use crate::app::{Effect, Message, Model, Now, update};
use crate::domain::answers::{Found, Query};
use crate::domain::bank::Bank;
use crate::domain::fact::Fact;
use crate::domain::learner::Learner;
use std::collections::VecDeque;

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

    /// The learners who are known, the one who was here last first. A keeper that keeps nothing knows nobody.
    ///
    /// # Errors
    ///
    /// Says what happened, where, and what to do.
    fn learners(&mut self) -> Result<Vec<Known>, String> {
        Ok(Vec::new())
    }

    /// What is known of the learner of that name, for whom facts are recorded from here on.
    ///
    /// # Errors
    ///
    /// Says what happened, where, and what to do.
    fn load(&mut self, _: &str) -> Result<Learner, String> {
        Ok(Learner::default())
    }

    /// Finds the answers of `learner` that `query` asks for.
    ///
    /// # Errors
    ///
    /// Says what happened, where, and what to do.
    fn look(&mut self, _: &str, _: &Bank, _: &Query) -> Result<Found, String> {
        Err("Nothing is kept here, so single answers cannot be shown.".to_owned())
    }

    /// Writes a report down. Returns where it is, in a sentence.
    ///
    /// # Errors
    ///
    /// Says what happened, where, and what to do.
    fn write(&mut self, _: &Report) -> Result<String, String> {
        Err("There is no place for a report here.".to_owned())
    }

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
    let mut effects = VecDeque::from(update(model, message, now));
    while let Some(effect) = effects.pop_front() {
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
            Effect::ListLearners => match keeper.learners() {
                Ok(known) => effects.extend(update(model, Message::Learners(known), now)),
                Err(reason) => model.notice = Some(reason),
            },
            Effect::Load(name) => match keeper.load(&name) {
                Ok(learner) => {
                    let learner = Box::new(learner);
                    effects.extend(update(model, Message::Loaded { name, learner }, now));
                }
                Err(reason) => model.notice = Some(reason),
            },
            Effect::Quit => asked.quit = true,
            Effect::Suspend => asked.suspend = true,
            Effect::Repaint => asked.repaint = true,
        }
    }
    asked
}
