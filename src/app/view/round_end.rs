//! The end of a round: the score, every answer as one sign on its side, what is worth another look, and one suggestion.

use super::block::{
    Align, Beside, Block, Cell, Column, Fact, Figure, Kind, List, ListRow, Split, Table, TableRow, When,
};
use super::question::title;
use super::text::{Role, plain, quiet, text};
use super::words::{capital, counted, given_again, number_word, side_name, topic_title};
use super::{Form, Text, View, standing};
use crate::app::keys::Action;
use crate::app::offer::{OFFER, Offer};
use crate::app::summary::{Suggestion, is_mended, is_to_fix, missed, replay_command, suggestion, weakest_topic};
use crate::app::{Model, Screen};
use crate::domain::bank::{Entry, Side};
use crate::domain::fact::Mode;
use crate::domain::session::{Given, Session};

/// So many signs fit on one side; more become a count.
const MOST_SIGNS: usize = 3;

/// From so many statements on it says something that all were right.
const LUCKY: usize = 5;

/// So many cells of a topic's title stand in the footer.
const LESSON: usize = 14;

/// The end of a round.
pub fn view(model: &Model, session: &Session) -> View {
    let tally = session.tally();
    let total = tally.total();
    let of = format!("of {total}{}", given_again(session.corrected()));
    let mut left = vec![
        Block::new(Kind::Figure(Figure { figure: tally.right, of })).gap(0),
        Block::full(sentence(model, session)),
        Block::new(Kind::Facts(facts(model, session))),
    ];
    left.extend(stays_to_fix(model, session));
    // Where pages stack, what to do next comes before the table.
    let mut right = vec![by_topic(model, session).gap(0).when(When::NotNarrow)];
    right.extend(totals(model, session));
    let coming = super::companion::coming_up(model).into_iter();
    right.extend(coming.map(|block| block.when(When::Wide)));
    let mut view = View::new(model, Form::List, format!("end {}", session.attempt))
        .head(title(model, session), "done")
        .progress(total, total);
    if session.started.mode == Mode::Quiz {
        view = view.counter(quiet(format!("code {}", session.started.code())));
    }
    // It is said on the row that is kept for what is said, so it hides nothing.
    view.notice = view.notice.or_else(|| is_offered(model).then(|| plain(OFFER)));
    view.block(Block::new(Kind::Beside(Beside { left, right, split: Split::At(40) })))
        .block(suggested(model, session))
        .blocks(another_look(model, session))
        .blocks(at_once(model, session))
        .block(by_topic(model, session).when(When::Narrow))
        .blocks(replay(model, session))
        .foot(|foot| {
            let lesson = weakest_topic(model, session);
            let foot = match lesson {
                Some(topic) => {
                    let title = shortened(topic_title(&model.bank, topic), LESSON);
                    foot.says(Action::Lesson, format!("lesson on {title}"))
                }
                None => foot.only_if(false, Action::Lesson),
            };
            foot.only_if(false, Action::Next)
                .only_if(false, Action::Mistakes)
                .only_if(session.started.mode == Mode::Quiz, Action::Replay)
        })
}

/// Whether certainty is offered here, and not taken up.
fn is_offered(model: &Model) -> bool {
    matches!(&model.screen, Screen::Summary(summary) if summary.offer == Offer::Made)
}

/// That what was given again stays to fix, where it does.
fn stays_to_fix(model: &Model, session: &Session) -> Option<Block> {
    let stays = session.scored().filter(|given| given.answered.retaken && given.right() == Some(true));
    let stays = stays.filter(|given| model.learner.statement(given.at).owed).count();
    let said = match stays {
        0 => return None,
        1 => "What you gave again stays to fix: its answer had been shown.",
        _ => "Those you gave again stay to fix: their answers had been shown.",
    };
    Some(Block::full([said]).gap(0))
}

/// From so many answers on, a round may be called hard.
const FEW: usize = 4;

