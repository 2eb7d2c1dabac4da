//! Who sits where. Names lie beside the facts, where they can be corrected and erased; nothing is folded from them.

use super::happened::{NamesPolicy, Token};
use crate::domain::characters::is_forbidden;
use crate::domain::store::Person;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

/// The longest name, in characters as people count them (grapheme clusters).
pub const LONGEST: usize = 40;

/// How many marks one character may carry.
const MARKS: usize = 2;

/// How many people may wait at once to be let back to their seats.
const MOST_ASKING: usize = 50;

/// Somebody who says to be one of those who sit here already, and waits for the host's word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asking {
    /// The number of the request, by which the host names it.
    pub number: u32,
    /// Who they say they are.
    pub name: String,
    /// The token of their page: the seat's, once the host has agreed.
    pub token: Token,
}

/// The people of a room: who sits at which seat, and who asks to be let back.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct People {
    seats: BTreeMap<u32, Person>,
    asking: Vec<Asking>,
    last_request: u32,
    /// Who was turned down, so that their pages say so.
    turned_down: Vec<Token>,
    /// The seats of whoever has no connection just now.
    away: BTreeSet<u32>,
}

/// Why a name will not do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// It is empty.
    #[error("Type a name, please; any name will do.")]
    Empty,
    /// It has too many characters.
    #[error("That name is too long: {LONGEST} characters are the most.")]
    Long,
    /// It has characters that cannot be seen, or too many marks on one.
    #[error("That name has characters that can't be shown; leave them out.")]
    Strange,
    /// There is no such id in the roster.
    #[error("There's no such id in the class list; check it, or ask your teacher.")]
    Unlisted,
    /// Somebody with this id is in.
    #[error("Somebody with that id is in already. If that's you, ask your teacher to let you back to your seat.")]
    Twice,
    /// Too many wait.
    #[error("Too many are waiting to be let back; ask your teacher.")]
    Crowd,
}

/// A name as it is kept: blanks at its ends and runs of them gone.
///
/// # Errors
///
/// [`NameError`] where it has not 1 to 40 characters, one has more than two marks, or something in it cannot be seen.
pub fn proper(typed: &str) -> Result<String, NameError> {
    let name = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() {
        return Err(NameError::Empty);
    }
    // Before characters are counted, so that a long text costs little.
    if name.len() > LONGEST * 64 {
        return Err(NameError::Long);
    }
    if name.chars().any(is_forbidden) || name.chars().all(|letter| is_combining_mark(letter) || letter == ' ') {
        return Err(NameError::Strange);
    }
    let overloaded = |cluster: &str| cluster.nfd().filter(|letter| is_combining_mark(*letter)).count() > MARKS;
    match name.graphemes(true) {
        mut clusters if clusters.clone().count() <= LONGEST => {
            if clusters.any(overloaded) {
                Err(NameError::Strange)
            } else {
                Ok(name)
            }
        }
        _ => Err(NameError::Long),
    }
}

/// A name as it is compared: without case, marks and blanks.
#[must_use]
pub fn folded(name: &str) -> String {
    let letters = name.nfkd().filter(|letter| !is_combining_mark(*letter) && !letter.is_whitespace());
    letters.flat_map(char::to_lowercase).collect()
}

impl People {
    /// The people that a store knows of a room.
    pub fn of(known: impl IntoIterator<Item = (u32, Person)>) -> Self {
        Self { seats: known.into_iter().collect(), ..Self::default() }
    }

    /// Who somebody is who joins: `listed` finds people of the roster by what they type. A name that is taken gets a number.
    ///
    /// # Errors
    ///
    /// [`NameError`], a sentence for whoever joins.
    pub fn admit(
        &self,
        policy: NamesPolicy,
        typed: &str,
        listed: impl Fn(&str) -> Option<Person>,
    ) -> Result<Person, NameError> {
        match policy {
            NamesPolicy::None => Ok(Person::default()),
            NamesPolicy::Free => proper(typed).map(|name| Person::named(&self.unused(&name))),
            NamesPolicy::Roster => {
                let person = listed(typed.trim()).ok_or(NameError::Unlisted)?;
                let is_in = self.seats.values().any(|other| other.roster == person.roster);
                if is_in { Err(NameError::Twice) } else { Ok(person) }
            }
        }
    }

    /// Says who sits at a seat, or that nobody is known to.
    pub fn set(&mut self, seat: u32, person: Option<Person>) {
        match person {
            Some(person) => drop(self.seats.insert(seat, person)),
            None => drop(self.seats.remove(&seat)),
        }
    }

    /// The seats of everybody who is known.
    pub fn seats(&self) -> impl Iterator<Item = u32> {
        self.seats.keys().copied()
    }

    /// Who sits at a seat; none where nobody is known to.
    #[must_use]
    pub fn person(&self, seat: u32) -> Option<&Person> {
        self.seats.get(&seat)
    }

