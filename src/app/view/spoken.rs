//! What lines say that an eye sees by where it stands: how to answer, which value is in force, what may be typed. Here and not
//! in a medium, so that a screen and its lines cannot come to say two things.

use super::block::{OptionRow, Strip};
use super::words::{ON_BOTH, capital, counted};
use crate::app::Model;
use crate::app::learning::leaving;

/// Said before the words that are underlined in a statement.
pub const DECIDING: &str = "Deciding:";
/// Said before the reason.
pub const WHY: &str = "Why:";
/// Said when an answer was taken back.
pub const TAKEN_BACK: &str = "Taken back.";
/// Said where a text is typed.
pub const TYPE: &str = "Type it, or an empty line to go back.";
/// Said before the keys of a screen whose entries have numbers.
pub const NUMBERS: &str = "A number opens an entry.";
/// Said of the way to say everything again.
pub const REPEAT: &str = "repeat: Say everything about this screen again.";

/// How a question is answered.
#[must_use]
pub fn how_to_answer(left: &str, right: &str, certainty: bool, dont_know: bool) -> String {
    let unknown = if dont_know { ", n if you don't know" } else { "" };
    let sure = if certainty { " Add + if you are certain, ? if you are unsure." } else { "" };
    format!("Answer 1 for {left}, 2 for {right}{unknown}.{sure}")
}

/// The answer on which the cursor is.
#[must_use]
pub fn chosen(side: &str, sure: &str) -> String {
    let sure = if sure.is_empty() { String::new() } else { format!(", {sure}") };
    format!("Chosen: {side}{sure}. Enter answers.")
}

/// The place of a case study on which the cursor is.
#[must_use]
pub fn chosen_place(place: &str) -> String {
    format!("Chosen: {place}. Enter goes on.")
}

/// Said before the words of a side.
#[must_use]
pub fn words_of(side: &str) -> String {
    format!("Words of {side}:")
}

/// The words that belong to both sides.
#[must_use]
pub fn on_both(words: &[String]) -> String {
    format!("{}: {}.", capital(ON_BOTH), words.join(", "))
}

/// What Enter opens.
#[must_use]
pub fn opens(label: &str) -> String {
    format!("Enter: {label}.")
}

/// The key of an entry.
#[must_use]
pub fn key(key: &str) -> String {
    format!("Key {key}.")
}

/// How much is known, practised and new.
#[must_use]
pub fn strip(strip: Strip) -> String {
    format!("{} known, {} practising, {} new", strip.known, strip.practising, strip.new)
}

/// A choice, the value in force, and the other ones.
#[must_use]
pub fn option(row: &OptionRow) -> String {
    let now = row.values.iter().find(|offer| offer.in_force).map_or("", |offer| offer.words.as_str());
    let others: Vec<&str> =
        row.values.iter().filter(|offer| !offer.in_force).map(|offer| offer.words.as_str()).collect();
    let others = if others.is_empty() { String::new() } else { format!(" Others: {}.", others.join(", ")) };
    let detail = if row.detail.is_empty() { String::new() } else { format!(" {}", capital(&row.detail)) };
    format!("{}: {now}.{others}{detail}", capital(&row.label))
}

/// How a choice is changed, with one as the example.
#[must_use]
pub fn change(row: &OptionRow) -> String {
    let other = row.values.iter().find(|offer| !offer.in_force).map_or("", |offer| offer.words.as_str());
    format!("To change a choice, type its name and a value, such as {} {other}.", row.label.to_lowercase())
}

/// Said where a choice was named with a value that it does not have.
#[must_use]
pub fn no_value(row: &OptionRow) -> String {
    let values: Vec<&str> = row.values.iter().map(|offer| offer.words.as_str()).collect();
    format!("Type {} and one of: {}.", row.label.to_lowercase(), values.join(", "))
}

/// Said where a number has no entry.
#[must_use]
pub fn no_entry(number: usize, count: usize) -> String {
    format!("There is no {number} here; the numbers end at {count}.")
}

/// Said where a line means nothing.
#[must_use]
pub fn meaningless(possible: &str) -> String {
    format!("That means nothing here. Possible: {possible}.")
}

/// Said where a line changed nothing.
#[must_use]
pub fn unchanged(possible: &str) -> String {
    format!("That changes nothing here. Possible: {possible}.")
}

/// Said before the keys of a screen when they are asked for.
#[must_use]
pub fn help(screen: &str) -> String {
    format!("Help: {screen}. Type one of these and press Enter.")
}

/// The first key of a screen, where all of them were said before.
#[must_use]
pub fn first_key(first: &str) -> String {
    format!("{first}, ? keys.")
}

/// What is waiting, as the last line; none where nothing was done.
#[must_use]
pub fn closing(model: &Model) -> Option<String> {
    if let Some(trouble) = &model.trouble {
        let records = counted(trouble.facts.len(), "record is", "records are");
        return Some(format!("{records} not saved: {}", trouble.reason));
    }
    if model.is_assessing() {
        // Where the result is was said with it.
        return super::leaving_assessment(model).filter(|_| model.ticks());
    }
    // A warning may be that nothing can be saved here, so nothing is promised beside it.
    if let Some(warning) = &model.warning {
        return Some(warning.clone());
    }
    leaving(&model.bank, &model.learner, &model.settings, model.today)
}
