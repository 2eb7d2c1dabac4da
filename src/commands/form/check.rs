//! `form check`: everything that is wrong with a form, and what it can and cannot decide.

use super::Opened;
use crate::adapters::forms::FormError;
use crate::adapters::paths;
use crate::adapters::results::roster::Roster;
use crate::cli::Global;
use crate::commands::info::{JSON_VERSION, print_json};
use crate::commands::{DONE, FOUND, Failure};
use crate::domain::assessment::draw::Letter;
use crate::domain::assessment::figures::{Chances, Figures, OFFSETS};
use crate::domain::assessment::form::check::{BankAtHand, Checked, check};
use crate::domain::assessment::form::{Form, Kind};
use crate::domain::assessment::modules::Needs;
use crate::domain::assessment::simulate::Rates;
use crate::domain::bank::problem::{Problem, Severity};
use crate::domain::words::counted;
use crate::ui::text::safe;
use serde::Serialize;
use std::io::Write;
use std::path::Path;

#[derive(Serialize)]
struct CheckJson<'a> {
    version: u32,
    usable: bool,
    errors: usize,
    warnings: usize,
    findings: &'a [Problem],
    papers: Vec<PaperJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rates: Option<&'a Rates>,
    modules: Vec<ModuleJson<'a>>,
}

#[derive(Serialize)]
struct PaperJson<'a> {
    paper: &'static str,
    figures: &'a Figures,
}

#[derive(Serialize)]
struct ModuleJson<'a> {
    title: &'a str,
    needs: Needs,
}

/// Checks a form and prints what was found.
pub fn run(global: &Global, form: &Path, json: bool, out: &mut impl Write) -> Result<u8, Failure> {
    let opened = match Opened::load(global, form) {
        Ok(opened) => opened,
        Err(Failure::Form(FormError::Bad { problems, .. })) => {
            return print(None, &Checked { problems, ..Checked::default() }, json, out);
        }
        Err(failure) => return Err(failure),
    };
    let bank = BankAtHand {
        id: &opened.bank.manifest.id,
        revision: opened.bank.manifest.revision,
        pool: &opened.pool,
        published: global.bank.is_none(),
    };
    let mut checked = check(&opened.name, &opened.form, &opened.lines, bank);
    let roster = Roster::kept(&paths::data_dir(global.data_dir.as_deref())?)?;
    checked.problems.extend(not_arranged(&opened, &roster));
    print(Some(&opened.form), &checked, json, out)
}

/// What the roster that is kept here wants arranged and the form does not arrange.
fn not_arranged(opened: &Opened, roster: &Roster) -> Option<Problem> {
    let reason = super::not_arranged(&opened.form, &opened.name, roster)?;
    Some(Problem {
        severity: Severity::Error,
        rule: "unknown-accommodation",
        file: opened.name.clone(),
        line: opened.lines.of("accommodation[0].id"),
        place: "accommodation".to_owned(),
        reason,
        suggestion: "correct the roster, or write [[accommodation]] with that id".to_owned(),
    })
}

