//! A class on its host's own terminal: what is seen at each stage in every kind of window, what never stands there, and that a
//! camera reads the code.
#![cfg(feature = "web")]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::cast_possible_truncation,
    reason = "a test that cannot go on has to fail"
)]

use iotutor::adapters::bank_files::builtin;
use iotutor::adapters::serve::shown;
use iotutor::app::host::{Host, Question, Reach, Scene, Showing, Wish};
use iotutor::app::keys::{Action, Context, Key, lookup};
use iotutor::app::trial::{Looking, Reached, Trial};
use iotutor::app::view::{room as words, stage, trial};
use iotutor::domain::bank::Bank;
use iotutor::domain::certainty::Certainty;
use iotutor::domain::fact::Response;
use iotutor::domain::moment::Moment;
use iotutor::domain::room::{
    Answering, Choice, Command, Happened, Item, Moved, NamesPolicy, Opened, Pace, People, RequestId, Room, Stage,
    Token, decide,
};
use iotutor::domain::store::Person;
use iotutor::ui::theme::{Palette, Theme};
use iotutor::ui::{Seen, screen};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Color;
use std::collections::BTreeSet;
use std::fmt::Write;
use std::sync::{Arc, LazyLock};
use unicode_width::UnicodeWidthStr;

static BANK: LazyLock<Bank> = LazyLock::new(builtin);
const DARK: Theme = Theme::new(Palette::Dark, false);
const NAMES: [&str; 8] = ["Ada", "Bo", "Cy", "Dee", "Eve", "Flo", "Gus", "Hal"];

/// A class with its host and eight people, whose facts live in memory.
struct Class {
    room: Room,
    people: People,
    reach: Reach,
    host: Host,
    ticks: i64,
}

impl Class {
    fn new() -> Self {
        let known = BANK.statements().filter(|entry| entry.misconception().is_some());
        let items: Vec<Item> = known
            .step_by(37)
            .take(4)
            .map(|entry| Item { id: entry.statement.id.clone(), revision: entry.statement.revision })
            .collect();
        let warm_up = BANK
            .statements()
            .last()
            .map(|entry| Item { id: entry.statement.id.clone(), revision: entry.statement.revision });
        let opened = Opened {
            title: "Monday, group B".to_owned(),
            code: "K7MX".to_owned(),
            paper_code: "S6GP-DKM2-0KJ".to_owned(),
            bank: BANK.manifest.id.clone(),
            bank_revision: BANK.manifest.revision,
            items,
            warm_up,
            names: NamesPolicy::Free,
            certainty: true,
            seats: 400,
            pace: Pace::Host,
        };
        Self::with(&opened)
    }

    /// A class in which everybody goes at their own pace.
    fn at_own_pace() -> Self {
        let led = Self::new();
        Self::with(&Opened { warm_up: None, pace: Pace::Own, ..led.room.opened().clone() })
    }

    fn with(opened: &Opened) -> Self {
        let reach = Reach {
            addresses: vec![shown("http://192.168.1.20:8080".to_owned(), "K7MX")],
            word: Some("amber stove lantern".to_owned()),
            ..Reach::default()
        };
        let room = Room::new(&BANK, opened).unwrap();
        Self { room, people: People::default(), reach, host: Host::default(), ticks: 0 }
    }

    fn scene(&self) -> Scene {
        let (room, people) = (Arc::new(self.room.clone()), Arc::new(self.people.clone()));
        Scene { room, people, trouble: None, reach: self.reach.clone() }
    }

    fn give(&mut self, command: &Command) -> Result<Vec<Happened>, String> {
        self.ticks += 1;
        let now = Moment::utc(1_795_459_380_000 + self.ticks * 1_000);
        let decided = decide(&self.room, command, now).map_err(|refused| refused.to_string())?;
        for happened in &decided {
            self.room.apply(happened, now);
        }
        Ok(decided)
    }

    fn join(&mut self, how_many: usize) {
        for (seat, name) in (1..).zip(NAMES.into_iter().take(how_many)) {
            let number = u128::from(seat);
            self.give(&Command::Join { request: RequestId(number), entropy: number << 64 | number }).unwrap();
            self.people.set(seat, Some(Person { name: name.to_owned(), ..Person::default() }));
        }
    }

    /// The first so many answer with the left side, the others with the right one; the last one does not know.
    fn answer(&mut self, left: usize) {
        let Stage::Open { place, vote } = self.room.stage() else { panic!("nothing is open") };
        let last = self.room.seats().len();
        for (number, seat) in self.room.seats().to_vec().into_iter().enumerate() {
            let response = match number {
                _ if number + 1 == last => Response::DontKnow,
                number if number < left => Response::Left,
                _ => Response::Right,
            };
            let certainty = Some(Certainty::ALL[number % 3]);
            let request = RequestId(u128::from(vote) << 32 | u128::from(place) << 16 | number as u128);
            let choice = Choice { response, certainty };
            let answering = Answering { by: seat.token, place, vote, choice, request, elapsed: None };
            self.give(&Command::Answer(answering)).unwrap();
        }
    }

