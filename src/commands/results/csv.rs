//! `results csv`: results for a grade book, matched to the roster before anything is written.

use super::{path_or_kept, paths_or_kept, read, room, room_csv, wanted};
use crate::adapters::attempts;
use crate::adapters::forms::write_new;
use crate::adapters::host::Shelf;
use crate::adapters::host::rooms::Found;
use crate::adapters::paths;
use crate::adapters::results::gradebook::{Profile, write};
use crate::adapters::results::matching::{By, Matched, Matching};
use crate::adapters::results::roster::{Listed, folded};
use crate::adapters::store::{Anywhere, Journal};
use crate::cli::{CsvArgs, CsvProfile, Global};
use crate::commands::{DONE, Failure, shelf};
use crate::domain::words::counted;
use crate::ui::text::safe;
use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::Path;

/// Says who was matched, then writes the grade book if a file was named.
pub fn run(global: &Global, args: &CsvArgs, out: &mut impl Write) -> Result<u8, Failure> {
    if let Some(found) = class(global, args)? {
        return room_csv::run(global, args, found, out);
    }
    let found = read(&paths_or_kept(global, &args.paths)?, &wanted(global, args.form.as_deref())?)?;
    let roster = shelf::roster(global)?;
    let matching = Matching::of(&found, &roster);
    let profile = profile(args.profile);
    let forms: BTreeSet<&str> = found.results.iter().map(|filed| filed.opened.content.form.title.as_str()).collect();
    if profile != Profile::Plain && forms.len() > 1 {
        let named = forms.into_iter().collect::<Vec<_>>().join(", ");
        return Err(Failure::Usage(format!("these are results of several forms ({named}); name one with --form")));
    }
    let mut summary = Vec::new();
    let under = under_way(global)?;
    tell(&matching, (!roster.people.is_empty(), &under), profile, &mut summary)?;
    let lines: Vec<_> = matching
        .results
        .iter()
        .filter(|matched| goes_in(matched, !roster.people.is_empty(), profile))
        .map(|matched| matched.line(&found))
        .collect();
    let title = forms.first().copied().unwrap_or("Assessment");
    let book = write(profile, title, &lines)?;
    hand_over(args, &summary, (&book, &counted(lines.len(), "result", "results")), out)
}

/// The live class that was named; none where results were. A class and something else at once is no grade book.
fn class(global: &Global, args: &CsvArgs) -> Result<Option<Found>, Failure> {
    let mut found = match args.paths.as_slice() {
        [] => room::last_unless(global, &path_or_kept(global, None)?)?,
        _ => None,
    };
    for path in &args.paths {
        found = found.or(room::meant(global, path)?);
    }
    match (&found, args.paths.len()) {
        (Some(_), 2..) => Err(Failure::Usage("a grade book is of one live class: name no other with it".to_owned())),
        (Some(_), _) if args.form.is_some() => Err(Failure::Usage("a live class has no form".to_owned())),
        (None, _) if args.answers => {
            Err(Failure::Usage("--answers is of a live class: name its file, its code, or last".to_owned()))
        }
        _ => Ok(found),
    }
}

/// Says the summary, and writes the book and how many rows it has, if a file was named.
pub fn hand_over(
    args: &CsvArgs,
    summary: &[u8],
    (book, rows): (&str, &str),
    out: &mut impl Write,
) -> Result<u8, Failure> {
    let to_output = args.out.as_deref() == Some(Path::new("-"));
    // The summary goes where it does not get into the file.
    if to_output {
        io::stderr().write_all(summary)?;
    } else {
        out.write_all(summary)?;
    }
    match &args.out {
        None => writeln!(
            out,
            "Nothing is written yet: type the same with --out FILE.csv for a file, or with --out - to see it here."
        )?,
        Some(_) if to_output => out.write_all(book.as_bytes())?,
        Some(file) => {
            write_new(file, book)?;
            writeln!(out, "Written: {}, {rows}.", safe(&file.display().to_string()))?;
        }
    }
    Ok(DONE)
}

