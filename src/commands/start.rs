//! Starting the tutor, on the terminal or in plain lines.

use super::{DONE, Ended, Failure, cases, report};
use crate::adapters::bank_files::{builtin, load_folder};
use crate::adapters::clock::Clock;
use crate::adapters::plain::{Typist, Watched};
use crate::adapters::runner::step;
use crate::adapters::store::{Journal, JournalError};
use crate::adapters::{paths, plain, settings, terminal};
use crate::app::learners::{Known, NAME_RULE, NAMELESS, proper_name};
use crate::app::learning::leaving;
use crate::app::ports::{FileResults, FindAnswers, KeepSettings, KnowLearners, Ports, SaveFacts, WriteReports};
use crate::app::report::Report;
use crate::app::settings::{Colours, Settings};
use crate::app::start::{Aim, Round};
use crate::app::view::spoken;
use crate::app::{Message, Model};
use crate::cli::{Cli, Command, Global, QuizArgs, Switch, ThemeChoice};
use crate::domain::answers::{self, Query};
use crate::domain::bank::Bank;
use crate::domain::bank::problem::Severity;
use crate::domain::code::{self, Code, CodeError, Given};
use crate::domain::fact::{Fact, SOLE_LEARNER};
use crate::domain::learner::Learner;
use crate::ui::theme::{Palette, Theme};
use std::env;
use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::sync::Arc;

/// From which likeness on a known name may be meant by another; 1 is the same.
const ALIKE: f64 = 0.7;

/// How many names are offered for one that is not known.
const NAMED: usize = 3;

/// The journal and the settings of a run.
pub struct Records {
    /// The journal; none where nothing can be kept.
    pub journal: Option<Journal>,
    /// Whether the journal can be written to.
    pub writable: bool,
    /// What the learner should know.
    pub warning: Option<String>,
    /// Where the settings are kept.
    pub settings: PathBuf,
}

/// Whoever sits at it has the records at hand.
struct Desk {
    learner: String,
    bank: Arc<Bank>,
    records: Records,
    /// What was to be recorded where nothing can be: it lasts as long as the session.
    unkept: Vec<Fact>,
}

impl Desk {
    const fn new(learner: String, bank: Arc<Bank>, records: Records) -> Self {
        Self { learner, bank, records, unkept: Vec::new() }
    }

    /// What is known of the learner.
    fn known_of_learner(&mut self) -> Result<Learner, Failure> {
        load(&mut self.records, &self.learner, &self.bank)
    }

    /// Whether the journal knows others than the learner without a name.
    fn knows_others(&mut self) -> Result<bool, Failure> {
        read(&mut self.records, |journal| journal.knows_others(SOLE_LEARNER))
    }

    /// All who are known, the one who was here last first.
    fn known(&mut self) -> Result<Vec<Known>, Failure> {
        read(&mut self.records, Journal::known_learners)
    }

    /// Keeps the learner's record, so that the next start is faster.
    fn leave(&mut self) {
        let writable = self.records.writable;
        if let Some(journal) = self.records.journal.as_mut().filter(|_| writable) {
            // Without it, all is folded from the facts.
            let _ = journal.keep(&self.learner, &self.bank);
        }
    }
}

impl SaveFacts for Desk {
    fn save(&mut self, facts: &[Fact]) -> Result<(), String> {
        if let Records { journal: Some(journal), writable: true, .. } = &mut self.records {
            return journal.append(facts).map_err(|error| format!("{error}."));
        }
        self.unkept.extend_from_slice(facts);
        Ok(())
    }
}

impl KeepSettings for Desk {
    fn keep(&mut self, kept: &Settings) -> Result<(), String> {
        settings::save(&self.records.settings, kept).map_err(|error| format!("{error}."))
    }
}

impl KnowLearners for Desk {
    fn learners(&mut self) -> Result<Vec<Known>, String> {
        let journal = self.records.journal.as_ref();
        journal.map_or(Ok(Vec::new()), Journal::known_learners).map_err(|error| format!("{error}."))
    }

