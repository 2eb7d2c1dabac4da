//! The live class: a room is a state machine folded from facts, and everything else shows views of it.
//!
//! ```text
//! lobby ─> open(n, vote 1) ─> closed ─> (discussing ─> open(n, vote 2) ─> closed)? ─> revealed ─> open(n + 1, vote 1) … ─> ended
//!                               └─> skipped ─> …
//!
//! at their own pace ─> ended, and each seat for itself: question 1 ─> its answer, explained ─> question 2 ─> … ─> all answered
//! ```
//!
//! A command ([`Command`]) is judged against the room by [`decide()`], which answers with facts ([`Happened`]) or a sentence
//! ([`Refusal`]); once the facts are durable, [`Room::apply`] folds them in. The same facts always fold to the same room, on
//! any machine. What each person, the projector and the teacher may see is a function of the room and nothing else ([`view`]),
//! so that no medium can show too much.
//!
//! - [`happened`]: the facts
//! - [`command`]: what may be asked of a room, and why it may be refused
//! - [`decide()`]: from a command to facts
//! - [`paper`]: the questions in two halves, faces and sealed answers
//! - [`tally`]: counts of a vote
//! - [`results`]: what is right and wrong, of questions that were revealed
//! - [`report`]: what the class came to, for its teacher
//! - [`typed`]: lines in which sheets of paper are typed in
//! - [`compare`]: the same people in two classes
//! - [`people`]: names, beside the facts
//! - [`view`]: what each role may see
//!
//! What always holds (tests play any interleaving of commands and look):
//!
//! 1. No answer is counted twice: a person has at most one in each vote, and counts add up to the answers that are kept.
//! 2. An answer is only ever taken while its question and vote are open, and the class goes on. What stands on a sheet of paper may
//!    be typed in at any time; it counts in the first vote of each question that is asked, whenever it was typed.
//! 3. The same request again adds no fact, and neither does any command that is given twice.
//! 4. After the end there is no fact but that two seats are one person's, or are not, what stands on paper, that questions which
//!    the class never came to are revealed, so that paper counts there, and that somebody is back at a seat, to see what it came to.
//! 5. Questions are put in the order of the paper, and each is revealed or skipped at most once.
//! 6. Seats of one person count as one, whoever of them answered; of two answers in one vote the later one counts, and one that was
//!    given on a device before one on paper. A sheet of a number counts once, as it was typed last. Where sheets say something of a
//!    question, they count instead of the hands that were raised for it: those were the same people.
//! 7. Where everybody goes at their own pace, a seat answers each question once, in the order of the paper, and is told what is right
//!    after that and not before; of several seats of one person the first answer counts.
//! 8. A token opens one seat at most; of a seat that was moved, left or removed none does but the newest of one that is taken.

pub mod command;
pub mod compare;
mod decide;
mod fold;
pub mod happened;
pub mod paper;
pub mod people;
mod persons;
mod proof;
pub mod report;
pub mod results;
pub mod tally;
pub mod typed;
pub mod view;
mod words;

#[cfg(test)]
mod tests;

pub use command::{Answering, Command, Refusal};
pub use decide::decide;
pub use happened::{Choice, Hands, Happened, Item, MOST_SHEETS, NamesPolicy, Opened, Pace, RequestId, Token, WARM_UP};
pub use paper::{Answer, Face, Paper, PaperError};
pub use people::People;
pub use persons::Persons;
pub use proof::{NamesOn, Revealed, RevealedTo};
pub use tally::{Agreement, Moved, Tally};
pub use words::{easy_words, host_word, is_code, room_code};

use crate::domain::bank::Bank;
use crate::domain::moment::Moment;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

/// Where a room stands. `place` is the question's place in the paper, and `vote` counts from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stage {
    /// Nothing was asked yet.
    Lobby,
    /// A question is open.
    Open {
        /// Its place.
        place: u16,
        /// Which vote.
        vote: u8,
    },
    /// A vote is closed.
    Closed {
        /// The question's place.
        place: u16,
        /// Which vote.
        vote: u8,
    },
    /// Neighbours talk, before they vote again.
    Discussing {
        /// The question's place.
        place: u16,
        /// The vote before.
        vote: u8,
    },
    /// A question is answered and explained.
    Revealed {
        /// Its place.
        place: u16,
    },
    /// A question was given up.
    Skipped {
        /// Its place.
        place: u16,
    },
    /// Everybody goes through the paper at their own pace: where each seat is, the seat says.
    OwnPace,
    /// The class is over.
    Ended,
}

