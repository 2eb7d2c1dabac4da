//! What may be typed: prompts, help, and the answer to a line that means nothing. All of it comes from the key table.

use super::{blocks, is_arrow, spoken_bindings};
use crate::app::keys::{Action, Binding, Context, Key, key_name, lookup};
use crate::app::settings::Line;
use crate::app::view::{Entry, View};
use crate::app::{Model, Screen, view};

/// The digits that answer a question, in the order they are offered.
const DIGITS: [char; 6] = ['1', '2', '3', '4', '5', '6'];

/// How the choices of a quiz are made.
const SETTINGS: &str = "Numbers choose topics or take the choice back. Other lines: level 1, 2, 3 or all; count and a \
                        number; certainty on or off; code and a word, such as code MONDAY, or code alone for a new one; \
                        start, or Enter; ? for help; q leaves.";

/// How many entries a menu has; none where numbers do not choose an entry.
pub fn entries(model: &Model) -> Option<usize> {
    if let Some(view) = view::of(model) {
        return Some(blocks::entries(&view).len()).filter(|count| *count > 0);
    }
    match model.context() {
        Context::Topics | Context::Setup => Some(model.bank().topic_count()),
        Context::Settings => Some(Line::ALL.len()),
        Context::Progress => match model.screen() {
            Screen::Progress(progress) => Some(progress.entries(model)),
            _ => None,
        },
        Context::Answers => match model.screen() {
            Screen::Answers(answers) if !answers.opened => Some(answers.found.newest.len()),
            _ => None,
        },
        Context::Choosing => match model.screen() {
            Screen::Learners(learners) => Some(learners.rows()),
            _ => None,
        },
        _ => None,
    }
    .filter(|count| *count > 0)
}

/// The prompt of a view: all keys of its footer, or in short only the first.
pub fn of_view(view: &View, full: bool) -> Vec<String> {
    let numbers = if blocks::entries(view).is_empty() { "" } else { "A number opens an entry. " };
    let named = |entry: &Entry| format!("{} {}", entry.key, entry.words);
    let keys = view.foot.left.iter().filter(|entry| !is_arrow(entry.action));
    let keys: Vec<String> = keys.chain(&view.foot.right).map(named).collect();
    if full {
        return vec![format!("{numbers}{}.", keys.join(", "))];
    }
    // Of a question known before, and of a menu, the entries say enough.
    let known = |entry: &Entry| matches!(entry.action, Action::DontKnow | Action::Help);
    let first = view.foot.left.iter().find(|entry| !is_arrow(entry.action)).filter(|entry| !known(entry));
    first.map(|first| format!("{}, ? keys.", named(first))).into_iter().collect()
}

/// The prompt of a screen without a question: all keys, or in short only the first.
pub fn lines(context: Context, full: bool) -> Vec<String> {
    let mut keys = spoken_bindings(context).filter(|binding| !is_arrow(binding.action) && !binding.footer.is_empty());
    let named = |binding: &Binding| format!("{} {}", name(binding, context), binding.footer);
    let numbers = matches!(
        context,
        Context::Home | Context::Topics | Context::Settings | Context::Choosing | Context::Progress | Context::Answers
    );
    vec![match (context, full) {
        (Context::Setup, true) => SETTINGS.to_owned(),
        (Context::Setup, false) => "Enter starts, ? help.".to_owned(),
        (Context::Predicting, _) => "1 or 2, n don't know, ? help, q leave.".to_owned(),
        (Context::Typing, _) => "Type the code.".to_owned(),
        (Context::Naming, _) => "Type the name, or an empty line to go back.".to_owned(),
        (Context::Glossary | Context::Help, _) => "Enter leaves.".to_owned(),
        (_, true) => {
            let keys = keys.map(named).collect::<Vec<_>>().join(", ");
            let numbers = match context {
                Context::Topics => "A number opens a lesson; m or d with a number, such as m 3, a quiz or the cards. ",
                _ if numbers => "A number chooses. ",
                _ => "",
            };
            format!("{numbers}{keys}.")
        }
        (_, false) => {
            let numbers = if numbers { "A number, " } else { "" };
            let first = keys.next().map(named).unwrap_or_default();
            format!("{numbers}{first}, ? help.")
        }
    }]
}

/// The digits that answer, with what they answer.
fn answers(context: Context) -> Vec<(char, Action)> {
    let bound = |digit: &char| lookup(context, Key::Char(*digit)).map(|action| (*digit, action));
    DIGITS.iter().filter_map(bound).collect()
}

/// The keys of a context, a line each.
pub fn help(context: Context) -> Vec<String> {
    let mut lines = vec![format!("Help: {}. Type one of these and press Enter.", context.title())];
    for binding in spoken_bindings(context).filter(|binding| !is_arrow(binding.action)) {
        let mut names: Vec<String> =
            binding.keys.iter().filter(|key| is_plain(**key)).map(|key| spoken(*key)).collect();
        if binding.action == Action::Quit {
            names = vec!["quit".to_owned()];
        } else if names.is_empty() {
            names.push(name(binding, context));
        }
        lines.push(format!("{}: {}", names.join(" or "), binding.help));
    }
    lines.push("repeat: Say everything about this screen again.".to_owned());
    lines
}

/// What can be typed now, in one short list.
pub fn possible(model: &Model) -> String {
    let context = model.context();
    let mut parts: Vec<String> = Vec::new();
    if let Some(count) = entries(model) {
        parts.push(if count == 1 { "1".to_owned() } else { format!("1 to {count}") });
    }
    let answers = answers(context);
    if let (Some((first, _)), Some((last, _))) = (answers.first(), answers.last()) {
        parts.push(format!("{first} to {last}"));
    }
    if matches!(model.screen(), Screen::Setup(_)) {
        parts.extend(["level", "count", "certainty", "code", "start"].map(str::to_owned));
    }
    for binding in spoken_bindings(context).filter(|binding| !is_arrow(binding.action)) {
        let answered = matches!(binding.action, Action::Answer(..) | Action::Quit);
        let name = name(binding, context);
        if !answered && !parts.contains(&name) {
            parts.push(name);
        }
    }
    parts.push("quit".to_owned());
    parts.join(", ")
}

/// The name of a binding's first key that is easily typed.
fn name(binding: &Binding, context: Context) -> String {
    let typed = binding.keys.iter().find(|key| is_plain(**key) && lookup(context, **key) == Some(binding.action));
    typed.or(binding.keys.first()).map(|key| spoken(*key)).unwrap_or_default()
}

/// Whether a key is as easily typed as it is read out.
const fn is_plain(key: Key) -> bool {
    matches!(key, Key::Enter) || matches!(key, Key::Char(c) if c != ' ')
}

fn spoken(key: Key) -> String {
    key_name(key, true)
}
