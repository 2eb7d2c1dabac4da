//! The progress: five views of what the learner's record says.

use super::figures::{attempt, calibration, days};
use super::keys::Action;
use super::{Effect, Model, Screen, moved};
use crate::domain::answers::Query;
use crate::domain::bank::Side;
use crate::domain::learner::AttemptRecord;

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

/// How many attempts the view of ability draws.
pub const DRAWN: usize = 8;

/// The progress.
#[derive(Debug, Clone, Copy, Default)]
pub struct Progress {
    /// What is shown.
    pub view: View,
    /// What is selected, from 0: a topic of the map, a certainty, a day or an attempt, the newest first.
    pub selected: usize,
    /// The selected concept of the topic that is opened, from 0; none while the map is shown.
    pub concept: Option<usize>,
}

impl Progress {
    /// How many entries the view offers to choose from.
    #[must_use]
    pub fn entries(self, model: &Model) -> usize {
        match self.view {
            View::Map if self.concept.is_some() => {
                model.bank.topic(self.selected).map_or(0, |topic| topic.concepts.len())
            }
            View::Map => model.bank.topic_count(),
            View::Sure => calibration(&model.learner).figures.map_or(0, |known| known.curve.len() + 1),
            View::Days => days(&model.learner).len(),
            View::Ability => measured(model).take(DRAWN).count(),
            View::Attempts => model.learner.attempts().count(),
        }
    }

    /// What stands behind the entry with that number; none where there is no such entry, or where it opens a topic.
    fn query(self, model: &Model, number: usize) -> Option<Query> {
        match self.view {
            View::Map => {
                self.concept?;
                let topic = model.bank.topic(self.selected)?;
                Some(Query::Concept(topic.id.clone(), topic.concepts.get(number)?.id.clone()))
            }
            View::Sure => {
                let known = calibration(&model.learner).figures?;
                // The last entry is what has no certainty.
                Some(Query::Certainty(known.curve.get(number).map(|point| point.certainty)))
            }
            View::Days => days(&model.learner).iter().rev().nth(number).map(|day| Query::Day(day.day)),
            View::Ability => measured(model).nth(number).map(|one| Query::Attempt(one.id.clone())),
            View::Attempts => model.learner.attempts().nth(number).map(|one| Query::Attempt(one.id.clone())),
        }
    }
}

/// The attempts after which ability can be told, the newest first.
pub fn measured(model: &Model) -> impl Iterator<Item = &AttemptRecord> {
    model.learner.attempts().filter(|one| attempt(one).ability.is_some())
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
pub(super) fn update(model: &mut Model, action: Action) {
    let Screen::Progress(mut progress) = model.screen else { return };
    let count = progress.entries(model);
    let chosen = progress.concept.unwrap_or(progress.selected);
    let selected = match action {
        Action::Report => return model.ask(Effect::Report),
        Action::NextView => return turn(model, progress.view.after(1)),
        Action::PreviousView => return turn(model, progress.view.after(View::ALL.len() - 1)),
        Action::Up | Action::Down => moved(chosen, action, count),
        Action::Pick(number) if number < count => number,
        Action::Next if count > 0 => chosen,
        Action::Next => {
            model.notice = Some("There is nothing to open here yet.".to_owned());
            return;
        }
        _ => return,
    };
    if progress.concept.is_some() {
        progress.concept = Some(selected);
    } else {
        progress.selected = selected;
    }
    let look = !matches!(action, Action::Up | Action::Down);
    let query = progress.query(model, selected).filter(|_| look);
    if look && query.is_none() {
        progress.concept = Some(0);
    }
    model.screen = Screen::Progress(progress);
    model.page = 0;
    if let Some(query) = query {
        model.ask(Effect::Look(query));
    }
}

/// Leaves an opened topic for the map. Returns whether there was one.
pub(super) fn closes(model: &mut Model) -> bool {
    let Screen::Progress(progress) = &mut model.screen else { return false };
    progress.concept.take().is_some()
}

fn turn(model: &mut Model, view: View) {
    model.replace(Screen::Progress(Progress { view, ..Progress::default() }));
}
