//! The teacher's page: where the class stands, its commands as buttons, who is there. The host word opens it.

use super::super::report::markup::Markup;
use super::cookie;
use super::guard::Secure;
use super::notes::Note;
use super::page::{Field, Page, calm, field, form, head, html, named, notice, see};
use super::routes::{Here, Known, Sent, with_cookie};
use super::stage::{board, voted};
use super::{Shut, Site};
use crate::adapters::host::{Order, Refused, State as Class};
use crate::app::view::{room as words, web};
use crate::domain::room::view::{self, ConsoleView, ProjectorStage, fingerprint};
use crate::domain::room::{Command, Hands, Refusal, Room, Stage, WARM_UP};
use axum::extract::{Extension, Form, Query, RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

/// All that the teacher may see.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Desk {
    view: ConsoleView,
    /// What can be asked of the room now: how a button is called, and what it sends.
    steps: Vec<(&'static str, String)>,
    trouble: Option<String>,
}

impl Desk {
    fn of(class: &Class) -> Self {
        let view = view::console(&class.room, &class.people);
        let trouble = class.trouble.as_ref().map(ToString::to_string);
        Self { steps: steps(&class.room, &view), view, trouble }
    }
}

/// What can be asked of a room now, the sensible next step first; each names what it is about, so that it does nothing else
/// where it comes too late.
fn steps(room: &Room, view: &ConsoleView) -> Vec<(&'static str, String)> {
    let mut steps: Vec<(&'static str, String)> = Vec::new();
    let mut add = |step: &'static str, about: String| {
        let sent = format!("{step} {about}");
        if !steps.iter().any(|(_, other)| other == &sent) {
            steps.push((web::command(step), sent));
        }
    };
    match room.next_step() {
        Some(Command::Open { place }) => add("open", place.to_string()),
        Some(Command::Close { place, vote }) => add("close", format!("{place} {vote}")),
        Some(Command::Reveal { place }) => add("reveal", place.to_string()),
        Some(Command::Discuss { place, vote }) => add("discuss", format!("{place} {vote}")),
        Some(Command::Revote { place, vote }) => add("revote", format!("{place} {vote}")),
        Some(Command::Resume) => add("resume", String::new()),
        _ => {}
    }
    let bars = if view.bars_on { "bars_off" } else { "bars_on" };
    match room.stage() {
        // While the class pauses nothing becomes of a question.
        _ if room.is_paused() => {}
        Stage::Lobby if room.paper().first() == WARM_UP && !room.is_dropped(WARM_UP) => add("warm_up", String::new()),
        Stage::Closed { place, vote } => {
            match room.open_or_end() {
                Command::Open { place: first } if place == WARM_UP => add("open", first.to_string()),
                _ if place == WARM_UP => {}
                _ => add("discuss", format!("{place} {vote}")),
            }
            // Where the room is split, letting it talk comes first.
            add("reveal", place.to_string());
            add(bars, place.to_string());
            add("reopen", format!("{place} {vote}"));
        }
        Stage::Discussing { place, vote } => {
            add("reveal", place.to_string());
            add(bars, place.to_string());
            add("reopen", format!("{place} {vote}"));
        }
        Stage::Revealed { place } => add(bars, place.to_string()),
        _ => {}
    }
    if let (Stage::Open { place, .. } | Stage::Closed { place, .. } | Stage::Discussing { place, .. }, false) =
        (room.stage(), room.is_paused())
    {
        add("skip", place.to_string());
    }
    if !room.is_ended() {
        add(if room.is_paused() { "resume" } else { "pause" }, String::new());
        add(if room.is_locked() { "unlock" } else { "lock" }, String::new());
        if room.opened().pace.is_hosts() {
            add(if view.names_on { "names_off" } else { "names_on" }, String::new());
        }
    }
    steps
}

/// The order that a button sends.
fn order(sent: &str) -> Option<Order> {
    let mut parts = sent.split_whitespace();
    let step = parts.next()?;
    let rest: Vec<u32> = parts.map(str::parse).collect::<Result<_, _>>().ok()?;
    let small = |at: usize| rest.get(at).and_then(|number| u16::try_from(*number).ok());
    let vote = || rest.get(1).and_then(|number| u8::try_from(*number).ok());
    let command = match step {
        "open" => Command::Open { place: small(0)? },
        "warm_up" => Command::Open { place: WARM_UP },
        "close" => Command::Close { place: small(0)?, vote: vote()? },
        "reopen" => Command::Reopen { place: small(0)?, vote: vote()? },
        "discuss" => Command::Discuss { place: small(0)?, vote: vote()? },
        "revote" => Command::Revote { place: small(0)?, vote: vote()? },
        "reveal" => Command::Reveal { place: small(0)? },
        "skip" => Command::Skip { place: small(0)? },
        "bars_on" | "bars_off" => Command::Bars { place: small(0)?, on: step == "bars_on" },
        "pause" => Command::Pause,
        "resume" => Command::Resume,
        "lock" | "unlock" => Command::Lock { on: step == "lock" },
        "names_on" | "names_off" => Command::ShowNames { on: step == "names_on" },
        "remove" => Command::Remove { seat: *rest.first()? },
        "same" => Command::Same { seat: *rest.first()?, other: *rest.get(1)? },
        "apart" => Command::Apart { seat: *rest.first()? },
        "end" => Command::End,
        "let_back" => return Some(Order::LetBack { request: *rest.first()?, seat: *rest.get(1)? }),
        "turn_down" => return Some(Order::TurnDown { request: *rest.first()? }),
        _ => return None,
    };
    Some(Order::Room(command))
}

impl Site {
    fn is_led_by(&self, headers: &HeaderMap) -> bool {
        self.leads(cookie::read(headers, &cookie::of_host(&self.code())))
    }

    fn console(&self, said: Option<String>) -> Response {
        let desk = Desk::of(&self.state());
        html(StatusCode::OK, page(&desk, said).written())
    }
}

/// The page, or the question for the host word.
pub async fn show(State(site): Here, RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    let said = site.noted(query.as_deref()).map(|note| note.said);
    if site.is_led_by(&headers) { site.console(said) } else { shut(said) }
}

/// What is new on it.
pub async fn wait(State(site): Here, Query(known): Query<Known>, headers: HeaderMap) -> Response {
    if !site.is_led_by(&headers) {
        return shut(None);
    }
    let look = |known| {
        let desk = Desk::of(&site.state());
        (known != Some(fingerprint(&desk))).then(|| page(&desk, None).part())
    };
    site.news(&known.v, look).await
}

#[derive(Deserialize)]
pub struct HostWord {
    word: String,
}

/// Opens the page to whoever knows the host word.
pub async fn open(State(site): Here, Extension(Secure(secure)): Extension<Secure>, sent: Sent<HostWord>) -> Response {
    let refused = |said| site.refused("/console", Note::saying(said));
    let Ok(Form(HostWord { word })) = sent else { return refused(web::INCOMPLETE) };
    match site.open_console(&word) {
        Ok(token) => {
            let given = cookie::given(&cookie::of_host(&site.code()), token, secure);
            with_cookie(see("/console"), &given)
        }
        Err(Shut::Wrong) => refused(web::WRONG_WORD),
        Err(Shut::TooMany) => refused(web::TOO_MANY_WORDS),
    }
}

/// What a button or a form of the teacher's page sends.
#[derive(Deserialize)]
pub struct Act {
    #[serde(rename = "do")]
    what: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    left: String,
    #[serde(default)]
    right: String,
    #[serde(default)]
    none: String,
}

/// Does what a button says.
pub async fn act(State(site): Here, headers: HeaderMap, sent: Sent<Act>) -> Response {
    let refused = |said: &str| site.refused("/console", Note::saying(said));
    if !site.is_led_by(&headers) {
        return refused(web::SHUT);
    }
    let Some(order) = sent.ok().and_then(|Form(act)| act.order(&site.state().room)) else {
        return refused(web::INCOMPLETE);
    };
    match site.submit(order).await {
        Ok(_) => see("/console"),
        // In the teacher's words: what is the matter and what to do about it.
        Err(Refused::Room(Refusal::Paused)) => refused(words::PAUSED_UNTIL_GO_ON),
        Err(no) => refused(&no.to_string()),
    }
}

impl Act {
    fn order(&self, room: &Room) -> Option<Order> {
        match self.what.split_once(' ') {
            Some(("rename", seat)) => Some(Order::Rename { seat: seat.parse().ok()?, name: self.name.clone() }),
            Some(("hands", about)) => {
                let (place, vote) = about.split_once(' ')?;
                let count = |typed: &str| if typed.trim().is_empty() { Some(0) } else { typed.trim().parse().ok() };
                let hands =
                    Hands { left: count(&self.left)?, right: count(&self.right)?, dont_know: count(&self.none)? };
                Some(Order::Room(Command::Count { place: place.parse().ok()?, vote: vote.parse().ok()?, hands }))
            }
            Some(("same" | "apart", _)) => order(&self.what),
            _ if room.is_ended() && self.what != "end" => None,
            _ => order(&self.what),
        }
    }
}

fn shut(said: Option<String>) -> Response {
    let contents = move |page: &mut Markup| {
        notice(page, said.as_deref());
        page.element("h1", &[("data-say", "data-say")], web::CONSOLE)
            .line()
            .element("p", &[], web::WHERE_HOST_WORD)
            .line();
        form(page, "/console/open");
        field(page, ("word", web::HOST_WORD), "", Field::Code);
        page.element("button", &[("class", "go")], web::OPEN).close().line();
    };
    let title = web::CONSOLE.to_owned();
    html(
        StatusCode::OK,
        Page { title, class: "console", reload: None, wait: None, contents: Box::new(contents) }.written(),
    )
    .into_response()
}

fn page(desk: &Desk, said: Option<String>) -> Page<'_> {
    Page {
        title: web::CONSOLE.to_owned(),
        class: "console",
        reload: None,
        wait: Some(("/console/wait".to_owned(), fingerprint(desk))),
        contents: Box::new(move |page| contents(page, desk, said.as_deref())),
    }
}

