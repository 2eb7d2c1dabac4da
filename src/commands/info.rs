//! Commands that print and end: topics, progress, completions, the man page.

use super::{DONE, FOUND, Failure, report, start};
use crate::adapters::clock::Clock;
use crate::adapters::settings;
use crate::app::review::{Outlook, sentence};
use crate::cli::{Global, definition};
use crate::domain::bank::{Bank, Item};
use crate::domain::moment::Moment;
use crate::domain::words::plural;
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// The version of every `--json` output; it rises when a field changes its meaning or goes.
pub(super) const JSON_VERSION: u32 = 2;

/// A value with the version of the output.
#[derive(Serialize)]
struct Versioned<'a, T> {
    version: u32,
    #[serde(flatten)]
    value: &'a T,
}

/// Prints a value as one JSON object with the version of the output.
pub fn print_versioned(value: &impl Serialize, out: &mut impl Write) -> Result<(), Failure> {
    print_json(&Versioned { version: JSON_VERSION, value }, out)
}

/// Prints a value as JSON, indented.
pub(super) fn print_json(value: &impl Serialize, out: &mut impl Write) -> Result<(), Failure> {
    serde_json::to_writer_pretty(&mut *out, value).map_err(std::io::Error::from)?;
    writeln!(out)?;
    Ok(())
}

#[derive(Serialize)]
struct TopicsJson<'a> {
    version: u32,
    bank: &'a str,
    bank_revision: u32,
    statements: usize,
    topics: Vec<TopicJson<'a>>,
}

#[derive(Serialize)]
struct TopicJson<'a> {
    id: &'a str,
    title: &'a str,
    pairs: usize,
    singles: usize,
    statements: usize,
    levels: BTreeMap<u8, usize>,
    families: BTreeMap<&'a str, usize>,
    concepts: Vec<ConceptJson<'a>>,
    misconceptions: usize,
    cards: usize,
}

#[derive(Serialize)]
struct ConceptJson<'a> {
    id: &'a str,
    title: &'a str,
    statements: usize,
    levels: BTreeMap<u8, usize>,
    families: BTreeMap<&'a str, usize>,
}

/// The topics with their counts.
pub fn topics(global: &Global, json: bool, out: &mut impl Write) -> Result<u8, Failure> {
    let bank = start::bank(global)?;
    let counted = count_topics(&bank);
    if json {
        print_json(&counted, out)?;
        return Ok(DONE);
    }
    for (number, topic) in counted.topics.iter().enumerate() {
        let levels: Vec<String> =
            topic.levels.iter().map(|(level, statements)| format!("{statements} at level {level}")).collect();
        writeln!(
            out,
            "{:>2}. {} ({}): {} statements ({}), {} ideas, {} discussion cards",
            number + 1,
            topic.title,
            topic.id,
            topic.statements,
            levels.join(", "),
            topic.concepts.len(),
            topic.cards,
        )?;
    }
    writeln!(out, "{} statements in all.", counted.statements)?;
    Ok(DONE)
}

/// How many statements some pairs and singles have.
#[derive(Default)]
struct Counts<'a> {
    statements: usize,
    levels: BTreeMap<u8, usize>,
    families: BTreeMap<&'a str, usize>,
}

impl<'a> Counts<'a> {
    fn of(items: impl Iterator<Item = Item<'a>>) -> Self {
        let mut counts = Self::default();
        for item in items {
            let statements = item.statements().count();
            counts.statements += statements;
            *counts.levels.entry(item.level()).or_default() += statements;
            if let Some(family) = item.family() {
                *counts.families.entry(family).or_default() += statements;
            }
        }
        counts
    }
}

fn count_topics(bank: &Bank) -> TopicsJson<'_> {
    let topics: Vec<TopicJson<'_>> = bank
        .topics()
        .map(|(_, topic)| {
            let concepts = topic.concepts.iter().map(|concept| {
                let counted = Counts::of(topic.items().filter(|item| item.concept() == concept.id));
                let Counts { statements, levels, families } = counted;
                ConceptJson { id: &concept.id, title: &concept.title, statements, levels, families }
            });
            let Counts { statements, levels, families } = Counts::of(topic.items());
            TopicJson {
                id: &topic.id,
                title: &topic.title,
                pairs: topic.pairs.len(),
                singles: topic.singles.len(),
                statements,
                levels,
                families,
                concepts: concepts.collect(),
                misconceptions: topic.misconceptions.len(),
                cards: topic.cards.len(),
            }
        })
        .collect();
    let statements = topics.iter().map(|topic| topic.statements).sum();
    TopicsJson {
        version: JSON_VERSION,
        bank: &bank.manifest.id,
        bank_revision: bank.manifest.revision,
        statements,
        topics,
    }
}

/// The progress as one JSON object: all that a report shows.
pub fn progress(global: &Global, out: &mut impl Write) -> Result<u8, Failure> {
    print_versioned(&report::made(global)?, out)?;
    Ok(DONE)
}

#[derive(Serialize)]
struct DueJson<'a> {
    version: u32,
    learner: &'a str,
    /// The learner's local date, as `2026-11-23`.
    today: String,
    due: usize,
    in_a_sitting: usize,
    new: usize,
    minutes: usize,
    /// The date on which the next other concept is due; none where none was answered.
    next: Option<String>,
}

/// One line on what is due. The exit code says whether anything is.
pub fn due(global: &Global, json: bool, out: &mut impl Write) -> Result<u8, Failure> {
    let bank = start::bank(global)?;
    let today = Clock::from_environment()?.now().moment;
    let name = start::learner_name(global)?;
    let mut records = start::open_records(global)?;
    start::known_learner(global, records.journal.as_ref())?;
    let settings = settings::load(&records.settings)?;
    let learner = start::load(&mut records, &name, &bank)?;
    if let Some(warning) = records.warning.filter(|_| records.writable) {
        writeln!(io::stderr(), "iotutor: {warning}")?;
    }
    let outlook = Outlook::of(&bank, &learner, &settings, today);
    if json {
        let said = DueJson {
            version: JSON_VERSION,
            learner: &name,
            today: today.date(),
            due: outlook.due,
            in_a_sitting: outlook.asked,
            new: outlook.new,
            minutes: outlook.minutes,
            next: outlook.next_day.map(Moment::date_of),
        };
        print_json(&said, out)?;
    } else {
        let counted = plural(outlook.due, "idea", "ideas");
        let sentence = sentence(&outlook.words(counted));
        writeln!(out, "{}", sentence.trim_end_matches('.'))?;
    }
    Ok(if outlook.due > 0 { DONE } else { FOUND })
}

/// Prints completions for a shell.
pub fn completions(shell: clap_complete::Shell, out: &mut impl Write) -> Result<u8, Failure> {
    // Generated into memory first: the generator panics where its output is closed.
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut definition(), "iotutor", &mut text);
    out.write_all(&text)?;
    Ok(DONE)
}

/// Prints the man page.
pub fn man(out: &mut impl Write) -> Result<u8, Failure> {
    clap_mangen::Man::new(definition()).render(out)?;
    Ok(DONE)
}
