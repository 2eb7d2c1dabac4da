//! People of a rehearsal who come by ssh: a real client, and as much of a terminal as our frames need.

use super::super::Entropy;
use super::super::seat::read_choice;
use super::super::ssh::{HostKey, Lifeline, ServingSsh, Times, news, serve_ssh, usher};
use super::{Shared, TRIES, held};
use crate::adapters::host::Desk;
use crate::app::view::wire::CLASS;
use crate::app::view::{room as words, web};
use crate::domain::room::Stage;
use crate::domain::room::view::frame;
use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use russh::client::{self, Config, Handle, Handler, Msg};
use russh::keys::PublicKeyOrCertificate;
use russh::{Channel, ChannelMsg};
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};
use tokio::net::TcpStream;
use tokio::time::timeout;
use vte::{Params, Perform};

/// The window of everybody.
const SIZE: (usize, usize) = (80, 24);

/// Nobody answers before a question has stood long enough for a key to count.
const READING: u64 = 350;

/// Within how long after that people answer.
const THINKING: u64 = 1_600;

/// How long something may take before it is tried again.
const PATIENCE: Duration = Duration::from_secs(10);

/// The key of each answer.
const KEYS: [(&str, &str); 7] =
    [("s", "L3"), ("d", "L2"), ("f", "L1"), ("j", "R1"), ("k", "R2"), ("l", "R3"), ("n", "N")];

/// Serves the class at `desk` to terminals of this machine, with a key that is gone afterwards.
pub fn begin(desk: &Desk, entropy: Entropy, secret: u128) -> Result<(ServingSsh, SocketAddr), super::RehearseError> {
    let listener = TcpListener::bind(("127.0.0.1", 0))?;
    let at = listener.local_addr()?;
    let mut seed = [0; 32];
    seed.iter_mut().zip(secret.to_le_bytes().iter().cycle()).for_each(|(to, from)| *to = *from);
    let counts = Arc::clone(desk.board().counts());
    let usher = (usher(desk, entropy, ""), &CLASS);
    let serving = serve_ssh(listener, &HostKey::of(&seed), usher, news(desk), Times::default(), counts)?;
    Ok((serving, at))
}

/// One person's class.
pub async fn live(shared: Arc<Shared>, at: SocketAddr, desk: Desk, random: ChaCha8Rng) {
    let mut person = Person { shared: Arc::clone(&shared), at, desk, random, seat_words: String::new() };
    person.think(0, 500).await;
    let mut last = String::new();
    for _ in 0..TRIES {
        match person.attend().await {
            Err(what) if !shared.over.load(Ordering::Relaxed) => last = what,
            _ => return,
        }
    }
    shared.fails(&last);
}

struct Person {
    shared: Arc<Shared>,
    at: SocketAddr,
    desk: Desk,
    random: ChaCha8Rng,
    /// Empty until there is a seat.
    seat_words: String,
}

/// Somebody who knows no host and takes any key: it is their own machine.
struct AnyHost;

impl Handler for AnyHost {
    type Error = russh::Error;

    async fn check_server_key(&mut self, _: &PublicKeyOrCertificate) -> Result<bool, russh::Error> {
        Ok(true)
    }
}

/// A connection with a terminal.
struct Terminal {
    _handle: Handle<AnyHost>,
    channel: Channel<Msg>,
    parser: vte::Parser,
    screen: Screen,
    #[cfg(test)]
    heard: Vec<u8>,
    /// The connection breaks with it.
    _line: super::super::ssh::Hold,
}

fn explain(error: impl std::fmt::Display) -> String {
    error.to_string()
}

impl Terminal {
    async fn open(at: SocketAddr) -> Result<Self, String> {
        let stream = TcpStream::connect(at).await.map_err(explain)?;
        stream.set_nodelay(true).map_err(explain)?;
        let (stream, line) = Lifeline::new(stream);
        let config = Arc::new(Config { window_size: 1 << 17, ..Config::default() });
        let mut handle = client::connect_stream(config, stream, AnyHost).await.map_err(explain)?;
        handle.authenticate_none("anybody").await.map_err(explain)?;
        let channel = handle.channel_open_session().await.map_err(explain)?;
        let (columns, rows) = (80, 24);
        channel.request_pty(false, "xterm", columns, rows, 0, 0, &[]).await.map_err(explain)?;
        channel.request_shell(false).await.map_err(explain)?;
        Ok(Self {
            _handle: handle,
            channel,
            parser: vte::Parser::new(),
            screen: Screen::default(),
            #[cfg(test)]
            heard: Vec::new(),
            _line: line,
        })
    }

