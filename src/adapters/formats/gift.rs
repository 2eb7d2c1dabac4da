//! GIFT, Moodle's text format.
//!
//! A question is text with its answers in braces; `= ~ # { } : \` and the end of a line mean something in it, and stand for
//! themselves behind a backslash. What is not the question's own (id, pair, level, concept) goes with it as Moodle has it: in a
//! comment, as `[id:…]` and `[tag:…]`. The topic is the category.

use super::caps::Lines;
use super::markup;
use super::question::{Choices, Feedback, Question, Read, labels, questions_of, tagged, tags};
use crate::domain::bank::{Bank, Side};
use std::io::{self, BufRead, Write};

/// The characters that mean something, and stand for themselves behind a backslash.
const SPECIAL: [char; 7] = ['\\', '#', '=', '~', '{', '}', ':'];

/// Writes a text so that nothing in it means anything.
fn escaped(text: &str) -> String {
    let mut made = String::with_capacity(text.len() + 8);
    for letter in text.chars() {
        if letter == '\n' {
            made.push_str("\\n");
            continue;
        }
        if SPECIAL.contains(&letter) {
            made.push('\\');
        }
        made.push(letter);
    }
    made
}

/// An answer or a feedback: a bracket at its beginning would declare its format.
fn part(text: &str) -> String {
    format!("{}{}", if text.starts_with('[') { "[plain]" } else { "" }, escaped(text))
}

/// Reads such a text.
fn unescaped(text: &str) -> String {
    let mut made = String::with_capacity(text.len());
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        if letter != '\\' {
            made.push(letter);
            continue;
        }
        match letters.next() {
            Some('n') => made.push('\n'),
            Some(next) if SPECIAL.contains(&next) => made.push(next),
            Some(next) => made.extend([letter, next]),
            None => made.push(letter),
        }
    }
    made
}

/// Writes a bank. Returns the line of each statement.
///
/// # Errors
///
/// What the system says.
pub fn write(bank: &Bank, out: &mut impl Write) -> io::Result<Vec<usize>> {
    let [left, right] = labels(bank).map(|label| part(&label));
    let mut lines = Vec::new();
    let (mut line, mut topic) = (1, None);
    for (question, side) in questions_of(bank) {
        if topic.as_ref() != Some(&question.topic_id) {
            writeln!(out, "$CATEGORY: {}\n", path_of(bank, &question))?;
            topic = Some(question.topic_id.clone());
            line += 2;
        }
        let tags: Vec<String> = tags(&question).iter().map(|tag| format!(" [tag:{}]", tag_text(tag))).collect();
        writeln!(out, "// [id:{}]{}", tag_text(&question.id), tags.concat())?;
        lines.push(line + 1);
        writeln!(out, "::{}::[plain]{} {{", escaped(&question.id), escaped(&question.text))?;
        let signs = if side == Side::Left { ['=', '~'] } else { ['~', '='] };
        writeln!(out, "\t{}{left}\n\t{}{right}", signs[0], signs[1])?;
        line += 4;
        if !question.explanation.is_empty() {
            writeln!(out, "\t####{}", part(&question.explanation))?;
            line += 1;
        }
        writeln!(out, "}}\n")?;
        line += 2;
    }
    out.flush()?;
    Ok(lines)
}

/// The category of a question: the bank, and in it the topic. A slash that is meant is written twice.
pub(super) fn path_of(bank: &Bank, question: &Question) -> String {
    let part = |text: &str| {
        let text = text.replace('/', "//");
        // Beside the slash that parts two names, nobody could tell which is which.
        let before = if text.starts_with('/') { " " } else { "" };
        let after = if text.ends_with('/') { " " } else { "" };
        format!("{before}{text}{after}")
    };
    format!("$course$/top/{}/{}", part(&bank.manifest.title), part(&question.topic))
}

/// A tag's text: a bracket would end it.
fn tag_text(text: &str) -> String {
    text.replace('\\', "\\\\").replace(']', "\\]")
}

/// What stands before a question in comments and commands.
#[derive(Debug, Default)]
struct Before {
    id: String,
    tags: Vec<String>,
}

/// A question while its lines are read.
#[derive(Debug, Default)]
struct Open {
    line: usize,
    text: String,
    /// Where the braces were opened, and whether they were closed.
    braces: Option<(usize, bool)>,
}

