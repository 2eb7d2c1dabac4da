//! The pages through the router, without a socket.

use super::guard::{Here, POLICY};
use super::routes::router;
use super::*;
use crate::adapters::clock::Clock;
use crate::adapters::host::RoomFile;
use crate::adapters::host::desk::{Keeper, Running, begin};
use crate::domain::bank::{Bank, sample};
use crate::domain::room::{Command, Item, NamesPolicy, Opened};
use crate::domain::store::{Kind, Stream};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use std::net::SocketAddr;
use tower::ServiceExt;

const ADDRESS: &str = "192.168.1.20:8080";

/// A class, and a browser or several.
struct Class {
    desk: Desk,
    pages: Router,
    running: Option<Running>,
    site: Arc<Site>,
    runtime: tokio::runtime::Runtime,
    folder: tempfile::TempDir,
}

/// An answer.
#[derive(Debug)]
struct Seen {
    status: StatusCode,
    headers: HeaderMap,
    body: String,
}

impl Seen {
    fn cookie(&self) -> String {
        let given = self.headers[header::SET_COOKIE].to_str().unwrap();
        assert!(given.contains("; HttpOnly; SameSite=Lax") && given.contains("; Path=/"), "{given}");
        given.split(';').next().unwrap().to_owned()
    }

    fn has(&self, words: &str) -> &Self {
        assert!(self.body.contains(words), "no {words:?} in {}", self.body);
        self
    }

    fn hasnt(&self, words: &str) -> &Self {
        assert!(!self.body.contains(words), "{words:?} in {}", self.body);
        self
    }

    fn is(&self, status: u16) -> &Self {
        assert_eq!(self.status.as_u16(), status, "{}", self.body);
        self
    }

    /// What a field that nobody sees holds.
    fn hidden(&self, name: &str) -> String {
        self.behind(&format!("name=\"{name}\" value=\""))
    }

    fn version(&self) -> String {
        self.behind("data-v=\"")
    }

    /// What stands behind `beginning`, to the next quotation mark.
    fn behind(&self, beginning: &str) -> String {
        let rest = self.body.split(beginning).nth(1).unwrap_or_else(|| panic!("no {beginning} in {}", self.body));
        rest.split('"').next().unwrap().to_owned()
    }
}

fn opened(names: NamesPolicy) -> Opened {
    let item = |number: usize| Item { id: format!("t0-{number}-mammal"), revision: 1 };
    Opened {
        title: "Monday".to_owned(),
        code: "K7MX".to_owned(),
        paper_code: "S6GP-DKM2".to_owned(),
        bank: "sample".to_owned(),
        bank_revision: 1,
        items: (0..4).map(item).collect(),
        warm_up: None,
        names,
        certainty: true,
        seats: 3,
    }
}

fn clock() -> Clock {
    Clock::pinned(Some("2026-11-23T09:00:00+01:00"), Some("1")).unwrap()
}

impl Class {
    fn begin() -> Self {
        Self::of(&sample::bank(1, 6), &opened(NamesPolicy::Free))
    }

