//! Plain mode from the outside: scripts and screen readers get the same lines every time.
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

/// An answer and "next" for each of `count` questions, with a hint now and then.
fn script(count: usize) -> String {
    (0..count).map(|number| ["1\n\n", "2\n\n", "h\n2\n\n", "n\n\n"][number % 4]).collect()
}

#[test]
fn the_same_code_and_lines_print_the_same_bytes_on_every_run() {
    let runs: Vec<String> = (0..5)
        .map(|_| {
            let place = Place::new();
            let said = place.told(&["quiz", "--plain", "--seed", "X", "--count", "10"], &script(10)).ends(0);
            assert_eq!(place.answers().len(), 10);
            said.out
        })
        .collect();
    assert!(runs[0].contains(" 10 of 10.\n") && runs[0].contains("Quick quiz, done. "), "{}", runs[0]);
    assert!(runs.iter().all(|run| *run == runs[0]));
}

#[test]
fn the_end_of_the_input_saves_the_attempt_and_says_so_and_it_is_resumed_at_the_same_question() {
    let place = Place::new();
    let said = place.told(&["quiz", "--plain", "--seed", "X", "--count", "10"], "1\n\n2\n\n").ends(0);
    let end = said.out.lines().last().unwrap_or_default();
    assert_eq!(end, "Saved. Your round waits at question 3 of 10.");
    let lines: Vec<&str> = said.out.lines().collect();
    let asked = lines.iter().position(|line| line.ends_with(" 3 of 10.")).unwrap();
    let statement = lines[asked + 1];

    let again = Said::by(place.command(&[], 2), "r\n").ends(0);
    assert!(again.out.contains("Continue"), "{}", again.out);
    let lines: Vec<&str> = again.out.lines().collect();
    let asked = lines.iter().position(|line| line.ends_with(" 3 of 10.")).unwrap();
    assert_eq!(lines[asked + 1], statement);
}

#[test]
fn output_that_is_no_terminal_is_plain_by_itself_and_has_no_escapes() {
    let place = Place::new();
    let said = place.told(&["quiz", "--seed", "X"], &script(20)).ends(0);
    let first = Place::new().run(&[]).ends(0);
    let progress = place.run(&["progress"]).ends(0);
    for text in [&said.out, &said.error, &first.out, &first.error, &progress.out] {
        assert!(!text.contains(|c: char| c.is_control() && c != '\n'), "{text:?}");
    }
    assert!(said.out.contains(" 20 of 20.\n"));
}

#[test]
fn the_answers_behind_a_figure_are_listed_and_told_whole() {
    let place = Place::new();
    place.told(&["quiz", "--plain", "--seed", "X", "--count", "10"], &script(10)).ends(0);
    let said = Said::by(place.command(&["progress", "--plain"], 2), "b\n1\n2\nq\nq\nq\n").ends(0);
    let lines: Vec<&str> = said.out.lines().collect();
    let list = lines.iter().position(|line| line.ends_with(". 10 answers, the newest first.")).unwrap();
    assert!(lines[list].starts_with("Answers, quiz of "), "{}", lines[list]);
    assert!((1..=10).all(|number| lines[list + number].starts_with(&format!("{number}. "))), "{}", said.out);
    let came = [" Right", " You said I", " You didn't know; "];
    let is_told = |line: &str| came.iter().any(|came| line.contains(came)) && line.contains("; it's I");
    assert!((1..=10).all(|number| is_told(lines[list + number])), "{}", said.out);
    let whole = lines.iter().position(|line| line.starts_with("Answer, ") && line.ends_with(" 2 of 10.")).unwrap();
    let told = lines[whole..].join("\n");
    assert!(told.contains("You said ") && told.contains("The counterpart, I"), "{told}");
}

#[test]
fn a_case_study_is_judged_line_by_line_and_compared_and_leaves_no_answer() {
    let place = Place::new();
    let said = place.told(&["cases", "home-battery"], "\n1\n\n2\n6\n3\n4\n5\n1\n2\n3\n\n\n").ends(0);
    let out = &said.out;
    let line = |begin: &str| {
        let found: Vec<&str> = out.lines().filter(|line| line.starts_with(begin)).collect();
        assert_eq!(found.len(), 1, "{begin}: {out}");
        found[0].to_owned()
    };
    line("One battery, two readers, case study. 1 of 8.");
    line("1 clearly IoT, 2 mostly IoT, 3 both, 4 mostly IIoT, 5 clearly IIoT.");
    line("Choose a place first, 1 to 5.");
    line("That means nothing here.");
    line("You and the expert agree on ");
    let purpose = line("1. Purpose: ");
    assert!(purpose.contains("you clearly IoT, the expert both. A family's bill"), "{purpose}");
    let complexity = line("3. Complexity: ");
    assert!(complexity.contains("you both, the expert mostly IIoT."), "{complexity}");
    let data = line("4. Data usage: ");
    assert!(data.contains("you and the expert, mostly IIoT."), "{data}");
    line("What would flip it: ");
    assert_eq!(place.answers().len(), 0);
}
