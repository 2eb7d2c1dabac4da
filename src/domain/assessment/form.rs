//! A form: what is asked, for how long, how it is decided, and who sees what.
//!
//! It is a TOML file that an administrator writes and keeps; [`Form::read`] tells everything that is wrong with one at once.

pub mod check;
mod read;
pub mod ready_made;

mod table;

pub use read::Lines;

use super::figures::Thresholds;
use crate::domain::bank::problem::Problem;

/// The version of the format of forms.
pub const FORMAT_VERSION: u32 = 1;

/// How a paper is asked and ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// All statements; one may skip and come back. Decided by the number right.
    Fixed,
    /// The same paper in the same order, ended as soon as the answers are clear. Decided by [`super::wald`].
    Sequential,
    /// Each statement chosen by what was answered before. Decided likewise.
    Adaptive,
}

impl Kind {
    /// The word for it in a form.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Fixed => "fixed",
            Self::Sequential => "sequential",
            Self::Adaptive => "adaptive",
        }
    }
}

/// How many statements of a topic, by level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The topic's id.
    pub topic: String,
    /// How many of level 1, 2 and 3.
    pub levels: [u16; 3],
}

impl Row {
    /// How many in all.
    #[must_use]
    pub fn statements(&self) -> usize {
        self.levels.iter().map(|count| usize::from(*count)).sum()
    }
}

/// The paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    /// How it is asked and ended.
    pub kind: Kind,
    /// The fewest statements after which it may end; of fixed papers all.
    pub at_least: usize,
    /// How many statements are practised on before.
    pub practice: usize,
    /// Whether there are two parallel papers, A and B, or one.
    pub parallel: bool,
    /// Whether people say how sure they are. It never decides.
    pub certainty: bool,
    /// How many statements of each topic and level.
    pub blueprint: Vec<Row>,
}

impl Paper {
    /// How many statements it has, or has at most.
    #[must_use]
    pub fn statements(&self) -> usize {
        self.blueprint.iter().map(Row::statements).sum()
    }
}

/// Whether people see the time that is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Timer {
    /// Always.
    #[default]
    Shown,
    /// Unless they hide it.
    Hideable,
    /// Never.
    Hidden,
}

/// How long people have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Time {
    /// Minutes for the paper, practice apart; none where there is no limit.
    pub minutes: Option<u16>,
    /// Whether they see it.
    pub timer: Timer,
    /// Whether applicants at a desk may stop the clock by leaving it. Elsewhere nobody could keep it running.
    pub pauses: bool,
}

/// How a cut was set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// By a panel, after W. Angoff.
    Angoff,
    /// By somebody's decision.
    Decree,
}

impl Method {
    /// The words for it on a report.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Angoff => "by a panel (modified Angoff)",
            Self::Decree => "by decision",
        }
    }
}

/// The share of the paper that a just-ready person gets right, guessing included.
#[derive(Debug, Clone, PartialEq)]
pub struct Cut {
    /// The share, above one half.
    pub share: f64,
    /// How it was set.
    pub method: Method,
    /// By whom.
    pub by: String,
    /// On which day, as `2026-03-31`.
    pub on: String,
    /// The numbers right that were announced, where the form states them.
    pub announced: Option<Announced>,
}

/// Thresholds that a form states in print.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Announced {
    /// From this number right on: ready.
    pub ready_from: usize,
    /// Up to this number right: not yet.
    pub not_yet_to: usize,
}

impl Announced {
    /// Whether `thresholds` are what was announced.
    #[must_use]
    pub fn agrees(self, thresholds: Thresholds) -> bool {
        self.ready_from == thresholds.ready_from && Some(self.not_yet_to) == thresholds.not_yet_to
    }
}

/// A group of topics that is reported on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Module {
    /// Its title.
    pub title: String,
    /// The ids of its topics.
    pub topics: Vec<String>,
}

/// What is arranged for somebody who needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accommodation {
    /// Its identifier, as rosters name it.
    pub id: String,
    /// By how many hundredths the time is longer.
    pub extra_time: u16,
    /// Whether there is no limit of time at all.
    pub no_limit: bool,
}

/// What applicants see at the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Shows {
    /// That it was saved.
    Nothing,
    /// The recommendation.
    Recommendation,
    /// The whole report.
    #[default]
    Report,
}

/// How often somebody may take it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attempts {
    /// How often.
    pub allowed: usize,
    /// How many days lie between two attempts.
    pub wait_days: u16,
}

/// What is said before the clock runs.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Consent {
    /// What is kept.
    pub kept: String,
    /// Who sees it.
    pub seen_by: String,
    /// What it decides.
    pub decides: String,
}

/// Where somebody turns who disagrees.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Appeal {
    /// To whom.
    pub to: String,
    /// Within how many days.
    pub days: u16,
}

/// The sentence for each verdict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentences {
    /// For *ready*.
    pub ready: String,
    /// For *borderline*.
    pub borderline: String,
    /// For *not yet*.
    pub not_yet: String,
}

/// A form.
#[derive(Debug, Clone, PartialEq)]
pub struct Form {
    /// Its title.
    pub title: String,
    /// What it is for, in a sentence.
    pub purpose: String,
    /// The bank's id; empty for whichever is at hand.
    pub bank: String,
    /// The bank's revision; none for whichever is at hand.
    pub bank_revision: Option<u32>,
    /// The cohort's code, from which its papers are drawn; empty where each attempt draws its own.
    pub cohort: String,
    /// The paper.
    pub paper: Paper,
    /// The time.
    pub time: Time,
    /// The cut; none where nothing is decided.
    pub cut: Option<Cut>,
    /// The groups of topics that are reported on.
    pub modules: Vec<Module>,
    /// How often somebody may take it.
    pub attempts: Attempts,
    /// What may be arranged.
    pub accommodations: Vec<Accommodation>,
    /// What applicants see at the end.
    pub shows: Shows,
    /// What is said before.
    pub consent: Consent,
    /// For how many months results are kept.
    pub retention_months: u16,
    /// Where to appeal.
    pub appeal: Appeal,
    /// The sentence for each verdict.
    pub sentences: Sentences,
    /// The public key that results are signed for, in hexadecimal digits; empty where there is none.
    pub key: String,
}

impl Form {
    /// Reads a form. `file` is what problems call it.
    ///
    /// # Errors
    ///
    /// Everything that is wrong, in the order of the lines.
    pub fn read(file: &str, text: &str) -> Result<(Self, Lines), Vec<Problem>> {
        read::read(file, text)
    }

    /// The module that a topic belongs to, by its number.
    #[must_use]
    pub fn module_of(&self, topic: &str) -> Option<usize> {
        self.modules.iter().position(|module| module.topics.iter().any(|one| one == topic))
    }

    /// The seconds that somebody has, with what is arranged for them; none without a limit.
    #[must_use]
    pub fn seconds(&self, accommodation: Option<&Accommodation>) -> Option<u32> {
        let seconds = u32::from(self.time.minutes?) * 60;
        match accommodation {
            Some(arranged) if arranged.no_limit => None,
            Some(arranged) => Some(seconds * (100 + u32::from(arranged.extra_time)) / 100),
            None => Some(seconds),
        }
    }

    /// What is arranged under that id.
    #[must_use]
    pub fn accommodation(&self, id: &str) -> Option<&Accommodation> {
        self.accommodations.iter().find(|one| one.id == id)
    }
}
