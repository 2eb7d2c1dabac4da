//! A lesson: ten short screens, the last three made from the bank.

use super::exercise::{Selection, TAKEN_BACK_UNSCORED, WORDS_LATER, choose_first, exercise, flag};
use super::keys::Action;
use super::rounds;
use super::route::Go;
use super::view::terms::Counted;
use super::{Model, Now, Screen, moved};
use crate::domain::bank::{Bank, Side, StatementRef};
use crate::domain::fact::{Event, Mode, Started};
use crate::domain::learner::LESSON_SCREENS;
use crate::domain::quiz::draw_exercises;
use crate::domain::session::{Given, Phase, Session, Tally};
use std::collections::BTreeMap;

/// The screen with two exercises.
pub const TRY: u8 = 8;
/// The screen with the exit check.
pub const CHECK: u8 = 9;
/// The screen to go back to when the exit check was not passed.
pub const WORDS: u8 = 3;
/// The screen with one aspect on both sides.
pub const PAIR: u8 = 4;

/// How worn a statement counts as that should come after others.
const MUCH_WORN: u32 = 1_000;
/// No more words of the trade are counted in a statement: behind these, all are hard.
const MOST_WORDS: u32 = 20;
/// The screen with a boundary case.
pub const BENDS: u8 = 6;

/// The levels of the guided try.
const TRY_LEVELS: [u8; 2] = [1, 2];
/// The levels of the exit check, for who has passed it before.
const CHECK_LEVELS: [u8; 4] = [1, 2, 2, 3];
/// The same until it is passed: it begins with the easier ones, and has none that is dressed up to mislead.
const FIRST_CHECK_LEVELS: [u8; 4] = [1, 1, 2, 2];

/// Said on another screen than that with the words of the trade.
const WORDS_THERE: &str = "The words of this lesson are on screen 3.";
/// How many of them may be missed.
const MAY_MISS: usize = 1;

/// What the learner said to the first screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Prediction {
    /// Nothing yet.
    Open,
    /// The text of that side.
    Chosen(Side),
    /// "Don't know".
    DontKnow,
}

/// A lesson under way.
#[derive(Debug, Clone)]
pub struct Lesson {
    /// The topic's number, from 0.
    pub topic: usize,
    /// The screen, 1 to 10.
    pub screen: u8,
    /// The side whose text is printed first on the first screen.
    pub first: Side,
    /// What the learner predicted on the first screen.
    pub prediction: Prediction,
    /// What the learner said to the boundary case.
    pub bend: Prediction,
    /// The exercises under way on screens 8 and 9.
    pub exercises: Option<Session>,
    /// What the arrows selected in an exercise.
    pub selection: Selection,
    /// An exit check that was not passed.
    pub failed: Option<Failed>,
    /// How an exit check that was passed just now came out.
    pub passed: Option<Tally>,
    /// Whether the words of the trade are shown that did not come first.
    pub more_words: bool,
    /// The exit check from which the words are read again, and to which a key leads back.
    pub waiting: Option<Failed>,
    /// Whether somebody came to look up a word: that takes nobody back to where the lesson was left.
    pub looks_up: bool,
}

/// An exit check that was not passed: what was missed, one after the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failed {
    /// How it came out.
    pub tally: Tally,
    /// The answers that were not right.
    pub missed: Vec<Given>,
    /// Which of them is shown, from 0.
    pub shown: usize,
}

impl Lesson {
    /// Whether the first screen waits for a choice.
    #[must_use]
    pub fn is_predicting(&self) -> bool {
        self.screen == 1 && self.prediction == Prediction::Open
    }

    /// Whether the boundary case waits for a choice.
    #[must_use]
    pub fn is_bending(&self) -> bool {
        self.screen == BENDS && self.bend == Prediction::Open
    }
}

