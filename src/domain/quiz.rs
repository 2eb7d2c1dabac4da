//! Drawing a round: which statements, in which order, from a seed.

use super::bank::{Bank, Side, StatementRef};
use super::seed::Seed;
use rand::RngExt;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;

/// Rounds up to this long never hold both twins of a pair.
pub const TWIN_FREE: usize = 30;

/// No more than this many statements of one side in a row.
pub const LONGEST_RUN: usize = 4;

/// No more than this many statements in a row that change side each time: a pattern would be an answer key.
const LONGEST_ALTERNATION: usize = 6;

/// What a round is drawn from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spec {
    /// Numbers of the topics; empty for all.
    pub topics: Vec<usize>,
    /// The level, 1 to 3; none for all.
    pub level: Option<u8>,
    /// How many statements; fewer are drawn where there are not as many.
    pub count: usize,
    /// The code.
    pub seed: Seed,
}

/// Draws a round. The same bank, spec and seed give the same round on any machine.
///
/// No statement comes twice. Up to [`TWIN_FREE`] statements, as long as there are pairs enough, no pair gives both. Topics take
/// turns. Neither side has more than three fifths, no side comes more than [`LONGEST_RUN`] times in a row, and
/// there is no alternation to go by. A round longer than the pairs there are goes on with their other halves.
#[must_use]
pub fn draw(bank: &Bank, spec: &Spec) -> Vec<StatementRef> {
    let mut generator = spec.seed.generator("quiz");
    let pairs = mixed_pairs(bank, spec, &mut generator);
    let first = spec.count.min(pairs.len());
    let sides = sides(first, spec.count > first, &mut generator);
    let mut round: Vec<StatementRef> =
        pairs.iter().zip(&sides).map(|(&(topic, twin), &side)| StatementRef { topic, twin, side }).collect();
    if spec.count > first {
        let rest: Vec<StatementRef> = round.iter().map(|at| at.twin()).take(spec.count - first).collect();
        round.extend(rest);
    }
    round
}

/// The chosen pairs, shuffled within each topic, the topics taking turns in an order of their own.
fn mixed_pairs(bank: &Bank, spec: &Spec, generator: &mut ChaCha8Rng) -> Vec<(usize, usize)> {
    let mut by_topic: Vec<Vec<(usize, usize)>> = bank
        .topics()
        .filter(|(number, _)| spec.topics.is_empty() || spec.topics.contains(number))
        .map(|(number, topic)| {
            let fits = |level: u8| spec.level.is_none_or(|wanted| wanted == level);
            let twins = topic.twins.iter().enumerate();
            twins.filter(|(_, twin)| fits(twin.level)).map(|(position, _)| (number, position)).collect()
        })
        .collect();
    for topic in &mut by_topic {
        topic.shuffle(generator);
    }
    by_topic.shuffle(generator);
    let longest = by_topic.iter().map(Vec::len).max().unwrap_or(0);
    (0..longest).flat_map(|turn| by_topic.iter().filter_map(move |topic| topic.get(turn)).copied()).collect()
}

/// A sequence of sides without a pattern to go by: drawn again until it is balanced. Where the other halves are to
/// `follow`, it ends as it began, so that no run is longer across the seam.
pub(super) fn sides(count: usize, follow: bool, generator: &mut ChaCha8Rng) -> Vec<Side> {
    loop {
        let drawn = draw_sides(count, generator);
        if is_balanced(&drawn) && (!follow || drawn.first() == drawn.last()) {
            return drawn;
        }
    }
}

fn draw_sides(count: usize, generator: &mut ChaCha8Rng) -> Vec<Side> {
    let mut drawn: Vec<Side> = Vec::with_capacity(count);
    let mut run = 0;
    let mut alternation = 0;
    for _ in 0..count {
        let coin = if generator.random::<bool>() { Side::Left } else { Side::Right };
        let side = match drawn.last() {
            Some(&last) if run >= LONGEST_RUN => last.other(),
            Some(&last) if alternation >= LONGEST_ALTERNATION => last,
            _ => coin,
        };
        let same = drawn.last() == Some(&side);
        run = if same { run + 1 } else { 1 };
        alternation = if same { 1 } else { alternation + 1 };
        drawn.push(side);
    }
    drawn
}

/// Whether neither side has more than three fifths, or the nearest whole number where there are fewer than five,
/// and the sides do not just alternate.
fn is_balanced(sides: &[Side]) -> bool {
    let left = sides.iter().filter(|side| **side == Side::Left).count();
    let most = left.max(sides.len() - left);
    let alternates = sides.len() > 3 && sides.windows(2).all(|two| two.first() != two.last());
    let allowed = (sides.len() * 3 / 5).max(sides.len().div_ceil(2));
    most <= allowed && !alternates
}

/// Draws the two exercises of a lesson's guided try, or the three of its exit check: one statement a level, easiest first.
///
/// `levels` are the levels wanted, `worn` tells how often a statement was seen: the least seen come first. Both sides
/// appear, and no pair gives both of its statements.
#[must_use]
pub fn draw_exercises(
    bank: &Bank,
    topic: usize,
    levels: &[u8],
    seed: &Seed,
    worn: impl Fn(StatementRef) -> u32,
) -> Vec<StatementRef> {
    let mut generator = seed.generator("lesson");
    let mut sides = draw_sides(levels.len(), &mut generator);
    while sides.len() > 1 && sides.iter().all(|side| sides.first() == Some(side)) {
        sides = draw_sides(levels.len(), &mut generator);
    }
    let Some(twins) = bank.topic(topic).map(|topic| &topic.twins) else { return Vec::new() };
    let mut drawn: Vec<StatementRef> = Vec::new();
    for (&level, side) in levels.iter().zip(sides) {
        let mut fitting: Vec<StatementRef> = (0..twins.len())
            .filter(|twin| twins.get(*twin).is_some_and(|twin| twin.level == level))
            .map(|twin| StatementRef { topic, twin, side })
            .filter(|at| drawn.iter().all(|other| other.twin != at.twin))
            .collect();
        fitting.shuffle(&mut generator);
        fitting.sort_by_key(|at| worn(*at) + worn(at.twin()));
        drawn.extend(fitting.first());
    }
    drawn
}
