//! The pages of a desk through the router, without a socket.

use super::super::guard::Here as Address;
use super::*;
use crate::adapters::hall::Running;
use crate::adapters::hall::core::tests::{FIXED, Hall, about};
use crate::domain::certainty::Certainty;
use axum::body::{Body, to_bytes};
use axum::http::{Method, header};
use std::net::SocketAddr;
use tower::ServiceExt;

const ADDRESS: &str = "192.168.1.20:8080";

/// A desk, and a browser or several.
struct Pages {
    desk: Desk,
    router: Router,
    running: Option<Running>,
    runtime: tokio::runtime::Runtime,
    hall: Hall,
}

/// An answer.
#[derive(Debug)]
struct Seen {
    status: StatusCode,
    headers: HeaderMap,
    body: String,
}

impl Seen {
    fn has(&self, words: &str) -> &Self {
        assert!(self.body.contains(words), "no {words:?} in {}", self.body);
        self
    }

    fn hasnt(&self, words: &str) -> &Self {
        assert!(!self.body.contains(words), "{words:?} in {}", self.body);
        self
    }

    fn hidden(&self, name: &str) -> String {
        let beginning = format!("name=\"{name}\" value=\"");
        let rest = self.body.split(&beginning).nth(1).unwrap_or_else(|| panic!("no {name} in {}", self.body));
        rest.split('"').next().unwrap().to_owned()
    }
}

impl Pages {
    fn of(form: &str) -> Self {
        let mut hall = Hall::new(form, 1);
        let (desk, running) = Desk::open(hall.core.take().unwrap()).unwrap();
        let mut number = 0;
        let entropy = move || {
            number += 1;
            (number << 64) + number
        };
        let addresses = Addresses::only(ADDRESS.parse().unwrap());
        let mut site = DeskSite::new(desk.clone(), about(), addresses, "amber stove lantern", Box::new(entropy));
        // Nothing here waits for news that does not come.
        Arc::get_mut(&mut site).unwrap().patience = Duration::ZERO;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        Self { desk, router: router(site), running: Some(running), runtime, hall }
    }

    fn send(&self, method: Method, (host, path): (&str, &str), cookie: &str, body: &str) -> Seen {
        let here: SocketAddr = ADDRESS.parse().unwrap();
        let request = Request::builder().method(method).uri(path).header(header::HOST, host).extension(Address(here));
        let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let request = request.header(header::COOKIE, cookie).body(Body::from(body.to_owned())).unwrap();
        self.runtime.block_on(async {
            let (parts, body) = self.router.clone().oneshot(request).await.unwrap().into_parts();
            let body = to_bytes(body, usize::MAX).await.unwrap();
            Seen { status: parts.status, headers: parts.headers, body: String::from_utf8(body.to_vec()).unwrap() }
        })
    }

    fn get(&self, path: &str, cookie: &str) -> Seen {
        self.send(Method::GET, (ADDRESS, path), cookie, "")
    }

    fn post(&self, path: &str, cookie: &str, body: &str) -> Seen {
        self.send(Method::POST, (ADDRESS, path), cookie, body)
    }

    /// Sits down, and returns the cookie.
    fn sit(&self) -> String {
        let ticket = self.hall.made[0].ticket.to_string();
        let request = self.get(&format!("/{ticket}"), "").hidden("request");
        let seen = self.post("/sit", "", &format!("ticket={ticket}&request={request}"));
        seen.headers[header::SET_COOKIE].to_str().unwrap().split(';').next().unwrap().to_owned()
    }

    /// Sends what a button of the page that is there now sends.
    fn press(&self, cookie: &str, button: &str) -> Seen {
        let page = self.get("/seat", cookie);
        let at = page.hidden("at").replace(' ', "+");
        let seen = self.post("/seat/do", cookie, &format!("at={at}&request={}&{button}", page.hidden("request")));
        assert_eq!(seen.headers[header::LOCATION], "/seat", "{button} at {at}");
        self.get("/seat", cookie)
    }

    /// As far as the first statement that counts.
    fn begin(&self, cookie: &str) {
        self.press(cookie, "do=accept");
        self.press(cookie, "do=answer&a=L");
        self.press(cookie, "do=next").has("1 of 8");
    }

    fn finish(&self, cookie: &str) -> Seen {
        for number in 1..9 {
            self.get("/seat", cookie).has(&format!("{number} of 8")).hasnt("Missed").hasnt("data-turns");
            self.press(cookie, "do=answer&a=L");
        }
        self.press(cookie, "do=submit");
        self.press(cookie, "do=accept");
        self.get("/seat", cookie)
    }
}

impl Drop for Pages {
    fn drop(&mut self) {
        self.running.take().unwrap().close();
    }
}

