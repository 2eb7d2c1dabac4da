//! Where moments and fresh random bits come from.
//!
//! Two environment variables make a scripted run exactly reproducible: `IOTUTOR_CLOCK` pins the moment,
//! `IOTUTOR_ENTROPY` the random bits.

use super::system;
use crate::app::Now;
use crate::domain::moment::Moment;
use jiff::Timestamp;
use jiff::fmt::temporal::Pieces;
use jiff::tz::{Offset, TimeZone};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::env;
use std::fs;
use std::sync::LazyLock;

/// The variable with the first moment, such as `2026-11-23T09:00:00+01:00`; each further reading is a second later.
pub const CLOCK: &str = "IOTUTOR_CLOCK";

/// The variable with the number, from 0 to 2^64 - 1, that all random bits are made from.
pub const ENTROPY: &str = "IOTUTOR_ENTROPY";

/// Between two readings of a pinned clock, in milliseconds.
const TICK: i64 = 1_000;

/// Why there is no clock.
#[derive(Debug, thiserror::Error)]
pub enum ClockError {
    /// The pinned moment is none.
    #[error(
        "{CLOCK} is \"{0}\", which is not a moment with an offset; write it as 2026-11-23T09:00:00+01:00 or unset it"
    )]
    BadMoment(String),
    /// The pinned number is none.
    #[error("{ENTROPY} is \"{0}\", which is not a whole number from 0 to {max}; write such a number or unset it", max = u64::MAX)]
    BadNumber(String),
    /// The operating system gave no random bits.
    #[error("the operating system gives no random numbers ({0}); set {ENTROPY} to a number to go on without them")]
    NoEntropy(getrandom::Error),
}

/// Gives moments and random bits.
#[derive(Debug)]
pub struct Clock {
    /// The next reading of a pinned clock; none where the time is the system's.
    pinned: Option<Moment>,
    /// Started once from the operating system or from the pinned number, so that a reading cannot fail and costs no
    /// system call for random bits.
    generator: ChaCha8Rng,
}

impl Clock {
    /// A clock as the environment wants it: the system's time and fresh random bits, or pinned ones.
    ///
    /// # Errors
    ///
    /// [`ClockError`] if a variable is set to something else than it is for, or if the system gives no random bits.
    pub fn from_environment() -> Result<Self, ClockError> {
        let text = |name| env::var_os(name).map(|value| value.to_string_lossy().into_owned());
        Self::pinned(text(CLOCK).as_deref(), text(ENTROPY).as_deref())
    }

    /// A clock that begins at `moment` and makes its random bits from `number`, each written as in its variable. What
    /// is `None` comes from the system.
    ///
    /// # Errors
    ///
    /// As for [`Clock::from_environment`].
    pub fn pinned(moment: Option<&str>, number: Option<&str>) -> Result<Self, ClockError> {
        let bad = |text: &str| ClockError::BadMoment(text.to_owned());
        let pinned = moment.map(|text| parse(text).ok_or_else(|| bad(text))).transpose()?;
        let generator = if let Some(text) = number {
            let number = text.parse().map_err(|_| ClockError::BadNumber(text.to_owned()))?;
            ChaCha8Rng::seed_from_u64(number)
        } else {
            let mut seed = [0; 32];
            getrandom::fill(&mut seed).map_err(ClockError::NoEntropy)?;
            ChaCha8Rng::from_seed(seed)
        };
        Ok(Self { pinned, generator })
    }

    /// Whether the moments are pinned.
    #[must_use]
    pub const fn is_pinned(&self) -> bool {
        self.pinned.is_some()
    }

    /// The time and fresh random bits. A pinned clock goes on by one second.
    pub fn now(&mut self) -> Now {
        let moment = match &mut self.pinned {
            Some(next) => {
                let moment = *next;
                next.millis = next.millis.saturating_add(TICK);
                moment
            }
            None => system(),
        };
        Now { moment, entropy: self.generator.random() }
    }
}

