//! A bank of one's own, from the command line: begun, taken in, given out, tried, and refused.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test that cannot go on has to fail")]

#[allow(dead_code, reason = "each test program uses its part")]
mod common;

use common::{Place, write_animals};
use std::fs;
use std::path::PathBuf;

/// A path in a place, as an argument.
fn at(place: &Place, name: &str) -> String {
    place.folder().join(name).to_string_lossy().into_owned()
}

/// A place with a bank that was just begun, and its path.
fn begun() -> (Place, String) {
    let place = Place::new();
    let folder = at(&place, "mine");
    let said = place.run(&["bank", "new", &folder, "--left", "Cat \"A\"", "--right", "Dog \\ B"]).ends(0);
    assert!(said.out.contains("bank preview") && said.out.contains("--draft"), "{}", said.out);
    (place, folder)
}

#[test]
fn a_bank_that_was_just_begun_plays_at_once_and_has_nothing_to_mend_but_its_examples() {
    let (place, folder) = begun();
    let said = place.run(&["check", &folder, "--draft"]).ends(0);
    assert!(said.out.starts_with("Playable.\n"), "{}", said.out);
    let findings: Vec<&str> = said.out.lines().filter(|line| line.starts_with("error[")).collect();
    assert!(findings.iter().all(|line| line.contains("still an example: ")), "{}", said.out);
    assert_eq!(findings.len(), 12, "each of the statements, two of the other side, and the introduction: {}", said.out);
    let topic = fs::read_to_string(PathBuf::from(&folder).join("first-topic.json")).unwrap();
    let line = topic.lines().position(|line| line.contains("Put a fact here that fits Cat")).unwrap() + 1;
    let place_of_first = format!("first-topic.json:{line} ");
    assert!(
        findings.iter().any(|one| one.contains(&place_of_first) && one.contains("Put a fact here")),
        "{}",
        said.out
    );
    let said = place.told(&["--bank", &folder, "quiz", "--plain"], &"1\n\n".repeat(8)).ends(0);
    assert!(
        said.out.contains("1 of 8") && said.out.contains("Cat \"A\"") && said.out.contains("Dog \\ B"),
        "{}",
        said.out
    );
    assert_eq!(place.answers().len(), 8);
    for arguments in [&["progress", "--plain"][..], &["quiz", "--mistakes", "--plain"], &["topics"], &["--plain"]] {
        let whole: Vec<&str> = ["--bank", &folder].into_iter().chain(arguments.iter().copied()).collect();
        let said = place.told(&whole, "q\n").ends(0);
        assert!(!said.out.contains("lesson"), "{arguments:?} offers a lesson that is not there: {}", said.out);
    }
    let page = fs::read_to_string(PathBuf::from(&folder).join("README.md")).unwrap();
    assert!(page.contains("Cat \"A\"") && !page.contains('@'), "{page}");
    for part in ["`other_side`", "`question`", "`introduction`", "`side`", "semicolons and tabs"] {
        assert!(page.contains(part), "{part} is not explained: {page}");
    }
}

#[test]
fn a_folder_with_something_in_it_is_left_alone() {
    let (place, folder) = begun();
    for arguments in [
        &["bank", "new", &folder, "--left", "a", "--right", "b"][..],
        &["bank", "export", "--format", "folder", "--to", &folder],
    ] {
        let said = place.run(arguments).ends(2);
        assert!(said.error.contains("name a new one"), "{}", said.error);
    }
    for (left, right) in [("a", " a "), ("Wind", "wind"), ("On-shore", "on shore.")] {
        let said = place.run(&["bank", "new", &at(&place, "x"), "--left", left, "--right", right]).ends(2);
        assert!(said.error.contains("not the same"), "{}", said.error);
    }
}

#[test]
fn a_broken_bank_is_refused_with_the_command_that_names_every_fault_with_its_line() {
    let (place, folder) = begun();
    let file = PathBuf::from(&folder).join("first-topic.json");
    let text = fs::read_to_string(&file).unwrap();
    let text = text.replace("\"level\": 2", "\"level\": 7").replacen("\"text\": \"Nobody", "\"txt\": \"Nobody", 1);
    let text = text.replacen("[\"at first sight\"]", "[\"at second sight\"]", 1).replacen(
        "\"id\": \"single-4\"",
        "\"id\": \"single-3\"",
        1,
    );
    fs::write(&file, &text).unwrap();
    for command in ["quiz", "host", "progress"] {
        let said = place.run(&["--bank", &folder, command]).ends(3);
        assert!(said.error.contains(&format!("`iotutor check {folder} --draft`")), "{}", said.error);
    }
    let said = place.run(&["check", &folder, "--draft"]).ends(1);
    let line = |words: &str| text.lines().position(|line| line.contains(words)).unwrap() + 1;
    for (rule, words) in [
        ("level-range", "\"level\": 7"),
        ("missing-field", "\"txt\""),
        ("unknown-field", "\"txt\""),
        ("deciding-absent", "at second sight"),
    ] {
        let expected = format!("error[{rule}] first-topic.json:{} ", line(words));
        assert!(said.out.contains(&expected), "{expected}: {}", said.out);
    }
    assert!(said.out.contains("[duplicate-id]") && said.out.contains("Not playable yet: "), "{}", said.out);
}

