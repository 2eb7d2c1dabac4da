//! The seal: how the file was when it was last closed in order.
//!
//! A file that is as it was left need not be looked at again; any other is looked at as a whole before it is used, since
//! SQLite does not notice damage in what it does not read. A file is known by its length and the time of its last change, so
//! that a start costs no more with a long journal than with a short one. What changes behind the back of the system is found
//! where it is read, by its checksum, and at the latest once a week, when the whole file is looked at all the same.

use super::{beside, snapshot};
use crate::adapters::clock;
use crate::adapters::files::{self, Keep};
use crate::adapters::system::make_private_folder;
use std::cell::Cell;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

/// The name of the seal in the folder of the snapshots.
const FILE: &str = "seal";

/// For how many milliseconds a look at the whole file is good.
const GOOD_FOR: i64 = 7 * 86_400_000;

/// A file's seal, set when it goes; it has to go after the connection to the file is closed.
#[derive(Debug, Default)]
pub(super) struct Seal {
    /// The file; none for a store that has no seal.
    journal: Option<PathBuf>,
    /// When the whole file was looked at last, in milliseconds since 1970.
    looked: i64,
    /// Whether the file may be damaged or was given up, so that it gets no seal.
    broken: Cell<bool>,
}

impl Seal {
    /// No seal: for what is in memory or only read.
    pub(super) fn none() -> Self {
        Self::default()
    }

    /// A seal for the file at `journal`, which was looked at as a whole just now.
    pub(super) fn of(journal: &Path) -> Self {
        Self { journal: Some(journal.to_owned()), looked: clock::system().millis, broken: Cell::new(false) }
    }

    /// The seal of the file at `journal`, if the file is as it was left.
    pub(super) fn unbroken(journal: &Path) -> Option<Self> {
        let set = fs::read_to_string(path(journal)).ok()?;
        let (looked, mark) = set.split_once(' ')?;
        let looked: i64 = looked.parse().ok()?;
        let is_good = (0..GOOD_FOR).contains(&clock::system().millis.saturating_sub(looked));
        let is_closed =
            super::length(&beside(journal, "-wal")) == 0 && super::length(&beside(journal, "-journal")) == 0;
        (is_good && is_closed && self::mark(journal)? == mark).then(|| Self {
            journal: Some(journal.to_owned()),
            looked,
            broken: Cell::new(false),
        })
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

    fn set(&self, journal: &Path) -> Option<()> {
        let seal = format!("{} {}", self.looked, mark(journal)?);
        if fs::read_to_string(path(journal)).is_ok_and(|set| set == seal) {
            return Some(());
        }
        make_private_folder(&snapshot::folder(journal)).ok()?;
        files::replace(&path(journal), seal.as_bytes(), Keep::Unsynced).ok()
    }
}

impl Drop for Seal {
    fn drop(&mut self) {
        // Whoever closes the file last merges the log and seals it.
        let closed = self.journal.as_ref().filter(|journal| !self.broken.get() && !beside(journal, "-wal").exists());
        if let Some(journal) = closed {
            // Without a seal, the next start looks at the whole file.
            let _ = self.set(journal);
        }
    }
}

/// Breaks the seal: the next opening looks at the whole file.
pub(super) fn remove(journal: &Path) {
    // One that cannot be removed will not fit a file that is changed.
    let _ = fs::remove_file(path(journal));
}

fn path(journal: &Path) -> PathBuf {
    snapshot::folder(journal).join(FILE)
}

/// What tells the file from one that was changed.
fn mark(journal: &Path) -> Option<String> {
    let told = fs::metadata(journal).ok()?;
    let changed = told.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    Some(format!("{} {}", told.len(), changed.as_nanos()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adapters::store::tests::{four_facts, open};

    fn rewrite(journal: &Path, looked: i64) {
        let seal = fs::read_to_string(path(journal)).unwrap();
        let (_, mark) = seal.split_once(' ').unwrap();
        fs::write(path(journal), format!("{looked} {mark}")).unwrap();
    }

    #[test]
    fn a_file_closed_in_order_is_sealed_until_it_changes() {
        let (_folder, file) = four_facts();
        assert!(Seal::unbroken(&file).is_some());
        let later = fs::metadata(&file).unwrap().modified().unwrap() + std::time::Duration::from_millis(5);
        fs::File::options().write(true).open(&file).unwrap().set_modified(later).unwrap();
        assert!(Seal::unbroken(&file).is_none());
        drop(open(&file));
        assert!(Seal::unbroken(&file).is_some());
        fs::write(beside(&file, "-wal"), "a log").unwrap();
        assert!(Seal::unbroken(&file).is_none());
    }

    #[test]
    fn a_look_is_good_for_a_week_and_not_from_the_future() {
        let (_folder, file) = four_facts();
        let now = clock::system().millis;
        for (looked, is_good) in [(now - GOOD_FOR + 60_000, true), (now - GOOD_FOR, false), (now + 60_000, false)] {
            rewrite(&file, looked);
            assert_eq!(Seal::unbroken(&file).is_some(), is_good, "{looked}");
        }
        drop(open(&file));
        assert!(Seal::unbroken(&file).is_some(), "it was looked at again");
    }

    #[test]
    fn what_may_be_damaged_gets_no_seal() {
        let (_folder, file) = four_facts();
        let journal = open(&file);
        journal.store.seal.forget();
        drop(journal);
        assert!(Seal::unbroken(&file).is_none());
    }
}
