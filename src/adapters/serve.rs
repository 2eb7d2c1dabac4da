//! A live class as pages: forms that need no script, rendered here from the views of the room, for phones, a projector and the
//! teacher.
//!
//! - [`Site`]: what the pages are made from: the desk of the class, its addresses, the host word
//! - `routes`: what each address does
//! - `notes`: why a form was refused, until the next page says so
//! - `guard`: what is refused before that, and what every answer carries
//! - `cookie`: who sends a request
//! - `seat`, `stage`, `console`: the pages of a seat, of the projector, of the teacher; `page`: what all have in common
//! - `desk`: the pages of an assessment's desk
//! - `address`: where the class can be reached, and the code that a camera reads it from
//! - [`Probe`]: a page that tells whether a phone reaches this computer
//! - [`rehearse()`]: a class of simulated people over real HTTP
//! - `ssh`: the same class for terminals, where that is built in
//! - `watch`: what whoever runs a host on a server asks of it; `log`: a line for each request
//! - `net`: the loop that takes connections, each with its time
//!
//! A page is made from a view ([`crate::domain::room::view`]) and so shows no more than that holds; what it says stands in
//! [`crate::app::view`]. `live.js` keeps it up to date where the browser runs scripts, by asking `wait`, which answers when the
//! view has changed. tokio lives here, and in the client of a database: the thread that owns the room knows nothing of it.

mod address;
mod console;
mod cookie;
mod desk;
mod guard;
pub mod log;
mod net;
mod notes;
mod page;
mod probe;
mod rehearse;
mod routes;
mod seat;
#[cfg(feature = "ssh")]
pub mod ssh;
mod stage;
#[cfg(test)]
mod tests;
mod watch;

pub use address::{Addresses, PublicUrl, PublicUrlError, Terminals, command_to, shown, squares};
pub use desk::{DeskSite, serve_desk};
pub use net::{ServeError, Serving, serve, take_port};
pub use probe::{Probe, serve_probe};
pub use rehearse::several::{Failing, Plan, rehearse_several};
pub use rehearse::{People, RehearseError, rehearse};

use super::counts::{Counts, Now};
use super::host::{Desk, Order, Refused, Reply, State};
use crate::app::host::{Reach, Ssh};
use crate::app::view::web;
use crate::domain::room::Token;
use notes::{Note, Notes};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::{oneshot, watch as channel};
use watch::{Tell, Watched};

/// How long a page waits for news before it asks again.
const LONGEST_WAIT: Duration = Duration::from_secs(20);

/// How long the addresses of this machine are taken to be the same.
const SAME_ADDRESS: Duration = Duration::from_secs(5);

/// How many wrong host words may be tried before none opens the teacher's page any more.
const MOST_WRONG_WORDS: u32 = 200;

/// How many browsers may have the teacher's page open; the one that came first goes.
const MOST_CONSOLES: usize = 20;

/// Gives fresh random bits.
pub type Entropy = Box<dyn FnMut() -> u128 + Send>;

/// What the pages of a class are made from.
pub struct Site {
    desk: Desk,
    addresses: Addresses,
    /// Where the class can be reached now, and when that was looked up.
    reached: Mutex<(Instant, Addresses)>,
    /// Where terminals are served.
    terminals: OnceLock<Terminals>,
    word: String,
    entropy: Mutex<Entropy>,
    doors: Mutex<Doors>,
    sent: Mutex<Sent>,
    notes: Mutex<Notes>,
    news: channel::Receiver<u64>,
    patience: Duration,
    /// Whether the host is being ended.
    stopping: channel::Sender<bool>,
}

impl std::fmt::Debug for Site {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Site").field("addresses", &self.addresses).finish_non_exhaustive()
    }
}

/// Who leads the class from a page.
#[derive(Debug, Default)]
struct Doors {
    open: Vec<Token>,
    wrong: u32,
}

/// When the vote that is open was first sent to each seat.
#[derive(Debug, Default)]
struct Sent {
    vote: Option<(u16, u8)>,
    seats: HashMap<u32, Instant>,
}

fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Site {
    /// Notes that a page of whoever has this token asks.
    fn is_here(&self, token: Token) {
        self.desk.board().presence().asks(token, Instant::now());
    }

    /// The pages of the class at `desk`. `word` opens the teacher's page; `entropy` gives fresh random bits.
    #[must_use]
    pub fn new(desk: Desk, addresses: Addresses, word: &str, entropy: Entropy) -> Arc<Self> {
        let (tell, news) = channel::channel(0);
        desk.board().listen(move |version| {
            tell.send_replace(version);
        });
        Arc::new(Self {
            desk,
            reached: Mutex::new((Instant::now(), addresses.clone())),
            addresses,
            terminals: OnceLock::new(),
            word: word.to_owned(),
            entropy: Mutex::new(entropy),
            doors: Mutex::default(),
            sent: Mutex::default(),
            notes: Mutex::default(),
            news,
            patience: LONGEST_WAIT,
            stopping: channel::Sender::new(false),
        })
    }

    /// Tells every page that waits for news that the host is being ended.
    pub fn stop(&self) {
        self.stopping.send_replace(true);
    }

    /// The address at which people reach the class now, and whether it is another than at the beginning.
    fn reached(&self) -> (String, bool) {
        let mut reached = held(&self.reached);
        if reached.0.elapsed() > SAME_ADDRESS {
            *reached = (Instant::now(), reached.1.renewed());
        }
        let now = reached.1.first();
        let is_another = now != self.addresses.first();
        (now, is_another)
    }

    /// Tells that the same class is served to terminals, once.
    pub fn has_terminals(&self, terminals: Terminals) {
        let _ = self.terminals.set(terminals);
    }

    /// How people find the class from a terminal now.
    fn ssh(&self) -> Option<Ssh> {
        let terminals = self.terminals.get()?;
        self.reached();
        Some(terminals.at(&held(&self.reached).1))
    }

    /// Where people find the class now, for the host's own screen.
    #[must_use]
    pub fn reach(&self) -> Reach {
        let (first, is_another) = self.reached();
        let reached = held(&self.reached).1.clone();
        let code = self.state().room.opened().code.clone();
        Reach {
            addresses: std::iter::once(first).chain(reached.others()).map(|url| shown(url, &code)).collect(),
            is_another,
            only_here: reached.only_here && reached.public.is_none(),
            word: Some(self.word.clone()),
            ssh: self.ssh(),
        }
    }

    fn state(&self) -> Arc<State> {
        self.desk.state()
    }

    fn entropy(&self) -> u128 {
        held(&self.entropy)()
    }

    /// Gives an order and waits until it is durable, or refused.
    async fn submit(&self, order: Order) -> Reply {
        let (to, from) = oneshot::channel();
        self.desk.send(order, move |reply| drop(to.send(reply)));
        from.await.unwrap_or(Err(Refused::Closed))
    }

    /// The address of a page that says why a form was refused, once.
    fn note(&self, page: &str, note: Note) -> String {
        let number = self.entropy();
        held(&self.notes).leave(number, note);
        notes::address(page, number)
    }

    /// What the page at an address is to say; nothing where it has said it.
    fn noted(&self, query: Option<&str>) -> Option<Note> {
        query.and_then(|query| held(&self.notes).take(query))
    }

    /// Notes that a vote is sent to a seat; the first time counts.
    fn first_sent(&self, vote: (u16, u8), seat: u32) {
        let mut known = held(&self.sent);
        if known.vote != Some(vote) {
            *known = Sent { vote: Some(vote), ..Sent::default() };
        }
        known.seats.entry(seat).or_insert_with(Instant::now);
    }

    /// Milliseconds since a vote was first sent to a seat; none where this program has not.
    fn elapsed(&self, vote: (u16, u8), seat: u32) -> Option<u64> {
        let known = held(&self.sent);
        let first = known.seats.get(&seat).filter(|_| known.vote == Some(vote))?;
        u64::try_from(first.elapsed().as_millis()).ok()
    }

    /// The token of a browser that leads the class, where `typed` is the host word; none where it is not.
    fn open_console(&self, typed: &str) -> Result<Token, Shut> {
        held(&self.doors).open(typed, &self.word, Token(self.entropy()))
    }

    fn leads(&self, token: Option<Token>) -> bool {
        held(&self.doors).is_open_to(token)
    }
}

impl Watched for Site {
    fn try_store(&self, tell: Tell) {
        self.desk.try_store(move |trouble| tell(trouble.map(|trouble| web::not_ready(trouble.kind()))));
    }

    fn counts(&self) -> &Counts {
        self.desk.board().counts()
    }

    fn now(&self) -> Now {
        let state = self.state();
        Now { seats: state.room.people_in(), trouble: state.trouble.is_some() }
    }

    fn knows_word(&self, typed: &str) -> bool {
        held(&self.doors).knows(typed, &self.word).is_ok()
    }
}

impl Doors {
    /// Lets the browser with that token lead, where `typed` is the host word.
    fn open(&mut self, typed: &str, word: &str, token: Token) -> Result<Token, Shut> {
        self.knows(typed, word)?;
        if self.open.len() >= MOST_CONSOLES {
            self.open.remove(0);
        }
        self.open.push(token);
        Ok(token)
    }

    /// Whether `typed` is the host word. Only so many wrong ones are looked at.
    fn knows(&mut self, typed: &str, word: &str) -> Result<(), Shut> {
        let plain = |text: &str| text.split(|c: char| !c.is_alphanumeric()).collect::<String>().to_lowercase();
        if self.wrong >= MOST_WRONG_WORDS {
            return Err(Shut::TooMany);
        }
        if plain(typed) != plain(word) {
            self.wrong += 1;
            return Err(Shut::Wrong);
        }
        Ok(())
    }

    fn is_open_to(&self, token: Option<Token>) -> bool {
        token.is_some_and(|token| self.open.contains(&token))
    }
}

/// Why the teacher's page stays shut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shut {
    Wrong,
    TooMany,
}
