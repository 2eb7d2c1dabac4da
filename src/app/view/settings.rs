//! The settings: each with the values it can have, the one in force in brackets, and the selected one explained below.

use super::block::{Block, Field, Free, Kind, Offer, OptionRow, Options, When};
use super::marks::{HONESTY, table};
use super::text::strong;
use super::words::{about, learner};
use super::{Form, View};
use crate::app::Model;
use crate::app::keys::Action;
use crate::app::review::day_of;
use crate::app::settings::{Change, Colours, Line, SettingsScreen, TARGET_MINUTES};
use crate::domain::moment::Moment;

/// The settings.
pub fn view(model: &Model, screen: SettingsScreen) -> View {
    let rows = Line::ALL.iter().enumerate().map(|(number, line)| row(model, number, *line)).collect();
    let line = Line::ALL.get(screen.selected).copied().unwrap_or(Line::Certainty);
    View::new(model, Form::List, "settings")
        .head("Settings", "")
        .counter(super::text::quiet("saved automatically"))
        // The list stays where it is, however much is said of the selected line.
        .block(Block::new(Kind::Options(Options { rows, cursor: Some(screen.selected) })).narrow_gap(0))
        .block(Block::new(Kind::Rule))
        .blocks(screen.typed.map_or_else(|| explained(model, line), |typed| vec![date(&typed)]))
        .foot(|foot| {
            let foot = if screen.typed.is_some() {
                foot.says(Action::Back, "leave as it was")
            } else {
                foot.only_if(line == Line::Exam, Action::Next)
            };
            foot.only_if(line != Line::Learner, Action::Left)
                .says(Action::Left, if line == Line::Exam { "a day" } else { "change" })
                .only_if(line == Line::Exam && model.settings.exam.is_some(), Action::WeekOn)
                .only_if(line == Line::Exam && model.settings.exam.is_some(), Action::Clear)
                .only_if(line == Line::Certainty, Action::Marks)
        })
}

/// The line in which a date is typed.
fn date(typed: &str) -> Block {
    let (label, hint) = (title(Line::Exam).to_owned(), "27 December, 2027-01-31 or tomorrow".to_owned());
    Block::new(Kind::Field(Field { label, typed: typed.to_owned(), hint, active: true }))
}

fn row(model: &Model, number: usize, line: Line) -> OptionRow {
    let offers = line.offers(&model.settings, model.today);
    let offer = |change: Change| Offer {
        words: value(change, model.today),
        action: Action::Set(change),
        in_force: model.settings.has(change),
    };
    let values = match line {
        Line::Learner => vec![Offer { words: learner(&model.name), action: Action::Learner, in_force: true }],
        _ => offers.into_iter().map(offer).collect(),
    };
    OptionRow {
        label: title(line).to_owned(),
        values,
        detail: detail(line).to_owned(),
        free: free(line),
        select: Action::Select(number),
        stacked: false,
        gap: 0,
    }
}

/// What a setting is called; with a value behind it, this is also what is typed.
const fn title(line: Line) -> &'static str {
    match line {
        Line::Learner => "Learner",
        Line::Certainty => "Certainty",
        Line::Sitting => "Round",
        Line::Exam => "Exam date",
        Line::Target => "Target",
        Line::NewConcepts => "New ideas",
        Line::Retention => "Retention",
        Line::Colours => "Colours",
        Line::Ascii => "Signs",
        Line::Dim => "Quiet text",
    }
}

/// A value as it is called on the screen.
fn value(change: Change, today: Moment) -> String {
    let on = |on: bool, yes: &str, no: &str| if on { yes } else { no }.to_owned();
    match change {
        Change::Certainty(value) => on(value, "on", "off"),
        Change::Ascii(value) => on(value, "plain", "all"),
        Change::Dim(value) => on(value, "dim", "normal"),
        Change::Colours(Colours::Mono) => "none".to_owned(),
        Change::Colours(colours) => colours.word().to_owned(),
        Change::Retention(number) => format!("{number} %"),
        Change::Sitting(number) | Change::NewConcepts(number) => number.to_string(),
        Change::Target(days) => days.map_or_else(|| "none".to_owned(), |days| days.to_string()),
        Change::Exam(day) => day.map_or_else(|| "none".to_owned(), |day| today.written_beside(day_of(day))),
    }
}

/// A few words beside a setting.
const fn detail(line: Line) -> &'static str {
    match line {
        Line::Learner => "who is learning here",
        Line::Certainty => "say how sure you are",
        Line::Sitting => "statements in a mixed quiz",
        Line::Exam => "reviews come before it",
        Line::Target => "days a week",
        Line::NewConcepts => "a day at most, in reviews",
        Line::Retention => "how much should stick",
        Line::Colours => "auto asks your terminal",
        Line::Ascii => "plain if signs look odd",
        Line::Dim => "if grey is hard to read",
    }
}

const fn free(line: Line) -> Option<Free> {
    match line {
        Line::Sitting => Some(Free::Sitting),
        Line::NewConcepts => Some(Free::NewIdeas),
        Line::Retention => Some(Free::Retention),
        Line::Exam => Some(Free::Exam),
        _ => None,
    }
}

/// The selected setting, explained.
fn explained(model: &Model, line: Line) -> Vec<Block> {
    // Lines have a few words about each setting, and no selected one.
    let mut blocks = vec![
        Block::lines([strong(title(line))]).gap(0).when(When::Seen),
        Block::full([meaning(model, line)]).gap(0).when(When::Seen),
    ];
    if line == Line::Certainty {
        blocks.push(table().when(When::NotNarrow));
    }
    blocks
}

/// What a setting means, in a sentence or two.
fn meaning(model: &Model, line: Line) -> String {
    match line {
        Line::Certainty => HONESTY.to_owned(),
        Line::Target => format!(
            "On how many days a week you want to learn for {TARGET_MINUTES} minutes. Every week starts from zero; there's \
             nothing to lose."
        ),
        Line::Learner => "Who is learning here. Everyone has their own record.".to_owned(),
        Line::Sitting => {
            let count = model.settings.count();
            let minutes = about(model.learner.pace().minutes(count));
            format!("The length of a mixed quiz or a review. {count} statements take you {minutes}.")
        }
        Line::Exam => "Every idea you've met comes back at least once before this day.".to_owned(),
        Line::NewConcepts => "The most new ideas that reviews may add in a day.".to_owned(),
        Line::Retention => {
            "How much of what's due you still want to know. Higher means more reviews. Half of all answers can be \
             lucky guesses, so the default is 93 %."
                .to_owned()
        }
        Line::Colours => "Dark or light is the background of your terminal; none leaves colours out.".to_owned(),
        Line::Ascii => "Plain signs are for terminals that don't show the others properly.".to_owned(),
        Line::Dim => {
            "Labels and details are dim on a dark background. Normal makes them as bright as the rest.".to_owned()
        }
    }
}
