//! `form simulate`: simulated people take a form.

use super::Opened;
use super::check::PLACES;
use crate::cli::{FormSimulateArgs, Global};
use crate::commands::info::{JSON_VERSION, print_json};
use crate::commands::{DONE, Failure};
use crate::domain::assessment::figures::{Figures, OFFSETS};
use crate::domain::assessment::form::check::{papers, study};
use crate::domain::assessment::simulate::{Group, Outcome, Simulated, groups, simulate};
use crate::domain::seed::Seed;
use crate::ui::text::safe;
use serde::Serialize;
use std::io::{self, IsTerminal, Write};

/// The code where none is given, so that two versions of a form are compared with the same people.
const USUAL_CODE: &str = "SIMULATE";

#[derive(Serialize)]
struct SimulateJson<'a> {
    version: u32,
    form: &'a str,
    seed: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    worked_out: Option<&'a Figures>,
    #[serde(flatten)]
    simulated: &'a Simulated,
}

/// Lets simulated people take a form and prints what became of them.
pub fn run(global: &Global, args: &FormSimulateArgs, out: &mut impl Write) -> Result<u8, Failure> {
    let typed = args.seed.as_deref().unwrap_or(USUAL_CODE);
    let code: Seed = typed.parse().map_err(|error| Failure::Usage(format!("--seed {typed:?}: {error}")))?;
    let Opened { name, form, pool, .. } = Opened::load(global, &args.form)?;
    let cohort = if form.cohort.is_empty() { code.code() } else { form.cohort.as_str() };
    let see = || Failure::Usage(format!("{name} cannot be simulated; `iotutor form check {name}` says why"));
    let papers = papers(&form, &pool, cohort).map_err(|_| see())?;
    let study = study(&form, &pool, &papers.a).map_err(|_| see())?;
    let mut told = Progress::default();
    let found = simulate(&study, &groups(), args.people, code.code(), &mut |done, of| told.tell(done, of));
    told.end();
    if args.json {
        let worked_out = study.figures();
        let said =
            SimulateJson { version: JSON_VERSION, form: &name, seed: code.code(), worked_out, simulated: &found };
        print_json(&said, out)?;
    } else {
        writeln!(out, "{}: {} simulated people of each kind, seed {}.", safe(&name), found.people, code.code())?;
        print(&found, out)?;
        if let Some(figures) = study.figures() {
            let thresholds = figures.thresholds;
            let to = thresholds.not_yet_to.map_or_else(|| "never".to_owned(), |to| format!("up to {to}"));
            writeln!(out, "Ready from {} of {} right, not yet {to}.", thresholds.ready_from, thresholds.of)?;
        }
    }
    Ok(DONE)
}

fn print(found: &Simulated, out: &mut impl Write) -> Result<(), Failure> {
    let heads = ["ready", "borderline", "not yet", "right", "asked"];
    writeln!(out, "{:<46}{:>7}{:>12}{:>9}{:>7}{:>7}", "of 100", heads[0], heads[1], heads[2], heads[3], heads[4])?;
    for Outcome { group, chances, length, right } in &found.outcomes {
        let percent = |share: f64| share * 100.0;
        writeln!(
            out,
            "  {:<44}{:>7.1}{:>12.1}{:>9.1}{:>7.1}{:>7.1}",
            who(*group),
            percent(chances.ready),
            percent(chances.borderline),
            percent(chances.not_yet),
            percent(*right),
            length
        )?;
    }
    let exposure = found.exposure;
    let most = exposure.most * 100.0;
    let unseen = exposure.unseen;
    writeln!(
        out,
        "Of {} statements, {unseen} were seen by nobody; the most seen by {most:.0} of 100.",
        exposure.statements
    )?;
    Ok(())
}

/// A group in words.
fn who(group: Group) -> String {
    let place = |offset: f64| {
        let at = OFFSETS.iter().position(|one| (one - offset).abs() < 1e-9);
        at.and_then(|at| PLACES.get(at)).copied().unwrap_or("elsewhere")
    };
    let place = group.offset.map_or("all people", place);
    format!("{place}, {}", group.manner.words())
}

/// Says on the terminal how far it is; nothing where nobody watches.
#[derive(Default)]
struct Progress {
    said: bool,
}

impl Progress {
    fn tell(&mut self, done: usize, of: usize) {
        let mut err = io::stderr();
        if err.is_terminal() {
            // Nothing depends on whether this line can be written.
            let _ = write!(err, "\r{done} of {of} kinds of people");
            self.said = true;
        }
    }

    fn end(&self) {
        if self.said {
            let _ = writeln!(io::stderr());
        }
    }
}
