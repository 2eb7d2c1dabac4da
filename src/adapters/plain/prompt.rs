//! What may be typed: prompts, help, and the answer to a line that means nothing. All of it comes from the key table.

use super::{blocks, is_arrow, spoken_bindings};
use crate::app::keys::{Action, Binding, Context, Key, key_name, lookup};
use crate::app::view::{Entry, View, spoken};
use crate::app::{Model, view};

/// The digits that answer a question, in the order they are offered.
const DIGITS: [char; 6] = ['1', '2', '3', '4', '5', '6'];

/// The prompt of a view: all keys of its footer, or in short only the first.
pub fn of_view(view: &View, full: bool) -> Vec<String> {
    if blocks::is_typed_into(view) {
        return vec![spoken::TYPE.to_owned()];
    }
    let options = blocks::options(view);
    let named = |entry: &Entry| format!("{} {}", entry.key, entry.words);
    // What only moves a cursor among choices is not needed: they are made by name.
    let moves = |action: Action| is_arrow(action) || matches!(action, Action::Pick(_) | Action::NextView);
    let needed = |entry: &&Entry| !is_arrow(entry.action) && (options.is_empty() || !moves(entry.action));
    if full {
        let keys: Vec<String> = view.foot.left.iter().filter(needed).chain(&view.foot.right).map(named).collect();
        let numbers = (!blocks::entries(view).is_empty()).then(|| spoken::NUMBERS.to_owned());
        let change = options.iter().find(|row| row.values.len() > 1).map(|row| spoken::change(row));
        let keys = format!("{}.", keys.join(", "));
        return vec![numbers.into_iter().chain(change).chain([keys]).collect::<Vec<_>>().join(" ")];
    }
    // Of a question known before, and of a menu, the entries say enough.
    let known = |entry: &Entry| matches!(entry.action, Action::DontKnow | Action::Skip | Action::Help);
    let first = view.foot.left.iter().find(needed).filter(|entry| !known(entry));
    first.map(|first| spoken::first_key(&named(first))).into_iter().collect()
}

/// The digits that answer, with what they answer.
fn answers(context: Context) -> Vec<(char, Action)> {
    let bound = |digit: &char| lookup(context, Key::Char(*digit)).map(|action| (*digit, action));
    DIGITS.iter().filter_map(bound).collect()
}

/// The keys of a context, a line each.
pub fn help(context: Context) -> Vec<String> {
    let mut lines = vec![spoken::help(context.title())];
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
    lines.push(spoken::REPEAT.to_owned());
    lines
}

/// What can be typed now, in one short list.
pub fn possible(model: &Model) -> String {
    let context = model.context();
    let view = view::of(model);
    let mut parts: Vec<String> = Vec::new();
    let (count, answers) = (blocks::entries(&view).len(), answers(context));
    let range = |first: &str, last: &str| format!("{first} to {last}");
    match count {
        0 => {}
        1 => parts.push("1".to_owned()),
        count => parts.push(range("1", &count.to_string())),
    }
    if let (Some((first, _)), Some((last, _))) = (answers.first(), answers.last()) {
        parts.push(range(&first.to_string(), &last.to_string()));
    }
    parts.extend(blocks::options(&view).iter().map(|row| row.label.to_lowercase()));
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
