//! What the learner likes: the settings, with what is permitted, and their screen.

use super::keys::{Action, Typed};
use super::route::Go;
use super::view::words::{EARLIEST, HOW_DATED, day_ahead};
use super::{Effect, Model, Now, Screen, moved};
use crate::domain::characters::is_forbidden;
use crate::domain::moment::Moment;
use jiff::civil::Date;
use strum::VariantArray;

/// Which colours the learner wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Colours {
    /// By what the terminal tells.
    #[default]
    Auto,
    /// For a dark background.
    Dark,
    /// For a light background.
    Light,
    /// No colours.
    Mono,
}

impl Colours {
    /// All of them, with their words in the settings file.
    pub const ALL: [(Self, &'static str); 4] =
        [(Self::Auto, "auto"), (Self::Dark, "dark"), (Self::Light, "light"), (Self::Mono, "mono")];

    /// The word in the settings file.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(colours, _)| *colours == self).map_or("auto", |(_, word)| word)
    }
}

/// A whole number with its permitted range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range {
    /// The least permitted.
    pub least: u16,
    /// The most permitted.
    pub most: u16,
}

impl Range {
    /// Whether `number` is permitted.
    #[must_use]
    pub const fn permits(self, number: u16) -> bool {
        self.least <= number && number <= self.most
    }
}

/// How many statements a sitting may have.
pub const SITTING: Range = Range { least: 5, most: 100 };
/// How many concepts a review may add a day.
pub const NEW_CONCEPTS: Range = Range { least: 0, most: 60 };
/// The share of what is due, in per cent, that should still be remembered.
pub const RETENTION: Range = Range { least: 80, most: 97 };

/// A change of one setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Change {
    /// Whether answers carry a certainty.
    Certainty(bool),
    /// Which colours are used.
    Colours(Colours),
    /// Whether only ASCII signs are used.
    Ascii(bool),
    /// How many statements a sitting has.
    Sitting(u16),
    /// How many new concepts a review adds a day.
    NewConcepts(u16),
    /// The retention to aim at, in per cent.
    Retention(u16),
    /// The day of an exam; none for no exam.
    Exam(Option<Date>),
    /// On how many days a week ten minutes are meant to be learnt; none for no target.
    Target(Option<u8>),
    /// Whether quiet text is dim.
    Dim(bool),
}

/// Whether certainty was offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Offered {
    /// Not yet.
    NotYet,
    /// Once, and not again.
    Once,
}

/// What the learner likes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// Whether answers carry a certainty.
    pub certainty: bool,
    /// Which colours are used.
    pub colours: Colours,
    /// Whether only ASCII signs are used, whatever the terminal knows.
    pub ascii: bool,
    /// How many statements a sitting has, within [`SITTING`].
    pub sitting: u16,
    /// How many new concepts a review adds a day, within [`NEW_CONCEPTS`].
    pub new_concepts: u16,
    /// The retention to aim at, in per cent, within [`RETENTION`].
    pub retention: u16,
    /// The day of an exam: no concept is put off beyond it.
    pub exam: Option<Date>,
    /// On how many days a week, 1 to 7, [`TARGET_MINUTES`] are meant to be learnt; none where no target is set.
    pub target: Option<u8>,
    /// Whether quiet text is dim, where the background is dark; else it looks like any other.
    pub dim: bool,
    /// Whether certainty was offered: it is offered once.
    pub offered: Offered,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            certainty: false,
            colours: Colours::Auto,
            ascii: false,
            sitting: 20,
            new_concepts: 6,
            retention: 93,
            exam: None,
            target: None,
            dim: true,
            offered: Offered::NotYet,
        }
    }
}

/// How many minutes a day of the target has.
pub const TARGET_MINUTES: u32 = 10;

/// How many days a week a target may have.
pub const TARGET_DAYS: Range = Range { least: 1, most: 7 };

impl Settings {
    /// Makes a change; a number outside its range becomes the nearest within.
    pub fn apply(&mut self, change: Change) {
        let within = |range: Range, number: u16| number.clamp(range.least, range.most);
        match change {
            Change::Certainty(on) => self.certainty = on,
            Change::Colours(colours) => self.colours = colours,
            Change::Ascii(on) => self.ascii = on,
            Change::Sitting(number) => self.sitting = within(SITTING, number),
            Change::NewConcepts(number) => self.new_concepts = within(NEW_CONCEPTS, number),
            Change::Retention(number) => self.retention = within(RETENTION, number),
            Change::Exam(day) => self.exam = day,
            Change::Target(days) => self.target = days.map(|days| days.clamp(1, 7)),
            Change::Dim(on) => self.dim = on,
        }
    }

