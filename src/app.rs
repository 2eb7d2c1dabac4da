//! How a session runs, as data: a model, messages in, effects out.
//!
//! [`update`] is the only way the model changes. It never draws, and never touches a clock, a file or a random number:
//! [`Now`] brings the moment and the entropy, effects name what the outside is to do, and [`ports`] are how it does them.

pub mod answers;
pub mod assess;
pub mod cards;
pub mod case;
mod exercise;
pub mod figures;
pub mod glossary;
pub mod home;
pub mod host;
pub mod keys;
pub mod learners;
pub mod learning;
pub mod lesson;
pub mod marks;
pub mod mistakes;
mod names;
pub mod offer;
pub mod ports;
pub mod progress;
pub mod quiz;
pub mod report;
pub mod review;
mod rounds;
mod route;
pub mod seat;
pub mod settings;
pub mod setup;
pub mod start;
pub mod steward;
pub mod summary;
pub mod topics;
pub mod trial;
pub mod view;

use crate::domain::answers::{Found, Query};
use crate::domain::assessment::result::Record;
use crate::domain::bank::Bank;
use crate::domain::fact::{Event, Fact};
use crate::domain::learner::Learner;
use crate::domain::moment::Moment;
use crate::domain::seed::Seed;
use keys::Action;
use route::Go;
use settings::Settings;
use start::Aim;
use std::sync::Arc;

/// What the outside brings along with every message.
#[derive(Debug, Clone, Copy, Default)]
pub struct Now {
    /// The time.
    pub moment: Moment,
    /// Fresh random bits.
    pub entropy: u128,
}

impl Now {
    /// A code for a new round.
    #[must_use]
    pub fn seed(self) -> Seed {
        Seed::from_entropy(u64::try_from(self.entropy >> 64).unwrap_or(0))
    }
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    /// The learner asked for something.
    Act(Action),
    /// The last drawing needed this many pages; at least 1.
    Shown {
        /// The number of pages.
        pages: usize,
        /// How many entries of a list were in sight.
        listed: usize,
    },
    /// These are the answers that were asked for.
    Found {
        /// What was asked for.
        query: Query,
        /// What was found.
        found: Found,
    },
    /// These facts could not be saved.
    SaveFailed {
        /// What was not saved.
        facts: Vec<Fact>,
        /// What happened, where, and what to do.
        reason: String,
    },
    /// These are the learners whom the journal knows, the one who was here last first.
    Learners(Vec<learners::Known>),
    /// It is settled who is learning, and this is what the start was for.
    Begin(Aim),
    /// It has to be asked who is learning before anything else.
    Ask {
        /// The learners whom the journal knows, the one who was here last first.
        known: Vec<learners::Known>,
        /// What comes after that.
        aim: Aim,
    },
    /// The desk at which an assessment is taken is closed.
    DeskCloses,
    /// Time went by. It comes about once a second while [`Model::ticks`], and now and then in between.
    Tick,
    /// This became of the result of an attempt, as asked for: where it is, or why it is nowhere.
    Filed(Result<assess::Filed, String>),
    /// Something that the learner should know as long as the program runs, such as that nothing can be saved here.
    Warned(String),
    /// What came of an effect, in a sentence to be shown until the next key.
    Told(String),
    /// This is what is known of a learner, as asked for.
    Loaded {
        /// The learner's name in the journal.
        name: String,
        /// The learner's record.
        learner: Box<Learner>,
    },
}

/// What the outside is to do. Facts are durable before anything is drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// These facts are to be saved, in this order.
    Record(Vec<Fact>),
    /// These settings are to be kept.
    KeepSettings(Settings),
    /// A report of the progress is to be written for the learner to keep.
    Report,
    /// The result of the attempt that ended is to be signed and filed: [`Message::Filed`].
    File,
    /// A report of the result at hand is to be written for the applicant to keep.
    ReportResult,
    /// Single answers are to be looked up.
    Look(Query),
    /// The learners whom the journal knows are to be told: [`Message::Learners`].
    ListLearners,
    /// What is known of the learner of that name is to be told: [`Message::Loaded`].
    Load(String),
    /// The program is to stop until it is brought to the foreground.
    Suspend,
    /// The screen is to be drawn from nothing.
    Repaint,
    /// The program is to end.
    Quit,
}