/// Said where there is no roster: none is needed.
pub const NO_ROSTER: &str =
    "No roster is kept, so people go in as they are named here; `iotutor roster import FILE.csv` would match them.";

/// Whose attempts have begun and are not over, by their folded ids.
fn under_way(global: &Global) -> Result<BTreeSet<String>, Failure> {
    let made = match shelf::shelf(global)? {
        Shelf::Database(address) => attempts::all_in(&Anywhere::database(&address)?, |_| true)?,
        Shelf::Folder(data_dir) => {
            let file = paths::journal_file(&data_dir);
            if !file.exists() {
                return Ok(BTreeSet::new());
            }
            attempts::all_in(Journal::open_for_reading(&file)?.journal.store(), |_| true)?
        }
    };
    let open = made.into_iter().filter(|kept| kept.attempt.ended.is_none());
    Ok(open.map(|kept| folded(&kept.applicant.id)).collect())
}

/// For whom the grade book is.
pub const fn profile(chosen: CsvProfile) -> Profile {
    match chosen {
        CsvProfile::Plain => Profile::Plain,
        CsvProfile::Moodle => Profile::Moodle,
        CsvProfile::Canvas => Profile::Canvas,
    }
}

/// Whether a result gets a row. A plain list holds every attempt; a grade book of a learning platform has one row a person,
/// and may give the whole file up for somebody whom it does not know.
fn goes_in(matched: &Matched<'_>, roster: bool, profile: Profile) -> bool {
    profile == Profile::Plain || (!matched.superseded && (matched.listed.is_some() || !roster))
}

fn tell(
    matching: &Matching<'_>,
    (roster, under): (bool, &BTreeSet<String>),
    profile: Profile,
    out: &mut Vec<u8>,
) -> io::Result<()> {
    let results = matching.results.len();
    if roster {
        let by = |by| matching.results.iter().filter(|one| one.listed.is_some_and(|(_, how)| how == by)).count();
        let matched = by(By::Id) + by(By::Email) + by(By::Name);
        writeln!(
            out,
            "{matched} of {results} matched to the roster: {} by id, {} by e-mail, {} by name alone.",
            by(By::Id),
            by(By::Email),
            by(By::Name)
        )?;
    } else {
        writeln!(out, "{}. {NO_ROSTER}", counted(results, "result", "results"))?;
    }
    let left_out = if profile == Profile::Plain { "" } else { ", left out" };
    let by_name = |one: &&Matched<'_>| one.listed.is_some_and(|(_, by)| by == By::Name);
    list("By name alone, look at these", matching.results.iter().filter(by_name), out)?;
    if roster {
        let unmatched = matching.results.iter().filter(|one| one.listed.is_none());
        list(&format!("Unmatched{left_out}"), unmatched, out)?;
    }
    let earlier = matching.results.iter().filter(|one| one.superseded);
    list(&format!("Duplicates, an earlier attempt{left_out}"), earlier, out)?;
    if !matching.absent.is_empty() {
        let (under, never): (Vec<&Listed>, Vec<&Listed>) =
            matching.absent.iter().partition(|one| under.contains(&folded(&one.id)));
        for (what, those) in [("under way", under), ("never came", never)] {
            let names: Vec<String> =
                those.iter().map(|one| format!("{} {}", one.id, one.name).trim_end().to_owned()).collect();
            if !names.is_empty() {
                writeln!(out, "On the roster, without a result, {what}: {}.", safe(&names.join(", ")))?;
            }
        }
    }
    Ok(())
}

fn list<'a>(title: &str, results: impl Iterator<Item = &'a Matched<'a>>, out: &mut Vec<u8>) -> io::Result<()> {
    let one = |matched: &Matched<'_>| {
        let applicant = &matched.filed.opened.content.applicant;
        format!("  {} {} {} ({})", applicant.id, applicant.name, applicant.email, matched.filed.path.display())
    };
    let lines: Vec<String> = results.map(one).collect();
    if !lines.is_empty() {
        writeln!(out, "{title}:")?;
    }
    lines.iter().try_for_each(|line| writeln!(out, "{}", safe(line)))
}
