//! A class at a terminal of somebody who takes part: what is seen at each stage in every kind of window, and that whatever is
//! pressed and whatever the room does, nothing tells the key before its time.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::cast_possible_truncation,
    reason = "a test that cannot go on has to fail"
)]

use iotutor::adapters::bank_files::builtin;
use iotutor::app::keys::{Action, Context, Key, lookup};
use iotutor::app::seat::{Beat, Became, Participant, Visit, Wish};
use iotutor::app::view::seat;
use iotutor::app::view::web::TROUBLE;
use iotutor::domain::bank::Bank;
use iotutor::domain::moment::Moment;
use iotutor::domain::room::{
    Command, Item, NamesPolicy, Opened, Pace, People, RequestId, Room, Stage, Token, WARM_UP, decide,
};
use iotutor::domain::store::Person;
use iotutor::ui::theme::{Palette, Theme};
use iotutor::ui::{Seen, screen};
use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Color;
use std::collections::BTreeSet;
use std::fmt::Write;
use std::sync::LazyLock;
use std::time::Duration;
use unicode_width::UnicodeWidthStr;

static BANK: LazyLock<Bank> = LazyLock::new(builtin);
/// The same statements, each on the other side, for no reason and with nothing that decides.
static OTHER: LazyLock<Bank> = LazyLock::new(|| {
    let topics = BANK.topics().map(|(_, topic)| {
        let mut topic = topic.clone();
        "Another topic".clone_into(&mut topic.title);
        for pair in &mut topic.pairs {
            std::mem::swap(&mut pair.left, &mut pair.right);
            for statement in [&mut pair.left, &mut pair.right] {
                "For another reason.".clone_into(&mut statement.explanation);
                statement.deciding.clear();
            }
        }
        topic
    });
    Bank::new(BANK.manifest.clone(), topics.collect())
});
const DARK: Theme = Theme::new(Palette::Dark, false);

/// A room whose facts live in memory, and somebody who takes part.
struct Class {
    room: Room,
    people: People,
    trouble: bool,
    person: Participant,
    ticks: i64,
    at: Duration,
}

fn opened(bank: &Bank, names: NamesPolicy, certainty: bool) -> Opened {
    let paired: BTreeSet<String> =
        bank.topics().flat_map(|(_, topic)| topic.pairs.iter().map(|pair| pair.left.id.clone())).collect();
    let known = BANK.statements().filter(|entry| entry.misconception().is_some());
    let known = known.filter(|entry| {
        paired.contains(&entry.statement.id)
            || BANK.topics().any(|(_, topic)| topic.pairs.iter().any(|pair| pair.right.id == entry.statement.id))
    });
    let mut items: Vec<Item> = known
        .step_by(31)
        .take(5)
        .map(|entry| Item { id: entry.statement.id.clone(), revision: entry.statement.revision })
        .collect();
    let warm_up = items.pop();
    Opened {
        title: "Monday, group B".to_owned(),
        code: "K7MX".to_owned(),
        paper_code: "S6GP-DKM2-0KJ".to_owned(),
        bank: bank.manifest.id.clone(),
        bank_revision: bank.manifest.revision,
        items,
        warm_up,
        names,
        certainty,
        seats: 400,
        pace: Pace::Host,
    }
}

impl Class {
    fn new(code: &str, names: NamesPolicy, certainty: bool) -> Self {
        Self::of(&BANK, code, names, certainty)
    }

    fn of(bank: &Bank, code: &str, names: NamesPolicy, certainty: bool) -> Self {
        Self::with(bank, code, &opened(&BANK, names, certainty))
    }

    /// A class in which everybody goes at their own pace.
    fn at_own_pace(bank: &Bank) -> Self {
        Self::with(bank, "K7MX", &Opened { warm_up: None, pace: Pace::Own, ..opened(&BANK, NamesPolicy::Free, true) })
    }

    fn with(bank: &Bank, code: &str, opened: &Opened) -> Self {
        let room = Room::new(bank, opened).unwrap();
        let people = People::default();
        let beat = Beat { at: Duration::ZERO, entropy: 1 };
        let person = Participant::new(Visit::new(&room, &people, false, None), code, beat);
        Self { room, people, trouble: false, person, ticks: 0, at: Duration::ZERO }
    }

