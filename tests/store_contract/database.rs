//! The suite on PostgreSQL, and what only a database on the other side of a wire can do wrong.

use crate::cluster::{Cable, Cluster, Pool, Wire, shared};
use crate::suite::{ADA, Backing, ROOM, contract, contract_of_several, numbered, room_fact};
use iotutor::adapters::store::{JournalError, Postgres, RemoteError};
use iotutor::domain::fact::Event;
use iotutor::domain::room::{Happened, Pace};
use iotutor::domain::store::{Appended, Kind, OWN, Person, Store};
use std::sync::OnceLock;

struct Database {
    cluster: &'static Cluster,
    address: String,
}

impl Backing for Database {
    type Store = Postgres;

    fn new() -> Option<Self> {
        let cluster = shared()?;
        Some(Self { cluster, address: cluster.database() })
    }

    fn open(&self) -> Postgres {
        Postgres::open(&self.address).unwrap()
    }
}

impl Database {
    /// Ends all connections to it, as a server that is begun again does.
    fn cut_off(&self) {
        let name = self.address.rsplit('/').next().unwrap();
        let ended = format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'");
        self.cluster.sql("postgres", &ended);
    }
}

contract!(postgres, Database);
contract_of_several!(postgres_by_several, Database);

/// Through a pool that gives each transaction another connection.
struct Pooled {
    pool: &'static Pool,
    address: String,
}

impl Backing for Pooled {
    type Store = Postgres;

    fn new() -> Option<Self> {
        static SHARED: OnceLock<Option<Pool>> = OnceLock::new();
        let pool = SHARED.get_or_init(Pool::start).as_ref()?;
        let address = Pool::address(&pool.cluster.database());
        Some(Self { pool, address })
    }

    fn open(&self) -> Postgres {
        Postgres::open(&self.address).unwrap()
    }
}

contract!(pooled, Pooled);
contract_of_several!(pooled_by_several, Pooled);

#[test]
fn those_who_share_a_pool_share_its_connections() {
    let Some(place) = Pooled::new() else { return };
    let mut stores: Vec<Postgres> = (0..8).map(|_| place.open()).collect();
    for (number, store) in (0..).zip(&mut stores) {
        crate::append_all(store, ROOM, &[room_fact(number)]);
    }
    let name = place.address.rsplit('/').next().unwrap();
    let asked = format!("SELECT COUNT(*) <= 2 FROM pg_stat_activity WHERE datname = '{name}'");
    assert_eq!(place.pool.cluster.sql("postgres", &asked), "t\n");
}

#[test]
fn many_that_open_an_empty_database_at_once_make_its_tables_once() {
    let Some(place) = Database::new() else { return };
    std::thread::scope(|scope| {
        for number in 0..6 {
            let place = &place;
            scope.spawn(move || crate::append_all(&mut place.open(), ROOM, &[room_fact(number)]));
        }
    });
    assert_eq!(numbered(&place.open(), ROOM).len(), 6);
    assert_eq!(place.cluster.sql(&place.address, "SELECT version FROM iotutor_schema"), "2\n");
}

#[test]
fn tables_of_a_newer_version_are_refused_and_stay_as_they_are() {
    let Some(place) = Database::new() else { return };
    let mut store = place.open();
    store.append(ROOM, 0, &[room_fact(1)]).unwrap();
    place.cluster.sql(&place.address, "UPDATE iotutor_schema SET version = 99");
    let refused = Postgres::open(&place.address).unwrap_err();
    assert!(matches!(refused, JournalError::Remote(RemoteError::Newer { found: 99, known: 2, .. })), "{refused}");
    assert!(refused.to_string().contains("update iotutor"), "{refused}");
    assert_eq!(place.cluster.sql(&place.address, "SELECT version FROM iotutor_schema"), "99\n");
}

