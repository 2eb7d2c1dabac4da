//! Several hosts of one class, each a program of its own on one database, behind a small proxy that sends to whoever is there. One of
//! them is killed, or frozen and thawed, in the middle of a question.

use super::super::net::take_port;
use super::{People, Played, RehearseError, figures, held, play};
use crate::adapters::clock::{CLOCK, Clock, ENTROPY};
use crate::adapters::host::desk::begin;
use crate::adapters::host::{Desk, RoomError, Shelf};
use crate::adapters::store::Anywhere;
use crate::adapters::system::{freeze, thaw};
use crate::app::view::rehearsal::{Rehearsal, Several, Spread};
use crate::domain::bank::Bank;
use crate::domain::fact::Event;
use crate::domain::room::{Happened, Opened, Stage};
use crate::domain::store::{Kind, Store, Stream};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use std::collections::BTreeSet;
use std::ffi::OsString;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::time::{sleep, timeout};

/// The question in which a host fails.
const FAILS_AT: u16 = 2;

/// How often the proxy looks whether a host is there, and how long it waits for its answer.
const LOOK: Duration = Duration::from_millis(250);
const ANSWERS_WITHIN: Duration = Duration::from_secs(1);

/// How often a person sends something again before giving up.
const TRIES: usize = 60;

/// How long hosts may take to begin, and a stopped one to answer once it goes on.
const PATIENCE: Duration = Duration::from_secs(60);

/// How many answers a stopped host is sent meanwhile.
const STALE: usize = 5;

/// How a host fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failing {
    /// It is killed at once.
    Killed,
    /// It is stopped for so long, and goes on as if nothing had been.
    Stopped(Duration),
}

/// What is rehearsed.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The database in which the room is kept while it lasts.
    pub address: String,
    /// How many hosts there are.
    pub hosts: usize,
    /// How the first of them fails; none where all go on.
    pub failure: Option<Failing>,
    /// What the hosts are told besides.
    pub options: Vec<OsString>,
}

/// A host as the proxy knows it.
struct Backend {
    at: SocketAddr,
    is_up: AtomicBool,
    /// Told when its connections are to be cut.
    cut: watch::Sender<()>,
}

/// A host that runs; it ends with this.
struct Host(Child);

impl Drop for Host {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = (self.0.kill(), self.0.wait());
    }
}

/// Plays a class of so many people, who all come by HTTP, led by several hosts, in a room that is erased afterwards.
///
/// # Errors
///
/// [`RehearseError`] where it cannot be begun. What goes wrong in it is in its figures.
pub fn rehearse_several(
    bank: &Bank,
    opened: &Opened,
    students: usize,
    mut clock: Clock,
    plan: &Plan,
) -> Result<Rehearsal, RehearseError> {
    crate::adapters::system::allow_many_files();
    let now = clock.now();
    let file = Shelf::Database(plan.address.clone()).place_for(&now.moment.date(), &opened.code)?;
    let stream = Stream { kind: Kind::Room, id: now.entropy };
    let mut person =
        ChaCha8Rng::seed_from_u64(clock.now().entropy.to_le_bytes().iter().map(|byte| u64::from(*byte)).sum());
    let (desk, running) = begin(file, stream, (bank, opened), clock, Box::new(|_| None))?;
    let played = with_hosts(&desk, opened, students, &mut person, plan);
    let state = desk.state();
    running.close();
    let rehearsal = played.and_then(|(played, mut several)| {
        several.found_again = Spread::of(std::mem::take(&mut held(&played.shared.diary).found_again));
        (several.twice, several.stale_taken) = counted(&plan.address, stream)?;
        Ok(Rehearsal { several: Some(several), ..figures(&state, &played, People { web: students, ssh: 0 }, None) })
    });
    Anywhere::database(&plan.address).and_then(|mut store| store.erase(stream)).map_err(RoomError::from)?;
    rehearsal
}

