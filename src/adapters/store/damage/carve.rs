//! Rows found in the bytes of a file, whatever became of its order.
//!
//! A row begins with its length, its number and a head that tells what its columns are; nearly all that is tried at a place
//! where none begins fails at once, and the checksum at the end of each row settles the rest. So neither the tree of pages
//! nor the lists within them are needed, and any of them may be damaged. Pages have 4,096 bytes in every file of ours.

use rusqlite::types::ValueRef;
use std::collections::HashMap;

/// How long a page is.
const PAGE: usize = 4_096;

/// How many bytes stand before the first frame of a log, and before the page in each of its frames.
const LOG_HEAD: usize = 32;
const FRAME_HEAD: usize = 24;

/// The most columns that a row of ours has.
const MOST_COLUMNS: usize = 15;

/// The least part of a page that a row takes which goes on elsewhere, and the most that a row takes which does not.
const LEAST_LOCAL: usize = (PAGE - 12) * 32 / 255 - 23;
const MOST_LOCAL: usize = PAGE - 35;

/// The longest row that is believed, in bytes: a round of 100,000 statements takes a few million.
const LONGEST: usize = 64 << 20;

/// Whether a log does not end in the middle of something.
pub(super) fn is_log_whole(log: &[u8]) -> bool {
    log.len().checked_sub(LOG_HEAD).is_some_and(|frames| frames % (FRAME_HEAD + PAGE) == 0)
}

/// A row: its number in the table, and its columns. That of the number itself is empty.
pub(super) struct Row<'a> {
    pub(super) number: i64,
    pub(super) columns: Vec<ValueRef<'a>>,
}

/// The pages of a file and of its log.
pub(super) struct Pages<'a> {
    file: Vec<&'a [u8]>,
    log: Vec<&'a [u8]>,
    /// The newest version of each page, by number, log and all.
    newest: HashMap<usize, &'a [u8]>,
}

impl<'a> Pages<'a> {
    /// The pages in the bytes of a file and of the log beside it; both may be empty or cut off anywhere.
    pub(super) fn of(file: &'a [u8], log: &'a [u8]) -> Self {
        let file: Vec<&[u8]> = file.chunks(PAGE).collect();
        let mut newest: HashMap<usize, &[u8]> = file.iter().enumerate().map(|(at, page)| (at + 1, *page)).collect();
        let mut pages = Vec::new();
        for frame in log.get(LOG_HEAD..).unwrap_or_default().chunks(FRAME_HEAD + PAGE) {
            let Some((head, page)) = frame.split_at_checked(FRAME_HEAD) else { continue };
            if let Some(number) = big_endian(head) {
                newest.insert(number, page);
            }
            pages.push(page);
        }
        Self { file, log: pages, newest }
    }

