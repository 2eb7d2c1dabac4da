//! The suite: what holds for every store.

use iotutor::domain::fact::{Event, Fact};
use iotutor::domain::moment::Moment;
use iotutor::domain::store::{Appended, Kind, OWN, Person, Store, Stream};

/// Where a store is.
pub trait Backing: Sized {
    /// The store.
    type Store: Store + Send;

    /// A place with nothing in it; none where what it takes is not on this machine.
    fn new() -> Option<Self>;

    /// Opens the store there: again and again the same one, or, where it cannot be shared, an empty one.
    fn open(&self) -> Self::Store;
}

pub const ADA: Stream = Stream { kind: Kind::Learner, id: 0xada };
pub const BOB: Stream = Stream { kind: Kind::Learner, id: 0xb0b };
pub const ROOM: Stream = Stream { kind: Kind::Room, id: 1 << 127 };

/// A fact with the number in its id.
pub fn room_fact(number: u32) -> Fact {
    Fact {
        id: format!("{number:032x}"),
        learner: String::new(),
        at: Moment::utc(i64::from(number) * 1_000),
        attempt: String::new(),
        event: Event::Flagged { statement: format!("statement-{number}"), on: true },
    }
}

fn room_facts(numbers: std::ops::Range<u32>) -> Vec<Fact> {
    numbers.map(room_fact).collect()
}

/// Appends, reading on and retrying as long as others are faster.
pub fn append_all<S: Store>(store: &mut S, stream: Stream, facts: &[Fact]) -> u64 {
    let mut after = 0;
    loop {
        match store.append(stream, after, facts).unwrap() {
            Appended::UpTo(last) => return last,
            Appended::Behind(last) => {
                assert_ne!(last, after, "whoever knows the last fact is not behind");
                after = store.read(stream, after, usize::MAX, &mut |_, _| {}).unwrap();
            }
        }
    }
}

/// All facts of a stream with their numbers.
pub fn numbered<S: Store>(store: &S, stream: Stream) -> Vec<(u64, Fact)> {
    let mut all = Vec::new();
    store.read(stream, 0, usize::MAX, &mut |number, fact| all.push((number, fact.clone()))).unwrap();
    all
}

pub fn facts_come_back_numbered_from_one_in_their_order<S: Store>(mut store: S) {
    let facts = [room_fact(5), room_fact(3), room_fact(4)];
    assert_eq!(store.append(ROOM, 0, &facts[..2]).unwrap(), Appended::UpTo(2));
    assert_eq!(store.append(ROOM, 2, &facts[2..]).unwrap(), Appended::UpTo(3));
    assert_eq!(store.append(ROOM, 3, &[]).unwrap(), Appended::UpTo(3));
    let wanted: Vec<(u64, Fact)> = (1..).zip(facts).collect();
    assert_eq!(numbered(&store, ROOM), wanted);
}

pub fn whoever_is_behind_adds_nothing_and_is_told_the_last_number<S: Store>(mut store: S) {
    store.append(ROOM, 0, &room_facts(1..4)).unwrap();
    for after in [0, 2, 4, u64::from(u32::MAX) + 7] {
        assert_eq!(store.append(ROOM, after, &[room_fact(9)]).unwrap(), Appended::Behind(3), "{after}");
    }
    assert_eq!(store.append(ADA, 1, &[room_fact(9)]).unwrap(), Appended::Behind(0));
    assert_eq!((numbered(&store, ROOM).len(), numbered(&store, ADA).len()), (3, 0));
    assert!(store.streams(Kind::Learner).unwrap().is_empty(), "who adds nothing begins nothing");
}

pub fn what_was_added_before_is_passed_over_and_takes_no_number<S: Store>(mut store: S) {
    store.append(ROOM, 0, &room_facts(1..4)).unwrap();
    assert_eq!(store.append(ROOM, 3, &room_facts(2..6)).unwrap(), Appended::UpTo(5));
    assert_eq!(store.append(ROOM, 5, &[room_fact(7), room_fact(7)]).unwrap(), Appended::UpTo(6));
    let ids: Vec<String> = numbered(&store, ROOM).into_iter().map(|(_, fact)| fact.id).collect();
    assert_eq!(ids, [1, 2, 3, 4, 5, 7].map(|number| room_fact(number).id));
}

