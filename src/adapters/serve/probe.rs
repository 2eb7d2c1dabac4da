//! One page that tells whether a phone reaches this computer: it is asked for twice, and the time between is the way there and back.

use super::address::{Addresses, Terminals, shown};
use super::net::{Peer, ServeError, Serving, serve_pages};
use super::page::{Page, html, see};
use super::{Entropy, held};
use crate::app::host::Reach;
use crate::app::trial::{Reached, Trial};
use crate::app::view::trial as words;
use axum::Router;
use axum::extract::{Extension, Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use std::collections::VecDeque;
use std::net::{IpAddr, TcpListener};
use std::sync::{Arc, Mutex};
use std::time::Instant;

/// What stands behind the address in the code; any word would do.
const PATH: &str = "TRY";

/// How many visits may be under way.
const MOST_UNDER_WAY: usize = 100;

/// How many addresses are remembered.
const MOST_REACHED: usize = 100;

/// Told of each address that came for the first time.
type Tell = Box<dyn Fn(&Reached) + Send>;

/// A trial that is served.
pub struct Probe {
    addresses: Addresses,
    port: u16,
    terminals: Option<Terminals>,
    under_way: Mutex<VecDeque<(u128, Instant)>>,
    reached: Mutex<Vec<Reached>>,
    entropy: Mutex<Entropy>,
    tell: Mutex<Vec<Tell>>,
}

impl std::fmt::Debug for Probe {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Probe").field("addresses", &self.addresses).finish_non_exhaustive()
    }
}

impl Probe {
    /// A trial at these addresses; `entropy` gives fresh random bits.
    #[must_use]
    pub fn new(addresses: Addresses, port: u16, terminals: Option<Terminals>, entropy: Entropy) -> Arc<Self> {
        Arc::new(Self {
            addresses,
            port,
            terminals,
            under_way: Mutex::default(),
            reached: Mutex::default(),
            entropy: Mutex::new(entropy),
            tell: Mutex::default(),
        })
    }

    /// Calls `tell` with each address that came for the first time; it must not block.
    pub fn listen(&self, tell: impl Fn(&Reached) + Send + 'static) {
        held(&self.tell).push(Box::new(tell));
    }

    /// How it stands.
    #[must_use]
    pub fn trial(&self) -> Trial {
        let now = self.addresses.renewed();
        let addresses = std::iter::once(now.first()).chain(now.others()).map(|url| shown(url, PATH)).collect();
        let only_here = now.only_here && now.public.is_none();
        let ssh = self.terminals.as_ref().map(|terminals| terminals.at(&now));
        let reach = Reach { addresses, is_another: false, only_here, word: None, ssh };
        Trial {
            reach,
            port: self.port,
            ssh_port: self.terminals.as_ref().map(|terminals| terminals.port),
            reached: held(&self.reached).clone(),
        }
    }

    /// The address at which a visitor shows how long the way is.
    fn sent(&self) -> String {
        let number = held(&self.entropy)();
        let mut under_way = held(&self.under_way);
        if under_way.len() >= MOST_UNDER_WAY {
            under_way.pop_front();
        }
        under_way.push_back((number, Instant::now()));
        format!("/here/{number:032x}")
    }

    /// Takes a visitor into account who came back from there. None where nobody was sent there.
    fn came(&self, number: &str, from: IpAddr) -> Option<Reached> {
        let number = u128::from_str_radix(number, 16).ok()?;
        let mut under_way = held(&self.under_way);
        let at = under_way.iter().position(|(sent, _)| *sent == number)?;
        let (_, since) = under_way.remove(at)?;
        drop(under_way);
        let from = from.to_canonical();
        let millis = u64::try_from(since.elapsed().as_millis()).unwrap_or(u64::MAX);
        let one = Reached { from: from.to_string(), millis, is_own: is_own(from) };
        let mut reached = held(&self.reached);
        if reached.iter().all(|other| other.from != one.from) && reached.len() < MOST_REACHED {
            reached.push(one.clone());
            drop(reached);
            held(&self.tell).iter().for_each(|tell| tell(&one));
        }
        Some(one)
    }
}

