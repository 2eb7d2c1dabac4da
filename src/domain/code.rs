//! Codes: the short texts that name a whole paper, so that everybody who types one gets the same statements in the same
//! order, on any machine, or is told why not.
//!
//! A code holds the bank, its revision, the options and the number from which the paper is drawn:
//!
//! ```text
//! S6GP DKM2             2 bits which length, 7 bank, 7 revision, 19 number; a check character at the end
//! S6GP DKM4 0A0Z        with options of one's own: 2 bits level, 8 bits how many, 1 bit a topic
//! ```
//!
//! Each character stands for five bits: digits and letters without I, L, O and U, which are misread. Case, blanks and hyphens
//! do not matter. One wrong character, or two neighbours that changed places, are always found out. A code always has two
//! digits, so that neither a word nor a code with a slip in it is taken for the other.

use super::bank::Bank;
use super::quiz::Spec;
use super::seed::{ALPHABET, LONGEST, Seed, fnv1a};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::fmt;

/// The most statements that a code can ask for, short of all there are.
pub const MOST: usize = 255;

/// How many statements a word stands for where nothing else is said: the same for all of a class.
pub const OF_A_WORD: usize = 20;

/// The usual numbers of statements, for which a short code will do.
const USUAL_COUNTS: [usize; 3] = [OF_A_WORD, 10, 40];

/// How many bits the number has from which a paper is drawn.
const NUMBER_BITS: u32 = 19;
const BANK_BITS: u32 = 7;
const REVISION_BITS: u32 = 7;
const KIND_BITS: u32 = 2;
const LEVEL_BITS: u32 = 2;
const COUNT_BITS: u32 = 8;
const CHARACTER_BITS: u32 = 5;

/// What `KIND_BITS` say where options follow; less is a place in [`USUAL_COUNTS`].
const WITH_OPTIONS: u32 = 3;

/// How many characters a code without options has.
const SHORT: usize = 8;

/// How many characters a code with options has at least.
const LONG: usize = 11;

/// How many digits a code has at least.
const DIGITS: usize = 2;

/// What a paper is drawn with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// Numbers of the topics, ascending; empty for all.
    pub topics: Vec<usize>,
    /// The level, 1 to 3; none for all.
    pub level: Option<u8>,
    /// How many statements, 1 to [`MOST`]; 0 for all there are.
    pub count: usize,
}

impl Options {
    /// The same in a form that does not depend on how it was said: topics in order, and all of them as none chosen.
    fn plain(mut self, bank: &Bank) -> Self {
        self.topics.retain(|topic| *topic < bank.topic_count());
        self.topics.sort_unstable();
        self.topics.dedup();
        if self.topics.len() == bank.topic_count() {
            self.topics.clear();
        }
        self.level = self.level.filter(|level| (1..=3).contains(level));
        if self.count > MOST {
            self.count = 0;
        }
        self
    }

    /// What they say, such as `10 statements of level 2 on Purpose, Security`.
    #[must_use]
    pub fn words(&self, bank: &Bank) -> String {
        let count = match self.count {
            0 => "all statements".to_owned(),
            1 => "1 statement".to_owned(),
            count => format!("{count} statements"),
        };
        let level = self.level.map_or_else(String::new, |level| format!(" of level {level}"));
        let title = |number: &usize| bank.manifest.topics.get(*number).map(|topic| topic.title.as_str());
        let titles: Vec<&str> = self.topics.iter().filter_map(title).collect();
        let topics = if titles.is_empty() { "all topics".to_owned() } else { titles.join(", ") };
        format!("{count}{level} on {topics}")
    }
}

/// A code: names a whole paper of the bank with which it was made or read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    options: Options,
    number: u32,
}

/// A plain word that an instructor gives to a class. With the bank and the options at hand it stands for a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word(String);

/// What somebody typed where a code is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Given {
    /// A code.
    Code(Code),
    /// A word.
    Word(Word),
}

