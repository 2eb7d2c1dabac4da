//! Seeds: the short codes from which a quiz is drawn again, the same on any machine.

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use std::fmt;

/// The alphabet of codes that the program makes: Crockford's base 32, without I, L, O and U, which are misread.
pub(super) const ALPHABET: [char; 32] = [
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'J', 'K', 'M', 'N', 'P',
    'Q', 'R', 'S', 'T', 'V', 'W', 'X', 'Y', 'Z',
];

/// How many characters a code that the program makes has: 30 bits.
const CODE_LENGTH: usize = 6;

/// The longest code that may be typed.
pub const LONGEST: usize = 32;

/// A code from which a quiz is drawn. Any word of letters, digits and hyphens will do, so that an instructor
/// can say "type MONDAY"; case and hyphens do not matter.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Seed(String);

/// Why a typed code is no seed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a code has 1 to {LONGEST} letters and digits, such as K7QM2X or MONDAY")]
pub struct BadSeed;

impl Seed {
    /// A code of six characters made from `entropy`.
    #[must_use]
    pub fn from_entropy(mut entropy: u64) -> Self {
        let code = (0..CODE_LENGTH)
            .filter_map(|_| {
                let digit = usize::try_from(entropy % 32).unwrap_or(0);
                entropy /= 32;
                ALPHABET.get(digit)
            })
            .collect();
        Self(code)
    }

    /// The code as shown and typed.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.0
    }

    /// The generator for this code and `purpose`; different purposes draw independently.
    #[must_use]
    pub fn generator(&self, purpose: &str) -> ChaCha8Rng {
        ChaCha8Rng::seed_from_u64(fnv1a(self.0.bytes().chain([0]).chain(purpose.bytes())))
    }
}

impl std::str::FromStr for Seed {
    type Err = BadSeed;

    fn from_str(typed: &str) -> Result<Self, BadSeed> {
        let code: String = typed.trim().chars().filter(|c| *c != '-').map(|c| c.to_ascii_uppercase()).collect();
        let fits = (1..=LONGEST).contains(&code.len()) && code.chars().all(|c| c.is_ascii_alphanumeric());
        if fits { Ok(Self(code)) } else { Err(BadSeed) }
    }
}

impl fmt::Display for Seed {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// FNV-1a with 64 bits (Fowler, Noll, Vo): spreads a short word over a seed, the same on every platform.
pub(super) fn fnv1a(bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::Rng;

    #[test]
    fn fnv_matches_the_published_vectors() {
        // Landon Curt Noll's FNV test suite: "", "a", "foobar".
        assert_eq!(fnv1a("".bytes()), 0xcbf2_9ce4_8422_2325);
        assert_eq!(fnv1a("a".bytes()), 0xaf63_dc4c_8601_ec8c);
        assert_eq!(fnv1a("foobar".bytes()), 0x8594_4171_f739_67e8);
    }

    #[test]
    fn case_and_hyphens_do_not_matter() {
        let typed: Seed = " k7qm-2x ".parse().unwrap();
        assert_eq!(typed.code(), "K7QM2X");
    }

    #[test]
    fn empty_long_and_strange_codes_are_refused() {
        for bad in ["", "-", " ", "a b", "é", &"A".repeat(LONGEST + 1)] {
            assert_eq!(bad.parse::<Seed>(), Err(BadSeed), "{bad:?}");
        }
    }

    #[test]
    fn made_codes_can_be_typed_back() {
        for entropy in [0, 1, u64::MAX, 0x1234_5678_9abc] {
            let made = Seed::from_entropy(entropy);
            assert_eq!(made.code().len(), CODE_LENGTH);
            assert_eq!(made.code().parse::<Seed>(), Ok(made));
        }
    }

    #[test]
    fn the_generator_is_pinned() {
        // A change here means that every code ever written down replays differently.
        let seed: Seed = "MONDAY".parse().unwrap();
        let first = seed.generator("quiz").next_u64();
        assert_eq!(first, seed.generator("quiz").next_u64());
        assert_ne!(first, seed.generator("other").next_u64());
    }
}
