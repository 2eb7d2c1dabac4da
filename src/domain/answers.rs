//! The answers behind a figure: found among a learner's facts when somebody asks, since no record holds single answers.

use super::bank::Bank;
use super::certainty::Certainty;
use super::fact::{Answered, Event, Fact};
use super::moment::Moment;
use std::collections::{BTreeMap, HashMap};

/// How many answers are found at most, the newest ones.
pub const MOST: usize = 500;

/// Which answers are looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Query {
    /// Those to statements of a concept: the ids of its topic and of the concept.
    Concept(String, String),
    /// Those given with a certainty; none for those without one.
    Certainty(Option<Certainty>),
    /// Those of a local day, as days since 1970-01-01.
    Day(i64),
    /// Those of an attempt, by its id.
    Attempt(String),
}

/// An answer that was given once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Past {
    /// When.
    pub at: Moment,
    /// The id of the attempt.
    pub attempt: String,
    /// The answer.
    pub answered: Answered,
    /// Whether it was taken back: then it counts in no figure.
    pub taken_back: bool,
}

/// The answers that were found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// At most [`MOST`] of them, the newest first.
    pub newest: Vec<Past>,
    /// How many there are in all.
    pub all: usize,
    /// How many of them are not counted in the figure: taken back, or of how sure somebody was given again with the answer
    /// known.
    pub beside: usize,
}

/// When an answer was given, and its number among those that are looked for: facts may be recorded in another order than
/// they happened, as when those of another machine are taken in.
type Place = (i64, usize);

/// A search under way: it takes facts in the order in which they were recorded.
#[derive(Debug)]
pub struct Search<'a> {
    bank: &'a Bank,
    query: &'a Query,
    found: BTreeMap<Place, Past>,
    all: usize,
    beside: usize,
    /// Of each attempt under way, the place of its last answer if that is looked for: only the last can be taken back.
    last: HashMap<String, Option<Place>>,
}

impl<'a> Search<'a> {
    /// A search that has found nothing yet.
    #[must_use]
    pub fn new(bank: &'a Bank, query: &'a Query) -> Self {
        Self { bank, query, found: BTreeMap::new(), all: 0, beside: 0, last: HashMap::new() }
    }

    /// Takes the next fact into account.
    pub fn take(&mut self, fact: &Fact) {
        match &fact.event {
            Event::Answered(answered) => self.take_answer(fact, answered),
            Event::Undone { .. } => {
                let place = self.last.remove(&fact.attempt).flatten();
                let of_certainty = self.is_of_certainty();
                if let Some(past) = place.and_then(|place| self.found.get_mut(&place)) {
                    past.taken_back = true;
                    self.beside += usize::from(!(of_certainty && past.answered.retaken));
                }
            }
            Event::Finished => drop(self.last.remove(&fact.attempt)),
            _ => {}
        }
    }

    fn take_answer(&mut self, fact: &Fact, answered: &Answered) {
        let place = self.wants(fact, answered).then_some((fact.at.millis, self.all));
        match self.last.get_mut(&fact.attempt) {
            Some(last) => *last = place,
            None => drop(self.last.insert(fact.attempt.clone(), place)),
        }
        let Some(place) = place else { return };
        self.all += 1;
        self.beside += usize::from(self.is_of_certainty() && answered.retaken);
        let (attempt, answered) = (fact.attempt.clone(), answered.clone());
        self.found.insert(place, Past { at: fact.at, attempt, answered, taken_back: false });
        if self.found.len() > MOST {
            self.found.pop_first();
        }
    }

    /// Whether the figure behind is one of how sure somebody was: what was given again says nothing of that.
    const fn is_of_certainty(&self) -> bool {
        matches!(self.query, Query::Certainty(_))
    }

    fn wants(&self, fact: &Fact, answered: &Answered) -> bool {
        match self.query {
            Query::Concept(topic, concept) => {
                let entry = self.bank.find(&answered.statement).and_then(|at| self.bank.entry(at));
                entry.is_some_and(|entry| &entry.topic.id == topic && entry.item.concept() == concept)
            }
            Query::Certainty(certainty) => answered.certainty == *certainty,
            Query::Day(day) => fact.at.day() == *day,
            Query::Attempt(attempt) => &fact.attempt == attempt,
        }
    }

