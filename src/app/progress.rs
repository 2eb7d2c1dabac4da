//! The progress: five views of what the learner's record says.

use super::keys::Action;
use super::{Effect, Model, Now, Screen, moved, quiz};
use crate::domain::bank::Side;
use crate::domain::fact::Mode;
use crate::domain::quiz::Spec;

/// A view of the progress.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum View {
    /// Topics by side, with their concepts.
    #[default]
    Map,
    /// How sure against how right.
    Sure,
    /// A calendar.
    Days,
    /// Ability over time, and the profile over topics.
    Ability,
    /// The recent attempts.
    Attempts,
}

impl View {
    /// All views, in their order.
    pub const ALL: [Self; 5] = [Self::Map, Self::Sure, Self::Days, Self::Ability, Self::Attempts];

    /// Its name on screens.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Map => "Map",
            Self::Sure => "Sure and right",
            Self::Days => "Days",
            Self::Ability => "Ability",
            Self::Attempts => "Attempts",
        }
    }

    /// Its number, from 1.
    #[must_use]
    pub fn number(self) -> usize {
        Self::ALL.iter().position(|view| *view == self).unwrap_or(0) + 1
    }

    /// The view that many steps on, around the end.
    fn after(self, steps: usize) -> Self {
        Self::ALL.into_iter().cycle().nth(self.number() - 1 + steps).unwrap_or_default()
    }
}

/// The progress.
#[derive(Debug, Clone, Copy, Default)]
pub struct Progress {
    /// What is shown.
    pub view: View,
    /// The selected topic of the map or attempt of the list, from 0.
    pub selected: usize,
    /// Whether the selected topic's concepts are shown in the place of the map.
    pub opened: bool,
}

impl Progress {
    /// How many entries the view offers to choose from.
    #[must_use]
    pub fn entries(self, model: &Model) -> usize {
        match self.view {
            View::Map if !self.opened => model.bank.topic_count(),
            View::Attempts => model.learner.attempts().count(),
            _ => 0,
        }
    }
}

/// The progress in a few words, with how many answers stand behind them.
#[must_use]
pub fn headline(model: &Model) -> String {
    let total = model.learner.total();
    let mut all = *total.get(Side::Left);
    all.add(*total.get(Side::Right));
    all.percent()
        .map_or_else(|| "no answers yet".to_owned(), |percent| format!("{percent} % right of {} answers", all.total()))
}

/// The progress.
pub fn update(model: &mut Model, action: Action, now: Now) -> Vec<Effect> {
    if action == Action::Report {
        return vec![Effect::Report];
    }
    look(model, action, now);
    Vec::new()
}

fn look(model: &mut Model, action: Action, now: Now) {
    let Screen::Progress(mut progress) = model.screen else { return };
    let count = progress.entries(model);
    match action {
        Action::NextView => return turn(model, progress.view.after(1)),
        Action::PreviousView => return turn(model, progress.view.after(View::ALL.len() - 1)),
        Action::Up | Action::Down => progress.selected = moved(progress.selected, action, count),
        Action::Next if progress.view == View::Attempts => return open_attempt(model, progress.selected, now),
        Action::Pick(number) if progress.view == View::Attempts => return open_attempt(model, number, now),
        Action::Next if progress.view == View::Map => progress.opened = !progress.opened,
        Action::Pick(selected) if selected < count => progress = Progress { selected, opened: true, ..progress },
        _ => return,
    }
    model.screen = Screen::Progress(progress);
    model.page = 0;
}

fn turn(model: &mut Model, view: View) {
    model.replace(Screen::Progress(Progress { view, ..Progress::default() }));
}

/// Takes an unfinished attempt up, or plays a finished one's round again.
fn open_attempt(model: &mut Model, number: usize, now: Now) {
    let Some(attempt) = model.learner.attempts().nth(number).cloned() else { return };
    if model.learner.open(&attempt.id).is_some() {
        quiz::take_up(model, &attempt.id, now);
    } else if attempt.mode != Mode::Quiz {
        model.notice = Some("Only a quiz can be played again: mistakes change as they are made good.".to_owned());
    } else if let Ok(seed) = attempt.seed.parse() {
        let spec = Spec { topics: Vec::new(), level: attempt.level, count: attempt.count, seed };
        quiz::replay(model, spec, &attempt.topics, quiz::Code::Given, now);
    }
}
