//! An assessment: the consent, the practice, a statement, the overview, and the result.
//!
//! During an attempt nothing here asks which side is right: there is no sign, no colour and no word for it.

mod consent;
mod result;

use super::block::{Block, Fact, Kind, Paper, PaperCell, Spread, Stops, When};
use super::feedback::{belief, spread, verdict};
use super::question::{question, stops};
use super::text::{plain, quiet, strong};
use super::words::{counted, side_name};
use super::{Form, Text, View};
use crate::app::Model;
use crate::app::assess::{Assess, Stage};
use crate::app::exercise::Selection;
use crate::app::keys::{Action, Context};
use crate::domain::assessment::attempt::Attempt;
use crate::domain::assessment::form::{Kind as Way, Timer};
use crate::domain::bank::Bank;
use crate::domain::session::{Phase, Session};

/// An assessment.
pub fn view(model: &Model, assess: &Assess) -> View {
    match (&assess.stage, &assess.attempt) {
        (Stage::Practice(session), _) if session.phase() == Phase::Explaining => tried(model, assess, session),
        (Stage::Practice(session), _) => trying(model, assess, session),
        (Stage::Asking, Some(attempt)) => asking(model, assess, attempt),
        (Stage::Overview(cursor), Some(attempt)) => overview(model, assess, attempt, *cursor),
        (Stage::Submitting, Some(attempt)) => submitting(model, assess, attempt),
        (Stage::Leaving, Some(attempt)) => leaving_desk(model, assess, attempt),
        (Stage::Over(over), _) => result::view(model, assess, over),
        _ => consent::view(model, assess),
    }
}

/// The last line of all: where an attempt goes on, or where its result is.
pub fn leaving(model: &Model, assess: &Assess) -> Option<String> {
    if let Stage::Over(over) = &assess.stage {
        let filed = over.filed.as_ref()?.as_ref().ok()?;
        return Some(result::whereabouts(filed));
    }
    let attempt = assess.attempt.as_ref().filter(|attempt| attempt.ended.is_none())?;
    let (number, of) = (attempt.at + 1, most(assess, attempt));
    let left = attempt.left(model.today).map_or_else(String::new, |left| format!(", with {} left", minutes(left)));
    Some(format!("Saved. It goes on at statement {number} of {of}{left}: {}", assess.entrant.command))
}

/// Seconds as whole minutes, the last one begun counted.
fn minutes(seconds: u64) -> String {
    counted(usize::try_from(seconds.div_ceil(60)).unwrap_or(usize::MAX), "minute", "minutes")
}

fn title(assess: &Assess) -> String {
    assess.form().title.clone()
}

/// A screen of the attempt under way: that all is saved, and the time that is left.
fn headed(model: &Model, assess: &Assess, attempt: &Attempt, place: String) -> View {
    let mut view = View::new(model, Form::TwoSided, place).head(title(assess), "saved");
    if let Some(left) = assess.seen_time(model.today) {
        let minutes = left.div_ceil(60);
        view = view.counter(Text::default().said(
            format!("{minutes} min left"),
            super::Role::Plain,
            format!("{} left.", self::minutes(left)),
        ));
    }
    view.progress(attempt.answered(), assess.most())
}

/// What the footer has of keys that do nothing on this form.
fn foot(view: View, assess: &Assess, forward: bool) -> View {
    let hideable = assess.form().time.timer == Timer::Hideable && assess.begun.limit.is_some();
    let words = if assess.hides_time { "show the time" } else { "hide the time" };
    view.foot(|foot| {
        let gone = [Action::Skip, Action::Previous, Action::Mark, Action::Overview];
        let foot = gone.into_iter().fold(foot, |foot, action| foot.only_if(!forward, action));
        foot.only_if(hideable, Action::Timer).says(Action::Timer, words)
    })
}

fn paper(attempt: &Attempt, at: usize, action: impl Fn(usize) -> Option<Action>) -> Block {
    let cells = attempt.slots.iter().enumerate().map(|(number, slot)| PaperCell {
        answered: slot.chosen.is_some(),
        marked: slot.marked,
        action: action(number),
    });
    Block::new(Kind::Paper(Paper { cells: cells.collect(), at }))
}

