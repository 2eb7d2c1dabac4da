//! Damage of every kind: nobody is locked out, and no fact goes without a word.

use super::super::samples::{answer, attempt, fact};
use super::super::tests::opening::first_edition;
use super::super::tests::{facts, files, journal, open};
use super::super::{Journal, JournalError, Opened, beside};
use crate::adapters::bank_files::builtin;
use crate::domain::fact::{Event, Fact};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, UNIX_EPOCH};
use tempfile::TempDir;

/// What is in a folder: each file below it, by its name from there.
type Content = BTreeMap<PathBuf, Vec<u8>>;

fn content(folder: &Path) -> Content {
    let mut found = Content::new();
    for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        let name = PathBuf::from(entry.file_name().unwrap());
        if entry.is_dir() {
            found.extend(content(&entry).into_iter().map(|(inner, bytes)| (name.join(inner), bytes)));
        } else {
            found.insert(name, fs::read(&entry).unwrap());
        }
    }
    found
}

fn folder_with(content: &Content) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in content {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    let path = folder.path().join("journal.sqlite3");
    // A copy may be so fast that its time is that of the original.
    if let Ok(file) = fs::File::options().write(true).open(&path) {
        file.set_modified(UNIX_EPOCH + Duration::from_secs(1_000_000_000)).unwrap();
    }
    (folder, path)
}

fn count(journal: &Journal) -> usize {
    usize::try_from(journal.count().unwrap()).unwrap()
}

/// Two learners' facts: answers, a round so long that its beginning takes several pages, and some of other kinds.
fn history() -> Vec<Fact> {
    let mut long = attempt(0).remove(0);
    if let Event::Started(started) = &mut long.event {
        started.statements = (0..300).map(|number| format!("statement-{number}")).collect();
    }
    let mut all = vec![Fact { id: fact(500, Event::Finished).id, ..long }];
    all.extend(attempt(60));
    all.push(fact(300, Event::Finished));
    all.push(fact(301, Event::Flagged { statement: "pur-01-iot".to_owned(), on: true }));
    all.extend((400..440).map(answer).map(|fact| Fact { learner: "Bob".to_owned(), ..fact }));
    all
}

/// A journal that was closed in order, with snapshots.
fn closed() -> Content {
    let (folder, journal) = journal(&history());
    for learner in ["Ada", "Bob"] {
        journal.keep(learner, &builtin()).unwrap();
    }
    drop(journal);
    content(folder.path())
}

/// A journal as a kill leaves it: the last answers are in the log alone.
fn killed() -> Content {
    let (early, late) = (&history()[..96], &history()[96..]);
    let (folder, journal) = journal(early);
    drop(journal);
    let mut journal = open(&folder.path().join("journal.sqlite3"));
    for fact in late {
        journal.append(std::slice::from_ref(fact)).unwrap();
    }
    let content = without_memory(content(folder.path()));
    drop(journal);
    content
}

/// A first session as a kill leaves it: all is in the log.
fn killed_at_first() -> Content {
    let (folder, journal) = journal(&history());
    let content = without_memory(content(folder.path()));
    drop(journal);
    content
}

/// What is shared by running processes does not outlive the machine.
fn without_memory(mut content: Content) -> Content {
    content.remove(Path::new("journal.sqlite3-shm"));
    content
}

fn of_the_first_edition() -> Content {
    let folder = tempfile::tempdir().unwrap();
    first_edition(&folder.path().join("journal.sqlite3"), 4, &history());
    content(folder.path())
}

