//! CSV, as every spreadsheet writes and reads it: commas, semicolons or tabs, with a byte-order mark or without.
//!
//! A row is a statement with its side, and with its counterpart where there is one. The columns are told in
//! `docs/authoring.md`; only `statement` and `side` have to be there.

use super::caps::{FILE_MOST, NOTES_MOST, TEXT_MOST, sound};
use super::columns::{Column, sides_cell, unbarred};
use super::draft::side_of;
use super::question::{Choices, Question, Read, labels, questions_of, quote};
use super::sides;
use crate::domain::bank::{Bank, Side, slug};
use csv::{ByteRecord, ReaderBuilder, WriterBuilder};
use std::collections::BTreeSet;
use std::io::{self, BufRead, Read as _, Write};

/// What stands before the name of a column of the counterpart.
const COUNTERPART: &str = "counterpart_";

/// What a spreadsheet would take for a formula at the beginning of a cell.
const FORMULA: [char; 4] = ['=', '+', '-', '@'];

/// A column of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Head {
    Statement,
    Side,
    Counterpart,
    Sides,
    Shared(Column),
    /// Of the statement, or of its counterpart.
    Own(Column, bool),
}

impl Head {
    fn name(self) -> String {
        match self {
            Self::Statement => "statement".to_owned(),
            Self::Side => "side".to_owned(),
            Self::Counterpart => "counterpart".to_owned(),
            Self::Sides => "sides".to_owned(),
            Self::Shared(column) | Self::Own(column, false) => column.name().to_owned(),
            Self::Own(column, true) => format!("{COUNTERPART}{}", column.name().trim_start_matches("statement_")),
        }
    }

    /// The column of that name; some of those that teachers call otherwise are known too.
    fn of(name: &str) -> Option<Self> {
        let name = name.trim().to_lowercase().replace([' ', '-'], "_");
        let name = match name.as_str() {
            "question" | "text" | "item" => "statement",
            "answer" | "correct" | "correct_answer" | "key" => "side",
            "why" | "feedback" | "reason" => "explanation",
            other => other,
        };
        Self::all().find(|head| head.name() == name)
    }

    /// All columns, in the order in which they are written.
    fn all() -> impl Iterator<Item = Self> {
        let shared = |column: &Column| Self::Shared(*column);
        let both = |column: &Column| [Self::Own(*column, false), Self::Own(*column, true)];
        let [Column::Explanation, own @ .., Column::StatementId] = Column::OWN else { return Vec::new().into_iter() };
        let mut all = vec![Self::Statement, Self::Side, Self::Counterpart];
        all.extend(both(&Column::Explanation));
        all.extend(Column::SHARED.iter().take(3).map(shared));
        all.extend(own.iter().flat_map(both));
        all.extend(Column::SHARED.iter().skip(3).map(shared));
        all.extend(both(&Column::StatementId));
        all.push(Self::Sides);
        all.into_iter()
    }

    /// Whether it is written although nothing stands in it.
    const fn is_always_there(self) -> bool {
        matches!(
            self,
            Self::Statement
                | Self::Side
                | Self::Counterpart
                | Self::Own(Column::Explanation, false)
                | Self::Shared(Column::Topic | Column::Level)
        )
    }
}

/// A row: a statement with its side, and its counterpart.
struct Row {
    question: Question,
    side: String,
    counterpart: Option<Question>,
}

impl Row {
    fn cell(&self, head: Head, sides: &str) -> String {
        let question = &self.question;
        match head {
            Head::Statement => question.text.clone(),
            Head::Side => self.side.clone(),
            Head::Counterpart => self.counterpart.as_ref().map_or_else(String::new, |other| other.text.clone()),
            Head::Sides => sides.to_owned(),
            // What follows from the rest is not written.
            Head::Shared(Column::TopicId) if slug(&question.topic) == question.topic_id => String::new(),
            Head::Shared(Column::ConceptId) if slug(&question.concept) == question.concept_id => String::new(),
            Head::Own(Column::StatementId, other) => {
                let (half, end) = if other { (self.counterpart.as_ref(), "b") } else { (Some(question), "a") };
                let id = half.map_or("", |half| half.id.as_str());
                if id == format!("{}-{end}", question.item) { String::new() } else { id.to_owned() }
            }
            Head::Shared(column) | Head::Own(column, false) => column.get(question),
            Head::Own(column, true) => self.counterpart.as_ref().map_or_else(String::new, |other| column.get(other)),
        }
    }
}

