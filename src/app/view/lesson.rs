//! The ten screens of a lesson: each of them short, and told apart by one word in the head.

use super::block::{Beam, Block, Choice, Duel, Ends, Kind, Page, Spread, When, Words};
use super::question::stops;
use super::terms::uses;
use super::text::{Role, plain, quiet, strong};
use super::words::{capital, counted, number_word, quoted, side_name, topic_title};
use super::{Form, Head, Progress, Text, View, feedback, figure, question};
use crate::app::keys::{Action, Context, key_for};
use crate::app::lesson::{BENDS, Failed, Lesson, Prediction, TRY, WORDS, fresh_left, predicted_side, screen_title};
use crate::app::{Model, case};
use crate::domain::bank::{
    Bank, Bends, Entry, Heard, Idea, Lesson as Written, LessonPair, Numbers, Predict, Side, Sides, Topic, Verdict,
    Word, Words as Taught,
};
use crate::domain::fact::Response;
use crate::domain::learner::LESSON_SCREENS;
use crate::domain::session::Phase;

/// The screen of the lesson at hand.
pub fn view(model: &Model, lesson: &Lesson) -> View {
    let topic = model.bank.topic(lesson.topic);
    let view = match (topic, &lesson.exercises, &lesson.failed) {
        (_, Some(session), _) => {
            let view = match session.phase() {
                Phase::Explaining => feedback::view(model, session),
                Phase::Asking | Phase::Finished => question::view(model, session, lesson.selection),
            };
            let (number, of) = (session.number(), session.started.statements.len());
            return headed(model, lesson, view, Some(plain(format!("statement {number} of {of}"))));
        }
        (Some(topic), None, Some(failed)) => missed(model, topic, lesson, failed),
        (Some(topic), None, None) => match &topic.lesson {
            Some(written) if lesson.screen < TRY => screen(model, topic, written, lesson),
            _ => take_away(model, topic, lesson),
        },
        (None, ..) => empty(model, lesson),
    };
    headed(model, lesson, view, None)
}

fn empty(model: &Model, lesson: &Lesson) -> View {
    View::new(model, Form::TwoSided, format!("lesson {} {}", lesson.topic, lesson.screen))
}

/// The head of a lesson: its topic, what the screen is, and how far it is.
fn headed(model: &Model, lesson: &Lesson, mut view: View, counter: Option<Text>) -> View {
    let place = format!("{} of {LESSON_SCREENS}", lesson.screen);
    let place = Text::default().said(place.clone(), Role::Plain, format!("Screen {place}"));
    view.head = Some(Head {
        title: topic_title(&model.bank, lesson.topic).to_owned(),
        subtitle: screen_title(lesson.screen).to_owned(),
        right: counter.into_iter().chain([place]).collect(),
        progress: Some(Progress { done: usize::from(lesson.screen), of: usize::from(LESSON_SCREENS) }),
    });
    view
}

/// One of the written screens.
fn screen(model: &Model, topic: &Topic, written: &Written, lesson: &Lesson) -> View {
    let view = empty(model, lesson);
    let (view, documents): (View, &[String]) = match lesson.screen {
        1 => (view.blocks(predict(model, &written.predict, lesson)), &[]),
        2 => (view.blocks(idea(&written.idea)), &[]),
        WORDS => (view.blocks(words(topic, &written.words, lesson.more_words)), &[]),
        4 => (view.blocks(pair(&written.pair)).blocks(feedback::underlined(model)), &[]),
        5 => (view.blocks(numbers(&written.numbers)), &written.numbers.sources),
        BENDS => (view.blocks(bends(model, &written.bends, lesson)), &written.bends.sources),
        _ => (view.blocks(heard(topic, &written.heard)), &written.heard.sources),
    };
    let open = lesson.is_bending() || lesson.is_predicting();
    let documents = if open { &[] } else { documents };
    let shown = feedback::sources(model, documents).filter(|_| model.sources);
    let selected = lesson.selection.side.filter(|_| lesson.is_bending());
    view.blocks(shown).foot(|foot| {
        let foot = foot
            .only_if(lesson.screen > 1, Action::Previous)
            .only_if(lesson.screen == WORDS && has_more(&written.words), Action::Glossary)
            .says(Action::Glossary, if lesson.more_words { "the first words" } else { "more words" })
            .only_if(!documents.is_empty(), Action::Sources)
            .only_if(lesson.waiting.is_some(), Action::Again)
            .only_if(false, Action::Cases)
            .only_if(lesson.screen == BENDS && !open && !topic.cards.is_empty(), Action::Cards);
        match selected {
            Some(side) => foot.says(Action::Next, format!("answer {}", side_name(&model.bank, side))),
            None => foot.only_if(!open, Action::Next),
        }
    })
}

