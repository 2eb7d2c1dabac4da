//! A conversation in plain lines that can be cut off.
#![allow(clippy::panic, clippy::unwrap_used, reason = "a test that cannot go on has to fail")]

use super::{PATIENCE, Place};
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin};
use std::sync::mpsc::{Receiver, channel};

/// A conversation in plain lines that can be cut off at any moment.
pub struct Talk {
    child: Child,
    to: ChildStdin,
    lines: Receiver<String>,
}

impl Talk {
    /// Begins one with the program.
    pub fn begin(place: &Place, arguments: &[&str], entropy: u32) -> Self {
        let mut child = place.command(arguments, entropy).arg("--plain").spawn().unwrap();
        let (to, from) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
        let (sender, lines) = channel();
        std::thread::spawn(move || from.lines().map_while(Result::ok).all(|line| sender.send(line).is_ok()));
        Self { child, to, lines }
    }

    /// Types a line.
    pub fn say(&mut self, line: &str) {
        writeln!(self.to, "{line}").unwrap();
    }

    /// Reads until a line that begins with one of these, and returns it.
    pub fn hear(&mut self, beginnings: &[&str]) -> String {
        let mut heard = Vec::new();
        while let Ok(line) = self.lines.recv_timeout(PATIENCE) {
            if beginnings.iter().any(|beginning| line.starts_with(beginning)) {
                return line;
            }
            heard.push(line);
        }
        let mut error = String::new();
        let _ = self.child.kill();
        let _ = self.child.stderr.take().map(|mut from| from.read_to_string(&mut error));
        panic!("it ended without {beginnings:?}, after {heard:#?}, and said {error:?}");
    }

    /// The number of its process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Cuts it off.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}
