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
use iotutor::adapters::host::rooms;
use iotutor::adapters::system::allow_many_files;
use iotutor::domain::fact::{Event, Fact, Response};
use iotutor::domain::room::{Choice, Happened};
use iotutor::domain::store::Store;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::PathBuf;
use std::sync::{Condvar, Mutex, MutexGuard};

/// A class under way, with its address.
struct Class<'a> {
    place: &'a Place,
    host: Talk,
    at: SocketAddr,
    code: String,
    /// What opens the teacher's page.
    word: String,
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

    fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().filter_map(|line| line.split_once(": ")).find(|(key, _)| *key == name).map(|(_, value)| value)
    }

    fn cookie(&self) -> String {
        self.header("set-cookie").unwrap().split(';').next().unwrap().to_owned()
    }

    /// Where the answer to a form leads.
    fn leads_to(&self) -> &str {
        assert_eq!(self.status, 303, "{}\n{}", self.head, self.body);
        self.header("location").unwrap()
    }

    fn behind(&self, beginning: &str) -> String {
        let rest = self.body.split(beginning).nth(1).unwrap_or_else(|| panic!("no {beginning} in {}", self.body));
        rest.split('"').next().unwrap().to_owned()
    }

    fn request(&self) -> String {
        self.behind("name=\"request\" value=\"")
    }
}

/// Sends bytes as they are, and reads all that comes back; none where nothing whole does.
fn raw(at: SocketAddr, sent: &[u8]) -> Option<Seen> {
    let mut stream = TcpStream::connect(at).ok()?;
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    // Whoever refuses may hang up before all is sent.
    let _ = stream.write_all(sent);
    let mut came = Vec::new();
    let _ = stream.read_to_end(&mut came);
    let came = String::from_utf8(came).unwrap();
    let (head, body) = came.split_once("\r\n\r\n")?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    let seen = Seen { status, head: head.to_owned(), body: body.to_owned() };
    let is_whole = seen.header("content-length").is_none_or(|length| length == body.len().to_string());
    is_whole.then_some(seen)
}

