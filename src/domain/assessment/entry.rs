//! Whether somebody may begin, goes on, or has to wait; and with which paper.

use super::attempt::{Attempt, Begun};
use super::draw::{Asked, Letter, Papers};
use super::form::{Accommodation, Form, Kind};
use super::numbers::generator;
use super::pool::Pool;
use super::result::{BankRecord, FormRecord, fingerprint};
use super::scoring::choosable;
use super::unlock::Unlock;
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

/// What somebody may do who made these attempts at the form, in the order in which they began. An attempt that was set aside
/// when another one was allowed is not gone on with, does not count, and has nobody wait.
#[must_use]
pub fn entry(form: &Form, earlier: &[Attempt], now: Moment) -> Entry {
    if let Some(open) = earlier.iter().position(|attempt| attempt.ended.is_none() && !attempt.is_set_aside()) {
        return Entry::GoOn(open);
    }
    let counts = earlier.iter().filter(|attempt| !attempt.is_set_aside()).count();
    let last = earlier.last();
    let is_allowed = last.is_some_and(Attempt::is_set_aside);
    if counts >= form.attempts.allowed && !is_allowed {
        return Entry::UsedUp(earlier.len());
    }
    let ended = last.filter(|_| !is_allowed).and_then(|last| last.ended);
    let from = ended.map(|(_, at)| at.day() + i64::from(form.attempts.wait_days));
    match from.filter(|from| now.day() < *from) {
        Some(from) => Entry::Wait(from),
        None => Entry::Begin {
            attempt: u32::try_from(earlier.len()).unwrap_or(u32::MAX).saturating_add(1),
            before: last.map(|last| last.begun.paper),
        },
    }
}

/// What decides which paper somebody gets first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose<'a> {
    /// Somebody at that place of the roster, from 0.
    Listed(usize),
    /// Somebody who is on no roster, by the id.
    Known(&'a str),
}

/// Which paper somebody gets: after an attempt the other one, and before it everybody always the same.
///
/// On a roster each two neighbours, the first and the second, the third and the fourth, get A and B, and chance from the
/// form's cohort says which of the two gets A. So of a whole roster, and of its beginning wherever one stops, as many take A
/// first as B, or one more; and people who are added at the end move nobody. Where there is no roster, chance from `code`
/// and the id says, so that it is about half.
#[must_use]
pub fn letter(form: &Form, code: &str, whose: Whose<'_>, before: Option<Letter>) -> Letter {
    let coin = |code: &str, purpose: &str, number| generator(code, purpose, number).next_u32().is_multiple_of(2);
    let is_a = match (before, whose) {
        _ if !form.paper.parallel => true,
        (Some(before), _) => before == Letter::B,
        (None, Whose::Listed(place)) => {
            // Each attempt at a form without a cohort has a code of its own, which cannot balance anybody.
            let two = u64::try_from(place / 2).unwrap_or(u64::MAX);
            coin(&form.cohort, "first of two neighbours", two) == place.is_multiple_of(2)
        }
        (None, Whose::Known(id)) => coin(code, &format!("paper {id}"), 0),
    };
    if is_a { Letter::A } else { Letter::B }
}

/// Tells what an attempt is made of from anything else: of the statements that it asks, or may ask, the wordings, and how
/// hard and telling they are believed to be. What is right is not part of it, since it is kept where an attempt is: that
/// cannot change without a statement's revision. None where a statement is not there.
#[must_use]
pub fn imprint(form: &Form, bank: &Bank, pool: &Pool, statements: &[String]) -> Option<String> {
    let asked: Vec<Asked> = match form.paper.kind {
        Kind::Adaptive => choosable(form, pool),
        Kind::Fixed | Kind::Sequential => statements.iter().map(|id| pool.find(id)).collect::<Option<_>>()?,
    };
    let line = |asked: Asked| {
        let statement = pool.statement(asked)?;
        let text = &bank.entry(bank.find(&statement.id)?)?.statement.text;
        let topic = pool.topics.get(pool.items.get(asked.item)?.topic)?;
        Some(format!("{topic} {} {} {:?}\n{text}\n", statement.id, statement.revision, statement.belief))
    };
    Some(fingerprint(&asked.into_iter().map(line).collect::<Option<String>>()?))
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
    /// By what it is allowed, where the form alone does not.
    pub unlocked: Option<&'a Unlock>,
    /// The ids of the statements that the applicant was asked before.
    pub asked_before: &'a [String],
}

impl Terms<'_> {
    /// The beginning of an attempt with the paper `letter`.
    #[must_use]
    pub fn begun(self, bank: &Bank, pool: &Pool, papers: &Papers, letter: Letter) -> Begun {
        let statement = |asked: &Asked| pool.statement(*asked).map(|statement| statement.id.clone());
        let manifest = &bank.manifest;
        let is_adaptive = self.form.paper.kind == Kind::Adaptive;
        let passed_over = if is_adaptive { self.asked_before.to_vec() } else { Vec::new() };
        let statements: Vec<String> = papers.get(letter).iter().filter_map(statement).collect();
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
            imprint: imprint(self.form, bank, pool, &statements).unwrap_or_default(),
            unlocked: self.unlocked.cloned(),
            passed_over,
            statements,
        }
    }
}
