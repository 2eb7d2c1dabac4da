//! The desk keeps what it says: durable before shown and acknowledged, refused while the store fails, one room for two hosts.

use super::*;
use crate::adapters::host::rooms::{self, RoomFile};
use crate::adapters::store::Sqlite;
use crate::domain::bank::sample;
use crate::domain::fact::Response;
use crate::domain::room::{Answering, Choice, Item, NamesPolicy, Pace, Stage};
use crate::domain::store::Kind;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

const STREAM: Stream = Stream { kind: Kind::Room, id: 7 };

fn bank() -> Bank {
    sample::bank(2, 6)
}

fn opened() -> Opened {
    let item = |number: usize| Item { id: format!("t0-{number}-mammal"), revision: 1 };
    Opened {
        title: "Monday".to_owned(),
        code: "K7MX".to_owned(),
        paper_code: "S6GP-DKM2".to_owned(),
        bank: "sample".to_owned(),
        bank_revision: 1,
        items: (0..6).map(item).collect(),
        warm_up: None,
        names: NamesPolicy::Free,
        certainty: false,
        seats: 400,
        pace: Pace::Host,
    }
}

fn clock(number: u32) -> Clock {
    Clock::pinned(Some("2026-11-23T09:00:00+01:00"), Some(&number.to_string())).unwrap()
}

fn nobody() -> Listing {
    Box::new(|_| None)
}

/// What a store is to do next, shared with the test.
#[derive(Debug, Default)]
pub struct Orders {
    /// How many appends and names are refused because the disk is full.
    pub full: AtomicUsize,
    /// How many because somebody else holds the file.
    pub busy: AtomicUsize,
    /// How many names are refused.
    nameless: AtomicUsize,
    /// How many appends there were.
    appends: AtomicUsize,
}

impl Orders {
    fn fault(&self) -> Option<JournalError> {
        let busy = || takes_one(&self.busy).then(|| JournalError::Busy { path: PathBuf::from("room") });
        takes_one(&self.full).then(full).or_else(busy)
    }
}

/// A store in memory that can be told to fail.
pub struct Failing {
    /// What it keeps its facts in.
    pub store: Sqlite,
    /// What it is to do.
    pub orders: Arc<Orders>,
}

fn full() -> JournalError {
    JournalError::Full { path: PathBuf::from("room") }
}

/// Takes one off, if there is one.
fn takes_one(count: &AtomicUsize) -> bool {
    count.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_ok()
}

impl Store for Failing {
    type Error = JournalError;

    fn append(&mut self, stream: Stream, after: u64, facts: &[Fact]) -> Result<Appended, JournalError> {
        if let Some(fault) = self.orders.fault() {
            return Err(fault);
        }
        self.orders.appends.fetch_add(1, Ordering::SeqCst);
        self.store.append(stream, after, facts)
    }

    fn read(
        &self,
        stream: Stream,
        after: u64,
        limit: usize,
        each: &mut dyn FnMut(u64, &Fact),
    ) -> Result<u64, JournalError> {
        self.store.read(stream, after, limit, each)
    }

    fn streams(&self, kind: Kind) -> Result<Vec<Stream>, JournalError> {
        self.store.streams(kind)
    }

    fn people(&self, stream: Stream) -> Result<Vec<(u32, Person)>, JournalError> {
        self.store.people(stream)
    }

    fn name(&mut self, stream: Stream, seat: u32, person: Option<&Person>) -> Result<(), JournalError> {
        if let Some(fault) = self.orders.fault().or_else(|| takes_one(&self.orders.nameless).then(full)) {
            return Err(fault);
        }
        self.store.name(stream, seat, person)
    }

    fn erase(&mut self, stream: Stream) -> Result<u64, JournalError> {
        self.store.erase(stream)
    }
}

impl Keeper for Failing {
    type Store = Self;

    fn store(&self) -> &Self {
        self
    }

    fn store_mut(&mut self) -> &mut Self {
        self
    }

