//! Opening a journal: making, checking and migrating it, and keeping a damaged one aside.
//!
//! A start should cost little, so an existing file of the present format is opened with three statements, and nothing
//! is set that the file or the library already has: the log is write-ahead since the file was made, and `synchronous`
//! is FULL unless told otherwise. Tests hold both.

use super::{Journal, JournalError, kept};
use crate::adapters::clock;
use crate::adapters::system::{WINDOWS_PATHS, make_private_file, make_private_folder};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags, Transaction, TransactionBehavior};
use std::cell::Cell;
use std::ffi::OsString;
use std::fs::{self, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Marks the file as a journal of this program: "iott" in ASCII.
const APPLICATION: i64 = 0x696f_7474;

/// How long to wait for another process that is writing.
const PATIENCE: Duration = Duration::from_secs(5);

/// What SQLite keeps beside a file, the last to be moved first.
const COMPANIONS: [&str; 2] = ["-wal", "-shm"];

/// The end of the name of the file that remembers damage.
const DAMAGE: &str = "-damaged";

/// The steps from an empty file to the present format; the format's number is how many were taken. Steps are only ever
/// added, since files that have taken the earlier ones are about.
pub(super) const STEPS: &[&str] = &[FACTS, GUARD, CACHE, NO_CACHE];

const FACTS: &str = "
CREATE TABLE fact (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id BLOB NOT NULL UNIQUE,   -- 16 bytes, so half as long as the 32 digits
    learner TEXT NOT NULL,
    at INTEGER NOT NULL,       -- milliseconds since 1970, UTC
    zone INTEGER NOT NULL,     -- minutes east of UTC
    attempt BLOB,              -- 16 bytes
    kind TEXT NOT NULL,
    statement TEXT,            -- this and what follows for answers
    revision INTEGER,
    response TEXT,             -- left, right, dont_know
    certainty INTEGER,         -- 1 to 3
    hinted INTEGER,
    retaken INTEGER,
    elapsed INTEGER,           -- milliseconds
    body TEXT                  -- JSON, for all other kinds
) STRICT;
CREATE INDEX fact_by_learner ON fact (learner, seq);
CREATE INDEX fact_by_attempt ON fact (attempt);
";

/// Makes the table of facts append-only; erasing takes the triggers off and puts them on again.
pub(super) const GUARD: &str = "
CREATE TRIGGER fact_stays_as_it_is BEFORE UPDATE ON fact
BEGIN SELECT RAISE(ABORT, 'facts are never changed'); END;
CREATE TRIGGER fact_stays BEFORE DELETE ON fact
BEGIN SELECT RAISE(ABORT, 'facts are never deleted'); END;
";

/// Where records were kept once; they are files now, so that a start need not wait for the database.
const CACHE: &str = "
CREATE TABLE cache (
    learner TEXT PRIMARY KEY,
    bank TEXT NOT NULL,        -- fingerprint
    engine TEXT NOT NULL,
    seq INTEGER NOT NULL,      -- the last fact in it
    body TEXT NOT NULL         -- JSON
) STRICT;
";

const NO_CACHE: &str = "DROP TABLE cache;";

/// A journal just opened.
#[derive(Debug)]
pub struct Opened {
    /// The journal.
    pub journal: Journal,
    /// What the learner should know about it, in one sentence.
    pub notice: Option<String>,
}

/// What a file says that it is.
enum Identity {
    /// A journal that took this many steps; 0 for an empty file.
    Journal(i64),
    /// A database of another program.
    Foreign,
}

impl Journal {
    /// Opens the journal at `path` for reading and writing. Makes folder and file where there is none, and brings a
    /// file of an earlier format to the present one. A damaged file is kept aside under a new name, and a new one
    /// begun.
    ///
    /// # Errors
    ///
    /// [`JournalError::ReadOnly`] where nothing can be written: the caller can go on with [`Journal::open_for_reading`]
    /// and a warning. [`JournalError::Newer`] and [`JournalError::Foreign`] leave the file untouched.
    /// [`JournalError::Busy`], [`JournalError::Full`], [`JournalError::Folder`], [`JournalError::Aside`] or what else
    /// the database says.
    pub fn open(path: &Path) -> Result<Opened, JournalError> {
        match open_for_writing(path) {
            Err(JournalError::Damaged { .. }) => replace_damaged(path),
            Ok(journal) if journal.was_found_damaged() => journal.begin_afresh(),
            opened => opened.map(|journal| Opened { journal, notice: None }),
        }
    }

    /// Opens the journal at `path` where nothing can be written. Nothing can be appended or kept then.
    ///
    /// # Errors
    ///
    /// [`JournalError::Missing`] without a file, [`JournalError::Unreadable`], [`JournalError::Older`] and
    /// [`JournalError::Newer`] for another format, [`JournalError::Damaged`], or what else the database says.
    pub fn open_for_reading(path: &Path) -> Result<Opened, JournalError> {
        if !path.is_file() {
            return Err(JournalError::Missing { path: path.to_owned() });
        }
        match open_to_read(path, path.as_os_str(), OpenFlags::empty()) {
            // The write-ahead log needs files of its own beside the journal, and here they cannot be made.
            Err(JournalError::ReadOnly { .. }) => {
                let unchanging = unchanging(path);
                let journal =
                    open_to_read(path, &unchanging, OpenFlags::SQLITE_OPEN_URI).map_err(|error| match error {
                        JournalError::ReadOnly { path, reason } => JournalError::Unreadable { path, reason },
                        other => other,
                    })?;
                let notice = has_unread_log(path).then(|| {
                    format!("The last answers in {} may be missing here: its log cannot be read.", path.display())
                });
                Ok(Opened { journal, notice })
            }
            opened => opened.map(|journal| Opened { journal, notice: None }),
        }
    }

    /// Keeps the file aside under a new name and begins a new one, after [`JournalError::Damaged`].
    ///
    /// # Errors
    ///
    /// [`JournalError::Aside`], or those of [`Journal::open`].
    pub fn begin_afresh(self) -> Result<Opened, JournalError> {
        let path = self.path.clone();
        self.abandon();
        replace_damaged(&path)
    }

    /// Remembers that writing came upon damage, which opening does not see, so that the next opening looks at it all.
    pub(super) fn remember_damage(&self) {
        // Where it cannot be remembered, the next attempt to write says the same again.
        let _ = make_private_file(&beside(&self.path, DAMAGE));
    }

    /// Whether damage was remembered and is still there. Looks at the whole file, but only then.
    fn was_found_damaged(&self) -> bool {
        let mark = beside(&self.path, DAMAGE);
        if !mark.exists() {
            return false;
        }
        let _ = fs::remove_file(mark);
        let said = self.connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get::<_, String>(0));
        said.map_or(true, |said| said != "ok")
    }

    /// Closes the file without touching it, log and all.
    fn abandon(self) {
        // Where even this fails, the log is merged on closing, which loses nothing.
        let _ = self.connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true);
    }
}

