//! What can go wrong with a journal, or with the file of a class.

use super::remote::RemoteError;
use rusqlite::ErrorCode;
use std::io;
use std::path::{Path, PathBuf};

/// How names of files of live classes end.
pub const ROOM: &str = "room";

/// What people call the file at `path`: a journal is a learner's or an office's, a room is a class's.
pub(super) fn named(path: &Path) -> String {
    format!("{} {}", if is_of_class(path) { "the class's file" } else { "the journal" }, path.display())
}

/// Whether a file is that of a live class, by its name.
fn is_of_class(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == ROOM)
}

/// How a damaged file is repaired.
pub(super) fn repairs(path: &Path) -> &'static str {
    if is_of_class(path) {
        "open it again, with iotutor host --resume or iotutor results show"
    } else {
        "run iotutor data repair, or start iotutor again"
    }
}

/// Why the journal could not do what was asked. What it held before is still there.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// Nothing can be written there. [`Journal::open_for_reading`](super::Journal::open_for_reading) may still work.
    #[error(
        "{} cannot be written ({reason}); make its folder writable, or choose another with --data-dir",
        named(path)
    )]
    ReadOnly {
        /// The journal's file.
        path: PathBuf,
        /// What the system says.
        reason: String,
    },
    /// The file cannot be read either.
    #[error("{} cannot be read ({reason}); make it readable, or choose another folder with --data-dir", named(path))]
    Unreadable {
        /// The journal's file.
        path: PathBuf,
        /// What the system says.
        reason: String,
    },
    /// There is no file to read.
    #[error("there is no journal at {}; name the folder of an existing one with --data-dir", path.display())]
    Missing {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// The folder cannot be made, for another reason than that nothing can be written there.
    #[error("the folder for {} cannot be made ({source}); choose another with --data-dir", named(path))]
    Folder {
        /// The journal's file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A newer version of the program wrote it. The file is untouched.
    #[error(
        "{} has format {found}, and this version of iotutor knows formats up to {known}; update iotutor, or choose another folder with --data-dir",
        named(path)
    )]
    Newer {
        /// The journal's file.
        path: PathBuf,
        /// The format of the file.
        found: i64,
        /// The newest format known.
        known: i64,
    },
    /// What is there is a folder, a pipe or a device.
    #[error("{} cannot be used ({source}); move that away, or choose another folder with --data-dir", named(path))]
    NoFile {
        /// Where the journal's file should be.
        path: PathBuf,
        /// What it is.
        source: io::Error,
    },
    /// It is a database of another program. The file is untouched.
    #[error("the file {} is a database of another program; move it away, or choose another folder with --data-dir", path.display())]
    Foreign {
        /// The file.
        path: PathBuf,
    },
    /// The file is no database any more, or its content contradicts itself.
    /// [`Journal::reopen_repaired`](super::Journal::reopen_repaired) keeps it aside and goes on with what can be read.
    #[error(
        "{} is damaged; {}: the file is copied aside, and all that can be read is kept",
        named(path),
        repairs(path)
    )]
    Damaged {
        /// The journal's file.
        path: PathBuf,
    },
    /// The damaged file could not be copied aside, or nothing could be put in its place.
    #[error(
        "{} is damaged and cannot be repaired where it is ({source}); free some space, or copy its folder elsewhere and name that with --data-dir",
        named(path)
    )]
    Aside {
        /// The journal's file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// No room is left. What was recorded before is safe.
    #[error(
        "the disk is full, so {} cannot take more; free some space and try again: all that was recorded before is safe",
        named(path)
    )]
    Full {
        /// The journal's file.
        path: PathBuf,
    },
    /// Another process kept it locked for too long.
    #[error("another program is using {}; close it or wait, and try again", named(path))]
    Busy {
        /// The journal's file.
        path: PathBuf,
    },
    /// A fact that this version does not understand.
    #[error(
        "fact {number} in {} is as it was written, but this version of iotutor does not understand it ({reason}); update iotutor",
        named(path)
    )]
    Entry {
        /// The journal's file.
        path: PathBuf,
        /// The fact's number in its stream.
        number: u64,
        /// What is wrong with it.
        reason: String,
    },
    /// A fact that cannot be stored.
    #[error("the fact \"{id}\" cannot be recorded because {reason}; nothing that came with it was recorded either")]
    Unfit {
        /// The fact's id.
        id: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// What is kept beside the journal, to start faster, could not be written or deleted. The journal itself is as it should be.
    #[error("{} cannot be written or deleted ({source}); delete it yourself: it only saves time at a start", path.display())]
    Snapshot {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A database that others run.
    #[error(transparent)]
    Remote(#[from] RemoteError),
    /// Anything else that the database says.
    #[error("{} does not work ({source}); try again, or choose another folder with --data-dir", named(path))]
    Database {
        /// The journal's file.
        path: PathBuf,
        /// What the database says.
        source: rusqlite::Error,
    },
}

impl JournalError {
    /// What the database's `error` means for the journal at `path`.
    pub(super) fn explain(path: &Path, error: rusqlite::Error) -> Self {
        let path = path.to_owned();
        match error.sqlite_error_code() {
            Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => Self::Damaged { path },
            Some(ErrorCode::DiskFull) => Self::Full { path },
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy { path },
            Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
                Self::ReadOnly { path, reason: error.to_string() }
            }
            _ => Self::Database { path, source: error },
        }
    }
    /// As it is where not even reading works.
    pub(super) fn unreadable(self) -> Self {
        match self {
            Self::ReadOnly { path, reason } => Self::Unreadable { path, reason },
            other => other,
        }
    }
}