    async fn press(&mut self, keys: &str) -> Result<(), String> {
        self.channel.data_bytes(keys.as_bytes().to_vec()).await.map_err(explain)
    }

    /// Waits for what comes next.
    async fn next(&mut self) -> Result<(), String> {
        match self.channel.wait().await {
            Some(ChannelMsg::Data { data }) => {
                self.parser.advance(&mut self.screen, &data);
                #[cfg(test)]
                self.heard.extend_from_slice(&data);
                Ok(())
            }
            Some(ChannelMsg::Close | ChannelMsg::Eof) | None => Err("the line was cut".to_owned()),
            Some(_) => Ok(()),
        }
    }

    /// Waits until one of these is seen. Returns which.
    async fn see(&mut self, wanted: &[&str]) -> Result<usize, String> {
        let seen = async {
            loop {
                if let Some(found) = wanted.iter().position(|words| self.screen.has(words)) {
                    return Ok(found);
                }
                self.next().await?;
            }
        };
        let Ok(found) = timeout(PATIENCE, seen).await else { return Err(format!("{wanted:?} did not come")) };
        found
    }
}

impl Person {
    async fn think(&mut self, least: u64, more: u64) {
        let pause = Duration::from_millis(least + self.random.random_range(0..more));
        tokio::time::sleep(pause).await;
    }

    fn is_over(&self) -> bool {
        self.shared.over.load(Ordering::Relaxed)
    }

    /// Comes in, or back with the three words.
    async fn come(&mut self) -> Result<Terminal, String> {
        let mut terminal = Terminal::open(self.at).await?;
        terminal.see(&[web::CODE_IS_SHOWN]).await?;
        terminal.press(&format!("{}\r", self.shared.code)).await?;
        terminal.see(&[web::NO_NAMES]).await?;
        if self.seat_words.is_empty() {
            terminal.press("\r").await?;
            let (before, after) =
                words::way_back("\n").split_once('\n').map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap_or_default();
            terminal.see(&[&before]).await?;
            self.seat_words = terminal.screen.between(&before, &after).ok_or("no words to come back with")?;
        } else {
            terminal.press("\t").await?;
            terminal.see(&[web::YOUR_WORDS]).await?;
            let typed = self.seat_words.clone();
            terminal.press(&typed).await?;
            terminal.see(&[&typed]).await?;
            // What was pasted and what is pressed are told apart by a pause.
            tokio::time::sleep(Duration::from_millis(150)).await;
            terminal.press("\r").await?;
            let head = web::room(&frame(&self.desk.state().room));
            while terminal.screen.has(web::YOUR_WORDS) || !terminal.screen.has(&head) {
                timeout(PATIENCE, terminal.next()).await.map_err(explain)??;
            }
        }
        Ok(terminal)
    }

    async fn attend(&mut self) -> Result<(), String> {
        let mut terminal = self.come().await?;
        let mut revealed = None;
        while !self.is_over() {
            let asked = words::question(&frame(&self.desk.state().room));
            if terminal.screen.has(&asked) {
                self.think(READING, THINKING).await;
                terminal = self.answer(terminal).await?;
                continue;
            }
            let begun = *held(&self.shared.revealed);
            if terminal.screen.has(web::YOUR_STATEMENT) && begun.is_some() && begun != revealed {
                revealed = begun;
                held(&self.shared.diary).reveals.extend(begun.map(|begun| begun.elapsed()));
                self.shared.seen.fetch_add(1, Ordering::Relaxed);
            }
            terminal.next().await?;
        }
        Ok(())
    }

