//! The seal: how the file was when it was last closed in order.
//!
//! A file that is as it was left need not be looked at again; any other is looked at as a whole before it is used, since
//! SQLite does not notice damage in what it does not read. A small file is known by a checksum of its content, a large one
//! by its length and the time of its last change.

use super::snapshot;
use crate::adapters::files::{self, Keep};
use crate::adapters::system::make_private_folder;
use rusqlite::Connection;
use rusqlite::MAIN_DB;
use std::cell::{Cell, RefCell};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

/// The name of the seal in the folder of the snapshots.
const FILE: &str = "seal";

/// The length in bytes up to which the content itself is compared: some hundred thousand answers, read in milliseconds.
const SMALL: i64 = 16 << 20;

/// A file's seal; empty for a store that has none.
#[derive(Debug, Default)]
pub(super) struct Seal {
    journal: Option<PathBuf>,
    /// What is to be written once the file is closed.
    pending: RefCell<Option<String>>,
    /// Whether the file may be damaged, so that it gets no seal.
    broken: Cell<bool>,
}

impl Seal {
    /// No seal: for what is in memory or only read.
    pub(super) fn none() -> Self {
        Self::default()
    }

    /// The seal of the file at `journal`, to be set when it is closed.
    pub(super) fn of(journal: &Path) -> Self {
        Self { journal: Some(journal.to_owned()), pending: RefCell::new(None), broken: Cell::new(false) }
    }

    /// Whether the file at `journal` was sealed at all.
    pub(super) fn is_set(journal: &Path) -> bool {
        path(journal).exists()
    }

    /// Whether the file that the connection is to is as it was left.
    pub(super) fn holds(journal: &Path, connection: &mut Connection) -> bool {
        let set = fs::read_to_string(path(journal));
        set.is_ok_and(|set| mark(journal, connection).is_some_and(|mark| mark == set))
    }

    /// Remembers what the file holds, before the connection is closed.
    pub(super) fn prepare(&self, connection: &mut Connection) {
        let Some(journal) = &self.journal else { return };
        if !self.broken.get() {
            self.pending.replace(content(connection).or_else(|| at_close(journal, connection)));
        }
    }

    /// Sets no seal, and leaves the one that is there.
    pub(super) fn give_up(&self) {
        self.broken.set(true);
    }

    /// Sets no seal and breaks the one that is there: the file may be damaged.
    pub(super) fn forget(&self) {
        self.broken.set(true);
        if let Some(journal) = &self.journal {
            remove(journal);
        }
    }
}

impl Drop for Seal {
    fn drop(&mut self) {
        let (Some(journal), Some(mark)) = (&self.journal, self.pending.take()) else { return };
        // Whoever closes the file last merges the log and seals it.
        if journal_log(journal).exists() {
            return;
        }
        let mark = if mark == LATER { at_rest(journal).unwrap_or_default() } else { mark };
        // Without a seal, the next start looks at the whole file.
        let _ = make_private_folder(&snapshot::folder(journal))
            .and_then(|()| files::replace(&path(journal), mark.as_bytes(), Keep::Unsynced));
    }
}

/// Breaks the seal: the next opening looks at the whole file.
pub(super) fn remove(journal: &Path) {
    // One that cannot be removed will not fit a file that is changed.
    let _ = fs::remove_file(path(journal));
}

/// Stands for a mark that is known once the file is closed.
const LATER: &str = "later";

fn path(journal: &Path) -> PathBuf {
    snapshot::folder(journal).join(FILE)
}

fn journal_log(journal: &Path) -> PathBuf {
    super::beside(journal, "-wal")
}

/// What tells the file from any other: by its content, or, for a large one, by its length and last change.
fn mark(journal: &Path, connection: &mut Connection) -> Option<String> {
    content(connection).or_else(|| at_rest(journal))
}

fn content(connection: &mut Connection) -> Option<String> {
    let pragma = |sql| connection.query_row(sql, [], |row| row.get::<_, i64>(0)).ok();
    let length = pragma("PRAGMA page_count")?.checked_mul(pragma("PRAGMA page_size")?)?;
    if length > SMALL {
        return None;
    }
    let bytes = connection.serialize(MAIN_DB).ok()?;
    Some(format!("content {length} {:08x}", crc32fast::hash(&bytes)))
}

fn at_close(_: &Path, connection: &mut Connection) -> Option<String> {
    connection.is_readonly(MAIN_DB).is_ok_and(|only_read| !only_read).then(|| LATER.to_owned())
}

fn at_rest(journal: &Path) -> Option<String> {
    let told = fs::metadata(journal).ok()?;
    let changed = told.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    Some(format!("changed {} {}", told.len(), changed.as_nanos()))
}
