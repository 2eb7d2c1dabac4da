//! Draws the ten screens of a lesson.

use super::home::two_sides;
use super::page::{Page, Row, Sheet, UNMARKED};
use super::quiz;
use super::theme::Theme;
use crate::app::Model;
use crate::app::keys::Action;
use crate::app::lesson::{Lesson, Prediction, TRY, predicted_side, screen_title};
use crate::domain::bank::{
    Bends, Heard, Lesson as Written, LessonPair, Numbers, Predict, Side, Topic, Verdict, Word, Words,
};
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
        let status = format!(
            "question {} of {}, screen {} of {LESSON_SCREENS}",
            sitting.number(),
            sitting.planned(),
            lesson.screen
        );
        return Sheet { title, status, body };
    }
    let mut body = Page::new(width);
    match &topic.lesson {
        _ if lesson.failed.is_some() => not_passed(lesson, theme, &mut body),
        Some(written) if lesson.screen < TRY => screen(model, topic, written, lesson, theme, &mut body),
        _ => take_away(model, topic, lesson, theme, &mut body),
    }
    Sheet { title, status: place, body }
}

/// One of the written screens.
fn screen(model: &Model, topic: &Topic, written: &Written, lesson: &Lesson, theme: Theme, body: &mut Page) {
    match lesson.screen {
        1 => predict(model, &written.predict, lesson, theme, body),
        2 => {
            body.line(2, &written.idea.title, theme.strong());
            body.blank();
            paragraphs(&written.idea.body, theme, body);
        }
        3 => words(model, &written.words, theme, body),
        4 => pair(model, &written.pair, theme, body),
        5 => numbers(model, &written.numbers, theme, body),
        6 => bends(model, topic, &written.bends, theme, body),
        _ => heard(topic, &written.heard, theme, body),
    }
}

fn paragraphs(texts: &[String], theme: Theme, body: &mut Page) {
    for (number, text) in texts.iter().enumerate() {
        if number > 0 {
            body.blank();
        }
        body.paragraph(2, text, theme.plain());
    }
}

fn predict(model: &Model, predict: &Predict, lesson: &Lesson, theme: Theme, body: &mut Page) {
    let asked = &model.bank().side(predict.ask).label;
    body.line(2, &format!("Predict first: which of the two is {asked}?"), theme.plain());
    for (number, letter) in ["a", "b"].into_iter().enumerate() {
        let side = predicted_side(lesson, number);
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
        body.marked(&label, text, UNMARKED, theme.strong(), theme.strong());
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

/// The words of either side in columns, and those of both below.
fn words(model: &Model, words: &Words, theme: Theme, body: &mut Page) {
    two_sides(model, theme, body);
    body.blank();
    let bar = Span::styled(theme.glyphs().bar, theme.faint());
    let said = |word: Option<&Word>| word.map(|word| format!("{}: {}", word.term, word.meaning)).unwrap_or_default();
    for number in 0..words.left.len().max(words.right.len()) {
        let (left, right) = (said(words.left.get(number)), said(words.right.get(number)));
        body.columns(2, &[(&left, theme.plain())], &[(&right, theme.plain())], &bar);
    }
    if !words.both.is_empty() {
        body.blank();
        body.paragraph(2, &format!("Both: {}", words.both.join(", ")), theme.faint());
    }
}

fn pair(model: &Model, pair: &LessonPair, theme: Theme, body: &mut Page) {
    body.line(2, &pair.title, theme.strong());
    for side in Side::BOTH {
        let half = pair.half(side);
        body.blank();
        let mut label = Row::default();
        label.pad(2);
        label.put(&format!("{} {}", theme.arrow(side), model.bank().side(side).name), theme.side(side));
        label.pad(2 + 2 + quiz::widest_side(model) + 2);
        body.marked(&label, &half.text, &half.deciding, theme.plain(), theme.deciding(side));
        body.paragraph(2, &half.explanation, theme.strong());
    }
    if let Some(same) = &pair.same {
        body.blank();
        body.paragraph(2, &format!("The same in both: {same}"), theme.faint());
    }
}

fn numbers(model: &Model, numbers: &Numbers, theme: Theme, body: &mut Page) {
    let bar = Span::styled(theme.glyphs().bar, theme.faint());
    if !numbers.rows.is_empty() {
        two_sides(model, theme, body);
        body.blank();
    }
    for row in &numbers.rows {
        let said = |value: &str| format!("{}: {value}", row.label);
        let (left, right) = (said(&row.left), said(&row.right));
        body.columns(2, &[(&left, theme.plain())], &[(&right, theme.plain())], &bar);
    }
    if !numbers.figures.is_empty() {
        body.blank();
    }
    for line in &numbers.figures {
        body.line(2, line, theme.accent());
    }
    if !numbers.body.is_empty() {
        body.blank();
        paragraphs(&numbers.body, theme, body);
    }
    cited(model, &numbers.sources, theme, body);
}

/// The documents behind a screen, if any.
fn cited(model: &Model, sources: &[String], theme: Theme, body: &mut Page) {
    if !sources.is_empty() {
        body.blank();
    }
    for id in sources {
        body.paragraph(2, &format!("Source: {}", model.bank().citation(id)), theme.faint());
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

fn bends(model: &Model, topic: &Topic, bends: &Bends, theme: Theme, body: &mut Page) {
    body.paragraph(2, &bends.case, theme.strong());
    body.blank();
    let (word, style) = verdict(model, bends.verdict, theme);
    body.line(2, &format!("Verdict: {word}"), style);
    body.blank();
    paragraphs(&bends.body, theme, body);
    if let Some(flip) = &bends.flip {
        body.blank();
        body.paragraph(2, &format!("What would flip it: {flip}"), theme.accent());
    }
    if !topic.cards.is_empty() {
        body.blank();
        body.line(2, &format!("More of the grey middle: {} discussion cards (d).", topic.cards.len()), theme.faint());
    }
}

fn heard(topic: &Topic, heard: &Heard, theme: Theme, body: &mut Page) {
    if let Some(misconception) = topic.misconceptions.iter().find(|one| one.id == heard.misconception) {
        body.paragraph(2, &format!("\"{}\"", misconception.claim), theme.strong());
        body.blank();
    }
    paragraphs(&heard.body, theme, body);
    body.blank();
    body.paragraph(2, &format!("Better: {}", heard.instead), theme.accent());
}

fn not_passed(lesson: &Lesson, theme: Theme, body: &mut Page) {
    let (right, total) = lesson.failed.as_ref().map_or((0, 0), |failed| (failed.tally.right, failed.tally.total()));
    body.line(2, &format!("{right} of {total} right. Three of four pass."), theme.strong());
    body.blank();
    body.paragraph(
        2,
        "Enter brings fresh statements, from the ideas that were missed. Nothing is lost.",
        theme.plain(),
    );
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
