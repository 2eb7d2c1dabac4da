//! What whoever runs a host on a server asks of it: whether it answers, whether it takes answers, what it has counted; and the
//! number and the line in the log that each request gets.
//!
//! `/health` and `/ready` are for a proxy, which asks by an address of its own or with no host at all: they tell nothing of a
//! class, so they are open to any. `/counts` tells how much is going on, so it is for this machine itself and for whoever has the
//! host word. A request that a proxy on this machine passed on comes from this machine as well; it is told by the host that it
//! asks for and by what proxies add.

use super::guard::{Here, one};
use super::log::{Answered, Log, method};
use super::net::Peer;
use crate::adapters::counts::{Counts, Now};
use crate::app::view::web;
use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use tokio::sync::oneshot;

/// How long the store may take to say whether it takes writes.
const PATIENCE: Duration = Duration::from_secs(3);

/// What proxies add to what they pass on.
const PASSED_ON: [&str; 4] = ["forwarded", "x-forwarded-for", "x-real-ip", "via"];

/// The header that holds a request's number.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Whom to tell what is the matter with the store.
pub type Tell = Box<dyn FnOnce(Option<String>) + Send>;

/// A host that is watched over.
pub trait Watched: Send + Sync + 'static {
    /// Tries whether the store takes writes; tells what is the matter, or nothing.
    fn try_store(&self, tell: Tell);

    /// What it counts.
    fn counts(&self) -> &Counts;

    /// What is true of it now.
    fn now(&self) -> Now;

    /// Whether that is the host word.
    fn knows_word(&self, typed: &str) -> bool;
}

/// Pages with those for whoever watches over the host, a number for each request, and a line in the log.
pub fn watched<S: Watched>(pages: Router, site: Arc<S>, log: Option<Log>) -> Router {
    let plain = Router::new()
        .route("/health", get(|| async { plain(StatusCode::OK, format!("{}\n", web::HEALTHY)) }))
        .route("/ready", get(ready::<S>))
        .route("/counts", get(counts::<S>))
        .with_state(site);
    pages.merge(plain).layer(from_fn_with_state(Arc::new(Numbers::new(log)), numbered))
}

/// The numbers of requests.
struct Numbers {
    start: u32,
    next: AtomicU64,
    log: Option<Log>,
}

impl Numbers {
    fn new(log: Option<Log>) -> Self {
        // Tells the requests of this start from those of another; that two starts have the same harms nobody.
        Self { start: getrandom::u32().unwrap_or_default(), next: AtomicU64::new(1), log }
    }
}

/// Gives a request its number, and writes down what came of it. A number that was sent is not taken: it could say anything.
async fn numbered(State(numbers): State<Arc<Numbers>>, request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let id = format!("{:08x}-{}", numbers.start, numbers.next.fetch_add(1, Ordering::Relaxed));
    let pattern = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let method = method(request.method());
    let mut response = next.run(request).await;
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    if let Some(log) = &numbers.log {
        let status = response.status().as_u16();
        log.answered(Answered { id, pattern, method, status, took: begun.elapsed() });
    }
    response
}

fn plain(status: StatusCode, said: String) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/plain; charset=utf-8"),
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (status, headers, said).into_response()
}

async fn ready<S: Watched>(State(site): State<Arc<S>>) -> Response {
    let (to, from) = oneshot::channel();
    site.try_store(Box::new(move |trouble| drop(to.send(trouble))));
    match tokio::time::timeout(PATIENCE, from).await {
        Ok(Ok(None)) => plain(StatusCode::OK, format!("{}\n", web::READY)),
        Ok(Ok(Some(trouble))) => plain(StatusCode::SERVICE_UNAVAILABLE, format!("{trouble}\n")),
        Ok(Err(_)) => plain(StatusCode::SERVICE_UNAVAILABLE, format!("{}\n", web::NOT_RUNNING)),
        Err(_) => plain(StatusCode::SERVICE_UNAVAILABLE, format!("{}\n", web::STORE_SLOW)),
    }
}

async fn counts<S: Watched>(State(site): State<Arc<S>>, request: Request) -> Response {
    let here = request.extensions().get::<Here>().map(|here| here.0);
    let peer = request.extensions().get::<Peer>().map(|peer| peer.0);
    let headers = request.headers();
    let asks_here = peer.is_some_and(|peer| is_of_this_machine(here, peer, headers));
    if asks_here || bearer(headers).is_some_and(|word| site.knows_word(&word)) {
        let mut page = plain(StatusCode::OK, site.counts().written(site.now()));
        let format = HeaderValue::from_static("text/plain; version=0.0.4; charset=utf-8");
        page.headers_mut().insert(header::CONTENT_TYPE, format);
        return page;
    }
    plain(StatusCode::FORBIDDEN, format!("{}\n", web::COUNTS_ARE_OURS))
}

/// Whether a request was made on this machine and not passed on by a proxy there, nor made by a page from elsewhere under a name
/// that merely leads here.
fn is_of_this_machine(here: Option<SocketAddr>, peer: IpAddr, headers: &HeaderMap) -> bool {
    let host = one(headers, header::HOST);
    let names_us = |host: &str| {
        let name = here.and_then(|here| host.strip_suffix(&format!(":{}", here.port()))).unwrap_or(host);
        name == "localhost" || name.trim_matches(['[', ']']).parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
    };
    peer.to_canonical().is_loopback()
        && host.is_some_and(|host| names_us(&host))
        && !PASSED_ON.iter().any(|name| headers.contains_key(*name))
}

/// The word that a request brings along, as those who collect counts do.
fn bearer(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (kind, word) = value.split_once(' ')?;
    kind.eq_ignore_ascii_case("bearer").then(|| word.trim().to_owned())
}
