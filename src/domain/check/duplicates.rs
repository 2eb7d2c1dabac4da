//! Near duplicates: two statements of one side that a learner would take for the same.
//!
//! Two statements are compared only if they can reach a threshold: ordered from rare to common, such statements have
//! one of their first words in common (prefix filtering; R. J. Bayardo, Y. Ma, R. Srikant, Scaling Up All Pairs
//! Similarity Search, 2007). So a bank is not compared pair by pair.

use super::corpus::{Corpus, Document};
use super::ratio;
use super::rule::{Findings, Rule};
use super::settings::LintRules;
use crate::domain::bank::Side;
use serde::Serialize;
use std::collections::{BTreeSet, HashMap, HashSet};

/// Comparisons that are made at most in a whole bank, and for each statement at least.
const COMPARISONS: usize = 5_000_000;
const COMPARISONS_EACH: usize = 50;

/// How the search for near duplicates went.
#[derive(Debug, Clone, Default, Serialize)]
pub struct DuplicateFigures {
    /// Statements that are too close to an earlier one of their side.
    pub found: usize,
    /// Pairs that were compared.
    pub compared: usize,
    /// Whether every pair that could be too close was compared; very large and very uniform banks are sampled.
    pub complete: bool,
}

/// A word in a certain occurrence: the second "the" of a statement is another token than the first.
type Token = (u32, u32);

/// Names each statement that is too close to an earlier one of its side, with the closest.
pub(super) fn search(corpus: &Corpus<'_>, rules: &LintRules, findings: &mut Findings) -> DuplicateFigures {
    let stop = stop_words(corpus, rules);
    let mut figures = DuplicateFigures { complete: true, ..DuplicateFigures::default() };
    let mut found: Vec<(usize, Closest<'_>)> = Vec::new();
    for side in Side::BOTH {
        let members: Vec<(usize, &Document<'_>)> =
            corpus.documents.iter().enumerate().filter(|(_, document)| document.side == side).collect();
        let mut search = Search::new(&members, &stop, rules);
        for (position, (number, _)) in members.iter().enumerate() {
            found.extend(search.next(position).map(|closest| (*number, closest)));
        }
        figures.compared += search.compared;
        figures.complete &= search.complete;
    }
    found.sort_by_key(|(number, _)| *number);
    for (number, closest) in &found {
        let Some(document) = corpus.documents.get(*number) else { continue };
        let reason = format!(
            "close to {}: {:.2} of the telling words in common, {:.2} of all words in the same order",
            closest.id, closest.jaccard, closest.sequence
        );
        findings.add(Rule::NearDuplicate, &format!("{}.json", document.topic_id), document.id, reason);
    }
    figures.found = found.len();
    figures
}

/// Names each statement that an earlier one of the other side says word for word: whoever is asked it can only guess. Two
/// that differ in a word may well differ in side, which is what pairs are made of.
pub(super) fn contradictions(corpus: &Corpus<'_>, rules: &LintRules, findings: &mut Findings) {
    let stop = stop_words(corpus, rules);
    let mut first: HashMap<Vec<u32>, [Option<&str>; 2]> = HashMap::new();
    for document in &corpus.documents {
        let words: Vec<u32> = document.words.iter().copied().filter(|word| !stop.contains(word)).collect();
        if words.is_empty() {
            continue;
        }
        let [left, right] = first.entry(words).or_default();
        let (own, other) = if document.side == Side::Left { (left, right) } else { (right, left) };
        own.get_or_insert(document.id);
        if let Some(other) = other {
            let reason = format!("the same sentence as {other}, which is on the other side");
            findings.add(Rule::BothSides, &format!("{}.json", document.topic_id), document.id, reason);
        }
    }
}

/// The numbers of the words that do not count.
fn stop_words(corpus: &Corpus<'_>, rules: &LintRules) -> HashSet<u32> {
    rules.stop_words.iter().filter_map(|word| corpus.find(&super::text::lower(word))).collect()
}

/// The earlier statement that is closest.
struct Closest<'a> {
    id: &'a str,
    jaccard: f64,
    sequence: f64,
}

/// One statement, prepared for comparing.
struct Prepared<'a> {
    id: &'a str,
    words: &'a [u32],
    /// The different words, ascending.
    set: &'a [u32],
    /// Words other than stop words, ascending.
    telling: Vec<u32>,
    /// The first of the telling words and of all tokens, from rare to common, among which a duplicate is found.
    keys: [Vec<Token>; 2],
}

