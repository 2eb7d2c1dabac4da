//! Taking an assessment: what is seen, what is told in lines, what is left in files, and what a kill leaves of it.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::cast_possible_truncation,
    reason = "a test that cannot go on has to fail"
)]

#[allow(dead_code, reason = "each test program uses its part")]
mod common;

use common::{PATIENCE, Place, Said};
use iotutor::adapters::bank_files::builtin;
use iotutor::adapters::calibrations;
use iotutor::app::assess::{Assess, Entrant, Filed};
use iotutor::app::keys::{Context, Key, lookup};
use iotutor::app::settings::Settings;
use iotutor::app::{Effect, Message, Model, Now, update};
use iotutor::domain::assessment::attempt::Sheet;
use iotutor::domain::assessment::calibrate::Estimate;
use iotutor::domain::assessment::calibrated::{Calibrated, Kept};
use iotutor::domain::assessment::draw::Letter;
use iotutor::domain::assessment::entry::Terms;
use iotutor::domain::assessment::form::check::papers;
use iotutor::domain::assessment::form::{Form, ready_made};
use iotutor::domain::assessment::pool::{Estimates, Pool};
use iotutor::domain::assessment::result::{Applicant, Opened, Record, open};
use iotutor::domain::bank::{Bank, Counterpart};
use iotutor::domain::moment::Moment;
use iotutor::ui::theme::{Palette, Theme};
use iotutor::ui::{Seen, draw};
use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, LazyLock};

static BANK: LazyLock<Arc<Bank>> = LazyLock::new(|| Arc::new(builtin()));
static POOL: LazyLock<Pool> = LazyLock::new(|| Pool::of(&BANK, &Estimates::new()));
const THEME: Theme = Theme::new(Palette::Dark, false);

// What is seen.

/// Somebody at the ready-made placement form.
struct Sitting {
    model: Model,
    ticks: i64,
}

impl Sitting {
    fn new(change: impl Fn(&str) -> String) -> Self {
        Self::taking(change, false)
    }

    /// Somebody at a terminal of their own, or at a desk.
    fn taking(change: impl Fn(&str) -> String, at_desk: bool) -> Self {
        let text = change(ready_made::named("placement").unwrap().text);
        let (form, _) = Form::read("placement", &text).unwrap();
        let papers = papers(&form, &POOL, "MARCH").unwrap();
        let terms = Terms {
            form: &form,
            text: &text,
            code: "MARCH",
            calibration: None,
            accommodation: None,
            attempt: 1,
            unlocked: None,
            asked_before: &[],
        };
        let begun = terms.begun(&BANK, &POOL, &papers, Letter::A);
        let practice = papers.practice.iter().map(|asked| BANK.find(&POOL.statement(*asked).unwrap().id).unwrap());
        let practice = practice.collect();
        let applicant = Applicant { id: "A-0417".to_owned(), name: "Ana Kovač".to_owned(), email: String::new() };
        let command = "iotutor assess placement --applicant A-0417".to_owned();
        let entrant = Entrant { applicant, institution: false, command, at_desk };
        let assess = Assess::new(begun.clone(), Sheet::of(&begun, POOL.clone()).unwrap(), practice, entrant);
        Self { model: Model::assessing(Arc::clone(&BANK), Settings::default(), assess), ticks: 0 }
    }

    fn press(&mut self, key: Key) {
        let Some(action) = lookup(self.model.context(), key) else { return };
        self.ticks += 1;
        let now = Now {
            moment: Moment::utc(1_795_459_380_000 + self.ticks * 1_000),
            entropy: u128::from(self.ticks.unsigned_abs()) << 64,
        };
        let effects = update(&mut self.model, Message::Act(action), now);
        if effects.contains(&Effect::File) {
            let path = "/home/ana/.local/share/iotutor/results/A-0417-7QK2-9FTA-MM31.jsonl".to_owned();
            let filed = Filed { path, receipt: "7QK2-9FTA-MM31".to_owned(), sealed: String::new() };
            let _ = update(&mut self.model, Message::Filed(Ok(filed)), now);
        }
    }

    fn keys(mut self, keys: &str) -> Self {
        for key in keys.chars() {
            self.press(match key {
                '\n' => Key::Enter,
                '\t' => Key::Tab,
                key => Key::Char(key),
            });
        }
        self
    }

    fn see(&mut self, theme: Theme, width: u16, height: u16) -> (String, Seen) {
        let area = Rect::new(0, 0, width, height);
        let mut buffer = Buffer::empty(area);
        let seen = draw(&self.model, theme, area, &mut buffer);
        let _ = update(&mut self.model, Message::Shown { pages: seen.pages, listed: seen.listed() }, Now::default());
        let mut buffer = Buffer::empty(area);
        let seen = draw(&self.model, theme, area, &mut buffer);
        let row = |y| (0..width).map(|x| buffer[(x, y)].symbol()).collect::<String>().trim_end().to_owned();
        ((0..height).map(row).collect::<Vec<_>>().join("\n"), seen)
    }
}

/// The keys to every screen of it.
const WAYS: [(&str, &str); 13] = [
    ("consent", ""),
    ("practice", "y"),
    ("practice-chosen", "yf"),
    ("tried", "yf\n"),
    ("tried-last", "yf\n\nj\n"),
    ("first", "yf\n\nj\n\n"),
    ("chosen", "yf\n\nj\n\nf"),
    ("marked", "yf\n\nj\n\nf\nm"),
    ("overview", "yf\n\nj\n\nf\nm\t\tj\no"),
    ("submitting", "yf\n\nj\n\nf\nm\t\tj\noS"),
    ("outcome", "yf\n\nj\n\nf\nm\t\tj\noSy"),
    ("keys", "yf\n\nj\n\n?"),
    ("keys-overview", "yf\n\nj\n\no?"),
];

