//! From a command to facts.

use super::command::{Answering, Command, Refusal};
use super::happened::{Choice, Hands, Happened, MOST_SHEETS, Pace, RequestId, Token, WARM_UP};
use super::{Fate, Holder, Room, Stage, Standing, words};
use crate::domain::fact::Response;
use crate::domain::moment::Moment;

/// How often a seat may answer in one vote: nobody needs more, and a script would fill the disk.
const MOST_ANSWERS: u16 = 50;

/// How many votes there may be on one question.
const MOST_VOTES: u8 = 9;

/// How many hands may be counted for one side.
const MOST_HANDS: u32 = 9_999;

/// How many seats there may be in all for each that may be taken at once: some leave and come again.
const SEATS_FOR_EACH: usize = 10;

/// What a decision comes to: facts to be recorded, none where the command changes nothing; or why it is refused.
type Decision = Result<Vec<Happened>, Refusal>;

/// Judges a command that comes at `now`. The facts are to be recorded in their order, all or none, and then
/// [applied](Room::apply). No facts mean that what is asked for is so already.
///
/// # Errors
///
/// [`Refusal`], a sentence for whoever gave the command. Nothing happens then.
pub fn decide(room: &Room, command: &Command, now: Moment) -> Decision {
    if room.is_ended() {
        return after_the_end(room, command);
    }
    match command {
        Command::Join { request, entropy } => room.join(*request, *entropy),
        Command::Answer(answering) => room.answer(answering, now),
        Command::GoOn { by, place } => room.go_on(*by, *place),
        Command::Leave { by } => room.leave(*by),
        Command::Return { words, token } => {
            let seat = room.seat_of_words(words).ok_or(Refusal::Words)?.number;
            room.move_to(seat, *token)
        }
        Command::Move { seat, token } => room.move_to(*seat, *token),
        Command::Remove { seat } => room.remove(*seat),
        Command::Same { seat, other } => room.same(*seat, *other),
        Command::Apart { seat } => room.apart(*seat),
        Command::Enter { sheet, answers } => room.enter(*sheet, answers),
        Command::Withdraw { sheet } => room.withdraw(*sheet),
        Command::RevealAll => Err(Refusal::UnderWay),
        Command::Pause => Ok(switch(!room.paused, Happened::Paused)),
        Command::Resume => Ok(switch(room.paused, Happened::Resumed)),
        Command::Lock { on } => Ok(switch(room.locked != *on, Happened::Locked { on: *on })),
        Command::ShowNames { .. } if room.goes_at_own_pace() => Err(Refusal::OwnPace),
        Command::ShowNames { on } => Ok(switch(room.names_shown != *on, Happened::NamesShown { on: *on })),
        Command::Drop { place } => room.drop_question(*place),
        Command::End => Ok(room.end()),
        _ if room.goes_at_own_pace() => Err(Refusal::OwnPace),
        of_a_question => room.question(of_a_question),
    }
}

/// After the end nothing happens any more; what is asked for again was so before.
fn after_the_end(room: &Room, command: &Command) -> Decision {
    match command {
        Command::End | Command::Resume => Ok(Vec::new()),
        // Who came twice is often seen only in the results.
        Command::Same { seat, other } => room.same(*seat, *other),
        Command::Apart { seat } => room.apart(*seat),
        // Paper is often typed in only then.
        Command::Enter { sheet, answers } => room.enter(*sheet, answers),
        Command::Withdraw { sheet } => room.withdraw(*sheet),
        Command::RevealAll => Ok(room.open_to_reveal().map(|place| Happened::Revealed { place }).collect()),
        Command::Join { request, .. } if room.joins.contains_key(request) => Ok(Vec::new()),
        // Whoever comes back sees their own result for as long as there is a host.
        Command::Return { words, token } => {
            let seat = room.seat_of_words(words).ok_or(Refusal::Words)?.number;
            room.move_to(seat, *token)
        }
        Command::Move { seat, token } => room.move_to(*seat, *token),
        Command::Answer(answering) if room.has_answered(answering) => Ok(Vec::new()),
        Command::GoOn { by, place } if room.has_gone_on(*by, *place) => Ok(Vec::new()),
        _ => Err(Refusal::Ended),
    }
}

