//! Simulated people take a form before real ones do: who is judged how, how long it takes, who slips through.
//!
//! Every person has a generator of their own and is only counted, so the figures are the same on one core and on many, and
//! on every machine.

use super::adaptive::{Choice, Chooser, Walk};
use super::belief::Belief;
use super::figures::{Chances, Figures, OFFSETS, Truths, Verdict, cut_ability};
use super::form::Kind;
use super::numbers::{generator, normal, share, uniform};
use super::wald::Wald;
use crate::domain::ability::Item;
use crate::domain::bank::Side;
use rand::Rng;
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

/// How much easier or harder than assumed all statements are, where people are simulated to see what that does.
const SHIFT: f64 = 0.7;

/// Of how many statements one has a wrong key, where people are simulated to see what that does.
const WRONG_KEY_IN: u32 = 10;

/// A statement as simulated people meet it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Studied {
    /// What is believed of it.
    pub belief: Belief,
    /// The number of its topic.
    pub topic: usize,
    /// The number of its pair.
    pub pair: usize,
    /// Its side.
    pub side: Side,
}

/// What is to be simulated.
#[derive(Debug, Clone)]
pub struct Study {
    kind: Kind,
    statements: Vec<Studied>,
    nominal: Vec<Item>,
    truths: Truths,
    /// The ability that the cut stands for: where people are placed.
    cut: f64,
    /// The ability around which a sequential test is made: of the statements as they most likely are.
    nominal_cut: f64,
    figures: Option<Figures>,
    chooser: Option<Chooser>,
    least: usize,
    most: usize,
}

/// Why there is nothing to simulate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no ability gets the share right that is the cut, so nobody can be placed around it")]
pub struct NoCut;

impl Study {
    /// A study of a paper in its order; of an adaptive form, of all statements that may be chosen. `shares` tells how many
    /// statements of each topic a whole paper has, `least` after how many it may end.
    ///
    /// # Errors
    ///
    /// [`NoCut`] where no ability gets the share `cut` right.
    pub fn new(
        kind: Kind,
        statements: Vec<Studied>,
        shares: Vec<usize>,
        cut: f64,
        least: usize,
    ) -> Result<Self, NoCut> {
        let beliefs: Vec<Belief> = statements.iter().map(|statement| statement.belief).collect();
        let nominal: Vec<Item> = beliefs.iter().map(|belief| belief.item()).collect();
        let truths = Truths::of(&beliefs);
        let placed = truths.cut(cut).ok_or(NoCut)?;
        let nominal_cut = cut_ability(&nominal, cut).ok_or(NoCut)?;
        let figures = if kind == Kind::Fixed { Figures::of(&truths, cut).ok() } else { None };
        let most = if kind == Kind::Adaptive { shares.iter().sum() } else { statements.len() };
        let choice = |(one, item): (&Studied, &Item)| Choice { topic: one.topic, pair: one.pair, item: *item };
        let chooser = (kind == Kind::Adaptive)
            .then(|| Chooser::new(statements.iter().zip(&nominal).map(choice).collect(), shares));
        Ok(Self { kind, statements, nominal, truths, cut: placed, nominal_cut, figures, chooser, least, most })
    }

    /// What was worked out for a fixed paper; none for another.
    #[must_use]
    pub const fn figures(&self) -> Option<&Figures> {
        self.figures.as_ref()
    }

    /// The ability that the cut stands for.
    #[must_use]
    pub const fn cut(&self) -> f64 {
        self.cut
    }
}

/// How simulated people answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Manner {
    /// By what they know, and luck.
    AsAssumed,
    /// At random, without reading.
    Clicker,
    /// Always the same side.
    OneSided,
    /// As assumed, and all statements are easier than assumed.
    Easier,
    /// As assumed, and all statements are harder than assumed.
    Harder,
    /// As assumed, and one statement in ten has a wrong key.
    WrongKeys,
}

