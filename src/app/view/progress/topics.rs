//! The topics, and the ideas of one.

use crate::app::Model;
use crate::app::keys::{Action, Context, key_for};
use crate::app::learning::{Standing, exam, target};
use crate::app::progress::{Page, Progress};
use crate::app::review;
use crate::app::view::block::{Align, Block, Cell, Column, Kind, List, ListRow, Table, TableRow, When};
use crate::app::view::text::{Role, plain, quiet, strong};
use crate::app::view::words::{counted, quoted};
use crate::app::view::{Form, Text, View, standing};
use crate::domain::bank::Topic;
use crate::domain::mastery::State;

/// The topics, with the next step in words.
pub(super) fn view(model: &Model, selected: usize) -> View {
    let mut view = View::new(model, Form::List, "progress")
        .head("Progress", "")
        .counter(super::answers(model))
        .block(Block::full([standing_words(model)]))
        .block(table(model, selected))
        .block(Block::lines([standing::legend()]).gap(0).when(When::Seen));
    if let Some(topic) = model.bank.topic(selected) {
        view = view.block(next_step(model, topic));
        view.companion = companion(model, topic);
    }
    view.block(doors(model))
        .block(Block::lines(wishes(model)).gives_way())
        .foot(|foot| foot.says(Action::Next, "its ideas"))
}

/// Where to go from here, a key each; what has nothing to say is not there.
fn doors(model: &Model) -> Block {
    let outlook = review::outlook(model);
    let known = Standing::of(&model.bank, &model.learner).known_or_kept();
    let mistakes = model.learner.mistakes();
    let sure = mistakes.iter().filter(|at| model.learner.statement(**at).sure_and_wrong).count();
    let sure = if sure > 0 { format!(", {sure} of them sure and wrong") } else { String::new() };
    let offered = [
        (
            outlook.due > 0,
            Action::Review,
            format!("Review {}", counted(outlook.due, "idea", "ideas")),
            format!("due today, about {}", counted(outlook.minutes, "minute", "minutes")),
        ),
        (
            known > 0,
            Action::ProgressPage(Page::Known),
            "What I now know".to_owned(),
            counted(known, "sentence", "sentences"),
        ),
        (!mistakes.is_empty(), Action::Mistakes, "Mistakes".to_owned(), format!("{} to fix{sure}", mistakes.len())),
        (true, Action::ProgressPage(Page::Numbers), "The numbers".to_owned(), "for those who like figures".to_owned()),
    ];
    let row = |(_, action, label, detail): (bool, Action, String, String)| ListRow {
        key: key_for(Context::Progress, action),
        label,
        detail,
        action,
        select: action,
        gap: 0,
    };
    let rows = offered.into_iter().filter(|offer| offer.0).map(row).collect();
    Block::new(Kind::List(List { rows, cursor: None, brief: false }))
}

/// How much is known, in a sentence.
fn standing_words(model: &Model) -> String {
    let standing = Standing::of(&model.bank, &model.learner);
    let (known, all) = (standing.known_or_kept(), counted(standing.total(), "idea", "ideas"));
    let known = match (known, standing.practising) {
        (0, 0) => return format!("{all}, all still new."),
        (0, 1) => format!("Of {all}, 1 is on its way."),
        (0, practising) => format!("Of {all}, {practising} are on their way."),
        (known, 0) if known == standing.total() => format!("You know all {all}. The whole subject is yours."),
        (known, 0) => format!("You know {known} of {all}."),
        (known, 1) => format!("You know {known} of {all}, and 1 more is on its way."),
        (known, practising) => format!("You know {known} of {all}, and {practising} more are on their way."),
    };
    match standing.kept {
        0 => known,
        1 => format!("{known} 1 is kept: right again a week later."),
        kept => format!("{known} {kept} are kept: right again a week later."),
    }
}

fn table(model: &Model, selected: usize) -> Block {
    let any_kept = Standing::of(&model.bank, &model.learner).kept > 0;
    let column =
        |title: &str, spoken, align, cells, narrow| Column::new(align, cells).titled(title, spoken).narrow(narrow);
    let columns = vec![
        column("topic", None, Align::Left, 23, Some(22)),
        column("", None, Align::Left, 19, Some(17)),
        column("known", None, Align::Right, 5, Some(5)),
        column(if any_kept { "kept" } else { "" }, Some("of them kept"), Align::Right, 7, Some(6)),
        column("due today", Some("due today"), Align::Right, 13, None),
    ];
    let rows = model.bank.manifest.topics.iter().enumerate().map(|(number, name)| {
        let record = model.learner.topic_record(&name.id);
        let kept = record.concepts.iter().filter(|concept| concept.mastery.state() == State::Kept).count();
        let due = standing::due(model, &name.id);
        let strip = standing::of_topic(model, number);
        let silent = |figure: usize| match figure {
            0 => Text::default().said("0", Role::Quiet, ""),
            figure => Text::default().said(figure.to_string(), Role::Plain, ""),
        };
        let figure = |figure: usize| if figure == 0 { Text::default() } else { plain(figure.to_string()) };
        TableRow {
            cells: vec![
                Cell::Text(plain(&name.title)),
                Cell::Strip(strip),
                Cell::Text(silent(strip.known)),
                Cell::Text(figure(kept)),
                Cell::Text(silent(due)),
            ],
            action: Some(Action::Pick(number)),
            select: Some(Action::Select(number)),
        }
    });
    Block::new(Kind::Table(Table { columns, rows: rows.collect(), cursor: Some(selected), airy: true }))
}

