//! The one thread that owns a room and writes.
//!
//! It takes all orders that wait, judges one after the other, commits all that came of them at once, and only then shows the new
//! state and answers. What comes in meanwhile is the next commit; there is no timer. So nobody, not even a counter, sees what
//! is not durable, and three hundred answers within a second need no three hundred commits.
//!
//! A [`Desk`] is a handle: it can be cloned and used from any thread. [`Desk::send`] calls back, for tasks that must not block;
//! [`Desk::submit`] waits. [`Board::state`] is what is true now, [`Board::wait`] waits for something newer, and
//! [`Board::listen`] is told of it.
//!
//! Where the store fails (full, locked, gone), orders are refused with a sentence and nothing is shown; each order is a new
//! try, and so is each second, until it goes on. Where another process hosts the same room, which any number may if it is kept in
//! a database, whoever is behind reads on and judges again. What another process adds, such as sheets that are typed in beside the class, is also noticed without an order, at
//! a look four times a second that reads nothing unless somebody has written.

use super::presence::Presence;
use crate::adapters::clock::Clock;
use crate::adapters::counts::Counts;
use crate::adapters::store::{JournalError, RemoteError};
use crate::app::seat::Visit;
use crate::app::view::{room as words, web};
use crate::domain::bank::Bank;
use crate::domain::fact::{Event, Fact};
use crate::domain::moment::Moment;
use crate::domain::room::people::{Asking, NameError, proper};
use crate::domain::room::{
    Command, Happened, NamesPolicy, Opened, PaperError, People, Refusal, ReplayError, RequestId, Room, Token, decide,
};
use crate::domain::store::{Appended, Person, Store, Stream};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// How many orders are judged before one commit, at most.
const MOST_AT_ONCE: usize = 4_096;

/// How long after a failure of the store it is tried again without an order.
const RETRY: Duration = Duration::from_secs(1);

/// How often the desk looks whether another process has written, while nobody gives an order.
const LOOK: Duration = Duration::from_millis(250);

/// How often it is looked who has a connection.
const ROLL_CALL: Duration = Duration::from_secs(1);

/// How many times the desk reads on and judges again before it says that the store is busy.
const PATIENCE: usize = 100;

/// How many wrong words may be tried in a class before nobody comes back by words any more.
const MOST_WRONG_WORDS: u32 = 200;

/// What a room is kept in.
pub trait Keeper: Send + 'static {
    /// The store that its facts and names are in.
    type Store: Store<Error = JournalError>;

    /// The store, to read.
    fn store(&self) -> &Self::Store;

    /// The store, to write.
    fn store_mut(&mut self) -> &mut Self::Store;

    /// Says who sits at `seat` of a stream that has begun, or that nobody is known to. Where several write to one store, nothing is
    /// written down for a stream that somebody erased.
    ///
    /// # Errors
    ///
    /// Whatever the store says, and where the stream was erased.
    fn seat(&mut self, stream: Stream, seat: u32, person: Option<&Person>) -> Result<(), JournalError> {
        self.store_mut().name(stream, seat, person)
    }

    /// Whether what was written would be lost: the file was deleted or moved away.
    fn is_gone(&self) -> bool {
        false
    }

    /// A number that changes when another process has written to the stream; none where nobody else can, or where that can't be
    /// told. Asking costs next to nothing.
    ///
    /// # Errors
    ///
    /// Where the store can't be reached.
    fn writings_of_others(&self, stream: Stream) -> Result<Option<i64>, JournalError> {
        let _ = stream;
        Ok(None)
    }

    /// The same opened anew at the same place, with all that this one has.
    ///
    /// # Errors
    ///
    /// As for opening it; this one stays as it is.
    fn renewed(&self, stream: Stream) -> Result<Self, JournalError>
    where
        Self: Sized;
}

