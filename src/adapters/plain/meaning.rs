//! What a typed line means.

use super::{blocks, prompt, spoken_bindings};
use crate::app::keys::{Action, Binding, Context, Key, TABLE, Typed, key_name, lookup, typed};
use crate::app::view::block::Free;
use crate::app::view::{View, spoken};
use crate::app::{Model, Screen, view};
use crate::domain::bank::Side;
use crate::domain::certainty::Certainty;
use crate::domain::session::Phase;

/// What a typed line asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meaning {
    /// These actions, one after the other.
    Act(Vec<Action>),
    /// The keys explained.
    Help,
    /// Everything said again.
    Repeat,
    /// Nothing but this reply.
    Say(String),
    /// Nothing at all.
    Nothing,
}

/// How many letters of an entry's label name it, where no other entry begins so.
const LEAST_LETTERS: usize = 3;

/// Words that mean the same wherever they mean something.
const WORDS: [(&str, Action); 8] = [
    ("quit", Action::Quit),
    ("exit", Action::Quit),
    ("help", Action::Help),
    ("back", Action::Back),
    ("leave", Action::Back),
    ("next", Action::Next),
    ("previous", Action::Previous),
    ("home", Action::Home),
];

/// What `line` means where the model is now.
pub fn of(model: &Model, line: &str) -> Meaning {
    let context = model.context();
    let line = line.trim();
    let word = plain_word(line);
    match context {
        Context::Typing => return text(line, &word, Action::SetCode),
        Context::Naming => return text(line, &word, Action::SetName),
        Context::ExamDay => return dated(line, &word),
        _ => {}
    }
    if context == Context::Searching {
        return search(line, &word);
    }
    if let Some(words) = looked_up(context, line) {
        // Where words are told after the answer only, the key alone says so.
        let waits = lookup(context, Key::Char('g')) == Some(Action::Glossary) && prompt::waits_for_an_answer(context);
        return Meaning::Act(vec![if waits { Action::Glossary } else { Action::Search(typed(words)) }]);
    }
    if line.is_empty() && prompt::waits_for_a_side(&view::of(model)) {
        return Meaning::Say(spoken::choose_a_side(&view::of(model).sides));
    }
    if let Some(action) = key(context, line) {
        return settled(context, action);
    }
    if context == Context::Glossary && word != "repeat" {
        let action = named(context, &word);
        return action.map_or_else(|| search(line, &word), |action| settled(context, action));
    }
    if word == "repeat" {
        return Meaning::Repeat;
    }
    if answers_too_early(model, line) {
        return Meaning::Say(spoken::ENTER_FIRST.to_owned());
    }
    let view = view::of(model);
    if let Some(number) = number(line) {
        return choice_numbered(&view, number).unwrap_or_else(|| numbered(&view, number));
    }
    if let Some(answer) = answer(model, context, &word) {
        return settled(context, answer);
    }
    if let Some(meaning) = several(&view, &word).or_else(|| choice(model, &view, line)) {
        return meaning;
    }
    if let Some(action) = titled(&view, &word) {
        return Meaning::Act(vec![action]);
    }
    if let Some(actions) = at_topic(model, &word) {
        return Meaning::Act(actions);
    }
    if let Some(action) = named(context, &word) {
        return settled(context, action);
    }
    day_alone(model, &word).unwrap_or(Meaning::Nothing)
}

/// A date alone in the settings, where only the exam has one.
fn day_alone(model: &Model, word: &str) -> Option<Meaning> {
    let Screen::Settings(_) = model.screen() else { return None };
    let day = Free::Exam.action(word, model.today());
    let why = || Free::Exam.refusal(word, model.today()).map(Meaning::Say);
    day.map(|action| Meaning::Act(vec![action])).or_else(why)
}

/// Another word that is searched for. What leaves everywhere is no word.
fn search(line: &str, word: &str) -> Meaning {
    match word {
        "" => Meaning::Act(vec![Action::Next]),
        "q" | "esc" | "back" | "leave" => Meaning::Act(vec![Action::Back]),
        "quit" | "exit" => Meaning::Act(vec![Action::Quit]),
        "?" | "help" => Meaning::Help,
        "repeat" => Meaning::Repeat,
        prompt::LESSON => Meaning::Act(vec![Action::Lesson]),
        _ => Meaning::Act(vec![Action::Search(typed(line))]),
    }
}

