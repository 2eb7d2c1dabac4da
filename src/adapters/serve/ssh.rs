//! A live class, or an assessment's desk, for terminals: whoever has `ssh` takes part with nothing installed.
//!
//! - [`HostKey`]: the one key that this computer is known by
//! - `desk`: who sits at an assessment's desk, as a guest
//! - `door`: what a client may ask for: a terminal and the program at it, nothing else
//! - `session`: one person at a terminal: bytes in, frames out
//! - `screen`: what a frame is in bytes; `typed`: what bytes are as keys, and what is too many of them at once
//! - `lifeline`: a connection that can be cut from outside
//! - `places`: who may be connected at once
//!
//! It knows nothing of a class or a desk: it shows a [`Guest`] what there is to see, and whoever opens the door says who that is.
//! Nobody is asked who they are, so no key or password ever identifies anybody; a user's name is handed on and means nothing here. Everything that a connection holds is bounded, and each
//! stage of it has its time.

mod desk;
mod door;
mod key;
mod lifeline;
mod places;
mod screen;
mod session;
#[cfg(test)]
mod tests;
mod typed;

pub use desk::{news as desk_news, usher as desk_usher};
pub use key::{HostKey, KeyError};

use super::{Entropy, ServeError, held};
use crate::adapters::connection::{Input, Person};
use crate::adapters::counts::Counts;
use crate::adapters::host::{Desk, Sitting};
use crate::adapters::runner::Asked;
use crate::adapters::system::allow_many_files;
use crate::app::seat::Beat;
use crate::app::view::wire::{self as words, Said};
use crate::ui::theme::Theme;
use door::{Door, Opened};
pub use lifeline::{Hold, Lifeline};
use places::Places;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use russh::server::{Config, run_stream};
use russh::{MethodKind, MethodSet, Preferred, SshId, cipher, kex, mac};
use std::borrow::Cow;
use std::net::{IpAddr, Ipv6Addr, TcpListener};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio::net::TcpStream;
use tokio::runtime::Runtime;
use tokio::sync::watch;

/// How many threads serve terminals.
const THREADS: usize = 2;

/// How long after a failure to take a connection, such as too many open files, the next is tried.
const BREATH: Duration = Duration::from_millis(50);

/// How long people have to read the last line, and their terminals to be put in order, once the class is closed.
const FAREWELL: Duration = Duration::from_secs(2);

/// How many bytes may be on their way to us, on one connection.
const WINDOW: u32 = 1 << 16;

/// How many bytes may wait in the system to be sent on one connection: many frames.
const WAITING: usize = 1 << 17;

/// Only what nobody has found fault with, the best first.
const KEX: &[kex::Name] = &[
    kex::MLKEM768X25519_SHA256,
    kex::CURVE25519,
    kex::CURVE25519_PRE_RFC_8731,
    kex::EXTENSION_SUPPORT_AS_SERVER,
    kex::EXTENSION_OPENSSH_STRICT_KEX_AS_SERVER,
];
const CIPHERS: &[cipher::Name] = &[cipher::AES_256_GCM, cipher::AES_256_CTR, cipher::AES_192_CTR, cipher::AES_128_CTR];
const MACS: &[mac::Name] = &[mac::HMAC_SHA512_ETM, mac::HMAC_SHA256_ETM];

/// Somebody at a terminal.
pub trait Guest: Person + Send {
    /// Takes what came in at once into account. Returns what it asks of the loop around.
    fn at_once(&mut self, inputs: Vec<Input>) -> Asked;

    /// Whether there is something new to see since the last frame.
    fn has_news(&mut self) -> bool;

    /// Whether they have a seat: until then, time runs.
    fn is_seated(&self) -> bool;

    /// Whether they type a line by which nothing is answered, so that an Enter pasted behind it is one.
    fn takes_line(&self) -> bool {
        false
    }

    /// What stands on their terminal once they have left.
    fn last_words(&self) -> String;

    /// What stands there once the host is closed; `usual` where there may be something to come back for.
    fn closing_words(&self, usual: &str) -> String {
        usual.to_owned()
    }
}

/// Makes what somebody who connects sits at, in the colours of their terminal; the text is the user's name that their client sent.
/// The other function makes it be drawn anew.
pub type Usher = Arc<dyn Fn(Theme, &str, Wake) -> Box<dyn Guest> + Send + Sync>;

