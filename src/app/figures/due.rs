//! When each concept returns.

use crate::domain::bank::Bank;
use crate::domain::learner::Learner;
use crate::domain::moment::Moment;
use crate::domain::review::Wishes;
use serde::Serialize;

/// A concept that was answered, and when it returns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DueFigures {
    /// The id of its topic.
    pub topic: String,
    /// Its id.
    pub concept: String,
    /// The local day on which it is due, as days since 1970-01-01.
    pub day: i64,
    /// Its date, as `2026-11-23`.
    pub date: String,
    /// Whether it is due already.
    pub now: bool,
}

/// The concepts that were answered, by when they are due seen from local day `today`, the first one first.
pub(super) fn due(bank: &Bank, learner: &Learner, today: i64, wishes: &Wishes) -> Vec<DueFigures> {
    let mut due: Vec<DueFigures> = Vec::new();
    for (_, topic) in bank.topics() {
        let memories = learner.topic_record(&topic.id).concepts.into_iter().map(|record| record.memory);
        for (concept, memory) in topic.concepts.iter().zip(memories) {
            let Some(day) = memory.map(|memory| memory.due(today, wishes)) else { continue };
            due.push(DueFigures {
                topic: topic.id.clone(),
                concept: concept.id.clone(),
                day,
                date: Moment::date_of(day),
                now: day <= today,
            });
        }
    }
    due.sort_by_key(|one| one.day);
    due
}
