//! Choosing the next statement by what was answered: the most telling ones at the present estimate, topics in balance.
//!
//! The estimate is the mean of the posterior on the grid of [`crate::domain::ability`], rounded to a point of the grid, so
//! that two machines, or two programs, choose alike. Of the topic that is furthest behind its share the five most
//! telling statements are taken, and chance picks one of them: else everybody with the same answers would see the
//! same few statements. The counterpart of a statement is never asked after it.

use super::numbers::exp;
use crate::domain::ability::{Item, POINTS};
use std::cmp::Ordering;

/// Among how many of the most telling statements chance picks.
pub const AMONG: usize = 5;

/// A statement that may be asked, for the purpose of choosing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Choice {
    /// The number of its topic.
    pub topic: usize,
    /// The number of its pair: once one statement of it was asked the other is out.
    pub pair: usize,
    /// How hard and how telling it is.
    pub item: Item,
}

/// Statements prepared for choosing: how likely each is answered rightly at each ability, and which tell most there.
#[derive(Debug, Clone)]
pub struct Chooser {
    choices: Vec<Choice>,
    /// How many of a whole paper each topic has.
    shares: Vec<usize>,
    /// For each choice, the chance of a right answer at each point of the grid.
    right: Vec<Vec<f64>>,
    /// For each point of the grid and each topic, the choices from the most telling down.
    order: Vec<Vec<Vec<usize>>>,
}

/// The ability at a point of the grid.
fn ability(point: usize) -> f64 {
    -6.0 + super::numbers::count(point) * 0.1
}

impl Chooser {
    /// Prepares `choices`. `shares` tells for each topic how many statements of a whole paper it has.
    #[must_use]
    pub fn new(choices: Vec<Choice>, shares: Vec<usize>) -> Self {
        let over_grid = |choice: &Choice| (0..POINTS).map(|point| choice.item.right(ability(point))).collect();
        let right = choices.iter().map(over_grid).collect();
        let order = (0..POINTS).map(|point| ranked(&choices, shares.len(), ability(point))).collect();
        Self { choices, shares, right, order }
    }

    /// The statements that may be asked.
    #[must_use]
    pub fn choices(&self) -> &[Choice] {
        &self.choices
    }
}

/// The choices of each topic, those first that tell most at `theta`; equals in the order they were given.
fn ranked(choices: &[Choice], topics: usize, theta: f64) -> Vec<Vec<usize>> {
    let telling: Vec<f64> = choices.iter().map(|choice| choice.item.information(theta)).collect();
    let of = |number: &usize| telling.get(*number).copied().unwrap_or(0.0);
    let mut order = vec![Vec::new(); topics];
    for (number, choice) in choices.iter().enumerate() {
        if let Some(topic) = order.get_mut(choice.topic) {
            topic.push(number);
        }
    }
    for topic in &mut order {
        topic.sort_by(|one, other| of(other).partial_cmp(&of(one)).unwrap_or(Ordering::Equal));
    }
    order
}

/// One person's way through the statements.
#[derive(Debug, Clone)]
pub struct Walk<'a> {
    chooser: &'a Chooser,
    weights: Vec<f64>,
    asked: Vec<usize>,
    used: Vec<bool>,
    by_topic: Vec<usize>,
}

impl<'a> Walk<'a> {
    /// The beginning: nothing asked, ability standard normal.
    #[must_use]
    pub fn new(chooser: &'a Chooser) -> Self {
        let prior = |point| exp(-ability(point) * ability(point) / 2.0);
        let pairs = chooser.choices.iter().map(|choice| choice.pair + 1).max().unwrap_or(0);
        Self {
            chooser,
            weights: (0..POINTS).map(prior).collect(),
            asked: Vec::new(),
            used: vec![false; pairs],
            by_topic: vec![0; chooser.shares.len()],
        }
    }

    /// The choices that were asked, in order.
    #[must_use]
    pub fn asked(&self) -> &[usize] {
        &self.asked
    }

    /// The mean of the posterior.
    #[must_use]
    pub fn estimate(&self) -> f64 {
        let mass: f64 = self.weights.iter().sum();
        self.weights.iter().enumerate().map(|(point, weight)| ability(point) * weight).sum::<f64>() / mass
    }

