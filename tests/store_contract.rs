//! What every store keeps to, whatever it stores in: one suite, run against SQLite in memory, on disk, on disk by two
//! processes at once, and against PostgreSQL. Another store is one more `Backing` and one more line at the end of this file.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::cast_possible_truncation,
    clippy::print_stderr,
    reason = "a test that cannot go on has to fail"
)]

#[cfg(all(unix, feature = "postgres"))]
#[path = "common/cluster.rs"]
mod cluster;
#[cfg(all(unix, feature = "postgres"))]
#[path = "store_contract/database.rs"]
mod database;
#[path = "store_contract/suite.rs"]
mod suite;

use iotutor::adapters::store::Sqlite;
use iotutor::domain::store::Store;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use suite::{Backing, ROOM, append_all, numbered, room_fact};

/// The variable that names the file that a process of its own adds to.
const FILE: &str = "STORE_CONTRACT_FILE";

/// The variable with the number from which on it adds.
const FROM: &str = "STORE_CONTRACT_FROM";

/// How many facts each process adds, one by one.
const EACH: u32 = 40;

struct InMemory;

impl Backing for InMemory {
    type Store = Sqlite;

    fn new() -> Option<Self> {
        Some(Self)
    }

    fn open(&self) -> Sqlite {
        Sqlite::in_memory().unwrap()
    }
}

struct OnDisk(tempfile::TempDir);

impl OnDisk {
    fn file(&self) -> PathBuf {
        self.0.path().join("store.sqlite3")
    }
}

impl Backing for OnDisk {
    type Store = Sqlite;

    fn new() -> Option<Self> {
        Some(Self(tempfile::tempdir().unwrap()))
    }

    fn open(&self) -> Sqlite {
        open(&self.file())
    }
}

fn open(file: &Path) -> Sqlite {
    let (store, notice) = Sqlite::open(file).unwrap();
    assert_eq!(notice, None);
    store
}

/// Runs only as a process of its own, started by the test below.
#[test]
#[ignore = "run as a process of its own by another test"]
fn add_as_a_process_of_its_own() {
    let (Some(file), Ok(from)) = (std::env::var_os(FILE), std::env::var(FROM)) else { return };
    let from: u32 = from.parse().unwrap();
    let mut store = open(Path::new(&file));
    for number in from..from + EACH {
        append_all(&mut store, ROOM, &[room_fact(number)]);
    }
}

fn process(file: &Path, from: u32) -> Child {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--ignored", "--exact", "add_as_a_process_of_its_own"]);
    command.env(FILE, file).env(FROM, from.to_string()).stdout(Stdio::null());
    command.spawn().unwrap()
}

#[test]
fn two_processes_and_this_one_at_once_lose_nothing_and_leave_no_gap() {
    let place = OnDisk::new().unwrap();
    let file = place.file();
    let mut others = [process(&file, 1_000), process(&file, 2_000)];
    let mut store = open(&file);
    for number in 3_000..3_000 + EACH {
        append_all(&mut store, ROOM, &[room_fact(number)]);
    }
    for other in &mut others {
        assert!(other.wait().unwrap().success());
    }
    let all = numbered(&store, ROOM);
    assert_eq!(all.len(), 3 * EACH as usize);
    assert!(all.iter().zip(1..).all(|((number, _), wanted)| *number == wanted), "no gap");
    for from in [1_000, 2_000, 3_000] {
        let own: Vec<_> = (from..from + EACH).map(|number| room_fact(number).id).collect();
        let found: Vec<_> = all.iter().map(|(_, fact)| fact.id.clone()).filter(|id| own.contains(id)).collect();
        assert_eq!(found, own, "each one's facts in its order");
    }
    assert_eq!(store.read(ROOM, 0, usize::MAX, &mut |_, _| {}).unwrap(), 3 * u64::from(EACH));
}

suite::contract!(in_memory, InMemory);
suite::contract!(on_disk, OnDisk);
suite::contract_of_several!(on_disk_by_several, OnDisk);
