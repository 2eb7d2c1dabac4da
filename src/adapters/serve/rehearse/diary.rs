//! What people of a rehearsal know of their answers: sent, acknowledged, refused, or sent and never told what became of it. All of
//! it is held against what the room says in the end.

use super::super::seat::written;
use crate::domain::room::{Room, Token};
use std::collections::{BTreeMap, BTreeSet};

/// Who answered, by what a person knows of themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    /// Somebody with a page, by its cookie.
    Page(Token),
    /// Somebody at a terminal, by the seat's number.
    Seat(u32),
}

/// Somebody's answer to a question in a vote.
pub type Key = (Who, u16, u8);

/// What one person knows of one answer.
#[derive(Debug, Default)]
struct Known {
    /// What was acknowledged last.
    told: Option<String>,
    /// What was sent since, and nobody has said what became of it.
    unsure: BTreeSet<String>,
}

/// All answers.
#[derive(Debug, Default)]
pub struct Answers(BTreeMap<Key, Known>);

impl Answers {
    /// An answer is on its way. Until something is heard of it, both are right: that it counts, and that it does not.
    pub fn sent(&mut self, key: Key, answer: &str) {
        self.0.entry(key).or_default().unsure.insert(answer.to_owned());
    }

    /// It was acknowledged: from here on it has to count.
    pub fn taken(&mut self, key: Key, answer: &str) {
        self.0.insert(key, Known { told: Some(answer.to_owned()), unsure: BTreeSet::new() });
    }

    /// It was refused: what was acknowledged before it counts, or nothing.
    pub fn refused(&mut self, key: Key) {
        self.0.entry(key).or_default().unsure.clear();
    }

    /// How many seats stand in a vote with another answer than they know of, and how many votes count more or fewer answers than
    /// were given.
    pub fn against(&self, room: &Room) -> (usize, usize) {
        // Also those in which nobody knows of an answer count none.
        let votes = (0..=room.opened().items.len()).filter_map(|place| u16::try_from(place).ok());
        let votes = votes.flat_map(|place| [(place, 1), (place, 2)]);
        let mut given: BTreeMap<(u16, u8), u32> = votes.map(|asked| (asked, 0)).collect();
        let mut lost = 0;
        for ((who, place, vote), known) in &self.0 {
            let seat = match who {
                Who::Seat(seat) => Some(*seat),
                Who::Page(token) => room.seats().iter().find(|seat| seat.token == *token).map(|seat| seat.number),
            };
            let kept = seat.and_then(|seat| room.ballot(*place, *vote, seat)).map(|ballot| written(ballot.choice));
            let is_unsure = kept.as_ref().is_some_and(|kept| known.unsure.contains(kept));
            lost += usize::from(kept != known.told && !is_unsure);
            *given.entry((*place, *vote)).or_default() += u32::from(known.told.is_some() || is_unsure);
        }
        (lost, given.iter().filter(|((place, vote), count)| room.answered(*place, *vote).0 != **count).count())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::bank::sample;
    use crate::domain::fact::Response;
    use crate::domain::moment::Moment;
    use crate::domain::room::{Answering, Choice, Command, Item, NamesPolicy, Opened, Pace, RequestId, decide};

    /// A room of three in which the first vote is open, and what is done in it.
    struct Class {
        room: Room,
        now: Moment,
    }

    impl Class {
        fn begin() -> Self {
            let opened = Opened {
                title: "Monday".to_owned(),
                code: "K7MX".to_owned(),
                paper_code: "S6GP-DKM2".to_owned(),
                bank: "sample".to_owned(),
                bank_revision: 1,
                items: vec![Item { id: "t0-0-mammal".to_owned(), revision: 1 }],
                warm_up: None,
                names: NamesPolicy::None,
                certainty: false,
                seats: 3,
                pace: Pace::Host,
            };
            let room = Room::new(&sample::bank(1, 6), &opened).unwrap();
            let mut class = Self { room, now: Moment::utc(0) };
            for number in 1..=3 {
                class.does(&Command::Join { request: RequestId(number), entropy: number << 64 | number });
            }
            let open = class.room.next_step().unwrap();
            class.does(&open);
            class
        }

        fn does(&mut self, command: &Command) {
            for happened in decide(&self.room, command, self.now).unwrap() {
                self.room.apply(&happened, self.now);
            }
        }

        /// Each answers in turn, `L` or `R`.
        fn answers(&mut self, seat: u32, response: Response) {
            let by = self.token(seat);
            let choice = Choice { response, certainty: None };
            let request = RequestId(100 + u128::from(seat) * 10 + response as u128);
            self.does(&Command::Answer(Answering { by, place: 1, vote: 1, choice, request, elapsed: None }));
        }

        fn token(&self, seat: u32) -> Token {
            self.room.seat(seat).unwrap().token
        }
    }

    #[test]
    fn what_nobody_was_told_of_may_count_or_not_and_what_was_acknowledged_must() {
        let mut class = Class::begin();
        let (page, seat) = ((Who::Page(class.token(1)), 1, 1), (Who::Seat(2), 1, 1));
        let mut answers = Answers::default();
        assert_eq!(answers.against(&class.room), (0, 0));
        // Sent, and not there: the line was cut before.
        answers.sent(seat, "L");
        assert_eq!(answers.against(&class.room), (0, 0));
        // There, and nobody was told: the vote was closed and explained before the next frame.
        class.answers(2, Response::Left);
        assert_eq!(answers.against(&class.room), (0, 0));
        // Told, and not there: lost, and one too few.
        answers.sent(page, "R");
        answers.taken(page, "R");
        assert_eq!(answers.against(&class.room), (1, 1));
        class.answers(1, Response::Right);
        assert_eq!(answers.against(&class.room), (0, 0));
        // Another one was sent after it, and not taken; then it is there, though it was refused.
        answers.sent(page, "L");
        assert_eq!(answers.against(&class.room), (0, 0));
        answers.refused(page);
        class.answers(1, Response::Left);
        assert_eq!(answers.against(&class.room), (1, 0));
        answers.taken(page, "L");
        assert_eq!(answers.against(&class.room), (0, 0));
        // One that was refused, and is there.
        answers.refused(seat);
        assert_eq!(answers.against(&class.room), (1, 1));
        answers.taken(seat, "L");
        // One that nobody sent.
        class.answers(3, Response::Left);
        assert_eq!(answers.against(&class.room), (0, 1));
    }
}
