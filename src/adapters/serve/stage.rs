//! The projector's page: what the whole room sees.

use super::super::report::markup::Markup;
use super::address::{short, squares};
use super::page::{Page, beam, calm, head, html, notice, text};
use super::routes::{Here, Known};
use crate::adapters::host::State as Class;
use crate::app::host::Ssh;
use crate::app::view::room::BarRow;
use crate::app::view::text::Text;
use crate::app::view::{room as words, web, wire};
use crate::domain::bank::Side;
use crate::domain::room::results::{Believed, Outcome};
use crate::domain::room::view::{self, Bars, Labels, ProjectorStage, ProjectorView, Reveal, Strip, fingerprint};
use crate::domain::room::{Answer, Face};
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use std::fmt::Write;

/// How wide a picture of votes is, in its own units.
const WIDTH: u32 = 1000;

/// How many counts stand in a row of the strip of progress.
const STRIP_WIDE: usize = 11;
/// How high one line of it is.
const LINE: u32 = 56;
/// How much of it stands left and right of the bars, for figures and labels.
const MARGIN: u32 = 210;

/// All that the projector may show.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Shown {
    /// What the room shows.
    pub view: ProjectorView,
    /// What is said where the room's store takes nothing.
    pub trouble: Option<&'static str>,
    /// Where people go.
    pub address: String,
    /// Whether they went elsewhere at the beginning.
    pub is_another: bool,
    /// How they come from a terminal.
    pub ssh: Option<Ssh>,
}

impl Shown {
    /// What the projector may show of a class that is reached there.
    pub fn of(class: &Class, (address, is_another): (String, bool), ssh: Option<Ssh>) -> Self {
        let view = view::projector(&class.room, &class.people);
        Self { view, trouble: class.trouble_said(), address, is_another, ssh }
    }
}

/// The page.
pub async fn show(State(site): Here) -> Response {
    let shown = Shown::of(&site.state(), site.reached(), site.ssh());
    html(StatusCode::OK, page(&shown).written())
}

/// What is new on it.
pub async fn wait(State(site): Here, Query(known): Query<Known>) -> Response {
    let look = |known| {
        let shown = Shown::of(&site.state(), site.reached(), site.ssh());
        (known != Some(fingerprint(&shown))).then(|| page(&shown).part())
    };
    site.news(&known.v, look).await
}

fn page(shown: &Shown) -> Page<'_> {
    Page {
        title: web::projected(&shown.view.frame),
        class: "stage",
        reload: Some("/projector".to_owned()),
        wait: Some(("/projector/wait".to_owned(), fingerprint(shown))),
        contents: Box::new(|page| contents(page, shown)),
    }
}

fn contents(page: &mut Markup, shown: &Shown) {
    let Shown { view, trouble, address, is_another, ssh } = shown;
    let frame = &view.frame;
    head(page, &of(view), &stands(view, short(address)));
    notice(page, *trouble);
    calm(page, frame.paused.then_some(words::PAUSED));
    if *is_another {
        notice(page, Some(&web::another_address(short(address), &frame.code)));
    }
    let sides = &frame.sides;
    match &view.stage {
        ProjectorStage::Lobby | ProjectorStage::OwnPace(_) => lobby(page, address, ssh.as_ref(), view),
        ProjectorStage::Open { face, vote, count } => {
            page.element("h1", &[("data-say", "data-say")], &face.text).line();
            if *vote > 1 {
                page.element("p", &[], words::CONVINCE).line();
            }
            page.element("p", &[], &words::question(frame)).line();
            beam(page, sides, None);
            page.element("p", &[("class", "big")], &count.answered.to_string()).line();
            page.element("p", &[], &words::answered(*count)).line();
        }
        ProjectorStage::Closed { face, count, agreement, revote, bars, .. } => {
            page.element("h1", &[], &face.text).line();
            page.element("p", &[("data-say", "data-say")], &words::agreement(*agreement, *count)).line();
            if *revote {
                page.element("p", &[], words::DISCUSS).line();
            }
            told(page, bars.as_ref(), sides);
        }
        ProjectorStage::Discussing { face, bars, .. } => {
            page.element("h1", &[], &face.text).line();
            page.element("p", &[("data-say", "data-say")], words::DISCUSS).line();
            told(page, bars.as_ref(), sides);
        }
        ProjectorStage::Revealed(shown) => revealed(page, shown, sides),
        ProjectorStage::Skipped => {
            page.element("h1", &[("data-say", "data-say")], words::SKIPPED).line();
        }
        ProjectorStage::Ended(outcome) => ended(page, outcome),
    }
    if *is_another && !matches!(view.stage, ProjectorStage::Lobby | ProjectorStage::OwnPace(_)) {
        code(page, address, &frame.code);
    }
    if let Some(names) = view.names.as_ref().filter(|names| !names.is_empty()) {
        page.open("ul", &[("class", "names")]).line();
        for name in names {
            page.open("li", &[]).element("bdi", &[], name).close().line();
        }
        page.close().line();
    }
}

