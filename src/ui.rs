//! What is seen: draws the model, and changes nothing.
//!
//! Every screen is a [`page::Page`] of lines under one title line and above one footer, so that size, paging, mouse
//! and the polite line for tiny windows are settled once, here.

pub mod answers;
pub mod blocks;
pub mod cards;
pub mod chart;
pub mod grid;
pub mod page;
pub mod quiz;
pub mod rows;
pub mod screen;
pub mod settings;
pub mod setup;
pub mod sign;
pub mod text;
pub mod theme;

use crate::app::keys::{Action, Key, bindings, key_name, working};
use crate::app::{Model, Screen};
use page::{Page, Sheet};
use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Span;
use theme::Theme;
use unicode_width::UnicodeWidthStr;

/// The smallest width, in cells, at which everything works.
pub const LEAST_WIDTH: u16 = 60;
/// The smallest height, in cells, at which everything works.
pub const LEAST_HEIGHT: u16 = 20;

/// Text never runs wider than this, in cells.
const TEXT_WIDTH: u16 = 76;

/// The title line and the rule below it.
const HEAD: u16 = 2;

/// The most lines that a notice may take.
const MOST_NOTICE: u16 = 4;

/// A place that can be clicked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    /// The cells.
    pub area: Rect,
    /// What a click on them asks for.
    pub action: Action,
}

/// What a drawing tells about itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Seen {
    /// Where a click does something.
    pub hits: Vec<Hit>,
    /// How many pages the screen needs; at least 1.
    pub pages: usize,
    /// How many lines of the screen run out of it on the right.
    pub cut: usize,
    /// How many lines lie below the window, which come into view as one goes down.
    pub below: usize,
    /// Whether the window was too small to show anything but that.
    pub too_small: bool,
}

impl Seen {
    /// What a click on that cell asks for.
    #[must_use]
    pub fn clicked(&self, column: u16, row: u16) -> Option<Action> {
        let position = ratatui::layout::Position::new(column, row);
        self.hits.iter().find(|hit| hit.area.contains(position)).map(|hit| hit.action)
    }
}

/// Draws the model into a frame.
pub fn view(model: &Model, theme: Theme, frame: &mut Frame<'_>) -> Seen {
    let area = frame.area();
    draw(model, theme, area, frame.buffer_mut())
}

/// Draws the model into a buffer. Nothing is drawn outside `area`, which may have any size.
pub fn draw(model: &Model, theme: Theme, area: Rect, buffer: &mut Buffer) -> Seen {
    if let Some(view) = crate::app::view::of(model) {
        return screen::draw(&view, theme, area, buffer);
    }
    if area.width < LEAST_WIDTH || area.height < LEAST_HEIGHT {
        let polite =
            format!("Please enlarge: {LEAST_WIDTH}x{LEAST_HEIGHT} needed, {}x{} here", area.width, area.height);
        if !area.is_empty() {
            buffer.set_stringn(area.x, area.y, polite, usize::from(area.width), theme.plain());
        }
        return Seen { hits: Vec::new(), pages: 1, cut: 0, below: 0, too_small: true };
    }
    let column = column(area);
    let footer = footer(model, theme, column.width);
    let sheet = sheet(model, theme, column.width);
    draw_head(&sheet, theme, area, column, buffer);
    let foot = u16::try_from(footer.height()).unwrap_or(1);
    let mut said = notice(model, theme, column.width);
    let lines = u16::try_from(said.height()).unwrap_or(1).clamp(1, MOST_NOTICE);
    let body = Rect { y: area.y + HEAD, height: area.height.saturating_sub(HEAD + foot + lines), ..column };
    let mut seen = draw_body(model, &sheet.body, body, buffer);
    if said.height() == 0 && seen.below > 0 {
        let lines = if seen.below == 1 { "line" } else { "lines" };
        said.line(0, &format!("{} more {lines} below", seen.below), theme.faint());
    }
    let below = Rect { y: body.bottom(), height: lines, ..column };
    said.draw(0, usize::from(lines), below, buffer, &mut Vec::new());
    let foot_area = Rect { y: below.bottom(), height: foot, ..column };
    footer.draw(0, usize::from(foot), foot_area, buffer, &mut seen.hits);
    if theme.is_ascii() {
        sign::replace(area, buffer);
    }
    seen
}

