//! QTI 2.1: a package of items with their manifest.
//!
//! A package is a ZIP archive. It is read by name, entry by entry into memory, and never extracted; how much an entry may
//! unpack to is capped, whatever its header says.

use super::caps::{FILE_MOST, QUESTIONS_MOST};
use super::question::{Choices, Note, Question, Read, labels, questions_of, tagged, tags};
use super::xml::{self, Element, NODES_MOST, Wanted, escaped};
use crate::domain::bank::{Bank, Side};
use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::{self, BufReader, Read as _, Seek, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// How large one item may be, unpacked, in bytes.
const ITEM_MOST: u64 = 1 << 20;

/// How large the manifest may be, unpacked, in bytes.
const MANIFEST_MOST: u64 = 32 << 20;

/// How many elements the manifest may have: some fifty for each item.
const MANIFEST_NODES: usize = 50 * QUESTIONS_MOST;

/// How much longer an entry may be unpacked than packed, beyond a first megabyte of all: more is a bomb.
const RATIO_MOST: u64 = 200;

/// How large all entries may be together, unpacked, in bytes.
const UNPACKED_MOST: u64 = FILE_MOST * 4;

/// The name of the manifest.
const MANIFEST: &str = "imsmanifest.xml";

/// The kind of a resource that is an item.
const ITEM_TYPE: &str = "imsqti_item_xmlv2p1";

/// Writes a bank as a package.
///
/// # Errors
///
/// What the system says.
pub fn write(bank: &Bank, out: impl Write + Seek) -> io::Result<()> {
    let mut package = ZipWriter::new(out);
    let options =
        SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).compression_level(Some(1));
    package.start_file(MANIFEST, options)?;
    package.write_all(manifest(bank).as_bytes())?;
    let labels = labels(bank);
    for (number, (question, side)) in questions_of(bank).enumerate() {
        package.start_file(file_name(number), options)?;
        package.write_all(item(bank, &question, side, &labels).as_bytes())?;
    }
    package.finish()?.flush()
}

fn file_name(number: usize) -> String {
    format!("items/q{:05}.xml", number + 1)
}

/// The manifest: what the package is called, and each item with its topic and tags.
fn manifest(bank: &Bank) -> String {
    let title = escaped(&bank.manifest.title).into_owned();
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <manifest xmlns=\"http://www.imsglobal.org/xsd/imscp_v1p1\" xmlns:imsmd=\"http://www.imsglobal.org/xsd/imsmd_v1p2\" \
         identifier=\"MANIFEST\">\n\
         <metadata><schema>QTIv2.1 Package</schema><schemaversion>1.0.0</schemaversion>{}</metadata>\n\
         <organizations/>\n<resources>\n",
        lom(&title, &[])
    );
    for (number, (question, _)) in questions_of(bank).enumerate() {
        let mut words = vec![format!("id:{}", question.id), format!("topic:{}", question.topic)];
        words.extend(tags(&question));
        let words: Vec<String> = words.iter().map(|word| escaped(word).into_owned()).collect();
        let name = file_name(number);
        let about = lom(&escaped(&question.id), &words);
        let _ = writeln!(
            text,
            "<resource identifier=\"R{}\" type=\"{ITEM_TYPE}\" href=\"{name}\"><metadata>{about}</metadata>\
             <file href=\"{name}\"/></resource>",
            number + 1,
        );
    }
    text.push_str("</resources>\n</manifest>\n");
    text
}

/// A title and words to find a thing by, as the standard for learning objects has them.
fn lom(title: &str, words: &[String]) -> String {
    let words = words.iter().fold(String::new(), |mut all, word| {
        all.extend(["<imsmd:keyword><imsmd:langstring>", word, "</imsmd:langstring></imsmd:keyword>"]);
        all
    });
    format!(
        "<imsmd:lom><imsmd:general><imsmd:title><imsmd:langstring>{title}</imsmd:langstring></imsmd:title>{words}</imsmd:general></imsmd:lom>"
    )
}

