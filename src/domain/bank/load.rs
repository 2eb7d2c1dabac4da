//! Turns the text of a bank's files into a [`Bank`], or into every problem found.
//!
//! There are two ways to read a file. The fast one parses it into its type at once, a microsecond a statement. Only
//! where that fails, the slow one reads every field by itself and names each fault. After either, the meaning of what
//! could be read is judged, so that one run reports everything that is to be mended.

mod findings;
mod meaning;
pub(in crate::domain) mod place;
mod shape;

#[cfg(test)]
mod tests;

use super::problem::{Problem, Severity};
use super::{ArrangedTopic, Bank, CaseFile, Manifest, Topic, TopicName};
use crate::domain::characters;
use findings::Findings;
use place::Place;
use rayon::prelude::*;
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

/// The name of the file that lists a bank's topics.
pub const MANIFEST_NAME: &str = "bank.json";

/// The name of the file with the case studies, which a bank may have.
pub const CASES_NAME: &str = "cases.json";

/// The text of one file of a bank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// The file's name without its folder, such as `bank.json` or `purpose.json`.
    pub name: String,
    /// What it holds.
    pub text: String,
}

/// What became of a bank's files.
#[derive(Debug)]
pub struct Loaded {
    /// The bank; `None` if there is an error among the problems.
    pub bank: Option<Bank>,
    /// What could be read of a bank with errors, to be examined and never to be played: texts and ids that could not be
    /// read are empty in it.
    pub unfit: Option<Bank>,
    /// Every problem: by file in the bank's order, `bank.json` first, and in a file by line.
    pub problems: Vec<Problem>,
}

/// Reads a bank: `bank.json`, one file for each topic it lists, and `cases.json` if there is one, in any order.
#[must_use]
pub fn load(files: &[SourceFile]) -> Loaded {
    let Some(file) = files.iter().find(|file| file.name == MANIFEST_NAME) else {
        let mut found = Findings::new(MANIFEST_NAME);
        found.error("manifest-missing", &Place::ROOT, "the bank has no such file", "it lists the bank's topics");
        return Loaded { bank: None, unfit: None, problems: found.finish("") };
    };
    let (manifest, mut found) = read_file(file, shape::manifest, Manifest::complete, meaning::manifest);
    let jobs = match_topics(files, &manifest, &mut found);
    let mut problems = found.finish(&file.text);

    let mut topics = read_topics(&jobs, &manifest);
    find_duplicates(&mut topics, &jobs);
    find_retired(&mut topics);
    let mut parsed = Vec::with_capacity(jobs.len());
    for (job, (topic, found)) in jobs.iter().zip(topics) {
        problems.extend(found.finish(&job.file.text));
        parsed.push(topic);
    }
    let (cases, mut found) = read_cases(files, &manifest);
    problems.append(&mut found);
    problems.extend(files.iter().filter(|file| is_unlisted(file, &jobs)).map(|file| unlisted(&file.name)));
    let refused = problems.iter().any(|problem| problem.severity == Severity::Error);
    if !refused {
        return Loaded { bank: Some(Bank::arranged(manifest, parsed).with_cases(cases.cases)), unfit: None, problems };
    }
    // A topic may have no file, and a file no entry: the list is that of what was read.
    let name = |one: &ArrangedTopic| TopicName { id: one.topic.id.clone(), title: one.topic.title.clone() };
    let manifest = Manifest { topics: parsed.iter().map(name).collect(), ..manifest };
    Loaded { bank: None, unfit: Some(Bank::arranged(manifest, parsed).with_cases(cases.cases)), problems }
}

/// The names of the topics' files that a `bank.json` lists. `None` if that list cannot be read in full; the file's
/// problems are [`load`]'s to tell. A topic whose id cannot be a file's name is left out: no name here is a path.
#[must_use]
pub fn listed_files(manifest: &str) -> Option<Vec<String>> {
    let file = SourceFile { name: MANIFEST_NAME.to_owned(), text: manifest.to_owned() };
    let (manifest, _) = read_file(&file, shape::manifest, |_| (), |_, _: &Manifest| ());
    let plain = |topic: &TopicName| meaning::is_plain(&topic.id).then(|| file_name(topic));
    is_complete(&manifest).then(|| manifest.topics.iter().filter_map(plain).collect())
}

