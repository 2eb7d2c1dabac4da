//! The progress: score by topic and side, and the recent attempts.

use super::keys::Action;
use super::{Model, Now, Screen, moved, quiz};
use crate::domain::bank::Side;
use crate::domain::fact::Mode;

/// The progress.
#[derive(Debug, Clone, Copy, Default)]
pub struct Progress {
    /// The selected attempt, from 0, the newest first.
    pub selected: usize,
}

/// The progress in a few words, with how many answers stand behind them.
#[must_use]
pub fn headline(model: &Model) -> String {
    let total = model.learner.total();
    let mut all = *total.get(Side::Left);
    all.add(*total.get(Side::Right));
    all.percent()
        .map_or_else(|| "no answers yet".to_owned(), |percent| format!("{percent} % right of {} answers", all.total()))
}

/// The progress.
pub fn update(model: &mut Model, action: Action, now: Now) {
    let count = model.learner.attempts().count();
    let Screen::Progress(progress) = &mut model.screen else { return };
    match action {
        Action::Up | Action::Down => progress.selected = moved(progress.selected, action, count),
        Action::Next => {
            let selected = progress.selected;
            open_attempt(model, selected, now);
        }
        Action::Pick(number) => open_attempt(model, number, now),
        _ => {}
    }
}

/// Takes an unfinished attempt up, or plays a finished one's round again.
fn open_attempt(model: &mut Model, number: usize, now: Now) {
    let Some(attempt) = model.learner.attempts().nth(number).cloned() else { return };
    if model.learner.open(&attempt.id).is_some() {
        quiz::take_up(model, &attempt.id, now);
    } else if attempt.mode != Mode::Quiz {
        model.notice = Some("Only a quiz can be played again: mistakes change as they are made good.".to_owned());
    } else if let Ok(seed) = attempt.seed.parse() {
        quiz::replay(model, &seed, &attempt.topics, attempt.level, attempt.count, now);
    }
}
