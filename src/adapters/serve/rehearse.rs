//! A class played on this machine by simulated people over real HTTP and ssh, with faults: answers sent twice, cut off, too late,
//! changed; silent connections, half requests and garbage. It is held against what the room says in the end. [`several`] hosts may
//! lead it.

mod diary;
pub mod several;
#[cfg(feature = "ssh")]
mod terminal;

use self::diary::{Answers, Who};
use super::{Addresses, ServeError, Site, held, serve};
use crate::adapters::clock::Clock;
use crate::adapters::host::desk::{BeginError, begin};
use crate::adapters::host::{Desk, Order, RoomError, RoomFile, State};
use crate::app::view::rehearsal::{Rehearsal, Spread};
use crate::domain::bank::Bank;
use crate::domain::room::{Command, Opened, Refusal, Stage, Token};
use crate::domain::store::{Kind, Stream};
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::net::{SocketAddr, TcpListener};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

/// Within how long after the opening people answer.
const THINKING: Duration = Duration::from_secs(2);

/// How long the host waits for people before the class goes on without them.
const PATIENCE: Duration = Duration::from_secs(30);

/// How often something is sent again before it counts as failed.
const TRIES: usize = 5;

/// How many connections are silent or send half a request.
const SILENT: usize = 200;

/// How many failures are told.
const TOLD: usize = 5;

/// One question of so many is voted on twice.
const TALKED_ABOUT: usize = 4;

