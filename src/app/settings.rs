//! What the learner likes: the settings, with what is permitted, and their screen.

use super::keys::Action;
use super::route::Go;
use super::{Effect, Model, Now, Screen, moved};
use crate::domain::moment::Moment;
use jiff::civil::Date;

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
    /// The step on the settings screen.
    pub step: u16,
}

impl Range {
    /// Whether `number` is permitted.
    #[must_use]
    pub const fn permits(self, number: u16) -> bool {
        self.least <= number && number <= self.most
    }

    fn moved(self, number: u16, forward: bool) -> u16 {
        let next = if forward { number.saturating_add(self.step) } else { number.saturating_sub(self.step) };
        next.clamp(self.least, self.most)
    }
}

/// How many statements a sitting may have.
pub const SITTING: Range = Range { least: 5, most: 100, step: 5 };
/// How many concepts a review may add a day.
pub const NEW_CONCEPTS: Range = Range { least: 0, most: 60, step: 1 };
/// The share of what is due, in per cent, that should still be remembered.
pub const RETENTION: Range = Range { least: 80, most: 97, step: 1 };

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
        }
    }
}

/// How many minutes a day of the target has.
pub const TARGET_MINUTES: u32 = 10;

/// How many days a week a target may have.
pub const TARGET_DAYS: Range = Range { least: 1, most: 7, step: 1 };

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
        }
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
}

/// A line of the settings screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    /// Whether answers carry a certainty.
    Certainty,
    /// Which colours are used.
    Colours,
    /// Whether only ASCII signs are used.
    Ascii,
    /// How many statements a sitting has.
    Sitting,
    /// How many new concepts a review adds a day.
    NewConcepts,
    /// The retention to aim at.
    Retention,
    /// The day of an exam.
    Exam,
    /// Who is learning; not a setting, but looked for here.
    Learner,
}

impl Line {
    /// In the order shown.
    pub const ALL: [Self; 8] = [
        Self::Certainty,
        Self::Colours,
        Self::Ascii,
        Self::Sitting,
        Self::NewConcepts,
        Self::Retention,
        Self::Exam,
        Self::Learner,
    ];

    /// What it is called on the screen.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Certainty => "How sure are you?",
            Self::Colours => "Colours",
            Self::Ascii => "ASCII signs only",
            Self::Sitting => "Questions a sitting",
            Self::NewConcepts => "New concepts a day",
            Self::Retention => "Retention to aim at",
            Self::Exam => "Exam on",
            Self::Learner => "Learner",
        }
    }

    /// What it means, in a sentence.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Certainty => "Whether answers say how sure you are: it teaches more, and marks count it.",
            Self::Colours => "auto asks the terminal; dark and light name its background; mono uses none.",
            Self::Ascii => "For terminals that show odd signs.",
            Self::Sitting => "The length of a mixed quiz and of a review. About 20 is ten minutes.",
            Self::NewConcepts => "How many concepts you have not met a review may add a day.",
            Self::Retention => "Higher means more reviews. Half the answers can be luck, so 93 is the default.",
            Self::Exam => "No concept is put off beyond this day. Space takes it off.",
            Self::Learner => "Who is learning here. Enter changes that, or adds somebody.",
        }
    }

    /// The value it has.
    #[must_use]
    pub fn value(self, model: &Model) -> String {
        let settings = &model.settings;
        match self {
            Self::Certainty => if settings.certainty { "asked" } else { "not asked" }.to_owned(),
            Self::Colours => settings.colours.word().to_owned(),
            Self::Ascii => if settings.ascii { "yes" } else { "no" }.to_owned(),
            Self::Sitting => settings.sitting.to_string(),
            Self::NewConcepts => settings.new_concepts.to_string(),
            Self::Retention => format!("{} %", settings.retention),
            Self::Exam => settings.exam.map_or_else(|| "no day".to_owned(), |day| day.to_string()),
            Self::Learner => super::names::called(&model.name).to_owned(),
        }
    }
}

