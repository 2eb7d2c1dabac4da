//! `host --form`: an assessment's desk.

use super::super::statements::Statements;
use super::super::{DONE, Ended, Failure, assess, shelf, start};
use super::pages;
use crate::adapters::clock::Clock;
use crate::adapters::hall::papers::Signer;
use crate::adapters::hall::podium::Podium;
use crate::adapters::hall::visitor::About;
use crate::adapters::hall::{Core, Desk, Opening, lines};
use crate::adapters::host::lines::say;
use crate::adapters::host::typed::Typed;
use crate::adapters::results::FOLDER;
use crate::adapters::results::roster::Roster;
use crate::adapters::{clock, paths, terminal};
use crate::app::view::desk as words;
use crate::cli::{Global, HostArgs};
use crate::commands::form::{self, Opened};
use crate::domain::bank::{Bank, Side};
use crate::domain::room::host_word;
use crate::domain::room::paper::SideLabel;
use crate::domain::room::view::Labels;
use crate::ui::text::safe;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

/// Opens a desk and leads it, until it is closed.
pub fn run(global: &Global, file: &Path, args: &HostArgs, out: &mut impl Write) -> Result<Ended, Failure> {
    let (opened, refusal) = assess::usable(global, file)?;
    let data_dir = paths::data_dir(global.data_dir.as_deref())?;
    let roster = match &args.roster {
        Some(file) => Roster::read(file)?,
        None => shelf::roster(global)?,
    };
    let title = opened.form.title.clone();
    let folder = safe(&data_dir.join(FOLDER).display().to_string()).into_owned();
    let minutes = opened.form.time.minutes;
    form::arranged(&opened.form, &opened.name, &roster)?;
    let about = Arc::new(About { title, minutes, sides: sides(&opened.bank) });
    let mut clock = Clock::from_environment()?;
    let signer = Signer::of(&opened.form, &data_dir, &mut clock);
    let mut first = signed(&opened, &data_dir, &signer);
    // Before a desk is opened that nobody could reach.
    let door = pages::door(args, &data_dir)?;
    let (store, notice) = shelf::hall(global)?;
    first.extend(notice);
    let opening = opening(global, opened, refusal.map(|why| why.to_string()), roster, (signer, &data_dir));
    let core = Core::open(store, opening, Box::new(move || clock.now()))?;
    let word = host_word(core.stream());
    let (desk, running) = Desk::open(core)?;
    let open = pages::open_desk(door, &desk, &about, (args, &word));
    let open = match open {
        Ok(open) => open,
        Err(failure) => {
            running.close();
            return Err(failure);
        }
    };
    let mut said = vec![words::opened(&about.title, about.minutes)];
    said.extend(lines::stands(&desk.state()));
    said.extend(first);
    let led = if start::draws(global) && !args.unattended {
        at_terminal(global, (&desk, &about), &open, &said, out)
    } else {
        said.extend(open.said.iter().cloned());
        in_lines(&desk, args.unattended, &said, out)
    };
    // What an applicant is answered comes before the pages go.
    running.close();
    drop(open);
    let ended = led?;
    say(out, &[lines::last_words(&desk, &folder)])?;
    Ok(ended)
}

/// Leads the desk by lines typed.
fn in_lines(desk: &Desk, unattended: bool, said: &[String], out: &mut impl Write) -> Result<Ended, Failure> {
    // From the first word on a signal ends it in order.
    let mut typed = Typed::begin(unattended)?;
    say(out, said)?;
    lines::run(desk, &mut typed, out)?;
    Ok(typed.ended_by().map_or(Ended::With(DONE), Ended::Signalled))
}

/// Leads the desk by keys at a terminal, which shows what the projector may show.
fn at_terminal(
    global: &Global,
    (desk, about): (&Desk, &Arc<About>),
    open: &pages::OpenDesk,
    said: &[String],
    out: &mut impl Write,
) -> Result<Ended, Failure> {
    // It stands above the screen for whoever scrolls back: who signs is said before anybody begins.
    say(out, said)?;
    let look = || open.reach();
    let mut podium = Podium::new(desk, Arc::clone(about), super::dress(global)?, &look, &clock::system);
    Ok(match super::show(&mut podium, |wake| desk.board().listen(move |_| wake()))? {
        terminal::End::Signalled(signal) => Ended::Signalled(signal),
        terminal::End::Left => Ended::With(DONE),
    })
}

/// What its two sides are called.
fn sides(bank: &Bank) -> Labels {
    let label = |side| {
        let named = bank.side(side);
        SideLabel { name: named.name.clone(), label: named.label.clone() }
    };
    Labels { left: label(Side::Left), right: label(Side::Right) }
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

/// Who signs, said before anybody begins.
fn signed(opened: &Opened, data_dir: &Path, signer: &Signer) -> Vec<String> {
    let kept = crate::adapters::forms::key_file(data_dir).exists();
    vec![words::signed(signer.institution, kept, !opened.form.key.is_empty(), &opened.name)]
}