/// Opens what is left, and holds it to the promise. Returns how many facts there were.
#[track_caller]
fn hold(content: &Content, what: &str) -> usize {
    let (folder, path) = folder_with(content);
    let Opened { journal, notice } = Journal::open(&path).unwrap_or_else(|error| panic!("{what}: locked out: {error}"));
    let known = history();
    let mut found = 0;
    for name in journal.names().unwrap() {
        for fact in facts(&journal, &name, 0) {
            let named = |one: &&Fact| one.learner == name || name.starts_with("unnamed");
            let original = known.iter().filter(named).find(|one| one.id == fact.id);
            let original = original.unwrap_or_else(|| panic!("{what}: {name} never had {fact:?}"));
            assert_eq!(
                (fact.event, fact.at, fact.attempt),
                (original.event.clone(), original.at, original.attempt.clone())
            );
            found += 1;
        }
        journal.load(&name, &builtin()).unwrap();
    }
    match &notice {
        None => assert_eq!(found, known.len(), "{what}: fewer facts in silence"),
        Some(notice) => {
            let says = |words: &str| notice.contains(words);
            assert!(
                found == known.len() || says("could not") || says("no fact") || says("may be missing"),
                "{what}: {notice}"
            );
            is_aside(content, &folder, what);
        }
    }
    drop(journal);
    let mut journal = open(&path);
    journal.append(&[answer(9_000)]).unwrap();
    assert_eq!(count(&journal), found + 1, "{what}");
    found
}

/// The damaged files were copied aside to the byte.
#[track_caller]
fn is_aside(content: &Content, folder: &TempDir, what: &str) {
    let names = files(folder);
    let aside = names.iter().find(|name| name.starts_with("journal.damaged-") && name.ends_with(".sqlite3"));
    let aside = folder.path().join(aside.unwrap_or_else(|| panic!("{what}: not aside: {names:?}")));
    for companion in ["", "-wal"] {
        let before = content.get(&PathBuf::from(format!("journal.sqlite3{companion}"))).cloned().unwrap_or_default();
        let kept = fs::read(beside(&aside, companion)).unwrap_or_default();
        assert!(kept == before, "{what}: {companion} is not as it was");
    }
}

/// Flips one byte of a file.
fn flipped(content: &Content, name: &str, random: &mut ChaCha8Rng) -> (Content, String) {
    let mut damaged = content.clone();
    let bytes = damaged.get_mut(Path::new(name)).unwrap();
    let (at, by) = (random.random_range(0..bytes.len()), random.random_range(1..=255_u8));
    bytes[at] ^= by;
    (damaged, format!("{name}: byte {at} changed by {by}"))
}

fn flips(content: &Content, name: &str, count: usize, seed: u64) -> Vec<usize> {
    assert_eq!(hold(content, "undamaged"), history().len());
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let tries = (0..count).map(|_| flipped(content, name, &mut random));
    tries.map(|(damaged, what)| hold(&damaged, &what)).collect()
}

const FILE: &str = "journal.sqlite3";
const LOG: &str = "journal.sqlite3-wal";

#[test]
fn a_closed_journal_with_any_byte_changed_is_read_and_fewer_facts_are_said_to_be_fewer() {
    let found = flips(&closed(), FILE, 700, 1);
    let lost: usize = found.iter().map(|found| history().len() - found).sum();
    assert!(lost < found.len(), "one byte costs one fact at most, but for a learner's long round: {lost}");
}

#[test]
fn a_journal_after_a_kill_with_any_byte_changed_is_read_and_fewer_facts_are_said_to_be_fewer() {
    flips(&killed(), FILE, 75, 2);
}

#[test]
fn a_log_after_a_kill_with_any_byte_changed_is_read_and_fewer_facts_are_said_to_be_fewer() {
    flips(&killed(), LOG, 75, 3);
}

#[test]
fn the_last_answer_spoilt_in_the_log_is_missed_by_its_number() {
    let mut content = killed();
    let last: u128 = history().last().map(|fact| u128::from_str_radix(&fact.id, 16).unwrap()).unwrap();
    let log = content.get_mut(Path::new(LOG)).unwrap();
    let places: Vec<usize> =
        log.windows(16).enumerate().filter(|(_, bytes)| *bytes == last.to_be_bytes()).map(|(at, _)| at).collect();
    assert!(!places.is_empty());
    for at in places {
        log[at] ^= 0x40;
    }
    assert_eq!(hold(&content, "the last answer"), history().len() - 1);
}

#[test]
fn a_first_log_with_any_byte_changed_is_read_and_fewer_facts_are_said_to_be_fewer() {
    flips(&killed_at_first(), LOG, 50, 4);
}

