//! `iotutor report`: the progress as files, or on standard output.

use super::{DONE, Failure, start};
use crate::adapters::clock::Clock;
use crate::adapters::report::{Existing, Format, ReportError, write};
use crate::adapters::settings;
use crate::app::report::Report;
use crate::app::review::sentence;
use crate::cli::{Global, ReportArgs, ReportFormat};
use std::env;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Writes the report and prints the names of its files, one a line.
pub fn run(global: &Global, args: &ReportArgs, out: &mut impl Write) -> Result<u8, Failure> {
    let format = args.format.map(|format| match format {
        ReportFormat::Html => Format::Html,
        ReportFormat::Markdown => Format::Markdown,
    });
    let to_output = args.out.as_deref() == Some(Path::new("-"));
    if to_output && format.is_none() {
        let reason = "--out - has room for one format only: add --format html or --format markdown";
        return Err(Failure::Usage(reason.to_owned()));
    }
    let report = made(global)?;
    if let (true, Some(format)) = (to_output, format) {
        out.write_all(format.text(&report).as_bytes())?;
        return Ok(DONE);
    }
    let here = current_folder();
    let folder = args.out.as_ref().unwrap_or(&here);
    let formats = format.map_or_else(|| Format::ALL.to_vec(), |format| vec![format]);
    let existing = if args.replace { Existing::Replace } else { Existing::Keep };
    for file in write(&report, folder, &formats, existing)? {
        // What lies in the current folder goes by its name alone.
        writeln!(out, "{}", file.strip_prefix(&here).unwrap_or(&file).display())?;
    }
    Ok(DONE)
}

/// The report on the learner that the command line names, made now.
pub fn made(global: &Global) -> Result<Report, Failure> {
    let bank = start::bank(global)?;
    let at = Clock::from_environment()?.now().moment;
    let name = start::learner_name(global)?;
    let mut records = start::open_records(global)?;
    start::known_learner(global, records.journal.as_ref())?;
    let settings = settings::load(&records.settings)?;
    let learner = start::load(&mut records, &name, &bank)?;
    if let Some(warning) = records.warning.filter(|_| records.writable) {
        // A damaged journal was put aside: what it held is not in the report.
        writeln!(io::stderr(), "iotutor: {warning}")?;
    }
    Ok(Report::of(&bank, &learner, &name, &settings, at))
}

/// Writes both files into `folder`, which is made where it is not there: one beside the record, and not wherever the tutor
/// happened to be started. Returns where they are, in a sentence.
///
/// # Errors
///
/// Says what happened, where, and what to do.
pub fn write_into(folder: &Path, report: &Report) -> Result<String, String> {
    fs::create_dir_all(folder)
        .map_err(|error| format!("The folder {} for reports cannot be made: {error}.", folder.display()))?;
    let said = |error: ReportError| {
        // The tutor has no options any more once it runs.
        sentence(&error.to_string().replace("with --", "with iotutor report --"))
    };
    let files = write(report, folder, &Format::ALL, Existing::Keep).map_err(said)?;
    let first = files.first().and_then(|file| file.file_name()).unwrap_or_default().to_string_lossy();
    let others = Format::ALL.iter().skip(1).map(|format| format!(" and .{}", format.extension())).collect::<Vec<_>>();
    Ok(format!("Written: {first}{}, in {}.", others.concat(), folder.display()))
}

/// The folder that the program was started in; where even that is gone, its name.
fn current_folder() -> PathBuf {
    env::current_dir().unwrap_or_else(|_| PathBuf::from("."))
}
