//! An assessment's desk over real sockets: applicants with tickets, a host that is killed under them, and results that are those of
//! attempts which nothing disturbed.
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
#[path = "common/hall.rs"]
mod hall;

use common::talk::Talk;
use common::{PATIENCE, Place};
use hall::{bank, behind, essence, filed, form, next, path, roster, send, sit, tickets, try_send};
use serde_json::Value;
use std::fs;
use std::io::Read;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::mpsc::{Sender, channel};
use std::sync::{Condvar, Mutex};

/// A desk under way.
struct Hall<'a> {
    place: &'a Place,
    host: Talk,
    at: SocketAddr,
}

impl<'a> Hall<'a> {
    fn open(place: &'a Place, port: u16, entropy: u32) -> Self {
        Self::open_with(place, port, entropy, &["--ssh", "off"])
    }

    fn open_with(place: &'a Place, port: u16, entropy: u32, more: &[&str]) -> Self {
        let (bank, roster) = (bank(place), place.folder().join("roster.csv"));
        let form = place.folder().join("entry.toml");
        let port = port.to_string();
        let arguments = [
            "host",
            "--form",
            path(&form),
            "--resume",
            "--bind",
            "127.0.0.1",
            "--web",
            &port,
            "--bank",
            path(&bank),
            "--roster",
            path(&roster),
        ];
        let mut host = Talk::begin(place, &[&arguments[..], more].concat(), entropy);
        let line = host.hear(&["Applicants open http://"]);
        let at = behind(&line, "http://", ' ').unwrap().parse().unwrap();
        Self { place, host, at }
    }

    /// Tickets for so many people, with the desk open.
    fn with(place: &'a Place, people: usize, more: &str) -> (Self, Vec<String>) {
        form(place, more);
        let tickets = tickets(place, people);
        (Self::open(place, 0, 7), tickets)
    }

    fn killed_and_opened(self, entropy: u32) -> Self {
        let Self { place, host, at } = self;
        host.kill();
        Self::open(place, at.port(), entropy)
    }

    fn close(mut self) {
        self.host.say("close");
        if self.host.hear(&["The desk is closed.", "1 attempt is"]).starts_with('1') {
            self.host.say("close");
            self.host.hear(&["The desk is closed."]);
        }
        drop(self.host);
    }
}

/// Whether the host is there, for those who have to wait for it.
#[derive(Default)]
struct Up {
    is: Mutex<bool>,
    changed: Condvar,
}

impl Up {
    fn set(&self, is: bool) {
        *self.is.lock().unwrap() = is;
        self.changed.notify_all();
    }

    fn wait(&self) {
        let is = self.is.lock().unwrap();
        drop(self.changed.wait_timeout_while(is, PATIENCE, |is| !*is).unwrap());
    }
}

/// Somebody goes through the whole assessment, with whatever faults `at_step` has. Each acknowledgement is told.
fn attempt(at: SocketAddr, (who, ticket): (usize, &str), up: &Up, faults: bool, acknowledged: &Sender<()>) {
    let mut cookie = None;
    for step in 0..2_000 {
        let Some(known) = &cookie else {
            cookie = sit(at, ticket);
            if cookie.is_none() {
                up.wait();
            }
            continue;
        };
        let Some(page) = try_send(at, ("GET", "/seat"), known, "", true) else {
            up.wait();
            continue;
        };
        assert_eq!(page.status, 200, "{page:?}");
        let Some(body) = next(who, &page) else { return };
        let chance = (step * 7 + who * 13) % 10;
        if faults && chance == 1 {
            // The connection is gone before the answer is there.
            let _ = try_send(at, ("POST", "/seat/do"), known, &body, false);
        }
        let sent = try_send(at, ("POST", "/seat/do"), known, &body, true);
        if faults && chance == 4 {
            let _ = try_send(at, ("POST", "/seat/do"), known, &body, true);
        }
        match sent {
            Some(seen) => {
                assert_eq!(seen.status, 303, "{seen:?}");
                let _ = acknowledged.send(());
            }
            None => up.wait(),
        }
        if faults && chance == 7 {
            // Another device.
            cookie = sit(at, ticket);
        }
    }
    panic!("applicant {who} came to no end");
}

