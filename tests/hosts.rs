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
    for arguments in [
        &["quiz", "--plain"][..],
        &["assess", "placement"],
        &["data", "erase", "--yes"],
        &["data", "export", "--applicant", "A-1"],
        &["data", "export", "--learner", "Ada"],
        &["data", "import", "facts", "--as", "Ada"],
    ] {
        let said = Place::new().run(&[arguments, &["--store", "postgres://ada:s3cret@localhost/class"]].concat());
        assert_eq!(said.code, 2, "{said:?}");
        assert!(
            said.error.contains("--store is for live classes, desks and their roster")
                && !said.error.contains("s3cret"),
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
    use super::cluster::{Cable, Cluster, Trusted, Wire, shared};
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
        other.once(&ada, "Your answer");
        // What the host took that is gone is there as well.
        other.once(&bo, "Your answer");
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

    /// Runs the program on the classes of a database.
    fn run(place: &Place, store: &str, arguments: &[&str]) -> Said {
        place.run(&[arguments, &["--store", store]].concat())
    }

    #[test]
    fn a_class_is_moved_from_a_file_to_a_database_and_back_with_nothing_lost() {
        let Some(cluster) = shared() else { return };
        let (here, there, store) = (Place::new(), Place::new(), cluster.database());
        let typed = "join Ada\njoin B\u{f6}\nnext\n1 left 3\n2 right 1\nclose\nreveal\nname 2 Bo\nend\nend\nleave\n";
        let host = ["host", "--web", "off", "--plain", "--count", "3", "MONDAY"];
        here.told(&host, typed).ends(0);
        let first = here.run(&["data", "export"]).ends(0).out;
        assert_eq!(here.run(&["data", "export", "--room", "last"]).ends(0).out, first);
        let (lines, people) = (first.lines().count(), first.matches("\"seat\":").count());
        assert!(people > 1 && first.contains("\"name\":\"Bo\""), "{first}");
        let file = here.folder().join("class.jsonl");
        std::fs::write(&file, &first).unwrap();
        let import = ["data", "import", file.to_str().unwrap()];
        let taken = run(&here, &store, &import).ends(0).out;
        assert!(taken.ends_with(" taken in, 0 known already.\n") && !taken.starts_with("0 "), "{taken}");
        let facts = cluster.sql(&store, "SELECT COUNT(*) FROM iotutor_fact");
        let again = run(&here, &store, &import).ends(0).out;
        assert_eq!(again, format!("0 facts taken in, {} known already.\n", facts.trim()));
        // What the database keeps is byte by byte what the file kept, and so is what comes of it elsewhere.
        assert_eq!(run(&here, &store, &["data", "export"]).ends(0).out, first);
        assert_eq!(run(&here, &store, &["data", "export", "--room", "all"]).ends(0).out, first);
        there.run(&import).ends(0);
        assert_eq!(there.run(&["data", "export"]).ends(0).out, first);
        assert_eq!(there.run(&import).ends(0).out, again);
        let shown = |said: Said| said.ends(0).out;
        let show = ["results", "show", "last"];
        assert_eq!(shown(there.run(&show)), shown(here.run(&show)));
        assert_eq!(shown(run(&there, &store, &show)), shown(here.run(&show)));
        assert!(lines > 8, "{first}");
        // Self-study isn't kept there, and nothing of a mixture is taken in.
        let study = "{\"id\":\"00000000000000000000000000000001\",\"learner\":\"me\",\"at\":{\"millis\":0,\"offset\":0},\
                     \"kind\":\"welcomed\"}\n";
        std::fs::write(&file, format!("{first}{study}")).unwrap();
        let other = cluster.database();
        let refused = run(&here, &other, &import).ends(3);
        assert!(refused.error.contains(&format!("line {} is of no class", lines + 1)), "{refused:?}");
        assert_eq!(cluster.sql(&other, "SELECT to_regclass('iotutor_fact') IS NULL"), "t\n");
    }

    #[test]
    fn a_roster_in_the_database_is_every_hosts_and_one_in_a_file_is_its_own() {
        let Some(cluster) = shared() else { return };
        let (one, other, store) = (Place::new(), Place::new(), cluster.database());
        let list = |text: &str| {
            let file = one.folder().join("list.csv");
            std::fs::write(&file, text).unwrap();
            run(&one, &store, &["roster", "import", file.to_str().unwrap()])
        };
        let needs = run(&other, &store, &["host", "--web", "off", "--names", "roster"]).ends(2);
        assert!(needs.error.contains("roster import") && needs.error.contains("--store"), "{needs:?}");
        let said = list("id,name,email,group,accommodation\nS-1,Ada,ada@example.org,B,\nS-2,Bo,,,extra-time\n").ends(0);
        assert!(said.out.starts_with("2 people in postgres://") && !one.data().join("roster.csv").exists(), "{said:?}");
        let said = list("id,name,email\nS-3,Cy,\nS-1,Ada Lovelace,\n").ends(0);
        assert!(said.out.contains(", in the place of 2 people."), "{said:?}");
        assert_eq!(
            cluster.sql(&store, "SELECT id, name FROM iotutor_roster ORDER BY place"),
            "S-3|Cy\nS-1|Ada Lovelace\n"
        );
        let host =
            ["host", "--web", "off", "--plain", "--count", "3", "MONDAY", "--names", "roster", "--store", &store];
        let held = other.told(&host, "join s-1\njoin S-2\nnext\n1 left\nend\nend\nleave\n").ends(0);
        let named = cluster.sql(&store, "SELECT roster, name FROM iotutor_person");
        assert_eq!(named, "S-1|Ada Lovelace\n", "{held:?}");
        let book = run(&other, &store, &["results", "csv", "last"]).ends(0);
        assert!(book.out.contains("1 of 1 matched to the roster: 1 by id"), "{book:?}");
    }

    #[test]
    fn a_class_that_is_forgotten_while_hosts_lead_it_is_written_to_no_more_and_they_say_so() {
        let Some(cluster) = shared() else { return };
        let (place, store) = (Place::new(), cluster.database());
        let mut one = Host::begin(&place, &store, &["MONDAY", "--count", "3"], 1);
        let mut other = Host::begin(&place, &store, &["--resume", &one.code], 2);
        let (ada, bo) = (one.join("Ada"), other.join("Bo"));
        one.talk.say("next");
        one.talk.hear(&["Question 1 of 3"]);
        other.once(&ada, "Question 1 of 3");
        assert_eq!(one.answer(&ada, "L1"), format!("/{}", one.code));
        // Who somebody was goes from all pages, and the class goes on.
        run(&place, &store, &["data", "forget", "--room", &one.code, "--person", "Bo", "--yes"]).ends(0);
        other.once(&bo, "Seat 2");
        assert_eq!(other.answer(&bo, "R1"), format!("/{}", one.code));
        run(&place, &store, &["data", "forget", "--room", &one.code, "--yes"]).ends(0);
        one.once(&ada, "This class was erased");
        for host in [&mut one, &mut other] {
            let refused = host.answer(&ada, "R2");
            assert!(refused.contains("?note="), "{refused}");
            let page = host.send("GET", &refused, &ada, "");
            assert!(page.contains("This class was erased") && !page.contains("was locked in is safe"), "{page}");
            for line in ["close", "name 1 Ida", "name 1 -", "join Cy"] {
                host.talk.say(line);
                host.talk.hear(&["The class was erased from the database"]);
            }
            assert!(host.send("GET", "/ready", "", "").contains("the class was erased from it"));
            host.talk.say("leave");
        }
        let left = "SELECT (SELECT COUNT(*) FROM iotutor_fact), (SELECT COUNT(*) FROM iotutor_person), \
                    (SELECT COUNT(*) FROM iotutor_stream)";
        assert_eq!(cluster.sql(&store, left), "0|0|0\n");
    }

    #[test]
    fn classes_of_before_a_day_and_those_kept_long_enough_are_forgotten_in_the_database() {
        let Some(cluster) = shared() else { return };
        let (place, store) = (Place::new(), cluster.database());
        let host = ["host", "--web", "off", "--plain", "--count", "3", "MONDAY", "--store", &store];
        let on = |day: &str, arguments: &[&str], input: &str| {
            let mut command = place.command(arguments, 1);
            command.env("IOTUTOR_CLOCK", format!("{day}T09:00:00Z")).env("IOTUTOR_ENTROPY", day.replace('-', ""));
            Said::by(command, input).ends(0)
        };
        for day in ["2026-01-05", "2026-03-01", "2026-05-01"] {
            on(day, &host, "join Ada\nnext\n1 left\nend\nend\nleave\n");
        }
        let left = || {
            cluster.sql(&store, "SELECT (SELECT COUNT(*) FROM iotutor_stream), (SELECT COUNT(*) FROM iotutor_person)")
        };
        assert_eq!(left(), "3|3\n");
        let forget =
            |how: &[&str]| on("2026-06-01", &[&["data", "forget", "--yes", "--store", &store], how].concat(), "");
        let said = forget(&["--before", "2026-03-01"]);
        assert!(said.out.contains("2026-01-05") && said.out.contains("Forgotten: 1 class"), "{said:?}");
        assert_eq!(left(), "2|2\n");
        // 2026-03-01 is 92 days before 2026-06-01.
        assert!(forget(&["--expired", "--keep-days", "92"]).out.contains("No class from before 2026-03-01 is kept."));
        assert!(forget(&["--expired"]).out.contains("Forgotten: 1 class"));
        assert_eq!(left(), "1|1\n");
    }

    #[test]
    fn a_wire_that_is_pulled_in_mid_class_is_noticed_and_the_class_goes_on_once_it_is_whole() {
        let Some(cluster) = shared() else { return };
        let (place, store) = (Place::new(), cluster.database());
        let cable = Cable::to(cluster);
        let mut host = Host::begin(&place, &cable.address(&store), &["MONDAY", "--count", "3"], 4);
        let (ada, bo) = (host.join("Ada"), host.join("Bo"));
        host.talk.say("next");
        host.talk.hear(&["Question 1 of 3"]);
        assert_eq!(host.answer(&ada, "L1"), format!("/{}", host.code));
        // Nothing is closed, and nothing comes through: only a limit of time can tell.
        cable.set(Wire::Pulled);
        let refused = host.answer(&bo, "L1");
        assert!(refused.contains("?note="), "{refused}");
        host.talk.say("close");
        host.talk.hear(&["The database can't be reached"]);
        cable.set(Wire::Whole);
        while host.answer(&bo, "L1") != format!("/{}", host.code) {}
        host.talk.say("look");
        assert!(host.talk.hear(&["Question 1 of 3"]).ends_with("2 of 2 answered."));
        assert_eq!(cluster.sql(&store, "SELECT COUNT(*) FROM iotutor_fact WHERE event LIKE '%\"answered\"%'"), "2\n");
    }

    #[test]
    fn what_a_newer_program_wrote_into_a_class_is_told_by_an_older_host_and_stays_as_it_is() {
        let Some(cluster) = shared() else { return };
        let (place, store) = (Place::new(), cluster.database());
        let mut host = Host::begin(&place, &store, &["MONDAY", "--count", "3"], 5);
        let ada = host.join("Ada");
        host.talk.say("next");
        host.talk.hear(&["Question 1 of 3"]);
        let newer = "WITH head AS (UPDATE iotutor_stream SET last = last + 1, changes = changes + 1 RETURNING *) \
                     INSERT INTO iotutor_fact SELECT kind, id, last, id, 0, 0, NULL, '{\"kind\":\"dreamt\"}' FROM head";
        cluster.sql(&store, newer);
        let all = || cluster.sql(&store, "SELECT number, event FROM iotutor_fact ORDER BY number");
        let before = all();
        let refused = host.answer(&ada, "L1");
        assert!(refused.contains("?note="), "{refused}");
        host.talk.say("close");
        assert!(host.talk.hear(&["The room can't be written"]).contains("update iotutor"));
        let resumed = run(&place, &store, &["host", "--web", "off", "--resume", &host.code]).ends(3);
        assert!(resumed.error.contains("update iotutor"), "{resumed:?}");
        assert!(run(&place, &store, &["data", "export"]).ends(3).error.contains("update iotutor"));
        assert_eq!(all(), before);
    }

    #[test]
    fn a_database_is_spoken_to_by_tls_only_where_its_certificate_is_of_a_known_authority_and_for_its_address() {
        let Some(server) = Trusted::start() else { return };
        let (place, database) = (Place::new(), server.cluster.database());
        server.cluster.sql("postgres", "CREATE DATABASE plain");
        let file = place.folder().join("list.csv");
        std::fs::write(&file, "id,name\nS-1,Ada\n").unwrap();
        let import = |store: String, authority: &std::path::Path| {
            let arguments = ["roster", "import", file.to_str().unwrap(), "--store", &store];
            let mut command = place.command(&arguments, 1);
            command.env("SSL_CERT_FILE", authority);
            Said::by(command, "")
        };
        let (ours, other) = (server.authority(true), server.authority(false));
        for mode in ["require", "verify-full"] {
            import(server.address(&database, true, mode), &ours).ends(0);
            let refused = import(server.address(&database, true, mode), &other).ends(3);
            assert!(
                refused.error.contains("can't be reached by TLS") && refused.error.contains("SSL_CERT_FILE"),
                "{refused:?}"
            );
            let refused = import(server.address(&database, false, mode), &ours).ends(3);
            assert!(refused.error.contains("can't be reached by TLS"), "{refused:?}");
            let refused = import(server.address(&database, true, mode), &file).ends(3);
            assert!(refused.error.contains("can't be reached by TLS"), "{refused:?}");
        }
        // Without TLS only the one database lets anybody in, whatever authorities are known.
        let refused = import(server.address(&database, true, "disable"), &ours).ends(3);
        assert!(refused.error.contains("refuses the login") && refused.error.contains("no encryption"), "{refused:?}");
        import(server.address("plain", true, "disable"), &other).ends(0);
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