#[test]
fn a_draft_names_each_finding_with_file_and_line() {
    let place = Place::new();
    let folder = at(&place, "animals");
    write_animals(&place.folder().join("animals"), 4);
    let said = place.run(&["check", &folder, "--draft"]).ends(0);
    let findings: Vec<&str> = said.out.lines().filter(|line| line.contains('[')).collect();
    assert!(!findings.is_empty(), "{}", said.out);
    for finding in findings {
        let place = finding.split_once("] ").unwrap().1.split_once(' ').unwrap().0;
        let line = place.trim_end_matches(':').rsplit_once(".json:").map(|(_, line)| line.parse::<usize>().unwrap());
        assert!(line.is_some_and(|line| line > 0), "{finding}");
    }
}

#[test]
fn every_format_goes_out_and_comes_in_again() {
    let (place, folder) = begun();
    for format in ["csv", "gift", "moodle", "aiken", "qti", "anki", "folder"] {
        let (file, back) = (at(&place, &format!("out-{format}")), at(&place, &format!("back-{format}")));
        let said = place.run(&["bank", "export", &folder, "--format", format, "--to", &file]).ends(0);
        assert!(said.out.contains("ritten to"), "{}", said.out);
        if format == "folder" {
            place.run(&["check", &file, "--draft"]).ends(0);
            continue;
        }
        let again = place.run(&["bank", "export", &folder, "--format", format, "--to", &file]).ends(2);
        assert!(again.error.contains("--replace"), "{}", again.error);
        place.run(&["bank", "export", &folder, "--format", format, "--to", &file, "--replace"]).ends(0);
        let said = place.run(&["bank", "from", &file, "--format", format, "--to", &back]).ends(0);
        assert!(said.out.contains("8 statements between Cat \"A\" and Dog \\ B"), "{format}: {}", said.out);
        place.run(&["check", &back, "--draft"]).ends(0);
        let said = place.told(&["--bank", &back, "quiz", "--plain", "--count", "8"], &"1\n\n".repeat(8)).ends(0);
        assert!(said.out.contains("8 of 8"), "{}", said.out);
    }
}

#[test]
fn text_goes_to_standard_output_and_what_is_lost_beside_it() {
    let place = Place::new();
    let losses = at(&place, "losses.txt");
    let said = place.run(&["bank", "export", "--format", "gift", "--losses", &losses]).ends(0);
    assert!(said.out.starts_with("$CATEGORY: ") && said.out.ends_with("}\n\n"), "{}", said.out);
    assert!(said.error.contains("no place in GIFT for 10 lessons"), "{}", said.error);
    let all = fs::read_to_string(&losses).unwrap();
    assert_eq!(all.lines().filter(|line| line.ends_with("the deciding words")).count(), 640);
}

#[test]
fn a_damaged_file_writes_nothing_and_names_line_and_reason() {
    let place = Place::new();
    let (file, to) = (at(&place, "a.gift"), at(&place, "a"));
    fs::write(&file, "It purrs. {=cat ~dog}\n\nIt barks. {=dog ~cat\n\n::x::It mews. {=cat ~dog}\n").unwrap();
    let said = place.run(&["bank", "from", &file, "--to", &to]).ends(3);
    assert!(said.error.contains("a.gift:3: ") && said.error.contains("nothing was written"), "{}", said.error);
    assert!(!PathBuf::from(&to).exists());
    fs::write(&file, "Why? {}\n").unwrap();
    let said = place.run(&["bank", "from", &file, "--to", &to]).ends(3);
    assert!(said.error.contains("a.gift:1: ") && said.error.contains("essay"), "{}", said.error);
    let said = place.run(&["--bank", &file, "quiz"]).ends(3);
    assert!(said.error.contains("bank from"), "{}", said.error);
}

