//! The progress: five pages of what the learner's record says.

use super::figures::{calibration, days};
use super::keys::Action;
use super::learning::Standing;
use super::route::Go;
use super::{Effect, Model, Screen, moved, review};
use crate::domain::answers::Query;

/// A page of the progress.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Page {
    /// The topics, and the ideas of one.
    #[default]
    Topics,
    /// Ability, and how sure against how right.
    Numbers,
    /// The days with answers.
    Days,
    /// What the learner now knows.
    Known,
    /// The recent rounds.
    Rounds,
}

impl Page {
    /// All pages, in their order.
    pub const ALL: [Self; 5] = [Self::Topics, Self::Numbers, Self::Days, Self::Known, Self::Rounds];

    /// The page that many steps on, around the end.
    fn after(self, steps: usize) -> Self {
        let place = Self::ALL.iter().position(|page| *page == self).unwrap_or(0);
        Self::ALL.into_iter().cycle().nth(place + steps).unwrap_or_default()
    }
}

/// How many days and rounds are listed, the newest first.
pub const LISTED: usize = 60;

/// The progress.
#[derive(Debug, Clone, Copy, Default)]
pub struct Progress {
    /// What is shown.
    pub page: Page,
    /// What is selected, from 0: a topic, a certainty, a day or a round, the newest first.
    pub selected: usize,
    /// The selected concept of the topic that is opened, from 0; none while all topics are shown.
    pub concept: Option<usize>,
    /// Whether a key led here from another view, so that leaving leads back.
    pub jumped: bool,
}

impl Progress {
    /// Whether leaving stays within the progress.
    #[must_use]
    pub const fn is_within(self) -> bool {
        self.concept.is_some() || self.jumped
    }

    /// How many entries the view offers to choose from.
    #[must_use]
    pub fn entries(self, model: &Model) -> usize {
        match self.page {
            Page::Topics if self.concept.is_some() => {
                model.bank.topic(self.selected).map_or(0, |topic| topic.concepts.len())
            }
            Page::Topics => model.bank.topic_count(),
            Page::Numbers => calibration(&model.learner).figures.map_or(0, |known| known.curve.len() + 1),
            Page::Days => days(&model.learner).len().min(LISTED),
            Page::Known => 0,
            Page::Rounds => model.learner.attempts().count().min(LISTED),
        }
    }

    /// What stands behind the entry with that number; none where there is no such entry, or where it opens a topic.
    fn query(self, model: &Model, number: usize) -> Option<Query> {
        match self.page {
            Page::Topics => {
                self.concept?;
                let topic = model.bank.topic(self.selected)?;
                Some(Query::Concept(topic.id.clone(), topic.concepts.get(number)?.id.clone()))
            }
            Page::Numbers => {
                let known = calibration(&model.learner).figures?;
                // The last entry is what has no certainty.
                Some(Query::Certainty(known.curve.get(number).map(|point| point.certainty)))
            }
            Page::Days => days(&model.learner).iter().rev().nth(number).map(|day| Query::Day(day.day)),
            Page::Known => None,
            Page::Rounds => model.learner.attempts().nth(number).map(|one| Query::Attempt(one.id.clone())),
        }
    }
}

/// What the progress has a key for, and does not offer now.
#[must_use]
pub fn absent(model: &Model) -> Vec<Action> {
    let known = Standing::of(&model.bank, &model.learner).known_or_kept() > 0;
    let offers = [
        (Action::Review, review::outlook(model).due > 0),
        (Action::ProgressPage(Page::Known), known),
        (Action::Mistakes, model.learner.mistake_count() > 0),
    ];
    offers.into_iter().filter(|(_, offered)| !offered).map(|(action, _)| action).collect()
}

/// The progress.
pub(super) fn update(model: &mut Model, action: Action) -> Option<Go> {
    match action {
        Action::Review => return Some(Go::Review),
        Action::Mistakes => return Some(Go::Mistakes),
        Action::Report => model.ask(Effect::Report),
        Action::ProgressPage(page) => {
            let jumped = page != Page::Topics;
            model.replace(Screen::Progress(Progress { page, jumped, ..Progress::default() }));
        }
        _ => choose(model, action),
    }
    None
}

/// Moves the cursor, turns the page, or opens what is selected.
fn choose(model: &mut Model, action: Action) {
    let Screen::Progress(mut progress) = model.screen else { return };
    let count = progress.entries(model);
    let chosen = progress.concept.unwrap_or(progress.selected);
    let selected = match action {
        Action::NextView => return turn(model, progress.page.after(1)),
        Action::PreviousView => return turn(model, progress.page.after(Page::ALL.len() - 1)),
        Action::Up | Action::Down => moved(chosen, action, count),
        Action::Pick(number) | Action::Select(number) if number < count => number,
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
    let look = !matches!(action, Action::Up | Action::Down | Action::Select(_));
    let query = progress.query(model, selected).filter(|_| look);
    if look && query.is_none() && progress.page == Page::Topics {
        progress.concept = Some(0);
    }
    model.screen = Screen::Progress(progress);
    model.page = 0;
    if let Some(query) = query {
        model.ask(Effect::Look(query));
    }
}

/// Leaves an opened topic, or the view that a key led to, for the map. Returns whether there was one.
pub(super) fn closes(model: &mut Model) -> bool {
    let Screen::Progress(progress) = &mut model.screen else { return false };
    if progress.jumped {
        turn(model, Page::Topics);
        return true;
    }
    progress.concept.take().is_some()
}

fn turn(model: &mut Model, page: Page) {
    model.replace(Screen::Progress(Progress { page, ..Progress::default() }));
}
