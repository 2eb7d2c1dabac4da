//! `results show`: one result as a report, or many as a class.

use super::{class, one, path_or_kept, read, read_all, room, told, wanted};
use crate::adapters::forms::write_new;
use crate::adapters::results::report::{Format, report};
use crate::adapters::results::{Collection, Filed, Wanted};
use crate::cli::{Global, ResultFormat, ShowArgs};
use crate::commands::info::print_versioned;
use crate::commands::statements::Statements;
use crate::commands::{DONE, Failure};
use crate::domain::assessment::report::{Beside, ResultReport};
use crate::domain::assessment::result::Record;
use crate::ui::text::safe;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Shows a result, or a class.
pub fn run(global: &Global, args: &ShowArgs, out: &mut impl Write) -> Result<u8, Failure> {
    let path = path_or_kept(global, args.path.as_ref())?;
    let room = match &args.path {
        Some(named) => room::meant(global, named)?,
        None => room::last_unless(global, &path)?,
    };
    if let Some(found) = room {
        return room::show(global, args, found, out);
    }
    let wanted = wanted(global, None)?;
    let (path, id) = id_or_path(global, args, path, &wanted)?;
    let found = read(std::slice::from_ref(&path), &wanted)?;
    let filed = match (&id, found.results.as_slice()) {
        (Some(id), _) => one(&found, id)?,
        (None, []) => return Err(none(&path)),
        (None, _) if path.is_dir() => return class::run(global, (args.json, &path), &found, out),
        (None, [one, ..]) => one,
    };
    let before = args.before.as_deref().map(|path| before(path, filed, &wanted)).transpose()?;
    single(global, args, (&found, filed), before.as_ref(), out)
}

/// What was named, where it is there; else it may be the id of somebody whose result is kept.
fn id_or_path(
    global: &Global,
    args: &ShowArgs,
    path: PathBuf,
    wanted: &Wanted,
) -> Result<(PathBuf, Option<String>), Failure> {
    let (Some(named), None) = (&args.path, &args.id) else { return Ok((path, args.id.clone())) };
    let Err(error) = fs::metadata(&path) else { return Ok((path, None)) };
    let (kept, named) = (path_or_kept(global, None)?, named.display().to_string());
    if kept.exists() && !read_all(std::slice::from_ref(&kept), wanted)?.of(&named).is_empty() {
        return Ok((kept, Some(named)));
    }
    let what = format!(
        "\"{}\" cannot be read, and no applicant with that id has a result here (of another folder: results show FOLDER ID)",
        safe(&named)
    );
    Err(Failure::Io { what, error })
}

fn none(path: &Path) -> Failure {
    Failure::Usage(format!("there is no result in \"{}\"", safe(&path.display().to_string())))
}

/// The same person's first result in `path`.
fn before(path: &Path, filed: &Filed, wanted: &Wanted) -> Result<Record, Failure> {
    let found = read(&[path.to_owned()], wanted)?;
    let of = found.of(&filed.opened.content.applicant.id);
    let first = of.into_iter().min_by_key(|filed| filed.opened.content.submitted);
    let missing =
        || Failure::Usage(format!("\"{}\" holds no result of this person", safe(&path.display().to_string())));
    first.map(|filed| filed.opened.content.clone()).ok_or_else(missing)
}

/// Writes the report of one result.
fn single(
    global: &Global,
    args: &ShowArgs,
    (found, filed): (&Collection, &Filed),
    before: Option<&Record>,
    out: &mut impl Write,
) -> Result<u8, Failure> {
    // What the result was made with, where it is there; else what is used now.
    let named = filed.opened.content.bank.calibration.as_deref();
    let statements = match Statements::with_calibration(global, named)? {
        Some(statements) => statements,
        None => Statements::load(global)?,
    };
    let (record, receipt) = (&filed.opened.content, filed.opened.receipt.as_str());
    let beside = Beside { at_hand: Some(statements.at_hand()), decision: found.decision(receipt), before };
    let mut made = ResultReport::of(record, &filed.form, (receipt, filed.voucher), beside);
    if args.applicant {
        made = made.for_applicant(filed.form.shows);
    }
    if args.json && args.out.is_none() {
        print_versioned(&made, out)?;
        return Ok(DONE);
    }
    hand_over(global, args, |format| report(&made, format), out)
}

/// Writes a report in the form that was asked for, to where it was asked for.
pub fn hand_over(
    global: &Global,
    args: &ShowArgs,
    report: impl FnOnce(Format) -> String,
    out: &mut impl Write,
) -> Result<u8, Failure> {
    let text = match args.format {
        _ if args.json => report(Format::Json),
        ResultFormat::Text => told(global, &report(Format::Text)),
        ResultFormat::Markdown => report(Format::Markdown),
        ResultFormat::Html => report(Format::Html),
    };
    match &args.out {
        Some(file) => {
            write_new(file, &text)?;
            writeln!(out, "Written: {}", safe(&file.display().to_string()))?;
        }
        None => out.write_all(text.as_bytes())?,
    }
    Ok(DONE)
}
