//! What is seen: every screen at the design size, the smallest size and below it, in each theme; and that no keys at no
//! size ever panic or lose an answer.

use iotutor::adapters::bank_files::builtin;
use iotutor::app::keys::{Action, Context, Key, lookup};
use iotutor::app::learners::Known;
use iotutor::app::settings::{Offered, Settings};
use iotutor::app::start::Aim;
use iotutor::app::{Effect, Message, Model, Now, Screen, update};
use iotutor::domain::answers::{Found, Query, Search};
use iotutor::domain::bank::{Bank, Counterpart, Side};
use iotutor::domain::certainty::Certainty;
use iotutor::domain::fact::{Answered, Event, Fact, Response};
use iotutor::domain::learner::Learner;
use iotutor::domain::moment::Moment;
use iotutor::ui::theme::{Palette, Theme};
use iotutor::ui::{Seen, draw};
use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::collections::BTreeSet;
use std::fmt::Write;
use std::sync::{Arc, LazyLock};
use unicode_width::UnicodeWidthStr;

#[path = "screens/alike.rs"]
mod alike;
#[path = "screens/newcomer.rs"]
mod newcomer;
#[path = "screens/picture.rs"]
mod picture;

static BANK: LazyLock<Arc<Bank>> = LazyLock::new(|| Arc::new(builtin()));
const THEME: Theme = Theme::new(Palette::Dark, false);

/// A model with a clock and a journal of its own.
struct Learnt {
    model: Model,
    journal: Vec<Fact>,
    ticks: u32,
}

impl Learnt {
    fn new() -> Self {
        Self::with(vec![Fact {
            id: "f".repeat(32),
            learner: "me".to_owned(),
            at: Moment::utc(1_795_459_380_000),
            attempt: String::new(),
            event: Event::MarksExplained { kept: true },
        }])
    }

    /// A learner whose journal holds these facts.
    fn with(journal: Vec<Fact>) -> Self {
        let learner = Learner::fold(&BANK, &journal);
        let settings = Settings { certainty: true, ..Settings::default() };
        let model = Model::new(Arc::clone(&BANK), learner, "me".to_owned(), settings);
        Self { model, journal, ticks: 0 }
    }

    /// A learner who left the first lesson at a screen.
    #[allow(clippy::indexing_slicing, reason = "the bank has topics, and the journal a fact")]
    fn amid_lesson(screen: u8) -> Self {
        let mut journal = Self::new().journal;
        let lessons =
            BANK.manifest.topics.iter().take(1).map(|topic| Event::LessonAt { topic: topic.id.clone(), screen });
        let places: Vec<Fact> = journal
            .iter()
            .zip(lessons)
            .map(|(fact, event)| Fact { id: "e".repeat(32), event, ..fact.clone() })
            .collect();
        journal.extend(places);
        Self::with(journal)
    }

    /// Begins again on the first screen with other settings.
    fn set(&mut self, change: impl FnOnce(&mut Settings)) {
        let mut settings = *self.model.settings();
        change(&mut settings);
        self.model = Model::new(Arc::clone(&BANK), self.model.learner().clone(), "me".to_owned(), settings);
    }

    /// On the home screen after so many rounds, and one that was begun.
    fn at_home_after(rounds: usize) -> Self {
        let mut at = Self::new();
        at.type_keys("mqq");
        for _ in 0..rounds {
            at.type_keys("m");
            at.play_to_the_end();
            at.type_keys("h");
        }
        at
    }

    fn now(&mut self) -> Now {
        self.ticks += 1;
        let entropy = u128::from(self.ticks) << 64 | u128::from(self.ticks);
        Now { moment: Moment::utc(1_795_459_380_000 + i64::from(self.ticks) * 1000), entropy }
    }

    fn press(&mut self, key: Key) -> Vec<Effect> {
        let Some(action) = lookup(self.model.context(), key) else { return Vec::new() };
        self.act(action)
    }

    fn act(&mut self, action: Action) -> Vec<Effect> {
        let now = self.now();
        let effects = update(&mut self.model, Message::Act(action), now);
        self.carry_out(&effects, now);
        effects
    }

    /// Does what the outside would do.
    fn carry_out(&mut self, effects: &[Effect], now: Now) {
        for effect in effects {
            let told = match effect {
                Effect::Record(facts) => {
                    self.journal.extend(facts.iter().cloned());
                    continue;
                }
                Effect::Look(query) => Message::Found { query: query.clone(), found: self.find(query) },
                Effect::ListLearners => Message::Learners(self.known()),
                Effect::Load(name) => {
                    let learner = Box::new(Learner::fold(&BANK, self.facts_of(name)));
                    Message::Loaded { name: name.clone(), learner }
                }
                _ => continue,
            };
            let effects = update(&mut self.model, told, now);
            self.carry_out(&effects, now);
        }
    }

    fn facts_of<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Fact> {
        self.journal.iter().filter(move |fact| fact.learner == name)
    }

    /// Who is in the journal, the one who was here last first.
    fn known(&self) -> Vec<Known> {
        let mut known: Vec<Known> = Vec::new();
        for fact in self.journal.iter().rev() {
            if known.iter().all(|one| one.name != fact.learner) {
                let answers = self.facts_of(&fact.learner).filter(|fact| matches!(fact.event, Event::Answered(_)));
                let answers = answers.fold(0, |count, _| count + 1);
                known.push(Known { name: fact.learner.clone(), answers, day: Some(fact.at.day()) });
            }
        }
        known
    }

    /// A start that asks which of `names` is learning.
    fn asked(names: impl IntoIterator<Item = String>) -> Self {
        let mut at = Self::new();
        let known = names.into_iter().map(|name| Known { name, answers: 12_345, day: Some(20_000) });
        let ask = Message::Ask { known: known.collect(), aim: Aim::Review };
        let now = at.now();
        let _ = update(&mut at.model, ask, now);
        at
    }

    fn find(&self, query: &Query) -> Found {
        let mut search = Search::new(&BANK, query);
        for fact in &self.journal {
            search.take(fact);
        }
        search.finish()
    }

    fn type_keys(&mut self, keys: &str) {
        for key in keys.chars() {
            self.press(if key == '\n' { Key::Enter } else { Key::Char(key) });
        }
    }

    /// Answers every question of the round at hand with the left side.
    fn play_to_the_end(&mut self) {
        while matches!(self.model.screen(), Screen::Quiz(_)) {
            self.type_keys("s\n");
        }
    }

    /// Draws, tells the model the number of pages, and draws again, as the terminal does.
    fn see(&mut self, theme: Theme, width: u16, height: u16) -> (Buffer, Seen) {
        let area = Rect::new(0, 0, width, height);
        let mut buffer = Buffer::empty(area);
        let seen = draw(&self.model, theme, area, &mut buffer);
        let _ = update(&mut self.model, Message::Shown { pages: seen.pages, listed: seen.listed() }, Now::default());
        let mut buffer = Buffer::empty(area);
        let seen = draw(&self.model, theme, area, &mut buffer);
        (buffer, seen)
    }

