//! What came of an assessment, as far as the form lets the applicant see it.

use super::super::block::{Align, Block, Cell, Column, Kind, Table, TableRow};
use super::super::text::{Role, plain, quiet, strong, text};
use super::super::words::{counted, often, quoted};
use super::super::{Form, Text, View};
use super::consent::who;
use super::title;
use crate::app::Model;
use crate::app::assess::{Assess, Filed, Over};
use crate::app::keys::Action;
use crate::domain::assessment::figures::Verdict;
use crate::domain::assessment::form::{Form as Paper, Shows};
use crate::domain::assessment::report::{self, Missed};
use crate::domain::assessment::result::{Ending, Record};
use crate::domain::assessment::scoring::{Basis, ModuleOutcome};

/// How many cells the line of scores has.
const LINE: usize = 48;

/// The result.
pub fn view(model: &Model, assess: &Assess, over: &Over) -> View {
    let record = &over.record;
    let form = assess.form();
    let ended = match record.ending {
        Ending::Submitted => {
            format!("submitted {}, {}", record.submitted.written(), record.submitted.time())
        }
        Ending::Time => "the time is up".to_owned(),
        Ending::Decided => "done: clear enough".to_owned(),
    };
    // Elsewhere it is in a file, which nobody can open at a desk.
    let reports = assess.entrant.at_desk && form.shows == Shows::Report;
    let failed = matches!(over.filed, Some(Err(_)));
    View::new(model, Form::List, "outcome")
        .head(title(assess), ended)
        .counter(who(assess))
        .block(Block::lines([strong(sentence(form, record))]))
        .blocks(if form.shows == Shows::Report { figures(record) } else { Vec::new() })
        .block(kept(assess, over))
        .blocks(if reports { missed(model, record) } else { Vec::new() })
        .foot(|foot| {
            let report = !assess.entrant.at_desk && (failed || form.shows == Shows::Report);
            let foot = foot.only_if(report, Action::Report);
            let words = if failed { "try again" } else { "save the report" };
            foot.says(Action::Report, words).says(Action::Back, "leave")
        })
}

/// What the form says, or that it is saved.
fn sentence(form: &Paper, record: &Record) -> String {
    let sentences = &form.sentences;
    match record.outcome.verdict.filter(|_| form.shows != Shows::Nothing) {
        Some(Verdict::Ready) => sentences.ready.clone(),
        Some(Verdict::Borderline) => sentences.borderline.clone(),
        Some(Verdict::NotYet) => sentences.not_yet.clone(),
        None => "Thank you. All your answers are saved.".to_owned(),
    }
}

/// The score with its error, and the modules.
fn figures(record: &Record) -> Vec<Block> {
    let count = record.outcome.count;
    let of = count.statements();
    let score = match count.open {
        0 => format!("{} of {of} right.", count.right),
        open => {
            format!("{} of {of} marks: {} right, {open} left open at half a mark each.", count.score(), count.right)
        }
    };
    let mut blocks = vec![Block::centred([strong(score)])];
    blocks.extend(line(record).map(|lines| Block::centred(lines).gap(0)));
    blocks.extend(interval(record).map(|said| Block::full([plain(said)])));
    if !record.outcome.modules.is_empty() {
        blocks.push(modules(&record.outcome.modules));
    }
    blocks
}

/// Between which scores another paper would end, and what decides.
fn interval(record: &Record) -> Option<String> {
    let wide = match record.bank.calibration {
        None => "; wide, because how hard the statements are was judged, not measured",
        Some(_) => "",
    };
    let luck = |high| report::luck_in_it(record.outcome.count.halves(), high);
    let another = record.outcome.interval.map(|(low, high)| {
        format!("Another such paper would most likely get you {low} to {high}{wide}{}.", luck(high))
    });
    let decides = match &record.outcome.basis {
        Some(Basis::Number { thresholds }) => {
            let not_yet = thresholds.not_yet_to.map_or_else(String::new, |to| format!(", not yet up to {to}"));
            Some(format!("Ready from {}{not_yet}; between, a person decides.", thresholds.ready_from))
        }
        Some(Basis::Test { .. }) => Some(tested(record)),
        None => None,
    };
    let by_number = matches!(record.outcome.basis, Some(Basis::Number { .. }));
    let chance = record.outcome.chance.map(|chance| chance.told(by_number));
    let said: Vec<String> = another.into_iter().chain(decides).chain(chance).collect();
    (!said.is_empty()).then(|| said.join(" "))
}

/// How a test of the answers came out.
fn tested(record: &Record) -> String {
    let of = record.outcome.count.statements();
    match record.outcome.verdict {
        Some(Verdict::Borderline) | None => {
            format!("After {of} statements your answers are still too close to the cut to tell.")
        }
        Some(_) => {
            format!("Your answers were clear enough after {of} statements; a test of them in their order decided.")
        }
    }
}

