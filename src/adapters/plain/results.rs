//! The end of an attempt, the list of attempts, and the last line of all.

use super::sitting;
use super::words::{counted, label, sources, tally, title};
use crate::app::marks::{bonus_said, calibration_said};
use crate::app::summary::{Suggestion, replay_command, suggestion};
use crate::app::{Model, Screen};
use crate::domain::bank::Side;
use crate::domain::fact::{Mode, Response};
use crate::domain::learner::LESSON_SCREENS;
use crate::domain::session::{Given, Session};
use crate::ui::summary::practice;

/// What came of an attempt.
pub fn summary(model: &Model, sitting: &Session) -> Vec<String> {
    let mut lines = vec![format!("{} finished: {}.", sitting.started.mode.word(), tally(sitting.tally()))];
    lines.extend(practice(sitting));
    if let Some(marks) = sitting.marks() {
        let most = sitting.tally().total() * 3;
        lines.push(format!("Marks for certainty: {marks:+}, of at most {most:+}."));
        if let Some(bonus) = bonus_said(sitting) {
            lines.push(bonus);
            lines.extend(calibration_said(model));
        }
    }
    for (topic, of_topic) in sitting.tally_by_topic() {
        lines.push(format!("{}: {}.", title(model, topic), tally(of_topic)));
    }
    for side in Side::BOTH {
        lines.push(format!("{}: {}.", label(model, side), tally(sitting.tally_of_side(side))));
    }
    let mistakes: Vec<&Given> = sitting.mistakes().collect();
    for (number, given) in mistakes.iter().enumerate() {
        lines.extend(mistake(model, number + 1, mistakes.len(), given));
    }
    lines.extend(replay_command(model, &sitting.started).map(|command| format!("The same round again: {command}")));
    lines.push(match suggestion(model, sitting) {
        Suggestion::Mistakes(number) => {
            format!("Suggested next: go through the {}. Enter does it.", counted(number, "mistake", "mistakes"))
        }
        Suggestion::Lesson(topic) => format!("Suggested next: the lesson {}. Enter opens it.", title(model, topic)),
        Suggestion::Again => "Suggested next: another round. Enter starts it.".to_owned(),
    });
    lines
}

fn mistake(model: &Model, number: usize, of: usize, given: &Given) -> Vec<String> {
    let Some(entry) = model.bank().entry(given.at) else { return Vec::new() };
    let said = match given.answered.response {
        Response::Left => format!("you said {}", label(model, Side::Left)),
        Response::Right => format!("you said {}", label(model, Side::Right)),
        Response::DontKnow => "you did not know".to_owned(),
    };
    let sure = given.answered.certainty.map(|certainty| format!(", {}", certainty.word())).unwrap_or_default();
    let other = label(model, given.at.side.other());
    let mut lines = vec![
        format!("Mistake {number} of {of}. {}. {}", entry.topic.title, entry.statement.text),
        format!("It is {}; {said}{sure}. {}", label(model, given.at.side), entry.statement.explanation),
    ];
    lines.extend(entry.counterpart().text().map(|text| format!("On the other side, {other}: {text}")));
    lines.extend(sources(model, &entry.statement.sources));
    lines
}

/// How far it is, as the last line.
pub fn closing(model: &Model) -> String {
    if let Some(trouble) = model.trouble() {
        let records = counted(trouble.facts.len(), "record", "records");
        return format!("The end. {records} not saved: {}", trouble.reason);
    }
    // A warning may be that nothing can be saved here, so nothing is promised beside it.
    let saved = model.warning().is_none();
    let way = match (place(model), saved) {
        (Some(place), true) => format!("{place}; saved, and it can be continued."),
        (Some(place), false) => format!("{place}."),
        (None, true) => "Everything is saved.".to_owned(),
        (None, false) => String::new(),
    };
    format!("The end. {way} {}", model.warning().unwrap_or_default())
}

/// What is under way, in a few words.
fn place(model: &Model) -> Option<String> {
    let quiz = model.screens().find_map(|screen| match screen {
        Screen::Quiz(quiz) => Some(&quiz.sitting),
        _ => None,
    });
    if let Some(sitting) = quiz {
        return Some(answered(sitting.started.mode, sitting.tally().total(), sitting.started.statements.len()));
    }
    if let Screen::Lesson(lesson) = model.screen() {
        let within = if sitting(model).is_some() { ", its exercises begin anew" } else { "" };
        let title = title(model, lesson.topic);
        return Some(format!("The lesson {title} is at screen {} of {LESSON_SCREENS}{within}", lesson.screen));
    }
    let open = model.learner().unfinished()?;
    let record = model.learner().attempts().find(|one| one.id == open.id)?;
    Some(answered(record.mode, record.tally.total(), record.count))
}

fn answered(mode: Mode, given: usize, count: usize) -> String {
    format!("{}: {given} of {} answered", mode.word(), counted(count, "question", "questions"))
}
