//! The pages through the router, without a socket.

mod watching;

use super::guard::{Here, POLICY};
use super::routes::router;
use super::*;
use crate::adapters::clock::Clock;
use crate::adapters::host::RoomFile;
use crate::adapters::host::desk::tests::{Failing, Orders};
use crate::adapters::host::desk::{Keeper, Running, begin};
use crate::adapters::store::Sqlite;
use crate::domain::bank::{Bank, sample};
use crate::domain::room::{Command, Item, NamesPolicy, Opened, Pace};
use crate::domain::store::{Kind, Stream};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use std::fmt::Write as _;
use std::io::{Read, Write as _};
use std::net::SocketAddr;
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::Ordering;
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

fn item(number: usize) -> Item {
    Item { id: format!("t0-{number}-mammal"), revision: 1 }
}

fn opened(names: NamesPolicy) -> Opened {
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
        pace: Pace::Host,
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

    /// Sends what is refused: the answer leads to a page that says why, once. Returns that page.
    fn refused(&self, (path, body): (&str, &str), cookie: &str, why: &str) -> Seen {
        self.leads_to(&self.post(path, cookie, body), cookie, why)
    }

    /// Follows the answer to a form that was refused.
    fn leads_to(&self, seen: &Seen, cookie: &str, why: &str) -> Seen {
        let to = seen.is(303).headers[header::LOCATION].to_str().unwrap().to_owned();
        assert!(to.contains("?note="), "{to}");
        let page = self.get(&to, cookie);
        if page.status == StatusCode::SEE_OTHER {
            return self.leads_to(&page, cookie, why);
        }
        page.is(200).has("role=\"alert\"").has(why);
        self.get(&to, cookie).is(200).hasnt(why);
        page
    }

    /// Joins, and returns the cookie.
    fn join(&self, name: &str) -> String {
        let request = self.get("/K7MX", "").hidden("request");
        let seen = self.post("/in", "", &format!("code=k7mx&name={name}&request={request}&anew=1"));
        assert_eq!(seen.is(303).headers[header::LOCATION], "/K7MX");
        seen.cookie()
    }

    /// Answers by a button of the page that is there now.
    fn answer(&self, cookie: &str, button: &str) -> Seen {
        let page = self.get("/K7MX/change", cookie);
        let action = page.body.split("action=\"").nth(1).unwrap().split('"').next().unwrap();
        self.post(action, cookie, &format!("request={}&a={button}", page.hidden("request")))
    }

    /// Opens the teacher's page, and returns its cookie.
    fn open_console(&self) -> String {
        self.post("/console/open", "", "word=amber+stove+lantern").is(303).cookie()
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
        self.running.take().into_iter().for_each(Running::close);
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
    class.get("/K7MX", &ada).has("Question 1 of 4").has("mammal, certain").hasnt("Your answer").hasnt("http-equiv");
    assert_eq!(class.answer(&ada, "L2").is(303).headers[header::LOCATION], "/K7MX");
    class.get("/K7MX", &ada).has("Your answer: mammal, fairly sure.").has("http-equiv").hasnt("<button class=\"left\"");
    class.get("/K7MX/change", &ada).has("aria-pressed=\"true\"").hasnt("http-equiv");
    class.answer(&ada, "R3").is(303);
    class.get("/K7MX", &ada).has("Your answer: bird, certain.");
    class.next();
    class.get("/K7MX", &ada).has("You said bird, certain.").hasnt("<u>");
    class.next();
    let shown = class.get("/K7MX", &ada);
    shown.has("✗ No, it's mammal.").has("0 of 1 question right").has("<u>").has("You may have thought");
    class.give(Command::End);
    class
        .get("/K7MX", &ada)
        .has("The class is over: 0 of 1 question right for you.")
        .has("S6GP-DKM2")
        .has("http-equiv");
}

#[test]
fn three_words_lead_back_from_the_bare_address_which_gives_no_code_away() {
    let class = Class::begin();
    let ada = class.join("Ada");
    let words = class.desk.state().room.seat(1).unwrap().words.replace(' ', "+");
    class.get("/", "").has("Come back with your three words").has("href=\"/back\"").hasnt("K7MX");
    class.get("/back", "").is(200).has("name=\"words\"").hasnt("K7MX").hasnt("Monday");
    for bad in ["words=no+such+words", "nothing=1"] {
        let refused = class.post("/back", "", bad).is(303).headers[header::LOCATION].clone();
        let page = refused.to_str().unwrap();
        assert!(page.starts_with("/back") && !page.contains("K7MX"), "{page}");
        class.get(page, "").is(200).has("role=\"alert\"").hasnt("K7MX");
    }
    let refused = class.post("/in", "", "nothing=1").is(303).headers[header::LOCATION].clone();
    assert!(!refused.to_str().unwrap().contains("K7MX"), "{refused:?}");
    let again = class.post("/back", "", &format!("words={words}")).is(303).cookie();
    class.get("/K7MX", &again).has("You are <bdi>Ada</bdi>.");
    class.get("/K7MX", &ada).has("another device");
}

#[test]
fn the_way_back_stands_once_while_everybody_waits() {
    let class = Class::begin();
    let ada = class.join("Ada");
    let count = || class.get("/K7MX", &ada).body.matches("come back with:").count();
    assert_eq!(count(), 1, "in the lobby");
    class.next();
    assert_eq!(count(), 1, "beside a question");
}

#[test]
fn a_split_room_is_let_talk_by_the_first_button_and_may_be_told_all_the_same() {
    let class = Class::begin();
    let console = class.open_console();
    let people = ["Ada", "Bo", "Cy"].map(|name| class.join(name));
    class.next();
    for (one, answer) in people.iter().zip(["L1", "R1", "L2"]) {
        class.answer(one, answer).is(303);
    }
    class.next();
    class.get("/console", &console).has("value=\"discuss 1 1\" id=\"next\"").has("value=\"reveal 1\"");
    class.next();
    class.get("/console", &console).has("value=\"revote 1 2\" id=\"next\"").has("value=\"reveal 1\"");
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
    class.leads_to(&answer(2, "L1"), &ada, "isn't open any more");
    class.next();
    assert_eq!(answer(1, "L1").is(303).headers[header::LOCATION], "/K7MX");
    class.leads_to(&answer(1, "N"), &ada, "Question 1 isn't open any more");
    assert_eq!(class.get("/K7MX/1/1", &ada).is(303).headers[header::LOCATION], "/K7MX");
    for bad in ["", "request=x&a=L1", "a=L1", "request=00000000000000000000000000000001&a=X9"] {
        class.refused(("/K7MX/1/1", bad), &ada, "incomplete");
    }
    class.refused(("/K7MX/1/1", &format!("request={old}&a=L1")), "", "join first");
}

#[test]
fn a_page_kept_by_the_browser_that_answers_question_three_while_five_is_open_is_refused() {
    let opened = Opened { items: (0..6).map(item).collect(), ..opened(NamesPolicy::Free) };
    let class = Class::of(&sample::bank(1, 6), &opened);
    let ada = class.join("Ada");
    for place in 1..=2 {
        class.next();
        class.give(Command::Skip { place });
    }
    class.next();
    let third = class.get("/K7MX", &ada);
    third.has("Question 3 of 6");
    class.answer(&ada, "L1").is(303);
    for place in 3..=4 {
        class.give(Command::Skip { place });
        class.next();
    }
    class.get("/K7MX", &ada).has("Question 5 of 6");
    let body = format!("request={}&a=R3", third.hidden("request"));
    let told = class.refused((&third.behind("action=\""), &body), &ada, "Question 3 isn't open any more");
    told.has("Question 5 of 6").has("aria-label=\"mammal, certain\"").hasnt("Your answer");
    let state = class.desk.state();
    assert_eq!(state.room.answered(5, 1), (0, 1), "nothing is answered for the question that is open");
    assert_eq!(state.room.ballot(3, 1, 1).map(|ballot| ballot.given), Some(1), "what was answered then stays");
    // The same page answers again once its own question is closed but not left.
    let fifth = class.get("/K7MX", &ada);
    class.next();
    let body = format!("request={}&a=R3", fifth.hidden("request"));
    class.refused((&fifth.behind("action=\""), &body), &ada, "Question 5 isn't open any more").has("You didn't answer");
}

#[test]
fn a_page_of_the_first_vote_answers_nothing_in_the_second() {
    let class = Class::begin();
    let ada = class.join("Ada");
    class.next();
    let first = class.get("/K7MX", &ada);
    class.next();
    class.give(Command::Revote { place: 1, vote: 2 });
    let body = format!("request={}&a=R3", first.hidden("request"));
    class.refused((&first.behind("action=\""), &body), &ada, "another one is open").has("Convince your neighbour");
    assert_eq!(class.desk.state().room.answered(1, 2), (0, 1));
}

#[test]
fn with_the_cookie_of_another_room_or_of_nobody_one_is_asked_to_join() {
    let class = Class::begin();
    let ada = class.join("Ada");
    let token = ada.split_once('=').unwrap().1;
    class.next();
    for old in
        [format!("iotutor-ZZZZ={token}"), format!("iotutor-K7MX={}", "f".repeat(32)), "iotutor-K7MX=x".to_owned()]
    {
        class.get("/K7MX", &old).is(200).has("Come in").has("Come back with your three words").hasnt("name=\"a\"");
        let request = class.get("/K7MX", &old).hidden("request");
        class.refused(("/K7MX/1/1", &format!("request={request}&a=L1")), &old, "join first").has("Come in");
    }
    // The page of another room, which a browser has kept since yesterday.
    class.refused(("/ZZZZ/1/1", "request=00000000000000000000000000000001&a=L1"), &ada, "There's no room ZZZZ here.");
    class.get("/ZZZZ", &ada).is(404).has("There's no room ZZZZ here.").has("Room code");
    // Both cookies at once: yesterday's does no harm.
    class.get("/K7MX", &format!("iotutor-ZZZZ={}; {ada}", "f".repeat(32))).has("You are <bdi>Ada</bdi>.");
    assert_eq!(class.desk.state().room.answered(1, 1), (0, 1));
}

#[test]
fn two_tabs_of_one_browser_are_one_seat_and_the_last_answer_counts() {
    let class = Class::begin();
    let ada = class.join("Ada");
    class.next();
    let (one, other) = (class.get("/K7MX", &ada), class.get("/K7MX", &ada));
    assert_eq!((one.version(), one.behind("action=\"")), (other.version(), other.behind("action=\"")));
    let answer = |tab: &Seen, button: &str| {
        class.post(&tab.behind("action=\""), &ada, &format!("request={}&a={button}", tab.hidden("request"))).is(303);
    };
    answer(&one, "L3");
    class.get(&format!("/K7MX/wait?v={}", other.version()), &ada).is(200).has("Your answer: mammal, certain.");
    answer(&other, "R1");
    class.get("/K7MX", &ada).has("Your answer: bird, unsure.");
    let ballot = *class.desk.state().room.ballot(1, 1, 1).unwrap();
    assert_eq!((ballot.given, class.desk.state().room.answered(1, 1)), (2, (1, 1)));
    // The first tab sends once more what it sent: that was before.
    answer(&one, "L3");
    assert_eq!(class.desk.state().room.ballot(1, 1, 1), Some(&ballot));
}

#[test]
fn a_form_sent_twice_joins_asks_and_leads_once() {
    let class = Class::begin();
    let request = class.get("/K7MX", "").hidden("request");
    let join = || class.post("/in", "", &format!("code=K7MX&name=Ada&request={request}")).is(303).cookie();
    let ada = join();
    assert_eq!(join(), ada, "the same seat");
    assert_eq!(class.desk.state().room.people_in(), 1);
    let host = class.open_console();
    for what in ["open+1", "close+1+1", "discuss+1+1", "revote+1+2", "close+1+2", "reveal+1"] {
        let before = class.desk.state().version;
        for _ in 0..2 {
            let seen = class.post("/console/do", &host, &format!("do={what}"));
            assert_eq!(seen.is(303).headers[header::LOCATION], "/console", "{what}");
            assert_eq!(class.desk.state().version, before + 1, "{what}, the second time");
        }
    }
}

#[test]
fn a_seat_is_found_again_by_cookie_by_words_and_by_the_host_and_the_old_page_is_told() {
    let class = Class::begin();
    let ada = class.join("Ada");
    let words = class.desk.state().room.seat(1).unwrap().words.clone();
    class.get("/K7MX/back", "").has("Your three words");
    class.refused(("/K7MX/back", "words=no+such+words"), "", "No seat has these words").has("no such words");
    let phone =
        class.post("/K7MX/back", "", &format!("words={}", words.to_uppercase().replace(' ', "++"))).is(303).cookie();
    class.get("/K7MX", &phone).has("You are <bdi>Ada</bdi>.");
    class.get("/K7MX", &ada).has("You went on with this seat on another device");
    class.next();
    class.get("/K7MX", &ada).hasnt("name=\"a\"");
    let request = class.get("/K7MX", &phone).hidden("request");
    let to = class.post("/K7MX/1/1", &ada, &format!("request={request}&a=L1"));
    let told = class.get(to.is(303).headers[header::LOCATION].to_str().unwrap(), &ada);
    assert_eq!(
        told.body.matches("on another device").count(),
        1,
        "what the page says is not said twice: {}",
        told.body
    );
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
fn a_seat_is_left_only_after_asking() {
    let class = Class::begin();
    let ada = class.join("Ada");
    let page = class.get("/K7MX", &ada);
    page.has("<a class=\"target\" href=\"/K7MX/other\">Not <bdi>Ada</bdi>?").hasnt("action=\"/K7MX/other\"");
    let asked = class.get("/K7MX/other", &ada);
    asked.has("Leave this seat? Your answers stay with it.").has("action=\"/K7MX/other\"").has("Stay at this seat");
    class.get("/K7MX", &ada).has("You are <bdi>Ada</bdi>.");
    class.post("/K7MX/other", &ada, "").is(303);
    class.get("/K7MX", &ada).has("You left the room.");
    class.get("/K7MX/other", &ada).is(303);
}

#[test]
fn while_the_class_pauses_the_teachers_page_offers_to_go_on_and_nothing_of_the_question() {
    let class = Class::begin();
    let host = class.open_console();
    class.next();
    class.give(Command::Pause);
    class.get("/console", &host).has("value=\"resume \"").hasnt("value=\"skip").hasnt("value=\"close");
    let sent = class.post("/console/do", &host, "do=skip+1");
    class.leads_to(&sent, &host, "The class is paused: press Go on first.");
}

#[test]
fn who_cannot_join_is_told_why_and_what_was_typed_stays() {
    let class = Class::begin();
    let request = class.get("/K7MX", "").hidden("request");
    let join = |what: &str, why: &str| class.refused(("/in", &format!("{what}&request={request}")), "", why);
    join("code=K7MY&name=Ada", "There's no room K7MY here.").has("value=\"K7MY\"").has("value=\"Ada\"");
    join("code=K7MX&name=+", "Type a name");
    join(&format!("code=K7MX&name={}", "x".repeat(41)), "too long").has(&"x".repeat(41));
    class.get("/nosuch", "").is(404).has("There's no room nosuch here.");
    class.get("/a/b/c/d", "").is(404);
    for name in ["Ada", "Ada", "<script>alert(1)</script>"] {
        class.join(name);
    }
    let last = class.get("/K7MX", "").hidden("request");
    class.refused(("/in", &format!("code=K7MX&name=Dee&request={last}")), "", "The room is full").has("value=\"Dee\"");
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
    with(Method::POST, "origin", "http://192.168.1.20:8080").is(303);
    with(Method::POST, "sec-fetch-site", "same-origin").is(303);
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
    wait(&ada, &open).has("Your answer");
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
    class.refused(("/console/do", "do=open+1"), "", "nothing was done").has("Host word");
    class.refused(("/console/open", "word=amber"), "", "isn't the host word");
    let host = class.post("/console/open", "", "word=Amber-stove++LANTERN").is(303).cookie();
    class.get("/console", &host).has("Seat 1: <bdi>Ada</bdi>, in.").has("Next question");
    class.get("/console", &ada).has("Host word");
    let act = |what: &str| class.post("/console/do", &host, &format!("do={what}"));
    act("open+1").is(303);
    class.get("/K7MX", &ada).has("Question 1 of 4");
    class.leads_to(&act("reveal+1"), &host, "Close the vote first");
    act("close+1+1").is(303);
    act("close+1+1").is(303);
    act("hands+1+1&left=12&right=18&none=").is(303);
    act("bars_on+1").is(303);
    class.get("/projector", "").has("<svg class=\"bars\"").has(">12</text>");
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
    class.leads_to(&act("fly"), &host, "incomplete");
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
        class.post("/console/open", "", "word=a").is(303);
    }
    class.refused(("/console/open", "word=amber+stove+lantern"), "", "Too many host words");
}

/// What comes back over a connection of its own, but for the time of day.
fn over_a_socket(at: SocketAddr, (method, path): (&str, &str), cookie: &str, body: &str) -> String {
    let mut stream = TcpStream::connect(at).unwrap();
    let length = body.len();
    let kind = "application/x-www-form-urlencoded";
    let head = format!("{method} {path} HTTP/1.1\r\nHost: {at}\r\nConnection: close\r\nCookie: {cookie}\r\n");
    write!(stream, "{head}Content-Type: {kind}\r\nContent-Length: {length}\r\n\r\n{body}").unwrap();
    let mut came = String::new();
    stream.read_to_string(&mut came).unwrap();
    assert!(came.starts_with("HTTP/1.1 "), "{came}");
    came.split_inclusive('\n').filter(|line| !line.starts_with("date: ")).collect()
}

/// A class over real sockets, and all that everybody in it is sent.
struct Overheard {
    class: Class,
    at: SocketAddr,
    _serving: Serving,
    all: String,
    /// The form of a question that was open once, and where it goes.
    old: Option<(String, String)>,
}

fn behind(came: &str, beginning: &str, end: &str) -> String {
    came.split(beginning).nth(1).unwrap().split(end).next().unwrap().to_owned()
}

impl Overheard {
    fn begin(bank: &Bank) -> Self {
        let class = Class::of(bank, &opened(NamesPolicy::Free));
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let at = listener.local_addr().unwrap();
        let serving = serve(&class.site, listener, None).unwrap();
        Self { class, at, _serving: serving, all: String::new(), old: None }
    }

    fn send(&mut self, what: (&str, &str), cookie: &str, body: &str) -> String {
        let came = over_a_socket(self.at, what, cookie, body);
        // The number of a request is one of ours and another with each start.
        let came: Vec<&str> = came.split_inclusive('\n').filter(|line| !line.starts_with("x-request-id: ")).collect();
        let came = came.concat();
        write!(self.all, "{what:?}\n{came}\n").unwrap();
        came
    }

    /// Sends a form that gives a cookie, and returns that.
    fn cookie(&mut self, path: &str, body: &str) -> String {
        behind(&self.send(("POST", path), "", body), "set-cookie: ", ";")
    }

    fn join(&mut self, name: &str) -> String {
        let request = behind(&self.send(("GET", "/K7MX"), "", ""), "name=\"request\" value=\"", "\"");
        self.cookie("/in", &format!("code=K7MX&name={name}&request={request}"))
    }

    /// Opens every page there is, as everybody: the host, those who sit, and somebody who has not joined.
    fn look(&mut self, host: &str, seats: [&str; 2]) {
        for path in ["/", "/projector", "/projector/wait?v=0", "/console", "/style.css", "/live.js", "/nosuch"] {
            self.send(("GET", path), "", "");
        }
        for path in ["/console", "/console/wait?v=0"] {
            self.send(("GET", path), host, "");
        }
        for cookie in seats.into_iter().chain([""]) {
            for path in ["/K7MX", "/K7MX/change", "/K7MX/back", "/K7MX/wait?v=0"] {
                self.send(("GET", path), cookie, "");
            }
            // What a page that is up to date is told: nothing.
            let version = behind(&self.send(("GET", "/K7MX"), cookie, ""), "data-v=\"", "\"");
            let none = self.send(("GET", &format!("/K7MX/wait?v={version}")), cookie, "");
            assert!(none.starts_with("HTTP/1.1 204"), "{none}");
        }
    }

    /// Answers by the page that is there, or by one that was kept since, and follows to where that leads.
    fn answer(&mut self, cookie: &str, button: &str) {
        let page = self.send(("GET", "/K7MX/change"), cookie, "");
        if page.contains("name=\"a\"") {
            let request = behind(&page, "name=\"request\" value=\"", "\"");
            self.old = Some((behind(&page, "action=\"", "\""), format!("request={request}")));
        }
        let (action, form) = self.old.clone().unwrap();
        let came = self.send(("POST", &action), cookie, &format!("{form}&a={button}"));
        self.send(("GET", &behind(&came, "location: ", "\r\n")), cookie, "");
    }
}

/// Something that happens in a class.
type Step = Box<dyn Fn(&mut Overheard)>;

/// All bytes that all roles are sent in a class over real sockets, up to the reveal.
fn bytes_before_the_reveal(bank: &Bank) -> String {
    let mut heard = Overheard::begin(bank);
    let (ada, bo) = (heard.join("Ada"), heard.join("Bo"));
    let host = heard.cookie("/console/open", "word=amber+stove+lantern");
    let next = |heard: &mut Overheard| heard.class.next();
    let give = |command: Command| move |heard: &mut Overheard| heard.class.give(command.clone());
    let answer = |cookie: &str, button: &'static str| {
        let cookie = cookie.to_owned();
        move |heard: &mut Overheard| heard.answer(&cookie, button)
    };
    let steps: [Step; 13] = [
        Box::new(next),
        Box::new(answer(&ada, "L3")),
        Box::new(answer(&bo, "R1")),
        Box::new(next),
        Box::new(answer(&bo, "R3")),
        Box::new(give(Command::Bars { place: 1, on: true })),
        Box::new(give(Command::ShowNames { on: true })),
        Box::new(give(Command::Discuss { place: 1, vote: 1 })),
        Box::new(next),
        Box::new(answer(&ada, "R2")),
        Box::new(give(Command::Skip { place: 1 })),
        Box::new(answer(&bo, "N")),
        Box::new(next),
    ];
    heard.look(&host, [&ada, &bo]);
    for step in steps {
        step(&mut heard);
        heard.look(&host, [&ada, &bo]);
    }
    heard.all
}