/// The tables as the first version of the program made them, and a class as it wrote one: without what was added since.
const FIRST: &str = concat!(
    include_str!("../../src/adapters/store/postgres/1.sql"),
    "CREATE TABLE iotutor_schema (version INTEGER NOT NULL); INSERT INTO iotutor_schema VALUES (1);",
    "INSERT INTO iotutor_stream VALUES ('room', decode('80000000000000000000000000000000', 'hex'), 1, 1);",
    "INSERT INTO iotutor_fact VALUES ('room', decode('80000000000000000000000000000000', 'hex'), 1, ",
    "decode('00000000000000000000000000000001', 'hex'), 0, 60, NULL, '",
    r#"{"kind":"room","what":"opened","title":"","code":"K7MX","paper_code":"S6GP","bank":"b","bank_revision":1,"#,
    r#""items":[],"names":"free","certainty":false,"seats":400}"#,
    "')"
);

#[test]
fn what_the_first_version_left_is_brought_to_the_newest_and_read() {
    let Some(place) = Database::new() else { return };
    place.cluster.sql(&place.address, FIRST);
    let mut store = place.open();
    let there = numbered(&store, ROOM);
    let Event::Room(Happened::Opened(opened)) = &there[0].1.event else { panic!("{there:?}") };
    assert_eq!((opened.code.as_str(), opened.pace, &opened.warm_up), ("K7MX", Pace::Host, &None));
    assert_eq!(store.append(ROOM, 1, &[room_fact(2)]).unwrap(), Appended::UpTo(2));
    assert_eq!(place.cluster.sql(&place.address, "SELECT version FROM iotutor_schema"), "2\n");
    let kept = [["S-1", "Ada", "", "B", ""].map(str::to_owned)];
    store.keep_roster(&kept).unwrap();
    assert_eq!(store.roster().unwrap(), kept);
}

#[test]
fn an_older_program_that_runs_writes_nothing_more_once_a_newer_one_changed_the_tables_and_it_asks_again() {
    let Some(place) = Database::new() else { return };
    let mut store = place.open();
    store.append(ROOM, 0, &[room_fact(1)]).unwrap();
    place.cluster.sql(&place.address, "UPDATE iotutor_schema SET version = 99");
    place.cut_off();
    let refused = store.append(ROOM, 1, &[room_fact(2)]).unwrap_err();
    assert!(matches!(refused, JournalError::Remote(RemoteError::Newer { found: 99, known: 2, .. })), "{refused}");
    assert_eq!(place.cluster.sql(&place.address, "SELECT COUNT(*) FROM iotutor_fact"), "1\n");
}

#[test]
fn a_fact_of_a_newer_program_is_refused_by_its_number_and_nothing_is_changed() {
    let Some(place) = Database::new() else { return };
    let mut store = place.open();
    store.append(ROOM, 0, &[room_fact(1), room_fact(2)]).unwrap();
    let newer = "UPDATE iotutor_fact SET event = '{\"kind\":\"dreamt\"}' WHERE number = 2";
    place.cluster.sql(&place.address, newer);
    let refused = store.read(ROOM, 0, 9, &mut |_, _| {}).unwrap_err();
    assert!(matches!(refused, JournalError::Remote(RemoteError::Entry { number: 2, .. })), "{refused}");
}

#[test]
fn a_fact_that_is_missing_is_told_and_not_passed_over() {
    let Some(place) = Database::new() else { return };
    let mut store = place.open();
    store.append(ROOM, 0, &[room_fact(1), room_fact(2), room_fact(3)]).unwrap();
    for (gone, last) in [(2, 1), (3, 1)] {
        place.cluster.sql(&place.address, &format!("DELETE FROM iotutor_fact WHERE number = {gone}"));
        let refused = store.read(ROOM, 0, 9, &mut |_, _| {}).unwrap_err();
        assert!(
            matches!(refused, JournalError::Remote(RemoteError::Gap { number, .. }) if number == last),
            "{refused}"
        );
    }
}

#[test]
fn an_append_whose_answer_was_lost_is_known_to_be_there_and_there_once() {
    let Some(place) = Database::new() else { return };
    let cable = Cable::to(place.cluster);
    let mut store = Postgres::open(&cable.address(&place.address)).unwrap();
    store.append(ROOM, 0, &[room_fact(1)]).unwrap();
    cable.set(Wire::CutBeforeAnswer);
    assert_eq!(store.append(ROOM, 1, &[room_fact(2), room_fact(3)]).unwrap(), Appended::UpTo(3));
    assert_eq!(numbered(&store, ROOM), numbered(&place.open(), ROOM));
    assert_eq!(numbered(&store, ROOM).len(), 3);
    // And what was never sent is added by the second try.
    place.cut_off();
    assert_eq!(store.append(ROOM, 3, &[room_fact(4)]).unwrap(), Appended::UpTo(4));
}

