//! Twins told apart: after a miss, both statements of the pair come side by side, and the learner says which is which.
//!
//! The feedback of the miss has just shown the pair with its key, so that asking at once would be copying. The twins come
//! when the concept does: right after its other statement, which is answered before they can help. A miss that brings no
//! such statement has them three to six questions later. It is practice, on top of all questions, and counts in no score.

use super::{LATEST, Phase, SOONEST, Sitting, Tally};
use crate::domain::bank::{Bank, Item, Side, StatementRef};
use crate::domain::fact::{Event, Response, Shown, ToldApart};
use crate::domain::moment::Moment;
use crate::domain::seed::Seed;
use rand::RngExt;

/// Twins to be told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Apart {
    /// The missed statement.
    pub at: StatementRef,
    /// The number, from 1, of the question in which it was missed.
    pub missed: usize,
    /// The side of the statement that is shown first.
    pub first: Side,
    /// Which side the learner said that the first is; none before that.
    pub said: Option<Response>,
    /// They come when so many questions are answered.
    after: usize,
}

impl Apart {
    /// The sides of the two statements, in the order in which they are shown.
    #[must_use]
    pub const fn sides(&self) -> [Side; 2] {
        [self.first, self.first.other()]
    }

    /// Whether they were told apart; none for "don't know", and before anything was said.
    #[must_use]
    pub fn right(&self) -> Option<bool> {
        self.said.and_then(Response::side).map(|side| side == self.first)
    }

    fn is_of(&self, at: StatementRef) -> bool {
        (self.at.topic, self.at.item) == (at.topic, at.item)
    }
}

impl Sitting {
    /// The twins that are to be told apart now, or were just told apart; none at a question.
    #[must_use]
    pub fn apart(&self) -> Option<&Apart> {
        let shown = matches!(self.phase, Phase::Telling | Phase::Told);
        self.apart.iter().find(|one| shown && Some(one.missed) == self.telling)
    }

    /// How the twins told apart so far came out, which counts in no other tally.
    #[must_use]
    pub fn tally_of_apart(&self) -> Tally {
        self.apart.iter().filter(|one| one.said.is_some()).map(Apart::right).collect()
    }

    /// Says which side the first of two twins is, at `now`. Returns the fact to record; none unless twins were to be told
    /// apart.
    pub fn tell(&mut self, bank: &Bank, response: Response, now: Moment) -> Option<Event> {
        if self.phase != Phase::Telling {
            return None;
        }
        let apart = *self.apart()?;
        let Item::Pair(pair) = bank.entry(apart.at)?.item else { return None };
        let [first, second] = apart.sides().map(|side| {
            let statement = pair.statement(side);
            Shown { statement: statement.id.clone(), revision: statement.revision }
        });
        self.hear(apart.at, apart.first, response);
        let (hinted, elapsed) = (self.hinted, now.since(self.shown));
        Some(Event::ToldApart(ToldApart { first, second, response, hinted, elapsed }))
    }

    /// Takes up what was said of twins. Those that do not wait here were another program's.
    pub(super) fn retell(&mut self, bank: &Bank, told: &ToldApart) {
        if let Some(first) = bank.find(&told.first.statement) {
            self.hear(first, first.side, told.response);
        }
    }

    fn hear(&mut self, at: StatementRef, first: Side, response: Response) {
        if let Some(apart) = self.apart.iter_mut().find(|one| one.is_of(at) && one.said.is_none()) {
            (apart.first, apart.said) = (first, Some(response));
            self.telling = Some(apart.missed);
            self.phase = Phase::Told;
        }
    }

    /// Puts the twins of the question missed at `place` among what is to come: after the question at place `again`, which
    /// brings its concept back, or else as many questions later as such a one would. At most once for each pair; a statement
    /// that stands alone has nothing to be told apart from.
    pub(super) fn come_apart(&mut self, bank: &Bank, place: usize, again: Option<usize>) -> Option<()> {
        let at = self.order.get(place)?.at;
        bank.entry(at)?.counterpart().statement()?;
        if self.apart.iter().any(|one| one.is_of(at)) {
            return None;
        }
        let seed: Seed = self.started.seed.parse().ok()?;
        let mut generator = seed.generator(&format!("apart {place}"));
        let first = if generator.random::<bool>() { Side::Left } else { Side::Right };
        let later = place + generator.random_range(SOONEST..=LATEST);
        let after = again.map_or(later.min(self.order.len()), |again| again + 1);
        self.apart.push(Apart { at, missed: place + 1, first, said: None, after });
        Some(())
    }

    /// Takes back the twins that the miss at `place` brought, unless they were told apart already.
    pub(super) fn come_apart_no_more(&mut self, place: usize) {
        self.apart.retain(|one| one.missed != place + 1 || one.said.is_some());
    }

