//! Which two sides a file is between, by what its questions say. A slip of the pen must not become a side: then the right
//! questions would be dropped, and nobody would know.

use super::question::{Note, Question, Read, quote};
use crate::domain::words::counted;
use std::collections::HashMap;

/// What to do where the file doesn't tell.
const ADVICE: &str = "correct the rows, or name the two sides with --left and --right";

/// Text that is compared as people read it.
pub(super) fn folded(text: &str) -> String {
    text.trim().trim_end_matches('.').to_lowercase()
}

/// Whether two names are the same to whoever hears them: capitals, blanks and marks between words make no difference.
#[must_use]
pub fn sound_alike(one: &str, other: &str) -> bool {
    let heard = |name: &str| -> String {
        let is_silent = |letter: &char| letter.is_whitespace() || ".,;:!?'\"`’‘“”()[]-_–—".contains(*letter);
        name.to_lowercase().chars().filter(|letter| !is_silent(letter)).collect()
    };
    let (heard_one, heard_other) = (heard(one), heard(other));
    if heard_one.is_empty() || heard_other.is_empty() { one.trim() == other.trim() } else { heard_one == heard_other }
}

/// How often something is said, and where first.
struct Said<'a> {
    name: &'a str,
    count: usize,
    line: usize,
    /// Its place among all that is said.
    first: usize,
}

/// All that is said, the most frequent first, then in the order in which it is said first.
fn counted_up<'a>(all: impl Iterator<Item = (usize, &'a str)>) -> Vec<Said<'a>> {
    let mut said: HashMap<String, Said<'a>> = HashMap::new();
    for (first, (line, name)) in all.enumerate() {
        said.entry(folded(name)).or_insert(Said { name, count: 0, line, first }).count += 1;
    }
    let mut said: Vec<Said<'a>> = said.into_values().collect();
    said.sort_by_key(|one| (std::cmp::Reverse(one.count), one.first));
    said
}

/// The two sides that most rows have, in the order of their first rows. `rows` are lines and sides. None where the two are
/// not even half of all, or where it isn't clear which two are meant: that is a fault of the file.
pub fn usual<'a>(rows: impl Iterator<Item = (usize, &'a str)>, read: &mut Read) -> Option<[String; 2]> {
    let said = counted_up(rows);
    let (most, rest) = said.split_at_checked(2)?;
    let [first, second] = most else { return None };
    let all: usize = said.iter().map(|one| one.count).sum();
    if (first.count + second.count) * 2 < all {
        return None;
    }
    let tied: Vec<&Said<'_>> = rest.iter().filter(|one| one.count == second.count).collect();
    for one in tied.iter().chain((!tied.is_empty()).then_some(&second)) {
        let others: Vec<String> =
            tied.iter().copied().chain([second]).filter(|other| other.first != one.first).map(of_line).collect();
        let what = format!(
            "it isn't clear which two sides there are: {} {} {}, as many as {}; {ADVICE}",
            counted(one.count, "row", "rows"),
            if one.count == 1 { "says" } else { "say" },
            quote(one.name),
            others.join(" and ")
        );
        read.damage(one.line, what);
    }
    // Of two names that differ in a letter, one that hardly a row has is likelier a slip of the pen.
    if second.count * 5 <= first.count && is_near(first.name, second.name) {
        let what = format!(
            "{} is the side of {}, and {} of {}: did you mean {}? If not, {ADVICE}",
            quote(second.name),
            counted(second.count, "row", "rows"),
            quote(first.name),
            first.count,
            quote(first.name)
        );
        read.damage(second.line, what);
    }
    let mut both = [first, second];
    both.sort_by_key(|one| one.first);
    read.faults.is_empty().then(|| both.map(|one| one.name.trim().to_owned()))
}

fn of_line(said: &Said<'_>) -> String {
    format!("{} (line {})", quote(said.name), said.line)
}

/// Whether two names are likely the same, written wrong once: a letter or two apart, and long enough for that to be little.
fn is_near(one: &str, other: &str) -> bool {
    let (one, other) = (folded(one), folded(other));
    let length = one.chars().count().max(other.chars().count());
    match strsim::osa_distance(&one, &other) {
        1 => length >= 3,
        2 => length >= 5,
        _ => false,
    }
}

/// The side that somebody meant who wrote it wrong.
pub(super) fn nearly<'a>(sides: &'a [String; 2], written: &str) -> Option<&'a str> {
    let distance = |side: &&String| strsim::osa_distance(&folded(side), &folded(written));
    sides.iter().filter(|side| is_near(side, written)).min_by_key(distance).map(String::as_str)
}

/// Tells of a question whose side is none of the two. One that was likely written wrong is a fault, unless somebody chose
/// the sides and knows what stands between them: the right side is another than no side.
pub(super) fn tell(question: &Question, said: (&str, &str), sides: &[String; 2], is_chosen: bool, read: &mut Read) {
    let (what, side) = said;
    let [left, right] = sides.each_ref().map(|side| quote(side));
    let why = format!("its {what} {} is neither {left} nor {right}", quote(side));
    match nearly(sides, side).map(quote) {
        None => read.pass(question.line, &question.text, &why),
        Some(meant) if is_chosen => {
            read.pass(question.line, &question.text, &format!("{why}; did you mean {meant}?"));
        }
        Some(meant) => {
            let text = quote(&question.text);
            read.damage(question.line, format!("of {text}, {why}; did you mean {meant}? If not, {ADVICE}"));
        }
    }
}

