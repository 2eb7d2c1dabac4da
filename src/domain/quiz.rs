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
    let follow = (spec.count - first).min(first);
    let sides = sides(first, follow, &mut generator);
    let mut round: Vec<StatementRef> =
        pairs.iter().zip(&sides).map(|(&(topic, twin), &side)| StatementRef { topic, twin, side }).collect();
    if follow > 0 {
        let rest: Vec<StatementRef> = round.iter().map(|at| at.twin()).take(follow).collect();
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

/// A sequence of sides without a pattern to go by: drawn again until it is balanced. Where `follow` other halves come
/// after it, it is balanced with them, and ends as it began, so that no run is longer across the seam.
pub(super) fn sides(count: usize, follow: usize, generator: &mut ChaCha8Rng) -> Vec<Side> {
    loop {
        let drawn = draw_sides(count, generator);
        let whole: Vec<Side> =
            drawn.iter().copied().chain(drawn.iter().take(follow).map(|side| side.other())).collect();
        if is_balanced(&whole) && (follow == 0 || drawn.first() == drawn.last()) {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::bank::sample;
    use proptest::prelude::*;
    use std::collections::HashSet;

    fn spec(count: usize, code: &str) -> Spec {
        Spec { topics: Vec::new(), level: None, count, seed: code.parse().unwrap() }
    }

    fn longest(round: &[StatementRef], same: bool) -> usize {
        let mut longest = 1.min(round.len());
        let mut run = 1;
        for two in round.windows(2) {
            run = if (two[0].side == two[1].side) == same { run + 1 } else { 1 };
            longest = longest.max(run);
        }
        longest
    }

    proptest! {
        #[test]
        fn rounds_keep_every_promise(code in "[A-Z0-9]{1,8}", count in 1usize..=60, topics in 1usize..=6) {
            let bank = sample::bank(topics, 20);
            let round = draw(&bank, &spec(count, &code));
            prop_assert_eq!(round.len(), count.min(topics * 40));
            let distinct: HashSet<_> = round.iter().collect();
            prop_assert_eq!(distinct.len(), round.len(), "no statement twice");
            if count <= TWIN_FREE && count <= topics * 20 {
                let pairs: HashSet<_> = round.iter().map(|at| (at.topic, at.twin)).collect();
                prop_assert_eq!(pairs.len(), round.len(), "never both twins");
            }
            let left = round.iter().filter(|at| at.side == Side::Left).count();
            let most = left.max(round.len() - left);
            prop_assert!(most * 5 <= round.len() * 3 || most <= round.len().div_ceil(2), "{most} of {}", round.len());
            prop_assert!(longest(&round, true) <= LONGEST_RUN, "no long run");
            if round.len() > 3 {
                prop_assert!(longest(&round, false) < round.len(), "not just alternating");
            }
        }
    }

    #[test]
    fn the_same_code_draws_the_same_round() {
        let bank = sample::bank(4, 12);
        assert_eq!(draw(&bank, &spec(20, "MONDAY")), draw(&bank, &spec(20, "monday")));
        assert_ne!(draw(&bank, &spec(20, "MONDAY")), draw(&bank, &spec(20, "TUESDAY")));
    }

    #[test]
    fn the_round_of_a_code_is_pinned() {
        // A change here means that every code ever written down replays differently: the release notes must say so.
        let round = draw(&sample::bank(2, 4), &spec(6, "MONDAY"));
        let shown: Vec<String> = round.iter().map(|at| format!("{}.{}{:?}", at.topic, at.twin, at.side)).collect();
        insta::assert_snapshot!(shown.join(" "), @"0.3Right 1.2Left 0.1Left 1.1Left 0.0Right 1.0Right");
    }

    #[test]
    fn topics_take_turns() {
        let bank = sample::bank(5, 12);
        let round = draw(&bank, &spec(10, "X"));
        for five in round.chunks(5) {
            let topics: HashSet<_> = five.iter().map(|at| at.topic).collect();
            assert_eq!(topics.len(), 5);
        }
    }

    #[test]
    fn topics_and_level_are_kept_to() {
        let bank = sample::bank(4, 12);
        let round = draw(&bank, &Spec { topics: vec![1, 3], level: Some(2), ..spec(6, "X") });
        assert_eq!(round.len(), 6);
        for at in round {
            assert!([1, 3].contains(&at.topic));
            assert_eq!(bank.entry(at).unwrap().twin.level, 2);
        }
    }

    #[test]
    fn a_round_longer_than_the_pairs_goes_on_with_their_other_halves() {
        let bank = sample::bank(1, 12);
        assert_eq!(draw(&bank, &spec(24, "X")).len(), 24);
        assert_eq!(draw(&bank, &spec(500, "X")).len(), 24, "and ends where the bank ends");
    }

    #[test]
    fn a_bank_without_fitting_statements_gives_an_empty_round() {
        assert!(draw(&sample::bank(0, 0), &spec(5, "X")).is_empty());
        assert!(draw(&sample::bank(2, 1), &Spec { level: Some(3), ..spec(5, "X") }).is_empty());
    }

    proptest! {
        #[test]
        fn exercises_have_both_sides_rising_levels_and_the_least_worn_statements(code in "[A-Z0-9]{1,8}") {
            let bank = sample::bank(1, 12);
            let worn = |at: StatementRef| u32::from(at.twin < 6);
            let drawn = draw_exercises(&bank, 0, &[1, 2, 3], &code.parse().unwrap(), worn);
            let levels: Vec<u8> = drawn.iter().map(|at| bank.entry(*at).unwrap().twin.level).collect();
            prop_assert_eq!(levels, vec![1, 2, 3]);
            prop_assert!(drawn.iter().any(|at| at.side == Side::Left) && drawn.iter().any(|at| at.side == Side::Right));
            prop_assert!(drawn.iter().all(|at| at.twin >= 6), "unseen ones first");
        }
    }
}
