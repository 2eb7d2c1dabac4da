//! What a class came to, for its teacher: person by person, statement by statement, and what to teach next.
//!
//! Only questions that were revealed are in it with their keys. Of several votes the last answer of a person counts, and what
//! was answered alone, in the first vote, stands beside it. Raised hands are nobody's: they are in what is told of the whole
//! class, and in no person's figures.

use super::happened::{Choice, Hands, NamesPolicy, Pace, WARM_UP};
use super::paper::Belief;
use super::people::People;
use super::results::{Believed, Share, TeachNext, Totals, Went};
use super::tally::Moved;
use super::{Answer, Ballot, Fate, Revealed, Room, Standing};
use crate::domain::assessment::class::{Class, Stop, USUAL_CUT};
use crate::domain::assessment::items::FEWEST;
use crate::domain::assessment::numbers::count as float;
use crate::domain::assessment::scoring::{Count, Mark};
use crate::domain::assessment::sheet::{Given, Sheet};
use crate::domain::bank::{Bank, Side};
use crate::domain::certainty::Certainty;
use crate::domain::fact::Response;
use crate::domain::moment::Moment;
use crate::domain::store::Person;
use serde::Serialize;
use std::collections::BTreeMap;

/// A class.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ClassReport {
    /// What it is called; may be empty.
    pub title: String,
    /// The room's code.
    pub room: String,
    /// When it was opened.
    pub opened: Moment,
    /// Whether it is over.
    pub ended: bool,
    /// The bank's id.
    pub bank: String,
    /// The revision that it was opened with.
    pub bank_revision: u32,
    /// The code that names the paper.
    pub paper_code: String,
    /// What people were asked for when they joined.
    pub names: NamesPolicy,
    /// Who said when the next question came.
    #[serde(skip_serializing_if = "Pace::is_hosts")]
    pub pace: Pace,
    /// What became of the questions.
    pub questions: Questions,
    /// How the answers went, as the room saw it at the end.
    #[serde(flatten)]
    pub totals: Totals,
    /// Who was in.
    pub people: Vec<PersonRow>,
    /// The statements that were revealed, in the order of asking.
    pub statements: Vec<StatementRow>,
    /// The numbers of the questions for which hands were raised that don't count, because sheets of paper do.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub hands_replaced: Vec<usize>,
    /// Which beliefs were how common; those of fewer than three people are left out.
    pub beliefs: Vec<Believed>,
    /// The two that fewest had right in the first vote, worst first, hands among them.
    pub hardest: Vec<Went>,
    /// The topic that needs it most, of those that are to be taught or reviewed; none where there is none.
    pub teach_next: Option<TeachNext>,
    /// Whether so few people answered that this can be said of no topic.
    pub too_few: bool,
    /// What to do with each topic.
    pub topics: Vec<Stop>,
}

/// What became of the questions of a paper.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Questions {
    /// How many there are, those that were dropped left out.
    pub of: usize,
    /// How many were asked.
    pub asked: usize,
    /// How many of them were revealed, and count.
    pub revealed: usize,
    /// How many were skipped.
    pub skipped: usize,
    /// How many were asked and neither revealed nor skipped.
    pub unsettled: usize,
    /// How many were dropped before they were asked.
    pub dropped: usize,
}

/// How one person did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PersonRow {
    /// The first of their seats.
    pub seat: u32,
    /// All of them, where they have several.
    pub seats: Vec<u32>,
    /// The number of the sheet of paper that they filled in; none for a device.
    pub sheet: Option<u32>,
    /// What they are called: `Seat 7` or `Sheet 12` where there is no name.
    pub name: String,
    /// Whether their sheet was typed in anew with other answers to a question that had been revealed.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub changed: bool,
    /// The id in the roster; empty where there is none.
    pub id: String,
    /// The address; empty where there is none.
    pub email: String,
    /// Whether they were removed, so that nothing of theirs counts.
    pub removed: bool,
    /// Whether they left without having answered anything, as whoever sat down under somebody else's name does.
    #[serde(skip)]
    pub unused: bool,
    /// How many of what they were asked they had right.
    pub right: Share,
    /// How many of it they had right in the first vote.
    pub first: Share,
    /// How many of it they answered.
    pub answered: u32,
    /// How many they answered with "don't know".
    pub unknown: u32,
    /// How many they were certain of, and wrong.
    pub certain_and_wrong: u32,
    /// How many questions that count were asked before they came.
    pub before: u32,
    /// How many of all questions they have not answered, where everybody goes at their own pace; nobody was asked these in vain.
    pub not_reached: u32,
}

