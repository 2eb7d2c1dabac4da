//! Line art: lines of a figure as they are, with what is said of them where they cannot be seen.

use super::Text;
use super::text::{Role, plain};

/// What leads from a part to its meaning.
const LEADERS: [char; 4] = ['│', '└', '─', '┘'];

/// The lines of a figure. A line that leads from a part of the line above it to a meaning is said as `part: meaning`.
pub fn lines(figure: &[String]) -> Vec<Text> {
    let mut parts = "";
    let mut lines = Vec::new();
    for line in figure {
        let leads = line.contains('└');
        if !leads && !line.contains('│') {
            parts = line;
        }
        let text = match (leads, line.contains('│')) {
            (true, _) => led(line, parts),
            (false, true) => Text::default().said(line.as_str(), Role::Quiet, ""),
            (false, false) if line.contains("  ") => Text::default().said(line.as_str(), Role::Plain, columns(line)),
            _ => plain(line.as_str()),
        };
        lines.push(text);
    }
    lines
}

/// A line with leaders: they are quiet, its meaning is not.
fn led(line: &str, parts: &str) -> Text {
    let is_leader = |letter: char| LEADERS.contains(&letter) || letter == ' ';
    let at = line.find(|letter| !is_leader(letter)).unwrap_or(line.len());
    let (leaders, meaning) = (line.get(..at).unwrap_or_default(), line.get(at..).unwrap_or_default());
    let column = leaders.chars().position(|letter| letter == '└').unwrap_or(0);
    let said = match part_at(parts, column) {
        "" => meaning.trim().to_owned(),
        part => format!("{part}: {}", meaning.trim()),
    };
    Text::default().said(leaders, Role::Quiet, "").said(meaning, Role::Plain, said)
}

/// The part of a line, held apart from others by two blanks, that stands over a column.
fn part_at(line: &str, column: usize) -> &str {
    let mut found = "";
    let mut from = 0;
    for part in line.split("  ") {
        let start = from + part.chars().take_while(|letter| *letter == ' ').count();
        if !part.trim().is_empty() && start <= column {
            found = part.trim();
        }
        from += part.chars().count() + 2;
    }
    found
}

/// A line whose columns are held apart by blanks, as a sentence would hold them apart.
fn columns(line: &str) -> String {
    let columns = line.split("  ").map(str::trim).filter(|column| !column.is_empty());
    columns.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_is_said_part_by_part() {
        let figure = [
            "II 2 G   Ex db   T4",
            " │        │      └── no surface above 135 °C",
            " │        │",
            " │        └───────── contains an explosion",
            " └────────────────── gas",
            "99.9 %    8.76 hours a year",
        ];
        let said: Vec<String> = lines(&figure.map(str::to_owned)).iter().map(Text::spoken).collect();
        let wanted = [
            "II 2 G, Ex db, T4",
            "T4: no surface above 135 °C",
            "",
            "Ex db: contains an explosion",
            "II 2 G: gas",
            "99.9 %, 8.76 hours a year",
        ];
        assert_eq!(said, wanted);
    }
}
