//! Journals opened: new ones, those of the first edition, others' files, and where nothing can be written.

use super::super::samples::{answer, attempt};
use super::*;
use crate::domain::bank::Bank;
use crate::domain::certainty::Certainty;
use crate::domain::fact::Event;
use rusqlite::params;

fn ask(journal: &Journal, sql: &str) -> String {
    let value: rusqlite::types::Value = journal.store.connection.query_row(sql, [], |row| row.get(0)).unwrap();
    match value {
        rusqlite::types::Value::Text(text) => text,
        rusqlite::types::Value::Integer(number) => number.to_string(),
        other => format!("{other:?}"),
    }
}

#[test]
fn folders_and_file_are_made_as_needed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("not/yet/there/journal.sqlite3");
    assert_eq!(open(&path).count().unwrap(), 0);
    assert!(path.exists());
}

#[test]
fn what_is_no_file_is_refused_and_left() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("file"), "").unwrap();
    let opened = Journal::open(&folder.path().join("file/journal.sqlite3"));
    assert!(matches!(opened, Err(JournalError::Folder { .. })), "{opened:?}");
    for opened in [Journal::open(folder.path()), Journal::open_for_reading(folder.path())] {
        assert!(matches!(opened, Err(JournalError::NoFile { .. })), "{opened:?}");
    }
}

#[test]
fn a_journal_is_durable_patient_and_write_ahead_each_time_it_is_opened() {
    let (_folder, path) = four_facts();
    let journal = open(&path);
    let settings = [("journal_mode", "wal"), ("synchronous", "2"), ("busy_timeout", "5000")];
    for (setting, wanted) in settings {
        assert_eq!(ask(&journal, &format!("PRAGMA {setting}")), wanted, "{setting}");
    }
}

#[test]
fn facts_are_there_again_after_closing() {
    let (_folder, path) = four_facts();
    assert_eq!(facts(&open(&path), "Ada", 0), attempt(3));
}

/// The tables of the first edition, with the guard and the cache that some of its formats had.
const FIRST_EDITION: [&str; 4] = [
    "CREATE TABLE fact (
        seq INTEGER PRIMARY KEY AUTOINCREMENT, id BLOB NOT NULL UNIQUE, learner TEXT NOT NULL, at INTEGER NOT NULL,
        zone INTEGER NOT NULL, attempt BLOB, kind TEXT NOT NULL, statement TEXT, revision INTEGER, response TEXT,
        certainty INTEGER, hinted INTEGER, retaken INTEGER, elapsed INTEGER, body TEXT
    ) STRICT;
    CREATE INDEX fact_by_learner ON fact (learner, seq);
    CREATE INDEX fact_by_attempt ON fact (attempt);",
    "CREATE TRIGGER fact_stays_as_it_is BEFORE UPDATE ON fact
    BEGIN SELECT RAISE(ABORT, 'facts are never changed'); END;
    CREATE TRIGGER fact_stays BEFORE DELETE ON fact
    BEGIN SELECT RAISE(ABORT, 'facts are never deleted'); END;",
    "CREATE TABLE cache (learner TEXT PRIMARY KEY, bank TEXT NOT NULL, engine TEXT NOT NULL, seq INTEGER NOT NULL,
     body TEXT NOT NULL) STRICT;",
    "DROP TABLE cache;",
];

/// A file as a program of the first edition left it that knew so many formats.
pub(in crate::adapters::store) fn first_edition(path: &Path, format: usize, facts: &[Fact]) {
    let connection = Connection::open(path).unwrap();
    connection.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(())).unwrap();
    connection.execute_batch(&FIRST_EDITION[..format].concat()).unwrap();
    connection.pragma_update(None, "application_id", 0x696f_7474).unwrap();
    connection.pragma_update(None, "user_version", i64::try_from(format).unwrap()).unwrap();
    for fact in facts {
        let told = serde_json::to_value(&fact.event).unwrap();
        let text = |name: &str| told[name].as_str().map(str::to_owned);
        let number = |name: &str| told[name].as_i64().or_else(|| told[name].as_bool().map(i64::from));
        let is_answer = told["kind"] == "answered";
        let body = (!is_answer).then(|| told.to_string());
        let of_answer = |name: &str| number(name).filter(|_| is_answer);
        let certainty = match &fact.event {
            Event::Answered(answer) => answer.certainty.map(Certainty::number),
            _ => None,
        };
        let row = params![
            rows::bytes(&fact.id),
            fact.learner,
            fact.at.millis,
            fact.at.offset,
            rows::bytes(&fact.attempt),
            text("kind"),
            text("statement").filter(|_| is_answer),
            of_answer("revision"),
            text("response").filter(|_| is_answer),
            certainty,
            of_answer("hinted"),
            of_answer("retaken"),
            of_answer("elapsed"),
            body
        ];
        let sql = "INSERT INTO fact (id, learner, at, zone, attempt, kind, statement, revision, response, certainty, \
                   hinted, retaken, elapsed, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)";
        connection.execute(sql, row).unwrap();
    }
}