/// A cell that no spreadsheet takes for a formula: an apostrophe goes before what begins like one.
pub(super) fn harmless(cell: &str) -> String {
    if is_marked(cell) || cell.starts_with(FORMULA) { format!("'{cell}") } else { cell.to_owned() }
}

/// Whether a cell begins with an apostrophe that stands before what it is to keep harmless.
fn is_marked(cell: &str) -> bool {
    cell.strip_prefix('\'').is_some_and(|rest| rest.starts_with(FORMULA) || rest.starts_with('\''))
}

/// What such a cell says.
fn meant(cell: &str) -> &str {
    if is_marked(cell) { cell.strip_prefix('\'').unwrap_or(cell) } else { cell }
}

/// Writes a bank. Returns the line of each statement.
///
/// # Errors
///
/// What the system says.
pub fn write(bank: &Bank, out: &mut impl Write) -> io::Result<Vec<usize>> {
    let labels = labels(bank);
    let mut rows: Vec<Row> = Vec::new();
    for (question, side) in questions_of(bank) {
        match rows.last_mut().filter(|row| question.paired && row.question.item == question.item) {
            Some(row) => row.counterpart = Some(question),
            None => rows.push(Row { side: side.pick(&labels[0], &labels[1]).to_owned(), question, counterpart: None }),
        }
    }
    let sides = sides_cell(&labels);
    let heads: Vec<Head> = Head::all()
        .filter(|head| head.is_always_there() || rows.iter().any(|row| !row.cell(*head, &sides).is_empty()))
        .collect();
    // Without it, spreadsheets take UTF-8 for something else.
    out.write_all("\u{feff}".as_bytes())?;
    let mut table = WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
    table.write_record(heads.iter().map(|head| head.name()))?;
    let mut lines = Vec::new();
    for (row, line) in rows.iter().zip(2..) {
        table.write_record(heads.iter().map(|head| harmless(&row.cell(*head, &sides))))?;
        lines.push(line);
        lines.extend(row.counterpart.as_ref().map(|_| line));
    }
    table.flush()?;
    Ok(lines)
}

/// Reads a table. `wished` are the names of the sides, where somebody said them.
///
/// # Errors
///
/// What the system says.
pub fn read(mut from: impl BufRead, wished: Option<&[String; 2]>) -> io::Result<Read> {
    let mut read = Read::default();
    let (separator, skipped) = beginning(&mut from)?;
    let mut heads: Vec<Option<Head>> = Vec::new();
    let mut rows: Vec<Row> = Vec::new();
    let mut declared = None;
    records(from, (separator, skipped), &mut read, |read, line, cells| {
        if heads.is_empty() {
            heads = headed(&cells, line, read);
            return;
        }
        if cells.len() != heads.len() {
            let advice = if cells.len() > heads.len() { told_apart(separator) } else { "" };
            let what = format!("the row has {} cells, and the first row {}{advice}", cells.len(), heads.len());
            return read.damage(line, what);
        }
        let (row, sides) = row(&heads, &cells, line, read);
        if declared.is_none() {
            declared = sides;
        }
        rows.extend(row);
    })?;
    if heads.is_empty() && read.faults.is_empty() {
        read.damage(1, "the file is empty: the first row names the columns, \"statement\" and \"side\" at least");
    }
    if read.faults.is_empty() {
        take(rows, wished, declared, &mut read);
    }
    Ok(read)
}

/// What may be wrong with a row that has too many cells.
const fn told_apart(separator: u8) -> &'static str {
    match separator {
        b',' => "; a comma inside a text needs quotation marks around the text",
        b';' => "; a semicolon inside a text needs quotation marks around the text",
        b'\t' => "; a tab inside a text needs quotation marks around the text",
        _ => "; what parts the cells needs quotation marks around the text where it stands in one",
    }
}

