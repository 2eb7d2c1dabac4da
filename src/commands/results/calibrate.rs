//! `results calibrate`: how hard the statements really are, from many results.

use super::{paths_or_kept, read, wanted};
use crate::adapters::clock::Clock;
use crate::cli::{Global, PathsArgs};
use crate::commands::info::{JSON_VERSION, print_json};
use crate::commands::statements::{place, unreadable};
use crate::commands::{DONE, FOUND, Failure, start};
use crate::domain::assessment::calibrate::CALIBRATED;
use crate::domain::assessment::calibrated::{Calibrated, FEWEST};
use crate::domain::assessment::result::Record;
use crate::ui::text::safe;
use serde::Serialize;
use std::io::Write;

#[derive(Serialize)]
struct CalibrateJson {
    version: u32,
    file: String,
    fingerprint: String,
    people: usize,
    statements: usize,
    calibrated: usize,
    levels: [f64; 3],
    settled: bool,
}

/// Estimates, keeps and tells.
pub fn run(global: &Global, args: &PathsArgs, out: &mut impl Write) -> Result<u8, Failure> {
    let found = read(&paths_or_kept(global, &args.paths)?, &wanted(global, args.form.as_deref())?)?;
    let bank = start::bank(global)?;
    let of_bank = |record: &&Record| record.bank.id == bank.manifest.id;
    let records: Vec<&Record> = super::records(&found).into_iter().filter(of_bank).collect();
    if records.len() < FEWEST {
        let people = records.len();
        writeln!(
            out,
            "{people} results of this bank are too few: {FEWEST} are needed before anything is said. Nothing was written."
        )?;
        return Ok(FOUND);
    }
    let made = Calibrated::of(&bank, &records, Clock::from_environment()?.now().moment);
    let (file, fingerprint) = place(global, &bank)?.keep(&made).map_err(unreadable)?;
    let (statements, calibrated) = made.known();
    let file = safe(&file.display().to_string()).into_owned();
    let (people, levels, settled) = (made.people, made.levels, made.settled);
    if args.json {
        let told =
            CalibrateJson { version: JSON_VERSION, file, fingerprint, people, statements, calibrated, levels, settled };
        print_json(&told, out)?;
        return Ok(DONE);
    }
    let [first, second, third] = levels;
    writeln!(
        out,
        "{people} results, {statements} statements with answers; {calibrated} are calibrated (standard error up to {CALIBRATED})."
    )?;
    writeln!(
        out,
        "Mean difficulty of level 1, 2 and 3: {first:+.2}, {second:+.2}, {third:+.2}; their authors assume -1, 0 and +1."
    )?;
    if !settled {
        writeln!(out, "The estimates did not settle; more results will help.")?;
    }
    writeln!(out, "Written: {file}")?;
    writeln!(
        out,
        "From now on `form` and `assess` use calibration {fingerprint}, and reports name it. Run form check on your forms again."
    )?;
    Ok(DONE)
}
