//! Rooms that are kept in one database: found by their codes, listed, and forgotten.

use super::archive::{LAST, Summary};
use super::rooms::{Found, RoomError, RoomFile};
use crate::adapters::store::{Anywhere, JournalError};
use crate::domain::fact::Event;
use crate::domain::moment::Moment;
use crate::domain::room::{Happened, Opened};
use crate::domain::store::{Kind, Store, Stream};
use jiff::civil::Date;
use std::path::PathBuf;

/// Classes, each with what there is to say of it, or why nothing is.
pub type Listed = Vec<(PathBuf, Result<Summary, RoomError>)>;

/// A room of a database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Its stream.
    pub stream: Stream,
    /// When it was opened.
    pub at: Moment,
    /// What it was opened with.
    pub opened: Opened,
}

impl Kept {
    /// Whether somebody means it by a code, alone or behind its date.
    #[must_use]
    pub fn is(&self, typed: &str) -> bool {
        let typed = typed.trim().to_uppercase();
        typed == self.opened.code || typed == format!("{}-{}", self.at.date(), self.opened.code)
    }
}

/// All rooms, the latest first.
///
/// # Errors
///
/// Whatever the store says.
pub fn all(store: &Anywhere) -> Result<Vec<Kept>, JournalError> {
    let room = |(stream, fact): (Stream, crate::domain::fact::Fact)| match fact.event {
        Event::Room(Happened::Opened(opened)) => Some(Kept { stream, at: fact.at, opened: *opened }),
        _ => None,
    };
    let mut rooms: Vec<Kept> = store.firsts(Kind::Room)?.into_iter().filter_map(room).collect();
    rooms.sort_by_key(|kept| std::cmp::Reverse(kept.at.millis));
    Ok(rooms)
}

fn found(store: Anywhere, kept: &Kept) -> Found {
    Found { file: RoomFile::remote(store, &kept.opened.code), stream: kept.stream, notice: None }
}

/// The room to go on with: the one with that code, or the one opened last that is not over.
pub(super) fn find(store: Anywhere, code: Option<&str>) -> Result<Found, RoomError> {
    let rooms = all(&store)?;
    let Some(code) = code else {
        for kept in &rooms {
            if !is_over(&store, kept.stream)? {
                return Ok(found(store, kept));
            }
        }
        return Err(RoomError::None);
    };
    let kept = coded(&rooms, code)?;
    if is_over(&store, kept.stream)? { Err(RoomError::Over(kept.opened.code)) } else { Ok(found(store, &kept)) }
}

/// The class that somebody calls so, over or not; none for nothing is the last.
pub(super) fn open(store: Anywhere, typed: Option<&str>) -> Result<Found, RoomError> {
    let rooms = all(&store)?;
    let kept = match typed {
        None | Some(LAST) => rooms.into_iter().next().ok_or(RoomError::Never)?,
        Some(code) => coded(&rooms, code)?,
    };
    Ok(found(store, &kept))
}

/// All classes with that paper, the latest first.
pub(super) fn of_paper(store: &Anywhere, address: &str, paper: &str) -> Result<Vec<Found>, RoomError> {
    let those = all(store)?.into_iter().filter(|kept| kept.opened.paper_code == paper);
    those.map(|kept| Ok(found(Anywhere::database(address)?, &kept))).collect()
}

fn coded(rooms: &[Kept], code: &str) -> Result<Kept, RoomError> {
    let kept = rooms.iter().find(|kept| kept.is(code)).cloned();
    kept.ok_or_else(|| RoomError::NoSuchCode(code.trim().to_uppercase()))
}

fn is_over(store: &Anywhere, stream: Stream) -> Result<bool, JournalError> {
    let mut over = false;
    store.read(stream, 0, usize::MAX, &mut |_, fact| over |= fact.event == Event::Room(Happened::Ended))?;
    Ok(over)
}

/// All classes in the database at an address, the latest first, each with what there is to say of it, or why nothing is; and what
/// the database is called.
///
/// # Errors
///
/// Whatever the database says.
pub fn list(address: &str) -> Result<(Listed, String), RoomError> {
    let mut store = Anywhere::database(address)?;
    let place = store.place().unwrap_or_default().to_owned();
    let mut listed = Vec::new();
    for kept in all(&store)? {
        let one = found(store, &kept);
        listed.push((one.file.path().to_owned(), one.summary()));
        store = one.file.into_store();
    }
    Ok((listed, place))
}

/// The rooms that were opened before a day, the oldest first.
///
/// # Errors
///
/// Whatever the store says.
pub fn before(store: &Anywhere, day: Date) -> Result<Vec<Kept>, JournalError> {
    let mut rooms = all(store)?;
    rooms.retain(|kept| kept.at.local_date().is_some_and(|date| date < day));
    rooms.reverse();
    Ok(rooms)
}
