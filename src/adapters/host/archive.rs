//! Classes that were held: found by what somebody calls them, listed, and forgotten when their time is over.

use super::database;
use super::rooms::{self, FOLDER, Found, RoomError, RoomFile, Shelf};
use crate::adapters::files::sync_folder;
use crate::adapters::store::{Anywhere, ROOM, Sqlite};
use crate::domain::fact::Event;
use crate::domain::moment::Moment;
use crate::domain::room::{Happened, Opened, Persons, WARM_UP};
use crate::domain::store::Store;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// The word for the class that was begun last.
pub const LAST: &str = "last";

/// How many characters a room's code has.
const CODE: usize = 4;

/// How every file of a store begins.
const HEAD: &[u8] = b"SQLite format 3\0";

/// What there is to say of a class in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// When it was opened.
    pub at: Moment,
    /// What it was opened with.
    pub opened: Opened,
    /// How many people came and were not removed; whoever sat at several seats is one.
    pub people: usize,
    /// How many were removed.
    pub removed: usize,
    /// How many questions were asked.
    pub asked: usize,
    /// Whether it is over.
    pub ended: bool,
    /// What there is to say of the file, in a sentence or two.
    pub notice: Option<String>,
}

/// Whether a file holds a class: by its name, or by how it begins.
#[must_use]
pub fn is_room(path: &Path) -> bool {
    let begins = || {
        let mut head = [0; HEAD.len()];
        fs::File::open(path).and_then(|mut file| file.read_exact(&mut head)).is_ok() && head == HEAD
    };
    path.is_file() && (path.extension() == Some(OsStr::new(ROOM)) || begins())
}

/// Whether a word may be meant as a room's code, or as a file's name without its folder.
#[must_use]
pub fn is_code(typed: &str) -> bool {
    let typed = typed.trim();
    let code = typed.rsplit_once('-').map_or(typed, |(date, code)| if date_of(date).is_some() { code } else { "" });
    typed == LAST || (code.chars().count() == CODE && code.chars().all(|sign| sign.is_ascii_alphanumeric()))
}

/// The file of the class that somebody calls so: by its file, its code, or `last`; none for nothing is the last, too.
///
/// # Errors
///
/// [`RoomError::NoSuchCode`], or [`RoomError::Never`] where there is none.
pub fn path(data_dir: &Path, typed: Option<&str>) -> Result<PathBuf, RoomError> {
    match typed {
        None | Some(LAST) => last(data_dir).map(|found| found.file.path().to_owned()),
        Some(path) if Path::new(path).is_file() => Ok(PathBuf::from(path)),
        Some(code) => rooms::coded(data_dir, code),
    }
}

/// The class that somebody calls so, opened to be shown: as for [`path`].
///
/// # Errors
///
/// As for [`path`], and whatever the store says.
pub fn open(shelf: &Shelf, typed: Option<&str>) -> Result<Found, RoomError> {
    match (shelf, typed) {
        // A class that was handed over is looked at where it lies.
        (Shelf::Database(address), typed) if typed.is_none_or(|typed| !Path::new(typed).is_file()) => {
            database::open(Anywhere::database(address)?, typed)
        }
        (Shelf::Database(_), typed) => RoomFile::open_to_show(Path::new(typed.unwrap_or_default())),
        // Opened once, so that what there is to say of the file is said.
        (Shelf::Folder(data_dir), None | Some(LAST)) => last(data_dir),
        (Shelf::Folder(data_dir), typed) => RoomFile::open_to_show(&path(data_dir, typed)?),
    }
}

/// All classes with that paper, opened to be written, the one that was opened last first.
///
/// # Errors
///
/// Whatever the store says.
pub fn of_paper(shelf: &Shelf, paper: &str) -> Result<Vec<Found>, RoomError> {
    let data_dir = match shelf {
        Shelf::Database(address) => return database::of_paper(&Anywhere::database(address)?, address, paper),
        Shelf::Folder(data_dir) => data_dir,
    };
    let of_it = |path: &PathBuf| {
        let (at, opened, _) = RoomFile::open_to_show(path).ok()?.standing().ok()??;
        (opened.paper_code == paper).then_some((date(path), at))
    };
    let mut those: Vec<_> = rooms::all(data_dir).into_iter().filter_map(|path| Some((of_it(&path)?, path))).collect();
    those.sort();
    those.iter().rev().map(|(_, path)| RoomFile::open(path)).collect()
}

