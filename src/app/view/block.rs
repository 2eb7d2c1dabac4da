//! What a screen is made of: a dozen kinds of blocks, each with one drawer in `ui` and one writer in `adapters/plain`.

use super::text::Text;
use super::words;
use crate::app::keys::{Action, typed};
use crate::app::settings::Change;
use crate::domain::bank::{Side, Sides};
use crate::domain::moment::Moment;
use std::sync::Arc;

/// A part of a screen, and how it keeps its distance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: Kind,
    /// How many blank rows stand before it; they are the first to give way.
    pub gap: Gap,
    /// In which windows it is shown.
    pub when: When,
    /// Whether it goes when there is no room for everything, before anything is put on another page.
    pub gives_way: bool,
    /// Whether it is said aloud once only, and not again on the next screen of its kind.
    pub once: bool,
}

/// How many blank rows stand before a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// In a window of the design size and larger.
    pub normal: u8,
    /// In a window of less than 80 columns.
    pub narrow: u8,
}

/// In which windows a block is shown. Lines for the ear say what the narrower windows show.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum When {
    /// In all.
    #[default]
    Always,
    /// From 110 columns, where what needs a key elsewhere lies open.
    Wide,
    /// Below 110 columns.
    NotWide,
    /// From 80 columns.
    NotNarrow,
    /// Below 80 columns.
    Narrow,
    /// In none: it is only said, where an eye finds it elsewhere.
    Spoken,
    /// In all, and never said: it is about what can be seen.
    Seen,
    /// Where the code for cameras is shown beside it.
    Coded,
    /// Where there is no room for such a code.
    Uncoded,
}

/// What a block is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// Paragraphs.
    Prose(Prose),
    /// Lines of the full width, one under the other.
    Lines(Vec<Text>),
    /// A line with something at each end.
    Ends(Ends),
    /// Lines in the middle of the window.
    Centred(Vec<Text>),
    /// The beam without pages under it.
    Beam(Beam),
    /// The beam of a question, with its stops.
    Stops(Stops),
    /// The beam with a page on each side.
    Spread(Spread),
    /// Words of the trade on both sides.
    Words(Words),
    /// Values of the two sides on either side of a label.
    Duels(Vec<Duel>),
    /// Entries to choose from.
    List(List),
    /// Labelled choices, each with the values that it offers.
    Options(Options),
    /// Two profiles on one axis.
    Profile(Profile),
    /// Rows and columns.
    Table(Table),
    /// A thin line across.
    Rule,
    /// How much is known, practised and new, as one line.
    Strip(Strip),
    /// The statements of a paper, one cell each.
    Paper(Paper),
    /// A big figure.
    Figure(Figure),
    /// A share of a whole, as one line.
    Share(Share),
    /// How a room voted, from the spine outward.
    Bars(Bars),
    /// Labelled values, one a row.
    Facts(Vec<Fact>),
    /// Numbered texts, of which one is to be chosen.
    Choices(Vec<Choice>),
    /// A line in which something is typed.
    Field(Field),
    /// Lines that are shown as they are.
    Art(Vec<Text>),
    /// A quiet label with lines under it.
    Labelled(Labelled),
    /// Blocks beside each other.
    Beside(Beside),
}

/// Paragraphs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prose {
    /// How wide they run.
    pub measure: Measure,
    /// The paragraphs, with a blank row between.
    pub paragraphs: Vec<Text>,
    /// How many rows they take at least, so that what follows keeps its place from screen to screen.
    pub least: u8,
}

/// How wide paragraphs run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// From margin to margin, as far as lines are good to read.
    Full,
    /// Indented like a page, 64 cells.
    Page,
    /// The same, and in the middle of a wide window.
    Statement,
}

/// A line with something at each end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ends {
    /// At the left end.
    pub left: Text,
    /// At the right end.
    pub right: Text,
    /// What a click on the right end asks for.
    pub action: Option<Action>,
}

/// The beam without pages under it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Beam {
    /// The half that is thick: where something belongs.
    pub thick: Option<Side>,
}

/// The beam of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stops {
    /// The stops from the outermost left to the outermost right.
    pub stops: Vec<Stop>,
    /// The chosen one, from 0.
    pub chosen: Option<usize>,
    /// Whether the middle can be chosen, and so is a stop among the others.
    pub middle: bool,
    /// Whether "don't know" is an answer.
    pub dont_know: bool,
}

/// A place on the beam.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stop {
    /// Its key.
    pub key: String,
    /// Its word; empty for none.
    pub word: &'static str,
    /// The same for windows with little room.
    pub short: &'static str,
    /// What choosing it asks for.
    pub action: Action,
}

