//! An assessment, from the consent to the result.
//!
//! Nothing but keys, ticks and the outside's answers come in; each answer is a fact before the next statement is shown. What
//! is right is known to the [`Sheet`] alone, and nobody asks it before the end.

use super::exercise::{Selection, choose_first, walk};
use super::keys::Action;
use super::{Effect, Model, Now, Screen};
use crate::domain::assessment::attempt::{Attempt, BEAT, Begun, GAP, Sheet, Step};
use crate::domain::assessment::form::{Form, Kind, Shows, Timer};
use crate::domain::assessment::result::{Applicant, Ending, Record};
use crate::domain::bank::StatementRef;
use crate::domain::certainty::Certainty;
use crate::domain::fact::{Answered, Event, Fact, Mode};
use crate::domain::moment::Moment;
use crate::domain::session::{Phase, Session};
use std::sync::Arc;

/// Where somebody is on the way through it.
#[derive(Debug, Clone)]
pub enum Stage {
    /// What happens with the answers; the clock does not run.
    Consent,
    /// The statements that do not count.
    Practice(Box<Session>),
    /// A statement.
    Asking,
    /// What is open and what is marked; the cursor stands on the statement with that number, from 0.
    Overview(usize),
    /// The question whether to submit.
    Submitting,
    /// The question whether to leave a desk while the clock runs.
    Leaving,
    /// It is over.
    Over(Box<Over>),
}

/// What came of it.
#[derive(Debug, Clone)]
pub struct Over {
    /// All that is kept.
    pub record: Record,
    /// Where it is kept; none while that is not known.
    pub filed: Option<Result<Filed, String>>,
}

/// A result in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filed {
    /// The file.
    pub path: String,
    /// Its receipt.
    pub receipt: String,
    /// The result itself, signed, where it is kept with the attempt and in no file.
    pub sealed: String,
}

/// Who takes it, and how results are signed there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entrant {
    /// The applicant.
    pub applicant: Applicant,
    /// Whether the institution's key signs, or one that is made for the attempt alone.
    pub institution: bool,
    /// The command that goes on with it.
    pub command: String,
    /// Whether it is taken at a desk, which keeps the clock and files the results by itself.
    pub at_desk: bool,
}

/// An assessment.
#[derive(Debug, Clone)]
pub struct Assess {
    /// Where it stands.
    pub stage: Stage,
    /// Who takes it.
    pub entrant: Entrant,
    /// What is practised on.
    pub practice: Vec<StatementRef>,
    /// What it begins with, or began with.
    pub begun: Begun,
    /// The attempt; none before the clock runs.
    pub attempt: Option<Attempt>,
    /// What is chosen and not answered yet.
    pub selection: Selection,
    /// Whether the time that is left is hidden by the applicant.
    pub hides_time: bool,
    /// What the attempt is to be called; any name that nothing else has where nobody says so.
    id: Option<String>,
    sheet: Arc<Sheet>,
    /// How much time was used when the statement at hand came up, and how long it stood there before, in milliseconds.
    came_up: u64,
    stood: u64,
    is_back: bool,
    desk_since: Option<Moment>,
}

impl Assess {
    /// An assessment that begins with the consent.
    #[must_use]
    pub fn new(begun: Begun, sheet: Sheet, practice: Vec<StatementRef>, entrant: Entrant) -> Self {
        let sheet = Arc::new(sheet);
        Self {
            stage: Stage::Consent,
            entrant,
            practice,
            begun,
            attempt: None,
            selection: Selection { side: None, certainty: None },
            hides_time: false,
            id: None,
            sheet,
            came_up: 0,
            stood: 0,
            is_back: false,
            desk_since: None,
        }
    }

    /// The same, where the attempt that begins is to be called so. Whoever begins it elsewhere in the same moment begins this one.
    #[must_use]
    pub fn called(self, id: String) -> Self {
        Self { id: Some(id), ..self }
    }

    /// An attempt that goes on in another program at the same time, where its facts leave it.
    #[must_use]
    pub fn followed(attempt: Attempt, sheet: Sheet, entrant: Entrant) -> Self {
        let (now, is_whole) = (Now { moment: attempt.last(), entropy: 0 }, attempt.open().next().is_none());
        let forward = attempt.goes_forward();
        let mut assess = Self::resumed(attempt, sheet, entrant);
        // Where nothing is left to ask and it is not over, whoever comes back hears of the end.
        assess.is_back = is_whole && forward;
        assess.arrive(now);
        if is_whole && !forward {
            assess.survey(now);
        }
        assess
    }