/// Two texts one above the other; once one was chosen, each on the page of its side.
fn predict(model: &Model, predict: &Predict, lesson: &Lesson) -> Vec<Block> {
    let name = |side| side_name(&model.bank, side);
    let asked = name(predict.ask);
    let text = |side: Side| side.pick(predict.left.as_str(), predict.right.as_str());
    if lesson.prediction == Prediction::Open {
        let choice = |number| Choice {
            key: key_for(Context::Predicting, Action::Pick(number)),
            text: plain(text(predicted_side(lesson, number))),
            action: Action::Pick(number),
        };
        let question = format!(
            "Before you read anything: which of these two is {asked}? A guess is fine. Guessing first helps you \
             remember."
        );
        return vec![
            Block::page([question]).gap(2).narrow_gap(1),
            Block::new(Kind::Choices(vec![choice(0), choice(1)])).gap(2),
        ];
    }
    let chosen = match lesson.prediction {
        Prediction::Chosen(side) => Some(side),
        _ => None,
    };
    let verdict = match chosen {
        Some(side) if side == predict.ask => {
            Text::default().sign("✓ ", Role::Right, "").and(format!("Yes, that one is {asked}."), Role::Right)
        }
        Some(_) => {
            Text::default().sign("✗ ", Role::Wrong, "").and(format!("No, the other one is {asked}."), Role::Wrong)
        }
        None => plain(format!("Here they are, each on its own side. You were looking for {asked}.")),
    };
    let page = |side| Page {
        // The label stands on the page of its side, whether that was right or not; an ear hears which side that is.
        label: if chosen == Some(side) {
            Text::default().said("you chose this one", Role::Quiet, format!("{}, which you chose", name(side)))
        } else {
            Text::default()
        },
        sections: vec![if chosen == Some(side) { strong(text(side)) } else { plain(text(side)) }],
        is_asked: false,
    };
    let pages = Sides::each(page);
    vec![
        Block::lines([verdict]),
        Block::new(Kind::Spread(spread(Some(predict.ask), pages))),
        Block::page([predict.reveal.as_str()]).gap(2).narrow_gap(1),
    ]
}

const fn spread(thick: Option<Side>, pages: Sides<Page>) -> Spread {
    Spread { thick, pages, between: 1, tail: true, words: false, both: None }
}

fn idea(idea: &Idea) -> Vec<Block> {
    let title = Block::page([strong(&idea.title)]).gap(2).narrow_gap(1);
    // A block each: pages turn between paragraphs.
    std::iter::once(title).chain(idea.body.iter().map(|text| Block::page([text.as_str()]))).collect()
}

/// So many words of each side come first; the others are a key away.
const FIRST_WORDS: usize = 4;

/// Whether there are more words than come first.
fn has_more(taught: &Taught) -> bool {
    Side::BOTH.into_iter().any(|side| taught.of(side).len() > FIRST_WORDS)
}

