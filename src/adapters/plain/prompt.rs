//! What may be typed: prompts, help, and the answer to a line that means nothing. All of it comes from the key table.

use super::{blocks, is_arrow, spoken_bindings};
use crate::app::keys::{Action, Binding, Context, Key, key_name, lookup};
use crate::app::view::{Entry, View, spoken};
use crate::app::{Model, absent, view};

/// What is typed in the glossary for the lesson that teaches a word.
pub const LESSON: &str = "lesson";

/// What may be typed at a view, as it is said.
pub struct Prompt {
    /// How to choose, where that has to be said each time; all of it where a text is typed.
    choose: Option<String>,
    /// How a menu or a list of choices is used.
    used: Vec<String>,
    /// The key that goes on, unless the screen says it or it goes without saying.
    first: Option<String>,
    /// All keys of the footer, each with what it does.
    pub keys: Vec<String>,
}

impl Prompt {
    /// At length.
    pub fn full(self) -> Vec<String> {
        if self.keys.is_empty() {
            return self.choose.into_iter().collect();
        }
        let keys = self.keys.into_iter().chain([spoken::REPEATS.to_owned()]).collect::<Vec<_>>().join(", ");
        vec![self.choose.into_iter().chain(self.used).chain([format!("{keys}.")]).collect::<Vec<_>>().join(" ")]
    }

    /// In short: the first key, and of the others those that were not said in this place yet.
    pub fn short(self, said: &[String]) -> Vec<String> {
        let is_new = |key: &String| !said.contains(key) && self.first.as_ref() != Some(key);
        let new: Vec<String> = self.keys.iter().filter(|key| is_new(key)).cloned().collect();
        let keys: Vec<String> = self.first.into_iter().filter(|_| self.choose.is_none()).chain(new).collect();
        let keys = (!keys.is_empty()).then(|| spoken::first_keys(&keys));
        let said: Vec<String> = self.choose.into_iter().chain(keys).collect();
        if said.is_empty() { Vec::new() } else { vec![said.join(" ")] }
    }
}

/// The prompt of a view.
pub fn of_view(view: &View, context: Context) -> Prompt {
    if blocks::is_typed_into(view) {
        return Prompt { choose: Some(spoken::TYPE.to_owned()), used: Vec::new(), first: None, keys: Vec::new() };
    }
    let options = blocks::options(view);
    // What only moves a cursor among choices is not needed: they are made by name, or by a number that is told.
    let chooses = !options.is_empty() || !blocks::choices(view).is_empty();
    let by_name = |action: Action| chooses && matches!(action, Action::Pick(_) | Action::NextView);
    let needed = |entry: &&Entry| {
        let silent = is_arrow(context, entry.action) || by_name(entry.action);
        !silent && !typed_as(context, entry.action).is_empty()
    };
    let numbers = if context == Context::Mistakes { spoken::NUMBERS_CHOOSE } else { spoken::NUMBERS };
    let numbers = (!blocks::entries(view).is_empty()).then(|| numbers.to_owned());
    let change = options.iter().find(|row| row.values.len() > 1).map(|row| spoken::change(row));
    // Of a question known before, and of a menu, the entries say enough.
    let known = |entry: &Entry| {
        matches!(entry.action, Action::DontKnow | Action::Skip | Action::Help | Action::Hint | Action::Quick)
    };
    let choose = Some(blocks::choices(view)).filter(|keys| !keys.is_empty()).map(|keys| spoken::type_one(&keys));
    let sure = blocks::asks(view) == Some(true);
    let first = view.foot.left.iter().find(needed).filter(|entry| !known(entry));
    Prompt {
        choose: choose.or_else(|| sure.then(|| spoken::HOW_SURE.to_owned())),
        used: numbers.into_iter().chain(change).collect(),
        first: first.map(|first| named(context, first)),
        keys: view.foot.left.iter().filter(needed).chain(&view.foot.right).map(|entry| named(context, entry)).collect(),
    }
}

