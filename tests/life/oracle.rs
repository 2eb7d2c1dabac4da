//! What the program has to know of a learner, reckoned a second time from the exported facts and the files of the bank
//! alone, with nothing of the program's own code.
//!
//! Mastery: the test between knowing 20 % and knowing 70 % of a concept, in plain floating point. Review: one
//! memory for each concept; how a memory fades is the `fsrs` crate's, here asked with the whole history at once.

#![allow(clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "small whole numbers of days and points")]

use fsrs::{FSRS, FSRS6_DEFAULT_DECAY, FSRSItem, FSRSReview, MemoryState, current_retrievability};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// A concept: its topic's id and its own.
pub type Concept = (String, String);

/// The defaults: the share to be remembered, the length of a sitting, and new concepts a day.
const RETENTION: f32 = 0.93;
const SITTING: usize = 20;
const NEW_A_DAY: usize = 6;

/// What an answer adds to the logarithm of the odds of knowing 70 % against knowing 20 %; none for "don't know", which is
/// half a guess right and half a guess wrong.
pub fn step(right: Option<bool>) -> f64 {
    let odds = |likelihood: fn(f64) -> f64| (likelihood(0.7) / likelihood(0.2)).ln();
    let (hit, miss) = (odds(|known| known + 0.5 * (1.0 - known)), odds(|known| 0.5 * (1.0 - known)));
    match right {
        Some(true) => hit,
        Some(false) => miss,
        None => f64::midpoint(hit, miss),
    }
}

/// The bound of the test: 4 to 1.
pub fn bound() -> f64 {
    4.0_f64.ln()
}

/// The files of a bank.
pub struct Files {
    /// All concepts with statements, in teaching order.
    pub concepts: Vec<Concept>,
    /// Of each statement its pair, its concept and its side's word.
    statements: BTreeMap<String, (String, Concept, &'static str)>,
}

impl Files {
    pub fn read(folder: &Path) -> Self {
        let json = |name: &str| -> Value {
            serde_json::from_str(&std::fs::read_to_string(folder.join(name)).unwrap()).unwrap()
        };
        let mut files = Self { concepts: Vec::new(), statements: BTreeMap::new() };
        for topic in json("bank.json")["topics"].as_array().unwrap() {
            let id = text(&topic["id"]);
            let topic = json(&format!("{id}.json"));
            for pair in topic["pairs"].as_array().unwrap() {
                let concept = (id.clone(), text(&pair["concept"]));
                for side in ["left", "right"] {
                    let place = (text(&pair["id"]), concept.clone(), side);
                    files.statements.insert(text(&pair[side]["id"]), place);
                }
            }
            let own = topic["concepts"].as_array().unwrap().iter().map(|concept| (id.clone(), text(&concept["id"])));
            files.concepts.extend(own);
        }
        files
    }

    pub fn concept(&self, statement: &str) -> &Concept {
        &self.statements[statement].1
    }
}

pub fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

/// The local day of a fact, as days since 1970-01-01.
fn day(fact: &Value) -> i64 {
    let (millis, offset) = (fact["at"]["millis"].as_i64().unwrap(), fact["at"]["offset"].as_i64().unwrap());
    (millis + offset * 60_000).div_euclid(86_400_000)
}

/// What is known of one concept.
#[derive(Default)]
pub struct Known {
    score: f64,
    pub state: &'static str,
    /// The day on which it became known.
    since: i64,
    /// Whether each answer since the last slip was wrong.
    lately: Vec<bool>,
    /// How many answers are evidence.
    pub answers: u64,
    days: BTreeSet<i64>,
    /// Ratings and days of all answers.
    reviews: Vec<(u32, i64)>,
}

impl Known {
    /// `due` says whether the concept was to be reviewed when it was asked.
    fn take(&mut self, right: Option<bool>, due: bool, day: i64) {
        self.score = (self.score + step(right)).max(step(Some(false)));
        self.answers += 1;
        self.days.insert(day);
        self.lately.push(right == Some(false));
        let wrong_lately = self.lately.iter().rev().take(3).filter(|wrong| **wrong).count();
        match self.state {
            "known" | "kept" if wrong_lately > 1 => {
                self.state = "practising";
                self.score = self.score.min(bound() - step(Some(true)));
                self.lately.clear();
            }
            "known" if right == Some(true) && due && day - self.since >= 7 => self.state = "kept",
            "known" | "kept" => {}
            _ if self.score > bound() - 1e-4 && self.days.len() > 1 => (self.state, self.since) = ("known", day),
            _ => self.state = "practising",
        }
    }

    /// The word that `progress --json` has for the state.
    pub fn word(&self) -> &'static str {
        if self.state.is_empty() { "new" } else { self.state }
    }

    /// How many right answers are missing, and whether one has to come on another day; none where it is known.
    pub fn missing(&self) -> Option<(u64, bool)> {
        let steps = ((bound() - self.score) / step(Some(true)) - 1e-4).ceil().max(1.0) as u64;
        (!matches!(self.state, "known" | "kept")).then_some((steps, self.days.len() < 2))
    }

    /// The memory and the day of the last answer; none before the first.
    fn memory(&self, model: &FSRS) -> Option<(MemoryState, i64)> {
        let (_, last) = *self.reviews.last()?;
        let days = std::iter::once(self.reviews[0].1).chain(self.reviews.iter().map(|(_, day)| *day));
        let reviews = self.reviews.iter().zip(days);
        let reviews = reviews.map(|((rating, day), before)| FSRSReview {
            rating: *rating,
            delta_t: u32::try_from((day - before).max(0)).unwrap(),
        });
        let item = FSRSItem { reviews: reviews.collect() };
        Some((model.memory_state(item, None).unwrap(), last))
    }
}