/// Whether an address is one of this computer's.
fn is_own(ip: IpAddr) -> bool {
    let own = if_addrs::get_if_addrs().unwrap_or_default();
    ip.is_loopback() || own.iter().any(|one| one.ip() == ip)
}

/// Serves the page of a trial, until what is returned is dropped.
///
/// # Errors
///
/// [`ServeError`] where the system has no threads for it.
pub fn serve_probe(probe: &Arc<Probe>, listener: TcpListener) -> Result<Serving, ServeError> {
    serve_pages(routes(Arc::clone(probe)), listener, Arc::default())
}

fn routes(probe: Arc<Probe>) -> Router {
    let pages = Router::new()
        .route("/here/{number}", get(here))
        .route("/favicon.ico", get(|| async { StatusCode::NO_CONTENT }))
        .fallback(get(|State(probe): State<Arc<Probe>>| async move { see(&probe.sent()) }));
    super::routes::files().merge(pages.with_state(probe))
}

async fn here(
    State(probe): State<Arc<Probe>>,
    Path(number): Path<String>,
    Extension(Peer(from)): Extension<Peer>,
) -> Response {
    let Some(one) = probe.came(&number, from) else { return see(&probe.sent()) };
    let (said, more) =
        if one.is_own { (words::ON_THE_COMPUTER, "") } else { (words::ON_THE_PHONE, words::NOTHING_MORE) };
    let contents = move |page: &mut crate::adapters::report::markup::Markup| {
        page.element("h1", &[], said).line().element("p", &[], more).line();
    };
    let title = said.to_owned();
    let page = Page { title, class: "", reload: None, wait: None, contents: Box::new(contents) };
    html(StatusCode::OK, page.written())
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;
    use axum::http::{Request, header};
    use std::sync::mpsc::channel;
    use tower::ServiceExt;

    fn probe() -> Arc<Probe> {
        let mut number = 0;
        let entropy = Box::new(move || {
            number += 1;
            number
        });
        Probe::new(Addresses::only(([10, 3, 7, 1], 8080).into()), 8080, None, entropy)
    }

    async fn visit(probe: &Arc<Probe>, path: &str, from: [u8; 4]) -> Response {
        let mut request = Request::builder().uri(path).body(Body::empty()).unwrap();
        request.extensions_mut().insert(Peer(from.into()));
        routes(Arc::clone(probe)).oneshot(request).await.unwrap()
    }

    /// Opens the page as a browser does, which goes on where it is sent.
    async fn open(probe: &Arc<Probe>, from: [u8; 4]) {
        let sent = visit(probe, "/TRY", from).await;
        assert_eq!(sent.status(), StatusCode::SEE_OTHER);
        let to = sent.headers()[header::LOCATION].to_str().unwrap().to_owned();
        assert_eq!(visit(probe, &to, from).await.status(), StatusCode::OK);
        assert_eq!(visit(probe, &to, from).await.status(), StatusCode::SEE_OTHER, "each way is measured once");
    }

    #[tokio::test]
    async fn a_phone_passes_the_trial_and_this_computer_does_not() {
        let probe = probe();
        let (to, told) = channel();
        probe.listen(move |one| to.send(one.clone()).unwrap());
        open(&probe, [127, 0, 0, 1]).await;
        assert!(!probe.trial().has_passed(), "a machine alone proves nothing");
        open(&probe, [203, 0, 113, 41]).await;
        open(&probe, [203, 0, 113, 41]).await;
        assert!(probe.trial().has_passed());
        let told: Vec<(String, bool)> = told.try_iter().map(|one| (one.from, one.is_own)).collect();
        assert_eq!(told, [("127.0.0.1".to_owned(), true), ("203.0.113.41".to_owned(), false)], "each is told once");
        assert_eq!(visit(&probe, "/here/zz", [203, 0, 113, 41]).await.status(), StatusCode::SEE_OTHER);
    }

    #[test]
    fn an_address_of_a_network_card_of_this_computer_is_its_own() {
        for one in if_addrs::get_if_addrs().unwrap() {
            assert!(is_own(one.ip()), "{}", one.ip());
        }
        assert!(!is_own([203, 0, 113, 41].into()));
    }
}
