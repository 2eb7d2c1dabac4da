//! A case study under way: a system judged dimension by dimension, then compared with an expert's view. Never scored; all that
//! is kept is that it was judged to its end.

use super::keys::Action;
use super::route::Go;
use super::{Model, Now, Screen, moved};
use crate::domain::bank::{Bank, CaseStudy};
use crate::domain::fact::Event;

/// The places on the line of a dimension, from clearly left to clearly right.
pub const PLACES: usize = 5;

/// The place in the middle: both.
const MIDDLE: usize = 2;

/// Where a case study stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// The story is told; what follows is the dimension with that number.
    Story(usize),
    /// The dimension with that number, from 0, is judged.
    Judging(usize),
    /// The learner's profile beside the expert's.
    Compared,
    /// What would flip it.
    Flip,
}

/// The case studies to choose from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cases {
    /// The selected one, from 0.
    pub selected: usize,
}

/// A case study under way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// Its number, from 0, among the bank's.
    pub number: usize,
    /// Where it stands.
    pub stage: Stage,
    /// For each dimension the place that the learner chose, 0 for clearly left to 4 for clearly right.
    pub places: Vec<Option<usize>>,
    /// The place that the arrows selected; none before.
    pub selected: Option<usize>,
}

impl Case {
    /// The case study with that number, before its story; none where there is no such one.
    #[must_use]
    pub fn begin(bank: &Bank, number: usize) -> Option<Self> {
        let case = bank.cases().get(number)?;
        Some(Self { number, stage: Stage::Story(0), places: vec![None; case.profile.len()], selected: None })
    }

    /// The case study itself.
    #[must_use]
    pub fn study<'a>(&self, bank: &'a Bank) -> Option<&'a CaseStudy> {
        bank.cases().get(self.number)
    }

    /// Takes an action into account. Returns whether it meant anything here.
    pub fn take(&mut self, action: Action) -> bool {
        match (self.stage, action) {
            (Stage::Story(dimension), Action::Next) => self.judge(dimension),
            (Stage::Judging(dimension), Action::Whole) => self.stage = Stage::Story(dimension),
            (Stage::Judging(dimension), Action::Choose(place)) if place < PLACES => self.choose(dimension, place),
            (Stage::Judging(dimension), Action::Next) => match self.selected {
                Some(place) => self.choose(dimension, place),
                None => return false,
            },
            (Stage::Judging(_), Action::Left) => self.walk(-1),
            (Stage::Judging(_), Action::Right) => self.walk(1),
            (Stage::Judging(0), Action::Previous) => self.stage = Stage::Story(0),
            (Stage::Judging(dimension), Action::Previous) => self.judge(dimension - 1),
            (Stage::Compared, Action::Next) => self.stage = Stage::Flip,
            (Stage::Compared, Action::Previous) => self.judge(self.places.len().saturating_sub(1)),
            (Stage::Flip, Action::Previous) => self.stage = Stage::Compared,
            _ => return false,
        }
        true
    }

    /// Shows a dimension, with what was chosen there before; after the last one, the profiles.
    fn judge(&mut self, dimension: usize) {
        self.stage = if dimension < self.places.len() { Stage::Judging(dimension) } else { Stage::Compared };
        self.selected = self.places.get(dimension).copied().flatten();
    }

    fn choose(&mut self, dimension: usize, place: usize) {
        if let Some(chosen) = self.places.get_mut(dimension) {
            *chosen = Some(place);
        }
        self.judge(dimension + 1);
    }

    /// Walks along the line, from its middle at first.
    fn walk(&mut self, step: isize) {
        let from = self.selected.unwrap_or(MIDDLE);
        self.selected = Some(from.saturating_add_signed(step).min(PLACES - 1));
    }

    /// The learner's profile beside the expert's, dimension by dimension.
    #[must_use]
    pub fn compared(&self, bank: &Bank) -> Vec<Compared> {
        let Some(study) = self.study(bank) else { return Vec::new() };
        let beside = study.profile.iter().zip(&self.places);
        beside.map(|(leaning, you)| Compared { you: *you, expert: place(leaning.lean) }).collect()
    }
}