    /// What was found.
    #[must_use]
    pub fn finish(self) -> Found {
        Found { newest: self.found.into_values().rev().collect(), all: self.all, beside: self.beside }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::bank::sample;
    use crate::domain::fact::Response;
    use proptest::prelude::*;

    /// Fact `number` of attempt `attempt`, on the day of its number.
    fn fact(number: usize, attempt: usize, event: Event) -> Fact {
        let at = Moment::utc(i64::try_from(number).unwrap() * 86_400_000);
        Fact { id: format!("{number:032x}"), learner: "me".to_owned(), at, attempt: format!("a{attempt}"), event }
    }

    fn answered(statement: &str, certainty: u8) -> Event {
        let certainty = Certainty::from_number(certainty);
        let (statement, response) = (statement.to_owned(), Response::Left);
        Event::Answered(Answered {
            statement,
            revision: 1,
            response,
            certainty,
            hinted: false,
            retaken: false,
            elapsed: 900,
        })
    }

    fn found(bank: &Bank, query: &Query, facts: &[Fact]) -> Found {
        let mut search = Search::new(bank, query);
        for fact in facts {
            search.take(fact);
        }
        search.finish()
    }

    #[test]
    fn an_answer_taken_back_is_marked_and_the_one_given_instead_is_not() {
        let bank = sample::bank(1, 2);
        let id = bank.statements().next().unwrap().statement.id.clone();
        let undone = Event::Undone { statement: id.clone() };
        let facts = [
            fact(1, 1, answered(&id, 3)),
            fact(2, 2, undone.clone()),
            fact(3, 1, undone),
            fact(4, 1, answered(&id, 1)),
        ];
        let found = found(&bank, &Query::Attempt("a1".to_owned()), &facts);
        assert_eq!(found.newest.iter().map(|past| past.taken_back).collect::<Vec<_>>(), [false, true]);
        let other = Search::new(&bank, &Query::Day(0)).finish();
        assert_eq!(other, Found::default());
    }

    #[test]
    fn of_very_many_the_newest_are_found_and_all_are_counted() {
        let bank = sample::bank(1, 2);
        let facts: Vec<Fact> = (0..MOST + 7).map(|number| fact(number, 1, answered("gone", 0))).collect();
        let found = found(&bank, &Query::Certainty(None), &facts);
        assert_eq!((found.all, found.newest.len()), (MOST + 7, MOST));
        assert_eq!(found.newest[0].at, facts[MOST + 6].at);
    }

    #[test]
    fn the_newest_are_those_given_last_and_not_those_recorded_last() {
        let bank = sample::bank(1, 2);
        let facts: Vec<Fact> = (0..MOST + 7).rev().map(|number| fact(number, 1, answered("gone", 0))).collect();
        let found = found(&bank, &Query::Certainty(None), &facts);
        assert_eq!((found.newest[0].at, found.newest[MOST - 1].at), (facts[0].at, facts[MOST - 1].at));
    }

    proptest! {
        #[test]
        fn each_answer_is_found_once_for_each_kind_of_figure(
            given in prop::collection::vec((0..12_usize, 0..3_usize, 0..4_u8, any::<bool>()), 0..60)
        ) {
            let bank = sample::bank(3, 2);
            let ids: Vec<String> = bank.statements().map(|entry| entry.statement.id.clone()).collect();
            let mut facts = Vec::new();
            for (number, (statement, attempt, certainty, undo)) in given.iter().enumerate() {
                let id = &ids[*statement % ids.len()];
                facts.push(fact(2 * number, *attempt, answered(id, *certainty)));
                if *undo {
                    facts.push(fact(2 * number + 1, *attempt, Event::Undone { statement: id.clone() }));
                }
            }
            let concepts = bank.topics().flat_map(|(_, topic)| {
                topic.concepts.iter().map(|concept| Query::Concept(topic.id.clone(), concept.id.clone())).collect::<Vec<_>>()
            });
            let kinds: [Vec<Query>; 4] = [
                concepts.collect(),
                (0..4).map(|number| Query::Certainty(Certainty::from_number(number))).collect(),
                (0..120).map(Query::Day).collect(),
                (0..3).map(|number| Query::Attempt(format!("a{number}"))).collect(),
            ];
            let undone = given.iter().filter(|(.., undo)| *undo).count();
            for queries in kinds {
                let all: Vec<Past> = queries.iter().flat_map(|query| found(&bank, query, &facts).newest).collect();
                prop_assert_eq!(all.len(), given.len());
                prop_assert_eq!(all.iter().filter(|past| past.taken_back).count(), undone);
            }
        }
    }
}
