//! Grade books: results as CSV that a spreadsheet, Moodle or Canvas takes in.
//!
//! A name is whatever its owner typed. A spreadsheet runs what begins with `=`, so such cells are defused; Canvas tells its
//! rows apart by words, so a name must not look like one of them.

use crate::domain::assessment::figures::Verdict;
use crate::domain::assessment::numbers::count;
use crate::ui::text::safe;
use csv::{QuoteStyle, WriterBuilder};
use std::io;

/// The columns of the plain profile.
pub const PLAIN: [&str; 15] = [
    "id",
    "email",
    "form",
    "bank_revision",
    "started",
    "submitted",
    "score",
    "max",
    "interval_low",
    "interval_high",
    "cut",
    "recommendation",
    "decided",
    "decided_by",
    "receipt",
];

/// The columns that Canvas wants before the grades.
const CANVAS: [&str; 5] = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"];

/// The row in which Canvas looks for the greatest grade.
const POINTS: &str = "Points Possible";

/// The greatest grade that Moodle takes in unless its administrator says otherwise.
const MOODLES_MOST: usize = 100;

/// One line of a grade book.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Line {
    /// The institution's own number for the person.
    pub id: String,
    /// The name.
    pub name: String,
    /// The address of electronic mail.
    pub email: String,
    /// The group.
    pub group: String,
    /// The form's title.
    pub form: String,
    /// The bank's revision.
    pub bank_revision: u32,
    /// When the clock began to run, as `2026-11-28T11:42`.
    pub started: String,
    /// When it ended.
    pub submitted: String,
    /// Half marks.
    pub halves: usize,
    /// How many statements.
    pub max: usize,
    /// How many were left open, each worth half a mark.
    pub open: usize,
    /// Where another paper would most likely end.
    pub interval: Option<(usize, usize)>,
    /// The cut, as a share.
    pub cut: Option<f64>,
    /// What the paper says.
    pub recommendation: Option<Verdict>,
    /// What a person decided, and who.
    pub decided: Option<(Verdict, String)>,
    /// The number of the result.
    pub receipt: String,
}

impl Line {
    fn score(&self) -> String {
        half(self.halves)
    }

    /// The result in a sentence, for whoever reads a grade book.
    fn feedback(&self) -> String {
        let unit = if self.open == 0 { "right" } else { "marks" };
        let mut parts = vec![format!("{} of {} {unit}", self.score(), self.max)];
        if self.open > 0 {
            parts.push(format!("{} left open, half a mark each", self.open));
        }
        parts.extend(self.recommendation.map(|verdict| format!("recommendation: {}", verdict.word())));
        parts.extend(self.decided.as_ref().map(|(verdict, by)| format!("decided by {by}: {}", verdict.word())));
        parts.extend(self.interval.map(|(low, high)| format!("another paper of the kind: {low} to {high}")));
        parts.push(format!("receipt {}", self.receipt));
        parts.join("; ")
    }
}

/// Half marks as marks.
fn half(halves: usize) -> String {
    if halves.is_multiple_of(2) { (halves / 2).to_string() } else { format!("{}.5", halves / 2) }
}

/// For whom a grade book is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// Anybody with a spreadsheet.
    Plain,
    /// Moodle's import of grades.
    Moodle,
    /// Canvas' import of grades.
    Canvas,
}

/// One row of a learning platform's grade book.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entry {
    /// The institution's own number for the person.
    pub id: String,
    /// The name.
    pub name: String,
    /// The address of electronic mail.
    pub email: String,
    /// The group.
    pub group: String,
    /// The grade, as a number.
    pub grade: String,
    /// The greatest grade.
    pub max: usize,
    /// The result in a sentence.
    pub feedback: String,
}

impl Entry {
    fn of(line: &Line, grade: String) -> Self {
        let Line { id, name, email, group, max, .. } = line.clone();
        Self { id, name, email, group, grade, max, feedback: line.feedback() }
    }
}

