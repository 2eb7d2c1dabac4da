//! A live class over ssh, by the real client in a terminal of its own.
#![cfg(all(unix, feature = "ssh"))]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test that cannot go on has to fail, and one that cannot run has to say so"
)]

#[allow(dead_code, reason = "each test program uses its part")]
mod common;

use common::talk::Talk;
use common::window::{Window, parser, size};
use common::{PATIENCE, Place, environment, write_animals};
use portable_pty::{CommandBuilder, native_pty_system};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::{Command, Stdio};
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

/// How long a key may take to count before it is pressed again: a question stands for a while before one does.
const AGAIN: Duration = Duration::from_millis(500);

/// Whether there is a client; where there is none, that is said aloud.
fn has_client(test: &str) -> bool {
    let found = Command::new("ssh").arg("-V").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok();
    if !found {
        eprintln!("NOT TESTED: there is no ssh client here, so {test} was passed over");
    }
    found
}

/// A class under way, with its address.
struct Class<'a> {
    place: &'a Place,
    host: Talk,
    port: u16,
    code: String,
    fingerprint: String,
}

impl<'a> Class<'a> {
    fn begin(place: &'a Place, options: &[&str], port: u16, entropy: u32) -> Self {
        let bank = place.data().with_file_name("animals");
        if !bank.exists() {
            write_animals(&bank, 8);
        }
        let port = port.to_string();
        let served = ["host", "--bind", "127.0.0.1", "--web", "off", "--ssh", &port, "--bank", bank.to_str().unwrap()];
        let mut host = Talk::begin(place, &[&served[..], options].concat(), entropy);
        let line = host.hear(&["In a terminal, people type ssh -p "]);
        let word = |before: &str| line.split(before).nth(1).unwrap().split([' ', '.']).next().unwrap().to_owned();
        let (port, code, fingerprint) = (word("ssh -p ").parse().unwrap(), word("join room "), word("host key "));
        Self { place, host, port, code, fingerprint }
    }

    fn monday(place: &'a Place) -> Self {
        Self::begin(place, &["MONDAY", "--count", "4", "--names", "free"], 0, 1)
    }

    fn options(&self, more: &[&str]) -> Vec<String> {
        let known = format!("UserKnownHostsFile={}", self.place.folder().join("known").display());
        let port = self.port.to_string();
        let usual = ["-F", "none", "-o", &known, "-o", "GlobalKnownHostsFile=none", "-o", "LogLevel=INFO", "-p", &port];
        let first = ["-o", "StrictHostKeyChecking=accept-new"];
        // Of an option given twice the first counts.
        [more, &usual, &first, &["127.0.0.1"]].concat().into_iter().map(str::to_owned).collect()
    }

    /// The client in a window.
    fn window(&self, (rows, columns): (u16, u16), more: &[&str]) -> Window {
        let pair = native_pty_system().openpty(size(rows, columns)).unwrap();
        let mut command = CommandBuilder::new("ssh");
        command.env_clear();
        for (name, value) in environment(self.place.folder()) {
            command.env(name, value);
        }
        command.args(self.options(more));
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let keys = pair.master.take_writer().unwrap();
        let (sender, output) = channel();
        std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(count @ 1..) = reader.read(&mut bytes) {
                if sender.send(bytes[..count].to_vec()).is_err() {
                    return;
                }
            }
        });
        Window { master: pair.master, child, keys, output, parser: parser(rows, columns) }
    }

    /// The client without a terminal, to its end: what it said of errors, and how it ended.
    fn client(&self, before: &[&str], after: &[&str]) -> (String, i32) {
        let mut arguments = self.options(before);
        arguments.extend(after.iter().map(|one| (*one).to_owned()));
        let mut command = Command::new("ssh");
        command.env_clear().envs(environment(self.place.folder())).args(arguments).stdin(Stdio::null());
        let output = command.output().unwrap();
        (String::from_utf8_lossy(&output.stderr).into_owned(), output.status.code().unwrap_or(-1))
    }

    /// Somebody who sits there.
    fn join(&self, name: &str, window: (u16, u16), more: &[&str]) -> Window {
        let mut window = self.enter(name, window, more);
        window.see("You're in.");
        window
    }

    /// Somebody who has said a name.
    fn enter(&self, name: &str, window: (u16, u16), more: &[&str]) -> Window {
        let mut window = self.window(window, more);
        window.see("Room code");
        window.press(&self.code);
        window.see(&self.code);
        window.press("\r");
        window.see("Your name");
        window.press(name);
        window.see(name);
        window.press("\r");
        window
    }

    fn say(&mut self, line: &str) {
        self.host.say(line);
    }

    /// How many have answered.
    fn answered(&mut self) -> String {
        // What was said before is heard before that.
        self.host.say("lock");
        self.host.hear(&["The room is locked"]);
        self.host.say("unlock");
        self.host.say("look");
        let line = self.host.hear(&["Question "]);
        let (_, count) = line.trim_end_matches(" answered.").rsplit_once("? ").unwrap();
        count.to_owned()
    }
}

