//! The case studies: listed for people and programs, and found by name.

use super::info::{JSON_VERSION, print_json};
use super::start::{bank, nearest};
use super::{DONE, Failure};
use crate::cli::Global;
use crate::domain::bank::{Bank, CaseStudy};
use serde::Serialize;
use std::io::Write;

#[derive(Serialize)]
struct CasesJson<'a> {
    version: u32,
    bank: &'a str,
    bank_revision: u32,
    cases: Vec<CaseJson<'a>>,
}

#[derive(Serialize)]
struct CaseJson<'a> {
    id: &'a str,
    title: &'a str,
    short: &'a str,
    topics: &'a [String],
    dimensions: Vec<&'a str>,
}

/// The case studies with their ids.
pub fn list(global: &Global, json: bool, out: &mut impl Write) -> Result<u8, Failure> {
    let bank = bank(global)?;
    if json {
        print_json(&listed(&bank), out)?;
        return Ok(DONE);
    }
    let widest = bank.cases().iter().map(|case| case.id.len()).max().unwrap_or(0);
    for case in bank.cases() {
        writeln!(out, "{:widest$}  {}", case.id, case.title)?;
    }
    if bank.cases().is_empty() {
        writeln!(out, "There are no case studies in this bank.")?;
    }
    Ok(DONE)
}

fn listed(bank: &Bank) -> CasesJson<'_> {
    let cases = bank.cases().iter().map(|case| {
        let dimensions = case.profile.iter().map(|leaning| leaning.topic.as_str()).collect();
        CaseJson { id: &case.id, title: &case.title, short: &case.short, topics: &case.topics, dimensions }
    });
    let cases = cases.collect();
    CasesJson { version: JSON_VERSION, bank: &bank.manifest.id, bank_revision: bank.manifest.revision, cases }
}

/// The case study that somebody typed: its id, its title, the beginning of either, or its number from 1.
pub fn number(bank: &Bank, typed: &str) -> Result<usize, Failure> {
    let cases = bank.cases();
    let wanted = typed.trim().to_lowercase();
    if let Some(number) = wanted.parse::<usize>().ok().filter(|number| (1..=cases.len()).contains(number)) {
        return Ok(number - 1);
    }
    let named = |fits: &dyn Fn(&str) -> bool| -> Vec<usize> {
        let fits = |case: &CaseStudy| fits(&case.id) || fits(&case.title.to_lowercase());
        cases.iter().enumerate().filter(|(_, case)| fits(case)).map(|(number, _)| number).collect()
    };
    match (named(&|name| name == wanted).as_slice(), named(&|name| name.starts_with(&wanted)).as_slice()) {
        ([one], _) | ([], [one]) => Ok(*one),
        _ => {
            let known: Vec<String> = cases.iter().flat_map(|case| [case.id.clone(), case.title.clone()]).collect();
            let hint = match nearest(&known, typed.trim()).as_slice() {
                [] => "`iotutor cases` lists them".to_owned(),
                near => format!("near it: {}", near.join(", ")),
            };
            Err(Failure::Usage(format!("no case study by the name {typed:?}; {hint}")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adapters::bank_files::builtin;

    #[test]
    fn a_case_study_is_found_by_id_title_beginning_and_number() {
        let bank = builtin();
        for (typed, found) in
            [("van-fleet", 4), ("VAN", 4), ("one battery, two readers", 0), ("Flour", 11), (" 12 ", 11)]
        {
            assert_eq!(number(&bank, typed).ok(), Some(found), "{typed}");
        }
    }

    #[test]
    fn where_none_or_several_fit_the_nearest_names_are_told() {
        let bank = builtin();
        for (typed, told) in [
            ("van-feet", "near it: van-fleet"),
            ("smartmeters", "smart-meters"),
            ("0", "`iotutor cases`"),
            ("", "lists"),
        ] {
            let failure = number(&bank, typed).unwrap_err();
            assert!(failure.to_string().contains(told), "{typed}: {failure}");
        }
    }
}