    /// Presses keys, one after the other, each at what is seen then. Returns what was asked of the outside besides the room.
    fn press(&mut self, keys: &[Key]) -> Vec<Wish> {
        let mut asked = Vec::new();
        for key in keys {
            let _ = self.seen(DARK, 80, 24);
            let Some(action) = lookup(self.host.context(), *key) else { continue };
            asked.extend(self.act(action));
        }
        asked
    }

    fn act(&mut self, action: Action) -> Vec<Wish> {
        let mut asked = Vec::new();
        for wish in self.host.act(action, &self.scene()) {
            match wish {
                Wish::Room(command) => {
                    let became = self.give(&command);
                    self.host.told(became.map(|_| None));
                }
                Wish::Rename { seat, name } => {
                    let person = Person { name, ..Person::default() };
                    self.people.set(seat, Some(person).filter(|person| !person.name.is_empty()));
                }
                other => asked.push(other),
            }
        }
        asked
    }

    /// Leads the class as [`EVERYWHERE`] writes it down.
    fn lead(&mut self, keys: &str) {
        let mut keys = keys.chars();
        while let Some(key) = keys.next() {
            match key {
                '@' => self.answer(keys.next().unwrap().to_digit(10).unwrap() as usize),
                '↵' => drop(self.press(&[Key::Enter])),
                '⇥' => drop(self.press(&[Key::Tab])),
                '↓' => drop(self.press(&[Key::Down])),
                '⎋' => drop(self.press(&[Key::Esc])),
                key => drop(self.press(&[Key::Char(key)])),
            }
        }
    }

    fn type_keys(&mut self, keys: &str) -> Vec<Wish> {
        self.press(&keys.chars().map(Key::Char).collect::<Vec<_>>())
    }

    fn seen(&mut self, theme: Theme, width: u16, height: u16) -> (Buffer, Seen) {
        let area = Rect::new(0, 0, width, height);
        let scene = self.scene();
        self.host.follow(&scene);
        let mut buffer = Buffer::empty(area);
        let mut seen = screen::draw(&stage::of(&self.host, &scene), theme, area, &mut buffer);
        if self.host.shown(seen.pages, seen.listed()) {
            buffer.reset();
            seen = screen::draw(&stage::of(&self.host, &scene), theme, area, &mut buffer);
        }
        (buffer, seen)
    }

    fn text(&mut self, theme: Theme, width: u16, height: u16) -> String {
        text(&self.seen(theme, width, height).0)
    }
}

fn text(buffer: &Buffer) -> String {
    let row = |y: u16| {
        let (mut line, mut x) = (String::new(), 0);
        while x < buffer.area.width {
            let symbol = buffer[(x, y)].symbol();
            line.push_str(symbol);
            x += (symbol.width() as u16).max(1);
        }
        line.trim_end().to_owned()
    };
    (0..buffer.area.height).map(row).collect::<Vec<_>>().join("\n").trim_end().to_owned()
}

/// Every stage of a class and every screen beside it, by the keys that lead there. `@4` lets everybody answer, four of them left;
/// `↵ ⇥ ↓ ⎋` are Enter, Tab, Down and Esc.
const EVERYWHERE: [(&str, &str); 29] = [
    ("lobby-empty", ""),
    ("lobby", ""),
    ("lobby-locked-with-names", "nl"),
    ("lobby-addresses", ""),
    ("lobby-no-network", ""),
    ("lobby-no-pages", ""),
    ("camera", "z"),
    ("warm-up", "u"),
    ("open", " @4"),
    ("paused", " p"),
    ("hands", " #12 18 2"),
    ("closed", " @4 "),
    ("bars", " @4 h"),
    ("talking", " @4 v"),
    ("second-vote", " @4 vv"),
    ("both-votes", " @4 vv@1 "),
    ("revealed", " @4 vv@1 ↵"),
    ("skipped", " @4 s"),
    ("board", " @4 vv@1 ↵m"),
    ("no-beliefs", "m"),
    ("other-address", " "),
    ("ending", " @4 vv@1 ↵e"),
    ("ended", " @4 vv@1 ↵↵@7 ↵ey"),
    ("leaving", " ⎋"),
    ("alone", "⇥"),
    ("console", " @3⇥y"),
    ("console-removing", "⇥y↓x"),
    ("console-name", "⇥y↓r"),
    ("keys", "?"),
];

