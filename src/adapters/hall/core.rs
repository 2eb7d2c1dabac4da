//! All seats of a desk, their attempts and the journal: orders are judged, committed at once, shown, and only then acknowledged.

use super::desk::{Board, State};
use super::keeper::{Keeper, Written};
use super::order::{Ack, Came, Order, Refused, Reply, Trouble, What};
use super::papers::{AtHand, Next, NoPaper, Signer};
use super::seat::{Place, Seat};
use crate::adapters::attempts::{self, Kept};
use crate::adapters::results::roster::{Roster, folded};
use crate::adapters::store::{Anywhere, JournalError};
use crate::adapters::tickets;
use crate::app::assess::{self, Assess, Entrant, Filed, Stage};
use crate::app::keys::{Action, Context};
use crate::app::settings::Settings;
use crate::app::view::desk as words;
use crate::app::{Effect, Message, Model, Now, update};
use crate::domain::assessment::attempt::{Attempt, BEAT, GAP, Sheet, Step};
use crate::domain::assessment::desk::{AtDesk, Desk, Holder, device};
use crate::domain::assessment::draw::Papers;
use crate::domain::assessment::entry::{Entry, Whose, entry};
use crate::domain::assessment::form::Form;
use crate::domain::assessment::pool::Pool;
use crate::domain::assessment::result::Applicant;
use crate::domain::assessment::ticket::{Ticket, hashed};
use crate::domain::assessment::unlock::{Unlock, Unlocks, unlockable, was_shown};
use crate::domain::bank::Bank;
use crate::domain::fact::{Event, Fact};
use crate::domain::moment::Moment;
use crate::domain::room::{RequestId, Token};
use crate::domain::store::{Appended, Kind, OWN, Person, Stream};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

/// How many times the desk reads on and judges again before it says that the journal is busy.
const PATIENCE: usize = 20;

/// How many tickets that nobody has may be tried within a minute before nobody new sits down for the rest of it.
const MOST_WRONG: u32 = 60;

/// A minute, in milliseconds.
const MINUTE: u64 = 60_000;

/// How long after a result could not be filed it is tried again, in milliseconds.
const FILE_AGAIN: u64 = 10_000;

/// Gives the time and fresh random bits.
pub type Clock = Box<dyn FnMut() -> Now + Send>;

/// Gives the statements as a calibration has them that an attempt was begun with; none where it is not there.
pub type Calibrations = Box<dyn Fn(Option<&str>) -> Option<Pool> + Send>;

/// What a desk is opened with.
pub struct Opening {
    /// What the form is called.
    pub name: String,
    /// The form.
    pub form: Form,
    /// Its text.
    pub text: String,
    /// The bank.
    pub bank: Arc<Bank>,
    /// Its statements.
    pub pool: Arc<Pool>,
    /// The fingerprint of the calibration in use; none without one.
    pub calibration: Option<String>,
    /// Other calibrations.
    pub calibrations: Calibrations,
    /// Why nobody begins with this bank, where attempts may still go on.
    pub refusal: Option<String>,
    /// What is arranged for whom, and in which order they are listed.
    pub roster: Roster,
    /// Who signs.
    pub signer: Signer,
    /// Where results are filed.
    pub folder: PathBuf,
}

impl std::fmt::Debug for Opening {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Opening").field("name", &self.name).finish_non_exhaustive()
    }
}

/// Why a desk cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Nobody has a ticket.
    #[error("nobody has a ticket for {0} yet; print them with `iotutor form tickets {0} --out FILE.html`")]
    NoTickets(String),
    /// The journal cannot be used.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The system has no thread for it.
    #[error("the desk cannot be opened ({0}); close other programs and try again")]
    Thread(std::io::Error),
}

/// All seats of a desk, and what it is kept in.
pub struct Core<K = Anywhere> {
    store: K,
    opening: Opening,
    stream: Stream,
    last: u64,
    clock: Clock,
    board: Arc<Board>,
    /// What was written when it was looked at last; none where everything is to be looked at.
    seen: Option<Written>,
    /// The papers that were drawn last, with their code.
    papers: Option<(String, Arc<Papers>)>,
    pools: HashMap<Option<String>, Arc<Pool>>,
    /// Tickets that nobody has, and since when they are counted.
    wrong: (u32, Moment),
    /// When it was opened, and when the last sign of life before that was: what broke off then, the desk broke off.
    opened: Moment,
    alive: Moment,
    /// Keeps ids apart even where random bits are pinned and begin anew with each start.
    salt: u128,
}

impl<K> std::fmt::Debug for Core<K> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Core").field("opening", &self.opening).finish_non_exhaustive()
    }
}

/// What orders come to, before it is durable.
struct Draft {
    desk: Arc<Desk>,
    seats: BTreeMap<u32, Arc<Seat>>,
    facts: BTreeMap<u32, Vec<Fact>>,
    sat: Vec<Fact>,
}

/// Whose orders are to be judged again, because somebody else was faster.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Late {
    /// Everybody's.
    Everybody,
    /// Those of these seats.
    These(BTreeSet<u32>),
}

impl Late {
    fn has(&self, seat: Option<u32>) -> bool {
        match self {
            Self::Everybody => true,
            Self::These(seats) => seat.is_some_and(|seat| seats.contains(&seat)),
        }
    }

    fn is_nobody(&self) -> bool {
        matches!(self, Self::These(seats) if seats.is_empty())
    }
}

