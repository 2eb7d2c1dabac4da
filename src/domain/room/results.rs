//! What is right and wrong: of questions that were revealed, and of no others.
//!
//! Every figure here begins with a [`Revealed`], so none can be made before its time.

use super::happened::{Choice, Hands, WARM_UP};
use super::paper::{Answer, Belief};
use super::report::Which;
use super::tally::Moved;
use super::{Ballot, Pace, Revealed, RevealedTo, Room};
use crate::domain::assessment::class::{Part, Route, Stop, USUAL_CUT};
use crate::domain::assessment::scoring::Mark;
use crate::domain::assessment::sheet::Sheet;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// From how many people on a belief is listed: smaller counts would point at somebody.
pub const LEAST_BELIEVERS: u32 = 3;

/// From how many answers on a question can be among the hardest.
const LEAST_ANSWERS: u32 = 3;

/// So many of so many.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Share {
    /// How many.
    pub count: u32,
    /// Of how many.
    pub of: u32,
}

impl Share {
    /// In per cent, rounded; none of nothing.
    #[must_use]
    pub const fn percent(self) -> Option<u32> {
        match self.of {
            0 => None,
            of => Some((self.count * 100 + of / 2) / of),
        }
    }

    pub(super) const fn and(self, other: Self) -> Self {
        Self { count: self.count + other.count, of: self.of + other.of }
    }

    /// Whether this is the smaller part of its whole.
    fn is_less(self, other: Self) -> std::cmp::Ordering {
        (u64::from(self.count) * u64::from(other.of)).cmp(&(u64::from(other.count) * u64::from(self.of)))
    }
}

/// A belief, and how many answered as if they held it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Believed {
    /// The belief.
    pub belief: Belief,
    /// The title of its topic.
    pub topic: String,
    /// How many answered so, of those who answered a question that it misleads.
    pub share: Share,
}

/// How a question went.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Went {
    /// The question's number.
    pub number: usize,
    /// The statement.
    pub text: String,
    /// How many were right in each vote, of those who answered.
    pub right: Vec<Share>,
    /// What moved between the first and the last vote; none where there was one.
    pub moved: Option<Moved>,
}

/// How the answers to all questions that were revealed went: of each person one answer a question, and the hands that were raised.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Totals {
    /// How many were right in the first votes.
    pub first: Share,
    /// How many of those that count were right: the last answer of each person, and the hands that were counted last.
    pub last: Share,
    /// What raised hands are of the last.
    pub hands: Share,
    /// What sheets of paper are of the last.
    pub sheets: Share,
}

/// The topic that the room needs most.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct TeachNext {
    /// Its title.
    pub topic: String,
    /// The title of the idea within it that went worst; empty where there is none.
    pub idea: String,
    /// How many answers on the topic were right.
    pub right: Share,
}

/// What a class came to, for the projector.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Outcome {
    /// How many questions were revealed.
    pub questions: usize,
    /// How many people answered at least once, hands not counted.
    pub people: usize,
    /// How the answers went.
    pub totals: Totals,
    /// The two that fewest had right, worst first.
    pub hardest: Vec<Went>,
    /// The one on which most people changed sides; none where nobody did.
    pub moved_most: Option<Went>,
    /// The topic that needs it most, of those that are to be taught or reviewed; none where there is none.
    pub teach_next: Option<TeachNext>,
    /// Whether so few people answered that this can be said of no topic.
    pub too_few: bool,
    /// Which beliefs were how common, the most common first; those of fewer than three people are left out.
    pub beliefs: Vec<Believed>,
    /// The code with which the paper can be taken at home.
    pub paper_code: String,
}

/// What one question came to for one seat.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct OwnResult {
    /// What was answered in the first vote; none for nothing.
    pub first: Option<Choice>,
    /// What counts: the last answer in any vote; none for nothing.
    pub last: Option<Choice>,
    /// Whether it is right; none without an answer, or for "don't know".
    pub right: Option<bool>,
    /// Whether the question counts for this seat: it does where the seat could answer it.
    pub counts: bool,
}

