//! `iotutor simulate`: what the engine does to learners who are known through and through.

use super::{DONE, Failure, start};
use crate::adapters::paths;
use crate::adapters::settings;
use crate::cli::{Global, SimulateArgs, Simulation, Switch};
use crate::domain::seed::Seed;
use crate::domain::simulate::{
    MasteryFigures, MasterySettings, ReviewFigures, ReviewSettings, concepts_of, mastery, review,
};
use std::io::{self, IsTerminal, Write};

/// The seed where none is given, so that two runs can be compared.
const USUAL_SEED: &str = "SIMULATE";

/// Runs a simulation on the bank in use and prints what it found.
pub fn run(global: &Global, args: &SimulateArgs, out: &mut impl Write) -> Result<u8, Failure> {
    let typed = args.seed.as_deref().unwrap_or(USUAL_SEED);
    let seed: Seed = typed.parse().map_err(|error| Failure::Usage(format!("--seed {typed:?}: {error}")))?;
    let concepts = concepts_of(&start::bank(global)?);
    let certainty = args.certainty.is_none_or(|certainty| certainty == Switch::On);
    let mut told = Progress::default();
    match args.what {
        Simulation::Mastery => {
            let usual = MasterySettings::default();
            let learners = args.learners.unwrap_or(usual.learners);
            let wished = MasterySettings { learners, ..usual };
            let found = mastery(wished, &seed, &mut |done, of| told.tell(done, of));
            told.end();
            if args.json { super::info::print_versioned(&found, out)? } else { print_mastery(&found, out)? }
        }
        Simulation::Review => {
            let usual = ReviewSettings::default();
            let folder = paths::data_dir(global.data_dir.as_deref())?;
            let kept = settings::load(&settings::settings_file(&folder))?;
            let retention = f32::from(args.retention.unwrap_or(kept.retention)) / 100.0;
            let learners = args.learners.unwrap_or(usual.learners);
            let wished = ReviewSettings { learners, certainty, retention, days: args.days.unwrap_or(usual.days) };
            let found = review(concepts, wished, &seed, &mut |done, of| told.tell(done, of));
            told.end();
            if args.json { super::info::print_versioned(&found, out)? } else { print_review(&found, out)? }
        }
    }
    Ok(DONE)
}

fn print_mastery(found: &MasteryFigures, out: &mut impl Write) -> Result<(), Failure> {
    writeln!(out, "{} simulated learners of each kind, seed {}.", found.settings.learners, found.seed)?;
    for fared in &found.kinds {
        writeln!(
            out,
            "Those who know {:.0} %: {:.1} % are called known, after {:.1} answers of {}.",
            fared.know * 100.0,
            fared.known * 100.0,
            fared.answers_to_known,
            found.settings.statements,
        )?;
    }
    writeln!(
        out,
        "Those who learn on the way: {:.1} % are called known; {:.1} % of these truly know.",
        found.learning.known * 100.0,
        found.learning.truly * 100.0,
    )?;
    Ok(())
}

fn print_review(found: &ReviewFigures, out: &mut impl Write) -> Result<(), Failure> {
    writeln!(
        out,
        "{} memories over {} days at retention {:.0} %, seed {}.",
        found.memories,
        found.settings.days,
        found.settings.retention * 100.0,
        found.seed,
    )?;
    writeln!(
        out,
        "{:.2} questions a memory; true recall {:.3}, in the weakest tenth {:.3}; {:.1} % of answers right, luck included.",
        found.questions,
        found.recall,
        found.weakest_tenth,
        found.right * 100.0,
    )?;
    Ok(())
}

/// Says on the terminal how far a simulation is; nothing where nobody watches.
#[derive(Default)]
struct Progress {
    said: bool,
}

impl Progress {
    fn tell(&mut self, done: u32, of: u32) {
        let mut err = io::stderr();
        if err.is_terminal() {
            // Nothing depends on whether this line can be written.
            let _ = write!(err, "\r{done} of {of}");
            self.said = true;
        }
    }

    fn end(&self) {
        if self.said {
            let _ = writeln!(io::stderr());
        }
    }
}