impl<K: Keeper> Core<K> {
    /// Opens the desk, with everybody where they were.
    ///
    /// # Errors
    ///
    /// [`OpenError`].
    pub fn open(store: K, opening: Opening, mut clock: Clock) -> Result<Self, OpenError> {
        let kept = tickets::find(&store, &opening.form.title, &opening.bank.manifest.id)?;
        let kept = kept.filter(|kept| !kept.desk.seats().is_empty());
        let kept = kept.ok_or_else(|| OpenError::NoTickets(opening.name.clone()))?;
        let opened = clock().moment;
        let state = State::new(Arc::new(kept.desk), opened);
        let mut core = Self {
            store,
            opening,
            stream: kept.stream,
            last: kept.last,
            clock,
            board: Arc::new(Board::new(state)),
            seen: None,
            papers: None,
            pools: HashMap::new(),
            wrong: (0, Moment::default()),
            opened,
            alive: Moment::default(),
            salt: u128::from(kept.last),
        };
        let made = core.made(|_| true)?;
        core.alive = made.iter().map(|kept| kept.attempt.last()).max().unwrap_or_default();
        core.look_up()?;
        let facts: u64 = core.board.state().seats.values().map(|seat| seat.last).sum();
        core.salt += u128::from(facts);
        Ok(core)
    }

    /// The stream of the desk: the same for all who lead it.
    #[must_use]
    pub const fn stream(&self) -> Stream {
        self.stream
    }

    /// What is true now.
    #[must_use]
    pub fn board(&self) -> &Arc<Board> {
        &self.board
    }

    /// Whether time matters now.
    #[must_use]
    pub fn ticks(&self) -> bool {
        let state = self.board.state();
        // What could not be filed is still tried once nothing is taken any more.
        if state.closed {
            return state.unfiled.is_some();
        }
        state.trouble.is_some() || state.unfiled.is_some() || state.seats.values().any(|seat| seat.model().is_some())
    }

    fn now(&mut self) -> Now {
        let now = (self.clock)();
        Now { entropy: now.entropy ^ (self.salt << 96), ..now }
    }

    /// Takes all orders, commits once, shows what came of it, files what ended, and returns what to answer.
    pub fn work(&mut self, orders: &[Order]) -> Vec<Reply> {
        if self.board.state().closed {
            return orders.iter().map(|_| Err(Refused::Closed)).collect();
        }
        let mut judged: Vec<(Option<u32>, Reply)> = Vec::with_capacity(orders.len());
        let settled = self.settle(|core, draft, late| {
            for (at, order) in orders.iter().enumerate() {
                match judged.get_mut(at) {
                    Some((seat, _)) if !late.has(*seat) => {}
                    Some(before) => *before = core.judge(draft, order),
                    None => judged.push(core.judge(draft, order)),
                }
            }
        });
        let replies = match settled {
            Ok(()) => judged.into_iter().map(|(_, reply)| reply).collect(),
            Err(trouble) => {
                self.show_trouble(&trouble);
                orders.iter().map(|_| Err(Refused::Store(trouble.clone()))).collect()
            }
        };
        self.file();
        if orders.contains(&Order::Close) {
            self.close();
        }
        replies
    }

    /// Takes in what others have written, if anybody has.
    pub fn look_on(&mut self) {
        let state = self.board.state();
        if state.closed || state.trouble.is_some() {
            return;
        }
        match self.look_up() {
            Ok(true) => self.file(),
            Ok(false) => {}
            Err(error) => self.show_trouble(&error.into()),
        }
    }

    /// Lets time go by for everybody who is there.
    pub fn tick(&mut self) {
        if self.board.state().closed {
            return self.file();
        }
        if self.board.state().trouble.is_some() {
            self.try_again();
        }
        let passed = self.settle(|core, draft, _| {
            let now = core.now();
            let due: Vec<u32> =
                draft.seats.values().filter(|seat| is_due(seat, now.moment)).map(|seat| seat.number).collect();
            for seat in due {
                let now = core.now();
                draft.tell(seat, Message::Tick, now);
            }
        });
        if let Err(trouble) = passed {
            self.show_trouble(&trouble);
        }
        self.file();
    }

    /// Notes that everybody leaves to come back, and takes nothing any more.
    pub fn close(&mut self) {
        if self.board.state().closed {
            return;
        }
        let paused = self.settle(|core, draft, late| {
            let running: Vec<u32> = draft
                .seats
                .values()
                .filter(|seat| seat.model().is_some_and(Model::ticks) && late.has(Some(seat.number)))
                .map(|seat| seat.number)
                .collect();
            for number in running {
                let now = core.now();
                let is_here = draft.seats.get(&number).is_some_and(|seat| seat.is_here(now.moment));
                if is_here {
                    draft.tell(number, Message::DeskCloses, now);
                }
            }
        });
        if let Err(trouble) = paused {
            self.show_trouble(&trouble);
        }
        self.board.change(|state| state.closed = true);
    }

    /// Judges, and commits; where somebody else was faster, reads on and judges again what is late.
    fn settle(&mut self, mut judge: impl FnMut(&mut Self, &mut Draft, &Late)) -> Result<(), Trouble> {
        let mut late = Late::Everybody;
        for _ in 0..PATIENCE {
            self.look_up()?;
            let state = self.board.state();
            let (desk, seats) = (Arc::clone(&state.desk), state.seats.clone());
            let mut draft = Draft { desk, seats, facts: BTreeMap::new(), sat: Vec::new() };
            judge(self, &mut draft, &late);
            // Where it failed in the middle, or somebody was faster, all is looked at anew.
            let before = self.seen.take();
            late = self.commit(draft)?;
            if late.is_nobody() {
                self.seen = before;
                return Ok(());
            }
        }
        Err(Trouble("others keep the store busy".to_owned()))
    }

