//! `results compare` of live classes.

use super::room::{Class, beside};
use super::{note, told};
use crate::adapters::host::rooms::Found;
use crate::adapters::results::classbook::Matching;
use crate::adapters::results::grid::grid;
use crate::adapters::results::roster::{Roster, folded};
use crate::cli::Global;
use crate::commands::info::{JSON_VERSION, print_json};
use crate::commands::shelf::roster;
use crate::commands::{DONE, Failure};
use crate::domain::assessment::change::{Claim, FEWEST};
use crate::domain::room::compare::{ClassChange, Did, PersonChange, compare};
use crate::domain::room::report::PersonRow;
use crate::domain::room::results::Share;
use crate::ui::text::safe;
use serde::Serialize;
use std::io::Write;

/// Somebody in a class, by what they are known by in another.
struct Known {
    /// The id or the address or the name, folded; none for whoever gave none of them.
    key: Option<String>,
    called: String,
    did: Did,
}

/// The people of two classes.
struct Both<'a> {
    people: Vec<(&'a Known, &'a Known)>,
    only_before: Vec<&'a str>,
    only_after: Vec<&'a str>,
    /// How many gave nothing by which they could be told in the other class.
    nameless: [usize; 2],
}

#[derive(Serialize)]
struct PersonJson<'a> {
    name: &'a str,
    #[serde(flatten)]
    change: &'a PersonChange,
}

#[derive(Serialize)]
struct CompareJson<'a> {
    version: u32,
    rooms: [&'a str; 2],
    people: Vec<PersonJson<'a>>,
    comparable: usize,
    group: Option<crate::domain::assessment::change::GroupChange>,
    topics: &'a [crate::domain::room::compare::TopicChange],
    same_paper: bool,
    only_before: &'a [&'a str],
    only_after: &'a [&'a str],
    nameless: [usize; 2],
}

/// Prints what changed between two classes.
pub fn run(global: &Global, json: bool, rooms: (Found, Found), out: &mut impl Write) -> Result<u8, Failure> {
    let roster = roster(global)?;
    let classes = [Class::of(global, rooms.0)?, Class::of(global, rooms.1)?];
    let known = classes.each_ref().map(|class| known(class, &roster));
    let both = Both::of(&known);
    let pairs: Vec<(Did, Did)> = both.people.iter().map(|(one, other)| (one.did.clone(), other.did.clone())).collect();
    let found = compare(&pairs);
    let same_paper = {
        let [before, after] = classes.each_ref().map(|class| &class.room.opened().items);
        before == after
    };
    if json {
        let people = both.people.iter().zip(&found.people);
        let people = people.map(|((_, after), change)| PersonJson { name: &after.called, change }).collect();
        let Both { only_before, only_after, nameless, .. } = &both;
        let rooms = classes.each_ref().map(|class| class.room.opened().code.as_str());
        let ClassChange { comparable, group, topics, .. } = &found;
        let (comparable, group, nameless) = (*comparable, *group, *nameless);
        let told = CompareJson {
            version: JSON_VERSION,
            rooms,
            people,
            comparable,
            group,
            topics,
            same_paper,
            only_before,
            only_after,
            nameless,
        };
        print_json(&told, out)?;
        return Ok(DONE);
    }
    let text = [people(&found, &both), self::group(&found, same_paper), topics(&found), others(&both)].concat();
    let beside = beside(&classes, false).map_or_else(String::new, |said| note(&said) + "\n");
    out.write_all(told(global, &(text + &beside)).as_bytes())?;
    Ok(DONE)
}

/// Everybody who counts in a class. Whoever the roster knows twice, and nobody joined, is who came first.
fn known(class: &Class, roster: &Roster) -> Vec<Known> {
    let report = class.report();
    let matching = Matching::of(&report, roster);
    let one = |matched: &crate::adapters::results::classbook::Matched<'_>| {
        let row = matched.person;
        let listed = matched.listed.map(|(listed, _)| [&listed.id, &listed.email, &listed.name]);
        // What a seat or a sheet is called for want of a name tells nobody in another class.
        let seats = if row.seats.is_empty() { vec![row.seat] } else { row.seats.clone() };
        let is_named = seats.iter().any(|seat| class.people.person(*seat).is_some_and(|one| !one.name.is_empty()));
        let own = || own(row).filter(|_| is_named);
        let key = listed.and_then(|parts| first(parts.map(String::as_str))).or_else(own);
        let called = listed.map_or(&row.name, |[_, _, name]| if name.is_empty() { &row.name } else { name });
        // What somebody never came to at their own pace, they were not asked.
        let right = Share { of: row.right.of.saturating_sub(row.not_reached), ..row.right };
        let did = Did { right, topics: class.room.topics_of(row.seat) };
        Known { key, called: called.clone(), did }
    };
    matching.people.iter().filter(|matched| matched.double_of.is_none()).map(one).collect()
}