    fn of(bank: &Bank, opened: &Opened) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = RoomFile::new(folder.path(), "2026-11-23", &opened.code).unwrap();
        Self::kept(file, (bank, opened), folder)
    }

    fn kept(file: impl Keeper, (bank, opened): (&Bank, &Opened), folder: tempfile::TempDir) -> Self {
        let stream = Stream { kind: Kind::Room, id: 7 };
        let (desk, running) = begin(file, stream, (bank, opened), clock(), Box::new(|_| None)).unwrap();
        let addresses = Addresses::only(ADDRESS.parse().unwrap());
        let mut number = 0;
        let entropy = move || {
            number += 1;
            (number << 64) + number
        };
        let mut site = Site::new(desk.clone(), addresses, "amber stove lantern", Box::new(entropy));
        // Nothing here waits for news that does not come.
        Arc::get_mut(&mut site).unwrap().patience = Duration::ZERO;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        Self { desk, pages: router(Arc::clone(&site)), site, running: Some(running), runtime, folder }
    }

    fn send(&self, request: Request<Body>) -> Seen {
        self.runtime.block_on(async {
            let answer = self.pages.clone().oneshot(request).await.unwrap();
            let (parts, body) = answer.into_parts();
            let body = to_bytes(body, usize::MAX).await.unwrap();
            Seen { status: parts.status, headers: parts.headers, body: String::from_utf8(body.to_vec()).unwrap() }
        })
    }

    fn request(method: Method, path: &str, cookie: &str, body: &str) -> Request<Body> {
        let here: SocketAddr = ADDRESS.parse().unwrap();
        let request = Request::builder().method(method).uri(path).header(header::HOST, ADDRESS).extension(Here(here));
        let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let request = if cookie.is_empty() { request } else { request.header(header::COOKIE, cookie) };
        request.body(Body::from(body.to_owned())).unwrap()
    }

    fn get(&self, path: &str, cookie: &str) -> Seen {
        self.send(Self::request(Method::GET, path, cookie, ""))
    }

    fn post(&self, path: &str, cookie: &str, body: &str) -> Seen {
        self.send(Self::request(Method::POST, path, cookie, body))
    }

    /// Joins, and returns the cookie.
    fn join(&self, name: &str) -> String {
        let request = self.get("/K7MX", "").hidden("request");
        let seen = self.post("/in", "", &format!("code=k7mx&name={name}&request={request}"));
        assert_eq!(seen.is(303).headers[header::LOCATION], "/K7MX");
        seen.cookie()
    }

    /// Answers by a button of the page that is there now.
    fn answer(&self, cookie: &str, button: &str) -> Seen {
        let page = self.get("/K7MX/change", cookie);
        let action = page.body.split("action=\"").nth(1).unwrap().split('"').next().unwrap();
        self.post(action, cookie, &format!("request={}&a={button}", page.hidden("request")))
    }

    fn give(&self, command: Command) {
        self.desk.submit(Order::Room(command)).unwrap();
    }

    fn next(&self) {
        let next = self.desk.state().room.next_step().unwrap();
        self.give(next);
    }
}

impl Drop for Class {
    fn drop(&mut self) {
        self.running.take().unwrap().close();
    }
}

#[test]
fn somebody_joins_answers_changes_and_sees_their_own_result() {
    let class = Class::begin();
    class.get("/", "").is(200).has("Room code").has("Your name");
    let ada = class.join("Ada");
    class.get("/K7MX", &ada).has("You're in.").has("come back with:").has("You are <bdi>Ada</bdi>.");
    assert_eq!(class.get("/", &ada).is(303).headers[header::LOCATION], "/K7MX");
    class.next();
    class.get("/K7MX", &ada).has("Question 1 of 4").has("mammal, certain").hasnt("Locked in").hasnt("http-equiv");
    assert_eq!(class.answer(&ada, "L2").is(303).headers[header::LOCATION], "/K7MX");
    class.get("/K7MX", &ada).has("Locked in: mammal, fairly sure.").has("http-equiv").hasnt("<button class=\"left\"");
    class.get("/K7MX/change", &ada).has("aria-pressed=\"true\"").hasnt("http-equiv");
    class.answer(&ada, "R3").is(303);
    class.get("/K7MX", &ada).has("Locked in: bird, certain.");
    class.next();
    class.get("/K7MX", &ada).has("You said bird, certain.").hasnt("<u>");
    class.next();
    let shown = class.get("/K7MX", &ada);
    shown.has("✗ No, it's mammal.").has("0 of 1 right").has("<u>").has("You may have thought");
    class.give(Command::End);
    class.get("/K7MX", &ada).has("The class is over: 0 of 1 right for you.").has("S6GP-DKM2").has("http-equiv");
}

