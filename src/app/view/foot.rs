//! The footer: on the left what can be done here, on the right the ways out and where they lead. All of it comes from the
//! key table; a screen only changes words, or leaves out what would do nothing now.

use crate::app::keys::{Action, Binding, Context, Key, bindings, key_name, working};
use crate::app::{Model, Screen, learners};

/// The footer of a screen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Foot {
    /// What can be done here, the most important first: where there is no room, the last ones go.
    pub left: Vec<Entry>,
    /// The ways out.
    pub right: Vec<Entry>,
    /// Whether "next" goes through the pages before it goes on: it says so then.
    pub pages_first: bool,
}

/// A key and what it does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The key's name.
    pub key: String,
    /// What it does, in a word or two.
    pub words: String,
    /// What it asks for.
    pub action: Action,
    /// Whether it is left out in a wide window, where what it shows lies open.
    pub not_wide: bool,
}

/// The words for turning a page, where a screen needs several: on the last page, and before it.
pub const MORE: [&str; 2] = ["from the top", "more"];

impl Foot {
    /// The footer of the model's screen, as the key table has it.
    #[must_use]
    pub fn of(model: &Model) -> Self {
        let context = model.context();
        let mut foot = Self::of_context(context);
        foot.set(Action::Back, &way_out(model, context));
        for entry in foot.left.iter_mut().filter(|entry| model.sources && entry.action == Action::Sources) {
            entry.words = format!("hide {}", entry.words);
        }
        foot
    }

    /// What the key table says of a context.
    pub(in crate::app) fn of_context(context: Context) -> Self {
        let mut foot = Self { pages_first: context.pages_first(), ..Self::default() };
        // Where q is a letter like any other, Esc is what leaves.
        let is_way_out = |binding: &Binding| binding.action == Action::Out && context.takes_text();
        for binding in bindings(context).filter(|one| !one.footer.is_empty() || is_way_out(one)) {
            let Some(key) = working(binding, context).next() else { continue };
            let entry = Entry {
                key: shown_key(context, key),
                words: binding.footer.to_owned(),
                action: binding.action,
                not_wide: false,
            };
            let leads_out = matches!(binding.action, Action::Help | Action::Back | Action::Out | Action::End);
            if leads_out { &mut foot.right } else { &mut foot.left }.push(entry);
        }
        foot.right.sort_by_key(|entry| entry.action != Action::Help);
        foot
    }

    /// Says something else of an action.
    #[must_use]
    pub fn says(mut self, action: Action, words: impl AsRef<str>) -> Self {
        self.set(action, words.as_ref());
        self
    }

    fn set(&mut self, action: Action, words: &str) {
        let is_it =
            |entry: &&mut Entry| entry.action == action || (action, entry.action) == (Action::Back, Action::Out);
        let entries = self.left.iter_mut().chain(&mut self.right);
        entries.filter(is_it).for_each(|entry| words.clone_into(&mut entry.words));
    }

    /// Leaves out what would do nothing now, unless `useful`.
    #[must_use]
    pub fn only_if(mut self, useful: bool, action: Action) -> Self {
        self.left.retain(|entry| useful || entry.action != action);
        self.right.retain(|entry| useful || entry.action != action);
        self
    }

    /// What of the left can be done on a page of a screen that needs several: where "next" turns the page first, it says so,
    /// and until the last page nothing else has to.
    #[must_use]
    pub fn on_page(&self, is_last: bool) -> Vec<Entry> {
        let mut left = self.left.clone();
        let turns = |entry: &&mut Entry| self.pages_first && !is_last && entry.action == Action::Next;
        left.iter_mut().filter(turns).for_each(|entry| MORE[1].clone_into(&mut entry.words));
        left
    }

    /// Whether "next" turns the pages, so that no key of its own has to.
    #[must_use]
    pub fn next_turns(&self) -> bool {
        self.pages_first && self.left.iter().any(|entry| entry.action == Action::Next)
    }

    /// Leaves an action out in wide windows.
    #[must_use]
    pub fn not_wide(mut self, action: Action) -> Self {
        self.left.iter_mut().filter(|entry| entry.action == action).for_each(|entry| entry.not_wide = true);
        self
    }
}

/// How a key is written in the footer: arrows, and plus and minus, in pairs, because one alone would be half of it; unless
/// the other one has words of its own.
fn shown_key(context: Context, key: Key) -> String {
    let stands_alone = || bindings(context).any(|one| one.keys.contains(&Key::Down) && !one.footer.is_empty());
    match key {
        Key::Left => "← →".to_owned(),
        Key::Up if stands_alone() => key_name(key, false),
        Key::Up => "↑↓".to_owned(),
        Key::Char('+') => "+ -".to_owned(),
        Key::Char('1') if context == Context::Predicting => "1 2".to_owned(),
        key => key_name(key, false),
    }
}

/// Where leaving the screen leads, in a word.
fn way_out(model: &Model, context: Context) -> String {
    let word = match (context, model.under.last()) {
        (Context::Help, _) => "back",
        // What is opened within a screen is left first.
        _ if matches!(model.screen, Screen::Progress(progress) if progress.is_within()) => "back",
        (Context::Home | Context::Trouble, _) => "leave",
        (Context::Choosing, None) if learners::is_undecided(model) => "leave",
        (Context::Asking | Context::AskingPlain | Context::Explaining, _)
            if matches!(model.screen, Screen::Quiz(_)) =>
        {
            "leave"
        }
        (_, None | Some(Screen::Home(_))) => "home",
        _ => "back",
    };
    word.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn next_says_what_it_does_on_a_page_before_the_last() {
        let foot = Foot::of_context(Context::Reading);
        let next = |is_last| foot.on_page(is_last).into_iter().find(|one| one.action == Action::Next).unwrap().words;
        assert!(foot.next_turns());
        assert_eq!((next(false).as_str(), next(true).as_str()), ("more", "next"));
        assert!(!Foot::of_context(Context::Explaining).next_turns(), "there Enter goes on, and Space turns");
    }
}
