//! A live class over real sockets: a host that is led in lines, and people who come by HTTP.
#![cfg(feature = "web")]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::cast_possible_truncation,
    clippy::print_stderr,
    reason = "a test that cannot go on has to fail"
)]

#[allow(dead_code, reason = "each test program uses its part")]
mod common;

use common::talk::Talk;
use common::{PATIENCE, Place, write_animals};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};

/// A class under way, with its address.
struct Class<'a> {
    place: &'a Place,
    host: Talk,
    at: SocketAddr,
    code: String,
}

/// An answer.
struct Seen {
    status: u16,
    head: String,
    body: String,
}

impl Seen {
    fn is(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}\n{}", self.head, self.body);
        self
    }

    fn has(&self, words: &str) -> &Self {
        assert!(self.body.contains(words), "no {words:?} in {}", self.body);
        self
    }

    fn cookie(&self) -> String {
        let given = self.head.lines().find_map(|line| line.strip_prefix("set-cookie: ")).unwrap();
        given.split(';').next().unwrap().to_owned()
    }

    fn behind(&self, beginning: &str) -> String {
        let rest = self.body.split(beginning).nth(1).unwrap_or_else(|| panic!("no {beginning} in {}", self.body));
        rest.split('"').next().unwrap().to_owned()
    }

    fn request(&self) -> String {
        self.behind("name=\"request\" value=\"")
    }
}

/// Sends bytes as they are, and reads all that comes back.
fn raw(at: SocketAddr, sent: &[u8]) -> Option<Seen> {
    let mut stream = TcpStream::connect(at).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    // Whoever refuses may hang up before all is sent.
    let _ = stream.write_all(sent);
    let mut came = Vec::new();
    let _ = stream.read_to_end(&mut came);
    let came = String::from_utf8(came).unwrap();
    let (head, body) = came.split_once("\r\n\r\n")?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    Some(Seen { status, head: head.to_owned(), body: body.to_owned() })
}

