//! Somebody at a terminal in a class on a desk: what they see, what their keys do, and what never is a key.

use super::*;
use crate::adapters::clock::Clock;
use crate::adapters::host::desk::tests::{Failing, Orders};
use crate::adapters::host::desk::{Running, begin};
use crate::adapters::store::Sqlite;
use crate::domain::bank::{Bank, sample};
use crate::domain::fact::Response;
use crate::domain::room::{Item, NamesPolicy, Opened, Pace, Stage, Standing};
use crate::domain::store::{Kind, Person as Known, Stream};
use crate::ui::theme::Palette;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

const WINDOW: Rect = Rect::new(0, 0, 80, 24);

/// A class on a desk.
struct Class {
    desk: Desk,
    running: Option<Running>,
    orders: Arc<Orders>,
}

/// Somebody who takes part.
struct Someone {
    sitting: Sitting,
    /// The time since the connection began, in milliseconds.
    at: Arc<AtomicU64>,
    wakes: Arc<AtomicUsize>,
    frames: usize,
}

fn opened(names: NamesPolicy) -> Opened {
    let item = |number: usize| Item { id: format!("t0-{number}-mammal"), revision: 1 };
    Opened {
        title: "Monday".to_owned(),
        code: "K7MX".to_owned(),
        paper_code: "S6GP-DKM2".to_owned(),
        bank: "sample".to_owned(),
        bank_revision: 1,
        items: (0..4).map(item).collect(),
        warm_up: None,
        names,
        certainty: true,
        seats: 400,
        pace: Pace::Host,
    }
}

impl Class {
    fn begin() -> Self {
        Self::of(&sample::bank(1, 6), &opened(NamesPolicy::Free))
    }

    fn of(bank: &Bank, opened: &Opened) -> Self {
        let orders = Arc::new(Orders::default());
        let store = Failing { store: Sqlite::in_memory().unwrap(), orders: Arc::clone(&orders) };
        let clock = Clock::pinned(Some("2026-11-23T09:00:00+01:00"), Some("1")).unwrap();
        let listed = |id: &str| {
            (id == "S-17").then(|| Known { name: "Bo".to_owned(), roster: "S-17".to_owned(), ..Known::default() })
        };
        let stream = Stream { kind: Kind::Room, id: 7 };
        let (desk, running) = begin(store, stream, (bank, opened), clock, Box::new(listed)).unwrap();
        Self { desk, running: Some(running), orders }
    }

    fn comes(&self, code: &str) -> Someone {
        let (at, wakes) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicUsize::new(0)));
        let (time, woken) = (Arc::clone(&at), Arc::clone(&wakes));
        let mut number = u128::from(self.desk.state().version) << 96;
        let beat = move || {
            number += 1;
            Beat { at: Duration::from_millis(time.load(Ordering::SeqCst)), entropy: (number << 32) + number }
        };
        let wake = move || {
            let _ = woken.fetch_add(1, Ordering::SeqCst);
        };
        let theme = Theme::new(Palette::Dark, false);
        let sitting = Sitting::new(self.desk.clone(), theme, code, beat, wake);
        let mut someone = Someone { sitting, at, wakes, frames: 0 };
        someone.see();
        someone
    }

    fn joins(&self, name: &str) -> Someone {
        let mut someone = self.comes("K7MX");
        self.types(&mut someone, name);
        self.press(&mut someone, &[Key::Enter]);
        someone
    }

    /// Waits until what was sent is settled: orders are settled in their order.
    fn settle(&self) {
        assert!(self.desk.submit(Order::TurnDown { request: u32::MAX }).is_err());
    }

    fn give(&self, command: Command) {
        self.desk.submit(Order::Room(command)).unwrap();
    }

    fn next(&self) {
        self.give(self.desk.state().room.next_step().unwrap());
    }

    /// Presses keys, one after the other, each long after what is seen then was drawn.
    fn press(&self, someone: &mut Someone, keys: &[Key]) -> Asked {
        let mut asked = Asked::default();
        for key in keys {
            someone.see();
            someone.waits(300);
            asked = someone.sitting.at_once(vec![Input::Key(*key)]);
            self.settle();
            someone.see();
        }
        asked
    }

    fn types(&self, someone: &mut Someone, text: &str) -> Asked {
        self.press(someone, &text.chars().map(Key::Char).collect::<Vec<_>>())
    }

    /// What the last answer of a seat to the vote at hand was, and how many there were.
    fn answered(&self, seat: u32) -> Option<(String, u16)> {
        let room = Arc::clone(&self.desk.state().room);
        let (Stage::Open { place, vote } | Stage::Closed { place, vote }) = room.stage() else { return None };
        let ballot = room.ballot(place, vote, seat)?;
        let side = match ballot.choice.response {
            Response::Left => "L",
            Response::Right => "R",
            Response::DontKnow => "N",
        };
        let sure = ballot.choice.certainty.map_or_else(String::new, |sure| sure.number().to_string());
        Some((format!("{side}{sure}"), ballot.given))
    }
}

