//! The answers behind a figure: a list, and one of them whole.

use super::keys::Action;
use super::route::Go;
use super::start::Round;
use super::{Model, Screen, moved};
use crate::domain::answers::{Found, Past, Query};
use crate::domain::bank::{Bank, Entry};
use crate::domain::code::{self, CodeError, Given as Typed};
use crate::domain::session::Given;

/// The answers behind a figure.
#[derive(Debug, Clone)]
pub struct Answers {
    /// What was asked for.
    pub query: Query,
    /// What was found.
    pub found: Found,
    /// The selected answer, from 0.
    pub selected: usize,
    /// Whether the selected answer is shown whole in the place of the list.
    pub opened: bool,
}

impl Answers {
    /// The selected answer; none where nothing was found.
    #[must_use]
    pub fn past(&self) -> Option<&Past> {
        self.found.newest.get(self.selected)
    }

    /// The attempt that the keys for going on and for playing again mean.
    fn attempt(&self) -> Option<&str> {
        match &self.query {
            Query::Attempt(attempt) => Some(attempt),
            _ => self.past().map(|past| past.attempt.as_str()),
        }
    }
}

/// The idea whose answers they are: its topic's number and its number within the topic, from 0; none for other figures.
#[must_use]
pub fn idea(bank: &Bank, query: &Query) -> Option<(usize, usize)> {
    let Query::Concept(topic, concept) = query else { return None };
    let number = bank.topic_number(topic)?;
    Some((number, bank.topic(number)?.concepts.iter().position(|one| &one.id == concept)?))
}

/// Shows what was found.
pub(super) fn show(model: &mut Model, query: Query, found: Found) {
    model.open(Screen::Answers(Box::new(Answers { query, found, selected: 0, opened: false })));
}

/// Leaves an answer that is shown whole for the list. Returns whether there was one.
pub(super) fn closes(model: &mut Model) -> bool {
    let Screen::Answers(answers) = &mut model.screen else { return false };
    let opened = std::mem::take(&mut answers.opened);
    if opened {
        model.turned();
    }
    opened
}

/// The answers behind a figure.
pub(super) fn update(model: &mut Model, action: Action) -> Option<Go> {
    let Screen::Answers(answers) = &mut model.screen else { return None };
    let count = answers.found.newest.len();
    if let (Action::Quiz | Action::Lesson, Some((topic, concept))) = (action, idea(&model.bank, &answers.query)) {
        return Some(if action == Action::Quiz { Go::Practise(topic, concept) } else { Go::Lesson(topic) });
    }
    match action {
        Action::Up | Action::Down => answers.selected = moved(answers.selected, action, count),
        Action::Next if answers.opened && answers.selected + 1 < count => answers.selected += 1,
        Action::Next if count > 0 => answers.opened = !answers.opened,
        Action::Select(number) if number < count => answers.selected = number,
        Action::Pick(number) if number < count => (answers.selected, answers.opened) = (number, true),
        Action::Continue | Action::Again => {
            let attempt = answers.attempt().map(str::to_owned);
            let found = attempt.ok_or_else(|| "There is no answer here, so no round either.".to_owned());
            return match found.and_then(|attempt| go_on_or_again(model, &attempt, action)) {
                Ok(go) => Some(go),
                Err(why) => {
                    model.notice = Some(why);
                    None
                }
            };
        }
        _ => return None,
    }
    model.turned();
    None
}

/// Whether going on with the attempt at hand, or playing its round again, leads anywhere.
#[must_use]
pub fn leads(model: &Model, answers: &Answers, action: Action) -> bool {
    answers.attempt().is_some_and(|attempt| go_on_or_again(model, attempt, action).is_ok())
}

/// Goes on with an attempt, or plays its round again, or says why not.
fn go_on_or_again(model: &Model, id: &str, action: Action) -> Result<Go, String> {
    let attempt = model.learner.attempts().find(|one| one.id == id);
    let attempt = attempt.ok_or_else(|| "That round is too long ago, or part of a lesson.".to_owned())?;
    let open = model.learner.open(id).is_some();
    match (action, code::read(&attempt.seed, &model.bank)) {
        (Action::Continue, _) if open => Ok(Go::Attempt(Some(id.to_owned()))),
        (Action::Continue, _) => Err("That round is finished. Press r to play it again.".to_owned()),
        (_, Ok(code @ Typed::Code(_))) => Ok(Go::Round(Box::new(Round { given: Some(code), ..Round::default() }))),
        (_, Err(error @ (CodeError::OtherRevision { .. } | CodeError::OtherBank { .. }))) => {
            Err(format!("It cannot be played again: {error}."))
        }
        _ => {
            let why = "Only a quiz with a code can be played again; what is due and what you got wrong keeps changing.";
            Err(why.to_owned())
        }
    }
}

/// The statement of an answer, as the bank has it now; none where it has it no more.
#[must_use]
pub fn entry<'a>(bank: &'a Bank, past: &Past) -> Option<Entry<'a>> {
    bank.find(&past.answered.statement).and_then(|at| bank.entry(at))
}

/// The answer together with its statement; none where the bank has that no more.
#[must_use]
pub fn given(bank: &Bank, past: &Past) -> Option<Given> {
    let at = bank.find(&past.answered.statement)?;
    Some(Given { at, answered: past.answered.clone() })
}
