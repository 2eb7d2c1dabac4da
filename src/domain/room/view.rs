//! What each role may see, as plain data. A page, a terminal and a voice write these down and add nothing.
//!
//! A view is made from the room alone, so that it is the same for every medium, and it is the whole of what a medium may
//! know: what is not in it cannot leak. Keys, reasons, counterparts, topics and beliefs come in with a [`Revealed`], or for one
//! seat alone with a [`RevealedTo`], and not otherwise; how the room voted comes in once the host shows it; names come to the projector with a [`NamesOn`].
//!
//! Views compare, hash and serialise. [`fingerprint`] tells whether what somebody sees has changed.

use super::happened::{Choice, NamesPolicy, Pace, WARM_UP};
use super::paper::{Answer, Face, SideLabel};
use super::people::{Asking, People};
use super::results::{Believed, LEAST_BELIEVERS, Outcome, OwnResult, Share};
use super::tally::{Agreement, Moved, Tally};
use super::{Command, Fate, Holder, NamesOn, Revealed, RevealedTo, Room, Seat, Stage, Standing, Token};
use crate::domain::bank::{Side, Sides};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};

/// What stands on every screen of a room.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Frame {
    /// What the class is called; may be empty.
    pub title: String,
    /// The room's code.
    pub code: String,
    /// What is asked of every statement.
    pub question: String,
    /// How the sides are called.
    pub sides: Labels,
    /// Whether answers carry a certainty.
    pub certainty: bool,
    /// What people are asked for when they join.
    pub names: NamesPolicy,
    /// Whether the class pauses.
    pub paused: bool,
    /// Whether nobody can join.
    pub locked: bool,
    /// The number of the question at hand, from 1; 0 for the warm-up, none in the lobby, where each is at another, and after the
    /// end.
    pub number: Option<usize>,
    /// How many questions there are.
    pub of: usize,
    /// Who says when the next question comes.
    pub pace: Pace,
}

impl Frame {
    /// Whether everybody goes at their own pace.
    #[must_use]
    pub const fn is_own_pace(&self) -> bool {
        matches!(self.pace, Pace::Own)
    }
}

/// How far people are who go at their own pace. There is no name in it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Strip {
    /// How many people are at each question, in the order of the paper.
    pub at: Vec<u32>,
    /// How many have answered all of them.
    pub done: u32,
}

impl Strip {
    /// How many people it tells of.
    #[must_use]
    pub fn people(&self) -> u32 {
        self.at.iter().sum::<u32>() + self.done
    }

    /// Whether nobody has come past the first question.
    #[must_use]
    pub fn is_at_start(&self) -> bool {
        self.done == 0 && self.at.iter().skip(1).all(|count| *count == 0)
    }
}

/// Where somebody is who goes at their own pace, for the teacher.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum At {
    /// At the question of that number.
    Question(usize),
    /// Through all of them.
    Done,
}

/// How the two sides are called.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Labels {
    /// The left one.
    pub left: SideLabel,
    /// The right one.
    pub right: SideLabel,
}

/// How many have answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub struct Count {
    /// So many.
    pub answered: u32,
    /// Of so many.
    pub of: u32,
}

/// How the room voted, once the host shows it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Bars {
    /// Each vote, the first one first.
    pub votes: Vec<Tally>,
    /// What moved between the first and the last; none where there is one.
    pub moved: Option<Moved>,
}

/// A reveal, for the projector.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Reveal {
    /// The statement.
    pub face: Face,
    /// What is right, and why.
    pub answer: Answer,
    /// How many were right in each vote.
    pub right: Vec<Share>,
    /// How many answered as if they held the belief; none where the statement misleads by none, or fewer than three did.
    pub believed: Option<Believed>,
    /// How the room voted, where the host shows it.
    pub bars: Option<Bars>,
    /// The beliefs of the room so far, the most common first.
    pub beliefs: Vec<Believed>,
}

/// What the projector shows.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct ProjectorView {
    /// What stands on every screen.
    pub frame: Frame,
    /// How many people are in.
    pub people: usize,
    /// Their names, once the host has switched them on.
    pub names: Option<Vec<String>>,
    /// Where the room stands.
    pub stage: ProjectorStage,
}