    fn load(&mut self, name: &str) -> Result<Learner, String> {
        self.leave();
        let journal = self.records.journal.as_ref();
        let loaded = journal.map_or(Ok(Learner::default()), |journal| journal.load(name, &self.bank));
        let mut learner = loaded.map_err(|error| format!("{error}."))?;
        self.unkept.iter().filter(|fact| fact.learner == name).for_each(|fact| learner.apply(&self.bank, fact));
        name.clone_into(&mut self.learner);
        Ok(learner)
    }
}

impl FindAnswers for Desk {
    fn look(&mut self, learner: &str, bank: &Bank, query: &Query) -> Result<answers::Found, String> {
        let mut search = answers::Search::new(bank, query);
        if let Some(journal) = &self.records.journal {
            journal.search(learner, query, &mut search).map_err(|error| format!("{error}."))?;
        }
        self.unkept.iter().filter(|fact| fact.learner == learner).for_each(|fact| search.take(fact));
        Ok(search.finish())
    }
}

impl Desk {
    /// The folder for reports, beside the settings and the record.
    fn reports(&self) -> PathBuf {
        self.records.settings.with_file_name(REPORTS)
    }
}

impl FileResults for Desk {}

impl WriteReports for Desk {
    fn write(&mut self, made: &Report) -> Result<String, String> {
        report::write_into(&self.reports(), made)
    }
}

/// Starts the tutor where the command line says.
pub fn run(cli: &Cli, out: &mut impl Write) -> Result<Ended, Failure> {
    let bank = Arc::new(bank(&cli.global)?);
    let mut clock = Clock::from_environment()?;
    let learner = learner_name(&cli.global)?;
    let folder = paths::data_dir(cli.global.data_dir.as_deref())?;
    let aim = aim(&bank, cli.command.as_ref())?;
    let mut desk = Desk::new(learner.clone(), Arc::clone(&bank), open_records(&cli.global)?);
    let settings = settings::load(&settings::settings_file(&folder))?;
    let folder = cli.global.bank.as_ref().map(|folder| folder.display().to_string());
    let mut model = Model::new(bank, desk.known_of_learner()?, learner, settings).from_folder(folder);
    let ambiguous = cli.global.learner.is_none() && desk.knows_others()?;
    if let Some(warning) = desk.records.warning.clone() {
        step(&mut model, Message::Warned(warning), clock.now(), &mut desk);
    }
    let begin = match (ambiguous, typist()) {
        (true, Typist::Person) => Message::Ask { known: desk.known()?, aim },
        (true, Typist::Script) => {
            // A script has a line for each question of the tutor, and none for this one.
            writeln!(out, "Learner: {NAMELESS}. Others learn here too; choose one with --learner NAME.")?;
            Message::Begin(aim)
        }
        (false, _) => Message::Begin(aim),
    };
    step(&mut model, begin, clock.now(), &mut desk);
    let ended = converse(&cli.global, &mut model, &mut clock, &mut desk, out)?;
    desk.leave();
    let saved = desk.records.writable && model.trouble().is_none();
    if saved && draws(&cli.global) && matches!(ended, Ended::With(_)) {
        let line = leaving(model.bank(), model.learner(), model.settings(), clock.now().moment);
        // Whoever does not read it any more has lost nothing.
        let _ = line.map(|line| writeln!(out, "{line}"));
    }
    match model.trouble() {
        Some(trouble) => Err(Failure::Unsaved { facts: trouble.facts.len(), reason: trouble.reason.clone() }),
        None => Ok(ended),
    }
}

