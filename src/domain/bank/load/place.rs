//! Where something stands in a file: its path in the structure, and from that its line.

use crate::domain::bank::problem::Problem;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::collections::HashMap;
use std::fmt;

/// How deep the search for a line goes. The format is six levels deep; the limit is for files that are not of it.
const DEEPEST: usize = 16;

/// A path such as `pairs[7].left`, written out only when a problem names it.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    parent: Option<&'a Place<'a>>,
    step: Step<'a>,
}

/// The last step of a path.
#[derive(Debug, Clone, Copy)]
enum Step<'a> {
    /// None: the whole file.
    Root,
    /// A field of an object.
    Field(&'a str),
    /// An element of a list, counted from 0.
    Item(usize),
}

impl<'a> Place<'a> {
    /// The whole file.
    pub const ROOT: Self = Self { parent: None, step: Step::Root };

    /// A field of the object that stands here.
    pub const fn field(&'a self, name: &'a str) -> Self {
        Self { parent: Some(self), step: Step::Field(name) }
    }

    /// An element of the list that stands here, counted from 0.
    pub const fn item(&'a self, number: usize) -> Self {
        Self { parent: Some(self), step: Step::Item(number) }
    }
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(parent) = self.parent {
            parent.fmt(out)?;
        }
        match self.step {
            Step::Root => Ok(()),
            Step::Field(name) if self.parent.is_some_and(|parent| matches!(parent.step, Step::Root)) => {
                out.write_str(name)
            }
            Step::Field(name) => write!(out, ".{name}"),
            Step::Item(number) => write!(out, "[{number}]"),
        }
    }
}

/// A path and the paths of everything around it, innermost first, ending with the whole file.
pub fn outwards(place: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(place), |inner| {
        (!inner.is_empty()).then(|| inner.rfind(['.', '[']).and_then(|end| inner.get(..end)).unwrap_or_default())
    })
}

/// The fields of an object, in the order of the text and with repetitions. `None` where `raw` is no object.
pub fn fields(raw: &RawValue) -> Option<Vec<(String, &RawValue)>> {
    struct Fields;
    impl<'de> Visitor<'de> for Fields {
        type Value = Vec<(String, &'de RawValue)>;

        fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
            out.write_str("an object")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut fields = Vec::new();
            while let Some(field) = map.next_entry()? {
                fields.push(field);
            }
            Ok(fields)
        }
    }
    serde_json::Deserializer::from_str(raw.get()).deserialize_map(Fields).ok()
}

/// The elements of a list. `None` where `raw` is no list.
pub fn items(raw: &RawValue) -> Option<Vec<&RawValue>> {
    serde_json::from_str(raw.get()).ok()
}

/// Gives every problem that has none the line of its place, or of the nearest place around it that the file has.
/// A text that is no JSON is left alone.
pub fn fill_lines(text: &str, problems: &mut [Problem]) {
    let open: Vec<&mut Problem> = problems.iter_mut().filter(|problem| problem.line.is_none()).collect();
    if open.is_empty() {
        return;
    }
    let Ok(root) = serde_json::from_str::<&RawValue>(text) else { return };
    let mut wanted: Vec<String> = open.iter().map(|problem| problem.place.clone()).collect();
    wanted.sort_unstable();
    let mut search = Search { text, wanted: &wanted, offsets: HashMap::new() };
    search.visit(root, &mut String::new(), 0);
    let offsets = search.offsets;
    let starts: Vec<usize> = text.match_indices('\n').map(|(offset, _)| offset).collect();
    for problem in open {
        let offset = outwards(&problem.place).find_map(|place| offsets.get(place).copied());
        problem.line = offset.map(|offset| starts.partition_point(|&start| start < offset) + 1);
    }
}

/// A walk through a file that enters only what leads to a wanted place.
struct Search<'t> {
    text: &'t str,
    /// Sorted, so that one look tells whether a path leads anywhere.
    wanted: &'t [String],
    offsets: HashMap<String, usize>,
}

impl Search<'_> {
    fn visit(&mut self, raw: &RawValue, path: &mut String, depth: usize) {
        // The slice borrows from the text, so the distance between the two is the offset.
        if let Some(offset) = raw.get().as_ptr().addr().checked_sub(self.text.as_ptr().addr()) {
            self.offsets.entry(path.clone()).or_insert(offset);
        }
        if depth == DEEPEST {
            return;
        }
        if let Some(fields) = fields(raw) {
            for (name, value) in fields {
                let dot = if path.is_empty() { "" } else { "." };
                self.enter(value, path, &format!("{dot}{name}"), depth);
            }
        } else if let Some(items) = items(raw) {
            for (number, value) in items.into_iter().enumerate() {
                self.enter(value, path, &format!("[{number}]"), depth);
            }
        }
    }

    fn enter(&mut self, raw: &RawValue, path: &mut String, step: &str, depth: usize) {
        let length = path.len();
        path.push_str(step);
        let next = self.wanted.partition_point(|wanted| wanted.as_str() < path.as_str());
        if self.wanted.get(next).is_some_and(|wanted| wanted.starts_with(path.as_str())) {
            self.visit(raw, path, depth + 1);
        }
        path.truncate(length);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::bank::problem::Severity;

    fn line(text: &str, place: &str) -> Option<usize> {
        let mut problems = vec![Problem {
            severity: Severity::Error,
            rule: "test",
            file: String::new(),
            line: None,
            place: place.to_owned(),
            reason: String::new(),
            suggestion: String::new(),
        }];
        fill_lines(text, &mut problems);
        problems[0].line
    }

    #[test]
    fn a_place_is_written_as_a_path() {
        let pairs = Place::ROOT.field("pairs");
        let (pair, left) = (pairs.item(7), Place::ROOT.field("left"));
        assert_eq!(pair.field("left").to_string(), "pairs[7].left");
        assert_eq!((left.to_string(), Place::ROOT.to_string()), ("left".to_owned(), String::new()));
    }

    #[test]
    fn outwards_ends_with_the_whole_file() {
        assert_eq!(outwards("a[1].b").collect::<Vec<_>>(), ["a[1].b", "a[1]", "a", ""]);
        assert_eq!(outwards("").collect::<Vec<_>>(), [""]);
    }

    #[test]
    fn the_line_is_that_of_the_place_or_of_what_is_nearest_around_it() {
        let text = "{\n \"a\": [\n  1,\n  {\"b\":\n   2}],\n \"a.b\": 3,\n \"\": 4\n}";
        for (place, expected) in
            [("a", 2), ("a[0]", 3), ("a[1]", 4), ("a[1].b", 5), ("a[1].c", 4), ("a[9]", 2), ("a.b", 6), ("z", 1)]
        {
            assert_eq!(line(text, place), Some(expected), "{place}");
        }
        assert_eq!(line("{", "a"), None);
    }

    #[test]
    fn a_file_that_is_deep_without_sense_is_survived() {
        let deep = format!("{}{}", "[".repeat(200_000), "]".repeat(200_000));
        assert_eq!(line(&deep, &"[0]".repeat(100)), Some(1));
    }
}
