//! The one table of keys: dispatch, footer, help screen, plain mode and the table in docs/keys.md all come from it.

use super::Screen;
use super::assess::{self, Assess};
use super::case::Stage;
use super::progress::Page;
use super::settings::Change;
use super::setup::Pool;
use crate::domain::bank::Side;
use crate::domain::certainty::Certainty;
use crate::domain::session::Phase;
use arrayvec::ArrayString;
use strum::VariantArray;

/// A key as the program knows it, whatever terminal it comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Key {
    /// A printable character.
    Char(char),
    /// A character with Ctrl held.
    Ctrl(char),
    /// Enter or Return.
    Enter,
    /// Escape.
    Esc,
    /// Backspace.
    Backspace,
    /// Tab.
    Tab,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
    /// Home.
    Home,
    /// End.
    End,
}

/// What a key, a click or a typed line asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// End the program; nothing is lost.
    Quit,
    /// Stop the program until it is brought to the foreground again.
    Suspend,
    /// Draw everything anew.
    Redraw,
    /// Explain the keys of this screen.
    Help,
    /// Leave this screen; from the outermost one the program.
    Back,
    /// Leave this screen, but never the program: Esc is easily pressed once too often.
    Out,
    /// Go to the home screen.
    Home,
    /// Go on: the next screen, question or page, or what is selected.
    Next,
    /// The screen or page before.
    Previous,
    /// The next page of a screen that needs several.
    PageOn,
    /// Go on with another unfinished round.
    Another,
    /// The first entry of a list.
    First,
    /// The last entry of a list.
    Last,
    /// The page before.
    PageBack,
    /// Select the entry above, or be surer.
    Up,
    /// Select the entry below, or be less sure.
    Down,
    /// Select the left side, or the entry to the left.
    Left,
    /// Select the right side, or the entry to the right.
    Right,
    /// Put the cursor on the entry with that number, from 0.
    Select(usize),
    /// Select the entry with that number, from 0, and open it.
    Pick(usize),
    /// Take up the unfinished attempt.
    Continue,
    /// Open the next lesson, or the lesson of the topic at hand.
    Lesson,
    /// Start a quiz over all topics, or over the topic at hand.
    Quiz,
    /// Start a quick quiz over all topics.
    Quick,
    /// Choose topics, level, number and code of a quiz.
    Setup,
    /// Type the code of a round.
    Code,
    /// Start a sitting of what is due.
    Review,
    /// Put all that is due off to the next day.
    Snooze,
    /// Go through the mistakes again.
    Mistakes,
    /// Show the map of topics.
    Topics,
    /// Leaf through the discussion cards.
    Cards,
    /// List the case studies, or open the one of the topic at hand.
    Cases,
    /// Show the story of a case study in full.
    Whole,
    /// Show the progress.
    Progress,
    /// Show the glossary.
    Glossary,
    /// Show the settings.
    Settings,
    /// Take a value off.
    Clear,
    /// A week later.
    WeekOn,
    /// A week earlier.
    WeekBack,
    /// Answer with a side, and with a certainty where the key gives one.
    Answer(Side, Option<Certainty>),
    /// Say "don't know".
    DontKnow,
    /// Show the guiding question.
    Hint,
    /// Flag the statement as doubtful, or take the flag off.
    Flag,
    /// Take the last answer back.
    Undo,
    /// Show the documents behind the statement, or hide them.
    Sources,
    /// The same kind of round again, newly drawn.
    Again,
    /// The same round again: the same statements in the same order.
    Replay,
    /// Switch certainty on or off.
    Certainty,
    /// Explain what certainty earns.
    Marks,
    /// Change who is learning.
    Learner,
    /// A character of a code or a name that is being typed.
    Type(char),
    /// Take the last typed character back.
    Erase,
    /// Show the next view of the progress, or go over to the other part of a screen.
    NextView,
    /// Show the view of the progress before.
    PreviousView,
    /// Write the progress down as a report.
    Report,
    /// Choose the topic with that number, from 0, or take the choice back.
    ToggleTopic(usize),
    /// Show that page of the progress.
    ProgressPage(Page),
    /// Draw from all topics.
    AllTopics,
    /// Draw statements of that level; none for all.
    SetLevel(Option<u8>),
    /// Ask so many statements.
    SetCount(usize),
    /// Whether answers of the round say how sure one is.
    SetCertainty(bool),
    /// Whether hints can be had in the round.
    SetHints(bool),
    /// Draw from these statements.
    SetPool(Pool),
    /// Take that code; an empty one for a new round.
    SetCode(Typed),
    /// Choose what has that number, from 0: a text of a prediction, or a place on the line of a case study.
    Choose(usize),
    /// Change a setting to that.
    Set(Change),
    /// Go on as the learner of that name.
    SetName(Typed),
    /// Look for that in the glossary.
    Search(Typed),
    /// Mark the statement for another look, or take the mark off.
    Mark,
    /// Leave the statement open and go to the next open one.
    Skip,
    /// Show what is open and what is marked.
    Overview,
    /// Show the time that is left, or hide it.
    Timer,
    /// Ask whether to submit.
    Submit,
    /// Take up what was just offered.
    Accept,
    /// Do without what was just offered.
    Decline,
    /// Open the next question of a class, or close the vote.
    OpenOrClose,
    /// Let neighbours talk, or vote once more.
    VoteAgain,
    /// Reveal what is right.
    Reveal,
    /// Show how the room voted, or hide it.
    Bars,
    /// Show what the room may think.
    Beliefs,
    /// Let a class pause, or go on.
    Pause,
    /// Remove somebody from a class.
    Remove,
    /// Show names on the projector, or hide them.
    Names,
    /// Let nobody join any more, or again.
    Lock,
    /// Count raised hands.
    Hands,
    /// Open the warm-up.
    WarmUp,
    /// End the class.
    End,
    /// Show the code that a camera reads, as large as the window.
    ShowCode,
    /// Show another address of the class.
    Address,
    /// Show who is there, for the host alone; or the stage again.
    Console,
    /// Let nobody back who asked for it.
    TurnDown,
    /// Unlock an attempt, with a name and a reason.
    Unlock,
    /// Correct a name.
    Rename,
    /// Forget a name.
    Forget,
    /// Come back to a seat of a class with its three words.
    ComeBack,
    /// Ask the teacher to be let back to a seat.
    AskBack,
    /// Say with which three words one comes back.
    WayBack,
    /// Leave the seat, and join as somebody else.
    SomebodyElse,
}

/// A text that somebody typed, cut off at 192 bytes: what is cut has more characters than any rule permits.
pub type Typed = ArrayString<192>;

/// A text that was typed, as part of an action.
#[must_use]
pub fn typed(text: &str) -> Typed {
    let mut kept = Typed::new();
    for character in text.chars() {
        if kept.try_push(character).is_err() {
            break;
        }
    }
    kept
}