#[test]
fn a_journal_of_the_first_edition_with_any_byte_changed_is_read() {
    let content = of_the_first_edition();
    let mut random = ChaCha8Rng::seed_from_u64(5);
    for _ in 0..100 {
        let (damaged, what) = flipped(&content, FILE, &mut random);
        // Its rows have no checksums, so a fact may have changed that still makes sense; it may not be gone in silence.
        let (_folder, path) = folder_with(&damaged);
        let Opened { journal, notice } = Journal::open(&path).unwrap_or_else(|error| panic!("{what}: {error}"));
        let found = count(&journal);
        let says = notice.as_ref().is_some_and(|notice| notice.contains("could not") || notice.contains("no fact"));
        assert!(found == history().len() || found < history().len() && says, "{what}: {found} {notice:?}");
    }
}

#[test]
fn a_journal_cut_off_anywhere_is_read_and_fewer_facts_are_said_to_be_fewer() {
    let mut random = ChaCha8Rng::seed_from_u64(6);
    for (content, name, count) in [(closed(), FILE, 120), (killed(), FILE, 40), (killed(), LOG, 40)] {
        for _ in 0..count {
            let mut damaged = content.clone();
            let bytes = damaged.get_mut(Path::new(name)).unwrap();
            let length = random.random_range(1..bytes.len());
            bytes.truncate(length);
            hold(&damaged, &format!("{name} cut off at {length}"));
        }
    }
}

#[test]
fn a_damaged_journal_that_is_only_read_is_left_as_it_is_and_read_as_far_as_can_be() {
    let content = closed();
    let mut random = ChaCha8Rng::seed_from_u64(7);
    for _ in 0..60 {
        let (damaged, what) = flipped(&content, FILE, &mut random);
        let (folder, path) = folder_with(&damaged);
        let Opened { journal, notice } =
            Journal::open_for_reading(&path).unwrap_or_else(|error| panic!("{what}: {error}"));
        let found = count(&journal);
        assert!(
            found == history().len() || notice.is_some_and(|notice| notice.contains("could not")),
            "{what}: {found}"
        );
        assert!(!files(&folder).iter().any(|name| name.contains("damaged") || name.contains("rescue")), "{what}");
        assert!(fs::read(&path).unwrap() == damaged[Path::new(FILE)], "{what}");
    }
}

#[test]
fn what_is_no_journal_at_all_is_kept_aside_and_a_new_one_begun() {
    for bytes in [&b"Dear diary,"[..], &[0; 9_000], &[0xa5; 7_000]] {
        let content = Content::from([(PathBuf::from(FILE), bytes.to_vec())]);
        assert_eq!(hold(&content, "no journal"), 0);
    }
}

#[test]
fn damage_that_only_reading_comes_upon_is_repaired_from_there() {
    let (folder, path) = folder_with(&closed());
    let journal = open(&path);
    let change = "DROP TRIGGER fact_stays_as_it_is; UPDATE fact SET revision = 7 WHERE place & 4294967295 = 9;";
    journal.store.connection.execute_batch(change).unwrap();
    let read = ["Ada", "Bob"].map(|learner| journal.each_fact(learner, 0, |_, _| {}));
    assert!(read.iter().all(|read| matches!(read, Err(JournalError::Damaged { .. }))), "{read:?}");
    let opened = journal.reopen_repaired().unwrap();
    assert!(opened.notice.unwrap().contains("all of its"), "what was overwritten is still in the file");
    assert_eq!(count(&opened.journal), history().len());
    assert!(files(&folder).iter().any(|name| name.starts_with("journal.damaged-")));
}

#[test]
fn a_log_without_its_journal_is_read() {
    let mut content = killed_at_first();
    content.remove(Path::new(FILE));
    assert_eq!(hold(&content, "no file"), history().len());
    content.insert(PathBuf::from(FILE), Vec::new());
    assert_eq!(hold(&content, "an empty file"), history().len());
    let (_folder, path) = folder_with(&content);
    let opened = Journal::open_for_reading(&path).unwrap();
    assert!(opened.notice.unwrap().contains("its log is still there"));
    assert_eq!(count(&opened.journal), history().len());
}

