//! `results list`: the live classes that are kept.

use super::told;
use crate::adapters::host::archive::{self, Summary};
use crate::adapters::host::rooms::RoomError;
use crate::adapters::host::{Shelf, database};
use crate::adapters::results::grid::grid;
use crate::cli::Global;
use crate::commands::info::{JSON_VERSION, print_json};
use crate::commands::shelf::shelf;
use crate::commands::{DONE, Failure};
use crate::domain::moment::Moment;
use crate::ui::text::safe;
use serde::Serialize;
use std::io::Write;
use std::path::PathBuf;

#[derive(Serialize)]
struct RoomJson<'a> {
    file: String,
    opened: Option<Moment>,
    room: Option<&'a str>,
    title: Option<&'a str>,
    people: Option<usize>,
    removed: Option<usize>,
    asked: Option<usize>,
    questions: Option<usize>,
    ended: Option<bool>,
    problem: Option<String>,
}

#[derive(Serialize)]
struct ListJson<'a> {
    version: u32,
    rooms: Vec<RoomJson<'a>>,
}

/// Lists the classes, the latest first.
pub fn run(global: &Global, json: bool, out: &mut impl Write) -> Result<u8, Failure> {
    let (listed, place) = match shelf(global)? {
        Shelf::Folder(data_dir) => (archive::list(&data_dir), archive::folder(&data_dir).display().to_string()),
        Shelf::Database(address) => database::list(&address)?,
    };
    if json {
        let rooms = listed.iter().map(as_json).collect();
        print_json(&ListJson { version: JSON_VERSION, rooms }, out)?;
        return Ok(DONE);
    }
    if listed.is_empty() {
        writeln!(out, "No class is kept in {}.", safe(&place))?;
        return Ok(DONE);
    }
    let good = listed.iter().filter_map(|(_, told)| told.as_ref().ok());
    let rows: Vec<Vec<String>> = good.map(row).collect();
    let mut parts = Vec::new();
    if !rows.is_empty() {
        let heads = ["opened", "room", "people", "asked", "", "title"].map(str::to_owned);
        parts.push(grid(&heads, &rows));
    }
    let notices = listed.iter().filter_map(|(_, told)| told.as_ref().ok()?.notice.as_ref());
    parts.extend(notices.map(|notice| safe(notice).into_owned()));
    let bad = listed.iter().filter_map(|(path, told)| Some((path, told.as_ref().err()?)));
    parts.extend(bad.map(|(path, problem)| safe(&format!("{}: {problem}.", path.display())).into_owned()));
    out.write_all(told(global, &(parts.join("\n") + "\n")).as_bytes())?;
    Ok(DONE)
}

fn row(one: &Summary) -> Vec<String> {
    let Summary { at, opened, people, removed, asked, ended, .. } = one;
    let removed = if *removed == 0 { String::new() } else { format!(", {removed} removed") };
    vec![
        format!("{} {}", at.date(), at.time()),
        opened.code.clone(),
        format!("{people}{removed}"),
        format!("{asked} of {}", opened.items.len()),
        if *ended { "over" } else { "not over" }.to_owned(),
        opened.title.clone(),
    ]
}

fn as_json((path, told): &(PathBuf, Result<Summary, RoomError>)) -> RoomJson<'_> {
    let one = told.as_ref().ok();
    RoomJson {
        file: path.display().to_string(),
        opened: one.map(|one| one.at),
        room: one.map(|one| one.opened.code.as_str()),
        title: one.map(|one| one.opened.title.as_str()),
        people: one.map(|one| one.people),
        removed: one.map(|one| one.removed),
        asked: one.map(|one| one.asked),
        questions: one.map(|one| one.opened.items.len()),
        ended: one.map(|one| one.ended),
        problem: told.as_ref().map_or_else(|problem| Some(problem.to_string()), |one| one.notice.clone()),
    }
}