/// The two answers that most questions have, in the order of the first of them.
///
/// # Errors
///
/// Where others are as frequent: which those are.
pub(super) fn usual_answers<'a>(
    questions: impl Iterator<Item = (usize, &'a [String; 2])>,
) -> Result<Option<[String; 2]>, Vec<Note>> {
    let mut counts: HashMap<[String; 2], (usize, usize, usize, &[String; 2])> = HashMap::new();
    for (number, (line, answers)) in questions.enumerate() {
        let mut key = answers.each_ref().map(|answer| folded(answer));
        key.sort();
        counts.entry(key).or_insert((0, number, line, answers)).0 += 1;
    }
    let Some(most) = counts.values().map(|(count, ..)| *count).max() else { return Ok(None) };
    let mut first: Vec<_> = counts.into_values().filter(|(count, ..)| *count == most).collect();
    first.sort_by_key(|(_, number, ..)| *number);
    let notes = || {
        let told = |(count, _, line, answers): &(usize, usize, usize, &[String; 2])| {
            let [one, other] = answers.each_ref().map(|answer| quote(answer));
            let questions = counted(*count, "question is", "questions are");
            let what = format!(
                "it isn't clear which two sides there are: {questions} between {one} and {other}, and as many between \
                 others; name the two with --left and --right"
            );
            Note { line: (*line).max(1), what }
        };
        first.iter().map(told).collect()
    };
    match first.as_slice() {
        [(_, _, _, answers)] => Ok(Some((*answers).clone())),
        _ => Err(notes()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The sides of rows, or the lines and reasons of faults. A row's line is its number from 2.
    fn found(rows: &[(&str, usize)]) -> Result<Option<[String; 2]>, Vec<Note>> {
        let mut read = Read::default();
        let all = rows.iter().flat_map(|(side, count)| std::iter::repeat_n(*side, *count));
        let sides = usual((2..).zip(all), &mut read);
        if read.faults.is_empty() { Ok(sides) } else { Err(read.faults) }
    }

    #[test]
    fn the_sides_are_those_of_most_rows_in_the_order_of_their_first() {
        let both = |left: &str, right: &str| Ok(Some([left.to_owned(), right.to_owned()]));
        assert_eq!(found(&[("Hydro", 1), ("Solar", 4), ("Wind", 6)]), both("Solar", "Wind"));
        assert_eq!(found(&[("Wind", 3), ("wind.", 1), ("Solar", 1)]), both("Wind", "Solar"));
        assert_eq!(found(&[("IoT", 4), ("IIoT", 4), ("Both", 1)]), both("IoT", "IIoT"), "names may be alike");
        assert_eq!(found(&[("a", 1), ("b", 1), ("c", 1), ("d", 1), ("e", 1)]), Ok(None));
        assert_eq!(found(&[("Wind", 3)]), Ok(None));
    }

    #[test]
    fn sides_that_are_as_frequent_as_others_are_not_guessed() {
        let notes = found(&[("Wind", 3), ("Solr", 1), ("Solar", 1)]).unwrap_err();
        let lines: Vec<usize> = notes.iter().map(|note| note.line).collect();
        assert_eq!(lines, [6, 5]);
        assert!(notes[0].what.contains("1 row says \"Solar\", as many as \"Solr\" (line 5)"), "{notes:?}");
        assert!(notes.iter().all(|note| note.what.contains("--left and --right")), "{notes:?}");
    }

    #[test]
    fn a_name_that_hardly_a_row_has_and_is_nearly_the_other_is_no_side() {
        let notes = found(&[("Wind", 5), ("Wnid", 1)]).unwrap_err();
        assert!(notes[0].line == 7 && notes[0].what.contains("did you mean \"Wind\"?"), "{notes:?}");
    }

    #[test]
    fn names_that_sound_alike_are_one() {
        for (one, other) in [("Wind", "wind"), ("Wind", " Wind. "), ("On-shore", "on shore"), ("-", "- ")] {
            assert!(sound_alike(one, other), "{one} {other}");
        }
        for (one, other) in [("Wind", "Winds"), ("C", "C++"), ("+", "-"), ("-", "_"), ("IoT", "IIoT")] {
            assert!(!sound_alike(one, other), "{one} {other}");
        }
    }

    #[test]
    fn only_what_is_a_letter_or_two_apart_is_meant() {
        let sides = ["Wind", "Solar"].map(str::to_owned);
        for (written, meant) in
            [("Solr", Some("Solar")), ("sola r", Some("Solar")), ("Wnid", Some("Wind")), ("Hydro", None), ("W", None)]
        {
            assert_eq!(nearly(&sides, written), meant, "{written}");
        }
        let short = ["a", "b"].map(str::to_owned);
        assert_eq!(nearly(&short, "c"), None);
        let alike = ["IoT", "IIoT"].map(str::to_owned);
        assert_eq!(nearly(&alike, "IIoTT"), Some("IIoT"), "the nearer one");
    }
}