fn open_for_writing(path: &Path) -> Result<Journal, JournalError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
    // The database's own way to make a file lets others read it; what belongs to it has the same rights. Whether it is
    // there, or cannot be made, is the database's to find out.
    let _ = make_private_file(path);
    let opened = match connect(path.as_os_str(), flags) {
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::CannotOpen) => {
            make_folder(path)?;
            let _ = make_private_file(path);
            connect(path.as_os_str(), flags)
        }
        opened => opened,
    };
    let connection = opened.map_err(|error| JournalError::explain(path, error))?;
    let journal = Journal { connection, path: path.to_owned(), kept_to: Cell::new(0) };
    match check(&journal) {
        Err(error @ JournalError::Damaged { .. }) => {
            journal.abandon();
            Err(error)
        }
        checked => checked.map(|()| journal),
    }
}

fn check(journal: &Journal) -> Result<(), JournalError> {
    let path = || journal.path.clone();
    if journal.connection.is_readonly("main").map_err(|error| journal.explain(error))? {
        return Err(JournalError::ReadOnly { path: path(), reason: "the file is write-protected".to_owned() });
    }
    match check_format(journal) {
        Err(JournalError::Older { .. }) => {
            bring_to_date(&journal.connection, STEPS).map_err(|error| journal.explain(error))?;
            check_format(journal)
        }
        checked => checked,
    }
}

