//! Learning across days, through the real program in plain lines with a pinned clock: what is due is told, reviewed, and no
//! answer is ever lost.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::cast_possible_truncation,
    clippy::print_stderr,
    reason = "a test that cannot go on has to fail"
)]

use assert_cmd::cargo::cargo_bin;
use iotutor::adapters::bank_files::builtin;
use iotutor::app::review::{Outlook, sentence};
use iotutor::app::settings::Settings;
use iotutor::domain::bank::{Bank, Side};
use iotutor::domain::fact::{Event, Fact, Mode, Response};
use iotutor::domain::learner::Learner;
use iotutor::domain::moment::Moment;
use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};

/// 2026-11-23 as days since 1970-01-01.
const FIRST: i64 = 20_780;

/// The program at nine o'clock on a day, counted from the first.
fn program(data: &Path, day: i64, arguments: &[&str]) -> Command {
    let mut command = Command::new(cargo_bin("iotutor"));
    command.env("IOTUTOR_CLOCK", format!("{}T09:00:00Z", Moment::date_of(FIRST + day)));
    command.env("IOTUTOR_ENTROPY", (day * 2 + i64::from(arguments.contains(&"review"))).to_string());
    command.arg("--plain").arg("--data-dir").arg(data).args(arguments);
    command
}

/// What a command prints, and its exit code.
fn said(data: &Path, day: i64, arguments: &[&str]) -> (String, i32) {
    let output = program(data, day, arguments).output().unwrap();
    (String::from_utf8(output.stdout).unwrap(), output.status.code().unwrap())
}

/// The keys of all statements, by their text.
fn keys(bank: &Bank) -> HashMap<String, Side> {
    bank.statements().map(|entry| (entry.statement.text.clone(), entry.at.side)).collect()
}

/// Answers a sitting to its end; `right` is asked for the number of each question. Returns how many were answered, and all
/// that was said.
fn answer(mut command: Command, keys: &HashMap<String, Side>, mut right: impl FnMut(usize) -> bool) -> (usize, String) {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take();
    let (mut count, mut said) = (0, String::new());
    for line in BufReader::new(child.stdout.take().unwrap()).lines() {
        let line = line.unwrap();
        // Of twins to tell apart, the side of the first is asked; they are told rightly.
        let twins = line.strip_prefix("A. ").and_then(|first| keys.get(first));
        if let (Some(first), Some(to)) = (twins, input.as_mut()) {
            to.write_all(line_for(*first == Side::Left)).unwrap();
        } else if let (Some(side), Some(to)) = (keys.get(&line), input.as_mut()) {
            to.write_all(line_for((*side == Side::Left) == right(count))).unwrap();
            count += 1;
        } else if line.contains(" finished: ") {
            input = None;
        }
        said.push_str(&line);
        said.push('\n');
        if line.starts_with("Nothing due") {
            input = None;
        }
    }
    assert!(child.wait().unwrap().success());
    (count, said)
}

/// The lines that answer with the left side, or the right one, and go on.
const fn line_for(left: bool) -> &'static [u8] {
    if left { b"1\n\n" } else { b"6\n\n" }
}

fn exported(data: &Path, day: i64) -> Vec<Fact> {
    let (lines, code) = said(data, day, &["data", "export"]);
    assert_eq!(code, 0);
    lines.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
}

fn answers(facts: &[Fact]) -> usize {
    facts.iter().filter(|fact| matches!(fact.event, Event::Answered(_))).count()
}

