//! What a report says, section by section, before it is written down in any form.

mod attempts;
mod mastery;
mod mistakes;
mod reading;
mod sure;

use super::calendar;
use crate::app::figures::{CalibrationFigures, Figures, TopicFigures};
use crate::app::report::Report;
use crate::domain::bank::Side;
use crate::domain::fact::SOLE_LEARNER;
use crate::domain::mastery::State;
use crate::domain::moment::Moment;
use crate::domain::session::Tally;
use crate::domain::words::{counted, given_again};

/// A part of a report.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// What it is.
    Title(String),
    /// The beginning of a section.
    Heading(String),
    /// The beginning of a part of a section.
    Subheading(String),
    /// Sentences.
    Paragraph(String),
    /// Sentences that belong to what follows.
    Lead(String),
    /// A sentence that stands apart: that something cannot be said yet.
    Missing(String),
    /// Names and what they stand for, in a word or two.
    Facts(Vec<(String, String)>),
    /// Names, each with signs that stand in columns.
    Signs(Vec<(String, String)>),
    /// Words and what they mean.
    Explained(Vec<(String, String)>),
    /// The figures to see first: what is counted, the number, and what stands behind it.
    Numbers(Vec<[String; 3]>),
    /// A picture, for those forms that have any; what it shows stands in the blocks after it as well.
    Picture(Picture),
    /// Numbers in rows.
    Table(Table),
    /// A statement and its counterpart.
    Missed(Box<Missed>),
}

/// What a picture shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// Right answers by topic and side, and the concepts in three states.
    Sides,
    /// How sure against how right.
    Curve,
    /// Answers by day.
    Calendar,
    /// Ability over time.
    Ability,
    /// The topics against each other.
    Profile,
    /// The scores of the attempts.
    Scores,
}

/// A picture in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// What it shows.
    pub subject: Subject,
    /// Its title.
    pub title: String,
    /// How to see what it shows, for who looks at it and for who cannot.
    pub caption: String,
}

/// A table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// What it is a table of.
    pub caption: String,
    /// The heads of its columns; the first column names the row.
    pub columns: Vec<Column>,
    /// Its rows; groups are told apart by their titles.
    pub groups: Vec<Group>,
    /// Whether it only repeats the numbers in a picture, so that it may stand folded up under it.
    pub repeats: bool,
}

/// The head of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// What stands in it.
    pub title: String,
    /// Of what kind that is.
    pub kind: Kind,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Text that may take several lines.
    Text,
    /// A word or a date, which stays on one line.
    Word,
    /// Numbers, one under the other.
    Number,
}

/// Rows of a table that belong together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Group {
    /// What they have in common; empty where nothing needs to be said.
    pub title: String,
    /// The rows, each with a cell for every column.
    pub rows: Vec<Vec<String>>,
    /// What else there is to say of the group; empty where there is nothing.
    pub note: String,
}

/// A statement that was missed, beside its counterpart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missed {
    /// The label of each side.
    pub labels: [String; 2],
    /// The statement of each side.
    pub texts: [String; 2],
    /// The words of each that decide.
    pub deciding: [Vec<String>; 2],
    /// The side of the one that was missed.
    pub side: Side,
    /// Whether it was missed with certainty.
    pub certain: bool,
    /// Why it is this side and not the other.
    pub explanation: String,
}

impl Table {
    /// A table without rows.
    pub fn of(caption: &str, columns: &[(&str, Kind)]) -> Self {
        let columns = columns.iter().map(|(title, kind)| Column { title: (*title).to_owned(), kind: *kind }).collect();
        Self { caption: caption.to_owned(), columns, ..Self::default() }
    }

    /// The same with these rows in one group.
    pub fn with(self, rows: Vec<Vec<String>>) -> Self {
        Self { groups: vec![Group { rows, ..Group::default() }], ..self }
    }
}

impl Missed {
    /// What stands beside the statement that was missed, whether by a wrong answer or by none.
    pub const fn missed_words(&self) -> &'static str {
        if self.certain { "✗ to fix: you were certain" } else { "✗ to fix" }
    }
}

/// The sign of a state: it differs without colour.
pub const fn sign(state: State) -> &'static str {
    match state {
        State::Kept => "◉",
        State::Known => "●",
        State::Practising => "◐",
        State::New => "○",
    }
}

