//! Classes that were held, from the outside: shown, taken along, joined, forgotten.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test that cannot go on has to fail")]

#[allow(dead_code, reason = "each test program uses its part")]
mod common;

use common::{Place, Said, write_animals, write_json};
use serde_json::Value;
use std::fs;
use std::path::PathBuf;

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

    /// Runs the program with the bank.
    fn run(&self, arguments: &[&str]) -> Said {
        self.told(arguments, "")
    }

    fn told(&self, arguments: &[&str], input: &str) -> Said {
        self.place.told(&[arguments, &["--bank", self.bank.to_str().unwrap()]].concat(), input)
    }

    /// Holds a class of three questions of one word, led by these lines to its end. Returns the code of its room.
    fn holds(&self, typed: &[&str]) -> String {
        self.held(typed).0
    }

    /// The same, with all that was said in it.
    fn held(&self, typed: &[&str]) -> (String, String) {
        self.held_at(&[], typed)
    }

    fn held_at(&self, pace: &[&str], typed: &[&str]) -> (String, String) {
        let host = ["host", "--web", "off", "--plain", "--count", "3", "--title", "Monday, <b>B</b>", "MONDAY"];
        let host = [&host[..], pace].concat();
        let input = [typed, &["end", "end", "leave", ""]].concat().join("\n");
        let said = self.told(&host, &input).ends(0);
        let last = said.out.lines().last().unwrap();
        let code = last.strip_prefix("Room ").unwrap().split_once(" is closed. See it again: ").unwrap().0.to_owned();
        assert!(last.ends_with(&format!("`iotutor results show {code}`")), "{last}");
        (code, said.out)
    }

    fn json(&self, arguments: &[&str]) -> Value {
        serde_json::from_str(&self.run(arguments).ends(0).out).unwrap()
    }

    fn file(&self) -> PathBuf {
        let mut rooms: Vec<PathBuf> = fs::read_dir(self.place.data().join("rooms"))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension().is_some_and(|end| end == "room"))
            .collect();
        assert_eq!(rooms.len(), 1, "{rooms:?}");
        rooms.remove(0)
    }

    fn roster(&self, text: &str) {
        let file = self.place.folder().join("roster.csv");
        fs::write(&file, text).unwrap();
        self.run(&["roster", "import", file.to_str().unwrap()]).ends(0);
    }
}

/// Ada and Bo vote twice on the first question; Cy comes for the second, which Bo does not answer.
const LESSON: [&str; 22] = [
    "join Ada",
    "join Bo",
    "next",
    "1 left 3",
    "2 right 1",
    "hands 1 2 0",
    "close",
    "vote",
    "vote",
    "1 right 3",
    "2 right 2",
    "close",
    "reveal",
    "next",
    "join Cy",
    "1 left 3",
    "3 none",
    "close",
    "reveal",
    "next",
    "close",
    "skip",
];

/// How many facts `right` and `wrong` are of a paper whose first two keys are these.
fn keys(told: &Value) -> [String; 2] {
    [0, 1].map(|at| told["statements"][at]["side"].as_str().unwrap().to_owned())
}

