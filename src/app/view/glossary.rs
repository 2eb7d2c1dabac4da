//! The glossary: every word of the trade, those of the page it was opened from, or those that are searched for.

use super::block::{Align, Block, Cell, Column, Field, Kind, Measure, Prose, Table, TableRow, When};
use super::text::{Role, plain, quiet, strong};
use super::words::{counted, side_name, topic_title};
use super::{Form, Text, View};
use crate::app::Model;
use crate::app::glossary::{Glossary, taught_in};
use crate::app::keys::Action;
use crate::domain::bank::{Side, Term};

/// The glossary: the search above, the selected word whole below, and between them the words.
pub fn view(model: &Model, glossary: &Glossary) -> View {
    let all = &model.bank.manifest.glossary;
    let shown = glossary.shown(&model.bank);
    let terms: Vec<&Term> = shown.iter().filter_map(|number| all.get(*number)).collect();
    let chosen = terms.get(glossary.selected).copied();
    let typed = glossary.typed.as_deref().unwrap_or_default();
    let is_part = glossary.is_searching() || glossary.only.is_some();
    let count = counted(all.len(), "word", "words");
    let subtitle = match &glossary.typed {
        Some(typed) if !typed.is_empty() => typed.clone(),
        None if glossary.only.is_some() => "words on this page".to_owned(),
        _ => String::new(),
    };
    let counter = if is_part { format!("{} of {count}", terms.len()) } else { count.clone() };
    let mut view =
        View::new(model, Form::List, format!("glossary {typed}")).head("Glossary", subtitle).counter(quiet(counter));
    view.above = vec![search(typed, glossary.is_searching()), Block::lines([""]).gap(0)];
    let table = Block::new(Kind::Table(table(&terms, glossary.selected))).gap(0).when(When::Seen);
    view = if terms.is_empty() {
        view.block(Block::full([format!("No word like that among {count}. Try a part of it.")]).gap(0))
    } else {
        let how = Block::lines(["Type a word, or a part of one or of its meaning."]).when(When::Spoken).once();
        view.block(table).block(how).blocks(is_part.then(|| said(model, &terms))).blocks(too_many(terms.len(), is_part))
    };
    let lesson = chosen.and_then(|term| taught_in(&model.bank, term));
    if let Some(term) = chosen {
        let where_taught = lesson.map(|topic| format!("lesson {}, {}", topic + 1, topic_title(&model.bank, topic)));
        let taught = where_taught.map(|words| quiet("taught in  ").join(plain(words))).unwrap_or_default();
        let whole = [Block::new(Kind::Rule), ends(model, term), meaning(term), Block::lines([taught.clone()])];
        view.below = whole.map(|block| block.gap(0).when(When::NotWide)).to_vec();
        view.companion = vec![ends(model, term), meaning(term), Block::lines([taught])];
        let taught = lesson.filter(|_| is_part).map(|topic| topic_title(&model.bank, topic));
        let taught = taught.map(|title| format!("The lesson that teaches {}: {title}.", term.term));
        view = view.blocks(taught.map(|said| Block::lines([said]).when(When::Spoken)));
    }
    let clears = glossary.is_searching();
    view.foot(|foot| {
        let foot = foot.only_if(lesson.is_some(), Action::Lesson).only_if(terms.len() > 1, Action::Up);
        if clears { foot.says(Action::Back, "clear") } else { foot }
    })
}

/// The line in which one types.
fn search(typed: &str, active: bool) -> Block {
    let hint = if active { "" } else { "type to search" };
    let field = Field { label: "/".to_owned(), typed: typed.to_owned(), hint: hint.to_owned(), active };
    Block::new(Kind::Field(field)).when(When::Seen)
}

/// A word a row: what it means as far as there is room, and its side as a sign.
fn table(terms: &[&Term], selected: usize) -> Table {
    let column = |cells, narrow| Column {
        title: Text::default(),
        spoken: None,
        align: Align::Left,
        cells,
        narrow: Some(narrow),
        most: Some(1),
    };
    let rows = terms.iter().enumerate().map(|(number, term)| {
        let (sign, role) = match term.side {
            Some(side @ Side::Left) => (" ◂", Role::Side(side)),
            Some(side @ Side::Right) => ("  ▸", Role::Side(side)),
            None => (" ◂▸", Role::Quiet),
        };
        // A blank holds what is cut off from what comes after it.
        let texts = [plain(term.term.as_str()), quiet(format!(" {}", term.meaning)), Text::default().and(sign, role)];
        TableRow {
            cells: texts.into_iter().map(Cell::Text).collect(),
            action: Some(Action::Pick(number)),
            select: Some(Action::Select(number)),
        }
    });
    Table {
        columns: vec![column(23, 19), column(48, 32), column(3, 3)],
        rows: rows.collect(),
        cursor: Some(selected),
        airy: false,
    }
}

/// The words as they are heard, each in a line.
fn said(model: &Model, terms: &[&Term]) -> Block {
    let line = |term: &&Term| {
        let side = term.side.map_or_else(String::new, |side| format!("{}. ", side_name(&model.bank, side)));
        if side.is_empty() {
            return plain(format!("{}{}", term.term, super::feedback::defined(term)));
        }
        plain(format!("{}: {side}{}", term.term, term.meaning))
    };
    Block::lines(terms.iter().take(HEARD).map(line)).when(When::Spoken)
}

/// So many words are told at a time: nobody listens to hundreds.
const HEARD: usize = 10;

/// Said after the words that are told where there are more.
fn too_many(count: usize, is_part: bool) -> Option<Block> {
    let said = format!("These are the first {HEARD} of {count}. Type more letters to find the others.");
    (is_part && count > HEARD).then(|| Block::lines([said]).when(When::Spoken))
}

/// The selected word and its side.
fn ends(model: &Model, term: &Term) -> Block {
    let side = |side: Side| Text::default().and(side_name(&model.bank, side), Role::Side(side));
    let home = match term.side {
        Some(Side::Left) => Text::default().sign("◂ ", Role::Side(Side::Left), "").join(side(Side::Left)),
        Some(Side::Right) => side(Side::Right).sign(" ▸", Role::Side(Side::Right), ""),
        None => quiet("both sides"),
    };
    Block::ends(strong(term.term.as_str()), home)
}

/// What the selected word means, on as many rows as the longest takes, so that nothing jumps.
fn meaning(term: &Term) -> Block {
    let paragraphs = vec![plain(term.meaning.as_str())];
    Block::new(Kind::Prose(Prose { measure: Measure::Full, paragraphs, least: 2 }))
}