    /// The statement to ask next, where `pick` (any number) is chance. None where nothing is left to ask.
    #[must_use]
    pub fn next(&self, pick: u32) -> Option<usize> {
        let nearest = ((self.estimate() + 6.0) * 10.0).round().clamp(0.0, 120.0);
        let point = (0..POINTS).find(|point| super::numbers::count(*point) >= nearest)?;
        let topics = self.chooser.order.get(point)?;
        let open =
            |topic: &Vec<usize>| topic.iter().copied().filter(|number| self.is_open(*number)).take(AMONG).collect();
        let best: Vec<usize> = self.by_need().into_iter().find_map(|topic| {
            let best: Vec<usize> = open(topics.get(topic)?);
            (!best.is_empty()).then_some(best)
        })?;
        best.get(usize::try_from(pick).ok()? % best.len()).copied()
    }

    fn is_open(&self, number: usize) -> bool {
        self.chooser.choices.get(number).is_some_and(|choice| self.used.get(choice.pair) == Some(&false))
    }

    /// The topics, the one furthest behind its share first; equals in their order. Counted in whole numbers: a topic with
    /// `s` of `n` statements, asked `m` times after `k`, lies `s·(k + 1) − m·n` behind.
    fn by_need(&self) -> Vec<usize> {
        let shares = &self.chooser.shares;
        let whole: usize = shares.iter().sum();
        let signed = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
        let (whole, next) = (signed(whole), signed(self.asked.len() + 1));
        let behind = |topic: &usize| {
            let (share, asked) = (shares.get(*topic).copied(), self.by_topic.get(*topic).copied());
            signed(share.unwrap_or(0)) * next - signed(asked.unwrap_or(0)) * whole
        };
        let mut topics: Vec<usize> = (0..shares.len()).filter(|topic| shares.get(*topic) != Some(&0)).collect();
        topics.sort_by_key(|topic| -behind(topic));
        topics
    }

