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

#[allow(dead_code, reason = "each test program uses its part")]
mod common;
#[path = "life/oracle.rs"]
mod oracle;

use assert_cmd::cargo::cargo_bin;
use iotutor::adapters::bank_files::builtin;
use iotutor::domain::bank::{Bank, Side};
use iotutor::domain::fact::{Event, Fact, Response};
use iotutor::domain::moment::Moment;
use oracle::{Concept, Due, Files, Known, Oracle, bound, step, text};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};

/// 2026-11-23 as days since 1970-01-01.
const FIRST: i64 = 20_780;

/// The program at nine o'clock on a day, counted from the first.
fn program(data: &Path, day: i64, arguments: &[&str]) -> Command {
    // These learners say how sure they are.
    std::fs::create_dir_all(data).unwrap();
    std::fs::write(data.join("settings.toml"), "certainty = true\n").unwrap();
    let mut command = Command::new(cargo_bin("iotutor"));
    command.env_clear().envs(common::environment(data));
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
fn answer(command: Command, keys: &HashMap<String, Side>, mut right: impl FnMut(usize) -> bool) -> (usize, String) {
    let keep = |number, side| line_for((side == Side::Left) == right(number));
    say(command, keys, keep)
}

/// As [`answer`]; `line` is asked what to type at each question, whose number and key it gets.
fn say<'a>(
    mut command: Command,
    keys: &HashMap<String, Side>,
    mut line: impl FnMut(usize, Side) -> &'a str,
) -> (usize, String) {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take();
    let (mut count, mut said) = (0, String::new());
    for heard in BufReader::new(child.stdout.take().unwrap()).lines() {
        let heard = heard.unwrap();
        if let (Some(side), Some(to)) = (keys.get(&heard), input.as_mut()) {
            to.write_all(line(count, *side).as_bytes()).unwrap();
            count += 1;
        } else if heard.contains(", done.") || heard.starts_with("Nothing due") {
            input = None;
        }
        said.push_str(&heard);
        said.push('\n');
    }
    assert!(child.wait().unwrap().success());
    (count, said)
}

/// The lines that answer with the left side, or the right one, and go on.
const fn line_for(left: bool) -> &'static str {
    if left { "1\n\n" } else { "2\n\n" }
}

fn exported(data: &Path, day: i64) -> Vec<Fact> {
    let (lines, code) = said(data, day, &["data", "export"]);
    assert_eq!(code, 0);
    lines.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
}

