//! A desk without its thread: orders in any order, kills and clocks, and what comes of them.

mod kept;

use super::*;
use crate::adapters::results::roster::Listed;
use crate::adapters::store::Journal;
use crate::adapters::tickets::{Kept as KeptDesk, Made, find, keep, make};
use crate::app::view::desk::{Moves, Standing, stands};
use crate::domain::assessment::attempt::GAP;
use crate::domain::assessment::calibrate::Estimate;
use crate::domain::assessment::pool::Estimates;
use crate::domain::assessment::result::{Ending, Opened, Record, Voucher, open};
use crate::domain::bank::{Side, sample};
use kept::{Fault, Testing};
use proptest::prelude::*;
use std::cell::Cell;
use std::path::Path;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

static BANK: LazyLock<Arc<Bank>> = LazyLock::new(|| Arc::new(sample::bank(2, 30)));

pub(crate) const FIXED: &str = "format_version = 1
title = \"Entry\"
purpose = \"Who may skip?\"
bank = \"sample\"
cohort = \"MARCH\"
[paper]
kind = \"fixed\"
practice = 1
parallel = true
[blueprint]
topic-0 = [2, 2, 0]
topic-1 = [2, 2, 0]
[time]
minutes = 20
[attempts]
allowed = 1
[[accommodation]]
id = \"half-more\"
extra_time = 50
";

fn sequential() -> String {
    let kind = FIXED.replace("kind = \"fixed\"", "kind = \"sequential\"\nat_least = 20");
    let one = kind.replace("parallel = true", "parallel = false").replace("[2, 2, 0]", "[4, 4, 4]");
    one + "[cut]\nshare = 0.8\nmethod = \"decree\"\nby = \"us\"\non = 2026-01-01\n"
}

/// A form whose statements are chosen one by one.
fn adaptive() -> String {
    sequential().replace("kind = \"sequential\"\nat_least = 20", "kind = \"adaptive\"\nat_least = 12")
}

/// The statements that a form is taken with: where they are chosen one by one, how well each tells people apart is known.
fn pool(text: &str) -> Pool {
    if !text.contains("\"adaptive\"") {
        return Pool::of(&BANK, &Estimates::new());
    }
    let known = |(number, entry): (usize, crate::domain::bank::Entry<'_>)| {
        let spread = |count: usize, of: usize| f64::from(u8::try_from(number * count % of).unwrap());
        let estimate = Estimate {
            answers: 1_500,
            b: f64::from(entry.level().clamp(1, 3)) - 2.5 + spread(7, 11) / 10.0,
            b_error: 0.1,
            a: 0.8 + spread(5, 7) / 6.0,
            a_error: Some(0.08),
        };
        (entry.statement.id.clone(), (entry.statement.revision, estimate))
    };
    Pool::of(&BANK, &BANK.statements().enumerate().map(known).collect())
}

/// A hall in a folder of its own, with a clock that goes when it is told to.
pub(crate) struct Hall {
    folder: tempfile::TempDir,
    text: String,
    millis: Arc<AtomicI64>,
    entropy: Arc<AtomicU64>,
    pub(crate) made: Vec<Made>,
    devices: Vec<Token>,
    pub(crate) core: Option<Core<Testing>>,
    /// Another host that leads the same desk, where there is one.
    other: Option<Core<Testing>>,
    store: Testing,
    requests: Cell<u128>,
}

impl Hall {
    pub(crate) fn new(text: &str, people: usize) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let text = text.to_owned();
        let mut hall = Self {
            folder,
            text,
            millis: Arc::new(AtomicI64::new(1_795_459_380_000)),
            entropy: Arc::default(),
            made: Vec::new(),
            devices: vec![Token(0); people],
            core: None,
            other: None,
            store: Testing::default(),
            requests: Cell::new(0),
        };
        hall.store = Testing::of(hall.journal());
        let fresh = KeptDesk::new("Entry", "sample", 99);
        let mut clock = hall.clock();
        hall.made = make(&fresh, &hall.roster().people, &[], &mut clock);
        assert!(keep(&mut hall.store.clone(), &fresh, &hall.made, clock).unwrap());
        hall.open();
        hall
    }

    /// The same led by two hosts on one database; the clock of the other is so much ahead.
    fn of_two_hosts(text: &str, people: usize, ahead: i64) -> Self {
        let mut hall = Self::new(text, people);
        hall.store.shared();
        hall.kill();
        let mut clock = hall.clock();
        let clock = move || {
            let now = clock();
            Now { moment: Moment::utc(now.moment.millis + ahead), ..now }
        };
        hall.other = Some(Core::open(hall.store.clone(), hall.opening(), Box::new(clock)).unwrap());
        hall
    }

    /// From here on everybody is at the other host.
    fn change_over(&mut self) {
        std::mem::swap(&mut self.core, &mut self.other);
        self.core.as_mut().unwrap().look_on();
    }

    fn roster(&self) -> Roster {
        let listed = |number: usize| Listed {
            id: format!("A-{number}"),
            name: format!("Applicant {number}"),
            accommodation: if number == 0 { "half-more".to_owned() } else { String::new() },
            ..Listed::default()
        };
        Roster { people: (0..self.devices.len()).map(listed).collect() }
    }

    fn journal(&self) -> Journal {
        Journal::open(&self.folder.path().join("journal.sqlite3")).unwrap().journal
    }

    fn results(&self) -> PathBuf {
        self.folder.path().join("results")
    }

    fn clock(&self) -> Clock {
        let (millis, entropy) = (Arc::clone(&self.millis), Arc::clone(&self.entropy));
        Box::new(move || Now {
            moment: Moment::utc(millis.load(Ordering::SeqCst)),
            // Far apart: ids are made by adding a little, and two that are the same would be one fact.
            entropy: u128::from(entropy.fetch_add(1, Ordering::SeqCst) + 1)
                .wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835),
        })
    }

    fn opening(&self) -> Opening {
        Opening {
            name: "entry".to_owned(),
            form: Form::read("entry", &self.text).unwrap().0,
            text: self.text.clone(),
            bank: Arc::clone(&BANK),
            pool: Arc::new(pool(&self.text)),
            calibration: None,
            calibrations: Box::new(|_| None),
            refusal: None,
            roster: self.roster(),
            signer: Signer { key: ed25519_dalek::SigningKey::from_bytes(&[7; 32]), institution: true },
            folder: self.results(),
        }
    }

    fn open(&mut self) {
        self.core = Some(Core::open(self.store.clone(), self.opening(), self.clock()).unwrap());
    }

    /// What is in memory goes; what is durable stays.
    fn kill(&mut self) {
        self.core = None;
        self.open();
    }

    pub(crate) fn pass(&self, millis: i64) {
        self.millis.fetch_add(millis, Ordering::SeqCst);
    }

    fn give(&mut self, order: Order) -> Reply {
        self.core.as_mut().unwrap().work(&[order]).remove(0)
    }

    fn request(&self) -> RequestId {
        self.requests.set(self.requests.get() + 1);
        RequestId(self.requests.get())
    }

    fn sit(&mut self, who: usize) -> Reply {
        let token = Token(self.request().0 + (1 << 100));
        let reply = self.give(Order::Sit { ticket: self.made[who].ticket.to_string(), token, came: Came::New });
        if reply.is_ok() {
            self.devices[who] = token;
        }
        reply
    }

    fn seat(&self, who: usize) -> Arc<Seat> {
        let state = self.core.as_ref().unwrap().board().state();
        Arc::clone(&state.seats[&u32::try_from(who + 1).unwrap()])
    }

    fn assess(&self, who: usize) -> Assess {
        self.seat(who).assess().unwrap().clone()
    }

    /// What somebody does next on the way to the end; none once they are there.
    fn next(&self, who: usize) -> Option<Order> {
        let (by, seat) = (self.devices[who], self.seat(who));
        let Place::At(model) = &seat.place else { return Some(Order::Seen { by, asks: true }) };
        let what = what_next(model)?;
        Some(Order::Act { by, at: seat.at(), request: self.request(), what })
    }

    fn step(&mut self, who: usize) -> bool {
        let is_seated =
            matches!(self.core.as_ref().unwrap().board().state().desk.holder(self.devices[who]), Holder::Seated(_));
        if !is_seated {
            self.sit(who).unwrap();
            return true;
        }
        let Some(order) = self.next(who) else { return false };
        self.give(order).unwrap();
        true
    }

    fn finish(&mut self) {
        for who in 0..self.devices.len() {
            let mut steps = 0;
            while self.step(who) {
                steps += 1;
                assert!(steps < 500, "{}", self.seat(who).at());
            }
        }
    }

    /// All results that are filed.
    fn filed(&self) -> Vec<Record> {
        if self.store.keeps_results() { self.store.results() } else { filed(&self.results()) }
    }
}