    /// An attempt that goes on where its facts leave it.
    #[must_use]
    pub fn resumed(attempt: Attempt, sheet: Sheet, entrant: Entrant) -> Self {
        let mut assess = Self::new(attempt.begun.clone(), sheet, Vec::new(), entrant);
        assess.stage = Stage::Asking;
        assess.attempt = Some(attempt);
        assess.is_back = true;
        assess
    }

    /// The same at a desk that broke it off, and is there again `since` then.
    #[must_use]
    pub const fn at_desk_since(mut self, since: Moment) -> Self {
        self.desk_since = Some(since);
        self
    }

    /// Whether a pause stops the clock, as far as there is one. Elsewhere than at a desk nobody could keep it running.
    #[must_use]
    pub fn may_stop_the_clock(&self) -> bool {
        let limited = self.attempt.as_ref().is_some_and(|attempt| attempt.limit().is_some());
        !self.entrant.at_desk || self.form().time.pauses || !limited
    }

    /// An attempt that is over, with where its result is, if that is known.
    #[must_use]
    pub fn ended(attempt: Attempt, sheet: Sheet, entrant: Entrant, program: &str) -> Option<Self> {
        let record = sheet.record(&attempt, &entrant.applicant, entrant.institution, program)?;
        let filed = Some(attempt.receipt.clone()).filter(|receipt| !receipt.is_empty());
        let filed = filed.map(|receipt| Ok(Filed { path: String::new(), receipt, sealed: String::new() }));
        let mut assess = Self::new(attempt.begun.clone(), sheet, Vec::new(), entrant);
        assess.stage = Stage::Over(Box::new(Over { record, filed }));
        assess.attempt = Some(attempt);
        Some(assess)
    }

    /// Whether it goes on after it broke off, and that is not recorded yet.
    #[must_use]
    pub const fn waits(&self) -> bool {
        self.is_back
    }

    /// The form.
    #[must_use]
    pub fn form(&self) -> &Form {
        self.sheet.form()
    }

    /// How many statements there are, or at most.
    #[must_use]
    pub fn most(&self) -> usize {
        if self.form().paper.kind == Kind::Adaptive {
            self.form().paper.statements()
        } else {
            self.begun.statements.len()
        }
    }

    /// Whether the clock runs.
    #[must_use]
    pub fn runs(&self) -> bool {
        self.attempt.as_ref().is_some_and(|attempt| attempt.ended.is_none())
    }

    /// How many seconds are left, where there is a limit and it is to be seen.
    #[must_use]
    pub fn seen_time(&self, now: Moment) -> Option<u64> {
        let hidden = match self.form().time.timer {
            Timer::Shown => false,
            Timer::Hideable => self.hides_time,
            Timer::Hidden => true,
        };
        self.attempt.as_ref()?.left(now).filter(|_| !hidden)
    }

    fn used(&self, now: Now) -> u64 {
        self.attempt.as_ref().map_or(0, |attempt| attempt.used(now.moment))
    }

    /// How long the statement at hand stood on the screen, in milliseconds.
    fn elapsed(&self, now: Now) -> u64 {
        let since = self.used(now).saturating_sub(self.came_up);
        self.stood + if matches!(self.stage, Stage::Asking) { since } else { 0 }
    }

    /// Shows the statement at hand, with what was chosen before.
    fn arrive(&mut self, now: Now) {
        self.stage = Stage::Asking;
        (self.came_up, self.stood) = (self.used(now), 0);
        let slot = self.attempt.as_ref().and_then(Attempt::slot);
        self.selection =
            slot.map_or_else(Selection::default, |slot| Selection { side: slot.chosen, certainty: slot.certainty });
    }

    /// Shows what is open, with the cursor where there is something to do.
    fn survey(&mut self, now: Now) {
        let Some(attempt) = &self.attempt else { return };
        let to_do = attempt.next_open(attempt.at).or_else(|| attempt.open().next());
        // Whoever has just marked the statement at hand finds it under the cursor.
        let here = attempt.slot().filter(|slot| slot.marked).map(|_| attempt.at);
        let cursor = here.or(to_do).or_else(|| attempt.marked().next()).unwrap_or(attempt.at);
        self.stood = self.elapsed(now);
        self.stage = Stage::Overview(cursor);
    }
}

/// The assessment that is taken, wherever its screen lies.
#[must_use]
pub fn on(model: &Model) -> Option<&Assess> {
    model.screens().find_map(|screen| match screen {
        Screen::Assess(assess) => Some(&**assess),
        _ => None,
    })
}

