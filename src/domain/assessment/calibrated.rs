//! A calibration as it is kept: what was estimated of each statement, from how many people, and with what error.

use super::belief::LEVEL_SPREAD;
use super::calibrate::{Answers, Estimate, calibrate};
use super::pool::Estimates;
use super::result::{AnswerRecord, Record, fingerprint};
use crate::domain::bank::Bank;
use crate::domain::moment::Moment;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap, HashSet};

/// The version of the format of calibrations.
pub const FORMAT_VERSION: u32 = 1;

/// What every calibration says first.
const CALIBRATION: &str = "iotutor-calibration";

/// The fewest results that a bank is calibrated from: the mean ability of fewer people moves all difficulties too far.
pub const FEWEST: usize = 50;

/// What was estimated of one statement in one wording.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Kept {
    /// The statement's revision.
    pub revision: u32,
    /// What was estimated.
    #[serde(flatten)]
    pub estimate: Estimate,
}

/// A calibration of a bank.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Calibrated {
    /// Always `iotutor-calibration`.
    pub format: String,
    /// The version of the format.
    pub version: u32,
    /// The bank.
    pub bank: String,
    /// Its revision.
    pub bank_revision: u32,
    /// When it was made.
    pub made: Moment,
    /// From how many results.
    pub people: usize,
    /// The mean difficulty of each level.
    pub levels: [f64; 3],
    /// Whether the estimates settled.
    pub settled: bool,
    /// The statements, by id.
    pub statements: BTreeMap<String, Kept>,
}

impl Calibrated {
    /// Estimates the statements of `bank` from `records`. Answers to another wording of a statement, or to none that the
    /// bank has, do not count.
    #[must_use]
    pub fn of(bank: &Bank, records: &[&Record], made: Moment) -> Self {
        let statements: Vec<(String, u32, u8)> = bank
            .statements()
            .map(|entry| (entry.statement.id.clone(), entry.statement.revision, entry.level()))
            .collect();
        // Only what was answered is estimated; the rest is where its level is.
        let asked: HashSet<(&str, u32)> = records
            .iter()
            .flat_map(|record| &record.answers)
            .map(|answer| (answer.statement.as_str(), answer.revision))
            .collect();
        let answered: Vec<&(String, u32, u8)> =
            statements.iter().filter(|(id, revision, _)| asked.contains(&(id.as_str(), *revision))).collect();
        let places: HashMap<(&str, u32), usize> =
            answered.iter().enumerate().map(|(at, (id, revision, _))| ((id.as_str(), *revision), at)).collect();
        let answers = |record: &&Record| -> Answers {
            let place = |answer: &AnswerRecord| {
                let at = places.get(&(answer.statement.as_str(), answer.revision))?;
                Some((*at, answer.mark.right()))
            };
            record.answers.iter().filter_map(place).collect()
        };
        let people: Vec<Answers> = records.iter().map(answers).collect();
        let levels: Vec<u8> = answered.iter().map(|(_, _, level)| *level).collect();
        let found = calibrate(&levels, &people);
        let kept = |(id, revision, level): &(String, u32, u8)| {
            let place = places.get(&(id.as_str(), *revision)).and_then(|at| found.items.get(*at)).copied();
            let mean = found.levels.get(usize::from(level.clamp(&1, &3) - 1)).copied().unwrap_or_default();
            let unanswered = Estimate { answers: 0, b: mean, b_error: LEVEL_SPREAD, a: 1.0, a_error: None };
            (id.clone(), Kept { revision: *revision, estimate: place.unwrap_or(unanswered) })
        };
        Self {
            format: CALIBRATION.to_owned(),
            version: FORMAT_VERSION,
            bank: bank.manifest.id.clone(),
            bank_revision: bank.manifest.revision,
            made,
            people: found.people,
            levels: found.levels,
            settled: found.settled,
            statements: statements.iter().map(kept).collect(),
        }
    }

    /// Its text, one statement a line.
    #[must_use]
    pub fn text(&self) -> String {
        // There is nothing in it that cannot be written as JSON.
        serde_json::to_string(self).unwrap_or_default().replace("},\"", "},\n\"") + "\n"
    }

    /// The calibration in a text; none where it is something else, or of a newer version.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let read: Self = serde_json::from_str(text).ok()?;
        (read.format == CALIBRATION && read.version <= FORMAT_VERSION).then_some(read)
    }

    /// Tells one text of a calibration from another.
    #[must_use]
    pub fn fingerprint(text: &str) -> String {
        fingerprint(text)
    }

    /// What is believed of each statement from here on.
    #[must_use]
    pub fn estimates(&self) -> Estimates {
        self.statements.iter().map(|(id, kept)| (id.clone(), (kept.revision, kept.estimate))).collect()
    }

    /// How many statements have answers, and of how many the difficulty is known well enough.
    #[must_use]
    pub fn known(&self) -> (usize, usize) {
        let answered = self.statements.values().filter(|kept| kept.estimate.answers > 0);
        answered.fold((0, 0), |(all, known), kept| (all + 1, known + usize::from(kept.estimate.is_calibrated())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::assessment::result::sample::record;
    use crate::domain::assessment::scoring::Mark;
    use crate::domain::bank::sample;

    #[test]
    fn only_answers_to_the_wording_at_hand_count_and_the_text_reads_again() {
        let bank = sample::bank(1, 2);
        let first = bank.statements().next().unwrap();
        let (id, revision) = (first.statement.id.clone(), first.statement.revision);
        let mut one = record();
        one.answers.truncate(2);
        one.answers[0].statement.clone_from(&id);
        one.answers[0].revision = revision;
        one.answers[0].mark = Mark::Wrong;
        one.answers[1].statement.clone_from(&id);
        one.answers[1].revision = revision + 1;
        let records = vec![&one; 60];
        let made = Calibrated::of(&bank, &records, Moment::utc(5));
        assert_eq!((made.people, made.statements[&id].estimate.answers, made.known().0), (60, 60, 1));
        assert!(made.statements[&id].estimate.b > 1.0, "{:?}", made.statements[&id]);
        let (level, other) = (first.level(), made.statements.values().find(|kept| kept.estimate.answers == 0));
        assert!((other.unwrap().estimate.b_error - LEVEL_SPREAD).abs() < 1e-12 && level == 1, "{other:?}");
        let read = Calibrated::read(&made.text()).unwrap();
        assert_eq!(read.statements.len(), made.statements.len());
        assert_eq!(read.estimates()[&id].0, revision);
        assert_eq!(Calibrated::read("{}"), None);
        assert_eq!(Calibrated::read(&made.text().replace("\"version\":1", "\"version\":2")), None);
    }
}
