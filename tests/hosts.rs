//! Live classes and desks in a database: several hosts lead one, and what becomes of it when a host or the database goes away.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test that cannot go on has to fail"
)]

#[allow(dead_code, reason = "each test program uses its part")]
mod common;

use common::Place;

#[cfg(not(feature = "postgres"))]
#[test]
fn a_program_without_it_refuses_a_database_and_names_the_flag() {
    let place = Place::new();
    for arguments in [&["host", "--web", "off"][..], &["results", "list"]] {
        let said = place.run(&[arguments, &["--store", "postgres://ada:s3cret@localhost/class"]].concat());
        assert_eq!(said.code, 3, "{said:?}");
        assert!(said.error.contains("--features postgres") && !said.error.contains("s3cret"), "{said:?}");
    }
}

#[test]
fn what_is_kept_in_files_alone_takes_no_database() {
    for arguments in [&["quiz", "--plain"][..], &["assess", "placement"]] {
        let said = Place::new().run(&[arguments, &["--store", "postgres://ada:s3cret@localhost/class"]].concat());
        assert_eq!(said.code, 2, "{said:?}");
        assert!(
            said.error.contains("--store is for live classes and desks") && !said.error.contains("s3cret"),
            "{said:?}"
        );
    }
}

#[cfg(all(unix, feature = "postgres", feature = "web"))]
#[path = "common/cluster.rs"]
mod cluster;

#[cfg(all(unix, feature = "postgres", feature = "web"))]
#[path = "common/hall.rs"]
mod hall;

#[cfg(all(unix, feature = "postgres", feature = "web"))]
#[path = "hosts/desks.rs"]
mod desks;

#[cfg(all(unix, feature = "postgres", feature = "web"))]
mod in_a_database {
    use super::cluster::{Cluster, shared};
    use super::common::talk::Talk;
    use super::common::{PATIENCE, Place, Said};
    use std::io::{Read, Write};
    use std::net::{SocketAddr, TcpStream};

    /// A host, with where it serves the class.
    struct Host {
        talk: Talk,
        at: SocketAddr,
        code: String,
        word: String,
    }

    impl Host {
        fn begin(place: &Place, store: &str, options: &[&str], entropy: u32) -> Self {
            let arguments = [&["host", "--bind", "127.0.0.1", "--web", "0", "--store", store], options].concat();
            let mut talk = Talk::begin(place, &arguments, entropy);
            let line = talk.hear(&["People open http://"]);
            let at = line.split("http://").nth(1).unwrap().split(' ').next().unwrap().parse().unwrap();
            let code = line.trim_end_matches('.').rsplit(' ').next().unwrap().to_owned();
            let line = talk.hear(&["For a projector: "]);
            let word = line.rsplit_once("host word: ").unwrap().1.to_owned();
            Self { talk, at, code, word }
        }

        fn send(&self, method: &str, path: &str, cookie: &str, body: &str) -> String {
            let mut stream = TcpStream::connect(self.at).unwrap();
            stream.set_read_timeout(Some(PATIENCE)).unwrap();
            let request = format!(
                "{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nCookie: {cookie}\r\nContent-Type: \
                 application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
                self.at,
                body.len()
            );
            stream.write_all(request.as_bytes()).unwrap();
            let mut came = String::new();
            stream.read_to_string(&mut came).unwrap();
            came
        }

        fn page(&self, cookie: &str) -> String {
            self.send("GET", &format!("/{}", self.code), cookie, "")
        }

        fn join(&self, name: &str) -> String {
            let request = behind(&self.page(""), "name=\"request\" value=\"");
            let body = format!("code={}&name={name}&request={request}", self.code);
            let came = self.send("POST", "/in", "", &body);
            let cookie =
                came.lines().find_map(|line| line.strip_prefix("set-cookie: ")).unwrap_or_else(|| panic!("{came}"));
            cookie.split(';').next().unwrap().to_owned()
        }

        /// The page that somebody has once it says so: it is asked for again whenever it has changed.
        fn once(&self, cookie: &str, words: &str) -> String {
            let mut page = self.page(cookie);
            while !page.contains(words) {
                let known = behind(&page, "data-v=\"");
                self.send("GET", &format!("/{}/wait?v={known}", self.code), cookie, "");
                page = self.page(cookie);
            }
            page
        }

        /// Answers, and tells where that leads.
        fn answer(&self, cookie: &str, button: &str) -> String {
            let page = self.send("GET", &format!("/{}/change", self.code), cookie, "");
            let body = format!("request={}&a={button}", behind(&page, "name=\"request\" value=\""));
            let came = self.send("POST", &behind(&page, "action=\""), cookie, &body);
            came.lines().find_map(|line| line.strip_prefix("location: ")).unwrap_or_else(|| panic!("{came}")).to_owned()
        }
    }

    fn behind(page: &str, beginning: &str) -> String {
        let rest = page.split(beginning).nth(1).unwrap_or_else(|| panic!("no {beginning} in {page}"));
        rest.split('"').next().unwrap().to_owned()
    }

