//! Simulated learners, so that a change to the engine shows what it does to people who are known through and through.
//!
//! The learners follow the engine's own assumptions: who knows answers rightly, who does not guesses rightly half the time,
//! and certainties come with the shares of [`certainty_shares`]; memory fades as FSRS-6 says. So the figures are properties
//! of the engine under its assumptions, not of people.

use super::ability::certainty_shares;
use super::bank::Bank;
use super::certainty::Certainty;
use super::mastery::{Answer, Mastery};
use super::review::{Memory, RETENTION, Rating, candidates};
use super::seed::Seed;
use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

/// What is told while a simulation runs: how many learners or memories are done, and of how many.
pub type Progress<'a> = &'a mut dyn FnMut(u32, u32);

/// How many simulated learners lie between two calls of [`Progress`].
const PROGRESS_EVERY: u32 = 256;

/// How many concepts of `bank` have statements: what a simulation of review needs to know of it.
#[must_use]
pub fn concepts_of(bank: &Bank) -> usize {
    candidates(bank, |_, _| None, |_| None).len()
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
    /// How many statements of the concept each is asked, none of them twice.
    pub statements: u32,
    /// How many of them a sitting has; there is one sitting a day.
    pub a_sitting: u32,
    /// The shares of the concept that the kinds of learners know.
    pub know: [f64; 4],
    /// How those learn who do.
    pub learning: Learning,
}

impl Default for MasterySettings {
    fn default() -> Self {
        let learning = Learning { before: 0.2, after: 0.9, chance: 0.26 };
        Self { learners: 4_000, statements: 8, a_sitting: 4, know: [0.9, 0.8, 0.7, 0.2], learning }
    }
}

/// Learning all at once: each explanation may be the one that makes the difference.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Learning {
    /// The share of the concept that is known before.
    pub before: f64,
    /// The share that is known after.
    pub after: f64,
    /// The probability that one explanation makes the difference.
    pub chance: f64,
}

/// How one kind of learner fared.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Fared {
    /// The share of the concept that they know.
    pub know: f64,
    /// The share of them that was called known.
    pub known: f64,
    /// After how many answers on average, of those who were.
    pub answers_to_known: f64,
}

/// How those fared who learn on the way.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Learnt {
    /// The share of them that was called known.
    pub known: f64,
    /// The share of those called known who had learnt it by then.
    pub truly: f64,
}

/// What a simulation of mastery found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MasteryFigures {
    /// The code it was drawn from.
    pub seed: String,
    /// What it did.
    pub settings: MasterySettings,
    /// Those who know a share of the concept and learn nothing, kind by kind.
    pub kinds: Vec<Fared>,
    /// Those who learn.
    pub learning: Learnt,
}

/// Puts simulated learners through the test of [`super::mastery`], each on one concept.
pub fn mastery(settings: MasterySettings, seed: &Seed, progress: Progress<'_>) -> MasteryFigures {
    let mut generator = seed.generator("simulate mastery");
    let groups = u32::try_from(settings.know.len()).unwrap_or(u32::MAX).saturating_add(1);
    let of = settings.learners.saturating_mul(groups);
    let mut done = 0_u32;
    let mut group = |learning: Learning| {
        let mut outcomes = Vec::new();
        for _ in 0..settings.learners {
            outcomes.extend(test(learning, settings, &mut generator));
            done = done.saturating_add(1);
            tell(progress, done, of);
        }
        outcomes
    };
    let kinds = settings.know.map(|know| {
        let found = group(Learning { before: know, after: know, chance: 0.0 });
        let answers: u32 = found.iter().map(|known| known.answers).sum();
        let known = count(found.len());
        Fared { know, known: share(known, settings.learners), answers_to_known: share(answers, known) }
    });
    let found = group(settings.learning);
    let truly = count(found.iter().filter(|known| known.learnt).count());
    let learning =
        Learnt { known: share(count(found.len()), settings.learners), truly: share(truly, count(found.len())) };
    MasteryFigures { seed: seed.code().to_owned(), settings, kinds: kinds.to_vec(), learning }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// One who was called known.
struct CalledKnown {
    /// After how many answers.
    answers: u32,
    /// Whether it had been learnt by then.
    learnt: bool,
}

/// One learner's way through the test of one concept, a sitting a day; none where it was not called known.
fn test(learning: Learning, settings: MasterySettings, generator: &mut ChaCha8Rng) -> Option<CalledKnown> {
    let mut mastery = Mastery::default();
    let mut learnt = false;
    for asked in 0..settings.statements {
        let know = if learnt { learning.after } else { learning.before };
        let (right, _) = answer(generator.random_bool(know.clamp(0.0, 1.0)), generator);
        let day = i64::from(asked.checked_div(settings.a_sitting)?);
        mastery.apply(Answer { right: Some(right), retaken: false, fresh: true, due: false, day });
        if mastery.state().is_known() {
            return Some(CalledKnown { answers: asked + 1, learnt });
        }
        learnt |= generator.random_bool(learning.chance.clamp(0.0, 1.0));
    }
    None
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
        let settings = MasterySettings { learners: 100, ..MasterySettings::default() };
        let mut calls = Vec::new();
        let one = mastery(settings, &seed("SAME"), &mut |done, of| calls.push((done, of)));
        assert_eq!(one, mastery(settings, &seed("SAME"), &mut silent));
        assert_ne!(one, mastery(settings, &seed("OTHER"), &mut silent));
        assert_eq!(calls, [(256, 500), (500, 500)]);
        let settings = ReviewSettings { learners: 1, days: 20, ..ReviewSettings::default() };
        let mut calls = Vec::new();
        let one = review(60, settings, &seed("SAME"), &mut |done, of| calls.push((done, of)));
        assert_eq!(one, review(60, settings, &seed("SAME"), &mut silent));
        assert_eq!(calls, [(60, 60)]);
    }

    #[test]
    fn mastery_gives_the_figures_that_are_told_of_it() {
        // Who knows 90, 80, 70 and 20 % of a concept; and among those who learn, 54 % known within two sittings, of whom
        // about 1 in 15 turns out not to know. One standard error is about half a point.
        let settings = MasterySettings { learners: 8_000, ..MasterySettings::default() };
        let found = mastery(settings, &seed("FIGURES"), &mut silent);
        for (fared, wanted) in found.kinds.iter().zip([0.95, 0.83, 0.69, 0.13]) {
            within(&format!("known of {}", fared.know), fared.known, wanted - 0.015, wanted + 0.015);
            within("answers", fared.answers_to_known, 5.0, 7.0);
        }
        within("known of those who learn", found.learning.known, 0.52, 0.56);
        within("truly known", found.learning.truly, 0.91, 0.95);
    }

    #[test]
    fn nothing_to_simulate_is_no_error() {
        for (learners, statements, a_sitting) in [(0, 8, 4), (9, 0, 4), (9, 8, 0)] {
            let settings = MasterySettings { learners, statements, a_sitting, ..MasterySettings::default() };
            let found = mastery(settings, &seed("NONE"), &mut silent);
            assert!(found.kinds.iter().all(|fared| fared.known + fared.answers_to_known < 1e-12), "{found:?}");
        }
        let settings = ReviewSettings { days: 0, learners: 1, ..ReviewSettings::default() };
        for concepts in [0, 3] {
            assert!(review(concepts, settings, &seed("NONE"), &mut silent).recall.abs() < 1e-12, "{concepts}");
        }
    }
}
