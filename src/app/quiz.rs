//! A question of a round, and its feedback.

pub use super::exercise::{Selection, WORDS_LATER, choose_first};
pub use super::rounds::{EASY, QUICK};

use super::exercise::{TAKEN_BACK, TAKEN_BACK_MARKED, exercise, flag};
use super::keys::Action;
use super::route::Go;
use super::{Model, Now, Screen};
use crate::domain::fact::Event;
use crate::domain::session::{Phase, Session};
use std::sync::Arc;

/// A quiz under way.
#[derive(Debug, Clone)]
pub struct Quiz {
    /// The attempt.
    pub session: Session,
    /// What the arrows selected.
    pub selection: Selection,
}

impl Quiz {
    /// A quiz screen for an attempt.
    #[must_use]
    pub fn new(session: Session) -> Self {
        Self { session, selection: Selection::default() }
    }
}

/// A question or its feedback. Where answers are not explained at once, the next question follows each.
pub(super) fn update(model: &mut Model, action: Action, now: Now) -> Option<Go> {
    let bank = Arc::clone(&model.bank);
    let Screen::Quiz(quiz) = &mut model.screen else { return None };
    let policy = quiz.session.policy();
    match (quiz.session.phase(), action) {
        (Phase::Explaining, Action::Next) => {
            quiz.session.next(now.moment);
            quiz.selection = Selection::default();
        }
        (Phase::Explaining, Action::Lesson) => {
            return quiz.session.current().filter(|_| policy.lessons).map(|at| Go::Lesson(at.topic));
        }
        (Phase::Asking, Action::Marks) => return Some(Go::Marks),
        (Phase::Asking, Action::Glossary) => {
            model.notice = Some(WORDS_LATER.to_owned());
            return None;
        }
        (Phase::Asking, Action::Next) if quiz.selection.side.is_none() => {
            model.notice = Some(choose_first(quiz.session.started.certainty).to_owned());
            return None;
        }
        (_, Action::Flag) => {
            flag(model, now);
            return None;
        }
        (Phase::Explaining, Action::Glossary) => {
            let entry = quiz.session.entry(&bank)?;
            let only = super::view::feedback::words_of(&bank, &entry);
            return policy.lessons.then_some(Go::Glossary(Some(only)));
        }
        _ => {
            let event = exercise(&mut quiz.session, &mut quiz.selection, &bank, action, now)?;
            let attempt = quiz.session.attempt.clone();
            if matches!(event, Event::Undone { .. }) {
                let marked = quiz.session.started.certainty;
                model.notice = Some(if marked { TAKEN_BACK_MARKED } else { TAKEN_BACK }.to_owned());
            }
            model.record(&attempt, event, now);
        }
    }
    model.turned();
    end(model)
}

/// Ends a round that is left from the feedback to its last answer: nothing of it is to be gone on with.
pub(super) fn close(model: &mut Model, now: Now) {
    let Screen::Quiz(quiz) = &model.screen else { return };
    if quiz.session.is_over() && model.trouble.is_none() {
        let attempt = quiz.session.attempt.clone();
        model.record(&attempt, Event::Finished, now);
    }
}

/// The end of the round, where nothing is left to be asked or explained.
fn end(model: &Model) -> Option<Go> {
    let Screen::Quiz(quiz) = &model.screen else { return None };
    let finished = quiz.session.phase() == Phase::Finished;
    finished.then(|| Go::End(Box::new(quiz.session.clone())))
}
