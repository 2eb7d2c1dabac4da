//! A view on a screen: head, body and footer, the pages of a body that is too high, and the companion beside a list.
//!
//! ```text
//!   Mixed quiz · Security requirements                       15 right   16 of 20    head
//!   ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━───────────────    how far one is
//!                                                                                   body
//!   Enter next   u undo                                         ? keys   q leave    footer
//! ```

use super::blocks::{self, Pen, code};
use super::grid::{Columns, Grid, MARGIN, WIDE};
use super::rows::{Joint, Row, Rows, shortened, wrap};
use super::theme::Theme;
use super::{LEAST_HEIGHT, LEAST_WIDTH, Seen, sign};
use crate::app::keys::Action;
use crate::app::view::block::Block;
use crate::app::view::foot::{Entry, MORE};
use crate::app::view::text::plain;
use crate::app::view::words;
use crate::app::view::{Head, Role, View};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr;

/// From this height on, short tables hold their rows apart.
const TALL: u16 = 34;
/// From this height on, short lists do, too: their entries come in groups already.
const ROOMY: u16 = 46;
/// In a window higher than the design's, one row in so many of what is more stands above what a screen says, so that it lies
/// in the upper two thirds and the eye need not climb.
const ABOVE: u16 = 3;
/// And so many rows at most.
const MOST_ABOVE: u16 = 10;
/// The height of the design.
const DESIGN: u16 = 24;
/// The head line and the rule below it.
const HEAD: u16 = 2;
/// The most lines that a notice may take.
const MOST_NOTICE: usize = 4;
/// Between the entries of a footer.
const APART: usize = 3;

/// Draws a view into a buffer. Nothing is drawn outside `area`, which may have any size.
pub fn draw(view: &View, theme: Theme, area: Rect, buffer: &mut Buffer) -> Seen {
    let seen = if area.width < LEAST_WIDTH || area.height < LEAST_HEIGHT {
        too_small(theme, area, buffer)
    } else {
        draw_whole(view, theme, area, buffer)
    };
    if theme.is_ascii() {
        sign::replace(area, buffer);
    }
    seen
}

/// What is the matter, in as many words as fit into the one line or the few that there are.
pub fn too_small(theme: Theme, area: Rect, buffer: &mut Buffer) -> Seen {
    let (width, height) = (usize::from(area.width), usize::from(area.height));
    let forms = words::too_small((LEAST_WIDTH, LEAST_HEIGHT), (area.width, area.height));
    // No word is broken for it.
    let whole = |form: &&String| form.split(' ').all(|word| word.width() <= width);
    let rows = |form: &String| wrap(&plain(form.clone()), width.max(1));
    let fitting = forms.iter().filter(whole).map(rows).find(|rows| rows.len() <= height);
    let said = fitting.or_else(|| forms.last().map(rows)).unwrap_or_default();
    for (line, y) in said.iter().zip(area.y..area.bottom()) {
        buffer.set_stringn(area.x, y, line.seen(), width, theme.style(Role::Plain));
    }
    Seen { pages: 1, too_small: true, ..Seen::default() }
}

