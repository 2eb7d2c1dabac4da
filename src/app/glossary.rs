//! The glossary: searched as one types, in words and meanings, whatever the case and the accents.

use super::keys::Action;
use super::route::Go;
use super::{Model, Screen, moved};
use crate::domain::bank::{Bank, Lesson, Term};

/// Said to whoever wants to open a word.
const IN_FULL: &str = "Nothing more to open: the chosen word is here in full.";

/// The longest text that is searched for, in characters.
const LONGEST: usize = 40;

/// The glossary, as it is searched.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Glossary {
    /// What is searched for; none while letters are keys.
    pub typed: Option<String>,
    /// The selected word, from 0, of those that are shown.
    pub selected: usize,
    /// The words of the page from which the glossary was opened, by their numbers from 0; none for all words.
    pub only: Option<Vec<usize>>,
}

impl Glossary {
    /// All words, or some.
    #[must_use]
    pub fn new(only: Option<Vec<usize>>) -> Self {
        Self { only, ..Self::default() }
    }

    /// Whether characters are typed into the search.
    #[must_use]
    pub const fn is_searching(&self) -> bool {
        self.typed.is_some()
    }

    /// The words that are shown, by their numbers from 0. Found are those whose name is what was typed or has it as a word,
    /// then those with a word that begins so, then those that have it within a word; behind them those whose meaning has
    /// it. A search goes through all words.
    #[must_use]
    pub fn shown(&self, bank: &Bank) -> Vec<usize> {
        let wanted = folded(self.typed.as_deref().unwrap_or_default());
        let terms = bank.manifest.glossary.iter().enumerate();
        if wanted.is_empty() {
            return match &self.only {
                Some(only) if !self.is_searching() => only.clone(),
                _ => terms.map(|(number, _)| number).collect(),
            };
        }
        let mut ranked: Vec<((bool, Fit, bool), usize)> =
            terms.filter_map(|(number, term)| rank(&wanted, term).map(|rank| (rank, number))).collect();
        ranked.sort_unstable();
        ranked.into_iter().map(|(_, number)| number).collect()
    }

    /// The selected word; none where nothing is found.
    #[must_use]
    pub fn chosen<'a>(&self, bank: &'a Bank) -> Option<&'a Term> {
        bank.manifest.glossary.get(*self.shown(bank).get(self.selected)?)
    }

    /// Takes typing and choosing into account.
    fn take(&mut self, bank: &Bank, action: Action) {
        let last = self.shown(bank).len().saturating_sub(1);
        match action {
            Action::Up | Action::Down => return self.selected = moved(self.selected, action, last + 1),
            Action::Select(number) => return self.selected = number.min(last),
            Action::Type(character) => {
                let typed = self.typed.get_or_insert_default();
                let fits = typed.chars().count() < LONGEST && !character.is_control();
                if fits && !(typed.is_empty() && character.is_whitespace()) {
                    typed.push(character);
                }
            }
            Action::Erase => {
                let erased = self.typed.as_mut().and_then(String::pop);
                self.typed = self.typed.take().filter(|_| erased.is_some());
            }
            Action::Clear => self.typed.iter_mut().for_each(String::clear),
            Action::Search(text) => {
                self.typed = Some(text.trim().chars().filter(|c| !c.is_control()).take(LONGEST).collect());
            }
            _ => return,
        }
        // What fits best comes first.
        self.selected = 0;
    }
}

/// The glossary: typing filters it. The selected word is whole in sight; the lesson that teaches it has a key of its own.
pub(super) fn update(model: &mut Model, action: Action) -> Option<Go> {
    let bank = std::sync::Arc::clone(&model.bank);
    let Screen::Glossary(glossary) = &mut model.screen else { return None };
    if let Action::Pick(number) = action {
        glossary.take(&bank, Action::Select(number));
    }
    if action == Action::Next && glossary.is_searching() && glossary.chosen(&bank).is_some() {
        model.notice = Some(IN_FULL.to_owned());
        return None;
    }
    if action == Action::Lesson {
        let taught = glossary.chosen(&bank).and_then(|term| taught_in(&bank, term));
        if taught.is_none() {
            let why = if glossary.chosen(&bank).is_some() {
                "No lesson teaches this word."
            } else {
                "No word was found, so no lesson either."
            };
            model.notice = Some(why.to_owned());
        }
        let term = glossary.chosen(&bank)?;
        return taught.map(|topic| Go::Words { topic, more: comes_later(&bank, topic, term) });
    }
    glossary.take(&bank, action);
    None
}