/// The system's time zone, as it was when it was first asked for.
static ZONE: LazyLock<TimeZone> = LazyLock::new(|| {
    // The file alone, where there is one: looking its name up makes a list of all time zones of the world at each start,
    // which is a third of all the work of starting.
    let data = system::zone_file().and_then(|file| fs::read(file).ok());
    let zone = data.and_then(|data| TimeZone::tzif("local", &data).ok());
    zone.unwrap_or_else(TimeZone::system)
});

/// The system's time and offset. Where the system knows of no time zone the offset is 0.
#[must_use]
pub fn system() -> Moment {
    let instant = Timestamp::now();
    Moment { millis: instant.as_millisecond(), offset: minutes(ZONE.to_offset(instant)) }
}

/// An RFC 3339 moment with an offset of whole minutes. `None` for anything else.
fn parse(text: &str) -> Option<Moment> {
    let instant: Timestamp = text.parse().ok()?;
    let offset = Pieces::parse(text).ok()?.to_numeric_offset()?;
    (offset.seconds() % 60 == 0).then(|| Moment { millis: instant.as_millisecond(), offset: minutes(offset) })
}

/// Whole minutes east of UTC, the rest cut off.
fn minutes(offset: Offset) -> i16 {
    i16::try_from(offset.seconds() / 60).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn pinned() -> Clock {
        Clock::pinned(Some("2026-11-23T09:00:00+01:00"), Some("7")).unwrap()
    }

    #[test]
    fn a_pinned_clock_begins_where_it_is_told_and_goes_on_by_a_second_a_reading() {
        let mut clock = pinned();
        // `date -u -d 2026-11-23T08:00:00 +%s`
        let first = Moment { millis: 1_795_420_800_000, offset: 60 };
        assert_eq!(clock.now().moment, first);
        assert_eq!(clock.now().moment, Moment { millis: first.millis + 1_000, ..first });
    }

    #[test]
    fn pinned_entropy_repeats_from_run_to_run_and_never_within_one() {
        let (mut one, mut other) = (pinned(), pinned());
        let first: Vec<u128> = (0..50).map(|_| one.now().entropy).collect();
        let second: Vec<u128> = (0..50).map(|_| other.now().entropy).collect();
        assert_eq!(first, second);
        let mut distinct = first.clone();
        distinct.sort_unstable();
        distinct.dedup();
        assert_eq!(distinct.len(), first.len());
    }

    #[test]
    fn another_number_gives_other_bits() {
        let bits = |number| Clock::pinned(None, Some(number)).unwrap().now().entropy;
        assert_ne!(bits("1"), bits("2"));
    }

    #[test]
    fn without_pins_two_clocks_give_different_bits() {
        let bits = || Clock::pinned(None, None).unwrap().now().entropy;
        assert_ne!(bits(), bits());
    }

    #[test]
    fn the_zones_own_file_gives_the_offset_that_the_system_gives() {
        let now = Timestamp::now();
        assert_eq!(ZONE.to_offset(now), TimeZone::system().to_offset(now));
    }

    #[test]
    fn offsets_are_kept_in_minutes_east() {
        let cases = [("Z", 0), ("+00:00", 0), ("-05:00", -300), ("+05:45", 345), ("-00:30", -30)];
        for (offset, minutes) in cases {
            let moment = parse(&format!("2026-11-23T09:00:00{offset}")).map(|moment| moment.offset);
            assert_eq!(moment, Some(minutes), "{offset}");
        }
    }

    #[test]
    fn bad_values_are_errors_that_name_the_variable() {
        let bad_moments =
            ["", "now", "2026-11-23", "2026-11-23T09:00:00", "2026-02-30T09:00:00Z", "1795420800", "25:00Z"];
        for text in bad_moments {
            let error = Clock::pinned(Some(text), Some("1")).unwrap_err().to_string();
            assert!(error.contains("IOTUTOR_CLOCK"), "{text}: {error}");
        }
        for text in ["", "-1", "1.5", "seven", "18446744073709551616", " 1"] {
            let error = Clock::pinned(None, Some(text)).unwrap_err().to_string();
            assert!(error.contains("IOTUTOR_ENTROPY"), "{text}: {error}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_a_moment_or_an_error(text in ".*", number in ".*") {
            let _ = Clock::pinned(Some(&text), Some(&number));
        }
    }
}