    fn renewed(&self, _: Stream) -> Result<Self, JournalError> {
        Err(full())
    }
}

/// An owner without a thread, so that each step is the test's.
fn owner() -> (Owner<Failing>, Arc<Orders>) {
    let orders = Arc::new(Orders::default());
    let mut store = Failing { store: Sqlite::in_memory().unwrap(), orders: Arc::clone(&orders) };
    let first = fact(Happened::Opened(opened().into()), Moment::utc(0), 1);
    store.append(STREAM, 0, &[first]).unwrap();
    let room = Room::new(&bank(), &opened()).unwrap();
    (Owner::new(store, STREAM, (room, People::default(), 1), clock(1), nobody()), orders)
}

/// What came of orders that came at once.
fn give<K: Keeper>(owner: &mut Owner<K>, orders: Vec<Order>) -> Vec<Reply> {
    let (to, from) = channel();
    let batch = orders.into_iter().map(|order| {
        let to = to.clone();
        (order, Box::new(move |reply| to.send(reply).unwrap()) as Box<dyn FnOnce(Reply) + Send>)
    });
    owner.work(batch.collect());
    drop(to);
    from.iter().collect()
}

fn join(name: &str, number: u128) -> Order {
    Order::Join { name: name.to_owned(), request: RequestId(number), entropy: number }
}

fn answer(state: &State, seat: u32, number: u128) -> Order {
    let Stage::Open { place, vote } = state.room.stage() else { panic!("nothing is open") };
    let by = state.room.seat(seat).unwrap().token;
    let choice = Choice { response: Response::Left, certainty: None };
    let request = RequestId(number);
    Order::Room(Command::Answer(Answering { by, place, vote, choice, request, elapsed: None }))
}

fn done(replies: &[Reply]) -> bool {
    replies.iter().all(|reply| matches!(reply, Ok(Ack::Done { changed: true } | Ack::Seated { .. })))
}

const OPEN: Order = Order::Room(Command::Open { place: 1 });

#[test]
fn all_that_waits_is_judged_in_order_and_committed_at_once() {
    let (mut owner, orders) = owner();
    let before = orders.appends.load(Ordering::SeqCst);
    let replies = give(&mut owner, vec![join("Ada", 1), join("ADA", 2), OPEN, join("Bo", 3)]);
    assert!(done(&replies), "{replies:?}");
    assert_eq!(orders.appends.load(Ordering::SeqCst), before + 1);
    let state = owner.board.state();
    assert_eq!([1, 2, 3].map(|seat| state.people.called(seat)), ["Ada", "ADA 2", "Bo"]);
    let replies = give(&mut owner, (1..=3).map(|seat| answer(&state, seat, u128::from(seat))).collect());
    assert!(done(&replies), "{replies:?}");
    assert_eq!(owner.board.state().room.answered(1, 1), (3, 3));
    assert_eq!(orders.appends.load(Ordering::SeqCst), before + 2);
}

#[test]
fn while_the_store_fails_nothing_is_taken_or_shown_and_then_it_goes_on() {
    let (mut owner, orders) = owner();
    give(&mut owner, vec![join("Ada", 1), OPEN]);
    let state = owner.board.state();
    orders.full.store(2, Ordering::SeqCst);
    for _ in 0..2 {
        let replies = give(&mut owner, vec![answer(&state, 1, 5), join("Bo", 2)]);
        assert_eq!(replies, vec![Err(Refused::Store(Trouble::Full)); 2]);
        let now = owner.board.state();
        assert_eq!((now.room.answered(1, 1), now.room.people_in()), ((0, 1), 1), "nothing is shown");
        assert_eq!(now.trouble, Some(Trouble::Full));
    }
    let replies = give(&mut owner, vec![answer(&state, 1, 5)]);
    assert!(done(&replies), "{replies:?}");
    assert_eq!((owner.board.state().trouble.clone(), owner.board.state().room.answered(1, 1)), (None, (1, 1)));
}

