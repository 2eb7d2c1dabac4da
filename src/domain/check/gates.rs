//! What must not help: readers that know nothing of the subject, and how often they are right.
//!
//! Each goes by one kind of cue: the form of a statement, its function words, its setting, its everyday words, ten
//! words learnt by heart, the words of the trade. Each figure is printed with its standard error.

use super::corpus::Corpus;
use super::form;
use super::reader::{self, ReaderFigures};
use super::rule::{Findings, Rule};
use super::settings::{Gates, LintRules};
use super::text::{self, Matcher};
use super::{MANIFEST, percent, ratio, real};
use crate::domain::bank::{Bank, Side};
use serde::Serialize;
use std::collections::{BTreeMap, HashMap, HashSet};

/// How many words the cheat sheet has.
const CHEAT_WORDS: usize = 10;

/// How often a reader that knows nothing is right.
#[derive(Debug, Clone, Serialize)]
pub struct GateFigures {
    /// The reader, as a rule is named: `form-reader`.
    pub gate: &'static str,
    /// The level; none where all levels are taken together.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<u8>,
    /// How many statements it read.
    pub statements: usize,
    /// Share it had right; a tie is half.
    pub accuracy: f64,
    /// Standard error of that share, sqrt(p (1 - p) / n).
    pub standard_error: f64,
    /// The highest share that the bank's rules allow; none where it is not limited.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ceiling: Option<f64>,
    /// What helped it most, most helpful first.
    pub cues: Vec<String>,
}

/// The standard error of a share.
pub(super) fn standard_error(share: f64, of: usize) -> f64 {
    (share * (1.0 - share) / real(of.max(1))).sqrt()
}

/// Lets all readers read, and compares them with the bank's ceilings.
pub(super) fn pass(bank: &Bank, words: &Corpus<'_>, rules: &LintRules, findings: &mut Findings) -> Vec<GateFigures> {
    let function: HashSet<String> = rules.words.function_words.iter().map(|word| text::lower(word)).collect();
    let form = Corpus::of(bank, |entry| form::features(&entry.statement.text));
    let grammar = Corpus::of(bank, |entry| {
        text::words(&entry.statement.text).into_iter().filter(|word| function.contains(word)).collect()
    });
    // A term that is known in one number is known in the other.
    let in_singular = |terms: Vec<String>| {
        Matcher::new(&terms.iter().map(|term| text::singular_words(term).trim().to_owned()).collect::<Vec<String>>())
    };
    let (licensed, taught) = (in_singular(licensed(bank)), in_singular(taught(bank)));
    let singular = |text: &str| text::singular_words(text);
    let everyday = Corpus::of(bank, |entry| text::words(&taught.masked(&singular(&entry.statement.text))));
    let terms = Corpus::of(bank, |entry| {
        licensed.find(&singular(&entry.statement.text)).into_iter().map(str::to_owned).collect()
    });
    let gates = &rules.gates;
    let mut figures = together(Rule::FormReader, reader::read(&form), gates.form);
    if !function.is_empty() {
        figures.extend(by_level(Rule::FunctionWordReader, reader::read(&grammar), gates.function_words));
    }
    figures.extend(settings(bank, rules));
    figures.extend(by_level(Rule::EverydayReader, reader::read(&everyday), gates.everyday));
    figures.extend(cheat_sheet(words, gates));
    if terms.documents.iter().any(|document| !document.set.is_empty()) {
        figures.extend(by_level(Rule::LicenceReader, reader::read(&terms), gates.licence));
    }
    judge(&figures, rules, findings);
    figures
}

/// All licensed terms of a bank, each once.
pub(super) fn licensed(bank: &Bank) -> Vec<String> {
    let all: HashSet<String> =
        bank.topics().flat_map(|(_, topic)| topic.licence.words().map(|word| text::lower(word))).collect();
    let mut all: Vec<String> = all.into_iter().collect();
    all.sort_unstable();
    all
}

/// All words of the trade that a bank teaches, each once: licensed terms, the lessons' words, and the glossary.
pub(super) fn taught(bank: &Bank) -> Vec<String> {
    let lessons = bank.topics().filter_map(|(_, topic)| topic.lesson.as_ref());
    let words = lessons.flat_map(|lesson| {
        let sided = lesson.words.left.iter().chain(&lesson.words.right).map(|word| word.term.as_str());
        sided.chain(lesson.words.both.iter().map(String::as_str))
    });
    let glossary = bank.manifest.glossary.iter().map(|term| term.term.as_str());
    // What stands in brackets is the long or the short form of what stands before.
    let forms =
        words.chain(glossary).flat_map(|term| term.split(['(', ')', ',', '/'])).map(|form| text::lower(form.trim()));
    let all: HashSet<String> = licensed(bank).into_iter().chain(forms).filter(|form| !form.is_empty()).collect();
    let mut all: Vec<String> = all.into_iter().collect();
    all.sort_unstable();
    all
}