fn everywhere() -> Vec<(&'static str, Class)> {
    let at = |(name, keys): (&'static str, &str)| {
        let mut class = Class::new();
        class.join(if name == "lobby-empty" { 0 } else { 8 });
        match name {
            "lobby-addresses" => class.reach.addresses.push(shown("http://10.0.0.7:8080".to_owned(), "K7MX")),
            "lobby-no-network" => class.reach.only_here = true,
            "lobby-no-pages" => class.reach = Reach::default(),
            "other-address" => class.reach.is_another = true,
            "console" => drop(class.people.ask("Bo", Token(7)).unwrap()),
            _ => {}
        }
        class.lead(keys);
        (name, class)
    };
    EVERYWHERE.into_iter().map(at).collect()
}

#[test]
fn every_stage_is_what_it_was_when_somebody_looked_at_it_last() {
    for (name, mut class) in everywhere() {
        let mut all = String::new();
        for (width, height) in [(60, 20), (80, 24), (120, 40)] {
            writeln!(all, "== {width}x{height}\n{}", class.text(DARK, width, height)).unwrap();
        }
        writeln!(all, "== 80x24, ASCII\n{}", class.text(Theme::new(Palette::Mono, true), 80, 24)).unwrap();
        insta::assert_snapshot!(format!("stage-{name}"), all);
    }
}

#[test]
fn every_context_of_a_class_is_walked_through() {
    let seen: BTreeSet<String> = everywhere().iter().map(|(_, class)| format!("{:?}", class.host.context())).collect();
    // The trial of the network is a screen of its own.
    let all = Context::ALL
        .iter()
        .filter(|context| context.is_of_class() && **context != Context::Trial)
        .map(|context| format!("{context:?}"));
    let all: BTreeSet<String> = all.chain(["Help".to_owned()]).collect();
    assert_eq!(seen, all);
}

#[test]
fn nothing_runs_out_of_any_window_in_any_dress() {
    for (name, mut class) in everywhere() {
        for palette in [Palette::Dark, Palette::Light, Palette::Mono] {
            for ascii in [false, true] {
                for (width, height) in
                    [(60, 20), (61, 21), (79, 23), (80, 24), (100, 30), (110, 33), (200, 50), (300, 90)]
                {
                    let (buffer, seen) = class.seen(Theme::new(palette, ascii), width, height);
                    let shown = text(&buffer);
                    assert_eq!(seen.cut, 0, "{name} at {width}x{height}:\n{shown}");
                    assert!(!ascii || shown.is_ascii(), "{name} at {width}x{height}:\n{shown}");
                    let coloured =
                        buffer.content().iter().filter(|cell| (cell.fg, cell.bg) != (Color::Reset, Color::Reset));
                    let slab = (Color::Indexed(15), Color::Indexed(0));
                    assert!(
                        palette != Palette::Mono || coloured.clone().all(|cell| (cell.fg, cell.bg) == slab),
                        "{name}: a colour without colours"
                    );
                }
            }
        }
    }
}

#[test]
fn the_stage_tells_no_name_before_the_host_says_so_and_no_reason_before_the_reveal() {
    for (name, mut class) in everywhere() {
        let on_stage =
            matches!(class.host.showing(), Showing::Stage | Showing::Camera | Showing::Beliefs | Showing::Counting(_));
        if !on_stage || name == "lobby-locked-with-names" {
            continue;
        }
        let is_told = matches!(class.room.stage(), Stage::Revealed { .. } | Stage::Ended);
        for (width, height) in [(60, 20), (80, 24), (120, 40)] {
            let shown = class.text(DARK, width, height);
            let words: Vec<&str> = shown.split(|letter: char| !letter.is_alphanumeric()).collect();
            assert!(NAMES.iter().all(|one| !words.contains(one)), "{name} at {width}x{height}:\n{shown}");
            let told = ["the counterpart", "the statement", "right"].into_iter().find(|told| shown.contains(told));
            assert!(is_told || told.is_none(), "{name} tells {told:?}:\n{shown}");
        }
    }
}

#[test]
fn a_class_is_led_by_the_sensible_key_alone_from_the_lobby_to_the_end() {
    let mut class = Class::new();
    class.join(8);
    let mut stages = vec![class.room.stage()];
    for _ in 0..30 {
        class.press(&[Key::PageDown]);
        if stages.last() != Some(&class.room.stage()) {
            stages.push(class.room.stage());
        }
        if class.host.question() == Some(Question::End) {
            break;
        }
        if matches!(class.room.stage(), Stage::Open { .. }) {
            class.answer(4);
        }
    }
    assert_eq!(stages.len(), 1 + 4 * 6, "a room that is split talks and votes again: {stages:?}");
    class.press(&[Key::PageDown, Key::Enter, Key::Char(' ')]);
    assert!(!class.room.is_ended(), "a clicker doesn't end the class");
    class.press(&[Key::Char('y')]);
    assert!(class.room.is_ended());
}