fn with_hosts(
    desk: &Desk,
    opened: &Opened,
    students: usize,
    person: &mut ChaCha8Rng,
    plan: &Plan,
) -> Result<(Played, Several), RehearseError> {
    let front = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let at = front.local_addr()?;
    let (hosts, backends) = start(plan, opened, at)?;
    let mut first = hosts.into_iter();
    let failing = Mutex::new(first.next());
    let _others: Vec<Host> = first.collect();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_io().enable_time().build()?;
    front.set_nonblocking(true)?;
    let entered = runtime.enter();
    let front = tokio::net::TcpListener::from_std(front)?;
    drop(entered);
    runtime.spawn(relay(front, Arc::clone(&backends)));
    runtime.spawn(look(Arc::clone(&backends)));
    runtime.block_on(async { timeout(PATIENCE, all_up(&backends)).await }).map_err(|_| {
        std::io::Error::other(
            "the other hosts did not begin; try `iotutor host --store` by itself and see what it says",
        )
    })?;
    let mut several = Several { hosts: plan.hosts, ..Several::default() };
    let stale = Stale { desk: desk.clone(), at: backends.first().map_or(at, |first| first.at), front: at };
    let mut waiting = None;
    let played = play(desk, opened, (at, People { web: students, ssh: 0 }, TRIES), person, &mut |place| {
        let mut failing = held(&failing);
        let Some(Host(child)) = failing.as_mut().filter(|_| place == FAILS_AT) else { return };
        match plan.failure {
            Some(Failing::Killed) => several.killed += usize::from(child.kill().is_ok()),
            Some(Failing::Stopped(pause)) if freeze(child).is_ok() => {
                several.stopped += 1;
                let Some(child) = failing.take() else { return };
                waiting = Some(stale.send_later(child, (place, pause), &runtime));
            }
            _ => {}
        }
    })?;
    if let Some(answers) = waiting {
        several.stale = answers.join().unwrap_or_default();
    }
    several.lost_hosts = held(&played.shared.diary).found_again.len();
    runtime.shutdown_background();
    Ok((played, several))
}

/// Starts the hosts, each at a port of its own.
fn start(plan: &Plan, opened: &Opened, front: SocketAddr) -> Result<(Vec<Host>, Arc<Vec<Backend>>), RehearseError> {
    let program = std::env::current_exe()?;
    let (mut hosts, mut backends) = (Vec::new(), Vec::new());
    for _ in 0..plan.hosts {
        // Free a moment ago: whoever takes it meanwhile makes the rehearsal fail, and not lie.
        let at = take_port((Ipv4Addr::LOCALHOST, 0).into(), "--web")?.local_addr()?;
        let mut command = Command::new(&program);
        command.args(["host", "--plain", "--bind", "127.0.0.1", "--ssh", "off", "--resume", &opened.code]);
        command.arg("--web").arg(at.port().to_string()).arg("--public-url").arg(format!("http://{front}"));
        // Not as an argument, which everybody on the machine can see.
        command.args(&plan.options).env("IOTUTOR_STORE", &plan.address);
        // Pinned bits would give two people at two hosts the same seat.
        command.env_remove(ENTROPY).env_remove(CLOCK);
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        hosts.push(Host(command.spawn()?));
        backends.push(Backend { at, is_up: AtomicBool::new(false), cut: watch::channel(()).0 });
    }
    Ok((hosts, Arc::new(backends)))
}

/// How many answers of a room are there twice, with the number of the same request, and how many of those that came too late.
fn counted(address: &str, stream: Stream) -> Result<(usize, usize), RoomError> {
    let (mut seen, mut twice, mut stale) = (BTreeSet::new(), 0, 0);
    Anywhere::database(address)?.read(stream, 0, usize::MAX, &mut |_, fact| {
        if let Event::Room(Happened::Answered { request, .. }) = &fact.event {
            twice += usize::from(!seen.insert(request.0));
            stale += usize::from(stale_requests().any(|number| number == request.0));
        }
    })?;
    Ok((twice, stale))
}

/// The numbers of the requests that a stopped host is sent; no page makes such numbers.
fn stale_requests() -> impl Iterator<Item = u128> {
    (0..STALE as u128).map(|number| u128::MAX - number)
}