fn on_mut(model: &mut Model) -> Option<&mut Assess> {
    let screens = std::iter::once(&mut model.screen).chain(&mut model.under);
    screens.into_iter().find_map(|screen| match screen {
        Screen::Assess(assess) => Some(&mut **assess),
        _ => None,
    })
}

/// Lets time pass: records that somebody is there, or was not, and ends the attempt when the time is up. Returns whether
/// that happened.
pub(super) fn pass(model: &mut Model, now: Now) -> bool {
    let settled = model.trouble.is_none();
    let Some(assess) = on_mut(model).filter(|assess| settled && assess.runs()) else { return false };
    let back = std::mem::take(&mut assess.is_back);
    let desk_since = assess.desk_since.take().filter(|_| back);
    let last = assess.attempt.as_ref().map_or(now.moment, Attempt::last);
    let silent = now.moment.since(last);
    // Where the clock was set back, no time would pass until it has caught up: it is taken as it is from here on.
    let set_back = now.moment.millis < last.millis;
    if back {
        let is_unlocked = assess.attempt.as_ref().is_some_and(Attempt::is_unlocked);
        if let Some(since) = desk_since {
            record(model, Event::Assessment(Step::DeskBack { since }), now);
        }
        record(model, Event::Assessment(Step::Resumed), now);
        come_back(model, is_unlocked, now);
    } else if silent >= BEAT || set_back {
        record(model, Event::Assessment(Step::Present), now);
        if silent > GAP {
            let minutes = super::view::words::counted(minutes(silent), "minute", "minutes");
            model.notice = Some(format!("Nothing happened here for {minutes}. That time doesn't count."));
        }
    }
    let left = on(model).and_then(|assess| assess.attempt.as_ref()).and_then(|attempt| attempt.left(now.moment));
    let is_up = left == Some(0);
    if is_up {
        end(model, Ending::Time, now);
    }
    is_up
}

fn minutes(millis: u64) -> usize {
    usize::try_from(millis / 60_000).unwrap_or(usize::MAX)
}

/// Goes on at the statement where it was left.
fn come_back(model: &mut Model, is_unlocked: bool, now: Now) {
    let Some(assess) = on_mut(model) else { return };
    assess.arrive(now);
    let Some(attempt) = &assess.attempt else { return };
    let (is_whole, forward) = (attempt.open().next().is_none(), attempt.goes_forward());
    if is_whole && forward {
        go_on(model, now);
    } else if is_whole {
        assess.survey(now);
    }
    let attempt = on(model).and_then(|assess| assess.attempt.as_ref());
    let last = attempt.and_then(|attempt| attempt.interruptions().last());
    let unlock = attempt.and_then(|attempt| attempt.unlocks.last());
    let broke = match last {
        Some(last) if last.is_the_desks() => super::view::desk::DESK_BROKE_OFF,
        Some(last) if last.is_left() => super::view::desk::LEFT_OFF,
        _ => super::view::desk::BROKE_OFF,
    };
    model.notice = Some(unlock.filter(|_| is_unlocked).map_or_else(
        || broke.to_owned(),
        |unlock| format!("{} unlocked it: {}. It goes on where you were.", unlock.by, unlock.why),
    ));
}

/// Takes into account that the attempt at hand was unlocked while it runs: there is more time, and all else stays as it is.
pub fn unlocked(model: &mut Model, fact: &Fact) {
    if let Some(attempt) = on_mut(model).and_then(|assess| assess.attempt.as_mut()) {
        attempt.apply(fact);
    }
}

/// Records an event of the attempt.
fn record(model: &mut Model, event: Event, now: Now) {
    let id = model.new_id(now);
    let Some(attempt) = on_mut(model).and_then(|assess| assess.attempt.as_mut()) else { return };
    let fact = Fact { id, learner: String::new(), at: now.moment, attempt: attempt.id.clone(), event };
    attempt.apply(&fact);
    model.outbox.push(fact);
}

/// Lets the clock run.
fn begin(model: &mut Model, now: Now) {
    let fresh = model.new_id(now);
    let Some(assess) = on_mut(model) else { return };
    let id = assess.id.clone().unwrap_or(fresh);
    let begun = Box::new(assess.begun.clone());
    let event = Event::Assessment(Step::Begun(begun));
    let fact = Fact { id: id.clone(), learner: String::new(), at: now.moment, attempt: id, event };
    assess.attempt = Attempt::fold([&fact]);
    model.outbox.push(fact);
    choose_next(model, now);
    if let Some(assess) = on_mut(model) {
        assess.arrive(now);
    }
}

