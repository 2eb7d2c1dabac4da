//! The command line from the outside: help, exit codes, and what is refused with which words.
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
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::io::Read;

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn help_and_the_man_page_say_what_they_say() {
    let place = Place::new();
    insta::assert_snapshot!("help", place.run(&["--help"]).ends(0).out);
    for command in iotutor::cli::definition().get_subcommands() {
        let name = command.get_name();
        insta::assert_snapshot!(format!("help_{name}"), place.run(&[name, "--help"]).ends(0).out);
        for nested in command.get_subcommands() {
            let nested = nested.get_name();
            insta::assert_snapshot!(format!("help_{name}_{nested}"), place.run(&[name, nested, "--help"]).ends(0).out);
        }
    }
    insta::assert_snapshot!("man", place.run(&["man"]).ends(0).out);
}

#[test]
fn completions_are_made_for_every_shell() {
    let place = Place::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let said = place.run(&["completions", shell]).ends(0);
        assert!(said.out.contains("iotutor") && said.out.contains("quiz"), "{shell}");
    }
}

#[test]
fn arguments_that_make_no_sense_end_with_2_and_say_why() {
    let place = Place::new();
    let hostile = "Ada\u{1b}[2J";
    let long = "x".repeat(41);
    let cases: [(&[&str], &str); 16] = [
        (&["cases", "van-feet"], "near it: van-fleet"),
        (&["cases", "van-fleet", "--json"], "cannot be used"),
        (&["quiz", "--topics", "nonsense"], "what-is-iiot, purpose"),
        (&["quiz", "--topics", "what"], "what-is-iiot, purpose"),
        (&["learn", "11"], "what-is-iiot, purpose"),
        (&["cards", ""], "what-is-iiot, purpose"),
        (&["quiz", "--seed", "signs+in+it"], "letters and digits"),
        (&["quiz", "--seed", ""], "letters and digits"),
        (&["quiz", "--seed", "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456"], "letters and digits"),
        (&["quiz", "--count", "0"], "whole number"),
        (&["quiz", "--level", "4"], "from 1 to 3"),
        (&["quiz", "--mistakes", "--seed", "X"], "cannot be used"),
        (&["nonsense"], "nonsense"),
        (&["--learner", hostile], "printable"),
        (&["--learner", ""], "1 to 40"),
        (&["--learner", &long], "1 to 40"),
    ];
    for (arguments, words) in cases {
        let said = place.run(arguments).ends(2);
        assert!(said.error.contains(words), "{arguments:?}: {}", said.error);
        assert!(!said.error.contains('\u{1b}') && said.out.is_empty(), "{arguments:?}: {said:?}");
    }
}

#[test]
fn topics_are_listed_for_people_and_for_programs() {
    let place = Place::new();
    let listed = json(&place.run(&["topics", "--json"]).ends(0).out);
    assert_eq!(listed["version"], 2);
    let topics = listed["topics"].as_array().unwrap();
    assert_eq!(topics.len(), 10);
    let text = place.run(&["topics"]).ends(0).out;
    let sum = |counts: &Value| counts.as_object().unwrap().values().map(|count| count.as_u64().unwrap()).sum::<u64>();
    let mut all = 0;
    for topic in topics {
        assert!(text.contains(topic["title"].as_str().unwrap()), "{text}");
        let concepts = topic["concepts"].as_array().unwrap();
        for counted in concepts.iter().chain([topic]) {
            // In the built-in bank every statement has a level and a family.
            let statements = counted["statements"].as_u64().unwrap();
            assert!(statements > 0, "{counted}");
            assert_eq!((sum(&counted["levels"]), sum(&counted["families"])), (statements, statements), "{counted}");
        }
        let of_concepts: u64 = concepts.iter().map(|concept| concept["statements"].as_u64().unwrap()).sum();
        assert_eq!(topic["statements"], of_concepts);
        assert_eq!(topic["pairs"].as_u64().unwrap() * 2 + topic["singles"].as_u64().unwrap(), of_concepts);
        all += of_concepts;
    }
    assert_eq!(listed["statements"], all);
}

