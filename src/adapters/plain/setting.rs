//! The choices of an own quiz, made in words.

use super::meaning::Meaning;
use super::words::title;
use super::{Talk, steps};
use crate::app::keys::Action;
use crate::app::setup::{COUNTS, Choice, Setup};
use crate::app::{Model, Screen};
use crate::domain::seed::{LONGEST, Seed};
use std::io::Write;

/// One choice of an own quiz.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Setting {
    /// Choose these topics, or take the choice of each back.
    Topics(Vec<usize>),
    /// The level; none for all.
    Level(Option<u8>),
    /// The number of statements, one of those on offer.
    Count(usize),
    /// Whether answers carry a certainty.
    Certainty(bool),
    /// The code; empty for a new one.
    Code(String),
}

/// The choices as they stand.
pub fn lines(model: &Model, setup: &Setup) -> Vec<String> {
    let mut lines = vec!["Own quiz. No topic chosen means all.".to_owned()];
    for (number, chosen) in setup.topics.iter().enumerate() {
        let state = if *chosen { "chosen" } else { "not chosen" };
        lines.push(format!("{}. {}: {state}.", number + 1, title(model, number)));
    }
    lines.push(setup.level.map_or_else(|| "Level: all.".to_owned(), |level| format!("Level: {level}.")));
    lines.push(format!("Count: {}.", setup.count));
    lines.push(format!("Certainty: {}.", if setup.certainty { "on" } else { "off" }));
    lines.push(match setup.code.as_str() {
        "" => "Code: a new one.".to_owned(),
        code => format!("Code: {code}."),
    });
    lines
}

/// The line of the choices that the arrows would change.
pub fn selected(model: &Model, setup: &Setup) -> String {
    let name = match setup.choice() {
        None => title(model, setup.selected),
        Some(Choice::Level) => "level",
        Some(Choice::Count) => "count",
        Some(Choice::Certainty) => "certainty",
        Some(Choice::Code) => "code",
    };
    format!("Selected: {name}.")
}

/// What a line of words means among the choices of a quiz; none where it is no choice.
pub fn typed(model: &Model, line: &str) -> Option<Meaning> {
    let mut words =
        line.split(|c: char| c.is_whitespace() || matches!(c, ',' | ':' | '=')).filter(|word| !word.is_empty());
    let first = words.next()?.to_lowercase();
    let rest: Vec<String> = words.map(str::to_lowercase).collect();
    let value = rest.first().map(String::as_str);
    Some(match (first.as_str(), value) {
        ("code", _) => code(&rest.concat()),
        ("level", Some("all")) => Meaning::Set(Setting::Level(None)),
        ("level", Some("1")) => Meaning::Set(Setting::Level(Some(1))),
        ("level", Some("2")) => Meaning::Set(Setting::Level(Some(2))),
        ("level", Some("3")) => Meaning::Set(Setting::Level(Some(3))),
        ("level", _) => Meaning::Say("Type level 1, level 2, level 3 or level all.".to_owned()),
        ("count", value) => match value.and_then(|value| value.parse().ok()).filter(|count| COUNTS.contains(count)) {
            Some(count) => Meaning::Set(Setting::Count(count)),
            None => {
                Meaning::Say(format!("Type count and one of {}.", COUNTS.map(|count| count.to_string()).join(", ")))
            }
        },
        ("certainty", Some("on")) => Meaning::Set(Setting::Certainty(true)),
        ("certainty", Some("off")) => Meaning::Set(Setting::Certainty(false)),
        ("certainty", _) => Meaning::Say("Type certainty on or certainty off.".to_owned()),
        _ => return several(model, &first, &rest),
    })
}

/// Several topics by their numbers.
fn several(model: &Model, first: &str, rest: &[String]) -> Option<Meaning> {
    let count = model.bank().topic_count();
    let numbers = std::iter::once(first).chain(rest.iter().map(String::as_str)).map(|word| {
        let number = word.parse::<usize>().ok()?.checked_sub(1)?;
        (number < count).then_some(number)
    });
    numbers.collect::<Option<Vec<_>>>().map(|topics| Meaning::Set(Setting::Topics(topics)))
}

/// A code, if `typed` is one.
pub fn code(typed: &str) -> Meaning {
    match typed.parse::<Seed>() {
        Ok(seed) => Meaning::Set(Setting::Code(seed.code().to_owned())),
        Err(_) if typed.is_empty() => Meaning::Set(Setting::Code(String::new())),
        Err(error) => Meaning::Say(format!("Not a code: {error}.")),
    }
}

/// Makes a choice with the messages that the arrows and keys of the screen would send.
pub fn apply<W: Write>(setting: &Setting, talk: &mut Talk<'_, W>) {
    match setting {
        Setting::Topics(topics) => {
            for topic in topics {
                go_to(talk, *topic);
                talk.act(Action::Pick(0));
            }
        }
        Setting::Level(level) => {
            go_to_choice(talk, Choice::Level);
            step_until(talk, 4, Action::Right, |setup| setup.level == *level);
        }
        Setting::Count(count) => {
            go_to_choice(talk, Choice::Count);
            // A number that is not on offer becomes the largest but one with a step on, whence all can be reached.
            if chosen(talk.model).is_some_and(|setup| !COUNTS.contains(&setup.count)) {
                talk.act(Action::Right);
            }
            step_until(talk, COUNTS.len(), Action::Right, |setup| setup.count >= *count);
            step_until(talk, COUNTS.len(), Action::Left, |setup| setup.count <= *count);
        }
        Setting::Certainty(on) => {
            step_until(talk, 1, Action::Certainty, |setup| setup.certainty == *on);
        }
        Setting::Code(code) => {
            talk.act(Action::Pick(1));
            step_until(talk, LONGEST, Action::Erase, |setup| setup.code.is_empty());
            for letter in code.chars() {
                talk.act(Action::Type(letter));
            }
            talk.act(Action::Next);
        }
    }
}

fn chosen(model: &Model) -> Option<&Setup> {
    match model.screen() {
        Screen::Setup(setup) => Some(setup),
        _ => None,
    }
}

/// Sends `action` until the choices are as wanted, `most` times at most.
fn step_until<W: Write>(talk: &mut Talk<'_, W>, most: usize, action: Action, wanted: impl Fn(&Setup) -> bool) {
    for _ in 0..most {
        if chosen(talk.model).is_none_or(&wanted) {
            return;
        }
        talk.act(action);
    }
}

fn go_to_choice<W: Write>(talk: &mut Talk<'_, W>, choice: Choice) {
    let position = Choice::ALL.iter().position(|one| *one == choice).unwrap_or(0);
    let topics = chosen(talk.model).map_or(0, |setup| setup.topics.len());
    go_to(talk, topics + position);
}

fn go_to<W: Write>(talk: &mut Talk<'_, W>, line: usize) {
    let Some(selected) = chosen(talk.model).map(|setup| setup.selected) else { return };
    for action in steps(selected, line) {
        talk.act(action);
    }
}