/// The folder for reports within the folder for data.
const REPORTS: &str = "reports";
/// Plays a round of a bank's statements with a record that is forgotten at the end.
///
/// # Errors
///
/// As for [`run`].
pub fn play_unkept(global: &Global, bank: Bank, count: usize, out: &mut impl Write) -> Result<Ended, Failure> {
    let bank = Arc::new(bank);
    let mut clock = Clock::from_environment()?;
    let folder = paths::data_dir(global.data_dir.as_deref())?;
    let settings = settings::load(&settings::settings_file(&folder))?;
    let scratch = tempfile::tempdir()
        .map_err(|error| Failure::Io { what: "no folder can be made for what is forgotten".to_owned(), error })?;
    let records =
        Records { journal: None, writable: false, warning: None, settings: settings::settings_file(scratch.path()) };
    let mut desk = Desk::new(SOLE_LEARNER.to_owned(), Arc::clone(&bank), records);
    let mut model = Model::new(bank, Learner::default(), SOLE_LEARNER.to_owned(), settings).trying();
    let round = Round { count: Some(count), ..Round::default() };
    step(&mut model, Message::Begin(Aim::Quiz(round)), clock.now(), &mut desk);
    let ended = converse(global, &mut model, &mut clock, &mut desk, out)?;
    if draws(global) && matches!(ended, Ended::With(_)) {
        let line = spoken::closing(&model);
        // Whoever does not read it any more has lost nothing.
        let _ = line.map(|line| writeln!(out, "{line}"));
    }
    Ok(ended)
}

/// How wide a terminal is taken to be that doesn't say so.
const USUAL_COLUMNS: usize = 80;

/// Whether the tutor is drawn on a terminal: not where there is none, nor where plain lines were asked for.
pub fn draws(global: &Global) -> bool {
    let dumb = env::var_os("TERM").is_some_and(|kind| kind == "dumb");
    !global.plain && !dumb && io::stdout().is_terminal() && io::stdin().is_terminal()
}

/// Who types what the tutor reads.
fn typist() -> Typist {
    if io::stdin().is_terminal() { Typist::Person } else { Typist::Script }
}

/// After how many cells plain lines are broken at words: where somebody reads them on a terminal, at its own width and no
/// earlier, so that a screen reader in a wide window hears whole sentences.
pub(super) fn columns() -> Option<usize> {
    if !io::stdout().is_terminal() {
        return None;
    }
    Some(crossterm::terminal::size().map_or(USUAL_COLUMNS, |(columns, _)| usize::from(columns)))
}

/// Runs the model, on the terminal or in plain lines.
pub fn converse(
    global: &Global,
    model: &mut Model,
    clock: &mut Clock,
    desk: &mut dyn Ports,
    out: &mut impl Write,
) -> Result<Ended, Failure> {
    let watches = model.is_assessing() && !clock.is_pinned();
    let mut now = || clock.now();
    if !draws(global) && watches {
        let mut input = Watched::new(|| io::stdin().lock());
        plain::run_listening(model, typist(), columns(), &mut input, out, &mut now, desk)?;
        return Ok(Ended::With(DONE));
    }
    if !draws(global) {
        plain::run(model, typist(), columns(), io::stdin().lock(), out, &mut now, desk)?;
        return Ok(Ended::With(DONE));
    }
    let ended = terminal::run(model, &|settings| theme(global, settings), &mut now, desk).map_err(|error| {
        Failure::Io { what: "the terminal cannot be used; try --plain, which needs none".to_owned(), error }
    })?;
    Ok(match ended {
        terminal::End::Left => Ended::With(DONE),
        terminal::End::Signalled(signal) => Ended::Signalled(signal),
    })
}

/// The learner that the command line names, or the sole one of this machine.
///
/// # Errors
///
/// When the name is empty, too long, or has characters that must not reach a terminal.
pub fn learner_name(global: &Global) -> Result<String, Failure> {
    let Some(name) = &global.learner else { return Ok(SOLE_LEARNER.to_owned()) };
    proper("--learner", name)
}

/// A name that was given with an option.
///
/// # Errors
///
/// As for [`learner_name`].
pub fn proper(option: &str, name: &str) -> Result<String, Failure> {
    let proper = proper_name(name).map(str::to_owned);
    proper.ok_or_else(|| Failure::Usage(format!("{option} {:?}: {NAME_RULE}", name.trim())))
}