/// The names of all fields, except where a name is data and no field: levels, kinds of text.
fn fields(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(object) => {
            for (name, inner) in object {
                found.insert(name.clone());
                if name != "levels" && name != "families" {
                    fields(inner, found);
                }
            }
        }
        Value::Array(list) => list.iter().for_each(|inner| fields(inner, found)),
        _ => (),
    }
}

#[test]
fn the_page_on_json_names_every_field_that_is_printed() {
    let page = include_str!("../docs/json.md");
    let place = Place::new();
    // Enough answers with a certainty for figures, right and wrong and with a reason to look at each.
    let answers = "s\n\nd\n\nk\n\nl\n\n".repeat(10);
    place.told(&["quiz", "--seed", "X", "--count", "40", "--certainty", "on"], &answers).ends(0);
    for (command, code) in [("topics", 0), ("progress", 0), ("due", 1)] {
        let title = format!("## `iotutor {command} --json`");
        let section = page.split("\n## ").find(|section| title.ends_with(section.lines().next().unwrap())).unwrap();
        let mut printed = BTreeSet::new();
        let out = json(&place.run(&[command, "--json"]).ends(code).out);
        assert!(page.contains(&format!("`version` is {}", out["version"])), "{}", out["version"]);
        fields(&out, &mut printed);
        if command == "progress" {
            for name in ["curve", "strength", "refutation", "taken_back"] {
                assert!(printed.contains(name), "no {name}: {out}");
            }
        }
        // What is said once, at the top of the page.
        for name in ["version", "wrong", "unknown", "left", "right"] {
            printed.remove(name);
        }
        let missing: Vec<&String> = printed
            .iter()
            .filter(|name| ["", "[]"].iter().all(|list| !section.contains(&format!("`{name}{list}`"))))
            .collect();
        assert_eq!(missing, Vec::<&String>::new(), "{command}");
    }
    assert!(!page.contains("twin"));
}

#[test]
fn case_studies_are_listed_for_people_and_for_programs_where_nobody_can_choose() {
    let place = Place::new();
    let listed = json(&place.run(&["cases", "--json"]).ends(0).out);
    assert_eq!(listed["version"], 2);
    let cases = listed["cases"].as_array().unwrap();
    assert_eq!(cases.len(), 12);
    for arguments in [&["cases"][..], &["cases", "--plain"]] {
        let text = place.run(arguments).ends(0).out;
        assert_eq!(text.lines().count(), cases.len(), "{text}");
        for (line, case) in text.lines().zip(cases) {
            assert!(line.starts_with(case["id"].as_str().unwrap()), "{line}");
            assert!(line.ends_with(case["title"].as_str().unwrap()), "{line}");
        }
    }
    assert!(!place.journal().exists(), "a list begins nothing");
}

#[test]
fn progress_for_programs_counts_the_answers() {
    let place = Place::new();
    place.told(&["quiz", "--seed", "X", "--count", "10"], "1\n\n4\n\n").ends(0);
    let progress = json(&place.run(&["progress", "--json"]).ends(0).out);
    assert_eq!(progress["version"], 2);
    assert_eq!(progress["attempts"].as_array().unwrap().len(), 1);
    assert_eq!(progress["topics"].as_array().unwrap().len(), 10);
}

/// Two broken things in two places of one file.
fn break_bank(folder: &std::path::Path) {
    write_animals(folder, 4);
    let file = folder.join("young.json");
    let mut topic = json(&fs::read_to_string(&file).unwrap());
    topic["pairs"][0]["concept"] = "nowhere".into();
    topic["pairs"][2]["left"]["misconception"] = "unheard-of".into();
    write_json(&file, &topic);
}