/// What the head of the page names.
fn of(view: &ProjectorView) -> String {
    match view.stage {
        ProjectorStage::Lobby | ProjectorStage::OwnPace(_) | ProjectorStage::Ended(_) => words::titled(&view.frame),
        _ => words::which(&view.frame),
    }
}

fn stands(view: &ProjectorView, address: &str) -> String {
    match &view.stage {
        ProjectorStage::Lobby | ProjectorStage::OwnPace(_) => words::which(&view.frame),
        ProjectorStage::Closed { count, .. } => words::answered(*count),
        ProjectorStage::Revealed(shown) => words::right_in_votes(&shown.right),
        ProjectorStage::Ended(outcome) => words::finished(outcome.questions, outcome.people),
        _ => web::way_in(address, &view.frame),
    }
}

fn lobby(page: &mut Markup, address: &str, ssh: Option<&Ssh>, view: &ProjectorView) {
    let frame = &view.frame;
    page.open("div", &[("class", "lobby")]).open("div", &[]).line();
    page.element("h1", &[], web::POINT_CAMERA).line();
    page.element("p", &[("class", "address")], short(address)).line();
    page.element("p", &[("class", "address")], &web::room(frame)).line();
    if let Some((ssh, command)) = ssh.and_then(|ssh| Some((ssh, ssh.commands.first()?))) {
        page.element("p", &[], wire::IN_A_TERMINAL).line();
        page.element("p", &[("class", "command")], command).line();
        page.element("p", &[("class", "quiet")], &wire::host_key_in_full(&ssh.fingerprint)).line();
    }
    page.element("p", &[("class", "big")], &view.people.to_string()).line();
    page.element("p", &[], &words::people(view.people)).line();
    if let ProjectorStage::OwnPace(strip) = &view.stage {
        progress(page, strip);
    }
    let said = if frame.locked { words::LOCKED } else { web::nothing_to_install(frame.names) };
    page.element("p", &[("class", "quiet")], said).line();
    page.close().line();
    code(page, address, &frame.code);
    page.close().line();
}

/// How far people are: the questions, and below each how many are at it.
fn progress(page: &mut Markup, strip: &Strip) {
    page.element("p", &[], words::OWN_PACE).line();
    for row in words::strip(strip, STRIP_WIDE) {
        page.open("table", &[("class", "strip")]).open("thead", &[]).open("tr", &[]);
        for (over, _) in &row {
            page.element("th", &[("scope", "col")], over);
        }
        page.close().close().line().open("tbody", &[]).open("tr", &[]);
        for (_, count) in &row {
            page.element("td", &[], &count.to_string());
        }
        page.close().close().close().line();
    }
}