impl Room {
    /// The questions that were revealed, with their proofs; the warm-up is none of them.
    pub(super) fn all_revealed(&self) -> impl Iterator<Item = Revealed> {
        self.rounds.keys().filter(|place| **place != WARM_UP).filter_map(|place| self.revealed(*place))
    }

    /// How many were right in each vote on a question, hands among them.
    #[must_use]
    pub fn right(&self, proof: Revealed) -> Vec<Share> {
        let Some(answer) = self.paper.answer(proof) else { return Vec::new() };
        let tallies = self.votes_that_count(proof.place()).filter_map(|vote| self.tally_after(proof.place(), vote));
        tallies.map(|tally| Share { count: tally.on(answer.side), of: tally.all() }).collect()
    }

    /// How many answered a question as if they held the belief that it misleads by; none where it has none.
    #[must_use]
    pub fn believed(&self, proof: Revealed) -> Option<Believed> {
        let answer = self.paper.answer(proof)?;
        let belief = answer.belief.clone()?;
        // Hands stand for people whose screens nobody knows.
        let hands = self.hands(proof.place(), Which::Last).unwrap_or_default();
        let wrong = answer.side.other();
        let mut share = Share {
            count: wrong.pick(&hands.left, &hands.right).to_owned(),
            of: hands.left + hands.right + hands.dont_know,
        };
        for choice in self.last_choices(proof.place()).into_values() {
            share = share.and(Share { count: u32::from(choice.response.side() == Some(wrong)), of: 1 });
        }
        Some(Believed { belief, topic: answer.topic.clone(), share })
    }

    /// What a question came to for the person at a seat.
    #[must_use]
    pub fn own_result(&self, proof: Revealed, seat: u32) -> OwnResult {
        let place = proof.place();
        let side = self.paper.answer(proof).map(|answer| answer.side);
        let first = self.ballot_of(place, 1, seat).map(|ballot| ballot.choice);
        let last = self.last_ballot(place, seat).map(|ballot| ballot.choice);
        let right = last.and_then(|choice| choice.response.side()).map(|chosen| Some(chosen) == side);
        OwnResult { first, last, right, counts: self.could_answer(place, seat) }
    }

    /// What a question came to for the seat that answered it at its own pace.
    #[must_use]
    pub fn own_result_to(&self, proof: RevealedTo) -> OwnResult {
        let side = self.paper.answer_to(proof).map(|answer| answer.side);
        let given = self.ballot(proof.place(), 1, proof.seat()).map(|ballot| ballot.choice);
        let right = given.and_then(|choice| choice.response.side()).map(|chosen| Some(chosen) == side);
        OwnResult { first: given, last: given, right, counts: true }
    }

    /// The questions that a seat has answered at its own pace, with its proofs.
    pub(super) fn all_revealed_to(&self, seat: u32) -> impl Iterator<Item = RevealedTo> {
        self.numbered().filter_map(move |place| self.revealed_to(seat, place))
    }

    /// How many of the questions that count for the person at a seat they had right.
    #[must_use]
    pub fn own_score(&self, seat: u32) -> Share {
        let at_own_pace = self.opened.pace == Pace::Own && !self.is_ended();
        let results: Vec<OwnResult> = if at_own_pace {
            self.all_revealed_to(seat).map(|proof| self.own_result_to(proof)).collect()
        } else {
            self.all_revealed().map(|proof| self.own_result(proof, seat)).filter(|result| result.counts).collect()
        };
        results.into_iter().fold(Share::default(), |score, result| {
            score.and(Share { count: u32::from(result.right == Some(true)), of: 1 })
        })
    }