/// How many applicants come, how many at once, and after how many acknowledgements the host is killed.
const APPLICANTS: usize = 40;
const AT_ONCE: usize = 8;
const KILLS: [usize; 4] = [60, 170, 290, 420];

/// The institution's key, for the form.
fn key(place: &Place) -> String {
    let said = place.run(&["form", "key", "new"]).ends(0);
    said.out.lines().last().unwrap().to_owned()
}

fn everybody(place: &Place, faults: bool) -> Vec<(String, Value)> {
    let key = key(place);
    let (hall, tickets) = Hall::with(place, APPLICANTS, &key);
    let (at, up) = (hall.at, Up::default());
    up.set(true);
    let (tell, told) = channel();
    let mut hall = std::thread::scope(|scope| {
        let mut hall = hall;
        let (up, tickets) = (&up, &tickets);
        for one in 0..AT_ONCE {
            let tell = tell.clone();
            scope.spawn(move || {
                for who in (one..APPLICANTS).step_by(AT_ONCE) {
                    attempt(at, (who, &tickets[who]), up, faults, &tell);
                }
            });
        }
        drop(tell);
        let mut count = 0;
        while told.recv_timeout(PATIENCE).is_ok() {
            count += 1;
            if let Some(kill) = KILLS.iter().position(|kill| faults && *kill == count) {
                up.set(false);
                hall = hall.killed_and_opened(20 + 9 * kill as u32);
                up.set(true);
            }
        }
        assert!(count > KILLS[3], "{count}");
        hall
    });
    hall.host.say("look");
    hall.host.hear(&["40 of 40 have begun, 40 are done."]);
    hall.close();
    filed(place)
}

#[test]
fn forty_applicants_with_kills_drops_and_doubled_posts_have_the_results_of_undisturbed_ones() {
    let (calm, rough) = (Place::new(), Place::new());
    let undisturbed = everybody(&calm, false);
    let disturbed = everybody(&rough, true);
    assert_eq!((undisturbed.len(), disturbed.len()), (APPLICANTS, APPLICANTS), "one result each");
    for ((id, one), (other_id, other)) in undisturbed.iter().zip(&disturbed) {
        assert_eq!(id, other_id);
        assert_eq!(essence(one), essence(other), "{id}");
        assert_eq!(one["institution"], true);
    }
    let papers = disturbed.iter().filter(|(_, record)| record["paper"] == "A").count();
    assert_eq!(papers, APPLICANTS / 2, "half of the roster has paper A");
    // What was filed at the desk is read as any file is.
    let bank = bank(&rough);
    let said = rough.run(&["results", "verify", "--bank", path(&bank)]).ends(0);
    assert!(said.out.contains("40"), "{}", said.out);
    let csv = rough.folder().join("grades.csv");
    rough.run(&["results", "csv", "--bank", path(&bank), "--out", path(&csv)]).ends(0);
    assert_eq!(fs::read_to_string(csv).unwrap().matches("\nA-").count(), APPLICANTS);
}

