//! Draws the introduction and the home screen.
//!
//! ```text
//!  IoT or IIoT?
//! ------------------------------------------------------------
//!   < IoT (consumer)                     IIoT (industrial) >
//!
//!   > l  Next lesson        3: Purpose
//!     m  Mixed quiz         20 questions from all topics
//! ```

use super::page::{Page, Row, Sheet, wrap};
use super::text::safe;
use super::theme::Theme;
use crate::app::Model;
use crate::app::home::{Home, rows};
use crate::app::keys::Action;
use crate::domain::bank::Side;
use ratatui::text::Span;
use unicode_width::UnicodeWidthStr;

/// Where the title of an entry starts, in cells.
const TITLE: usize = 7;
/// Where the detail of an entry starts, in cells.
const DETAIL: usize = 29;

/// The introduction: what the two sides mean here.
#[must_use]
pub fn welcome(model: &Model, theme: Theme, width: u16) -> Sheet {
    let mut body = Page::new(width);
    two_sides(model, theme, &mut body);
    for paragraph in &model.bank().manifest.introduction {
        body.blank();
        body.paragraph(2, paragraph, theme.plain());
    }
    Sheet { title: model.bank().manifest.title.clone(), status: "Welcome".to_owned(), body }
}

/// The home screen.
#[must_use]
pub fn sheet(model: &Model, home: Home, theme: Theme, width: u16) -> Sheet {
    let mut body = Page::new(width);
    two_sides(model, theme, &mut body);
    body.blank();
    for (number, entry) in rows(model).iter().enumerate() {
        let selected = number == home.selected;
        let mut row = Row::default();
        row.pad(2);
        row.put(if selected { theme.glyphs().selected } else { " " }, theme.accent());
        row.pad(4);
        row.put(&entry.key.to_string(), theme.key());
        row.pad(TITLE);
        row.put(&entry.title, if selected { theme.strong() } else { theme.plain() });
        row.pad(DETAIL);
        let mut details = wrap(&entry.detail, body.width().saturating_sub(DETAIL)).into_iter();
        row.put(&details.next().unwrap_or_default(), theme.faint());
        let row = row.clickable(Action::Pick(number));
        if selected {
            body.push_focused(row);
        } else {
            body.push(row);
        }
        let first = body.height();
        details.for_each(|line| body.line(DETAIL, &line, theme.faint()));
        body.make_clickable(first, Action::Pick(number));
    }
    let title = model.bank().manifest.title.clone();
    let status =
        if model.name() == crate::domain::fact::SOLE_LEARNER { String::new() } else { safe(model.name()).into_owned() };
    Sheet { title, status, body }
}

/// One line with the left side's label on the left and the right side's on the right.
pub fn two_sides(model: &Model, theme: Theme, body: &mut Page) {
    let (left, right) = (&model.bank().side(Side::Left).label, &model.bank().side(Side::Right).label);
    let mut row = Row::default();
    row.pad(2);
    row.put(theme.arrow(Side::Left), theme.side(Side::Left));
    row.add(Span::raw(" "));
    row.put(left, theme.side(Side::Left));
    row.pad(body.width().saturating_sub(right.width() + 4));
    row.put(right, theme.side(Side::Right));
    row.add(Span::raw(" "));
    row.put(theme.arrow(Side::Right), theme.side(Side::Right));
    body.push(row);
}