#[test]
fn a_journal_restored_from_a_backup_beside_a_later_log_loses_nothing_that_is_in_either_in_silence() {
    let (folder, journal) = journal(&history()[..20]);
    drop(journal);
    let path = folder.path().join(FILE);
    let backup = fs::read(&path).unwrap();
    open(&path).append(&history()[20..80]).unwrap();
    let mut journal = open(&path);
    journal.append(&history()[80..]).unwrap();
    let mut content = without_memory(content(folder.path()));
    content.insert(PathBuf::from(FILE), backup);
    let found = hold(&content, "an old backup and a new log");
    assert!(found >= 20 + history().len() - 80, "{found}");
    drop(journal);
}

#[test]
fn a_later_journal_beside_an_early_log_keeps_its_facts() {
    let mut content = killed_at_first();
    let early = {
        let (folder, journal) = journal(&history()[..3]);
        let early = fs::read(beside(&folder.path().join(FILE), "-wal")).unwrap();
        drop(journal);
        early
    };
    content.remove(Path::new(LOG));
    content.insert(PathBuf::from(FILE), closed()[Path::new(FILE)].clone());
    content.insert(PathBuf::from(LOG), early);
    let (_folder, path) = folder_with(&content);
    let opened = Journal::open(&path).unwrap();
    assert!(opened.notice.unwrap().contains("do not belong together"));
    assert_eq!(count(&opened.journal), history().len());
}

#[test]
fn the_log_of_somebody_elses_journal_is_taken_in_beside_and_mixes_nobody_up() {
    let cleo: Vec<Fact> = (600..640).map(answer).map(|fact| Fact { learner: "Cleo".to_owned(), ..fact }).collect();
    let (folder, journal) = journal(&cleo);
    let log = fs::read(beside(&folder.path().join(FILE), "-wal")).unwrap();
    drop(journal);
    let mut content = closed();
    content.insert(PathBuf::from(LOG), log);
    let (_folder, path) = folder_with(&content);
    let Opened { journal, notice } = Journal::open(&path).unwrap();
    assert!(notice.unwrap().contains("do not belong together"));
    assert_eq!(journal.names().unwrap(), ["Ada", "Bob", "Cleo"]);
    assert_eq!(facts(&journal, "Cleo", 0), cleo);
    assert_eq!(count(&journal), history().len() + cleo.len());
}

#[test]
fn what_was_erased_stays_erased_though_a_kill_left_it_in_the_file() {
    let (folder, mut journal) = journal(&history());
    drop(journal);
    let path = folder.path().join(FILE);
    let before = fs::read(&path).unwrap();
    journal = open(&path);
    journal.erase(Some("Bob")).unwrap();
    journal.append(&[answer(8_000)]).unwrap();
    let mut content = without_memory(content(folder.path()));
    drop(journal);
    content.insert(PathBuf::from(FILE), before);
    content.retain(|name, _| name.parent() == Some(Path::new("")));
    let (_folder, path) = folder_with(&content);
    // The erasure itself was merged into the file that is lost here, so Bob may be back, but not in silence.
    let opened = Journal::open(&path).unwrap();
    assert!(opened.notice.is_some());
}

#[test]
fn two_that_find_damage_at_once_repair_it_once() {
    for _ in 0..5 {
        let mut content = closed();
        content.get_mut(Path::new(FILE)).unwrap()[5_000] ^= 0x55;
        let (folder, path) = folder_with(&content);
        std::thread::scope(|scope| {
            for number in 0..3 {
                let path = &path;
                scope.spawn(move || {
                    let mut journal = Journal::open(path).unwrap().journal;
                    journal.append(&[answer(7_000 + number)]).unwrap();
                });
            }
        });
        let found = count(&open(&path));
        assert!((history().len() + 2..=history().len() + 3).contains(&found), "{found}");
        assert!(files(&folder).len() <= 2, "{:?}", files(&folder));
    }
}