/// The words of a side that come first, those that the most statements of the topic's first two levels use; and the others.
fn by_use<'a>(topic: &Topic, taught: &'a Taught, side: Side) -> (Vec<&'a Word>, Vec<&'a Word>) {
    let words: Vec<&Word> = taught.of(side).iter().collect();
    let uses = uses(topic, &words.iter().map(|word| word.term.as_str()).collect::<Vec<_>>());
    let mut order: Vec<usize> = (0..words.len()).collect();
    order.sort_by_key(|number| std::cmp::Reverse(uses.get(*number).copied().unwrap_or(0)));
    let first = order.get(..FIRST_WORDS.min(order.len())).unwrap_or_default();
    // Among themselves they keep the order in which they were written: it tells a story.
    let (come_first, others): (Vec<_>, Vec<_>) =
        words.into_iter().enumerate().partition(|(number, _)| first.contains(number));
    let bare = |all: Vec<(usize, &'a Word)>| all.into_iter().map(|(_, word)| word).collect();
    (bare(come_first), bare(others))
}

/// The words of the trade that come first in a lesson.
pub fn put_first(topic: &Topic) -> Vec<&str> {
    let Some(written) = &topic.lesson else { return Vec::new() };
    let first = Side::BOTH.into_iter().flat_map(|side| by_use(topic, &written.words, side).0);
    first.map(|word| word.term.as_str()).collect()
}

/// The same in all their forms: what these mean was on a screen.
pub fn taught_first(topic: &Topic) -> Vec<&str> {
    put_first(topic).into_iter().flat_map(|word| word.split(", ")).collect()
}

/// The words that matter most, or those that come after them.
fn words(topic: &Topic, taught: &Taught, more: bool) -> Vec<Block> {
    let both = Sides::each(|side| by_use(topic, taught, side));
    let shown = |side| {
        let (first, others) = both.get(side);
        let shown = if more { others } else { first };
        shown.iter().map(|word| (word.term.clone(), word.meaning.clone())).collect()
    };
    let joint = if more { Vec::new() } else { taught.both.clone() };
    let others: Vec<&str> =
        Side::BOTH.into_iter().flat_map(|side| &both.get(side).1).map(|word| word.term.as_str()).collect();
    let key = key_for(Context::Reading, Action::Glossary);
    let rest = format!("{} explains more words: {}.", key, others.join(", "));
    let named = quiet(format!("More words with {key}: ")).join(quiet(format!("{}.", others.join(", ")))).read_as(rest);
    let decide = "These words can decide a statement on this topic. Read across, line by line.";
    vec![
        Block::full([decide]).when(When::Wide),
        Block::new(Kind::Words(Words { sides: Sides::each(shown), both: joint })),
        // A narrow window has no room for them beside the others.
        Block::full((!more && !others.is_empty()).then_some(named)).when(When::NotNarrow),
    ]
}

fn pair(pair: &LessonPair) -> Vec<Block> {
    let page = |side| {
        let half = pair.half(side);
        let sections = vec![Text::statement(&half.text, &half.deciding, false), plain(&half.explanation)];
        Page { label: Text::default(), sections, is_asked: false }
    };
    let pages = Sides::each(page);
    let both = pair.same.as_ref().map(|same| ("the same in both", plain(same)));
    vec![
        Block::lines([strong(&pair.title)]),
        Block::new(Kind::Spread(Spread { between: 2, both, ..spread(None, pages) })),
    ]
}

fn numbers(numbers: &Numbers) -> Vec<Block> {
    let duel = |row: &crate::domain::bank::NumberRow| Duel {
        label: row.label.clone(),
        values: Sides { left: row.left.clone(), right: row.right.clone() },
    };
    let mut blocks = Vec::new();
    if !numbers.rows.is_empty() {
        blocks.push(Block::new(Kind::Beam(Beam { thick: None })));
        blocks.push(Block::new(Kind::Duels(numbers.rows.iter().map(duel).collect())));
    }
    if !numbers.figures.is_empty() {
        blocks.push(Block::new(Kind::Art(figure::lines(&numbers.figures))));
        let joins = figure::joins(&numbers.figures).map(quiet);
        blocks.extend(joins.map(|joins| Block::lines([joins]).gap(0).when(When::Seen)));
    }
    blocks.extend(numbers.body.iter().map(|text| Block::page([text.as_str()])));
    blocks
}

/// First the case, and which side; then how it is settled, and what would flip it.
fn bends(model: &Model, bends: &Bends, lesson: &Lesson) -> Vec<Block> {
    let case = Block::page([bends.case.as_str()]).gap(2).narrow_gap(1);
    if lesson.is_bending() {
        let stops = stops(Context::Bending, false, lesson.selection);
        return vec![case, Block::new(Kind::Stops(stops)).gap(2), question::how()];
    }
    let said = match lesson.bend {
        Prediction::Chosen(side) => Some(side),
        _ => None,
    };
    let thick = side_of(bends.verdict);
    let mut blocks =
        vec![case, Block::new(Kind::Beam(Beam { thick })), Block::page([settled(&model.bank, bends.verdict, said)])];
    blocks.extend(bends.body.iter().map(|text| Block::page([text.as_str()])));
    blocks.extend(bends.flip.iter().map(|flip| Block::page([flips(flip)])));
    blocks
}

/// What would have to change for the other side to win.
pub fn flips(flip: &str) -> Text {
    quiet("What would flip it: ").join(plain(flip))
}

/// The side that a verdict is for.
pub const fn side_of(verdict: Verdict) -> Option<Side> {
    match verdict {
        Verdict::Left => Some(Side::Left),
        Verdict::Right => Some(Side::Right),
        Verdict::Arguable | Verdict::Neither => None,
    }
}

/// How a boundary case is settled, beside what was said of it.
pub fn settled(bank: &Bank, verdict: Verdict, said: Option<Side>) -> Text {
    let name = |side| side_name(bank, side);
    match (side_of(verdict), said) {
        (Some(side), Some(said)) if side == said => Text::default()
            .sign("✓ ", Role::Right, "")
            .and(format!("You said {0}. {0} it is.", name(side)), Role::Right),
        (Some(side), Some(said)) => Text::default()
            .sign("✗ ", Role::Wrong, "")
            .and(format!("You said {}. It's {}.", name(said), name(side)), Role::Wrong),
        (Some(side), None) => strong(format!("It's {}.", name(side))),
        (None, said) => {
            let opening = said.map_or_else(String::new, |said| format!("You said {}. ", name(said)));
            let is = if verdict == Verdict::Neither {
                "It's neither of the two."
            } else {
                "It can be argued either way: competent people differ."
            };
            strong(format!("{opening}{is}"))
        }
    }
}

fn heard(topic: &Topic, heard: &Heard) -> Vec<Block> {
    let claim = topic.misconceptions.iter().find(|one| one.id == heard.misconception);
    let claim = claim.map(|belief| Block::page([strong(quoted(&belief.claim))]).gap(2).narrow_gap(1));
    let body = heard.body.iter().map(|text| Block::page([text.as_str()]));
    let better = heard.instead.trim_start_matches("Better:").trim_start();
    let better = Block::page([quiet("Better: ").join(strong(capital(better)))]);
    claim.into_iter().chain(body).chain([better]).collect()
}

/// What was missed in the exit check, one after the other, each beside its counterpart.
fn missed(model: &Model, topic: &Topic, lesson: &Lesson, failed: &Failed) -> View {
    let place = format!("lesson {} missed {}", lesson.topic, failed.shown);
    let view = View::new(model, Form::TwoSided, place);
    let (right, total, count) = (failed.tally.right, failed.tally.total(), failed.missed.len());
    let sentence = strong(format!("{right} of {total}. Not yet: one miss is allowed."));
    let counter = match count {
        0 | 1 => Text::default(),
        _ => quiet(format!("{} of the {count} {}", failed.shown + 1, not_right(failed))),
    };
    let ends = Ends { left: sentence, right: counter, action: (count > 1).then_some(next_missed(failed)) };
    let mut view = view.block(Block::new(Kind::Ends(ends)));
    let given = failed.missed.get(failed.shown);
    if let Some((given, entry)) = given.and_then(|given| Some((given, model.bank.entry(given.at)?))) {
        let said = match given.answered.response {
            Response::DontKnow => "you didn't know".to_owned(),
            Response::Left => format!("you said {}", side_name(&model.bank, Side::Left)),
            Response::Right => format!("you said {}", side_name(&model.bank, Side::Right)),
        };
        view = view
            .block(Block::new(Kind::Spread(missed_spread(model, &entry, &said))))
            .blocks(feedback::belief(&entry, given).map(|belief| belief.gap(2).narrow_gap(1)));
    }
    let other = match next_missed(failed) {
        _ if count == 2 => "the other one",
        Action::Up => "the one before",
        _ => "the next one",
    };
    let fresh = asked_again(total, fresh_left(model, lesson.topic));
    let has_words = topic.lesson.is_some();
    view.foot(|foot| {
        foot.says(Action::Next, fresh)
            .says(next_missed(failed), other)
            .only_if(count > 1, next_missed(failed))
            .only_if(false, if next_missed(failed) == Action::Up { Action::Down } else { Action::Up })
            .only_if(has_words, Action::Previous)
    })
}

/// What was not right in the exit check.
fn not_right(failed: &Failed) -> &'static str {
    let unknown = failed.missed.iter().filter(|given| given.answered.response == Response::DontKnow).count();
    match unknown {
        0 => "you missed",
        unknown if unknown == failed.missed.len() => "you didn't know",
        _ => "missed or not known",
    }
}

