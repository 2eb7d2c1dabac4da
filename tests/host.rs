//! A live class in plain lines, from the first to the last.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::cast_possible_truncation,
    clippy::print_stderr,
    reason = "a test that cannot go on has to fail"
)]

#[allow(dead_code, reason = "each test program uses its part")]
mod common;

use common::{Place, Said, write_animals, write_json};
use std::fs;
use std::path::Path;

/// The lines of a class of four animals, led by these lines.
fn class(place: &Place, options: &[&str], typed: &[&str]) -> Said {
    let bank = place.data().with_file_name("animals");
    if !bank.exists() {
        write_animals(&bank, 8);
        change_topic(&bank, mislead_to_birds);
    }
    with_bank(place, &bank, options, typed)
}

fn with_bank(place: &Place, bank: &Path, options: &[&str], typed: &[&str]) -> Said {
    let bank = bank.to_str().unwrap();
    let arguments = [&["host", "--web", "off", "--plain", "--bank", bank][..], options].concat();
    let input = [typed, &[""]].concat().join("\n");
    place.told(&arguments, &input)
}

/// Changes the one topic of the bank in `folder`.
fn change_topic(folder: &Path, change: impl FnOnce(&mut serde_json::Value)) {
    let file = folder.join("young.json");
    let mut topic = serde_json::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
    change(&mut topic);
    write_json(&file, &topic);
}

/// Lets the belief lead from each mammal to the birds.
fn mislead_to_birds(topic: &mut serde_json::Value) {
    topic["misconceptions"][0]["pushes"] = "right".into();
    for pair in topic["pairs"].as_array_mut().unwrap() {
        pair["right"]["misconception"] = serde_json::Value::Null;
    }
}

/// Gives each statement the other key, and other reasons for it.
fn swap_keys(topic: &mut serde_json::Value) {
    for pair in topic["pairs"].as_array_mut().unwrap() {
        let (left, right) = (pair["left"].clone(), pair["right"].clone());
        (pair["left"], pair["right"]) = (right, left);
        for side in ["left", "right"] {
            pair[side]["explanation"] = "For another reason.".into();
            pair[side]["deciding"] = vec!["young"].into();
            pair[side]["misconception"] = serde_json::Value::Null;
        }
    }
}

const PAPER: [&str; 4] = ["MONDAY", "--count", "4", "--title"];

fn monday() -> Vec<&'static str> {
    [&PAPER[..], &["Monday, group B"]].concat()
}

#[test]
fn the_host_is_told_how_to_begin_and_why_in_words_of_a_host() {
    let place = Place::new();
    let typed = ["join Ada", "1 left", "next", "1 left", "close", "1 right", "end", "y", "look"];
    let said = class(&place, &monday(), &typed).ends(0);
    let first: Vec<&str> = said.out.lines().take(2).collect();
    assert!(["next", "join NAME", "help"].iter().all(|word| first[1].contains(word)), "{first:?}");
    assert!(said.out.contains("next opens the first question"), "{}", said.out);
    assert!(said.out.contains("Question 1 is closed and takes no answers. undo opens it again"), "{}", said.out);
    assert!(!said.out.contains("Look up"), "that is for the people in the room: {}", said.out);
    assert!(said.out.contains("Everybody sees their own result now"), "y is an answer to the question: {}", said.out);
}

#[test]
fn a_class_from_the_first_to_the_last_line() {
    let typed = [
        "join Ada",
        "join ada",
        "join Bo",
        "1 left",
        "next",
        "1 left 3",
        "2 right 1",
        "2 mammal",
        "3 none",
        "close",
        "bars",
        "vote",
        "vote",
        "1 right 2",
        "2 right 2",
        "close",
        "seat 1",
        "reveal",
        "seat 1",
        "next",
        "hands 12 18 2",
        "1 bird certain",
        "close",
        "undo",
        "close",
        "reveal",
        "skip",
        "drop 4",
        "next",
        "pause",
        "1 left",
        "resume",
        "skip",
        "lock",
        "join Cy",
        "remove 2",
        "who",
        "end",
        "end",
        "seat 1",
        "1 left",
        "end",
        "leave",
    ];
    let said = class(&Place::new(), &monday(), &typed).ends(0);
    insta::assert_snapshot!(said.out);
    assert_eq!(said.error, "");
}

