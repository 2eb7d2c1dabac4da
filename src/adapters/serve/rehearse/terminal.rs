//! People of a rehearsal who come by ssh: a real client, and as much of a terminal as our frames need.

use super::super::Entropy;
use super::super::seat::read_choice;
use super::super::ssh::{HostKey, Lifeline, ServingSsh, Times, news, serve_ssh, usher};
use super::diary::{Key, Who};
use super::{PATIENCE, Shared, TRIES, held};
use crate::adapters::host::Desk;
use crate::app::view::wire::CLASS;
use crate::app::view::{room as words, web};
use crate::domain::room::view::{Frame, frame};
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
            Err(what) if !shared.over.load(Ordering::Relaxed) => {
                // Whoever has no seat may be let go for somebody newer; nobody else is.
                if !person.seat_words.is_empty() {
                    shared.fails(&what);
                }
                last = what;
            }
            _ => return,
        }
    }
    if person.seat_words.is_empty() {
        shared.fails(&last);
    }
}

/// What became of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Came {
    /// It counts.
    Taken,
    /// It came too late.
    TooLate,
    /// The class went on before there was a frame that tells.
    Untold,
}

/// What a screen tells of an answer that was sent, where it tells anything yet. What was locked in `before` stands until then.
///
/// A vote is closed at once where everybody has answered, and frames that nobody has seen are passed over: whoever answers last may
/// be shown that the vote is closed or explained, or the next one, and never that the answer was locked in.
fn came(screen: &Screen, frame: &Frame, (place, vote): (u16, u8), sent: &str, before: Option<&str>) -> Option<Came> {
    let said = |written| read_choice(written).is_some_and(|chosen| screen.has(&words::you_said(chosen, &frame.sides)));
    let stands = |written| choice(written, frame).is_some_and(|choice| screen.has(&web::was(&choice)));
    let now = screen.asked(frame);
    let votes_again = vote == 1 && now == Some((place, 2));
    let has_gone_on = votes_again || screen.has(web::YOUR_STATEMENT) || now.is_some_and(|(at, _)| at != place);
    if screen.has(&locked_in(sent, frame)) || said(sent) || (votes_again && stands(sent)) {
        Some(Came::Taken)
    } else if screen.has(words::NO_ANSWER) || before.is_some_and(said) {
        Some(Came::TooLate)
    } else {
        has_gone_on.then_some(Came::Untold)
    }
}

fn choice(written: &str, frame: &Frame) -> Option<String> {
    read_choice(written).map(|choice| words::choice(choice, &frame.sides))
}