fn draw_whole(view: &View, theme: Theme, area: Rect, buffer: &mut Buffer) -> Seen {
    let grid = Grid::new(area.width, view.form);
    let stage = Rect {
        x: area.x + (area.width - grid.stage()) / 2 + MARGIN,
        width: grid.stage().saturating_sub(2 * MARGIN),
        ..area
    };
    let mut said = notice(view, grid.content(), theme);
    said.truncate(MOST_NOTICE);
    let below = u16::try_from(said.len().max(1)).unwrap_or(1);
    let top = if view.head.is_some() { HEAD } else { 0 };
    let all = Rect { y: stage.y + top, height: stage.height.saturating_sub(top + below + 1), ..stage };
    let code = view.code.as_ref().filter(|_| !theme.is_ascii());
    let code = code.and_then(|code| Some((code, code::spot(code, all)?)));
    let grid = grid.with_code(code.is_some());
    let width = match code {
        Some((code, spot)) if code.beside > 0 => usize::from((spot.area.x - all.x).saturating_sub(code::APART)),
        _ => grid.main(),
    };
    let pen = Pen {
        theme,
        columns: Columns { width, narrow: grid.is_narrow() },
        grid,
        sides: &view.sides,
        tall: area.height >= TALL,
        roomy: area.height >= ROOMY,
    };
    let mut aside = Vec::new();
    let [above, under] = [&view.above, &view.below].map(|blocks| blocks::draw(blocks, pen, &mut aside).rows);
    let rows = blocks::draw(&view.blocks, pen, &mut aside);
    let whole = lowered(all, area.height, above.len() + rows.len() + under.len());
    let body = between(whole, above.len(), under.len());
    // In a high window what belongs below a list stands there, and not far off at the window's end.
    let body = if pen.tall { as_high_as(body, rows.len()) } else { body };
    let pages = pages(rows, usize::from(body.height), theme);
    let page = view.page.min(pages.len() - 1);
    let mut seen = Seen { pages: pages.len(), ..Seen::default() };
    if let Some(head) = &view.head {
        draw_rows(&head_rows(head, grid.content(), theme), stage, buffer, &mut seen);
    }
    draw_rows(&above, Rect { height: body.y - whole.y, ..whole }, buffer, &mut seen);
    if let Some(shown) = pages.get(page) {
        draw_rows(shown, body, buffer, &mut seen);
    }
    draw_rows(&under, Rect { y: body.bottom(), height: whole.bottom() - body.bottom(), ..whole }, buffer, &mut seen);
    if let Some((at, width)) = grid.companion() {
        aside.extend(view.companion.iter().cloned());
        draw_companion(&aside, pen.within(width), (all, whole.y - all.y), at, buffer, &mut seen);
    }
    if let Some((code, spot)) = code {
        draw_rows(&code::rows(code, spot), spot.area, buffer, &mut seen);
    }
    draw_rows(&said, Rect { y: all.bottom(), height: below, ..stage }, buffer, &mut seen);
    let foot = foot(view, grid, page, pages.len(), theme);
    draw_rows(&[foot], Rect { y: stage.bottom() - 1, height: 1, ..stage }, buffer, &mut seen);
    seen
}

/// An area further down in a high window, where so many rows leave room for that: by how much depends on the window as far as
/// it can, so that one screen begins where the one before did.
fn lowered(all: Rect, height: u16, rows: usize) -> Rect {
    let free = all.height.saturating_sub(u16::try_from(rows).unwrap_or(u16::MAX));
    let above = (height.saturating_sub(DESIGN) / ABOVE).min(MOST_ABOVE).min(free / 2);
    Rect { y: all.y + above, height: all.height - above, ..all }
}

/// An area that ends where so many rows end, if they end before it.
fn as_high_as(area: Rect, rows: usize) -> Rect {
    Rect { height: area.height.min(u16::try_from(rows).unwrap_or(u16::MAX)), ..area }
}

/// The part of an area that is left between so many rows above and below.
fn between(area: Rect, above: usize, below: usize) -> Rect {
    let rows = |rows: usize| u16::try_from(rows).unwrap_or(u16::MAX);
    let above = rows(above).min(area.height);
    Rect { y: area.y + above, height: (area.height - above).saturating_sub(rows(below)), ..area }
}

fn draw_rows(rows: &[Row], area: Rect, buffer: &mut Buffer, seen: &mut Seen) {
    for (row, y) in rows.iter().zip(area.y..area.bottom()) {
        seen.cut += usize::from(row.width() > usize::from(area.width));
        row.draw(Rect { y, height: 1, ..area }, buffer, &mut seen.hits);
    }
}

/// What stands beside a title, in so many cells: the whole, or as many words as tell something, or nothing.
fn subtitle(words: &str, cells: usize) -> String {
    if words.width() <= cells {
        return format!(" · {words}");
    }
    let some = shortened(words, cells.saturating_sub(1));
    let tells = some.width() < cells && some.width() * 2 > words.width();
    if tells { format!(" · {}…", some.trim_end_matches([',', ';', ':', '.'])) } else { String::new() }
}

