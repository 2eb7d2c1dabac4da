//! Simulated learners, so that a change to the engine shows what it does to people who are known through and through.
//!
//! The learners follow the engine's own assumptions: who knows answers rightly, who does not guesses rightly half the time,
//! and certainties come with the shares of [`certainty_shares`]; memory fades as FSRS-6 says. So the figures are properties
//! of the engine under its assumptions, not of people.

use super::ability::certainty_shares;
use super::bank::Bank;
use super::certainty::Certainty;
use super::mastery::{self, Answer, Mastery, State};
use super::review::{Memory, RETENTION, Rating, candidates};
use super::seed::Seed;
use rand::RngExt;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

/// What is told while a simulation runs: how many learners or memories are done, and of how many.
pub type Progress<'a> = &'a mut dyn FnMut(u32, u32);

/// How many simulated learners lie between two calls of [`Progress`].
const PROGRESS_EVERY: u32 = 256;

/// How many pairs each concept of `bank` has: what a simulation needs to know of it.
#[must_use]
pub fn pairs_of(bank: &Bank) -> Vec<usize> {
    candidates(bank, |_, _| None, |_| None).iter().map(|one| one.pairs.len()).collect()
}

/// An answer by one who knows it or not.
fn answer(knows: bool, generator: &mut ChaCha8Rng) -> (bool, Certainty) {
    let right = knows || generator.random::<bool>();
    let mut rest: f64 = generator.random();
    for certainty in Certainty::ALL {
        let (by_knowing, by_guessing) = certainty_shares(certainty);
        rest -= if knows { by_knowing } else { by_guessing };
        if rest < 0.0 {
            return (right, certainty);
        }
    }
    (right, Certainty::C3)
}

/// Calls `progress` now and then.
fn tell(progress: &mut dyn FnMut(u32, u32), done: u32, of: u32) {
    if done.is_multiple_of(PROGRESS_EVERY) || done == of {
        progress(done, of);
    }
}

fn share(part: u32, of: u32) -> f64 {
    f64::from(part) / f64::from(of.max(1))
}

/// What a simulation of mastery is to do.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct MasterySettings {
    /// How many learners of each kind.
    pub learners: u32,
    /// How many statements of the concept a sitting has; there is one sitting a day.
    pub a_sitting: usize,
    /// Whether answers carry a certainty.
    pub certainty: bool,
    /// After how many answers a learner gives up.
    pub most_answers: u32,
    /// The share of the concept that those know who should pass.
    pub masters_know: f64,
    /// The share of the concept that those know who should not.
    pub novices_know: f64,
}

impl Default for MasterySettings {
    fn default() -> Self {
        Self { learners: 4_000, a_sitting: 2, certainty: true, most_answers: 60, masters_know: 0.7, novices_know: 0.2 }
    }
}

/// How one kind of learner fared.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Fared {
    /// The share of the concept that they know.
    pub know: f64,
    /// The share of them whose first verdict was *known*.
    pub known: f64,
    /// The share of them whose first verdict was *not yet*.
    pub not_yet: f64,
    /// The share of them that was *known* at some time, when they went on to the last answer whatever the first verdict was.
    pub ever_known: f64,
    /// Mean answers to the first verdict, of those whose first verdict was *known*.
    pub answers_to_known: f64,
    /// Mean days to it.
    pub days_to_known: f64,
}

/// What a simulation of mastery found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MasteryFigures {
    /// The code it was drawn from.
    pub seed: String,
    /// What it did.
    pub settings: MasterySettings,
    /// Those who should pass.
    pub masters: Fared,
    /// Those who should not.
    pub novices: Fared,
}

/// Puts simulated learners through the sequential test of [`super::mastery`], each on one of the concepts whose numbers of
/// pairs are given, asked as reviews ask: the pair seen longest ago. Without a concept nothing is asked.
pub fn mastery(pairs: &[usize], settings: MasterySettings, seed: &Seed, progress: Progress<'_>) -> MasteryFigures {
    let mut generator = seed.generator("simulate mastery");
    let of = settings.learners.saturating_mul(2);
    let mut group = |know: f64, before: u32, progress: &mut dyn FnMut(u32, u32)| {
        let mut sum = Sum::default();
        for (learner, pairs) in (1..=settings.learners).zip(pairs.iter().cycle()) {
            sum.add(&test(*pairs, know, settings, &mut generator));
            tell(progress, before.saturating_add(learner), of);
        }
        sum.fared(know, settings.learners)
    };
    let masters = group(settings.masters_know, 0, progress);
    let novices = group(settings.novices_know, settings.learners, progress);
    MasteryFigures { seed: seed.code().to_owned(), settings, masters, novices }
}