#[test]
fn every_format_of_the_first_edition_is_brought_to_date_with_its_facts() {
    for format in 1..=FIRST_EDITION.len() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.sqlite3");
        let bob = Fact { learner: "Bob".to_owned(), ..answer(9) };
        first_edition(&path, format, &[answer(2), bob.clone(), answer(4)]);
        let mut journal = open(&path);
        assert_eq!(facts(&journal, "Ada", 0), [answer(2), answer(4)], "{format}");
        assert_eq!(facts(&journal, "Bob", 0), [bob], "{format}");
        journal.append(&[answer(3)]).unwrap();
        journal.keep("Ada", &Bank::default()).unwrap();
        assert_eq!(ask(&journal, "PRAGMA user_version"), "5");
        assert_eq!(ask(&journal, "SELECT COUNT(*) FROM sqlite_schema WHERE type = 'trigger'"), "2", "{format}");
        assert_eq!(ask(&journal, "SELECT COUNT(*) FROM sqlite_schema WHERE name = 'first_fact'"), "0", "{format}");
        drop(journal);
        assert_eq!(facts(&open(&path), "Ada", 0), [answer(2), answer(4), answer(3)], "{format}");
    }
}

#[test]
fn a_journal_of_the_first_edition_is_read_where_it_cannot_be_brought_to_date() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.sqlite3");
    first_edition(&path, 4, &attempt(3));
    let before = fs::read(&path).unwrap();
    let opened = Journal::open_for_reading(&path).unwrap();
    assert_eq!((facts(&opened.journal, "Ada", 0), opened.notice), (attempt(3), None));
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn a_file_from_a_newer_version_is_refused_and_untouched() {
    let (folder, path) = four_facts();
    let newer = Connection::open(&path).unwrap();
    newer.execute_batch("CREATE TABLE later (what TEXT); PRAGMA user_version = 99").unwrap();
    drop(newer);
    let before = fs::read(&path).unwrap();
    for opened in [Journal::open(&path), Journal::open_for_reading(&path), Journal::repair(&path)] {
        let error = opened.unwrap_err();
        assert!(matches!(error, JournalError::Newer { found: 99, .. }), "{error}");
        assert!(error.to_string().contains("update iotutor"), "{error}");
    }
    assert_eq!(fs::read(&path).unwrap(), before);
    assert_eq!(files(&folder).into_iter().find(|name| name.contains("damaged")), None);
}

#[test]
fn a_database_of_another_program_is_refused_and_untouched() {
    for version in [0, 1, 99] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.sqlite3");
        let other = Connection::open(&path).unwrap();
        other.execute_batch(&format!("CREATE TABLE recipe (name TEXT); PRAGMA user_version = {version}")).unwrap();
        drop(other);
        let before = fs::read(&path).unwrap();
        for opened in [Journal::open(&path), Journal::open_for_reading(&path)] {
            assert!(matches!(opened, Err(JournalError::Foreign { .. })), "{opened:?}");
        }
        assert_eq!(fs::read(&path).unwrap(), before);
    }
}

#[test]
fn a_fact_that_is_not_understood_is_an_error_that_names_it() {
    let (_folder, path) = four_facts();
    let journal = open(&path);
    let found = journal.found("Ada").unwrap().unwrap();
    let connection = &journal.store.connection;
    let place = rows::place(found.key, 5);
    let insert = "INSERT INTO fact (place, id, at, zone, kind, body, sum)
                  VALUES (?1, zeroblob(16), 0, 0, 'sang', '{\"kind\":\"sang\"}', 0)";
    connection.execute(insert, [place]).unwrap();
    connection.execute_batch("DROP TRIGGER fact_stays_as_it_is").unwrap();
    let sum = connection
        .query_row(&format!("{} DESC", rows::ALL), [], |row| {
            rows::values(row).map(|(values, _)| rows::sum(&values, &mut Vec::new()))
        })
        .unwrap();
    connection.execute("UPDATE fact SET sum = ?2 WHERE place = ?1", [place, sum]).unwrap();
    let stream = journal.store.learner_named("Ada").unwrap().unwrap();
    journal.store.write_head(found.key, &stream.id.to_be_bytes(), "learner", 5, false).unwrap();
    let read = journal.each_fact("Ada", 0, |_, _| {});
    assert!(matches!(read, Err(JournalError::Entry { number: 5, .. })), "{read:?}");
    assert_eq!(journal.each_fact("Ada", 5, |_, _| {}).unwrap(), 5);
}

#[test]
fn many_openings_at_once_make_one_journal() {
    for _ in 0..10 {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.sqlite3");
        std::thread::scope(|scope| {
            for number in 2..8 {
                let path = &path;
                scope.spawn(move || open(path).append(&[answer(number)]).unwrap());
            }
        });
        assert_eq!(open(&path).count().unwrap(), 6);
        assert_eq!(files(&folder), ["journal.sqlite3"]);
    }
}