pub fn reading_begins_after_a_number_and_ends_at_a_limit<S: Store>(mut store: S) {
    store.append(ROOM, 0, &room_facts(1..8)).unwrap();
    let read = |after, limit| {
        let mut numbers = Vec::new();
        let last = store.read(ROOM, after, limit, &mut |number, _| numbers.push(number)).unwrap();
        (numbers, last)
    };
    assert_eq!(read(2, 3), (vec![3, 4, 5], 5));
    assert_eq!(read(5, 100), (vec![6, 7], 7));
    assert_eq!(read(7, 100), (vec![], 7));
    assert_eq!(read(9, 100), (vec![], 9));
    assert_eq!(read(0, 0), (vec![], 0));
    assert_eq!(store.read(BOB, 0, 9, &mut |_, _| panic!("nothing is there")).unwrap(), 0);
}

pub fn streams_do_not_mix_and_are_listed_by_kind<S: Store>(mut store: S) {
    let attempt = Stream { kind: Kind::Attempt, id: ADA.id };
    for stream in [ADA, ROOM, BOB, attempt] {
        let Appended::UpTo(1) = store.append(stream, 0, &[room_fact(1)]).unwrap() else { panic!("{stream:?}") };
    }
    store.append(BOB, 1, &[room_fact(2)]).unwrap();
    let of = |kind| {
        let mut streams = store.streams(kind).unwrap();
        streams.sort();
        streams
    };
    assert_eq!((of(Kind::Learner), of(Kind::Room), of(Kind::Attempt)), (vec![ADA, BOB], vec![ROOM], vec![attempt]));
    assert_eq!((numbered(&store, ADA).len(), numbered(&store, BOB).len()), (1, 2));
}

pub fn a_fact_that_will_not_do_is_refused_with_all_beside_it<S: Store>(mut store: S) {
    let bad = Fact { id: "short".to_owned(), ..room_fact(2) };
    assert!(store.append(ROOM, 0, &[room_fact(1), bad]).is_err());
    assert_eq!(numbered(&store, ROOM), []);
}

pub fn names_lie_beside_the_facts_and_can_be_corrected_and_forgotten<S: Store>(mut store: S) {
    let told = Fact { learner: "whoever the fact says".to_owned(), ..room_fact(1) };
    store.append(ADA, 0, &[told]).unwrap();
    let name = |store: &S| numbered(store, ADA)[0].1.learner.clone();
    assert_eq!(name(&store), "");
    for called in ["Ada", "Ada Lovelace"] {
        store.name(ADA, OWN, Some(&Person::named(called))).unwrap();
        assert_eq!(name(&store), called);
    }
    let guest = Person { name: "Guest".to_owned(), roster: "S-17".to_owned(), email: "g@example.org".to_owned() };
    store.name(ADA, 3, Some(&guest)).unwrap();
    assert_eq!(store.people(ADA).unwrap(), [(OWN, Person::named("Ada Lovelace")), (3, guest.clone())]);
    store.name(ADA, OWN, None).unwrap();
    assert_eq!((name(&store), store.people(ADA).unwrap()), (String::new(), vec![(3, guest)]));
    assert_eq!(store.people(BOB).unwrap(), []);
    assert_eq!(numbered(&store, ADA).len(), 1, "the facts stay");
}

pub fn erasing_a_stream_takes_facts_and_names_and_leaves_the_others<S: Store>(mut store: S) {
    for stream in [ADA, BOB] {
        store.append(stream, 0, &room_facts(1..4)).unwrap();
        store.name(stream, OWN, Some(&Person::named("somebody"))).unwrap();
    }
    assert_eq!(store.erase(ADA).unwrap(), 3);
    assert_eq!(store.erase(ADA).unwrap(), 0);
    assert_eq!((numbered(&store, ADA), store.people(ADA).unwrap()), (vec![], vec![]));
    assert_eq!(store.streams(Kind::Learner).unwrap(), [BOB]);
    assert_eq!(numbered(&store, BOB).len(), 3);
    assert_eq!(store.append(ADA, 0, &[room_fact(2)]).unwrap(), Appended::UpTo(1), "and may begin again");
}

