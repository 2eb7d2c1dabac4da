//! Assessments by messages alone.

use super::*;
use crate::app::keys::{Context, Key, TABLE, lookup};
use crate::app::settings::Settings;
use crate::app::{Message, update};
use crate::domain::assessment::calibrate::Estimate;
use crate::domain::assessment::draw::Letter;
use crate::domain::assessment::entry::{Entry, Terms, Whose, entry, imprint, letter};
use crate::domain::assessment::figures::Verdict;
use crate::domain::assessment::form::check::papers;
use crate::domain::assessment::pool::{Estimates, Pool, PoolStatement};
use crate::domain::assessment::replay::{Replay, replay};
use crate::domain::assessment::report::AtHand;
use crate::domain::assessment::scoring::Mark;
use crate::domain::assessment::unlock::{Locked, Unlock, Unlocks, unlockable, was_shown};
use crate::domain::bank::{self, Bank, Side, sample};
use crate::domain::moment::Moment;
use std::sync::LazyLock;

static BANK: LazyLock<Arc<Bank>> = LazyLock::new(|| Arc::new(sample::bank(2, 30)));

/// Twelve statements in two minutes.
const FIXED: &str = "format_version = 1
title = \"Entry\"
purpose = \"Who may skip?\"
bank = \"sample\"
cohort = \"MARCH\"
[paper]
kind = \"fixed\"
practice = 2
parallel = true
[blueprint]
topic-0 = [2, 2, 2]
topic-1 = [2, 2, 2]
[time]
minutes = 2
timer = \"hideable\"
[attempts]
allowed = 2
wait_days = 14
";

fn sequential() -> String {
    let cut = "[cut]\nshare = 0.8\nmethod = \"decree\"\nby = \"us\"\non = 2026-01-01\n";
    let kind = FIXED.replace("kind = \"fixed\"", "kind = \"sequential\"\nat_least = 20");
    alone(&kind.replace("[2, 2, 2]", "[5, 5, 5]")) + cut
}

/// The form with one paper, and so with one attempt.
fn alone(text: &str) -> String {
    text.replace("parallel = true", "parallel = false").replace("allowed = 2", "allowed = 1")
}

/// Somebody at an assessment, with a clock of their own and all that was recorded.
struct Sitting {
    model: Model,
    facts: Vec<Fact>,
    results: Vec<Record>,
    millis: i64,
    ticks: u128,
}

fn form(text: &str) -> Form {
    Form::read("test", text).unwrap().0
}

/// The sample's statements, their discriminations known, each with one of its own.
fn calibrated() -> Pool {
    let estimate = |number: usize, level: u8| Estimate {
        answers: 1_500,
        b: f64::from(level) - 2.0 + f64::from(u8::try_from(number * 7 % 11).unwrap()) / 10.0 - 0.5,
        b_error: 0.1,
        a: 0.8 + f64::from(u8::try_from(number * 5 % 7).unwrap()) / 6.0,
        a_error: Some(0.08),
    };
    let known = |(number, entry): (usize, bank::Entry<'_>)| {
        let estimate = estimate(number, entry.level().clamp(1, 3));
        (entry.statement.id.clone(), (entry.statement.revision, estimate))
    };
    Pool::of(&BANK, &BANK.statements().enumerate().map(known).collect())
}

/// The pool that a form is tried with.
fn pool(text: &str) -> Pool {
    if text.contains("\"adaptive\"") { calibrated() } else { Pool::of(&BANK, &Estimates::new()) }
}

fn fresh(text: &str) -> Assess {
    let (form, pool) = (form(text), pool(text));
    let papers = papers(&form, &pool, &form.cohort).unwrap();
    let terms = Terms {
        form: &form,
        text,
        code: &form.cohort,
        calibration: None,
        accommodation: None,
        attempt: 1,
        unlocked: None,
        asked_before: &[],
    };
    let begun = terms.begun(&BANK, &pool, &papers, Letter::A);
    let practice = papers.practice.iter().map(|asked| BANK.find(&pool.statement(*asked).unwrap().id).unwrap());
    let practice = practice.collect();
    let sheet = Sheet::of(&begun, pool).unwrap();
    Assess::new(begun, sheet, practice, Entrant::default())
}