/// Has an adaptive form choose the statement that comes next. Returns whether there is one.
fn choose_next(model: &mut Model, now: Now) -> bool {
    let next = on(model).and_then(|assess| assess.sheet.next(assess.attempt.as_ref()?));
    let Some(statement) = next else { return false };
    record(model, Event::Assessment(Step::Asked { statement }), now);
    true
}

/// Notes that the applicant leaves to come back.
pub(super) fn pause(model: &mut Model, now: Now) {
    if let Some(assess) = on(model).filter(|assess| model.trouble.is_none() && assess.runs()) {
        let step = if assess.may_stop_the_clock() { Step::Paused } else { Step::Left };
        record(model, Event::Assessment(step), now);
    }
}

/// Notes that the desk is closed under whoever is there.
pub(super) fn desk_closes(model: &mut Model, now: Now) {
    if !pass(model, now) && on(model).is_some_and(Assess::runs) {
        record(model, Event::Assessment(Step::DeskClosed), now);
    }
}

/// Ends the attempt and scores it.
fn end(model: &mut Model, how: Ending, now: Now) {
    record(model, Event::Assessment(Step::Ended { how }), now);
    let Some(assess) = on_mut(model) else { return };
    let (entrant, program) = (&assess.entrant, env!("CARGO_PKG_VERSION"));
    let attempt = assess.attempt.as_ref();
    let made =
        attempt.and_then(|attempt| assess.sheet.record(attempt, &entrant.applicant, entrant.institution, program));
    let Some(record) = made else { return };
    assess.stage = Stage::Over(Box::new(Over { record, filed: None }));
    // Whatever lies above it is about an attempt that is over.
    if let Some(at) = model.under.iter().position(|screen| matches!(screen, Screen::Assess(_))) {
        let screen = model.under.remove(at);
        model.under.clear();
        model.screen = screen;
    }
    model.turned();
    model.ask(Effect::File);
}

/// The result that is to be filed: that of an attempt just ended.
pub(super) fn unfiled(model: &Model) -> Option<&Record> {
    match &on(model)?.stage {
        Stage::Over(over) if !matches!(over.filed, Some(Ok(_))) => Some(&over.record),
        _ => None,
    }
}

/// The result at hand, and its receipt once it is filed.
pub(super) fn result(model: &Model) -> Option<(&Record, Option<&str>)> {
    let Stage::Over(over) = &on(model)?.stage else { return None };
    Some((&over.record, over.filed.as_ref().and_then(|filed| Some(filed.as_ref().ok()?.receipt.as_str()))))
}

/// Takes into account what became of the result.
pub(super) fn filed(model: &mut Model, mut filed: Result<Filed, String>, now: Now) {
    let kept = filed.as_mut().ok().map(|filed| (filed.receipt.clone(), std::mem::take(&mut filed.sealed)));
    if let Some(Stage::Over(over)) = on_mut(model).map(|assess| &mut assess.stage) {
        over.filed = Some(filed);
    }
    if let Some((receipt, sealed)) = kept {
        // It comes with the same entropy as the end of the attempt, and needs an id of its own.
        let now = Now { entropy: now.entropy.wrapping_add(1 << 32), ..now };
        record(model, Event::Assessment(Step::Filed { receipt, sealed }), now);
    }
}

/// Whether nothing but the program is left to leave: nothing lies above the assessment, and nothing of it is open.
#[must_use]
pub fn is_outermost(model: &Model) -> bool {
    matches!(&model.screen, Screen::Assess(assess)
        if !matches!(assess.stage, Stage::Overview(_) | Stage::Submitting | Stage::Leaving))
}

/// Whether that action leaves a desk: from a statement it is asked before whether that is meant.
#[must_use]
pub fn leaves_desk(model: &Model, action: Action) -> bool {
    let Screen::Assess(assess) = &model.screen else { return false };
    match assess.stage {
        Stage::Leaving => action == Action::Accept,
        Stage::Asking => false,
        _ => action == Action::Back && is_outermost(model),
    }
}

/// Leaves what is open, the innermost first; from a statement the program.
pub(super) fn back(model: &mut Model, now: Now) {
    let Some(assess) = on_mut(model) else { return };
    match assess.stage {
        Stage::Overview(_) => return_to_statement(assess, now),
        Stage::Submitting => assess.survey(now),
        Stage::Leaving => stay(assess, now),
        Stage::Asking if assess.entrant.at_desk => {
            assess.stood = assess.elapsed(now);
            assess.stage = Stage::Leaving;
        }
        Stage::Consent | Stage::Practice(_) | Stage::Asking | Stage::Over(_) => {
            pause(model, now);
            model.ask(Effect::Quit);
        }
    }
    model.turned();
}

