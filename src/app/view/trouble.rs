//! Something could not be saved: nothing goes on before that is settled.

use super::block::Block;
use super::text::{Role, plain, text};
use super::words::counted;
use super::{Form, View};
use crate::app::{Model, Trouble};

/// What could not be saved, and why.
pub fn view(model: &Model, trouble: &Trouble) -> View {
    let records = counted(trouble.facts.len(), "record is", "records are");
    View::new(model, Form::List, "not saved")
        .head("Not saved yet", "")
        .block(Block::full([text(trouble.reason.clone(), Role::Wrong)]).gap(2))
        .block(Block::full([plain(format!(
            "{records} not safe yet; everything before is. Enter tries to save again; nothing goes on until it works."
        ))]))
}
