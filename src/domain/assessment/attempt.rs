//! One attempt, folded from its facts: what was answered, where it stands, how much time was used, and what broke it off.
//!
//! Facts hold the ids of statements and the sides that were chosen; nothing in them tells which side is right.

use super::choosing::Choosing;
use super::draw::{Asked, Letter};
use super::figures::Verdict;
use super::form::{Form, Kind};
use super::pool::Pool;
use super::result::{AnswerRecord, Applicant, BankRecord, Ending, FORMAT_VERSION, FormRecord, Interruption, Record};
use super::scoring::{Mark, outcome, test_cut};
use super::unlock::{Unlock, Unlocks};
use super::wald::Wald;
use crate::domain::bank::Side;
use crate::domain::certainty::Certainty;
use crate::domain::fact::{Answered, Event, Fact};
use crate::domain::moment::Moment;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// How often it is recorded that the attempt goes on, in milliseconds.
pub const BEAT: u64 = 20_000;

/// From how long without a fact on nobody was there, in milliseconds: such a stretch is an interruption, and no time used.
pub const GAP: u64 = 60_000;

/// How long after a desk is there again whoever comes back only took up what the desk had broken off, in milliseconds.
pub const RETURN: u64 = 300_000;

/// Why it could not go on where the desk's program had ended without a word.
pub const DESK_DOWN: &str = "the desk was down";

/// Why it could not go on where the desk was closed.
pub const DESK_CLOSED: &str = "the desk was closed";

/// What stands in the place of an interruption where somebody left a desk whose clock went on.
pub(super) const LEFT: &str = "left, and the clock went on";

/// What happens in an attempt besides answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum Step {
    /// The clock began to run.
    Begun(Box<Begun>),
    /// An adaptive form chose the statement that comes next.
    Asked {
        /// Its id.
        statement: String,
    },
    /// Another statement was turned to.
    Turned {
        /// Its id.
        to: String,
        /// How long the one before stood on the screen, in milliseconds.
        elapsed: u64,
    },
    /// A statement was marked for another look, or the mark was taken off.
    Marked {
        /// Its id.
        statement: String,
        /// Whether it is marked now.
        on: bool,
    },
    /// It went on all the time since the fact before.
    Present,
    /// The applicant left, to come back.
    Paused,
    /// The applicant left a desk, to come back, and the form lets nobody stop the clock.
    Left,
    /// The desk was closed while the applicant was there.
    DeskClosed,
    /// The applicant comes back to a desk that was down or closed.
    DeskBack {
        /// Since when it is there again.
        since: Moment,
    },
    /// The program was started again.
    Resumed,
    /// It is over.
    Ended {
        /// How it ended.
        how: Ending,
    },
    /// Its result is in a file.
    Filed {
        /// The receipt of the file.
        receipt: String,
        /// The whole result, signed, where it is kept here and in no file.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        sealed: String,
    },
    /// An administrator unlocked it.
    Unlocked(Box<Unlock>),
}

/// The beginning of an attempt, with all that is needed to go on with it or to replay it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Begun {
    /// The form, as it was then.
    pub form: FormRecord,
    /// The bank.
    pub bank: BankRecord,
    /// The code that the paper was drawn from.
    pub cohort: String,
    /// Which of the two papers.
    pub paper: Letter,
    /// The applicant's how manieth attempt, from 1.
    pub attempt: u32,
    /// What was arranged, by its id in the form; empty for nothing.
    #[serde(default)]
    pub accommodation: String,
    /// How many seconds there are; none without a limit.
    pub limit: Option<u32>,
    /// The ids of the statements, in order; none of an adaptive form, which chooses them one by one.
    pub statements: Vec<String>,
    /// The ids of the statements that the applicant was asked before, where an adaptive form passes these and their
    /// counterparts over.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub passed_over: Vec<String>,
    /// Tells these statements, as they were then, from others: see [`super::entry::imprint`]. Empty in attempts of before.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub imprint: String,
    /// By what it was allowed, where the form alone did not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unlocked: Option<Unlock>,
}

