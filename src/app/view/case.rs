//! Case studies: the list, the story, one dimension after the other, the profiles beside each other, the verdict.

use super::block::{Beside, Block, Kind, List, ListRow, Profile, ProfileRow, Split, Stop, Stops, When};
use super::text::{Role, plain, quiet, strong};
use super::words::{counted, number_word, place, side_name, topic_title};
use super::{Form, Text, View, feedback};
use crate::app::Model;
use crate::app::case::{Case, Cases, PLACES, Stage, agreement};
use crate::app::keys::{Action, Context, key_for};
use crate::domain::bank::{CaseStudy, Leaning, Side, Topic};

/// What is said of each place, from the left end of the line to the right one.
const PLACE_WORDS: [&str; PLACES] = ["clearly", "mostly", "both", "mostly", "clearly"];

/// All case studies, and the selected one in a few lines.
pub fn list(model: &Model, cases: Cases) -> View {
    let all = model.bank.cases();
    let rows: Vec<ListRow> = all.iter().enumerate().map(|(number, case)| row(model, number, case)).collect();
    let short = all.get(cases.selected).map(|case| Block::full([quiet(&case.short)]));
    let mut view = View::new(model, Form::List, "case studies")
        .head("Case studies", "not scored")
        .counter(quiet(counted(all.len(), "system", "systems")))
        .block(Block::full(["Systems that lie between the two sides: you judge one, then compare with an expert."]))
        .block(Block::new(Kind::List(List { rows, cursor: Some(cases.selected), brief: false })))
        .blocks(short.clone().map(|short| short.when(When::NotWide).gives_way()));
    view.companion.extend(short);
    view
}

fn row(model: &Model, number: usize, case: &CaseStudy) -> ListRow {
    let (action, select) = (Action::Pick(number), Action::Select(number));
    let detail = if model.learner.has_judged(&case.id) { "✓ judged" } else { "" }.to_owned();
    ListRow { key: String::new(), label: case.title.clone(), detail, action, select, gap: 0 }
}

/// A case study where it stands.
pub fn view(model: &Model, case: &Case) -> View {
    let Some(study) = case.study(&model.bank) else { return View::new(model, Form::TwoSided, "case") };
    match case.stage {
        Stage::Story(next) => story(model, case, study, next),
        Stage::Judging(dimension) => judging(model, case, study, dimension),
        Stage::Compared => compared(model, case, study),
        Stage::Flip => flip(model, study),
    }
}

fn headed(model: &Model, study: &CaseStudy, form: Form, what: &str) -> View {
    View::new(model, form, format!("case {} {what}", study.id)).head(&study.title, "case study")
}

/// The whole story; before anything is judged, with what comes.
fn story(model: &Model, case: &Case, study: &CaseStudy, next: usize) -> View {
    let began = case.places.iter().any(Option::is_some);
    let dimensions = capital_number(study.profile.len());
    let to_come = format!(
        "{dimensions} dimensions, one place on the line for each. The middle is allowed here: a system can be both. Nothing \
         is scored: you compare your view with an expert's."
    );
    let on = study.profile.get(next).map(|leaning| format!("back to {}", dimension_title(model, leaning)));
    headed(model, study, Form::TwoSided, "story")
        .block(Block::page([study.story.as_str()]).gap(2).narrow_gap(1))
        .blocks((!began).then(|| Block::page([quiet(to_come)])))
        .foot(|foot| match on.filter(|_| began) {
            Some(on) => foot.says(Action::Next, on),
            None => foot,
        })
}

fn capital_number(number: usize) -> String {
    super::words::capital(&number_word(number))
}

/// A dimension as the lessons call it.
fn dimension_title<'a>(model: &'a Model, leaning: &'a Leaning) -> &'a str {
    let topic = model.bank.topic_number(&leaning.topic);
    topic.map_or(leaning.topic.as_str(), |topic| topic_title(&model.bank, topic))
}

/// One dimension: the case stays in sight, and the place is chosen on the line.
fn judging(model: &Model, case: &Case, study: &CaseStudy, dimension: usize) -> View {
    let (number, of) = (dimension + 1, study.profile.len());
    let leaning = study.profile.get(dimension);
    let title = leaning.map_or("", |leaning| dimension_title(model, leaning));
    let topic = leaning.and_then(|leaning| model.bank.topic(model.bank.topic_number(&leaning.topic)?));
    let stops = stops(case.selected);
    let view = headed(model, study, Form::TwoSided, &format!("dimension {number}"))
        .counter(format!("{number} of {of}"))
        .progress(dimension, of);
    let chosen = case.selected.map(|at| format!("go on with {}", place(&stops, &view.sides, at)));
    view.block(Block::full([quiet(&study.short)]).once())
        .block(Block::page([strong(title).read_as(format!("Dimension: {title}."))]).gap(2).narrow_gap(1))
        .block(Block::page(["Which way does the whole of it lean here, and how far?"]).gap(0))
        .block(Block::new(Kind::Stops(stops)).gap(2).narrow_gap(1))
        .blocks(topic.map(|topic| ends(model, topic)))
        .blocks(so_far(model, case, study, dimension))
        .foot(|foot| match chosen {
            Some(words) => foot.says(Action::Next, words),
            None => foot.only_if(false, Action::Next),
        })
}

