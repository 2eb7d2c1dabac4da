//! The choices of a quiz: topics, level, number, certainty, what it is drawn from, hints, code.

use super::keys::Action;
use super::review::sentence;
use super::rounds::{fresh, is_known, of_mistakes};
use super::route::Go;
use super::settings::SITTING;
use super::start::Round;
use super::{Model, Now, Screen, moved};
use crate::domain::bank::{Entry, StatementRef};
use crate::domain::code::{self, Code, Given, OF_A_WORD, Options};
use crate::domain::seed::LONGEST;

/// As many statements as there are.
pub const ALL: usize = 0;

/// The numbers of statements on offer.
pub const COUNTS: [usize; 4] = [10, 20, 40, ALL];

/// The levels on offer; none for all.
pub const LEVELS: [Option<u8>; 4] = [None, Some(1), Some(2), Some(3)];

/// Which statements a quiz is drawn from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Pool {
    /// All of the topics and the level.
    #[default]
    Everything,
    /// Those of ideas that are not known yet.
    Unknown,
    /// The mistakes that were not made good.
    Mistakes,
}

impl Pool {
    /// All of them, in the order shown.
    pub const ALL: [Self; 3] = [Self::Everything, Self::Unknown, Self::Mistakes];
}

/// The choices of a quiz.
#[derive(Debug, Clone)]
pub struct Setup {
    /// The selected line, from 0: the topics first, then [`Choice::ALL`].
    pub selected: usize,
    /// For each topic, whether it is ticked. None ticked means all.
    pub topics: Vec<bool>,
    /// The level; none for all.
    pub level: Option<u8>,
    /// How many statements; [`ALL`] for as many as there are.
    pub count: usize,
    /// Whether that number was chosen here, and not in the settings.
    counted: bool,
    /// Whether answers carry a certainty.
    pub certainty: bool,
    /// Whether hints can be had.
    pub hints: bool,
    /// Which statements it is drawn from.
    pub pool: Pool,
    /// The code or the word that was given; empty for a new round.
    pub code: String,
    /// The code of the round as it is chosen; none where no code can name it, because it is drawn from the learner's record.
    pub paper: Option<Code>,
    /// What is typed so far in the place of the code; none while no code is typed.
    pub typed: Option<String>,
    /// From which bits a new round is drawn, so that its code stays while choices go to and fro.
    entropy: u64,
}

/// The lines beside the topics.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// Which level.
    Level,
    /// How many statements.
    Count,
    /// Whether answers carry a certainty.
    Certainty,
    /// Which statements it is drawn from.
    Pool,
    /// Whether hints can be had.
    Hints,
    /// The code.
    Code,
}

impl Choice {
    /// In the order shown.
    pub const ALL: [Self; 6] = [Self::Level, Self::Count, Self::Certainty, Self::Pool, Self::Hints, Self::Code];
}

/// What decides which statements a round has.
type DrawnFrom = (Vec<bool>, Option<u8>, usize, Pool);

impl Setup {
    /// Whether a code is being typed.
    #[must_use]
    pub const fn is_typing(&self) -> bool {
        self.typed.is_some()
    }

    /// What the selected line is; none for a topic.
    #[must_use]
    pub fn choice(&self) -> Option<Choice> {
        self.selected.checked_sub(self.topics.len()).and_then(|line| Choice::ALL.get(line)).copied()
    }

    /// The number of a choice's line.
    #[must_use]
    pub fn line_of(&self, choice: Choice) -> usize {
        self.topics.len() + Choice::ALL.iter().position(|one| *one == choice).unwrap_or(0)
    }

    /// The numbers of statements on offer, and the one chosen among them.
    #[must_use]
    pub fn counts(&self) -> Vec<usize> {
        let mut counts = COUNTS.to_vec();
        if !counts.contains(&self.count) {
            let at = counts.iter().position(|count| *count == ALL || *count > self.count).unwrap_or(0);
            counts.insert(at, self.count);
        }
        counts
    }

    /// How many statements the round has, of so many that fit.
    #[must_use]
    pub fn length(&self, fitting: usize) -> usize {
        if self.count == ALL { fitting } else { self.count.min(fitting) }
    }

    fn drawn_from(&self) -> DrawnFrom {
        (self.topics.clone(), self.level, self.count, self.pool)
    }

    fn options(&self) -> Options {
        let ticked = self.topics.iter().enumerate().filter(|(_, ticked)| **ticked);
        Options { topics: ticked.map(|(number, _)| number).collect(), level: self.level, count: self.count }
    }