#[test]
fn space_never_reveals_and_one_step_back_opens_a_vote_that_was_closed_by_mistake() {
    let mut class = Class::new();
    class.join(8);
    class.press(&[Key::Char(' ')]);
    class.answer(4);
    class.press(&[Key::Char(' '), Key::Char(' '), Key::Char(' ')]);
    assert_eq!(class.room.stage(), Stage::Closed { place: 1, vote: 1 });
    let said = "Enter lets the room talk and vote again; r reveals what is right.";
    assert!(class.text(DARK, 80, 24).contains(said), "the room is split");
    class.press(&[Key::PageUp]);
    assert_eq!(class.room.stage(), Stage::Open { place: 1, vote: 1 });
    class.press(&[Key::Char(' '), Key::Char('h'), Key::PageUp]);
    assert_eq!(class.room.stage(), Stage::Closed { place: 1, vote: 1 });
    assert!(class.text(DARK, 80, 24).contains("What the room has seen can't be taken back."));
}

#[test]
fn a_split_room_talks_by_enter_and_is_told_what_is_right_by_another_key_alone() {
    let mut class = Class::new();
    class.join(8);
    class.lead(" @4 ");
    let foot = class.text(DARK, 80, 24).lines().last().unwrap().to_owned();
    for offered in ["Enter let them talk", "r reveal", "Tab console"] {
        assert!(foot.contains(offered), "{offered}: {foot}");
    }
    class.press(&[Key::Enter]);
    assert_eq!(class.room.stage(), Stage::Discussing { place: 1, vote: 1 });
    class.press(&[Key::PageUp, Key::Char(' '), Key::Char('r')]);
    assert_eq!(class.room.stage(), Stage::Revealed { place: 1 });
    // A room on one side is told by Enter, and by a presenter's clicker.
    class.press(&[Key::Enter]);
    class.answer(8);
    class.press(&[Key::Char(' ')]);
    let foot = class.text(DARK, 80, 24).lines().last().unwrap().to_owned();
    assert!(foot.contains("Enter reveal") && foot.contains("v vote again") && foot.contains("Tab console"), "{foot}");
    class.press(&[Key::Enter]);
    assert_eq!(class.room.stage(), Stage::Revealed { place: 2 });
}

#[test]
fn the_warm_up_says_which_side_it_was_and_counts_for_nobody() {
    let mut class = Class::new();
    class.join(8);
    class.lead("u@4 ");
    let shown = class.text(DARK, 80, 24);
    assert!(shown.contains("Enter reveal") && shown.contains("Space first question"), "{shown}");
    class.press(&[Key::Enter]);
    assert_eq!(class.room.stage(), Stage::Revealed { place: 0 });
    let seat = iotutor::domain::room::view::seat(&class.room, 1).unwrap();
    let said = words::seat(&seat).join(" ");
    assert!(said.contains("Warm-up: ") && said.contains("it's I") && !said.contains("0 questions"), "{said}");
    class.press(&[Key::Enter]);
    assert_eq!(class.room.stage(), Stage::Open { place: 1, vote: 1 });
}

#[test]
fn the_stage_says_which_side_it_is_and_an_empty_board_how_many_answers_it_takes() {
    let mut class = Class::new();
    class.join(8);
    class.lead(" @4 r");
    for (width, height) in [(60, 20), (80, 24), (200, 50)] {
        let shown = class.text(DARK, width, height);
        assert!(shown.contains("It's IoT.") || shown.contains("It's IIoT."), "{width}x{height}: {shown}");
    }
    let mut nobody = Class::new();
    nobody.lead(" m");
    let shown = nobody.text(DARK, 80, 24);
    assert!(shown.contains("No belief stands out yet"), "{shown}");
    assert!(shown.contains("3 people"), "{shown}");
}

#[test]
fn each_key_asks_the_room_for_what_it_says() {
    let mut class = Class::new();
    class.join(8);
    class.type_keys("ln");
    assert!(class.room.is_locked() && class.room.names_on().is_some());
    class.type_keys("lnu");
    assert!(!class.room.is_locked() && class.room.names_on().is_none());
    assert_eq!(class.room.stage(), Stage::Open { place: 0, vote: 1 }, "the warm-up");
    class.press(&[Key::Char(' '), Key::Char(' ')]);
    assert_eq!(class.room.stage(), Stage::Open { place: 1, vote: 1 });
    class.type_keys("p");
    assert!(class.room.is_paused());
    class.press(&[Key::Enter]);
    assert!(!class.room.is_paused());
    class.type_keys("#12 18 x");
    class.press(&[Key::Enter]);
    assert_eq!(class.room.answered(1, 1), (30, 38), "letters are no hands");
    class.type_keys("s");
    assert_eq!(class.room.stage(), Stage::Skipped { place: 1 });
    class.press(&[Key::Enter]);
    class.type_keys("v");
    assert!(class.text(DARK, 80, 24).contains("Close the vote first."), "why not is said");
    class.type_keys("#nonsense");
    class.press(&[Key::Enter]);
    assert!(class.text(DARK, 80, 24).contains("Type two or three numbers"));
    class.press(&[Key::Esc, Key::Esc]);
    assert_eq!(class.host.question(), None, "Esc leaves no class");
    class.type_keys("q");
    assert_eq!(class.host.question(), Some(Question::Leave));
    assert_eq!(class.type_keys("n"), []);
    assert_eq!(class.press(&[Key::Ctrl('c'), Key::Ctrl('c')]), [Wish::Leave]);
}

