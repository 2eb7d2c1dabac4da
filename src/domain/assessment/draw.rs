//! Drawing the papers of a cohort: two that are disjoint and matched, the same ones for the same code.
//!
//! For each place of the blueprint two pairs are taken that are as like as can be, and chance says which goes to which
//! paper. Both ask the same side. So no paper has a statement of the other, nor the counterpart of one of either.

use super::numbers::generator;
use super::pool::{Pool, PoolItem};
use crate::domain::bank::Side;
use rand::Rng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A statement on a paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Asked {
    /// The number of its pair or single in the pool.
    pub item: usize,
    /// Its side.
    pub side: Side,
}

/// How many statements of a topic and level a paper has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    /// The number of the topic in the pool.
    pub topic: usize,
    /// The level, 1 to 3.
    pub level: u8,
    /// How many statements.
    pub count: usize,
}

/// Which of two parallel papers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Letter {
    /// The first.
    A,
    /// The second.
    B,
}

impl Letter {
    /// Both, the first one first.
    pub const BOTH: [Self; 2] = [Self::A, Self::B];

    /// The other one.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::A => Self::B,
            Self::B => Self::A,
        }
    }

    /// The letter as it is shown.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
        }
    }
}

/// A cell of which the pool has too little.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Short {
    /// The number of the topic in the pool.
    pub topic: usize,
    /// The level.
    pub level: u8,
    /// How many pairs and singles there are.
    pub has: usize,
    /// How many the papers need together.
    pub needs: usize,
}

/// The papers of a cohort.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Papers {
    /// What is practised on before, which is on no paper.
    pub practice: Vec<Asked>,
    /// The first paper, in the order in which it is asked.
    pub a: Vec<Asked>,
    /// The second paper; empty where there is one only.
    pub b: Vec<Asked>,
}

impl Papers {
    /// The paper with that letter.
    #[must_use]
    pub fn get(&self, letter: Letter) -> &[Asked] {
        match letter {
            Letter::A => &self.a,
            Letter::B => &self.b,
        }
    }
}

/// What is to be drawn.
#[derive(Debug, Clone, Copy)]
pub struct Order<'a> {
    /// How many statements of each topic and level.
    pub cells: &'a [Cell],
    /// Whether there are two parallel papers, or one.
    pub parallel: bool,
    /// How many statements are practised on.
    pub practice: usize,
    /// The cohort's code.
    pub code: &'a str,
}

/// Two items for the same place of two papers; the second is none where there is one paper.
struct Couple {
    first: usize,
    second: Option<usize>,
    topic: usize,
    level: u8,
    side: Option<Side>,
}

/// Draws the papers that `order` describes.
///
/// # Errors
///
/// Every cell of which there is too little.
pub fn draw(pool: &Pool, order: Order<'_>) -> Result<Papers, Vec<Short>> {
    let short = shortages(pool, order);
    if !short.is_empty() {
        return Err(short);
    }
    let mut couples: Vec<Couple> = order.cells.iter().flat_map(|cell| couples(pool, order, *cell)).collect();
    let mut chance = generator(order.code, "sides", 0);
    couples.shuffle(&mut chance);
    give_sides(&mut couples, &mut chance);
    let placed = |item: usize, side: Option<Side>| {
        let only = pool.items.get(item).and_then(PoolItem::only_side);
        Asked { item, side: only.or(side).unwrap_or(Side::Left) }
    };
    let a: Vec<Asked> = couples.iter().map(|couple| placed(couple.first, couple.side)).collect();
    let b: Vec<Asked> = couples.iter().filter_map(|c| c.second.map(|item| placed(item, c.side))).collect();
    let practice = practice(pool, order, &couples);
    Ok(Papers { practice, a: arranged(pool, a, order.code, "A"), b: arranged(pool, b, order.code, "B") })
}

fn papers(order: Order<'_>) -> usize {
    if order.parallel { 2 } else { 1 }
}