/// The five places on the line.
fn stops(chosen: Option<usize>) -> Stops {
    let stop = |(number, word)| {
        let action = Action::Choose(number);
        Stop { key: key_for(Context::CaseJudging, action), word, short: word, action }
    };
    Stops { stops: PLACE_WORDS.into_iter().enumerate().map(stop).collect(), chosen, middle: true, dont_know: true }
}

/// What each end of the line stands for in a dimension.
fn ends(model: &Model, topic: &Topic) -> Block {
    let end = |side: Side| {
        let words = topic.summary.get(side);
        let said = format!("{}: {words}", side_name(&model.bank, side));
        vec![Block::lines([Text::default().said(words, Role::Quiet, said)])]
    };
    let both = Beside { left: end(Side::Left), right: end(Side::Right), split: Split::Page };
    Block::new(Kind::Beside(both)).when(When::NotNarrow).gives_way()
}

/// The places that were chosen before this dimension.
fn so_far(model: &Model, case: &Case, study: &CaseStudy, dimension: usize) -> Option<Block> {
    let chosen = study.profile.iter().zip(&case.places).take(dimension);
    let mut said = quiet("so far");
    for (leaning, place) in chosen {
        let place = place.map_or_else(|| "-".to_owned(), |place| (place + 1).to_string());
        said = said.join(quiet(format!("  {} ", dimension_title(model, leaning)))).and(place, Role::Plain);
    }
    (dimension > 0).then(|| Block::full([said]).when(When::Seen).gives_way())
}

/// The learner's profile beside the expert's.
fn compared(model: &Model, case: &Case, study: &CaseStudy) -> View {
    let compared = case.compared(&model.bank);
    let (agree, widest) = agreement(&compared);
    let gap = widest.and_then(|number| study.profile.get(number)).map(|leaning| dimension_title(model, leaning));
    let mut view = headed(model, study, Form::List, "profiles").counter(legend());
    let line = stops(None);
    let rows = study.profile.iter().zip(&compared).enumerate().map(|(number, (leaning, one))| {
        let label = dimension_title(model, leaning).to_owned();
        let place = |at| place(&line, &view.sides, at);
        let said = match one.you {
            Some(you) if you == one.expert => format!("{label}: you and the expert, {}", place(you)),
            Some(you) => format!("{label}: you {}, the expert {}", place(you), place(one.expert)),
            None => format!("{label}: the expert {}", place(one.expert)),
        };
        let (short, reason) = (leaning.short.clone(), leaning.reason.clone());
        ProfileRow { label, you: one.you, expert: one.expert, short, reason, said, action: Action::Pick(number) }
    });
    let profile = Profile { why: "why the expert stands there", rows: rows.collect() };
    view.companion = beside(model, study);
    view.block(Block::full([strong(sentence(agree, compared.len(), gap))]))
        .block(Block::new(Kind::Profile(profile)))
        .foot(|foot| {
            foot.not_wide(Action::Next)
                .says(Action::Lesson, format!("lesson on {}", gap.unwrap_or_default()))
                .only_if(gap.is_some(), Action::Lesson)
        })
}

/// What the marks are; the ear hears who stands where.
fn legend() -> Text {
    let sign = |text: Text, sign, words| text.sign(sign, Role::Strong, "").said(words, Role::Quiet, "");
    let text = sign(Text::default(), "○", " you   ");
    let text = sign(text, "●", " the expert   ");
    sign(text, "◉", " both")
}

/// On how much the two agree.
fn sentence(agree: usize, of: usize, widest: Option<&str>) -> String {
    match widest {
        None => format!("You and the expert agree on all {}.", number_word(of)),
        Some(widest) => {
            let (agree, of) = (number_word(agree), number_word(of));
            format!("You and the expert agree on {agree} of {of}. The widest gap: {widest}.")
        }
    }
}

/// What a wide window shows beside the profiles, so that nothing has to be opened.
fn beside(model: &Model, study: &CaseStudy) -> Vec<Block> {
    let titles = study.sources.iter().map(|id| quiet(model.bank.citation(id)));
    let sources = (!study.sources.is_empty()).then(|| Block::labelled("Sources", titles));
    let mut blocks = vec![
        Block::labelled("Verdict", [study.verdict.as_str()]),
        Block::labelled("What would flip it", [study.flip.as_str()]),
        Block::labelled("The case", [study.short.as_str()]),
    ];
    blocks.extend(sources);
    blocks
}

/// The verdict, and what would flip it.
fn flip(model: &Model, study: &CaseStudy) -> View {
    headed(model, study, Form::TwoSided, "verdict")
        .block(Block::page([quiet("Verdict"), plain(study.verdict.as_str())]).gap(2).narrow_gap(1))
        .block(Block::page([super::lesson::flips(&study.flip)]).gap(2).narrow_gap(1))
        .blocks(feedback::sources(model, &study.sources).filter(|_| model.sources))
        .foot(|foot| foot.only_if(!study.sources.is_empty(), Action::Sources))
}
