//! A question: the statement stands alone, and the answer is a place on the beam.

use super::block::{Block, Kind, Stop, Stops, When};
use super::text::{Role, plain, strong, text};
use super::words::{capital, counted, number_word, side_name, topic_title};
use super::{Form, Text, View};
use crate::app::keys::{Action, Context, key_for};
use crate::app::quiz::{EASY, QUICK, Selection};
use crate::app::{Model, Screen};
use crate::domain::bank::Side;
use crate::domain::certainty::Certainty;
use crate::domain::fact::{Mode, Started};
use crate::domain::session::{Phase, Session};

/// The stops of a side, the outermost first.
const STOPS: [(Certainty, &str, &str); 3] =
    [(Certainty::C3, "certain", "certain"), (Certainty::C2, "fairly", "fairly"), (Certainty::C1, "unsure", "unsure")];
/// A hint has so many rows or less: the line to answer on stays where it is when one is asked for.
const HINT: u8 = 2;
/// How long a learner is told how to answer, in answers.
const GREEN: u32 = 3;

/// A question with the choices.
pub fn view(model: &Model, session: &Session, selection: Selection) -> View {
    let Some(entry) = session.entry(&model.bank) else { return View::new(model, Form::TwoSided, "question") };
    let certainty = session.started.certainty;
    let context = if certainty { Context::Asking } else { Context::AskingPlain };
    let answers: u32 = model.learner.days().values().sum();
    let mut view = headed(model, session).blocks(code(session));
    if session.begins_repeats() {
        view = view.block(announced(session));
    }
    let before = before(session, answers);
    // The line to answer on stands where it stands at the next question.
    let gap = if before.is_some() { 2 } else { 4 };
    view = view.blocks(before);
    view.block(Block::statement(strong(&entry.statement.text)).gap(gap).narrow_gap(2))
        .block(asked(model, session).gap(2))
        .block(Block::new(Kind::Stops(stops(context, certainty, selection))).gap(2))
        .blocks((answers < GREEN && !certainty).then(how))
        .blocks((certainty && model.learner.sureness().answers() < GREEN).then(how_sure))
        .foot(|foot| {
            let foot = foot.only_if(certainty && !model.learner.marks_explained, Action::Marks);
            let hint = session.policy().hints && !session.hinted() && entry.hint().is_some();
            let foot = foot.only_if(hint, Action::Hint);
            match selection.side {
                Some(side) => foot.says(Action::Next, answer_with(side_name(&model.bank, side))),
                None => foot.only_if(false, Action::Next),
            }
        })
}

/// In the footer, what Enter does with what the arrows selected.
pub fn answer_with(side: &str) -> String {
    format!("answer {side}")
}

/// How a side is chosen, for eyes that see the stops.
pub fn how() -> Block {
    Block::centred(["press f or j, or use the arrows and Enter, or click"]).gives_way().when(When::Seen)
}

/// What the keys mean once they say how sure one is: who answered without is used to two of them.
fn how_sure() -> Block {
    Block::centred(["f and j now mean unsure; further out is surer"]).gives_way().when(When::Seen)
}

/// What is to be known before the first statement: of a check its rules, of the first quiz of all that nothing is at stake.
fn before(session: &Session, answers: u32) -> Option<Block> {
    let said = match session.started.mode {
        _ if !session.given().is_empty() => return None,
        Mode::LessonCheck => {
            let statements = capital(&number_word(session.planned()));
            format!("{statements} statements, and no hints. One miss is allowed. Don't know counts as not right.")
        }
        Mode::Quiz if answers == 0 => "A guess is fine: each answer is explained at once.".to_owned(),
        _ => return None,
    };
    Some(Block::page([said]))
}

/// A screen with the head of a round: what it is, its topic, the counters that never move, and how far one is.
pub fn headed(model: &Model, session: &Session) -> View {
    let (of, answered) = (session.planned(), session.answered());
    let is_repeat = session.is_repeat();
    let subtitle = match session.current() {
        _ if is_repeat => "repeats",
        // Among several topics, a topic's name may tell the side, so it comes with the answer.
        Some(_) if session.phase() == Phase::Asking && session.started.topics.len() != 1 => "",
        Some(at) => topic_title(&model.bank, at.topic),
        None => "",
    };
    let mut view = View::new(model, Form::TwoSided, place(session)).head(title(model, session), subtitle);
    let right = session.tally().right;
    if is_repeat {
        let (number, all) = (session.number(), session.repeat_count());
        view = view.counter(format!("{right} right of {of}")).counter(format!("{number} of {all}"));
    } else {
        if answered > 0 {
            view = view.counter(format!("{right} right"));
        }
        view = view.counter(format!("{} of {of}", session.number()));
    }
    view.progress(answered, of)
}