/// True and kind.
fn sentence(model: &Model, session: &Session) -> Vec<String> {
    let tally = session.tally();
    let (right, total) = (tally.right, tally.total());
    let luck = number_word(total / 2);
    if right == total && session.corrected() > 0 {
        return vec!["Every one of them, where you answered again with the reason known.".to_owned()];
    }
    if right == total {
        let many = luck_of_all(total);
        // Of a few, luck often gets all.
        let luck = format!(" By luck alone that happens once in {many} rounds.");
        return vec![format!("Every one of them.{}", if total < LUCKY { "" } else { &luck })];
    }
    vec![match right * 20 {
        share if share >= total * 18 => "Nearly all of them.".to_owned(),
        share if share >= total * 14 => {
            format!("{} right. Guessing gets about {luck}.", capital(&number_word(right)))
        }
        share if share >= total * 11 => "More than luck, and the misses show where to look.".to_owned(),
        share if share >= total * 9 => "About what luck would bring. The misses show where to look.".to_owned(),
        // Of a few nothing follows.
        _ if total < FEW => "The misses show where to look.".to_owned(),
        _ => match weakest(session) {
            Some(topic) => {
                format!("A hard round. Most of the misses are about “{}”.", topic_title(&model.bank, topic))
            }
            None => "A hard round. The misses show where to look.".to_owned(),
        },
    }]
}

/// How seldom all are right by luck, as words.
fn luck_of_all(total: usize) -> String {
    match total {
        0..=3 => number_word(1 << total),
        4..=9 => format!("about {}", 1_u32 << total),
        10 => "about a thousand".to_owned(),
        11..=14 => format!("about {} thousand", 1_u32 << (total - 10)),
        15..=19 => format!("about {} thousand", (1_u32 << total).div_ceil(1000)),
        20 => "about a million".to_owned(),
        _ => "more than a million".to_owned(),
    }
}

/// The topic that more than half of the misses are of, if there are three of it or more.
fn weakest(session: &Session) -> Option<usize> {
    let tally = session.tally();
    let misses = tally.total() - tally.right;
    let of_topic = session.tally_by_topic().into_iter().map(|(topic, tally)| (topic, tally.total() - tally.right));
    of_topic.filter(|(_, missed)| *missed >= 3 && missed * 2 > misses).map(|(topic, _)| topic).next()
}

fn facts(model: &Model, session: &Session) -> Vec<Fact> {
    let mut facts = Vec::new();
    let fact = |label: &str, value: String| Fact { label: label.to_owned(), value: plain(value) };
    if let Some(marks) = session.marks() {
        let most = 3 * session.tally().total();
        facts.push(fact("confidence points", format!("{} of {most}", marks.to_string().replace('-', "−"))));
    }
    let known = now_known(model, session);
    if !known.is_empty() {
        facts.push(fact("now known", known.join(", ")));
    }
    let repeats = session.tally_of_repeats();
    if repeats.total() > 0 {
        facts.push(fact("repeats", format!("{} of {}", repeats.right, repeats.total())));
    }
    facts
}

/// The titles of the ideas that were asked and became known today.
fn now_known<'a>(model: &'a Model, session: &Session) -> Vec<&'a str> {
    let mut titles: Vec<&str> = Vec::new();
    for given in session.given() {
        let Some(entry) = model.bank.entry(given.at) else { continue };
        let Some((number, concept)) = entry.concept_number().zip(entry.concept()) else { continue };
        let mastery = standing::of(model, &entry.topic.id, number);
        if mastery.known_since() == Some(model.today.day()) && !titles.contains(&concept.title.as_str()) {
            titles.push(&concept.title);
        }
    }
    titles
}

/// Each topic with its answers, the left side's on the left.
fn by_topic(model: &Model, session: &Session) -> Block {
    let column = |title: Text, align, cells| Column::new(align, cells).titled(title, None);
    let [left, right] = Side::BOTH.map(|side| side_name(&model.bank, side));
    let columns = vec![
        column(Text::default(), Align::Left, 23),
        column(text(format!("◂ {left}"), Role::Quiet), Align::Right, 3),
        column(quiet(" │ "), Align::Left, 3),
        column(text(format!("{right} ▸"), Role::Quiet), Align::Left, 7),
    ];
    let row = |topic: usize| {
        let signs = |side: Side| {
            let of = session.scored().filter(|given| (given.at.topic, given.at.side) == (topic, side));
            signs(&of.collect::<Vec<_>>(), side_name(&model.bank, side))
        };
        TableRow {
            cells: vec![
                Cell::Text(plain(topic_title(&model.bank, topic))),
                Cell::Text(signs(Side::Left)),
                Cell::Text(Text::default().sign(" │ ", Role::Quiet, "")),
                Cell::Text(signs(Side::Right)),
            ],
            action: None,
            select: None,
        }
    };
    let rows = session.tally_by_topic().into_iter().map(|(topic, _)| row(topic)).collect();
    Block::new(Kind::Table(Table { columns, rows, cursor: None, airy: false }))
}

