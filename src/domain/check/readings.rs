//! The record of blind readings: people and programs that saw a statement's text alone, and what they made of it.
//!
//! `readings.jsonl` in the bank's folder, one reading a line, and one line for each pair that a reviewer looked at for
//! inversion. It says before anybody learns from a statement how readers agree with its key, whether it sounds natural,
//! whether it needs knowledge, and whether its topic can be told. It is not learners' data, and it calibrates nothing.

use super::gates::standard_error;
use super::rule::{Rule, problem};
use super::settings::{LintRules, ReadingRules};
use super::{percent, ratio, real};
use crate::domain::bank::problem::Problem;
use crate::domain::bank::{Bank, Entry, Side, Sides};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap, HashSet};

/// The name of the file with the readings of a bank.
pub const FILE: &str = "readings.jsonl";

/// The family in which one side may show worse practice.
const INCIDENT: &str = "incident";

/// One reader's judgement of one revision of a statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Reading {
    /// The statement's identifier.
    pub statement: String,
    /// The revision that was read.
    #[cfg_attr(test, schemars(range(min = 1)))]
    pub revision: u32,
    /// Who read; the same name for all readings of one reader.
    pub reader: String,
    /// What the reader knows: `consumer` or `industrial`, an engineer of that side; `outsider`, neither.
    pub background: String,
    /// The side that the reader took it for.
    pub side: Side,
    /// How sure the reader was: 1 guessing, 2 fairly sure, 3 sure.
    #[cfg_attr(test, schemars(range(min = 1, max = 3)))]
    pub certainty: u8,
    /// The id of the topic that the reader took it for.
    pub topic: String,
    /// Whether somebody would really say it so: 1 absurd to 5 exactly so.
    #[cfg_attr(test, schemars(range(min = 1, max = 5)))]
    pub natural: u8,
    /// Whether one has to know something of the field to tell the side.
    pub knowledge: bool,
    /// What the reader remarked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A reviewer's tick: does either side of a pair show the practice of the other?
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Tick {
    /// The id of the pair or single.
    pub pair: String,
    /// Who looked.
    pub reader: String,
    /// Whether it is inverted.
    pub inverted: bool,
    /// What the reviewer remarked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// The record of a bank: what could be read, with the lines it stands on, and what could not.
#[derive(Debug, Clone, Default)]
pub struct Readings {
    /// The readings in the order of the file, each with its line, from 1.
    pub readings: Vec<(usize, Reading)>,
    /// The reviewers' ticks, each with its line.
    pub ticks: Vec<(usize, Tick)>,
    /// Lines that could not be read.
    pub problems: Vec<Problem>,
}

impl Readings {
    /// Reads the record. Empty lines are passed over; every line that cannot be read is a problem of its own.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let mut record = Self::default();
        for (line, content) in (1..).zip(text.lines()).filter(|(_, content)| !content.trim().is_empty()) {
            if let Err(reason) = record.take(line, content) {
                record.problems.push(problem(Rule::ReadingFormat, FILE, Some(line), "", reason));
            }
        }
        record
    }

    fn take(&mut self, line: usize, content: &str) -> Result<(), String> {
        let said = |error: serde_json::Error| format!("the line cannot be read: {error}");
        let value: Value = serde_json::from_str(content).map_err(said)?;
        if value.get("pair").is_some() {
            let tick: Tick = serde_json::from_value(value).map_err(said)?;
            self.ticks.push((line, tick));
            return Ok(());
        }
        let reading: Reading = serde_json::from_value(value).map_err(said)?;
        if !(1..=3).contains(&reading.certainty) {
            return Err(format!("certainty {} is not 1 to 3", reading.certainty));
        }
        if !(1..=5).contains(&reading.natural) {
            return Err(format!("naturalness {} is not 1 to 5", reading.natural));
        }
        if reading.reader.trim().is_empty() {
            return Err("the reading names no reader".to_owned());
        }
        self.readings.push((line, reading));
        Ok(())
    }
}

/// How many of some readings say so.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Share {
    /// How many there are.
    pub of: usize,
    /// How many of them say so.
    pub yes: usize,
}

impl Share {
    const fn add(&mut self, yes: bool) {
        self.of += 1;
        self.yes += yes as usize;
    }

    /// The share, 0 to 1.
    #[must_use]
    pub fn share(self) -> f64 {
        ratio(self.yes, self.of)
    }

