//! A screen of an attempt as a page: its words, and a button for what can be done there.

use super::super::page::{form, head, hidden};
use crate::adapters::hall::What;
use crate::adapters::report::markup::Markup;
use crate::app::keys::{Action, Context};
use crate::app::view::block::{Block, Cell, Fact, Kind, Measure, Paper, Spread, Stops, Table, When};
use crate::app::view::text::{Role, Text};
use crate::app::view::words::capital;
use crate::app::view::{View, desk as words, of};
use crate::app::{Model, assess};
use crate::domain::bank::Side;
use crate::domain::certainty::Certainty;
use crate::domain::room::RequestId;

/// Writes the screen. `say` writes what is to be said above all else.
pub fn written(page: &mut Markup, model: &Model, request: RequestId, say: impl FnOnce(&mut Markup)) {
    let view = of(model);
    let mut sheet = Sheet { page, view: &view, request, titled: false };
    sheet.head();
    say(sheet.page);
    if let Some(said) = &view.notice {
        sheet.page.open("p", &[("class", "notice calm"), ("role", "status")]);
        sheet.text(said);
        sheet.page.close().line();
    }
    for block in view.blocks.iter().filter(|block| block.when != When::Spoken) {
        sheet.block(block);
    }
    sheet.ways(model);
}

/// What a form asks for; none where it asks for nothing that a page offers.
pub fn read(what: &str, chosen: &str) -> Option<What> {
    let key = |action| Some(What::Key(action));
    match what {
        "answer" => {
            let (side, sure) = side_of(chosen)?;
            Some(What::Answer(side, sure))
        }
        "mark" => Some(What::Mark(true)),
        "unmark" => Some(What::Mark(false)),
        "accept" => key(Action::Accept),
        "decline" => key(Action::Decline),
        "next" => key(Action::Next),
        "skip" => key(Action::Skip),
        "previous" => key(Action::Previous),
        "overview" => key(Action::Overview),
        "timer" => key(Action::Timer),
        "submit" => key(Action::Submit),
        "back" => key(Action::Back),
        other => other.strip_prefix("pick ")?.parse().ok().and_then(|number| key(Action::Pick(number))),
    }
}

fn side_of(chosen: &str) -> Option<(Side, Option<Certainty>)> {
    let mut letters = chosen.chars();
    let side = match letters.next()? {
        'L' => Side::Left,
        'R' => Side::Right,
        _ => return None,
    };
    let sure = match letters.next() {
        None => None,
        Some(digit) => Some(Certainty::from_number(u8::try_from(digit.to_digit(10)?).ok()?)?),
    };
    letters.next().is_none().then_some((side, sure))
}

/// What a button sends that asks for this; none where a page has no button for it.
fn sent(action: Action, is_marked: bool, context: Context) -> Option<&'static str> {
    let is_asked = matches!(context, Context::Trying | Context::TryingPlain | Context::Sitting | Context::SittingPlain);
    Some(match action {
        Action::Accept => "accept",
        Action::Decline => "decline",
        // The answer has a button of its own, and so has each statement of the overview.
        Action::Next if is_asked || matches!(context, Context::Overview | Context::Outcome) => return None,
        Action::Next => "next",
        Action::Skip => "skip",
        Action::Previous => "previous",
        Action::Mark if is_marked => "unmark",
        Action::Mark => "mark",
        Action::Overview => "overview",
        Action::Timer => "timer",
        Action::Submit => "submit",
        Action::Back if context == Context::Overview => "back",
        _ => return None,
    })
}

struct Sheet<'a> {
    page: &'a mut Markup,
    view: &'a View,
    request: RequestId,
    /// Whether the page has its heading.
    titled: bool,
}