/// One item.
fn item(bank: &Bank, question: &Question, side: Side, labels: &[String; 2]) -> String {
    let right = side.pick("left", "right");
    let [text, asked, id] =
        [&question.text, &bank.manifest.question, &question.id].map(|one| escaped(one).into_owned());
    let choices = ["left", "right"].into_iter().zip(labels).fold(String::new(), |mut all, (name, label)| {
        all.extend(["<simpleChoice identifier=\"", name, "\">", &escaped(label), "</simpleChoice>\n"]);
        all
    });
    let (set, told) = if question.explanation.is_empty() {
        (String::new(), String::new())
    } else {
        let set = "<setOutcomeValue identifier=\"FEEDBACK\"><baseValue baseType=\"identifier\">explanation</baseValue>\
                   </setOutcomeValue>\n";
        let told = format!(
            "<modalFeedback outcomeIdentifier=\"FEEDBACK\" showHide=\"show\" identifier=\"explanation\">{}</modalFeedback>\n",
            escaped(&question.explanation)
        );
        (set.to_owned(), told)
    };
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <assessmentItem xmlns=\"http://www.imsglobal.org/xsd/imsqti_v2p1\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
         xsi:schemaLocation=\"http://www.imsglobal.org/xsd/imsqti_v2p1 http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1.xsd\" \
         identifier=\"{}\" title=\"{id}\" label=\"{id}\" adaptive=\"false\" timeDependent=\"false\">\n\
         <responseDeclaration identifier=\"RESPONSE\" cardinality=\"single\" baseType=\"identifier\">\n\
         <correctResponse><value>{right}</value></correctResponse>\n</responseDeclaration>\n\
         <outcomeDeclaration identifier=\"SCORE\" cardinality=\"single\" baseType=\"float\"/>\n\
         <outcomeDeclaration identifier=\"FEEDBACK\" cardinality=\"single\" baseType=\"identifier\"/>\n\
         <itemBody>\n<p>{text}</p>\n\
         <choiceInteraction responseIdentifier=\"RESPONSE\" shuffle=\"false\" maxChoices=\"1\">\n\
         <prompt>{asked}</prompt>\n{choices}</choiceInteraction>\n</itemBody>\n\
         <responseProcessing>\n<responseCondition>\n<responseIf>\n\
         <match><variable identifier=\"RESPONSE\"/><correct identifier=\"RESPONSE\"/></match>\n\
         <setOutcomeValue identifier=\"SCORE\"><baseValue baseType=\"float\">1</baseValue></setOutcomeValue>\n\
         </responseIf>\n<responseElse>\n\
         <setOutcomeValue identifier=\"SCORE\"><baseValue baseType=\"float\">0</baseValue></setOutcomeValue>\n\
         </responseElse>\n</responseCondition>\n{set}</responseProcessing>\n{told}</assessmentItem>\n",
        identifier(&question.id)
    )
}

/// An id as the schema wants it: it begins with a letter, and has no spaces.
fn identifier(id: &str) -> String {
    let fits = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '.');
    let made: String = id.chars().map(|letter| if fits(letter) { letter } else { '_' }).collect();
    if made.starts_with(|first: char| first.is_ascii_alphabetic()) { made } else { format!("q-{made}") }
}

/// Reads a package. Lines are those of the entry that a note names.
///
/// # Errors
///
/// What the system says.
pub fn read(from: impl io::Read + Seek) -> io::Result<Read> {
    let mut read = Read::default();
    let mut package = match ZipArchive::new(BufReader::new(from)) {
        Ok(package) => package,
        Err(error) => {
            read.damage(1, format!("it is no ZIP archive that can be read: {error}"));
            return Ok(read);
        }
    };
    let mut total = 0;
    let Some(text) = entry(&mut package, MANIFEST, MANIFEST_MOST, &mut total, &mut read) else { return Ok(read) };
    let mut resources: Vec<Resource> = Vec::new();
    let mut own = Read::default();
    xml::read(
        text.as_slice(),
        Wanted { root: "manifest", each: false, most: MANIFEST_NODES },
        &mut own,
        |own, element| {
            own.title = titled(element);
            resources = listed(element, own);
        },
    )?;
    read.title = own.title.take();
    join(&mut read, own, MANIFEST);
    if read.faults.is_empty() && resources.is_empty() {
        read.damage(1, format!("{MANIFEST} lists no items of QTI 2.1"));
    }
    for resource in resources.into_iter().take(QUESTIONS_MOST + 1) {
        let Some(text) = entry(&mut package, &resource.href, ITEM_MOST, &mut total, &mut read) else { continue };
        let mut own = Read::default();
        xml::read(
            text.as_slice(),
            Wanted { root: "assessmentItem", each: false, most: NODES_MOST },
            &mut own,
            |own, element| {
                item_read(element, &resource, own);
            },
        )?;
        join(&mut read, own, &resource.href);
        if total > UNPACKED_MOST {
            read.damage(1, format!("the package unpacks to more than {} MB", UNPACKED_MOST >> 20));
            break;
        }
    }
    Ok(read)
}