/// Why what was typed names no paper here.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// It is neither code nor word.
    #[error("a code, or a word for a class such as MONDAY, has 1 to {LONGEST} letters and digits")]
    Unreadable,
    /// It has a slip in it.
    #[error(
        "{typed} looks like a code with a slip in it: check each character. A word for a class may have digits if it is shorter \
         than a code, such as ROOM12; otherwise leave them out"
    )]
    Mistyped {
        /// What was typed.
        typed: String,
    },
    /// It was made with another bank.
    #[error("the code belongs to another bank, not to {here}; open it with that bank, at revision {revision}")]
    OtherBank {
        /// The id of the bank at hand.
        here: String,
        /// The revision needed of the other.
        revision: u32,
    },
    /// It was made with another revision of the bank.
    #[error("the code needs revision {needed} of the bank {bank}, but this is revision {here}; ask for a new code")]
    OtherRevision {
        /// The id of the bank.
        bank: String,
        /// The revision that is needed.
        needed: u32,
        /// The revision at hand.
        here: u32,
    },
    /// It was given with options that are not its own.
    #[error("the code is for {needed}: leave the other options out")]
    OtherOptions {
        /// What the code is for.
        needed: String,
    },
}

impl Code {
    /// A code for a new paper.
    #[must_use]
    pub fn draw(bank: &Bank, options: Options, entropy: u64) -> Self {
        let options = options.plain(bank);
        let first = u32::try_from(entropy & u64::from(mask(NUMBER_BITS))).unwrap_or(0);
        // About one in four has too few digits, and is passed over.
        let numbers = (0..=mask(NUMBER_BITS)).map(|step| first.wrapping_add(step) & mask(NUMBER_BITS));
        let mut codes = numbers.map(|number| Self { options: options.clone(), number });
        let has_digits = |code: &Self| code.characters(bank).iter().filter(|c| c.is_ascii_digit()).count() >= DIGITS;
        codes.find(has_digits).unwrap_or(Self { options, number: first })
    }

    /// What the paper is drawn with.
    #[must_use]
    pub const fn options(&self) -> &Options {
        &self.options
    }

    /// What the statements are drawn from.
    #[must_use]
    pub fn spec(&self) -> Spec {
        let count = if self.options.count == 0 { usize::MAX } else { self.options.count };
        Spec { topics: self.options.topics.clone(), level: self.options.level, count, seed: self.seed() }
    }

    fn seed(&self) -> Seed {
        Seed::from_entropy(u64::from(self.number))
    }

    /// The code as it is shown and typed, such as `S6GP-DKM2`.
    #[must_use]
    pub fn written(&self, bank: &Bank) -> String {
        let characters = self.characters(bank);
        let groups: Vec<String> = characters.chunks(4).map(|four| four.iter().collect()).collect();
        groups.join("-")
    }

    fn characters(&self, bank: &Bank) -> Vec<char> {
        let mut bits = Bits::default();
        let usual = USUAL_COUNTS.iter().position(|count| *count == self.options.count);
        let usual = usual.filter(|_| self.options.topics.is_empty() && self.options.level.is_none());
        let kind = usual.and_then(|place| u32::try_from(place).ok()).unwrap_or(WITH_OPTIONS);
        bits.push(kind, KIND_BITS);
        bits.push(bank_tag(bank), BANK_BITS);
        bits.push(bank.manifest.revision & mask(REVISION_BITS), REVISION_BITS);
        bits.push(self.number, NUMBER_BITS);
        if kind == WITH_OPTIONS {
            bits.push(u32::from(self.options.level.unwrap_or(0)), LEVEL_BITS);
            bits.push(u32::try_from(self.options.count).unwrap_or(0), COUNT_BITS);
            for topic in 0..bank.topic_count() {
                bits.push(u32::from(self.options.topics.contains(&topic)), 1);
            }
        }
        let mut values = bits.characters();
        values.push(check(&values));
        values.iter().filter_map(|value| ALPHABET.get(usize::from(*value)).copied()).collect()
    }
}