fn filed(folder: &Path) -> Vec<Record> {
    let files = std::fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path());
    let read = |path: PathBuf| {
        let opened: Opened<Record> = open(&std::fs::read_to_string(path).unwrap()).unwrap();
        opened.content
    };
    let mut all: Vec<Record> = files.map(read).collect();
    all.sort_by(|one, other| one.applicant.id.cmp(&other.applicant.id));
    all
}

/// What somebody answers: always the same to the same statement.
fn answer(statement: &str) -> Side {
    if statement.bytes().map(u32::from).sum::<u32>().is_multiple_of(3) { Side::Left } else { Side::Right }
}

fn what_next(model: &Model) -> Option<What> {
    let assess = assess::on(model).unwrap();
    Some(match (&assess.stage, model.context()) {
        (Stage::Consent | Stage::Submitting, _) => What::Key(Action::Accept),
        (Stage::Practice(_), Context::TryingPlain) => What::Answer(Side::Left, None),
        (Stage::Practice(_), _) => What::Key(Action::Next),
        (Stage::Asking, _) => What::Answer(answer(&assess.attempt.as_ref().unwrap().slot().unwrap().statement), None),
        (Stage::Overview(_), _) => What::Key(Action::Submit),
        (Stage::Leaving, _) => What::Key(Action::Decline),
        (Stage::Over(_), _) => return None,
    })
}

/// What comes of the same answers at a terminal of one's own, where nothing disturbs them.
fn undisturbed(assess: &Assess, sheet: crate::domain::assessment::attempt::Sheet) -> Record {
    let fresh = Assess::new(assess.begun.clone(), sheet, assess.practice.clone(), assess.entrant.clone());
    let mut model = Model::assessing(Arc::clone(&BANK), Settings::default(), fresh);
    let mut count = 0_u128;
    while let Some(what) = what_next(&model) {
        let actions = match what {
            What::Answer(side, sure) => vec![Action::Answer(side, sure), Action::Next],
            What::Key(action) => vec![action],
            What::Mark(_) => vec![],
        };
        for action in actions {
            count += 1;
            let _ = update(&mut model, Message::Act(action), Now { moment: Moment::utc(0), entropy: count << 64 });
        }
    }
    model.unfiled().unwrap().clone()
}

/// What of a result does not depend on when it was made.
fn essence(record: &Record) -> String {
    let answers: Vec<_> =
        record.answers.iter().map(|one| (&one.statement, one.chosen, one.mark, one.changes)).collect();
    format!(
        "{:?} {:?} {:?} {:?} {:?} {:?} {:?} {answers:?}",
        record.applicant,
        record.paper,
        record.attempt,
        record.limit,
        record.ending,
        record.accommodation,
        record.outcome
    )
}

fn same_as_undisturbed(hall: &Hall) {
    let filed = hall.filed();
    assert_eq!(filed.len(), hall.devices.len(), "one result each");
    for (who, record) in filed.iter().enumerate() {
        let assess = hall.assess(who);
        let pool = Pool::of(&BANK, &Estimates::new());
        let sheet = crate::domain::assessment::attempt::Sheet::of(&assess.begun, pool).unwrap();
        assert_eq!(essence(record), essence(&undisturbed(&assess, sheet)));
        assert!(record.institution);
        let key = crate::adapters::forms::public_half(&hall.opening().signer.key);
        assert_eq!(Voucher::of(record, &key, &key, ""), Ok(Voucher::Ours));
    }
}

#[derive(Debug, Clone, Copy)]
enum Disturbance {
    Step(usize),
    Twice(usize),
    Stale(usize),
    SitAgain(usize),
    Old(usize),
    Gone(usize),
    Kill,
    ChangeOver,
    Pass(i64),
    Tick,
    Together,
}

fn any_disturbance(people: usize) -> impl Strategy<Value = Disturbance> {
    let who = 0..people;
    prop_oneof![
        12 => who.clone().prop_map(Disturbance::Step),
        3 => who.clone().prop_map(Disturbance::Twice),
        2 => who.clone().prop_map(Disturbance::Stale),
        1 => who.clone().prop_map(Disturbance::SitAgain),
        1 => who.clone().prop_map(Disturbance::Old),
        2 => who.prop_map(Disturbance::Gone),
        1 => Just(Disturbance::Kill),
        2 => Just(Disturbance::ChangeOver),
        3 => (1..400_000_i64).prop_map(Disturbance::Pass),
        3 => Just(Disturbance::Tick),
        2 => Just(Disturbance::Together),
    ]
}