/// From the overview to the statement that was at hand.
fn return_to_statement(assess: &mut Assess, now: Now) {
    let stood = assess.stood;
    assess.arrive(now);
    assess.stood = stood;
}

/// Stays at the statement that was at hand, with what was chosen there.
fn stay(assess: &mut Assess, now: Now) {
    let selection = assess.selection;
    return_to_statement(assess, now);
    assess.selection = selection;
}

/// Takes an action into account.
pub(super) fn update(model: &mut Model, action: Action, now: Now) {
    let Some(assess) = on_mut(model) else { return };
    match &assess.stage {
        Stage::Consent => {
            if action == Action::Accept {
                practise(model, now);
            }
        }
        Stage::Practice(_) => update_practice(model, action, now),
        Stage::Asking => update_asking(model, action, now),
        Stage::Overview(cursor) => {
            let cursor = *cursor;
            update_overview(model, cursor, action, now);
        }
        Stage::Submitting => match action {
            Action::Accept => end(model, Ending::Submitted, now),
            Action::Decline => assess.survey(now),
            _ => {}
        },
        Stage::Leaving => match action {
            Action::Accept => {
                pause(model, now);
                model.ask(Effect::Quit);
            }
            Action::Decline => stay(assess, now),
            _ => {}
        },
        Stage::Over(over) => match action {
            Action::Report => {
                let shows = assess.form().shows == Shows::Report;
                if unfiled(model).is_some() {
                    model.ask(Effect::File);
                } else if shows {
                    model.ask(Effect::ReportResult);
                }
            }
            // Where it ended by itself, the key that would have answered the next statement does not put the result away.
            Action::Next if over.record.ending == Ending::Submitted && assess.form().paper.kind == Kind::Fixed => {
                model.ask(Effect::Quit);
            }
            _ => {}
        },
    }
}

/// Begins with the statements that do not count, or at once where there are none.
fn practise(model: &mut Model, now: Now) {
    let bank = Arc::clone(&model.bank);
    let Some(assess) = on_mut(model) else { return };
    if assess.practice.is_empty() {
        begin(model, now);
    } else {
        let (order, certainty) = (assess.practice.clone(), assess.form().paper.certainty);
        let started = Session::plan(&bank, Mode::LessonTry, &now.seed(), certainty, &order);
        let session = Session::begin(String::new(), started, order, now.moment);
        assess.stage = Stage::Practice(Box::new(session));
    }
    model.turned();
}

fn update_practice(model: &mut Model, action: Action, now: Now) {
    let bank = Arc::clone(&model.bank);
    let Some(assess) = on_mut(model) else { return };
    let certainty = assess.form().paper.certainty;
    let Stage::Practice(session) = &mut assess.stage else { return };
    match (session.phase(), action) {
        (Phase::Asking, Action::Next) if assess.selection.side.is_none() => {
            model.notice = Some(choose_first(certainty).to_owned());
            return;
        }
        (Phase::Asking, Action::Next) => {
            let Selection { side, certainty } = std::mem::take(&mut assess.selection);
            if let Some(side) = side {
                let _ = session.answer(&bank, side.into(), certainty, now.moment);
            }
        }
        (Phase::Asking, action) => return choose(&mut assess.selection, action, certainty),
        (_, Action::Next) => {
            session.next(now.moment);
            if session.phase() == Phase::Finished {
                begin(model, now);
            }
        }
        _ => return,
    }
    model.turned();
}

/// Chooses a side, with a key or with the arrows.
fn choose(selection: &mut Selection, action: Action, certainty: bool) {
    match action {
        Action::Answer(side, sure) => {
            let sure = if certainty { Some(sure.unwrap_or(Certainty::C2)) } else { None };
            *selection = Selection { side: Some(side), certainty: sure };
        }
        Action::Left | Action::Right => walk(selection, action, certainty),
        _ => {}
    }
}

