//! Tickets of an assessment's desk: made from a roster, kept by their hashes beside the names, printed once.

pub mod sheet;

use super::results::roster::{Listed, folded};
use super::store::JournalError;
use crate::app::Now;
use crate::domain::assessment::desk::{AtDesk, Desk};
use crate::domain::assessment::ticket::Ticket;
use crate::domain::fact::{Event, Fact};
use crate::domain::store::{Appended, Kind, Person, Store, Stream};

/// A desk as the journal has it.
#[derive(Debug, Clone)]
pub struct Kept {
    /// Its stream.
    pub stream: Stream,
    /// The number of its last fact.
    pub last: u64,
    /// The desk.
    pub desk: Desk,
    /// Who sits where. Whoever was erased does not.
    pub people: Vec<(u32, Person)>,
}

impl Kept {
    /// A desk that nobody knows yet.
    #[must_use]
    pub fn new(title: &str, bank: &str, id: u128) -> Self {
        let mut desk = Desk::default();
        desk.take(&AtDesk::SetUp { title: title.to_owned(), bank: bank.to_owned() });
        Self { stream: Stream { kind: Kind::Desk, id }, last: 0, desk, people: Vec::new() }
    }

    /// The seat of whoever has that id; case and surplus blanks play no part.
    #[must_use]
    pub fn seat_of(&self, id: &str) -> Option<u32> {
        let wanted = folded(id);
        self.people.iter().find(|(_, person)| folded(&person.roster) == wanted).map(|(seat, _)| *seat)
    }
}

/// The desk of the form with that title on that bank; none where no tickets were made for it yet.
///
/// # Errors
///
/// Whatever the journal says.
pub fn find(store: &impl Store<Error = JournalError>, title: &str, bank: &str) -> Result<Option<Kept>, JournalError> {
    for stream in store.streams(Kind::Desk)? {
        let mut desk = Desk::default();
        let last = store.read(stream, 0, usize::MAX, &mut |_, fact| desk.apply(fact))?;
        if desk.title == title && desk.bank == bank {
            let people = store.people(stream)?;
            return Ok(Some(Kept { stream, last, desk, people }));
        }
    }
    Ok(None)
}

/// A ticket that was made, and for whom.
#[derive(Debug, Clone)]
pub struct Made {
    /// The number of the seat.
    pub seat: u32,
    /// Who sits there.
    pub person: Person,
    /// The ticket.
    pub ticket: Ticket,
}

/// Makes tickets for those of `roster` who have none, and new ones for those who lost theirs, whose ids `replaced` lists. Nothing
/// is kept of them before [`keep`].
pub fn make(kept: &Kept, roster: &[Listed], replaced: &[String], mut now: impl FnMut() -> Now) -> Vec<Made> {
    let lost: Vec<String> = replaced.iter().map(|id| folded(id)).collect();
    let with_ticket = kept.desk.seats();
    let mut next = kept.desk.next().max(kept.people.iter().map(|(seat, _)| seat + 1).max().unwrap_or(1));
    let mut made = Vec::new();
    for listed in roster {
        let seat = kept.seat_of(&listed.id);
        if seat.is_some_and(|seat| with_ticket.contains(&seat)) && !lost.contains(&folded(&listed.id)) {
            continue;
        }
        let seat = seat.unwrap_or_else(|| {
            next += 1;
            next - 1
        });
        let person = Person { name: listed.name.clone(), roster: listed.id.clone(), email: listed.email.clone() };
        made.push(Made { seat, person, ticket: Ticket::draw(now().entropy) });
    }
    made
}

/// Keeps the hashes of tickets, and who sits where. From here on they are what opens the desk. False where somebody else made
/// tickets for the same desk meanwhile, and nothing was kept.
///
/// # Errors
///
/// Whatever the journal says.
pub fn keep(
    store: &mut impl Store<Error = JournalError>,
    kept: &Kept,
    made: &[Made],
    mut now: impl FnMut() -> Now,
) -> Result<bool, JournalError> {
    let (title, bank) = (kept.desk.title.clone(), kept.desk.bank.clone());
    let first = (kept.last == 0).then_some(AtDesk::SetUp { title, bank });
    let tickets = made.iter().map(|made| AtDesk::Ticket { seat: made.seat, hash: made.ticket.hash() });
    let facts: Vec<Fact> = first.into_iter().chain(tickets).map(|happened| fact(happened, now())).collect();
    if let Appended::Behind(_) = store.append(kept.stream, kept.last, &facts)? {
        return Ok(false);
    }
    for made in made {
        store.name(kept.stream, made.seat, Some(&made.person))?;
    }
    Ok(true)
}

