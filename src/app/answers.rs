//! The answers behind a figure: a list, and one of them whole.

use super::keys::Action;
use super::route::Go;
use super::start::Round;
use super::{Model, Screen, moved};
use crate::domain::answers::{Found, Past, Query};
use crate::domain::bank::{Bank, Entry};
use crate::domain::code::{self, CodeError, Given as Typed};
use crate::domain::fact::Response;
use crate::domain::moment::Moment;
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
    match action {
        Action::Up | Action::Down => answers.selected = moved(answers.selected, action, count),
        Action::Next if answers.opened && answers.selected + 1 < count => answers.selected += 1,
        Action::Next if count > 0 => answers.opened = !answers.opened,
        Action::Pick(number) if number < count => (answers.selected, answers.opened) = (number, true),
        Action::Continue | Action::Again => {
            let attempt = answers.attempt().map(str::to_owned);
            let found = attempt.ok_or_else(|| "No answer, so no attempt.".to_owned());
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

/// Goes on with an attempt, or plays its round again, or says why not.
fn go_on_or_again(model: &Model, id: &str, action: Action) -> Result<Go, String> {
    let attempt = model.learner.attempts().find(|one| one.id == id);
    let attempt = attempt.ok_or_else(|| "That attempt is too long ago, or part of a lesson.".to_owned())?;
    let open = model.learner.open(id).is_some();
    match (action, code::read(&attempt.seed, &model.bank)) {
        (Action::Continue, _) if open => Ok(Go::Attempt(Some(id.to_owned()))),
        (Action::Continue, _) => Err("That attempt is finished; r plays its round again.".to_owned()),
        (_, Ok(code @ Typed::Code(_))) => Ok(Go::Round(Box::new(Round { given: Some(code), ..Round::default() }))),
        (_, Err(error @ (CodeError::OtherRevision { .. } | CodeError::OtherBank { .. }))) => {
            Err(format!("It cannot be played again: {error}."))
        }
        _ => {
            let why = "Only a quiz with a code can be played again: what is due and what is a mistake changes.";
            Err(why.to_owned())
        }
    }
}

/// Whose answers they are, in a few words, such as `Reliability: Buffering`.
#[must_use]
pub fn title(model: &Model, query: &Query) -> String {
    match query {
        Query::Concept(topic, concept) => {
            let known = model.bank.topic_number(topic).and_then(|number| model.bank.topic(number));
            let title = known.and_then(|known| known.concepts.iter().find(|one| &one.id == concept));
            let topic = known.map_or(topic.as_str(), |known| known.title.as_str());
            format!("{topic}: {}", title.map_or(concept.as_str(), |one| one.title.as_str()))
        }
        Query::Certainty(Some(certainty)) => format!("Said to be {}", certainty.word()),
        Query::Certainty(None) => "Without a certainty, or don't know".to_owned(),
        Query::Day(day) => Moment::date_of(*day),
        Query::Attempt(attempt) => {
            let known = model.learner.attempts().find(|one| &one.id == attempt);
            known.map_or_else(|| "An attempt".to_owned(), |one| format!("{} of {}", one.mode.word(), one.at.date()))
        }
    }
}

/// How many there are, such as `12 answers` or `the newest 500 of 1200 answers`.
#[must_use]
pub fn counted(found: &Found) -> String {
    match (found.all, found.newest.len()) {
        (0, _) => "no answers".to_owned(),
        (1, _) => "1 answer".to_owned(),
        (all, shown) if shown < all => format!("the newest {shown} of {all} answers"),
        (all, _) => format!("{all} answers"),
    }
}

/// Why there are more answers than the figure says, where there are.
#[must_use]
pub fn beside_the_figure(found: &Found) -> Option<&'static str> {
    let beside = found.newest.iter().any(|past| past.taken_back || past.answered.retaken);
    beside.then_some("Answers taken back or given again are listed too; figures of evidence leave them out.")
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

/// What has to be known of an answer in a word or two: how sure it was, or why it counts otherwise.
#[must_use]
pub fn remark(past: &Past) -> &'static str {
    let answered = &past.answered;
    match answered.certainty {
        _ if past.taken_back => "taken back",
        _ if answered.retaken => "again",
        _ if answered.hinted => "with hint",
        _ if answered.response == Response::DontKnow => "don't know",
        Some(certainty) => certainty.word(),
        None => "",
    }
}

/// What else is to be said of an answer: when it was given, what was said, and what it does not count for.
#[must_use]
pub fn particulars(model: &Model, past: &Past) -> Vec<String> {
    let answered = &past.answered;
    let said = match answered.response.side() {
        Some(side) => model.bank.side(side).label.clone(),
        None => "don't know".to_owned(),
    };
    let (date, time, seconds) = (past.at.date(), past.at.time(), answered.elapsed.div_ceil(1_000));
    let sure = answered.certainty.map_or_else(String::new, |certainty| format!(", {}", certainty.word()));
    let hint = if answered.hinted { ", with the hint" } else { "" };
    let mut lines = vec![format!("You said: {said}{sure}{hint}. Answered {date} {time}, after {seconds} s.")];
    if past.taken_back {
        lines.push("You took this answer back: it counts in no figure.".to_owned());
    } else if answered.retaken {
        lines.push(
            "You had seen the key before: it counts in the score, and is no evidence of what you know.".to_owned(),
        );
    }
    match entry(&model.bank, past) {
        Some(entry) if entry.statement.revision != answered.revision => {
            let (then, now) = (answered.revision, entry.statement.revision);
            lines.push(format!(
                "You answered revision {then} of the statement; it is shown as it is now, in revision {now}."
            ));
        }
        Some(_) => {}
        None => {
            let (id, revision) = (&answered.statement, answered.revision);
            lines.push(format!("The bank has this statement no more: {id}, revision {revision}."));
        }
    }
    lines
}
