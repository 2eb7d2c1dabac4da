//! A lesson: ten short screens, the last three made from the bank.

use super::keys::Action;
use super::quiz::{Selection, begin_sitting, exercise, flag};
use super::{Model, Now, Screen, cards};
use crate::domain::bank::{Bank, Side};
use crate::domain::fact::{Event, Mode};
use crate::domain::learner::LESSON_SCREENS;
use crate::domain::quiz::draw_exercises;
use crate::domain::sitting::{Phase, Sitting, Tally};

/// The screen with two exercises.
pub const TRY: u8 = 8;
/// The screen with the exit check.
pub const CHECK: u8 = 9;
/// The screen to go back to when the exit check was not passed.
pub const PAIR: u8 = 4;
/// The screen with a boundary case.
const BENDS: u8 = 6;

/// The levels of the guided try.
const TRY_LEVELS: [u8; 2] = [1, 2];
/// The levels of the exit check.
const CHECK_LEVELS: [u8; 3] = [1, 2, 3];

/// What the learner said to the first screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Prediction {
    /// Nothing yet.
    Open,
    /// The text of that side.
    Chosen(Side),
    /// "Don't know".
    DontKnow,
}

/// A lesson under way.
#[derive(Debug, Clone)]
pub struct Lesson {
    /// The topic's number, from 0.
    pub topic: usize,
    /// The screen, 1 to 10.
    pub screen: u8,
    /// The side whose text is printed first on the first screen.
    pub first: Side,
    /// What the learner predicted on the first screen.
    pub prediction: Prediction,
    /// The exercises under way on screens 8 and 9.
    pub exercises: Option<Sitting>,
    /// What the arrows selected in an exercise.
    pub selection: Selection,
    /// How an exit check that was not passed came out.
    pub failed: Option<Tally>,
}

impl Lesson {
    /// Whether the first screen waits for a choice.
    #[must_use]
    pub fn is_predicting(&self) -> bool {
        self.screen == 1 && self.prediction == Prediction::Open
    }
}

/// What a screen of a lesson is called.
#[must_use]
pub const fn screen_title(screen: u8) -> &'static str {
    match screen {
        1 => "Predict",
        2 => "The idea",
        3 => "Words of the trade",
        PAIR => "A pair",
        5 => "Numbers and names",
        BENDS => "Where it bends",
        7 => "You may have heard",
        TRY => "Guided try",
        CHECK => "Exit check",
        _ => "Take away",
    }
}

/// The side whose text is printed as first (0) or second (1) on the first screen.
#[must_use]
pub const fn predicted_side(lesson: &Lesson, number: usize) -> Side {
    if number == 0 { lesson.first } else { lesson.first.other() }
}

/// Opens the lesson of a topic where it was left; a lesson that was passed begins anew.
pub fn open(model: &mut Model, topic: usize, now: Now) {
    super::home::welcome_read(model, now);
    let Some(name) = model.bank.manifest.topics.get(topic) else { return };
    if model.bank.topic(topic).is_none_or(|topic| topic.lesson.is_none()) {
        model.notice = Some(format!("The topic {} has no lesson.", name.title));
        return;
    }
    let record = model.learner.lesson(&name.id);
    let screen = if record.passed { 1 } else { record.place.max(1) };
    let prediction = if screen == 1 { Prediction::Open } else { Prediction::DontKnow };
    let selection = Selection::default();
    // The entropy's lowest bit, which no code is drawn from.
    let first = if now.entropy & 1 == 0 { Side::Left } else { Side::Right };
    let lesson = Lesson { topic, screen, first, prediction, exercises: None, selection, failed: None };
    model.open(Screen::Lesson(Box::new(lesson)));
    go_to(model, screen, now);
}

