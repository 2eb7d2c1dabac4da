//! The choices of a quiz: the whole form at once, how many statements fit it, and the code that names the round.

use super::block::{
    Align, Beside, Block, Cell, Column, Field, Free, Kind, List, ListRow, Offer, OptionRow, Options, Split, Table,
    TableRow, When,
};
use super::text::{Role, plain, quiet};
use super::words::{about, counted, topic_title};
use super::{Form, Text, View};
use crate::app::Model;
use crate::app::keys::Action;
use crate::app::setup::{ALL, Choice, LEVELS, Pool, Setup, fitting};

/// The choices.
pub fn view(model: &Model, setup: &Setup) -> View {
    let fits = fitting(model, setup);
    let said = format!("{} {}", counted(fits, "statement", "statements"), if fits == 1 { "fits" } else { "fit" });
    let any = setup.topics.contains(&true);
    let title = if any { "topics" } else { "topics (none chosen: all)" };
    let left = vec![label(title), topics(model, setup).gap(0)];
    let right = vec![label("options"), options(setup).gap(0), levels()];
    let on_option = setup.choice().is_some();
    View::new(model, Form::List, "custom quiz")
        .head("Custom quiz", "")
        .counter(Text::default().said(said.clone(), Role::Quiet, ""))
        .block(Block::new(Kind::Beside(Beside { left, right, split: Split::At(38) })))
        .block(code(model, setup))
        .block(Block::lines([plain(format!("{said}."))]).when(When::Spoken))
        .blocks((!setup.is_typing()).then(|| start(model, setup, fits)))
        .foot(|foot| {
            foot.only_if(!on_option, Action::Pick(0))
                .only_if(any && !on_option, Action::AllTopics)
                .only_if(on_option, Action::Left)
                .says(Action::NextView, if on_option { "topics" } else { "options" })
                .only_if(setup.is_typing() || setup.length(fits) > 0, Action::Next)
                .says(Action::Back, if setup.is_typing() { "leave as it was" } else { "home" })
        })
}

/// What stands above a column, over its names.
fn label(words: &str) -> Block {
    Block::lines([quiet(format!("  {words}"))]).gap(0).when(When::Seen)
}

/// What the levels are.
fn levels() -> Block {
    // Two lines of its own: a wrapped one would begin further left than what it explains.
    Block::lines([quiet("  level 1: recognise, 2: apply,"), quiet("  3: resist a decoy")])
}

/// The topics, ticked where they are chosen.
fn topics(model: &Model, setup: &Setup) -> Block {
    let column = |cells| Column::new(Align::Left, cells);
    let any = setup.topics.contains(&true);
    let row = |(number, ticked): (usize, &bool)| {
        let sign = if *ticked {
            Text::default().sign("✓", Role::Accent, "")
        } else {
            Text::default().sign("·", Role::Quiet, "")
        };
        let title = topic_title(&model.bank, number);
        let said = format!("{title}: {}", if *ticked { "chosen" } else { "not chosen" });
        let role = if *ticked || !any { Role::Plain } else { Role::Quiet };
        TableRow {
            cells: vec![
                Cell::Text(sign),
                Cell::Text(Text::default().said((number + 1).to_string(), role, "")),
                Cell::Text(Text::default()),
                Cell::Text(Text::default().said(title, role, said)),
            ],
            action: Some(Action::ToggleTopic(number)),
            select: Some(Action::ToggleTopic(number)),
        }
    };
    let columns = vec![column(2), Column::new(Align::Right, 2), column(1), column(29)];
    let cursor = setup.choice().is_none().then_some(setup.selected);
    Block::new(Kind::Table(Table {
        columns,
        rows: setup.topics.iter().enumerate().map(row).collect(),
        cursor,
        airy: false,
    }))
}