/// Takes over what was read of one entry.
fn join(read: &mut Read, own: Read, entry: &str) {
    let named = |note: Note| Note { line: note.line, what: format!("{entry}, line {}: {}", note.line, note.what) };
    read.passed.extend(own.passed.into_iter().map(named));
    read.lost.extend(own.lost.into_iter().map(named));
    read.faults.extend(own.faults.into_iter().map(named));
    for (question, choices) in own.questions {
        read.take(question, choices);
    }
}

/// The text of an entry; none where it cannot be had, which is told.
fn entry<R: io::Read + Seek>(
    package: &mut ZipArchive<R>,
    name: &str,
    most: u64,
    total: &mut u64,
    read: &mut Read,
) -> Option<Vec<u8>> {
    let entry = match package.by_name(name) {
        Ok(entry) => entry,
        Err(error) => {
            read.damage(1, format!("{name} cannot be read from the package: {error}"));
            return None;
        }
    };
    // The packed size is that of the archive, and cannot lie by much; the other may say anything.
    let allowed = most.min((entry.compressed_size() + 1).saturating_mul(RATIO_MOST) + (64 << 10));
    let mut bytes = Vec::new();
    let taken = entry.take(allowed + 1).read_to_end(&mut bytes);
    match taken {
        Ok(taken) if taken as u64 > allowed => {
            read.damage(1, format!("{name} unpacks to more than {} kB, which no item needs", allowed >> 10));
            None
        }
        Ok(taken) => {
            *total += taken as u64;
            Some(bytes)
        }
        Err(error) => {
            read.damage(1, format!("{name} is damaged: {error}"));
            None
        }
    }
}

/// An item that the manifest lists.
struct Resource {
    href: String,
    words: Vec<String>,
}

fn titled(manifest: &Element) -> Option<String> {
    let mut found = Vec::new();
    manifest.child("metadata")?.all("title", &mut found);
    found.first().map(|title| title.text().trim().to_owned()).filter(|title| !title.is_empty())
}

fn listed(manifest: &Element, read: &mut Read) -> Vec<Resource> {
    let mut resources = Vec::new();
    for resource in manifest.child("resources").into_iter().flat_map(Element::children) {
        let kind = resource.attribute("type").unwrap_or_default();
        let Some(href) = resource.attribute("href") else {
            if kind.starts_with("imsqti_item") {
                read.damage(resource.line, "an item does not say its file");
            }
            continue;
        };
        if kind != ITEM_TYPE {
            // A test only says which items come in which order.
            let what = format!("the resource {href} is of type \"{kind}\" and no item of QTI 2.1, so it is left out");
            read.lose(resource.line, what);
            continue;
        }
        let mut found = Vec::new();
        resource.all("keyword", &mut found);
        let words = found.into_iter().map(|word| word.text().trim().to_owned()).collect();
        resources.push(Resource { href: href.to_owned(), words });
    }
    resources
}