/// Every cell of which the pool has too little.
fn shortages(pool: &Pool, order: Order<'_>) -> Vec<Short> {
    let of = |cell: &Cell| {
        let (has, needs) = (pool.cell(cell.topic, cell.level).len(), cell.count.saturating_mul(papers(order)));
        (has < needs).then_some(Short { topic: cell.topic, level: cell.level, has, needs })
    };
    order.cells.iter().filter_map(of).collect()
}

/// The couples of a cell: a random item and the one most like it, as often as there are places.
fn couples(pool: &Pool, order: Order<'_>, cell: Cell) -> Vec<Couple> {
    let topic = pool.topics.get(cell.topic).map_or("", String::as_str);
    let mut chance = generator(order.code, topic, cell.level.into());
    let mut left = pool.cell(cell.topic, cell.level);
    left.shuffle(&mut chance);
    let mut couples = Vec::new();
    for _ in 0..cell.count {
        let Some(first) = left.pop() else { break };
        let second = if order.parallel { take_mate(pool, first, &mut left) } else { None };
        let side = [Some(first), second].into_iter().flatten().find_map(|item| pool.items.get(item)?.only_side());
        let swap = chance.next_u32() % 2 == 1;
        let (first, second) = match second {
            Some(second) if swap => (second, Some(first)),
            second => (first, second),
        };
        couples.push(Couple { first, second, topic: cell.topic, level: cell.level, side });
    }
    couples
}

/// Takes the item most like `first` out of `left`: one that has a statement of the same side, where there is one.
fn take_mate(pool: &Pool, first: usize, left: &mut Vec<usize>) -> Option<usize> {
    let first = pool.items.get(first)?;
    let cost = |item: &usize| {
        let other = pool.items.get(*item)?;
        let apart = first.only_side().zip(other.only_side()).is_some_and(|(one, two)| one != two);
        Some(first.distance(other) + if apart { f64::from(u16::MAX) } else { 0.0 })
    };
    let best = left.iter().enumerate().filter_map(|(at, item)| Some((at, cost(item)?)));
    let (at, _) = best.min_by(|(_, one), (_, other)| one.total_cmp(other))?;
    Some(left.remove(at))
}

/// How many more left sides than right ones there are, in a topic, in a level and over all.
#[derive(Default)]
struct Balance {
    topics: BTreeMap<usize, i32>,
    levels: BTreeMap<u8, i32>,
    all: i32,
}

impl Balance {
    fn add(&mut self, couple: &Couple, side: Side) {
        let one = if side == Side::Left { 1 } else { -1 };
        *self.topics.entry(couple.topic).or_default() += one;
        *self.levels.entry(couple.level).or_default() += one;
        self.all += one;
    }

    /// The side that is behind where `couple` belongs; chance says where none is.
    fn behind(&self, couple: &Couple, chance: &mut ChaCha8Rng) -> Side {
        let topic = self.topics.get(&couple.topic).copied().unwrap_or(0);
        let level = self.levels.get(&couple.level).copied().unwrap_or(0);
        let coin = if chance.next_u32() % 2 == 1 { 1 } else { -1 };
        let excess = [topic, self.all, level, coin].into_iter().find(|excess| *excess != 0).unwrap_or(0);
        if excess > 0 { Side::Right } else { Side::Left }
    }
}

/// Gives each couple that may have either side one, so that topics, the whole and levels come out even.
fn give_sides(couples: &mut [Couple], chance: &mut ChaCha8Rng) {
    let mut balance = Balance::default();
    for couple in couples.iter() {
        if let Some(side) = couple.side {
            balance.add(couple, side);
        }
    }
    for couple in couples.iter_mut().filter(|couple| couple.side.is_none()) {
        let side = balance.behind(couple, chance);
        balance.add(couple, side);
        couple.side = Some(side);
    }
}

