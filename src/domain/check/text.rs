//! Words, phrases, sentences and lines of a text, as the rules see them.

use std::collections::HashMap;

/// The words of a text in small letters. A word is letters and digits; an apostrophe or hyphen between two of them
/// belongs to it, so "neighbour's" and "low-cost" are one word each.
#[must_use]
pub(super) fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut letters = lower(text).chars().collect::<Vec<_>>().into_iter().peekable();
    while let Some(letter) = letters.next() {
        let inside = matches!(letter, '\'' | '-')
            && !word.is_empty()
            && letters.peek().is_some_and(|next| next.is_alphanumeric());
        if letter.is_alphanumeric() || inside {
            word.push(letter);
        } else if !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// How many words a text has when counted by its spaces, as a reader of a word budget counts.
#[must_use]
pub(super) fn spaced_words(text: &str) -> usize {
    text.split_whitespace().count()
}

/// The text in small letters, with straight apostrophes.
#[must_use]
pub(super) fn lower(text: &str) -> String {
    text.to_lowercase().replace('’', "'")
}

/// Finds the words and phrases of a list in a text, each as whole words, whatever their capitals.
#[derive(Debug, Default)]
pub(super) struct Matcher {
    phrases: Vec<String>,
    /// Numbers of the phrases that begin with that run of letters and digits.
    by_first: HashMap<String, Vec<usize>>,
}

impl Matcher {
    /// A matcher for a list. Entries without a letter or digit at the beginning are never found.
    #[must_use]
    pub(super) fn new<T: AsRef<str>>(list: &[T]) -> Self {
        let phrases: Vec<String> = list.iter().map(|phrase| lower(phrase.as_ref())).collect();
        let mut by_first: HashMap<String, Vec<usize>> = HashMap::new();
        for (number, phrase) in phrases.iter().enumerate() {
            let first: String = phrase.chars().take_while(|letter| letter.is_alphanumeric()).collect();
            if !first.is_empty() {
                by_first.entry(first).or_default().push(number);
            }
        }
        Self { phrases, by_first }
    }

    /// What is found in a text that [`lower`] has prepared, in the order of the text, each time it occurs.
    #[must_use]
    pub(super) fn find(&self, lowered: &str) -> Vec<&str> {
        self.places(lowered).into_iter().map(|(_, phrase)| phrase).collect()
    }

    /// What is found, with the byte where it begins; of several that begin there, the longest comes first.
    fn places(&self, lowered: &str) -> Vec<(usize, &str)> {
        let mut found = Vec::new();
        if self.phrases.is_empty() {
            return found;
        }
        for (start, run) in runs(lowered) {
            let Some(rest) = lowered.get(start..) else { continue };
            for phrase in self.by_first.get(run).into_iter().flatten().filter_map(|number| self.phrases.get(*number)) {
                let after = rest.strip_prefix(phrase.as_str());
                if after.is_some_and(|after| !after.starts_with(char::is_alphanumeric)) {
                    found.push((start, phrase.as_str()));
                }
            }
        }
        found.sort_by_key(|(start, phrase)| (*start, std::cmp::Reverse(phrase.len())));
        found
    }

    /// The text without what is found, each replaced by a mark that belongs to no word.
    #[must_use]
    pub(super) fn masked(&self, lowered: &str) -> String {
        let mut masked = String::with_capacity(lowered.len());
        let mut from = 0;
        for (start, phrase) in self.places(lowered) {
            if start >= from {
                masked.push_str(lowered.get(from..start).unwrap_or_default());
                masked.push_str(" | ");
                from = start + phrase.len();
            }
        }
        masked.push_str(lowered.get(from..).unwrap_or_default());
        masked
    }

    /// What is found, each once, in the order of the text.
    #[must_use]
    pub(super) fn find_once(&self, lowered: &str) -> Vec<&str> {
        let mut once = Vec::new();
        for phrase in self.find(lowered) {
            if !once.contains(&phrase) {
                once.push(phrase);
            }
        }
        once
    }
}

/// The runs of letters and digits in a text, with the byte where each begins.
fn runs(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut from = 0;
    text.split(|letter: char| !letter.is_alphanumeric()).filter_map(move |run| {
        let start = from;
        // The separator's width is not known here, so the next run is found from its own address.
        from = start + run.len();
        let separator = text.get(from..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        from += separator;
        (!run.is_empty()).then_some((start, run))
    })
}

/// Acronyms: runs of two or more capital letters, digits allowed after the second.
#[must_use]
pub(super) fn acronyms(text: &str) -> Vec<&str> {
    let is_acronym = |run: &&str| {
        run.chars().take(2).filter(char::is_ascii_uppercase).count() == 2
            && run.chars().all(|letter| letter.is_ascii_uppercase() || letter.is_ascii_digit())
    };
    runs(text).map(|(_, run)| run).filter(is_acronym).collect()
}

/// Years: numbers of four digits that begin with 19 or 20.
#[must_use]
pub(super) fn years(text: &str) -> Vec<&str> {
    let is_year = |run: &&str| {
        run.len() == 4
            && (run.starts_with("19") || run.starts_with("20"))
            && run.chars().all(|letter| letter.is_ascii_digit())
    };
    runs(text).map(|(_, run)| run).filter(is_year).collect()
}

/// The sentences of a text, cut after a full stop, question mark or exclamation mark before a space.
#[must_use]
pub(super) fn sentences(text: &str) -> Vec<String> {
    let mut sentences = Vec::new();
    let mut sentence: Vec<&str> = Vec::new();
    for word in text.split_whitespace() {
        sentence.push(word);
        if word.ends_with(['.', '!', '?']) {
            sentences.push(sentence.join(" "));
            sentence.clear();
        }
    }
    if !sentence.is_empty() {
        sentences.push(sentence.join(" "));
    }
    sentences
}

/// The words of a text in singular, one after the other between spaces: what is taught in one number is known in the other.
#[must_use]
pub(super) fn singular_words(text: &str) -> String {
    let mut line = String::from(" ");
    for word in words(text).iter().flat_map(|word| word.split('-')) {
        line.push_str(&singular(word));
        line.push(' ');
    }
    line
}

/// The singular of an English noun, by its ending; a word that is none comes back changed in the same way each time.
fn singular(word: &str) -> String {
    let word = word.strip_suffix("'s").or_else(|| word.strip_suffix('\'')).unwrap_or(word);
    if let Some(stem) = word.strip_suffix("ies").filter(|stem| stem.len() > 1) {
        return format!("{stem}y");
    }
    let sibilant = |stem: &&str| ["s", "x", "z", "ch", "sh"].iter().any(|end| stem.ends_with(end));
    if let Some(stem) = word.strip_suffix("es").filter(sibilant) {
        return stem.to_owned();
    }
    let stem = word.strip_suffix('s').filter(|stem| stem.len() > 2 && !stem.ends_with('s'));
    stem.unwrap_or(word).to_owned()
}

/// How many lines of `width` cells a paragraph takes.
#[must_use]
pub(super) fn lines(paragraph: &str, width: usize) -> usize {
    textwrap::wrap(paragraph, width).len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_keep_inner_apostrophes_and_hyphens() {
        let cases: [(&str, &[&str]); 5] = [
            ("A neighbour’s low-cost pump.", &["a", "neighbour's", "low-cost", "pump"]),
            ("'Quoted' - and dashed -", &["quoted", "and", "dashed"]),
            ("1,000 h at 4 °C", &["1", "000", "h", "at", "4", "c"]),
            ("Žofie's café", &["žofie's", "café"]),
            ("", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(words(text), expected, "{text}");
        }
    }

    #[test]
    fn phrases_are_found_as_whole_words_each_time() {
        let matcher = Matcher::new(&["smart", "real-time", "not", "can't", "100%", "user experience"]);
        let cases: [(&str, &[&str]); 6] = [
            ("A smart, smart-looking smarter lamp", &["smart", "smart"]),
            ("Real-time data and realtime data", &["real-time"]),
            ("It can’t be 100% and 100%x", &["can't", "100%"]),
            ("knot nothing Not", &["not"]),
            ("the user experience, the user experiences", &["user experience"]),
            ("é not é", &["not"]),
        ];
        for (text, expected) in cases {
            assert_eq!(matcher.find(&lower(text)), expected, "{text}");
        }
        assert_eq!(matcher.find_once("smart smart"), ["smart"]);
        assert_eq!(Matcher::new(&[";", ""]).find("a; b"), Vec::<&str>::new());
    }

    #[test]
    fn what_is_masked_is_gone_and_the_longest_goes_first() {
        let matcher = Matcher::new(&["loop", "loop check", "plc"]);
        assert_eq!(matcher.masked("a loop check, the plc, loops"), "a  | , the  | , loops");
        assert_eq!(matcher.masked("nothing"), "nothing");
    }

    #[test]
    fn acronyms_and_years_are_recognised() {
        assert_eq!(acronyms("An MQTT hub, IP67 A UK B2 Ab IoT"), ["MQTT", "IP67", "UK"]);
        assert_eq!(years("In 2024 or 1999, not 20245 or 3000 or 20a4"), ["2024", "1999"]);
    }

    #[test]
    fn a_word_is_known_in_singular_and_plural() {
        assert_eq!(singular_words("The loop checks, batteries and boxes"), " the loop check battery and box ");
        assert_eq!(singular_words("A drop-test"), singular_words("a drop test"));
    }

    #[test]
    fn sentences_end_at_their_marks() {
        assert_eq!(sentences("One. Two? Three! 99.9 % four"), ["One.", "Two?", "Three!", "99.9 % four"]);
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_taken_apart(text in ".{0,60}", list in proptest::collection::vec(".{0,8}", 0..4)) {
            let found = Matcher::new(&list);
            let _ = (words(&text), found.find(&lower(&text)), acronyms(&text), years(&text), sentences(&text));
            let _ = lines(&text, 76);
        }
    }
}