/// The class that was opened last. One that cannot be read is passed over.
fn last(data_dir: &Path) -> Result<Found, RoomError> {
    let files = rooms::all(data_dir);
    let date = files.iter().filter_map(|path| date(path)).max();
    // Of the same day, the one that was opened latest.
    let of_day = files.into_iter().filter(|path| self::date(path) == date);
    let opened = of_day.filter_map(|path| {
        let found = RoomFile::open_to_show(&path).ok()?;
        let at = found.standing().ok()??.0;
        Some((at, found))
    });
    opened.max_by_key(|(at, _)| *at).map(|(_, found)| found).ok_or(RoomError::Never)
}

/// The day on which a class was opened, by the name of its file.
#[must_use]
pub fn date(path: &Path) -> Option<Date> {
    let stem = path.file_stem()?.to_str()?;
    date_of(stem.rsplit_once('-')?.0)
}

fn date_of(text: &str) -> Option<Date> {
    text.parse().ok()
}

/// Files of classes, each with its day, that were opened before `day`, the oldest first.
#[must_use]
pub fn before(data_dir: &Path, day: Date) -> Vec<(Date, PathBuf)> {
    let dated = rooms::all(data_dir).into_iter().filter_map(|path| Some((date(&path)?, path)));
    let mut old: Vec<(Date, PathBuf)> = dated.filter(|(opened, _)| *opened < day).collect();
    old.sort();
    old
}

/// The first day whose classes are still kept today, where each is kept for `days`.
#[must_use]
pub fn first_kept(today: Moment, days: u32) -> Option<Date> {
    today.local_date()?.checked_sub(jiff::Span::new().try_days(days).ok()?).ok()
}

/// The files that hold anything of the class in the file at `path`: itself, what its store keeps beside it, and copies that
/// were set aside as damaged.
#[must_use]
pub fn files_of(path: &Path) -> Vec<PathBuf> {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let own = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    let is_of = |other: &PathBuf| {
        let name = other.file_name().unwrap_or_default().to_string_lossy().into_owned();
        name == own
            || name.strip_prefix(&own).is_some_and(|end| end.starts_with('-'))
            || name.strip_prefix(&stem).is_some_and(|end| end.starts_with(".damaged-"))
    };
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut files: Vec<PathBuf> = entries.filter(is_of).collect();
    files.sort();
    files
}

/// All classes, the latest first, each with what there is to say of it, or why nothing is.
#[must_use]
pub fn list(data_dir: &Path) -> Vec<(PathBuf, Result<Summary, RoomError>)> {
    let summary = |path: PathBuf| {
        let told = RoomFile::open_to_show(&path).and_then(|found| found.summary());
        (path, told)
    };
    let mut listed: Vec<_> = rooms::all(data_dir).into_iter().map(summary).collect();
    listed.sort_by_key(|(path, told)| std::cmp::Reverse((date(path), told.as_ref().map_or(0, |one| one.at.millis))));
    listed
}

/// The folder in which classes are kept.
#[must_use]
pub fn folder(data_dir: &Path) -> PathBuf {
    data_dir.join(FOLDER)
}

/// Sees to it that nobody holds the class in the file at `path`: they would write down again what is to be forgotten.
///
/// # Errors
///
/// [`RoomError::InUse`].
pub fn refuse_in_use(path: &Path) -> Result<(), RoomError> {
    if Sqlite::is_in_use(path) { Err(RoomError::InUse(path.to_owned())) } else { Ok(()) }
}

/// Deletes all files of the class in the file at `path`. Returns how many there were.
///
/// # Errors
///
/// What the system says of a file, with the file.
pub fn forget(path: &Path) -> Result<usize, (PathBuf, io::Error)> {
    let files = files_of(path);
    for file in &files {
        match fs::remove_file(file) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err((file.clone(), error)),
            _ => {}
        }
    }
    if let Some(folder) = path.parent() {
        sync_folder(folder);
    }
    Ok(files.len())
}

impl Found {
    /// Which seats are one person's.
    ///
    /// # Errors
    ///
    /// What the store says.
    pub fn persons(&self) -> Result<Persons, RoomError> {
        let mut persons = Persons::default();
        self.file.read(self.stream, 0, usize::MAX, &mut |_, fact| {
            if let Event::Room(happened) = &fact.event {
                persons.apply(happened);
            }
        })?;
        Ok(persons)
    }

    /// How many sheets of paper count in the class, and for how many votes hands were counted.
    ///
    /// # Errors
    ///
    /// What the store says.
    pub fn other_than_devices(&self) -> Result<(usize, usize), RoomError> {
        let (mut sheets, mut votes) = (BTreeSet::new(), BTreeSet::new());
        self.file.read(self.stream, 0, usize::MAX, &mut |_, fact| match &fact.event {
            Event::Room(Happened::SheetEntered { sheet, .. }) => drop(sheets.insert(*sheet)),
            Event::Room(Happened::SheetWithdrawn { sheet }) => drop(sheets.remove(sheet)),
            Event::Room(Happened::HandsCounted { place, vote, .. }) => drop(votes.insert((*place, *vote))),
            _ => {}
        })?;
        Ok((sheets.len(), votes.len()))
    }

