//! The answers behind a figure, and one of them whole, as sentences.

use super::feedback::explanation;
use super::words::label;
use crate::app::Model;
use crate::app::answers::{Answers, beside_the_figure, counted, entry, given, particulars, remark, title};
use crate::domain::answers::Past;

/// What the screen says.
pub fn lines(model: &Model, answers: &Answers) -> Vec<String> {
    if let Some(past) = answers.past().filter(|_| answers.opened) {
        return whole(model, answers, past);
    }
    let mut lines = vec![format!("{}, {}, the newest first.", title(model, &answers.query), counted(&answers.found))];
    if answers.found.newest.is_empty() {
        lines.truncate(0);
        lines.push(format!("{}: no answers yet.", title(model, &answers.query)));
    }
    lines.extend(beside_the_figure(&answers.found).map(str::to_owned));
    lines.extend(answers.found.newest.iter().enumerate().map(|(number, past)| one(model, number + 1, past)));
    lines
}

fn one(model: &Model, number: usize, past: &Past) -> String {
    let (date, time, id) = (past.at.date(), past.at.time(), past.answered.statement.as_str());
    let remark = match remark(past) {
        "" => String::new(),
        remark => format!(", {remark}"),
    };
    let (Some(entry), Some(given)) = (entry(model.bank(), past), given(model.bank(), past)) else {
        return format!("{number}. {date} {time}{remark}: {id}, which the bank has no more.");
    };
    let came = match given.right() {
        Some(true) => "right",
        Some(false) => "wrong",
        None => "not known",
    };
    let side = &model.bank().side(entry.at.side).name;
    format!("{number}. {date} {time}, {side}, {came}{remark}: {}", entry.statement.text)
}

fn whole(model: &Model, answers: &Answers, past: &Past) -> Vec<String> {
    let mut lines = vec![format!("Answer {} of {}.", answers.selected + 1, answers.found.newest.len())];
    if let (Some(entry), Some(given)) = (entry(model.bank(), past), given(model.bank(), past)) {
        lines.push(format!("{}. {}: {}", entry.topic.title, label(model, entry.at.side), entry.statement.text));
        lines.extend(explanation(model, &entry, &given));
    }
    lines.extend(particulars(model, past));
    lines
}