    /// Whether a change would change nothing: what it says is in force.
    #[must_use]
    pub fn has(&self, change: Change) -> bool {
        let mut changed = *self;
        changed.apply(change);
        changed == *self
    }

    /// How many statements a sitting has.
    #[must_use]
    pub fn count(&self) -> usize {
        usize::from(self.sitting)
    }
}

/// The settings screen.
#[derive(Debug, Clone, Copy, Default)]
pub struct SettingsScreen {
    /// The selected line, from 0, of [`Line::ALL`].
    pub selected: usize,
    /// The date of an exam as typed so far; none while a line is chosen.
    pub typed: Option<Typed>,
}

/// A line of the settings screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, VariantArray)]
pub enum Line {
    /// Who is learning; not a setting, but looked for here.
    Learner,
    /// Whether answers carry a certainty.
    Certainty,
    /// How many statements a sitting has.
    Sitting,
    /// The day of an exam.
    Exam,
    /// The target of a week.
    Target,
    /// How many new concepts a review adds a day.
    NewConcepts,
    /// The retention to aim at.
    Retention,
    /// Which colours are used.
    Colours,
    /// Whether only ASCII signs are used.
    Ascii,
    /// Whether quiet text is dim.
    Dim,
}

/// How many statements of a sitting are on offer.
const SITTINGS: [u16; 3] = [10, 20, 40];
/// How many new concepts a day are on offer.
const NEW: [u16; 5] = [0, 3, 6, 10, 20];
/// The retentions on offer.
const RETENTIONS: [u16; 4] = [85, 90, 93, 95];

impl Line {
    /// In the order shown.
    pub const ALL: &'static [Self] = Self::VARIANTS;

    /// The values on offer, as the changes that bring them, and the one in force among them; none where there is nothing to
    /// choose from.
    #[must_use]
    pub fn offers(self, settings: &Settings, today: Moment) -> Vec<Change> {
        match self {
            Self::Learner => Vec::new(),
            Self::Certainty => [true, false].map(Change::Certainty).to_vec(),
            Self::Sitting => with(&SITTINGS, settings.sitting, Change::Sitting),
            Self::Exam => {
                let day = settings.exam.or_else(|| moved_exam(None, 1, today));
                std::iter::once(None).chain(day.map(Some)).map(Change::Exam).collect()
            }
            Self::Target => std::iter::once(None).chain((1..=7).map(Some)).map(Change::Target).collect(),
            Self::NewConcepts => with(&NEW, settings.new_concepts, Change::NewConcepts),
            Self::Retention => with(&RETENTIONS, settings.retention, Change::Retention),
            Self::Colours => Colours::ALL.map(|(colours, _)| Change::Colours(colours)).to_vec(),
            Self::Ascii => [false, true].map(Change::Ascii).to_vec(),
            Self::Dim => [true, false].map(Change::Dim).to_vec(),
        }
    }
}

/// The numbers on offer, and the one in force in its place among them.
fn with(numbers: &[u16], now: u16, change: fn(u16) -> Change) -> Vec<Change> {
    let mut all = numbers.to_vec();
    all.push(now);
    all.sort_unstable();
    all.dedup();
    all.into_iter().map(change).collect()
}

/// How many days ahead an exam is set when there was none.
const EXAM_AHEAD: i64 = 28;

