//! Attempts at assessments in the journal, one stream each, and their results in files.

use super::files::{Keep, replace};
use super::results::RESULT;
use super::results::roster::folded;
use super::store::{Journal, JournalError};
use super::system::make_private_folder;
use crate::app::assess::Filed;
use crate::domain::assessment::attempt::{Attempt, Step};
use crate::domain::assessment::form::Form;
use crate::domain::assessment::result::{Applicant, Record, open, receipt, seal};
use crate::domain::fact::{Event, Fact, SOLE_LEARNER};
use crate::domain::store::{Appended, Kind, OWN, Person, Store, Stream};
use ed25519_dalek::SigningKey;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::{fs, io};

/// How many characters of an id are part of a file's name.
const LONGEST_NAME: usize = 40;

/// An attempt in the journal.
#[derive(Debug, Clone)]
pub struct Kept {
    /// Its stream.
    pub stream: Stream,
    /// The number of its last fact.
    pub last: u64,
    /// Who made it.
    pub applicant: Applicant,
    /// The attempt.
    pub attempt: Attempt,
}

/// All attempts at `form` of the applicant with that id, which is empty for whoever gave none, in the order in which they
/// began. Case and surplus blanks of an id play no part.
///
/// # Errors
///
/// Whatever the journal says.
pub fn of_applicant(journal: &mut Journal, form: &Form, bank: &str, id: &str) -> Result<Vec<Kept>, JournalError> {
    of_title(journal, &form.title, bank, id)
}

fn of_title(journal: &mut Journal, title: &str, bank: &str, id: &str) -> Result<Vec<Kept>, JournalError> {
    let wanted = folded(id);
    let mut found = all(journal, |person| folded(&person.roster) == wanted)?;
    found.retain(|kept| kept.attempt.begun.form.title == title && kept.attempt.begun.bank.id == bank);
    Ok(found)
}

/// All attempts of the people that `wanted` picks, in the order in which they began.
///
/// # Errors
///
/// Whatever the journal says.
pub fn all(journal: &mut Journal, wanted: impl Fn(&Person) -> bool) -> Result<Vec<Kept>, JournalError> {
    all_in(journal.store(), wanted)
}

/// The same in any store.
///
/// # Errors
///
/// Whatever the store says.
pub fn all_in(
    store: &impl Store<Error = JournalError>,
    wanted: impl Fn(&Person) -> bool,
) -> Result<Vec<Kept>, JournalError> {
    let owners = store.owners(Kind::Attempt)?.into_iter().filter(|(_, person)| wanted(person));
    let found = owners.filter_map(|(stream, person)| read(store, stream, person).transpose());
    Ok(in_order(found.collect::<Result<_, _>>()?))
}

/// The attempt in `stream`, which is that person's; none where it has not begun.
///
/// # Errors
///
/// Whatever the store says.
pub fn read(
    store: &impl Store<Error = JournalError>,
    stream: Stream,
    person: Person,
) -> Result<Option<Kept>, JournalError> {
    let mut facts: Vec<Fact> = Vec::new();
    let last = store.read(stream, 0, usize::MAX, &mut |_, fact| facts.push(fact.clone()))?;
    let applicant = Applicant { id: person.roster, name: person.name, email: person.email };
    Ok(Attempt::fold(&facts).map(|attempt| Kept { stream, last, applicant, attempt }))
}

/// Attempts in the order in which they began.
#[must_use]
pub fn in_order(mut attempts: Vec<Kept>) -> Vec<Kept> {
    // By their numbers first: the clock may have been set back between two of them.
    attempts.sort_by_key(|kept| (kept.attempt.begun.attempt, kept.attempt.started.millis));
    attempts
}

/// The streams of attempts by the people that `wanted` picks; also those that hold a name and nothing else yet.
///
/// # Errors
///
/// Whatever the journal says.
pub fn streams(
    store: &impl Store<Error = JournalError>,
    wanted: impl Fn(&Person) -> bool,
) -> Result<Vec<Stream>, JournalError> {
    let mut found = Vec::new();
    for stream in store.streams(Kind::Attempt)? {
        let own = store.people(stream)?.into_iter().find(|(seat, _)| *seat == OWN).map(|(_, person)| person);
        if wanted(&own.unwrap_or_default()) {
            found.push(stream);
        }
    }
    Ok(found)
}

/// The facts of the attempt in `stream`, with who made it.
///
/// # Errors
///
/// Whatever the journal says.
pub fn facts(journal: &mut Journal, stream: Stream) -> Result<(Applicant, Vec<Fact>), JournalError> {
    let store = journal.store();
    let own = store.people(stream)?.into_iter().find(|(seat, _)| *seat == OWN).map(|(_, person)| person);
    let Person { name, roster, email } = own.unwrap_or_default();
    let mut facts = Vec::new();
    store.read(stream, 0, usize::MAX, &mut |_, fact| facts.push(fact.clone()))?;
    Ok((Applicant { id: roster, name, email }, facts))
}

