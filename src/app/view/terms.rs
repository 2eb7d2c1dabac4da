//! The words of the trade that stand on a page: found by each form in which the glossary has them, the most telling first.

use crate::domain::bank::{Bank, Counterpart, Entry, Statement, Term, Topic};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Where a word stands on a page; what decides comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Deciding,
    Statement,
    Explanation,
}

/// The words of the trade that stand on the screen, by their numbers in the glossary: those in the deciding words first,
/// then those in the statements, then those in the explanations.
pub fn words_of(bank: &Bank, entry: &Entry<'_>) -> Vec<usize> {
    let glossary = &bank.manifest.glossary;
    let mut statements = vec![parts(entry.statement).to_vec()];
    match entry.counterpart() {
        Counterpart::Statement(statement) => statements.push(parts(statement).to_vec()),
        other => statements.extend(other.text().map(|text| vec![(text, [].as_slice(), Place::Explanation)])),
    }
    let page: Vec<&str> = statements.iter().flatten().map(|(text, ..)| *text).collect();
    let mut ranked: Vec<(Place, usize, usize)> = Vec::new();
    for (order, parts) in statements.iter().enumerate() {
        let texts: Vec<&str> = parts.iter().map(|(text, ..)| *text).collect();
        for Found { text: part, range, number, .. } in found(&texts, glossary, &page) {
            let Some((text, deciding, place)) = parts.get(part) else { continue };
            let decides = deciding.iter().any(|words| {
                text.find(words.as_str()).is_some_and(|at| at < range.end && range.start < at + words.len())
            });
            ranked.push((if decides { Place::Deciding } else { *place }, order, number));
        }
    }
    ranked.sort_unstable();
    let mut words = Vec::new();
    for (.., number) in ranked {
        if !words.contains(&number) {
            words.push(number);
        }
    }
    words
}

/// The words of the trade that stand in the statement itself and are none of those `known`, the most telling first.
pub fn unknown_words(bank: &Bank, entry: &Entry<'_>, known: &[&str]) -> Vec<usize> {
    let text = entry.statement.text.as_str();
    let glossary = &bank.manifest.glossary;
    let is_known = |form: &str| known.iter().any(|word| length_at(word, form) == Some(word.len()));
    let mut words: Vec<(bool, usize, usize)> = found(&[text], glossary, &[text])
        .into_iter()
        .filter(|one| !is_known(one.form))
        .map(|one| {
            let decides = entry.statement.deciding.iter().any(|words| {
                let at = text.find(words.as_str());
                at.is_some_and(|at| at < one.range.end && one.range.start < at + words.len())
            });
            (!decides, one.range.start, one.number)
        })
        .collect();
    words.sort_unstable();
    let mut numbers = Vec::new();
    for (.., number) in words {
        if !numbers.contains(&number) {
            numbers.push(number);
        }
    }
    numbers
}

/// In how many statements of a topic's first two levels each of `words` stands, in any of its forms.
pub fn uses(topic: &Topic, words: &[&str]) -> Vec<usize> {
    let easy = topic.pairs.iter().filter(|pair| pair.level < 3);
    let texts: Vec<&str> = easy.flat_map(|pair| [pair.left.text.as_str(), pair.right.text.as_str()]).collect();
    let stands =
        |text: &str, word: &str| word.split(", ").any(|form| starts(text).any(|at| has_at(text.get(at..), form)));
    words.iter().map(|word| texts.iter().filter(|text| stands(text, word)).count()).collect()
}

/// The texts of a statement, with the words that decide.
fn parts(one: &Statement) -> [(&str, &[String], Place); 2] {
    [(&one.text, &one.deciding, Place::Statement), (&one.explanation, &[], Place::Explanation)]
}

/// A term that stands in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Found<'a> {
    /// The number of the text, from 0.
    text: usize,
    range: Range<usize>,
    /// The term's number in the glossary, and the form in which it stands there.
    number: usize,
    form: &'a str,
}

impl Found<'_> {
    fn is_within(&self, other: &Self) -> bool {
        let (inner, outer) = (&self.range, &other.range);
        self.text == other.text && outer.start <= inner.start && inner.end <= outer.end && outer.len() > inner.len()
    }

    /// Whether it is the last word of another term, as "tag" is that of "tracker tag".
    fn is_head_of(&self, other: &Self) -> bool {
        other.form.rsplit_once(' ').is_some_and(|(_, head)| head.eq_ignore_ascii_case(self.form))
    }
}