#[test]
fn a_class_that_was_left_goes_on_by_its_code_or_without_and_an_ended_one_does_not() {
    let place = Place::new();
    let said = class(&place, &monday(), &["join Ada", "next", "1 left"]).ends(0);
    let last = said.out.lines().last().unwrap();
    let code = last.strip_prefix("Room ").and_then(|rest| rest.split(' ').next()).unwrap().to_owned();
    assert_eq!(last, format!("Room {code} is kept. `iotutor host --resume {code}` goes on with it."));
    for resume in [vec!["--resume", &code], vec!["--resume"]] {
        let said = class(&place, &resume, &["look", "1 right"]).ends(0);
        let lines: Vec<&str> = said.out.lines().collect();
        assert_eq!(lines[0], format!("Monday, group B, room {code} goes on."));
        assert!(lines[2].starts_with("Question 1 of 4: ") && lines[2].ends_with(" 1 of 1 answered."), "{lines:?}");
        assert_eq!(lines[3], "Seat 1, Ada: Bird, locked in. 1 of 1 answered.");
    }
    class(&place, &["--resume"], &["end", "end"]).ends(0);
    let said = class(&place, &["--resume", &code], &[]).ends(3);
    assert_eq!(said.error.trim(), format!("iotutor: the class in room {code} is over"));
    assert_eq!(
        class(&place, &["--resume"], &[]).ends(3).error.trim(),
        "iotutor: no class is under way here; `iotutor host` begins one"
    );
}

#[test]
fn two_banks_that_differ_in_the_key_alone_are_led_in_the_same_lines_until_the_reveal() {
    let typed = [
        "join Ada", "join Bo", "look", "who", "warm up", "1 left", "seat 1", "close", "open", "1 left 3", "2 right",
        "look", "seat 1", "who", "close", "look", "bars", "vote", "look", "vote", "1 right", "close", "seat 2", "skip",
        "names", "next", "look",
    ];
    let lines = |swapped: bool| {
        let place = Place::new();
        let bank = place.data().with_file_name("animals");
        write_animals(&bank, 8);
        if swapped {
            change_topic(&bank, swap_keys);
        }
        // The paper that holds the same statements is another one where the sides are swapped, so both are given all of them.
        let said = with_bank(&place, &bank, &["--count", "16", "MONDAY"], &typed).ends(0);
        (said.out, fs::read_dir(place.data().join("rooms")).unwrap().count())
    };
    let (one, other) = (lines(false), lines(true));
    assert!(one.0.contains("Question 2 of 16: "), "{}", one.0);
    // The draw goes by sides, so the statements come in another order; what is said about them does not differ.
    let plain = |text: &str| {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        for line in &mut lines {
            if let (Some(from), Some(to)) = (line.find("Creature number"), line.find("Which animal is it")) {
                line.replace_range(from..to, "");
            }
        }
        lines
    };
    assert_eq!(plain(&one.0), plain(&other.0));
}

#[test]
fn names_are_asked_for_as_the_options_say() {
    let said = class(&Place::new(), &["--names", "none"], &["join Ada", "who"]).ends(0);
    assert!(said.out.contains("Seat 1 sits at seat 1.") && !said.out.contains("Ada"), "{}", said.out);
    let place = Place::new();
    let roster = place.data().with_file_name("roster.csv");
    fs::create_dir_all(roster.parent().unwrap()).unwrap();
    fs::write(&roster, "id,name\nS-17,Ada Lovelace\n").unwrap();
    let options = ["--names", "roster", "--roster", roster.to_str().unwrap()];
    let said = class(&place, &options, &["join Ada", "join s-17", "join S-17"]).ends(0);
    let lines: Vec<&str> = said.out.lines().skip(1).collect();
    assert!(lines[1].starts_with("There's no such id in the class list"), "{lines:?}");
    assert!(lines[2].starts_with("Ada Lovelace sits at seat 1."), "{lines:?}");
    assert!(lines[3].starts_with("Somebody with that id is in already."), "{lines:?}");
    let said = class(&Place::new(), &["--names", "roster"], &[]).ends(2);
    assert!(said.error.contains("needs a list of the class"), "{}", said.error);
}

#[test]
fn somebody_who_came_twice_is_one_person_by_one_line() {
    let typed = [
        "join Ada", "join Bo", "join ada", "next", "1 left", "2 left", "3 right", "look", "same 3 1", "look", "who",
        "same 1 3", "same 1 9", "same 1", "apart 3", "look",
    ];
    let said = class(&Place::new(), &monday(), &typed).ends(0);
    let lines: Vec<&str> = said.out.lines().collect();
    let counts: Vec<&str> =
        lines.iter().filter_map(|line| line.rsplit_once("sure are you? ")).map(|(_, count)| count).collect();
    assert_eq!(counts[1..], ["3 of 3 answered.", "2 of 2 answered.", "3 of 3 answered."], "{lines:#?}");
    for words in [
        "Seat 1 (Ada) and seat 3 (ada 2) count as one person, Ada. `apart 3` takes it back. Of two answers in one vote, the later one counts.",
        "2 people are in.",
        "Seat 3: ada 2, answered, counts as seat 1.",
        "That's so already.",
        "There's no seat 9 in this room.",
        "Seat 3, ada 2, counts alone.",
    ] {
        assert!(lines.contains(&words), "{words}: {lines:#?}");
    }
}