/// A dimension as the learner and the expert see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Compared {
    /// The learner's place, 0 to 4; none where none was chosen.
    pub you: Option<usize>,
    /// The expert's place.
    pub expert: usize,
}

impl Compared {
    /// How many places lie between the two; none where the learner chose none.
    #[must_use]
    pub fn gap(&self) -> Option<usize> {
        self.you.map(|you| you.abs_diff(self.expert))
    }
}

/// On how many dimensions the two agree, and the number of the one with the widest gap; none where they agree on all.
#[must_use]
pub fn agreement(compared: &[Compared]) -> (usize, Option<usize>) {
    let agree = compared.iter().filter(|one| one.gap() == Some(0)).count();
    let gaps = compared.iter().enumerate().filter_map(|(number, one)| Some((one.gap()?, std::cmp::Reverse(number))));
    let widest = gaps.max().filter(|(gap, _)| *gap > 0).map(|(_, number)| number.0);
    (agree, widest)
}

/// The case study, by its number from 0, that is offered at the end of a topic: one that no topic before it offers, where
/// there is one; none where the bank has none for the topic.
#[must_use]
pub fn offered_at(bank: &Bank, topic: usize) -> Option<usize> {
    let mut offered: Vec<usize> = Vec::new();
    let mut last = None;
    for name in bank.manifest.topics.iter().take(topic + 1) {
        let cases = bank.cases().iter().enumerate();
        let fits = |case: &CaseStudy| case.topics.contains(&name.id);
        let fitting: Vec<usize> = cases.filter(|(_, case)| fits(case)).map(|(number, _)| number).collect();
        last = fitting.iter().find(|number| !offered.contains(number)).or(fitting.first()).copied();
        offered.extend(last);
    }
    last
}

/// Lists the case studies; says so where there are none.
pub(super) fn list(model: &mut Model) {
    if model.bank.cases().is_empty() {
        model.notice = Some("There are no case studies here.".to_owned());
    } else {
        model.open(Screen::Cases(Cases::default()));
    }
}

/// Begins the case study with that number, from 0.
pub(super) fn open(model: &mut Model, number: usize) {
    if let Some(case) = Case::begin(&model.bank, number) {
        model.open(Screen::Case(Box::new(case)));
    }
}

/// The list of case studies.
pub(super) fn choose(model: &mut Model, action: Action) -> Option<Go> {
    let count = model.bank.cases().len();
    let Screen::Cases(cases) = &mut model.screen else { return None };
    match action {
        Action::Up | Action::Down => cases.selected = moved(cases.selected, action, count),
        Action::Select(number) => cases.selected = number.min(count.saturating_sub(1)),
        Action::Next => return Some(Go::Case(cases.selected)),
        Action::Pick(number) if number < count => {
            cases.selected = number;
            return Some(Go::Case(number));
        }
        _ => {}
    }
    None
}

/// A case study. A dimension of the profiles leads to its lesson.
pub(super) fn update(model: &mut Model, action: Action, now: Now) -> Option<Go> {
    let bank = std::sync::Arc::clone(&model.bank);
    let Screen::Case(case) = &mut model.screen else { return None };
    let lesson = |dimension: usize| {
        let leaning = bank.cases().get(case.number)?.profile.get(dimension)?;
        bank.topic_number(&leaning.topic).map(Go::Lesson)
    };
    match (case.stage, action) {
        (Stage::Compared, Action::Pick(dimension)) => return lesson(dimension),
        (Stage::Compared, Action::Lesson) => return lesson(agreement(&case.compared(&bank)).1?),
        (Stage::Flip, Action::Next) => return Some(Go::Back),
        (Stage::Judging(_), Action::Next) if case.selected.is_none() => {
            model.notice = Some("Choose a place first, 1 to 5.".to_owned());
        }
        _ => {
            if case.take(action) {
                let judged = bank.cases().get(case.number).filter(|_| case.stage == Stage::Compared);
                model.turned();
                let event = judged.map(|study| Event::CaseJudged { case: study.id.clone() });
                if let (Some(study), Some(event)) = (judged, event)
                    && !model.learner.has_judged(&study.id)
                {
                    model.record("", event, now);
                }
            }
        }
    }
    None
}