fn update_asking(model: &mut Model, action: Action, now: Now) {
    let Some(assess) = on_mut(model) else { return };
    let certainty = assess.form().paper.certainty;
    let Some(attempt) = &assess.attempt else { return };
    let (at, forward) = (attempt.at, attempt.goes_forward());
    match action {
        Action::Next => answer(model, now),
        Action::Timer if assess.form().time.timer == Timer::Hideable => assess.hides_time = !assess.hides_time,
        Action::Mark | Action::Skip | Action::Previous | Action::Overview if forward => {
            model.notice = Some("This assessment goes forward only: answer, and go on.".to_owned());
        }
        Action::Mark => {
            let slot = attempt.slot().map(|slot| (slot.statement.clone(), !slot.marked));
            if let Some((statement, on)) = slot {
                record(model, Event::Assessment(Step::Marked { statement, on }), now);
            }
        }
        Action::Skip => {
            let next = attempt.next_open(at);
            turn(model, next, now);
        }
        Action::Previous => turn(model, Some(at.saturating_sub(1)), now),
        Action::Overview => {
            assess.survey(now);
            model.turned();
        }
        action => choose(&mut assess.selection, action, certainty),
    }
}

/// Answers with what is chosen and goes on. What was answered so before is not answered again.
fn answer(model: &mut Model, now: Now) {
    let bank = Arc::clone(&model.bank);
    let Some(assess) = on_mut(model) else { return };
    let certainty = assess.form().paper.certainty;
    let Some((attempt, slot)) = assess.attempt.as_ref().and_then(|attempt| Some((attempt, attempt.slot()?))) else {
        return;
    };
    let Some(side) = assess.selection.side else {
        model.notice = Some(choose_first(certainty).to_owned());
        return;
    };
    let sure = assess.selection.certainty.or(certainty.then_some(Certainty::C2));
    if slot.chosen == Some(side) && slot.certainty == sure {
        let next = attempt.next_open(attempt.at);
        return turn(model, next, now);
    }
    let Some(entry) = bank.find(&slot.statement).and_then(|at| bank.entry(at)) else { return };
    let answered = Answered {
        statement: slot.statement.clone(),
        revision: entry.statement.revision,
        response: side.into(),
        certainty: sure,
        hinted: false,
        retaken: false,
        elapsed: assess.elapsed(now),
    };
    record(model, Event::Answered(answered), now);
    go_on(model, now);
    model.turned();
}

/// After an answer: the next statement, the overview, or the end of a form that goes forward only.
fn go_on(model: &mut Model, now: Now) {
    let Some(assess) = on_mut(model) else { return };
    let Some(attempt) = &assess.attempt else { return };
    let is_whole = attempt.open().next().is_none();
    if !attempt.goes_forward() {
        assess.arrive(now);
        if is_whole {
            assess.survey(now);
        }
    } else if assess.sheet.is_decided(attempt) {
        end(model, Ending::Decided, now);
    } else if is_whole && !choose_next(model, now) {
        end(model, Ending::Submitted, now);
    } else if let Some(assess) = on_mut(model) {
        assess.arrive(now);
    }
}

/// Turns to the statement with that number, or to the overview where there is none to turn to.
fn turn(model: &mut Model, to: Option<usize>, now: Now) {
    let Some(assess) = on_mut(model) else { return };
    let Some(attempt) = &assess.attempt else { return };
    let slot = to.filter(|to| *to != attempt.at).and_then(|to| attempt.slots.get(to));
    match (slot, to) {
        (Some(slot), _) => {
            let (to, elapsed) = (slot.statement.clone(), assess.elapsed(now));
            record(model, Event::Assessment(Step::Turned { to, elapsed }), now);
            if let Some(assess) = on_mut(model) {
                assess.arrive(now);
            }
        }
        (None, Some(_)) if matches!(assess.stage, Stage::Overview(_)) => return_to_statement(assess, now),
        (None, Some(_)) => {}
        (None, None) => assess.survey(now),
    }
    model.turned();
}

fn update_overview(model: &mut Model, cursor: usize, action: Action, now: Now) {
    let Some(assess) = on_mut(model) else { return };
    let last = assess.begun.statements.len().saturating_sub(1);
    let mut go_to = |to: usize| assess.stage = Stage::Overview(to.min(last));
    match action {
        Action::Left => go_to(cursor.saturating_sub(1)),
        Action::Right => go_to(cursor + 1),
        Action::Select(number) => go_to(number),
        Action::Pick(number) => turn(model, Some(number.min(last)), now),
        Action::Next => turn(model, Some(cursor), now),
        Action::Overview => back(model, now),
        Action::Timer if assess.form().time.timer == Timer::Hideable => assess.hides_time = !assess.hides_time,
        Action::Submit => {
            assess.stage = Stage::Submitting;
            model.turned();
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests;
