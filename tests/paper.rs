//! Rooms without devices, from the outside: worksheets are printed, sheets are typed in beside a class and after it.
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

use common::talk::Talk;
use common::{Place, Said, write_animals, write_json};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// A school with a bank of animals.
struct School {
    place: Place,
    bank: PathBuf,
}

impl School {
    fn new() -> Self {
        let place = Place::new();
        let bank = place.folder().join("animals");
        write_animals(&bank, 8);
        Self { place, bank }
    }

    fn told(&self, arguments: &[&str], input: &str) -> Said {
        self.place.told(&[arguments, &["--bank", self.bank.to_str().unwrap()]].concat(), input)
    }

    fn run(&self, arguments: &[&str]) -> Said {
        self.told(arguments, "")
    }

    /// A conversation that stays open.
    fn talk(&self, arguments: &[&str], entropy: u32) -> Talk {
        Talk::begin(&self.place, &[arguments, &["--bank", self.bank.to_str().unwrap()]].concat(), entropy)
    }

    fn file(&self, name: &str) -> String {
        self.place.folder().join(name).to_str().unwrap().to_owned()
    }

    /// The keys of the questions that were revealed, as letters, by their numbers.
    fn keys(&self) -> BTreeMap<u64, char> {
        let told: serde_json::Value =
            serde_json::from_str(&self.run(&["results", "show", "last", "--json"]).ends(0).out).unwrap();
        let key =
            |one: &serde_json::Value| (one["number"].as_u64().unwrap(), if one["side"] == "left" { 'L' } else { 'R' });
        told["statements"].as_array().unwrap().iter().map(key).collect()
    }

    /// The rows of the grade book, or of all answers, each by its columns.
    fn csv(&self, options: &[&str]) -> Vec<BTreeMap<String, String>> {
        let said = self.run(&[&["results", "csv", "last", "--out", "-"][..], options].concat()).ends(0);
        let mut reader = csv::Reader::from_reader(said.out.as_bytes());
        let heads: Vec<String> =
            reader.headers().unwrap().iter().map(|head| head.trim_start_matches('\u{feff}').to_owned()).collect();
        let row = |record: csv::StringRecord| heads.iter().cloned().zip(record.iter().map(str::to_owned)).collect();
        reader.records().map(|record| row(record.unwrap())).collect()
    }
}

const QUESTIONS: usize = 5;

/// What stands on a sheet: each on its own way through L, R, N and nothing.
fn marks(sheet: usize) -> String {
    (0..QUESTIONS).map(|at| ['L', 'R', 'N', '-', 'R', 'L', 'L'][(sheet * 3 + at * 5) % 7]).collect()
}

fn host(school: &School, entropy: u32) -> Talk {
    let mut host = school.talk(&["host", "MONDAY", "--count", "5", "--certainty", "off", "--web", "off"], entropy);
    host.say("look");
    host.hear(&["Room "]);
    host
}

