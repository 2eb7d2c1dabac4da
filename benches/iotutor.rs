//! How long the parts take that a learner waits for. Run by hand with `cargo bench`; nothing asserts a time.
//!
//! With `--test` every case runs once and the large ones stay small: that only shows that they run.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a bench that cannot be set up has nothing to measure"
)]
#![allow(clippy::wildcard_imports, reason = "the modules only group the cases")]

use divan::{Bencher, black_box};
use iotutor::adapters::bank_files::{builtin, builtin_files};
use iotutor::adapters::formats::draft::{self, settle};
use iotutor::adapters::formats::{self, Kind};
use iotutor::adapters::store::Journal;
use iotutor::app::keys::Action;
use iotutor::app::settings::Settings;
use iotutor::app::{Message, Model, Now, update};
use iotutor::domain::bank::load::{CASES_NAME, MANIFEST_NAME, SourceFile, load};
use iotutor::domain::bank::{Bank, Entry, Side};
use iotutor::domain::certainty::Certainty;
use iotutor::domain::fact::{Answered, Event, Fact, Mode, SOLE_LEARNER, Started};
use iotutor::domain::learner::Learner;
use iotutor::domain::moment::Moment;
use iotutor::domain::quiz::{Spec, draw};
use iotutor::domain::review::{Wishes, candidates, plan};
use iotutor::domain::seed::Seed;
use iotutor::domain::simulate::{MasterySettings, ReviewSettings, concepts_of, mastery, review};
use iotutor::ui;
use iotutor::ui::theme::{Palette, Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use serde_json::Value;
use std::io::Cursor;
use std::sync::Arc;
use tempfile::TempDir;

const THEME: Theme = Theme::new(Palette::Dark, false);

/// The window that is designed for, and a large one, in cells.
const WINDOWS: [(u16, u16); 2] = [(80, 24), (200, 60)];

/// Statements of a large bank; answers of a long history.
const LARGE: usize = 100_000;
const LONG: usize = 1_000_000;

/// How many answers an attempt of a long history has.
const ROUND: usize = 20;

fn main() {
    divan::main();
}

/// Whether the cases are only to be shown to run.
fn smoke() -> bool {
    std::env::args().any(|argument| argument == "--test")
}

/// `size`, or a hundredth of it where nothing is measured.
fn scaled(size: usize) -> usize {
    if smoke() { size / 100 } else { size }
}

fn sizes_of_banks() -> [usize; 2] {
    [500, scaled(LARGE)]
}

fn lengths_of_histories() -> [usize; 2] {
    [0, scaled(LONG)]
}

/// The files of a bank of that many statements: the built-in pairs over and over, each time with ids of their own.
fn files_of(statements: usize) -> Vec<SourceFile> {
    let mut files = builtin_files();
    let is_topic = |file: &SourceFile| ![MANIFEST_NAME, CASES_NAME].contains(&file.name.as_str());
    let pairs = statements / 2 / files.iter().filter(|file| is_topic(file)).count();
    for file in files.iter_mut().filter(|file| is_topic(file)) {
        let mut topic: Value = serde_json::from_str(&file.text).unwrap();
        let known = topic["pairs"].as_array().unwrap().clone();
        topic["pairs"] =
            known.iter().cycle().take(pairs).enumerate().map(|(number, pair)| copy(pair, number)).collect();
        topic["singles"] = Value::Array(Vec::new());
        file.text = serde_json::to_string_pretty(&topic).unwrap();
    }
    files
}

fn copy(pair: &Value, number: usize) -> Value {
    let mut pair = pair.clone();
    let renamed = |id: &Value| Value::String(format!("{}-{number}", id.as_str().unwrap()));
    pair["id"] = renamed(&pair["id"]);
    for side in ["left", "right"] {
        pair[side]["id"] = renamed(&pair[side]["id"]);
    }
    pair
}

fn bank_of(statements: usize) -> Bank {
    load(&files_of(statements)).bank.unwrap()
}

/// The facts of that many answers in rounds of [`ROUND`], every fifth answer wrong, one round a day.
fn history(bank: &Bank, answers: usize) -> impl Iterator<Item = Fact> {
    let entries: Vec<Entry<'_>> = bank.statements().collect();
    let rounds = answers.div_ceil(ROUND);
    (0..rounds).flat_map(move |round| {
        let chosen: Vec<&Entry<'_>> =
            (0..ROUND).map(|number| &entries[(round * 7 + number * 31) % entries.len()]).collect();
        let events = std::iter::once(started(bank, &chosen))
            .chain(chosen.iter().enumerate().map(|(number, entry)| answered(entry, number)))
            .chain([Event::Finished]);
        let facts: Vec<Fact> = events.enumerate().map(|(number, event)| fact(round, number, event)).collect();
        facts
    })
}

fn started(bank: &Bank, chosen: &[&Entry<'_>]) -> Event {
    Event::Started(Started {
        mode: Mode::Quiz,
        seed: "MONDAY".to_owned(),
        word: String::new(),
        bank: bank.manifest.id.clone(),
        bank_revision: bank.manifest.revision,
        topics: Vec::new(),
        level: None,
        certainty: true,
        repeats: true,
        hints: true,
        statements: chosen.iter().map(|entry| entry.statement.id.clone()).collect(),
    })
}

fn answered(entry: &Entry<'_>, number: usize) -> Event {
    let side = if number % 5 == 4 { entry.at.side.other() } else { entry.at.side };
    Event::Answered(Answered {
        statement: entry.statement.id.clone(),
        revision: entry.statement.revision,
        response: side.into(),
        certainty: Certainty::ALL.get(number % 3).copied(),
        hinted: false,
        retaken: false,
        elapsed: 6_000,
    })
}

fn fact(round: usize, number: usize, event: Event) -> Fact {
    let id = |number: usize| format!("{:032x}", (round << 8 | number) + 1);
    let millis = i64::try_from(round * 86_400_000 + number * 9_000).unwrap();
    Fact { id: id(number), learner: SOLE_LEARNER.to_owned(), at: Moment::utc(millis), attempt: id(0), event }
}

/// A model, and the moments and random bits that it is brought.
struct Run {
    model: Model,
    now: Now,
}

impl Run {
    /// On the home screen of somebody who knows the program.
    fn home() -> Self {
        let bank = Arc::new(builtin());
        let model = Model::new(bank, Learner::default(), SOLE_LEARNER.to_owned(), Settings::default());
        let mut run = Self { model, now: Now { moment: Moment::utc(1_795_459_380_000), entropy: 1 << 64 } };
        run.act(Action::Home);
        run
    }

    /// On the first question of a quiz.
    fn question() -> Self {
        let mut run = Self::home();
        run.act(Action::Quiz);
        run
    }

    /// On the feedback to that.
    fn feedback() -> Self {
        let mut run = Self::question();
        run.act(Action::Answer(Side::Left, Some(Certainty::C2)));
        run
    }

    fn act(&mut self, action: Action) {
        self.now.moment.millis += 1_000;
        self.now.entropy += 1;
        let _ = black_box(update(&mut self.model, Message::Act(action), self.now));
    }
}

mod bank {
    use super::*;

    #[divan::bench]
    fn builtin_contents_only() -> Bank {
        builtin()
    }

    #[divan::bench]
    fn builtin_all_topics() -> usize {
        builtin().statements().count()
    }

    #[divan::bench(args = sizes_of_banks())]
    fn load_files(bencher: Bencher, statements: usize) {
        let files = files_of(statements);
        bencher.bench(|| load(&files).bank.is_some());
    }
}

mod files {
    use super::*;

    /// Questions of a large file.
    const QUESTIONS: usize = 10_000;

    fn packed(kind: Kind) -> Vec<u8> {
        let mut file = Cursor::new(Vec::new());
        formats::write(kind, &bank_of(scaled(QUESTIONS).max(40)), &mut file).unwrap();
        file.into_inner()
    }

    #[divan::bench(args = Kind::ALL)]
    fn write(bencher: Bencher, kind: Kind) {
        let bank = bank_of(scaled(QUESTIONS).max(40));
        bencher.bench(|| formats::write(kind, &bank, Cursor::new(Vec::new())).unwrap());
    }

    #[divan::bench(args = Kind::ALL)]
    fn read(bencher: Bencher, kind: Kind) {
        let file = packed(kind);
        bencher.bench(|| {
            settle(formats::read(kind, Cursor::new(&file), None).unwrap(), &draft::Wishes::default()).unwrap()
        });
    }
}

mod frame {
    use super::*;

    fn drawn(bencher: Bencher, (width, height): (u16, u16), run: &Run) {
        let area = Rect::new(0, 0, width, height);
        let mut buffer = Buffer::empty(area);
        bencher.bench_local(|| {
            buffer.reset();
            ui::draw(&run.model, THEME, area, &mut buffer)
        });
    }

    #[divan::bench(args = WINDOWS)]
    fn home(bencher: Bencher, window: (u16, u16)) {
        drawn(bencher, window, &Run::home());
    }

    #[divan::bench(args = WINDOWS)]
    fn question(bencher: Bencher, window: (u16, u16)) {
        drawn(bencher, window, &Run::question());
    }

    #[divan::bench(args = WINDOWS)]
    fn feedback(bencher: Bencher, window: (u16, u16)) {
        drawn(bencher, window, &Run::feedback());
    }
}

mod step {
    use super::*;

    #[divan::bench]
    fn move_selection(bencher: Bencher) {
        let mut run = Run::home();
        bencher.bench_local(|| {
            run.act(Action::Down);
            run.act(Action::Up);
        });
    }

    #[divan::bench]
    fn answer(bencher: Bencher) {
        let answer = Action::Answer(Side::Right, Some(Certainty::C3));
        bencher.with_inputs(Run::question).bench_local_refs(|run| run.act(answer));
    }
}

mod journal {
    use super::*;

    fn empty() -> (TempDir, Journal) {
        let folder = tempfile::tempdir().unwrap();
        let journal = Journal::open(&folder.path().join("journal.sqlite3")).unwrap().journal;
        (folder, journal)
    }

    fn filled(bank: &Bank, answers: usize) -> (TempDir, Journal) {
        let (folder, mut journal) = empty();
        let mut facts = history(bank, answers).peekable();
        while facts.peek().is_some() {
            let some: Vec<Fact> = facts.by_ref().take(10_000).collect();
            journal.append(&some).unwrap();
        }
        (folder, journal)
    }

    #[divan::bench]
    fn append_durably(bencher: Bencher) {
        let bank = builtin();
        let (_folder, mut journal) = empty();
        let mut facts = history(&bank, LONG);
        bencher.with_inputs(|| [facts.next().unwrap()]).bench_local_refs(|fact| journal.append(fact).unwrap());
    }

    #[divan::bench(args = lengths_of_histories(), max_time = 10)]
    fn fold_file(bencher: Bencher, answers: usize) {
        let bank = builtin();
        let (_folder, journal) = filled(&bank, answers);
        bencher.bench_local(|| journal.load(SOLE_LEARNER, &bank).unwrap());
    }

    #[divan::bench(args = lengths_of_histories())]
    fn load_kept(bencher: Bencher, answers: usize) {
        let bank = builtin();
        let (_folder, journal) = filled(&bank, answers);
        journal.keep(SOLE_LEARNER, &bank).unwrap();
        bencher.bench_local(|| journal.load(SOLE_LEARNER, &bank).unwrap());
    }
}

/// Both stores of a class beside bare commits of the same durability: one row in a table of three columns, one a transaction.
mod store {
    use super::*;
    use iotutor::adapters::store::{JournalError, Sqlite};
    use iotutor::domain::store::{Appended, Kind, Store, Stream};

    /// How many facts come at once: a lone answer, and those of a busy second.
    const AT_ONCE: [usize; 2] = [1, 100];

    const BARE: &str = "CREATE TABLE bare (id INTEGER PRIMARY KEY, at BIGINT NOT NULL, event TEXT NOT NULL)";

    fn event() -> String {
        serde_json::to_string(&answered(&builtin().statements().next().unwrap(), 1)).unwrap()
    }

    fn append(bencher: Bencher, store: &mut impl Store<Error = JournalError>, at_once: usize) {
        let (bank, stream) = (builtin(), Stream { kind: Kind::Room, id: u128::from(std::process::id()) });
        let mut facts = history(&bank, LONG);
        let mut last = 0;
        bencher.with_inputs(|| facts.by_ref().take(at_once).collect::<Vec<_>>()).bench_local_refs(|facts| {
            let Appended::UpTo(now) = store.append(stream, last, facts).unwrap() else { return };
            last = now;
        });
        store.erase(stream).unwrap();
    }

    #[divan::bench(args = AT_ONCE)]
    fn file(bencher: Bencher, at_once: usize) {
        let folder = tempfile::tempdir().unwrap();
        append(bencher, &mut Sqlite::open(&folder.path().join("class.room")).unwrap().0, at_once);
    }

    #[divan::bench]
    fn file_bare(bencher: Bencher) {
        let folder = tempfile::tempdir().unwrap();
        let connection = rusqlite::Connection::open(folder.path().join("bare.sqlite3")).unwrap();
        connection.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(())).unwrap();
        connection.execute_batch(&format!("PRAGMA synchronous = FULL; {BARE}")).unwrap();
        let (mut insert, event) =
            (connection.prepare("INSERT INTO bare (at, event) VALUES (?1, ?2)").unwrap(), event());
        bencher.bench_local(|| insert.execute((1_795_459_380_000_i64, &event)).unwrap());
    }

    /// The database at the address in this variable, whose connection has no TLS; without it nothing is measured.
    #[cfg(feature = "postgres")]
    fn address() -> Option<String> {
        std::env::var("IOTUTOR_STORE").ok()
    }

    #[cfg(feature = "postgres")]
    #[divan::bench(args = AT_ONCE)]
    fn database(bencher: Bencher, at_once: usize) {
        let Some(address) = address() else { return bencher.bench(|| ()) };
        append(bencher, &mut iotutor::adapters::store::Postgres::open(&address).unwrap(), at_once);
    }

    #[cfg(feature = "postgres")]
    #[divan::bench]
    fn database_bare(bencher: Bencher) {
        let Some(address) = address() else { return bencher.bench(|| ()) };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let (client, event) = (runtime.block_on(connect(&address)), event());
        let table = BARE.replace("bare (id INTEGER", "iotutor_bare (id BIGSERIAL");
        runtime.block_on(client.batch_execute(&table)).unwrap();
        let insert = "INSERT INTO iotutor_bare (at, event) VALUES ($1, $2)";
        let insert = runtime.block_on(client.prepare(insert)).unwrap();
        bencher.bench_local(|| runtime.block_on(client.execute(&insert, &[&1_795_459_380_000_i64, &event])).unwrap());
        runtime.block_on(client.batch_execute("DROP TABLE iotutor_bare")).unwrap();
    }

    #[cfg(feature = "postgres")]
    async fn connect(address: &str) -> tokio_postgres::Client {
        let (client, connection) = tokio_postgres::connect(address, tokio_postgres::NoTls).await.unwrap();
        tokio::spawn(connection);
        client
    }
}

mod learner {
    use super::*;

    /// A hundredth of the facts stands for all, again and again: a million of them would fill the memory.
    #[divan::bench(args = lengths_of_histories(), max_time = 10)]
    fn fold_memory(bencher: Bencher, answers: usize) {
        let bank = builtin();
        let facts: Vec<Fact> = history(&bank, answers / 100).collect();
        bencher.bench(|| Learner::fold(&bank, facts.iter().cycle().take(facts.len() * 100)));
    }
}

mod selection {
    use super::*;

    #[divan::bench(args = [600, scaled(LARGE)])]
    fn quiz_of_20(bencher: Bencher, statements: usize) {
        let bank = bank_of(statements);
        let spec = Spec { topics: Vec::new(), level: None, count: 20, seed: Seed::from_entropy(2026) };
        bencher.bench(|| draw(&bank, &spec));
    }

    #[divan::bench(args = [600, scaled(LARGE)])]
    fn review_of_20(bencher: Bencher, statements: usize) {
        let bank = bank_of(statements);
        let learner = Learner::fold(&bank, &history(&bank, 2_000).collect::<Vec<_>>());
        let (wishes, seed) = (Wishes::default(), Seed::from_entropy(2026));
        bencher.bench(|| {
            let memory = |topic: &str, concept: &str| {
                let number = bank.topic_number(topic)?;
                let concept = bank.topic(number)?.concepts.iter().position(|one| one.id == concept)?;
                learner.concept(topic, concept).memory
            };
            let last_seen = |id: &str| bank.find(id).map(|at| learner.statement(at).last).filter(|last| *last > 0);
            plan(&candidates(&bank, memory, last_seen), 200, 0, &wishes, &seed)
        });
    }
}

mod simulation {
    use super::*;

    fn learners() -> u32 {
        u32::try_from(scaled(1_000)).unwrap()
    }

    #[divan::bench]
    fn mastery_of_learners(bencher: Bencher) {
        let seed = Seed::from_entropy(2026);
        let settings = MasterySettings { learners: learners(), ..MasterySettings::default() };
        bencher.bench(|| mastery(settings, &seed, &mut |_, _| {}));
    }

    #[divan::bench(max_time = 5)]
    fn review_of_a_bank(bencher: Bencher) {
        let (concepts, seed) = (concepts_of(&builtin()), Seed::from_entropy(2026));
        let settings = ReviewSettings { learners: learners(), ..ReviewSettings::default() };
        bencher.bench(|| review(concepts, settings, &seed, &mut |_, _| {}));
    }
}
