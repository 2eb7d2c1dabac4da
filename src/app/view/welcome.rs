//! The first screen of all: what the two sides mean here, and three ways to begin.

use super::block::{Block, Kind, List, ListRow, Page, Spread};
use super::text::{plain, quiet, strong};
use super::words::side_name;
use super::{Form, View};
use crate::app::Model;
use crate::app::keys::{Action, Context, key_for};
use crate::app::learning::next_lesson;
use crate::domain::bank::{Side, Sides};

/// What is offered, with the words for it.
const OFFERS: [(Action, &str, &str); 3] = [
    (Action::Lesson, "Start the first lesson", "about 5 minutes"),
    (Action::Quick, "Try a quick quiz first", "10 easier statements"),
    (Action::Code, "I have a code", "from a teacher or a friend"),
];

/// The introduction; the only screen without a head, because nothing has begun.
pub fn view(model: &Model) -> View {
    let names = Side::BOTH.map(|side| side_name(&model.bank, side));
    let [left, right] = names;
    let introduction = &model.bank.manifest.introduction;
    // The paragraphs come in pairs, one a side; an odd one at the end belongs to both.
    let (pairs, rest) = introduction.split_at(introduction.len() / 2 * 2);
    let page = |side: Side| {
        let of_side = pairs.chunks(2).filter_map(|pair| pair.get(usize::from(side == Side::Right)));
        let text = |(number, words): (usize, &String)| if number == 0 { plain(words) } else { quiet(words) };
        Page { sections: of_side.enumerate().map(text).collect(), ..Page::default() }
    };
    let pages = Sides { left: page(Side::Left), right: page(Side::Right) };
    let spread = Spread { thick: None, pages, between: 1, tail: false, words: true, both: None };
    View::new(model, Form::TwoSided, "welcome")
        .block(Block::centred([strong(format!("Does this describe {left}, or {right}?"))]).gap(2).narrow_gap(1))
        .block(Block::new(Kind::Spread(spread)))
        .blocks((!rest.is_empty()).then(|| Block::full(rest.iter().cloned())))
        .block(offers(model))
        .foot(|foot| foot.only_if(false, Action::Lesson).only_if(false, Action::Quick).only_if(false, Action::Code))
}

/// What is offered here: no lesson where the bank has none.
fn offered(model: &Model) -> impl Iterator<Item = (Action, &'static str, &'static str)> {
    let teaches = next_lesson(model).is_some();
    OFFERS.into_iter().filter(move |(action, ..)| teaches || *action != Action::Lesson).map(move |offer| match offer {
        (Action::Quick, _, detail) if !teaches => (Action::Quick, "Start a quick quiz", detail),
        offer => offer,
    })
}

fn offers(model: &Model) -> Block {
    let row = |(number, (action, label, detail)): (usize, (Action, &str, &str))| ListRow {
        key: if number == 0 { String::new() } else { key_for(Context::Welcome, action) },
        label: label.to_owned(),
        detail: detail.to_owned(),
        action,
        select: action,
        gap: 0,
    };
    Block::new(Kind::List(List { rows: offered(model).enumerate().map(row).collect(), cursor: Some(0), brief: false }))
}
