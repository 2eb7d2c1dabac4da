//! Easy words: three of them are the way back to a seat, said aloud or written on a hand.

use crate::domain::seed::ALPHABET;
use crate::domain::store::Stream;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sha2::{Digest, Sha256};

use super::happened::Token;

/// How many words lead back to a seat.
const OF_A_SEAT: usize = 3;

/// How many characters a room's code has.
const OF_A_CODE: usize = 4;

/// Short, concrete, known to most, and none like another.
const WORDS: [&str; 256] = [
    "acorn", "amber", "anchor", "apple", "apron", "arrow", "autumn", "badge", "bagel", "baker", "balcony", "bamboo",
    "banjo", "barley", "barrel", "basil", "basket", "beach", "beacon", "beaver", "bell", "berry", "bicycle", "birch",
    "biscuit", "blanket", "blossom", "boat", "bonnet", "bottle", "boulder", "bread", "breeze", "brick", "bridge",
    "broom", "bucket", "button", "cabin", "cactus", "camel", "candle", "canoe", "canvas", "carpet", "carrot", "castle",
    "cedar", "cellar", "chain", "cheese", "cherry", "chimney", "circle", "citrus", "clay", "clock", "cloud", "clover",
    "coast", "cobalt", "coconut", "comet", "compass", "copper", "coral", "corner", "cotton", "cradle", "crane",
    "cricket", "crystal", "cushion", "daisy", "dancer", "delta", "desert", "diamond", "dolphin", "donkey", "dragon",
    "drum", "eagle", "earth", "easel", "echo", "elbow", "ember", "engine", "falcon", "feather", "fence", "fern",
    "ferry", "fiddle", "field", "finch", "flame", "flask", "flute", "forest", "fossil", "fountain", "fox", "frost",
    "garden", "garlic", "gate", "ginger", "glacier", "globe", "glove", "goose", "granite", "grape", "gravel", "guitar",
    "hammer", "harbour", "harvest", "hazel", "hedge", "helmet", "heron", "hill", "honey", "horizon", "iris", "iron",
    "island", "ivory", "ivy", "jacket", "jasmine", "jelly", "jigsaw", "juniper", "kettle", "key", "kitchen", "kite",
    "koala", "ladder", "lagoon", "lake", "lantern", "laurel", "lemon", "letter", "lilac", "lime", "linen", "lion",
    "lizard", "llama", "lobster", "locket", "lotus", "lunch", "magnet", "mango", "maple", "marble", "market", "meadow",
    "melon", "mint", "mirror", "mitten", "monkey", "moon", "moss", "mountain", "muffin", "mushroom", "napkin",
    "needle", "nest", "nettle", "north", "nutmeg", "oak", "oasis", "oat", "ocean", "olive", "onion", "orange", "orbit",
    "orchid", "otter", "oven", "owl", "paddle", "palace", "panda", "paper", "parrot", "peach", "pebble", "pencil",
    "penguin", "pepper", "piano", "pillow", "pine", "planet", "plum", "pocket", "pond", "poplar", "potato", "prairie",
    "puzzle", "quartz", "quilt", "rabbit", "radish", "rain", "raven", "ribbon", "river", "robin", "rocket", "rose",
    "saddle", "saffron", "sail", "salmon", "sand", "satin", "shell", "silver", "sparrow", "spoon", "spruce", "stove",
    "summer", "swan", "table", "thistle", "tiger", "tulip", "tunnel", "turtle", "valley", "velvet", "violet", "wagon",
    "walnut", "wheel", "willow", "window", "winter", "wool", "zebra",
];

/// The token and the three words of a new seat, made from `entropy`: the same bits make the same. `is_taken` tells words that
/// another seat has.
pub(super) fn draw(entropy: u128, is_taken: impl Fn(&str) -> bool) -> (Token, String) {
    let mut generator = generator(entropy);
    let token = Token(generator.random());
    loop {
        let word = |_| WORDS.get(usize::from(generator.random::<u8>())).copied().unwrap_or_default();
        let words = (0..OF_A_SEAT).map(word).collect::<Vec<_>>().join(" ");
        if !is_taken(&words) {
            return (token, words);
        }
    }
}