#[test]
fn what_is_refused_speaks_of_the_desk() {
    let pages = Pages::of(FIXED);
    let seen = pages.send(Method::GET, ("evil.example:8080", "/"), "", "");
    assert_eq!(seen.status, StatusCode::MISDIRECTED_REQUEST);
    seen.has("This address isn").has("one of this desk").has("To the desk").hasnt("class.");
    let seen = pages.post("/sit", "", &format!("ticket={}", "A".repeat(9_000)));
    assert_eq!(seen.status, StatusCode::PAYLOAD_TOO_LARGE);
    seen.has("a form of this desk").hasnt("this class");
    pages.get("/no/such/page", "").has("To the desk").hasnt("To the room");
}

#[test]
fn whoever_has_chosen_when_the_time_is_up_turns_over_to_the_end() {
    let pages = Pages::of(FIXED);
    let cookie = pages.sit();
    pages.begin(&cookie);
    let version = |page: &Seen| page.body.split("data-v=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let page = pages.get("/seat", &cookie);
    page.has("type=\"radio\"").hasnt("data-turns");
    let stale = format!("at=assess+1&request={}&do=answer&a=L", page.hidden("request"));
    // With half as much time again that somebody is given here; a minute's silence would not count.
    for _ in 0..65 {
        pages.hall.pass(30_000);
        pages.get(&format!("/seat/wait?v={}", version(&page)), &cookie);
    }
    let news = pages.get(&format!("/seat/wait?v={}", version(&page)), &cookie);
    news.has("data-turns").has("the time is up");
    // What was chosen and sent too late is refused, and said to be.
    let seen = pages.post("/seat/do", &cookie, &stale);
    let to = seen.headers[header::LOCATION].to_str().unwrap().to_owned();
    pages.get(&to, &cookie).has(words::STALE.split(',').next().unwrap());
    // A device that moved is told as well, whatever is chosen there.
    let other = pages.sit();
    assert_ne!(other, cookie);
    pages.get("/seat/wait?v=1", &cookie).has("data-turns").has("You sat down on another device");
}

#[test]
fn a_form_that_shows_the_report_shows_what_was_missed_at_the_end_and_no_other_does() {
    let with = |shows: &str| FIXED.replace("[paper]", &format!("shows = \"{shows}\"\n[paper]"));
    let pages = Pages::of(&with("report"));
    let cookie = pages.sit();
    pages.begin(&cookie);
    let end = pages.finish(&cookie);
    end.has("Missed: ").has("It is ").has("Receipt ");
    let pages = Pages::of(&with("nothing"));
    let cookie = pages.sit();
    pages.begin(&cookie);
    pages.finish(&cookie).has("All your answers are saved.").hasnt("Missed");
}

#[test]
fn how_sure_somebody_is_is_chosen_on_the_page_and_kept() {
    let pages = Pages::of(&FIXED.replace("parallel = true", "parallel = true\ncertainty = true"));
    let cookie = pages.sit();
    pages.begin(&cookie);
    let page = pages.get("/seat", &cookie);
    for value in ["L1", "L2", "L3", "R1", "R2", "R3"] {
        page.has(&format!("value=\"{value}\""));
    }
    pages.press(&cookie, "do=answer&a=R3").has("2 of 8");
    // Half a choice, and one that there is not, are none.
    let page = pages.get("/seat", &cookie);
    for wrong in ["R4", "RL", "", "R33"] {
        let body = format!("at=assess+2&request={}&do=answer&a={wrong}", page.hidden("request"));
        let seen = pages.post("/seat/do", &cookie, &body);
        assert_ne!(seen.headers[header::LOCATION], "/seat", "{wrong}");
    }
    let state = pages.desk.state();
    let attempt = state.seats[&1].assess().unwrap().attempt.as_ref().unwrap();
    assert_eq!((attempt.answered(), attempt.slots[0].certainty), (1, Some(Certainty::C3)));
}

#[test]
fn the_desk_is_closed_from_the_hosts_page_and_by_nobody_else() {
    let pages = Pages::of(FIXED);
    let cookie = pages.sit();
    pages.begin(&cookie);
    pages.post("/console/close", &cookie, "");
    assert!(!pages.desk.state().closed, "an applicant closes nothing");
    let led = pages.post("/console/open", "", "word=amber+stove+lantern");
    let host = led.headers[header::SET_COOKIE].to_str().unwrap().split(';').next().unwrap().to_owned();
    pages.get("/console", &host).has("1 attempt is under way").has("Applicant 0").has("action=\"/console/close\"");
    pages.post("/console/close", &host, "");
    assert!(pages.desk.state().closed);
    pages.get("/console", &host).has(words::CLOSED).hasnt("action=\"/console/close\"");
    pages.get("/seat", &cookie).has(words::CLOSED);
    let attempt = pages.desk.state().seats[&1].assess().unwrap().attempt.clone().unwrap();
    assert_eq!(attempt.answered(), 0);
    assert!(pages.desk.submit(Order::Seen { by: Token(1), asks: false }).is_err_and(|why| why == Refused::Closed));
}