    /// `95.0 % of 200 (standard error 1.5 %)`.
    #[must_use]
    pub fn told(self) -> String {
        format!(
            "{} of {} (standard error {})",
            percent(self.share()),
            self.of,
            percent(standard_error(self.share(), self.of))
        )
    }
}

/// A mean with its standard error.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Mean {
    /// How many values.
    pub of: usize,
    /// Their mean.
    pub mean: f64,
    /// Its standard error.
    pub standard_error: f64,
}

impl Mean {
    fn of(values: &[f64]) -> Self {
        let count = real(values.len().max(1));
        let mean = values.iter().sum::<f64>() / count;
        let spread = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (count - 1.0).max(1.0);
        Self { of: values.len(), mean, standard_error: (spread / count).sqrt() }
    }

    /// `4.31 of 960 (standard error 0.02)`.
    #[must_use]
    pub fn told(self) -> String {
        format!("{:.2} of {} (standard error {:.2})", self.mean, self.of, self.standard_error)
    }
}

/// What readers make of the current revisions.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct ReadingFigures {
    /// Statements of the bank.
    pub statements: usize,
    /// Statements whose current revision has all the readings that the bank asks for.
    pub complete: usize,
    /// Readings that agree with the key.
    pub agreement: Share,
    /// The same by background.
    pub by_background: BTreeMap<String, Share>,
    /// The same by background, at levels 1, 2 and 3.
    pub by_background_and_level: BTreeMap<String, [Share; 3]>,
    /// The same by certainty, 1 to 3.
    pub by_certainty: [Share; 3],
    /// Pairs of readers of the same statement that chose the same side.
    pub between_readers: Share,
    /// Readings of earlier revisions that agreed with the key: what the drafts were worth.
    pub earlier: Share,
    /// How natural the statements are, statement by statement.
    pub natural: Mean,
    /// The same by level.
    pub natural_by_level: [Mean; 3],
    /// The same by side.
    pub natural_by_side: Sides<Mean>,
    /// Statements of which most readers say that knowledge is needed.
    pub knowledge: Share,
    /// The same by side.
    pub knowledge_by_side: Sides<Share>,
    /// Readings that tell the topic.
    pub topic: Share,
    /// Pairs and singles that reviewers looked at for inversion.
    pub ticked: Share,
}

/// A statement with the readings of its current revision.
struct Read<'a> {
    entry: Entry<'a>,
    readings: Vec<&'a Reading>,
}

impl Read<'_> {
    fn natural(&self) -> Option<f64> {
        let sum: usize = self.readings.iter().map(|one| usize::from(one.natural)).sum();
        (!self.readings.is_empty()).then(|| ratio(sum, self.readings.len()))
    }

    fn needs_knowledge(&self) -> bool {
        let yes = self.readings.iter().filter(|one| one.knowledge).count();
        2 * yes > self.readings.len()
    }

    fn level(&self) -> usize {
        usize::from(self.entry.level()).saturating_sub(1)
    }
}

/// Compares the record with the bank and with what the rules ask for. `None` where there is no record.
pub(super) fn judge(
    bank: &Bank,
    rules: &LintRules,
    record: Option<&Readings>,
    findings: &mut Vec<Problem>,
) -> Option<ReadingFigures> {
    let wanted = &rules.readings;
    let Some(record) = record else {
        if wanted.readers_min > 0 {
            let least = wanted.readers_min;
            let reason = format!("the bank asks for {least} blind readings of each statement and has no record");
            findings.push(problem(Rule::NoReadings, FILE, Some(1), "", reason));
        }
        return None;
    };
    findings.extend(record.problems.iter().cloned());
    let mut figures = ReadingFigures::default();
    let all = current(bank, record, wanted, &mut figures, findings);
    for one in &all {
        statement(one, wanted, &mut figures, findings);
    }
    if wanted.readers_min > 0 {
        whole(bank, &all, wanted, &mut figures, findings);
    } else {
        measure(&all, &mut figures);
    }
    ticks(bank, record, wanted, &mut figures, findings);
    Some(figures)
}

