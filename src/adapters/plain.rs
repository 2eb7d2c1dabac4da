//! Plain mode: the whole tutor as lines that only ever append, for screen readers, pipes, logs and scripts.
//!
//! It drives the same model as the screen does, through the same messages. Every line is a whole sentence or
//! paragraph: no drawing, no colour, no cursor movement, and nothing printed is ever printed over. The same model, clock,
//! random bits and input lines give the same bytes.

mod blocks;
mod meaning;
mod prompt;
mod reader;
#[cfg(test)]
mod tests;

use super::runner::step;
use crate::app::keys::{self, Action, Context, Key};
use crate::app::ports::Ports;
use crate::app::quiz::Quiz;
use crate::app::view::{View, spoken};
use crate::app::{Message, Model, Now, Screen, view};
use crate::domain::session::{Phase, Session};
use crate::ui::text::safe;
use meaning::Meaning;
use reader::{Came, Patient};
pub use reader::{Listen, Watched};
use std::io::{self, BufRead, ErrorKind, Write};

/// How a conversation ended. Whether everything could be saved is told by [`Model::trouble`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// The learner left.
    Quit,
    /// There are no more lines to read.
    InputEnded,
    /// Nobody reads what is printed any more; nothing further was said.
    OutputClosed,
}

/// Lines are never broken into shorter pieces than this, however narrow the terminal.
const LEAST_COLUMNS: usize = 20;

/// Who types the lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Typist {
    /// A person, who reads each answer's feedback: a line typed there never answers the next question by accident.
    Person,
    /// A file or another program, which has one line for each answer: a line with an answer goes on to the next question
    /// and answers it. It was written beforehand, so that nothing in it is a slip; whoever listens types at a terminal.
    Script,
}

/// Talks with the learner line by line until one side ends it.
///
/// Lines are broken at words after `columns` cells; not at all without a number, so that a program finds each whole.
/// `now` brings the time and fresh random bits for every message. `ports` saves facts, all or none, and says in one
/// sentence why it could not; facts are saved before anything that follows from them is printed.
///
/// # Errors
///
/// When a line cannot be read, or cannot be written for another reason than that nobody listens. What was answered until
/// then is saved.
pub fn run(
    model: &mut Model,
    typist: Typist,
    columns: Option<usize>,
    input: impl BufRead,
    output: &mut impl Write,
    now: &mut dyn FnMut() -> Now,
    ports: &mut dyn Ports,
) -> io::Result<End> {
    run_listening(model, typist, columns, &mut Patient(input), output, now, ports)
}

/// The same, where lines may be waited for while time goes by.
///
/// # Errors
///
/// As for [`run`].
pub fn run_listening(
    model: &mut Model,
    typist: Typist,
    columns: Option<usize>,
    input: &mut dyn Listen,
    output: &mut impl Write,
    now: &mut dyn FnMut() -> Now,
    ports: &mut dyn Ports,
) -> io::Result<End> {
    let heard = Heard::default();
    let mut talk = Talk { model, typist, columns, output, now, ports, heard };
    match talk.converse(input) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(End::OutputClosed),
        other => other,
    }
}

/// What the learner heard so far, so that only what is new is said.
#[derive(Debug, Default)]
struct Heard {
    /// Where the last thing said belongs.
    place: Option<String>,
    /// The lines that describe that place.
    lines: Vec<String>,
    /// The contexts whose keys were listed, with all that were named there.
    keys: Vec<(Context, Vec<String>)>,
    /// What was left for the glossary or the marks: its place and its lines.
    below: Option<(String, Vec<String>)>,
    /// What is said once only in a context, such as how to answer, until everything is said again.
    once: Vec<(Option<Context>, String)>,
    /// The standing warning.
    warning: Option<String>,
    /// Whether the notice of the last message was said.
    notice: bool,
}

/// The attempt that a question on screen belongs to.
fn session(model: &Model) -> Option<&Session> {
    match model.screen() {
        Screen::Quiz(quiz) => Some(&quiz.session),
        Screen::Lesson(lesson) => lesson.exercises.as_ref(),
        _ => None,
    }
}

/// A conversation under way.
struct Talk<'a, W> {
    model: &'a mut Model,
    typist: Typist,
    columns: Option<usize>,
    output: &'a mut W,
    now: &'a mut dyn FnMut() -> Now,
    ports: &'a mut dyn Ports,
    heard: Heard,
}

