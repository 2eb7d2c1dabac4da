//! Rules for one statement, and for the two of a pair.

use super::rule::{Findings, Rule};
use super::settings::{LintRules, WordLists};
use super::text::{self, Matcher};
use super::{ratio, topic_file};
use crate::domain::bank::examples::is_example;
use crate::domain::bank::{Bank, Entry, Item as BankItem, Pair, Side, SideName, Sides, StatementRef, Topic};
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

/// How alike the two of a pair are; told, not limited, because it is the form that is parallel.
#[derive(Debug, Clone, Default, Serialize)]
pub struct PairFigures {
    /// Mean share of words that the two have in common.
    pub mean: f64,
    /// The least such share.
    pub least: f64,
    /// The pair with the least share.
    pub least_pair: String,
    /// Pairs that have at least half of their words in common.
    pub at_least_half: usize,
}

/// The word lists, ready to be looked for.
struct Lists {
    sides: Sides<[(String, Matcher); 2]>,
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
    settings: Sides<Matcher>,
    mechanisms: Matcher,
    taught: Matcher,
}

impl Lists {
    fn new(words: &WordLists, bank: &Bank) -> Self {
        let settings = words.settings();
        let named = |name: &String| (name.clone(), Matcher::new(&[name]));
        let both = |side: &SideName| [named(&side.name), named(&side.label)];
        Self {
            sides: Sides::each(|side| both(bank.side(side))),
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
            settings: Sides { left: Matcher::new(settings.left), right: Matcher::new(settings.right) },
            mechanisms: Matcher::new(&words.mechanisms),
            taught: Matcher::new(&super::gates::taught(bank)),
        }
    }

