//! Results of assessments from the outside: shown, verified, taken along.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test that cannot go on has to fail"
)]

#[allow(dead_code, reason = "each test program uses its part")]
mod common;

use common::results::{Desk, Person, file};
use common::{Place, Said};
use ed25519_dalek::SigningKey;
use iotutor::adapters::forms::institution_key;
use iotutor::adapters::results::{Collection, Wanted};
use iotutor::domain::assessment::draw::Letter;
use iotutor::domain::assessment::scoring::Mark;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

const ANA: Person<'static> =
    Person { id: "A-0417", name: "Ana Kovač", email: "ana@example.org", ability: 0.9, minute: 0 };

/// A training office with a key of its own and a form that names it.
struct Office {
    place: Place,
    form: PathBuf,
}

impl Office {
    fn new() -> Self {
        let place = Place::new();
        let form = place.folder().join("form.toml");
        place.run(&["form", "new", "placement", form.to_str().unwrap()]).ends(0);
        let made = place.run(&["form", "key", "new"]).ends(0).out;
        let text = fs::read_to_string(&form).unwrap();
        fs::write(&form, text.replace("# key = \"...\"", made.lines().last().unwrap())).unwrap();
        Self { place, form }
    }

    fn key(&self) -> SigningKey {
        institution_key(&self.place.data()).unwrap()
    }

    fn folder(&self, name: &str) -> PathBuf {
        self.place.folder().join(name)
    }

    /// Runs `results` with these arguments; those that begin with `~` are paths in the office's folder.
    fn results(&self, arguments: &[&str]) -> Said {
        let place = |argument: &&str| match argument.strip_prefix('~') {
            Some(name) => self.folder(name).to_str().unwrap().to_owned(),
            None => (*argument).to_owned(),
        };
        let arguments: Vec<String> = arguments.iter().map(place).collect();
        let arguments: Vec<&str> = ["results"].into_iter().chain(arguments.iter().map(String::as_str)).collect();
        self.place.run(&arguments)
    }

    /// The result of `person` on paper A, signed by the office.
    fn files(&self, folder: &str, person: &Person<'_>) -> PathBuf {
        let record = Desk::new(&self.form).record(person, Letter::A, true);
        file(&self.folder(folder), person.id, &record, &self.key())
    }
}

fn text(path: &Path) -> String {
    fs::read_to_string(path).unwrap()
}

#[test]
fn one_result_is_a_report_in_every_form() {
    let office = Office::new();
    office.files("class", &ANA);
    let said = office.results(&["show", "~class/A-0417.jsonl"]).ends(0);
    for words in ["Ana Kovač", "of 60 marks", "Signed with this institution's key", "Missed:", "To appeal"] {
        assert!(said.out.contains(words), "{words}: {}", said.out);
    }
    let told = json(&office.results(&["show", "~class", "a-0417", "--json"]).ends(0).out);
    assert_eq!((told["version"].as_u64(), told["voucher"].as_str()), (Some(2), Some("ours")));
    assert!(said.out.contains(told["receipt"].as_str().unwrap()));
    let html = ["show", "~class/A-0417.jsonl", "--format", "html", "--out", "~report.html"];
    office.results(&html).ends(0);
    assert!(text(&office.folder("report.html")).contains("Ana Kovač"));
    office.results(&html).ends(3);
    let ascii = office.results(&["show", "~class/A-0417.jsonl", "--ascii"]).ends(0).out;
    assert!(!ascii.contains('━') && ascii.contains('='), "{ascii}");
    let none = office.results(&["show", "~class", "A-9"]).ends(2);
    assert!(none.error.contains("A-9"), "{}", none.error);
    office.results(&["show", "~nowhere"]).ends(3);
    // Without a path, those in the folder for data.
    office.results(&["show"]).ends(3);
    office.files("data/results", &ANA);
    assert!(office.results(&["show"]).ends(0).out.contains("1 result, "));
}

/// Chromium, by any of its names, where the machine has it.
fn chromium() -> Option<PathBuf> {
    let names = ["chromium", "chromium-browser", "google-chrome", "chrome", "chrome-headless-shell"];
    let folders: Vec<PathBuf> = std::env::split_paths(&std::env::var_os("PATH")?).collect();
    names.into_iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name))).find(|path| path.is_file())
}

