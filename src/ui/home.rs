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

use super::page::{Page, Row, Sheet};
use super::theme::Theme;
use crate::app::Model;
use crate::domain::bank::Side;
use ratatui::text::Span;
use unicode_width::UnicodeWidthStr;

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