/// Presses a key until it counts.
fn answer(window: &mut Window, key: &str, seen: &str) {
    let deadline = Instant::now() + PATIENCE;
    while Instant::now() < deadline {
        window.press(key);
        let until = Instant::now() + AGAIN;
        while let Ok(bytes) = window.output.recv_timeout(until.saturating_duration_since(Instant::now())) {
            window.parser.process(&bytes);
            if common::window::shown(window.parser.screen()).contains(seen) {
                return;
            }
        }
    }
    panic!("{key:?} did not lead to {seen:?}:\n{}", window.text());
}

#[test]
fn people_join_answer_and_see_the_reveal_in_windows_of_two_sizes() {
    if !has_client("a class over ssh") {
        return;
    }
    let place = Place::new();
    let mut class = Class::monday(&place);
    assert!(class.fingerprint.starts_with("SHA256:"), "{}", class.fingerprint);
    let mut ada = class.join("Ada", (24, 80), &[]);
    let mut bo = class.join("Bo", (20, 60), &[]);
    class.say("next");
    ada.see("how sure are you?");
    answer(&mut ada, "d", "Your answer: Mammal, fairly sure.");
    answer(&mut bo, "l", "Your answer: Bird, certain.");
    // The arrows of both kinds move the mark, and Enter locks it in.
    for (arrow, locked) in [("\x1b[D", "Your answer: Mammal, certain."), ("\x1bOC", "Your answer: Bird, certain.")] {
        bo.press(&arrow.repeat(6));
        bo.see("Enter");
        bo.press("\r");
        bo.see(locked);
    }
    assert_eq!(class.answered(), "2 of 2");
    class.say("close");
    ada.see("You said");
    class.say("reveal");
    for window in [&mut ada, &mut bo] {
        window.see("your statement");
    }
    ada.press("q");
    ada.see("Leave the room?");
    ada.press("y");
    ada.see("You've left the class.");
    assert!(ada.text().contains(&format!("ssh -p {} 127.0.0.1", class.port)), "{}", ada.text());
    ada.end();
    // The host goes: whoever is there is told, and their terminal is as it was.
    class.say("leave");
    bo.see("The teacher's computer has closed the class.");
    bo.end();
}

#[test]
fn pastes_and_late_replies_of_a_terminal_are_no_answers() {
    if !has_client("that only keys are keys") {
        return;
    }
    let place = Place::new();
    let mut class = Class::monday(&place);
    let mut ada = class.join("Ada", (24, 80), &[]);
    class.say("next");
    ada.see("how sure are you?");
    let page = "jkl\rsdf\rjkl\rn\r1\r2\r".repeat(100);
    let late = "\x1b_Gi=31;OK\x1b\\\x1b]11;rgb:0000/0000/0000\x07\x1b[?62;1;4c\x1b[12;40R\x1bP>|term jklsdf\x1b\\";
    for (rows, bytes) in [(23, page.clone()), (24, format!("\x1b[200~{page}\x1b[201~")), (23, late.to_owned())] {
        ada.press(&bytes);
        // What is drawn for another size was drawn after all of it was understood.
        ada.resize(rows, 80);
        ada.wait("another size", |screen| {
            screen.contents().contains("how sure are you?") && screen.size().0.get() == rows
        });
        assert_eq!(class.answered(), "0 of 1", "{}", bytes.escape_debug().take(40).collect::<String>());
        assert!(!ada.text().contains("Your answer"), "{}", ada.text());
    }
    answer(&mut ada, "k", "Your answer: Bird, fairly sure.");
    assert_eq!(class.answered(), "1 of 1");
}