/// Reads a file.
///
/// # Errors
///
/// What the system says.
pub fn read(from: impl BufRead) -> io::Result<Read> {
    let mut read = Read::default();
    let mut lines = Lines::new(from);
    let mut file = File { category: Vec::new(), before: Before::default(), open: None };
    while let Some(line) = lines.next(&mut read)? {
        file.line(&line, lines.number(), &mut read);
    }
    if read.faults.is_empty() {
        file.end(&mut read);
    }
    Ok(read)
}

/// A file while it is read.
struct File {
    category: Vec<String>,
    before: Before,
    open: Option<Open>,
}

impl File {
    fn line(&mut self, line: &str, number: usize, read: &mut Read) {
        let trimmed = line.trim();
        let is_inside = self.open.as_ref().is_some_and(|open| matches!(open.braces, Some((_, false))));
        if trimmed.starts_with("//") {
            self.comment(trimmed.trim_start_matches('/'));
            return;
        }
        if is_inside && trimmed.starts_with("::") {
            self.unclosed(read);
        }
        if trimmed.is_empty() && !is_inside {
            self.end(read);
            return;
        }
        if let Some(path) = trimmed.strip_prefix("$CATEGORY:").filter(|_| self.open.is_none()) {
            self.category = category(path);
            return;
        }
        let open = self.open.get_or_insert_with(|| Open { line: number, ..Open::default() });
        if !open.text.is_empty() {
            open.text.push('\n');
        }
        open.text.push_str(line);
        if let Some(what) = open.braces(line, number) {
            read.damage(number, what);
        }
    }

    fn comment(&mut self, comment: &str) {
        for (name, value) in bracketed(comment) {
            match name.as_str() {
                "id" => self.before.id = value,
                "tag" => self.before.tags.push(value),
                _ => {}
            }
        }
    }

    fn unclosed(&mut self, read: &mut Read) {
        if let Some(Open { braces: Some((line, _)), .. }) = self.open.take() {
            read.damage(line, "the answers are not closed: } is missing before the next question");
        }
    }

    fn end(&mut self, read: &mut Read) {
        if self.open.as_ref().is_some_and(|open| matches!(open.braces, Some((_, false)))) {
            self.unclosed(read);
        }
        let Some(open) = self.open.take() else { return };
        let before = std::mem::take(&mut self.before);
        question(&open, before, &self.category, read);
    }
}

impl Open {
    /// Follows the braces of a line; what is wrong with them.
    fn braces(&mut self, line: &str, number: usize) -> Option<&'static str> {
        let mut is_escaped = false;
        for letter in line.chars() {
            if std::mem::take(&mut is_escaped) {
                continue;
            }
            match (letter, self.braces) {
                ('\\', _) => is_escaped = true,
                ('{', None) => self.braces = Some((number, false)),
                ('{', Some((_, false))) => {
                    return Some("{ stands within answers; a brace that is meant is written \\{");
                }
                ('{', Some((_, true))) => {
                    return Some("the question has answers already; an empty line parts two questions");
                }
                ('}', Some((line, false))) => self.braces = Some((line, true)),
                ('}', _) => return Some("} closes nothing; a brace that is meant is written \\}"),
                _ => {}
            }
        }
        None
    }
}

/// The names and values that stand in brackets, as `[tag:easy]`.
fn bracketed(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((_, from)) = rest.split_once('[') {
        let mut value = String::new();
        let mut letters = from.char_indices();
        let mut end = from.len();
        while let Some((at, letter)) = letters.next() {
            match letter {
                '\\' => value.extend(letters.next().map(|(_, next)| next)),
                ']' => {
                    end = at;
                    break;
                }
                letter => value.push(letter),
            }
        }
        if let Some((name, value)) = value.split_once(':') {
            found.push((name.trim().to_owned(), value.to_owned()));
        }
        rest = from.get(end..).unwrap_or_default();
    }
    found
}

/// The parts of a category's path: a slash is written twice where it is meant.
pub(super) fn category(path: &str) -> Vec<String> {
    let path = path.trim();
    let path = path.strip_prefix('$').and_then(|rest| rest.split_once("$/")).map_or(path, |(_, path)| path);
    let path = path.strip_prefix("top/").unwrap_or(path).replace("//", "\u{1}");
    let parts = path.split('/').map(|part| part.replace('\u{1}', "/").trim().to_owned());
    parts.filter(|part| !part.is_empty()).collect()
}

