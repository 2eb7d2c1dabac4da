//! `results`: what becomes of assessments once they were taken.

mod calibrate;
mod class;
mod compare;
mod compare_rooms;
mod csv;
mod decide;
mod items;
mod join;
mod list;
mod room;
mod room_csv;
mod route;
mod show;
mod unlock;
mod verify;

use super::Failure;
use super::shelf::shelf;
use crate::adapters::attempts;
use crate::adapters::forms::{FormError, FormText, institution_key, public_half};
use crate::adapters::host::Shelf;
use crate::adapters::host::rooms::Found;
use crate::adapters::paths;
use crate::adapters::results::{Collection, FOLDER, Filed, Wanted, WantedForm};
use crate::adapters::store::Anywhere;
use crate::cli::{Global, ResultsCommand};
use crate::domain::assessment::form::Form;
use crate::domain::assessment::result::{Record, fingerprint};
use crate::domain::assessment::sheet::Sheet;
use crate::domain::room::report::Which;
use crate::ui::sign::in_ascii;
use crate::ui::text::safe;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Does what the command line asks for.
pub fn run(global: &Global, command: &ResultsCommand, out: &mut impl Write) -> Result<u8, Failure> {
    match command {
        ResultsCommand::Show(args) => show::run(global, args, out),
        ResultsCommand::List { json } => list::run(global, *json, out),
        ResultsCommand::Join(args) => join::run(global, args, out),
        ResultsCommand::Verify(args) => verify::verify(global, args, out),
        ResultsCommand::Replay(args) => verify::again(global, args, out),
        ResultsCommand::Csv(args) => csv::run(global, args, out),
        ResultsCommand::Items(args) => items::run(global, args, out),
        ResultsCommand::Compare(args) => compare::run(global, args, out),
        ResultsCommand::Route(args) => route::run(global, args, out),
        ResultsCommand::Calibrate(args) => calibrate::run(global, args, out),
        ResultsCommand::Decide(args) => decide::run(global, args, out),
        ResultsCommand::Unlock(args) => unlock::run(global, args, out),
    }
}

/// The class that is called so; without a name, the last one.
pub(super) fn class_named(global: &Global, named: Option<&Path>) -> Result<Found, Failure> {
    room::found(global, named.map(Path::to_string_lossy).as_deref())
}

/// What was named on the command line: results in files, and live classes.
struct Named {
    /// Files and folders of results; none where live classes alone were named.
    paths: Vec<PathBuf>,
    /// The live classes.
    rooms: Vec<room::Class>,
}

impl Named {
    /// Tells live classes from all else that was named. Without anything, the folder in which results are kept, or the last
    /// class where there is none.
    fn of(global: &Global, named: &[PathBuf]) -> Result<Self, Failure> {
        if named.is_empty() {
            let kept = path_or_kept(global, None)?;
            return Ok(match room::last_unless(global, &kept)? {
                Some(found) => Self { paths: Vec::new(), rooms: vec![room::Class::of(global, found)?] },
                None => Self { paths: vec![kept], rooms: Vec::new() },
            });
        }
        let (mut paths, mut rooms) = (Vec::new(), Vec::new());
        for one in named {
            match room::meant(global, one)? {
                Some(found) => rooms.push(room::Class::of(global, found)?),
                None => paths.push(one.clone()),
            }
        }
        Ok(Self { paths, rooms })
    }

    /// The answers in the live classes, a sheet a person.
    fn sheets(&self, which: Which) -> Vec<Sheet<'_>> {
        self.rooms.iter().flat_map(|class| class.room.sheets(which)).collect()
    }

    /// The same with the hands that were raised.
    fn sheets_with_hands(&self, which: Which) -> Vec<Sheet<'_>> {
        self.rooms.iter().flat_map(|class| class.room.sheets_with_hands(which)).collect()
    }
}