#[test]
fn while_the_class_pauses_only_what_works_is_offered_and_all_else_says_how_it_goes_on() {
    for keys in [" @4p", " @4 p", " @4 vp", " @4 vv@1 ↵p"] {
        let mut class = Class::new();
        class.join(8);
        class.lead(keys);
        let stage = class.room.stage();
        let shown = class.text(DARK, 120, 40);
        let foot = shown.lines().last().unwrap();
        assert!(foot.contains("Enter go on"), "{keys}: {foot}");
        for word in ["skip", "hands", "bars", "vote again", "reveal", "warm-up"] {
            assert!(!foot.contains(word), "{keys}: {foot}");
        }
        for key in [
            Key::Char('s'),
            Key::Char('r'),
            Key::Char('#'),
            Key::Char('h'),
            Key::Char('v'),
            Key::Char('u'),
            Key::PageUp,
        ] {
            class.press(&[key]);
            assert_eq!((class.room.stage(), class.host.context()), (stage, Context::Class), "{keys} {key:?}");
            let shown = class.text(DARK, 80, 24);
            assert!(shown.contains("The class is paused: press Enter to go on."), "{keys} {key:?}: {shown}");
        }
        class.press(&[Key::Tab, Key::Char('y'), Key::Char('s')]);
        assert!(class.text(DARK, 80, 24).contains("The class is paused: press Space to go on."), "on the console");
        class.press(&[Key::Char(' ')]);
        assert!(!class.room.is_paused());
    }
}

#[test]
fn what_moved_names_those_who_made_up_their_mind_too() {
    let sides = iotutor::domain::room::view::frame(&Class::new().room).sides;
    let said = |moved| words::moved(moved, &sides);
    assert_eq!(said(Moved::default()), "Nobody changed sides.");
    let moved = Moved { decided_right: 1, ..Moved::default() };
    assert_eq!(said(moved), "Nobody changed sides. 1 made up their mind: 1 towards IIoT.");
    let moved = Moved { to_left: 2, decided_left: 1, decided_right: 1, undecided: 1, new: 3, ..Moved::default() };
    assert_eq!(
        said(moved),
        "2 changed their minds: 2 towards IoT. 2 made up their minds: 1 towards IoT, 1 towards IIoT. 1 doesn't know any \
         more. 3 answered only after talking."
    );
}

#[test]
fn of_few_answers_the_stage_tells_no_agreement() {
    let mut class = Class::new();
    class.join(8);
    class.lead(" ");
    let (seat, place, vote) = (class.room.seats()[0].clone(), 1, 1);
    let choice = Choice { response: Response::Left, certainty: None };
    let answering = Answering { by: seat.token, place, vote, choice, request: RequestId(1), elapsed: None };
    class.give(&Command::Answer(answering)).unwrap();
    class.lead(" ");
    let shown = class.text(DARK, 80, 24);
    assert!(shown.contains("Only 1 of 8 answered.") && !shown.contains("the same one"), "{shown}");
}

#[test]
fn the_console_is_asked_about_once_and_lets_back_removes_corrects_and_forgets() {
    let mut class = Class::new();
    class.join(8);
    class.people.ask("bo", Token(7)).unwrap();
    class.type_keys("x");
    assert_eq!(class.host.question(), Some(Question::Alone), "names could stand on the wall");
    class.type_keys("n");
    assert_eq!(class.host.context(), Context::Class);
    class.press(&[Key::Tab, Key::Char('y')]);
    assert_eq!(class.press(&[Key::Enter]), [Wish::LetBack { request: 1, seat: 2 }]);
    assert_eq!(class.type_keys("t"), [Wish::TurnDown { request: 1 }]);
    let name = class.people.called(1);
    class.press(&[Key::Down, Key::Char('r'), Key::Char(' '), Key::Char('B'), Key::Enter]);
    assert_eq!(class.people.called(1), format!("{name} B"), "what is typed goes on from the name");
    class.press(&[Key::Char('r'), Key::Ctrl('u'), Key::Char('Z'), Key::Char('q'), Key::Enter]);
    assert_eq!(class.people.called(1), "Zq", "a letter that is typed is no key");
    class.type_keys("fy");
    assert_eq!(class.people.called(1), "Seat 1");
    class.press(&[Key::Down, Key::Char('x'), Key::Char('l')]);
    assert!(class.room.is_locked() && class.room.people_in() == 7);
    class.press(&[Key::Char(' ')]);
    assert_eq!(class.room.stage(), Stage::Open { place: 1, vote: 1 }, "the class is led from here, too");
    class.press(&[Key::Tab, Key::Tab]);
    assert_eq!((class.host.context(), class.host.question()), (Context::Console, None), "it is asked once");
}

