//! A desk for tests: a form, tickets, what applicants send from their pages, and the results that are filed.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    dead_code,
    reason = "a test that cannot go on has to fail, and each test program uses its part"
)]

use super::common::{PATIENCE, Place, write_animals};
use serde_json::Value;
use std::fmt::Write as _;
use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};

/// A form of eight statements on the animals; `more` stands behind its first lines.
pub fn form(place: &Place, more: &str) -> PathBuf {
    let file = place.folder().join("entry.toml");
    let text = format!(
        "format_version = 1\ntitle = \"Entry\"\npurpose = \"Who may skip?\"\nbank = \"animals\"\ncohort = \"MARCH\"\nshows = \"nothing\"\n{more}\n[paper]\n\
         kind = \"fixed\"\npractice = 1\nparallel = true\n[blueprint]\nyoung = [4, 4, 0]\n[attempts]\nallowed = 1\n"
    );
    fs::write(&file, text).unwrap();
    file
}

/// The animals.
pub fn bank(place: &Place) -> PathBuf {
    let bank = place.folder().join("animals");
    if !bank.exists() {
        write_animals(&bank, 24);
    }
    bank
}

/// A roster of so many people.
pub fn roster(place: &Place, people: usize) -> PathBuf {
    let file = place.folder().join("roster.csv");
    let mut text = "id,name\n".to_owned();
    for number in 0..people {
        writeln!(text, "A-{number:02},Applicant {number}").unwrap();
    }
    fs::write(&file, text).unwrap();
    file
}

/// As an argument.
pub fn path(file: &Path) -> &str {
    file.to_str().unwrap()
}

/// Everything that stands behind `beginning`, to the next of `end`.
pub fn behind<'a>(text: &'a str, beginning: &str, end: char) -> Option<&'a str> {
    text.split_once(beginning)?.1.split(end).next()
}

/// Prints tickets for a roster of so many people, and reads them from the page.
pub fn tickets(place: &Place, people: usize) -> Vec<String> {
    tickets_in(place, people, &[])
}

/// The same with what else stands on the command line.
pub fn tickets_in(place: &Place, people: usize, more: &[&str]) -> Vec<String> {
    let (bank, roster, sheet) = (bank(place), roster(place, people), place.folder().join("tickets.html"));
    let form = place.folder().join("entry.toml");
    let arguments =
        ["form", "tickets", path(&form), "--bank", path(&bank), "--roster", path(&roster), "--out", path(&sheet)];
    place.run(&[&arguments[..], more].concat()).ends(0);
    let page = fs::read_to_string(&sheet).unwrap();
    page.split("class=\"code\">").skip(1).map(|part| part.split('<').next().unwrap().to_owned()).collect()
}

/// An answer.
#[derive(Debug)]
pub struct Seen {
    pub status: u16,
    pub head: String,
    pub body: String,
}

impl Seen {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().filter_map(|line| line.split_once(": ")).find(|(key, _)| *key == name).map(|(_, value)| value)
    }

    pub fn hidden(&self, name: &str) -> String {
        let field = format!("name=\"{name}\" value=\"");
        behind(&self.body, &field, '"').unwrap_or_else(|| panic!("no {name} in {}", self.body)).to_owned()
    }
}

/// Sends a request; none where no whole answer comes back. `reads` is false for whoever hangs up before that.
pub fn try_send(at: SocketAddr, (method, path): (&str, &str), cookie: &str, body: &str, reads: bool) -> Option<Seen> {
    let mut stream = TcpStream::connect(at).ok()?;
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: {at}\r\nConnection: close\r\nCookie: {cookie}\r\nContent-Type: \
         application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).ok()?;
    if !reads {
        return None;
    }
    let mut came = Vec::new();
    stream.read_to_end(&mut came).ok()?;
    let came = String::from_utf8(came).ok()?;
    let (head, body) = came.split_once("\r\n\r\n")?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    let seen = Seen { status, head: head.to_owned(), body: body.to_owned() };
    let is_whole = seen.header("content-length").is_none_or(|length| length == body.len().to_string());
    is_whole.then_some(seen)
}

/// Sends a request.
pub fn send(at: SocketAddr, what: (&str, &str), cookie: &str, body: &str) -> Seen {
    try_send(at, what, cookie, body, true).unwrap()
}

/// Sits down; none where the host is away just now.
pub fn sit(at: SocketAddr, ticket: &str) -> Option<String> {
    let page = try_send(at, ("GET", &format!("/{ticket}")), "", "", true)?;
    let body = format!("ticket={ticket}&request={}", page.hidden("request"));
    let seen = try_send(at, ("POST", "/sit"), "", &body, true)?;
    Some(seen.header("set-cookie")?.split(';').next()?.to_owned())
}

/// What an applicant answers: always the same to the same statement, and not the same as everybody.
pub fn answer(who: usize, statement: &str) -> char {
    let sum: usize = statement.bytes().map(usize::from).sum();
    if (sum + who).is_multiple_of(3) { 'L' } else { 'R' }
}

/// What an applicant sends from a page; none where it is over.
pub fn next(who: usize, page: &Seen) -> Option<String> {
    if page.body.contains("All your answers are saved.") {
        return None;
    }
    let at = page.hidden("at").replace(' ', "+");
    let what = if page.body.contains("value=\"answer\"") {
        let statement = behind(&page.body, "id=\"title\">", '<').unwrap();
        format!("do=answer&a={}", answer(who, statement))
    } else {
        let first =
            ["accept", "next", "submit"].into_iter().find(|one| page.body.contains(&format!("value=\"{one}\"")));
        format!("do={}", first.unwrap_or_else(|| panic!("{}", page.body)))
    };
    Some(format!("at={at}&request={}&{what}", page.hidden("request")))
}

/// All results that are filed, by the applicants' ids.
pub fn filed(place: &Place) -> Vec<(String, Value)> {
    filed_in(&place.data().join("results"))
}

/// The same in a folder.
pub fn filed_in(folder: &Path) -> Vec<(String, Value)> {
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut all: Vec<(String, Value)> = files
        .map(|file| {
            let text = fs::read_to_string(file).unwrap();
            let record: Value = serde_json::from_str(text.lines().next().unwrap()).unwrap();
            (record["applicant"]["id"].as_str().unwrap().to_owned(), record)
        })
        .collect();
    all.sort_by(|one, other| one.0.cmp(&other.0));
    all
}

/// What of a result does not depend on when it was made.
pub fn essence(record: &Value) -> Value {
    let mut record = record.clone();
    for timed in ["started", "submitted", "used", "interruptions", "nonce"] {
        record.as_object_mut().unwrap().remove(timed);
    }
    for answer in record["answers"].as_array_mut().unwrap() {
        answer.as_object_mut().unwrap().remove("elapsed");
    }
    record
}
