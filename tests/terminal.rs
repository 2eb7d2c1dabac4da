//! The program on a real pseudo-terminal: what is seen, and that the terminal is left as it was found.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::cast_possible_truncation,
    clippy::print_stderr,
    reason = "a test that cannot go on has to fail"
)]
#![cfg(unix)]

#[allow(dead_code, reason = "each test program uses its part")]
mod common;

use common::window::{Window, is_restored, is_taken, parser, shown, size};
use common::{PATIENCE, Place};
use std::time::{Duration, Instant};

/// A learner's window.
trait Learner {
    fn settle(&mut self);
    fn answer(&mut self);
}

impl Learner for Window {
    /// Waits until a question is shown whole and keys and sizes are listened to: it is drawn anew at a key. A frame may
    /// arrive in pieces, and its last words are the ones at the bottom.
    fn settle(&mut self) {
        let whole = |screen: &vt100::Screen| {
            let text = shown(screen);
            text.contains("1 of 20") && text.lines().last().is_some_and(|line| line.ends_with("? keys   q leave"))
        };
        self.wait("the question", whole);
        self.parser = parser(24, 80);
        self.press("\u{c}");
        self.wait("the question again", whole);
    }

    /// Plays to the feedback of the first question.
    fn answer(&mut self) {
        self.see("1 of ");
        self.press("f");
        self.wait("the feedback", |screen| {
            let text = shown(screen);
            text.lines().last().is_some_and(|line| line.contains("undo") && line.ends_with("q leave"))
        });
    }
}

#[test]
fn from_launch_to_the_first_question_and_its_feedback_with_the_counterpart_and_out_again() {
    let place = Place::new();
    let mut window = Window::open(&place, &[], 1);
    window.see("Does this describe IoT, or IIoT?");
    assert!(is_taken(window.parser.screen()));
    window.press("m");
    window.answer();
    let text = window.text().to_lowercase();
    assert!(text.contains("the counterpart") && (text.contains("yes, it's") || text.contains("no, it's")), "{text}");
    window.press("\u{3}");
    assert!(window.end().success());
    assert_eq!(place.answers().len(), 1);
}

#[test]
fn after_a_storm_of_sizes_the_screen_is_what_it_was() {
    let place = Place::new();
    let mut window = Window::open(&place, &["quiz", "--seed", "X"], 1);
    window.settle();
    let before = shown(window.parser.screen());
    for step in 1..=60_u16 {
        window.resize(step * 7 % 50 + 1, step * 13 % 170 + 1);
    }
    window.resize(10, 70);
    window.see("iotutor needs");
    window.resize(24, 80);
    window.wait("the screen as before", |screen| shown(screen) == before);
    window.press("\u{3}");
    assert!(window.end().success());
}

#[test]
fn a_window_too_small_asks_politely_takes_no_answer_and_comes_back() {
    let place = Place::new();
    let mut window = Window::open(&place, &["quiz", "--seed", "X"], 1);
    window.settle();
    for (rows, columns) in [(19, 80), (24, 59)] {
        window.resize(rows, columns);
        window.see(&format!("this window is {columns} x {rows}"));
        // With a fresh eye, what is drawn anew tells that the keys were taken.
        window.parser = parser(rows, columns);
        window.press("f\u{c}");
        window.see("this window is");
        window.resize(20, 60);
        window.see("1 of 20");
    }
    window.press("\u{3}");
    assert!(window.end().success());
    assert!(place.answers().is_empty());
}

#[test]
fn replies_pastes_and_broken_sequences_answer_nothing_and_a_key_after_them_does() {
    let place = Place::new();
    let mut window = Window::open(&place, &["quiz", "--seed", "X"], 1);
    window.settle();
    let paste = format!("\x1b[200~{}\r\x1b[201~", "fjfj1".repeat(30));
    let noise = [
        "\x1b[?2026;2$y",
        "\x1b]11;rgb:ffff/jjjj/1111\x1b\\",
        "\x1b_Gi=1;fj1\x1b\\",
        "\x1bPfff\x1b\\",
        &paste,
        "\x1b[<z",
    ];
    for sent in noise {
        window.press(sent);
    }
    // The last one is never finished, and swallows the key behind it, which means nothing here.
    window.parser = parser(24, 80);
    window.press("\u{c}");
    window.see("1 of 20");
    assert!(place.answers().is_empty());
    window.press("f");
    window.see("undo");
    window.press("\u{3}");
    assert!(window.end().success());
    assert_eq!(place.answers().len(), 1);
}

#[test]
fn a_terminal_of_any_size_is_drawn_to() {
    let place = Place::new();
    let mut window = Window::open(&place, &["quiz", "--seed", "X"], 1);
    window.settle();
    for (rows, columns) in [(1, 1), (u16::MAX, u16::MAX), (1, u16::MAX), (u16::MAX, 1)] {
        window.master.resize(size(rows, columns)).unwrap();
    }
    window.resize(24, 80);
    window.see("1 of 20");
    window.press("\u{3}");
    assert!(window.end().success());
}

#[test]
fn a_window_too_small_is_left_with_the_key_that_leaves() {
    let place = Place::new();
    let mut window = Window::open(&place, &[], 1);
    window.see("Does this describe IoT, or IIoT?");
    window.resize(5, 30);
    window.press("qq");
    assert!(window.end().success());
}

#[test]
fn a_dumb_terminal_gets_plain_lines() {
    let place = Place::new();
    let mut window = Window::open_as(&place, &["quiz", "--count", "1"], 1, &[("TERM", "dumb")]);
    window.see("Quick quiz. ");
    assert!(!is_taken(window.parser.screen()));
}

