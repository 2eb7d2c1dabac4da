//! The lines that a host types, until they end or a signal does: a host that is asked to end does so in order.

use crate::adapters::system::{Signal, Signals};
use std::io::{self, BufRead};
use std::sync::mpsc::{Receiver, channel};

/// Lines as they come, without their ends.
#[derive(Debug)]
pub struct Typed {
    heard: Receiver<Heard>,
    ended_by: Option<Signal>,
}

#[derive(Debug)]
enum Heard {
    Line(io::Result<Vec<u8>>),
    Over,
    Signal(Signal),
}

impl Typed {
    /// The lines of standard input; where nobody types there are none, and only a signal ends it.
    ///
    /// # Errors
    ///
    /// When the system does not let signals be caught.
    pub fn begin(nobody_types: bool) -> io::Result<Self> {
        let (to, heard) = channel();
        let signals = to.clone();
        Signals::catch()?.hand_on(move |signal| {
            if signal.stops() {
                crate::adapters::system::stop();
            }
            let ends = !signal.stops() && !signal.resizes();
            !ends || signals.send(Heard::Signal(signal)).is_ok()
        });
        if nobody_types {
            // Where there are no signals nothing ends it but the end of the process.
            std::mem::forget(to);
        } else {
            std::thread::spawn(move || {
                let is_heard = |line| to.send(Heard::Line(line)).is_ok();
                if io::stdin().lock().split(b'\n').all(is_heard) {
                    drop(to.send(Heard::Over));
                }
            });
        }
        Ok(Self { heard, ended_by: None })
    }

    /// The signal that ended it; none where the lines did.
    #[must_use]
    pub const fn ended_by(&self) -> Option<Signal> {
        self.ended_by
    }
}

impl Iterator for Typed {
    type Item = io::Result<Vec<u8>>;

    fn next(&mut self) -> Option<Self::Item> {
        match self.heard.recv().ok()? {
            Heard::Line(line) => Some(line),
            Heard::Over => None,
            Heard::Signal(signal) => {
                self.ended_by = Some(signal);
                None
            }
        }
    }
}
