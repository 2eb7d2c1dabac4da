//! The damaged file copied aside, and a sound one with all that could be read in its place.

use super::inspect::{Verdict, inspect};
use super::salvage::{Counts, Salvage};
use crate::adapters::clock;
use crate::adapters::files::sync_folder;
use crate::adapters::store::error::{named, repairs};
use crate::adapters::store::sqlite::Sqlite;
use crate::adapters::store::sqlite::opening::{open_for_writing, open_to_read, unchanging};
use crate::adapters::store::{JournalError, beside, length, random, seal, snapshot};
use crate::app::view::words::capital;
use crate::domain::words::counted;
use rusqlite::OpenFlags;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

/// What belongs to a file beside it.
const COMPANIONS: [&str; 2] = ["-wal", "-journal"];

/// The end of the name of the file that is held by whoever rescues, so that two processes do not do so at once.
const LOCK: &str = "-rescue.lock";

/// The end of the name of the new file until it takes the old one's place.
const NEW: &str = "-rescue";

/// Why a file is rescued.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::adapters::store) enum Why {
    /// Something in it cannot be read.
    Damaged,
    /// The log beside it is not of it, or only in part.
    Apart,
    /// The log beside it ends in the middle of something.
    Torn,
    /// There is a log, and no file.
    LogAlone,
    /// There is a log that cannot be merged where nothing can be written.
    Unmerged,
}

/// Copies the file and what belongs to it aside, and puts a sound one with all that can be read in its place. Returns it
/// with what there is to say, in a sentence or two.
///
/// # Errors
///
/// [`JournalError::Busy`] where somebody has the file open, [`JournalError::Aside`], and those of writing. The file is as it
/// was then.
pub(in crate::adapters::store) fn rescue(path: &Path, why: Why) -> Result<(Sqlite, Option<String>), JournalError> {
    let failed = |source| JournalError::Aside { path: path.to_owned(), source };
    let lock = beside(path, LOCK);
    let held = File::create(&lock).map_err(failed)?;
    held.lock().map_err(failed)?;
    let rescued = rescue_locked(path, why);
    // Whoever waits for it looks at the file again first, so that it does not matter who has which.
    let _ = fs::remove_file(&lock);
    rescued
}

fn rescue_locked(path: &Path, why: Why) -> Result<(Sqlite, Option<String>), JournalError> {
    let failed = |source| JournalError::Aside { path: path.to_owned(), source };
    let Some(why) = still(path, why)? else { return Ok((open_for_writing(path)?, None)) };
    let aside = copy_aside(path).map_err(failed)?;
    let salvage = salvaged(path).map_err(failed)?;
    let counts = salvage.counts(told_of(&aside));
    let new = beside(path, NEW);
    remove_all(&new).map_err(failed)?;
    write_new(&new, &salvage)?;
    // The new file first: whatever is left of the old one's log then does not fit it, and is seen not to.
    fs::rename(&new, path).map_err(failed)?;
    for companion in ["-wal", "-shm", "-journal"] {
        remove(&beside(path, companion)).map_err(failed)?;
    }
    sync_folder(path.parent().unwrap_or(path));
    snapshot::drop_all(path)?;
    let store = open_for_writing(path)?;
    Ok((store, Some(said(path, why, counts, Some(&aside)))))
}

/// Why the file is to be rescued, now that nobody else does so; none where another process was faster.
fn still(path: &Path, why: Why) -> Result<Option<Why>, JournalError> {
    if why == Why::LogAlone {
        // Even to look at an empty file would throw its log away.
        return Ok((length(path) == 0).then_some(why));
    }
    match inspect(path)? {
        Verdict::Sound => Ok(None),
        Verdict::InUse => Err(JournalError::Busy { path: path.to_owned() }),
        Verdict::Damaged => Ok(Some(Why::Damaged)),
        Verdict::Apart => Ok(Some(Why::Apart)),
        Verdict::Torn => Ok(Some(Why::Torn)),
    }
}

/// Reads into memory all that can be read of a file that cannot be written.
///
/// # Errors
///
/// When it cannot be read at all.
pub(in crate::adapters::store) fn rescue_to_read(path: &Path, why: Why) -> Result<(Sqlite, String), JournalError> {
    let unreadable = |source: io::Error| JournalError::Unreadable { path: path.to_owned(), reason: source.to_string() };
    let salvage = salvaged(path).map_err(unreadable)?;
    let mut store = Sqlite::in_memory()?;
    salvage.write(&mut store, &mut random)?;
    let counts = salvage.counts(told_of(path));
    Ok((store, said(path, why, counts, None)))
}