/// What a screen of a lesson is called.
#[must_use]
pub const fn screen_title(screen: u8) -> &'static str {
    match screen {
        1 => "predict",
        2 => "the idea",
        WORDS => "words of the trade",
        PAIR => "a pair",
        5 => "numbers and names",
        BENDS => "where it bends",
        7 => "you may have heard",
        TRY => "guided try",
        CHECK => "check yourself",
        _ => "take away",
    }
}

/// The side whose text is printed as first (0) or second (1) on the first screen.
#[must_use]
pub const fn predicted_side(lesson: &Lesson, number: usize) -> Side {
    if number == 0 { lesson.first } else { lesson.first.other() }
}

/// Opens the lesson of a topic where it was left; a lesson that was passed begins anew.
pub(super) fn open(model: &mut Model, topic: usize, now: Now) {
    let Some(name) = model.bank.manifest.topics.get(topic) else { return };
    let record = model.learner.lesson(&name.id);
    let screen = if record.passed { 1 } else { record.place.max(1) };
    open_at(model, topic, screen, false, now);
}

/// Opens the lesson of a topic at its words of the trade, to look one up: the place where the lesson was left stays.
pub(super) fn open_words(model: &mut Model, topic: usize, more: bool, now: Now) {
    open_at(model, topic, WORDS, true, now);
    if let Screen::Lesson(lesson) = &mut model.screen {
        lesson.more_words = more;
    }
}

fn open_at(model: &mut Model, topic: usize, screen: u8, looks_up: bool, now: Now) {
    model.welcome_read(now);
    let Some(name) = model.bank.manifest.topics.get(topic) else { return };
    if model.bank.topic(topic).is_none_or(|topic| topic.lesson.is_none()) {
        model.notice = Some(format!("The topic {} has no lesson.", name.title));
        return;
    }
    let prediction = if screen == 1 { Prediction::Open } else { Prediction::DontKnow };
    let selection = Selection::default();
    // The entropy's lowest bit, which no code is drawn from.
    let first = if now.entropy & 1 == 0 { Side::Left } else { Side::Right };
    let bend = Prediction::Open;
    let lesson = Lesson {
        topic,
        screen,
        first,
        prediction,
        bend,
        exercises: None,
        selection,
        failed: None,
        passed: None,
        more_words: false,
        waiting: None,
        looks_up,
    };
    model.open(Screen::Lesson(Box::new(lesson)));
    go_to(model, screen, now);
}

/// The screen at which a lesson that was begun opens: the one where it was left, or the one after a try that was answered
/// whole.
#[must_use]
pub fn opens_at(model: &Model, topic: usize) -> u8 {
    let Some(name) = model.bank.manifest.topics.get(topic) else { return 1 };
    let place = model.learner.lesson(&name.id).place.max(1);
    let tried = model.learner.exercises(&name.id).filter(|open| open.started.mode == Mode::LessonTry);
    let is_answered = tried.is_some_and(|open| {
        let (id, started) = (open.id.clone(), open.started.clone());
        Session::resume(&model.bank, id, started, &open.events, model.today).phase() == Phase::Finished
    });
    if place == TRY && is_answered { CHECK } else { place }
}