    /// Hands `each` every row that may stand in the file.
    pub(super) fn each_row_of_file(&self, each: &mut dyn FnMut(&Row<'_>)) {
        self.file.iter().for_each(|page| self.each_row_of(page, each));
    }

    /// Hands `each` every row that may stand in the log, in its order.
    pub(super) fn each_row_of_log(&self, each: &mut dyn FnMut(&Row<'_>)) {
        self.log.iter().for_each(|page| self.each_row_of(page, each));
    }

    fn each_row_of(&self, page: &[u8], each: &mut dyn FnMut(&Row<'_>)) {
        let mut spilled = Vec::new();
        for at in 0..page.len() {
            let Some(cell) = page.get(at..).and_then(Cell::at) else { continue };
            if let Some(local) = cell.whole() {
                hand_on(cell.number, local, each);
                continue;
            }
            // The rest may be in the newest version of the pages or, where the log is not of this file, in the file.
            for newest in [true, false] {
                if self.follow(&cell, newest, &mut spilled).is_some() {
                    hand_on(cell.number, &spilled, each);
                }
            }
        }
    }

    /// Puts together a row that goes on in pages of its own.
    fn follow(&self, cell: &Cell<'_>, newest: bool, whole: &mut Vec<u8>) -> Option<()> {
        let (local, mut next) = cell.spilled()?;
        whole.clear();
        whole.extend_from_slice(local);
        while whole.len() < cell.length {
            let page =
                if newest { self.newest.get(&next).copied() } else { self.file.get(next.checked_sub(1)?).copied() }?;
            let (head, rest) = page.split_at_checked(4)?;
            let wanted = (cell.length - whole.len()).min(PAGE - 4);
            whole.extend_from_slice(rest.get(..wanted)?);
            next = big_endian(head)?;
        }
        Some(())
    }
}

fn hand_on(number: i64, payload: &[u8], each: &mut dyn FnMut(&Row<'_>)) {
    if let Some(columns) = columns(payload) {
        each(&Row { number, columns });
    }
}

/// What may be a row: its number, how long it is, and what stands of it here.
struct Cell<'a> {
    number: i64,
    length: usize,
    here: &'a [u8],
}

impl<'a> Cell<'a> {
    fn at(bytes: &'a [u8]) -> Option<Self> {
        let (length, rest) = varint(bytes)?;
        let (number, here) = varint(rest)?;
        let length = usize::try_from(length).ok().filter(|length| (4..=LONGEST).contains(length))?;
        // The first column of each of our rows is its number, which stands before, and so is empty.
        let (_, kinds) = varint(here)?;
        (kinds.first() == Some(&0) && promised(here) == Some(length)).then(|| Self {
            number: number.cast_signed(),
            length,
            here,
        })
    }

    /// The row, if all of it stands here.
    fn whole(&self) -> Option<&'a [u8]> {
        if self.length <= MOST_LOCAL { self.here.get(..self.length) } else { None }
    }

    /// What stands here of a row that goes on elsewhere, and the page that it goes on in.
    fn spilled(&self) -> Option<(&'a [u8], usize)> {
        if self.length <= MOST_LOCAL {
            return None;
        }
        let most = LEAST_LOCAL + (self.length - LEAST_LOCAL) % (PAGE - 4);
        let local = if most <= MOST_LOCAL { most } else { LEAST_LOCAL };
        let (local, rest) = self.here.split_at_checked(local)?;
        Some((local, big_endian(rest)?))
    }
}

/// How long a row with this head is.
fn promised(bytes: &[u8]) -> Option<usize> {
    let (head, rest) = varint(bytes)?;
    let head = usize::try_from(head).ok()?;
    let mut kinds = rest.get(..head.checked_sub(bytes.len() - rest.len())?)?;
    let (mut length, mut count) = (head, 0);
    while !kinds.is_empty() {
        let (kind, other) = varint(kinds)?;
        kinds = other;
        length = length.checked_add(width(kind)?)?;
        count += 1;
        if count > MOST_COLUMNS {
            return None;
        }
    }
    Some(length)
}

/// How many bytes a value of a kind takes. Of fractions, and of kinds that are not used, we have none.
fn width(kind: u64) -> Option<usize> {
    match kind {
        0 | 8 | 9 => Some(0),
        1..=4 => usize::try_from(kind).ok(),
        5 => Some(6),
        6 => Some(8),
        7 | 10 | 11 => None,
        12.. => usize::try_from((kind - 12) / 2).ok(),
    }
}

/// The columns of a row, if its head makes sense and its length is that of its columns.
fn columns(payload: &[u8]) -> Option<Vec<ValueRef<'_>>> {
    let (head, rest) = varint(payload)?;
    let head = usize::try_from(head).ok()?;
    let mut kinds = rest.get(..head.checked_sub(payload.len() - rest.len())?)?;
    let mut content = payload.get(head..)?;
    let mut columns = Vec::with_capacity(MOST_COLUMNS);
    while !kinds.is_empty() {
        let (kind, other) = varint(kinds)?;
        kinds = other;
        let (value, other) = value(kind, content)?;
        content = other;
        columns.push(value);
        if columns.len() > MOST_COLUMNS {
            return None;
        }
    }
    content.is_empty().then_some(columns)
}

/// A value of a kind, and what stands after it.
fn value(kind: u64, content: &[u8]) -> Option<(ValueRef<'_>, &[u8])> {
    let (bytes, rest) = content.split_at_checked(width(kind)?)?;
    let value = match kind {
        0 => ValueRef::Null,
        8 => ValueRef::Integer(0),
        9 => ValueRef::Integer(1),
        1..=6 => ValueRef::Integer(integer(bytes)),
        _ if kind.is_multiple_of(2) => ValueRef::Blob(bytes),
        _ => ValueRef::Text(bytes),
    };
    Some((value, rest))
}

/// A signed number, the most significant byte first.
fn integer(bytes: &[u8]) -> i64 {
    let negative = bytes.first().is_some_and(|first| first & 0x80 != 0);
    bytes.iter().fold(if negative { -1 } else { 0 }, |number, byte| number << 8 | i64::from(*byte))
}

/// The number of a page.
fn big_endian(bytes: &[u8]) -> Option<usize> {
    usize::try_from(u32::from_be_bytes(*bytes.first_chunk()?)).ok()
}

/// A number of one to nine bytes, and what stands after it.
fn varint(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let mut number = 0_u64;
    for (at, byte) in bytes.iter().enumerate().take(9) {
        if at == 8 {
            return Some((number << 8 | u64::from(*byte), bytes.get(9..)?));
        }
        number = number << 7 | u64::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            return Some((number, bytes.get(at + 1..)?));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_of_any_length_are_read() {
        for (bytes, number) in [(&[0x00][..], 0), (&[0x7f], 127), (&[0x81, 0x00], 128), (&[0xff; 9], u64::MAX)] {
            assert_eq!(varint(bytes), Some((number, &[][..])), "{bytes:?}");
        }
        assert_eq!((varint(&[]), varint(&[0x80])), (None, None));
        assert_eq!([integer(&[]), integer(&[0xff]), integer(&[0x01, 0x00])], [0, -1, 256]);
    }

    proptest! {
        #[test]
        fn any_bytes_are_searched_without_a_panic(
            file in prop::collection::vec(any::<u8>(), 0..9_000),
            log in prop::collection::vec(any::<u8>(), 0..9_000),
        ) {
            let pages = Pages::of(&file, &log);
            pages.each_row_of_file(&mut |_| {});
            pages.each_row_of_log(&mut |_| {});
        }
    }
}