#[test]
fn a_class_is_shown_with_both_votes_and_who_was_asked_what() {
    let school = School::new();
    let code = school.holds(&LESSON);
    let told = school.json(&["results", "show", &code, "--json"]);
    let [first, second] = keys(&told);
    let right = |side: &str, chosen: &str| u64::from(side == chosen);
    let share = |count: u64, of: u64| serde_json::json!({ "count": count, "of": of });
    let people: Vec<&Value> = told["people"].as_array().unwrap().iter().collect();
    assert_eq!(people.len(), 3);
    let (ada, bo, cy) = (people[0], people[1], people[2]);
    assert_eq!(ada["right"], share(right(&first, "right") + right(&second, "left"), 2));
    assert_eq!(ada["first"], share(right(&first, "left") + right(&second, "left"), 2));
    assert_eq!(bo["right"], share(right(&first, "right"), 2), "no answer is not right");
    assert_eq!((&cy["right"], &cy["before"], &cy["unknown"]), (&share(0, 1), &1.into(), &1.into()));
    let statement = &told["statements"][0];
    let vote = |at: usize, what: &str| statement["votes"][at][what].as_u64().unwrap();
    assert_eq!((vote(0, "right"), vote(0, "wrong")), (1, 1));
    assert_eq!(vote(1, "right"), 2 * right(&first, "right"));
    let hands = if first == "left" { [1, 2, 0] } else { [2, 1, 0] };
    assert_eq!(statement["votes"][0]["hands"], serde_json::json!(hands), "hands are counted apart");
    let moved = if first == "right" { [1, 0] } else { [0, 1] };
    assert_eq!(statement["moved"], serde_json::json!(moved));
    assert_eq!(told["statements"][1]["votes"][0]["silent"], 1);
    assert_eq!(statement["facility"], Value::Null, "of three people no facility is told");
    let questions = &told["questions"];
    assert_eq!((&questions["asked"], &questions["revealed"], &questions["skipped"]), (&3.into(), &2.into(), &1.into()));
    // By its file, as the last one, and where nothing is named.
    let file = school.file();
    for named in [&["results", "show"][..], &["results", "show", "last"], &["results", "show", file.to_str().unwrap()]]
    {
        let said = school.run(named).ends(0).out;
        for words in ["Monday, <b>B</b>, room", "1 before they came", "vote 1: ", "1 didn't answer", "2 of 3 asked"] {
            let found = said.contains(words) || words == "2 of 3 asked" && said.contains("3 of 3 asked");
            assert!(found, "{words}: {said}");
        }
    }
    let none = school.run(&["results", "show", "ZZZZ"]).ends(3);
    assert!(none.error.contains("no room has the code ZZZZ here") && none.error.contains("results list"), "{none:?}");
    school.run(&["results", "show", &code, "Ada"]).ends(2);
}

#[test]
fn a_class_has_one_total_at_its_end_and_in_its_results() {
    let school = School::new();
    let (code, said) = school.held(&LESSON);
    let total = said.lines().find(|line| line.contains(" %)")).unwrap();
    // Two people and three hands for the first question, and two of three people for the second.
    assert!(total.contains(" of 7 ") && total.ends_with(" Raised hands are counted in."), "{total}");
    let shown = school.run(&["results", "show", &code]).ends(0).out;
    assert!(shown.split_whitespace().collect::<Vec<_>>().join(" ").contains(total), "{total}\n{shown}");
    let told = school.json(&["results", "show", &code, "--json"]);
    let (hands, right) = (&told["hands"], told["last"]["count"].as_u64().unwrap());
    assert_eq!((&told["last"]["of"], &hands["of"]), (&7.into(), &3.into()));
    let persons: u64 =
        told["people"].as_array().unwrap().iter().map(|one| one["right"]["count"].as_u64().unwrap()).sum();
    assert_eq!(right, persons + hands["count"].as_u64().unwrap());
    assert!(total.contains(&format!("{right} of 7 ")), "{total}");
}

#[test]
fn classes_are_listed() {
    let school = School::new();
    let said = school.run(&["results", "list"]).ends(0);
    assert!(said.out.starts_with("No class is kept in "), "{}", said.out);
    let code = school.holds(&LESSON);
    let said = school.run(&["results", "list"]).ends(0).out;
    let row: Vec<&str> = said.lines().nth(1).unwrap().split_whitespace().collect();
    assert_eq!(row[..7], ["2026-01-05", "08:01", &code, "3", "3", "of", "3"], "{said}");
    assert_eq!(school.json(&["results", "list", "--json"])["rooms"][0]["people"], 3);
    // Who was removed is told apart, as in the report.
    let school = School::new();
    let code = school
        .holds(&["join Ada", "join Bo", "join Cy", "join ada", "same 4 1", "next", "1 left", "remove 3", "remove 4"]);
    assert!(school.run(&["results", "list"]).ends(0).out.contains("2, 1 removed"));
    assert!(school.run(&["results", "show", &code]).ends(0).out.contains("2 people, "));
    let room = &school.json(&["results", "list", "--json"])["rooms"][0];
    assert_eq!((&room["people"], &room["removed"]), (&2.into(), &1.into()));
}