/// Puts the topic of a question, and the title of the whole, where they belong.
pub(super) fn filed(question: &mut Question, category: &[String], read: &mut Read) {
    if let [.., title, _] = category {
        read.title.get_or_insert_with(|| title.clone());
    }
    if let Some(topic) = category.last() {
        question.topic.clone_from(topic);
    }
}

/// The place of the first of some characters that means something, in bytes.
fn meaning(text: &str, wanted: &[char]) -> Option<usize> {
    let mut is_escaped = false;
    text.char_indices().find_map(|(at, letter)| {
        if std::mem::take(&mut is_escaped) {
            return None;
        }
        is_escaped = letter == '\\';
        wanted.contains(&letter).then_some(at)
    })
}

/// A text at the place of a character that means something; the character belongs to neither.
fn parted(text: &str, by: char) -> Option<(&str, &str)> {
    let at = meaning(text, &[by])?;
    Some((text.get(..at)?, text.get(at + by.len_utf8()..)?))
}

/// Judges a whole question.
fn question(open: &Open, before: Before, category: &[String], read: &mut Read) {
    let line = open.line;
    let whole = open.text.trim();
    let (name, rest) = match whole.strip_prefix("::").and_then(|rest| rest.split_once("::")) {
        Some((name, rest)) => (unescaped(name.trim()), rest),
        None if whole.starts_with("::") => {
            read.damage(line, "the name of the question is not closed: :: is missing behind it");
            return;
        }
        None => (String::new(), whole),
    };
    let Some((text, answers)) = parted(rest, '{') else {
        read.pass(line, rest, "it has no answers, so it describes and asks nothing");
        return;
    };
    let (answers, after) = parted(answers, '}').unwrap_or((answers, ""));
    let (format, text) = declared(text.trim()).unwrap_or(("moodle", text));
    let mut text = said_in(text, format, line, "statement", read);
    let after = said_in(after, format, line, "statement", read);
    if !after.is_empty() {
        text = format!("{text} _____ {after}");
    }
    let found = match answered(answers.trim()) {
        Ok(found) => found,
        Err(Refused::NotTwoChoice(why)) => return read.pass(line, &text, &why),
        Err(Refused::Broken(what)) => return read.damage(line, what),
    };
    let mut made = Question { line, id: before.id, text, ..Question::default() };
    if made.id.is_empty() && !name.is_empty() {
        made.item = crate::domain::bank::slug(&name);
    }
    for tag in before.tags {
        if !tagged(&mut made, &tag) {
            read.lose(line, format!("the tag {tag:?} has no place in a bank"));
        }
    }
    filed(&mut made, category, read);
    let Found { answers, second, feedback } = found;
    let mut tell = |text: &str| said(text, format, line, "explanation", read);
    let feedback =
        Feedback { general: tell(&feedback.general), wrong: tell(&feedback.wrong), right: tell(&feedback.right) };
    made.explanation = feedback.settle(line, read);
    let answers = answers.map(|answer| said(&answer, format, line, "answer", read));
    read.take(made, Choices { answers, second });
}

/// The format that a text declares, and the text behind it.
fn declared(text: &str) -> Option<(&str, &str)> {
    let declared = text.strip_prefix('[').and_then(|rest| rest.split_once(']'));
    declared.filter(|(format, _)| ["html", "moodle", "plain", "markdown"].contains(format))
}

/// What a text says, without escapes and tags, in the format that it declares or else in that one.
fn said(text: &str, format: &str, line: usize, name: &str, read: &mut Read) -> String {
    let (format, text) = declared(text.trim()).unwrap_or((format, text));
    said_in(text, format, line, name, read)
}

fn said_in(text: &str, format: &str, line: usize, name: &str, read: &mut Read) -> String {
    let text = unescaped(text.trim());
    if format == "plain" {
        return text.trim().to_owned();
    }
    let plain = markup::plain(&text);
    if let Some(told) = markup::told(name, &plain.gone) {
        read.lose(line, told);
    }
    plain.text
}

