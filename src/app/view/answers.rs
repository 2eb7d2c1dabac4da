//! The answers behind a figure: a list, and one of them whole.

use super::block::{Align, Block, Cell, Column, Fact, Kind, Table, TableRow};
use super::feedback;
use super::text::{Role, plain, quiet, strong};
use super::words::{capital, counted, day, quoted, short_date, side_name, topic_title};
use super::{Form, Text, View, standing};
use crate::app::Model;
use crate::app::answers::{Answers, entry, given, idea, leads};
use crate::app::keys::Action;
use crate::domain::answers::{Found, Past, Query};
use crate::domain::fact::Response;
use crate::domain::moment::Moment;

/// The answers behind a figure, or one of them.
pub fn view(model: &Model, answers: &Answers) -> View {
    let view = match answers.past().filter(|_| answers.opened) {
        Some(past) => opened(model, answers, past),
        None => listed(model, answers),
    };
    view.foot(|foot| {
        let of_idea = idea(&model.bank, &answers.query).is_some() && !answers.opened;
        foot.only_if(of_idea, Action::Quiz)
            .only_if(of_idea, Action::Lesson)
            .only_if(leads(model, answers, Action::Continue), Action::Continue)
            .only_if(leads(model, answers, Action::Again), Action::Again)
    })
}

fn listed(model: &Model, answers: &Answers) -> View {
    let found = &answers.found;
    let counting = idea(&model.bank, &answers.query).and_then(|(topic, number)| {
        let id = model.bank.topic(topic)?.id.as_str();
        usize::try_from(standing::of(model, id, number).answers()).ok()
    });
    let view = View::new(model, Form::List, "answers")
        .head("Answers", title(model, &answers.query))
        .counter(how_many(found, counting))
        .foot(|foot| foot.only_if(!found.newest.is_empty(), Action::Next).only_if(false, Action::Sources));
    let idea = idea(&model.bank, &answers.query);
    let view = match idea {
        Some(idea) => of_idea(model, view, idea),
        None => view,
    };
    if found.newest.is_empty() {
        return view.block(Block::full(["There are no answers behind this yet."]));
    }
    let beside = found.beside > 0 || counting.is_some_and(|counting| counting < found.all);
    let column = |align, cells, narrow| Column::new(align, cells).narrow(narrow);
    let table = Table {
        columns: vec![
            column(Align::Left, 2, Some(2)),
            column(Align::Left, 42, Some(34)).at_most(2),
            column(Align::Left, 6, Some(6)).titled(quiet("it is"), None),
            column(Align::Left, 12, Some(12)),
            column(Align::Right, 12, None),
        ],
        rows: found.newest.iter().enumerate().map(|(number, past)| row(model, number, past)).collect(),
        cursor: Some(answers.selected),
        airy: false,
    };
    let mut view = view
        .blocks(beside.then(|| {
            Block::full([quiet(if counting.is_some() {
                "Answers you took back, gave again, or gave to what you saw within a week don't count towards what you \
                     know."
            } else {
                "Answers you took back are listed too, but don't count."
            })])
        }))
        .block(Block::new(Kind::Table(table)))
        .blocks(idea.and_then(|idea| outlook(model, idea, found)));
    view.companion = answers.past().map(|past| companion(model, past)).unwrap_or_default();
    view
}

/// An idea and how far it is: what it says, and what it still takes to be known.
fn of_idea(model: &Model, view: View, (topic, number): (usize, usize)) -> View {
    let known = model.bank.topic(topic).and_then(|known| Some((known, known.concepts.get(number)?)));
    let Some((known, concept)) = known else { return view };
    let mastery = standing::of(model, &known.id, number);
    let missing = mastery.missing_words().filter(|_| !mastery.state().is_known());
    let missing = missing.map(|words| plain(format!("To know it: {words}.")));
    let slipped = mastery.has_slipped().then(|| plain("You knew it once; two of the last three answers were wrong."));
    let so_far = mastery.so_far().map(|words| plain(format!("{}.", capital(&words))));
    let why = mastery.why_missing().filter(|_| so_far.is_none()).map(quiet);
    let said: Vec<Text> = missing.into_iter().chain(why).chain(slipped).chain(so_far).collect();
    view.head(concept.title.as_str(), known.title.as_str())
        .counter(standing::sign(mastery.state()))
        .block(Block::full([concept.idea.as_str()]))
        .blocks((!said.is_empty()).then(|| Block::lines(said)))
}