/// Where the room stands, for the projector.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(tag = "stage", rename_all = "snake_case")]
pub enum ProjectorStage {
    /// Nothing was asked yet.
    Lobby,
    /// A question is open.
    Open {
        /// The statement.
        face: Face,
        /// Which vote, from 1.
        vote: u8,
        /// How many have answered.
        count: Count,
    },
    /// A vote is closed.
    Closed {
        /// The statement.
        face: Face,
        /// Which vote, from 1.
        vote: u8,
        /// How many have answered.
        count: Count,
        /// How far the room agrees; it tells no side.
        agreement: Agreement,
        /// Whether talking and voting again is proposed, by the split alone.
        revote: bool,
        /// How the room voted, where the host shows it.
        bars: Option<Bars>,
    },
    /// Neighbours talk.
    Discussing {
        /// The statement.
        face: Face,
        /// The vote before, from 1.
        vote: u8,
        /// How the room voted, where the host shows it.
        bars: Option<Bars>,
    },
    /// A question is answered and explained.
    Revealed(Box<Reveal>),
    /// A question was given up.
    Skipped,
    /// Everybody goes at their own pace.
    OwnPace(Strip),
    /// The class is over.
    Ended(Box<Outcome>),
}

/// What one seat sees.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct SeatView {
    /// What stands on every screen.
    pub frame: Frame,
    /// The seat's number.
    pub seat: u32,
    /// The three words with which to come back.
    pub words: String,
    /// How many of the questions that count were right so far.
    pub score: Share,
    /// How many questions were asked before this seat was taken, so that they don't count.
    pub before: usize,
    /// Where the room stands.
    pub stage: SeatStage,
}

/// Where the room stands, for one seat.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(tag = "stage", rename_all = "snake_case")]
pub enum SeatStage {
    /// Nothing was asked yet.
    Lobby,
    /// A question is open.
    Open {
        /// The statement; an answer names its place.
        face: Face,
        /// Which vote, from 1; an answer names it.
        vote: u8,
        /// What this seat has answered: it is locked in, and may be changed.
        chosen: Option<Choice>,
        /// What it answered in the vote before.
        earlier: Option<Choice>,
    },
    /// A vote is closed.
    Closed {
        /// The statement.
        face: Face,
        /// Which vote, from 1.
        vote: u8,
        /// What this seat answered.
        chosen: Option<Choice>,
        /// What counts for it, in whatever vote it was answered.
        earlier: Option<Choice>,
    },
    /// Neighbours talk.
    Discussing {
        /// The statement.
        face: Face,
        /// The vote before, from 1.
        vote: u8,
        /// What this seat answered.
        chosen: Option<Choice>,
        /// What counts for it, in whatever vote it was answered.
        earlier: Option<Choice>,
    },
    /// A question is answered and explained. At their own pace, it is so for this seat alone, which goes on when it likes.
    Revealed {
        /// The statement.
        face: Face,
        /// What is right, and why.
        answer: Box<Answer>,
        /// What it came to for this seat.
        own: OwnResult,
    },
    /// A question was given up.
    Skipped,
    /// The class is over; or, at their own pace, this seat has answered all.
    Ended {
        /// What each question that was revealed came to for this seat, in the order of asking.
        own: Vec<OwnLine>,
        /// The code with which the paper can be taken at home.
        paper_code: String,
        /// Whether it is over for everybody.
        over: bool,
    },
}

/// What one question came to for one seat, after the end.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct OwnLine {
    /// The question's number.
    pub number: usize,
    /// The statement.
    pub text: String,
    /// The side that describes it better.
    pub side: Side,
    /// What it came to.
    pub own: OwnResult,
}

impl ConsoleView {
    /// How many sheets of paper are in.
    #[must_use]
    pub fn sheets(&self) -> usize {
        self.seats.iter().filter(|seat| seat.standing == ON_PAPER).count()
    }
}

/// How a seat stands at which nobody sits, since it stands for a sheet of paper.
const ON_PAPER: &str = "on paper";

/// A seat, for the teacher.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct ConsoleSeat {
    /// Its number.
    pub seat: u32,
    /// What whoever sits there is called.
    pub name: String,
    /// Whether somebody sits there: `in`, `left`, `removed`; or `on paper`.
    pub standing: &'static str,
    /// Whether the open vote, or the one just closed, is answered.
    pub answered: bool,
    /// How many of the last questions in a row were left open: who is stuck.
    pub silent: usize,
    /// The seat as whose it counts, where one person has several.
    pub same: Option<u32>,
    /// A seat of the same name, which may be the same person's.
    pub like: Option<u32>,
    /// Where it is, where everybody goes at their own pace.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<At>,
    /// How many it had right of what it has answered, where everybody goes at their own pace.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub score: Option<Share>,
    /// Whether whoever sits there has no connection just now.
    pub away: bool,
}