/// What is shown.
#[derive(Debug, Clone)]
pub enum Screen {
    /// What the two sides mean here.
    Welcome,
    /// What to do next.
    Home(home::Home),
    /// The map of topics.
    Topics(topics::Topics),
    /// A lesson.
    Lesson(Box<lesson::Lesson>),
    /// The choices of a quiz.
    Setup(Box<setup::Setup>),
    /// A question or its feedback.
    Quiz(Box<quiz::Quiz>),
    /// An assessment.
    Assess(Box<assess::Assess>),
    /// The end of an attempt.
    Summary(Box<summary::Summary>),
    /// The progress.
    Progress(progress::Progress),
    /// The mistakes, by the thought behind them.
    Mistakes(mistakes::Mistakes),
    /// The answers behind a figure.
    Answers(Box<answers::Answers>),
    /// The discussion cards.
    Cards(cards::Cards),
    /// The case studies to choose from.
    Cases(case::Cases),
    /// A case study.
    Case(Box<case::Case>),
    /// The settings.
    Settings(settings::SettingsScreen),
    /// Who is learning.
    Learners(Box<learners::Learners>),
    /// The glossary.
    Glossary(Box<glossary::Glossary>),
    /// What certainty earns.
    Marks,
    /// The keys of a context.
    Help(keys::Context),
}

/// Facts that could not be saved yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// What happened, where, and what to do.
    pub reason: String,
    /// What is not saved.
    pub facts: Vec<Fact>,
}

/// All that the program is at a moment.
#[derive(Debug, Clone)]
pub struct Model {
    /// The questions.
    pub(in crate::app) bank: Arc<Bank>,
    /// What the learner did so far.
    pub(in crate::app) learner: Learner,
    /// The learner's name in the journal.
    pub(in crate::app) name: String,
    /// What the learner likes.
    pub(in crate::app) settings: Settings,
    /// The moment of the last message, or of the start: what is due is reckoned from it.
    pub(in crate::app) today: Moment,
    /// What is shown.
    pub(in crate::app) screen: Screen,
    /// What is shown again when the screen is left, the last first.
    pub(in crate::app) under: Vec<Screen>,
    /// One line to be shown until the next key.
    pub(in crate::app) notice: Option<String>,
    /// A line that stays, such as that nothing can be saved here.
    pub(in crate::app) warning: Option<String>,
    /// What could not be saved, if anything.
    pub(in crate::app) trouble: Option<Trouble>,
    /// The page shown of a screen that needs several, from 0.
    pub(in crate::app) page: usize,
    /// How many pages the last drawing needed.
    pub(in crate::app) pages: usize,
    /// How many entries of a list the last drawing had in sight.
    pub(in crate::app) listed: usize,
    /// Whether the documents behind a statement or card are shown.
    pub(in crate::app) sources: bool,
    /// Whether the last answer counts for its idea: not where its statement was shown within a week, or its answer known.
    pub(in crate::app) counted: bool,
    /// The folder of the bank; none for the built-in one.
    pub(in crate::app) bank_folder: Option<String>,
    /// Whether somebody only tries a bank: nothing is kept, and home is the end.
    pub(in crate::app) is_trying: bool,
    outbox: Vec<Fact>,
    asked: Vec<Effect>,
}

impl Model {
    /// A model on its home screen, or on the introduction where that was not read yet.
    #[must_use]
    pub fn new(bank: Arc<Bank>, learner: Learner, name: String, settings: Settings) -> Self {
        let screen = first_screen(&learner);
        Self {
            bank,
            learner,
            name,
            settings,
            today: Moment::default(),
            screen,
            under: Vec::new(),
            notice: None,
            warning: None,
            trouble: None,
            page: 0,
            pages: 1,
            listed: 0,
            sources: false,
            counted: true,
            bank_folder: None,
            is_trying: false,
            outbox: Vec::new(),
            asked: Vec::new(),
        }
    }

    /// A model in which an assessment is taken, and nothing else can be reached.
    #[must_use]
    pub fn assessing(bank: Arc<Bank>, settings: Settings, assess: assess::Assess) -> Self {
        let model = Self::new(bank, Learner::default(), String::new(), settings);
        Self { screen: Screen::Assess(Box::new(assess)), ..model }
    }

    /// Whether an assessment is taken.
    #[must_use]
    pub fn is_assessing(&self) -> bool {
        assess::on(self).is_some()
    }