/// Why there was no rehearsal.
#[derive(Debug, thiserror::Error)]
pub enum RehearseError {
    /// No room can be opened.
    #[error(transparent)]
    Room(#[from] RoomError),
    /// No class can be begun.
    #[error(transparent)]
    Begin(#[from] BeginError),
    /// No page can be served.
    #[error(transparent)]
    Serve(#[from] ServeError),
    /// The system does not give what is needed.
    #[error("no class can be rehearsed here ({0})")]
    System(#[from] std::io::Error),
}

/// What all simulated people share.
struct Shared {
    at: SocketAddr,
    code: String,
    /// How often something is sent again before it counts as failed.
    tries: usize,
    over: AtomicBool,
    revealed: Mutex<Option<Instant>>,
    seen: AtomicUsize,
    diary: Mutex<Diary>,
}

/// What people write down.
#[derive(Default)]
struct Diary {
    answers: Answers,
    acknowledged: usize,
    took: Vec<Duration>,
    reveals: Vec<Duration>,
    /// From losing a host to being answered again.
    found_again: Vec<Duration>,
    again: usize,
    late: usize,
    late_taken: usize,
    failures: Vec<String>,
}

/// How many people come, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct People {
    /// By HTTP.
    pub web: usize,
    /// By ssh; nobody where that is not built in.
    pub ssh: usize,
}

impl People {
    const fn all(self) -> usize {
        self.web + self.ssh
    }
}

/// Plays a class of so many people with the paper of `opened`, in a room that is gone afterwards.
///
/// # Errors
///
/// [`RehearseError`] where it cannot be begun. What goes wrong in it is in its figures.
pub fn rehearse(bank: &Bank, opened: &Opened, people: People, mut clock: Clock) -> Result<Rehearsal, RehearseError> {
    crate::adapters::system::allow_many_files();
    let folder = tempfile::tempdir()?;
    let now = clock.now();
    let file = RoomFile::new(folder.path(), &now.moment.date(), &opened.code)?;
    let stream = Stream { kind: Kind::Room, id: now.entropy };
    let seed = now.entropy;
    let (desk, running) = begin(file, stream, (bank, opened), clock, Box::new(|_| None))?;
    let listener = TcpListener::bind(("127.0.0.1", 0))?;
    let at = listener.local_addr()?;
    let mut generator = ChaCha8Rng::from_seed(std::array::from_fn(|place| {
        seed.to_le_bytes().get(place % 16).copied().unwrap_or_default()
    }));
    let mut person = generator.clone();
    let addresses = Addresses::only(at);
    let site = Site::new(desk.clone(), addresses, "", Box::new(move || generator.random()));
    let serving = serve(&site, listener, None)?;
    let played = play(&desk, opened, (at, people, TRIES), &mut person, &mut |_| {})?;
    let memory = memory();
    drop(serving);
    let state = desk.state();
    running.close();
    Ok(figures(&state, &played, people, memory))
}

/// What a class that was played has left.
struct Played {
    shared: Arc<Shared>,
    questions: usize,
    votes: usize,
}

/// Plays a class of so many people at an address, and at a port of its own for those who come by ssh; `halfway` is told of each question when half of them have answered it.
fn play(
    desk: &Desk,
    opened: &Opened,
    (at, people, tries): (SocketAddr, People, usize),
    person: &mut ChaCha8Rng,
    halfway: &mut dyn FnMut(u16),
) -> Result<Played, RehearseError> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_io().enable_time().build()?;
    let shared = Arc::new(Shared {
        at,
        code: opened.code.clone(),
        tries,
        over: AtomicBool::new(false),
        revealed: Mutex::default(),
        seen: AtomicUsize::new(0),
        diary: Mutex::default(),
    });
    runtime.spawn(pester(at, b"POST /in HTTP/1.1\r\nContent-Length: 9"));
    #[cfg(feature = "ssh")]
    let terminals = if people.ssh > 0 {
        // Of their own: the same bits as those of the pages would be the same people.
        let mut bits = ChaCha8Rng::seed_from_u64(person.random());
        let (terminals, at) = terminal::begin(desk, Box::new(move || bits.random()), person.random())?;
        runtime.spawn(pester(at, b"SSH-2.0-garbage\r\n\x00\xff\x00\xff jkljkl"));
        for _ in 0..people.ssh {
            let random = ChaCha8Rng::seed_from_u64(person.random());
            runtime.spawn(terminal::live(Arc::clone(&shared), at, desk.clone(), random));
        }
        Some(terminals)
    } else {
        None
    };
    for _ in 0..people.web {
        runtime.spawn(live(Arc::clone(&shared), ChaCha8Rng::seed_from_u64(person.random())));
    }
    let (questions, votes) = lead(desk, &shared, people.all(), halfway);
    shared.over.store(true, Ordering::Relaxed);
    #[cfg(feature = "ssh")]
    drop(terminals);
    runtime.shutdown_background();
    Ok(Played { shared, questions, votes })
}

/// Leads the class from the first question to the last. Returns how many questions and votes there were.
fn lead(desk: &Desk, shared: &Shared, students: usize, halfway: &mut dyn FnMut(u16)) -> (usize, usize) {
    wait(desk, |state| state.room.people_in() >= students);
    let (mut questions, mut votes) = (0, 0);
    while let Some(step) = desk.state().room.next_step().filter(|step| *step != Command::End) {
        // People who answer at random are split all the time: what is talked about is decided below.
        let step = if let Command::Discuss { place, .. } = step { Command::Reveal { place } } else { step };
        let is_reveal = matches!(step, Command::Reveal { .. });
        if is_reveal {
            shared.seen.store(0, Ordering::Relaxed);
            *held(&shared.revealed) = Some(Instant::now());
        }
        give(desk, shared, step);
        if let Stage::Closed { place, vote: 1 } = desk.state().room.stage()
            && usize::from(place) % TALKED_ABOUT == 0
        {
            give(desk, shared, Command::Discuss { place, vote: 1 });
        }
        match desk.state().room.stage() {
            Stage::Open { place, vote } => {
                votes += 1;
                questions += usize::from(vote == 1);
                wait(desk, |state| state.room.answered(place, vote).0 as usize >= students.div_ceil(2));
                if vote == 1 {
                    halfway(place);
                }
                wait(desk, |state| state.room.answered(place, vote).0 as usize >= students);
            }
            Stage::Revealed { .. } => {
                let begun = Instant::now();
                while shared.seen.load(Ordering::Relaxed) < students && begun.elapsed() < PATIENCE {
                    std::thread::sleep(Duration::from_millis(5));
                }
            }
            _ => {}
        }
    }
    give(desk, shared, Command::End);
    (questions, votes)
}

fn give(desk: &Desk, shared: &Shared, command: Command) {
    if let Err(refused) = desk.submit(Order::Room(command)) {
        shared.fails(&format!("the host was refused: {refused}"));
        shared.over.store(true, Ordering::Relaxed);
    }
}

/// Waits until something is so, but not for ever.
fn wait(desk: &Desk, is_so: impl Fn(&State) -> bool) {
    let until = Instant::now() + PATIENCE;
    let mut state = desk.state();
    while !is_so(&state) {
        let Some(left) = until.checked_duration_since(Instant::now()) else { return };
        state = desk.board().wait(state.version, left);
    }
}

fn figures(state: &State, played: &Played, people: People, memory: Option<u64>) -> Rehearsal {
    let Played { shared, questions, votes } = played;
    let (questions, votes) = (*questions, *votes);
    let diary = std::mem::take(&mut *held(&shared.diary));
    let room = &state.room;
    let (lost, miscounted) = diary.answers.against(room);
    Rehearsal {
        students: people.all(),
        terminals: people.ssh,
        seated: room.people_in(),
        questions,
        votes,
        acknowledged: diary.acknowledged,
        lost,
        miscounted,
        again: diary.again,
        late: diary.late,
        late_taken: diary.late_taken,
        silent: SILENT * if people.ssh > 0 { 2 } else { 1 },
        failures: diary.failures,
        acknowledgement: Spread::of(diary.took),
        reveal: Spread::of(diary.reveals),
        several: None,
        memory,
    }
}

/// The most memory that this process has had, in mebibytes, where the system writes it down in a file.
fn memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let most = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(most.split_whitespace().next()?.parse::<u64>().ok()? / 1_024)
}

impl Shared {
    fn fails(&self, what: &str) {
        let failures = &mut held(&self.diary).failures;
        if failures.len() < TOLD {
            failures.push(what.to_owned());
        }
    }
}

/// Connections that say nothing, or not all they should.
async fn pester(at: SocketAddr, half: &'static [u8]) {
    let mut kept = Vec::new();
    for number in 0..SILENT {
        let Ok(mut stream) = TcpStream::connect(at).await else { continue };
        if number % 2 == 0 {
            let _ = stream.write_all(half).await;
        }
        kept.push(stream);
    }
    std::future::pending::<()>().await;
}

/// A simulated person's browser.
struct Browser {
    shared: Arc<Shared>,
    connection: Option<SendRequest<Body>>,
    cookie: String,
    random: ChaCha8Rng,
}

type Came = (StatusCode, HeaderMap, String);

/// One person's class.
async fn live(shared: Arc<Shared>, random: ChaCha8Rng) {
    let mut browser = Browser { shared: Arc::clone(&shared), connection: None, cookie: String::new(), random };
    browser.think(500).await;
    if let Err(what) = browser.attend().await
        && !shared.over.load(Ordering::Relaxed)
    {
        shared.fails(&what);
    }
}

impl Browser {
    async fn attend(&mut self) -> Result<(), String> {
        let home = format!("/{}", self.shared.code);
        let page = self.get(&home).await?;
        let request = behind(&page, "name=\"request\" value=\"")?;
        let (status, headers, _) = self.post("/in", &format!("code={}&request={request}", self.shared.code)).await?;
        if status != StatusCode::SEE_OTHER {
            return Err(format!("joining was answered with {status}"));
        }
        let given = headers.get(header::SET_COOKIE).and_then(|given| given.to_str().ok()).unwrap_or_default();
        given.split(';').next().unwrap_or_default().clone_into(&mut self.cookie);
        let mut page = self.get(&home).await?;
        let mut revealed = None;
        while !self.shared.over.load(Ordering::Relaxed) {
            if page.contains("name=\"a\"") {
                self.think(THINKING.as_millis()).await;
                self.answer(&page).await?;
                page = self.get(&home).await?;
            }
            let begun = *held(&self.shared.revealed);
            if page.contains("<u>") && begun.is_some() && begun != revealed {
                revealed = begun;
                held(&self.shared.diary).reveals.extend(begun.map(|begun| begun.elapsed()));
                self.shared.seen.fetch_add(1, Ordering::Relaxed);
            }
            let version = behind(&page, "data-v=\"")?;
            let news = self.get(&format!("{home}/wait?v={version}")).await?;
            if !news.is_empty() {
                page = news;
            }
        }
        Ok(())
    }