/// A lesson.
pub(super) fn update(model: &mut Model, action: Action, now: Now) -> Option<Go> {
    let Screen::Lesson(lesson) = &mut model.screen else { return None };
    if lesson.exercises.is_some() {
        return update_exercises(model, action, now);
    }
    let (topic, screen) = (lesson.topic, lesson.screen);
    if lesson.is_bending() && bend(model, action) {
        return None;
    }
    let Screen::Lesson(lesson) = &mut model.screen else { return None };
    match action {
        Action::Pick(number @ (0 | 1)) | Action::Choose(number @ (0 | 1)) if lesson.is_predicting() => {
            lesson.prediction = Prediction::Chosen(predicted_side(lesson, number));
        }
        Action::DontKnow if lesson.is_predicting() => lesson.prediction = Prediction::DontKnow,
        Action::Next if lesson.is_predicting() => {
            model.notice = Some("Choose 1 or 2, or n if you have no idea. A guess is fine.".to_owned());
        }
        Action::Next if lesson.failed.is_some() => check_again(model, now),
        Action::Previous if lesson.failed.is_some() => {
            lesson.waiting = lesson.failed.take();
            go_to(model, WORDS, now);
        }
        Action::Again if lesson.waiting.is_some() => back_to_check(model),
        // What comes next was answered already.
        Action::Next if lesson.waiting.is_some() && screen + 1 == TRY => back_to_check(model),
        Action::Up | Action::Down => {
            if let Some(failed) = &mut lesson.failed {
                failed.shown = moved(failed.shown, action, failed.missed.len());
                model.turned();
            }
        }
        Action::Next if screen < LESSON_SCREENS => go_to(model, screen + 1, now),
        Action::Next if screen == LESSON_SCREENS => return Some(Go::Back),
        Action::Glossary if screen == WORDS => {
            lesson.more_words = !lesson.more_words;
            model.turned();
        }
        Action::Glossary if screen < TRY => model.notice = Some(WORDS_THERE.to_owned()),
        Action::Previous if screen == LESSON_SCREENS => go_to(model, TRY - 1, now),
        Action::Previous if screen > 1 => go_to(model, screen - 1, now),
        // Before it is settled, a card would tell what the boundary case asks.
        Action::Cards if matches!(screen, BENDS | LESSON_SCREENS) => return Some(cards(model, topic, screen)),
        Action::Cases if screen == LESSON_SCREENS => return super::case::offered_at(&model.bank, topic).map(Go::Case),
        _ => {}
    }
    None
}

/// Back from the words that were read again to what was missed in the exit check.
fn back_to_check(model: &mut Model) {
    if let Screen::Lesson(lesson) = &mut model.screen {
        lesson.screen = CHECK;
        lesson.failed = lesson.waiting.take();
        lesson.more_words = false;
    }
    model.turned();
}

/// Says which side the boundary case is on. Returns whether that is what the action was for.
fn bend(model: &mut Model, action: Action) -> bool {
    let Screen::Lesson(lesson) = &mut model.screen else { return false };
    match action {
        Action::Answer(side, _) => lesson.bend = Prediction::Chosen(side),
        Action::DontKnow => lesson.bend = Prediction::DontKnow,
        Action::Left => lesson.selection.side = Some(Side::Left),
        Action::Right => lesson.selection.side = Some(Side::Right),
        Action::Next => match lesson.selection.side {
            Some(side) => lesson.bend = Prediction::Chosen(side),
            None => model.notice = Some("Choose a side first, or n if you don't know.".to_owned()),
        },
        _ => return false,
    }
    true
}

/// The card that "where it bends" points to, or all cards of the topic.
fn cards(model: &Model, topic: usize, screen: u8) -> Go {
    let bends = model.bank.topic(topic).and_then(|topic| topic.lesson.as_ref()).map(|lesson| &lesson.bends);
    let card = bends.and_then(|bends| bends.card.clone()).filter(|_| screen == BENDS);
    card.map_or(Go::Cards(Some(topic)), |card| Go::Card(topic, card))
}

/// Shows a screen of the lesson at hand, records the place, and begins or takes up its exercises.
fn go_to(model: &mut Model, screen: u8, now: Now) {
    let Screen::Lesson(lesson) = &mut model.screen else { return };
    lesson.screen = screen;
    lesson.failed = None;
    lesson.more_words = false;
    lesson.selection = Selection::default();
    let number = lesson.topic;
    let Some(topic) = model.bank.manifest.topics.get(number).map(|topic| topic.id.clone()) else { return };
    let levels = check_levels(model, &topic);
    model.turned();
    // Whoever reads the words again is at the check still, and whoever looks up a word where the lesson was left; but going
    // on from there beyond that place is reading the lesson.
    let stays = match &model.screen {
        Screen::Lesson(lesson) if lesson.looks_up => {
            let record = model.learner.lesson(&topic);
            record.passed || screen <= record.place.max(WORDS)
        }
        Screen::Lesson(lesson) => lesson.waiting.is_some(),
        _ => false,
    };
    if !stays && model.learner.lesson(&topic).place != screen {
        model.record("", Event::LessonAt { topic, screen }, now);
    }
    match screen {
        TRY => take_up_or_begin(model, Mode::LessonTry, &TRY_LEVELS, now),
        CHECK => take_up_or_begin(model, Mode::LessonCheck, levels, now),
        _ => {}
    }
}