/// What is typed for an entry of the footer, and what it does.
fn named(context: Context, entry: &Entry) -> String {
    match typed_as(context, entry.action) {
        typed if typed == entry.words || typed.len() > 1 && entry.words.ends_with(&typed) => typed,
        typed => format!("{typed} {}", entry.words),
    }
}

/// What is typed for an action: a key that is easily typed, or else its words; empty where it has neither.
fn typed_as(context: Context, action: Action) -> String {
    let mut bindings = spoken_bindings(context).filter(|binding| binding.action == action);
    bindings.next().map(|binding| name(binding, context)).unwrap_or_default()
}

/// Whether a side has to be chosen before Enter does anything.
pub fn waits_for_a_side(view: &View) -> bool {
    blocks::asks(view).is_some() && !view.foot.left.iter().any(|entry| entry.action == Action::Next)
}

/// Whether words of the trade are told only after the answer that is waited for.
pub const fn waits_for_an_answer(context: Context) -> bool {
    matches!(context, Context::Asking | Context::AskingPlain)
}

/// The bindings of a context that do something now: Enter only where it is offered.
fn working(model: &Model, view: &View, context: Context) -> impl Iterator<Item = &'static Binding> {
    let goes_on =
        view.foot.left.iter().any(|entry| entry.action == Action::Next) || blocks::opened_by_enter(view).is_some();
    // Choices are made by name, not by a cursor.
    let by_name = !blocks::options(view).is_empty();
    let chooses = !blocks::choices(view).is_empty();
    let absent = absent(model);
    let in_glossary = is_glossary(context);
    let works = move |binding: &&Binding| match binding.action {
        // The words that are found were told: nothing is left for Enter to open.
        Action::Next if in_glossary => false,
        // Lines have a word for leaving already.
        Action::Out => false,
        Action::Lesson if in_glossary => view.foot.left.iter().any(|entry| entry.action == binding.action),
        Action::Next => goes_on || (binding.footer.is_empty() && !chooses),
        Action::Clear | Action::Sources | Action::WeekOn | Action::WeekBack => {
            view.foot.left.iter().any(|entry| entry.action == binding.action)
        }
        Action::Pick(_) | Action::NextView => !by_name,
        action => !absent.contains(&action),
    };
    spoken_bindings(context).filter(move |binding| !is_arrow(context, binding.action)).filter(works)
}

/// What can be typed on a screen, a line each: first how to choose, then the keys.
pub fn help(model: &Model) -> Vec<String> {
    let (context, view) = (model.context(), view::of(model));
    let mut lines = vec![spoken::help(context.title())];
    lines.extend(how_to_choose(&view, context));
    for binding in working(model, &view, context).filter(|binding| !matches!(binding.action, Action::Answer(..))) {
        let mut names: Vec<String> =
            binding.keys.iter().filter(|key| is_plain(**key)).map(|key| spoken(*key)).collect();
        if binding.action == Action::Quit {
            names = vec!["quit".to_owned()];
        } else if names.is_empty() {
            names.push(name(binding, context));
        }
        let foot = view.foot.left.iter().find(|entry| entry.action == binding.action);
        let opened = blocks::opened_by_enter(&view).filter(|_| binding.action == Action::Next);
        let words = foot.map(|entry| entry.words.as_str()).or(opened).unwrap_or_default();
        let said = spoken::help_of(binding.help, words, &view.sides);
        if names.iter().all(|name| !name.is_empty()) {
            lines.push(format!("{}: {said}", names.join(" or ")));
        }
    }
    lines.push(spoken::REPEAT.to_owned());
    lines
}

