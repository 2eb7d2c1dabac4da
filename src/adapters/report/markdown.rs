//! A report as Markdown with tables, as GitHub writes it, and good to read as it is.

use super::contents::{Block, Group, Kind, Missed, Table};
use super::markup::clean;
use crate::domain::bank::Side;

/// The whole text.
pub fn text(contents: &[Block]) -> String {
    let parts: Vec<String> = contents.iter().filter_map(block).collect();
    parts.join("\n\n") + "\n"
}

/// A part; none where it is for the eye alone.
pub fn block(block: &Block) -> Option<String> {
    Some(match block {
        Block::Title(text) => format!("# {}", escape(text)),
        Block::Heading(text) => format!("## {}", escape(text)),
        Block::Subheading(text) => format!("### {}", escape(text)),
        Block::Paragraph(text) | Block::Lead(text) => beginning(text),
        Block::Missing(text) => format!("*{}*", escape(text)),
        Block::Facts(said) | Block::Explained(said) => {
            lines(said.iter().map(|(name, said)| format!("- **{}**: {}", escape(name), escape(said))))
        }
        // Each sign stands below the one above it.
        Block::Signs(signs) => lines(signs.iter().map(|(name, signs)| format!("- `{signs}` {}", escape(name)))),
        Block::Numbers(numbers) => lines(
            numbers
                .iter()
                .map(|[name, number, behind]| format!("- {}: **{number}** ({})", escape(name), escape(behind))),
        ),
        Block::Picture(_) => return None,
        Block::Table(table) => self::table(table),
        Block::Missed(missed) => self::missed(missed),
    })
}

fn lines(lines: impl Iterator<Item = String>) -> String {
    lines.collect::<Vec<_>>().join("\n")
}

fn table(table: &Table) -> String {
    let mut parts = vec![format!("{}:", beginning(&table.caption))];
    for group in &table.groups {
        if !group.title.is_empty() {
            parts.push(format!("### {}", escape(&group.title)));
        }
        if !group.rows.is_empty() {
            parts.push(grid(table, group));
        }
        if !group.note.is_empty() {
            parts.push(beginning(&group.note));
        }
    }
    parts.join("\n\n")
}

fn grid(table: &Table, group: &Group) -> String {
    let row = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
    let rule = table.columns.iter().map(|column| if column.kind == Kind::Number { "---:" } else { "---" }.to_owned());
    let mut rows = vec![row(table.columns.iter().map(|column| escape(&column.title)).collect()), row(rule.collect())];
    rows.extend(group.rows.iter().map(|cells| row(cells.iter().map(|cell| escape(cell)).collect())));
    rows.join("\n")
}

/// The words that decide; nothing of a side that is only told of.
fn decides(words: &[String]) -> String {
    if words.is_empty() { String::new() } else { format!("decides: {}", escape(&words.join(" … "))) }
}

fn missed(missed: &Missed) -> String {
    let [left, right] = &missed.labels;
    let row = |cells: [String; 2]| format!("| {} |", cells.join(" | "));
    let mut rows = vec![
        row([format!("◂ {}", escape(left)), format!("{} ▸", escape(right))]),
        row(["---".to_owned(), "---".to_owned()]),
    ];
    rows.push(row(missed.texts.each_ref().map(|text| escape(text))));
    rows.push(row(missed.deciding.each_ref().map(|words| decides(words))));
    rows.push(row(match missed.side {
        Side::Left => [missed.missed_words().to_owned(), String::new()],
        Side::Right => [String::new(), missed.missed_words().to_owned()],
    }));
    format!("{}\n\n{}", rows.join("\n"), beginning(&missed.explanation))
}

/// Text that means nothing but itself within a line.
pub fn escape(text: &str) -> String {
    let text = clean(text);
    let mut escaped = String::with_capacity(text.len());
    for (at, c) in text.trim().char_indices() {
        let rest = text.trim().get(at + c.len_utf8()..).unwrap_or_default();
        let means_something = match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '#' | '$' | '@' => true,
            '&' => is_entity(rest),
            ':' => rest.starts_with("//"),
            _ => false,
        };
        if means_something {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// Whether an ampersand before `rest` would begin a character written by its name or number.
fn is_entity(rest: &str) -> bool {
    let named = |name: &str| name.chars().all(|c| c.is_ascii_alphanumeric() || c == '#');
    rest.split_once(';').is_some_and(|(name, _)| !name.is_empty() && named(name))
}

/// The same at the beginning of a paragraph, where more begins something: a list, a rule, a heading underlined.
fn beginning(text: &str) -> String {
    let escaped = escape(text);
    let after_digits = escaped.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = escaped.len() - after_digits.len();
    match escaped.chars().next() {
        Some('-' | '+' | '=') => format!("\\{escaped}"),
        Some(_) if digits > 0 && after_digits.starts_with(['.', ')']) => {
            let number = escaped.get(..digits).unwrap_or_default();
            format!("{number}\\{after_digits}")
        }
        _ => escaped,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_mean_something_is_escaped_and_the_rest_stays_readable() {
        let cases = [
            ("99.9 % - R&D (a+b), 20 °C!", "99.9 % - R&D (a+b), 20 °C!"),
            ("a|b*c_d`e", "a\\|b\\*c\\_d\\`e"),
            ("<b>&lt;&#60;</b>", "\\<b\\>\\&lt;\\&#60;\\</b\\>"),
            ("[x](y) # ~z~", "\\[x\\](y) \\# \\~z\\~"),
            ("see http://x or a@b", "see http\\://x or a\\@b"),
            ("  two\nlines ", "two lines"),
        ];
        for (given, wanted) in cases {
            assert_eq!(escape(given), wanted.replace("&#60", "&\\#60"), "{given}");
        }
    }

    #[test]
    fn a_paragraph_begins_nothing_else() {
        for (given, wanted) in
            [("- a", "\\- a"), ("1. a", "1\\. a"), ("12) a", "12\\) a"), ("=", "\\="), ("2 of 3", "2 of 3")]
        {
            assert_eq!(beginning(given), wanted, "{given}");
        }
    }
}