/// What the next exit check asks: a topic that runs out has statements that were seen before.
fn asked_again(total: usize, fresh: usize) -> String {
    match fresh {
        0 => format!("{}, seen before", counted(total, "statement", "statements")),
        fresh if fresh < total => format!("{}, {fresh} of them fresh", counted(total, "statement", "statements")),
        _ => counted(total, "fresh statement", "fresh statements"),
    }
}

/// A miss beside its counterpart. An eye finds what was said above the statement; an ear hears it after it.
fn missed_spread(model: &Model, entry: &Entry<'_>, said: &str) -> Spread {
    let mut spread = feedback::spread(entry, Some(said));
    let heard = format!(" {}; it's {}.", capital(said), side_name(&model.bank, entry.at.side));
    let page = match entry.at.side {
        Side::Left => &mut spread.pages.left,
        Side::Right => &mut spread.pages.right,
    };
    page.label = Text::default().said(said, Role::Quiet, "");
    if let Some(statement) = page.sections.first_mut() {
        *statement = std::mem::take(statement).said("", Role::Plain, heard);
    }
    spread
}

/// The way to a miss that was not seen yet.
const fn next_missed(failed: &Failed) -> Action {
    if failed.shown + 1 < failed.missed.len() { Action::Down } else { Action::Up }
}