fn send(at: SocketAddr, (method, path): (&str, &str), cookie: &str, body: &str) -> Seen {
    let head = format!(
        "{method} {path} HTTP/1.1\r\nHost: {at}\r\nConnection: close\r\nCookie: {cookie}\r\nContent-Type: \
         application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    raw(at, head.as_bytes()).unwrap()
}

impl<'a> Class<'a> {
    fn begin(place: &'a Place, options: &[&str], port: u16, entropy: u32) -> Self {
        let bank = place.data().with_file_name("animals");
        if !bank.exists() {
            write_animals(&bank, 8);
        }
        let port = port.to_string();
        let arguments =
            [&["host", "--bind", "127.0.0.1", "--web", &port, "--bank", bank.to_str().unwrap()], options].concat();
        let mut host = Talk::begin(place, &arguments, entropy);
        let line = host.hear(&["People open http://"]);
        let at = line.split("http://").nth(1).unwrap().split(' ').next().unwrap().parse().unwrap();
        let code = line.trim_end_matches('.').rsplit(' ').next().unwrap().to_owned();
        Self { place, host, at, code }
    }

    fn monday(place: &'a Place) -> Self {
        Self::begin(place, &["MONDAY", "--count", "4"], 0, 1)
    }

    /// Kills the host and goes on with the class at the same address.
    fn killed_and_resumed(self, entropy: u32) -> Self {
        let Self { place, host, at, code } = self;
        host.kill();
        Self::begin(place, &["--resume", &code], at.port(), entropy)
    }

    fn send(&self, method: &str, path: &str, cookie: &str, body: &str) -> Seen {
        send(self.at, (method, path), cookie, body)
    }

    fn page(&self, cookie: &str) -> Seen {
        self.send("GET", &format!("/{}", self.code), cookie, "").is(200)
    }

    fn join(&self, name: &str) -> String {
        let body = format!("code={}&name={name}&request={}", self.code, self.page("").request());
        self.send("POST", "/in", "", &body).is(303).cookie()
    }

    fn answer(&self, cookie: &str, button: &str) -> Seen {
        let page = self.send("GET", &format!("/{}/change", self.code), cookie, "");
        let body = format!("request={}&a={button}", page.request());
        self.send("POST", &page.behind("action=\""), cookie, &body)
    }

    fn say(&mut self, line: &str) {
        self.host.say(line);
    }

    fn hear(&mut self, beginning: &str) -> String {
        self.host.hear(&[beginning])
    }
}

#[test]
fn people_join_answer_change_and_see_their_results() {
    let place = Place::new();
    let mut class = Class::monday(&place);
    let (ada, bo) = (class.join("Ada"), class.join("Bo"));
    class.page(&ada).has("You're in.");
    // A page that waits is told as soon as the host goes on.
    let known = class.page(&ada).behind("data-v=\"");
    let (at, cookie, path) = (class.at, ada.clone(), format!("/{}/wait?v={known}", class.code));
    let waiting = std::thread::spawn(move || send(at, ("GET", &path), &cookie, ""));
    class.say("next");
    waiting.join().unwrap().is(200).has("Question 1 of 4").has("aria-label=\"Mammal, certain\"");
    class.hear("Question 1 of 4");
    class.answer(&ada, "L2").is(303);
    class.page(&ada).has("Locked in: Mammal, fairly sure.");
    class.answer(&ada, "R3").is(303);
    class.page(&ada).has("Locked in: Bird, certain.");
    class.answer(&bo, "L1").is(303);
    class.say("look");
    assert!(class.hear("Question 1 of 4").ends_with("2 of 2 answered."));
    let old = class.send("GET", &format!("/{}/change", class.code), &ada, "");
    class.say("close");
    class.hear("Question 1 of 4 is closed");
    let stale = format!("request={}&a=L1", old.request());
    class.send("POST", &old.behind("action=\""), &ada, &stale).is(409).has("isn't open any more");
    class.say("reveal");
    class.hear("Question 1 of 4: it's");
    let (one, other) = (class.page(&ada), class.page(&bo));
    assert!(one.body.contains("✓ Yes") != other.body.contains("✓ Yes"), "one of two sides is right");
    class.say("end");
    class.say("end");
    class.hear("Everybody sees");
    class.page(&ada).has("The class is over");
    class.say("leave");
}

#[test]
fn a_host_that_is_killed_goes_on_with_every_answer_and_every_seat() {
    let place = Place::new();
    let mut class = Class::monday(&place);
    let people: Vec<String> = (0..10).map(|number| class.join(&format!("P{number}"))).collect();
    class.say("next");
    class.hear("Question 1 of 4");
    for (number, person) in (1_u32..).zip(&people) {
        class.answer(person, "L1").is(303);
        // A form that was sent before the host died is sent again to the next.
        let page = class.send("GET", &format!("/{}/change", class.code), person, "");
        let again = (page.behind("action=\""), format!("request={}&a=R3", page.request()));
        class.send("POST", &again.0, person, &again.1).is(303);
        class = class.killed_and_resumed(number + 1);
        class.send("POST", &again.0, person, &again.1).is(303);
        class.page(person).has("Locked in: Bird, certain.");
    }
    class.say("look");
    assert!(class.hear("Question 1 of 4").ends_with("10 of 10 answered."));
}

#[test]
fn a_class_goes_on_among_silent_sockets_half_requests_huge_bodies_and_hostile_names() {
    let place = Place::new();
    let mut class = Class::monday(&place);
    let ada = class.join("Ada");
    class.say("next");
    class.hear("Question 1 of 4");
    let mut held = Vec::new();
    for number in 0..200 {
        let mut stream = TcpStream::connect(class.at).unwrap();
        match number % 4 {
            0 => {}
            1 => stream.write_all(b"GET / HT").unwrap(),
            2 => stream.write_all(format!("GET / HTTP/1.1\r\nHost: {}\r\nX: ", class.at).as_bytes()).unwrap(),
            _ => stream
                .write_all(
                    format!("POST /in HTTP/1.1\r\nHost: {}\r\nContent-Length: 90\r\n\r\nco", class.at).as_bytes(),
                )
                .unwrap(),
        }
        held.push(stream);
    }
    class.answer(&ada, "L2").is(303);
    let huge = 10 * 1024 * 1024;
    let beginning = format!("POST /in HTTP/1.1\r\nHost: {}\r\nContent-Length: {huge}\r\n\r\n", class.at);
    let answer = raw(class.at, &[beginning.as_bytes(), &vec![b'x'; huge]].concat());
    assert!(answer.is_none_or(|answer| answer.status == 413), "it may hang up before its answer is read");
    for (name, status) in [
        ("%3Cscript%3Ealert(1)%3C%2Fscript%3E", 303),
        ("%22%27%3E%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E", 303),
        ("%E2%80%AE%E2%80%8B", 422),
        ("%1B%5B2J%07", 422),
        ("%00", 422),
        ("%FF%FE", 303),
        ("z%CC%81%CC%82%CC%83%CC%84", 422),
        ("..%2F..%2Fetc%2Fpasswd", 303),
        ("%0D%0ASet-Cookie%3A%20a%3Db", 303),
    ] {
        let body = format!("code={}&name={name}&request={}", class.code, class.page("").request());
        let seen = class.send("POST", "/in", "", &body).is(status);
        assert_eq!(seen.head.matches("et-cookie").count(), usize::from(status == 303), "{}", seen.head);
    }
    class.say("names");
    class.hear("Names stand");
    let wall = class.send("GET", "/projector", "", "").is(200);
    assert!(!wall.body.contains("<script>alert") && !wall.body.contains("<img"), "{}", wall.body);
    for host in ["evil.example", "localhost.evil.example", "10.0.0.1"] {
        let request = format!("GET /{} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n", class.code);
        raw(class.at, request.as_bytes()).unwrap().is(421);
    }
    for garbage in [&b"\x16\x03\x01\x02\x00\x01"[..], b"\r\n\r\n\r\n", b"SSH-2.0-x\r\n", b"GET / HTTP/1.1\r\n\r\n"] {
        TcpStream::connect(class.at).unwrap().write_all(garbage).unwrap();
    }
    class.answer(&ada, "R2").is(303);
    class.page(&ada).has("Locked in: Bird, fairly sure.");
    drop(held);
}
