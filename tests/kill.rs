//! Killed at once, without a chance to tidy up, after each answer: nothing that was seen to be answered is lost.
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

use common::Place;
use common::talk::Talk;

const ATTEMPTS: u32 = 10;
const QUESTIONS: u32 = 20;

/// Plays one attempt, killed after each answer. Returns how many kills it survived.
fn play(attempt: u32) -> u32 {
    let place = Place::new();
    let code = format!("KILL{attempt}");
    let mut expected: Vec<String> = Vec::new();
    for question in 1..=QUESTIONS {
        let entropy = attempt * QUESTIONS + question;
        let mut talk = if question == 1 {
            Talk::begin(&place, &["quiz", "--seed", &code, "--count", &QUESTIONS.to_string()], entropy)
        } else {
            let mut talk = Talk::begin(&place, &[], entropy);
            talk.say("r");
            talk
        };
        let line = talk.hear(&["Mixed quiz"]);
        assert!(line.trim_end().ends_with(&format!(" {question} of {QUESTIONS}.")), "attempt {attempt}: {line}");
        talk.say(["1", "2", "n", "f", "j"][(attempt + question) as usize % 5]);
        talk.hear(&["Yes, ", "No, ", "It's "]);
        talk.kill();
        let facts = place.facts();
        let started: Vec<_> = facts.iter().filter(|fact| fact["kind"] == "started").collect();
        assert_eq!(started.len(), 1, "resuming begins no second attempt");
        expected.push(started[0]["statements"][question as usize - 1].as_str().unwrap().to_owned());
        assert_eq!(place.answers(), expected, "attempt {attempt}, question {question}");
    }
    QUESTIONS
}

#[test]
fn killing_it_after_each_answer_of_twenty_loses_nothing_in_200_of_200_tries() {
    let kills: u32 = std::thread::scope(|scope| {
        let players: Vec<_> = (0..ATTEMPTS).map(|attempt| scope.spawn(move || play(attempt))).collect();
        players.into_iter().map(|player| player.join().unwrap()).sum()
    });
    assert_eq!(kills, 200);
}

#[test]
fn killing_it_while_an_answer_is_on_its_way_leaves_it_recorded_whole_or_not_at_all() {
    let place = Place::new();
    for round in 1..=20 {
        let before = place.answers();
        // An attempt without an answer leaves nothing to be continued.
        let arguments: &[&str] = if before.is_empty() { &["quiz"] } else { &[] };
        let mut talk = Talk::begin(&place, arguments, round);
        if !before.is_empty() {
            talk.say("r");
        }
        talk.hear(&["Mixed quiz"]);
        talk.say("2");
        talk.kill();
        let after = place.answers();
        assert!(after.starts_with(&before) && after.len() <= before.len() + 1, "{before:?} became {after:?}");
        if after.len() == 19 {
            break;
        }
    }
}

/// What was asked in order.
fn asked(place: &Place) -> Vec<String> {
    let what = |fact: serde_json::Value| match fact["kind"].as_str() {
        Some("answered") => Some(fact["statement"].to_string()),
        _ => None,
    };
    place.facts().into_iter().filter_map(what).collect()
}

#[test]
fn killing_it_after_each_answer_brings_the_same_repeats() {
    let round = ["quiz", "--count", "5"];
    let whole = Place::new();
    whole.told(&[&round[..], &["--plain"]].concat(), &"n\n\n".repeat(10)).ends(0);
    let wanted = asked(&whole);
    assert_eq!(wanted.len(), 5 + 5, "each question, and a repeat of each idea: {wanted:?}");
    let place = Place::new();
    for number in 1..=wanted.len() {
        let entropy = u32::try_from(number).unwrap();
        let mut talk = Talk::begin(&place, if number == 1 { &round } else { &[] }, entropy);
        if number > 1 {
            talk.say("r");
        }
        let line = talk.hear(&["Quick quiz"]);
        assert_eq!(line.contains("repeats"), number > 5, "{number}: {line}");
        talk.say("n");
        talk.hear(&["It's ", "Not known"]);
        talk.kill();
        assert_eq!(asked(&place), wanted[..number]);
    }
}
