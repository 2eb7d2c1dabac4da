//! Small pieces of sentences.

use crate::app::Model;
use crate::domain::bank::{Side, Verdict};

/// `1 question`, `3 questions`.
pub fn counted(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// A side's answer label.
pub fn label(model: &Model, side: Side) -> &str {
    &model.bank().side(side).label
}

/// A topic's title, from the manifest.
pub fn title(model: &Model, topic: usize) -> &str {
    model.bank().manifest.topics.get(topic).map_or("", |topic| topic.title.as_str())
}

/// How a boundary case is settled.
pub fn verdict(model: &Model, verdict: Verdict) -> String {
    match verdict {
        Verdict::Left => format!("Verdict: {}.", label(model, Side::Left)),
        Verdict::Right => format!("Verdict: {}.", label(model, Side::Right)),
        Verdict::Arguable => "Verdict: arguable.".to_owned(),
        Verdict::Neither => "Verdict: neither side.".to_owned(),
    }
}

/// The documents behind something, a line each.
pub fn sources(model: &Model, ids: &[String]) -> Vec<String> {
    ids.iter().map(|id| format!("Source: {}.", model.bank().citation(id).trim_end_matches('.'))).collect()
}