    /// What somebody is called who sits at these seats: by the first that has a name.
    #[must_use]
    pub fn called_at(&self, seats: &[u32]) -> String {
        let named = seats.iter().find(|seat| self.person(**seat).is_some_and(|person| !person.name.is_empty()));
        self.called(named.or(seats.first()).copied().unwrap_or_default())
    }

    /// The seats that somebody may sit at who has another already, each with that one: a name that got a number because it
    /// was taken.
    #[must_use]
    pub fn perhaps_twice(&self) -> BTreeMap<u32, u32> {
        let mut first: BTreeMap<String, u32> = BTreeMap::new();
        for (seat, person) in &self.seats {
            first.entry(folded(&person.name)).or_insert(*seat);
        }
        let numbered = |(seat, person): (&u32, &Person)| {
            let before = without_number(&person.name);
            let other = first.get(&folded(before)).filter(|_| before != person.name)?;
            Some((*seat, *other))
        };
        self.seats.iter().filter_map(numbered).collect()
    }

    /// What whoever sits at a seat is called: `Seat 7` where there is no name.
    #[must_use]
    pub fn called(&self, seat: u32) -> String {
        let name = self.seats.get(&seat).map(|person| person.name.as_str()).filter(|name| !name.is_empty());
        name.map_or_else(|| format!("Seat {seat}"), str::to_owned)
    }

    /// The seats of people with that name, compared without case, marks and blanks; `Ada 2` is called Ada too.
    #[must_use]
    pub fn seats_called(&self, name: &str) -> Vec<u32> {
        let wanted = folded(name);
        let is_called =
            |person: &Person| folded(&person.name) == wanted || folded(without_number(&person.name)) == wanted;
        self.seats.iter().filter(|(_, person)| is_called(person)).map(|(seat, _)| *seat).collect()
    }

    /// Somebody asks to be let back as `name`. Returns the number of the request.
    ///
    /// # Errors
    ///
    /// [`NameError`] where the name will not do, or too many wait.
    pub fn ask(&mut self, name: &str, token: Token) -> Result<u32, NameError> {
        if let Some(same) = self.asking.iter().find(|one| one.token == token) {
            return Ok(same.number);
        }
        let name = proper(name)?;
        if self.asking.len() >= MOST_ASKING {
            return Err(NameError::Crowd);
        }
        self.last_request += 1;
        self.turned_down.retain(|other| *other != token);
        self.asking.push(Asking { number: self.last_request, name, token });
        Ok(self.last_request)
    }

    /// Those who ask to be let back, in the order of asking.
    #[must_use]
    pub fn asking(&self) -> &[Asking] {
        &self.asking
    }

    /// Takes over who asks to be let back from what was known before.
    pub fn keep_asking(&mut self, before: &Self) {
        self.asking.clone_from(&before.asking);
        self.last_request = before.last_request;
        self.turned_down.clone_from(&before.turned_down);
        self.away.clone_from(&before.away);
    }

    /// Takes a request off the list; none where there is no such.
    pub fn settle(&mut self, number: u32) -> Option<Asking> {
        let at = self.asking.iter().position(|one| one.number == number)?;
        Some(self.asking.remove(at))
    }

    /// Turns a request down, whose page says so from now on; none where there is no such.
    pub fn turn_down(&mut self, number: u32) -> Option<Asking> {
        let asked = self.settle(number)?;
        if self.turned_down.len() >= MOST_ASKING {
            self.turned_down.remove(0);
        }
        self.turned_down.push(asked.token);
        Some(asked)
    }

    /// Takes back what this token asked, as if it had never asked.
    pub fn take_back(&mut self, token: Token) {
        self.asking.retain(|one| one.token != token);
    }

    /// Whether the request of this token was turned down.
    #[must_use]
    pub fn is_turned_down(&self, token: Token) -> bool {
        self.turned_down.contains(&token)
    }

    /// Whether whoever sits at a seat has no connection just now.
    #[must_use]
    pub fn is_away(&self, seat: u32) -> bool {
        self.away.contains(&seat)
    }

    /// The seats of whoever has no connection just now.
    #[must_use]
    pub const fn are_away(&self) -> &BTreeSet<u32> {
        &self.away
    }

    /// Says at which seats nobody has a connection just now.
    pub fn set_away(&mut self, away: BTreeSet<u32>) {
        self.away = away;
    }

    /// What somebody would be called who joins under a name that is taken, with that name; none where it is free.
    #[must_use]
    pub fn taken(&self, typed: &str) -> Option<(String, String)> {
        let wanted = proper(typed).ok()?;
        let next = self.unused(&wanted);
        let holder = self.seats.values().find(|person| folded(&person.name) == folded(&wanted));
        holder.filter(|_| next != wanted).map(|person| (person.name.clone(), next))
    }

