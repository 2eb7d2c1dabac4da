//! Facts added, read and erased.

use super::super::samples::{answer, any_fact, attempt, fact};
use super::*;
use crate::domain::bank::Bank;
use crate::domain::fact::Event;
use proptest::collection::vec;
use proptest::prelude::*;

#[test]
fn facts_come_back_in_the_order_they_were_recorded_and_from_a_number_on() {
    let (_folder, mut journal) = journal(&[answer(5), answer(3)]);
    journal.append(&[answer(4)]).unwrap();
    assert_eq!(facts(&journal, "Ada", 0), [answer(5), answer(3), answer(4)]);
    assert_eq!(facts(&journal, "Ada", 2), [answer(4)]);
    assert_eq!(journal.each_fact("Ada", 0, |_, _| {}).unwrap(), 3);
    assert_eq!(journal.each_fact("Ada", 3, |_, _| {}).unwrap(), 3);
}

#[test]
fn the_same_facts_twice_are_one_fact_each() {
    let (_folder, mut journal) = journal(&attempt(3));
    journal.append(&attempt(5)).unwrap();
    journal.append(&[answer(9), answer(9)]).unwrap();
    assert_eq!(journal.count().unwrap(), 7);
}

#[test]
fn a_batch_is_recorded_whole_or_not_at_all() {
    let (_folder, mut journal) = journal(&[]);
    let nameless = Fact { id: "x".to_owned(), ..answer(3) };
    assert!(matches!(journal.append(&[answer(2), nameless]), Err(JournalError::Unfit { .. })));
    journal
        .store
        .connection
        .execute_batch(
            "CREATE TEMP TRIGGER stop BEFORE INSERT ON main.fact WHEN NEW.elapsed IS NULL
             BEGIN SELECT RAISE(ABORT, 'stop'); END",
        )
        .unwrap();
    assert!(journal.append(&[answer(2), fact(3, Event::Finished)]).is_err());
    assert_eq!(journal.count().unwrap(), 0);
    journal.append(&[answer(2)]).unwrap();
    assert_eq!(journal.count().unwrap(), 1);
}

#[test]
fn a_full_disk_is_named_and_loses_nothing_that_was_recorded() {
    let (_folder, mut journal) = journal(&attempt(3));
    let pages: i64 = journal.store.connection.query_row("PRAGMA page_count", [], |row| row.get(0)).unwrap();
    let limit = |journal: &Journal, pages: i64| {
        let sql = format!("PRAGMA max_page_count = {pages}");
        journal.store.connection.query_row(&sql, [], |_| Ok(())).unwrap();
    };
    limit(&journal, pages);
    let many: Vec<Fact> = (100..400).map(answer).collect();
    let error = journal.append(&many).unwrap_err();
    assert!(matches!(error, JournalError::Full { .. }), "{error}");
    assert!(error.to_string().contains("disk is full"), "{error}");
    assert_eq!(facts(&journal, "Ada", 0), attempt(3));
    limit(&journal, 1_000_000);
    journal.append(&many).unwrap();
    assert_eq!(journal.count().unwrap(), 304);
}

#[test]
fn several_that_record_at_once_lose_nothing() {
    let (folder, journal) = journal(&[]);
    let path = folder.path().join("journal.sqlite3");
    std::thread::scope(|scope| {
        for start in [100, 200, 300] {
            let path = &path;
            scope.spawn(move || {
                let mut journal = Journal::open(path).unwrap().journal;
                for number in start..start + 50 {
                    journal.append(&[answer(number)]).unwrap();
                }
            });
        }
    });
    let all = facts(&journal, "Ada", 0);
    assert_eq!(all.len(), 150);
    assert_eq!(journal.names().unwrap(), ["Ada"], "one learner has one stream");
    for start in [100, 200, 300] {
        let own: Vec<&Fact> = all.iter().filter(|fact| (start..start + 50).any(|n| **fact == answer(n))).collect();
        assert!(own.windows(2).all(|two| two[0].id < two[1].id));
    }
}

#[test]
fn facts_in_the_file_can_be_neither_changed_nor_deleted() {
    let (_folder, journal) = journal(&attempt(3));
    for sql in ["UPDATE fact SET response = 'left'", "DELETE FROM fact"] {
        assert!(journal.store.connection.execute(sql, []).is_err(), "{sql}");
    }
    assert_eq!(facts(&journal, "Ada", 0), attempt(3));
}