fn open_to_read(path: &Path, name: &std::ffi::OsStr, flags: OpenFlags) -> Result<Journal, JournalError> {
    let connection =
        connect(name, flags | OpenFlags::SQLITE_OPEN_READ_ONLY).map_err(|error| JournalError::explain(path, error))?;
    let journal = Journal { connection, path: path.to_owned(), kept_to: Cell::new(0) };
    check_format(&journal)?;
    Ok(journal)
}

/// Refuses all but a journal of the present format. Reads the schema, so that damage to it shows now.
fn check_format(journal: &Journal) -> Result<(), JournalError> {
    let explain = |error| journal.explain(error);
    let path = || journal.path.clone();
    let known = known(STEPS);
    match identify(&journal.connection).map_err(explain)? {
        Identity::Foreign => Err(JournalError::Foreign { path: path() }),
        Identity::Journal(found) if found > known => Err(JournalError::Newer { path: path(), found, known }),
        Identity::Journal(found) if found < known => Err(JournalError::Older { path: path() }),
        // The statement stays prepared for the first use.
        Identity::Journal(_) => journal.connection.prepare_cached(kept::ID).map(drop).map_err(explain),
    }
}

fn connect(name: &std::ffi::OsStr, flags: OpenFlags) -> rusqlite::Result<Connection> {
    // A connection is only ever used by one thread at a time, as the compiler ensures.
    let connection = Connection::open_with_flags(Path::new(name), flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.busy_timeout(PATIENCE)?;
    Ok(connection)
}

fn make_folder(path: &Path) -> Result<(), JournalError> {
    let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) else { return Ok(()) };
    make_private_folder(folder).map_err(|source| match source.kind() {
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            JournalError::ReadOnly { path: path.to_owned(), reason: source.to_string() }
        }
        _ => JournalError::Folder { path: path.to_owned(), source },
    })
}

fn known(steps: &[&str]) -> i64 {
    i64::try_from(steps.len()).unwrap_or(i64::MAX)
}

fn identify(connection: &Connection) -> rusqlite::Result<Identity> {
    let pragma = |sql| connection.query_row(sql, [], |row| row.get::<_, i64>(0));
    let steps = pragma("PRAGMA user_version")?;
    if steps > 0 && pragma("PRAGMA application_id")? == APPLICATION {
        return Ok(Identity::Journal(steps));
    }
    // Another process may be making the file at this moment, so all is asked in one statement.
    let sql = "SELECT application_id, user_version, (SELECT COUNT(*) FROM sqlite_schema) \
               FROM pragma_application_id, pragma_user_version";
    connection.query_row(sql, [], |row| {
        let (application, steps, objects): (i64, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let ours = application == APPLICATION || (application, steps, objects) == (0, 0, 0);
        Ok(if ours { Identity::Journal(steps) } else { Identity::Foreign })
    })
}

/// Takes the steps that an earlier format lacks, all in one transaction. Leaves any other file alone.
fn bring_to_date(connection: &Connection, steps: &[&str]) -> rusqlite::Result<()> {
    let Identity::Journal(found) = identify(connection)? else { return Ok(()) };
    if found >= known(steps) {
        return Ok(());
    }
    match connection.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(())) {
        // Another process is making or migrating the file and sees to this itself.
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) => {}
        set => set?,
    }
    let transaction = Transaction::new_unchecked(connection, TransactionBehavior::Immediate)?;
    // Another process may have been faster; what it did is seen from here on.
    let Identity::Journal(found) = identify(&transaction)? else { return Ok(()) };
    if found < known(steps) {
        for step in steps.iter().skip(usize::try_from(found).unwrap_or(0)) {
            transaction.execute_batch(step)?;
        }
        transaction.pragma_update(None, "application_id", APPLICATION)?;
        transaction.pragma_update(None, "user_version", known(steps))?;
    }
    transaction.commit()
}

fn replace_damaged(path: &Path) -> Result<Opened, JournalError> {
    let aside = keep_aside(path).map_err(|source| JournalError::Aside { path: path.to_owned(), source })?;
    let journal = open_for_writing(path)?;
    let (path, aside) = (path.display(), aside.display());
    let notice = format!("The journal {path} was damaged: it is kept as {aside}, and a new one is begun.");
    Ok(Opened { journal, notice: Some(notice) })
}

