//! Certainty in words: what it earns, before it is asked for the first time, and what it earned, at the end of an attempt.

use super::keys::Action;
use super::{Effect, Model, Now, Screen};
use crate::domain::calibration::{CertaintyCounts, ENOUGH};
use crate::domain::certainty::Certainty;
use crate::domain::fact::Event;
use crate::domain::session::Session;
use crate::domain::words::counted;

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

/// The explanation: goes on, with certainty or without.
pub(super) fn update(model: &mut Model, action: Action, now: Now) {
    match action {
        Action::Next => read(model, true, now),
        Action::Certainty => {
            model.settings.certainty = false;
            read(model, false, now);
            model.notice = Some("Certainty is off; the settings switch it on again.".to_owned());
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
        Screen::Quiz(quiz) => Some(&mut quiz.sitting),
        Screen::Lesson(lesson) => lesson.exercises.as_mut(),
        _ => None,
    };
    let mut attempt = String::new();
    if let Some(sitting) = waiting {
        sitting.next(now.moment);
        sitting.started.certainty &= kept;
        attempt.clone_from(&sitting.attempt);
    }
    if !model.learner.marks_explained {
        model.record(&attempt, Event::MarksExplained { kept }, now);
    }
}

/// What telling sure from unsure was worth in an attempt; none where certainty was off or nothing was answered.
#[must_use]
pub fn bonus_said(sitting: &Session) -> Option<String> {
    sitting.marks()?;
    let mut counts = CertaintyCounts::default();
    for given in sitting.given() {
        counts.add(given.right(), given.answered.certainty);
    }
    // The bonus is a tenth of marks; in words, marks are easier to see.
    let marks = counts.bonus()? * 10.0;
    Some(match format!("{:.2}", marks.abs()).as_str() {
        "0.00" => "Your certainties earned as much as the best single certainty for all answers would have.".to_owned(),
        much if marks > 0.0 => format!(
            "Telling sure from unsure earned you {much} marks an answer more than the best single certainty for all."
        ),
        much => format!("Your certainties cost you {much} marks an answer against the best single certainty for all."),
    })
}

/// How well the learner knows what they know, over all answers so far; before there are enough, how many are missing.
#[must_use]
pub fn calibration_said(model: &Model) -> Vec<String> {
    let counts = model.learner.sureness();
    if let Some(calibration) = counts.calibration() {
        calibration.curve.iter().rev().filter_map(super::super::domain::calibration::CurvePoint::advice).collect()
    } else {
        let missing = ENOUGH.saturating_sub(counts.answers());
        let answers = counted(missing, "more answer", "more answers");
        vec![format!("{answers} with a certainty, and you see how well your certainties fit.")]
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