/// The score on a line from luck to all right: thick where another paper would most likely end.
fn line(record: &Record) -> Option<[Text; 2]> {
    let of = record.outcome.count.statements();
    let (low, high) = record.outcome.interval?;
    let luck = of / 2;
    let place = |score: usize| score.saturating_sub(luck).min(of - luck) * (LINE - 1) / (of - luck).max(1);
    let score = place(record.outcome.count.halves() / 2);
    let cut = match &record.outcome.basis {
        Some(Basis::Number { thresholds }) => Some(place(thresholds.ready_from.min(of))),
        _ => None,
    };
    let sign = |cell: usize| match cell {
        cell if cell == score => ("●", Role::Strong),
        cell if Some(cell) == cut => ("┼", Role::Plain),
        cell if (place(low)..=place(high)).contains(&cell) => ("━", Role::Accent),
        _ => ("─", Role::Quiet),
    };
    let drawn = (0..LINE).map(sign).fold(Text::default(), |line, (sign, role)| line.and(sign, role));
    let ends = format!("{:<width$}{of}", format!("luck {luck}"), width = LINE - of.to_string().len());
    Some([drawn.read_as(""), quiet(ends).read_as("")])
}

/// What was missed, one by one: the statement, what it is, and what leads astray there.
fn missed(model: &Model, record: &Record) -> Vec<Block> {
    let all = report::missed(record, Some(&model.bank));
    let title = if all.is_empty() { "Nothing was missed.".to_owned() } else { format!("Missed: {}", all.len()) };
    let one = |one: &Missed| {
        let text = one.text.clone().unwrap_or_else(|| "Its wording has changed since.".to_owned());
        let open = if one.open { ", left open" } else { "" };
        let belief = one.misconception.as_ref().map(|belief| format!(" Belief that misleads here: {}", quoted(belief)));
        let lesson = one.lesson.as_ref().map(|lesson| format!(" Lesson: {lesson}."));
        let about = format!("It is {}{open}.{}{}", one.answer, belief.unwrap_or_default(), lesson.unwrap_or_default());
        Block::full([plain(format!("{}. {text}", one.number)), quiet(about)])
    };
    std::iter::once(Block::lines([strong(title)])).chain(all.iter().map(one)).collect()
}

fn modules(modules: &[ModuleOutcome]) -> Block {
    let column = |align, cells, narrow| Column::new(align, cells).narrow(Some(narrow));
    let row = |module: &ModuleOutcome| TableRow {
        cells: vec![
            Cell::Text(plain(&module.title)),
            Cell::Text(plain(format!("{} of {}", module.count.score(), module.count.statements()))),
            Cell::Text(plain(format!("  {}", module.standing.words()))),
        ],
        action: None,
        select: None,
    };
    let unit = if modules.iter().any(|module| module.count.open > 0) { "marks" } else { "right" };
    let columns = vec![
        column(Align::Left, 40, 30).titled(quiet("module"), None),
        column(Align::Right, 10, 10).titled(quiet(unit), None),
        column(Align::Left, 18, 16).titled(quiet("  verdict"), None),
    ];
    Block::new(Kind::Table(Table { columns, rows: modules.iter().map(row).collect(), cursor: None, airy: false }))
}

/// Where the result is, by whose key it is signed, what broke the attempt off, and where to appeal.
fn kept(assess: &Assess, over: &Over) -> Block {
    let mut lines: Vec<Text> = Vec::new();
    match &over.filed {
        Some(Ok(filed)) => {
            lines.push(plain(whereabouts(filed)));
            lines.push(quiet(match (assess.entrant.institution, assess.entrant.at_desk) {
                (true, _) => "It is signed with the institution's key.",
                (false, true) => "It is signed with a key made for this desk alone.",
                (false, false) => "It is signed with a key made for this attempt alone.",
            }));
        }
        Some(Err(reason)) => {
            lines.push(text(format!("The result is not in a file yet: {reason}"), Role::Wrong));
            lines.push(plain(if assess.entrant.at_desk {
                "Your answers are saved, and the desk tries again by itself."
            } else {
                "Your answers are saved. r tries again, and so does the next start."
            }));
        }
        None => {}
    }
    let (desks, own): (Vec<_>, Vec<_>) = over.record.interruptions.iter().partition(|one| one.is_the_desks());
    let (lefts, own): (Vec<_>, Vec<_>) = own.into_iter().partition(|one| one.is_left());
    if !own.is_empty() {
        lines.push(quiet(format!("It was broken off {}, as the result notes.", often(own.len()))));
    }
    if !lefts.is_empty() {
        lines.push(quiet(format!("You left {} and the clock went on, as the result notes.", often(lefts.len()))));
    }
    if !desks.is_empty() {
        let times = often(desks.len());
        lines.push(quiet(format!("The desk was away {times}; the result notes that as the desk's.")));
    }
    lines.extend(over.record.unlocks.last().map(|unlock| quiet(unlock.told())));
    lines.extend(appeal(assess.form()).map(plain));
    Block::lines(lines)
}

/// The receipt, and where the result is.
pub fn whereabouts(filed: &Filed) -> String {
    // Where a desk keeps it is the desk's matter.
    if filed.path.is_empty() {
        return format!("Receipt {}. Write it down: it names your result.", filed.receipt);
    }
    format!("Receipt {}. The result is in {}", filed.receipt, filed.path)
}

fn appeal(form: &Paper) -> Option<String> {
    let days = counted(usize::from(form.appeal.days), "day", "days");
    (!form.appeal.to.is_empty()).then(|| format!("To appeal: {}, within {days}.", form.appeal.to))
}
