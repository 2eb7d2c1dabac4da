//! What the report of a live class says, part by part, before it is written down in any form.

use crate::adapters::report::contents::{Block, Group, Kind, Table};
use crate::app::view::room as words;
use crate::app::view::words::capital;
use crate::domain::assessment::class::{FEWEST as FEWEST_PEOPLE, Stop};
use crate::domain::assessment::items::FEWEST;
use crate::domain::room::report::{ClassReport, PersonRow, StatementRow, VoteRow};
use crate::domain::room::results::{Believed, LEAST_BELIEVERS};
use crate::domain::room::view::Labels;
use crate::domain::words::{counted, plural};

/// Stands where there is nothing to tell.
const NOTHING: &str = "–";

/// What the report is called.
pub fn title(report: &ClassReport) -> String {
    let room = format!("room {}", report.room);
    let title = if report.title.is_empty() { "Live class" } else { &report.title };
    format!("{title}, {room}, {}", report.opened.date())
}

/// All that the report says.
pub fn contents(report: &ClassReport, sides: &Labels, grid: &[(String, String)]) -> Vec<Block> {
    let mut blocks = vec![Block::Title(title(report))];
    if !report.ended {
        let on = format!("This class isn't over: `iotutor host --resume {}` goes on with it.", report.room);
        blocks.push(Block::Missing(on));
    }
    if !grid.is_empty() {
        blocks.extend(missed(report, grid));
        return blocks;
    }
    blocks.extend(words::gained(report.totals).map(Block::Lead));
    blocks.push(Block::Facts(facts(report)));
    blocks.extend(next(report));
    blocks.push(statements(report, sides));
    blocks.extend(beliefs(&report.beliefs));
    blocks.extend(route(&report.topics));
    blocks.extend(people(&report.people));
    blocks.extend(missed(report, grid));
    blocks.push(Block::Subheading("How it is counted".to_owned()));
    blocks.push(Block::Paragraph(how(report)));
    blocks
}

fn facts(report: &ClassReport) -> Vec<(String, String)> {
    let opened = format!("{}, {} ({})", report.opened.date(), report.opened.time(), report.opened.zone());
    let facts = [
        ("Opened", opened),
        ("People", who(&report.people)),
        ("Questions", questions(report)),
        ("Bank", format!("{}, revision {}", report.bank, report.bank_revision)),
        ("Paper", format!("{}; {}", report.paper_code, words::at_home(&report.paper_code))),
    ];
    facts.map(|(name, said)| (name.to_owned(), said)).to_vec()
}

fn who(people: &[PersonRow]) -> String {
    let those = |which: fn(&&PersonRow) -> bool| people.iter().filter(which).count();
    let mut said = vec![counted(those(|one| !one.removed), "person", "people")];
    let mut add = |count: usize, what: &str| {
        if count > 0 {
            said.push(format!("{count} {what}"));
        }
    };
    add(those(|one| !one.removed && !one.unused && one.answered == 0), "without an answer that counts");
    add(those(|one| one.before > 0), "came late");
    add(those(|one| !one.unused && one.not_reached > 0), "not through all questions");
    add(those(|one| !one.seats.is_empty()), "sat at several seats");
    add(those(|one| one.sheet.is_some()), "on sheets of paper");
    add(those(|one| one.removed), "removed, not counted");
    said.join(", ")
}

