//! Results as files: read one by one or by the folder, each told apart from what was altered, copied or is something else.

pub mod classbook;
pub mod gradebook;
pub mod grid;
pub mod matching;
pub mod report;
pub mod roster;

use super::files::refuse_other_than_file;
use crate::domain::assessment::form::Form;
use crate::domain::assessment::result::{Applicant, Decision, LONGEST, Opened, Record, Refusal, Sealed, Voucher, open};
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// How the names of files with results end.
pub const RESULT: &str = "jsonl";

/// The folder within that for data in which results are kept.
pub const FOLDER: &str = "results";

/// How the names of files with decisions end.
pub const DECISION: &str = "decision";

/// How many decisions about one result are looked for.
pub const MOST_DECISIONS: u32 = 99;

/// How deep folders are looked into.
const DEPTH: usize = 8;

/// A result that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Filed {
    /// The file.
    pub path: PathBuf,
    /// The result.
    pub opened: Opened<Record>,
    /// The form that it was taken with.
    pub form: Form,
    /// Who vouches for it.
    pub voucher: Voucher,
}

/// Why a file is not counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// The system does not give it.
    Unreadable,
    /// It is something else.
    Other,
    /// A newer version wrote it.
    Newer,
    /// It is not as it was signed.
    Altered,
    /// Somebody else signed it.
    OtherKey,
    /// It is of another form.
    WrongForm,
    /// The same attempt was read already.
    Duplicate,
}

/// Something that is not counted, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The file.
    pub path: PathBuf,
    /// Why.
    pub why: Why,
    /// Why, in a sentence.
    pub reason: String,
}

/// Everything that was found, in the order of the paths.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Collection {
    /// The results.
    pub results: Vec<Filed>,
    /// The decisions about them.
    pub decisions: Vec<Opened<Decision>>,
    /// What is not counted.
    pub refused: Vec<Refused>,
}

/// The form that all results have to be of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WantedForm {
    /// Its fingerprint.
    pub fingerprint: String,
    /// The public key that it names; empty where it names none.
    pub key: String,
}

/// What results have to fit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// The public half of this institution's key; empty where there is none.
    pub ours: String,
    /// The form that all have to be of; none for any.
    pub form: Option<WantedForm>,
}

type Reason = (Why, String);

/// The files in which attempts were found, each with how many results of it were filed before: one that was unlocked has
/// several, and none of them is a copy of another.
type Attempts = HashMap<(String, usize), PathBuf>;

fn attempt(record: &Record) -> (String, usize) {
    (record.nonce.clone(), record.earlier.len())
}

impl From<Refusal> for Why {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Other(_) => Self::Other,
            Refusal::Newer(_) => Self::Newer,
            Refusal::Altered => Self::Altered,
            Refusal::OtherKey => Self::OtherKey,
        }
    }
}

fn refused(refusal: Refusal) -> Reason {
    let said = refusal.to_string();
    (refusal.into(), said)
}

impl Collection {
    /// Reads files, and all files with results and decisions in folders.
    ///
    /// # Errors
    ///
    /// What the system says of a path that was named and cannot be read at all, with the path.
    pub fn read(paths: &[PathBuf], wanted: &Wanted) -> Result<Self, (PathBuf, io::Error)> {
        let mut collection = Self::default();
        let mut nonces = Attempts::new();
        let mut seen: HashSet<PathBuf> = HashSet::new();
        for path in paths {
            let files = files(path).map_err(|error| (path.clone(), error))?;
            for file in files {
                // A folder and a file in it may both be named: that is one file, and no copy.
                if seen.insert(fs::canonicalize(&file).unwrap_or_else(|_| file.clone())) {
                    collection.take(file, wanted, &mut nonces);
                }
            }
        }
        Ok(collection)
    }

    fn take(&mut self, file: PathBuf, wanted: &Wanted, nonces: &mut Attempts) {
        let taken = text(&file).and_then(|text| {
            if file.extension().is_some_and(|name| name == DECISION) {
                self.decisions.push(decided(&text, wanted)?);
                return Ok(());
            }
            let filed = accepted(&text, wanted, &file, nonces)?;
            nonces.insert(attempt(&filed.opened.content), file.clone());
            self.results.push(filed);
            Ok(())
        });
        if let Err((why, reason)) = taken {
            self.refused.push(Refused { path: file, why, reason });
        }
    }