/// What happened at a desk, as a fact.
#[must_use]
pub fn fact(happened: AtDesk, now: Now) -> Fact {
    Fact {
        id: format!("{:032x}", now.entropy),
        learner: String::new(),
        at: now.moment,
        attempt: String::new(),
        event: Event::Desk(happened),
    }
}

/// Forgets who with that id sits at any desk; their tickets open nothing from here on. Returns how many desks knew them.
///
/// # Errors
///
/// Whatever the journal says.
pub fn forget(store: &mut impl Store<Error = JournalError>, id: &str) -> Result<usize, JournalError> {
    let mut forgotten = 0;
    for stream in store.streams(Kind::Desk)? {
        for (seat, person) in store.people(stream)? {
            if folded(&person.roster) == folded(id) {
                store.name(stream, seat, None)?;
                forgotten += 1;
            }
        }
    }
    Ok(forgotten)
}

/// At how many desks somebody with that id has a ticket.
///
/// # Errors
///
/// Whatever the journal says.
pub fn known(store: &impl Store<Error = JournalError>, id: &str) -> Result<usize, JournalError> {
    let mut known = 0;
    for stream in store.streams(Kind::Desk)? {
        known += store.people(stream)?.iter().filter(|(_, person)| folded(&person.roster) == folded(id)).count();
    }
    Ok(known)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adapters::store::Journal;
    use crate::domain::moment::Moment;

    fn listed(id: &str) -> Listed {
        Listed { id: id.to_owned(), name: format!("Name of {id}"), ..Listed::default() }
    }

    #[test]
    fn tickets_are_made_once_kept_by_hash_and_replaced_where_one_was_lost() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("journal.sqlite3");
        let mut journal = Journal::open(&file).unwrap().journal;
        let mut number = 0;
        let mut now = || {
            number += 1;
            Now { moment: Moment::utc(1_000), entropy: number << 40 }
        };
        let roster = [listed("A-1"), listed("A-2")];
        let new = Kept::new("Entry", "iot", 7);
        let made = make(&new, &roster, &[], &mut now);
        assert_eq!(made.iter().map(|one| one.seat).collect::<Vec<_>>(), [1, 2]);
        assert!(keep(journal.store(), &new, &made, &mut now).unwrap());
        assert!(!keep(journal.store(), &new, &made, &mut now).unwrap(), "somebody was faster");

        let kept = find(journal.store(), "Entry", "iot").unwrap().unwrap();
        assert!(find(journal.store(), "Exit", "iot").unwrap().is_none());
        assert_eq!(kept.desk.seat_of(&made[1].ticket), Some(2));
        assert_eq!(kept.people[0].1.name, "Name of A-1");
        assert!(make(&kept, &roster, &[], &mut now).is_empty(), "nobody gets a second ticket unasked");
        // Somebody comes to the roster, and somebody lost a ticket.
        let longer = [listed("A-1"), listed("A-3"), listed("A-2")];
        let more = make(&kept, &longer, &["a-2".to_owned()], &mut now);
        assert_eq!(more.iter().map(|one| one.seat).collect::<Vec<_>>(), [3, 2]);
        assert!(keep(journal.store(), &kept, &more, &mut now).unwrap());
        let kept = find(journal.store(), "Entry", "iot").unwrap().unwrap();
        assert_eq!((kept.desk.seat_of(&made[1].ticket), kept.desk.seat_of(&more[1].ticket)), (None, Some(2)));
        assert_eq!(kept.desk.seat_of(&made[0].ticket), Some(1));

        assert_eq!((known(journal.store(), "A-1").unwrap(), forget(journal.store(), "a-1").unwrap()), (1, 1));
        let kept = find(journal.store(), "Entry", "iot").unwrap().unwrap();
        assert_eq!((known(journal.store(), "A-1").unwrap(), kept.people.len()), (0, 2));
        drop(journal);
        let bytes = std::fs::read(&file).unwrap();
        let text = made[0].ticket.to_string();
        assert!(!bytes.windows(text.len()).any(|part| part == text.as_bytes()), "no ticket is in the file");
    }
}