    /// Makes a draft durable and shows it. Tells of whom nothing was done, because theirs went on meanwhile.
    fn commit(&mut self, mut draft: Draft) -> Result<Late, Trouble> {
        let (begun, wrote) = (Instant::now(), !draft.sat.is_empty() || !draft.facts.is_empty());
        // Who sits where comes first: who does something has to sit there.
        if !draft.sat.is_empty() {
            match self.store.append(self.stream, self.last, &draft.sat)? {
                Appended::UpTo(last) if last == after(self.last, &draft.sat) => self.last = last,
                _ => return Ok(Late::Everybody),
            }
        }
        let mut many: Vec<(Stream, u64, Vec<Fact>)> = Vec::new();
        let mut whose = Vec::new();
        for (number, facts) in &draft.facts {
            let (Some(seat), Some(first)) = (draft.seats.get(number), facts.first()) else { continue };
            let stream = match seat.stream {
                Some(stream) => stream,
                None => self.name_new(seat, first)?,
            };
            many.push((stream, seat.last, facts.clone()));
            whose.push(*number);
        }
        let mut late = BTreeSet::new();
        if !many.is_empty() {
            let appended = self.store.append_each(&many)?;
            for ((number, (stream, last, facts)), appended) in whose.iter().zip(&many).zip(appended) {
                match (appended, draft.seats.get_mut(number)) {
                    (Appended::UpTo(now), Some(seat)) if now == after(*last, facts) => {
                        Arc::make_mut(seat).wrote(*stream, now);
                        self.count(facts);
                    }
                    _ => drop(late.insert(*number)),
                }
            }
        }
        if wrote {
            self.board.counts().committed(begun.elapsed());
        }
        let before = self.board.state();
        for number in &late {
            if let Some(seat) = before.seats.get(number) {
                draft.seats.insert(*number, Arc::clone(seat));
            }
        }
        self.board.show(draft.desk, draft.seats, wrote);
        Ok(Late::These(late))
    }

    /// Counts the answers that were made durable.
    fn count(&self, facts: &[Fact]) {
        let counts = self.board.counts();
        facts.iter().filter(|fact| matches!(fact.event, Event::Answered(_))).for_each(|_| counts.answered());
    }

    /// The stream of an attempt that begins, with the name of whoever makes it.
    fn name_new(&mut self, seat: &Seat, first: &Fact) -> Result<Stream, Trouble> {
        let id = u128::from_str_radix(&first.attempt, 16).unwrap_or_default();
        let stream = Stream { kind: Kind::Attempt, id };
        self.store.name(stream, OWN, Some(&seat.person))?;
        Ok(stream)
    }

    /// The stream of somebody's attempt with that number, from 1: the same at every host, so that whoever begins in two places at
    /// once begins one attempt.
    fn stream_of(&self, seat: u32, attempt: usize) -> Stream {
        let id = hashed(&format!("iotutor attempt {attempt} at seat {seat} of {:032x}", self.stream.id));
        Stream { kind: Kind::Attempt, id: u128::from_str_radix(&id, 16).unwrap_or_default() }
    }

    /// The streams in which something of this desk may be written.
    fn streams(&self) -> Vec<Stream> {
        let state = self.board.state();
        let of = |seat: &Seat| {
            let next = self.stream_of(seat.number, seat.made.len() + 1);
            seat.made.iter().map(|(stream, _)| *stream).chain([next]).collect::<Vec<_>>()
        };
        std::iter::once(self.stream).chain(state.seats.values().flat_map(|seat| of(seat))).collect()
    }

    /// Takes in what somebody wrote, if anybody did.
    fn look_up(&mut self) -> Result<bool, JournalError> {
        let written = self.store.written(&self.streams())?;
        let is_news = self.seen.as_ref() != Some(&written);
        if is_news {
            self.read_on(&written)?;
            self.seen = Some(written);
        }
        Ok(is_news)
    }

    /// Takes in what is there of this desk, as far as it is not known.
    fn read_on(&mut self, written: &Written) -> Result<(), JournalError> {
        let state = self.board.state();
        let (mut desk, mut people) = (Arc::clone(&state.desk), None);
        if written.is_news(self.stream, self.seen.as_ref()) {
            let mut read = Desk::default();
            self.last = self.store.read(self.stream, 0, usize::MAX, &mut |_, fact| read.apply(fact))?;
            people = Some(self.store.people(self.stream)?);
            if read != *desk {
                desk = Arc::new(read);
            }
        }
        let known = || state.seats.iter().map(|(number, seat)| (*number, seat.person.clone())).collect();
        let with_ticket = desk.seats();
        let mut people: Vec<(u32, Person)> = people.unwrap_or_else(known);
        people.retain(|(number, _)| with_ticket.contains(number));
        let mut made = self.made_since(written, &people)?;
        let now = self.now();
        let mut seats = BTreeMap::new();
        for (number, person) in people {
            let before = state.seats.get(&number);
            let seat = match (before, made.remove(&number)) {
                (Some(seat), None) => Seat { person, ..(**seat).clone() },
                (Some(seat), Some(kept)) if seat.is_up_to(&kept) => {
                    Seat { person, made: so_far(&kept), ..(**seat).clone() }
                }
                (Some(seat), Some(kept)) => self.followed(Seat { person, ..(**seat).clone() }, &kept, now),
                (None, kept) => {
                    let kept = kept.unwrap_or_default();
                    self.placed(Seat::new(number, person), &kept, false, now)
                }
            };
            let is_same = |before: &&Arc<Seat>| {
                (before.revision, &before.person, &before.made) == (seat.revision, &seat.person, &seat.made)
            };
            let same = before.filter(is_same);
            seats.insert(number, same.map_or_else(|| Arc::new(seat), Arc::clone));
        }
        self.board.show(desk, seats, false);
        Ok(())
    }

