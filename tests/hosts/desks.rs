//! Desks in a database: two hosts lead one, each with a disk of its own, and one of them is killed.

use super::cluster::{Cluster, shared};
use super::common::Place;
use super::common::talk::Talk;
use super::hall::{
    Seen, bank, behind, essence, filed, filed_in, form, next, path, roster, send, sit, tickets, tickets_in, try_send,
};
use serde_json::Value;
use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// How many applicants come.
const PEOPLE: usize = 6;

/// How many statements count.
const STATEMENTS: usize = 8;

const ANSWERS: &str = "SELECT COUNT(*) FROM iotutor_fact WHERE kind = 'attempt' AND event LIKE '%\"response\"%'";

const ACTIVE: &str = "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND state = 'active'";

/// A host of a desk.
struct Host {
    talk: Talk,
    at: SocketAddr,
    word: String,
}

impl Host {
    fn open(place: &Place, more: &[&str], entropy: u32) -> Self {
        let (bank, form, roster) = (bank(place), place.folder().join("entry.toml"), place.folder().join("roster.csv"));
        let arguments = ["host", "--form", path(&form), "--bind", "127.0.0.1", "--web", "0", "--ssh", "off"];
        let arguments = [&arguments[..], &["--bank", path(&bank), "--roster", path(&roster)], more].concat();
        let mut talk = Talk::begin(place, &arguments, entropy);
        let line = talk.hear(&["Applicants open http://"]);
        let at = behind(&line, "http://", ' ').unwrap().parse().unwrap();
        let line = talk.hear(&["For a projector: "]);
        let word = line.rsplit_once("host word: ").unwrap().1.to_owned();
        Self { talk, at, word }
    }

    fn page(&self, cookie: &str) -> Seen {
        send(self.at, ("GET", "/seat"), cookie, "")
    }

    fn close(mut self) {
        self.talk.say("close");
        self.talk.hear(&["The desk is closed."]);
    }
}

/// Sends what comes next from the page at `from` to `to`, which has to take it. Returns whether it was an answer that counts; none at
/// the end.
fn step(who: usize, cookie: &str, from: &Host, to: &Host) -> Option<bool> {
    let page = from.page(cookie);
    let body = next(who, &page)?;
    let seen = send(to.at, ("POST", "/seat/do"), cookie, &body);
    assert_eq!((seen.status, seen.header("location")), (303, Some("/seat")), "{body}");
    Some(body.contains("at=assess+") && body.contains("do=answer"))
}

/// The institution's key in both folders for data, as whoever sets two hosts up copies it.
fn same_key(one: &Place, other: &Place) -> String {
    let said = one.run(&["form", "key", "new"]).ends(0);
    fs::create_dir_all(other.data()).unwrap();
    for entry in fs::read_dir(one.data()).unwrap().map(Result::unwrap).filter(|entry| entry.path().is_file()) {
        fs::copy(entry.path(), other.data().join(entry.file_name())).unwrap();
    }
    said.out.lines().last().unwrap().to_owned()
}

#[test]
fn applicants_at_two_hosts_go_on_at_one_when_the_other_is_killed_with_the_results_of_an_undisturbed_desk() {
    let Some(cluster) = shared() else { return };
    let store = cluster.database();
    let (calm, one, other) = (Place::new(), Place::new(), Place::new());
    let key = same_key(&one, &other);
    fs::create_dir_all(calm.data()).unwrap();
    for place in [&calm, &one, &other] {
        form(place, &key);
        roster(place, PEOPLE);
    }
    let codes = tickets_in(&one, PEOPLE, &["--store", &store]);
    let (first, second) = (Host::open(&one, &["--store", &store], 3), Host::open(&other, &["--store", &store], 4));
    assert_eq!(first.word, second.word, "one word opens the host's page at both");
    // Everybody sits down at one of them; some turn to the other for each page, and for each answer.
    let mut taken = 0;
    let cookies: Vec<String> =
        (0..PEOPLE).map(|who| sit([&first, &second][who % 2].at, &codes[who]).unwrap()).collect();
    for (who, cookie) in cookies.iter().enumerate() {
        let own = [&first, &second][who % 2];
        while !own.page(cookie).body.contains("1 of 8") {
            step(who, cookie, own, own).unwrap();
        }
        for count in 0..4 {
            let (from, to) = [(own, own), (&first, &second), (&second, &first)][(who + count) % 3];
            taken += usize::from(step(who, cookie, from, to).unwrap());
        }
    }
    assert_eq!((taken, cluster.sql(&store, ANSWERS)), (4 * PEOPLE, format!("{}\n", 4 * PEOPLE)));
    // One answer is on its way when the first host is killed: it is there or not, and nobody was told that it is.
    let body = next(0, &first.page(&cookies[0])).unwrap();
    let _ = try_send(first.at, ("POST", "/seat/do"), &cookies[0], &body, false);
    first.talk.kill();
    // What it had asked the database for is done, or never will be.
    while cluster.sql(&store, ACTIVE) != "0\n" {}
    let mut second = second;
    for (who, cookie) in cookies.iter().enumerate() {
        let page = second.page(cookie);
        let is_next = page.body.contains("5 of 8") || (who == 0 && page.body.contains("6 of 8"));
        assert!(page.status == 200 && is_next, "{who}: {}", page.body);
        while step(who, cookie, &second, &second).is_some() {}
    }
    assert_eq!(cluster.sql(&store, ANSWERS), format!("{}\n", STATEMENTS * PEOPLE), "each answer once");
    second.talk.say("look");
    second.talk.hear(&["6 of 6 have begun, 6 are done."]);
    second.close();
    let animals = bank(&other);
    let run = |arguments: &[&str]| other.run(&[arguments, &["--bank", path(&animals), "--store", &store]].concat());
    let said = run(&["results", "verify"]).ends(0);
    assert!(said.out.contains('6'), "{}", said.out);
    let shown = run(&["results", "show"]).ends(0);
    assert!(shown.out.contains("Entry: 6 results") && shown.out.contains("Applicant 5"), "{}", shown.out);
    let folder = fs::read_dir(other.data().join("results")).unwrap().next().unwrap().unwrap().path();
    let disturbed = filed_in(&folder);
    let undisturbed = undisturbed(&calm, &key_file(&one));
    assert_eq!((undisturbed.len(), disturbed.len()), (PEOPLE, PEOPLE));
    for ((id, calm), (other_id, rough)) in undisturbed.iter().zip(&disturbed) {
        assert_eq!((id, essence(calm)), (other_id, essence(rough)));
    }
    let erased = run(&["data", "erase", "--applicant", "A-00", "--yes"]).ends(0).out;
    assert!(erased.contains("1 attempt in the database, 1 file") && erased.contains("1 ticket"), "{erased}");
    assert_eq!(cluster.sql(&store, ANSWERS), format!("{}\n", STATEMENTS * (PEOPLE - 1)), "of nobody else");
    assert_eq!(filed_in(&folder).len(), PEOPLE - 1, "the copy is gone, too");
    unlocked_for_another(&other, &store, &cookies[1]);
}