/// What decides which keys work: the screen, and its state where that matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, VariantArray)]
pub enum Context {
    /// The introduction.
    Welcome,
    /// The home screen.
    Home,
    /// The map of topics.
    Topics,
    /// A lesson's first screen, before the choice.
    Predicting,
    /// A lesson's screen of text.
    Reading,
    /// A lesson's boundary case, before the choice.
    Bending,
    /// What was missed in a lesson's exit check.
    Missed,
    /// The choices of a quiz.
    Setup,
    /// The choices of a quiz, while a code is typed.
    Typing,
    /// A question whose answer carries a certainty.
    Asking,
    /// A question with plain choices.
    AskingPlain,
    /// The feedback.
    Explaining,
    /// The feedback in a lesson.
    ExplainingExercise,
    /// The end of an attempt.
    Summary,
    /// The progress.
    Progress,
    /// The mistakes, by the thought behind them.
    Mistakes,
    /// The answers behind a figure.
    Answers,
    /// A discussion card before its verdict.
    CardCase,
    /// A discussion card with its verdict.
    CardVerdict,
    /// The case studies to choose from.
    Cases,
    /// The story of a case study.
    CaseStory,
    /// A dimension of a case study.
    CaseJudging,
    /// The profiles of a case study beside each other.
    CaseCompared,
    /// The verdict on a case study.
    CaseFlip,
    /// The settings.
    Settings,
    /// The same, while the date of an exam is typed.
    ExamDay,
    /// Who is learning.
    Choosing,
    /// The same, while the name of somebody new is typed.
    Naming,
    /// The glossary.
    Glossary,
    /// The glossary, while something is searched for.
    Searching,
    /// What certainty earns.
    Marks,
    /// An assessment before it starts.
    Consent,
    /// A practice statement, with certainty.
    Trying,
    /// A practice statement with plain choices.
    TryingPlain,
    /// What came of a practice statement.
    Tried,
    /// A statement of an assessment, with certainty.
    Sitting,
    /// A statement of an assessment with plain choices.
    SittingPlain,
    /// What is open and what is marked.
    Overview,
    /// Whether to submit.
    Submitting,
    /// Whether to leave a desk while the clock runs.
    Leaving,
    /// The result of an assessment.
    Outcome,
    /// A class, as the projector shows it.
    Class,
    /// Raised hands, while they are counted.
    Counting,
    /// What the room may think.
    Beliefs,
    /// The code for cameras, as large as the window.
    Camera,
    /// Who is in a class.
    Console,
    /// A name in a class, while it is corrected.
    Renaming,
    /// Whether that is meant.
    Sure,
    /// Whether somebody is to be removed.
    Removing,
    /// Whether phones reach this computer.
    Trial,
    /// Somebody at a terminal who types the code of a class.
    Entering,
    /// The same, who types a name.
    Joining,
    /// The same, where no name is asked for, or nobody can join.
    Outside,
    /// The same, who types the three words of a seat.
    Returning,
    /// The same, who types a name by which to be let back.
    AskingBack,
    /// A question of a class at a terminal, whose answer carries a certainty.
    Voting,
    /// A question of a class at a terminal with plain choices.
    VotingPlain,
    /// What was explained to somebody at a terminal who goes through a class at their own pace.
    Told,
    /// All else that somebody sees of a class at a terminal.
    Seated,
    /// Somebody at a terminal who types a ticket of an assessment's desk.
    Ticket,
    /// The same, where nothing can be taken just now.
    Barred,
    /// An assessment's desk, as the projector may show it.
    Desk,
    /// An assessment's desk, for the host alone: who is there, and where they stand.
    Hall,
    /// Who unlocks an attempt, and why, while it is typed.
    Unlocking,
    /// The explanation of the keys.
    Help,
    /// Something could not be saved.
    Trouble,
}

impl Context {
    /// Every context, in the order of the help and docs/keys.md.
    pub const ALL: &'static [Self] = Self::VARIANTS;

    /// Whether "next" goes through the pages of the screen before it goes on.
    #[must_use]
    pub fn pages_first(self) -> bool {
        PAGES_FIRST.contains(&self)
    }

    /// Whether characters are typed into a text, and no character is a key.
    #[must_use]
    pub const fn takes_text(self) -> bool {
        matches!(self, Self::Typing | Self::Naming | Self::Searching | Self::Counting | Self::Renaming)
            || matches!(self, Self::Entering | Self::Joining | Self::Returning | Self::AskingBack)
            || matches!(self, Self::Ticket | Self::Unlocking | Self::ExamDay)
    }

    /// Whether it belongs to an assessment, from which no key leads to self-study, nor back.
    #[must_use]
    pub const fn is_of_assessment(self) -> bool {
        matches!(
            self,
            Self::Consent
                | Self::Trying
                | Self::TryingPlain
                | Self::Tried
                | Self::Sitting
                | Self::SittingPlain
                | Self::Overview
                | Self::Submitting
                | Self::Leaving
                | Self::Outcome
        )
    }

    /// Whether it belongs to a class that is led at this terminal.
    #[must_use]
    pub const fn is_of_class(self) -> bool {
        matches!(
            self,
            Self::Class
                | Self::Counting
                | Self::Beliefs
                | Self::Camera
                | Self::Console
                | Self::Renaming
                | Self::Sure
                | Self::Removing
                | Self::Trial
        )
    }

    /// Whether it belongs to a class in which somebody takes part from a terminal.
    #[must_use]
    pub const fn is_of_seat(self) -> bool {
        matches!(self, Self::Entering | Self::Joining | Self::Outside | Self::Returning | Self::AskingBack)
            || matches!(self, Self::Voting | Self::VotingPlain | Self::Told | Self::Seated)
    }

    /// Whether it belongs to an assessment's desk: at its door, or where it is led.
    #[must_use]
    pub const fn is_of_desk(self) -> bool {
        matches!(self, Self::Ticket | Self::Barred | Self::Desk | Self::Hall | Self::Unlocking)
    }

