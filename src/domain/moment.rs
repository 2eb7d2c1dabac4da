//! Moments, as they arrive from outside.

use serde::{Deserialize, Serialize};

/// When something happened: an instant, and the learner's offset from UTC at that instant.
///
/// The offset is kept because "the same day" is a matter of where the learner was.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Moment {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub millis: i64,
    /// Minutes east of UTC.
    pub offset: i16,
}

const MILLIS_A_DAY: i64 = 86_400_000;

/// The months by their names.
pub const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A date as people write it: `23 November 2026`.
#[must_use]
pub fn written_date(date: jiff::civil::Date) -> String {
    format!("{} {} {}", date.day(), month(date), date.year())
}

fn month(date: jiff::civil::Date) -> &'static str {
    let number = usize::try_from(date.month()).unwrap_or(0);
    number.checked_sub(1).and_then(|number| MONTHS.get(number)).copied().unwrap_or_default()
}

impl Moment {
    /// A moment in UTC.
    #[must_use]
    pub const fn utc(millis: i64) -> Self {
        Self { millis, offset: 0 }
    }

    /// The local calendar day, as days since 1970-01-01.
    #[must_use]
    pub const fn day(self) -> i64 {
        (self.millis + self.offset as i64 * 60_000).div_euclid(MILLIS_A_DAY)
    }

    /// Milliseconds since `earlier`; 0 where the clock was set back in between.
    #[must_use]
    pub fn since(self, earlier: Self) -> u64 {
        u64::try_from(self.millis.saturating_sub(earlier.millis)).unwrap_or(0)
    }

    /// The local date as `2026-11-23`.
    #[must_use]
    pub fn date(self) -> String {
        self.local().map_or_else(|| "?".to_owned(), |local| local.date().to_string())
    }

    /// The date of a local day, given as days since 1970-01-01, as `2026-11-23`.
    #[must_use]
    pub fn date_of(day: i64) -> String {
        Self::utc(day.saturating_mul(MILLIS_A_DAY)).date()
    }

    /// The local date as people write it: `23 November 2026`.
    #[must_use]
    pub fn written(self) -> String {
        self.local_date().map_or_else(|| "?".to_owned(), written_date)
    }

    /// The date of a local day, given as days since 1970-01-01, as people write it: `23 November 2026`.
    #[must_use]
    pub fn written_of(day: i64) -> String {
        Self::utc(day.saturating_mul(MILLIS_A_DAY)).written()
    }

    /// The same as people write it in the year of this moment: `23 November`, and the year where it is another.
    #[must_use]
    pub fn written_beside(self, day: i64) -> String {
        let date = Self::utc(day.saturating_mul(MILLIS_A_DAY)).local_date();
        match (date, self.local_date()) {
            (Some(date), Some(here)) if date.year() == here.year() => format!("{} {}", date.day(), month(date)),
            _ => Self::written_of(day),
        }
    }

    /// The name of the weekday of a local day, given as days since 1970-01-01, which was a Thursday.
    #[must_use]
    pub fn weekday_of(day: i64) -> &'static str {
        const NAMES: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
        let place = usize::try_from(day.saturating_add(3).rem_euclid(7)).unwrap_or(0);
        NAMES.get(place).copied().unwrap_or("Monday")
    }

    /// The local time of day as `18:45`.
    #[must_use]
    pub fn time(self) -> String {
        self.local().map_or_else(|| "?".to_owned(), |local| local.strftime("%H:%M").to_string())
    }

    /// The offset from UTC as `UTC+01:00`.
    #[must_use]
    pub fn zone(self) -> String {
        let sign = if self.offset < 0 { '-' } else { '+' };
        let minutes = self.offset.unsigned_abs();
        format!("UTC{sign}{:02}:{:02}", minutes / 60, minutes % 60)
    }

    /// The local date; none beyond the years that a calendar knows.
    #[must_use]
    pub fn local_date(self) -> Option<jiff::civil::Date> {
        self.local().map(jiff::civil::DateTime::date)
    }

    /// The local date so many months later, or the last day of that month; none beyond the years that a calendar knows.
    #[must_use]
    pub fn months_later(self, months: u16) -> Option<jiff::civil::Date> {
        self.local_date()?.checked_add(jiff::Span::new().try_months(months).ok()?).ok()
    }

    fn local(self) -> Option<jiff::civil::DateTime> {
        let instant = jiff::Timestamp::from_millisecond(self.millis).ok()?;
        let offset = jiff::tz::Offset::from_seconds(i32::from(self.offset) * 60).ok()?;
        Some(offset.to_datetime(instant))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_match_known_days() {
        // `date -u -d @N` for each.
        assert_eq!(Moment::utc(0).date(), "1970-01-01");
        assert_eq!(Moment::utc(951_782_400_000).date(), "2000-02-29");
        assert_eq!(Moment::utc(1_795_459_380_000).date(), "2026-11-23");
        assert_eq!(Moment::utc(-86_400_000).date(), "1969-12-31");
        assert_eq!(Moment::date_of(20_780), "2026-11-23");
        assert_eq!(Moment::date_of(i64::MAX), "?");
    }

    #[test]
    fn a_date_is_written_as_people_write_it_with_its_year_where_that_is_another() {
        let here = Moment::utc(1_795_459_380_000);
        assert_eq!((here.written().as_str(), Moment::written_of(i64::MAX).as_str()), ("23 November 2026", "?"));
        let days = [here.day(), here.day() + 38, here.day() + 39, here.day() - 327].map(|day| here.written_beside(day));
        assert_eq!(days, ["23 November", "31 December", "1 January 2027", "31 December 2025"]);
    }

    #[test]
    fn weekdays_match_known_days() {
        // `date -u -d DATE +%A` for each: 1970-01-01, 2026-11-23, 1969-12-31.
        assert_eq!([0, 20_780, -1].map(Moment::weekday_of), ["Thursday", "Monday", "Wednesday"]);
        let _ = [i64::MIN, i64::MAX].map(Moment::weekday_of);
    }

    #[test]
    fn months_end_on_their_last_day() {
        let later = |millis, months| Moment::utc(millis).months_later(months).map(|date| date.to_string());
        // 2026-11-23, and 2000-01-31.
        assert_eq!(later(1_795_459_380_000, 12).as_deref(), Some("2027-11-23"));
        assert_eq!(later(949_276_800_000, 1).as_deref(), Some("2000-02-29"));
        assert_eq!(later(i64::MAX, 1), None);
    }

    #[test]
    fn the_day_is_the_learners_own() {
        let late = 1_795_476_600_000; // 2026-11-23T23:30Z
        assert_eq!(Moment { millis: late, offset: 60 }.date(), "2026-11-24");
        assert_eq!(Moment { millis: late, offset: -300 }.date(), "2026-11-23");
        assert_eq!(Moment { millis: late, offset: 60 }.time(), "00:30");
    }

    #[test]
    fn the_zone_is_told_in_hours_and_minutes() {
        for (offset, zone) in [(0, "UTC+00:00"), (60, "UTC+01:00"), (-210, "UTC-03:30"), (345, "UTC+05:45")] {
            assert_eq!(Moment { millis: 0, offset }.zone(), zone);
        }
    }

    #[test]
    fn a_clock_set_back_gives_no_negative_time() {
        assert_eq!(Moment::utc(5).since(Moment::utc(10)), 0);
    }
}