/// Who unlocks does so in the database as well; a host that is opened then lets them begin again.
fn unlocked_for_another(place: &Place, store: &str, cookie: &str) {
    let how = ["--by", "M. Weber", "--why", "the fire alarm", "--store", store];
    place.run(&[&["results", "unlock", "A-01", "--another"], &how[..]].concat()).ends(0);
    let host = Host::open(place, &["--store", store], 6);
    assert!(host.page(cookie).body.contains("All your answers are saved."));
    let cookie = sit(host.at, &new_ticket(place, store)).unwrap();
    assert!(host.page(&cookie).body.contains("Please read this first."));
    host.close();
}

/// The results of the same people at one desk that nothing disturbs, with a journal of its own.
fn undisturbed(calm: &Place, key: &Path) -> Vec<(String, Value)> {
    fs::copy(key, key_file(calm)).unwrap();
    let codes = tickets(calm, PEOPLE);
    let host = Host::open(calm, &[], 5);
    for (who, code) in codes.iter().enumerate() {
        let cookie = sit(host.at, code).unwrap();
        while step(who, &cookie, &host, &host).is_some() {}
    }
    host.close();
    filed(calm)
}

fn key_file(place: &Place) -> PathBuf {
    place.data().join("assessment.key")
}

/// A new ticket for the second applicant; the host that is open knows it at once.
fn new_ticket(place: &Place, store: &str) -> String {
    fs::remove_file(place.folder().join("tickets.html")).unwrap_or_default();
    tickets_in(place, PEOPLE, &["--replace", "A-01", "--store", store]).remove(0)
}

#[test]
fn a_desk_whose_database_goes_away_takes_nothing_until_it_is_back_and_then_the_same_answer() {
    let Some(cluster) = Cluster::start() else { return };
    let (place, store) = (Place::new(), cluster.database());
    form(&place, "");
    let codes = tickets_in(&place, 1, &["--store", &store]);
    let mut host = Host::open(&place, &["--store", &store], 3);
    let cookie = sit(host.at, &codes[0]).unwrap();
    while !host.page(&cookie).body.contains("3 of 8") {
        step(0, &cookie, &host, &host).unwrap();
    }
    let body = next(0, &host.page(&cookie)).unwrap();
    cluster.stop();
    let seen = send(host.at, ("POST", "/seat/do"), &cookie, &body);
    let to = seen.header("location").unwrap();
    assert!(to.contains("?note="), "{to}");
    let page = send(host.at, ("GET", to), &cookie, "");
    assert!(page.body.contains("write anything down just now") && page.body.contains("3 of 8"), "{}", page.body);
    host.talk.say("look");
    host.talk.hear(&["the database "]);
    cluster.start_again();
    assert_eq!(cluster.sql(&store, ANSWERS), "2\n");
    let seen = send(host.at, ("POST", "/seat/do"), &cookie, &body);
    assert_eq!(seen.header("location"), Some("/seat"), "it goes on by itself");
    while step(0, &cookie, &host, &host).is_some() {}
    assert_eq!(cluster.sql(&store, ANSWERS), "8\n");
    host.close();
}
