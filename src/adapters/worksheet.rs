//! A paper for a room without devices, as HTML for print: sheets to mark, and the key apart.
//!
//! The sheets are made from faces alone, so that no key can stand on one. Each is a table whose head and foot are repeated on each of
//! its pages, so that a page that comes loose still tells whose it is.

use crate::adapters::report::html::marked;
use crate::adapters::report::markup::Markup;
use crate::app::view::room::name;
use crate::app::view::sheets as words;
use crate::domain::bank::Side;
use crate::domain::room::typed::written;
use crate::domain::room::view::Labels;
use crate::domain::room::{Answer, Choice, Face};

/// Up to how many statements stand on one page in larger letters.
const FEW: usize = 8;

const STYLE: &str = include_str!("worksheet/style.css");

/// What stands on every sheet.
#[derive(Debug, Clone)]
pub struct Worksheet<'a> {
    /// Its title.
    pub title: &'a str,
    /// What is asked of every statement.
    pub question: &'a str,
    /// How the sides are called.
    pub sides: &'a Labels,
    /// Whether there are boxes for how sure somebody is.
    pub certainty: bool,
    /// The code that names the paper.
    pub paper: &'a str,
    /// The statements.
    pub faces: Vec<&'a Face>,
}

impl Worksheet<'_> {
    /// So many sheets, numbered from 1; one whose number is left open where nobody says how many.
    #[must_use]
    pub fn sheets(&self, sheets: Option<u32>) -> String {
        let mut page = page(self.title);
        let numbers = sheets.map_or_else(|| vec![None], |sheets| (1..=sheets).map(Some).collect());
        for number in numbers {
            self.sheet(&mut page, number);
        }
        page.end()
    }

    /// The key, which stands on no sheet.
    #[must_use]
    pub fn key(&self, answers: &[&Answer]) -> String {
        let mut page = page(&format!("{}: {}", self.title, words::FOR_THE_TEACHER));
        page.open("main", &[("class", "key")]).line().element("h1", &[], self.title).line();
        page.element("p", &[("class", "how")], words::FOR_THE_TEACHER).line();
        let sides: Vec<Option<Choice>> =
            answers.iter().map(|answer| Some(Choice { response: answer.side.into(), certainty: None })).collect();
        page.open("p", &[]).text(words::AT_A_GLANCE).text(": ").element("code", &[], &written(&sides)).close().line();
        for (face, answer) in self.faces.iter().zip(answers) {
            self.explained(&mut page, face, answer);
        }
        page.element("p", &[("class", "foot")], &words::foot(self.paper, None)).line();
        page.end()
    }

    fn sheet(&self, page: &mut Markup, number: Option<u32>) {
        // Few statements leave room for larger letters.
        let few: &[(&str, &str)] = if self.faces.len() <= FEW { &[("class", "few")] } else { &[] };
        page.open("section", few).line().open("table", &[]).line().open("thead", &[]).line();
        let columns = if self.certainty { "8" } else { "5" };
        page.open("tr", &[]).open("td", &[("class", "head"), ("colspan", columns)]);
        page.open("div", &[("class", "fields")]).element("h1", &[], self.title);
        page.open("p", &[]).text(words::NAME).element("span", &[("class", "line")], "").close();
        page.open("p", &[]).text(words::NUMBER).text(" ");
        match number {
            Some(number) => page.element("strong", &[], &number.to_string()),
            None => page.element("span", &[("class", "short line")], ""),
        };
        page.close().close();
        page.element("p", &[("class", "how")], &words::letters(self.sides));
        page.element("p", &[("class", "how")], &words::how_to_mark(self.question, self.certainty));
        page.close().close().line();
        self.heads(page);
        page.close().line().open("tfoot", &[]).open("tr", &[]);
        page.element("td", &[("class", "foot"), ("colspan", columns)], &words::foot(self.paper, number));
        page.close().close().line().open("tbody", &[]).line();
        for face in &self.faces {
            page.open("tr", &[]).element("td", &[("class", "number")], &face.place.to_string());
            page.element("td", &[], &face.text);
            for letter in words::LETTERS {
                page.open("td", &[("class", "box")]).element("span", &[], letter).close();
            }
            for sure in 1..=if self.certainty { 3 } else { 0 } {
                page.open("td", &[("class", "sure")]).element("span", &[], &sure.to_string()).close();
            }
            page.close().line();
        }
        page.close().close().close().line();
    }

    fn heads(&self, page: &mut Markup) {
        page.open("tr", &[]).element("th", &[], "").element("th", &[], "");
        for side in Side::BOTH {
            page.element("th", &[("class", "box")], name(self.sides, side));
        }
        page.element("th", &[("class", "box")], words::DONT_KNOW);
        if self.certainty {
            page.element("th", &[("class", "box"), ("colspan", "3")], words::HOW_SURE);
        }
        page.close().line();
    }

    fn explained(&self, page: &mut Markup, face: &Face, answer: &Answer) {
        page.open("div", &[("class", "one")]).line().open("p", &[]);
        let letter = answer.side.pick(&'L', &'R');
        let key = format!("{}. {letter}, {}", face.place, name(self.sides, answer.side));
        page.element("strong", &[("class", "side")], &key).text(" ");
        marked(page, &face.text, &answer.deciding).close().line();
        if !answer.explanation.is_empty() {
            page.element("p", &[], &answer.explanation).line();
        }
        if let Some(other) = &answer.counterpart {
            page.open("p", &[("class", "more")]).text(words::COUNTERPART).text(": ");
            marked(page, &other.text, &other.deciding).close().line();
        }
        if let Some(belief) = &answer.belief {
            let said = format!("{}: {} {}", words::BELIEF, belief.claim, belief.refutation);
            page.element("p", &[("class", "more")], &said).line();
        }
        page.close().line();
    }
}

/// A page, begun.
fn page(title: &str) -> Markup {
    let mut page = Markup::document();
    page.open("html", &[("lang", "en")]).line().open("head", &[]).line();
    page.empty("meta", &[("charset", "utf-8")]).line();
    page.empty("meta", &[("name", "viewport"), ("content", "width=device-width, initial-scale=1")]).line();
    page.element("title", &[], title).line().open("style", &[]).line();
    for line in STYLE.lines() {
        page.text(line).line();
    }
    page.close().line().close().line().open("body", &[]).line();
    page
}
