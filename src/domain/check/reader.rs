//! A reader that knows nothing of the subject and goes by cues: words, or whatever stands for them.
//!
//! Naive Bayes on the words that a statement has, function words included: each known word adds the logarithm of the
//! ratio of its frequencies on the two sides, with one added to each count (Laplace). The sides have equally many
//! statements, so there is no prior. For each topic it learns from all other topics. A tie counts as half right.
//! See D. Jurafsky and J. H. Martin, Speech and Language Processing, chapter on naive Bayes (binary form).

use super::corpus::{Corpus, Count, Document, counts};
use super::{ratio, real};
use crate::domain::bank::Side;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};

/// Sums closer to zero than this are ties: what remains of equal logarithms after rounding.
const TIE: f64 = 1e-9;
/// How many words are named at each level.
const NAMED_WORDS: usize = 12;

/// How well the cue-only reader does.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ReaderFigures {
    /// Level by level.
    pub levels: Vec<ReaderLevel>,
    /// Topic by topic, each read by what the others taught.
    pub topics: Vec<ReaderTopic>,
}

/// How well the cue-only reader does at one level.
#[derive(Debug, Clone, Serialize)]
pub struct ReaderLevel {
    /// 1 to 3.
    pub level: u8,
    /// How many statements it read.
    pub statements: usize,
    /// How many it had right; a tie is half.
    pub right: f64,
    /// Share it had right.
    pub accuracy: f64,
    /// Standard error of that share, sqrt(p (1 - p) / n).
    pub standard_error: f64,
    /// The words that helped it most, most helpful first.
    pub words: Vec<TellingWord>,
}

/// A word that helps the cue-only reader.
#[derive(Debug, Clone, Serialize)]
pub struct TellingWord {
    /// The word.
    pub word: String,
    /// How many statements of the level have it.
    pub statements: usize,
    /// How far it moved the reader towards the key, summed over these statements, in natural log units.
    pub pull: f64,
    /// Statements of the whole bank on the left that have it.
    pub left: usize,
    /// Statements of the whole bank on the right that have it.
    pub right: usize,
}

/// How well the cue-only reader does in one topic.
#[derive(Debug, Clone, Serialize)]
pub struct ReaderTopic {
    /// The topic's identifier.
    pub topic: String,
    /// Share it had right at levels 1, 2 and 3; none where the level is empty.
    pub accuracy: [Option<f64>; 3],
}

/// What the reader made of the statements of a level.
#[derive(Debug, Default)]
struct Tally {
    statements: usize,
    halves_right: usize,
    pulls: HashMap<u32, (usize, f64)>,
}

/// Lets the reader read the bank. `None` where there are not two topics to learn from and to test on.
pub(super) fn read(corpus: &Corpus<'_>) -> Option<ReaderFigures> {
    let mut topics: BTreeMap<usize, Vec<&Document<'_>>> = BTreeMap::new();
    for document in &corpus.documents {
        topics.entry(document.topic).or_default().push(document);
    }
    if topics.len() < 2 {
        return None;
    }
    let all = counts(corpus.documents.iter());
    let size = size(corpus.documents.iter());
    let mut levels: BTreeMap<u8, Tally> = BTreeMap::new();
    let mut figures = ReaderFigures::default();
    for documents in topics.values() {
        let own = counts(documents.iter().copied());
        let own_size = self::size(documents.iter().copied());
        let model = Model { all: &all, own: &own, size: size.without(own_size) };
        let mut cells: BTreeMap<u8, Tally> = BTreeMap::new();
        for document in documents {
            model.read(document, levels.entry(document.level).or_default(), cells.entry(document.level).or_default());
        }
        let accuracy = [1, 2, 3].map(|level| cells.get(&level).map(Tally::accuracy));
        let topic = documents.first().map_or("", |document| document.topic_id).to_owned();
        figures.topics.push(ReaderTopic { topic, accuracy });
    }
    for (level, tally) in levels {
        figures.levels.push(level_figures(level, &tally, corpus, &all));
    }
    Some(figures)
}

/// What the reader learned: the whole bank without the topic that it is tested on.
struct Model<'a> {
    all: &'a HashMap<u32, Count>,
    own: &'a HashMap<u32, Count>,
    size: Count,
}

