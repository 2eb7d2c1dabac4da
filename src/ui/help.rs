//! Draws the explanation of the keys, from the key table, and the screen for answers that could not be saved.

use super::page::{Page, Row, Sheet, UNMARKED};
use super::theme::Theme;
use crate::app::Trouble;
use crate::app::keys::{Context, bindings, key_name, working};

/// Where the explanation starts, in cells.
const SAID: usize = 22;

/// The keys of a context.
#[must_use]
pub fn sheet(context: Context, theme: Theme, width: u16) -> Sheet {
    let mut body = Page::new(width);
    for binding in bindings(context) {
        let names: Vec<String> = working(binding, context).map(|key| key_name(key, theme.is_ascii())).collect();
        let mut label = Row::default();
        label.pad(2);
        label.put(&names.join("  "), theme.key());
        label.pad(SAID);
        body.marked(&label, binding.help, UNMARKED, theme.plain(), theme.plain());
    }
    let title = format!("Keys {} {}", theme.glyphs().dot, context.title());
    Sheet { title, status: "Esc goes back".to_owned(), body }
}

/// An answer could not be saved.
#[must_use]
pub fn trouble(trouble: &Trouble, theme: Theme, width: u16) -> Sheet {
    let mut body = Page::new(width);
    body.line(2, "This could not be saved yet:", theme.wrong());
    body.blank();
    body.paragraph(2, &trouble.reason, theme.plain());
    body.blank();
    body.paragraph(2, "What was saved before is safe. Enter tries again; q leaves without it.", theme.plain());
    Sheet { title: "Answer not saved".to_owned(), status: String::new(), body }
}