fn by_level(rule: Rule, read: Option<ReaderFigures>, ceilings: Option<[f64; 3]>) -> Vec<GateFigures> {
    let levels = read.map(|read| read.levels).unwrap_or_default();
    levels
        .into_iter()
        .map(|level| GateFigures {
            gate: rule.id(),
            level: Some(level.level),
            statements: level.statements,
            accuracy: level.accuracy,
            standard_error: level.standard_error,
            ceiling: ceiling(ceilings, level.level),
            cues: level.words.into_iter().map(|word| word.word).collect(),
        })
        .collect()
}

fn ceiling(ceilings: Option<[f64; 3]>, level: u8) -> Option<f64> {
    ceilings?.get(usize::from(level).checked_sub(1)?).copied()
}

/// All levels of a reader together.
fn together(rule: Rule, read: Option<ReaderFigures>, ceiling: Option<f64>) -> Vec<GateFigures> {
    let levels = read.map(|read| read.levels).unwrap_or_default();
    let statements: usize = levels.iter().map(|level| level.statements).sum();
    if statements == 0 {
        return Vec::new();
    }
    let accuracy = levels.iter().map(|level| level.right).sum::<f64>() / real(statements);
    let mut pulls: BTreeMap<String, f64> = BTreeMap::new();
    for word in levels.into_iter().flat_map(|level| level.words) {
        *pulls.entry(word.word).or_default() += word.pull;
    }
    let mut cues: Vec<(String, f64)> = pulls.into_iter().collect();
    cues.sort_by(|one, other| other.1.total_cmp(&one.1));
    vec![GateFigures {
        gate: rule.id(),
        level: None,
        statements,
        accuracy,
        standard_error: standard_error(accuracy, statements),
        ceiling,
        cues: cues.into_iter().map(|(word, _)| word).collect(),
    }]
}

/// A reader that goes by settings alone: the side of which a statement names more.
fn settings(bank: &Bank, rules: &LintRules) -> Vec<GateFigures> {
    let lists = rules.words.settings();
    if lists.left.is_empty() && lists.right.is_empty() {
        return Vec::new();
    }
    let (left, right) = (Matcher::new(lists.left), Matcher::new(lists.right));
    let mut levels: BTreeMap<u8, (usize, usize, BTreeMap<String, usize>)> = BTreeMap::new();
    for entry in bank.statements().filter(|entry| !entry.statement.text.is_empty()) {
        let lowered = text::lower(&entry.statement.text);
        let (for_left, for_right) = (left.find_once(&lowered), right.find_once(&lowered));
        let (own, other) = match entry.at.side {
            Side::Left => (for_left, for_right),
            Side::Right => (for_right, for_left),
        };
        let (statements, halves, cues) = levels.entry(entry.level()).or_default();
        *statements += 1;
        *halves += match own.len().cmp(&other.len()) {
            std::cmp::Ordering::Greater => 2,
            std::cmp::Ordering::Equal => 1,
            std::cmp::Ordering::Less => 0,
        };
        for word in own {
            *cues.entry(word.to_owned()).or_default() += 1;
        }
    }
    levels
        .into_iter()
        .map(|(level, (statements, halves, cues))| {
            let accuracy = ratio(halves, 2 * statements);
            GateFigures {
                gate: Rule::SettingReader.id(),
                level: Some(level),
                statements,
                accuracy,
                standard_error: standard_error(accuracy, statements),
                ceiling: ceiling(rules.gates.settings, level),
                cues: most_frequent(cues),
            }
        })
        .collect()
}

fn most_frequent(cues: BTreeMap<String, usize>) -> Vec<String> {
    let mut cues: Vec<(String, usize)> = cues.into_iter().collect();
    cues.sort_by_key(|(word, count)| (std::cmp::Reverse(*count), word.clone()));
    cues.into_iter().map(|(word, _)| word).take(CHEAT_WORDS).collect()
}

/// How far one gets with the ten best single words, chosen one after the other on the whole bank: a statement goes by the
/// first of them that it has, and is guessed where it has none.
fn cheat_sheet(corpus: &Corpus<'_>, gates: &Gates) -> Option<GateFigures> {
    let statements = corpus.documents.len();
    let mut open: Vec<usize> = (0..statements).collect();
    let (mut right, mut cues) = (0, Vec::new());
    while cues.len() < CHEAT_WORDS {
        let mut counts: HashMap<u32, [usize; 2]> = HashMap::new();
        for document in open.iter().filter_map(|number| corpus.documents.get(*number)) {
            for word in &document.set {
                let [left, right] = counts.entry(*word).or_default();
                *if document.side == Side::Left { left } else { right } += 1;
            }
        }
        // What a word gains over guessing is half the difference of its sides.
        let gain = |[left, right]: &[usize; 2]| left.abs_diff(*right);
        let best = counts.iter().max_by_key(|(word, sides)| (gain(sides), std::cmp::Reverse(**word)));
        let Some((&word, sides)) = best.filter(|(_, sides)| gain(sides) > 0) else { break };
        let [left, of_right] = *sides;
        right += left.max(of_right);
        cues.push(corpus.word(word).to_owned());
        open.retain(|number| corpus.documents.get(*number).is_some_and(|one| one.set.binary_search(&word).is_err()));
    }
    let accuracy = ratio(2 * right + open.len(), 2 * statements);
    (statements > 0).then(|| GateFigures {
        gate: Rule::CheatSheet.id(),
        level: None,
        statements,
        accuracy,
        standard_error: standard_error(accuracy, statements),
        ceiling: gates.cheat_sheet,
        cues,
    })
}

