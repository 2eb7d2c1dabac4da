//! What a session is made of besides its answers: where its questions come from, and what it lets a learner do.

use super::Given;
use crate::domain::bank::StatementRef;
use crate::domain::fact::{Mode, Started};
use std::fmt::Debug;
use std::sync::Arc;

/// Where the questions of a session come from.
#[derive(Debug, Clone)]
pub enum Source {
    /// These, in this order.
    Fixed(Vec<StatementRef>),
    /// The next one is chosen from what was answered so far. What was asked is recorded with each answer, so that a session
    /// taken up again goes on as it was, whatever would be chosen now.
    Chosen(Arc<dyn Choose>),
}

/// Chooses questions one by one, from what was answered so far.
pub trait Choose: Debug + Send + Sync {
    /// What is asked next; none where the session is to end. No statement may come twice.
    fn next(&self, given: &[Given]) -> Option<StatementRef>;

    /// How many questions there may be at most.
    fn most(&self) -> usize;
}

/// When an answer is explained.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Feedback {
    /// Right after it.
    AtOnce,
    /// When all is answered.
    AtTheEnd,
    /// Never.
    Never,
}

/// What a session lets a learner do. Self-study, lesson checks, review, assessment and a self-paced seat in a class are
/// policies, and not copies of a session.
#[allow(clippy::struct_excessive_bools, reason = "each is a liberty of its own, and any may go with any")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Policy {
    /// When answers are explained.
    pub feedback: Feedback,
    /// Whether the idea of a missed question comes back at the end, with another statement.
    pub repeats: bool,
    /// Whether the guiding question can be had.
    pub hints: bool,
    /// Whether an answer can be taken back while it is explained.
    pub undo: bool,
    /// Whether "don't know" is an answer.
    pub dont_know: bool,
    /// Whether lessons and the glossary can be looked into on the way.
    pub lessons: bool,
}

impl Policy {
    /// What kind of session lets a learner do what.
    #[must_use]
    pub const fn of(mode: Mode) -> Self {
        let study =
            Self { feedback: Feedback::AtOnce, repeats: true, hints: true, undo: true, dont_know: true, lessons: true };
        match mode {
            Mode::Quiz | Mode::Mistakes | Mode::Review => study,
            Mode::LessonTry => Self { repeats: false, lessons: false, ..study },
            // A check measures: a hint or a second answer would say nothing of what is known. One miss is allowed for a slip.
            Mode::LessonCheck => Self { repeats: false, lessons: false, hints: false, undo: false, ..study },
            Mode::Assessment => Self {
                feedback: Feedback::Never,
                repeats: false,
                hints: false,
                undo: false,
                dont_know: false,
                lessons: false,
            },
        }
    }

    /// The policy of a session that began with that: of its kind, less what was chosen to be without.
    #[must_use]
    pub const fn of_started(started: &Started) -> Self {
        let usual = Self::of(started.mode);
        Self { repeats: usual.repeats && started.repeats, hints: usual.hints && started.hints, ..usual }
    }
}
