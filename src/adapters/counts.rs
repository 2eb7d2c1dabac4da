//! What a host counts while it runs, for whoever watches over it: numbers alone, of nobody.

use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// The upper bounds of the latencies that commits are sorted by, in microseconds and as they are written.
const BOUNDS: [(u64, &str); 10] = [
    (1_000, "0.001"),
    (2_500, "0.0025"),
    (5_000, "0.005"),
    (10_000, "0.01"),
    (25_000, "0.025"),
    (50_000, "0.05"),
    (100_000, "0.1"),
    (250_000, "0.25"),
    (1_000_000, "1"),
    (5_000_000, "5"),
];

/// Counters that rise while a host runs, from whatever thread.
#[derive(Debug, Default)]
pub struct Counts {
    answers: AtomicU64,
    refused: AtomicU64,
    failed: AtomicU64,
    /// Commits by their latency; those above every bound stand last.
    commits: [AtomicU64; BOUNDS.len() + 1],
    micros: AtomicU64,
    pages: AtomicU64,
    terminals: AtomicU64,
}

/// What is true of a host at the moment, beside what it counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Now {
    /// How many seats are taken.
    pub seats: usize,
    /// Whether the store takes nothing.
    pub trouble: bool,
}

/// A connection, counted until this is dropped.
#[derive(Debug)]
pub struct Connected<'a>(&'a AtomicU64);

impl Drop for Connected<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

fn one_more(counter: &AtomicU64) {
    counter.fetch_add(1, Ordering::Relaxed);
}

fn connected(counter: &AtomicU64) -> Connected<'_> {
    one_more(counter);
    Connected(counter)
}

impl Counts {
    /// An answer was acknowledged.
    pub fn answered(&self) {
        one_more(&self.answers);
    }

    /// Something that was asked for was refused.
    pub fn refused(&self) {
        one_more(&self.refused);
    }

    /// The store took nothing.
    pub fn failed(&self) {
        one_more(&self.failed);
    }

    /// Something was made durable, in that time.
    pub fn committed(&self, took: Duration) {
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        let place = BOUNDS.iter().position(|(bound, _)| micros <= *bound).unwrap_or(BOUNDS.len());
        self.commits.get(place).into_iter().for_each(one_more);
        self.micros.fetch_add(micros, Ordering::Relaxed);
    }

    /// A browser is connected.
    pub fn page(&self) -> Connected<'_> {
        connected(&self.pages)
    }

    /// A terminal is connected.
    pub fn terminal(&self) -> Connected<'_> {
        connected(&self.terminals)
    }

    /// All of it in the text format that Prometheus and its kin read. No label has a value that came from outside, so there is
    /// nothing to escape and no library for it.
    #[must_use]
    pub fn written(&self, now: Now) -> String {
        let read = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        let mut text = String::new();
        let mut one = |name: &str, kind: &str, help: &str, lines: &[(String, u64)]| {
            let _ = writeln!(text, "# HELP iotutor_{name} {help}\n# TYPE iotutor_{name} {kind}");
            for (label, value) in lines {
                let _ = writeln!(text, "iotutor_{name}{label} {value}");
            }
        };
        let plain = |value: u64| [(String::new(), value)];
        one("answers_total", "counter", "Answers that were acknowledged.", &plain(read(&self.answers)));
        one("refused_total", "counter", "Orders that were refused.", &plain(read(&self.refused)));
        one("store_failures_total", "counter", "Times that the store took nothing.", &plain(read(&self.failed)));
        one("store_trouble", "gauge", "1 while the store takes nothing.", &plain(u64::from(now.trouble)));
        let seats = u64::try_from(now.seats).unwrap_or(u64::MAX);
        one("seats", "gauge", "Seats that are taken.", &plain(seats));
        let over = |over: &str, counter| (format!("{{over=\"{over}\"}}"), read(counter));
        let connections = [over("web", &self.pages), over("ssh", &self.terminals)];
        one("connections", "gauge", "Connections that are open.", &connections);
        self.write_commits(&mut text);
        text
    }

    fn write_commits(&self, text: &mut String) {
        let name = "iotutor_commit_seconds";
        let _ = writeln!(text, "# HELP {name} How long it took to make answers durable.\n# TYPE {name} histogram");
        let mut all = 0;
        let bounds = BOUNDS.iter().map(|(_, written)| *written).chain(["+Inf"]);
        for (bound, counter) in bounds.zip(&self.commits) {
            all += counter.load(Ordering::Relaxed);
            let _ = writeln!(text, "{name}_bucket{{le=\"{bound}\"}} {all}");
        }
        let micros = self.micros.load(Ordering::Relaxed);
        let _ = writeln!(text, "{name}_sum {}.{:06}\n{name}_count {all}", micros / 1_000_000, micros % 1_000_000);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commits_are_sorted_by_their_latency_and_the_last_bound_holds_all() {
        let counts = Counts::default();
        for millis in [1, 2, 60, 9_000] {
            counts.committed(Duration::from_millis(millis));
        }
        let text = counts.written(Now { seats: 0, trouble: false });
        for line in [
            "iotutor_commit_seconds_bucket{le=\"0.001\"} 1\n",
            "iotutor_commit_seconds_bucket{le=\"0.05\"} 2\n",
            "iotutor_commit_seconds_bucket{le=\"0.1\"} 3\n",
            "iotutor_commit_seconds_bucket{le=\"5\"} 3\n",
            "iotutor_commit_seconds_bucket{le=\"+Inf\"} 4\n",
            "iotutor_commit_seconds_sum 9.063000\n",
            "iotutor_commit_seconds_count 4\n",
        ] {
            assert!(text.contains(line), "no {line} in {text}");
        }
    }

    #[test]
    fn each_line_is_a_comment_or_a_name_with_a_number() {
        let counts = Counts::default();
        counts.answered();
        let _here = (counts.page(), counts.terminal());
        drop(counts.page());
        let text = counts.written(Now { seats: 30, trouble: true });
        for line in text.lines().filter(|line| !line.starts_with("# HELP ") && !line.starts_with("# TYPE ")) {
            let (name, value) = line.split_once(' ').unwrap();
            assert!(name.starts_with("iotutor_") && value.parse::<f64>().is_ok(), "{line}");
        }
        for line in [
            "iotutor_answers_total 1\n",
            "iotutor_seats 30\n",
            "iotutor_store_trouble 1\n",
            "iotutor_connections{over=\"web\"} 1\n",
            "iotutor_connections{over=\"ssh\"} 1\n",
        ] {
            assert!(text.contains(line), "no {line} in {text}");
        }
    }
}