    const fn title_at_desk(self) -> &'static str {
        match self {
            Self::Ticket => "Assessment's desk, the ticket",
            Self::Barred => "Assessment's desk, nothing to take",
            Self::Hall => "Assessment's desk, the console",
            Self::Unlocking => "Assessment's desk, unlocking",
            _ => "Assessment's desk",
        }
    }

    /// Its name in the help and docs/keys.md.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Welcome => "Introduction",
            Self::Home => "Home",
            Self::Topics => "Topics",
            Self::Predicting => "Lesson, first screen",
            Self::Reading => "Lesson",
            Self::Bending => "Lesson, where it bends",
            Self::Missed => "Lesson, exit check not passed",
            Self::Setup => "Custom quiz",
            Self::Typing => "Custom quiz, typing a code",
            Self::Asking => "Question, with certainty",
            Self::AskingPlain => "Question, certainty off",
            Self::Explaining => "Feedback",
            Self::ExplainingExercise => "Feedback in a lesson",
            Self::Summary => "End of a round",
            Self::Progress => "Progress",
            Self::Mistakes => "Mistakes",
            Self::Answers => "Answers behind a figure",
            Self::CardCase => "Discussion card",
            Self::CardVerdict => "Discussion card, verdict",
            Self::Cases => "Case studies",
            Self::CaseStory => "Case study",
            Self::CaseJudging => "Case study, one dimension",
            Self::CaseCompared => "Case study, profiles",
            Self::CaseFlip => "Case study, verdict",
            Self::Settings => "Settings",
            Self::ExamDay => "Settings, typing a date",
            Self::Choosing => "Learners",
            Self::Naming => "Learners, typing a name",
            Self::Glossary => "Glossary",
            Self::Searching => "Glossary, searching",
            Self::Marks => "How scoring works",
            Self::Consent => "Assessment, before it starts",
            Self::Trying => "Assessment, practice with certainty",
            Self::TryingPlain => "Assessment, practice",
            Self::Tried => "Assessment, feedback on practice",
            Self::Sitting => "Assessment, a statement with certainty",
            Self::SittingPlain => "Assessment, a statement",
            Self::Overview => "Assessment, overview",
            Self::Submitting => "Assessment, submitting",
            Self::Leaving => "Assessment, leaving a desk",
            Self::Outcome => "Assessment, result",
            Self::Class => "Live class",
            Self::Counting => "Live class, counting hands",
            Self::Beliefs => "Live class, misconceptions",
            Self::Camera => "Live class, the code",
            Self::Console => "Live class, console",
            Self::Renaming => "Live class, correcting a name",
            Self::Sure => "Live class, being sure",
            Self::Removing => "Live class, removing somebody",
            Self::Trial => "Live class, trying the network",
            Self::Help => "Help",
            Self::Trouble => "Answer not saved",
            // Of what is left, all belongs to somebody who takes part in a class, or to an assessment's desk.
            _ => self.title_of_seat(),
        }
    }

    /// The same for somebody who takes part in a class from a terminal, and at an assessment's desk.
    const fn title_of_seat(self) -> &'static str {
        match self {
            Self::Entering => "Taking part, the room's code",
            Self::Joining => "Taking part, coming in",
            Self::Outside => "Taking part, at the door",
            Self::Returning => "Taking part, coming back",
            Self::AskingBack => "Taking part, asking the teacher",
            Self::Voting => "Taking part, a question with certainty",
            Self::VotingPlain => "Taking part, a question",
            Self::Told => "Taking part, an answer explained",
            Self::Ticket | Self::Barred | Self::Desk | Self::Hall | Self::Unlocking => self.title_at_desk(),
            _ => "Taking part",
        }
    }

    /// The context of a screen.
    #[must_use]
    pub fn of(screen: &Screen) -> Self {
        match screen {
            Screen::Welcome => Self::Welcome,
            Screen::Home(_) => Self::Home,
            Screen::Topics(_) => Self::Topics,
            Screen::Lesson(lesson) => match &lesson.exercises {
                Some(session) if session.phase() == Phase::Explaining => Self::ExplainingExercise,
                Some(session) => Self::of_sitting(session.phase(), session.started.certainty),
                None if lesson.failed.is_some() => Self::Missed,
                None if lesson.is_predicting() => Self::Predicting,
                None if lesson.is_bending() => Self::Bending,
                None => Self::Reading,
            },
            Screen::Setup(setup) if setup.is_typing() => Self::Typing,
            Screen::Setup(_) => Self::Setup,
            Screen::Quiz(quiz) => Self::of_sitting(quiz.session.phase(), quiz.session.started.certainty),
            Screen::Assess(assess) => Self::of_assessment(assess),
            Screen::Summary(_) => Self::Summary,
            Screen::Progress(_) => Self::Progress,
            Screen::Mistakes(_) => Self::Mistakes,
            Screen::Answers(_) => Self::Answers,
            Screen::Cards(cards) if cards.revealed => Self::CardVerdict,
            Screen::Cards(_) => Self::CardCase,
            Screen::Cases(_) => Self::Cases,
            Screen::Case(case) => match case.stage {
                Stage::Story(_) => Self::CaseStory,
                Stage::Judging(_) => Self::CaseJudging,
                Stage::Compared => Self::CaseCompared,
                Stage::Flip => Self::CaseFlip,
            },
            Screen::Settings(screen) if screen.typed.is_some() => Self::ExamDay,
            Screen::Settings(_) => Self::Settings,
            Screen::Learners(learners) if learners.typed.is_some() => Self::Naming,
            Screen::Learners(_) => Self::Choosing,
            Screen::Glossary(glossary) if glossary.is_searching() => Self::Searching,
            Screen::Glossary(_) => Self::Glossary,
            Screen::Marks => Self::Marks,
            Screen::Help(_) => Self::Help,
        }
    }

    fn of_assessment(assess: &Assess) -> Self {
        let certainty = assess.form().paper.certainty;
        match &assess.stage {
            assess::Stage::Consent => Self::Consent,
            assess::Stage::Practice(session) if session.phase() == Phase::Explaining => Self::Tried,
            assess::Stage::Practice(_) if certainty => Self::Trying,
            assess::Stage::Practice(_) => Self::TryingPlain,
            assess::Stage::Asking if certainty => Self::Sitting,
            assess::Stage::Asking => Self::SittingPlain,
            assess::Stage::Overview(_) => Self::Overview,
            assess::Stage::Submitting => Self::Submitting,
            assess::Stage::Leaving => Self::Leaving,
            assess::Stage::Over(_) => Self::Outcome,
        }
    }

    const fn of_sitting(phase: Phase, certainty: bool) -> Self {
        match (phase, certainty) {
            (Phase::Asking, true) => Self::Asking,
            (Phase::Asking, false) => Self::AskingPlain,
            (Phase::Explaining, _) => Self::Explaining,
            (Phase::Finished, _) => Self::Reading,
        }
    }
}

/// One line of the table: in these contexts, any of these keys asks for that.
#[derive(Debug, Clone, Copy)]
pub struct Binding {
    /// Where it works.
    pub contexts: &'static [Context],
    /// The keys, the one to show first.
    pub keys: &'static [Key],
    /// What they ask for.
    pub action: Action,
    /// A word or two for the footer; empty where the screen itself shows the key.
    pub footer: &'static str,
    /// A sentence for the help.
    pub help: &'static str,
}

use Context as C;
use Key::{Backspace, Char, Ctrl, Down, Enter, Esc, Left, PageDown, PageUp, Right, Tab, Up};

const EVERYWHERE: &[C] = Context::ALL;
const MENUS: &[C] =
    &[C::Home, C::Topics, C::Setup, C::Settings, C::Choosing, C::Progress, C::Mistakes, C::Answers, C::Cases];
/// Where "next" goes through the pages of a screen before it goes on.
const PAGES_FIRST: &[C] =
    &[C::Reading, C::Missed, C::CardCase, C::CardVerdict, C::CaseStory, C::CaseFlip, C::Marks, C::Help, C::Trouble];
/// Statements whose answer Enter gives, and no other key, so that a slip does not count.
const SURE: &[C] = &[C::Trying, C::Sitting];
const PLAIN: &[C] = &[C::TryingPlain, C::SittingPlain];
const CHOOSING: &[C] = &[C::Trying, C::TryingPlain, C::Sitting, C::SittingPlain];
const SITTING: &[C] = &[C::Sitting, C::SittingPlain];
const QUESTIONS: &[C] = &[C::Asking, C::AskingPlain];
/// The same, and the questions of a class at a terminal.
const ASKS: &[C] = &[C::Asking, C::AskingPlain, C::Voting, C::VotingPlain];
const CERTAIN: &[C] = &[C::Asking, C::Voting];
const UNCERTAIN: &[C] = &[C::AskingPlain, C::VotingPlain];
const VOTES: &[C] = &[C::Voting, C::VotingPlain];
const OF_SEAT: &[C] = &[C::Voting, C::VotingPlain, C::Told, C::Seated];
/// Where a whole text is deleted at once.
const CLEARED: &[C] = &[C::ExamDay, C::Naming, C::Typing, C::Searching];
/// Where something is typed to come into a class, or to a desk.
const AT_DOOR: &[C] = &[C::Entering, C::Joining, C::Returning, C::AskingBack, C::Ticket];
const AFTER_ANSWERS: &[C] = &[C::Explaining, C::ExplainingExercise];
const FEEDBACK: &[C] = &[C::Explaining, C::ExplainingExercise];
/// Where a list may be longer than the window.
const LISTS: &[C] = &[C::Progress, C::Mistakes, C::Answers, C::Glossary, C::Searching, C::Console, C::Hall];
const GLOSSARY: &[C] = &[C::Glossary, C::Searching];
const CARDS: &[C] = &[C::CardCase, C::CardVerdict];
/// Where a class is led.
const LED: &[C] = &[C::Class, C::Console];
/// Where something is typed in a class, or at a desk.
const TYPED: &[C] = &[C::Counting, C::Renaming, C::Unlocking];
/// Where a desk is led.
const DESK: &[C] = &[C::Desk, C::Hall];
/// Where a class is asked whether that is meant.
const ASKED: &[C] = &[C::Sure, C::Removing];