/// Writes a grade book.
///
/// # Errors
///
/// What the writer says.
pub fn write(profile: Profile, title: &str, lines: &[Line]) -> io::Result<String> {
    let entries =
        |grade: fn(&Line) -> String| -> Vec<Entry> { lines.iter().map(|line| Entry::of(line, grade(line))).collect() };
    match profile {
        Profile::Plain => table(plain(lines)),
        Profile::Moodle => platform(profile, title, &entries(moodles_grade)),
        Profile::Canvas => platform(profile, title, &entries(Line::score)),
    }
}

/// Writes a learning platform's grade book.
///
/// # Errors
///
/// What the writer says.
pub fn platform(profile: Profile, title: &str, entries: &[Entry]) -> io::Result<String> {
    table(if profile == Profile::Canvas { canvas(title, entries) } else { moodle(title, entries) })
}

/// Rows as CSV. The cells are written as they are: what somebody has typed is to be [defused] before.
///
/// # Errors
///
/// What the writer says.
pub fn table(rows: impl IntoIterator<Item = Vec<String>>) -> io::Result<String> {
    let mut writer = WriterBuilder::new().quote_style(QuoteStyle::Necessary).from_writer(Vec::new());
    for row in rows {
        writer.write_record(&row)?;
    }
    let bytes = writer.into_inner().map_err(|error| io::Error::other(error.to_string()))?;
    String::from_utf8(bytes).map_err(io::Error::other)
}

/// What a spreadsheet may take for the beginning of a formula; some take the wide forms for the narrow ones.
const FORMULA: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// A text that no spreadsheet takes for a formula: an apostrophe goes before what begins like one, and there are no signs in
/// it that end a line, steer anything, or are not seen.
#[must_use]
pub fn defused(text: &str) -> String {
    let clean = safe(text).trim().to_owned();
    if clean.starts_with(FORMULA) { format!("'{clean}") } else { clean }
}

fn plain(lines: &[Line]) -> Vec<Vec<String>> {
    let row = |line: &Line| {
        let number = |number: Option<usize>| number.map(|number| number.to_string()).unwrap_or_default();
        let (decided, decided_by) = line.decided.clone().map_or((None, String::new()), |(v, by)| (Some(v), by));
        let word = |verdict: Option<Verdict>| verdict.map(|verdict| verdict.word().to_owned()).unwrap_or_default();
        vec![
            defused(&line.id),
            defused(&line.email),
            defused(&line.form),
            line.bank_revision.to_string(),
            line.started.clone(),
            line.submitted.clone(),
            line.score(),
            line.max.to_string(),
            number(line.interval.map(|(low, _)| low)),
            number(line.interval.map(|(_, high)| high)),
            line.cut.map(|cut| format!("{cut:.2}")).unwrap_or_default(),
            word(line.recommendation),
            word(decided),
            defused(&decided_by),
            line.receipt.clone(),
        ]
    };
    let head = PLAIN.map(str::to_owned).to_vec();
    std::iter::once(head).chain(lines.iter().map(row)).collect()
}

/// Moodle maps one column to its users, by number or by address, and the others to a grade and its feedback. It gives the
/// whole file up where it knows one person of it not, and passes rows over where that column is empty.
fn moodle(title: &str, entries: &[Entry]) -> Vec<Vec<String>> {
    let title = defused(title);
    let head = ["ID number".to_owned(), "Email address".to_owned(), title.clone(), format!("{title} (feedback)")];
    let row = |one: &Entry| vec![defused(&one.id), defused(&one.email), one.grade.clone(), defused(&one.feedback)];
    std::iter::once(head.to_vec()).chain(entries.iter().map(row)).collect()
}

fn moodles_grade(line: &Line) -> String {
    if line.max > MOODLES_MOST { format!("{:.2}", 50.0 * count(line.halves) / count(line.max)) } else { line.score() }
}

