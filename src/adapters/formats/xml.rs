//! XML read as a stream, one element of interest at a time: no document types, no entities but the five that XML has, and
//! nothing deeper or larger than a question may be.

use super::caps::FILE_MOST;
use super::question::Read;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use std::io::{self, BufRead};

/// How deep elements may lie in each other.
const DEEPEST: usize = 64;

/// How many elements a question may have.
pub const NODES_MOST: usize = 20_000;

/// Elements behind which a word ends.
const BLOCKS: [&str; 8] = ["p", "div", "br", "li", "td", "th", "prompt", "simpleChoice"];

/// An element with all that is in it.
#[derive(Debug, Default)]
pub struct Element {
    /// Its name without a prefix.
    pub name: String,
    /// The line on which it begins.
    pub line: usize,
    /// Its attributes, names without a prefix.
    pub attributes: Vec<(String, String)>,
    /// What is in it.
    pub nodes: Vec<Node>,
}

/// A part of what is in an element.
#[derive(Debug)]
pub enum Node {
    /// Text.
    Text(String),
    /// An element.
    Element(Element),
}

impl Element {
    /// The value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(one, _)| one == name).map(|(_, value)| value.as_str())
    }

    /// The elements right in it.
    pub fn children(&self) -> impl Iterator<Item = &Self> {
        self.nodes.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The first of the elements right in it that has that name.
    pub fn child(&self, name: &str) -> Option<&Self> {
        self.children().find(|child| child.name == name)
    }

    /// All elements of that name in it, however deep.
    pub fn all<'a>(&'a self, name: &str, found: &mut Vec<&'a Self>) {
        for child in self.children() {
            if child.name == name {
                found.push(child);
            }
            child.all(name, found);
        }
    }

    /// All its text, in the order of the file.
    pub fn text(&self) -> String {
        self.text_without("")
    }

    /// All its text but that in elements of a name.
    pub fn text_without(&self, name: &str) -> String {
        let mut text = String::new();
        self.collect(name, &mut text);
        text
    }

    fn collect(&self, without: &str, text: &mut String) {
        for node in &self.nodes {
            match node {
                Node::Text(own) => text.push_str(own),
                Node::Element(element) if element.name == without => {}
                Node::Element(element) => {
                    element.collect(without, text);
                    if BLOCKS.contains(&element.name.as_str()) {
                        text.push(' ');
                    }
                }
            }
        }
    }
}

/// Counts the lines of what is read of it.
struct Counted<R> {
    from: R,
    lines: usize,
    left: u64,
}

impl<R: BufRead> io::Read for Counted<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let there = self.fill_buf()?;
        let taken = there.len().min(into.len());
        if let (Some(into), Some(there)) = (into.get_mut(..taken), there.get(..taken)) {
            into.copy_from_slice(there);
        }
        self.consume(taken);
        Ok(taken)
    }
}

impl<R: BufRead> BufRead for Counted<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        let most = usize::try_from(self.left).unwrap_or(usize::MAX);
        let there = self.from.fill_buf()?;
        Ok(there.get(..there.len().min(most)).unwrap_or(there))
    }

    fn consume(&mut self, amount: usize) {
        // What is consumed lies in the buffer still, so asking for it again reads nothing.
        if let Ok(there) = self.from.fill_buf() {
            let taken = there.get(..amount.min(there.len())).unwrap_or(there);
            self.lines += taken.split(|byte| *byte == b'\n').count() - 1;
        }
        self.left = self.left.saturating_sub(amount as u64);
        self.from.consume(amount);
    }
}

/// Where the elements of interest lie.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// The name of the outermost element.
    pub root: &'a str,
    /// Whether each element right in that is one, or else it is one itself.
    pub each: bool,
    /// How many elements an element of interest may have in it.
    pub most: usize,
}

/// Reads a file and hands out its elements of interest, one after the other. A fault ends it, and is told.
///
/// # Errors
///
/// What the system says.
pub fn read(
    from: impl BufRead,
    wanted: Wanted<'_>,
    read: &mut Read,
    mut take: impl FnMut(&mut Read, &Element),
) -> io::Result<()> {
    let mut reader = Reader::from_reader(Counted { from, lines: 0, left: FILE_MOST });
    reader.config_mut().check_comments = true;
    let mut walk = Walk { open: Vec::new(), nodes: 0, seen: false, wanted };
    let mut buffer = Vec::new();
    loop {
        let line = reader.get_mut().lines + 1;
        buffer.clear();
        let event = match reader.read_event_into(&mut buffer) {
            Ok(event) => event,
            Err(quick_xml::Error::Io(error)) => return Err(io::Error::new(error.kind(), error.to_string())),
            Err(error) => {
                let line = reader.get_mut().lines + 1;
                read.damage(line, format!("the XML is broken: {error}"));
                return Ok(());
            }
        };
        let is_end = matches!(event, Event::Eof);
        match walk.step(event, line, read) {
            Step::Fault(what) => {
                read.damage(line, what);
                return Ok(());
            }
            Step::Done(element) => take(read, &element),
            Step::On if is_end => break,
            Step::On => {}
        }
    }
    let line = reader.get_mut().lines + 1;
    if reader.get_mut().left == 0 {
        read.damage(line, format!("the file is larger than {} MB", FILE_MOST >> 20));
    } else if let Some(open) = walk.open.last() {
        read.damage(open.line, format!("the element <{}> is not closed", open.name));
    } else if !walk.seen {
        read.damage(line, format!("there is no <{}> in it", wanted.root));
    }
    Ok(())
}