/// All that a report says.
pub fn contents(report: &Report) -> Vec<Block> {
    let mut blocks = vec![Block::Title("Progress report".to_owned()), Block::Facts(facts(report))];
    if report.figures.total().total() == 0 {
        blocks.push(Block::Missing(
            "No answers yet (N = 0): nothing is claimed without evidence, so the figures are still to come.".to_owned(),
        ));
    } else {
        blocks.push(Block::Numbers(numbers(&report.figures)));
        blocks.push(Block::Paragraph(headline(&report.figures)));
    }
    mastery::map(report, &mut blocks);
    mastery::concepts(report, &mut blocks);
    sure::sure(report, &mut blocks);
    calendar::days(report, &mut blocks);
    attempts::ability(report, &mut blocks);
    attempts::profile(report, &mut blocks);
    attempts::attempts(report, &mut blocks);
    mistakes::mistakes(report, &mut blocks);
    reading::how_to_read(&mut blocks);
    blocks
}

fn facts(report: &Report) -> Vec<(String, String)> {
    let learner = if report.learner == SOLE_LEARNER { "Guest".to_owned() } else { report.learner.clone() };
    let topics = counted(report.figures.topics.len(), "topic", "topics");
    let bank = format!("{} ({}, revision {}), {topics}", report.bank_title, report.bank, report.bank_revision);
    let made = format!("{}, {} ({})", report.at.written(), report.at.time(), report.at.zone());
    [("Learner", learner), ("Bank", bank), ("Made", made)].map(|(name, said)| (name.to_owned(), said)).to_vec()
}

/// How many concepts are known, and how many there are.
fn concept_counts(figures: &Figures) -> [usize; 2] {
    let sum = |of: fn(&TopicFigures) -> usize| figures.topics.iter().map(of).sum();
    [sum(TopicFigures::known), sum(|topic| topic.concepts.len())]
}

fn numbers(figures: &Figures) -> Vec<[String; 3]> {
    let all = figures.total();
    let [known, concepts] = concept_counts(figures);
    let days = counted(figures.days.len(), "day", "days");
    let of = |what: &str, number: String, behind: String| [what.to_owned(), number, behind];
    vec![
        of("Answers", all.total().to_string(), format!("on {days}")),
        of("Right", percent(all), format!("{}; guessing: 50 %", count_again(all, figures.given_again))),
        of("Known", format!("{known} of {concepts}"), "ideas".to_owned()),
        of("To fix", figures.mistakes_to_make_good.to_string(), "mistakes".to_owned()),
    ]
}

fn headline(figures: &Figures) -> String {
    let all = figures.total();
    let (days, answers) = (counted(figures.days.len(), "day", "days"), counted(all.total(), "answer", "answers"));
    let period = match (figures.days.first(), figures.days.last()) {
        (Some(first), Some(last)) if first.day != last.day => {
            format!(", from {} to {}", Moment::written_of(first.day), Moment::written_of(last.day))
        }
        (Some(first), _) => format!(", {}", Moment::written_of(first.day)),
        _ => String::new(),
    };
    let [known, concepts] = concept_counts(figures);
    let unknown = if all.unknown > 0 {
        format!(", {} \"don't know\"", counted(all.unknown, "time", "times"))
    } else {
        String::new()
    };
    let again = given_again(figures.given_again);
    format!(
        "{answers} on {days}{period}: {} right, {} wrong{unknown}{again}. That is {} right (N = {}); guessing alone is right half \
         the time. Known so far: {known} of {concepts} ideas.",
        all.right,
        all.wrong,
        percent(all),
        all.total(),
    )
}

/// That answers with a certainty are still missing.
fn too_few(figures: &CalibrationFigures) -> String {
    let (answers, needed) = (figures.answers, figures.needed);
    format!(
        "Not enough evidence yet: this is shown after {needed} answers with a certainty; {answers} so far (N = {answers})."
    )
}

/// The share right, as on the screen; a dash without an answer.
pub fn percent(tally: Tally) -> String {
    tally.percent().map_or_else(|| "–".to_owned(), |percent| format!("{percent} %"))
}

/// `17 of 20`; a dash without an answer.
pub fn count(tally: Tally) -> String {
    if tally.total() == 0 { "–".to_owned() } else { format!("{} of {}", tally.right, tally.total()) }
}

/// `17 of 20, 1 given again`; a dash without an answer.
pub fn count_again(tally: Tally, again: u32) -> String {
    format!("{}{}", count(tally), given_again(again))
}

/// A share from 0 to 1 as whole per cent.
pub fn share(share: f64) -> String {
    format!("{:.0} %", share.clamp(0.0, 1.0) * 100.0)
}
