//! Draws the nine screens of a lesson.

use super::home::two_sides;
use super::page::{Page, Row, Sheet};
use super::quiz;
use super::theme::Theme;
use crate::app::Model;
use crate::app::keys::Action;
use crate::app::lesson::{Lesson, Prediction, predicted_side, screen_title};
use crate::domain::bank::{Side, Topic, Verdict};
use crate::domain::learner::LESSON_SCREENS;
use ratatui::text::Span;

/// A screen of a lesson.
#[must_use]
pub fn sheet(model: &Model, lesson: &Lesson, theme: Theme, width: u16) -> Sheet {
    let Some(topic) = model.bank().topic(lesson.topic) else {
        return Sheet { title: "Lesson".to_owned(), status: String::new(), body: Page::new(width) };
    };
    let dot = theme.glyphs().dot;
    let title = format!("{} {dot} {}", topic.title, screen_title(lesson.screen));
    let place = format!("lesson {}, screen {} of {LESSON_SCREENS}", lesson.topic + 1, lesson.screen);
    if let Some(sitting) = &lesson.exercises {
        let body = quiz::body(model, sitting, lesson.selection, theme, width);
        let status = format!("question {} of {}, screen {} of 9", sitting.number(), sitting.count(), lesson.screen);
        return Sheet { title, status, body };
    }
    let mut body = Page::new(width);
    match lesson.screen {
        1 => predict(model, topic, lesson, theme, &mut body),
        2 => paragraphs(&topic.lesson.idea.body, theme, &mut body),
        3 => twins(model, topic, theme, &mut body),
        4 => fact(model, topic, theme, &mut body),
        5 => bends(model, topic, theme, &mut body),
        6 => heard(topic, theme, &mut body),
        _ if lesson.failed.is_some() => not_passed(lesson, theme, &mut body),
        _ => take_away(model, topic, lesson, theme, &mut body),
    }
    Sheet { title, status: place, body }
}

fn paragraphs(texts: &[String], theme: Theme, body: &mut Page) {
    for (number, text) in texts.iter().enumerate() {
        if number > 0 {
            body.blank();
        }
        body.paragraph(2, text, theme.plain());
    }
}

fn predict(model: &Model, topic: &Topic, lesson: &Lesson, theme: Theme, body: &mut Page) {
    let predict = &topic.lesson.predict;
    let asked = &model.bank().side(predict.ask).label;
    body.line(2, &format!("Predict first: which of the two is {asked}?"), theme.plain());
    for (number, letter) in ["a", "b"].into_iter().enumerate() {
        let side = predicted_side(topic, number);
        let text = match side {
            Side::Left => &predict.left,
            Side::Right => &predict.right,
        };
        body.blank();
        let mut label = Row::default();
        label.pad(3);
        label.put(letter, theme.key());
        if lesson.prediction != Prediction::Open {
            label.put(&format!(" {} {}", theme.arrow(side), model.bank().side(side).name), theme.side(side));
            label.pad(8 + quiz::widest_side(model));
        }
        label.add(Span::raw("  "));
        let first = body.height();
        body.marked(&label, text, "", theme.strong(), theme.strong());
        body.make_clickable(first, Action::Pick(number));
    }
    body.blank();
    match lesson.prediction {
        Prediction::Open => {}
        Prediction::DontKnow => body.paragraph(2, &predict.reveal, theme.plain()),
        Prediction::Chosen(side) => {
            let (word, style) = if side == predict.ask {
                (format!("{} Right.", theme.glyphs().right), theme.right())
            } else {
                (format!("{} The other one.", theme.glyphs().wrong), theme.wrong())
            };
            body.line(2, &word, style);
            body.paragraph(2, &predict.reveal, theme.plain());
        }
    }
}

