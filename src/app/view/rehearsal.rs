//! What a rehearsal of a class came to, in figures and in words.

use crate::domain::words::counted;
use std::time::Duration;

/// How long an answer may take until it is acknowledged, for 99 of 100.
pub const ACKNOWLEDGED_WITHIN: Duration = Duration::from_millis(50);

/// How long a reveal may take until 99 of 100 pages have it.
pub const REVEALED_WITHIN: Duration = Duration::from_millis(100);

/// How long some hundred or thousand things took: the middle one, 99 of 100, and all.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Spread {
    /// Half of them.
    pub half: Duration,
    /// 99 of 100.
    pub most: Duration,
    /// All.
    pub all: Duration,
}

impl Spread {
    /// The spread of these.
    #[must_use]
    pub fn of(mut times: Vec<Duration>) -> Self {
        times.sort_unstable();
        let at = |per_cent: usize| {
            let place = (times.len() * per_cent).div_ceil(100).saturating_sub(1);
            times.get(place).copied().unwrap_or_default()
        };
        Self { half: at(50), most: at(99), all: at(100) }
    }
}

/// What came of it that there were several hosts, and that one of them failed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Several {
    /// How many hosts there were.
    pub hosts: usize,
    /// How many of them were killed in the middle of a question.
    pub killed: usize,
    /// How many were stopped in the middle of a question, and continued later.
    pub stopped: usize,
    /// How many answers are in the room twice.
    pub twice: usize,
    /// How many answers a stopped host was sent meanwhile for a question that was over when it went on.
    pub stale: usize,
    /// How many of them it took.
    pub stale_taken: usize,
    /// From losing a host to being answered by another.
    pub found_again: Spread,
    /// How many people lost their host.
    pub lost_hosts: usize,
}

/// How long it may take until a phone that lost its host is answered by another.
pub const FOUND_AGAIN_WITHIN: Duration = Duration::from_secs(5);

impl Several {
    fn holds(&self) -> bool {
        self.twice + self.stale_taken == 0
            && self.found_again.all <= FOUND_AGAIN_WITHIN
            && (self.killed + self.stopped == 0 || self.lost_hosts > 0)
            && (self.stopped == 0 || self.stale > 0)
    }

    fn lines(&self) -> [String; 2] {
        let Self { hosts, killed, stopped, twice, stale, stale_taken, lost_hosts, .. } = self;
        let failed = match (killed, stopped) {
            (0, 0) => "none of which failed".to_owned(),
            (killed, 0) => format!("{killed} killed in mid-question"),
            (0, stopped) => format!("{stopped} stopped in mid-question"),
            (killed, stopped) => format!("{killed} killed and {stopped} stopped in mid-question"),
        };
        let people = counted(*lost_hosts, "person", "people");
        [
            format!(
                "{hosts} hosts on one database, {failed}: {twice} answers there twice, {stale_taken} of {stale} late answers taken."
            ),
            spread(
                &format!("{people} lost a host, and were answered by another after"),
                self.found_again,
                FOUND_AGAIN_WITHIN,
            ),
        ]
    }
}

/// What a rehearsal came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rehearsal {
    /// How many people were to come.
    pub students: usize,
    /// How many of them by ssh.
    pub terminals: usize,
    /// How many had a seat at the end.
    pub seated: usize,
    /// How many questions were asked.
    pub questions: usize,
    /// How many votes there were on them.
    pub votes: usize,
    /// How many answers were acknowledged.
    pub acknowledged: usize,
    /// How many seats stand in a vote with another answer than was acknowledged last.
    pub lost: usize,
    /// How many votes count more or fewer answers than there were people who answered.
    pub miscounted: usize,
    /// How many answers were sent twice, or cut off and sent again.
    pub again: usize,
    /// How many came too late, all of which were refused.
    pub late: usize,
    /// How many that came too late were taken all the same.
    pub late_taken: usize,
    /// How many connections were silent or sent half a request.
    pub silent: usize,
    /// What went wrong otherwise, the first few.
    pub failures: Vec<String>,
    /// From sending an answer to its acknowledgement.
    pub acknowledgement: Spread,
    /// From the reveal to its page.
    pub reveal: Spread,
    /// Where there were several hosts: what came of that.
    pub several: Option<Several>,
    /// The most memory that was in use, in mebibytes, the simulated people's included; none where the system does not tell.
    pub memory: Option<u64>,
}