/// A lesson.
pub fn update(model: &mut Model, action: Action, now: Now) {
    let Screen::Lesson(lesson) = &mut model.screen else { return };
    if lesson.exercises.is_some() {
        return update_exercises(model, action, now);
    }
    let (topic, screen) = (lesson.topic, lesson.screen);
    match action {
        Action::Pick(number @ (0 | 1)) | Action::Choose(number @ (0 | 1)) if lesson.is_predicting() => {
            lesson.prediction = Prediction::Chosen(predicted_side(lesson, number));
        }
        Action::DontKnow if lesson.is_predicting() => lesson.prediction = Prediction::DontKnow,
        Action::Next if lesson.failed.is_some() => go_to(model, PAIR, now),
        Action::Next if screen < LESSON_SCREENS && !lesson.is_predicting() => go_to(model, screen + 1, now),
        Action::Next if screen == LESSON_SCREENS => {
            model.leave();
        }
        Action::Previous if screen == LESSON_SCREENS => go_to(model, TRY - 1, now),
        Action::Previous if screen > 1 => go_to(model, screen - 1, now),
        Action::Cards => open_cards(model, topic, screen),
        _ => {}
    }
}

/// The card that "where it bends" points to, or all cards of the topic.
fn open_cards(model: &mut Model, topic: usize, screen: u8) {
    let card =
        model.bank.topic(topic).and_then(|topic| topic.lesson.as_ref()?.bends.card.clone()).filter(|_| screen == BENDS);
    match card {
        Some(card) => cards::open_card(model, topic, &card),
        None => cards::open(model, Some(topic)),
    }
}

/// Shows a screen of the lesson at hand, records the place, and begins its exercises.
fn go_to(model: &mut Model, screen: u8, now: Now) {
    let Screen::Lesson(lesson) = &mut model.screen else { return };
    lesson.screen = screen;
    lesson.failed = None;
    let number = lesson.topic;
    let Some(topic) = model.bank.manifest.topics.get(number).map(|topic| topic.id.clone()) else { return };
    model.turned();
    if model.learner.lesson(&topic).place != screen {
        model.record("", Event::LessonAt { topic, screen }, now);
    }
    match screen {
        TRY => begin(model, Mode::LessonTry, &TRY_LEVELS, now),
        CHECK => begin(model, Mode::LessonCheck, &CHECK_LEVELS, now),
        _ => {}
    }
}

/// Begins exercises with statements that the learner has met least.
fn begin(model: &mut Model, mode: Mode, levels: &[u8], now: Now) {
    let Screen::Lesson(lesson) = &model.screen else { return };
    let bank = std::sync::Arc::clone(&model.bank);
    let seed = now.seed();
    let worn = |at| model.learner.statement(at).times;
    let order = draw_exercises(&bank, lesson.topic, levels, &seed, worn);
    if order.is_empty() {
        return;
    }
    let started = Sitting::plan(&bank, mode, &seed, model.settings.certainty, &order);
    let sitting = begin_sitting(model, started, order, now);
    if let Screen::Lesson(lesson) = &mut model.screen {
        lesson.exercises = Some(sitting);
        lesson.selection = Selection::default();
    }
}

fn update_exercises(model: &mut Model, action: Action, now: Now) {
    let bank = std::sync::Arc::clone(&model.bank);
    let Screen::Lesson(lesson) = &mut model.screen else { return };
    let Some(sitting) = &mut lesson.exercises else { return };
    match (sitting.phase(), action) {
        (_, Action::Flag) => flag(model, now),
        (Phase::Explaining, Action::Next) => {
            sitting.next(now.moment);
            lesson.selection = Selection::default();
            let finished = (sitting.phase() == Phase::Finished).then(|| sitting.clone());
            model.turned();
            if let Some(sitting) = finished {
                finish(model, &sitting, &bank, now);
            }
        }
        _ => {
            let event = exercise(sitting, &mut lesson.selection, &bank, action, now);
            let attempt = sitting.attempt.clone();
            if let Some(event) = event {
                model.turned();
                model.record(&attempt, event, now);
            }
        }
    }
}

/// After the guided try comes the exit check; after a passed check the take-away, else another look at the twins.
fn finish(model: &mut Model, sitting: &Sitting, bank: &Bank, now: Now) {
    model.record(&sitting.attempt, Event::Finished, now);
    let Screen::Lesson(lesson) = &mut model.screen else { return };
    lesson.exercises = None;
    let tally = sitting.tally();
    match lesson.screen {
        TRY => go_to(model, CHECK, now),
        _ if tally.right == tally.total() => {
            let topic = bank.manifest.topics.get(lesson.topic).map(|topic| topic.id.clone());
            if let Some(topic) = topic {
                model.record("", Event::LessonPassed { topic }, now);
            }
            go_to(model, LESSON_SCREENS, now);
        }
        _ => lesson.failed = Some(tally),
    }
}
