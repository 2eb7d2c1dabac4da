//! `form worksheet`: what a panel fills in to set the cut, and what it comes to.

use super::Opened;
use crate::adapters::forms::FormError;
use crate::cli::Global;
use crate::commands::{DONE, Failure};
use crate::domain::assessment::angoff::{DISPUTED, FEWEST_JUDGES, panel};
use crate::domain::assessment::draw::Letter;
use crate::domain::assessment::form::check::papers;
use crate::domain::bank::StatementRef;
use crate::ui::text::safe;
use csv::{ReaderBuilder, Writer};
use std::io::Write;
use std::path::Path;

/// The columns before the judges'.
const COLUMNS: [&str; 5] = ["number", "id", "level", "statement", "answer"];

/// Prints the worksheet of paper A: one line a statement, one empty column a judge.
pub fn empty(global: &Global, form: &Path, judges: u8, out: &mut impl Write) -> Result<u8, Failure> {
    let Opened { name, form, bank, pool, .. } = Opened::load(global, form)?;
    let cohort = if form.cohort.is_empty() { "WORKSHEET" } else { form.cohort.as_str() };
    let see = |_| Failure::Usage(format!("no paper can be drawn for {name}; `iotutor form check {name}` says why"));
    let papers = papers(&form, &pool, cohort).map_err(see)?;
    let mut sheet = Writer::from_writer(Vec::new());
    let judge = |number: u8| format!("judge {number}");
    let heads = COLUMNS.iter().map(|head| (*head).to_owned()).chain((1..=judges).map(judge));
    sheet.write_record(heads).map_err(unwritten)?;
    for (number, asked) in papers.get(Letter::A).iter().enumerate() {
        let Some(statement) = pool.statement(*asked) else { continue };
        let at: Option<StatementRef> = bank.find(&statement.id);
        let Some(entry) = at.and_then(|at| bank.entry(at)) else { continue };
        let cells = [
            (number + 1).to_string(),
            statement.id.clone(),
            entry.level().to_string(),
            entry.statement.text.clone(),
            bank.side(asked.side).name.clone(),
        ];
        let blanks = (0..judges).map(|_| String::new());
        sheet.write_record(cells.into_iter().chain(blanks)).map_err(unwritten)?;
    }
    out.write_all(&sheet.into_inner().map_err(|error| unwritten(error.into_error().into()))?)?;
    Ok(DONE)
}

fn unwritten(error: csv::Error) -> Failure {
    Failure::Io { what: "the worksheet cannot be written".to_owned(), error: error.into() }
}

/// Says what the estimates of a filled worksheet come to. Columns that are empty throughout count for nobody.
pub fn filled(form: &Path, filled: &Path, out: &mut impl Write) -> Result<u8, Failure> {
    let shown = filled.display().to_string();
    let bad = |what: String| Failure::Usage(format!("{shown}: {what}"));
    let unreadable = |error: csv::Error| FormError::Unreadable { path: shown.clone(), cause: error.into() };
    let mut reader = ReaderBuilder::new().flexible(true).from_path(filled).map_err(unreadable)?;
    let judges = reader.headers().map_err(unreadable)?.len().saturating_sub(COLUMNS.len());
    let mut estimates: Vec<Vec<f64>> = vec![Vec::new(); judges];
    for (line, record) in reader.records().enumerate() {
        let record = record.map_err(unreadable)?;
        for (judge, estimates) in estimates.iter_mut().enumerate() {
            let cell = record.get(COLUMNS.len() + judge).unwrap_or_default().trim();
            if !cell.is_empty() {
                let number = cell.trim_end_matches('%').trim().replace(',', ".").parse();
                let no_number = |_| bad(format!("line {}: \"{}\" is not a number", line + 2, safe(cell)));
                estimates.push(number.map_err(no_number)?);
            }
        }
    }
    estimates.retain(|judge| !judge.is_empty());
    let panel = panel(&estimates).map_err(|error| bad(error.to_string()))?;
    writeln!(out, "{} judges, {} statements: the cut is {:.2}.", panel.judges, panel.statements, panel.share)?;
    if let Some(error) = panel.standard_error {
        writeln!(
            out,
            "Its standard error is {error:.3}; another panel of the kind would most likely say {:.2} to {:.2}.",
            panel.share - 2.0 * error,
            panel.share + 2.0 * error
        )?;
    }
    for (number, share) in panel.each.iter().enumerate() {
        writeln!(out, "  judge {}: {share:.2}", number + 1)?;
    }
    if !panel.disputed.is_empty() {
        let numbers: Vec<String> = panel.disputed.iter().map(ToString::to_string).collect();
        writeln!(out, "To talk about, because estimates spread by more than {DISPUTED}: {}.", numbers.join(", "))?;
    }
    if panel.judges < FEWEST_JUDGES {
        writeln!(out, "A panel needs at least {FEWEST_JUDGES} judges.")?;
    }
    writeln!(out, "In {}, write share = {:.2} and method = \"angoff\" under [cut].", form.display(), panel.share)?;
    Ok(DONE)
}