/// How many days ahead an exam is set when there was none.
const EXAM_AHEAD: i64 = 28;

/// The settings screen: every change is kept at once.
pub(super) fn update(model: &mut Model, action: Action, now: Now) -> Option<Go> {
    let Screen::Settings(screen) = &mut model.screen else { return None };
    let before = model.settings;
    if let Action::Pick(number) = action {
        if number >= Line::ALL.len() {
            return None;
        }
        screen.selected = number;
    }
    let on_learner = Line::ALL.get(screen.selected) == Some(&Line::Learner);
    match action {
        Action::Learner => model.ask(Effect::ListLearners),
        Action::Left | Action::Right | Action::Next | Action::Pick(_) if on_learner => {
            model.ask(Effect::ListLearners);
        }
        Action::Up | Action::Down => screen.selected = moved(screen.selected, action, Line::ALL.len()),
        Action::Left | Action::Right | Action::Next | Action::Pick(_) => {
            let selected = screen.selected;
            change(model, selected, action != Action::Left, now.moment);
        }
        Action::Marks => return Some(Go::Marks),
        Action::Set(change) => model.settings.apply(change),
        Action::Clear if Line::ALL.get(screen.selected) == Some(&Line::Exam) => model.settings.exam = None,
        _ => {}
    }
    if model.settings != before {
        model.ask(Effect::KeepSettings(model.settings));
    }
    None
}

fn change(model: &mut Model, line: usize, forward: bool, now: Moment) {
    let settings = &mut model.settings;
    match Line::ALL.get(line) {
        Some(Line::Certainty) => settings.certainty = !settings.certainty,
        Some(Line::Colours) => {
            let position = Colours::ALL.iter().position(|(one, _)| *one == settings.colours).unwrap_or(0);
            let step = if forward { 1 } else { Colours::ALL.len() - 1 };
            let next = Colours::ALL.get((position + step) % Colours::ALL.len());
            settings.colours = next.map_or(Colours::Auto, |(colours, _)| *colours);
        }
        Some(Line::Ascii) => settings.ascii = !settings.ascii,
        Some(Line::Sitting) => settings.sitting = SITTING.moved(settings.sitting, forward),
        Some(Line::NewConcepts) => settings.new_concepts = NEW_CONCEPTS.moved(settings.new_concepts, forward),
        Some(Line::Retention) => settings.retention = RETENTION.moved(settings.retention, forward),
        Some(Line::Exam) => settings.exam = moved_exam(settings.exam, forward, now),
        Some(Line::Learner) | None => {}
    }
}

/// The day of the exam, one day on or back; never a day that is past.
fn moved_exam(exam: Option<Date>, forward: bool, now: Moment) -> Option<Date> {
    let today = now.local_date()?;
    let step = |date: Date, days: i64| date.checked_add(jiff::Span::new().try_days(days).ok()?).ok();
    match exam {
        None => step(today, EXAM_AHEAD),
        Some(day) => step(day, if forward { 1 } else { -1 }).map(|day| day.max(today)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stay_within_their_range() {
        assert_eq!(SITTING.moved(100, true), 100);
        assert_eq!(SITTING.moved(5, false), 5);
        assert_eq!(SITTING.moved(20, true), 25);
        assert!(!RETENTION.permits(79) && RETENTION.permits(80) && RETENTION.permits(97) && !RETENTION.permits(98));
    }

    #[test]
    fn an_exam_is_never_in_the_past() {
        let now = Moment::utc(1_795_459_380_000);
        let first = moved_exam(None, true, now);
        assert_eq!(first.unwrap().to_string(), "2026-12-21");
        assert_eq!(moved_exam(first, false, now).unwrap().to_string(), "2026-12-20");
        let today = now.local_date();
        assert_eq!(moved_exam(today, false, now), today);
    }

    #[test]
    fn the_defaults_are_permitted() {
        let settings = Settings::default();
        assert!(SITTING.permits(settings.sitting) && NEW_CONCEPTS.permits(settings.new_concepts));
        assert!(RETENTION.permits(settings.retention));
    }
}
