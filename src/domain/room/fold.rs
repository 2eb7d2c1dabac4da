//! From facts to the room. A fact that makes no sense where it comes changes nothing: only [`super::decide()`] makes facts, and
//! what another program wrote must not stop a class.

use super::happened::{Choice, Happened, Pace, Token};
use super::{Ballot, Fate, Order, PaperSheet, Room, Round, Seat, Stage, Standing, Vote};
use crate::domain::moment::Moment;
use std::collections::BTreeMap;

impl Room {
    /// Folds in a fact that is durable.
    pub fn apply(&mut self, happened: &Happened, at: Moment) {
        match happened {
            Happened::Opened(_) => {}
            Happened::Joined { .. } => self.take_seat(happened, at),
            Happened::Left { seat } => self.change(*seat, |seat| seat.standing = Standing::Left),
            Happened::Removed { seat } => self.change(*seat, |seat| seat.standing = Standing::Removed),
            Happened::Moved { seat, token } => self.move_seat(*seat, *token),
            Happened::Asked { place, vote } => self.ask(*place, *vote, at),
            Happened::Answered { .. } => self.take_answer(happened, at),
            Happened::WentOn { seat, place } => {
                self.change(*seat, |seat| (seat.gone, seat.shown) = (seat.gone.max(*place), at));
            }
            Happened::Closed { place, vote } => self.end_vote(*place, *vote),
            Happened::Reopened { place, vote } => self.stage = Stage::Open { place: *place, vote: *vote },
            Happened::Discussed { place } => {
                self.stage = Stage::Discussing { place: *place, vote: self.votes_on(*place) };
            }
            Happened::HandsCounted { place, vote, hands } => {
                if let Some(vote) = self.vote_mut(*place, *vote) {
                    vote.hands = Some(*hands);
                }
            }
            Happened::BarsShown { place, on } => self.change_round(*place, |round| round.bars = *on),
            Happened::Revealed { place } => self.reveal_one(*place, at),
            Happened::Skipped { place } => self.settle(*place, Fate::Skipped, Stage::Skipped { place: *place }),
            Happened::Dropped { place } => drop(self.dropped.insert(*place)),
            Happened::Same { .. } | Happened::Apart { .. } => self.persons.apply(happened),
            Happened::SheetEntered { .. } => self.take_sheet(happened, at),
            Happened::SheetWithdrawn { sheet } => {
                if let Some(seat) = self.sheets.get(sheet).map(|sheet| sheet.seat) {
                    self.change(seat, |seat| seat.standing = Standing::Removed);
                }
            }
            Happened::Paused => self.paused = true,
            Happened::Resumed => self.paused = false,
            Happened::Locked { on } => self.locked = *on,
            Happened::NamesShown { on } => self.names_shown = *on,
            Happened::Ended => {
                if self.opened.pace == Pace::Own {
                    self.reveal_all();
                }
                (self.stage, self.paused) = (Stage::Ended, false);
            }
        }
    }

    fn take_seat(&mut self, happened: &Happened, joined: Moment) {
        let Happened::Joined { seat: number, token, words, request } = happened else { return };
        if usize::try_from(*number).ok() != self.seats.len().checked_add(1) {
            return;
        }
        let since = match self.stage {
            // At their own pace, nobody is asked anything but what they have come to.
            Stage::OwnPace => u32::MAX,
            // Whoever comes in while a vote is open takes part in it.
            Stage::Open { .. } => self.openings,
            _ => self.openings + 1,
        };
        self.tokens.insert(*token, *number);
        self.joins.insert(*request, *number);
        let (number, token, words, standing) = (*number, *token, words.clone(), Standing::In);
        self.seats.push(Seat { number, token, words, standing, joined, since, gone: 0, shown: joined, sheet: None });
    }

    fn take_sheet(&mut self, happened: &Happened, at: Moment) {
        let Happened::SheetEntered { sheet, seat: number, answers } = happened else { return };
        if usize::try_from(*number).ok() == self.seats.len().checked_add(1) {
            // Nobody can send this token, or come back by these words: neither is known to the room.
            let (token, words, standing, joined) = (Token(0), String::new(), Standing::OnPaper, at);
            let (number, sheet) = (*number, Some(*sheet));
            self.seats.push(Seat { number, token, words, standing, joined, since: 0, gone: 0, shown: at, sheet });
        } else if self.seat(*number).is_none_or(|seat| seat.sheet != Some(*sheet)) {
            return;
        }
        self.change(*number, |seat| seat.standing = Standing::OnPaper);
        self.heard += 1;
        let order = Order { by_device: false, heard: self.heard };
        let changed = self.is_changed_late(*sheet, answers);
        self.sheets.insert(*sheet, PaperSheet { seat: *number, answers: answers.clone(), changed, at, order });
        let asked: Vec<u16> = self.rounds.keys().copied().collect();
        for place in asked {
            self.mark(place, *sheet);
        }
    }

