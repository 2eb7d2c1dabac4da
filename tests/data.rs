//! Taking records along: what `iotutor data` does, through the real program.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    clippy::print_stderr,
    reason = "a test that cannot go on has to fail"
)]

#[allow(dead_code, reason = "each test program uses its part")]
mod common;

use assert_cmd::Command;
use std::fs;
use std::path::{Path, PathBuf};
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
    assert!(ran.err.contains("line 3 is not a fact") && ran.err.contains("nothing was taken in"), "{}", ran.err);
    assert_eq!(export(other.path()), before);
}

#[test]
fn erasing_asks_first_unless_told_not_to() {
    let (one, _) = two_folders();
    let before = export(one.path());
    let ran = iotutor(one.path(), 4, &["data", "erase"], "no\n");
    assert!(ran.out.contains("This cannot be undone.") && ran.out.contains("Nothing was erased."), "{}", ran.out);
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

/// The journal's file.
fn journal(folder: &Path) -> PathBuf {
    PathBuf::from(iotutor(folder, 4, &["data", "path"], "").out.trim())
}

/// The files that were copied aside.
fn aside(folder: &Path) -> Vec<String> {
    let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name.starts_with("journal.damaged-") && name.ends_with(".sqlite3")).collect()
}

#[test]
fn a_damaged_journal_is_named_with_what_to_do() {
    let (one, _) = two_folders();
    let file = journal(one.path());
    fs::write(&file, "no database at all, only words that stand where one should be".repeat(40)).unwrap();
    let ran = iotutor(one.path(), 4, &["data", "export"], "");
    assert_eq!((ran.code, ran.out.as_str()), (Some(3), ""));
    assert!(ran.err.contains(file.to_str().unwrap()) && ran.err.contains("iotutor data repair"), "{}", ran.err);
    assert_eq!(aside(one.path()).len(), 0, "an export changes nothing");
    let ran = iotutor(one.path(), 4, &["due"], "");
    assert!(ran.out.starts_with("Nothing due") && ran.err.contains("is kept as "), "{}", ran.err);
    assert_eq!(aside(one.path()).len(), 1);
}

#[test]
fn what_can_be_read_of_a_damaged_journal_goes_on_and_repair_says_what_could_not() {
    let (one, other) = two_folders();
    import(one.path(), &export(other.path()));
    let before = export(one.path());
    let file = journal(one.path());
    let mut bytes = fs::read(&file).unwrap();
    let at = bytes
        .windows(9)
        .rposition(|window| window == b"answered\0")
        .or_else(|| bytes.windows(8).rposition(|window| window == b"answered"));
    bytes[at.unwrap()] = b'A';
    fs::write(&file, &bytes).unwrap();
    let ran = iotutor(one.path(), 5, &["data", "repair"], "");
    let facts = before.lines().count();
    let words = format!("{} of {facts} facts could be read, 1 could not", facts - 1);
    assert!(ran.code == Some(0) && ran.out.contains(&words), "{} {}", ran.out, ran.err);
    assert!(fs::read(one.path().join(&aside(one.path())[0])).unwrap() == bytes, "byte for byte");
    let after = export(one.path());
    assert_eq!(after.lines().count(), facts - 1);
    assert!(after.lines().all(|line| before.contains(line)));
    let ran = iotutor(one.path(), 6, &["data", "repair"], "");
    assert!(ran.out.starts_with(&format!("Nothing to repair: {} facts in ", facts - 1)), "{}", ran.out);
    let ran = iotutor(one.path(), 6, &["data", "erase", "--yes"], "");
    assert!(ran.out.contains("Not erased: ") && ran.out.contains(&aside(one.path())[0]), "{}", ran.out);
}

#[test]
fn nothing_recorded_is_said_and_a_folder_that_cannot_be_looked_into_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let new = folder.path().join("new");
    for arguments in [&["data", "export"][..], &["data", "erase", "--yes"], &["data", "repair"]] {
        let ran = iotutor(&new, 4, arguments, "");
        assert_eq!((ran.code, ran.out.as_str()), (Some(0), ""), "{arguments:?}");
        assert!(ran.err.contains("nothing is recorded"), "{arguments:?}: {}", ran.err);
    }
    fs::write(folder.path().join("file"), "").unwrap();
    fs::create_dir_all(folder.path().join("data/journal.sqlite3")).unwrap();
    for wrong in ["file", "data"] {
        for arguments in [&["data", "export"][..], &["data", "erase", "--yes"], &["data", "repair"]] {
            let ran = iotutor(&folder.path().join(wrong), 4, arguments, "");
            assert!(ran.code == Some(3) && ran.err.contains("--data-dir"), "{wrong} {arguments:?}: {}", ran.err);
        }
    }
}

