//! What a client may ask for: one terminal and the program at it. All else is refused, with a sentence where its client shows one.

use super::super::held;
use crate::app::view::wire::Said;
use russh::server::{Auth, ChannelOpenHandle, Handle, Handler, Msg, PublicKeyOffer, Session};
use russh::{Channel, ChannelId, ChannelOpenFailure, Error, Pty};
use std::sync::{Arc, Mutex};
use tokio::sync::{Notify, oneshot};

/// How many bytes may wait to be understood. Nobody types that much.
const MOST_WAITING: usize = 1 << 14;

/// How many characters of a user's name are kept; what is longer is nothing that anybody waits for here.
const LONGEST_USER: usize = 40;

/// The standard error of a program, as the protocol numbers it.
const STDERR: u32 = 1;

/// The size of a terminal that does not say it.
const USUAL: (u16, u16) = (80, 24);

/// What came in and waits to be understood.
#[derive(Debug, Default)]
pub struct Inbox {
    waiting: Mutex<Waiting>,
    /// Told when something came.
    pub came: Notify,
}

/// What came in.
#[derive(Debug, Default)]
pub struct Waiting {
    /// What was typed, sent by the terminal, or pasted.
    pub bytes: Vec<u8>,
    /// Whether there was so much of it that some was dropped.
    pub was_cut: bool,
    /// The size of the window, where it has another.
    pub size: Option<(u16, u16)>,
    /// Whether the client has closed its end.
    pub closed: bool,
}

impl Inbox {
    /// All that came since.
    pub fn take(&self) -> Waiting {
        std::mem::take(&mut *held(&self.waiting))
    }

    fn put(&self, put: impl FnOnce(&mut Waiting)) {
        put(&mut held(&self.waiting));
        self.came.notify_one();
    }
}

/// A terminal that was opened.
#[derive(Debug)]
pub struct Opened {
    /// To send to it.
    pub handle: Handle,
    /// It.
    pub channel: ChannelId,
    /// What it calls itself.
    pub term: String,
    /// Its size.
    pub size: (u16, u16),
    /// The user's name that the client sent.
    pub user: String,
}

/// Whoever stands at the door.
#[derive(Debug)]
pub struct Door {
    /// What is said to whoever wants something else.
    says: &'static Said,
    user: String,
    inbox: Arc<Inbox>,
    /// The one session of this connection.
    channel: Option<ChannelId>,
    terminal: Option<(String, (u16, u16))>,
    opened: Option<oneshot::Sender<Opened>>,
}

impl Door {
    /// A door, and what tells that it was gone through.
    pub fn new(says: &'static Said) -> (Self, oneshot::Receiver<Opened>) {
        let (opened, comes) = oneshot::channel();
        (
            Self {
                says,
                user: String::new(),
                inbox: Arc::default(),
                channel: None,
                terminal: None,
                opened: Some(opened),
            },
            comes,
        )
    }

    /// Where what comes in is put.
    pub fn inbox(&self) -> Arc<Inbox> {
        Arc::clone(&self.inbox)
    }

    /// Whether a session is the one with the terminal that is open.
    fn is_open(&self, channel: ChannelId) -> bool {
        self.channel == Some(channel) && self.opened.is_none()
    }
}

/// The size of a window as a client gives it; it may give anything.
fn size(columns: u32, rows: u32) -> (u16, u16) {
    let sane = |count: u32, usual: u16| if count == 0 { usual } else { u16::try_from(count).unwrap_or(u16::MAX) };
    (sane(columns, USUAL.0), sane(rows, USUAL.1))
}

/// Says a sentence where errors are shown, and ends the session.
fn refuse(session: &mut Session, channel: ChannelId, sentence: &str) -> Result<(), Error> {
    session.channel_success(channel)?;
    session.extended_data(channel, STDERR, format!("{sentence}\r\n"))?;
    session.exit_status_request(channel, 1)?;
    session.eof(channel)?;
    session.close(channel)
}

impl Handler for Door {
    type Error = Error;

