//! What the outside does for a session: one small port for each kind of effect.
//!
//! Every failure is a sentence that says what happened, where, and what to do.

use super::assess::Filed;
use super::learners::Known;
use super::report::Report;
use super::settings::Settings;
use crate::domain::answers::{Found, Query};
use crate::domain::assessment::result::Record;
use crate::domain::bank::Bank;
use crate::domain::fact::Fact;
use crate::domain::learner::Learner;

/// Saves facts.
pub trait SaveFacts {
    /// Saves facts, all or none; they are durable when this returns.
    ///
    /// # Errors
    ///
    /// Says what happened, where, and what to do.
    fn save(&mut self, facts: &[Fact]) -> Result<(), String>;
}

/// Keeps settings.
pub trait KeepSettings {
    /// Keeps the settings. Where nothing is kept, they last as long as the session.
    ///
    /// # Errors
    ///
    /// Says what happened, where, and what to do.
    fn keep(&mut self, _: &Settings) -> Result<(), String> {
        Ok(())
    }
}

/// Knows who learns here.
pub trait KnowLearners {
    /// The learners who are known, the one who was here last first. Where nothing is kept, nobody is known.
    ///
    /// # Errors
    ///
    /// Says what happened, where, and what to do.
    fn learners(&mut self) -> Result<Vec<Known>, String> {
        Ok(Vec::new())
    }

    /// What is known of the learner of that name, for whom facts are saved from here on.
    ///
    /// # Errors
    ///
    /// Says what happened, where, and what to do.
    fn load(&mut self, _: &str) -> Result<Learner, String> {
        Ok(Learner::default())
    }
}

/// Finds single answers.
pub trait FindAnswers {
    /// Finds the answers of `learner` that `query` asks for.
    ///
    /// # Errors
    ///
    /// Says what happened, where, and what to do.
    fn look(&mut self, _: &str, _: &Bank, _: &Query) -> Result<Found, String> {
        Err("Nothing is kept here, so single answers cannot be shown.".to_owned())
    }
}

/// Writes reports.
pub trait WriteReports {
    /// Writes a report down. Returns where it is, in a sentence.
    ///
    /// # Errors
    ///
    /// Says what happened, where, and what to do.
    fn write(&mut self, _: &Report) -> Result<String, String> {
        Err("There is no place for a report here.".to_owned())
    }
}

/// Files results of assessments.
pub trait FileResults {
    /// Signs a result and files it.
    ///
    /// # Errors
    ///
    /// Says what happened, where, and what to do.
    fn file(&mut self, _: &Record) -> Result<Filed, String> {
        Err("There is no place for a result here.".to_owned())
    }

    /// Writes the report of a filed result, as far as the applicant may see it. Returns where it is, in a sentence.
    ///
    /// # Errors
    ///
    /// Says what happened, where, and what to do.
    fn report(&mut self, _: &Record, _: &str) -> Result<String, String> {
        Err("There is no place for a report here.".to_owned())
    }
}

/// All of them: what a session at a terminal or in plain lines needs.
pub trait Ports: SaveFacts + KeepSettings + KnowLearners + FindAnswers + WriteReports + FileResults {}

impl<P: SaveFacts + KeepSettings + KnowLearners + FindAnswers + WriteReports + FileResults> Ports for P {}