/// The code that a camera reads the address from: black on white in every theme, with its quiet zone.
pub fn code(page: &mut Markup, address: &str, room: &str) {
    let Some(squares) = squares(address, room) else { return };
    let width = (squares.len() + 8).to_string();
    let view = format!("0 0 {width} {width}");
    let label = web::code_of(address, room);
    page.open("svg", &[("class", "qr"), ("viewBox", &view), ("role", "img"), ("aria-label", &label)]).line();
    page.empty("rect", &[("width", &width), ("height", &width), ("fill", "#fff")]).line();
    let mut path = String::new();
    for (y, row) in squares.iter().enumerate() {
        for (x, _) in row.iter().enumerate().filter(|(_, dark)| **dark) {
            let _ = write!(path, "M{} {}h1v1h-1z", x + 4, y + 4);
        }
    }
    page.empty("path", &[("d", &path), ("fill", "#000"), ("shape-rendering", "crispEdges")]).line().close().line();
}

/// How the room voted, as a picture and, where that leaves something out, in words.
fn told(page: &mut Markup, bars: Option<&Bars>, sides: &Labels) {
    voted(page, bars, sides);
    for line in bars.iter().flat_map(|bars| web::beside_picture(bars, sides)) {
        page.element("p", &[("class", "quiet")], &line).line();
    }
}

/// How the room voted, as a picture and as a table.
pub fn voted(page: &mut Markup, bars: Option<&Bars>, sides: &Labels) {
    let Some(bars) = bars else { return };
    let rows = words::bar_rows(bars);
    picture(page, &rows, sides);
    page.open("table", &[("class", "apart")])
        .element("caption", &[], web::VOTES)
        .line()
        .open("thead", &[])
        .open("tr", &[]);
    page.element("td", &[], "").element("th", &[("scope", "col")], words::name(sides, Side::Left));
    page.element("th", &[("scope", "col")], words::name(sides, Side::Right)).close().close().line().open("tbody", &[]);
    for BarRow { label, left, right, .. } in &rows {
        page.open("tr", &[]).element("th", &[("scope", "row")], label);
        page.element("td", &[], &left.to_string()).element("td", &[], &right.to_string()).close().line();
    }
    page.close().close().line();
}

/// The bars, from the spine outward: widths are attributes, since the page may carry no style.
fn picture(page: &mut Markup, rows: &[BarRow], sides: &Labels) {
    let most = rows.iter().map(|row| row.left.max(row.right)).max().unwrap_or_default().max(1);
    let height = LINE * (u32::try_from(rows.len()).unwrap_or_default() + 1);
    let (middle, room) = (WIDTH / 2, WIDTH / 2 - MARGIN);
    let view = format!("0 0 {WIDTH} {height}");
    page.open("svg", &[("class", "bars"), ("viewBox", &view), ("aria-hidden", "true"), ("fill", "currentColor")])
        .line();
    let put = |page: &mut Markup, (x, y): (u32, u32), anchor: &str, class: &str, text: &str| {
        let (x, y) = (x.to_string(), y.to_string());
        let attributes = [("x", x.as_str()), ("y", &y), ("text-anchor", anchor), ("class", class), ("font-size", "24")];
        page.element("text", &attributes, text).line();
    };
    put(page, (0, 30), "start", "is-left", &format!("◂ {}", words::name(sides, Side::Left)));
    put(page, (WIDTH, 30), "end", "is-right", &format!("{} ▸", words::name(sides, Side::Right)));
    let spine = (height.to_string(), (middle - 1).to_string());
    page.empty("rect", &[("class", "spine"), ("x", &spine.1), ("width", "2"), ("height", &spine.0)]).line();
    for (at, row) in (1..).zip(rows) {
        let (top, bar) = (LINE * at, if row.is_earlier { 10 } else { 26 });
        let y = (top + (LINE - bar) / 2).to_string();
        let text = top + LINE / 2 + 9;
        let (left, right) = (room * row.left / most, room * row.right / most);
        let widths = (left.to_string(), right.to_string(), bar.to_string());
        let starts = ((middle - 4 - left).to_string(), (middle + 4).to_string());
        put(page, (0, text), "start", "", &row.label);
        for (class, x, width) in [("is-left", &starts.0, &widths.0), ("is-right", &starts.1, &widths.1)] {
            page.empty("rect", &[("class", class), ("x", x), ("y", &y), ("width", width), ("height", &widths.2)])
                .line();
        }
        put(page, (middle - 16 - left, text), "end", "", &row.left.to_string());
        put(page, (middle + 16 + right, text), "start", "", &row.right.to_string());
    }
    page.close().line();
}