/// The answers of a two-choice question.
struct Found {
    answers: [String; 2],
    second: bool,
    feedback: Feedback,
}

/// Why answers are not those of a two-choice question.
enum Refused {
    NotTwoChoice(String),
    Broken(String),
}

/// An answer of a list.
struct Answer {
    is_right: bool,
    text: String,
    feedback: String,
}

/// Reads what stands in the braces.
fn answered(answers: &str) -> Result<Found, Refused> {
    let not = |why: &str| Err(Refused::NotTwoChoice(why.to_owned()));
    let (answers, general) = match general(answers) {
        Some((answers, general)) => (answers.trim(), general.trim().to_owned()),
        None => (answers, String::new()),
    };
    if answers.is_empty() {
        return not("it is an essay");
    }
    if answers.starts_with('#') {
        return not("its answer is a number");
    }
    let (word, feedback) = parted(answers, '#').unwrap_or((answers, ""));
    if let Some(is_true) = truth(word.trim()) {
        let (wrong, right) = parted(feedback, '#').unwrap_or((feedback, ""));
        let feedback = Feedback { general, wrong: wrong.trim().to_owned(), right: right.trim().to_owned() };
        return Ok(Found { answers: ["True", "False"].map(str::to_owned), second: !is_true, feedback });
    }
    let list = listed(answers)?;
    let rights = list.iter().filter(|answer| answer.is_right).count();
    let wrongs = list.len() - rights;
    if list.iter().any(|answer| answer.text.contains("->")) && wrongs == 0 {
        return not("it asks to match things");
    }
    if wrongs == 0 {
        return not("its answer is typed, with nothing to choose from");
    }
    if list.iter().any(|answer| is_weighted(&answer.text)) {
        return not("its answers have weights, so several may be right");
    }
    if rights == 0 {
        return Err(Refused::Broken("no answer is right: = is missing before one".to_owned()));
    }
    let Ok([first, second]) = <[Answer; 2]>::try_from(list) else {
        return not(&format!("it has {} answers", rights + wrongs));
    };
    let is_second = second.is_right;
    let (right, wrong) = if is_second { (&second, &first) } else { (&first, &second) };
    let feedback = Feedback { general, wrong: wrong.feedback.clone(), right: right.feedback.clone() };
    Ok(Found { answers: [first.text, second.text], second: is_second, feedback })
}

/// The answers and the feedback to everybody, which begins with four signs.
fn general(answers: &str) -> Option<(&str, &str)> {
    let mut from = 0;
    while let Some(at) = answers.get(from..).and_then(|rest| meaning(rest, &['#'])) {
        let at = from + at;
        if let Some(general) = answers.get(at..).and_then(|rest| rest.strip_prefix("####")) {
            return Some((answers.get(..at)?, general));
        }
        from = at + 1;
    }
    None
}

/// Whether an answer has a weight, as `%50%half right`.
fn is_weighted(answer: &str) -> bool {
    let weight = answer.trim_start().strip_prefix('%').and_then(|rest| rest.split_once('%'));
    weight.is_some_and(|(weight, _)| weight.trim().parse::<f64>().is_ok())
}

fn truth(word: &str) -> Option<bool> {
    match word {
        "T" | "TRUE" | "True" | "true" => Some(true),
        "F" | "FALSE" | "False" | "false" => Some(false),
        _ => None,
    }
}

/// The answers of a list, each with its feedback.
fn listed(answers: &str) -> Result<Vec<Answer>, Refused> {
    let mut list = Vec::new();
    let mut rest = answers;
    if !rest.starts_with(['=', '~']) {
        return Err(Refused::Broken("the answers begin neither with = nor with ~".to_owned()));
    }
    while let Some(sign) = rest.chars().next() {
        let from = rest.get(1..).unwrap_or_default();
        let end = meaning(from, &['=', '~']).unwrap_or(from.len());
        let own = from.get(..end).unwrap_or_default();
        let (text, feedback) = parted(own, '#').unwrap_or((own, ""));
        if text.trim().is_empty() {
            return Err(Refused::Broken("an answer has no text".to_owned()));
        }
        list.push(Answer { is_right: sign == '=', text: text.trim().to_owned(), feedback: feedback.trim().to_owned() });
        rest = from.get(end..).unwrap_or_default();
    }
    Ok(list)
}
