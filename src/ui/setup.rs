//! Draws the choices of a quiz.

use super::page::{Page, Row, Sheet};
use super::theme::Theme;
use crate::app::Model;
use crate::app::setup::{Choice, Setup};

/// Where the chosen value starts, in cells.
const VALUE: usize = 22;

/// The choices of a quiz.
#[must_use]
pub fn sheet(model: &Model, setup: &Setup, theme: Theme, width: u16) -> Sheet {
    let mut body = Page::new(width);
    let ticked = setup.topics.iter().filter(|ticked| **ticked).count();
    let chosen = if ticked == 0 { "none ticked: all topics".to_owned() } else { format!("{ticked} ticked") };
    body.line(2, &format!("Topics ({chosen})"), theme.faint());
    for (number, topic) in model.bank().manifest.topics.iter().enumerate() {
        let on = setup.topics.get(number).copied().unwrap_or(false);
        let tick = if on { "[x]" } else { "[ ]" };
        push(&mut body, setup.selected == number, &format!("{tick} {}", topic.title), "", theme);
    }
    body.blank();
    for (number, choice) in Choice::ALL.into_iter().enumerate() {
        let selected = setup.selected == setup.topics.len() + number;
        let (name, value) = described(setup, choice);
        push(&mut body, selected, name, &value, theme);
    }
    Sheet { title: "Own quiz".to_owned(), status: String::new(), body }
}

fn described(setup: &Setup, choice: Choice) -> (&'static str, String) {
    match choice {
        Choice::Level => {
            let value = match setup.level {
                None => "all",
                Some(1) => "1, recognise",
                Some(2) => "2, apply",
                Some(_) => "3, resist a decoy",
            };
            ("Level", value.to_owned())
        }
        Choice::Count => ("Questions", setup.count.to_string()),
        Choice::Certainty => ("How sure are you?", if setup.certainty { "asked" } else { "not asked" }.to_owned()),
        Choice::Code => {
            let value = match (setup.is_typing(), setup.code.is_empty()) {
                (true, _) => format!("{}_", setup.code),
                (false, true) => "a new one".to_owned(),
                (false, false) => setup.code.clone(),
            };
            ("Code", value)
        }
    }
}

fn push(body: &mut Page, selected: bool, name: &str, value: &str, theme: Theme) {
    let mut row = Row::default();
    row.pad(1);
    row.put(if selected { theme.glyphs().selected } else { " " }, theme.accent());
    row.pad(3);
    row.put(name, if selected { theme.strong() } else { theme.plain() });
    if !value.is_empty() {
        row.pad(VALUE);
        row.put(value, if selected { theme.strong() } else { theme.plain() });
    }
    if selected { body.push_focused(row) } else { body.push(row) }
}
