//! The gate for authors: what an author of a bank should mend although the bank plays.
//!
//! A bank is examined statement by statement, pair by pair, lesson by lesson, and as a whole, with the thresholds and
//! word lists of its `lint.json`; without that file nothing is expected that another subject may not need. What can be
//! read of a bank that is refused is examined as well, so that one run tells everything. Each rule is explained in
//! `docs/check.md`.

mod balance;
mod corpus;
mod coverage;
mod duplicates;
mod examples;
#[cfg(test)]
pub(crate) mod fixture;
mod form;
mod gates;
mod items;
mod lesson;
mod licence;
mod lines;
mod reader;
pub mod readings;
pub mod rule;
pub mod settings;
mod statistics;
mod text;

pub use balance::{LengthFigures, RateFigures};
pub use coverage::{ConceptFigures, TopicFigures};
pub use duplicates::DuplicateFigures;
pub use gates::GateFigures;
pub use items::{PairFigures, Watched};
pub use reader::{ReaderFigures, ReaderLevel, ReaderTopic, TellingWord};
pub use rule::Rule;
pub use settings::LintRules;

use super::bank::load::SourceFile;
use super::bank::problem::{Problem, Severity};
use super::bank::{Bank, Topic};
use readings::{ReadingFigures, Readings};
use serde::Serialize;

/// The name of the file with the rules of a bank.
pub const FILE: &str = "lint.json";

/// The name of the file that findings about the whole bank are reported for.
const MANIFEST: &str = "bank.json";

/// What the gate found out about a bank.
#[derive(Debug, Default, Serialize)]
pub struct Report {
    /// Breaches of the rules, in a fixed order: statements, lessons, coverage, the whole bank, readings.
    pub findings: Vec<Problem>,
    /// Counts and measures.
    pub figures: Figures,
}

impl Report {
    /// How many findings have that severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.severity == severity).count()
    }
}

/// Counts and measures of a bank.
#[derive(Debug, Default, Serialize)]
pub struct Figures {
    /// Scored statements.
    pub statements: usize,
    /// Statements that stand alone.
    pub singles: usize,
    /// Statements that cite a source.
    pub sourced: usize,
    /// Discussion cards.
    pub cards: usize,
    /// Case studies.
    pub cases: usize,
    /// Named misconceptions.
    pub misconceptions: usize,
    /// Mean words of a statement.
    pub mean_words: f64,
    /// Topic by topic, in teaching order.
    pub topics: Vec<TopicFigures>,
    /// How alike the two of a pair are.
    pub pairs: PairFigures,
    /// How long the statements of the sides are.
    pub lengths: LengthFigures,
    /// How often each kind of word occurs on the sides.
    pub rates: Vec<RateFigures>,
    /// How often readers are right that know nothing and go by one kind of cue.
    pub gates: Vec<GateFigures>,
    /// How well a reader of all words does; told, not limited, because words of the trade are knowledge. None in a bank
    /// of one topic.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reader: Option<ReaderFigures>,
    /// Explanations of levels 1, 2 and 3 that give a mechanism, a figure, a document or a term, and all of them.
    pub explanations: [(usize, usize); 3],
    /// How the search for near duplicates went.
    pub duplicates: DuplicateFigures,
    /// Statements with words of boundary cases, for a human to look at; not findings.
    pub watch: Vec<Watched>,
    /// What blind readers make of it; none without a record.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub readings: Option<ReadingFigures>,
}

/// Examines a bank. `readings` is the record of blind readings, where the bank's folder has one; `files` are the texts
/// it was read from, in which the lines of findings are looked up.
/// The same bank, rules and readings give the same report.
#[must_use]
pub fn run(bank: &Bank, rules: &LintRules, readings: Option<&Readings>, files: &[SourceFile]) -> Report {
    let mut findings = rule::Findings::default();
    examples::examine(bank, &mut findings);
    let items = items::examine(bank, rules, &mut findings);
    lesson::examine(bank, rules, &mut findings);
    licence::examine(bank, rules, &mut findings);
    let topics = coverage::figures(bank);
    coverage::judge(bank, &topics, rules, &mut findings);
    let corpus = corpus::Corpus::new(bank);
    balance::leaks(&corpus, bank, &rules.thresholds, &mut findings);
    let lengths = balance::lengths(&corpus, bank, &rules.thresholds, &mut findings);
    let rates = balance::rates(bank, rules, &mut findings);
    let gates = gates::pass(bank, &corpus, rules, &mut findings);
    duplicates::contradictions(&corpus, rules, &mut findings);
    let duplicates = duplicates::search(&corpus, rules, &mut findings);
    let readings = readings::judge(bank, rules, readings, &mut findings.0);
    lines::fill(&mut findings.0, files);
    let figures = Figures {
        statements: topics.iter().map(|topic| topic.statements).sum(),
        singles: topics.iter().map(|topic| topic.singles).sum(),
        sourced: bank.statements().filter(|entry| !entry.statement.sources.is_empty()).count(),
        cards: topics.iter().map(|topic| topic.cards).sum(),
        cases: bank.cases().len(),
        misconceptions: topics.iter().map(|topic| topic.misconceptions.len()).sum(),
        mean_words: balance::mean_words(&corpus),
        topics,
        pairs: items.pairs,
        lengths,
        rates,
        gates,
        reader: reader::read(&corpus),
        explanations: items.explanations,
        duplicates,
        watch: items.watch,
        readings,
    };
    Report { findings: findings.0, figures }
}

fn topic_file(topic: &Topic) -> String {
    format!("{}.json", topic.id)
}

/// A count as a real number; exact up to 2^32, far beyond any bank.
fn real(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::from(u32::MAX), f64::from)
}

/// A part as a share of a whole; 0 of nothing.
fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { real(part) / real(whole) }
}

/// A share in per cent with one decimal.
fn percent(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}

#[cfg(test)]
mod tests;