/// Takes back what was typed. Returns whether there was anything to take back.
pub(super) fn clears(model: &mut Model) -> bool {
    let Screen::Glossary(glossary) = &mut model.screen else { return false };
    let searched = glossary.typed.take().is_some();
    if searched {
        glossary.selected = 0;
    }
    searched
}

/// The first topic, from 0, whose lesson teaches a word as one of the trade, alone or in one line with another; none where
/// no lesson does. What a lesson names as belonging to both sides it does not explain.
#[must_use]
pub fn taught_in(bank: &Bank, term: &Term) -> Option<usize> {
    let wanted = names(&term.term);
    let teaches = |lesson: &Lesson| {
        let mut words = lesson.words.left.iter().chain(&lesson.words.right).map(|word| &word.term);
        words.any(|word| names(word).iter().any(|name| wanted.contains(name)))
    };
    bank.topics().find(|(_, topic)| topic.lesson.as_ref().is_some_and(teaches)).map(|(number, _)| number)
}

/// Whether the lesson of a topic has a word among those that it does not put first.
fn comes_later(bank: &Bank, topic: usize, term: &Term) -> bool {
    let wanted = names(&term.term);
    let first = bank.topic(topic).map(super::view::lesson::put_first).unwrap_or_default();
    !first.iter().any(|word| names(word).iter().any(|name| wanted.contains(name)))
}

/// The whole of a term, and each of several that share an entry.
fn names(term: &str) -> Vec<String> {
    // What stands in brackets belongs to what stands before them.
    let parts = if term.contains('(') { Vec::new() } else { term.split(", ").map(folded).collect() };
    std::iter::once(folded(term)).chain(parts).collect()
}

/// How well a text fits what is searched for, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// It is just that.
    Whole,
    /// It has that as a word.
    Word,
    /// A word of it begins so.
    Start,
    /// It stands within a word.
    Inside,
}

/// So many letters are searched for within words: fewer stand in half of all words.
const INSIDE: usize = 3;
/// The same for meanings, which have many words each.
const INSIDE_MEANING: usize = 4;

/// How well a term fits: first by its name, then by its meaning, which one letter is not searched for in. Of those that fit
/// alike the one comes first whose name begins so.
fn rank(wanted: &str, term: &Term) -> Option<(bool, Fit, bool)> {
    let letters = wanted.chars().count();
    let name = folded(&term.term);
    // `WirelessHART` has two words.
    let humps = fit(&folded(&parted(&term.term)), wanted).filter(|fit| *fit != Fit::Inside).map(|_| Fit::Start);
    let of_name = fit(&name, wanted).into_iter().chain(humps).min();
    let of_name = of_name.filter(|fit| *fit != Fit::Inside || letters >= INSIDE);
    of_name.map(|fit| (false, fit, !name.starts_with(wanted))).or_else(|| {
        let of_meaning = fit(&folded(&term.meaning), wanted).filter(|_| letters > 1);
        of_meaning.filter(|fit| *fit != Fit::Inside || letters >= INSIDE_MEANING).map(|fit| (true, fit, true))
    })
}

fn fit(text: &str, wanted: &str) -> Option<Fit> {
    if text == wanted {
        return Some(Fit::Whole);
    }
    let is_end = |letter: Option<char>| letter.is_none_or(|letter| !letter.is_alphanumeric());
    let found = text.match_indices(wanted).map(|(at, _)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let after = text.get(at + wanted.len()..).and_then(|after| after.chars().next());
        match (is_end(before), is_end(after)) {
            (true, true) => Fit::Word,
            (true, false) => Fit::Start,
            (false, _) => Fit::Inside,
        }
    });
    found.min()
}

