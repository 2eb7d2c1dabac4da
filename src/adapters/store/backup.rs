//! A copy of everything that is recorded, made while hosts and learners go on.
//!
//! A file of SQLite cannot be copied byte by byte while somebody writes: what is in its log would be missing, or half there. SQLite
//! itself writes a whole one as of one moment. Each other file is replaced whole when it changes, so that a copy of it is whole.

use crate::adapters::system::{make_private_file, make_private_folder};
use rusqlite::{Connection, OpenFlags};
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long a file that somebody else holds is waited for.
const PATIENCE: Duration = Duration::from_secs(30);

/// What every file of SQLite begins with.
const MAGIC: &[u8] = b"SQLite format 3\0";

/// The folder of what is made anew from the rest.
const MADE_ANEW: &str = "snapshots";

/// Why there is no whole copy.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// Something is there already.
    #[error("{} is there already; name a folder that isn't, so that no older copy is lost", .0.display())]
    There(PathBuf),
    /// The copy would lie in what is copied.
    #[error("{} lies within what is copied; name a folder elsewhere, best on another disk", .0.display())]
    Within(PathBuf),
    /// A file could not be copied.
    #[error("{} cannot be copied ({why}); the folder {} is not a whole copy, so delete it and try again", file.display(), to.display())]
    File {
        /// The file.
        file: PathBuf,
        /// Where the copy was to be.
        to: PathBuf,
        /// Why.
        why: String,
    },
}

/// Copies the folder for data to a new folder. Returns how many files that are.
///
/// # Errors
///
/// [`BackupError`]; what was copied until then lies in a folder whose name ends in `.partial`.
pub fn back_up(data_dir: &Path, to: &Path) -> Result<usize, BackupError> {
    if to.exists() {
        return Err(BackupError::There(to.to_owned()));
    }
    let place = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    if place(to).starts_with(place(data_dir)) {
        return Err(BackupError::Within(to.to_owned()));
    }
    let mut partial = to.as_os_str().to_owned();
    partial.push(".partial");
    let partial = PathBuf::from(partial);
    let failed = |file: &Path, why: String| BackupError::File { file: file.to_owned(), to: partial.clone(), why };
    if partial.exists() {
        return Err(BackupError::There(partial));
    }
    let copied = copy_folder(data_dir, &partial).map_err(|(file, why)| failed(&file, why))?;
    fs::rename(&partial, to).map_err(|error| failed(to, error.to_string()))?;
    Ok(copied)
}

type Failed = (PathBuf, String);

fn copy_folder(from: &Path, to: &Path) -> Result<usize, Failed> {
    let failed = |error: io::Error| (from.to_owned(), error.to_string());
    make_private_folder(to).map_err(failed)?;
    let mut copied = 0;
    for entry in fs::read_dir(from).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let (path, name, kind) = (entry.path(), entry.file_name(), entry.file_type().map_err(failed)?);
        let there = to.join(&name);
        if kind.is_dir() && name != MADE_ANEW {
            copied += copy_folder(&path, &there)?;
        } else if kind.is_file() && !is_beside(&path) {
            copied += usize::from(copy_file(&path, &there)?);
        }
    }
    Ok(copied)
}

/// Whether a file is the log or the index of one of SQLite's: what it holds comes with that.
fn is_beside(path: &Path) -> bool {
    let path = path.to_string_lossy();
    ["-wal", "-shm", "-journal"].iter().any(|end| path.strip_suffix(end).is_some_and(|file| Path::new(file).exists()))
}

/// Copies a file; false where it was deleted meanwhile, as one that is replaced is.
fn copy_file(from: &Path, to: &Path) -> Result<bool, Failed> {
    let mut source = match fs::File::open(from) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        opened => opened.map_err(|error| (from.to_owned(), error.to_string()))?,
    };
    let failed = |error: io::Error| (from.to_owned(), error.to_string());
    let mut first = Vec::new();
    source.by_ref().take(u64::try_from(MAGIC.len()).unwrap_or_default()).read_to_end(&mut first).map_err(failed)?;
    // Made by us first, so that nobody else can ever read it.
    make_private_file(to).map_err(failed)?;
    if first == MAGIC {
        copy_database(from, to).map_err(|error| (from.to_owned(), error.to_string()))?;
        return Ok(true);
    }
    let mut out = fs::OpenOptions::new().write(true).open(to).map_err(failed)?;
    io::copy(&mut first.as_slice().chain(source), &mut out).and_then(|_| out.sync_all()).map_err(failed)?;
    Ok(true)
}

/// Has SQLite write a whole file, as of now.
fn copy_database(from: &Path, to: &Path) -> rusqlite::Result<()> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let source = Connection::open_with_flags(from, flags)?;
    source.busy_timeout(PATIENCE)?;
    source.execute("VACUUM INTO ?1", [to.to_string_lossy()])?;
    Ok(())
}
