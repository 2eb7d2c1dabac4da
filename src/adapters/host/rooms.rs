//! Rooms as files: each class is one file in the folder `rooms`, so that keeping it, handing it over and forgetting it is copying
//! or deleting one file. Or all classes are in one database, and several hosts may lead each: [`Shelf`] is either.

use super::database;
use super::desk::{BeginError, Keeper, replay};
use crate::adapters::store::{Anywhere, JournalError, ROOM, Sqlite};
use crate::adapters::system::make_private_folder;
use crate::domain::bank::Bank;
use crate::domain::fact::Event;
use crate::domain::room::{Happened, Opened, Room};
use crate::domain::store::{Appended, Kind, Person, Store, Stream};
use std::fs;
use std::io;
use std::ops::Deref;
use std::path::{Path, PathBuf};

/// The folder for rooms within that for data.
pub const FOLDER: &str = "rooms";

/// How many facts are copied at once where a file has to be made anew.
const AT_ONCE: usize = 1_000;

/// Why no room can be opened.
#[derive(Debug, thiserror::Error)]
pub enum RoomError {
    /// The folder cannot be made.
    #[error("the folder for rooms {} cannot be made ({source}); name another with --data-dir", folder.display())]
    Folder {
        /// The folder.
        folder: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// There is no room to go on with.
    #[error("no class is under way here; `iotutor host` begins one")]
    None,
    /// There is no room with that code.
    #[error("no room has the code {0} here; `iotutor results list` lists those that are kept")]
    NoSuchCode(String),
    /// Somebody holds the class.
    #[error("the class in {} is being held just now; end it there and type leave, then try again", .0.display())]
    InUse(PathBuf),
    /// No class was held.
    #[error(
        "no class was held here yet; `iotutor host` begins one, and `iotutor enter CODE` one on paper, with the code in the foot of a worksheet"
    )]
    Never,
    /// The class is over.
    #[error("the class in room {0} is over")]
    Over(String),
    /// The file is no room.
    #[error("{} is no class's file, or nothing of it can be read; if there is a copy, put it in its place", .0.display())]
    NoRoom(PathBuf),
    /// The file cannot be used.
    #[error(transparent)]
    Store(#[from] JournalError),
    /// Its facts make no room.
    #[error(transparent)]
    Begin(#[from] BeginError),
}

/// A room's file, open.
#[derive(Debug)]
pub struct RoomFile {
    store: Anywhere,
    path: PathBuf,
}

/// Where rooms are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shelf {
    /// Each in a file of its own in the folder for rooms within this one.
    Folder(PathBuf),
    /// All in the database at this address.
    Database(String),
}

impl Shelf {
    /// Whether there is a room with that code, opened on that date, already.
    ///
    /// # Errors
    ///
    /// Whatever a database says.
    pub fn has(&self, date: &str, code: &str) -> Result<bool, RoomError> {
        match self {
            Self::Folder(data_dir) => Ok(path_of(data_dir, date, code).exists()),
            // Whoever asks for a code means one room, on whatever day.
            Self::Database(address) => Ok(database::all(&Anywhere::database(address)?)?.iter().any(|one| one.is(code))),
        }
    }

    /// A place for a new room that is opened on `date`, such as `2026-11-23`, with that code.
    ///
    /// # Errors
    ///
    /// As for [`RoomFile::new`].
    pub fn place_for(&self, date: &str, code: &str) -> Result<RoomFile, RoomError> {
        match self {
            Self::Folder(data_dir) => RoomFile::new(data_dir, date, code),
            Self::Database(address) => Ok(RoomFile::remote(Anywhere::database(address)?, code)),
        }
    }

    /// The room to go on with, as [`find`] finds it.
    ///
    /// # Errors
    ///
    /// As for [`find`].
    pub fn find(&self, code: Option<&str>) -> Result<Found, RoomError> {
        match self {
            Self::Folder(data_dir) => find(data_dir, code),
            Self::Database(address) => database::find(Anywhere::database(address)?, code),
        }
    }
}