#[test]
fn due_says_in_one_line_and_an_exit_code_what_there_is() {
    let folder = tempfile::tempdir().unwrap();
    let (data, keys) = (folder.path(), keys(&builtin()));
    let never = "Nothing due: you haven't answered anything yet\n".to_owned();
    assert_eq!(said(data, 0, &["due"]), (never, 1));
    let (count, told) = answer(program(data, 0, &["quiz", "--count", "5"]), &keys, |_| false);
    assert_eq!(count, 10, "five questions, and five repeats");
    assert!(told.contains("\n0 of 5.\n") && told.contains("\nrepeats: 0 of 5.\n"), "{told}");
    assert_eq!(said(data, 0, &["due"]), ("Nothing due until 24 November\n".to_owned(), 1));
    assert!(answer(program(data, 0, &["review"]), &keys, |_| true).1.starts_with("Nothing due until 24 November."));
    assert_eq!(said(data, 1, &["due"]), ("5 ideas due, 6 new, about 3 minutes\n".to_owned(), 0));
    let (json, code) = said(data, 1, &["due", "--json"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!((code, &json["due"], &json["new"], &json["next"]), (0, &5.into(), &6.into(), &serde_json::Value::Null));
    let (count, told) = answer(program(data, 1, &["review"]), &keys, |_| true);
    assert_eq!(count, 11);
    assert!(told.starts_with("Review. ") && told.contains(" 1 of 11.\n"), "{told}");
    assert_eq!(said(data, 1, &["due"]).1, 1);
}

/// What was asked in an attempt, in order, and the side that was answered.
fn asked(facts: &[Fact]) -> Vec<(String, Response)> {
    let asked = |fact: &Fact| match &fact.event {
        Event::Answered(answered) => Some((answered.statement.clone(), answered.response)),
        _ => None,
    };
    facts.iter().filter_map(asked).collect()
}

#[test]
fn an_attempt_broken_off_after_any_answer_goes_on_with_the_same_repeats() {
    let keys = keys(&builtin());
    let round = ["quiz", "--count", "5"];
    let whole = tempfile::tempdir().unwrap();
    let (count, told) = answer(program(whole.path(), 0, &round), &keys, |number| number % 2 == 1);
    let wanted = asked(&exported(whole.path(), 0));
    assert!(count > 5 && wanted.len() == count, "{wanted:?}");
    assert!(told.contains("\nrepeats: "), "{told}");
    let lines = |part: &[(String, Response)]| -> String {
        part.iter().map(|(_, response)| line_for(*response == Response::Left)).collect()
    };
    let run = |mut command: Command, input: &str| {
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        assert!(child.wait().unwrap().success());
    };
    for cut in 1..wanted.len() {
        let folder = tempfile::tempdir().unwrap();
        // The same answers, the input ending after `cut` of them.
        run(program(folder.path(), 0, &round), &lines(&wanted[..cut]));
        let mut again = program(folder.path(), 0, &[]);
        // Another run has other random bits, or its facts would have the ids of the first.
        again.env("IOTUTOR_ENTROPY", "99");
        run(again, &format!("home\nr\n{}", lines(&wanted[cut..])));
        assert_eq!(asked(&exported(folder.path(), 0)), wanted, "cut after {cut}");
    }
}

/// A learner's life, seen from outside: what the program says beside what the oracle reckons.
struct Life {
    folder: tempfile::TempDir,
    files: Files,
    keys: HashMap<String, Side>,
    /// All facts in the order they were recorded; an export has them in the order of their times.
    recorded: Vec<Value>,
    /// Numbers the runs, each of which has random bits of its own.
    runs: u32,
}

impl Life {
    fn new() -> Self {
        let files = Files::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("questions"));
        Self { folder: tempfile::tempdir().unwrap(), files, keys: keys(&builtin()), recorded: Vec::new(), runs: 0 }
    }

    /// The program at a moment such as `2026-11-23T09:00:00+01:00`.
    fn program(&mut self, moment: &str, arguments: &[&str]) -> Command {
        self.runs += 1;
        std::fs::write(self.folder.path().join("settings.toml"), "certainty = true\n").unwrap();
        let mut command = Command::new(cargo_bin("iotutor"));
        command.env_clear().envs(common::environment(self.folder.path()));
        command.env("IOTUTOR_CLOCK", moment).env("IOTUTOR_ENTROPY", self.runs.to_string());
        command.arg("--plain").arg("--data-dir").arg(self.folder.path()).args(arguments);
        command
    }

    fn json(&mut self, moment: &str, arguments: &[&str]) -> (Value, i32) {
        let output = self.program(moment, arguments).output().unwrap();
        (serde_json::from_slice(&output.stdout).unwrap(), output.status.code().unwrap())
    }

    /// All facts so far, in the order they were recorded. Called after every run of another time.
    fn facts(&mut self) -> &[Value] {
        let output = self.program("2026-11-23T00:00:00Z", &["data", "export"]).output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        let exported: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let (old, new): (Vec<Value>, Vec<Value>) = exported.into_iter().partition(|fact| self.recorded.contains(fact));
        assert_eq!(old.len(), self.recorded.len(), "no fact is lost or changed");
        self.recorded.extend(new);
        &self.recorded
    }

    fn oracle(&mut self) -> Oracle {
        self.facts();
        Oracle::of(&self.recorded, &self.files)
    }

    /// Asserts both forms of `iotutor due` against the oracle. Returns what is due.
    fn due_is_as_reckoned(&mut self, moment: &str) -> Due {
        let today = day_of(moment);
        let due = self.oracle().due(today, &self.files);
        let (json, code) = self.json(moment, &["due", "--json"]);
        let found = (&json["today"], &json["due"], &json["in_a_sitting"], &json["new"], &json["next"], code);
        let (all, next) = (due.concepts.len(), due.next.map(Moment::date_of));
        let (date, next_json) = (json!(Moment::date_of(today)), json!(next));
        let wanted = (&date, &json!(all), &json!(due.asked), &json!(due.new.len()), &next_json, i32::from(all == 0));
        assert_eq!(found, wanted, "{moment}");
        let ideas = if all == 1 { "idea" } else { "ideas" };
        let sitting = if due.asked < all { format!(", {} at a time", due.asked) } else { String::new() };
        let new = if due.new.is_empty() { String::new() } else { format!(", {} new", due.new.len()) };
        let minutes = if json["minutes"] == 1 { "minute" } else { "minutes" };
        let line = match (all, next) {
            (0, Some(next)) => {
                let next: jiff::civil::Date = next.parse().unwrap();
                format!("Nothing due until {}", next.strftime("%-d %B"))
            }
            (0, None) => "Nothing due: you haven't answered anything yet".to_owned(),
            _ => format!("{all} {ideas} due{sitting}{new}, about {} {minutes}", json["minutes"]),
        };
        let output = self.program(moment, &["due"]).output().unwrap();
        assert_eq!(String::from_utf8(output.stdout).unwrap(), line + "\n", "{moment}");
        due
    }

    /// Asserts state, points and N of every concept, and all tallies, of `iotutor progress` against the oracle. Returns how
    /// many concepts are known and kept.
    fn mastery_is_as_reckoned(&mut self, moment: &str) -> (usize, usize) {
        let oracle = self.oracle();
        let (json, _) = self.json(moment, &["progress", "--json"]);
        let nothing = Known::default();
        let mut states = Vec::new();
        for topic in json["topics"].as_array().unwrap() {
            let mut answers = 0;
            for concept in topic["concepts"].as_array().unwrap() {
                let id = (text(&topic["id"]), text(&concept["id"]));
                let known = oracle.concepts.get(&id).unwrap_or(&nothing);
                let found = (&concept["state"], &concept["answers"]);
                assert_eq!(found, (&json!(known.word()), &json!(known.answers)), "{moment}: {id:?}");
                let missing = concept["missing"]
                    .as_object()
                    .map(|missing| (missing["right"].as_u64().unwrap(), missing["another_day"].as_bool().unwrap()));
                assert_eq!(missing, known.missing(), "{moment}: {id:?}");
                answers += known.answers;
                states.push(known.word());
            }
            assert_eq!(topic["mastery_answers"], json!(answers), "{moment}: {}", topic["id"]);
        }
        assert_eq!(states.len(), self.files.concepts.len());
        for side in ["left", "right"] {
            let [right, wrong, unknown] = oracle.tallies.get(side).copied().unwrap_or_default();
            let wanted = json!({ "right": right, "wrong": wrong, "unknown": unknown });
            assert_eq!(json["answers"][side], wanted, "{moment}: {side}");
        }
        let days = json["days"].as_array().unwrap();
        let days: BTreeMap<i64, u64> =
            days.iter().map(|day| (day["day"].as_i64().unwrap(), day["answers"].as_u64().unwrap())).collect();
        assert_eq!(days, oracle.days, "{moment}");
        ["known", "kept"].map(|word| states.iter().filter(|state| **state == word).count()).into()
    }

    /// Asserts what the report in both its forms says of answers, mastery and what is due, against the oracle and the numbers
    /// of concepts known and kept.
    fn report_is_as_reckoned(&mut self, moment: &str, known: usize, kept: usize) {
        let (oracle, today) = (self.oracle(), day_of(moment));
        let mut told = |form| {
            let output = self.program(moment, &["report", "--out", "-", "--format", form]).output().unwrap();
            assert!(output.status.success(), "{moment}");
            String::from_utf8(output.stdout).unwrap()
        };
        let (markdown, html) = (told("markdown"), told("html"));
        let [right, wrong, unknown] =
            [0, 1, 2].map(|which| oracle.tallies.values().map(|tally| tally[which]).sum::<u64>());
        let answers = right + wrong + unknown;
        let concepts = self.files.concepts.len();
        if answers > 0 {
            assert!(markdown.contains(&format!("- Answers: **{answers}** ")), "{moment}: {markdown}");
            let share = (right * 200 + answers) / (answers * 2);
            let again = match oracle.given_again {
                0 => String::new(),
                again => format!(", {again} given again"),
            };
            assert!(
                markdown.contains(&format!("- Right: **{share} %** ({right} of {answers}{again};")),
                "{moment}: {markdown}"
            );
        }
        assert!(markdown.contains(&format!("- Known: **{} of {concepts}** ", known + kept)), "{moment}: {markdown}");
        let rows =
            |cell: &str| markdown.lines().filter(|line| line.contains(cell) && !line.starts_with("| Topic")).count();
        assert_eq!((rows("| \u{25cf} known |"), rows("| \u{25c9} kept |")), (known, kept), "{moment}");
        let due = oracle.due(today, &self.files).concepts.len();
        assert_eq!(rows("| today |") + rows("| since "), due, "{moment}: what is due");
        assert!(html.contains(&format!("<dt>Known</dt><dd>{} of {concepts}</dd>", known + kept)), "{moment}");
        assert_eq!(html.matches("</html>").count(), 1, "{moment}: one whole page");
    }

    /// Reviews what is due and asserts that just that was asked, the most forgotten first in, with the new concepts.
    fn review_is_as_reckoned(&mut self, moment: &str, due: &Due, line: impl Fn(usize, Side) -> &'static str) -> usize {
        let recall = self.oracle().memories(day_of(moment));
        let command = self.program(moment, &["review"]);
        let (count, told) = say(command, &self.keys, line);
        assert!(told.contains("Review, done."), "{moment}: {told}");
        let started = self.facts().iter().rev().find(|fact| fact["kind"] == "started").unwrap();
        let asked = started["statements"].as_array().unwrap().clone();
        let asked: Vec<Concept> = asked.iter().map(|id| self.files.concept(id.as_str().unwrap()).clone()).collect();
        let (old, new) = asked.split_at(due.asked);
        let old: BTreeSet<Concept> = old.iter().cloned().collect();
        assert_eq!((old.len(), new.iter().cloned().collect()), (due.asked, due.new.clone()), "{moment}");
        let strongest = old.iter().map(|one| recall[one].1).fold(0.0, f32::max);
        for one in &due.concepts {
            assert!(old.contains(one) || recall[one].1 >= strongest, "{moment}: {one:?} is more forgotten");
        }
        assert!(old.iter().all(|one| due.concepts.contains(one)), "{moment}: not due, and asked");
        count
    }
}

/// The local day of a moment, as days since 1970-01-01.
fn day_of(moment: &str) -> i64 {
    let date: jiff::civil::Date = moment.split('T').next().unwrap().parse().unwrap();
    i64::from(jiff::civil::Date::constant(1970, 1, 1).until(date).unwrap().get_days())
}

/// What a learner types on a day at a question: mostly right and certain, with everything else in between.
fn habit(day: usize, number: usize, side: Side) -> &'static str {
    let left = side == Side::Left;
    let (certain, fairly, unsure) = if left { ("s\n\n", "d\n\n", "f\n\n") } else { ("l\n\n", "k\n\n", "j\n\n") };
    match (number * 5 + day * 3) % 16 {
        0 => line_for(!left),
        2 => {
            if left {
                "j\n\n"
            } else {
                "f\n\n"
            }
        }
        3 | 4 => fairly,
        6 => unsure,
        9 => "n\n\n",
        12 => {
            if left {
                "h\ns\n\n"
            } else {
                "h\nl\n\n"
            }
        }
        // A slip, taken back: the question is asked again.
        15 => {
            if left {
                "l\nu\n"
            } else {
                "s\nu\n"
            }
        }
        _ => certain,
    }
}