impl Stage {
    /// The question that the room is at; none in the lobby, at everybody's own pace and after the end.
    #[must_use]
    pub const fn place(self) -> Option<u16> {
        match self {
            Self::Lobby | Self::OwnPace | Self::Ended => None,
            Self::Open { place, .. }
            | Self::Closed { place, .. }
            | Self::Discussing { place, .. }
            | Self::Revealed { place }
            | Self::Skipped { place } => Some(place),
        }
    }
}

/// Whether somebody sits at a seat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Standing {
    /// Somebody does.
    In,
    /// Whoever did has left; their answers count.
    Left,
    /// Whoever did was removed, or the sheet was withdrawn; their answers count no more.
    Removed,
    /// Nobody ever did: it stands for a sheet of paper, whose answers count.
    OnPaper,
}

/// One person's place in a room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seat {
    /// Its number, from 1.
    pub number: u32,
    /// Who sends this sits here.
    pub token: Token,
    /// Three easy words with which to come back.
    pub words: String,
    /// Whether somebody sits there.
    pub standing: Standing,
    /// When it was taken.
    pub joined: Moment,
    /// The first opening of a vote that it took part in; see [`Vote::opening`].
    since: u32,
    /// The last question that it went on from at its own pace; 0 where it didn't yet.
    gone: u16,
    /// When the question was shown at which it is, at its own pace.
    shown: Moment,
    /// The number of the sheet of paper that it stands for; none for a seat at which somebody sat.
    pub sheet: Option<u32>,
}

/// What was typed in from a sheet of paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaperSheet {
    /// The seat that stands for it.
    pub seat: u32,
    /// What is marked, in the order of the paper; none where nothing is.
    pub answers: Vec<Option<Choice>>,
    /// Whether it said something else of a question when that was revealed to the class.
    pub changed: bool,
    /// When it was typed in.
    at: Moment,
    order: Order,
}

/// Which of several answers of one person in one vote counts: the greatest. What was answered on a device goes before what stands
/// on paper, so that it makes no difference when paper is typed in; otherwise the later one, or, where each answer is explained at
/// once, the earlier one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Order {
    by_device: bool,
    /// The how manieth answer or sheet in this room it is, counted down where the earlier one is to be the greatest.
    heard: u64,
}

/// Whom a token belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holder {
    /// Whoever sits at this seat.
    Seated(u32),
    /// Whoever sat at this seat before it was moved to another device.
    Moved(u32),
    /// Whoever left this seat.
    Left(u32),
    /// Whoever was removed from this seat.
    Removed(u32),
    /// Nobody here.
    Nobody,
}

/// A seat's answer in one vote: the last one counts, and of several seats of one person the last one of all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ballot {
    /// What counts.
    pub choice: Choice,
    /// How many answers were given in this vote, this one included.
    pub given: u16,
    /// Milliseconds from question to this answer.
    pub elapsed: u64,
    /// When it was given.
    pub at: Moment,
    order: Order,
}

/// One vote on a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vote {
    /// The how manieth opening of a vote in this room it was, from 1: whoever joined later has no part in it. 0 where it was never
    /// open, and stands on paper alone.
    opening: u32,
    opened: Moment,
    ballots: BTreeMap<u32, Ballot>,
    hands: Option<Hands>,
}

/// What became of a question that was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Pending,
    Revealed,
    Skipped,
}

/// A question that was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Round {
    votes: Vec<Vote>,
    bars: bool,
    fate: Fate,
}

/// A live class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Room {
    /// This and the paper never change, and rooms are copied often.
    opened: Arc<Opened>,
    paper: Arc<Paper>,
    stage: Stage,
    paused: bool,
    locked: bool,
    names_shown: bool,
    seats: Vec<Seat>,
    rounds: BTreeMap<u16, Round>,
    dropped: BTreeSet<u16>,
    /// What was typed in from paper, by the sheets' numbers.
    sheets: BTreeMap<u32, PaperSheet>,
    openings: u32,
    /// How many answers and sheets there were.
    heard: u64,
    persons: Persons,
    tokens: HashMap<Token, u32>,
    joins: HashMap<RequestId, u32>,
    requests: HashSet<(u32, RequestId)>,
}

