//! How a room voted: counts, and what they say without telling a side.

use super::happened::{Choice, Hands};
use crate::domain::bank::Side;
use crate::domain::certainty::Certainty;
use crate::domain::fact::Response;
use serde::Serialize;

/// Of fewer answers nothing is said of the room.
const FEWEST_ANSWERS: u32 = 3;

/// From how many per cent on the smaller side a room is split.
const SPLIT_FROM: u32 = 30;

/// How one vote went.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Tally {
    /// For the left side: without a certainty (raised hands, and where none is asked), unsure, fairly sure, certain.
    pub left: [u32; 4],
    /// For the right side, likewise.
    pub right: [u32; 4],
    /// How many did not know.
    pub dont_know: u32,
}

/// How far the room agrees. It tells no side, so that it may be said before anybody is swayed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Agreement {
    /// Fewer than three answered, or less than half of those who could: that says nothing of the room.
    Few,
    /// Nobody chose a side.
    Nobody,
    /// From 30 to 70 per cent are for one side.
    Split,
    /// More than 70 per cent are for one side.
    Mostly,
    /// All are for one side.
    All,
}

/// What became of opinions between two votes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Moved {
    /// How many changed to the left side.
    pub to_left: u32,
    /// How many changed to the right side.
    pub to_right: u32,
    /// How many of those who changed had been unsure.
    pub unsure: u32,
    /// How many of those who changed had been certain.
    pub certain: u32,
    /// How many did not know at first and chose the left side then.
    pub decided_left: u32,
    /// How many chose the right side then.
    pub decided_right: u32,
    /// How many chose a side at first, and did not know then.
    pub undecided: u32,
    /// How many answered only in the last vote.
    pub new: u32,
}

impl Tally {
    /// Counts these answers.
    pub fn of<'a>(choices: impl IntoIterator<Item = &'a Choice>, hands: Option<Hands>) -> Self {
        let Hands { left, right, dont_know } = hands.unwrap_or_default();
        let mut tally = Self { left: [left, 0, 0, 0], right: [right, 0, 0, 0], dont_know };
        for choice in choices {
            let row = usize::from(choice.certainty.map_or(0, Certainty::number));
            let counts = match choice.response {
                Response::Left => tally.left.get_mut(row),
                Response::Right => tally.right.get_mut(row),
                Response::DontKnow => Some(&mut tally.dont_know),
            };
            if let Some(count) = counts {
                *count += 1;
            }
        }
        tally
    }

    /// How many are for `side`.
    #[must_use]
    pub fn on(&self, side: Side) -> u32 {
        side.pick(&self.left, &self.right).iter().sum()
    }

    /// How many answered, those who did not know among them.
    #[must_use]
    pub fn all(&self) -> u32 {
        self.on(Side::Left) + self.on(Side::Right) + self.dont_know
    }

    /// How far those who chose a side agree, where `of` people could answer.
    #[must_use]
    pub fn agreement(&self, of: u32) -> Agreement {
        if self.all() < FEWEST_ANSWERS.max(of.div_ceil(2)) {
            return Agreement::Few;
        }
        let (left, right) = (self.on(Side::Left), self.on(Side::Right));
        let (all, fewer) = (left + right, left.min(right));
        match fewer {
            _ if all == 0 => Agreement::Nobody,
            0 => Agreement::All,
            fewer if fewer * 100 >= all * SPLIT_FROM => Agreement::Split,
            _ => Agreement::Mostly,
        }
    }
}

impl Moved {
    /// What became of opinions between two choices of the same person.
    pub(super) fn count(&mut self, before: Choice, after: Choice) {
        let (one, other) = match (before.response.side(), after.response.side()) {
            (Some(one), Some(other)) => (one, other),
            (None, Some(Side::Left)) => return self.decided_left += 1,
            (None, Some(Side::Right)) => return self.decided_right += 1,
            (Some(_), None) => return self.undecided += 1,
            (None, None) => return,
        };
        if one == other {
            return;
        }
        match other {
            Side::Left => self.to_left += 1,
            Side::Right => self.to_right += 1,
        }
        self.unsure += u32::from(before.certainty == Some(Certainty::C1));
        self.certain += u32::from(before.certainty == Some(Certainty::C3));
    }

    /// How many changed.
    #[must_use]
    pub const fn all(&self) -> u32 {
        self.to_left + self.to_right
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hands(left: u32, right: u32) -> Tally {
        Tally::of([], Some(Hands { left, right, dont_know: 1 }))
    }

    #[test]
    fn agreement_is_told_from_the_smaller_side_whichever_it_is() {
        for (one, other, agreement) in [
            (0, 1, Agreement::Few),
            (0, 2, Agreement::All),
            (3, 7, Agreement::Split),
            (29, 71, Agreement::Mostly),
            (5, 5, Agreement::Split),
        ] {
            assert_eq!(hands(one, other).agreement(3), agreement, "{one} to {other}");
            assert_eq!(hands(other, one).agreement(3), agreement, "{other} to {one}");
        }
    }

    #[test]
    fn of_less_than_half_a_room_nothing_is_said() {
        let nobody = Tally { dont_know: 3, ..Tally::default() };
        assert_eq!(nobody.agreement(6), Agreement::Nobody);
        // With one who doesn't know, six answered.
        assert_eq!([11, 12, 13].map(|of| hands(5, 0).agreement(of)), [Agreement::All, Agreement::All, Agreement::Few]);
    }

    #[test]
    fn each_answer_is_counted_in_one_place() {
        let choice = |response, certainty| Choice { response, certainty };
        let choices = [
            choice(Response::Left, Some(Certainty::C3)),
            choice(Response::Left, None),
            choice(Response::Right, Some(Certainty::C1)),
            choice(Response::DontKnow, None),
        ];
        let tally = Tally::of(&choices, Some(Hands { left: 12, right: 18, dont_know: 2 }));
        assert_eq!(tally, Tally { left: [13, 0, 0, 1], right: [18, 1, 0, 0], dont_know: 3 });
        assert_eq!((tally.on(Side::Left), tally.on(Side::Right), tally.all()), (14, 19, 36));
    }

    #[test]
    fn whoever_chose_a_side_twice_may_have_moved_and_whoever_did_not_know_has_decided() {
        let choice = |response, certainty| Choice { response, certainty };
        let mut moved = Moved::default();
        moved.count(choice(Response::Left, Some(Certainty::C1)), choice(Response::Right, None));
        moved.count(choice(Response::Right, Some(Certainty::C3)), choice(Response::Left, None));
        moved.count(choice(Response::Right, None), choice(Response::Right, None));
        moved.count(choice(Response::DontKnow, None), choice(Response::Right, None));
        moved.count(choice(Response::DontKnow, None), choice(Response::Left, None));
        moved.count(choice(Response::Left, None), choice(Response::DontKnow, None));
        moved.count(choice(Response::DontKnow, None), choice(Response::DontKnow, None));
        let (decided, undecided) = ((1, 1), 1);
        let wanted = Moved { to_left: 1, to_right: 1, unsure: 1, certain: 1, ..Moved::default() };
        let (decided_left, decided_right) = decided;
        assert_eq!(moved, Moved { decided_left, decided_right, undecided, ..wanted });
        assert_eq!(moved.all(), 2, "only a side that is another one is a change");
    }
}
