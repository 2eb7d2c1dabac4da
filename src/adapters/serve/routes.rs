//! What each address does. Whatever is sent is answered with 303, the way to a page; where it was refused, that says why, once.

use super::guard::{Secure, guard};
use super::notes::Note;
use super::page::{html, see, sentence};
use super::seat::BACK;
use super::seat::{self, Extra, Visit, read_choice};
use super::{Site, console, cookie, stage};
use crate::adapters::host::{Ack, Order, Refused};
use crate::app::view::web;
use crate::domain::room::{Answering, Choice, Command, Holder, RequestId, Token, is_code};
use axum::Router;
use axum::extract::rejection::FormRejection;
use axum::extract::{Extension, Form, Path, Query, RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde::Deserialize;
use std::sync::Arc;
use tokio::time::{Instant, timeout_at};

/// What a handler is given besides what was sent.
pub type Here = State<Arc<Site>>;

/// What a form holds, or why it cannot be read.
pub type Sent<T> = Result<Form<T>, FormRejection>;

/// The addresses of a class.
pub fn router(site: Arc<Site>) -> Router {
    let pages = Router::new()
        .route("/", get(entrance))
        .route("/in", post(join))
        .route(BACK, get(back_from_outside).post(come_back_from_outside))
        .route("/projector", get(stage::show))
        .route("/projector/wait", get(stage::wait))
        .route("/console", get(console::show))
        .route("/console/wait", get(console::wait))
        .route("/console/open", post(console::open).get(|| async { see("/console") }))
        .route("/console/do", post(console::act).get(|| async { see("/console") }))
        .route("/{code}", get(room))
        .route("/{code}/wait", get(wait))
        .route("/{code}/change", get(change))
        .route("/{code}/back", get(back).post(come_back))
        .route("/{code}/ask", post(ask).get(room_again))
        .route("/{code}/take-back", post(take_back).get(room_again))
        .route("/{code}/other", post(other).get(leaving))
        .route("/{code}/next", post(go_on).get(room_again))
        .route("/{code}/{place}/{vote}", post(answer).get(question_again));
    files()
        .route("/favicon.ico", get(|| async { StatusCode::NO_CONTENT }))
        .merge(pages)
        .fallback(|| async { sentence(StatusCode::NOT_FOUND, web::NO_PAGE, web::CLASS.back) })
        .layer(from_fn_with_state(Arc::clone(&site), guard))
        .with_state(site)
}

/// What every page loads.
pub fn files<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new()
        .route("/style.css", get(|| async { file("text/css; charset=utf-8", include_str!("style.css")) }))
        .route("/live.js", get(|| async { file("text/javascript; charset=utf-8", include_str!("live.js")) }))
}

fn file(kind: &'static str, text: &'static str) -> Response {
    ([(header::CONTENT_TYPE, kind)], text).into_response()
}

impl Site {
    /// The room's code.
    pub fn code(&self) -> String {
        self.state().room.opened().code.clone()
    }

    /// The page on which somebody comes back to a seat.
    fn back(&self) -> String {
        format!("/{}/back", self.code())
    }

    /// Whether this is the room's code, however it is typed.
    fn is_code(&self, typed: &str) -> bool {
        is_code(&self.code(), typed)
    }

    /// Who sends a request.
    fn token(&self, headers: &HeaderMap) -> Option<Token> {
        cookie::read(headers, &cookie::of_seat(&self.code()))
    }

    fn request(&self) -> RequestId {
        RequestId(self.entropy())
    }

    /// What whoever sends a request may see; none where the address names another room.
    fn visit(&self, code: &str, headers: &HeaderMap) -> Option<Visit> {
        self.is_code(code).then(|| self.visit_here(headers))
    }

    fn visit_here(&self, headers: &HeaderMap) -> Visit {
        self.visit_of(self.token(headers))
    }

    fn visit_of(&self, token: Option<Token>) -> Visit {
        let visit = self.state().visit(token);
        if let Some(token) = token.filter(|_| visit.seat().is_some()) {
            self.is_here(token);
        }
        if let Some((vote, seat)) = visit.open_vote() {
            self.first_sent(vote, seat);
        }
        visit
    }