/// What became of one learner.
#[derive(Default)]
struct Outcome {
    first: Option<(State, u32, i64)>,
    ever_known: bool,
}

#[derive(Default)]
struct Sum {
    known: u32,
    not_yet: u32,
    ever_known: u32,
    answers: f64,
    days: f64,
}

impl Sum {
    fn add(&mut self, outcome: &Outcome) {
        self.ever_known += u32::from(outcome.ever_known);
        match outcome.first {
            Some((State::Known, answers, days)) => {
                self.known += 1;
                self.answers += f64::from(answers);
                self.days += u32::try_from(days).map_or(0.0, f64::from);
            }
            Some(_) => self.not_yet += 1,
            None => {}
        }
    }

    fn fared(&self, know: f64, learners: u32) -> Fared {
        let known = f64::from(self.known.max(1));
        Fared {
            know,
            known: share(self.known, learners),
            not_yet: share(self.not_yet, learners),
            ever_known: share(self.ever_known, learners),
            answers_to_known: self.answers / known,
            days_to_known: self.days / known,
        }
    }
}

/// One learner's way through the test of one concept, a sitting a day.
fn test(pairs: usize, know: f64, settings: MasterySettings, generator: &mut ChaCha8Rng) -> Outcome {
    let mut outcome = Outcome::default();
    let mut state = Mastery::default();
    let mut seen: Vec<Option<u32>> = vec![None; pairs];
    let days = if pairs == 0 || settings.a_sitting == 0 { 0 } else { settings.most_answers };
    let mut asked = 0;
    for sitting in 1..=days {
        let day = i64::from(sitting);
        seen.shuffle(generator);
        seen.sort_unstable();
        for pair in seen.iter_mut().take(settings.a_sitting) {
            let (right, certainty) = answer(generator.random_bool(know.clamp(0.0, 1.0)), generator);
            asked += 1;
            state.apply(Answer {
                right: Some(right),
                certainty: settings.certainty.then_some(certainty),
                hinted: false,
                retaken: false,
                fresh: mastery::is_fresh(*pair, sitting),
                day,
            });
            *pair = Some(sitting);
            outcome.ever_known |= state.state() == State::Known;
            if state.state() != State::NotEnoughEvidence && outcome.first.is_none() {
                outcome.first = Some((state.state(), asked, day));
            }
            if asked >= settings.most_answers {
                return outcome;
            }
        }
    }
    outcome
}

/// What a simulation of review is to do.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ReviewSettings {
    /// How many learners, each with all concepts.
    pub learners: u32,
    /// How many days from the first answer on.
    pub days: u16,
    /// The retention wished for.
    pub retention: f32,
    /// Whether answers carry a certainty, so that "unsure" counts as *Hard*.
    pub certainty: bool,
}

impl Default for ReviewSettings {
    fn default() -> Self {
        Self { learners: 60, days: 63, retention: RETENTION, certainty: true }
    }
}

/// What a simulation of review found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReviewFigures {
    /// The code it was drawn from.
    pub seed: String,
    /// What it did.
    pub settings: ReviewSettings,
    /// How many memories it followed.
    pub memories: u32,
    /// Questions for each memory, the first included.
    pub questions: f64,
    /// The probability of recalling a concept on a day picked at random, luck aside; the mean over days and memories.
    pub recall: f64,
    /// The same for the tenth of the memories that fared worst.
    pub weakest_tenth: f64,
    /// The share of answers that were right, luck included: what the learner sees.
    pub right: f64,
}

/// Lets simulated learners review on every due day. Each has just learnt `concepts` concepts and answers each rightly, because
/// it is known, on day 0. From then on the true memory follows what was recalled, and the schedule what was answered.
pub fn review(concepts: usize, settings: ReviewSettings, seed: &Seed, progress: Progress<'_>) -> ReviewFigures {
    let mut generator = seed.generator("simulate review");
    let memories = settings.learners.saturating_mul(u32::try_from(concepts).unwrap_or(u32::MAX));
    let (mut questions, mut right) = (0, 0);
    let mut recalls: Vec<f64> = Vec::new();
    for done in 1..=memories {
        let life = life(settings, &mut generator);
        questions += life.questions;
        right += life.right;
        recalls.push(life.recall);
        tell(progress, done, memories);
    }
    recalls.sort_by(f64::total_cmp);
    ReviewFigures {
        seed: seed.code().to_owned(),
        settings,
        memories,
        questions: share(questions, memories),
        recall: mean(&recalls),
        weakest_tenth: mean(recalls.get(..recalls.len().div_ceil(10)).unwrap_or_default()),
        right: share(right, questions),
    }
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / u32::try_from(values.len().max(1)).map_or(f64::INFINITY, f64::from)
}

