//! Line art: lines of a figure as they are, with what is said of them where they cannot be seen. A path of parts is
//! said part by part, and then what hangs on it.

use super::Text;
use super::text::{Role, plain};

/// What leads from a part to its meaning.
const LEADERS: [char; 4] = ['│', '└', '─', '┘'];

/// What joins the parts of a path.
const JOINTS: [&str; 3] = ["~~", " -- ", "=="];

/// What leads from a path to words about one of its parts.
const HANGER: &str = "+--";

/// The lines of a figure. A line that leads from a part of the line above it to a meaning is said as `part: meaning`.
pub fn lines(figure: &[String]) -> Vec<Text> {
    let mut parts = "";
    let mut lines = Vec::new();
    for (number, line) in figure.iter().enumerate() {
        let leads = line.contains('└');
        if !leads && !line.contains('│') {
            parts = line;
        }
        let hung = hanging(figure, number);
        let text = match (leads, line.contains('│')) {
            (true, _) => led(line, parts),
            (false, true) => Text::default().said(line.as_str(), Role::Quiet, ""),
            _ if hung.is_some() => Text::default().said(line.as_str(), Role::Plain, hung.unwrap_or_default()),
            _ if is_drawn(line) => Text::default().said(line.as_str(), Role::Plain, path(line)),
            (false, false) if line.contains("  ") => Text::default().said(line.as_str(), Role::Plain, columns(line)),
            _ => plain(line.as_str()),
        };
        lines.push(text);
    }
    lines
}

/// What the strokes between the parts of a path stand for; none where a figure has no path.
pub fn joins(figure: &[String]) -> Option<&'static str> {
    let has = |joint: &str| figure.iter().any(|line| line.contains(joint));
    (has("~~") || has("==")).then_some("~~ by radio   == by wire   -- over a network")
}

/// Whether a line is drawn and not written: a path of parts, or nothing but strokes.
fn is_drawn(line: &str) -> bool {
    let strokes = !line.chars().any(char::is_alphanumeric);
    strokes || JOINTS.iter().any(|joint| line.contains(joint))
}

/// The parts of a path in their order; nothing of strokes.
fn path(line: &str) -> String {
    let parts = JOINTS.iter().fold(line.to_owned(), |line, joint| line.replace(joint, "\n"));
    let parts: Vec<&str> =
        parts.lines().map(str::trim).filter(|part| part.chars().any(char::is_alphanumeric)).collect();
    if parts.is_empty() { String::new() } else { format!("A chain: {}.", parts.join(", ")) }
}

/// What is said in the place of a line that hangs on a path: all of its words with the first of its lines, nothing with the
/// others. None for a line that hangs on none.
fn hanging(figure: &[String], number: usize) -> Option<String> {
    let indent = |line: &String| line.chars().take_while(|letter| *letter == ' ').count();
    let first = figure.iter().take(number + 1).rposition(|line| line.trim_start().starts_with(HANGER))?;
    let from = indent(figure.get(first)?);
    let hangs = |line: &&String| !line.trim().is_empty() && indent(line) > from;
    let more: Vec<&String> = figure.iter().skip(first + 1).take_while(hangs).collect();
    if number > first + more.len() {
        return None;
    }
    let words = figure.get(first)?.trim_start().strip_prefix(HANGER)?;
    let all: Vec<&str> = std::iter::once(words).chain(more.into_iter().map(String::as_str)).map(str::trim).collect();
    Some(if number == first { format!("{}.", all.join(" ").trim_end_matches('.')) } else { String::new() })
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
    fn a_path_is_said_part_by_part_and_then_what_hangs_on_it() {
        let figure = [
            "sensor == PLC -- historian",
            "       |",
            "       +-- 4-20 mA: 4 is the bottom of the range,",
            "           0 tells a broken wire",
            "",
            "OEE   73 %",
            "      ────",
        ];
        let said: Vec<String> = lines(&figure.map(str::to_owned)).iter().map(Text::spoken).collect();
        let hung = "4-20 mA: 4 is the bottom of the range, 0 tells a broken wire.";
        assert_eq!(said, ["A chain: sensor, PLC, historian.", "", hung, "", "", "OEE, 73 %", ""]);
    }

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