/// What the model shows, as lines.
fn sheet(model: &Model, theme: Theme, width: u16) -> Sheet {
    match model.screen() {
        Screen::Setup(setup) => setup::sheet(model, setup, theme, width),
        Screen::Answers(answers) => answers::sheet(model, answers, theme, width),
        Screen::Cards(cards) => cards::sheet(model, *cards, theme, width),
        Screen::Settings(screen) => settings::sheet(model, *screen, theme, width),
        _ => Sheet { title: String::new(), status: String::new(), body: Page::new(width) },
    }
}

/// The column that text stands in: never wider than lines are good to read, in the middle of wide windows.
fn column(area: Rect) -> Rect {
    let width = area.width.saturating_sub(2).min(TEXT_WIDTH);
    Rect { x: area.x + (area.width - width) / 2, width, ..area }
}

fn draw_head(sheet: &Sheet, theme: Theme, area: Rect, column: Rect, buffer: &mut Buffer) {
    let width = usize::from(column.width);
    let status = sheet.status.width();
    buffer.set_stringn(column.x, area.y, &sheet.title, width.saturating_sub(status + 1), theme.title());
    let start = width.saturating_sub(status);
    let x = column.x + u16::try_from(start).unwrap_or(0);
    buffer.set_stringn(x, area.y, &sheet.status, width - start, theme.plain());
    let rule = theme.glyphs().rule.repeat(usize::from(area.width));
    buffer.set_stringn(area.x, area.y + 1, rule, usize::from(area.width), theme.faint());
}

/// Draws the page that is wanted: the one with the selected line where there is one, else the one turned to.
fn draw_body(model: &Model, body: &Page, area: Rect, buffer: &mut Buffer) -> Seen {
    let height = usize::from(area.height);
    let mut hits = Vec::new();
    let mut below = 0;
    let pages = if let Some(focus) = body.focus() {
        let first = body.first_with_focus(focus, height);
        body.draw(first, height, area, buffer, &mut hits);
        below = body.height().saturating_sub(first + height);
        1
    } else {
        let starts = body.pages(height);
        let start = starts.get(model.page().min(starts.len() - 1)).copied().unwrap_or(0);
        let end = starts.iter().copied().find(|next| *next > start).unwrap_or(usize::MAX);
        body.draw(start, height.min(end - start), area, buffer, &mut hits);
        starts.len()
    };
    Seen { hits, pages, cut: body.cut(), below, too_small: false }
}

/// What was just said, or else the page shown, or else what stays to be said.
fn notice(model: &Model, theme: Theme, width: u16) -> Page {
    let mut page = Page::new(width);
    match (&model.notice(), &model.warning()) {
        (Some(notice), _) => page.paragraph(0, notice, theme.accent()),
        (None, _) if model.pages() > 1 => {
            page.line(0, &format!("page {} of {}", model.page() + 1, model.pages()), theme.faint());
        }
        (None, Some(warning)) => page.paragraph(0, warning, theme.wrong()),
        (None, None) => {}
    }
    page
}

/// The keys that work now, on as few lines as they need.
fn footer(model: &Model, theme: Theme, width: u16) -> Page {
    let mut items: Vec<(String, &'static str, Action)> = Vec::new();
    for binding in bindings(model.context()) {
        let Some(key) = working(binding, model.context()).next() else { continue };
        let name = match key {
            Key::Left if !theme.is_ascii() => "←→".to_owned(),
            Key::Up if !theme.is_ascii() => "↑↓".to_owned(),
            _ => key_name(key, theme.is_ascii()),
        };
        if !binding.footer.is_empty() {
            items.push((name, binding.footer, binding.action));
        }
    }
    let mut page = Page::new(width);
    let mut row = page::Row::default();
    for (name, word, action) in items {
        let cells = name.width() + 1 + word.width();
        if row.width() > 0 && row.width() + 2 + cells > usize::from(width) {
            page.push(std::mem::take(&mut row));
        }
        if row.width() > 0 {
            row.add(Span::raw("  "));
        }
        row.add_hit([Span::styled(name, theme.key()), Span::styled(format!(" {word}"), theme.faint())], action);
    }
    page.push(row);
    page
}
