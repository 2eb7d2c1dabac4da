//! `results unlock`: an attempt that broke goes on, or another one may begin.

use super::signed_off;
use crate::adapters::attempts::{self, Kept};
use crate::adapters::clock::Clock;
use crate::adapters::forms::{FormError, FormText, institution_key, public_half};
use crate::adapters::host::Shelf;
use crate::adapters::paths;
use crate::adapters::results::roster::folded;
use crate::adapters::store::Anywhere;
use crate::cli::{Global, UnlockArgs};
use crate::commands::shelf::{hall, shelf};
use crate::commands::{DONE, Failure};
use crate::domain::assessment::attempt::{Attempt, Step};
use crate::domain::assessment::form::Form;
use crate::domain::assessment::unlock::{Unlock, Unlocks, unlockable, was_shown};
use crate::domain::fact::{Event, Fact};
use crate::ui::text::safe;
use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;

/// Unlocks an attempt.
pub fn run(global: &Global, args: &UnlockArgs, out: &mut impl Write) -> Result<u8, Failure> {
    let (by, why) = signed_off(&args.by, &args.why)?;
    let data_dir = paths::data_dir(global.data_dir.as_deref())?;
    if matches!(shelf(global)?, Shelf::Folder(_)) && !paths::journal_file(&data_dir).exists() {
        return Err(nobody(&args.id));
    }
    let (mut store, _) = hall(global)?;
    let made = made(&store, args)?;
    let attempts: Vec<Attempt> = made.iter().map(|kept| kept.attempt.clone()).collect();
    let form = form_of(&made, &args.id)?;
    may_unlock(&form, &data_dir)?;
    let now = Clock::from_environment()?.now();
    let (unlocks, seconds) = wanted(args);
    let locked = |locked| Failure::NotNow(format!("{} at \"{}\": {locked}", named(&args.id), safe(&form.title)));
    let number = unlockable(&form, &attempts, unlocks, seconds, now.moment).map_err(locked)?;
    let Some(kept) = made.get(number) else { return Err(nobody(&args.id)) };
    let unlock = Unlock {
        at: now.moment,
        unlocks,
        by: by.to_owned(),
        why: why.trim_end_matches('.').to_owned(),
        seconds,
        shown: was_shown(&form, &kept.attempt),
    };
    let told = unlock.told();
    let (id, attempt) = (format!("{:032x}", now.entropy), kept.attempt.id.clone());
    let event = Event::Assessment(Step::Unlocked(Box::new(unlock)));
    let fact = Fact { id, learner: String::new(), at: now.moment, attempt, event };
    if !attempts::add(&mut store, kept, fact)? {
        return Err(Failure::NotNow(
            "the attempt goes on in another window or program just now; close it there first".to_owned(),
        ));
    }
    writeln!(out, "{}", safe(&format!("{}: {told}", named(&kept.applicant.id))))?;
    writeln!(out, "{}", next(kept, unlocks))?;
    Ok(DONE)
}

fn wanted(args: &UnlockArgs) -> (Unlocks, u32) {
    let unlocks = if args.another { Unlocks::Another } else { Unlocks::GoOn };
    (unlocks, args.minutes.map_or(0, |minutes| u32::from(minutes) * 60))
}

/// An applicant's id as it is shown.
fn named(id: &str) -> String {
    if id.trim().is_empty() { "whoever gave no id".to_owned() } else { safe(id).into_owned() }
}

fn nobody(id: &str) -> Failure {
    Failure::Usage(format!("no attempt of {} is in this folder for data, and no result with that receipt", named(id)))
}

/// The attempts at one form of whoever is meant, in the order in which they began.
fn made(store: &Anywhere, args: &UnlockArgs) -> Result<Vec<Kept>, Failure> {
    let all = attempts::all_in(store, |_| true)?;
    let wanted = folded(&args.id);
    let has = |kept: &&Kept| {
        let receipts = kept.attempt.earlier.iter().chain([&kept.attempt.receipt]);
        receipts.into_iter().any(|receipt| !receipt.is_empty() && folded(receipt) == wanted)
    };
    let by_receipt = all.iter().find(has).map(|kept| (kept.applicant.id.clone(), title(kept).to_owned()));
    let id = by_receipt.as_ref().map_or(wanted, |(id, _)| folded(id));
    let form = args.form.as_deref().map(title_of).transpose()?.or(by_receipt.map(|(_, title)| title));
    let mut made: Vec<Kept> = all.into_iter().filter(|kept| folded(&kept.applicant.id) == id).collect();
    made.retain(|kept| form.as_ref().is_none_or(|form| title(kept) == form));
    let titles: BTreeSet<&str> = made.iter().map(title).collect();
    match titles.len() {
        0 => Err(nobody(&args.id)),
        1 => Ok(made),
        _ => {
            let titles: Vec<String> = titles.into_iter().map(|title| format!("\"{}\"", safe(title))).collect();
            Err(Failure::Usage(format!("{} took {}: name one with --form FORM", named(&args.id), titles.join(" and "))))
        }
    }
}

fn title(kept: &Kept) -> &str {
    &kept.attempt.begun.form.title
}

fn title_of(form: &Path) -> Result<String, Failure> {
    Ok(FormText::load(form)?.read()?.0.title)
}

/// The form, as it was when the last attempt began.
fn form_of(made: &[Kept], id: &str) -> Result<Form, Failure> {
    let text = made.last().map(|kept| kept.attempt.begun.form.text.as_str()).unwrap_or_default();
    let read = Form::read("", text).map(|(form, _)| form);
    read.map_err(|_| Failure::Usage(format!("the form that {} took cannot be read by this version", named(id))))
}

/// Where a form names a key, only whoever has its private half unlocks.
fn may_unlock(form: &Form, data_dir: &Path) -> Result<(), Failure> {
    if form.key.is_empty() {
        return Ok(());
    }
    match institution_key(data_dir) {
        Ok(key) if public_half(&key) == form.key => Ok(()),
        Ok(_) | Err(FormError::NoKey(_)) => Err(Failure::Usage(
            "the form names a key, and its private half is not in this folder for data: only the desk that has it unlocks"
                .to_owned(),
        )),
        Err(error) => Err(error.into()),
    }
}

/// What the applicant does now.
fn next(kept: &Kept, unlocks: Unlocks) -> &'static str {
    let filed = !kept.attempt.receipt.is_empty();
    match unlocks {
        Unlocks::Another => "The next `iotutor assess` begins it. What was recorded and filed before stays.",
        Unlocks::GoOn if filed => {
            "The next `iotutor assess` goes on with it. The result that is filed stays, and the next one names it."
        }
        Unlocks::GoOn => "The next `iotutor assess` goes on with it.",
    }
}