#[test]
fn two_banks_that_differ_in_the_key_alone_send_the_same_bytes_until_the_end() {
    // One attempt is begun; then the desk goes on with it in two places, whose banks have their sides swapped.
    let place = Place::new();
    let (hall, tickets) = Hall::with(&place, 1, "");
    let cookie = sit(hall.at, &tickets[0]).unwrap();
    let at = hall.at;
    for _ in 0..3 {
        let page = send(at, ("GET", "/seat"), &cookie, "");
        send(at, ("POST", "/seat/do"), &cookie, &next(0, &page).unwrap());
    }
    assert!(send(at, ("GET", "/seat"), &cookie, "").body.contains("1 of 8"));
    hall.close();
    let sent = |swapped: bool| {
        let other = Place::new();
        for folder in ["data", "animals"] {
            fs::create_dir_all(other.folder().join(folder)).unwrap();
            for entry in fs::read_dir(place.folder().join(folder)).unwrap().map(Result::unwrap) {
                if entry.file_type().unwrap().is_file() {
                    fs::copy(entry.path(), other.folder().join(folder).join(entry.file_name())).unwrap();
                }
            }
        }
        for file in ["entry.toml", "roster.csv"] {
            fs::copy(place.folder().join(file), other.folder().join(file)).unwrap();
        }
        if swapped {
            swap_keys(&other.folder().join("animals/young.json"));
        }
        let hall = Hall::open(&other, at.port(), 11);
        let (mut all, mut last) = (Vec::new(), String::new());
        for path in ["/", "/ABCD", "/projector", "/style.css", "/live.js", "/seat/wait?v=1"] {
            all.push(send(at, ("GET", path), &cookie, "").body);
        }
        for _ in 0..40 {
            let page = send(at, ("GET", "/seat"), &cookie, "");
            let Some(body) = next(0, &page) else {
                last = page.body;
                break;
            };
            all.push(page.body);
            let seen = send(at, ("POST", "/seat/do"), &cookie, &body);
            let of_itself = |line: &&str| line.starts_with("date: ") || line.starts_with("x-request-id: ");
            let head = seen.head.lines().filter(|line| !of_itself(line));
            all.push(head.collect::<Vec<_>>().join("\n"));
        }
        hall.close();
        let score = filed(&other)[0].1["outcome"].clone();
        (all, last, score)
    };
    let (one, other) = (sent(false), sent(true));
    assert!(one.0.len() > 20, "{}", one.0.len());
    for (one, other) in one.0.iter().zip(&other.0) {
        assert_eq!(one, other);
    }
    assert_eq!(one.0.len(), other.0.len());
    assert!(!one.1.is_empty());
    assert_ne!(one.2, other.2, "but what came of it differs");
    let whole = one.0.concat();
    for word in ["young-", "nurses", "misconception", "\"level\"", "food", "revision", "The answer is"] {
        assert!(!whole.contains(word), "{word}");
    }
}

/// Puts each statement on the other side, and tells something else about it.
fn swap_keys(topic: &Path) {
    let mut value: Value = serde_json::from_str(&fs::read_to_string(topic).unwrap()).unwrap();
    for pair in value["pairs"].as_array_mut().unwrap() {
        let (left, right) = (pair["left"].clone(), pair["right"].clone());
        (pair["left"], pair["right"]) = (right, left);
        for side in ["left", "right"] {
            pair[side]["explanation"] = "Something else altogether.".into();
            pair[side]["deciding"] = serde_json::json!(["feeds"]);
        }
    }
    fs::write(topic, value.to_string()).unwrap();
}