fn sure(text: &str) -> String {
    text.replace("certainty = false", "certainty = true")
}

fn everywhere() -> Vec<(&'static str, Sitting)> {
    let plain = WAYS.map(|(name, keys)| (name, Sitting::new(str::to_owned).keys(keys)));
    let sure = WAYS.map(|(name, keys)| (name, Sitting::new(sure).keys(keys)));
    let leaving = ("leaving", Sitting::taking(str::to_owned, true).keys("yf\n\nj\n\nq"));
    plain.into_iter().chain(sure).chain([leaving]).collect()
}

#[test]
fn every_screen_of_an_assessment_is_walked_through_and_fits() {
    let mut contexts = BTreeSet::new();
    for (name, mut at) in everywhere() {
        contexts.insert(at.model.context().title());
        for theme in [THEME, Theme::new(Palette::Mono, true)] {
            for (width, height) in [(60, 20), (80, 24), (120, 40)] {
                let (shown, seen) = at.see(theme, width, height);
                assert_eq!(seen.cut, 0, "{name} at {width}x{height}:\n{shown}");
                let least = if width == 60 { 2 } else { 1 };
                assert!(seen.pages <= least || name.starts_with("keys"), "{name} at {width}x{height}:\n{shown}");
                assert!(!theme.is_ascii() || shown.replace('č', "c").is_ascii(), "{name}:\n{shown}");
            }
        }
        let coloured = at.see(THEME, 80, 24).0;
        for palette in [Palette::Light, Palette::Mono] {
            assert_eq!(at.see(Theme::new(palette, false), 80, 24).0, coloured, "{name}");
        }
    }
    let all = Context::ALL.iter().copied().filter(|context| context.is_of_assessment()).map(Context::title);
    let walked: BTreeSet<&str> = contexts.into_iter().filter(|title| title.starts_with("Assessment")).collect();
    assert_eq!(walked, all.collect());
}

#[test]
fn the_screens_say_what_they_have_to() {
    let shown = |name: &str| {
        let (_, keys) = WAYS.into_iter().find(|(one, _)| *one == name).unwrap();
        Sitting::new(str::to_owned).keys(keys).see(THEME, 80, 24).0
    };
    let cases: [(&str, &[&str]); 7] = [
        (
            "consent",
            &["Ana Kovač · A-0417", "60 statements, 20 minutes", "counts half a mark", "for 12 months", "y I agree"],
        ),
        ("practice", &["practice", "1 of 2", "doesn't count"]),
        ("tried-last", &["the counterpart", "Enter start the clock"]),
        ("first", &["Entry assessment · saved", "20 min left   1 of 60", "Tab next open", "q pause"]),
        ("overview", &["2 answered, 58 still open.", "2, 3, 5 to 60", "S submit"]),
        ("submitting", &["Submit with 58 open?", "y yes, submit"]),
        ("outcome", &["submitted 23 November 2026", "luck 30", "Receipt 7QK2-9FTA-MM31", "To appeal"]),
    ];
    for (name, words) in cases {
        let shown = shown(name);
        for words in words {
            assert!(shown.contains(words), "{words:?} in {name}:\n{shown}");
        }
    }
    let leaving = Sitting::taking(str::to_owned, true).keys("yf\n\nj\n\nq").see(THEME, 80, 24).0;
    for words in ["Leave the desk?", "The clock goes on", "y leave"] {
        assert!(leaving.contains(words), "{words:?}:\n{leaving}");
    }
    let hidden = Sitting::new(str::to_owned).keys("yf\n\nj\n\nt").see(THEME, 80, 24).0;
    assert!(!hidden.contains("min left"), "{hidden}");
    let quiet = |shows: &str| {
        let change = |text: &str| text.replace("shows = \"report\"", &format!("shows = \"{shows}\""));
        Sitting::new(change).keys("yf\n\nj\n\noSy").see(THEME, 80, 24).0
    };
    let nothing = quiet("nothing");
    assert!(nothing.contains("Thank you.") && !nothing.contains("of 60") && !nothing.contains("Module 1"), "{nothing}");
    let recommended = quiet("recommendation");
    assert!(recommended.contains("Module 1 is for you.") || recommended.contains("Too close"), "{recommended}");
    assert!(!recommended.contains("of 60"), "{recommended}");
}

/// All that gives away what a statement's side is: its explanation, what it is told with, its counterpart's text and reason.
fn secrets(id: &str) -> Vec<String> {
    let entry = BANK.entry(BANK.find(id).unwrap()).unwrap();
    let mut secrets = vec![entry.statement.explanation.clone()];
    match entry.counterpart() {
        Counterpart::Statement(other) => secrets.extend([other.text.clone(), other.explanation.clone()]),
        other => secrets.extend(other.text().map(str::to_owned)),
    }
    secrets.retain(|text| !text.is_empty());
    secrets
}

