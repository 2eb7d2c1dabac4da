//! A host on a server: begun without anybody who types, asked by a proxy, logged, and ended in order by a signal.
#![cfg(all(feature = "web", unix))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test that cannot go on has to fail")]

#[allow(dead_code, reason = "each test program uses its part")]
mod common;

use common::{PATIENCE, Place, write_animals};
use rustix::process::{Pid, Signal, kill_process};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::os::unix::process::ExitStatusExt;
use std::path::PathBuf;
use std::process::{Child, Stdio};
use std::sync::mpsc::{Receiver, channel};

/// A host that nobody types to.
struct Host {
    child: Child,
    lines: Receiver<String>,
    log: Receiver<String>,
    at: SocketAddr,
    code: String,
    /// What it said until it served.
    said: Vec<String>,
}

fn lines(from: impl Read + Send + 'static) -> Receiver<String> {
    let (to, lines) = channel();
    std::thread::spawn(move || BufReader::new(from).lines().map_while(Result::ok).all(|line| to.send(line).is_ok()));
    lines
}

impl Host {
    fn begin(place: &Place, options: &[&str], entropy: u32) -> Self {
        let bank = place.data().with_file_name("animals");
        if !bank.exists() {
            write_animals(&bank, 8);
        }
        let all = ["host", "--unattended", "--bind", "127.0.0.1", "--web", "0", "--ssh", "off", "--bank"];
        let all = [&all[..], &[bank.to_str().unwrap()], options].concat();
        let mut child = place.command(&all, entropy).stdin(Stdio::null()).spawn().unwrap();
        let (said_lines, log) = (lines(child.stdout.take().unwrap()), lines(child.stderr.take().unwrap()));
        let mut said = Vec::new();
        loop {
            let Ok(line) = said_lines.recv_timeout(PATIENCE) else {
                let _ = child.kill();
                panic!("it said {said:#?} and {:#?}", log.iter().collect::<Vec<_>>());
            };
            let over = line.starts_with("For a projector: ");
            said.push(line);
            if over {
                break;
            }
        }
        let line = said.iter().find(|line| line.starts_with("People open http://")).unwrap();
        let at = line.split("http://").nth(1).unwrap().split(' ').next().unwrap().parse().unwrap();
        let code = line.trim_end_matches('.').rsplit(' ').next().unwrap().to_owned();
        Self { child, lines: said_lines, log, at, code, said }
    }

    /// Sends a request, and returns the whole answer.
    fn send(&self, what: &str, headers: &str, body: &str) -> String {
        send(self.at, what, headers, body)
    }

    fn page(&self) -> String {
        self.send(&format!("GET /{}", self.code), "", "")
    }

    fn join(&self, name: &str) -> String {
        let page = self.page();
        let request = page.split("name=\"request\" value=\"").nth(1).unwrap().split('"').next().unwrap();
        let body = format!("code={}&name={name}&request={request}", self.code);
        let came = self.send("POST /in", "", &body);
        came.split("set-cookie: ").nth(1).unwrap().split(';').next().unwrap().to_owned()
    }

    fn signal(&self, signal: Signal) {
        kill_process(Pid::from_child(&self.child), signal).unwrap();
    }

    /// Waits for its end. Returns the signal it ended by, and what it said and logged.
    fn ended(mut self) -> (Option<i32>, Vec<String>, Vec<String>) {
        let said = self.lines.iter().collect();
        let log = self.log.iter().collect();
        (self.child.wait().unwrap().signal(), said, log)
    }
}

fn send(at: SocketAddr, what: &str, headers: &str, body: &str) -> String {
    let mut stream = TcpStream::connect(at).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    let form = "Content-Type: application/x-www-form-urlencoded";
    let length = body.len();
    let request = format!(
        "{what} HTTP/1.1\r\nHost: {at}\r\nConnection: close\r\n{form}\r\n{headers}Content-Length: {length}\r\n\r\n{body}"
    );
    stream.write_all(request.as_bytes()).unwrap();
    let mut came = String::new();
    stream.read_to_string(&mut came).unwrap();
    came
}