/// The levels of the exit check of a topic, by its id.
fn check_levels(model: &Model, topic: &str) -> &'static [u8] {
    if model.learner.lesson(topic).passed { &CHECK_LEVELS } else { &FIRST_CHECK_LEVELS }
}

/// Takes up the exercises of the lesson at hand where they were left, or begins them.
fn take_up_or_begin(model: &mut Model, mode: Mode, levels: &[u8], now: Now) {
    let Screen::Lesson(lesson) = &model.screen else { return };
    let topic = model.bank.manifest.topics.get(lesson.topic).map_or("", |topic| topic.id.as_str());
    let Some(open) = model.learner.exercises(topic).filter(|open| open.started.mode == mode).cloned() else {
        return begin(model, mode, levels, &[], now);
    };
    let session = Session::resume(&model.bank, open.id, open.started, &open.events, now.moment);
    let bank = std::sync::Arc::clone(&model.bank);
    if session.phase() == Phase::Finished {
        finish(model, &session, &bank, now);
    } else {
        show(model, session);
    }
}

/// Begins exercises with statements that the learner has met least, those of the concepts in `first` before others.
fn begin(model: &mut Model, mode: Mode, levels: &[u8], first: &[String], now: Now) {
    let Screen::Lesson(lesson) = &model.screen else { return };
    let bank = std::sync::Arc::clone(&model.bank);
    let seed = now.seed();
    let comes_first = |at| bank.entry(at).is_some_and(|entry| first.iter().any(|one| one == entry.item.concept()));
    // One that was asked or shown comes after all that were not, even of an idea that was missed.
    let times = |at: StatementRef| model.learner.statement(at).times;
    let known = bank.topic(lesson.topic).map(super::view::lesson::taught_first).unwrap_or_default();
    let counted = Counted::of(&bank);
    let new_words = |at| bank.entry(at).map_or(0, |entry| counted.unknown_in(&entry.statement.text, &known));
    let worn = |at| {
        let class = if is_met(model, at) { 2 } else { u32::from(!comes_first(at)) };
        // Of those that were not met, the ones come first whose words the lesson has shown.
        times(at).min(MUCH_WORN / 2) + new_words(at).min(MOST_WORDS) + class * MUCH_WORN
    };
    let mut order = draw_exercises(&bank, lesson.topic, levels, &seed, worn);
    order.sort_by_cached_key(|at| (bank.entry(*at).map(|entry| entry.level()), new_words(*at)));
    if order.is_empty() {
        return;
    }
    let topics = bank.manifest.topics.get(lesson.topic).map(|topic| topic.id.clone()).into_iter().collect();
    let started = Started { topics, ..Session::plan(&bank, mode, &seed, model.settings.certainty, &order) };
    let session = rounds::begin(model, started, order, now);
    show(model, session);
}

fn show(model: &mut Model, session: Session) {
    if let Screen::Lesson(lesson) = &mut model.screen {
        lesson.exercises = Some(session);
        lesson.selection = Selection::default();
        lesson.failed = None;
    }
}

/// Whether a statement or its counterpart was asked or shown before.
fn is_met(model: &Model, at: StatementRef) -> bool {
    [at, at.counterpart()].into_iter().any(|at| model.learner.statement(at).times > 0)
}

