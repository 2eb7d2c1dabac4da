//! The views of the progress as sentences, each figure with the number of answers behind it.

use super::words::{counted, label, tally, title};
use crate::app::Model;
use crate::app::figures::{DayFigures, Figures, TopicFigures, attempt};
use crate::app::progress::{DRAWN, Progress, View, headline, measured};
use crate::app::review::{due_words, wishes};
use crate::domain::bank::Side;
use crate::domain::calibration::CurvePoint;
use crate::domain::mastery::State;

/// What a view says.
pub fn lines(model: &Model, progress: Progress) -> Vec<String> {
    let view = progress.view;
    let of = View::ALL.len();
    let mut lines = vec![format!("Progress, view {} of {of}, {}: {}.", view.number(), view.title(), headline(model))];
    let figures = Figures::of(model.bank(), model.learner(), model.today(), &wishes(model.settings()));
    match view {
        View::Map if progress.concept.is_some() => lines.extend(topic(model, &figures, progress.selected)),
        View::Map => lines.extend(map(model, &figures)),
        View::Sure => lines.extend(sure(&figures)),
        View::Days => lines.extend(days(&figures)),
        View::Ability => lines.extend(ability(model, &figures)),
        View::Attempts => lines.extend(super::results::attempts(model, progress.selected)),
    }
    lines
}

fn map(model: &Model, figures: &Figures) -> Vec<String> {
    let mut lines = Vec::new();
    for side in Side::BOTH {
        lines.push(format!("{}: {}.", label(model, side), tally(*figures.answers.get(side))));
    }
    for (number, topic) in figures.topics.iter().enumerate() {
        let side = |side| format!("{} {}", model.bank().side(side).name, tally(*topic.answers.get(side)));
        let (left, right) = (side(Side::Left), side(Side::Right));
        lines.push(format!("{}. {}: {left}; {right}. {}", number + 1, topic.title, mastery(topic)));
    }
    lines.push(format!("{} to make good.", counted(figures.mistakes_to_make_good, "mistake", "mistakes")));
    lines
}

fn mastery(topic: &TopicFigures) -> String {
    format!(
        "Ideas: {} known, {} practising, {} new, from {} answers.",
        topic.known(),
        topic.count(State::Practising),
        topic.count(State::New),
        topic.mastery_answers,
    )
}

fn topic(model: &Model, figures: &Figures, number: usize) -> Vec<String> {
    let Some(topic) = figures.topics.get(number) else { return Vec::new() };
    let mut lines = vec![format!("{}. {}", title(model, number), mastery(topic))];
    for (number, concept) in topic.concepts.iter().enumerate() {
        let (state, answers) = (concept.state.words(), concept.answers);
        let missing = concept.missing_words().map(|words| format!(", {words}")).unwrap_or_default();
        let (title, due) = (&concept.title, due_words(model, &topic.id, number));
        let number = number + 1;
        lines.push(format!("{number}. {title}: {state}{missing}, from {answers} answers, {due}."));
    }
    let owed = model.learner().mistakes().into_iter().filter(|at| at.topic == number);
    lines.extend(owed.filter_map(|at| Some(format!("To make good: {}", model.bank().entry(at)?.statement.text))));
    lines
}

fn sure(figures: &Figures) -> Vec<String> {
    let calibration = &figures.calibration;
    let Some(known) = &calibration.figures else {
        let (answers, needed) = (calibration.answers, calibration.needed);
        let missing = needed.saturating_sub(answers);
        return vec![format!(
            "Not enough evidence yet: {missing} more answers with a certainty are needed; there are {answers} of {needed}."
        )];
    };
    let said = |(number, point): (usize, &CurvePoint)| {
        let advice = point.advice().unwrap_or_else(|| format!("You never said {}.", point.certainty.word()));
        format!("{}. {advice}", number + 1)
    };
    let mut lines: Vec<String> = known.curve.iter().enumerate().map(said).collect();
    lines.push(format!("{}. Answers without a certainty, or don't know.", known.curve.len() + 1));
    lines.push(format!("Brier score {:.3} from {} answers; 0 is best, .250 is guessing.", known.brier, known.answers));
    lines
}

fn days(figures: &Figures) -> Vec<String> {
    if figures.days.is_empty() {
        return vec!["No answers yet, so no days to show.".to_owned()];
    }
    let answers = |number: u32| counted(usize::try_from(number).unwrap_or(usize::MAX), "answer", "answers");
    let mut lines = vec![format!("{} with answers, the newest first.", counted(figures.days.len(), "day", "days"))];
    let said = |(number, day): (usize, &DayFigures)| format!("{}. {}: {}.", number + 1, day.date, answers(day.answers));
    lines.extend(figures.days.iter().rev().enumerate().take(30).map(said));
    lines
}

fn ability(model: &Model, figures: &Figures) -> Vec<String> {
    let Some(now) = figures.ability else {
        return vec!["Not enough evidence yet: no answers to measure by.".to_owned()];
    };
    let mut lines =
        vec![format!("Ability {:+.1}, standard deviation {:.1}, from {} answers.", now.mean, now.sd, now.answers)];
    for topic in &figures.topics {
        lines.push(topic.profile.map_or_else(
            || format!("{}: not enough evidence, no answers.", topic.title),
            |one| {
                let (words, above) = (one.strength.words(), one.above * 100.0);
                format!("{}: {words}, above average at {above:.0} %, from {} answers.", topic.title, one.answers)
            },
        ));
    }
    for (number, one) in measured(model).take(DRAWN).enumerate() {
        let Some(known) = attempt(one).ability else { continue };
        let (number, date, mean, sd) = (number + 1, one.at.date(), known.mean, known.sd);
        let answers = known.answers;
        lines.push(format!(
            "{number}. After the attempt of {date}: {mean:+.1}, deviation {sd:.1}, from {answers} answers."
        ));
    }
    lines
}
