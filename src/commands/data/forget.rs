//! Forgetting live classes, and who was in one.

mod remote;

use super::confirmed_of;
use crate::adapters::clock::Clock;
use crate::adapters::host::archive::Summary;
use crate::adapters::host::desk::Keeper;
use crate::adapters::host::rooms::{Found, RoomFile};
use crate::adapters::host::{Shelf, archive};
use crate::cli::{ForgetArgs, Global};
use crate::commands::shelf::shelf;
use crate::commands::{DONE, Failure};
use crate::domain::room::People;
use crate::domain::room::people::folded;
use crate::domain::store::Store;
use crate::domain::words::counted;
use crate::ui::text::safe;
use jiff::civil::Date;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Said where somebody changed their mind.
const NOTHING: &str = "Nothing was forgotten.";

/// Said after it is done.
const YOURS: &str = "Copies, reports and grade books that you passed on are yours to follow.";

/// Forgets what was asked for.
pub fn run(global: &Global, args: &ForgetArgs, out: &mut impl Write) -> Result<u8, Failure> {
    let data_dir = match shelf(global)? {
        Shelf::Folder(data_dir) => data_dir,
        Shelf::Database(address) => return remote::run(&address, args, out),
    };
    let Some(room) = &args.room else { return old(&data_dir, args, out) };
    let file = archive::path(&data_dir, Some(&room.to_string_lossy()))?;
    archive::refuse_in_use(&file)?;
    if let Some(person) = &args.person {
        let done = forget_person(RoomFile::open(&file)?, person, args.yes, out)?;
        return if done { tell_copies(&file, out) } else { Ok(DONE) };
    }
    writeln!(out, "{}", safe(&told(&file)))?;
    forget_all(&[file], args.yes, out)
}

/// A class in a line; one that cannot be read by its file alone.
fn told(file: &Path) -> String {
    let summary = RoomFile::open_to_show(file).and_then(|found| found.summary());
    let name = file.display();
    match summary {
        Ok(one) => format!("{}: {name}", in_short(&one)),
        Err(problem) => format!("{name} ({problem})"),
    }
}

fn in_short(one: &Summary) -> String {
    let title = if one.opened.title.is_empty() { String::new() } else { format!(" {},", one.opened.title) };
    let people = counted(one.people + one.removed, "person", "people");
    let over = if one.ended { "" } else { ", not over" };
    format!("{}, room {},{title} {people}{over}", one.at.date(), one.opened.code)
}

/// Forgets classes that are older than they are kept, or than a day.
fn old(data_dir: &Path, args: &ForgetArgs, out: &mut impl Write) -> Result<u8, Failure> {
    let today = Clock::from_environment()?.now().moment;
    let day = args.rooms_before.or_else(|| archive::first_kept(today, args.keep_days)).unwrap_or(Date::MIN);
    let files: Vec<PathBuf> = archive::before(data_dir, day).into_iter().map(|(_, file)| file).collect();
    if files.is_empty() {
        writeln!(out, "No class from before {day} is kept.")?;
        return Ok(DONE);
    }
    for file in &files {
        writeln!(out, "{}", safe(&told(file)))?;
    }
    files.iter().try_for_each(|file| archive::refuse_in_use(file))?;
    forget_all(&files, args.yes, out)
}

fn forget_all(files: &[PathBuf], yes: bool, out: &mut impl Write) -> Result<u8, Failure> {
    let classes = counted(files.len(), "class", "classes");
    let what = format!("{classes}, with all names and answers");
    if !yes && !confirmed_of(&format!("Forget {what}?"), out)? {
        writeln!(out, "{NOTHING}")?;
        return Ok(DONE);
    }
    for file in files {
        archive::forget(file).map_err(|(file, error)| Failure::Io {
            what: format!("\"{}\" cannot be deleted", safe(&file.display().to_string())),
            error,
        })?;
    }
    writeln!(out, "Forgotten: {what}. {YOURS}")?;
    Ok(DONE)
}

/// Forgets who somebody was; what they answered stays, by seat. Returns whether anything was forgotten.
fn forget_person(mut found: Found, person: &str, yes: bool, out: &mut impl Write) -> Result<bool, Failure> {
    let people = People::of(found.file.people(found.stream)?);
    let seats = meant(&found, &people, person)?;
    let named: Vec<u32> = seats.iter().copied().filter(|seat| people.person(*seat).is_some()).collect();
    let (name, places) = (people.called_at(&seats), listed(&seats));
    if named.is_empty() {
        writeln!(out, "Nobody is known at {places}.")?;
        return Ok(false);
    }
    let question = format!("Forget who sat at {places} ({name})? Their answers stay, and are nobody's.");
    if !yes && !confirmed_of(&safe(&question), out)? {
        writeln!(out, "{NOTHING}")?;
        return Ok(false);
    }
    for seat in named {
        found.file.store_mut().name(found.stream, seat, None)?;
    }
    writeln!(out, "Forgotten: who sat at {places}. {YOURS}")?;
    Ok(true)
}

/// Names the copies of a class's file in which somebody is not forgotten.
fn tell_copies(file: &Path, out: &mut impl Write) -> Result<u8, Failure> {
    for aside in archive::files_of(file).into_iter().filter(|one| one.extension() != file.extension()) {
        if aside.to_string_lossy().contains(".damaged-") {
            let aside = safe(&aside.to_string_lossy()).into_owned();
            writeln!(out, "Not forgotten in {aside}, which was kept aside as damaged. Delete it yourself.")?;
        }
    }
    Ok(DONE)
}

fn listed(seats: &[u32]) -> String {
    let numbers: Vec<String> = seats.iter().map(u32::to_string).collect();
    format!("{} {}", if seats.len() == 1 { "seat" } else { "seats" }, numbers.join(" and "))
}

/// The seats of whoever is meant: by a number, or by the very name.
fn meant(found: &Found, people: &People, person: &str) -> Result<Vec<u32>, Failure> {
    let persons = found.persons()?;
    if let Ok(seat) = person.trim().parse() {
        return Ok(persons.seats_of(seat));
    }
    let is_called = |seat: &u32| people.person(*seat).is_some_and(|one| folded(&one.name) == folded(person));
    let mut firsts: Vec<u32> = people.seats().filter(is_called).map(|seat| persons.person(seat)).collect();
    firsts.sort_unstable();
    firsts.dedup();
    match firsts.as_slice() {
        [one] => Ok(persons.seats_of(*one)),
        [] => Err(Failure::Usage(format!("nobody in this class is called \"{}\"; name the seat", safe(person)))),
        several => Err(Failure::Usage(format!("several are called so; name one of the {}", listed(several)))),
    }
}