/// A text with a blank before each capital that follows a small letter.
fn parted(text: &str) -> String {
    let mut parted = String::with_capacity(text.len());
    let mut small = false;
    for letter in text.chars() {
        if small && letter.is_uppercase() {
            parted.push(' ');
        }
        small = letter.is_lowercase();
        parted.push(letter);
    }
    parted
}

/// A text as texts are compared: lower case, single blanks, letters without their accents.
fn folded(text: &str) -> String {
    let letters = text.chars().flat_map(char::to_lowercase).map(plain);
    letters.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A letter of Western Europe without its accent, a dash of any length as a hyphen; any other as it is.
const fn plain(letter: char) -> char {
    match letter {
        'à'..='å' => 'a',
        'ç' => 'c',
        'è'..='ë' => 'e',
        'ì'..='ï' => 'i',
        'ñ' => 'n',
        'ò'..='ö' | 'ø' => 'o',
        'ù'..='ü' => 'u',
        'ý' | 'ÿ' => 'y',
        '\u{2010}'..='\u{2014}' => '-',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::keys::typed;
    use crate::domain::bank::{Side, sample};

    const NAMES: [&str; 6] = ["Conduit", "DMZ", "Ex d, Ex i", "Café mode", "Zone 0, 1, 2", "Safe zone"];

    fn bank() -> Bank {
        let mut bank = sample::bank(1, 2);
        let meanings = [
            "a guarded link between zones",
            "the buffer network between office and control",
            "contain the explosion; starve the spark",
            "a lamp's warm light",
            "how often explosive gas is present",
            "where nothing burns",
        ];
        let term = |(term, meaning): (&str, &str)| Term {
            term: term.to_owned(),
            meaning: meaning.to_owned(),
            side: Some(Side::Right),
        };
        bank.manifest.glossary = NAMES.into_iter().zip(meanings).map(term).collect();
        bank
    }

    fn found(bank: &Bank, glossary: &Glossary) -> Vec<&'static str> {
        glossary.shown(bank).into_iter().map(|number| NAMES[number]).collect()
    }

    fn searched(bank: &Bank, text: &str) -> Glossary {
        let mut glossary = Glossary::default();
        text.chars().for_each(|letter| glossary.take(bank, Action::Type(letter)));
        glossary
    }

    #[test]
    fn words_are_found_as_one_types_names_before_meanings_whatever_case_and_accents() {
        let bank = bank();
        assert_eq!(found(&bank, &Glossary::default()).len(), 6);
        assert_eq!(found(&bank, &searched(&bank, "ZONE")), ["Zone 0, 1, 2", "Safe zone", "Conduit"]);
        assert_eq!(found(&bank, &searched(&bank, "cafe")), ["Café mode"]);
        assert_eq!(found(&bank, &searched(&bank, "explo")), ["Ex d, Ex i", "Zone 0, 1, 2"]);
        let mut nothing = searched(&bank, "zzz");
        assert_eq!((found(&bank, &nothing), nothing.chosen(&bank).is_none()), (vec![], true));
        nothing.take(&bank, Action::Search(typed(" dmz ")));
        assert_eq!(found(&bank, &nothing), ["DMZ"], "a line says it all at once");
    }

    #[test]
    fn a_whole_word_comes_before_the_beginning_of_one_and_that_before_what_stands_within() {
        let mut bank = sample::bank(1, 2);
        let names = ["Control chart", "Coordinator", "HART", "NAT traversal", "National body", "WirelessHART"];
        let term = |term: &str| {
            let meaning = format!("an international way of saying {}", if term == "HART" { "less" } else { "more" });
            Term { term: term.to_owned(), meaning, side: None }
        };
        bank.manifest.glossary = names.into_iter().map(term).collect();
        let found = |text: &str| -> Vec<&str> {
            searched(&bank, text).shown(&bank).into_iter().map(|number| names[number]).collect()
        };
        assert_eq!(found("hart"), ["HART", "WirelessHART", "Control chart"]);
        assert_eq!(found("nat"), ["NAT traversal", "National body", "Coordinator"], "and no meaning with it inside");
        assert_eq!(found("n"), ["NAT traversal", "National body"], "one letter begins a word");
        assert_eq!(found("h"), ["HART", "WirelessHART"]);
        assert_eq!(found("na"), ["NAT traversal", "National body"]);
        assert_eq!(found("terna").len(), 6, "five letters are found within the words of a meaning");
        assert_eq!(found("less"), ["WirelessHART", "HART"], "a name before a meaning, however well that fits");
    }

    #[test]
    fn a_lesson_that_only_names_a_word_does_not_teach_it() {
        let mut topic = sample::topic(0, 1);
        topic.lesson.as_mut().unwrap().words.both = vec!["MQTT".to_owned()];
        let bank = Bank::new(sample::bank(1, 1).manifest, vec![topic]);
        let named = Term { term: "MQTT".to_owned(), meaning: String::new(), side: None };
        assert_eq!(taught_in(&bank, &named), None);
    }

    #[test]
    fn typing_selects_the_best_match_and_rubbing_out_ends_the_search() {
        let bank = bank();
        let mut glossary = searched(&bank, "zon");
        for _ in 0..5 {
            glossary.take(&bank, Action::Down);
        }
        assert_eq!(glossary.chosen(&bank).unwrap().term, "Conduit", "it stops at the last");
        glossary.take(&bank, Action::Type('e'));
        assert_eq!((glossary.selected, glossary.typed.as_deref()), (0, Some("zone")));
        for _ in 0..4 {
            assert!(glossary.is_searching());
            glossary.take(&bank, Action::Erase);
        }
        assert_eq!(glossary.typed.as_deref(), Some(""), "the search is empty, and still one");
        glossary.take(&bank, Action::Erase);
        assert!(!glossary.is_searching());
    }

    #[test]
    fn the_words_of_a_page_come_first_and_a_search_goes_through_all() {
        let bank = bank();
        let mut glossary = Glossary::new(Some(vec![3, 1]));
        assert_eq!(found(&bank, &glossary), ["Café mode", "DMZ"]);
        glossary.take(&bank, Action::Search(typed("")));
        assert_eq!(found(&bank, &glossary).len(), 6);
        glossary.take(&bank, Action::Type('q'));
        assert_eq!((found(&bank, &glossary), glossary.typed.as_deref()), (vec![], Some("q")));
    }

    #[test]
    fn a_word_says_where_it_is_taught() {
        let bank = bank();
        let lesson = bank.topic(0).unwrap().lesson.as_ref().unwrap();
        let term = |term: &str| Term { term: term.to_uppercase(), meaning: String::new(), side: None };
        assert_eq!(taught_in(&bank, &term(&lesson.words.left[0].term)), Some(0));
        assert_eq!(taught_in(&bank, &term("nowhere")), None);
        let joint = format!("nowhere, {}", lesson.words.left[0].term);
        assert_eq!(taught_in(&bank, &term(&joint)), Some(0), "in one entry with another");
    }

    #[test]
    fn of_several_lessons_the_first_that_lists_a_word_is_named_though_another_word_stands_beside_it() {
        let topics = ["sku, attach rate", "sku"].into_iter().enumerate().map(|(number, words)| {
            let mut topic = sample::topic(number, 1);
            topic.lesson.as_mut().unwrap().words.left[0].term = words.to_owned();
            topic
        });
        let bank = Bank::new(sample::bank(2, 1).manifest, topics.collect());
        let sku = Term { term: "SKU".to_owned(), meaning: String::new(), side: None };
        assert_eq!(taught_in(&bank, &sku), Some(0));
    }

    proptest::proptest! {
        #[test]
        fn nothing_typed_panics(text in "\\PC{0,60}") {
            let bank = bank();
            let glossary = searched(&bank, &text);
            let _ = glossary.chosen(&bank);
            assert!(glossary.typed.unwrap_or_default().chars().count() <= LONGEST);
        }
    }
}
