//! The one thread that owns a desk and writes.
//!
//! It takes all orders that wait, judges one after the other, commits once, and only then shows the new state and answers. While
//! an attempt runs it lets time go by about once a second; four times a second it looks whether another program has written, such
//! as another host that leads the same desk.

use super::core::{Core, OpenError};
use super::keeper::Keeper;
use super::order::{Order, Refused, Reply, Trouble};
use super::seat::Seat;
use crate::adapters::counts::Counts;
use crate::app::view::desk::Moves;
use crate::domain::assessment::desk;
use crate::domain::moment::Moment;
use std::collections::BTreeMap;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// How often time is let go by.
const TICK: Duration = Duration::from_secs(1);

/// How often it is looked whether others have written, while nobody gives an order.
const LOOK: Duration = Duration::from_millis(250);

/// How many orders are judged before one commit, at most.
const MOST_AT_ONCE: usize = 4_096;

/// A desk as it is now: committed, and the same for everybody.
#[derive(Debug, Clone)]
pub struct State {
    /// Rises with every change.
    pub version: u64,
    /// Who may sit down, and on which device they sit.
    pub desk: Arc<desk::Desk>,
    /// The applicants, by their seats.
    pub seats: BTreeMap<u32, Arc<Seat>>,
    /// What is the matter with the journal; none while all is well.
    pub trouble: Option<Trouble>,
    /// Why results could not be filed; none while all are.
    pub unfiled: Option<String>,
    /// How many tickets were tried that nobody has.
    pub wrong: u32,
    /// Since when they are counted: the desk was opened then.
    pub since: Moment,
    /// Whether nothing is taken any more.
    pub closed: bool,
}

impl State {
    pub(super) const fn new(desk: Arc<desk::Desk>, since: Moment) -> Self {
        let seats = BTreeMap::new();
        Self { version: 1, desk, seats, trouble: None, unfiled: None, wrong: 0, since, closed: false }
    }
}

impl State {
    /// How often another device took a seat over, and how often the same computer came back.
    #[must_use]
    pub fn moves(&self, seat: u32) -> Moves {
        Moves { others: self.desk.moves(seat), returns: self.desk.returns(seat) }
    }
}

type Listener = Box<dyn Fn(u64) + Send>;

/// What is true now, for everybody to read.
pub struct Board {
    state: Mutex<Arc<State>>,
    changed: Condvar,
    listeners: Mutex<Vec<Listener>>,
    counts: Arc<Counts>,
}

impl std::fmt::Debug for Board {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Board at version {}", self.state().version)
    }
}

