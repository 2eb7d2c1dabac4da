//! The problems of one file while it is being read.

use super::place::{Place, fill_lines, outwards};
use crate::domain::bank::FORMAT_VERSION;
use crate::domain::bank::problem::{Problem, Severity};
use crate::domain::characters::shown;
use std::collections::HashSet;

/// How much of a place is kept, in characters. Only a file that is not a bank's has longer ones, and they must not
/// make the search for their lines slow.
const PLACE_MOST: usize = 120;

/// How many problems of one file are told.
const PROBLEMS_MOST: usize = 1_000;

/// What to change in a file of the first format.
const FROM_VERSION_1: &str = "rename \"twins\" to \"pairs\" and an \"object\" to \"aspect\", make each \"deciding\" a list, \
give sources \"body\" and \"read\", take \"first\" out of \"predict\", and write a lesson's new screens or leave \"lesson\" \
out; then write 2";

/// How much of a reason or suggestion is written, in characters.
const REASON_MOST: usize = 400;

/// The problems of one file. Lines are looked up at the end, all at once.
#[derive(Debug)]
pub struct Findings {
    file: String,
    problems: Vec<Problem>,
    /// Problems that are not told, because there are too many.
    more: usize,
    /// Whether there is an error among those.
    worse: bool,
    /// Nothing more can be said about the file: it is no JSON, or of another format.
    closed: bool,
}

/// What was likely typed wrong where a file is no JSON; empty where nobody can tell.
fn likely_slip(error: &serde_json::Error, text: &str) -> &'static str {
    if error.is_eof() {
        return "a bracket, a brace or a quotation mark is not closed";
    }
    let message = error.to_string();
    let line = text.split('\n').nth(error.line().saturating_sub(1)).unwrap_or_default();
    // Columns are counted in bytes, from 1.
    let (before, from) = line.split_at_checked(error.column().saturating_sub(1)).unwrap_or((line, ""));
    let above = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum::<usize>();
    let so_far = text.get(..above + before.len()).unwrap_or_default().trim_end();
    if from.starts_with(',') || (from.starts_with(['}', ']']) && so_far.ends_with(',')) {
        return "a comma too many";
    }
    if message.starts_with("expected `,`") {
        let begins = before.trim().is_empty();
        return if begins {
            "a comma may be missing at the end of the line above"
        } else {
            "a comma may be missing before it"
        };
    }
    if message.starts_with("control character") { "a quotation mark may be missing at the end of the line" } else { "" }
}

impl Findings {
    /// No problems yet in the file of that name.
    pub fn new(file: &str) -> Self {
        Self { file: file.to_owned(), problems: Vec::new(), more: 0, worse: false, closed: false }
    }

    /// Whether nothing was found.
    pub const fn is_empty(&self) -> bool {
        self.problems.is_empty()
    }

    /// Whether the file was given up, so that what was read of it is not to be judged.
    pub const fn is_closed(&self) -> bool {
        self.closed
    }

    /// Something for which the bank is refused.
    pub fn error(&mut self, rule: &'static str, at: &Place, reason: impl Into<String>, suggestion: impl Into<String>) {
        self.add(Severity::Error, rule, at, reason.into(), suggestion.into());
    }

    /// Something that is worth a look.
    pub fn warning(
        &mut self,
        rule: &'static str,
        at: &Place,
        reason: impl Into<String>,
        suggestion: impl Into<String>,
    ) {
        self.add(Severity::Warning, rule, at, reason.into(), suggestion.into());
    }

    /// The file is no JSON; nothing else can be said about it.
    pub fn syntax(&mut self, error: &serde_json::Error, text: &str) {
        let message = error.to_string();
        let reason = message.split(" at line ").next().unwrap_or_default();
        let suggestion = if text.starts_with('\u{feff}') {
            "save the file without a byte-order mark"
        } else {
            likely_slip(error, text)
        };
        self.add(
            Severity::Error,
            "syntax",
            &Place::ROOT,
            format!("{reason}, column {}", error.column()),
            suggestion.into(),
        );
        if let Some(problem) = self.problems.last_mut() {
            problem.line = Some(error.line());
        }
        self.closed = true;
    }

    /// Judges the version of the format. Of a file of another format nothing else is said: all of it would be at fault.
    pub fn format_version(&mut self, version: u64) {
        let at = Place::ROOT.field("format_version");
        let read = format!("this program reads version {FORMAT_VERSION}");
        let (reason, suggestion) = if version > u64::from(FORMAT_VERSION) {
            (format!("format version {version} is newer: {read}"), "update the program".to_owned())
        } else if version == 1 {
            (format!("format version 1 is no longer read: {read}"), FROM_VERSION_1.to_owned())
        } else {
            (format!("there is no format version {version}: {read}"), format!("write {FORMAT_VERSION}"))
        };
        if version != u64::from(FORMAT_VERSION) {
            self.error("format-version", &at, reason, suggestion);
            self.closed = version > 0;
        }
    }

    /// Takes over what was found in the meaning of a file, except where its structure was already at fault: there
    /// the value that was judged is only a stand-in.
    pub fn add_meaning(&mut self, meaning: Self) {
        let faulty: HashSet<String> = self.problems.iter().map(|problem| problem.place.clone()).collect();
        let sound = |problem: &Problem| !outwards(&problem.place).any(|place| faulty.contains(place));
        self.problems.extend(meaning.problems.into_iter().filter(sound));
        self.more += meaning.more;
        self.worse |= meaning.worse;
        self.closed |= meaning.closed;
    }

    /// The problems in the order of their lines, fit to be printed.
    pub fn finish(mut self, text: &str) -> Vec<Problem> {
        fill_lines(text, &mut self.problems);
        self.problems.sort_by_key(|problem| problem.line);
        if self.more > 0 {
            self.problems.push(Problem {
                severity: if self.worse { Severity::Error } else { Severity::Warning },
                rule: "too-many",
                file: self.file.clone(),
                line: Some(1),
                place: String::new(),
                reason: format!("{} further problems are not listed", self.more),
                suggestion: "mend these first".to_owned(),
            });
        }
        for problem in &mut self.problems {
            problem.file = shown(&problem.file, PLACE_MOST);
            problem.place = shown(&problem.place, PLACE_MOST);
            problem.reason = shown(&problem.reason, REASON_MOST);
            problem.suggestion = shown(&problem.suggestion, REASON_MOST);
        }
        self.problems
    }

    fn add(&mut self, severity: Severity, rule: &'static str, at: &Place, reason: String, suggestion: String) {
        if self.problems.len() >= PROBLEMS_MOST {
            self.more += 1;
            self.worse |= severity == Severity::Error;
            return;
        }
        let (file, place) = (self.file.clone(), at.to_string().chars().take(PLACE_MOST).collect());
        self.problems.push(Problem { severity, rule, file, line: None, place, reason, suggestion });
    }
}