#[test]
fn an_answer_to_what_is_no_longer_open_is_refused_and_the_same_one_twice_is_one() {
    let class = Class::begin();
    let ada = class.join("Ada");
    class.next();
    let old = class.get("/K7MX", &ada).hidden("request");
    let answer =
        |place: u16, button: &str| class.post(&format!("/K7MX/{place}/1"), &ada, &format!("request={old}&a={button}"));
    answer(1, "L1").is(303);
    let before = class.desk.state().version;
    answer(1, "L1").is(303);
    assert_eq!(class.desk.state().version, before, "the same button twice");
    answer(1, "R1").is(303);
    assert!(class.desk.state().version > before, "another button of the same page is a change of mind");
    answer(2, "L1").is(409).has("isn't open any more").has("role=\"alert\"");
    class.next();
    answer(1, "L1").is(303);
    answer(1, "N").is(409).has("Question 1 isn't open any more");
    assert_eq!(class.get("/K7MX/1/1", &ada).is(303).headers[header::LOCATION], "/K7MX");
    for bad in ["", "request=x&a=L1", "a=L1", "request=00000000000000000000000000000001&a=X9"] {
        class.post("/K7MX/1/1", &ada, bad).is(422).has("incomplete");
    }
    class.post("/K7MX/1/1", "", &format!("request={old}&a=L1")).is(409).has("join first");
}

#[test]
fn a_seat_is_found_again_by_cookie_by_words_and_by_the_host_and_the_old_page_is_told() {
    let class = Class::begin();
    let ada = class.join("Ada");
    let words = class.desk.state().room.seat(1).unwrap().words.clone();
    class.get("/K7MX/back", "").has("Your three words");
    class.post("/K7MX/back", "", "words=no+such+words").is(409).has("No seat has these words");
    let phone =
        class.post("/K7MX/back", "", &format!("words={}", words.to_uppercase().replace(' ', "++"))).is(303).cookie();
    class.get("/K7MX", &phone).has("You are <bdi>Ada</bdi>.");
    class.get("/K7MX", &ada).has("You went on with this seat on another device");
    class.next();
    class.get("/K7MX", &ada).hasnt("name=\"a\"");
    let request = class.get("/K7MX", &phone).hidden("request");
    class.post("/K7MX/1/1", &ada, &format!("request={request}&a=L1")).is(409).has("another device");
    let third = class.post("/K7MX/ask", "", "name=ada").is(303).cookie();
    class.get("/K7MX", &third).has("Your teacher sees");
    class.desk.submit(Order::LetBack { request: 1, seat: 1 }).unwrap();
    class.get("/K7MX", &third).has("You are <bdi>Ada</bdi>.");
    class.post("/K7MX/other", &third, "").is(303).cookie();
    class.get("/K7MX", &third).has("You left the room.").has("Come in");
    class.give(Command::Remove { seat: 1 });
    class.get("/K7MX", &third).has("Your teacher removed this seat.");
}

#[test]
fn who_cannot_join_is_told_why_and_what_was_typed_stays() {
    let class = Class::begin();
    let request = class.get("/K7MX", "").hidden("request");
    let join = |what: &str| class.post("/in", "", &format!("{what}&request={request}"));
    join("code=K7MY&name=Ada").is(404).has("There's no room K7MY here.");
    join("code=K7MX&name=+").is(422).has("Type a name");
    join(&format!("code=K7MX&name={}", "x".repeat(41))).is(422).has("too long").has(&"x".repeat(41));
    class.get("/nosuch", "").is(404).has("There's no room nosuch here.");
    class.get("/a/b/c/d", "").is(404);
    for name in ["Ada", "Ada", "<script>alert(1)</script>"] {
        class.join(name);
    }
    let last = class.get("/K7MX", "").hidden("request");
    class.post("/in", "", &format!("code=K7MX&name=Dee&request={last}")).is(409).has("The room is full");
    class.give(Command::ShowNames { on: true });
    class.get("/projector", "").has("<bdi>Ada 2</bdi>").has("&lt;script").hasnt("<script>alert");
    class.give(Command::Lock { on: true });
    class.get("/K7MX", "").has("The room is locked.").hasnt("Come in");
}