/// How many statements of a topic's next exit check can be such as were neither asked nor shown before.
#[must_use]
pub fn fresh_left(model: &Model, topic: usize) -> usize {
    let Some(known) = model.bank.topic(topic) else { return 0 };
    let of_level = |(level, wanted): (u8, usize)| {
        let unmet = known.items().enumerate().filter(|(number, item)| {
            let side = item.fixed_side().unwrap_or(Side::Left);
            item.level() == level && !is_met(model, StatementRef { topic, item: *number, side })
        });
        unmet.count().min(wanted)
    };
    let mut levels: BTreeMap<u8, usize> = BTreeMap::new();
    for level in FIRST_CHECK_LEVELS {
        *levels.entry(level).or_default() += 1;
    }
    levels.into_iter().map(of_level).sum()
}

/// After an exit check that was not passed, asks fresh statements at once, those of the ideas that were missed first.
fn check_again(model: &mut Model, now: Now) {
    let Screen::Lesson(lesson) = &model.screen else { return };
    let missed = lesson.failed.iter().flat_map(|failed| &failed.missed);
    let concepts: Vec<String> =
        missed.filter_map(|given| Some(model.bank.entry(given.at)?.item.concept().to_owned())).collect();
    model.turned();
    begin(model, Mode::LessonCheck, &FIRST_CHECK_LEVELS, &concepts, now);
}

fn update_exercises(model: &mut Model, action: Action, now: Now) -> Option<Go> {
    let bank = std::sync::Arc::clone(&model.bank);
    let Screen::Lesson(lesson) = &mut model.screen else { return None };
    let session = lesson.exercises.as_mut()?;
    match (session.phase(), action) {
        (_, Action::Flag) => flag(model, now),
        (Phase::Asking, Action::Marks) => return Some(Go::Marks),
        (Phase::Asking, Action::Next) if lesson.selection.side.is_none() => {
            model.notice = Some(choose_first(session.started.certainty).to_owned());
        }
        (Phase::Asking, Action::Glossary) => model.notice = Some(WORDS_LATER.to_owned()),
        (Phase::Explaining, Action::Glossary) => {
            let only = session.entry(&bank).map(|entry| super::view::feedback::words_of(&bank, &entry));
            return Some(Go::Glossary(only));
        }
        (Phase::Explaining, Action::Next) => {
            session.next(now.moment);
            lesson.selection = Selection::default();
            let finished = (session.phase() == Phase::Finished).then(|| session.clone());
            model.turned();
            if let Some(session) = finished {
                finish(model, &session, &bank, now);
            }
        }
        _ => {
            let event = exercise(session, &mut lesson.selection, &bank, action, now);
            let attempt = session.attempt.clone();
            if let Some(event) = event {
                if matches!(event, Event::Undone { .. }) {
                    model.notice = Some(TAKEN_BACK_UNSCORED.to_owned());
                }
                model.turned();
                model.record(&attempt, event, now);
            }
        }
    }
    None
}