#[test]
fn a_store_that_works_again_is_found_out_without_an_order() {
    let (mut owner, orders) = owner();
    orders.full.store(2, Ordering::SeqCst);
    give(&mut owner, vec![join("Ada", 1)]);
    owner.try_again();
    assert_eq!(owner.board.state().trouble, Some(Trouble::Full));
    owner.try_again();
    assert_eq!(owner.board.state().trouble, None);
    assert_eq!(owner.keeper.store().people(STREAM).unwrap(), [], "the trial leaves nothing");
}

#[test]
fn a_join_whose_name_was_not_kept_is_made_good_by_the_same_request() {
    let (mut owner, orders) = owner();
    orders.nameless.store(1, Ordering::SeqCst);
    assert_eq!(give(&mut owner, vec![join("Ada", 1)]), [Err(Refused::Store(Trouble::Full))]);
    let again = give(&mut owner, vec![join("Ada", 1), join("Ada", 1)]);
    assert!(
        again.iter().all(|reply| matches!(reply, Ok(Ack::Seated { seat: 1, name, .. }) if name == "Ada")),
        "{again:?}"
    );
    assert_eq!(owner.board.state().room.seats().len(), 1);
    assert_eq!(owner.keeper.store().people(STREAM).unwrap(), [(1, Person::named("Ada"))]);
}

#[test]
fn whoever_asks_to_be_let_back_sits_at_the_seat_once_the_host_agrees() {
    let (mut owner, _) = owner();
    give(&mut owner, vec![join("Ada", 1)]);
    let ask = |token| Order::AskBack { name: "ada".to_owned(), token: Token(token) };
    assert_eq!(give(&mut owner, vec![ask(9), ask(8)]), [Ok(Ack::Asked { request: 1 }), Ok(Ack::Asked { request: 2 })]);
    let replies = give(&mut owner, vec![Order::LetBack { request: 1, seat: 1 }, Order::TurnDown { request: 2 }]);
    assert!(done(&replies), "{replies:?}");
    let state = owner.board.state();
    assert_eq!((state.room.seat(1).unwrap().token, state.people.asking().len()), (Token(9), 0));
    let late = give(&mut owner, vec![Order::LetBack { request: 2, seat: 1 }]);
    assert_eq!(late, [Err(Refused::NoRequest { request: 2 })]);
}

#[test]
fn words_cannot_be_guessed_for_ever() {
    let (mut owner, _) = owner();
    give(&mut owner, vec![join("Ada", 1)]);
    let words = owner.board.state().room.seat(1).unwrap().words.clone();
    let back = |words: &str| Order::Room(Command::Return { words: words.to_owned(), token: Token(5) });
    for _ in 0..MOST_WRONG_WORDS {
        assert_eq!(give(&mut owner, vec![back("a b c")]), [Err(Refused::Room(Refusal::Words))]);
    }
    assert_eq!(give(&mut owner, vec![back(&words)]), [Err(Refused::Guessing)]);
}

#[test]
fn a_forgotten_name_leaves_the_seat_and_its_answers() {
    let (mut owner, _) = owner();
    give(&mut owner, vec![join("Ada", 1), OPEN]);
    let state = owner.board.state();
    give(&mut owner, vec![answer(&state, 1, 5)]);
    let rename = |name: &str| Order::Rename { seat: 1, name: name.to_owned() };
    assert!(done(&give(&mut owner, vec![rename("Ida")])));
    assert_eq!(owner.keeper.store().people(STREAM).unwrap(), [(1, Person::named("Ida"))]);
    assert!(done(&give(&mut owner, vec![rename("")])));
    assert_eq!(owner.keeper.store().people(STREAM).unwrap(), []);
    let state = owner.board.state();
    assert_eq!((state.people.called(1).as_str(), state.room.answered(1, 1)), ("Seat 1", (1, 1)));
}

fn on_disk(folder: &tempfile::TempDir) -> RoomFile {
    RoomFile::new(folder.path(), "2026-11-23", "K7MX").unwrap()
}