impl Manner {
    /// What people of this kind do.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::AsAssumed => "as assumed",
            Self::Clicker => "click at random",
            Self::OneSided => "always one side",
            Self::Easier => "statements easier by .7",
            Self::Harder => "statements harder by .7",
            Self::WrongKeys => "1 right answer in 10 is marked wrong",
        }
    }
}

/// A group of simulated people.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Group {
    /// How they answer.
    pub manner: Manner,
    /// How far from the cut they are, in standard deviations; none where their abilities are standard normal.
    pub offset: Option<f64>,
}

/// What became of a group.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// Who they are.
    pub group: Group,
    /// How they were judged.
    pub chances: Chances,
    /// How many statements they were asked on average.
    pub length: f64,
    /// The share that they got right.
    pub right: f64,
}

/// How often statements are seen.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Exposure {
    /// How many statements may be asked.
    pub statements: usize,
    /// How many nobody was asked.
    pub unseen: usize,
    /// The share of people that the most seen one was asked of.
    pub most: f64,
}

/// What a simulation found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Simulated {
    /// How many people in each group.
    pub people: u32,
    /// One a group, in the order of [`groups`].
    pub outcomes: Vec<Outcome>,
    /// How often statements were seen by people as assumed.
    pub exposure: Exposure,
}

/// How a paper that ends by itself judges people, told by simulated ones: the table of a form of that kind.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Rates {
    /// How many people were simulated at each place.
    pub people: u32,
    /// How people are judged at each of [`OFFSETS`] from the cut.
    pub at: [Chances; 5],
    /// How people are judged over all, where abilities are standard normal.
    pub overall: Chances,
    /// How many statements these are asked on average.
    pub length: f64,
}

impl Rates {
    /// The table of `study`: the same whenever it is made.
    #[must_use]
    pub fn of(study: &Study) -> Self {
        /// Enough that a figure is off by one of a hundred at most.
        const PEOPLE: u32 = 2_000;
        let places = [None].into_iter().chain(OFFSETS.map(Some));
        let groups: Vec<Group> = places.map(|offset| Group { manner: Manner::AsAssumed, offset }).collect();
        let found = simulate(study, &groups, PEOPLE, "CHECK", &mut |_, _| {});
        let mut chances = found.outcomes.iter().map(|outcome| outcome.chances);
        let overall = chances.next().unwrap_or_default();
        let at = OFFSETS.map(|_| chances.next().unwrap_or_default());
        Self { people: PEOPLE, at, overall, length: found.outcomes.first().map_or(0.0, |outcome| outcome.length) }
    }
}

/// The groups that are simulated.
#[must_use]
pub fn groups() -> Vec<Group> {
    let at = |manner, offset| Group { manner, offset };
    let mut groups = vec![at(Manner::AsAssumed, None)];
    groups.extend(OFFSETS.map(|offset| at(Manner::AsAssumed, Some(offset))));
    groups.extend([at(Manner::Clicker, None), at(Manner::OneSided, None)]);
    for manner in [Manner::Easier, Manner::Harder, Manner::WrongKeys] {
        groups.extend([-0.5, 0.5].map(|offset| at(manner, Some(offset))));
    }
    groups
}

/// Lets `people` of each of `groups` take the form. `progress` is told how many groups of how many are done. Exposure is
/// that of the first group.
#[must_use]
pub fn simulate(
    study: &Study,
    groups: &[Group],
    people: u32,
    code: &str,
    progress: &mut dyn FnMut(usize, usize),
) -> Simulated {
    let mut outcomes = Vec::new();
    let mut exposure = Exposure { statements: study.statements.len(), unseen: 0, most: 0.0 };
    for (number, group) in groups.iter().enumerate() {
        let tally = tally(study, *group, people, code, number);
        if number == 0 {
            exposure = tally.exposure(people);
        }
        outcomes.push(tally.outcome(*group, people));
        progress(number + 1, groups.len());
    }
    Simulated { people, outcomes, exposure }
}

/// Whole numbers only, so that it does not matter in which order people are counted.
struct Tally {
    verdicts: [u32; 3],
    asked: u64,
    right: u64,
    seen: Vec<u32>,
}

