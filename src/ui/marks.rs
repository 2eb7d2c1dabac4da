//! Draws what certainty earns.

use super::page::{Page, Row, Sheet};
use super::theme::Theme;
use crate::app::Model;
use crate::app::keys::Action;
use crate::app::marks::{Marks, PURPOSE, lines};

/// Where the columns start, in cells.
const COLUMNS: [usize; 3] = [18, 28, 38];

/// What unsure, fairly sure and certain earn, and when to say which.
#[must_use]
pub fn sheet(model: &Model, marks: Marks, theme: Theme, width: u16) -> Sheet {
    let mut body = Page::new(width);
    body.paragraph(2, "With each answer you say how sure you are. That earns marks:", theme.plain());
    body.blank();
    columns(["", "right", "wrong", "say it when you are"], theme, false, &mut body);
    for line in lines() {
        let (right, wrong) = (format!("{:+}", line.right), line.wrong.to_string());
        columns([line.certainty.word(), &right, &wrong, &line.when], theme, true, &mut body);
    }
    for paragraph in PURPOSE {
        body.blank();
        body.paragraph(2, paragraph, theme.plain());
    }
    body.blank();
    body.paragraph(
        2,
        "The settings (s at home) switch certainty on and off, and show this again with w.",
        theme.faint(),
    );
    if marks.before_question {
        body.blank();
        let mut row = Row::default();
        row.pad(2);
        row.put("Enter: to the question", theme.key());
        body.push(row.clickable(Action::Next));
    }
    let status = if model.settings().certainty { "asked" } else { "not asked" };
    Sheet { title: "What certainty earns".to_owned(), status: status.to_owned(), body }
}

fn columns(words: [&str; 4], theme: Theme, entry: bool, body: &mut Page) {
    let [first, rest @ ..] = words;
    let mut row = Row::default();
    row.pad(2);
    row.put(first, theme.strong());
    for (at, word) in COLUMNS.into_iter().zip(rest) {
        row.pad(at);
        row.put(word, if entry { theme.plain() } else { theme.faint() });
    }
    body.push(row);
}
