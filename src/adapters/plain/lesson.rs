//! The ten screens of a lesson.

use super::feedback;
use super::words::{figure, label, sources, tally, title, verdict};
use crate::app::Model;
use crate::app::lesson::{Lesson, Prediction, TRY, predicted_side, screen_title};
use crate::domain::bank::{Heard, Lesson as Written, LessonPair, NumberRow, Numbers, Predict, Side, Topic, Words};
use crate::domain::learner::LESSON_SCREENS;

/// The screen at hand.
pub fn lines(model: &Model, lesson: &Lesson) -> Vec<String> {
    let name = screen_title(lesson.screen);
    let mut lines =
        vec![format!("Lesson: {}. Screen {} of {LESSON_SCREENS}. {name}.", title(model, lesson.topic), lesson.screen)];
    if let Some(sitting) = &lesson.exercises {
        lines.push(format!("Question {} of {}.", sitting.number(), sitting.planned()));
        lines.extend(feedback::question(model, sitting, lesson.selection));
    } else if let Some(failed) = &lesson.failed {
        lines.push(format!("{}. Three of four pass the check.", capital(&tally(failed.tally))));
        lines.push("Next come fresh statements, from the ideas that were missed; b shows the words again.".to_owned());
    } else if let Some(topic) = model.bank().topic(lesson.topic) {
        lines.extend(written(model, topic, lesson));
    }
    lines
}

fn written(model: &Model, topic: &Topic, lesson: &Lesson) -> Vec<String> {
    match (&topic.lesson, lesson.screen) {
        (_, LESSON_SCREENS) => vec![
            topic.takeaway.clone(),
            format!("{}: {}.", label(model, Side::Left), topic.summary.left.trim_end_matches('.')),
            format!("{}: {}.", label(model, Side::Right), topic.summary.right.trim_end_matches('.')),
        ],
        (Some(screens), 1..TRY) => screen(model, topic, screens, lesson),
        _ => vec!["There are no exercises for this topic.".to_owned()],
    }
}

fn screen(model: &Model, topic: &Topic, screens: &Written, lesson: &Lesson) -> Vec<String> {
    match lesson.screen {
        1 => predict(model, &screens.predict, lesson),
        2 => std::iter::once(sentence(&screens.idea.title)).chain(screens.idea.body.iter().cloned()).collect(),
        3 => words(model, &screens.words),
        4 => pair(model, &screens.pair),
        5 => numbers(model, &screens.numbers),
        6 => {
            let mut lines = vec![screens.bends.case.clone(), verdict(model, screens.bends.verdict)];
            lines.extend(screens.bends.body.iter().cloned());
            lines.extend(screens.bends.flip.iter().map(|flip| format!("What would change it: {flip}")));
            lines
        }
        _ => heard(topic, &screens.heard),
    }
}

fn sentence(text: &str) -> String {
    format!("{}.", text.trim_end_matches('.'))
}

fn predict(model: &Model, predict: &Predict, lesson: &Lesson) -> Vec<String> {
    let text = |number| match predicted_side(lesson, number) {
        Side::Left => &predict.left,
        Side::Right => &predict.right,
    };
    let mut lines = vec![
        format!("Before any teaching: which text describes {}?", label(model, predict.ask)),
        format!("1. {}", text(0)),
        format!("2. {}", text(1)),
    ];
    let wanted = if lesson.first == predict.ask { 1 } else { 2 };
    match lesson.prediction {
        Prediction::Open => return lines,
        Prediction::Chosen(side) if side == predict.ask => lines.push("Right.".to_owned()),
        Prediction::Chosen(_) => lines.push(format!("No, it is text {wanted}.")),
        Prediction::DontKnow => lines.push(format!("It is text {wanted}.")),
    }
    lines.push(predict.reveal.clone());
    lines
}

fn words(model: &Model, words: &Words) -> Vec<String> {
    let of = |side: Side| {
        let name = model.bank().side(side).name.as_str();
        words.of(side).iter().map(move |word| format!("{name}: {}, {}", word.term, sentence(&word.meaning)))
    };
    let mut lines: Vec<String> = Side::BOTH.into_iter().flat_map(of).collect();
    if !words.both.is_empty() {
        lines.push(format!("Both: {}.", words.both.join(", ")));
    }
    lines
}

fn pair(model: &Model, pair: &LessonPair) -> Vec<String> {
    let mut lines = vec![sentence(&pair.title)];
    for side in Side::BOTH {
        let half = pair.half(side);
        lines.push(format!("{}: {}", model.bank().side(side).name, half.text));
        lines.push(format!("What decides: {}. {}", half.deciding.join(", "), half.explanation));
    }
    lines.extend(pair.same.iter().map(|same| format!("The same in both: {}", sentence(same))));
    lines
}

fn numbers(model: &Model, numbers: &Numbers) -> Vec<String> {
    let [left, right] = Side::BOTH.map(|side| &model.bank().side(side).name);
    let row = |row: &NumberRow| format!("{}: {left} {}, {right} {}.", row.label, row.left, row.right);
    let mut lines: Vec<String> = numbers.rows.iter().map(row).collect();
    lines.extend(numbers.figures.iter().map(|line| figure(line)));
    lines.extend(numbers.body.iter().cloned());
    lines.extend(sources(model, &numbers.sources));
    lines
}

fn heard(topic: &Topic, heard: &Heard) -> Vec<String> {
    let claim = topic.misconceptions.iter().find(|one| one.id == heard.misconception);
    let mut lines: Vec<String> = claim.map(|belief| format!("\"{}\"", belief.claim)).into_iter().collect();
    lines.extend(heard.body.iter().cloned());
    lines.push(heard.instead.clone());
    lines
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