/// Canvas wants its five columns, then a column for each assignment, and the greatest grade in a row of its own.
fn canvas(title: &str, entries: &[Entry]) -> Vec<Vec<String>> {
    let head = CANVAS.map(str::to_owned).into_iter().chain([canvas_title(title)]).collect();
    let most = entries.iter().map(|one| one.max).max().unwrap_or(0);
    let points =
        vec![format!("    {POINTS}"), String::new(), String::new(), String::new(), String::new(), most.to_string()];
    let row = |one: &Entry| {
        let name = defused(&one.name).replace(POINTS, "Points-Possible");
        vec![name, String::new(), defused(&one.id), defused(&one.email), defused(&one.group), one.grade.clone()]
    };
    [head, points].into_iter().chain(entries.iter().map(row)).collect()
}

/// Canvas reads a number in brackets at the end of a title as that of an assignment of its own, and passes over columns
/// that are called like its totals.
fn canvas_title(title: &str) -> String {
    let title = defused(title).replace('(', "[").replace(')', "]");
    let totals =
        ["Current Score", "Current Points", "Current Grade", "Final Score", "Final Points", "Final Grade", "Override"];
    if totals.iter().any(|total| title.contains(total)) {
        format!("Assessment: {}", title.replace(' ', "_"))
    } else {
        title
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use csv::ReaderBuilder;
    use proptest::prelude::*;

    const HOSTILE: [&str; 9] = [
        "=HYPERLINK(\"http://x\",\"y\")",
        "+1+cmd|' /C calc'!A0",
        "-2+3",
        "@SUM(A1:A9)",
        "O'Brien, \"Bob\"",
        "line\nbreak",
        "\tTab",
        "  =after blanks",
        "Zoë; Ångström — 名前",
    ];

    fn line(name: &str) -> Line {
        Line {
            open: 0,
            id: "A-0417".to_owned(),
            name: name.to_owned(),
            email: "ana@example.org".to_owned(),
            group: "evening".to_owned(),
            form: "Entry".to_owned(),
            bank_revision: 12,
            started: "2026-11-28T11:20".to_owned(),
            submitted: "2026-11-28T11:42".to_owned(),
            halves: 101,
            max: 60,
            interval: Some((44, 54)),
            cut: Some(0.8),
            recommendation: Some(Verdict::Borderline),
            decided: Some((Verdict::Ready, name.to_owned())),
            receipt: "7QK2-9FTA-MM31".to_owned(),
        }
    }

    fn rows(text: &str) -> Vec<Vec<String>> {
        let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
    }

    #[test]
    fn hostile_names_come_out_as_one_cell_that_is_no_formula() {
        let lines: Vec<Line> = HOSTILE.iter().map(|name| Line { id: (*name).to_owned(), ..line(name) }).collect();
        for profile in [Profile::Plain, Profile::Moodle, Profile::Canvas] {
            let rows = rows(&write(profile, "=Entry (3)", &lines).unwrap());
            let extra = usize::from(profile == Profile::Canvas);
            assert_eq!(rows.len(), HOSTILE.len() + 1 + extra, "{profile:?}");
            let width = rows[0].len();
            for row in &rows {
                assert_eq!(row.len(), width, "{profile:?}: {row:?}");
                for cell in row {
                    assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{profile:?}: {cell:?}");
                    assert!(!cell.chars().any(char::is_control), "{profile:?}: {cell:?}");
                }
            }
        }
        assert_eq!(defused("O'Brien, \"Bob\""), "O'Brien, \"Bob\"");
        assert_eq!((defused("-2+3").as_str(), defused("a\tb").as_str()), ("'-2+3", "a b"));
    }

    proptest! {
        #[test]
        fn whatever_people_are_called_a_grade_book_reads_back_cell_by_cell(
            names in prop::collection::vec("[=+@,;\"'\n\r\t \u{200b}\u{202e}＝a-z0-9é名-]{0,12}|.{0,20}", 1..6),
            title in "[=+@,;\"'\n a-z(0-9)-]{1,12}",
        ) {
            let lines: Vec<Line> = names
                .iter()
                .map(|name| Line { id: name.clone(), email: name.clone(), group: name.clone(), ..line(name) })
                .collect();
            for profile in [Profile::Plain, Profile::Moodle, Profile::Canvas] {
                let rows = rows(&write(profile, &title, &lines).unwrap());
                let heads = if profile == Profile::Canvas { 2 } else { 1 };
                prop_assert_eq!(rows.len(), lines.len() + heads);
                let id = if profile == Profile::Canvas { 2 } else { 0 };
                for (row, name) in rows[heads..].iter().zip(&names) {
                    prop_assert_eq!(row.len(), rows[0].len());
                    prop_assert_eq!(&row[id], &defused(name));
                }
                for cell in rows.iter().flatten() {
                    prop_assert!(!cell.starts_with(FORMULA) && !cell.chars().any(char::is_control), "{cell:?}");
                }
            }
        }
    }

    #[test]
    fn the_plain_columns_are_those_that_were_agreed() {
        let rows = rows(&write(Profile::Plain, "Entry", &[line("Ana")]).unwrap());
        assert_eq!(
            rows[0].join(","),
            "id,email,form,bank_revision,started,submitted,score,max,interval_low,interval_high,cut,recommendation,decided,\
             decided_by,receipt"
        );
        assert_eq!(
            rows[1].join(","),
            "A-0417,ana@example.org,Entry,12,2026-11-28T11:20,2026-11-28T11:42,50.5,60,44,54,0.80,borderline,ready,Ana,\
             7QK2-9FTA-MM31"
        );
        let bare = Line { interval: None, cut: None, recommendation: None, decided: None, ..line("Ana") };
        assert!(write(Profile::Plain, "Entry", &[bare]).unwrap().ends_with("50.5,60,,,,,,,7QK2-9FTA-MM31\n"));
    }

    #[test]
    fn moodle_finds_a_user_a_number_and_feedback_in_every_row() {
        // What Moodle asks for (grade/import/csv/classes/load_data.php): one column that names the user, grades that are
        // numbers of at most 100, and feedback in a column of its own.
        let long = Line { max: 120, halves: 121, ..line("Bo") };
        let rows = rows(&write(Profile::Moodle, "Entry", &[line("Ana"), long]).unwrap());
        assert_eq!(rows[0], ["ID number", "Email address", "Entry", "Entry (feedback)"]);
        for row in &rows[1..] {
            assert!(row[0] == "A-0417" && row[1] == "ana@example.org");
            assert!(row[2].parse::<f64>().unwrap() <= 100.0, "{}", row[2]);
            assert!(row[3].contains("recommendation: borderline") && row[3].contains("7QK2-9FTA-MM31"), "{}", row[3]);
        }
        assert_eq!((rows[1][2].as_str(), rows[2][2].as_str()), ("50.5", "50.42"));
    }

    /// What Canvas asks of the first rows (`lib/gradebook_importer.rb`), said again in short.
    fn canvas_takes(rows: &[Vec<String>]) -> bool {
        let head = &rows[0];
        let students = head[0].contains("Student") && head[1].contains("ID");
        let numbers = head[2] == "SIS User ID" && head[3] == "SIS Login ID" && head[4].contains("Section");
        let points = rows.iter().filter(|row| row[0].contains(POINTS)).count() == 1 && rows[1][0].contains(POINTS);
        let named = rows[2..].iter().all(|row| row.iter().any(|cell| !cell.trim().is_empty()));
        students && numbers && points && named && rows[1][5].parse::<f64>().is_ok()
    }

    #[test]
    fn canvas_finds_its_columns_and_the_row_of_points() {
        let names = ["Ana Kovač", "Points Possible", "    Points Possible", "Muted", ""];
        let lines: Vec<Line> = names.map(line).to_vec();
        let rows = rows(&write(Profile::Canvas, "Final Grade (12)", &lines).unwrap());
        assert!(canvas_takes(&rows), "{rows:?}");
        assert!(!rows[0][5].contains("Final Grade") && !rows[0][5].contains('('), "{}", rows[0][5]);
        assert_eq!(
            (rows[2][2].as_str(), rows[2][3].as_str(), rows[2][5].as_str()),
            ("A-0417", "ana@example.org", "50.5")
        );
    }
}
