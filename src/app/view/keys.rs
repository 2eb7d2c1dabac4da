//! The keys of a screen, from the key table: first what works there, then what works everywhere.

use super::block::{Align, Block, Cell, Column, Kind, Table, TableRow};
use super::text::{Role, plain, quiet, text};
use super::{Form, Text, View};
use crate::app::keys::{Action, Binding, Context, bindings, key_name, working};
use crate::app::{Model, absent};

/// The keys of `context`.
pub fn view(model: &Model, context: Context) -> View {
    of(View::new(model, Form::List, "keys"), context, &absent(model))
}

/// The keys of `context` in an empty `view`, but those for what is `absent`.
pub fn of(view: View, context: Context, absent: &[Action]) -> View {
    let is_everywhere = |binding: &&&Binding| binding.contexts.len() == Context::ALL.len();
    let all: Vec<&'static Binding> = bindings(context).filter(|one| !absent.contains(&one.action)).collect();
    let (everywhere, here): (Vec<_>, Vec<_>) = all.iter().copied().partition(|binding| is_everywhere(&binding));
    view.head("Keys", context.title())
        .block(table(context, &here))
        .block(Block::lines([quiet("everywhere")]))
        .block(table(context, &everywhere).gap(0))
        .foot(|foot| foot.only_if(false, Action::Help).only_if(false, Action::PageOn).only_if(false, Action::PageBack))
}

fn table(context: Context, bindings: &[&'static Binding]) -> Block {
    let column = |cells, narrow| Column::new(Align::Left, cells).narrow(Some(narrow));
    // Where letters are typed, q leaves nothing, and Esc does what is said of it.
    let leaves = bindings.iter().find(|one| one.action == Action::Back);
    let help = |binding: &&'static Binding| match leaves {
        Some(leaves) if binding.action == Action::Out && context.takes_text() => leaves.help,
        _ => binding.help,
    };
    let row = |binding: &&'static Binding| {
        let keys: Vec<String> = working(binding, context).map(|key| key_name(key, false)).collect();
        TableRow {
            cells: vec![
                Cell::Text(Text::default()),
                Cell::Text(text(keys.join("  "), Role::Key)),
                Cell::Text(plain(help(binding))),
            ],
            action: None,
            select: None,
        }
    };
    let has_key = |binding: &&&'static Binding| working(binding, context).next().is_some();
    let columns = vec![column(2, 0), column(17, 16), column(57, 40)];
    Block::new(Kind::Table(Table {
        columns,
        rows: bindings.iter().filter(has_key).map(row).collect(),
        cursor: None,
        airy: false,
    }))
}