#[test]
fn an_attempt_is_read_alone_and_an_unknown_one_has_no_facts() {
    let (_folder, mut journal) = journal(&attempt(3));
    journal.append(&[Fact { attempt: String::new(), ..fact(50, Event::Welcomed) }]).unwrap();
    assert_eq!(journal.attempt("Ada", &answer(2).attempt).unwrap(), attempt(3));
    for (learner, id) in [("Ada", ""), ("Ada", "x"), ("Ada", answer(1).id.as_str()), ("Bob", &answer(2).attempt)] {
        let found = journal.attempt(learner, id).unwrap();
        assert!(found.is_empty() || id == answer(1).attempt && learner == "Ada", "{learner} {id}");
    }
}

/// Ada's facts and one of Bob's.
fn two_learners() -> (TempDir, Journal) {
    let learner = "Bob, who left".to_owned();
    let welcomed = Fact { learner, attempt: String::new(), ..fact(90, Event::Welcomed) };
    journal(&[attempt(3), vec![welcomed]].concat())
}

#[test]
fn learners_are_named_once_each() {
    assert_eq!(two_learners().1.names().unwrap(), ["Ada", "Bob, who left"]);
    assert_eq!(journal(&[]).1.names().unwrap(), Vec::<String>::new());
}

/// Whether the words are anywhere in a file below the folder.
fn is_written_in(folder: &Path, words: &[u8]) -> bool {
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).any(|path| {
        if path.is_dir() {
            return is_written_in(&path, words);
        }
        fs::read(path).unwrap().windows(words.len()).any(|window| window == words)
    })
}

#[test]
fn erasing_a_learner_leaves_no_trace_in_any_file_and_the_others_alone() {
    let (folder, mut journal) = two_learners();
    journal.keep("Bob, who left", &Bank::default()).unwrap();
    assert!(is_written_in(folder.path(), b"who left"));
    assert_eq!(journal.erase(Some("Bob, who left")).unwrap(), 1);
    assert!(!is_written_in(folder.path(), b"who left"));
    assert_eq!(facts(&journal, "Ada", 0), attempt(3));
    assert!(journal.store.connection.execute("DELETE FROM fact", []).is_err(), "append-only again");
}

#[test]
fn erasing_all_leaves_an_empty_journal() {
    let (_folder, mut journal) = two_learners();
    assert_eq!(journal.erase(None).unwrap(), 5);
    assert_eq!((journal.count().unwrap(), journal.erase(Some("nobody")).unwrap()), (0, 0));
    assert_eq!(journal.names().unwrap(), Vec::<String>::new());
    journal.append(&[answer(2)]).unwrap();
    assert_eq!(facts(&journal, "Ada", 0), [answer(2)]);
}

#[test]
fn a_name_is_corrected_beside_the_facts_and_the_old_one_is_gone() {
    let (folder, mut journal) = two_learners();
    let stream = journal.store.learner_named("Bob, who left").unwrap().unwrap();
    journal.store().name(stream, 0, Some(&crate::domain::store::Person::named("Robert"))).unwrap();
    assert_eq!(journal.names().unwrap(), ["Ada", "Robert"]);
    assert_eq!(facts(&journal, "Robert", 0)[0].learner, "Robert");
    assert!(!is_written_in(folder.path(), b"who left"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn any_facts_come_back_as_they_were(all in vec(any_fact(), 0..12)) {
        let (folder, mut journal) = journal(&[]);
        journal.append(&all).unwrap();
        let path = folder.path().join("journal.sqlite3");
        drop(journal);
        let journal = open(&path);
        let names: std::collections::BTreeSet<&str> = all.iter().map(|fact| fact.learner.as_str()).collect();
        prop_assert_eq!(journal.names().unwrap(), names.iter().copied().collect::<Vec<_>>());
        for learner in names {
            let own: Vec<Fact> = all.iter().filter(|fact| fact.learner == learner).cloned().collect();
            prop_assert_eq!(facts(&journal, learner, 0), &own[..]);
            let mut to_fold = Vec::new();
            let found = journal.found(learner).unwrap().unwrap();
            journal.each_to_fold(found, 0, |_, fact| to_fold.push(fact.clone())).unwrap();
            let without_id = |fact: Fact| Fact { id: String::new(), ..fact };
            prop_assert_eq!(to_fold, own.into_iter().map(without_id).collect::<Vec<_>>());
        }
    }
}