/// The beam with a page on each side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spread {
    /// The half that is thick: where the statement belongs.
    pub thick: Option<Side>,
    /// The pages.
    pub pages: Sides<Page>,
    /// How many blank rows stand between two sections of the pages.
    pub between: u8,
    /// Whether the spine goes on for a row below the pages.
    pub tail: bool,
    /// Whether what the sides stand for is said under their names.
    pub words: bool,
    /// What is the same on both sides, under the spine: a label and a line.
    pub both: Option<(&'static str, Text)>,
}

/// One page of a spread.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    /// What it is, such as "the counterpart"; empty for nothing.
    pub label: Text,
    /// Its paragraphs; the first is the statement, and each stands beside the one of the other page.
    pub sections: Vec<Text>,
    /// Whether it holds the statement that the screen is about: where pages stack, its reason comes first.
    pub is_asked: bool,
}

/// Words of the trade on both sides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// The words of each side with their meanings.
    pub sides: Sides<Vec<(String, String)>>,
    /// The words that belong to both.
    pub both: Vec<String>,
}

/// Values of the two sides on either side of a label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duel {
    /// What is compared.
    pub label: String,
    /// The values.
    pub values: Sides<String>,
}

/// Entries to choose from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    /// The entries.
    pub rows: Vec<ListRow>,
    /// The entry that the cursor stands on; none where it stands elsewhere on the screen.
    pub cursor: Option<usize>,
    /// Whether in a narrow window details that need more than a line are told of the selected entry only.
    pub brief: bool,
}

/// An entry of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListRow {
    /// Its key; empty for none.
    pub key: String,
    /// What it is called.
    pub label: String,
    /// A few words more.
    pub detail: String,
    /// What choosing it asks for.
    pub action: Action,
    /// What a click on it asks for while the cursor stands elsewhere.
    pub select: Action,
    /// How many blank rows stand before it.
    pub gap: u8,
}

/// Labelled choices, each with the values that it offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// The choices.
    pub rows: Vec<OptionRow>,
    /// The choice that the cursor stands on; none where it stands elsewhere on the screen.
    pub cursor: Option<usize>,
}

/// A choice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OptionRow {
    /// What is chosen. With a value behind it, it is also what somebody types.
    pub label: String,
    /// The values on offer. One alone stands for itself; of several, the one in force is in brackets.
    pub values: Vec<Offer>,
    /// A few words more.
    pub detail: String,
    /// What else may be typed.
    pub free: Option<Free>,
    /// What a click beside its values asks for.
    pub select: Action,
    /// Whether each value has a row of its own.
    pub stacked: bool,
    /// How many blank rows stand before it.
    pub gap: u8,
}

/// A value of a choice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// What it is called.
    pub words: String,
    /// What choosing it asks for.
    pub action: Action,
    /// Whether it is the one in force.
    pub in_force: bool,
}

/// What may be typed for a choice besides the values that it offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Free {
    /// How many statements a round has.
    Count,
    /// How many statements a mixed quiz has.
    Sitting,
    /// How many new ideas a review adds a day.
    NewIdeas,
    /// The share that should still be remembered.
    Retention,
    /// A day from tomorrow on, such as 31 January.
    Exam,
    /// A code, or the word of a class.
    Code,
}

impl Free {
    /// What a text typed today asks for; none where it is no such thing.
    #[must_use]
    pub fn action(self, text: &str, today: Moment) -> Option<Action> {
        let number = || text.parse::<u16>().ok();
        match self {
            Self::Count => text.parse().ok().map(Action::SetCount),
            Self::Sitting => number().map(|number| Action::Set(Change::Sitting(number))),
            Self::NewIdeas => number().map(|number| Action::Set(Change::NewConcepts(number))),
            Self::Retention => number().map(|number| Action::Set(Change::Retention(number))),
            Self::Exam => words::day_ahead(text, today).ok().map(|day| Action::Set(Change::Exam(Some(day)))),
            Self::Code => Some(Action::SetCode(typed(text))),
        }
    }

    /// Why a text typed today is no value, where more can be said than how one is typed.
    #[must_use]
    pub fn refusal(self, text: &str, today: Moment) -> Option<String> {
        if self == Self::Exam { words::day_ahead(text, today).err()?.said() } else { None }
    }
}

/// Two profiles on one axis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// What stands above the reasons.
    pub why: &'static str,
    /// The dimensions.
    pub rows: Vec<ProfileRow>,
}