/// Leaves the story for the dimension from which it was opened. Returns whether there was one.
pub(super) fn closes(model: &mut Model) -> bool {
    let Screen::Case(case) = &mut model.screen else { return false };
    let began = case.places.iter().any(Option::is_some);
    let closes = matches!(case.stage, Stage::Story(_)) && began && case.take(Action::Next);
    if closes {
        model.turned();
    }
    closes
}

/// The place of a lean of -2 to 2; the nearest where it lies outside.
fn place(lean: i8) -> usize {
    usize::try_from(i16::from(lean.clamp(-2, 2)) + 2).unwrap_or(MIDDLE)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case(dimensions: usize) -> Case {
        Case { number: 0, stage: Stage::Story(0), places: vec![None; dimensions], selected: None }
    }

    fn take(case: &mut Case, actions: &[Action]) {
        for action in actions {
            assert!(case.take(*action), "{action:?} in {:?}", case.stage);
        }
    }

    #[test]
    fn each_dimension_is_judged_with_a_number_or_with_the_arrows() {
        let mut case = case(3);
        take(&mut case, &[Action::Next, Action::Choose(1)]);
        assert_eq!((case.stage, case.places.clone()), (Stage::Judging(1), vec![Some(1), None, None]));
        assert!(!case.take(Action::Next), "nothing is chosen yet");
        take(&mut case, &[Action::Right, Action::Right, Action::Right, Action::Right]);
        assert_eq!(case.selected, Some(4), "it stops at the end of the line");
        take(&mut case, &[Action::Next, Action::Left, Action::Next]);
        assert_eq!((case.stage, case.places.clone()), (Stage::Compared, vec![Some(1), Some(4), Some(1)]));
        assert!(!case.take(Action::Choose(0)));
        take(&mut case, &[Action::Next]);
        assert_eq!(case.stage, Stage::Flip);
        assert!(!case.take(Action::Next));
    }

    #[test]
    fn one_can_go_back_and_change_ones_view() {
        let mut case = case(2);
        take(&mut case, &[Action::Next, Action::Choose(0), Action::Choose(4), Action::Previous]);
        assert_eq!((case.stage, case.selected), (Stage::Judging(1), Some(4)), "what was chosen is selected");
        take(&mut case, &[Action::Previous, Action::Choose(3)]);
        assert_eq!((case.places.clone(), case.stage), (vec![Some(3), Some(4)], Stage::Judging(1)));
        take(&mut case, &[Action::Whole]);
        assert_eq!(case.stage, Stage::Story(1));
        take(&mut case, &[Action::Next]);
        assert_eq!(case.stage, Stage::Judging(1), "from the text one comes back to where one was");
        take(&mut case, &[Action::Previous, Action::Previous]);
        assert_eq!(case.stage, Stage::Story(0));
        assert!(!case.take(Action::Choose(5)) && !case.take(Action::Previous));
    }

    #[test]
    fn profiles_are_compared_place_by_place() {
        let compared = |pairs: &[(Option<usize>, i8)]| -> Vec<Compared> {
            pairs.iter().map(|(you, lean)| Compared { you: *you, expert: place(*lean) }).collect()
        };
        let one = compared(&[(Some(1), 0), (Some(0), -2), (Some(1), 2), (Some(4), 1), (None, 0)]);
        assert_eq!(one.iter().map(Compared::gap).collect::<Vec<_>>(), [Some(1), Some(0), Some(3), Some(1), None]);
        assert_eq!(agreement(&one), (1, Some(2)));
        assert_eq!(agreement(&compared(&[(Some(0), -1), (Some(4), 1)])), (0, Some(0)), "the first of the widest");
        assert_eq!(agreement(&compared(&[(Some(2), 0)])), (1, None));
        assert_eq!([-9, -2, 0, 2, 9].map(place), [0, 0, 2, 4, 4]);
    }
}