/// Sorts the readings by their statements, and tells what is wrong with single lines.
fn current<'a>(
    bank: &'a Bank,
    record: &'a Readings,
    wanted: &ReadingRules,
    figures: &mut ReadingFigures,
    findings: &mut Vec<Problem>,
) -> Vec<Read<'a>> {
    let mut by_statement: HashMap<&str, Vec<&Reading>> = HashMap::new();
    let mut seen: HashMap<(&str, u32, &str), usize> = HashMap::new();
    for (line, reading) in &record.readings {
        let note = |rule, reason| problem(rule, FILE, Some(*line), &reading.statement, reason);
        let Some(entry) = bank.find(&reading.statement).and_then(|at| bank.entry(at)) else {
            findings.push(note(Rule::UnknownReading, "the bank has no such statement".to_owned()));
            continue;
        };
        if let Some(first) = seen.insert((&reading.statement, reading.revision, &reading.reader), *line) {
            let reason = format!("{} has read revision {} before, on line {first}", reading.reader, reading.revision);
            findings.push(note(Rule::RepeatedReading, reason));
            continue;
        }
        let (agrees, latest) = (reading.side == entry.at.side, entry.statement.revision);
        match reading.revision.cmp(&latest) {
            Ordering::Greater => {
                let reason = format!("revision {} was read, but the statement is at {latest}", reading.revision);
                findings.push(note(Rule::ReadingAhead, reason));
            }
            Ordering::Less => figures.earlier.add(agrees),
            Ordering::Equal => {
                by_statement.entry(&reading.statement).or_default().push(reading);
                if !agrees && wanted.experts.contains(&reading.background) {
                    findings.push(note(Rule::ReadingDisagrees, disagreement(bank, reading, entry.at.side)));
                }
            }
        }
    }
    let mut readings = |entry: &Entry<'_>| by_statement.remove(entry.statement.id.as_str()).unwrap_or_default();
    bank.statements().map(|entry| Read { readings: readings(&entry), entry }).collect()
}

fn disagreement(bank: &Bank, reading: &Reading, key: Side) -> String {
    let name = |side| &bank.side(side).name;
    let remark = reading.note.as_ref().map(|note| format!(": {note}")).unwrap_or_default();
    let (said, key) = (name(reading.side), name(key));
    format!("{} ({}) says {said}, the key says {key}{remark}", reading.reader, reading.background)
}

/// Counts the readings of one statement, and judges whether they are enough and natural enough.
fn statement(one: &Read<'_>, wanted: &ReadingRules, figures: &mut ReadingFigures, findings: &mut Vec<Problem>) {
    let side = one.entry.at.side;
    for reading in &one.readings {
        let agrees = reading.side == side;
        figures.agreement.add(agrees);
        figures.topic.add(reading.topic == one.entry.topic.id);
        figures.by_background.entry(reading.background.clone()).or_default().add(agrees);
        let levels = figures.by_background_and_level.entry(reading.background.clone()).or_default();
        if let Some(share) = levels.get_mut(one.level()) {
            share.add(agrees);
        }
        if let Some(share) = figures.by_certainty.get_mut(usize::from(reading.certainty).saturating_sub(1)) {
            share.add(agrees);
        }
    }
    let (count, agreeing) = (one.readings.len(), one.readings.iter().filter(|reading| reading.side == side).count());
    let choose_two = |count: usize| count * count.saturating_sub(1) / 2;
    figures.between_readers.of += choose_two(count);
    figures.between_readers.yes += choose_two(agreeing) + choose_two(count - agreeing);
    figures.statements += 1;

    let file = format!("{}.json", one.entry.topic.id);
    let id = &one.entry.statement.id;
    let backgrounds: HashSet<&str> = one.readings.iter().map(|reading| reading.background.as_str()).collect();
    let wants = wanted.experts.iter().chain(&wanted.others);
    let missing: Vec<&str> = wants.map(String::as_str).filter(|one| !backgrounds.contains(one)).collect();
    if count < wanted.readers_min || (wanted.readers_min > 0 && !missing.is_empty()) {
        let revision = one.entry.statement.revision;
        let lack = if missing.is_empty() { String::new() } else { format!(", none by: {}", missing.join(", ")) };
        let reason = format!("revision {revision} has {count} of {} blind readings{lack}", wanted.readers_min);
        findings.push(problem(Rule::UnreadStatement, &file, None, id, reason));
    } else {
        figures.complete += 1;
    }
    if let Some(natural) = one.natural().filter(|natural| *natural < wanted.natural_min) {
        let reason = format!("its naturalness is {natural:.2}, less than {}", wanted.natural_min);
        findings.push(problem(Rule::Unnatural, &file, None, id, reason));
    }
}