/// What a step through a file leads to.
enum Step {
    On,
    Done(Element),
    Fault(String),
}

/// A walk through a file.
struct Walk<'a> {
    /// The elements that are open, the outermost first.
    open: Vec<Element>,
    nodes: usize,
    seen: bool,
    wanted: Wanted<'a>,
}

impl Walk<'_> {
    fn step(&mut self, event: Event<'_>, line: usize, read: &mut Read) -> Step {
        match event {
            Event::Start(start) => self.begin(&start, line),
            Event::Empty(start) => match self.begin(&start, line) {
                Step::On => self.end(),
                other => other,
            },
            Event::End(_) => self.end(),
            Event::Text(text) => self.add(&text.xml10_content(), read, line),
            Event::CData(text) => self.add(&text.xml10_content(), read, line),
            Event::GeneralRef(reference) => match resolved(&reference) {
                Ok(text) => self.add(&text, read, line),
                Err(what) => Step::Fault(what),
            },
            Event::DocType(_) => Step::Fault("a document type is declared, which is not read".to_owned()),
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) | Event::Eof => Step::On,
        }
    }

    fn begin(&mut self, start: &BytesStart<'_>, line: usize) -> Step {
        self.nodes += 1;
        if self.nodes > self.wanted.most {
            return Step::Fault(format!("there are more than {} parts in one thing", self.wanted.most));
        }
        if self.open.len() == DEEPEST {
            return Step::Fault(format!("elements lie deeper than {DEEPEST} in each other"));
        }
        let name = local(start.name().as_ref());
        if self.open.is_empty() {
            if self.seen || name != self.wanted.root {
                return Step::Fault(format!("<{}> is expected here, not <{name}>", self.wanted.root));
            }
            self.seen = true;
        }
        let mut element = Element { name, line, ..Element::default() };
        for attribute in start.attributes() {
            let attribute = match attribute {
                Ok(attribute) => attribute,
                Err(error) => return Step::Fault(format!("an attribute of <{}> is broken: {error}", element.name)),
            };
            match attribute.normalized_value(XmlVersion::Explicit1_0) {
                Ok(value) => element.attributes.push((local(attribute.key.as_ref()), value.into_owned())),
                Err(error) => return Step::Fault(format!("an attribute of <{}> is broken: {error}", element.name)),
            }
        }
        self.open.push(element);
        Step::On
    }

    fn end(&mut self) -> Step {
        let Some(element) = self.open.pop() else { return Step::On };
        let is_wanted = self.open.len() == usize::from(self.wanted.each);
        if is_wanted {
            self.nodes = 0;
            return Step::Done(element);
        }
        if let Some(parent) = self.open.last_mut() {
            parent.nodes.push(Node::Element(element));
        }
        Step::On
    }

    fn add(&mut self, text: &str, read: &mut Read, line: usize) -> Step {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        if let Some(letter) = text.chars().find(|one| one.is_control() && !matches!(one, '\t' | '\n' | '\r')) {
            return Step::Fault(format!("the control character U+{:04X} has no place in a text", u32::from(letter)));
        }
        let depth = self.open.len();
        match self.open.last_mut() {
            _ if depth <= usize::from(self.wanted.each) && !text.trim().is_empty() => {
                if depth > 0 {
                    read.lose(line, "text between the questions is left out");
                    return Step::On;
                }
                Step::Fault("there is text outside of all elements".to_owned())
            }
            Some(element) => {
                if let Some(Node::Text(last)) = element.nodes.last_mut() {
                    last.push_str(text);
                } else {
                    element.nodes.push(Node::Text(text.to_owned()));
                }
                Step::On
            }
            None => Step::On,
        }
    }
}

/// A name without its prefix.
fn local(name: &str) -> String {
    name.rsplit_once(':').map_or(name, |(_, local)| local).to_owned()
}

/// What a reference stands for.
fn resolved(reference: &BytesRef<'_>) -> Result<String, String> {
    if reference.is_char_ref() {
        let letter = reference.resolve_char_ref().ok().flatten();
        return letter.map(String::from).ok_or_else(|| "a character reference stands for no character".to_owned());
    }
    let name = reference.xml10_content();
    quick_xml::escape::resolve_xml_entity(&name)
        .map(str::to_owned)
        .ok_or_else(|| format!("the entity &{name}; is not one of XML's five"))
}

/// A text fit to stand between tags and in an attribute.
pub fn escaped(text: &str) -> std::borrow::Cow<'_, str> {
    quick_xml::escape::escape(text)
}