/// Somebody who asks to be let back.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct ConsoleRequest {
    /// The number of the request.
    pub number: u32,
    /// Who they say they are.
    pub name: String,
    /// The seats of people with that name.
    pub seats: Vec<u32>,
}

/// What the teacher sees: what the projector shows, and who is there.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct ConsoleView {
    /// What the projector shows.
    pub projector: ProjectorView,
    /// All seats, by number.
    pub seats: Vec<ConsoleSeat>,
    /// Who asks to be let back.
    pub requests: Vec<ConsoleRequest>,
    /// Whether names stand on the projector.
    pub names_on: bool,
    /// Whether bars stand on the projector.
    pub bars_on: bool,
    /// The sensible next step, as a word: `open`, `close`, `discuss`, `revote`, `reveal`, `resume`, `end`; none after the end.
    pub next: Option<&'static str>,
}

/// What a page may show to whoever sends a token.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(tag = "you", rename_all = "snake_case")]
pub enum TokenView {
    /// They sit at a seat.
    Seated(Box<SeatView>),
    /// They went on with another device.
    Moved,
    /// They left.
    Left,
    /// They were removed.
    Removed,
    /// They asked to be let back, and wait.
    Asking,
    /// They asked to be let back, and were turned down.
    TurnedDown,
    /// They are nobody here.
    Nobody,
}

/// Tells one view from another: the same view has the same number within one run of the program.
#[must_use]
pub fn fingerprint(view: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    view.hash(&mut hasher);
    hasher.finish()
}

/// What stands on every screen of `room`; all that somebody sees who has not joined.
#[must_use]
pub fn frame(room: &Room) -> Frame {
    let opened = room.opened();
    let Sides { left, right } = room.paper().sides.clone();
    Frame {
        title: opened.title.clone(),
        code: opened.code.clone(),
        question: room.paper().question.clone(),
        sides: Labels { left, right },
        certainty: opened.certainty,
        names: opened.names,
        paused: room.is_paused(),
        locked: room.is_locked(),
        number: room.stage().place().map(|place| room.number(place)),
        of: room.question_count(),
        pace: opened.pace,
    }
}

/// What the projector shows. Names are in it only where the host has switched them on.
#[must_use]
pub fn projector(room: &Room, people: &People) -> ProjectorView {
    ProjectorView {
        frame: frame(room),
        people: room.people_in(),
        names: room.names_on().map(|proof| names(room, people, proof)),
        stage: projector_stage(room),
    }
}

fn names(room: &Room, people: &People, _: NamesOn) -> Vec<String> {
    let seated = room.seats().iter().filter(|seat| seat.standing == Standing::In);
    let persons: BTreeSet<u32> = seated.map(|seat| room.person(seat.number)).collect();
    persons.into_iter().map(|person| room.called(people, &room.seats_of(person))).collect()
}

fn projector_stage(room: &Room) -> ProjectorStage {
    let staged = match room.stage() {
        Stage::Lobby => Some(ProjectorStage::Lobby),
        Stage::Open { place, vote } => {
            face(room, place).map(|face| ProjectorStage::Open { face, vote, count: count(room, place, vote) })
        }
        Stage::Closed { place, vote } => face(room, place).map(|face| ProjectorStage::Closed {
            face,
            vote,
            count: count(room, place, vote),
            agreement: room.agreement(place, vote),
            revote: room.proposes_revote(),
            bars: bars(room, place),
        }),
        Stage::Discussing { place, vote } => {
            face(room, place).map(|face| ProjectorStage::Discussing { face, vote, bars: bars(room, place) })
        }
        Stage::Revealed { place } => room
            .revealed(place)
            .and_then(|proof| reveal(room, proof))
            .map(|shown| ProjectorStage::Revealed(shown.into())),
        Stage::Skipped { .. } => Some(ProjectorStage::Skipped),
        Stage::OwnPace => Some(ProjectorStage::OwnPace(strip(room))),
        Stage::Ended => room.outcome().map(|outcome| ProjectorStage::Ended(outcome.into())),
    };
    // A room is always at a question of its paper.
    staged.unwrap_or(ProjectorStage::Lobby)
}