const fn bind(
    contexts: &'static [Context],
    keys: &'static [Key],
    action: Action,
    footer: &'static str,
    help: &'static str,
) -> Binding {
    Binding { contexts, keys, action, footer, help }
}

const fn answer(side: Side, certainty: Certainty) -> Action {
    Action::Answer(side, Some(certainty))
}

/// All keys of the program. In each context the footer shows them in this order.
pub const TABLE: &[Binding] = &[
    // The introduction and the home screen.
    bind(&[C::Welcome], &[Enter, Char(' '), Right], Action::Lesson, "first lesson", "Start with the first lesson."),
    bind(&[C::Welcome], &[Char('u'), Char('m')], Action::Quick, "quick quiz", "Start a quick quiz at once."),
    bind(&[C::Welcome], &[Char('#')], Action::Code, "code", "Type the code of a round."),
    bind(&[C::Home], &[Char('r')], Action::Continue, "", "Go on with the unfinished round where you left it."),
    bind(&[C::Home], &[Char('o')], Action::Another, "", "Go on with the round that was left before that one."),
    bind(&[C::Home], &[Char('v')], Action::Review, "", "Review what is due."),
    bind(&[C::Home], &[Char('l')], Action::Lesson, "", "Open the next lesson."),
    bind(&[C::Home], &[Char('m')], Action::Quiz, "", "Start a quiz on all topics."),
    bind(&[C::Home], &[Char('u')], Action::Quick, "quick quiz", "Start a quick quiz of ten statements."),
    bind(&[C::Home], &[Char('c')], Action::Setup, "", "Choose the topics, level and length of a quiz."),
    bind(&[C::Home], &[Char('#')], Action::Code, "", "Type the code of a round."),
    bind(&[C::Home], &[Char('t')], Action::Topics, "", "Show the topics and their lessons."),
    bind(&[C::Home], &[Char('d')], Action::Cards, "", "Discuss systems that are hard to place."),
    bind(&[C::Home], &[Char('p')], Action::Progress, "", "Show what you know, and what to do next."),
    bind(&[C::Home], &[Char('x')], Action::Mistakes, "", "Go through the mistakes again."),
    bind(&[C::Home], &[Char('g')], Action::Glossary, "", "Look up words of the trade."),
    bind(&[C::Home], &[Char('s')], Action::Settings, "", "Change the settings."),
    bind(MENUS, &[Up, Char('k')], Action::Up, "", "Select the entry above."),
    bind(MENUS, &[Down, Char('j')], Action::Down, "", "Select the entry below."),
    bind(&[C::Settings], &[Left, Char('h')], Action::Left, "change", "Choose the value before."),
    bind(&[C::Settings], &[Right], Action::Right, "", "Choose the next value."),
    bind(&[C::Settings], &[Enter], Action::Next, "type it", "Choose the next value; type the date of an exam."),
    bind(&[C::Settings], &[Char('+')], Action::WeekOn, "a week", "Set the exam a week later."),
    bind(&[C::Settings], &[Char('-')], Action::WeekBack, "", "Set the exam a week earlier."),
    bind(&[C::Settings], &[Char(' '), Backspace], Action::Clear, "no exam", "Clear the exam date."),
    bind(&[C::Settings], &[Char('w')], Action::Marks, "how scoring works", "Explain how scoring works."),
    bind(&[C::Settings], &[Char('l')], Action::Learner, "learner", "Change who is learning, or add somebody."),
    bind(&[C::ExamDay], &[Enter, Tab], Action::Next, "set it", "Set the date you typed; without one it stays."),
    bind(&[C::ExamDay], &[Backspace], Action::Erase, "delete", "Delete the last character."),
    bind(&[C::Choosing], &[Enter, Right], Action::Next, "go on", "Go on as the selected learner."),
    bind(&[C::Naming], &[Enter, Tab], Action::Next, "go on", "Go on with the name you typed."),
    bind(&[C::Naming], &[Backspace], Action::Erase, "delete", "Delete the last character."),
    bind(&[C::Setup], &[Enter], Action::Next, "start", "Start the quiz."),
    bind(&[C::Setup], &[Left, Char('h')], Action::Left, "change", "Choose the value before."),
    bind(&[C::Setup], &[Right], Action::Right, "", "Choose the next value."),
    bind(&[C::Setup], &[Char(' ')], Action::Pick(0), "choose", "Choose the selected topic, or take it out again."),
    bind(&[C::Setup], &[Char('a')], Action::AllTopics, "all topics", "Draw from all topics."),
    bind(&[C::Setup], &[Tab], Action::NextView, "options", "Go over to the options, or back to the topics."),
    bind(&[C::Setup], &[Char('#')], Action::Code, "enter a code", "Type the code of a round, or the word of a class."),
    bind(&[C::Typing], &[Enter, Tab], Action::Next, "use it", "Use the code you typed."),
    bind(&[C::Typing], &[Backspace], Action::Erase, "delete", "Delete the last character."),
    bind(&[C::Home], &[Enter, Right], Action::Next, "", "Open the entry under the cursor."),
    bind(&[C::Topics], &[Enter, Right], Action::Next, "open", "Open the selected entry."),
    bind(&[C::Progress], &[Enter], Action::Next, "open", "Open what is selected, down to the answers behind it."),
    bind(&[C::Progress], &[Tab, Char('n'), Right], Action::NextView, "next view", "Show the next view."),
    bind(&[C::Progress], &[Char('b'), Left], Action::PreviousView, "view before", "Show the view before."),
    bind(&[C::Progress], &[Char('v')], Action::Review, "", "Review what is due."),
    bind(&[C::Progress], &[Char('w')], Action::ProgressPage(Page::Known), "", "Read what you now know."),
    bind(&[C::Progress], &[Char('x')], Action::Mistakes, "", "Show the mistakes to fix."),
    bind(
        &[C::Progress],
        &[Char('y')],
        Action::ProgressPage(Page::Numbers),
        "",
        "Show the numbers, for those who like figures.",
    ),
    bind(
        &[C::Mistakes],
        &[Enter],
        Action::Next,
        "practise this one",
        "Practise what the selected thought made you miss.",
    ),
    bind(&[C::Mistakes], &[Char('o')], Action::Sources, "answer", "Show the answer to the selected one, or hide it."),
    bind(&[C::Mistakes], &[Char('a')], Action::Again, "all", "Practise all mistakes."),
    bind(&[C::Mistakes], &[Char('L'), Char('l')], Action::Lesson, "lesson", "Open the lesson of that topic."),
    bind(&[C::Mistakes], &[Char('g')], Action::Glossary, "words", "Look up the words of the statement."),
    bind(&[C::Progress], &[Char('r')], Action::Report, "report", "Write a report to keep or print: HTML and Markdown."),
    bind(&[C::Answers], &[Enter, Right], Action::Next, "open", "Show the selected answer in full, then the next one."),
    bind(&[C::Answers], &[Char('o')], Action::Sources, "source", "Show where the reason comes from, or hide it."),
    bind(&[C::Answers], &[Char(' ')], Action::PageOn, "", "The next page, if there is one."),
    bind(&[C::Answers], &[Char('m')], Action::Quiz, "practise this idea", "Practise the idea with a few statements."),
    bind(&[C::Answers], &[Char('L'), Char('l')], Action::Lesson, "lesson", "Open the lesson of the idea's topic."),
    bind(&[C::Answers], &[Char('c')], Action::Continue, "go on", "Go on with the round, if it is unfinished."),
    bind(&[C::Answers], &[Char('r')], Action::Again, "play again", "Play the same round again."),
    bind(&[C::Home], &[Char('z')], Action::Snooze, "snooze the review", "Snooze the review until tomorrow."),
    bind(&[C::Topics], &[Char('l')], Action::Lesson, "lesson", "Open the topic's lesson where it was left."),
    bind(&[C::Topics], &[Char('m')], Action::Quiz, "quiz", "Start a quiz on the topic."),
    bind(&[C::Topics], &[Char('d')], Action::Cards, "cards", "Leaf through the topic's discussion cards."),
    // Lessons.
    bind(&[C::Predicting], &[Char('1'), Char('a')], Action::Pick(0), "choose", "Choose the first text."),
    bind(&[C::Predicting], &[Char('2'), Char('b')], Action::Pick(1), "", "Choose the second text."),
    bind(&[C::Predicting], &[Enter], Action::Next, "", "Say what there is to choose."),
    bind(&[C::Predicting], &[Char('n')], Action::DontKnow, "don't know", "Don't know: show the answer."),
    bind(&[C::Reading], &[Enter, Char(' '), Right], Action::Next, "next", "Go on."),
    bind(&[C::Reading], &[Char('g')], Action::Glossary, "more words", "Show the other words of the trade."),
    bind(&[C::Reading], &[Char('b'), Left, Backspace], Action::Previous, "back", "One screen back."),
    bind(&[C::Bending], &[Char('f'), Char('1')], Action::Answer(Side::Left, None), "", "The left side."),
    bind(&[C::Bending], &[Char('j'), Char('2')], Action::Answer(Side::Right, None), "", "The right side."),
    bind(&[C::Bending], &[Enter], Action::Next, "answer", "Answer with what is chosen."),
    bind(&[C::Bending], &[Char('n'), Char('0')], Action::DontKnow, "don't know", "Don't know: show the answer."),
    bind(&[C::Bending], &[Left], Action::Left, "", "Walk along the line to the left."),
    bind(&[C::Bending], &[Right], Action::Right, "", "Walk along the line to the right."),
    bind(&[C::Bending], &[Char('b'), Backspace], Action::Previous, "back", "One screen back."),
    bind(
        &[C::Missed],
        &[Enter, Char(' '), Right],
        Action::Next,
        "fresh statements",
        "Check again with other statements, fresh ones first.",
    ),
    bind(&[C::Missed], &[Down, Char('j')], Action::Down, "the next one", "Show the next one that was missed."),
    bind(&[C::Missed], &[Up, Char('k')], Action::Up, "the one before", "Show the one before."),
    bind(
        &[C::Missed],
        &[Char('b'), Left, Backspace],
        Action::Previous,
        "words again",
        "Show the words of the trade again.",
    ),
    bind(&[C::Reading], &[Char('r')], Action::Again, "to the check", "From words read again, go back to the check."),
    bind(&[C::Reading], &[Char('o')], Action::Sources, "sources", "Show where this comes from, or hide it."),
    bind(&[C::Reading], &[Char('c')], Action::Cases, "case study", "At the end of the lesson, judge a case study."),
    bind(&[C::Reading], &[Char('d')], Action::Cards, "discuss", "Discuss the topic's cases that are hard to place."),
    // Questions.
    bind(CERTAIN, &[Char('s')], answer(Side::Left, Certainty::C3), "", "The left side, certain."),
    bind(CERTAIN, &[Char('d')], answer(Side::Left, Certainty::C2), "", "The left side, fairly sure."),
    bind(CERTAIN, &[Char('f')], answer(Side::Left, Certainty::C1), "", "The left side, unsure."),
    bind(CERTAIN, &[Char('j')], answer(Side::Right, Certainty::C1), "", "The right side, unsure."),
    bind(CERTAIN, &[Char('k')], answer(Side::Right, Certainty::C2), "", "The right side, fairly sure."),
    bind(CERTAIN, &[Char('l')], answer(Side::Right, Certainty::C3), "", "The right side, certain."),
    bind(&[C::Asking], &[Char('1')], Action::Answer(Side::Left, None), "", "The left side, fairly sure."),
    bind(&[C::Asking], &[Char('2')], Action::Answer(Side::Right, None), "", "The right side, fairly sure."),
    bind(UNCERTAIN, &[Char('f'), Char('1')], Action::Answer(Side::Left, None), "", "The left side."),
    bind(UNCERTAIN, &[Char('j'), Char('2')], Action::Answer(Side::Right, None), "", "The right side."),
    bind(ASKS, &[Enter], Action::Next, "answer", "Answer with what is chosen."),
    bind(QUESTIONS, &[Char('n'), Char('0')], Action::DontKnow, "don't know", "Don't know: show the answer."),
    bind(
        QUESTIONS,
        &[Char('h')],
        Action::Hint,
        "hint",
        "Show a guiding question. With certainty on, the answer then counts as unsure.",
    ),
    bind(QUESTIONS, &[Char('g')], Action::Glossary, "", "Words can be looked up once you've answered."),
    bind(ASKS, &[Left], Action::Left, "", "Walk along the line to the left."),
    bind(ASKS, &[Right], Action::Right, "", "Walk along the line to the right."),
    bind(
        &[C::Asking],
        &[Char('w')],
        Action::Marks,
        "how scoring works",
        "Explain how scoring works when you say how sure you are.",
    ),
    bind(AFTER_ANSWERS, &[Enter], Action::Next, "next", "Go on to the next question."),
    bind(FEEDBACK, &[Char('g')], Action::Glossary, "words", "Look up the words on this page."),
    bind(
        FEEDBACK,
        &[Char('u')],
        Action::Undo,
        "undo",
        "Take the answer back; the one you give then takes its place in the score.",
    ),
    bind(AFTER_ANSWERS, &[Char('o')], Action::Sources, "source", "Show where the reason comes from, or hide it."),
    bind(&[C::Explaining], &[Char('L')], Action::Lesson, "lesson", "Open the topic's lesson; the round waits."),
    bind(FEEDBACK, &[Char('!')], Action::Flag, "flag", "Flag the statement as doubtful, or take the flag off."),
    bind(QUESTIONS, &[Char('!')], Action::Flag, "", "Flag the statement as doubtful, or take the flag off."),
    bind(&[C::Marks], &[Enter, Char(' ')], Action::Next, "go on", "Go on."),
    bind(&[C::Marks], &[Char('o')], Action::Certainty, "without certainty", "Switch certainty off and go on."),
    // An assessment.
    bind(&[C::Consent], &[Char('y')], Action::Accept, "I agree, and I am ready", "Agree, and go on to the practice."),
    bind(SURE, &[Char('s')], answer(Side::Left, Certainty::C3), "", "Choose the left side, certain."),
    bind(SURE, &[Char('d')], answer(Side::Left, Certainty::C2), "", "Choose the left side, fairly sure."),
    bind(SURE, &[Char('f')], answer(Side::Left, Certainty::C1), "", "Choose the left side, unsure."),
    bind(SURE, &[Char('j')], answer(Side::Right, Certainty::C1), "", "Choose the right side, unsure."),
    bind(SURE, &[Char('k')], answer(Side::Right, Certainty::C2), "", "Choose the right side, fairly sure."),
    bind(SURE, &[Char('l')], answer(Side::Right, Certainty::C3), "", "Choose the right side, certain."),
    bind(SURE, &[Char('1')], Action::Answer(Side::Left, None), "", "Choose the left side, fairly sure."),
    bind(SURE, &[Char('2')], Action::Answer(Side::Right, None), "", "Choose the right side, fairly sure."),
    bind(PLAIN, &[Char('f'), Char('1')], Action::Answer(Side::Left, None), "", "Choose the left side."),
    bind(PLAIN, &[Char('j'), Char('2')], Action::Answer(Side::Right, None), "", "Choose the right side."),
    bind(CHOOSING, &[Left], Action::Left, "", "Walk along the line to the left."),
    bind(CHOOSING, &[Right], Action::Right, "", "Walk along the line to the right."),
    bind(CHOOSING, &[Enter], Action::Next, "answer", "Answer with what is chosen, and go on."),
    bind(&[C::Tried], &[Enter], Action::Next, "go on", "Go on; after the last one the clock runs."),
    bind(
        SITTING,
        &[Tab, Char('n')],
        Action::Skip,
        "next open",
        "Go to the next open statement, and leave this one as it is.",
    ),
    bind(SITTING, &[Char('b')], Action::Previous, "before", "Go to the statement before."),
    bind(SITTING, &[Char('m')], Action::Mark, "mark", "Mark the statement for another look, or take the mark off."),
    bind(SITTING, &[Char('o')], Action::Overview, "overview", "Show what is open and what is marked; submit there."),
    bind(&[C::Overview], &[Enter], Action::Next, "go to it", "Go to the statement under the cursor."),
    bind(&[C::Overview], &[Char('S')], Action::Submit, "submit", "Submit, after one more question."),
    bind(&[C::Overview], &[Left, Up], Action::Left, "choose", "The statement before."),
    bind(&[C::Overview], &[Right, Down], Action::Right, "", "The statement after."),
    bind(&[C::Overview], &[Char('o')], Action::Overview, "", "Back to the statement."),
    bind(
        &[C::Sitting, C::SittingPlain, C::Overview],
        &[Char('t')],
        Action::Timer,
        "time",
        "Hide the time that is left, or show it, where the form allows that.",
    ),
    bind(&[C::Submitting], &[Char('y')], Action::Accept, "yes, submit", "Submit; then nothing can be changed."),
    bind(&[C::Submitting], &[Char('n')], Action::Decline, "no", "Back to the overview."),
    bind(
        &[C::Leaving],
        &[Char('y')],
        Action::Accept,
        "leave",
        "Leave the desk; your ticket leads back to where you are.",
    ),
    bind(&[C::Leaving], &[Char('n')], Action::Decline, "stay", "Back to the statement."),
    bind(&[C::Outcome], &[Enter], Action::Next, "", "Leave the program."),
    bind(
        &[C::Outcome],
        &[Char('r')],
        Action::Report,
        "save the report",
        "Save the report, or try again to save the result.",
    ),
    bind(
        &[C::Consent, C::Tried, C::Outcome],
        &[Char(' '), Down],
        Action::PageOn,
        "",
        "The next page, where the screen needs several.",
    ),
    // The end of an attempt.
    bind(&[C::Summary], &[Enter], Action::Next, "what is suggested", "Do what is suggested."),
    bind(&[C::Summary], &[Char('r')], Action::Replay, "same round again", "The same statements in the same order."),
    bind(&[C::Summary], &[Char('m')], Action::Again, "new round", "The same kind of round, newly drawn."),
    bind(&[C::Summary], &[Char('x')], Action::Mistakes, "mistakes", "Only the mistakes of this round."),
    bind(&[C::Summary], &[Char('L'), Char('l')], Action::Lesson, "a lesson", "The lesson of the weakest topic."),
    bind(
        &[C::Summary],
        &[Char('y')],
        Action::Accept,
        "",
        "Say how sure you are from the next round on, if that is offered.",
    ),
    bind(&[C::Summary], &[Char('h')], Action::Home, "", "Go to the home screen."),
    // Discussion cards, glossary, pages.
    bind(&[C::CardCase], &[Enter, Char(' ')], Action::Next, "verdict", "Decide for yourself, then see the verdict."),
    bind(&[C::CardVerdict], &[Enter, Char(' ')], Action::Next, "next card", "The next card."),
    bind(CARDS, &[Right], Action::Right, "", "The next card."),
    bind(CARDS, &[Char('b'), Left], Action::Previous, "card before", "The card before."),
    bind(
        &[C::CardVerdict],
        &[Char('o')],
        Action::Sources,
        "sources",
        "Show where the reasoning comes from, or hide it.",
    ),
    bind(CARDS, &[Char('c')], Action::Cases, "case studies", "List the case studies: whole systems to judge."),
    // Case studies.
    bind(&[C::Cases], &[Enter, Right], Action::Next, "open", "Open the selected case study."),
    bind(
        &[C::CaseStory],
        &[Enter, Char(' '), Right],
        Action::Next,
        "judge it",
        "Judge the system, dimension by dimension.",
    ),
    bind(&[C::CaseJudging], &[Char('1')], Action::Choose(0), "", "Clearly the left side."),
    bind(&[C::CaseJudging], &[Char('2')], Action::Choose(1), "", "Mostly the left side."),
    bind(&[C::CaseJudging], &[Char('3')], Action::Choose(2), "", "Both sides."),
    bind(&[C::CaseJudging], &[Char('4')], Action::Choose(3), "", "Mostly the right side."),
    bind(&[C::CaseJudging], &[Char('5')], Action::Choose(4), "", "Clearly the right side."),
    bind(&[C::CaseJudging], &[Enter], Action::Next, "go on", "Go on with the place you chose."),
    bind(&[C::CaseJudging], &[Left], Action::Left, "", "Walk along the line to the left."),
    bind(&[C::CaseJudging], &[Right], Action::Right, "", "Walk along the line to the right."),
    bind(
        &[C::CaseJudging],
        &[Char('b'), Backspace],
        Action::Previous,
        "before",
        "The dimension before, with what you chose there.",
    ),
    bind(&[C::CaseJudging], &[Char(' '), Char('t')], Action::Whole, "the text in full", "Show the story in full."),
    bind(&[C::CaseCompared], &[Enter], Action::Next, "what would flip it", "Show the verdict, and what would flip it."),
    bind(&[C::CaseCompared], &[Char('b'), Left, Backspace], Action::Previous, "change yours", "Change your own view."),
    bind(&[C::CaseCompared], &[Char('L')], Action::Lesson, "lesson", "Open the lesson on the widest gap."),
    bind(&[C::CaseCompared], &[Char(' ')], Action::PageOn, "", "The next page, where the profiles need several."),
    bind(&[C::CaseFlip], &[Enter, Char(' '), Right], Action::Next, "done", "Leave the case study."),
    bind(&[C::CaseFlip], &[Char('b'), Left, Backspace], Action::Previous, "the profiles", "Show the profiles again."),
    bind(&[C::CaseFlip], &[Char('o')], Action::Sources, "sources", "Show the documents behind it, or hide them."),
    bind(GLOSSARY, &[Tab], Action::Lesson, "its lesson", "Open the lesson that teaches the selected word."),
    bind(
        GLOSSARY,
        &[Enter],
        Action::Next,
        "",
        "Nothing opens: the selected word stands in full beside the list or below it.",
    ),
    bind(GLOSSARY, &[Up], Action::Up, "choose", "Select the word above."),
    bind(GLOSSARY, &[Down], Action::Down, "", "Select the word below."),
    bind(
        &[C::Glossary],
        &[Char('/')],
        Action::Search(Typed::new_const()),
        "search",
        "Search all words. Any letter that isn't a key here starts a search, too.",
    ),
    bind(&[C::Searching], &[Backspace], Action::Erase, "", "Take the last character back."),
    bind(CLEARED, &[Ctrl('u')], Action::Clear, "", "Delete all that you typed."),
    bind(&[C::Help], &[Char(' '), Down], Action::PageOn, "", "The next page."),
    bind(&[C::Help], &[Char('b'), Up], Action::PageBack, "", "The page before."),
    bind(&[C::Help], &[Enter], Action::Back, "back", "Back to the screen."),
    bind(&[C::Trouble], &[Enter, Char('r')], Action::Next, "try again", "Try to save again."),
    // A class that is led at this terminal.
    bind(LED, &[Char(' ')], Action::OpenOrClose, "open", "Open the next question, or close the vote."),
    bind(&[C::Class], &[Enter], Action::Next, "next", "The next sensible step: open, close, reveal, go on."),
    bind(
        &[C::Class],
        &[PageDown],
        Action::PageOn,
        "",
        "The rest of what the projector shows, then the next step: a presenter's clicker leads the class.",
    ),
    bind(
        &[C::Class],
        &[PageUp],
        Action::PageBack,
        "",
        "One step back: a vote that was closed by mistake is open again.",
    ),
    bind(LED, &[Char('v')], Action::VoteAgain, "vote again", "Let neighbours talk; again, and they vote once more."),
    bind(&[C::Class], &[Char('r')], Action::Reveal, "reveal", "Reveal what is right, also where the room is split."),
    bind(&[C::Class, C::Desk], &[Tab], Action::Console, "console", "Show who is there, if only you see this screen."),
    bind(LED, &[Char('h')], Action::Bars, "bars", "Show how the room voted, or hide it."),
    bind(&[C::Class], &[Char('m')], Action::Beliefs, "misconceptions", "Show what the room may think."),
    bind(LED, &[Char('u')], Action::WarmUp, "warm-up", "Open the warm-up, which counts for nothing."),
    bind(
        LED,
        &[Char('#')],
        Action::Hands,
        "hands",
        "Count raised hands, where no network reaches somebody; sheets of paper: iotutor enter, in another window.",
    ),
    bind(LED, &[Char('s')], Action::Skip, "skip", "Give the question up; it counts for nothing."),
    bind(
        &[C::Class, C::Trial],
        &[Char('z')],
        Action::ShowCode,
        "large code",
        "Show the code for cameras as large as the window.",
    ),
    bind(LED, &[Char('l')], Action::Lock, "lock", "Let nobody join any more, or again."),
    bind(LED, &[Char('n')], Action::Names, "names", "Show names on the projector, or hide them."),
    bind(LED, &[Char('p')], Action::Pause, "pause", "Take nothing for a while, and go on."),
    bind(
        &[C::Class, C::Camera, C::Trial, C::Desk],
        &[Char('a')],
        Action::Address,
        "next address",
        "Show the next address of this computer.",
    ),
    bind(&[C::Camera], &[Char('z'), Enter, Char(' ')], Action::ShowCode, "small again", "Show the class again."),
    bind(&[C::Class], &[Char('x')], Action::Remove, "", "Remove somebody: choose whom on the console."),
    bind(&[C::Beliefs], &[Char('m'), Enter], Action::Beliefs, "", "Back to the question."),
    bind(&[C::Beliefs, C::Trial], &[Char(' ')], Action::PageOn, "", "The next page, if there is one."),
    bind(&[C::Console], &[Enter], Action::Next, "let back", "Let whoever asks back to the seat."),
    bind(&[C::Console], &[Char('t')], Action::TurnDown, "turn down", "Turn the request under the cursor down."),
    bind(
        &[C::Hall],
        &[Char('u'), Enter],
        Action::Unlock,
        "unlock",
        "Unlock the attempt under the cursor, with a reason.",
    ),
    bind(&[C::Console, C::Hall], &[Up, Char('k')], Action::Up, "choose", "Choose the one above."),
    bind(&[C::Console, C::Hall], &[Down, Char('j')], Action::Down, "", "Choose the one below."),
    bind(
        &[C::Console],
        &[Char('x')],
        Action::Remove,
        "remove",
        "Remove whoever sits there, and lock the room if you like.",
    ),
    bind(&[C::Console], &[Char('r')], Action::Rename, "rename", "Correct the name."),
    bind(&[C::Console], &[Char('f')], Action::Forget, "forget", "Forget the name; the seat keeps its answers."),
    bind(&[C::Console, C::Hall], &[Tab], Action::Console, "", "Show the stage again."),
    bind(DESK, &[Char('e')], Action::End, "close", "Close the desk, after asking; whoever isn't done goes on later."),
    bind(LED, &[Char('e')], Action::End, "end", "End the class, after asking."),
    bind(TYPED, &[Enter, Tab], Action::Next, "take it", "Take what you typed."),
    bind(TYPED, &[Backspace], Action::Erase, "delete", "Delete the last character."),
    bind(TYPED, &[Ctrl('u')], Action::Clear, "", "Delete all that you typed."),
    bind(ASKED, &[Char('y')], Action::Accept, "yes", "Yes."),
    bind(&[C::Removing], &[Char('l')], Action::Lock, "remove and lock the room", "Yes, and let nobody join any more."),
    bind(ASKED, &[Char('n')], Action::Decline, "no", "No: go on as before."),
    // Taking part in a class from a terminal.
    bind(VOTES, &[Char('n'), Char('0')], Action::DontKnow, "don't know", "Say that you don't know."),
    bind(&[C::Entering], &[Enter], Action::Next, "go on", "Go on with the code you typed."),
    bind(&[C::Joining, C::Outside], &[Enter], Action::Next, "come in", "Come in."),
    bind(&[C::Returning], &[Enter], Action::Next, "sit down", "Come back to the seat with these three words."),
    bind(&[C::AskingBack], &[Enter], Action::Next, "ask", "Ask the teacher to let you back to your seat."),
    bind(
        &[C::Joining, C::Outside],
        &[Tab],
        Action::ComeBack,
        "come back",
        "Come back to the seat that you have, with its three words.",
    ),
    bind(
        &[C::Returning],
        &[Tab],
        Action::AskBack,
        "words lost",
        "Without the words: say who you are, and your teacher lets you back.",
    ),
    bind(&[C::Ticket], &[Enter], Action::Next, "sit down", "Sit down with the ticket you typed."),
    bind(AT_DOOR, &[Backspace], Action::Erase, "", "Delete the last character."),
    bind(AT_DOOR, &[Ctrl('u')], Action::Clear, "", "Delete all that you typed."),
    bind(&[C::Outside], &[Char(' ')], Action::PageOn, "", "The next page, if there is one."),
    bind(OF_SEAT, &[Char(' ')], Action::PageOn, "", "The next page, if there is one."),
    bind(&[C::Told], &[Enter], Action::Next, "next question", "Go on to the next question."),
    bind(OF_SEAT, &[Char('w')], Action::WayBack, "three words", "Say with which three words you come back."),
    bind(
        OF_SEAT,
        &[Char('o')],
        Action::SomebodyElse,
        "not you?",
        "Leave the seat and join as somebody else, after asking.",
    ),
    // Everywhere.
    bind(FEEDBACK, &[Char(' ')], Action::PageOn, "", "The next page, if there is one."),
    bind(&[C::Home], &[Char(' ')], Action::PageOn, "", "The next page, if there is one."),
    bind(&[C::Summary], &[Char(' '), Down], Action::PageOn, "", "The next page."),
    bind(&[C::Summary], &[Up], Action::PageBack, "", "The page before."),
    bind(EVERYWHERE, &[PageDown], Action::PageOn, "", "The next page, if there is one."),
    bind(EVERYWHERE, &[PageUp], Action::PageBack, "", "The page before."),
    bind(LISTS, &[Key::Home], Action::First, "", "The first entry of the list."),
    bind(LISTS, &[Key::End], Action::Last, "", "The last entry of the list."),
    bind(EVERYWHERE, &[Char('?'), Key::Ctrl('h')], Action::Help, "keys", "Explain the keys."),
    bind(EVERYWHERE, &[Char('q')], Action::Back, "leave", "Leave this screen; nothing is lost."),
    bind(EVERYWHERE, &[Esc], Action::Out, "", "The same, but it never ends the program."),
    bind(EVERYWHERE, &[Ctrl('l')], Action::Redraw, "", "Redraw the screen."),
    bind(EVERYWHERE, &[Ctrl('z')], Action::Suspend, "", "Stop until brought back to the foreground."),
    bind(EVERYWHERE, &[Ctrl('c'), Ctrl('d')], Action::Quit, "", "End the program; nothing is lost."),
];