/// Title and counters, and below them how far one is.
fn head_rows(head: &Head, width: usize, theme: Theme) -> Vec<Row> {
    let mut right = Row::default();
    for (number, counter) in head.right.iter().enumerate() {
        if number > 0 {
            right.pad(right.width() + APART);
        }
        right.add_within(counter, width.saturating_sub(4), theme);
    }
    let mut first = Row::default();
    let room = width.saturating_sub(if right.width() == 0 { 0 } else { right.width() + 2 });
    first.put_within(&head.title, Role::Strong, room, theme);
    if !head.subtitle.is_empty() {
        let subtitle = subtitle(&head.subtitle, room.saturating_sub(first.width() + 3));
        first.put_within(&subtitle, Role::Quiet, room, theme);
    }
    first.beside(width.saturating_sub(right.width()), right);
    let thick = head.progress.map_or(0, |progress| {
        (progress.done.min(progress.of) * width + progress.of / 2).checked_div(progress.of).unwrap_or(0)
    });
    let mut rule = Row::default();
    rule.put(&"━".repeat(thick), Role::Accent, theme);
    rule.put(&"─".repeat(width - thick), Role::Quiet, theme);
    vec![first, rule]
}

/// What was just said, on as many lines as it needs.
fn notice(view: &View, width: usize, theme: Theme) -> Vec<Row> {
    let Some(notice) = &view.notice else { return Vec::new() };
    let line = |line| {
        let mut row = Row::default();
        row.add(&line, theme);
        row
    };
    wrap(notice, width).into_iter().map(line).collect()
}

/// That so many more entries follow, where one comes by going down; in the list's last row.
fn more(hidden: usize, theme: Theme) -> Row {
    let mut row = Row::default();
    row.pad(APART + 1);
    row.put(&words::more_below(hidden), Role::Quiet, theme);
    row
}

/// Shares rows out to pages of `height`. Blank rows give way first, then what may; where there is a cursor, the page is the
/// part of the rows around it.
fn pages(mut rows: Rows, height: usize, theme: Theme) -> Vec<Vec<Row>> {
    squeeze(&mut rows, height);
    if rows.len() <= height {
        return vec![rows.rows];
    }
    match rows.focus {
        Some(focus) => {
            let (shown, hidden) = around(rows.rows.clone(), focus, height);
            if hidden == 0 {
                return vec![shown];
            }
            let (mut shown, hidden) = around(rows.rows, focus, height.saturating_sub(1));
            shown.push(more(hidden, theme));
            vec![shown]
        }
        None => turn(rows.rows, height),
    }
}

/// Takes out blank rows, then what gives way, as long as there is no room for all.
fn squeeze(rows: &mut Rows, height: usize) {
    while rows.len() > height {
        let Some(at) = longest_gap(&rows.rows) else { break };
        take_out(rows, at);
    }
    if rows.len() > height && rows.rows.first().is_some_and(|row| row.is_gap) {
        take_out(rows, 0);
    }
    // A list is better seen whole than in groups.
    while rows.focus.is_some() && rows.len() > height {
        let Some(at) = rows.rows.iter().rposition(|row| row.is_gap) else { break };
        take_out(rows, at);
    }
    let least = least(&rows.rows);
    while rows.len() > height && least <= height {
        let Some(at) = rows.rows.iter().position(|row| row.gives_way) else { break };
        // A paragraph goes whole: nobody can read the end of one alone.
        loop {
            take_out(rows, at);
            if !rows.rows.get(at).is_some_and(|row| row.gives_way && row.joint != Joint::Begins) {
                break;
            }
        }
        // Nor does the blank row before it stand for anything then.
        let is_gap = |at: usize| rows.rows.get(at).is_none_or(|row| row.is_gap);
        if let Some(before) = at.checked_sub(1).filter(|before| is_gap(*before) && is_gap(at)) {
            take_out(rows, before);
        }
    }
}

/// How many rows stay when all that gives way is gone, and the blank rows that then stand for nothing with it.
fn least(rows: &[Row]) -> usize {
    let stay: Vec<&Row> = rows.iter().filter(|row| !row.gives_way).collect();
    let doubled = stay.windows(2).filter(|two| two.iter().all(|row| row.is_gap)).count();
    stay.len() - doubled - usize::from(stay.last().is_some_and(|row| row.is_gap))
}