pub fn what_one_adds_another_reads_on<B: Backing>(place: &B) {
    let (mut one, mut other) = (place.open(), place.open());
    one.append(ROOM, 0, &room_facts(1..3)).unwrap();
    assert_eq!(other.append(ROOM, 0, &[room_fact(9)]).unwrap(), Appended::Behind(2));
    assert_eq!(numbered(&other, ROOM), numbered(&one, ROOM));
    assert_eq!(other.append(ROOM, 2, &[room_fact(9)]).unwrap(), Appended::UpTo(3));
    assert_eq!(one.read(ROOM, 2, 9, &mut |number, fact| assert_eq!((number, fact), (3, &room_fact(9)))).unwrap(), 3);
}

pub fn what_was_added_is_there_when_it_is_opened_again<B: Backing>(place: &B) {
    let mut store = place.open();
    store.append(ADA, 0, &room_facts(1..3)).unwrap();
    store.name(ADA, OWN, Some(&Person::named("Ada"))).unwrap();
    drop(store);
    let store = place.open();
    assert_eq!(numbered(&store, ADA)[1].1, Fact { learner: "Ada".to_owned(), ..room_fact(2) });
}

pub fn many_that_add_at_once_leave_no_gap_and_lose_nothing<B: Backing + Sync>(place: &B) {
    std::thread::scope(|scope| {
        for start in [100, 200, 300] {
            scope.spawn(move || {
                let mut store = place.open();
                for number in start..start + 20 {
                    append_all(&mut store, ROOM, &[room_fact(number)]);
                }
            });
        }
    });
    let all = numbered(&place.open(), ROOM);
    assert_eq!(all.iter().map(|(number, _)| *number).collect::<Vec<_>>(), (1..=60).collect::<Vec<u64>>());
    let mut ids: Vec<String> = all.into_iter().map(|(_, fact)| fact.id).collect();
    ids.sort();
    let wanted = [100..120, 200..220, 300..320].into_iter().flatten();
    assert_eq!(ids, wanted.map(|number| room_fact(number).id).collect::<Vec<_>>());
}

/// A test for each thing that a store keeps to by itself.
macro_rules! contract {
    ($name:ident, $backing:ty) => {
        $crate::suite::tests!($name, $backing, |place| place.open(); [
            facts_come_back_numbered_from_one_in_their_order,
            whoever_is_behind_adds_nothing_and_is_told_the_last_number,
            what_was_added_before_is_passed_over_and_takes_no_number,
            reading_begins_after_a_number_and_ends_at_a_limit,
            streams_do_not_mix_and_are_listed_by_kind,
            a_fact_that_will_not_do_is_refused_with_all_beside_it,
            names_lie_beside_the_facts_and_can_be_corrected_and_forgotten,
            erasing_a_stream_takes_facts_and_names_and_leaves_the_others,
        ]);
    };
}

/// A test for each thing that a store keeps to that several share.
macro_rules! contract_of_several {
    ($name:ident, $backing:ty) => {
        $crate::suite::tests!($name, $backing, |place| &place; [
            what_one_adds_another_reads_on,
            what_was_added_is_there_when_it_is_opened_again,
            many_that_add_at_once_leave_no_gap_and_lose_nothing,
        ]);
    };
}

macro_rules! tests {
    ($name:ident, $backing:ty, |$place:ident| $given:expr; [$($case:ident),* $(,)?]) => {
        mod $name {
            use super::*;
            $(
                #[test]
                fn $case() {
                    let Some($place) = <$backing as $crate::suite::Backing>::new() else { return };
                    $crate::suite::$case($given);
                }
            )*
        }
    };
}

pub(crate) use {contract, contract_of_several, tests};