/// The next step in the topic: what is nearest to being known, in words.
fn next_step(model: &Model, topic: &Topic) -> Block {
    let mut open: Vec<(u32, usize)> = (0..topic.concepts.len())
        .filter_map(|number| {
            let mastery = standing::of(model, &topic.id, number);
            (mastery.state() == State::Practising)
                .then(|| (mastery.missing().map_or(0, |missing| missing.right), number))
        })
        .collect();
    open.sort_unstable();
    let nearest = open.first().and_then(|(_, number)| Some((*number, topic.concepts.get(*number)?)));
    let said = match nearest {
        Some((number, concept)) => {
            let missing = standing::of(model, &topic.id, number).missing_words().unwrap_or_default();
            format!("Nearest to known in {} is {}: {missing}.", topic.title, quoted(&concept.title))
        }
        None if standing::of(model, &topic.id, 0).state().is_known() => {
            "Nothing is halfway here. Reviews keep what you know fresh.".to_owned()
        }
        None => "An idea is known when you get it right several times, on two different days.".to_owned(),
    };
    Block::full([said]).gives_way()
}

/// What the learner wants: a target for the week, an exam.
fn wishes(model: &Model) -> Vec<Text> {
    let today = model.today;
    let week =
        target(&model.learner, &model.settings, today.day()).map(|target| format!("Target: {}.", target.words()));
    let exam = exam(&model.bank, &model.learner, &model.settings, today).map(|exam| match exam.days {
        0 => "The exam is today.".to_owned(),
        1 => "The exam is tomorrow.".to_owned(),
        days => format!("{days} days until the exam on {}.", today.written_beside(exam.day)),
    });
    week.into_iter().chain(exam).map(quiet).collect()
}

/// The ideas of the selected topic, and what each still needs.
fn companion(model: &Model, topic: &Topic) -> Vec<Block> {
    let mut blocks = vec![Block::lines([strong(&topic.title)]).gap(0)];
    for (number, concept) in topic.concepts.iter().enumerate() {
        let mastery = standing::of(model, &topic.id, number);
        let title = standing::mark(mastery.state()).and("  ", Role::Plain).and(&concept.title, Role::Plain);
        let missing = (mastery.state() == State::Practising).then(|| mastery.missing()).flatten();
        let missing = missing.map(|missing| quiet(format!("    {}", missing.short())));
        blocks.push(Block::lines(std::iter::once(title).chain(missing)).gap(u8::from(number == 0)));
    }
    blocks
}

/// The ideas of a topic: how far each is, and when it comes again.
pub(super) fn ideas(model: &Model, progress: Progress) -> View {
    let title = model.bank.manifest.topics.get(progress.selected).map_or("", |name| name.title.as_str());
    let view = View::new(model, Form::List, format!("progress, {title}")).head("Progress", title);
    let Some(topic) = model.bank.topic(progress.selected) else { return view };
    let chosen = progress.concept.unwrap_or(0);
    let view = view.block(idea_table(model, topic, chosen));
    let Some(concept) = topic.concepts.get(chosen) else { return view };
    let mastery = standing::of(model, &topic.id, chosen);
    let missing = mastery.missing_words().map(|words| plain(format!("To know it: {words}.")));
    let slipped = mastery.has_slipped().then(|| plain("You knew it once; two of the last three answers were wrong."));
    let about = Text::default().said("", Role::Plain, format!("{}: ", concept.title));
    let why = mastery.why_missing().map(|why| Block::lines([quiet(why)]).gap(0).gives_way());
    let idea = about.and(&concept.idea, Role::Plain);
    let said = Some(idea).filter(|_| !concept.idea.is_empty()).into_iter().chain(missing).chain(slipped);
    view.block(Block::new(Kind::Rule))
        .block(Block::lines(said))
        .blocks(why)
        .foot(|foot| foot.says(Action::Next, "its answers").only_if(false, Action::NextView))
}

fn idea_table(model: &Model, topic: &Topic, chosen: usize) -> Block {
    let column =
        |title: &str, spoken, align, cells, narrow| Column::new(align, cells).titled(title, spoken).narrow(narrow);
    let columns = vec![
        column("idea", None, Align::Left, 34, Some(26)),
        column("", None, Align::Left, 16, Some(15)),
        column("count", Some("answers that count:"), Align::Right, 9, None),
        column("next review", Some("next review"), Align::Right, 14, Some(12)),
    ];
    let rows = topic.concepts.iter().enumerate().map(|(number, concept)| {
        let mastery = standing::of(model, &topic.id, number);
        TableRow {
            cells: vec![
                Cell::Text(plain(&concept.title)),
                Cell::Text(standing::sign(mastery.state())),
                Cell::Text(quiet(mastery.answers().to_string())),
                Cell::Text(quiet(standing::next_review(model, &topic.id, number, |day| {
                    model.today.written_beside(day)
                }))),
            ],
            action: Some(Action::Pick(number)),
            select: Some(Action::Select(number)),
        }
    });
    Block::new(Kind::Table(Table { columns, rows: rows.collect(), cursor: Some(chosen), airy: true }))
}