#[test]
fn the_longest_report_prints_on_one_sheet() {
    let Some(chromium) = chromium() else {
        return eprintln!("skipped: no Chromium to print with, so nobody looked at how long the page is");
    };
    let office = Office::new();
    let weak = Person { ability: -6.0, name: "A name that is as long as names are let be, or nearly so", ..ANA };
    office.files("class", &weak);
    office.results(&["show", "~class/A-0417.jsonl", "--format", "html", "--out", "~report.html"]).ends(0);
    let pdf = office.folder("report.pdf");
    let printed = std::process::Command::new(chromium)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-pdf-header-footer"])
        .arg(format!("--user-data-dir={}", office.folder("profile").display()))
        .arg(format!("--print-to-pdf={}", pdf.display()))
        .arg(office.folder("report.html"))
        .output()
        .unwrap();
    let Ok(bytes) = fs::read(&pdf) else {
        return eprintln!(
            "skipped: this Chromium prints nothing here, so nobody looked at how long the page is: {printed:?}"
        );
    };
    let page = b"/Type /Page";
    let pages = bytes.windows(page.len() + 1).filter(|part| part.starts_with(page) && part[page.len()] != b's').count();
    assert_eq!(pages, 1);
}

#[test]
fn a_result_of_an_own_machine_is_marked_and_a_forged_one_refused() {
    let office = Office::new();
    let other = SigningKey::from_bytes(&[1; 32]);
    let desk = Desk::new(&office.form);
    file(&office.folder("own"), "a", &desk.record(&ANA, Letter::A, false), &other);
    let said = office.results(&["show", "~own/a.jsonl"]).ends(0);
    assert!(said.out.contains("own machine"), "{}", said.out);
    file(&office.folder("own"), "a", &desk.record(&ANA, Letter::A, true), &other);
    let said = office.results(&["show", "~own/a.jsonl"]).ends(2);
    assert!(said.error.contains("another key"), "{}", said.error);
}

/// A class of `people`, abilities from low to high, on the paper `letter`.
fn class(office: &Office, folder: &str, people: usize, letter: Letter, more: f64) {
    let desk = Desk::new(&office.form);
    for number in 0..people {
        let id = format!("P-{number:02}");
        let share = f64::from(u32::try_from(number).unwrap()) / f64::from(u32::try_from(people).unwrap());
        let person = Person {
            id: &id,
            name: &format!("Person {number}"),
            email: &format!("p{number}@example.org"),
            ability: share * 3.0 - 1.0 + more,
            minute: i64::try_from(number).unwrap(),
        };
        file(&office.folder(folder), &id, &desk.record(&person, letter, true), &office.key());
    }
}

#[test]
fn verify_names_what_is_no_good_with_the_reason() {
    let office = Office::new();
    let good = office.files("class", &ANA);
    office.results(&["verify", "~class", "--form", "~form.toml"]).ends(0);
    let spoilt = |name: &str, text: String| {
        fs::remove_dir_all(office.folder("class")).unwrap();
        office.files("class", &ANA);
        fs::write(office.folder("class").join(name), text).unwrap();
        office.results(&["verify", "~class", "--form", "~form.toml"]).ends(1).out
    };
    let altered = spoilt("b.jsonl", text(&good).replace("Ana Kova", "Eva Kova"));
    assert!(altered.contains("b.jsonl: it was altered"), "{altered}");
    let copy = spoilt("b.jsonl", text(&good));
    assert!(copy.contains("b.jsonl: it is the same attempt as A-0417.jsonl"), "{copy}");
    let other = spoilt("b.jsonl", "{}\n{}\n".to_owned());
    assert!(other.contains("b.jsonl"), "{other}");
    let told = json(&office.results(&["verify", "~class", "--form", "before-after", "--json"]).ends(1).out);
    let why: Vec<&str> = told["refused"].as_array().unwrap().iter().map(|one| one["why"].as_str().unwrap()).collect();
    assert_eq!(why, ["wrong-form", "other"]);
    assert_eq!(told["results"].as_array().unwrap().len(), 0);
}

#[test]
fn every_single_byte_of_a_result_is_guarded() {
    let office = Office::new();
    let good = office.files("class", &ANA);
    let bytes = fs::read(&good).unwrap();
    let wanted = Wanted::default();
    let folder = office.folder("flipped");
    fs::create_dir(&folder).unwrap();
    let path = folder.join("a.jsonl");
    for at in 0..bytes.len() {
        let mut flipped = bytes.clone();
        flipped[at] ^= 1;
        fs::write(&path, &flipped).unwrap();
        let found = Collection::read(std::slice::from_ref(&path), &wanted).unwrap();
        assert!(found.results.is_empty() && found.refused.len() == 1, "byte {at} may be changed");
    }
}

