//! The terminal's bytes, read as they come.

use super::Input;
use crate::adapters::connection;
use crate::adapters::terminal::decoder::Decoder;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fd::AsFd;
use rustix::io::{Errno, read};
use std::sync::mpsc::Sender;
use std::thread;
use std::time::Duration;

/// As many bytes are read at once, so that a burst of keys is handled as one.
const PIECE: usize = 4096;

/// Waits for input in a thread of its own, and passes it on until nobody listens.
pub fn watch(sender: Sender<Input>) {
    thread::spawn(move || {
        let mut decoder = Decoder::default();
        while let Some(inputs) = next(&mut decoder) {
            if inputs.into_iter().any(|input| sender.send(Input::Did(input)).is_err()) {
                return;
            }
        }
        // Whoever listened may be gone as well.
        let _ = sender.send(Input::Closed);
    });
}

/// What comes next from standard input; nothing once it is closed. Waits without end where nothing has begun.
fn next(decoder: &mut Decoder) -> Option<Vec<connection::Input>> {
    let input = rustix::stdio::stdin();
    if !is_ready(input.as_fd(), decoder.patience())? {
        return Some(decoder.settle());
    }
    let mut piece = [0; PIECE];
    match read(input, &mut piece) {
        Ok(0) => None,
        Ok(count) => piece.get(..count).map(|bytes| decoder.take(bytes)),
        Err(Errno::INTR | Errno::AGAIN) => Some(Vec::new()),
        Err(_) => None,
    }
}

/// Whether there is something to read, within that time; nothing where the terminal is gone.
fn is_ready(input: rustix::fd::BorrowedFd<'_>, patience: Option<Duration>) -> Option<bool> {
    let limit = patience.and_then(|patience| Timespec::try_from(patience).ok());
    let mut wanted = [PollFd::from_borrowed_fd(input, PollFlags::IN)];
    match poll(&mut wanted, limit.as_ref()) {
        Ok(count) => Some(count > 0),
        Err(Errno::INTR) => Some(true),
        Err(_) => None,
    }
}
