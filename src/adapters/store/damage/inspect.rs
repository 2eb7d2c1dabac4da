//! Whether a file is sound, and has all that its log has.

use super::carve::is_log_whole;
use super::salvage::{holds_nothing, is_all_in, is_all_in_first};
use crate::adapters::store::sqlite::opening::{Format, format, open_alone};
use crate::adapters::store::sqlite::rows::{self, Reader, RowError};
use crate::adapters::store::sqlite::{SCHEMA, first, head_sum, person_sum};
use crate::adapters::store::{JournalError, beside};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row};
use std::collections::HashMap;
use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::adapters::store) enum Verdict {
    /// All is there, and as it was written.
    Sound,
    /// Somebody has it open, and so has looked at it before.
    InUse,
    /// Something cannot be read.
    Damaged,
    /// It can be read, but does not have all that the file and the log beside it hold.
    Apart,
    /// The log beside it ends in the middle of something.
    Torn,
}

/// Looks at the whole file, which nobody else can use meanwhile, and changes nothing.
///
/// # Errors
///
/// Another program's file, a newer version's, or one that cannot be read or written at all.
pub(in crate::adapters::store) fn inspect(path: &Path) -> Result<Verdict, JournalError> {
    match look(path) {
        Err(JournalError::Busy { .. }) => Ok(Verdict::InUse),
        Err(JournalError::Damaged { .. } | JournalError::Database { .. }) => Ok(Verdict::Damaged),
        found => found,
    }
}

fn look(path: &Path) -> Result<Verdict, JournalError> {
    let explain = |error| JournalError::explain(path, error);
    let connection = match open_alone(path) {
        // A file that may be written and says that it may not is damaged at that very place.
        Err(JournalError::ReadOnly { .. }) if is_header_odd(path) => return Ok(Verdict::Damaged),
        opened => opened?,
    };
    let format = recognise(path, &connection)?;
    if !is_sound(&connection, format).map_err(explain)? {
        return Ok(Verdict::Damaged);
    }
    drop(connection);
    // On some systems to read a file gives up the locks on it, so this is done while it is not open.
    let log = fs::read(beside(path, "-wal")).unwrap_or_default();
    if log.is_empty() {
        return Ok(Verdict::Sound);
    }
    if !is_log_whole(&log) {
        return Ok(Verdict::Torn);
    }
    let file =
        fs::read(path).map_err(|source| JournalError::Unreadable { path: path.into(), reason: source.to_string() })?;
    let connection = open_alone(path)?;
    let all = match format {
        Format::Empty => Ok(holds_nothing(&file, &log)),
        Format::First => is_all_in_first(&connection, &file, &log),
        Format::Present => is_all_in(&connection, &file, &log),
    };
    Ok(if all.map_err(explain)? { Verdict::Sound } else { Verdict::Apart })
}

/// Whether the file may be written, and the two bytes that tell how are none that SQLite writes.
fn is_header_odd(path: &Path) -> bool {
    let mut bytes = [0; 20];
    let read = File::options().read(true).write(true).open(path).and_then(|mut file| file.read_exact(&mut bytes));
    let [.., write, read_as] = bytes;
    read.is_ok() && !(matches!(write, 1 | 2) && matches!(read_as, 1 | 2))
}

/// The file's format. One that says that it is another program's or a newer version's, and is ours to the word, is damaged.
pub(in crate::adapters::store) fn recognise(path: &Path, connection: &Connection) -> Result<Format, JournalError> {
    match format(path, connection) {
        Err(JournalError::Foreign { .. } | JournalError::Newer { .. }) if has_our_schema(connection) => {
            Err(JournalError::Damaged { path: path.to_owned() })
        }
        told => told,
    }
}

fn has_our_schema(connection: &Connection) -> bool {
    let first = || connection.query_row("SELECT sql FROM sqlite_schema WHERE name = 'fact'", [], |row| row.get(0));
    let has_seq = |sql: String| sql.contains("seq INTEGER PRIMARY KEY AUTOINCREMENT");
    is_schema_sound(connection).unwrap_or(false) || first().is_ok_and(has_seq)
}