    fn change(&mut self, forward: bool) {
        match self.choice() {
            None => self.tick(self.selected),
            Some(Choice::Level) => self.level = stepped(&LEVELS, self.level, forward),
            Some(Choice::Count) => self.set_count(stepped(&self.counts(), self.count, forward)),
            Some(Choice::Certainty) => self.certainty = !self.certainty,
            Some(Choice::Pool) => self.pool = stepped(&Pool::ALL, self.pool, forward),
            Some(Choice::Hints) => self.hints = !self.hints,
            Some(Choice::Code) => self.typed = Some(String::new()),
        }
    }

    const fn set_count(&mut self, count: usize) {
        self.count = count;
        self.counted = true;
    }

    fn tick(&mut self, topic: usize) {
        if let Some(ticked) = self.topics.get_mut(topic) {
            *ticked = !*ticked;
            self.selected = topic;
        }
    }

    fn type_character(&mut self, character: char) {
        let fits = character.is_ascii_alphanumeric() || character == '-';
        if let Some(typed) = self.typed.as_mut().filter(|typed| fits && typed.len() < LONGEST) {
            typed.push(character.to_ascii_uppercase());
        }
    }
}

/// The value after the one in force, or before it; behind the last comes the first.
fn stepped<T: Copy + PartialEq>(values: &[T], now: T, forward: bool) -> T {
    let at = values.iter().position(|value| *value == now).unwrap_or(0);
    let step = if forward { 1 } else { values.len().saturating_sub(1) };
    (at + step).checked_rem(values.len()).and_then(|next| values.get(next)).copied().unwrap_or(now)
}

/// Shows the choices, as the learner likes them, ready for a code to be typed or not.
pub(super) fn open(model: &mut Model, code: bool, now: Now) {
    let mut setup = Setup {
        selected: 0,
        topics: vec![false; model.bank.topic_count()],
        level: None,
        count: model.settings.count(),
        counted: false,
        certainty: model.settings.certainty,
        hints: true,
        pool: Pool::default(),
        code: String::new(),
        paper: None,
        typed: code.then(String::new),
        entropy: u64::try_from(now.entropy >> 64).unwrap_or(0),
    };
    if code {
        setup.selected = setup.line_of(Choice::Code);
    }
    setup.paper = paper(model, &setup, now);
    model.open(Screen::Setup(Box::new(setup)));
}

/// Leaves the typing of a code, if one is being typed. Returns whether it was.
pub(super) fn gives_up_typing(model: &mut Model) -> bool {
    let Screen::Setup(setup) = &mut model.screen else { return false };
    setup.typed.take().is_some()
}

/// The choices of a quiz.
pub(super) fn update(model: &mut Model, action: Action, now: Now) -> Option<Go> {
    let Screen::Setup(setup) = &model.screen else { return None };
    if action == Action::Next && !setup.is_typing() {
        return Some(start(model, setup));
    }
    let mut setup = setup.clone();
    let (before, code) = (setup.drawn_from(), setup.code.clone());
    match action {
        Action::Next => {
            let typed = setup.typed.clone().unwrap_or_default();
            model.notice = take_code(model, &mut setup, &typed).err();
        }
        Action::SetCode(typed) => model.notice = take_code(model, &mut setup, typed.as_str()).err(),
        _ => choose(&mut setup, action),
    }
    if setup.drawn_from() != before && setup.code == code {
        // A code names one paper. A word stands for the choices as they are, where a code can name them.
        let is_paper = matches!(code::read(&code, &model.bank), Ok(Given::Code(_)));
        if is_paper || setup.pool != Pool::Everything {
            setup.code.clear();
        }
    }
    if setup.drawn_from() != before || setup.code != code {
        setup.paper = paper(model, &setup, now);
    }
    model.screen = Screen::Setup(setup);
    None
}

/// Makes a choice.
fn choose(setup: &mut Setup, action: Action) {
    let lines = setup.topics.len() + Choice::ALL.len();
    match action {
        Action::Type(typed) => setup.type_character(typed),
        Action::Erase => drop(setup.typed.as_mut().and_then(String::pop)),
        Action::Clear => setup.typed.iter_mut().for_each(String::clear),
        Action::Up | Action::Down => setup.selected = moved(setup.selected, action, lines),
        Action::Select(line) if line < lines => setup.selected = line,
        Action::NextView if setup.choice().is_none() => setup.selected = setup.topics.len(),
        Action::NextView => setup.selected = 0,
        Action::Left => setup.change(false),
        Action::Right | Action::Pick(0) => setup.change(true),
        Action::Code => {
            setup.selected = setup.line_of(Choice::Code);
            setup.typed = Some(String::new());
        }
        Action::Certainty => setup.certainty = !setup.certainty,
        Action::ToggleTopic(number) => setup.tick(number),
        Action::AllTopics => setup.topics.fill(false),
        Action::SetLevel(level) => setup.level = level.filter(|level| (1..=3).contains(level)),
        Action::SetCount(count) => setup.set_count(count.min(usize::from(SITTING.most))),
        Action::SetCertainty(on) => setup.certainty = on,
        Action::SetHints(on) => setup.hints = on,
        Action::SetPool(pool) => setup.pool = pool,
        _ => {}
    }
}

