//! Several learners on one machine, from the outside.
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

use common::{Place, Said};
use serde_json::Value;

/// What a script is told where somebody else is known and nobody named.
const SAID: &str = "Learner: Guest. Others learn here too; choose one with --learner NAME.";

/// A round of one question, answered, by the learner of that name, or by the one without.
fn play(place: &Place, learner: Option<&str>, entropy: u32) -> Said {
    let mut arguments = vec!["quiz", "--plain", "--seed", "X", "--count", "1"];
    arguments.extend(learner.iter().flat_map(|name| ["--learner", name]));
    Said::by(place.command(&arguments, entropy), "1\n").ends(0)
}

/// Whose each answer is, in the order they were given.
fn answered(place: &Place) -> Vec<String> {
    let facts = place.facts();
    let answers = facts.iter().filter(|fact| fact["kind"] == "answered");
    answers.map(|fact| fact["learner"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_script_that_names_nobody_goes_on_without_a_question_and_is_told_for_whom() {
    let place = Place::new();
    let alone = play(&place, None, 1);
    assert!(!alone.out.contains("Learner:"), "{}", alone.out);
    assert!(!play(&place, Some("Ada"), 2).out.contains("Learner:"), "who names somebody is told nothing");
    let several = play(&place, None, 3);
    assert_eq!(several.out.lines().next(), Some(SAID));
    assert_eq!(answered(&place), ["me", "Ada", "me"]);
}

#[test]
fn a_script_beside_one_named_learner_is_not_that_learner() {
    let place = Place::new();
    play(&place, Some("Ada"), 1);
    assert_eq!(play(&place, None, 2).out.lines().next(), Some(SAID));
    assert_eq!(answered(&place), ["Ada", "me"]);
}

#[test]
fn what_is_printed_for_programs_is_of_the_learner_without_a_name_unless_one_is_named() {
    let place = Place::new();
    for (number, learner) in [None, Some("Ada"), Some("Ada")].into_iter().enumerate() {
        play(&place, learner, number as u32 + 1);
    }
    for (arguments, name, attempts) in
        [(&["progress", "--json"][..], "me", 1), (&["progress", "--json", "--learner", "Ada"][..], "Ada", 2)]
    {
        let progress: Value = serde_json::from_str(&place.run(arguments).ends(0).out).unwrap();
        assert_eq!(progress["learner"], name);
        assert_eq!(progress["attempts"].as_array().unwrap().len(), attempts, "{name}");
    }
}