impl Binding {
    /// Whether `key` asks for this in `context`. While a code or a name is typed, characters are part of it.
    fn matches(&self, context: Context, key: Key) -> bool {
        let typed = context.takes_text() && matches!(key, Key::Char(_));
        !typed && self.contexts.contains(&context) && self.keys.contains(&key)
    }
}

/// What `key` asks for in `context`, if anything.
#[must_use]
pub fn lookup(context: Context, key: Key) -> Option<Action> {
    let bound = TABLE.iter().find(|binding| binding.matches(context, key)).map(|binding| binding.action);
    match (bound, context, key) {
        (Some(action), _, _) => Some(action),
        // In the glossary a letter that is no key begins a search.
        (None, context, Key::Char(typed)) if context.takes_text() || context == Context::Glossary => {
            Some(Action::Type(typed))
        }
        _ => None,
    }
}

/// The keys of a binding that work in a context, the one to show first.
pub fn working(binding: &'static Binding, context: Context) -> impl Iterator<Item = Key> {
    binding.keys.iter().copied().filter(move |key| binding.matches(context, *key))
}

/// The bindings of a context, in the table's order.
pub fn bindings(context: Context) -> impl Iterator<Item = &'static Binding> {
    TABLE.iter().filter(move |binding| binding.contexts.contains(&context))
}