    /// What a person decided about the result with that receipt: the last of several decisions.
    #[must_use]
    pub fn decision(&self, receipt: &str) -> Option<&Decision> {
        let about = self.decisions.iter().filter(|decision| decision.content.result == receipt);
        about.map(|decision| &decision.content).max_by_key(|decision| decision.at)
    }

    /// Whether a later result of the same attempt is there, which was unlocked in between. Both stay; the later one counts.
    #[must_use]
    pub fn has_later(&self, filed: &Filed) -> bool {
        let (nonce, number) = attempt(&filed.opened.content);
        self.results.iter().map(|other| attempt(&other.opened.content)).any(|(of, later)| of == nonce && later > number)
    }

    /// The results that count: of each attempt the last one.
    #[must_use]
    pub fn counting(&self) -> Vec<&Filed> {
        self.results.iter().filter(|filed| !self.has_later(filed)).collect()
    }

    /// The results of somebody: those whose receipt or applicant's id is `named`; case plays no part.
    #[must_use]
    pub fn of(&self, named: &str) -> Vec<&Filed> {
        let wanted = roster::folded(named);
        let fits = |filed: &&Filed| {
            !wanted.is_empty()
                && (roster::folded(&filed.opened.receipt) == wanted
                    || roster::folded(&filed.opened.content.applicant.id) == wanted)
        };
        self.results.iter().filter(fits).collect()
    }
}

/// Opens a decision that this institution made, or the one whose form is wanted.
fn decided(text: &str, wanted: &Wanted) -> Result<Opened<Decision>, Reason> {
    let opened = open::<Decision>(text).map_err(refused)?;
    let theirs = wanted.form.as_ref().is_some_and(|form| form.key == opened.key);
    if opened.key == wanted.ours || theirs {
        return Ok(opened);
    }
    Err((Why::OtherKey, "it is a decision that another key than yours signed".to_owned()))
}

/// Opens a result that fits what is wanted, or says why it does not.
fn accepted(text: &str, wanted: &Wanted, file: &Path, nonces: &Attempts) -> Result<Filed, Reason> {
    let opened = open::<Record>(text).map_err(refused)?;
    let record = &opened.content;
    let no_form = |_| (Why::Other, "the form in it is none that this version knows".to_owned());
    let (form, _) = Form::read("", &record.form.text).map_err(no_form)?;
    if wanted.form.as_ref().is_some_and(|wanted| wanted.fingerprint != record.form.fingerprint()) {
        return Err((Why::WrongForm, format!("it is of another form: \"{}\"", record.form.title)));
    }
    let voucher = Voucher::of(record, &opened.key, &wanted.ours, &form.key).map_err(refused)?;
    match nonces.get(&attempt(record)) {
        Some(first) => Err((Why::Duplicate, format!("it is the same attempt as {}", name(first, file)))),
        None => Ok(Filed { path: file.to_owned(), opened, form, voucher }),
    }
}

/// The name of a file, with its folder where that is another.
fn name(file: &Path, beside: &Path) -> String {
    let short = file.file_name().filter(|_| file.parent() == beside.parent());
    short.map_or_else(|| file.display().to_string(), |name| name.to_string_lossy().into_owned())
}

/// The text of a file, or why there is none.
fn text(file: &Path) -> Result<String, Reason> {
    let unreadable = |error: io::Error| (Why::Unreadable, format!("it cannot be read ({error})"));
    let length = fs::metadata(file).map_err(unreadable)?.len();
    if length > LONGEST {
        return Err(refused(Refusal::Other(Record::FORMAT)));
    }
    let bytes = fs::read(file).map_err(unreadable)?;
    String::from_utf8(bytes).map_err(|_| refused(Refusal::Altered))
}