    /// Whether time matters now, so that [`Message::Tick`] is wanted.
    #[must_use]
    pub fn ticks(&self) -> bool {
        assess::on(self).is_some_and(assess::Assess::runs)
    }

    /// The result at hand, and its receipt once it is filed.
    #[must_use]
    pub fn result(&self) -> Option<(&Record, Option<&str>)> {
        assess::result(self)
    }

    /// The result that [`Effect::File`] is about.
    #[must_use]
    pub fn unfiled(&self) -> Option<&Record> {
        assess::unfiled(self)
    }

    /// The same with the folder that its bank was read from, as the command line names it.
    #[must_use]
    pub fn from_folder(self, folder: Option<String>) -> Self {
        Self { bank_folder: folder, ..self }
    }

    /// The same for somebody who tries a bank: nothing is kept, so nothing is promised for later, and leaving ends it.
    #[must_use]
    pub fn trying(self) -> Self {
        Self { is_trying: true, ..self }
    }

    /// The questions.
    #[must_use]
    pub fn bank(&self) -> &Bank {
        &self.bank
    }

    /// What the learner did so far.
    #[must_use]
    pub const fn learner(&self) -> &Learner {
        &self.learner
    }

    /// The learner's name in the journal.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What the learner likes.
    #[must_use]
    pub const fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The moment of the last action, or of the start: what is due is reckoned from it.
    #[must_use]
    pub const fn today(&self) -> Moment {
        self.today
    }

    /// What is shown.
    #[must_use]
    pub const fn screen(&self) -> &Screen {
        &self.screen
    }

    /// What is shown, and then what is shown again when that is left, and so on.
    pub fn screens(&self) -> impl Iterator<Item = &Screen> {
        std::iter::once(&self.screen).chain(self.under.iter().rev())
    }

    /// One line to be shown until the next key.
    #[must_use]
    pub fn notice(&self) -> Option<&str> {
        self.notice.as_deref()
    }

    /// A line that stays, such as that nothing can be saved here.
    #[must_use]
    pub fn warning(&self) -> Option<&str> {
        self.warning.as_deref()
    }

    /// What could not be saved, if anything.
    #[must_use]
    pub const fn trouble(&self) -> Option<&Trouble> {
        self.trouble.as_ref()
    }

    /// The page shown of a screen that needs several, from 0.
    #[must_use]
    pub const fn page(&self) -> usize {
        self.page
    }

    /// How many pages the last drawing needed.
    #[must_use]
    pub const fn pages(&self) -> usize {
        self.pages
    }

    /// How many entries of a list the last drawing had in sight.
    #[must_use]
    pub const fn listed(&self) -> usize {
        self.listed
    }

    /// Begins again with another record of the learner.
    fn begin_with(&mut self, learner: Learner) {
        self.under.clear();
        self.replace(first_screen(&learner));
        self.learner = learner;
    }

    /// Which keys work.
    #[must_use]
    pub fn context(&self) -> keys::Context {
        if self.trouble.is_some() { keys::Context::Trouble } else { keys::Context::of(&self.screen) }
    }

    /// Shows `screen`; leaving it comes back here.
    pub(in crate::app) fn open(&mut self, screen: Screen) {
        let before = std::mem::replace(&mut self.screen, screen);
        self.under.push(before);
        self.turned();
    }

    /// Shows `screen` in the place of this one.
    pub(in crate::app) fn replace(&mut self, screen: Screen) {
        self.screen = screen;
        self.turned();
    }

    /// Leaves this screen for the one under it, or for home. Returns whether there was anywhere to go.
    fn leave(&mut self) -> bool {
        let at_home = matches!(self.screen, Screen::Home(_)) || learners::is_undecided(self);
        match self.under.pop() {
            // What home proposes first may be another thing by now, and Enter does what it proposes.
            Some(Screen::Home(_)) => self.replace(Screen::Home(home::Home::default())),
            Some(screen) => self.replace(screen),
            None if at_home => return false,
            None => self.replace(Screen::Home(home::Home::default())),
        }
        true
    }

    /// Shows the home screen, with nothing under it.
    pub(in crate::app) fn go_home(&mut self) {
        self.under.clear();
        self.replace(Screen::Home(home::Home::default()));
    }

