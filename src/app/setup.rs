//! The choices of a quiz: topics, level, number, certainty, code.

use super::keys::Action;
use super::review::sentence;
use super::route::Go;
use super::settings::SITTING;
use super::start::Round;
use super::{Model, Screen, moved};
use crate::domain::bank::Bank;
use crate::domain::code::{self, CodeError, Given};
use crate::domain::seed::LONGEST;
use std::sync::Arc;

/// The numbers of statements on offer.
pub const COUNTS: [usize; 6] = [5, 10, 15, 20, 30, 50];

/// Which statements a quiz is drawn from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Pool {
    /// All of the topics and the level.
    #[default]
    Everything,
    /// Those of ideas that are not known yet.
    Unknown,
    /// The mistakes that were not made good.
    Mistakes,
}

/// The choices of a quiz.
#[derive(Debug, Clone)]
pub struct Setup {
    /// The selected line, from 0: the topics first, then [`Choice::ALL`].
    pub selected: usize,
    /// For each topic, whether it is ticked. None ticked means all.
    pub topics: Vec<bool>,
    /// The level; none for all.
    pub level: Option<u8>,
    /// How many statements.
    pub count: usize,
    /// Whether answers carry a certainty.
    pub certainty: bool,
    /// Whether hints can be had.
    pub hints: bool,
    /// Which statements it is drawn from.
    pub pool: Pool,
    /// The code typed so far; empty for a new one.
    pub code: String,
    typing: bool,
}

/// The lines below the topics.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// Which level.
    Level,
    /// How many statements.
    Count,
    /// Whether answers carry a certainty.
    Certainty,
    /// The code.
    Code,
}

impl Choice {
    /// In the order shown.
    pub const ALL: [Self; 4] = [Self::Level, Self::Count, Self::Certainty, Self::Code];
}

impl Setup {
    /// Whether a code is being typed.
    #[must_use]
    pub const fn is_typing(&self) -> bool {
        self.typing
    }

    /// What the selected line is; none for a topic.
    #[must_use]
    pub fn choice(&self) -> Option<Choice> {
        self.selected.checked_sub(self.topics.len()).and_then(|line| Choice::ALL.get(line)).copied()
    }

    fn change(&mut self, forward: bool) {
        match self.choice() {
            None => self.tick(),
            Some(Choice::Level) => {
                let level = self.level.unwrap_or(0);
                let next = if forward { (level + 1) % 4 } else { (level + 3) % 4 };
                self.level = (next > 0).then_some(next);
            }
            Some(Choice::Count) => {
                let position = COUNTS.iter().position(|count| *count == self.count).unwrap_or(3);
                let next = if forward { position + 1 } else { position.saturating_sub(1) };
                self.count = COUNTS.get(next).copied().unwrap_or(self.count);
            }
            Some(Choice::Certainty) => self.certainty = !self.certainty,
            Some(Choice::Code) => self.typing = true,
        }
    }

    fn tick(&mut self) {
        match self.topics.get_mut(self.selected) {
            Some(ticked) => *ticked = !*ticked,
            None => self.change(true),
        }
    }

    fn type_character(&mut self, typed: char) {
        if (typed.is_ascii_alphanumeric() || typed == '-') && self.code.len() < LONGEST {
            self.code.push(typed.to_ascii_uppercase());
        }
    }
}

/// Shows the choices, as the learner likes them, ready for a code to be typed or not.
pub(super) fn open(model: &mut Model, code: bool) {
    let topics = model.bank.topic_count();
    let code_line = topics + Choice::ALL.len() - 1;
    model.open(Screen::Setup(Box::new(Setup {
        selected: if code { code_line } else { 0 },
        topics: vec![false; topics],
        level: None,
        count: model.settings.count(),
        certainty: model.settings.certainty,
        hints: true,
        pool: Pool::default(),
        code: String::new(),
        typing: code,
    })));
}

