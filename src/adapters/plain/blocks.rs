//! One writer for each kind of block: a view as lines that make sense one by one.

use crate::app::keys::Action;
use crate::app::view::block::{
    Block, Cell, Choice, Column, Kind, List, OptionRow, Page, ProfileRow, Spread, Stops, Table, When, Words,
};
use crate::app::view::{Role, SideWords, Text, View, spoken, words};
use crate::domain::bank::{Side, Sides};

/// A text that names its side within so many words says at once which side it is about.
const FIRST_WORDS: usize = 5;

/// A line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What it says.
    pub text: String,
    /// Whether it is said once only, such as how to answer: not again at the next question.
    pub once: bool,
}

/// An entry that a number, its key or its name opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What it is called; empty where it has no name to type.
    pub label: String,
    /// What it asks for.
    pub action: Action,
    /// Its number, from 1.
    pub number: usize,
}

/// The number of an entry that comes after so many: its own where it has one, as those keep theirs for good that are not always
/// there, else the next one.
const fn numbered(action: Action, before: usize) -> usize {
    match action {
        Action::Pick(number) => number + 1,
        _ => before + 1,
    }
}

/// Lines under way.
#[derive(Debug, Default)]
struct Lines {
    now: Vec<Line>,
    number: usize,
}

/// The head of a view in one line; empty where it has none.
#[must_use]
pub fn head(view: &View) -> String {
    let Some(head) = &view.head else { return String::new() };
    let title = [head.title.as_str(), head.subtitle.as_str()].into_iter().filter(|part| !part.is_empty());
    let right = head.right.iter().map(Text::spoken).filter(|part| !part.is_empty());
    let parts: Vec<String> = std::iter::once(title.collect::<Vec<_>>().join(", ")).chain(right).collect();
    parts.iter().map(|part| sentence(&words::capital(part))).collect::<Vec<_>>().join(" ")
}

/// What a view says below its head.
#[must_use]
pub fn body(view: &View) -> Vec<Line> {
    let mut lines = Lines::default();
    write(&view.blocks, view, &mut lines);
    lines.now.retain(|line| !line.text.trim().is_empty());
    lines.now
}

/// What can be opened by a number, in the order of the numbers from 1.
#[must_use]
pub fn entries(view: &View) -> Vec<Entry> {
    let mut found = Vec::new();
    collect(&view.blocks, &mut found);
    found
}

/// The highest number that an entry of a view has; 0 where there is none.
#[must_use]
pub fn last_number(view: &View) -> usize {
    entries(view).iter().map(|entry| entry.number).max().unwrap_or(0)
}

/// The choices of a view.
#[must_use]
pub fn options(view: &View) -> Vec<&OptionRow> {
    let mut found = Vec::new();
    collect_options(&view.blocks, &mut found);
    found
}

fn collect_options<'a>(blocks: &'a [Block], found: &mut Vec<&'a OptionRow>) {
    for block in blocks.iter().filter(|block| is_heard(block)) {
        match &block.kind {
            Kind::Options(options) => found.extend(&options.rows),
            Kind::Beside(both) => {
                collect_options(&both.left, found);
                collect_options(&both.right, found);
            }
            _ => {}
        }
    }
}

/// The keys of the numbered texts of a view, of which one is to be chosen.
#[must_use]
pub fn choices(view: &View) -> Vec<&str> {
    let choices = view.blocks.iter().filter_map(|block| match &block.kind {
        Kind::Choices(choices) => Some(choices),
        _ => None,
    });
    choices.flatten().map(|choice| choice.key.as_str()).collect()
}

/// The entry that Enter opens, as it was said after the entries.
#[must_use]
pub fn opened_by_enter(view: &View) -> Option<&str> {
    view.blocks.iter().find_map(|block| match &block.kind {
        Kind::List(list) => Some(list.rows.get(list.cursor?)?.label.as_str()),
        _ => None,
    })
}

/// What the stops of a view offer: whether they carry how sure one is; none where there are none, or where places on a line
/// are chosen.
#[must_use]
pub fn asks(view: &View) -> Option<bool> {
    view.blocks.iter().find_map(|block| match &block.kind {
        Kind::Stops(stops) if !stops.middle => Some(stops.stops.len() > 2),
        _ => None,
    })
}

/// How many places on a line with a middle a view offers; 0 where it has no such line.
#[must_use]
pub fn places(view: &View) -> usize {
    let places = view.blocks.iter().find_map(|block| match &block.kind {
        Kind::Stops(stops) if stops.middle => Some(stops.stops.len()),
        _ => None,
    });
    places.unwrap_or(0)
}