    fn text(&mut self, width: u16, height: u16) -> String {
        text(&self.see(THEME, width, height).0)
    }
}

fn text(buffer: &Buffer) -> String {
    let area = buffer.area;
    let line = |y| {
        let mut line = String::new();
        let mut skip = 0;
        for x in 0..area.width {
            let symbol = buffer[(x, y)].symbol();
            if skip > 0 {
                skip -= 1;
                continue;
            }
            skip = symbol.width().saturating_sub(1);
            line.push_str(symbol);
        }
        line.trim_end().to_owned()
    };
    (0..area.height).map(line).collect::<Vec<_>>().join("\n")
}

fn is_repeat(model: &Model) -> bool {
    matches!(model.screen(), Screen::Quiz(quiz) if quiz.session.is_repeat())
}

/// Days after a quiz, so that something is due and the review is the first entry; then the review's first repeat.
fn days_later() -> [(&'static str, Learnt); 2] {
    let home = || {
        let mut at = Learnt::new();
        at.type_keys("m");
        at.play_to_the_end();
        at.ticks += 3 * 86_400;
        at.type_keys("h");
        at
    };
    let mut reviewing = home();
    reviewing.type_keys("\n");
    while !is_repeat(&reviewing.model) {
        reviewing.type_keys("n\n");
    }
    [("home-due", home()), ("repeat", reviewing)]
}

/// Names of screens with the keys that lead to them.
const WAYS: [(&str, &str); 42] = [
    ("welcome", ""),
    ("predict", "\n"),
    ("revealed", "\na"),
    ("idea", "\na\n"),
    ("words", "\na\n\n"),
    ("pair", "\na\n\n\n"),
    ("numbers", "\na\n\n\n\n"),
    ("bends", "\na\n\n\n\n\n"),
    ("bends-settled", "\na\n\n\n\n\nf"),
    ("heard", "\na\n\n\n\n\nf\n"),
    ("exercise", "\na\n\n\n\n\nf\n\n"),
    ("exercise-feedback", "\na\n\n\n\n\nf\n\nf"),
    ("missed", "\na\n\n\n\n\nf\n\nn\nn\nn\nn\nn\nn\n"),
    ("home", "mq"),
    ("question", "m"),
    ("hint", "mh"),
    ("feedback-left", "mf"),
    ("feedback-right", "mj"),
    ("unknown", "mn"),
    ("sources", "mjo"),
    ("topics", "mqt"),
    ("setup", "mqc"),
    ("typing", "mq#MON"),
    ("settings", "mqs"),
    ("exam-day", "mqsjjj\n27 dec"),
    ("learners", "mqsl"),
    ("naming", "mqslj\nGrace Hopper"),
    ("progress-empty", "mqqp"),
    ("cards", "mqd"),
    ("verdict", "mqd\n"),
    ("cases", "mqdc"),
    ("case-story", "mqdc\n"),
    ("case-dimension", "mqdc\n\n1234"),
    ("case-text", "mqdc\n\n1234 "),
    ("case-profiles", "mqdc\n\n12341234"),
    ("case-verdict", "mqdc\n\n12341234\no"),
    ("glossary", "mqg"),
    ("glossary-words", "mjg"),
    ("searching", "mqgzone"),
    ("nothing-found", "mqg/zzz"),
    ("marks", "mqsw"),
    ("help", "m?"),
];

/// Ways to every screen.
fn everywhere() -> Vec<(&'static str, Learnt)> {
    let walk = |(name, keys): (&'static str, &str)| {
        let mut learnt = Learnt::new();
        learnt.type_keys(keys);
        (name, learnt)
    };
    let mut all: Vec<_> = WAYS.into_iter().map(walk).collect();
    let mut finished = Learnt::new();
    finished.type_keys("m");
    finished.play_to_the_end();
    all.push(("summary", finished));
    let mut looking_back = Learnt::new();
    looking_back.type_keys("m");
    looking_back.play_to_the_end();
    looking_back.type_keys("hp");
    all.push(("progress", looking_back));
    all.extend(mistakes());
    all.extend(progress_views());
    all.extend(answers_behind_figures());
    all.extend(days_later());
    let crowd = || {
        (1..40).map(|number| format!("{} {number}", "Somebody with a name as long as".get(..number).unwrap_or("Ada")))
    };
    let mut last_of_many = Learnt::asked(crowd());
    last_of_many.type_keys(&"j".repeat(38));
    all.extend([("learners-asked", Learnt::asked(crowd())), ("learners-scrolled", last_of_many)]);
    let mut troubled = Learnt::new();
    troubled.type_keys("m");
    let failed = Message::SaveFailed { facts: Vec::new(), reason: "The disk is full: free some space.".to_owned() };
    let _ = update(&mut troubled.model, failed, Now::default());
    all.push(("trouble", troubled));
    all
}

/// The mistakes after a round and after many, with the cursor on the first thought and on another.
fn mistakes() -> Vec<(&'static str, Learnt)> {
    let after = |(name, rounds, keys): (&'static str, usize, &str)| {
        let mut at = Learnt::at_home_after(rounds);
        at.type_keys(&format!("x{keys}"));
        (name, at)
    };
    [("mistakes", 1, ""), ("mistakes-many", 4, ""), ("mistakes-another", 4, "jj")].map(after).into()
}

#[test]
fn from_the_mistakes_one_practises_the_selected_thought_or_all_and_reads_on() {
    for (key, wanted) in [(Key::Enter, false), (Key::Char('a'), true)] {
        let mut at = Learnt::at_home_after(4);
        let missed = at.model.learner().mistakes().len();
        at.type_keys("x");
        assert!(at.text(80, 24).contains(&format!("{missed} to fix")), "{}", at.text(80, 24));
        at.press(key);
        let Screen::Quiz(quiz) = at.model.screen() else { panic!("{}", at.text(80, 24)) };
        assert_eq!(quiz.session.started.statements.len() > 3, wanted, "{}", at.text(80, 24));
    }
    let mut at = Learnt::at_home_after(4);
    at.type_keys("xL");
    assert!(matches!(at.model.screen(), Screen::Lesson(_)));
    let mut at = Learnt::at_home_after(4);
    at.type_keys("p");
    for (key, title) in [('w', "What I now know"), ('x', "Mistakes"), ('y', "The numbers")] {
        at.type_keys(&key.to_string());
        assert!(at.text(80, 24).contains(title), "{}", at.text(80, 24));
        at.type_keys("qp");
    }
}

#[test]
fn the_report_is_asked_for_from_every_view_of_the_progress() {
    for (name, mut learnt) in progress_views() {
        if matches!(learnt.model.screen(), Screen::Progress(_)) {
            assert_eq!(learnt.press(Key::Char('r')), [Effect::Report], "{name}");
            assert!(learnt.text(80, 24).contains("r report"), "{name}");
        }
    }
}

#[test]
fn a_long_notice_is_told_to_its_end_in_the_smallest_window() {
    let folder = "/home/ada/courses/industrial-internet-of-things/autumn/week-one";
    let mut learnt = Learnt::new();
    learnt.type_keys("mqqp");
    let told = format!("Written: iotutor-report-2026-11-23.html and .md, in {folder}.");
    let _ = update(&mut learnt.model, Message::Told(told), Now::default());
    let shown = learnt.text(60, 20);
    let letters: String = shown.chars().filter(|c| !c.is_whitespace()).collect();
    assert!(letters.contains(&format!("in{folder}.")) && shown.contains("q home"), "{shown}");
}

/// The first words of a text, so many as stand on one line of the smallest window.
fn beginning(text: &str) -> String {
    text.split_whitespace().take(4).collect::<Vec<_>>().join(" ")
}

#[test]
fn in_a_narrow_window_each_statement_stands_above_its_own_reason_that_of_the_question_first() {
    let mut sides = BTreeSet::new();
    let mut at = Learnt::new();
    at.type_keys("m");
    while let Screen::Quiz(quiz) = at.model.screen() {
        let entry = quiz.session.entry(&BANK).unwrap();
        at.type_keys("j");
        if let Counterpart::Statement(other) = entry.counterpart() {
            sides.insert(entry.at.side);
            let mut shown = at.text(60, 20);
            if at.see(THEME, 60, 20).1.pages > 1 {
                at.press(Key::PageDown);
                shown.push_str(&at.text(60, 20));
                at.press(Key::PageUp);
            }
            let asked = [&entry.statement.text, &entry.statement.explanation].map(|text| beginning(text));
            let told = [&other.text, &other.explanation].map(|text| beginning(text));
            let order = ["your statement", &asked[0], &asked[1], "the counterpart", &told[0], &told[1]];
            let places: Vec<_> = order.iter().map(|text| shown.find(*text)).collect();
            assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{places:?} {order:?}:\n{shown}");
        }
        at.type_keys("\n");
    }
    assert_eq!(sides.len(), 2);
}

/// Every view of the progress, after no round, one and two.
fn progress_views() -> Vec<(&'static str, Learnt)> {
    let views = [
        ("progress-topic", "\n"),
        ("progress-numbers", "n"),
        ("progress-days", "nn"),
        ("progress-known", "nnn"),
        ("progress-rounds", "nnnn"),
        ("progress-around", "nnnnn"),
    ];
    let after = |rounds: usize, (name, keys): (&'static str, &str)| {
        let mut at = Learnt::at_home_after(rounds);
        at.type_keys(&format!("p{keys}"));
        (name, at)
    };
    (0..3).flat_map(|rounds| views.map(|view| after(rounds, view))).collect()
}

/// The way from each view of the progress to the answers behind a figure, and to one of them whole.
const TO_ANSWERS: [(&str, &str); 4] = [("map", "\n\n"), ("numbers", "njj\n"), ("days", "nn\n"), ("rounds", "b\n")];

fn answers_behind_figures() -> Vec<(&'static str, Learnt)> {
    let looking = |(name, keys): (&'static str, &str), further: &str| {
        let mut at = Learnt::at_home_after(2);
        at.type_keys(&format!("p{keys}{further}"));
        (name, at)
    };
    TO_ANSWERS.into_iter().flat_map(|way| [looking(way, ""), looking(way, "\n")]).collect()
}

#[test]
fn from_every_view_of_the_progress_one_comes_to_the_answers_behind_a_figure_and_back() {
    for (name, mut at) in answers_behind_figures() {
        let Screen::Answers(answers) = at.model.screen() else { panic!("{name}: {}", at.text(80, 24)) };
        let (opened, all) = (answers.opened, answers.found.all);
        assert!(all > 0 || name == "map", "{name}");
        let shown = at.text(80, 24);
        assert!(all == 0 || !opened || shown.contains("You said "), "{name}: {shown}");
        at.type_keys(if opened && all > 0 { "qq" } else { "q" });
        assert!(matches!(at.model.screen(), Screen::Progress(_)), "{name}");
        at.type_keys(if name == "map" { "qq" } else { "q" });
        assert!(matches!(at.model.screen(), Screen::Home(_)), "{name}");
    }
}

#[test]
fn an_attempt_is_gone_on_with_or_played_again_from_its_answers() {
    let mut at = Learnt::new();
    at.type_keys("mf\nqpb\n");
    assert!(at.text(80, 24).contains("1 answer"), "{}", at.text(80, 24));
    at.type_keys("c");
    assert!(at.text(80, 24).contains("2 of 10"), "{}", at.text(80, 24));
    at.play_to_the_end();
    at.type_keys("hpb\nr");
    assert!(at.text(80, 24).contains("1 of 10"), "{}", at.text(80, 24));
}

#[test]
fn a_list_longer_than_the_window_is_gone_through_by_pages_and_to_its_ends() {
    let mut at = Learnt::at_home_after(3);
    at.type_keys("pnn\n");
    assert!(at.text(80, 24).contains("more below"), "{}", at.text(80, 24));
    let selected = |at: &Learnt| match at.model.screen() {
        Screen::Answers(answers) => (answers.selected, answers.found.newest.len()),
        other => panic!("{other:?}"),
    };
    let (_, count) = selected(&at);
    at.press(Key::PageDown);
    let (page, _) = selected(&at);
    assert!(page > 3 && page + 1 < count, "{page} of {count}");
    at.press(Key::End);
    assert_eq!(selected(&at).0, count - 1);
    assert!(!at.text(80, 24).contains("more below"), "{}", at.text(80, 24));
    at.press(Key::Home);
    assert_eq!(selected(&at).0, 0);
}

#[test]
fn the_rounds_that_were_left_before_the_last_one_are_a_key_away() {
    let mut at = Learnt::at_home_after(0);
    at.type_keys("mf\nqmf\nf\nq");
    let home = at.text(80, 24);
    assert!(home.contains("The round before") && home.contains("question 2 of 10"), "{home}");
    at.type_keys("o");
    assert!(at.text(80, 24).contains("2 of 10"), "{}", at.text(80, 24));
}

#[test]
fn an_answer_given_again_counts_the_same_wherever_answers_are_counted() {
    let mut at = Learnt::new();
    at.type_keys("mf\nfuf\nf\nqp");
    let head = at.text(80, 24);
    let all =
        head.lines().find_map(|line| line.trim().strip_suffix(" answers")?.rsplit(' ').next()).unwrap().to_owned();
    at.type_keys("nn\n");
    let opened = at.text(120, 40);
    assert!(opened.contains(&format!("{all} of ")) && opened.contains(" answers count"), "{all}: {opened}");
}

#[test]
fn where_nothing_can_be_opened_yet_that_is_said() {
    let mut at = Learnt::new();
    at.type_keys("mqqpn\n");
    assert!(at.text(60, 20).contains("There is nothing to open here yet."), "{}", at.text(60, 20));
}

#[test]
fn answers_without_a_certainty_are_reached_from_the_certainties() {
    let mut at = Learnt::at_home_after(2);
    at.set(|settings| settings.certainty = false);
    at.type_keys("mf\nqpnjjj\n");
    let Screen::Answers(answers) = at.model.screen() else { panic!("{}", at.text(80, 24)) };
    assert_eq!((&answers.query, answers.found.all), (&Query::Certainty(None), 1));
}

#[test]
fn an_answer_taken_back_says_so() {
    let mut at = Learnt::new();
    at.type_keys("mfuf\nqpb\n");
    let shown = at.text(80, 24);
    assert!(
        shown.contains("1 of 2 answers count") && shown.contains("taken back") && shown.contains("again"),
        "{shown}"
    );
}

#[test]
fn every_context_is_walked_through() {
    let mut seen: BTreeSet<String> = everywhere().iter().map(|(_, at)| format!("{:?}", at.model.context())).collect();
    let mut plain = Learnt::new();
    plain.set(|settings| settings.certainty = false);
    plain.type_keys("m");
    seen.insert(format!("{:?}", plain.model.context()));
    // Those of an assessment are walked through in tests/assess.rs, those of a class in tests/stage.rs and tests/seat.rs.
    let led = |context: &Context| context.is_of_class() || context.is_of_seat() || context.is_of_desk();
    let elsewhere = |context: &Context| context.is_of_assessment() || led(context);
    let here = Context::ALL.iter().copied().filter(|context| !elsewhere(context));
    let all: BTreeSet<String> = here.map(|context| format!("{context:?}")).collect();
    assert_eq!(seen, all);
}

#[test]
fn every_screen_fits_its_design_size_and_the_smallest_one_with_at_most_one_more_page() {
    for (name, mut at) in everywhere() {
        let long = matches!(name, "summary" | "glossary" | "help" | "progress-topic" | "words" | "numbers");
        let (buffer, seen) = at.see(THEME, 80, 24);
        assert!(long || seen.pages == 1, "{name} needs {} pages at 80x24:\n{}", seen.pages, text(&buffer));
        let (buffer, seen) = at.see(THEME, 60, 20);
        assert!(long || seen.pages <= 2, "{name} needs {} pages at 60x20:\n{}", seen.pages, text(&buffer));
    }
}

/// A learner of years and very many answers, in every view of the progress.
fn progress_of_years() -> [(&'static str, Learnt); 6] {
    const ANSWERS: u32 = 150_000;
    const A_ROUND: u32 = 500;
    let mut once = Learnt::new();
    once.type_keys("m");
    once.journal.retain(|fact| matches!(fact.event, Event::Started(_)));
    let certainties = [Certainty::C1, Certainty::C2, Certainty::C3].into_iter().cycle();
    let statements: Vec<_> = BANK.statements().collect();
    let answers =
        statements.into_iter().cycle().zip(certainties).zip(0..ANSWERS).map(|((entry, certainty), number)| {
            let side = if number.is_multiple_of(5) { entry.at.side.other() } else { entry.at.side };
            let response = if side == Side::Left { Response::Left } else { Response::Right };
            let (statement, certainty) = (entry.statement.id.clone(), Some(certainty));
            let (revision, hinted, retaken, elapsed) = (1, false, false, 9_000);
            Event::Answered(Answered { statement, revision, response, certainty, hinted, retaken, elapsed })
        });
    let mut facts: Vec<Fact> = Vec::new();
    for (number, event) in (0..ANSWERS).zip(answers) {
        let at = Moment::utc(1_700_000_000_000 + i64::from(number) * 600_000);
        let attempt = format!("{:032x}", number / A_ROUND);
        let fact = |event| Fact { id: String::new(), learner: "me".to_owned(), at, attempt: attempt.clone(), event };
        let begins = number.is_multiple_of(A_ROUND);
        facts.extend(once.journal.iter().filter(|_| begins).map(|started| fact(started.event.clone())));
        facts.push(fact(event));
    }
    let views = [
        ("years-map", ""),
        ("years-topic", "\n"),
        ("years-numbers", "n"),
        ("years-days", "nn"),
        ("years-known", "nnn"),
        ("years-rounds", "nnnn"),
    ];
    views.map(|(name, keys)| {
        let mut at = Learnt::with(facts.clone());
        at.type_keys(&format!("mqqp{keys}"));
        (name, at)
    })
}

#[test]
fn no_line_of_any_screen_runs_out_of_it_on_the_right() {
    for (name, mut at) in everywhere().into_iter().chain(progress_of_years()) {
        for theme in [THEME, Theme::new(Palette::Mono, true)] {
            for (width, height) in [(60, 20), (66, 20), (72, 20), (80, 24), (120, 40)] {
                let (buffer, seen) = at.see(theme, width, height);
                assert_eq!(seen.cut, 0, "{name} at {width}x{height}:\n{}", text(&buffer));
            }
        }
    }
}

#[test]
fn the_selected_entry_of_a_long_list_is_in_sight_at_both_ends() {
    for (name, mut at) in progress_of_years() {
        if name == "years-known" {
            continue;
        }
        assert!(at.text(60, 20).contains('›'), "{name}:\n{}", at.text(60, 20));
        at.type_keys(&"j".repeat(60));
        assert!(at.text(60, 20).contains('›'), "{name} at its last choice:\n{}", at.text(60, 20));
    }
}

#[test]
fn of_each_learner_all_words_are_seen_in_the_smallest_window_however_long_the_name() {
    let names = ["Ada".to_owned(), "n".repeat(19), "n".repeat(20), "n".repeat(40)];
    let shown = Learnt::asked(names.clone()).text(60, 20);
    let shown = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(names.iter().all(|name| shown.contains(name)), "{shown}");
    assert_eq!(shown.matches("12345 answers, last on 4 October 2024").count(), names.len(), "{shown}");
}

#[test]
fn every_lesson_screen_of_every_topic_fits() {
    for topic in 0..BANK.topic_count() {
        let mut at = Learnt::new();
        at.type_keys("mqt");
        for _ in 0..BANK.topic_count() {
            at.press(Key::Up);
        }
        for _ in 0..topic {
            at.press(Key::Down);
        }
        at.type_keys("\na");
        for screen in 1..=7 {
            let (wide, seen) = at.see(THEME, 80, 24);
            assert!(seen.pages <= 2, "topic {topic} screen {screen} at 80x24:\n{}", text(&wide));
            let (small, seen) = at.see(THEME, 60, 20);
            assert!(seen.pages <= 3, "topic {topic} screen {screen} at 60x20:\n{}", text(&small));
            at.see(THEME, 80, 24);
            at.type_keys("f");
            let (wide, seen) = at.see(THEME, 80, 24);
            assert_eq!(seen.cut, 0, "topic {topic} screen {screen} at 80x24:\n{}", text(&wide));
            let (small, seen) = at.see(THEME, 60, 20);
            assert_eq!(seen.cut, 0, "topic {topic} screen {screen} at 60x20:\n{}", text(&small));
            for _ in 0..at.see(THEME, 80, 24).1.pages {
                at.type_keys("\n");
            }
        }
    }
}

#[test]
fn every_case_study_fits_from_its_story_to_its_verdict_and_records_only_that_it_was_judged() {
    for number in 0..BANK.cases().len() {
        let mut at = Learnt::new();
        at.type_keys("mqdc");
        let recorded = at.journal.len();
        at.act(Action::Pick(number));
        let case = &BANK.cases()[number];
        let dimensions: BTreeSet<&str> = case.profile.iter().map(|leaning| leaning.topic.as_str()).collect();
        let all = BANK.topics().filter(|(_, topic)| topic.dimension).count();
        assert_eq!((dimensions.len(), case.profile.len()), (all, all), "{} has a profile over all dimensions", case.id);
        let mut screens = 0;
        while at.model.context() != Context::Cases {
            screens += 1;
            let context = at.model.context();
            for (width, height, most) in [(60, 20, 2), (80, 24, 1), (120, 24, 2), (120, 40, 1)] {
                for theme in [THEME, Theme::new(Palette::Mono, true)] {
                    let (buffer, seen) = at.see(theme, width, height);
                    let shown = text(&buffer);
                    assert_eq!(seen.cut, 0, "{} {context:?} at {width}x{height}:\n{shown}", case.id);
                    let most = if context == Context::CaseJudging { 1 } else { most };
                    assert!(seen.pages <= most, "{} {context:?} at {width}x{height}:\n{shown}", case.id);
                    assert!(context != Context::CaseJudging || shown.contains("clearly"), "{shown}");
                }
            }
            if context == Context::CaseJudging {
                at.press(Key::Right);
                assert!(at.text(80, 24).contains("Enter go on with mostly IIoT"), "{}", at.text(80, 24));
            }
            at.press(Key::Enter);
        }
        assert_eq!((screens, at.journal.len()), (case.profile.len() + 3, recorded + 1), "{}", case.id);
    }
}

#[test]
fn the_widest_gap_of_a_case_study_leads_to_its_lesson_and_back_and_leaving_the_story_goes_on() {
    let mut at = Learnt::new();
    at.type_keys("mqdc\n\n2131 ");
    assert_eq!(at.model.context(), Context::CaseStory);
    at.type_keys("q");
    assert_eq!(at.model.context(), Context::CaseJudging, "the text in full is left for the dimension");
    at.type_keys("1233");
    let shown = at.text(80, 24);
    assert!(shown.contains("You and the expert agree on") && shown.contains("Security"), "{shown}");
    let (buffer, seen) = at.see(THEME, 80, 24);
    let shown = text(&buffer);
    let row = shown.lines().position(|line| line.contains("  Environment")).unwrap();
    let click = seen.clicked(20, u16::try_from(row).unwrap()).unwrap();
    for (key, topic) in [(Some(Key::Char('L')), 6), (None, 3)] {
        match key {
            Some(key) => at.press(key),
            None => at.act(click),
        };
        assert!(matches!(at.model.screen(), Screen::Lesson(lesson) if lesson.topic == topic), "{}", at.text(80, 24));
        at.type_keys("q");
        assert_eq!(at.model.context(), Context::CaseCompared);
    }
}

#[test]
fn each_topic_ends_with_a_case_study_and_most_with_one_of_their_own() {
    use iotutor::app::case::offered_at;
    let mut different = BTreeSet::new();
    for number in 0..BANK.topic_count() {
        let topic = &BANK.manifest.topics[number].id;
        let case = &BANK.cases()[offered_at(&BANK, number).unwrap_or_else(|| panic!("{topic} has no case study"))];
        assert!(case.topics.contains(topic), "{} is not offered at {topic}", case.id);
        different.insert(&case.id);
        let place = Event::LessonAt { topic: topic.clone(), screen: 10 };
        let fact = |event| Fact {
            id: "e".repeat(32),
            learner: "me".to_owned(),
            at: Moment::utc(1_795_459_380_000),
            attempt: String::new(),
            event,
        };
        let mut at = Learnt::with(vec![fact(place)]);
        let now = at.now();
        let _ = update(&mut at.model, Message::Begin(Aim::Lesson(Some(number))), now);
        for (width, height) in [(80, 24), (60, 20)] {
            let (buffer, seen) = at.see(THEME, width, height);
            let shown = text(&buffer);
            assert!(seen.pages <= 2 && shown.contains("c case study"), "{topic}:\n{shown}");
        }
        assert!(at.text(80, 24).contains(case.title.as_str()), "{}", at.text(80, 24));
        at.type_keys("c");
        assert!(at.text(80, 24).contains(&case.title) && at.model.context() == Context::CaseStory, "{topic}");
        at.type_keys("q");
        assert_eq!(at.model.context(), Context::Reading);
    }
    assert!(different.len() + 1 >= BANK.topic_count(), "{different:?}");
}

#[test]
fn the_glossary_is_searched_as_one_types_and_the_search_and_its_word_stay_in_sight() {
    let mut at = Learnt::new();
    at.type_keys("mqg");
    let all = BANK.manifest.glossary.len();
    assert!(at.text(80, 24).contains(&format!("{all} words")) && at.text(80, 24).contains("/ type to search"));
    at.type_keys("zonee");
    assert!(at.text(80, 24).contains("No word like that among"), "{}", at.text(80, 24));
    at.press(Key::Backspace);
    for (width, height) in [(80, 24), (60, 20), (120, 40)] {
        let shown = at.text(width, height);
        assert!(shown.contains("/ zone▏") && shown.contains(&format!(" of {all} words")), "{shown}");
        assert!(shown.contains("Esc clear"), "{shown}");
    }
    for _ in 0..3 {
        at.press(Key::PageDown);
    }
    let glossary = |at: &Learnt| match at.model.screen() {
        Screen::Glossary(glossary) => glossary.clone(),
        other => panic!("{other:?}"),
    };
    let last = glossary(&at).chosen(&BANK).unwrap().clone();
    let shown = at.text(60, 20);
    assert!(shown.contains("/ zone▏") && shown.contains('›'), "{shown}");
    let words = last.meaning.split_whitespace().take(4).collect::<Vec<_>>().join(" ");
    assert!(shown.contains(&words), "{words}: {shown}");
    at.press(Key::Esc);
    assert!(!glossary(&at).is_searching());
    at.press(Key::Esc);
    assert!(matches!(at.model.screen(), Screen::Home(_)));
}

#[test]
fn from_a_page_the_glossary_shows_its_words_and_esc_goes_back_to_it() {
    let mut at = Learnt::new();
    at.type_keys("m");
    let words = |at: &Learnt| match at.model.screen() {
        Screen::Glossary(glossary) => glossary.only.clone(),
        _ => None,
    };
    let mut found = None;
    while found.is_none() && at.model.context() == Context::Asking {
        at.type_keys("fg");
        found = words(&at);
        at.type_keys(if found.is_some() { "" } else { "q\n" });
    }
    let count = found.map_or(0, |only| only.len());
    assert!(count > 0);
    let shown = at.text(80, 24);
    let all = BANK.manifest.glossary.len();
    assert!(shown.contains("words on this page") && shown.contains(&format!("{count} of {all} words")), "{shown}");
    at.type_keys("x");
    at.press(Key::Esc);
    assert!(words(&at).is_some(), "after a search the words of the page are there again");
    at.press(Key::Esc);
    assert_eq!(at.model.context(), Context::Explaining);
}

#[test]
fn a_word_that_a_lesson_teaches_leads_to_it() {
    let mut at = Learnt::new();
    let mut taught = BANK.topic(6).unwrap().lesson.as_ref().unwrap().words.right.iter();
    let known = |word: &str| BANK.manifest.glossary.iter().find(|term| term.term.eq_ignore_ascii_case(word));
    let term = taught.find_map(|word| known(&word.term)).unwrap();
    at.type_keys("mqg/");
    at.type_keys(&term.term);
    assert!(at.text(80, 24).contains("taught in"), "{}", at.text(80, 24));
    at.press(Key::Enter);
    assert_eq!(at.model.context(), Context::Searching, "Enter takes nobody away from what is read");
    assert!(at.text(60, 20).contains("Tab its lesson"), "{}", at.text(60, 20));
    at.press(Key::Tab);
    assert!(matches!(at.model.screen(), Screen::Lesson(_)), "{}", at.text(80, 24));
    at.type_keys("q");
    assert_eq!(at.model.context(), Context::Searching);
}

#[test]
fn a_word_leads_to_the_screen_that_explains_it_and_the_lesson_stays_where_it_was_left() {
    let topic = BANK.topic(0).unwrap();
    let words = &topic.lesson.as_ref().unwrap().words;
    let known = |word: &str| BANK.manifest.glossary.iter().any(|term| term.term.eq_ignore_ascii_case(word));
    let taught: Vec<&str> = words.left.iter().chain(&words.right).map(|word| word.term.as_str()).collect();
    let mut looked_up = 0;
    for term in taught.into_iter().filter(|term| known(term)) {
        let mut at = Learnt::amid_lesson(9);
        at.type_keys("mqg/");
        at.type_keys(term);
        let before = at.journal.len();
        at.press(Key::Tab);
        let Screen::Lesson(lesson) = at.model.screen() else { panic!("{}", at.text(80, 24)) };
        if lesson.topic == 0 {
            assert!(at.text(120, 40).contains(term), "{term}: {}", at.text(120, 40));
            assert!(at.text(80, 24).contains("words of the trade"), "{}", at.text(80, 24));
            at.type_keys("\nbq");
            assert_eq!((at.model.context(), at.journal.len()), (Context::Searching, before), "{term}");
            looked_up += 1;
        }
    }
    assert!(looked_up > 4, "{looked_up}");
}

#[test]
fn certainty_is_offered_in_one_line_at_the_end_of_a_round_and_taken_up_with_a_key() {
    let mut at = Learnt::with(Vec::new());
    at.set(|settings| settings.certainty = false);
    let mut rounds = 0;
    while at.model.settings().offered == Offered::NotYet {
        rounds += 1;
        at.type_keys(if rounds == 1 { "m" } else { "hm" });
        while matches!(at.model.screen(), Screen::Quiz(_)) {
            at.type_keys("f\n");
        }
        let answers: u32 = at.model.learner().days().values().sum();
        assert_eq!(at.model.settings().offered == Offered::Once, answers >= 20, "{answers} answers");
    }
    for (width, height) in [(60, 20), (80, 24), (120, 40)] {
        let shown = at.text(width, height).split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(shown.contains("New: say how sure you are") && shown.contains("y turns it on"), "{shown}");
    }
    at.type_keys("y");
    assert!(at.model.settings().certainty && at.text(80, 24).contains("From the next round on"));
    at.type_keys("hm");
    assert_eq!(at.model.context(), Context::Asking);
}

#[test]
fn every_question_feedback_and_card_fits() {
    let mut at = Learnt::new();
    at.set(|settings| settings.sitting = 10_000);
    // The first quiz of all is a quick one.
    at.type_keys("mfqm");
    let mut asked = 0;
    while at.model.context() == Context::Asking {
        asked += 1;
        let seen = at.see(THEME, 60, 20).1;
        assert_eq!(seen.pages, 1, "{}", at.text(60, 20));
        at.type_keys("fh");
        let (buffer, seen) = at.see(THEME, 80, 24);
        assert_eq!((seen.pages, seen.cut), (1, 0), "{}", text(&buffer));
        let (buffer, seen) = at.see(THEME, 60, 20);
        assert!(seen.pages <= 2 && seen.cut == 0, "{}", text(&buffer));
        at.see(THEME, 80, 24);
        at.type_keys("\n");
    }
    assert!(asked > 300, "{asked} questions");
    let mut cards = Learnt::new();
    cards.type_keys("mqd");
    for _ in 0..200 {
        cards.type_keys("\n");
        let (buffer, seen) = cards.see(THEME, 80, 24);
        assert_eq!(seen.pages, 1, "{}", text(&buffer));
        assert!(cards.see(THEME, 60, 20).1.pages <= 2);
        cards.see(THEME, 80, 24);
    }
}

#[test]
fn left_is_left_and_right_is_right_on_the_question() {
    let mut at = Learnt::new();
    at.type_keys("m");
    let shown = at.text(80, 24);
    let line = shown.lines().find(|line| line.contains("IoT  consumer")).unwrap();
    assert!(line.find("IoT  consumer") < line.find("industrial  IIoT"));
}

#[test]
fn a_window_too_small_says_so_in_whatever_room_there_is_and_comes_back() {
    let mut at = Learnt::new();
    at.type_keys("m");
    let before = at.text(80, 24);
    let polite = "iotutor needs 60 x 20; this window is";
    for (width, height, said) in [
        (59, 24, polite),
        (80, 19, polite),
        (40, 10, polite),
        (40, 1, "60x20 needed, 40x1 here: enlarge it"),
        (20, 2, "60x20 needed, 20x2 here: enlarge it"),
        (12, 1, "60x20 needed"),
        (10, 2, "60x20 needed"),
        (10, 1, "60x20"),
        (1, 1, "6"),
    ] {
        let (buffer, seen) = at.see(THEME, width, height);
        assert!(seen.too_small);
        let words = text(&buffer).split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(words.starts_with(said), "{width}x{height}: {words}");
    }
    assert!(at.text(59, 24).starts_with("iotutor needs 60 x 20; this window is 59 x 24."));
    assert_eq!(at.text(80, 24), before);
}

#[test]
fn nothing_is_told_by_colour_alone() {
    for (name, mut at) in everywhere() {
        let coloured = at.text(80, 24);
        for palette in [Palette::Light, Palette::Mono] {
            let other = text(&at.see(Theme::new(palette, false), 80, 24).0);
            assert_eq!(coloured, other, "{name}");
        }
    }
}

#[test]
fn ascii_means_ascii() {
    for (name, mut at) in everywhere() {
        let shown = text(&at.see(Theme::new(Palette::Dark, true), 80, 24).0);
        let strange: String = shown.chars().filter(|c| !c.is_ascii()).collect();
        assert!(strange.is_empty(), "{name}: {strange}\n{shown}");
    }
}

#[test]
fn a_click_does_what_stands_there() {
    let mut at = Learnt::new();
    at.type_keys("mf\nq");
    for click in ["selects", "opens"] {
        let (buffer, seen) = at.see(THEME, 80, 24);
        let shown = text(&buffer);
        let row = shown.lines().position(|line| line.contains("  Discussion")).unwrap();
        assert_eq!(shown.lines().nth(row).unwrap().starts_with("  › Enter"), click == "opens", "{shown}");
        let action = seen.clicked(20, u16::try_from(row).unwrap()).unwrap();
        at.act(action);
    }
    assert!(matches!(at.model.screen(), Screen::Cards(_)));
    at.type_keys("qm");
    let (buffer, seen) = at.see(THEME, 80, 24);
    let row = text(&buffer).lines().position(|line| line.contains("certain    fairly")).unwrap();
    let action = seen.clicked(8, u16::try_from(row).unwrap()).unwrap();
    at.act(action);
    assert_eq!(at.model.context(), Context::Explaining);
}

/// What a click on the first of these words in the line with `line` asks for.
fn click(at: &mut Learnt, line: &str, words: &str) -> Option<Action> {
    let (buffer, seen) = at.see(THEME, 80, 24);
    let shown = text(&buffer);
    let (row, found) = shown.lines().enumerate().find(|(_, shown)| shown.contains(line))?;
    let before = found.split_once(words)?.0.width();
    seen.clicked(u16::try_from(before).ok()? + 1, u16::try_from(row).ok()?)
}

#[test]
fn a_click_on_a_value_chooses_it_and_beside_it_only_the_cursor_moves() {
    let mut at = Learnt::new();
    at.type_keys("mqs");
    let action = click(&mut at, "Quiet text", "normal");
    at.act(action.unwrap());
    assert!(!at.model.settings().dim && at.text(80, 24).contains("[normal]"), "{}", at.text(80, 24));
    let before = *at.model.settings();
    let action = click(&mut at, "Colours", "Colours");
    at.act(action.unwrap());
    assert!(at.text(80, 24).contains("› Colours") && *at.model.settings() == before, "{}", at.text(80, 24));
    at.type_keys("qc");
    for (line, words, shown) in [
        ("level", "2", "[2]"),
        ("what I don't know yet", "don't know", "[what I don't know yet]"),
        ("number", "all", "[all]"),
        ("Reliability", "Reliability", "✓  8 Reliability"),
    ] {
        let action = click(&mut at, line, words);
        at.act(action.unwrap());
        assert!(at.text(80, 24).contains(shown), "{shown}:\n{}", at.text(80, 24));
    }
}

#[test]
fn the_number_that_fits_is_the_number_that_is_played_where_fewer_fit_than_are_wanted() {
    let mut at = Learnt::new();
    at.type_keys("mqc ");
    for action in [Action::SetLevel(Some(3)), Action::SetCount(40)] {
        at.act(action);
    }
    let shown = at.text(80, 24);
    let fit: usize = shown.lines().next().unwrap().split_whitespace().rev().nth(2).unwrap().parse().unwrap();
    assert!(fit < 40 && shown.contains(&format!("Start: {fit} statements, about ")), "{shown}");
    at.type_keys("\n");
    let Screen::Quiz(quiz) = at.model.screen() else { panic!("{}", at.text(80, 24)) };
    assert_eq!(quiz.session.planned(), fit);
}

#[test]
fn an_answer_in_the_list_takes_two_lines_at_most_and_a_source_is_offered_where_there_is_one() {
    let mut at = Learnt::at_home_after(2);
    at.type_keys("pnjj\n");
    for (width, height) in [(80, 24), (60, 20), (120, 40)] {
        let shown = at.text(width, height);
        // The companion of a wide window stands to the right of this.
        let list: Vec<String> = shown.lines().skip(3).map(|line| line.chars().take(46).collect()).collect();
        let begins = |line: &String| line.chars().nth(4).is_some_and(|sign| matches!(sign, '✓' | '✗' | '·'));
        let answers: Vec<usize> = (0..list.len()).filter(|row| list.get(*row).is_some_and(begins)).collect();
        assert!(answers.len() > 5, "{shown}");
        assert!(answers.windows(2).all(|two| two[1] - two[0] <= 2), "{shown}");
    }
    let Screen::Answers(answers) = at.model.screen() else { panic!("{}", at.text(80, 24)) };
    let found = answers.found.newest.clone();
    at.type_keys("\n");
    let mut with = 0;
    for past in found.iter().take(30) {
        let entry = BANK.find(&past.answered.statement).and_then(|at| BANK.entry(at)).unwrap();
        let has = !entry.statement.sources.is_empty();
        let shown = at.text(80, 24);
        assert_eq!(shown.contains("   o source"), has, "{shown}");
        with += usize::from(has);
        at.type_keys("\n");
    }
    assert!(with > 0 && with < found.len().min(30), "{with} of {}", found.len());
}

#[test]
fn an_answer_that_was_not_saved_is_offered_again() {
    let mut at = Learnt::new();
    at.type_keys("m");
    let effects = at.press(Key::Char('f'));
    let Some(Effect::Record(facts)) = effects.first().cloned() else { panic!("nothing recorded") };
    let failed = Message::SaveFailed { facts: facts.clone(), reason: "The disk is full.".to_owned() };
    let _ = update(&mut at.model, failed, Now::default());
    assert!(at.text(80, 24).contains("The disk is full."), "the feedback is not shown before the answer is saved");
    assert_eq!(at.press(Key::Enter), [Effect::Record(facts)]);
    assert_eq!(at.model.context(), Context::Explaining);
}

fn any_key() -> impl Strategy<Value = Key> {
    let special = prop::sample::select(vec![
        Key::Enter,
        Key::Enter,
        Key::Enter,
        Key::Esc,
        Key::Backspace,
        Key::Tab,
        Key::Up,
        Key::Down,
        Key::Left,
        Key::Right,
        Key::PageUp,
        Key::PageDown,
        Key::Home,
        Key::End,
        Key::Ctrl('l'),
        Key::Ctrl('z'),
    ]);
    let letters = prop::sample::select("asdfjklnhu!mtopcxqgrbwvz12? L#".chars().collect::<Vec<_>>());
    prop_oneof![special, letters.prop_map(Key::Char), any::<char>().prop_map(Key::Char)]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_keys_at_random_sizes_never_panic_and_lose_nothing(
        steps in prop::collection::vec((any_key(), prop::option::weighted(0.3, (0u16..140, 0u16..50))), 1..30),
        explained in any::<bool>(),
    ) {
        let mut at = if explained { Learnt::new() } else { Learnt::with(Vec::new()) };
        for (key, size) in steps {
            at.press(key);
            if let Some((width, height)) = size {
                let (_, seen) = at.see(THEME, width, height);
                prop_assert!(seen.pages >= 1);
            }
        }
        // What the screens know is what the journal says, and the other way round.
        prop_assert_eq!(&Learner::fold(&BANK, at.facts_of(at.model.name())), at.model.learner());
        let ids: BTreeSet<&str> = at.journal.iter().map(|fact| fact.id.as_str()).collect();
        prop_assert_eq!(ids.len(), at.journal.len(), "every fact has an id of its own");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn from_every_screen_any_keys_at_any_size_never_panic(
        steps in prop::collection::vec((any_key(), prop::option::weighted(0.4, (0_u16..=300, 0_u16..=120))), 1..8),
    ) {
        for (_, mut at) in everywhere() {
            for (key, size) in &steps {
                if let Some((width, height)) = *size {
                    prop_assert!(at.see(THEME, width, height).1.pages >= 1);
                }
                at.press(*key);
            }
        }
    }
}

#[test]
fn the_same_seed_and_messages_replay_to_the_same_facts() {
    let play = || {
        let mut at = Learnt::new();
        at.type_keys("mf\njuk\nn\nd\n!");
        at.journal
    };
    assert_eq!(play(), play());
    assert!(play().iter().any(|fact| matches!(fact.event, Event::Undone { .. })));
}

#[test]
fn what_certainty_earns_is_a_key_away_from_the_question_until_it_was_read() {
    let mut at = Learnt::with(Vec::new());
    at.type_keys("m");
    assert!(at.text(80, 24).contains("w how scoring works"), "{}", at.text(80, 24));
    at.type_keys("w");
    let shown = at.text(80, 24);
    for said in ["+3", "−6", "above 80 % sure", "certain pays from four right out of five on"] {
        assert!(shown.contains(said), "{said}: {shown}");
    }
    at.type_keys("\n");
    assert_eq!(at.model.context(), Context::Asking);
    assert!(!at.text(80, 24).contains("w how scoring works"), "{}", at.text(80, 24));
    assert!(Learnt::with(at.journal).model.learner().marks_explained);
}

#[test]
fn certainty_switched_off_at_its_explanation_is_off_for_the_attempt_and_after() {
    let mut at = Learnt::with(Vec::new());
    at.type_keys("mw");
    let effects = at.press(Key::Char('o'));
    assert!(effects.iter().any(|effect| matches!(effect, Effect::KeepSettings(kept) if !kept.certainty)));
    assert_eq!(at.model.context(), Context::AskingPlain);
    at.type_keys("f\n");
    let mut later = Learnt::with(at.journal);
    later.type_keys("r");
    assert_eq!(later.model.context(), Context::AskingPlain, "the attempt is taken up without certainty");
    assert_eq!(later.model.learner().attempts().find(|one| !one.finished).and_then(|one| one.marks), None);
}

/// The pictures of documents, with the keys that lead to what they show.
const PICTURES: [(&str, &str, &str); 4] = [
    ("question", "A statement, and a line with IoT at one end and IIoT at the other to answer on", "mqm"),
    ("feedback", "The answered statement on the page of its side, and its counterpart on the other", "mqmj"),
    ("words", "The words of the trade of both sides, side by side", "mqt\njjj\n\n1\n\n"),
    ("round", "The end of a round: the score, and each answer as a sign on its side", "mqm*"),
];

#[test]
fn the_pictures_in_documents_are_what_the_program_draws() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/pictures");
    for (name, title, keys) in PICTURES {
        let mut at = Learnt::new();
        at.set(|settings| settings.certainty = false);
        at.type_keys(keys.trim_end_matches('*'));
        if keys.ends_with('*') {
            while matches!(at.model.screen(), Screen::Quiz(_)) {
                at.type_keys("f\n");
            }
        }
        let drawn = picture::svg(&at.see(THEME, 80, 24).0, title);
        let file = folder.join(format!("{name}.svg"));
        if std::env::var_os("UPDATE_PICTURES").is_some() {
            std::fs::write(&file, &drawn).unwrap();
        }
        let kept = std::fs::read_to_string(&file).unwrap_or_default().replace("\r\n", "\n");
        assert!(kept == drawn, "{name} changed; UPDATE_PICTURES=1 cargo test --test screens writes it anew");
    }
}

/// What a cell's look is for, as a letter, so that a snapshot tells roles too.
fn look(cell: &ratatui::buffer::Cell) -> char {
    use ratatui::style::{Color, Modifier};
    let has = |modifier| cell.modifier.contains(modifier);
    let letter = match cell.fg {
        _ if cell.symbol() == " " => return ' ',
        _ if has(Modifier::UNDERLINED) => 'u',
        _ if has(Modifier::DIM) => '.',
        Color::Cyan => 'l',
        Color::Yellow => 'r',
        Color::Green => 'y',
        Color::Red => 'x',
        Color::LightBlue => 'a',
        Color::Reset => 'o',
        _ => '?',
    };
    if has(Modifier::BOLD) { letter.to_ascii_uppercase() } else { letter }
}

/// The looks of all cells, a letter each: capitals are bold; l and r the two sides, a accent and keys, u deciding words,
/// y right, x wrong, o ordinary, a dot quiet.
fn looks(buffer: &Buffer) -> String {
    let area = buffer.area;
    let row = |y| (0..area.width).map(|x| look(&buffer[(x, y)])).collect::<String>().trim_end().to_owned();
    (0..area.height).map(row).collect::<Vec<_>>().join("\n")
}

#[test]
fn every_screen_is_what_it_was_when_somebody_looked_at_it_last() {
    let screens: std::collections::BTreeMap<&str, Learnt> = everywhere().into_iter().collect();
    for (name, mut at) in screens {
        let mut shown = String::new();
        for (width, height) in [(60, 20), (80, 24), (120, 40)] {
            writeln!(shown, "== {width}x{height}\n{}", at.text(width, height)).unwrap();
        }
        writeln!(shown, "== looks at 80x24\n{}", looks(&at.see(THEME, 80, 24).0)).unwrap();
        insta::assert_snapshot!(format!("screen-{name}"), shown);
    }
}

#[test]
fn enter_on_the_first_screen_of_a_lesson_says_what_there_is_to_choose() {
    let mut at = Learnt::new();
    at.type_keys("\n\n");
    assert!(at.text(80, 24).contains("Choose 1 or 2"), "{}", at.text(80, 24));
}

#[test]
fn a_list_that_goes_on_below_says_so_in_the_smallest_window() {
    let mut at = Learnt::at_home_after(2);
    assert!(!at.text(60, 20).contains("below"), "{}", at.text(60, 20));
    at.type_keys("c");
    assert!(at.text(60, 20).contains("below"), "{}", at.text(60, 20));
    assert!(!at.text(80, 24).contains("below"), "{}", at.text(80, 24));
}