#[test]
fn two_banks_that_differ_in_the_key_alone_send_the_same_bytes_until_the_reveal() {
    let bank = sample::bank(1, 6);
    let bytes = bytes_before_the_reveal(&bank);
    let other = bytes_before_the_reveal(&sample::with_another_key(&bank));
    let differs = bytes.lines().zip(other.lines()).find(|(one, other)| one != other);
    assert_eq!((differs, bytes.len()), (None, other.len()));
    for shown in
        ["mammal, certain", "svg class=\"bars\"", "Your answer", "isn't open any more", "Question 2 of 4", "Vote again"]
    {
        assert!(bytes.contains(shown), "{shown}");
    }
}

#[test]
fn a_full_disk_and_a_locked_file_are_a_sentence_on_every_page_and_then_it_goes_on() {
    let orders = Arc::new(Orders::default());
    let store = Failing { store: Sqlite::in_memory().unwrap(), orders: Arc::clone(&orders) };
    let bank = sample::bank(1, 6);
    let class = Class::kept(store, (&bank, &opened(NamesPolicy::Free)), tempfile::tempdir().unwrap());
    let (ada, host) = (class.join("Ada"), class.open_console());
    class.next();
    let troubles = [
        (&orders.full, "The disk is full, so nothing is taken just now."),
        (&orders.busy, "Another program holds the room's file"),
    ];
    for (trouble, said) in troubles {
        trouble.store(usize::MAX, Ordering::SeqCst);
        let page = class.get("/K7MX", &ada);
        let form = (page.behind("action=\""), format!("request={}&a=L1", page.hidden("request")));
        let to = class.post(&form.0, &ada, &form.1);
        let told = class.get(to.is(303).headers[header::LOCATION].to_str().unwrap(), &ada);
        told.has("so no answer is taken").hasnt("Your answer").has("name=\"a\"");
        assert_eq!(told.body.matches("so no answer is taken").count(), 1, "{}", told.body);
        class.get("/projector", "").has("so no answer is taken").has("0 of 1 answered").hasnt(said);
        class.get("/console", &host).has(said);
        let request = class.get("/K7MX", "").hidden("request");
        let join = class.post("/in", "", &format!("code=K7MX&name=Bo&request={request}"));
        class
            .get(join.is(303).headers[header::LOCATION].to_str().unwrap(), "")
            .has("so no answer is taken")
            .has("value=\"Bo\"");
        let lead = class.post("/console/do", &host, "do=close+1+1");
        class.get(lead.is(303).headers[header::LOCATION].to_str().unwrap(), &host).has(said).has("Close the vote");
        trouble.store(0, Ordering::SeqCst);
        // The very same form, sent again, is taken now.
        assert_eq!(class.post(&form.0, &ada, &form.1).is(303).headers[header::LOCATION], "/K7MX");
        class.get("/K7MX", &ada).has("Your answer").hasnt("so no answer is taken");
        class.get("/console", &host).hasnt(said);
        class.give(Command::Skip { place: class.desk.state().room.stage().place().unwrap() });
        class.next();
    }
    assert_eq!(class.desk.state().room.people_in(), 1);
}