#[test]
fn the_oracle_has_the_steps_of_the_design() {
    let places = |value: f64| format!("{value:+.3}");
    assert_eq!([Some(true), Some(false), None].map(|right| places(step(right))), ["+0.348", "-0.981", "-0.316"]);
    assert_eq!(places(bound()), "+1.386");
}

/// Of some days of the life: what is due before the day's sitting, what is new with it, and after it how many answers there
/// are and how many concepts are known and kept. A change of the engine, or of what is drawn, moves them.
const SOME_DAYS: [(usize, [usize; 5]); 5] = [
    (0, [0, 0, 14, 0, 0]),
    (1, [9, 6, 33, 0, 0]),
    (11, [11, 6, 270, 0, 0]),
    (18, [41, 0, 296, 0, 0]),
    (29, [18, 2, 575, 16, 2]),
];

#[test]
fn thirty_days_of_a_learner_are_what_an_oracle_reckons_each_day() {
    let (mut life, mut given, mut reviews, mut told) = (Life::new(), 0, 0, Vec::new());
    for day in 0..30_usize {
        // Six days away.
        let away = (12..18).contains(&day);
        let date = Moment::date_of(FIRST + i64::try_from(day).unwrap());
        let (morning, noon) = (format!("{date}T09:00:00Z"), format!("{date}T12:00:00Z"));
        let due = life.due_is_as_reckoned(&morning);
        if !away {
            let typed = |number: usize, side: Side| habit(day, number, side);
            given += if due.asked > 0 {
                reviews += 1;
                life.review_is_as_reckoned(&morning, &due, typed)
            } else {
                let command = life.program(&morning, &["quiz", "--count", "10"]);
                say(command, &life.keys, typed).0
            };
            life.due_is_as_reckoned(&noon);
        }
        let (known, kept) = life.mastery_is_as_reckoned(&noon);
        life.report_is_as_reckoned(&noon, known, kept);
        told.push([due.concepts.len(), due.new.len(), given, known, kept]);
    }
    let facts = life.facts();
    let count = |kind: &str| facts.iter().filter(|fact| fact["kind"] == kind).count();
    assert_eq!(count("answered"), given, "no answer is lost, none is there twice");
    assert!(reviews > 10 && count("undone") > 5);
    assert_eq!(SOME_DAYS.map(|(day, _)| (day, told[day])), SOME_DAYS);
}

