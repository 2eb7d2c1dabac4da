//! What the report of a result says, part by part, before it is written down in any form.

use crate::adapters::report::contents::{Block, Kind, Table};
use crate::domain::assessment::modules::Standing;
use crate::domain::assessment::report::{Missed, ResultReport, Score};
use crate::domain::assessment::result::Decision;
use crate::domain::assessment::scoring::ModuleOutcome;

/// A part of the report.
pub enum Part {
    /// What all reports are made of.
    Block(Block),
    /// The score on a line, with its error and the cut.
    Scale(Score),
    /// What a person fills in, with the room for it.
    Signature([(&'static str, Blank); 3]),
}

/// Room to write in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Blank {
    /// For a word or two.
    Short,
    /// For a sentence.
    Long,
}

impl Blank {
    /// A line to write on.
    pub fn rule(self) -> String {
        "_".repeat(match self {
            Self::Short => 24,
            Self::Long => 48,
        })
    }
}

/// All that the report says. Of what was missed, at most `most` are told one by one.
pub fn contents(report: &ResultReport, most: usize) -> Vec<Part> {
    let mut parts = vec![title(report), Part::Block(Block::Facts(facts(report)))];
    let paragraph = |text: String| Part::Block(Block::Paragraph(text));
    if let Some(recommendation) = &report.recommendation {
        let verdict = recommendation.verdict.word();
        parts.push(Part::Block(Block::Lead(format!("{} (recommendation: {verdict})", recommendation.sentence))));
    }
    if let Some(score) = &report.score {
        parts.push(Part::Scale(score.clone()));
        let cut = score.cut_at().zip(score.cut).map(|(at, share)| format!("Cut: {at} ({share:.2} of {}).", score.of));
        let said = [Some(score.told()), score.error(), cut, score.decides(), score.chance()];
        parts.push(paragraph(said.into_iter().flatten().collect::<Vec<_>>().join(" ")));
    }
    if !report.modules.is_empty() {
        parts.push(Part::Block(modules(&report.modules)));
    }
    parts.extend(report.missed.as_ref().map(|missed| self::missed(missed, most)).unwrap_or_default());
    parts.extend(report.certain.map(|certain| paragraph(certain.told())));
    parts.extend(report.change.as_ref().map(|change| paragraph(change.told())));
    parts.push(heading("Small print"));
    parts.push(paragraph(small_print(report)));
    if report.to_sign || report.decided.is_some() {
        parts.push(heading("A person's decision"));
    }
    if let Some(decision) = &report.decided {
        parts.push(paragraph(decided(decision)));
    } else if report.to_sign {
        let blanks = [("Decided", Blank::Short), ("By, on", Blank::Short), ("Reason, where it differs", Blank::Long)];
        parts.push(Part::Signature(blanks));
    }
    parts
}

fn heading(text: &str) -> Part {
    Part::Block(Block::Subheading(text.to_owned()))
}

fn title(report: &ResultReport) -> Part {
    Part::Block(Block::Title(report.form.clone()))
}

fn facts(report: &ResultReport) -> Vec<(String, String)> {
    let applicant = &report.applicant;
    let who = |text: &str| if text.is_empty() { "not given".to_owned() } else { text.to_owned() };
    let (started, submitted) = (report.taken.started, report.taken.submitted);
    let taken = format!("{}, {} to {} ({})", started.written(), started.time(), submitted.time(), submitted.zone());
    let mut facts = vec![
        ("Applicant", who(&applicant.name)),
        ("Id", who(&applicant.id)),
        ("For", report.purpose.clone()),
        ("Taken", format!("{taken}; {}", report.duration())),
        ("Conditions", report.conditions()),
    ];
    facts.push(("Interruptions", report.interruptions().unwrap_or_else(|| "none".to_owned())));
    facts.push(("Receipt", format!("{}. {}", report.receipt, report.voucher.proves())));
    facts.into_iter().map(|(name, said)| (name.to_owned(), said)).collect()
}

fn modules(modules: &[ModuleOutcome]) -> Block {
    let needed = |right: Option<usize>| right.map_or_else(|| "–".to_owned(), |right| right.to_string());
    let row = |module: &ModuleOutcome| {
        let measured = Some(module.needs).filter(|_| module.standing != Standing::NotMeasured);
        vec![
            module.title.clone(),
            format!("{} of {}", module.count.score(), module.count.statements()),
            needed(measured.and_then(|needs| needs.strong_from)),
            needed(measured.and_then(|needs| needs.weak_to)),
            module.standing.words().to_owned(),
        ]
    };
    let unit = if modules.iter().any(|module| module.count.open > 0) { "Marks" } else { "Right" };
    let columns = [
        ("Module", Kind::Text),
        (unit, Kind::Word),
        ("Strong", Kind::Number),
        ("Weak", Kind::Number),
        ("Verdict", Kind::Word),
    ];
    Block::Table(
        Table::of("Modules, none of them ranked; strong from so many right, weak up to so many", &columns)
            .with(modules.iter().map(row).collect()),
    )
}

fn missed(missed: &[Missed], most: usize) -> Vec<Part> {
    if missed.is_empty() {
        return vec![heading("Missed"), Part::Block(Block::Paragraph("Nothing.".to_owned()))];
    }
    let row = |one: &Missed| {
        let text = one.text.clone().unwrap_or_else(|| format!("{} (not in the bank at hand)", one.statement));
        let open = if one.open { ", left open" } else { "" };
        let answer = if one.answer.is_empty() { "?".to_owned() } else { one.answer.clone() };
        let belief = one.misconception.clone().unwrap_or_default();
        vec![one.number.to_string(), text, format!("{answer}{open}"), belief, one.lesson.clone().unwrap_or_default()]
    };
    let columns = [
        ("No.", Kind::Number),
        ("Statement", Kind::Text),
        ("It is", Kind::Word),
        ("Belief that misleads here", Kind::Text),
        ("Lesson", Kind::Text),
    ];
    let title = match missed.len() {
        number if number > most => format!("Missed: {number}, the first {most} of them"),
        number => format!("Missed: {number}"),
    };
    vec![Part::Block(Block::Table(Table::of(&title, &columns).with(missed.iter().take(most).map(row).collect())))]
}

fn small_print(report: &ResultReport) -> String {
    let print = &report.small_print;
    let said =
        [report.unlocked(), print.cut.clone(), print.error_rates(), Some(print.rests_on()), Some(print.rights())];
    said.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn decided(decision: &Decision) -> String {
    format!("Decided by {} on {}: {}. {}", decision.by, decision.at.written(), decision.verdict.word(), decision.why)
}