/// Moves the file and what belongs to it to a name with today's date that is free. Returns the name.
fn keep_aside(path: &Path) -> io::Result<PathBuf> {
    let stem = path.file_stem().unwrap_or_default();
    let today = clock::system().date();
    let mut number = 1;
    let aside = loop {
        let mut name = stem.to_owned();
        name.push(format!(".damaged-{today}"));
        if number > 1 {
            name.push(format!("-{number}"));
        }
        name.push(".sqlite3");
        let aside = path.with_file_name(name);
        // The name is taken before it is used, so that nothing that another process moves there is overwritten.
        match OpenOptions::new().write(true).create_new(true).open(&aside) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => number += 1,
            taken => break taken.map(|_| aside)?,
        }
    };
    // The log goes first: a new file must never find the log of another.
    for companion in COMPANIONS {
        match fs::rename(beside(path, companion), beside(&aside, companion)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            moved => moved?,
        }
    }
    fs::rename(path, &aside)?;
    Ok(aside)
}

fn beside(path: &Path, companion: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(companion);
    PathBuf::from(name)
}

/// Whether there is a log beside the file with something in it.
pub(super) fn has_unread_log(path: &Path) -> bool {
    fs::metadata(beside(path, "-wal")).is_ok_and(|log| log.len() > 0)
}

/// The address of a file that nobody changes while it is read, so that SQLite needs nothing beside it.
fn unchanging(path: &Path) -> OsString {
    // An absolute path is written after an empty host name; Windows has drives before and other slashes within it.
    let mut address = String::from("file:");
    if path.is_absolute() {
        address.push_str(if WINDOWS_PATHS { "///" } else { "//" });
    }
    for &byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'\\' if WINDOWS_PATHS => address.push('/'),
            b'/' | b'.' | b'-' | b'_' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => address.push(char::from(byte)),
            b':' if WINDOWS_PATHS => address.push(':'),
            _ => address.extend(['%', hexadecimal(byte >> 4), hexadecimal(byte & 15)]),
        }
    }
    address.push_str("?immutable=1");
    OsString::from(address)
}

fn hexadecimal(digit: u8) -> char {
    char::from_digit(u32::from(digit), 16).unwrap_or('0')
}

#[cfg(test)]
mod tests {
    use super::super::samples::{answer, attempt};
    use super::*;
    use crate::domain::bank::Bank;
    use std::io::Write;
    use tempfile::TempDir;

    fn open(path: &Path) -> Journal {
        let opened = Journal::open(path).unwrap();
        assert_eq!(opened.notice, None);
        opened.journal
    }

    /// A folder with a journal of an attempt with three answers, closed.
    fn four_facts() -> (TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.sqlite3");
        open(&path).append(&attempt(3)).unwrap();
        (folder, path)
    }

    fn files(folder: &TempDir) -> Vec<String> {
        let names = fs::read_dir(folder.path()).unwrap();
        let mut names: Vec<String> = names.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    /// The files without the logs beside them.
    fn databases(folder: &TempDir) -> Vec<String> {
        files(folder).into_iter().filter(|name| name.ends_with(".sqlite3")).collect()
    }

    fn ask(journal: &Journal, sql: &str) -> String {
        let value: rusqlite::types::Value = journal.connection.query_row(sql, [], |row| row.get(0)).unwrap();
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
    fn a_path_below_a_file_is_an_error_and_not_a_read_only_place() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("file"), "").unwrap();
        let opened = Journal::open(&folder.path().join("file/journal.sqlite3"));
        assert!(matches!(opened, Err(JournalError::Folder { .. })), "{opened:?}");
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
        assert_eq!(open(&path).attempt(&attempt(0)[0].attempt).unwrap(), attempt(3));
    }

    /// A file as a program that knew only the first `count` steps left it, with one answer in it.
    fn earlier(path: &Path, count: usize) {
        let connection = Connection::open(path).unwrap();
        bring_to_date(&connection, &STEPS[..count]).unwrap();
        if count > 0 {
            let mut insert = connection.prepare_cached(super::super::rows::INSERT).unwrap();
            super::super::rows::write(&mut insert, &answer(2)).unwrap();
        }
    }

