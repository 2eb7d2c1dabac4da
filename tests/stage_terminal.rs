//! A class led by keys on a real pseudo-terminal, while people answer by HTTP.
#![cfg(all(unix, feature = "web"))]
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

use common::window::{Window, is_taken, parser, shown};
use common::{PATIENCE, Place, write_animals};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use vt100::{Color, Screen};

/// A class at a terminal, with its address.
struct Class {
    window: Window,
    at: SocketAddr,
    code: String,
}

/// What a page answers: its head and what it shows.
fn send(at: SocketAddr, (method, path): (&str, &str), cookie: &str, body: &str) -> (String, String) {
    let mut stream = TcpStream::connect(at).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    let head = format!(
        "{method} {path} HTTP/1.1\r\nHost: {at}\r\nConnection: close\r\nCookie: {cookie}\r\nContent-Type: \
         application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(head.as_bytes()).unwrap();
    let mut came = String::new();
    stream.read_to_string(&mut came).unwrap();
    let (head, body) = came.split_once("\r\n\r\n").unwrap();
    (head.to_owned(), body.to_owned())
}

/// What stands behind a beginning, up to the next quotation mark.
fn behind(page: &str, beginning: &str) -> String {
    let rest = page.split(beginning).nth(1).unwrap_or_else(|| panic!("no {beginning} in {page}"));
    rest.split('"').next().unwrap().to_owned()
}

impl Class {
    /// Begins a class of two questions about animals, in a window of 80x24.
    fn begin(place: &Place, options: &[&str], variables: &[(&str, &str)]) -> Self {
        let bank = place.data().with_file_name("animals");
        if !bank.exists() {
            write_animals(&bank, 8);
        }
        let arguments =
            [&["host", "--bind", "127.0.0.1", "--web", "0", "--bank", bank.to_str().unwrap()], options].concat();
        let mut window = Window::open_as(place, &arguments, 1, variables);
        window.see("room ");
        let text = |screen: &Screen| shown(screen);
        window.wait("the footer", |screen| text(screen).lines().last().is_some_and(|line| line.ends_with("e end")));
        let word = |beginning: &str| {
            let shown = window.text();
            let rest = shown.split(beginning).nth(1).unwrap_or_else(|| panic!("no {beginning} in {shown}")).to_owned();
            rest.split_whitespace().next().unwrap().to_owned()
        };
        let code = word("room ");
        let at = if options.contains(&"--public-url") {
            "127.0.0.1:1".to_owned()
        } else {
            format!("127.0.0.1:{}", word("127.0.0.1:"))
        };
        Self { window, at: at.parse().unwrap(), code }
    }

    fn monday(place: &Place) -> Self {
        Self::begin(place, &["MONDAY", "--count", "2", "--title", "Monday"], &[])
    }

    fn join(&self, name: &str) -> String {
        let (_, page) = send(self.at, ("GET", &format!("/{}", self.code)), "", "");
        let body = format!("code={}&name={name}&request={}", self.code, behind(&page, "name=\"request\" value=\""));
        let (head, _) = send(self.at, ("POST", "/in"), "", &body);
        let given = head.lines().find_map(|line| line.strip_prefix("set-cookie: ")).unwrap();
        given.split(';').next().unwrap().to_owned()
    }

    fn answer(&self, cookie: &str, button: &str) {
        let (_, page) = send(self.at, ("GET", &format!("/{}/change", self.code)), cookie, "");
        let body = format!("request={}&a={button}", behind(&page, "name=\"request\" value=\""));
        let (head, _) = send(self.at, ("POST", &behind(&page, "action=\"")), cookie, &body);
        assert!(head.starts_with("HTTP/1.1 303"), "{head}");
    }

    fn page(&self, cookie: &str) -> String {
        send(self.at, ("GET", &format!("/{}", self.code)), cookie, "").1
    }

    /// Presses keys and waits until these words stand somewhere, in a frame that is whole.
    #[track_caller]
    fn press(&mut self, keys: &str, words: &str) {
        self.window.press(keys);
        self.window.see(words);
    }
}

#[test]
fn a_class_is_led_by_keys_while_people_answer_over_http() {
    let place = Place::new();
    let mut class = Class::monday(&place);
    assert!(is_taken(class.window.parser.screen()));
    class.window.see("only this machine");
    let people = ["Ada", "Bo", "Cy"].map(|name| class.join(name));
    class.press("n", "Ada, Bo, Cy");
    class.press("n", "Names are off the projector.");
    class.press(" ", "Question 1 of 2");
    class.window.see("of 3 answered");
    for (person, button) in people.iter().zip(["L3", "R2", "R1"]) {
        class.answer(person, button);
    }
    class.press("\t", "yours alone");
    class.press("y", "3 of 3 answered");
    class.window.see("Ada");
    class.press("\t", "# hands");
    assert!(!class.window.text().contains("Ada"), "{}", class.window.text());
    class.press(" ", "The room is split.");
    assert!(!class.window.text().contains("right"), "{}", class.window.text());
    class.press("v", "· talk");
    assert!(class.page(&people[0]).contains("Find somebody who disagrees"));
    class.press("\r", "Convince your neighbour");
    for person in &people {
        class.answer(person, "R3");
    }
    class.press("\x1b[6~", "After talking");
    class.press("\r", "(");
    class.window.see("right");
    assert!(people.iter().all(|person| class.page(person).contains("it's")), "each phone has its own result");
    class.press("\r", "Question 2 of 2");
    class.press("s", "was skipped");
    class.press("\r", "End the class?");
    class.press("y", "At home".to_lowercase().as_str());
    assert!(people.iter().all(|person| class.page(person).contains("The class is over")));
    class.press("q", "Leave?");
    class.window.press("y");
    let code = class.code;
    let mut window = class.window;
    window.see(&format!("Room {code} is closed."));
    assert!(window.end().success());
}

#[test]
fn the_stage_counts_by_itself_as_people_come_and_a_tiny_window_leads_nowhere() {
    let place = Place::new();
    let mut class = Class::monday(&place);
    let _ada = class.join("Ada");
    // The big one is drawn with a bar below it; without a key, whoever comes is seen.
    class.window.see("╺┻╸  in");
    class.window.resize(10, 40);
    class.window.see("iotutor needs");
    class.window.parser = parser(10, 40);
    // Drawn anew at the last key, so that the ones before have come to nothing.
    class.press("  \r\x1b[6~\x0c", "iotutor needs");
    class.window.resize(24, 80);
    class.window.see("first question");
    class.press("?", "Live class");
    class.press("\x1b", "first question");
    class.window.press("\x03");
    class.window.see("Leave in mid-class?");
    class.window.press("\x03");
    let mut window = class.window;
    window.see("goes on with it.");
    assert!(window.end().success());
}

#[test]
fn where_the_terminal_is_closed_the_class_stops_in_order_and_goes_on_with_all_it_had() {
    let place = Place::new();
    let mut class = Class::monday(&place);
    let ada = class.join("Ada");
    class.press(" ", "Question 1 of 2");
    class.answer(&ada, "L3");
    class.window.signal("HUP");
    let status = class.window.end();
    assert!(!status.success(), "{status:?}");
    let said = place.told(
        &[
            "host",
            "--plain",
            "--web",
            "off",
            "--bank",
            place.data().with_file_name("animals").to_str().unwrap(),
            "--resume",
        ],
        "seat 1\nlook\n",
    );
    let said = said.ends(0);
    assert!(said.out.contains("Your answer: Mammal, certain."), "{}", said.out);
    assert!(said.out.contains("1 of 1 answered."), "{}", said.out);
    assert_eq!(said.error, "");
}

#[test]
fn a_trial_of_the_network_is_told_in_lines_and_seen_on_a_terminal_and_this_computer_proves_nothing() {
    let place = Place::new();
    let arguments = ["host", "--test", "--bind", "127.0.0.1", "--web", "0"];
    let mut talk = common::talk::Talk::begin(&place, &arguments, 1);
    let line = talk.hear(&["With one phone on the students' network, open http://"]);
    let at: SocketAddr = line.rsplit("http://").next().unwrap().parse().unwrap();
    talk.hear(&["Not reached yet."]);
    for reason in ["1. ", "2. ", "3. ", "4. ", "For the network's owner: "] {
        talk.hear(&[reason]);
    }
    let visit = |at: SocketAddr| {
        let (head, _) = send(at, ("GET", "/TRY"), "", "");
        let to = head.lines().find_map(|line| line.strip_prefix("location: ")).unwrap();
        assert!(send(at, ("GET", to), "", "").1.contains("so it proves nothing"));
    };
    visit(at);
    talk.hear(&["Opened from this computer itself, which proves nothing."]);
    talk.say("");
    talk.hear(&["Not reached yet."]);
    talk.say("leave");

    let mut window = Window::open(&place, &arguments, 1);
    window.see("Not reached yet.");
    window.see("q leave");
    let text = window.text();
    let at = text.split_whitespace().find(|word| word.starts_with("127.0.0.1:")).unwrap().parse().unwrap();
    visit(at);
    window.see("Opened from this computer itself");
    window.press("q");
    // On one line: what the shell is left with, and no screen of ours.
    window.see("Not reached yet. If it can't be opened, it is nearly always one of these:");
    window.see("4. This computer's firewall lets nobody in");
    assert!(window.end().success());
}

#[test]
fn a_port_that_is_taken_an_address_that_is_not_there_and_no_pages_to_try_are_told_with_what_to_do() {
    let place = Place::new();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let fails = |options: &[&str], code| {
        let said = place.told(&[&["host", "--plain"], options].concat(), "").ends(code);
        assert_eq!(said.out, "");
        said.error
    };
    let error = fails(&["--bind", "127.0.0.1", "--web", &port], 3);
    assert!(error.contains(&format!("port {port} is taken by another program")), "{error}");
    let free = error.split("--web ").nth(1).unwrap().split(',').next().unwrap().to_owned();
    assert!(free.parse::<u16>().is_ok_and(|free| free.to_string() != port), "{error}");
    let error = fails(&["--bind", "192.0.2.250", "--web", "0"], 3);
    assert!(
        error.contains("this computer has no address 192.0.2.250") && error.contains("leave --bind out"),
        "{error}"
    );
    assert!(fails(&["--test", "--web", "off"], 2).contains("--test needs pages"));
}

/// What a camera reads from a terminal, on a dark ground.
fn read(screen: &Screen) -> Vec<String> {
    let (rows, columns) = screen.size();
    let colour = |colour: Color, plain: u8| match colour {
        Color::Idx(15) => 255,
        Color::Idx(0) => 0,
        _ => plain,
    };
    let (width, height) = (usize::from(columns.get()) * 8, usize::from(rows.get()) * 16);
    let mut picture = rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| {
        let Some(cell) = screen.cell((y / 16) as u16, (x / 8) as u16) else { return 0 };
        let is_inked = match cell.contents() {
            "█" => true,
            "▀" => y % 16 < 8,
            "▄" => y % 16 >= 8,
            _ => false,
        };
        // Ink of no colour of its own may be as dark as the ground.
        if is_inked { colour(cell.fgcolor(), 0) } else { colour(cell.bgcolor(), 0) }
    });
    picture.detect_grids().into_iter().filter_map(|grid| Some(grid.decode().ok()?.1)).collect()
}

#[test]
fn a_camera_reads_the_code_from_the_terminal_also_where_no_colours_are_wanted() {
    for variables in [&[][..], &[("NO_COLOR", "1")]] {
        let place = Place::new();
        let mut class = Class::begin(&place, &["--public-url", "https://quiz.example.org"], variables);
        let wanted = format!("HTTPS://QUIZ.EXAMPLE.ORG/{}", class.code);
        class.window.wait("the code", |screen| read(screen) == [wanted.clone()]);
        class.press("z", "small again");
        class.window.wait("the large code", |screen| read(screen) == [wanted.clone()]);
    }
}