/// Takes a typed code: it says all of the choices. A word is kept and stands for the choices as they are; nothing typed is a
/// new round. Says why where it names no paper here: then what was given before stays.
fn take_code(model: &Model, setup: &mut Setup, typed: &str) -> Result<(), String> {
    let typed = typed.trim().to_ascii_uppercase();
    if typed.is_empty() {
        setup.code.clear();
    } else {
        match code::read(&typed, &model.bank).map_err(|error| sentence(&error.to_string()))? {
            Given::Code(code) => {
                let options = code.options();
                for (number, ticked) in setup.topics.iter_mut().enumerate() {
                    *ticked = options.topics.contains(&number);
                }
                (setup.level, setup.count) = (options.level, options.count);
                setup.code = code.written(&model.bank);
            }
            Given::Word(word) => {
                // All who are given a word play the same, whatever each has settled on.
                if !setup.counted {
                    setup.count = OF_A_WORD;
                }
                setup.code = word.to_string();
            }
        }
        setup.pool = Pool::Everything;
    }
    setup.typed = None;
    Ok(())
}

/// The code of the round as it is chosen.
fn paper(model: &Model, setup: &Setup, now: Now) -> Option<Code> {
    if setup.pool != Pool::Everything {
        return None;
    }
    match code::read(&setup.code, &model.bank) {
        Ok(Given::Code(code)) => Some(code),
        Ok(Given::Word(word)) => Some(word.code(&model.bank, setup.options())),
        Err(_) => Some(fresh(model, &setup.options(), setup.entropy, now)),
    }
}

/// How many statements fit the choices.
#[must_use]
pub fn fitting(model: &Model, setup: &Setup) -> usize {
    match setup.pool {
        Pool::Mistakes => of_mistakes(model, &mistakes(model, setup), usize::MAX).len(),
        pool => {
            let fits =
                |entry: &Entry<'_>| is_chosen(setup, entry) && (pool == Pool::Everything || !is_known(model, entry));
            model.bank.statements().filter(fits).count()
        }
    }
}

/// Whether a statement is of the topics and of the level.
fn is_chosen(setup: &Setup, entry: &Entry<'_>) -> bool {
    let all = !setup.topics.contains(&true);
    let topic = all || setup.topics.get(entry.at.topic).is_some_and(|ticked| *ticked);
    topic && setup.level.is_none_or(|level| level == entry.item.level())
}

/// The mistakes that were not made good, of the topics and of the level.
fn mistakes(model: &Model, setup: &Setup) -> Vec<StatementRef> {
    let fits = |at: &StatementRef| model.bank.entry(*at).is_some_and(|entry| is_chosen(setup, &entry));
    model.learner.mistakes().into_iter().filter(fits).collect()
}