    /// The attempts of all whose attempts may have gone on, by their seats.
    fn made_since(&self, written: &Written, people: &[(u32, Person)]) -> Result<HashMap<u32, Vec<Kept>>, JournalError> {
        let state = self.board.state();
        let is_known = |(number, person): &(u32, Person)| {
            state.seats.get(number).is_some_and(|seat| folded(&seat.person.roster) == folded(&person.roster))
        };
        if matches!(written, Written::Somewhere(_)) || !people.iter().all(is_known) {
            let seats: HashMap<String, u32> =
                people.iter().map(|(number, person)| (folded(&person.roster), *number)).collect();
            let mut made: HashMap<u32, Vec<Kept>> = seats.values().map(|number| (*number, Vec::new())).collect();
            for kept in self.made(|person| seats.contains_key(&folded(&person.roster)))? {
                if let Some(number) = seats.get(&folded(&kept.applicant.id)) {
                    made.entry(*number).or_default().push(kept);
                }
            }
            return Ok(made);
        }
        let mut made = HashMap::new();
        for seat in state.seats.values() {
            let next = (self.stream_of(seat.number, seat.made.len() + 1), 0);
            let streams: Vec<(Stream, u64)> = seat.made.iter().copied().chain([next]).collect();
            if streams.iter().all(|(stream, last)| written.is_at(*stream, *last)) {
                continue;
            }
            let read = streams.iter().map(|(stream, _)| attempts::read(&self.store, *stream, seat.person.clone()));
            let read: Vec<Option<Kept>> = read.collect::<Result<_, _>>()?;
            made.insert(seat.number, attempts::in_order(read.into_iter().flatten().collect()));
        }
        Ok(made)
    }

    /// The attempts at this form of everybody that is wanted, in the order in which they began.
    fn made(&self, wanted: impl Fn(&Person) -> bool) -> Result<Vec<Kept>, JournalError> {
        let mut made = attempts::all_in(&self.store, wanted)?;
        made.retain(|kept| {
            let begun = &kept.attempt.begun;
            begun.form.title == self.opening.form.title && begun.bank.id == self.opening.bank.manifest.id
        });
        Ok(made)
    }

    fn made_by(&self, person: &Person) -> Result<Vec<Kept>, JournalError> {
        let wanted = folded(&person.roster);
        self.made(|person| folded(&person.roster) == wanted)
    }

    /// The seat where somebody else has left it. An attempt that runs at another host goes on, as it does there; nobody was away.
    fn followed(&mut self, seat: Seat, kept: &[Kept], now: Now) -> Seat {
        let placed = self.placed(seat, kept, false, now);
        let Some(one) = kept.iter().find(|kept| Some(kept.stream) == placed.stream) else { return placed };
        let attempt = &one.attempt;
        let runs = attempt.ended.is_none() && !attempt.is_broken_off() && now.moment.since(attempt.last()) <= GAP;
        if !runs || !placed.assess().is_some_and(Assess::waits) {
            return placed;
        }
        let place = self.at_attempt(one, Assess::followed);
        Seat { place, seen: None, elsewhere: Some(now.moment), ..placed }
    }

    /// The seat with the applicant where their attempts leave them. Who `sits` begins another one, where one may begin.
    fn placed(&mut self, seat: Seat, kept: &[Kept], sits: bool, now: Now) -> Seat {
        let all: Vec<Attempt> = kept.iter().map(|kept| kept.attempt.clone()).collect();
        let entry = entry(&self.opening.form, &all, now.moment);
        let at = match (&entry, sits) {
            (Entry::GoOn(number), _) => Some(*number),
            (Entry::Begin { .. }, true) => None,
            _ => all.iter().rposition(|attempt| attempt.ended.is_some()),
        };
        let (stream, last) = at.and_then(|at| kept.get(at)).map_or((None, 0), |kept| (Some(kept.stream), kept.last));
        let done = all.iter().rposition(|attempt| attempt.ended.is_some()).filter(|done| Some(*done) != at);
        let done = done
            .and_then(|done| kept.get(done))
            .map(|kept| self.at_attempt(kept, Assess::resumed))
            .and_then(|place| place.over());
        let place = match (at.and_then(|at| kept.get(at)), &entry) {
            (Some(kept), _) => self.at_attempt(kept, Assess::resumed),
            (None, Entry::Begin { attempt, before }) if sits => {
                let unlocked = all.last().filter(|last| last.is_set_aside()).and_then(|last| last.unlocks.last());
                let roster = &self.opening.roster;
                let place = roster.people.iter().position(|one| folded(&one.id) == folded(&seat.person.roster));
                let arranged = place.and_then(|place| roster.people.get(place)).map(|one| one.accommodation.clone());
                let whose = place.map_or(Whose::Known(&seat.person.roster), Whose::Listed);
                let form = self.opening.form.clone();
                let arranged = arranged.as_deref().and_then(|id| form.accommodation(id));
                let next = Next { attempt: *attempt, before: *before, unlocked, earlier: &all, arranged, whose };
                let stream = self.stream_of(seat.number, all.len() + 1);
                self.at_consent(&seat.person, next, (stream, now))
            }
            _ => Place::Away,
        };
        let revision = seat.revision + 1;
        Seat { place, revision, stream, last, made: so_far(kept), done, ..seat }
    }