fn twins(model: &Model, topic: &Topic, theme: Theme, body: &mut Page) {
    two_sides(model, theme, body);
    let bar = Span::styled(theme.glyphs().bar, theme.faint());
    for pair in &topic.lesson.twins.pairs {
        body.blank();
        let half = |side: Side| {
            let scene = pair.get(side);
            let said = format!("{}: {}", scene.object, scene.scene);
            (said, format!("{} {}", theme.glyphs().decides, scene.deciding), theme.side(side))
        };
        let (left, right) = (half(Side::Left), half(Side::Right));
        body.columns(
            2,
            &[(&left.0, theme.plain()), (&left.1, left.2)],
            &[(&right.0, theme.plain()), (&right.1, right.2)],
            &bar,
        );
    }
}

fn fact(model: &Model, topic: &Topic, theme: Theme, body: &mut Page) {
    let fact = &topic.lesson.fact;
    paragraphs(&fact.body, theme, body);
    if !fact.figures.is_empty() {
        body.blank();
    }
    for line in &fact.figures {
        body.line(2, line, theme.accent());
    }
    body.blank();
    for id in &fact.sources {
        body.paragraph(2, &format!("Source: {}", model.bank().source_title(id)), theme.faint());
    }
}

/// The word for a verdict, and the style it is shown in.
#[must_use]
pub fn verdict(model: &Model, verdict: Verdict, theme: Theme) -> (String, ratatui::style::Style) {
    let named = |side: Side| format!("{} {}", theme.arrow(side), model.bank().side(side).label);
    match verdict {
        Verdict::Left => (named(Side::Left), theme.side(Side::Left)),
        Verdict::Right => (named(Side::Right), theme.side(Side::Right)),
        Verdict::Arguable => ("Arguable: competent people differ".to_owned(), theme.accent()),
        Verdict::Neither => ("Neither of the two".to_owned(), theme.accent()),
    }
}

fn bends(model: &Model, topic: &Topic, theme: Theme, body: &mut Page) {
    let bends = &topic.lesson.bends;
    body.paragraph(2, &bends.case, theme.strong());
    body.blank();
    let (word, style) = verdict(model, bends.verdict, theme);
    body.line(2, &format!("Verdict: {word}"), style);
    body.blank();
    paragraphs(&bends.body, theme, body);
    if !topic.cards.is_empty() {
        body.blank();
        body.line(2, &format!("More of the grey middle: {} discussion cards (d).", topic.cards.len()), theme.faint());
    }
}

fn heard(topic: &Topic, theme: Theme, body: &mut Page) {
    let heard = &topic.lesson.heard;
    if let Some(misconception) = topic.misconceptions.iter().find(|one| one.id == heard.misconception) {
        body.paragraph(2, &format!("\"{}\"", misconception.claim), theme.strong());
        body.blank();
    }
    paragraphs(&heard.body, theme, body);
    body.blank();
    body.paragraph(2, &format!("Better: {}", heard.instead), theme.accent());
}

fn not_passed(lesson: &Lesson, theme: Theme, body: &mut Page) {
    let (right, total) = lesson.failed.map_or((0, 0), |tally| (tally.right, tally.total()));
    body.line(2, &format!("{right} of {total} right. All {total} pass."), theme.strong());
    body.blank();
    body.paragraph(2, "Look at the twins once more; then come fresh questions. Nothing is lost.", theme.plain());
}

fn take_away(model: &Model, topic: &Topic, lesson: &Lesson, theme: Theme, body: &mut Page) {
    if model.learner().lesson(&topic.id).passed {
        body.line(2, &format!("{} Exit check passed.", theme.glyphs().right), theme.right());
        body.blank();
    }
    body.line(2, "To remember:", theme.faint());
    body.blank();
    body.paragraph(5, &topic.takeaway, theme.strong());
    body.blank();
    match model.bank().manifest.topics.get(lesson.topic + 1) {
        Some(next) => body.paragraph(2, &format!("Next topic: {}.", next.title), theme.plain()),
        None => body.line(2, "That was the last topic.", theme.plain()),
    }
}