impl Sitting {
    fn new(text: &str) -> Self {
        let model = Model::assessing(Arc::clone(&BANK), Settings::default(), fresh(text));
        Self { model, facts: Vec::new(), results: Vec::new(), millis: 1_795_459_380_000, ticks: 0 }
    }

    /// At the first statement, with the clock running.
    fn begun(text: &str) -> Self {
        let mut at = Self::new(text);
        at.keys("y1\n\n2\n\n");
        assert!(at.assess().runs());
        at
    }

    fn assess(&self) -> &Assess {
        on(&self.model).unwrap()
    }

    fn attempt(&self) -> &Attempt {
        self.assess().attempt.as_ref().unwrap()
    }

    fn now(&mut self) -> Now {
        self.ticks += 1;
        Now { moment: Moment::utc(self.millis), entropy: self.ticks << 64 }
    }

    fn send(&mut self, message: Message) -> Vec<Effect> {
        let now = self.now();
        let mut all = Vec::new();
        let mut effects = update(&mut self.model, message, now);
        while !effects.is_empty() {
            let effect = effects.remove(0);
            match &effect {
                Effect::Record(facts) => self.facts.extend(facts.iter().cloned()),
                Effect::File => {
                    self.results.push(self.model.unfiled().unwrap().clone());
                    let filed = Filed { path: "there".to_owned(), receipt: "R".to_owned(), sealed: String::new() };
                    effects.extend(update(&mut self.model, Message::Filed(Ok(filed)), now));
                }
                _ => {}
            }
            all.push(effect);
        }
        all
    }

    fn act(&mut self, action: Action) -> Vec<Effect> {
        self.send(Message::Act(action))
    }

    fn keys(&mut self, keys: &str) {
        for key in keys.chars() {
            let key = match key {
                '\n' => Key::Enter,
                '\t' => Key::Tab,
                key => Key::Char(key),
            };
            self.millis += 100;
            if let Some(action) = lookup(self.model.context(), key) {
                self.act(action);
            }
        }
    }

    /// Lets so many seconds go by, told each second.
    fn wait(&mut self, seconds: usize) {
        for _ in 0..seconds {
            self.millis += 1_000;
            self.send(Message::Tick);
        }
    }

    /// Cut off at once, and taken up again after `away` milliseconds from what was recorded.
    fn cut_off(&mut self, away: i64) {
        let attempt = Attempt::fold(&self.facts).unwrap();
        assert_eq!(&attempt, self.attempt(), "what is known is what was recorded");
        let sheet = Sheet::of(&attempt.begun, pool(&attempt.begun.form.text)).unwrap();
        let assess = Assess::resumed(attempt, sheet, Entrant::default());
        self.model = Model::assessing(Arc::clone(&BANK), Settings::default(), assess);
        self.millis += away;
        self.send(Message::Tick);
    }

    fn answers(&self) -> usize {
        self.facts.iter().filter(|fact| matches!(fact.event, Event::Answered(_))).count()
    }
}

/// Answers, changes, skips and marks for all twelve, and the end.
const WHOLE: [&str; 16] =
    ["1\n", "\t", "m2\n", "j\n", "bf\n", "1\n", "mm2\n", "1\n", "2\n", "1\n", "\t", "2\n", "1\n", "2\n", "o", "Sy"];

#[test]
fn a_key_chooses_and_enter_answers() {
    let mut at = Sitting::begun(FIXED);
    at.keys("f");
    assert_eq!((at.answers(), at.attempt().at, at.assess().selection.side), (0, 0, Some(Side::Left)));
    at.keys("j\n");
    assert_eq!((at.answers(), at.attempt().at), (1, 1));
    assert_eq!(at.attempt().slots[0].chosen, Some(Side::Right), "the last choice counts");
    at.keys("\n");
    assert_eq!((at.answers(), at.model.notice()), (1, Some("Choose a side first: f or j.")));
    for action in [Action::DontKnow, Action::Hint, Action::Undo, Action::Lesson, Action::Glossary, Action::Flag] {
        at.act(action);
        assert_eq!((at.answers(), at.attempt().at), (1, 1), "{action:?}");
    }
}

#[test]
fn nothing_is_kept_before_the_clock_runs() {
    let mut at = Sitting::new(FIXED);
    at.keys("\n1 2");
    assert_eq!(at.model.context(), Context::Consent, "only y agrees");
    at.keys("y1\n\n2\n");
    assert_eq!((at.model.context(), at.facts.len()), (Context::Tried, 0));
    at.cut_nothing_kept();
}