/// Compares the readers with the bank's ceilings.
fn judge(figures: &[GateFigures], rules: &LintRules, findings: &mut Findings) {
    for one in figures {
        let Some(ceiling) = one.ceiling.filter(|ceiling| one.accuracy > *ceiling) else { continue };
        if one.statements < rules.thresholds.gate_statements_min {
            continue;
        }
        let Some(rule) = Rule::ALL.iter().find(|rule| rule.id() == one.gate) else { continue };
        let reason = format!(
            "right on {} of {} statements (standard error {}), above the ceiling of {}; helped most by: {}",
            percent(one.accuracy),
            one.statements,
            percent(one.standard_error),
            percent(ceiling),
            one.cues.iter().take(6).map(String::as_str).collect::<Vec<_>>().join(", "),
        );
        let place = one.level.map_or_else(|| "all levels".to_owned(), |level| format!("level {level}"));
        findings.add(*rule, MANIFEST, &place, reason);
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;

    fn of(bank: &Bank, rules: &LintRules) -> Vec<GateFigures> {
        pass(bank, &Corpus::new(bank), rules, &mut Findings::default())
    }

    fn accuracy(figures: &[GateFigures], rule: Rule, level: Option<u8>) -> f64 {
        figures.iter().find(|one| one.gate == rule.id() && one.level == level).unwrap().accuracy
    }

    #[test]
    fn the_form_gives_away_what_form_can() {
        // Every left statement asks for a comma and figures, no right one does.
        let texts: &[(u8, &str, &str)] = &[
            (1, "A cup, a pot, 3 trays", "A plain wooden table"),
            (1, "A mug, a jug, 4 bowls", "A smooth marble bench"),
        ];
        let figures = of(&fixture::bank_of(&[("one", texts), ("two", texts)]), &LintRules::default());
        assert!((accuracy(&figures, Rule::FormReader, None) - 1.0).abs() < 1e-9);
    }

    #[test]
    fn settings_are_counted_for_the_side_that_names_more_of_its_own() {
        let mut rules = LintRules::default();
        rules.words.settings_left = vec!["home".to_owned()];
        rules.words.settings_right = vec!["plant".to_owned()];
        let texts: &[(u8, &str, &str)] = &[(1, "At home it rings", "At home it hums"), (1, "It rings", "In the plant")];
        let figures = of(&fixture::bank_of(&[("one", texts)]), &rules);
        // Right, wrong, guessed, right.
        assert!((accuracy(&figures, Rule::SettingReader, Some(1)) - 2.5 / 4.0).abs() < 1e-9);
    }

    #[test]
    fn the_cheat_sheet_takes_the_words_that_gain_most_and_guesses_the_rest() {
        let texts: &[(u8, &str, &str)] =
            &[(1, "red lamp", "blue lamp"), (1, "red wall", "blue wall"), (2, "grey floor", "grey floor")];
        let figures = of(&fixture::bank_of(&[("one", texts)]), &LintRules::default());
        let sheet = figures.iter().find(|one| one.gate == Rule::CheatSheet.id()).unwrap();
        assert!((sheet.accuracy - 5.0 / 6.0).abs() < 1e-9, "{sheet:?}");
        assert_eq!(sheet.cues, ["red", "blue"]);
    }

    #[test]
    fn everyday_words_are_those_outside_the_licence() {
        let texts: &[(u8, &str, &str)] = &[(1, "the app rings", "the loop check rings"), (1, "an app", "a loop check")];
        let mut topics = fixture::topics_of(&[("one", texts), ("two", texts)]);
        for topic in &mut topics {
            topic.licence.hard_left = vec!["app".to_owned()];
            topic.licence.hard_right = vec!["loop check".to_owned()];
        }
        let bank = fixture::bank(topics);
        let figures = of(&bank, &LintRules::default());
        assert!((accuracy(&figures, Rule::LicenceReader, Some(1)) - 1.0).abs() < 1e-9);
        // "the", "rings" are on both sides; "an" and "a" tell, and nothing of "app", "loop" or "check" is left.
        let everyday = figures.iter().find(|one| one.gate == Rule::EverydayReader.id()).unwrap();
        assert!(everyday.cues.iter().all(|cue| ["a", "an"].contains(&cue.as_str())), "{everyday:?}");
    }
}
