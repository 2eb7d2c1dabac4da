//! Small pieces of sentences.

use super::SideWords;
use super::block::Stops;
use crate::app::learners::called;
use crate::domain::bank::{Bank, Side, Sides};
use crate::domain::fact::SOLE_LEARNER;
use crate::domain::moment::{MONTHS, Moment};
pub use crate::domain::words::{counted, given_again};
use jiff::civil::Date;
use std::cmp::Ordering;

/// What words of the trade are that belong to both sides.
pub const ON_BOTH: &str = "on both sides, so no clue";

/// Said where a list goes on below.
#[must_use]
pub fn more_below(entries: usize) -> String {
    format!("{entries} more below")
}

/// What one cell of a bar stands for, where it is more than one person.
#[must_use]
pub fn one_cell(people: usize) -> String {
    format!("One cell is {}.", counted(people, "person", "people"))
}

/// Said where a window is too small: what is needed and what there is, as columns and rows; the most polite form first.
#[must_use]
pub fn too_small((columns, rows): (u16, u16), (width, height): (u16, u16)) -> [String; 4] {
    [
        format!("iotutor needs {columns} x {rows}; this window is {width} x {height}. q leaves."),
        format!("{columns}x{rows} needed, {width}x{height} here: enlarge it"),
        format!("{columns}x{rows} needed"),
        format!("{columns}x{rows}"),
    ]
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

/// How many times.
#[must_use]
pub fn often(times: usize) -> String {
    match times {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        times => counted(times, "time", "times"),
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

/// A place on a line with a middle, in words, such as `rather IoT` or `both`.
#[must_use]
pub fn place(stops: &Stops, sides: &Sides<SideWords>, at: usize) -> String {
    let middle = stops.stops.len() / 2;
    let word = stops.stops.get(at).map_or("", |stop| stop.word);
    match at.cmp(&middle) {
        Ordering::Less => format!("{word} {}", sides.left.name),
        Ordering::Equal => word.to_owned(),
        Ordering::Greater => format!("{word} {}", sides.right.name),
    }
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
        _ => today.written_beside(day),
    }
}

/// A local day as `16 December`.
#[must_use]
pub fn date(day: i64) -> String {
    month_and_day(day).map_or_else(|| Moment::date_of(day), |(month, day)| format!("{day} {month}"))
}

/// A local day in few cells, as `16 Dec`; in another year than the present one as `Dec 2025`.
#[must_use]
pub fn short_date(day: i64, today: Moment) -> String {
    let year = |date: &str| date.split('-').next().map(str::to_owned);
    let (date, this) = (year(&Moment::date_of(day)), year(&Moment::date_of(today.day())));
    let Some((month, number)) = month_and_day(day) else { return Moment::date_of(day) };
    let month = month.get(..3).unwrap_or(month);
    match date {
        Some(year) if Some(&year) != this.as_ref() => format!("{month} {year}"),
        _ => format!("{number} {month}"),
    }
}

/// Why what somebody typed is no day to come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoDay {
    /// It isn't written as a day is.
    Unread,
    /// No calendar has it; as it was meant.
    Nowhere(String),
    /// It is today, or past.
    Past,
}

impl NoDay {
    /// What is said of it; none where only how a day is typed can be told.
    #[must_use]
    pub fn said(&self) -> Option<String> {
        match self {
            Self::Unread => None,
            Self::Nowhere(day) => Some(format!("There's no {day}.")),
            Self::Past => Some(EARLIEST.to_owned()),
        }
    }
}

/// How a date is typed.
pub const HOW_DATED: &str = "Type a day such as 27 December, 2027-01-31 or tomorrow.";

/// Said of an exam today or before.
pub const EARLIEST: &str = "An exam can be tomorrow at the earliest.";

/// The day after `today` that somebody typed, as `31 January`, with its year or without, as `2027-01-31`, or as `tomorrow`;
/// or why it is none. Without a year it is the next one of that name.
///
/// # Errors
///
/// Where it is no day, or no day to come.
pub fn day_ahead(text: &str, today: Moment) -> Result<Date, NoDay> {
    let today = today.local_date().ok_or(NoDay::Unread)?;
    let (number, month, year) = match text.trim().to_lowercase().as_str() {
        "today" => return Err(NoDay::Past),
        "tomorrow" => return today.tomorrow().map_err(|_| NoDay::Unread),
        text => in_digits(text).or_else(|| in_words(text)).ok_or(NoDay::Unread)?,
    };
    // The 29th of February may be eight years away.
    let years = year.map_or_else(|| today.year()..=today.year().saturating_add(8), |year| year..=year);
    let mut days = years.filter_map(|year| Date::new(year, month, number).ok()).peekable();
    if days.peek().is_none() {
        let place = usize::try_from(month).ok().and_then(|month| month.checked_sub(1));
        let month = place.and_then(|place| MONTHS.get(place)).ok_or(NoDay::Unread)?;
        let year = year.map_or_else(String::new, |year| format!(" {year}"));
        return Err(NoDay::Nowhere(format!("{number} {month}{year}")));
    }
    days.find(|day| *day > today).ok_or(NoDay::Past)
}

/// Day, month and year of `2027-01-31`.
fn in_digits(text: &str) -> Option<(i8, i8, Option<i16>)> {
    let mut parts = text.split('-');
    let (year, month, number) = (parts.next()?, parts.next()?, parts.next()?);
    parts.next().is_none().then_some(())?;
    Some((number.parse().ok()?, month.parse().ok()?, Some(year.parse().ok()?)))
}

/// Day, month and year of `31 January`, in any order.
fn in_words(text: &str) -> Option<(i8, i8, Option<i16>)> {
    let (mut number, mut month, mut year) = (None, None, None);
    for part in text.split([' ', ',']).filter(|part| !part.is_empty()) {
        let digits = ["st", "nd", "rd", "th"].iter().find_map(|end| part.strip_suffix(end)).unwrap_or(part);
        match digits.parse::<i16>() {
            Ok(found) if found > 99 && year.is_none() => year = Some(found),
            Ok(found) if number.is_none() => number = i8::try_from(found).ok(),
            Err(_) if month.is_none() => month = Some(month_named(part)?),
            _ => return None,
        }
    }
    Some((number?, month?, year))
}

/// The number of a month by its name or the beginning of it.
fn month_named(text: &str) -> Option<i8> {
    let text = text.trim_end_matches('.').to_lowercase();
    let begins = |month: &str| text.chars().count() >= 3 && month.to_lowercase().starts_with(&text);
    MONTHS.iter().position(|month| begins(month)).and_then(|at| i8::try_from(at + 1).ok())
}

/// The month's name and the number of the day in it.
fn month_and_day(day: i64) -> Option<(&'static str, usize)> {
    let date = Moment::date_of(day);
    let mut parts = date.split('-').skip(1).filter_map(|part| part.parse::<usize>().ok());
    let month = parts.next()?.checked_sub(1)?;
    Some((MONTHS.get(month).copied()?, parts.next()?))
}

/// How long so many questions take, such as `about 7 minutes`.
#[must_use]
pub fn about(minutes: usize) -> String {
    format!("about {}", counted(minutes, "minute", "minutes"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_said_as_people_say_them() {
        assert_eq!([signed(3), signed(0), signed(-6)], ["+3", "0", "−6"]);
        assert_eq!([number_word(0), number_word(12), number_word(13)], ["none", "twelve", "13"]);
    }

    #[test]
    fn a_day_is_named_shortly_and_with_its_year_where_that_is_another() {
        let today = Moment::utc(1_795_459_380_000);
        let days = [0, 17, 365].map(|ago| short_date(today.day() - ago, today));
        assert_eq!(days, ["23 Nov", "6 Nov", "Nov 2025"]);
        assert_eq!(date(today.day()), "23 November");
    }

    #[test]
    fn a_day_to_come_is_read_as_people_write_it() {
        let today = Moment::utc(1_795_459_380_000);
        for (text, wanted) in [
            ("2027-01-31", "2027-01-31"),
            ("31 january", "2027-01-31"),
            ("January 31st, 2027", "2027-01-31"),
            ("1 dec", "2026-12-01"),
            ("24 november", "2026-11-24"),
            ("23 november", "2027-11-23"),
            ("29 feb", "2028-02-29"),
            ("Tomorrow", "2026-11-24"),
        ] {
            assert_eq!(day_ahead(text, today).map(|day| day.to_string()).as_deref(), Ok(wanted), "{text}");
        }
        for text in ["", "31", "january", "3 ja", "soon", "1 2 may", "2027-13-01", "1-2"] {
            assert_eq!(day_ahead(text, today), Err(NoDay::Unread), "{text}");
        }
        for text in ["2026-11-23", "23 november 2026", "today"] {
            assert_eq!(day_ahead(text, today), Err(NoDay::Past), "{text}");
        }
        for (text, wanted) in [
            ("31 february", "There's no 31 February."),
            ("2027-02-29", "There's no 29 February 2027."),
            ("45 may", "There's no 45 May."),
        ] {
            assert_eq!(day_ahead(text, today).unwrap_err().said().as_deref(), Some(wanted), "{text}");
        }
    }
}
