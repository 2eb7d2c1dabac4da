//! The pages of an assessment's desk: sitting down with a ticket, the screens of an attempt, the projector, the host's page.
//!
//! - `screen`: a screen of an attempt as a page
//! - `stage`: what the projector shows
//! - `console`: the host's page
//!
//! A page of an attempt is made from the same view as a terminal's screen, so that it says the same, and shows no more: what is
//! right does not exist in any view before the end.

mod console;
mod screen;
mod stage;
#[cfg(test)]
mod tests;

use super::address::{Addresses, Terminals, shown};
use super::cookie;
use super::guard::{Secure, guarded};
use super::log::Log;
use super::net::{ServeError, Serving, serve_pages};
use super::notes::{self, Note, Notes};
use super::page::{Field, Page, calm, field, form, head, hidden, html, notice, see, sentence};
use super::routes::{Known, Sent, files, with_cookie};
use super::watch::{Tell, Watched, watched};
use super::{Doors, Entropy, LONGEST_WAIT, SAME_ADDRESS, held};
use crate::adapters::counts::{Counts, Now};
use crate::adapters::hall::visitor::About;
use crate::adapters::hall::{Ack, Came, Desk, Order, Place, Refused, Reply, Seat, State as Hall};
use crate::adapters::report::markup::Markup;
use crate::app::assess::Assess;
use crate::app::host::{Reach, Ssh};
use crate::app::view::{desk as words, web};
use crate::domain::assessment::desk::Holder;
use crate::domain::room::view::fingerprint;
use crate::domain::room::{RequestId, Token};
use axum::Router;
use axum::extract::{Extension, Form, Path, Query, RawQuery, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde::Deserialize;
use std::net::TcpListener;
use std::sync::{Arc, Mutex, OnceLock};
use std::time::{Duration, Instant};
use tokio::sync::{oneshot, watch};
use tokio::time::timeout_at;

/// What the pages of a desk are made from.
pub struct DeskSite {
    desk: Desk,
    about: Arc<About>,
    addresses: Addresses,
    /// Where the desk can be reached now, and when that was looked up.
    reached: Mutex<(Instant, Addresses)>,
    /// Where terminals are served.
    terminals: OnceLock<Terminals>,
    word: String,
    entropy: Mutex<Entropy>,
    doors: Mutex<Doors>,
    notes: Mutex<Notes>,
    news: watch::Receiver<u64>,
    patience: Duration,
    /// Tells the pages of this start from those of another.
    start: u128,
}

impl std::fmt::Debug for DeskSite {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("DeskSite").field("addresses", &self.addresses).finish_non_exhaustive()
    }
}

/// Serves the pages of a desk to whoever connects, and those for whoever watches over it; `log` has a line for each request.
///
/// # Errors
///
/// [`ServeError`] where the system has no threads for it.
pub fn serve_desk(site: &Arc<DeskSite>, listener: TcpListener, log: Option<Log>) -> Result<Serving, ServeError> {
    let pages = watched(router(Arc::clone(site)), Arc::clone(site), log);
    serve_pages(pages, listener, Arc::clone(site.desk.board().counts()))
}

impl Watched for DeskSite {
    fn try_store(&self, tell: Tell) {
        // What the journal says names its file.
        self.desk.try_store(move |trouble| tell(trouble.map(|_| web::not_ready("other"))));
    }

    fn counts(&self) -> &Counts {
        self.desk.board().counts()
    }

    fn now(&self) -> Now {
        let state = self.state();
        Now { seats: state.seats.len(), trouble: state.trouble.is_some() }
    }

    fn knows_word(&self, typed: &str) -> bool {
        held(&self.doors).knows(typed, &self.word).is_ok()
    }
}

impl DeskSite {
    /// The pages of `desk`. `word` opens the host's page; `entropy` gives fresh
    /// random bits.
    #[must_use]
    pub fn new(desk: Desk, about: Arc<About>, addresses: Addresses, word: &str, mut entropy: Entropy) -> Arc<Self> {
        let (tell, news) = watch::channel(0);
        desk.board().listen(move |version| {
            tell.send_replace(version);
        });
        Arc::new(Self {
            desk,
            about,
            terminals: OnceLock::new(),
            reached: Mutex::new((Instant::now(), addresses.clone())),
            addresses,
            word: word.to_owned(),
            start: entropy(),
            entropy: Mutex::new(entropy),
            doors: Mutex::default(),
            notes: Mutex::default(),
            news,
            patience: LONGEST_WAIT,
        })
    }