impl Prepared<'_> {
    /// A bound of the sequence similarity that is quicker to find: no order, and repeated words all count as common.
    fn sequence_at_most(&self, other: &Self) -> f64 {
        let repeated = |one: &Self| one.words.len() - one.set.len();
        let common = common(self.set, other.set) + repeated(self).min(repeated(other));
        ratio(2 * common, self.words.len() + other.words.len())
    }
}

struct Search<'a> {
    prepared: Vec<Prepared<'a>>,
    /// Positions of earlier statements by their keys, for telling words and for all tokens.
    indexes: [HashMap<Token, Vec<usize>>; 2],
    jaccard: f64,
    sequence: f64,
    allowance: usize,
    compared: usize,
    complete: bool,
}

impl<'a> Search<'a> {
    fn new(members: &[(usize, &'a Document<'a>)], stop: &HashSet<u32>, rules: &LintRules) -> Self {
        let (jaccard, sequence) = (rules.thresholds.near_duplicate_jaccard, rules.thresholds.near_duplicate_sequence);
        let mut frequency: HashMap<u32, usize> = HashMap::new();
        for word in members.iter().flat_map(|(_, document)| &document.set) {
            *frequency.entry(*word).or_default() += 1;
        }
        let by_rarity = |tokens: &mut Vec<Token>| {
            tokens.sort_unstable_by_key(|token| (frequency.get(&token.0).copied().unwrap_or(0), *token));
        };
        let prepare = |document: &'a Document<'a>| {
            let telling: Vec<u32> = document.set.iter().copied().filter(|word| !stop.contains(word)).collect();
            let mut rare: Vec<Token> = telling.iter().map(|word| (*word, 0)).collect();
            let mut tokens = tokens(&document.words);
            by_rarity(&mut rare);
            by_rarity(&mut tokens);
            keep_prefix(&mut rare, jaccard);
            // A sequence similarity of s needs s / (2 - s) of the longer statement's words in common.
            keep_prefix(&mut tokens, sequence / (2.0 - sequence));
            Prepared { id: document.id, words: &document.words, set: &document.set, telling, keys: [rare, tokens] }
        };
        Self {
            prepared: members.iter().map(|(_, document)| prepare(document)).collect(),
            indexes: Default::default(),
            jaccard,
            sequence,
            allowance: (COMPARISONS / members.len().max(1)).max(COMPARISONS_EACH),
            compared: 0,
            complete: true,
        }
    }

    /// Compares the statement at `position` with earlier ones, then adds it to them.
    fn next(&mut self, position: usize) -> Option<Closest<'a>> {
        let one = self.prepared.get(position)?;
        let mut candidates: BTreeSet<usize> = BTreeSet::new();
        for (keys, index) in one.keys.iter().zip(&self.indexes) {
            for earlier in keys.iter().filter_map(|key| index.get(key)).flatten() {
                if candidates.len() >= self.allowance {
                    self.complete = false;
                    break;
                }
                candidates.insert(*earlier);
            }
        }
        self.compared += candidates.len();
        let mut closest: Option<Closest<'a>> = None;
        for earlier in candidates {
            let Some(other) = self.prepared.get(earlier) else { continue };
            let jaccard = jaccard(&one.telling, &other.telling);
            if jaccard < self.jaccard && one.sequence_at_most(other) < self.sequence {
                continue;
            }
            let sequence = sequence(one.words, other.words);
            let is_closer = closest.as_ref().is_none_or(|best| jaccard + sequence > best.jaccard + best.sequence);
            if (jaccard >= self.jaccard || sequence >= self.sequence) && is_closer {
                closest = Some(Closest { id: other.id, jaccard, sequence });
            }
        }
        for (keys, index) in one.keys.iter().zip(&mut self.indexes) {
            for key in keys {
                index.entry(*key).or_default().push(position);
            }
        }
        closest
    }
}

fn tokens(words: &[u32]) -> Vec<Token> {
    let mut seen: HashMap<u32, u32> = HashMap::new();
    words
        .iter()
        .map(|word| {
            let occurrence = seen.entry(*word).or_default();
            *occurrence += 1;
            (*word, *occurrence)
        })
        .collect()
}

/// Keeps as many of the rarest tokens as a statement with at least `share` of all in common must have one of.
fn keep_prefix(tokens: &mut Vec<Token>, share: f64) {
    let needed = (1..=tokens.len()).find(|count| super::real(*count) >= share * super::real(tokens.len()) - 1e-9);
    tokens.truncate((tokens.len() + 1).saturating_sub(needed.unwrap_or(1)));
}