/// The files that a path stands for, in the order of their names: itself, or those with results and decisions in a folder.
fn files(path: &Path) -> io::Result<Vec<PathBuf>> {
    if fs::metadata(path)?.is_dir() {
        let mut found = Vec::new();
        gather(path, DEPTH, &mut found)?;
        found.sort();
        return Ok(found);
    }
    refuse_other_than_file(path)?;
    let mut files = vec![path.to_owned()];
    // Decisions lie beside the result that they are about.
    files.extend(decisions_beside(path));
    Ok(files)
}

/// A file with a result, as far as it can be understood: also one that was altered.
#[derive(Debug, Clone, Copy)]
pub struct Found<'a> {
    /// The applicant's id.
    pub applicant: &'a str,
    /// All of it, where it can be read.
    pub record: Option<&'a Record>,
}

/// What is read of a file whatever became of the rest.
#[derive(Deserialize)]
struct Whose {
    applicant: Applicant,
}

/// The files in `folder`, and in the folders in it, that hold a result that `wanted` picks, with the decisions and reports
/// beside each. None where there is no such folder.
///
/// # Errors
///
/// What the system says of the folder.
pub fn files_of(folder: &Path, wanted: impl Fn(Found<'_>) -> bool) -> io::Result<Vec<PathBuf>> {
    let mut all = Vec::new();
    match gather(folder, DEPTH, &mut all) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(all),
        gathered => gathered?,
    }
    all.sort();
    let is_meant = |file: &PathBuf| {
        let text = text(file).unwrap_or_default();
        let line = text.lines().next().unwrap_or_default();
        let record: Option<Record> = serde_json::from_str(line).ok();
        let whose: Option<Whose> = serde_json::from_str(line).ok();
        whose.is_some_and(|whose| wanted(Found { applicant: &whose.applicant.id, record: record.as_ref() }))
    };
    let of_result = |file: PathBuf| {
        let report = Some(file.with_extension("html")).filter(|report| report.is_file());
        let decisions = decisions_beside(&file);
        [file].into_iter().chain(report).chain(decisions).collect::<Vec<_>>()
    };
    Ok(all.into_iter().filter(is_meant).flat_map(of_result).collect())
}

/// The decisions about one result, by the names that they are filed under.
fn decisions_beside(result: &Path) -> Vec<PathBuf> {
    let exists = |number: &u32| decision_file(result, *number).is_file();
    (1..=MOST_DECISIONS).take_while(exists).map(|number| decision_file(result, number)).collect()
}

/// What the file with the decision of that number, from 1, about a result is called.
#[must_use]
pub fn decision_file(result: &Path, number: u32) -> PathBuf {
    let stem = result.file_stem().unwrap_or_default().to_string_lossy();
    let number = if number == 1 { String::new() } else { format!("-{number}") };
    result.with_file_name(format!("{stem}{number}.{DECISION}"))
}