    /// The same by the titles of topics.
    #[must_use]
    pub fn topics_of(&self, seat: u32) -> BTreeMap<String, Share> {
        let mut topics: BTreeMap<String, Share> = BTreeMap::new();
        for (proof, answer) in self.answers() {
            let result = self.own_result(proof, seat);
            if result.counts {
                let share = topics.entry(answer.topic.clone()).or_default();
                *share = share.and(Share { count: u32::from(result.right == Some(true)), of: 1 });
            }
        }
        topics
    }

    /// How many questions were asked before a seat was taken, so that they are out of its score.
    #[must_use]
    pub fn asked_before(&self, seat: u32) -> usize {
        if self.opened.pace == Pace::Own {
            return 0;
        }
        let asked = self.rounds.keys().filter(|place| **place != WARM_UP && self.was_asked(**place));
        asked.filter(|place| !self.could_answer(**place, seat)).count()
    }

    /// What the class came to; none before the end.
    #[must_use]
    pub fn outcome(&self) -> Option<Outcome> {
        self.is_ended().then(|| Outcome {
            questions: self.all_revealed().count(),
            people: self.taken_part().len(),
            totals: self.totals(),
            hardest: self.hardest(),
            moved_most: self.moved_most(),
            teach_next: self.teach_next(),
            too_few: self.are_too_few(),
            beliefs: self.beliefs(),
            paper_code: self.opened.paper_code.clone(),
        })
    }

    /// Which beliefs the room may hold, by the questions revealed so far: each person counts once for each. The most common
    /// first; those of fewer than [`LEAST_BELIEVERS`] people are left out.
    #[must_use]
    pub fn beliefs(&self) -> Vec<Believed> {
        let mut found: BTreeMap<(String, String), Believed> = BTreeMap::new();
        let mut people: BTreeMap<(String, String), BTreeMap<u32, bool>> = BTreeMap::new();
        for (proof, answer) in self.answers() {
            let Some(Believed { belief, topic, share }) = self.believed(proof) else { continue };
            let key = (topic.clone(), belief.claim.clone());
            let choices = self.last_choices(proof.place());
            let seats = people.entry(key.clone()).or_default();
            let seated = u32::try_from(choices.len()).unwrap_or(u32::MAX);
            let wrongly = |choice: &Choice| choice.response.side() == Some(answer.side.other());
            let wrong = u32::try_from(choices.values().filter(|choice| wrongly(choice)).count()).unwrap_or(u32::MAX);
            for (seat, choice) in &choices {
                *seats.entry(*seat).or_default() |= wrongly(choice);
            }
            // Hands have no name: they are added up.
            let hands = Share { count: share.count.saturating_sub(wrong), of: share.of.saturating_sub(seated) };
            let one = found.entry(key).or_insert(Believed { belief, topic, share: Share::default() });
            one.share = one.share.and(hands);
        }
        for (key, one) in &mut found {
            for believes in people.get(key).into_iter().flat_map(BTreeMap::values) {
                one.share = one.share.and(Share { count: u32::from(*believes), of: 1 });
            }
        }
        let mut listed: Vec<_> = found.into_values().filter(|one| one.share.count >= LEAST_BELIEVERS).collect();
        listed.sort_by(|one, other| other.share.is_less(one.share));
        listed
    }

    /// What moved between the first vote on a question and the last; none where there was but one.
    pub(super) fn moved(&self, place: u16) -> Option<Moved> {
        let last = self.votes_that_count(place).last()?;
        let (before, after) = (self.vote(place, 1)?, self.vote(place, last).filter(|_| last > 1)?);
        let before: BTreeMap<u32, &Ballot> = self.counted(before).collect();
        let mut moved = Moved::default();
        for (person, ballot) in self.counted(after) {
            match before.get(&person) {
                Some(earlier) => moved.count(earlier.choice, ballot.choice),
                None => moved.new += 1,
            }
        }
        Some(moved)
    }

    fn answers(&self) -> impl Iterator<Item = (Revealed, &Answer)> {
        self.all_revealed().filter_map(|proof| Some((proof, self.paper.answer(proof)?)))
    }