#[test]
fn a_replay_comes_to_the_same_numbers_or_says_what_it_needs() {
    let office = Office::new();
    office.files("class", &ANA);
    let said = office.results(&["replay", "~class"]).ends(0);
    assert!(said.out.contains("the same paper and the same numbers"), "{}", said.out);
    let desk = Desk::new(&office.form);
    let mut record = desk.record(&ANA, Letter::A, true);
    record.bank.revision += 1;
    file(&office.folder("later"), "a", &record, &office.key());
    let said = office.results(&["replay", "~later"]).ends(1);
    assert!(said.out.contains(&format!("needs bank iot-iiot, revision {}", record.bank.revision)), "{}", said.out);
    let mut record = desk.record(&ANA, Letter::A, true);
    record.outcome.count.right += 1;
    record.answers.swap(3, 4);
    file(&office.folder("wrong"), "a", &record, &office.key());
    let said = office.results(&["replay", "~wrong"]).ends(1);
    assert!(said.out.contains("number 4 is ") && said.out.contains("0 of 1 came out the same"), "{}", said.out);
    let mut record = desk.record(&ANA, Letter::A, true);
    record.outcome.count.right += 1;
    file(&office.folder("score"), "a", &record, &office.key());
    let told = json(&office.results(&["replay", "~score", "--json"]).ends(1).out);
    assert!(told["results"][0]["what"][0].as_str().unwrap().starts_with("the score was"), "{told}");
    let mut record = desk.record(&ANA, Letter::A, true);
    record.bank.calibration = Some("0123456789abcdef".to_owned());
    file(&office.folder("calibrated"), "a", &record, &office.key());
    let said = office.results(&["replay", "~calibrated"]).ends(1);
    assert!(said.out.contains("calibration 0123456789abcdef"), "{}", said.out);
}

#[test]
fn a_class_is_shown_by_level_and_topic_and_who_needs_a_person() {
    let office = Office::new();
    class(&office, "class", 8, Letter::A, 0.0);
    let said = office.results(&["show", "~class"]).ends(0).out;
    for words in ["8 results", "A person decides about", "Level 3", "Security requirements", "signed here", "show "] {
        assert!(said.contains(words), "{words}: {said}");
    }
    assert!(said.lines().all(|line| line.chars().count() <= 110), "{said}");
    let told = json(&office.results(&["show", "~class", "--json"]).ends(0).out);
    let people = told["forms"][0]["people"].as_array().unwrap();
    assert_eq!((people.len(), told["forms"][0]["class"]["topics"].as_array().unwrap().len()), (8, 10));
    let drilled = office.results(&["show", "~class", "p-03"]).ends(0).out;
    assert!(drilled.contains("Person 3") && drilled.contains("Small print"), "{drilled}");
    // Four people are no class.
    class(&office, "few", 4, Letter::A, 0.0);
    let few = office.results(&["show", "~few"]).ends(0).out;
    assert!(few.contains("Shares are told from 5 people"), "{few}");
    let route = office.results(&["route", "~few"]).ends(0).out;
    assert!(route.contains("not measured") && !route.contains("teach  "), "{route}");
}

#[test]
fn a_persons_decision_is_filed_beside_and_the_first_one_stays() {
    let office = Office::new();
    office.files("class", &ANA);
    let decide = |verdict: &str, why: &str| {
        office.results(&["decide", "A-0417", verdict, "--by", "M. Ruiz", "--why", why, "--in", "~class"])
    };
    decide("not-yet", "no certificate").ends(0);
    decide("ready", "saw her work").ends(0);
    for name in ["A-0417.decision", "A-0417-2.decision"] {
        assert!(office.folder("class").join(name).is_file(), "{name}");
    }
    let said = office.results(&["show", "~class/A-0417.jsonl"]).ends(0).out;
    assert!(said.contains("Decided by M. Ruiz on 5 January 2026: ready. saw her work"), "{said}");
    decide("ready", "two\nlines").ends(2);
    decide("ready", " ").ends(2);
    let decision = office.folder("class/A-0417.decision");
    fs::write(&decision, text(&decision).replace("no cert", "no Cert")).unwrap();
    let verified = office.results(&["verify", "~class"]).ends(1).out;
    assert!(verified.contains("A-0417.decision: it was altered") && verified.contains("1 decision,"), "{verified}");
    let elsewhere = Place::new();
    let folder = office.folder("class");
    let arguments =
        ["results", "decide", "A-0417", "ready", "--by", "X", "--why", "y", "--in", folder.to_str().unwrap()];
    let no_key = elsewhere.run(&arguments).ends(3);
    assert!(no_key.error.contains("form key new"), "{}", no_key.error);
}