#[test]
fn thirty_sheets_typed_in_during_a_class_that_is_killed_once_count_each_once() {
    let school = School::new();
    let mut host = host(&school, 1);
    host.say("join Ada");
    host.hear(&["Ada sits at seat 1"]);
    let mut enter = school.talk(&["enter", "last"], 2);
    enter.hear(&["Type a line for each sheet"]);
    let mut typed: BTreeMap<usize, String> = BTreeMap::new();
    for sheet in 1..=30 {
        // Some are typed wrongly first, some twice, and some after a slip that is no line at all.
        if sheet % 5 == 0 {
            enter.say(&format!("{sheet} LLLLL"));
            enter.hear(&[&format!("Sheet {sheet}: ")]);
        }
        if sheet % 7 == 0 {
            enter.say(&format!("{sheet} {}L", marks(sheet)));
            enter.hear(&[&format!("Sheet {sheet} has 6 answers here")]);
        }
        enter.say(&format!("{sheet} {}", marks(sheet)));
        enter.hear(&[&format!("Sheet {sheet}: "), &format!("Sheet {sheet} was in already and is replaced")]);
        if sheet % 4 == 0 {
            enter.say(&format!("{sheet} {}", marks(sheet).to_lowercase()));
            enter.hear(&[&format!("Sheet {sheet} said so already")]);
        }
        typed.insert(sheet, marks(sheet));
        if sheet == 6 {
            host.say("next");
            host.hear(&["Question 1 of 5"]);
            host.say("1 left");
            host.hear(&["Seat 1, Ada: "]);
        }
        if sheet == 12 {
            host.say("close");
            host.say("reveal");
            host.hear(&["Question 1 of 5: it's "]);
        }
        if sheet == 15 {
            host.kill();
            host = school.talk(&["host", "--resume", "--web", "off"], 3);
            host.say("look");
            host.hear(&["Question 1 of 5"]);
        }
    }
    enter.say("list");
    enter.hear(&["30 sheets are in."]);
    // The host takes in what was typed beside it: whatever it does next is decided with all of it.
    host.say("next");
    host.hear(&["Question 2 of 5"]);
    let second = typed.values().filter(|marks| marks.as_bytes()[1] != b'-').count();
    host.say("close");
    host.hear(&[&format!("Question 2 of 5 is closed: {second} of {} answered.", second + 1)]);
    host.say("reveal");
    host.say("end");
    host.say("end");
    host.hear(&["Everybody sees their own result now."]);
    enter.say("name 12 Bo");
    enter.hear(&["Sheet 12 is called Bo."]);
    enter.kill();
    host.kill();
    each_counts_once(&school, &typed);
}

/// What the grade book and the rows of all answers have to hold of these sheets.
fn each_counts_once(school: &School, typed: &BTreeMap<usize, String>) {
    let keys = school.keys();
    let book = school.csv(&[]);
    let on_paper: Vec<&BTreeMap<String, String>> = book.iter().filter(|row| !row["sheet"].is_empty()).collect();
    let numbers: Vec<usize> = on_paper.iter().map(|row| row["sheet"].parse().unwrap()).collect();
    let mut sorted = numbers.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, (1..=30).collect::<Vec<_>>(), "each once");
    assert_eq!(book.len(), 31);
    for row in on_paper {
        let marks = typed[&row["sheet"].parse().unwrap()].clone();
        let right = keys.iter().filter(|(number, key)| marks.chars().nth(**number as usize - 1) == Some(**key)).count();
        assert_eq!((&row["score"], &row["max"]), (&right.to_string(), &keys.len().to_string()), "{row:?}");
    }
    assert!(book.iter().any(|row| row["sheet"] == "12" && row["name"] == "Bo"));
    let answers = school.csv(&["--answers"]);
    let marked = typed.values().flat_map(|marks| marks.chars().take(keys.len())).filter(|mark| *mark != '-').count();
    assert_eq!(answers.iter().filter(|row| row["from"] == "paper").count(), marked);
    assert_eq!(answers.iter().filter(|row| row["from"] == "device").count(), 1);
}

