//! The end of an attempt: what came of it, and what to do next.

use super::keys::Action;
use super::learning::{next_lesson, waits_with_lesson};
use super::offer::{self, Offer};
use super::route::Go;
use super::start::Round;
use super::{Model, Now, Screen, review};
use crate::domain::bank::{Bank, StatementRef};
use crate::domain::code::{self, Given as Typed};
use crate::domain::fact::{Event, Mode, Started};
use crate::domain::session::{Given, Session, Tally};
use std::collections::HashSet;

/// The end of an attempt.
#[derive(Debug, Clone)]
pub struct Summary {
    /// The attempt.
    pub session: Session,
    /// Whether certainty is offered here.
    pub offer: Offer,
}

impl Summary {
    /// Whether answers of the rounds that follow from here carry a certainty: as in this one, unless that was just taken up.
    fn certainty(&self) -> bool {
        self.session.started.certainty || self.offer == Offer::Taken
    }
}

/// What is suggested at the end of an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Suggestion {
    /// Go through this round's mistakes.
    Mistakes(usize),
    /// Take the lesson of the topic with that number: the round was weakest in it.
    Lesson(usize),
    /// Take the lesson that comes next: nothing was missed, or nothing whose lesson is not done.
    NextLesson(usize),
    /// Play another round.
    Again,
}

/// Ends an attempt: records it, and shows what came of it in the place of the quiz.
pub(super) fn finish(model: &mut Model, session: Session, now: Now) {
    let attempt = session.attempt.clone();
    model.record(&attempt, Event::Finished, now);
    let offer = offer::make(model, &session);
    model.replace(Screen::Summary(Box::new(Summary { session, offer })));
}

/// The answer that missed each idea, in order. One that was missed again when it came back stands there once, so that
/// whatever speaks of the misses of a round counts the same.
#[must_use]
pub fn missed<'a>(bank: &Bank, session: &'a Session) -> Vec<&'a Given> {
    let mut ideas = HashSet::new();
    let idea = |at: StatementRef| bank.entry(at).map(|entry| (at.topic, entry.item.concept().to_owned()));
    session.mistakes().filter(|given| ideas.insert(idea(given.at))).collect()
}

/// Of the misses of a round those that wait still: not those whose idea was right when it came back, nor those put right since.
#[must_use]
pub fn still_missed<'a>(model: &Model, session: &'a Session) -> Vec<&'a Given> {
    let idea = |at: StatementRef| model.bank.entry(at).map(|entry| (at.topic, entry.item.concept().to_owned()));
    let (_, repeats) = session.given().split_at(session.planned().min(session.given().len()));
    let mended: HashSet<_> =
        repeats.iter().filter(|given| given.right() == Some(true)).map(|given| idea(given.at)).collect();
    let waits = |given: &&Given| model.learner.statement(given.at).owed && !mended.contains(&idea(given.at));
    missed(&model.bank, session).into_iter().filter(waits).collect()
}

/// The one thing to do next: mistakes that wait still first, then the lesson of the weakest topic, then another round.
#[must_use]
pub fn suggestion(model: &Model, session: &Session) -> Suggestion {
    let mistakes = still_missed(model, session).len();
    if mistakes > 0 && session.started.mode != Mode::Mistakes {
        return Suggestion::Mistakes(mistakes);
    }
    let next = || next_lesson(model).map_or(Suggestion::Again, Suggestion::NextLesson);
    weakest_topic(model, session).map_or_else(next, Suggestion::Lesson)
}

/// The topic with the smallest share right among those in which something was missed and whose lesson is not done.
fn weakest_topic(model: &Model, session: &Session) -> Option<usize> {
    let not_done = |topic: usize| waits_with_lesson(model, topic);
    let missed = |tally: &Tally| tally.right < tally.total();
    let tallies = session.tally_by_topic().into_iter().filter(|(topic, tally)| not_done(*topic) && missed(tally));
    tallies.min_by_key(|(_, tally)| tally.percent()).map(|(topic, _)| topic)
}

/// The command line that plays a round again, on any machine with the same bank; none where its statements were not drawn
/// from its code.
#[must_use]
pub fn replay_command(model: &Model, started: &Started) -> Option<String> {
    let code = code::read(&started.seed, &model.bank).ok()?;
    let named = started.mode == Mode::Quiz && matches!(code, Typed::Code(_));
    let bank = model.bank_folder.as_ref().map_or_else(String::new, |folder| format!(" --bank {}", quoted(folder)));
    named.then(|| format!("iotutor quiz --code {}{bank}", started.seed))
}

/// A text as a shell takes it for one word.
fn quoted(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./,:@%+=".contains(c);
    let is_plain = !text.is_empty() && text.chars().all(plain);
    if is_plain { text.to_owned() } else { format!("'{}'", text.replace('\'', r"'\''")) }
}

/// The end of an attempt.
pub(super) fn update(model: &mut Model, action: Action) -> Option<Go> {
    let Screen::Summary(summary) = &mut model.screen else { return None };
    if action == Action::Accept && summary.offer == Offer::Made {
        summary.offer = Offer::Taken;
        offer::accept(model);
        return None;
    }
    let Screen::Summary(summary) = &model.screen else { return None };
    let (session, certainty) = (&summary.session, summary.certainty());
    match action {
        Action::Next => Some(match suggestion(model, session) {
            Suggestion::Mistakes(_) => {
                let mistakes = still_missed(model, session).into_iter().map(|given| given.at).collect();
                Go::MistakeRound(Some(mistakes), Some(certainty))
            }
            Suggestion::Lesson(topic) | Suggestion::NextLesson(topic) => Go::Lesson(topic),
            Suggestion::Again => again(model, session, certainty),
        }),
        Action::Mistakes => Some(mistakes_of(model, session, certainty)),
        Action::Again => Some(again(model, session, certainty)),
        Action::Replay => replay(model, &session.started, certainty),
        Action::Lesson => Some(Go::Lesson(weakest_topic(model, session).or_else(|| next_lesson(model)).unwrap_or(0))),
        _ => None,
    }
}

fn mistakes_of(model: &Model, session: &Session, certainty: bool) -> Go {
    let mistakes: Vec<StatementRef> = missed(&model.bank, session).into_iter().map(|given| given.at).collect();
    Go::MistakeRound(Some(mistakes), Some(certainty))
}

/// The same statements in the same order; none where no code names them.
fn replay(model: &Model, started: &Started, certainty: bool) -> Option<Go> {
    let given = code::read(&started.seed, &model.bank).ok().filter(|given| matches!(given, Typed::Code(_)))?;
    let (certainty, hints) = (Some(certainty), started.hints);
    Some(Go::Round(Box::new(Round { given: Some(given), certainty, hints, ..Round::default() })))
}

/// The same kind of round again, newly drawn.
fn again(model: &Model, session: &Session, certainty: bool) -> Go {
    let started = &session.started;
    match started.mode {
        Mode::Mistakes => Go::MistakeRound(None, Some(certainty)),
        Mode::Review if review::outlook(model).due > 0 => Go::Review,
        _ => {
            let topics = started.topics.iter().filter_map(|id| model.bank.topic_number(id)).collect();
            let (count, certainty) = (Some(started.statements.len()), Some(certainty));
            let (level, hints) = (started.level, started.hints);
            Go::Round(Box::new(Round { topics, level, count, certainty, hints, ..Round::default() }))
        }
    }
}