fn take_out(rows: &mut Rows, at: usize) {
    rows.rows.remove(at);
    rows.focus = rows.focus.map(|focus| if at < focus { focus - 1 } else { focus });
}

/// Where the longest run of two blank rows or more begins.
fn longest_gap(rows: &[Row]) -> Option<usize> {
    let (mut best, mut run) = ((1, None), 0);
    for (at, row) in rows.iter().enumerate() {
        run = if row.is_gap { run + 1 } else { 0 };
        if run > best.0 {
            best = (run, Some(at + 1 - run));
        }
    }
    best.1
}

/// The rows around the one in focus, and how many lie below them. Below the last row that can be chosen comes what nobody
/// could get to otherwise.
fn around(rows: Vec<Row>, focus: usize, height: usize) -> (Vec<Row>, usize) {
    let last_choice = rows.iter().rposition(Row::can_be_clicked);
    // An entry of several rows is in sight as a whole.
    let entry = rows.get(focus).map_or(0, |first| {
        rows.iter().skip(focus + 1).take_while(|row| row.can_be_clicked() && row.leads_where(first)).count()
    });
    let least = (focus + 1 + entry).saturating_sub(height).min(focus);
    let most = rows.len().saturating_sub(height);
    let first = if last_choice.is_some_and(|last| last > focus) { least } else { most.clamp(least, focus.max(least)) };
    let mut hidden = 0;
    for (before, row) in rows.iter().zip(rows.iter().skip(1)).skip((first + height).saturating_sub(1)) {
        // An entry of several rows is one.
        hidden += usize::from(!(row.is_gap || row.can_be_clicked() && row.leads_where(before)));
    }
    (rows.into_iter().skip(first).take(height).collect(), hidden)
}

/// Of ten rows of a page so many are full at least, before it is turned where something begins; and where a table or a
/// paragraph goes on.
const FULL: [usize; 2] = [8, 6];

/// Rows on pages, turned where something begins or a table's row does, else at a blank row, else where the page is full. The
/// last page begins as early as it can, so that it is no page with two lines: what stood on the one before is there again.
fn turn(rows: Vec<Row>, height: usize) -> Vec<Vec<Row>> {
    let height = height.max(1);
    let (mut pages, mut rest) = (Vec::new(), rows);
    while rest.len() > height {
        let [full, enough] = FULL.map(|tenths| (height * tenths / 10).max(1));
        let latest =
            |least: usize, is: fn(&Row) -> bool| (least..=height).rev().find(|at| rest.get(*at).is_some_and(is));
        let turned = latest(full, |row| row.joint == Joint::Begins)
            .or_else(|| latest(enough, |row| row.joint != Joint::Firm))
            .or_else(|| latest(enough, |row| row.is_gap))
            .unwrap_or(height)
            .max(1);
        let last = rest.len() - height;
        let again = (last.max(1)..turned).find(|at| rest.get(*at).is_some_and(|row| row.joint == Joint::Begins));
        let next = rest.get(again.unwrap_or(turned)..).unwrap_or_default().to_vec();
        rest.truncate(turned);
        pages.push(std::mem::replace(&mut rest, next));
        let gaps = rest.iter().take_while(|row| row.is_gap).count();
        rest.drain(..gaps);
    }
    pages.push(rest);
    pages.retain(|page| page.iter().any(|row| !row.is_gap));
    if pages.is_empty() { vec![Vec::new()] } else { pages }
}

