//! The mistakes, by the thought behind them: what one may have thought, and a statement that shows otherwise.

use super::block::{Align, Block, Cell, Column, Kind, Table, TableRow, When};
use super::feedback::{spread, words_of};
use super::text::{Role, plain, quiet, strong, text};
use super::words::{counted, quoted, side_name, topic_title};
use super::{Form, Text, View};
use crate::app::Model;
use crate::app::keys::Action;
use crate::app::mistakes::{Mistakes, Thought, thoughts};
use crate::app::rounds::of_mistakes;
use crate::domain::bank::Entry;

/// How many cells the table has for a thought, and how many of them are quotation marks.
const THOUGHT: u16 = 35;
const QUOTES: usize = 2;

/// The mistakes.
pub fn view(model: &Model, mistakes: Mistakes) -> View {
    let all = thoughts(model);
    let selected = mistakes.selected.min(all.len().saturating_sub(1));
    let missed: usize = all.iter().map(|thought| thought.statements.len()).sum();
    let view = View::new(model, Form::List, "mistakes")
        .head("Mistakes", "")
        .counter(quiet(format!("{missed} to fix")))
        .block(Block::full([opening(&all)]));
    let Some(thought) = all.get(selected) else {
        return view.foot(|foot| {
            let ways = [Action::Next, Action::Sources, Action::Again, Action::Lesson, Action::Glossary];
            ways.into_iter().fold(foot, |foot, action| foot.only_if(false, action))
        });
    };
    let others = missed > thought.statements.len();
    let has_words = first_missed(model, thought).is_some_and(|entry| !words_of(&model.bank, &entry).is_empty());
    let mut view = view;
    view.companion = companion(model, thought);
    // What is told of the selected one keeps its place below, so that the list goes on above it as far as there is room.
    view.below = detail(model, thought);
    let heard = detail(model, thought).into_iter().filter(|block| block.when != When::NotNarrow);
    let heard = heard.map(|block| block.when(When::Spoken));
    view.block(table(model, &all, selected)).blocks(heard).foot(|foot| {
        // A round takes so many at a time.
        let first = of_mistakes(model, &model.learner.mistakes(), model.settings.count()).len();
        let all = if first < missed { format!("the first {first}") } else { format!("all {missed}") };
        foot.says(Action::Sources, if model.sources { "hide the answer" } else { "answer" })
            .says(Action::Again, all)
            .only_if(others, Action::Again)
            .only_if(has_words, Action::Glossary)
    })
}