    /// Nobody is asked who they are; the name that their client sends is none of the door's business.
    async fn auth_none(&mut self, user: &str) -> Result<Auth, Error> {
        self.user = user.chars().take(LONGEST_USER).collect();
        Ok(Auth::Accept)
    }

    async fn auth_publickey_offered(&mut self, _: &str, _: PublicKeyOffer<'_>) -> Result<Auth, Error> {
        Ok(Auth::reject())
    }

    async fn channel_open_session(
        &mut self,
        channel: Channel<Msg>,
        reply: ChannelOpenHandle,
        _: &mut Session,
    ) -> Result<(), Error> {
        if self.channel.is_some() {
            reply.reject(ChannelOpenFailure::AdministrativelyProhibited).await;
        } else {
            self.channel = Some(channel.id());
            reply.accept().await;
        }
        Ok(())
    }

    async fn pty_request(
        &mut self,
        channel: ChannelId,
        term: &str,
        columns: u32,
        rows: u32,
        _: u32,
        _: u32,
        _: &[(Pty, u32)],
        session: &mut Session,
    ) -> Result<(), Error> {
        // No terminal's name is long.
        self.terminal = Some((term.chars().take(40).collect(), size(columns, rows)));
        session.channel_success(channel)
    }

    async fn shell_request(&mut self, channel: ChannelId, session: &mut Session) -> Result<(), Error> {
        let Some((term, size)) = self.terminal.clone() else {
            return refuse(session, channel, self.says.needs_terminal);
        };
        let Some(opened) = self.opened.take() else { return session.channel_failure(channel) };
        session.channel_success(channel)?;
        // Where nobody waits any more, the connection is about to end.
        let _ = opened.send(Opened { handle: session.handle(), channel, term, size, user: self.user.clone() });
        Ok(())
    }

    async fn window_change_request(
        &mut self,
        channel: ChannelId,
        columns: u32,
        rows: u32,
        _: u32,
        _: u32,
        session: &mut Session,
    ) -> Result<(), Error> {
        if self.is_open(channel) {
            self.inbox.put(|waiting| waiting.size = Some(size(columns, rows)));
        } else if let Some((_, before)) = &mut self.terminal {
            *before = size(columns, rows);
        }
        session.channel_success(channel)
    }

    async fn data(&mut self, channel: ChannelId, data: &[u8], _: &mut Session) -> Result<(), Error> {
        if self.is_open(channel) {
            self.inbox.put(|waiting| {
                let fits = MOST_WAITING.saturating_sub(waiting.bytes.len());
                waiting.was_cut |= data.len() > fits;
                waiting.bytes.extend(data.iter().take(fits));
            });
        }
        Ok(())
    }

    async fn channel_eof(&mut self, channel: ChannelId, _: &mut Session) -> Result<(), Error> {
        self.channel_gone(channel);
        Ok(())
    }

    async fn channel_close(&mut self, channel: ChannelId, _: &mut Session) -> Result<(), Error> {
        self.channel_gone(channel);
        Ok(())
    }

    async fn exec_request(&mut self, channel: ChannelId, _: &[u8], session: &mut Session) -> Result<(), Error> {
        refuse(session, channel, self.says.no_commands)
    }

    async fn subsystem_request(&mut self, channel: ChannelId, _: &str, session: &mut Session) -> Result<(), Error> {
        refuse(session, channel, self.says.no_files)
    }

    async fn x11_request(
        &mut self,
        channel: ChannelId,
        _: bool,
        _: &str,
        _: &str,
        _: u32,
        session: &mut Session,
    ) -> Result<(), Error> {
        session.channel_failure(channel)
    }

    async fn env_request(&mut self, channel: ChannelId, _: &str, _: &str, session: &mut Session) -> Result<(), Error> {
        session.channel_failure(channel)
    }
}

impl Door {
    fn channel_gone(&self, channel: ChannelId) {
        if self.is_open(channel) {
            self.inbox.put(|waiting| waiting.closed = true);
        }
    }
}