/// Names that mean something to HTML, Markdown, a terminal or a spreadsheet.
const HOSTILE: [&str; 5] =
    ["<script>alert(1)</script>", "=HYPERLINK(\"x\")", "| a | b |", "](http://x) **b**", "&lt;&#60; \"q\" 'p'"];

#[test]
fn hostile_names_break_out_of_no_report_and_no_table() {
    let school = School::new();
    let joins: Vec<String> = HOSTILE.iter().map(|name| format!("join {name}")).collect();
    let mut typed: Vec<&str> = joins.iter().map(String::as_str).collect();
    typed.extend(["next", "1 left", "2 right", "close", "reveal"]);
    let code = school.holds(&typed);
    let html = school.run(&["results", "show", &code, "--format", "html"]).ends(0).out;
    let parsed = roxmltree::Document::parse(html.split_once('\n').unwrap().1).unwrap();
    let cells: Vec<&str> = parsed.descendants().filter_map(|node| node.text()).collect();
    for name in HOSTILE {
        assert!(cells.contains(&name), "{name}");
    }
    assert!(!html.contains("<script") && !html.contains("<b>"), "{html}");
    assert!(parsed.descendants().any(|node| node.has_tag_name("title")), "it has a title");
    let markdown = school.run(&["results", "show", &code, "--format", "md"]).ends(0).out;
    let row = markdown.lines().find(|line| line.contains("a \\| b")).unwrap();
    let columns = row.replace("\\|", "").matches('|').count();
    let head = markdown.lines().find(|line| line.starts_with("| Name")).unwrap();
    assert_eq!(columns, head.matches('|').count(), "{row}");
    assert!(!markdown.contains("<script>") && !markdown.contains("](http://"), "{markdown}");
    for kind in [&["--profile", "plain"][..], &["--profile", "moodle"], &["--profile", "canvas"], &["--answers"]] {
        let book = school.run(&[&["results", "csv", &code, "--out", "-"], kind].concat()).ends(0).out;
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(book.as_bytes());
        let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.unwrap()).collect();
        assert!(rows.len() > 2, "{book}");
        for cell in rows.iter().flatten() {
            assert!(!cell.starts_with(['=', '+', '-', '@']), "{kind:?}: {cell}");
        }
    }
}