/// What results have to fit: this institution's key, and the form, if one was named.
fn wanted(global: &Global, form: Option<&Path>) -> Result<Wanted, Failure> {
    let ours = match institution_key(&paths::data_dir(global.data_dir.as_deref())?) {
        Ok(key) => public_half(&key),
        Err(FormError::NoKey(_)) => String::new(),
        Err(error) => return Err(error.into()),
    };
    let named = |form: &Path| -> Result<WantedForm, Failure> {
        let text = FormText::load(form)?;
        let (form, _) = text.read()?;
        Ok(WantedForm { fingerprint: fingerprint(&text.text), key: form.key })
    };
    Ok(Wanted { ours, form: form.map(named).transpose()? })
}

/// The paths that were named, or the folder in which results are kept.
fn paths_or_kept(global: &Global, named: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    if named.is_empty() {
        return Ok(vec![kept(global)?]);
    }
    Ok(named.to_vec())
}

/// The same for one path.
fn path_or_kept(global: &Global, named: Option<&PathBuf>) -> Result<PathBuf, Failure> {
    match named {
        Some(path) => Ok(path.clone()),
        None => kept(global),
    }
}

/// The folder in which results are kept. Those in a database are copied into a folder of its own first, where decisions lie beside them;
/// what is not there any more goes.
fn kept(global: &Global) -> Result<PathBuf, Failure> {
    let folder = paths::data_dir(global.data_dir.as_deref())?.join(FOLDER);
    let Shelf::Database(address) = shelf(global)? else { return Ok(folder) };
    let store = Anywhere::database(&address)?;
    let folder = folder.join(attempts::file_name(store.place().unwrap_or_default()));
    let copied = attempts::copy_results(&attempts::results(&store)?, &folder);
    copied.map_err(|error| Failure::Io { what: format!("{} cannot be written", folder.display()), error })?;
    Ok(folder)
}

/// Reads results, and says on standard error what is not counted.
fn read(paths: &[PathBuf], wanted: &Wanted) -> Result<Collection, Failure> {
    let found = read_all(paths, wanted)?;
    for refused in &found.refused {
        let said = format!("iotutor: {} is not counted: {}", refused.path.display(), refused.reason);
        writeln!(io::stderr(), "{}", safe(&said))?;
    }
    Ok(found)
}

/// Reads results.
fn read_all(paths: &[PathBuf], wanted: &Wanted) -> Result<Collection, Failure> {
    let unreadable = |(path, error): (PathBuf, io::Error)| Failure::Io {
        what: format!("\"{}\" cannot be read", safe(&path.display().to_string())),
        error,
    };
    Collection::read(paths, wanted).map_err(unreadable)
}

/// The results that count.
fn records(found: &Collection) -> Vec<&Record> {
    found.counting().into_iter().map(|filed| &filed.opened.content).collect()
}

/// The forms, one a result that counts.
fn forms(found: &Collection) -> Vec<&Form> {
    found.counting().into_iter().map(|filed| &filed.form).collect()
}

/// The results that count, each with its form.
fn pairs(found: &Collection) -> Vec<(&Record, &Form)> {
    found.counting().into_iter().map(|filed| (&filed.opened.content, &filed.form)).collect()
}

/// The only result that a name stands for, or the last of several attempts of one person.
fn one<'a>(found: &'a Collection, named: &str) -> Result<&'a Filed, Failure> {
    let last = found.of(named).into_iter().max_by_key(|filed| filed.opened.content.submitted);
    last.ok_or_else(|| Failure::Usage(format!("there is no result with the id or receipt \"{}\"", safe(named))))
}

/// The name and the reason that somebody gives for a decision.
fn signed_off<'a>(by: &'a str, why: &'a str) -> Result<(&'a str, &'a str), Failure> {
    /// The longest name and reason that are kept.
    const LONGEST: usize = 400;
    for (option, text) in [("--by", by), ("--why", why)] {
        if text.trim().is_empty() || text.chars().count() > LONGEST || text.chars().any(char::is_control) {
            return Err(Failure::Usage(format!("{option} takes a text of 1 to {LONGEST} characters on one line")));
        }
    }
    Ok((by.trim(), why.trim()))
}

/// A sentence in lines that fit a terminal.
fn note(text: &str) -> String {
    textwrap::fill(text, 78)
}

/// A text in characters that every terminal has, where that was asked for.
fn told(global: &Global, text: &str) -> String {
    if global.ascii { in_ascii(text).into_owned() } else { text.to_owned() }
}
