//! Reading the tables of a TOML file so that everything that is wrong with them is told, each with its line.

use crate::domain::bank::problem::{Problem, Severity};
use crate::domain::characters::first_forbidden;
use std::collections::BTreeMap;
use std::ops::{Range, RangeInclusive};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A value and its place in the text.
pub(super) type Value<'t> = Spanned<DeValue<'t>>;

/// What has been found wrong so far, and where everything stands.
pub(super) struct Reader<'t> {
    file: &'t str,
    text: &'t str,
    /// What is wrong.
    pub(super) problems: Vec<Problem>,
    /// The line of each key that was read.
    pub(super) lines: BTreeMap<String, usize>,
}

impl<'t> Reader<'t> {
    pub(super) const fn new(file: &'t str, text: &'t str) -> Self {
        Self { file, text, problems: Vec::new(), lines: BTreeMap::new() }
    }

    /// The line that the byte at `at` stands in, from 1.
    pub(super) fn line(&self, at: usize) -> usize {
        self.text.get(..at).map_or(1, |before| before.matches('\n').count() + 1)
    }

    /// Tells a problem at a line; of the whole file where none can be named.
    pub(super) fn tell(&mut self, rule: &'static str, line: Option<usize>, place: &str, reason: String, mend: &str) {
        self.problems.push(Problem {
            severity: Severity::Error,
            rule,
            file: self.file.to_owned(),
            line,
            place: place.to_owned(),
            reason,
            suggestion: mend.to_owned(),
        });
    }

    fn wrong(&mut self, place: &str, span: Range<usize>, reason: String) {
        let line = self.line(span.start);
        self.tell("value", Some(line), place, reason, "");
    }
}

/// One table whose keys are taken one after the other.
pub(super) struct Table<'t> {
    place: String,
    line: usize,
    entries: BTreeMap<String, &'t Value<'t>>,
    known: Vec<&'static str>,
}

impl<'t> Table<'t> {
    /// The keys of `table`, which stands at `place`.
    pub(super) fn of(reader: &Reader<'_>, place: &str, table: &'t DeTable<'t>, span: Range<usize>) -> Self {
        let entries = table.iter().map(|(key, value)| (key.get_ref().to_string(), value)).collect();
        Self { place: place.to_owned(), line: reader.line(span.start), entries, known: Vec::new() }
    }

    /// The place of a key.
    fn at(&self, key: &str) -> String {
        if self.place.is_empty() { key.to_owned() } else { format!("{}.{key}", self.place) }
    }

    /// Takes a value, if it is there.
    pub(super) fn take(&mut self, reader: &mut Reader<'_>, key: &'static str) -> Option<&'t Value<'t>> {
        self.known.push(key);
        let value = self.entries.remove(key)?;
        reader.lines.insert(self.at(key), reader.line(value.span().start));
        Some(value)
    }

    /// Takes a value that has to be there.
    fn need(&mut self, reader: &mut Reader<'_>, key: &'static str, what: &str) -> Option<&'t Value<'t>> {
        let value = self.take(reader, key);
        if value.is_none() {
            let (line, place) = (self.line, self.at(key));
            reader.tell("missing", Some(line), &place, format!("{what} is missing"), "");
        }
        value
    }