/// A statement.
fn asking(model: &Model, assess: &Assess, attempt: &Attempt) -> View {
    let text = attempt.slot().and_then(|slot| model.bank.entry(model.bank.find(&slot.statement)?));
    let text = text.map_or_else(String::new, |entry| entry.statement.text.clone());
    let (number, of, forward) = (attempt.at + 1, most(assess, attempt), attempt.goes_forward());
    let certainty = assess.form().paper.certainty;
    let context = if certainty { Context::Sitting } else { Context::SittingPlain };
    let slot = attempt.slot();
    let is_marked = slot.is_some_and(|slot| slot.marked);
    let view = headed(model, assess, attempt, format!("assess {number}"))
        .counter(format!("{number} of {of}"))
        .blocks((!forward).then(|| paper(attempt, attempt.at, |_| None).gives_way()))
        .block(Block::statement(strong(text)).gap(2))
        .block(Block::under_statement([question(model, certainty)]).once())
        .block(Block::new(Kind::Stops(choices(context, certainty, assess.selection))).gap(2))
        .blocks(forward.then(|| Block::full([quiet(FORWARD)]).once()))
        .blocks(is_marked.then(|| Block::full([plain("Marked for another look.")])))
        .foot(|foot| {
            let answered = assess.selection.side.filter(|side| slot.and_then(|slot| slot.chosen) == Some(*side));
            let foot = foot.says(Action::Mark, if is_marked { "take the mark off" } else { "mark" });
            let leave = if assess.entrant.at_desk { "leave" } else { "pause" };
            let foot = foot.says(Action::Back, leave).only_if(attempt.at > 0, Action::Previous);
            match (assess.selection.side, answered) {
                (_, Some(_)) => foot.says(Action::Next, "go on"),
                (Some(side), None) => foot.says(Action::Next, format!("answer {}", side_name(&model.bank, side))),
                (None, None) => foot.only_if(false, Action::Next),
            }
        });
    foot(view, assess, forward)
}

/// What is otherwise on forms that go forward only.
const FORWARD: &str =
    "Forward only: each answer stands, and there is no overview. It ends as soon as your answers are clear.";

/// How many statements there are, in words where that is not known before the end.
fn most(assess: &Assess, attempt: &Attempt) -> String {
    let most = if attempt.goes_forward() { "at most " } else { "" };
    format!("{most}{}", assess.most())
}

fn choices(context: Context, certainty: bool, selection: Selection) -> Stops {
    Stops { dont_know: false, ..stops(context, certainty, selection) }
}

/// The numbers of statements as they are counted, or that there are none.
fn numbers(of: impl Iterator<Item = usize>) -> Text {
    let of: Vec<usize> = of.map(|number| number + 1).collect();
    let runs = of.chunk_by(|one, next| one + 1 == *next);
    let said = |run: &[usize]| match run {
        [first, .., last] if run.len() > 2 => format!("{first} to {last}"),
        run => run.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
    };
    let said: Vec<String> = runs.map(said).collect();
    if said.is_empty() { quiet("none") } else { plain(said.join(", ")) }
}

/// What is open and what is marked.
fn overview(model: &Model, assess: &Assess, attempt: &Attempt, cursor: usize) -> View {
    let (answered, open) = (attempt.answered(), attempt.open().count());
    let marked = attempt.marked().count();
    let fact = |label: &str, value| Fact { label: label.to_owned(), value };
    let go_to = format!("go to {}", cursor + 1);
    let view = headed(model, assess, attempt, "assess overview".to_owned())
        .counter("overview")
        .block(paper(attempt, cursor, |number| Some(Action::Pick(number))))
        .block(Block::lines([strong(match (open, marked) {
            (0, _) => format!("All {answered} are answered."),
            (open, _) => format!("{answered} answered, {open} still open."),
        })]))
        .block(Block::new(Kind::Facts(vec![
            fact("open", numbers(attempt.open())),
            fact("marked", numbers(attempt.marked())),
        ])))
        .block(Block::full([plain(advice(model, assess, open))]))
        .foot(|foot| foot.says(Action::Next, go_to).says(Action::Back, "back to the statement"));
    foot(view, assess, false)
}

fn advice(model: &Model, assess: &Assess, open: usize) -> String {
    let half = if open > 0 { "A statement left open counts half a mark. " } else { "" };
    let time = assess.seen_time(model.today);
    let left = time.map_or_else(String::new, |left| format!("You have {}; there", minutes(left)));
    let there = if left.is_empty() { "There".to_owned() } else { left };
    format!("{half}{there} is no prize for being early.")
}

