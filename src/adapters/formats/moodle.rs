//! Moodle XML: a quiz of questions, with their topics as categories and what belongs to them as tags.

use super::gift::{category, filed, path_of};
use super::markup::{self, html};
use super::question::{Choices, Feedback, Question, Read, labels, questions_of, tagged, tags};
use super::xml::{self, Element, NODES_MOST, Wanted, escaped};
use crate::domain::bank::{Bank, Side};
use std::io::{self, BufRead, Write};

/// Writes a bank. Returns the line of each statement.
///
/// # Errors
///
/// What the system says.
pub fn write(bank: &Bank, out: &mut impl Write) -> io::Result<Vec<usize>> {
    let labels = labels(bank);
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<quiz>")?;
    let (mut line, mut lines, mut topic) = (3, Vec::new(), None);
    for (question, side) in questions_of(bank) {
        if topic.as_ref() != Some(&question.topic_id) {
            let path = escaped(&path_of(bank, &question)).into_owned();
            writeln!(
                out,
                "  <question type=\"category\">\n    <category><text>{path}</text></category>\n  </question>"
            )?;
            topic = Some(question.topic_id.clone());
            line += 3;
        }
        lines.push(line);
        line += one(&question, side, &labels, out)?;
    }
    writeln!(out, "</quiz>")?;
    out.flush()?;
    Ok(lines)
}

/// Writes a question; how many lines it takes.
fn one(question: &Question, side: Side, labels: &[String; 2], out: &mut impl Write) -> io::Result<usize> {
    let marked = |text: &str| escaped(&html(text)).into_owned();
    let tags: Vec<String> =
        tags(question).iter().map(|tag| format!("      <tag><text>{}</text></tag>", escaped(tag))).collect();
    writeln!(out, "  <question type=\"multichoice\">")?;
    writeln!(out, "    <name><text>{}</text></name>", escaped(&question.id))?;
    writeln!(out, "    <questiontext format=\"html\"><text>{}</text></questiontext>", marked(&question.text))?;
    writeln!(
        out,
        "    <generalfeedback format=\"html\"><text>{}</text></generalfeedback>",
        marked(&question.explanation)
    )?;
    writeln!(out, "    <defaultgrade>1</defaultgrade>\n    <penalty>1</penalty>\n    <hidden>0</hidden>")?;
    writeln!(out, "    <idnumber>{}</idnumber>\n    <single>true</single>", escaped(&question.id))?;
    writeln!(out, "    <shuffleanswers>false</shuffleanswers>\n    <answernumbering>none</answernumbering>")?;
    for (own, label) in Side::BOTH.into_iter().zip(labels) {
        let fraction = if own == side { 100 } else { 0 };
        let text = marked(label);
        writeln!(out, "    <answer fraction=\"{fraction}\" format=\"html\"><text>{text}</text></answer>")?;
    }
    writeln!(out, "    <tags>")?;
    for tag in &tags {
        writeln!(out, "{tag}")?;
    }
    writeln!(out, "    </tags>\n  </question>")?;
    Ok(16 + tags.len())
}

/// Reads a file.
///
/// # Errors
///
/// What the system says.
pub fn read(from: impl BufRead) -> io::Result<Read> {
    let mut read = Read::default();
    let mut path = Vec::new();
    xml::read(from, Wanted { root: "quiz", each: true, most: NODES_MOST }, &mut read, |read, element| {
        if element.name != "question" {
            let what = format!("<{}> is no question, and is left out", element.name);
            return read.lose(element.line, what);
        }
        question(element, &mut path, read);
    })?;
    Ok(read)
}

/// Parts of a question that Moodle writes whatever a teacher chose, or that are of no use here.
const EXPECTED: [&str; 25] = [
    "name",
    "questiontext",
    "generalfeedback",
    "answer",
    "tags",
    "idnumber",
    "single",
    "shuffleanswers",
    "answernumbering",
    "defaultgrade",
    "penalty",
    "hidden",
    "showstandardinstruction",
    "correctfeedback",
    "partiallycorrectfeedback",
    "incorrectfeedback",
    "shownumcorrect",
    "category",
    "info",
    "file",
    "hint",
    "questionusecase",
    "usecase",
    "trueanswer",
    "falseanswer",
];

