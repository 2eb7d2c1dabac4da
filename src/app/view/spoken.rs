//! What lines say that an eye sees by where it stands: how to answer, which value is in force, what may be typed. Here and not
//! in a medium, so that a screen and its lines cannot come to say two things.

use super::SideWords;
use super::block::{Free, OptionRow, Strip};
use super::words::{ON_BOTH, capital, counted};
use crate::app::Model;
use crate::app::learning::leaving;
use crate::domain::bank::{Side, Sides};
use crate::domain::certainty::Certainty;

/// Said before the words that are underlined in a statement.
pub const DECIDING: &str = "Deciding:";
/// Said before the reason.
pub const WHY: &str = "Why:";
/// Said where a side was typed before the next statement was heard.
pub const ENTER_FIRST: &str = "Enter first: it brings the next statement. Nothing was answered.";
/// What a number alone means where it is asked how sure somebody is.
pub const ALONE: &str = "1 or 2 alone if you're fairly sure";
/// Said before each question that asks how sure somebody is.
pub const HOW_SURE: &str = "A number alone: fairly sure. With +: certain. With ?: unsure.";
/// Said where a text is typed.
pub const TYPE: &str = "Type it, or an empty line to go back.";
/// Said of the exam's date, of which two days are offered and each later one can be typed.
const ANY_DAY: &str = "Or any day from tomorrow on, such as 31 January, or with its year as 2027-01-31.";
/// Said where the exam's date was named without a day to come.
const NO_DAY: &str = "Type exam date and a day from tomorrow on, such as exam date 31 January or exam date 2027-01-31, or exam date none.";
/// Said before the keys of a screen whose entries have numbers.
pub const NUMBERS: &str = "A number opens an entry.";
/// The same where an entry is looked at first, and then practised.
pub const NUMBERS_CHOOSE: &str = "A number chooses an entry, Enter practises it.";
/// Said of the way to say everything again.
pub const REPEAT: &str = "repeat: Say everything about this screen again.";

/// Said at the end of a list of keys, of the way to hear everything again.
pub const REPEATS: &str = "repeat to hear it again";
/// Said at the end of a list of what can be typed, of the way out of everything.
const QUITS: &str = "quit to end";
/// Said in a list of what can be typed, where words are looked up.
pub const A_WORD: &str = "a word or a part of one";
/// Said in the help of the map of topics.
pub const AT_TOPIC: &str =
    "A key with a topic's number behind it works on that topic, such as m 3 for a quiz on topic 3.";

/// The numbers up to `last`, as they may be typed.
#[must_use]
pub fn numbers(last: usize) -> String {
    match last {
        0 | 1 => last.to_string(),
        2 => "1 or 2".to_owned(),
        last => format!("1 to {last}"),
    }
}

/// Said where one of a few numbered texts is to be chosen.
#[must_use]
pub fn type_one(keys: &[&str]) -> String {
    match keys {
        [before @ .., last] if !before.is_empty() => format!("Type {} or {last}.", before.join(", ")),
        keys => format!("Type {}.", keys.join(", ")),
    }
}

/// How an entry is chosen.
#[must_use]
pub fn entries_typed(count: usize, has_gaps: bool) -> String {
    if has_gaps {
        return "The number before an entry, or the beginning of its name: opens that entry.".to_owned();
    }
    format!("{}, or the beginning of a name: opens that entry.", numbers(count))
}

/// Said where Enter was pressed and no side is chosen.
#[must_use]
pub fn choose_a_side(sides: &Sides<SideWords>) -> String {
    format!("Choose a side first: 1 for {}, 2 for {}.", sides.left.name, sides.right.name)
}

/// How a side is chosen, a line each, and how sure one is.
#[must_use]
pub fn sides_typed(sides: &Sides<SideWords>, sure: bool) -> Vec<String> {
    let [left, right] = Side::BOTH.map(|side| sides.get(side).name.as_str());
    let typed = |number: &str, name: &str| format!("{number} or {}: {name}.", name.to_lowercase());
    let mut lines = vec![typed("1", left), typed("2", right)];
    lines.extend(sure.then(|| {
        let [unsure, certain] = [Certainty::C1, Certainty::C3].map(Certainty::word);
        let right = right.to_lowercase();
        format!(
            "With + or {certain} behind it: {certain}. With ? or {unsure}: {unsure}. Such as 1+ or {right} {unsure}."
        )
    }));
    lines
}

/// What the help of a key says where there is no cursor and no left or right: `words` of the footer, or the side's name.
#[must_use]
pub fn help_of(help: &str, words: &str, sides: &Sides<SideWords>) -> String {
    let of_cursor = ["cursor", "selected"].iter().any(|word| help.contains(word));
    if of_cursor && !words.is_empty() {
        return format!("{}.", capital(words));
    }
    let [left, right] = Side::BOTH.map(|side| sides.get(side).name.as_str());
    let help = help.replace("The left side", left).replace("The right side", right);
    help.replace("the left side", left).replace("the right side", right)
}

