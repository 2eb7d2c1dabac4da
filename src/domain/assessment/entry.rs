//! Whether somebody may begin, goes on, or has to wait; and with which paper.

use super::attempt::{Attempt, Begun};
use super::draw::{Letter, Papers};
use super::form::{Accommodation, Form};
use super::numbers::generator;
use super::pool::Pool;
use super::result::{BankRecord, FormRecord};
use crate::domain::bank::Bank;
use crate::domain::moment::Moment;
use rand::Rng;

/// What an applicant may do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// Go on with the attempt of that number in the list.
    GoOn(usize),
    /// Begin an attempt.
    Begin {
        /// The how manieth, from 1.
        attempt: u32,
        /// The paper that an earlier attempt had last, if there was one.
        before: Option<Letter>,
    },
    /// Nothing: all attempts are used up, so many.
    UsedUp(usize),
    /// Wait until that local day, counted from 1970-01-01.
    Wait(i64),
}

/// What somebody may do who made these attempts at the form, in the order in which they began.
#[must_use]
pub fn entry(form: &Form, earlier: &[Attempt], now: Moment) -> Entry {
    if let Some(open) = earlier.iter().position(|attempt| attempt.ended.is_none()) {
        return Entry::GoOn(open);
    }
    if earlier.len() >= form.attempts.allowed {
        return Entry::UsedUp(earlier.len());
    }
    let last = earlier.last();
    let from = last.and_then(|last| last.ended).map(|(_, at)| at.day() + i64::from(form.attempts.wait_days));
    match from.filter(|from| now.day() < *from) {
        Some(from) => Entry::Wait(from),
        None => Entry::Begin {
            attempt: u32::try_from(earlier.len()).unwrap_or(u32::MAX).saturating_add(1),
            before: last.map(|last| last.begun.paper),
        },
    }
}

/// Which paper somebody gets: after an attempt the other one; before it, chance from the cohort's code and the applicant's
/// id says, so that about half of a cohort takes A first, and everybody always the same.
#[must_use]
pub fn letter(form: &Form, code: &str, applicant: &str, before: Option<Letter>) -> Letter {
    match before {
        _ if !form.paper.parallel => Letter::A,
        Some(before) => before.other(),
        None if generator(code, &format!("paper {applicant}"), 0).next_u32().is_multiple_of(2) => Letter::A,
        None => Letter::B,
    }
}

/// What an attempt begins with, apart from who makes it.
#[derive(Debug, Clone, Copy)]
pub struct Terms<'a> {
    /// The form.
    pub form: &'a Form,
    /// Its text.
    pub text: &'a str,
    /// The code that the papers were drawn from.
    pub code: &'a str,
    /// The fingerprint of the calibration that the statements' difficulties come from; none without one.
    pub calibration: Option<&'a str>,
    /// What is arranged.
    pub accommodation: Option<&'a Accommodation>,
    /// The how manieth attempt, from 1.
    pub attempt: u32,
}

impl Terms<'_> {
    /// The beginning of an attempt with the paper `letter`.
    #[must_use]
    pub fn begun(self, bank: &Bank, pool: &Pool, papers: &Papers, letter: Letter) -> Begun {
        let statement = |asked: &super::draw::Asked| pool.statement(*asked).map(|statement| statement.id.clone());
        let manifest = &bank.manifest;
        Begun {
            form: FormRecord { title: self.form.title.clone(), text: self.text.to_owned() },
            bank: BankRecord {
                id: manifest.id.clone(),
                revision: manifest.revision,
                calibration: self.calibration.map(str::to_owned),
            },
            cohort: self.code.to_owned(),
            paper: letter,
            attempt: self.attempt,
            accommodation: self.accommodation.map_or_else(String::new, |arranged| arranged.id.clone()),
            limit: self.form.seconds(self.accommodation),
            statements: papers.get(letter).iter().filter_map(statement).collect(),
        }
    }
}