/// Whether the file that the connection shows has all its facts, as they were written.
pub(in crate::adapters::store) fn is_sound(connection: &Connection, format: Format) -> rusqlite::Result<bool> {
    let said: String = connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    if said != "ok" {
        return Ok(false);
    }
    match format {
        Format::Empty => Ok(true),
        Format::First => is_first_sound(connection),
        Format::Present => {
            Ok(is_schema_sound(connection)? && are_people_sound(connection)? && are_facts_sound(connection)?)
        }
    }
}

/// Whether the tables are those of the present format, to the word.
fn is_schema_sound(connection: &Connection) -> rusqlite::Result<bool> {
    let ours = Connection::open_in_memory()?;
    ours.execute_batch(SCHEMA)?;
    Ok(schema(&ours)? == schema(connection)?)
}

fn schema(connection: &Connection) -> rusqlite::Result<Vec<[String; 4]>> {
    let sql = "SELECT type, name, tbl_name, COALESCE(sql, '') FROM sqlite_schema WHERE name NOT LIKE 'sqlite_stat%' \
               ORDER BY type, name";
    let text = |row: &Row<'_>| Ok([row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?]);
    connection.prepare(sql)?.query_map([], text)?.collect()
}

fn are_people_sound(connection: &Connection) -> rusqlite::Result<bool> {
    let mut select = connection.prepare("SELECT place, name, roster, email, sum FROM person")?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let texts = [row.get_ref(1)?, row.get_ref(2)?, row.get_ref(3)?].map(|text| text.as_str());
        let [Ok(name), Ok(roster), Ok(email)] = texts else { return Ok(false) };
        if person_sum(row.get(0)?, name, roster, email) != row.get::<_, i64>(4)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether each fact is as it was written, and none is missing: numbers have no gaps, and each stream ends where it says.
fn are_facts_sound(connection: &Connection) -> rusqlite::Result<bool> {
    let Some(mut heads) = heads(connection)? else { return Ok(false) };
    let mut select = connection.prepare(rows::ALL)?;
    let mut rows = select.query([])?;
    let mut reader = Reader::whole(String::new());
    let mut before = (0, 0);
    while let Some(row) = rows.next()? {
        let (values, told) = rows::values(row)?;
        let at = rows::parts(row.get(0)?);
        let follows = at == (before.0, before.1 + 1) || at.0 > before.0 && at.1 == 1;
        if !follows || reader.read(&values, told) == Err(RowError::Damaged) {
            return Ok(false);
        }
        if at.0 != before.0 && heads.remove(&before.0).unwrap_or(0) != before.1 {
            return Ok(false);
        }
        before = at;
    }
    let ends = heads.remove(&before.0).unwrap_or(0) == before.1;
    Ok(ends && heads.values().all(|last| *last == 0))
}

/// The number of each stream's last fact; none where what is known of a stream is not as it was written.
fn heads(connection: &Connection) -> rusqlite::Result<Option<HashMap<i64, u64>>> {
    let mut heads = HashMap::new();
    let mut select = connection.prepare("SELECT stream, id, kind, last, erased, sum FROM stream")?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let (key, last, erased): (i64, i64, bool) = (row.get(0)?, row.get(3)?, row.get(4)?);
        let (ValueRef::Blob(id), Ok(kind)) = (row.get_ref(1)?, row.get_ref(2)?.as_str()) else { return Ok(None) };
        if head_sum(key, id, kind, last, erased) != row.get::<_, i64>(5)? {
            return Ok(None);
        }
        heads.insert(key, u64::try_from(last).unwrap_or(0));
    }
    Ok(Some(heads))
}

/// A row of the first edition has no checksum, so all in it has to make sense.
fn is_first_sound(connection: &Connection) -> rusqlite::Result<bool> {
    let mut select = connection.prepare(first::SELECT)?;
    let mut rows = select.query([])?;
    let mut reader = Reader::whole(String::new());
    while let Some(row) = rows.next()? {
        let Ok((values, _)) = first::values(row) else { return Ok(false) };
        if !reader.read_unsummed(&values).is_ok_and(|fact| rows::unfit(fact).is_none()) {
            return Ok(false);
        }
    }
    Ok(true)
}