/// How one vote went.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct VoteRow {
    /// How many were right.
    pub right: u32,
    /// How many were wrong.
    pub wrong: u32,
    /// How many did not know.
    pub unknown: u32,
    /// How many could have answered, and did not.
    pub silent: u32,
    /// Raised hands, counted apart: right, wrong and without a side.
    pub hands: Option<[u32; 3]>,
}

impl VoteRow {
    /// How many answered.
    #[must_use]
    pub const fn answered(self) -> u32 {
        self.right + self.wrong + self.unknown
    }
}

/// How one statement did.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StatementRow {
    /// The question's number.
    pub number: usize,
    /// The statement's id.
    pub statement: String,
    /// The statement.
    pub text: String,
    /// The side that describes it better.
    pub side: Side,
    /// The title of its topic.
    pub topic: String,
    /// Each vote on it.
    pub votes: Vec<VoteRow>,
    /// How many changed to the right side, and how many away from it, between the first vote and the last.
    pub moved: Option<[u32; 2]>,
    /// The same by side.
    #[serde(skip)]
    pub moved_by_side: Option<Moved>,
    /// The mean mark of the first vote in percent, where enough people answered.
    pub facility: Option<f64>,
    /// How many were certain and wrong in the first vote.
    pub certain_and_wrong: u32,
    /// The belief that misleads here, if there is one.
    pub belief: Option<Belief>,
}

/// Which answers are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// Those of the first vote, which each gave alone.
    First,
    /// The last of each person, which count.
    Last,
}

/// One answer that was kept: the last of a person in a vote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The question's number; 0 for the warm-up.
    pub number: usize,
    /// Which vote on it.
    pub vote: u8,
    /// The first seat of whoever gave it.
    pub seat: u32,
    /// The number of the sheet of paper on which it stands; none for a device.
    pub sheet: Option<u32>,
    /// What was answered.
    pub choice: Choice,
    /// Whether it is right; none where the question was not revealed, or for "don't know".
    pub right: Option<bool>,
    /// Milliseconds since the question was first shown.
    pub elapsed: u64,
    /// When it was given.
    pub at: Moment,
}

/// Raised hands for one answer in one vote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Raised {
    /// The question's number; 0 for the warm-up.
    pub number: usize,
    /// Which vote on it.
    pub vote: u8,
    /// For what they were raised.
    pub response: Response,
    /// How many.
    pub count: u32,
    /// Whether that is right; none where the question was not revealed, or for "don't know".
    pub right: Option<bool>,
    /// Whether sheets of paper say something of the question, and count instead.
    pub replaced: bool,
}

/// A question that nothing is marked for on a sheet of paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LeftOpen {
    /// The question's number.
    pub number: usize,
    /// The first seat of whoever filled in the sheet.
    pub seat: u32,
    /// The sheet's number.
    pub sheet: u32,
    /// When it was typed in.
    pub at: Moment,
}

impl Room {
    /// What the class came to, which was opened at `opened`.
    #[must_use]
    pub fn report(&self, people: &People, bank: &Bank, opened: Moment) -> ClassReport {
        let with = self.opened();
        let statements: Vec<StatementRow> = self.all_revealed().filter_map(|proof| self.statement_row(proof)).collect();
        let persons: Vec<PersonRow> = self.persons().into_iter().map(|seats| self.person_row(&seats, people)).collect();
        let class = Class::with(&[], &self.sheets_with_hands(Which::Last), bank);
        ClassReport {
            title: with.title.clone(),
            room: with.code.clone(),
            opened,
            ended: self.is_ended(),
            bank: with.bank.clone(),
            bank_revision: with.bank_revision,
            paper_code: with.paper_code.clone(),
            names: with.names,
            pace: with.pace,
            questions: self.questions(),
            totals: self.totals(),
            people: persons,
            statements,
            hands_replaced: self.hands_replaced(),
            beliefs: self.beliefs(),
            hardest: self.hardest(),
            teach_next: self.teach_next(),
            too_few: self.are_too_few(),
            topics: Stop::through(&class.topics, USUAL_CUT),
        }
    }

