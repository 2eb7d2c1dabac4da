//! Tickets as one page that is printed and cut.

use super::Made;
use crate::adapters::report::markup::Markup;
use crate::app::view::desk as words;
use std::fmt::Write;

/// The code that a camera reads, row by row, true where it is dark.
pub type Squares<'a> = &'a dyn Fn(&str) -> Option<Vec<Vec<bool>>>;

const STYLE: &str = include_str!("sheet.css");

/// The page with a ticket for each. `address` is where a browser finds the desk, `command` what is typed in a terminal, if anything, and `squares` what a camera reads of a
/// ticket's code, where it can be drawn.
#[must_use]
pub fn page(title: &str, (address, command): (&str, Option<&str>), made: &[Made], squares: Squares<'_>) -> String {
    let mut page = Markup::document();
    page.open("html", &[("lang", "en")]).line().open("head", &[]).line().empty("meta", &[("charset", "utf-8")]).line();
    page.empty("meta", &[("name", "viewport"), ("content", "width=device-width, initial-scale=1")]).line();
    page.element("title", &[], &words::tickets_of(title)).line().open("style", &[]).line();
    for line in STYLE.lines() {
        page.text(line).line();
    }
    page.close().line().close().line().open("body", &[]).line();
    page.element("h1", &[], &words::tickets_of(title)).line();
    page.element("p", &[("class", "about")], words::ABOUT_TICKETS).line().open("main", &[]).line();
    for one in made {
        ticket(&mut page, title, (address, command), one, squares);
    }
    page.end()
}

fn ticket(page: &mut Markup, title: &str, (address, command): (&str, Option<&str>), one: &Made, squares: Squares<'_>) {
    let (person, code) = (&one.person, one.ticket.to_string());
    let name = if person.name.is_empty() { &person.roster } else { &person.name };
    page.open("section", &[]).line().open("div", &[]).line();
    page.open("h2", &[]).element("bdi", &[], name).close().line();
    let beside = if person.name.is_empty() { String::new() } else { format!("{} · ", person.roster) };
    page.element("p", &[], &format!("{beside}{title}")).line();
    page.element("p", &[("class", "address")], address.strip_prefix("http://").unwrap_or(address)).line();
    if let Some(command) = command {
        page.element("p", &[("class", "terminal")], &words::in_a_terminal(command)).line();
    }
    page.element("p", &[("class", "code")], &code).line();
    page.element("p", &[("class", "how")], words::HOW_TO_SIT).line().close().line();
    if let Some(squares) = squares(&code) {
        picture(page, &squares);
    }
    page.close().line();
}

fn picture(page: &mut Markup, squares: &[Vec<bool>]) {
    let width = (squares.len() + 8).to_string();
    let view = format!("0 0 {width} {width}");
    page.open("svg", &[("xmlns", "http://www.w3.org/2000/svg"), ("viewBox", &view), ("aria-hidden", "true")]);
    let mut path = String::new();
    for (y, row) in squares.iter().enumerate() {
        for (x, _) in row.iter().enumerate().filter(|(_, dark)| **dark) {
            let _ = write!(path, "M{} {}h1v1h-1z", x + 4, y + 4);
        }
    }
    page.empty("path", &[("d", &path), ("fill", "#000"), ("shape-rendering", "crispEdges")]).close().line();
}