/// Sends each connection to a host that is there, in turn, and cuts it when the host is not any more.
async fn relay(front: tokio::net::TcpListener, backends: Arc<Vec<Backend>>) {
    let turn = Arc::new(AtomicUsize::new(0));
    while let Ok((mut near, _)) = front.accept().await {
        let (backends, turn) = (Arc::clone(&backends), Arc::clone(&turn));
        tokio::spawn(async move {
            let begin = turn.fetch_add(1, Ordering::Relaxed);
            let in_turn = backends.iter().cycle().skip(begin % backends.len().max(1)).take(backends.len());
            for backend in in_turn.filter(|backend| backend.is_up.load(Ordering::Relaxed)) {
                let mut cut = backend.cut.subscribe();
                let Ok(Ok(mut far)) = timeout(ANSWERS_WITHIN, TcpStream::connect(backend.at)).await else { continue };
                let _ = (near.set_nodelay(true), far.set_nodelay(true));
                tokio::select! {
                    _ = copy_bidirectional(&mut near, &mut far) => {}
                    _ = cut.changed() => {}
                }
                return;
            }
        });
    }
}

/// Looks again and again which hosts are there.
async fn look(backends: Arc<Vec<Backend>>) {
    loop {
        for backend in backends.iter() {
            let is_up = timeout(ANSWERS_WITHIN, answers(backend.at)).await.unwrap_or(false);
            if backend.is_up.swap(is_up, Ordering::Relaxed) && !is_up {
                backend.cut.send_replace(());
            }
        }
        sleep(LOOK).await;
    }
}

/// Whether a host answers.
async fn answers(at: SocketAddr) -> bool {
    let asked = async {
        let mut stream = TcpStream::connect(at).await?;
        let request = format!("GET /ready HTTP/1.1\r\nHost: {at}\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).await?;
        let mut begin = [0; 12];
        stream.read_exact(&mut begin).await?;
        // One without its store says so, and is no use either.
        std::io::Result::Ok(!begin.ends_with(b"503"))
    };
    asked.await.unwrap_or(false)
}

async fn all_up(backends: &[Backend]) {
    while !backends.iter().all(|backend| backend.is_up.load(Ordering::Relaxed)) {
        sleep(LOOK).await;
    }
}

/// What sends answers to a host that is stopped: they are for a question that is over when it goes on.
struct Stale {
    desk: Desk,
    at: SocketAddr,
    front: SocketAddr,
}

impl Stale {
    /// Answers for seats, in a thread that ends once they are judged. It tells how many were.
    fn send_later(
        &self,
        host: Host,
        (place, pause): (u16, Duration),
        runtime: &tokio::runtime::Runtime,
    ) -> std::thread::JoinHandle<usize> {
        let (desk, at, front, handle) = (self.desk.clone(), self.at, self.front, runtime.handle().clone());
        let begun = Instant::now();
        let state = desk.state();
        let code = state.room.opened().code.clone();
        let tokens: Vec<_> = state.room.seats().iter().map(|seat| seat.token).collect();
        let sent = handle.spawn(async move {
            let mut waiting = Vec::new();
            for (token, request) in tokens.iter().zip(stale_requests()) {
                let body = format!("request={request:032x}&a=L1");
                let request = format!(
                    "POST /{code}/{place}/1 HTTP/1.1\r\nHost: {front}\r\nCookie: iotutor-{code}={token}\r\nConnection: close\r\n\
                     Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
                    body.len()
                );
                if let Ok(mut stream) = TcpStream::connect(at).await
                    && stream.write_all(request.as_bytes()).await.is_ok()
                {
                    waiting.push(stream);
                }
            }
            waiting
        });
        std::thread::spawn(move || {
            let waiting = handle.block_on(sent).unwrap_or_default();
            let is_open = Stage::Open { place, vote: 1 };
            let is_over = || desk.state().room.stage() != is_open;
            // It goes on when its time is over and the question is, too.
            while begun.elapsed() < pause || !is_over() {
                std::thread::sleep(LOOK);
            }
            if thaw(&host.0).is_err() {
                return 0;
            }
            handle.block_on(async {
                let mut judged = 0;
                for mut stream in waiting {
                    let mut said = String::new();
                    let read = timeout(PATIENCE, stream.read_to_string(&mut said)).await;
                    judged += usize::from(matches!(read, Ok(Ok(1..))));
                }
                judged
            })
        })
    }
}