#[test]
fn a_window_of_any_size_is_drawn_and_one_of_the_usual_size_afterwards() {
    if !has_client("windows of any size") {
        return;
    }
    let place = Place::new();
    let mut class = Class::monday(&place);
    // So little that keys are changed many times in this class.
    let mut ada = class.join("Ada", (24, 80), &["-o", "RekeyLimit=64K"]);
    class.say("next");
    ada.see("how sure are you?");
    for round in 0..12 {
        for (rows, columns) in [(1, 1), (65_535, 65_535), (1, 65_535), (65_535, 1), (40, 120), (20, 60)] {
            // The size is the terminal's; what we see it with need not be as large.
            ada.master.resize(size(rows, columns)).unwrap();
        }
        // Enough bytes both ways.
        ada.press(&"x".repeat(6_000));
        ada.resize(24 - round % 2, 80);
        ada.parser = parser(24, 80);
        ada.see("how sure are you?");
    }
    answer(&mut ada, "d", "Your answer: Mammal, fairly sure.");
    assert_eq!(class.answered(), "1 of 1");
}

#[test]
fn commands_files_tunnels_and_agents_are_refused() {
    if !has_client("what is refused") {
        return;
    }
    let place = Place::new();
    let class = Class::monday(&place);
    let refused = |before: &[&str], after: &[&str], sentence: &str| {
        let (said, code) = class.client(before, after);
        assert!(said.contains(sentence) && code != 0, "{before:?} {after:?}: {code} {said}");
    };
    refused(&[], &["ls"], "There are no commands here");
    refused(&["-s"], &["sftp"], "There are no files here");
    refused(&["-T"], &[], "This class needs a terminal");
    refused(&["-T", "-R", "0:127.0.0.1:9", "-o", "ExitOnForwardFailure=yes"], &[], "remote port forwarding failed");
    refused(&["-W", "127.0.0.1:9"], &[], "administratively prohibited");
    let (said, _) = class.client(&["-v", "-A", "-tt"], &["ls"]);
    assert!(!said.contains("Remote: Agent") && said.contains("There are no commands here"), "{said}");
    let (said, code) = class.client(&["-o", "PreferredAuthentications=password"], &["ls"]);
    assert!(code != 0 && said.contains("no commands"), "whoever comes is let in before any word is asked: {said}");
    // A terminal that cannot move its cursor is told so.
    let mut simple = class.window((24, 80), &["-o", "SetEnv=TERM=dumb"]);
    simple.see("can't move its cursor");
}

#[test]
fn another_key_at_the_same_address_is_refused_and_a_class_that_goes_on_has_the_same() {
    if !has_client("the host key") {
        return;
    }
    let place = Place::new();
    let class = Class::monday(&place);
    let ada = class.join("Ada", (24, 80), &[]);
    let (port, code, fingerprint) = (class.port, class.code.clone(), class.fingerprint.clone());
    drop(ada);
    class.host.kill();
    let class = Class::begin(&place, &["--resume", &code], port, 2);
    assert_eq!(class.fingerprint, fingerprint);
    let strict = ["-o", "StrictHostKeyChecking=yes"];
    let mut ada = class.window((24, 80), &strict);
    ada.see("Room code");
    drop(ada);
    class.host.kill();
    let other = Place::new();
    let mut class = Class::begin(&other, &["MONDAY", "--count", "4"], port, 3);
    assert_ne!(class.fingerprint, fingerprint);
    class.place = &place;
    let (said, code) = class.client(&strict, &["ls"]);
    assert!(code == 255 && said.contains("REMOTE HOST IDENTIFICATION HAS CHANGED"), "{code} {said}");
}