/// A request as it is sent, and answered on a connection that ends with it.
fn request(at: SocketAddr, (method, path): (&str, &str), cookie: &str, body: &str) -> String {
    format!(
        "{method} {path} HTTP/1.1\r\nHost: {at}\r\nConnection: close\r\nCookie: {cookie}\r\nContent-Type: \
         application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
}

fn send(at: SocketAddr, what: (&str, &str), cookie: &str, body: &str) -> Seen {
    raw(at, request(at, what, cookie, body).as_bytes()).unwrap()
}

impl<'a> Class<'a> {
    fn begin(place: &'a Place, options: &[&str], port: u16, entropy: u32) -> Self {
        let bank = place.data().with_file_name("animals");
        if !bank.exists() {
            write_animals(&bank, 8);
        }
        let port = port.to_string();
        let arguments = [
            &["host", "--bind", "127.0.0.1", "--web", &port, "--ssh", "off", "--bank", bank.to_str().unwrap()],
            options,
        ]
        .concat();
        let mut host = Talk::begin(place, &arguments, entropy);
        let line = host.hear(&["People open http://"]);
        let at = line.split("http://").nth(1).unwrap().split(' ').next().unwrap().parse().unwrap();
        let code = line.trim_end_matches('.').rsplit(' ').next().unwrap().to_owned();
        let line = host.hear(&["For a projector: "]);
        let word = line.rsplit_once("host word: ").unwrap().1.trim_end_matches('.').replace(' ', "+");
        Self { place, host, at, code, word }
    }

    /// Opens the teacher's page, and returns its cookie.
    fn open_console(&self) -> String {
        self.send("POST", "/console/open", "", &format!("word={}", self.word)).is(303).cookie()
    }

    fn monday(place: &'a Place) -> Self {
        Self::begin(place, &["MONDAY", "--count", "4"], 0, 1)
    }

    /// Kills the host and goes on with the class at the same address.
    fn killed_and_resumed(self, entropy: u32) -> Self {
        let Self { place, host, at, code, .. } = self;
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

    /// Follows the answer to a form that was refused to the page that says why.
    fn refused(&self, seen: &Seen, cookie: &str) -> Seen {
        let to = seen.leads_to();
        assert!(to.contains("?note="), "{to}");
        let page = self.send("GET", to, cookie, "");
        if page.status == 303 { self.refused(&page, cookie) } else { page.is(200) }
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
    class.page(&ada).has("Your answer: Mammal, fairly sure.");
    class.answer(&ada, "R3").is(303);
    class.page(&ada).has("Your answer: Bird, certain.");
    class.answer(&bo, "L1").is(303);
    class.say("look");
    assert!(class.hear("Question 1 of 4").ends_with("2 of 2 answered."));
    let old = class.send("GET", &format!("/{}/change", class.code), &ada, "");
    class.say("close");
    class.hear("Question 1 of 4 is closed");
    let stale = format!("request={}&a=L1", old.request());
    let seen = class.send("POST", &old.behind("action=\""), &ada, &stale);
    class.refused(&seen, &ada).has("isn't open any more");
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
        class.page(person).has("Your answer: Bird, certain.");
    }
    class.say("look");
    assert!(class.hear("Question 1 of 4").ends_with("10 of 10 answered."));
}

#[test]
fn at_their_own_pace_people_answer_read_why_and_go_on_also_when_the_host_is_killed() {
    let place = Place::new();
    let mut class = Class::begin(&place, &["--pace", "self", "MONDAY", "--count", "2"], 0, 1);
    let (ada, bo) = (class.join("Ada"), class.join("Bo"));
    let go_on = |class: &Class<'_>, cookie: &str, number: u32| {
        class.send("POST", &format!("/{}/next", class.code), cookie, &format!("place={number}"))
    };
    let early = go_on(&class, &ada, 1);
    class.refused(&early, &ada).has("Answer this question first");
    class.answer(&ada, "L3").is(303);
    class.page(&ada).has("Next question").has("of 1 question right");
    let other = class.page(&bo);
    other.has("Question 1 of 2");
    assert!(!other.body.contains("deciding") && !other.body.contains("Next question"), "{}", other.body);
    let projected = class.send("GET", "/projector", "", "").is(200);
    projected.has("class=\"strip\"").has("class=\"qr\"").has("own pace");
    assert!(!projected.body.contains("Ada"), "{}", projected.body);
    // The same form again, after the host was killed, is the same step.
    class = class.killed_and_resumed(2);
    class.page(&ada).has("Next question");
    for _ in 0..2 {
        go_on(&class, &ada, 1).is(303);
        class.page(&ada).has("Question 2 of 2");
    }
    class = class.killed_and_resumed(3);
    class.page(&ada).has("Question 2 of 2");
    class.answer(&ada, "N").is(303);
    class.page(&ada).has("Your result");
    go_on(&class, &ada, 2).is(303);
    class.page(&ada).has("You've answered all questions").has("quiz --code");
    let console = class.open_console();
    let seen = class.send("GET", "/console", &console, "").is(200);
    seen.has(", in, done, ").has(" of 2 right.").has(", in, at question 1.");
    assert!(!seen.body.contains("value=\"open ") && !seen.body.contains("names_on"), "{}", seen.body);
    class.say("look");
    class.hear("Room");
    class.say("end");
    class.say("end");
    class.hear("Everybody sees");
    class.page(&bo).has("The class is over");
    class.say("leave");
}

/// How many people answer while the host is killed.
const PEOPLE: usize = 50;

/// How many answers each gives to a question: the last one counts, and all are kept.
const CHANGES: usize = 4;

/// What somebody who answers and whoever kills the host tell each other.
#[derive(Default)]
struct Stint {
    /// How many questions were opened.
    question: usize,
    /// How often the host was begun again.
    begun: usize,
    /// How many answers to this question were acknowledged.
    acknowledged: usize,
    /// How many people have given all their answers.
    done: usize,
}

/// What all share, and how each is told of a change.
#[derive(Default)]
struct Watch(Mutex<Stint>, Condvar);

impl Watch {
    /// Changes what all share, and tells everybody.
    fn change(&self, how: impl FnOnce(&mut Stint)) {
        how(&mut self.0.lock().unwrap());
        self.1.notify_all();
    }

    /// Waits until something is so.
    fn wait(&self, is_so: impl Fn(&Stint) -> bool) -> MutexGuard<'_, Stint> {
        let (stint, waited) =
            self.1.wait_timeout_while(self.0.lock().unwrap(), PATIENCE, |stint| !is_so(stint)).unwrap();
        assert!(!waited.timed_out(), "it never came");
        stint
    }
}

/// Numbers that look drawn, the same in each run.
fn draw(number: &mut u64) -> usize {
    *number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*number >> 33) as usize
}