    fn give(&mut self, command: &Command) -> Result<(), String> {
        self.ticks += 1;
        let now = Moment::utc(1_795_459_380_000 + self.ticks * 1_000);
        if self.trouble {
            return Err(TROUBLE.to_owned());
        }
        let decided = decide(&self.room, command, now).map_err(|refused| refused.to_string())?;
        for happened in &decided {
            self.room.apply(happened, now);
        }
        Ok(())
    }

    fn lead(&mut self) {
        let step = self.room.next_step().unwrap();
        self.give(&step).unwrap();
    }

    fn beat(&mut self) -> Beat {
        self.ticks += 1;
        Beat { at: self.at, entropy: self.ticks.unsigned_abs().into() }
    }

    /// Carries out what is asked of the room, as a desk does.
    fn carry_out(&mut self, wish: Wish) {
        let became = match wish {
            Wish::Join { anew, name, request, entropy } => match self.people.taken(&name).filter(|_| !anew) {
                Some((name, next)) => Became::Taken { name, next },
                None => self.join(&name, request, entropy),
            },
            Wish::TakeBack { token } => {
                self.people.take_back(token);
                Became::Done
            }
            Wish::Return { words, token } => {
                let gave = self.give(&Command::Return { words, token });
                gave.map_or_else(Became::Refused, |()| Became::Known(token))
            }
            Wish::AskBack { name, token } => match self.people.ask(&name, token) {
                Ok(_) => Became::Known(token),
                Err(refused) => Became::Refused(refused.to_string()),
            },
            Wish::Answer(answering) => {
                self.give(&Command::Answer(answering)).map_or_else(Became::Refused, |()| Became::Done)
            }
            Wish::GoOn { by, place } => {
                self.give(&Command::GoOn { by, place }).map_or_else(Became::Refused, |()| Became::Done)
            }
            Wish::Leave { by } => self.give(&Command::Leave { by }).map_or_else(Became::Refused, |()| Became::Left),
            Wish::Quit | Wish::Repaint => return,
        };
        let beat = self.beat();
        self.person.told(became, beat);
    }

    fn join(&mut self, name: &str, request: RequestId, entropy: u128) -> Became {
        let admitted = self.people.admit(self.room.opened().names, name, |_| None);
        let person = match admitted {
            Ok(person) => person,
            Err(refused) => return Became::Refused(refused.to_string()),
        };
        if let Err(refused) = self.give(&Command::Join { request, entropy }) {
            return Became::Refused(refused);
        }
        let seat = self.room.joined_by(request).unwrap();
        self.people.set(seat.number, Some(person));
        Became::Known(seat.token)
    }

    fn act(&mut self, action: Action) {
        let beat = self.beat();
        for wish in self.person.act(action, beat) {
            self.carry_out(wish);
        }
    }

    /// Presses a key long after what is seen was drawn.
    fn press(&mut self, key: Key) {
        let _ = self.seen(DARK, 80, 24);
        self.at += Duration::from_secs(1);
        if let Some(action) = lookup(self.person.context(), key) {
            self.act(action);
        }
    }

    fn type_keys(&mut self, keys: &str) {
        for key in keys.chars() {
            self.press(match key {
                '↵' => Key::Enter,
                '⇥' => Key::Tab,
                '⎋' => Key::Esc,
                '→' => Key::Right,
                key => Key::Char(key),
            });
        }
    }