    /// A table within this one, if it is there.
    pub(super) fn table(&mut self, reader: &mut Reader<'_>, key: &'static str) -> Option<Table<'t>> {
        let value = self.take(reader, key)?;
        let place = self.at(key);
        match value.get_ref() {
            DeValue::Table(table) => Some(Table::of(reader, &place, table, value.span())),
            other => {
                reader.wrong(&place, value.span(), format!("this is a {}, and should be a table", other.type_str()));
                None
            }
        }
    }

    /// Every table of a list of tables, such as `[[module]]`.
    pub(super) fn tables(&mut self, reader: &mut Reader<'_>, key: &'static str) -> Vec<Table<'t>> {
        let Some(value) = self.take(reader, key) else { return Vec::new() };
        let place = self.at(key);
        let DeValue::Array(list) = value.get_ref() else {
            reader.wrong(&place, value.span(), format!("write [[{key}]] above each"));
            return Vec::new();
        };
        let mut tables = Vec::new();
        for (number, one) in list.iter().enumerate() {
            let place = format!("{place}[{number}]");
            match one.get_ref() {
                DeValue::Table(table) => tables.push(Table::of(reader, &place, table, one.span())),
                other => reader.wrong(&place, one.span(), format!("this is a {}, not a table", other.type_str())),
            }
        }
        tables
    }

    /// A text of 1 to `most` characters that has to be there.
    pub(super) fn text(&mut self, reader: &mut Reader<'_>, key: &'static str, most: usize) -> Option<String> {
        let value = self.need(reader, key, "a text")?;
        text(reader, &self.at(key), value, most)
    }

    /// A text that may be left out.
    pub(super) fn text_or(&mut self, reader: &mut Reader<'_>, key: &'static str, most: usize, or: &str) -> String {
        let value = self.take(reader, key);
        let read = value.and_then(|value| text(reader, &self.at(key), value, most));
        read.unwrap_or_else(|| or.to_owned())
    }

    /// A whole number that has to be there.
    pub(super) fn number(
        &mut self,
        reader: &mut Reader<'_>,
        key: &'static str,
        range: RangeInclusive<u32>,
    ) -> Option<u32> {
        let value = self.need(reader, key, "a number")?;
        whole(reader, &self.at(key), value, range)
    }

    /// A whole number that may be left out.
    pub(super) fn number_or(
        &mut self,
        reader: &mut Reader<'_>,
        key: &'static str,
        range: RangeInclusive<u32>,
    ) -> Option<u32> {
        let value = self.take(reader, key)?;
        whole(reader, &self.at(key), value, range)
    }

    /// A number between two others that has to be there.
    pub(super) fn real(
        &mut self,
        reader: &mut Reader<'_>,
        key: &'static str,
        range: RangeInclusive<f64>,
    ) -> Option<f64> {
        let value = self.need(reader, key, "a number")?;
        let read = match value.get_ref() {
            DeValue::Float(number) => number.as_str().parse::<f64>().ok(),
            DeValue::Integer(number) => number.as_str().parse::<f64>().ok(),
            _ => None,
        };
        let fits = read.filter(|number| range.contains(number));
        if fits.is_none() {
            let reason = format!("this should be a number from {} to {}", range.start(), range.end());
            reader.wrong(&self.at(key), value.span(), reason);
        }
        fits
    }

    /// Yes or no; `or` where it is left out.
    pub(super) fn flag(&mut self, reader: &mut Reader<'_>, key: &'static str, or: bool) -> bool {
        let Some(value) = self.take(reader, key) else { return or };
        value.get_ref().as_bool().unwrap_or_else(|| {
            reader.wrong(&self.at(key), value.span(), "this should be true or false".to_owned());
            or
        })
    }

    /// One of several words; `or` where it is left out.
    pub(super) fn word<T: Copy>(
        &mut self,
        reader: &mut Reader<'_>,
        key: &'static str,
        words: &[(&str, T)],
        or: T,
    ) -> T {
        let Some(value) = self.take(reader, key) else { return or };
        let read = value.get_ref().as_str();
        let found = words.iter().find(|(word, _)| Some(*word) == read).map(|(_, meant)| *meant);
        found.unwrap_or_else(|| {
            let names: Vec<String> = words.iter().map(|(word, _)| format!("\"{word}\"")).collect();
            reader.wrong(&self.at(key), value.span(), format!("this should be {}", names.join(" or ")));
            or
        })
    }

    /// A day, as `2026-03-31`, that has to be there.
    pub(super) fn day(&mut self, reader: &mut Reader<'_>, key: &'static str) -> Option<String> {
        let value = self.need(reader, key, "a day")?;
        let day = match value.get_ref() {
            DeValue::Datetime(moment) => moment.date.map(|date| date.to_string()),
            _ => None,
        };
        if day.is_none() {
            reader.wrong(&self.at(key), value.span(), "this should be a day, such as 2026-03-31".to_owned());
        }
        day
    }

    /// A list of texts that has to be there.
    pub(super) fn texts(&mut self, reader: &mut Reader<'_>, key: &'static str) -> Vec<(String, usize)> {
        let Some(value) = self.need(reader, key, "a list of texts") else { return Vec::new() };
        let place = self.at(key);
        let DeValue::Array(list) = value.get_ref() else {
            reader.wrong(&place, value.span(), "this should be a list, such as [\"one\", \"two\"]".to_owned());
            return Vec::new();
        };
        let mut one = |one: &Value<'_>| Some((text(reader, &place, one, 80)?, reader.line(one.span().start)));
        list.iter().filter_map(&mut one).collect()
    }

    /// All keys that are left, with their values, where any key may stand.
    pub(super) fn rest(mut self, reader: &mut Reader<'_>) -> Vec<(String, &'t Value<'t>)> {
        let rest = std::mem::take(&mut self.entries);
        for (key, value) in &rest {
            reader.lines.insert(self.at(key), reader.line(value.span().start));
        }
        rest.into_iter().collect()
    }

    /// Tells every key that nobody asked for.
    pub(super) fn end(self, reader: &mut Reader<'_>) {
        for (key, value) in &self.entries {
            let near = self.known.iter().map(|known| (strsim::damerau_levenshtein(known, key), *known)).min();
            let mend = match near {
                Some((distance, known)) if distance <= 2 => format!("did you mean {known}?"),
                _ => format!("the names here are {}", self.known.join(", ")),
            };
            let line = reader.line(value.span().start);
            reader.tell("unknown", Some(line), &self.at(key), "nothing of that name is known here".to_owned(), &mend);
        }
    }
}

fn text(reader: &mut Reader<'_>, place: &str, value: &Value<'_>, most: usize) -> Option<String> {
    let read = value.get_ref().as_str().map(str::trim);
    let fits = read.filter(|text| (1..=most).contains(&text.chars().count()) && first_forbidden(text).is_none());
    if fits.is_none() {
        reader.wrong(place, value.span(), format!("this should be a text of 1 to {most} characters, on one line"));
    }
    fits.map(str::to_owned)
}

/// A whole number within `range`.
pub(super) fn whole(
    reader: &mut Reader<'_>,
    place: &str,
    value: &Value<'_>,
    range: RangeInclusive<u32>,
) -> Option<u32> {
    let number = value.get_ref().as_integer();
    let read = number.and_then(|number| u32::from_str_radix(number.as_str(), number.radix()).ok());
    let fits = read.filter(|number| range.contains(number));
    if fits.is_none() {
        let reason = format!("this should be a whole number from {} to {}", range.start(), range.end());
        reader.wrong(place, value.span(), reason);
    }
    fits
}