/// The settings screen: every change is kept at once.
pub(super) fn update(model: &mut Model, action: Action, now: Now) -> Option<Go> {
    if takes_date(model, action, now.moment) {
        return None;
    }
    let Screen::Settings(screen) = &mut model.screen else { return None };
    let before = model.settings;
    if let Action::Pick(number) | Action::Select(number) = action {
        if number >= Line::ALL.len() {
            return None;
        }
        screen.selected = number;
    }
    let line = Line::ALL.get(screen.selected).copied();
    match action {
        Action::Learner => model.ask(Effect::ListLearners),
        Action::Left | Action::Right | Action::Next | Action::Pick(_) if line == Some(Line::Learner) => {
            model.ask(Effect::ListLearners);
        }
        Action::Up | Action::Down => screen.selected = moved(screen.selected, action, Line::ALL.len()),
        // A day that was set is not moved by whoever wants to say yes to it.
        Action::Next | Action::Pick(_) if line == Some(Line::Exam) => screen.typed = Some(Typed::new()),
        Action::PageOn | Action::PageBack if line == Some(Line::Exam) => {
            let months = if action == Action::PageOn { 1 } else { -1 };
            model.settings.exam = moved_by_months(before.exam, months, now.moment);
        }
        Action::Left | Action::Right | Action::Next | Action::Pick(_) => {
            if let Some(change) = line.and_then(|line| stepped(line, &before, action != Action::Left, now.moment)) {
                model.settings.apply(change);
            }
        }
        Action::Marks => return Some(Go::Marks),
        Action::Set(Change::Exam(Some(day))) if !is_ahead(day, now.moment) => {
            model.notice = Some(EARLIEST.to_owned());
        }
        Action::Set(change) => model.settings.apply(change),
        Action::Clear if line == Some(Line::Exam) => model.settings.exam = None,
        Action::WeekOn | Action::WeekBack if line == Some(Line::Exam) => {
            let days = if action == Action::WeekOn { 7 } else { -7 };
            model.settings.exam = moved_exam(before.exam, days, now.moment);
        }
        _ => {}
    }
    if model.settings != before {
        model.ask(Effect::KeepSettings(model.settings));
    }
    if model.settings.certainty != before.certainty && is_amid_a_round(model) {
        let say = if model.settings.certainty {
            "From the next round on you say how sure you are; this one stays as it is."
        } else {
            "From the next round on you don't say how sure you are; this one stays."
        };
        model.notice = Some(say.to_owned());
    }
    None
}

/// Whether a round or the exercises of a lesson wait to be gone on with.
fn is_amid_a_round(model: &Model) -> bool {
    let waits = |screen: &Screen| match screen {
        Screen::Quiz(_) => true,
        Screen::Lesson(lesson) => lesson.exercises.is_some(),
        _ => false,
    };
    model.learner.unfinished().is_some() || model.under.iter().any(waits)
}

/// The change one step on or back; behind the last value comes the first. The day of an exam goes a day on or back.
fn stepped(line: Line, settings: &Settings, forward: bool, now: Moment) -> Option<Change> {
    if line == Line::Exam {
        return Some(Change::Exam(moved_exam(settings.exam, if forward { 1 } else { -1 }, now)));
    }
    let offers = line.offers(settings, now);
    let at = offers.iter().position(|offer| settings.has(*offer)).unwrap_or(0);
    let step = if forward { 1 } else { offers.len().saturating_sub(1) };
    (at + step).checked_rem(offers.len()).and_then(|next| offers.get(next)).copied()
}

/// The longest date that is typed, in characters.
const LONGEST: usize = 24;

/// Takes what is typed of a date into account. Returns whether one is being typed.
fn takes_date(model: &mut Model, action: Action, now: Moment) -> bool {
    let Screen::Settings(SettingsScreen { typed: Some(typed), .. }) = &mut model.screen else { return false };
    match action {
        Action::Type(letter) if typed.chars().count() < LONGEST && !is_forbidden(letter) => {
            // What is cut at that length fits.
            let _ = typed.try_push(letter);
        }
        Action::Erase => drop(typed.pop()),
        Action::Clear => typed.clear(),
        Action::Next => {
            let typed = *typed;
            set_typed(model, typed.trim(), now);
        }
        // A click elsewhere chooses something else.
        Action::Select(_) | Action::Pick(_) | Action::Set(_) | Action::Learner => return !gives_up_typing(model),
        _ => {}
    }
    true
}

/// Sets the exam to the day that was typed, and leaves it as it is where nothing was; or says why that is none.
fn set_typed(model: &mut Model, typed: &str, now: Moment) {
    let before = model.settings.exam;
    let day = match typed {
        "" => before,
        typed if typed.eq_ignore_ascii_case("none") => None,
        typed => match day_ahead(typed, now) {
            Ok(day) => Some(day),
            Err(why) => return model.notice = Some(why.said().unwrap_or_else(|| HOW_DATED.to_owned())),
        },
    };
    gives_up_typing(model);
    if day != before {
        model.settings.exam = day;
        model.ask(Effect::KeepSettings(model.settings));
    }
}

/// Leaves the typing of a date, if one is being typed. Returns whether it was.
pub(super) fn gives_up_typing(model: &mut Model) -> bool {
    let Screen::Settings(screen) = &mut model.screen else { return false };
    screen.typed.take().is_some()
}