impl Sitting {
    fn cut_nothing_kept(&mut self) {
        let effects = self.act(Action::Back);
        assert_eq!((effects, self.facts.len()), (vec![Effect::Quit], 0));
    }
}

#[test]
fn one_goes_back_and_changes_what_one_said() {
    let mut at = Sitting::begun(FIXED);
    at.keys("1\n\tm1\n");
    assert_eq!((at.attempt().at, at.attempt().slots[1].chosen), (3, None));
    at.keys("bbb");
    assert_eq!((at.attempt().at, at.assess().selection.side), (0, Some(Side::Left)));
    at.keys("\n");
    assert_eq!((at.attempt().at, at.answers()), (1, 2), "what was said before is not said again");
    at.keys("b2\n");
    let slot = &at.attempt().slots[0];
    assert_eq!((slot.chosen, slot.changes), (Some(Side::Right), 1));
    at.keys("o");
    let Stage::Overview(cursor) = at.assess().stage else { panic!("no overview") };
    assert_eq!((cursor, at.attempt().marked().collect::<Vec<_>>()), (3, vec![2]));
    at.act(Action::Pick(9));
    assert_eq!(at.attempt().at, 9);
    at.keys("mo");
    assert!(matches!(at.assess().stage, Stage::Overview(9)), "the cursor stays at what was just marked");
}

#[test]
fn submitting_asks_first_and_what_is_open_counts_half() {
    let mut at = Sitting::begun(FIXED);
    at.keys("1\n1\noSn");
    assert!(at.results.is_empty() && at.assess().runs());
    at.keys("Sy");
    let [result] = at.results.as_slice() else { panic!("{} results", at.results.len()) };
    assert_eq!((result.ending, result.outcome.count.open, result.answers.len()), (Ending::Submitted, 10, 12));
    assert_eq!(result.answers[2].mark, Mark::Open);
    let count = result.outcome.count;
    assert_eq!(count.halves(), 2 * count.right + 10);
    assert_eq!(Attempt::fold(&at.facts).unwrap().receipt, "R", "that it is filed is recorded");
    let before = at.facts.len();
    at.keys("1\nob");
    at.wait(30);
    assert_eq!(at.facts.len(), before, "it is over");
}

/// A result without what depends on when it was made.
fn timeless(record: &Record) -> Record {
    let mut record = record.clone();
    (record.started, record.submitted, record.used) = (Moment::default(), Moment::default(), 0);
    record.nonce.clear();
    record.interruptions.clear();
    record.answers.iter_mut().for_each(|answer| answer.elapsed = 0);
    record
}

#[test]
fn however_often_it_is_cut_off_the_result_is_the_same() {
    let mut whole = Sitting::begun(FIXED);
    for keys in WHOLE {
        whole.keys(keys);
    }
    let wanted = timeless(&whole.results[0]);
    assert!(wanted.answers.iter().any(|answer| answer.changes > 0) && wanted.answers.iter().any(|one| one.marked));
    assert!(whole.results[0].interruptions.is_empty());
    for number in 0..WHOLE.len() - 1 {
        let mut at = Sitting::begun(FIXED);
        for (step, keys) in WHOLE.iter().enumerate() {
            at.keys(keys);
            if step == number || number == 0 && step + 2 < WHOLE.len() {
                let place = at.attempt().at;
                at.cut_off(3_600_000);
                assert_eq!(at.attempt().at, place);
            }
        }
        if let Stage::Overview(_) = at.assess().stage {
            at.keys("Sy");
        } else if at.results.is_empty() {
            at.keys("oSy");
        }
        assert_eq!(timeless(&at.results[0]), wanted, "cut off after step {number}");
        assert!(at.results[0].interruptions.iter().all(|one| one.why == "closed" && one.seconds >= 3_600));
    }
}

#[test]
fn the_time_that_is_left_is_that_of_the_clock_that_was_recorded() {
    let mut at = Sitting::begun(FIXED);
    at.wait(45);
    let used = at.attempt().used(Moment::utc(at.millis));
    assert_eq!(used, 45_000);
    at.keys("1\n");
    at.cut_off(86_400_000);
    assert_eq!(at.attempt().left(Moment::utc(at.millis)), Some(75));
    at.millis += 600_000;
    at.send(Message::Tick);
    assert!(at.model.notice().unwrap().contains("10 minutes"), "{:?}", at.model.notice());
    at.keys("2\n");
    at.act(Action::Back);
    at.cut_off(5_000);
    let why: Vec<(&str, u64)> =
        at.attempt().interruptions().iter().map(|one| (one.why.as_str(), one.seconds)).collect();
    assert_eq!(why, [("closed", 86_400), ("asleep", 600), ("paused", 5)]);
    assert_eq!(at.attempt().left(Moment::utc(at.millis)), Some(75));
}

