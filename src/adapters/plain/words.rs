//! Small pieces of sentences.

use crate::app::Model;
use crate::domain::bank::{Side, Verdict};
use crate::domain::session::Tally;

/// `1 question`, `3 questions`.
pub fn counted(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// `2 of 3 right, 67 %`; with "don't know" named where there was any. The number behind the share is always said.
pub fn tally(tally: Tally) -> String {
    let Some(percent) = tally.percent() else { return "no answers yet".to_owned() };
    let unknown = if tally.unknown > 0 { format!(", {} not known", tally.unknown) } else { String::new() };
    format!("{} of {} right, {percent} %{unknown}", tally.right, tally.total())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_says_of_how_many() {
        let of = |right, wrong, unknown| tally(Tally { right, wrong, unknown });
        assert_eq!(of(0, 0, 0), "no answers yet");
        assert_eq!(of(2, 1, 0), "2 of 3 right, 67 %");
        assert_eq!(of(1, 0, 1), "1 of 2 right, 50 %, 1 not known");
    }
}