fn revealed(page: &mut Markup, shown: &Reveal, sides: &Labels) {
    let Reveal { face, answer, right, believed, bars, beliefs } = shown;
    page.open("div", &[("class", "dense")]).line();
    page.element("h1", &[("class", "apart"), ("data-say", "data-say")], &web::it_is(words::name(sides, answer.side)))
        .line();
    beam(page, sides, Some(answer.side));
    page.open("div", &[("class", "spread")]).line();
    for side in Side::BOTH {
        half(page, (face, answer), side, sides);
    }
    page.close().line();
    if let Some(believed) = believed {
        page.element("p", &[], &words::believed(believed)).line();
    }
    if let Some(helped) = words::talking_helped(right) {
        page.element("p", &[], &helped).line();
    }
    told(page, bars.as_ref(), sides);
    if !beliefs.is_empty() {
        // Shown where whoever stands at the projector opens it: it is of all questions so far, not of this one.
        page.open("details", &[("id", "beliefs")]).element("summary", &[], web::MAY_THINK).line();
        listed(page, beliefs);
        page.close().line();
    }
    page.close().line();
}

fn half(page: &mut Markup, (face, answer): (&Face, &Answer), side: Side, sides: &Labels) {
    let is_asked = answer.side == side;
    let (what, said, deciding, why) = match &answer.counterpart {
        _ if is_asked => (web::THE_STATEMENT, face.text.as_str(), answer.deciding.as_slice(), &answer.explanation),
        Some(other) => (words::COUNTERPART, other.text.as_str(), other.deciding.as_slice(), &other.explanation),
        None => return,
    };
    let name = words::name(sides, side);
    page.open("section", &[("aria-label", &web::on_the_side(name, what))]).line();
    page.element("p", &[("class", "quiet")], what)
        .line()
        .open("p", &[("class", "said")])
        .open(if is_asked { "strong" } else { "span" }, &[]);
    text(page, &Text::statement(said, deciding, is_asked));
    page.close().close().line();
    if !why.is_empty() {
        page.element("p", &[], why).line();
    }
    page.close().line();
}

fn ended(page: &mut Markup, outcome: &Outcome) {
    let Outcome { totals, hardest, moved_most, teach_next, too_few, beliefs, paper_code, .. } = outcome;
    let title = words::gained(*totals).unwrap_or_else(|| words::finished(outcome.questions, outcome.people));
    page.element("h1", &[("data-say", "data-say")], &title).line().open("dl", &[]).line();
    let hardest = hardest.iter().map(|one| (words::hardest_by(one), words::went(one)));
    let moved = moved_most.iter().map(|one| (web::MOVED_MOST, words::went(one)));
    let next = words::teach_next(teach_next.as_ref(), *too_few).map(|next| (web::TEACH_NEXT, next));
    let home = std::iter::once((web::AT_HOME, web::take_home(paper_code)));
    for (what, said) in hardest.chain(moved).chain(next).chain(home) {
        page.element("dt", &[], what).element("dd", &[], &said).line();
    }
    page.close().line();
    board(page, beliefs);
}

/// What the room may think.
pub fn board(page: &mut Markup, beliefs: &[Believed]) {
    if beliefs.is_empty() {
        return;
    }
    page.element("h2", &[], web::MAY_THINK).line();
    listed(page, beliefs);
}

fn listed(page: &mut Markup, beliefs: &[Believed]) {
    page.open("ul", &[]).line();
    for one in beliefs {
        page.element("li", &[], &words::believed(one)).line();
    }
    page.close().line().element("p", &[("class", "quiet")], words::FEW_BELIEVE).line();
}