fn own(row: &PersonRow) -> Option<String> {
    first([&row.id, &row.email, &row.name])
}

fn first(parts: [&str; 3]) -> Option<String> {
    parts.into_iter().map(folded).find(|text| !text.is_empty())
}

impl<'a> Both<'a> {
    fn of([before, after]: &'a [Vec<Known>; 2]) -> Self {
        let is = |key: &Option<String>, other: &Known| key.is_some() && other.key == *key;
        let people =
            before.iter().filter_map(|one| Some((one, after.iter().find(|other| is(&one.key, other))?))).collect();
        let only = |here: &'a [Known], there: &[Known]| -> Vec<&'a str> {
            let alone = here.iter().filter(|one| one.key.is_some() && !there.iter().any(|other| is(&one.key, other)));
            alone.map(|one| one.called.as_str()).collect()
        };
        let nameless = |here: &[Known]| here.iter().filter(|one| one.key.is_none()).count();
        Self {
            people,
            only_before: only(before, after),
            only_after: only(after, before),
            nameless: [nameless(before), nameless(after)],
        }
    }
}

fn people(found: &ClassChange, both: &Both<'_>) -> String {
    let of = |share: Share| format!("{} of {}", share.count, share.of);
    let row = |(change, (_, after)): (&PersonChange, &(&Known, &Known))| {
        let word = match change.claim {
            None => "other length",
            Some(Claim::Gain) => "gain",
            Some(Claim::Loss) => "loss",
            Some(Claim::WithinError) => "within the error",
        };
        vec![after.called.clone(), of(change.before), of(change.after), word.to_owned()]
    };
    let rows: Vec<Vec<String>> = found.people.iter().zip(&both.people).map(row).collect();
    if rows.is_empty() {
        return "Nobody was in both classes, as far as ids, addresses and names tell.\n".to_owned();
    }
    let claimed = found.people.iter().find_map(|one| Some((one.needed?, one.after.of)));
    let claimed = claimed.map_or_else(String::new, |(needed, of)| {
        format!("One person's gain is claimed from {needed} more right of {of}.\n")
    });
    format!("{}\n{claimed}", grid(&["name", "before", "after", "claimed"].map(str::to_owned), &rows))
}

fn group(found: &ClassChange, same_paper: bool) -> String {
    let Some(group) = found.group else {
        return format!(
            "Of the group nothing is claimed: fewer than {FEWEST} people who were asked as many questions in both.\n"
        );
    };
    let same = if same_paper { " Both classes had the same paper, which memory helps." } else { "" };
    let told = format!(
        "{} people: {:+.1} right on average, 95 % interval {:+.1} to {:+.1}.{same}",
        group.people, group.mean, group.interval.0, group.interval.1
    );
    note(&told) + "\n"
}

fn topics(found: &ClassChange) -> String {
    if found.topics.is_empty() {
        return String::new();
    }
    let of = |share: Share| format!("{} of {}", share.count, share.of);
    let row = |one: &crate::domain::room::compare::TopicChange| vec![one.topic.clone(), of(one.before), of(one.after)];
    let rows: Vec<Vec<String>> = found.topics.iter().map(row).collect();
    format!("{}\n", grid(&["topic, right answers", "before", "after"].map(str::to_owned), &rows))
}

fn others(both: &Both<'_>) -> String {
    let mut said = String::new();
    for (title, who) in [("Only before", &both.only_before), ("Only after", &both.only_after)] {
        if !who.is_empty() {
            said.push_str(&note(&format!("{title}: {}.", safe(&who.join(", ")))));
            said.push('\n');
        }
    }
    let [before, after] = both.nameless;
    if before + after > 0 {
        let told = format!("Without id, address or name, so compared with nobody: {before} before, {after} after.");
        said.push_str(&note(&told));
        said.push('\n');
    }
    said
}
