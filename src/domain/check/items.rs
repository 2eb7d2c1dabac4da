//! Rules for one statement, and for the two of a twin.

use super::rule::{Findings, Rule};
use super::settings::{LintRules, WordLists};
use super::text::{self, Matcher};
use super::{percent, ratio, topic_file};
use crate::domain::bank::{Bank, Entry, Item as BankItem, Pair, Side, Sides, StatementRef, Topic};
use serde::Serialize;
use std::collections::{BTreeSet, HashMap, HashSet};

/// A statement with words of boundary cases, for a human to look at: is the deciding detail there?
#[derive(Debug, Clone, Serialize)]
pub struct Watched {
    /// The statement's identifier.
    pub statement: String,
    /// The words that were found.
    pub words: Vec<String>,
}

/// How alike the twins are.
#[derive(Debug, Clone, Default, Serialize)]
pub struct PairFigures {
    /// Mean share of words that twins have in common.
    pub mean: f64,
    /// The least such share.
    pub least: f64,
    /// The twin with the least share.
    pub least_twin: String,
    /// Twins that have at least half of their words in common.
    pub at_least_half: usize,
}

/// The word lists, ready to be looked for.
struct Lists {
    answer_terms: Matcher,
    absolutes: Matcher,
    negatives: Matcher,
    hedges: Matcher,
    openings: Vec<String>,
    seeds: Matcher,
    dated: Matcher,
    brands: Matcher,
    joiners: Vec<String>,
    clauses_once: Matcher,
    watch: Matcher,
    giveaways: Sides<Matcher>,
}

impl Lists {
    fn new(words: &WordLists) -> Self {
        let giveaways = words.giveaways();
        Self {
            answer_terms: Matcher::new(&words.answer_terms),
            absolutes: Matcher::new(&words.absolutes),
            negatives: Matcher::new(&words.negatives),
            hedges: Matcher::new(&words.hedges),
            openings: words.openings.iter().map(|word| text::lower(word)).collect(),
            seeds: Matcher::new(&words.seeds()),
            dated: Matcher::new(&words.dated),
            brands: Matcher::new(&words.brands),
            joiners: words.joiners.iter().map(|joiner| text::lower(joiner)).collect(),
            clauses_once: Matcher::new(&words.clauses_once),
            watch: Matcher::new(&words.watch),
            giveaways: Sides { left: Matcher::new(giveaways.left), right: Matcher::new(giveaways.right) },
        }
    }
}

/// A statement under examination.
struct Item<'a> {
    file: &'a str,
    entry: Entry<'a>,
    lowered: String,
    words: Vec<String>,
}

impl Item<'_> {
    fn add(&self, findings: &mut Findings, rule: Rule, reason: String) {
        findings.add(rule, self.file, &self.entry.statement.id, reason);
    }

    /// Notes each word of `found` as a breach of `rule`.
    fn add_words(&self, findings: &mut Findings, rule: Rule, what: &str, found: &[&str]) {
        for word in found {
            self.add(findings, rule, format!("{what} \"{word}\""));
        }
    }
}

/// What the rules for statements found out beside their findings.
#[derive(Debug, Default)]
pub(super) struct ItemFigures {
    pub(super) pairs: PairFigures,
    pub(super) watch: Vec<Watched>,
}

/// Examines every statement and every twin.
pub(super) fn examine(bank: &Bank, rules: &LintRules, findings: &mut Findings) -> ItemFigures {
    let lists = Lists::new(&rules.words);
    let mut figures = ItemFigures::default();
    let mut similarities: Vec<(f64, &str)> = Vec::new();
    let known = known_acronyms(bank, rules);
    for (number, topic) in bank.topics() {
        let file = topic_file(topic);
        let acronyms = Acronyms { known: &known, taught: taught_acronyms(topic) };
        let mut settings: Sides<usize> = Sides::default();
        for (position, item) in topic.items().enumerate() {
            let statements: Vec<Item<'_>> = item
                .statements()
                .map(|(side, statement)| {
                    let at = StatementRef { topic: number, item: position, side };
                    let (lowered, words) = (text::lower(&statement.text), text::words(&statement.text));
                    Item { file: &file, entry: Entry { at, topic, item, statement }, lowered, words }
                })
                .collect();
            for one in &statements {
                examine_statement(one, rules, &lists, &acronyms, findings);
                let named = !lists.giveaways.get(one.entry.at.side).find(&one.lowered).is_empty();
                *settings.get_mut(one.entry.at.side) += usize::from(named && item.level() == 1);
                let words: Vec<String> = lists.watch.find_once(&one.lowered).into_iter().map(str::to_owned).collect();
                if !words.is_empty() {
                    figures.watch.push(Watched { statement: one.entry.statement.id.clone(), words });
                }
            }
            if let (BankItem::Pair(pair), [left, right]) = (item, statements.as_slice()) {
                similarities.push((examine_pair(left, right, pair, rules, findings), &pair.id));
            }
        }
        common_giveaways(bank, &file, &settings, rules, findings);
    }
    figures.pairs = twin_figures(&similarities);
    figures
}

