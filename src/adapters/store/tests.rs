//! The journal in a folder: what is recorded, opened, and read where nothing can be written.

pub(in crate::adapters::store) mod opening;
mod recording;

use super::samples::attempt;
use super::*;
use tempfile::TempDir;

/// Opens a journal of which there is nothing to say.
pub(in crate::adapters::store) fn open(path: &Path) -> Journal {
    let opened = Journal::open(path).unwrap();
    assert_eq!(opened.notice, None);
    opened.journal
}

/// A folder with a journal of these facts, still open.
pub(in crate::adapters::store) fn journal(facts: &[Fact]) -> (TempDir, Journal) {
    let folder = tempfile::tempdir().unwrap();
    let mut journal = open(&folder.path().join("journal.sqlite3"));
    journal.append(facts).unwrap();
    (folder, journal)
}

/// A folder with a journal of an attempt with three answers, closed.
pub(in crate::adapters::store) fn four_facts() -> (TempDir, PathBuf) {
    let (folder, journal) = journal(&attempt(3));
    drop(journal);
    let path = folder.path().join("journal.sqlite3");
    (folder, path)
}

/// The names of what is in a folder but for the snapshots, in order.
pub(in crate::adapters::store) fn files(folder: &TempDir) -> Vec<String> {
    let names = fs::read_dir(folder.path()).unwrap();
    let mut names: Vec<String> = names.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    names.retain(|name| name != "snapshots");
    names.sort();
    names
}

pub(in crate::adapters::store) fn facts(journal: &Journal, learner: &str, after: u64) -> Vec<Fact> {
    let mut facts = Vec::new();
    journal.each_fact(learner, after, |_, fact| facts.push(fact.clone())).unwrap();
    facts
}