impl Sheet<'_> {
    /// What the page is of, and where it stands: `14 of 60 · saved · 12 min left`.
    fn head(&mut self) {
        let Some(of) = &self.view.head else { return };
        let mut stands: Vec<String> = of.right.iter().rev().map(plain).filter(|said| !said.is_empty()).collect();
        let is_short = of.subtitle.chars().count() <= 24;
        if is_short && !of.subtitle.is_empty() {
            stands.insert(1.min(stands.len()), of.subtitle.clone());
        }
        head(self.page, &of.title, &stands.join(" · "));
        if !is_short {
            self.page.element("p", &[("class", "quiet")], &of.subtitle).line();
        }
    }

    fn block(&mut self, block: &Block) {
        match &block.kind {
            Kind::Lines(lines) => lines.iter().for_each(|line| self.paragraph(line)),
            Kind::Prose(prose) => {
                // Under a statement stands what is asked of it, which the choices have as their legend.
                let is_asked = prose.measure == Measure::Statement && self.titled && self.has_stops();
                prose.paragraphs.iter().filter(|_| !is_asked).for_each(|paragraph| self.paragraph(paragraph));
            }
            Kind::Ends(ends) => self.paragraph(&ends.left),
            Kind::Centred(lines) => lines.iter().for_each(|line| self.centred(line)),
            Kind::Facts(facts) => self.facts(facts),
            Kind::Stops(stops) => self.stops(stops),
            Kind::Paper(paper) => self.paper(paper),
            Kind::Spread(spread) => self.spread(spread),
            Kind::Table(table) => self.table(table),
            // Nothing else is on these screens.
            _ => {}
        }
    }

    fn has_stops(&self) -> bool {
        self.view.blocks.iter().any(|block| matches!(block.kind, Kind::Stops(_)))
    }

    /// A paragraph; the first strong one is the page's heading.
    fn paragraph(&mut self, text: &Text) {
        let is_strong = !text.0.is_empty()
            && text.0.iter().all(|span| matches!(span.role, Role::Strong | Role::Right | Role::Wrong));
        let is_title = is_strong && !self.titled;
        self.titled |= is_title;
        if is_title {
            self.page.open("h1", &[("data-say", "data-say"), ("id", "title")]);
        } else {
            self.page.open("p", &[]);
        }
        self.text(text);
        self.page.close().line();
    }

    /// A line in the middle; one of signs alone is a picture.
    fn centred(&mut self, line: &Text) {
        if line.0.iter().all(|span| span.spoken.as_deref() == Some("")) {
            let drawn: String = line.0.iter().map(|span| span.words.as_str()).collect();
            self.page.element("p", &[("class", "cells"), ("aria-hidden", "true")], &drawn).line();
        } else {
            self.paragraph(line);
        }
    }

    fn text(&mut self, text: &Text) {
        for span in &text.0 {
            let class = match span.role {
                Role::Quiet => "quiet",
                Role::Right => "ok",
                Role::Wrong => "no",
                Role::Side(Side::Left) => "left",
                Role::Side(Side::Right) => "right",
                _ => "",
            };
            match span.role {
                Role::Deciding => {
                    self.page.element("u", &[], &span.words);
                }
                _ if span.spoken.is_some() && !span.words.chars().any(char::is_alphanumeric) => {
                    self.page.element("span", &[("aria-hidden", "true"), ("class", class)], &span.words);
                    let said = span.spoken.as_deref().unwrap_or_default();
                    if !said.is_empty() {
                        self.page.element("span", &[("class", "apart")], said);
                    }
                }
                _ if class.is_empty() => {
                    self.page.text(&span.words);
                }
                _ => {
                    self.page.element("span", &[("class", class)], &span.words);
                }
            }
        }
    }

    fn facts(&mut self, facts: &[Fact]) {
        self.page.open("dl", &[("class", "facts")]).line();
        for fact in facts {
            self.page.element("dt", &[], &fact.label).open("dd", &[]);
            self.text(&fact.value);
            self.page.close().line();
        }
        self.page.close().line();
    }

    /// The beginning of a form that asks for something at this screen.
    fn form(&mut self) {
        form(self.page, "/seat/do");
        hidden(self.page, "at", &self.view.place);
        hidden(self.page, "request", &self.request.to_string());
    }

    /// The choices: choosing is no answer yet.
    fn stops(&mut self, stops: &Stops) {
        self.form();
        self.page.open("fieldset", &[]).line();
        let mut asked = self.view.blocks.iter().filter_map(|block| match &block.kind {
            Kind::Prose(prose) if prose.measure == Measure::Statement => prose.paragraphs.last(),
            _ => None,
        });
        let asked = asked.next_back().map(plain).unwrap_or_default();
        self.page.element("legend", &[], &asked).line().open("div", &[("class", "sides")]).line();
        for side in Side::BOTH {
            self.page.open("div", &[]).line();
            let of_side = |action: Action| matches!(action, Action::Answer(of, _) if of == side);
            for (at, stop) in stops.stops.iter().enumerate().filter(|(_, stop)| of_side(stop.action)) {
                let Action::Answer(_, sure) = stop.action else { continue };
                let letter = side.pick("L", "R");
                let value = format!("{letter}{}", sure.map_or_else(String::new, |sure| sure.number().to_string()));
                let id = format!("a-{value}");
                let class = if side == Side::Left { "choice left" } else { "choice right" };
                self.page.open("label", &[("class", class), ("for", &id)]);
                let mut attributes =
                    vec![("type", "radio"), ("name", "a"), ("value", &value), ("id", &id), ("required", "required")];
                if stops.chosen == Some(at) {
                    attributes.push(("checked", "checked"));
                }
                let name = &side.pick(&self.view.sides.left, &self.view.sides.right).name;
                let said = if stop.word.is_empty() { name.clone() } else { format!("{name}, {}", stop.word) };
                self.page.empty("input", &attributes).text(" ").element("span", &[], &said).close().line();
            }
            self.page.close().line();
        }
        self.page.close().close().line();
        let attributes = [("class", "go"), ("name", "do"), ("value", "answer"), ("id", "answer")];
        self.page.element("button", &attributes, words::ANSWER).close().line();
    }

    /// Every statement of the paper, as the way to it.
    fn paper(&mut self, paper: &Paper) {
        if paper.cells.iter().all(|cell| cell.action.is_none()) {
            return;
        }
        self.form();
        self.page.open("div", &[("class", "paper")]).line();
        for (at, cell) in paper.cells.iter().enumerate() {
            let said = words::one_statement(at + 1, cell.answered, cell.marked);
            let class = match (cell.marked, cell.answered) {
                (true, true) => "is-marked is-answered",
                (true, false) => "is-marked is-open",
                (false, true) => "is-answered",
                (false, false) => "is-open",
            };
            let value = format!("pick {at}");
            let attributes = [("class", class), ("name", "do"), ("value", &value), ("aria-label", &said)];
            self.page.element("button", &attributes, &(at + 1).to_string()).line();
        }
        self.page.close().close().line();
    }

    fn spread(&mut self, spread: &Spread) {
        self.page.open("div", &[("class", "pages")]).line();
        for side in Side::BOTH {
            let sheet = side.pick(&spread.pages.left, &spread.pages.right);
            let name = &side.pick(&self.view.sides.left, &self.view.sides.right).name;
            self.page.open("section", &[]).line();
            let class = if side == Side::Left { "left" } else { "right" };
            self.page.element("h2", &[("class", class)], name).line();
            if !sheet.label.is_empty() {
                self.page.open("p", &[("class", "quiet")]);
                self.text(&sheet.label);
                self.page.close().line();
            }
            for section in &sheet.sections {
                self.page.open("p", &[]);
                self.text(section);
                self.page.close().line();
            }
            self.page.close().line();
        }
        self.page.close().line();
    }

    fn table(&mut self, table: &Table) {
        self.page.open("table", &[]).line().open("thead", &[]).open("tr", &[]);
        for column in &table.columns {
            self.page.element("th", &[("scope", "col")], plain(&column.title).trim());
        }
        self.page.close().close().line().open("tbody", &[]).line();
        for row in &table.rows {
            self.page.open("tr", &[]);
            for cell in &row.cells {
                self.page.open("td", &[]);
                if let Cell::Text(said) = cell {
                    self.page.text(plain(said).trim());
                }
                self.page.close();
            }
            self.page.close().line();
        }
        self.page.close().close().line();
    }

    /// What else can be done here, as the footer of a terminal's screen has it.
    fn ways(&mut self, model: &Model) {
        let slot = assess::on(model).and_then(|assess| assess.attempt.as_ref()?.slot());
        let (is_marked, context) = (slot.is_some_and(|slot| slot.marked), model.context());
        let entries = self.view.foot.left.iter().chain(&self.view.foot.right);
        let ways: Vec<(&str, String)> = entries
            .filter_map(|entry| Some((sent(entry.action, is_marked, context)?, capital(&entry.words))))
            .collect();
        if !ways.is_empty() {
            self.form();
            self.page.open("div", &[("class", "ways")]).line();
            for (at, (what, said)) in ways.iter().enumerate() {
                let is_next = at == 0 && !self.has_stops() && context != Context::Overview;
                let class = if is_next || *what == "submit" { "go" } else { "" };
                self.page
                    .element("button", &[("class", class), ("name", "do"), ("value", what), ("id", what)], said)
                    .line();
            }
            self.page.close().close().line();
        }
        if context == Context::Consent
            && let Some(out) =
                self.view.foot.right.iter().find(|entry| matches!(entry.action, Action::Back | Action::Out))
        {
            form(self.page, "/seat/leave");
            self.page.element("button", &[("class", "none"), ("name", "do"), ("value", "leave")], &capital(&out.words));
            self.page.close().line();
        }
    }
}

/// The words of a text alone.
fn plain(text: &Text) -> String {
    text.0.iter().map(|span| span.words.as_str()).collect()
}