fn contents(page: &mut Markup, desk: &Desk, refused: Option<&str>) {
    let Desk { view, steps, trouble } = desk;
    let frame = &view.projector.frame;
    head(page, &words::titled(frame), web::CONSOLE);
    notice(page, refused);
    notice(page, trouble.as_deref().filter(|trouble| refused != Some(trouble)));
    calm(page, frame.paused.then_some(words::PAUSED));
    // The buttons first: what there is to read after a reveal would put them below the edge of a phone.
    let said = words::projector(&view.projector);
    page.element("h1", &[], said.first().map_or("", String::as_str)).line();
    form(page, "/console/do").open("div", &[("class", "steps")]).line();
    for (at, (label, sent)) in steps.iter().enumerate() {
        let id = sent.replace(' ', "-");
        let (class, id) = if at == 0 { ("go", "next") } else { ("", id.as_str()) };
        page.element("button", &[("class", class), ("name", "do"), ("value", sent), ("id", id)], label).line();
    }
    page.close().close().line();
    stands(page, view, said.get(1..).unwrap_or_default());
    hands(page, view);
    requests(page, view);
    people(page, view);
    if view.next.is_some() {
        page.open("details", &[("id", "end")]).element("summary", &[], web::END).line();
        if let Some(not_done) = words::not_done(&view.projector.stage) {
            page.element("p", &[], &not_done).line();
        }
        page.element("p", &[], &web::sure_to_end(view.projector.people, view.sheets())).line();
        form(page, "/console/do").element("button", &[("name", "do"), ("value", "end")], web::YES_END).close().line();
        page.close().line();
    }
    page.open("p", &[]).element("a", &[("class", "target"), ("href", "/projector")], web::PROJECTOR).close().line();
}

