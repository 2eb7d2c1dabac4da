//! A store's file: making one, telling what it is, bringing the first edition's to the present format.
//!
//! A start should cost little, so an existing file of the present format is opened with a few statements, and nothing is
//! set that the file or the library already has: the log is write-ahead since the file was made, and `synchronous` is FULL
//! unless told otherwise. Tests hold both.

use super::{SCHEMA, Sqlite, first};
use crate::adapters::store::JournalError;
use crate::adapters::store::seal::Seal;
use crate::adapters::system::{WINDOWS_PATHS, make_private_file, make_private_folder};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, MAIN_DB, OpenFlags, Transaction, TransactionBehavior};
use std::ffi::{OsStr, OsString};
use std::io;
use std::path::Path;
use std::time::Duration;

/// Marks the file as a journal of this program: "iott" in ASCII.
const APPLICATION: i64 = 0x696f_7474;

/// The present format. The first edition's were 1 to 4.
pub(in crate::adapters::store) const FORMAT: i64 = 5;

/// How long to wait for another process that is writing.
const PATIENCE: Duration = Duration::from_secs(5);

/// What a file says that it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::adapters::store) enum Format {
    /// Nothing yet.
    Empty,
    /// A journal of the first edition.
    First,
    /// A journal of the present format.
    Present,
}

/// Opens the file for reading and writing. Makes folder and file where there is none, and brings a file of the first
/// edition to the present format.
pub(in crate::adapters::store) fn open_for_writing(path: &Path) -> Result<Sqlite, JournalError> {
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
    let connection = writable(path, opened)?;
    let store = Sqlite { connection, path: path.to_owned(), seal: Seal::of(path) };
    match make_present(&store) {
        Err(error) => {
            store.abandon();
            Err(error)
        }
        Ok(()) => Ok(store),
    }
}

fn make_present(store: &Sqlite) -> Result<(), JournalError> {
    let explain = |error| store.explain(error);
    if format(&store.path, &store.connection)? == Format::Present {
        return Ok(());
    }
    bring_to_date(&store.connection).map_err(explain)?;
    // Another process may have begun something else there.
    format(&store.path, &store.connection).map(drop)
}

/// Opens a file of whatever format for reading only.
pub(in crate::adapters::store) fn open_to_read(
    path: &Path,
    name: &OsStr,
    flags: OpenFlags,
) -> Result<Connection, JournalError> {
    connect(name, flags | OpenFlags::SQLITE_OPEN_READ_ONLY).map_err(|error| JournalError::explain(path, error))
}

/// Opens an existing file of whatever format for reading and writing.
pub(in crate::adapters::store) fn open_existing(path: &Path) -> Result<Connection, JournalError> {
    writable(path, connect(path.as_os_str(), OpenFlags::SQLITE_OPEN_READ_WRITE))
}

/// What was opened for writing, if it can be written: the database opens a write-protected file for reading instead, and
/// even begins to write in it.
fn writable(path: &Path, opened: rusqlite::Result<Connection>) -> Result<Connection, JournalError> {
    let explain = |error| JournalError::explain(path, error);
    let connection = opened.map_err(explain)?;
    if connection.is_readonly(MAIN_DB).map_err(explain)? {
        let reason = "the file is write-protected".to_owned();
        return Err(JournalError::ReadOnly { path: path.to_owned(), reason });
    }
    Ok(connection)
}

/// Opens an existing file so that nobody else can, and nothing happens to it on closing. [`JournalError::Busy`] where
/// somebody has it open.
pub(in crate::adapters::store) fn open_alone(path: &Path) -> Result<Connection, JournalError> {
    let connection = writable(path, Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE))?;
    let open = || {
        leave_as_it_is(&connection);
        connection.busy_timeout(Duration::ZERO)?;
        connection.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
        connection.execute_batch("BEGIN IMMEDIATE")
    };
    open().map_err(|error| JournalError::explain(path, error))?;
    Ok(connection)
}

/// What the file is; another program's and a newer version's are refused. Reads the schema, so that damage to it shows now.
pub(in crate::adapters::store) fn format(path: &Path, connection: &Connection) -> Result<Format, JournalError> {
    let (application, version, objects) = identify(connection).map_err(|error| JournalError::explain(path, error))?;
    let path = || path.to_owned();
    match (application == APPLICATION, version) {
        (true, FORMAT) => Ok(Format::Present),
        (true, 1..FORMAT) => Ok(Format::First),
        (true, FORMAT..) => Err(JournalError::Newer { path: path(), found: version, known: FORMAT }),
        (true, _) => Ok(Format::Empty),
        (false, 0) if (application, objects) == (0, 0) => Ok(Format::Empty),
        (false, _) => Err(JournalError::Foreign { path: path() }),
    }
}

fn identify(connection: &Connection) -> rusqlite::Result<(i64, i64, i64)> {
    // Another process may be making the file at this moment, so all is asked in one statement.
    let sql = "SELECT application_id, user_version, (SELECT COUNT(*) FROM sqlite_schema) \
               FROM pragma_application_id, pragma_user_version";
    connection.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
}

fn connect(name: &OsStr, flags: OpenFlags) -> rusqlite::Result<Connection> {
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

/// Makes an empty file a store, or brings the first edition's to the present format, in one transaction. Leaves any other
/// file alone.
fn bring_to_date(connection: &Connection) -> rusqlite::Result<()> {
    match connection.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(())) {
        // Another process is making or migrating the file and sees to this itself.
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) => {}
        set => set?,
    }
    let transaction = Transaction::new_unchecked(connection, TransactionBehavior::Immediate)?;
    // Another process may have been faster; what it did is seen from here on.
    let (_, version, objects) = identify(&transaction)?;
    let migrates = match (version, objects) {
        (0, 0) => false,
        (1..FORMAT, _) => true,
        _ => return Ok(()),
    };
    if migrates {
        first::migrate(&transaction)?;
    } else {
        transaction.execute_batch(SCHEMA)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION)?;
    transaction.pragma_update(None, "user_version", FORMAT)?;
    transaction.commit()?;
    if migrates {
        // The old rows, with the names in them, stay legible until the file is packed; where there is no room to do so, the
        // next erasure does it.
        let _ = connection.execute_batch("VACUUM");
    }
    Ok(())
}

/// Closing the connection will not merge the log into the file.
pub(in crate::adapters::store) fn leave_as_it_is(connection: &Connection) {
    // Where even this fails, the log is merged on closing, as always.
    let _ = connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true);
}

impl Sqlite {
    /// Closes the file without touching it, log and all.
    pub(in crate::adapters::store) fn abandon(self) {
        self.seal.give_up();
        leave_as_it_is(&self.connection);
    }
}

/// The address of a file that nobody changes while it is read, so that SQLite needs nothing beside it.
pub(in crate::adapters::store) fn unchanging(path: &Path) -> OsString {
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