    fn no_room(&self, code: &str) -> Response {
        let typed: String = code.chars().take(20).collect();
        let said = Some(web::no_room(&typed));
        let visit = self.state().visit(None);
        let extra = Extra { said, code: Some(String::new()), ..Extra::default() };
        html(StatusCode::NOT_FOUND, seat::entrance(&visit, extra, self.request()).written())
    }

    /// The seat's page, with what is to be said on it.
    fn page(&self, visit: &Visit, extra: Extra) -> Response {
        html(StatusCode::OK, seat::page(visit, extra, self.request()).written())
    }

    /// To a page that says why a form was refused.
    pub fn refused(&self, page: &str, note: Note) -> Response {
        see(&self.note(page, note))
    }

    /// To the seat's page, for the same.
    fn refused_here(&self, note: Note) -> Response {
        self.refused(&format!("/{}", self.code()), note)
    }

    fn incomplete(&self) -> Response {
        self.refused_here(Note::saying(web::INCOMPLETE))
    }

    /// To the page that asks for a code, where a form names another room.
    fn elsewhere(&self, code: &str, typed: &str) -> Response {
        let typed_code: String = code.chars().take(20).collect();
        let note = Note::saying(web::no_room(&typed_code)).with(typed);
        self.refused("/", Note { code: Some(typed_code), ..note })
    }

    /// Answers what `look` makes of the number that a page has, as soon as it makes something; nothing where all stays the same.
    pub async fn news(&self, known: &str, look: impl Fn(Option<u64>) -> Option<String>) -> Response {
        let known = u64::from_str_radix(known, 16).ok();
        let until = Instant::now() + self.patience;
        let (mut news, mut stopping) = (self.news.clone(), self.stopping.subscribe());
        loop {
            news.mark_unchanged();
            if let Some(part) = look(known) {
                return html(StatusCode::OK, part);
            }
            tokio::select! {
                news = timeout_at(until, news.changed()) => match news {
                    Ok(Ok(())) => {}
                    _ => return StatusCode::NO_CONTENT.into_response(),
                },
                _ = stopping.wait_for(|stops| *stops) => {
                    return (StatusCode::SERVICE_UNAVAILABLE, web::STOPPING).into_response();
                }
            }
        }
    }
}

/// What a page says that it has.
#[derive(Deserialize)]
pub struct Known {
    /// The number of what it shows.
    #[serde(default)]
    pub v: String,
}

async fn entrance(State(site): Here, RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    let note = site.noted(query.as_deref());
    if site.token(&headers).is_some() {
        let home = format!("/{}", site.code());
        return note.map_or_else(|| see(&home), |note| site.refused(&home, note));
    }
    let visit = site.state().visit(None);
    let mut extra = note.map(Extra::from).unwrap_or_default();
    extra.code.get_or_insert_default();
    html(StatusCode::OK, seat::entrance(&visit, extra, site.request()).written())
}

async fn room(State(site): Here, Path(code): Path<String>, RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    match site.visit(&code, &headers) {
        Some(visit) => site.page(&visit, site.noted(query.as_deref()).map(Extra::from).unwrap_or_default()),
        None => site.no_room(&code),
    }
}

async fn change(State(site): Here, Path(code): Path<String>, headers: HeaderMap) -> Response {
    match site.visit(&code, &headers) {
        Some(visit) => site.page(&visit, Extra { change: true, ..Extra::default() }),
        None => site.no_room(&code),
    }
}

async fn room_again(Path(code): Path<String>) -> Response {
    again(&code)
}

async fn question_again(Path((code, _, _)): Path<(String, String, String)>) -> Response {
    again(&code)
}

/// Back to the room, from an address that only takes forms.
fn again(code: &str) -> Response {
    let plain: String = code.chars().filter(char::is_ascii_alphanumeric).collect();
    see(&format!("/{plain}"))
}

async fn wait(State(site): Here, Path(code): Path<String>, Query(known): Query<Known>, headers: HeaderMap) -> Response {
    if !site.is_code(&code) {
        return site.no_room(&code);
    }
    // Parked for a while, this answer must not hold what it does not need.
    let token = site.token(&headers);
    drop(headers);
    let look = |known| {
        let visit = site.visit_of(token);
        (known != Some(visit.version())).then(|| seat::page(&visit, Extra::default(), site.request()).part())
    };
    site.news(&known.v, look).await
}