fn print(form: Option<&Form>, checked: &Checked, json: bool, out: &mut impl Write) -> Result<u8, Failure> {
    let count = |severity| checked.problems.iter().filter(|one| one.severity == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    if json {
        let papers = checked.figures.iter();
        let modules = checked.modules.iter();
        let said = CheckJson {
            version: JSON_VERSION,
            usable: checked.is_usable(),
            errors,
            warnings,
            findings: &checked.problems,
            papers: papers.map(|(letter, figures)| PaperJson { paper: letter.name(), figures }).collect(),
            rates: checked.rates.as_ref(),
            modules: modules.map(|(title, needs)| ModuleJson { title, needs: *needs }).collect(),
        };
        print_json(&said, out)?;
    } else {
        for problem in &checked.problems {
            writeln!(out, "{}", safe(&problem.to_string()))?;
        }
        // What a form that can't be used comes to is nothing to go by.
        if let Some(form) = form.filter(|_| errors == 0) {
            tell(form, checked, out)?;
        }
        writeln!(out, "{}, {}.", counted(errors, "error", "errors"), counted(warnings, "warning", "warnings"))?;
    }
    Ok(if errors > 0 { FOUND } else { DONE })
}

fn tell(form: &Form, checked: &Checked, out: &mut impl Write) -> Result<(), Failure> {
    writeln!(out, "{}", safe(&summary(form)))?;
    if let [(_, first), ..] = checked.figures.as_slice() {
        thresholds(&checked.figures, out)?;
        table(first.at, first.overall, out)?;
    }
    if let Some(rates) = &checked.rates {
        let (people, length) = (rates.people, rates.length);
        writeln!(out, "It asks {length:.0} statements on average. From {people} simulated people at each place:")?;
        table(rates.at, rates.overall, out)?;
    }
    modules(&checked.modules, out)
}

/// The form in a sentence.
fn summary(form: &Form) -> String {
    let length = match form.paper.kind {
        Kind::Fixed => format!("{} statements", form.paper.statements()),
        Kind::Sequential | Kind::Adaptive => {
            format!("{} to {} statements ({})", form.paper.at_least, form.paper.statements(), form.paper.kind.word())
        }
    };
    let time = form.time.minutes.map_or_else(|| "no limit of time".to_owned(), |minutes| format!("{minutes} minutes"));
    let papers = match (form.paper.kind, form.paper.parallel) {
        (Kind::Adaptive, _) => "chosen one by one",
        (_, true) => "papers A and B",
        (_, false) => "one paper",
    };
    let cut = form.cut.as_ref().map_or_else(
        || "no cut: nobody is judged".to_owned(),
        |cut| format!("cut {:.2}, set {} ({}, {})", cut.share, cut.method.words(), cut.by, cut.on),
    );
    format!("{}: {length}, {time}, {papers}; {cut}.", form.title)
}

fn thresholds(figures: &[(Letter, Figures)], out: &mut impl Write) -> Result<(), Failure> {
    for (letter, figures) in figures {
        let thresholds = figures.thresholds;
        let not_yet = thresholds.not_yet_to.map_or_else(|| "never".to_owned(), |most| format!("up to {most}"));
        writeln!(
            out,
            "Paper {}: ready from {} of {} right, not yet {not_yet}, else borderline.",
            letter.name(),
            thresholds.ready_from,
            thresholds.of
        )?;
    }
    Ok(())
}

/// Where people are who are judged, in words.
pub(super) const PLACES: [&str; 5] =
    ["a unit below the cut", "half a unit below", "at the cut", "half a unit above", "a unit above the cut"];

/// How people are judged, of a hundred.
fn table(at: [Chances; 5], overall: Chances, out: &mut impl Write) -> Result<(), Failure> {
    writeln!(out, "Of 100 people (a unit is a standard deviation of ability):")?;
    writeln!(out, "{:<26}{:>8}{:>12}{:>10}", "", "ready", "borderline", "not yet")?;
    for (place, chances) in PLACES.iter().zip(at).take(OFFSETS.len()) {
        row(place, chances, out)?;
    }
    row("all people", overall, out)
}

fn row(place: &str, chances: Chances, out: &mut impl Write) -> Result<(), Failure> {
    let percent = |share: f64| format!("{:.0}", share * 100.0);
    let shares = [chances.ready, chances.borderline, chances.not_yet].map(percent);
    let [ready, borderline, not_yet] = shares;
    writeln!(out, "  {place:<24}{ready:>8}{borderline:>12}{not_yet:>10}")?;
    Ok(())
}

fn modules(modules: &[(String, Needs)], out: &mut impl Write) -> Result<(), Failure> {
    if !modules.is_empty() {
        writeln!(out, "Modules:")?;
    }
    for (title, needs) in modules {
        let strong = needs.strong_from.map_or_else(|| "never strong".to_owned(), |from| format!("strong from {from}"));
        let weak = needs.weak_to.map_or_else(|| "never weak".to_owned(), |to| format!("weak up to {to}"));
        writeln!(out, "  {:<34} {} statements: {strong}, {weak}", safe(title), needs.of)?;
    }
    Ok(())
}