    /// The last answer of the person at a seat to a question, in whatever vote.
    pub(super) fn last_ballot(&self, place: u16, seat: u32) -> Option<&Ballot> {
        (1..=self.votes_on(place)).rev().find_map(|vote| self.ballot_of(place, vote, seat))
    }

    /// What each person who counts answered last.
    pub(super) fn last_choices(&self, place: u16) -> BTreeMap<u32, Choice> {
        self.choices_after(place, self.votes_on(place))
    }

    /// Whether the person at a seat was there while a vote on a question was open. Whoever came after a vote was closed may have
    /// answered because it was opened again.
    pub(super) fn could_answer(&self, place: u16, seat: u32) -> bool {
        let Some(last) = self.vote(place, self.votes_on(place)) else { return false };
        self.seats_of(seat).into_iter().filter_map(|own| self.seat(own)).any(|own| last.opening >= own.since)
            || self.last_ballot(place, seat).is_some()
    }

    /// Whether a question was ever put to the class, and doesn't stand on paper alone.
    pub(super) fn was_asked(&self, place: u16) -> bool {
        self.vote(place, 1).is_some_and(|vote| vote.opening > 0)
    }

    /// The people who answered at least once, the warm-up included.
    fn taken_part(&self) -> BTreeSet<u32> {
        let votes = self.rounds.values().flat_map(|round| &round.votes);
        votes.flat_map(|vote| self.counted(vote)).map(|(person, _)| person).collect()
    }

    /// The hands that were raised for a question: those of the first vote, or those that were counted last.
    pub(super) fn hands(&self, place: u16, which: Which) -> Option<Hands> {
        let of = |vote| self.hands_on(place, vote);
        match which {
            Which::First => of(1),
            Which::Last => (1..=self.votes_on(place)).rev().find_map(of),
        }
    }

    /// How the answers went: the one rule for whatever tells how much of a class's answers was right.
    pub(super) fn totals(&self) -> Totals {
        let mut totals = Totals::default();
        for proof in self.all_revealed() {
            let raised = |which| self.raised_right(proof, which);
            let (first, last) = (self.shared(proof, Which::First), self.shared(proof, Which::Last));
            totals.first = totals.first.and(first).and(raised(Which::First));
            totals.last = totals.last.and(last).and(raised(Which::Last));
            totals.hands = totals.hands.and(raised(Which::Last));
            totals.sheets = totals.sheets.and(self.written(proof));
        }
        totals
    }

    /// How many hands were raised for what is right, of all that were raised.
    fn raised_right(&self, proof: Revealed, which: Which) -> Share {
        let hands = self.hands(proof.place(), which).unwrap_or_default();
        let right = self.paper.answer(proof).map(|answer| *answer.side.pick(&hands.left, &hands.right));
        Share { count: right.unwrap_or_default(), of: hands.left + hands.right + hands.dont_know }
    }

    /// How many people had a question right, of those who answered it.
    fn shared(&self, proof: Revealed, which: Which) -> Share {
        let side = self.paper.answer(proof).map(|answer| answer.side);
        let choices: Vec<Choice> = match which {
            Which::First => self
                .vote(proof.place(), 1)
                .map(|vote| self.counted(vote).map(|(_, ballot)| ballot.choice).collect())
                .unwrap_or_default(),
            Which::Last => self.last_choices(proof.place()).into_values().collect(),
        };
        let is_right = |choice: &Choice| choice.response.side().is_some_and(|chosen| Some(chosen) == side);
        let share = |choice: Choice| Share { count: u32::from(is_right(&choice)), of: 1 };
        choices.into_iter().map(share).fold(Share::default(), Share::and)
    }