    /// Whether a sheet says something else now of a question that the class has seen revealed, or did before.
    fn is_changed_late(&self, sheet: u32, answers: &[Option<Choice>]) -> bool {
        let Some(before) = self.sheets.get(&sheet) else { return false };
        let is_seen = |place: u16| {
            let round = self.rounds.get(&place).filter(|round| round.fate == Fate::Revealed);
            round.and_then(|round| round.votes.first()).is_some_and(|vote| vote.opening > 0)
        };
        let response = |answer: &Option<Choice>| answer.map(|choice| choice.response);
        let mut pairs = (1..).zip(before.answers.iter().zip(answers));
        before.changed || pairs.any(|(place, (one, other))| response(one) != response(other) && is_seen(place))
    }

    /// Counts what stands on a sheet for a question that was asked. It is an answer of the first vote: it was given alone.
    fn mark(&mut self, place: u16, sheet: u32) {
        let Some(PaperSheet { seat, answers, at, order, .. }) = self.sheets.get(&sheet) else { return };
        let choice = usize::from(place).checked_sub(1).and_then(|at| answers.get(at)).copied().flatten();
        let (seat, ballot) =
            (*seat, choice.map(|choice| Ballot { choice, given: 1, elapsed: 0, at: *at, order: *order }));
        if let Some(vote) = self.vote_mut(place, 1) {
            match ballot {
                Some(ballot) => drop(vote.ballots.insert(seat, ballot)),
                None => drop(vote.ballots.remove(&seat)),
            }
        }
    }

    fn move_seat(&mut self, number: u32, token: Token) {
        self.change(number, |seat| (seat.token, seat.standing) = (token, Standing::In));
        if self.seat(number).is_some() {
            self.tokens.insert(token, number);
        }
    }

    fn ask(&mut self, place: u16, vote: u8, opened: Moment) {
        self.begin_vote(place, vote, opened);
        self.stage = Stage::Open { place, vote };
    }

    fn begin_vote(&mut self, place: u16, vote: u8, opened: Moment) {
        self.openings += 1;
        self.add_vote(place, vote, (self.openings, opened));
    }

    fn add_vote(&mut self, place: u16, vote: u8, (opening, opened): (u32, Moment)) {
        let round =
            self.rounds.entry(place).or_insert_with(|| Round { votes: Vec::new(), bars: false, fate: Fate::Pending });
        round.bars = false;
        round.votes.push(Vote { opening, opened, ballots: BTreeMap::new(), hands: None });
        if vote == 1 {
            let sheets: Vec<u32> = self.sheets.keys().copied().collect();
            for sheet in sheets {
                self.mark(place, sheet);
            }
        }
    }

    fn end_vote(&mut self, place: u16, vote: u8) {
        self.stage = Stage::Closed { place, vote };
        // What a second vote changed is the point of it; before one, bars would sway people.
        self.change_round(place, |round| round.bars |= vote > 1);
    }

    fn take_answer(&mut self, happened: &Happened, at: Moment) {
        let Happened::Answered { place, vote, seat, choice, request, elapsed } = happened else { return };
        if self.seat(*seat).is_none() {
            return;
        }
        self.requests.insert((*seat, *request));
        self.heard += 1;
        let own = self.opened.pace == Pace::Own;
        // After an answer is explained, another one says nothing.
        let order = Order { by_device: true, heard: if own { u64::MAX - self.heard } else { self.heard } };
        if own && !self.rounds.contains_key(place) && self.paper.face(*place).is_some() {
            self.begin_vote(*place, 1, at);
        }
        if let Some(asked) = self.vote_mut(*place, *vote) {
            let given = asked.ballots.get(seat).map_or(0, |ballot| ballot.given).saturating_add(1);
            asked.ballots.insert(*seat, Ballot { choice: *choice, given, elapsed: *elapsed, at, order });
        }
    }

    /// A question that nobody was ever asked is revealed only after the end, for what stands on paper.
    fn reveal_one(&mut self, place: u16, at: Moment) {
        if !self.rounds.contains_key(&place) && self.is_ended() && self.paper.face(place).is_some() {
            self.add_vote(place, 1, (0, at));
        }
        let stage = if self.is_ended() { Stage::Ended } else { Stage::Revealed { place } };
        self.settle(place, Fate::Revealed, stage);
    }

    fn settle(&mut self, place: u16, fate: Fate, stage: Stage) {
        self.change_round(place, |round| round.fate = fate);
        self.stage = stage;
    }

    /// Reveals all that was asked, where everybody went at their own pace.
    pub(super) fn reveal_all(&mut self) {
        self.rounds.values_mut().for_each(|round| round.fate = Fate::Revealed);
    }

    fn change(&mut self, number: u32, change: impl FnOnce(&mut Seat)) {
        let at = usize::try_from(number).ok().and_then(|number| number.checked_sub(1));
        if let Some(seat) = at.and_then(|at| self.seats.get_mut(at)) {
            change(seat);
        }
    }

    fn change_round(&mut self, place: u16, change: impl FnOnce(&mut Round)) {
        if let Some(round) = self.rounds.get_mut(&place) {
            change(round);
        }
    }

    fn vote_mut(&mut self, place: u16, vote: u8) -> Option<&mut Vote> {
        self.rounds.get_mut(&place)?.votes.get_mut(usize::from(vote.checked_sub(1)?))
    }
}