#[test]
fn that_somebody_is_there_is_recorded_now_and_then() {
    let mut at = Sitting::begun(FIXED);
    let before = at.facts.len();
    at.wait(100);
    assert_eq!(at.facts.len() - before, 5);
    assert!(at.attempt().interruptions().is_empty());
}

#[test]
fn when_the_time_is_up_it_ends_and_what_comes_later_does_not_count() {
    let mut at = Sitting::begun(FIXED);
    at.keys("1\n2\n1");
    at.wait(118);
    assert!(at.results.is_empty());
    at.keys("?");
    at.wait(2);
    let [result] = at.results.as_slice() else { panic!("{} results", at.results.len()) };
    assert_eq!((result.ending, result.used, result.outcome.count.open), (Ending::Time, 120, 10));
    assert_eq!(at.model.context(), Context::Outcome, "the help gives way");
    let mut late = Sitting::begun(FIXED);
    late.keys("1");
    late.millis += 50_000;
    late.send(Message::Tick);
    late.millis += 50_000;
    late.send(Message::Tick);
    late.millis += 30_000;
    late.keys("\n");
    assert_eq!((late.answers(), late.results.len()), (0, 1));
}

#[test]
fn a_form_that_goes_forward_asks_each_statement_once_and_ends_when_it_is_clear() {
    let text = sequential();
    let mut at = Sitting::begun(&text);
    at.keys("1\n");
    for key in ["b", "\t", "o", "m", "S"] {
        at.keys(key);
        assert_eq!((at.attempt().at, at.model.context()), (1, Context::SittingPlain), "{key}");
    }
    at.cut_off(1_000);
    while at.results.is_empty() {
        let id = at.attempt().slot().unwrap().statement.clone();
        let side = BANK.find(&id).unwrap().side;
        at.keys(if side == Side::Left { "1\n" } else { "2\n" });
    }
    let result = &at.results[0];
    assert_eq!(result.ending, Ending::Decided);
    assert!((20..30).contains(&result.answers.len()), "{}", result.answers.len());
    assert!(result.answers.iter().all(|answer| answer.chosen.is_some()));
}

#[test]
fn certainty_is_asked_where_the_form_wants_it() {
    let mut at = Sitting::begun(&FIXED.replace("practice = 2", "practice = 2\ncertainty = true"));
    at.keys("s\n2\n");
    let sure: Vec<_> = at.attempt().slots.iter().take(2).map(|slot| slot.certainty).collect();
    assert_eq!(sure, [Some(Certainty::C3), Some(Certainty::C2)]);
}

#[test]
fn the_time_is_hidden_where_the_form_lets_it() {
    let mut at = Sitting::begun(FIXED);
    let seen = |at: &Sitting| at.assess().seen_time(Moment::utc(at.millis)).is_some();
    assert!(seen(&at));
    at.keys("t");
    assert!(!seen(&at));
    let mut never = Sitting::begun(&FIXED.replace("hideable", "hidden"));
    assert!(!seen(&never));
    never.keys("t");
    assert!(!seen(&never));
    let mut always = Sitting::begun(&FIXED.replace("hideable", "shown"));
    always.keys("t");
    assert!(seen(&always));
}

#[test]
fn nothing_leads_out_of_an_assessment() {
    let mut actions: Vec<Action> = TABLE.iter().map(|binding| binding.action).collect();
    actions.extend([Action::Home, Action::Select(3), Action::ToggleTopic(0), Action::Choose(0)]);
    for way in ["", "y", "y1\n", "y1\n\n2\n\n", "y1\n\n2\n\no", "y1\n\n2\n\noS", "y1\n\n2\n\noSy", "y1\n\n2\n\n?"] {
        for action in &actions {
            let mut at = Sitting::new(FIXED);
            at.keys(way);
            at.act(*action);
            let stays = matches!(at.model.screen(), Screen::Assess(_) | Screen::Help(_));
            assert!(stays, "{action:?} after {way:?} leads to {:?}", at.model.context());
            at.act(Action::Back);
            at.act(Action::Home);
            assert!(matches!(at.model.screen(), Screen::Assess(_)), "{action:?} after {way:?}");
        }
    }
}