impl Rehearsal {
    /// Whether nothing was lost, counted twice or wrongly taken.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.seated == self.students
            && self.lost + self.miscounted + self.late_taken == 0
            && self.failures.is_empty()
            && self.acknowledged > 0
            && self.several.as_ref().is_none_or(Several::holds)
    }

    /// All of it, a line each.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        let Self { students, terminals, seated, questions, votes, acknowledged, again, late, silent, .. } = self;
        let people = counted(*students, "person", "people");
        let asked = counted(*questions, "question", "questions");
        let mut lines = vec![
            format!(
                "{people} on this machine, {} over HTTP and {terminals} over ssh, {seated} of them seated; {asked} in {votes} votes.",
                students.saturating_sub(*terminals)
            ),
            format!(
                "{acknowledged} answers were acknowledged, {} lost, {} votes miscounted.",
                self.lost, self.miscounted
            ),
            format!(
                "Faults: {again} sent twice or cut off, {late} too late ({} of them taken), {silent} silent connections.",
                self.late_taken
            ),
            spread("Acknowledged after", self.acknowledgement, ACKNOWLEDGED_WITHIN),
            spread("Revealed to them after", self.reveal, REVEALED_WITHIN),
        ];
        lines.extend(self.several.iter().flat_map(Several::lines));
        lines.extend(self.memory.map(|most| format!("Memory: {most} MiB at most, host and people together.")));
        lines.extend(self.failures.iter().map(|failure| format!("Failed: {failure}")));
        lines.push(if self.holds() { HELD.to_owned() } else { BROKE.to_owned() });
        lines
    }
}

/// Said where all is well.
const HELD: &str =
    "Nothing was lost. What a rehearsal can't tell is whether phones reach this machine: try one in the room.";

/// Said where it is not.
const BROKE: &str = "Something went wrong; see above.";

fn spread(what: &str, spread: Spread, goal: Duration) -> String {
    let ms = |time: Duration| format!("{:.1} ms", time.as_secs_f64() * 1_000.0);
    let met = if spread.most <= goal { "met" } else { "missed" };
    format!(
        "{what} {} (half), {} (99 of 100), {} (all); the goal of {} for 99 of 100 is {met}.",
        ms(spread.half),
        ms(spread.most),
        ms(spread.all),
        ms(goal)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spread_names_the_middle_the_last_but_one_in_a_hundred_and_the_slowest() {
        let spread = Spread::of((1..=200).rev().map(Duration::from_millis).collect());
        assert_eq!(
            (spread.half, spread.most, spread.all),
            (Duration::from_millis(100), Duration::from_millis(198), Duration::from_millis(200))
        );
        assert_eq!(Spread::of(Vec::new()), Spread::default());
    }

    #[test]
    fn a_rehearsal_holds_only_where_nothing_was_lost() {
        let good = Rehearsal { students: 3, seated: 3, acknowledged: 9, ..Rehearsal::default() };
        assert!(good.holds());
        let with = |several| Rehearsal { several: Some(several), ..good.clone() };
        let killed = Several { hosts: 2, killed: 1, lost_hosts: 1, ..Several::default() };
        assert!(with(killed.clone()).holds());
        for bad in [
            Rehearsal { seated: 2, ..good.clone() },
            Rehearsal { lost: 1, ..good.clone() },
            Rehearsal { miscounted: 1, ..good.clone() },
            Rehearsal { late_taken: 1, ..good.clone() },
            Rehearsal { failures: vec!["x".to_owned()], ..good.clone() },
            Rehearsal { acknowledged: 0, ..good.clone() },
            with(Several { twice: 1, ..killed.clone() }),
            with(Several { lost_hosts: 0, ..killed.clone() }),
            with(Several {
                found_again: Spread { all: Duration::from_secs(6), ..Spread::default() },
                ..killed.clone()
            }),
            with(Several { stopped: 1, ..killed.clone() }),
            with(Several { stopped: 1, stale: 2, stale_taken: 1, ..killed.clone() }),
        ] {
            assert!(!bad.holds(), "{bad:?}");
            assert_eq!(bad.lines().last().map(String::as_str), Some(BROKE));
        }
    }
}
