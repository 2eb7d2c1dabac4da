//! Leading an assessment's desk at a terminal: what the keys ask of it, and what is shown.
//!
//! The desk itself lives elsewhere and changes by itself, as applicants answer. So nothing of it is kept here: each key is
//! understood with the [`Scene`] at hand, and comes to [`Wish`]es, which the outside carries out and tells of.

use super::host::{Address, Reach};
use super::keys::{Action, Context};
use super::view::desk::{self as words, Moves, Standing};
use crate::domain::moment::Moment;
use crate::domain::room::view::Labels;

/// The most characters that can be typed.
const LONGEST: usize = 200;

/// An applicant, as the host alone may see them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The number of the seat.
    pub seat: u32,
    /// What they are called.
    pub name: String,
    /// Where they stand.
    pub standing: Standing,
    /// Whether they began an attempt, also where it cannot go on here or was set aside.
    pub begun: bool,
    /// Whether their clock runs and nobody is there.
    pub gone: bool,
    /// How often they sat down on another device, or came back.
    pub moves: Moves,
}

/// What there is to see and to lead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scene {
    /// What the assessment is called.
    pub title: String,
    /// How many minutes it gives; none where there is no limit.
    pub minutes: Option<u16>,
    /// The two sides of its bank.
    pub sides: Labels,
    /// The applicants.
    pub rows: Vec<Row>,
    /// How many tickets were tried that nobody has.
    pub wrong: u32,
    /// Since when they are counted.
    pub since: Moment,
    /// Whether nothing is taken any more.
    pub closed: bool,
    /// What is the matter, in a sentence; none while all is well.
    pub trouble: Option<String>,
    /// Where people find the desk.
    pub reach: Reach,
}

impl Scene {
    /// How many have begun.
    #[must_use]
    pub fn begun(&self) -> usize {
        self.rows.iter().filter(|row| row.begun).count()
    }

    /// How many are done.
    #[must_use]
    pub fn over(&self) -> usize {
        self.rows.iter().filter(|row| row.standing.is_over()).count()
    }

    /// Whether the attempt of whoever sits there is under way.
    fn is_under(&self, seat: u32) -> bool {
        self.rows.iter().any(|row| row.seat == seat && row.standing.is_under())
    }

    /// How many attempts are under way.
    #[must_use]
    pub fn under(&self) -> usize {
        self.rows.iter().filter(|row| row.standing.is_under()).count()
    }
}

/// What the outside is to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wish {
    /// The last attempt of whoever sits there is unlocked, as typed: by whom, and why.
    Unlock {
        /// The seat.
        seat: u32,
        /// The minutes, or the word another, as typed; empty for neither.
        minutes: String,
        /// Who unlocks it and why, as typed.
        typed: String,
    },
    /// The desk is closed.
    Close,
    /// The program is to stop until it is brought to the foreground.
    Suspend,
    /// The screen is to be drawn from nothing.
    Repaint,
}

/// What is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Showing {
    /// What the projector may show.
    Stage,
    /// Who is there, for the host alone.
    Console,
    /// Who unlocks an attempt, and why, while it is typed.
    Unlocking {
        /// The seat.
        seat: u32,
        /// The minutes as they were typed; none while they are asked for.
        minutes: Option<String>,
        /// What was typed so far.
        typed: String,
    },
    /// The keys of that context.
    Keys(Context),
}

/// What is asked before it is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Question {
    /// Whether the desk is to be closed.
    Close,
    /// Whether only the host sees this screen.
    Alone,
}

/// The host of a desk at a terminal.
#[derive(Debug)]
pub struct Steward {
    showing: Showing,
    question: Option<Question>,
    /// What was done, or why it was not.
    notice: Option<Result<String, String>>,
    /// Whether the host has said that only they see this screen.
    is_alone: bool,
    cursor: usize,
    listed: usize,
    address: usize,
    page: usize,
    pages: usize,
}

/// Whether that says how many minutes are given, or that another attempt may begin.
fn is_minutes(typed: &str) -> bool {
    let typed = typed.trim();
    matches!(typed, "" | "another") || typed.trim_start_matches('+').parse::<u16>().is_ok()
}

impl Default for Steward {
    fn default() -> Self {
        Self {
            showing: Showing::Stage,
            question: None,
            notice: None,
            is_alone: false,
            cursor: 0,
            listed: 0,
            address: 0,
            page: 0,
            pages: 1,
        }
    }
}

impl Steward {
    /// What is shown.
    #[must_use]
    pub const fn showing(&self) -> &Showing {
        &self.showing
    }

    /// What is asked before it is done, if anything.
    #[must_use]
    pub const fn question(&self) -> Option<Question> {
        self.question
    }

    /// What is said until the next key: what was done, or why it was not.
    #[must_use]
    pub fn notice(&self) -> Option<Result<&str, &str>> {
        self.notice.as_ref().map(|said| said.as_deref().map_err(String::as_str))
    }

    /// The number of the page shown, from 0.
    #[must_use]
    pub const fn page(&self) -> usize {
        self.page
    }

    /// The entry of the console under the cursor.
    #[must_use]
    pub fn cursor(&self, entries: usize) -> usize {
        self.cursor.min(entries.saturating_sub(1))
    }