#[test]
fn a_broken_bank_is_told_all_that_is_wrong_with_file_and_line() {
    let place = Place::new();
    let folder = place.folder().join("bank");
    break_bank(&folder);
    let folder = folder.to_str().unwrap();
    let said = place.run(&["check", folder]).ends(1);
    for wrong in ["nowhere", "unheard-of"] {
        let told = said.out.lines().any(|line| line.contains("young.json:") && line.contains(wrong));
        assert!(told, "{wrong}: {}", said.out);
    }
    let checked = json(&place.run(&["check", folder, "--json"]).ends(1).out);
    assert_eq!(checked["version"], 2);
    assert!(checked["errors"].as_u64().unwrap() >= 2, "{checked}");

    let refused = place.run(&["quiz", "--bank", folder]).ends(3);
    assert!(refused.error.contains("nowhere") && refused.error.contains("unheard-of"), "{}", refused.error);
    assert!(!place.journal().exists(), "nothing is begun with a bank that is refused");
}

#[test]
fn what_is_wrong_with_structure_writing_rules_and_readings_is_told_in_one_run() {
    let place = Place::new();
    let folder = place.folder().join("bank");
    break_bank(&folder);
    let file = folder.join("young.json");
    let mut topic = json(&fs::read_to_string(&file).unwrap());
    topic["pairs"][1]["level"] = "two".into();
    topic["pairs"][3]["right"]["text"] = "Does creature number 3 feed its young with insects?".into();
    write_json(&file, &topic);
    fs::write(folder.join("lint.json"), "{\"words\": {\"absolutes\": [\"milk\"]}, \"oops\": 1}").unwrap();
    fs::write(folder.join("readings.jsonl"), "{}\n").unwrap();
    fs::write(folder.join("stray.json"), "{}").unwrap();
    let said = place.run(&["check", folder.to_str().unwrap()]).ends(1);
    for (file, wrong) in [
        ("young.json:", "[unknown-concept]"),
        ("young.json:", "[wrong-type]"),
        ("young.json:", "[question-mark]"),
        ("young.json:", "[absolute]"),
        ("lint.json:", "[lint-rules]"),
        ("readings.jsonl:1", "[reading-format]"),
        ("stray.json:", "[topic-unlisted]"),
    ] {
        assert!(said.out.lines().any(|line| line.contains(file) && line.contains(wrong)), "{wrong}: {}", said.out);
    }
    let unplaced = |line: &&str| {
        let mut words = line.split(' ');
        let is_finding = words.next().is_some_and(|word| word.starts_with("error[") || word.starts_with("warning["));
        is_finding && !words.next().is_some_and(|file| file.contains(':'))
    };
    assert_eq!(said.out.lines().filter(unplaced).collect::<Vec<_>>(), Vec::<&str>::new(), "each has a line");
}