/// Takes in facts of the attempt with the id `attempt` that come from another journal. Those that are here already are passed
/// over. Returns how many were new.
///
/// # Errors
///
/// Whatever the journal says.
pub fn take_in(journal: &mut Journal, attempt: u128, who: &Applicant, facts: &[Fact]) -> Result<u64, JournalError> {
    let stream = Stream { kind: Kind::Attempt, id: attempt };
    let store = journal.store();
    if store.people(stream)?.is_empty() {
        let person = Person { name: who.name.clone(), roster: who.id.clone(), email: who.email.clone() };
        store.name(stream, OWN, Some(&person))?;
    }
    let before = store.read(stream, 0, usize::MAX, &mut |_, _| {})?;
    let mut last = before;
    loop {
        match store.append(stream, last, facts)? {
            Appended::UpTo(now) => return Ok(now.saturating_sub(last)),
            Appended::Behind(now) => last = now,
        }
    }
}

/// Adds an administrator's fact to an attempt. Returns whether that was done: not where the attempt went on meanwhile.
///
/// # Errors
///
/// Whatever the journal says.
pub fn add(store: &mut impl Store<Error = JournalError>, kept: &Kept, fact: Fact) -> Result<bool, JournalError> {
    let appended = store.append(kept.stream, kept.last, &[fact])?;
    Ok(matches!(appended, Appended::UpTo(last) if last > kept.last))
}

/// Writes the facts of one attempt.
#[derive(Debug)]
pub struct Writer {
    journal: Journal,
    person: Person,
    stream: Option<Stream>,
    last: u64,
    /// How many attempts at the form the applicant had made when this one was let in.
    before: usize,
}

impl Writer {
    /// For an attempt that begins, by that applicant, who made so many at the form `before`.
    #[must_use]
    pub fn new(journal: Journal, applicant: &Applicant, before: usize) -> Self {
        let person =
            Person { name: applicant.name.clone(), roster: applicant.id.clone(), email: applicant.email.clone() };
        Self { journal, person, stream: None, last: 0, before }
    }

    /// For an attempt that goes on after the fact with the number `last`.
    #[must_use]
    pub fn go_on(mut self, stream: Stream, last: u64) -> Self {
        (self.stream, self.last) = (Some(stream), last);
        self
    }

    /// The journal again.
    #[must_use]
    pub fn into_journal(self) -> Journal {
        self.journal
    }

    /// Whether the applicant began another attempt at the form since this one was let in: with two windows open before the
    /// clock runs, nobody gets two.
    fn was_overtaken(&mut self, first: &Fact) -> Result<bool, JournalError> {
        let Event::Assessment(Step::Begun(begun)) = &first.event else { return Ok(false) };
        let made = of_title(&mut self.journal, &begun.form.title, &begun.bank.id, &self.person.roster)?;
        let others = made.iter().filter(|kept| kept.attempt.id != first.attempt);
        Ok(self.stream.is_none() && others.count() > self.before)
    }

    /// Saves facts, all or none; they are durable when this returns.
    ///
    /// # Errors
    ///
    /// Says what happened, where, and what to do; also where the attempt goes on in another program.
    pub fn save(&mut self, facts: &[Fact]) -> Result<(), String> {
        let told = |error: JournalError| format!("{error}.");
        let Some(first) = facts.first() else { return Ok(()) };
        let id = u128::from_str_radix(&first.attempt, 16).map_err(|_| "The attempt has no id.".to_owned())?;
        let stream = self.stream.unwrap_or(Stream { kind: Kind::Attempt, id });
        let last = self.last;
        if self.was_overtaken(first).map_err(told)? {
            return Err(
                "Another attempt was begun in another window or program; leave this one here with q.".to_owned()
            );
        }
        let store = self.journal.store();
        if self.stream.is_none() {
            store.name(stream, OWN, Some(&self.person)).map_err(told)?;
            self.stream = Some(stream);
        }
        if let Appended::UpTo(last) = store.append(stream, last, facts).map_err(told)? {
            self.last = last;
            return Ok(());
        }
        // They may have been saved the last time, when nobody could tell.
        let mut there: Vec<String> = Vec::new();
        let now = store.read(stream, last, usize::MAX, &mut |_, fact| there.push(fact.id.clone())).map_err(told)?;
        if there.iter().eq(facts.iter().map(|fact| &fact.id)) {
            self.last = now;
            return Ok(());
        }
        Err("This attempt goes on in another window or program; leave it here with q.".to_owned())
    }
}