#[cfg(unix)]
#[test]
fn a_folder_that_nobody_may_enter_is_an_error() {
    use std::os::unix::fs::PermissionsExt;
    let (one, _) = two_folders();
    fs::set_permissions(one.path(), fs::Permissions::from_mode(0o000)).unwrap();
    let enters = fs::read_dir(one.path()).is_ok();
    let ran = ["export", "erase"].map(|what| iotutor(one.path(), 4, &["data", what], ""));
    fs::set_permissions(one.path(), fs::Permissions::from_mode(0o700)).unwrap();
    if enters {
        eprintln!("skipped: this user may enter every folder");
        return;
    }
    for ran in ran {
        assert!(ran.code == Some(3) && ran.err.contains("--data-dir"), "{}", ran.err);
    }
}

#[cfg(unix)]
#[test]
fn pipes_and_devices_are_refused_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("journal.sqlite3");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    for arguments in [&["due"][..], &["data", "export"], &["data", "import", pipe.to_str().unwrap()]] {
        let ran = iotutor(folder.path(), 4, arguments, "");
        assert!(ran.code == Some(3) && ran.err.contains("a pipe or a device"), "{arguments:?}: {}", ran.err);
    }
    fs::rename(&pipe, folder.path().join("settings.toml")).unwrap();
    let ran = iotutor(folder.path(), 4, &["due"], "");
    assert!(ran.code == Some(3) && ran.err.contains("a pipe or a device"), "{}", ran.err);
}

#[test]
fn one_learner_is_exported_and_taken_in_alone_and_under_another_name() {
    let (one, other) = two_folders();
    let theirs = export(other.path());
    import(one.path(), &theirs);
    let ran = iotutor(one.path(), 4, &["data", "export", "--learner", "Bob"], "");
    assert_eq!((ran.code, ran.out.as_str()), (Some(0), theirs.as_str()));
    let all = export(one.path());
    let third = tempfile::tempdir().unwrap();
    let ran = iotutor(third.path(), 4, &["data", "import", "-", "--as", "Cleo"], &all);
    assert!(ran.code == Some(3) && ran.err.contains("(Ada, Bob)"), "{}", ran.err);
    let ran = iotutor(third.path(), 4, &["data", "import", "-", "--learner", "Bob", "--as", "Cleo"], &all);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert_eq!(export(third.path()), theirs.replace("\"Bob\"", "\"Cleo\""));
}

#[test]
fn a_learner_who_is_not_known_is_said_not_to_be_with_the_nearest_names() {
    let (one, other) = two_folders();
    import(one.path(), &export(other.path()));
    let before = export(one.path());
    let commands: [&[&str]; 5] = [
        &["due"],
        &["report", "--out", "-", "--format", "md"],
        &["data", "erase", "--yes"],
        &["data", "export"],
        &["progress", "--json"],
    ];
    for arguments in commands {
        let ran = iotutor(one.path(), 4, &[&["--learner", "ada"], arguments].concat(), "");
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{arguments:?}");
        assert!(ran.err.contains("no learner of that name is known here; Ada is"), "{arguments:?}: {}", ran.err);
    }
    let ran = iotutor(one.path(), 4, &["--learner", "Zenobia", "due"], "");
    assert!(ran.err.contains("2 others are"), "{}", ran.err);
    assert_eq!(export(one.path()), before);
}

#[test]
fn a_reader_of_an_export_who_goes_away_early_is_no_failure() {
    let (one, _) = two_folders();
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_iotutor"));
    command.env_clear().envs(common::environment(one.path())).arg("--data-dir").arg(one.path());
    let mut child = command
        .args(["data", "export"])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]));
}

#[test]
fn a_file_that_is_not_there_is_named_and_a_relative_home_refused() {
    let (one, _) = two_folders();
    let ran = iotutor(one.path(), 4, &["data", "import", "/nowhere/facts.jsonl"], "");
    assert!(ran.code == Some(3) && ran.err.contains("the file /nowhere/facts.jsonl cannot be read"), "{}", ran.err);
    let mut command = Command::new(env!("CARGO_BIN_EXE_iotutor"));
    command.env_clear().envs(common::environment(Path::new("home"))).current_dir(one.path());
    for name in ["XDG_DATA_HOME", "APPDATA"] {
        command.env_remove(name);
    }
    let output = command.args(["data", "path"]).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.code() == Some(3) && said.contains("not an absolute path"), "{said}");
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