/// The columns that the first row names.
fn headed(cells: &[String], line: usize, read: &mut Read) -> Vec<Option<Head>> {
    let heads: Vec<Option<Head>> = cells.iter().map(|cell| Head::of(cell)).collect();
    for wanted in [Head::Statement, Head::Side] {
        if !heads.contains(&Some(wanted)) {
            let named = cells.iter().map(|cell| quote(cell)).collect::<Vec<_>>().join(", ");
            read.damage(
                line,
                format!("the first row names the columns, and \"{}\" is not among them: {named}", wanted.name()),
            );
        }
    }
    for (number, (head, cell)) in heads.iter().zip(cells).enumerate() {
        if head.is_none() && !cell.trim().is_empty() {
            read.lose(line, format!("the column {} has no place in a bank, and is left out", quote(cell)));
        }
        if head.is_some() && heads.iter().take(number).any(|other| other == head) {
            read.damage(line, format!("the column {} is there twice", quote(cell)));
        }
    }
    heads
}

/// A row's statement with its counterpart, and the sides that it declares.
fn row(heads: &[Option<Head>], cells: &[String], line: usize, read: &mut Read) -> (Option<Row>, Option<[String; 2]>) {
    let cell = |wanted: Head| {
        let at = heads.iter().position(|head| *head == Some(wanted));
        at.and_then(|at| cells.get(at)).map_or("", |cell| meant(cell.trim()))
    };
    if cells.iter().all(|cell| cell.trim().is_empty()) {
        return (None, None);
    }
    let sides = <[String; 2]>::try_from(unbarred(cell(Head::Sides))).ok();
    if sides.is_none() && !cell(Head::Sides).is_empty() {
        read.damage(line, "the cell \"sides\" names the two sides with | between them");
    }
    for (wanted, name) in [(Head::Statement, "statement"), (Head::Side, "side")] {
        if cell(wanted).is_empty() {
            read.damage(line, format!("the row has no {name}"));
            return (None, sides);
        }
    }
    let mut question = Question { line, text: cell(Head::Statement).to_owned(), ..Question::default() };
    for column in Column::SHARED {
        column.set(&mut question, cell(Head::Shared(column)), read);
    }
    let mut other = Question { text: cell(Head::Counterpart).to_owned(), ..question.clone() };
    for column in Column::OWN {
        column.set(&mut question, cell(Head::Own(column, false)), read);
        let told = cell(Head::Own(column, true));
        if other.text.is_empty() && !told.is_empty() {
            read.lose(line, format!("{} is told of a counterpart that is not there", Head::Own(column, true).name()));
        }
        column.set(&mut other, told, read);
    }
    let counterpart = (!other.text.is_empty()).then(|| {
        (question.paired, other.paired) = (true, true);
        other
    });
    (Some(Row { question, side: cell(Head::Side).to_owned(), counterpart }), sides)
}

/// Hands the rows over, once it is known what the sides are: those that somebody wished, or the file declares, or most rows
/// have.
fn take(rows: Vec<Row>, wished: Option<&[String; 2]>, declared: Option<[String; 2]>, read: &mut Read) {
    let said = || rows.iter().map(|row| (row.question.line, row.side.as_str()));
    let Some(sides) = wished.cloned().or(declared).or_else(|| sides::usual(said(), read)) else {
        for row in rows {
            let what = "it is not to be seen which two sides there are; name both with --left and --right";
            let why = format!("its side is {}, and {what}", quote(&row.side));
            read.pass(row.question.line, &row.question.text, &why);
            if let Some(other) = row.counterpart {
                read.pass(other.line, &other.text, &format!("it goes with {}", quote(&row.question.text)));
            }
        }
        return;
    };
    for Row { question, side, counterpart } in rows {
        let Some(own) = side_of(&sides, &side) else {
            sides::tell(&question, ("side", &side), &sides, wished.is_some(), read);
            if let Some(other) = counterpart {
                read.pass(other.line, &other.text, &format!("it goes with {}", quote(&question.text)));
            }
            continue;
        };
        let choices = |own: Side| Choices { answers: sides.clone(), second: own == Side::Right };
        read.take(question, choices(own));
        if let Some(other) = counterpart {
            read.take(other, choices(own.other()));
        }
    }
    read.sides = Some(sides);
}