#[derive(Deserialize)]
struct Joining {
    request: String,
    #[serde(default)]
    code: String,
    #[serde(default)]
    name: String,
    /// Set where it was asked whether they are who has that name.
    #[serde(default)]
    anew: String,
}

async fn join(State(site): Here, Extension(secure): Extension<Secure>, sent: Sent<Joining>) -> Response {
    // Whoever knows no code is not told it either.
    let Ok(Form(Joining { request, code, name, anew })) = sent else {
        return site.refused("/", Note::saying(web::INCOMPLETE));
    };
    if !site.is_code(&code) {
        return site.elsewhere(&code, &name);
    }
    let Ok(request) = request.parse() else { return site.incomplete() };
    let (entropy, called) = (site.entropy(), name.clone());
    let order = if anew.is_empty() {
        Order::ComeIn { name: called, request, entropy }
    } else {
        Order::Join { name: called, request, entropy }
    };
    match site.submit(order).await {
        Ok(Ack::Seated { token, .. }) => seated(&site, token, secure),
        Ok(_) => see(&format!("/{}", site.code())),
        Err(refused) => {
            let told = Note::saying(refused.told()).with(&name);
            let next = if let Refused::Taken { next, .. } = refused { Some(next) } else { None };
            site.refused_here(Note { next, ..told })
        }
    }
}

/// To the seat's page, with the cookie that says whose it is.
fn seated(site: &Site, token: Token, Secure(secure): Secure) -> Response {
    let code = site.code();
    let given = cookie::given(&cookie::of_seat(&code), token, secure);
    with_cookie(see(&format!("/{code}")), &given)
}

/// An answer that gives or takes a cookie.
pub fn with_cookie(mut answer: Response, cookie: &str) -> Response {
    if let Ok(value) = HeaderValue::from_str(cookie) {
        answer.headers_mut().append(header::SET_COOKIE, value);
    }
    answer
}

#[derive(Deserialize)]
struct Answered {
    request: String,
    a: String,
}

async fn answer(
    State(site): Here,
    Path((code, place, vote)): Path<(String, String, String)>,
    headers: HeaderMap,
    sent: Sent<Answered>,
) -> Response {
    if !site.is_code(&code) {
        return site.elsewhere(&code, "");
    }
    let read = || {
        let Form(Answered { request, a }) = sent.ok()?;
        Some((place.parse().ok()?, vote.parse().ok()?, read_choice(&a)?, request.parse().ok()?))
    };
    let Some((place, vote, choice, request)) = read() else { return site.incomplete() };
    let by = site.token(&headers).unwrap_or(Token(0));
    let elapsed = match site.state().room.holder(by) {
        // At their own pace, the room knows when a seat went on.
        Holder::Seated(number) if site.state().room.opened().pace.is_hosts() => site.elapsed((place, vote), number),
        _ => None,
    };
    let request = one_of(request, (place, vote), choice);
    let answering = Answering { by, place, vote, choice, request, elapsed };
    match site.submit(Order::Room(Command::Answer(answering))).await {
        Ok(_) => see(&format!("/{}", site.code())),
        Err(refused) => site.refused_here(Note::saying(refused.told())),
    }
}

#[derive(Deserialize)]
struct GoingOn {
    place: u16,
}

/// Somebody has read why, and goes on at their own pace.
async fn go_on(State(site): Here, Path(code): Path<String>, headers: HeaderMap, sent: Sent<GoingOn>) -> Response {
    if !site.is_code(&code) {
        return site.elsewhere(&code, "");
    }
    let Ok(Form(GoingOn { place })) = sent else { return site.incomplete() };
    let by = site.token(&headers).unwrap_or(Token(0));
    match site.submit(Order::Room(Command::GoOn { by, place })).await {
        Ok(_) => see(&format!("/{}", site.code())),
        Err(refused) => site.refused_here(Note::saying(refused.told())),
    }
}

