//! Who is learning: whom one can choose, and the name of somebody new.

use super::block::{Block, Field, Kind, List, ListRow};
use super::words::capital;
use super::{Form, View};
use crate::app::Model;
use crate::app::keys::Action;
use crate::app::learners::{Learners, NAME_RULE, listed};

/// The screen that asks who is learning.
pub fn view(model: &Model, learners: &Learners) -> View {
    let known = learners.known.iter().map(|known| (listed(&known.name), known.words(model.today)));
    let rows = known.chain([("Somebody new".to_owned(), "asks for a name".to_owned())]);
    let row = |(number, (label, detail)): (usize, (String, String))| ListRow {
        key: String::new(),
        label,
        detail,
        action: Action::Pick(number),
        select: Action::Select(number),
        gap: 0,
    };
    let rows = rows.enumerate().map(row).collect();
    let view = View::new(model, Form::List, if learners.typed.is_some() { "name" } else { "learners" })
        .head("Who is learning?", "");
    let Some(typed) = &learners.typed else {
        return view.block(Block::new(Kind::List(List { rows, cursor: Some(learners.selected), brief: false })));
    };
    let field = Field { label: "Name".to_owned(), typed: typed.clone(), hint: String::new(), active: true };
    view.block(Block::full([format!("{}.", capital(NAME_RULE))])).block(Block::new(Kind::Field(field)))
}