/// Why facts make no room.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReplayError {
    /// They do not begin with the opening.
    #[error("the room does not begin with its opening; it was made by another program")]
    NoOpening,
    /// The paper cannot be made.
    #[error(transparent)]
    Paper(#[from] PaperError),
}

impl Room {
    /// A room that was just opened, with its questions from `bank`.
    ///
    /// # Errors
    ///
    /// [`PaperError`] where the bank is not the one that the room was opened with.
    pub fn new(bank: &Bank, opened: &Opened) -> Result<Self, PaperError> {
        Ok(Self {
            opened: Arc::new(opened.clone()),
            paper: Arc::new(Paper::of(bank, opened)?),
            stage: if opened.pace == Pace::Own { Stage::OwnPace } else { Stage::Lobby },
            paused: false,
            locked: false,
            names_shown: false,
            seats: Vec::new(),
            rounds: BTreeMap::new(),
            dropped: BTreeSet::new(),
            sheets: BTreeMap::new(),
            openings: 0,
            heard: 0,
            persons: Persons::default(),
            tokens: HashMap::new(),
            joins: HashMap::new(),
            requests: HashSet::new(),
        })
    }

    /// The room that all its facts make, in their order.
    ///
    /// # Errors
    ///
    /// [`ReplayError`] where they do not begin with the opening, or the bank is not the one that it names.
    pub fn replay<'a>(
        bank: &Bank,
        facts: impl IntoIterator<Item = (Moment, &'a Happened)>,
    ) -> Result<Self, ReplayError> {
        let mut facts = facts.into_iter();
        let Some((_, Happened::Opened(opened))) = facts.next() else { return Err(ReplayError::NoOpening) };
        let mut room = Self::new(bank, opened)?;
        facts.for_each(|(at, happened)| room.apply(happened, at));
        Ok(room)
    }

    /// What it was opened with.
    #[must_use]
    pub fn opened(&self) -> &Opened {
        &self.opened
    }

    /// Its questions: faces for everybody, answers for whoever has a proof.
    #[must_use]
    pub fn paper(&self) -> &Paper {
        &self.paper
    }

    /// Where it stands.
    #[must_use]
    pub const fn stage(&self) -> Stage {
        self.stage
    }

    /// Whether nothing is taken until the class goes on.
    #[must_use]
    pub const fn is_paused(&self) -> bool {
        self.paused
    }

    /// Whether nobody can join.
    #[must_use]
    pub const fn is_locked(&self) -> bool {
        self.locked
    }

    /// Whether the class is over.
    #[must_use]
    pub const fn is_ended(&self) -> bool {
        matches!(self.stage, Stage::Ended)
    }

    /// All seats, by their numbers.
    #[must_use]
    pub fn seats(&self) -> &[Seat] {
        &self.seats
    }

    /// The seat with that number, from 1.
    #[must_use]
    pub fn seat(&self, number: u32) -> Option<&Seat> {
        self.seats.get(usize::try_from(number).ok()?.checked_sub(1)?)
    }

    /// What was typed in from paper and counts, by the sheets' numbers.
    pub fn sheets_on_paper(&self) -> impl Iterator<Item = (u32, &PaperSheet)> {
        let counts = |sheet: &PaperSheet| self.seat(sheet.seat).is_some_and(|one| one.standing == Standing::OnPaper);
        self.sheets.iter().filter(move |(_, sheet)| counts(sheet)).map(|(number, sheet)| (*number, sheet))
    }

    /// What was typed in from the sheet of that number, if it counts.
    #[must_use]
    pub fn sheet_on_paper(&self, number: u32) -> Option<&PaperSheet> {
        let sheet = self.sheets.get(&number)?;
        (self.seat(sheet.seat)?.standing == Standing::OnPaper).then_some(sheet)
    }

    /// What whoever sits at these seats is called: by the first that has a name, or else by the sheet or the seat.
    #[must_use]
    pub fn called(&self, people: &People, seats: &[u32]) -> String {
        let is_named = |seat: &u32| people.person(*seat).is_some_and(|person| !person.name.is_empty());
        let sheet = seats.first().and_then(|seat| self.seat(*seat)?.sheet);
        match sheet.filter(|_| !seats.iter().any(is_named)) {
            Some(sheet) => format!("Sheet {sheet}"),
            None => people.called_at(seats),
        }
    }

