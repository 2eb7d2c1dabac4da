//! The host's page of a desk: who stands where, and unlocking. The host word opens it.

use super::super::guard::Secure;
use super::super::page::{Field, Page, calm, field, form, head, html, named, notice, see};
use super::super::routes::{Known, Sent, with_cookie};
use super::super::{Shut, cookie, held};
use super::{DeskSite, Here};
use crate::adapters::clock;
use crate::adapters::hall::{Order, Refused, Seat};
use crate::adapters::report::markup::Markup;
use crate::app::view::{desk as words, web};
use crate::domain::room::Token;
use crate::domain::room::view::fingerprint;
use axum::extract::{Extension, Form, Query, RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde::Deserialize;

/// An applicant as the host sees them.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Row {
    seat: u32,
    name: String,
    said: String,
    may_unlock: bool,
}

/// All that the host may see.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Shown {
    title: String,
    stands: Vec<String>,
    rows: Vec<Row>,
    trouble: Option<String>,
    closed: bool,
    /// How many attempts are under way.
    under: usize,
}

impl Shown {
    fn of(site: &DeskSite) -> Self {
        let state = site.state();
        let now = clock::system();
        let row = |seat: &Seat| {
            let standing = seat.standing();
            let gone = standing.is_under() && !seat.is_there(now);
            Row {
                seat: seat.number,
                name: words::called(&seat.person.name, &seat.person.roster),
                said: words::stands(&standing, gone, state.moves(seat.number)),
                may_unlock: seat.has_begun(),
            }
        };
        let standings: Vec<words::Standing> = state.seats.values().map(|seat| seat.standing()).collect();
        let begun = state.seats.values().filter(|seat| seat.has_begun()).count();
        let trouble = state.trouble.as_ref().map(ToString::to_string);
        Self {
            title: site.about.title.clone(),
            stands: words::standing(&standings, begun, state.wrong, state.since),
            rows: state.seats.values().map(|seat| row(seat)).collect(),
            trouble: trouble.or_else(|| state.unfiled.as_ref().map(|why| words::unfiled(why))),
            closed: state.closed,
            under: standings.iter().filter(|one| one.is_under()).count(),
        }
    }
}

impl DeskSite {
    fn host_cookie(&self) -> String {
        format!("{}-host", self.cookie())
    }

    fn is_led_by(&self, headers: &HeaderMap) -> bool {
        held(&self.doors).is_open_to(cookie::read(headers, &self.host_cookie()))
    }
}

/// The page, or the question for the host word.
pub async fn show(State(site): Here, RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    let said = site.noted(query.as_deref()).map(|note| note.said);
    if !site.is_led_by(&headers) {
        return shut(said);
    }
    html(StatusCode::OK, page(&Shown::of(&site), said.as_deref()).written())
}

/// What is new on it.
pub async fn wait(State(site): Here, Query(known): Query<Known>, headers: HeaderMap) -> Response {
    if !site.is_led_by(&headers) {
        return shut(None);
    }
    let look = |known| {
        let shown = Shown::of(&site);
        (known != Some(fingerprint(&shown))).then(|| page(&shown, None).part())
    };
    site.news(&known.v, look).await
}

#[derive(Deserialize)]
pub struct HostWord {
    word: String,
}

/// Opens the page to whoever knows the host word.
pub async fn open(State(site): Here, Extension(Secure(secure)): Extension<Secure>, sent: Sent<HostWord>) -> Response {
    let refused = |said| site.refused("/console", said, "");
    let Ok(Form(HostWord { word })) = sent else { return refused(web::INCOMPLETE) };
    let token = Token(site.entropy());
    let opened = held(&site.doors).open(&word, &site.word, token);
    match opened {
        Ok(token) => with_cookie(see("/console"), &cookie::given(&site.host_cookie(), token, secure)),
        Err(Shut::Wrong) => refused(words::WRONG_WORD),
        Err(Shut::TooMany) => refused(words::TOO_MANY_WORDS),
    }
}

/// What the form for unlocking sends.
#[derive(Deserialize)]
pub struct Unlocking {
    seat: u32,
    by: String,
    why: String,
    #[serde(default)]
    minutes: String,
    #[serde(default)]
    another: String,
    /// Whether it was asked about.
    #[serde(default)]
    sure: String,
}

/// Unlocks an attempt.
pub async fn act(State(site): Here, headers: HeaderMap, sent: Sent<Unlocking>) -> Response {
    let refused = |said: &str| site.refused("/console", said, "");
    if !site.is_led_by(&headers) {
        return refused(words::SHUT_CONSOLE);
    }
    let Ok(Form(asked)) = sent else { return refused(web::INCOMPLETE) };
    if !asked.another.is_empty() && asked.sure.is_empty() {
        let shown = Shown::of(&site);
        let row = shown.rows.iter().find(|row| row.seat == asked.seat);
        return row.map_or_else(
            || refused(&words::no_seat(asked.seat)),
            |row| html(StatusCode::OK, sure(&shown, row, &asked).written()),
        );
    }
    let Unlocking { seat, by, why, minutes, another, .. } = asked;
    let minutes = if minutes.trim().is_empty() { Ok(0) } else { minutes.trim().parse() };
    let Ok(minutes) = minutes else { return refused(words::MINUTES_ARE_WHOLE) };
    match site.submit(Order::Unlock { seat, another: !another.is_empty(), minutes, by, why }).await {
        Ok(_) => see("/console"),
        Err(Refused::Stale) => refused(words::BUSY_SEAT),
        Err(no) => refused(&no.to_string()),
    }
}