/// How many were right on each side, where there is room beside the list.
fn totals(model: &Model, session: &Session) -> Option<Block> {
    let [left, right] = Side::BOTH.map(|side| {
        let tally = session.tally_of_side(side);
        format!("{} {} of {}", side_name(&model.bank, side), tally.right, tally.total())
    });
    let both = Side::BOTH.into_iter().all(|side| session.tally_of_side(side).total() > 0);
    both.then(|| Block::lines([quiet(format!("right: {left}, {right}"))]).when(When::Wide))
}

/// So many ideas are told that were right at once.
const RIGHT: usize = 6;

/// Where there is room: the ideas that were right at once, each in a sentence, to be read once more with pleasure.
fn at_once(model: &Model, session: &Session) -> Vec<Block> {
    let right = session.scored().filter(|given| given.right() == Some(true) && !given.answered.retaken);
    let mut ideas: Vec<(&str, &str)> = Vec::new();
    for given in right {
        let concept = model.bank.entry(given.at).and_then(|entry| entry.concept());
        let idea = concept.map(|concept| (concept.title.as_str(), concept.idea.as_str()));
        ideas.extend(idea.filter(|idea| !ideas.contains(idea)));
    }
    let row = |(title, idea): &(&str, &str)| TableRow {
        cells: vec![
            Cell::Text(Text::default().sign("✓", Role::Right, "")),
            Cell::Text(plain(*title)),
            Cell::Text(quiet(*idea)),
        ],
        action: None,
        select: None,
    };
    let rows: Vec<TableRow> = ideas.iter().take(RIGHT).map(row).collect();
    if rows.is_empty() {
        return Vec::new();
    }
    let columns = vec![Column::new(Align::Left, 2), Column::new(Align::Left, 26), Column::new(Align::Left, 48)];
    let table = Block::new(Kind::Table(Table { columns, rows, cursor: None, airy: true }));
    let label = Block::lines([quiet("Right at once")]).gap(2);
    [label, table].map(|block| block.when(When::Wide).gives_way()).to_vec()
}

/// One sign an answer; where there are many, how many were right.
fn signs(given: &[&Given], side: &str) -> Text {
    let right = given.iter().filter(|given| given.right() == Some(true)).count();
    let spoken = format!("{side} {right} of {}", given.len());
    if given.is_empty() {
        return Text::default();
    }
    if given.len() > MOST_SIGNS {
        return Text::default().said(format!("{right}/{}", given.len()), Role::Plain, spoken);
    }
    let mut text = Text::default().said("", Role::Plain, spoken);
    for one in given {
        text = match one.right() {
            Some(true) => text.sign("✓", Role::Right, ""),
            Some(false) => text.sign("✗", Role::Wrong, ""),
            None => text.sign("·", Role::Quiet, ""),
        };
    }
    text
}

/// What was missed, as many as the score says: in a row each, and where there is room with the statement and the belief
/// behind it.
fn another_look(model: &Model, session: &Session) -> Vec<Block> {
    let missed = missed(session);
    if missed.is_empty() {
        return Vec::new();
    }
    let column = |cells, narrow| Column::new(Align::Left, cells).narrow(narrow);
    let table = Table {
        columns: vec![column(2, Some(2)), column(36, Some(28)), column(14, None), column(24, Some(26))],
        rows: missed.iter().filter_map(|given| miss_row(model, session, given)).collect(),
        cursor: None,
        airy: false,
    };
    let whole = missed.iter().filter_map(|given| miss_whole(model, session, given)).map(|block| block.when(When::Wide));
    let mut blocks =
        vec![Block::lines([quiet(heading(model, &missed))]), Block::new(Kind::Table(table)).gap(0).when(When::NotWide)];
    blocks.extend(whole);
    blocks
}

/// What the misses are; of those still to fix the number is the one that is proposed, and a part of that at home.
fn heading(model: &Model, missed: &[&Given]) -> String {
    match missed.iter().filter(|given| is_to_fix(model, given)).count() {
        0 => "Worth another look, though all are fixed by now".to_owned(),
        still if still == missed.len() => "Worth another look".to_owned(),
        still => format!("Worth another look; {still} still to fix"),
    }
}