/// How many words two lists have in common, both ascending without repetition.
fn common(one: &[u32], other: &[u32]) -> usize {
    let (mut left, mut right) = (one.iter().peekable(), other.iter().peekable());
    let mut common = 0;
    while let (Some(a), Some(b)) = (left.peek(), right.peek()) {
        match a.cmp(b) {
            std::cmp::Ordering::Less => drop(left.next()),
            std::cmp::Ordering::Greater => drop(right.next()),
            std::cmp::Ordering::Equal => {
                common += 1;
                left.next();
                right.next();
            }
        }
    }
    common
}

/// Words in common as a share of the words of either; both ascending without repetition.
fn jaccard(one: &[u32], other: &[u32]) -> f64 {
    let common = common(one, other);
    ratio(common, one.len() + other.len() - common)
}

/// Words in the same order as a share of the words of both: 2 L / (n + m), with L the longest common subsequence.
fn sequence(one: &[u32], other: &[u32]) -> f64 {
    let mut row = vec![0_usize; other.len()];
    for a in one {
        let (mut diagonal, mut before) = (0, 0);
        for (b, cell) in other.iter().zip(&mut row) {
            let above = *cell;
            *cell = if a == b { diagonal + 1 } else { above.max(before) };
            (diagonal, before) = (above, *cell);
        }
    }
    ratio(2 * row.last().copied().unwrap_or(0), one.len() + other.len())
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;

    #[test]
    fn measures_agree_with_pairs_worked_out_by_hand() {
        assert!((jaccard(&[1, 2, 3], &[2, 3, 4]) - 0.5).abs() < 1e-12);
        assert!(jaccard(&[], &[]).abs() < 1e-12);
        assert!((sequence(&[1, 2, 3, 4], &[1, 3, 4, 2]) - 0.75).abs() < 1e-12);
        assert!((sequence(&[1, 2], &[2, 1]) - 0.5).abs() < 1e-12);
        assert!(sequence(&[], &[]).abs() < 1e-12);
    }

    /// What the search finds, by comparing all pairs.
    fn by_brute_force(corpus: &Corpus<'_>, rules: &LintRules) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        for (number, one) in corpus.documents.iter().enumerate() {
            for other in corpus.documents[..number].iter().filter(|other| other.side == one.side) {
                let near = jaccard(&one.set, &other.set) >= rules.thresholds.near_duplicate_jaccard
                    || sequence(&one.words, &other.words) >= rules.thresholds.near_duplicate_sequence;
                if near {
                    found.insert(one.id.to_owned());
                }
            }
        }
        found
    }

    proptest::proptest! {
        #[test]
        fn the_search_finds_what_comparing_all_pairs_finds(
            texts in proptest::collection::vec(proptest::collection::vec(0_u8..14, 1..9), 2..24),
            jaccard in 0.2_f64..0.9,
            sequence in 0.2_f64..0.95,
        ) {
            let sentences: Vec<String> = texts.iter().map(|words| {
                words.iter().map(|word| char::from(b'a' + word).to_string()).collect::<Vec<_>>().join(" ")
            }).collect();
            let pairs: Vec<(u8, &str, &str)> = sentences.iter().map(|text| (1, text.as_str(), text.as_str())).collect();
            let bank = fixture::bank_of(&[("one", &pairs)]);
            let mut rules = LintRules::default();
            rules.thresholds.near_duplicate_jaccard = jaccard;
            rules.thresholds.near_duplicate_sequence = sequence;
            let corpus = Corpus::new(&bank);
            let mut findings = Findings::default();
            let figures = search(&corpus, &rules, &mut findings);
            let found: BTreeSet<String> = findings.0.iter().map(|finding| finding.place.clone()).collect();
            proptest::prop_assert!(figures.complete);
            proptest::prop_assert_eq!(found, by_brute_force(&corpus, &rules));
        }
    }

    #[test]
    fn a_large_uniform_bank_is_sampled_rather_than_compared_pair_by_pair() {
        let text = "the same eight words stand here once again";
        let pairs = vec![(1_u8, text, text); 2000];
        let bank = fixture::bank_of(&[("one", &pairs)]);
        let corpus = Corpus::new(&bank);
        let rules = LintRules::default();
        let members: Vec<_> = corpus.documents.iter().enumerate().collect();
        let mut search = Search::new(&members, &HashSet::new(), &rules);
        search.allowance = 3;
        let found = (0..members.len()).filter(|position| search.next(*position).is_some()).count();
        assert_eq!(found, members.len() - 1, "each but the first is told");
        assert!(!search.complete);
        assert!(search.compared <= 3 * members.len());
    }
}