    /// The answers of each person to the questions that were revealed; whoever answered none has no sheet.
    #[must_use]
    pub fn sheets(&self, which: Which) -> Vec<Sheet<'_>> {
        let persons = self.persons().into_iter().filter(|seats| !self.is_removed(seats));
        let sheet = |seats: Vec<u32>| -> Sheet<'_> {
            let seat = seats.first().copied().unwrap_or_default();
            self.all_revealed().filter_map(|proof| self.given(proof, seat, which)).collect()
        };
        persons.map(sheet).filter(|sheet| !sheet.is_empty()).collect()
    }

    /// The same with the hands that were raised, which are nobody's: the first hand of each question makes one sheet, the second
    /// another, and so on, those that were right before the others. So people differ as much as the counts allow, and no figure of
    /// them looks surer than it is.
    #[must_use]
    pub fn sheets_with_hands(&self, which: Which) -> Vec<Sheet<'_>> {
        let mut raised: Vec<Sheet<'_>> = Vec::new();
        for proof in self.all_revealed() {
            let side = self.paper.answer(proof).map(|answer| answer.side);
            let (Some(side), Some(statement)) = (side, self.statement(proof.place())) else { continue };
            let hands = self.hands(proof.place(), which).unwrap_or_default();
            let on = |side: Side| *side.pick(&hands.left, &hands.right);
            let counts = [(Mark::Right, on(side)), (Mark::Open, hands.dont_know), (Mark::Wrong, on(side.other()))];
            let marks = counts.into_iter().flat_map(|(mark, count)| (0..count).map(move |_| mark));
            for (at, mark) in marks.enumerate() {
                let given = Given { statement, mark, certainty: None };
                match raised.get_mut(at) {
                    Some(sheet) => sheet.push(given),
                    None => raised.push(vec![given]),
                }
            }
        }
        let mut sheets = self.sheets(which);
        sheets.append(&mut raised);
        sheets
    }

    /// All answers that were kept, one a person and vote, in the order of asking.
    #[must_use]
    pub fn kept(&self) -> Vec<Kept> {
        let mut kept = Vec::new();
        for (place, round) in &self.rounds {
            let side = self.revealed(*place).and_then(|proof| self.paper.answer(proof)).map(|answer| answer.side);
            for (number, vote) in (1..).zip(&round.votes) {
                kept.extend(self.counted(vote).map(|(seat, ballot)| Kept {
                    number: self.number(*place),
                    vote: number,
                    seat,
                    choice: ballot.choice,
                    right: side.and_then(|side| ballot.choice.response.side().map(|chosen| chosen == side)),
                    sheet: self.sheet_of(seat, ballot),
                    elapsed: ballot.elapsed,
                    at: ballot.at,
                }));
            }
        }
        kept
    }

    /// What each person had right, as signs in the order of asking: `·` right, `×` wrong, `?` don't know, `–` nothing; a blank where
    /// they were not asked.
    #[must_use]
    pub fn grid(&self, people: &People) -> Vec<(String, String)> {
        let persons = self.persons().into_iter().filter(|seats| !self.is_removed(seats));
        let sign = |proof: Revealed, seat: u32| {
            let result = self.own_result(proof, seat);
            match (result.last, result.right) {
                _ if !result.counts => ' ',
                (None, _) => '–',
                (Some(_), None) => '?',
                (_, Some(true)) => '·',
                (_, Some(false)) => '×',
            }
        };
        let row = |seats: Vec<u32>| {
            let seat = seats.first().copied().unwrap_or_default();
            (self.called(people, &seats), self.all_revealed().map(|proof| sign(proof, seat)).collect())
        };
        persons.map(row).collect()
    }

    /// All hands that were counted, in the order of asking.
    #[must_use]
    pub fn raised(&self) -> Vec<Raised> {
        let mut raised = Vec::new();
        for (place, round) in &self.rounds {
            let side = self.revealed(*place).and_then(|proof| self.paper.answer(proof)).map(|answer| answer.side);
            for (vote, hands) in (1..).zip(&round.votes).filter_map(|(vote, one)| Some((vote, one.hands?))) {
                let counts = [
                    (Response::Left, hands.left),
                    (Response::Right, hands.right),
                    (Response::DontKnow, hands.dont_know),
                ];
                raised.extend(counts.into_iter().filter(|(_, count)| *count > 0).map(|(response, count)| Raised {
                    number: self.number(*place),
                    vote,
                    response,
                    count,
                    right: side.and_then(|side| response.side().map(|chosen| chosen == side)),
                    replaced: self.is_on_paper(*place),
                }));
            }
        }
        raised
    }

    /// What whoever answered on paper left open, of the questions that were asked.
    #[must_use]
    pub fn left_open(&self) -> Vec<LeftOpen> {
        let asked = || self.rounds.keys().copied().filter(|place| *place != WARM_UP);
        let open = |(sheet, one): (u32, &super::PaperSheet)| {
            let (seat, at) = (self.person(one.seat), one.at);
            let is_open = move |place: &u16| self.last_ballot(*place, seat).is_none();
            asked().filter(is_open).map(move |place| LeftOpen { number: self.number(place), seat, sheet, at })
        };
        self.sheets_on_paper().flat_map(open).collect()
    }

    /// The sheet on which a person's answer stands; none for a device.
    fn sheet_of(&self, person: u32, ballot: &Ballot) -> Option<u32> {
        let mut sheets = self.seats_of(person).into_iter().filter_map(|seat| self.seat(seat)?.sheet);
        if ballot.order.by_device {
            None
        } else {
            sheets.find(|sheet| self.sheets.get(sheet).is_some_and(|one| one.order == ballot.order))
        }
    }

    /// The seats of each person.
    fn persons(&self) -> Vec<Vec<u32>> {
        let own = self.seats.iter().filter(|seat| self.person(seat.number) == seat.number);
        // A sheet that was withdrawn was never anybody's. Whoever goes through a pile of sheets has them by their numbers.
        let mut own: Vec<_> = own.filter(|seat| !self.is_withdrawn(&self.seats_of(seat.number))).collect();
        own.sort_by_key(|seat| seat.sheet);
        own.into_iter().map(|seat| self.seats_of(seat.number)).collect()
    }

    fn questions(&self) -> Questions {
        let of_fate = |fate| self.rounds.iter().filter(|(place, one)| **place != WARM_UP && one.fate == fate).count();
        let [revealed, skipped, unsettled] = [Fate::Revealed, Fate::Skipped, Fate::Pending].map(of_fate);
        let dropped = self.dropped.iter().filter(|place| **place != WARM_UP).count();
        let asked = revealed + skipped + unsettled;
        Questions { of: self.question_count(), asked, revealed, skipped, unsettled, dropped }
    }

    fn given(&self, proof: Revealed, seat: u32, which: Which) -> Option<Given<'_>> {
        let side = self.paper.answer(proof)?.side;
        let choice = self.ballot_to(proof.place(), seat, which)?.choice;
        let mark = Mark::of(choice.response.side(), side);
        Some(Given { statement: self.statement(proof.place())?, mark, certainty: choice.certainty })
    }

    fn ballot_to(&self, place: u16, seat: u32, which: Which) -> Option<&Ballot> {
        match which {
            Which::First => self.ballot_of(place, 1, seat),
            Which::Last => self.last_ballot(place, seat),
        }
    }

    pub(super) fn statement(&self, place: u16) -> Option<&str> {
        let item = self.opened.items.get(usize::from(place).checked_sub(1)?);
        item.map(|item| item.id.as_str())
    }

    fn person_row(&self, seats: &[u32], people: &People) -> PersonRow {
        let seat = seats.first().copied().unwrap_or_default();
        let known = seats.iter().filter_map(|seat| people.person(*seat));
        let of = |which: fn(&Person) -> &String| {
            known.clone().map(which).find(|text| !text.is_empty()).cloned().unwrap_or_default()
        };
        let mut row = PersonRow {
            seat,
            seats: if seats.len() > 1 { seats.to_vec() } else { Vec::new() },
            name: self.called(people, seats),
            sheet: seats.iter().find_map(|seat| self.seat(*seat)?.sheet),
            changed: seats.iter().any(|seat| self.sheets.values().any(|sheet| sheet.seat == *seat && sheet.changed)),
            id: of(|person| &person.roster),
            email: of(|person| &person.email),
            removed: self.is_removed(seats),
            unused: self.is_unused(seats),
            right: Share::default(),
            first: Share::default(),
            answered: 0,
            unknown: 0,
            certain_and_wrong: 0,
            before: 0,
            not_reached: 0,
        };
        for proof in self.all_revealed() {
            if row.removed {
                continue;
            }
            if self.could_answer(proof.place(), seat) {
                self.add_to(&mut row, proof);
            } else if self.opened.pace.is_hosts() && self.was_asked(proof.place()) {
                row.before += 1;
            }
        }
        self.of_all(&mut row);
        row
    }

    /// Whether whoever sat there left, and never answered anything.
    fn is_unused(&self, seats: &[u32]) -> bool {
        let mut votes = self.rounds.values().flat_map(|round| &round.votes);
        seats.iter().filter_map(|seat| self.seat(*seat)).all(|seat| seat.standing == Standing::Left)
            && votes.all(|vote| seats.iter().all(|seat| !vote.ballots.contains_key(seat)))
    }

    /// At their own pace, everybody has all questions before them, so that all are of the score, also those that nobody came to.
    fn of_all(&self, row: &mut PersonRow) {
        if self.opened.pace == Pace::Own && !row.removed {
            let of = u32::try_from(self.question_count()).unwrap_or(u32::MAX);
            row.not_reached = of.saturating_sub(row.answered);
            (row.right.of, row.first.of) = (of, of);
        }
    }

    fn add_to(&self, row: &mut PersonRow, proof: Revealed) {
        let side = self.paper.answer(proof).map(|answer| answer.side);
        let choice = |which| self.ballot_to(proof.place(), row.seat, which).map(|ballot| ballot.choice);
        let (first, last) = (choice(Which::First), choice(Which::Last));
        let is_right = |choice: Option<Choice>| u32::from(choice.is_some_and(|choice| chose(choice, side)));
        row.right = row.right.and(Share { count: is_right(last), of: 1 });
        row.first = row.first.and(Share { count: is_right(first), of: 1 });
        row.answered += u32::from(last.is_some());
        row.unknown += u32::from(last.is_some_and(|last| last.response == Response::DontKnow));
        row.certain_and_wrong += u32::from(last.is_some_and(|last| is_certain_and_wrong(last, side)));
    }

    fn statement_row(&self, proof: Revealed) -> Option<StatementRow> {
        let place = proof.place();
        let Answer { side, topic, belief, .. } = self.paper.answer(proof)?.clone();
        let votes: Vec<VoteRow> = self.votes_that_count(place).map(|vote| self.vote_row(place, vote, side)).collect();
        let moved = self.moved(place);
        let first = votes.first().copied().unwrap_or_default();
        let all: BTreeMap<u32, &Ballot> =
            self.vote(place, 1).map(|vote| self.counted(vote).collect()).unwrap_or_default();
        let certain = all.into_values().filter(|ballot| is_certain_and_wrong(ballot.choice, Some(side))).count();
        Some(StatementRow {
            number: self.number(place),
            statement: self.statement(place)?.to_owned(),
            text: self.paper.face(place)?.text.clone(),
            side,
            topic,
            votes,
            moved: moved.map(|moved| {
                let to = |side: Side| *side.pick(&moved.to_left, &moved.to_right);
                [to(side), to(side.other())]
            }),
            moved_by_side: moved,
            facility: facility(first),
            certain_and_wrong: u32::try_from(certain).unwrap_or(u32::MAX),
            belief,
        })
    }

    fn vote_row(&self, place: u16, vote: u8, side: Side) -> VoteRow {
        let mut row = VoteRow::default();
        let Some(asked) = self.vote(place, vote) else { return row };
        for choice in self.choices_after(place, vote).into_values() {
            match choice.response.side() {
                None => row.unknown += 1,
                Some(chosen) if chosen == side => row.right += 1,
                Some(_) => row.wrong += 1,
            }
        }
        let hands = |hands: Hands| {
            let on = |side: Side| *side.pick(&hands.left, &hands.right);
            [on(side), on(side.other()), hands.dont_know]
        };
        row.hands = asked.hands.map(hands);
        let was_there = |seats: &Vec<u32>| {
            let mut own = seats.iter().filter_map(|seat| self.seat(*seat));
            !self.is_removed(seats)
                && own.any(|seat| {
                    let was_in = asked.opening >= seat.since && (seat.sheet.is_none() || vote == 1);
                    was_in || asked.ballots.contains_key(&seat.number)
                })
        };
        let of = u32::try_from(self.persons().iter().filter(|seats| was_there(seats)).count()).unwrap_or(u32::MAX);
        row.silent = of.saturating_sub(row.answered());
        row
    }
}

fn chose(choice: Choice, side: Option<Side>) -> bool {
    choice.response.side().is_some() && choice.response.side() == side
}

fn is_certain_and_wrong(choice: Choice, side: Option<Side>) -> bool {
    choice.certainty == Some(Certainty::C3) && choice.response.side().is_some() && choice.response.side() != side
}

/// The mean mark of a vote in percent, "don't know" being worth half a mark; none where too few answered.
fn facility(vote: VoteRow) -> Option<f64> {
    let whole = |count: u32| usize::try_from(count).unwrap_or(usize::MAX);
    let count = Count { right: whole(vote.right), wrong: whole(vote.wrong), open: whole(vote.unknown) };
    (count.statements() >= FEWEST).then(|| 50.0 * float(count.halves()) / float(count.statements()))
}
