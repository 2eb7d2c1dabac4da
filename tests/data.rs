//! Taking records along: what `iotutor data` does, through the real program.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    reason = "a test that cannot go on has to fail"
)]

#[allow(dead_code, reason = "each test program uses its part")]
mod common;

use assert_cmd::Command;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// What a run of the program came to.
struct Ran {
    code: Option<i32>,
    out: String,
    err: String,
}

/// Runs the program on a data folder with a pinned clock and pinned random bits.
fn iotutor(folder: &Path, entropy: u64, arguments: &[&str], input: &str) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_iotutor"));
    command.env_clear().envs(common::environment(folder));
    command.env("IOTUTOR_CLOCK", "2026-11-23T09:00:00Z").env("IOTUTOR_ENTROPY", entropy.to_string());
    let output = command.arg("--data-dir").arg(folder).args(arguments).write_stdin(input.to_owned()).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Ran { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
}

/// Plays a quiz of three statements.
fn play(folder: &Path, entropy: u64, learner: &str) -> Ran {
    let arguments = ["--plain", "--learner", learner, "quiz", "--count", "3", "--seed", "MONDAY"];
    let ran = iotutor(folder, entropy, &arguments, "1\n2\n2\n\n");
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    ran
}

fn export(folder: &Path) -> String {
    let ran = iotutor(folder, 99, &["data", "export"], "");
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    ran.out
}

fn sorted(lines: &str) -> Vec<&str> {
    let mut lines: Vec<&str> = lines.lines().collect();
    lines.sort_unstable();
    lines
}

fn import(folder: &Path, facts: &str) -> Ran {
    iotutor(folder, 98, &["data", "import", "-"], facts)
}

fn two_folders() -> (TempDir, TempDir) {
    let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    play(one.path(), 1, "Ada");
    play(other.path(), 2, "Bob");
    (one, other)
}

#[test]
fn two_machines_that_exchange_their_facts_hold_the_same() {
    let (one, other) = two_folders();
    let (ours, theirs) = (export(one.path()), export(other.path()));
    let count = ours.lines().count();
    let ran = import(other.path(), &ours);
    assert_eq!((ran.code, ran.out), (Some(0), format!("{count} facts taken in, 0 known already.\n")));
    let ran = import(other.path(), &ours);
    assert_eq!((ran.code, ran.out), (Some(0), format!("0 facts taken in, {count} known already.\n")));
    let merged = export(other.path());
    let ran = import(one.path(), &merged);
    assert_eq!(ran.out, format!("{} facts taken in, {count} known already.\n", theirs.lines().count()));
    assert_eq!(sorted(&export(one.path())), sorted(&merged));
}

#[test]
fn facts_of_two_learners_in_one_journal_do_not_mix() {
    let (one, other) = two_folders();
    let alone = iotutor(one.path(), 5, &["--learner", "Ada", "progress", "--json"], "");
    assert_eq!(alone.code, Some(0), "{}", alone.err);
    import(one.path(), &export(other.path()));
    let together = iotutor(one.path(), 5, &["--learner", "Ada", "progress", "--json"], "");
    assert_eq!(alone.out, together.out);
}

#[test]
fn a_broken_line_is_named_and_nothing_is_taken_in() {
    let (one, other) = two_folders();
    let mut facts: Vec<String> = export(one.path()).lines().map(str::to_owned).collect();
    facts.insert(2, "{\"id\": 7".to_owned());
    let before = export(other.path());
    let ran = import(other.path(), &facts.join("\n"));
    assert_ne!(ran.code, Some(0));
    assert!(ran.err.contains("line 3 is no fact") && ran.err.contains("nothing was imported"), "{}", ran.err);
    assert_eq!(export(other.path()), before);
}

#[test]
fn erasing_asks_first_unless_told_not_to() {
    let (one, _) = two_folders();
    let before = export(one.path());
    let ran = iotutor(one.path(), 4, &["data", "erase"], "no\n");
    assert!(ran.out.contains("It cannot be brought back.") && ran.out.contains("Nothing was erased."), "{}", ran.out);
    assert_eq!(export(one.path()), before);
    let ran = iotutor(one.path(), 4, &["data", "erase"], "");
    assert!(ran.out.contains("Nothing was erased."), "no answer is no consent: {}", ran.out);
    let ran = iotutor(one.path(), 4, &["data", "erase", "--yes"], "");
    assert_eq!((ran.code, ran.out.as_str()), (Some(0), "Erased everything.\n"));
    assert_eq!(export(one.path()), "");
}

#[test]
fn erasing_one_learner_leaves_the_others() {
    let (one, other) = two_folders();
    let theirs = export(other.path());
    import(one.path(), &theirs);
    let ran = iotutor(one.path(), 4, &["--learner", "Ada", "data", "erase", "--yes"], "");
    assert_eq!((ran.code, ran.out.as_str()), (Some(0), "Erased everything of Ada.\n"));
    assert_eq!(sorted(&export(one.path())), sorted(&theirs));
}

#[test]
fn a_damaged_journal_is_named_with_what_to_do() {
    let (one, _) = two_folders();
    let path = iotutor(one.path(), 4, &["data", "path"], "").out;
    let file = Path::new(path.trim());
    fs::write(file, "no database at all, only words that stand where one should be".repeat(40)).unwrap();
    let ran = iotutor(one.path(), 4, &["data", "export"], "");
    assert_ne!(ran.code, Some(0));
    assert!(ran.err.contains(path.trim()) && ran.err.contains("is damaged; start iotutor again"), "{}", ran.err);
    let ran = iotutor(one.path(), 4, &["due"], "");
    assert!(ran.out.starts_with("Nothing due") && ran.err.contains("it is kept as "), "{}", ran.err);
}

#[test]
fn damage_that_only_writing_comes_upon_is_put_aside_by_the_next_start() {
    const PAGE: usize = 4096;
    let (one, _) = two_folders();
    let path = iotutor(one.path(), 4, &["data", "path"], "").out;
    let file = Path::new(path.trim());
    let mut bytes = fs::read(file).unwrap();
    bytes[2 * PAGE..3 * PAGE].fill(0xa5);
    fs::write(file, bytes).unwrap();
    let quiz = ["quiz", "--plain", "--count", "1", "--certainty", "off"];
    let ran = iotutor(one.path(), 5, &quiz, "iot\n");
    assert!(ran.code != Some(0) && ran.err.contains("is damaged; start iotutor again"), "{}", ran.err);
    let ran = iotutor(one.path(), 6, &quiz, "iot\n");
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let names = fs::read_dir(one.path()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    assert_eq!(names.filter(|name| name.starts_with("journal.damaged-") && name.ends_with(".sqlite3")).count(), 1);
}

#[test]
fn a_data_folder_that_cannot_be_made_is_named_with_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let taken = folder.path().join("taken");
    fs::write(&taken, "a file").unwrap();
    let ran = iotutor(&taken, 4, &["--plain", "quiz"], "1\n");
    assert_ne!(ran.code, Some(0));
    assert!(ran.err.contains("taken") && ran.err.contains("--data-dir"), "{}", ran.err);
    let ran = iotutor(&taken.join("a\u{1b}[31mb\u{202e}"), 4, &["progress"], "");
    assert!(ran.code != Some(0) && !ran.err.contains(['\u{1b}', '\u{202e}']), "{:?}", ran.err);
}