#[test]
fn whoever_is_stopped_silent_or_talks_garbage_does_not_hold_the_class_up() {
    if !has_client("a client that is stopped") {
        return;
    }
    let place = Place::new();
    let mut class = Class::monday(&place);
    let stopped = class.join("Bo", (24, 80), &[]);
    let mut ada = class.join("Ada", (24, 80), &[]);
    stopped.signal("STOP");
    let crowd: Vec<TcpStream> = (0..100)
        .map(|number| {
            let mut stream = TcpStream::connect(("127.0.0.1", class.port)).unwrap();
            if number % 2 == 0 {
                stream.write_all(b"\x00\xff jkl\r\n\x1b[A").unwrap();
            }
            stream
        })
        .collect();
    class.say("next");
    answer(&mut ada, "d", "Your answer: Mammal, fairly sure.");
    class.say("close");
    class.say("reveal");
    ada.see("your statement");
    class.say("next");
    answer(&mut ada, "l", "Your answer: Bird, certain.");
    assert_eq!(class.answered(), "1 of 2");
    // Whoever goes on in time sees where the class is now.
    stopped.signal("CONT");
    let mut bo = stopped;
    bo.see("2 of 4");
    answer(&mut bo, "f", "Your answer: Mammal, unsure.");
    drop(crowd);
}

#[test]
fn at_their_own_pace_somebody_goes_to_the_end_over_two_connections_and_counts_once() {
    if !has_client("a class at everybody's own pace") {
        return;
    }
    let place = Place::new();
    let options = ["MONDAY", "--count", "2", "--names", "free", "--pace", "self"];
    let mut class = Class::begin(&place, &options, 0, 1);
    let mut ada = class.enter("Ada", (24, 80), &[]);
    ada.see("come back with: ");
    let seen = ada.text();
    let words = seen.split("come back with: ").nth(1).unwrap().split('.').next().unwrap();
    answer(&mut ada, "d", "your statement");
    answer(&mut ada, "\r", "2 of 2");
    // The line is cut while a question stands there; the words lead back to it.
    ada.signal("KILL");
    let mut ada = class.window((20, 60), &[]);
    ada.see("Room code");
    ada.press(&class.code);
    ada.see(&class.code);
    ada.press("\r");
    ada.see("Your name");
    ada.press("\t");
    ada.see("Your three words");
    ada.press(words);
    ada.see(words);
    // As long as it follows the words too closely, Enter is as good as pasted; at the question it says that a side is missing.
    answer(&mut ada, "\r", "2 of 2");
    answer(&mut ada, "n", "your statement");
    answer(&mut ada, "\r", "You've answered all questions");
    class.say("who");
    let stands = class.host.hear(&["Seat 1: Ada"]);
    assert!(stands.contains(", done"), "{stands}");
    class.say("end");
    class.say("end");
    class.host.hear(&["Everybody sees"]);
    ada.see("The class is over:");
    class.say("leave");
    // There is nothing to come back for.
    ada.see("The class is over.");
    let bank = place.data().with_file_name("animals");
    let told = ["results", "show", "--json", "--bank", bank.to_str().unwrap()];
    let told: serde_json::Value = serde_json::from_str(&place.told(&told, "").ends(0).out).unwrap();
    assert_eq!(told["people"].as_array().unwrap().len(), 1, "{told}");
    assert_eq!((&told["people"][0]["answered"], &told["people"][0]["unknown"]), (&2.into(), &1.into()), "{told}");
}

/// Takes twelve minutes: `cargo test --test ssh -- --ignored`.
#[test]
#[ignore = "takes twelve minutes"]
fn whoever_types_nothing_for_eleven_minutes_answers_and_whoever_is_stopped_for_seventy_seconds_comes_back() {
    assert!(has_client("long silence"));
    let place = Place::new();
    let mut class = Class::monday(&place);
    let mut ada = class.join("Ada", (24, 80), &[]);
    let stopped = class.join("Bo", (24, 80), &[]);
    class.say("next");
    ada.see("how sure are you?");
    stopped.signal("STOP");
    std::thread::sleep(Duration::from_secs(70));
    assert_eq!(class.answered(), "0 of 2");
    stopped.signal("CONT");
    std::thread::sleep(Duration::from_secs(600));
    answer(&mut ada, "d", "Your answer: Mammal, fairly sure.");
    let mut bo = stopped;
    // Too long a stop ends the line; the seat is kept.
    let until = Instant::now() + Duration::from_secs(5);
    while let Ok(bytes) = bo.output.recv_timeout(until.saturating_duration_since(Instant::now())) {
        bo.parser.process(&bytes);
    }
    eprintln!("who was stopped for 70 s sees:\n{}", bo.text());
    assert_eq!(class.answered(), "1 of 2");
}