/// Where the class stands, as the projector shows it, below the first line of it.
fn stands(page: &mut Markup, view: &ConsoleView, said: &[String]) {
    let sides = &view.projector.frame.sides;
    for line in said {
        page.element("p", &[], line).line();
    }
    match &view.projector.stage {
        ProjectorStage::Closed { bars: Some(bars), .. } | ProjectorStage::Discussing { bars: Some(bars), .. } => {
            voted(page, Some(bars), sides);
        }
        ProjectorStage::Revealed(shown) => board(page, &shown.beliefs),
        _ => {}
    }
}

/// Raised hands, where no network reaches everybody.
fn hands(page: &mut Markup, view: &ConsoleView) {
    let (ProjectorStage::Open { face, vote, .. }
    | ProjectorStage::Closed { face, vote, .. }
    | ProjectorStage::Discussing { face, vote, .. }) = &view.projector.stage
    else {
        return;
    };
    let sides = &view.projector.frame.sides;
    page.open("details", &[("id", "hands")]).element("summary", &[], web::HANDS).line();
    form(page, "/console/do").open("div", &[("class", "row")]).line();
    let labels = [("left", sides.left.name.as_str()), ("right", &sides.right.name), ("none", web::DONT_KNOW)];
    for (id, label) in labels {
        page.open("div", &[]).element("label", &[("for", id)], label);
        page.empty(
            "input",
            &[("id", id), ("name", id), ("inputmode", "numeric"), ("autocomplete", "off"), ("maxlength", "4")],
        );
        page.close().line();
    }
    let sent = format!("hands {} {vote}", face.place);
    page.element("button", &[("name", "do"), ("value", &sent)], web::COUNT).close().close().close().line();
}

