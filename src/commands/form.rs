//! `form`: makes a form, checks it, lets simulated people take it, and prints the worksheet for a panel.

mod check;
mod simulate;
#[cfg_attr(not(feature = "web"), path = "form/no_tickets.rs")]
mod tickets;
mod worksheet;

use super::statements::Statements;
use super::{DONE, Failure, start};
use crate::adapters::clock::Clock;
use crate::adapters::forms::{self, FormText};
use crate::adapters::paths;
use crate::adapters::results::roster::Roster;
use crate::cli::{FormCommand, Global, KeyCommand};
use crate::domain::assessment::form::{Form, Lines, ready_made};
use crate::domain::assessment::pool::Pool;
use crate::domain::bank::Bank;
use crate::ui::text::safe;
use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Does what the command line asks for.
pub fn run(global: &Global, command: &FormCommand, out: &mut impl Write) -> Result<u8, Failure> {
    match command {
        FormCommand::New { from, file } => new(global, from, file.as_deref(), out),
        FormCommand::Check { form, json } => check::run(global, form, *json, out),
        FormCommand::Simulate(args) => simulate::run(global, args, out),
        FormCommand::Worksheet { form, filled: Some(filled), .. } => worksheet::filled(form, filled, out),
        FormCommand::Worksheet { form, judges, .. } => worksheet::empty(global, form, *judges, out),
        FormCommand::Tickets(args) => tickets::run(global, args, out),
        FormCommand::Key { command } => key(global, *command, out),
    }
}

/// Writes a form to be changed to taste.
fn new(global: &Global, from: &str, file: Option<&Path>, out: &mut impl Write) -> Result<u8, Failure> {
    let names: Vec<&str> = ready_made::ALL.iter().map(|form| form.name).collect();
    let unknown = || Failure::Usage(format!("there is no form {from:?} to begin from; there are {}", names.join(", ")));
    let ready = ready_made::named(from).ok_or_else(unknown)?;
    let bank = start::bank(global)?;
    let cohort = Clock::from_environment()?.now().seed();
    let text = ready_made::begun(ready, &bank.manifest.id, bank.manifest.revision, cohort.code());
    let path = file.map_or_else(|| PathBuf::from(format!("{}.toml", ready.name)), Path::to_owned);
    forms::write_new(&path, &text)?;
    let path = safe(&path.display().to_string()).into_owned();
    writeln!(out, "Written: {path}. Change it to taste, then: iotutor form check {path}")?;
    Ok(DONE)
}

/// Makes the institution's key, or shows its public half.
fn key(global: &Global, command: KeyCommand, out: &mut impl Write) -> Result<u8, Failure> {
    let data_dir = paths::data_dir(global.data_dir.as_deref())?;
    let public = match command {
        KeyCommand::Show => forms::public_half(&forms::institution_key(&data_dir)?),
        KeyCommand::New => {
            let mut clock = Clock::from_environment()?;
            let mut secret = [0; 32];
            for half in secret.chunks_mut(16) {
                half.copy_from_slice(&clock.now().entropy.to_le_bytes());
            }
            let public = forms::keep_key(&data_dir, secret)?;
            let file = forms::key_file(&data_dir);
            writeln!(out, "The private half is in {}. Keep a copy where nobody else can get at it.", file.display())?;
            writeln!(out, "The public half, for your forms:")?;
            public
        }
    };
    writeln!(out, "key = \"{public}\"")?;
    Ok(DONE)
}

/// A form with the bank and the statements that it draws from.
pub(super) struct Opened {
    pub name: String,
    pub text: String,
    pub form: Form,
    pub lines: Lines,
    pub bank: Bank,
    pub pool: Pool,
    /// The fingerprint of the calibration in use; none without one.
    pub calibration: Option<String>,
}

impl Opened {
    pub fn load(global: &Global, form: &Path) -> Result<Self, Failure> {
        let text = FormText::load(form)?;
        let (form, lines) = text.read()?;
        let Statements { bank, pool, calibration } = Statements::load(global)?;
        Ok(Self { name: text.name, text: text.text, form, lines, bank, pool, calibration })
    }
}

/// What is arranged for somebody has to be something that the form arranges.
pub(super) fn arranged(form: &Form, name: &str, roster: &Roster) -> Result<(), Failure> {
    match not_arranged(form, name, roster) {
        None => Ok(()),
        Some(why) => Err(Failure::Usage(why)),
    }
}

/// What the roster has people with and the form does not arrange, in a sentence; none where it arranges all.
pub(super) fn not_arranged(form: &Form, name: &str, roster: &Roster) -> Option<String> {
    let named = roster.people.iter().map(|one| one.accommodation.as_str()).filter(|named| !named.is_empty());
    let unknown: BTreeSet<&str> = named.filter(|named| form.accommodation(named).is_none()).collect();
    if unknown.is_empty() {
        return None;
    }
    let unknown = unknown.into_iter().collect::<Vec<_>>().join(", ");
    let arranged: Vec<&str> = form.accommodations.iter().map(|one| one.id.as_str()).collect();
    let others = if arranged.is_empty() { "nothing".to_owned() } else { arranged.join(", ") };
    Some(format!("the roster has people with {unknown}, and {name} arranges no such thing; it arranges {others}"))
}
