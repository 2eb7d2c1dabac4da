//! The two-sided map: right answers by topic and side, and the concepts as cells in three states.

use super::{push, selectable};
use crate::app::Model;
use crate::app::figures::{TopicFigures, topics};
use crate::app::progress::Progress;
use crate::app::review::due_words;
use crate::domain::mastery::State;
use crate::ui::chart::{Room, two_sided};
use crate::ui::page::{Page, Row};
use crate::ui::theme::Theme;
use ratatui::style::Style;

/// Where the bars start, in cells.
const CHART: usize = 23;

/// The sign of a state; it differs without colour.
const fn sign(state: State, theme: Theme) -> &'static str {
    match (state, theme.is_ascii()) {
        (State::Kept, false) => "◉",
        (State::Known, false) => "●",
        (State::Practising, false) => "◐",
        (State::New, false) => "○",
        (State::Kept, true) => "@",
        (State::Known, true) => "#",
        (State::Practising, true) => "-",
        (State::New, true) => ".",
    }
}

fn style(state: State, theme: Theme) -> Style {
    match state {
        State::Known | State::Kept => theme.right(),
        State::Practising => theme.plain(),
        State::New => theme.faint(),
    }
}

/// Adds the map.
pub(super) fn add(model: &Model, progress: Progress, theme: Theme, body: &mut Page) {
    let topics = topics(model.bank(), model.learner());
    if let Some(topic) = topics.get(progress.selected) {
        body.paragraph(1, &said(topic), theme.plain());
    }
    // The cells of the concepts stand on the right, and the bars have what is left.
    let concepts = topics.iter().map(|topic| topic.concepts.len()).max().unwrap_or(0);
    let cells = body.width().saturating_sub(concepts).min(CHART + Room::MOST + 1);
    let room = Room::between(CHART, cells.saturating_sub(1));
    body.push(legend(theme));
    let mut heading = Row::of(" Right answers", theme.faint());
    room.heading(&mut heading, model.bank(), theme);
    body.push(heading);
    for (number, topic) in topics.iter().enumerate() {
        let selected = number == progress.selected;
        let mut row = selectable(selected, theme);
        row.put(&topic.title, if selected { theme.strong() } else { theme.plain() });
        two_sided(&mut row, &topic.answers, room, theme);
        row.pad(cells);
        for concept in &topic.concepts {
            row.put(sign(concept.state, theme), style(concept.state, theme));
        }
        push(row, number, selected, body);
    }
    let mut row = Row::of(" All topics", theme.plain());
    two_sided(&mut row, &model.learner().total(), room, theme);
    body.push(row);
}

/// A topic's mastery in a sentence.
fn said(topic: &TopicFigures) -> String {
    let (known, practising) = (topic.known(), topic.count(State::Practising));
    format!(
        "{}: {known} of {} ideas known, {practising} practising, {} new (N = {}).",
        topic.title,
        topic.concepts.len(),
        topic.count(State::New),
        topic.mastery_answers,
    )
}

fn legend(theme: Theme) -> Row {
    let mut row = Row::of(" Concepts:", theme.faint());
    for state in State::ALL {
        row.pad(row.width() + 1);
        row.put(sign(state, theme), style(state, theme));
        row.put(&format!(" {}", state.words()), theme.faint());
    }
    row
}

/// Adds the concepts of the selected topic and the mistakes to make good in it.
pub(super) fn topic(model: &Model, progress: Progress, theme: Theme, body: &mut Page) {
    let topics = topics(model.bank(), model.learner());
    let Some(topic) = topics.get(progress.selected) else { return };
    body.paragraph(1, &said(topic), theme.strong());
    body.blank();
    let mistakes = model.learner().mistakes();
    for (number, concept) in topic.concepts.iter().enumerate() {
        let selected = progress.concept == Some(number);
        let mut row = selectable(selected, theme);
        row.put(sign(concept.state, theme), style(concept.state, theme));
        row.put(&format!(" {}", concept.title), if selected { theme.strong() } else { theme.plain() });
        push(row, number, selected, body);
        let (state, answers) = (concept.state.words(), concept.answers);
        let missing = concept.missing_words().map(|words| format!(": {words}")).unwrap_or_default();
        let due = due_words(model, &topic.id, number);
        body.paragraph(3, &format!("{state}{missing} (N = {answers}), {due}"), theme.faint());
        let owed = mistakes.iter().filter(|at| at.topic == progress.selected).filter_map(|at| model.bank().entry(*at));
        for entry in owed.filter(|entry| entry.item.concept() == concept.id) {
            body.paragraph(
                3,
                &format!("{} To make good: {}", theme.glyphs().wrong, entry.statement.text),
                theme.plain(),
            );
        }
    }
}