    #[test]
    fn every_earlier_format_is_brought_to_date_with_its_facts() {
        for count in 0..STEPS.len() {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("journal.sqlite3");
            earlier(&path, count);
            let mut journal = open(&path);
            let kept = if count > 0 { vec![answer(2)] } else { Vec::new() };
            assert_eq!(journal.attempt(&answer(2).attempt).unwrap(), kept, "{count}");
            journal.append(&[answer(3)]).unwrap();
            journal.keep("Ada", &Bank::default()).unwrap();
            assert_eq!(ask(&journal, "PRAGMA user_version"), STEPS.len().to_string());
            assert_eq!(ask(&journal, "SELECT COUNT(*) FROM sqlite_schema WHERE type = 'trigger'"), "2", "{count}");
        }
    }

    #[test]
    fn a_step_that_fails_leaves_the_file_in_its_earlier_format() {
        let (_folder, path) = four_facts();
        let journal = open(&path);
        let mut steps = STEPS.to_vec();
        steps.extend(["ALTER TABLE fact ADD COLUMN mood TEXT", "this is no SQL"]);
        assert!(bring_to_date(&journal.connection, &steps).is_err());
        drop(journal);
        let journal = open(&path);
        assert_eq!(ask(&journal, "SELECT COUNT(*) FROM pragma_table_info('fact') WHERE name = 'mood'"), "0");
        assert_eq!(journal.count().unwrap(), 4);
    }

    #[test]
    fn a_file_from_a_newer_version_is_refused_and_untouched() {
        let (folder, path) = four_facts();
        open(&path).connection.pragma_update(None, "user_version", 99).unwrap();
        let before = fs::read(&path).unwrap();
        for opened in [Journal::open(&path), Journal::open_for_reading(&path)] {
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
            let opened = Journal::open(&path);
            assert!(matches!(opened, Err(JournalError::Foreign { .. })), "{opened:?}");
            assert_eq!(fs::read(&path).unwrap(), before);
        }
    }

    /// Overwrites the file from `offset` on; the log is merged beforehand, since the file was closed.
    fn scribble(path: &Path, offset: u64, length: usize) {
        use std::io::{Seek, SeekFrom};
        let mut file = OpenOptions::new().write(true).open(path).unwrap();
        file.seek(SeekFrom::Start(offset)).unwrap();
        file.write_all(&vec![0xA5; length]).unwrap();
    }

    #[test]
    fn a_damaged_file_is_kept_aside_byte_for_byte_and_a_new_one_begun() {
        type Damage = fn(&Path);
        let damages: [(&str, Damage); 4] = [
            ("no database", |path| fs::write(path, "Dear diary,").unwrap()),
            ("header", |path| scribble(path, 0, 16)),
            ("schema", |path| scribble(path, 100, 3_996)),
            ("cut off", |path| OpenOptions::new().write(true).open(path).unwrap().set_len(5_000).unwrap()),
        ];
        for (name, damage) in damages {
            let (folder, path) = four_facts();
            damage(&path);
            let before = fs::read(&path).unwrap();
            let Opened { mut journal, notice } = Journal::open(&path).unwrap();
            assert_eq!(journal.count().unwrap(), 0, "{name}");
            journal.append(&attempt(1)).unwrap();
            drop(journal);
            let files = databases(&folder);
            assert!(files.len() == 2 && files[0].starts_with("journal.damaged-2"), "{name}: {files:?}");
            assert_eq!(fs::read(folder.path().join(&files[0])).unwrap(), before, "{name}");
            assert!(notice.unwrap().contains(&files[0]), "{name}");
        }
    }

    #[test]
    fn damage_found_while_reading_is_named_and_the_file_can_then_be_kept_aside() {
        let (folder, path) = four_facts();
        scribble(&path, 4_096, 4_096);
        let journal = open(&path);
        let read = journal.each_fact("Ada", 0, |_, _| {});
        assert!(matches!(read, Err(JournalError::Damaged { .. })), "{read:?}");
        let opened = journal.begin_afresh().unwrap();
        assert!(opened.notice.is_some());
        assert_eq!(opened.journal.count().unwrap(), 0);
        drop(opened);
        assert_eq!(databases(&folder).len(), 2);
    }