fn question(element: &Element, path: &mut Vec<String>, read: &mut Read) {
    let line = element.line;
    let Some(kind) = element.attribute("type") else {
        return read.damage(line, "the question does not say its type");
    };
    if kind == "category" {
        *path = element.child("category").map(|one| category(&one.text())).unwrap_or_default();
        return;
    }
    let Some(text) = element.child("questiontext") else {
        return read.damage(line, "the question has no <questiontext>");
    };
    let text = said(text, "statement", read);
    let why = match kind {
        "multichoice" if element.child("single").is_some_and(|one| one.text().trim() == "false") => {
            "several of its answers may be right"
        }
        "multichoice" | "truefalse" => "",
        "description" => "it describes and asks nothing",
        "essay" => "it is an essay",
        "shortanswer" => "its answer is typed, with nothing to choose from",
        "numerical" | "calculated" | "calculatedsimple" => "its answer is a number",
        "matching" => "it asks to match things",
        "cloze" => "it has gaps to fill",
        _ => "it is of another type",
    };
    if !why.is_empty() {
        return read.pass(line, &text, &format!("{why} (\"{kind}\")"));
    }
    let answers: Vec<&Element> = element.children().filter(|child| child.name == "answer").collect();
    let Some(found) = answered(&answers, line, &text, read) else { return };
    let mut made = Question { line, text, ..Question::default() };
    filed(&mut made, path, read);
    about(element, &mut made, read);
    let (choices, wrong, right) = found;
    let general = element.child("generalfeedback").map(|one| said(one, "explanation", read)).unwrap_or_default();
    made.explanation = Feedback { general, wrong, right }.settle(line, read);
    read.take(made, choices);
}

/// Takes id, tags and all else into account.
fn about(element: &Element, made: &mut Question, read: &mut Read) {
    let inner = |name: &str| element.child(name).map(|one| one.text().trim().to_owned()).unwrap_or_default();
    made.id = inner("idnumber");
    if made.id.is_empty() {
        made.item = crate::domain::bank::slug(&inner("name"));
    }
    let mut found = Vec::new();
    if let Some(tags) = element.child("tags") {
        tags.all("tag", &mut found);
    }
    for tag in found {
        let text = tag.text().trim().to_owned();
        if !tagged(made, &text) {
            read.lose(tag.line, format!("the tag {text:?} has no place in a bank"));
        }
    }
    for child in element.children() {
        let kept = EXPECTED.contains(&child.name.as_str());
        let told = matches!(
            child.name.as_str(),
            "correctfeedback" | "partiallycorrectfeedback" | "incorrectfeedback" | "hint"
        );
        // Moodle gives every question these feedbacks; only what somebody wrote of their own is missed.
        let usual = ["", "Your answer is correct.", "Your answer is partially correct.", "Your answer is incorrect."];
        let text = child.text();
        if !kept || (told && !usual.contains(&markup::plain(text.trim()).text.as_str())) {
            read.lose(child.line, format!("<{}> has no place in a bank", child.name));
        }
    }
}

/// What was found among the answers: the choices, and what is said to whoever is wrong and right.
type Answered = (Choices, String, String);

fn answered(answers: &[&Element], line: usize, text: &str, read: &mut Read) -> Option<Answered> {
    let fraction = |answer: &Element| answer.attribute("fraction").and_then(|value| value.trim().parse::<f64>().ok());
    for answer in answers {
        if fraction(answer).is_none() {
            read.damage(answer.line, "the answer does not say how right it is: \"fraction\" is missing or no number");
            return None;
        }
    }
    let &[first, second] = answers else {
        read.pass(line, text, &format!("it has {} answers", answers.len()));
        return None;
    };
    let is_right = |answer: &Element| fraction(answer).is_some_and(|value| value > 99.9);
    let is_second = match (is_right(first), is_right(second)) {
        (true, false) => false,
        (false, true) => true,
        (true, true) => {
            read.pass(line, text, "both answers are right");
            return None;
        }
        (false, false) => {
            read.damage(line, "no answer is right: none has the fraction 100");
            return None;
        }
    };
    let mut feedback = [first, second]
        .map(|answer| answer.child("feedback").map(|one| said(one, "explanation", read)).unwrap_or_default());
    if !is_second {
        feedback.reverse();
    }
    let [wrong, right] = feedback;
    let answers = [first, second].map(|answer| truth(&said_own(answer, "answer", read)));
    Some((Choices { answers, second: is_second }, wrong, right))
}

/// Moodle writes the answers of a question of truth in small letters.
fn truth(answer: &str) -> String {
    match answer {
        "true" => "True".to_owned(),
        "false" => "False".to_owned(),
        other => other.to_owned(),
    }
}

/// What a text of its own says: `<answer>` holds a text, and a feedback beside it.
fn said_own(element: &Element, name: &str, read: &mut Read) -> String {
    let text = element.child("text").map(Element::text).unwrap_or_default();
    plain(&text, element, name, read)
}

/// What a text says, without tags.
fn said(element: &Element, name: &str, read: &mut Read) -> String {
    let text = element.child("text").map_or_else(|| element.text(), Element::text);
    if element.child("file").is_some() {
        read.lose(element.line, format!("the {name} loses a file that goes with it"));
    }
    plain(&text, element, name, read)
}

fn plain(text: &str, element: &Element, name: &str, read: &mut Read) -> String {
    if element.attribute("format").is_some_and(|format| format == "plain_text") {
        return text.trim().to_owned();
    }
    let plain = markup::plain(text);
    if let Some(told) = markup::told(name, &plain.gone) {
        read.lose(element.line, told);
    }
    plain.text
}