fn disturb(hall: &mut Hall, what: Disturbance) {
    match what {
        Disturbance::Step(who) => drop(hall.step(who)),
        Disturbance::Twice(who) => {
            if let Some(order @ Order::Act { .. }) = hall.next(who) {
                let once = hall.give(order.clone());
                let twice = hall.give(order);
                assert_eq!(once.is_ok(), twice.is_ok(), "{once:?} {twice:?}");
            }
        }
        Disturbance::Stale(who) => {
            // What a page asks for that another screen has long replaced.
            let (by, request) = (hall.devices[who], hall.request());
            let before = hall.seat(who).assess().and_then(|assess| assess.attempt.clone());
            let order = Order::Act { by, at: "practice 9".to_owned(), request, what: What::Key(Action::Accept) };
            let _ = hall.give(order);
            let after = hall.seat(who).assess().and_then(|assess| assess.attempt.clone());
            let answered = |attempt: Option<Attempt>| attempt.map_or(0, |attempt| attempt.answered());
            assert_eq!(answered(before), answered(after));
        }
        Disturbance::SitAgain(who) => {
            hall.sit(who).unwrap();
        }
        Disturbance::Old(who) => {
            let old = hall.devices[who];
            hall.sit(who).unwrap();
            if old != Token(0) {
                let order = Order::Act {
                    by: old,
                    at: hall.seat(who).at(),
                    request: hall.request(),
                    what: What::Key(Action::Accept),
                };
                assert_eq!(hall.give(order), Err(Refused::Moved));
            }
        }
        Disturbance::Gone(who) => {
            let by = hall.devices[who];
            let reply = hall.give(Order::Gone { by });
            assert!(matches!(reply, Ok(Ack::Done) | Err(Refused::Nobody)), "{reply:?}");
        }
        Disturbance::Kill => hall.kill(),
        Disturbance::ChangeOver if hall.other.is_some() => hall.change_over(),
        Disturbance::ChangeOver => {}
        Disturbance::Pass(millis) => hall.pass(millis % 55_000),
        Disturbance::Tick => hall.core.as_mut().unwrap().tick(),
        Disturbance::Together => {
            let orders: Vec<Order> = (0..hall.devices.len()).filter_map(|who| hall.next(who)).collect();
            drop(hall.core.as_mut().unwrap().work(&orders));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

    #[test]
    fn whatever_comes_between_each_result_is_that_of_an_undisturbed_attempt(
        all in prop::collection::vec(any_disturbance(3), 0..120), fixed: bool, two: bool,
    ) {
        let text = if fixed { FIXED.replace("minutes = 20", "minutes = 600") } else { sequential().replace("minutes = 20", "minutes = 600") };
        let mut hall = if two { Hall::of_two_hosts(&text, 3, 700) } else { Hall::new(&text, 3) };
        for what in all {
            disturb(&mut hall, what);
        }
        hall.finish();
        same_as_undisturbed(&hall);
    }
}

#[test]
fn the_hosts_clock_ends_an_attempt_and_a_longer_time_is_longer() {
    let mut hall = Hall::new(FIXED, 2);
    for who in [0, 1] {
        while hall.assess_if(who).is_none_or(|assess| !assess.runs()) {
            hall.step(who);
        }
        hall.step(who);
    }
    // Everybody's page asks for news all the time.
    for _ in 0..(20 * 60 / 15) {
        hall.pass(15_000);
        for who in [0, 1] {
            let by = hall.devices[who];
            hall.give(Order::Seen { by, asks: true }).unwrap();
        }
        hall.core.as_mut().unwrap().tick();
    }
    let filed = hall.filed();
    assert_eq!((filed.len(), filed[0].applicant.id.as_str(), filed[0].ending), (1, "A-1", Ending::Time));
    assert_eq!((filed[0].limit, filed[0].used, filed[0].interruptions.len()), (Some(1_200), 1_200, 0));
    assert!(hall.assess(0).runs() && hall.assess(0).attempt.unwrap().limit() == Some(1_800));
    // What comes too late changes nothing.
    let (by, request) = (hall.devices[1], hall.request());
    let late = Order::Act { by, at: "assess 2".to_owned(), request, what: What::Answer(Side::Left, None) };
    assert_eq!(hall.give(late), Err(Refused::Stale));
}

impl Hall {
    fn assess_if(&self, who: usize) -> Option<Assess> {
        self.seat(who).assess().cloned()
    }

    fn begun(text: &str, people: usize) -> Self {
        let mut hall = Self::new(text, people);
        for who in 0..people {
            while hall.assess_if(who).is_none_or(|assess| !assess.runs()) {
                hall.step(who);
            }
        }
        hall
    }

    fn attempt(&self, who: usize) -> Attempt {
        self.assess(who).attempt.unwrap()
    }
}

#[test]
fn who_is_cut_off_goes_on_with_the_time_that_was_left_and_it_is_noted() {
    let mut hall = Hall::begun(FIXED, 1);
    hall.step(0);
    hall.pass(10_000);
    let by = hall.devices[0];
    hall.give(Order::Seen { by, asks: true }).unwrap();
    // The page is gone for an hour; the desk goes on.
    for _ in 0..360 {
        hall.pass(10_000);
        hall.core.as_mut().unwrap().tick();
    }
    assert!(hall.attempt(0).ended.is_none());
    hall.give(Order::Seen { by, asks: true }).unwrap();
    let attempt = hall.attempt(0);
    assert_eq!((attempt.interruptions().len(), attempt.interruptions()[0].why.as_str()), (1, "asleep"));
    assert!(attempt.used(attempt.last()) <= 10_000 + GAP, "{}", attempt.used(attempt.last()));
    assert!(hall.seat(0).model().unwrap().notice().unwrap().contains("That time doesn't count"));
    // And once more, this time with the host.
    hall.kill();
    hall.pass(3_600_000);
    hall.give(Order::Seen { by, asks: true }).unwrap();
    let whys: Vec<String> = hall.attempt(0).interruptions().iter().map(|one| one.why.clone()).collect();
    assert_eq!(whys, ["asleep", "the desk was down", "closed"], "an hour after the desk was back it is theirs again");
    hall.finish();
    let filed = hall.filed();
    assert_eq!((filed.len(), filed[0].interruptions.len(), filed[0].ending), (1, 3, Ending::Submitted));
}

#[test]
fn where_pages_run_no_scripts_a_silent_reader_is_there_for_a_quarter_of_an_hour() {
    let mut hall = Hall::begun(&FIXED.replace("minutes = 20", "minutes = 60"), 1);
    for _ in 0..(10 * 6) {
        hall.pass(10_000);
        hall.core.as_mut().unwrap().tick();
    }
    let attempt = hall.attempt(0);
    let used = attempt.used(attempt.last());
    assert!(attempt.interruptions().is_empty() && used >= 580_000, "{used}");
}

#[test]
fn the_newer_device_takes_over_and_the_old_one_is_told() {
    let mut hall = Hall::begun(FIXED, 1);
    let old = hall.devices[0];
    hall.step(0);
    hall.sit(0).unwrap();
    assert_ne!(old, hall.devices[0]);
    assert_eq!(hall.give(Order::Seen { by: old, asks: true }), Err(Refused::Moved));
    assert_eq!((hall.seat(0).at().as_str(), hall.attempt(0).interruptions().len()), ("assess 2", 0));
    hall.kill();
    assert_eq!(hall.give(Order::Seen { by: old, asks: true }), Err(Refused::Moved), "also after a new start");
    assert_eq!(hall.give(Order::Seen { by: Token(5), asks: true }), Err(Refused::Nobody));
}

#[test]
fn minutes_given_to_somebody_who_sits_at_the_paper_are_no_interruption() {
    let mut hall = Hall::begun(FIXED, 2);
    let by = hall.devices[0];
    hall.give(Order::Press { by, message: Message::Act(Action::Overview) }).unwrap();
    let (at, limit) = (hall.seat(0).at(), hall.attempt(0).limit().unwrap());
    assert_eq!(at, "assess overview");
    let ask = |minutes| {
        let (by, why) = ("M. Weber".to_owned(), "the fire alarm".to_owned());
        Order::Unlock { seat: 1, another: false, minutes, by, why }
    };
    let no = hall.give(ask(0)).unwrap_err().to_string();
    assert_eq!(no, "It isn't over: it goes on by itself. Give minutes, or let another attempt begin.");
    hall.give(ask(5)).unwrap();
    assert_eq!((hall.seat(0).at(), hall.attempt(0).limit()), (at, Some(limit + 300)), "the same screen, and more time");
    hall.pass(7_000);
    hall.give(Order::Seen { by, asks: true }).unwrap();
    hall.core.as_mut().unwrap().tick();
    assert!(hall.attempt(0).interruptions().is_empty() && hall.seat(0).model().unwrap().notice().is_none());
    hall.kill();
    assert_eq!(hall.attempt(0).limit(), Some(limit + 300), "and it is kept");
}

#[test]
fn the_same_computer_comes_back_and_only_another_one_is_another() {
    let mut hall = Hall::begun(FIXED, 1);
    let ticket = hall.made[0].ticket.to_string();
    let moves = |hall: &Hall| {
        let moves = hall.core.as_ref().unwrap().board().state().moves(1);
        (moves.others, moves.returns)
    };
    let sit = |hall: &mut Hall, came| {
        let token = Token(hall.request().0 + (1 << 101));
        hall.give(Order::Sit { ticket: ticket.clone(), token, came }).unwrap();
        token
    };
    let known = hall.devices[0];
    let browser = sit(&mut hall, Came::Known(known));
    assert_eq!(moves(&hall), (0, 1), "the same browser");
    let terminal = sit(&mut hall, Came::Terminal);
    assert_eq!(moves(&hall), (1, 1), "a terminal while the browser is there");
    hall.give(Order::Gone { by: terminal }).unwrap();
    let again = sit(&mut hall, Came::Terminal);
    assert_eq!(moves(&hall), (1, 2), "a terminal after its line was cut");
    sit(&mut hall, Came::Known(browser));
    sit(&mut hall, Came::New);
    assert_eq!(moves(&hall), (2, 3));
    assert_eq!(hall.give(Order::Seen { by: again, asks: true }), Err(Refused::Moved));
    let said = stands(&hall.seat(0).standing(), false, Moves { others: 1, returns: 2 });
    assert!(said.ends_with("; on another device once; came back twice"), "{said}");
    assert_eq!(stands(&Standing::Away, false, Moves { others: 1, returns: 2 }), "not here yet");
    hall.kill();
    assert_eq!(moves(&hall), (2, 3), "also after a new start");
}

#[test]
fn a_desk_that_is_opened_again_says_who_has_begun_and_a_second_attempt_hides_no_result() {
    let mut hall = Hall::begun(FIXED, 3);
    hall.sit(0).unwrap();
    while hall.step(0) {}
    hall.kill();
    let stands =
        |hall: &Hall| crate::adapters::hall::lines::stands(&hall.core.as_ref().unwrap().board().state()).remove(0);
    assert_eq!(stands(&hall), "3 of 3 have begun, 1 is done.");
    let (by, why) = ("M. Weber".to_owned(), "the fire alarm".to_owned());
    let (by_them, because) = (by.clone(), why.clone());
    hall.give(Order::Unlock { seat: 1, another: true, minutes: 0, by, why }).unwrap();
    assert_eq!(stands(&hall), "3 of 3 have begun, 1 is done.");
    let aside = Order::Unlock { seat: 3, another: true, minutes: 0, by: by_them, why: because };
    hall.give(aside).unwrap();
    assert_eq!(stands(&hall), "3 of 3 have begun, 1 is done.", "also where one was set aside and none begins yet");
    let receipt = match hall.seat(0).standing() {
        crate::app::view::desk::Standing::Over { receipt, .. } => receipt.unwrap(),
        other => panic!("{other:?}"),
    };
    hall.sit(0).unwrap();
    assert_eq!(hall.seat(0).at(), "consent");
    for _ in 0..3 {
        let said = crate::app::view::desk::stands(&hall.seat(0).standing(), false, Moves::default());
        assert!(said.starts_with("again: ") && said.contains(&receipt), "{said}");
        assert_eq!(stands(&hall), "3 of 3 have begun, 0 are done.");
        hall.step(0);
    }
    hall.kill();
    assert!(format!("{:?}", hall.seat(0).standing()).contains(&receipt), "also after a new start");
}

#[test]
fn wrong_tickets_are_refused_and_many_of_them_stop_everybody_new_for_a_minute() {
    let mut hall = Hall::begun(FIXED, 2);
    let slip = hall.give(Order::Sit { ticket: "ABCD".to_owned(), token: Token(3), came: Came::New });
    assert!(matches!(slip, Err(Refused::NoTicket(_))));
    for number in 0..u128::from(MOST_WRONG) {
        let ticket = Ticket::draw(1_000 + number).to_string();
        assert_eq!(hall.give(Order::Sit { ticket, token: Token(3), came: Came::New }), Err(Refused::Unknown));
    }
    assert_eq!(hall.sit(0), Err(Refused::TooMany));
    assert!(hall.step(1), "who sits already goes on");
    let state = hall.core.as_ref().unwrap().board().state();
    assert_eq!(state.wrong, MOST_WRONG);
    let said = crate::adapters::hall::lines::stands(&state);
    let since = format!("60 tickets were tried that nobody has, since {}.", state.since.time());
    assert!(said.contains(&since), "a new start counts anew, so it says since when: {said:?}");
    hall.pass(61_000);
    assert!(hall.sit(0).is_ok());
}

#[test]
fn an_attempt_that_is_unlocked_goes_on_and_another_program_may_unlock_it() {
    let mut hall = Hall::begun(FIXED, 1);
    hall.finish();
    let ask = |minutes, another, by: &str| Order::Unlock {
        seat: 1,
        another,
        minutes,
        by: by.to_owned(),
        why: "the fire alarm.".to_owned(),
    };
    assert_eq!(hall.give(ask(5, false, " ")), Err(Refused::Unsigned));
    assert_eq!(
        hall.give(Order::Unlock { seat: 9, another: true, minutes: 0, by: "M".to_owned(), why: "x".to_owned() }),
        Err(Refused::NoSeat(9))
    );
    assert_eq!(hall.give(ask(5, false, "M. Weber")), Ok(Ack::Done));
    assert!(matches!(hall.give(ask(0, false, "M. Weber")), Err(Refused::Locked(_))));
    let by = hall.devices[0];
    hall.give(Order::Seen { by, asks: true }).unwrap();
    let assess = hall.assess(0);
    assert!(assess.runs() && assess.attempt.as_ref().unwrap().limit() == Some(1_800 + 300));
    assert!(hall.seat(0).model().unwrap().notice().unwrap().contains("M. Weber unlocked it"));
    hall.finish();
    assert_eq!(hall.filed().len(), 2, "the first result stays");
    let later: Vec<Record> = hall.filed().into_iter().filter(|record| !record.unlocks.is_empty()).collect();
    assert_eq!((later.len(), later[0].earlier.len(), later[0].unlocks[0].why.as_str()), (1, 1, "the fire alarm"));

    // Beside the desk, as `results unlock --another` does it.
    let mut beside = hall.journal().into_store();
    let made = attempts::all_in(&beside, |_| true).unwrap();
    let unlock = Unlock {
        at: Moment::utc(0),
        unlocks: Unlocks::Another,
        by: "M. Weber".to_owned(),
        why: "a power cut".to_owned(),
        seconds: 0,
        shown: false,
    };
    let event = Event::Assessment(Step::Unlocked(Box::new(unlock)));
    let fact = Fact {
        id: format!("{:032x}", 5),
        learner: String::new(),
        at: Moment::utc(0),
        attempt: made[0].attempt.id.clone(),
        event,
    };
    assert!(attempts::add(&mut beside, &made[0], fact).unwrap());
    hall.sit(0).unwrap();
    assert_eq!((hall.seat(0).at().as_str(), hall.assess(0).begun.attempt), ("consent", 2));
    hall.finish();
    assert_eq!(hall.filed().len(), 3);
}

#[test]
fn who_refuses_leaves_nothing_and_who_is_erased_sits_nowhere() {
    let mut hall = Hall::new(FIXED, 2);
    hall.sit(0).unwrap();
    hall.pass(5_000);
    hall.core.as_mut().unwrap().tick();
    assert!(attempts::all_in(&hall.store, |_| true).unwrap().is_empty());
    hall.sit(1).unwrap();
    assert_eq!(tickets::forget(hall.journal().store(), "A-1").unwrap(), 1);
    assert_eq!(hall.sit(1), Err(Refused::Unknown));
    let by = hall.devices[1];
    assert_eq!(hall.give(Order::Seen { by, asks: true }), Err(Refused::Nobody));
    assert_eq!(find(&hall.store, "Entry", "sample").unwrap().unwrap().people.len(), 1);
}

#[test]
fn a_result_that_cannot_be_filed_is_filed_later_and_the_applicant_learns_no_path() {
    let mut hall = Hall::begun(FIXED, 1);
    std::fs::write(hall.results(), "in the way").unwrap();
    hall.finish();
    let state = hall.core.as_ref().unwrap().board().state();
    assert!(state.unfiled.as_ref().unwrap().contains("cannot be written"));
    let said = format!("{:?}", view_of(&hall));
    assert!(said.contains("not in a file yet") && !said.contains("results"), "{said}");
    std::fs::remove_file(hall.results()).unwrap();
    hall.pass(11_000);
    hall.core.as_mut().unwrap().tick();
    assert_eq!(hall.filed().len(), 1);
    assert!(hall.core.as_ref().unwrap().board().state().unfiled.is_none());
    let said = format!("{:?}", view_of(&hall));
    assert!(said.contains("Receipt ") && !said.contains("results"), "{said}");
    hall.kill();
    assert!(hall.seat(0).standing().is_over(), "and it is still to be seen after a new start");
    hall.core.as_mut().unwrap().tick();
    assert_eq!(hall.filed().len(), 1);
}

fn view_of(hall: &Hall) -> crate::app::view::View {
    crate::app::view::of(hall.seat(0).model().unwrap())
}

#[test]
fn a_host_that_was_cut_off_before_filing_files_at_the_next_start() {
    let mut hall = Hall::begun(FIXED, 1);
    std::fs::write(hall.results(), "in the way").unwrap();
    hall.finish();
    std::fs::remove_file(hall.results()).unwrap();
    hall.kill();
    hall.core.as_mut().unwrap().tick();
    assert_eq!(hall.filed().len(), 1);
}

#[test]
fn closing_the_desk_pauses_whoever_is_there() {
    let mut hall = Hall::begun(FIXED, 1);
    hall.core.as_mut().unwrap().close();
    assert!(hall.core.as_ref().unwrap().board().state().closed);
    hall.kill();
    hall.pass(86_400_000);
    let by = hall.devices[0];
    hall.give(Order::Seen { by, asks: true }).unwrap();
    let attempt = hall.attempt(0);
    assert_eq!((attempt.interruptions().len(), attempt.interruptions()[0].why.as_str()), (2, "the desk was closed"));
}

#[test]
fn what_the_desk_broke_off_is_the_desks_and_what_an_applicant_broke_off_before_is_theirs() {
    let mut hall = Hall::begun(FIXED, 2);
    let by = hall.devices.clone();
    // The second one is cut off, and the desk goes on with the first for minutes.
    for _ in 0..12 {
        hall.pass(15_000);
        hall.give(Order::Seen { by: by[0], asks: true }).unwrap();
    }
    hall.kill();
    hall.pass(40_000);
    for by in by {
        hall.give(Order::Seen { by, asks: true }).unwrap();
    }
    let whys = |who| hall.attempt(who).interruptions().iter().map(|one| one.why.clone()).collect::<Vec<_>>();
    assert_eq!((whys(0), whys(1)), (vec!["the desk was down".to_owned()], vec!["closed".to_owned()]));
    assert!(hall.attempt(0).interruptions()[0].seconds >= 40, "coming back is part of it");
    let used = hall.attempt(0).used(hall.attempt(0).last());
    assert!(used <= 12 * 15_000, "and no time used: {used}");
    assert!(hall.seat(0).model().unwrap().notice().unwrap().contains("nothing of it is held against you"));
    assert!(hall.seat(1).model().unwrap().notice().unwrap().contains("That it broke off is noted"));
    let broken = |standing| match standing {
        crate::app::view::desk::Standing::Under { interruptions, desks, .. } => (interruptions, desks),
        other => panic!("{other:?}"),
    };
    assert_eq!((broken(hall.seat(0).standing()), broken(hall.seat(1).standing())), ((0, 1), (1, 0)));
    hall.finish();
    let said = |who: usize| format!("{:?}", crate::app::view::of(hall.seat(who).model().unwrap()));
    assert!(said(0).contains("The desk was away once") && !said(0).contains("broken off"), "{}", said(0));
    assert!(said(1).contains("It was broken off once") && !said(1).contains("The desk was away"), "{}", said(1));
}

#[test]
fn leaving_is_asked_about_and_stops_the_clock_only_where_the_form_says_so() {
    let leave = |text: &str, away: i64| {
        let mut hall = Hall::begun(text, 1);
        let by = hall.devices[0];
        let press = |hall: &mut Hall, action| hall.give(Order::Press { by, message: Message::Act(action) }).unwrap();
        press(&mut hall, Action::Back);
        let said = format!("{:?}", view_of(&hall));
        assert!(matches!(hall.assess(0).stage, Stage::Leaving), "{said}");
        press(&mut hall, Action::Decline);
        assert!(matches!(hall.assess(0).stage, Stage::Asking));
        press(&mut hall, Action::Back);
        press(&mut hall, Action::Accept);
        hall.pass(away);
        hall.core.as_mut().unwrap().tick();
        let over = hall.seat(0).standing().is_over();
        let gone = stands(&hall.seat(0).standing(), true, Moves::default());
        let waits = text.contains("pauses") || over;
        assert_eq!(!waits, gone.ends_with("left, the clock goes on"), "{gone}");
        hall.give(Order::Seen { by, asks: true }).unwrap();
        (said, hall, over)
    };
    let (said, hall, over) = leave(FIXED, 600_000);
    assert!(said.contains("The clock goes on") && !over);
    assert!(hall.attempt(0).used(hall.attempt(0).last()) >= 600_000);
    assert_eq!(hall.attempt(0).interruptions()[0].why, "left, and the clock went on");
    assert!(hall.seat(0).model().unwrap().notice().unwrap().contains("That you left is noted"));
    let console = stands(&hall.seat(0).standing(), false, Moves::default());
    assert!(console.contains("left once") && !console.contains("broken off"), "{console}");
    let (said, hall, _) = leave(&FIXED.replace("minutes = 20", "minutes = 20\npauses = true"), 600_000);
    assert!(said.contains("The clock stops") && hall.attempt(0).used(hall.attempt(0).last()) < 60_000);
    assert_eq!(hall.attempt(0).interruptions()[0].why, "paused");
    let (_, hall, over) = leave(FIXED, 31 * 60_000);
    assert!(over && hall.filed()[0].ending == Ending::Time, "whoever stays away has until the time is up");
}

#[test]
fn a_page_of_another_statement_is_answered_where_one_may_go_back() {
    let mut hall = Hall::begun(FIXED, 1);
    for _ in 0..3 {
        hall.step(0);
    }
    let first = hall.attempt(0).slots[0].clone();
    let other = first.chosen.unwrap().other();
    let (by, request) = (hall.devices[0], hall.request());
    let order = Order::Act { by, at: "assess 1".to_owned(), request, what: What::Answer(other, None) };
    assert_eq!(hall.give(order), Ok(Ack::Done));
    assert_eq!((hall.attempt(0).slots[0].chosen, hall.attempt(0).slots[0].changes), (Some(other), 1));
    assert_eq!(hall.seat(0).at(), "assess 4");
    let (at, request) = (hall.seat(0).at(), hall.request());
    for _ in 0..2 {
        hall.give(Order::Act { by, at: at.clone(), request, what: What::Mark(true) }).unwrap();
    }
    assert!(hall.attempt(0).slots[3].marked);

    let mut forward = Hall::begun(&sequential(), 1);
    forward.step(0);
    let (by, request) = (forward.devices[0], forward.request());
    let order = Order::Act { by, at: "assess 1".to_owned(), request, what: What::Answer(Side::Left, None) };
    assert_eq!(forward.give(order), Err(Refused::Stale));
}

pub(crate) fn about() -> Arc<crate::adapters::hall::visitor::About> {
    use crate::adapters::hall::visitor::About;
    use crate::domain::room::paper::SideLabel;
    use crate::domain::room::view::Labels;
    let label = |side| {
        let named = BANK.side(side);
        SideLabel { name: named.name.clone(), label: named.label.clone() }
    };
    let sides = Labels { left: label(Side::Left), right: label(Side::Right) };
    Arc::new(About { title: "Entry".to_owned(), minutes: Some(20), sides })
}

#[test]
fn a_terminal_at_the_desk_shows_the_tutors_own_screens() {
    use crate::adapters::connection::{Input, Person as AtScreen};
    use crate::adapters::hall::{Desk, sitting::Sitting};
    use crate::app::keys::Key;
    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;
    let mut hall = Hall::new(FIXED, 1);
    let (desk, running) = Desk::open(hall.core.take().unwrap()).unwrap();
    let ticket = hall.made[0].ticket.to_string();
    let about = about();
    let theme = crate::ui::theme::Theme::default();
    let down = |ticket: &str, token| Sitting::down(desk.clone(), Arc::clone(&about), ticket, token, theme).unwrap();
    let mut sitting = down(&ticket.to_lowercase(), Token(1));
    let area = Rect::new(0, 0, 80, 24);
    let shown = |sitting: &mut Sitting| {
        let mut buffer = Buffer::empty(area);
        sitting.frame(area, &mut buffer);
        buffer.content().iter().map(ratatui::buffer::Cell::symbol).collect::<String>()
    };
    assert!(shown(&mut sitting).contains("Please read this first"));
    for key in [Key::Char('y'), Key::Char('f'), Key::Enter, Key::Enter] {
        assert!(!sitting.input(Input::Key(key)).quit);
    }
    assert!(shown(&mut sitting).contains("1 of 8"));
    sitting.input(Input::Key(Key::Char('j')));
    sitting.input(Input::Key(Key::Enter));
    assert!(shown(&mut sitting).contains("2 of 8"));
    // The page of keys is closed by its own keys, and nobody leaves by them.
    for key in [Key::Enter, Key::Char('q'), Key::Esc] {
        sitting.input(Input::Key(Key::Char('?')));
        assert!(!shown(&mut sitting).contains("2 of 8"));
        for _ in 0..4 {
            assert!(!sitting.input(Input::Key(key)).quit, "{key:?}");
            if shown(&mut sitting).contains("2 of 8") {
                break;
            }
        }
        assert!(shown(&mut sitting).contains("2 of 8"), "{key:?}: {}", shown(&mut sitting));
    }
    // Another terminal takes over; this one has nothing to show any more.
    let mut other = down(&ticket, Token(2));
    sitting.input(Input::Key(Key::Enter));
    assert!(sitting.is_moved());
    drop(sitting);
    assert!(shown(&mut other).contains("2 of 8"));
    assert!(!other.input(Input::Key(Key::Char('q'))).quit);
    assert!(shown(&mut other).contains("Leave the desk?"));
    assert!(other.input(Input::Key(Key::Char('y'))).quit);
    running.close();
    hall.open();
    assert_eq!(
        hall.core.as_ref().unwrap().board().state().seats[&1].assess().unwrap().attempt.as_ref().unwrap().answered(),
        1
    );
}

#[test]
fn a_visitor_is_asked_for_the_ticket_and_told_why_a_key_did_nothing() {
    use crate::adapters::connection::{Input, Person as AtScreen};
    use crate::adapters::hall::{Desk, Visitor};
    use crate::app::keys::Key;
    use crate::app::view::desk as words;
    use crate::ui::theme::Theme;
    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;
    let mut hall = Hall::new(FIXED, 1);
    let (desk, running) = Desk::open(hall.core.take().unwrap()).unwrap();
    let ticket = hall.made[0].ticket.to_string();
    let visitor = |called: &str, bits: u128| {
        let mut last = bits << 32;
        let fresh = move || {
            last += 1;
            last
        };
        Visitor::new(desk.clone(), about(), Theme::default(), called, Box::new(fresh))
    };
    let shown = |visitor: &mut Visitor| {
        let area = Rect::new(0, 0, 80, 24);
        let mut buffer = Buffer::empty(area);
        visitor.frame(area, &mut buffer);
        buffer
            .content()
            .chunks(80)
            .map(|row| row.iter().map(ratatui::buffer::Cell::symbol).collect::<String>() + "\n")
            .collect::<String>()
    };
    let keys = |typed: &str| {
        typed.chars().map(|key| Input::Key(if key == '\n' { Key::Enter } else { Key::Char(key) })).collect::<Vec<_>>()
    };
    let mut one = visitor("ada", 1);
    assert!(shown(&mut one).contains(words::WELCOME) && !one.is_seated() && !one.has_news());
    one.at_once(keys("q?23\n"));
    assert!(one.has_news() && shown(&mut one).contains("A ticket has 16 characters"), "{}", shown(&mut one));
    for _ in 0..4 {
        one.input(Input::Key(Key::Backspace));
    }
    // What comes with one read is typed where something is typed.
    one.at_once(keys(&ticket.to_lowercase()));
    assert!(shown(&mut one).contains(&ticket));
    one.at_once(keys("\n"));
    assert!(shown(&mut one).contains("Please read this first") && one.is_seated());
    for key in ["y", "1", "\n", "\n", "1", "\n"] {
        one.at_once(keys(key));
    }
    assert!(shown(&mut one).contains("2 of 8"));
    // And where answers are chosen it is no answer.
    one.at_once(keys(&"1\n2\n".repeat(30)));
    assert!(shown(&mut one).contains("2 of 8"), "{}", shown(&mut one));
    // Whoever takes over goes on at once; the first one is told, at the door.
    let mut two = visitor(&ticket, 2);
    assert!(shown(&mut two).contains("2 of 8"));
    assert!(one.has_news() && shown(&mut one).contains("You sat down on another device") && !one.is_seated());
    // Dropped, not left: the attempt is broken off, and goes on.
    drop(two);
    let mut three = visitor(&ticket, 3);
    assert!(shown(&mut three).contains("That it broke off is noted"), "{}", shown(&mut three));
    assert_eq!(desk.state().seats[&1].assess().unwrap().attempt.as_ref().unwrap().interruptions().len(), 1);
    assert!(!three.input(Input::Key(Key::Char('q'))).quit && three.input(Input::Key(Key::Char('y'))).quit);
    running.close();
    three.at_once(keys("1"));
    assert!(shown(&mut three).contains(words::CLOSED), "{}", shown(&mut three));
}

#[test]
#[allow(clippy::too_many_lines, reason = "one evening at a desk")]
fn the_host_at_a_terminal_shows_no_names_before_the_console_unlocks_with_a_reason_and_is_asked_before_closing() {
    use crate::adapters::connection::{Input, Person as AtScreen};
    use crate::adapters::hall::{Desk, podium::Podium};
    use crate::app::host::{Address, Reach, Ssh};
    use crate::app::keys::Key;
    use crate::app::view::desk as words;
    use crate::ui::theme::{Palette, Theme};
    use ratatui::buffer::{Buffer, Cell};
    use ratatui::layout::Rect;
    let mut hall = Hall::new(FIXED, 4);
    while hall.step(0) {}
    for _ in 0..5 {
        hall.step(1);
    }
    hall.sit(2).unwrap();
    let millis = Arc::clone(&hall.millis);
    let now = move || Moment::utc(millis.load(Ordering::SeqCst));
    let (desk, running) = Desk::open(hall.core.take().unwrap()).unwrap();
    let squares = (0..25).map(|y| (0..25).map(|x| (x * y + x) % 3 == 0).collect()).collect();
    let address = |short: &str, squares| Address { url: format!("http://{short}"), short: short.to_owned(), squares };
    let reach = Reach {
        addresses: vec![address("192.168.1.20:8080", Some(Arc::new(squares))), address("10.0.0.7:8080", None)],
        word: Some("ship-lamp-tree".to_owned()),
        ssh: Some(Ssh {
            commands: vec!["ssh -p 2222 192.168.1.20".to_owned()],
            fingerprint: "SHA256:n4Qm0sJ1dTq9fZkXv2bWc8yPLrEhA7uG5oMxI3tNBwE".to_owned(),
        }),
        ..Reach::default()
    };
    let look = || reach.clone();
    let mut podium = Podium::new(&desk, about(), Theme::new(Palette::Dark, false), &look, &now);
    let text = |podium: &mut Podium<'_>, width: u16, height: u16| {
        let area = Rect::new(0, 0, width, height);
        let mut buffer = Buffer::empty(area);
        podium.frame(area, &mut buffer);
        let row = |row: &[Cell]| row.iter().map(Cell::symbol).collect::<String>().trim_end().to_owned() + "\n";
        buffer.content().chunks(usize::from(width)).map(row).collect::<String>()
    };
    let sizes = |podium: &mut Podium<'_>| {
        [(60, 20), (80, 24), (120, 40)]
            .map(|(width, height)| format!("== {width}x{height}\n{}", text(podium, width, height)))
            .concat()
    };
    let press = |podium: &mut Podium<'_>, keys: &str| {
        let key = |key: char| match key {
            '\n' => Key::Enter,
            '\t' => Key::Tab,
            key => Key::Char(key),
        };
        keys.chars().any(|one| podium.input(Input::Key(key(one))).quit)
    };
    let stage = sizes(&mut podium);
    assert!(!stage.contains("Applicant") && !stage.contains("A-0") && stage.contains("192.168.1.20:8080"), "{stage}");
    insta::assert_snapshot!("desk-stage", stage);
    assert!(!press(&mut podium, "\t"));
    assert!(!text(&mut podium, 80, 24).contains("Applicant"), "it asks whether anybody else sees it");
    assert!(!press(&mut podium, "y"));
    insta::assert_snapshot!("desk-console", sizes(&mut podium));
    // Without a reason nothing is unlocked, and what was typed stays.
    assert!(!press(&mut podium, "usoon\n"));
    assert!(text(&mut podium, 120, 40).contains(words::MINUTES_OR_ANOTHER));
    assert!((0..4).all(|_| !podium.input(Input::Key(Key::Backspace)).quit));
    assert!(!press(&mut podium, "5\nM. Weber"));
    insta::assert_snapshot!("desk-unlocking", sizes(&mut podium));
    assert!(!press(&mut podium, "\n"));
    assert!(text(&mut podium, 120, 40).contains(words::REASON_IS_MISSING));
    assert!(!press(&mut podium, ": stopped by the fire alarm\n"));
    let unlocked = text(&mut podium, 120, 40);
    assert!(unlocked.contains("Applicant 0 is unlocked, 5 minutes more."), "{unlocked}");
    let unlocks = |desk: &Desk| {
        let seat = Arc::clone(&desk.state().seats[&1]);
        let unlock = seat.assess().unwrap().attempt.as_ref().unwrap().unlocks.last().cloned();
        unlock.map(|one| (one.by, one.why))
    };
    assert_eq!(unlocks(&desk), Some(("M. Weber".to_owned(), "stopped by the fire alarm".to_owned())));
    // Whoever sits at the paper needs no unlocking, which is said at the first question.
    assert!(!podium.input(Input::Key(Key::Down)).quit && !press(&mut podium, "u\n"));
    let said = text(&mut podium, 120, 40);
    assert!(said.contains(words::NOT_OVER) && said.contains("Minutes more?"), "{said}");
    assert!(!podium.input(Input::Key(Key::Esc)).quit);
    // Nobody is cut off by a slip.
    assert!(!press(&mut podium, "e"));
    assert!(text(&mut podium, 80, 24).contains("Close the desk?"));
    assert!(!press(&mut podium, "n") && !press(&mut podium, "\t") && !press(&mut podium, "q"));
    assert!(text(&mut podium, 80, 24).contains("Close the desk?"));
    assert!(press(&mut podium, "y"));
    running.close();
}