    /// The name, with the first number behind it that makes it another than all others.
    fn unused(&self, name: &str) -> String {
        // A set, so that a script which joins a thousand times under one name holds nobody up.
        let taken: HashSet<String> = self.seats.values().map(|person| folded(&person.name)).collect();
        let is_free = |one: &String| !taken.contains(&folded(one));
        let numbered = (2_u32..).map(|number| format!("{name} {number}"));
        std::iter::once(name.to_owned()).chain(numbered).find(is_free).unwrap_or_default()
    }
}

/// A name without the number that told it from another.
#[must_use]
pub fn without_number(name: &str) -> &str {
    match name.rsplit_once(' ') {
        Some((before, number)) if number.bytes().all(|digit| digit.is_ascii_digit()) => before,
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn free(people: &People, typed: &str) -> Result<String, NameError> {
        people.admit(NamesPolicy::Free, typed, |_| None).map(|person| person.name)
    }

    #[test]
    fn names_are_compared_without_case_marks_and_blanks() {
        assert_eq!(folded("  \u{c1}da  Lov\u{e9}lace"), folded("ADALOVELACE"));
        assert_eq!(folded("A\u{301}da"), folded("\u{e1}DA"));
        assert_ne!(folded("Ada"), folded("Ida"));
    }

    #[test]
    fn the_same_name_again_gets_a_number() {
        let mut people = People::default();
        for (seat, wanted) in (1..).zip(["Ada", "Ada 2", "Ada 3"]) {
            let name = free(&people, " \u{c4}da ").map(|name| name.replace('\u{c4}', "A"));
            assert_eq!(name, Ok(wanted.to_owned()));
            people.set(seat, Some(Person::named(wanted)));
        }
        assert_eq!(people.seats_called("ADA"), [1, 2, 3]);
        assert_eq!(people.seats_called("ada 2"), [2]);
    }

    #[test]
    fn names_that_will_not_do_are_refused_with_the_reason() {
        assert_eq!(proper(" \t "), Err(NameError::Empty));
        assert_eq!(proper(&"x".repeat(41)), Err(NameError::Long));
        assert_eq!(proper(&"x".repeat(1 << 20)), Err(NameError::Long));
        for bad in ["a\u{202e}b", "a\u{1b}[2J", "\u{200b}", "z\u{301}\u{302}\u{303}", "\u{301}", "\u{fdfa}\u{0}"] {
            assert_eq!(proper(bad), Err(NameError::Strange), "{bad:?}");
        }
        for good in ["Ada", "e\u{301}\u{302}", "\u{1edf}", "日本語", "O'Brien-Smith", "नमस्ते", "<b>&amp;"]
        {
            assert_eq!(proper(good), Ok(good.to_owned()), "{good:?}");
        }
    }

    #[test]
    fn forty_characters_are_counted_as_people_count() {
        assert!(proper(&"e\u{301}".repeat(40)).is_ok());
        assert_eq!(proper(&"e\u{301}".repeat(41)), Err(NameError::Long));
    }

    #[test]
    fn a_roster_lets_in_whoever_it_lists_and_once() {
        let listed = |id: &str| {
            (id == "S-17").then(|| Person { name: "Bo".to_owned(), roster: "S-17".to_owned(), ..Person::default() })
        };
        let mut people = People::default();
        assert_eq!(people.admit(NamesPolicy::Roster, "S-18", listed), Err(NameError::Unlisted));
        let person = people.admit(NamesPolicy::Roster, " S-17 ", listed).unwrap();
        people.set(1, Some(person));
        assert_eq!(people.admit(NamesPolicy::Roster, "S-17", listed), Err(NameError::Twice));
    }

    #[test]
    fn without_names_nobody_is_named() {
        let mut people = People::default();
        let person = people.admit(NamesPolicy::None, "Ada", |_| None).unwrap();
        people.set(3, Some(person));
        assert_eq!(people.called(3), "Seat 3");
    }

    #[test]
    fn asking_twice_from_one_page_is_asking_once_and_a_crowd_is_sent_away() {
        let mut people = People::default();
        assert_eq!(people.ask("Ada", Token(1)), Ok(1));
        assert_eq!(people.ask("Ada", Token(1)), Ok(1));
        for number in 2..=50 {
            assert!(people.ask("Bo", Token(number)).is_ok());
        }
        assert_eq!(people.ask("Cy", Token(99)), Err(NameError::Crowd));
        assert_eq!(people.settle(1).map(|one| one.name), Some("Ada".to_owned()));
        assert_eq!(people.settle(1), None);
        assert_eq!(people.ask("Cy", Token(99)), Ok(51), "a number is never used again");
    }

    proptest! {
        #[test]
        fn any_text_is_a_proper_name_or_refused(typed in ".*") {
            if let Ok(name) = proper(&typed) {
                prop_assert!((1..=LONGEST).contains(&name.graphemes(true).count()));
                prop_assert_eq!(proper(&name), Ok(name.clone()), "and stays as it is");
                prop_assert!(!name.chars().any(is_forbidden));
            }
        }
    }
}