fn gather(folder: &Path, depth: usize, found: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let kind = path.extension().and_then(|name| name.to_str()).unwrap_or_default();
        // A link to a folder may lead round in a circle, and reading a pipe might never end.
        let told = fs::symlink_metadata(&path)?;
        if told.is_dir() && depth > 0 {
            gather(&path, depth - 1, found)?;
        } else if [RESULT, DECISION].contains(&kind) && path.is_file() {
            found.push(path);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::assessment::figures::Verdict;
    use crate::domain::assessment::form::ready_made;
    use crate::domain::assessment::result::sample::{key, record};
    use crate::domain::assessment::result::{FormRecord, hexadecimal, seal};
    use crate::domain::moment::Moment;
    use ed25519_dalek::SigningKey;

    fn public(key: &SigningKey) -> String {
        hexadecimal(key.verifying_key().as_bytes())
    }

    fn wanted() -> Wanted {
        Wanted { ours: public(&key()), form: None }
    }

    /// A result of the ready-made form, with a key in it if one is given.
    fn result(nonce: &str, key: Option<&str>) -> Record {
        let text = ready_made::named("placement").unwrap().text;
        let text =
            key.map_or_else(|| text.to_owned(), |key| text.replace("# key = \"...\"", &format!("key = \"{key}\"")));
        let form = FormRecord { title: "Entry".to_owned(), text };
        Record { nonce: nonce.to_owned(), form, ..record() }
    }

    fn reasons(collection: &Collection) -> Vec<String> {
        let told = |refused: &Refused| format!("{}: {}", refused.path.file_name().unwrap().display(), refused.reason);
        collection.refused.iter().map(told).collect()
    }

    #[test]
    fn a_folder_is_read_whole_and_what_is_no_good_is_named_with_the_reason() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::create_dir(at("inner")).unwrap();
        let good = seal(&result("1", None), &key());
        fs::write(at("a.jsonl"), &good).unwrap();
        fs::write(at("b.jsonl"), &good).unwrap();
        fs::write(at("c.jsonl"), good.replace("Ana", "Eva")).unwrap();
        fs::write(
            at("inner/d.jsonl"),
            seal(&Record { institution: false, ..result("2", None) }, &SigningKey::from_bytes(&[1; 32])),
        )
        .unwrap();
        fs::write(at("e.jsonl"), seal(&result("3", None), &SigningKey::from_bytes(&[1; 32]))).unwrap();
        fs::write(at("f.jsonl"), [0xff, 0xfe]).unwrap();
        fs::write(at("notes.txt"), "not looked at").unwrap();
        let found = Collection::read(&[folder.path().to_owned()], &wanted()).unwrap();
        let vouchers: Vec<Voucher> = found.results.iter().map(|filed| filed.voucher).collect();
        assert_eq!(vouchers, [Voucher::Ours, Voucher::Nobody]);
        assert_eq!(
            reasons(&found),
            [
                "b.jsonl: it is the same attempt as a.jsonl",
                "c.jsonl: it was altered: the signature does not fit",
                "e.jsonl: it was signed with another key than the form's",
                "f.jsonl: it was altered: the signature does not fit",
            ]
        );
    }

    #[test]
    fn another_institution_is_known_by_the_key_in_its_form() {
        let folder = tempfile::tempdir().unwrap();
        let theirs = SigningKey::from_bytes(&[2; 32]);
        let file = folder.path().join("x");
        fs::write(&file, seal(&result("1", Some(&public(&theirs))), &theirs)).unwrap();
        let found = Collection::read(std::slice::from_ref(&file), &wanted()).unwrap();
        assert_eq!(found.results[0].voucher, Voucher::Institution);
        let other = Wanted { form: Some(WantedForm { fingerprint: "0".repeat(16), key: String::new() }), ..wanted() };
        let found = Collection::read(std::slice::from_ref(&file), &other).unwrap();
        assert_eq!(reasons(&found), ["x: it is of another form: \"Entry\""]);
        assert!(Collection::read(&[folder.path().join("none")], &wanted()).is_err());
    }

    #[test]
    fn the_last_decision_counts_and_only_ones_own() {
        let folder = tempfile::tempdir().unwrap();
        let text = seal(&result("1", None), &key());
        fs::write(folder.path().join("a.jsonl"), &text).unwrap();
        let receipt = open::<Record>(&text).unwrap().receipt;
        let decide = |name: &str, verdict, at, key: &SigningKey| {
            let decision = Decision::new(&receipt, verdict, "M. Ruiz", "saw her work", Moment::utc(at));
            fs::write(folder.path().join(name), seal(&decision, key)).unwrap();
        };
        decide("1.decision", Verdict::NotYet, 1, &key());
        decide("2.decision", Verdict::Ready, 2, &key());
        decide("3.decision", Verdict::NotYet, 3, &SigningKey::from_bytes(&[1; 32]));
        let found = Collection::read(&[folder.path().to_owned()], &wanted()).unwrap();
        assert_eq!(found.decision(&receipt).unwrap().verdict, Verdict::Ready);
        assert_eq!(reasons(&found), ["3.decision: it is a decision that another key than yours signed"]);
        assert_eq!((found.of("a-0417").len(), found.of(&receipt.to_lowercase()).len(), found.of("x").len()), (1, 1, 0));
    }
}
