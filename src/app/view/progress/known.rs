//! What the learner now knows, as sentences: a page to read.

use crate::app::Model;
use crate::app::learning::{Learnt, Standing, what_i_know};
use crate::app::view::block::Block;
use crate::app::view::text::quiet;
use crate::app::view::words::{counted, topic_title};
use crate::app::view::{Form, View};

/// The sentences, by topic.
pub(super) fn view(model: &Model) -> View {
    let known = what_i_know(&model.bank, &model.learner);
    let ideas = counted(Standing::of(&model.bank, &model.learner).total(), "idea", "ideas");
    let view = View::new(model, Form::List, "progress, known")
        .head("What I now know", "")
        .counter(quiet(format!("{} of {ideas}", known.len())));
    if known.is_empty() {
        let said = "Nothing yet. An idea comes here once you've got it right several times, on two different days.";
        return view.block(Block::full([said]));
    }
    let topics = (0..model.bank.topic_count()).filter_map(|topic| {
        let mut of_topic = known.iter().filter(|idea| idea.topic == topic).peekable();
        of_topic.peek()?;
        Some(Block::labelled(topic_title(&model.bank, topic), of_topic.map(|idea| idea.sentence.clone())))
    });
    let lately = Learnt::lately(&model.bank, &model.learner, model.today.day()).line();
    view.blocks(topics)
        .block(Block::lines(lately.map(quiet)).gives_way())
        .block(Block::lines([quiet("You got each of these right several times, on different days.")]).gives_way())
}