    /// Passes over the twins whose turn it was: answers were given without them.
    pub(super) fn pass_over_apart(&mut self) {
        while let Some(number) = self.due_apart() {
            self.apart.remove(number);
        }
    }

    /// Which twins it is the turn of, before any further question.
    pub(super) fn due_apart(&self) -> Option<usize> {
        let all_answered = self.given.len() >= self.order.len();
        self.apart.iter().position(|one| one.said.is_none() && (one.after <= self.given.len() || all_answered))
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{answer, concepts, one_a_concept};
    use super::*;
    use crate::domain::fact::Mode;

    /// What came in a sitting, in order: the number of a question, or of the missed one whose twins came.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    enum Came {
        Question { number: usize, repeats: Option<usize> },
        Twins { missed: usize },
    }

    /// Goes through a sitting to its end; `right` is asked for each question's number. Twins are told apart rightly.
    fn go_through(sitting: &mut Sitting, bank: &Bank, right: impl Fn(usize) -> bool) -> Vec<Came> {
        let mut came = Vec::new();
        while sitting.phase() != Phase::Finished {
            if let Some(apart) = sitting.apart() {
                came.push(Came::Twins { missed: apart.missed });
                let first = apart.first.into();
                assert!(sitting.tell(bank, first, Moment::utc(1)).is_some());
            } else {
                let number = sitting.number();
                came.push(Came::Question { number, repeats: sitting.repeats() });
                answer(sitting, bank, right(number));
            }
            sitting.next(Moment::utc(2));
        }
        came
    }

    /// Where the twins of a missed question came, and what came just before.
    fn before_twins(came: &[Came], missed: usize) -> Option<(usize, Came)> {
        let place = came.iter().position(|one| *one == Came::Twins { missed })?;
        Some((place, came[place - 1]))
    }

    #[test]
    fn after_a_miss_the_twins_come_right_after_the_concepts_other_statement_and_never_at_once() {
        let bank = concepts(1, 12);
        let mut first_sides = std::collections::BTreeSet::new();
        for code in 0..40 {
            for missed in 1..=12 {
                let mut sitting = one_a_concept(&bank, 12, Mode::Quiz, &format!("C{code}"));
                let at = sitting.order[missed - 1].at;
                let came = go_through(&mut sitting, &bank, |number| number != missed);
                let (_, before) = before_twins(&came, missed).unwrap();
                assert!(matches!(before, Came::Question { repeats: Some(again), .. } if again == missed), "{came:?}");
                assert_eq!((came.len(), sitting.apart[0].at), (12 + 2, at));
                first_sides.insert(sitting.apart[0].first);
            }
        }
        assert_eq!(first_sides.len(), 2, "either statement may come first");
    }

    #[test]
    fn every_missed_question_has_its_twins_told_apart_once_and_missed_repeats_and_twins_bring_none() {
        let bank = concepts(1, 8);
        let mut sitting = one_a_concept(&bank, 8, Mode::Review, "TWICE");
        let came = go_through(&mut sitting, &bank, |_| false);
        let twins: Vec<usize> =
            came.iter().filter_map(|one| if let Came::Twins { missed } = one { Some(*missed) } else { None }).collect();
        let planned: Vec<usize> = came
            .iter()
            .filter_map(|one| match one {
                Came::Question { number, repeats: None } => Some(*number),
                _ => None,
            })
            .collect();
        assert_eq!(twins, planned, "in the order of the misses");
        assert_eq!(came.len(), 8 + 8 + 8);
    }

    #[test]
    fn a_miss_that_brings_no_repeat_has_its_twins_three_to_six_questions_later() {
        // One concept, so that only the first miss brings another statement of it.
        let bank = concepts(1, 12);
        let mut gaps = std::collections::BTreeSet::new();
        for code in 0..60 {
            let mut sitting = one_a_concept(&bank, 12, Mode::Quiz, &format!("C{code}"));
            // The second question is of the same concept as the first.
            sitting.order[1].at = StatementRef { item: 1, ..sitting.order[0].at };
            let came = go_through(&mut sitting, &bank, |number| number > 2);
            let (place, _) = before_twins(&came, 2).unwrap();
            let answered = came[..place].iter().filter(|one| matches!(one, Came::Question { .. })).count();
            gaps.insert(answered + 1 - 2);
        }
        assert_eq!(gaps.into_iter().collect::<Vec<_>>(), [3, 4, 5, 6]);
    }

    #[test]
    fn twins_count_in_no_score_and_are_no_questions() {
        let bank = concepts(1, 6);
        let plain = |mode| {
            let mut sitting = one_a_concept(&bank, 6, mode, "SCORE");
            go_through(&mut sitting, &bank, |number| number != 2);
            sitting
        };
        let (with, without) = (plain(Mode::Quiz), plain(Mode::LessonTry));
        assert_eq!(with.tally_of_apart(), Tally { right: 1, wrong: 0, unknown: 0 });
        assert_eq!(without.tally_of_apart(), Tally::default());
        assert_eq!((with.tally(), with.marks()), (without.tally(), without.marks()));
        assert_eq!((with.count(), with.mistakes().count()), (7, 1), "the repeat is a question, the twins are none");
    }

