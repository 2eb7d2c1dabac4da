//! What all pages have in common.

use super::super::report::markup::Markup;
use crate::app::view::room::name;
use crate::app::view::text::{Role, Text};
use crate::app::view::web;
use crate::domain::bank::Side;
use crate::domain::room::view::Labels;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

/// What a page of the class is written with.
pub type Writer<'a> = Box<dyn FnOnce(&mut Markup) + 'a>;

/// A page before it is written.
pub struct Page<'a> {
    /// What the browser calls it.
    pub title: String,
    /// What the page is for, where its style differs: `stage`, `console`.
    pub class: &'static str,
    /// Where a browser without scripts looks again by itself; none where something may be half filled in.
    pub reload: Option<String>,
    /// Where a browser with scripts asks for news, and the number of what it has; none where nothing changes.
    pub wait: Option<(String, u64)>,
    /// What it holds.
    pub contents: Writer<'a>,
}

/// How many seconds pass before a page looks again by itself.
const RELOAD: u32 = 20;

impl Page<'_> {
    /// The whole page.
    pub fn written(self) -> String {
        let mut page = Markup::document();
        page.open("html", &[("lang", "en")])
            .line()
            .open("head", &[])
            .line()
            .empty("meta", &[("charset", "utf-8")])
            .line();
        page.empty("meta", &[("name", "viewport"), ("content", "width=device-width, initial-scale=1")]).line();
        page.element("title", &[], &self.title).line();
        page.empty("link", &[("rel", "stylesheet"), ("href", "/style.css")]).line();
        page.element("script", &[("src", "/live.js"), ("defer", "defer")], "").line();
        if let Some(address) = &self.reload {
            let again = format!("{RELOAD};url={address}");
            page.open("noscript", &[]).empty("meta", &[("http-equiv", "refresh"), ("content", &again)]).close().line();
        }
        page.close().line().open("body", &[("class", self.class)]).line();
        page.element("p", &[("id", "live"), ("class", "apart"), ("role", "status")], "").line();
        page.element("p", &[("id", "lost"), ("class", "lost"), ("role", "alert"), ("hidden", "hidden")], web::LOST)
            .line();
        self.main(&mut page);
        page.end()
    }

    /// Its main part alone, for a page that is there already.
    pub fn part(self) -> String {
        let mut part = Markup::default();
        self.main(&mut part);
        part.end()
    }

    fn main(self, page: &mut Markup) {
        let version = self.wait.as_ref().map(|(_, version)| format!("{version:x}"));
        let mut attributes = vec![("id", "main"), ("tabindex", "-1")];
        if let (Some((address, _)), Some(version)) = (&self.wait, &version) {
            attributes.extend([("data-wait", address.as_str()), ("data-v", version)]);
        }
        page.open("main", &attributes).line();
        (self.contents)(page);
        page.close().line();
    }
}

/// An answer of HTML.
pub fn html(status: StatusCode, page: String) -> Response {
    (status, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], page).into_response()
}

/// A page of one sentence, and the way `back`.
pub fn sentence(status: StatusCode, said: &str, back: &str) -> Response {
    let contents = |page: &mut Markup| {
        page.element("h1", &[("data-say", "data-say")], said).line();
        page.open("p", &[]).element("a", &[("class", "target"), ("href", "/")], back).close().line();
    };
    let title = back.to_owned();
    html(status, Page { title, class: "", reload: None, wait: None, contents: Box::new(contents) }.written())
}

/// The answer to a form that was taken: look there now.
pub fn see(address: &str) -> Response {
    (StatusCode::SEE_OTHER, [(header::LOCATION, address)]).into_response()
}

/// A page's head: what it is of, and where that stands.
pub fn head(page: &mut Markup, of: &str, stands: &str) {
    page.open("header", &[]).element("strong", &[], of).text(" ").element("span", &[], stands).close().line();
}

/// A sentence above all else: why something was refused, or what is the matter.
pub fn notice(page: &mut Markup, said: Option<&str>) {
    if let Some(said) = said {
        page.element("p", &[("class", "notice"), ("role", "alert")], said).line();
    }
}

/// A sentence above all else that nobody need worry about.
pub fn calm(page: &mut Markup, said: Option<&str>) {
    if let Some(said) = said {
        page.element("p", &[("class", "notice calm"), ("role", "status")], said).line();
    }
}

/// The beginning of a form; [`Markup::close`] ends it.
pub fn form<'a>(page: &'a mut Markup, action: &str) -> &'a mut Markup {
    page.open("form", &[("method", "post"), ("action", action)]).line()
}

/// Something that a form sends and nobody sees.
pub fn hidden(page: &mut Markup, name: &str, value: &str) {
    page.empty("input", &[("type", "hidden"), ("name", name), ("value", value)]).line();
}

/// A field for a name or a code, with its label; `given` is what was typed before.
pub fn field(page: &mut Markup, (id, label): (&str, &str), given: &str, kind: Field) {
    page.element("label", &[("for", id)], label).line();
    let mut attributes = vec![("id", id), ("name", id), ("value", given), ("required", "required")];
    attributes.extend(match kind {
        Field::Name => [("maxlength", "160"), ("autocomplete", "nickname"), ("spellcheck", "false")].as_slice(),
        Field::Code => [
            ("maxlength", "60"),
            ("autocomplete", "off"),
            ("autocapitalize", "none"),
            ("autocorrect", "off"),
            ("spellcheck", "false"),
        ]
        .as_slice(),
    });
    page.empty("input", &attributes).line();
}

/// What is typed into a field.
#[derive(Debug, Clone, Copy)]
pub enum Field {
    /// A name.
    Name,
    /// A code, an id or words of ours.
    Code,
}

/// The class of a side.
pub const fn side_class(side: Side) -> &'static str {
    match side {
        Side::Left => "left",
        Side::Right => "right",
    }
}

/// A line from one side to the other; the half of `right` is thick, where it is known.
pub fn beam(page: &mut Markup, sides: &Labels, right: Option<Side>) {
    page.open("p", &[("class", "beam")]);
    page.element("span", &[("class", "left")], &format!("◂ {}", name(sides, Side::Left)));
    let rule = |side: Side, class: &'static str| if right == Some(side) { class } else { "rule" };
    page.element("span", &[("class", rule(Side::Left, "rule is-left"))], "");
    page.element("span", &[("class", rule(Side::Right, "rule is-right"))], "");
    page.element("span", &[("class", "right")], &format!("{} ▸", name(sides, Side::Right))).close().line();
}

/// A text with its deciding words underlined.
pub fn text(page: &mut Markup, text: &Text) {
    for span in &text.0 {
        match span.role {
            Role::Deciding => page.element("u", &[], &span.words),
            _ => page.text(&span.words),
        };
    }
}

/// A name, which may run in another direction than what stands around it.
pub fn named(page: &mut Markup, around: &str, name: &str) {
    match around.split_once(name).filter(|_| !name.is_empty()) {
        Some((before, after)) => page.text(before).element("bdi", &[], name).text(after),
        None => page.text(around),
    };
}