    /// How many people are in; whoever sits at several seats is one.
    #[must_use]
    pub fn people_in(&self) -> usize {
        let seated = self.seats.iter().filter(|seat| seat.standing == Standing::In);
        seated.map(|seat| self.person(seat.number)).collect::<BTreeSet<_>>().len()
    }

    /// The first seat of the person at a seat: the seat itself, unless it was said to be another's.
    #[must_use]
    pub fn person(&self, seat: u32) -> u32 {
        self.persons.person(seat)
    }

    /// All seats of the person at a seat, in their order.
    #[must_use]
    pub fn seats_of(&self, seat: u32) -> Vec<u32> {
        self.persons.seats_of(seat)
    }

    /// Whether the person at a seat sits at any of theirs.
    fn is_in(&self, seat: u32) -> bool {
        self.seats_of(seat).into_iter().any(|own| self.seat(own).is_some_and(|own| own.standing == Standing::In))
    }

    /// Whom a token belongs to.
    #[must_use]
    pub fn holder(&self, token: Token) -> Holder {
        let Some(seat) = self.tokens.get(&token).and_then(|number| self.seat(*number)) else { return Holder::Nobody };
        match seat.standing {
            _ if seat.token != token => Holder::Moved(seat.number),
            Standing::In => Holder::Seated(seat.number),
            Standing::Left => Holder::Left(seat.number),
            Standing::Removed | Standing::OnPaper => Holder::Removed(seat.number),
        }
    }

    /// The seat that a request to join was given; none where it was not.
    #[must_use]
    pub fn joined_by(&self, request: RequestId) -> Option<&Seat> {
        self.seat(*self.joins.get(&request)?)
    }

    /// The seat that these words lead back to, however they are typed. A seat whose owner was removed has none.
    #[must_use]
    pub fn seat_of_words(&self, typed: &str) -> Option<&Seat> {
        let wanted = words::folded(typed);
        self.seats
            .iter()
            .find(|seat| seat.words == wanted && seat.standing != Standing::Removed && seat.sheet.is_none())
    }

    /// How many questions the paper has, without the warm-up and those that were dropped.
    #[must_use]
    pub fn question_count(&self) -> usize {
        self.numbered().count()
    }

    /// The number of a question as people count: from 1, without those that were dropped; 0 for the warm-up.
    #[must_use]
    pub fn number(&self, place: u16) -> usize {
        self.numbered().take_while(|other| *other <= place).count()
    }

    /// The question that comes next, the warm-up passed over; none where all were asked.
    #[must_use]
    pub fn next_question(&self) -> Option<u16> {
        let last = self.rounds.last_key_value().map_or(WARM_UP, |(place, _)| *place);
        self.numbered().find(|place| *place > last)
    }

    /// The question at which a seat is that goes at its own pace; none where it has been through all of them.
    #[must_use]
    pub fn at(&self, seat: u32) -> Option<u16> {
        let gone = self.seat(seat).filter(|seat| seat.sheet.is_none())?.gone;
        self.numbered().find(|place| *place > gone)
    }

    /// This room as its results tell it. Where everybody goes at their own pace, nothing is ever revealed to all before the
    /// end; but a class that wasn't ended in order has results, too.
    #[must_use]
    pub fn settled(mut self) -> Self {
        if self.opened.pace == Pace::Own {
            self.reveal_all();
        }
        self
    }

    /// The place of the question with that number, as people count: from 1, without those that were dropped.
    #[must_use]
    pub fn place_numbered(&self, number: usize) -> Option<u16> {
        self.numbered().nth(number.checked_sub(1)?)
    }

    /// Whether a question was taken out before it was asked.
    #[must_use]
    pub fn is_dropped(&self, place: u16) -> bool {
        self.dropped.contains(&place)
    }

    /// What Enter does now: the next sensible step. None after the end. Ending is to be asked about first; the warm-up is never
    /// it, and is opened only where somebody asks for it.
    #[must_use]
    pub fn next_step(&self) -> Option<Command> {
        match self.stage {
            Stage::Ended => None,
            _ if self.paused => Some(Command::Resume),
            Stage::OwnPace => Some(Command::End),
            Stage::Lobby | Stage::Revealed { .. } | Stage::Skipped { .. } => Some(self.open_or_end()),
            Stage::Open { place, vote } => Some(Command::Close { place, vote }),
            Stage::Closed { place, vote } if self.proposes_revote() => Some(Command::Discuss { place, vote }),
            Stage::Closed { place, .. } => Some(Command::Reveal { place }),
            Stage::Discussing { place, vote } => Some(Command::Revote { place, vote: vote.saturating_add(1) }),
        }
    }

