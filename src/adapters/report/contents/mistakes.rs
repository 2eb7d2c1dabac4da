//! The mistakes to make good, by topic and by the belief behind them.

use super::{Block, Missed};
use crate::app::figures::{Belief, MistakeFigures};
use crate::app::report::Report;
use crate::domain::bank::Side;
use crate::domain::words::counted;

/// Each mistake with the refutation of its misconception and with its counterpart.
pub fn mistakes(report: &Report, blocks: &mut Vec<Block>) {
    blocks.push(Block::Heading("To fix".to_owned()));
    let mistakes = &report.figures.mistakes;
    if mistakes.is_empty() {
        let nothing =
            if report.figures.total().total() == 0 { "No answers yet, so no mistakes" } else { "No mistakes are open" };
        return blocks.push(Block::Paragraph(format!("{nothing} (N = {}).", report.figures.total().total())));
    }
    let many = mistakes.len() > 1;
    blocks.push(Block::Paragraph(format!(
        "{} answered wrongly, or with \"don't know\", and not fixed since. {} with its counterpart: {} on the \
         left, {} on the right, the one to fix marked ✗.",
        counted(mistakes.len(), "statement", "statements"),
        if many { "Each stands" } else { "It stands" },
        report.sides.left.name,
        report.sides.right.name,
    )));
    for topic in &report.figures.topics {
        let here: Vec<&MistakeFigures> = mistakes.iter().filter(|one| one.topic == topic.id).collect();
        if !here.is_empty() {
            blocks.push(Block::Subheading(format!("{} ({})", topic.title, here.len())));
            of_topic(report, &here, blocks);
        }
    }
}

/// The mistakes of a topic, those with the same belief behind them together, in the order of the first of each.
fn of_topic(report: &Report, mistakes: &[&MistakeFigures], blocks: &mut Vec<Block>) {
    let mut beliefs: Vec<&Option<Belief>> = Vec::new();
    for mistake in mistakes {
        if !beliefs.contains(&&mistake.misconception) {
            beliefs.push(&mistake.misconception);
        }
    }
    for belief in beliefs {
        if let Some(Belief { claim, refutation, .. }) = belief {
            blocks.push(Block::Lead(format!("You may have thought: \"{}\" {refutation}", claim.trim())));
        }
        let same = mistakes.iter().filter(|one| one.misconception == *belief);
        blocks.extend(same.map(|one| Block::Missed(Box::new(missed(report, one)))));
    }
}

fn missed(report: &Report, mistake: &MistakeFigures) -> Missed {
    fn in_order<T>(side: Side, own: T, other: T) -> [T; 2] {
        match side {
            Side::Left => [own, other],
            Side::Right => [other, own],
        }
    }
    let (text, deciding) = mistake.counterpart.clone().map(|other| (other.text, other.deciding)).unwrap_or_default();
    Missed {
        labels: [report.sides.left.label.clone(), report.sides.right.label.clone()],
        texts: in_order(mistake.side, mistake.text.clone(), text),
        deciding: in_order(mistake.side, mistake.deciding.clone(), deciding),
        side: mistake.side,
        certain: mistake.certain,
        explanation: mistake.explanation.clone(),
    }
}