#[test]
fn what_is_left_out_is_told_by_line_and_the_sides_can_be_chosen() {
    let place = Place::new();
    let (file, losses) = (at(&place, "quiz.txt"), at(&place, "losses"));
    fs::write(&file, "It purrs. {T}\n\nIt mews. {T}\n\n::s::It barks. {~cat =dog}\n\nDraw one. {}\n").unwrap();
    let said = place.run(&["bank", "from", &file, "--to", &at(&place, "a"), "--losses", &losses]).ends(0);
    assert!(said.out.contains("2 statements between True and False"), "{}", said.out);
    assert!(said.out.contains("quiz.txt:7: ") && said.out.contains("essay"), "{}", said.out);
    assert_eq!(fs::read_to_string(&losses).unwrap().lines().count(), 2);
    let said = place.run(&["bank", "from", &file, "--to", &at(&place, "b"), "--left", "Dog", "--right", "Cat"]).ends(0);
    assert!(said.out.contains("1 statement between Dog and Cat") && said.out.contains("quiz.txt:1: "), "{}", said.out);
}

#[test]
fn what_was_written_in_the_place_of_the_examples_is_no_example_and_is_told_where_it_gives_itself_away() {
    let place = Place::new();
    let (file, folder) = (at(&place, "power.csv"), at(&place, "power"));
    let rows = "The wind turns it.,Wind,The sun heats it.\nIt hums.,Wind,\nIt is flat.,Solar,\nIt HUMS!,Solar,\n";
    fs::write(&file, format!("statement,side,counterpart\n{rows}")).unwrap();
    let said = place.run(&["bank", "from", &file, "--to", &folder, "--title", "Power"]).ends(3);
    assert!(said.error.contains("power.csv:5: ") && said.error.contains("on line 3"), "{}", said.error);
    fs::write(&file, format!("statement,side,counterpart\n{}", rows.replace("It HUMS!", "It gleams."))).unwrap();
    place.run(&["bank", "from", &file, "--to", &folder, "--title", "Power"]).ends(0);
    let said = place.run(&["check", &folder, "--draft"]).ends(0);
    assert!(said.out.contains("it names its own side, \"Wind\"") && said.out.contains("1 answer-term"), "{}", said.out);
    let topic = PathBuf::from(&folder).join("power.json");
    let text = fs::read_to_string(&topic).unwrap().replace("It gleams.", "It hums.");
    fs::write(&topic, text).unwrap();
    let said = place.run(&["check", &folder, "--draft"]).ends(0);
    let finding = said.out.lines().find(|line| line.contains("[both-sides] power.json:")).unwrap_or_default();
    assert!(finding.contains("which is on the other side"), "{}", said.out);
}

#[test]
fn after_an_error_a_draft_says_that_the_rest_was_not_checked() {
    let place = Place::new();
    let folder = at(&place, "animals");
    write_animals(&place.folder().join("animals"), 4);
    let manifest = PathBuf::from(&folder).join("bank.json");
    fs::write(&manifest, "{ \"title\": }").unwrap();
    fs::remove_file(PathBuf::from(&folder).join("young.json")).unwrap();
    let said = place.run(&["check", &folder, "--draft"]).ends(1);
    assert!(said.out.contains("Not playable yet: 1 error.\nThe rest wasn't checked"), "{}", said.out);
    assert!(!said.out.contains("Nothing to do"), "{}", said.out);
}

#[test]
fn a_file_that_is_not_there_is_said_not_to_be() {
    let place = Place::new();
    let file = at(&place, "nowhere.csv");
    for arguments in [
        &["bank", "from", &file, "--to", &at(&place, "x")][..],
        &["bank", "preview", &file],
        &["check", &at(&place, "nowhere")],
    ] {
        let said = place.run(arguments).ends(3);
        assert!(said.error.contains("there is nothing of that name"), "{}", said.error);
        assert!(!said.error.contains("os error"), "{}", said.error);
    }
}

#[test]
fn a_bank_of_one_idea_without_hints_says_its_name_once_and_offers_none() {
    let place = Place::new();
    let (file, folder) = (at(&place, "s.csv"), at(&place, "s"));
    let rows = ["It turns.,Wind", "It hums.,Wind", "It is flat.,Solar", "It gleams.,Solar"]
        .map(|row| format!("{row},Yield\n"));
    fs::write(&file, format!("statement,side,topic\n{}", rows.concat())).unwrap();
    let said = place.told(&["bank", "preview", &file, "--plain"], &format!("?\n{}", "n\n\n".repeat(4))).ends(0);
    assert!(!said.out.contains("guiding question"), "a hint is offered where there is none: {}", said.out);
    assert!(said.out.contains("Yield, it's ") && !said.out.contains("Yield, Yield"), "{}", said.out);
    place.run(&["bank", "from", &file, "--to", &folder]).ends(0);
    let said = place.run(&["check", &folder]).ends(0);
    assert!(!said.out.contains("most telling: ."), "{}", said.out);
}

