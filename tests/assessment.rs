//! Assessments from the outside: forms, and what they say of themselves.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test that cannot go on has to fail")]

#[allow(dead_code, reason = "each test program uses its part")]
mod common;

use common::Place;
use serde_json::Value;
use std::fs;
use std::path::PathBuf;

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

/// A form begun from the ready-made one `from`, in a file of its own.
fn form(place: &Place, from: &str) -> PathBuf {
    let file = place.folder().join("form.toml");
    place.run(&["form", "new", from, file.to_str().unwrap()]).ends(0);
    file
}

/// Changes a form's text.
fn change(file: &PathBuf, from: &str, to: &str) {
    let text = fs::read_to_string(file).unwrap();
    assert!(text.contains(from), "{text}");
    fs::write(file, text.replace(from, to)).unwrap();
}

#[test]
fn a_new_form_is_for_this_bank_and_a_cohort_of_its_own_and_is_never_written_over() {
    let place = Place::new();
    let file = form(&place, "placement");
    let text = fs::read_to_string(&file).unwrap();
    assert!(
        text.contains("bank = \"iot-iiot\"") && text.contains("\nbank_revision = ") && text.contains("\ncohort = \"")
    );
    let again = place.run(&["form", "new", "placement", file.to_str().unwrap()]).ends(3);
    assert!(again.error.contains("is there already"), "{}", again.error);
    assert_eq!(fs::read_to_string(&file).unwrap(), text);
    let unknown = place.run(&["form", "new", "exam"]).ends(2);
    assert!(unknown.error.contains("placement, before-after"), "{}", unknown.error);
}

#[test]
fn a_form_says_what_it_decides_and_how_often_it_is_wrong() {
    let place = Place::new();
    let file = form(&place, "placement");
    let said = place.run(&["form", "check", file.to_str().unwrap()]).ends(0);
    for words in ["Paper A: ready from 51 of 60 right, not yet up to 45", "at the cut", "strong from", "0 errors"] {
        assert!(said.out.contains(words), "{words}: {}", said.out);
    }
    let told = json(&place.run(&["form", "check", file.to_str().unwrap(), "--json"]).ends(0).out);
    assert_eq!((told["version"].as_u64(), told["usable"].as_bool()), (Some(2), Some(true)));
    assert_eq!(told["papers"][1]["figures"]["thresholds"]["ready_from"], 51);
    place.run(&["form", "check", "before-after"]).ends(0);
}

#[test]
fn everything_that_is_wrong_is_told_at_once() {
    let place = Place::new();
    let file = form(&place, "placement");
    change(&file, "minutes = 20", "minutes = 0");
    change(&file, "security = [2, 2, 2]", "security = [2, 2]");
    change(&file, "[attempts]", "[attemps]");
    let said = place.run(&["form", "check", file.to_str().unwrap()]).ends(1);
    let line = |of: &str| {
        let text = fs::read_to_string(&file).unwrap();
        text.lines().position(|line| line.starts_with(of)).map(|at| at + 1).unwrap()
    };
    for (of, words) in
        [("minutes", "1 to 600"), ("security", "three whole numbers"), ("[attemps]", "did you mean attempts?")]
    {
        let told = said.out.lines().any(|one| one.contains(&format!("form.toml:{}", line(of))) && one.contains(words));
        assert!(told, "{words}: {}", said.out);
    }
    assert!(said.out.contains("3 errors"), "{}", said.out);
    let simulated = place.run(&["form", "simulate", file.to_str().unwrap()]).ends(3);
    assert!(simulated.error.contains("form check"), "{}", simulated.error);
}

#[test]
fn a_form_that_cannot_decide_is_refused() {
    let place = Place::new();
    let file = form(&place, "placement");
    change(&file, "[2, 2, 2]", "[1, 0, 1]");
    let said = place.run(&["form", "check", file.to_str().unwrap()]).ends(1);
    assert!(said.out.contains("cannot-decide") && said.out.contains("would be borderline"), "{}", said.out);
}

#[test]
fn simulated_people_are_the_same_every_time() {
    let place = Place::new();
    let run =
        |arguments: &[&str]| place.run(&[&["form", "simulate", "placement", "--people", "200"], arguments].concat());
    let said = run(&[]).ends(0);
    for words in [
        "click at random",
        "always one side",
        "1 right answer in 10 is marked wrong",
        "all people, as assumed",
        "Ready from 51 of 60",
    ] {
        assert!(said.out.contains(words), "{words}: {}", said.out);
    }
    assert_eq!(said.out, run(&[]).out);
    assert_ne!(said.out, run(&["--seed", "OTHER"]).out);
    let told = json(&run(&["--json"]).ends(0).out);
    assert_eq!((told["people"].as_u64(), told["outcomes"].as_array().unwrap().len()), (Some(200), 14));
    run(&["--seed", "no code"]).ends(2);
    place.run(&["form", "simulate", "before-after"]).ends(2);
}

#[test]
fn a_panel_gets_a_worksheet_and_reads_off_a_cut() {
    let place = Place::new();
    let file = form(&place, "placement");
    let sheet = place.run(&["form", "worksheet", file.to_str().unwrap(), "--judges", "2"]).ends(0).out;
    assert_eq!(sheet.lines().count(), 61);
    assert!(sheet.starts_with("number,id,level,statement,answer,judge 1,judge 2\n"), "{sheet}");
    let filled = place.folder().join("filled.csv");
    let with = |cell: &str| sheet.lines().map(|line| line.replace(",,", cell) + "\n").collect::<String>();
    let filled_says = |text: &str| {
        fs::write(&filled, text).unwrap();
        place.run(&["form", "worksheet", file.to_str().unwrap(), "--filled", filled.to_str().unwrap()])
    };
    let said = filled_says(&with(",70,90")).ends(0);
    assert!(said.out.contains("2 judges, 60 statements: the cut is 0.80."), "{}", said.out);
    let low = filled_says(&with(",40,90")).ends(2);
    assert!(low.error.contains("50"), "{}", low.error);
    let word = filled_says(&with(",many,90")).ends(2);
    assert!(word.error.contains("line 2") && word.error.contains("not a number"), "{}", word.error);
}

#[test]
fn the_institutions_key_is_made_once() {
    let place = Place::new();
    let none = place.run(&["form", "key", "show"]).ends(3);
    assert!(none.error.contains("form key new"), "{}", none.error);
    let made = place.run(&["form", "key", "new"]).ends(0).out;
    let public = made.lines().last().unwrap();
    assert_eq!(place.run(&["form", "key", "show"]).ends(0).out.trim(), public);
    place.run(&["form", "key", "new"]).ends(3);
    let file = form(&place, "placement");
    change(&file, "# key = \"...\"", public);
    let checked = place.run(&["form", "check", file.to_str().unwrap()]).ends(0);
    assert!(!checked.out.contains("no-key"), "{}", checked.out);
}