#[test]
fn what_is_not_for_us_or_comes_from_elsewhere_is_refused_and_every_answer_carries_the_policy() {
    let class = Class::begin();
    let with = |method: Method, name: &str, value: &str| {
        let path = if method == Method::GET { "/" } else { "/in" };
        let mut request = Class::request(method, path, "", "code=K7MX");
        request.headers_mut().insert(header::HeaderName::from_bytes(name.as_bytes()).unwrap(), value.parse().unwrap());
        class.send(request)
    };
    for seen in [with(Method::GET, "host", "evil.example:8080"), with(Method::GET, "host", "localhost:8080")] {
        assert_eq!(seen.is(421).headers[header::CONTENT_SECURITY_POLICY], POLICY);
    }
    for (name, value) in [
        ("origin", "http://evil.example"),
        ("origin", "null"),
        ("origin", "http://192.168.1.20:8081"),
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
    ] {
        with(Method::POST, name, value).is(403);
    }
    with(Method::POST, "origin", "http://192.168.1.20:8080").is(422);
    with(Method::POST, "sec-fetch-site", "same-origin").is(422);
    class.post("/in", "", &"x".repeat(8 * 1024 + 1)).is(413);
    for path in ["/", "/K7MX", "/style.css", "/live.js", "/projector", "/console", "/x/y"] {
        let seen = class.get(path, "");
        assert_eq!(seen.headers[header::CONTENT_SECURITY_POLICY], POLICY, "{path}");
        assert_eq!(seen.headers[header::CACHE_CONTROL], "no-store", "{path}");
        seen.hasnt("style=\"");
        assert!(!seen.body.replace(&format!("http://{ADDRESS}"), "").contains("://"), "{path}");
    }
}

#[test]
fn news_come_when_what_this_seat_may_see_has_changed_and_not_before() {
    let class = Class::begin();
    let (ada, bo) = (class.join("Ada"), class.join("Bo"));
    let wait = |cookie: &str, known: &str| class.get(&format!("/K7MX/wait?v={known}"), cookie);
    let lobby = class.get("/K7MX", &ada).version();
    wait(&ada, &lobby).is(204);
    class.next();
    let open = wait(&ada, &lobby);
    open.is(200).has("<main").has("Question 1 of 4").hasnt("<html");
    let open = open.version();
    class.answer(&bo, "L1");
    wait(&ada, &open).is(204);
    wait(&ada, "nonsense").is(200);
    class.answer(&ada, "L1");
    wait(&ada, &open).has("Locked in");
    class.get("/projector/wait?v=", "").has("2 of 2 answered");
}

#[test]
fn where_the_machine_has_another_address_the_projector_says_so_and_shows_its_code() {
    let class = Class::begin();
    let before = class.get("/projector", "");
    before.has("192.168.1.20:8080").hasnt("has another address");
    class.next();
    class.get("/projector", "").hasnt("class=\"qr\"");
    held(&class.site.reached).1 = Addresses::only("192.168.1.77:8080".parse().unwrap());
    let news = class.get(&format!("/projector/wait?v={}", before.version()), "");
    news.is(200).has("has another address").has("192.168.1.77:8080/K7MX").has("class=\"qr\"").has("Question 1 of 4");
}

#[test]
fn the_host_word_opens_the_teachers_page_and_its_buttons_lead_the_class() {
    let class = Class::begin();
    let ada = class.join("Ada");
    class.get("/console", "").has("Host word").hasnt("Ada");
    class.post("/console/do", "", "do=open+1").is(403);
    class.post("/console/open", "", "word=amber").is(403).has("isn't the host word");
    let host = class.post("/console/open", "", "word=Amber-stove++LANTERN").is(303).cookie();
    class.get("/console", &host).has("Seat 1: <bdi>Ada</bdi>, in.").has("Next question");
    class.get("/console", &ada).has("Host word");
    let act = |what: &str| class.post("/console/do", &host, &format!("do={what}"));
    act("open+1").is(303);
    class.get("/K7MX", &ada).has("Question 1 of 4");
    act("reveal+1").is(409).has("Close the vote first");
    act("close+1+1").is(303);
    act("close+1+1").is(303);
    act("hands+1+1&left=12&right=18&none=").is(303);
    act("bars_on+1").is(303);
    class.get("/projector", "").has("<svg class=\"bars\"").has("mammal 12");
    act("discuss+1+1").is(303);
    act("revote+1+2").is(303);
    class.answer(&ada, "L3").is(303);
    act("close+1+2").is(303);
    act("reveal+1").is(303);
    class.get("/projector", "").has("After talking").has("<u>");
    act("rename+1&name=Ada+L").is(303);
    class.get("/K7MX", &ada).has("Ada L");
    class.join("ada l");
    class.get("/console", &host).has("Same person as seat 1");
    act("same+2+1").is(303);
    class.get("/console", &host).has("counts as seat 1").has("Count as another person again").hasnt("Same person as");
    act("remove+1").is(303);
    act("fly").is(422);
    class.get("/console", &host).has("End the class?");
    act("end").is(303);
    class.get("/projector", "").has("S6GP-DKM2");
    class.get("/console", &host).is(200).hasnt("Pause");
    act("apart+2").is(303);
    class.get("/console", &host).hasnt("counts as seat 1");
}