fn miss_row(model: &Model, session: &Session, given: &Given) -> Option<TableRow> {
    let entry = model.bank.entry(given.at)?;
    let concept = entry.concept().map_or("", |concept| concept.title.as_str());
    // Where a topic is one idea, its name is said once.
    let topic = if concept == entry.topic.title { "" } else { entry.topic.title.as_str() };
    Some(TableRow {
        cells: vec![
            Cell::Text(sign(given)),
            Cell::Text(plain(concept)),
            Cell::Text(Text::default().said(shortened(topic, 12), Role::Quiet, topic.to_owned())),
            Cell::Text(Text::default().said(
                said(model, session, given),
                Role::Quiet,
                spoken(model, session, given, &entry),
            )),
        ],
        action: None,
        select: None,
    })
}

fn sign(given: &Given) -> Text {
    match given.right() {
        None => Text::default().sign("·", Role::Quiet, ""),
        _ => Text::default().sign("✗", Role::Wrong, ""),
    }
}

/// `you said IoT, it's IIoT`
fn said(model: &Model, session: &Session, given: &Given) -> String {
    let side = side_name(&model.bank, given.at.side);
    if is_mended(&model.bank, session, given) {
        return format!("it's {side}; right later");
    }
    if !is_to_fix(model, given) {
        return format!("it's {side}; fixed since");
    }
    match given.answered.response.side() {
        Some(said) => format!("you said {}, it's {side}", side_name(&model.bank, said)),
        None => format!("it's {side}"),
    }
}

/// The same with the statement behind it, for those who don't have the round before their eyes.
fn spoken(model: &Model, session: &Session, given: &Given, entry: &Entry<'_>) -> String {
    format!("{}: {}", said(model, session, given), entry.statement.text)
}

fn miss_whole(model: &Model, session: &Session, given: &Given) -> Option<Block> {
    let entry = model.bank.entry(given.at)?;
    let side = side_name(&model.bank, given.at.side);
    let belief = given.misled_by(&entry);
    let mended = match is_mended(&model.bank, session, given) {
        true => "; right when it came back",
        false if !is_to_fix(model, given) => "; fixed since",
        false => "",
    };
    let why = belief.map_or_else(String::new, |belief| format!("; you may have thought “{}”", belief.claim));
    let row = |sign: Text, text: Text| TableRow {
        cells: vec![Cell::Text(sign), Cell::Text(text)],
        action: None,
        select: None,
    };
    Some(Block::new(Kind::Table(Table {
        columns: vec![Column::new(Align::Left, 2), Column::new(Align::Left, 74)],
        rows: vec![
            row(sign(given), plain(&entry.statement.text)),
            row(Text::default(), quiet(format!("{side}{mended}{why}"))),
        ],
        cursor: None,
        airy: false,
    })))
}

/// As many of the first words as fit into so many cells; the first one in any case.
fn shortened(words: &str, cells: usize) -> String {
    let mut kept: Vec<&str> = words.split(' ').collect();
    while kept.len() > 1 && kept.join(" ").chars().count() > cells {
        kept.pop();
    }
    kept.join(" ")
}

fn suggested(model: &Model, session: &Session) -> Block {
    let minutes = |questions: usize| {
        let minutes = model.learner.pace().minutes(questions);
        format!("about {}", counted(minutes, "minute", "minutes"))
    };
    let (label, detail) = match suggestion(model, session) {
        Suggestion::Mistakes(1) if missed(session).len() == 1 => {
            ("Go through the one you missed".to_owned(), minutes(1))
        }
        Suggestion::Mistakes(1) => ("Fix the last one of this round".to_owned(), minutes(1)),
        Suggestion::Mistakes(still) => {
            let all = still == missed(session).len();
            let many = number_word(still);
            let label =
                if all { format!("Go through the {many} you missed") } else { format!("Fix {many} of this round") };
            let in_all = model.learner.mistake_count();
            let rest = if in_all > still { format!("; {in_all} to fix in all") } else { String::new() };
            (label, format!("{}{rest}", minutes(still)))
        }
        Suggestion::NextLesson(_) => ("Next lesson".to_owned(), super::home::lesson(model)),
        Suggestion::Again => ("Another round".to_owned(), "newly drawn".to_owned()),
    };
    let row = ListRow { key: String::new(), label, detail, action: Action::Next, select: Action::Next, gap: 0 };
    Block::new(Kind::List(List { rows: vec![row], cursor: Some(0), brief: false })).gap(1)
}

/// How a friend gets the same round, said where lines are read and not seen.
fn replay(model: &Model, session: &Session) -> Option<Block> {
    let command = replay_command(model, &session.started)?;
    Some(Block::lines([format!("The same round for somebody else: {command}")]).when(When::Spoken))
}