/// When an idea comes again, and the thought that it was mistaken for most often.
fn outlook(model: &Model, (topic, number): (usize, usize), found: &Found) -> Option<Block> {
    let id = model.bank.topic(topic)?.id.as_str();
    let due = standing::comes_again(model, id, number);
    let next = due.map(|due| ("next review", day(due, model.today)));
    let mut beliefs: Vec<(&str, usize)> = Vec::new();
    for past in &found.newest {
        let known = entry(&model.bank, past).zip(given(&model.bank, past));
        let Some(belief) = known.and_then(|(entry, given)| given.misled_by(&entry)) else { continue };
        match beliefs.iter_mut().find(|(claim, _)| *claim == belief.claim) {
            Some((_, times)) => *times += 1,
            None => beliefs.push((&belief.claim, 1)),
        }
    }
    let often = beliefs.into_iter().max_by_key(|(_, times)| *times).map(|(claim, _)| ("often with", quoted(claim)));
    let fact = |(label, value): (&str, String)| Fact { label: label.to_owned(), value: plain(value) };
    let facts: Vec<Fact> = next.into_iter().chain(often).map(fact).collect();
    (!facts.is_empty()).then(|| Block::new(Kind::Facts(facts)))
}

/// How many there are, and that the newest come first.
fn how_many(found: &Found, counting: Option<usize>) -> Text {
    let counting = counting.unwrap_or(found.all.saturating_sub(found.beside));
    let given = counted(found.all, "answer", "answers");
    let all = if counting < found.all { format!("{counting} of {given} count") } else { given };
    match found.newest.len() {
        shown if shown < found.all => quiet(format!("the newest {shown} of {all}")),
        0 | 1 => quiet(all),
        _ => Text::default().said(all.clone(), Role::Quiet, format!("{all}, the newest first")),
    }
}

/// Whose answers they are, in a few words, such as `Reliability: Buffering`.
fn title(model: &Model, query: &Query) -> String {
    match query {
        Query::Concept(topic, concept) => {
            let known = model.bank.topic_number(topic).and_then(|number| model.bank.topic(number));
            let title = known.and_then(|known| known.concepts.iter().find(|one| &one.id == concept));
            let topic = known.map_or(topic.as_str(), |known| known.title.as_str());
            format!("{topic}: {}", title.map_or(concept.as_str(), |one| one.title.as_str()))
        }
        Query::Certainty(Some(certainty)) => format!("you said {}", certainty.word()),
        Query::Certainty(None) => "without a certainty, or don't know".to_owned(),
        Query::Day(day) => model.today.written_beside(*day),
        Query::Attempt(attempt) => {
            let known = model.learner.attempts().find(|one| &one.id == attempt);
            let of =
                |word: &str, at: Moment| format!("{} of {}", word.to_lowercase(), model.today.written_beside(at.day()));
            known.map_or_else(|| "of a round".to_owned(), |one| of(one.mode.word(), one.at))
        }
    }
}

fn row(model: &Model, number: usize, past: &Past) -> TableRow {
    let role = if past.taken_back { Role::Quiet } else { Role::Plain };
    let right = given(&model.bank, past).map(|given| given.right());
    let sign = match right {
        Some(Some(true)) => Text::default().sign("✓", Role::Right, ""),
        Some(Some(false)) => Text::default().sign("✗", Role::Wrong, ""),
        Some(None) => Text::default().sign("·", Role::Quiet, ""),
        None => Text::default(),
    };
    let known = entry(&model.bank, past);
    let statement = known.as_ref().map_or(past.answered.statement.as_str(), |entry| entry.statement.text.as_str());
    let side = known.as_ref().map(|entry| (entry.at.side, side_name(&model.bank, entry.at.side)));
    let (remark, at) = (remark(past), when(past, model.today));
    let came = came(model, past, side.map_or("", |(_, name)| name));
    let silent = |words: &str, role: Role| Text::default().said(words, role, "");
    TableRow {
        cells: vec![
            Cell::Text(sign),
            Cell::Text(Text::default().said(statement, role, format!("{at}. {came}: {statement}"))),
            Cell::Text(side.map_or_else(Text::default, |(side, name)| silent(name, Role::Half(side)))),
            Cell::Text(silent(remark, role)),
            Cell::Text(silent(&at, Role::Quiet)),
        ],
        action: Some(Action::Pick(number)),
        select: Some(Action::Select(number)),
    }
}