    fn entrant(&self, applicant: &Applicant) -> Entrant {
        Entrant {
            applicant: applicant.clone(),
            institution: self.opening.signer.institution,
            command: String::new(),
            at_desk: true,
        }
    }

    fn at_hand<'a>(opening: &'a Opening, pool: &'a Arc<Pool>, calibration: Option<&'a str>) -> AtHand<'a> {
        let Opening { name, form, text, bank, .. } = opening;
        AtHand { name, form, text, bank, pool, calibration }
    }

    /// The statements as an attempt was begun with them, where they are there.
    fn pool_of(&mut self, attempt: &Attempt) -> (Arc<Pool>, Option<String>) {
        let named = &attempt.begun.bank.calibration;
        let usual = (Arc::clone(&self.opening.pool), self.opening.calibration.clone());
        if *named == self.opening.calibration {
            return usual;
        }
        if let Some(pool) = self.pools.get(named) {
            return (Arc::clone(pool), named.clone());
        }
        let Some(pool) = (self.opening.calibrations)(named.as_deref()).map(Arc::new) else { return usual };
        self.pools.insert(named.clone(), Arc::clone(&pool));
        (pool, named.clone())
    }

    /// An attempt where its facts leave it; one that is not over goes on as `goes_on` says.
    fn at_attempt(&mut self, kept: &Kept, goes_on: fn(Attempt, Sheet, Entrant) -> Assess) -> Place {
        let (pool, calibration) = self.pool_of(&kept.attempt);
        let entrant = self.entrant(&kept.applicant);
        let attempt = kept.attempt.clone();
        let sheet = match Self::at_hand(&self.opening, &pool, calibration.as_deref()).sheet(&attempt) {
            Ok(sheet) => sheet,
            Err(no) => return shut(&no),
        };
        let assess = if attempt.ended.is_some() {
            Assess::ended(attempt, sheet, entrant, env!("CARGO_PKG_VERSION"))
        } else {
            let desks = self.broke_off(&attempt);
            let assess = goes_on(attempt, sheet, entrant);
            Some(if desks { assess.at_desk_since(self.opened) } else { assess })
        };
        assess.map_or(Place::Away, |assess| self.at(assess))
    }

    /// Whether it was the desk that broke an attempt off: somebody was there when it was last alive.
    fn broke_off(&self, attempt: &Attempt) -> bool {
        let last = attempt.last();
        attempt.is_the_desks() && last.millis <= self.alive.millis && self.alive.since(last) <= GAP
    }

    /// An attempt that begins with the consent.
    fn at_consent(&mut self, person: &Person, next: Next<'_>, (stream, now): (Stream, Now)) -> Place {
        if let Some(refusal) = &self.opening.refusal {
            return Place::Shut(refusal.clone());
        }
        let own = now.seed();
        let cohort = self.opening.form.cohort.clone();
        let code = if cohort.is_empty() { own.code() } else { cohort.as_str() };
        let papers = match self.papers(code) {
            Ok(papers) => papers,
            Err(no) => return shut(&no),
        };
        let calibration = self.opening.calibration.clone();
        let at_hand = Self::at_hand(&self.opening, &self.opening.pool, calibration.as_deref());
        match at_hand.begin(&papers, code, next) {
            Ok(beginning) => {
                let Person { name, roster, email } = person.clone();
                let entrant = self.entrant(&Applicant { id: roster, name, email });
                let assess = Assess::new(beginning.begun, beginning.sheet, beginning.practice, entrant);
                self.at(assess.called(format!("{:032x}", stream.id)))
            }
            Err(no) => shut(&no),
        }
    }

    fn papers(&mut self, code: &str) -> Result<Arc<Papers>, NoPaper> {
        if let Some((_, papers)) = self.papers.as_ref().filter(|(known, _)| known == code) {
            return Ok(Arc::clone(papers));
        }
        let at_hand = Self::at_hand(&self.opening, &self.opening.pool, self.opening.calibration.as_deref());
        let papers = Arc::new(at_hand.papers(code)?);
        self.papers = Some((code.to_owned(), Arc::clone(&papers)));
        Ok(papers)
    }

    fn at(&self, assess: Assess) -> Place {
        Place::At(Arc::new(Model::assessing(Arc::clone(&self.opening.bank), Settings::default(), assess)))
    }

    /// Judges an order; tells of which seat it is.
    fn judge(&mut self, draft: &mut Draft, order: &Order) -> (Option<u32>, Reply) {
        let reply = self.judged(draft, order);
        let seat = match order {
            Order::Sit { token: by, .. }
            | Order::Act { by, .. }
            | Order::Press { by, .. }
            | Order::Seen { by, .. }
            | Order::Gone { by } => draft.seated(*by).ok(),
            Order::Unlock { seat, .. } => Some(*seat),
            Order::Close => None,
        };
        (seat, reply)
    }

    fn judged(&mut self, draft: &mut Draft, order: &Order) -> Reply {
        let now = self.now();
        match order {
            Order::Sit { ticket, token, came } => self.sit(draft, ticket, (*token, *came), now),
            Order::Seen { by, asks } => {
                let number = draft.seated(*by)?;
                self.arrive(draft, number, Some(*asks), now)?;
                Ok(Ack::Seated(number))
            }
            Order::Act { by, at, request, what } => {
                let number = draft.seated(*by)?;
                self.arrive(draft, number, None, now)?;
                let now = self.now();
                self.act(draft, number, (at, *request, *what), now)
            }
            Order::Press { by, message } => {
                let number = draft.seated(*by)?;
                self.arrive(draft, number, Some(true), now)?;
                let now = self.now();
                if draft.tell(number, message.clone(), now) {
                    self.leave(draft, number)?;
                }
                Ok(Ack::Done)
            }
            Order::Close => Ok(Ack::Done),
            Order::Gone { by } => {
                let number = draft.seated(*by)?;
                self.leave(draft, number)?;
                Ok(Ack::Done)
            }
            Order::Unlock { seat, another, minutes, by, why } => {
                let unlocks = if *another { Unlocks::Another } else { Unlocks::GoOn };
                let unlock = Unlock {
                    at: now.moment,
                    unlocks,
                    by: by.trim().to_owned(),
                    why: why.trim().trim_end_matches('.').to_owned(),
                    seconds: u32::from(*minutes) * 60,
                    shown: false,
                };
                self.unlock(draft, *seat, unlock, now)
            }
        }
    }

    fn sit(&mut self, draft: &mut Draft, typed: &str, (token, came): (Token, Came), now: Now) -> Reply {
        let ticket: Ticket = typed.parse()?;
        if now.moment.since(self.wrong.1) > MINUTE {
            self.wrong = (0, now.moment);
        }
        if self.wrong.0 >= MOST_WRONG {
            return Err(Refused::TooMany);
        }
        // Of whoever was erased there is no seat.
        let number = draft.desk.seat_of(&ticket).filter(|number| draft.seats.contains_key(number));
        let Some(number) = number else {
            self.wrong.0 += 1;
            self.board.change(|state| state.wrong += 1);
            return Err(Refused::Unknown);
        };
        if draft.desk.holder(token) != Holder::Seated(number) {
            let again = draft.is_the_same(number, came, now);
            let sat = AtDesk::Sat { seat: number, device: device(token), again };
            Arc::make_mut(&mut draft.desk).take(&sat);
            draft.sat.push(tickets::fact(sat, self.now()));
        }
        let is_over = draft.seats.get(&number).is_some_and(|seat| seat.standing().is_over());
        if is_over {
            self.place(draft, number, now)?;
        }
        if let Some(seat) = draft.seats.get_mut(&number) {
            // Who sat there before sees something else now.
            Arc::make_mut(seat).revision += 1;
        }
        self.arrive(draft, number, Some(false), now)?;
        Ok(Ack::Seated(number))
    }

    /// Somebody is there: sits down where nobody did yet, and goes on where it broke off.
    fn arrive(&mut self, draft: &mut Draft, number: u32, asks: Option<bool>, now: Now) -> Result<(), Refused> {
        let Some(known) = draft.seats.get_mut(&number) else { return Err(Refused::Nobody) };
        let was_there = known.is_here(now.moment);
        let seat = Arc::make_mut(known);
        seat.seen = Some(now.moment);
        // A page that asked for news once runs scripts; only another device may not.
        seat.asks = asks.map_or(seat.asks, |asks| asks || (was_there && seat.asks));
        // Where something of theirs is not durable yet, the journal does not tell where they are.
        let is_away = matches!(seat.place, Place::Away) && !draft.facts.contains_key(&number);
        if is_away {
            self.place(draft, number, now)?;
        }
        let goes_on = draft.seats.get(&number).is_some_and(|seat| is_due(seat, now.moment));
        if goes_on {
            let now = self.now();
            draft.tell(number, Message::Tick, now);
        }
        Ok(())
    }

    /// Places whoever sits down by what the journal has of them.
    fn place(&mut self, draft: &mut Draft, number: u32, now: Now) -> Result<(), Refused> {
        let Some(seat) = draft.seats.get(&number).map(|seat| (**seat).clone()) else { return Err(Refused::Nobody) };
        let kept = self.made_by(&seat.person).map_err(Trouble::from)?;
        draft.seats.insert(number, Arc::new(self.placed(seat, &kept, true, now)));
        Ok(())
    }

    /// Somebody left a terminal: the next one who sits down goes on.
    fn leave(&mut self, draft: &mut Draft, number: u32) -> Result<(), Refused> {
        let Some(seat) = draft.seats.get_mut(&number) else { return Err(Refused::Nobody) };
        let seat = Arc::make_mut(seat);
        seat.seen = None;
        let Some(assess) = seat.assess() else { return Ok(()) };
        let attempt = assess.attempt.clone().filter(|attempt| attempt.ended.is_none());
        match attempt {
            Some(attempt) => {
                let applicant = assess.entrant.applicant.clone();
                let (stream, last) = (self.stream, seat.last);
                let place = self.at_attempt(&Kept { stream, last, applicant, attempt }, Assess::resumed);
                seat.place = place;
            }
            None if matches!(assess.stage, Stage::Over(_)) => {}
            None => seat.place = Place::Away,
        }
        seat.revision += 1;
        Ok(())
    }

    fn act(&mut self, draft: &mut Draft, number: u32, (at, request, what): (&str, RequestId, What), now: Now) -> Reply {
        let Some(seat) = draft.seats.get(&number) else { return Err(Refused::Nobody) };
        if seat.requests.contains(&request) {
            return Ok(Ack::Done);
        }
        if seat.at() != at && !draft.go_to(number, at, now) {
            return Err(Refused::Stale);
        }
        let (context, marked) = draft.seats.get(&number).map_or((None, false), |seat| {
            let slot = seat.assess().and_then(|assess| assess.attempt.as_ref()?.slot());
            (seat.model().map(Model::context), slot.is_some_and(|slot| slot.marked))
        });
        let asking =
            matches!(context, Some(Context::Trying | Context::TryingPlain | Context::Sitting | Context::SittingPlain));
        let actions = match what {
            What::Answer(side, sure) if asking => vec![Action::Answer(side, sure), Action::Next],
            What::Mark(on) if on != marked => vec![Action::Mark],
            What::Key(action) => vec![action],
            _ => Vec::new(),
        };
        for (count, action) in (1_u128..).zip(actions) {
            let now = Now { entropy: now.entropy.wrapping_add(count << 64), ..now };
            if draft.tell(number, Message::Act(action), now) {
                self.leave(draft, number)?;
            }
        }
        if let Some(seat) = draft.seats.get_mut(&number) {
            Arc::make_mut(seat).remember(request);
        }
        Ok(Ack::Done)
    }

    fn unlock(&mut self, draft: &mut Draft, number: u32, mut unlock: Unlock, now: Now) -> Reply {
        let Some(seat) = draft.seats.get(&number).map(|seat| (**seat).clone()) else {
            return Err(Refused::NoSeat(number));
        };
        if unlock.by.is_empty() || unlock.why.is_empty() {
            return Err(Refused::Unsigned);
        }
        if draft.facts.contains_key(&number) {
            // What came in the same moment goes first; the next commit unlocks.
            return Err(Refused::Stale);
        }
        let mut kept = self.made_by(&seat.person).map_err(Trouble::from)?;
        let all: Vec<Attempt> = kept.iter().map(|kept| kept.attempt.clone()).collect();
        let at = unlockable(&self.opening.form, &all, unlock.unlocks, unlock.seconds, now.moment)?;
        let Some(one) = kept.get_mut(at) else { return Err(Refused::NoSeat(number)) };
        unlock.shown = was_shown(&self.opening.form, &one.attempt);
        let fact = Fact {
            id: format!("{:032x}", now.entropy),
            learner: String::new(),
            at: now.moment,
            attempt: one.attempt.id.clone(),
            event: Event::Assessment(Step::Unlocked(Box::new(unlock))),
        };
        one.attempt.apply(&fact);
        let (stream, last) = (one.stream, one.last);
        if draft.is_at(number, &one.attempt, (stream, last)) {
            // Minutes interrupt nobody: the applicant goes on at the same screen, and has them.
            draft.give(number, &fact);
            draft.facts.insert(number, vec![fact]);
            return Ok(Ack::Done);
        }
        let placed = self.placed(seat, &kept, false, now);
        // The fact belongs to the attempt that it unlocks, wherever its owner sits now.
        draft.seats.insert(number, Arc::new(Seat { stream: Some(stream), last, ..placed }));
        draft.facts.insert(number, vec![fact]);
        Ok(Ack::Done)
    }

    /// Signs and files the results of attempts that ended.
    fn file(&mut self) {
        let now = self.now().moment;
        let again = |seat: &Seat| seat.tried.is_none_or(|tried| now.since(tried) >= FILE_AGAIN || now < tried);
        let state = self.board.state();
        let due = state.seats.values().filter(|seat| seat.model().is_some_and(|model| model.unfiled().is_some()));
        let due: Vec<Arc<Seat>> = due.filter(|seat| again(seat)).cloned().collect();
        if due.is_empty() {
            return;
        }
        let (mut failed, mut outcomes) = (None, Vec::new());
        for seat in due {
            let Some(record) = seat.model().and_then(Model::unfiled) else { continue };
            let key = &self.opening.signer.key;
            let made = if self.store.keeps_results() {
                Ok(attempts::sealed(record, key))
            } else {
                attempts::file(&self.opening.folder, record, key)
            };
            let told = made.map_err(|reason| {
                failed = Some(reason);
                words::NOT_FILED.to_owned()
            });
            // Where the file lies is nothing for applicants.
            let told = told.map(|made| Filed { path: String::new(), ..made });
            outcomes.push((seat.number, record.nonce.clone(), told));
        }
        let settled = self.settle(|core, draft, _| {
            for (number, nonce, outcome) in &outcomes {
                let now = core.now();
                draft.tell_filed(*number, nonce, outcome, now);
            }
        });
        if let Err(trouble) = settled {
            self.show_trouble(&trouble);
        }
        self.board.change(|state| state.unfiled.clone_from(&failed));
    }

    fn show_trouble(&self, trouble: &Trouble) {
        self.board.counts().failed();
        self.board.change(|state| state.trouble = Some(trouble.clone()));
    }

    /// Whether the journal takes nothing.
    #[must_use]
    pub fn is_in_trouble(&self) -> bool {
        self.board.state().trouble.is_some()
    }

    /// Tries whether the store works again, by writing down once more who is known to sit nowhere. What was refused may be there all
    /// the same, where only the answer was lost; and others may have gone on.
    pub fn try_again(&mut self) {
        self.seen = None;
        let write = self.store.name(self.stream, u32::MAX, Some(&Person::default()));
        let tried =
            write.and_then(|()| self.store.name(self.stream, u32::MAX, None)).and_then(|()| self.look_up().map(drop));
        self.board.change(|state| state.trouble = tried.err().map(Trouble::from));
    }
}