fn switch(changes: bool, happened: Happened) -> Vec<Happened> {
    changes.then_some(happened).into_iter().collect()
}

impl Room {
    fn join(&self, request: RequestId, entropy: u128) -> Decision {
        if self.joins.contains_key(&request) {
            return Ok(Vec::new());
        }
        if self.locked {
            return Err(Refusal::Locked);
        }
        let seats = self.opened.seats;
        let most = usize::try_from(seats).unwrap_or(usize::MAX);
        let devices = self.seats.iter().filter(|seat| seat.sheet.is_none()).count();
        if self.people_in() >= most || devices >= most.saturating_mul(SEATS_FOR_EACH) {
            return Err(Refusal::Full { seats });
        }
        let (token, words) = words::draw(entropy, |words| self.seats.iter().any(|seat| seat.words == words));
        if self.tokens.contains_key(&token) {
            return Err(Refusal::Seated);
        }
        let seat = u32::try_from(self.seats.len() + 1).unwrap_or(u32::MAX);
        Ok(vec![Happened::Joined { seat, token, words, request }])
    }

    /// The seat of whoever sends this token, if they sit there now.
    fn seated(&self, by: Token) -> Result<u32, Refusal> {
        match self.holder(by) {
            Holder::Seated(seat) => Ok(seat),
            Holder::Moved(_) => Err(Refusal::Moved),
            Holder::Left(_) => Err(Refusal::Left),
            Holder::Removed(_) => Err(Refusal::Removed),
            Holder::Nobody => Err(Refusal::Unknown),
        }
    }

    /// Whether this very answer was taken before.
    fn has_answered(&self, answering: &Answering) -> bool {
        self.tokens.get(&answering.by).is_some_and(|seat| self.requests.contains(&(*seat, answering.request)))
    }

    fn answer(&self, answering: &Answering, now: Moment) -> Decision {
        if self.has_answered(answering) {
            return Ok(Vec::new());
        }
        let seat = self.seated(answering.by)?;
        if self.paused {
            return Err(Refusal::Paused);
        }
        let Answering { place, vote, request, .. } = *answering;
        let choice = self.plain(answering.choice);
        if self.goes_at_own_pace() {
            self.is_at(seat, place)?;
            let longest = self.seat(seat).map_or(0, |seat| now.since(seat.shown));
            let elapsed = answering.elapsed.map_or(longest, |told| told.min(longest));
            return Ok(vec![Happened::Answered { place, vote: 1, seat, choice, request, elapsed }]);
        }
        self.is_open(place, vote)?;
        let Some(asked) = self.vote(place, vote) else { return Err(Refusal::NothingOpen) };
        if asked.ballots.get(&seat).is_some_and(|ballot| ballot.given >= MOST_ANSWERS) {
            return Err(Refusal::Changes);
        }
        let shown = self.seat(seat).map_or(asked.opened, |seat| seat.joined.max(asked.opened));
        let longest = now.since(shown);
        let elapsed = answering.elapsed.map_or(longest, |told| told.min(longest));
        Ok(vec![Happened::Answered { place, vote, seat, choice, request, elapsed }])
    }

    /// Whether everybody goes at their own pace here.
    pub(super) fn goes_at_own_pace(&self) -> bool {
        self.opened.pace == Pace::Own
    }

    /// Whether a seat is at a question that it has not answered.
    fn is_at(&self, seat: u32, place: u16) -> Result<(), Refusal> {
        match self.at(seat) {
            _ if self.ballot(place, 1, seat).is_some() => Err(Refusal::Once),
            Some(at) if at == place => Ok(()),
            _ => Err(Refusal::Elsewhere),
        }
    }

    fn go_on(&self, by: Token, place: u16) -> Decision {
        let seat = self.seated(by)?;
        if !self.goes_at_own_pace() {
            return Err(Refusal::Led);
        }
        if self.has_gone_on(by, place) {
            return Ok(Vec::new());
        }
        match self.at(seat) {
            _ if self.paused => Err(Refusal::Paused),
            Some(at) if at != place => Err(Refusal::Elsewhere),
            Some(_) if self.revealed_to(seat, place).is_some() => Ok(vec![Happened::WentOn { seat, place }]),
            Some(_) => Err(Refusal::Unanswered),
            None => Err(Refusal::Elsewhere),
        }
    }

