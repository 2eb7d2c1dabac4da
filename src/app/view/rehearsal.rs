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
        for bad in [
            Rehearsal { seated: 2, ..good.clone() },
            Rehearsal { lost: 1, ..good.clone() },
            Rehearsal { miscounted: 1, ..good.clone() },
            Rehearsal { late_taken: 1, ..good.clone() },
            Rehearsal { failures: vec!["x".to_owned()], ..good.clone() },
            Rehearsal { acknowledged: 0, ..good.clone() },
        ] {
            assert!(!bad.holds(), "{bad:?}");
            assert_eq!(bad.lines().last().map(String::as_str), Some(BROKE));
        }
    }
}