/// What became of one memory.
struct Life {
    questions: u32,
    right: u32,
    recall: f64,
}

fn life(settings: ReviewSettings, generator: &mut ChaCha8Rng) -> Life {
    let mut truth = Memory::first(Rating::Good, 0);
    let mut schedule = truth;
    let (mut questions, mut right_answers, mut recall) = (1, 1, 0.0);
    for day in 1..=i64::from(settings.days) {
        let recalled = f64::from(truth.retrievability(day));
        recall += recalled;
        if schedule.last_day().saturating_add(schedule.interval(settings.retention)) > day {
            continue;
        }
        let knows = generator.random_bool(recalled.clamp(0.0, 1.0));
        let (right, certainty) = answer(knows, generator);
        truth.apply(if knows { Rating::Good } else { Rating::Again }, day);
        schedule.apply(Rating::of(Some(right), settings.certainty.then_some(certainty), false), day);
        questions += 1;
        right_answers += u32::from(right);
    }
    Life { questions, right: right_answers, recall: recall / f64::from(settings.days.max(1)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seed(code: &str) -> Seed {
        code.parse().unwrap()
    }

    fn silent(_: u32, _: u32) {}

    fn within(what: &str, value: f64, low: f64, high: f64) {
        assert!((low..=high).contains(&value), "{what}: {value} is not within {low} to {high}");
    }

    #[test]
    fn answers_come_as_the_shares_say() {
        let mut generator = seed("SHARES").generator("test");
        for (knows, rights, certain) in [(true, 1.0, 0.525), (false, 0.5, 0.25)] {
            let all: Vec<(bool, Certainty)> = (0..20_000).map(|_| answer(knows, &mut generator)).collect();
            let count = |part: &dyn Fn(&(bool, Certainty)) -> bool| {
                share(u32::try_from(all.iter().filter(|one| part(one)).count()).unwrap(), 20_000)
            };
            within("right", count(&|one| one.0), rights - 0.015, rights);
            within("certain", count(&|one| one.1 == Certainty::C3), certain - 0.015, certain + 0.015);
        }
    }

    #[test]
    fn one_seed_gives_one_result_and_progress_ends_at_its_end() {
        let settings = MasterySettings { learners: 300, ..MasterySettings::default() };
        let mut calls = Vec::new();
        let one = mastery(&[5, 6], settings, &seed("SAME"), &mut |done, of| calls.push((done, of)));
        assert_eq!(one, mastery(&[5, 6], settings, &seed("SAME"), &mut silent));
        assert_ne!(one, mastery(&[5, 6], settings, &seed("OTHER"), &mut silent));
        assert_eq!(calls, [(256, 600), (512, 600), (600, 600)]);
        let settings = ReviewSettings { learners: 1, days: 20, ..ReviewSettings::default() };
        let mut calls = Vec::new();
        let one = review(60, settings, &seed("SAME"), &mut |done, of| calls.push((done, of)));
        assert_eq!(one, review(60, settings, &seed("SAME"), &mut silent));
        assert_eq!(calls, [(60, 60)]);
    }

    #[test]
    fn nothing_to_simulate_is_no_error() {
        for (pairs, learners, a_sitting) in [(&[] as &[usize], 9, 2), (&[0], 9, 2), (&[5], 0, 2), (&[5], 9, 0)] {
            let settings = MasterySettings { learners, a_sitting, ..MasterySettings::default() };
            let found = mastery(pairs, settings, &seed("NONE"), &mut silent);
            assert!(found.masters.known + found.novices.ever_known < 1e-12, "{found:?}");
        }
        let settings = ReviewSettings { days: 0, learners: 1, ..ReviewSettings::default() };
        for concepts in [0, 3] {
            assert!(review(concepts, settings, &seed("NONE"), &mut silent).recall.abs() < 1e-12, "{concepts}");
        }
    }
}