    fn seen(&mut self, theme: Theme, width: u16, height: u16) -> (Buffer, Seen) {
        let area = Rect::new(0, 0, width, height);
        self.person.see(Visit::new(&self.room, &self.people, self.trouble, self.person.token()));
        let mut buffer = Buffer::empty(area);
        let mut seen = screen::draw(&seat::of(&self.person), theme, area, &mut buffer);
        if self.person.shown(seen.pages, seen.too_small, self.at) {
            buffer.reset();
            seen = screen::draw(&seat::of(&self.person), theme, area, &mut buffer);
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

/// Everything that is seen, by what leads there: `+` is the host's next step, `>` lets neighbours talk and then vote again, `~` is a
/// pause or its end, `/` gives the question up, `#` ends the class, The others are keys.
const EVERYWHERE: [(&str, &str); 34] = [
    ("code", ""),
    ("code-wrong", "K7MZ↵"),
    ("name", ""),
    ("name-refused", "↵"),
    ("id", ""),
    ("no-names", ""),
    ("locked", ""),
    ("closed", ""),
    ("words", "⇥"),
    ("words-wrong", "⇥a b c↵"),
    ("asking-teacher", "⇥⇥Ada"),
    ("waits-for-teacher", "⇥⇥Ada↵"),
    ("lobby", "Mira↵"),
    ("name-taken", "Ada↵"),
    ("lobby-taken", "Ada↵↵"),
    ("came-late", "/+/Mira↵"),
    ("warm-up", "Mira↵"),
    ("question", "Mira↵+"),
    ("question-plain", "Mira↵+"),
    ("selected", "Mira↵+→→"),
    ("locked-in", "Mira↵+d"),
    ("changing", "Mira↵+d→→→"),
    ("paused", "Mira↵+d~"),
    ("trouble", "Mira↵+"),
    ("vote-closed", "Mira↵+d+"),
    ("talking", "Mira↵+d+>"),
    ("second-vote", "Mira↵+d+>>"),
    ("second-vote-unanswered", "Mira↵+d+>>+"),
    ("skipped", "Mira↵+/"),
    ("revealed-right", ""),
    ("revealed-wrong", ""),
    ("revealed-open", "Mira↵++"),
    ("ended", ""),
    ("keys", "Mira↵+?"),
];

/// What is asked, and what happened to the seat.
const BESIDE: [(&str, &str); 5] =
    [("leaving", "Mira↵+q"), ("not-you", "Mira↵o"), ("moved", "Mira↵"), ("removed", "Mira↵"), ("left", "Mira↵oy")];

fn everywhere() -> Vec<(&'static str, Class)> {
    let own_pace = [("own-pace-told", "Mira↵d"), ("own-pace-done", "Mira↵d↵d↵d↵d↵")].map(|(name, keys)| {
        let mut class = Class::at_own_pace(&BANK);
        class.type_keys(keys);
        let _ = class.seen(DARK, 80, 24);
        (name, class)
    });
    EVERYWHERE.into_iter().chain(BESIDE).map(|(name, script)| (name, at(name, script))).chain(own_pace).collect()
}

fn at(name: &str, script: &str) -> Class {
    let code = if name.starts_with("code") { "" } else { "K7MX" };
    let names = match name {
        "id" => NamesPolicy::Roster,
        "no-names" => NamesPolicy::None,
        _ => NamesPolicy::Free,
    };
    let mut class = Class::new(code, names, name != "question-plain");
    let ada = Command::Join { request: RequestId(7 << 64), entropy: 7 << 64 };
    class.give(&ada).unwrap();
    class.people.set(1, Some(Person { name: "Ada".to_owned(), ..Person::default() }));
    for step in script.chars() {
        match step {
            '+' => class.lead(),
            '>' => {
                let command = match class.room.stage() {
                    Stage::Closed { place, vote } => Command::Discuss { place, vote },
                    Stage::Discussing { place, vote } => Command::Revote { place, vote: vote + 1 },
                    other => panic!("{other:?}"),
                };
                class.give(&command).unwrap();
            }
            '~' => class.give(&Command::Pause).unwrap(),
            '/' => {
                if class.room.stage() == Stage::Lobby {
                    class.lead();
                }
                let place = class.room.stage().place().unwrap();
                class.give(&Command::Skip { place }).unwrap();
            }
            key => class.type_keys(&key.to_string()),
        }
        let _ = class.seen(DARK, 80, 24);
    }
    happens(&mut class, name);
    let _ = class.seen(DARK, 80, 24);
    class
}

/// What happens there besides.
fn happens(class: &mut Class, name: &str) {
    match name {
        "locked" => class.give(&Command::Lock { on: true }).unwrap(),
        "closed" => class.give(&Command::End).unwrap(),
        "warm-up" => class.give(&Command::Open { place: WARM_UP }).unwrap(),
        "trouble" => {
            class.trouble = true;
            class.type_keys("k");
        }
        "moved" => {
            let words = class.room.seat(2).unwrap().words.clone();
            class.give(&Command::Return { words, token: Token(99) }).unwrap();
        }
        "removed" => class.give(&Command::Remove { seat: 2 }).unwrap(),
        "revealed-right" | "revealed-wrong" => {
            class.type_keys("Mira↵");
            answer_and_reveal(class, name == "revealed-right");
        }
        "revealed-open" => class.lead(),
        "ended" => {
            class.type_keys("Mira↵");
            for right in [true, false, true] {
                answer_and_reveal(class, right);
            }
            class.give(&Command::End).unwrap();
        }
        _ => {}
    }
}

/// Opens the next question, answers it as wished, and lets the host reveal it.
fn answer_and_reveal(class: &mut Class, right: bool) {
    class.lead();
    let place = class.room.stage().place().unwrap();
    let id = opened(&BANK, NamesPolicy::Free, true).items[usize::from(place) - 1].id.clone();
    let side = BANK.statements().find(|entry| entry.statement.id == id).unwrap().at.side;
    let is_left = side == iotutor::domain::bank::Side::Left;
    class.type_keys(if is_left == right { "d" } else { "k" });
    class.lead();
    class.lead();
}

#[test]
fn every_screen_is_what_it_was_when_somebody_looked_at_it_last() {
    for (name, mut class) in everywhere() {
        let mut all = String::new();
        for (width, height) in [(60, 20), (80, 24), (120, 40)] {
            writeln!(all, "== {width}x{height}\n{}", class.text(DARK, width, height)).unwrap();
        }
        writeln!(all, "== 80x24, ASCII\n{}", class.text(Theme::new(Palette::Mono, true), 80, 24)).unwrap();
        insta::assert_snapshot!(format!("seat-{name}"), all);
    }
}

#[test]
fn every_context_of_a_seat_is_walked_through() {
    let seen: BTreeSet<String> =
        everywhere().iter().map(|(_, class)| format!("{:?}", class.person.context())).collect();
    let all = Context::ALL.iter().filter(|context| context.is_of_seat()).map(|context| format!("{context:?}"));
    let all: BTreeSet<String> = all.chain(["Help".to_owned(), "Sure".to_owned()]).collect();
    assert_eq!(seen, all);
}

#[test]
fn nothing_runs_out_of_any_window_in_any_dress() {
    for (name, mut class) in everywhere() {
        for palette in [Palette::Dark, Palette::Light, Palette::Mono] {
            for ascii in [false, true] {
                for (width, height) in [(60, 20), (61, 21), (79, 23), (80, 24), (100, 30), (110, 33), (120, 40)] {
                    let (buffer, seen) = class.seen(Theme::new(palette, ascii), width, height);
                    let shown = text(&buffer);
                    assert_eq!(seen.cut, 0, "{name} at {width}x{height}:\n{shown}");
                    assert!(!ascii || shown.is_ascii(), "{name} at {width}x{height}:\n{shown}");
                    let plain = |cell: &ratatui::buffer::Cell| (cell.fg, cell.bg) == (Color::Reset, Color::Reset);
                    assert!(palette != Palette::Mono || buffer.content().iter().all(plain), "{name}: a colour");
                }
            }
        }
    }
}

#[test]
fn the_statement_and_the_line_to_answer_on_stay_where_they_are_as_long_as_a_question_is_asked() {
    let rows = |name: &str, script: &str| {
        let shown = at(name, script).text(DARK, 80, 24);
        let row = |wanted: &str| shown.lines().position(|line| line.contains(wanted)).unwrap();
        [row("The dimmer"), row("◂────")]
    };
    let asked = rows("question", "Mira↵+");
    for (name, script) in [("locked-in", "Mira↵+d"), ("changing", "Mira↵+d→"), ("second-vote", "Mira↵+d+>>")] {
        assert_eq!(rows(name, script), asked, "{name}");
    }
}

#[test]
fn what_leads_on_is_named_in_the_smallest_window_too() {
    for (name, script, wanted) in [
        ("name", "", "Tab come back"),
        ("words", "⇥", "Tab words lost"),
        ("question", "Mira↵+", "n don't know"),
        ("lobby", "Mira↵", "o not you?"),
        ("revealed-wrong", "", "Space more"),
    ] {
        let shown = at(name, script).text(DARK, 60, 20);
        assert!(shown.lines().last().unwrap().contains(wanted), "{name}:\n{shown}");
    }
}

#[test]
fn a_question_is_answered_on_one_page_of_the_smallest_window() {
    for (name, mut class) in everywhere() {
        if matches!(class.person.place(), Context::Voting | Context::VotingPlain) && name != "keys" {
            assert_eq!(class.seen(DARK, 60, 20).1.pages, 1, "{name}:\n{}", class.text(DARK, 60, 20));
        }
    }
}

/// Something that happens: a key, or the class goes on.
#[derive(Debug, Clone)]
enum Step {
    Press(Key),
    Wait(u64),
    Room(Command),
    Trouble(bool),
    Window(u16, u16),
    LetBack,
}

fn step() -> impl Strategy<Value = Step> {
    let keys = prop_oneof![
        6 => proptest::sample::select("sdfjkln?qywo Ada7".chars().map(Key::Char).collect::<Vec<_>>()),
        3 => proptest::sample::select(vec![
            Key::Enter, Key::Tab, Key::Esc, Key::Left, Key::Right, Key::Up, Key::Backspace, Key::PageDown, Key::PageUp,
            Key::Ctrl('c'), Key::Ctrl('l'), Key::Home,
        ]),
        1 => any::<char>().prop_map(Key::Char),
    ];
    let place = 0_u16..6;
    let vote = 1_u8..4;
    let about = (place, vote);
    let room = prop_oneof![
        about.clone().prop_map(|(place, _)| Command::Open { place }),
        about.clone().prop_map(|(place, vote)| Command::Close { place, vote }),
        about.clone().prop_map(|(place, vote)| Command::Reopen { place, vote }),
        about.clone().prop_map(|(place, vote)| Command::Discuss { place, vote }),
        about.clone().prop_map(|(place, vote)| Command::Revote { place, vote }),
        about.clone().prop_map(|(place, _)| Command::Bars { place, on: true }),
        about.clone().prop_map(|(place, _)| Command::Skip { place }),
        about.prop_map(|(place, _)| Command::Reveal { place }),
        any::<bool>().prop_map(|on| Command::Lock { on }),
        (1_u32..4).prop_map(|seat| Command::Remove { seat }),
        (1_u32..4).prop_map(|seat| Command::Move { seat, token: Token(u128::from(seat) + 1_000) }),
        Just(Command::Pause),
        Just(Command::Resume),
    ];
    prop_oneof![
        8 => keys.prop_map(Step::Press),
        4 => (0_u64..900).prop_map(Step::Wait),
        4 => room.prop_map(Step::Room),
        3 => Just(Step::Room(Command::ShowNames { on: true })),
        1 => any::<bool>().prop_map(Step::Trouble),
        1 => (1_u16..140, 1_u16..50).prop_map(|(width, height)| Step::Window(width, height)),
        1 => Just(Step::LetBack),
    ]
}

fn happen(class: &mut Class, step: &Step, window: &mut (u16, u16)) {
    match step {
        Step::Press(key) => {
            if let Some(action) = lookup(class.person.context(), *key) {
                class.act(action);
            }
        }
        Step::Wait(milliseconds) => class.at += Duration::from_millis(*milliseconds),
        // The sensible next step comes up often enough that questions are settled.
        Step::Room(Command::ShowNames { .. }) => {
            if let Some(step) = class.room.next_step() {
                drop(class.give(&step));
            }
        }
        Step::Room(command) => drop(class.give(command)),
        Step::Trouble(on) => class.trouble = *on,
        Step::Window(width, height) => *window = (*width, *height),
        Step::LetBack => {
            if let Some(asking) = class.people.asking().first().cloned() {
                drop(class.people.settle(asking.number));
                drop(class.give(&Command::Move { seat: 1, token: asking.token }));
            }
        }
    }
}

/// Whether the room has shown what is right of any question.
fn has_revealed(class: &Class) -> bool {
    class.room.is_ended() || (0..6).any(|place| class.room.revealed(place).is_some())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Two classes with the same statements, on opposite sides in the two banks, look alike in every cell whatever is pressed and
    /// whatever the room does, until something is revealed; and nothing panics, before or after.
    #[test]
    fn whatever_happens_the_key_is_not_told_before_its_time(
        steps in proptest::collection::vec(step(), 1..80),
        joins in any::<bool>(),
        certainty in any::<bool>(),
    ) {
        let code = if joins { "K7MX" } else { "" };
        let mut classes =
            [&*BANK, &*OTHER].map(|bank| Class::of(bank, code, NamesPolicy::Free, certainty));
        let mut window = (80, 24);
        if joins {
            for class in &mut classes {
                class.type_keys("Ada↵");
            }
        }
        for step in &steps {
            for class in &mut classes {
                happen(class, step, &mut window);
            }
            let [one, other] = &mut classes;
            let (seen, too) = (one.seen(DARK, window.0, window.1), other.seen(DARK, window.0, window.1));
            prop_assert!(has_revealed(one) || seen == too, "{}", text(&seen.0));
        }
    }
}

#[test]
fn the_two_banks_of_that_test_differ_once_something_is_revealed() {
    let [one, other] = [&*BANK, &*OTHER].map(|bank| {
        let mut class = Class::of(bank, "K7MX", NamesPolicy::Free, true);
        class.type_keys("Ada↵");
        class.lead();
        class.type_keys("s");
        let before = class.text(DARK, 80, 24);
        class.lead();
        class.lead();
        (before, class.text(DARK, 80, 24))
    });
    assert!(one.0 == other.0 && one.1 != other.1);
}

#[test]
fn at_their_own_pace_somebody_answers_reads_why_and_goes_on() {
    let mut class = Class::at_own_pace(&BANK);
    class.type_keys("Mira↵");
    let asked = class.text(DARK, 80, 24);
    assert!(asked.contains("1 of 4") && asked.contains("come back with"), "{asked}");
    class.type_keys("d");
    let why = class.text(DARK, 80, 24);
    assert!(why.contains("next question") && !why.contains("change it"), "{why}");
    // The key that answered, pressed once more before anybody can have read why, leads nowhere.
    let _ = class.seen(DARK, 80, 24);
    class.act(Action::Next);
    assert_eq!(class.room.at(1), Some(1));
    class.type_keys("↵");
    assert_eq!(class.room.at(1), Some(2));
    assert!(class.text(DARK, 80, 24).contains("2 of 4"));
    class.give(&Command::Pause).unwrap();
    class.type_keys("d");
    assert!(class.text(DARK, 80, 24).contains("The class is paused."));
    assert!(class.room.ballot(2, 1, 1).is_none(), "nothing is taken while it pauses");
    class.give(&Command::Resume).unwrap();
    class.type_keys("d↵d↵d");
    assert!(class.text(DARK, 80, 24).contains("your result"), "{}", class.text(DARK, 80, 24));
    class.type_keys("↵");
    let all = class.text(DARK, 80, 24);
    assert!(all.contains("You've answered all questions") && !all.contains("quiz --code"), "{all}");
    class.give(&Command::End).unwrap();
    assert!(class.text(DARK, 80, 24).contains("The class is over"));
}

#[test]
fn at_their_own_pace_two_banks_look_the_same_until_ones_own_answer() {
    let (mut one, mut other) = (Class::at_own_pace(&BANK), Class::at_own_pace(&OTHER));
    let mut both = |keys: &str| {
        one.type_keys(keys);
        other.type_keys(keys);
        (one.text(DARK, 80, 24), other.text(DARK, 80, 24))
    };
    for keys in ["Mira↵", "→", "→"] {
        let (mine, theirs) = both(keys);
        assert_eq!(mine, theirs, "{keys}");
    }
    let (mine, theirs) = both("↵");
    assert_ne!(mine, theirs, "what was answered is explained");
}

#[test]
fn at_their_own_pace_a_reveal_that_needs_two_pages_says_so_in_a_narrow_window() {
    let mut class = Class::at_own_pace(&BANK);
    class.type_keys("Mira↵d");
    let (buffer, seen) = class.seen(DARK, 60, 20);
    assert!(seen.pages > 1, "{}", text(&buffer));
    let foot = text(&buffer).lines().last().unwrap().to_owned();
    assert!(foot.contains("Enter next question") && foot.contains("Space more"), "{foot}");
    class.at += Duration::from_secs(1);
    class.act(Action::Next);
    assert_eq!(class.room.at(1), Some(2), "Enter does what the footer says");
}