impl Tally {
    fn new(statements: usize) -> Self {
        Self { verdicts: [0; 3], asked: 0, right: 0, seen: vec![0; statements] }
    }

    fn join(mut self, other: &Self) -> Self {
        self.verdicts.iter_mut().zip(other.verdicts).for_each(|(sum, more)| *sum += more);
        self.seen.iter_mut().zip(&other.seen).for_each(|(sum, more)| *sum += more);
        self.asked += other.asked;
        self.right += other.right;
        self
    }

    fn outcome(&self, group: Group, people: u32) -> Outcome {
        let [not_yet, borderline, ready] = self.verdicts.map(|number| share(number, people));
        let number = |number: u64| u32::try_from(number).map_or(f64::INFINITY, f64::from);
        let (asked, right) = (number(self.asked), number(self.right));
        Outcome {
            group,
            chances: Chances { ready, borderline, not_yet },
            length: asked / f64::from(people.max(1)),
            right: if self.asked == 0 { 0.0 } else { right / asked },
        }
    }

    fn exposure(&self, people: u32) -> Exposure {
        Exposure {
            statements: self.seen.len(),
            unseen: self.seen.iter().filter(|seen| **seen == 0).count(),
            most: share(self.seen.iter().copied().max().unwrap_or(0), people),
        }
    }
}

fn tally(study: &Study, group: Group, people: u32, code: &str, number: usize) -> Tally {
    /// How many people are counted together: enough to keep a core busy, few enough to share them out.
    const CHUNK: u32 = 250;
    let purpose = format!("simulated people {number}");
    let of_chunk = |from: u32| {
        let mut tally = Tally::new(study.statements.len());
        for person in from..people.min(from.saturating_add(CHUNK)) {
            let chance = generator(code, &purpose, person.into());
            Person::new(study, group, person, chance).take(&mut tally);
        }
        tally
    };
    let chunks: Vec<u32> = (0..people.div_ceil(CHUNK)).map(|chunk| chunk * CHUNK).collect();
    let none = || Tally::new(study.statements.len());
    chunks.into_par_iter().map(of_chunk).reduce(none, |one, other| one.join(&other))
}

/// One simulated person before the form.
struct Person<'a> {
    study: &'a Study,
    manner: Manner,
    theta: f64,
    real: &'a [Item],
    side: Side,
    chance: ChaCha8Rng,
}

impl<'a> Person<'a> {
    fn new(study: &'a Study, group: Group, number: u32, mut chance: ChaCha8Rng) -> Self {
        let theta = group.offset.map_or_else(|| normal(&mut chance), |offset| study.cut + offset);
        let draws = study.truths.draws();
        let draw = usize::try_from(number).unwrap_or(0) % draws.len().max(1);
        let side = if number.is_multiple_of(2) { Side::Left } else { Side::Right };
        let real = draws.get(draw).map_or(&[] as &[Item], Vec::as_slice);
        Self { study, manner: group.manner, theta, real, side, chance }
    }

    /// Answers a statement.
    fn answers(&mut self, number: usize) -> bool {
        let (Some(item), Some(statement)) = (self.real.get(number), self.study.statements.get(number)) else {
            return false;
        };
        match self.manner {
            Manner::AsAssumed => uniform(&mut self.chance) < item.right(self.theta),
            Manner::Clicker => uniform(&mut self.chance) < 0.5,
            Manner::OneSided => statement.side == self.side,
            Manner::Easier | Manner::Harder => {
                // The cut is a share of these very statements, so it moves with them, and people keep their distance to it.
                let shift = if self.manner == Manner::Easier { -SHIFT } else { SHIFT };
                let moved = Item { b: item.b + shift, ..*item };
                uniform(&mut self.chance) < moved.right(self.theta + shift)
            }
            Manner::WrongKeys => {
                let wrong_key = self.chance.next_u32().is_multiple_of(WRONG_KEY_IN);
                (uniform(&mut self.chance) < item.right(self.theta)) != wrong_key
            }
        }
    }