/// Makes somebody's screen be drawn anew, from whatever thread.
pub type Wake = Arc<dyn Fn() + Send + Sync>;

/// How long things may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Times {
    /// From connecting to a terminal.
    pub opening: Duration,
    /// From there to a seat.
    pub naming: Duration,
    /// How long a client may take nothing of what is sent.
    pub reading: Duration,
    /// How long a client is silent before it is asked whether it is there; it is given up after three times more.
    pub asking: Duration,
}

impl Default for Times {
    fn default() -> Self {
        let seconds = Duration::from_secs;
        // A student compares the host key's fingerprint with the wall meanwhile.
        Self { opening: seconds(120), naming: seconds(300), reading: seconds(60), asking: seconds(15) }
    }
}

/// What all connections share.
struct House {
    config: Arc<Config>,
    usher: Usher,
    says: &'static Said,
    news: watch::Receiver<u64>,
    times: Times,
    places: Arc<Places>,
    closing: watch::Receiver<bool>,
    counts: Arc<Counts>,
    /// Held by each connection, so that it is known when the last has ended.
    here: Sender<()>,
}

/// Terminals that are being served, until this is dropped; whoever is there then is told, and their terminals put in order.
#[derive(Debug)]
pub struct ServingSsh {
    runtime: Option<Runtime>,
    close: watch::Sender<bool>,
    last: Receiver<()>,
}

impl Drop for ServingSsh {
    fn drop(&mut self) {
        let Some(runtime) = self.runtime.take() else { return };
        self.close.send_replace(true);
        // Nothing is ever sent: it ends once nobody holds the other end.
        let _ = self.last.recv_timeout(FAREWELL);
        runtime.shutdown_background();
    }
}