#[cfg(unix)]
#[test]
fn where_the_store_fails_the_page_says_so_and_nothing_is_taken() {
    let class = Class::begin();
    let ada = class.join("Ada");
    class.next();
    std::fs::remove_dir_all(class.folder.path()).unwrap();
    std::fs::write(class.folder.path(), "no folder").unwrap();
    let refused = class.answer(&ada, "L1");
    let to = refused.is(303).headers[header::LOCATION].to_str().unwrap();
    class.get(to, &ada).has("so no answer is taken").hasnt("Your answer");
    class.get("/projector", "").has("so no answer is taken");
    std::fs::remove_file(class.folder.path()).unwrap();
    class.answer(&ada, "L1").is(303);
    class.get("/K7MX", &ada).has("Your answer").hasnt("so no answer is taken");
}

#[test]
fn whoever_types_a_name_that_is_taken_is_asked_before_they_come_in() {
    let class = Class::begin();
    drop(class.join("Ada"));
    let request = class.get("/K7MX", "").hidden("request");
    let form = format!("code=K7MX&name=ada&request={request}");
    let asked = class.refused(("/in", &form), "", "Somebody is called Ada already. Is that you?");
    asked.has("Go in as <bdi>ada 2</bdi>").has("Come back with your three words");
    assert_eq!(class.desk.state().room.seats().len(), 1, "nobody is in by that");
    let cookie = class.post("/in", "", &format!("{form}&anew=1")).is(303).cookie();
    class.get("/K7MX", &cookie).has("ada 2");
}