impl Drop for Class {
    fn drop(&mut self) {
        if let Some(running) = self.running.take() {
            running.close();
        }
    }
}

impl Someone {
    fn waits(&self, milliseconds: u64) {
        self.at.fetch_add(milliseconds, Ordering::SeqCst);
    }

    /// Draws where there is something new to see, as a connection does.
    fn see(&mut self) {
        if self.sitting.look() {
            self.frames += 1;
            self.text();
        }
    }

    fn buffer(&mut self, window: Rect) -> Buffer {
        let mut buffer = Buffer::empty(part(window));
        self.sitting.frame(window, &mut buffer);
        buffer
    }

    fn text(&mut self) -> String {
        let buffer = self.buffer(WINDOW);
        let rows = buffer.content().chunks(usize::from(WINDOW.width));
        let row = |row: &[ratatui::buffer::Cell]| row.iter().map(ratatui::buffer::Cell::symbol).collect::<String>();
        rows.map(|cells| row(cells).trim().to_owned()).collect::<Vec<_>>().join("\n")
    }

    /// All words that are seen, whatever line they stand on.
    fn words(&mut self) -> String {
        self.text().split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn has(&mut self, wanted: &str) -> &mut Self {
        let words = self.words();
        assert!(words.contains(wanted), "no {wanted:?} in {}", self.text());
        self
    }

    fn hasnt(&mut self, unwanted: &str) -> &mut Self {
        let words = self.words();
        assert!(!words.contains(unwanted), "{unwanted:?} in {}", self.text());
        self
    }
}

fn key(letter: char) -> Input {
    Input::Key(Key::Char(letter))
}

#[test]
fn a_class_from_the_code_to_the_paper_to_take_home() {
    let class = Class::begin();
    let mut ada = class.comes("");
    ada.has("Room code").hasnt("K7MX").hasnt("Monday");
    class.press(&mut ada, &[Key::Enter]);
    ada.has("Type the room's code; it's on the wall.");
    class.press(&mut ada, &[Key::Ctrl('h')]);
    ada.has("Esc Leave this screen; nothing is lost.").hasnt("foreground").hasnt("The same");
    class.press(&mut ada, &[Key::Esc]);
    class.types(&mut ada, "k7mz");
    class.press(&mut ada, &[Key::Enter]);
    ada.has("There's no room k7mz here").hasnt("K7MX");
    class.press(&mut ada, &[Key::Backspace]);
    class.types(&mut ada, "x");
    class.press(&mut ada, &[Key::Enter]);
    ada.has("Room K7MX").has("Your name").has("Any name will do");
    class.types(&mut ada, "Ada");
    class.press(&mut ada, &[Key::Enter]);
    let words = class.desk.state().room.seat(1).unwrap().words.clone();
    ada.has("You're in.").has(&format!("come back with: {words}.")).has("Room K7MX · Ada");
    assert!(ada.sitting.is_seated());
    class.next();
    ada.has("1 of 4").has("Which does this describe, and how sure are you?").hasnt("Your answer");
    class.types(&mut ada, "d");
    ada.has("Your answer: mammal, fairly sure.").has("You can change it until the vote closes.");
    class.press(&mut ada, &[Key::Right, Key::Right, Key::Right]);
    ada.has("Your answer: mammal, fairly sure. Enter changes it to bird, fairly sure.").has("answer bird, fairly sure");
    class.press(&mut ada, &[Key::Enter]);
    ada.has("Your answer: bird, fairly sure.").hasnt("Enter changes it");
    assert_eq!(class.answered(1), Some(("R2".to_owned(), 2)));
    class.types(&mut ada, "n");
    ada.has("Your answer: I don't know.");
    class.types(&mut ada, "l");
    class.next();
    ada.has("The vote is closed. You said bird, certain.").has("Look up").hasnt("Underlined");
    class.types(&mut ada, "s");
    ada.has("The vote is closed, so keys answer nothing just now.");
    class.types(&mut ada, "x");
    ada.hasnt("so keys answer nothing");
    class.give(Command::Discuss { place: 1, vote: 1 });
    ada.has("Find somebody who disagrees");
    class.types(&mut ada, "s");
    ada.has("so keys answer nothing");
    class.give(Command::Revote { place: 1, vote: 2 });
    ada.hasnt("so keys answer nothing");
    ada.has("Convince your neighbour").has("So far: bird, certain.").hasnt("Your answer");
    class.types(&mut ada, "s");
    class.give(Command::Pause);
    ada.has("The class is paused.").has("Your answer: mammal, certain.").hasnt("fairly");
    class.give(Command::Resume);
    class.next();
    class.next();
    ada.has("✓ Yes, it's mammal. You changed your mind, and it paid.").has("the counterpart").has("your statement");
    ada.has("1 of 1 question right").has("Underlined: the words that decide.");
    class.next();
    class.give(Command::Skip { place: 2 });
    ada.has("This question was skipped");
    class.give(Command::End);
    ada.has("The class is over: 1 of 1 question right for you.").has("Question 1, mammal").hasnt("iotutor quiz");
    let (code, back) = ada.sitting.way_back().unwrap();
    assert_eq!((code.as_str(), &back), ("K7MX", &words), "what is said last tells the way back");
}

#[test]
fn a_key_answers_a_question_once_it_has_stood_there_for_300_milliseconds() {
    let class = Class::begin();
    let mut ada = class.joins("Ada");
    ada.waits(10_000);
    class.next();
    assert!(ada.sitting.look());
    ada.text();
    for milliseconds in [0, 150, 149] {
        ada.waits(milliseconds);
        let _ = ada.sitting.at_once(vec![key('s')]);
        class.settle();
        ada.has("That key came just as the question did");
        assert_eq!(class.answered(1), None);
    }
    ada.waits(1);
    let _ = ada.sitting.at_once(vec![key('s')]);
    class.settle();
    assert_eq!(class.answered(1), Some(("L3".to_owned(), 1)));
    // What covers a question takes it off the screen.
    ada.see();
    let _ = ada.sitting.at_once(vec![key('?')]);
    ada.has("Keys");
    let _ = ada.sitting.at_once(vec![key('q')]);
    ada.text();
    let _ = ada.sitting.at_once(vec![key('j')]);
    class.settle();
    assert_eq!(class.answered(1), Some(("L3".to_owned(), 1)));
}

#[test]
fn an_answer_is_to_the_question_on_the_screen_and_to_no_other() {
    let class = Class::begin();
    let mut ada = class.joins("Ada");
    class.next();
    ada.see();
    ada.waits(5_000);
    class.give(Command::Skip { place: 1 });
    class.give(Command::Open { place: 2 });
    let _ = ada.sitting.at_once(vec![key('s')]);
    class.settle();
    assert_eq!(class.answered(1), None);
    ada.has("Question 1 isn't open any more, so this answer doesn't count.").has("2 of 4");
    class.next();
    class.give(Command::Revote { place: 2, vote: 2 });
    ada.waits(5_000);
    let _ = ada.sitting.at_once(vec![key('s')]);
    class.settle();
    ada.has("That vote is closed and another one is open");
}

#[test]
fn nothing_pasted_is_an_answer_and_more_than_eight_characters_at_once_are_as_good_as_pasted() {
    let class = Class::begin();
    let mut ada = class.joins("Ada");
    class.next();
    ada.see();
    ada.waits(5_000);
    let burst = |letters: &str| letters.chars().map(key).collect::<Vec<_>>();
    let pasted = |text: &str| vec![Input::Pasted(text.to_owned())];
    let mut with_enter = burst("sssssssss");
    with_enter.insert(0, Input::Key(Key::Left));
    with_enter.push(Input::Key(Key::Enter));
    for inputs in [burst("sdfjklsdf"), burst("qqqqqqqqy"), pasted("s"), pasted("sdfjkl\u{1b}"), with_enter] {
        let asked = ada.sitting.at_once(inputs);
        class.settle();
        assert!(class.answered(1).is_none() && !asked.quit);
        ada.hasnt("Leave the room?");
    }
    let _ = ada.sitting.at_once(burst("zzzzzzzf"));
    class.settle();
    assert_eq!(class.answered(1), Some(("L1".to_owned(), 1)), "eight are typed by hand");
    let mut leaves = burst("sdfjklsdf");
    leaves.push(Input::Key(Key::Ctrl('c')));
    assert!(ada.sitting.at_once(leaves).quit, "there is always a way out");
}

#[test]
fn what_is_pasted_counts_where_a_name_or_words_are_typed_and_enter_is_pressed_by_hand() {
    let class = Class::begin();
    let mut ada = class.comes("K7MX");
    let mut inputs: Vec<Input> = "Ada Lovelace".chars().map(key).collect();
    inputs.push(Input::Key(Key::Enter));
    let _ = ada.sitting.at_once(inputs);
    class.settle();
    ada.has("Your name Ada Lovelace");
    class.press(&mut ada, &[Key::Enter]);
    ada.has("You're in.");
    let words = class.desk.state().room.seat(1).unwrap().words.clone();
    let mut again = class.comes("K7MX");
    class.press(&mut again, &[Key::Tab]);
    let _ = again.sitting.at_once(vec![Input::Pasted(words)]);
    class.press(&mut again, &[Key::Enter]);
    again.has("You're in.").has("Ada Lovelace");
    ada.has("You went on with this seat on another device, so you can't answer here any more.").has("Your name");
}

#[test]
fn the_same_key_twice_is_one_answer_and_the_last_of_several_keys_counts() {
    let class = Class::begin();
    let mut ada = class.joins("Ada");
    class.next();
    class.types(&mut ada, "ddd");
    assert_eq!(class.answered(1), Some(("L2".to_owned(), 1)));
    class.types(&mut ada, "kd");
    assert_eq!(class.answered(1), Some(("L2".to_owned(), 3)));
    // All within one read: the first is sent, and the last of those that wait.
    ada.waits(300);
    let _ = ada.sitting.at_once("fjslk".chars().map(key).collect());
    class.settle();
    ada.see();
    class.settle();
    assert_eq!(class.answered(1), Some(("R2".to_owned(), 5)));
    ada.has("Your answer: bird, fairly sure.");
}

#[test]
fn elapsed_time_counts_from_when_the_question_was_first_on_the_screen() {
    let class = Class::begin();
    let mut ada = class.joins("Ada");
    class.next();
    ada.see();
    ada.waits(400);
    let _ = ada.sitting.at_once(vec![key('?')]);
    ada.see();
    ada.waits(100);
    class.types(&mut ada, "q");
    // The room's own clock goes a second with each reading, so that it tells less than that.
    class.types(&mut ada, "f");
    let room = Arc::clone(&class.desk.state().room);
    assert_eq!(room.ballot(1, 1, 1).unwrap().elapsed, 400 + 100 + 300 + 300);
}

#[test]
fn words_that_are_wrong_or_lost_lead_to_the_teacher() {
    let class = Class::begin();
    drop(class.joins("Ada"));
    let mut again = class.comes("K7MX");
    class.press(&mut again, &[Key::Tab]);
    again.has("Come back to your seat");
    class.types(&mut again, "no such seat");
    class.press(&mut again, &[Key::Enter]);
    again.has("No seat has these words").has("no such seat");
    class.press(&mut again, &[Key::Tab]);
    class.types(&mut again, "Ada");
    class.press(&mut again, &[Key::Enter]);
    again.has("Your teacher sees that you'd like your seat back.").hasnt("this page");
    class.desk.submit(Order::LetBack { request: 1, seat: 1 }).unwrap();
    again.has("You're in.").has("Ada");
    assert_eq!(class.desk.state().room.people_in(), 1);
}

#[test]
fn leaving_is_asked_about_and_a_connection_that_ends_keeps_the_seat() {
    let class = Class::begin();
    let standing = |seat: u32| class.desk.state().room.seat(seat).unwrap().standing;
    let mut ada = class.joins("Ada");
    assert!(!class.types(&mut ada, "q").quit);
    ada.has("Leave the room? You can come back with:");
    assert!(!class.types(&mut ada, "n").quit && standing(1) == Standing::In);
    ada.hasnt("Leave the room?");
    assert!(!class.press(&mut ada, &[Key::Esc]).quit, "Esc is easily pressed once too often");
    assert!(class.press(&mut ada, &[Key::Ctrl('c')]).quit && standing(1) == Standing::In);
    assert!(class.types(&mut ada, "qy").quit && standing(1) == Standing::Left);
    let mut door = class.comes("K7MX");
    assert!(!class.press(&mut door, &[Key::Esc]).quit, "at the door, letters are part of a name");
    door.has("Leave the room?");
    assert!(class.types(&mut door, "y").quit);
    let mut bo = class.joins("Bo");
    class.give(Command::End);
    bo.has("The class is over");
    assert!(class.types(&mut bo, "q").quit, "nothing is lost any more");
}

#[test]
fn whoever_is_somebody_else_leaves_the_seat_and_joins_anew() {
    let class = Class::begin();
    let mut ada = class.joins("Ada");
    ada.has("not you?");
    class.types(&mut ada, "o");
    ada.has("Not Ada? This seat is left then");
    class.types(&mut ada, "y");
    ada.has("Your name").hasnt("Room K7MX · Ada");
    class.types(&mut ada, "Bo");
    class.press(&mut ada, &[Key::Enter]);
    ada.has("You're in.").has("Bo");
    let room = Arc::clone(&class.desk.state().room);
    assert_eq!((room.seats().len(), room.people_in()), (2, 1));
}

#[test]
fn a_store_that_fails_is_a_sentence_and_the_same_key_is_taken_once_it_works() {
    let class = Class::begin();
    let mut ada = class.joins("Ada");
    class.next();
    class.orders.full.store(usize::MAX, Ordering::SeqCst);
    class.types(&mut ada, "s");
    ada.has("so no answer is taken").hasnt("Your answer").hasnt("disk");
    let mut bo = class.comes("K7MX");
    bo.has("so no answer is taken");
    class.types(&mut bo, "Bo");
    class.press(&mut bo, &[Key::Enter]);
    bo.has("so no answer is taken").has("Your name Bo");
    class.orders.full.store(0, Ordering::SeqCst);
    class.types(&mut ada, "s");
    ada.has("Your answer: mammal, certain.").hasnt("so no answer is taken");
    class.press(&mut bo, &[Key::Enter]);
    bo.has("Room K7MX · Bo").has("come back with:").has("Which does this describe");
    assert_eq!(class.answered(1), Some(("L3".to_owned(), 1)));
}

#[test]
fn whoever_is_removed_or_comes_too_late_is_told() {
    let class = Class::begin();
    let mut ada = class.joins("Ada");
    drop(class.joins("Bo"));
    class.give(Command::Remove { seat: 1 });
    ada.has("Your teacher removed this seat.").has("Your name");
    class.give(Command::Lock { on: true });
    let mut late = class.comes("K7MX");
    late.has("The room is locked.").hasnt("Your name").hasnt("Enter come in").has("Tab come back");
    ada.has("Your teacher removed this seat.").has("The room is locked.");
    class.give(Command::End);
    late.has("The class is over.").hasnt("Your name").has("Tab come back");
    assert!(class.types(&mut late, "q").quit);
    // While the host is there, three words lead to one's own result.
    let mut back = class.comes("K7MX");
    let words = class.desk.state().room.seat(2).unwrap().words.clone();
    class.press(&mut back, &[Key::Tab]);
    class.types(&mut back, &words);
    class.press(&mut back, &[Key::Enter]);
    back.has("The class is over: 0 of 0 questions right for you.");
}

#[test]
fn names_are_asked_for_as_the_class_wants_it() {
    let class = Class::of(&sample::bank(1, 6), &opened(NamesPolicy::None));
    let mut nobody = class.comes("K7MX");
    nobody.has("No name is asked for.").hasnt("Your name");
    class.press(&mut nobody, &[Key::Enter]);
    nobody.has("You're in.").has("Seat 1");
    let class = Class::of(&sample::bank(1, 6), &opened(NamesPolicy::Roster));
    let mut bo = class.comes("K7MX");
    bo.has("Your id");
    class.types(&mut bo, "S-18");
    class.press(&mut bo, &[Key::Enter]);
    bo.has("There's no such id in the class list");
    class.press(&mut bo, &[Key::Backspace]);
    class.types(&mut bo, "7");
    class.press(&mut bo, &[Key::Enter]);
    bo.has("Room K7MX · Bo");
    let class = Class::begin();
    let mut long = class.joins(&"x".repeat(41));
    long.has("That name is too long");
    class.press(&mut long, &[Key::Backspace, Key::Enter]);
    long.has("You're in.");
    drop(class.joins("Ada"));
    let mut other = class.joins("ada");
    other.has(
        "Somebody is called Ada already. Is that you? Tab: come back with your three words. Enter: go in as ada 2.",
    );
    assert!(!other.sitting.is_seated());
    class.press(&mut other, &[Key::Enter]);
    other.has("Somebody is called ada already. You are ada 2 now.");
    // Another name than the one that was asked about is asked about anew.
    let mut third = class.joins("ADA");
    class.types(&mut third, " 2");
    class.press(&mut third, &[Key::Enter]);
    third.has("Somebody is called ada 2 already.").hasnt("You're in.");
    class.press(&mut third, &[Key::Tab]);
    third.has("Come back to your seat");
    let mut marked = class.comes("K7MX");
    let _ = marked.sitting.input(Input::Pasted("e\u{301}".repeat(100)));
    let _ = marked.sitting.input(Input::Pasted("\u{301}".repeat(100_000)));
    assert!(marked.sitting.person.typed().len() <= 1_024);
    class.press(&mut marked, &[Key::Enter]);
    assert!(!marked.sitting.is_seated());
}

#[test]
fn any_window_is_drawn_in_its_middle_and_nowhere_else() {
    let class = Class::begin();
    let mut ada = class.joins("Ada");
    class.next();
    for (width, height) in [(0, 0), (1, 1), (59, 20), (60, 20), (120, 40), (121, 41), (200, 50), (65_535, 65_535)] {
        let window = Rect::new(0, 0, width, height);
        let part = part(window);
        assert!(part.width <= 120 && part.height <= 40 && part.area() == part.intersection(window).area());
        let buffer = ada.buffer(window);
        assert_eq!(buffer.area, part, "{width}x{height}");
    }
    let window = Rect::new(0, 0, 200, 60);
    let mut whole = Buffer::empty(window);
    ada.sitting.frame(window, &mut whole);
    let part = part(window);
    assert_eq!(part, Rect::new(40, 10, 120, 40));
    let is_inside = |at: usize| part.contains(whole.pos_of(at).into());
    assert!(whole.content().iter().enumerate().all(|(at, cell)| is_inside(at) || cell.symbol() == " "));
    // A question that nobody can read takes no answer, and a window too small can be left.
    let _ = ada.buffer(Rect::new(0, 0, 40, 10));
    ada.waits(5_000);
    for inputs in [vec![key('s')], vec![Input::Key(Key::Right), Input::Key(Key::Enter)]] {
        let _ = ada.sitting.at_once(inputs);
    }
    class.settle();
    assert_eq!(class.answered(1), None);
    assert!(ada.sitting.at_once(vec![key('q')]).quit);
}

/// Everything that two people see of a class up to the reveal, cell by cell, whatever they press.
fn frames_before_the_reveal(bank: &Bank) -> Vec<Buffer> {
    let class = Class::of(bank, &opened(NamesPolicy::Free));
    let mut people = [class.joins("Ada"), class.joins("Bo"), class.comes("K7MX")];
    let mut frames = Vec::new();
    let steps = [
        Command::Open { place: 1 },
        Command::Close { place: 1, vote: 1 },
        Command::Bars { place: 1, on: true },
        Command::Discuss { place: 1, vote: 1 },
        Command::Revote { place: 1, vote: 2 },
        Command::Pause,
        Command::Resume,
        Command::Close { place: 1, vote: 2 },
        Command::Skip { place: 1 },
        Command::Open { place: 2 },
        Command::End,
    ];
    for step in steps {
        class.give(step);
        for (number, someone) in people.iter_mut().enumerate() {
            let keys = ["s", "jl?q", "n"][number];
            for letter in keys.chars() {
                class.types(someone, &letter.to_string());
                for (width, height) in [(80, 24), (60, 20), (120, 40), (30, 5)] {
                    frames.push(someone.buffer(Rect::new(0, 0, width, height)));
                }
                someone.text();
            }
        }
    }
    frames
}

#[test]
fn two_banks_that_differ_in_the_key_alone_give_the_same_frames_until_the_reveal() {
    let bank = sample::bank(1, 6);
    let frames = frames_before_the_reveal(&bank);
    let others = frames_before_the_reveal(&sample::with_another_key(&bank));
    assert!(frames == others && frames.len() > 200);
}

#[test]
fn the_connection_is_woken_by_what_came_of_an_order_and_draws_only_what_is_new() {
    let class = Class::begin();
    let mut people: Vec<Someone> = (0..150).map(|number| class.joins(&format!("P{number}"))).collect();
    for someone in &mut people {
        someone.see();
        someone.frames = 0;
    }
    class.give(Command::Open { place: 1 });
    for someone in &mut people {
        someone.see();
        assert!(!someone.sitting.look(), "nothing is new once it was drawn");
    }
    // A thousand changes of the room that nobody else may see: one person changes an answer, in turn.
    let version = class.desk.state().version;
    for change in 0..1_000 {
        let one = &mut people[change % 150];
        one.waits(300);
        let letter = ['s', 'd', 'f', 'j', 'k', 'l', 'n'][change / 150];
        let before = one.wakes.load(Ordering::SeqCst);
        let _ = one.sitting.at_once(vec![key(letter)]);
        class.settle();
        assert_eq!(one.wakes.load(Ordering::SeqCst), before + 1);
        people.iter_mut().for_each(Someone::see);
    }
    assert_eq!(class.desk.state().version - version, 1_000);
    let frames: usize = people.iter().map(|someone| someone.frames).sum();
    assert_eq!(frames, 150 + 1_000, "one for the question, and one for each answer");
}

#[test]
fn whoever_is_turned_down_is_told_and_a_name_that_was_mistyped_can_be_corrected() {
    let class = Class::begin();
    drop(class.joins("Ada"));
    let mut again = class.comes("K7MX");
    class.press(&mut again, &[Key::Tab, Key::Tab]);
    class.types(&mut again, "Aad");
    class.press(&mut again, &[Key::Enter]);
    again.has("Your teacher sees that you'd like your seat back.").has("Esc takes it back");
    class.press(&mut again, &[Key::Esc]);
    again.has("Your name Aad");
    assert!(class.desk.state().people.asking().is_empty(), "the host is asked no more");
    class.press(&mut again, &[Key::Backspace, Key::Backspace]);
    class.types(&mut again, "da");
    class.press(&mut again, &[Key::Enter]);
    assert_eq!(class.desk.state().people.asking()[0].name, "Ada");
    class.desk.submit(Order::TurnDown { request: 2 }).unwrap();
    again.has("Your teacher turned that down.").has("Your name").has("Tab come back");
}

#[test]
fn whoever_does_not_answer_a_second_vote_is_told_that_the_first_stays() {
    let class = Class::begin();
    let mut ada = class.joins("Ada");
    class.next();
    class.types(&mut ada, "s");
    class.next();
    class.give(Command::Revote { place: 1, vote: 2 });
    ada.has("So far: mammal, certain.");
    class.give(Command::Close { place: 1, vote: 2 });
    ada.has("The vote is closed. Your first answer stays: mammal, certain.").hasnt("didn't answer");
    class.give(Command::Reveal { place: 1 });
    ada.has("Yes, it's mammal.");
}

#[test]
fn at_their_own_pace_the_first_question_says_that_answers_stay_and_the_end_what_was_answered() {
    let own = Opened { pace: Pace::Own, ..opened(NamesPolicy::Free) };
    let class = Class::of(&sample::bank(1, 6), &own);
    let mut ada = class.joins("Ada");
    ada.has("Your first answer to each question counts; it can't be changed.");
    class.types(&mut ada, "s");
    class.press(&mut ada, &[Key::Enter]);
    ada.has("2 of 4").hasnt("Your first answer");
    class.give(Command::End);
    ada.has("The class is over: 1 of 4 questions answered, 1 right.");
}

#[test]
fn the_host_sees_who_has_no_connection_any_more() {
    let class = Class::begin();
    let (ada, bo) = (class.joins("Ada"), class.joins("Bo"));
    let waits_until = |wanted: &[u32]| {
        let mut state = class.desk.state();
        while state.people.are_away().iter().copied().collect::<Vec<_>>() != wanted {
            let before = state.version;
            state = class.desk.board().wait(before, Duration::from_secs(180));
            assert_ne!(state.version, before, "nobody is told");
        }
        state
    };
    drop(ada);
    let state = waits_until(&[1]);
    let said = |state: &crate::adapters::host::State| {
        let view = crate::domain::room::view::console(&state.room, &state.people);
        crate::app::view::room::console(&view).join(" ")
    };
    assert!(said(&state).contains("Seat 1: Ada, in, away.") && said(&state).contains("Seat 2: Bo, in."));
    // Whoever comes back is here again.
    let mut again = class.comes("K7MX");
    class.press(&mut again, &[Key::Tab]);
    class.types(&mut again, &state.room.seat(1).unwrap().words);
    class.press(&mut again, &[Key::Enter]);
    drop(waits_until(&[]));
    drop((again, bo));
    drop(waits_until(&[1, 2]));
}

#[test]
fn a_page_that_has_not_asked_for_a_minute_and_a_terminal_that_was_closed_are_away() {
    use crate::adapters::host::presence::Presence;
    use std::time::Instant;
    let class = Class::begin();
    for number in 1..=3_u128 {
        let (name, request) = (format!("P{number}"), crate::domain::room::RequestId(number));
        class.desk.submit(Order::Join { name, request, entropy: number << 64 | number }).unwrap();
    }
    let room = Arc::clone(&class.desk.state().room);
    let [page, terminal] = [1, 2].map(|seat| room.seat(seat).unwrap().token);
    let (presence, begun) = (Presence::default(), Instant::now());
    let away = |after: u64| presence.away(&room, begun + Duration::from_secs(after)).into_iter().collect::<Vec<_>>();
    assert!(away(0).is_empty(), "nobody is away who was never seen");
    presence.asks(page, begun);
    presence.comes(terminal);
    presence.comes(terminal);
    assert!(away(60).is_empty());
    assert_eq!(away(61), [1]);
    presence.goes(terminal);
    assert_eq!(away(61), [1], "another terminal of theirs is open");
    presence.goes(terminal);
    assert_eq!(away(61), [1, 2]);
    presence.asks(page, begun + Duration::from_secs(61));
    presence.comes(terminal);
    assert!(away(62).is_empty());
}
