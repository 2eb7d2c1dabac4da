//! The lines of a bank's files on which the things stand that findings name.

use crate::domain::bank::load::SourceFile;
use crate::domain::bank::load::place::{fields, items};
use crate::domain::bank::problem::Problem;
use serde_json::value::RawValue;
use std::collections::HashMap;

/// The fields that name a thing within its list.
const NAMES: [&str; 3] = ["id", "term", "label"];

/// How deep a file is searched.
const DEEPEST: usize = 12;

/// Gives each finding that has none the line of what it names: a place in the file's structure, in which a thing may be
/// given by its name instead of its number (`concepts.young.title`), or the id of a statement, pair or single.
pub(super) fn fill(findings: &mut [Problem], files: &[SourceFile]) {
    for file in files {
        fill_from(findings, &file.name, &file.text);
    }
}

/// The same for the findings of one file.
pub(super) fn fill_from(findings: &mut [Problem], name: &str, text: &str) {
    let open: Vec<&mut Problem> = findings.iter_mut().filter(|one| one.line.is_none() && one.file == name).collect();
    if open.is_empty() {
        return;
    }
    let lines = Lines::of(text);
    for finding in open {
        finding.line = Some(lines.of_place(&finding.place));
    }
}

/// The lines of all places of a file.
struct Lines {
    by_place: HashMap<String, usize>,
}

impl Lines {
    fn of(text: &str) -> Self {
        let mut by_place = HashMap::new();
        if let Ok(root) = serde_json::from_str::<&RawValue>(text) {
            let starts: Vec<usize> = text.match_indices('\n').map(|(offset, _)| offset).collect();
            let mut walk = Walk { text, starts, by_place: &mut by_place };
            walk.visit(root, "", 0);
        }
        Self { by_place }
    }

    /// The line of a place, or of the nearest around it; the first line of a file that has neither.
    fn of_place(&self, place: &str) -> usize {
        let around = std::iter::successors(Some(place), |inner| inner.rfind('.').and_then(|end| inner.get(..end)));
        around.into_iter().find_map(|place| self.by_place.get(place).copied()).unwrap_or(1)
    }
}

struct Walk<'t, 'm> {
    text: &'t str,
    starts: Vec<usize>,
    by_place: &'m mut HashMap<String, usize>,
}

impl Walk<'_, '_> {
    /// The line on which a part of the text begins.
    fn line_of(&self, raw: &RawValue) -> usize {
        let offset = raw.get().as_ptr().addr().saturating_sub(self.text.as_ptr().addr());
        self.starts.partition_point(|start| *start < offset) + 1
    }

    fn visit(&mut self, raw: &RawValue, path: &str, depth: usize) {
        let line = self.line_of(raw);
        self.by_place.entry(path.to_owned()).or_insert(line);
        if depth == DEEPEST {
            return;
        }
        let inner = |step: &str| if path.is_empty() { step.to_owned() } else { format!("{path}.{step}") };
        if let Some(fields) = fields(raw) {
            // Statements, pairs and singles are named by their ids alone.
            if let Some(id) = name_of(raw) {
                self.by_place.entry(id).or_insert(line);
            }
            let id = name_of(raw);
            for (name, value) in fields {
                let end = match name.as_str() {
                    "left" | "statement" => Some("a"),
                    "right" => Some("b"),
                    _ => None,
                };
                // A statement without an id of its own is called after its pair or single.
                if let (Some(id), Some(end)) = (&id, end.filter(|_| name_of(value).is_none())) {
                    let line = self.line_of(value);
                    self.by_place.entry(format!("{id}-{end}")).or_insert(line);
                }
                self.visit(value, &inner(&name), depth + 1);
            }
            return;
        }
        for (number, value) in items(raw).unwrap_or_default().into_iter().enumerate() {
            let name = name_of(value).unwrap_or_else(|| number.to_string());
            self.visit(value, &inner(&name), depth + 1);
        }
    }
}

/// What a thing in a list is called.
fn name_of(raw: &RawValue) -> Option<String> {
    let fields = fields(raw)?;
    let name = NAMES.iter().find_map(|name| fields.iter().find(|(field, _)| field == name))?;
    serde_json::from_str(name.1.get()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_found_by_names_and_by_what_is_around_them() {
        let text = "{\n \"concepts\": [\n  {\"id\": \"young\",\n   \"title\": \"Young\"}\n ],\n \"pairs\": [\n  {\"id\": \"p-1\",\n   \"left\": {\"id\": \"p-1-a\"}}\n ]\n}";
        let lines = Lines::of(text);
        for (place, line) in [
            ("concepts.young.title", 4),
            ("concepts.young", 3),
            ("concepts.old.title", 2),
            ("pairs.p-1.left", 8),
            ("p-1-a", 8),
            ("nothing", 1),
        ] {
            assert_eq!(lines.of_place(place), line, "{place}");
        }
        let text = "{\"pairs\": [\n {\"id\": \"p-2\",\n  \"left\": {},\n  \"right\": {}}\n]}";
        assert_eq!(["p-2", "p-2-a", "p-2-b"].map(|id| Lines::of(text).of_place(id)), [2, 3, 4]);
        assert_eq!(Lines::of("no JSON").of_place("concepts"), 1);
    }
}