/// The choices beside the topics.
fn options(setup: &Setup) -> Block {
    let row = |choice: Choice, label: &str, values: Vec<Offer>, gap: u8| OptionRow {
        label: label.to_owned(),
        values,
        detail: String::new(),
        free: (choice == Choice::Count).then_some(Free::Count),
        select: Action::Select(setup.line_of(choice)),
        stacked: choice == Choice::Pool,
        gap,
    };
    let offer = |words: String, action: Action, in_force: bool| Offer { words, action, in_force };
    let levels = LEVELS.map(|level| {
        let words = level.map_or_else(|| "all".to_owned(), |level| level.to_string());
        offer(words, Action::SetLevel(level), setup.level == level)
    });
    let count = |count: usize| {
        let words = if count == ALL { "all".to_owned() } else { count.to_string() };
        offer(words, Action::SetCount(count), setup.count == count)
    };
    let switch = |on: bool, action: fn(bool) -> Action| {
        [(true, "on"), (false, "off")].map(|(value, word)| offer(word.to_owned(), action(value), on == value))
    };
    let pools = Pool::ALL.map(|pool| offer(pool_words(pool).to_owned(), Action::SetPool(pool), setup.pool == pool));
    let rows = vec![
        row(Choice::Level, "level", levels.to_vec(), 0),
        row(Choice::Count, "number", setup.counts().into_iter().map(count).collect(), 1),
        row(Choice::Certainty, "certainty", switch(setup.certainty, Action::SetCertainty).to_vec(), 1),
        row(Choice::Pool, "draw from", pools.to_vec(), 1),
        row(Choice::Hints, "hints", switch(setup.hints, Action::SetHints).to_vec(), 0),
    ];
    let selected = setup.choice().and_then(|choice| Choice::ALL.iter().position(|one| *one == choice));
    let cursor = selected.filter(|line| *line < rows.len());
    Block::new(Kind::Options(Options { rows, cursor }))
}

const fn pool_words(pool: Pool) -> &'static str {
    match pool {
        Pool::Everything => "everything",
        Pool::Unknown => "what I don't know yet",
        Pool::Mistakes => "my mistakes",
    }
}

/// The code that names the round, or the line in which one is typed.
fn code(model: &Model, setup: &Setup) -> Block {
    if let Some(typed) = &setup.typed {
        let hint = "the code of a round, or the word of a class, such as MONDAY".to_owned();
        let field = Field { label: "Code".to_owned(), typed: typed.clone(), hint, active: true };
        return Block::new(Kind::Field(field));
    }
    let paper = setup.paper.as_ref().map(|code| code.written(&model.bank));
    let (words, detail) = match paper {
        None => ("none".to_owned(), "This round is drawn from your own answers, so there's no code for it.".to_owned()),
        Some(code) if setup.code.is_empty() => {
            (code, "Give it to a friend, and you both get the same statements in the same order.".to_owned())
        }
        Some(code) if setup.code == code => (code, "Everybody with this code gets the same round.".to_owned()),
        Some(code) => (setup.code.clone(), format!("A word for a class. With these choices it stands for {code}.")),
    };
    let row = OptionRow {
        label: "code".to_owned(),
        values: vec![Offer { words, action: Action::Code, in_force: true }],
        detail,
        free: Some(Free::Code),
        select: Action::Select(setup.line_of(Choice::Code)),
        stacked: false,
        gap: 0,
    };
    let cursor = (setup.choice() == Some(Choice::Code)).then_some(0);
    Block::new(Kind::Options(Options { rows: vec![row], cursor })).gap(2).narrow_gap(1)
}

/// What Enter does, wherever the cursor is.
fn start(model: &Model, setup: &Setup, fits: usize) -> Block {
    let length = setup.length(fits);
    let label = match length {
        0 if setup.pool == Pool::Mistakes => "Nothing to fix here: choose more topics or another level".to_owned(),
        0 => "Nothing fits: choose more topics or another level".to_owned(),
        length => {
            let minutes = about(model.learner.pace().minutes(length));
            format!("Start: {}, {minutes}", counted(length, "statement", "statements"))
        }
    };
    let row = ListRow {
        key: if length == 0 { String::new() } else { "Enter".to_owned() },
        label,
        detail: String::new(),
        action: Action::Next,
        select: Action::Next,
        gap: 0,
    };
    Block::new(Kind::List(List { rows: vec![row], cursor: None, brief: false }))
}