#[test]
fn nobody_guesses_the_host_word() {
    let class = Class::begin();
    for _ in 0..MOST_WRONG_WORDS {
        class.post("/console/open", "", "word=a").is(403);
    }
    class.post("/console/open", "", "word=amber+stove+lantern").is(429);
}

/// All that all roles are sent in a class, up to the reveal.
fn bytes_before_the_reveal(bank: &Bank) -> String {
    let class = Class::of(bank, &opened(NamesPolicy::Free));
    let (ada, bo) = (class.join("Ada"), class.join("Bo"));
    let host = class.post("/console/open", "", "word=amber+stove+lantern").cookie();
    let mut all = Vec::new();
    let mut look = || {
        for (path, cookie) in [
            ("/K7MX", &ada),
            ("/K7MX/change", &bo),
            ("/projector", &host),
            ("/console", &host),
            ("/K7MX", &String::new()),
        ] {
            let seen = class.get(path, cookie);
            all.push(format!("{:?}\n{}", seen.headers, seen.body));
        }
    };
    look();
    class.next();
    look();
    class.answer(&ada, "L3");
    class.answer(&bo, "R1");
    look();
    class.next();
    look();
    class.give(Command::Bars { place: 1, on: true });
    class.give(Command::Discuss { place: 1, vote: 1 });
    look();
    class.next();
    class.answer(&bo, "L1");
    look();
    class.give(Command::Skip { place: 1 });
    look();
    all.concat()
}

/// The same statements on the other sides, for other reasons.
fn with_another_key(bank: &Bank) -> Bank {
    let topics = bank.topics().map(|(_, topic)| {
        let mut topic = topic.clone();
        topic.title = "Another topic".to_owned();
        topic.misconceptions[0].claim = "Another belief.".to_owned();
        for pair in &mut topic.pairs {
            std::mem::swap(&mut pair.left, &mut pair.right);
            for statement in [&mut pair.left, &mut pair.right] {
                statement.explanation = "For another reason.".to_owned();
                statement.deciding = vec!["young".to_owned()];
                statement.misconception = None;
            }
        }
        topic
    });
    Bank::new(bank.manifest.clone(), topics.collect())
}

#[test]
fn two_banks_that_differ_in_the_key_alone_send_the_same_bytes_until_the_reveal() {
    let bank = sample::bank(1, 6);
    let bytes = bytes_before_the_reveal(&bank);
    assert_eq!(bytes, bytes_before_the_reveal(&with_another_key(&bank)));
    assert!(bytes.contains("mammal, certain") && bytes.contains("svg class=\"bars\""));
}

#[cfg(unix)]
#[test]
fn where_the_store_fails_the_page_says_so_and_nothing_is_taken() {
    let class = Class::begin();
    let ada = class.join("Ada");
    class.next();
    std::fs::remove_dir_all(class.folder.path()).unwrap();
    std::fs::write(class.folder.path(), "no folder").unwrap();
    class.answer(&ada, "L1").is(503).has("so no answer is taken").hasnt("Locked in");
    class.get("/projector", "").has("so no answer is taken");
    std::fs::remove_file(class.folder.path()).unwrap();
    class.answer(&ada, "L1").is(303);
    class.get("/K7MX", &ada).has("Locked in").hasnt("so no answer is taken");
}