#[test]
fn the_bars_of_what_is_revealed_are_turned_to_and_can_be_hidden_there() {
    let mut class = Class::new();
    class.join(8);
    class.lead(" @4 r");
    assert!(matches!(class.room.stage(), Stage::Revealed { .. }));
    let before = class.seen(DARK, 80, 24).1;
    class.lead("h");
    let shown = class.text(DARK, 80, 24);
    assert!(shown.contains("fairly sure"), "{} pages before: {shown}", before.pages);
    class.lead("h");
    assert!(!class.text(DARK, 80, 24).contains("fairly sure"));
}

#[test]
fn at_their_own_pace_it_says_at_the_start_that_everybody_begins() {
    let mut class = Class::at_own_pace();
    class.join(2);
    assert!(class.text(DARK, 120, 40).contains("Everybody begins by themselves."));
}

/// A trial of the network: before anybody came, once this computer came, once phones came.
fn trials() -> [(&'static str, Trial); 3] {
    let reach = Reach {
        addresses: vec![
            shown("http://10.3.7.1:8080".to_owned(), "TRY"),
            shown("http://192.168.56.1:8080".to_owned(), "TRY"),
        ],
        ..Reach::default()
    };
    let one = |from: &str, millis, is_own| Reached { from: from.to_owned(), millis, is_own };
    let itself = one("10.3.7.1", 0, true);
    let phones = vec![itself.clone(), one("10.3.7.40", 9, false), one("10.3.7.41", 12, false)];
    let trial = |reached| Trial { reach: reach.clone(), port: 8080, ssh_port: None, reached };
    [("not-yet", trial(Vec::new())), ("itself", trial(vec![itself])), ("reached", trial(phones))]
}

#[test]
fn a_trial_says_who_came_and_until_a_phone_did_what_it_may_be() {
    for (name, trial) in trials() {
        let mut all = String::new();
        for (width, height) in [(60, 20), (80, 24), (120, 40)] {
            let (mut looking, mut pages) = (Looking::default(), 1);
            while looking.page() < pages {
                let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
                let seen = screen::draw(&trial::view(&trial, &looking), DARK, buffer.area, &mut buffer);
                assert_eq!(seen.cut, 0, "{name} at {width}x{height}");
                writeln!(all, "== {width}x{height}\n{}", text(&buffer)).unwrap();
                pages = seen.pages;
                let is_last = looking.page() + 1 == pages;
                looking.shown(pages);
                looking.act(Action::PageOn, &trial.reach);
                if is_last {
                    break;
                }
            }
        }
        insta::assert_snapshot!(format!("trial-{name}"), all);
        insta::assert_snapshot!(format!("trial-{name}-in-lines"), trial::lines(&trial).join("\n"));
    }
}

#[test]
fn a_camera_reads_the_address_of_a_trial() {
    let [(_, trial), ..] = trials();
    let mut looking = Looking::default();
    let seen = |looking: &Looking| {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 80, 24));
        screen::draw(&trial::view(&trial, looking), DARK, buffer.area, &mut buffer);
        read(&buffer, 0)
    };
    assert_eq!(seen(&looking), ["HTTP://10.3.7.1:8080/TRY"]);
    looking.act(Action::Address, &trial.reach);
    looking.act(Action::ShowCode, &trial.reach);
    assert_eq!(seen(&looking), ["HTTP://192.168.56.1:8080/TRY"]);
}

/// What a camera reads from a picture of the screen, on a dark or a light ground: each cell 8 dots wide and 16 high.
fn read(buffer: &Buffer, ground: u8) -> Vec<String> {
    let (width, height) = (usize::from(buffer.area.width) * 8, usize::from(buffer.area.height) * 16);
    let colour = |colour: Color, plain: u8| match colour {
        Color::Indexed(15) => 255,
        Color::Indexed(0) => 0,
        _ => plain,
    };
    let mut picture = rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| {
        let cell = &buffer[((x / 8) as u16, (y / 16) as u16)];
        let is_upper = y % 16 < 8;
        let inked = match cell.symbol() {
            "█" => true,
            "▀" => is_upper,
            "▄" => !is_upper,
            " " => false,
            // A letter is some ink in the middle of its cell.
            _ => (2..6).contains(&(x % 8)) && (4..12).contains(&(y % 16)),
        };
        if inked { colour(cell.fg, 255 - ground) } else { colour(cell.bg, ground) }
    });
    picture.detect_grids().into_iter().map(|grid| grid.decode().unwrap().1).collect()
}