/// All that is to be known of a learner on a day.
pub struct Oracle {
    model: FSRS,
    pub concepts: BTreeMap<Concept, Known>,
    /// How many answers took the place of one that was taken back.
    pub given_again: u64,
    /// All answers, by the side that was right: right, wrong, not known.
    pub tallies: BTreeMap<&'static str, [u64; 3]>,
    /// Answers a local day.
    pub days: BTreeMap<i64, u64>,
    /// How many concepts were met on each day, also where a clock set back brings a day again.
    met: BTreeMap<i64, usize>,
}

impl Oracle {
    /// Reckons from `facts`, as they were exported.
    pub fn of(facts: &[Value], files: &Files) -> Self {
        let mut oracle = Self {
            model: FSRS::default(),
            concepts: BTreeMap::new(),
            given_again: 0,
            tallies: BTreeMap::new(),
            days: BTreeMap::new(),
            met: BTreeMap::new(),
        };
        // The day on which each pair was seen last.
        let mut seen: BTreeMap<&str, i64> = BTreeMap::new();
        for fact in valid(facts) {
            let today = day(fact);
            match fact["kind"].as_str().unwrap() {
                "told_apart" => {
                    for one in ["first", "second"] {
                        seen.insert(&files.statements[fact[one]["statement"].as_str().unwrap()].0, today);
                    }
                }
                "answered" => {
                    let pair = files.statements[fact["statement"].as_str().unwrap()].0.as_str();
                    let fresh = seen.get(pair).is_none_or(|seen| today - seen >= 7);
                    oracle.answer(fact, files, fresh);
                    seen.insert(pair, today);
                }
                _ => {}
            }
        }
        oracle
    }

    fn answer(&mut self, fact: &Value, files: &Files, fresh: bool) {
        let (_, concept, side) = &files.statements[fact["statement"].as_str().unwrap()];
        let response = fact["response"].as_str().unwrap();
        let right = (response != "dont_know").then_some(response == *side);
        *self.days.entry(day(fact)).or_default() += 1;
        let tally = self.tallies.entry(side).or_default();
        tally[right.map_or(2, |right| usize::from(!right))] += 1;
        if fact["retaken"] == true {
            // The key had been seen: an answer like any other, that shows nothing.
            self.given_again += 1;
            return;
        }
        let certainty = fact["certainty"].as_str().map(|word| word.trim_start_matches('C').parse::<usize>().unwrap());
        let certainty = if fact["hinted"] == true { Some(1) } else { certainty };
        let today = day(fact);
        let due = self.memories(today).get(concept).is_some_and(|(due, _)| *due <= today);
        let known = self.concepts.entry(concept.clone()).or_default();
        if fresh {
            known.take(right, due, today);
        }
        let rating = match (right, certainty) {
            (Some(true), Some(1)) => 2,
            (Some(true), _) => 3,
            _ => 1,
        };
        if known.reviews.is_empty() {
            let today = day(fact);
            *self.met.entry(today).or_default() += 1;
        }
        known.reviews.push((rating, day(fact)));
    }

    /// The day on which each concept that was answered is due next, and how well it is remembered on `today`.
    pub fn memories(&self, today: i64) -> BTreeMap<Concept, (i64, f32)> {
        let memory = |(concept, known): (&Concept, &Known)| {
            let (state, last) = known.memory(&self.model)?;
            let interval = self.model.next_interval(Some(state.stability), RETENTION, 3).round().max(1.0) as i64;
            // A last answer further in the future than a time zone explains says nothing of when it was.
            let due = if last > today + 1 { today } else { last + interval };
            let recall = current_retrievability(state, (today - last).max(0) as f32, FSRS6_DEFAULT_DECAY);
            Some((concept.clone(), (due, recall)))
        };
        self.concepts.iter().filter_map(memory).collect()
    }

    /// What is due on a day.
    pub fn due(&self, today: i64, files: &Files) -> Due {
        let memories = self.memories(today);
        let concepts: BTreeSet<Concept> =
            memories.iter().filter(|(_, (due, _))| *due <= today).map(|(concept, _)| concept.clone()).collect();
        let asked = concepts.len().min(SITTING);
        let met_today = self.met.get(&today).copied().unwrap_or(0);
        let unmet = files.concepts.iter().filter(|concept| !memories.contains_key(*concept));
        let room = if asked == 0 { 0 } else { (SITTING - asked).min(NEW_A_DAY.saturating_sub(met_today)) };
        let new = unmet.take(room).cloned().collect();
        let next = memories.values().map(|(due, _)| *due).filter(|due| *due > today).min();
        Due { concepts, asked, new, next }
    }
}

/// What is due on a day.
pub struct Due {
    pub concepts: BTreeSet<Concept>,
    /// How many of them a sitting asks.
    pub asked: usize,
    /// The concepts never met that come with them.
    pub new: BTreeSet<Concept>,
    /// The next day on which something else is due.
    pub next: Option<i64>,
}

/// The facts without the answers that were taken back.
fn valid(facts: &[Value]) -> Vec<&Value> {
    let mut valid: Vec<&Value> = Vec::new();
    for fact in facts {
        if fact["kind"] == "undone" {
            let same = |one: &&Value| one["kind"] == "answered" && one["attempt"] == fact["attempt"];
            let place = valid.iter().rposition(same).unwrap();
            assert_eq!(valid.remove(place)["statement"], fact["statement"]);
        } else {
            valid.push(fact);
        }
    }
    valid
}