/// How a question is answered.
#[must_use]
pub fn how_to_answer(left: &str, right: &str, dont_know: bool) -> String {
    let unknown = if dont_know { ", n if you don't know" } else { "" };
    // What the number alone means is said with each question that asks how sure.
    format!("Answer 1 for {left}, 2 for {right}{unknown}.")
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
    let others = match row.free {
        Some(Free::Exam) => format!("{others} {ANY_DAY}"),
        _ => others,
    };
    let detail = if row.detail.is_empty() { String::new() } else { format!(" {}", capital(&row.detail)) };
    format!("{}: {now}.{others}{detail}", capital(&row.label))
}

/// How a choice is changed, with one as the example.
#[must_use]
pub fn change(row: &OptionRow) -> String {
    format!("To change a choice, type its name and a value, such as {}.", example(row))
}

/// A choice with a value that is not in force, as it is typed.
fn example(row: &OptionRow) -> String {
    let other = row.values.iter().find(|offer| !offer.in_force).map_or("", |offer| offer.words.as_str());
    format!("{} {other}", row.label.to_lowercase())
}

/// Said where a choice was named alone, or with a value that it does not have: what it is, and how it is changed.
#[must_use]
pub fn no_value(row: &OptionRow) -> String {
    let now = row.values.iter().find(|offer| offer.in_force).map_or("", |offer| offer.words.as_str());
    let how = if row.free == Some(Free::Exam) {
        NO_DAY.to_owned()
    } else if row.values.len() < 2 {
        format!("Type {} alone to choose another one.", row.label.to_lowercase())
    } else {
        let values: Vec<&str> = row.values.iter().map(|offer| offer.words.as_str()).collect();
        let (label, values) = (row.label.to_lowercase(), values.join(", "));
        format!("Type {label} and one of: {values}, such as {}.", example(row))
    };
    format!("{}: {now}. {how}", capital(&row.label))
}

/// Said where a number has no entry.
#[must_use]
pub fn no_entry(number: usize, count: usize) -> String {
    format!("There is no {number} here; the numbers end at {count}.")
}

/// Said where a line means nothing.
#[must_use]
pub fn meaningless(possible: &str) -> String {
    format!("That means nothing here. {possible}")
}

/// Said where a line changed nothing.
#[must_use]
pub fn unchanged(possible: &str) -> String {
    format!("That changes nothing here. {possible}")
}

/// All that can be typed, as a list; what works everywhere comes last.
#[must_use]
pub fn can_type(parts: &[String]) -> String {
    let parts = parts.iter().map(String::as_str).chain([REPEATS, QUITS]);
    format!("You can type: {}.", parts.collect::<Vec<_>>().join(", "))
}

/// How a side is typed, in a list, and how sure one is.
#[must_use]
pub fn sides_listed(sides: &Sides<SideWords>, sure: bool) -> Vec<String> {
    let mut parts = vec![format!("1 for {}", sides.left.name), format!("2 for {}", sides.right.name)];
    if sure {
        parts.push(ALONE.to_owned());
        parts.extend(
            [("+", Certainty::C3), ("?", Certainty::C1)]
                .map(|(sign, sure)| format!("1{sign} or 2{sign} if you're {}", sure.word())),
        );
    }
    parts
}

/// How an entry is typed, in a list; none where there are no entries.
#[must_use]
pub fn entries_listed(count: usize, has_gaps: bool, have_names: bool) -> Option<String> {
    let name = if have_names { " or the beginning of a name" } else { "" };
    let number = if has_gaps { "the number before an entry".to_owned() } else { numbers(count) };
    (count > 0).then(|| format!("{number}{name}"))
}

/// How a choice is typed, in a list; none where there are no choices.
#[must_use]
pub fn options_listed(rows: &[&OptionRow]) -> Option<String> {
    let change = rows.iter().find(|row| row.values.len() > 1).map(|row| example(row))?;
    let names: Vec<String> = rows.iter().map(|row| row.label.to_lowercase()).collect();
    Some(format!("{} with a value, such as {change}", either(&names)))
}

/// `a, b or c`.
fn either(names: &[String]) -> String {
    match names {
        [before @ .., last] if !before.is_empty() => format!("{} or {last}", before.join(", ")),
        names => names.join(", "),
    }
}

/// Said before the keys of a screen when they are asked for.
#[must_use]
pub fn help(screen: &str) -> String {
    format!("Help: {screen}. Type one of these and press Enter.")
}

/// The first key of a screen, and those that were not said before.
#[must_use]
pub fn first_keys(keys: &[String]) -> String {
    format!("{}, ? keys.", keys.join(", "))
}

/// The last line where a bank was only tried.
const NOTHING_KEPT: &str = "Nothing was kept.";

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
    if model.is_trying {
        return Some(NOTHING_KEPT.to_owned());
    }
    // A warning may be that nothing can be saved here, so nothing is promised beside it.
    if let Some(warning) = &model.warning {
        return Some(warning.clone());
    }
    leaving(&model.bank, &model.learner, &model.settings, model.today)
}
