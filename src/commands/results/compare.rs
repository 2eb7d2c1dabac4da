//! `results compare`: the same people before and after.

use super::{compare_rooms, note, read, room, told, wanted};
use crate::adapters::results::grid::grid;
use crate::adapters::results::roster::folded;
use crate::adapters::results::{Collection, Filed};
use crate::cli::{CompareArgs, Global};
use crate::commands::info::{JSON_VERSION, print_json};
use crate::commands::{DONE, Failure};
use crate::domain::assessment::change::{Claim, FEWEST};
use crate::domain::assessment::compare::{Comparison, compare, same_paper};
use crate::domain::assessment::report::Change;
use crate::domain::assessment::result::{Applicant, Record};
use crate::ui::text::safe;
use serde::Serialize;
use std::io::Write;

/// Somebody with two results.
struct Both<'a> {
    before: &'a Filed,
    after: &'a Filed,
}

#[derive(Serialize)]
struct PersonJson<'a> {
    applicant: &'a Applicant,
    receipts: [&'a str; 2],
    same_paper: bool,
    #[serde(flatten)]
    change: &'a Change,
}

#[derive(Serialize)]
struct CompareJson<'a> {
    version: u32,
    people: Vec<PersonJson<'a>>,
    group: Option<crate::domain::assessment::change::GroupChange>,
    a_first: usize,
    same_paper: usize,
    modules: &'a [crate::domain::assessment::compare::ModuleChange],
    only_before: Vec<&'a str>,
    only_after: Vec<&'a str>,
}

/// Prints what changed.
pub fn run(global: &Global, args: &CompareArgs, out: &mut impl Write) -> Result<u8, Failure> {
    match (room::meant(global, &args.before)?, room::meant(global, &args.after)?) {
        (Some(before), Some(after)) => return compare_rooms::run(global, args.json, (before, after), out),
        (None, None) => {}
        _ => {
            let what = "a live class can only be compared with a live class, and results with results: name two of the same kind";
            return Err(Failure::Usage(what.to_owned()));
        }
    }
    let wanted = wanted(global, None)?;
    let before = read(std::slice::from_ref(&args.before), &wanted)?;
    let after = read(std::slice::from_ref(&args.after), &wanted)?;
    let (both, only_before, only_after) = matched(&before, &after);
    let records: Vec<(&Record, &Record)> =
        both.iter().map(|one| (&one.before.opened.content, &one.after.opened.content)).collect();
    let found = compare(&records);
    if args.json {
        let receipts =
            |both: &Both<'_>| -> [String; 2] { [both.before, both.after].map(|one| one.opened.receipt.clone()) };
        let receipts: Vec<[String; 2]> = both.iter().map(receipts).collect();
        let people =
            found.people.iter().zip(&records).zip(&receipts).map(|((change, (one, other)), receipts)| PersonJson {
                applicant: &other.applicant,
                receipts: receipts.each_ref().map(String::as_str),
                same_paper: same_paper(one, other),
                change,
            });
        let (group, a_first, same_paper) = (found.group, found.a_first, found.same_paper);
        let people = people.collect();
        let modules = &found.modules;
        print_json(
            &CompareJson {
                version: JSON_VERSION,
                people,
                group,
                a_first,
                same_paper,
                modules,
                only_before,
                only_after,
            },
            out,
        )?;
        return Ok(DONE);
    }
    let mut parts = vec![people(&found, &records), group(&found), modules(&found)];
    for (title, who) in [("Only before", only_before), ("Only after", only_after)] {
        if !who.is_empty() {
            parts.push(format!("{title}: {}.\n", safe(&who.join(", "))));
        }
    }
    out.write_all(told(global, &parts.concat()).as_bytes())?;
    Ok(DONE)
}

/// What somebody is known by: the id, or else the address.
fn who(filed: &Filed) -> &str {
    let Applicant { id, email, name } = &filed.opened.content.applicant;
    [id, email, name].into_iter().find(|text| !text.trim().is_empty()).map_or("", |text| text.as_str())
}

/// The people with a result on either side, each with the first before and the last after; and those with one only.
fn matched<'a>(before: &'a Collection, after: &'a Collection) -> (Vec<Both<'a>>, Vec<&'a str>, Vec<&'a str>) {
    let mut both: Vec<Both<'a>> = Vec::new();
    let mut only_before = Vec::new();
    let submitted = |filed: &&Filed| filed.opened.content.submitted;
    let same = |one: &str| {
        let one = folded(one);
        move |other: &&Filed| !one.is_empty() && folded(who(other)) == one
    };
    let (firsts, lasts) = (before.counting(), after.counting());
    let mut seen: Vec<String> = Vec::new();
    for filed in &firsts {
        let key = folded(who(filed));
        if seen.contains(&key) {
            continue;
        }
        seen.push(key);
        let first = firsts.iter().copied().filter(same(who(filed))).min_by_key(submitted);
        let last = lasts.iter().copied().filter(same(who(filed))).max_by_key(submitted);
        match first.zip(last) {
            Some((before, after)) => both.push(Both { before, after }),
            None => only_before.push(who(filed)),
        }
    }
    let mut only_after: Vec<&str> =
        lasts.iter().map(|filed| who(filed)).filter(|one| !seen.contains(&folded(one))).collect();
    only_after.dedup();
    (both, only_before, only_after)
}

fn people(found: &Comparison, records: &[(&Record, &Record)]) -> String {
    let row = |(change, (one, other)): (&Change, &(&Record, &Record))| {
        let word = match change.claim {
            None => "other length",
            Some(Claim::Gain) => "gain",
            Some(Claim::Loss) => "loss",
            Some(Claim::WithinError) => "within the error",
        };
        let again = if same_paper(one, other) { ", the same paper" } else { "" };
        vec![
            other.applicant.id.clone(),
            other.applicant.name.clone(),
            change.before.score(),
            change.after.score(),
            change.after.statements().to_string(),
            format!("{word}{again}"),
        ]
    };
    let rows: Vec<Vec<String>> = found.people.iter().zip(records).map(row).collect();
    if rows.is_empty() {
        return "Nobody has a result on both sides.\n".to_owned();
    }
    let heads = ["id", "name", "before", "after", "of", "claimed"].map(str::to_owned);
    let needed = found.people.first().map_or(0, |change| change.needed);
    let of = found.people.first().map_or(0, |change| change.after.statements());
    format!("{}\nOne person's gain is claimed from {needed} more right of {of}.\n", grid(&heads, &rows))
}

fn group(found: &Comparison) -> String {
    let Some(group) = found.group else {
        return format!("Of the group nothing is claimed: fewer than {FEWEST} people with papers of one length.\n");
    };
    let others = found.people.len() - found.a_first;
    let same = if found.same_paper == 0 {
        String::new()
    } else {
        format!(" {} took the same paper twice, which memory helps.", found.same_paper)
    };
    let told = format!(
        "{} people: {:+.1} right on average, 95 % interval {:+.1} to {:+.1}. Paper A first: {}, paper B first: {others}.{same}",
        group.people, group.mean, group.interval.0, group.interval.1, found.a_first
    );
    note(&told) + "\n"
}

fn modules(found: &Comparison) -> String {
    if found.modules.is_empty() {
        return String::new();
    }
    let mean = |(right, of): (f64, f64)| format!("{right:.1} of {of:.0}");
    let rows: Vec<Vec<String>> =
        found.modules.iter().map(|one| vec![one.title.clone(), mean(one.before), mean(one.after)]).collect();
    format!("{}\n", grid(&["module", "before", "after"].map(str::to_owned), &rows))
}
