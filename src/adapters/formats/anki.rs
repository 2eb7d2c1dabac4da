//! Anki: notes as text with tabs, with headers that say what is where.
//!
//! A note is a statement. Its guid is made of the ids of the bank and the statement, so that a second import updates the note
//! instead of adding another. A note type with the two fields Front and Back is enough; whoever has one with fields named as the
//! further columns gets these too.

use super::columns::{Column, sides_cell, unbarred};
use super::draft::side_of;
use super::markup::{self, html};
use super::question::{Choices, Question, Read, labels, questions_of, quote};
use super::sides;
use super::table::{records, skip_mark};
use crate::domain::bank::{Bank, Side, slug};
use csv::WriterBuilder;
use std::io::{self, BufRead, Write};

/// What every note has, in this order.
const FIXED: [&str; 4] = ["guid", "Front", "Back", "Tags"];

/// What a note has besides.
const SIDE: &str = "side";
const COUNTERPART: &str = "counterpart";
const SIDES: &str = "sides";

/// Writes a bank. Returns the line of each statement.
///
/// # Errors
///
/// What the system says.
pub fn write(bank: &Bank, out: &mut impl Write) -> io::Result<Vec<usize>> {
    let labels = labels(bank);
    let questions: Vec<(Question, Side)> = questions_of(bank).collect();
    let used = |column: &Column| questions.iter().any(|(one, _)| !column.get(one).is_empty());
    let columns: Vec<Column> = Column::OWN.into_iter().chain(Column::SHARED).filter(used).collect();
    let mut names: Vec<&str> = FIXED.to_vec();
    names.extend([SIDE, COUNTERPART]);
    names.extend(columns.iter().map(|column| column.name()));
    names.push(SIDES);
    let title = bank.manifest.title.replace("::", ":");
    writeln!(out, "#separator:tab\n#html:true\n#guid column:1\n#notetype:Basic\n#deck:{title}\n#tags column:4")?;
    writeln!(out, "#columns:{}", names.join("\t"))?;
    let mut table = WriterBuilder::new().delimiter(b'\t').from_writer(out);
    let mut lines = Vec::new();
    for (number, (question, side)) in questions.iter().enumerate() {
        // The halves of a pair stand one after the other.
        let near = [number.checked_sub(1), Some(number + 1)].into_iter().flatten().filter_map(|at| questions.get(at));
        let counterpart = near.map(|(other, _)| other).find(|other| question.paired && other.item == question.item);
        let told =
            counterpart.map(|other| other.text.clone()).or_else(|| question.other_side.clone()).unwrap_or_default();
        let label = side.pick(&labels[0], &labels[1]);
        let mut cells = vec![
            format!("{}/{}", bank.manifest.id, question.id),
            question.text.clone(),
            String::new(),
            format!("{} level-{}", slug(&question.topic), question.level),
            label.to_owned(),
            told.clone(),
        ];
        cells.extend(columns.iter().map(|column| column.get(question)));
        cells.push(sides_cell(&labels));
        let mut cells: Vec<String> = cells.iter().map(|cell| html(cell)).collect();
        if let Some(cell) = cells.get_mut(2) {
            *cell = back(label, &question.explanation, side.other().pick(&labels[0], &labels[1]), &told);
        }
        table.write_record(cells)?;
        lines.push(number + 8);
    }
    table.flush()?;
    Ok(lines)
}

/// What stands on the back: the side, why, and how the other side does it.
fn back(label: &str, explanation: &str, other: &str, told: &str) -> String {
    let mut text = format!("<b>{}</b>", html(label));
    if !explanation.is_empty() {
        text.extend(["<br>", &html(explanation)]);
    }
    if !told.is_empty() {
        text.extend(["<br><i>", &html(other), ": ", &html(told), "</i>"]);
    }
    text
}

/// What the headers say.
struct Headers {
    separator: u8,
    html: bool,
    names: Vec<String>,
    /// The columns of guid, tags, deck and note type, from 1.
    guid: usize,
    tags: usize,
    deck: usize,
    kind: usize,
    lines: usize,
}

/// Reads a file. `wished` are the names of the sides, where somebody said them.
///
/// # Errors
///
/// What the system says.
pub fn read(mut from: impl BufRead, wished: Option<&[String; 2]>) -> io::Result<Read> {
    let mut read = Read::default();
    skip_mark(&mut from)?;
    let headers = headers(&mut from, &mut read)?;
    if !read.faults.is_empty() {
        return Ok(read);
    }
    let mut notes = Vec::new();
    let mut width = headers.names.len();
    let mut declared = None;
    records(from, (headers.separator, headers.lines), &mut read, |read, line, cells| {
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            return;
        }
        if width == 0 {
            width = cells.len();
        }
        if cells.len() != width {
            return read.damage(line, format!("the note has {} fields, and {width} are expected", cells.len()));
        }
        let (note, sides) = note(&headers, &cells, line, read);
        if declared.is_none() {
            declared = sides;
        }
        notes.extend(note);
    })?;
    if read.faults.is_empty() && notes.is_empty() {
        read.damage(headers.lines + 1, "there are no notes in it");
    }
    if read.faults.is_empty() {
        take(notes, wished, declared, &mut read);
    }
    Ok(read)
}