/// Where the terms stand in the texts of a statement. Of two that cover the same place the longer one is meant: "leaky
/// feeder" is no feeder. Where it stands, its last word alone means the same: a "tracker tag" is "the tag" afterwards.
fn found<'a>(texts: &[&str], glossary: &'a [Term], page: &[&str]) -> Vec<Found<'a>> {
    let begun: Vec<(usize, &str, usize)> = texts
        .iter()
        .enumerate()
        .flat_map(|(number, text)| starts(text).filter_map(move |at| Some((number, text.get(at..)?, at))))
        .collect();
    let mut all: Vec<Found<'_>> = Vec::new();
    for (number, term) in glossary.iter().enumerate() {
        for form in forms(&term.term, page) {
            let here = begun.iter().filter_map(|(text, rest, at)| {
                let range = *at..*at + length_at(rest, form)?;
                if is_verb(texts.get(*text)?, &range, form) {
                    return None;
                }
                Some(Found { text: *text, range, number, form })
            });
            all.extend(here);
        }
    }
    let is_meant = |one: &&Found<'_>| !all.iter().any(|other| one.is_within(other) || one.is_head_of(other));
    all.iter().filter(is_meant).cloned().collect()
}

/// What follows a verb and hardly ever a plural: what it acts on, or where to.
const OBJECTS: [&str; 14] =
    ["the", "a", "an", "its", "his", "her", "their", "your", "it", "them", "each", "every", "both", "to"];

/// Whether a single word is meant as what somebody does, as in "a kit bridges to the next series", which says nothing of
/// bridges.
fn is_verb(text: &str, range: &Range<usize>, form: &str) -> bool {
    let word = text.get(range.clone()).unwrap_or_default();
    let is_single = !form.contains(|letter: char| !letter.is_alphanumeric());
    let ends_in_s = word.len() > form.len() && !is_acronym(form);
    let rest = text.get(range.end..).unwrap_or_default();
    let next = rest.strip_prefix(' ').and_then(|rest| rest.split(|letter: char| !letter.is_alphanumeric()).next());
    let before = text.get(..range.start).and_then(|text| text.split_whitespace().next_back());
    let acts = next.is_some_and(|next| OBJECTS.contains(&next));
    let has_article = before.is_some_and(|before| OBJECTS.contains(&before.to_lowercase().as_str()));
    let is_done_by_many = word.len() == form.len() && before.is_some_and(does);
    is_single && acts && (is_done_by_many || ends_in_s && !has_article)
}

/// What comes before a verb that has no ending of its own.
const HELPERS: [&str; 11] = ["to", "can", "may", "will", "must", "cannot", "should", "could", "would", "they", "not"];

/// Whether the word before may be who does something: several of them, as in "modems bypass each firewall", or a word that
/// only verbs follow.
fn does(before: &str) -> bool {
    let is_word = before.chars().all(char::is_lowercase);
    HELPERS.contains(&before) || is_word && before.len() > 3 && before.ends_with('s') && !before.ends_with("ss")
}

/// The glossary as it is counted: each form by its first letter, since words are looked up for many statements at once.
#[derive(Debug, Default)]
pub struct Counted<'a> {
    forms: BTreeMap<char, Vec<(usize, &'a str)>>,
}

impl<'a> Counted<'a> {
    /// Of a bank's glossary.
    pub fn of(bank: &'a Bank) -> Self {
        let mut forms: BTreeMap<char, Vec<(usize, &'a str)>> = BTreeMap::new();
        for (number, term) in bank.manifest.glossary.iter().enumerate() {
            for form in self::forms(&term.term, &[]) {
                let first = form.chars().next().map(|letter| letter.to_ascii_lowercase());
                forms.entry(first.unwrap_or(' ')).or_default().push((number, form));
            }
        }
        Self { forms }
    }

    /// How many words of the trade stand in a text, those `known` left out: how hard it is to read for whoever is new.
    pub fn unknown_in(&self, text: &str, known: &[&str]) -> u32 {
        let mut found: BTreeSet<usize> = BTreeSet::new();
        for at in starts(text) {
            let Some(rest) = text.get(at..) else { continue };
            let first = rest.chars().next().map(|letter| letter.to_ascii_lowercase());
            for (number, form) in self.forms.get(&first.unwrap_or(' ')).into_iter().flatten() {
                let is_known = || known.iter().any(|word| length_at(word, form) == Some(word.len()));
                let stands = length_at(rest, form).is_some_and(|length| !is_verb(text, &(at..at + length), form));
                if stands && !is_known() {
                    found.insert(*number);
                }
            }
        }
        u32::try_from(found.len()).unwrap_or(u32::MAX)
    }
}

/// Where a word begins.
fn starts(text: &str) -> impl Iterator<Item = usize> + '_ {
    let mut before = None;
    text.char_indices().filter_map(move |(at, letter)| {
        let is_start = letter.is_alphanumeric() && before.is_none_or(|before: char| !before.is_alphanumeric());
        before = Some(letter);
        is_start.then_some(at)
    })
}

