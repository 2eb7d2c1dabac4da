//! What learners are called.

use crate::domain::characters::{first_forbidden, is_forbidden};
use crate::domain::fact::SOLE_LEARNER;

/// The longest name of a learner, in characters.
pub const LONGEST_NAME: usize = 40;

/// What a name has to be, as the end of a sentence.
pub const NAME_RULE: &str = "a name has 1 to 40 printable characters";

/// What the learner without a name is called on screens, within a sentence.
pub const NAMELESS: &str = "Guest";

/// A name as it is recorded, without blanks at its ends; none where it is empty, too long, or has characters that must not
/// reach a terminal.
#[must_use]
pub fn proper_name(typed: &str) -> Option<&str> {
    let name = typed.trim();
    let fits = (1..=LONGEST_NAME).contains(&name.chars().count()) && first_forbidden(name).is_none();
    fits.then_some(name)
}

/// What a learner is called on screens. A name from another machine may have nothing in it that can be shown.
#[must_use]
pub fn called(name: &str) -> &str {
    match name {
        SOLE_LEARNER => NAMELESS,
        name if name.chars().all(|character| character.is_whitespace() || is_forbidden(character)) => {
            "a name that cannot be shown"
        }
        name => name,
    }
}

/// What a learner is called in a list.
#[must_use]
pub fn listed(name: &str) -> String {
    if name == SOLE_LEARNER { "Guest".to_owned() } else { called(name).to_owned() }
}