#[test]
fn two_hosts_of_one_room_read_on_and_agree() {
    let folder = tempfile::tempdir().unwrap();
    let (one, running) = begin(on_disk(&folder), STREAM, (&bank(), &opened()), clock(1), nobody()).unwrap();
    let (other, also) = resume(on_disk(&folder), STREAM, &bank(), clock(2), nobody()).unwrap();
    for number in 0..6 {
        let desk = if number % 2 == 0 { &one } else { &other };
        assert!(
            matches!(desk.submit(join("Ada", 10 + number)), Ok(Ack::Seated { seat, .. }) if u128::from(seat) == number + 1)
        );
    }
    one.submit(OPEN).unwrap();
    assert_eq!(other.submit(OPEN), Ok(Ack::Done { changed: false }), "it was behind, and is no more");
    let (one, other) = (one.state(), other.state());
    assert_eq!((&one.room, &one.people), (&other.room, &other.people));
    assert_eq!(one.people.called(6), "Ada 6");
    running.close();
    also.close();
}

#[test]
fn a_host_takes_in_without_an_order_what_is_typed_in_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    let (host, hosting) = begin(on_disk(&folder), STREAM, (&bank(), &opened()), clock(1), nobody()).unwrap();
    let (beside, running) = resume(on_disk(&folder), STREAM, &bank(), clock(2), nobody()).unwrap();
    // The host looks by itself: nothing is asked of it from here on.
    for sheet in 1..=2 {
        let before = host.state().version;
        let choice = Choice { response: Response::Left, certainty: None };
        let entered = Command::Enter { sheet, answers: vec![Some(choice); 6] };
        assert_eq!(beside.submit(Order::Room(entered)), Ok(Ack::Done { changed: true }));
        let state = host.board().wait(before, Duration::from_secs(150));
        assert!(state.room.sheet_on_paper(sheet).is_some(), "sheet {sheet}");
    }
    let before = host.state().version;
    beside.submit(Order::Rename { seat: 2, name: "Ada".to_owned() }).unwrap();
    let state = host.board().wait(before, Duration::from_secs(150));
    assert_eq!(state.room.called(&state.people, &[2]), "Ada");
    running.close();
    hosting.close();
}

#[test]
fn a_room_goes_on_where_it_was_with_its_people() {
    let folder = tempfile::tempdir().unwrap();
    let (desk, running) = begin(on_disk(&folder), STREAM, (&bank(), &opened()), clock(1), nobody()).unwrap();
    desk.submit(join("Ada", 1)).unwrap();
    desk.submit(OPEN).unwrap();
    desk.submit(answer(&desk.state(), 1, 5)).unwrap();
    let before = desk.state();
    running.close();
    assert_eq!(desk.submit(OPEN), Err(Refused::Closed));
    let found = rooms::find(folder.path(), Some("k7mx")).unwrap();
    let (desk, running) = resume(found.file, found.stream, &bank(), clock(2), nobody()).unwrap();
    let after = desk.state();
    assert_eq!((&before.room, &before.people), (&after.room, &after.people));
    desk.submit(Order::Room(Command::End)).unwrap();
    running.close();
    assert!(matches!(rooms::find(folder.path(), Some("K7MX")), Err(rooms::RoomError::Over(_))));
    assert!(matches!(rooms::find(folder.path(), None), Err(rooms::RoomError::None)));
    assert!(matches!(rooms::find(folder.path(), Some("ZZZZ")), Err(rooms::RoomError::NoSuchCode(_))));
}

