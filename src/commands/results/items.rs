//! `results items`: how each statement did, worst first.

use super::room::{beside, other_than_devices};
use super::{Named, note, pairs, read, told, wanted};
use crate::adapters::results::grid::grid;
use crate::cli::{Global, PathsArgs};
use crate::commands::info::print_versioned;
use crate::commands::{DONE, Failure, start};
use crate::domain::assessment::items::{FEWEST, FEWEST_TO_DISCRIMINATE, ItemReport, Items, PaperReport};
use crate::domain::bank::Bank;
use crate::domain::room::report::Which;
use crate::domain::words::counted;
use crate::ui::text::safe;
use serde::Serialize;
use std::io::Write;

#[derive(Serialize)]
struct ItemsJson<'a> {
    #[serde(flatten)]
    items: &'a Items,
    /// How many people answered on sheets of paper; they are in the figures.
    on_paper: usize,
    /// How many hands were raised; they are not.
    raised: u32,
}

/// Prints the statements.
pub fn run(global: &Global, args: &PathsArgs, out: &mut impl Write) -> Result<u8, Failure> {
    let named = Named::of(global, &args.paths)?;
    let found = read(&named.paths, &wanted(global, args.form.as_deref())?)?;
    // What was answered before neighbours talked.
    let items = Items::with(&pairs(&found), &named.sheets(Which::First));
    if args.json {
        let (on_paper, raised) = other_than_devices(&named.rooms);
        print_versioned(&ItemsJson { items: &items, on_paper, raised }, out)?;
        return Ok(DONE);
    }
    let bank = start::bank(global)?;
    let mut parts: Vec<String> = items.papers.iter().map(|one| note(&paper(one))).collect();
    let (judged, withheld): (Vec<_>, Vec<_>) = items.items.iter().partition(|item| item.facility.is_some());
    if !judged.is_empty() {
        let heads = ["statement", "N", "facility", "discr.", "open", "sure, wrong", ""].map(str::to_owned);
        let rows: Vec<Vec<String>> = judged.iter().map(|item| row(item)).collect();
        parts.push(format!("Worst first\n{}", grid(&heads, &rows)));
        parts.extend(doubted(&judged, &bank));
    }
    if !withheld.is_empty() {
        let statements = counted(withheld.len(), "statement", "statements");
        parts.push(format!("Of {statements} nothing is told: fewer than {FEWEST} people had them."));
    }
    parts.extend(beside(&named.rooms, false).map(|said| note(&said)));
    parts.push(note(&format!(
        "Facility: the mean mark in percent. Discrimination: told from {FEWEST_TO_DISCRIMINATE} people on one paper; \
         below 0 the strong miss it more than the weak."
    )));
    out.write_all(told(global, &(parts.join("\n") + "\n")).as_bytes())?;
    Ok(DONE)
}

fn paper(paper: &PaperReport) -> String {
    let of = &paper.statistics;
    let percent = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| format!("{value:.0} %"));
    let number = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| format!("{value:.1}"));
    format!(
        "{}, cohort {}, paper {}: {} people, mean {:.1}, standard deviation {}, internal consistency {}, error ratio {}, standard \
         error {}.",
        safe(&paper.form),
        safe(&paper.cohort),
        paper.paper.name(),
        of.people,
        of.mean,
        number(of.sd),
        percent(of.consistency),
        percent(of.error_ratio),
        number(of.standard_error)
    )
}

fn row(item: &ItemReport) -> Vec<String> {
    let number = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| format!("{value:.0}"));
    let word = if item.probable_wrong_key {
        "probable wrong key"
    } else if item.backwards {
        "tells the wrong way"
    } else {
        ""
    };
    vec![
        item.statement.clone(),
        item.people.to_string(),
        number(item.facility),
        number(item.discrimination),
        item.open.to_string(),
        item.certain_and_wrong.to_string(),
        word.to_owned(),
    ]
}

/// The text of those that want a look, with the belief that leads to the wrong answer.
fn doubted(items: &[&ItemReport], bank: &Bank) -> Vec<String> {
    let wants = |item: &&&ItemReport| item.probable_wrong_key || item.backwards;
    let one = |item: &&ItemReport| {
        let entry = bank.find(&item.statement).and_then(|at| bank.entry(at))?;
        let belief = entry.misconception().map_or_else(String::new, |one| format!(" (belief: {})", one.claim));
        let side = &bank.side(entry.at.side).name;
        let said = format!("{}: {} It is {side}{belief}", item.statement, entry.statement.text);
        let options = textwrap::Options::new(78).initial_indent("  ").subsequent_indent("    ");
        Some(textwrap::fill(&safe(&said), options))
    };
    items.iter().filter(wants).filter_map(one).collect()
}