#[test]
fn a_draft_is_said_to_be_playable_or_not_and_how_much_there_is_to_do() {
    let place = Place::new();
    let folder = place.folder().join("bank");
    write_animals(&folder, 1);
    let folder_said = folder.to_str().unwrap();
    let said = place.run(&["check", "--draft", folder_said]).ends(0);
    assert_eq!(said.out, "Playable.\nNothing to do before publishing.\n");
    fs::write(folder.join("lint.json"), r#"{"words": {"absolutes": ["milk"]}}"#).unwrap();
    let said = place.run(&["check", "--draft", folder_said]).ends(0);
    let finding =
        "error[absolute] young.json:98 young-0-mammal: the absolute \"milk\" (drop the word, or say where it holds)";
    let rest = "1 thing before publishing; docs/check.md explains each rule:\n     1 absolute\n";
    assert_eq!(said.out, format!("Playable.\n{finding}\n{rest}"));
    break_bank(&folder);
    let said = place.run(&["check", "--draft", folder_said]).ends(1);
    assert!(said.out.contains("nowhere") && said.out.contains("\nNot playable yet: 2 errors.\n"), "{}", said.out);
    assert!(said.out.contains("things before publishing so far, since the rest can't be checked"), "{}", said.out);
}

#[test]
fn a_folder_that_is_not_there_is_no_bank() {
    let place = Place::new();
    let folder = place.folder().join("nowhere");
    let said = place.run(&["topics", "--bank", folder.to_str().unwrap()]).ends(3);
    assert!(said.error.contains("nowhere"), "{}", said.error);
}

#[test]
fn another_subject_is_another_folder_and_speaks_of_itself_only() {
    let place = Place::new();
    let folder = place.folder().join("bank");
    write_animals(&folder, 12);
    let folder = folder.to_str().unwrap();
    place.run(&["check", folder]);
    let answers = "1\n\n4\n\nmammal 2\n\nbird 3\n\n1\n\n1\n\n1\n\n1\n\n1\n\n1\n\n";
    let quiz = place.told(&["quiz", "--bank", folder, "--seed", "X", "--count", "5"], answers).ends(0);
    assert!(quiz.out.contains("Mammal (milk)") && quiz.out.contains("Bird (feathers)"), "{}", quiz.out);
    assert!(quiz.out.contains("Quick quiz, done."), "{}", quiz.out);
    let lesson = place.told(&["learn", "--bank", folder], "1\n\n\n\n").ends(0);
    let home = place.told(&["--bank", folder], "").ends(0);
    for said in [quiz, lesson, home] {
        assert!(!said.out.contains("IoT") && !said.error.contains("IoT"), "{}", said.out);
    }
}

#[test]
fn a_reader_who_goes_away_early_is_no_failure() {
    let place = Place::new();
    for arguments in [&["topics", "--json"][..], &["check", "--json"], &["man"], &["completions", "bash"]] {
        let mut child = place.command(arguments, 1).spawn().unwrap();
        drop(child.stdout.take());
        let mut error = String::new();
        child.stderr.take().unwrap().read_to_string(&mut error).unwrap();
        let status = child.wait().unwrap();
        assert_eq!((status.code(), error.as_str()), (Some(0), ""), "{arguments:?}");
    }
}

/// The code that a round says at its end.
fn code_of(said: &str) -> String {
    let line = said.lines().find(|line| line.starts_with("The same round for somebody else: ")).unwrap();
    line.split_whitespace().skip_while(|word| *word != "--code").nth(1).unwrap().to_owned()
}

#[test]
fn a_code_plays_the_same_paper_on_another_machine_and_refuses_options_that_are_not_its_own() {
    let (here, there) = (Place::new(), Place::new());
    let answers = "1\n\n".repeat(12);
    let said = here.told(&["quiz", "--topics", "purpose,security", "--count", "5"], &answers).ends(0);
    let code = code_of(&said.out);
    let typed = code.to_lowercase().replace('-', " ");
    there.told(&["quiz", "--code", &typed], &answers).ends(0);
    assert_eq!(here.answers()[..1], there.answers()[..1]);
    let statements =
        |place: &Place| place.facts().iter().find(|fact| fact["kind"] == "started").unwrap()["statements"].clone();
    assert_eq!(statements(&here), statements(&there));
    let refused = there.run(&["quiz", "--code", &code, "--count", "6"]).ends(2);
    assert!(refused.error.contains("5 statements on Purpose, Security"), "{}", refused.error);
    let folder = here.folder().join("animals");
    common::write_animals(&folder, 6);
    let elsewhere = there.run(&["quiz", "--code", &code, "--bank", folder.to_str().unwrap()]).ends(2);
    assert!(elsewhere.error.contains("belongs to another bank, not to animals"), "{}", elsewhere.error);
}

#[test]
fn a_file_in_the_place_of_the_data_folder_is_refused() {
    let place = Place::new();
    fs::write(place.data(), "not a folder").unwrap();
    let said = place.run(&["quiz"]).ends(3);
    assert!(said.error.contains("--data-dir"), "{}", said.error);
    assert_eq!(fs::read_to_string(place.data()).unwrap(), "not a folder");
}

#[test]
fn a_damaged_journal_is_kept_aside_and_said_to_be() {
    let place = Place::new();
    fs::create_dir(place.data()).unwrap();
    let garbage: Vec<u8> = (0..8192u32).map(|number| (number * 31 % 251) as u8).collect();
    fs::write(place.journal(), &garbage).unwrap();
    let said = place.told(&["quiz", "--count", "5", "--seed", "X"], "1\n").ends(0);
    assert!(said.out.contains("damaged"), "{}", said.out);
    // The folder lists its entries in any order, and not all of them are files.
    let mut files =
        fs::read_dir(place.data()).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_file());
    assert!(files.any(|file| fs::read(file).unwrap() == garbage), "the damaged bytes are still there");
    assert_eq!(place.answers().len(), 1);
}