/// Closes the desk.
pub async fn close(State(site): Here, headers: HeaderMap) -> Response {
    if !site.is_led_by(&headers) {
        return site.refused("/console", words::SHUT_CONSOLE, "");
    }
    match site.submit(Order::Close).await {
        Ok(_) | Err(Refused::Closed) => see("/console"),
        Err(no) => site.refused("/console", &no.to_string(), ""),
    }
}

fn shut(said: Option<String>) -> Response {
    let contents = move |page: &mut Markup| {
        notice(page, said.as_deref());
        page.element("h1", &[("data-say", "data-say")], words::HOSTS_PAGE).line();
        page.element("p", &[], words::WHERE_HOST_WORD).line();
        form(page, "/console/open");
        field(page, ("word", web::HOST_WORD), "", Field::Code);
        page.element("button", &[("class", "go")], web::OPEN).close().line();
    };
    let title = words::HOSTS_PAGE.to_owned();
    html(
        StatusCode::OK,
        Page { title, class: "console", reload: None, wait: None, contents: Box::new(contents) }.written(),
    )
}

fn page<'a>(shown: &'a Shown, said: Option<&'a str>) -> Page<'a> {
    Page {
        title: words::HOSTS_PAGE.to_owned(),
        class: "console",
        reload: None,
        wait: Some(("/console/wait".to_owned(), fingerprint(shown))),
        contents: Box::new(move |page| contents(page, shown, said)),
    }
}

fn contents(page: &mut Markup, shown: &Shown, said: Option<&str>) {
    head(page, &shown.title, words::HOSTS_PAGE);
    notice(page, said);
    notice(page, shown.trouble.as_deref());
    calm(page, shown.closed.then_some(words::CLOSED));
    for (at, line) in shown.stands.iter().enumerate() {
        page.element(if at == 0 { "h1" } else { "p" }, &[], line).line();
    }
    for row in &shown.rows {
        let id = format!("seat-{}", row.seat);
        page.open("details", &[("id", &id)]).open("summary", &[]).open("span", &[]);
        named(page, &format!("{}: {}", row.name, row.said), &row.name);
        page.close().close().line();
        if row.may_unlock {
            unlocking(page, row.seat);
        } else {
            page.element("p", &[("class", "quiet")], words::NOTHING_TO_UNLOCK).line();
        }
        page.close().line();
    }
    if !shown.closed {
        page.open("details", &[("id", "close")]).element("summary", &[], words::CLOSE_THE_DESK).line();
        page.element("p", &[], &words::asked_to_close(shown.under)).line();
        form(page, "/console/close");
        page.element("button", &[], words::CLOSE_THE_DESK).close().close().line();
    }
    page.open("p", &[]).element("a", &[("class", "target"), ("href", "/projector")], web::PROJECTOR).close().line();
}

/// Asks whether another attempt is meant: what is there would else be taken for lost.
fn sure<'a>(shown: &'a Shown, row: &'a Row, asked: &'a Unlocking) -> Page<'a> {
    let contents = move |page: &mut Markup| {
        head(page, &shown.title, words::HOSTS_PAGE);
        let question = words::sure_of_another(&row.name, &row.said);
        page.element("h1", &[("data-say", "data-say")], &question).line();
        form(page, "/console/do");
        let seat = asked.seat.to_string();
        let kept = [("seat", seat.as_str()), ("by", &asked.by), ("why", &asked.why), ("minutes", &asked.minutes)];
        for (name, value) in kept.into_iter().chain([("another", "yes"), ("sure", "yes")]) {
            super::super::page::hidden(page, name, value);
        }
        page.element("button", &[("class", "go")], words::LET_ANOTHER_BEGIN).close().line();
        let back = [("class", "target"), ("href", "/console")];
        page.open("p", &[]).element("a", &back, words::CHANGE_NOTHING).close().line();
    };
    let title = words::HOSTS_PAGE.to_owned();
    Page { title, class: "console", reload: None, wait: None, contents: Box::new(contents) }
}

fn unlocking(page: &mut Markup, seat: u32) {
    form(page, "/console/do");
    super::super::page::hidden(page, "seat", &seat.to_string());
    page.open("div", &[("class", "row")]).line();
    for (name, label, needed) in
        [("by", words::UNLOCKED_BY, true), ("why", words::WHY, true), ("minutes", words::MORE_MINUTES, false)]
    {
        let id = format!("{name}-{seat}");
        page.open("div", &[]).element("label", &[("for", &id)], label);
        let mut attributes = vec![("id", id.as_str()), ("name", name), ("maxlength", "200"), ("autocomplete", "off")];
        if needed {
            attributes.push(("required", "required"));
        } else {
            attributes.push(("inputmode", "numeric"));
        }
        page.empty("input", &attributes).close().line();
    }
    page.close().line();
    let id = format!("another-{seat}");
    page.open("label", &[("class", "check"), ("for", &id)]);
    page.empty("input", &[("type", "checkbox"), ("id", &id), ("name", "another"), ("value", "yes")]);
    page.text(" ").element("span", &[], words::ANOTHER).close().line();
    page.element("button", &[], words::UNLOCK).close().line();
}