#[test]
fn an_adaptive_form_asks_the_very_same_statement_after_each_kill() {
    let mut hall = Hall::begun(&adaptive(), 1);
    let mut asked = Vec::new();
    while hall.assess(0).runs() {
        let at_hand = |hall: &Hall| hall.attempt(0).slot().unwrap().statement.clone();
        let before = at_hand(&hall);
        hall.kill();
        let by = hall.devices[0];
        hall.give(Order::Seen { by, asks: true }).unwrap();
        assert_eq!(at_hand(&hall), before);
        asked.push(before);
        hall.step(0);
    }
    let record = hall.filed().remove(0);
    assert!(asked.len() >= 12 && record.answers.len() == asked.len(), "{} {}", asked.len(), record.answers.len());
    let answered: Vec<_> = record.answers.iter().map(|one| one.statement.clone()).collect();
    assert_eq!(answered, asked);
    assert!(record.answers.iter().all(|one| one.chosen == Some(answer(&one.statement))));
    assert_eq!(record.interruptions.len(), asked.len());
}

#[test]
fn while_another_program_holds_the_journal_nothing_is_taken_and_it_goes_on_by_itself() {
    let mut hall = Hall::begun(FIXED, 1);
    let other = rusqlite::Connection::open(hall.folder.path().join("journal.sqlite3")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let order = hall.next(0).unwrap();
    assert!(matches!(hall.give(order.clone()), Err(Refused::Store(_))));
    let state = hall.core.as_ref().unwrap().board().state();
    assert!(state.trouble.is_some() && hall.attempt(0).answered() == 0);
    other.execute_batch("ROLLBACK").unwrap();
    hall.core.as_mut().unwrap().tick();
    assert!(hall.core.as_ref().unwrap().board().state().trouble.is_none());
    hall.give(order).unwrap();
    assert_eq!(hall.attempt(0).answered(), 1);
    hall.finish();
    same_as_undisturbed(&hall);
}

/// Where nothing can be written, the applicant is told so, nothing is shown that is not there, and the very same answer is taken later.
fn refused_then_taken(fault: Fault, says: &str) {
    for text in [FIXED.to_owned(), sequential()] {
        let mut hall = Hall::begun(&text, 2);
        for count in 0..4 {
            let order = hall.next(0).unwrap();
            let before = (hall.attempt(0).answered(), hall.store.facts());
            hall.store.fails(fault);
            let refused = hall.give(order.clone()).unwrap_err();
            assert_eq!(refused.told(), words::TROUBLE);
            assert!(refused.to_string().contains(says), "{refused}");
            assert_eq!((hall.attempt(0).answered(), hall.store.facts()), before);
            let state = hall.core.as_ref().unwrap().board().state();
            assert!(state.trouble.is_some(), "host, projector and pages are told");
            // Somebody else is refused as well, and so is whoever sits down just now.
            let other = hall.next(1).unwrap();
            assert!(matches!(hall.give(other), Err(Refused::Store(_))));
            assert!(matches!(hall.sit(1), Err(Refused::Store(_))));
            hall.core.as_mut().unwrap().tick();
            assert!(hall.core.as_ref().unwrap().is_in_trouble(), "it is still so");
            hall.store.works();
            if count % 2 == 0 {
                hall.core.as_mut().unwrap().tick();
                assert!(!hall.core.as_ref().unwrap().is_in_trouble(), "it goes on by itself");
            }
            hall.give(order).unwrap();
            assert_eq!(hall.attempt(0).answered(), before.0 + 1);
            assert!(!hall.core.as_ref().unwrap().is_in_trouble());
        }
        hall.finish();
        same_as_undisturbed(&hall);
    }
}

#[test]
fn a_full_disk_refuses_each_answer_until_there_is_room_and_loses_none() {
    refused_then_taken(Fault::Full, "full");
}

#[test]
fn a_store_that_others_hold_refuses_each_answer_until_they_let_go_and_loses_none() {
    refused_then_taken(Fault::Busy, "another program");
}

#[test]
fn a_disk_that_fills_up_at_any_moment_of_an_assessment_costs_nobody_an_answer() {
    let calm = {
        let mut hall = Hall::begun(FIXED, 1);
        let before = hall.store.writings();
        hall.finish();
        hall.store.writings() - before
    };
    assert!(calm >= 10, "{calm}");
    for moment in 0..calm {
        let mut hall = Hall::begun(FIXED, 1);
        hall.store.fails_at(hall.store.writings() + moment);
        let mut steps = 0;
        while let Some(order) = hall.next(0) {
            if hall.give(order).is_err() {
                hall.core.as_mut().unwrap().tick();
            }
            steps += 1;
            assert!(steps < 100, "{moment}");
        }
        hall.pass(11_000);
        hall.core.as_mut().unwrap().tick();
        same_as_undisturbed(&hall);
    }
}

#[test]
fn an_answer_whose_acknowledgement_was_lost_is_there_once() {
    let mut hall = Hall::begun(FIXED, 1);
    hall.step(0);
    let order = hall.next(0).unwrap();
    hall.store.fails(Fault::Unheard);
    assert!(matches!(hall.give(order.clone()), Err(Refused::Store(_))));
    hall.store.works();
    hall.core.as_mut().unwrap().tick();
    assert_eq!(hall.attempt(0).answered(), 2, "it is read on");
    hall.give(order).unwrap();
    assert_eq!((hall.attempt(0).answered(), hall.attempt(0).slots[1].changes), (2, 0));
    hall.finish();
    same_as_undisturbed(&hall);
}

#[test]
fn two_hosts_lead_one_desk_and_whoever_changes_over_was_never_away() {
    let mut hall = Hall::of_two_hosts(FIXED, 2, 0);
    while hall.assess_if(0).is_none_or(|assess| !assess.runs()) {
        hall.step(0);
    }
    let mut count = 0;
    while hall.assess(0).runs() {
        hall.pass(5_000);
        hall.change_over();
        hall.step(0);
        count += 1;
    }
    let attempt = hall.attempt(0);
    assert!(count >= 9 && attempt.interruptions().is_empty(), "{count} {:?}", attempt.interruptions());
    // At 5 s a step no second was lost, and none counted twice.
    assert_eq!(attempt.used(attempt.last()), u64::try_from(count).unwrap() * 5_000);
    hall.change_over();
    assert!(hall.seat(0).standing().is_over(), "the other host shows it as well");
    assert_eq!(hall.filed().len(), 1);
    hall.finish();
    same_as_undisturbed(&hall);
}

#[test]
fn at_two_hosts_at_once_one_attempt_begins_and_each_answer_counts_once() {
    let mut hall = Hall::of_two_hosts(FIXED, 1, 0);
    hall.sit(0).unwrap();
    // As far as the last page before the clock runs, at both.
    let mut last = Vec::new();
    for _ in 0..2 {
        while !matches!(hall.next(0), Some(Order::Act { what: What::Key(Action::Next), .. })) {
            hall.step(0);
        }
        last.push(hall.next(0).unwrap());
        hall.change_over();
    }
    let [one, other] = last.try_into().unwrap();
    hall.give(one).unwrap();
    std::mem::swap(&mut hall.core, &mut hall.other);
    let late = hall.give(other);
    assert!(matches!(late, Ok(Ack::Done) | Err(Refused::Stale)), "{late:?}");
    assert_eq!(attempts::all_in(&hall.store, |_| true).unwrap().len(), 1, "one attempt");
    hall.finish();
    same_as_undisturbed(&hall);
}

#[test]
fn a_clock_that_is_a_little_ahead_gives_and_takes_nobody_time() {
    let mut hall = Hall::of_two_hosts(
        &FIXED.replace("[2, 2, 0]", "[5, 5, 0]").replace("parallel = true", "parallel = false"),
        1,
        2_000,
    );
    while hall.assess_if(0).is_none_or(|assess| !assess.runs()) {
        hall.step(0);
    }
    let mut count = 0_u64;
    while hall.assess(0).runs() {
        hall.pass(1_000);
        hall.change_over();
        hall.step(0);
        count += 1;
    }
    let attempt = hall.attempt(0);
    let used = attempt.used(attempt.last());
    assert!(count > 20 && used.abs_diff(count * 1_000) <= 2_000, "{used} in {count} s");
    assert!(attempt.interruptions().is_empty());
}

#[test]
fn a_host_that_closes_pauses_only_those_who_are_there() {
    let mut hall = Hall::of_two_hosts(FIXED, 2, 0);
    for who in [0, 1] {
        while hall.assess_if(who).is_none_or(|assess| !assess.runs()) {
            hall.step(who);
        }
    }
    hall.change_over();
    hall.step(0);
    let now = Moment::utc(hall.millis.load(Ordering::SeqCst));
    assert!(hall.seat(0).is_there(now) && !hall.seat(1).is_here(now));
    // Ada has moved over; the first host closes, and pauses whoever still is there.
    let mut first = hall.other.take().unwrap();
    first.look_on();
    first.close();
    hall.core.as_mut().unwrap().look_on();
    assert!(!hall.assess(0).waits() && hall.assess(1).waits());
    hall.step(0);
    assert!(hall.attempt(0).interruptions().is_empty());
    hall.finish();
    same_as_undisturbed(&hall);
    assert_eq!(hall.filed().iter().map(|record| record.interruptions.len()).collect::<Vec<_>>(), [0, 1]);
}
