//! Tickets: what lets an applicant sit down at a desk. Each is a code that can be typed, with a character that finds slips;
//! only a hash of it is ever kept.

use super::result::hexadecimal;
use sha2::{Digest, Sha256};
use std::fmt;
use std::str::FromStr;

/// Digits and capital letters that are not misread for each other. Their number is a prime, so that one wrong character, or
/// two that changed places, always shows.
const ALPHABET: [char; 31] = [
    '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'J', 'K', 'M', 'N', 'P', 'Q', 'R',
    'S', 'T', 'U', 'V', 'W', 'X', 'Y', 'Z',
];

/// How many characters are drawn: 74 bits.
const DRAWN: usize = 15;

/// How many characters stand together.
const GROUP: usize = 4;

/// A ticket's code. Whoever has it may sit down, so it is shown on paper and nowhere else.
#[derive(Clone, PartialEq, Eq)]
pub struct Ticket {
    places: Vec<usize>,
}

/// Why something typed is no ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoTicket {
    /// It is too short or too long.
    #[error("A ticket has 16 characters, such as ABCD-EFGH-JKMN-PQRS.")]
    Length,
    /// There is a character in it that no ticket has.
    #[error("No ticket has the character {0}. Look again: there is no 0 and no O, no 1, no I and no L.")]
    Character(char),
    /// A character is wrong.
    #[error("A character of the ticket is wrong. Look again, one group after the other.")]
    Slip,
}

/// Its characters are nobody's business, not even in a log.
impl fmt::Debug for Ticket {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Ticket(…)")
    }
}

impl Ticket {
    /// A ticket made from fresh random bits.
    #[must_use]
    pub fn draw(entropy: u128) -> Self {
        let radix = u128::try_from(ALPHABET.len()).unwrap_or(1);
        let mut left = entropy;
        let mut places = Vec::with_capacity(DRAWN + 1);
        for _ in 0..DRAWN {
            places.push(usize::try_from(left % radix).unwrap_or_default());
            left /= radix;
        }
        places.push(check(&places));
        Self { places }
    }

    /// What is kept of it: 32 hexadecimal digits, from which nobody gets the ticket.
    #[must_use]
    pub fn hash(&self) -> String {
        hashed(&format!("iotutor ticket {self}"))
    }
}

/// The first half of a text's SHA-256: 32 hexadecimal digits.
#[must_use]
pub fn hashed(text: &str) -> String {
    hexadecimal(Sha256::digest(text).get(..16).unwrap_or_default())
}

/// The character that finds slips, by its place: each character counts by where it stands.
fn check(places: &[usize]) -> usize {
    let sum: usize = (1..).zip(places).map(|(weight, place)| weight * place).sum();
    sum % ALPHABET.len()
}

/// As it is printed: four groups of four.
impl fmt::Display for Ticket {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, place) in self.places.iter().enumerate() {
            if at > 0 && at % GROUP == 0 {
                out.write_str("-")?;
            }
            write!(out, "{}", ALPHABET.get(*place).copied().unwrap_or_default())?;
        }
        Ok(())
    }
}

/// However it is typed: small letters, blanks and hyphens play no part.
impl FromStr for Ticket {
    type Err = NoTicket;

    fn from_str(typed: &str) -> Result<Self, NoTicket> {
        let letters = typed.chars().filter(|letter| letter.is_alphanumeric()).map(|letter| letter.to_ascii_uppercase());
        let letters: Vec<char> = letters.take(DRAWN + 2).collect();
        let place = |letter: &char| ALPHABET.iter().position(|one| one == letter).ok_or(NoTicket::Character(*letter));
        if letters.len() != DRAWN + 1 {
            return Err(NoTicket::Length);
        }
        let places = letters.iter().map(place).collect::<Result<Vec<_>, _>>()?;
        match places.split_last() {
            Some((last, drawn)) if *last == check(drawn) => Ok(Self { places }),
            _ => Err(NoTicket::Slip),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_ticket_is_read_however_it_is_typed_and_any_one_slip_is_found(entropy: u128, at in 0_usize..16, other in 1_usize..31) {
            let ticket = Ticket::draw(entropy);
            let written = ticket.to_string();
            prop_assert_eq!(written.len(), 19);
            for typed in [written.clone(), written.to_lowercase(), written.replace('-', " "), written.replace('-', "")] {
                prop_assert_eq!(typed.parse::<Ticket>(), Ok(ticket.clone()));
            }
            let mut letters: Vec<char> = written.chars().filter(|letter| *letter != '-').collect();
            let place = ALPHABET.iter().position(|one| *one == letters[at]).unwrap();
            letters[at] = ALPHABET[(place + other) % ALPHABET.len()];
            prop_assert_eq!(letters.iter().collect::<String>().parse::<Ticket>(), Err(NoTicket::Slip));
            let mut swapped: Vec<char> = written.chars().filter(|letter| *letter != '-').collect();
            if at < 14 && swapped[at] != swapped[at + 1] {
                swapped.swap(at, at + 1);
                prop_assert_eq!(swapped.iter().collect::<String>().parse::<Ticket>(), Err(NoTicket::Slip));
            }
        }

        #[test]
        fn any_text_is_a_ticket_or_a_sentence(typed in ".*") {
            let _ = typed.parse::<Ticket>();
        }
    }

    #[test]
    fn what_is_kept_tells_tickets_apart_and_nothing_of_them() {
        let (one, other) = (Ticket::draw(7), Ticket::draw(8));
        assert_ne!(one.hash(), other.hash());
        assert_eq!(one.hash().len(), 32);
        assert!(!format!("{one:?}").contains(one.to_string().split('-').next().unwrap()));
        assert_eq!("ABCD".parse::<Ticket>(), Err(NoTicket::Length));
        assert_eq!("0000-0000-0000-0000".parse::<Ticket>(), Err(NoTicket::Character('0')));
    }

    #[test]
    fn no_character_looks_like_another() {
        assert!(['0', 'O', '1', 'I', 'L'].iter().all(|odd| !ALPHABET.contains(odd)));
    }
}
