//! Reads lines from anywhere: of any length, in any encoding.

use std::io::{self, BufRead, ErrorKind};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

/// How many bytes of a line are kept; nothing that means something is longer.
const LONGEST: usize = 1024;

/// How long nothing may be heard before time is told to go by.
const TICK: Duration = Duration::from_secs(1);

/// What was heard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Came {
    /// A line.
    Line(String),
    /// Nothing, for a while.
    Nothing,
    /// The end of the input.
    End,
}

/// Where lines come from.
pub trait Listen {
    /// Waits for the next line, or where it `ticks` for a while at most.
    ///
    /// # Errors
    ///
    /// When the input cannot be read.
    fn listen(&mut self, ticks: bool) -> io::Result<Came>;
}

/// Lines of which each is waited for, however long that takes.
pub struct Patient<R>(pub R);

impl<R: BufRead> Listen for Patient<R> {
    fn listen(&mut self, _: bool) -> io::Result<Came> {
        Ok(read_line(&mut self.0)?.map_or(Came::End, Came::Line))
    }
}

/// Lines that are read by a thread, so that time goes by while none comes.
pub struct Watched(Receiver<io::Result<String>>);

impl Watched {
    /// Reads what `open` opens, in a thread of its own. The thread ends with the input, or with the program.
    pub fn new<R: BufRead>(open: impl FnOnce() -> R + Send + 'static) -> Self {
        let (sender, lines) = channel();
        thread::spawn(move || {
            let mut input = open();
            while let Some(line) = read_line(&mut input).transpose() {
                let failed = line.is_err();
                if sender.send(line).is_err() || failed {
                    return;
                }
            }
        });
        Self(lines)
    }
}

impl Listen for Watched {
    fn listen(&mut self, ticks: bool) -> io::Result<Came> {
        let heard = if ticks { self.0.recv_timeout(TICK) } else { self.0.recv().map_err(RecvTimeoutError::from) };
        match heard {
            Ok(line) => line.map(Came::Line),
            Err(RecvTimeoutError::Timeout) => Ok(Came::Nothing),
            Err(RecvTimeoutError::Disconnected) => Ok(Came::End),
        }
    }
}

/// The next line without its end, or none at the end of the input.
///
/// A last line without a line break counts. Bytes that are no UTF-8 become replacement characters, and what goes beyond
/// 1024 bytes is read and forgotten, so that no input can fill the memory.
///
/// # Errors
///
/// When the input cannot be read.
pub fn read_line(input: &mut impl BufRead) -> io::Result<Option<String>> {
    let mut line: Vec<u8> = Vec::new();
    let mut any = false;
    loop {
        let bytes = match input.fill_buf() {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        if bytes.is_empty() {
            return Ok(any.then(|| text(&line)));
        }
        any = true;
        let end = bytes.iter().position(|byte| *byte == b'\n');
        let content = bytes.iter().take(end.unwrap_or(bytes.len()));
        line.extend(content.take(LONGEST.saturating_sub(line.len())));
        let used = end.map_or(bytes.len(), |end| end + 1);
        input.consume(used);
        if end.is_some() {
            return Ok(Some(text(&line)));
        }
    }
}

fn text(line: &[u8]) -> String {
    String::from_utf8_lossy(line).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::BufReader;

    fn all(bytes: &[u8], buffer: usize) -> Vec<String> {
        let mut input = BufReader::with_capacity(buffer, bytes);
        std::iter::from_fn(|| read_line(&mut input).unwrap()).collect()
    }

    #[test]
    fn lines_come_out_whole_whatever_the_buffer() {
        for buffer in [1, 2, 7, 8192] {
            assert_eq!(all(b"one\n\ntwo\r\nlast", buffer), ["one", "", "two\r", "last"], "{buffer}");
        }
    }

    #[test]
    fn a_thread_reads_the_same_lines_to_the_same_end() {
        let mut watched = Watched::new(|| BufReader::new(&b"one\n\ntwo"[..]));
        for line in ["one", "", "two"] {
            assert_eq!(watched.listen(false).unwrap(), Came::Line(line.to_owned()));
        }
        assert_eq!(watched.listen(false).unwrap(), Came::End);
    }

    #[test]
    fn the_empty_input_has_no_line() {
        assert!(all(b"", 16).is_empty());
    }

    #[test]
    fn an_endless_line_is_cut_and_the_next_one_is_read() {
        let mut bytes = vec![b'x'; 3 * LONGEST];
        bytes.extend(b"\nq\n");
        let lines = all(&bytes, 100);
        assert_eq!((lines[0].len(), lines[1].as_str()), (LONGEST, "q"));
    }

    #[test]
    fn bytes_that_are_no_text_are_no_error() {
        assert_eq!(all(b"\xff\xfe\n", 16), ["\u{fffd}\u{fffd}"]);
    }
}