#[test]
fn an_end_that_was_not_saved_is_saved_and_filed_later() {
    let mut at = Sitting::begun(FIXED);
    at.keys("1\noS");
    let now = at.now();
    let effects = update(&mut at.model, Message::Act(Action::Accept), now);
    let Some(Effect::Record(facts)) = effects.first().cloned() else { panic!("{effects:?}") };
    assert_eq!(effects.last(), Some(&Effect::File));
    let _ = update(&mut at.model, Message::SaveFailed { facts: facts.clone(), reason: "Full.".to_owned() }, now);
    let again = at.act(Action::Next);
    assert_eq!(again.first(), Some(&Effect::Record(facts)));
    assert_eq!((at.results.len(), Attempt::fold(&at.facts).unwrap().receipt.as_str()), (1, "R"));
}

#[test]
fn a_result_that_was_not_filed_is_filed_when_asked_again() {
    let mut at = Sitting::begun(FIXED);
    at.keys("oS");
    let now = at.now();
    let _ = update(&mut at.model, Message::Act(Action::Accept), now);
    let _ = update(&mut at.model, Message::Filed(Err("No room.".to_owned())), now);
    at.keys("r");
    assert_eq!(at.results.len(), 1);
    assert_eq!(at.act(Action::Report), [Effect::ReportResult], "once is enough");
    assert_eq!(at.results.len(), 1);
    let mut quiet = Sitting::begun(&FIXED.replace("[paper]", "shows = \"nothing\"\n[paper]"));
    quiet.keys("oSy");
    assert!(quiet.act(Action::Report).is_empty(), "a report is for whom the form lets see it");
}

/// An attempt that ended on that day.
fn ended(day: i64, paper: Letter) -> Attempt {
    let mut at = Sitting::begun(FIXED);
    at.millis = day * 86_400_000;
    at.keys("oSy");
    let mut attempt = at.attempt().clone();
    attempt.begun.paper = paper;
    attempt
}

#[test]
fn attempts_are_counted_and_waited_for() {
    let form = form(FIXED);
    let on = |day: i64| Moment::utc(day * 86_400_000);
    assert_eq!(entry(&form, &[], on(0)), Entry::Begin { attempt: 1, before: None });
    let open = Sitting::begun(FIXED).attempt().clone();
    assert_eq!(entry(&form, &[open], on(0)), Entry::GoOn(0));
    let one = [ended(30_000, Letter::B)];
    assert_eq!(entry(&form, &one, on(30_013)), Entry::Wait(30_014));
    assert_eq!(entry(&form, &one, on(30_014)), Entry::Begin { attempt: 2, before: Some(Letter::B) });
    let two = [one[0].clone(), ended(30_020, Letter::A)];
    assert_eq!(entry(&form, &two, on(40_000)), Entry::UsedUp(2));
}

#[test]
fn about_half_of_a_cohort_takes_a_first_and_everybody_the_other_one_after() {
    let form = form(FIXED);
    let papers: Vec<Letter> =
        (0..1_000).map(|id| letter(&form, "MARCH", Whose::Known(&format!("A-{id}")), None)).collect();
    let first = papers.iter().filter(|letter| **letter == Letter::A).count();
    assert!((440..560).contains(&first), "{first} of 1000");
    assert_eq!(letter(&form, "MARCH", Whose::Known("A-7"), None), papers[7], "and the same person always the same");
    assert_eq!(letter(&form, "MARCH", Whose::Known("A-7"), Some(Letter::A)), Letter::B);
    let alone = self::form(&alone(FIXED));
    assert_eq!(letter(&alone, "MARCH", Whose::Known("A-7"), Some(Letter::A)), Letter::A);
}