/// Somebody who answers over HTTP and sends again what was not acknowledged, as a page does.
struct Person<'a> {
    watch: &'a Watch,
    at: SocketAddr,
    code: &'a str,
    cookie: String,
    random: u64,
    /// What was acknowledged: question, and button.
    answers: Vec<(u16, String)>,
}

impl Person<'_> {
    /// Sends a request until it is answered, by this host or by the next.
    fn insist(&self, what: (&str, &str), body: &str) -> Seen {
        loop {
            let begun = self.watch.0.lock().unwrap().begun;
            if let Some(seen) = raw(self.at, request(self.at, what, &self.cookie, body).as_bytes()) {
                return seen;
            }
            drop(self.watch.wait(|stint| stint.begun > begun));
        }
    }

    fn attend(&mut self, questions: usize) {
        const BUTTONS: [&str; 7] = ["L1", "L2", "L3", "R1", "R2", "R3", "N"];
        for question in 1..=questions {
            drop(self.watch.wait(|stint| stint.question >= question));
            for _ in 0..CHANGES {
                let page = self.insist(("GET", &format!("/{}/change", self.code)), "").is(200);
                let button = BUTTONS[draw(&mut self.random) % BUTTONS.len()];
                let body = format!("request={}&a={button}", page.request());
                let action = page.behind("action=\"");
                let seen = self.insist(("POST", &action), &body);
                assert_eq!(seen.leads_to(), format!("/{}", self.code), "it is taken");
                let place = action.split('/').nth(2).unwrap().parse().unwrap();
                self.answers.push((place, button.to_owned()));
                self.watch.change(|stint| stint.acknowledged += 1);
            }
            self.watch.change(|stint| stint.done += 1);
        }
    }
}

fn written(choice: Choice) -> String {
    let side = match choice.response {
        Response::Left => "L",
        Response::Right => "R",
        Response::DontKnow => "N",
    };
    choice.certainty.map_or_else(|| side.to_owned(), |sure| format!("{side}{}", sure.number()))
}

/// The answers in a room's file, by the token of the seat.
fn recorded(place: &Place) -> BTreeMap<String, Vec<(u16, String)>> {
    let found = rooms::find(&place.data(), None).unwrap();
    let (mut tokens, mut answers) = (BTreeMap::new(), BTreeMap::<String, Vec<_>>::new());
    let each = &mut |_: u64, fact: &Fact| match &fact.event {
        Event::Room(Happened::Joined { seat, token, .. }) => drop(tokens.insert(*seat, token.to_string())),
        Event::Room(Happened::Answered { seat, place, choice, .. }) => {
            answers.entry(tokens[seat].clone()).or_default().push((*place, written(*choice)));
        }
        _ => {}
    };
    found.file.read(found.stream, 0, usize::MAX, each).unwrap();
    answers
}

/// Leads a class of fifty that answer over HTTP, and kills its host once on each question, after a number of answers that is
/// drawn, while others are on their way.
fn killed_among_answers(room: u32, kills: usize) {
    let place = Place::new();
    let count = kills.to_string();
    let class = Class::begin(&place, &["MONDAY", "--count", &count], 0, room);
    let (at, code, watch) = (class.at, class.code.clone(), Watch::default());
    let mut random = u64::from(room);
    let seat = |number: usize| Person {
        watch: &watch,
        at,
        code: &code,
        cookie: class.join(&format!("P{number}")),
        random: u64::from(room) << 32 | number as u64,
        answers: Vec::new(),
    };
    let mut people: Vec<Person<'_>> = (0..PEOPLE).map(seat).collect();
    let class = std::thread::scope(|scope| {
        for person in &mut people {
            scope.spawn(|| person.attend(kills));
        }
        let mut class = class;
        for kill in 1..=kills {
            class.say("next");
            class.hear(&format!("Question {kill} of "));
            watch.change(|stint| *stint = Stint { question: kill, begun: stint.begun, ..Stint::default() });
            let heard = draw(&mut random) % (PEOPLE * CHANGES);
            drop(watch.wait(|stint| stint.acknowledged >= heard));
            class = class.killed_and_resumed(room * 90 + kill as u32);
            watch.change(|stint| stint.begun += 1);
            drop(watch.wait(|stint| stint.done == PEOPLE));
            class.say("look");
            assert!(class.hear("Question ").ends_with(&format!("{PEOPLE} of {PEOPLE} answered.")), "kill {kill}");
            class.say("close");
            class.hear("Question ");
            class.say("reveal");
            class.hear("Question ");
        }
        class
    });
    for person in &people {
        class.page(&person.cookie).has("You are <bdi>P");
    }
    class.host.kill();
    let recorded = recorded(&place);
    assert_eq!(recorded.len(), PEOPLE);
    for person in people {
        // None is missing, none is there twice, and all are in order.
        assert_eq!(recorded[person.cookie.split_once('=').unwrap().1], person.answers, "{}", person.cookie);
    }
}