    fn take(mut self, tally: &mut Tally) {
        let verdict = match self.study.kind {
            Kind::Fixed => self.take_fixed(tally),
            Kind::Sequential => self.take_sequential(tally),
            Kind::Adaptive => self.take_adaptive(tally),
        };
        let [not_yet, borderline, ready] = &mut tally.verdicts;
        *match verdict {
            Verdict::NotYet => not_yet,
            Verdict::Borderline => borderline,
            Verdict::Ready => ready,
        } += 1;
    }

    /// Answers a statement and counts that.
    fn counted(&mut self, number: usize, tally: &mut Tally) -> bool {
        let right = self.answers(number);
        tally.asked += 1;
        tally.right += u64::from(right);
        if let Some(seen) = tally.seen.get_mut(number) {
            *seen += 1;
        }
        right
    }

    fn take_fixed(&mut self, tally: &mut Tally) -> Verdict {
        let right = (0..self.study.statements.len()).filter(|number| self.counted(*number, tally)).count();
        let figures = self.study.figures.as_ref();
        figures.map_or(Verdict::Borderline, |figures| figures.thresholds.judge(right.saturating_mul(2)))
    }

    fn take_sequential(&mut self, tally: &mut Tally) -> Verdict {
        let mut test = Wald::new(self.study.nominal_cut, self.study.least, self.study.most);
        let study = self.study;
        for (number, item) in study.nominal.iter().enumerate() {
            test.observe(*item, Some(self.counted(number, tally)));
            if let Some(verdict) = test.verdict() {
                return verdict;
            }
        }
        Verdict::Borderline
    }