/// What a text in an item says: its words, in one line.
fn said(element: &Element, name: &str, read: &mut Read) -> String {
    for tag in ["img", "object", "math", "table", "video", "audio"] {
        let mut found = Vec::new();
        element.all(tag, &mut found);
        if let Some(first) = found.first() {
            read.lose(first.line, format!("the {name} loses what cannot be said in words: <{tag}>"));
        }
    }
    element.text().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn item_read(item: &Element, resource: &Resource, read: &mut Read) {
    let Some(body) = item.child("itemBody") else { return read.damage(item.line, "the item has no <itemBody>") };
    let Some((interaction, text)) = body_of(item, body, read) else { return };
    let line = item.line;
    let name = interaction.attribute("responseIdentifier").unwrap_or_default();
    let declared =
        item.children().find(|one| one.name == "responseDeclaration" && one.attribute("identifier") == Some(name));
    let Some(correct) = declared.and_then(|one| one.child("correctResponse")) else {
        return read.damage(line, "the item does not say which answer is right: <correctResponse> is missing");
    };
    let rights: Vec<String> = correct.children().map(|value| value.text().trim().to_owned()).collect();
    let choices: Vec<&Element> = interaction.children().filter(|one| one.name == "simpleChoice").collect();
    let &[first, second] = choices.as_slice() else {
        return read.pass(line, &text, &format!("it has {} answers", choices.len()));
    };
    let [right] = rights.as_slice() else {
        return read.pass(line, &text, &format!("{} of its answers are right", rights.len()));
    };
    let Some(position) = choices.iter().position(|choice| choice.attribute("identifier") == Some(right)) else {
        return read.damage(line, format!("the right answer {right:?} is not among the item's choices"));
    };
    let mut made = Question { line, text, ..Question::default() };
    about(item, resource, &mut made, read);
    let answers = [first, second].map(|choice| said(choice, "answer", read));
    read.take(made, Choices { answers, second: position == 1 });
}

/// The interaction of an item, and the statement: what stands before it, or its prompt.
fn body_of<'a>(item: &Element, body: &'a Element, read: &mut Read) -> Option<(&'a Element, String)> {
    let mut found = Vec::new();
    body.all("choiceInteraction", &mut found);
    let mut others: Vec<String> = Vec::new();
    interactions(body, &mut others);
    let whole = said(body, "statement", read);
    let before = body.text_without("choiceInteraction");
    let &[interaction] = found.as_slice() else {
        let what = match others.first() {
            Some(other) if found.is_empty() => format!("it asks otherwise than by choices (\"{other}\")"),
            None => "it describes and asks nothing".to_owned(),
            Some(_) => "it asks several things".to_owned(),
        };
        read.pass(item.line, &whole, &what);
        return None;
    };
    if others.len() > 1 {
        read.pass(item.line, &whole, "it asks several things");
        return None;
    }
    let prompt = interaction.child("prompt").map(|prompt| said(prompt, "statement", read)).unwrap_or_default();
    let before = before.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = if before.is_empty() { prompt } else { before };
    if text.is_empty() {
        read.damage(item.line, "the item has no text");
        return None;
    }
    Some((interaction, text))
}

fn interactions(element: &Element, found: &mut Vec<String>) {
    for child in element.children() {
        if child.name.ends_with("Interaction") {
            found.push(child.name.clone());
        }
        interactions(child, found);
    }
}

/// Takes ids, tags and feedback into account.
fn about(item: &Element, resource: &Resource, made: &mut Question, read: &mut Read) {
    let mut words: HashMap<&str, &str> = HashMap::new();
    for word in &resource.words {
        match word.split_once(':') {
            Some((name @ ("id" | "topic"), value)) => drop(words.insert(name, value)),
            _ if tagged(made, word) => {}
            _ => read.lose(made.line, format!("the word {word:?} has no place in a bank")),
        }
    }
    made.id = words.get("id").map_or_else(String::new, |id| (*id).to_owned());
    made.topic = words.get("topic").map_or_else(String::new, |topic| (*topic).to_owned());
    if made.id.is_empty() && made.item.is_empty() {
        made.item = crate::domain::bank::slug(item.attribute("identifier").unwrap_or_default());
    }
    let mut found = Vec::new();
    for name in ["modalFeedback", "feedbackBlock", "feedbackInline"] {
        item.all(name, &mut found);
    }
    for feedback in found {
        let text = said(feedback, "explanation", read);
        if made.explanation.is_empty() {
            made.explanation = text;
        } else if text != made.explanation && !text.is_empty() {
            read.lose(feedback.line, "a further feedback is left out, since a statement has one explanation");
        }
    }
    for rubric in item.children().filter(|one| one.name == "stylesheet") {
        read.lose(rubric.line, "the style sheet is left out");
    }
}