#[test]
fn after_the_end_the_three_words_lead_to_ones_own_result() {
    let class = Class::begin();
    drop(class.join("Ada"));
    let words = class.desk.state().room.seat(1).unwrap().words.replace(' ', "+");
    class.give(Command::End);
    class.get("/K7MX", "").has("The class is over.").has("Come back with your three words");
    let request = class.get("/K7MX/back", "").hidden("request");
    let cookie = class.post("/K7MX/back", "", &format!("words={words}&request={request}")).is(303).cookie();
    class.get("/K7MX", &cookie).has("The class is over: 0 of 0 questions right for you.");
}

#[test]
fn whoever_was_turned_down_is_told_and_a_request_can_be_taken_back() {
    let class = Class::begin();
    drop(class.join("Ada"));
    let ask = |name: &str| class.post("/K7MX/ask", "", &format!("name={name}")).is(303).cookie();
    let mistyped = ask("Aad");
    class.get("/K7MX", &mistyped).has("Ask under another name");
    class.post("/K7MX/take-back", &mistyped, "").is(303);
    assert!(class.desk.state().people.asking().is_empty());
    let turned_down = ask("Ada");
    class.desk.submit(Order::TurnDown { request: 2 }).unwrap();
    class.get("/K7MX", &turned_down).has("Your teacher turned that down.").has("Your name");
}