/// The learner that the command line names, if it names one. For what is done with something that was recorded.
///
/// # Errors
///
/// As for [`learner_name`]; also where the journal does not know the learner: it names those who may be meant.
pub fn known_learner(global: &Global, journal: Option<&Journal>) -> Result<Option<String>, Failure> {
    if global.learner.is_none() {
        return Ok(None);
    }
    let name = learner_name(global)?;
    let known = journal.map_or(Ok(Vec::new()), Journal::names)?;
    if known.contains(&name) {
        return Ok(Some(name));
    }
    let near = nearest(&known, &name);
    let hint = match near.as_slice() {
        [] if known.is_empty() => "nobody is".to_owned(),
        [] if known.len() == 1 => "one other is".to_owned(),
        [] => format!("{} others are", known.len()),
        [one] => format!("{one} is"),
        several => format!("{} are", several.join(", ")),
    };
    Err(Failure::Usage(format!("--learner {name:?}: no learner of that name is known here; {hint}")))
}

/// The names that are most like one that is not known, the most alike first.
pub fn nearest<'a>(known: &'a [String], name: &str) -> Vec<&'a str> {
    let wanted = name.to_lowercase();
    let likeness = |one: &str| strsim::jaro_winkler(&one.to_lowercase(), &wanted);
    let mut alike: Vec<(f64, &str)> = known.iter().map(|one| (likeness(one), one.as_str())).collect();
    alike.retain(|(likeness, _)| *likeness >= ALIKE);
    alike.sort_by(|one, other| other.0.total_cmp(&one.0));
    alike.into_iter().take(NAMED).map(|(_, name)| name).collect()
}

/// The learner's record.
pub fn load(records: &mut Records, name: &str, bank: &Bank) -> Result<Learner, Failure> {
    read(records, |journal| journal.load(name, bank))
}

/// What the journal says; without one, nothing. A journal found damaged in reading is repaired, and asked again.
fn read<T: Default>(records: &mut Records, what: impl Fn(&Journal) -> Result<T, JournalError>) -> Result<T, Failure> {
    let Some(journal) = records.journal.take() else { return Ok(T::default()) };
    let (journal, said) = match what(&journal) {
        Err(JournalError::Damaged { .. }) if records.writable => {
            let opened = journal.reopen_repaired()?;
            records.warning = opened.notice;
            let said = what(&opened.journal);
            (opened.journal, said)
        }
        said => (journal, said),
    };
    records.journal = Some(journal);
    Ok(said?)
}

/// The bank that the command line asks for. One with errors is refused with all of them; one with warnings runs.
pub fn bank(global: &Global) -> Result<Bank, Failure> {
    let Some(folder) = &global.bank else { return Ok(builtin()) };
    let loaded = load_folder(folder)?;
    loaded.bank.ok_or_else(|| {
        let mut problems = loaded.problems;
        problems.retain(|problem| problem.severity == Severity::Error);
        Failure::BadBank { folder: folder.display().to_string(), problems }
    })
}

/// Opens the journal. Where it can only be read, or cannot be made for want of rights, the tutor runs and says so.
pub fn open_records(global: &Global) -> Result<Records, Failure> {
    let folder = paths::data_dir(global.data_dir.as_deref())?;
    let file = paths::journal_file(&folder);
    let settings = settings::settings_file(&folder);
    match Journal::open(&file) {
        Ok(opened) => Ok(Records { journal: Some(opened.journal), writable: true, warning: opened.notice, settings }),
        Err(JournalError::ReadOnly { .. }) => {
            let opened = if file.exists() { Some(Journal::open_for_reading(&file)?) } else { None };
            let (journal, notice) = opened.map_or((None, None), |opened| (Some(opened.journal), opened.notice));
            let nothing = format!("Nothing you do now is saved: {} cannot be written to.", folder.display());
            let warning = Some(notice.map_or_else(|| nothing.clone(), |notice| format!("{nothing} {notice}")));
            Ok(Records { journal, writable: false, warning, settings })
        }
        Err(error) => Err(error.into()),
    }
}