/// What somebody asks of a class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Order {
    /// What is asked of the room itself. Joining is [`Order::Join`].
    Room(Command),
    /// Somebody joins under a name, or with the id of the roster, as the room wants it.
    Join {
        /// What was typed; ignored where no names are asked for.
        name: String,
        /// Made with the page: the same again gives the same seat.
        request: RequestId,
        /// Fresh random bits.
        entropy: u128,
    },
    /// The same for somebody who was not asked yet whether they are who has that name: refused where somebody has.
    ComeIn {
        /// As above.
        name: String,
        /// As above.
        request: RequestId,
        /// As above.
        entropy: u128,
    },
    /// Somebody takes back that they asked to be let back.
    TakeBack {
        /// The token of their page.
        token: Token,
    },
    /// Somebody says to be one of those who are in, and asks the host to be let back.
    AskBack {
        /// Who they say they are.
        name: String,
        /// The token of their page: the seat's, if the host agrees.
        token: Token,
    },
    /// The host lets somebody who asked back to a seat.
    LetBack {
        /// The number of the request.
        request: u32,
        /// The seat.
        seat: u32,
    },
    /// The host turns a request down.
    TurnDown {
        /// The number of the request.
        request: u32,
    },
    /// The host corrects a name, or says who of the roster it is, by the id there; an empty one is forgotten.
    Rename {
        /// The seat.
        seat: u32,
        /// The new name.
        name: String,
    },
}

/// What came of an order that was not refused. All of it is durable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ack {
    /// It is so. `changed` is false where it was so before.
    Done {
        /// Whether anything changed.
        changed: bool,
    },
    /// Somebody has a seat.
    Seated {
        /// Its number.
        seat: u32,
        /// Its token, for the page's cookie.
        token: Token,
        /// What whoever sits there is called; "Ada 2" where there is an Ada.
        name: String,
        /// The three words with which to come back.
        words: String,
    },
    /// A request to be let back waits for the host.
    Asked {
        /// Its number.
        request: u32,
    },
}

/// Why an order was refused; each is a sentence for whoever gave it. Nothing happened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The room says so.
    #[error(transparent)]
    Room(#[from] Refusal),
    /// The name will not do.
    #[error(transparent)]
    Name(#[from] NameError),
    /// Somebody has that name, and it may be the same person.
    #[error("{}", words::is_that_you_there(name))]
    Taken {
        /// What they are called.
        name: String,
        /// What whoever comes in all the same would be called.
        next: String,
    },
    /// There is no such request.
    #[error("There's no request {request} to be let back.")]
    NoRequest {
        /// Its number.
        request: u32,
    },
    /// Too many wrong words were tried.
    #[error("Too many wrong words were tried in this class; ask your teacher to let you back.")]
    Guessing,
    /// The store does not take anything.
    #[error(transparent)]
    Store(#[from] Trouble),
    /// The desk is closed.
    #[error("The class isn't running any more.")]
    Closed,
}

impl Refused {
    /// The sentence for somebody who takes part: what is the matter with the store is for the host to mend.
    #[must_use]
    pub fn told(&self) -> String {
        match self {
            Self::Store(Trouble::Forgotten) => web::FORGOTTEN.to_owned(),
            Self::Store(_) => web::TROUBLE.to_owned(),
            other => other.to_string(),
        }
    }
}

/// What is the matter with the store, in a sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// No room is left on the disk.
    #[error(
        "The disk is full, so nothing is taken just now. All that was acknowledged is safe; free some space, and the class goes on."
    )]
    Full,
    /// Another program holds the file.
    #[error(
        "Another program holds the room's file, so nothing is taken just now. All that was acknowledged is safe; close it, and the \
         class goes on."
    )]
    Locked,
    /// The database does not answer.
    #[error(
        "The database can't be reached, so nothing is taken just now. All that was acknowledged is safe, and the class goes on by \
         itself once it's back."
    )]
    Unreachable,
    /// The file is not where it was.
    #[error("The room's file is gone, so nothing is taken just now. Put its folder back, and the class goes on.")]
    Gone,
    /// Somebody erased the class.
    #[error(
        "The class was erased from the database while it was led here, so nothing more is taken, and nothing of it is written again. \
         Leave it here, too."
    )]
    Forgotten,
    /// Anything else.
    #[error("The room can't be written ({0}), so nothing is taken just now. All that was acknowledged is safe.")]
    Other(String),
}

impl Trouble {
    /// The same in a word, without whatever names the file.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Locked => "locked",
            Self::Unreachable => "unreachable",
            Self::Gone => "gone",
            Self::Forgotten => "forgotten",
            Self::Other(_) => "other",
        }
    }
}