#[test]
fn the_keys_are_listed_only_where_the_teacher_asks_for_them() {
    let keys = |options: &[&str], typed: &[&str]| {
        class(&Place::new(), options, typed).ends(0).out.lines().filter(|line| line.contains(", Mammal: ")).count()
    };
    assert_eq!(keys(&["--count", "4"], &["join Ada", "look", "next", "1 left", "close"]), 0);
    let (listed, asked) =
        (keys(&["MONDAY", "--count", "4", "--preview"], &[]), keys(&["MONDAY", "--count", "4"], &["preview"]));
    assert!(listed > 0 && listed == asked, "{listed} and {asked}");
}

#[test]
fn lines_that_make_no_sense_are_answered_and_harm_nothing() {
    let typed = [
        "foo",
        "1",
        "1 left",
        "7 left",
        "hands",
        "hands 1 2",
        "hands -1 2 3",
        "drop",
        "drop 99",
        "seat",
        "remove",
        "remove 9",
        "let",
        "let 1",
        "turn 3",
        "turn down 3",
        "name",
        "name 4 Ada",
        "back",
        "words a b c",
        "join",
        "join \u{1b}[2J",
        "vote",
        "bars",
        "reveal",
        "undo",
        "close",
        "99999999999999999999 left",
        "next next",
        "\u{202e}",
        "again",
        "end",
        "no",
        "end",
        "help",
    ];
    let said = class(&Place::new(), &monday(), &typed).ends(0);
    assert!(said.out.lines().last().unwrap().ends_with("goes on with it."), "the class has not ended: {}", said.out);
    assert!(said.out.lines().all(|line| !line.trim().is_empty() && !line.contains('\u{1b}')), "{}", said.out);
    assert_eq!(said.error, "");
}

#[cfg(unix)]
#[test]
fn a_room_is_a_file_that_only_its_owner_reads() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::new();
    class(&place, &monday(), &["join Ada"]).ends(0);
    let folder = place.data().join("rooms");
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&folder), 0o700);
    let rooms: Vec<_> =
        fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_file()).collect();
    let name = rooms[0].file_name().unwrap().to_str().unwrap();
    assert!(
        rooms.len() == 1 && name.strip_suffix(".room").is_some_and(|stem| stem.len() == "2026-11-23-K7MX".len()),
        "{rooms:?}"
    );
    assert_eq!(mode(&rooms[0]), 0o600);
}

#[test]
fn a_class_at_everybodys_own_pace_from_the_first_to_the_last_line() {
    let typed = [
        "join Ada", "1 left 3", "join Bo", "1 right", "2 next", "1 next", "look", "who", "next", "pause", "1 left",
        "resume", "1 right", "1 next", "1 left", "1 next", "1 none", "1 next", "2 mammal", "look", "seat 2",
    ];
    let place = Place::new();
    let options = [&["--pace", "self"], &monday()[..]].concat();
    let said = class(&place, &options, &typed).ends(0);
    insta::assert_snapshot!(said.out);
    // Who stopped without ending it has results all the same; the class goes on where everybody was.
    let shown = place.told(&["results", "show", "--bank", bank(&place).as_str()], "").ends(0).out;
    assert!(shown.contains("Ada") && shown.contains("4 of 4"), "{shown}");
    let said = class(&place, &["--resume"], &["look", "2 next", "end", "end", "seat 2"]).ends(0);
    assert!(said.out.contains("1 at question 1, 1 done."), "{}", said.out);
    assert!(said.out.contains("The class is over: "), "{}", said.out);
    let shown = place.told(&["results", "csv", "--bank", bank(&place).as_str()], "").ends(0).out;
    assert_eq!(shown.lines().count(), 3, "{shown}");
}

fn bank(place: &Place) -> String {
    place.data().with_file_name("animals").to_str().unwrap().to_owned()
}

#[test]
fn at_everybodys_own_pace_two_banks_give_the_same_lines_until_the_first_answer() {
    let typed = ["join Ada", "join Bo", "look", "who", "seat 1", "2 next", "next", "open", "reveal", "names", "look"];
    let lines = |swapped: bool| {
        let place = Place::new();
        let bank = place.data().with_file_name("animals");
        write_animals(&bank, 8);
        if swapped {
            change_topic(&bank, swap_keys);
        }
        let said = with_bank(&place, &bank, &["--pace", "self", "--count", "16", "MONDAY"], &typed).ends(0);
        let hide = |line: &str| match (line.find("Creature number"), line.find("Which animal is it")) {
            (Some(from), Some(to)) => [line.get(..from), line.get(to..)].into_iter().flatten().collect(),
            _ => line.to_owned(),
        };
        said.out.lines().map(hide).collect::<Vec<_>>()
    };
    assert_eq!(lines(false), lines(true));
}