#[test]
fn a_grade_book_names_who_was_matched_before_it_is_written() {
    let school = School::new();
    school.roster("id,name,email\nS-1,Ada,ada@example.org\nS-2,Bo,\nS-9,Zoe,\n");
    let typed = [&LESSON[..], &["join Ada"]].concat();
    let code = school.holds(&typed);
    let said = school.run(&["results", "csv", &code, "--profile", "moodle"]).ends(0).out;
    assert!(said.contains("3 of 4 matched to the roster: 0 by id, 0 by e-mail, 3 by name alone."), "{said}");
    for words in [
        "Unmatched, left out:\n  seat 3, Cy",
        "Duplicates, the same person on the roster, left out:\n  seat 4, Ada 2: S-1 Ada",
        "results join ",
        "On the roster, and not in this class: S-9 Zoe.",
        "Nothing is written yet: type the same with --out FILE.csv",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    let book = school.run(&["results", "csv", &code, "--profile", "moodle", "--out", "-"]).ends(0);
    let rows: Vec<&str> = book.out.lines().collect();
    assert!(rows[0].starts_with("ID number,Email address,\"Monday, <b>B</b> 2026-01-05\""), "{}", book.out);
    assert!(rows.len() == 3 && rows[1].starts_with("S-1,ada@example.org,"), "{}", book.out);
    assert!(book.error.contains("matched to the roster"), "the summary stays out of the file");
    let file = school.place.folder().join("grades.csv");
    let write = ["results", "csv", &code, "--out", file.to_str().unwrap()];
    assert!(school.run(&write).ends(0).out.contains("4 people."));
    school.run(&write).ends(3);
    let plain = fs::read_to_string(&file).unwrap();
    let cy = plain.lines().find(|line| line.contains(",Cy,")).unwrap();
    assert!(cy.ends_with(",0,1,0,1,1,,0"), "asked one, and one before: {cy}");
    let answers = school.run(&["results", "csv", &code, "--answers", "--out", "-"]).ends(0).out;
    assert_eq!(answers.lines().count(), 1 + 6 + 2, "two counts of hands, too: {answers}");
    assert!(answers.lines().nth(1).unwrap().starts_with("1,Ada,1,1,Mammal,3,"), "{answers}");
}

#[test]
fn who_came_late_is_graded_by_their_share_where_a_platform_knows_one_greatest_grade() {
    let school = School::new();
    // Whichever side is right, one of the two who came late has it.
    let code = school.holds(&[
        "join Ada", "next", "1 left", "close", "reveal", "join Bo", "join Cy", "next", "2 left", "3 right", "close",
        "reveal",
    ]);
    let book = school.run(&["results", "csv", &code, "--profile", "canvas", "--out", "-"]).ends(0);
    assert!(book.error.contains("2 people came late"), "{}", book.error);
    let mut grades: Vec<&str> = book.out.lines().skip(3).map(|line| line.rsplit(',').next().unwrap()).collect();
    grades.sort_unstable();
    assert_eq!(grades, ["0", "2"], "{}", book.out);
}

#[test]
fn two_seats_are_joined_afterwards_and_parted_again() {
    let school = School::new();
    let code = school.holds(&[
        "join Ada", "join Bo", "next", "1 left", "2 left", "close", "reveal", "join ada", "next", "2 right", "3 left",
        "close", "reveal",
    ]);
    let of = |told: &Value| {
        told["people"].as_array().unwrap().iter().map(|one| one["right"]["of"].clone()).collect::<Vec<_>>()
    };
    let before = school.json(&["results", "show", &code, "--json"]);
    assert_eq!(of(&before), [2, 2, 1]);
    let said = school.run(&["results", "join", &code, "3", "1"]).ends(0).out;
    let wanted = "Seat 1 (Ada) and seat 3 (ada 2) count as one person, Ada. `--apart 3` takes it back.";
    assert!(said.starts_with(wanted), "{said}");
    let joined = school.json(&["results", "show", &code, "--json"]);
    assert_eq!(of(&joined), [2, 2]);
    assert_eq!(joined["people"][0]["seats"], serde_json::json!([1, 3]));
    assert_eq!(joined["people"][0]["answered"], 2);
    let shown = school.run(&["results", "show", &code]).ends(0).out;
    let shown = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(shown.contains("Of two answers in one vote, the later one counts."), "{shown}");
    assert_eq!(school.run(&["results", "join", &code, "1", "3"]).ends(0).out, "That's so already.\n");
    school.run(&["results", "join", &code, "--apart", "3"]).ends(0);
    assert_eq!(school.json(&["results", "show", &code, "--json"]), before);
    assert!(school.run(&["results", "join", &code, "1", "9"]).ends(2).error.contains("There's no seat 9"));
}

#[test]
fn a_person_is_forgotten_down_to_the_bytes_and_their_answers_stay() {
    let school = School::new();
    let code = school.holds(&[
        "join Wilhelmina",
        "join Bo",
        "next",
        "1 left",
        "2 right",
        "close",
        "reveal",
        "join wilhelmina",
        "same 3 1",
    ]);
    let holds = |what: &str| {
        let folder = school.place.data().join("rooms");
        let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_file());
        let what = what.as_bytes();
        files.map(|file| fs::read(file).unwrap()).any(|bytes| bytes.windows(what.len()).any(|part| part == what))
    };
    assert!(holds("Wilhelmina") && holds("wilhelmina 2"));
    let before = school.json(&["results", "show", &code, "--json"]);
    let forget = ["data", "forget", "--room", &code, "--person", "wilhelmina"];
    let said = school.told(&forget, "no\n").ends(0).out;
    assert!(said.contains("Nothing was forgotten.") && holds("Wilhelmina"), "{said}");
    let said = school.told(&forget, "y\n").ends(0).out;
    assert!(said.contains("Type y to do it: ") && said.contains("Forgotten: who sat at seats 1 and 3."), "{said}");
    assert!(!holds("Wilhelmina") && !holds("wilhelmina"), "nothing of the name is legible in the file");
    let after = school.json(&["results", "show", &code, "--json"]);
    assert_eq!(after["people"][0]["name"], "Seat 1");
    assert_eq!(after["people"][0]["right"], before["people"][0]["right"]);
    assert!(
        school
            .run(&["data", "forget", "--room", &code, "--person", "1", "--yes"])
            .ends(0)
            .out
            .contains("Nobody is known")
    );
    let unknown = school.run(&["data", "forget", "--room", &code, "--person", "Zoe", "--yes"]).ends(2);
    assert!(unknown.error.contains("nobody in this class is called \"Zoe\""), "{}", unknown.error);
}