impl From<&JournalError> for Trouble {
    fn from(error: &JournalError) -> Self {
        match error {
            JournalError::Full { .. } => Self::Full,
            JournalError::Busy { .. } => Self::Locked,
            JournalError::Remote(RemoteError::Unreachable { .. }) => Self::Unreachable,
            JournalError::Remote(RemoteError::Forgotten { .. }) => Self::Forgotten,
            other => Self::Other(other.to_string()),
        }
    }
}

/// What came of an order.
pub type Reply = Result<Ack, Refused>;

/// A room as it is now: committed, and the same for everybody.
#[derive(Debug, Clone)]
pub struct State {
    /// Rises with every change.
    pub version: u64,
    /// The room.
    pub room: Arc<Room>,
    /// Who sits where.
    pub people: Arc<People>,
    /// What is the matter with the store; none while all is well.
    pub trouble: Option<Trouble>,
}

impl State {
    /// What whoever sends `token` may see.
    #[must_use]
    pub fn visit(&self, token: Option<Token>) -> Visit {
        let forgotten = self.trouble == Some(Trouble::Forgotten);
        Visit::new(&self.room, &self.people, self.trouble.is_some(), token).of_forgotten(forgotten)
    }

    /// What is said to people where the store takes nothing.
    #[must_use]
    pub fn trouble_said(&self) -> Option<&'static str> {
        let said = |trouble: &Trouble| if *trouble == Trouble::Forgotten { web::FORGOTTEN } else { web::TROUBLE };
        self.trouble.as_ref().map(said)
    }
}

type Listener = Box<dyn Fn(u64) + Send>;