/// After the guided try comes the exit check; after a passed check the take-away, else what was missed.
fn finish(model: &mut Model, session: &Session, bank: &Bank, now: Now) {
    model.record(&session.attempt, Event::Finished, now);
    let Screen::Lesson(lesson) = &mut model.screen else { return };
    lesson.exercises = None;
    let tally = session.tally();
    match lesson.screen {
        TRY => go_to(model, CHECK, now),
        _ if tally.right + MAY_MISS >= session.started.statements.len() => {
            lesson.passed = Some(tally);
            let topic = bank.manifest.topics.get(lesson.topic).map(|topic| topic.id.clone());
            if let Some(topic) = topic {
                model.record("", Event::LessonPassed { topic }, now);
            }
            go_to(model, LESSON_SCREENS, now);
        }
        _ => {
            let missed = session.mistakes().cloned().collect();
            lesson.failed = Some(Failed { tally, missed, shown: 0 });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::settings::Settings;
    use crate::app::{Effect, Message, update as update_app};
    use crate::domain::bank::sample;
    use crate::domain::fact::Fact;
    use crate::domain::learner::{Learner, LessonState};
    use crate::domain::moment::Moment;
    use std::collections::BTreeSet;
    use std::sync::Arc;

    /// A learner in a lesson, and what is recorded of it.
    struct Learnt {
        model: Model,
        journal: Vec<Fact>,
        ticks: u32,
    }

    impl Learnt {
        /// At the exit check of a topic whose statements are of four ideas.
        fn at_the_check() -> Self {
            let mut topic = sample::topic(0, 48);
            for (number, pair) in topic.pairs.iter_mut().enumerate() {
                pair.concept = format!("idea-{}", number / 12);
            }
            let bank = Arc::new(Bank::new(sample::bank(1, 0).manifest, vec![topic]));
            let fact = |event| Fact {
                id: "0".repeat(32),
                learner: "Ada".to_owned(),
                at: Moment::utc(0),
                attempt: String::new(),
                event,
            };
            let journal = vec![fact(Event::LessonAt { topic: "topic-0".to_owned(), screen: CHECK })];
            let learner = Learner::fold(&bank, &journal);
            let model =
                Model::new(bank, learner, "Ada".to_owned(), Settings { certainty: false, ..Settings::default() });
            let mut learnt = Self { model, journal, ticks: 0 };
            learnt.begin();
            learnt
        }

        fn begin(&mut self) {
            self.tell(Message::Begin(crate::app::start::Aim::Lesson(Some(0))));
        }

        fn tell(&mut self, message: Message) {
            self.ticks += 1;
            let ticks = u128::from(self.ticks);
            let now = Now { moment: Moment::utc(i64::from(self.ticks) * 1_000), entropy: ticks << 70 | ticks };
            for effect in update_app(&mut self.model, message, now) {
                if let Effect::Record(facts) = effect {
                    self.journal.extend(facts);
                }
            }
        }

        fn act(&mut self, action: Action) {
            self.tell(Message::Act(action));
        }

        fn lesson(&self) -> &Lesson {
            let Screen::Lesson(lesson) = &self.model.screen else { panic!("no lesson: {:?}", self.model.screen) };
            lesson
        }

        fn check(&self) -> &Session {
            self.lesson().exercises.as_ref().unwrap()
        }

        /// Answers the question at hand and goes on.
        fn answer(&mut self, right: bool) {
            let side = self.check().current().unwrap().side;
            self.act(Action::Answer(if right { side } else { side.other() }, None));
            self.act(Action::Next);
        }

        /// Leaves, and starts the program again with what is recorded.
        fn start_again(&mut self) {
            let bank = Arc::clone(&self.model.bank);
            let learner = Learner::fold(&bank, &self.journal);
            self.model =
                Model::new(bank, learner, "Ada".to_owned(), Settings { certainty: false, ..Settings::default() });
            self.begin();
        }

        fn concepts(&self, statements: &[String]) -> Vec<String> {
            let bank = &self.model.bank;
            let concept = |id: &String| bank.entry(bank.find(id)?).map(|entry| entry.item.concept().to_owned());
            statements.iter().filter_map(concept).collect()
        }
    }

    #[test]
    fn a_lesson_left_behind_its_try_opens_at_the_check_and_says_so() {
        let mut learnt = Learnt::at_the_check();
        let topic = 0;
        go_to(&mut learnt.model, TRY, Now::default());
        for _ in TRY_LEVELS {
            assert_eq!(opens_at(&learnt.model, topic), TRY);
            let side = learnt.check().current().unwrap().side;
            learnt.act(Action::Answer(side, None));
            if opens_at(&learnt.model, topic) == TRY {
                learnt.act(Action::Next);
            }
        }
        assert_eq!(opens_at(&learnt.model, topic), CHECK, "only the feedback is left");
        open(&mut learnt.model, topic, Now::default());
        assert_eq!(learnt.lesson().screen, CHECK);
    }

    #[test]
    fn three_of_four_pass_the_check() {
        let mut learnt = Learnt::at_the_check();
        for right in [true, false, true, true] {
            learnt.answer(right);
        }
        assert_eq!((learnt.lesson().screen, learnt.lesson().failed.is_some()), (LESSON_SCREENS, false));
        assert_eq!(learnt.model.learner.lesson_state("topic-0"), LessonState::Done);
    }

    #[test]
    fn a_failed_check_shows_what_was_missed_and_asks_fresh_statements_of_it_at_once() {
        let mut learnt = Learnt::at_the_check();
        let first = learnt.check().started.statements.clone();
        for right in [false, true, false, true] {
            learnt.answer(right);
        }
        let failed = learnt.lesson().failed.clone().unwrap();
        let missed: Vec<&String> = failed.missed.iter().map(|given| &given.answered.statement).collect();
        assert_eq!((missed, failed.tally.right, failed.shown), (vec![&first[0], &first[2]], 2, 0));
        learnt.act(Action::Down);
        learnt.act(Action::Down);
        assert_eq!(learnt.lesson().failed.as_ref().unwrap().shown, 1, "it stops at the last");
        learnt.act(Action::Next);
        let again = learnt.check().started.statements.clone();
        assert_eq!(again.len(), 4);
        assert!(again.iter().all(|id| !first.contains(id)), "fresh statements");
        let wanted = learnt.concepts(&[first[0].clone(), first[2].clone()]);
        assert!(learnt.concepts(&again).iter().all(|concept| wanted.contains(concept)), "of what was missed");
    }

    #[test]
    fn what_is_asked_again_is_called_fresh_only_where_it_is() {
        let mut learnt = Learnt::at_the_check();
        let mut met: BTreeSet<StatementRef> = BTreeSet::new();
        let mut said = BTreeSet::new();
        for _ in 0..10 {
            for _ in FIRST_CHECK_LEVELS {
                let at = learnt.check().current().unwrap();
                met.extend([at, at.counterpart()]);
                learnt.answer(false);
            }
            let fresh = fresh_left(&learnt.model, 0);
            let view = crate::app::view::of(&learnt.model);
            let offered = view.foot.left.iter().find(|entry| entry.action == Action::Next).unwrap().words.clone();
            learnt.act(Action::Next);
            let bank = &learnt.model.bank;
            let asked = learnt.check().started.statements.iter().filter_map(|id| bank.find(id));
            assert_eq!(asked.filter(|at| !met.contains(at)).count(), fresh, "{offered}");
            said.insert(offered);
        }
        let wanted = ["4 fresh statements", "4 statements, seen before"];
        assert_eq!(said.iter().map(String::as_str).collect::<Vec<_>>(), wanted);
    }

    #[test]
    fn how_scoring_works_is_explained_from_a_question_of_a_lesson_and_leads_back() {
        let mut learnt = Learnt::at_the_check();
        let asked = learnt.check().current();
        learnt.act(Action::Marks);
        assert!(matches!(learnt.model.screen, Screen::Marks), "{:?}", learnt.model.screen);
        learnt.act(Action::Next);
        assert_eq!(learnt.check().current(), asked);
    }

    #[test]
    fn the_place_is_kept_inside_the_check() {
        let mut learnt = Learnt::at_the_check();
        learnt.answer(true);
        learnt.answer(false);
        let (asked, given) = (learnt.check().current(), learnt.check().given().to_vec());
        learnt.start_again();
        assert_eq!((learnt.check().current(), learnt.check().given()), (asked, given.as_slice()));
        learnt.answer(true);
        learnt.answer(true);
        assert_eq!(learnt.lesson().screen, LESSON_SCREENS, "three of four, over two evenings");
        let starts = learnt.journal.iter().filter(|fact| matches!(fact.event, Event::Started(_))).count();
        assert_eq!(starts, 1);
    }

    #[test]
    fn an_answer_corrected_after_its_feedback_does_not_pass_the_check() {
        let mut learnt = Learnt::at_the_check();
        for right in [false, false] {
            let side = learnt.check().current().unwrap().side;
            learnt.act(Action::Answer(if right { side } else { side.other() }, None));
            learnt.act(Action::Undo);
            learnt.answer(true);
        }
        learnt.answer(true);
        learnt.answer(true);
        assert!(learnt.lesson().failed.is_some());
    }
}