/// What is looked up in the glossary with a line such as `g zone`: on every screen of self-study.
fn looked_up(context: Context, line: &str) -> Option<&str> {
    let (key, words) = line.split_once(' ')?;
    let opens = !context.is_of_assessment() && !matches!(context, Context::Choosing | Context::Trouble);
    (opens && key.eq_ignore_ascii_case("g")).then(|| words.trim())
}

/// A text where one is typed. What leaves everywhere is none.
fn text(line: &str, word: &str, action: fn(Typed) -> Action) -> Meaning {
    match word {
        "" | "q" | "esc" | "back" | "leave" => Meaning::Act(vec![Action::Back]),
        "quit" | "exit" => Meaning::Act(vec![Action::Quit]),
        "?" | "help" => Meaning::Help,
        _ => Meaning::Act(vec![action(typed(line))]),
    }
}

/// At the feedback of an answer, a line that answers the question after it; none for any other line, or
/// where nothing follows.
pub fn answer_ahead(model: &Model, line: &str) -> Option<Action> {
    let session = super::session(model).filter(|session| session.phase() == Phase::Explaining)?;
    let asking = if session.started.certainty { Context::Asking } else { Context::AskingPlain };
    let line = line.trim();
    if line.is_empty() || session.is_complete() {
        return None;
    }
    answered(model, asking, line)
}

/// Whether a line answers a question while the feedback to the one before is still there: the next statement was not heard
/// yet, so that it cannot be meant.
fn answers_too_early(model: &Model, line: &str) -> bool {
    let is_feedback = matches!(model.context(), Context::Explaining | Context::ExplainingExercise | Context::Tried);
    is_feedback && [Context::Asking, Context::AskingPlain].iter().any(|asking| answered(model, *asking, line).is_some())
}

/// The answer that a line gives to a question.
fn answered(model: &Model, asking: Context, line: &str) -> Option<Action> {
    let action = key(asking, line).or_else(|| answer(model, asking, &plain_word(line)))?;
    matches!(action, Action::Answer(..) | Action::DontKnow).then_some(action)
}

/// A line as words are compared: lower case, single spaces, no apostrophes.
fn plain_word(line: &str) -> String {
    let kept: String = line.chars().filter(|c| !matches!(c, '\'' | '’')).collect();
    kept.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a line asks for that is a key or the name of one. The case of a letter matters only where the table has both.
fn key(context: Context, line: &str) -> Option<Action> {
    if line.is_empty() {
        return lookup(context, Key::Enter);
    }
    let mut letters = line.chars();
    if let (Some(letter), None) = (letters.next(), letters.next()) {
        // What a letter means in an assessment says nothing of it in self-study.
        let here = |one: &Context| one.is_of_assessment() == context.is_of_assessment();
        let has = |binding: &Binding| binding.keys.contains(&Key::Char(letter)) && binding.contexts.iter().any(here);
        let both = TABLE.iter().any(has);
        let letter = if both { letter } else { letter.to_ascii_lowercase() };
        return lookup(context, Key::Char(letter));
    }
    let bound = |key: &Key| key_name(*key, true).eq_ignore_ascii_case(line);
    spoken_bindings(context).find(|binding| binding.keys.iter().any(bound)).map(|binding| binding.action)
}

/// What an action comes to in a conversation of lines.
fn settled(context: Context, action: Action) -> Meaning {
    match (context, action) {
        (_, Action::Help) => Meaning::Help,
        (_, Action::Redraw | Action::Suspend) => Meaning::Nothing,
        // A line is no slip: whoever typed it has chosen and pressed Enter.
        (Context::Trying | Context::TryingPlain | Context::Sitting | Context::SittingPlain, Action::Answer(..)) => {
            Meaning::Act(vec![action, Action::Next])
        }
        // All of it was said at once: there is no other page.
        (Context::Help, Action::Next | Action::Previous) => Meaning::Act(vec![Action::Back]),
        _ => Meaning::Act(vec![action]),
    }
}

/// A date where one is typed, as if it were typed letter by letter.
fn dated(line: &str, word: &str) -> Meaning {
    match text(line, word, Action::SetName) {
        Meaning::Act(actions) if matches!(actions.as_slice(), [Action::SetName(_)]) => {
            Meaning::Act(line.chars().map(Action::Type).chain([Action::Next]).collect())
        }
        leaves => leaves,
    }
}

/// A number in digits, and nothing else.
fn number(text: &str) -> Option<usize> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().unwrap_or(usize::MAX))
}

