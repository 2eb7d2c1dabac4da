//! Drawing a round: which statements, in which order, from a seed.

use super::bank::{Bank, Side, StatementRef};
use super::seed::Seed;
use rand::RngExt;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;

/// How often a sequence is drawn anew where statements that stand alone leave little choice.
const TRIES: usize = 64;

/// Rounds up to this long never hold both halves of a pair.
pub const HALVES_APART: usize = 30;

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
/// No statement comes twice. Up to [`HALVES_APART`] statements, as long as there are pairs enough, no pair gives both. Topics take
/// turns. Neither side has more than three fifths, no side comes more than [`LONGEST_RUN`] times in a row, and
/// there is no alternation to go by. A round longer than the pairs there are goes on with their other halves.
#[must_use]
pub fn draw(bank: &Bank, spec: &Spec) -> Vec<StatementRef> {
    let mut generator = spec.seed.generator("quiz");
    let mut round = Vec::new();
    for _ in 0..TRIES {
        let items = mixed_items(bank, spec, &mut generator);
        let first = items.get(..spec.count.min(items.len())).unwrap_or_default();
        if let Some(sides) = sides_of(first, spec.count - first.len(), &mut generator) {
            return with_counterparts(first, &sides, spec.count);
        }
        round = with_counterparts(first, &draw_sides(&fixed(first), &mut generator), spec.count);
    }
    round
}

/// The sides of a round that goes on with up to `follow` other halves. `None` where the statements that stand alone allow
/// no good sequence; other ones may.
fn sides_of(items: &[Chosen], follow: usize, generator: &mut ChaCha8Rng) -> Option<Vec<Side>> {
    if items.iter().all(|one| one.fixed.is_none()) {
        return Some(sides(items.len(), follow.min(items.len()), generator));
    }
    (0..TRIES).map(|_| draw_sides(&fixed(items), generator)).find(|drawn| {
        let whole = with_counterparts(items, drawn, items.len() + follow);
        let whole: Vec<Side> = whole.into_iter().map(|at| at.side).collect();
        is_balanced(&whole) && whole.chunk_by(|one, other| one == other).all(|run| run.len() <= LONGEST_RUN)
    })
}

/// The statements of `items`, and after them their counterparts, up to `count` in all.
fn with_counterparts(items: &[Chosen], sides: &[Side], count: usize) -> Vec<StatementRef> {
    let at = |(one, &side): (&Chosen, &Side)| StatementRef { topic: one.topic, item: one.item, side };
    let round = items.iter().zip(sides).map(at);
    let pairs = items.iter().zip(sides).filter(|(one, _)| one.fixed.is_none());
    round.chain(pairs.map(at).map(StatementRef::counterpart)).take(count).collect()
}

fn fixed(items: &[Chosen]) -> Vec<Option<Side>> {
    items.iter().map(|one| one.fixed).collect()
}

/// A pair or single that is chosen for a round.
#[derive(Clone, Copy)]
struct Chosen {
    topic: usize,
    item: usize,
    /// The side of a statement that stands alone.
    fixed: Option<Side>,
}