/// What the list is, in a sentence.
fn opening(all: &[Thought<'_>]) -> &'static str {
    let beliefs = all.iter().filter(|thought| thought.belief.is_some()).count();
    let by_sureness = all.iter().any(|thought| thought.certain);
    match (beliefs, by_sureness) {
        _ if all.is_empty() => "Nothing is left to fix. What you miss from now on waits here.",
        (0, true) => "The ideas behind what you missed, those you were certain of first.",
        (0, false) => "The ideas behind what you missed.",
        (beliefs, _) if beliefs == all.len() => "Thoughts that may have led you astray, the surest first.",
        _ => "Thoughts that may have led you astray; then ideas to look at again.",
    }
}

/// The thoughts.
fn table(model: &Model, all: &[Thought<'_>], selected: usize) -> Block {
    let column =
        |title: &str, spoken, align, cells, narrow| Column::new(align, cells).titled(title, spoken).narrow(narrow);
    // Where nobody ever said how sure, there is nothing to say of it.
    let with_certainty = all.iter().any(|thought| thought.certain);
    let (cells, narrow, sure) = if with_certainty { (THOUGHT, 36, Some(9)) } else { (THOUGHT + 9, 45, None) };
    let title = match all.iter().filter(|thought| thought.belief.is_some()).count() {
        0 => "idea",
        beliefs if beliefs == all.len() => "you may have thought",
        _ => "thought or idea",
    };
    let thought = column(title, None, Align::Left, cells, Some(narrow)).at_most(1);
    let topic = column("topic", Some("topic"), Align::Left, 22, None).at_most(1);
    // They add up to the number above.
    let count = column("to fix", Some("to fix"), Align::Right, 6, Some(8));
    let certain = column("you were", Some("you were"), Align::Right, 10, sure.map(|cells| cells + 1));
    let columns: Vec<Column> = [thought, topic, count].into_iter().chain(with_certainty.then_some(certain)).collect();
    let row = |(number, thought): (usize, &Thought<'_>)| TableRow {
        cells: [
            Some(plain(called(model, thought))),
            Some(quiet(topic_title(&model.bank, thought.topic))),
            Some(quiet(thought.statements.len().to_string())),
            with_certainty.then(|| if thought.certain { text("certain", Role::Wrong) } else { Text::default() }),
        ]
        .into_iter()
        .flatten()
        .map(Cell::Text)
        .collect(),
        action: Some(Action::Pick(number)),
        select: Some(Action::Select(number)),
    };
    let rows = all.iter().enumerate().map(row).collect();
    Block::new(Kind::Table(Table { columns, rows, cursor: Some(selected), airy: true }))
}

/// What stands for a thought in the list: its words, or where none is known the idea that was missed.
fn called(model: &Model, thought: &Thought<'_>) -> String {
    let idea = || Some(first_missed(model, thought)?.concept()?.title.clone());
    thought.belief.map_or_else(|| idea().unwrap_or_default(), |belief| quoted(&belief.claim))
}

/// A statement of the selected thought that was missed beside its counterpart, and what is true instead.
fn detail(model: &Model, thought: &Thought<'_>) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let entry = first_missed(model, thought);
    let chose = entry.as_ref().is_some_and(|entry| model.learner.statement(entry.at).chosen_wrong);
    // Whoever practises it at once is to recall it, not to read it a moment before.
    if let Some(entry) = entry.as_ref().filter(|_| !model.sources) {
        let statement = plain(entry.statement.text.as_str());
        let label = if chose { "You missed this one: " } else { "You didn't know this one: " };
        blocks.push(Block::full([quiet(label).join(statement)]));
        return blocks;
    }
    if let Some(entry) = entry {
        let label = if chose { "you missed this one" } else { "you didn't know this one" };
        let mut pages = spread(&entry, Some(label));
        pages.pages.left.sections.truncate(1);
        pages.pages.right.sections.truncate(1);
        blocks.push(Block::new(Kind::Spread(pages)).when(When::NotNarrow));
        let side = side_name(&model.bank, entry.at.side);
        let statement = Text::statement(&entry.statement.text, &entry.statement.deciding, true);
        blocks.push(Block::full([statement.and(format!(" It's {side}."), Role::Plain)]).when(When::Narrow));
    }
    if let Some(belief) = thought.belief {
        // A thought that the table has room for stands there in full.
        let is_cut = belief.claim.chars().count() + QUOTES >= usize::from(THOUGHT);
        let claim = is_cut.then(|| plain(quoted(&belief.claim)));
        // In a narrow window the list needs the room.
        blocks.push(Block::lines(claim).gap(u8::from(is_cut)));
        blocks.push(Block::lines([plain(belief.refutation.as_str())]).gap(u8::from(!is_cut)).when(When::NotNarrow));
    }
    blocks
}

/// The reasons on both sides, and how many more were missed.
fn companion(model: &Model, thought: &Thought<'_>) -> Vec<Block> {
    let Some(entry) = first_missed(model, thought).filter(|_| model.sources) else { return Vec::new() };
    let mut blocks =
        vec![Block::lines([strong(&entry.topic.title)]).gap(0), Block::full([entry.statement.explanation.as_str()])];
    if let Some(other) = entry.counterpart().statement().filter(|other| !other.explanation.is_empty()) {
        blocks.push(Block::labelled("the counterpart", [other.explanation.as_str()]));
    }
    let more = thought.statements.len().saturating_sub(1);
    if more > 0 {
        let more = counted(more, "more statement like this was missed.", "more statements like this were missed.");
        blocks.push(Block::full([quiet(more)]));
    }
    blocks
}

fn first_missed<'a>(model: &'a Model, thought: &Thought<'_>) -> Option<Entry<'a>> {
    thought.statements.first().and_then(|at| model.bank.entry(*at))
}