/// What was said, without the breaks of its lines.
fn whole(said: &str) -> String {
    said.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A class of three questions that is over, with hands and one person on a device.
fn held(school: &School) {
    let typed = "join Ada\nnext\n1 left\nhands 1 2 0\nclose\nreveal\nnext\nclose\nreveal\nend\nend\nleave\n";
    school.told(&["host", "MONDAY", "--count", "3", "--plain", "--web", "off"], typed).ends(0);
}

#[test]
fn sheets_from_a_file_are_taken_and_bad_lines_are_told_by_number() {
    let school = School::new();
    held(&school);
    let lines = "# Monday\n1 LRN\n\n2 LR\nthree LRN\n1 LRN\n3 L?R!-\nname 1 Bo\nname 9 Cy\n2 R /\nundo\n4 XXX";
    let said = school.told(&["enter"], lines).ends(1);
    let numbers: Vec<&str> = said.error.lines().filter_map(|line| line.split_once(':').map(|(line, _)| line)).collect();
    assert_eq!(numbers[..4], ["Line 4", "Line 5", "Line 9", "Line 12"], "{}", said.error);
    assert!(said.error.contains("4 lines were not taken: 4, 5, 9, 12."), "{}", said.error);
    assert!(said.out.contains("Sheet 1 said so already") && said.out.contains("Taken back: sheet 2 isn't in."));
    assert!(said.out.contains("2 sheets are in."), "{}", said.out);
    // The same once more changes nothing.
    let again = school.told(&["enter", "last"], "1 LRN\n3 L1R3-\nlist\n").ends(0);
    let wanted = ["Sheet 1 said so already", "Sheet 3 said so already", "Sheet 1, Bo: LRN", "Sheet 3: L1R3-"];
    for (line, wanted) in again.out.lines().zip(wanted) {
        assert!(line.starts_with(wanted), "{line}");
    }
    // What is said of the class names them for what they are.
    let shown = whole(&school.run(&["results", "show"]).ends(0).out);
    assert!(shown.contains("Sheets on paper are counted in.") && shown.contains("2 on sheets of paper"), "{shown}");
    assert!(shown.contains("sheet 3, on paper"), "{shown}");
    for what in ["items", "route"] {
        let said = whole(&school.run(&["results", what, "last"]).ends(0).out);
        assert!(said.contains("2 sheets of paper, counted like everybody's answers."), "{said}");
        assert!(!said.contains("raised hands"), "sheets are in for that question: {said}");
        let json: serde_json::Value =
            serde_json::from_str(&school.run(&["results", what, "last", "--json"]).ends(0).out).unwrap();
        assert_eq!((&json["on_paper"], &json["raised"]), (&2.into(), &0.into()));
    }
    let again = school.run(&["results", "replay", "last"]).ends(0).out;
    assert!(again.contains("with 2 sheets of paper and 1 count of raised hands"), "{again}");
    let hands: Vec<_> = school.csv(&["--answers"]).into_iter().filter(|row| row["from"] == "hands, replaced").collect();
    assert_eq!(hands.iter().map(|row| row["count"].clone()).collect::<Vec<_>>(), ["1", "2"]);
    let other = school.told(&["enter", "ZZZZ"], "1 LRN\n").ends(3);
    assert!(other.error.contains("no room has the code ZZZZ"), "{other:?}");
}

#[test]
fn nothing_that_is_typed_before_the_reveal_tells_what_is_right() {
    let both = [false, true].map(|swapped| {
        let school = School::new();
        let mut host = host(&school, 1);
        host.say("next");
        host.hear(&["Question 1 of 5"]);
        host.kill();
        if swapped {
            swap_keys(&school.bank);
        }
        let lines = "1 LRN--\n2 LLLLL\n2 RRRRR\nname 2 Bo\nlist\nundo\nundo\n1 LRN--\nhelp\n";
        let said = school.told(&["enter", "--plain"], lines).ends(0);
        said.out
    });
    assert_eq!(both[0], both[1]);
}

/// Gives each statement the other key, and other reasons for it.
fn swap_keys(bank: &Path) {
    let file = bank.join("young.json");
    let mut topic: serde_json::Value = serde_json::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
    for pair in topic["pairs"].as_array_mut().unwrap() {
        let (left, right) = (pair["left"].clone(), pair["right"].clone());
        (pair["left"], pair["right"]) = (right, left);
        for side in ["left", "right"] {
            pair[side]["explanation"] = "For another reason.".into();
            pair[side]["deciding"] = vec!["young"].into();
            pair[side]["misconception"] = serde_json::Value::Null;
        }
    }
    write_json(&file, &topic);
}

#[test]
fn sheets_and_key_are_apart_and_a_class_of_the_code_asks_the_same() {
    let school = School::new();
    let (sheets, key) = (school.file("sheets.html"), school.file("key.html"));
    let arguments = ["worksheet", "MONDAY", "--count", "5", "--title", "Group <B>", "--sheets", "3"];
    let said = school.run(&[&arguments[..], &["--out", &sheets, "--key", &key]].concat()).ends(0);
    let (sheets, key) = (fs::read_to_string(sheets).unwrap(), fs::read_to_string(key).unwrap());
    for written in [&sheets, &key] {
        roxmltree::Document::parse_with_options(
            written.strip_prefix("<!DOCTYPE html>").unwrap(),
            roxmltree::ParsingOptions::default(),
        )
        .unwrap();
        assert!(written.contains("Group &lt;B&gt;"));
    }
    assert_eq!(sheets.matches("<section class=\"few\">").count(), 3);
    for told in ["The answer is", "because of", "<strong>insects</strong>", "1. "] {
        assert!(!sheets.contains(told) && key.contains(told), "{told}");
    }
    let code = said.out.lines().find_map(|line| line.strip_prefix("Paper ")?.split(':').next()).unwrap().to_owned();
    assert!(sheets.contains(&format!("Paper {code} · sheet 3")) && key.contains(&format!("Paper {code}<")));
    // A class of that code asks the same, in the same order, and the key's letters are all right there.
    let letters = key.split("<code>").nth(1).unwrap().split("</code>").next().unwrap().to_owned();
    let typed = "next\nclose\nreveal\n".repeat(5) + "end\nend\nleave\n";
    school.told(&["host", &code, "--plain", "--web", "off"], &typed).ends(0);
    school.told(&["enter"], &format!("1 {letters}\n")).ends(0);
    let book = school.csv(&[]);
    assert_eq!((&book[0]["score"], &book[0]["max"], &book[0]["sheet"]), (&"5".into(), &"5".into(), &"1".into()));
    let refused = school.run(&["worksheet", "MONDAY", "--out", &school.file("sheets.html")]).ends(3);
    assert!(refused.error.contains("sheets.html") && refused.error.contains("name another one"), "{refused:?}");
    assert!(!refused.error.contains("os error"), "{refused:?}");
}

/// A worksheet's code, and the letters of its key.
fn printed(school: &School, options: &[&str]) -> (String, String, String) {
    let (out, key) = (school.file("paper.html"), school.file("paper-key.html"));
    let said = school.run(&[&["worksheet", "MONDAY", "--out", &out, "--key", &key][..], options].concat()).ends(0).out;
    let key = fs::read_to_string(key).unwrap();
    let letters = key.split("<code>").nth(1).unwrap().split("</code>").next().unwrap().to_owned();
    let code = said.lines().find_map(|line| line.strip_prefix("Paper ")?.split(':').next()).unwrap().to_owned();
    (code, letters, said)
}

/// The other side of each letter.
fn wrong(letters: &str) -> String {
    letters.chars().map(|letter| if letter == 'L' { 'R' } else { 'L' }).collect()
}

#[test]
fn a_worksheets_code_begins_a_class_on_paper_and_goes_on_with_it() {
    let school = School::new();
    let (code, letters, said) = printed(&school, &["--count", "5", "--title", "Group B", "--sheets", "30"]);
    let way = format!("iotutor enter {code} --title 'Group B' --sheets 30");
    assert!(said.contains(&way), "{said}");
    let enter = ["enter", &code, "--title", "Group B", "--sheets", "30"];
    let lines = format!("1 Ada {letters}\n66 {}\n", wrong(&letters));
    let said = whole(&school.told(&enter, &lines).ends(0).out);
    assert!(said.contains("one on paper begins: room ") && said.contains("5 of 5 right"), "{said}");
    assert!(said.contains("0 of 5 right") && said.contains("Only 30 sheets were printed"), "{said}");
    // Tomorrow the other half, however the code is typed, and the number that was a slip.
    let again = code.to_lowercase().replace('-', "");
    let lines = format!("number 66 6\n7 {letters}\n8 /\nremove 8\nnumber 7 1\nlist\n");
    let said = school.told(&["enter", &again], &lines).ends(1);
    let told = whole(&said.out);
    assert!(told.contains("What was sheet 66 is sheet 6.") && told.contains("Sheet 8 isn't in any more"), "{told}");
    assert!(told.contains("same answers as sheet 1.") && !told.contains("begins"), "{told}");
    assert!(said.error.contains("Sheet 1 is in already, it's Ada's"), "{}", said.error);
    assert!(told.contains("Sheet 1, Ada:") && told.contains("3 sheets are in."), "{told}");
    let shown = whole(&school.run(&["results", "show"]).ends(0).out);
    assert!(shown.contains("Group B, room ") && shown.contains("5 of 5 asked, 5 revealed"), "{shown}");
    let book = school.csv(&[]);
    let rows: Vec<[&str; 4]> =
        book.iter().map(|row| ["sheet", "name", "score", "max"].map(|column| row[column].as_str())).collect();
    assert_eq!(rows, [["1", "Ada", "5", "5"], ["6", "Sheet 6", "0", "5"], ["7", "Sheet 7", "5", "5"]]);
    assert!(school.run(&["results", "items", "last"]).ends(0).out.contains("3 sheets of paper"));
    let grid = school.run(&["results", "show", "last", "--grid"]).ends(0).out;
    assert!(grid.contains("·····") && grid.contains("×××××") && shown.contains("--grid"), "{grid}");
    assert!(grid.contains("· right, × wrong") && !grid.contains("How it is counted"), "the grid alone: {grid}");
    let page = school.run(&["results", "show", "last", "--grid", "--format", "html"]).ends(0).out;
    assert!(page.contains("<dl class=\"facts signs\">"), "{page}");
    let listed = school.run(&["results", "list"]).ends(0).out;
    assert_eq!(listed.matches("Group B").count(), 1, "one room, not two: {listed}");
    // Another group has the same paper.
    let other = whole(&school.told(&["enter", &code, "--new"], "1 LLLLL\n").ends(0).out);
    assert!(other.contains("one on paper begins"), "{other}");
    let slip = school.told(&["enter", &format!("{code}X")], "").ends(2);
    assert!(slip.error.contains("slip"), "{slip:?}");
}

#[test]
fn a_wrong_number_never_gives_a_sheet_to_somebody_else() {
    let school = School::new();
    held(&school);
    let said = school.told(&["enter"], "1 Ida LRN\n1 Zoe RRR\n1 ida LRL\n1 RRL\nname 1 Zoe\nlist\n").ends(1);
    let refused = "Line 2: Sheet 1 is Ida's: remove 1 first, or type 1 RRR without a name";
    assert!(said.error.contains(refused), "{}", said.error);
    let told = whole(&said.out);
    assert!(told.contains("Sheet 1, Ida's, was in already and is replaced"), "{told}");
    assert!(told.contains("Sheet 1 was called Ida and is called Zoe now."), "{told}");
    assert!(told.contains("Sheet 1, Zoe: RRL"), "{told}");
    // Also once it is removed it may be somebody else's.
    let said = whole(&school.told(&["enter"], "remove 1\n1 Kim LLL\nlist\n").ends(0).out);
    assert!(said.contains("Sheet 1, Kim: LLL"), "{said}");
}

#[test]
fn a_papers_code_means_its_class_on_paper_and_names_another() {
    let school = School::new();
    let (code, letters, said) = printed(&school, &["--count", "3"]);
    assert!(said.contains("The key is for you alone."), "{said}");
    school.told(&["enter", &code], &format!("1 {letters}\n")).ends(0);
    let held = Said::by(
        school.place.command(&["host", &code, "--plain", "--web", "off", "--bank", school.bank.to_str().unwrap()], 9),
        "next\nclose\nreveal\nend\nend\nleave\n",
    )
    .ends(0);
    let room = held.out.lines().last().unwrap().strip_prefix("Room ").unwrap().split(' ').next().unwrap().to_owned();
    let again = school.told(&["enter", &code], "list\n").ends(0).out;
    assert!(again.contains(&format!("Another class had this paper, too: iotutor enter {room}.")), "{again}");
    assert!(again.contains("Sheet 1: ") && again.contains("1 sheet is in."), "{again}");
}

#[test]
fn the_key_can_be_had_later_and_makes_no_second_file_of_sheets() {
    let school = School::new();
    let (sheets, key) = (school.file("sheets.html"), school.file("key.html"));
    let said = school.run(&["worksheet", "MONDAY", "--count", "3", "--out", &sheets]).ends(0).out;
    let code = said.lines().find_map(|line| line.strip_prefix("Paper ")?.split(':').next()).unwrap().to_owned();
    assert!(said.contains(&format!("iotutor worksheet {code} --key key.html writes the key.")), "{said}");
    let later = school.run(&["worksheet", &code, "--key", &key]).ends(0).out;
    assert!(fs::read_to_string(&key).unwrap().contains("<code>") && !later.contains("<html"), "{later}");
}

#[test]
fn where_no_class_was_held_the_way_on_paper_is_told() {
    let refused = School::new().run(&["enter"]).ends(3);
    assert!(refused.error.contains("iotutor enter CODE"), "{refused:?}");
}

#[test]
fn what_a_class_never_came_to_is_told_and_revealed_by_a_word() {
    let school = School::new();
    let typed = "join Ada\nnext\n1 left\nclose\nreveal\nnext\nend\nend\nleave\n";
    school.told(&["host", "MONDAY", "--count", "3", "--plain", "--web", "off"], typed).ends(0);
    let said = whole(&school.told(&["enter", "--plain"], "1 LLL\n").ends(0).out);
    assert_eq!(said.matches("questions 2, 3 were never revealed").count(), 2, "at first and at last: {said}");
    assert!(!said.contains(" right."), "{said}");
    let maxima = || school.csv(&[]).iter().map(|row| row["max"].clone()).collect::<Vec<_>>();
    assert_eq!(maxima(), ["1", "1"]);
    let said = whole(&school.told(&["enter", "--plain"], "reveal\nreveal\n").ends(0).out);
    assert!(said.contains("Sheets count for questions 2, 3 now.") && said.contains("revealed or skipped already"));
    // Ada had question 2 before her; question 3 nobody asked her.
    assert_eq!(maxima(), ["2", "3"]);
    assert_eq!(school.csv(&[])[0]["asked_before"], "0");
}

#[test]
fn sheets_count_instead_of_the_hands_of_the_same_people() {
    let school = School::new();
    let lines = "next\nhands 3 2 0\nclose\nreveal\nnext\nhands 1 0 0\nclose\nreveal\nend\nend\nleave\n";
    school.told(&["host", "MONDAY", "--count", "2", "--plain", "--web", "off"], lines).ends(0);
    let said = whole(&school.told(&["enter"], "1 L-\n2 LN\nundo\n3 R-\n").ends(0).out);
    assert_eq!(said.matches("Hands were counted for question 1, too").count(), 1, "{said}");
    let shown = whole(&school.run(&["results", "show"]).ends(0).out);
    assert!(shown.contains("for question 1 both are in; the sheets count"), "{shown}");
    let json: serde_json::Value =
        serde_json::from_str(&school.run(&["results", "show", "--json"]).ends(0).out).unwrap();
    assert_eq!((&json["last"]["of"], &json["hands"]["of"]), (&3.into(), &1.into()), "two sheets and one hand");
    let from: Vec<String> = school.csv(&["--answers"]).iter().map(|row| row["from"].clone()).collect();
    let wanted = ["paper", "paper", "paper, blank", "paper, blank", "hands, replaced", "hands, replaced", "hands"];
    assert_eq!(from, wanted, "facts stay, and are told apart");
}

#[test]
fn a_room_on_paper_that_is_split_is_not_asked_again_and_an_empty_vote_is_none() {
    let school = School::new();
    let mut host = host(&school, 1);
    school.told(&["enter", "last"], "1 LLLLL\n2 RRRRR\n3 LLLLL\n4 RRRRR\n").ends(0);
    host.say("next");
    host.hear(&["Question 1 of 5"]);
    host.say("next");
    assert!(host.hear(&["Question 1 of 5 is closed"]).contains("4 of 4 answered"));
    host.say("next");
    host.hear(&["Question 1 of 5: it's "]);
    // The teacher may still ask again; if nobody takes part, there was no second vote.
    host.say("next");
    host.hear(&["Question 2 of 5"]);
    for line in ["close", "vote", "vote", "close", "reveal"] {
        host.say(line);
    }
    host.hear(&["Question 2 of 5: it's "]);
    host.say("end");
    host.hear(&["End the class? 4 sheets of paper are in"]);
    host.say("end");
    host.say("leave");
    host.hear(&["Room "]);
    let json: serde_json::Value =
        serde_json::from_str(&school.run(&["results", "show", "last", "--json"]).ends(0).out).unwrap();
    for statement in json["statements"].as_array().unwrap() {
        assert_eq!(statement["votes"].as_array().unwrap().len(), 1, "{statement}");
        assert_eq!(statement["moved"], serde_json::Value::Null);
    }
    assert!(!json["hardest"].to_string().contains("\"of\":0"), "{}", json["hardest"]);
}

#[test]
fn slips_and_namesakes_are_told_at_once_and_taken() {
    let school = School::new();
    let typed = "join Ada\nnext\n1 left\nclose\nreveal\nnext\nclose\nreveal\nend\nend\nleave\n";
    school.told(&["host", "MONDAY", "--count", "2", "--plain", "--web", "off"], typed).ends(0);
    let lines = "6 LR\n7 L1R2\n7 L3R2\n7 R3R1\n8 LR\nname 8 Ada\nname 7 Ada\n9 L4R\n9 L/R\nundo\nundo\n6 RR\n";
    let said = school.told(&["enter"], lines).ends(1);
    let told = whole(&said.out);
    for wanted in [
        "That sheet doesn't say how sure anywhere",
        "Sheet 7 was in already and is replaced: how sure is another at question 1.",
        "is replaced: other answers to question 1; how sure is another at question 2.",
        "Sheet 8 has the same answers as sheet 6.",
        "Ada has a device here, too: `iotutor results join ",
        "Sheet 8 is Ada's, too",
        "Taken back: Sheet 7 has no name.",
        "Taken back: Sheet 8 has no name.",
    ] {
        assert!(told.contains(wanted), "{wanted}: {told}");
    }
    assert_eq!(told.matches("doesn't say how sure").count(), 1, "once");
    assert!(said.error.contains("\"4\" after answer 1: how sure is 1, 2 or 3."), "{}", said.error);
    assert!(said.error.contains("/ says that nothing more is marked"), "{}", said.error);
    let shown = whole(&school.run(&["results", "show"]).ends(0).out);
    assert!(shown.contains("sheet 6, on paper, changed after the reveal"), "{shown}");
    assert!(!shown.contains("sheet 8, on paper, changed"), "{shown}");
}

/// Holds a class of three questions with these people, all of whom answer left, and types in these sheets. Returns its room's code.
fn class_of(school: &School, entropy: u32, people: &[&str], sheets: &str) -> String {
    let joined = people.iter().map(|name| format!("join {name}\n")).collect::<Vec<_>>().concat();
    let answers = (1..=people.len()).map(|seat| format!("{seat} left\n")).collect::<Vec<_>>().concat();
    let questions = format!("next\n{answers}close\nreveal\n").repeat(3);
    let bank = ["--bank", school.bank.to_str().unwrap()];
    let arguments = [&["host", "MONDAY", "--count", "3", "--plain", "--web", "off"][..], &bank].concat();
    let input = format!("{joined}{questions}end\nend\nleave\n");
    let said = Said::by(school.place.command(&arguments, entropy), &input).ends(0);
    let last = said.out.lines().last().unwrap();
    let code = last.strip_prefix("Room ").unwrap().split_once(" is closed.").unwrap().0.to_owned();
    school.told(&["enter", &code], sheets).ends(0);
    code
}

#[test]
fn classes_are_compared_person_by_person_whatever_they_answered_on() {
    let school = School::new();
    let before = class_of(&school, 4, &["Ada", "Bo", "Old"], "1 NNN\nname 1 Cy\n2 LLL\n");
    let after = class_of(&school, 5, &["New", "bo"], "7 LLL\nname 7 ada\n8 LLL\nname 8 Cy\n9 ---\n");
    let json = school.run(&["results", "compare", &before, &after, "--json"]).ends(0).out;
    let told: serde_json::Value = serde_json::from_str(&json).unwrap();
    let people: Vec<&str> =
        told["people"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
    assert_eq!(people, ["ada", "bo", "Cy"], "by their names, on whatever they answered");
    assert_eq!((&told["only_before"][0], &told["only_after"][0]), (&"Old".into(), &"New".into()));
    assert_eq!(told["nameless"], serde_json::json!([1, 1]), "a sheet's number names nobody");
    let cy = &told["people"][2];
    let lefts = told["people"][0]["after"]["count"].as_u64().unwrap();
    assert_eq!((&cy["before"]["count"], &cy["after"]["count"]), (&0.into(), &lefts.into()));
    assert_eq!((&told["same_paper"], &told["group"]), (&true.into(), &serde_json::Value::Null));
    assert_eq!(told["topics"][0]["before"], serde_json::json!({ "count": 2 * lefts, "of": 9 }));
    let said = whole(&school.run(&["results", "compare", &before, &after]).ends(0).out);
    for words in
        ["Only before: Old.", "Only after: New.", "fewer than 20 people", "compared with nobody: 1 before, 1 after"]
    {
        assert!(said.contains(words), "{words}: {said}");
    }
    let folder = school.file("empty");
    for mixed in [[before.as_str(), folder.as_str()], [folder.as_str(), before.as_str()]] {
        let refused = school.run(&[&["results", "compare"][..], &mixed].concat()).ends(2);
        assert!(refused.error.contains("name two of the same kind"), "{refused:?}");
    }
}

/// Chromium, by any of its names, where the machine has it.
fn chromium() -> Option<PathBuf> {
    let names = ["chromium", "chromium-browser", "google-chrome", "chrome", "chrome-headless-shell"];
    let folders: Vec<PathBuf> = std::env::split_paths(&std::env::var_os("PATH")?).collect();
    names.into_iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name))).find(|path| path.is_file())
}