/// What came of an answer, where its columns cannot be seen: `You said IoT, certain; it's IIoT`.
fn came(model: &Model, past: &Past, side: &str) -> String {
    let said = past.answered.response.side().map(|side| side_name(&model.bank, side));
    let Some(given) = given(&model.bank, past) else { return "No longer in the bank".to_owned() };
    let came = match said {
        _ if given.right() == Some(true) => "Right".to_owned(),
        Some(said) => format!("You said {said}"),
        None => "You didn't know".to_owned(),
    };
    match remark(past) {
        remark if remark.is_empty() || (said.is_none() && !past.taken_back) => format!("{came}; it's {side}"),
        remark => format!("{came}, {remark}; it's {side}"),
    }
}

/// When an answer was given, in few cells.
fn when(past: &Past, today: Moment) -> String {
    let day = past.at.day();
    match short_date(day, today) {
        date if date.starts_with(|first: char| first.is_ascii_digit()) => format!("{date} {}", past.at.time()),
        date => date,
    }
}

/// What has to be known of an answer in a word or two: how sure it was, or why it counts otherwise.
const fn remark(past: &Past) -> &'static str {
    let answered = &past.answered;
    match answered.certainty {
        _ if past.taken_back => "taken back",
        _ if answered.retaken => "again",
        _ if answered.hinted => "with hint",
        _ if matches!(answered.response, Response::DontKnow) => "don't know",
        Some(certainty) => certainty.word(),
        None => "",
    }
}

/// Beside the list: the selected statement with the words that settle it, and why.
fn companion(model: &Model, past: &Past) -> Vec<Block> {
    let Some(entry) = entry(&model.bank, past) else { return Vec::new() };
    let statement = Text::statement(&entry.statement.text, &entry.statement.deciding, true);
    vec![
        Block::lines([quiet(topic_title(&model.bank, entry.at.topic))]).gap(0),
        Block::full([statement, plain(&entry.statement.explanation)]),
    ]
}

fn opened(model: &Model, answers: &Answers, past: &Past) -> View {
    let count = answers.found.newest.len();
    let known = entry(&model.bank, past).zip(given(&model.bank, past));
    let topic = known.as_ref().map_or("", |(entry, _)| topic_title(&model.bank, entry.at.topic));
    let has_source = known.as_ref().is_some_and(|(entry, _)| !entry.statement.sources.is_empty());
    let next = if answers.selected + 1 < count { "next" } else { "back to the list" };
    let view = View::new(model, Form::TwoSided, format!("answer {}", answers.selected))
        .head("Answer", topic)
        .counter(format!("{} of {count}", answers.selected + 1));
    let view = match &known {
        Some((entry, given)) => view.blocks(feedback::whole(model, entry, given, false)),
        None => view.block(Block::full([strong(format!(
            "This statement is no longer in the bank: {}, revision {}.",
            past.answered.statement, past.answered.revision
        ))])),
    };
    view.block(Block::full([particulars(model, past)]))
        .foot(|foot| foot.says(Action::Next, next).only_if(has_source, Action::Sources).not_wide(Action::Sources))
}

/// When an answer was given, what was said, and what it does not count for.
fn particulars(model: &Model, past: &Past) -> String {
    let answered = &past.answered;
    let said = answered.response.side().map_or("you don't know", |side| side_name(&model.bank, side));
    let seconds = usize::try_from(answered.elapsed.div_ceil(1_000)).unwrap_or(usize::MAX);
    let sure = answered.certainty.map_or_else(String::new, |certainty| format!(", {}", certainty.word()));
    let hint = if answered.hinted { ", with the hint" } else { "" };
    let (day, time) = (past.at.written(), past.at.time());
    let mut lines = vec![format!(
        "You said {said}{sure}{hint}, on {day} at {time}, after {}.",
        counted(seconds, "second", "seconds")
    )];
    if past.taken_back {
        lines.push("You took it back, so it doesn't count anywhere.".to_owned());
    } else if answered.retaken {
        lines.push(
            "You had seen the answer before: this counts in the score, but not towards what you know.".to_owned(),
        );
    }
    let revision = entry(&model.bank, past).map_or(answered.revision, |entry| entry.statement.revision);
    if revision != answered.revision {
        lines.push(format!(
            "You answered revision {} of the statement; it is shown as it is now, in revision {revision}.",
            answered.revision
        ));
    }
    lines.join(" ")
}