/// Unlocked by an administrator, as it is written into the attempt's stream.
fn unlock(at: &mut Sitting, unlocks: Unlocks, seconds: u32) {
    let now = at.now();
    let unlock = Unlock {
        at: now.moment,
        unlocks,
        by: "M. Ruiz".to_owned(),
        why: "power cut".to_owned(),
        seconds,
        shown: was_shown(at.assess().form(), at.attempt()),
    };
    let event = Event::Assessment(Step::Unlocked(Box::new(unlock)));
    let (id, attempt) = (format!("{:032x}", now.entropy), at.attempt().id.clone());
    at.facts.push(Fact { id, learner: String::new(), at: now.moment, attempt, event });
    let attempt = Attempt::fold(&at.facts).unwrap();
    on_mut(&mut at.model).unwrap().attempt = Some(attempt);
}

#[test]
fn an_attempt_that_is_unlocked_goes_on_and_its_second_result_names_the_first() {
    let mut at = Sitting::begun(FIXED);
    at.keys("1\n2\noSy");
    at.millis += 600_000;
    unlock(&mut at, Unlocks::GoOn, 0);
    at.cut_off(0);
    assert_eq!(at.model.notice(), Some("M. Ruiz unlocked it: power cut. It goes on where you were."));
    assert_eq!((at.attempt().at, at.attempt().answered()), (2, 2));
    at.keys("1\noSy");
    let [first, second] = at.results.as_slice() else { panic!("{} results", at.results.len()) };
    assert_eq!((first.unlocks.len(), first.earlier.len(), first.outcome.count.open), (0, 0, 10));
    assert_eq!((second.earlier.as_slice(), second.outcome.count.open), (["R".to_owned()].as_slice(), 9));
    assert_eq!((second.unlocks[0].by.as_str(), second.unlocks[0].shown), ("M. Ruiz", true));
    let gaps: Vec<(&str, u64)> = second.interruptions.iter().map(|gap| (gap.why.as_str(), gap.seconds)).collect();
    assert_eq!(gaps, [("over, then unlocked", 600)]);
    assert!(second.used < 5, "the time in between does not count: {}", second.used);
}

#[test]
fn what_the_clock_ended_goes_on_with_the_minutes_that_are_given() {
    let mut at = Sitting::begun(FIXED);
    at.wait(120);
    assert_eq!(at.results[0].ending, Ending::Time);
    let form = form(FIXED);
    let can = |at: &Sitting, unlocks, seconds| {
        let now = Moment::utc(at.millis);
        unlockable(&form, std::slice::from_ref(at.attempt()), unlocks, seconds, now)
    };
    assert_eq!(can(&at, Unlocks::GoOn, 0), Err(Locked::NoTime));
    assert_eq!(can(&at, Unlocks::GoOn, 60), Ok(0));
    unlock(&mut at, Unlocks::GoOn, 60);
    at.cut_off(0);
    assert_eq!(at.attempt().left(Moment::utc(at.millis)), Some(60));
    assert_eq!(can(&at, Unlocks::GoOn, 0), Err(Locked::NotOver));
    at.wait(60);
    assert_eq!((at.results[1].limit, at.results[1].used, at.results[1].ending), (Some(180), 180, Ending::Time));
}

#[test]
fn another_attempt_is_allowed_whatever_the_form_says_and_is_counted() {
    let form = form(FIXED);
    let now = Moment::utc(40_000 * 86_400_000);
    let mut at = Sitting::begun(FIXED);
    let open = at.attempt().clone();
    assert_eq!(unlockable(&form, &[], Unlocks::Another, 0, now), Err(Locked::NoAttempt));
    unlock(&mut at, Unlocks::Another, 0);
    let aside = at.attempt().clone();
    assert_eq!(unlockable(&form, std::slice::from_ref(&aside), Unlocks::Another, 0, now), Err(Locked::MayBegin));
    let begins = |attempt, before| Entry::Begin { attempt, before: Some(before) };
    assert_eq!(entry(&form, std::slice::from_ref(&aside), now), begins(2, Letter::A), "one that is set aside is left");
    let two = [ended(30_000, Letter::A), ended(30_020, Letter::B)];
    assert_eq!(entry(&form, &two, now), Entry::UsedUp(2));
    assert_eq!(unlockable(&form, &two, Unlocks::Another, 0, now), Ok(1));
    let mut last = two[1].clone();
    last.unlocks.clone_from(&aside.unlocks);
    assert_eq!(entry(&form, &[two[0].clone(), last], now), begins(3, Letter::B));
    // What was broken off and set aside does not count: two more are left.
    assert_eq!(entry(&form, &[aside.clone(), two[0].clone()], now), begins(3, Letter::A));
    assert_eq!(entry(&form, &[aside, open], now), Entry::GoOn(1));
}

