//! The one-page report of a result, as text, Markdown, HTML or JSON.
//!
//! What it says is put together once, by [`ResultReport`] and `contents`; the others only write it down.

mod contents;
mod html;
#[cfg(test)]
mod tests;
mod text;

use crate::adapters::report::markdown;
use crate::domain::assessment::report::ResultReport;
use contents::Part;

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

/// The report in that form.
#[must_use]
pub fn report(report: &ResultReport, format: Format) -> String {
    match format {
        Format::Text => text::lines(&contents::contents(report, usize::MAX)),
        Format::Markdown => markdown(report),
        Format::Html => html::page(report, &contents::contents(report, html::MOST_MISSED)),
        // There is nothing in it that cannot be written as JSON.
        Format::Json => serde_json::to_string_pretty(report).unwrap_or_default() + "\n",
    }
}

fn markdown(report: &ResultReport) -> String {
    let part = |part: &Part| match part {
        Part::Block(block) => markdown::block(block),
        // The sentence after it says the same.
        Part::Scale(_) => None,
        Part::Signature(lines) => {
            Some(lines.iter().map(|(name, blank)| format!("{name}: {}", blank.rule())).collect::<Vec<_>>().join("  \n"))
        }
    };
    contents::contents(report, usize::MAX).iter().filter_map(part).collect::<Vec<_>>().join("\n\n") + "\n"
}