    /// Takes the answer to choice `number` into account; none for a statement left open.
    pub fn observe(&mut self, number: usize, right: Option<bool>) {
        let Some((choice, chances)) = self.chooser.choices.get(number).zip(self.chooser.right.get(number)) else {
            return;
        };
        for (weight, chance) in self.weights.iter_mut().zip(chances) {
            *weight *= match right {
                Some(true) => *chance,
                Some(false) => 1.0 - chance,
                None => (chance * (1.0 - chance)).sqrt(),
            };
        }
        // Kept away from numbers too small to tell apart.
        let mass: f64 = self.weights.iter().sum();
        self.weights.iter_mut().for_each(|weight| *weight /= mass);
        if let Some(used) = self.used.get_mut(choice.pair) {
            *used = true;
        }
        if let Some(asked) = self.by_topic.get_mut(choice.topic) {
            *asked += 1;
        }
        self.asked.push(number);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 48 statements in 24 pairs and four topics, their parameters from the linear congruential generator of the C
    /// standard's example, so that another program can make the same ones.
    fn choices() -> Vec<Choice> {
        let mut state: u64 = 2024;
        let mut next = || {
            state = (1_103_515_245 * state + 12_345) % (1 << 31);
            f64::from(u32::try_from(state / 65_536 % 1_000).unwrap()) / 1_000.0
        };
        let mut one = |number: usize| {
            let a = 0.6 + next() * 1.4;
            Choice { topic: number / 2 % 4, pair: number / 2, item: Item { a, b: -2.0 + next() * 4.0 } }
        };
        (0..48).map(&mut one).collect()
    }

    type Trace = (&'static str, [u32; 16], [usize; 16], [f64; 16]);

    /// Answers (right, wrong, left open), chance, and what a program written in Python with numpy, from the rules in this
    /// module's description and nothing else, asked and estimated.
    const TRACES: [Trace; 3] = [
        (
            "o01o01o111111oo1",
            [
                14_185, 23_654, 19_150, 7_460, 252, 18_467, 5_079, 29_658, 18_061, 14_624, 31_639, 18_273, 26_474,
                15_110, 13_973, 12_910,
            ],
            [16, 42, 14, 45, 33, 34, 6, 9, 29, 2, 39, 41, 12, 27, 46, 0],
            [
                -0.357_578_628,
                -0.654_128_362,
                -0.575_997_117,
                -0.747_361_867,
                -1.247_698_996,
                -1.167_604_997,
                -1.203_321_196,
                -1.137_625_262,
                -1.061_767_622,
                -1.004_788_699,
                -0.927_726_636,
                -0.847_978_923,
                -0.781_006_543,
                -0.995_770_136,
                -1.024_262_803,
                -0.985_112_786,
            ],
        ),
        (
            "111111o11111000o",
            [
                5_450, 3_473, 8_977, 26_719, 7_773, 19_259, 19_793, 28_734, 21_186, 10_835, 420, 16_918, 8_877, 31_854,
                16_101, 21_304,
            ],
            [16, 42, 6, 29, 32, 11, 46, 1, 36, 26, 39, 40, 13, 3, 31, 25],
            [
                0.178_662_535,
                0.303_008_216,
                0.443_706_163,
                0.542_673_270,
                0.602_099_878,
                0.742_760_867,
                0.545_353_611,
                0.653_255_414,
                0.758_050_469,
                0.907_972_072,
                1.002_719_051,
                1.044_205_064,
                0.661_741_321,
                -0.017_441_567,
                -0.482_321_278,
                -0.599_638_065,
            ],
        ),
        (
            "1111111111111111",
            [
                19_604, 15_377, 17_616, 13_096, 24_218, 4_003, 8_524, 23_797, 25_280, 52, 18_044, 16_985, 8_650,
                24_560, 30_084, 27_797,
            ],
            [41, 3, 47, 36, 32, 42, 30, 1, 28, 11, 23, 25, 12, 26, 38, 9],
            [
                0.152_682_086,
                0.245_379_758,
                0.436_338_440,
                0.573_186_011,
                0.637_109_089,
                0.729_521_793,
                0.774_628_617,
                0.884_674_057,
                1.022_613_257,
                1.164_810_732,
                1.245_618_595,
                1.303_794_013,
                1.377_064_862,
                1.507_125_134,
                1.512_882_906,
                1.547_935_148,
            ],
        ),
    ];

    #[test]
    fn walks_are_item_for_item_those_of_another_program() {
        let chooser = Chooser::new(choices(), vec![5, 4, 3, 4]);
        for (answers, chance, asked, estimates) in TRACES {
            let mut walk = Walk::new(&chooser);
            for ((answer, pick), estimate) in answers.chars().zip(chance).zip(estimates) {
                let number = walk.next(pick).unwrap();
                let right = [('1', Some(true)), ('0', Some(false)), ('o', None)];
                walk.observe(number, right.iter().find(|(sign, _)| *sign == answer).unwrap().1);
                assert!((walk.estimate() - estimate).abs() < 1e-8, "{} {estimate}", walk.estimate());
            }
            assert_eq!(walk.asked(), asked);
        }
    }

    #[test]
    fn the_counterpart_is_never_asked_and_topics_get_their_share() {
        let choices = choices();
        let chooser = Chooser::new(choices.clone(), vec![5, 4, 3, 4]);
        let mut walk = Walk::new(&chooser);
        for pick in 0..16 {
            let number = walk.next(pick * 7).unwrap();
            walk.observe(number, Some(pick % 3 != 0));
        }
        let pairs: std::collections::HashSet<usize> = walk.asked().iter().map(|one| choices[*one].pair).collect();
        assert_eq!(pairs.len(), 16);
        let of = |topic| walk.asked().iter().filter(|one| choices[**one].topic == topic).count();
        assert_eq!([of(0), of(1), of(2), of(3)], [5, 4, 3, 4]);
    }

    #[test]
    fn a_topic_that_is_used_up_gives_way_and_then_there_is_an_end() {
        let choices: Vec<Choice> = choices().into_iter().filter(|choice| choice.pair < 5).collect();
        let chooser = Chooser::new(choices, vec![1, 1, 1, 1]);
        let mut walk = Walk::new(&chooser);
        for _ in 0..5 {
            let number = walk.next(3).unwrap();
            walk.observe(number, None);
        }
        assert_eq!(walk.next(0), None);
        assert_eq!(Walk::new(&Chooser::new(Vec::new(), Vec::new())).next(1), None);
    }
}