/// One statement of the paper, and what became of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Slot {
    /// The statement's id.
    pub statement: String,
    /// The revision that was answered; none while it is open.
    pub revision: Option<u32>,
    /// The side that was chosen; none while it is open.
    pub chosen: Option<Side>,
    /// How sure the applicant was, where that is asked.
    pub certainty: Option<Certainty>,
    /// How long it stood on the screen, in milliseconds.
    pub elapsed: u64,
    /// How often the answer was changed.
    pub changes: u32,
    /// Whether it is marked for another look.
    pub marked: bool,
}

/// The time that was used, by the facts.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Recorded {
    last: Moment,
    used: u64,
    interruptions: Vec<Interruption>,
    away: Away,
    /// Whether it was over before, and was unlocked.
    over: bool,
}

/// How somebody went who is not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Away {
    /// Without a word.
    Cut,
    /// To come back, with the clock stopped.
    Paused,
    /// To come back, with the clock running.
    Left,
    /// Because the desk was closed.
    DeskClosed,
    /// The desk was away and is there again; that is noted already.
    DeskBack,
}

impl Recorded {
    const fn from(start: Moment) -> Self {
        Self { last: start, used: 0, interruptions: Vec::new(), away: Away::Cut, over: false }
    }

    /// Notes that the desk was away until `since`, where it was the desk that broke the attempt off.
    fn desk_is_back(&mut self, at: Moment, since: Moment) {
        if !self.is_the_desks() {
            return;
        }
        let until = Moment { millis: since.millis.min(at.millis).max(self.last.millis), ..since };
        let why = if self.away == Away::DeskClosed { DESK_CLOSED } else { DESK_DOWN };
        let seconds = until.since(self.last) / 1_000;
        self.interruptions.push(Interruption { at: self.last, seconds, why: why.to_owned() });
        (self.last, self.away) = (until, Away::DeskBack);
    }

    const fn is_the_desks(&self) -> bool {
        !self.over && matches!(self.away, Away::Cut | Away::DeskClosed)
    }

    /// Takes the moment of a fact into account. Who came back was away, however shortly; else a gap tells.
    fn pass(&mut self, at: Moment, came_back: bool) {
        let since = at.since(self.last);
        let took_up = came_back && self.away == Away::DeskBack && since <= RETURN;
        if let Some(desks) = self.interruptions.last_mut().filter(|_| took_up) {
            desks.seconds += since / 1_000;
        } else if came_back || since > GAP {
            let why = match (came_back, self.away) {
                _ if self.over => "over, then unlocked",
                (true, Away::Paused) => "paused",
                (true, Away::Left) => LEFT,
                (true, Away::DeskClosed) => DESK_CLOSED,
                (true, Away::Cut | Away::DeskBack) => "closed",
                (false, _) => "asleep",
            };
            self.used += if why == LEFT { since } else { 0 };
            self.interruptions.push(Interruption { at: self.last, seconds: since / 1_000, why: why.to_owned() });
        } else {
            self.used += since;
        }
        (self.last, self.away, self.over) = (at, Away::Cut, false);
    }
}

/// An attempt under way, or over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// Its id, which is random and unique: the nonce of its result.
    pub id: String,
    /// What it began with.
    pub begun: Begun,
    /// When the clock began to run.
    pub started: Moment,
    /// The statements, in order.
    pub slots: Vec<Slot>,
    /// The number of the statement at hand, from 0.
    pub at: usize,
    /// How and when it ended; none while it goes on.
    pub ended: Option<(Ending, Moment)>,
    /// The receipt of its result file; empty before that was written.
    pub receipt: String,
    /// What was unlocked, in order.
    pub unlocks: Vec<Unlock>,
    /// The receipts of the results that were filed before it was unlocked.
    pub earlier: Vec<String>,
    time: Recorded,
    forward: bool,
}

impl Attempt {
    /// An attempt that begins now. On forms that go `forward` only, no statement is turned to again.
    #[must_use]
    pub fn new(id: String, begun: Begun, started: Moment, forward: bool) -> Self {
        let slot = |statement: &String| Slot { statement: statement.clone(), ..Slot::default() };
        let slots = begun.statements.iter().map(slot).collect();
        let (receipt, time, unlocks, earlier) = (String::new(), Recorded::from(started), Vec::new(), Vec::new());
        Self { id, begun, started, slots, at: 0, ended: None, receipt, unlocks, earlier, time, forward }
    }

