//! `results csv` of a live class.

use super::csv::{NO_ROSTER, hand_over, profile};
use super::room::{Class, beside};
use crate::adapters::host::rooms::Found;
use crate::adapters::results::classbook::{Matched, Matching, answers, write};
use crate::adapters::results::gradebook::Profile;
use crate::adapters::results::matching::By;
use crate::app::view::room as words;
use crate::cli::{CsvArgs, Global};
use crate::commands::Failure;
use crate::commands::shelf::roster;
use crate::domain::room::report::ClassReport;
use crate::domain::words::counted;
use crate::ui::text::safe;
use std::io::{self, Write};

/// Says who was matched, then writes the grade book, or the answers, if a file was named.
pub fn run(global: &Global, args: &CsvArgs, found: Found, out: &mut impl Write) -> Result<u8, Failure> {
    let class = Class::of(global, found)?;
    let report = class.report();
    if args.answers {
        let (kept, raised, sides) = (class.room.kept(), class.room.raised(), class.sides());
        let called = |response| words::answer(response, &sides);
        let book = answers(&report, (&kept, &raised, &class.room.left_open()), called)?;
        let counts = if raised.is_empty() {
            String::new()
        } else {
            format!(" and {} of raised hands", counted(raised.len(), "count", "counts"))
        };
        let rows = format!("{}{counts}", counted(kept.len(), "answer", "answers"));
        return hand_over(args, &[], (&book, &rows), out);
    }
    let roster = roster(global)?;
    let matching = Matching::of(&report, &roster);
    let (profile, has_roster) = (profile(args.profile), !roster.people.is_empty());
    let mut summary = Vec::new();
    tell((&class, &report), &matching, (has_roster, profile), &mut summary)?;
    let goes_in = |one: &&Matched<'_>| profile == Profile::Plain || one.goes_in(has_roster);
    let people: Vec<&Matched<'_>> = matching.people.iter().filter(goes_in).collect();
    let book = write(profile, &report, &people)?;
    hand_over(args, &summary, (&book, &counted(people.len(), "person", "people")), out)
}

fn tell(
    (class, report): (&Class, &ClassReport),
    matching: &Matching<'_>,
    (roster, profile): (bool, Profile),
    out: &mut Vec<u8>,
) -> io::Result<()> {
    let all = matching.people.len();
    if roster {
        let [id, email, name] = [By::Id, By::Email, By::Name].map(|by| matching.by(by));
        let matched = id + email + name;
        writeln!(
            out,
            "{matched} of {all} matched to the roster: {id} by id, {email} by e-mail, {name} by name alone."
        )?;
    } else {
        let people = counted(all, "person", "people");
        writeln!(out, "{people}. {NO_ROSTER}")?;
    }
    let left_out = if profile == Profile::Plain { "" } else { ", left out" };
    let those = |which: &dyn Fn(&&Matched<'_>) -> bool| matching.people.iter().filter(which).collect::<Vec<_>>();
    let by_name = those(&|one| one.listed.is_some_and(|(_, by)| by == By::Name));
    list("By name alone, look at these", &by_name, out)?;
    if roster {
        list(&format!("Unmatched{left_out}"), &those(&|one| one.listed.is_none()), out)?;
    }
    list(&format!("Duplicates, the same person on the roster{left_out}"), &those(&|one| one.double_of.is_some()), out)?;
    for one in &matching.people {
        if let Some(other) = one.double_of {
            let (room, seat) = (&report.room, one.person.seat);
            writeln!(out, "  If it is one person: iotutor results join {room} {other} {seat}")?;
        }
    }
    let late = matching.people.iter().filter(|one| one.person.before > 0).count();
    if late > 0 {
        let graded = if profile == Profile::Plain { "" } else { "; their grade is their share of it" };
        let asked = "and had fewer questions than the others";
        writeln!(out, "{} late, {asked}{graded}.", counted(late, "person came", "people came"))?;
    }
    let early = matching.people.iter().filter(|one| !one.person.unused && one.person.not_reached > 0).count();
    if early > 0 {
        let stopped = counted(early, "person has", "people have");
        writeln!(out, "{stopped} not answered all questions; not_reached says how many are left.")?;
    }
    if let Some(beside) = beside(std::slice::from_ref(class), false) {
        writeln!(out, "{beside}")?;
    }
    if !matching.absent.is_empty() {
        let names: Vec<String> =
            matching.absent.iter().map(|one| format!("{} {}", one.id, one.name).trim_end().to_owned()).collect();
        writeln!(out, "On the roster, and not in this class: {}.", safe(&names.join(", ")))?;
    }
    Ok(())
}

fn list(title: &str, people: &[&Matched<'_>], out: &mut Vec<u8>) -> io::Result<()> {
    if people.is_empty() {
        return Ok(());
    }
    writeln!(out, "{title}:")?;
    for one in people {
        let person = one.person;
        let on_roster = one.listed.map_or_else(String::new, |(listed, _)| format!(": {} {}", listed.id, listed.name));
        writeln!(out, "{}", safe(&format!("  seat {}, {}{on_roster}", person.seat, person.name)))?;
    }
    Ok(())
}