#[test]
fn every_signal_that_ends_it_restores_the_terminal_and_keeps_the_answer() {
    for name in ["TERM", "HUP", "INT", "QUIT"] {
        let place = Place::new();
        let mut window = Window::open(&place, &["quiz"], 1);
        window.answer();
        window.signal(name);
        let status = window.end();
        assert!(status.signal().is_some(), "{name}: {status:?}");
        assert_eq!(place.answers().len(), 1, "{name}");
    }
}

/// The state letter of a process: T is stopped.
#[cfg(target_os = "linux")]
fn state(id: u32) -> Option<char> {
    let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).unwrap();
    stat.rsplit(") ").next().and_then(|rest| rest.chars().next())
}

#[cfg(target_os = "linux")]
#[test]
fn stopped_it_gives_the_terminal_back_and_continued_it_shows_the_same_screen() {
    let place = Place::new();
    let mut window = Window::open(&place, &["quiz", "--seed", "X"], 1);
    window.answer();
    let before = shown(window.parser.screen());
    let id = window.child.process_id().unwrap();
    for stop in ["signal", "key"] {
        if stop == "key" {
            window.press("\u{1a}");
        } else {
            window.signal("TSTP");
        }
        window.wait("the terminal given back", is_restored);
        let deadline = Instant::now() + PATIENCE;
        while state(id) != Some('T') {
            assert!(Instant::now() < deadline, "it does not stop");
            // Nothing is printed while it stops, so this only spares the processor.
            let _ = window.output.recv_timeout(Duration::from_millis(1));
        }
        window.signal("CONT");
        window.wait("the screen as before", |screen| is_taken(screen) && shown(screen) == before);
    }
    window.press("\u{3}");
    assert!(window.end().success());
}

/// A round of one question by the learner of that name, or by the one without.
fn play(place: &Place, learner: &[&str], entropy: u32) {
    let arguments = [&["quiz", "--plain", "--seed", "X", "--count", "1"], learner].concat();
    common::Said::by(place.command(&arguments, entropy), "1\n").ends(0);
}

#[test]
fn where_several_learn_a_start_asks_who_does_and_goes_on_to_what_was_asked_for() {
    let place = Place::new();
    play(&place, &[], 1);
    play(&place, &["--learner", "Ada"], 2);
    let mut window = Window::open(&place, &["quiz", "--seed", "Y"], 3);
    window.see("Somebody new");
    assert!(window.text().contains("Who is learning?") && window.text().contains("1 answer, last today"));
    window.press("\r");
    window.see("1 of 20");
    window.press("f");
    window.see("undo");
    window.press("\u{3}");
    assert!(window.end().success());
    let facts = place.facts();
    let learners: Vec<&str> = facts.iter().filter_map(|fact| fact["learner"].as_str()).collect();
    assert_eq!(learners.last(), Some(&"Ada"), "the one who was here last is a key away");
}

#[test]
fn two_windows_on_one_journal_both_keep_their_answers() {
    let place = Place::new();
    let mut windows: Vec<Window> =
        [("A", 1), ("B", 2)].map(|(code, entropy)| Window::open(&place, &["quiz", "--seed", code], entropy)).into();
    for window in &mut windows {
        window.answer();
    }
    for (number, window) in windows.iter_mut().enumerate() {
        window.press("\r");
        window.see("2 of 20");
        window.press(if number == 0 { "f" } else { "j" });
        window.see("undo");
    }
    for mut window in windows {
        window.press("\u{3}");
        assert!(window.end().success());
    }
    assert_eq!(place.answers().len(), 4);
    let attempts: std::collections::BTreeSet<String> =
        place.facts().iter().filter_map(|fact| fact["attempt"].as_str().map(str::to_owned)).collect();
    assert_eq!(attempts.len(), 2);
}

/// The snapshots of a place, by file.
fn snapshots(place: &Place) -> Vec<(std::path::PathBuf, Vec<u8>)> {
    let files = std::fs::read_dir(place.data().join("snapshots")).unwrap().map(|entry| entry.unwrap().path());
    files.map(|file| (file.clone(), std::fs::read(file).unwrap())).collect()
}

#[test]
fn a_snapshot_that_lags_behind_is_brought_up_to_date_before_anything_is_drawn() {
    let place = Place::new();
    let play = |code, entropy| {
        let command = place.command(&["quiz", "--plain", "--seed", code, "--count", "3"], entropy);
        common::Said::by(command, "1\n\n1\n\n1\n\n").ends(0)
    };
    common::Said::by(place.command(&["--plain"], 9), "q\n").ends(0);
    play("X", 1);
    let early = snapshots(&place);
    play("Y", 2);
    for (file, bytes) in early {
        std::fs::write(file, bytes).unwrap();
    }
    let mut window = Window::open(&place, &["progress"], 3);
    window.see("6 answers");
    window.press("\u{3}");
    assert!(window.end().success());
}

#[test]
fn a_journal_that_is_refused_is_told_with_the_terminal_as_it_was() {
    let place = Place::new();
    place.told(&["quiz", "--plain", "--seed", "X", "--count", "3"], "1\n\n1\n\n1\n\n").ends(0);
    let journal = rusqlite::Connection::open(place.journal()).unwrap();
    journal.execute_batch("CREATE TABLE later (what TEXT); PRAGMA user_version = 99").unwrap();
    drop(journal);
    let mut window = Window::open(&place, &[], 2);
    window.see("has format 99");
    assert_eq!(window.end().exit_code(), 3);
}

#[test]
fn leaving_says_in_a_line_what_is_waiting() {
    let place = Place::new();
    let mut window = Window::open(&place, &["quiz", "--seed", "X"], 1);
    window.answer();
    window.press("\u{3}");
    window.see("Saved. Your round waits at question 2 of 20.");
    assert!(window.end().success());
}
