//! `results route`: what to do with each topic in the course.

use super::room::{beside, other_than_devices};
use super::{Named, forms, note, read, records, told, wanted};
use crate::adapters::results::grid::grid;
use crate::cli::{Global, PathsArgs};
use crate::commands::info::{JSON_VERSION, print_json};
use crate::commands::{DONE, Failure, start};
use crate::domain::assessment::class::{Class, FEWEST, Stop, USUAL_CUT};
use crate::domain::room::report::Which;
use serde::Serialize;
use std::io::Write;

#[derive(Serialize)]
struct RouteJson {
    version: u32,
    cut: f64,
    topics: Vec<Stop>,
    on_paper: usize,
    raised: u32,
}

/// Prints the way through the topics.
pub fn run(global: &Global, args: &PathsArgs, out: &mut impl Write) -> Result<u8, Failure> {
    let named = Named::of(global, &args.paths)?;
    let found = read(&named.paths, &wanted(global, args.form.as_deref())?)?;
    let bank = start::bank(global)?;
    let class = Class::with(&records(&found), &named.sheets_with_hands(Which::Last), &bank);
    let cut = forms(&found).first().and_then(|form| form.cut.as_ref()).map_or(USUAL_CUT, |cut| cut.share);
    let topics = Stop::through(&class.topics, cut);
    if args.json {
        let (on_paper, raised) = other_than_devices(&named.rooms);
        print_json(&RouteJson { version: JSON_VERSION, cut, topics, on_paper, raised }, out)?;
        return Ok(DONE);
    }
    let percent = |share: f64| format!("{:.0}", share * 100.0);
    let row = |topic: &Stop| {
        vec![
            topic.part.title.clone(),
            topic.part.people.to_string(),
            topic.part.share.map_or_else(|| "–".to_owned(), percent),
            topic
                .part
                .interval
                .map_or_else(|| "–".to_owned(), |(low, high)| format!("{}–{}", percent(low), percent(high))),
            topic.route.words().to_owned(),
            topic.minutes.map_or_else(|| "–".to_owned(), |minutes| minutes.to_string()),
        ]
    };
    let heads = ["topic", "people", "right %", "90 %", "route", "minutes"].map(str::to_owned);
    let rows: Vec<Vec<String>> = topics.iter().map(row).collect();
    let total: usize = topics.iter().filter_map(|topic| topic.minutes).sum();
    let read = format!(
        "About {total} minutes in all. Skip: the class lies above {:.0} % with its whole interval; teach: below; review: it \
         cannot be told. Fewer than {FEWEST} people are not measured, and one person's topics never are: a paper asks too \
         little of each.",
        cut * 100.0
    );
    let beside = beside(&named.rooms, true).map_or_else(String::new, |said| note(&said) + "\n");
    let text = format!("{}\n{beside}{}\n", grid(&heads, &rows), note(&read));
    out.write_all(told(global, &text).as_bytes())?;
    Ok(DONE)
}