/// Whether to submit.
fn submitting(model: &Model, assess: &Assess, attempt: &Attempt) -> View {
    let (open, marked) = (attempt.open().count(), attempt.marked().count());
    let with = match (open, marked) {
        (0, 0) => String::new(),
        (0, marked) => format!(" with {marked} marked"),
        (open, _) => format!(" with {open} open"),
    };
    headed(model, assess, attempt, "assess submit".to_owned())
        .counter("overview")
        .block(paper(attempt, attempt.at, |_| None))
        .block(Block::lines([strong(format!("Submit{with}?"))]))
        .block(Block::full([plain("Nothing can be changed after that.")]))
        .foot(|foot| foot.says(Action::Back, "back"))
}

/// Whether to leave the desk, and what the clock does meanwhile.
fn leaving_desk(model: &Model, assess: &Assess, attempt: &Attempt) -> View {
    let clock = match (attempt.limit(), assess.may_stop_the_clock()) {
        (None, _) => "There's no limit of time.",
        (Some(_), true) => "The clock stops until you're back.",
        (Some(_), false) => "The clock goes on while you're away, and when the time is up it's over.",
    };
    let back = "Your ticket leads back to this statement, and it's noted that you left.";
    headed(model, assess, attempt, "assess leave".to_owned())
        .counter(format!("{} of {}", attempt.at + 1, most(assess, attempt)))
        .block(Block::lines([strong("Leave the desk?")]))
        .block(Block::full([plain(format!("{clock} {back}"))]))
        .foot(|foot| foot.says(Action::Back, "back"))
}

/// A statement that does not count.
fn trying(model: &Model, assess: &Assess, session: &Session) -> View {
    let text = session.entry(&model.bank).map_or_else(String::new, |entry| entry.statement.text.clone());
    let certainty = assess.form().paper.certainty;
    let context = if certainty { Context::Trying } else { Context::TryingPlain };
    let how = if assess.entrant.at_desk {
        "Practice, which doesn't count. Choosing is no answer yet, so a slip does no harm."
    } else {
        "Practice, which doesn't count. A key chooses, Enter answers, so a slip does no harm."
    };
    practice_head(model, assess, session)
        .block(Block::page([quiet(how)]).once())
        .block(Block::statement(strong(text)).gap(2))
        .block(Block::under_statement([question(model, certainty)]).once())
        .block(Block::new(Kind::Stops(choices(context, certainty, assess.selection))).gap(2))
        .foot(|foot| {
            let foot = foot.says(Action::Back, "leave");
            match assess.selection.side {
                Some(side) => foot.says(Action::Next, format!("answer {}", side_name(&model.bank, side))),
                None => foot.only_if(false, Action::Next),
            }
        })
}

fn practice_head(model: &Model, assess: &Assess, session: &Session) -> View {
    let (number, of) = (session.number(), session.planned());
    View::new(model, Form::TwoSided, format!("practice {number}"))
        .head(title(assess), "practice")
        .counter(format!("{number} of {of}"))
}

/// What came of a statement that does not count.
fn tried(model: &Model, assess: &Assess, session: &Session) -> View {
    let view = practice_head(model, assess, session);
    let Some((given, entry)) = session.last().and_then(|given| Some((given, session.entry(&model.bank)?))) else {
        return view;
    };
    let is_last = session.is_complete();
    let next = if is_last {
        let clock =
            if assess.entrant.at_desk { "The clock starts with the next page." } else { "Enter starts the clock." };
        format!("Now it counts: {}. Nothing is explained from here on. {clock}", length(assess))
    } else {
        "Only practice is explained.".to_owned()
    };
    view.block(verdict(model, given, false))
        .block(Block::new(Kind::Spread(Spread { between: 1, ..spread(&entry, Some("your statement")) })))
        .blocks(belief(&entry, given).map(|block| block.gives_way().when(When::NotNarrow)))
        .block(Block::full([plain(next)]))
        .foot(|foot| {
            let words = if is_last { "start the clock" } else { "go on" };
            foot.says(Action::Next, words).says(Action::Back, "leave")
        })
}

/// How many statements there are, and how long one has.
fn length(assess: &Assess) -> String {
    let (of, least) = (assess.most(), assess.form().paper.at_least);
    let statements = match assess.form().paper.kind {
        Way::Fixed => counted(of, "statement", "statements"),
        Way::Sequential | Way::Adaptive => format!("{least} to {of} statements"),
    };
    match assess.begun.limit {
        Some(limit) => format!("{statements}, {}", minutes(limit.into())),
        None => format!("{statements}, no limit of time"),
    }
}

/// What the bank's sides are called, for a sentence.
fn sides(bank: &Bank) -> String {
    use crate::domain::bank::Side;
    format!("{} or {}", side_name(bank, Side::Left), side_name(bank, Side::Right))
}