/// A dimension on which two profiles are compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfileRow {
    /// What the dimension is called.
    pub label: String,
    /// The learner's place of those on the axis, from 0; none where none was chosen.
    pub you: Option<usize>,
    /// The expert's place.
    pub expert: usize,
    /// The reason in a few words.
    pub short: String,
    /// The reason in one sentence, where there is room for it.
    pub reason: String,
    /// Where the two stand, in words.
    pub said: String,
    /// What choosing it asks for.
    pub action: Action,
}

/// Rows and columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows.
    pub rows: Vec<TableRow>,
    /// The row that the cursor stands on.
    pub cursor: Option<usize>,
    /// Whether its rows are held apart where there is height.
    pub airy: bool,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// What stands above it; empty for nothing.
    pub title: Text,
    /// What is said before its values where there are no columns; `None` where the value says it all.
    pub spoken: Option<&'static str>,
    /// Which end of it values keep to.
    pub align: Align,
    /// How many cells it is wide, the blanks before the next one included.
    pub cells: u16,
    /// The same in a window of less than 80 columns; none where it is left out there.
    pub narrow: Option<u16>,
    /// On how many rows a value is wrapped at most, before it is cut; none for as many as it needs.
    pub most: Option<u8>,
}

impl Column {
    /// A column without a title, so many cells wide in every window.
    #[must_use]
    pub fn new(align: Align, cells: u16) -> Self {
        Self { title: Text::default(), spoken: None, align, cells, narrow: Some(cells), most: None }
    }

    /// With a title, which says what its values are where there are no columns if `spoken`.
    #[must_use]
    pub fn titled(mut self, title: impl Into<Text>, spoken: Option<&'static str>) -> Self {
        self.title = title.into();
        self.spoken = spoken;
        self
    }

    /// With another width in a window of less than 80 columns; none where it is left out there.
    #[must_use]
    pub const fn narrow(mut self, cells: Option<u16>) -> Self {
        self.narrow = cells;
        self
    }

    /// Cutting values that need more rows.
    #[must_use]
    pub const fn at_most(mut self, rows: u8) -> Self {
        self.most = Some(rows);
        self
    }
}

/// Which end of a column values keep to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Align {
    /// The left one.
    #[default]
    Left,
    /// The right one.
    Right,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableRow {
    /// Its values, one a column.
    pub cells: Vec<Cell>,
    /// What choosing it asks for; none for rows that cannot be chosen.
    pub action: Option<Action>,
    /// What a click on it asks for while the cursor stands elsewhere.
    pub select: Option<Action>,
}

/// A value in a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Words or a sign.
    Text(Text),
    /// A line of what is known, practised and new.
    Strip(Strip),
}

/// How much is known, practised and new.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Strip {
    /// How many ideas are known.
    pub known: usize,
    /// How many are practised.
    pub practising: usize,
    /// How many are new.
    pub new: usize,
}

/// The statements of a paper, in groups of five: answered or open, marked or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    /// The statements, in order.
    pub cells: Vec<PaperCell>,
    /// The one that is at hand, or that the cursor stands on, from 0.
    pub at: usize,
}

/// One statement of a paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PaperCell {
    /// Whether it is answered.
    pub answered: bool,
    /// Whether it is marked for another look.
    pub marked: bool,
    /// What choosing it asks for; none where it only shows.
    pub action: Option<Action>,
}

/// A big figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// The figure.
    pub figure: usize,
    /// What stands after it, such as "of 20".
    pub of: String,
}

/// A share of a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    /// How many.
    pub count: u32,
    /// Of how many.
    pub of: u32,
}

/// How a room voted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bars {
    /// The lines from top to bottom.
    pub rows: Vec<BarRow>,
}

/// A line of how a room voted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BarRow {
    /// What it counts.
    pub label: String,
    /// How many are for each side.
    pub counts: Sides<u32>,
    /// Whether it is one of the votes before the last.
    pub is_earlier: bool,
}

/// A code that a camera reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// Its squares, row by row, true where they are dark; without the quiet zone.
    pub squares: Arc<Vec<Vec<bool>>>,
    /// How many cells stay free for words beside it; none where it stands alone in the middle.
    pub beside: u16,
}

/// A labelled value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// What it is.
    pub label: String,
    /// The value.
    pub value: Text,
}

/// A numbered text to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Its key.
    pub key: String,
    /// The text.
    pub text: Text,
    /// What choosing it asks for.
    pub action: Action,
}