/// How a choice is typed: a side, a place, a number or a name.
fn how_to_choose(view: &View, context: Context) -> Vec<String> {
    let count = blocks::last_number(view);
    let options = blocks::options(view);
    let mut lines = match blocks::asks(view) {
        Some(sure) => spoken::sides_typed(&view.sides, sure),
        None => Vec::new(),
    };
    lines.extend((count > 0).then(|| spoken::entries_typed(count, count != blocks::entries(view).len())));
    lines.extend((context == Context::Topics).then(|| spoken::AT_TOPIC.to_owned()));
    lines.extend(options.iter().find(|row| row.values.len() > 1).map(|row| spoken::change(row)));
    lines
}

/// What can be typed now, in one list: how to choose first, then the keys that do something, each with what it does.
pub fn possible(model: &Model) -> String {
    let (context, view) = (model.context(), view::of(model));
    if blocks::is_typed_into(&view) {
        return spoken::TYPE.to_owned();
    }
    let (entries, options) = (blocks::entries(&view), blocks::options(&view));
    let mut parts = blocks::asks(&view).map_or_else(Vec::new, |sure| spoken::sides_listed(&view.sides, sure));
    let chosen = blocks::places(&view).max(blocks::choices(&view).len());
    parts.extend((chosen > 0).then(|| spoken::numbers(chosen)));
    parts.extend(spoken::entries_listed(
        entries.len(),
        blocks::last_number(&view) != entries.len(),
        entries.iter().any(|entry| !entry.label.is_empty()),
    ));
    parts.extend(spoken::options_listed(&options));
    parts.extend(is_glossary(context).then(|| spoken::A_WORD.to_owned()));
    let chooses = !options.is_empty() || !blocks::choices(&view).is_empty();
    let by_name = |action: Action| chooses && matches!(action, Action::Pick(_) | Action::NextView);
    let left = view.foot.left.iter().filter(|entry| !is_arrow(context, entry.action) && !by_name(entry.action));
    let keys = left.chain(&view.foot.right).filter(|entry| !typed_as(context, entry.action).is_empty());
    parts.extend(keys.map(|entry| named(context, entry)));
    spoken::can_type(&parts)
}

/// What is typed for a binding: its first key that is easily typed, or else its words. Nobody types Space or Tab.
fn name(binding: &Binding, context: Context) -> String {
    // Where letters are what is searched for, a few words are none.
    match binding.action {
        Action::Lesson if is_glossary(context) => return LESSON.to_owned(),
        Action::Help if context.takes_text() => return "?".to_owned(),
        Action::Back | Action::Out if context.takes_text() => return "q".to_owned(),
        _ => {}
    }
    let typed = binding.keys.iter().find(|key| is_plain(**key) && lookup(context, **key) == Some(binding.action));
    typed.map_or_else(|| binding.footer.to_owned(), |key| spoken(*key))
}

/// Whether words are looked up with what is typed.
const fn is_glossary(context: Context) -> bool {
    matches!(context, Context::Glossary | Context::Searching)
}

/// Whether a key is as easily typed as it is read out.
const fn is_plain(key: Key) -> bool {
    matches!(key, Key::Enter) || matches!(key, Key::Char(c) if c != ' ')
}

fn spoken(key: Key) -> String {
    key_name(key, true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_of_a_line_of_keys_has_something_to_type() {
        // Those that are made by name, and those of a line in which something is typed.
        let by_name =
            |action: Action| matches!(action, Action::Pick(_) | Action::NextView | Action::Clear | Action::Erase);
        // A class in lines is led by words of its own, and nobody takes part in one by lines.
        for context in Context::ALL
            .iter()
            .copied()
            .filter(|context| !(context.is_of_class() || context.is_of_seat() || context.is_of_desk()))
        {
            let entries = spoken_bindings(context).filter(|binding| !binding.footer.is_empty());
            for binding in entries.filter(|one| !is_arrow(context, one.action) && !by_name(one.action)) {
                let typed = name(binding, context);
                assert!(!typed.contains(' ') && typed != binding.footer, "{typed:?} in {context:?}");
            }
        }
    }
}