    /// Answers by a key, now and then with a fault.
    async fn answer(&mut self, mut terminal: Terminal) -> Result<Terminal, String> {
        let Stage::Open { place, vote } = self.desk.state().room.stage() else { return Ok(terminal) };
        let (key, written) = self.any_key();
        let fault = self.random.random_range(0..20_u8);
        let begun = Instant::now();
        terminal.press(key).await?;
        if fault == 0 {
            // The line is cut before what came of it is read; whoever comes back sees whether it counts.
            held(&self.shared.diary).again += 1;
            drop(terminal);
            terminal = self.come().await?;
            let asked = words::question(&frame(&self.desk.state().room));
            if terminal.see(&[&self.sentence(written), &asked]).await? == 1 {
                return Ok(terminal);
            }
            self.note((place, vote), written, None);
            return Ok(terminal);
        }
        terminal.see(&[&self.sentence(written)]).await?;
        self.note((place, vote), written, Some(begun.elapsed()));
        if fault == 1 {
            held(&self.shared.diary).again += 1;
            terminal.press(key).await?;
        }
        if fault == 2 {
            let (key, other) = self.any_key();
            terminal.press(key).await?;
            // Where the vote is closed by now, the one before stands.
            if other != written && self.desk.state().room.stage() == (Stage::Open { place, vote }) {
                let said = words::YOU_SAID.to_owned();
                if terminal.see(&[&self.sentence(other), &said]).await? == 0 {
                    self.note((place, vote), other, None);
                }
            }
        }
        Ok(terminal)
    }

    fn any_key(&mut self) -> (&'static str, &'static str) {
        KEYS.get(self.random.random_range(0..KEYS.len())).copied().unwrap_or(("n", "N"))
    }

    /// What is said once an answer is locked in.
    fn sentence(&self, written: &str) -> String {
        let room = &self.desk.state().room;
        read_choice(written).map_or_else(String::new, |choice| words::locked_in(choice, &frame(room).sides))
    }

    fn note(&self, (place, vote): (u16, u8), written: &str, took: Option<Duration>) {
        let state = self.desk.state();
        let seat = state.room.seats().iter().find(|seat| seat.words == self.seat_words);
        let Some(number) = seat.map(|seat| seat.number) else {
            return self.shared.fails("a seat without its words");
        };
        let mut diary = held(&self.shared.diary);
        diary.acknowledged += 1;
        diary.took.extend(took);
        diary.terminals.insert((number, place, vote), written.to_owned());
    }
}

/// What a terminal shows of our frames: text at places, and nothing else.
struct Screen {
    cells: Vec<char>,
    at: (usize, usize),
}

impl Default for Screen {
    fn default() -> Self {
        Self { cells: vec![' '; SIZE.0 * SIZE.1], at: (0, 0) }
    }
}

impl Screen {
    fn text(&self) -> String {
        let rows = self.cells.chunks(SIZE.0).map(|row| row.iter().collect::<String>());
        // A sentence that goes on in the next row is one sentence.
        rows.map(|row| row.trim().to_owned()).collect::<Vec<_>>().join(" ")
    }

    fn has(&self, words: &str) -> bool {
        self.text().contains(words)
    }

    fn between(&self, before: &str, after: &str) -> Option<String> {
        let text = self.text();
        let (_, rest) = text.split_once(before)?;
        rest.split_once(after).map(|(between, _)| between.trim().to_owned())
    }
}

impl Perform for Screen {
    fn print(&mut self, c: char) {
        let (column, row) = self.at;
        if let Some(cell) = self.cells.get_mut(row * SIZE.0 + column) {
            *cell = c;
        }
        self.at.0 += 1;
    }