#[test]
fn random_bits_that_begin_anew_with_each_start_make_no_fact_twice() {
    let folder = tempfile::tempdir().unwrap();
    let (desk, running) = begin(on_disk(&folder), STREAM, (&bank(), &opened()), clock(1), nobody()).unwrap();
    (1..=5).for_each(|number| drop(desk.submit(join("Ada", number))));
    running.close();
    for start in 0..3 {
        let (desk, running) = resume(on_disk(&folder), STREAM, &bank(), clock(1), nobody()).unwrap();
        for number in 0..5 {
            let order = join("Ada", 100 + start * 10 + number);
            assert!(
                matches!(desk.submit(order), Ok(Ack::Seated { seat, .. }) if u128::from(seat) == 6 + start * 5 + number)
            );
        }
        running.close();
    }
    let found = rooms::find(folder.path(), None).unwrap();
    assert_eq!(found.room(&bank()).unwrap().seats().len(), 20);
}

#[test]
fn a_room_whose_file_was_deleted_is_written_anew_with_all_that_it_had() {
    let folder = tempfile::tempdir().unwrap();
    let (desk, running) = begin(on_disk(&folder), STREAM, (&bank(), &opened()), clock(1), nobody()).unwrap();
    desk.submit(join("Ada", 1)).unwrap();
    std::fs::remove_dir_all(folder.path().join(rooms::FOLDER)).unwrap();
    desk.submit(join("Bo", 2)).unwrap();
    let state = desk.state();
    running.close();
    let found = rooms::find(folder.path(), None).unwrap();
    assert_eq!(found.room(&bank()).unwrap(), *state.room);
    assert_eq!(People::of(found.file.store().people(STREAM).unwrap()), *state.people);
}

#[test]
fn many_threads_answer_at_once_and_every_acknowledged_answer_is_in_the_file_once() {
    const PEOPLE: u32 = 30;
    let folder = tempfile::tempdir().unwrap();
    let (desk, running) = begin(on_disk(&folder), STREAM, (&bank(), &opened()), clock(1), nobody()).unwrap();
    for number in 1..=PEOPLE {
        desk.submit(join("Ada", u128::from(number))).unwrap();
    }
    for place in 1..=6 {
        desk.submit(Order::Room(Command::Open { place })).unwrap();
        let state = desk.state();
        std::thread::scope(|scope| {
            for seat in 1..=PEOPLE {
                let (desk, order) = (desk.clone(), answer(&state, seat, u128::from(place) * 1_000 + u128::from(seat)));
                scope.spawn(move || {
                    // The same again, as a page does that heard nothing.
                    for _ in 0..2 {
                        desk.submit(order.clone()).unwrap();
                    }
                });
            }
        });
        assert_eq!(desk.state().room.answered(place, 1), (PEOPLE, PEOPLE));
        desk.submit(Order::Room(Command::Close { place, vote: 1 })).unwrap();
        desk.submit(Order::Room(Command::Reveal { place })).unwrap();
    }
    running.close();
    let found = rooms::find(folder.path(), None).unwrap();
    let mut answers = 0;
    found
        .file
        .store()
        .read(STREAM, 0, usize::MAX, &mut |_, fact| {
            answers += u32::from(matches!(fact.event, Event::Room(Happened::Answered { .. })));
        })
        .unwrap();
    assert_eq!(answers, 6 * PEOPLE);
}

#[test]
fn whoever_waits_or_listens_is_told_of_what_is_new() {
    let folder = tempfile::tempdir().unwrap();
    let (desk, running) = begin(on_disk(&folder), STREAM, (&bank(), &opened()), clock(1), nobody()).unwrap();
    let (to, from) = channel();
    desk.board().listen(move |version| to.send(version).unwrap_or_default());
    let before = desk.state().version;
    assert_eq!(desk.board().wait(before, Duration::ZERO).version, before, "nothing is new");
    let waiting = {
        let desk = desk.clone();
        std::thread::spawn(move || desk.board().wait(before, Duration::from_secs(100)).room.people_in())
    };
    desk.submit(join("Ada", 1)).unwrap();
    assert_eq!((waiting.join().unwrap(), from.recv().unwrap()), (1, before + 1));
    desk.submit(join("Ada", 1)).unwrap();
    assert_eq!(desk.state().version, before + 1, "the same again is nothing new");
    running.close();
}