    /// Whether this seat has gone on from a question before.
    fn has_gone_on(&self, by: Token, place: u16) -> bool {
        let seat = self.tokens.get(&by).filter(|_| self.goes_at_own_pace()).copied();
        seat.is_some_and(|seat| {
            self.revealed_to(seat, place).is_some() && self.seat(seat).is_some_and(|seat| seat.gone >= place)
        })
    }

    /// A choice as this room takes it.
    fn plain(&self, choice: Choice) -> Choice {
        let asks = self.opened.certainty && choice.response != Response::DontKnow;
        Choice { certainty: choice.certainty.filter(|_| asks), ..choice }
    }

    fn is_open(&self, place: u16, vote: u8) -> Result<(), Refusal> {
        match self.stage {
            Stage::Open { place: open, vote: voted } if (open, voted) == (place, vote) => Ok(()),
            Stage::Open { place: open, .. } if open == place => Err(Refusal::OtherVote),
            Stage::Lobby => Err(Refusal::NothingOpen),
            _ => Err(Refusal::NotOpen { number: self.number(place) }),
        }
    }

    fn leave(&self, by: Token) -> Decision {
        match self.holder(by) {
            Holder::Seated(seat) => Ok(vec![Happened::Left { seat }]),
            Holder::Left(_) | Holder::Removed(_) => Ok(Vec::new()),
            Holder::Moved(_) => Err(Refusal::Moved),
            Holder::Nobody => Err(Refusal::Unknown),
        }
    }

    fn move_to(&self, number: u32, token: Token) -> Decision {
        let seat = self.seat(number).ok_or(Refusal::NoSeat { seat: number })?;
        if let Some(sheet) = seat.sheet {
            return Err(Refusal::OnPaper { seat: number, sheet });
        }
        if seat.token == token && seat.standing == Standing::In {
            return Ok(Vec::new());
        }
        // Whoever sits at another seat leaves it first; an old token never comes back to life.
        match self.holder(token) {
            Holder::Nobody => {}
            Holder::Left(own) | Holder::Removed(own) if own == number => {}
            _ => return Err(Refusal::Seated),
        }
        let full = self.people_in() >= usize::try_from(self.opened.seats).unwrap_or(usize::MAX);
        if full && !self.is_in(number) && !self.is_ended() {
            return Err(Refusal::Full { seats: self.opened.seats });
        }
        Ok(vec![Happened::Moved { seat: number, token }])
    }

    fn remove(&self, number: u32) -> Decision {
        let seat = self.seat(number).ok_or(Refusal::NoSeat { seat: number })?;
        Ok(switch(seat.standing != Standing::Removed, Happened::Removed { seat: number }))
    }

    fn same(&self, seat: u32, other: u32) -> Decision {
        for seat in [seat, other] {
            self.seat(seat).ok_or(Refusal::NoSeat { seat })?;
        }
        Ok(switch(self.person(seat) != self.person(other), Happened::Same { seat, other }))
    }

    fn apart(&self, seat: u32) -> Decision {
        self.seat(seat).ok_or(Refusal::NoSeat { seat })?;
        Ok(switch(self.seats_of(seat).len() > 1, Happened::Apart { seat }))
    }

    fn enter(&self, sheet: u32, answers: &[Option<Choice>]) -> Decision {
        if !(1..=MOST_SHEETS).contains(&sheet) {
            return Err(Refusal::SheetNumber { most: MOST_SHEETS });
        }
        let (given, of) = (answers.len(), self.opened.items.len());
        if given != of {
            return Err(Refusal::SheetLength { given, of });
        }
        let answers: Vec<Option<Choice>> = answers.iter().map(|answer| answer.map(|one| self.plain(one))).collect();
        let known = self.sheets.get(&sheet);
        if known.is_some_and(|known| known.answers == answers && self.counts_on_paper(known.seat)) {
            return Ok(Vec::new());
        }
        let new = || u32::try_from(self.seats.len() + 1).unwrap_or(u32::MAX);
        let seat = known.map_or_else(new, |known| known.seat);
        Ok(vec![Happened::SheetEntered { sheet, seat, answers }])
    }