/// The forms in which a term stands in a text: its parts between commas, and acronyms in brackets. Other words in brackets
/// tell which of several senses is meant, so that a single word that has such counts only where one of them stands on the
/// page: "train (process)" is not what runs on rails.
fn forms<'a>(term: &'a str, page: &[&str]) -> Vec<&'a str> {
    let (head, bracket) = match term.strip_suffix(')').and_then(|term| term.split_once(" (")) {
        Some((head, bracket)) => (head, bracket),
        None => (term, ""),
    };
    let mut brackets: Vec<&str> = bracket.split(", ").filter(|part| !part.is_empty()).collect();
    let acronyms: Vec<&str> = brackets.extract_if(.., |part| is_acronym(part)).collect();
    let stands = |form: &str| page.iter().any(|text| starts(text).any(|at| has_at(text.get(at..), form)));
    let senses = brackets.iter().flat_map(|part| part.split(' ')).filter(|word| word.len() > 2);
    let is_clear = brackets.is_empty() || senses.into_iter().any(stands);
    let heads = head.split(", ").filter(|form| is_clear || form.contains([' ', '-']) || is_acronym(form));
    heads.chain(acronyms).filter(|form| !form.is_empty()).collect()
}

fn has_at(text: Option<&str>, form: &str) -> bool {
    text.is_some_and(|text| length_at(text, form).is_some())
}

/// Whether a word has two capital letters or more, and no small one.
fn is_acronym(word: &str) -> bool {
    word.chars().filter(|letter| letter.is_uppercase()).count() > 1 && !word.chars().any(char::is_lowercase)
}

