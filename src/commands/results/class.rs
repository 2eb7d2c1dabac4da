//! `results show` of a folder: the class.

use super::told;
use crate::adapters::results::grid::grid;
use crate::adapters::results::{Collection, Filed};
use crate::cli::Global;
use crate::commands::info::{JSON_VERSION, print_json};
use crate::commands::{DONE, Failure, start};
use crate::domain::assessment::class::{Class, FEWEST, Part};
use crate::domain::assessment::figures::Verdict;
use crate::domain::assessment::result::{Applicant, Decision, Record, Voucher};
use crate::domain::words::counted;
use crate::ui::text::safe;
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

#[derive(Serialize)]
struct PersonJson<'a> {
    applicant: &'a Applicant,
    receipt: &'a str,
    score: f64,
    of: usize,
    interval: Option<(usize, usize)>,
    recommendation: Option<Verdict>,
    decided: Option<&'a Decision>,
    needs_a_person: bool,
    voucher: Voucher,
    unlocked: bool,
    /// Whether a later result of the same attempt takes its place.
    replaced: bool,
}

#[derive(Serialize)]
struct FormJson<'a> {
    form: &'a str,
    fingerprint: &'a str,
    class: Class,
    people: Vec<PersonJson<'a>>,
}

#[derive(Serialize)]
struct ShowJson<'a> {
    version: u32,
    forms: Vec<FormJson<'a>>,
}

/// Shows the class: one after the other, where the results are of several forms.
pub fn run(
    global: &Global,
    (json, path): (bool, &Path),
    found: &Collection,
    out: &mut impl Write,
) -> Result<u8, Failure> {
    let bank = start::bank(global)?;
    let mut forms: BTreeMap<String, Vec<&Filed>> = BTreeMap::new();
    for filed in &found.results {
        forms.entry(filed.opened.content.form.fingerprint()).or_default().push(filed);
    }
    let class = |of: &[&Filed]| {
        let counting = of.iter().filter(|filed| !found.has_later(filed));
        Class::of(&counting.map(|filed| &filed.opened.content).collect::<Vec<&Record>>(), &bank)
    };
    if json {
        let forms = forms.iter().map(|(fingerprint, of)| FormJson {
            form: of.first().map_or("", |filed| filed.opened.content.form.title.as_str()),
            fingerprint,
            class: class(of),
            people: of.iter().map(|filed| person(found, filed)).collect(),
        });
        print_json(&ShowJson { version: JSON_VERSION, forms: forms.collect() }, out)?;
        return Ok(DONE);
    }
    let texts: Vec<String> = forms.values().map(|of| text(found, of, &class(of))).collect();
    let folder = path.display().to_string();
    let drill = format!("One of them: iotutor results show {} ID\n", safe(&folder));
    out.write_all(told(global, &(texts.join("\n") + "\n" + &drill)).as_bytes())?;
    Ok(DONE)
}

/// Whether a person has to decide, and has not.
fn needs_a_person(found: &Collection, filed: &Filed) -> bool {
    filed.opened.content.outcome.verdict == Some(Verdict::Borderline)
        && found.decision(&filed.opened.receipt).is_none()
        && !found.has_later(filed)
}

fn person<'a>(found: &'a Collection, filed: &'a Filed) -> PersonJson<'a> {
    let outcome = &filed.opened.content.outcome;
    PersonJson {
        applicant: &filed.opened.content.applicant,
        receipt: &filed.opened.receipt,
        score: crate::domain::assessment::numbers::count(outcome.count.halves()) / 2.0,
        of: outcome.count.statements(),
        interval: outcome.interval,
        recommendation: outcome.verdict,
        decided: found.decision(&filed.opened.receipt),
        needs_a_person: needs_a_person(found, filed),
        voucher: filed.voucher,
        unlocked: !filed.opened.content.unlocks.is_empty(),
        replaced: found.has_later(filed),
    }
}

fn text(found: &Collection, of: &[&Filed], class: &Class) -> String {
    let title = of.first().map_or("", |filed| filed.opened.content.form.title.as_str());
    let [ready, borderline, not_yet] = class.verdicts;
    let results = counted(class.results, "result", "results");
    let judged = if ready + borderline + not_yet == 0 {
        "nobody is judged".to_owned()
    } else {
        format!("{ready} ready, {borderline} borderline, {not_yet} not yet")
    };
    let mut parts = vec![format!("{}: {results}, {judged}.", safe(title))];
    let waiting: Vec<Vec<String>> =
        of.iter().filter(|filed| needs_a_person(found, filed)).map(|filed| row(found, filed)).collect();
    if !waiting.is_empty() {
        parts.push(format!("A person decides about\n{}", grid(&heads(), &waiting)));
    }
    for (name, those) in [("level", &class.levels), ("topic", &class.topics)] {
        parts.push(grid(&[name, "marks", "people", "right %", "90 %"].map(str::to_owned), &shares(those)));
    }
    if class.levels.iter().any(|part| part.share.is_none()) {
        parts.push(format!("Shares are told from {FEWEST} people."));
    }
    if class.unknown > 0 {
        parts.push(format!("{} answers are left out: the bank at hand does not have their statements.", class.unknown));
    }
    let rows: Vec<Vec<String>> = of.iter().map(|filed| row(found, filed)).collect();
    parts.push(grid(&heads(), &rows));
    parts.join("\n\n") + "\n"
}

fn heads() -> [String; 7] {
    ["id", "name", "marks", "error", "verdict", "decided", "signed"].map(str::to_owned)
}

fn row(found: &Collection, filed: &Filed) -> Vec<String> {
    let record = &filed.opened.content;
    let verdict = |one: Option<Verdict>| one.map_or_else(|| "–".to_owned(), |verdict| verdict.word().to_owned());
    let decided = found.decision(&filed.opened.receipt).map(|decision| decision.verdict);
    vec![
        if record.applicant.id.is_empty() { filed.opened.receipt.clone() } else { record.applicant.id.clone() },
        record.applicant.name.clone(),
        format!("{} of {}", record.outcome.count.score(), record.outcome.count.statements()),
        record.outcome.interval.map_or_else(|| "–".to_owned(), |(low, high)| format!("{low}–{high}")),
        verdict(record.outcome.verdict),
        verdict(decided),
        signed(found, filed),
    ]
}

/// Whose key signed, whether the attempt was unlocked, and whether a later result of it counts instead.
fn signed(found: &Collection, filed: &Filed) -> String {
    let unlocked = if filed.opened.content.unlocks.is_empty() { "" } else { ", unlocked" };
    let replaced = if found.has_later(filed) { ", a later one counts" } else { "" };
    format!("{}{unlocked}{replaced}", filed.voucher.words())
}

fn shares(parts: &[Part]) -> Vec<Vec<String>> {
    let percent = |share: f64| format!("{:.0}", share * 100.0);
    let row = |part: &Part| {
        vec![
            part.title.clone(),
            format!("{} of {}", part.count.score(), part.count.statements()),
            part.people.to_string(),
            part.share.map_or_else(|| "–".to_owned(), percent),
            part.interval.map_or_else(|| "–".to_owned(), |(low, high)| format!("{}–{}", percent(low), percent(high))),
        ]
    };
    parts.iter().map(row).collect()
}