#[test]
fn an_attempt_is_unlocked_beside_a_running_desk_with_a_reason_that_the_result_tells() {
    let place = Place::new();
    let key = key(&place);
    let (mut hall, tickets) = Hall::with(&place, 1, &key);
    let (tell, _told) = channel();
    let up = Up::default();
    up.set(true);
    attempt(hall.at, (0, &tickets[0]), &up, false, &tell);
    let unlock = |why: &str, more: &[&str]| {
        let arguments = [&["results", "unlock", "A-00", "--by", "M. Weber", "--why", why], more].concat();
        Place::command(&place, &arguments, 50)
    };
    let said = common::Said::by(unlock("a power cut", &[]), "").ends(0);
    assert!(said.out.contains("M. Weber unlocked the attempt"), "{}", said.out);
    let cookie = sit(hall.at, &tickets[0]).unwrap();
    let page = send(hall.at, ("GET", "/seat"), &cookie, "");
    assert!(page.body.contains("M. Weber unlocked it: a power cut."), "{}", page.body);
    attempt(hall.at, (0, &tickets[0]), &up, false, &tell);
    hall.host.say("who");
    hall.host.hear(&["1. Applicant 0 (A-00): done (submitted)"]);
    // And from the desk itself.
    hall.host.say("unlock 1 another by M. Weber");
    hall.host.hear(&["Type: unlock SEAT by NAME: REASON."]);
    hall.host.say("unlock 1 another by M. Weber: the fire alarm");
    hall.host.hear(&["Applicant 0 may begin another attempt."]);
    attempt(hall.at, (0, &tickets[0]), &up, false, &tell);
    hall.close();
    let filed = filed(&place);
    assert_eq!(filed.len(), 3, "nothing that was filed is replaced");
    let whys: Vec<&str> = filed.iter().filter_map(|(_, record)| record["unlocks"][0]["why"].as_str()).collect();
    assert_eq!(whys.len(), 2);
    assert!(whys.contains(&"a power cut") && whys.contains(&"the fire alarm"), "{whys:?}");
}

#[test]
fn what_the_form_does_not_arrange_is_refused_before_tickets_are_printed_and_all_are_printed_anew_where_that_is_asked() {
    let place = Place::new();
    let form = form(&place, "");
    let (bank, list, sheet) = (bank(&place), place.folder().join("roster.csv"), place.folder().join("tickets.html"));
    fs::write(&list, "id,name,accommodation\nA-00,Applicant 0,extratime\nA-01,Applicant 1,\n").unwrap();
    let print = |sheet: &Path, more: &[&str]| {
        let arguments =
            ["form", "tickets", path(&form), "--bank", path(&bank), "--roster", path(&list), "--out", path(sheet)];
        place.run(&[&arguments[..], more].concat())
    };
    let said = print(&sheet, &[]).ends(2);
    assert!(said.error.contains("people with extratime") && !sheet.exists(), "{}", said.error);
    let said = place.run(&["roster", "import", path(&list), "--form", path(&form)]).ends(2);
    assert!(said.error.contains("people with extratime"), "{}", said.error);
    assert!(!place.run(&["form", "check", path(&form), "--bank", path(&bank)]).ends(0).out.contains("extratime"));
    place.run(&["roster", "import", path(&list)]).ends(0);
    // What is wrong is told, and nothing of what the form would come to.
    let said = place.run(&["form", "check", path(&form), "--bank", path(&bank)]).ends(1);
    assert!(said.out.contains("people with extratime") && !said.out.contains("papers A and B"), "{}", said.out);
    fs::write(&list, "username,name\nA-00,Applicant 0\nA-01,Applicant 1\n").unwrap();
    let said = place.run(&["roster", "import", path(&list), "--form", path(&form)]).ends(0);
    assert!(said.out.contains("No column is called id, so username is taken for it."), "{}", said.out);
    // Nor are there tickets for a form that no desk opens with.
    let text = fs::read_to_string(&form).unwrap();
    fs::write(&form, text.replace("young = [4, 4, 0]", "young = [40, 40, 0]")).unwrap();
    let said = print(&sheet, &[]);
    assert!(said.error.contains("cannot be used; `iotutor form check") && !sheet.exists(), "{}", said.error);
    fs::write(&form, text).unwrap();
    let said = print(&sheet, &["--address", "http://localhost:8080"]).ends(0);
    assert!(said.out.contains("nobody else reaches it"), "{}", said.out);
    let again = place.folder().join("again.html");
    assert!(print(&again, &[]).ends(1).error.contains("--replace all"));
    let said = print(&again, &["--replace", "all", "--address", "http://10.1.2.3:8080"]).ends(0);
    assert!(said.out.contains("2 tickets in") && said.out.trim_end().ends_with("10.1.2.3:8080."), "{}", said.out);
    let code = |sheet: &Path| behind(&fs::read_to_string(sheet).unwrap(), "class=\"code\">", '<').unwrap().to_owned();
    let hall = Hall::open(&place, 0, 9);
    assert!(sit(hall.at, &code(&sheet)).is_none() && sit(hall.at, &code(&again)).is_some());
    hall.close();
}