#[test]
fn killing_the_host_while_fifty_answer_over_http_loses_no_acknowledged_answer_and_doubles_none() {
    killed_among_answers(1, 8);
}

#[test]
#[ignore = "takes minutes: a hundred kills; run it with --ignored"]
fn killing_the_host_a_hundred_times_while_fifty_answer_over_http_loses_and_doubles_nothing() {
    for room in 1..=10 {
        killed_among_answers(room, 10);
    }
}

/// Connections that say nothing, or not all they should.
fn pester(at: SocketAddr, count: usize) -> Vec<TcpStream> {
    let half = |number: usize| {
        let mut stream = TcpStream::connect(at).unwrap();
        let beginning = match number % 5 {
            0 => String::new(),
            1 => "GET / HT".to_owned(),
            2 => format!("GET / HTTP/1.1\r\nHost: {at}\r\nX: "),
            3 => format!("POST /in HTTP/1.1\r\nHost: {at}\r\nContent-Length: 90\r\n\r\nco"),
            _ => format!("POST /in HTTP/1.1\r\nHost: {at}\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nco"),
        };
        // One that is let go meanwhile is no matter.
        let _ = stream.write_all(beginning.as_bytes());
        stream
    };
    (0..count).map(half).collect()
}

/// A hundred names that somebody could type to do harm, as a form sends them.
fn hostile_names() -> Vec<String> {
    const BAD: [&str; 20] = [
        "<script>alert(1)</script>",
        "\"'><img src=x onerror=alert(1)>",
        "</bdi></main></body></html>",
        "<!--",
        "]]>",
        "&lt;b&gt;",
        "javascript:alert(1)",
        "\u{202e}\u{200b}",
        "\u{1b}[2J\u{7}",
        "\u{1b}]0;title\u{7}",
        "\0",
        "\r\nSet-Cookie: a=b",
        "z\u{301}\u{302}\u{303}\u{304}",
        "../../etc/passwd",
        "'; DROP TABLE people; --",
        "${7*7}{{7*7}}",
        "%00%0a%253Cscript%253E",
        "\u{feff}\u{2066}Ada\u{2069}",
        "🏳️‍🌈👨‍👩‍👧‍👦",
        "=cmd|' /C calc'!A0",
    ];
    let long = |name: &str| name.repeat(40);
    let around = |name: &str| {
        [name.to_owned(), format!("Ada{name}"), format!("{name} {name}"), long(name), format!("  {name}  ")]
    };
    let names = BAD.iter().flat_map(|name| around(name));
    let encoded = |name: String| {
        name.bytes().fold(String::new(), |mut all, byte| {
            write!(all, "%{byte:02X}").unwrap();
            all
        })
    };
    names.map(encoded).collect()
}

/// The most memory that the host has had, in mebibytes, where the system writes it down.
fn most_memory(host: &Talk) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{}/status", host.id())).ok()?;
    let most = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(most.split_whitespace().next()?.parse::<u64>().ok()? / 1_024)
}

/// The most memory that a host may take whatever is done to it, in mebibytes.
const BOUND: u64 = 200;

