//! What a desk is kept in: the journal of this computer, or a database in which any number of hosts lead the same desk.

use crate::adapters::store::{Anywhere, Heads, JournalError};
use crate::domain::store::{Store, Stream};

/// What tells whether somebody has written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Written {
    /// Another number once another program has written, whatever it was; none where that can't be told.
    Somewhere(Option<i64>),
    /// How far each stream is, whoever has written.
    Streams(Heads),
}

impl Written {
    /// Whether a stream may have gone on between `before` and this.
    pub(super) fn is_news(&self, stream: Stream, before: Option<&Self>) -> bool {
        match (self, before) {
            (Self::Streams(now), Some(Self::Streams(before))) => now.get(&stream) != before.get(&stream),
            _ => true,
        }
    }

    /// Whether a stream ends after the fact with this number, as far as this tells.
    pub(super) fn is_at(&self, stream: Stream, last: u64) -> bool {
        match self {
            Self::Somewhere(_) => false,
            Self::Streams(heads) => heads.get(&stream).map_or(0, |(number, _)| *number) == last,
        }
    }
}

/// What a desk is kept in.
pub trait Keeper: Store<Error = JournalError> + Send + 'static {
    /// What tells whether these streams have gone on. Asking costs little.
    ///
    /// # Errors
    ///
    /// Where the store can't be reached.
    fn written(&self, streams: &[Stream]) -> Result<Written, JournalError>;

    /// Whether results are kept in it, signed, and in no file: where each host has a disk of its own, no disk has them all.
    fn keeps_results(&self) -> bool;
}

impl Keeper for Anywhere {
    fn written(&self, streams: &[Stream]) -> Result<Written, JournalError> {
        match (self.heads(streams)?, streams.first()) {
            (Some(heads), _) => Ok(Written::Streams(heads)),
            (None, Some(any)) => self.writings_of_others(*any).map(Written::Somewhere),
            (None, None) => Ok(Written::Somewhere(None)),
        }
    }

    fn keeps_results(&self) -> bool {
        self.place().is_some()
    }
}
