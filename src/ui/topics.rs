//! Draws the map of topics: each with its lesson's state, and how the answers came out on both sides.

use super::chart::{Room, two_sided};
use super::page::{Page, Row, Sheet};
use super::theme::Theme;
use crate::app::Model;
use crate::app::keys::Action;
use crate::app::topics::Topics;
use crate::domain::bank::Side;
use crate::domain::learner::LessonState;

/// Where the lesson's state starts, in cells.
const STATE: usize = 30;
/// Where the bar starts when there is room for it, in cells.
const CHART: usize = 44;
/// The width that leaves room for the bar.
const WIDE: usize = 74;

/// The word for a lesson's state.
#[must_use]
pub const fn state_word(state: LessonState) -> &'static str {
    match state {
        LessonState::NotStarted => "not started",
        LessonState::InProgress => "in progress",
        LessonState::Seen => "seen",
        LessonState::Done => "done",
    }
}

/// The map of topics.
#[must_use]
pub fn sheet(model: &Model, topics: Topics, theme: Theme, width: u16) -> Sheet {
    let mut body = Page::new(width);
    let wide = body.width() >= WIDE;
    body.push(heading(model, theme, body.width()));
    for (number, name) in model.bank().manifest.topics.iter().enumerate() {
        let selected = number == topics.selected;
        let mut row = Row::default();
        row.put(if selected { theme.glyphs().selected } else { " " }, theme.accent());
        row.put(&format!("{:>3}  ", number + 1), theme.faint());
        row.put(&name.title, if selected { theme.strong() } else { theme.plain() });
        row.pad(STATE);
        let state = model.learner().lesson_state(&name.id);
        let style = if state == LessonState::Done { theme.right() } else { theme.faint() };
        row.put(if state == LessonState::Done { theme.glyphs().right } else { theme.glyphs().unknown }, style);
        row.put(&format!(" {}", state_word(state)), style);
        let tallies = model.learner().topic(&name.id);
        if wide {
            two_sided(&mut row, &tallies, Room::between(CHART, body.width()), theme);
        } else {
            let mut all = *tallies.get(Side::Left);
            all.add(*tallies.get(Side::Right));
            row.pad(STATE + 15);
            let count = if all.total() == 0 { "-".to_owned() } else { format!("{} of {}", all.right, all.total()) };
            row.put(&count, theme.plain());
        }
        let row = row.clickable(Action::Pick(number));
        if selected { body.push_focused(row) } else { body.push(row) }
    }
    if let Some(topic) = model.bank().topic(topics.selected) {
        body.blank();
        let left = [(topic.summary.left.as_str(), theme.side(Side::Left))];
        let right = [(topic.summary.right.as_str(), theme.side(Side::Right))];
        let bar = ratatui::text::Span::styled(theme.glyphs().bar, theme.faint());
        body.columns(2, &left, &right, &bar);
    }
    Sheet { title: "Topics".to_owned(), status: format!("{} topics", model.bank().topic_count()), body }
}

fn heading(model: &Model, theme: Theme, width: usize) -> Row {
    let wide = width >= WIDE;
    let mut row = Row::default();
    row.pad(6);
    row.put("topic", theme.faint());
    row.pad(STATE);
    row.put("lesson", theme.faint());
    if wide {
        row.pad(CHART);
        row.put("right", theme.faint());
        Room::between(CHART, width).heading(&mut row, model.bank(), theme);
    } else {
        row.pad(STATE + 15);
        row.put("right", theme.faint());
    }
    row
}