    fn state(&self) -> Arc<Hall> {
        self.desk.state()
    }

    fn entropy(&self) -> u128 {
        held(&self.entropy)()
    }

    /// Tells that the same desk is served to terminals, once.
    pub fn has_terminals(&self, terminals: Terminals) {
        let _ = self.terminals.set(terminals);
    }

    /// How people find the desk from a terminal now.
    fn ssh(&self) -> Option<Ssh> {
        let terminals = self.terminals.get()?;
        self.reached();
        Some(terminals.at(&held(&self.reached).1))
    }

    /// Where people find the desk now, for the host's own screen.
    #[must_use]
    pub fn reach(&self) -> Reach {
        let is_another = self.reached() != self.addresses.first();
        let reached = held(&self.reached).1.clone();
        let urls = std::iter::once(reached.first()).chain(reached.others());
        Reach {
            addresses: urls.map(|url| shown(url, "")).collect(),
            is_another,
            only_here: reached.only_here && reached.public.is_none(),
            word: Some(self.word.clone()),
            ssh: self.ssh(),
        }
    }

    /// The address at which people reach the desk now.
    fn reached(&self) -> String {
        let mut reached = held(&self.reached);
        if reached.0.elapsed() > SAME_ADDRESS {
            *reached = (Instant::now(), reached.1.renewed());
        }
        reached.1.first()
    }

    /// Gives an order and waits until it is durable, or refused.
    async fn submit(&self, order: Order) -> Reply {
        let (to, from) = oneshot::channel();
        self.desk.send(order, move |reply| drop(to.send(reply)));
        from.await.unwrap_or(Err(Refused::Closed))
    }

    fn cookie(&self) -> String {
        // Two desks on one machine keep apart.
        format!("iotutor-desk-{:08x}", fingerprint(&self.about.title) & 0xffff_ffff)
    }

    fn token(&self, headers: &HeaderMap) -> Option<Token> {
        cookie::read(headers, &self.cookie())
    }

    /// To a page that says why a form was refused.
    fn refused(&self, page: &str, said: &str, typed: &str) -> Response {
        let number = self.entropy();
        held(&self.notes).leave(number, Note::saying(said).with(typed));
        see(&notes::address(page, number))
    }

    fn noted(&self, query: Option<&str>) -> Option<Note> {
        query.and_then(|query| held(&self.notes).take(query))
    }

    /// Answers what `look` makes of the number that a page has, as soon as it makes something; nothing where all stays the same.
    async fn news(&self, known: &str, look: impl Fn(Option<u64>) -> Option<String>) -> Response {
        let known = u64::from_str_radix(known, 16).ok();
        let until = tokio::time::Instant::now() + self.patience;
        let mut news = self.news.clone();
        loop {
            news.mark_unchanged();
            if let Some(part) = look(known) {
                return html(StatusCode::OK, part);
            }
            match timeout_at(until, news.changed()).await {
                Ok(Ok(())) => {}
                _ => return StatusCode::NO_CONTENT.into_response(),
            }
        }
    }

    fn visit(&self, token: Option<Token>) -> Visit {
        let state = self.state();
        let holder = token.map_or(Holder::Nobody, |token| state.desk.holder(token));
        let seat = match holder {
            Holder::Seated(number) => state.seats.get(&number).cloned(),
            _ => None,
        };
        Visit {
            seat,
            moved: matches!(holder, Holder::Moved(_)),
            trouble: state.trouble.is_some(),
            closed: state.closed,
        }
    }
}

/// What whoever sends a request may see.
struct Visit {
    seat: Option<Arc<Seat>>,
    moved: bool,
    trouble: bool,
    closed: bool,
}

impl Visit {
    /// Whether a page turns over to this although something is chosen on it: what was chosen there cannot be taken any more.
    fn turns(&self) -> bool {
        self.moved || self.seat.as_ref().is_some_and(|seat| seat.standing().is_over())
    }

    /// The number of what is seen.
    fn version(&self, site: &DeskSite) -> u64 {
        let seat = self.seat.as_ref().map(|seat| (seat.number, seat.revision));
        fingerprint(&(seat, self.moved, self.trouble, self.closed, site.start))
    }
}

type Here = State<Arc<DeskSite>>;