/// Passes over a byte-order mark, and a first line that names the separator; returns the separator, and how many lines that was.
fn beginning(from: &mut impl BufRead) -> io::Result<(u8, usize)> {
    skip_mark(from)?;
    let there = from.fill_buf()?;
    if there.get(..4).is_some_and(|start| start.eq_ignore_ascii_case(b"sep=")) {
        let mut line = Vec::new();
        from.take(16).read_until(b'\n', &mut line)?;
        return Ok((line.get(4).copied().filter(u8::is_ascii_punctuation).unwrap_or(b'\t'), 1));
    }
    let mut quoted = false;
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0)];
    for byte in there {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => break,
            _ if !quoted => counts.iter_mut().filter(|(one, _)| one == byte).for_each(|(_, count)| *count += 1),
            _ => {}
        }
    }
    let most = counts.into_iter().rev().max_by_key(|(_, count)| *count);
    Ok((most.filter(|(_, count)| *count > 0).map_or(b',', |(one, _)| one), 0))
}

/// Passes over a byte-order mark.
pub(super) fn skip_mark(from: &mut impl BufRead) -> io::Result<()> {
    if from.fill_buf()?.starts_with("\u{feff}".as_bytes()) {
        from.consume(3);
    }
    Ok(())
}

/// Follows the quotation marks of a table: a reader of tables takes what it gets, and nobody would know that half of it stood
/// in one cell.
struct Quotes<R> {
    from: R,
    separator: u8,
    state: State,
    line: usize,
    opened: usize,
    fault: Option<(usize, &'static str)>,
    /// The lines of cells with a mark that neither opens nor closes.
    loose: BTreeSet<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Begin,
    Plain,
    Quoted,
    /// Behind a mark within quotes: it ends them, or is the first of two.
    Ending,
}

impl<R: io::Read> io::Read for Quotes<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let taken = self.from.read(into)?;
        for byte in into.iter().take(taken) {
            self.follow(*byte);
        }
        Ok(taken)
    }
}

impl<R> Quotes<R> {
    fn follow(&mut self, byte: u8) {
        if byte == b'\n' {
            self.line += 1;
        }
        let parts = byte == self.separator || byte == b'\n' || byte == b'\r';
        self.state = match (self.state, byte) {
            (State::Quoted, b'"') => State::Ending,
            (State::Quoted, _) | (State::Ending, b'"') => State::Quoted,
            (State::Begin, b'"') => {
                self.opened = self.line;
                State::Quoted
            }
            (State::Plain, b'"') => {
                if self.loose.len() < NOTES_MOST {
                    self.loose.insert(self.line);
                }
                State::Plain
            }
            _ if parts => State::Begin,
            (State::Ending, _) => {
                self.fault.get_or_insert((self.line, "something stands behind the quotation mark that closes a cell"));
                State::Plain
            }
            _ => State::Plain,
        };
    }
}

/// Reads the rows of a table, each with its line. `skipped` lines were read before.
pub(super) fn records(
    from: impl BufRead,
    (separator, skipped): (u8, usize),
    read: &mut Read,
    mut take: impl FnMut(&mut Read, usize, Vec<String>),
) -> io::Result<()> {
    let quotes = Quotes {
        from: from.take(FILE_MOST),
        separator,
        state: State::Begin,
        line: skipped + 1,
        opened: 0,
        fault: None,
        loose: BTreeSet::new(),
    };
    let mut table = ReaderBuilder::new().has_headers(false).flexible(true).delimiter(separator).from_reader(quotes);
    let mut record = ByteRecord::new();
    while table.read_byte_record(&mut record)? {
        let line = record.position().map_or(0, |at| usize::try_from(at.line()).unwrap_or(0)) + skipped;
        let mut cells = Vec::with_capacity(record.len());
        for cell in &record {
            match sound(cell) {
                Ok(text) if text.len() <= TEXT_MOST * 4 => cells.push(text.to_owned()),
                Ok(_) => read.damage(line, format!("a cell is longer than {TEXT_MOST} characters")),
                Err(what) => {
                    read.damage(line, what);
                    return Ok(());
                }
            }
        }
        if cells.len() == record.len() {
            take(read, line, cells);
        }
    }
    let quotes = table.into_inner();
    for line in &quotes.loose {
        let what = "a quotation mark within a cell stays as it stands; a cell with one stands between quotation marks, and \
                    each mark in it is doubled";
        read.lose(*line, what);
    }
    if let Some((line, what)) = quotes.fault {
        read.damage(line, what);
    }
    if quotes.state == State::Quoted {
        read.damage(quotes.opened, "the quotation mark that opens a cell here is not closed");
    }
    if quotes.from.limit() == 0 {
        read.damage(quotes.line, format!("the file is larger than {} MB", FILE_MOST >> 20));
    }
    Ok(())
}