#[test]
fn a_camera_reads_the_address_from_the_lobby_and_from_the_large_code() {
    for palette in [Palette::Dark, Palette::Light, Palette::Mono] {
        let ground = if palette == Palette::Light { 255 } else { 0 };
        let read =
            |class: &mut Class, width, height| read(&class.seen(Theme::new(palette, false), width, height).0, ground);
        let mut class = Class::new();
        class.join(8);
        for (width, height) in [(80, 24), (120, 40), (200, 50)] {
            let wanted = ["HTTP://192.168.1.20:8080/K7MX".to_owned()];
            assert_eq!(read(&mut class, width, height), wanted, "{palette:?} {width}x{height}");
        }
        assert_eq!(read(&mut class, 60, 20), Vec::<String>::new(), "there is no room beside the words");
        class.type_keys("z");
        for (width, height) in [(60, 20), (80, 24), (120, 40), (200, 50)] {
            assert_eq!(read(&mut class, width, height).len(), 1, "{palette:?} {width}x{height}");
        }
        class.reach.addresses = vec![shown("https://quiz.example.org".to_owned(), "K7MX")];
        assert_eq!(read(&mut class, 80, 24), ["HTTPS://QUIZ.EXAMPLE.ORG/K7MX"]);
    }
}

#[test]
fn a_key_turns_through_the_addresses_and_the_code_is_that_of_the_one_shown() {
    let mut class = Class::new();
    class.reach.addresses.push(shown("http://10.0.0.7:8080".to_owned(), "K7MX"));
    for host in ["192.168.1.20", "10.0.0.7", "192.168.1.20"] {
        let (buffer, _) = class.seen(DARK, 80, 24);
        assert_eq!(read(&buffer, 0), [format!("HTTP://{host}:8080/K7MX")]);
        assert!(text(&buffer).contains(&format!("{host}:8080")));
        class.type_keys("a");
    }
}

#[test]
fn where_the_machine_has_another_address_the_stage_says_so_at_any_time_and_shows_its_code() {
    let mut class = Class::new();
    class.join(8);
    class.press(&[Key::Char(' ')]);
    assert_eq!(read(&class.seen(DARK, 120, 40).0, 0), Vec::<String>::new());
    class.reach = Reach {
        is_another: true,
        addresses: vec![shown("http://10.0.0.7:8080".to_owned(), "K7MX")],
        ..Reach::default()
    };
    let (buffer, _) = class.seen(DARK, 120, 40);
    assert!(text(&buffer).contains("This computer has another address now."));
    assert_eq!(read(&buffer, 0), ["HTTP://10.0.0.7:8080/K7MX"]);
    assert!(class.text(DARK, 60, 20).contains("10.0.0.7:8080/K7MX"), "the address is said where there is no code");
}

#[test]
fn at_their_own_pace_the_stage_has_a_strip_without_names_and_no_key_that_leads() {
    let mut class = Class::at_own_pace();
    class.join(5);
    for (seat, upto) in [(1, 4), (2, 2), (3, 2)] {
        for place in 1..=upto {
            let by = class.room.seat(seat).unwrap().token;
            let choice = Choice { response: Response::Left, certainty: None };
            let request = RequestId(u128::from(seat) << 16 | u128::from(place));
            class.give(&Command::Answer(Answering { by, place, vote: 1, choice, request, elapsed: None })).unwrap();
            class.give(&Command::GoOn { by, place }).unwrap();
        }
    }
    let sizes = [(80, 24), (60, 20), (120, 40)];
    let all: Vec<String> = sizes.iter().map(|(width, height)| class.text(DARK, *width, *height)).collect();
    for seen in &all {
        assert!(NAMES.iter().all(|name| !seen.contains(name)), "{seen}");
        assert!(!seen.contains("next question") && !seen.contains("first question"), "{seen}");
    }
    insta::assert_snapshot!("stage-own-pace", all.join("\n────────\n"));
    let facts = class.room.clone();
    class.press(&[Key::Char(' '), Key::Enter, Key::Char('v'), Key::Char('h'), Key::Char('s'), Key::Char('n')]);
    assert_eq!(class.room, facts, "nothing is led here");
    class.press(&[Key::Char('p')]);
    assert!(class.room.is_paused());
    class.press(&[Key::Enter]);
    assert!(!class.room.is_paused());
    class.press(&[Key::Tab, Key::Char('y')]);
    let console = class.text(DARK, 80, 24);
    assert!(
        console.contains("in, done") && console.contains("in, at question 3") && console.contains("in, at question 1"),
        "{console}"
    );
    class.press(&[Key::Char('e'), Key::Char('y')]);
    assert!(class.room.is_ended());
}