    /// When the room was opened, and what with.
    ///
    /// # Errors
    ///
    /// [`RoomError::NoRoom`] where its facts do not begin with that, and what the store says.
    pub fn opening(&self) -> Result<(Moment, Opened), RoomError> {
        self.summary().map(|summary| (summary.at, summary.opened))
    }

    /// What there is to say of the class without its questions.
    ///
    /// # Errors
    ///
    /// As for [`Found::opening`].
    pub fn summary(&self) -> Result<Summary, RoomError> {
        let (mut opened, mut sheets) = (None, BTreeMap::new());
        let (mut persons, mut seats, mut removed) = (Persons::default(), BTreeSet::new(), BTreeSet::new());
        let (mut asked, mut ended) = (BTreeSet::new(), false);
        self.file.read(self.stream, 0, usize::MAX, &mut |_, fact| {
            let Event::Room(happened) = &fact.event else { return };
            persons.apply(happened);
            match happened {
                Happened::Opened(with) => opened = Some((fact.at, (**with).clone())),
                Happened::Joined { seat, .. } => drop(seats.insert(*seat)),
                Happened::SheetEntered { sheet, seat, .. } => {
                    sheets.insert(*sheet, *seat);
                    seats.insert(*seat);
                }
                Happened::SheetWithdrawn { sheet } => {
                    if let Some(seat) = sheets.get(sheet) {
                        seats.remove(seat);
                    }
                }
                // A sheet that is removed was never anybody's.
                Happened::Removed { seat } if sheets.values().any(|own| own == seat) => {
                    seats.remove(seat);
                }
                Happened::Removed { seat } => drop(removed.insert(*seat)),
                // Somebody is let back.
                Happened::Moved { seat, .. } => drop(removed.remove(seat)),
                // At their own pace, what somebody answered was asked.
                // What was revealed after the end was asked on paper.
                Happened::Asked { place, .. } | Happened::Answered { place, .. } | Happened::Revealed { place }
                    if *place != WARM_UP =>
                {
                    asked.insert(*place);
                }
                Happened::Ended => ended = true,
                _ => {}
            }
        })?;
        let (at, opened) = opened.ok_or_else(|| RoomError::NoRoom(self.file.path().to_owned()))?;
        let of = |seats: &mut dyn Iterator<Item = &u32>| -> BTreeSet<u32> {
            seats.map(|seat| persons.person(*seat)).collect()
        };
        // As in the report: who was removed from all their seats counts no more.
        let (all, people) = (of(&mut seats.iter()), of(&mut seats.difference(&removed)).len());
        let (removed, notice) = (all.len() - people, self.notice.clone());
        Ok(Summary { at, opened, people, removed, asked: asked.len(), ended, notice })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_told_from_a_path() {
        for code in ["K7MX", "k7mx", "2026-11-23-K7MX", "last", " K7MX "] {
            assert!(is_code(code), "{code}");
        }
        for other in ["", "A-9", "placement", "results", "2026-11-23", "x/K7MX", "K7M\u{e9}", "a-b-K7MX"] {
            assert!(!is_code(other), "{other}");
        }
    }

    #[test]
    fn what_was_opened_before_a_day_is_found_by_the_names_of_files() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join(FOLDER)).unwrap();
        for name in ["2026-08-01-AAAA.room", "2026-08-02-BBBB.room", "notes.room", "2026-01-01-CCCC.txt"] {
            fs::write(folder.path().join(FOLDER).join(name), "").unwrap();
        }
        // 2026-10-31: 90 days after 2 August.
        let today = Moment::utc(1_793_404_800_000);
        assert_eq!(today.date(), "2026-10-31");
        let old = before(folder.path(), first_kept(today, 90).unwrap());
        let names: Vec<_> = old.iter().map(|(_, path)| path.file_name().unwrap().to_str().unwrap()).collect();
        assert_eq!(names, ["2026-08-01-AAAA.room"]);
    }

    #[test]
    fn all_files_of_a_class_are_found_and_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let names = [
            "2026-08-01-AAAA.damaged-2026-08-02.sqlite3",
            "2026-08-01-AAAA.room",
            "2026-08-01-AAAA.room-wal",
            "2026-08-01-AAAAB.room",
            "2026-08-01-BBBB.room",
        ];
        for name in names {
            fs::write(folder.path().join(name), "").unwrap();
        }
        let found = files_of(&folder.path().join(names[1]));
        let found: Vec<_> = found.iter().map(|path| path.file_name().unwrap().to_str().unwrap()).collect();
        assert_eq!(found, names[..3]);
    }
}