/// Signs a result and puts it into `folder`, where nobody but the user can read it. The same result comes into the same
/// file, however often it is written.
///
/// # Errors
///
/// Says what happened, where, and what to do.
pub fn file(folder: &Path, record: &Record, key: &SigningKey) -> Result<Filed, String> {
    let Filed { sealed: text, receipt, .. } = sealed(record, key);
    let path = folder.join(format!("{}.{RESULT}", name(record, &receipt)));
    let cannot = |error| {
        format!("{} cannot be written ({error}); make room there, or name another folder with --out.", path.display())
    };
    make_private_folder(folder).and_then(|()| replace(&path, text.as_bytes(), Keep::Synced)).map_err(cannot)?;
    Ok(Filed { path: path.display().to_string(), receipt, sealed: String::new() })
}

/// Signs a result that is kept beside the attempt, and in no file.
#[must_use]
pub fn sealed(record: &Record, key: &SigningKey) -> Filed {
    let sealed = seal(record, key);
    Filed { path: String::new(), receipt: receipt(sealed.lines().next().unwrap_or_default()), sealed }
}

/// The results that a store keeps with its attempts, each with the name of its file.
///
/// # Errors
///
/// Whatever the store says.
pub fn results(store: &impl Store<Error = JournalError>) -> Result<Vec<(String, String)>, JournalError> {
    let mut results = Vec::new();
    for stream in store.streams(Kind::Attempt)? {
        store.read(stream, 0, usize::MAX, &mut |_, fact| {
            let Event::Assessment(Step::Filed { receipt, sealed }) = &fact.event else { return };
            if !sealed.is_empty() {
                let opened = open::<Record>(sealed);
                // What was altered is told apart by whoever reads it.
                let name = opened.map_or_else(|_| file_name(receipt), |opened| name(&opened.content, &opened.receipt));
                results.push((format!("{name}.{RESULT}"), sealed.clone()));
            }
        })?;
    }
    Ok(results)
}

/// Copies results into files in `folder`, and takes away those that are not among them any more.
///
/// # Errors
///
/// What the system says.
pub fn copy_results(results: &[(String, String)], folder: &Path) -> io::Result<()> {
    let there: Vec<PathBuf> = match fs::read_dir(folder) {
        Ok(entries) => entries.flatten().map(|entry| entry.path()).collect(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
        Err(error) => return Err(error),
    };
    let is_result = |path: &&PathBuf| path.extension().is_some_and(|end| end == RESULT);
    for path in there.iter().filter(is_result) {
        if results.iter().all(|(name, _)| path.file_name() != Some(OsStr::new(name))) {
            fs::remove_file(path)?;
        }
    }
    for (name, text) in results {
        let path = folder.join(name);
        if fs::read(&path).ok().as_deref() != Some(text.as_bytes()) {
            make_private_folder(folder)?;
            replace(&path, text.as_bytes(), Keep::Synced)?;
        }
    }
    Ok(())
}

/// The name of a result's file, without its end.
#[must_use]
pub fn name(record: &Record, receipt: &str) -> String {
    format!("{}-{receipt}", file_name(&record.applicant.id))
}

/// An id as part of a file's name: letters, digits and hyphens.
#[must_use]
pub fn file_name(id: &str) -> String {
    let safe = |letter: char| if letter.is_alphanumeric() { letter } else { '-' };
    let name: String = id.chars().take(LONGEST_NAME).map(safe).collect();
    if name.is_empty() { SOLE_LEARNER.to_owned() } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::assessment::result::{Opened, sample};

    #[test]
    fn a_result_is_filed_once_privately_and_under_a_name_that_leads_nowhere() {
        let folder = tempfile::tempdir().unwrap();
        let results = folder.path().join("deep/results");
        let mut record = sample::record();
        record.applicant.id = "../A 0417/x".to_owned();
        let filed = file(&results, &record, &sample::key()).unwrap();
        assert_eq!(file(&results, &record, &sample::key()).unwrap(), filed);
        let names: Vec<_> = fs::read_dir(&results).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(names.len(), 1, "{names:?}");
        assert!(names[0].to_str().unwrap().starts_with("---A-0417-x-"), "{names:?}");
        let opened: Opened<Record> = open(&fs::read_to_string(&filed.path).unwrap()).unwrap();
        assert_eq!((opened.content, opened.receipt), (record, filed.receipt));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(fs::metadata(&filed.path).unwrap().permissions().mode() & 0o777, 0o600);
        }
        fs::write(folder.path().join("file"), "").unwrap();
        let refused = file(&folder.path().join("file"), &sample::record(), &sample::key()).unwrap_err();
        assert!(refused.contains("--out"), "{refused}");
    }
}