#[test]
fn a_closed_desk_says_where_results_are_and_a_result_is_shown_by_its_applicants_id() {
    let place = Place::new();
    let key = key(&place);
    let (mut hall, tickets) = Hall::with(&place, 3, &key);
    let (tell, _told) = channel();
    let up = Up::default();
    up.set(true);
    attempt(hall.at, (0, &tickets[0]), &up, false, &tell);
    let cookie = sit(hall.at, &tickets[1]).unwrap();
    for _ in 0..3 {
        let page = send(hall.at, ("GET", "/seat"), &cookie, "");
        send(hall.at, ("POST", "/seat/do"), &cookie, &next(1, &page).unwrap());
    }
    hall.host.say("close");
    hall.host.hear(&["1 attempt is"]);
    hall.host.say("close");
    let said = hall.host.hear(&["The desk is closed."]);
    assert!(said.contains("1 result is in ") && said.contains("iotutor results show"), "{said}");
    drop(hall);
    let (bank, list) = (bank(&place), place.folder().join("roster.csv"));
    let said = place.run(&["results", "show", "A-00", "--bank", path(&bank)]).ends(0);
    assert!(said.out.contains("Applicant 0"), "{}", said.out);
    let said = place.run(&["results", "show", "A-77", "--bank", path(&bank)]).ends(3);
    assert!(said.error.contains("results show FOLDER ID"), "{}", said.error);
    place.run(&["roster", "import", path(&list)]).ends(0);
    let said = place.run(&["results", "csv", "--bank", path(&bank)]).ends(0);
    assert!(said.out.contains("without a result, under way: A-01 Applicant 1."), "{}", said.out);
    assert!(said.out.contains("without a result, never came: A-02 Applicant 2."), "{}", said.out);
}

#[test]
fn another_attempt_is_asked_about_on_the_hosts_page() {
    let place = Place::new();
    let key = key(&place);
    form(&place, &key);
    let ticket = tickets(&place, 1).remove(0);
    let mut hall = Hall::open(&place, 0, 7);
    let (tell, _told) = channel();
    let up = Up::default();
    up.set(true);
    attempt(hall.at, (0, &ticket), &up, false, &tell);
    let line = hall.host.hear(&["For a projector: "]);
    let word = line.rsplit_once("host word: ").unwrap().1.trim().trim_end_matches('.').to_owned();
    let opened = send(hall.at, ("POST", "/console/open"), "", &format!("word={word}"));
    let cookie = opened.header("set-cookie").unwrap().split(';').next().unwrap().to_owned();
    let unlock = |more: &str| {
        let body = format!("seat=1&by=M.+Weber&why=the+fire+alarm&minutes={more}");
        send(hall.at, ("POST", "/console/do"), &cookie, &body)
    };
    let asked = unlock("&another=yes");
    assert_eq!(asked.status, 200);
    assert!(asked.body.contains("Let another attempt begin for Applicant 0 (A-00)? Now: done"), "{}", asked.body);
    assert_eq!(asked.hidden("why"), "the fire alarm");
    let receipt = behind(&asked.body, "receipt ", '.').unwrap().to_owned();
    assert_eq!(unlock("&another=yes&sure=yes").status, 303);
    sit(hall.at, &ticket).unwrap();
    let page = send(hall.at, ("GET", "/console"), &cookie, "").body;
    assert!(page.contains(&receipt) && page.contains("1 of 1 has begun"), "{page}");
    hall.close();
}