    /// How many people whose answer stands on paper had a question right.
    fn written(&self, proof: Revealed) -> Share {
        let (place, side) = (proof.place(), self.paper.answer(proof).map(|answer| answer.side));
        let last = self.last_choices(place);
        let on_paper = last
            .into_iter()
            .filter(|(person, _)| self.last_ballot(place, *person).is_some_and(|ballot| !ballot.order.by_device));
        let share = |(_, choice): (u32, Choice)| {
            let chosen = choice.response.side();
            Share { count: u32::from(chosen.is_some() && chosen == side), of: 1 }
        };
        on_paper.map(share).fold(Share::default(), Share::and)
    }

    fn went(&self, proof: Revealed) -> Option<Went> {
        let face = self.paper.face(proof.place())?;
        let (number, text) = (self.number(face.place), face.text.clone());
        Some(Went { number, text, right: self.right(proof), moved: self.moved(face.place) })
    }

    pub(super) fn hardest(&self) -> Vec<Went> {
        let mut went: Vec<(Share, Went)> = self
            .all_revealed()
            .filter_map(|proof| self.went(proof))
            .filter_map(|went| Some((*went.right.first()?, went)))
            // Of fewer answers nothing is said: one slip would be a question's whole fate.
            .filter(|(first, _)| first.count < first.of && first.of >= LEAST_ANSWERS)
            .collect();
        went.sort_by(|(one, _), (other, _)| one.is_less(*other));
        went.into_iter().take(2).map(|(_, went)| went).collect()
    }

    fn moved_most(&self) -> Option<Went> {
        let went = self.all_revealed().filter_map(|proof| self.went(proof));
        let moved = |went: &Went| went.moved.map_or(0, |moved| moved.all());
        went.filter(|went| moved(went) > 0).max_by_key(moved)
    }

    /// The topic that needs it most, by the same judgement as the way through the course.
    pub(super) fn teach_next(&self) -> Option<TeachNext> {
        let needs_it = |stop: &Stop| matches!(stop.route, Route::Teach | Route::Review);
        let order = |one: &Stop| (one.route != Route::Teach, one.part.share.unwrap_or_default());
        let worst = self.stops().into_iter().filter(needs_it).min_by(|one, other| {
            let ((one, share), (other, its)) = (order(one), order(other));
            one.cmp(&other).then(share.total_cmp(&its))
        })?;
        let on_topic = self.answers().filter(|(_, answer)| answer.topic == worst.part.title);
        let ideas: Vec<(Share, &str)> = on_topic
            .map(|(proof, answer)| {
                (self.shared(proof, Which::Last).and(self.raised_right(proof, Which::Last)), answer.idea.as_str())
            })
            .filter(|(right, _)| right.of > 0)
            .collect();
        let right = ideas.iter().fold(Share::default(), |sum, (right, _)| sum.and(*right));
        let idea = ideas.into_iter().min_by(|(one, _), (other, _)| one.is_less(*other)).map(|(_, idea)| idea);
        Some(TeachNext { topic: worst.part.title, idea: idea.unwrap_or_default().to_owned(), right })
    }

    /// Whether so few people answered that nothing can be said of any topic.
    pub(super) fn are_too_few(&self) -> bool {
        let stops = self.stops();
        !stops.is_empty() && stops.iter().all(|stop| stop.route == Route::NotMeasured)
    }

    /// What to do with each topic, by the last answer of each person and the hands that were counted last.
    fn stops(&self) -> Vec<Stop> {
        let mut topics: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for (proof, answer) in self.answers() {
            topics.entry(&answer.topic).or_default().extend(self.statement(proof.place()));
        }
        let sheets = self.sheets_with_hands(Which::Last);
        let part = |(title, statements): (&str, BTreeSet<&str>)| {
            let on_it = |sheet: &Sheet<'_>| -> Vec<Mark> {
                sheet.iter().filter(|given| statements.contains(given.statement)).map(|given| given.mark).collect()
            };
            Part::of(title.to_owned(), sheets.iter().map(on_it))
        };
        let parts: Vec<Part> = topics.into_iter().map(part).filter(|part| part.people > 0).collect();
        Stop::through(&parts, USUAL_CUT)
    }
}
