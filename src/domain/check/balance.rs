//! Rules for what tells the sides apart without any knowledge: single words, lengths, and kinds of words.

use super::corpus::{Corpus, Count, Document, counts};
use super::rule::{Findings, Rule};
use super::settings::{LintRules, Thresholds};
use super::statistics::fisher;
use super::text::{self, Matcher};
use super::{MANIFEST, percent, ratio, real};
use crate::domain::bank::{Bank, Side, Sides};
use serde::Serialize;
use std::collections::{BTreeMap, HashSet};

/// How long the statements of the sides are, in words.
#[derive(Debug, Clone, Default, Serialize)]
pub struct LengthFigures {
    /// Mean words of the sides.
    pub mean: Sides<f64>,
    /// Difference of the means as a share of the greater.
    pub difference: f64,
    /// Statements of the sides among the longest quarter; those of equal length at its edge all count.
    pub longest: Sides<usize>,
    /// Share of the commoner side among them.
    pub longest_share: f64,
}

/// How often a kind of word occurs on the sides.
#[derive(Debug, Clone, Serialize)]
pub struct RateFigures {
    /// The word list's name.
    pub name: String,
    /// Statements of the left side with at least one of the words.
    pub left: usize,
    /// Statements of the right side with at least one of the words.
    pub right: usize,
    /// How likely chance makes such a difference: Fisher's exact test, two-sided.
    pub probability: f64,
}

/// Whether a level belongs to a group of levels.
type Levels = fn(u8) -> bool;

/// Names the words whose statements are too much of one side: across the bank, at level 1, above it, and in a topic.
/// Words of licensed terms are left out: to know on which side they stand is what is learnt.
pub(super) fn leaks(corpus: &Corpus<'_>, bank: &Bank, limits: &Thresholds, findings: &mut Findings) {
    let licensed: HashSet<u32> = super::gates::licensed(bank)
        .iter()
        .flat_map(|term| text::words(term))
        .filter_map(|word| corpus.find(&word))
        .collect();
    let mut told = licensed.clone();
    let groups: [(&str, Levels, f64); 3] = [
        ("all levels", |_| true, limits.word_leak_share),
        ("level 1", |level| level == 1, limits.word_leak_share_level_1),
        ("levels 2 and 3", |level| level > 1, limits.word_leak_share),
    ];
    // A word of level 1 alone is held to what level 1 allows.
    let upper = counts(corpus.documents.iter().filter(|document| document.level > 1));
    for (name, belongs, share) in groups {
        let documents = corpus.documents.iter().filter(|document| belongs(document.level));
        for (word, number, count) in leaning(corpus, documents, limits.word_leak_min_count, share) {
            if (name == "level 1" || upper.contains_key(&number)) && told.insert(number) {
                let reason = leak(bank, word, count, name, share);
                findings.add(Rule::WordLeak, MANIFEST, word, reason);
            }
        }
    }
    for documents in by_topic(corpus).values() {
        let (least, share) = (limits.topic_word_leak_min_count, limits.topic_word_leak_share);
        let topic = documents.first().map_or("", |document| document.topic_id);
        for (word, number, count) in leaning(corpus, documents.iter().copied(), least, share) {
            if licensed.contains(&number) {
                continue;
            }
            let reason = leak(bank, word, count, "this topic", share);
            findings.add(Rule::TopicWordLeak, &format!("{topic}.json"), word, reason);
        }
    }
}

fn by_topic<'a, 'b>(corpus: &'b Corpus<'a>) -> BTreeMap<usize, Vec<&'b Document<'a>>> {
    let mut topics: BTreeMap<usize, Vec<&Document<'_>>> = BTreeMap::new();
    for document in &corpus.documents {
        topics.entry(document.topic).or_default().push(document);
    }
    topics
}

/// The words of at least `least` statements with more than `share` of them on one side, in alphabetical order.
fn leaning<'a, 'b: 'a>(
    corpus: &'a Corpus<'_>,
    documents: impl Iterator<Item = &'a Document<'b>>,
    least: usize,
    share: f64,
) -> Vec<(&'a str, u32, Count)> {
    let mut words: Vec<_> = counts(documents)
        .into_iter()
        .filter(|(_, count)| count.total() >= least.max(1) && count.share() > share)
        .map(|(number, count)| (corpus.word(number), number, count))
        .collect();
    words.sort_unstable_by_key(|(word, _, _)| *word);
    words
}

fn leak(bank: &Bank, word: &str, count: Count, group: &str, share: f64) -> String {
    format!(
        "of {} statements with \"{word}\" in {group}, {} are {} and {} {}; one side has more than {}",
        count.total(),
        count.left,
        bank.side(Side::Left).name,
        count.right,
        bank.side(Side::Right).name,
        percent(share)
    )
}