/// A room that was found in its file.
#[derive(Debug)]
pub struct Found {
    /// Its file.
    pub file: RoomFile,
    /// Its stream.
    pub stream: Stream,
    /// What there is to say about the file, in a sentence or two.
    pub notice: Option<String>,
}

impl RoomFile {
    /// Makes the file of a new room that is opened on `date`, such as `2026-11-23`, with that code.
    ///
    /// # Errors
    ///
    /// [`RoomError::Folder`], and whatever the store says.
    pub fn new(data_dir: &Path, date: &str, code: &str) -> Result<Self, RoomError> {
        let folder = data_dir.join(FOLDER);
        make_private_folder(&folder).map_err(|source| RoomError::Folder { folder: folder.clone(), source })?;
        Ok(Self::at(&path_of(data_dir, date, code))?.0)
    }

    fn at(path: &Path) -> Result<(Self, Option<String>), JournalError> {
        Sqlite::open(path).map(|(store, notice)| (Self::of(path, store), notice))
    }

    fn of(path: &Path, store: Sqlite) -> Self {
        Self { store: Anywhere::File(Box::new(store)), path: path.to_owned() }
    }

    /// The room with that code in a database.
    pub(super) fn remote(store: Anywhere, code: &str) -> Self {
        let path = PathBuf::from(format!("{} (room {code})", store.place().unwrap_or_default()));
        Self { store, path }
    }

    /// Opens the file of a room.
    ///
    /// # Errors
    ///
    /// [`RoomError::NoRoom`], and whatever the store says.
    pub fn open(path: &Path) -> Result<Found, RoomError> {
        Self::found(path, Self::at(path)?)
    }

    /// The same to look at it, also where nothing can be written.
    ///
    /// # Errors
    ///
    /// As for [`RoomFile::open`].
    pub fn open_to_show(path: &Path) -> Result<Found, RoomError> {
        let opened = match Self::at(path) {
            Err(JournalError::ReadOnly { .. }) => {
                Sqlite::open_for_reading(path).map(|(store, notice)| (Self::of(path, store), notice))?
            }
            opened => opened?,
        };
        Self::found(path, opened)
    }

    fn found(path: &Path, (file, notice): (Self, Option<String>)) -> Result<Found, RoomError> {
        let stream = file.store.streams(Kind::Room)?.into_iter().next();
        let stream = stream.ok_or_else(|| RoomError::NoRoom(path.to_owned()))?;
        Ok(Found { file, stream, notice })
    }

    /// The store that it is in.
    pub(super) fn into_store(self) -> Anywhere {
        self.store
    }

    /// The file; for a room in a database what the two are called.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Found {
    /// What the room was opened with, and whether the class is over; none where the file is another program's.
    pub(super) fn standing(&self) -> Result<Option<(i64, Opened, bool)>, JournalError> {
        let (mut opened, mut ended) = (None, false);
        self.file.store.read(self.stream, 0, usize::MAX, &mut |_, fact| match &fact.event {
            Event::Room(Happened::Opened(with)) => opened = Some((fact.at.millis, (**with).clone())),
            Event::Room(happened) => ended |= *happened == Happened::Ended,
            _ => {}
        })?;
        Ok(opened.map(|(at, opened)| (at, opened, ended)))
    }

    /// The room.
    ///
    /// # Errors
    ///
    /// As for [`replay`].
    pub fn room(&self, bank: &Bank) -> Result<Room, BeginError> {
        replay(&self.file.store, self.stream, bank).map(|(room, _)| room)
    }
}

/// Where the room with that code, opened on that date, is kept.
#[must_use]
pub fn path_of(data_dir: &Path, date: &str, code: &str) -> PathBuf {
    data_dir.join(FOLDER).join(format!("{date}-{code}.{ROOM}"))
}