impl Word {
    /// The code that the word stands for.
    #[must_use]
    pub fn code(&self, bank: &Bank, options: Options) -> Code {
        // The hash alone differs little between short words that differ in their last letter; the generator spreads it.
        Code::draw(bank, options, ChaCha8Rng::seed_from_u64(fnv1a(self.0.bytes())).next_u64())
    }
}

impl fmt::Display for Word {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// Whether a text is written as codes are, in groups with hyphens; the number of a round that no code names is not.
#[must_use]
pub fn is_written(text: &str) -> bool {
    text.contains('-')
}

/// Reads what somebody typed where a code is asked for. Case, blanks and hyphens do not matter.
///
/// # Errors
///
/// When it is neither code nor word, has a slip in it, or names a paper of another bank or revision: says which is needed.
pub fn read(typed: &str, bank: &Bank) -> Result<Given, CodeError> {
    let text: String =
        typed.chars().filter(|c| !c.is_whitespace() && *c != '-').map(|c| c.to_ascii_uppercase()).collect();
    let fits = (1..=LONGEST).contains(&text.len()) && text.chars().all(|c| c.is_ascii_alphanumeric());
    if !fits {
        return Err(CodeError::Unreadable);
    }
    let has_digit = text.chars().any(|c| c.is_ascii_digit());
    let is_long_enough = |values: &Vec<u8>| values.len() == SHORT || values.len() >= LONG;
    match values(&text).filter(|values| has_digit && is_long_enough(values)) {
        Some(values) => match decode(&values, typed, bank) {
            Err(CodeError::Mistyped { .. }) if is_word(&text, &values, bank) => Ok(Given::Word(Word(text))),
            decoded => decoded.map(Given::Code),
        },
        None => Ok(Given::Word(Word(text))),
    }
}

/// Whether what is as long as a code, and is none, is a word such as MONDAY10. It has a letter that no code has, and
/// begins otherwise than the codes of this bank: a code with that letter in the place of another would agree in two of the
/// first three characters.
fn is_word(text: &str, values: &[u8], bank: &Bank) -> bool {
    let (tag, revision) = (bank_tag(bank), bank.manifest.revision & mask(REVISION_BITS));
    let begins = [(tag >> 4, 7), ((tag & 15) << 1 | revision >> 6, 31), (revision >> 1 & 31, 31)];
    let agrees = |(value, (begin, bits)): &(&u8, (u32, u32))| u32::from(**value) & bits == *begin;
    let alike = values.iter().zip(begins).filter(agrees).count();
    text.contains(['I', 'L', 'O', 'U']) && alike < 2
}

fn decode(values: &[u8], typed: &str, bank: &Bank) -> Result<Code, CodeError> {
    let Some((_, body)) = values.split_last().filter(|(last, body)| **last == check(body)) else {
        return Err(CodeError::Mistyped { typed: typed.trim().to_owned() });
    };
    let mut bits = Reading { values: body, taken: 0 };
    let kind = bits.take(KIND_BITS);
    let (tag, revision, number) = (bits.take(BANK_BITS), bits.take(REVISION_BITS), bits.take(NUMBER_BITS));
    let here = bank.manifest.revision;
    let needed = nearest(revision, here);
    if tag != bank_tag(bank) {
        return Err(CodeError::OtherBank { here: bank.manifest.id.clone(), revision });
    }
    if needed != here {
        return Err(CodeError::OtherRevision { bank: bank.manifest.id.clone(), needed, here });
    }
    let usual = usize::try_from(kind).ok().and_then(|kind| USUAL_COUNTS.get(kind));
    let options = if let Some(count) = usual {
        Options { topics: Vec::new(), level: None, count: *count }
    } else {
        let level = u8::try_from(bits.take(LEVEL_BITS)).ok().filter(|level| *level > 0);
        let count = usize::try_from(bits.take(COUNT_BITS)).unwrap_or(0);
        let topics = (0..bank.topic_count()).filter(|_| bits.take(1) == 1).collect();
        Options { topics, level, count }
    };
    let code = Code { options, number };
    // What is left over has to be nothing: else it is a code of another number of topics.
    let same = code.characters(bank).len() == values.len();
    if same { Ok(code) } else { Err(CodeError::OtherBank { here: bank.manifest.id.clone(), revision }) }
}

/// The revision nearest to the one at hand that has these last bits.
fn nearest(bits: u32, here: u32) -> u32 {
    let round = mask(REVISION_BITS) + 1;
    let same = here - here % round + bits;
    let around = [same.checked_sub(round), Some(same), same.checked_add(round)];
    around.into_iter().flatten().min_by_key(|one| one.abs_diff(here)).unwrap_or(bits)
}

fn bank_tag(bank: &Bank) -> u32 {
    u32::try_from(fnv1a(bank.manifest.id.bytes()) & u64::from(mask(BANK_BITS))).unwrap_or(0)
}

const fn mask(bits: u32) -> u32 {
    (1 << bits) - 1
}

/// What each character stands for; none where one stands for nothing. Letters that are misread are taken for what is meant.
fn values(text: &str) -> Option<Vec<u8>> {
    let value = |character: char| {
        let meant = match character {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        };
        ALPHABET.iter().position(|one| *one == meant).and_then(|value| u8::try_from(value).ok())
    };
    text.chars().map(value).collect()
}

/// The check character: the one with which all of them, as the coefficients of a polynomial over the field of 32 elements,
/// have a zero at its generator. So one wrong character is found out wherever it is, and two that changed places.
fn check(values: &[u8]) -> u8 {
    // Begun with one and not with nothing, so that no row of equal characters fits by itself.
    times_generator(values.iter().fold(1, |sum, value| times_generator(sum) ^ (value % 32)))
}

/// Twice an element of the field of 32 elements, modulo x⁵ + x² + 1.
const fn times_generator(element: u8) -> u8 {
    let doubled = element << 1;
    if doubled & 32 == 0 { doubled } else { doubled ^ 0b10_0101 }
}

/// Bits in the order in which they were added.
#[derive(Default)]
struct Bits(Vec<bool>);

impl Bits {
    fn push(&mut self, value: u32, bits: u32) {
        self.0.extend((0..bits).rev().map(|bit| value >> bit & 1 == 1));
    }