    /// Folds the facts of one attempt; none where they do not begin with its beginning.
    pub fn fold<'a>(facts: impl IntoIterator<Item = &'a Fact>) -> Option<Self> {
        let mut facts = facts.into_iter();
        let first = facts.next()?;
        let Event::Assessment(Step::Begun(begun)) = &first.event else { return None };
        let forward = goes_forward(&begun.form);
        let mut attempt = Self::new(first.attempt.clone(), (**begun).clone(), first.at, forward);
        facts.for_each(|fact| attempt.apply(fact));
        Some(attempt)
    }

    /// Takes one more fact into account. After the end only the filing counts, and unlocking.
    pub fn apply(&mut self, fact: &Fact) {
        if let Event::Assessment(Step::Filed { receipt, .. }) = &fact.event {
            self.receipt.clone_from(receipt);
        }
        if let Event::Assessment(Step::Unlocked(unlock)) = &fact.event {
            return self.unlock(unlock);
        }
        if self.ended.is_some() {
            return;
        }
        if let Event::Assessment(Step::DeskBack { since }) = &fact.event {
            return self.time.desk_is_back(fact.at, *since);
        }
        self.time.pass(fact.at, matches!(fact.event, Event::Assessment(Step::Resumed)));
        match &fact.event {
            Event::Answered(answered) => self.answer(answered),
            Event::Assessment(Step::Asked { statement }) => {
                self.at = self.slots.len();
                self.slots.push(Slot { statement: statement.clone(), ..Slot::default() });
            }
            Event::Assessment(Step::Turned { to, elapsed }) => self.turn(to, *elapsed),
            Event::Assessment(Step::Marked { statement, on }) => {
                if let Some(slot) = self.slots.iter_mut().find(|slot| &slot.statement == statement) {
                    slot.marked = *on;
                }
            }
            Event::Assessment(Step::Paused) => self.time.away = Away::Paused,
            Event::Assessment(Step::Left) => self.time.away = Away::Left,
            Event::Assessment(Step::DeskClosed) => self.time.away = Away::DeskClosed,
            Event::Assessment(Step::Ended { how }) => self.ended = Some((*how, fact.at)),
            _ => {}
        }
    }

    fn unlock(&mut self, unlock: &Unlock) {
        self.unlocks.push(unlock.clone());
        if unlock.unlocks == Unlocks::GoOn && self.ended.take().is_some() {
            self.time.over = true;
            self.earlier.extend(Some(std::mem::take(&mut self.receipt)).filter(|receipt| !receipt.is_empty()));
        }
    }

    fn answer(&mut self, answered: &Answered) {
        let Some(at) = self.slots.iter().position(|slot| slot.statement == answered.statement) else { return };
        let Some(slot) = self.slots.get_mut(at) else { return };
        let chosen = answered.response.side();
        slot.changes += u32::from(slot.chosen.is_some() && slot.chosen != chosen);
        (slot.chosen, slot.certainty, slot.revision) = (chosen, answered.certainty, Some(answered.revision));
        slot.elapsed += answered.elapsed;
        self.at = if self.forward {
            (at + 1).min(self.slots.len().saturating_sub(1))
        } else {
            self.next_open(at).unwrap_or(at)
        };
    }

    fn turn(&mut self, to: &str, elapsed: u64) {
        if let Some(slot) = self.slots.get_mut(self.at) {
            slot.elapsed += elapsed;
        }
        self.at = self.slots.iter().position(|slot| slot.statement == to).unwrap_or(self.at);
    }

    /// Whether it stays as it is, and another may begin whatever the form allows.
    #[must_use]
    pub fn is_set_aside(&self) -> bool {
        self.unlocks.last().is_some_and(|unlock| unlock.unlocks == Unlocks::Another)
    }

    /// Whether it was over and was unlocked, and did not go on yet.
    #[must_use]
    pub const fn is_unlocked(&self) -> bool {
        self.time.over
    }

    /// How many seconds there are, with those that were given in addition; none without a limit.
    #[must_use]
    pub fn limit(&self) -> Option<u32> {
        let more = self.unlocks.iter().map(|unlock| unlock.seconds).fold(0, u32::saturating_add);
        Some(self.begun.limit?.saturating_add(more))
    }

    /// Whether it was left, or was over and unlocked, and did not go on yet.
    #[must_use]
    pub const fn is_broken_off(&self) -> bool {
        !matches!(self.time.away, Away::Cut | Away::DeskBack) || self.time.over
    }

    /// Whether no statement is turned to again.
    #[must_use]
    pub const fn goes_forward(&self) -> bool {
        self.forward
    }

    /// The statement at hand.
    #[must_use]
    pub fn slot(&self) -> Option<&Slot> {
        self.slots.get(self.at)
    }

    /// How many statements are answered.
    #[must_use]
    pub fn answered(&self) -> usize {
        self.slots.iter().filter(|slot| slot.chosen.is_some()).count()
    }

    /// The numbers, from 0, of the statements that are open.
    pub fn open(&self) -> impl Iterator<Item = usize> + '_ {
        self.slots.iter().enumerate().filter(|(_, slot)| slot.chosen.is_none()).map(|(number, _)| number)
    }

    /// The numbers, from 0, of the statements that are marked.
    pub fn marked(&self) -> impl Iterator<Item = usize> + '_ {
        self.slots.iter().enumerate().filter(|(_, slot)| slot.marked).map(|(number, _)| number)
    }

    /// The open statement that comes next after the one with that number, around the end; none where no other is open.
    #[must_use]
    pub fn next_open(&self, after: usize) -> Option<usize> {
        let later = self.open().find(|number| *number > after);
        later.or_else(|| self.open().find(|number| *number != after))
    }

    /// When the last fact was.
    #[must_use]
    pub const fn last(&self) -> Moment {
        self.time.last
    }

    /// How much time is used at `now`, in milliseconds.
    #[must_use]
    pub fn used(&self, now: Moment) -> u64 {
        let since = now.since(self.time.last);
        let passes = self.ended.is_none() && (since <= GAP || self.is_left());
        self.time.used + if passes { since } else { 0 }
    }

    /// Whether the applicant left while the clock goes on.
    #[must_use]
    pub fn is_left(&self) -> bool {
        self.ended.is_none() && !self.time.over && self.time.away == Away::Left
    }

    /// Whether it would be the desk that broke it off, if that was away: the applicant did not leave before.
    #[must_use]
    pub const fn is_the_desks(&self) -> bool {
        self.time.is_the_desks()
    }

    /// How many seconds are left at `now`; none without a limit.
    #[must_use]
    pub fn left(&self, now: Moment) -> Option<u64> {
        let limit = u64::from(self.limit()?) * 1_000;
        Some(limit.saturating_sub(self.used(now)).div_ceil(1_000))
    }

    /// Where it could not go on.
    #[must_use]
    pub fn interruptions(&self) -> &[Interruption] {
        &self.time.interruptions
    }
}