/// How far people are: each person once, at the furthest of their seats. Whoever is through stays so when they leave.
fn strip(room: &Room) -> Strip {
    let mut furthest: BTreeMap<u32, usize> = BTreeMap::new();
    let of = room.question_count();
    for seat in room.seats().iter().filter(|seat| seat.sheet.is_none()) {
        let reached = room.at(seat.number).map_or(of, |place| room.number(place).saturating_sub(1));
        if seat.standing == Standing::In || (seat.standing == Standing::Left && reached == of) {
            let person = furthest.entry(room.person(seat.number)).or_default();
            *person = reached.max(*person);
        }
    }
    let count = |wanted: usize| u32::try_from(furthest.values().filter(|reached| **reached == wanted).count());
    let many = |wanted| count(wanted).unwrap_or(u32::MAX);
    Strip { at: (0..of).map(many).collect(), done: many(of) }
}

fn reveal(room: &Room, proof: Revealed) -> Option<Reveal> {
    Some(Reveal {
        face: face(room, proof.place())?,
        answer: room.paper().answer(proof)?.clone(),
        right: room.right(proof),
        // A smaller count would point at somebody, on the wall as in the list of beliefs.
        believed: room.believed(proof).filter(|one| one.share.count >= LEAST_BELIEVERS),
        bars: bars(room, proof.place()),
        beliefs: room.beliefs(),
    })
}

/// What the seat with that number sees; none where there is no such seat.
#[must_use]
pub fn seat(room: &Room, number: u32) -> Option<SeatView> {
    let seat = room.seat(number)?;
    let mut frame = frame(room);
    if frame.is_own_pace() && !room.is_ended() {
        frame.number = room.at(number).map(|place| room.number(place));
    }
    Some(SeatView {
        frame,
        seat: number,
        words: seat.words.clone(),
        score: room.own_score(number),
        before: room.asked_before(number),
        stage: seat_stage(room, number),
    })
}

/// What whoever sends this token sees.
#[must_use]
pub fn holder(room: &Room, people: &People, token: Token) -> TokenView {
    match room.holder(token) {
        Holder::Seated(number) => seat(room, number).map_or(TokenView::Nobody, |view| TokenView::Seated(view.into())),
        Holder::Moved(_) => TokenView::Moved,
        Holder::Left(_) => TokenView::Left,
        Holder::Removed(_) => TokenView::Removed,
        Holder::Nobody if people.asking().iter().any(|one| one.token == token) => TokenView::Asking,
        Holder::Nobody if people.is_turned_down(token) => TokenView::TurnedDown,
        Holder::Nobody => TokenView::Nobody,
    }
}

fn seat_stage(room: &Room, seat: u32) -> SeatStage {
    let chosen = |place, vote| room.ballot(place, vote, seat).map(|ballot| ballot.choice);
    // Of several votes the last answer of all counts.
    let earlier = |place| room.last_ballot(place, seat).map(|ballot| ballot.choice);
    let staged = match room.stage() {
        Stage::Lobby => Some(SeatStage::Lobby),
        Stage::Open { place, vote } => face(room, place).map(|face| SeatStage::Open {
            face,
            vote,
            chosen: chosen(place, vote),
            earlier: earlier(place).filter(|_| vote > 1),
        }),
        Stage::Closed { place, vote } => face(room, place).map(|face| SeatStage::Closed {
            face,
            vote,
            chosen: chosen(place, vote),
            earlier: earlier(place),
        }),
        Stage::Discussing { place, vote } => face(room, place).map(|face| SeatStage::Discussing {
            face,
            vote,
            chosen: chosen(place, vote),
            earlier: earlier(place),
        }),
        Stage::Revealed { place } => room.revealed(place).and_then(|proof| {
            let answer = room.paper().answer(proof)?.clone().into();
            Some(SeatStage::Revealed { face: face(room, place)?, answer, own: room.own_result(proof, seat) })
        }),
        Stage::Skipped { .. } => Some(SeatStage::Skipped),
        Stage::OwnPace => own_pace(room, seat),
        Stage::Ended => {
            let lines = room.all_revealed().filter_map(|proof| own_line(room, proof, seat));
            // What somebody has not come to at their own pace is told them by nobody.
            let own = lines.filter(|line| room.opened().pace.is_hosts() || line.own.last.is_some()).collect();
            Some(SeatStage::Ended { own, paper_code: room.opened().paper_code.clone(), over: true })
        }
    };
    staged.unwrap_or(SeatStage::Lobby)
}