    #[test]
    fn files_kept_aside_never_overwrite_each_other_and_take_their_log_along() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.sqlite3");
        for text in ["first", "second", "third"] {
            fs::write(&path, text).unwrap();
            fs::write(beside(&path, "-wal"), format!("{text} log")).unwrap();
            let aside = keep_aside(&path).unwrap();
            assert_eq!(fs::read_to_string(&aside).unwrap(), text);
            assert_eq!(fs::read_to_string(beside(&aside, "-wal")).unwrap(), format!("{text} log"));
        }
        assert_eq!(files(&folder).len(), 6);
    }

    #[test]
    fn an_entry_that_is_not_understood_is_an_error_that_names_it() {
        let (_folder, path) = four_facts();
        let journal = open(&path);
        let strange = "INSERT INTO fact (id, learner, at, zone, kind, body) \
                       VALUES (zeroblob(16), 'Ada', 0, 0, 'sang', '{\"kind\":\"sang\"}')";
        journal.connection.execute_batch(strange).unwrap();
        let read = journal.each_fact("Ada", 0, |_, _| {});
        assert!(matches!(read, Err(JournalError::Entry { seq: 5, .. })), "{read:?}");
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
    fn reading_needs_a_journal() {
        let folder = tempfile::tempdir().unwrap();
        let opened = Journal::open_for_reading(&folder.path().join("journal.sqlite3"));
        assert!(matches!(opened, Err(JournalError::Missing { .. })), "{opened:?}");
        assert_eq!(files(&folder), Vec::<String>::new());
        let opened = Journal::open_for_reading(folder.path());
        assert!(matches!(opened, Err(JournalError::Missing { .. })), "{opened:?}");
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
    fn a_damaged_file_is_left_where_it_is_when_it_is_only_read() {
        let (folder, path) = four_facts();
        scribble(&path, 0, 16);
        let opened = Journal::open_for_reading(&path);
        assert!(matches!(opened, Err(JournalError::Damaged { .. })), "{opened:?}");
        assert_eq!(files(&folder), ["journal.sqlite3"]);
    }

    #[test]
    fn a_file_can_be_read_as_unchanging_whatever_its_name() {
        for name in ["journal.sqlite3", "50% of & what? #1.sqlite3", "größer.sqlite3"] {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join(name);
            open(&path).append(&attempt(3)).unwrap();
            let journal = open_to_read(&path, &unchanging(&path), OpenFlags::SQLITE_OPEN_URI).unwrap();
            assert_eq!(journal.count().unwrap(), 4, "{name}");
            assert_eq!(files(&folder), [name]);
        }
    }

    #[cfg(unix)]
    mod where_nothing_can_be_written {
        use super::*;
        use std::os::unix::fs::PermissionsExt;

        fn set(path: &Path, mode: u32) {
            fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
        }

        /// Takes the right to write away. Returns whether that had any effect; for root it has none.
        fn protect(folder: &TempDir) -> bool {
            set(folder.path(), 0o555);
            let probe = fs::write(folder.path().join("probe"), "");
            let _ = fs::remove_file(folder.path().join("probe"));
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
                assert_eq!(opened.journal.attempt(&answer(2).attempt).unwrap(), attempt(3));
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
        fn a_write_protected_file_is_read() {
            let (folder, path) = four_facts();
            set(&path, 0o444);
            if OpenOptions::new().write(true).open(&path).is_err() {
                let opened = Journal::open(&path);
                assert!(matches!(opened, Err(JournalError::ReadOnly { .. })), "{opened:?}");
                assert_eq!(Journal::open_for_reading(&path).unwrap().journal.count().unwrap(), 4);
            }
            drop(folder);
        }

        #[test]
        fn answers_in_a_log_that_cannot_be_read_are_spoken_of() {
            let (folder, path) = four_facts();
            let mut writer = open(&path);
            writer.append(&[answer(9)]).unwrap();
            writer.abandon();
            fs::remove_file(beside(&path, "-shm")).unwrap();
            if protect(&folder) {
                let opened = Journal::open_for_reading(&path).unwrap();
                assert_eq!(opened.journal.count().unwrap(), 4);
                assert!(opened.notice.unwrap().contains("may be missing"));
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
}