    /// Answers by a button of the page, now and then with a fault.
    async fn answer(&mut self, page: &str) -> Result<(), String> {
        const BUTTONS: [&str; 7] = ["L1", "L2", "L3", "R1", "R2", "R3", "N"];
        let action = behind(page, "action=\"")?;
        let request = behind(page, "name=\"request\" value=\"")?;
        let button = BUTTONS.get(self.random.random_range(0..BUTTONS.len())).copied().unwrap_or("N");
        let body = format!("request={request}&a={button}");
        let fault = self.random.random_range(0..20_u8);
        let (place, vote) = place_and_vote(&action)?;
        let key = (Who::Page(self.token()?), place, vote);
        held(&self.shared.diary).answers.sent(key, button);
        if fault == 0 {
            // The connection breaks before the answer to it is read; a phone sends the same again.
            held(&self.shared.diary).again += 1;
            if let Ok(mut stream) = TcpStream::connect(self.shared.at).await {
                let _ = stream.write_all(self.raw(&action, &body).as_bytes()).await;
            }
            self.connection = None;
        }
        let begun = Instant::now();
        let came = self.post(&action, &body).await?;
        let took = begun.elapsed();
        if self.is_taken(came, (place, vote)).await? {
            let mut diary = held(&self.shared.diary);
            diary.acknowledged += 1;
            diary.took.push(took);
            diary.answers.taken(key, button);
        } else {
            let mut diary = held(&self.shared.diary);
            diary.late += 1;
            diary.answers.refused(key);
        }
        if fault == 1 {
            held(&self.shared.diary).again += 1;
            self.post(&action, &body).await?;
        }
        if fault == 2 && place > 1 {
            // A page that was kept since the question before.
            let old = format!("/{}/{}/1", self.shared.code, place - 1);
            let number: u128 = self.random.random();
            let late = self.post(&old, &format!("request={number:032x}&a=L1")).await?;
            let is_taken = self.is_taken(late, (place - 1, 1)).await?;
            let mut diary = held(&self.shared.diary);
            diary.late += 1;
            diary.late_taken += usize::from(is_taken);
        }
        Ok(())
    }