    /// What comes after a question: the next one, or the end.
    #[must_use]
    pub fn open_or_end(&self) -> Command {
        self.next_question().map_or(Command::End, |place| Command::Open { place })
    }

    /// Whether the room disagrees so much that talking is worth the time: computed from the split of the first vote alone.
    #[must_use]
    pub fn proposes_revote(&self) -> bool {
        let Stage::Closed { place, vote: 1 } = self.stage else { return false };
        let can_again = self.people_in() > 0 || self.hands_on(place, 1).is_some();
        // Paper can't be asked once more.
        place != WARM_UP && can_again && self.agreement(place, 1) == Agreement::Split
    }

    /// What a seat answered in a vote; none where it did not.
    #[must_use]
    pub fn ballot(&self, place: u16, vote: u8, seat: u32) -> Option<&Ballot> {
        self.vote(place, vote)?.ballots.get(&seat)
    }

    /// How many answered in a vote, and of how many.
    #[must_use]
    pub fn answered(&self, place: u16, vote: u8) -> (u32, u32) {
        let Some(asked) = self.vote(place, vote) else { return (0, 0) };
        let hands = self.hands_on(place, vote).map_or(0, |hands| hands.left + hands.right + hands.dont_know);
        let mut people: BTreeMap<u32, (bool, bool)> = BTreeMap::new();
        for seat in &self.seats {
            let has = asked.ballots.contains_key(&seat.number) && seat.standing != Standing::Removed;
            let could = has || (seat.standing == Standing::In && asked.opening >= seat.since);
            let (person_has, person_could) = people.entry(self.person(seat.number)).or_default();
            *person_has |= has;
            *person_could |= could;
        }
        let count = |which: fn(&(bool, bool)) -> bool| people.values().map(|one| u32::from(which(one))).sum::<u32>();
        (hands + count(|(has, _)| *has), hands + count(|(_, could)| *could))
    }

    /// The votes on a question that count: the first, and each later one in which anybody took part.
    fn votes_that_count(&self, place: u16) -> impl Iterator<Item = u8> {
        (1..=self.votes_on(place)).filter(move |vote| {
            let took_part = |one: &Vote| self.hands_on(place, *vote).is_some() || self.counted(one).next().is_some();
            *vote == 1 || self.vote(place, *vote).is_some_and(took_part)
        })
    }

    /// How a vote went so far. Not for anybody's eyes before the host shows it.
    fn tally(&self, place: u16, vote: u8) -> Option<Tally> {
        let hands = self.hands_on(place, vote);
        Some(Tally::of(self.counted(self.vote(place, vote)?).map(|(_, ballot)| &ballot.choice), hands))
    }

    /// The hands that count in a vote: none where sheets say something of the question, which tell more, of the same people.
    fn hands_on(&self, place: u16, vote: u8) -> Option<Hands> {
        self.vote(place, vote)?.hands.filter(|_| !self.is_on_paper(place))
    }

    /// Whether a sheet of paper that counts says something of a question.
    #[must_use]
    pub fn is_on_paper(&self, place: u16) -> bool {
        let is_paper = |seat: &u32| self.seat(*seat).is_some_and(|seat| seat.standing == Standing::OnPaper);
        self.vote(place, 1).is_some_and(|vote| vote.ballots.keys().any(is_paper))
    }

    /// The numbers of the questions for which hands were raised that don't count, because sheets do.
    #[must_use]
    pub fn hands_replaced(&self) -> Vec<usize> {
        let were_raised = |place: &&u16| {
            self.rounds.get(place).is_some_and(|round| round.votes.iter().any(|vote| vote.hands.is_some()))
        };
        let replaced = self.rounds.keys().filter(were_raised).filter(|place| self.is_on_paper(**place));
        replaced.map(|place| self.number(*place)).collect()
    }

    /// The numbers of the questions that are neither revealed nor skipped, so that nothing on a sheet counts there yet.
    #[must_use]
    pub fn never_revealed(&self) -> Vec<usize> {
        self.open_to_reveal().map(|place| self.number(place)).collect()
    }