#[test]
fn each_sheet_begins_on_a_page_of_its_own() {
    let Some(chromium) = chromium() else {
        return eprintln!("skipped: no Chromium to print with, so nobody looked at where pages break");
    };
    let place = Place::new();
    for (count, sheets, wanted) in [(8, 3, 3), (20, 2, 4)] {
        let file = place.folder().join(format!("{count}.html"));
        let (count, number) = (count.to_string(), sheets.to_string());
        let arguments = ["worksheet", "MONDAY", "--count", &count, "--sheets", &number, "--certainty", "on", "--out"];
        place.run(&[&arguments[..], &[file.to_str().unwrap()]].concat()).ends(0);
        let pdf = file.with_extension("pdf");
        let printed = std::process::Command::new(&chromium)
            .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-pdf-header-footer"])
            .arg(format!("--user-data-dir={}", place.folder().join("profile").display()))
            .arg(format!("--print-to-pdf={}", pdf.display()))
            .arg(&file)
            .output()
            .unwrap();
        let Ok(bytes) = fs::read(&pdf) else {
            return eprintln!(
                "skipped: this Chromium prints nothing here, so nobody looked at where pages break: {printed:?}"
            );
        };
        let page = b"/Type /Page";
        let is_page = |part: &&[u8]| part.starts_with(page) && part[page.len()] != b's';
        assert_eq!(bytes.windows(page.len() + 1).filter(is_page).count(), wanted, "{count} questions");
    }
}