/// Whether a text is typed into a view.
#[must_use]
pub fn is_typed_into(view: &View) -> bool {
    view.blocks.iter().any(|block| matches!(&block.kind, Kind::Field(field) if field.active))
}

fn collect(blocks: &[Block], found: &mut Vec<Entry>) {
    for block in blocks.iter().filter(|block| is_heard(block)) {
        match &block.kind {
            Kind::List(list) => list.rows.iter().for_each(|row| find(row.label.clone(), row.action, found)),
            Kind::Table(table) => {
                for row in &table.rows {
                    let label = row.cells.iter().find_map(|cell| match cell {
                        Cell::Text(text) if text.spoken().chars().any(char::is_alphabetic) => Some(text.seen()),
                        _ => None,
                    });
                    row.action.into_iter().for_each(|action| find(label.clone().unwrap_or_default(), action, found));
                }
            }
            Kind::Profile(profile) => profile.rows.iter().for_each(|row| find(row.label.clone(), row.action, found)),
            Kind::Paper(paper) => {
                let actions = paper.cells.iter().filter_map(|cell| cell.action);
                actions.for_each(|action| find(String::new(), action, found));
            }
            Kind::Beside(both) => {
                collect(&both.left, found);
                collect(&both.right, found);
            }
            _ => {}
        }
    }
}

/// Adds an entry with its number.
fn find(label: String, action: Action, found: &mut Vec<Entry>) {
    let number = numbered(action, found.last().map_or(0, |last| last.number));
    found.push(Entry { label, action, number });
}

/// Lines say what a window of the design size shows.
fn is_heard(block: &Block) -> bool {
    !matches!(block.when, When::Wide | When::Narrow | When::Seen)
}

fn write(blocks: &[Block], view: &View, lines: &mut Lines) {
    for block in blocks.iter().filter(|block| is_heard(block)) {
        let before = lines.now.len();
        write_one(block, view, lines);
        lines.now.iter_mut().skip(before).for_each(|line| line.once |= block.once);
    }
}

fn write_one(block: &Block, view: &View, lines: &mut Lines) {
    match &block.kind {
        Kind::Prose(prose) => prose.paragraphs.iter().for_each(|text| lines.say(text)),
        Kind::Lines(texts) | Kind::Centred(texts) | Kind::Art(texts) => texts.iter().for_each(|text| lines.say(text)),
        Kind::Ends(ends) => lines.put(sentence(&[ends.left.spoken(), ends.right.spoken()].join(" "))),
        Kind::Labelled(labelled) => {
            let said: Vec<String> = labelled.lines.iter().map(Text::spoken).collect();
            let colon = if said.is_empty() { "." } else { ":" };
            lines.put(format!("{}{colon} {}", labelled.label.spoken(), said.join(" ")));
        }
        Kind::Facts(facts) => {
            for fact in facts {
                lines.put(sentence(&format!("{}: {}", fact.label, fact.value.spoken())));
            }
        }
        Kind::Choices(choices) => choices.iter().for_each(|choice| lines.put(choice_line(choice))),
        Kind::Field(field) if field.typed.is_empty() => lines.put(sentence(&format!("{} {}", field.label, field.hint))),
        Kind::Field(field) => lines.put(sentence(&format!("{} {}", field.label, field.typed))),
        Kind::Stops(stops) => write_stops(stops, &view.sides, lines),
        Kind::Spread(spread) => write_spread(spread, &view.sides, lines),
        Kind::Words(words) => write_words(words, &view.sides, lines),
        Kind::Duels(duels) => duels.iter().for_each(|duel| {
            let [left, right] =
                Side::BOTH.map(|side| format!("{}: {}", name(&view.sides, side), duel.values.get(side)));
            lines.put(sentence(&format!("{}. {left}. {right}", words::capital(&duel.label))));
        }),
        Kind::Bars(bars) => bars.rows.iter().for_each(|row| {
            let [left, right] = Side::BOTH.map(|side| format!("{} {}", name(&view.sides, side), row.counts.get(side)));
            lines.put(sentence(&format!("{}: {left}, {right}", words::capital(&row.label))));
        }),
        Kind::List(list) => write_list(list, lines),
        Kind::Options(options) => options.rows.iter().for_each(|row| lines.put(sentence(&spoken::option(row)))),
        Kind::Profile(profile) => write_profile(&profile.rows, lines),
        Kind::Table(table) => write_table(table, lines),
        Kind::Strip(strip) => lines.put(sentence(&words::capital(&spoken::strip(*strip)))),
        Kind::Figure(figure) => lines.put(sentence(&format!("{} {}", figure.figure, figure.of))),
        // What is open and what is marked is said in words below it.
        Kind::Beam(_) | Kind::Rule | Kind::Paper(_) | Kind::Share(_) => {}
        Kind::Beside(both) => {
            write(&both.left, view, lines);
            write(&both.right, view, lines);
        }
    }
}