    /// The address that is shown.
    #[must_use]
    pub fn address<'a>(&self, reach: &'a Reach) -> Option<&'a Address> {
        reach.addresses.get(self.address).or_else(|| reach.addresses.first())
    }

    /// Which keys work.
    #[must_use]
    pub fn context(&self) -> Context {
        match (self.question, &self.showing) {
            (Some(_), _) => Context::Sure,
            (None, Showing::Stage) => Context::Desk,
            (None, Showing::Console) => Context::Hall,
            (None, Showing::Unlocking { .. }) => Context::Unlocking,
            (None, Showing::Keys(_)) => Context::Help,
        }
    }

    /// Takes into account how many pages the last drawing needed, and how many entries of a list were in sight. Returns whether
    /// another page is shown by that.
    pub fn shown(&mut self, pages: usize, listed: usize) -> bool {
        let before = self.page;
        (self.pages, self.listed) = (pages.max(1), listed);
        self.page = self.page.min(self.pages - 1);
        before != self.page
    }

    /// Takes into account what became of an unlocking: it is typed on where it was not done.
    pub fn told(&mut self, became: Result<String, String>) {
        if became.is_ok() {
            self.show(Showing::Console);
        }
        self.notice = Some(became);
    }

    /// Understands what the host asks for. Returns what the outside is to do.
    pub fn act(&mut self, action: Action, scene: &Scene) -> Option<Wish> {
        self.notice = None;
        // Esc leads back, and closes no desk.
        let action = match action {
            Action::Out if self.question.is_none() && self.showing == Showing::Stage => return None,
            Action::Out => Action::Back,
            other => other,
        };
        match action {
            Action::Redraw => return Some(Wish::Repaint),
            Action::Suspend => return Some(Wish::Suspend),
            Action::Quit if self.question == Some(Question::Close) => return Some(Wish::Close),
            Action::Quit => {
                self.question = Some(Question::Close);
                return None;
            }
            _ => {}
        }
        if let Some(question) = self.question {
            return self.answer(question, action);
        }
        match &self.showing {
            Showing::Stage | Showing::Console if action == Action::Help => self.show(Showing::Keys(self.context())),
            Showing::Stage => self.on_stage(action, scene),
            Showing::Console => self.on_console(action, scene),
            Showing::Keys(context) => {
                let of = *context;
                self.leaf(action, of);
            }
            Showing::Unlocking { .. } => return self.unlocking(action, scene),
        }
        None
    }

    fn show(&mut self, showing: Showing) {
        self.showing = showing;
        self.page = 0;
    }

    /// Does, or does not do, what was asked about.
    fn answer(&mut self, question: Question, action: Action) -> Option<Wish> {
        let yes = match action {
            Action::Accept => true,
            Action::Decline | Action::Back => false,
            // Anything else is a slip.
            _ => return None,
        };
        self.question = None;
        match question {
            _ if !yes => None,
            Question::Close => Some(Wish::Close),
            Question::Alone => {
                self.is_alone = true;
                self.show(Showing::Console);
                None
            }
        }
    }

    fn on_stage(&mut self, action: Action, scene: &Scene) {
        match action {
            Action::Address => self.address = (self.address + 1).checked_rem(scene.reach.addresses.len()).unwrap_or(0),
            Action::Console if self.is_alone => self.show(Showing::Console),
            Action::Console => self.question = Some(Question::Alone),
            Action::End | Action::Back => self.question = Some(Question::Close),
            _ => {}
        }
    }

    fn on_console(&mut self, action: Action, scene: &Scene) {
        let entries = scene.rows.len();
        let (at, last, step) = (self.cursor(entries), entries.saturating_sub(1), self.listed.max(1));
        match action {
            Action::Up => self.cursor = at.saturating_sub(1),
            Action::Down => self.cursor = (at + 1).min(last),
            Action::PageBack => self.cursor = at.saturating_sub(step),
            Action::PageOn => self.cursor = (at + step).min(last),
            Action::Select(number) => self.cursor = number.min(last),
            Action::Unlock => {
                if let Some(row) = scene.rows.get(at).filter(|row| row.begun) {
                    self.show(Showing::Unlocking { seat: row.seat, minutes: None, typed: String::new() });
                }
            }
            Action::Console | Action::Back => self.show(Showing::Stage),
            Action::End => self.question = Some(Question::Close),
            _ => {}
        }
    }

    fn unlocking(&mut self, action: Action, scene: &Scene) -> Option<Wish> {
        let Showing::Unlocking { seat, minutes, typed } = &mut self.showing else { return None };
        match action {
            Action::Type(letter) if typed.chars().count() < LONGEST => typed.push(letter),
            Action::Erase => drop(typed.pop()),
            Action::Clear => typed.clear(),
            Action::Next => match minutes {
                Some(minutes) => {
                    return Some(Wish::Unlock { seat: *seat, minutes: minutes.clone(), typed: typed.clone() });
                }
                None if typed.trim().is_empty() && scene.is_under(*seat) => {
                    self.notice = Some(Err(words::NOT_OVER.to_owned()));
                }
                None if is_minutes(typed) => *minutes = Some(std::mem::take(typed)),
                None => self.notice = Some(Err(words::MINUTES_OR_ANOTHER.to_owned())),
            },
            Action::Back => self.show(Showing::Console),
            _ => {}
        }
        None
    }

    /// Turns the pages of the keys, or closes them.
    fn leaf(&mut self, action: Action, of: Context) {
        match action {
            Action::PageOn if self.page + 1 < self.pages => self.page += 1,
            Action::PageOn => self.page = 0,
            Action::PageBack => self.page = self.page.saturating_sub(1),
            Action::Back | Action::Help => {
                self.show(if of == Context::Hall { Showing::Console } else { Showing::Stage });
            }
            _ => {}
        }
    }
}