/// An entry of a menu, by its number from 1.
fn numbered(view: &View, number: usize) -> Meaning {
    let entries = blocks::entries(view);
    match entries.iter().find(|entry| entry.number == number) {
        Some(entry) => Meaning::Act(vec![entry.action]),
        None if entries.is_empty() => Meaning::Nothing,
        None => Meaning::Say(spoken::no_entry(number, blocks::last_number(view))),
    }
}

/// Several topics by their numbers, to be ticked.
fn several(view: &View, word: &str) -> Option<Meaning> {
    let entries = blocks::entries(view);
    let numbers = word.split([' ', ',']).filter(|part| !part.is_empty()).map(number);
    let actions: Option<Vec<Action>> = numbers
        .map(|number| number.and_then(|number| Some(entries.iter().find(|one| one.number == number)?.action)))
        .collect();
    let ticks = |action: &Action| matches!(action, Action::ToggleTopic(_));
    actions.filter(|actions| actions.len() > 1 && actions.iter().all(ticks)).map(Meaning::Act)
}

/// A choice by its name, with a value behind it; none where the line names no choice.
fn choice(model: &Model, view: &View, line: &str) -> Option<Meaning> {
    let line = line.replace([':', '='], " ");
    let word = plain_word(&line);
    let options = blocks::options(view);
    let labels: Vec<String> = options.iter().map(|row| plain_word(&row.label)).collect();
    // The whole of a name, or so much of its first word that no other begins so.
    let (first, rest) = word.split_once(' ').unwrap_or((&word, ""));
    let begun = labelled(&labels, first).map(|at| (at, rest));
    let whole = labels.iter().enumerate().find_map(|(at, label)| {
        let value = word.strip_prefix(label.as_str())?;
        (value.is_empty() || value.starts_with(' ')).then_some((at, value))
    });
    whole.or(begun).and_then(|(at, value)| {
        let (row, value) = (*options.get(at)?, value.trim());
        let offer = row.values.iter().find(|offer| plain_word(&offer.words) == value);
        let only = row.values.first().filter(|_| value.is_empty() && row.values.len() == 1 && row.free.is_none());
        let free = || row.free.and_then(|free| free.action(value, model.today()));
        let action = offer.or(only).map(|offer| offer.action).or_else(free);
        let why = || row.free.and_then(|free| free.refusal(value, model.today()));
        let refused = || Meaning::Say(why().unwrap_or_else(|| spoken::no_value(row)));
        Some(action.map_or_else(refused, |action| Meaning::Act(vec![action])))
    })
}

/// A choice by its number from 1, where nothing else has numbers: how it is changed is told.
fn choice_numbered(view: &View, number: usize) -> Option<Meaning> {
    let row = blocks::options(view).into_iter().nth(number.checked_sub(1)?)?;
    blocks::entries(view).is_empty().then(|| Meaning::Say(spoken::no_value(row)))
}

/// What the entry with that title asks for.
fn titled(view: &View, word: &str) -> Option<Action> {
    let entries = blocks::entries(view);
    let labels: Vec<String> = entries.iter().map(|entry| plain_word(&entry.label)).collect();
    Some(entries.get(labelled(&labels, word)?)?.action)
}

/// The label that is meant: the one that says just that, or else the only one that begins so.
fn labelled(labels: &[String], word: &str) -> Option<usize> {
    let whole = labels.iter().position(|label| label == word);
    whole.or_else(|| {
        let begins = |label: &String| word.chars().count() >= LEAST_LETTERS && label.starts_with(word);
        let mut found = labels.iter().enumerate().filter(|(_, label)| begins(label)).map(|(position, _)| position);
        found.next().filter(|_| found.next().is_none())
    })
}

/// On the map of topics: what is to be done, and with which topic, such as `m 3`.
fn at_topic(model: &Model, word: &str) -> Option<Vec<Action>> {
    let Screen::Topics(_) = model.screen() else { return None };
    let (what, which) = word.rsplit_once(' ')?;
    let wanted = number(which)?.checked_sub(1).filter(|topic| *topic < model.bank().topic_count())?;
    let action = key(Context::Topics, what).or_else(|| named(Context::Topics, what))?;
    if !matches!(action, Action::Lesson | Action::Quiz | Action::Cards | Action::Next) {
        return None;
    }
    Some(vec![Action::Select(wanted), action])
}