    fn take_adaptive(&mut self, tally: &mut Tally) -> Verdict {
        let study = self.study;
        let Some(chooser) = &study.chooser else { return Verdict::Borderline };
        let mut test = Wald::new(study.nominal_cut, study.least, study.most);
        let mut walk = Walk::new(chooser);
        while let Some(number) = walk.next(self.chance.next_u32()) {
            let right = Some(self.counted(number, tally));
            walk.observe(number, right);
            study.nominal.get(number).into_iter().for_each(|item| test.observe(*item, right));
            if let Some(verdict) = test.verdict() {
                return verdict;
            }
        }
        Verdict::Borderline
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sixty() -> Vec<Studied> {
        let one = |number: usize| Studied {
            belief: Belief::of_level([1, 2, 3][number % 3]),
            topic: number % 10,
            pair: number,
            side: Side::BOTH[(number / 3) % 2],
        };
        (0..60).map(one).collect()
    }

    fn study(kind: Kind) -> Study {
        Study::new(kind, sixty(), vec![6; 10], 0.8, 20).unwrap()
    }

    fn silent(_: usize, _: usize) {}

    fn outcome(found: &Simulated, manner: Manner, offset: Option<f64>) -> &Outcome {
        let wanted = Group { manner, offset };
        found.outcomes.iter().find(|outcome| outcome.group == wanted).unwrap()
    }

    #[test]
    fn simulated_people_are_judged_as_the_forms_own_table_says() {
        let study = study(Kind::Fixed);
        let found = simulate(&study, &groups(), 10_000, "TABLE", &mut silent);
        let figures = study.figures().unwrap();
        for (offset, told) in OFFSETS.into_iter().zip(figures.at) {
            let got = outcome(&found, Manner::AsAssumed, Some(offset)).chances;
            for (got, told) in [(got.ready, told.ready), (got.borderline, told.borderline), (got.not_yet, told.not_yet)]
            {
                // Three standard errors of a share among 10,000.
                assert!((got - told).abs() < 0.015, "{offset}: {got} {told}");
            }
        }
        let overall = outcome(&found, Manner::AsAssumed, None).chances;
        assert!((overall.borderline - figures.overall.borderline).abs() < 0.015);
    }

    #[test]
    fn who_does_not_answer_by_knowledge_is_not_called_ready() {
        let found = simulate(&study(Kind::Fixed), &groups(), 4_000, "MISFIT", &mut silent);
        for manner in [Manner::Clicker, Manner::OneSided] {
            let outcome = outcome(&found, manner, None);
            assert!(outcome.chances.ready < 0.001 && (outcome.right - 0.5).abs() < 0.01, "{outcome:?}");
        }
        for manner in [Manner::Easier, Manner::Harder] {
            let moved = outcome(&found, manner, Some(-0.5)).chances.ready;
            assert!(moved < 0.05, "{manner:?}: {moved}");
        }
        let assumed = outcome(&found, Manner::AsAssumed, Some(0.5)).chances.ready;
        assert!(outcome(&found, Manner::WrongKeys, Some(0.5)).chances.ready < assumed);
    }

    #[test]
    fn the_sequential_reference_comes_out() {
        // numpy, 20,000 people, another generator: mean length 38.4, borderline .258, wrong at half a unit .050 and .045.
        let found = simulate(&study(Kind::Sequential), &groups(), 10_000, "WALD", &mut silent);
        let overall = outcome(&found, Manner::AsAssumed, None);
        assert!((overall.length - 38.4).abs() < 0.6, "{}", overall.length);
        assert!((overall.chances.borderline - 0.258).abs() < 0.02, "{overall:?}");
        let below = outcome(&found, Manner::AsAssumed, Some(-0.5)).chances;
        let above = outcome(&found, Manner::AsAssumed, Some(0.5)).chances;
        assert!((below.ready - 0.05).abs() < 0.01 && (above.not_yet - 0.045).abs() < 0.01, "{below:?} {above:?}");
    }

    #[test]
    fn choosing_asks_no_pair_twice_and_keeps_topics_in_balance() {
        let study = Study::new(Kind::Adaptive, sixty(), vec![4; 10], 0.8, 20).unwrap();
        let found = simulate(&study, &groups(), 300, "CHOOSE", &mut silent);
        let overall = outcome(&found, Manner::AsAssumed, None);
        assert!((20.0..=40.0).contains(&overall.length), "{}", overall.length);
        assert!(found.exposure.unseen == 0 && found.exposure.most < 1.0, "{:?}", found.exposure);
    }

    #[test]
    fn one_code_gives_one_result_on_any_number_of_cores() {
        let study = study(Kind::Sequential);
        let mut told = Vec::new();
        let found = simulate(&study, &groups(), 600, "SAME", &mut |done, of| told.push((done, of)));
        assert_eq!(told.last(), Some(&(groups().len(), groups().len())));
        let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
        assert_eq!(one.install(|| simulate(&study, &groups(), 600, "SAME", &mut silent)), found);
        assert_ne!(simulate(&study, &groups(), 600, "OTHER", &mut silent), found);
    }

    #[test]
    fn figures_are_pinned() {
        // The same on every machine; a change here means that a form's printed figures change.
        let found = simulate(&study(Kind::Fixed), &groups(), 1_000, "PINNED", &mut silent);
        let ready: Vec<f64> = found.outcomes.iter().map(|outcome| (outcome.chances.ready * 1_000.0).round()).collect();
        assert_eq!(ready, PINNED.map(f64::from));
    }

    /// How many of a thousand in each group are called ready.
    const PINNED: [u32; 14] = [236, 4, 34, 214, 584, 875, 0, 0, 35, 570, 41, 574, 8, 116];

    #[test]
    fn nobody_is_simulated_without_a_cut_or_without_people() {
        assert_eq!(Study::new(Kind::Fixed, sixty(), vec![6; 10], 0.5, 60).unwrap_err(), NoCut);
        assert!(Study::new(Kind::Fixed, Vec::new(), Vec::new(), 0.8, 0).is_err());
        let found = simulate(&study(Kind::Fixed), &groups(), 0, "NOBODY", &mut silent);
        assert!(found.outcomes.iter().all(|outcome| outcome.length.abs() < 1e-12));
    }
}