/// The rows of a grade book.
fn rows(path: &Path) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_path(path).unwrap();
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

#[test]
fn a_grade_book_is_matched_to_the_roster_before_it_is_written() {
    let office = Office::new();
    let people = [
        ANA,
        Person { id: "", name: "Bo", email: "BO@example.org", ..ANA },
        Person { id: "", name: "Cleo", email: "", minute: 3, ..ANA },
        Person { id: "X-9", name: "=1+1", email: "x@example.org", minute: 4, ..ANA },
        Person { minute: 99, ..ANA },
    ];
    let desk = Desk::new(&office.form);
    for (number, person) in people.iter().enumerate() {
        let mut record = desk.record(person, Letter::A, true);
        record.nonce = format!("{number:032x}");
        file(&office.folder("class"), &number.to_string(), &record, &office.key());
    }
    let roster = office.folder("roster.csv");
    fs::write(
        &roster,
        "id,name,email,group\nA-0417,Ana,ana@example.org,evening\nB-1,Bo,bo@example.org,\nC-1,Cleo,,\nD-1,Dee,,\n",
    )
    .unwrap();
    let imported = office.place.run(&["roster", "import", roster.to_str().unwrap()]).ends(0).out;
    assert!(imported.starts_with("4 people in "), "{imported}");

    let before = office.results(&["csv", "~class", "--profile", "moodle"]).ends(0).out;
    for words in [
        "4 of 5 matched to the roster: 2 by id, 1 by e-mail, 1 by name alone.",
        "By name alone, look at these:",
        "Unmatched, left out:\n  X-9 =1+1",
        "Duplicates, an earlier attempt, left out:\n  A-0417 Ana",
        "without a result, never came: D-1 Dee.",
        "Nothing is written yet",
    ] {
        assert!(before.contains(words), "{words}: {before}");
    }
    office.results(&["csv", "~class", "--profile", "moodle", "--out", "~m.csv"]).ends(0);
    let moodle = rows(&office.folder("m.csv"));
    let ids: Vec<&str> = moodle[1..].iter().map(|row| row[0].as_str()).collect();
    assert_eq!(ids, ["B-1", "C-1", "A-0417"]);
    office.results(&["csv", "~class", "--profile", "canvas", "--out", "~c.csv"]).ends(0);
    let canvas = rows(&office.folder("c.csv"));
    assert_eq!(&canvas[0][..5], ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]);
    assert!(canvas[1][0].contains("Points Possible") && canvas[1][5] == "60", "{canvas:?}");
    assert_eq!((canvas[4][0].as_str(), canvas[4][4].as_str()), ("Ana", "evening"));
    office.results(&["csv", "~class", "--out", "~p.csv"]).ends(0);
    assert_eq!(rows(&office.folder("p.csv")).len(), 6, "a plain list holds every attempt");
    office.results(&["csv", "~class", "--out", "~p.csv"]).ends(3);
    let streamed = office.results(&["csv", "~class", "--out", "-"]).ends(0);
    assert!(
        streamed.out.starts_with("id,email,form,") && streamed.error.contains("matched to the roster"),
        "{streamed:?}"
    );
}

#[test]
fn a_roster_with_anything_wrong_is_not_taken_in() {
    let place = Place::new();
    let roster = place.folder().join("roster.csv");
    fs::write(&roster, "id,name\n1,Ana\n,Bo\n1,Cleo\n").unwrap();
    let said = place.run(&["roster", "import", roster.to_str().unwrap()]).ends(3);
    assert!(said.error.contains("line 3") && said.error.contains("line 4"), "{}", said.error);
    assert!(!place.data().join("roster.csv").exists());
}