impl Lines {
    fn put(&mut self, text: String) {
        self.now.push(Line { text, once: false });
    }

    fn say(&mut self, text: &Text) {
        self.put(text.spoken());
    }
}

fn name(sides: &Sides<SideWords>, side: Side) -> &str {
    &sides.get(side).name
}

/// A side with what it stands for, such as `IoT (consumer)`.
fn full_name(sides: &Sides<SideWords>, side: Side) -> String {
    let SideWords { name, word } = sides.get(side);
    if word.is_empty() { name.clone() } else { format!("{name} ({word})") }
}

/// How to answer, said once: a side as a digit, and how sure as a sign behind it.
fn write_stops(stops: &Stops, sides: &Sides<SideWords>, lines: &mut Lines) {
    if stops.middle {
        let names: Vec<String> = (0..stops.stops.len()).map(|at| words::place(stops, sides, at)).collect();
        let said = stops.stops.iter().zip(&names).map(|(stop, name)| format!("{} {name}", stop.key));
        lines.now.push(Line { text: sentence(&said.collect::<Vec<_>>().join(", ")), once: true });
        let chosen = stops.chosen.and_then(|at| names.get(at));
        return chosen.into_iter().for_each(|name| lines.put(spoken::chosen_place(name)));
    }
    let [left, right] = Side::BOTH.map(|side| full_name(sides, side));
    let said = spoken::how_to_answer(&left, &right, stops.dont_know);
    lines.now.push(Line { text: said, once: true });
    let chosen = stops.chosen.and_then(|chosen| stops.stops.get(chosen));
    if let Some(Action::Answer(side, _)) = chosen.map(|stop| stop.action) {
        lines.put(spoken::chosen(name(sides, side), chosen.map_or("", |stop| stop.word)));
    }
}

/// The page of the statement that was asked, then its counterpart, each with its reason.
fn write_spread(spread: &Spread, sides: &Sides<SideWords>, lines: &mut Lines) {
    let asked = Side::BOTH.into_iter().find(|side| spread.pages.get(*side).is_asked);
    let first = asked.unwrap_or(Side::Left);
    let (page, other) = (spread.pages.get(first), spread.pages.get(first.other()));
    let label = page.label.spoken();
    let opening = match asked {
        None => opening(page, sides, first),
        Some(_) if label.is_empty() => String::new(),
        Some(_) => format!("{}: ", words::capital(&label)),
    };
    lines.now.extend(page_lines(page, &opening));
    lines.now.extend(page_lines(other, &self::opening(other, sides, first.other())));
    if let Some((label, text)) = &spread.both {
        lines.put(sentence(&format!("{}: {}", words::capital(label), text.spoken())));
    }
}

/// What is said before a page: what it is, and its side; nothing before a text that names its side at once.
fn opening(page: &Page, sides: &Sides<SideWords>, side: Side) -> String {
    let (label, name) = (page.label.spoken(), name(sides, side));
    match label.is_empty() {
        true if names_itself(page, sides, side) => String::new(),
        true => format!("{name}: "),
        false if label.starts_with(name) => format!("{label}: "),
        false => format!("{}, {name}: ", words::capital(&label)),
    }
}

/// Whether the first words of a page name its side, and not the other one before it.
fn names_itself(page: &Page, sides: &Sides<SideWords>, side: Side) -> bool {
    let text = page.sections.first().map(Text::spoken).unwrap_or_default();
    let bare = |word: &str| word.trim_matches(|letter: char| !letter.is_alphanumeric()).to_owned();
    let both = Side::BOTH.map(|side| name(sides, side));
    let first = text.split(' ').take(FIRST_WORDS).map(bare).find(|word| both.contains(&word.as_str()));
    first.as_deref() == Some(name(sides, side))
}

fn page_lines(page: &Page, opening: &str) -> Vec<Line> {
    let mut said = Vec::new();
    for (number, section) in page.sections.iter().enumerate() {
        let opening = if number == 0 { opening.to_owned() } else { format!("{} ", spoken::WHY) };
        said.push(format!("{opening}{}", section.spoken()));
        said.extend(deciding(section));
    }
    said.into_iter().map(|text| Line { text, once: false }).collect()
}