/// The companion beside a list: as many blocks as there is room for, and the spine.
fn draw_companion(
    aside: &[Block],
    pen: Pen<'_>,
    (body, above): (Rect, u16),
    at: usize,
    buffer: &mut Buffer,
    seen: &mut Seen,
) {
    if aside.is_empty() {
        return;
    }
    let (all, above) = (usize::from(body.height), usize::from(above));
    let height = all - above;
    let mut shown = aside.len();
    let mut rows = blocks::draw(aside, pen, &mut Vec::new());
    squeeze(&mut rows, height);
    while rows.len() > height && shown > 1 {
        shown -= 1;
        rows = blocks::draw(aside.get(..shown).unwrap_or_default(), pen, &mut Vec::new());
        squeeze(&mut rows, height);
    }
    let mut lowered = Rows::default();
    lowered.at_least(above);
    lowered.append(rows);
    lowered.at_least(all);
    let column = |row: Row| {
        let mut line = Row::default();
        line.put("│", Role::Quiet, pen.theme);
        line.beside(3, row);
        line
    };
    let lines: Vec<Row> = lowered.rows.into_iter().map(column).collect();
    let left = u16::try_from(at).unwrap_or(u16::MAX).saturating_sub(3);
    let area = Rect { x: body.x + left, width: body.width.saturating_sub(left), ..body };
    draw_rows(&lines, area, buffer, seen);
}

/// The keys that work: as many on the left as there is room for, and the ways out on the right.
fn foot(view: &View, grid: Grid, page: usize, pages: usize, theme: Theme) -> Row {
    let wide = grid.stage() >= WIDE;
    let mut left = view.foot.on_page(page + 1 >= pages);
    left.retain(|entry| !(wide && entry.not_wide));
    if pages > 1 && !view.foot.next_turns() {
        let [last, before] = MORE;
        let (is_last, space) = (page + 1 >= pages, "Space".to_owned());
        let words = if is_last { last } else { before }.to_owned();
        // Where Space means something else as well, it does that once all was seen.
        let meant = left.iter().position(|entry| entry.key == space);
        let more = Entry { key: space, words, action: Action::PageOn, not_wide: false };
        match meant {
            Some(_) if is_last => {}
            Some(at) => left.iter_mut().skip(at).take(1).for_each(|entry| entry.clone_from(&more)),
            None => left.insert(left.len().min(1), more),
        }
    }
    let right = entries(&view.foot.right, usize::MAX, theme);
    let width = grid.content();
    let mut row = entries(&left, width.saturating_sub(right.width() + APART), theme);
    row.beside(width.saturating_sub(right.width()), right);
    row
}

fn entries(entries: &[Entry], room: usize, theme: Theme) -> Row {
    let mut row = Row::default();
    for entry in entries {
        let between = if row.width() == 0 { 0 } else { APART };
        let start = row.width() + between;
        if start + entry.key.width() + 1 + entry.words.width() > room {
            break;
        }
        row.pad(start);
        row.put(&entry.key, Role::Key, theme);
        row.put(&format!(" {}", entry.words), Role::Quiet, theme);
        row.hit(start, row.width(), entry.action);
    }
    row
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A row: what begins a block, what goes on with it, and whether it gives way.
    fn row(words: &str, begins: bool, gives_way: bool) -> Row {
        let mut row = Row::default();
        row.put(words, Role::Plain, Theme::default());
        row.joint = if begins { Joint::Begins } else { Joint::Firm };
        row.gives_way = gives_way;
        row
    }

    fn rows(rows: Vec<Row>) -> Rows {
        Rows { rows, ..Rows::default() }
    }

    #[test]
    fn what_gives_way_goes_with_all_that_belongs_to_it() {
        let mut all = rows(vec![row("stays", true, false), row("goes", true, true), row("its tail", false, true)]);
        squeeze(&mut all, 2);
        assert_eq!(all.len(), 1, "no tail is left alone");
    }

    #[test]
    fn the_blank_row_before_what_gives_way_takes_no_room_from_what_stays() {
        let blank = || {
            let mut blank = row("", false, false);
            blank.is_gap = true;
            blank
        };
        let all = vec![row("stays", true, false), blank(), row("goes", true, true), blank(), row("stays", true, false)];
        let mut all = rows(all);
        squeeze(&mut all, 3);
        assert_eq!(all.len(), 3, "one blank row between the two that stay");
    }

    #[test]
    fn what_must_stay_and_has_no_room_gets_a_page_of_its_own() {
        let stays = (0..4).map(|number| row(&number.to_string(), number % 2 == 0, false)).collect();
        let pages = pages(rows(stays), 3, Theme::default());
        assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), [2, 2]);
    }
}