impl Model<'_> {
    /// How far a word speaks for the right side, in natural log units; `None` for a word it never saw.
    fn weight(&self, word: u32) -> Option<f64> {
        let own = self.own.get(&word).copied().unwrap_or_default();
        let seen = self.all.get(&word).copied().unwrap_or_default().without(own);
        let frequency = |count: usize, size: usize| (real(count) + 1.0) / (real(size) + 2.0);
        let odds = frequency(seen.right, self.size.right).ln() - frequency(seen.left, self.size.left).ln();
        (seen.total() > 0).then_some(odds)
    }

    fn read(&self, document: &Document<'_>, level: &mut Tally, cell: &mut Tally) {
        let towards_key = if document.side == Side::Right { 1.0 } else { -1.0 };
        let mut sum = 0.0;
        for word in &document.set {
            let Some(weight) = self.weight(*word) else { continue };
            sum += weight;
            let (statements, pull) = level.pulls.entry(*word).or_default();
            *statements += 1;
            *pull += weight * towards_key;
        }
        let halves = if sum.abs() < TIE {
            1
        } else if sum * towards_key > 0.0 {
            2
        } else {
            0
        };
        for tally in [level, cell] {
            tally.statements += 1;
            tally.halves_right += halves;
        }
    }
}

impl Tally {
    fn accuracy(&self) -> f64 {
        ratio(self.halves_right, 2 * self.statements)
    }
}

fn size<'a, 'b: 'a>(documents: impl Iterator<Item = &'a Document<'b>>) -> Count {
    let mut size = Count::default();
    for document in documents {
        size.add(document.side);
    }
    size
}

fn level_figures(level: u8, tally: &Tally, corpus: &Corpus<'_>, all: &HashMap<u32, Count>) -> ReaderLevel {
    let accuracy = tally.accuracy();
    let mut words: Vec<TellingWord> = tally
        .pulls
        .iter()
        .filter(|(_, (_, pull))| *pull > TIE)
        .map(|(word, (statements, pull))| {
            let count = all.get(word).copied().unwrap_or_default();
            let word = corpus.word(*word).to_owned();
            TellingWord { word, statements: *statements, pull: *pull, left: count.left, right: count.right }
        })
        .collect();
    words.sort_by(|one, other| other.pull.total_cmp(&one.pull).then_with(|| one.word.cmp(&other.word)));
    words.truncate(NAMED_WORDS);
    ReaderLevel {
        level,
        statements: tally.statements,
        right: real(tally.halves_right) / 2.0,
        accuracy,
        standard_error: super::gates::standard_error(accuracy, tally.statements),
        words,
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;

    /// Two topics. Topic one teaches: "fun" twice left, "duty" twice right, "the" everywhere.
    /// Topic two has, at level 1, "the fun" (left) and "the rest" (right).
    fn bank() -> crate::domain::bank::Bank {
        fixture::bank_of(&[
            ("one", &[(1, "the fun", "the duty"), (1, "the fun", "the duty")]),
            ("two", &[(1, "the fun", "the rest")]),
        ])
    }

    #[test]
    fn a_bank_worked_out_by_hand_gives_the_same_figures() {
        let bank = bank();
        let figures = read(&Corpus::new(&bank)).unwrap();
        // Topic two, taught by topic one (two statements a side): "the" weighs ln(3/4) - ln(3/4) = 0, "fun"
        // ln(1/4) - ln(3/4) = -ln 3: right. "rest" is unknown, so "the rest" is a tie: half right.
        // Topic one, taught by topic two (one statement a side): "fun" weighs ln(1/3) - ln(2/3) = -ln 2: right, twice.
        // "duty" is unknown: two ties. Together 1 + 0.5 + 2 + 1 = 4.5 of 6.
        let level = &figures.levels[0];
        assert_eq!((figures.levels.len(), level.level, level.statements), (1, 1, 6));
        assert!((level.right - 4.5).abs() < 1e-12);
        assert!((level.accuracy - 0.75).abs() < 1e-12);
        assert!((level.standard_error - (0.75_f64 * 0.25 / 6.0).sqrt()).abs() < 1e-12);
        assert_eq!(level.words.len(), 1, "only `fun` helps: {:?}", level.words);
        let word = &level.words[0];
        assert_eq!((word.word.as_str(), word.statements, word.left, word.right), ("fun", 3, 3, 0));
        assert!((word.pull - (3.0_f64.ln() + 2.0 * 2.0_f64.ln())).abs() < 1e-12);
        assert_eq!(figures.topics[1].topic, "two");
        assert_eq!(figures.topics[1].accuracy, [Some(0.75), None, None]);
    }

    #[test]
    fn a_single_topic_teaches_nothing() {
        let bank = fixture::bank_of(&[("one", &[(1, "the fun", "the duty")])]);
        assert!(read(&Corpus::new(&bank)).is_none());
    }
}