/// A side by its id, name or label; where certainty is on, with a certainty behind it if the learner likes.
fn answer(model: &Model, context: Context, word: &str) -> Option<Action> {
    let plain = [Context::AskingPlain, Context::Bending, Context::TryingPlain, Context::SittingPlain];
    if !asks_how_sure(context) && !plain.contains(&context) {
        return None;
    }
    if let Some(answer) = signed(context, word) {
        return Some(answer);
    }
    Side::BOTH.into_iter().find_map(|side| {
        let name = model.bank().side(side);
        [&name.label, &name.name, &name.id].into_iter().find_map(|name| {
            let name = plain_word(&crate::ui::text::safe(name));
            let rest = word.strip_prefix(&name).filter(|_| !name.is_empty())?;
            match (rest.strip_prefix(' '), context) {
                (None, _) if rest.is_empty() => Some(Action::Answer(side, None)),
                (Some(sure), context) if asks_how_sure(context) => Some(Action::Answer(side, Some(certainty(sure)?))),
                _ => None,
            }
        })
    })
}

/// Whether an answer there carries a certainty.
const fn asks_how_sure(context: Context) -> bool {
    matches!(context, Context::Asking | Context::Trying | Context::Sitting)
}

/// `1+` for the left side and certain, `2?` for the right side and unsure.
fn signed(context: Context, word: &str) -> Option<Action> {
    let mut letters = word.chars().filter(|letter| !letter.is_whitespace());
    let side = match letters.next()? {
        '1' => Side::Left,
        '2' => Side::Right,
        _ => return None,
    };
    let certainty = match letters.next()? {
        '+' => Certainty::C3,
        '?' => Certainty::C1,
        _ => return None,
    };
    // Where nobody asks how sure, the sign says nothing, and the side is answered all the same.
    let certainty = Some(certainty).filter(|_| asks_how_sure(context));
    letters.next().is_none().then_some(Action::Answer(side, certainty))
}

fn certainty(word: &str) -> Option<Certainty> {
    Certainty::ALL.into_iter().find(|certainty| {
        let number = certainty.number();
        word == certainty.word() || word == format!("{number}") || word == format!("c{number}")
    })
}

/// A word of the footer, or one that means the same everywhere.
fn named(context: Context, word: &str) -> Option<Action> {
    let mut bindings = spoken_bindings(context).filter(|binding| !super::is_arrow(context, binding.action));
    let footer = bindings.find(|binding| !binding.footer.is_empty() && plain_word(binding.footer) == word);
    let common = WORDS.iter().find(|(name, _)| *name == word).map(|(_, action)| *action);
    footer.map(|binding| binding.action).or(common)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Action::{Answer, Back, DontKnow, Help, Lesson, Next, Previous, Quit};

    #[test]
    fn a_line_can_be_a_key_a_word_or_the_name_of_a_key() {
        let cases = [
            (Context::Asking, "s", Some(Answer(Side::Left, Some(Certainty::C3)))),
            (Context::Overview, "S", Some(Action::Submit)),
            (Context::Overview, "s", None),
            (Context::SittingPlain, "F", Some(Answer(Side::Left, None))),
            (Context::Asking, "S", Some(Answer(Side::Left, Some(Certainty::C3)))),
            (Context::Asking, "0", Some(DontKnow)),
            (Context::Asking, "Don't know", Some(DontKnow)),
            (Context::Asking, "aa", None),
            (Context::Asking, "side", None),
            (Context::Asking, "left", Some(Action::Left)),
            (Context::Explaining, "", Some(Next)),
            (Context::Explaining, "L", Some(Lesson)),
            (Context::Explaining, "l", None),
            (Context::Asking, "L", None),
            (Context::Reading, "back", Some(Previous)),
            (Context::Summary, "back", Some(Back)),
            (Context::Home, "QUIT", Some(Quit)),
            (Context::Home, "?", Some(Help)),
            (Context::Home, "Esc", Some(Action::Out)),
            (Context::Home, "ctrl-z", None),
        ];
        for (context, line, wanted) in cases {
            let found = key(context, line).or_else(|| named(context, &plain_word(line)));
            assert_eq!(found, wanted, "{line:?} in {context:?}");
        }
    }

    #[test]
    fn only_digits_are_a_number_and_no_number_is_too_large() {
        assert_eq!(number("12"), Some(12));
        assert_eq!(number("99999999999999999999999"), Some(usize::MAX));
        for text in ["", "+1", "-1", "1.0", "1 2", "١"] {
            assert_eq!(number(text), None, "{text}");
        }
    }

    #[test]
    fn certainties_are_said_in_digits_or_words() {
        for (word, wanted) in
            [("1", Some(Certainty::C1)), ("c2", Some(Certainty::C2)), ("certain", Some(Certainty::C3)), ("4", None)]
        {
            assert_eq!(certainty(word), wanted, "{word}");
        }
    }
}