/// The request of one button of a page: the same button twice is the same, another one is a change of mind.
fn one_of(RequestId(page): RequestId, (place, vote): (u16, u8), choice: Choice) -> RequestId {
    let button = format!("{}{place}.{vote}", seat::written(choice));
    RequestId(page ^ button.bytes().fold(0_u128, |all, byte| all << 8 | u128::from(byte)))
}

async fn back(State(site): Here, Path(code): Path<String>, RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    let Some(visit) = site.visit(&code, &headers) else { return site.no_room(&code) };
    let note = site.noted(query.as_deref());
    html(StatusCode::OK, seat::back(&visit, note, site.request()).written())
}

#[derive(Deserialize)]
struct Words {
    words: String,
}

async fn come_back(
    State(site): Here,
    Path(code): Path<String>,
    Extension(secure): Extension<Secure>,
    sent: Sent<Words>,
) -> Response {
    if !site.is_code(&code) {
        return site.elsewhere(&code, "");
    }
    let page = site.back();
    sit_down(&site, &page, secure, sent).await
}

/// The same from the bare address, which tells nobody the room's code.
async fn back_from_outside(State(site): Here, RawQuery(query): RawQuery) -> Response {
    let note = site.noted(query.as_deref());
    html(StatusCode::OK, seat::back_from_outside(note, site.request()).written())
}

async fn come_back_from_outside(
    State(site): Here,
    Extension(secure): Extension<Secure>,
    sent: Sent<Words>,
) -> Response {
    sit_down(&site, BACK, secure, sent).await
}

/// Gives the seat back to whoever knows its words; who doesn't is told so on `page`.
async fn sit_down(site: &Site, page: &str, secure: Secure, sent: Sent<Words>) -> Response {
    let Ok(Form(Words { words })) = sent else { return site.refused(page, Note::saying(web::INCOMPLETE)) };
    let token = Token(site.entropy());
    match site.submit(Order::Room(Command::Return { words: words.clone(), token })).await {
        Ok(_) => seated(site, token, secure),
        Err(refused) => site.refused(page, Note::saying(refused.told()).with(&words)),
    }
}

#[derive(Deserialize)]
struct Name {
    name: String,
}

async fn ask(
    State(site): Here,
    Path(code): Path<String>,
    Extension(secure): Extension<Secure>,
    sent: Sent<Name>,
) -> Response {
    if !site.is_code(&code) {
        return site.elsewhere(&code, "");
    }
    let Ok(Form(Name { name })) = sent else { return site.incomplete() };
    let token = Token(site.entropy());
    match site.submit(Order::AskBack { name, token }).await {
        Ok(_) => seated(&site, token, secure),
        Err(refused) => site.refused(&site.back(), Note::saying(refused.told())),
    }
}

/// Takes back what was asked under a name that was mistyped.
async fn take_back(State(site): Here, Path(code): Path<String>, headers: HeaderMap) -> Response {
    if !site.is_code(&code) {
        return site.elsewhere(&code, "");
    }
    if let Some(token) = site.token(&headers)
        && let Err(refused) = site.submit(Order::TakeBack { token }).await
    {
        return site.refused_here(Note::saying(refused.told()));
    }
    with_cookie(see(&site.back()), &cookie::taken(&cookie::of_seat(&site.code())))
}

/// Asks whether the seat is to be left.
async fn leaving(State(site): Here, Path(code): Path<String>, headers: HeaderMap) -> Response {
    let Some(visit) = site.visit(&code, &headers) else { return site.no_room(&code) };
    match seat::leaving(&visit) {
        Some(page) => html(StatusCode::OK, page.written()),
        None => again(&code),
    }
}

/// Whoever sits here is somebody else: the seat is left, and the browser forgets it.
async fn other(State(site): Here, Path(code): Path<String>, headers: HeaderMap) -> Response {
    if !site.is_code(&code) {
        return site.elsewhere(&code, "");
    }
    if let Some(by) = site.token(&headers)
        && let Err(refused @ (Refused::Store(_) | Refused::Closed)) =
            site.submit(Order::Room(Command::Leave { by })).await
    {
        return site.refused_here(Note::saying(refused.told()));
    }
    let code = site.code();
    with_cookie(see(&format!("/{code}")), &cookie::taken(&cookie::of_seat(&code)))
}