/// All rooms' files, those of the latest date first.
#[must_use]
pub fn all(data_dir: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(data_dir.join(FOLDER)).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut files: Vec<PathBuf> = entries.filter(|path| path.extension().is_some_and(|end| end == ROOM)).collect();
    files.sort();
    files.reverse();
    files
}

/// The room to go on with: the one with that code, however it is typed, or the one opened last that is not over.
///
/// # Errors
///
/// [`RoomError`] where there is none, or the class is over.
pub fn find(data_dir: &Path, code: Option<&str>) -> Result<Found, RoomError> {
    let Some(code) = code else { return last_under_way(data_dir) };
    let path = coded(data_dir, code)?;
    let found = RoomFile::open(&path)?;
    match found.standing()? {
        Some((_, _, false)) => Ok(found),
        Some((_, opened, true)) => Err(RoomError::Over(opened.code)),
        None => Err(RoomError::NoRoom(path)),
    }
}

/// The latest file of a room with that code, or with that date and code, however it is typed.
///
/// # Errors
///
/// [`RoomError::NoSuchCode`].
pub fn coded(data_dir: &Path, code: &str) -> Result<PathBuf, RoomError> {
    let wanted = code.trim().to_uppercase();
    let is_wanted = |path: &PathBuf| {
        let stem = path.file_stem().map(|stem| stem.to_string_lossy().to_uppercase()).unwrap_or_default();
        stem == wanted || stem.rsplit_once('-').is_some_and(|(_, end)| end == wanted)
    };
    all(data_dir).into_iter().find(is_wanted).ok_or(RoomError::NoSuchCode(wanted))
}

fn last_under_way(data_dir: &Path) -> Result<Found, RoomError> {
    let mut last: Option<(i64, Found)> = None;
    let mut date = None;
    for path in all(data_dir) {
        // Of an earlier day there is none that was opened later.
        let own =
            path.file_name().map(|name| name.to_string_lossy().chars().take("2026-11-23".len()).collect::<String>());
        if last.is_some() && own != date {
            break;
        }
        let Ok(found) = RoomFile::open(&path) else { continue };
        let Ok(Some((at, _, false))) = found.standing() else { continue };
        if last.as_ref().is_none_or(|(before, _)| at > *before) {
            (last, date) = (Some((at, found)), own);
        }
    }
    last.map(|(_, found)| found).ok_or(RoomError::None)
}

/// A room's file is read as the store that it is.
impl Deref for RoomFile {
    type Target = Anywhere;

    fn deref(&self) -> &Anywhere {
        &self.store
    }
}

impl Keeper for RoomFile {
    type Store = Anywhere;

    fn store(&self) -> &Anywhere {
        &self.store
    }

    fn store_mut(&mut self) -> &mut Anywhere {
        &mut self.store
    }

    fn seat(&mut self, stream: Stream, seat: u32, person: Option<&Person>) -> Result<(), JournalError> {
        self.store.seat(stream, seat, person)
    }

    fn is_gone(&self) -> bool {
        self.store.place().is_none() && !self.path.exists()
    }

    fn writings_of_others(&self, stream: Stream) -> Result<Option<i64>, JournalError> {
        self.store.writings_of_others(stream)
    }

    fn renewed(&self, stream: Stream) -> Result<Self, JournalError> {
        let (mut new, _) = Self::at(&self.path)?;
        let mut last = new.store.read(stream, 0, usize::MAX, &mut |_, _| {})?;
        loop {
            let mut facts = Vec::new();
            self.store.read(stream, last, AT_ONCE, &mut |_, fact| facts.push(fact.clone()))?;
            match new.store.append(stream, last, &facts)? {
                Appended::UpTo(now) if now == last => break,
                Appended::UpTo(now) | Appended::Behind(now) => last = now,
            }
        }
        for (seat, person) in self.store.people(stream)? {
            new.store.name(stream, seat, Some(&person))?;
        }
        Ok(new)
    }
}