/// The ids of all statements with that text.
fn ids_in(text: &str) -> Vec<String> {
    let shown = |entry: &iotutor::domain::bank::Entry<'_>| text.contains(entry.statement.text.as_str());
    BANK.statements().filter(shown).map(|entry| entry.statement.id.clone()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_keys_show_anything_of_the_key_before_the_end(keys in "[fj12\n\n\n\tmobtqnhugLxv?0S!]{1,60}") {
        let mut at = Sitting::new(str::to_owned).keys("yf\n\nj\n\n");
        for key in keys.chars() {
            at = at.keys(&key.to_string());
            prop_assert!(at.model.is_assessing());
            let shown = at.see(THEME, 120, 40).0;
            let flat = shown.split_whitespace().collect::<Vec<_>>().join(" ");
            for id in ids_in(&flat) {
                for secret in secrets(&id) {
                    prop_assert!(!flat.contains(&secret), "{id}:\n{shown}");
                }
            }
            for verdict in ["✓", "✗", "Yes, it's", "No, it's", "the counterpart", "of 60 right"] {
                prop_assert!(!shown.contains(verdict), "{verdict}:\n{shown}");
            }
        }
    }
}

// What is told in lines, and what is left behind.

/// Up to the first statement that counts.
const TO_THE_FIRST: &str = "y\n1\n\n2\n\n";

const TAKE: [&str; 5] = ["assess", "placement", "--applicant", "A-0417", "--plain"];

fn answers(count: usize) -> String {
    (0..count).map(|number| ["1\n", "2\n"][number % 2]).collect()
}

fn results(place: &Place) -> Vec<String> {
    let folder = place.data().join("results");
    let Ok(files) = fs::read_dir(folder) else { return Vec::new() };
    files.map(|file| fs::read_to_string(file.unwrap().path()).unwrap()).collect()
}

fn result(place: &Place) -> Record {
    let all = results(place);
    assert_eq!(all.len(), 1, "one result");
    open::<Record>(&all[0]).unwrap().content
}

#[test]
fn a_script_takes_the_whole_placement_and_gets_a_signed_result() {
    let place = Place::new();
    let said = place.told(&TAKE, &format!("{TO_THE_FIRST}{}S\ny\n", answers(60))).ends(0);
    for words in [
        "Please read this first.",
        "A statement left open counts half a mark",
        "Answer 1 for IoT (consumer), 2 for IIoT (industrial).",
        "Entry assessment, saved.",
        "60 of 60.",
        "All 60 are answered.",
        "Module 1 is for you.",
        "Receipt ",
        "It is signed with a key made for this attempt alone.",
    ] {
        assert!(said.out.contains(words), "{words}: {}", said.out);
    }
    let text = results(&place).remove(0);
    let Opened { content, receipt, .. } = open::<Record>(&text).unwrap();
    assert!(said.out.contains(&receipt), "{}", said.out);
    assert_eq!((content.applicant.id.as_str(), content.attempt, content.institution), ("A-0417", 1, false));
    let count = content.outcome.count;
    assert_eq!((count.statements(), count.open, content.interruptions.len()), (60, 0, 0));
    let again = place.run(&TAKE).ends(1);
    assert!(again.error.contains("may be taken again from"), "{}", again.error);
    assert!(!again.out.contains("was not in a file"), "{}", again.out);
    let at = |month: &str, entropy: u32, input: &str| {
        let mut command = place.command(&TAKE, entropy);
        command.env("IOTUTOR_CLOCK", format!("2026-{month}-05T08:00:00Z"));
        Said::by(command, input)
    };
    let later = at("02", 2, &format!("{TO_THE_FIRST}o\nS\ny\n")).ends(0);
    assert!(later.out.contains("60 open"), "{}", later.out);
    let papers: BTreeSet<(u32, Letter)> = results(&place)
        .iter()
        .map(|text| open::<Record>(text).unwrap().content)
        .map(|record| (record.attempt, record.paper))
        .collect();
    assert_eq!(papers, BTreeSet::from([(1, content.paper), (2, content.paper.other())]));
    let used_up = at("06", 3, "").ends(1);
    assert!(used_up.error.contains("allows 2 attempts"), "{}", used_up.error);
    assert_eq!(results(&place).len(), 2, "the first is still there");
}

#[test]
fn the_report_is_saved_and_what_reads_results_reads_this_one() {
    let place = Place::new();
    let script = format!("{TO_THE_FIRST}{}o\nS\ny\nr\nq\n", answers(30));
    let said = place.told(&TAKE, &script).ends(0);
    let written = said.out.lines().find_map(|line| line.strip_prefix("Written: ")).unwrap();
    let page = fs::read_to_string(written).unwrap();
    assert!(page.contains("A-0417") && page.contains("Module 1 is for you."), "{page}");
    let folder = place.data().join("results");
    let read = |what: &str| place.run(&["results", what, folder.to_str().unwrap()]).ends(0).out;
    assert!(read("show").contains("A-0417"));
    let _ = read("verify");
    let again = read("replay");
    assert!(again.contains("1 of 1 came out the same."), "{again}");
}

#[test]
fn who_is_on_the_roster_is_known_and_who_is_not_is_not_let_in() {
    let place = Place::new();
    let csv = place.folder().join("roster.csv");
    let lines = "id,name,email,group,accommodation\nA-0417,Ana Kova\u{10d},ana@example.org,one,extra-time\n";
    fs::write(&csv, lines).unwrap();
    place.run(&["roster", "import", csv.to_str().unwrap()]).ends(0);
    let unknown = place.run(&["assess", "placement", "--applicant", "A-9", "--plain"]).ends(2);
    assert!(unknown.error.contains("nobody with that id"), "{}", unknown.error);
    let arguments = ["assess", "placement", "--applicant", "a-0417", "--plain"];
    let said = place.told(&arguments, &format!("{TO_THE_FIRST}o\nS\ny\n")).ends(0);
    assert!(said.out.contains("60 statements, 30 minutes"), "{}", said.out);
    let record = result(&place);
    let Applicant { id, name, email } = &record.applicant;
    assert_eq!((id.as_str(), name.as_str(), email.as_str()), ("A-0417", "Ana Kovač", "ana@example.org"));
    assert_eq!((record.accommodation.as_str(), record.limit), ("extra-time", Some(1_800)));
}

#[test]
fn the_institutions_key_signs_where_the_form_names_it() {
    let place = Place::new();
    let made = place.run(&["form", "key", "new"]).ends(0).out;
    let public = made.lines().last().unwrap();
    let file = place.folder().join("form.toml");
    let text = ready_made::named("placement").unwrap().text.replace("# key = \"...\"", public);
    fs::write(&file, text).unwrap();
    let out = place.folder().join("filed");
    let arguments = ["assess", file.to_str().unwrap(), "--plain", "--out", out.to_str().unwrap()];
    let said = place.told(&arguments, &format!("{TO_THE_FIRST}o\nS\ny\n")).ends(0);
    assert!(said.out.contains("signed: with the institution's key."), "{}", said.out);
    let files: Vec<_> = fs::read_dir(&out).unwrap().map(|file| file.unwrap().path()).collect();
    let opened = open::<Record>(&fs::read_to_string(&files[0]).unwrap()).unwrap();
    assert!(public.contains(&opened.key) && opened.content.institution);
}

#[test]
fn what_cannot_be_taken_says_why() {
    let place = Place::new();
    let file = place.folder().join("form.toml");
    let form = |from: &str, to: &str| {
        let text = ready_made::named("placement").unwrap().text.replace(from, to);
        fs::write(&file, text).unwrap();
    };
    let take = |arguments: &[&str]| place.run(&[&["assess", file.to_str().unwrap(), "--plain"], arguments].concat());
    let none = place.run(&["assess", "nowhere"]).ends(3);
    assert!(none.error.contains("placement, before-after"), "{}", none.error);
    form("minutes = 20", "minutes = 0");
    assert!(take(&[]).ends(3).error.contains("1 to 600"));
    form("bank = \"iot-iiot\"", "bank = \"other\"");
    assert!(take(&[]).ends(3).error.contains("other"));
    form("kind = \"fixed\"", "kind = \"adaptive\"");
    assert!(take(&[]).ends(3).error.contains("calibrate"));
    form("", "");
    assert!(take(&["--applicant", "\u{1b}[31m"]).ends(2).error.contains("--applicant"));
    let unknown = take(&["--accommodation", "a-dog"]).ends(2);
    assert!(unknown.error.contains("there are extra-time, no-limit"), "{}", unknown.error);
    let longer = take(&["--accommodation", "extra-time"]).ends(0);
    assert!(longer.out.contains("60 statements, 30 minutes"), "{}", longer.out);
    let endless = take(&["--accommodation", "no-limit"]).ends(0);
    assert!(endless.out.contains("60 statements, no limit of time"), "{}", endless.out);
    assert!(results(&place).is_empty());
}

/// Everything in a folder and in those within it, but the signed results.
fn bytes_in(folder: &Path) -> Vec<u8> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() && path.file_name().unwrap() != "results" {
            all.extend(bytes_in(&path));
        } else if path.is_file() {
            all.extend(fs::read(path).unwrap());
        }
    }
    all
}