    fn withdraw(&self, sheet: u32) -> Decision {
        let known = self.sheets.get(&sheet).ok_or(Refusal::NoSheet { sheet })?;
        Ok(switch(self.counts_on_paper(known.seat), Happened::SheetWithdrawn { sheet }))
    }

    fn counts_on_paper(&self, seat: u32) -> bool {
        self.seat(seat).is_some_and(|seat| seat.standing == Standing::OnPaper)
    }

    fn drop_question(&self, place: u16) -> Decision {
        self.paper.face(place).ok_or(Refusal::NoQuestion { place })?;
        if self.dropped.contains(&place) {
            return Ok(Vec::new());
        }
        if self.goes_at_own_pace() && !self.seats.is_empty() {
            return Err(Refusal::Begun);
        }
        // A question that was passed, as the warm-up is by the first one, is not asked any more either.
        if self.rounds.last_key_value().is_some_and(|(last, _)| place <= *last) {
            return Err(Refusal::Asked);
        }
        if place != WARM_UP && self.question_count() <= 1 {
            return Err(Refusal::LastQuestion);
        }
        Ok(vec![Happened::Dropped { place }])
    }

    fn end(&self) -> Vec<Happened> {
        let closed = match self.stage {
            Stage::Open { place, vote } => Some(Happened::Closed { place, vote }),
            _ => None,
        };
        closed.into_iter().chain([Happened::Ended]).collect()
    }

    /// What is about a question. While the class pauses, all of it is refused.
    fn question(&self, command: &Command) -> Decision {
        let decided = match *command {
            Command::Open { place } => self.open(place),
            Command::Close { place, vote } => self.close(place, vote),
            Command::Reopen { place, vote } => self.reopen(place, vote),
            Command::Discuss { place, vote } => self.discuss(place, vote),
            Command::Revote { place, vote } => self.revote(place, vote),
            Command::Bars { place, on } => self.show_bars(place, on),
            Command::Reveal { place } => self.reveal(place),
            Command::Skip { place } => self.skip(place),
            Command::Count { place, vote, hands } => self.count(place, vote, hands),
            _ => Ok(Vec::new()),
        }?;
        if self.paused && !decided.is_empty() { Err(Refusal::Paused) } else { Ok(decided) }
    }

    fn open(&self, place: u16) -> Decision {
        if self.rounds.contains_key(&place) {
            return Ok(Vec::new());
        }
        self.paper.face(place).ok_or(Refusal::NoQuestion { place })?;
        match self.stage {
            Stage::Lobby | Stage::Revealed { .. } | Stage::Skipped { .. } | Stage::Closed { place: WARM_UP, .. } => {}
            stage => return Err(Refusal::Unsettled { number: self.number(stage.place().unwrap_or_default()) }),
        }
        if place == WARM_UP && self.rounds.is_empty() && !self.is_dropped(place) {
            return Ok(vec![Happened::Asked { place, vote: 1 }]);
        }
        match self.next_question() {
            Some(next) if next == place => Ok(vec![Happened::Asked { place, vote: 1 }]),
            Some(next) => Err(Refusal::Order { number: self.number(next) }),
            None => Err(Refusal::AllAsked),
        }
    }

    fn close(&self, place: u16, vote: u8) -> Decision {
        match self.stage {
            Stage::Open { place: open, vote: voted } if (open, voted) == (place, vote) => {
                Ok(vec![Happened::Closed { place, vote }])
            }
            _ if self.vote(place, vote).is_some() => Ok(Vec::new()),
            _ => Err(Refusal::NoVote),
        }
    }

    fn reopen(&self, place: u16, vote: u8) -> Decision {
        match self.stage {
            Stage::Open { place: open, vote: voted } if (open, voted) == (place, vote) => Ok(Vec::new()),
            Stage::Closed { place: at, vote: voted } | Stage::Discussing { place: at, vote: voted }
                if (at, voted) == (place, vote) && !self.shows_bars(place) =>
            {
                Ok(vec![Happened::Reopened { place, vote }])
            }
            _ => Err(Refusal::Seen),
        }
    }