#[test]
fn a_journal_of_a_newer_version_is_refused_and_left_alone() {
    let place = Place::new();
    place.told(&["quiz", "--count", "5"], "1\n").ends(0);
    let connection = rusqlite::Connection::open(place.journal()).unwrap();
    let newer = "PRAGMA journal_mode = DELETE; CREATE TABLE later (what TEXT); PRAGMA user_version = 999;";
    connection.execute_batch(newer).unwrap();
    drop(connection);
    let before = fs::read(place.journal()).unwrap();
    for arguments in [&["quiz"][..], &[], &["progress", "--json"], &["data", "export"]] {
        let said = Said::by(place.command(arguments, 2), "1\n").ends(3);
        assert!(said.error.contains("999") && said.error.contains("update iotutor"), "{}", said.error);
    }
    assert_eq!(fs::read(place.journal()).unwrap(), before);
}

#[cfg(unix)]
#[test]
fn where_nothing_can_be_written_the_tutor_runs_and_says_so() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::new();
    fs::create_dir(place.data()).unwrap();
    fs::set_permissions(place.data(), fs::Permissions::from_mode(0o500)).unwrap();
    if fs::write(place.data().join("probe"), "").is_ok() {
        eprintln!("skipped: this user may write everywhere");
        return;
    }
    let said = place.told(&["quiz", "--count", "5"], "1\n").ends(0);
    assert!(said.out.contains("cannot be written"), "{}", said.out);
    fs::set_permissions(place.data(), fs::Permissions::from_mode(0o700)).unwrap();
}

#[test]
fn no_argument_steers_the_terminal_it_is_quoted_on() {
    let place = Place::new();
    let hostile = "\u{1b}]0;title\u{7}\u{202e}\u{9b}31m";
    for arguments in [
        &[hostile][..],
        &["quiz", "--count", hostile],
        &["quiz", "--topics", hostile],
        &["--bank", hostile, "topics"],
        &["--learner", hostile, "due"],
        &["learn", hostile],
        &["data", "import", hostile],
        &["report", "--out", hostile],
    ] {
        let said = place.run(arguments);
        let shown = format!("{}{}", said.out, said.error);
        assert!(shown.chars().all(|c| c == '\n' || (!c.is_control() && c != '\u{202e}')), "{arguments:?}: {shown:?}");
        assert_ne!(said.code, 0, "{arguments:?}");
    }
}

#[test]
fn a_round_of_each_level_is_played() {
    for level in ["1", "2", "3"] {
        let place = Place::new();
        let said = place.told(&["quiz", "--plain", "--level", level, "--count", "5"], "1\n").ends(0);
        assert!(said.out.contains("1 of 5"), "{}", said.out);
    }
}

#[test]
fn every_number_of_a_simulation_is_taken() {
    let place = Place::new();
    for arguments in [
        &["simulate", "mastery", "--learners", "5"][..],
        &["simulate", "review", "--learners", "2", "--retention", "90", "--days", "10"],
    ] {
        let said = place.run(arguments);
        assert_eq!(said.code, 0, "{arguments:?}: {}", said.error);
    }
}