/// What the command asks for.
fn aim(bank: &Bank, command: Option<&Command>) -> Result<Aim, Failure> {
    let topic = |topic: &Option<String>| topic.as_deref().map(|typed| topic_number(bank, typed)).transpose();
    Ok(match command {
        Some(Command::Learn { topic: typed }) => Aim::Lesson(topic(typed)?),
        Some(Command::Quiz(args)) => aim_of_quiz(bank, args)?,
        Some(Command::Review) => Aim::Review,
        Some(Command::Progress { .. }) => Aim::Progress,
        Some(Command::Cards { topic: typed }) => Aim::Cards(topic(typed)?),
        Some(Command::Cases { name, .. }) => {
            Aim::Cases(name.as_deref().map(|typed| cases::number(bank, typed)).transpose()?)
        }
        _ => Aim::Begin,
    })
}

fn aim_of_quiz(bank: &Bank, args: &QuizArgs) -> Result<Aim, Failure> {
    let certainty = args.certainty.map(|certainty| certainty == Switch::On);
    if args.mistakes {
        return Ok(Aim::Mistakes(certainty));
    }
    let topics: Vec<usize> = args.topics.iter().map(|typed| topic_number(bank, typed)).collect::<Result<_, _>>()?;
    let refused = |error: CodeError| Failure::Usage(format!("--code: {error}"));
    let given = args.code.as_ref().map(|typed| code::read(typed, bank)).transpose().map_err(refused)?;
    let round = Round { topics, level: args.level, count: args.count, given, certainty, ..Round::default() };
    if let Some(Given::Code(code)) = &round.given {
        agree(&round, code, bank).map_err(refused)?;
    }
    Ok(Aim::Quiz(round))
}

/// Whether the options of a command line are those that its code says.
fn agree(round: &Round, code: &Code, bank: &Bank) -> Result<(), CodeError> {
    let options = code.options();
    let same_topics = round.topics.is_empty() || {
        let mut topics = round.topics.clone();
        topics.sort_unstable();
        topics.dedup();
        topics == options.topics
    };
    let same_level = round.level.is_none() || round.level == options.level;
    let same_count = round.count.is_none_or(|count| count == options.count);
    let same = same_topics && same_level && same_count;
    if same { Ok(()) } else { Err(CodeError::OtherOptions { needed: options.words(bank) }) }
}

/// The topic that somebody typed: its id, its title, the beginning of either, or its number from 1.
pub fn topic_number(bank: &Bank, typed: &str) -> Result<usize, Failure> {
    let topics = &bank.manifest.topics;
    let wanted = typed.trim().to_lowercase();
    if let Some(number) = wanted.parse::<usize>().ok().filter(|number| (1..=topics.len()).contains(number)) {
        return Ok(number - 1);
    }
    let named = |exact: bool| {
        let fits = |name: &str| if exact { name == wanted } else { name.starts_with(&wanted) };
        let numbers = topics.iter().enumerate().filter(|(_, one)| fits(&one.id) || fits(&one.title.to_lowercase()));
        numbers.map(|(number, _)| number).collect::<Vec<_>>()
    };
    match (named(true).as_slice(), named(false).as_slice()) {
        ([one], _) | ([], [one]) => Ok(*one),
        (_, several) => {
            let ids: Vec<&str> = topics.iter().map(|topic| topic.id.as_str()).collect();
            let what = if several.is_empty() || wanted.is_empty() { "no topic" } else { "several topics" };
            Err(Failure::Usage(format!("{what} by the name {typed:?}; the topics are {}", ids.join(", "))))
        }
    }
}

/// The colours and signs that suit the terminal, the command line and the learner's wishes, in this order.
pub fn theme(global: &Global, settings: &Settings) -> Theme {
    let variable = |name: &str| env::var(name).ok().filter(|value| !value.is_empty());
    let wished = match global.theme {
        None => settings.colours,
        Some(ThemeChoice::Auto) => Colours::Auto,
        Some(ThemeChoice::Dark) => Colours::Dark,
        Some(ThemeChoice::Light) => Colours::Light,
        Some(ThemeChoice::Mono) => Colours::Mono,
    };
    let palette = match wished {
        Colours::Light => Palette::Light,
        Colours::Mono => Palette::Mono,
        Colours::Auto if variable("NO_COLOR").is_some() => Palette::Mono,
        Colours::Auto if variable("COLORFGBG").is_some_and(|told| has_light_background(&told)) => Palette::Light,
        Colours::Dark | Colours::Auto => Palette::Dark,
    };
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(variable);
    let ascii = global.ascii || settings.ascii || locale.is_some_and(|locale| !speaks_unicode(&locale));
    Theme::new(palette, ascii).dim(settings.dim)
}

