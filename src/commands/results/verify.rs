//! `results verify` and `results replay`: whether results are what they were, and come out the same again.

use super::{path_or_kept, paths_or_kept, read, read_all, room, wanted};
use crate::adapters::host::desk::BeginError;
use crate::adapters::host::rooms::Found;
use crate::adapters::results::{Filed, Refused, Why};
use crate::cli::{Global, PathsArgs};
use crate::commands::info::{JSON_VERSION, print_json};
use crate::commands::statements::Statements;
use crate::commands::{DONE, FOUND, Failure};
use crate::domain::assessment::replay::{Replay, replay};
use crate::domain::assessment::result::Voucher;
use crate::domain::room::ReplayError;
use crate::domain::words::counted;
use crate::ui::text::safe;
use serde::Serialize;
use std::collections::HashMap;
use std::io::Write;
use std::path::PathBuf;

#[derive(Serialize)]
struct VerifyJson<'a> {
    version: u32,
    results: Vec<GoodJson<'a>>,
    refused: Vec<RefusedJson<'a>>,
}

#[derive(Serialize)]
struct GoodJson<'a> {
    file: String,
    receipt: &'a str,
    id: &'a str,
    form: &'a str,
    form_fingerprint: String,
    voucher: Voucher,
}

#[derive(Serialize)]
struct RefusedJson<'a> {
    file: String,
    why: Why,
    reason: &'a str,
}

impl<'a> GoodJson<'a> {
    fn of(filed: &'a Filed) -> Self {
        let record = &filed.opened.content;
        Self {
            file: filed.path.display().to_string(),
            receipt: &filed.opened.receipt,
            id: &record.applicant.id,
            form: &record.form.title,
            form_fingerprint: record.form.fingerprint(),
            voucher: filed.voucher,
        }
    }
}

impl<'a> RefusedJson<'a> {
    fn of(refused: &'a Refused) -> Self {
        Self { file: refused.path.display().to_string(), why: refused.why, reason: &refused.reason }
    }
}

/// Says of each file whether it is good, and why not.
pub fn verify(global: &Global, args: &PathsArgs, out: &mut impl Write) -> Result<u8, Failure> {
    let found = read_all(&paths_or_kept(global, &args.paths)?, &wanted(global, args.form.as_deref())?)?;
    if args.json {
        let results = found.results.iter().map(GoodJson::of).collect();
        let refused = found.refused.iter().map(RefusedJson::of).collect();
        print_json(&VerifyJson { version: JSON_VERSION, results, refused }, out)?;
    } else {
        for refused in &found.refused {
            writeln!(out, "{}", safe(&format!("{}: {}", refused.path.display(), refused.reason)))?;
        }
        let by = |voucher| found.results.iter().filter(|filed| filed.voucher == voucher).count();
        let vouchers = [Voucher::Ours, Voucher::Institution, Voucher::Nobody];
        let parts: Vec<String> = vouchers
            .into_iter()
            .filter(|voucher| by(*voucher) > 0)
            .map(|voucher| format!("{} {}", by(voucher), voucher.words()))
            .collect();
        let good = counted(found.results.len(), "good result", "good results");
        let behind = if parts.is_empty() { String::new() } else { format!(" ({})", parts.join(", ")) };
        let decisions = counted(found.decisions.len(), "decision", "decisions");
        writeln!(out, "{good}{behind}, {decisions}, {} not counted.", found.refused.len())?;
        if args.form.is_none() && by(Voucher::Institution) > 0 {
            writeln!(out, "A form in a file names its own key; with --form it is yours that counts.")?;
        }
        if by(Voucher::Nobody) > 0 {
            writeln!(out, "{}", Voucher::Nobody.proves())?;
        }
    }
    Ok(if found.refused.is_empty() { DONE } else { FOUND })
}

#[derive(Serialize)]
struct ReplayedJson<'a> {
    file: String,
    receipt: &'a str,
    #[serde(flatten)]
    replay: &'a Replay,
}

#[derive(Serialize)]
struct ReplayJson<'a> {
    version: u32,
    results: Vec<ReplayedJson<'a>>,
}

