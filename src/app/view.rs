//! Every screen as plain data: what it says, what the words are for, and what a click or a typed line means.
//!
//! # How a screen is written
//!
//! One small file a screen, `app/view/<screen>.rs`, with one function that reads the [`Model`] and returns a [`View`].
//! A view is read from top to bottom: a head, [blocks](block::Block), a footer. It has **words and roles, and no colours,
//! no columns of a window and no keys pressed**: a medium decides how a role looks, and where a block stands.
//!
//! ```text
//! Model ──of()──> View ──ui::draw()────> cells of a terminal, 60, 80 or 110 and more columns wide
//!                      ──plain::lines()─> lines that only ever append
//!                      ──(HTML)─────────> a page: nothing of a screen changes for it
//! ```
//!
//! * **Words stand here and nowhere else.** Where an eye sees a sign (`✓`), [`Text::sign`] says what an ear hears.
//!   What a medium must say because it cannot be seen there (`Deciding:`, `Why:`), or must say
//!   of itself, stands in [`spoken`].
//! * **Roles** ([`Role`]) say what words are for. `Strong` is for the one thing that matters, `Quiet` for labels; running
//!   text is never coloured; `Right` and `Wrong` are for a verdict, a tick, points.
//! * **Blocks** keep their distance: [`Block::gap`](block::Block::gap) is the number of blank rows before one, 1 unless
//!   said. When a window is too low, blank rows give way first, then blocks that say so
//!   ([`Block::gives_way`](block::Block::gives_way)), then the screen gets a second page, reached with Space.
//!   What belongs together belongs into one block: pages turn between blocks.
//! * **What stays in sight** while a long list moves under its cursor stands in [`View::above`] and [`View::below`].
//! * **Wide windows**: a [`Form::TwoSided`] screen spreads over the window; a [`Form::List`] keeps its 80 columns and gains
//!   [`View::companion`] from 110. A block that would say twice what lies open there has a [`block::When`].
//! * **The footer** comes from the key table with [`Foot::of`]: a screen renames an entry
//!   (`.says(Action::Next, "go on at screen 4")`) or drops what would do nothing now (`.only_if(due > 0, Action::Snooze)`).
//!   An entry's key, dispatch, help and the documents' table all come from the same row of
//!   [`TABLE`](super::keys::TABLE).
//! * **Actions are meanings** ([`Action::Answer`](super::keys::Action::Answer) with a side,
//!   [`Action::Pick`](super::keys::Action::Pick) with a number), the same for a key, a click, a typed line and a form.
//!   A row of a list opens with its `action`; a click elsewhere than on the cursor's row asks for its `select`.
//! * **Figures and counts come from the model**; singular and plural from [`words::counted`]. No two figures of one screen
//!   count different things without saying so.
//! * **Place** ([`View::place`]) names what a screen is about, so that lines for the ear say only what is new there: a
//!   question and its feedback are one place, the next question another.
//!
//! A new kind of block needs a variant of [`block::Kind`], a drawer in `ui/blocks/` and a writer in
//! `adapters/plain/blocks.rs`; the compiler names both places.

pub mod block;
pub mod foot;
pub mod spoken;
pub mod standing;
pub mod steward;
pub mod text;
pub mod words;

mod answers;
mod assess;
mod cards;
mod case;
mod companion;
mod console;
pub mod desk;
pub(in crate::app) mod feedback;
mod figure;
mod glossary;
mod home;
mod keys;
mod learners;
pub(in crate::app) mod lesson;
pub mod marks;
mod mistakes;
mod progress;
mod question;
#[cfg(feature = "web")]
pub mod rehearsal;
pub mod room;
mod round_end;
pub mod seat;
mod settings;
mod setup;
pub mod sheets;
pub mod stage;
pub(in crate::app) mod terms;
mod topics;
pub mod trial;
mod trouble;
pub mod web;
mod welcome;
pub mod wire;

use super::keys::Context;
use super::{Model, Screen};
use crate::domain::bank::{Side, Sides};
use crate::domain::room::view::Labels;
use crate::domain::session::Phase;
use block::Block;
pub use foot::{Entry, Foot};
pub use text::{Role, Span, Text};

/// A screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    /// What the screen is about: within one place, only what changed is said aloud.
    pub place: String,
    /// Which of the two wide forms it has.
    pub form: Form,
    /// The line above everything; none before anything has begun.
    pub head: Option<Head>,
    /// What the two sides are called.
    pub sides: Sides<SideWords>,
    /// What stays in sight above it, whatever part of it is shown; never said aloud.
    pub above: Vec<Block>,
    /// What it says.
    pub blocks: Vec<Block>,
    /// What stays in sight below it; never said aloud.
    pub below: Vec<Block>,
    /// What it says besides, where a window has room beside a list.
    pub companion: Vec<Block>,
    /// The code that a camera reads, beside what it says, where there is room for it.
    pub code: Option<block::Code>,
    /// One sentence above the footer, until the next key.
    pub notice: Option<Text>,
    /// The keys that work and do something now.
    pub foot: Foot,
    /// The page shown of a screen that needs several, from 0.
    pub page: usize,
}

/// How a screen uses a wide window; there is no third way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// It becomes a spread across the window.
    TwoSided,
    /// It keeps its 80 columns, and gains a companion.
    List,
}

/// The line above everything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Head {
    /// What the screen is.
    pub title: String,
    /// What it is about; shortened where there is no room, the rest never.
    pub subtitle: String,
    /// Counters and the like, at the right end.
    pub right: Vec<Text>,
    /// How far one is: the rule below is thick as far.
    pub progress: Option<Progress>,
}