#[test]
fn a_request_never_moves_the_class_and_the_host_chooses_the_seat_for_a_name_that_nobody_has() {
    let mut class = Class::new();
    class.press(&[Key::Tab, Key::Char('y')]);
    class.people.ask("Anna", Token(7)).unwrap();
    assert_eq!(class.press(&[Key::Enter]), []);
    assert!(class.text(DARK, 80, 24).contains("No seat has that name; t turns it down."));
    class.join(8);
    assert!(class.text(DARK, 80, 24).contains("Enter choose a seat"));
    class.press(&[Key::Enter]);
    assert!(class.text(DARK, 80, 24).contains("Which seat is Anna's? Enter gives the one under the cursor."));
    assert!(class.press(&[Key::Char('x'), Key::Char(' '), Key::Char('e')]).is_empty());
    assert_eq!((class.room.stage(), class.host.question()), (Stage::Lobby, None), "nothing else is done meanwhile");
    assert_eq!(class.press(&[Key::Down, Key::Enter]), [Wish::LetBack { request: 1, seat: 2 }]);
    // Once somebody else has settled it, the same key does nothing.
    class.press(&[Key::Home, Key::Enter]);
    class.people.settle(1).unwrap();
    assert_eq!(class.act(Action::Next), []);
    assert_eq!(class.room.stage(), Stage::Lobby);
    assert!(class.text(DARK, 80, 24).contains("That has just gone from the list"));
}

#[test]
fn the_cursor_stays_on_whom_it_is_on_when_requests_come_and_go() {
    let mut class = Class::new();
    class.join(8);
    class.press(&[Key::Tab, Key::Char('y'), Key::Down, Key::Down]);
    class.people.ask("Eve", Token(7)).unwrap();
    class.people.ask("Nobody", Token(8)).unwrap();
    class.type_keys("x");
    assert_eq!(class.host.question(), Some(Question::Remove(3)), "Cy, and not who has moved into that row");
    class.type_keys("n");
    class.press(&[Key::Home]);
    assert_eq!(class.type_keys("t"), [Wish::TurnDown { request: 1 }]);
    class.host.told(Ok(Some("Request 1 is turned down.".to_owned())));
    assert!(class.text(DARK, 80, 24).contains("Request 1 is turned down."));
    class.people.ask("Flo", Token(9)).unwrap();
    assert!(!class.text(DARK, 80, 24).contains("Request 1 is turned down."), "nor does that stand beside a new one");
}

#[test]
fn the_console_says_how_the_class_goes_on_before_what_can_be_done_with_a_person() {
    let mut class = Class::new();
    class.join(8);
    class.lead(" @8 ⇥y");
    let foot = class.text(DARK, 80, 24).lines().last().unwrap().to_owned();
    assert!(foot.trim_start().starts_with("Enter reveal"), "{foot}");
    class.press(&[Key::Enter]);
    assert_eq!(class.room.stage(), Stage::Revealed { place: 1 });
}

#[test]
fn at_their_own_pace_help_tells_only_of_keys_that_do_something_and_a_hint_goes_with_the_next_key() {
    let mut class = Class::at_own_pace();
    class.join(2);
    class.type_keys("v");
    assert!(class.text(DARK, 120, 40).contains("nothing to open, close or show"));
    class.host.hush();
    assert!(!class.text(DARK, 120, 40).contains("nothing to open, close or show"));
    class.type_keys("?");
    let help = class.text(DARK, 120, 50);
    for key in ["Open the next question", "Let neighbours talk", "Show how the room voted", "warm-up", "Count raised"] {
        assert!(!help.contains(key), "{key} in {help}");
    }
    assert!(help.contains("End the class, after asking."));
    class.press(&[Key::Esc, Key::Char('e')]);
    assert!(class.text(DARK, 120, 40).contains("2 aren't done yet. End the class?"));
}

#[test]
fn at_their_own_pace_the_console_alone_tells_how_many_each_had_right() {
    let mut class = Class::at_own_pace();
    class.join(1);
    let by = class.room.seat(1).unwrap().token;
    let choice = Choice { response: Response::Left, certainty: None };
    class
        .give(&Command::Answer(Answering { by, place: 1, vote: 1, choice, request: RequestId(9), elapsed: None }))
        .unwrap();
    assert!(!class.text(DARK, 80, 24).contains(" right"));
    class.press(&[Key::Tab, Key::Char('y')]);
    assert!(class.text(DARK, 80, 24).contains(" of 1 right"));
}

#[test]
fn the_large_code_tells_terminals_the_way_too_while_a_question_is_open() {
    let mut class = Class::new();
    class.join(8);
    class.reach.ssh = Some(iotutor::app::host::Ssh {
        commands: vec!["ssh -p 2222 192.168.1.20".to_owned()],
        fingerprint: "SHA256:abc".to_owned(),
    });
    class.lead(" z");
    let seen = class.text(DARK, 120, 40);
    assert!(seen.contains("192.168.1.20:8080") && seen.contains("ssh -p 2222 192.168.1.20"), "{seen}");
    class.reach.addresses.clear();
    assert!(class.text(DARK, 80, 24).contains("ssh -p 2222 192.168.1.20"), "without pages as well");
}
