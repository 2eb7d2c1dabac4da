//! The two-sided map, and the concepts by topic.

use super::{Block, Group, Kind, Picture, Subject, Table, count, sign};
use crate::app::figures::{ConceptFigures, DueFigures, TopicFigures};
use crate::app::report::Report;
use crate::domain::mastery::State;
use crate::domain::moment::Moment;
use crate::domain::words::counted;

/// Right answers by topic and side.
pub fn map(report: &Report, blocks: &mut Vec<Block>) {
    let figures = &report.figures;
    blocks.push(Block::Heading("Topics by side".to_owned()));
    let answers = figures.total().total();
    if answers == 0 {
        return blocks.push(Block::Missing("Not enough evidence yet: no answers (N = 0).".to_owned()));
    }
    let (left, right) = (&report.sides.left.name, &report.sides.right.name);
    blocks.push(Block::Picture(Picture {
        subject: Subject::Sides,
        title: "Right answers by topic and side".to_owned(),
        caption: format!(
            "Bars grow away from the middle with the share right: {left} to the left, {right} to the right (N = \
             {answers}). Behind each title, its ideas: ◉ kept, ● known, ◐ practising, ○ new."
        ),
    }));
    let (left, right) = (format!("◂\u{a0}{left}: right"), format!("{right}: right\u{a0}▸"));
    let heads = [left.as_str(), &right, "◉ kept", "● known", "◐ practising", "○ new", "N"];
    let mut columns = vec![("Topic", Kind::Text)];
    columns.extend(heads.map(|head| (head, Kind::Number)));
    let mut rows: Vec<Vec<String>> = figures.topics.iter().map(row).collect();
    let sum = |of: fn(&TopicFigures) -> usize| figures.topics.iter().map(of).sum::<usize>().to_string();
    rows.push(vec![
        "All topics".to_owned(),
        count(figures.answers.left),
        count(figures.answers.right),
        sum(|topic| topic.count(State::Kept)),
        sum(|topic| topic.count(State::Known)),
        sum(|topic| topic.count(State::Practising)),
        sum(|topic| topic.count(State::New)),
        figures.topics.iter().map(|topic| topic.mastery_answers).sum::<u32>().to_string(),
    ]);
    let caption = "Right answers by side, and ideas by state; N is the number of answers that count for mastery";
    blocks.push(Block::Table(Table::of(caption, &columns).with(rows)));
}

fn row(topic: &TopicFigures) -> Vec<String> {
    vec![
        topic.title.clone(),
        count(topic.answers.left),
        count(topic.answers.right),
        topic.count(State::Kept).to_string(),
        topic.count(State::Known).to_string(),
        topic.count(State::Practising).to_string(),
        topic.count(State::New).to_string(),
        topic.mastery_answers.to_string(),
    ]
}

/// The concepts by topic, with what is missing and when they return.
pub fn concepts(report: &Report, blocks: &mut Vec<Block>) {
    blocks.push(Block::Heading("Ideas".to_owned()));
    let columns = [
        ("Idea", Kind::Text),
        ("State", Kind::Text),
        ("Still needed", Kind::Text),
        ("N", Kind::Number),
        ("Due", Kind::Word),
    ];
    let caption = "Each idea that was asked, with its state and when it comes back";
    let groups = report.figures.topics.iter().map(|topic| group(topic, report)).collect();
    blocks.push(Block::Table(Table { groups, ..Table::of(caption, &columns) }));
}

fn group(topic: &TopicFigures, report: &Report) -> Group {
    let today = report.at.day();
    let due = &report.figures.due;
    let returns = |concept: &ConceptFigures| due.iter().find(|one| one.topic == topic.id && one.concept == concept.id);
    let asked = |concept: &&ConceptFigures| concept.answers > 0 || returns(concept).is_some();
    let rows: Vec<Vec<String>> =
        topic.concepts.iter().filter(asked).map(|one| concept(one, returns(one), today)).collect();
    let open: Vec<&str> = topic.concepts.iter().filter(|one| !asked(one)).map(|one| one.title.as_str()).collect();
    let note = if open.is_empty() { String::new() } else { format!("Not asked yet: {}.", open.join("; ")) };
    let of = counted(topic.concepts.len(), "idea", "ideas");
    Group { title: format!("{}: {} of {of} known", topic.title, topic.known()), rows, note }
}

fn concept(concept: &ConceptFigures, due: Option<&DueFigures>, today: i64) -> Vec<String> {
    let missing = concept.missing_words().unwrap_or_else(|| "–".to_owned());
    let due = match due {
        None => "–".to_owned(),
        Some(due) if due.day == today => "today".to_owned(),
        Some(due) if due.day < today => format!("since {}", Moment::written_of(due.day)),
        Some(due) => Moment::written_of(due.day),
    };
    let state = format!("{} {}", sign(concept.state), concept.state.words());
    vec![concept.title.clone(), state, missing, concept.answers.to_string(), due]
}