#[test]
fn due_says_in_one_line_and_an_exit_code_what_there_is() {
    let folder = tempfile::tempdir().unwrap();
    let (data, keys) = (folder.path(), keys(&builtin()));
    let never = "Nothing due: no concept has been answered yet\n".to_owned();
    assert_eq!(said(data, 0, &["due"]), (never, 1));
    let (count, told) = answer(program(data, 0, &["quiz", "--count", "5"]), &keys, |_| false);
    assert_eq!(count, 10, "five questions, and five repeats");
    assert!(
        told.contains(
            "Quiz finished: 0 of 5 right, 0 %.\n+5 repeats, 0 right; 5 of 5 twins told apart, beside the score.\n"
        ),
        "{told}"
    );
    assert_eq!(said(data, 0, &["due"]), ("Nothing due until 2026-11-24\n".to_owned(), 1));
    assert!(answer(program(data, 0, &["review"]), &keys, |_| true).1.starts_with("Nothing due until 2026-11-24."));
    assert_eq!(said(data, 1, &["due"]), ("5 concepts due, 6 new, about 3 minutes\n".to_owned(), 0));
    let (json, code) = said(data, 1, &["due", "--json"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!((code, &json["due"], &json["new"], &json["next"]), (0, &5.into(), &6.into(), &serde_json::Value::Null));
    let (count, told) = answer(program(data, 1, &["review"]), &keys, |_| true);
    assert_eq!(count, 11);
    assert!(told.starts_with("Review, 11 questions.\n"), "{told}");
    assert_eq!(said(data, 1, &["due"]).1, 1);
}

/// What was asked in an attempt, in order, and the side that was answered: statements, and twins by the first of them.
fn asked(facts: &[Fact]) -> Vec<(String, Response)> {
    let asked = |fact: &Fact| match &fact.event {
        Event::Answered(answered) => Some((answered.statement.clone(), answered.response)),
        Event::ToldApart(told) => Some((format!("twins {}", told.first.statement), told.response)),
        _ => None,
    };
    facts.iter().filter_map(asked).collect()
}

#[test]
fn an_attempt_broken_off_after_any_answer_goes_on_with_the_same_repeats_and_the_same_twins() {
    let keys = keys(&builtin());
    let round = ["quiz", "--count", "5"];
    let whole = tempfile::tempdir().unwrap();
    let (count, told) = answer(program(whole.path(), 0, &round), &keys, |number| number % 2 == 1);
    let wanted = asked(&exported(whole.path(), 0));
    let twins = wanted.iter().filter(|(what, _)| what.starts_with("twins ")).count();
    assert!(count > 5 && twins >= 3 && wanted.len() == count + twins, "{wanted:?}");
    assert!(told.contains(&format!("; {twins} of {twins} twins told apart, beside the score.\n")), "{told}");
    let lines = |part: &[(String, Response)]| -> Vec<u8> {
        part.iter().flat_map(|(_, response)| line_for(*response == Response::Left)).copied().collect()
    };
    let run = |mut command: Command, input: &[u8]| {
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(input).unwrap();
        assert!(child.wait().unwrap().success());
    };
    for cut in 1..wanted.len() {
        let folder = tempfile::tempdir().unwrap();
        // The same answers, the input ending after `cut` of them.
        run(program(folder.path(), 0, &round), &lines(&wanted[..cut]));
        let mut again = program(folder.path(), 0, &[]);
        // Another run has other random bits, or its facts would have the ids of the first.
        again.env("IOTUTOR_ENTROPY", "99");
        run(again, &[b"home\nc\n".as_slice(), &lines(&wanted[cut..])].concat());
        assert_eq!(asked(&exported(folder.path(), 0)), wanted, "cut after {cut}");
    }
}

#[test]
fn thirty_days_of_a_learner() {
    let folder = tempfile::tempdir().unwrap();
    let (data, bank) = (folder.path(), builtin());
    let keys = keys(&bank);
    let settings = Settings::default();
    let mut given = 0;
    for day in 0..30 {
        if (12..18).contains(&day) {
            // A week away.
            continue;
        }
        let facts = exported(data, day);
        assert_eq!(answers(&facts), given, "day {day}: no answer is lost, none is there twice");
        let learner = Learner::fold(&bank, &facts);
        let nine = Moment::utc((FIRST + day) * 86_400_000 + 9 * 3_600_000);
        let outlook = Outlook::of(&bank, &learner, &settings, nine);
        let counted = if outlook.due == 1 { "concept" } else { "concepts" };
        let line = sentence(&outlook.words(counted)).trim_end_matches('.').to_owned();
        assert_eq!(said(data, day, &["due"]), (format!("{line}\n"), i32::from(outlook.due == 0)), "day {day}");
        let sitting: &[&str] = if outlook.due > 0 { &["review"] } else { &["quiz", "--count", "10"] };
        // One answer in six is wrong, on changing days at changing places.
        let phase = usize::try_from(day).unwrap();
        let (count, told) = answer(program(data, day, sitting), &keys, |number| (number + phase) % 6 != 0);
        assert!(told.contains(" finished: ") && count >= 1, "day {day}: {told}");
        let planned = if outlook.due > 0 { outlook.asked + outlook.new } else { 10 };
        assert!((planned..=planned * 2).contains(&count) && outlook.asked <= settings.count(), "day {day}");
        given += count;
    }
    let facts = exported(data, 30);
    let learner = Learner::fold(&bank, &facts);
    assert_eq!(answers(&facts), given);
    assert!(learner.memories().count() > 30, "{} concepts met", learner.memories().count());
    assert!(learner.attempts().filter(|one| one.mode == Mode::Review).count() > 10);
    let topics = bank.topics().map(|(_, topic)| learner.topic_record(&topic.id).mastery(topic.concepts.len()));
    let known: usize = topics.map(|mastery| mastery.known).sum();
    assert!(known > 0, "no concept mastered in {given} answers");
}
