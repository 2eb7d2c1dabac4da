//! The report from the outside: which files are written where, what is kept, and what is said when that fails.
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

use common::{Place, Said, write_animals};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// A place with a folder to write to, and a round of ten answers recorded.
fn place() -> (Place, PathBuf) {
    let place = Place::new();
    // Ten answers and no line more, which would begin a round of the mistakes.
    let answers = "1\n\n2\n\n".repeat(5);
    place.told(&["quiz", "--seed", "X", "--count", "10"], &answers).ends(0);
    let folder = place.folder().join("empty");
    (place, folder)
}

/// What the program says when it is run in `folder`.
fn said_in(place: &Place, folder: &Path, arguments: &[&str], input: &str) -> Said {
    let mut command = place.command(arguments, 2);
    command.current_dir(folder);
    Said::by(command, input)
}

fn files(folder: &Path) -> BTreeSet<String> {
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

fn set(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

const HTML: &str = "iotutor-report-2026-01-05.html";
const MARKDOWN: &str = "iotutor-report-2026-01-05.md";

#[test]
fn both_forms_are_written_to_the_current_folder_and_named_a_line_each() {
    let (place, folder) = place();
    let said = said_in(&place, &folder, &["report"], "").ends(0);
    assert_eq!((said.out.as_str(), said.error.as_str()), (format!("{HTML}\n{MARKDOWN}\n").as_str(), ""));
    assert_eq!(files(&folder), set(&[HTML, MARKDOWN]));
    let html = fs::read_to_string(folder.join(HTML)).unwrap();
    let markdown = fs::read_to_string(folder.join(MARKDOWN)).unwrap();
    for told in ["IoT or IIoT?", "5 January 2026, 08:02 (UTC+00:00)", "guessing alone is right half the time"] {
        assert!(html.contains(told) && markdown.contains(told), "{told}");
    }
}

#[test]
fn the_same_journal_and_clock_give_the_same_bytes_again_beside_the_first() {
    let (place, folder) = place();
    said_in(&place, &folder, &["report"], "").ends(0);
    let said = said_in(&place, &folder, &["report"], "").ends(0);
    assert_eq!(said.out, "iotutor-report-2026-01-05-2.html\niotutor-report-2026-01-05-2.md\n");
    for (first, second) in
        HTML_AND_MARKDOWN.iter().zip(["iotutor-report-2026-01-05-2.html", "iotutor-report-2026-01-05-2.md"])
    {
        assert!(fs::read(folder.join(first)).unwrap() == fs::read(folder.join(second)).unwrap(), "{first}");
    }
    fs::write(folder.join(HTML), "mine").unwrap();
    let said = said_in(&place, &folder, &["report", "--format", "html"], "").ends(0);
    assert_eq!(said.out, "iotutor-report-2026-01-05-3.html\n");
    assert_eq!(fs::read_to_string(folder.join(HTML)).unwrap(), "mine");
    let said = said_in(&place, &folder, &["report", "--replace", "--format", "html"], "").ends(0);
    assert_eq!(said.out, format!("{HTML}\n"));
    assert_ne!(fs::read_to_string(folder.join(HTML)).unwrap(), "mine");
}

const HTML_AND_MARKDOWN: [&str; 2] = [HTML, MARKDOWN];

#[test]
fn a_folder_and_a_form_can_be_chosen_and_one_form_goes_to_standard_output() {
    let (place, folder) = place();
    let there = place.folder().join("there");
    fs::create_dir(&there).unwrap();
    let name = there.to_str().unwrap();
    let said = said_in(&place, &folder, &["report", "--out", name, "--format", "markdown"], "").ends(0);
    assert_eq!(said.out, format!("{}\n", there.join(MARKDOWN).display()));
    let written = fs::read_to_string(there.join(MARKDOWN)).unwrap();
    let said = said_in(&place, &folder, &["report", "--out", "-", "--format", "md"], "").ends(0);
    assert_eq!(said.out, written);
    let said = said_in(&place, &folder, &["report", "--out", "-", "--format", "html"], "").ends(0);
    assert!(said.out.starts_with("<!DOCTYPE html>\n<html lang=\"en\">") && said.out.ends_with("</html>\n"));
    assert!(files(&folder).is_empty());
}

#[test]
fn what_cannot_be_done_is_said_with_what_to_do() {
    let (place, folder) = place();
    let said = said_in(&place, &folder, &["report", "--out", "-"], "").ends(2);
    assert!(said.error.contains("--format html") && said.out.is_empty(), "{said:?}");
    let said = said_in(&place, &folder, &["report", "--format", "pdf"], "").ends(2);
    assert!(said.error.contains("markdown"), "{said:?}");
    let said = said_in(&place, &folder, &["report", "--out", "nowhere"], "").ends(3);
    assert!(said.error.contains("there is no folder nowhere") && said.error.contains("--out"), "{said:?}");
    let (one, name) = (said.error.lines().count(), said.out.as_str());
    assert_eq!((one, name), (1, ""));
    assert!(files(&folder).is_empty());
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_to_is_named_and_nothing_is_left_in_it() {
    use std::os::unix::fs::PermissionsExt;
    let (place, folder) = place();
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o500)).unwrap();
    if fs::write(folder.join("probe"), "").is_ok() {
        eprintln!("skipped: this user may write everywhere");
        return;
    }
    let said = said_in(&place, &folder, &["report"], "").ends(3);
    assert!(said.error.contains(HTML) && said.error.contains("a folder that you can write to with --out"), "{said:?}");
    let told = said_in(&place, &folder, &["progress", "--plain"], "r\n").ends(0);
    assert!(told.out.contains("iotutor report --out"), "{}", told.out);
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o700)).unwrap();
    assert!(files(&folder).is_empty());
}