    /// Records an event, as a fact of `attempt` (empty for none): the learner's record knows it from here on, and it
    /// is saved before anything is drawn.
    pub(in crate::app) fn record(&mut self, attempt: &str, event: Event, now: Now) {
        let id = self.new_id(now);
        self.record_as(id, attempt, event, now);
    }

    /// Records the beginning of an attempt. Returns the attempt's id.
    fn record_start(&mut self, event: Event, now: Now) -> String {
        let id = self.new_id(now);
        self.record_as(id.clone(), &id, event, now);
        id
    }

    fn record_as(&mut self, id: String, attempt: &str, event: Event, now: Now) {
        let learner = self.name.clone();
        let fact = Fact { id, learner, at: now.moment, attempt: attempt.to_owned(), event };
        let before = self.evidence(&fact);
        self.learner.apply(&self.bank, &fact);
        if let Some(before) = before {
            self.counted = self.evidence(&fact) > Some(before);
        }
        self.outbox.push(fact);
    }

    /// How many answers count for the idea that a fact answers; none where it is no answer.
    fn evidence(&self, fact: &Fact) -> Option<u32> {
        let Event::Answered(answered) = &fact.event else { return None };
        let entry = self.bank.entry(self.bank.find(&answered.statement)?)?;
        let number = entry.concept_number()?;
        Some(self.learner.concept(&entry.topic.id, number).mastery.answers())
    }

    /// Asks the outside for something.
    pub(in crate::app) fn ask(&mut self, effect: Effect) {
        self.asked.push(effect);
    }

    /// Records that the introduction was read, once.
    pub(in crate::app) fn welcome_read(&mut self, now: Now) {
        if !self.learner.welcomed {
            self.record("", Event::Welcomed, now);
        }
    }

    fn new_id(&self, now: Now) -> String {
        let number = u128::try_from(self.outbox.len()).unwrap_or(0);
        format!("{:032x}", now.entropy.wrapping_add(number))
    }

    fn turned(&mut self) {
        self.page = 0;
        self.pages = 1;
        self.sources = false;
    }
}

/// What the key table has for the screen at hand, or for the one that is being explained, and what it does not offer now.
#[must_use]
pub fn absent(model: &Model) -> Vec<keys::Action> {
    let screen = match &model.screen {
        Screen::Help(_) => model.under.last(),
        screen => Some(screen),
    };
    match screen {
        Some(Screen::Home(_)) => home::absent(model),
        Some(Screen::Progress(_)) => progress::absent(model),
        // A desk files results itself, and what is shown at its end is all that an applicant takes along.
        Some(Screen::Assess(assess)) if assess.entrant.at_desk => vec![Action::Report],
        Some(Screen::Quiz(quiz)) => exercise::absent(&quiz.session, &model.bank),
        Some(Screen::Lesson(lesson)) => {
            lesson.exercises.as_ref().map(|session| exercise::absent(session, &model.bank)).unwrap_or_default()
        }
        _ => Vec::new(),
    }
}

/// The home screen, or the introduction where that was not read yet. Where an attempt waits, the home screen offers it; the
/// introduction would stand in its way.
fn first_screen(learner: &Learner) -> Screen {
    let known = learner.welcomed || learner.unfinished().is_some();
    if known { Screen::Home(home::Home::default()) } else { Screen::Welcome }
}

/// Takes a message into account. Returns what the outside is to do, in order: what is recorded is durable before all else.
#[must_use]
pub fn update(model: &mut Model, message: Message, now: Now) -> Vec<Effect> {
    take(model, message, now);
    // Whoever tries a bank has no home to come back to.
    if model.is_trying && matches!(model.screen, Screen::Home(_)) {
        model.ask(Effect::Quit);
    }
    let facts = std::mem::take(&mut model.outbox);
    let record = (!facts.is_empty()).then_some(Effect::Record(facts));
    record.into_iter().chain(std::mem::take(&mut model.asked)).collect()
}

