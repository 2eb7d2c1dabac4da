//! The glossary: every word of the trade, or those that stand on the page it was opened from.

use super::block::Block;
use super::text::{Role, quiet, strong};
use super::words::{counted, side_name};
use super::{Form, Text, View};
use crate::app::Model;
use crate::app::cards::Glossary;
use crate::app::keys::Action;
use crate::domain::bank::{Side, Term};

/// The glossary. Each word is a block of its own, so that pages turn between words.
pub fn view(model: &Model, glossary: &Glossary) -> View {
    let all = &model.bank.manifest.glossary;
    let terms: Vec<&Term> = match &glossary.only {
        Some(only) => only.iter().filter_map(|number| all.get(*number)).collect(),
        None => all.iter().collect(),
    };
    let (subtitle, gap) = if glossary.only.is_some() { ("words on this page", 1) } else { ("", 0) };
    let count = counted(terms.len(), "word", "words");
    View::new(model, Form::List, "glossary")
        .head("Glossary", subtitle)
        .counter(quiet(count))
        .blocks(
            terms
                .into_iter()
                .enumerate()
                .map(|(number, term)| Block::full([line(model, term)]).gap(if number == 0 { 1 } else { gap })),
        )
        .foot(|foot| foot.only_if(false, Action::PageOn).only_if(false, Action::PageBack))
}

/// A word, the side it belongs to, and what it means.
fn line(model: &Model, term: &Term) -> Text {
    let side = |side: Side| Text::default().and(side_name(&model.bank, side), Role::Side(side)).and(". ", Role::Plain);
    let home = term.side.map(side).unwrap_or_default();
    strong(format!("{}: ", term.term)).join(home).and(term.meaning.as_str(), Role::Plain)
}
