//! A discussion card: a case, a pause to decide, and then how it is settled and what would flip it.

use super::block::{Beam, Block, Kind};
use super::feedback::sources;
use super::text::{Role, plain, strong};
use super::words::side_name;
use super::{Form, Text, View};
use crate::app::Model;
use crate::app::cards::{Cards, list};
use crate::app::keys::Action;
use crate::domain::bank::{Card, Outcome, Side, Verdict};

/// A discussion card.
pub fn view(model: &Model, cards: Cards) -> View {
    let all = list(model, cards.topic);
    let place = format!("card {:?} {}", cards.topic, cards.position);
    let view = View::new(model, Form::TwoSided, place);
    let Some((topic, card)) = all.get(cards.position) else { return view };
    let title = Text::default().said(card.title.as_str(), Role::Strong, format!("{}.", card.title));
    let view = view
        .head("Discussion", &topic.title)
        .counter("not scored")
        .counter(format!("{} of {}", cards.position + 1, all.len()))
        .block(Block::page([title, plain(&card.case)]));
    let view = if cards.revealed {
        view.blocks(settled(model, card))
    } else {
        view.block(Block::page(["Decide for yourself first, and say why."]).gap(2).narrow_gap(1))
    };
    let see = if matches!(card.outcome(), Outcome::Answer(_)) { "see an answer" } else { "see the verdict" };
    view.foot(|foot| {
        let foot = if cards.revealed { foot } else { foot.says(Action::Next, see) };
        foot.only_if(!cards.revealed || cards.position + 1 < all.len(), Action::Next)
            .only_if(cards.position > 0, Action::Previous)
            .only_if(!card.sources.is_empty(), Action::Sources)
            .only_if(!model.bank.cases().is_empty(), Action::Cases)
    })
}

/// How a case is settled, why, and what would change that.
fn settled(model: &Model, card: &Card) -> Vec<Block> {
    let mut blocks = match card.outcome() {
        Outcome::Verdict(verdict) => {
            let thick = match verdict {
                Verdict::Left => Some(Side::Left),
                Verdict::Right => Some(Side::Right),
                Verdict::Arguable | Verdict::Neither => None,
            };
            vec![Block::new(Kind::Beam(Beam { thick })), Block::full([strong(verdict_words(model, verdict))])]
        }
        Outcome::Answer(answer) => vec![Block::labelled("What a competent person does", [strong(answer)])],
    };
    blocks.push(Block::full([card.reasoning.as_str()]).gap(u8::from(card.verdict.is_none())));
    blocks.push(Block::labelled("What would flip it", [card.flip.as_str()]));
    if model.sources {
        blocks.extend(sources(model, &card.sources).map(|block| block.gap(1)));
    }
    blocks
}

fn verdict_words(model: &Model, verdict: Verdict) -> String {
    match verdict {
        Verdict::Left => format!("It's {}.", side_name(&model.bank, Side::Left)),
        Verdict::Right => format!("It's {}.", side_name(&model.bank, Side::Right)),
        Verdict::Arguable => "Arguable: competent people differ.".to_owned(),
        Verdict::Neither => "Neither of the two.".to_owned(),
    }
}
