//! A report as one page of HTML that needs nothing else: its style and pictures are in it, and nothing in it runs.

use super::contents::{Block, Kind, Missed, Picture, Table};
use super::markup::{Markup, clean};
use super::svg;
use crate::app::report::Report;
use crate::domain::bank::Side;
use crate::domain::fact::SOLE_LEARNER;

const STYLE: &str = include_str!("style.css");

/// The whole page.
pub fn page(report: &Report, contents: &[Block]) -> String {
    let mut page = Markup::document();
    page.open("html", &[("lang", "en")]).line();
    head(&mut page, report);
    page.open("body", &[]).line().open("main", &[]).line();
    for block in contents {
        self::block(&mut page, Some(report), block);
    }
    let version = env!("CARGO_PKG_VERSION");
    let made =
        format!("Made by iotutor {version} from the answers recorded on this computer. Nothing was sent anywhere.");
    page.open("footer", &[]).text(&made).close().line();
    page.end()
}

fn head(page: &mut Markup, report: &Report) {
    page.open("head", &[]).line().empty("meta", &[("charset", "utf-8")]).line();
    page.empty("meta", &[("name", "viewport"), ("content", "width=device-width, initial-scale=1")]).line();
    let learner = if report.learner == SOLE_LEARNER { String::new() } else { format!("{}, ", report.learner) };
    let title = format!("{learner}{}, progress on {}", report.bank_title, report.at.written());
    page.element("title", &[], &title).line().open("style", &[]).line();
    for line in STYLE.lines() {
        page.text(line).line();
    }
    page.close().line().close().line();
}

/// Writes a part of a report. Pictures are of a learner's progress, and left out where there is no report of any.
pub fn block(page: &mut Markup, report: Option<&Report>, block: &Block) {
    match block {
        Block::Title(text) => page.element("h1", &[], text).line(),
        Block::Heading(text) => page.line().element("h2", &[], text).line(),
        Block::Subheading(text) => page.element("h3", &[], text).line(),
        Block::Paragraph(text) => page.element("p", &[], text).line(),
        Block::Lead(text) => page.element("p", &[("class", "lead")], text).line(),
        Block::Missing(text) => page.element("p", &[("class", "missing")], text).line(),
        Block::Facts(facts) => self::facts(page, "facts", facts),
        Block::Signs(signs) => self::facts(page, "facts signs", signs),
        Block::Explained(words) => explained(page, words),
        Block::Numbers(numbers) => self::numbers(page, numbers),
        Block::Picture(picture) => match report {
            Some(report) => self::picture(page, report, picture),
            None => page,
        },
        Block::Table(table) if table.repeats => {
            page.open("details", &[]).element("summary", &[], "The same as a table").line();
            self::table(page, table).close().line()
        }
        Block::Table(table) => self::table(page, table),
        Block::Missed(missed) => self::missed(page, missed),
    };
}

fn facts<'a>(page: &'a mut Markup, class: &str, facts: &[(String, String)]) -> &'a mut Markup {
    page.open("dl", &[("class", class)]).line();
    for (name, said) in facts {
        page.element("dt", &[], name).element("dd", &[], said).line();
    }
    page.close().line()
}

fn explained<'a>(page: &'a mut Markup, words: &[(String, String)]) -> &'a mut Markup {
    page.open("dl", &[("class", "reading")]).line();
    for (word, meaning) in words {
        page.open("div", &[]).element("dt", &[], word).element("dd", &[], meaning).close().line();
    }
    page.close().line()
}

fn numbers<'a>(page: &'a mut Markup, numbers: &[[String; 3]]) -> &'a mut Markup {
    page.open("dl", &[("class", "numbers")]).line();
    for [name, number, behind] in numbers {
        page.open("div", &[]).element("dt", &[], name).element("dd", &[], number);
        page.element("dd", &[("class", "behind")], behind).close().line();
    }
    page.close().line()
}

fn picture<'a>(page: &'a mut Markup, report: &Report, picture: &Picture) -> &'a mut Markup {
    page.open("figure", &[]).line();
    svg::draw(page, report, picture);
    page.line().element("figcaption", &[], &picture.caption).close().line()
}

fn table<'a>(page: &'a mut Markup, table: &Table) -> &'a mut Markup {
    let class = |number: usize| -> &'static [(&'static str, &'static str)] {
        match table.columns.get(number).map(|column| column.kind) {
            Some(Kind::Number) => &[("class", "number")],
            Some(Kind::Word) => &[("class", "word")],
            _ => &[],
        }
    };
    page.open("div", &[("class", "scroll")]).open("table", &[]).line().element("caption", &[], &table.caption).line();
    page.open("thead", &[]).open("tr", &[]);
    for (number, column) in table.columns.iter().enumerate() {
        let mut attributes = vec![("scope", "col")];
        attributes.extend(class(number));
        page.element("th", &attributes, &column.title);
    }
    page.close().close().line();
    let width = table.columns.len().to_string();
    for group in &table.groups {
        page.open("tbody", &[]).line();
        if !group.title.is_empty() {
            let attributes = [("scope", "rowgroup"), ("class", "group"), ("colspan", width.as_str())];
            page.open("tr", &[]).element("th", &attributes, &group.title).close().line();
        }
        for row in &group.rows {
            page.open("tr", &[]);
            for (number, cell) in row.iter().enumerate() {
                if number == 0 {
                    let mut attributes = vec![("scope", "row")];
                    attributes.extend(class(number));
                    page.element("th", &attributes, cell);
                } else {
                    page.element("td", class(number), cell);
                }
            }
            page.close().line();
        }
        if !group.note.is_empty() {
            let attributes = [("class", "note"), ("colspan", width.as_str())];
            page.open("tr", &[]).element("td", &attributes, &group.note).close().line();
        }
        page.close().line();
    }
    page.close().close().line()
}

fn missed<'a>(page: &'a mut Markup, missed: &Missed) -> &'a mut Markup {
    page.open("div", &[("class", "pair")]).line().open("div", &[("class", "halves")]).line();
    let halves = missed.labels.iter().zip(missed.texts.iter().zip(&missed.deciding));
    for (side, (label, (text, deciding))) in Side::BOTH.into_iter().zip(halves) {
        let (class, named) = match side {
            Side::Left => ("left", format!("◂ {label}")),
            Side::Right => ("right", format!("{label} ▸")),
        };
        page.open("section", &[("class", class)]).element("h4", &[], &named).open("p", &[]);
        marked(page, text, deciding).close();
        if side == missed.side {
            page.element("p", &[("class", "missed")], missed.missed_words());
        }
        page.close().line();
    }
    page.close().line();
    if !missed.explanation.is_empty() {
        page.element("p", &[("class", "why")], &missed.explanation);
    }
    page.close().line()
}

/// A text in which the words that decide are marked.
pub fn marked<'a>(page: &'a mut Markup, text: &str, deciding: &[String]) -> &'a mut Markup {
    let text = clean(text);
    let mut rest: &str = &text;
    let words: Vec<_> = deciding.iter().map(|words| clean(words)).filter(|words| !words.is_empty()).collect();
    // In the order of the text; words that overlap others are passed over.
    while let Some((start, found)) = words.iter().filter_map(|one| rest.find(&**one).map(|at| (at, one))).min() {
        let (before, after) = rest.split_at(start);
        page.text(before).element("strong", &[], found);
        rest = after.strip_prefix(&**found).unwrap_or_default();
    }
    page.text(rest)
}