/// What is true now, for everybody to read.
pub struct Board {
    state: Mutex<Arc<State>>,
    changed: Condvar,
    listeners: Mutex<Vec<Listener>>,
    counts: Arc<Counts>,
    presence: Presence,
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
    fn new(state: State) -> Self {
        Self {
            state: Mutex::new(Arc::new(state)),
            changed: Condvar::new(),
            listeners: Mutex::new(Vec::new()),
            counts: Arc::default(),
            presence: Presence::default(),
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

    /// Who has a connection just now.
    #[must_use]
    pub const fn presence(&self) -> &Presence {
        &self.presence
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

    /// Calls `tell` with the new version after each change, from the thread that owns the room: it must not block.
    pub fn listen(&self, tell: impl Fn(u64) + Send + 'static) {
        held(&self.listeners).push(Box::new(tell));
    }

    fn publish(&self, state: State) {
        let version = state.version;
        *held(&self.state) = Arc::new(state);
        self.changed.notify_all();
        held(&self.listeners).iter().for_each(|tell| tell(version));
    }
}

/// Whom to tell what came of an order.
type Caller = Box<dyn FnOnce(Reply) + Send>;

/// Whom to tell what is the matter with the store.
type Tell = Box<dyn FnOnce(Option<Trouble>) + Send>;

/// An order on its way, and whom to tell what came of it.
enum Sent {
    Order(Order, Caller),
    Try(Tell),
    Close,
}

/// A handle to the thread that owns a room.
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
    /// Takes what waits, closes the room's file in order and ends the thread. Orders that come later are refused.
    pub fn close(self) {
        let _ = self.orders.send(Sent::Close);
        // A thread that panicked has told so itself.
        let _ = self.thread.join();
    }
}

impl Desk {
    /// Gives an order; `reply` is called once it is durable, or refused, from the thread that owns the room: it must not block.
    pub fn send(&self, order: Order, reply: impl FnOnce(Reply) + Send + 'static) {
        if let Err(returned) = self.orders.send(Sent::Order(order, Box::new(reply)))
            && let Sent::Order(_, reply) = returned.0
        {
            reply(Err(Refused::Closed));
        }
    }

    /// Tries whether the store takes writes; `tell` is called with what is the matter, or nothing, from the thread that owns the
    /// room: it must not block. It is not called where that thread has ended.
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

/// Why a class cannot be begun or gone on with.
#[derive(Debug, thiserror::Error)]
pub enum BeginError {
    /// The questions do not fit the bank.
    #[error(transparent)]
    Paper(#[from] PaperError),
    /// The facts make no room.
    #[error(transparent)]
    Replay(#[from] ReplayError),
    /// The store does not work.
    #[error(transparent)]
    Store(#[from] JournalError),
    /// The system has no thread for it.
    #[error("the class cannot be begun ({0}); close other programs and try again")]
    Thread(std::io::Error),
}

/// Finds people of a roster by what they type.
pub type Listing = Box<dyn Fn(&str) -> Option<Person> + Send>;

/// Begins a class: a room in an empty stream of what `keeper` keeps.
///
/// # Errors
///
/// [`BeginError`]; nothing was begun then.
pub fn begin<K: Keeper>(
    mut keeper: K,
    stream: Stream,
    (bank, opened): (&Bank, &Opened),
    mut clock: Clock,
    listing: Listing,
) -> Result<(Desk, Running), BeginError> {
    let room = Room::new(bank, opened)?;
    let now = clock.now();
    let first = fact(Happened::Opened(Box::new(opened.clone())), now.moment, now.entropy);
    let last = match keeper.store_mut().append(stream, 0, &[first])? {
        Appended::UpTo(last) => last,
        Appended::Behind(_) => return resume(keeper, stream, bank, clock, listing),
    };
    start(Owner::new(keeper, stream, (room, People::default(), last), clock, listing))
}

/// Goes on with a class: the room that the facts of `stream` make.
///
/// # Errors
///
/// [`BeginError`]; nothing was begun then.
pub fn resume<K: Keeper>(
    keeper: K,
    stream: Stream,
    bank: &Bank,
    clock: Clock,
    listing: Listing,
) -> Result<(Desk, Running), BeginError> {
    let (room, last) = replay(keeper.store(), stream, bank)?;
    let people = People::of(keeper.store().people(stream)?);
    start(Owner::new(keeper, stream, (room, people, last), clock, listing))
}

/// The room that the facts of a stream make, and the number of the last one.
///
/// # Errors
///
/// [`BeginError`] where they make none, or cannot be read.
pub fn replay(
    store: &impl Store<Error = JournalError>,
    stream: Stream,
    bank: &Bank,
) -> Result<(Room, u64), BeginError> {
    let mut facts = Vec::new();
    let last = store.read(stream, 0, usize::MAX, &mut |_, fact| {
        if let Event::Room(happened) = &fact.event {
            facts.push((fact.at, happened.clone()));
        }
    })?;
    Ok((Room::replay(bank, facts.iter().map(|(at, happened)| (*at, happened)))?, last))
}

fn start<K: Keeper>(mut owner: Owner<K>) -> Result<(Desk, Running), BeginError> {
    let (orders, inbox) = channel();
    let board = Arc::clone(&owner.board);
    let thread = std::thread::Builder::new().name("room".to_owned());
    let thread = thread.spawn(move || owner.serve(&inbox)).map_err(BeginError::Thread)?;
    Ok((Desk { orders: orders.clone(), board }, Running { orders, thread }))
}

fn fact(happened: Happened, at: Moment, id: u128) -> Fact {
    let (learner, attempt) = (String::new(), String::new());
    Fact { id: format!("{id:032x}"), learner, at, attempt, event: Event::Room(happened) }
}

/// What the thread has.
struct Owner<K> {
    keeper: K,
    stream: Stream,
    /// The number of the last fact that is folded in.
    last: u64,
    board: Arc<Board>,
    clock: Clock,
    listing: Listing,
    wrong_words: u32,
    /// What others had written when the desk looked last.
    seen: Option<i64>,
    /// When it was last tried on request whether the store works.
    tried: Option<Instant>,
    /// When it was last looked who has a connection.
    called: Option<Instant>,
}

/// What orders come to, before it is durable.
struct Draft {
    room: Arc<Room>,
    people: Arc<People>,
    facts: Vec<Happened>,
    /// Who is to be written down for which seat.
    named: Vec<(u32, Option<Person>)>,
    now: Moment,
}

impl<K: Keeper> Owner<K> {
    fn new(
        keeper: K,
        stream: Stream,
        (room, people, last): (Room, People, u64),
        clock: Clock,
        listing: Listing,
    ) -> Self {
        let state = State { version: 1, room: Arc::new(room), people: Arc::new(people), trouble: None };
        let board = Arc::new(Board::new(state));
        Self { keeper, stream, last, board, clock, listing, wrong_words: 0, seen: None, tried: None, called: None }
    }

    fn serve(&mut self, inbox: &Receiver<Sent>) {
        // What was written between the first reading and now is read on at once.
        self.look_on();
        loop {
            let in_trouble = self.board.state().trouble.is_some();
            self.call_the_roll();
            let first = match inbox.recv_timeout(if in_trouble { RETRY } else { LOOK }) {
                Err(RecvTimeoutError::Timeout) if in_trouble => {
                    self.try_again();
                    continue;
                }
                Err(RecvTimeoutError::Timeout) => {
                    self.look_on();
                    continue;
                }
                received => received.ok(),
            };
            // So that whoever is busy sees it as well.
            self.look_on();
            let (mut batch, mut tells, mut closes) = (Vec::new(), Vec::new(), first.is_none());
            for sent in first.into_iter().chain(inbox.try_iter().take(MOST_AT_ONCE)) {
                match sent {
                    Sent::Order(order, reply) => batch.push((order, reply)),
                    Sent::Try(tell) => tells.push(tell),
                    Sent::Close => closes = true,
                }
            }
            self.work(batch);
            self.tell_tried(tells);
            if closes {
                return;
            }
        }
    }

    /// Shows the host who has no connection any more.
    fn call_the_roll(&mut self) {
        if self.called.is_some_and(|called| called.elapsed() < ROLL_CALL) {
            return;
        }
        let now = Instant::now();
        self.called = Some(now);
        let State { room, mut people, trouble, .. } = (*self.board.state()).clone();
        let away = self.board.presence.away(&room, now);
        if people.are_away() != &away {
            Arc::make_mut(&mut people).set_away(away);
            self.show(room, people, trouble);
        }
    }

    /// Judges all, commits once, shows, answers.
    fn work(&mut self, batch: Vec<(Order, Caller)>) {
        let (orders, callers): (Vec<Order>, Vec<_>) = batch.into_iter().unzip();
        let replies = self.settle(&orders).unwrap_or_else(|trouble| {
            self.board.counts.failed();
            self.show_trouble(Some(trouble.clone()));
            orders.iter().map(|_| Err(Refused::Store(trouble.clone()))).collect()
        });
        for ((tell, reply), order) in callers.into_iter().zip(replies).zip(&orders) {
            match (&reply, order) {
                (Ok(_), Order::Room(Command::Answer(_))) => self.board.counts.answered(),
                (Err(_), _) => self.board.counts.refused(),
                _ => {}
            }
            tell(reply);
        }
    }

    /// Tells what is the matter with the store. It is tried for that once a second at most, however many ask.
    fn tell_tried(&mut self, tells: Vec<Tell>) {
        if tells.is_empty() {
            return;
        }
        if self.board.state().trouble.is_some() || self.tried.is_none_or(|tried| tried.elapsed() > RETRY) {
            self.try_again();
            self.tried = Some(Instant::now());
        }
        let trouble = self.board.state().trouble.clone();
        for tell in tells {
            tell(trouble.clone());
        }
    }

    fn settle(&mut self, orders: &[Order]) -> Result<Vec<Reply>, Trouble> {
        for _ in 0..PATIENCE {
            let (draft, replies) = self.draft(orders);
            if draft.is_empty() && !self.changes_requests(&draft) {
                return Ok(replies);
            }
            if self.commit(draft)? {
                return Ok(replies);
            }
        }
        Err(Trouble::Locked)
    }

    fn draft(&mut self, orders: &[Order]) -> (Draft, Vec<Reply>) {
        let State { room, people, .. } = (*self.board.state()).clone();
        let now = self.clock.now().moment;
        let mut draft = Draft { room, people, facts: Vec::new(), named: Vec::new(), now };
        let mut replies = Vec::with_capacity(orders.len());
        for order in orders {
            let returns = matches!(order, Order::Room(Command::Return { .. }));
            if returns && self.wrong_words >= MOST_WRONG_WORDS {
                replies.push(Err(Refused::Guessing));
                continue;
            }
            let reply = draft.judge(order, &self.listing);
            self.wrong_words += u32::from(reply == Err(Refused::Room(Refusal::Words)));
            replies.push(reply);
        }
        (draft, replies)
    }

    /// Whether what only lives in memory has changed: who asks to be let back.
    fn changes_requests(&self, draft: &Draft) -> bool {
        draft.people != self.board.state().people
    }

    /// Makes a draft durable and shows it; false where the stream has gone on meanwhile, and the draft is to be made anew.
    fn commit(&mut self, draft: Draft) -> Result<bool, Trouble> {
        if !draft.is_empty() {
            self.be_there()?;
        }
        // The number in it keeps ids apart even where the random bits are pinned and begin anew with each start.
        let mut number = u128::from(self.last);
        let mut id = || {
            number += 1;
            self.clock.now().entropy ^ number
        };
        let facts: Vec<Fact> = draft.facts.into_iter().map(|happened| fact(happened, draft.now, id())).collect();
        if !facts.is_empty() {
            let begun = Instant::now();
            let appended = self.keeper.store_mut().append(self.stream, self.last, &facts);
            let appended = appended.map_err(|error| Trouble::from(&error))?;
            self.board.counts.committed(begun.elapsed());
            match appended {
                Appended::UpTo(last) if last == self.last + u64::try_from(facts.len()).unwrap_or(u64::MAX) => {
                    self.last = last;
                }
                // Nobody takes facts away but by erasing the class.
                Appended::Behind(0) => return Err(Trouble::Forgotten),
                // Where a fact was passed over, what is there is looked at, and the rest is judged again.
                Appended::UpTo(_) | Appended::Behind(_) => {
                    self.read_on()?;
                    return Ok(false);
                }
            }
        }
        // From here on the facts are there, whatever becomes of the names.
        let mut people = Arc::clone(&self.board.state().people);
        for (seat, person) in draft.named {
            if let Err(error) = self.keeper.seat(self.stream, seat, person.as_ref()) {
                let trouble = Trouble::from(&error);
                self.show(draft.room, people, Some(trouble.clone()));
                return Err(trouble);
            }
            Arc::make_mut(&mut people).set(seat, person);
        }
        self.show(draft.room, draft.people, None);
        Ok(true)
    }

    /// Takes in what another process added to the room.
    fn read_on(&mut self) -> Result<(), Trouble> {
        let explain = |error: JournalError| Trouble::from(&error);
        let mut room = (*self.board.state().room).clone();
        let known = self.last;
        let last = self.keeper.store().read(self.stream, self.last, usize::MAX, &mut |_, fact| {
            if let Event::Room(happened) = &fact.event {
                room.apply(happened, fact.at);
            }
        });
        self.last = last.map_err(explain)?;
        let mut people = People::of(self.keeper.store().people(self.stream).map_err(explain)?);
        let before = self.board.state();
        people.keep_asking(&before.people);
        let is_new = self.last != known || people != *before.people || before.trouble.is_some();
        if is_new {
            self.show(Arc::new(room), Arc::new(people), None);
        }
        Ok(())
    }

    /// Takes in what another process has written since, if it has written at all.
    fn look_on(&mut self) {
        if self.board.state().trouble.is_some() {
            return;
        }
        let looked = self.keeper.writings_of_others(self.stream).map_err(|error| Trouble::from(&error));
        let read = looked
            .and_then(|written| if written == self.seen { Ok(written) } else { self.read_on().map(|()| written) });
        match read {
            Ok(written) => self.seen = written,
            // Whoever leads the class hears of it before somebody answers; what is wrong is tried again each second.
            Err(trouble) => self.show_trouble(Some(trouble)),
        }
    }

    fn show(&self, room: Arc<Room>, people: Arc<People>, trouble: Option<Trouble>) {
        let version = self.board.state().version + 1;
        self.board.publish(State { version, room, people, trouble });
    }

    fn show_trouble(&self, trouble: Option<Trouble>) {
        let State { version, room, mut people, trouble: before } = (*self.board.state()).clone();
        // Who was in a class that was erased is not shown on, either.
        if trouble == Some(Trouble::Forgotten) {
            people = Arc::default();
        }
        if before != trouble {
            self.board.publish(State { version: version + 1, room, people, trouble });
        }
    }

    /// Sees to it that what is written will be found again.
    fn be_there(&mut self) -> Result<(), Trouble> {
        if self.keeper.is_gone() {
            self.keeper = self.keeper.renewed(self.stream).map_err(|_| Trouble::Gone)?;
        }
        Ok(())
    }

    /// Tries whether the store works again, by writing down once more who is known to sit nowhere.
    fn try_again(&mut self) {
        let tried = self.be_there().and_then(|()| {
            let nobody = Person::default();
            let write = self.keeper.seat(self.stream, u32::MAX, Some(&nobody));
            write
                .and_then(|()| self.keeper.seat(self.stream, u32::MAX, None))
                .map_err(|error| Trouble::from(&error))?;
            // What was refused may be there all the same, where only the answer was lost; and others may have gone on.
            self.read_on()
        });
        self.show_trouble(tried.err());
    }
}

impl Draft {
    fn is_empty(&self) -> bool {
        self.facts.is_empty() && self.named.is_empty()
    }

    fn judge(&mut self, order: &Order, listing: &Listing) -> Reply {
        match order {
            Order::Room(command) => Ok(Ack::Done { changed: self.command(command)? }),
            Order::Join { name, request, entropy } => self.join(name, (*request, *entropy), listing),
            Order::ComeIn { name, request, entropy } => {
                let is_new = self.room.joined_by(*request).is_none();
                let by_name = is_new
                    && self.room.opened().names == NamesPolicy::Free
                    && !self.room.is_locked()
                    && !self.room.is_ended();
                if let Some((name, next)) = self.people.taken(name).filter(|_| by_name) {
                    return Err(Refused::Taken { name, next });
                }
                self.join(name, (*request, *entropy), listing)
            }
            Order::TakeBack { token } => {
                Arc::make_mut(&mut self.people).take_back(*token);
                Ok(Ack::Done { changed: true })
            }
            Order::AskBack { name, token } => {
                let request = Arc::make_mut(&mut self.people).ask(name, *token)?;
                Ok(Ack::Asked { request })
            }
            Order::LetBack { request, seat } => {
                let Asking { token, .. } = self.asking(*request)?;
                let changed = self.command(&Command::Move { seat: *seat, token })?;
                drop(Arc::make_mut(&mut self.people).settle(*request));
                Ok(Ack::Done { changed })
            }
            Order::TurnDown { request } => {
                self.asking(*request)?;
                drop(Arc::make_mut(&mut self.people).turn_down(*request));
                Ok(Ack::Done { changed: true })
            }
            Order::Rename { seat, name } => self.rename(*seat, name, listing),
        }
    }

    /// Whether the command came to something.
    fn command(&mut self, command: &Command) -> Result<bool, Refusal> {
        let facts = decide(&self.room, command, self.now)?;
        if !facts.is_empty() {
            let room = Arc::make_mut(&mut self.room);
            for happened in &facts {
                room.apply(happened, self.now);
            }
        }
        let changed = !facts.is_empty();
        self.facts.extend(facts);
        Ok(changed)
    }

    fn join(&mut self, name: &str, (request, entropy): (RequestId, u128), listing: &Listing) -> Reply {
        let known = self.room.joined_by(request).map(|seat| seat.number);
        if known.is_none_or(|seat| self.people.person(seat).is_none()) {
            let person = self.people.admit(self.room.opened().names, name, listing)?;
            self.command(&Command::Join { request, entropy })?;
            if let Some(seat) = self.room.joined_by(request).map(|seat| seat.number) {
                self.call(seat, Some(person));
            }
        }
        let seat = self.room.joined_by(request).ok_or(Refusal::Unknown)?;
        let (number, token, words) = (seat.number, seat.token, seat.words.clone());
        Ok(Ack::Seated { seat: number, token, name: self.people.called(number), words })
    }

    fn rename(&mut self, seat: u32, name: &str, listing: &Listing) -> Reply {
        self.room.seat(seat).ok_or(Refusal::NoSeat { seat })?;
        let person = if name.trim().is_empty() {
            None
        } else if let Some(listed) = listing(name.trim()).filter(|_| self.room.opened().names != NamesPolicy::None) {
            Some(listed)
        } else {
            let known = self.people.person(seat).cloned().unwrap_or_default();
            Some(Person { name: proper(name)?, ..known })
        };
        let changed = self.people.person(seat) != person.as_ref();
        if changed {
            self.call(seat, person);
        }
        Ok(Ack::Done { changed })
    }

    fn call(&mut self, seat: u32, person: Option<Person>) {
        Arc::make_mut(&mut self.people).set(seat, person.clone());
        self.named.push((seat, person));
    }

    fn asking(&self, request: u32) -> Result<Asking, Refused> {
        let found = self.people.asking().iter().find(|one| one.number == request);
        found.cloned().ok_or(Refused::NoRequest { request })
    }
}

#[cfg(test)]
pub mod tests;
