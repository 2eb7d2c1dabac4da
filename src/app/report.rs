//! A report of a learner's progress: all that stands in the files of `iotutor report` and in `progress --json`.

use super::figures::Figures;
use super::review::wishes;
use super::settings::Settings;
use super::{Model, Now};
use crate::domain::bank::{Bank, SideName, Sides};
use crate::domain::learner::Learner;
use crate::domain::moment::Moment;
use serde::Serialize;

/// Whose progress, with which bank and when, and all its figures. The same journal, bank, settings and moment give the
/// same report.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// The learner's name in the journal.
    pub learner: String,
    /// The bank's id.
    pub bank: String,
    /// The bank's title.
    pub bank_title: String,
    /// The bank's revision.
    pub bank_revision: u32,
    /// The names of its two sides.
    pub sides: Sides<SideName>,
    /// When the report was made.
    pub at: Moment,
    /// The figures.
    #[serde(flatten)]
    pub figures: Figures,
}

impl Report {
    /// The report on the learner called `name`, made at the moment `at`.
    #[must_use]
    pub fn of(bank: &Bank, learner: &Learner, name: &str, settings: &Settings, at: Moment) -> Self {
        Self {
            learner: name.to_owned(),
            bank: bank.manifest.id.clone(),
            bank_title: bank.manifest.title.clone(),
            bank_revision: bank.manifest.revision,
            sides: bank.manifest.sides.clone(),
            at,
            figures: Figures::of(bank, learner, at, &wishes(settings)),
        }
    }

    /// The report on the learner of a model, made now.
    #[must_use]
    pub fn of_model(model: &Model, now: Now) -> Self {
        Self::of(&model.bank, &model.learner, &model.name, &model.settings, now.moment)
    }
}
