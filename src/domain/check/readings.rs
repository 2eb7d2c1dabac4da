//! The record of blind readings: people and programs that saw a statement's text alone and said which side it is.
//!
//! `readings.jsonl` in the bank's folder, one reading a line. It says how readers agree with the key before anybody
//! learns from a statement. It is not learners' data, and it calibrates nothing.

use super::rule::{Rule, problem};
use crate::domain::bank::problem::Problem;
use crate::domain::bank::{Bank, Side};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};

/// The name of the file with the readings of a bank.
pub const FILE: &str = "readings.jsonl";

/// One reader's answer to one revision of a statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Reading {
    /// The statement's identifier.
    pub statement: String,
    /// The revision that was read.
    pub revision: u32,
    /// Who read; the same name for all readings of one reader.
    pub reader: String,
    /// The side that the reader took it for.
    pub side: Side,
    /// How sure the reader was: 1 guessing, 2 fairly sure, 3 sure.
    pub certainty: u8,
    /// What detail would make it the other side, in the reader's words.
    pub flip: String,
    /// What was rewritten because of this reading.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed: Option<String>,
}

/// The record of a bank: readings with the lines they stand on, and what could not be read.
#[derive(Debug, Clone, Default)]
pub struct Readings {
    /// The readings in the order of the file, each with its line, from 1.
    pub readings: Vec<(usize, Reading)>,
    /// Lines that could not be read.
    pub problems: Vec<Problem>,
}

impl Readings {
    /// Reads the record. Empty lines are passed over; every line that cannot be read is a problem of its own.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let mut record = Self::default();
        for (line, content) in (1..).zip(text.lines()).filter(|(_, content)| !content.trim().is_empty()) {
            match serde_json::from_str::<Reading>(content) {
                Err(error) => record.refuse(line, "", format!("the reading cannot be read: {error}")),
                Ok(reading) if !(1..=3).contains(&reading.certainty) => {
                    record.refuse(line, &reading.statement, format!("certainty {} is not 1 to 3", reading.certainty));
                }
                Ok(reading) if reading.reader.trim().is_empty() => {
                    record.refuse(line, &reading.statement, "the reading names no reader".to_owned());
                }
                Ok(reading) => record.readings.push((line, reading)),
            }
        }
        record
    }

    fn refuse(&mut self, line: usize, place: &str, reason: String) {
        self.problems.push(problem(Rule::ReadingFormat, FILE, Some(line), place, reason));
    }
}

/// How many readings agree with the key.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Agreement {
    /// Readings.
    pub readings: usize,
    /// Readings that chose the key.
    pub agreeing: usize,
}

impl Agreement {
    fn add(&mut self, agrees: bool) {
        self.readings += 1;
        self.agreeing += usize::from(agrees);
    }
}

/// How blind readers agree with the keys and with each other.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ReadingFigures {
    /// Statements whose current revision has as many readers as the bank asks for.
    pub complete: usize,
    /// Statements of the bank.
    pub statements: usize,
    /// Readings of current revisions.
    pub current: Agreement,
    /// All readings, those of earlier revisions included: what the first drafts were worth.
    pub all: Agreement,
    /// Readings of current revisions by certainty, 1 to 3.
    pub by_certainty: [Agreement; 3],
    /// Readings of current revisions by reader.
    pub by_reader: BTreeMap<String, Agreement>,
    /// Pairs of readers of the same current revision, and those that chose the same side.
    pub pairs: Agreement,
    /// Readings after which the statement was rewritten.
    pub rewrites: usize,
}

/// Compares the record with the bank. Each current revision needs `least` readings by different readers, all of
/// which agree with the key. `None` where there is no record.
pub(super) fn judge(
    bank: &Bank,
    least: usize,
    record: Option<&Readings>,
    findings: &mut Vec<Problem>,
) -> Option<ReadingFigures> {
    let Some(record) = record else {
        if least > 0 {
            let reason = format!("the bank asks for {least} blind readings of each statement and has no record");
            findings.push(problem(Rule::NoReadings, FILE, None, "", reason));
        }
        return None;
    };
    findings.extend(record.problems.iter().cloned());
    let mut figures = ReadingFigures::default();
    let mut current: HashMap<&str, Vec<&Reading>> = HashMap::new();
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
        let agrees = reading.side == entry.at.side;
        figures.all.add(agrees);
        figures.rewrites += usize::from(reading.changed.is_some());
        let latest = entry.statement.revision;
        if reading.revision > latest {
            let reason = format!("revision {} was read, but the statement is at {latest}", reading.revision);
            findings.push(note(Rule::ReadingAhead, reason));
        } else if reading.revision == latest {
            count(reading, agrees, &mut figures);
            current.entry(&reading.statement).or_default().push(reading);
            if !agrees {
                let name = |side| &bank.side(side).name;
                let (said, key) = (name(reading.side), name(entry.at.side));
                let reason = format!("{} says {said}, the key says {key}; flips if: {}", reading.reader, reading.flip);
                findings.push(note(Rule::ReadingDisagrees, reason));
            }
        }
    }
    completeness(bank, least, &current, &mut figures, findings);
    Some(figures)
}

/// Counts a reading of a current revision.
fn count(reading: &Reading, agrees: bool, figures: &mut ReadingFigures) {
    figures.current.add(agrees);
    figures.by_reader.entry(reading.reader.clone()).or_default().add(agrees);
    if let Some(agreement) = figures.by_certainty.get_mut(usize::from(reading.certainty.saturating_sub(1))) {
        agreement.add(agrees);
    }
}