fn router(site: Arc<DeskSite>) -> Router {
    let back = || async { see("/seat") };
    let pages = Router::new()
        .route("/", get(entrance))
        .route("/sit", post(sit).get(|| async { see("/") }))
        .route("/seat", get(seat))
        .route("/seat/wait", get(wait))
        .route("/seat/do", post(act).get(back))
        .route("/seat/leave", post(leave).get(back))
        .route("/projector", get(stage::show))
        .route("/projector/wait", get(stage::wait))
        .route("/console", get(console::show))
        .route("/console/wait", get(console::wait))
        .route("/console/open", post(console::open).get(|| async { see("/console") }))
        .route("/console/do", post(console::act).get(|| async { see("/console") }))
        .route("/console/close", post(console::close).get(|| async { see("/console") }))
        .route("/{ticket}", get(with_ticket));
    files()
        .route("/favicon.ico", get(|| async { StatusCode::NO_CONTENT }))
        .merge(pages)
        .fallback(|| async { sentence(StatusCode::NOT_FOUND, web::NO_PAGE, web::DESK.back) })
        .layer(from_fn_with_state(Arc::clone(&site), guard))
        .with_state(site)
}

async fn guard(State(site): Here, request: Request, next: Next) -> Response {
    guarded((site.addresses.public.as_ref(), &web::DESK), request, next).await
}

async fn entrance(State(site): Here, RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    let note = site.noted(query.as_deref());
    if site.visit(site.token(&headers)).seat.is_some() && note.is_none() {
        return see("/seat");
    }
    let (said, typed) = note.map_or((None, String::new()), |note| (Some(note.said), note.typed));
    html(StatusCode::OK, site.entrance(said.as_deref(), &typed, false).written())
}

async fn with_ticket(State(site): Here, Path(ticket): Path<String>) -> Response {
    let typed: String = ticket.chars().take(40).collect();
    html(StatusCode::OK, site.entrance(None, &typed, true).written())
}

impl DeskSite {
    /// The page on which somebody sits down; with a ticket that a camera read, nothing is left to type.
    fn entrance<'a>(&'a self, said: Option<&'a str>, typed: &'a str, is_read: bool) -> Page<'a> {
        let request = RequestId(self.entropy());
        let contents = move |page: &mut Markup| {
            head(page, &self.about.title, "");
            notice(page, said);
            page.element("h1", &[("data-say", "data-say")], words::WELCOME).line();
            page.element("p", &[], if is_read { words::TICKET_IS_READ } else { words::TYPE_TICKET }).line();
            sit_form(page, typed, is_read, request);
            page.element("p", &[("class", "quiet")], web::NETWORK).line();
        };
        Page { title: self.about.title.clone(), class: "", reload: None, wait: None, contents: Box::new(contents) }
    }

    fn page<'a>(&'a self, visit: &'a Visit, said: Option<&'a str>) -> Page<'a> {
        let request = RequestId(self.entropy());
        let waits = visit.seat.is_some() || visit.moved;
        let asks = visit.seat.as_ref().is_some_and(|seat| matches!(seat.place, Place::At(_))) || visit.moved;
        Page {
            title: self.about.title.clone(),
            class: "",
            reload: (!asks).then(|| "/seat".to_owned()),
            wait: waits.then(|| ("/seat/wait".to_owned(), visit.version(self))),
            contents: Box::new(move |page| self.contents(page, visit, said, request)),
        }
    }

    fn contents(&self, page: &mut Markup, visit: &Visit, said: Option<&str>, request: RequestId) {
        if visit.turns() {
            page.open("p", &[("hidden", "hidden"), ("data-turns", "data-turns")]).close().line();
        }
        let trouble = visit.trouble.then_some(words::TROUBLE).filter(|trouble| said != Some(trouble));
        let closed = visit.closed.then_some(words::CLOSED);
        match visit.seat.as_deref() {
            // Whoever broke off sees the statement again once that is recorded, and not before.
            Some(seat) if matches!(seat.place, Place::At(_)) && !seat.assess().is_some_and(Assess::waits) => {
                let Some(model) = seat.model() else { return };
                screen::written(page, model, request, |page| {
                    notice(page, said);
                    notice(page, trouble);
                    calm(page, closed);
                });
            }
            Some(seat) => {
                head(page, &self.about.title, "");
                notice(page, said);
                notice(page, trouble);
                let title = match &seat.place {
                    Place::Shut(_) => words::SHUT,
                    _ if visit.closed => words::CLOSED,
                    _ => words::MOMENT,
                };
                page.element("h1", &[("data-say", "data-say")], title).line();
                if let Place::Shut(reason) = &seat.place {
                    page.element("p", &[], words::ASK_HOST).line();
                    page.element("p", &[("class", "quiet")], reason).line();
                }
                page.open("p", &[])
                    .element("a", &[("class", "target"), ("href", "/seat")], web::LOOK_AGAIN)
                    .close()
                    .line();
            }
            None => {
                head(page, &self.about.title, "");
                let title = if visit.moved { words::MOVED } else { words::NOBODY };
                notice(page, said.filter(|said| *said != title));
                page.element("h1", &[("data-say", "data-say")], title).line();
                sit_form(page, "", false, request);
            }
        }
    }
}