    #[test]
    fn two_hosts_lead_one_class_and_one_goes_on_alone_with_all_that_was_said() {
        let Some(cluster) = shared() else { return };
        let (place, store) = (Place::new(), cluster.database());
        let mut one = Host::begin(&place, &store, &["MONDAY", "--count", "3"], 1);
        let mut other = Host::begin(&place, &store, &["--resume", &one.code], 2);
        assert_eq!(one.word, other.word, "the same word opens the teacher's page at both");
        let ada = one.join("Ada");
        let bo = other.join("Bo");
        assert!(other.once(&ada, "Ada").contains("Ada"), "one cookie works at both");
        one.talk.say("next");
        one.talk.hear(&["Question 1 of 3"]);
        other.once(&ada, "Question 1 of 3");
        assert_eq!(other.answer(&ada, "L1"), format!("/{}", one.code));
        assert_eq!(one.answer(&bo, "R2"), format!("/{}", one.code));
        one.talk.kill();
        other.once(&ada, "Locked in");
        // What the host took that is gone is there as well.
        other.once(&bo, "Locked in");
        other.talk.say("look");
        assert!(other.talk.hear(&["Question 1 of 3"]).ends_with("2 of 2 answered."));
        for line in ["close", "reveal", "end", "end"] {
            other.talk.say(line);
        }
        other.talk.hear(&["Everybody sees"]);
        other.talk.say("leave");
        let run = |arguments: &[&str]| place.run(&[arguments, &["--store", &store]].concat());
        let listed = run(&["results", "list"]);
        assert!(listed.code == 0 && listed.out.contains(&one.code), "{listed:?}");
        let shown = run(&["results", "show", &one.code]);
        assert!(shown.code == 0 && shown.out.contains("Ada"), "{shown:?}");
        let forgotten = run(&["data", "forget", "--room", &one.code, "--person", "Ada", "--yes"]);
        assert!(forgotten.code == 0 && forgotten.out.contains("log and backups"), "{forgotten:?}");
        assert_eq!(cluster.sql(&store, "SELECT name FROM iotutor_person"), "Bo\n");
        let forgotten = run(&["data", "forget", "--room", &one.code, "--yes"]);
        assert!(forgotten.code == 0 && forgotten.out.contains("Forgotten: 1 class"), "{forgotten:?}");
        assert_eq!(cluster.sql(&store, "SELECT COUNT(*) FROM iotutor_fact"), "0\n");
    }

    #[test]
    fn a_database_that_goes_away_is_waited_for_and_nothing_is_acknowledged_that_is_not_there() {
        let Some(cluster) = Cluster::start() else { return };
        let (place, store) = (Place::new(), cluster.database());
        let mut host = Host::begin(&place, &store, &["MONDAY", "--count", "3"], 3);
        let (ada, bo) = (host.join("Ada"), host.join("Bo"));
        host.talk.say("next");
        host.talk.hear(&["Question 1 of 3"]);
        assert_eq!(host.answer(&ada, "L1"), format!("/{}", host.code));
        cluster.stop();
        let refused = host.answer(&bo, "L1");
        assert!(refused.contains("?note="), "{refused}");
        let page = host.send("GET", &refused, &bo, "");
        assert!(page.contains(iotutor::app::view::web::TROUBLE.split('\'').next().unwrap()), "{page}");
        host.talk.say("close");
        host.talk.hear(&["The database can't be reached"]);
        cluster.start_again();
        assert_eq!(host.answer(&bo, "L1"), format!("/{}", host.code), "it goes on by itself");
        host.talk.say("look");
        assert!(host.talk.hear(&["Question 1 of 3"]).ends_with("2 of 2 answered."));
        let there = "SELECT COUNT(*) FROM iotutor_fact WHERE event::jsonb ->> 'happened' = 'answered' OR event LIKE '%\"answered\"%'";
        assert_eq!(cluster.sql(&store, there), "2\n");
    }

    /// A rehearsal with real time and bits of its own: its hosts are programs of their own.
    fn rehearse(store: &str, how: &str) -> Said {
        let place = Place::new();
        let arguments = ["rehearse", "--hosts", "2", how, "--students", "30", "--questions", "3", "--store", store];
        let mut command = place.command(&arguments, 1);
        command.env_remove("IOTUTOR_CLOCK").env_remove("IOTUTOR_ENTROPY");
        Said::by(command, "")
    }

    #[test]
    fn a_host_that_is_killed_in_mid_question_costs_nobody_an_answer() {
        let Some(cluster) = shared() else { return };
        let said = rehearse(&cluster.database(), "--kill");
        assert_eq!(said.code, 0, "{said:?}");
        assert!(said.out.contains("1 killed in mid-question: 0 answers there twice"), "{said:?}");
    }

    #[test]
    fn a_host_that_was_stopped_takes_no_late_answers_when_it_goes_on() {
        let Some(cluster) = shared() else { return };
        let store = cluster.database();
        let said = rehearse(&store, "--stop");
        assert_eq!(said.code, 0, "{said:?}");
        assert!(
            said.out.contains("1 stopped in mid-question") && said.out.contains("0 of 5 late answers taken"),
            "{said:?}"
        );
        assert_eq!(cluster.sql(&store, "SELECT COUNT(*) FROM iotutor_fact"), "0\n", "the room is gone afterwards");
    }
}