/// The chosen pairs and singles, shuffled within each topic, the topics taking turns in an order of their own.
fn mixed_items(bank: &Bank, spec: &Spec, generator: &mut ChaCha8Rng) -> Vec<Chosen> {
    let mut by_topic: Vec<Vec<Chosen>> = bank
        .topics()
        .filter(|(number, _)| spec.topics.is_empty() || spec.topics.contains(number))
        .map(|(number, topic)| {
            let fits = |level: u8| spec.level.is_none_or(|wanted| wanted == level);
            let items = topic.items().enumerate().filter(|(_, item)| fits(item.level()));
            items.map(|(at, item)| Chosen { topic: number, item: at, fixed: item.fixed_side() }).collect()
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
        let drawn = draw_sides(&vec![None; count], generator);
        let whole: Vec<Side> =
            drawn.iter().copied().chain(drawn.iter().take(follow).map(|side| side.other())).collect();
        if is_balanced(&whole) && (follow == 0 || drawn.first() == drawn.last()) {
            return drawn;
        }
    }
}

/// Draws a side for each place that does not have one.
fn draw_sides(fixed: &[Option<Side>], generator: &mut ChaCha8Rng) -> Vec<Side> {
    let mut drawn: Vec<Side> = Vec::with_capacity(fixed.len());
    let mut run = 0;
    let mut alternation = 0;
    for fixed in fixed {
        let coin = if generator.random::<bool>() { Side::Left } else { Side::Right };
        let side = match drawn.last() {
            _ if fixed.is_some() => fixed.unwrap_or(coin),
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
    let free = vec![None; levels.len()];
    let mut sides = draw_sides(&free, &mut generator);
    while sides.len() > 1 && sides.iter().all(|side| sides.first() == Some(side)) {
        sides = draw_sides(&free, &mut generator);
    }
    let Some(known) = bank.topic(topic) else { return Vec::new() };
    let mut drawn: Vec<StatementRef> = Vec::new();
    for (&level, side) in levels.iter().zip(sides) {
        let of_level = known.items().enumerate().filter(|(_, item)| item.level() == level);
        let mut fitting: Vec<StatementRef> = of_level
            .map(|(number, item)| StatementRef { topic, item: number, side: item.fixed_side().unwrap_or(side) })
            .filter(|at| drawn.iter().all(|other| other.item != at.item))
            .collect();
        // A statement that stands alone may be of the other side; it is asked only where nothing else is left.
        if fitting.iter().any(|at| at.side == side) {
            fitting.retain(|at| at.side == side);
        }
        fitting.shuffle(&mut generator);
        fitting.sort_by_cached_key(|at| worn(*at) + worn(at.counterpart()));
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
            if count <= HALVES_APART && count <= topics * 20 {
                let pairs: HashSet<_> = round.iter().map(|at| (at.topic, at.item)).collect();
                prop_assert_eq!(pairs.len(), round.len(), "never both halves");
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
        let shown: Vec<String> = round.iter().map(|at| format!("{}.{}{:?}", at.topic, at.item, at.side)).collect();
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
            assert_eq!(bank.entry(at).unwrap().level(), 2);
        }
    }

    #[test]
    fn a_round_longer_than_the_pairs_goes_on_with_their_other_halves() {
        let bank = sample::bank(1, 12);
        assert_eq!(draw(&bank, &spec(24, "X")).len(), 24);
        assert_eq!(draw(&bank, &spec(500, "X")).len(), 24, "and ends where the bank ends");
    }

    /// A bank of two topics, each with that many pairs and, by turns, single statements of either side.
    fn bank_with_singles(pairs: usize, singles: usize) -> Bank {
        let topics: Vec<_> = (0..2)
            .map(|number| {
                let mut topic = sample::topic(number, pairs);
                topic.singles = (0..singles).map(|position| sample::single(number, position)).collect();
                topic
            })
            .collect();
        Bank::new(sample::bank(2, 0).manifest, topics)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn single_statements_are_drawn_like_others_and_keep_their_side(
            code in "[A-Z0-9]{1,8}", pairs in 0_usize..12, singles in 0_usize..8, count in 1_usize..40,
        ) {
            let bank = bank_with_singles(pairs, singles);
            let round = draw(&bank, &spec(count, &code));
            prop_assert_eq!(round.len(), count.min(4 * pairs + 2 * singles));
            prop_assert!(round.iter().all(|at| bank.entry(*at).is_some()), "each is there");
            let different: HashSet<StatementRef> = round.iter().copied().collect();
            prop_assert_eq!(different.len(), round.len(), "no statement comes twice");
            if pairs >= 6 && count <= 2 * pairs {
                let left = round.iter().filter(|at| at.side == Side::Left).count();
                prop_assert!(left.max(round.len() - left) <= (round.len() * 3 / 5).max(round.len().div_ceil(2)));
                prop_assert!(longest(&round, true) <= LONGEST_RUN);
            }
        }
    }

    #[test]
    fn a_bank_of_single_statements_alone_is_played_with_both_sides() {
        let bank = bank_with_singles(0, 6);
        let round = draw(&bank, &spec(6, "X"));
        assert_eq!(round.len(), 6);
        let left = round.iter().filter(|at| at.side == Side::Left).count();
        assert!((2..=4).contains(&left), "{left} of 6");
        let drawn = draw_exercises(&bank, 0, &[1, 2, 3], &"X".parse().unwrap(), |_| 0);
        assert_eq!(drawn.len(), 3);
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
            let worn = |at: StatementRef| u32::from(at.item < 6);
            let drawn = draw_exercises(&bank, 0, &[1, 2, 3], &code.parse().unwrap(), worn);
            let levels: Vec<u8> = drawn.iter().map(|at| bank.entry(*at).unwrap().level()).collect();
            prop_assert_eq!(levels, vec![1, 2, 3]);
            prop_assert!(drawn.iter().any(|at| at.side == Side::Left) && drawn.iter().any(|at| at.side == Side::Right));
            prop_assert!(drawn.iter().all(|at| at.item >= 6), "unseen ones first");
        }
    }
}