    #[test]
    fn what_is_said_of_twins_is_right_when_it_is_the_side_of_the_first() {
        let bank = concepts(1, 6);
        for (said, right) in [(Some(true), Some(true)), (Some(false), Some(false)), (None, None)] {
            let mut sitting = one_a_concept(&bank, 1, Mode::Quiz, "SAY");
            answer(&mut sitting, &bank, false);
            sitting.next(Moment::utc(2));
            answer(&mut sitting, &bank, true);
            assert!(!sitting.is_complete(), "twins wait");
            sitting.next(Moment::utc(1_000));
            let apart = *sitting.apart().unwrap();
            assert_eq!(
                (sitting.phase(), sitting.answer(&bank, Response::Left, None, Moment::utc(9))),
                (Phase::Telling, None)
            );
            let response = match said {
                Some(true) => apart.first.into(),
                Some(false) => apart.first.other().into(),
                None => Response::DontKnow,
            };
            sitting.hint();
            let Some(Event::ToldApart(told)) = sitting.tell(&bank, response, Moment::utc(3_500)) else {
                panic!("no fact")
            };
            assert_eq!((told.response, told.hinted, told.elapsed), (response, true, 2_500));
            let sides = [&told.first, &told.second].map(|shown| bank.find(&shown.statement).unwrap().side);
            assert_eq!((sides, sitting.phase()), (apart.sides(), Phase::Told));
            assert_eq!(sitting.apart().unwrap().right(), right);
            assert_eq!(sitting.tell(&bank, response, Moment::utc(4_000)), None, "once");
            assert_eq!(sitting.undo(), None, "it counts nowhere, so there is nothing to take back");
            assert!(sitting.is_complete());
            sitting.next(Moment::utc(5_000));
            assert_eq!((sitting.phase(), sitting.hinted()), (Phase::Finished, false));
        }
    }

    #[test]
    fn taking_a_miss_back_takes_its_twins_back() {
        let bank = concepts(1, 5);
        let mut sitting = one_a_concept(&bank, 5, Mode::Quiz, "SLIP");
        answer(&mut sitting, &bank, false);
        assert_eq!(sitting.apart.len(), 1);
        let with = sitting.apart.clone();
        let _ = sitting.undo();
        assert_eq!(sitting.apart, []);
        answer(&mut sitting, &bank, false);
        assert_eq!(sitting.apart, with, "missed again, the same twins come again at the same place");
    }

    #[test]
    fn the_second_miss_of_a_pair_does_not_bring_it_twice() {
        let bank = concepts(1, 5);
        let mut sitting = one_a_concept(&bank, 5, Mode::Quiz, "BOTH");
        // A round longer than the pairs goes on with their other halves.
        sitting.order[4].at = sitting.order[0].at.counterpart();
        let came = go_through(&mut sitting, &bank, |_| false);
        assert_eq!(came.iter().filter(|one| matches!(one, Came::Twins { .. })).count(), 4);
    }

    #[test]
    fn answers_given_without_twins_are_taken_up_with_the_twins_passed_over() {
        let bank = concepts(1, 12);
        let mut live = one_a_concept(&bank, 12, Mode::Quiz, "OLD");
        let mut events = Vec::new();
        while live.given().len() < 10 {
            // As a version before twins recorded it, repeats and all.
            live.apart.clear();
            let right = live.given().len() != 1;
            events.push(answer(&mut live, &bank, right));
            live.next(Moment::utc(1));
        }
        let resumed = Sitting::resume(&bank, "a".to_owned(), live.started.clone(), &events, Moment::utc(9));
        assert_eq!((resumed.given().len(), resumed.phase()), (10, Phase::Asking));
        assert_eq!((resumed.current(), resumed.apart.len()), (live.current(), 0));
    }

    #[test]
    fn what_another_program_said_of_the_same_twins_is_heard_once() {
        let bank = concepts(1, 6);
        let mut live = one_a_concept(&bank, 2, Mode::Quiz, "TWO");
        let mut events = Vec::new();
        while live.phase() != Phase::Telling {
            let right = live.given().len() == 1 && live.repeats().is_none();
            events.push(answer(&mut live, &bank, right));
            live.next(Moment::utc(1));
        }
        let said = live.tell(&bank, Response::Left, Moment::utc(2)).unwrap();
        events.extend([said.clone(), said]);
        live.next(Moment::utc(3));
        let resumed = Sitting::resume(&bank, "a".to_owned(), live.started.clone(), &events, Moment::utc(9));
        assert_eq!((resumed.phase(), resumed.tally_of_apart()), (live.phase(), live.tally_of_apart()));
    }
}