/// Statements to practise on: easy ones of different topics that are on no paper, sides in turn.
fn practice(pool: &Pool, order: Order<'_>, couples: &[Couple]) -> Vec<Asked> {
    let mut chance = generator(order.code, "practice", 0);
    let used = |item: &usize| couples.iter().any(|couple| couple.first == *item || couple.second == Some(*item));
    let mut topics: Vec<usize> = (0..pool.topics.len()).collect();
    topics.shuffle(&mut chance);
    let mut side = if chance.next_u32() % 2 == 1 { Side::Left } else { Side::Right };
    let mut practice = Vec::new();
    for topic in topics {
        if practice.len() == order.practice {
            break;
        }
        let free = |item: &usize| !used(item) && pool.items.get(*item).is_some_and(|of| of.only_side().is_none());
        let mut cell: Vec<usize> = pool.cell(topic, 1).into_iter().filter(free).collect();
        cell.shuffle(&mut chance);
        if let Some(item) = cell.pop() {
            practice.push(Asked { item, side });
            side = side.other();
        }
    }
    practice
}

/// How many statements there are of each topic and each level.
#[derive(Default)]
struct Counts {
    topics: BTreeMap<usize, i64>,
    levels: BTreeMap<u8, i64>,
    all: i64,
}

impl Counts {
    fn add(&mut self, (topic, level): (usize, u8)) {
        *self.topics.entry(topic).or_default() += 1;
        *self.levels.entry(level).or_default() += 1;
        self.all += 1;
    }

    /// The statements of that topic and those of that level, added.
    fn of(&self, (topic, level): (usize, u8)) -> i64 {
        self.topics.get(&topic).copied().unwrap_or(0) + self.levels.get(&level).copied().unwrap_or(0)
    }
}

