//! The nine screens of a lesson.

use super::feedback;
use super::words::{figure, label, sources, tally, title, verdict};
use crate::app::Model;
use crate::app::lesson::{Lesson, Prediction, predicted_side, screen_title};
use crate::domain::bank::{Pair, Scene, Side, Topic};
use crate::domain::learner::LESSON_SCREENS;

/// The screen at hand.
pub fn lines(model: &Model, lesson: &Lesson) -> Vec<String> {
    let name = screen_title(lesson.screen);
    let mut lines =
        vec![format!("Lesson: {}. Screen {} of {LESSON_SCREENS}. {name}.", title(model, lesson.topic), lesson.screen)];
    if let Some(sitting) = &lesson.exercises {
        lines.push(format!("Question {} of {}.", sitting.number(), sitting.count()));
        lines.extend(feedback::question(model, sitting, lesson.selection));
    } else if let Some(failed) = lesson.failed {
        lines.push(format!("{}. The check is passed when all are right.", capital(&tally(failed))));
        lines.push("Next comes another look at the twins.".to_owned());
    } else if let Some(topic) = model.bank().topic(lesson.topic) {
        lines.extend(written(model, topic, lesson));
    }
    lines
}

fn written(model: &Model, topic: &Topic, lesson: &Lesson) -> Vec<String> {
    let screens = &topic.lesson;
    match lesson.screen {
        1 => predict(model, topic, lesson.prediction),
        2 => screens.idea.body.clone(),
        3 => screens.twins.pairs.iter().flat_map(|pair| twins(model, pair)).collect(),
        4 => {
            let mut lines = screens.fact.body.clone();
            lines.extend(screens.fact.figures.iter().map(|line| figure(line)));
            lines.extend(sources(model, &screens.fact.sources));
            lines
        }
        5 => {
            let mut lines = vec![screens.bends.case.clone(), verdict(model, screens.bends.verdict)];
            lines.extend(screens.bends.body.iter().cloned());
            lines
        }
        6 => heard(topic),
        LESSON_SCREENS => vec![
            topic.takeaway.clone(),
            format!("{}: {}.", label(model, Side::Left), topic.summary.left.trim_end_matches('.')),
            format!("{}: {}.", label(model, Side::Right), topic.summary.right.trim_end_matches('.')),
        ],
        _ => vec!["There are no exercises for this topic.".to_owned()],
    }
}

fn predict(model: &Model, topic: &Topic, prediction: Prediction) -> Vec<String> {
    let predict = &topic.lesson.predict;
    let text = |number| match predicted_side(topic, number) {
        Side::Left => &predict.left,
        Side::Right => &predict.right,
    };
    let mut lines = vec![
        format!("Before any teaching: which text describes {}?", label(model, predict.ask)),
        format!("1. {}", text(0)),
        format!("2. {}", text(1)),
    ];
    let wanted = if predict.first == predict.ask { 1 } else { 2 };
    match prediction {
        Prediction::Open => return lines,
        Prediction::Chosen(side) if side == predict.ask => lines.push("Right.".to_owned()),
        Prediction::Chosen(_) => lines.push(format!("No, it is text {wanted}.")),
        Prediction::DontKnow => lines.push(format!("It is text {wanted}.")),
    }
    lines.push(predict.reveal.clone());
    lines
}

fn twins(model: &Model, pair: &Pair<Scene>) -> Vec<String> {
    let line = |side: Side| {
        let half = pair.get(side);
        let name = &model.bank().side(side).name;
        format!("{name}: {}, {}. What decides: {}.", half.object, half.scene, half.deciding.trim_end_matches('.'))
    };
    Side::BOTH.into_iter().map(line).collect()
}

fn heard(topic: &Topic) -> Vec<String> {
    let heard = &topic.lesson.heard;
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
