//! A window with the program in it, on a real pseudo-terminal.
#![allow(clippy::panic, clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on has to fail")]

use super::{PATIENCE, PROGRAM, Place};
use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::process::Command;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Instant;

/// A size of a window.
pub const fn size(rows: u16, cols: u16) -> PtySize {
    PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }
}

/// What a terminal of that size shows.
pub fn parser(rows: u16, columns: u16) -> vt100::Parser {
    vt100::Parser::new(NonZeroU16::new(rows).unwrap(), NonZeroU16::new(columns).unwrap(), 0)
}

/// A window with the program in it.
pub struct Window {
    /// The window's own end.
    pub master: Box<dyn MasterPty + Send>,
    /// The program.
    pub child: Box<dyn Child + Send + Sync>,
    /// Where keys go.
    pub keys: Box<dyn Write + Send>,
    /// What comes out.
    pub output: Receiver<Vec<u8>>,
    /// What is seen.
    pub parser: vt100::Parser,
}

impl Window {
    /// One of 80x24.
    pub fn open(place: &Place, arguments: &[&str], entropy: u32) -> Self {
        Self::open_as(place, arguments, entropy, &[])
    }

    /// In an environment with these variables besides.
    pub fn open_as(place: &Place, arguments: &[&str], entropy: u32, variables: &[(&str, &str)]) -> Self {
        let pair = native_pty_system().openpty(size(24, 80)).unwrap();
        let mut command = CommandBuilder::new(PROGRAM);
        command.env_clear();
        for (name, value) in place.environment(entropy) {
            command.env(name, value);
        }
        for (name, value) in variables {
            command.env(name, value);
        }
        command.args(arguments);
        command.args(["--data-dir".into(), place.data()]);
        command.cwd(place.folder());
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let keys = pair.master.take_writer().unwrap();
        let (sender, output) = channel();
        std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(count @ 1..) = reader.read(&mut bytes) {
                if sender.send(bytes[..count].to_vec()).is_err() {
                    return;
                }
            }
        });
        Self { master: pair.master, child, keys, output, parser: parser(24, 80) }
    }

    /// Presses keys.
    pub fn press(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).unwrap();
        self.keys.flush().unwrap();
    }

    /// What is seen.
    pub fn text(&self) -> String {
        shown(self.parser.screen())
    }

    /// Reads until the screen is as wanted.
    #[track_caller]
    pub fn wait(&mut self, what: &str, wanted: impl Fn(&vt100::Screen) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        while !wanted(self.parser.screen()) {
            let left = deadline.saturating_duration_since(Instant::now());
            match self.output.recv_timeout(left) {
                Ok(bytes) => self.parser.process(&bytes),
                Err(error) => {
                    panic!("{error} before {what}; taken: {}\n{}", is_taken(self.parser.screen()), self.text())
                }
            }
        }
    }

    /// Waits until these words are seen.
    #[track_caller]
    pub fn see(&mut self, words: &str) {
        self.wait(words, |screen| screen.contents().contains(words));
    }

    /// Gives the window another size.
    pub fn resize(&mut self, rows: u16, columns: u16) {
        self.master.resize(size(rows, columns)).unwrap();
        self.parser.screen_mut().set_size(NonZeroU16::new(rows).unwrap(), NonZeroU16::new(columns).unwrap());
    }

    /// Sends a signal.
    pub fn signal(&self, name: &str) {
        let id = self.child.process_id().unwrap().to_string();
        assert!(Command::new("kill").args([&format!("-{name}"), &id]).status().unwrap().success());
    }

    /// Waits for the end and holds the terminal to being as it was found.
    #[track_caller]
    pub fn end(mut self) -> ExitStatus {
        let deadline = Instant::now() + PATIENCE;
        loop {
            match self.output.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
                Ok(bytes) => self.parser.process(&bytes),
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => panic!("it does not end:\n{}", self.text()),
            }
        }
        assert!(is_restored(self.parser.screen()), "{:?}", self.parser.screen().contents());
        self.child.wait().unwrap()
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        // After a failed test nothing is left running; a program that has ended cannot be ended again.
        let _ = self.child.kill();
    }
}

/// What is seen: whether an empty cell was wiped or never written makes no difference.
pub fn shown(screen: &vt100::Screen) -> String {
    let contents = screen.contents();
    contents.lines().map(str::trim_end).collect::<Vec<_>>().join("\n").trim_end().to_owned()
}

/// Whether the terminal is as it was found.
pub fn is_restored(screen: &vt100::Screen) -> bool {
    let mouse_off = screen.mouse_protocol_mode() == vt100::MouseProtocolMode::None;
    !screen.alternate_screen() && !screen.hide_cursor() && mouse_off
}

/// Whether the program has taken the terminal over.
pub fn is_taken(screen: &vt100::Screen) -> bool {
    let mouse_on = screen.mouse_protocol_mode() != vt100::MouseProtocolMode::None;
    screen.alternate_screen() && screen.hide_cursor() && mouse_on
}
