//! The progress: what is known of each topic and what comes next, then the figures behind that, each with its meaning.

mod days;
mod known;
mod numbers;
mod rounds;
mod topics;

use super::View;
use super::text::quiet;
use super::words::counted;
use crate::app::Model;
use crate::app::keys::Action;
use crate::app::progress::{Page, Progress};

/// The page of the progress that is open.
pub fn view(model: &Model, progress: Progress) -> View {
    let view = match progress.page {
        Page::Topics if progress.concept.is_some() => topics::ideas(model, progress),
        Page::Topics => topics::view(model, progress.selected),
        Page::Numbers => numbers::view(model, progress.selected),
        Page::Days => days::view(model, progress.selected),
        Page::Known => known::view(model),
        Page::Rounds => rounds::view(model, progress.selected),
    };
    let opens = progress.entries(model) > 0;
    view.foot(|foot| foot.only_if(opens, Action::Next).only_if(false, Action::PreviousView))
}

/// How many answers there are in all, for the right end of the head.
fn answers(model: &Model) -> super::Text {
    let all: u32 = model.learner.days().values().sum();
    quiet(counted(all, "answer", "answers"))
}