/// The streams of attempts, with how far they are.
fn so_far(kept: &[Kept]) -> Vec<(Stream, u64)> {
    kept.iter().map(|kept| (kept.stream, kept.last)).collect()
}

/// The number of the last of these facts, where they were added after another.
fn after(last: u64, facts: &[Fact]) -> u64 {
    last + u64::try_from(facts.len()).unwrap_or(u64::MAX)
}

fn shut(no: &NoPaper) -> Place {
    Place::Shut(no.to_string())
}

/// Whether time passing changes something for somebody who is there: a fact is due, or another minute is to be seen.
fn is_due(seat: &Seat, now: Moment) -> bool {
    let Some((model, assess)) = seat.model().and_then(|model| Some((model, assess::on(model)?))) else { return false };
    let Some(attempt) = assess.attempt.as_ref().filter(|_| assess.runs()) else { return false };
    if !seat.is_here(now) {
        // Whoever left with the clock running has until the time is up.
        return attempt.is_left() && attempt.left(now) == Some(0);
    }
    let now = seat.steady(now);
    let minute = |at: Moment| attempt.left(at).map(|left| left.div_ceil(60));
    let is_up = attempt.left(now) == Some(0);
    assess.waits()
        || is_up
        || now.millis < attempt.last().millis
        || now.since(attempt.last()) >= BEAT
        || minute(now) != minute(model.today())
}

