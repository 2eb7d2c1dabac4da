//! A host's log: a line for each request and for what befalls the host.
//!
//! A line holds nothing that came from outside: the method is one of a list, the path is the pattern of an address, an event is
//! one of ours. So no name, no address, no room's code, no ticket and no token can be in it, whatever is sent. Lines are written by
//! a thread of their own; where nobody reads them they are dropped and counted, and no page waits for them. `tracing` would bring
//! spans and filters that nobody needs here, and fields that anybody could put a name into.

use crate::adapters::clock;
use crate::domain::moment::Moment;
use axum::http::Method;
use serde::Serialize;
use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::time::Duration;

/// How long the last lines are waited for.
const FAREWELL: Duration = Duration::from_secs(1);

/// How many lines may wait to be written.
const MOST_WAITING: usize = 4_096;

/// The methods that are told; any other is "other".
const METHODS: [Method; 5] = [Method::GET, Method::HEAD, Method::POST, Method::PUT, Method::OPTIONS];

/// How a line is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Words with spaces between them.
    Words,
    /// An object of JSON.
    Json,
}

/// Where lines of the log go. A clone writes to the same place.
#[derive(Debug, Clone)]
pub struct Log {
    lines: SyncSender<Line>,
    dropped: Arc<AtomicU64>,
}

/// What befalls a host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// It begins to serve.
    Started,
    /// It was asked to end, or the class is left.
    Stopping,
    /// The store takes nothing; what is the matter.
    Trouble(&'static str),
    /// The store takes writes again.
    Recovered,
}

impl Event {
    const fn name(self) -> &'static str {
        match self {
            Self::Started => "started",
            Self::Stopping => "stopping",
            Self::Trouble(_) => "store-trouble",
            Self::Recovered => "store-works",
        }
    }
}

/// A request that was answered.
#[derive(Debug)]
pub struct Answered {
    /// Its number; the answer has it as well.
    pub id: String,
    /// The pattern of its address, as the routes have it; none where there is no such page.
    pub pattern: Option<String>,
    /// The name of its method.
    pub method: &'static str,
    /// What it was answered.
    pub status: u16,
    /// How long that took.
    pub took: Duration,
}

enum What {
    Request(Answered),
    Event(Event),
    /// No line: all before it are written.
    Written(Sender<()>),
}

struct Line {
    at: Moment,
    what: What,
}

/// A line as JSON has it.
#[derive(Serialize, Default)]
struct Written<'a> {
    time: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    event: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    what: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lines: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    method: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ms: Option<u64>,
}

/// The name of a method that is told.
#[must_use]
pub fn method(method: &Method) -> &'static str {
    const NAMES: [&str; METHODS.len()] = ["GET", "HEAD", "POST", "PUT", "OPTIONS"];
    let known = METHODS.iter().position(|known| known == method);
    known.and_then(|at| NAMES.get(at)).copied().unwrap_or("other")
}

impl Log {
    /// A log that is written to `out`, by a thread of its own, until nobody has it any more.
    ///
    /// # Errors
    ///
    /// Where the system has no thread for it.
    pub fn to(form: Form, out: impl Write + Send + 'static) -> std::io::Result<Self> {
        let (lines, waiting) = sync_channel(MOST_WAITING);
        let dropped = Arc::new(AtomicU64::new(0));
        let counted = Arc::clone(&dropped);
        let thread = std::thread::Builder::new().name("log".to_owned());
        thread.spawn(move || write_all(form, &waiting, &counted, out))?;
        Ok(Self { lines, dropped })
    }

    /// Writes down what befell the host.
    pub fn event(&self, event: Event) {
        self.put(What::Event(event));
    }

    /// Writes down that a request was answered.
    pub fn answered(&self, answered: Answered) {
        self.put(What::Request(answered));
    }

    /// Waits until all is written: the process may end by a signal right after.
    pub fn finish(&self) {
        let (to, from) = channel();
        self.put(What::Written(to));
        let _ = from.recv_timeout(FAREWELL);
    }

    fn put(&self, what: What) {
        if self.lines.try_send(Line { at: clock::system(), what }).is_err() {
            self.dropped.fetch_add(1, Ordering::Relaxed);
        }
    }
}

fn write_all(form: Form, waiting: &Receiver<Line>, dropped: &AtomicU64, mut out: impl Write) {
    for line in waiting {
        let Some(own) = written(&line) else { continue };
        let lost = dropped.swap(0, Ordering::Relaxed);
        let mut text = String::new();
        if lost > 0 {
            let written =
                Written { time: time(line.at), event: Some("lines-dropped"), lines: Some(lost), ..Written::default() };
            text.push_str(&told(form, &written));
        }
        text.push_str(&told(form, &own));
        // Where nobody reads it any more, the class goes on.
        let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    }
}