#[test]
fn tickets_are_printed_once_and_a_desk_without_them_or_without_a_key_says_so() {
    let place = Place::new();
    let form = form(&place, "");
    let (bank, list) = (bank(&place), roster(&place, 3));
    let host = ["host", "--form", path(&form), "--bank", path(&bank), "--web", "0", "--bind", "127.0.0.1"];
    let said = place.run(&host).ends(3);
    assert!(said.error.contains("nobody has a ticket") && said.error.contains("form tickets"), "{}", said.error);
    let first = tickets(&place, 3);
    assert_eq!(first.len(), 3);
    let sheet = place.folder().join("more.html");
    let again = |out: &Path, more: &[&str]| {
        let arguments =
            ["form", "tickets", path(&form), "--bank", path(&bank), "--roster", path(&list), "--out", path(out)];
        place.run(&[&arguments[..], more].concat())
    };
    let said = again(&sheet, &[]).ends(1);
    assert!(said.error.contains("all 3 people on the roster have tickets already"), "{}", said.error);
    assert!(!sheet.exists());
    let said = again(&sheet, &["--replace", "a-01", "--address", "http://10.1.2.3:9000"]).ends(0);
    let ssh = |sheet: &Path| {
        let page = fs::read_to_string(sheet).unwrap();
        behind(&page, "or, in a terminal: ", '<').map(str::to_owned)
    };
    if cfg!(feature = "ssh") {
        assert!(ssh(&place.folder().join("tickets.html")).unwrap().starts_with("ssh -p 2222 "));
        assert_eq!(ssh(&sheet).as_deref(), Some("ssh -p 2222 10.1.2.3"));
    }
    assert!(
        said.out.contains("1 ticket in") && said.out.contains("2 other people have a ticket already"),
        "{}",
        said.out
    );
    assert!(again(&sheet, &["--replace", "A-02"]).ends(2).error.contains("is there already"));
    assert!(again(&place.folder().join("x.html"), &["--replace", "Z"]).ends(2).error.contains("nobody with the id Z"));
    let (other, proxy) = (place.folder().join("other.html"), place.folder().join("proxy.html"));
    again(&other, &["--replace", "A-02", "--address", "http://10.1.2.3:9000", "--ssh", "22"]).ends(0);
    assert_eq!(ssh(&other).as_deref(), Some("ssh 10.1.2.3"));
    again(&proxy, &["--replace", "A-02", "--address", "https://desk.example.org"]).ends(0);
    assert_eq!(ssh(&proxy), None, "what stands in front of a desk leads to pages alone");
    let kept = fs::read_to_string(&proxy).unwrap();
    let second = behind(&kept, "class=\"code\">", '<').unwrap().to_owned();
    let mut hall = Hall::open(&place, 0, 9);
    let replaced = sit(hall.at, &first[1]);
    assert!(replaced.is_none(), "the lost ticket opens nothing");
    let refused = send(hall.at, ("POST", "/sit"), "", "ticket=2345&request=00000000000000000000000000000001");
    let page = send(hall.at, ("GET", refused.header("location").unwrap()), "", "");
    assert!(page.body.contains("A ticket has 16 characters"), "{}", page.body);
    assert!(sit(hall.at, &first[0]).is_some());
    hall.host.say("look");
    hall.host.hear(&["1 ticket was tried that nobody has, since "]);
    // Who is erased has no ticket any more.
    hall.close();
    let said = place.run(&["data", "erase", "--applicant", "A-00", "--yes"]).ends(0);
    assert!(said.out.contains("1 ticket"), "{}", said.out);
    let hall = Hall::open(&place, 0, 10);
    assert!(sit(hall.at, &first[0]).is_none() && sit(hall.at, &second).is_some());
    hall.close();
    let said = place.told(&host, "close\n").ends(0);
    assert!(said.out.contains("No key of the institution is kept here"), "{}", said.out);
}

