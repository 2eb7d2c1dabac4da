//! What is wrong with a bank, where, and what to do about it.

use serde::Serialize;
use std::fmt;

/// How much a problem matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth a look; the bank runs.
    Warning,
    /// The bank is refused.
    Error,
}

/// One problem of a bank.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Whether the bank runs in spite of it.
    pub severity: Severity,
    /// The rule that was broken, such as `unknown-concept`.
    pub rule: &'static str,
    /// The file it stands in.
    pub file: String,
    /// The line in that file, from 1, where one can be named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// The place in the file's structure, or the id of the thing concerned.
    pub place: String,
    /// What is wrong.
    pub reason: String,
    /// What would mend it; empty where the reason says it all.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub suggestion: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        write!(out, "{severity}[{}] {}", self.rule, self.file)?;
        if let Some(line) = self.line {
            write!(out, ":{line}")?;
        }
        if !self.place.is_empty() {
            write!(out, " {}", self.place)?;
        }
        write!(out, ": {}", self.reason)?;
        if !self.suggestion.is_empty() {
            write!(out, " ({})", self.suggestion)?;
        }
        Ok(())
    }
}