/// The warning about a file that lies with a bank and that the bank does not list.
#[must_use]
pub fn unlisted(name: &str) -> Problem {
    Problem {
        severity: Severity::Warning,
        rule: "topic-unlisted",
        file: characters::shown(name, 120),
        line: Some(1),
        place: String::new(),
        reason: format!("{MANIFEST_NAME} does not list this file, so it is not read"),
        suggestion: "list it as a topic, or move it elsewhere".to_owned(),
    }
}

/// A topic's file that is to be read.
struct Job<'a> {
    file: &'a SourceFile,
    /// The topic's entry in the manifest; `None` if the manifest could not be read.
    name: Option<&'a TopicName>,
}

fn file_name(topic: &TopicName) -> String {
    format!("{}.json", topic.id)
}

/// Whether the list of topics could be read: the slow reading leaves an empty id where it could not.
fn is_complete(manifest: &Manifest) -> bool {
    manifest.topics.iter().all(|topic| !topic.id.is_empty())
}

fn is_unlisted(file: &SourceFile, jobs: &[Job]) -> bool {
    ![MANIFEST_NAME, CASES_NAME].contains(&file.name.as_str()) && !jobs.iter().any(|job| job.file.name == file.name)
}

/// Finds the file of each listed topic. Where the list cannot be read, every other file is taken for a topic, so that
/// its problems are found in the same run.
fn match_topics<'a>(files: &'a [SourceFile], manifest: &'a Manifest, found: &mut Findings) -> Vec<Job<'a>> {
    let by_name: HashMap<&str, &SourceFile> = files.iter().map(|file| (file.name.as_str(), file)).collect();
    let mut jobs = Vec::with_capacity(manifest.topics.len());
    let mut taken = HashSet::new();
    let list = Place::ROOT.field("topics");
    for (number, topic) in manifest.topics.iter().enumerate() {
        // What is wrong with such an id has been said already.
        if !meaning::is_plain(&topic.id) || !taken.insert(topic.id.as_str()) {
            continue;
        }
        let name = file_name(topic);
        if let Some(file) = by_name.get(name.as_str()).filter(|_| name != MANIFEST_NAME) {
            jobs.push(Job { file, name: Some(topic) });
        } else {
            let reason = format!("there is no file \"{name}\" for this topic");
            found.error("topic-missing", &list.item(number).field("id"), reason, "add the file, or take the topic out");
        }
    }
    if !is_complete(manifest) {
        let others: Vec<_> = files.iter().filter(|file| is_unlisted(file, &jobs)).collect();
        jobs.extend(others.into_iter().map(|file| Job { file, name: None }));
    }
    jobs
}

/// Reads one file, by the fast way if possible, fills in what may be left out, and judges its meaning.
fn read_file<'a, T: serde::Deserialize<'a>>(
    file: &'a SourceFile,
    diagnose: shape::Read<T>,
    complete: impl FnOnce(&mut T),
    judge: impl FnOnce(&mut Findings, &T),
) -> (T, Findings) {
    let mut found = Findings::new(&file.name);
    let mut value = match serde_json::from_str(&file.text) {
        Ok(value) => value,
        Err(error) => {
            let value = shape::read(&mut found, &file.text, diagnose);
            if found.is_empty() {
                // The two ways disagree. They are tested not to; should they, the file is still refused.
                found.syntax(&error, &file.text);
            }
            value
        }
    };
    if !found.is_closed() {
        complete(&mut value);
        let mut meaning = Findings::new(&file.name);
        judge(&mut meaning, &value);
        found.add_meaning(meaning);
    }
    (value, found)
}

/// Reads all topics, by as many threads as there are processors. The results are in the order of `jobs`.
fn read_topics(jobs: &[Job], manifest: &Manifest) -> Vec<(ArrangedTopic, Findings)> {
    let sources: HashSet<&str> = manifest.sources.iter().map(|source| source.id.as_str()).collect();
    let read = |job: &Job| {
        let judge = |found: &mut Findings, topic: &Topic| meaning::topic(found, topic, job.name, &sources);
        let complete = |topic: &mut Topic| topic.complete(job.name);
        let (topic, found) = read_file(job.file, shape::topic, complete, judge);
        (ArrangedTopic::of(topic), found)
    };
    jobs.par_iter().map(read).collect()
}

