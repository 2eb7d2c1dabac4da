//! Single answers, read when somebody asks for those behind a figure.

use super::{Journal, JournalError};
use crate::domain::answers::{Query, Search};

impl Journal {
    /// Searches the facts of `learner` for what `query` asks for.
    ///
    /// # Errors
    ///
    /// As for [`Journal::each_fact`].
    pub fn search(&self, learner: &str, query: &Query, search: &mut Search<'_>) -> Result<(), JournalError> {
        match query {
            Query::Attempt(attempt) => self.attempt(learner, attempt)?.iter().for_each(|fact| search.take(fact)),
            Query::Concept(..) | Query::Certainty(_) | Query::Day(_) => {
                if let Some(found) = self.found(learner)? {
                    self.each_to_fold(found, 0, |_, fact| search.take(fact))?;
                }
            }
        }
        Ok(())
    }
}