#[test]
fn what_ended_by_itself_is_not_gone_on_with() {
    let text = sequential();
    let mut at = Sitting::begun(&text);
    while at.results.is_empty() {
        at.keys("1\n");
    }
    let now = Moment::utc(at.millis);
    let found = unlockable(&form(&text), std::slice::from_ref(at.attempt()), Unlocks::GoOn, 60, now);
    assert_eq!(found, Err(Locked::NothingLeft));
}

#[test]
fn of_a_roster_half_take_a_first_wherever_it_ends() {
    let form = form(FIXED);
    for cohort in ["MARCH", "APRIL", "MAY"] {
        let form = Form { cohort: cohort.to_owned(), ..form.clone() };
        let of = |place| letter(&form, "OWN", Whose::Listed(place), None);
        let mut a = 0_i32;
        for place in 0..101 {
            a += if of(place) == Letter::A { 1 } else { -1 };
            assert!(a.abs() <= 1, "{a} more of {} people", place + 1);
        }
        assert_ne!((0..20).map(of).collect::<Vec<_>>(), [Letter::A, Letter::B].repeat(10), "chance has a say");
        assert_eq!(letter(&form, "OWN", Whose::Listed(3), Some(of(3))), of(3).other());
    }
}

#[test]
fn a_clock_that_is_set_back_goes_on_from_there() {
    let mut at = Sitting::begun(FIXED);
    at.wait(30);
    at.millis -= 3_600_000;
    at.wait(60);
    // What was not recorded yet, less than a beat, is given away.
    assert_eq!(at.attempt().left(Moment::utc(at.millis)), Some(41));
    assert!(at.attempt().interruptions().is_empty());
}

#[test]
fn an_imprint_tells_wordings_and_difficulties_and_nothing_else() {
    let (text, pool) = (form(FIXED), Pool::of(&BANK, &Estimates::new()));
    let begun = fresh(FIXED).begun;
    let of = |bank: &Bank, pool: &Pool| imprint(&text, bank, pool, &begun.statements).unwrap();
    assert_eq!(of(&BANK, &pool), begun.imprint);
    let mut later = sample::bank(2, 30);
    later.manifest.revision += 1;
    assert_eq!(of(&later, &Pool::of(&later, &Estimates::new())), begun.imprint);
    let asked = pool.find(&begun.statements[3]).unwrap();
    let other = |change: &dyn Fn(&mut PoolStatement)| {
        let mut other = pool.clone();
        let item = &mut other.items[asked.item];
        [&mut item.left, &mut item.right].into_iter().flatten().for_each(change);
        other
    };
    assert_ne!(of(&BANK, &other(&|one| one.revision += 1)), begun.imprint);
    assert_ne!(of(&BANK, &other(&|one| one.belief.difficulty += 1.0)), begun.imprint);
    assert_eq!(imprint(&text, &BANK, &pool, &["none".to_owned()]), None);
}

/// The sequential form with statements that are chosen one by one.
fn adaptive() -> String {
    sequential().replace("kind = \"sequential\"\nat_least = 20", "kind = \"adaptive\"\nat_least = 12")
}

/// Answers the statement at hand, rightly or wrongly.
fn answer_it(at: &mut Sitting, rightly: bool) {
    let id = at.attempt().slot().unwrap().statement.clone();
    let is_left = BANK.find(&id).unwrap().side == Side::Left;
    at.keys(if is_left == rightly { "1\n" } else { "2\n" });
}

/// Somebody who is right but for every fifth time, cut off after each answer of `cuts`.
fn taken(text: &str, cuts: std::ops::Range<usize>) -> (Sitting, Vec<String>) {
    let mut at = Sitting::begun(text);
    let mut asked = Vec::new();
    while at.results.is_empty() {
        let number = asked.len();
        asked.push(at.attempt().slot().unwrap().statement.clone());
        if cuts.contains(&number) {
            at.cut_off(3_600_000);
            assert_eq!(at.attempt().slot().map(|slot| &slot.statement), asked.last(), "the very same statement");
        }
        answer_it(&mut at, number % 5 != 4);
    }
    (at, asked)
}