#[test]
fn a_side_that_was_written_wrong_once_is_no_side_of_the_bank() {
    let place = Place::new();
    let (file, to) = (at(&place, "power.csv"), at(&place, "power"));
    let rows = "It turns.,Wind,It shines.\nIt whirs.,Wind,It rests.\nIt works by day.,Solr,\nIt is flat.,Solar,\n";
    fs::write(&file, format!("statement,side,counterpart\n{rows}")).unwrap();
    let said = place.run(&["bank", "from", &file, "--to", &to]).ends(3);
    assert!(said.error.contains("power.csv:4: ") && said.error.contains("power.csv:5: "), "{}", said.error);
    assert!(said.error.contains("--left and --right") && !PathBuf::from(&to).exists(), "{}", said.error);
    // Once the file says Solar more often than Solr, it is clear what was meant.
    fs::write(&file, format!("statement,side,counterpart\n{rows}It is dark blue.,Solar,\n")).unwrap();
    let said = place.run(&["bank", "from", &file, "--to", &to]).ends(3);
    assert!(said.error.contains("power.csv:4: ") && said.error.contains("did you mean \"Solar\"?"), "{}", said.error);
    assert!(!PathBuf::from(&to).exists());
    let said = place.run(&["bank", "from", &file, "--to", &to, "--left", "Wind", "--right", "Solar"]).ends(0);
    assert!(said.out.contains("power.csv:4: \"It works by day.\" is not taken"), "{}", said.out);
    assert!(said.out.contains("6 statements between Wind and Solar"), "{}", said.out);
    // Of a row with a counterpart, both statements are told.
    fs::write(&file, format!("statement,side,counterpart\n{rows}It is dark.,Solar,\nIt roars.,Hydro,It creeps.\n"))
        .unwrap();
    let said =
        place.run(&["bank", "from", &file, "--to", &at(&place, "more"), "--left", "Wind", "--right", "Solar"]).ends(0);
    for text in ["It works by day.", "It roars.", "It creeps."] {
        assert!(said.out.contains(&format!("\"{text}\" is not taken")), "{text}: {}", said.out);
    }
}

#[test]
fn a_preview_asks_what_was_written_and_keeps_nothing() {
    let (place, folder) = begun();
    let file = at(&place, "pets.csv");
    fs::write(&file, "statement,side,counterpart\nIt purrs.,cat,It barks.\nIt digs.,dog,\n").unwrap();
    for (what, count) in [(&folder, 8), (&file, 3)] {
        let said = place.told(&["bank", "preview", what, "--plain"], &"1\n\n".repeat(count)).ends(0);
        assert!(said.out.contains(&format!("{count} of {count}")), "{}", said.out);
        assert!(!said.out.contains("quiz --code"), "the round can't be played without the bank: {}", said.out);
        assert!(said.out.ends_with("\nNothing was kept.\n") && !said.out.contains("Saved."), "{}", said.out);
    }
    // Leaving ends it, in the middle of a round and at its end: there is no home to come back to.
    let whole = format!("{}q\n", "1\n\n".repeat(3));
    for typed in ["1\n\nq\nhelp\n", "q\nhelp\n", whole.as_str()] {
        let said = place.told(&["bank", "preview", &file, "--plain"], typed).ends(0);
        assert!(said.out.ends_with("\nNothing was kept.\n"), "{}", said.out);
        assert!(!said.out.contains("Mixed quiz") && !said.out.contains("Lessons"), "home is shown: {}", said.out);
    }
    assert!(!place.data().exists(), "a preview makes no folder for data");
}

#[test]
fn answers_go_out_as_statements_of_xapi_and_come_in_again() {
    let place = Place::new();
    place.told(&["quiz", "--plain", "--count", "3", "--code", "MONDAY"], "1\n!\n\n2\nu\n1\n\nn\n\n").ends(0);
    let said = place.run(&["data", "export", "--format", "xapi"]).ends(0);
    assert!(said.error.contains("1 fact of the kind \"flagged\" left out"), "{}", said.error);
    let file = at(&place, "statements.jsonl");
    fs::write(&file, &said.out).unwrap();
    let other = Place::new();
    let taken = other.run(&["data", "import", &file, "--format", "xapi"]).ends(0);
    let count = said.out.lines().count();
    assert!(taken.out.starts_with(&format!("{count} facts taken in")), "{}", taken.out);
    assert_eq!(other.answers(), place.answers());
    fs::write(&file, said.out.replacen("\"verb\"", "\"werb\"", 1)).unwrap();
    let said = other.run(&["data", "import", &file, "--format", "xapi"]).ends(3);
    assert!(said.error.contains("statements.jsonl:1: "), "{}", said.error);
}