fn examine_statement(item: &Item<'_>, rules: &LintRules, lists: &Lists, acronyms: &Acronyms<'_>, out: &mut Findings) {
    form(item, rules, lists, out);
    wording(item, lists, out);
    giveaways(item, rules, lists, out);
    references(item, acronyms, out);
    explanation(item, rules, out);
}

/// Length, ending, and one idea.
fn form(item: &Item<'_>, rules: &LintRules, lists: &Lists, out: &mut Findings) {
    let limits = &rules.thresholds;
    let (words, text) = (item.words.len(), item.entry.statement.text.as_str());
    if !(limits.words_min..=limits.words_max).contains(&words) {
        let reason = format!("{words} words, not {} to {}", limits.words_min, limits.words_max);
        item.add(out, Rule::WordCount, reason);
    }
    let characters = text.chars().count();
    if characters > limits.characters_max {
        let reason = format!("{characters} characters, more than {}", limits.characters_max);
        item.add(out, Rule::CharacterCount, reason);
    }
    if text.contains('?') {
        item.add(out, Rule::QuestionMark, "the statement has a question mark".to_owned());
    } else if !text.ends_with('.') {
        item.add(out, Rule::FullStop, "the statement does not end with a full stop".to_owned());
    }
    for joiner in lists.joiners.iter().filter(|joiner| !joiner.is_empty() && item.lowered.contains(joiner.as_str())) {
        item.add(out, Rule::SeveralIdeas, format!("\"{}\" joins two ideas", joiner.trim()));
    }
    for clause in repeated(&lists.clauses_once.find(&item.lowered)) {
        item.add(out, Rule::SeveralIdeas, format!("\"{clause}\" stands more than once"));
    }
    if let Some(first) = item.words.first().filter(|first| lists.openings.contains(first)) {
        item.add(out, Rule::OpeningWord, format!("the statement begins with \"{first}\""));
    }
}

fn repeated<'a>(found: &[&'a str]) -> BTreeSet<&'a str> {
    let mut seen = HashSet::new();
    found.iter().copied().filter(|phrase| !seen.insert(*phrase)).collect()
}

/// Words that make a statement ambiguous, easy or short-lived.
fn wording(item: &Item<'_>, lists: &Lists, out: &mut Findings) {
    let negatives = lists.negatives.find(&item.lowered);
    match negatives.as_slice() {
        [] => {}
        [one] => item.add(out, Rule::Negative, format!("the negative \"{one}\"")),
        more => item.add(out, Rule::DoubleNegative, format!("the negatives \"{}\"", more.join("\", \""))),
    }
    item.add_words(out, Rule::Absolute, "the absolute", &lists.absolutes.find_once(&item.lowered));
    item.add_words(out, Rule::Hedge, "the hedge", &lists.hedges.find_once(&item.lowered));
    item.add_words(out, Rule::AnswerTerm, "the answer term", &lists.answer_terms.find_once(&item.lowered));
    item.add_words(out, Rule::Brand, "the brand", &lists.brands.find_once(&item.lowered));
    item.add_words(out, Rule::DatedWord, "the dated word", &lists.dated.find_once(&item.lowered));
    item.add_words(out, Rule::BareYear, "the year", &text::years(&item.entry.statement.text));
}

/// Stock phrases and settings: none at level 2, and at level 3 only against their usual side.
fn giveaways(item: &Item<'_>, rules: &LintRules, lists: &Lists, out: &mut Findings) {
    let (level, side) = (item.entry.level(), item.entry.at.side);
    if level < 2 {
        return;
    }
    for phrase in lists.seeds.find_once(&item.lowered) {
        let usual = rules.words.seed_side(phrase);
        if level == 2 {
            item.add(out, Rule::SeedWording, format!("the stock phrase \"{phrase}\" at level 2"));
        } else if usual != Some(side.other()) {
            let reason = format!("the stock phrase \"{phrase}\" at level {level}, not against its usual side");
            item.add(out, Rule::SeedWording, reason);
        }
    }
    for owner in Side::BOTH {
        if level > 2 && owner != side {
            continue;
        }
        for word in lists.giveaways.get(owner).find_once(&item.lowered) {
            item.add(out, Rule::SettingGiveaway, format!("the setting \"{word}\" at level {level}"));
        }
    }
}

/// What a learner would have to know or believe: acronyms and numbers.
fn references(item: &Item<'_>, acronyms: &Acronyms<'_>, out: &mut Findings) {
    let statement = item.entry.statement;
    let mut noted = HashSet::new();
    for acronym in text::acronyms(&statement.text) {
        if !acronyms.has(acronym) && noted.insert(acronym) {
            item.add(out, Rule::UnknownAcronym, format!("the acronym \"{acronym}\" is not taught"));
        }
    }
    if statement.text.chars().any(char::is_numeric) && statement.sources.is_empty() {
        item.add(out, Rule::NumberWithoutSource, "a digit without a source".to_owned());
    }
    let has_decoy = statement.decoy.as_ref().is_some_and(|decoy| !decoy.trim().is_empty());
    if item.entry.level() == 3 && !has_decoy {
        item.add(out, Rule::MissingDecoy, "level 3 without a decoy".to_owned());
    }
}