fn salvaged(path: &Path) -> io::Result<Salvage> {
    let read = |path: &Path| match fs::read(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        read => read,
    };
    Ok(Salvage::of(&read(path)?, &read(&beside(path, "-wal"))?))
}

/// How many facts a file of the first edition says that it has, by whatever list of them can still be counted.
fn told_of(path: &Path) -> Option<u64> {
    let connection = open_to_read(path, &unchanging(path), OpenFlags::SQLITE_OPEN_URI).ok()?;
    let count = |clause| {
        let sql = format!("SELECT COUNT(seq) FROM fact {clause}");
        connection.query_row(&sql, [], |row| row.get::<_, i64>(0)).ok().and_then(|count| u64::try_from(count).ok())
    };
    let lists = ["NOT INDEXED", "INDEXED BY fact_by_learner", "INDEXED BY fact_by_attempt"];
    lists.into_iter().filter_map(count).max()
}

fn write_new(new: &Path, salvage: &Salvage) -> Result<(), JournalError> {
    let mut store = open_for_writing(new)?;
    store.seal = seal::Seal::none();
    salvage.write(&mut store, &mut random)?;
    drop(store);
    File::open(new)
        .and_then(|file| file.sync_all())
        .map_err(|source| JournalError::Aside { path: new.to_owned(), source })
}

/// Copies the file and what belongs to it to a name with today's date that is free. Returns the name.
fn copy_aside(path: &Path) -> io::Result<PathBuf> {
    let stem = path.file_stem().unwrap_or_default();
    let today = clock::system().date();
    let mut number = 1;
    let (aside, mut copy) = loop {
        let mut name = stem.to_owned();
        name.push(format!(".damaged-{today}"));
        if number > 1 {
            name.push(format!("-{number}"));
        }
        name.push(".sqlite3");
        let aside = path.with_file_name(name);
        // The name is taken before it is used, so that nothing that another process puts there is overwritten.
        match private_file(&aside) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => number += 1,
            taken => break (aside.clone(), taken?),
        }
    };
    copy_into(path, &mut copy)?;
    for companion in COMPANIONS.into_iter().filter(|companion| beside(path, companion).exists()) {
        copy_into(&beside(path, companion), &mut private_file(&beside(&aside, companion))?)?;
    }
    sync_folder(path.parent().unwrap_or(path));
    Ok(aside)
}

fn private_file(path: &Path) -> io::Result<File> {
    crate::adapters::system::make_private_file(path)?;
    File::options().write(true).open(path)
}

/// Copies a file, to last; one that is not there is empty.
fn copy_into(from: &Path, to: &mut File) -> io::Result<()> {
    match File::open(from) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        opened => drop(io::copy(&mut opened?, to)?),
    }
    to.sync_all()
}

fn remove_all(path: &Path) -> io::Result<()> {
    for companion in ["", "-wal", "-shm", "-journal"] {
        remove(&beside(path, companion))?;
    }
    Ok(())
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// What there is to say: what was found, how much was read, and where the damaged file is.
fn said(path: &Path, why: Why, counts: Counts, aside: Option<&Path>) -> String {
    let file = named(path);
    let found = match why {
        Why::Damaged => format!("{file} is damaged"),
        Why::Apart => format!("{file} and the log beside it do not belong together, as after restoring a backup"),
        Why::Torn => format!("the log of {file} ends in the middle, so the last answers may be missing"),
        Why::LogAlone => format!("{file} is missing, but its log is still there"),
        Why::Unmerged => format!("{file} was not closed properly, and its folder cannot be written to"),
    };
    let found = capital(&found);
    let Counts { found: read, lost } = counts;
    let read = match (read, lost) {
        (0, 0) => "no fact could be read in it".to_owned(),
        (read, 0) => format!("all of its {} could be read", counted(read, "fact", "facts")),
        (read, lost) => format!("{read} of {} could be read, {lost} could not", counted(read + lost, "fact", "facts")),
    };
    let kept = match aside {
        Some(aside) => format!("The old file is kept as {}, and you go on with what could be read.", aside.display()),
        None => format!("Nothing was changed; make the folder writable if it isn't, and {}.", repairs(path)),
    };
    format!("{found}: {read}. {kept}")
}