/// Leaves the typing of a code, if one is being typed. Returns whether it was.
pub(super) fn gives_up_typing(model: &mut Model) -> bool {
    let Screen::Setup(setup) = &mut model.screen else { return false };
    if setup.typing {
        setup.code.clear();
    }
    std::mem::take(&mut setup.typing)
}

/// The choices of a quiz.
pub(super) fn update(model: &mut Model, action: Action) -> Option<Go> {
    let Screen::Setup(setup) = &mut model.screen else { return None };
    match action {
        Action::Type(typed) => setup.type_character(typed),
        Action::Erase => drop(setup.code.pop()),
        Action::Next if setup.typing => keep_code(model),
        Action::Up | Action::Down => {
            setup.selected = moved(setup.selected, action, setup.topics.len() + Choice::ALL.len());
        }
        Action::Left => setup.change(false),
        Action::Right => setup.change(true),
        Action::Pick(0) => setup.tick(),
        Action::Pick(_) => {
            setup.selected = setup.topics.len() + Choice::ALL.len() - 1;
            setup.typing = true;
        }
        Action::Certainty => setup.certainty = !setup.certainty,
        Action::ToggleTopic(number) => {
            if let Some(ticked) = setup.topics.get_mut(number) {
                *ticked = !*ticked;
            }
        }
        Action::AllTopics => setup.topics.fill(false),
        Action::SetLevel(level) => setup.level = level.filter(|level| (1..=3).contains(level)),
        Action::SetCount(count) => setup.count = count.clamp(1, usize::from(SITTING.most)),
        Action::SetCertainty(on) => setup.certainty = on,
        Action::SetHints(on) => setup.hints = on,
        Action::SetPool(pool) => setup.pool = pool,
        Action::SetCode(code) => {
            setup.code = code.as_str().trim().to_ascii_uppercase();
            keep_code(model);
        }
        Action::Next => return start(model),
        _ => {}
    }
    None
}

/// Takes a typed code: it says all of the choices. A word is kept and stands for the choices as they are. Returns what was
/// given, or the reason why it names no paper here.
fn take_code(setup: &mut Setup, bank: &Bank) -> Result<Option<Given>, CodeError> {
    if setup.code.is_empty() {
        return Ok(None);
    }
    let given = code::read(&setup.code, bank)?;
    if let Given::Code(code) = &given {
        let options = code.options();
        for (number, ticked) in setup.topics.iter_mut().enumerate() {
            *ticked = options.topics.contains(&number);
        }
        (setup.level, setup.count) = (options.level, options.count);
        setup.code = code.written(bank);
    }
    Ok(Some(given))
}

/// Keeps the code that was typed, or says what is wrong with it.
fn keep_code(model: &mut Model) {
    let bank = Arc::clone(&model.bank);
    let Screen::Setup(setup) = &mut model.screen else { return };
    match take_code(setup, &bank) {
        Ok(_) => setup.typing = false,
        Err(error) => model.notice = Some(sentence(&error.to_string())),
    }
}

/// The quiz as it is chosen. That is for this quiz, and changes no setting.
fn start(model: &mut Model) -> Option<Go> {
    let bank = Arc::clone(&model.bank);
    let Screen::Setup(setup) = &mut model.screen else { return None };
    let given = match take_code(setup, &bank) {
        Ok(given) => given,
        Err(error) => {
            model.notice = Some(sentence(&error.to_string()));
            return None;
        }
    };
    let certainty = Some(setup.certainty);
    if setup.pool == Pool::Mistakes {
        return Some(Go::MistakeRound(None, certainty));
    }
    let ticked = setup.topics.iter().enumerate().filter(|(_, ticked)| **ticked).map(|(number, _)| number);
    let (topics, level, count) = (ticked.collect(), setup.level, Some(setup.count));
    let (hints, unknown_only) = (setup.hints, setup.pool == Pool::Unknown);
    Some(Go::Round(Box::new(Round { topics, level, count, given, certainty, hints, unknown_only })))
}