fn sit_form(page: &mut Markup, typed: &str, is_read: bool, request: RequestId) {
    form(page, "/sit");
    hidden(page, "request", &request.to_string());
    if is_read {
        hidden(page, "ticket", typed);
    } else {
        field(page, ("ticket", words::TICKET), typed, Field::Code);
    }
    page.element("button", &[("class", "go"), ("id", "go")], words::SIT_DOWN).close().line();
}

#[derive(Deserialize)]
struct Sitting {
    ticket: String,
    request: String,
}

async fn sit(
    State(site): Here,
    Extension(Secure(secure)): Extension<Secure>,
    headers: HeaderMap,
    sent: Sent<Sitting>,
) -> Response {
    let came = site.token(&headers).map_or(Came::New, Came::Known);
    let Ok(Form(Sitting { ticket, request })) = sent else { return site.refused("/", web::INCOMPLETE, "") };
    let Ok(RequestId(request)) = request.parse() else { return site.refused("/", web::INCOMPLETE, &ticket) };
    // The page was made for this browser alone, so its number is what the browser is known by; sent twice, it is the same one.
    let token = Token(request);
    match site.submit(Order::Sit { ticket: ticket.clone(), token, came }).await {
        Ok(_) => with_cookie(see("/seat"), &cookie::given(&site.cookie(), token, secure)),
        Err(refused) => site.refused("/", &refused.told(), &ticket),
    }
}

async fn seat(State(site): Here, RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    let token = site.token(&headers);
    let note = site.noted(query.as_deref());
    if let Some(by) = token {
        // Whatever is the matter, the page says it.
        let _: Reply = site.submit(Order::Seen { by, asks: false }).await;
    }
    let visit = site.visit(token);
    if visit.seat.is_none() && !visit.moved {
        let said = note.map_or_else(|| words::NOBODY.to_owned(), |note| note.said);
        return site.refused("/", &said, "");
    }
    html(StatusCode::OK, site.page(&visit, note.as_ref().map(|note| note.said.as_str())).written())
}

async fn wait(State(site): Here, Query(known): Query<Known>, headers: HeaderMap) -> Response {
    let token = site.token(&headers);
    drop(headers);
    if let Some(by) = token {
        let _: Reply = site.submit(Order::Seen { by, asks: true }).await;
    }
    let look = |known| {
        let visit = site.visit(token);
        (known != Some(visit.version(&site))).then(|| site.page(&visit, None).part())
    };
    site.news(&known.v, look).await
}

#[derive(Deserialize)]
struct Doing {
    at: String,
    request: String,
    #[serde(rename = "do")]
    what: String,
    #[serde(default)]
    a: String,
}

async fn act(State(site): Here, headers: HeaderMap, sent: Sent<Doing>) -> Response {
    let incomplete = || site.refused("/seat", web::INCOMPLETE, "");
    let Ok(Form(Doing { at, request, what, a })) = sent else { return incomplete() };
    let (Ok(RequestId(page)), Some(wanted)) = (request.parse(), screen::read(&what, &a)) else { return incomplete() };
    // The same button of a page twice is the same, another one is something else.
    let button = format!("{what} {a}");
    let request = RequestId(page ^ button.bytes().fold(0_u128, |all, byte| all.rotate_left(8) ^ u128::from(byte)));
    let by = site.token(&headers).unwrap_or(Token(0));
    match site.submit(Order::Act { by, at, request, what: wanted }).await {
        Ok(Ack::Done | Ack::Seated(_)) => see("/seat"),
        Err(refused) => site.refused("/seat", &refused.told(), ""),
    }
}

/// Who would rather not leaves the browser as it was before.
async fn leave(State(site): Here, headers: HeaderMap) -> Response {
    let reading = site.visit(site.token(&headers)).seat.is_none_or(|seat| !seat.standing().has_begun());
    if !reading {
        return see("/seat");
    }
    let to = site.refused("/", words::NOTHING_KEPT, "");
    with_cookie(to, &cookie::taken(&site.cookie()))
}