fn rooms(place: &Place) -> Vec<PathBuf> {
    let files = std::fs::read_dir(place.data().join("rooms")).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> = files.filter(|path| path.is_file()).collect();
    files.sort();
    files
}

#[test]
fn a_signal_ends_a_host_in_order_and_tells_who_waits_and_it_goes_on_with_the_class() {
    let place = Place::new();
    let host = Host::begin(&place, &["MONDAY", "--count", "4", "--log"], 1);
    let ada = host.join("Ada");
    let page = host.send(&format!("GET /{}", host.code), &format!("Cookie: {ada}\r\n"), "");
    let version = page.split("data-v=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    // Somebody who waits for news is told before the host goes.
    let (at, code) = (host.at, host.code.clone());
    let mut waiting = TcpStream::connect(at).unwrap();
    waiting.set_read_timeout(Some(PATIENCE)).unwrap();
    write!(waiting, "GET /{code}/wait?v={version} HTTP/1.1\r\nHost: {at}\r\nCookie: {ada}\r\n\r\n").unwrap();
    // Whoever sent that first is served first: one thread accepts, and each request in its turn.
    while !send(at, "GET /counts", "", "").contains("iotutor_connections{over=\"web\"} 2\n") {}
    host.signal(Signal::TERM);
    let mut told = String::new();
    waiting.read_to_string(&mut told).unwrap();
    assert!(told.starts_with("HTTP/1.1 503") && told.contains("The class's computer is stopping."), "{told}");
    let (signal, said, log) = host.ended();
    assert_eq!(signal, Some(Signal::TERM.as_raw()), "{said:#?}");
    assert!(said.last().unwrap().contains(&format!("iotutor host --resume {code}")), "{said:#?}");
    assert!(log.first().unwrap().ends_with(" started"), "{log:#?}");
    for last in [" stopping", " GET /{code}/wait 503 "] {
        assert!(log.iter().any(|line| line.contains(last)), "no {last} in {log:#?}");
    }
    // A file that was closed in order has no log of its own beside it.
    assert_eq!(rooms(&place).len(), 1, "{:?}", rooms(&place));
    // Begun again by the same words, it is the same class, and Ada has her seat.
    let host = Host::begin(&place, &["MONDAY", "--count", "4", "--log"], 2);
    assert_eq!(host.code, code);
    let page = host.send(&format!("GET /{code}"), &format!("Cookie: {ada}\r\n"), "");
    assert!(page.contains("You're in."), "{page}");
    host.signal(Signal::TERM);
    host.ended();
}

#[test]
fn the_log_of_a_host_has_no_name_no_code_no_word_and_no_address_and_what_it_says_is_elsewhere() {
    let place = Place::new();
    let word = place.folder().join("word");
    std::fs::write(&word, "copper-harbour-violin\n").unwrap();
    let options = ["MONDAY", "--count", "4", "--log", "json", "--word-file", word.to_str().unwrap()];
    let host = Host::begin(&place, &options, 1);
    assert!(!host.said.iter().any(|line| line.contains("copper")), "{:#?}", host.said);
    let ada = host.join("Zoraida");
    let came = host.send("POST /console/open", "", "word=copper+harbour+violin");
    assert!(came.starts_with("HTTP/1.1 303") && came.contains("set-cookie"), "{came}");
    let counts =
        host.send("GET /counts", "Authorization: Bearer copper-harbour-violin\r\nX-Forwarded-For: 1.2.3.4\r\n", "");
    assert!(counts.contains("\niotutor_seats 1\n"), "{counts}");
    let code = host.code.clone();
    host.signal(Signal::TERM);
    let (_, _, log) = host.ended();
    let (_, token) = ada.split_once('=').unwrap();
    for line in &log {
        let fields: serde_json::Value = serde_json::from_str(line).unwrap();
        assert!(fields["time"].is_string(), "{line}");
        for secret in ["Zoraida", &code, token, "copper", "127.0.0.1", "1.2.3.4"] {
            assert!(!line.contains(secret), "{secret} in {line}");
        }
    }
    let paths = log.iter().filter(|line| line.contains("\"path\":\"/{code}\",\"status\":200")).count();
    assert_eq!(paths, 1, "{log:#?}");
}

#[test]
fn a_class_that_is_led_in_lines_ends_in_order_too() {
    let place = Place::new();
    let mut class = common::talk::Talk::begin(&place, &["host", "MONDAY", "--web", "off"], 1);
    class.hear(&["Type next"]);
    kill_process(Pid::from_raw(i32::try_from(class.id()).unwrap()).unwrap(), Signal::TERM).unwrap();
    class.hear(&["Room "]);
    class.kill();
}

#[test]
fn a_word_that_could_be_guessed_and_wishes_that_do_not_go_together_are_refused() {
    let place = Place::new();
    let word = place.folder().join("word");
    std::fs::write(&word, "short\n").unwrap();
    for (options, said) in [
        (&["--word-file", word.to_str().unwrap()][..], "needs 12 letters or digits"),
        (&["--unattended", "--web", "off"], "leave --web off out"),
        (&["--log", "--web", "off"], "leave them or --web off out"),
        (&["--unattended", "--preview"], "leave it or --unattended out"),
    ] {
        let refused = place.run(&[&["host", "MONDAY"][..], options].concat());
        assert_eq!(refused.code, 2, "{refused:?}");
        assert!(refused.error.contains(said), "{refused:?}");
    }
}

/// What a page says to whoever sends that cookie.
fn seen(host: &Host, cookie: &str) -> String {
    host.send(&format!("GET /{}", host.code), &format!("Cookie: {cookie}\r\n"), "")
}

#[test]
fn a_copy_that_was_made_while_a_class_ran_goes_on_elsewhere_with_all_that_was_acknowledged() {
    let place = Place::new();
    let host = Host::begin(&place, &["MONDAY", "--count", "4"], 1);
    let cookies: Vec<String> = (0..5).map(|number| host.join(&format!("Ada{number}"))).collect();
    let copy = place.folder().join("copy");
    let said = place.run(&["data", "backup", copy.to_str().unwrap()]);
    assert_eq!((said.code, said.error.as_str()), (0, ""));
    assert!(said.out.contains("copied to"), "{said:?}");
    // What came after it is not in it, and nothing lies in it twice.
    let late = host.join("Late");
    let refused = place.run(&["data", "backup", copy.to_str().unwrap()]);
    assert!(refused.code == 3 && refused.error.contains("is there already"), "{refused:?}");
    let within = place.data().join("copy");
    let refused = place.run(&["data", "backup", within.to_str().unwrap()]);
    assert!(refused.code == 3 && refused.error.contains("lies within"), "{refused:?}");
    // The machine is lost: the copy takes the place of what it had.
    let (at, code) = (host.at, host.code.clone());
    host.signal(Signal::KILL);
    host.ended();
    std::fs::rename(place.data(), place.folder().join("lost")).unwrap();
    std::fs::rename(&copy, place.data()).unwrap();
    let host = Host::begin(&place, &["MONDAY", "--count", "4"], 2);
    assert_eq!(host.code, code, "at {at}");
    for cookie in &cookies {
        let page = seen(&host, cookie);
        assert!(page.contains("You're in."), "{page}");
    }
    assert!(!seen(&host, &late).contains("You're in."));
    host.signal(Signal::TERM);
    host.ended();
}

#[test]
fn a_copy_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::new();
    place.told(&["quiz", "--plain", "--count", "2"], "1\n\n2\n\n");
    let copy = place.folder().join("copy");
    assert_eq!(place.run(&["data", "backup", copy.to_str().unwrap()]).code, 0);
    let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o077;
    assert_eq!((mode(&copy), mode(&copy.join("journal.sqlite3"))), (0, 0));
    let facts = place.facts();
    std::fs::remove_dir_all(place.data()).unwrap();
    std::fs::rename(&copy, place.data()).unwrap();
    assert!(!facts.is_empty());
    assert_eq!(place.facts(), facts);
}