/// Where a seat is that goes at its own pace.
fn own_pace(room: &Room, seat: u32) -> Option<SeatStage> {
    let Some(place) = room.at(seat) else {
        let own = room.all_revealed_to(seat).filter_map(|proof| line_to(room, proof)).collect();
        return Some(SeatStage::Ended { own, paper_code: room.opened().paper_code.clone(), over: false });
    };
    let face = face(room, place)?;
    Some(match room.revealed_to(seat, place) {
        Some(proof) => {
            let answer = room.paper().answer_to(proof)?.clone().into();
            SeatStage::Revealed { face, answer, own: room.own_result_to(proof) }
        }
        None => SeatStage::Open { face, vote: 1, chosen: None, earlier: None },
    })
}

fn line_to(room: &Room, proof: RevealedTo) -> Option<OwnLine> {
    let (face, answer) = (room.paper().face(proof.place())?, room.paper().answer_to(proof)?);
    let (number, own) = (room.number(face.place), room.own_result_to(proof));
    Some(OwnLine { number, text: face.text.clone(), side: answer.side, own })
}

fn own_line(room: &Room, proof: Revealed, seat: u32) -> Option<OwnLine> {
    let (face, answer) = (room.paper().face(proof.place())?, room.paper().answer(proof)?);
    let (number, own) = (room.number(face.place), room.own_result(proof, seat));
    Some(OwnLine { number, text: face.text.clone(), side: answer.side, own })
}

/// What the teacher sees.
#[must_use]
pub fn console(room: &Room, people: &People) -> ConsoleView {
    let place = room.stage().place();
    let twice = people.perhaps_twice();
    let seats = room.seats().iter().filter(|seat| !room.is_withdrawn(&[seat.number]));
    let request = |one: &Asking| ConsoleRequest {
        number: one.number,
        name: one.name.clone(),
        seats: people.seats_called(&one.name),
    };
    ConsoleView {
        projector: projector(room, people),
        seats: seats.map(|seat| console_seat(room, people, &twice, seat)).collect(),
        requests: people.asking().iter().map(request).collect(),
        names_on: room.names_on().is_some(),
        bars_on: place.is_some_and(|place| room.shows_bars(place)),
        next: room.next_step().map(|step| word(&step)),
    }
}

fn console_seat(room: &Room, people: &People, twice: &BTreeMap<u32, u32>, seat: &Seat) -> ConsoleSeat {
    let Seat { number: seat, standing, .. } = *seat;
    let at = room.stage().place();
    let answered = at.is_some_and(|place| room.ballot_of(place, room.votes_on(place), seat).is_some());
    let goes = room.stage() == Stage::OwnPace && standing != Standing::OnPaper;
    let is_at = || room.at(seat).map_or(At::Done, |place| At::Question(room.number(place)));
    // Of a question that was given up nobody can say who would have answered.
    let asked = room.rounds.iter().filter(|(_, round)| round.fate != Fate::Skipped).map(|(place, _)| place);
    let before = asked.rev().filter(|place| **place != WARM_UP && Some(**place) != at);
    let is_silent = |place: &&u16| room.could_answer(**place, seat) && room.last_ballot(**place, seat).is_none();
    ConsoleSeat {
        seat,
        name: room.called(people, &[seat]),
        standing: match standing {
            Standing::In => "in",
            Standing::Left => "left",
            Standing::Removed => "removed",
            Standing::OnPaper => ON_PAPER,
        },
        answered,
        silent: if standing == Standing::OnPaper { 0 } else { before.take_while(is_silent).count() },
        same: Some(room.person(seat)).filter(|person| *person != seat),
        like: twice.get(&seat).copied().filter(|other| room.person(*other) != room.person(seat)),
        at: goes.then(is_at),
        score: goes.then(|| room.own_score(seat)).filter(|score| score.of > 0),
        away: standing == Standing::In && people.is_away(seat),
    }
}

/// The step as one word.
const fn word(step: &Command) -> &'static str {
    match step {
        Command::Open { .. } => "open",
        Command::Close { .. } => "close",
        Command::Discuss { .. } => "discuss",
        Command::Revote { .. } => "revote",
        Command::Reveal { .. } => "reveal",
        Command::Resume => "resume",
        _ => "end",
    }
}

fn face(room: &Room, place: u16) -> Option<Face> {
    room.paper().face(place).cloned()
}

fn count(room: &Room, place: u16, vote: u8) -> Count {
    let (answered, of) = room.answered(place, vote);
    Count { answered, of }
}

fn bars(room: &Room, place: u16) -> Option<Bars> {
    let votes = || room.votes_that_count(place).filter_map(|vote| room.tally_after(place, vote)).collect();
    room.shows_bars(place).then(|| Bars { votes: votes(), moved: room.moved(place) })
}
