//! Which seats are one person's.

use super::happened::Happened;
use std::collections::BTreeMap;

/// The seats that count as another's, each with the first seat of its person.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Persons(BTreeMap<u32, u32>);

impl Persons {
    /// What facts say of it.
    pub fn of<'a>(facts: impl IntoIterator<Item = &'a Happened>) -> Self {
        let mut persons = Self::default();
        facts.into_iter().for_each(|happened| persons.apply(happened));
        persons
    }

    /// Folds in a fact.
    pub fn apply(&mut self, happened: &Happened) {
        match happened {
            Happened::Same { seat, other } => {
                let mut seats = self.seats_of(*seat);
                seats.extend(self.seats_of(*other));
                self.unite(&seats);
            }
            Happened::Apart { seat } => {
                let mut seats = self.seats_of(*seat);
                seats.retain(|other| other != seat);
                self.0.remove(seat);
                self.unite(&seats);
            }
            _ => {}
        }
    }

    /// The first seat of the person at a seat: the seat itself, unless it was said to be another's.
    #[must_use]
    pub fn person(&self, seat: u32) -> u32 {
        self.0.get(&seat).copied().unwrap_or(seat)
    }

    /// All seats of the person at a seat, in their order.
    #[must_use]
    pub fn seats_of(&self, seat: u32) -> Vec<u32> {
        let first = self.person(seat);
        let others = self.0.iter().filter(|(_, of)| **of == first).map(|(other, _)| *other);
        std::iter::once(first).chain(others).collect()
    }

    /// Lets these seats count as one, which is called by the first of them.
    fn unite(&mut self, seats: &[u32]) {
        let Some(first) = seats.iter().min() else { return };
        for seat in seats {
            if seat == first {
                self.0.remove(seat);
            } else {
                self.0.insert(*seat, *first);
            }
        }
    }
}