/// Whether the form goes forward only. A form that cannot be read any more does: nothing is promised of it.
fn goes_forward(form: &FormRecord) -> bool {
    Form::read(&form.title, &form.text).map_or(true, |(form, _)| form.paper.kind != Kind::Fixed)
}

/// What a paper is scored by: the form and the statements that it was drawn from. It knows what is right, so nothing of it
/// is shown before the end.
#[derive(Debug, Clone)]
pub struct Sheet {
    form: Form,
    /// One for all sheets of a desk.
    pool: Arc<Pool>,
    paper: Vec<Asked>,
    /// Around which ability a form is ended that ends by itself.
    cut: Option<f64>,
    /// What an adaptive form chooses from.
    choosing: Option<Choosing>,
}

impl Sheet {
    /// The sheet of an attempt; none where its form cannot be read, or the pool lacks a statement.
    #[must_use]
    pub fn of(begun: &Begun, pool: impl Into<Arc<Pool>>) -> Option<Self> {
        let pool = pool.into();
        let (form, _) = Form::read(&begun.form.title, &begun.form.text).ok()?;
        let paper = begun.statements.iter().map(|id| pool.find(id)).collect::<Option<Vec<_>>>()?;
        let share = form.cut.as_ref().filter(|_| form.paper.kind != Kind::Fixed).map(|cut| cut.share);
        let cut = share.and_then(|share| test_cut(&form, &pool, share, &paper));
        let is_adaptive = form.paper.kind == Kind::Adaptive;
        let choosing = is_adaptive.then(|| Choosing::of(&form, &pool, &begun.cohort, &begun.passed_over));
        Some(Self { form, pool, paper, cut, choosing })
    }