/// A moment with its milliseconds, in UTC: two machines' logs are read beside each other.
fn time(at: Moment) -> String {
    jiff::Timestamp::from_millisecond(at.millis).map(|at| format!("{at:.3}")).unwrap_or_default()
}

/// What a line tells; none where it is none.
fn written(line: &Line) -> Option<Written<'_>> {
    let time = time(line.at);
    Some(match &line.what {
        What::Written(done) => {
            // Who waited may have gone.
            let _ = done.send(());
            return None;
        }
        What::Request(Answered { id, pattern, method, status, took }) => Written {
            time,
            id: Some(id),
            method: Some(method),
            path: Some(pattern.as_deref().unwrap_or("-")),
            status: Some(*status),
            ms: Some(u64::try_from(took.as_millis()).unwrap_or(u64::MAX)),
            ..Written::default()
        },
        What::Event(event) => {
            let what = if let Event::Trouble(what) = event { Some(*what) } else { None };
            Written { time, event: Some(event.name()), what, ..Written::default() }
        }
    })
}

/// A line, with its end.
fn told(form: Form, line: &Written<'_>) -> String {
    if form == Form::Json {
        return serde_json::to_string(line).unwrap_or_default() + "\n";
    }
    let number = |number: Option<u64>| number.map(|number| number.to_string());
    let words = [
        line.event.map(str::to_owned),
        line.what.map(str::to_owned),
        number(line.lines),
        line.id.map(str::to_owned),
        line.method.map(str::to_owned),
        line.path.map(str::to_owned),
        line.status.map(|status| status.to_string()),
        line.ms.map(|ms| format!("{ms} ms")),
    ];
    let words: Vec<String> = std::iter::once(line.time.clone()).chain(words.into_iter().flatten()).collect();
    words.join(" ") + "\n"
}

#[cfg(test)]
pub(in crate::adapters::serve) mod tests {
    use super::*;
    use std::sync::mpsc::{Receiver, Sender, channel};

    /// Keeps what is written, for whoever has the other end.
    pub struct Kept(Sender<Vec<u8>>);

    impl Kept {
        /// Lines, and where they come out.
        #[must_use]
        pub fn new() -> (Self, Receiver<Vec<u8>>) {
            let (to, from) = channel();
            (Self(to), from)
        }
    }

    impl Write for Kept {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.send(bytes.to_vec()).map_err(std::io::Error::other)?;
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    /// All that was written, once nobody has the log any more.
    #[must_use]
    pub fn read(from: &Receiver<Vec<u8>>) -> String {
        String::from_utf8(from.iter().flatten().collect()).unwrap()
    }

    fn answered() -> Answered {
        let (id, pattern) = ("0a1b-1".to_owned(), Some("/{code}/wait".to_owned()));
        Answered { id, pattern, method: "GET", status: 204, took: Duration::from_millis(12) }
    }

    #[test]
    fn a_line_is_words_or_an_object() {
        for (form, request, event) in [
            (Form::Words, " 0a1b-1 GET /{code}/wait 204 12 ms\n", " store-trouble full\n"),
            (
                Form::Json,
                "\",\"id\":\"0a1b-1\",\"method\":\"GET\",\"path\":\"/{code}/wait\",\"status\":204,\"ms\":12}\n",
                "\",\"event\":\"store-trouble\",\"what\":\"full\"}\n",
            ),
        ] {
            let (kept, from) = Kept::new();
            let log = Log::to(form, kept).unwrap();
            log.answered(answered());
            log.event(Event::Trouble("full"));
            drop(log);
            let text = read(&from);
            assert!(text.contains(request) && text.ends_with(event), "{text}");
            let moment = text.trim_start_matches("{\"time\":\"");
            assert!(moment.get(..24).unwrap().parse::<jiff::Timestamp>().is_ok(), "{text}");
        }
    }

    #[test]
    fn where_nobody_reads_lines_are_dropped_and_counted() {
        /// Takes nothing until it is let.
        struct Stuck(Receiver<()>, Kept);
        impl Write for Stuck {
            fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
                // Once let, always: the other end is gone.
                let _ = self.0.recv();
                self.1.write(bytes)
            }
            fn flush(&mut self) -> std::io::Result<()> {
                Ok(())
            }
        }
        let (kept, from) = Kept::new();
        let (let_go, held) = channel();
        let log = Log::to(Form::Words, Stuck(held, kept)).unwrap();
        // One may be in the writer's hands.
        for _ in 0..MOST_WAITING + 10 {
            log.event(Event::Started);
        }
        let dropped = log.dropped.load(Ordering::Relaxed);
        assert!((9..=10).contains(&dropped), "{dropped}");
        drop((let_go, log));
        let text = read(&from);
        assert_eq!(text.matches(&format!(" lines-dropped {dropped}\n")).count(), 1);
    }
}
