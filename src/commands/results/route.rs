//! `results route`: what to do with each topic in the course.

use super::{forms, note, paths_or_kept, read, records, told, wanted};
use crate::adapters::results::grid::grid;
use crate::cli::{Global, PathsArgs};
use crate::commands::info::{JSON_VERSION, print_json};
use crate::commands::{DONE, Failure, start};
use crate::domain::assessment::class::{Class, FEWEST, Part, Route};
use crate::domain::review::Pace;
use serde::Serialize;
use std::io::Write;

/// The share that is enough where the form sets no cut.
const USUAL_CUT: f64 = 0.8;

/// How many statements are gone through in a review of a topic.
const REVIEW: usize = 10;

/// How many statements follow a lesson.
const PRACTICE: usize = 20;

/// How many minutes a lesson takes: ten screens.
const LESSON: usize = 10;

#[derive(Serialize)]
struct TopicJson<'a> {
    #[serde(flatten)]
    part: &'a Part,
    route: Route,
    minutes: Option<usize>,
}

#[derive(Serialize)]
struct RouteJson<'a> {
    version: u32,
    cut: f64,
    topics: Vec<TopicJson<'a>>,
}

/// How many minutes a topic takes; none where nothing is said of it.
fn minutes(route: Route) -> Option<usize> {
    let pace = Pace::default();
    match route {
        Route::Skip => Some(0),
        Route::Review => Some(pace.minutes(REVIEW)),
        Route::Teach => Some(LESSON + pace.minutes(PRACTICE)),
        Route::NotMeasured => None,
    }
}

/// Prints the way through the topics.
pub fn run(global: &Global, args: &PathsArgs, out: &mut impl Write) -> Result<u8, Failure> {
    let found = read(&paths_or_kept(global, &args.paths)?, &wanted(global, args.form.as_deref())?)?;
    let bank = start::bank(global)?;
    let class = Class::of(&records(&found), &bank);
    let cut = forms(&found).first().and_then(|form| form.cut.as_ref()).map_or(USUAL_CUT, |cut| cut.share);
    let topics: Vec<TopicJson<'_>> = class
        .topics
        .iter()
        .map(|part| {
            let route = Route::of(part, cut);
            TopicJson { part, route, minutes: minutes(route) }
        })
        .collect();
    if args.json {
        print_json(&RouteJson { version: JSON_VERSION, cut, topics }, out)?;
        return Ok(DONE);
    }
    let percent = |share: f64| format!("{:.0}", share * 100.0);
    let row = |topic: &TopicJson<'_>| {
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
    let text = format!("{}\n{}\n", grid(&heads, &rows), note(&read));
    out.write_all(told(global, &text).as_bytes())?;
    Ok(DONE)
}