#[test]
fn however_much_is_right_in_a_day_known_takes_another_day() {
    let mut life = Life::new();
    for (moment, known) in [("2026-11-23T09:00:00Z", false), ("2026-12-01T09:00:00Z", true)] {
        // As many statements as there are pairs of the topic: each concept is answered often enough on the first day.
        let command = life.program(moment, &["quiz", "--topics", "purpose", "--count", "32"]);
        say(command, &life.keys, |_, side| line_for(side == Side::Left));
        let (states, _) = life.mastery_is_as_reckoned(moment);
        let another_day = life.oracle().concepts.values().filter(|one| one.missing() == Some((1, true))).count();
        assert_eq!((another_day > 0, states > 0), (!known, known), "{moment}");
    }
}

#[test]
fn after_a_month_away_a_sitting_of_the_most_forgotten_comes_and_no_avalanche() {
    let mut life = Life::new();
    for day in 23..=27 {
        let command = life.program(&format!("2026-11-{day}T09:00:00Z"), &["quiz", "--count", "20"]);
        say(command, &life.keys, |number, side| habit(day, number, side));
    }
    let (first, second) = ("2026-12-28T09:00:00Z", "2026-12-28T10:00:00Z");
    let before = life.due_is_as_reckoned(first);
    assert!(before.concepts.len() > 25 && before.asked == 20 && before.new.is_empty(), "{}", before.concepts.len());
    life.review_is_as_reckoned(first, &before, |_, side| line_for(side == Side::Left));
    let after = life.due_is_as_reckoned(second);
    assert_eq!(after.concepts.len(), before.concepts.len() - 20, "the others wait, and no day is made up for");
    life.mastery_is_as_reckoned(second);
}