/// The key to show for an action in a context; empty where it has none.
#[must_use]
pub fn key_for(context: Context, action: Action) -> String {
    let binding = bindings(context).find(|binding| binding.action == action);
    let key = binding.and_then(|binding| working(binding, context).next());
    key.map_or_else(String::new, |key| key_name(key, false))
}

/// How a key is written in footer and help. `ascii` avoids arrows.
#[must_use]
pub fn key_name(key: Key, ascii: bool) -> String {
    match key {
        Key::Char(' ') => "Space".to_owned(),
        Key::Char(c) => c.to_string(),
        Key::Ctrl(c) => format!("Ctrl-{}", c.to_ascii_uppercase()),
        Key::Enter => "Enter".to_owned(),
        Key::Esc => "Esc".to_owned(),
        Key::Backspace => "Backspace".to_owned(),
        Key::Tab => "Tab".to_owned(),
        Key::Up => if ascii { "Up" } else { "↑" }.to_owned(),
        Key::Down => if ascii { "Down" } else { "↓" }.to_owned(),
        Key::Left => if ascii { "Left" } else { "←" }.to_owned(),
        Key::Right => if ascii { "Right" } else { "→" }.to_owned(),
        Key::PageUp => "PgUp".to_owned(),
        Key::PageDown => "PgDn".to_owned(),
        Key::Home => "Home".to_owned(),
        Key::End => "End".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;

    #[test]
    fn no_key_asks_for_two_things_in_one_context() {
        for context in Context::ALL.iter().copied() {
            let mut seen: HashMap<Key, Action> = HashMap::new();
            for binding in bindings(context) {
                for key in binding.keys {
                    let before = seen.insert(*key, binding.action);
                    assert!(
                        before.is_none_or(|action| action == binding.action),
                        "{key:?} in {context:?}: {before:?} and {:?}",
                        binding.action
                    );
                }
            }
        }
    }

    #[test]
    fn every_context_can_be_left_explained_and_ended() {
        for context in Context::ALL.iter().copied() {
            assert_eq!(lookup(context, Key::Esc), Some(Action::Out), "{context:?}");
            assert_eq!(lookup(context, Key::Ctrl('c')), Some(Action::Quit), "{context:?}");
        }
    }

    #[test]
    fn letters_typed_into_a_code_or_a_name_are_not_commands_and_not_shown_as_such() {
        for context in [Context::Typing, Context::Naming, Context::Searching, Context::Counting, Context::Renaming] {
            assert_eq!(lookup(context, Key::Char('q')), Some(Action::Type('q')));
            assert_eq!(lookup(context, Key::Enter), Some(Action::Next));
            for binding in bindings(context) {
                assert!(working(binding, context).all(|key| lookup(context, key) == Some(binding.action)));
            }
        }
    }

    #[test]
    fn answer_keys_do_nothing_in_the_feedback_of_the_answer_before() {
        // A key held too long must neither answer the next question nor skip the explanation.
        for key in ['s', 'd', 'f', 'j', 'k', 'l', '1', '2', 'n'] {
            assert_eq!(lookup(Context::Explaining, Key::Char(key)), None, "{key}");
            assert_eq!(lookup(Context::ExplainingExercise, Key::Char(key)), None, "{key}");
        }
    }
}