#[test]
fn a_class_goes_on_among_a_thousand_silent_sockets_half_requests_and_huge_bodies() {
    allow_many_files();
    let place = Place::new();
    let mut class = Class::monday(&place);
    let ada = class.join("Ada");
    class.say("next");
    class.hear("Question 1 of 4");
    let held = pester(class.at, 1_000);
    class.answer(&ada, "L2").is(303);
    let huge = 10 * 1024 * 1024;
    for length in [format!("Content-Length: {huge}"), "Transfer-Encoding: chunked".to_owned()] {
        for path in ["/in", "/console/open", "/console/do", &format!("/{}/1/1", class.code)] {
            let beginning = format!("POST {path} HTTP/1.1\r\nHost: {}\r\n{length}\r\n\r\nA00000\r\n", class.at);
            let answer = raw(class.at, &[beginning.as_bytes(), &vec![b'x'; huge]].concat());
            assert!(answer.is_none_or(|answer| answer.status == 413), "it may hang up before its answer is read");
        }
    }
    let endless = format!("GET /{} HTTP/1.1\r\nHost: {}\r\nX: {}", class.code, class.at, "x".repeat(huge));
    assert!(raw(class.at, endless.as_bytes()).is_none_or(|answer| answer.status == 431));
    for garbage in [&b"\x16\x03\x01\x02\x00\x01"[..], b"\r\n\r\n\r\n", b"SSH-2.0-x\r\n", b"GET / HTTP/1.1\r\n\r\n"] {
        TcpStream::connect(class.at).unwrap().write_all(garbage).unwrap();
    }
    for host in ["evil.example", "localhost.evil.example", "10.0.0.1"] {
        let request = format!("GET /{} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n", class.code);
        raw(class.at, request.as_bytes()).unwrap().is(421);
    }
    for elsewhere in ["Origin: http://evil.example", "Origin: null", "Sec-Fetch-Site: cross-site"] {
        let request = request(class.at, ("POST", &format!("/{}/1/1", class.code)), &ada, "request=1&a=R3");
        let request = request.replacen("\r\n", &format!("\r\n{elsewhere}\r\n"), 1);
        raw(class.at, request.as_bytes()).unwrap().is(403);
    }
    class.page(&ada).has("Your answer: Mammal, fairly sure.");
    class.answer(&ada, "R2").is(303);
    class.page(&ada).has("Your answer: Bird, fairly sure.");
    assert!(most_memory(&class.host).is_none_or(|most| most <= BOUND), "{:?} MiB", most_memory(&class.host));
    drop(held);
}

#[test]
fn a_hundred_hostile_names_harm_neither_a_page_nor_a_line() {
    let place = Place::new();
    let mut class = Class::monday(&place);
    let names = hostile_names();
    assert_eq!(names.len(), 100);
    let mut seated = 0;
    for name in names {
        let body = format!("code={}&name={name}&anew=1&request={}", class.code, class.page("").request());
        let seen = class.send("POST", "/in", "", &body);
        let cookies = seen.head.matches("et-cookie").count();
        assert_eq!(cookies, usize::from(!seen.leads_to().contains("?note=")), "{name}: {}", seen.head);
        seated += cookies;
    }
    assert_eq!(seated, 47, "of them are names that can be shown; the rest can't be seen, or are too long");
    class.say("names");
    class.hear("Names stand");
    let wall = class.send("GET", "/projector", "", "").is(200);
    for bad in ["<script>alert", "<img", "</bdi></main>", "<!--", "\u{1b}", "\u{202e}", "\0"] {
        assert!(!wall.body.contains(bad), "{bad:?} in {}", wall.body);
    }
    class.say("who");
    class.hear(&format!("{seated} people are in."));
    for number in 1..=seated {
        let line = class.hear(&format!("Seat {number}: "));
        assert!(!line.contains(|c: char| c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c)), "{line:?}");
    }
}

#[test]
fn ten_thousand_joins_from_one_address_fill_the_room_and_throw_nobody_out() {
    const JOINS: usize = 10_000;
    const AT_ONCE: usize = 8;
    const SEATS: usize = 400;
    let place = Place::new();
    let mut class = Class::monday(&place);
    let ada = class.join("Ada");
    let (at, code) = (class.at, class.code.clone());
    // Each connection takes many, as a script would send them.
    let storm = |connection: usize| {
        let mut stream = TcpStream::connect(at).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let all: Vec<usize> = (0..JOINS).filter(|number| number % AT_ONCE == connection).collect();
        let one = |number: &usize| {
            request(at, ("POST", "/in"), "", &format!("code={code}&name=X&anew=1&request={:032x}", number + 1))
                .replace("Connection: close\r\n", "")
        };
        let mut came = String::new();
        for some in all.chunks(50) {
            stream.write_all(some.iter().map(one).collect::<String>().as_bytes()).unwrap();
            let mut answered = 0;
            while answered < some.len() {
                let mut buffer = [0; 8_192];
                let read = stream.read(&mut buffer).unwrap();
                assert!(read > 0, "it hangs up");
                came.push_str(std::str::from_utf8(&buffer[..read]).unwrap());
                answered = came.matches("content-length: 0").count();
            }
            came.clear();
        }
        all.len()
    };
    let sent: usize = std::thread::scope(|scope| {
        let storm = &storm;
        let all: Vec<_> = (0..AT_ONCE).map(|number| scope.spawn(move || storm(number))).collect();
        all.into_iter().map(|one| one.join().unwrap()).sum()
    });
    assert_eq!(sent, JOINS);
    class.say("who");
    class.hear(&format!("{SEATS} people are in."));
    let last = format!("code={}&name=Bo&request={}", class.code, class.page("").request());
    class.refused(&class.send("POST", "/in", "", &last), "").has("The room is full");
    class.say("next");
    class.hear("Question 1 of 4");
    class.answer(&ada, "L2").is(303);
    class.page(&ada).has("Your answer: Mammal, fairly sure.");
    assert!(most_memory(&class.host).is_none_or(|most| most <= BOUND), "{:?} MiB", most_memory(&class.host));
    // The way out: whoever is not meant to be here is removed, and the room locked.
    class.say("remove 2");
    class.hear("X is removed");
    class.say("lock");
    class.hear("The room is locked");
    class.page("").has("The room is locked.");
}

