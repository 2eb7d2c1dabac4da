//! Where screens lead. A screen knows no other: it says where to go, and this alone knows them all.

use super::glossary::Glossary;
use super::rounds::{self, Round};
use super::{
    Model, Now, Screen, answers, cards, case, home, lesson, mistakes, progress, settings, setup, summary, topics,
};
use crate::domain::answers::{Found, Query};
use crate::domain::bank::StatementRef;
use crate::domain::session::{Phase, Session};

/// Where a screen wants to go.
#[derive(Debug, Clone)]
pub(in crate::app) enum Go {
    /// To what was shown before.
    Back,
    /// To the lesson of the topic with that number, from 0.
    Lesson(usize),
    /// To the words of the trade in the lesson of that topic: to those that come first, or to the others.
    Words {
        /// The topic's number, from 0.
        topic: usize,
        /// Whether to those that do not come first.
        more: bool,
    },
    /// To the next lesson.
    NextLesson,
    /// To the map of topics.
    Topics,
    /// To the progress.
    Progress,
    /// To the settings.
    Settings,
    /// To the glossary: to the words with these numbers, or to all.
    Glossary(Option<Vec<usize>>),
    /// To what saying how sure one is earns.
    Marks,
    /// To the choices of a quiz, ready for a code to be typed or not.
    Setup {
        /// Whether a code is typed first.
        code: bool,
    },
    /// To the discussion cards of one topic, or of all.
    Cards(Option<usize>),
    /// To the case studies.
    Cases,
    /// To the case study with that number, from 0.
    Case(usize),
    /// To the card with that id of a topic.
    Card(usize, String),
    /// To a round over all topics; the first one of all is quick and easy.
    Mixed,
    /// To a quick round over all topics.
    Quick,
    /// To a round.
    Round(Box<Round>),
    /// To the mistakes, by the thought behind them.
    Mistakes,
    /// To a round of mistakes: these, or as many as a sitting has of all that were not made good. Says whether answers carry
    /// a certainty, where that differs from the settings.
    MistakeRound(Option<Vec<StatementRef>>, Option<bool>),
    /// To a few statements of one idea: the topic's number and the idea's number within it, from 0.
    Practise(usize, usize),
    /// To a review of what is due.
    Review,
    /// To the unfinished attempt with that id, or to the one that was gone on with last.
    Attempt(Option<String>),
    /// To the end of a session.
    End(Box<Session>),
    /// To the answers behind a figure.
    Answers(Query, Found),
}

/// Goes there, or says why not.
pub(super) fn go(model: &mut Model, to: Go, now: Now) {
    match to {
        Go::Back => drop(model.leave()),
        Go::Lesson(topic) => lesson::open(model, topic, now),
        Go::Words { topic, more } => lesson::open_words(model, topic, more, now),
        Go::NextLesson => {
            let topic = super::learning::next_lesson(model).unwrap_or(0);
            lesson::open(model, topic, now);
        }
        Go::Topics => topics::open(model),
        Go::Progress => model.open(Screen::Progress(progress::Progress::default())),
        Go::Settings => model.open(Screen::Settings(settings::SettingsScreen::default())),
        Go::Glossary(only) => {
            let only = only.filter(|only| !only.is_empty());
            model.open(Screen::Glossary(Box::new(Glossary::new(only))));
        }
        Go::Marks => model.open(Screen::Marks),
        Go::Setup { code } => setup::open(model, code, now),
        Go::Cards(topic) => cards::open(model, topic),
        Go::Cases => case::list(model),
        Go::Case(number) => case::open(model, number),
        Go::Card(topic, id) => cards::open_card(model, topic, &id),
        Go::Answers(query, found) => answers::show(model, query, found),
        Go::End(session) => summary::finish(model, *session, now),
        Go::Mistakes => mistakes::open(model),
        Go::Mixed
        | Go::Quick
        | Go::Round(_)
        | Go::MistakeRound(..)
        | Go::Practise(..)
        | Go::Review
        | Go::Attempt(_) => {
            go_on(model, to, now);
        }
    }
}

/// Begins a session or takes one up, and shows it; says so where there is none.
fn go_on(model: &mut Model, to: Go, now: Now) {
    let begun = match to {
        Go::Mixed => rounds::mixed(model, false, now),
        Go::Quick => rounds::mixed(model, true, now),
        Go::Round(round) => rounds::start(model, *round, now),
        Go::MistakeRound(None, certainty) => {
            let all = model.learner.mistakes();
            rounds::mistakes(model, &all, model.settings.count(), certainty, now)
        }
        Go::MistakeRound(Some(these), certainty) => rounds::mistakes(model, &these, these.len(), certainty, now),
        Go::Practise(topic, concept) => rounds::practise(model, topic, concept, now),
        Go::Review => rounds::review(model, now),
        Go::Attempt(attempt) => rounds::take_up(model, attempt.as_deref(), now),
        _ => return,
    };
    match begun {
        Ok(session) if session.phase() == Phase::Finished => {
            model.open(Screen::Home(home::Home::default()));
            summary::finish(model, session, now);
        }
        Ok(session) => {
            // Choices are made once: who leaves the round finds it at home, to be gone on with.
            if matches!(model.screen, Screen::Setup(_)) {
                model.leave();
            }
            model.open(Screen::Quiz(Box::new(super::quiz::Quiz::new(session))));
        }
        Err(why) => model.notice = Some(why),
    }
}
