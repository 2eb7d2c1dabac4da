//! Aiken, the plainest format: the question on a line, its answers with letters, and which is right.

use super::caps::Lines;
use super::question::{Choices, Note, Question, Read, labels, questions_of, quote};
use crate::domain::bank::{Bank, Side};
use std::io::{self, BufRead, Write};

/// Writes a bank. Returns the line of each statement, and those that cannot be written because the format would take them for
/// something else.
///
/// # Errors
///
/// What the system says.
pub fn write(bank: &Bank, out: &mut impl Write) -> io::Result<(Vec<usize>, Vec<Note>)> {
    let [left, right] = labels(bank);
    let (mut line, mut lines, mut unwritten) = (1, Vec::new(), Vec::new());
    for (question, side) in questions_of(bank) {
        lines.push(line);
        if choice(&question.text).is_some() || answer(&question.text).is_some() {
            let what = format!("{} is not written: it begins like an answer", quote(&question.text));
            unwritten.push(Note { line, what });
            continue;
        }
        let letter = if side == Side::Left { 'A' } else { 'B' };
        writeln!(out, "{}\nA. {left}\nB. {right}\nANSWER: {letter}\n", question.text)?;
        line += 5;
    }
    out.flush()?;
    Ok((lines, unwritten))
}

/// The letter and text of a line with an answer.
fn choice(line: &str) -> Option<(char, &str)> {
    let mut letters = line.chars();
    let letter = letters.next().filter(char::is_ascii_uppercase)?;
    let text = letters.as_str().strip_prefix(['.', ')'])?;
    (text.is_empty() || text.starts_with(char::is_whitespace)).then(|| (letter, text.trim()))
}

/// What follows the word that tells which answer is right.
fn answer(line: &str) -> Option<&str> {
    line.strip_prefix("ANSWER:").map(str::trim)
}

/// A question while its lines are read.
#[derive(Default)]
struct Open {
    line: usize,
    text: Vec<String>,
    choices: Vec<(char, String)>,
}

/// Reads a file.
///
/// # Errors
///
/// What the system says.
pub fn read(from: impl BufRead) -> io::Result<Read> {
    let mut read = Read::default();
    let mut lines = Lines::new(from);
    let mut open = Open::default();
    while let Some(line) = lines.next(&mut read)? {
        open = step(open, line.trim(), lines.number(), &mut read);
    }
    if read.faults.is_empty() && open.line > 0 {
        read.damage(open.line, "the question is not finished: its line \"ANSWER:\" is missing");
    }
    Ok(read)
}

fn step(mut open: Open, line: &str, number: usize, read: &mut Read) -> Open {
    if let Some(letter) = answer(line) {
        close(open, letter, number, read);
        return Open::default();
    }
    // An empty line may stand between answers, where somebody pasted it.
    if line.is_empty() {
        return open;
    }
    if open.line == 0 {
        open.line = number;
    }
    match choice(line) {
        Some((letter, text)) if !open.text.is_empty() => {
            let expected = u8::try_from(open.choices.len()).map_or('?', |count| char::from(b'A' + count));
            if letter != expected {
                read.damage(number, format!("answer {expected} is expected here, not {letter}"));
            }
            if text.is_empty() {
                read.damage(number, format!("answer {letter} has no text"));
            }
            open.choices.push((letter, text.to_owned()));
        }
        Some((letter, _)) => read.damage(number, format!("answer {letter} has no question before it")),
        None if open.choices.is_empty() => {
            if !open.text.is_empty() {
                read.lose(number, "the question goes on over several lines, which are joined");
            }
            open.text.push(line.to_owned());
        }
        None => {
            read.damage(number, "a question begins before \"ANSWER:\" says which answer of the last one is right");
            open = Open { line: number, text: vec![line.to_owned()], choices: Vec::new() };
        }
    }
    open
}

fn close(open: Open, letter: &str, number: usize, read: &mut Read) {
    let Open { line, text, choices } = open;
    if line == 0 || text.is_empty() {
        read.damage(number, "\"ANSWER:\" has no question before it");
        return;
    }
    let text = text.join(" ");
    let Some(right) = choices.iter().position(|(one, _)| letter.len() == 1 && letter.starts_with(*one)) else {
        let what = format!("the right answer {} is not among the question's answers", quote(letter));
        read.damage(number, what);
        return;
    };
    let count = choices.len();
    let Ok(answers) = <[(char, String); 2]>::try_from(choices) else {
        read.pass(line, &text, &format!("it has {count} {}", if count == 1 { "answer" } else { "answers" }));
        return;
    };
    let question = Question { line, text, ..Question::default() };
    read.take(question, Choices { answers: answers.map(|(_, text)| text), second: right == 1 });
}