#[test]
fn statements_are_told_worst_first_and_nothing_of_few_people() {
    let office = Office::new();
    let (desk, mut statement) = (Desk::new(&office.form), String::new());
    for number in 0..12 {
        let id = format!("P-{number}");
        let mut record = desk.record(&Person { id: &id, ability: 1.0, ..ANA }, Letter::A, true);
        // Everybody is wrong on the fifth, and certain of it.
        record.answers[4].mark = Mark::Wrong;
        statement.clone_from(&record.answers[4].statement);
        file(&office.folder("class"), &id, &record, &office.key());
    }
    let said = office.results(&["items", "~class"]).ends(0).out;
    let first = said.lines().nth(2).unwrap();
    assert!(first.contains(&statement) && first.contains("probable wrong key"), "{said}");
    assert!(said.contains("It is "), "{said}");
    let told = json(&office.results(&["items", "~class", "--json"]).ends(0).out);
    assert_eq!(told["items"][0]["statement"], statement.as_str());
    assert!(told["items"][0]["discrimination"].is_null() && told["papers"].as_array().unwrap().is_empty());
    let few = office.results(&["items", "~class/P-1.jsonl"]).ends(0).out;
    assert!(few.contains("Of 60 statements nothing is told") && !few.contains("Worst first"), "{few}");
}

#[test]
fn a_class_before_and_after_is_claimed_only_with_its_error() {
    let office = Office::new();
    class(&office, "before", 20, Letter::A, -0.5);
    class(&office, "after", 20, Letter::B, 1.5);
    let said = office.results(&["compare", "~before", "~after"]).ends(0).out;
    for words in
        ["20 people: +", "95 % interval", "Paper A first: 20, paper B first: 0.", "claimed from 10 more right of 60"]
    {
        let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.contains(words), "{words}: {said}");
    }
    let told = json(&office.results(&["compare", "~before", "~after", "--json"]).ends(0).out);
    assert!(told["group"]["interval"][0].as_f64().unwrap() > 0.0, "{told}");
    fs::remove_file(office.folder("after/P-00.jsonl")).unwrap();
    let fewer = office.results(&["compare", "~before", "~after"]).ends(0).out;
    assert!(
        fewer.contains("Of the group nothing is claimed: fewer than 20") && fewer.contains("Only before: P-00."),
        "{fewer}"
    );
    let same = office.results(&["compare", "~before", "~before"]).ends(0).out;
    assert!(same.contains("within the error, the same paper"), "{same}");
    let one = office.results(&["show", "~after", "P-07", "--before", "~before"]).ends(0).out;
    assert!(one.contains("Before, ") && one.contains("right; after, "), "{one}");
}

#[test]
fn a_class_is_sent_the_way_that_its_topics_allow() {
    let office = Office::new();
    class(&office, "weak", 12, Letter::A, -3.0);
    class(&office, "strong", 12, Letter::A, 6.0);
    let weak = office.results(&["route", "~weak"]).ends(0).out;
    assert!(weak.contains("teach") && !weak.contains(" skip  "), "{weak}");
    let told = json(&office.results(&["route", "~strong", "--json"]).ends(0).out);
    assert!(told["topics"].as_array().unwrap().iter().all(|topic| topic["route"] == "skip" && topic["minutes"] == 0));
}

#[test]
fn a_calibration_is_used_and_named_from_then_on() {
    let office = Office::new();
    class(&office, "few", 3, Letter::A, 0.0);
    let few = office.results(&["calibrate", "~few"]).ends(1).out;
    assert!(few.contains("too few"), "{few}");
    class(&office, "class", 50, Letter::A, 0.0);
    let before = office.place.run(&["form", "check", office.form.to_str().unwrap(), "--json"]).ends(0).out;
    let told = json(&office.results(&["calibrate", "~class", "--json"]).ends(0).out);
    assert_eq!((told["people"].as_u64(), told["statements"].as_u64()), (Some(50), Some(60)));
    let fingerprint = told["fingerprint"].as_str().unwrap();
    assert!(told["file"].as_str().unwrap().contains(fingerprint));
    let after = office.place.run(&["form", "check", office.form.to_str().unwrap(), "--json"]);
    assert_ne!(before, after.out, "what a form decides is worked out with it");
    // A result that was made without it still replays, and one that names it says so.
    office.results(&["replay", "~class/P-00.jsonl"]).ends(0);
    let mut record = Desk::new(&office.form).record(&ANA, Letter::A, true);
    record.bank.calibration = Some(fingerprint.to_owned());
    file(&office.folder("named"), "a", &record, &office.key());
    let said = office.results(&["show", "~named/a.jsonl"]).ends(0).out;
    assert!(said.contains(&format!("difficulties from calibration {fingerprint}")), "{said}");
}