#[test]
fn a_day_is_the_learners_own_wherever_they_are() {
    let mut life = Life::new();
    let right = |_, side| line_for(side == Side::Left);
    let command = life.program("2026-11-23T23:30:00+09:00", &["quiz", "--count", "5"]);
    say(command, &life.keys, right);
    // The same half hour: in Tokyo a new day has begun, in New York it is morning of the day before.
    let tokyo = life.due_is_as_reckoned("2026-11-24T00:10:00+09:00");
    let (new_york, utc) = ("2026-11-23T10:10:00-05:00", "2026-11-23T15:10:00Z");
    assert_eq!(life.due_is_as_reckoned(new_york).next, life.due_is_as_reckoned(utc).next);
    assert_eq!(life.due_is_as_reckoned(new_york).concepts.len(), 0);
    let due = life.due_is_as_reckoned("2026-11-26T00:10:00+09:00");
    assert!(tokyo.concepts.len() <= due.concepts.len() && due.concepts.len() == 5);
    life.review_is_as_reckoned("2026-11-26T00:10:00+09:00", &due, right);
    // Landed on the day before the last answer: nothing is due at once, and nothing is counted twice.
    let landed = "2026-11-25T11:00:00-05:00";
    assert_eq!(life.due_is_as_reckoned(landed).concepts.len(), 0);
    life.mastery_is_as_reckoned(landed);
}

#[test]
fn a_clock_set_back_a_day_loses_nothing_and_one_that_ran_ahead_asks_again() {
    let mut life = Life::new();
    let right = |_, side| line_for(side == Side::Left);
    let (ahead, back) = ("2026-11-24T09:00:00Z", "2026-11-23T09:00:00Z");
    for moment in [ahead, back] {
        let command = life.program(moment, &["quiz", "--count", "10"]);
        say(command, &life.keys, right);
        life.due_is_as_reckoned(moment);
        life.mastery_is_as_reckoned(moment);
    }
    assert_eq!(life.facts().iter().filter(|fact| fact["kind"] == "answered").count(), 20);
    // A clock that was years ahead for one sitting: its concepts are due, not put off for years.
    let command = life.program("2031-01-01T09:00:00Z", &["quiz", "--count", "10"]);
    say(command, &life.keys, right);
    let due = life.due_is_as_reckoned(back);
    assert!(due.concepts.len() >= 5 && due.asked <= 20, "{}", due.concepts.len());
    life.review_is_as_reckoned(back, &due, right);
    life.mastery_is_as_reckoned(back);
}
