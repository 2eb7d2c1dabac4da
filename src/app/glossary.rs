//! The glossary: searched as one types, in words and meanings, whatever the case and the accents.

use super::keys::Action;
use super::route::Go;
use super::{Model, Screen, moved};
use crate::domain::bank::{Bank, Lesson, Term};

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

    /// The words that are shown, by their numbers from 0. Found are those whose name begins with what was typed, then those
    /// whose name has it, then those whose meaning has it; a search goes through all words.
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
        let mut ranked: Vec<(u8, usize)> =
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
        return taught.map(Go::Lesson);
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
/// no lesson does.
#[must_use]
pub fn taught_in(bank: &Bank, term: &Term) -> Option<usize> {
    let wanted = names(&term.term);
    let teaches = |lesson: &Lesson| {
        let words = lesson.words.left.iter().chain(&lesson.words.right).map(|word| &word.term);
        words.chain(&lesson.words.both).any(|word| names(word).iter().any(|name| wanted.contains(name)))
    };
    bank.topics().find(|(_, topic)| topic.lesson.as_ref().is_some_and(teaches)).map(|(number, _)| number)
}

/// The whole of a term, and each of several that share an entry.
fn names(term: &str) -> Vec<String> {
    // What stands in brackets belongs to what stands before them.
    let parts = if term.contains('(') { Vec::new() } else { term.split(", ").map(folded).collect() };
    std::iter::once(folded(term)).chain(parts).collect()
}

fn rank(wanted: &str, term: &Term) -> Option<u8> {
    let name = folded(&term.term);
    if name.starts_with(wanted) {
        Some(0)
    } else if name.contains(wanted) {
        Some(1)
    } else {
        folded(&term.meaning).contains(wanted).then_some(2)
    }
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
