//! What came of an answer: the statement goes to the page of its side and meets its counterpart.

use super::block::{Beside, Block, Ends, Kind, Page, Split, Spread, When};
use super::question::headed;
use super::standing;
use super::terms::unknown_words;
pub use super::terms::words_of;
use super::text::{Role, plain, quiet, text};
use super::words::{quoted, side_name, signed};
use super::{Text, View};
use crate::app::keys::Action;
use crate::app::{Model, Screen};
use crate::domain::bank::{Counterpart, Entry, Side, Sides, Statement, Term};
use crate::domain::certainty::Certainty;
use crate::domain::session::{Given, Session};

/// So many words of the trade are explained beside a feedback.
const MOST_WORDS: usize = 5;

/// The feedback to the last answer.
pub fn view(model: &Model, session: &Session) -> View {
    let view = headed(model, session);
    let found = session.last().and_then(|given| Some((given, model.bank.entry(given.at)?)));
    let Some((given, entry)) = found else { return view };
    let has_words = !words_of(&model.bank, &entry).is_empty();
    view.blocks(whole(model, &entry, given, session.comes_back())).foot(|foot| {
        foot.only_if(has_words, Action::Glossary)
            .only_if(model.bank.has_lesson(given.at.topic), Action::Lesson)
            .only_if(given.right().is_some() && session.policy().undo, Action::Undo)
            .only_if(!entry.statement.sources.is_empty(), Action::Sources)
            .not_wide(Action::Glossary)
            .not_wide(Action::Sources)
    })
}

/// What came of an answer: the verdict, the spread, and what stands under it.
pub fn whole(model: &Model, entry: &Entry<'_>, given: &Given, comes_back: bool) -> Vec<Block> {
    let glossary = &model.bank.manifest.glossary;
    let words = words_of(&model.bank, entry).into_iter().filter_map(|number| glossary.get(number));
    let words: Vec<&Term> = words.take(MOST_WORDS).collect();
    let mut blocks = vec![verdict(model, given, comes_back), Block::new(Kind::Spread(spread(entry, Some(ASKED))))];
    blocks.extend(compared(entry));
    let other = entry.counterpart().statement();
    let decides = [Some(entry.statement), other].into_iter().flatten().any(|one| !one.deciding.is_empty());
    blocks.extend(underlined(model).filter(|_| decides));
    let new = new_words(model, entry);
    let is_full = new.is_some();
    blocks.extend(new);
    let under = below(model, entry, given, &words).into_iter();
    // How far the idea is can be seen again on the progress; what a word means is needed now.
    blocks.extend(under.map(|block| Block { gives_way: block.gives_way || is_full, ..block }));
    // What was asked for with a key stays: the last page begins with as much before it as there is room for.
    let asked_for = sources(model, &entry.statement.sources).filter(|_| model.sources);
    blocks.extend(asked_for.map(|block| block.gap(2).narrow_gap(1).when(When::NotWide)));
    blocks
}

/// What a statement and its counterpart are both about, which is why they can be compared; none where it stands alone.
fn shared<'a>(entry: &Entry<'a>) -> Option<&'a str> {
    let has_other = matches!(entry.counterpart(), Counterpart::Statement(_));
    entry.item.aspect().filter(|aspect| has_other && !aspect.is_empty())
}

/// The same as a line.
fn compared(entry: &Entry<'_>) -> Option<Block> {
    let line = quiet("Both are about: ").join(plain(format!("{}.", shared(entry)?)));
    Some(Block::lines([line]).gives_way())
}

/// So many words of a statement are explained below it in a lesson.
const NEW_WORDS: usize = 2;

/// In a lesson the words of the statement that the lesson had not put first: nobody has to look those up. In a wide window
/// all words of the page are explained beside it.
fn new_words(model: &Model, entry: &Entry<'_>) -> Option<Block> {
    if !matches!(model.screen, Screen::Lesson(_)) {
        return None;
    }
    let known = super::lesson::taught_first(entry.topic);
    let glossary = &model.bank.manifest.glossary;
    let numbers = unknown_words(&model.bank, entry, &known);
    let words: Vec<Text> =
        numbers.into_iter().filter_map(|number| glossary.get(number)).take(NEW_WORDS).map(explained).collect();
    (!words.is_empty()).then(|| Block::lines(words).when(When::NotWide))
}

/// A word of the trade and what it means.
fn explained(term: &Term) -> Text {
    Text::default().and(term.term.as_str(), Role::Strong).join(plain(defined(term)))
}

/// What follows a word of the trade. One colon a line: "SKU: Stock keeping unit: one article" leaves open what explains what,
/// so that what it stands for comes in brackets, as in "SKU (stock keeping unit): one article".
pub fn defined(term: &Term) -> String {
    match term.meaning.split_once(": ") {
        None => format!(": {}", term.meaning),
        Some((stands_for, rest)) if !stands_for.contains(['.', '(', ')']) && !term.term.ends_with(')') => {
            format!(" ({}): {rest}", amid(stands_for))
        }
        Some(_) => format!(", {}", amid(&term.meaning)),
    }
}

