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
    /// Take the lesson that comes next, which is the one that home names.
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

/// The answers that count in the score and were not right, in order: as many as the score says, wherever they are told.
#[must_use]
pub fn missed(session: &Session) -> Vec<&Given> {
    session.scored().filter(|given| given.right() != Some(true)).collect()
}

/// Of the misses of a round those that are still to fix, by the one rule that home and the mistakes go by, too: a statement is
/// fixed when it is answered rightly, or the repeat of its idea in its round is.
#[must_use]
pub fn still_missed<'a>(model: &Model, session: &'a Session) -> Vec<&'a Given> {
    missed(session).into_iter().filter(|given| is_to_fix(model, given)).collect()
}

/// Whether a miss is still to fix.
#[must_use]
pub fn is_to_fix(model: &Model, given: &Given) -> bool {
    model.learner.statement(given.at).owed
}

/// An idea, by its topic's number and its id.
type Idea = Option<(usize, String)>;

fn idea(bank: &Bank, at: StatementRef) -> Idea {
    bank.entry(at).map(|entry| (at.topic, entry.item.concept().to_owned()))
}

/// The ideas that were right when they came back at the end.
fn mended(bank: &Bank, session: &Session) -> HashSet<Idea> {
    let right = session.repeats().filter(|given| given.right() == Some(true) && !given.answered.retaken);
    right.map(|given| idea(bank, given.at)).collect()
}

/// Whether the idea that an answer missed was right when it came back.
#[must_use]
pub fn is_mended(bank: &Bank, session: &Session, given: &Given) -> bool {
    mended(bank, session).contains(&idea(bank, given.at))
}

/// The one thing to do next: mistakes that wait still first, then the lesson that comes next, then another round.
#[must_use]
pub fn suggestion(model: &Model, session: &Session) -> Suggestion {
    let mistakes = still_missed(model, session).len();
    if mistakes > 0 && session.started.mode != Mode::Mistakes {
        return Suggestion::Mistakes(mistakes);
    }
    next_lesson(model).map_or(Suggestion::Again, Suggestion::NextLesson)
}

/// The topic with the smallest share right among those in which something was missed and whose lesson is not done.
#[must_use]
pub fn weakest_topic(model: &Model, session: &Session) -> Option<usize> {
    let not_done = |topic: usize| waits_with_lesson(model, topic);
    let missed = |tally: &Tally| tally.right < tally.total();
    let tallies = session.tally_by_topic().into_iter().filter(|(topic, tally)| not_done(*topic) && missed(tally));
    tallies.min_by_key(|(_, tally)| tally.percent()).map(|(topic, _)| topic)
}

/// The command line that plays a round again, on any machine with the same bank; none where its statements were not drawn
/// from its code, or where the bank was only tried.
#[must_use]
pub fn replay_command(model: &Model, started: &Started) -> Option<String> {
    let code = code::read(&started.seed, &model.bank).ok()?;
    let named = started.mode == Mode::Quiz && matches!(code, Typed::Code(_)) && !model.is_trying;
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
            Suggestion::NextLesson(topic) => Go::Lesson(topic),
            Suggestion::Again => again(model, session, certainty),
        }),
        Action::Mistakes => Some(mistakes_of(session, certainty)),
        Action::Again => Some(again(model, session, certainty)),
        Action::Replay => replay(model, &session.started, certainty),
        Action::Lesson => weakest_topic(model, session).map(Go::Lesson),
        _ => None,
    }
}

fn mistakes_of(session: &Session, certainty: bool) -> Go {
    let mistakes: Vec<StatementRef> = missed(session).into_iter().map(|given| given.at).collect();
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