/// Arranges a paper so that each stretch of it is like the whole: the topic and level that are furthest behind come next,
/// and chance says among equals.
fn arranged(pool: &Pool, mut paper: Vec<Asked>, code: &str, letter: &str) -> Vec<Asked> {
    let place = |asked: &Asked| pool.items.get(asked.item).map_or((0, 0), |item| (item.topic, item.level));
    let id = |asked: &Asked| pool.items.get(asked.item).map_or("", |item| item.id.as_str());
    paper.sort_by(|one, other| id(one).cmp(id(other)));
    paper.shuffle(&mut generator(code, letter, 0));
    let (mut whole, mut done) = (Counts::default(), Counts::default());
    for asked in &paper {
        whole.add(place(asked));
    }
    let mut arranged = Vec::new();
    while !paper.is_empty() {
        let behind = |asked: &Asked| whole.of(place(asked)) * (done.all + 1) - done.of(place(asked)) * whole.all;
        let most = paper.iter().map(behind).max();
        let Some(next) = paper.iter().position(|asked| Some(behind(asked)) == most) else { break };
        let asked = paper.remove(next);
        done.add(place(&asked));
        arranged.push(asked);
    }
    arranged
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::assessment::pool::sample::pool;
    use std::collections::HashSet;

    fn cells() -> Vec<Cell> {
        (0..10).flat_map(|topic| [1, 2, 3].map(|level| Cell { topic, level, count: 2 })).collect()
    }

    fn papers_of(pool: &Pool, code: &str) -> Papers {
        draw(pool, Order { cells: &cells(), parallel: true, practice: 2, code }).unwrap()
    }

    fn items(paper: &[Asked]) -> HashSet<usize> {
        paper.iter().map(|asked| asked.item).collect()
    }

    /// How many statements each topic, level and side has.
    fn profile(pool: &Pool, paper: &[Asked]) -> BTreeMap<(usize, u8, Side), usize> {
        let mut profile = BTreeMap::new();
        for asked in paper {
            let item = &pool.items[asked.item];
            *profile.entry((item.topic, item.level, asked.side)).or_default() += 1;
        }
        profile
    }

    #[test]
    fn a_thousand_cohorts_get_disjoint_and_matched_papers() {
        let pool = pool();
        for number in 0..1_000 {
            let papers = papers_of(&pool, &format!("COHORT{number}"));
            let (a, b, practice) = (items(&papers.a), items(&papers.b), items(&papers.practice));
            assert_eq!((a.len(), b.len(), practice.len()), (60, 60, 2), "{number}: a pair twice on a paper");
            assert!(a.is_disjoint(&b) && a.is_disjoint(&practice) && b.is_disjoint(&practice), "{number}");
            assert_eq!(profile(&pool, &papers.a), profile(&pool, &papers.b), "{number}");
            for topic in 0..10 {
                let of: Vec<Side> =
                    papers.a.iter().filter(|one| pool.items[one.item].topic == topic).map(|one| one.side).collect();
                let left = of.iter().filter(|side| **side == Side::Left).count();
                assert!(of.len() == 6 && (2..=4).contains(&left), "{number} {topic}: {left} left");
            }
            let left = papers.a.iter().filter(|asked| asked.side == Side::Left).count();
            assert!((29..=31).contains(&left), "{number}: {left} left");
        }
    }

    #[test]
    fn every_stretch_of_ten_is_like_the_whole() {
        let pool = pool();
        for number in 0..50 {
            let papers = papers_of(&pool, &format!("ORDER{number}"));
            for block in papers.a.chunks(10).chain(papers.b.chunks(10)) {
                let topics: HashSet<usize> = block.iter().map(|asked| pool.items[asked.item].topic).collect();
                assert!(topics.len() >= 8, "{number}: {topics:?}");
                for level in 1..=3 {
                    let of = block.iter().filter(|asked| pool.items[asked.item].level == level).count();
                    assert!((2..=5).contains(&of), "{number}: {of} of level {level}");
                }
            }
        }
    }

    #[test]
    fn one_code_is_one_paper_wherever_the_statements_stand() {
        let pool = pool();
        let mut moved = pool.clone();
        moved.items.reverse();
        let ids = |pool: &Pool, paper: &[Asked]| -> Vec<String> {
            paper.iter().map(|asked| pool.statement(*asked).unwrap().id.clone()).collect()
        };
        let (one, other) = (papers_of(&pool, "MARCH"), papers_of(&moved, "MARCH"));
        assert_eq!(ids(&pool, &one.practice), ids(&moved, &other.practice));
        for letter in Letter::BOTH {
            assert_eq!(ids(&pool, one.get(letter)), ids(&moved, other.get(letter)), "{}", letter.name());
        }
        assert_ne!(one, papers_of(&pool, "APRIL"));
    }

    #[test]
    fn likeness_of_difficulty_decides_who_is_whose_mate() {
        let mut pool = pool();
        for (number, item) in pool.items.iter_mut().enumerate() {
            for statement in [&mut item.left, &mut item.right].into_iter().flatten() {
                statement.belief.difficulty = if number % 2 == 0 { -1.5 } else { 1.5 };
            }
        }
        let papers = papers_of(&pool, "LIKE");
        let sum = |paper: &[Asked]| pool.beliefs(paper).iter().map(|belief| belief.difficulty).sum::<f64>();
        assert!((sum(&papers.a) - sum(&papers.b)).abs() < 1e-9);
    }

    #[test]
    fn what_is_missing_is_told_for_each_cell() {
        let pool = pool();
        let cells = [Cell { topic: 0, level: 3, count: 5 }, Cell { topic: 1, level: 1, count: 7 }];
        let order = Order { cells: &cells, parallel: true, practice: 0, code: "SHORT" };
        let short = draw(&pool, order).unwrap_err();
        assert_eq!(short[0], Short { topic: 0, level: 3, has: 9, needs: 10 });
        assert_eq!(short.len(), 2);
        assert!(draw(&pool, Order { parallel: false, ..order }).is_ok());
    }
}
