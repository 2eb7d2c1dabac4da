//! Draws the discussion cards and the glossary.

use super::page::{Page, Sheet};
use super::theme::Theme;
use crate::app::Model;
use crate::app::cards::{Cards, list};
use crate::domain::bank::{Outcome, Side, Verdict};

/// A discussion card: the case, a pause to decide, and then the verdict.
#[must_use]
pub fn sheet(model: &Model, cards: Cards, theme: Theme, width: u16) -> Sheet {
    let mut body = Page::new(width);
    let all = list(model, cards.topic);
    let count = all.len();
    if let Some((topic, card)) = all.get(cards.position) {
        body.line(2, &topic.title, theme.faint());
        body.line(2, &card.title, theme.strong());
        body.blank();
        body.paragraph(2, &card.case, theme.plain());
        body.blank();
        if cards.revealed {
            match card.outcome() {
                Outcome::Verdict(one) => {
                    let (word, style) = verdict(model, one, theme);
                    body.line(2, &format!("Verdict: {word}"), style);
                }
                Outcome::Answer(answer) => body.paragraph(2, answer, theme.strong()),
            }
            body.paragraph(2, &card.reasoning, theme.plain());
            body.blank();
            body.paragraph(2, &format!("What would flip it: {}", card.flip), theme.accent());
            if model.shows_sources() {
                body.blank();
            }
            for id in card.sources.iter().filter(|_| model.shows_sources()) {
                body.paragraph(2, &format!("Source: {}", model.bank().citation(id)), theme.faint());
            }
        } else {
            body.line(2, "Decide for yourself first, with a reason. Then Enter.", theme.accent());
        }
    }
    let status = format!("card {} of {count}, not scored", cards.position + 1);
    Sheet { title: "Discussion cards".to_owned(), status, body }
}

/// The word for a verdict, and the style it is shown in.
fn verdict(model: &Model, verdict: Verdict, theme: Theme) -> (String, ratatui::style::Style) {
    let named = |side: Side| format!("{} {}", theme.arrow(side), model.bank().side(side).label);
    match verdict {
        Verdict::Left => (named(Side::Left), theme.side(Side::Left)),
        Verdict::Right => (named(Side::Right), theme.side(Side::Right)),
        Verdict::Arguable => ("Arguable: competent people differ".to_owned(), theme.accent()),
        Verdict::Neither => ("Neither of the two".to_owned(), theme.accent()),
    }
}