#[test]
fn an_adaptive_form_asks_the_same_statements_however_often_it_is_cut_off() {
    let (whole, asked) = taken(&adaptive(), 0..0);
    let (cut, again) = taken(&adaptive(), 0..60);
    assert_eq!(asked, again);
    assert_eq!(timeless(&whole.results[0]), timeless(&cut.results[0]));
    let pairs: std::collections::HashSet<&str> = asked.iter().map(|id| id.rsplit_once('-').unwrap().0).collect();
    assert_eq!(pairs.len(), asked.len(), "never both of a pair: {asked:?}");
    assert!(asked.len() >= 12, "{asked:?}");
    let practised = &whole.assess().practice;
    let practised: Vec<&str> = practised.iter().map(|at| BANK.entry(*at).unwrap().item.id()).collect();
    let items: Vec<&str> = asked.iter().map(|id| BANK.entry(BANK.find(id).unwrap()).unwrap().item.id()).collect();
    assert!(practised.len() == 2 && !practised.iter().any(|id| items.contains(id)), "what was explained is not asked");
}

#[test]
fn an_adaptive_result_is_replayed_statement_for_statement() {
    let (at, _) = taken(&adaptive(), 3..4);
    let (record, form, pool) = (&at.results[0], form(&adaptive()), calibrated());
    let at_hand = AtHand { bank: &BANK, pool: &pool, calibration: None };
    assert_eq!(replay(record, &form, at_hand), Replay::Same);
    let mut other = record.clone();
    other.answers.swap(2, 3);
    let Replay::Differs { what } = replay(&other, &form, at_hand) else { panic!("nothing differs") };
    assert!(what[0].starts_with("number 3 would be "), "{what:?}");
    let mut passed = record.clone();
    passed.passed_over = vec![record.answers[0].statement.clone()];
    assert!(matches!(replay(&passed, &form, at_hand), Replay::Differs { .. }));
}

#[test]
fn an_adaptive_form_depends_on_the_answers_goes_forward_and_keeps_to_its_length() {
    let mut at = Sitting::begun(&adaptive());
    answer_it(&mut at, true);
    for key in ["b", "\t", "o", "m", "S"] {
        at.keys(key);
        assert_eq!((at.attempt().at, at.model.context()), (1, Context::SittingPlain), "{key}");
    }
    assert_eq!(at.attempt().slots.len(), 2, "nothing is chosen before it is asked");
    let of = |right: &[bool]| {
        let mut at = Sitting::begun(&adaptive());
        for right in right {
            answer_it(&mut at, *right);
        }
        at.attempt().slots.iter().map(|slot| slot.statement.clone()).collect::<Vec<_>>()
    };
    let (good, poor) = (of(&[true; 8]), of(&[false; 8]));
    assert_eq!(good[0], poor[0]);
    assert_ne!(good, poor);
    let mut turns = 0;
    let mut at = Sitting::begun(&adaptive());
    while at.results.is_empty() {
        // Four of five: at the cut, so that it stays unclear.
        answer_it(&mut at, turns % 5 != 2);
        turns += 1;
    }
    let result = &at.results[0];
    assert!(turns <= 30 && result.answers.len() == turns, "{turns}");
    assert_eq!(result.ending == Ending::Decided, result.outcome.verdict != Some(Verdict::Borderline), "{turns}");
}

#[test]
fn a_second_adaptive_attempt_asks_nothing_of_the_first() {
    let (at, first) = taken(&adaptive(), 0..0);
    let (text, pool) = (adaptive(), calibrated());
    let form = form(&text);
    let papers = papers(&form, &pool, &form.cohort).unwrap();
    let terms = Terms {
        form: &form,
        text: &text,
        code: &form.cohort,
        calibration: None,
        accommodation: None,
        attempt: 2,
        unlocked: None,
        asked_before: &first,
    };
    let begun = terms.begun(&BANK, &pool, &papers, Letter::A);
    let sheet = Sheet::of(&begun, pool).unwrap();
    let assess = Assess::new(begun, sheet, Vec::new(), Entrant::default());
    let mut second = Sitting { model: Model::assessing(Arc::clone(&BANK), Settings::default(), assess), ..at };
    second.results.clear();
    second.keys("y");
    while second.results.is_empty() {
        answer_it(&mut second, true);
    }
    let pair = |id: &String| id.rsplit_once('-').unwrap().0.to_owned();
    let before: Vec<String> = first.iter().map(pair).collect();
    assert!(second.results[0].answers.iter().all(|answer| !before.contains(&pair(&answer.statement))));
}