/// Live classes among what was named, and the rest.
fn apart(global: &Global, named: &[PathBuf]) -> Result<(Vec<Found>, Vec<PathBuf>), Failure> {
    let (mut rooms, mut paths) = (Vec::new(), Vec::new());
    if named.is_empty() {
        rooms.extend(room::last_unless(global, &path_or_kept(global, None)?)?);
    }
    for one in named {
        match room::meant(global, one)? {
            Some(found) => rooms.push(found),
            None => paths.push(one.clone()),
        }
    }
    Ok((rooms, paths))
}

/// Folds the facts of a class again, from the first to the last and all at once, and says whether the same comes of it; with
/// the code of its room.
fn folded_again(global: &Global, found: &Found) -> Result<(String, Replay), Failure> {
    let (_, opened) = found.opening()?;
    let needs = Replay::Needs { bank: opened.bank, revision: opened.bank_revision, calibration: None };
    let made = match room::Class::again(global, found) {
        Ok((one, other)) if one == other => Replay::Same,
        Ok(_) => Replay::Differs { what: vec!["the same facts made another room".to_owned()] },
        Err(Failure::Begin(BeginError::Paper(_) | BeginError::Replay(ReplayError::Paper(_)))) => needs,
        Err(error) => return Err(error),
    };
    Ok((opened.code, made))
}

/// Draws the paper of each result again and scores it again; folds each class again.
pub fn again(global: &Global, args: &PathsArgs, out: &mut impl Write) -> Result<u8, Failure> {
    let (rooms, paths) = apart(global, &args.paths)?;
    let paths = if rooms.is_empty() { paths_or_kept(global, &paths)? } else { paths };
    let found = read(&paths, &wanted(global, args.form.as_deref())?)?;
    // One bank, with each of the calibrations that results were made with.
    let mut statements: HashMap<Option<String>, Option<Statements>> = HashMap::new();
    let mut replayed = Vec::new();
    for filed in &found.results {
        let record = &filed.opened.content;
        let named = record.bank.calibration.clone();
        if !statements.contains_key(&named) {
            statements.insert(named.clone(), Statements::with_calibration(global, named.as_deref())?);
        }
        let made = match statements.get(&named) {
            Some(Some(statements)) => replay(record, &filed.form, statements.at_hand()),
            _ => Replay::needs(record),
        };
        replayed.push((filed, made));
    }
    let folded = rooms.iter().map(|found| folded_again(global, found)).collect::<Result<Vec<_>, _>>()?;
    let made = || replayed.iter().map(|(_, made)| made).chain(folded.iter().map(|(_, made)| made));
    let same = made().filter(|made| **made == Replay::Same).count();
    if args.json {
        let results = replayed.iter().map(|(filed, replay)| ReplayedJson {
            file: filed.path.display().to_string(),
            receipt: &filed.opened.receipt,
            replay,
        });
        let of_rooms = rooms.iter().zip(&folded).map(|(found, (code, replay))| ReplayedJson {
            file: found.file.path().display().to_string(),
            receipt: code,
            replay,
        });
        let results = results.chain(of_rooms).collect();
        print_json(&ReplayJson { version: JSON_VERSION, results }, out)?;
    } else {
        for (filed, made) in &replayed {
            let said = format!("{} {}: {}", filed.opened.receipt, filed.path.display(), made.told());
            writeln!(out, "{}", safe(&said))?;
        }
        for (found, (code, made)) in rooms.iter().zip(&folded) {
            let told = match made {
                Replay::Needs { bank, revision, .. } => format!("needs bank {bank}, revision {revision}"),
                made => made.told(),
            };
            let beside = room::beside_in(found)?.map_or_else(String::new, |said| format!(", {said}"));
            writeln!(out, "{}", safe(&format!("Room {code} {}: {told}{beside}", found.file.path().display())))?;
        }
        writeln!(out, "{same} of {} came out the same.", made().count())?;
    }
    let all = same == made().count() && found.refused.is_empty();
    Ok(if all { DONE } else { FOUND })
}