/// Reads the case studies; a bank without the file has none.
fn read_cases(files: &[SourceFile], manifest: &Manifest) -> (CaseFile, Vec<Problem>) {
    let Some(file) = files.iter().find(|file| file.name == CASES_NAME) else { return Default::default() };
    let topics: HashSet<&str> = manifest.topics.iter().map(|topic| topic.id.as_str()).collect();
    let sources: HashSet<&str> = manifest.sources.iter().map(|source| source.id.as_str()).collect();
    let judge = |found: &mut Findings, cases: &CaseFile| meaning::cases(found, cases, &topics, &sources);
    let (cases, found) = read_file(file, shape::cases, |_| (), judge);
    (cases, found.finish(&file.text))
}

/// Where an id stands.
struct IdPlace {
    /// The topic's number.
    topic: usize,
    /// `pairs` or `singles`.
    list: &'static str,
    /// The number in that list.
    number: usize,
    /// The field of the statement whose id it is; none for the id of the pair or single.
    statement: Option<&'static str>,
}

impl IdPlace {
    /// Tells `found` about the id.
    fn error(&self, found: &mut Findings, rule: &'static str, reason: String, suggestion: &str) {
        let list = Place::ROOT.field(self.list);
        let item = list.item(self.number);
        let statement = self.statement.map(|name| item.field(name));
        found.error(rule, &statement.as_ref().unwrap_or(&item).field("id"), reason, suggestion);
    }
}

/// All ids of a topic's pairs, singles and statements.
fn ids_of(topic: &Topic, number: usize) -> Vec<(IdPlace, String)> {
    let mut ids = Vec::with_capacity(3 * topic.item_count());
    let mut add = |list, number_in_list, statement, id: &String| {
        ids.push((IdPlace { topic: number, list, number: number_in_list, statement }, id.clone()));
    };
    for (at, pair) in topic.pairs.iter().enumerate() {
        add("pairs", at, None, &pair.id);
        add("pairs", at, Some("left"), &pair.left.id);
        add("pairs", at, Some("right"), &pair.right.id);
    }
    for (at, single) in topic.singles.iter().enumerate() {
        add("singles", at, None, &single.id);
        add("singles", at, Some("statement"), &single.statement.id);
    }
    ids
}

/// Finds ids of pairs, singles and statements that the bank has twice.
fn find_duplicates(topics: &mut [(ArrangedTopic, Findings)], jobs: &[Job]) {
    let mut first: HashMap<(bool, String), usize> = HashMap::new();
    let mut again = Vec::new();
    for (number, (one, _)) in topics.iter().enumerate() {
        for (place, id) in ids_of(&one.topic, number).into_iter().filter(|(_, id)| !id.is_empty()) {
            match first.entry((place.statement.is_some(), id)) {
                Entry::Vacant(free) => drop(free.insert(number)),
                Entry::Occupied(taken) => again.push((place, *taken.get(), taken.key().1.clone())),
            }
        }
    }
    for (place, first, id) in again {
        let (Some((_, found)), Some(file)) = (topics.get_mut(place.topic), jobs.get(first).map(|job| &job.file.name))
        else {
            continue;
        };
        let whose = if place.statement.is_some() { "another statement" } else { "another pair or single" };
        let reason = format!("{whose} has the id \"{id}\", in {file}");
        place.error(found, "duplicate-id", reason, "ids are unique within the bank");
    }
}

/// Finds pairs and singles with an id that some topic has retired.
fn find_retired(topics: &mut [(ArrangedTopic, Findings)]) {
    let retired: HashSet<String> = topics.iter().flat_map(|(one, _)| one.topic.retired.iter().cloned()).collect();
    if retired.is_empty() {
        return;
    }
    for (number, (one, found)) in topics.iter_mut().enumerate() {
        let taken =
            |(place, id): &(IdPlace, String)| place.statement.is_none() && !id.is_empty() && retired.contains(id);
        for (place, id) in ids_of(&one.topic, number).into_iter().filter(taken) {
            let reason = format!("the id \"{id}\" is retired: records still name the statements it had");
            place.error(found, "retired-id", reason, "give it an id that was never used");
        }
    }
}
