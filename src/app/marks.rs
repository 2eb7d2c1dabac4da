//! Certainty in words: what it earns.

use super::keys::Action;
use super::{Effect, Model, Now, Screen};
use crate::domain::certainty::Certainty;
use crate::domain::fact::Event;
use crate::domain::session::Session;

/// What a certainty earns, and when to say it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The certainty.
    pub certainty: Certainty,
    /// The mark of a right answer.
    pub right: i32,
    /// The mark of a wrong answer.
    pub wrong: i32,
    /// When to say it, as a part of a sentence.
    pub when: String,
}

/// What each certainty earns, unsure first.
#[must_use]
pub fn lines() -> Vec<Line> {
    let percent = |share: f64| format!("{:.0} %", share * 100.0);
    let line = |certainty: Certainty| {
        let (low, high) = certainty.band();
        let when = match certainty {
            Certainty::C1 => format!("below {} sure", percent(high)),
            Certainty::C2 => format!("{} to {} sure", percent(low), percent(high)),
            Certainty::C3 => format!("above {} sure", percent(low)),
        };
        Line { certainty, right: certainty.mark(true), wrong: certainty.mark(false), when }
    };
    Certainty::ALL.into_iter().map(line).collect()
}

/// The round that waits under the explanation; none where it was opened elsewhere.
#[must_use]
pub fn waiting(model: &Model) -> Option<&Session> {
    match model.under.last()? {
        Screen::Quiz(quiz) => Some(&quiz.session),
        Screen::Lesson(lesson) => lesson.exercises.as_ref(),
        _ => None,
    }
}

/// The explanation: goes on, with certainty or without.
pub(super) fn update(model: &mut Model, action: Action, now: Now) {
    match action {
        Action::Next => read(model, true, now),
        Action::Certainty => {
            model.settings.certainty = false;
            read(model, false, now);
            model.notice = Some("Certainty is off. You can switch it on again in the settings.".to_owned());
            model.ask(Effect::KeepSettings(model.settings));
        }
        _ => {}
    }
}

/// Leaves the explanation, and records that it was read: with the attempt that waits for it, which goes on without
/// certainty unless that was `kept`. The time to answer counts from here.
pub(super) fn read(model: &mut Model, kept: bool, now: Now) {
    model.leave();
    let waiting = match &mut model.screen {
        Screen::Quiz(quiz) => Some(&mut quiz.session),
        Screen::Lesson(lesson) => lesson.exercises.as_mut(),
        _ => None,
    };
    let mut attempt = String::new();
    if let Some(session) = waiting {
        session.next(now.moment);
        session.started.certainty &= kept;
        attempt.clone_from(&session.attempt);
    }
    if !model.learner.marks_explained {
        model.record(&attempt, Event::MarksExplained { kept }, now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_explanation_says_what_the_marks_are() {
        let said: Vec<_> = lines().into_iter().map(|line| (line.right, line.wrong, line.when)).collect();
        let expected = [(1, 0, "below 67 % sure"), (2, -2, "67 % to 80 % sure"), (3, -6, "above 80 % sure")]
            .map(|(r, w, when)| (r, w, when.to_owned()));
        assert_eq!(said, expected);
    }
}