/// Compares the lengths of the sides, in the bank and in each topic.
pub(super) fn lengths(corpus: &Corpus<'_>, bank: &Bank, limits: &Thresholds, findings: &mut Findings) -> LengthFigures {
    let all: Vec<&Document<'_>> = corpus.documents.iter().collect();
    let figures = length_figures(&all);
    let name = |side| bank.side(side).name.as_str();
    let mut compare = |count: usize, figures: &LengthFigures, file: &str| {
        if count >= limits.length_statements_min && figures.difference > limits.length_mean_difference_max {
            let reason = format!(
                "a statement has {:.2} words for {} and {:.2} for {}, {} apart and more than {}",
                figures.mean.left,
                name(Side::Left),
                figures.mean.right,
                name(Side::Right),
                percent(figures.difference),
                percent(limits.length_mean_difference_max)
            );
            let place = if file == MANIFEST { "topics" } else { "pairs" };
            findings.add(Rule::LengthMean, file, place, reason);
        }
    };
    for documents in by_topic(corpus).values() {
        let topic = documents.first().map_or("", |document| document.topic_id);
        compare(documents.len(), &length_figures(documents), &format!("{topic}.json"));
    }
    compare(all.len(), &figures, MANIFEST);
    if all.len() >= limits.length_statements_min && figures.longest_share > limits.longest_quartile_share_max {
        let reason = format!(
            "among the longest quarter {} statements are {} and {} {}; one side has more than {}",
            figures.longest.left,
            name(Side::Left),
            figures.longest.right,
            name(Side::Right),
            percent(limits.longest_quartile_share_max)
        );
        findings.add(Rule::LongestQuartile, MANIFEST, "topics", reason);
    }
    longer_side(bank, limits, findings);
    figure_side(bank, limits, findings);
    figures
}

/// In how many pairs of unequal length the left statement is the longer.
fn longer_side(bank: &Bank, limits: &Thresholds, findings: &mut Findings) {
    let pairs = bank.topics().flat_map(|(_, topic)| &topic.pairs);
    let lengths = pairs.map(|pair| Side::BOTH.map(|side| pair.statement(side).text.chars().count()));
    let unequal: Vec<[usize; 2]> = lengths.filter(|[left, right]| left != right).collect();
    let left = unequal.iter().filter(|[left, right]| left > right).count();
    let [least, most] = limits.longer_left_share;
    if unequal.len() >= limits.length_statements_min && !(least..=most).contains(&ratio(left, unequal.len())) {
        let reason = format!(
            "in {left} of {} unequal pairs the statement for {} is the longer, which should be {} to {}",
            unequal.len(),
            bank.side(Side::Left).name,
            percent(least),
            percent(most)
        );
        findings.add(Rule::LongerSide, MANIFEST, "topics", reason);
    }
}

/// How the statements with a figure are spread over the sides.
fn figure_side(bank: &Bank, limits: &Thresholds, findings: &mut Findings) {
    let with = |side| {
        let of_side = bank.statements().filter(|entry| entry.at.side == side);
        of_side.filter(|entry| entry.statement.text.chars().any(char::is_numeric)).count()
    };
    let (left, right) = (with(Side::Left), with(Side::Right));
    let [least, most] = limits.figures_left_share;
    if left + right >= limits.length_statements_min && !(least..=most).contains(&ratio(left, left + right)) {
        let reason = format!(
            "of {} statements with a figure {left} are {}, which should be {} to {}",
            left + right,
            bank.side(Side::Left).name,
            percent(least),
            percent(most)
        );
        findings.add(Rule::FigureSide, MANIFEST, "topics", reason);
    }
}

fn length_figures(documents: &[&Document<'_>]) -> LengthFigures {
    let mut lengths: Vec<usize> = documents.iter().map(|document| document.length).collect();
    lengths.sort_unstable_by(|one, other| other.cmp(one));
    let edge = lengths.get((lengths.len() / 4).saturating_sub(1)).copied().unwrap_or(0);
    let (mut words, mut size, mut longest): (Sides<usize>, Sides<usize>, Sides<usize>) = Default::default();
    for document in documents {
        *words.get_mut(document.side) += document.length;
        *size.get_mut(document.side) += 1;
        *longest.get_mut(document.side) += usize::from(document.length >= edge);
    }
    let mean = Sides { left: ratio(words.left, size.left), right: ratio(words.right, size.right) };
    let greater = mean.left.max(mean.right);
    LengthFigures {
        difference: if greater > 0.0 { (mean.left - mean.right).abs() / greater } else { 0.0 },
        mean,
        longest_share: ratio(longest.left.max(longest.right), longest.left + longest.right),
        longest,
    }
}

/// Compares how often each kind of word occurs on the sides.
pub(super) fn rates(bank: &Bank, rules: &LintRules, findings: &mut Findings) -> Vec<RateFigures> {
    let words = &rules.words;
    let fixed = [("absolutes", &words.absolutes), ("hedges", &words.hedges), ("negatives", &words.negatives)];
    let named = words.compared.iter().map(|(name, list)| (name.as_str(), list));
    let lists: Vec<(&str, Matcher)> =
        fixed.into_iter().chain(named).map(|(name, list)| (name, Matcher::new(list))).collect();
    let mut counts = vec![Count::default(); lists.len()];
    let mut size = Count::default();
    for entry in bank.statements() {
        let lowered = text::lower(&entry.statement.text);
        size.add(entry.at.side);
        for (count, (_, list)) in counts.iter_mut().zip(&lists) {
            if !list.find(&lowered).is_empty() {
                count.add(entry.at.side);
            }
        }
    }
    let mut rates = Vec::new();
    for ((name, _), count) in lists.iter().zip(counts) {
        let probability = fisher(count.left, size.left, count.right, size.right);
        if probability < rules.thresholds.rate_difference_significance {
            let reason = format!(
                "{} statements for {} and {} for {} have such a word; chance makes such a difference in {:.2} % of cases",
                count.left,
                bank.side(Side::Left).name,
                count.right,
                bank.side(Side::Right).name,
                probability * 100.0
            );
            findings.add(Rule::RateDifference, MANIFEST, name, reason);
        }
        rates.push(RateFigures { name: (*name).to_owned(), left: count.left, right: count.right, probability });
    }
    rates
}

/// Mean words of a statement.
pub(super) fn mean_words(corpus: &Corpus<'_>) -> f64 {
    let words: usize = corpus.documents.iter().map(|document| document.length).sum();
    real(words) / real(corpus.documents.len().max(1))
}