/// Whether each statement was read often enough, and how its readers agree with each other.
fn completeness(
    bank: &Bank,
    least: usize,
    current: &HashMap<&str, Vec<&Reading>>,
    figures: &mut ReadingFigures,
    findings: &mut Vec<Problem>,
) {
    for entry in bank.statements() {
        let readings = current.get(entry.statement.id.as_str()).map_or(&[][..], Vec::as_slice);
        figures.statements += 1;
        figures.complete += usize::from(readings.len() >= least);
        if readings.len() < least {
            let (revision, count) = (entry.statement.revision, readings.len());
            let reason = format!("revision {revision} has {count} blind readings, fewer than {least}");
            let file = format!("{}.json", entry.topic.id);
            findings.push(problem(Rule::UnreadStatement, &file, None, &entry.statement.id, reason));
        }
        let left = readings.iter().filter(|reading| reading.side == Side::Left).count();
        let right = readings.len() - left;
        let choose_two = |count: usize| count * count.saturating_sub(1) / 2;
        figures.pairs.readings += choose_two(readings.len());
        figures.pairs.agreeing += choose_two(left) + choose_two(right);
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;

    /// A bank with one twin, `one-1-left` and `one-1-right`, the left at revision 2.
    fn bank() -> Bank {
        let mut topics = fixture::topics_of(&[("one", &[(1, "a statement for the left", "one for the right")])]);
        topics[0].pairs[0].left.revision = 2;
        fixture::bank(topics)
    }

    fn line(statement: &str, revision: u32, reader: &str, side: &str) -> String {
        format!(
            r#"{{"statement":"{statement}","revision":{revision},"reader":"{reader}","side":"{side}","certainty":3,"flip":"a fee"}}"#
        )
    }

    /// A finding's rule and line.
    type Told = (&'static str, Option<usize>);

    fn rules(record: Option<&str>, least: usize) -> (Vec<Told>, Option<ReadingFigures>) {
        let record = record.map(Readings::parse);
        let mut findings = Vec::new();
        let figures = judge(&bank(), least, record.as_ref(), &mut findings);
        (findings.into_iter().map(|finding| (finding.rule, finding.line)).collect(), figures)
    }

    fn complete() -> Vec<String> {
        vec![
            line("one-1-left", 2, "ann", "left"),
            line("one-1-left", 2, "bob", "left"),
            line("one-1-right", 1, "ann", "right"),
            line("one-1-right", 1, "bob", "right"),
        ]
    }

    #[test]
    fn a_complete_and_agreeing_record_has_no_findings() {
        let (found, figures) = rules(Some(&complete().join("\n\n")), 2);
        assert_eq!(found, []);
        let figures = figures.unwrap();
        assert_eq!((figures.complete, figures.statements, figures.rewrites), (2, 2, 0));
        assert_eq!(figures.current, Agreement { readings: 4, agreeing: 4 });
        assert_eq!(figures.pairs, Agreement { readings: 2, agreeing: 2 });
        assert_eq!(figures.by_certainty[2], Agreement { readings: 4, agreeing: 4 });
        assert_eq!(figures.by_reader["ann"], Agreement { readings: 2, agreeing: 2 });
    }

    #[test]
    fn each_flaw_of_the_record_is_told_with_its_line() {
        let cases: Vec<(&str, String, Vec<Told>)> = vec![
            ("not JSON", "{".to_owned(), vec![("reading-format", Some(5))]),
            ("no such side", line("one-1-left", 2, "eve", "up"), vec![("reading-format", Some(5))]),
            ("certainty", line("one-1-left", 2, "eve", "left").replace(":3", ":4"), vec![("reading-format", Some(5))]),
            ("nobody", line("one-1-left", 2, " ", "left"), vec![("reading-format", Some(5))]),
            ("unknown field", r#"{"key":"left"}"#.to_owned(), vec![("reading-format", Some(5))]),
            ("gone", line("two-1-left", 1, "eve", "left"), vec![("unknown-reading", Some(5))]),
            ("future", line("one-1-left", 3, "eve", "left"), vec![("reading-ahead", Some(5))]),
            ("twice", line("one-1-left", 2, "ann", "left"), vec![("repeated-reading", Some(5))]),
            ("differs", line("one-1-left", 2, "eve", "right"), vec![("reading-disagrees", Some(5))]),
            ("settled by a rewrite", line("one-1-left", 1, "eve", "right"), vec![]),
        ];
        for (name, extra, expected) in cases {
            let mut lines = complete();
            lines.push(extra);
            assert_eq!(rules(Some(&lines.join("\n")), 2).0, expected, "{name}");
        }
    }

    #[test]
    fn a_repeated_reading_does_not_make_up_for_a_second_reader() {
        let mut lines = complete();
        lines[1] = line("one-1-left", 2, "ann", "left");
        let (found, figures) = rules(Some(&lines.join("\n")), 2);
        assert_eq!(found, [("repeated-reading", Some(2)), ("unread-statement", None)]);
        assert_eq!(figures.unwrap().complete, 1);
    }

    #[test]
    fn a_disagreement_shows_in_the_agreement_of_readers() {
        let mut lines = complete();
        lines[1] = line("one-1-left", 2, "bob", "right");
        let figures = rules(Some(&lines.join("\n")), 2).1.unwrap();
        assert_eq!(figures.current, Agreement { readings: 4, agreeing: 3 });
        assert_eq!(figures.pairs, Agreement { readings: 2, agreeing: 1 });
    }

    #[test]
    fn an_absent_record_is_told_only_where_the_bank_asks_for_one() {
        assert_eq!(rules(None, 2), (vec![("no-readings", None)], None));
        assert_eq!(rules(None, 0), (vec![], None));
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_or_refused_line_by_line(text in "[ -~\n]{0,120}") {
            let record = Readings::parse(&text);
            let lines = text.lines().filter(|line| !line.trim().is_empty()).count();
            proptest::prop_assert_eq!(record.readings.len() + record.problems.len(), lines);
        }
    }
}