impl Seat {
    /// Whether the attempt at hand is as these have it, and nothing began beside it.
    fn is_up_to(&self, kept: &[Kept]) -> bool {
        match self.stream {
            Some(stream) => kept.last().is_some_and(|last| last.stream == stream && last.last == self.last),
            None => match self.assess() {
                // A consent is for the attempt after those that were made.
                Some(assess) => usize::try_from(assess.begun.attempt).is_ok_and(|number| number == kept.len() + 1),
                None => kept.is_empty() || matches!(self.place, Place::Shut(_)),
            },
        }
    }
}

impl Draft {
    /// Whether it is the computer that sat at a seat before, as far as that is known.
    fn is_the_same(&self, number: u32, came: Came, now: Now) -> bool {
        match came {
            Came::New => false,
            Came::Known(token) => {
                matches!(self.desk.holder(token), Holder::Seated(at) | Holder::Moved(at) if at == number)
            }
            Came::Terminal => self.seats.get(&number).is_some_and(|seat| !seat.is_there(now.moment)),
        }
    }

    fn seated(&self, by: Token) -> Result<u32, Refused> {
        match self.desk.holder(by) {
            Holder::Seated(number) if self.seats.contains_key(&number) => Ok(number),
            Holder::Moved(_) => Err(Refused::Moved),
            _ => Err(Refused::Nobody),
        }
    }

