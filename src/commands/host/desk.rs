//! `host --form`: an assessment's desk.

use super::super::statements::Statements;
use super::super::{DONE, Ended, Failure, assess};
use super::pages;
use crate::adapters::clock::Clock;
use crate::adapters::hall::papers::Signer;
use crate::adapters::hall::{Core, Desk, Opening, lines};
use crate::adapters::host::lines::say;
use crate::adapters::host::typed::Typed;
use crate::adapters::paths;
use crate::adapters::results::FOLDER;
use crate::adapters::results::roster::Roster;
use crate::adapters::store::Journal;
use crate::app::view::desk as words;
use crate::cli::{Global, HostArgs};
use crate::commands::form::Opened;
use crate::domain::assessment::form::Form;
use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

/// Opens a desk and leads it, until it is closed.
pub fn run(global: &Global, form: &Path, args: &HostArgs, out: &mut impl Write) -> Result<Ended, Failure> {
    let (opened, refusal) = assess::usable(global, form)?;
    let data_dir = paths::data_dir(global.data_dir.as_deref())?;
    let roster = match &args.roster {
        Some(file) => Roster::read(file)?,
        None => Roster::kept(&data_dir)?,
    };
    let title = opened.form.title.clone();
    let minutes = opened.form.time.minutes;
    arranged(&opened.form, &opened.name, &roster)?;
    let mut clock = Clock::from_environment()?;
    let signer = Signer::of(&opened.form, &data_dir, &mut clock);
    let mut first = signed(&opened, &data_dir, &signer);
    // Before a desk is opened that nobody could reach.
    let door = pages::page_door(args)?;
    let journal = Journal::open(&paths::journal_file(&data_dir))?;
    first.extend(journal.notice);
    let opening = opening(global, opened, refusal.map(|why| why.to_string()), roster, (signer, &data_dir));
    let core = Core::open(journal.journal, opening, Box::new(move || clock.now()))?;
    let (desk, running) = Desk::open(core)?;
    let open = pages::open_desk(door, &desk, (&title, minutes), args);
    let open = match open {
        Ok(open) => open,
        Err(failure) => {
            running.close();
            return Err(failure);
        }
    };
    let mut said = vec![words::opened(&title, minutes)];
    said.extend(lines::stands(&desk.state()));
    said.extend(first);
    said.extend(open.said.iter().cloned());
    // From the first word on a signal ends it in order.
    let mut typed = Typed::begin(args.unattended)?;
    say(out, &said)?;
    let led = lines::run(&desk, &mut typed, out);
    // What an applicant is answered comes before the pages go.
    running.close();
    drop(open);
    led?;
    say(out, &[lines::last_words(&desk)])?;
    Ok(typed.ended_by().map_or(Ended::With(DONE), Ended::Signalled))
}

fn opening(
    global: &Global,
    opened: Opened,
    refusal: Option<String>,
    roster: Roster,
    (signer, data_dir): (Signer, &Path),
) -> Opening {
    let Opened { name, text, form, bank, pool, calibration, .. } = opened;
    let global = global.clone();
    let calibrations = move |named: Option<&str>| {
        let found = Statements::with_calibration(&global, named).ok().flatten();
        found.map(|found| found.pool)
    };
    Opening {
        name,
        form,
        text,
        bank: Arc::new(bank),
        pool: Arc::new(pool),
        calibration,
        calibrations: Box::new(calibrations),
        refusal,
        roster,
        signer,
        folder: data_dir.join(FOLDER),
    }
}

/// What is arranged for somebody has to be something that the form arranges.
fn arranged(form: &Form, name: &str, roster: &Roster) -> Result<(), Failure> {
    let named = roster.people.iter().map(|one| one.accommodation.as_str()).filter(|named| !named.is_empty());
    let unknown: BTreeSet<&str> = named.filter(|named| form.accommodation(named).is_none()).collect();
    if unknown.is_empty() {
        return Ok(());
    }
    let unknown = unknown.into_iter().collect::<Vec<_>>().join(", ");
    Err(Failure::Usage(format!("the roster has people with {unknown}, and {name} arranges no such thing")))
}

/// Who signs, said before anybody begins.
fn signed(opened: &Opened, data_dir: &Path, signer: &Signer) -> Vec<String> {
    let kept = crate::adapters::forms::key_file(data_dir).exists();
    vec![words::signed(signer.institution, kept, !opened.form.key.is_empty(), &opened.name)]
}