/// How far one is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// How many are behind.
    pub done: usize,
    /// How many there are.
    pub of: usize,
}

/// What a side is called.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SideWords {
    /// Its name, such as `IoT`.
    pub name: String,
    /// What it stands for in a word, such as `consumer`; empty where the bank has none.
    pub word: String,
}

/// What the model shows.
#[must_use]
pub fn of(model: &Model) -> View {
    if let Some(trouble) = &model.trouble {
        return trouble::view(model, trouble);
    }
    match &model.screen {
        Screen::Welcome => welcome::view(model),
        Screen::Home(home) => home::view(model, *home),
        Screen::Topics(topics) => topics::view(model, *topics),
        Screen::Lesson(lesson) => lesson::view(model, lesson),
        Screen::Assess(assess) => assess::view(model, assess),
        Screen::Setup(setup) => setup::view(model, setup),
        Screen::Cases(cases) => case::list(model, *cases),
        Screen::Case(case) => case::view(model, case),
        Screen::Quiz(quiz) => match quiz.session.phase() {
            Phase::Asking => question::view(model, &quiz.session, quiz.selection),
            Phase::Explaining => feedback::view(model, &quiz.session),
            Phase::Finished => round_end::view(model, &quiz.session),
        },
        Screen::Summary(summary) => round_end::view(model, &summary.session),
        Screen::Progress(progress) => progress::view(model, *progress),
        Screen::Mistakes(mistakes) => mistakes::view(model, *mistakes),
        Screen::Answers(answers) => answers::view(model, answers),
        Screen::Cards(cards) => cards::view(model, *cards),
        Screen::Settings(screen) => settings::view(model, *screen),
        Screen::Learners(learners) => learners::view(model, learners),
        Screen::Glossary(glossary) => glossary::view(model, glossary),
        Screen::Marks => marks::view(model),
        Screen::Help(context) => keys::view(model, *context),
    }
}

/// How many words of the trade stand in a text.
#[must_use]
pub fn terms_in(bank: &crate::domain::bank::Bank, text: &str) -> u32 {
    terms::Counted::of(bank).unknown_in(text, &[])
}

/// The last line of an assessment: where it goes on, or where its result is; none where nothing of one waits.
#[must_use]
pub fn leaving_assessment(model: &Model) -> Option<String> {
    assess::leaving(model, super::assess::on(model)?)
}

impl View {
    /// An empty screen with the footer of the key table.
    #[must_use]
    pub fn new(model: &Model, form: Form, place: impl Into<String>) -> Self {
        Self {
            place: place.into(),
            form,
            head: None,
            sides: sides(model),
            above: Vec::new(),
            blocks: Vec::new(),
            below: Vec::new(),
            companion: Vec::new(),
            code: None,
            notice: notice(model),
            foot: Foot::of(model),
            page: model.page,
        }
    }

    /// An empty screen of a class, with the footer of the key table.
    #[must_use]
    pub(in crate::app) fn of_class(context: Context, form: Form, sides: &Labels) -> Self {
        let words = |side: Side| {
            let label = side.pick(&sides.left, &sides.right);
            side_words(&label.name, &label.label)
        };
        Self {
            place: context.title().to_owned(),
            form,
            head: None,
            sides: Sides::each(words),
            above: Vec::new(),
            blocks: Vec::new(),
            below: Vec::new(),
            companion: Vec::new(),
            code: None,
            notice: None,
            foot: Foot::of_context(context),
            page: 0,
        }
    }

    /// With a head.
    #[must_use]
    pub fn head(mut self, title: impl Into<String>, subtitle: impl Into<String>) -> Self {
        let head = self.head.get_or_insert_default();
        (head.title, head.subtitle) = (title.into(), subtitle.into());
        self
    }

    /// With something more at the right end of the head.
    #[must_use]
    pub fn counter(mut self, counter: impl Into<Text>) -> Self {
        self.head.get_or_insert_default().right.push(counter.into());
        self
    }

    /// With a rule that shows how far one is.
    #[must_use]
    pub fn progress(mut self, done: usize, of: usize) -> Self {
        self.head.get_or_insert_default().progress = Some(Progress { done, of });
        self
    }

    /// With a block more.
    #[must_use]
    pub fn block(mut self, block: Block) -> Self {
        self.blocks.push(block);
        self
    }

    /// With more blocks.
    #[must_use]
    pub fn blocks(mut self, blocks: impl IntoIterator<Item = Block>) -> Self {
        self.blocks.extend(blocks);
        self
    }

    /// With a footer changed by `change`.
    #[must_use]
    pub fn foot(mut self, change: impl FnOnce(Foot) -> Foot) -> Self {
        self.foot = change(self.foot);
        self
    }
}

/// What the two sides are called.
fn sides(model: &Model) -> Sides<SideWords> {
    let of = |side| {
        let named = model.bank.side(side);
        side_words(&named.name, &named.label)
    };
    Sides::each(of)
}

/// What a side is called, by its name and its label in full, such as `IoT (consumer)`.
fn side_words(name: &str, label: &str) -> SideWords {
    let inner = label.split_once('(').and_then(|(_, rest)| rest.split_once(')'));
    SideWords { name: name.to_owned(), word: inner.map_or_else(String::new, |(word, _)| word.to_owned()) }
}

/// What was just said, or what stays to be said.
fn notice(model: &Model) -> Option<Text> {
    match (&model.notice, &model.warning) {
        (Some(notice), _) => Some(text::plain(notice.clone())),
        (None, Some(warning)) => Some(text::text(warning.clone(), Role::Wrong)),
        (None, None) => None,
    }
}