impl<W: Write> Talk<'_, W> {
    fn converse(&mut self, input: &mut dyn Listen) -> io::Result<End> {
        self.show()?;
        loop {
            match input.listen(self.model.ticks())? {
                Came::Line(line) if self.take(&safe(&line))? => {
                    self.close()?;
                    return Ok(End::Quit);
                }
                Came::Line(_) => {}
                Came::Nothing => self.tick()?,
                Came::End => break,
            }
        }
        self.finish_answered()?;
        self.close()?;
        Ok(End::InputEnded)
    }

    /// Where the lines end right after the last answer of an attempt, says what came of it.
    fn finish_answered(&mut self) -> io::Result<()> {
        let answered = |quiz: &Quiz| quiz.session.phase() == Phase::Explaining && quiz.session.is_complete();
        if matches!(self.model.screen(), Screen::Quiz(quiz) if answered(quiz)) && !self.act(Action::Next) {
            self.show()?;
        }
        Ok(())
    }

    /// Does what a line means and answers it. Returns whether that was to end.
    fn take(&mut self, line: &str) -> io::Result<bool> {
        let ahead = if self.typist == Typist::Script { meaning::answer_ahead(self.model, line) } else { None };
        if let Some(answer) = ahead {
            // A statement is told before its verdict, whatever was written beforehand.
            if self.act(Action::Next) {
                return Ok(true);
            }
            self.show()?;
            if self.model.trouble().is_none() && self.act(answer) {
                return Ok(true);
            }
            self.show()?;
            return Ok(false);
        }
        match meaning::of(self.model, line) {
            Meaning::Act(actions) => {
                if self.act_all(&actions) {
                    return Ok(true);
                }
                if actions.contains(&Action::Undo) && session(self.model).is_some_and(|s| s.phase() == Phase::Asking) {
                    self.heard.place = None;
                    self.heard.below = None;
                    // How to answer is a prompt, and is wanted again.
                    let context = Some(self.model.context());
                    self.heard.once.retain(|(known, _)| *known != context);
                }
                self.show()?;
            }
            Meaning::Help => self.help()?,
            Meaning::Repeat => self.show_again()?,
            Meaning::Say(reply) => self.say([reply])?,
            Meaning::Nothing => {
                let possible = prompt::possible(self.model);
                self.say([spoken::meaningless(&possible)])?;
            }
        }
        Ok(false)
    }

    /// Asks the model for each action in turn, until one ends the program or something could not be saved. Returns
    /// whether the program is to end.
    fn act_all(&mut self, actions: &[Action]) -> bool {
        for action in actions {
            if self.act(*action) {
                return true;
            }
            if self.model.trouble().is_some() {
                break;
            }
        }
        false
    }

    /// Asks the model for an action. There is no screen to draw, and a shell stops a program that only reads lines by
    /// itself. Returns whether the program is to end.
    fn act(&mut self, action: Action) -> bool {
        self.heard.notice = false;
        let now = (self.now)();
        step(self.model, Message::Act(action), now, self.ports).quit
    }

    /// Lets time go by. Nothing is said of it, unless it leads elsewhere.
    fn tick(&mut self) -> io::Result<()> {
        let before = self.model.context();
        let now = (self.now)();
        step(self.model, Message::Tick, now, self.ports);
        if self.model.context() == before { Ok(()) } else { self.show() }
    }

    /// Says what is new since the last time, and what may be typed.
    fn show(&mut self) -> io::Result<()> {
        let view = view::of(self.model);
        let stays = self.heard.place.as_ref() == Some(&view.place) && self.model.trouble().is_none();
        let lines = self.lines_of(&view, stays);
        let mut new: Vec<String> = Vec::new();
        if self.heard.warning.as_deref() != self.model.warning() {
            self.heard.warning = self.model.warning().map(str::to_owned);
            new.extend(self.heard.warning.clone());
        }
        new.extend(self.unheard_notice());
        let known = if stays { std::mem::take(&mut self.heard.lines) } else { self.left_below(&view) };
        new.extend(lines.iter().filter(|line| !known.contains(line)).cloned());
        if new.is_empty() {
            new.push(spoken::unchanged(&prompt::possible(self.model)));
        } else {
            new.extend(self.prompt(&view));
        }
        self.heard.place = Some(view.place);
        self.heard.lines = lines;
        self.say(new)
    }

    /// The lines of a place to which the glossary or the marks lead back: they were heard before, all but its head.
    fn left_below(&mut self, view: &View) -> Vec<String> {
        if is_opened_above(self.model.context()) {
            if let Some(left) = self.heard.place.take() {
                self.heard.below.get_or_insert((left, std::mem::take(&mut self.heard.lines)));
            }
            return Vec::new();
        }
        let below = self.heard.below.take().filter(|(place, _)| *place == view.place);
        let mut lines = below.map_or_else(Vec::new, |(_, lines)| lines);
        // Where one is again is said all the same.
        let head = blocks::head(view);
        lines.retain(|line| *line != head);
        lines
    }

    /// What a view says. Its head is said where it is new; how to answer is said once only.
    fn lines_of(&mut self, view: &View, stays: bool) -> Vec<String> {
        let head = Some(blocks::head(view)).filter(|_| !stays);
        let mut lines: Vec<String> = head.into_iter().collect();
        // What is said once is said again where it is for something else: how to answer a case tells nothing of a statement.
        let context = blocks::asks(view).map(|_| self.model.context());
        for line in blocks::body(view) {
            let once = (context, line.text);
            if !line.once {
                lines.push(once.1);
            } else if !self.heard.once.contains(&once) {
                lines.push(once.1.clone());
                self.heard.once.push(once);
            }
        }
        lines
    }

    /// The notice of the last message, unless it was said.
    fn unheard_notice(&mut self) -> Option<String> {
        if std::mem::replace(&mut self.heard.notice, true) { None } else { self.model.notice().map(str::to_owned) }
    }

    /// Says everything about the screen again.
    fn show_again(&mut self) -> io::Result<()> {
        self.heard = Heard { warning: self.heard.warning.take(), notice: true, ..Heard::default() };
        self.show()
    }

    /// Explains the keys, then says what may be typed, and nothing else that was heard before.
    fn help(&mut self) -> io::Result<()> {
        self.say(prompt::help(self.model))?;
        let view = view::of(self.model);
        self.say(prompt::of_view(&view, self.model.context()).full())
    }

    /// What may be typed: at length where it was not said yet, else in short, with what is new.
    fn prompt(&mut self, view: &View) -> Vec<String> {
        let context = self.model.context();
        let prompt = prompt::of_view(view, context);
        let keys = &mut self.heard.keys;
        let Some((_, said)) = keys.iter_mut().find(|(known, _)| *known == context) else {
            keys.push((context, prompt.keys.clone()));
            return prompt.full();
        };
        let all = prompt.keys.clone();
        let lines = prompt.short(said);
        said.extend(all);
        lines
    }

    /// Tries once more to save what could not be saved, and says how far it is.
    fn close(&mut self) -> io::Result<()> {
        if self.model.trouble().is_some() {
            self.act(Action::Next);
        }
        let line = spoken::closing(self.model);
        self.say(line)
    }

    /// Prints lines, in one piece, so that a reader at the other end never sees half a line.
    fn say(&mut self, lines: impl IntoIterator<Item = String>) -> io::Result<()> {
        let mut text = String::new();
        for line in lines {
            let line = safe(&line);
            let broken = match self.columns {
                Some(columns) => textwrap::wrap(line.trim(), whole_words(columns)),
                None => vec![line.trim().into()],
            };
            for line in broken.iter().filter(|line| !line.is_empty()) {
                text.push_str(line);
                text.push('\n');
            }
        }
        self.output.write_all(text.as_bytes())?;
        self.output.flush()
    }
}

/// Whether a screen is opened to look something up, and left for the one before.
const fn is_opened_above(context: Context) -> bool {
    matches!(context, Context::Glossary | Context::Searching | Context::Marks)
}

/// Lines of so many cells, broken between words only.
fn whole_words(columns: usize) -> textwrap::Options<'static> {
    let columns = columns.max(LEAST_COLUMNS);
    textwrap::Options::new(columns).word_splitter(textwrap::WordSplitter::NoHyphenation)
}

/// Whether an action is one of the arrows that only move a selection, which lines do not need. Among what was missed they
/// lead to the next one.
fn is_arrow(context: Context, action: Action) -> bool {
    context != Context::Missed && matches!(action, Action::Up | Action::Down | Action::Left | Action::Right)
}

/// The bindings of a context that mean something in a conversation of lines, which has no pages and no foreground.
fn spoken_bindings(context: Context) -> impl Iterator<Item = &'static keys::Binding> {
    let only_turns =
        |binding: &keys::Binding| binding.keys.iter().all(|key| matches!(key, Key::PageUp | Key::PageDown));
    keys::bindings(context)
        .filter(move |binding| !matches!(binding.action, Action::Suspend | Action::Redraw) && !only_turns(binding))
}