    fn csi_dispatch(&mut self, params: &Params, _: &[u8], _: bool, action: char) {
        let mut numbers = params.iter().map(|one| usize::from(one.first().copied().unwrap_or(1)));
        match action {
            'H' => {
                let (row, column) = (numbers.next().unwrap_or(1), numbers.next().unwrap_or(1));
                self.at = (column.saturating_sub(1), row.saturating_sub(1));
            }
            'J' => self.cells.fill(' '),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adapters::clock::Clock;
    use crate::adapters::host::desk::begin as begin_class;
    use crate::adapters::host::{Order, RoomFile};
    use crate::domain::bank::{Bank, sample};
    use crate::domain::room::{Command, Item, NamesPolicy, Opened, Pace};
    use crate::domain::store::{Kind, Stream};

    fn opened() -> Opened {
        let item = |number: usize| Item { id: format!("t0-{number}-mammal"), revision: 1 };
        Opened {
            title: "Monday".to_owned(),
            code: "K7MX".to_owned(),
            paper_code: "S6GP-DKM2".to_owned(),
            bank: "sample".to_owned(),
            bank_revision: 1,
            items: (0..4).map(item).collect(),
            warm_up: None,
            names: NamesPolicy::None,
            certainty: true,
            seats: 3,
            pace: Pace::Host,
        }
    }

    impl Terminal {
        /// All that a whole frame is in bytes, drawn anew in a window of another size.
        async fn whole(&mut self, rows: u32, seen: &str) -> Vec<u8> {
            self.see(&[seen]).await.unwrap();
            self.heard.clear();
            self.channel.window_change(80, rows, 0, 0).await.unwrap();
            let blank = b"\x1b[2J";
            loop {
                self.next().await.unwrap();
                if let Some(at) = self.heard.windows(blank.len()).position(|bytes| bytes == blank) {
                    return self.heard.split_off(at);
                }
            }
        }

        /// Presses a key until it counts: a question stands for a while before one does.
        async fn answer(&mut self, key: &str, seen: &str) {
            loop {
                self.press(key).await.unwrap();
                if timeout(Duration::from_millis(400), self.see(&[seen])).await.is_ok() {
                    return;
                }
            }
        }
    }

    /// Each whole frame that somebody is sent in a class; the last two are the reveal and the end.
    async fn frames(bank: &Bank) -> Vec<Vec<u8>> {
        let folder = tempfile::tempdir().unwrap();
        let file = RoomFile::new(folder.path(), "2026-11-23", "K7MX").unwrap();
        let clock = Clock::pinned(Some("2026-11-23T09:00:00+01:00"), Some("1")).unwrap();
        let stream = Stream { kind: Kind::Room, id: 7 };
        let (desk, running) = begin_class(file, stream, (bank, &opened()), clock, Box::new(|_| None)).unwrap();
        let mut number = 0_u128;
        let entropy = Box::new(move || {
            number += 1;
            (number << 64) + number
        });
        let (serving, at) = begin(&desk, entropy, 7).unwrap();
        let give = |command: Command| desk.submit(Order::Room(command)).unwrap();
        let next = || give(desk.state().room.next_step().unwrap());
        let mut terminal = Terminal::open(at).await.unwrap();
        let mut all = Vec::new();
        all.push(terminal.whole(23, web::CODE_IS_SHOWN).await);
        terminal.press("k7mx\r").await.unwrap();
        all.push(terminal.whole(24, web::NO_NAMES).await);
        terminal.press("\r").await.unwrap();
        all.push(terminal.whole(23, words::WAITING).await);
        next();
        all.push(terminal.whole(24, "how sure are you?").await);
        terminal.answer("d", "Locked in").await;
        all.push(terminal.whole(23, "Locked in").await);
        next();
        all.push(terminal.whole(24, "You said").await);
        give(Command::Discuss { place: 1, vote: 1 });
        all.push(terminal.whole(23, words::DISCUSS).await);
        next();
        all.push(terminal.whole(24, "how sure are you?").await);
        terminal.answer("l", "Locked in").await;
        all.push(terminal.whole(23, "Locked in").await);
        give(Command::Pause);
        all.push(terminal.whole(24, words::PAUSED).await);
        give(Command::Resume);
        next();
        all.push(terminal.whole(23, "You said").await);
        next();
        all.push(terminal.whole(24, web::YOUR_STATEMENT).await);
        drop(serving);
        running.close();
        all
    }

    #[test]
    fn two_banks_that_differ_in_the_key_alone_are_the_same_bytes_until_the_reveal() {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let bank = sample::bank(1, 6);
        let mut ours = runtime.block_on(frames(&bank));
        let mut theirs = runtime.block_on(frames(&sample::with_another_key(&bank)));
        assert_ne!(ours.pop(), theirs.pop(), "the reveal tells the key");
        for (place, (one, other)) in ours.iter().zip(&theirs).enumerate() {
            assert_eq!(String::from_utf8_lossy(one), String::from_utf8_lossy(other), "frame {place}");
        }
        assert_eq!(ours.len(), theirs.len());
    }
}