/// What a question and its feedback are one place of.
fn place(session: &Session) -> String {
    let kind = if session.is_repeat() { "repeat" } else { "question" };
    format!("{kind} {} {}", session.attempt, session.number())
}

/// What kind of round it is.
pub fn title(model: &Model, session: &Session) -> String {
    let started = &session.started;
    let title = match started.mode {
        Mode::Quiz if is_quick(started) => "Quick quiz",
        Mode::Quiz if !started.topics.is_empty() || started.level.is_some() => "Custom quiz",
        Mode::Quiz => "Mixed quiz",
        Mode::Mistakes => "Mistakes",
        Mode::Review => "Review",
        Mode::Assessment => "Assessment",
        Mode::LessonTry | Mode::LessonCheck => match &model.screen {
            Screen::Lesson(lesson) => topic_title(&model.bank, lesson.topic),
            _ => "Lesson",
        },
    };
    title.to_owned()
}

/// Whether it is a quick quiz: of all topics, and of all levels or of the first one, as the first quiz of all is.
fn is_quick(started: &Started) -> bool {
    let easy = started.level.is_none_or(|level| level == EASY);
    started.topics.is_empty() && easy && started.statements.len() <= QUICK
}

/// How long a round is and what it is called, said before its first question.
fn code(session: &Session) -> Option<Block> {
    let started = &session.started;
    let is_first = session.given().is_empty() && started.mode == Mode::Quiz;
    let statements = counted(started.statements.len(), "statement", "statements");
    is_first.then(|| Block::lines([format!("{statements}, code {}.", started.code())]).when(When::Spoken))
}

/// Says, above the first repeat only, that ideas come back and count apart.
fn announced(session: &Session) -> Block {
    let ideas = match session.repeat_count() {
        1 => "One idea comes back now, with another statement".to_owned(),
        ideas => format!("{} come back now, with other statements", counted(ideas, "idea", "ideas")),
    };
    // Where nothing else is left, it is said before the answer that it counts for nothing.
    let seen = match (session.repeats_seen(), session.repeat_count()) {
        (0, _) => "",
        (1, 1) => " You've met this one lately: nothing else of the idea is left, so it's practice only.",
        (seen, all) if seen == all => " You've met these lately: nothing else is left, so they're practice only.",
        (1, _) => " One of them you've met lately: nothing else of its idea is left, so that one is practice only.",
        _ => " Some of them you've met lately: nothing else is left of those ideas, so they're practice only.",
    };
    Block::page([format!("{ideas}. That doesn't change your score.{seen}")])
}

/// What is asked, or the hint in its place.
fn asked(model: &Model, session: &Session) -> Block {
    let certainty = session.started.certainty;
    let entry = session.entry(&model.bank);
    let words: Text = match entry.and_then(|entry| entry.hint()).filter(|_| session.hinted()) {
        Some(hint) if certainty => {
            text("Hint: ", Role::Quiet).join(plain(format!("{hint} The answer then counts as unsure.")))
        }
        Some(hint) => text("Hint: ", Role::Quiet).join(plain(hint)),
        None => return Block::under_statement([question(model, certainty)]).on_at_least(HINT).once(),
    };
    Block::under_statement([words]).on_at_least(HINT)
}

/// The question as the bank has it, and how sure where that is asked.
pub fn question(model: &Model, certainty: bool) -> String {
    let asked = &model.bank.manifest.question;
    match asked.strip_suffix('?').filter(|_| certainty) {
        Some(asked) => format!("{asked}, and how sure are you?"),
        None => asked.clone(),
    }
}

/// The stops: one for each side, or three, the surest outermost.
pub fn stops(context: Context, certainty: bool, selection: Selection) -> Stops {
    let stop = |side, sure: Option<(Certainty, &'static str, &'static str)>| {
        let action = Action::Answer(side, sure.map(|(certainty, ..)| certainty));
        let (word, short) = sure.map_or(("", ""), |(_, word, short)| (word, short));
        Stop { key: key_for(context, action), word, short, action }
    };
    let stops: Vec<Stop> = if certainty {
        let left = STOPS.into_iter().map(|sure| stop(Side::Left, Some(sure)));
        left.chain(STOPS.into_iter().rev().map(|sure| stop(Side::Right, Some(sure)))).collect()
    } else {
        Side::BOTH.map(|side| stop(side, None)).to_vec()
    };
    let chosen = selection.side.map(|side| Action::Answer(side, selection.certainty.filter(|_| certainty)));
    let chosen = stops.iter().position(|stop| Some(stop.action) == chosen);
    Stops { stops, chosen, middle: false, dont_know: true }
}
