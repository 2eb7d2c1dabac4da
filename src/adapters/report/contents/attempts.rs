//! Ability over time, the profile over topics, and the scores of the attempts.

use super::{Block, Kind, Picture, Subject, Table, share};
use crate::app::figures::{AttemptFigures, TopicFigures};
use crate::app::report::Report;
use crate::domain::ability::{Estimate, FEWEST};
use crate::domain::code;
use crate::domain::fact::Mode;
use crate::domain::words::counted;

/// Ability over time.
pub fn ability(report: &Report, blocks: &mut Vec<Block>) {
    let figures = &report.figures;
    blocks.push(Block::Heading("Ability over time".to_owned()));
    let Some(now) = figures.ability else {
        return blocks.push(Block::Missing("Not enough evidence yet: no answers to measure by (N = 0).".to_owned()));
    };
    if figures.attempts.iter().any(|attempt| attempt.ability.is_some()) {
        blocks.push(Block::Picture(Picture {
            subject: Subject::Ability,
            title: "Ability after each round".to_owned(),
            caption: format!(
                "From the oldest round remembered to the newest; the band is one standard deviation to each side, and gets \
                 narrower with evidence (N = {}). The numbers are under Rounds.",
                now.answers
            ),
        }));
    }
    blocks.push(Block::Paragraph(format!(
        "Ability now: {}, where 0 is the average and 1 the standard deviation assumed before anything is known (N = {}).",
        estimate(now),
        now.answers
    )));
}

/// The topics against each other.
pub fn profile(report: &Report, blocks: &mut Vec<Block>) {
    blocks.push(Block::Heading("Profile over topics".to_owned()));
    let topics = &report.figures.topics;
    let answers: u32 = topics.iter().map(|topic| topic.mastery_answers).sum();
    if topics.iter().all(|topic| topic.profile.is_none()) {
        return blocks.push(Block::Missing(format!(
            "Not enough evidence yet: a topic is compared from {FEWEST} answers on (N = {answers})."
        )));
    }
    blocks.push(Block::Picture(Picture {
        subject: Subject::Profile,
        title: "Chance of being above average, by topic".to_owned(),
        caption: format!("Above 80 % is called likely strong, under 20 % likely weak (N = {answers})."),
    }));
    let columns =
        [("Topic", Kind::Text), ("Above average", Kind::Number), ("That is", Kind::Word), ("N", Kind::Number)];
    let table = Table::of("Chance of being above average, by topic", &columns);
    blocks.push(Block::Table(table.with(topics.iter().map(profile_row).collect())));
}

fn profile_row(topic: &TopicFigures) -> Vec<String> {
    let above = topic.profile.map_or_else(|| "–".to_owned(), |one| share(one.above));
    vec![topic.title.clone(), above, topic.strength_words().to_owned(), topic.mastery_answers.to_string()]
}

/// The scores of the attempts remembered.
pub fn attempts(report: &Report, blocks: &mut Vec<Block>) {
    blocks.push(Block::Heading("Rounds".to_owned()));
    // One that was begun and left says nothing.
    let attempts: Vec<&AttemptFigures> =
        report.figures.attempts.iter().filter(|attempt| attempt.tally.total() > 0).collect();
    if attempts.is_empty() {
        return blocks.push(Block::Missing("No rounds yet (N = 0).".to_owned()));
    }
    let answers: usize = attempts.iter().map(|attempt| attempt.tally.total()).sum();
    let counted = counted(attempts.len(), "round", "rounds");
    blocks.push(Block::Picture(Picture {
        subject: Subject::Scores,
        title: "Share right by round".to_owned(),
        caption: format!(
            "One column per round, the oldest first; an open column is an unfinished one. The line at 50 % is guessing \
             ({counted}, N = {answers} answers)."
        ),
    }));
    let columns = [
        ("Begun", Kind::Word),
        ("Kind", Kind::Text),
        ("Code", Kind::Word),
        ("Right", Kind::Number),
        ("Points", Kind::Number),
        ("Ability after", Kind::Number),
        ("N", Kind::Number),
    ];
    let table =
        Table::of("The rounds remembered, newest first; N is the number of answers behind the ability", &columns);
    blocks.push(Block::Table(table.with(attempts.into_iter().map(attempt_row).collect())));
}

fn attempt_row(attempt: &AttemptFigures) -> Vec<String> {
    let tally = attempt.tally;
    let mut kind = vec![attempt.mode.word().to_owned()];
    kind.extend(attempt.level.map(|level| format!("level {level}")));
    if !attempt.finished {
        kind.push(format!("{} of {} answered", tally.total(), attempt.count));
    }
    if attempt.taken_back > 0 {
        kind.push(format!("{} taken back", attempt.taken_back));
    }
    vec![
        format!("{}, {}", attempt.at.written(), attempt.at.time()),
        kind.join(", "),
        code(attempt),
        super::count_again(tally, attempt.given_again),
        attempt.marks.map_or_else(|| "–".to_owned(), |marks| format!("{marks:+}")),
        attempt.ability.map_or_else(|| "–".to_owned(), estimate),
        attempt.ability.map_or(0, |known| known.answers).to_string(),
    ]
}

/// The code that gives the round again; a dash where none does.
fn code(attempt: &AttemptFigures) -> String {
    let is_named = attempt.mode == Mode::Quiz && code::is_written(&attempt.seed);
    if is_named { attempt.seed.clone() } else { "–".to_owned() }
}

fn estimate(known: Estimate) -> String {
    format!("{:+.1} ± {:.1}", known.mean, known.sd)
}