    fn discuss(&self, place: u16, vote: u8) -> Decision {
        match self.stage {
            Stage::Closed { place: at, vote: voted } if (at, voted) == (place, vote) => {
                if vote >= MOST_VOTES {
                    Err(Refusal::Votes)
                } else {
                    Ok(vec![Happened::Discussed { place }])
                }
            }
            Stage::Discussing { place: at, vote: voted } if (at, voted) == (place, vote) => Ok(Vec::new()),
            _ if self.vote(place, vote.saturating_add(1)).is_some() => Ok(Vec::new()),
            stage => Err(self.not_now(stage, place)),
        }
    }

    fn revote(&self, place: u16, vote: u8) -> Decision {
        if vote >= 2 && self.vote(place, vote).is_some() {
            return Ok(Vec::new());
        }
        match self.stage {
            Stage::Closed { place: at, vote: last } | Stage::Discussing { place: at, vote: last } if at == place => {
                match last.checked_add(1) {
                    Some(next) if next > MOST_VOTES => Err(Refusal::Votes),
                    Some(next) if next == vote => Ok(vec![Happened::Asked { place, vote }]),
                    _ => Err(Refusal::NotNext),
                }
            }
            stage => Err(self.not_now(stage, place)),
        }
    }

    fn show_bars(&self, place: u16, on: bool) -> Decision {
        let Some(round) = self.rounds.get(&place) else { return Err(Refusal::NoVote) };
        if round.bars == on {
            return Ok(Vec::new());
        }
        match self.stage {
            Stage::Closed { place: at, .. } | Stage::Discussing { place: at, .. } | Stage::Revealed { place: at }
                if at == place =>
            {
                Ok(vec![Happened::BarsShown { place, on }])
            }
            stage => Err(self.not_now(stage, place)),
        }
    }

    fn reveal(&self, place: u16) -> Decision {
        match (self.fate(place), self.stage) {
            (Some(Fate::Revealed), _) => Ok(Vec::new()),
            (Some(Fate::Pending), Stage::Closed { place: at, .. } | Stage::Discussing { place: at, .. })
                if at == place =>
            {
                Ok(vec![Happened::Revealed { place }])
            }
            (_, stage) => Err(self.not_now(stage, place)),
        }
    }

    fn skip(&self, place: u16) -> Decision {
        match (self.fate(place), self.stage.place()) {
            (Some(Fate::Skipped), _) => Ok(Vec::new()),
            (Some(Fate::Pending), Some(at)) if at == place => Ok(vec![Happened::Skipped { place }]),
            (Some(_), _) => Err(Refusal::Settled),
            (None, _) => Err(Refusal::NoVote),
        }
    }

    fn count(&self, place: u16, vote: u8, hands: Hands) -> Decision {
        if hands.left.max(hands.right).max(hands.dont_know) > MOST_HANDS {
            return Err(Refusal::Hands { most: MOST_HANDS });
        }
        let Some(asked) = self.vote(place, vote) else { return Err(Refusal::NoVote) };
        if asked.hands == Some(hands) {
            return Ok(Vec::new());
        }
        match self.stage {
            Stage::Open { place: at, vote: last }
            | Stage::Closed { place: at, vote: last }
            | Stage::Discussing { place: at, vote: last }
                if (at, last) == (place, vote) =>
            {
                Ok(vec![Happened::HandsCounted { place, vote, hands }])
            }
            stage => Err(self.not_now(stage, place)),
        }
    }

    fn fate(&self, place: u16) -> Option<Fate> {
        self.rounds.get(&place).map(|round| round.fate)
    }

    /// Why what is about the question at `place` makes no sense at this stage.
    fn not_now(&self, stage: Stage, place: u16) -> Refusal {
        match self.fate(place) {
            Some(Fate::Revealed | Fate::Skipped) => Refusal::Settled,
            Some(Fate::Pending) if matches!(stage, Stage::Open { .. }) => Refusal::StillOpen,
            Some(Fate::Pending) => Refusal::NotNext,
            None => Refusal::NoVote,
        }
    }
}