/// A lock is only held while a value is copied, so that nothing is half done where a thread ended with it.
fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Board {
    pub(super) fn new(state: State) -> Self {
        Self {
            state: Mutex::new(Arc::new(state)),
            changed: Condvar::new(),
            listeners: Mutex::new(Vec::new()),
            counts: Arc::default(),
        }
    }

    /// What is true now.
    #[must_use]
    pub fn state(&self) -> Arc<State> {
        Arc::clone(&held(&self.state))
    }

    /// What is counted.
    #[must_use]
    pub fn counts(&self) -> &Arc<Counts> {
        &self.counts
    }

    /// Waits until something newer than `version` is true, but no longer than `patience`. Returns what is true then.
    #[must_use]
    pub fn wait(&self, version: u64, patience: Duration) -> Arc<State> {
        let until = Instant::now() + patience;
        let mut state = held(&self.state);
        while state.version <= version {
            let Some(left) = until.checked_duration_since(Instant::now()).filter(|left| !left.is_zero()) else { break };
            state = self.changed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        Arc::clone(&state)
    }

    /// Calls `tell` with the new version after each change, from the thread that owns the desk: it must not block.
    pub fn listen(&self, tell: impl Fn(u64) + Send + 'static) {
        held(&self.listeners).push(Box::new(tell));
    }

    /// Shows seats; whoever looks otherwise than before gets another revision. What was `written` shows that the journal works.
    pub(super) fn show(&self, desk: Arc<desk::Desk>, mut seats: BTreeMap<u32, Arc<Seat>>, written: bool) {
        let before = self.state();
        let mut news = !Arc::ptr_eq(&desk, &before.desk) || seats.len() != before.seats.len();
        for (number, seat) in &mut seats {
            let known = before.seats.get(number);
            if known.is_some_and(|known| Arc::ptr_eq(known, seat)) {
                continue;
            }
            news = true;
            if let Some(known) = known.filter(|known| known.revision == seat.revision)
                && !seat.looks_like(known)
            {
                Arc::make_mut(seat).revision += 1;
            }
        }
        if news || written {
            self.publish(|state| {
                (state.desk, state.seats) = (desk, seats);
                if written {
                    state.trouble = None;
                }
            });
        }
    }

    /// Changes something else, and shows it where it is something else.
    pub(super) fn change(&self, change: impl FnOnce(&mut State)) {
        let before = self.state();
        let mut after = (*before).clone();
        change(&mut after);
        let is_same = (&after.trouble, &after.unfiled, after.wrong, after.closed)
            == (&before.trouble, &before.unfiled, before.wrong, before.closed);
        if !is_same {
            self.publish(|state| *state = after);
        }
    }

    fn publish(&self, change: impl FnOnce(&mut State)) {
        let version = {
            let mut held = held(&self.state);
            let mut state = (**held).clone();
            change(&mut state);
            state.version = held.version + 1;
            *held = Arc::new(state);
            held.version
        };
        self.changed.notify_all();
        held(&self.listeners).iter().for_each(|tell| tell(version));
    }
}

/// Whom to tell what came of an order.
type Caller = Box<dyn FnOnce(Reply) + Send>;

/// Whom to tell what is the matter with the journal.
type Tell = Box<dyn FnOnce(Option<Trouble>) + Send>;

enum Sent {
    Order(Box<Order>, Caller),
    Try(Tell),
    Close,
}

/// A handle to the thread that owns a desk.
#[derive(Debug, Clone)]
pub struct Desk {
    orders: Sender<Sent>,
    board: Arc<Board>,
}

/// The thread itself: whoever has it ends it.
#[derive(Debug)]
pub struct Running {
    orders: Sender<Sent>,
    thread: JoinHandle<()>,
}

impl Running {
    /// Takes what waits, notes that everybody leaves, closes the journal in order and ends the thread.
    pub fn close(self) {
        let _ = self.orders.send(Sent::Close);
        // A thread that panicked has told so itself.
        let _ = self.thread.join();
    }
}

impl Desk {
    /// Hands a core to a thread of its own.
    ///
    /// # Errors
    ///
    /// [`OpenError::Thread`].
    pub fn open<K: Keeper>(core: Core<K>) -> Result<(Self, Running), OpenError> {
        let (orders, inbox) = channel();
        let board = Arc::clone(core.board());
        let thread = std::thread::Builder::new().name("desk".to_owned());
        let thread = thread.spawn(move || serve(core, &inbox)).map_err(OpenError::Thread)?;
        Ok((Self { orders: orders.clone(), board }, Running { orders, thread }))
    }

    /// Gives an order; `reply` is called once it is durable, or refused, from the thread that owns the desk: it must not block.
    pub fn send(&self, order: Order, reply: impl FnOnce(Reply) + Send + 'static) {
        if let Err(returned) = self.orders.send(Sent::Order(Box::new(order), Box::new(reply)))
            && let Sent::Order(_, reply) = returned.0
        {
            reply(Err(Refused::Closed));
        }
    }

    /// Tries whether the journal takes writes; `tell` is called with what is the matter, or nothing, from the thread that owns
    /// the desk: it must not block. It is not called where that thread has ended.
    pub fn try_store(&self, tell: impl FnOnce(Option<Trouble>) + Send + 'static) {
        drop(self.orders.send(Sent::Try(Box::new(tell))));
    }

    /// Gives an order and waits until it is durable, or refused.
    ///
    /// # Errors
    ///
    /// [`Refused`], a sentence for whoever gave it.
    pub fn submit(&self, order: Order) -> Reply {
        let (to, from) = channel();
        self.send(order, move |reply| drop(to.send(reply)));
        from.recv().unwrap_or(Err(Refused::Closed))
    }

    /// What is true now, and how to be told of what is new.
    #[must_use]
    pub fn board(&self) -> &Board {
        &self.board
    }

    /// What is true now.
    #[must_use]
    pub fn state(&self) -> Arc<State> {
        self.board.state()
    }
}

fn serve<K: Keeper>(mut core: Core<K>, inbox: &Receiver<Sent>) {
    let mut ticked = Instant::now();
    let mut tried: Option<Instant> = None;
    loop {
        if core.ticks() && ticked.elapsed() >= TICK {
            core.tick();
            ticked = Instant::now();
        }
        let first = match inbox.recv_timeout(LOOK) {
            Err(RecvTimeoutError::Timeout) => {
                core.look_on();
                continue;
            }
            received => received.ok(),
        };
        let (mut orders, mut callers, mut tells) = (Vec::new(), Vec::new(), Vec::<Tell>::new());
        let mut closes = first.is_none();
        for sent in first.into_iter().chain(inbox.try_iter().take(MOST_AT_ONCE)) {
            match sent {
                Sent::Order(order, reply) => {
                    orders.push(*order);
                    callers.push(reply);
                }
                Sent::Try(tell) => tells.push(tell),
                Sent::Close => closes = true,
            }
        }
        let replies = core.work(&orders);
        for (tell, reply) in callers.into_iter().zip(replies) {
            if reply.is_err() {
                core.board().counts().refused();
            }
            tell(reply);
        }
        if !tells.is_empty() && (core.is_in_trouble() || tried.is_none_or(|tried| tried.elapsed() > TICK)) {
            core.try_again();
            tried = Some(Instant::now());
        }
        let trouble = core.board().state().trouble.clone();
        for tell in tells {
            tell(trouble.clone());
        }
        if closes {
            core.close();
            return;
        }
    }
}