/// The explanation's form and length.
fn explanation(item: &Item<'_>, rules: &LintRules, out: &mut Findings) {
    let text = item.entry.statement.explanation.as_str();
    if let Some([left, right]) = &rules.thresholds.explanation_patterns {
        let pattern = if item.entry.at.side == Side::Left { left } else { right };
        let rest = text.strip_prefix(pattern.as_str());
        if !rest.is_some_and(|rest| rest.starts_with(char::is_whitespace) || pattern.is_empty()) {
            item.add(out, Rule::ExplanationForm, format!("the explanation does not begin with \"{pattern} \""));
        }
    }
    let words = text::spaced_words(text);
    if words > rules.thresholds.explanation_words_max {
        let reason = format!("the explanation has {words} words, more than {}", rules.thresholds.explanation_words_max);
        item.add(out, Rule::ExplanationLength, reason);
    }
}

/// Compares the two of a pair; gives the share of words that they have in common.
fn examine_pair(left: &Item<'_>, right: &Item<'_>, pair: &Pair, rules: &LintRules, out: &mut Findings) -> f64 {
    let similarity = shared(&left.words, &right.words);
    let limits = &rules.thresholds;
    if similarity < limits.twin_similarity_min {
        let least = percent(limits.twin_similarity_min);
        let reason = format!("the twins share {} of their words, less than {least}", percent(similarity));
        out.add(Rule::TwinSimilarity, left.file, &pair.id, reason);
    }
    if left.words.len().abs_diff(right.words.len()) > limits.twin_length_difference_max {
        let reason = format!(
            "the twins have {} and {} words, more than {} apart",
            left.words.len(),
            right.words.len(),
            limits.twin_length_difference_max
        );
        out.add(Rule::TwinLength, left.file, &pair.id, reason);
    }
    similarity
}

/// The words that two texts have in common, each as often as both have it, as a share of the longer text.
fn shared(one: &[String], other: &[String]) -> f64 {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for word in one {
        *counts.entry(word).or_default() += 1;
    }
    let mut common = 0;
    for word in other {
        if let Some(count) = counts.get_mut(word.as_str()).filter(|count| **count > 0) {
            *count -= 1;
            common += 1;
        }
    }
    ratio(common, one.len().max(other.len()))
}

fn twin_figures(similarities: &[(f64, &str)]) -> PairFigures {
    let least = similarities.iter().min_by(|one, other| one.0.total_cmp(&other.0));
    PairFigures {
        mean: similarities.iter().map(|one| one.0).sum::<f64>() / super::real(similarities.len().max(1)),
        least: least.map_or(0.0, |one| one.0),
        least_twin: least.map_or_else(String::new, |one| one.1.to_owned()),
        at_least_half: similarities.iter().filter(|one| one.0 >= 0.5).count(),
    }
}

fn common_giveaways(bank: &Bank, file: &str, settings: &Sides<usize>, rules: &LintRules, out: &mut Findings) {
    let most = rules.thresholds.giveaways_level_1_max;
    for side in Side::BOTH {
        let count = *settings.get(side);
        if count > most {
            let name = &bank.side(side).name;
            let reason =
                format!("{count} statements of level 1 for {name} name a setting of that side, more than {most}");
            out.add(Rule::CommonGiveaways, file, "twins", reason);
        }
    }
}

/// The acronyms that a statement of a topic may use.
struct Acronyms<'a> {
    known: &'a HashSet<String>,
    taught: HashSet<String>,
}

impl Acronyms<'_> {
    fn has(&self, acronym: &str) -> bool {
        self.known.contains(acronym) || self.taught.contains(acronym)
    }
}

fn known_acronyms(bank: &Bank, rules: &LintRules) -> HashSet<String> {
    let glossary = bank.manifest.glossary.iter().flat_map(|term| text::acronyms(&term.term));
    glossary.map(str::to_owned).chain(rules.words.known_acronyms.iter().cloned()).collect()
}

fn taught_acronyms(topic: &Topic) -> HashSet<String> {
    let texts = topic.lesson.as_ref().map(super::lesson::texts).unwrap_or_default();
    texts.into_iter().flat_map(|(_, text)| text::acronyms(text)).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_words_count_as_often_as_both_texts_have_them() {
        let share = |one, other| shared(&text::words(one), &text::words(other));
        assert!((share("the cat and the dog", "the dog") - 0.4).abs() < 1e-12);
        assert!((share("a a a", "a a") - 2.0 / 3.0).abs() < 1e-12);
        assert!(share("", "").abs() < 1e-12);
    }
}