/// The code of a new room made from `entropy`, such as `K7MX`: 20 bits, in letters and digits that are not misread.
#[must_use]
pub fn room_code(entropy: u128) -> String {
    let mut generator = generator(entropy);
    (0..OF_A_CODE).filter_map(|_| ALPHABET.get(usize::from(generator.random::<u8>() % 32))).collect()
}

/// Whether somebody means the room with that code, however they type it: in small letters, or with an O for a zero.
#[must_use]
pub fn is_code(code: &str, typed: &str) -> bool {
    let letter = |letter: char| match letter.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    typed.trim().chars().map(letter).eq(code.trim().chars().map(letter))
}

/// Three easy words made from `entropy`, to be said aloud or typed.
#[must_use]
pub fn easy_words(entropy: u128) -> String {
    draw(entropy, |_| false).1
}

/// The three words that open the teacher's page of the room whose stream this is: the same at every host of it. The stream's number
/// is random and on no page.
#[must_use]
pub fn host_word(stream: Stream) -> String {
    let hashed = Sha256::new_with_prefix("host word").chain_update(stream.id.to_be_bytes()).finalize();
    easy_words(hashed.iter().take(16).fold(0, |bits, byte| bits << 8 | u128::from(*byte)))
}

/// Words as they are compared: small letters, one blank between them, whatever stood there.
pub(super) fn folded(typed: &str) -> String {
    let letters = typed.to_lowercase();
    let words = letters.split(|letter: char| !letter.is_alphabetic()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

fn generator(entropy: u128) -> ChaCha8Rng {
    let mut seed = [0; 32];
    seed.iter_mut().zip(entropy.to_le_bytes()).for_each(|(to, byte)| *to = byte);
    ChaCha8Rng::from_seed(seed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::store::Kind;
    use std::collections::BTreeSet;

    #[test]
    fn words_are_all_different_short_and_plain() {
        assert_eq!(WORDS.iter().collect::<BTreeSet<_>>().len(), WORDS.len());
        assert!(WORDS.iter().all(|word| (3..=9).contains(&word.len()) && word.bytes().all(|c| c.is_ascii_lowercase())));
    }

    #[test]
    fn the_same_bits_make_the_same_seat_and_words_of_another_are_passed_over() {
        let (token, words) = draw(7, |_| false);
        assert_eq!(draw(7, |_| false), (token, words.clone()));
        let (same, others) = draw(7, |taken| taken == words);
        assert!(same == token && others != words && others.split(' ').count() == 3);
        assert_ne!(draw(8, |_| false).0, token);
    }

    #[test]
    fn the_host_word_is_the_same_at_every_host_of_a_room_and_tells_nothing_of_its_stream() {
        let of = |id| host_word(Stream { kind: Kind::Room, id });
        assert_eq!(of(7), of(7));
        assert!(of(7) != of(8) && of(7) != easy_words(7), "{}", of(7));
    }

    #[test]
    fn words_are_told_however_they_are_typed() {
        assert_eq!(folded("  Amber-STOVE,lantern "), "amber stove lantern");
    }

    #[test]
    fn a_code_is_told_however_it_is_typed_and_no_other_is() {
        for typed in ["K10X", " k10x ", "KIOX", "klox"] {
            assert!(is_code("K10X", typed), "{typed:?}");
        }
        for typed in ["", "K10", "K10XX", "K11X", "K 10X"] {
            assert!(!is_code("K10X", typed), "{typed:?}");
        }
    }

    #[test]
    fn a_code_has_four_characters_that_are_not_misread() {
        let code = room_code(99);
        assert!(code.len() == 4 && code.chars().all(|c| ALPHABET.contains(&c)), "{code}");
        assert_ne!(code, room_code(100));
    }
}