fn take(model: &mut Model, message: Message, now: Now) {
    match message {
        Message::Shown { pages, listed } => {
            model.listed = listed;
            model.pages = pages.max(1);
            model.page = model.page.min(model.pages - 1);
        }
        Message::Act(action) => {
            model.notice = None;
            model.today = now.moment;
            act(model, action, now);
        }
        Message::DeskCloses => assess::desk_closes(model, now),
        Message::Tick => {
            model.today = now.moment;
            assess::pass(model, now);
        }
        Message::Filed(filed) => assess::filed(model, filed, now),
        Message::Begin(aim) => begin(model, aim, now),
        Message::Ask { known, aim } => {
            model.today = now.moment;
            learners::ask(model, known, aim);
        }
        Message::Loaded { name, learner } => {
            let aim = learners::loaded(model, name, *learner);
            begin(model, aim, now);
        }
        Message::Learners(known) => learners::offer(model, known),
        Message::Found { query, found } => route::go(model, Go::Answers(query, found), now),
        Message::SaveFailed { facts, reason } => model.trouble = Some(Trouble { reason, facts }),
        Message::Warned(warning) => model.warning = Some(warning),
        Message::Told(notice) => model.notice = Some(notice),
    }
}

/// Goes where a start is for. Who asks for something knows what to do: the introduction comes with the first bare start.
fn begin(model: &mut Model, aim: Aim, now: Now) {
    model.today = now.moment;
    rounds::close_answered(model, now);
    if let Some(go) = aim.leads_to() {
        model.replace(Screen::Home(home::Home::default()));
        route::go(model, go, now);
    }
}

fn act(model: &mut Model, action: Action, now: Now) {
    // What comes when the time is up comes too late.
    if assess::pass(model, now) && action != Action::Quit {
        return;
    }
    match action {
        Action::Quit => {
            assess::pause(model, now);
            quiz::close(model, now);
            model.ask(Effect::Quit);
        }
        Action::Suspend => model.ask(Effect::Suspend),
        Action::Redraw => model.ask(Effect::Repaint),
        _ if model.trouble.is_some() => act_in_trouble(model, action),
        Action::Help if !matches!(model.screen, Screen::Help(_)) => {
            model.open(Screen::Help(model.context()));
        }
        Action::Back | Action::Out => back(model, action == Action::Back, now),
        Action::Home if !learners::is_undecided(model) && assess::on(model).is_none() => {
            quiz::close(model, now);
            model.go_home();
        }
        Action::Sources => show_sources(model),
        // Whoever types a line can look a word up without opening the glossary first.
        Action::Search(_) if can_look_up(model) => {
            route::go(model, Go::Glossary(None), now);
            glossary::update(model, action);
        }
        Action::PageOn | Action::PageBack | Action::First | Action::Last if model.pages == 1 => {
            go_along(model, action, now);
        }
        Action::PageOn => model.page = (model.page + 1) % model.pages,
        Action::PageBack => model.page = model.page.saturating_sub(1),
        Action::Next if model.page + 1 < model.pages && model.context().pages_first() => model.page += 1,
        Action::Previous if model.page > 0 => model.page -= 1,
        _ => {
            if let Some(go) = act_on_screen(model, action, now) {
                route::go(model, go, now);
            }
        }
    }
}

/// Beyond every page: a drawing shows the last one, and says which that is.
const LAST_PAGE: usize = usize::MAX / 2;

/// Shows the sources or hides them, where there are any. They stand below all else, so their page is turned to.
fn show_sources(model: &mut Model) {
    let is_offered = view::of(model).foot.left.iter().any(|entry| entry.action == Action::Sources);
    if is_offered {
        model.sources = !model.sources;
        model.page = if model.sources { LAST_PAGE } else { 0 };
    }
}

/// Whether a word can be looked up from the screen at hand: not before an answer that it might give away.
fn can_look_up(model: &Model) -> bool {
    let is_elsewhere = !matches!(model.screen, Screen::Glossary(_) | Screen::Help(_) | Screen::Learners(_));
    let is_asking = matches!(model.context(), keys::Context::Asking | keys::Context::AskingPlain);
    is_elsewhere && !is_asking && assess::on(model).is_none()
}

/// Said where nothing but the program is left to leave, and Esc was pressed.
const STAYS: &str = "Nothing is open here. To leave iotutor, press q.";