/// What is said once an answer is locked in.
fn locked_in(written: &str, frame: &Frame) -> String {
    read_choice(written).map_or_else(String::new, |choice| words::locked_in(choice, &frame.sides))
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

    /// Waits until the screen is so.
    async fn until(&mut self, is_so: impl Fn(&Screen) -> bool) -> Result<(), String> {
        let seen = async {
            while !is_so(&self.screen) {
                self.next().await?;
            }
            Ok(())
        };
        let Ok(seen) = timeout(PATIENCE, seen).await else { return Err("a frame did not come".to_owned()) };
        seen
    }

    /// Waits until this is seen.
    async fn see(&mut self, wanted: &str) -> Result<(), String> {
        let seen = self.until(|screen| screen.has(wanted)).await;
        seen.map_err(|why| format!("{why}: {wanted:?} was waited for, and this seen: {}", self.screen.text().trim()))
    }

    /// Waits until it is seen what became of an answer.
    async fn learn(
        &mut self,
        frame: &Frame,
        asked: (u16, u8),
        (sent, before): (&str, Option<&str>),
    ) -> Result<Came, String> {
        let came = |screen: &Screen| came(screen, frame, asked, sent, before);
        self.until(|screen| came(screen).is_some()).await?;
        Ok(came(&self.screen).unwrap_or(Came::Untold))
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
        terminal.see(web::CODE_IS_SHOWN).await?;
        terminal.press(&format!("{}\r", self.shared.code)).await?;
        terminal.see(web::NO_NAMES).await?;
        if self.seat_words.is_empty() {
            terminal.press("\r").await?;
            let (before, after) =
                words::way_back("\n").split_once('\n').map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap_or_default();
            terminal.see(&before).await?;
            self.seat_words = terminal.screen.between(&before, &after).ok_or("no words to come back with")?;
        } else {
            terminal.press("\t").await?;
            terminal.see(web::YOUR_WORDS).await?;
            let typed = self.seat_words.clone();
            terminal.press(&typed).await?;
            terminal.see(&typed).await?;
            // What was pasted and what is pressed are told apart by a pause.
            tokio::time::sleep(Duration::from_millis(150)).await;
            terminal.press("\r").await?;
            let head = web::room(&frame(&self.desk.state().room));
            terminal.until(|screen| !screen.has(web::YOUR_WORDS) && screen.has(&head)).await?;
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

    /// Answers by a key what stands on the screen, now and then with a fault.
    async fn answer(&mut self, mut terminal: Terminal) -> Result<Terminal, String> {
        let frame = frame(&self.desk.state().room);
        let Some((place, vote)) = terminal.screen.asked(&frame) else { return Ok(terminal) };
        let key: Key = (Who::Seat(self.seat()?), place, vote);
        let (pressed, written) = self.any_key();
        let fault = self.random.random_range(0..20_u8);
        let begun = Instant::now();
        held(&self.shared.diary).answers.sent(key, written);
        terminal.press(pressed).await?;
        if fault == 0 {
            // The line is cut before what came of it is read; whoever comes back sees whether it counts.
            held(&self.shared.diary).again += 1;
            drop(terminal);
            terminal = self.come().await?;
            // What was on its way is refused by now: coming back has moved the seat.
            let (came, asked) =
                (|screen: &Screen| came(screen, &frame, (place, vote), written, None), words::question(&frame));
            terminal.until(|screen| came(screen).is_some() || screen.has(&asked)).await?;
            match came(&terminal.screen) {
                Some(came) => self.note(key, written, came, None),
                None => held(&self.shared.diary).answers.refused(key),
            }
            return Ok(terminal);
        }
        let came = terminal.learn(&frame, (place, vote), (written, None)).await?;
        self.note(key, written, came, Some(begun.elapsed()));
        if fault == 1 {
            held(&self.shared.diary).again += 1;
            terminal.press(pressed).await?;
        }
        let (pressed, other) = self.any_key();
        if fault == 2 && other != written && came == Came::Taken {
            held(&self.shared.diary).answers.sent(key, other);
            terminal.press(pressed).await?;
            let came = terminal.learn(&frame, (place, vote), (other, Some(written))).await?;
            self.note(key, other, came, None);
        }
        Ok(terminal)
    }

    fn any_key(&mut self) -> (&'static str, &'static str) {
        KEYS.get(self.random.random_range(0..KEYS.len())).copied().unwrap_or(("n", "N"))
    }

    /// The number of this person's seat.
    fn seat(&self) -> Result<u32, String> {
        let state = self.desk.state();
        let seat = state.room.seats().iter().find(|seat| seat.words == self.seat_words);
        seat.map(|seat| seat.number).ok_or_else(|| "a seat without its words".to_owned())
    }

    fn note(&self, key: Key, written: &str, came: Came, took: Option<Duration>) {
        let mut diary = held(&self.shared.diary);
        match came {
            Came::Taken => {
                diary.acknowledged += 1;
                diary.took.extend(took);
                diary.answers.taken(key, written);
            }
            Came::TooLate => {
                diary.late += 1;
                diary.answers.refused(key);
            }
            Came::Untold => {}
        }
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

    /// The question that stands there, and its vote while nothing is locked in.
    fn asked(&self, frame: &Frame) -> Option<(u16, u8)> {
        let (text, of) = (self.text(), format!(" of {}", frame.of));
        let mut before = text.match_indices(&of).filter_map(|(at, _)| text.get(..at)?.rsplit(' ').next());
        let number = before.find_map(|number| number.parse().ok())?;
        Some((number, if text.contains(words::CONVINCE) { 2 } else { 1 }))
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
    use crate::domain::room::{Command, Item, NamesPolicy, Opened, Pace, Room};
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
            self.see(seen).await.unwrap();
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
                if timeout(Duration::from_millis(400), self.see(seen)).await.is_ok() {
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
        terminal.answer("d", "Your answer").await;
        all.push(terminal.whole(23, "Your answer").await);
        next();
        all.push(terminal.whole(24, "You said").await);
        give(Command::Discuss { place: 1, vote: 1 });
        all.push(terminal.whole(23, words::DISCUSS).await);
        next();
        all.push(terminal.whole(24, "how sure are you?").await);
        terminal.answer("l", "Your answer").await;
        all.push(terminal.whole(23, "Your answer").await);
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

    /// What a terminal of ours shows after this was drawn.
    fn drawn(number: usize, line: &str) -> Screen {
        let (mut parser, mut screen) = (vte::Parser::new(), Screen::default());
        parser.advance(&mut screen, format!("\x1b[2J\x1b[1;70H{number} of 4\x1b[8;3H{line}").as_bytes());
        screen
    }

    #[test]
    fn what_became_of_an_answer_is_read_from_whatever_frame_comes_first() {
        let frame = frame(&Room::new(&sample::bank(1, 6), &opened()).unwrap());
        let asked = words::question(&frame);
        let again = format!("{} {}", words::CONVINCE, web::was("bird, certain"));
        let others = format!("{} {}", words::CONVINCE, web::was("mammal, unsure"));
        for (number, line, before, what) in [
            (2, asked.as_str(), None, None),
            (2, "Your answer: bird, certain.", None, Some(Came::Taken)),
            // Whoever answers last may be shown this at once, or the reveal.
            (2, "You said bird, certain.", None, Some(Came::Taken)),
            (2, "No, it's mammal. You said bird, certain. your statement", None, Some(Came::Taken)),
            (2, "Yes, it's bird. your statement", None, Some(Came::Untold)),
            (3, asked.as_str(), None, Some(Came::Untold)),
            (2, words::NO_ANSWER, None, Some(Came::TooLate)),
            // Or that there is a second vote.
            (2, again.as_str(), None, Some(Came::Taken)),
            (2, others.as_str(), None, Some(Came::Untold)),
            // Another answer was locked in before.
            (2, "Your answer: mammal, unsure.", Some("L1"), None),
            (2, "You said mammal, unsure.", Some("L1"), Some(Came::TooLate)),
            (2, "You said bird, certain.", Some("L1"), Some(Came::Taken)),
        ] {
            assert_eq!(came(&drawn(number, line), &frame, (2, 1), "R3", before), what, "{number} {line} {before:?}");
        }
    }

    #[test]
    fn a_terminal_is_asked_what_stands_on_it_whatever_the_room_has_gone_on_to() {
        let frame = frame(&Room::new(&sample::bank(1, 6), &opened()).unwrap());
        assert_eq!(drawn(3, "x").asked(&frame), Some((3, 1)));
        assert_eq!(drawn(3, words::CONVINCE).asked(&frame), Some((3, 2)));
        assert_eq!(Screen::default().asked(&frame), None);
    }
}