/// The one file of a room in `place`.
fn room_file(place: &Place) -> PathBuf {
    rooms::all(&place.data()).remove(0)
}

/// Asks the teacher's page, opened by the host word.
fn console(class: &Class<'_>, host: &str) -> Seen {
    class.send("GET", "/console", host, "").is(200)
}

#[test]
fn while_another_program_holds_the_file_page_and_console_say_so_and_then_it_goes_on() {
    let place = Place::new();
    let mut class = Class::monday(&place);
    let (ada, host) = (class.join("Ada"), class.open_console());
    class.say("next");
    class.hear("Question 1 of 4");
    let other = rusqlite::Connection::open(room_file(&place)).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let seen = class.answer(&ada, "L2");
    class.refused(&seen, &ada).has("so no answer is taken").has("name=\"a\"");
    class.send("GET", "/projector", "", "").is(200).has("so no answer is taken");
    console(&class, &host).has("Another program holds the room");
    class.say("close");
    class.hear("Another program holds the room");
    drop(other);
    class.answer(&ada, "L2").is(303);
    let page = class.page(&ada);
    page.has("Your answer: Mammal, fairly sure.");
    assert!(!page.body.contains("so no answer is taken") && !console(&class, &host).body.contains("Another program"));
}

#[cfg(unix)]
#[test]
#[ignore = "needs a disk of a few megabytes, its folder named by IOTUTOR_SMALL_DISK"]
fn while_the_disk_is_full_page_and_console_say_so_and_then_it_goes_on() {
    let place = Place::new();
    let disk = PathBuf::from(std::env::var_os("IOTUTOR_SMALL_DISK").unwrap());
    // The disk's folder in the place of the one for rooms.
    std::fs::create_dir_all(place.data()).unwrap();
    std::os::unix::fs::symlink(&disk, place.data().join(rooms::FOLDER)).unwrap();
    let mut class = Class::monday(&place);
    let (ada, host) = (class.join("Ada"), class.open_console());
    class.say("next");
    class.hear("Question 1 of 4");
    class.answer(&ada, "L2").is(303);
    let ballast = disk.join("ballast");
    let mut filling = std::fs::File::create(&ballast).unwrap();
    while filling.write_all(&[0; 512]).is_ok() {}
    drop(filling);
    // What the file has room for in its last page may still be taken; then no more.
    let mut last = "L2".to_owned();
    let refused = (0..49).find_map(|number| {
        let button = ["R3", "R2", "R1"][number % 3];
        let seen = class.answer(&ada, button);
        let is_refused = seen.leads_to().contains("?note=");
        if !is_refused {
            button.clone_into(&mut last);
        }
        is_refused.then_some(seen)
    });
    class.refused(&refused.unwrap(), &ada).has("so no answer is taken");
    class.send("GET", "/projector", "", "").is(200).has("so no answer is taken");
    console(&class, &host).has("The disk is full");
    std::fs::remove_file(&ballast).unwrap();
    class.answer(&ada, "L1").is(303);
    class.page(&ada).has("Your answer: Mammal, unsure.");
    class = class.killed_and_resumed(2);
    class.page(&ada).has("Your answer: Mammal, unsure.");
}