fn headers(from: &mut impl BufRead, read: &mut Read) -> io::Result<Headers> {
    let (guid, tags, deck, kind) = (0, 0, 0, 0);
    let mut headers = Headers { separator: b'\t', html: false, names: Vec::new(), guid, tags, deck, kind, lines: 0 };
    while from.fill_buf()?.first() == Some(&b'#') {
        let mut bytes = Vec::new();
        io::Read::take(&mut *from, 1 << 16).read_until(b'\n', &mut bytes)?;
        headers.lines += 1;
        let line = match super::caps::sound(&bytes) {
            Ok(line) => line.trim_end_matches(['\r', '\n']),
            Err(what) => {
                read.damage(headers.lines, what);
                break;
            }
        };
        let Some((name, value)) = line.trim_start_matches('#').split_once(':') else { continue };
        header(&mut headers, &name.to_lowercase(), value, read);
    }
    Ok(headers)
}

fn header(headers: &mut Headers, name: &str, value: &str, read: &mut Read) {
    let line = headers.lines;
    let mut column = || {
        let number = value.trim().parse::<usize>().ok().filter(|number| (1..1_000).contains(number));
        if number.is_none() {
            read.damage(line, format!("{value:?} is not the number of a column"));
        }
        number.unwrap_or(0)
    };
    match name {
        "separator" => {
            let sign = match value.trim().to_lowercase().as_str() {
                "" | "tab" | "\\t" => Some(b'\t'),
                "comma" => Some(b','),
                "semicolon" => Some(b';'),
                "pipe" => Some(b'|'),
                "colon" => Some(b':'),
                "space" => Some(b' '),
                other => other.bytes().next().filter(|byte| other.len() == 1 && byte.is_ascii_punctuation()),
            };
            match sign {
                Some(sign) => headers.separator = sign,
                None => read.damage(line, format!("{value:?} is no separator")),
            }
        }
        "html" => headers.html = value.trim().eq_ignore_ascii_case("true"),
        "guid column" => headers.guid = column(),
        "tags column" => headers.tags = column(),
        "deck column" => headers.deck = column(),
        "notetype column" => headers.kind = column(),
        "deck" => read.title = Some(value.trim().to_owned()).filter(|title| !title.is_empty()),
        "columns" => {
            headers.names = value.split(char::from(headers.separator)).map(|name| name.trim().to_owned()).collect();
        }
        "notetype" | "tags" | "if matches" => {}
        other => read.lose(line, format!("the header {other:?} has no place in a bank")),
    }
}

/// A note, with the side that it names.
type Noted = (Question, String);

/// Judges a note: what is on its front is the statement, and what its back says the side.
fn note(headers: &Headers, cells: &[String], line: usize, read: &mut Read) -> (Option<Noted>, Option<[String; 2]>) {
    let mut gone: Vec<Option<String>> = Vec::new();
    let texts: Vec<String> = cells
        .iter()
        .map(|cell| {
            if !headers.html {
                return cell.trim().to_owned();
            }
            let plain = markup::plain(cell);
            gone.push(markup::told("note", &plain.gone));
            plain.text
        })
        .collect();
    let named = |name: &str| {
        let at = headers.names.iter().position(|one| one.eq_ignore_ascii_case(name));
        at.and_then(|at| texts.get(at)).map(String::as_str)
    };
    let special = [headers.guid, headers.tags, headers.deck, headers.kind];
    let mut free =
        (1..=cells.len()).filter(|number| !special.contains(number)).filter_map(|number| texts.get(number - 1));
    let front = named("Front").or_else(|| free.next().map(String::as_str)).unwrap_or_default();
    let back = named("Back").or_else(|| free.next().map(String::as_str)).unwrap_or_default();
    let side = named(SIDE).unwrap_or(back).to_owned();
    if front.is_empty() {
        read.damage(line, "the note has nothing on its front");
        return (None, None);
    }
    if side.is_empty() {
        read.damage(line, "the note has nothing on its back");
        return (None, None);
    }
    let mut question = Question { line, text: front.to_owned(), ..Question::default() };
    for column in Column::OWN.into_iter().chain(Column::SHARED) {
        column.set(&mut question, named(column.name()).unwrap_or_default(), read);
    }
    if let Some(deck) = texts.get(headers.deck.wrapping_sub(1)).filter(|_| question.topic.is_empty()) {
        question.topic = deck.rsplit("::").next().unwrap_or(deck).to_owned();
    }
    if named(SIDE).is_none() {
        for what in gone.into_iter().flatten() {
            read.lose(line, what);
        }
    }
    // Whoever has a counterpart and no sentence of its own on the other side is half of a pair.
    question.paired = question.other_side.is_none() && named(COUNTERPART).is_some_and(|text| !text.is_empty());
    let sides = named(SIDES).and_then(|cell| <[String; 2]>::try_from(unbarred(cell)).ok());
    (Some((question, side)), sides)
}

/// Hands the notes over, once it is known what the sides are: those that somebody wished, or the file declares, or most notes
/// have.
fn take(notes: Vec<Noted>, wished: Option<&[String; 2]>, declared: Option<[String; 2]>, read: &mut Read) {
    let said = || notes.iter().map(|(question, side)| (question.line, side.as_str()));
    let Some(sides) = wished.cloned().or(declared).or_else(|| sides::usual(said(), read)) else {
        for (question, side) in notes {
            let why = format!("its back says {}, which is no side; --left and --right name the sides", quote(&side));
            read.pass(question.line, &question.text, &why);
        }
        return;
    };
    for (question, side) in notes {
        match side_of(&sides, &side) {
            Some(own) => read.take(question, Choices { answers: sides.clone(), second: own == Side::Right }),
            None => sides::tell(&question, ("back", &side), &sides, wished.is_some(), read),
        }
    }
    read.sides = Some(sides);
}