/// The line to remember, and where it goes on.
fn take_away(model: &Model, topic: &Topic, lesson: &Lesson) -> View {
    let record = model.learner.lesson(&topic.id);
    let passed = record.passed.then(|| {
        let line = match lesson.passed {
            Some(tally) if tally.right < tally.total() => {
                let (right, of) = (capital(&number_word(tally.right)), number_word(tally.total()));
                format!("{right} of {of}: good enough to go on. The one you missed comes back later.")
            }
            Some(tally) => format!("All {}. This lesson is yours.", number_word(tally.total())),
            None => "You have passed this lesson.".to_owned(),
        };
        Block::lines([Text::default().sign("✓ ", Role::Right, "").and(line, Role::Right)])
    });
    let page = |side| Page { label: Text::default(), sections: vec![plain(topic.summary.get(side))], is_asked: false };
    let pages = Sides::each(page);
    let next = match model.bank.manifest.topics.get(lesson.topic + 1) {
        Some(next) => format!("Next topic: {} {}.", lesson.topic + 2, next.title),
        None => "That was the last topic.".to_owned(),
    };
    let case = case::offered_at(&model.bank, lesson.topic).and_then(|number| model.bank.cases().get(number));
    let to_judge = case.map(|case| Block::full([format!("A case study to judge, not scored: {}.", case.title)]).gap(0));
    empty(model, lesson)
        .blocks(passed)
        .block(Block::page([quiet("To remember"), strong(&topic.takeaway)]).gap(2).narrow_gap(1))
        .block(Block::new(Kind::Spread(spread(None, pages))).gap(2).narrow_gap(1))
        .block(Block::full([next]))
        .blocks(to_judge)
        .foot(|foot| {
            foot.says(Action::Next, "done")
                .only_if(false, Action::Glossary)
                .only_if(case.is_some(), Action::Cases)
                .only_if(false, Action::Sources)
                .only_if(false, Action::Again)
                .only_if(!topic.cards.is_empty(), Action::Cards)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_again_says_how_much_of_it_is_fresh() {
        assert_eq!(asked_again(4, 4), "4 fresh statements");
        assert_eq!(asked_again(4, 2), "4 statements, 2 of them fresh");
        assert_eq!(asked_again(4, 0), "4 statements, seen before");
    }
}
