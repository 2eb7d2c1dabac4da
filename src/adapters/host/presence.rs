//! Who has a connection just now: a terminal's is kept open, and a page asks again and again. It lives in memory alone, and only
//! whoever leads the class is told.

use crate::domain::room::{Room, Standing, Token};
use std::collections::{BTreeSet, HashMap};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How long a page may not ask before whoever had it is taken to be away: one that is open asks at least twice as often.
const SILENT: Duration = Duration::from_secs(60);

/// When somebody was seen.
#[derive(Debug, Clone, Copy, Default)]
struct Seen {
    /// How many terminals they have open.
    terminals: u32,
    /// When a page of theirs asked last.
    asked: Option<Instant>,
}

/// Who has a connection, by their tokens.
#[derive(Debug, Default)]
pub struct Presence(Mutex<HashMap<Token, Seen>>);

impl Presence {
    fn with<T>(&self, what: impl FnOnce(&mut HashMap<Token, Seen>) -> T) -> T {
        // Nothing is half done where a thread ended with it.
        what(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// A page of whoever has this token asked what there is to see.
    pub fn asks(&self, token: Token, now: Instant) {
        self.with(|all| all.entry(token).or_default().asked = Some(now));
    }

    /// A terminal of whoever has this token was opened.
    pub fn comes(&self, token: Token) {
        self.with(|all| all.entry(token).or_default().terminals += 1);
    }

    /// It was closed.
    pub fn goes(&self, token: Token) {
        self.with(|all| {
            if let Some(seen) = all.get_mut(&token) {
                seen.terminals = seen.terminals.saturating_sub(1);
            }
        });
    }

    /// The seats of whoever was here and has no connection at `now`. Nobody is away who never had one, such as whom the host let in by
    /// typing a name. What is known of others than those who sit here is forgotten.
    pub fn away(&self, room: &Room, now: Instant) -> BTreeSet<u32> {
        let taken = room.seats().iter().filter(|seat| seat.standing == Standing::In && seat.sheet.is_none());
        let seats: HashMap<Token, u32> = taken.map(|seat| (seat.token, seat.number)).collect();
        self.with(|all| {
            all.retain(|token, seen| seen.terminals > 0 || seats.contains_key(token));
            let asked_of_late =
                |seen: &Seen| seen.asked.is_some_and(|asked| now.saturating_duration_since(asked) <= SILENT);
            let gone = all.iter().filter(|(_, seen)| seen.terminals == 0 && !asked_of_late(seen));
            gone.filter_map(|(token, _)| seats.get(token).copied()).collect()
        })
    }
}
