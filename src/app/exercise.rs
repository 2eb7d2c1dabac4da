//! What is the same for a question of a round and one of a lesson: choosing, answering, hint, undo, flag.

use super::keys::Action;
use super::{Model, Now, Screen};
use crate::domain::bank::{Bank, Side};
use crate::domain::certainty::Certainty;
use crate::domain::fact::{Event, Response};
use crate::domain::session::{Phase, Session};

/// What is selected with the arrows before Enter answers with it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Selection {
    /// The side, once one is selected.
    pub side: Option<Side>,
    /// The certainty that goes with it.
    pub certainty: Option<Certainty>,
}

/// What a question doesn't offer: a hint, where there is none.
pub(super) fn absent(session: &Session, bank: &Bank) -> Vec<Action> {
    let has_hint = session.policy().hints && session.entry(bank).is_some_and(|entry| entry.hint().is_some());
    if has_hint { Vec::new() } else { vec![Action::Hint] }
}

/// Said where a word is to be looked up before the answer: what a word means may be all that is asked.
pub const WORDS_LATER: &str = "Words can be looked up once you've answered.";

/// Said where an answer was taken back, in a round with a score.
pub const TAKEN_BACK: &str = "Taken back: the next answer counts as given again, not for what you know.";

/// The same in a round with confidence points.
pub const TAKEN_BACK_MARKED: &str = "Taken back: the next answer counts as given again, and earns no points.";

/// Said where an answer was taken back in a lesson, which has no score.
pub const TAKEN_BACK_UNSCORED: &str = "Taken back: answer again. It won't count for what you know.";

/// Said where Enter was pressed before a side was chosen.
#[must_use]
pub const fn choose_first(certainty: bool) -> &'static str {
    if certainty { "Choose a side first: s, d, f or j, k, l." } else { "Choose a side first: f or j." }
}

/// Takes an action into account. Returns the fact to record, if any.
pub fn exercise(
    session: &mut Session,
    selection: &mut Selection,
    bank: &Bank,
    action: Action,
    now: Now,
) -> Option<Event> {
    match (session.phase(), action) {
        (Phase::Asking, Action::Answer(side, certainty)) => session.answer(bank, side.into(), certainty, now.moment),
        (Phase::Asking, Action::DontKnow) => session.answer(bank, Response::DontKnow, None, now.moment),
        (Phase::Asking, Action::Next) => {
            let side = selection.side?;
            session.answer(bank, side.into(), selection.certainty, now.moment)
        }
        (Phase::Asking, Action::Hint) => {
            if session.entry(bank).is_some_and(|entry| entry.hint().is_some()) {
                session.hint();
            }
            None
        }
        (Phase::Asking, Action::Left | Action::Right) => {
            walk(selection, action, session.started.certainty);
            None
        }
        (Phase::Explaining, Action::Undo) => {
            *selection = Selection::default();
            session.undo()
        }
        _ => None,
    }
}

/// Walks one stop along the line: from unsure beside the middle to certain at either end, or without certainty from side to
/// side.
pub fn walk(selection: &mut Selection, action: Action, certainty: bool) {
    let step: i8 = if action == Action::Left { -1 } else { 1 };
    let at = match (selection.side, selection.certainty) {
        (None, _) => 0,
        (Some(side), sure) => {
            let far = sure.filter(|_| certainty).map_or(1, Certainty::number).cast_signed();
            if side == Side::Left { -far } else { far }
        }
    };
    // Nothing is chosen in the middle, so the walk goes past it.
    let next = if at + step == 0 { step } else { at + step };
    let last = if certainty { 3 } else { 1 };
    let next = next.clamp(-last, last);
    selection.side = Some(if next < 0 { Side::Left } else { Side::Right });
    selection.certainty = Certainty::from_number(next.unsigned_abs()).filter(|_| certainty);
}

/// Flags the statement at hand as doubtful, or takes the flag off.
pub fn flag(model: &mut Model, now: Now) {
    let session = match &model.screen {
        Screen::Quiz(quiz) => Some(&quiz.session),
        Screen::Lesson(lesson) => lesson.exercises.as_ref(),
        _ => None,
    };
    let Some(entry) = session.and_then(|session| session.entry(&model.bank)) else { return };
    let statement = entry.statement.id.clone();
    let on = !model.learner.statement(entry.at).flagged;
    model.notice = Some(if on { "Flagged as doubtful; thank you." } else { "The flag is off." }.to_owned());
    model.record("", Event::Flagged { statement, on }, now);
}
