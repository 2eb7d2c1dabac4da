//! The statements that papers are drawn from, with what is believed of each.

use super::belief::Belief;
use super::calibrate::Estimate;
use super::draw::Asked;
use crate::domain::bank::{Bank, Entry, Side};
use std::collections::HashMap;

/// What was estimated of statements, by their ids; each holds for one revision of its statement only.
pub type Estimates = HashMap<String, (u32, Estimate)>;

/// One statement.
#[derive(Debug, Clone, PartialEq)]
pub struct PoolStatement {
    /// Its identifier, which does not tell its side.
    pub id: String,
    /// Its revision.
    pub revision: u32,
    /// How hard and how telling it is believed to be.
    pub belief: Belief,
}

impl PoolStatement {
    fn of(entry: &Entry<'_>, estimates: &Estimates) -> Self {
        let (id, revision) = (entry.statement.id.clone(), entry.statement.revision);
        let estimate = estimates.get(&id).filter(|(of, _)| *of == revision);
        let belief = estimate.map_or_else(|| Belief::of_level(entry.level()), |(_, estimate)| estimate.belief());
        Self { id, revision, belief }
    }
}

/// A pair, or a statement that stands alone.
#[derive(Debug, Clone, PartialEq)]
pub struct PoolItem {
    /// Its identifier.
    pub id: String,
    /// The number of its topic in [`Pool::topics`].
    pub topic: usize,
    /// Its level, 1 to 3.
    pub level: u8,
    /// The concept that it exercises.
    pub concept: String,
    /// The kind of text that it is, where the bank says so.
    pub family: Option<String>,
    /// The statement of the left side; none of a single of the right side.
    pub left: Option<PoolStatement>,
    /// The statement of the right side; none of a single of the left side.
    pub right: Option<PoolStatement>,
}

impl PoolItem {
    fn empty(entry: &Entry<'_>) -> Self {
        Self {
            id: entry.item.id().to_owned(),
            topic: entry.at.topic,
            level: entry.level().clamp(1, 3),
            concept: entry.item.concept().to_owned(),
            family: entry.item.family().map(str::to_owned),
            left: None,
            right: None,
        }
    }

    /// The statement of `side`, if there is one.
    #[must_use]
    pub const fn statement(&self, side: Side) -> Option<&PoolStatement> {
        match side {
            Side::Left => self.left.as_ref(),
            Side::Right => self.right.as_ref(),
        }
    }

    /// The only side that it has a statement of; none of a pair.
    #[must_use]
    pub const fn only_side(&self) -> Option<Side> {
        match (&self.left, &self.right) {
            (Some(_), None) => Some(Side::Left),
            (None, Some(_)) => Some(Side::Right),
            _ => None,
        }
    }

    /// How unlike two items are as places on two parallel papers, from 0: by difficulty and sharpness where these are
    /// known to differ, then by concept and by kind of text.
    #[must_use]
    pub fn distance(&self, other: &Self) -> f64 {
        let (one, two) = (self.belief(), other.belief());
        let measured = (one.difficulty - two.difficulty).abs() + (one.discrimination - two.discrimination).abs();
        let concept = if self.concept == other.concept { 0.0 } else { 0.5 };
        let family = if self.family == other.family { 0.0 } else { 0.25 };
        measured + concept + family
    }

    /// What is believed of its first statement.
    fn belief(&self) -> Belief {
        let first = self.left.as_ref().or(self.right.as_ref());
        first.map_or_else(|| Belief::of_level(self.level), |statement| statement.belief)
    }
}

/// All statements of a bank.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Pool {
    /// The ids of the topics, in teaching order.
    pub topics: Vec<String>,
    /// The pairs and singles.
    pub items: Vec<PoolItem>,
}

impl Pool {
    /// The statements of `bank`. What is believed of each comes from `estimates`, and else from its level.
    #[must_use]
    pub fn of(bank: &Bank, estimates: &Estimates) -> Self {
        let mut pool =
            Self { topics: bank.manifest.topics.iter().map(|topic| topic.id.clone()).collect(), ..Self::default() };
        for entry in bank.statements() {
            let same = |item: &PoolItem| item.topic == entry.at.topic && item.id == entry.item.id();
            if pool.items.last().is_none_or(|last| !same(last)) {
                pool.items.push(PoolItem::empty(&entry));
            }
            if let Some(item) = pool.items.last_mut() {
                let half = match entry.at.side {
                    Side::Left => &mut item.left,
                    Side::Right => &mut item.right,
                };
                *half = Some(PoolStatement::of(&entry, estimates));
            }
        }
        pool
    }

    /// The number of the topic with that id.
    #[must_use]
    pub fn topic(&self, id: &str) -> Option<usize> {
        self.topics.iter().position(|topic| topic == id)
    }

    /// The numbers of the items of a topic and level, in the order of their ids: where they stand in a file plays no part.
    #[must_use]
    pub fn cell(&self, topic: usize, level: u8) -> Vec<usize> {
        let mut cell: Vec<(usize, &PoolItem)> =
            self.items.iter().enumerate().filter(|(_, item)| item.topic == topic && item.level == level).collect();
        cell.sort_by(|(_, one), (_, other)| one.id.cmp(&other.id));
        cell.into_iter().map(|(number, _)| number).collect()
    }

    /// The statement asked at `asked`; none where that came from another pool.
    #[must_use]
    pub fn statement(&self, asked: Asked) -> Option<&PoolStatement> {
        self.items.get(asked.item)?.statement(asked.side)
    }

    /// What is believed of each of the statements `asked`.
    #[must_use]
    pub fn beliefs(&self, asked: &[Asked]) -> Vec<Belief> {
        asked.iter().filter_map(|asked| self.statement(*asked)).map(|statement| statement.belief).collect()
    }

    /// Where the statement with that id stands.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<Asked> {
        self.items.iter().enumerate().find_map(|(item, of)| {
            let has = |side: &Side| of.statement(*side).is_some_and(|statement| statement.id == id);
            Side::BOTH.into_iter().find(has).map(|side| Asked { item, side })
        })
    }
}

/// Pools for tests.
#[cfg(test)]
pub(crate) mod sample {
    use super::*;

    /// Ten topics with 11, 13 and 8 pairs of level 1, 2 and 3, and one single a topic and level, of alternating sides.
    pub(crate) fn pool() -> Pool {
        let topics: Vec<String> = (0..10).map(|topic| format!("topic-{topic}")).collect();
        let mut items = Vec::new();
        for topic in 0..10 {
            for (level, pairs) in [(1, 11), (2, 13), (3, 8)] {
                items.extend((0..=pairs).map(|number| item(topic, level, number, number == pairs)));
            }
        }
        Pool { topics, items }
    }

    fn item(topic: usize, level: u8, number: usize, single: bool) -> PoolItem {
        let id = format!("t{topic}-{level}{number:02}");
        let statement =
            |letter: &str| PoolStatement { id: format!("{id}-{letter}"), revision: 1, belief: Belief::of_level(level) };
        let only = if (topic + usize::from(level)).is_multiple_of(2) { Side::Left } else { Side::Right };
        PoolItem {
            topic,
            level,
            concept: format!("concept-{}", number % 8),
            family: Some(["rating", "clause", "voice"][number % 3].to_owned()),
            left: (!single || only == Side::Left).then(|| statement("a")),
            right: (!single || only == Side::Right).then(|| statement("b")),
            id,
        }
    }
}
