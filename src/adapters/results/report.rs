//! The one-page report of a result, and the report of a live class, as text, Markdown, HTML or JSON.
//!
//! What they say is put together once, by [`ResultReport`] and `contents`, by [`ClassReport`] and `class`; the others only
//! write it down.

mod class;
mod contents;
mod html;
#[cfg(test)]
mod tests;
mod text;

use crate::adapters::report::markdown;
use crate::domain::assessment::report::ResultReport;
use crate::domain::room::report::ClassReport;
use crate::domain::room::view::Labels;
use contents::Part;
use serde::Serialize;

/// The form in which a report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Lines for a terminal.
    Text,
    /// Text with tables.
    Markdown,
    /// One page for a browser, which prints on one sheet.
    Html,
    /// The data.
    Json,
}

/// The report of a live class in that form.
#[must_use]
pub fn class(report: &ClassReport, sides: &Labels, grid: &[(String, String)], format: Format) -> String {
    let contents = || class::contents(report, sides, grid).into_iter().map(Part::Block).collect::<Vec<_>>();
    match format {
        Format::Text => text::lines(&contents()),
        Format::Markdown => in_markdown(&contents()),
        Format::Html => html::written(&class::title(report), &contents()),
        Format::Json => json(report),
    }
}

/// The report in that form.
#[must_use]
pub fn report(report: &ResultReport, format: Format) -> String {
    match format {
        Format::Text => text::lines(&contents::contents(report, usize::MAX)),
        Format::Markdown => in_markdown(&contents::contents(report, usize::MAX)),
        Format::Html => html::page(report, &contents::contents(report, html::MOST_MISSED)),
        Format::Json => json(report),
    }
}

fn json(report: &impl Serialize) -> String {
    // There is nothing in it that cannot be written as JSON.
    serde_json::to_string_pretty(report).unwrap_or_default() + "\n"
}

fn in_markdown(parts: &[Part]) -> String {
    let part = |part: &Part| match part {
        Part::Block(block) => markdown::block(block),
        // The sentence after it says the same.
        Part::Scale(_) => None,
        Part::Signature(lines) => {
            Some(lines.iter().map(|(name, blank)| format!("{name}: {}", blank.rule())).collect::<Vec<_>>().join("  \n"))
        }
    };
    parts.iter().filter_map(part).collect::<Vec<_>>().join("\n\n") + "\n"
}