fn questions(report: &ClassReport) -> String {
    let one = report.questions;
    let mut said = vec![format!("{} of {} asked", one.asked, one.of), format!("{} revealed", one.revealed)];
    let more = [(one.skipped, "skipped"), (one.unsettled, "neither revealed nor skipped"), (one.dropped, "dropped")];
    said.extend(more.into_iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")));
    said.join(", ")
}

/// The hardest and what to teach next.
fn next(report: &ClassReport) -> Vec<Block> {
    let mut said: Vec<(String, String)> = Vec::new();
    said.extend(report.hardest.iter().map(|one| (capital(words::hardest_by(one)), words::went(one))));
    let teach = words::teach_next(report.teach_next.as_ref(), report.too_few);
    said.extend(teach.map(|said| ("Teach next".to_owned(), capital(&said))));
    if said.is_empty() { Vec::new() } else { vec![Block::Facts(said)] }
}

fn statements(report: &ClassReport, sides: &Labels) -> Block {
    if report.statements.is_empty() {
        return Block::Missing("No question was revealed, so nothing is right or wrong yet.".to_owned());
    }
    let row = |row: &StatementRow| {
        let vote = |at: usize| row.votes.get(at).copied().map(vote).unwrap_or_default();
        let last = row.votes.len().saturating_sub(1).max(1);
        vec![
            row.number.to_string(),
            row.text.clone(),
            words::name(sides, row.side).to_owned(),
            vote(0),
            vote(last),
            row.moved_by_side.map(|moved| words::moved(moved, sides)).unwrap_or_default(),
            row.facility.map_or_else(|| NOTHING.to_owned(), |percent| format!("{percent:.0} %")),
            hands(row),
        ]
    };
    let columns = [
        ("No.", Kind::Number),
        ("Statement", Kind::Text),
        ("It is", Kind::Word),
        ("First vote", Kind::Text),
        ("Last vote", Kind::Text),
        ("Moved", Kind::Text),
        ("Facility", Kind::Number),
        ("Hands, counted apart", Kind::Text),
    ];
    let table = Table::of("Statements, in the order of asking", &columns);
    Block::Table(without_empty(table.with(report.statements.iter().map(row).collect())))
}

fn vote(vote: VoteRow) -> String {
    let mut said = vec![format!("{} of {} right", vote.right, vote.answered())];
    let more = [(vote.wrong, "wrong"), (vote.unknown, "don't know"), (vote.silent, "didn't answer")];
    said.extend(more.into_iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")));
    said.join(", ")
}

fn hands(row: &StatementRow) -> String {
    let said = row.votes.iter().zip(1..).filter_map(|(vote, number)| {
        let [right, wrong, unknown] = vote.hands?;
        let nth = if row.votes.len() > 1 { format!("vote {number}: ") } else { String::new() };
        Some(format!("{nth}{right} right, {wrong} wrong, {unknown} don't know"))
    });
    said.collect::<Vec<_>>().join("; ")
}

/// The table without columns that no row has anything in.
fn without_empty(mut table: Table) -> Table {
    let is_used = |at: usize| {
        let cells = table.groups.iter().flat_map(|group| &group.rows).filter_map(|row| row.get(at));
        cells.clone().any(|cell| !cell.is_empty() && cell != NOTHING)
    };
    let used: Vec<bool> = (0..table.columns.len()).map(|at| at == 0 || is_used(at)).collect();
    let keep = |at: usize| used.get(at).copied().unwrap_or_default();
    let mut at = 0..;
    table.columns.retain(|_| at.next().is_some_and(keep));
    for group in &mut table.groups {
        for row in &mut group.rows {
            let mut at = 0..;
            row.retain(|_| at.next().is_some_and(keep));
        }
    }
    table
}

fn beliefs(beliefs: &[Believed]) -> Vec<Block> {
    if beliefs.is_empty() {
        return Vec::new();
    }
    let row = |one: &Believed| {
        let belief = &one.belief;
        vec![format!("{} of {}", one.share.count, one.share.of), belief.claim.clone(), belief.refutation.clone()]
    };
    let columns = [("People", Kind::Word), ("Belief", Kind::Text), ("What to say", Kind::Text)];
    let note = format!("Beliefs of fewer than {} aren't listed.", people_in_words(LEAST_BELIEVERS));
    let table = Table::of("Beliefs that people answered as if they held", &columns);
    vec![Block::Table(Table {
        groups: vec![Group { rows: beliefs.iter().map(row).collect(), note, ..Group::default() }],
        ..table
    })]
}

fn people_in_words(count: u32) -> String {
    counted(count, "person", "people")
}

fn route(topics: &[Stop]) -> Option<Block> {
    let percent = |share: f64| format!("{:.0}", share * 100.0);
    let row = |stop: &Stop| {
        let part = &stop.part;
        let interval = part.interval.map(|(low, high)| format!("{}–{}", percent(low), percent(high)));
        vec![
            part.title.clone(),
            part.people.to_string(),
            part.share.map_or_else(|| NOTHING.to_owned(), percent),
            interval.unwrap_or_else(|| NOTHING.to_owned()),
            stop.route.words().to_owned(),
            stop.minutes.map_or_else(|| NOTHING.to_owned(), |minutes| minutes.to_string()),
        ]
    };
    let columns = [
        ("Topic", Kind::Text),
        ("People", Kind::Number),
        ("Right %", Kind::Number),
        ("90 %", Kind::Word),
        ("Route", Kind::Word),
        ("Minutes", Kind::Number),
    ];
    let table = Table::of("What to do with each topic", &columns).with(topics.iter().map(row).collect());
    (!topics.is_empty()).then_some(Block::Table(table))
}

fn people(people: &[PersonRow]) -> Option<Block> {
    let row = |one: &PersonRow| {
        let share = |count: u32, of: u32| if one.removed { NOTHING.to_owned() } else { format!("{count} of {of}") };
        vec![
            one.name.clone(),
            one.seat.to_string(),
            share(one.right.count, one.right.of),
            share(one.first.count, one.first.of),
            if one.removed { NOTHING.to_owned() } else { one.answered.to_string() },
            if one.certain_and_wrong == 0 { String::new() } else { one.certain_and_wrong.to_string() },
            remarks(one),
        ]
    };
    let columns = [
        ("Name", Kind::Text),
        ("Seat", Kind::Number),
        ("Right", Kind::Word),
        ("In first votes", Kind::Word),
        ("Answered", Kind::Number),
        ("Certain, wrong", Kind::Number),
        ("Remarks", Kind::Word),
    ];
    let has_sheets = people.iter().any(|one| one.sheet.is_some());
    let caption = if has_sheets { "People, by seat, then by sheet" } else { "People, by seat" };
    let table = Table::of(caption, &columns).with(people.iter().map(row).collect());
    (!people.is_empty()).then(|| Block::Table(without_empty(table)))
}

/// Who had which question right, where that was asked for; else how to ask.
fn missed(report: &ClassReport, grid: &[(String, String)]) -> Vec<Block> {
    if grid.is_empty() {
        let how = format!("Who missed what: `iotutor results show {} --grid`.", report.room);
        return if report.statements.is_empty() { Vec::new() } else { vec![Block::Paragraph(how)] };
    }
    let numbers: Vec<String> = report.statements.iter().map(|one| one.number.to_string()).collect();
    let key = "· right, × wrong, ? don't know, – nothing, blank not asked";
    let grouped = |signs: &String| {
        let signs: Vec<char> = signs.chars().collect();
        signs.chunks(5).map(|five| five.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
    };
    vec![
        Block::Subheading("Who missed what".to_owned()),
        Block::Paragraph(format!("Questions {} from left to right, in fives: {key}.", numbers.join(", "))),
        Block::Signs(grid.iter().map(|(name, signs)| (name.clone(), grouped(signs))).collect()),
    ]
}

fn remarks(one: &PersonRow) -> String {
    let mut said = Vec::new();
    if one.removed {
        said.push("removed".to_owned());
    }
    if let Some(sheet) = one.sheet {
        let changed = if one.changed { ", changed after the reveal" } else { "" };
        said.push(format!("sheet {sheet}, on paper{changed}"));
    }
    if one.before > 0 {
        said.push(format!("{} before they came", one.before));
    }
    if one.not_reached > 0 {
        said.push(format!("{} not answered", one.not_reached));
    }
    if !one.seats.is_empty() {
        let seats: Vec<String> = one.seats.iter().map(u32::to_string).collect();
        said.push(format!("seats {}", seats.join(", ")));
    }
    said.join("; ")
}

fn how(report: &ClassReport) -> String {
    let is_led = report.pace.is_hosts();
    let right = if is_led {
        "Right: of the questions that were revealed while somebody was in, by their last answer; no answer is not right."
    } else {
        "Everybody went at their own pace. Right: of all questions, by the one answer to each; what somebody has not answered is told beside it."
    };
    let mut said = vec![
        right.to_owned(),
        format!(
            "Facility: the mean mark of the first vote, half a mark where no side was chosen; from {FEWEST} answers on."
        ),
        format!(
            "Topics are told from {} on, by the answers that were given; skip: the class lies above 80 % with its whole \
             interval; teach: below; review: it can't be told.",
            people_in_words(u32::try_from(FEWEST_PEOPLE).unwrap_or(u32::MAX))
        ),
    ];
    let late = report.people.iter().filter(|one| one.before > 0).count();
    if late > 0 && is_led {
        said.push(format!(
            "{} came late: what was asked before is out of their score.",
            counted(late, "person", "people")
        ));
    }
    if report.people.iter().any(|one| !one.seats.is_empty()) {
        let on_paper = report.people.iter().any(|one| !one.seats.is_empty() && one.sheet.is_some());
        said.push(format!("Seats of one person count as one. {}", words::which_counts(is_led, on_paper)));
    }
    if report.people.iter().any(|one| one.sheet.is_some()) {
        said.push(
            "What stands on sheets of paper counts in the first vote, for whatever was asked of it, whenever it was typed in."
                .to_owned(),
        );
    }
    if !report.hands_replaced.is_empty() {
        let numbers: Vec<String> = report.hands_replaced.iter().map(usize::to_string).collect();
        said.push(format!(
            "Hands and sheets: for {} {} both are in; the sheets count, and the hands stand apart.",
            plural(numbers.len(), "question", "questions"),
            numbers.join(", ")
        ));
    }
    if report.statements.iter().any(|one| one.votes.iter().any(|vote| vote.hands.is_some())) {
        said.push(
            "Raised hands are nobody's: they are in what is told of the whole class, and in nobody's score. For topics the first hand \
             of each question stands for one person, the second for another, and so on."
                .to_owned(),
        );
    }
    said.join(" ")
}