/// Serves whoever connects, and counts them; `says` is what is said at the door. `news` tells when there may be something new to see.
///
/// # Errors
///
/// [`ServeError`] where the system has no threads for it.
pub fn serve_ssh(
    listener: TcpListener,
    key: &HostKey,
    (usher, says): (Usher, &'static Said),
    news: watch::Receiver<u64>,
    times: Times,
    counts: Arc<Counts>,
) -> Result<ServingSsh, ServeError> {
    allow_many_files();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(THREADS)
        .thread_name("ssh")
        .enable_io()
        .enable_time()
        .build()
        .map_err(ServeError::Threads)?;
    listener.set_nonblocking(true).map_err(ServeError::Threads)?;
    let listener = {
        let _inside = runtime.enter();
        tokio::net::TcpListener::from_std(listener).map_err(ServeError::Threads)?
    };
    let (close, closing) = watch::channel(false);
    let (here, last) = channel();
    let (config, places) = (Arc::new(config(key, times)), Arc::new(Places::default()));
    runtime.spawn(take(listener, House { config, usher, says, news, times, places, closing, counts, here }));
    Ok(ServingSsh { runtime: Some(runtime), close, last })
}

fn config(key: &HostKey, times: Times) -> Config {
    Config {
        server_id: SshId::Standard(Cow::Borrowed(concat!("SSH-2.0-iotutor_", env!("CARGO_PKG_VERSION")))),
        // A key that somebody offers would be a name for them.
        methods: MethodSet::from(&[MethodKind::None][..]),
        auth_rejection_time_initial: Some(Duration::ZERO),
        max_auth_attempts: 3,
        keys: vec![key.private().clone()],
        preferred: Preferred {
            kex: Cow::Borrowed(KEX),
            cipher: Cow::Borrowed(CIPHERS),
            mac: Cow::Borrowed(MACS),
            ..Preferred::DEFAULT
        },
        window_size: WINDOW,
        // So that whoever does not read is noticed here, and gets the newest frame only.
        event_buffer_size: 1,
        channel_buffer_size: 1,
        // Somebody who reads, listens or talks to a neighbour types nothing for a long while.
        inactivity_timeout: None,
        keepalive_interval: Some(times.asking),
        keepalive_max: 3,
        ..Config::default()
    }
}

/// Waits until all is to be closed.
async fn closes(closing: &mut watch::Receiver<bool>) {
    // Where nobody can say so any more, it is closed as well.
    drop(closing.wait_for(|closes| *closes).await);
}

async fn take(listener: tokio::net::TcpListener, house: House) {
    let house = Arc::new(house);
    let mut closing = house.closing.clone();
    loop {
        tokio::select! {
            taken = listener.accept() => match taken {
                // A panic in it ends this connection and nothing else.
                Ok((stream, _)) => drop(tokio::spawn(connection(stream, Arc::clone(&house)))),
                Err(_) => tokio::time::sleep(BREATH).await,
            },
            // The house is let go with this, so that the last connection that ends is the last that holds it.
            () = closes(&mut closing) => return,
        }
    }
}

/// One connection, for as long as it is of use.
async fn connection(stream: TcpStream, house: Arc<House>) {
    let from = stream.peer_addr().map_or(IpAddr::V6(Ipv6Addr::UNSPECIFIED), |from| from.ip());
    let Some(place) = house.places.enter(from) else { return };
    let _here = house.here.clone();
    let _counted = house.counts.terminal();
    // A key's answer is a small packet, and so is a frame: neither need wait to be filled up.
    let _ = stream.set_nodelay(true);
    let _ = socket2::SockRef::from(&stream).set_send_buffer_size(WAITING);
    // Whatever ends this function cuts the line, and with it all that was begun on it.
    let (stream, _line) = Lifeline::new(stream);
    let (door, opened) = Door::new(house.says);
    let inbox = door.inbox();
    let opening = async {
        let running = run_stream(Arc::clone(&house.config), stream, door).await.ok()?;
        Some((opened.await.ok()?, running))
    };
    let mut closing = house.closing.clone();
    let opened: Option<(Opened, _)> = tokio::select! {
        opened = tokio::time::timeout(house.times.opening, opening) => opened.ok().flatten(),
        () = place.is_wanted() => None,
        () = closes(&mut closing) => None,
    };
    let Some((opened, mut running)) = opened else { return house.places.leave(&place) };
    let says_goodbye = tokio::select! {
        goodbye = session::run(opened, &inbox, &house, &place) => goodbye,
        _ = &mut running => false,
    };
    if says_goodbye {
        // What was said last is still on its way.
        let _ = tokio::time::timeout(FAREWELL, running).await;
    }
    house.places.leave(&place);
}

/// What a class does at the door: each who connects sits at the desk as a person of their own.
#[must_use]
pub fn usher(desk: &Desk, entropy: Entropy, command: &str) -> Usher {
    let (desk, entropy) = (desk.clone(), Arc::new(Mutex::new(entropy)));
    let command = command.to_owned();
    Arc::new(move |theme, _, wake| {
        let (begun, entropy) = (Instant::now(), Arc::clone(&entropy));
        let beat = move || Beat { at: begun.elapsed(), entropy: held(&entropy)() };
        let sitting = Sitting::new(desk.clone(), theme, "", beat, move || wake());
        Box::new(AtDesk { sitting, command: command.clone() })
    })
}

/// What tells terminals that the class at a desk has changed.
#[must_use]
pub fn news(desk: &Desk) -> watch::Receiver<u64> {
    let (tell, news) = watch::channel(0);
    desk.board().listen(move |version| {
        tell.send_replace(version);
    });
    news
}

/// Somebody who sits at the desk of a class.
struct AtDesk {
    sitting: Sitting,
    /// What they typed to come here.
    command: String,
}

impl Person for AtDesk {
    fn input(&mut self, input: Input) -> Asked {
        self.sitting.input(input)
    }

    fn frame(&mut self, area: Rect, buffer: &mut Buffer) {
        self.sitting.frame(area, buffer);
    }

    fn ticks(&self) -> Option<Duration> {
        self.sitting.ticks()
    }

    fn tick(&mut self) {
        self.sitting.tick();
    }
}

impl Guest for AtDesk {
    fn at_once(&mut self, inputs: Vec<Input>) -> Asked {
        self.sitting.at_once(inputs)
    }

    fn has_news(&mut self) -> bool {
        self.sitting.look()
    }

    fn is_seated(&self) -> bool {
        self.sitting.is_seated()
    }

    fn last_words(&self) -> String {
        if self.sitting.is_over() {
            return words::OVER.to_owned();
        }
        words::left(&self.command, self.sitting.way_back().as_ref())
    }

    fn closing_words(&self, usual: &str) -> String {
        if self.sitting.is_over() { words::OVER.to_owned() } else { usual.to_owned() }
    }
}