    /// The places of the same.
    fn open_to_reveal(&self) -> impl Iterator<Item = u16> {
        self.numbered().filter(|place| self.rounds.get(place).is_none_or(|round| round.fate == Fate::Pending))
    }

    /// Whether the class is one on paper: nothing was ever put to anybody.
    #[must_use]
    pub fn is_on_paper_alone(&self) -> bool {
        self.is_ended() && self.openings == 0 && self.seats.iter().all(|seat| seat.sheet.is_some())
    }

    /// How the room stood after a vote: whoever doesn't answer in a later one keeps what they answered before. Not for anybody's eyes
    /// before the host shows it, either.
    fn tally_after(&self, place: u16, vote: u8) -> Option<Tally> {
        self.vote(place, vote)?;
        Some(Tally::of(self.choices_after(place, vote).values(), self.hands_after(place, vote)))
    }

    /// The hands that were counted last when a vote was over.
    fn hands_after(&self, place: u16, vote: u8) -> Option<Hands> {
        (1..=vote).rev().find_map(|earlier| self.hands_on(place, earlier))
    }

    /// What each person who counts had answered last when a vote was over.
    fn choices_after(&self, place: u16, vote: u8) -> BTreeMap<u32, Choice> {
        let votes = (1..=vote).filter_map(|vote| self.vote(place, vote));
        votes.flat_map(|vote| self.counted(vote)).map(|(person, ballot)| (person, ballot.choice)).collect()
    }

    /// How far the room agrees in a vote, by what was answered in it; it tells no side.
    fn agreement(&self, place: u16, vote: u8) -> Agreement {
        self.tally(place, vote).unwrap_or_default().agreement(self.answered(place, vote).1)
    }

    /// Whether the bars of a question are shown: never while it is open.
    #[must_use]
    pub fn shows_bars(&self, place: u16) -> bool {
        let is_open = matches!(self.stage, Stage::Open { place: open, .. } if open == place);
        !is_open && self.rounds.get(&place).is_some_and(|round| round.bars)
    }

    /// The answers of a vote that count, one a person: those of everybody but who was removed, and of several seats of one
    /// person the last.
    fn counted<'a>(&self, vote: &'a Vote) -> impl Iterator<Item = (u32, &'a Ballot)> {
        let mut counted: BTreeMap<u32, &Ballot> = BTreeMap::new();
        for (seat, ballot) in &vote.ballots {
            if self.seat(*seat).is_some_and(|seat| seat.standing != Standing::Removed) {
                let kept = counted.entry(self.person(*seat)).or_insert(ballot);
                if ballot.order > kept.order {
                    *kept = ballot;
                }
            }
        }
        counted.into_iter()
    }

    /// What the person at a seat answered in a vote, at whichever of their seats.
    fn ballot_of(&self, place: u16, vote: u8, seat: u32) -> Option<&Ballot> {
        let seats = self.seats_of(seat);
        let is_gone = self.is_removed(&seats);
        let counts = |own: &&u32| is_gone || !self.is_removed(std::slice::from_ref(*own));
        let ballots = seats.iter().filter(counts).filter_map(|own| self.ballot(place, vote, *own));
        ballots.max_by_key(|ballot| ballot.order)
    }

    /// Whether all of these seats were removed, so that nothing of theirs counts.
    fn is_removed(&self, seats: &[u32]) -> bool {
        seats.iter().filter_map(|seat| self.seat(*seat)).all(|seat| seat.standing == Standing::Removed)
    }

    /// Whether these seats stand for nothing but sheets that were withdrawn.
    fn is_withdrawn(&self, seats: &[u32]) -> bool {
        let mut known = seats.iter().filter_map(|seat| self.seat(*seat));
        known.all(|seat| seat.sheet.is_some() && seat.standing == Standing::Removed)
    }

    fn vote(&self, place: u16, vote: u8) -> Option<&Vote> {
        self.rounds.get(&place)?.votes.get(usize::from(vote.checked_sub(1)?))
    }

    fn votes_on(&self, place: u16) -> u8 {
        self.rounds.get(&place).map_or(0, |round| u8::try_from(round.votes.len()).unwrap_or(u8::MAX))
    }

    fn numbered(&self) -> impl Iterator<Item = u16> {
        self.paper.places().filter(|place| *place != WARM_UP && !self.dropped.contains(place))
    }
}