/// The day of the exam, so many months on or back; never before tomorrow.
fn moved_by_months(exam: Option<Date>, months: i64, now: Moment) -> Option<Date> {
    let Some(day) = exam else { return moved_exam(None, 0, now) };
    let tomorrow = now.local_date()?.tomorrow().ok()?;
    let moved = jiff::Span::new().try_months(months).ok().and_then(|span| day.checked_add(span).ok())?;
    Some(moved.max(tomorrow))
}

/// Whether a day comes after today, as a day to prepare for does.
fn is_ahead(day: Date, now: Moment) -> bool {
    now.local_date().is_none_or(|today| day > today)
}

/// The day of the exam, so many days on or back; never before tomorrow.
fn moved_exam(exam: Option<Date>, days: i64, now: Moment) -> Option<Date> {
    let today = now.local_date()?;
    let step = |date: Date, days: i64| date.checked_add(jiff::Span::new().try_days(days).ok()?).ok();
    match exam {
        None => step(today, EXAM_AHEAD),
        Some(day) => {
            let tomorrow = step(today, 1)?;
            step(day, days).map(|day| day.max(tomorrow))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_step_brings_the_next_value_on_offer_and_all_of_them_come_round() {
        let now = Moment::utc(1_795_459_380_000);
        let odd = Settings { sitting: 35, new_concepts: 7, retention: 81, ..Settings::default() };
        for line in Line::ALL.iter().copied().filter(|line| !matches!(line, Line::Learner | Line::Exam)) {
            for begin in [Settings::default(), odd] {
                let offers = line.offers(&begin, now);
                assert_eq!(offers.iter().filter(|offer| begin.has(**offer)).count(), 1, "{line:?}: {offers:?}");
                let mut settings = begin;
                let mut seen = Vec::new();
                for _ in 0..offers.len() {
                    settings.apply(stepped(line, &settings, true, now).unwrap());
                    seen.push(settings);
                }
                settings.apply(stepped(line, &settings, false, now).unwrap());
                assert!(seen.contains(&settings), "{line:?} goes back to where it was");
                seen.dedup();
                assert!(seen.len() + 1 >= offers.len() && seen.len() > 1, "{line:?}: {seen:?}");
            }
        }
        assert_eq!(Line::Learner.offers(&odd, now), []);
    }

    #[test]
    fn a_number_out_of_its_range_becomes_the_nearest_within() {
        let mut settings = Settings::default();
        for (change, wanted) in [(Change::Sitting(0), 5), (Change::Sitting(999), 100)] {
            settings.apply(change);
            assert_eq!(settings.sitting, wanted);
        }
        assert!(!RETENTION.permits(79) && RETENTION.permits(80) && RETENTION.permits(97) && !RETENTION.permits(98));
    }

    #[test]
    fn an_exam_is_never_in_the_past() {
        let now = Moment::utc(1_795_459_380_000);
        let first = moved_exam(None, 1, now);
        assert_eq!(first.unwrap().to_string(), "2026-12-21");
        for (days, wanted) in [(-1, "2026-12-20"), (7, "2026-12-28"), (-7, "2026-12-14")] {
            assert_eq!(moved_exam(first, days, now).unwrap().to_string(), wanted);
        }
        let tomorrow = now.local_date().unwrap().tomorrow().ok();
        assert_eq!((moved_exam(tomorrow, -1, now), moved_exam(tomorrow, -7, now)), (tomorrow, tomorrow));
        assert!(is_ahead(tomorrow.unwrap(), now) && !is_ahead(now.local_date().unwrap(), now));
    }

    #[test]
    fn a_month_on_and_back_is_the_same_day_and_never_past() {
        let now = Moment::utc(1_795_459_380_000);
        let day = moved_exam(None, 1, now);
        let later = moved_by_months(day, 1, now);
        assert_eq!(later.unwrap().to_string(), "2027-01-21");
        assert_eq!(moved_by_months(later, -1, now), day);
        assert_eq!(moved_by_months(day, -1, now), now.local_date().unwrap().tomorrow().ok());
    }

    #[test]
    fn the_defaults_are_permitted() {
        let settings = Settings::default();
        assert!(SITTING.permits(settings.sitting) && NEW_CONCEPTS.permits(settings.new_concepts));
        assert!(RETENTION.permits(settings.retention));
    }
}
