//! Attempts that an administrator unlocks: one that broke goes on, or another one may begin.
//!
//! Unlocking is a fact of the attempt, with a name and a reason, and the result tells it. Nothing that was recorded or filed
//! is changed by it.

use super::attempt::Attempt;
use super::entry::{Entry, entry};
use super::form::{Form, Shows};
use super::result::Ending;
use crate::domain::moment::Moment;
use crate::domain::words::counted;
use serde::{Deserialize, Serialize};

/// What is unlocked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unlocks {
    /// The attempt goes on where it stood.
    GoOn,
    /// The attempt stays as it is, and another one may begin, whatever the form allows.
    Another,
}

/// What an administrator unlocked, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unlock {
    /// When.
    pub at: Moment,
    /// What.
    pub unlocks: Unlocks,
    /// Who did it.
    pub by: String,
    /// Why.
    pub why: String,
    /// How many seconds were given in addition.
    #[serde(default)]
    pub seconds: u32,
    /// Whether the applicant could have seen the report, and with it what is right, before.
    #[serde(default)]
    pub shown: bool,
}

impl Unlock {
    /// In a sentence or two.
    #[must_use]
    pub fn told(&self) -> String {
        let (on, time, by, why) = (self.at.written(), self.at.time(), &self.by, &self.why);
        match self.unlocks {
            Unlocks::Another => format!("{by} allowed another attempt on {on} at {time}: {why}."),
            Unlocks::GoOn => {
                let more = match self.seconds {
                    0 => String::new(),
                    seconds => format!(", with {} more", counted(u64::from(seconds / 60), "minute", "minutes")),
                };
                let shown = if self.shown { " The applicant could see the report before that." } else { "" };
                format!("{by} unlocked the attempt on {on} at {time}, to go on{more}: {why}.{shown}")
            }
        }
    }
}

/// Why there is nothing to unlock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Locked {
    /// Nothing was begun.
    #[error("there is no attempt to unlock")]
    NoAttempt,
    /// Another attempt may begin already.
    #[error("another attempt may begin already")]
    MayBegin,
    /// It goes on without that.
    #[error(
        "the attempt is not over: it goes on by itself when it is started again. --minutes N gives more time, and \
         --another sets it aside and lets another one begin"
    )]
    NotOver,
    /// There is no limit that could be longer.
    #[error("the attempt has no limit of time that could be longer")]
    NoLimit,
    /// Nothing is left to answer.
    #[error("the attempt ended because nothing was left to ask; --another lets another one begin, and this one stays")]
    NothingLeft,
    /// No time is left.
    #[error(
        "the attempt has no time left: say how much it gets with --minutes N, or let another one begin with --another"
    )]
    NoTime,
}

/// The number of the attempt, of those that an applicant made at `form` in the order in which they began, that is to be
/// unlocked: the last one.
///
/// # Errors
///
/// Why there is nothing to unlock.
pub fn unlockable(
    form: &Form,
    attempts: &[Attempt],
    unlocks: Unlocks,
    seconds: u32,
    now: Moment,
) -> Result<usize, Locked> {
    let (number, last) = attempts.iter().enumerate().next_back().ok_or(Locked::NoAttempt)?;
    if last.is_set_aside() || unlocks == Unlocks::Another && matches!(entry(form, attempts, now), Entry::Begin { .. }) {
        return Err(Locked::MayBegin);
    }
    if unlocks == Unlocks::Another {
        return Ok(number);
    }
    let is_limited = last.begun.limit.is_some();
    let nothing_left = last.goes_forward() && last.ended.is_some_and(|(how, _)| how != Ending::Time);
    match last.ended {
        _ if seconds > 0 && !is_limited => Err(Locked::NoLimit),
        None if seconds == 0 => Err(Locked::NotOver),
        Some(_) if nothing_left => Err(Locked::NothingLeft),
        Some(_) if seconds == 0 && last.left(now) == Some(0) => Err(Locked::NoTime),
        _ => Ok(number),
    }
}

/// Whether an applicant could have seen by now what is right in the last of `attempts`.
#[must_use]
pub fn was_shown(form: &Form, attempt: &Attempt) -> bool {
    form.shows == Shows::Report && attempt.ended.is_some()
}