/// Leaves what is typed, what is opened, the screen, or from home the program, where that may be; the innermost first.
fn back(model: &mut Model, may_end: bool, now: Now) {
    // What was opened on a screen is closed first by Esc; q leaves, as the footer says.
    if !may_end && model.sources && !matches!(model.screen, Screen::Mistakes(_)) {
        return show_sources(model);
    }
    match &model.screen {
        Screen::Welcome => model.welcome_read(now),
        Screen::Marks => return marks::read(model, true, now),
        Screen::Assess(_) if !may_end && assess::is_outermost(model) => {
            model.notice = Some(STAYS.to_owned());
            return;
        }
        Screen::Assess(_) => return assess::back(model, now),
        Screen::Quiz(_) => quiz::close(model, now),
        _ => {}
    }
    let typed = setup::gives_up_typing(model) || learners::gives_up_typing(model) || settings::gives_up_typing(model);
    let closed =
        typed || progress::closes(model) || answers::closes(model) || case::closes(model) || glossary::clears(model);
    if !closed && !model.leave() {
        if may_end {
            model.ask(Effect::Quit);
        } else {
            model.notice = Some(STAYS.to_owned());
        }
    }
}

fn act_in_trouble(model: &mut Model, action: Action) {
    match action {
        Action::Next => {
            if let Some(trouble) = model.trouble.take() {
                model.ask(Effect::Record(trouble.facts));
                // What was to follow upon the facts was put off with them.
                if assess::unfiled(model).is_some() {
                    model.ask(Effect::File);
                }
            }
        }
        Action::Back => model.ask(Effect::Quit),
        Action::Out => model.notice = Some(STAYS.to_owned()),
        _ => {}
    }
}

/// Has the screen take an action into account. Returns where it leads.
fn act_on_screen(model: &mut Model, action: Action, now: Now) -> Option<Go> {
    match &model.screen {
        Screen::Welcome => return home::update_welcome(model, action, now),
        Screen::Home(_) => return home::update(model, action, now),
        Screen::Topics(_) => return topics::update(model, action),
        Screen::Lesson(_) => return lesson::update(model, action, now),
        Screen::Setup(_) => return setup::update(model, action, now),
        Screen::Quiz(_) => return quiz::update(model, action, now),
        Screen::Summary(_) => return summary::update(model, action),
        Screen::Answers(_) => return answers::update(model, action),
        Screen::Settings(_) => return settings::update(model, action, now),
        Screen::Learners(_) => return learners::update(model, action),
        Screen::Progress(_) => return progress::update(model, action),
        Screen::Mistakes(_) => return mistakes::update(model, action),
        Screen::Cards(_) => return cards::update(model, action),
        Screen::Cases(_) => return case::choose(model, action),
        Screen::Case(_) => return case::update(model, action, now),
        Screen::Marks => marks::update(model, action, now),
        Screen::Assess(_) => assess::update(model, action, now),
        Screen::Glossary(_) => return glossary::update(model, action),
        Screen::Help(_) => {}
    }
    None
}

/// Moves the cursor of a list by a page, or to an end: its pages are the ways of its cursor.
fn go_along(model: &mut Model, action: Action, now: Now) {
    if matches!(model.screen, Screen::Settings(_)) {
        let _ = act_on_screen(model, action, now);
    }
    let Some((selected, count)) = list_at_hand(model) else { return };
    let (last, page) = (count.saturating_sub(1), model.listed.max(1));
    let to = match action {
        Action::PageOn => (selected + page).min(last),
        Action::PageBack => selected.saturating_sub(page),
        Action::First => 0,
        _ => last,
    };
    if to != selected && count > 0 {
        let _ = act_on_screen(model, Action::Select(to), now);
    }
}

/// The selected entry of the list at hand, and how many it has; none where the screen is no long list.
fn list_at_hand(model: &Model) -> Option<(usize, usize)> {
    match &model.screen {
        Screen::Answers(answers) if !answers.opened => Some((answers.selected, answers.found.newest.len())),
        Screen::Progress(progress) => Some((progress.concept.unwrap_or(progress.selected), progress.entries(model))),
        Screen::Mistakes(mistakes) => Some((mistakes.selected, mistakes::thoughts(model).len())),
        Screen::Glossary(glossary) => Some((glossary.selected, glossary.shown(&model.bank).len())),
        _ => None,
    }
}

/// Moves a selection by one within `count` entries; it stops at the ends.
#[must_use]
fn moved(selected: usize, action: Action, count: usize) -> usize {
    match action {
        Action::Up => selected.saturating_sub(1),
        Action::Down if selected + 1 < count => selected + 1,
        _ => selected,
    }
}
