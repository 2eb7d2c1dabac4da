//! One drawer for each kind of block.

mod bars;
mod beam;
pub mod code;
mod figure;
mod list;
mod options;
mod paper;
mod profile;
mod spread;
mod table;
mod text;

use super::grid::{Columns, Grid};
use super::rows::{Joint, Row, Rows};
use super::theme::Theme;
use crate::app::view::SideWords;
use crate::app::view::block::{Beside, Block, Kind, Split};
use crate::domain::bank::Sides;

/// What every drawer needs to know.
#[derive(Debug, Clone, Copy)]
pub struct Pen<'a> {
    /// How roles look.
    pub theme: Theme,
    /// The columns of the part that is drawn.
    pub columns: Columns,
    /// The columns of the window.
    pub grid: Grid,
    /// What the sides are called.
    pub sides: &'a Sides<SideWords>,
    /// Whether there is height enough to hold rows apart.
    pub tall: bool,
    /// Whether there is enough for the entries of a list, too.
    pub roomy: bool,
}

impl Pen<'_> {
    /// The same for a part that is so many cells wide.
    #[must_use]
    pub const fn within(self, width: usize) -> Self {
        Self { columns: Columns { width, ..self.columns }, ..self }
    }
}

/// Draws blocks under each other. What a wide list hands over to its companion goes to `aside`.
#[must_use]
pub fn draw(blocks: &[Block], pen: Pen<'_>, aside: &mut Vec<Block>) -> Rows {
    let mut all = Rows::default();
    for block in blocks.iter().filter(|block| pen.grid.shows(block.when)) {
        let mut rows = draw_one(&block.kind, pen, aside);
        if rows.is_empty() {
            continue;
        }
        let gap = if pen.columns.narrow { block.gap.narrow } else { block.gap.normal };
        rows.rows.iter_mut().for_each(|row| row.gives_way |= block.gives_way);
        if let Some(first) = rows.rows.first_mut() {
            // What follows without a gap belongs to what stands before it.
            if gap > 0 || all.is_empty() {
                first.joint = Joint::Begins;
            }
        }
        (0..gap).for_each(|_| all.gap());
        all.append(rows);
    }
    all
}

fn draw_one(kind: &Kind, pen: Pen<'_>, aside: &mut Vec<Block>) -> Rows {
    match kind {
        Kind::Prose(prose) => text::prose(prose, pen),
        Kind::Lines(lines) => text::lines(lines, pen),
        Kind::Ends(ends) => text::ends(ends, pen),
        Kind::Centred(lines) => text::centred(lines, pen),
        Kind::Labelled(labelled) => text::labelled(labelled, pen),
        Kind::Facts(facts) => text::facts(facts, pen),
        Kind::Choices(choices) => text::choices(choices, pen),
        Kind::Field(field) => text::field(field, pen),
        Kind::Art(lines) => text::art(lines, pen),
        Kind::Rule => text::rule(pen),
        Kind::Beam(beam) => beam::beam(*beam, pen),
        Kind::Stops(stops) => beam::stops(stops, pen),
        Kind::Duels(duels) => beam::duels(duels, pen),
        Kind::Spread(spread) => spread::spread(spread, pen),
        Kind::Words(words) => spread::words(words, pen),
        Kind::List(list) => list::list(list, pen),
        Kind::Options(options) => options::options(options, pen),
        Kind::Profile(profile) => profile::profile(profile, pen),
        Kind::Table(table) => table::table(table, pen),
        Kind::Strip(strip) => table::strip_block(*strip, pen),
        Kind::Paper(paper) => paper::paper(paper, pen),
        Kind::Figure(figure) => figure::figure(figure, pen),
        Kind::Share(share) => bars::share(*share, pen),
        Kind::Bars(bars) => bars::bars(bars, pen),
        Kind::Beside(both) => beside(both, pen, aside),
    }
}

fn beside(both: &Beside, pen: Pen<'_>, aside: &mut Vec<Block>) -> Rows {
    if pen.columns.narrow {
        let mut rows = without_first_gap(draw(&both.left, pen, aside));
        rows.append(draw(&both.right, pen, aside));
        return rows;
    }
    let at = match both.split {
        Split::Page => pen.columns.right_page(),
        Split::At(_) if pen.grid.companion().is_some() => {
            aside.extend(both.right.iter().cloned());
            return without_first_gap(draw(&both.left, pen, aside));
        }
        Split::At(at) => usize::from(at),
    };
    let left = draw(&both.left, pen.within(at.saturating_sub(3)), aside);
    let right = draw(&both.right, pen.within(pen.columns.width.saturating_sub(at)), aside);
    without_first_gap(left).beside(at, without_first_gap(right), |_: &mut Row| {})
}

/// The gap before a part of a block is the block's.
fn without_first_gap(mut rows: Rows) -> Rows {
    let gaps = rows.rows.iter().take_while(|row| row.is_gap).count();
    rows.rows.drain(..gaps);
    rows.focus = rows.focus.map(|focus| focus.saturating_sub(gaps));
    rows
}
