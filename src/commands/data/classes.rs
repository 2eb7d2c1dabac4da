//! Live classes taken along and taken in, from files and a database and into either.

use crate::adapters::formats::exchange::{ExchangeError, Imported};
use crate::adapters::formats::streams::{KINDS, Whole, each, of, take_in, write};
use crate::adapters::host::desk::Keeper;
use crate::adapters::host::rooms::{self, Found, RoomFile};
use crate::adapters::host::{Shelf, archive};
use crate::adapters::paths;
use crate::adapters::store::{Anywhere, Sqlite};
use crate::cli::Global;
use crate::commands::shelf::shelf;
use crate::commands::{DONE, Failure, UNUSABLE, start};
use crate::domain::store::{Kind, Store, Stream};
use crate::ui::text::safe;
use std::fs::File;
use std::io::{self, BufReader, Seek, Write};
use std::path::Path;

/// The word for all classes.
const ALL: &str = "all";

/// Writes one class, or all of them.
pub fn export(global: &Global, room: &Path, out: &mut impl Write) -> Result<u8, Failure> {
    let shelf = shelf(global)?;
    match &shelf {
        _ if room != Path::new(ALL) => {
            let found = archive::open(&shelf, Some(&room.to_string_lossy()))?;
            write(&*found.file, found.stream, out)?;
            tell(&found)
        }
        Shelf::Folder(_) => export_folder(global, out),
        Shelf::Database(address) => {
            let store = Anywhere::database(address)?;
            of(&store, &[Kind::Room])?.into_iter().try_for_each(|stream| write(&store, stream, out))?;
            Ok(DONE)
        }
    }
}

/// Says what there is to say of a class's file. Whoever takes an export for a copy must not take part of one for the whole.
fn tell(found: &Found) -> Result<u8, Failure> {
    let Some(notice) = &found.notice else { return Ok(DONE) };
    writeln!(io::stderr(), "iotutor: {}", safe(notice))?;
    Ok(UNUSABLE)
}

/// Writes all that a database keeps.
pub fn export_database(address: &str, out: &mut impl Write) -> Result<u8, Failure> {
    let store = Anywhere::database(address)?;
    of(&store, &KINDS)?.into_iter().try_for_each(|stream| write(&store, stream, out))?;
    let place = safe(store.place().unwrap_or_default()).into_owned();
    writeln!(
        io::stderr(),
        "iotutor: this is what {place} keeps; what is kept in files comes without --store and IOTUTOR_STORE"
    )?;
    Ok(DONE)
}

/// Writes who may sit down at assessments' desks.
pub fn export_desks(store: &Sqlite, out: &mut impl Write) -> Result<(), Failure> {
    of(store, &[Kind::Desk])?.into_iter().try_for_each(|stream| write(store, stream, out))?;
    Ok(())
}

/// Writes all classes that are kept in files, the oldest first.
pub fn export_folder(global: &Global, out: &mut impl Write) -> Result<u8, Failure> {
    let mut found = Vec::new();
    let mut code = DONE;
    for path in rooms::all(&paths::data_dir(global.data_dir.as_deref())?) {
        match RoomFile::open_to_show(&path).and_then(|room| Ok((room.opening()?.0, room.stream))) {
            Ok((at, stream)) => found.push((at.millis, stream, path)),
            Err(error) => {
                writeln!(io::stderr(), "iotutor: {}", safe(&error.to_string()))?;
                code = UNUSABLE;
            }
        }
    }
    found.sort();
    for (_, _, path) in found {
        let room = RoomFile::open_to_show(&path)?;
        write(&*room.file, room.stream, out)?;
        code = code.max(tell(&room)?);
    }
    Ok(code)
}

fn add(all: &mut Imported, one: Imported) {
    *all = Imported { new: all.new + one.new, known: all.known + one.known };
}

/// Takes in what of the streams in `lines` a database doesn't have yet.
pub fn into_database(address: &str, lines: &mut File) -> Result<Imported, Failure> {
    let mut store = Anywhere::database(address)?;
    each_of(lines, |whole| take_in(&mut store, whole))
}

/// Takes in what of the streams in `lines` isn't kept in files yet: each class in a file of its own, the rest in the journal.
pub fn into_folder(global: &Global, lines: &mut File) -> Result<Imported, Failure> {
    let data_dir = paths::data_dir(global.data_dir.as_deref())?;
    let mut imported = Imported::default();
    lines.rewind().map_err(ExchangeError::Reading)?;
    let mut others = Vec::new();
    each(BufReader::new(lines), |whole| -> Result<(), Failure> {
        if whole.stream.kind == Kind::Room {
            let mut file = file_of(&data_dir, &whole)?;
            add(&mut imported, take_in(file.store_mut(), &whole)?);
        } else {
            others.push(whole);
        }
        Ok(())
    })?;
    if others.is_empty() {
        return Ok(imported);
    }
    let mut records = start::open_records(global)?;
    let journal = records.journal.as_mut().filter(|_| records.writable);
    let journal = journal.ok_or_else(|| Failure::Usage("the journal can't be written".to_owned()))?;
    for whole in others {
        add(&mut imported, take_in(journal.store(), &whole)?);
    }
    Ok(imported)
}

fn each_of(
    lines: &mut File,
    mut take: impl FnMut(&Whole) -> Result<Imported, ExchangeError>,
) -> Result<Imported, Failure> {
    lines.rewind().map_err(ExchangeError::Reading)?;
    let mut imported = Imported::default();
    each(BufReader::new(lines), |whole| -> Result<(), Failure> {
        if whole.stream.kind == Kind::Room && whole.opened().is_none() {
            return Err(ExchangeError::NotWhole.into());
        }
        add(&mut imported, take(&whole)?);
        Ok(())
    })?;
    Ok(imported)
}

/// The file of a class that is taken in: the one it has here, or a new one under its day and code.
fn file_of(data_dir: &Path, whole: &Whole) -> Result<RoomFile, Failure> {
    let (at, code) = whole.opened().ok_or(ExchangeError::NotWhole)?;
    let is_other = |file: &RoomFile| -> Result<bool, Failure> {
        let there: Vec<Stream> = file.streams(Kind::Room)?;
        Ok(there.iter().any(|stream| *stream != whole.stream))
    };
    let file = RoomFile::new(data_dir, &at.date(), code)?;
    if is_other(&file)? { Err(ExchangeError::Another(code.to_owned()).into()) } else { Ok(file) }
}
