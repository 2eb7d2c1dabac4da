//! Draws the settings.

use super::page::{Page, Row, Sheet};
use super::theme::Theme;
use crate::app::Model;
use crate::app::keys::Action;
use crate::app::settings::{Line, SettingsScreen};

/// Where the value starts, in cells.
const VALUE: usize = 28;

/// The settings, and what the selected one means.
#[must_use]
pub fn sheet(model: &Model, screen: SettingsScreen, theme: Theme, width: u16) -> Sheet {
    let mut body = Page::new(width);
    for (number, line) in Line::ALL.into_iter().enumerate() {
        let selected = number == screen.selected;
        let style = if selected { theme.strong() } else { theme.plain() };
        let mut row = Row::default();
        row.pad(2);
        row.put(if selected { theme.glyphs().selected } else { " " }, theme.accent());
        row.pad(4);
        row.put(line.title(), style);
        row.pad(VALUE);
        row.put(&line.value(model), style);
        body.push(row.clickable(Action::Pick(number)));
    }
    body.blank();
    if let Some(line) = Line::ALL.get(screen.selected) {
        body.paragraph(4, line.meaning(), theme.faint());
    }
    Sheet { title: "Settings".to_owned(), status: "kept at once".to_owned(), body }
}