/// A text as it stands within a sentence: its first letter small, unless it begins with a name.
fn amid(text: &str) -> String {
    let mut words = text.split(' ');
    let first = words.next().unwrap_or_default();
    let has_capital = |word: &str| word.starts_with(char::is_uppercase);
    let is_article = matches!(first, "A" | "An" | "The" | "In");
    let is_name = first.chars().skip(1).any(char::is_uppercase) || words.next().is_some_and(has_capital);
    let mut letters = text.chars();
    match letters.next() {
        Some(letter) if is_article || !is_name => letter.to_lowercase().chain(letters).collect(),
        _ => text.to_owned(),
    }
}

#[test]
fn what_a_word_stands_for_comes_in_brackets() {
    let term = |term: &str, meaning: &str| Term { term: term.to_owned(), meaning: meaning.to_owned(), side: None };
    for (word, meaning, wanted) in [
        ("SKU", "Stock keeping unit: one article.", " (stock keeping unit): one article."),
        ("GDPR", "General Data Protection Regulation: a law.", " (General Data Protection Regulation): a law."),
        ("FTP (cycling)", "Functional power: an hour.", ", functional power: an hour."),
        ("PSTI", "The UK law: password.", " (the UK law): password."),
        ("Wallbox", "A charging point.", ": A charging point."),
    ] {
        assert_eq!(defined(&term(word, meaning)), wanted);
    }
}

/// For so many answers somebody is told what the underlined words are.
const NEWCOMER: u32 = 5;

/// What the underlined words are, as long as somebody is new here; the ear hears them named.
pub fn underlined(model: &Model) -> Option<Block> {
    let answers: u32 = model.learner.days().values().sum();
    (answers <= NEWCOMER && !model.sources).then(decides)
}

/// The same, for everybody.
pub fn decides() -> Block {
    let key = text("Underlined", Role::Deciding).join(quiet(": the words that decide."));
    Block::lines([key]).when(When::Seen).gives_way()
}

/// `✓ Yes, it's IIoT, and you were certain.   +3`
pub fn verdict(model: &Model, given: &Given, comes_back: bool) -> Block {
    let side = side_name(&model.bank, given.at.side);
    let sure = given.answered.certainty;
    let left = match given.right() {
        Some(true) => Text::default()
            .sign("✓ ", Role::Right, "")
            .and(format!("Yes, it's {side}{}", how_sure_and_right(given)), Role::Right),
        Some(false) => {
            let other = side_name(&model.bank, given.at.side.other());
            Text::default()
                .sign("✗ ", Role::Wrong, "")
                .and(format!("No, it's {side}."), Role::Wrong)
                .join(plain(sure.map_or_else(String::new, |sure| how_sure_and_wrong(sure, other))))
        }
        None => plain(format!("It's {side}. Good that you said so.")),
    };
    let promise = if comes_back { " It comes back at the end." } else { "" };
    let left = left.and(promise, Role::Accent);
    let mark = given.mark().filter(|_| sure.is_some());
    let right = mark.map(|mark| {
        if given.answered.retaken {
            return Text::default().said(
                "given again, no points",
                Role::Quiet,
                "Given again, so no confidence points.",
            );
        }
        let role = match mark {
            0 => Role::Plain,
            mark if mark < 0 => Role::Wrong,
            _ => Role::Right,
        };
        Text::default().said(signed(mark), role, format!("Confidence points: {}.", spoken(mark)))
    });
    Block::new(Kind::Ends(Ends { left, right: right.unwrap_or_default(), action: None }))
}

fn how_sure_and_right(given: &Given) -> &'static str {
    match given.answered.certainty {
        // It counts as right; only its next review comes earlier.
        _ if given.answered.hinted => ", with the hint: right all the same; it's only reviewed a little sooner.",
        Some(Certainty::C1) => ", though you weren't sure. The reason is below.",
        Some(Certainty::C2) => ", and you were fairly sure.",
        Some(Certainty::C3) => ", and you were certain.",
        None => ".",
    }
}

fn how_sure_and_wrong(sure: Certainty, said: &str) -> String {
    match sure {
        Certainty::C1 => " You weren't sure.".to_owned(),
        sure => format!(" You were {} of {said}.", sure.word()),
    }
}

/// A number as it is said aloud.
fn spoken(number: i32) -> String {
    if number < 0 { format!("minus {}", number.unsigned_abs()) } else { number.to_string() }
}

/// What stands above the statement that was just asked.
const ASKED: &str = "your statement";

/// A page's label. That of the statement just asked is not said: whoever answered has just heard it.
fn labelled(label: &str) -> Text {
    if label == ASKED { Text::default().said(label, Role::Quiet, "") } else { quiet(label) }
}

