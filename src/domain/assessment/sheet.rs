//! What one person answered, whatever it was asked in: an assessment or a live class.

use super::result::Record;
use super::scoring::Mark;
use crate::domain::certainty::Certainty;

/// One answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Given<'a> {
    /// The statement's id.
    pub statement: &'a str,
    /// What it earned.
    pub mark: Mark,
    /// How sure the person was, where that was asked.
    pub certainty: Option<Certainty>,
}

/// The answers of one person.
pub type Sheet<'a> = Vec<Given<'a>>;

/// The sheet of a result.
#[must_use]
pub fn of_record(record: &Record) -> Sheet<'_> {
    let given = record.answers.iter();
    given.map(|one| Given { statement: &one.statement, mark: one.mark, certainty: one.certainty }).collect()
}