#[test]
fn a_class_is_forgotten_by_name_by_day_or_when_its_time_is_over() {
    let school = School::new();
    let code = school.holds(&["join Ada"]);
    let file = school.file();
    let said = school.told(&["data", "forget", "--room", &code], "\n").ends(0).out;
    assert!(said.contains("1 person: ") && said.contains("Nothing was forgotten.") && file.exists(), "{said}");
    let said = school.run(&["data", "forget", "--expired"]).ends(0).out;
    assert!(said.starts_with("No class from before 2025-10-07 is kept."), "{said}");
    // As one of long ago.
    let old = file.with_file_name(format!("2025-10-06-{code}.room"));
    fs::rename(&file, &old).unwrap();
    let host = ["host", "--web", "off", "--plain"];
    let begun = school.told(&host, "leave\n").ends(0).out;
    assert!(begun.starts_with("1 class is kept here that is older than 90 days."), "{begun}");
    assert!(old.exists(), "nothing is deleted unasked");
    for which in [&["--expired"][..], &["--rooms-before", "2025-10-07"]] {
        let said = school.told(&[&["data", "forget"][..], which].concat(), "no\n").ends(0).out;
        assert!(said.contains(old.to_str().unwrap()) && said.contains("Forget 1 class, "), "{said}");
    }
    assert!(
        school.run(&["data", "forget", "--expired", "--keep-days", "400"]).ends(0).out.contains("No class from before")
    );
    school.run(&["data", "forget", "--expired", "--yes"]).ends(0);
    assert!(!old.exists());
    school.run(&["data", "forget"]).ends(2);
    school.run(&["data", "erase", "--yes"]).ends(0);
    let left = fs::read_dir(school.place.data().join("rooms"))
        .unwrap()
        .filter(|entry| entry.as_ref().unwrap().path().is_file());
    assert_eq!(left.count(), 0, "everything means classes, too");
}

#[test]
fn a_class_that_is_being_held_is_not_forgotten_under_the_hands_of_its_host() {
    let school = School::new();
    let mut host =
        school.place.command(&["host", "--web", "off", "--plain", "--bank", school.bank.to_str().unwrap()], 1);
    let mut running = host.spawn().unwrap();
    let mut first = String::new();
    let mut out = std::io::BufReader::new(running.stdout.take().unwrap());
    std::io::BufRead::read_line(&mut out, &mut first).unwrap();
    for what in [&["data", "forget", "--room", "last", "--yes"][..], &["data", "erase", "--yes"]] {
        let said = school.run(what).ends(3);
        assert!(said.error.contains("is being held just now"), "{}", said.error);
    }
    assert!(school.file().exists());
    drop(running.stdin.take());
    running.wait().unwrap();
    school.run(&["data", "forget", "--room", "last", "--yes"]).ends(0);
}

#[test]
fn a_damaged_file_of_a_class_is_named_with_what_to_do() {
    let school = School::new();
    let code = school.holds(&LESSON);
    let file = school.file();
    let whole = fs::read(&file).unwrap();
    // Half of it: what can be read is shown, and where the old file is.
    fs::write(&file, &whole[..whole.len() / 2]).unwrap();
    let said = school.run(&["results", "show", &code]);
    let told = format!("{}{}", said.out, said.error);
    assert!(told.contains("class's file") && !told.contains("journal"), "{told}");
    // It has been repaired by now, so it is said once.
    assert!(told.contains("is kept as ") || told.contains("put it in its place"), "{told}");
    let listed = school.run(&["results", "list"]).ends(0).out;
    assert!(!listed.contains("journal"), "{listed}");
    // Nothing of it.
    for entry in
        fs::read_dir(file.parent().unwrap()).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_file())
    {
        fs::remove_file(entry).unwrap();
    }
    fs::write(&file, "not a class at all, and longer than a page would be".repeat(200)).unwrap();
    let said = school.run(&["results", "show", &code]).ends(3);
    assert!(said.error.contains("is no class's file, or nothing of it can be read"), "{}", said.error);
    let list = school.run(&["results", "list"]).ends(0).out;
    assert!(list.contains("is no class's file"), "{list}");
}