/// How long the form is, or its plural, with which a text begins; none where it begins with something else. Case matters
/// in words with a capital behind their first letter, such as `IT` or `SoC`.
fn length_at(text: &str, form: &str) -> Option<usize> {
    // Most words begin otherwise, and this is asked for each word and each term.
    let first = |text: &str| text.chars().next().map(|letter| letter.to_ascii_lowercase());
    if first(text) != first(form) {
        return None;
    }
    let mut letters = text.char_indices();
    for word in form.split_inclusive(|letter: char| !letter.is_alphanumeric()) {
        let is_exact = word.chars().skip(1).any(char::is_uppercase);
        for wanted in word.chars() {
            let (_, letter) = letters.next()?;
            let same = letter == wanted || (!is_exact && letter.to_lowercase().eq(wanted.to_lowercase()));
            if !same {
                return None;
            }
        }
    }
    let end = letters.offset();
    let rest = text.get(end..)?;
    let ends = |plural: &&str| {
        let after = rest.strip_prefix(*plural);
        after.is_some_and(|after| after.chars().next().is_none_or(|letter| !letter.is_alphanumeric()))
    };
    ["", "s", "es"].iter().find(|plural| ends(plural)).map(|plural| end + plural.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::bank::{Pair, Topic, sample};

    fn glossary(terms: &[&str]) -> Vec<Term> {
        let term = |term: &&str| Term { term: (*term).to_owned(), meaning: "What it is.".to_owned(), side: None };
        terms.iter().map(term).collect()
    }

    fn terms_in<'a>(text: &str, terms: &[&'a str]) -> Vec<&'a str> {
        let glossary = glossary(terms);
        let numbers: std::collections::BTreeSet<usize> =
            found(&[text], &glossary, &[text]).into_iter().map(|one| one.number).collect();
        numbers.into_iter().map(|number| terms[number]).collect()
    }

    #[test]
    fn a_word_is_found_whole_and_not_within_another() {
        for (text, word, is_found) in [
            ("the OT network", "OT", true),
            ("a robot", "ot", false),
            ("OT.", "OT", true),
            ("Two gateways", "gateway", true),
            ("gateway", "Gateway", true),
            ("switches", "switch", true),
            ("ots", "o", false),
            ("not", "", false),
        ] {
            assert_eq!(!terms_in(text, &[word]).is_empty(), is_found, "{text:?} {word:?}");
        }
    }

    #[test]
    fn acronyms_are_told_from_words_by_their_case() {
        assert!(terms_in("It works, and it lasts.", &["IT"]).is_empty());
        assert_eq!(terms_in("The IT team and two PLCs", &["IT", "PLC"]), ["IT", "PLC"]);
        assert_eq!(terms_in("a SoC of 3 mm", &["SOC", "SoC"]), ["SoC"]);
        assert_eq!(terms_in("on a DIN Rail", &["DIN rail"]), ["DIN rail"]);
    }

    #[test]
    fn a_joint_entry_is_found_by_each_of_its_parts() {
        for (text, term) in [
            ("an NPU runs it", "DSP, NPU"),
            ("MTTR of one day", "MTBF, MTTR"),
            ("units of the DVT build", "EVT, DVT, PVT"),
            ("approved as Ex ia", "Ex d, Ex ia"),
            ("apply LOTO first", "LOTO (lockout/tagout)"),
            ("passed the FAT", "Acceptance test (FAT, SAT)"),
            ("a bridge joins them", "Hub, bridge"),
        ] {
            assert_eq!(terms_in(text, &[term]), [term], "{text}");
        }
    }

    #[test]
    fn what_somebody_does_is_no_word_of_the_page() {
        for (text, is_found) in [
            ("manual operation bridges the repair", false),
            ("a migration kit bridges to the next series", false),
            ("two bridges, one for each floor", true),
            ("the bridges to the next floor", true),
            ("a bridge to the mesh", true),
        ] {
            assert_eq!(!terms_in(text, &["Hub, bridge"]).is_empty(), is_found, "{text}");
        }
        for (text, is_found) in [
            ("Forgotten modems bypass each firewall", false),
            ("nobody may override the trip", false),
            ("test the bypass each month", true),
            ("a bypass is logged", true),
        ] {
            assert_eq!(!terms_in(text, &["Bypass, override"]).is_empty(), is_found, "{text}");
        }
    }

    #[test]
    fn a_sense_in_brackets_is_taken_where_the_page_speaks_of_it() {
        let train = ["Train (process)"];
        assert!(terms_in("each passing train", &train).is_empty());
        assert_eq!(terms_in("the second train of the process", &train), train);
        assert_eq!(terms_in("the head unit shows it", &["Head unit (bicycle)"]), ["Head unit (bicycle)"]);
    }

    #[test]
    fn the_longer_term_is_meant_where_two_cover_the_same_place() {
        assert_eq!(terms_in("along a leaky feeder", &["Feeder", "Leaky feeder"]), ["Leaky feeder"]);
        assert_eq!(terms_in("a leaky feeder, and a gate", &["Gate", "Leaky feeder"]), ["Gate", "Leaky feeder"]);
        assert_eq!(terms_in("matched to RFID tags", &["RFID, RFID tag", "Tag"]), ["RFID, RFID tag"]);
        assert_eq!(terms_in("Tracker tag: who finds the tag", &["Tag", "Tracker tag"]), ["Tracker tag"]);
        assert_eq!(terms_in("RFID, and a stale tag", &["RFID, RFID tag", "Tag"]), ["RFID, RFID tag", "Tag"]);
    }

    #[test]
    fn what_decides_comes_first_then_the_statement_then_the_explanation() {
        let mut topic: Topic = sample::topic(0, 1);
        let pair: &mut Pair = topic.pairs.first_mut().unwrap();
        pair.left.text = "A broker beside the historian".to_owned();
        pair.left.deciding = vec!["historian".to_owned()];
        pair.left.explanation = "An alarm goes to the broker.".to_owned();
        let mut manifest = sample::bank(1, 1).manifest;
        manifest.glossary = glossary(&["Alarm", "Broker", "Historian"]);
        let bank = Bank::new(manifest, vec![topic]);
        let words = bank.statements().find(|entry| entry.statement.text.starts_with("A broker"));
        assert_eq!(words_of(&bank, &words.unwrap()), [2, 1, 0]);
    }
}