    /// Whether a seat has that attempt before it as it was kept so far, and it may go on where it is.
    fn is_at(&self, number: u32, attempt: &Attempt, (stream, last): (Stream, u64)) -> bool {
        let Some(seat) = self.seats.get(&number) else { return false };
        let runs = |assess: &Assess| assess.runs() && assess.attempt.as_ref().is_some_and(|one| one.id == attempt.id);
        !attempt.is_set_aside() && seat.stream == Some(stream) && seat.last == last && seat.assess().is_some_and(runs)
    }

    /// Lets somebody's attempt have what it was given, and leaves them where they are.
    fn give(&mut self, number: u32, fact: &Fact) {
        let Some(seat) = self.seats.get_mut(&number).map(Arc::make_mut) else { return };
        if let Place::At(model) = &mut seat.place {
            assess::unlocked(Arc::make_mut(model), fact);
        }
    }

    /// Tells somebody's model something, and takes what it records. Returns whether it asks to end.
    fn tell(&mut self, number: u32, message: Message, now: Now) -> bool {
        let Some(seat) = self.seats.get_mut(&number).map(Arc::make_mut) else { return false };
        let now = Now { moment: seat.steady(now.moment), ..now };
        let Place::At(model) = &mut seat.place else { return false };
        let mut quits = false;
        for effect in update(Arc::make_mut(model), message, now) {
            match effect {
                Effect::Record(facts) => self.facts.entry(number).or_default().extend(facts),
                Effect::Quit => quits = true,
                // What ended is filed once it is durable; the rest is nothing that a desk does.
                _ => {}
            }
        }
        quits
    }

    /// Tells somebody what became of the result with that nonce, if they still are where it is.
    fn tell_filed(&mut self, number: u32, nonce: &str, outcome: &Result<Filed, String>, now: Now) {
        let is_it =
            |seat: &Arc<Seat>| seat.model().and_then(Model::unfiled).is_some_and(|record| record.nonce == nonce);
        if !self.seats.get(&number).is_some_and(is_it) {
            return;
        }
        self.tell(number, Message::Filed(outcome.clone()), now);
        if let Some(seat) = self.seats.get_mut(&number) {
            // What ends later, after an unlocking, is filed at once.
            Arc::make_mut(seat).tried = outcome.is_err().then_some(now.moment);
        }
    }

    /// Goes to the screen that a page shows, where the form lets its applicants go about. Returns whether it is there.
    fn go_to(&mut self, number: u32, at: &str, now: Now) -> bool {
        let Some(assess) = self.seats.get(&number).and_then(|seat| seat.assess()) else { return false };
        let fixed = assess.attempt.as_ref().is_some_and(|attempt| !attempt.goes_forward()) && assess.runs();
        let Some(wanted) = at.strip_prefix("assess ").filter(|_| fixed) else { return false };
        let wanted = match wanted {
            "overview" => None,
            number => match number.parse::<usize>() {
                Ok(number) => Some(number.saturating_sub(1)),
                Err(_) => return false,
            },
        };
        let first = match assess.stage {
            Stage::Submitting | Stage::Leaving => Some(Action::Decline),
            Stage::Asking => Some(Action::Overview),
            _ => None,
        };
        for (count, action) in (1_u128..).zip(first.into_iter().chain(wanted.map(Action::Pick))) {
            let now = Now { entropy: now.entropy.wrapping_add(count << 72), ..now };
            self.tell(number, Message::Act(action), now);
        }
        self.seats.get(&number).is_some_and(|seat| seat.at() == at)
    }
}

#[cfg(test)]
pub(crate) mod tests;