#[test]
fn a_wire_that_is_pulled_is_noticed_and_whoever_asks_again_goes_on() {
    let Some(place) = Database::new() else { return };
    let cable = Cable::to(place.cluster);
    let mut store = Postgres::open(&cable.address(&place.address)).unwrap();
    store.append(ROOM, 0, &[room_fact(1)]).unwrap();
    cable.set(Wire::Pulled);
    let refused = store.append(ROOM, 1, &[room_fact(2)]).unwrap_err();
    assert!(matches!(refused, JournalError::Remote(RemoteError::Unreachable { .. })), "{refused}");
    cable.set(Wire::Whole);
    assert_eq!(store.append(ROOM, 1, &[room_fact(2)]).unwrap(), Appended::UpTo(2));
}

#[test]
fn writings_of_others_are_told_from_ones_own() {
    let Some(place) = Database::new() else { return };
    let (mut one, mut other) = (place.open(), place.open());
    one.append(ROOM, 0, &[room_fact(1)]).unwrap();
    let before = one.writings_of_others(ROOM).unwrap();
    one.append(ROOM, 1, &[room_fact(2)]).unwrap();
    one.name(ROOM, 1, Some(&Person::named("Ada"))).unwrap();
    one.name(ROOM, 1, None).unwrap();
    one.name(ROOM, 1, None).unwrap();
    assert_eq!(one.writings_of_others(ROOM).unwrap(), before, "nobody else has written");
    let mut known = before;
    other.append(ROOM, 2, &[room_fact(3)]).unwrap();
    for number in 0..3 {
        let now = one.writings_of_others(ROOM).unwrap();
        assert_ne!(now, known, "{number}");
        known = now;
        match number {
            0 => other.name(ROOM, 2, Some(&Person::named("Bo"))).unwrap(),
            _ => other.name(ROOM, 2, None).unwrap(),
        }
    }
}

#[test]
fn what_is_erased_is_in_no_table_any_more() {
    let Some(place) = Database::new() else { return };
    let mut store = place.open();
    store.append(ADA, 0, &[room_fact(1)]).unwrap();
    store.name(ADA, OWN, Some(&Person::named("Ada\0 Lovelace"))).unwrap();
    store.name(ROOM, 4, Some(&Person::named("Bo"))).unwrap();
    assert_eq!(store.people(ADA).unwrap(), [(OWN, Person::named("Ada Lovelace"))], "no text may have a zero");
    store.erase(ADA).unwrap();
    store.name(ROOM, 4, None).unwrap();
    assert_eq!(store.streams(Kind::Room).unwrap(), [], "nobody is there, and nothing");
    let left = "SELECT (SELECT COUNT(*) FROM iotutor_fact), (SELECT COUNT(*) FROM iotutor_person), \
                (SELECT COUNT(*) FROM iotutor_stream)";
    assert_eq!(place.cluster.sql(&place.address, left), "0|0|1\n");
}

#[test]
fn a_login_that_is_refused_and_a_server_that_is_away_are_told_apart_without_a_password() {
    let Some(place) = Database::new() else { return };
    let nobody = place.address.replace("postgres@", "nobody_here:s3cret@");
    let refused = Postgres::open(&nobody).unwrap_err();
    assert!(matches!(refused, JournalError::Remote(RemoteError::Login { .. })), "{refused}");
    let away = Postgres::open("postgres://u:s3cret@127.0.0.1:1/d").unwrap_err();
    assert!(matches!(away, JournalError::Remote(RemoteError::Unreachable { .. })), "{away}");
    for told in [format!("{refused} {refused:?}"), format!("{away} {away:?}"), format!("{:?}", place.open())] {
        assert!(!told.contains("s3cret"), "{told}");
    }
}
