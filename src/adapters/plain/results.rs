//! The end of an attempt, the list of attempts, and the last line of all.

use super::words::counted;
use crate::app::Model;
use crate::app::learning::leaving;

/// What is waiting, as the last line; none where nothing was done.
pub fn closing(model: &Model) -> Option<String> {
    if let Some(trouble) = model.trouble() {
        let records = counted(trouble.facts.len(), "record is", "records are");
        return Some(format!("{records} not saved: {}", trouble.reason));
    }
    // A warning may be that nothing can be saved here, so nothing is promised beside it.
    if let Some(warning) = model.warning() {
        return Some(warning.to_owned());
    }
    leaving(model.bank(), model.learner(), model.settings(), model.today())
}