#[test]
fn a_bank_that_changed_since_is_named_with_its_revision() {
    let school = School::new();
    let code = school.holds(&LESSON);
    assert!(school.run(&["results", "replay", &code]).ends(0).out.ends_with("1 of 1 came out the same.\n"));
    let topic = school.bank.join("young.json");
    let mut changed: Value = serde_json::from_str(&fs::read_to_string(&topic).unwrap()).unwrap();
    for pair in changed["pairs"].as_array_mut().unwrap() {
        pair["left"]["revision"] = 2.into();
        pair["right"]["revision"] = 2.into();
    }
    write_json(&topic, &changed);
    for command in [&["results", "show", &code][..], &["results", "items", &code], &["results", "csv", &code]] {
        let said = school.run(command).ends(3);
        assert!(said.error.contains("with its revision 1") && said.error.contains("--bank"), "{}", said.error);
    }
    let said = school.run(&["results", "replay", &code]).ends(1).out;
    assert!(said.contains("needs bank animals, revision 1"), "{said}");
}

#[test]
fn items_and_route_count_classes_as_they_count_results() {
    let school = School::new();
    let people = 12;
    let mut typed: Vec<String> = (0..people).map(|number| format!("join P{number}")).collect();
    typed.push("next".to_owned());
    typed.extend((1..=people).map(|seat| format!("{seat} left 3")));
    typed.extend(["close", "vote", "vote"].map(str::to_owned));
    typed.extend((1..=people).map(|seat| format!("{seat} right 3")));
    typed.extend(["close", "reveal"].map(str::to_owned));
    let code = school.holds(&typed.iter().map(String::as_str).collect::<Vec<_>>());
    let told = school.json(&["results", "show", &code, "--json"]);
    let is_left = told["statements"][0]["side"] == "left";
    let items = school.json(&["results", "items", &code, "--json"]);
    let item = &items["items"][0];
    let first = if is_left { (people, 0, 100.0) } else { (0, people, 0.0) };
    let found = (item["right"].as_u64().unwrap(), item["wrong"].as_u64().unwrap(), item["facility"].as_f64().unwrap());
    assert_eq!(found, first, "what was answered alone");
    assert_eq!(school.json(&["results", "items", "--json"]), items, "the last class, where nothing is named");
    let route = school.json(&["results", "route", &code, "--json"]);
    let topic = &route["topics"][0];
    assert_eq!(topic["people"], people);
    assert_eq!(topic["route"], if is_left { "teach" } else { "skip" }, "by what was answered last");
    assert_eq!(told["topics"][0]["route"], topic["route"]);
}

/// Seats of a class at everybody's own pace: each takes its answers in turn, one a question, and goes on after each.
fn at_their_own_pace(answers: &[&[&str]]) -> Vec<String> {
    let mut typed: Vec<String> = (1..=answers.len()).map(|number| format!("join P{number}")).collect();
    // Question by question, so that all are under way at once.
    for at in 0..3 {
        for (seat, answer) in (1..).zip(answers.iter().map(|own| own.get(at))) {
            let Some(answer) = answer else { continue };
            typed.extend([format!("{seat} {answer}"), format!("{seat} next")]);
        }
    }
    typed
}