/// The quiz as it is chosen. That is for this quiz, and changes no setting.
fn start(model: &Model, setup: &Setup) -> Go {
    let certainty = Some(setup.certainty);
    if setup.pool == Pool::Mistakes {
        let most = if setup.count == ALL { usize::MAX } else { setup.count };
        return Go::MistakeRound(Some(of_mistakes(model, &mistakes(model, setup), most)), certainty);
    }
    let given = code::read(&setup.code, &model.bank).ok();
    let Options { topics, level, count } = setup.options();
    let drawn = setup.paper.clone().filter(|_| given.is_none());
    let (hints, unknown_only) = (setup.hints, setup.pool == Pool::Unknown);
    let count = Some(count);
    Go::Round(Box::new(Round { topics, level, count, given, drawn, certainty, hints, unknown_only }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::settings::Settings;
    use crate::app::{Effect, Message, update};
    use crate::domain::bank::sample;
    use crate::domain::fact::{Event, Started};
    use crate::domain::learner::Learner;
    use std::sync::Arc;

    const NOW: Now = Now { moment: crate::domain::moment::Moment::utc(1_795_459_380_000), entropy: 77 << 66 };

    /// The choices of a quiz, with a bank of three topics.
    fn choosing() -> Model {
        let bank = Arc::new(sample::bank(3, 8));
        let mut model = Model::new(bank, Learner::default(), "me".to_owned(), Settings::default());
        open(&mut model, false, NOW);
        model
    }

    fn setup(model: &Model) -> &Setup {
        let Screen::Setup(setup) = &model.screen else { panic!("{:?}", model.screen) };
        setup
    }

    fn act(model: &mut Model, action: Action) -> Vec<Effect> {
        update(model, Message::Act(action), NOW)
    }

    fn started(effects: &[Effect]) -> Started {
        let facts = effects.iter().find_map(|effect| match effect {
            Effect::Record(facts) => Some(facts),
            _ => None,
        });
        match &facts.unwrap()[0].event {
            Event::Started(started) => started.clone(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_code_that_is_shown_is_the_code_that_is_played_and_misses_come_back() {
        let mut model = choosing();
        for action in [Action::ToggleTopic(1), Action::SetLevel(Some(2)), Action::SetCount(3)] {
            act(&mut model, action);
        }
        let shown = setup(&model).paper.clone().unwrap().written(&model.bank);
        let started = started(&act(&mut model, Action::Next));
        assert_eq!((started.seed, started.repeats, started.level), (shown, true, Some(2)));
    }

    #[test]
    fn a_word_has_the_same_length_for_all_whatever_their_settings_unless_one_is_chosen() {
        let mut papers = Vec::new();
        for length in [10, 40] {
            let mut model = choosing();
            model.settings.sitting = length;
            open(&mut model, false, NOW);
            act(&mut model, Action::SetCode(crate::app::keys::typed("monday")));
            papers.push(started(&act(&mut model, Action::Next)).statements);
        }
        assert_eq!(papers[0], papers[1]);
        assert_eq!(papers[0].len(), OF_A_WORD);
        let mut model = choosing();
        act(&mut model, Action::SetCount(3));
        act(&mut model, Action::SetCode(crate::app::keys::typed("monday")));
        assert_eq!(started(&act(&mut model, Action::Next)).statements.len(), 3);
    }

    #[test]
    fn leaving_a_round_leads_home_and_the_next_choice_has_a_new_code() {
        let mut model = choosing();
        model.go_home();
        open(&mut model, false, NOW);
        let first = setup(&model).paper.clone();
        act(&mut model, Action::Next);
        act(&mut model, Action::Back);
        assert!(matches!(model.screen, Screen::Home(_)), "{:?}", model.screen);
        open(&mut model, false, Now { entropy: 99 << 66, ..NOW });
        assert_ne!(setup(&model).paper, first);
    }

    #[test]
    fn the_code_follows_each_choice_and_comes_back_with_it() {
        let mut model = choosing();
        let code = |model: &Model| setup(model).paper.clone().map(|code| code.written(&model.bank));
        let first = code(&model);
        act(&mut model, Action::ToggleTopic(2));
        assert_ne!(code(&model), first);
        act(&mut model, Action::ToggleTopic(2));
        assert_eq!(code(&model), first);
        act(&mut model, Action::SetPool(Pool::Unknown));
        assert_eq!(code(&model), None, "no code names what hangs on the learner");
    }

    #[test]
    fn as_many_statements_fit_as_a_round_of_all_has() {
        let mut model = choosing();
        for action in [Action::SetCount(ALL), Action::ToggleTopic(0), Action::SetLevel(Some(1)), Action::AllTopics] {
            act(&mut model, action);
            let fits = fitting(&model, setup(&model));
            let mut other = choosing();
            other.screen = model.screen.clone();
            let whole = started(&act(&mut other, Action::Next)).statements.len();
            assert_eq!((fits, setup(&model).length(fits)), (whole, whole), "{action:?}");
        }
        act(&mut model, Action::SetPool(Pool::Mistakes));
        assert_eq!(fitting(&model, setup(&model)), 0);
    }

    #[test]
    fn a_code_gives_all_the_choices_and_another_choice_gives_the_code_up_but_not_a_word() {
        let mut model = choosing();
        act(&mut model, Action::ToggleTopic(1));
        let code = setup(&model).paper.clone().unwrap().written(&model.bank);
        let mut other = choosing();
        act(&mut other, Action::SetCode(crate::app::keys::typed(&code)));
        assert_eq!((&setup(&other).topics, &setup(&other).code), (&vec![false, true, false], &code));
        act(&mut other, Action::ToggleTopic(2));
        assert_eq!(setup(&other).code, "");
        act(&mut other, Action::SetCode(crate::app::keys::typed("monday")));
        act(&mut other, Action::ToggleTopic(0));
        assert_eq!(setup(&other).code, "MONDAY");
        act(&mut other, Action::SetCode(crate::app::keys::typed("é")));
        assert_eq!(setup(&other).code, "MONDAY", "what names nothing changes nothing");
        assert!(other.notice.is_some());
    }
}