/// The words that an eye sees underlined.
fn deciding(text: &Text) -> Option<String> {
    let marked = text.0.iter().filter(|span| span.role == Role::Deciding);
    let quoted: Vec<String> = marked.map(|span| format!("\"{}\"", span.words.trim())).collect();
    (!quoted.is_empty()).then(|| format!("{} {}.", spoken::DECIDING, quoted.join(", ")))
}

fn write_words(all: &Words, sides: &Sides<SideWords>, lines: &mut Lines) {
    for side in Side::BOTH {
        lines.put(spoken::words_of(name(sides, side)));
        for (term, meaning) in all.sides.get(side) {
            for (term, meaning) in one_by_one(term, meaning) {
                lines.put(sentence(&format!("{}: {meaning}", opened(term))));
            }
        }
    }
    if !all.both.is_empty() {
        lines.put(spoken::on_both(&all.both));
    }
}

/// Terms that share an entry, each with its own meaning, where there are as many meanings as terms and each makes sense
/// alone; else the entry as it is.
fn one_by_one<'a>(term: &'a str, meaning: &'a str) -> Vec<(&'a str, &'a str)> {
    let (terms, meanings): (Vec<&str>, Vec<&str>) = (term.split(", ").collect(), meaning.split("; ").collect());
    if terms.len() == meanings.len() && !meanings.iter().any(|meaning| leans(meaning)) {
        return terms.into_iter().zip(meanings).collect();
    }
    vec![(term, meaning)]
}

/// Whether a meaning leans on the one before it, such as `of a site` or `its drawing`.
fn leans(meaning: &str) -> bool {
    ["of ", "to "].iter().any(|first| meaning.starts_with(first))
        || meaning.split(' ').any(|word| matches!(word, "it" | "its"))
}

/// A term that begins a line: capital, unless it is written with a capital further on, such as `mTLS`.
fn opened(term: &str) -> String {
    let first = term.split(' ').next().unwrap_or_default();
    if first.chars().any(char::is_uppercase) { term.to_owned() } else { words::capital(term) }
}

fn choice_line(choice: &Choice) -> String {
    format!("{}. {}", choice.key, choice.text.spoken())
}

fn write_list(list: &List, lines: &mut Lines) {
    for row in &list.rows {
        lines.number = numbered(row.action, lines.number);
        let colon = if row.detail.is_empty() { "" } else { ": " };
        // A tick is for the eye: the word beside it says the same.
        let said = sentence(&format!("{}{colon}{}", row.label, row.detail.trim_start_matches("✓ ")));
        let key = if row.key.is_empty() { String::new() } else { spoken::key(&row.key) };
        lines.put([format!("{}.", lines.number), said, key].join(" "));
    }
    let current = list.cursor.and_then(|cursor| list.rows.get(cursor));
    if let Some(row) = current {
        lines.put(spoken::opens(&row.label));
    }
}

/// A dimension a line: where the two stand, and why the expert does.
fn write_profile(rows: &[ProfileRow], lines: &mut Lines) {
    for row in rows {
        lines.number = numbered(row.action, lines.number);
        lines.put(format!("{}. {} {}", lines.number, sentence(&row.said), sentence(&row.reason)));
    }
}

fn write_table(table: &Table, lines: &mut Lines) {
    for row in &table.rows {
        let parts = row.cells.iter().zip(&table.columns).filter_map(|(cell, column)| cell_words(cell, column));
        let said = sentence(&parts.collect::<Vec<_>>().join(", "));
        if let Some(action) = row.action {
            lines.number = numbered(action, lines.number);
            lines.put(format!("{}. {said}", lines.number));
        } else {
            lines.put(said);
        }
    }
}

/// A value with the name of its column; none where there is nothing to say.
fn cell_words(cell: &Cell, column: &Column) -> Option<String> {
    let said = match cell {
        Cell::Text(text) => text.spoken(),
        Cell::Strip(strip) => spoken::strip(*strip),
    };
    let name = column.spoken.map_or_else(String::new, |name| format!("{name} "));
    (!said.is_empty()).then(|| format!("{name}{said}"))
}

/// The text as a sentence that ends.
fn sentence(text: &str) -> String {
    let text = text.trim();
    let ends = text.is_empty() || text.ends_with(['.', '?', '!', ':', ';', '”', '"']);
    if ends { text.to_owned() } else { format!("{text}.") }
}
