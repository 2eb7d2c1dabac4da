//! Draws who is learning.
//!
//! ```text
//!  Who is learning?
//! ------------------------------------------------------------
//!   > Ada                 20 answers, last today
//!     Without a name      3 answers, last on 2026-11-20
//!     Somebody new        asks for a name
//! ```

use super::page::{Page, Row, Sheet, wrap};
use super::theme::Theme;
use crate::app::Model;
use crate::app::keys::Action;
use crate::app::learners::{Learners, listed};

/// Where a name starts, in cells.
const NAME: usize = 4;
/// Where the words on somebody start, in cells.
const WORDS: usize = 24;

/// Whom one can choose.
#[must_use]
pub fn sheet(model: &Model, learners: &Learners, theme: Theme, width: u16) -> Sheet {
    let mut body = Page::new(width);
    for (number, known) in learners.known.iter().enumerate() {
        entry(&mut body, learners, number, [&listed(&known.name), &known.words(model.today())], theme);
    }
    entry(&mut body, learners, learners.known.len(), ["Somebody new", "asks for a name"], theme);
    if let Some(typed) = &learners.typed {
        body.blank();
        for line in wrap(&format!("Name: {typed}_"), body.width().saturating_sub(NAME)) {
            let mut row = Row::default();
            row.pad(NAME);
            row.put(&line, theme.strong());
            body.push_focused(row);
        }
    }
    Sheet { title: "Who is learning?".to_owned(), status: String::new(), body }
}

/// One row; the words have a line of their own where the name takes their place.
fn entry(body: &mut Page, learners: &Learners, number: usize, [name, words]: [&str; 2], theme: Theme) {
    let selected = number == learners.selected;
    let mut row = Row::default();
    row.pad(NAME - 2);
    row.put(if selected { theme.glyphs().selected } else { " " }, theme.accent());
    row.pad(NAME);
    row.put(name, if selected { theme.strong() } else { theme.plain() });
    if row.width() >= WORDS {
        body.push(row.clickable(Action::Pick(number)));
        row = Row::default();
    }
    row.pad(WORDS);
    row.put(words, theme.faint());
    let row = row.clickable(Action::Pick(number));
    if selected { body.push_focused(row) } else { body.push(row) }
}