/// The statement on the page of its side, its counterpart on the other.
pub fn spread(entry: &Entry<'_>, label: Option<&str>) -> Spread {
    let of = |statement: &Statement, label: Option<&str>, is_asked: bool| Page {
        label: label.map(labelled).unwrap_or_default(),
        sections: [Text::statement(&statement.text, &statement.deciding, is_asked), plain(&statement.explanation)]
            .into_iter()
            .filter(|section| !section.is_empty())
            .collect(),
        is_asked,
    };
    let page = |side: Side| match entry.counterpart() {
        _ if side == entry.at.side => of(entry.statement, label, true),
        Counterpart::Statement(statement) => of(statement, Some("the counterpart"), false),
        Counterpart::Told(text) => {
            Page { label: quiet("on the other side"), sections: vec![plain(text)], is_asked: false }
        }
        Counterpart::None => Page::default(),
    };
    let pages = Sides::each(page);
    Spread { thick: Some(entry.at.side), pages, between: 1, tail: false, words: false, both: None }
}

/// What stands under the spread: the belief that may have led to the answer, how far the idea is, and where there is room
/// words and sources.
fn below(model: &Model, entry: &Entry<'_>, given: &Given, words: &[&Term]) -> Vec<Block> {
    let belief = belief(entry, given);
    let line = standing_line(model, entry, given);
    let why = why_missing(model, entry, given);
    let mut left: Vec<Block> = belief.iter().cloned().collect();
    left.extend(line.as_ref().map(|(title, text)| Block::labelled(title, [text.clone()]).gap(2)));
    left.extend(why.map(|why| Block::full([quiet(why)]).gap(0)));
    let mut right: Vec<Block> = Vec::new();
    if !words.is_empty() {
        right.push(words_block(words));
    }
    right.extend(sources(model, &entry.statement.sources));
    let wide = Block::new(Kind::Beside(Beside { left, right, split: Split::Page })).gap(4).when(When::Wide);
    let mut blocks = vec![wide];
    let why = why.filter(|_| line.is_some());
    // Where a belief takes the room below the spread, how far the idea is can only be heard.
    let (shown, gap) = if belief.is_some() { (When::Spoken, 0) } else { (When::NotWide, 3) };
    blocks.extend(belief.map(|belief| belief.gap(2).narrow_gap(1).when(When::NotWide)));
    blocks.extend(line.map(|(title, text)| {
        let title = Text::default().said(format!("{title}   "), Role::Plain, format!("{title}: "));
        Block::lines([title.join(text).sign("", Role::Plain, ".")]).gap(gap).narrow_gap(gap.min(1)).when(shown)
    }));
    blocks.extend(why.map(|why| Block::full([quiet(why)]).gap(0).when(shown).gives_way().once()));
    blocks
}

/// Why a miss makes so much missing, where it was one that counts.
fn why_missing(model: &Model, entry: &Entry<'_>, given: &Given) -> Option<&'static str> {
    let missed = given.right() != Some(true) && model.counted && is_just_answered(model);
    let mastery = standing::of(model, &entry.topic.id, entry.concept_number()?);
    mastery.why_more(given.right()).filter(|_| missed)
}

/// Whether the feedback is that of the answer just given, and not one looked up again.
const fn is_just_answered(model: &Model) -> bool {
    matches!(model.screen, Screen::Quiz(_) | Screen::Lesson(_))
}

/// The belief that would have led to that answer.
pub fn belief(entry: &Entry<'_>, given: &Given) -> Option<Block> {
    let belief = given.misled_by(entry)?;
    // The words before it belong to it: a claim alone would look like the tutor's own.
    let claim = quiet("You may have thought: ").join(plain(quoted(&belief.claim)));
    Some(Block::lines([claim, plain(belief.refutation.as_str())]))
}

/// The idea's title, and how far the learner is with it.
fn standing_line(model: &Model, entry: &Entry<'_>, given: &Given) -> Option<(String, Text)> {
    let position = entry.concept_number()?;
    let concept = entry.topic.concepts.get(position)?;
    let mastery = standing::of(model, &entry.topic.id, position);
    let line = if model.counted || !is_just_answered(model) || mastery.state().is_known() {
        standing::line(&mastery)
    } else {
        standing::sign(mastery.state()).join(plain(format!("; {}", why_not_counted(model, given))))
    };
    Some((concept.title.clone(), line))
}

/// Why an answer says nothing of its idea.
const fn why_not_counted(model: &Model, given: &Given) -> &'static str {
    match (given.answered.retaken, &model.screen) {
        // A lesson has no score in which it could count.
        (true, Screen::Lesson(_)) => "given again, so it doesn't count",
        (true, _) => "given again: it counts in the score only",
        _ => "seen within a week, so it doesn't count yet",
    }
}

fn words_block(words: &[&Term]) -> Block {
    Block::labelled("Words on this page", words.iter().map(|term| explained(term)))
}

/// Where a reason comes from.
pub fn sources(model: &Model, ids: &[String]) -> Option<Block> {
    let title = |id: &String| {
        let citation = model.bank.citation(id);
        Text::default().said(citation.as_ref(), Role::Plain, format!("{citation}."))
    };
    let titles: Vec<Text> = ids.iter().map(title).collect();
    let label = if titles.len() == 1 { "Source" } else { "Sources" };
    (!titles.is_empty()).then(|| Block::labelled(label, titles).gap(2))
}