    /// Whether an answer was taken, and not too late; all else is a failure.
    async fn is_taken(&mut self, (status, headers, said): Came, (place, vote): (u16, u8)) -> Result<bool, String> {
        let to = headers.get(header::LOCATION).and_then(|to| to.to_str().ok()).unwrap_or_default().to_owned();
        if status != StatusCode::SEE_OTHER || to.is_empty() {
            return Err(format!("an answer was answered with {status}: {said}"));
        }
        if to == format!("/{}", self.shared.code) {
            return Ok(true);
        }
        let page = self.get(&to).await?;
        let late = [Refusal::NotOpen { number: place.into() }, Refusal::OtherVote, Refusal::Ended];
        if late.iter().any(|why| page.contains(&why.to_string())) {
            return Ok(false);
        }
        // Why it was refused was a note at a host that is gone by now; that it was refused is known.
        let is_host_lost = !held(&self.shared.diary).found_again.is_empty();
        if self.shared.tries != TRIES && is_host_lost && to.contains("?note=") {
            return Ok(false);
        }
        Err(format!("the answer to question {place}, vote {vote}, was refused: {page}"))
    }

    fn token(&self) -> Result<Token, String> {
        let token = self.cookie.split('=').nth(1).and_then(|token| token.parse().ok());
        token.ok_or_else(|| "there was no cookie".to_owned())
    }