    /// As characters of five bits, filled up with noughts.
    fn characters(&self) -> Vec<u8> {
        let character = |five: &[bool]| {
            let bits = five.iter().copied().chain(std::iter::repeat(false)).take(5);
            bits.fold(0, |value, bit| value << 1 | u8::from(bit))
        };
        self.0.chunks(5).map(character).collect()
    }
}

/// Bits taken again in that order; noughts after the end.
struct Reading<'a> {
    values: &'a [u8],
    taken: u32,
}

impl Reading<'_> {
    fn take(&mut self, bits: u32) -> u32 {
        (0..bits).fold(0, |value, _| {
            let (character, bit) = (self.taken / CHARACTER_BITS, self.taken % CHARACTER_BITS);
            let held = usize::try_from(character).ok().and_then(|place| self.values.get(place)).copied().unwrap_or(0);
            self.taken += 1;
            value << 1 | u32::from(held >> (CHARACTER_BITS - 1 - bit) & 1)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::bank::sample;
    use crate::domain::quiz::draw;
    use proptest::prelude::*;

    fn options(topics: &[usize], level: Option<u8>, count: usize) -> Options {
        Options { topics: topics.to_vec(), level, count }
    }

    fn bank(topics: usize, revision: u32) -> Bank {
        let mut bank = sample::bank(topics, 12);
        bank.manifest.revision = revision;
        bank
    }

    fn read_code(typed: &str, bank: &Bank) -> Code {
        match read(typed, bank) {
            Ok(Given::Code(code)) => code,
            other => panic!("{typed}: {other:?}"),
        }
    }

    fn read_word(typed: &str, bank: &Bank) -> Word {
        match read(typed, bank) {
            Ok(Given::Word(word)) => word,
            other => panic!("{typed}: {other:?}"),
        }
    }

    #[test]
    fn usual_rounds_have_short_codes_and_others_longer_ones() {
        let bank = bank(10, 3);
        let length = |options| Code::draw(&bank, options, 77).written(&bank).len();
        assert_eq!([20, 10, 40].map(|count| length(options(&[], None, count))), [9, 9, 9], "with a hyphen");
        assert_eq!(length(options(&[2], None, 20)), 14);
    }

    #[test]
    fn the_codes_are_pinned() {
        // A change here means that every code ever written down names another paper, or none.
        let bank = bank(10, 3);
        let short = Code::draw(&bank, options(&[], None, 20), 0x5_1234);
        let long = Code::draw(&bank, options(&[3, 6], Some(2), 15), 0x5_1234);
        let word = read_word("monday", &bank).code(&bank, options(&[], None, 10));
        let written = [short, long, word].map(|code| code.written(&bank));
        assert_eq!(written, ["4E1T-4HMB", "WE1T-4HMG-F281", "CE1M-NZ0D"]);
    }

    #[test]
    fn case_blanks_and_hyphens_do_not_matter_and_misread_letters_are_taken_for_what_is_meant() {
        let bank = bank(4, 1);
        let codes = (0..200).map(|entropy| Code::draw(&bank, options(&[], None, 20), entropy));
        let code = codes.into_iter().find(|code| code.written(&bank).contains('0')).unwrap();
        let written = code.written(&bank);
        let spoken = format!("  {} ", written.to_lowercase().replace('-', " ").replace('0', "o").replace('1', "l"));
        assert_eq!(read_code(&spoken, &bank), code, "{spoken}");
    }

    #[test]
    fn a_word_stands_for_a_code_and_both_name_the_same_paper() {
        let bank = bank(10, 1);
        for typed in ["MONDAY", "monday", " Mon day ", "X", "SEPTEMBER", "tomorrow", "ROOM2"] {
            let code = read_word(typed, &bank).code(&bank, options(&[1, 4], None, 12));
            let written = read_code(&code.written(&bank), &bank);
            assert_eq!((draw(&bank, &code.spec()), written.options()), (draw(&bank, &written.spec()), code.options()));
        }
        let paper = |word| draw(&bank, &read_word(word, &bank).code(&bank, options(&[], None, 20)).spec());
        assert_eq!(paper("MONDAY"), paper("monday"));
        assert_ne!(paper("MONDAY"), paper("TUESDAY"));
    }

    #[test]
    fn a_word_may_have_digits_where_no_slip_in_a_code_reads_like_it() {
        let bank = bank(10, 3);
        for typed in ["MONDAY10", "Class 10B", "Montag-3", "ROOM12", "MONDAYGROUP12"] {
            assert!(matches!(read(typed, &bank), Ok(Given::Word(_))), "{typed}");
        }
        let refused = read("WEEK2027", &bank).unwrap_err().to_string();
        assert!(refused.contains("such as ROOM12"), "{refused}");
        let codes = (0..300).map(|entropy| Code::draw(&bank, options(&[], None, 20), entropy).written(&bank));
        for code in codes {
            for place in (0..code.len()).filter(|place| *place != 4) {
                for wrong in ['I', 'L', 'O'] {
                    let mut slip: Vec<char> = code.chars().collect();
                    slip[place] = wrong;
                    let slip: String = slip.into_iter().collect();
                    let digits = slip.chars().filter(char::is_ascii_digit).count();
                    let is_same = read(&slip, &bank) == read(&code, &bank);
                    assert!(digits == 0 || is_same || read(&slip, &bank).is_err(), "{slip} for {code}");
                }
            }
        }
    }

    #[test]
    fn short_words_that_differ_in_a_letter_name_different_papers() {
        let bank = bank(10, 1);
        let words = (b'A'..=b'Z').flat_map(|c| [format!("{}", char::from(c)), format!("ROOM{}", char::from(c))]);
        let written: std::collections::BTreeSet<String> =
            words.map(|word| read_word(&word, &bank).code(&bank, options(&[], None, 3)).written(&bank)).collect();
        assert_eq!(written.len(), 52);
    }

    #[test]
    fn what_names_no_paper_here_says_why() {
        let here = bank(10, 130);
        let code = |bank: &Bank| Code::draw(bank, options(&[2], None, 15), 9).written(bank);
        for typed in ["", " - ", "é", "a+b", &"A".repeat(LONGEST + 1)] {
            assert_eq!(read(typed, &here), Err(CodeError::Unreadable), "{typed:?}");
        }
        let older = read(&code(&bank(10, 127)), &here).unwrap_err();
        assert_eq!(
            older.to_string(),
            "the code needs revision 127 of the bank sample, but this is revision 130; ask for a new code"
        );
        let mut other = bank(10, 5);
        other.manifest.id = "animals".to_owned();
        let other = read(&code(&other), &here).unwrap_err();
        assert_eq!(
            other.to_string(),
            "the code belongs to another bank, not to sample; open it with that bank, at revision 5"
        );
        assert!(matches!(read(&code(&bank(40, 130)), &here), Err(CodeError::OtherBank { .. })), "of more topics");
        let fewer = CodeError::OtherOptions { needed: options(&[2], Some(1), 15).words(&here) };
        assert_eq!(
            fewer.to_string(),
            "the code is for 15 statements of level 1 on Topic 2: leave the other options out"
        );
    }

    #[test]
    fn options_said_in_another_order_are_the_same() {
        let bank = bank(3, 1);
        let one = Code::draw(&bank, options(&[2, 0, 2, 9], Some(7), 500), 1);
        assert_eq!(one.options(), &options(&[0, 2], None, 0));
        let all = Code::draw(&bank, options(&[1, 2, 0], None, 20), 1);
        assert_eq!(all.written(&bank).len(), 9, "all topics are no choice");
        assert_eq!(draw(&bank, &one.spec()).len(), 2 * 12 * 2, "all there are");
    }

    proptest! {
        #[test]
        fn every_code_reads_back_and_no_slip_gets_through(
            entropy in any::<u64>(), picked in prop::collection::vec(any::<bool>(), 1..24), level in 0..4_u8,
            count in 0..=MOST, revision in any::<u32>(), place in any::<prop::sample::Index>(), other in 0..31_usize
        ) {
            let bank = bank(picked.len(), revision);
            let topics: Vec<usize> = (0..picked.len()).filter(|topic| picked[*topic]).collect();
            let wanted = options(&topics, (level > 0).then_some(level), count);
            let code = Code::draw(&bank, wanted, entropy);
            let written = code.written(&bank);
            prop_assert!(written.chars().filter(char::is_ascii_digit).count() >= DIGITS);
            prop_assert_eq!(read_code(&written, &bank), code);

            let characters: Vec<char> = written.chars().filter(|c| *c != '-').collect();
            let place = place.index(characters.len());
            let mut slip = characters.clone();
            let known = ALPHABET.iter().position(|one| *one == slip[place]).unwrap();
            slip[place] = ALPHABET[(known + 1 + other) % 32];
            let slip: String = slip.into_iter().collect();
            prop_assert!(read(&slip, &bank).is_err(), "{slip} for {written}");

            let mut swapped = characters.clone();
            swapped.swap(place, (place + 1) % characters.len());
            let adjacent = place + 1 < characters.len() && swapped != characters;
            let swapped: String = swapped.into_iter().collect();
            prop_assert!(!adjacent || read(&swapped, &bank).is_err(), "{swapped} for {written}");
        }

        #[test]
        fn nothing_typed_panics(typed in "\\PC{0,40}", alphanumeric in "[0-9A-Z]{0,33}") {
            let _ = read(&typed, &bank(10, 1));
            let _ = read(&alphanumeric, &bank(10, 1));
        }
    }
}
