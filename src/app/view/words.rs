//! Small pieces of sentences, and the words that stand for what can only be seen.

use crate::app::learners::called;
use crate::domain::bank::{Bank, Side};
use crate::domain::fact::SOLE_LEARNER;
use crate::domain::moment::Moment;

/// Said before the words that are underlined in a statement.
pub const DECIDING: &str = "Deciding:";
/// Said before the reason.
pub const WHY: &str = "Why:";

/// `1 question`, `3 questions`.
#[must_use]
pub fn counted(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// A number with its sign; a minus is as wide as a plus.
#[must_use]
pub fn signed(number: i32) -> String {
    match number {
        0 => "0".to_owned(),
        number if number < 0 => format!("−{}", number.unsigned_abs()),
        number => format!("+{number}"),
    }
}

/// A number as a word up to twelve, else in digits.
#[must_use]
pub fn number_word(number: usize) -> String {
    const WORDS: [&str; 13] =
        ["none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    WORDS.get(number).map_or_else(|| number.to_string(), |word| (*word).to_owned())
}

/// The text with its first letter capital.
#[must_use]
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// A text quoted.
#[must_use]
pub fn quoted(text: &str) -> String {
    format!("“{text}”")
}

/// A side's name.
#[must_use]
pub fn side_name(bank: &Bank, side: Side) -> &str {
    &bank.side(side).name
}

/// A topic's title, from the manifest.
#[must_use]
pub fn topic_title(bank: &Bank, topic: usize) -> &str {
    bank.manifest.topics.get(topic).map_or("", |topic| topic.title.as_str())
}

/// What a learner is called on screens.
#[must_use]
pub fn learner(name: &str) -> String {
    if name == SOLE_LEARNER { "Guest".to_owned() } else { called(name).to_owned() }
}

/// A learner's name in a greeting; none for a guest.
#[must_use]
pub fn greeted(name: &str) -> Option<&str> {
    (name != SOLE_LEARNER).then(|| called(name))
}

/// A local day as a learner names it: `tomorrow`, `Monday`, or its date.
#[must_use]
pub fn day(day: i64, today: Moment) -> String {
    match day - today.day() {
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        2..=6 => Moment::weekday_of(day).to_owned(),
        _ => date(day),
    }
}

/// A local day as `16 December`.
#[must_use]
pub fn date(day: i64) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let date = Moment::date_of(day);
    let mut parts = date.split('-').skip(1).filter_map(|part| part.parse::<usize>().ok());
    match (parts.next().and_then(|month| MONTHS.get(month.checked_sub(1)?)), parts.next()) {
        (Some(month), Some(day)) => format!("{day} {month}"),
        _ => date,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_said_as_people_say_them() {
        assert_eq!([signed(3), signed(0), signed(-6)], ["+3", "0", "−6"]);
        assert_eq!([number_word(0), number_word(12), number_word(13)], ["none", "twelve", "13"]);
        assert_eq!([counted(1, "idea", "ideas"), counted(0, "idea", "ideas")], ["1 idea", "0 ideas"]);
    }
}