#[cfg(all(unix, feature = "ssh"))]
mod over_ssh {
    use super::*;
    use common::environment;
    use common::window::{Window, parser, size};
    use portable_pty::{CommandBuilder, native_pty_system};
    use std::process::{Command, Stdio};
    use std::time::{Duration, Instant};

    /// How long a key may take to count before it is pressed again.
    const AGAIN: Duration = Duration::from_secs(3);

    /// Whether there is a client; where there is none, that is said aloud.
    fn has_client() -> bool {
        let found = Command::new("ssh").arg("-V").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok();
        if !found {
            eprintln!("NOT TESTED: there is no ssh client here, so a desk over ssh was passed over");
        }
        found
    }

    /// The client in a window, as `user` where one is named.
    fn window(place: &Place, port: &str, user: &str) -> Window {
        let pair = native_pty_system().openpty(size(24, 80)).unwrap();
        let mut command = CommandBuilder::new("ssh");
        command.env_clear();
        for (name, value) in environment(place.folder()) {
            command.env(name, value);
        }
        let known = format!("UserKnownHostsFile={}", place.folder().join("known").display());
        let options = ["-F", "none", "-o", &known, "-o", "GlobalKnownHostsFile=none", "-o"];
        command.args(options);
        command.args(["StrictHostKeyChecking=accept-new", "-l", user, "-p", port, "127.0.0.1"]);
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let keys = pair.master.take_writer().unwrap();
        let (sender, output) = channel();
        std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(count @ 1..) = reader.read(&mut bytes) {
                if sender.send(bytes[..count].to_vec()).is_err() {
                    return;
                }
            }
        });
        Window { master: pair.master, child, keys, output, parser: parser(24, 80) }
    }

    /// What is answered to the statement with that number, the same everywhere.
    fn side(number: usize) -> (char, &'static str, &'static str) {
        if number.is_multiple_of(3) { ('L', "1", "answer Mammal") } else { ('R', "2", "answer Bird") }
    }

    /// Presses a key until it counts: where many come without a pause, they are no keys. None of these does anything twice.
    fn press(window: &mut Window, key: &str, seen: &str) {
        let deadline = Instant::now() + PATIENCE;
        while Instant::now() < deadline {
            window.press(key);
            let until = Instant::now() + AGAIN;
            while let Ok(bytes) = window.output.recv_timeout(until.saturating_duration_since(Instant::now())) {
                window.parser.process(&bytes);
                if window.parser.screen().contents().contains(seen) {
                    return;
                }
            }
        }
        panic!("{key:?} did not lead to {seen:?}:\n{}", window.text());
    }

    /// Chooses what is answered to the statement with that number, and answers.
    fn answer_it(window: &mut Window, number: usize, seen: &str) {
        window.see(&format!("{number} of 8"));
        let (_, key, chosen) = side(number);
        press(window, key, chosen);
        press(window, "\r", seen);
    }

    /// Nothing disturbs whoever takes it over the pages.
    fn over_pages(place: &Place) -> Value {
        let (hall, tickets) = Hall::with(place, 1, "");
        let cookie = sit(hall.at, &tickets[0]).unwrap();
        for _ in 0..30 {
            let page = send(hall.at, ("GET", "/seat"), &cookie, "");
            let Some(mut body) = next(0, &page) else { break };
            if let Some(number) = page.hidden("at").strip_prefix("assess ").and_then(|number| number.parse().ok()) {
                let (statement, _) = body.rsplit_once("a=").unwrap();
                body = format!("{statement}a={}", side(number).0);
            }
            send(hall.at, ("POST", "/seat/do"), &cookie, &body);
        }
        hall.close();
        filed(place)[0].1.clone()
    }

    #[test]
    fn an_attempt_over_ssh_that_is_cut_off_has_the_result_of_an_undisturbed_one_over_pages() {
        if !has_client() {
            return;
        }
        let (calm, rough) = (Place::new(), Place::new());
        let undisturbed = over_pages(&calm);
        form(&rough, "");
        let ticket = tickets(&rough, 1).remove(0);
        let mut hall = Hall::open_with(&rough, 0, 7, &["--ssh", "0"]);
        let line = hall.host.hear(&["In a terminal, they type ssh -p "]);
        let port = behind(&line, "ssh -p ", ' ').unwrap().to_owned();
        assert!(line.contains("then their ticket. The host key SHA256:"), "{line}");
        let stage = send(hall.at, ("GET", "/projector"), "", "");
        assert!(stage.body.contains(&format!("ssh -p {port} 127.0.0.1")), "{}", stage.body);
        // Whoever is called something else is asked for the ticket, and told what is wrong with one.
        let mut ada = window(&rough, &port, "ada");
        ada.see("Type the 16 characters on your ticket.");
        ada.press("2345\r");
        ada.see("A ticket has 16 characters");
        ada.press(&"\x7f".repeat(8));
        // What comes together with many letters is no key.
        ada.wait("nothing typed", |screen| !screen.contents().contains("2345"));
        ada.press(&ticket.to_lowercase());
        ada.see(&ticket);
        press(&mut ada, "\r", "Please read this first.");
        press(&mut ada, "y", "Practice, which doesn't count.");
        press(&mut ada, "1", "answer Mammal");
        press(&mut ada, "\r", "Now it counts");
        press(&mut ada, "\r", "1 of 8");
        for number in 1..4 {
            answer_it(&mut ada, number, &format!("{} of 8", number + 1));
        }
        // The line is cut: that is known before anybody sits down again.
        ada.signal("KILL");
        loop {
            hall.host.say("who");
            if hall.host.hear(&["1. Applicant 0 (A-00): "]).contains("3 of 8 answered; cut off, the clock waits") {
                break;
            }
        }
        let mut ada = window(&rough, &port, &ticket);
        ada.see("It goes on where you were. That it broke off is noted.");
        for number in 4..8 {
            answer_it(&mut ada, number, &format!("{} of 8", number + 1));
        }
        answer_it(&mut ada, 8, "All 8 are answered.");
        press(&mut ada, "S", "Nothing can be changed after that.");
        press(&mut ada, "y", "All your answers are saved.");
        ada.see("Receipt ");
        press(&mut ada, "q", "You've left the desk. All your answers are saved.");
        ada.end();
        hall.close();
        let disturbed = &filed(&rough)[0].1;
        assert_eq!(essence(&undisturbed), essence(disturbed));
        assert_eq!(undisturbed["interruptions"].as_array().unwrap().len(), 0);
        let broken = disturbed["interruptions"].as_array().unwrap();
        assert_eq!((broken.len(), broken[0]["why"].as_str()), (1, Some("closed")), "{broken:?}");
    }

    #[test]
    fn whoever_sits_down_elsewhere_takes_over_and_the_terminal_says_so_and_a_closed_desk_too() {
        if !has_client() {
            return;
        }
        let place = Place::new();
        form(&place, "");
        let ticket = tickets(&place, 1).remove(0);
        let mut hall = Hall::open_with(&place, 0, 7, &["--ssh", "0"]);
        let line = hall.host.hear(&["In a terminal, they type ssh -p "]);
        let port = behind(&line, "ssh -p ", ' ').unwrap().to_owned();
        let mut one = window(&place, &port, &ticket);
        one.see("Please read this first.");
        let cookie = sit(hall.at, &ticket).unwrap();
        one.see("You sat down on another device");
        assert!(send(hall.at, ("GET", "/seat"), &cookie, "").body.contains("Please read this first"));
        one.press(&ticket);
        one.see(&ticket);
        press(&mut one, "\r", "Please read this first.");
        assert!(send(hall.at, ("GET", "/seat"), &cookie, "").body.contains("You sat down on another device"));
        hall.close();
        one.see("The desk is closed.");
        one.end();
    }
}