/// A line in which something is typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// What stands before it.
    pub label: String,
    /// What is typed so far.
    pub typed: String,
    /// What stands there while nothing is typed.
    pub hint: String,
    /// Whether something can be typed now.
    pub active: bool,
}

/// A quiet label with lines under it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Labelled {
    /// The label; the first of it to give way.
    pub label: Text,
    /// The lines.
    pub lines: Vec<Text>,
}

/// Blocks beside each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beside {
    /// On the left; in a narrow window above.
    pub left: Vec<Block>,
    /// On the right; in a narrow window below.
    pub right: Vec<Block>,
    /// Where the right part stands.
    pub split: Split,
}

/// Where the right part of two stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Split {
    /// At the right page of a spread.
    Page,
    /// So many cells from the left margin, and beside a wide list as its companion.
    At(u16),
}

impl Block {
    /// A block with a blank row before it.
    #[must_use]
    pub const fn new(kind: Kind) -> Self {
        Self { kind, gap: Gap { normal: 1, narrow: 1 }, when: When::Always, gives_way: false, once: false }
    }

    /// With so many blank rows before it.
    #[must_use]
    pub const fn gap(mut self, rows: u8) -> Self {
        self.gap = Gap { normal: rows, narrow: rows };
        self
    }

    /// With another number of blank rows before it in a narrow window.
    #[must_use]
    pub const fn narrow_gap(mut self, rows: u8) -> Self {
        self.gap.narrow = rows;
        self
    }

    /// Shown only in some windows.
    #[must_use]
    pub const fn when(mut self, when: When) -> Self {
        self.when = when;
        self
    }

    /// Said aloud once only.
    #[must_use]
    pub const fn once(mut self) -> Self {
        self.once = true;
        self
    }

    /// Gone when there is no room for everything.
    #[must_use]
    pub const fn gives_way(mut self) -> Self {
        self.gives_way = true;
        self
    }

    /// Lines of the full width, one under the other.
    #[must_use]
    pub fn lines<T: Into<Text>>(lines: impl IntoIterator<Item = T>) -> Self {
        Self::new(Kind::Lines(lines.into_iter().map(Into::into).collect()))
    }

    /// Paragraphs from margin to margin.
    #[must_use]
    pub fn full<T: Into<Text>>(paragraphs: impl IntoIterator<Item = T>) -> Self {
        Self::prose(Measure::Full, paragraphs)
    }

    /// Paragraphs indented like a page.
    #[must_use]
    pub fn page<T: Into<Text>>(paragraphs: impl IntoIterator<Item = T>) -> Self {
        Self::prose(Measure::Page, paragraphs)
    }

    /// Paragraphs below a statement, in the same measure.
    #[must_use]
    pub fn under_statement<T: Into<Text>>(paragraphs: impl IntoIterator<Item = T>) -> Self {
        Self::prose(Measure::Statement, paragraphs)
    }

    /// The same on so many rows at least, so that what follows keeps its place whatever stands here; of paragraphs only.
    #[must_use]
    pub fn on_at_least(mut self, rows: u8) -> Self {
        if let Kind::Prose(prose) = &mut self.kind {
            prose.least = rows;
        }
        self
    }

    fn prose<T: Into<Text>>(measure: Measure, paragraphs: impl IntoIterator<Item = T>) -> Self {
        // What a bank leaves out takes no room.
        let paragraphs = paragraphs.into_iter().map(Into::into).filter(|text: &Text| !text.is_empty()).collect();
        Self::new(Kind::Prose(Prose { measure, paragraphs, least: 0 }))
    }

    /// A statement that is asked; what follows keeps its place below four rows of it.
    #[must_use]
    pub fn statement(statement: Text) -> Self {
        let prose = Prose { measure: Measure::Statement, paragraphs: vec![statement], least: 3 };
        Self::new(Kind::Prose(prose))
    }

    /// A line with something at each end.
    #[must_use]
    pub fn ends(left: Text, right: Text) -> Self {
        Self::new(Kind::Ends(Ends { left, right, action: None }))
    }

    /// Lines in the middle of the window.
    #[must_use]
    pub fn centred<T: Into<Text>>(lines: impl IntoIterator<Item = T>) -> Self {
        Self::new(Kind::Centred(lines.into_iter().map(Into::into).collect()))
    }

    /// A quiet label with lines under it.
    #[must_use]
    pub fn labelled<T: Into<Text>>(label: &str, lines: impl IntoIterator<Item = T>) -> Self {
        let lines = lines.into_iter().map(Into::into).collect();
        Self::new(Kind::Labelled(Labelled { label: super::text::quiet(label), lines }))
    }
}
