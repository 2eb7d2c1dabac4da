//! What a server's owner asks of a host, through the router.

use super::super::log::tests::{Kept, read};
use super::super::log::{Form, Log};
use super::super::net::Peer;
use super::super::watch::watched;
use super::*;
use proptest::prelude::*;
use std::net::IpAddr;
use std::sync::mpsc::Receiver;

/// A class with the pages for whoever watches over it, and a log.
struct Watch {
    class: Class,
    lines: Receiver<Vec<u8>>,
}

impl Watch {
    fn of(mut class: Class) -> Self {
        let (kept, lines) = Kept::new();
        let log = Log::to(Form::Words, kept).unwrap();
        class.pages = watched(class.pages.clone(), Arc::clone(&class.site), Some(log));
        Self { class, lines }
    }

    /// Ends the class, and returns all lines of its log.
    fn log(self) -> String {
        let Self { class, lines } = self;
        drop(class);
        read(&lines)
    }

    /// Asks as somebody at `peer` does, by the host `host`.
    fn ask(&self, path: &str, peer: &str, headers: &[(&str, &str)]) -> Seen {
        let request = Request::builder().uri(path).extension(Here("127.0.0.1:8080".parse().unwrap()));
        let request = request.extension(Peer(peer.parse::<IpAddr>().unwrap()));
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        self.class.send(request.body(Body::empty()).unwrap())
    }
}

/// A class whose store fails when it is told to.
fn failing() -> (Watch, Arc<Orders>) {
    let orders = Arc::new(Orders::default());
    let store = Failing { store: Sqlite::in_memory().unwrap(), orders: Arc::clone(&orders) };
    let bank = sample::bank(1, 6);
    let class = Class::kept(store, (&bank, &opened(NamesPolicy::Free)), tempfile::tempdir().unwrap());
    (Watch::of(class), orders)
}

#[test]
fn a_proxy_is_told_that_the_host_answers_by_whatever_name_it_asks() {
    let watch = Watch::of(Class::begin());
    for host in [&[][..], &[("host", "10.0.0.7:8080")], &[("host", "proxy.internal")]] {
        for (path, said) in [("/health", "The host answers.\n"), ("/ready", "The store takes answers.\n")] {
            let seen = watch.ask(path, "10.0.0.1", host);
            assert_eq!(
                (seen.is(200).body.as_str(), &seen.headers[header::CACHE_CONTROL]),
                (said, &"no-store".parse().unwrap())
            );
        }
        // Which opens nothing else.
        watch.ask("/K7MX", "10.0.0.1", host).is(421);
    }
}

#[test]
fn a_host_whose_store_takes_nothing_is_not_ready_until_it_does_and_says_so_without_its_file() {
    let (watch, orders) = failing();
    orders.full.store(usize::MAX, Ordering::SeqCst);
    let seen = watch.ask("/ready", "10.0.0.1", &[]);
    assert_eq!(seen.is(503).body, "The store takes no answers just now: its disk is full.\n");
    watch.ask("/health", "10.0.0.1", &[]).is(200);
    watch.ask("/counts", "127.0.0.1", &[("host", "127.0.0.1:8080")]).is(200).has("\niotutor_store_trouble 1\n");
    orders.full.store(0, Ordering::SeqCst);
    watch.ask("/ready", "10.0.0.1", &[]).is(200);
    watch.ask("/counts", "127.0.0.1", &[("host", "127.0.0.1:8080")]).is(200).has("\niotutor_store_trouble 0\n");
}

#[test]
fn a_host_that_is_closed_is_not_ready() {
    let mut watch = Watch::of(Class::begin());
    watch.class.running.take().unwrap().close();
    watch.ask("/ready", "10.0.0.1", &[]).is(503).has("Nothing is taken any more");
    watch.ask("/health", "10.0.0.1", &[]).is(200);
}

#[test]
fn the_counts_are_for_this_machine_itself_and_for_the_host_word() {
    let watch = Watch::of(Class::begin());
    let word = ("authorization", "Bearer Amber-Stove-Lantern");
    let here = ("host", "localhost:8080");
    for (peer, headers) in [
        ("127.0.0.1", &[here][..]),
        ("::ffff:127.0.0.1", &[("host", "127.0.0.1:8080")]),
        ("::1", &[("host", "[::1]:8080")]),
        ("10.0.0.9", &[word]),
        ("10.0.0.9", &[word, ("host", "iotutor:8080"), ("x-forwarded-for", "10.0.0.10")]),
    ] {
        watch.ask("/counts", peer, headers).is(200).has("# TYPE iotutor_answers_total counter\n");
    }
    for (peer, headers) in [
        ("10.0.0.9", &[here][..]),
        // Passed on by a proxy on this machine, or sent by a page under a name that leads here.
        ("127.0.0.1", &[here, ("x-forwarded-for", "10.0.0.9")]),
        ("127.0.0.1", &[here, ("forwarded", "for=10.0.0.9")]),
        ("127.0.0.1", &[here, ("via", "1.1 proxy")]),
        ("127.0.0.1", &[("host", "quiz.example.org")]),
        ("127.0.0.1", &[("host", "evil.example:8080")]),
        ("127.0.0.1", &[]),
        ("10.0.0.9", &[("authorization", "Bearer amber stove")]),
        ("10.0.0.9", &[("authorization", "Basic amber stove lantern")]),
    ] {
        watch.ask("/counts", peer, headers).is(403).hasnt("iotutor_");
    }
}