#[test]
fn reading_needs_a_journal_and_an_empty_file_is_an_empty_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.sqlite3");
    let opened = Journal::open_for_reading(&path);
    assert!(matches!(opened, Err(JournalError::Missing { .. })), "{opened:?}");
    assert_eq!(files(&folder), Vec::<String>::new());
    fs::write(&path, "").unwrap();
    assert_eq!(Journal::open_for_reading(&path).unwrap().journal.count().unwrap(), 0);
}

#[test]
fn a_journal_open_for_reading_takes_nothing_and_says_so() {
    let (_folder, path) = four_facts();
    let Opened { mut journal, notice } = Journal::open_for_reading(&path).unwrap();
    assert_eq!((journal.count().unwrap(), notice), (4, None));
    let appended = journal.append(&[answer(9)]);
    assert!(matches!(appended, Err(JournalError::ReadOnly { .. })), "{appended:?}");
}

#[test]
fn a_file_can_be_read_as_unchanging_whatever_its_name() {
    for name in ["journal.sqlite3", "50% of & what? #1.sqlite3", "größer.sqlite3"] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        open(&path).append(&attempt(3)).unwrap();
        let connection = open_to_read(&path, &unchanging(&path), OpenFlags::SQLITE_OPEN_URI).unwrap();
        let count: i64 = connection.query_row("SELECT COUNT(*) FROM fact", [], |row| row.get(0)).unwrap();
        assert_eq!(count, 4, "{name}");
        assert_eq!(files(&folder), [name]);
    }
}

#[cfg(unix)]
mod where_nothing_can_be_written {
    use super::*;
    use std::fs::OpenOptions;
    use std::os::unix::fs::PermissionsExt;

    fn set(path: &Path, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }

    /// Takes the right to write away. Returns whether that had any effect; for root it has none.
    fn protect(folder: &TempDir) -> bool {
        set(folder.path(), 0o555);
        let probe = fs::write(folder.path().join("probe"), "");
        let _ = fs::remove_file(folder.path().join("probe"));
        if probe.is_ok() {
            eprintln!("skipped: this user may write everywhere");
        }
        probe.is_err()
    }

    #[test]
    fn a_journal_in_a_read_only_folder_is_read() {
        let (folder, path) = four_facts();
        if protect(&folder) {
            let opened = Journal::open(&path);
            assert!(matches!(opened, Err(JournalError::ReadOnly { .. })), "{opened:?}");
            let opened = Journal::open_for_reading(&path).unwrap();
            assert_eq!(opened.notice, None);
            assert_eq!(facts(&opened.journal, "Ada", 0), attempt(3));
            assert_eq!(files(&folder), ["journal.sqlite3"]);
        }
        set(folder.path(), 0o755);
    }

    #[test]
    fn nobody_else_can_read_what_is_recorded_even_in_an_open_folder() {
        let folder = tempfile::tempdir().unwrap();
        set(folder.path(), 0o755);
        let path = folder.path().join("journal.sqlite3");
        let mut journal = open(&path);
        journal.append(&attempt(3)).unwrap();
        for name in files(&folder) {
            let mode = fs::metadata(folder.path().join(&name)).unwrap().permissions().mode();
            assert_eq!(mode & 0o077, 0, "{name} {mode:o}");
        }
    }

    #[test]
    fn a_write_protected_file_is_read_whether_or_not_it_was_closed_in_order() {
        for is_sealed in [true, false] {
            let (folder, path) = four_facts();
            if !is_sealed {
                seal::remove(&path);
            }
            set(&path, 0o444);
            if OpenOptions::new().write(true).open(&path).is_ok() {
                return eprintln!("skipped: this user may write everywhere");
            }
            let opened = Journal::open(&path);
            assert!(matches!(opened, Err(JournalError::ReadOnly { .. })), "{opened:?}");
            drop(opened);
            assert_eq!(files(&folder), ["journal.sqlite3"]);
            assert_eq!(Journal::open_for_reading(&path).unwrap().journal.count().unwrap(), 4);
        }
    }

    #[test]
    fn answers_in_a_log_that_cannot_be_merged_are_read_all_the_same_and_spoken_of() {
        let (folder, path) = four_facts();
        let mut writer = open(&path);
        writer.append(&[answer(9)]).unwrap();
        writer.store.abandon();
        fs::remove_file(beside(&path, "-shm")).unwrap();
        if protect(&folder) {
            let opened = Journal::open_for_reading(&path).unwrap();
            assert_eq!(opened.journal.count().unwrap(), 5);
            assert!(opened.notice.unwrap().contains("was not closed"));
        }
        set(folder.path(), 0o755);
        assert_eq!(open(&path).count().unwrap(), 5);
    }

    #[test]
    fn a_folder_that_cannot_be_made_is_a_read_only_place() {
        let folder = tempfile::tempdir().unwrap();
        if protect(&folder) {
            let opened = Journal::open(&folder.path().join("new/journal.sqlite3"));
            assert!(matches!(opened, Err(JournalError::ReadOnly { .. })), "{opened:?}");
            let opened = Journal::open(&folder.path().join("journal.sqlite3"));
            assert!(matches!(opened, Err(JournalError::ReadOnly { .. })), "{opened:?}");
        }
        set(folder.path(), 0o755);
    }
}