#[test]
fn a_class_at_everybodys_own_pace_counts_what_each_came_to_in_all_results() {
    let school = School::new();
    // Ten go to the end, one stops after the first question, and one before it.
    let (to_the_end, stopped, never): (&[&str], &[&str], &[&str]) = (&["left 3"; 3], &["right 1"], &[]);
    let mut before = vec![to_the_end; 10];
    before.extend([stopped, never]);
    let holds = |answers: &[&[&str]]| {
        let typed = at_their_own_pace(answers);
        school.held_at(&["--pace", "self"], &typed.iter().map(String::as_str).collect::<Vec<_>>()).0
    };
    let before = holds(&before);
    let told = school.json(&["results", "show", &before, "--json"]);
    let is_left = |at: usize| told["statements"][at]["side"] == "left";
    let lefts = (0..3).filter(|at| is_left(*at)).count() as u64;

    let items = school.json(&["results", "items", &before, "--json"]);
    let counted = |at: usize| {
        let id = &told["statements"][at]["statement"];
        let item = items["items"].as_array().unwrap().iter().find(|one| one["statement"] == *id).unwrap();
        (item["right"].as_u64().unwrap(), item["wrong"].as_u64().unwrap())
    };
    for at in 0..3 {
        let others = u64::from(at == 0);
        let expected = if is_left(at) { (10, others) } else { (others, 10) };
        assert_eq!(counted(at), expected, "who has not come to a question has not answered it wrongly: {items}");
    }

    let route = school.json(&["results", "route", &before, "--json"]);
    let topic = &route["topics"][0];
    assert_eq!(topic["people"], 11, "who answered nothing tells nothing: {route}");

    // The same people in a class that is led: who was asked as much is compared.
    let mut typed: Vec<String> = (1..=12).map(|number| format!("join P{number}")).collect();
    for _ in 0..3 {
        typed.push("next".to_owned());
        typed.extend((1..=12).map(|seat| format!("{seat} right 3")));
        typed.extend(["close", "reveal"].map(str::to_owned));
    }
    let after = school.holds(&typed.iter().map(String::as_str).collect::<Vec<_>>());
    let change = school.json(&["results", "compare", &before, &after, "--json"]);
    let people = change["people"].as_array().unwrap();
    assert_eq!(people.len(), 12, "{change}");
    assert_eq!(people[0]["before"], serde_json::json!({ "count": lefts, "of": 3 }));
    assert_eq!(change["comparable"], 10, "only who came to all questions: {change}");

    let again = school.run(&["results", "replay", &before, &after]).ends(0).out;
    assert!(again.ends_with("2 of 2 came out the same.\n"), "{again}");
}

#[test]
fn at_their_own_pace_results_are_of_all_questions_and_nobody_came_late() {
    let school = School::new();
    let host = ["host", "--web", "off", "--plain", "--count", "3", "--pace", "self", "MONDAY"];
    let typed = [
        "join Ann",
        "join Bert",
        "1 left",
        "1 next",
        "1 left",
        "1 next",
        "1 left",
        "1 next",
        "2 left",
        "end",
        "end",
        "leave",
        "",
    ];
    let said = school.told(&host, &typed.join("\n")).ends(0).out;
    assert!(said.contains("1 isn't done yet."), "{said}");
    let book = school.run(&["results", "csv", "last", "--out", "-"]).ends(0);
    assert!(
        book.error.contains("1 person has not answered all questions") && !book.error.contains("late"),
        "{}",
        book.error
    );
    let mut reader = csv::Reader::from_reader(book.out.as_bytes());
    let heads = reader.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.unwrap()).collect();
    let cells = |head: &str| {
        let at = heads.iter().position(|one| one == head).unwrap();
        rows.iter().map(|row| row[at].to_owned()).collect::<Vec<_>>()
    };
    let told = ["max", "answered", "asked_before", "not_reached"].map(cells);
    assert_eq!(told, [["3", "3"], ["3", "1"], ["0", "0"], ["0", "2"]]);
    let shown = school.run(&["results", "show", "last"]).ends(0).out;
    assert!(shown.contains("2 not answered") && !shown.contains("came late"), "{shown}");
    // What is there is said in words, with what to do.
    let file = school.place.folder().join("out.csv");
    let write = ["results", "csv", "last", "--out", file.to_str().unwrap()];
    school.run(&write).ends(0);
    let again = school.run(&write).ends(3).error;
    assert!(again.contains("is there already") && !again.contains("os error"), "{again}");
}