#[test]
fn the_host_word_cannot_be_guessed_by_the_counts() {
    let watch = Watch::of(Class::begin());
    for _ in 0..MOST_WRONG_WORDS {
        watch.ask("/counts", "10.0.0.9", &[("authorization", "Bearer guess")]).is(403);
    }
    watch.ask("/counts", "10.0.0.9", &[("authorization", "Bearer amber stove lantern")]).is(403);
}

#[test]
fn answers_refusals_seats_and_commits_are_counted() {
    let watch = Watch::of(Class::begin());
    let class = &watch.class;
    let (ada, bo) = (class.join("Ada"), class.join("Bo"));
    class.next();
    class.answer(&ada, "L2").is(303);
    class.answer(&ada, "R1").is(303);
    class.answer(&bo, "L1").is(303);
    let refused = class.desk.submit(Order::LetBack { request: 9, seat: 1 });
    assert!(refused.is_err());
    let seen = watch.ask("/counts", "127.0.0.1", &[("host", "127.0.0.1:8080")]);
    seen.is(200).has("\niotutor_answers_total 3\n").has("\niotutor_refused_total 1\n").has("\niotutor_seats 2\n");
    // Each of two people joined, one step, three answers: nothing else was made durable.
    seen.has("\niotutor_commit_seconds_count 6\n").hasnt("Ada").hasnt("K7MX");
}

#[test]
fn a_request_has_its_number_in_the_answer_and_its_line_in_the_log() {
    let watch = Watch::of(Class::begin());
    let ada = watch.class.join("Ada");
    let mut expected = Vec::new();
    for (path, pattern, status) in [
        ("/K7MX", "/{code}", 200),
        ("/K7MX/wait?v=0", "/{code}/wait", 200),
        ("/no/such/page/at/all", "-", 404),
        ("/health", "/health", 200),
    ] {
        let seen = watch.class.get(path, &ada);
        let id = seen.is(status).headers["x-request-id"].to_str().unwrap().to_owned();
        expected.push(format!(" {id} GET {pattern} {status} "));
    }
    let sent = watch.ask("/health", "10.0.0.1", &[("x-request-id", "Ada")]);
    assert_ne!(sent.headers["x-request-id"], "Ada");
    let log = watch.log();
    for line in expected {
        assert_eq!(log.lines().filter(|one| one.contains(&line) && one.ends_with(" ms")).count(), 1, "{line} in {log}");
    }
}

/// What nobody may find in a log.
const SECRET: &str = "Zoraida";

fn requests() -> impl Strategy<Value = (String, String, String, String)> {
    let secret = || prop_oneof![Just("Zoraida"), Just("K7MX"), Just("zoraida.k7mx"), Just("Zoraida%20K7MX"), Just("0")];
    let part = prop_oneof![
        secret(),
        Just("wait"),
        Just("in"),
        Just("console"),
        Just("open"),
        Just("projector"),
        Just("health")
    ];
    let path = prop::collection::vec(part, 0..4).prop_map(|parts| format!("/{}", parts.join("/")));
    let query = secret().prop_map(|secret| format!("v={secret}&name={secret}&note={secret}"));
    let method = prop_oneof![Just("GET"), Just("POST"), Just("HEAD"), Just("ZORAIDA"), Just("K7MX")];
    (method.prop_map(str::to_owned), path, query, secret().prop_map(str::to_owned))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn no_line_of_the_log_holds_anything_that_was_sent(sent in prop::collection::vec(requests(), 1..12)) {
        let watch = Watch::of(Class::begin());
        let ada = watch.class.join(SECRET);
        let token = ada.split_once('=').unwrap().1.to_owned();
        for (method, path, query, secret) in &sent {
            let request = Class::request(method.parse().unwrap(), &format!("{path}?{query}"), &ada, &format!("code={secret}&word={secret}&name={secret}"));
            let (mut parts, body) = request.into_parts();
            for name in ["user-agent", "referer", "x-forwarded-for", "x-request-id", "authorization"] {
                parts.headers.insert(name, secret.parse().unwrap());
            }
            watch.class.send(Request::from_parts(parts, body));
        }
        let log = watch.log();
        // Joining is a page and a form.
        prop_assert_eq!(log.lines().count(), sent.len() + 2);
        let told = log.to_lowercase();
        for secret in ["zoraida", "k7mx", &token.to_lowercase(), "192.168.1.20"] {
            prop_assert!(!told.contains(secret), "{} in {}", secret, log);
        }
    }
}
