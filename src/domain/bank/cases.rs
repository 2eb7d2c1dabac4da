//! `cases.json`: systems of the grey middle, to be judged dimension by dimension. Shown, never scored.

use serde::{Deserialize, Serialize};

/// `cases.json`.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CaseFile {
    /// Where an editor finds the schema of this file; ignored by the program.
    #[serde(rename = "$schema", default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// The version of the format, 2.
    #[cfg_attr(test, schemars(range(min = 2, max = 2)))]
    pub format_version: u32,
    /// The case studies, in the order in which they are listed.
    pub cases: Vec<CaseStudy>,
}

/// A system told in a few sentences, with an expert's profile.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CaseStudy {
    /// Identifier, unique among the case studies; the command line takes it.
    #[cfg_attr(test, schemars(regex(pattern = "^[A-Za-z0-9_-]{1,64}$")))]
    pub id: String,
    /// A short title.
    pub title: String,
    /// The system.
    pub story: String,
    /// The story in a few lines, kept in sight while it is judged.
    pub short: String,
    /// The ids of the topics at whose end it is offered.
    pub topics: Vec<String>,
    /// Where an expert sees it, dimension by dimension.
    pub profile: Vec<Leaning>,
    /// What the profile comes to.
    pub verdict: String,
    /// What would flip it.
    pub flip: String,
    /// The documents.
    #[serde(default)]
    pub sources: Vec<String>,
}

/// Where a case stands in one dimension.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Leaning {
    /// The id of the topic that is the dimension.
    pub topic: String,
    /// From -2, clearly left, over 0, both, to 2, clearly right.
    #[cfg_attr(test, schemars(range(min = -2, max = 2)))]
    pub lean: i8,
    /// The reason in a few words.
    pub short: String,
    /// The reason in one sentence.
    pub reason: String,
}
