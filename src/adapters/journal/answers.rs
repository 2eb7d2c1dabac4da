//! Single answers, read when somebody asks for those behind a figure.

use super::{Journal, JournalError};
use crate::domain::answers::{Found, Query, Search};
use crate::domain::bank::Bank;

impl Journal {
    /// The answers of `learner` that `query` asks for.
    ///
    /// # Errors
    ///
    /// As for [`Journal::each_fact`].
    pub fn answers(&self, learner: &str, bank: &Bank, query: &Query) -> Result<Found, JournalError> {
        let mut search = Search::new(bank, query);
        match query {
            Query::Attempt(attempt) => self.attempt(attempt)?.iter().for_each(|fact| search.take(fact)),
            Query::Concept(..) | Query::Certainty(_) | Query::Day(_) => {
                self.each_to_fold(learner, 0, |_, fact| search.take(fact))?;
            }
        }
        Ok(search.finish())
    }
}