/// A disk that is always full.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_said_to_be_full() {
    let (place, _) = place();
    let mut command = place.command(&["report", "--out", "-", "--format", "html"], 2);
    command.stdout(fs::OpenOptions::new().write(true).open("/dev/full").unwrap());
    let said = Said::by(command, "").ends(3);
    assert!(said.error.contains("No space left"), "{said:?}");
}

#[test]
fn each_learner_has_a_report_of_their_own() {
    let (place, folder) = place();
    place.told(&["quiz", "--learner", "Ada Lovelace", "--seed", "X", "--count", "5"], "").ends(0);
    let said = said_in(&place, &folder, &["report", "--learner", "Ada Lovelace"], "").ends(0);
    assert_eq!(said.out.lines().next(), Some("iotutor-report-ada-lovelace-2026-01-05.html"));
    let ada = fs::read_to_string(folder.join("iotutor-report-ada-lovelace-2026-01-05.md")).unwrap();
    assert!(ada.contains("**Learner**: Ada Lovelace") && ada.contains("No answers yet (N = 0)"), "{ada}");
}

#[test]
fn a_journal_that_can_only_be_read_is_reported_on() {
    let (place, folder) = place();
    let wanted = said_in(&place, &folder, &["report", "--out", "-", "--format", "md"], "").ends(0).out;
    // Only files: what lies in a folder that may not be written stays there after the test.
    for file in files(&place.data()).into_iter().map(|name| place.data().join(name)).filter(|path| path.is_file()) {
        let mut rights = fs::metadata(&file).unwrap().permissions();
        rights.set_readonly(true);
        fs::set_permissions(&file, rights).unwrap();
    }
    let said = said_in(&place, &folder, &["report", "--out", "-", "--format", "md"], "").ends(0);
    assert!(said.out == wanted && said.error.is_empty(), "{said:?}");
}

#[test]
fn a_damaged_journal_is_not_reported_on_in_silence() {
    let (place, folder) = place();
    let garbage: Vec<u8> = (0..8192u32).map(|number| (number * 31 % 251) as u8).collect();
    fs::write(place.journal(), garbage).unwrap();
    let said = said_in(&place, &folder, &["report"], "").ends(0);
    assert!(said.error.contains("damaged"), "{said:?}");
}

#[test]
fn the_key_on_the_progress_writes_the_same_files_and_names_them() {
    let (place, folder) = place();
    let told = said_in(&place, &folder, &["progress", "--plain"], "r\nreport\nq\n").ends(0);
    let line = |number: &str| format!("Written: iotutor-report-2026-01-05{number}.html and .md, in ");
    assert!(told.out.contains(&line("")) && told.out.contains(&line("-2")), "{}", told.out);
    let reports = place.journal().with_file_name("reports");
    assert!(told.out.contains(reports.to_str().unwrap()), "{}", told.out);
    assert_eq!((files(&folder).len(), files(&reports).len()), (0, 4), "nothing is written where the tutor was started");
    let html = fs::read_to_string(reports.join(HTML)).unwrap();
    assert!(html.contains("<svg role=\"img\"") && html.ends_with("</html>\n"));
}

#[test]
fn progress_for_programs_holds_what_the_report_shows() {
    let (place, folder) = place();
    let said = said_in(&place, &folder, &["progress", "--json"], "").ends(0);
    let json: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    let markdown = said_in(&place, &folder, &["report", "--out", "-", "--format", "md"], "").ends(0).out;
    assert_eq!((&json["version"], &json["learner"], &json["bank"]), (&2.into(), &"me".into(), &"iot-iiot".into()));
    let bank: serde_json::Value = serde_json::from_str(include_str!("../questions/bank.json")).unwrap();
    assert_eq!((&json["bank_revision"], &json["at"]["offset"]), (&bank["revision"], &0.into()));
    assert_eq!(json["sides"]["left"]["label"], "IoT (consumer)");
    let mistakes = json["mistakes"].as_array().unwrap();
    assert_eq!(Some(mistakes.len() as u64), json["mistakes_to_make_good"].as_u64());
    assert!(!mistakes.is_empty());
    for mistake in mistakes {
        // Not every statement stands against a belief.
        let belief = &mistake["misconception"]["refutation"];
        for told in
            [&mistake["text"], &mistake["counterpart"]["text"], belief].into_iter().filter(|told| !told.is_null())
        {
            assert!(markdown.contains(told.as_str().unwrap()), "{told}");
        }
    }
    for due in json["due"].as_array().unwrap() {
        let day = iotutor::domain::moment::Moment::written_of(due["day"].as_i64().unwrap());
        assert!(markdown.contains(&day) || due["now"] == true, "{due}");
    }
}

#[test]
fn another_subject_is_reported_on_in_its_own_words() {
    let place = Place::new();
    let folder = place.folder().join("bank");
    write_animals(&folder, 12);
    let folder = folder.to_str().unwrap();
    place.told(&["quiz", "--bank", folder, "--seed", "X", "--count", "5"], &"1\n\n".repeat(9)).ends(0);
    for format in ["html", "md"] {
        let said = place.run(&["report", "--bank", folder, "--out", "-", "--format", format]).ends(0);
        assert!(said.out.contains("Mammal (milk)") && said.out.contains("because of insects"), "{}", said.out);
        assert!(!said.out.contains("IoT"), "{}", said.out);
    }
}