    /// The name of the statement's own side, where it has that in it. A letter is no name that could be told from an article,
    /// and two are one only as they are written: "IT" is not "it". What is still an example is told as such.
    fn own_side(&self, item: &Item<'_>) -> Option<&str> {
        let text = item.entry.statement.text.as_str();
        let is_named = |(name, matcher): &&(String, Matcher)| {
            let letters = name.chars().count();
            let is_as_written = letters > 2 || text.contains(name.as_str());
            letters > 1 && is_as_written && !matcher.find(&item.lowered).is_empty()
        };
        let (name, _) = self.sides.get(item.entry.at.side).iter().find(is_named)?;
        (!is_example(text)).then_some(name)
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
    /// Explanations of levels 1, 2 and 3 that teach something, and all of them.
    pub(super) explanations: [(usize, usize); 3],
}

/// Examines every statement and every pair. What could not be read is passed over: that has been told.
pub(super) fn examine(bank: &Bank, rules: &LintRules, findings: &mut Findings) -> ItemFigures {
    let lists = Lists::new(&rules.words, bank);
    let mut figures = ItemFigures::default();
    let mut similarities: Vec<(f64, &str)> = Vec::new();
    let mut bare: Vec<Bare> = Vec::new();
    let known = known_acronyms(bank, rules);
    for (number, topic) in bank.topics() {
        let file = topic_file(topic);
        let acronyms = Acronyms { known: &known, taught: taught_acronyms(topic) };
        for (position, item) in topic.items().enumerate() {
            let file = file.as_str();
            let statements: Vec<Item<'_>> = item
                .statements()
                .filter(|(_, statement)| !statement.text.is_empty())
                .map(|(side, statement)| {
                    let at = StatementRef { topic: number, item: position, side };
                    let (lowered, words) = (text::lower(&statement.text), text::words(&statement.text));
                    Item { file, entry: Entry { at, topic, item, statement }, lowered, words }
                })
                .collect();
            examine_form(item, file, rules, findings);
            for one in &statements {
                examine_statement(one, rules, &lists, &acronyms, findings);
                figures.watch.extend(watched(one, &lists));
                let teaches = teaches(one, &lists);
                if let Some((taught, all)) = figures.explanations.get_mut(usize::from(item.level()).wrapping_sub(1)) {
                    *taught += usize::from(teaches);
                    *all += 1;
                }
                if !teaches {
                    let id = one.entry.statement.id.clone();
                    bare.push(Bare { file: file.to_owned(), id, level: item.level() });
                }
            }
            if let (BankItem::Pair(pair), [left, right]) = (item, statements.as_slice()) {
                similarities.push((examine_pair(left, right, pair, rules, findings), &pair.id));
            }
        }
    }
    bare_explanations(&bare, &figures.explanations, rules, findings);
    figures.pairs = pair_figures(&similarities);
    figures
}

fn watched(item: &Item<'_>, lists: &Lists) -> Option<Watched> {
    let words: Vec<String> = lists.watch.find_once(&item.lowered).into_iter().map(str::to_owned).collect();
    (!words.is_empty()).then(|| Watched { statement: item.entry.statement.id.clone(), words })
}

fn examine_statement(item: &Item<'_>, rules: &LintRules, lists: &Lists, acronyms: &Acronyms<'_>, out: &mut Findings) {
    form(item, rules, lists, out);
    wording(item, rules, lists, out);
    stock_phrases(item, rules, lists, out);
    settings(item, lists, out);
    references(item, rules, acronyms, out);
    explanation(item, rules, out);
}

/// Family and aspect, and what stands in the place of a counterpart.
fn examine_form(item: BankItem<'_>, file: &str, rules: &LintRules, out: &mut Findings) {
    if !rules.families.is_empty() {
        match item.family() {
            None => out.add(Rule::PairForm, file, item.id(), "no family is named".to_owned()),
            Some(family) if !rules.families.contains_key(family) => {
                out.add(Rule::PairForm, file, item.id(), format!("there is no family \"{family}\""));
            }
            Some(_) => {}
        }
        if item.aspect().is_none() {
            out.add(Rule::PairForm, file, item.id(), "no aspect is named".to_owned());
        }
    }
    if let BankItem::Single(single) = item
        && rules.demands.other_side_told
        && single.other_side.is_none()
    {
        let reason = "a statement that stands alone does not say how the other side does it".to_owned();
        out.add(Rule::MissingOtherSide, file, &single.id, reason);
    }
}

/// Length, ending, and one idea.
fn form(item: &Item<'_>, rules: &LintRules, lists: &Lists, out: &mut Findings) {
    let limits = &rules.thresholds;
    let text = item.entry.statement.text.as_str();
    let words = text::spaced_words(text);
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
    } else if !text.trim_end_matches(['"', '”', '’', '\'', ')']).ends_with(['.', '!']) {
        item.add(out, Rule::FullStop, "the statement does not end with a full stop".to_owned());
    }
    for joiner in lists.joiners.iter().filter(|joiner| !joiner.is_empty() && item.lowered.contains(joiner.as_str())) {
        item.add(out, Rule::SeveralIdeas, format!("\"{}\" joins two ideas", joiner.trim()));
    }
    for clause in repeated(&lists.clauses_once.find(&item.lowered)) {
        item.add(out, Rule::SeveralIdeas, format!("\"{clause}\" occurs more than once"));
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
fn wording(item: &Item<'_>, rules: &LintRules, lists: &Lists, out: &mut Findings) {
    let negatives = lists.negatives.find(&item.lowered);
    if negatives.len() > rules.thresholds.negatives_max {
        item.add(out, Rule::Negatives, format!("the negatives \"{}\"", negatives.join("\", \"")));
    }
    item.add_words(out, Rule::Absolute, "the absolute", &lists.absolutes.find_once(&item.lowered));
    item.add_words(out, Rule::Hedge, "the hedge", &lists.hedges.find_once(&item.lowered));
    let terms = lists.answer_terms.find_once(&item.lowered);
    item.add_words(out, Rule::AnswerTerm, "the answer term", &terms);
    if terms.is_empty()
        && let Some(name) = lists.own_side(item)
    {
        item.add(out, Rule::AnswerTerm, format!("it names its own side, \"{name}\""));
    }
    item.add_words(out, Rule::Brand, "the brand", &lists.brands.find_once(&item.lowered));
    item.add_words(out, Rule::DatedWord, "the dated word", &lists.dated.find_once(&item.lowered));
}

/// Stock phrases: none at level 2, and at level 3 only against their usual side.
fn stock_phrases(item: &Item<'_>, rules: &LintRules, lists: &Lists, out: &mut Findings) {
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
}

/// A setting may stand in a statement, and is no reason for its side.
fn settings(item: &Item<'_>, lists: &Lists, out: &mut Findings) {
    let is_setting = |words: &String| {
        let lowered = text::lower(words);
        let setting = |side| lists.settings.get(side).find(&lowered).into_iter().any(|one| one == lowered);
        Side::BOTH.into_iter().any(setting)
    };
    let deciding = &item.entry.statement.deciding;
    if !deciding.is_empty() && deciding.iter().all(is_setting) {
        let reason = format!("nothing but a setting decides: \"{}\"", deciding.join("\", \""));
        item.add(out, Rule::SettingDecides, reason);
    }
}

/// What a learner would have to know or believe: acronyms, numbers and years; and what a decoy needs.
fn references(item: &Item<'_>, rules: &LintRules, acronyms: &Acronyms<'_>, out: &mut Findings) {
    let (statement, demands) = (item.entry.statement, &rules.demands);
    if demands.acronyms_taught {
        let mut noted = HashSet::new();
        for acronym in text::acronyms(&statement.text) {
            if !acronyms.has(acronym) && noted.insert(acronym) {
                item.add(out, Rule::UnknownAcronym, format!("the acronym \"{acronym}\" is not taught"));
            }
        }
    }
    if demands.numbers_sourced && statement.sources.is_empty() {
        item.add_words(out, Rule::BareYear, "without a source, the year", &text::years(&statement.text));
        if statement.text.chars().any(char::is_numeric) && !statement.design_value {
            item.add(out, Rule::NumberWithoutSource, "a figure without a source".to_owned());
        }
    }
    let said = |text: &Option<String>| text.as_ref().is_some_and(|text| !text.trim().is_empty());
    if demands.decoys_named && item.entry.level() == 3 {
        for (name, text) in [("decoy", &statement.decoy), ("settles", &statement.settles)] {
            if !said(text) {
                item.add(out, Rule::MissingDecoy, format!("level 3 without \"{name}\""));
            }
        }
    }
}

/// The explanation's length.
fn explanation(item: &Item<'_>, rules: &LintRules, out: &mut Findings) {
    let words = text::spaced_words(&item.entry.statement.explanation);
    let (least, most) = (rules.thresholds.explanation_words_min, rules.thresholds.explanation_words_max);
    if words > 0 && !(least..=most).contains(&words) {
        let reason = format!("the explanation has {words} words, not {least} to {most}");
        item.add(out, Rule::ExplanationLength, reason);
    }
}

/// Whether an explanation gives a mechanism, a figure, a document or a term of the trade, and not only who benefits.
fn teaches(item: &Item<'_>, lists: &Lists) -> bool {
    let statement = item.entry.statement;
    let lowered = text::lower(&statement.explanation);
    !statement.sources.is_empty()
        || lowered.chars().any(char::is_numeric)
        || !lists.taught.find(&lowered).is_empty()
        || !lists.mechanisms.find(&lowered).is_empty()
}

/// A statement whose explanation teaches nothing.
struct Bare {
    file: String,
    id: String,
    level: u8,
}

/// Names the explanations that teach nothing, at the levels that have too many of them.
fn bare_explanations(bare: &[Bare], counted: &[(usize, usize); 3], rules: &LintRules, out: &mut Findings) {
    let Some(least) = rules.gates.explanations else { return };
    for ((level, (taught, all)), least) in (1..).zip(counted).zip(least) {
        if ratio(*taught, *all) >= least || *all == 0 {
            continue;
        }
        for Bare { file, id, .. } in bare.iter().filter(|one| one.level == level) {
            let reason = "the explanation gives no mechanism, figure, document or term of the trade".to_owned();
            out.add(Rule::BareExplanation, file, id, reason);
        }
    }
}

/// Compares the two of a pair; gives the share of words that they have in common.
fn examine_pair(left: &Item<'_>, right: &Item<'_>, pair: &Pair, rules: &LintRules, out: &mut Findings) -> f64 {
    let lengths = [left, right].map(|one| text::spaced_words(&one.entry.statement.text));
    let [of_left, of_right] = lengths;
    let most = rules.thresholds.pair_length_difference_max;
    if of_left.abs_diff(of_right) > most {
        let reason = format!("the two have {of_left} and {of_right} words, more than {most} apart");
        out.add(Rule::PairLength, left.file, &pair.id, reason);
    }
    shared(&left.words, &right.words)
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

fn pair_figures(similarities: &[(f64, &str)]) -> PairFigures {
    let least = similarities.iter().min_by(|one, other| one.0.total_cmp(&other.0));
    PairFigures {
        mean: similarities.iter().map(|one| one.0).sum::<f64>() / super::real(similarities.len().max(1)),
        least: least.map_or(0.0, |one| one.0),
        least_pair: least.map_or_else(String::new, |one| one.1.to_owned()),
        at_least_half: similarities.iter().filter(|one| one.0 >= 0.5).count(),
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
    let lesson = topic.lesson.as_ref().map(super::lesson::texts).unwrap_or_default();
    let texts = lesson.into_iter().map(|(_, text)| text).chain(topic.licence.words().map(String::as_str));
    texts.flat_map(text::acronyms).map(str::to_owned).collect()
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