#[test]
fn no_byte_written_during_an_attempt_tells_anything_of_the_key() {
    let place = Place::new();
    let script = format!("{TO_THE_FIRST}{}?\nm\no\n59\n?\no\n60\nL\nh\nn\nhome\nhelp\n", answers(57));
    let said = place.told(&TAKE, &script).ends(0);
    let began = said.out.find("1 of 60.").unwrap();
    let (_, during) = said.out.split_at(began);
    let asked = ids_in(during);
    assert!(asked.len() >= 59, "{} statements", asked.len());
    let bytes = bytes_in(&place.data());
    let stored = String::from_utf8_lossy(&bytes);
    assert!(asked.iter().filter(|id| stored.contains(id.as_str())).count() >= 59, "the journal was looked at");
    for id in &asked {
        for secret in secrets(id) {
            assert!(!during.contains(&secret), "{id} on the screen: {secret}");
            assert!(!stored.contains(&secret), "{id} in a file: {secret}");
        }
    }
    let beginnings = ["Yes, it's", "No, it's", "It's ", "Why:", "Deciding:", "The counterpart"];
    let verdict = during.lines().find(|line| beginnings.iter().any(|beginning| line.starts_with(beginning)));
    assert_eq!(verdict, None);
    for word in ["\"right\":", "\"wrong\"", "\"mark\"", "\"side\"", "\"verdict\":"] {
        assert!(!stored.contains(word), "{word}");
    }
    assert!(results(&place).is_empty());
    // The same is found where it may be.
    let before = said.out.split_at(began).0;
    assert!(ids_in(before).iter().flat_map(|id| secrets(id)).any(|secret| before.contains(&secret)));
}

/// A conversation in plain lines that can be cut off at any moment.
struct Talk {
    child: Child,
    to: ChildStdin,
    lines: Receiver<String>,
}

impl Talk {
    fn begin(place: &Place, entropy: u32) -> Self {
        let mut child = place.command(&TAKE, entropy).spawn().unwrap();
        let (to, from) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
        let (sender, lines) = channel();
        std::thread::spawn(move || from.lines().map_while(Result::ok).all(|line| sender.send(line).is_ok()));
        Self { child, to, lines }
    }

    fn say(&mut self, lines: &str) {
        write!(self.to, "{lines}").unwrap();
    }