/// Measures the bank as a whole.
fn measure(all: &[Read<'_>], figures: &mut ReadingFigures) {
    let natural = |keep: &dyn Fn(&Read<'_>) -> bool| {
        Mean::of(&all.iter().filter(|one| keep(one)).filter_map(Read::natural).collect::<Vec<f64>>())
    };
    figures.natural = natural(&|_| true);
    figures.natural_by_level = [0, 1, 2].map(|level| natural(&|one| one.level() == level));
    for side in Side::BOTH {
        *figures.natural_by_side.get_mut(side) = natural(&|one| one.entry.at.side == side);
        for one in all.iter().filter(|one| one.entry.at.side == side && !one.readings.is_empty()) {
            let needed = one.needs_knowledge();
            figures.knowledge.add(needed);
            figures.knowledge_by_side.get_mut(side).add(needed);
        }
    }
}

/// Measures and judges the bank as a whole.
fn whole(
    bank: &Bank,
    all: &[Read<'_>],
    wanted: &ReadingRules,
    figures: &mut ReadingFigures,
    findings: &mut Vec<Problem>,
) {
    measure(all, figures);
    if figures.agreement.of == 0 {
        return;
    }
    let mut tell = |rule, place: &str, reason: String| findings.push(problem(rule, FILE, Some(1), place, reason));
    let [.., level_3] = figures.natural_by_level;
    for (place, mean, least) in
        [("all", figures.natural, wanted.natural_mean_min), ("level 3", level_3, wanted.natural_level_3_min)]
    {
        if mean.of > 0 && mean.mean < least {
            tell(Rule::NaturalMean, place, format!("mean naturalness is {}, less than {least}", mean.told()));
        }
    }
    let (left, right) = (figures.natural_by_side.left, figures.natural_by_side.right);
    if (left.mean - right.mean).abs() > wanted.natural_side_difference_max {
        let reason = format!(
            "mean naturalness is {} for {} and {} for {}, more than {} apart",
            left.told(),
            bank.side(Side::Left).name,
            right.told(),
            bank.side(Side::Right).name,
            wanted.natural_side_difference_max
        );
        tell(Rule::NaturalMean, "sides", reason);
    }
    let of_side =
        |side| (bank.side(side).name.as_str(), *figures.knowledge_by_side.get(side), wanted.knowledge_side_share_min);
    let all_sides = ("all", figures.knowledge, wanted.knowledge_share_min);
    for (place, share, least) in [all_sides, of_side(Side::Left), of_side(Side::Right)] {
        if share.share() < least {
            let reason = format!("knowledge is needed for {}, less than {}", share.told(), percent(least));
            tell(Rule::KnowledgeShare, place, reason);
        }
    }
    if figures.topic.share() < wanted.topic_share_min {
        let reason =
            format!("the topic is told by {}, less than {}", figures.topic.told(), percent(wanted.topic_share_min));
        tell(Rule::TopicTold, "all", reason);
    }
}

/// Judges the reviewers' ticks.
fn ticks(
    bank: &Bank,
    record: &Readings,
    wanted: &ReadingRules,
    figures: &mut ReadingFigures,
    findings: &mut Vec<Problem>,
) {
    let mut reviewers: HashMap<&str, HashSet<&str>> = HashMap::new();
    let families: HashMap<&str, Option<&str>> =
        bank.topics().flat_map(|(_, topic)| topic.items()).map(|item| (item.id(), item.family())).collect();
    for (line, tick) in &record.ticks {
        let note = |rule, reason| problem(rule, FILE, Some(*line), &tick.pair, reason);
        let Some(family) = families.get(tick.pair.as_str()) else {
            findings.push(note(Rule::UnknownReading, "the bank has no such pair".to_owned()));
            continue;
        };
        if tick.inverted && *family != Some(INCIDENT) {
            let remark = tick.note.as_ref().map(|note| format!(": {note}")).unwrap_or_default();
            findings.push(note(Rule::InvertedPair, format!("{} finds the practice inverted{remark}", tick.reader)));
        }
        reviewers.entry(&tick.pair).or_default().insert(&tick.reader);
    }
    for (_, topic) in bank.topics() {
        for item in topic.items() {
            let count = reviewers.get(item.id()).map_or(0, HashSet::len);
            figures.ticked.add(count >= wanted.inversion_ticks_min.max(1));
            if count < wanted.inversion_ticks_min {
                let reason = format!("{count} of {} reviewers looked for inversion", wanted.inversion_ticks_min);
                findings.push(problem(Rule::UntickedPair, &format!("{}.json", topic.id), None, item.id(), reason));
            }
        }
    }
}

#[cfg(test)]
mod tests;