    fn raw(&self, action: &str, body: &str) -> String {
        format!(
            "POST {action} HTTP/1.1\r\nHost: {}\r\nCookie: {}\r\nContent-Type: application/x-www-form-urlencoded\r\n\
             Content-Length: {}\r\n\r\n{body}",
            self.shared.at,
            self.cookie,
            body.len()
        )
    }

    async fn think(&mut self, longest: impl TryInto<u64>) {
        let most = longest.try_into().unwrap_or(1_000).max(1);
        let pause = Duration::from_millis(self.random.random_range(0..most));
        tokio::time::sleep(pause).await;
    }

    async fn get(&mut self, path: &str) -> Result<String, String> {
        let (status, _, body) = self.send(Method::GET, path, "").await?;
        if status.is_success() { Ok(body) } else { Err(format!("{path} was answered with {status}")) }
    }

    async fn post(&mut self, path: &str, body: &str) -> Result<Came, String> {
        self.send(Method::POST, path, body).await
    }

    /// Sends a request, again where the connection broke.
    async fn send(&mut self, method: Method, path: &str, body: &str) -> Result<Came, String> {
        let mut error = String::new();
        // What waits for news waits however long; all else should have been answered at once.
        let waits = path.contains("/wait");
        let mut since = (!waits).then(Instant::now);
        for attempt in 0..self.shared.tries {
            match self.try_to_send(method.clone(), path, body).await {
                Ok(came) => {
                    let again = since.filter(|_| attempt > 0);
                    held(&self.shared.diary).found_again.extend(again.map(|since| since.elapsed()));
                    return Ok(came);
                }
                Err(broken) => error = broken.to_string(),
            }
            since = since.or_else(|| Some(Instant::now()));
            self.connection = None;
            self.think(200_u64).await;
        }
        Err(format!("{path} could not be sent: {error}"))
    }

    async fn try_to_send(
        &mut self,
        method: Method,
        path: &str,
        body: &str,
    ) -> Result<Came, Box<dyn std::error::Error + Send + Sync>> {
        let mut connection = if let Some(open) = self.connection.take().filter(|open| !open.is_closed()) {
            open
        } else {
            let stream = TcpStream::connect(self.shared.at).await?;
            stream.set_nodelay(true)?;
            let (opened, rest) = handshake(TokioIo::new(stream)).await?;
            tokio::spawn(rest);
            opened
        };
        connection.ready().await?;
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, self.shared.at.to_string())
            .header(header::COOKIE, &self.cookie)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body.to_owned()))?;
        let (parts, came) = connection.send_request(request).await?.into_parts();
        let bytes = to_bytes(Body::new(came), usize::MAX).await?;
        self.connection = Some(connection);
        Ok((parts.status, parts.headers, String::from_utf8(bytes.to_vec())?))
    }
}

/// What stands behind `beginning`, to the next quotation mark.
fn behind(page: &str, beginning: &str) -> Result<String, String> {
    let found = page.split(beginning).nth(1).and_then(|rest| rest.split('"').next());
    found.map(str::to_owned).ok_or_else(|| format!("a page without {beginning}"))
}

/// The question and vote that a form's address names.
fn place_and_vote(action: &str) -> Result<(u16, u8), String> {
    let mut parts = action.rsplit('/');
    let vote = parts.next().and_then(|part| part.parse().ok());
    let place = parts.next().and_then(|part| part.parse().ok());
    place.zip(vote).ok_or_else(|| format!("a form for {action}"))
}