    /// Reads until a line that ends so.
    fn hear(&mut self, end: &str) {
        let mut heard = Vec::new();
        while let Ok(line) = self.lines.recv_timeout(PATIENCE) {
            if line.ends_with(end) {
                return;
            }
            heard.push(line);
        }
        panic!("it ended without {end:?}, after {heard:#?}");
    }

    fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

#[test]
fn killed_after_each_answer_it_goes_on_where_it_was_and_ends_in_the_same_record() {
    const KILLS: usize = 12;
    let whole = Place::new();
    let script = format!("{TO_THE_FIRST}{}o\nS\ny\n", answers(KILLS));
    // The code of a form without a cohort is drawn at the start: the same random bits, the same paper.
    whole.told(&TAKE, &script).ends(0);
    let wanted = result(&whole);
    let place = Place::new();
    for number in 0..KILLS {
        let mut talk = Talk::begin(&place, u32::try_from(number).unwrap() + 1);
        if number == 0 {
            talk.say(TO_THE_FIRST);
        }
        talk.hear(&format!(" {} of 60.", number + 1));
        talk.say(["1\n", "2\n"][number % 2]);
        talk.hear(&format!(" {} of 60.", number + 2));
        talk.kill();
    }
    let end = Said::by(place.command(&TAKE, 40), "o\nS\ny\n").ends(0);
    assert!(end.out.contains("48 open"), "{}", end.out);
    let found = result(&place);
    let whys: BTreeSet<&str> = found.interruptions.iter().map(|one| one.why.as_str()).collect();
    assert_eq!((found.interruptions.len(), whys), (KILLS, BTreeSet::from(["closed"])));
    assert!(found.used <= wanted.used + 2 * KILLS as u64, "{} of {}", found.used, wanted.used);
    let told = |record: &Record| {
        let answers = record.answers.iter().map(|one| (one.statement.clone(), one.chosen, one.mark, one.changes));
        (answers.collect::<Vec<_>>(), record.outcome.clone(), record.paper, record.cohort.clone(), record.ending)
    };
    assert_eq!(told(&found), told(&wanted));
}

#[test]
fn the_end_of_the_input_keeps_the_attempt_and_tells_how_it_goes_on() {
    let place = Place::new();
    let said = place.told(&TAKE, &format!("{TO_THE_FIRST}{}", answers(5))).ends(0);
    let end = said.out.lines().last().unwrap();
    assert!(end.starts_with("Saved. It goes on at statement 6 of 60, with 20 minutes left: iotutor assess"), "{end}");
    let other = place.told(&["assess", "placement", "--applicant", "B-12", "--plain"], "").ends(0);
    assert!(other.out.contains("Please read this first."), "another applicant begins: {}", other.out);
    let back = Said::by(place.command(&TAKE, 30), "q\n").ends(0);
    assert!(back.out.contains("It goes on where you were.") && back.out.contains("6 of 60."), "{}", back.out);
    let facts = place.facts();
    assert!(facts.is_empty(), "nothing of it is self-study's: {facts:?}");
}

/// The receipt of each result, by how manieth of its attempt it is.
fn receipts(place: &Place) -> Vec<(Record, String)> {
    let opened = results(place).into_iter().map(|text| open::<Record>(&text).unwrap());
    let mut all: Vec<(Record, String)> = opened.map(|opened| (opened.content, opened.receipt)).collect();
    all.sort_by_key(|(record, _)| (record.attempt, record.earlier.len()));
    all
}

#[test]
fn what_was_submitted_by_mistake_is_unlocked_with_a_reason_and_nothing_is_overwritten() {
    let place = Place::new();
    place.told(&TAKE, &format!("{TO_THE_FIRST}{}o\nS\ny\n", answers(10))).ends(0);
    let first = receipts(&place).remove(0);
    let unlock = |entropy, id: &str, more: &[&str]| {
        let arguments = [&["results", "unlock", id, "--by", "M. Ruiz", "--why", "sent by mistake"], more].concat();
        Said::by(place.command(&arguments, entropy), "")
    };
    assert!(unlock(20, "B-9", &[]).ends(2).error.contains("no attempt of B-9"));
    assert!(unlock(20, "A-0417", &["--by", " "]).ends(2).error.contains("--by"));
    let said = unlock(21, "a-0417", &[]).ends(0);
    assert!(said.out.contains("M. Ruiz unlocked the attempt on 5 January 2026"), "{}", said.out);
    assert!(said.out.contains("could see the report before that"), "{}", said.out);
    assert!(unlock(22, "A-0417", &[]).ends(1).error.contains("not over"));
    let back = Said::by(place.command(&TAKE, 23), &format!("{}S\ny\n", answers(50))).ends(0);
    assert!(
        back.out.contains("M. Ruiz unlocked it: sent by mistake.") && back.out.contains("11 of 60."),
        "{}",
        back.out
    );
    let all = receipts(&place);
    assert_eq!((all.len(), &all[0]), (2, &first), "the first result is as it was");
    let (second, receipt) = &all[1];
    assert_eq!((&second.earlier, second.outcome.count.open), (&vec![first.1.clone()], 0));
    let folder = place.data().join("results");
    let read = |arguments: &[&str]| place.run(&[&["results"], arguments].concat()).ends(0).out;
    let shown = read(&["show", folder.to_str().unwrap(), "A-0417"]).split_whitespace().collect::<Vec<_>>().join(" ");
    for words in ["unlocked (see the small print)", "to go on: sent by mistake.", "This is the second result", &first.1]
    {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    assert!(read(&["verify"]).starts_with("2 good results"));
    assert!(read(&["replay"]).contains("2 of 2 came out the same."));
    let class = read(&["show"]);
    assert!(class.contains("1 result, ") && class.contains("a later one counts"), "{class}");
    // One more, by the receipt, although the form has people wait.
    assert!(place.run(&TAKE).ends(1).error.contains("may be taken again from"));
    let said = unlock(25, receipt, &["--another"]).ends(0);
    assert!(said.out.contains("M. Ruiz allowed another attempt"), "{}", said.out);
    Said::by(place.command(&TAKE, 26), &format!("{TO_THE_FIRST}o\nS\ny\n")).ends(0);
    let all = receipts(&place);
    let (third, _) = &all[2];
    assert_eq!((all.len(), third.attempt, third.earlier.len(), third.unlocks.len()), (3, 2, 0, 1));
    assert_ne!(third.paper, second.paper);
}

#[test]
fn only_the_desk_with_the_forms_key_unlocks() {
    let place = Place::new();
    let made = place.run(&["form", "key", "new"]).ends(0).out;
    let file = place.folder().join("form.toml");
    let text = ready_made::named("placement").unwrap().text.replace("# key = \"...\"", made.lines().last().unwrap());
    fs::write(&file, text).unwrap();
    let take = ["assess", file.to_str().unwrap(), "--plain", "--applicant", "A-1"];
    place.told(&take, &format!("{TO_THE_FIRST}1\no\nS\ny\n")).ends(0);
    let unlock = ["results", "unlock", "A-1", "--by", "me", "--why", "I want to"];
    let key = iotutor::adapters::forms::key_file(&place.data());
    let aside = place.folder().join("key");
    fs::rename(&key, &aside).unwrap();
    let refused = Said::by(place.command(&unlock, 30), "").ends(2);
    assert!(refused.error.contains("only the desk that has it unlocks"), "{}", refused.error);
    fs::rename(&aside, &key).unwrap();
    Said::by(place.command(&unlock, 31), "").ends(0);
}

/// A bank of animals, and a form of eight statements for its revision 1.
fn animals(place: &Place) -> (std::path::PathBuf, std::path::PathBuf) {
    let (bank, file) = (place.folder().join("animals"), place.folder().join("animals.toml"));
    common::write_animals(&bank, 12);
    let text = "format_version = 1\ntitle = \"Animals\"\nbank = \"animals\"\nbank_revision = 1\ncohort = \"MAY\"\n\
                [paper]\nkind = \"fixed\"\npractice = 0\nparallel = false\n[blueprint]\nyoung = [4, 4, 0]\n";
    fs::write(&file, text).unwrap();
    (bank, file)
}

#[test]
fn an_attempt_goes_on_with_a_bank_whose_explanations_alone_were_mended() {
    let place = Place::new();
    let (bank, file) = animals(&place);
    let edit = |name: &str, from: &str, to: &str| {
        let path = bank.join(name);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{from}: {text}");
        fs::write(&path, text.replace(from, to)).unwrap();
    };
    let take = |entropy, applicant: &str, input: &str| {
        let (bank, file) = (bank.to_str().unwrap(), file.to_str().unwrap());
        let arguments = ["assess", file, "--bank", bank, "--applicant", applicant, "--plain"];
        Said::by(place.command(&arguments, entropy), input)
    };
    take(1, "A-1", "y\n1\n1\n").ends(0);
    edit("bank.json", "\"revision\": 1", "\"revision\": 2");
    edit("young.json", "The answer is mammal, because of", "It is a mammal, because of");
    // Nobody begins: the form is for the revision before. Whoever has begun goes on.
    let other = take(2, "B-2", "y\n").ends(3);
    assert!(other.error.contains("the form is for revision 1 of the bank"), "{}", other.error);
    let again = take(3, "A-1", "2\nq\n").ends(0);
    assert!(again.out.contains("It goes on where you were.") && again.out.contains("3 of 8."), "{}", again.out);
    // A statement of the paper that reads otherwise is another statement.
    edit("bank.json", "\"revision\": 2", "\"revision\": 3");
    edit("young.json", "feeds its young with", "nourishes its young with");
    let refused = take(4, "A-1", "2\n").ends(1);
    for words in ["begun with revision 1 without a calibration", "Here it is revision 3", "--bank", "results unlock"] {
        assert!(refused.error.contains(words), "{words}: {}", refused.error);
    }
    let unlock = ["results", "unlock", "A-1", "--another", "--by", "M. Ruiz", "--why", "the bank is gone"];
    Said::by(place.command(&unlock, 5), "").ends(0);
    edit("bank.json", "\"revision\": 3", "\"revision\": 1");
    let begins = take(6, "A-1", "y\n").ends(0);
    assert!(begins.out.contains("1 of 8."), "{}", begins.out);
}

#[test]
fn people_on_a_roster_take_both_papers_as_often() {
    let place = Place::new();
    let csv = place.folder().join("roster.csv");
    let people: Vec<String> = (1..=6).map(|number| format!("P-{number},Person {number}")).collect();
    fs::write(&csv, format!("id,name\n{}\n", people.join("\n"))).unwrap();
    place.run(&["roster", "import", csv.to_str().unwrap()]).ends(0);
    let papers: Vec<Letter> = (1..=6)
        .map(|number| {
            let id = format!("P-{number}");
            let arguments = ["assess", "before-after", "--applicant", &id, "--plain"];
            Said::by(place.command(&arguments, number), &format!("{TO_THE_FIRST}o\nS\ny\n")).ends(0);
            let mut records = results(&place).into_iter().map(|text| open::<Record>(&text).unwrap().content);
            records.find(|record| record.applicant.id == id).unwrap().paper
        })
        .collect();
    for two in papers.chunks(2) {
        assert_ne!(two[0], two[1], "{papers:?}");
    }
}

/// A folder with the built-in bank, calibrated: every discrimination is known, so that statements can be chosen one by one.
fn calibrated(place: &Place) -> (std::path::PathBuf, std::path::PathBuf) {
    let bank = place.folder().join("bank");
    common::copy_bank(&bank);
    let kept = |(number, entry): (usize, iotutor::domain::bank::Entry<'_>)| {
        let part = f64::from(u32::try_from(number * 7 % 13).unwrap()) / 13.0;
        let estimate = Estimate {
            answers: 1_500,
            b: f64::from(entry.level()) - 2.5 + part,
            b_error: 0.1,
            a: 0.8 + part,
            a_error: Some(0.08),
        };
        (entry.statement.id.clone(), Kept { revision: entry.statement.revision, estimate })
    };
    let made = Calibrated {
        format: "iotutor-calibration".to_owned(),
        version: 1,
        bank: BANK.manifest.id.clone(),
        bank_revision: BANK.manifest.revision,
        made: Moment::utc(0),
        people: 1_500,
        levels: [-1.0, 0.0, 1.0],
        settled: true,
        statements: BANK.statements().enumerate().map(kept).collect(),
    };
    calibrations::Place::of(&BANK.manifest.id, Some(&bank), &place.data()).keep(&made).unwrap();
    let text = ready_made::named("placement").unwrap().text;
    let text = text.replace("kind = \"fixed\"", "kind = \"adaptive\"").replace("# cohort = ", "cohort = ");
    let file = place.folder().join("adaptive.toml");
    fs::write(&file, text).unwrap();
    (bank, file)
}

#[test]
fn an_adaptive_form_is_taken_killed_replayed_and_keeps_its_key() {
    let place = Place::new();
    let (bank, file) = calibrated(&place);
    let (bank, file) = (bank.to_str().unwrap(), file.to_str().unwrap());
    let take = ["assess", file, "--bank", bank, "--applicant", "A-0417", "--plain"];
    let first = Said::by(place.command(&take, 1), &format!("{TO_THE_FIRST}{}", answers(9))).ends(0);
    for words in
        ["at most 60", "It goes forward only.", "Forward only: each answer stands", "Saved. It goes on at statement 10"]
    {
        assert!(first.out.contains(words), "{words}: {}", first.out);
    }
    let during = |said: &Said| said.out.split_once(" of at most 60.").unwrap().1.to_owned();
    let shown = |said: &Said| ids_in(&during(said));
    let stored = String::from_utf8_lossy(&bytes_in(&place.data())).into_owned();
    let asked = shown(&first);
    assert!(asked.len() >= 9, "{asked:?}");
    for id in &asked {
        for secret in secrets(id) {
            assert!(!stored.contains(&secret), "{id} in a file: {secret}");
            assert!(!during(&first).contains(&secret), "{id} on the screen: {secret}");
        }
    }
    for word in ["\"right\":", "\"wrong\"", "\"mark\"", "\"side\"", "\"verdict\":"] {
        assert!(!stored.contains(word), "{word}");
    }
    let again = Said::by(place.command(&take, 2), "").ends(0);
    assert_eq!(shown(&again).first(), asked.last(), "the very same statement comes back");
    let end = Said::by(place.command(&take, 3), &answers(51)).ends(0);
    assert!(end.out.contains("The chance of being above the cut is "), "{}", end.out);
    let record = result(&place);
    assert_eq!(
        record.answers.iter().take(asked.len()).map(|one| &one.statement).collect::<Vec<_>>(),
        asked.iter().collect::<Vec<_>>()
    );
    assert!((20..=60).contains(&record.answers.len()) && record.outcome.interval.is_none());
    let read = |arguments: &[&str]| place.run(&[&["results"], arguments, &["--bank", bank]].concat()).ends(0).out;
    assert!(read(&["replay"]).contains("1 of 1 came out the same."));
    let folder = place.data().join("results");
    let report = read(&["show", folder.to_str().unwrap(), "A-0417"]).split_whitespace().collect::<Vec<_>>().join(" ");
    for words in
        ["of at most 60 statements", "half a standard deviation below the cut", "difficulties from calibration"]
    {
        assert!(report.contains(words), "{words}: {report}");
    }
    let check = place.run(&["form", "check", file, "--bank", bank]).ends(0).out;
    assert!(check.contains("statements on average") && check.contains("half a unit below"), "{check}");
}

#[test]
fn two_windows_that_wait_for_consent_make_one_attempt() {
    let place = Place::new();
    let mut other = Talk::begin(&place, 5);
    other.hear("The clock is not running.");
    place.told(&TAKE, &format!("{TO_THE_FIRST}{}o\nS\ny\n", answers(5))).ends(0);
    other.say(TO_THE_FIRST);
    other.hear("Another attempt was begun in another window or program; leave this one here with q.");
    other.kill();
    assert_eq!(results(&place).len(), 1);
    let later = place.run(&TAKE).ends(1);
    assert!(later.error.contains("may be taken again from"), "{}", later.error);
}

#[test]
fn what_there_is_of_an_applicant_is_taken_along_and_erased() {
    let place = Place::new();
    let csv = place.folder().join("roster.csv");
    fs::write(&csv, "id,name\nA-0417,Ana Kova\u{10d}\nB-2,Bo Quill\n").unwrap();
    place.run(&["roster", "import", csv.to_str().unwrap()]).ends(0);
    let end = format!("{TO_THE_FIRST}1\n2\no\nS\ny\nr\nq\n");
    place.told(&TAKE, &end).ends(0);
    Said::by(place.command(&["assess", "placement", "--applicant", "B-2", "--plain"], 9), &end).ends(0);
    let exported = |more: &[&str]| place.run(&[&["data", "export"], more].concat()).ends(0).out;
    let (all, one) = (exported(&[]), exported(&["--applicant", "a-0417"]));
    assert!(
        all.contains("Ana Kova") && all.contains("Bo Quill") && one.contains("Ana Kova") && !one.contains("Bo Quill")
    );
    assert!(all.lines().count() > one.lines().count() && one.lines().all(|line| line.contains("\"applicant\"")));
    // Taken in elsewhere, it is the same, and the applicant has made an attempt there.
    let elsewhere = Place::new();
    let import = |place: &Place| Said::by(place.command(&["data", "import", "-"], 3), &all).ends(0).out;
    assert!(import(&elsewhere).contains(&format!("{} facts taken in, 0 known", all.lines().count())));
    assert!(import(&elsewhere).contains(&format!("0 facts taken in, {} known", all.lines().count())));
    assert_eq!(elsewhere.run(&["data", "export"]).ends(0).out, all);
    assert!(elsewhere.run(&TAKE).ends(1).error.contains("may be taken again from"));
    // Erased, nothing of the name is left in any byte; the other one's is.
    let erase = |more: &[&str]| place.run(&[&["data", "erase", "--yes"], more].concat()).ends(0).out;
    let said = erase(&["--applicant", "A-0417"]);
    assert!(
        said.contains("1 attempt in the journal, 2 files of results") && said.contains("line on the roster"),
        "{said}"
    );
    let everything = |place: &Place| {
        let mut all = bytes_in(&place.data());
        all.extend(bytes_in(&place.data().join("results")));
        String::from_utf8_lossy(&all).into_owned()
    };
    let left = everything(&place);
    assert!(!left.contains("Ana Kova") && !left.contains("A-0417") && left.contains("Bo Quill"));
    assert!(erase(&["--applicant", "A-0417"]).contains("There is nothing of A-0417 to erase."));
    // Twelve months later the other one's go as well; not before.
    let expired = |clock: &str| {
        let mut command = place.command(&["data", "erase", "--yes", "--expired"], 9);
        command.env("IOTUTOR_CLOCK", clock);
        Said::by(command, "").ends(0).out
    };
    assert!(expired("2027-01-05T08:00:00Z").contains("There is nothing"));
    assert!(expired("2027-01-06T08:00:00Z").contains("1 attempt in the journal, 2 files"));
    assert!(!String::from_utf8_lossy(&bytes_in(&place.data())).contains("\"B-2\""));
    assert!(results(&place).is_empty());
}

#[test]
fn erasing_everything_reaches_results_and_people() {
    let place = Place::new();
    place.told(&TAKE, &format!("{TO_THE_FIRST}1\no\nS\ny\n")).ends(0);
    place.run(&["form", "key", "new"]).ends(0);
    let no = place.told(&["data", "erase"], "no\n").ends(0);
    assert!(no.out.contains("with 1 file of results, classes and people, recorded in"), "{}", no.out);
    assert_eq!(results(&place).len(), 1);
    place.run(&["data", "erase", "--yes"]).ends(0);
    assert!(results(&place).is_empty() && !String::from_utf8_lossy(&bytes_in(&place.data())).contains("A-0417"));
    place.run(&["form", "key", "show"]).ends(0);
}

#[test]
fn an_attempt_goes_on_with_the_calibration_that_it_was_begun_with() {
    let place = Place::new();
    let take = |entropy, applicant: &str, input: &str| {
        let arguments = ["assess", "placement", "--applicant", applicant, "--plain"];
        Said::by(place.command(&arguments, entropy), input).ends(0)
    };
    take(1, "A-1", &format!("{TO_THE_FIRST}1\n2\n"));
    // Meanwhile the bank that is built in is calibrated.
    let kept = |entry: iotutor::domain::bank::Entry<'_>| {
        let b = f64::from(entry.level()) - 2.3;
        let estimate = Estimate { answers: 300, b, b_error: 0.2, a: 1.0, a_error: None };
        (entry.statement.id.clone(), Kept { revision: entry.statement.revision, estimate })
    };
    let made = Calibrated {
        format: "iotutor-calibration".to_owned(),
        version: 1,
        bank: BANK.manifest.id.clone(),
        bank_revision: BANK.manifest.revision,
        made: Moment::utc(0),
        people: 300,
        levels: [-1.3, -0.3, 0.7],
        settled: true,
        statements: BANK.statements().map(kept).collect(),
    };
    let (_, fingerprint) = calibrations::Place::of(&BANK.manifest.id, None, &place.data()).keep(&made).unwrap();
    let again = take(2, "A-1", "o\nS\ny\n");
    assert!(again.out.contains("It goes on where you were."), "{}", again.out);
    take(3, "B-2", &format!("{TO_THE_FIRST}o\nS\ny\n"));
    let of = |id: &str| {
        let records = results(&place).into_iter().map(|text| open::<Record>(&text).unwrap().content);
        records.into_iter().find(|record| record.applicant.id == id).unwrap().bank.calibration
    };
    assert_eq!((of("A-1"), of("B-2")), (None, Some(fingerprint)));
    assert!(place.run(&["results", "replay"]).ends(0).out.contains("2 of 2 came out the same."));
}