/// What some terminals tell in `COLORFGBG`: "foreground;background", where 7 and 9 to 15 are light.
fn has_light_background(told: &str) -> bool {
    let background = told.rsplit(';').next().and_then(|number| number.parse::<u8>().ok());
    matches!(background, Some(7 | 9..=15))
}

/// Whether a locale is one whose characters are more than ASCII.
fn speaks_unicode(locale: &str) -> bool {
    let locale = locale.to_lowercase();
    locale.contains("utf-8") || locale.contains("utf8")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::fact::{Answered, Event, Response};
    use crate::domain::moment::Moment;

    #[test]
    fn where_nothing_can_be_kept_the_answers_of_the_session_are_known_until_it_ends() {
        let folder = tempfile::tempdir().unwrap();
        let (file, bank) = (paths::journal_file(folder.path()), Arc::new(builtin()));
        let fact = |number: u8, learner: &str| {
            let statement = bank.statements().next().unwrap().statement.id.clone();
            let (revision, response, certainty) = (1, Response::Left, None);
            let (hinted, retaken, elapsed) = (false, false, 900);
            let answered = Answered { statement, revision, response, certainty, hinted, retaken, elapsed };
            let (id, attempt) = (format!("{number:032x}"), format!("{number:032x}"));
            let (learner, at) = (learner.to_owned(), Moment::utc(i64::from(number) * 1_000));
            Fact { id, learner, at, attempt, event: Event::Answered(answered) }
        };
        Journal::open(&file).unwrap().journal.append(&[fact(1, "Ada")]).unwrap();
        let journal = Some(Journal::open_for_reading(&file).unwrap().journal);
        let settings = settings::settings_file(folder.path());
        let records = Records { journal, writable: false, warning: None, settings };
        let mut desk = Desk::new("Ada".to_owned(), Arc::clone(&bank), records);
        desk.save(&[fact(2, "Ada"), fact(3, "Bob")]).unwrap();

        let found = desk.look("Ada", &bank, &Query::Certainty(None)).unwrap();
        assert_eq!(found.newest.iter().map(|past| past.at.millis).collect::<Vec<_>>(), [2_000, 1_000]);
        let answers = |learner: Learner| learner.days().values().sum::<u32>();
        assert_eq!([desk.load("Bob").map(answers), desk.load("Ada").map(answers)], [Ok(1), Ok(2)]);
    }

    #[test]
    fn topics_are_found_by_id_title_beginning_and_number() {
        let bank = builtin();
        for (typed, number) in [("reliability", 7), ("rel", 7), ("Career opp", 9), ("8", 7), (" SECURITY ", 6)] {
            assert_eq!(topic_number(&bank, typed).ok(), Some(number), "{typed}");
        }
    }

    #[test]
    fn unknown_and_ambiguous_topics_are_refused_with_the_list() {
        let bank = builtin();
        for typed in ["", "what", "0", "11", "xyz"] {
            let failure = topic_number(&bank, typed).unwrap_err();
            assert!(failure.to_string().contains("what-is-iiot, purpose"), "{typed}: {failure}");
        }
    }

    #[test]
    fn light_backgrounds_are_recognised() {
        assert!(has_light_background("0;15") && has_light_background("0;default;7"));
        assert!(!has_light_background("15;0") && !has_light_background("") && !has_light_background("x"));
    }

    #[test]
    fn locales_tell_whether_unicode_is_spoken() {
        assert!(speaks_unicode("en_GB.UTF-8") && speaks_unicode("C.utf8"));
        assert!(!speaks_unicode("C") && !speaks_unicode("POSIX") && !speaks_unicode("de_DE.ISO-8859-1"));
    }
}