    /// The form.
    #[must_use]
    pub const fn form(&self) -> &Form {
        &self.form
    }

    /// The id of the statement that an adaptive form asks next; none where the paper is long enough, nothing is left to ask,
    /// or the form is of another kind.
    #[must_use]
    pub fn next(&self, attempt: &Attempt) -> Option<String> {
        let answers = self.answers(attempt);
        let choosing = self.choosing.as_ref().filter(|_| answers.len() < self.form.paper.statements())?;
        let next = choosing.next(&attempt.id, &answers)?;
        self.pool.statement(next).map(|statement| statement.id.clone())
    }

    /// Whether the answers are clear enough to end a form that ends by itself.
    #[must_use]
    pub fn is_decided(&self, attempt: &Attempt) -> bool {
        let Some(cut) = self.cut else { return false };
        let mut test = Wald::new(cut, self.form.paper.at_least, self.form.paper.statements());
        for (asked, chosen) in self.answers(attempt) {
            if let Some(statement) = self.pool.statement(asked) {
                test.observe(statement.belief.item(), Mark::of(chosen, asked.side).right());
            }
        }
        test.verdict().is_some_and(|verdict| verdict != Verdict::Borderline)
    }

    /// The statements that were asked, with what was chosen. A form that goes forward asked up to the last answer.
    fn answers(&self, attempt: &Attempt) -> Vec<(Asked, Option<Side>)> {
        let asked = if attempt.forward { attempt.answered() } else { attempt.slots.len() };
        let slots = attempt.slots.iter().take(asked);
        if self.choosing.is_some() {
            return slots.filter_map(|slot| Some((self.pool.find(&slot.statement)?, slot.chosen))).collect();
        }
        self.paper.iter().copied().zip(slots.map(|slot| slot.chosen)).collect()
    }

    /// All that is kept of an attempt that is over; none of one that goes on.
    #[must_use]
    pub fn record(&self, attempt: &Attempt, applicant: &Applicant, institution: bool, program: &str) -> Option<Record> {
        let (ending, submitted) = attempt.ended?;
        let (begun, limit) = (attempt.begun.clone(), attempt.limit());
        let answers = self.answers(attempt);
        let used = attempt.time.used / 1_000;
        Some(Record {
            format: Record::format(),
            version: FORMAT_VERSION,
            program: program.to_owned(),
            form: begun.form,
            bank: begun.bank,
            cohort: begun.cohort,
            paper: begun.paper,
            applicant: applicant.clone(),
            nonce: attempt.id.clone(),
            attempt: begun.attempt,
            accommodation: begun.accommodation,
            started: attempt.started,
            submitted,
            limit,
            used: limit.map_or(used, |limit| used.min(limit.into())),
            interruptions: attempt.time.interruptions.clone(),
            ending,
            answers: answers.iter().zip(&attempt.slots).map(|(asked, slot)| self.answer(*asked, slot)).collect(),
            outcome: outcome(&self.form, &self.pool, &self.paper, &answers),
            unlocks: begun.unlocked.into_iter().chain(attempt.unlocks.iter().cloned()).collect(),
            earlier: attempt.earlier.clone(),
            passed_over: begun.passed_over,
            institution,
        })
    }

    fn answer(&self, (asked, chosen): (Asked, Option<Side>), slot: &Slot) -> AnswerRecord {
        let known = self.pool.statement(asked).map_or(0, |statement| statement.revision);
        AnswerRecord {
            statement: slot.statement.clone(),
            revision: slot.revision.unwrap_or(known),
            chosen,
            certainty: slot.certainty,
            elapsed: slot.elapsed,
            changes: slot.changes,
            marked: slot.marked,
            mark: Mark::of(chosen, asked.side),
        }
    }
}