fn requests(page: &mut Markup, view: &ConsoleView) {
    if view.requests.is_empty() {
        return;
    }
    page.element("h2", &[], web::REQUESTS).line();
    for request in &view.requests {
        form(page, "/console/do").open("div", &[("class", "row")]).line();
        page.open("p", &[]).element("bdi", &[], &request.name);
        if request.seats.is_empty() {
            page.text(". ").text(web::NO_SEAT_OF_THAT_NAME);
        }
        page.close().line();
        for seat in &request.seats {
            let sent = format!("let_back {} {seat}", request.number);
            page.element("button", &[("name", "do"), ("value", &sent)], &web::let_back(*seat)).line();
        }
        let sent = format!("turn_down {}", request.number);
        page.element("button", &[("name", "do"), ("value", &sent)], web::TURN_DOWN).close().close().line();
    }
}

fn people(page: &mut Markup, view: &ConsoleView) {
    page.element("h2", &[], &words::people_and_sheets(view.projector.people, view.sheets())).line();
    for one in &view.seats {
        let id = format!("seat-{}", one.seat);
        page.open("details", &[("id", &id)]).open("summary", &[]).open("span", &[]);
        let line = words::one_seat(one, &view.projector.stage);
        named(page, &line, &one.name);
        page.close().close().line();
        form(page, "/console/do").open("div", &[("class", "row")]).line();
        let field = format!("name-{}", one.seat);
        page.open("div", &[]).element("label", &[("for", &field)], web::NAME);
        page.empty(
            "input",
            &[("id", &field), ("name", "name"), ("value", &one.name), ("maxlength", "160"), ("autocomplete", "off")],
        )
        .close()
        .line();
        let rename = format!("rename {}", one.seat);
        page.element("button", &[("name", "do"), ("value", &rename)], web::RENAME).line();
        if let Some(other) = one.like {
            let same = format!("same {} {other}", one.seat);
            page.element("button", &[("name", "do"), ("value", &same)], &web::same_as(other)).line();
        }
        if one.same.is_some() {
            let apart = format!("apart {}", one.seat);
            page.element("button", &[("name", "do"), ("value", &apart)], web::APART).line();
        }
        if one.standing != "removed" {
            let remove = format!("remove {}", one.seat);
            page.element("button", &[("name", "do"), ("value", &remove)], web::REMOVE).line();
        }
        page.close().close().close().line();
    }
}
