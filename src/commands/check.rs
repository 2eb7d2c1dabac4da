//! `check`: examines a bank and says what there is to mend.

use super::info::{JSON_VERSION, print_json};
use super::{DONE, FOUND, Failure};
use crate::adapters::bank_files::{self, Checked};
use crate::cli::Global;
use crate::domain::bank::problem::{Problem, Severity};
use crate::domain::check::readings::{Mean, ReadingFigures, Share};
use crate::domain::check::{Figures, GateFigures, Rule, TopicFigures};
use crate::domain::words::counted;
use crate::ui::text::safe;
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

#[derive(Serialize)]
struct CheckJson<'a> {
    version: u32,
    playable: bool,
    errors: usize,
    warnings: usize,
    findings: &'a [Problem],
    #[serde(skip_serializing_if = "Option::is_none")]
    figures: Option<&'a Figures>,
}

/// What the command prints.
#[derive(Clone, Copy)]
pub struct Wanted {
    /// One JSON object.
    pub json: bool,
    /// Whether it can be played, and what is to be done before it is published, each with its place.
    pub draft: bool,
}

/// Checks a bank and prints what was found.
pub fn check(global: &Global, dir: Option<&Path>, wanted: Wanted, out: &mut impl Write) -> Result<u8, Failure> {
    let checked = bank_files::check(dir.or(global.bank.as_deref()))?;
    let count = |severity| checked.problems.iter().filter(|one| one.severity == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    if wanted.json {
        let (findings, figures) = (checked.problems.as_slice(), checked.figures.as_ref());
        let said = CheckJson { version: JSON_VERSION, playable: checked.playable, errors, warnings, findings, figures };
        print_json(&said, out)?;
    } else if wanted.draft {
        return draft(&checked, out);
    } else {
        for finding in &checked.problems {
            writeln!(out, "{}", safe(&finding.to_string()))?;
        }
        if let Some(figures) = &checked.figures {
            print_figures(figures, out)?;
        }
        writeln!(out, "{}, {}.", counted(errors, "error", "errors"), counted(warnings, "warning", "warnings"))?;
    }
    Ok(if errors > 0 { FOUND } else { DONE })
}

/// Says whether a bank plays, and how much there is to do before others see it.
fn draft(checked: &Checked, out: &mut impl Write) -> Result<u8, Failure> {
    // What no rule of the gate finds keeps the bank from being played.
    let is_obstacle =
        |one: &&Problem| one.severity == Severity::Error && Rule::ALL.iter().all(|rule| rule.id() != one.rule);
    let (obstacles, rest): (Vec<&Problem>, Vec<&Problem>) = checked.problems.iter().partition(is_obstacle);
    for error in &obstacles {
        writeln!(out, "{}", safe(&error.to_string()))?;
    }
    match obstacles.len() {
        0 => writeln!(out, "Playable.")?,
        errors => writeln!(out, "Not playable yet: {}.", counted(errors, "error", "errors"))?,
    }
    let mut rules: BTreeMap<&str, usize> = BTreeMap::new();
    for problem in &rest {
        *rules.entry(problem.rule).or_default() += 1;
    }
    for finding in &rest {
        writeln!(out, "{}", safe(&finding.to_string()))?;
    }
    let (things, plays) = (rest.len(), obstacles.is_empty());
    let told = counted(things, "thing", "things");
    match (things, plays) {
        (0, true) => writeln!(out, "Nothing to do before publishing.")?,
        (0, false) => writeln!(out, "The rest wasn't checked: mend that first, then check again.")?,
        (_, true) => writeln!(out, "{told} before publishing; docs/check.md explains each rule:")?,
        (_, false) => writeln!(
            out,
            "{told} before publishing so far, since the rest can't be checked until it plays; docs/check.md explains each \
             rule:"
        )?,
    }
    let mut rules: Vec<(&str, usize)> = rules.into_iter().collect();
    rules.sort_by_key(|(rule, count)| (std::cmp::Reverse(*count), *rule));
    for (rule, count) in rules {
        writeln!(out, "{count:>6} {rule}")?;
    }
    Ok(if checked.playable { DONE } else { FOUND })
}

/// The figures that an author looks at first; `--json` has all of them.
fn print_figures(figures: &Figures, out: &mut impl Write) -> Result<(), Failure> {
    writeln!(
        out,
        "{} in {}, {} of them alone, {} with a source; {}, {}.",
        counted(figures.statements, "statement", "statements"),
        counted(figures.topics.len(), "topic", "topics"),
        figures.singles,
        figures.sourced,
        counted(figures.cards, "discussion card", "discussion cards"),
        counted(figures.cases, "case study", "case studies"),
    )?;
    for topic in &figures.topics {
        print_topic(topic, out)?;
    }
    for gate in &figures.gates {
        print_gate(gate, out)?;
    }
    for level in figures.reader.iter().flat_map(|reader| &reader.levels) {
        let cues: Vec<&str> = level.words.iter().take(5).map(|word| word.word.as_str()).collect();
        let cues = if cues.is_empty() { "nothing".to_owned() } else { cues.join(", ") };
        writeln!(
            out,
            "A reader of all words, level {}: {:.1} % of {} (standard error {:.1} %), not limited; most telling: {}.",
            level.level,
            level.accuracy * 100.0,
            level.statements,
            level.standard_error * 100.0,
            cues,
        )?;
    }
    if let Some(readings) = &figures.readings {
        print_readings(readings, out)?;
    }
    Ok(())
}

fn print_topic(topic: &TopicFigures, out: &mut impl Write) -> Result<(), Failure> {
    let levels: Vec<String> =
        topic.left.iter().zip(topic.right).map(|(left, right)| format!("{left}+{right}")).collect();
    writeln!(
        out,
        "  {}: {}, left+right at levels 1 to 3: {}; {}, {}, {}.",
        topic.topic,
        counted(topic.statements, "statement", "statements"),
        levels.join(", "),
        counted(topic.concepts.len(), "concept", "concepts"),
        counted(topic.misconceptions.len(), "misconception", "misconceptions"),
        counted(topic.cards, "card", "cards"),
    )?;
    Ok(())
}

fn print_gate(gate: &GateFigures, out: &mut impl Write) -> Result<(), Failure> {
    let level = gate.level.map(|level| format!(", level {level}")).unwrap_or_default();
    let ceiling =
        gate.ceiling.map_or_else(|| "not limited".to_owned(), |ceiling| format!("ceiling {:.0} %", ceiling * 100.0));
    let cues: Vec<&str> = gate.cues.iter().take(5).map(String::as_str).collect();
    writeln!(
        out,
        "{}{level}: {:.1} % of {} (standard error {:.1} %), {ceiling}; most telling: {}.",
        gate.gate,
        gate.accuracy * 100.0,
        gate.statements,
        gate.standard_error * 100.0,
        if cues.is_empty() { "nothing".to_owned() } else { cues.join(", ") },
    )?;
    Ok(())
}

fn print_readings(figures: &ReadingFigures, out: &mut impl Write) -> Result<(), Failure> {
    writeln!(
        out,
        "Blind readings: {} of {} statements have all that are asked for.",
        figures.complete, figures.statements
    )?;
    writeln!(out, "  Agree with the key: {}.", figures.agreement.told())?;
    for (background, share) in &figures.by_background {
        let levels = figures.by_background_and_level.get(background).copied().unwrap_or_default().map(Share::told);
        writeln!(out, "  {}: {}; level 1 to 3: {}.", safe(background), share.told(), levels.join(", "))?;
    }
    let by_level = figures.natural_by_level.map(Mean::told);
    writeln!(out, "  Natural: {}; level 1 to 3: {}.", figures.natural.told(), by_level.join(", "))?;
    let sides = &figures.natural_by_side;
    writeln!(out, "  Natural, left {}, right {}.", sides.left.told(), sides.right.told())?;
    let sides = &figures.knowledge_by_side;
    writeln!(
        out,
        "  Knowledge needed: {}; left {}, right {}.",
        figures.knowledge.told(),
        sides.left.told(),
        sides.right.told()
    )?;
    writeln!(out, "  Topic told: {}.", figures.topic.told())?;
    writeln!(out, "  Looked at for inversion: {} of {}.", figures.ticked.yes, figures.ticked.of)?;
    writeln!(out, "  Readings are not learners' answers: no statement is calibrated by them.")?;
    Ok(())
}
