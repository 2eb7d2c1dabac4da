//! The pages of a seat: joining, answering, waiting, one's own result.

use super::super::report::markup::Markup;
use super::notes::Note;
use super::page::{self, Field, Page, beam, calm, field, form, head, hidden, named, notice, side_class};
use crate::app::view::seat::{closed_to_all, told};
use crate::app::view::text::Text;
use crate::app::view::{room as words, web};
use crate::domain::bank::Side;
use crate::domain::certainty::Certainty;
use crate::domain::fact::Response;
use crate::domain::room::results::OwnResult;
use crate::domain::room::view::{Frame, SeatStage, SeatView, TokenView};
use crate::domain::room::{Answer, Choice, Face, NamesPolicy, RequestId};

pub use crate::app::seat::Visit;

/// What is typed and said on a page besides what the room says.
#[derive(Debug, Clone, Default)]
pub struct Extra {
    /// Why the last form was refused.
    pub said: Option<String>,
    /// What was typed as a name.
    pub name: String,
    /// What was typed as the room's code; none where the address says it.
    pub code: Option<String>,
    /// What whoever typed a name that is taken would be called.
    pub next: Option<String>,
    /// Whether buttons are wanted although an answer is locked in.
    pub change: bool,
}

impl From<Note> for Extra {
    fn from(Note { said, typed, code, next }: Note) -> Self {
        Self { said: Some(said), name: typed, code, next, change: false }
    }
}

impl Visit {
    fn home(&self) -> String {
        format!("/{}", self.frame.code)
    }

    fn below(&self, what: &str) -> String {
        format!("/{}/{what}", self.frame.code)
    }
}

/// Where somebody comes back to a seat without the room's code.
pub const BACK: &str = "/back";

/// The page for a visitor. `request` is a fresh number for what they send with it.
pub fn page(visit: &Visit, extra: Extra, request: RequestId) -> Page<'_> {
    let half_filled =
        // Whoever reads why says when to go on.
        extra.change || asks(visit) || visit.reads().is_some() || matches!(visit.you, TokenView::Nobody | TokenView::Moved | TokenView::Left | TokenView::TurnedDown);
    Page {
        title: words::titled(&visit.frame),
        class: "",
        reload: (!half_filled).then(|| visit.home()),
        wait: Some((visit.below("wait"), visit.version())),
        contents: Box::new(move |page| contents(page, visit, &extra, request)),
    }
}

/// Whether an answer is asked for that was not given.
fn asks(visit: &Visit) -> bool {
    let TokenView::Seated(seat) = &visit.you else { return false };
    matches!(seat.stage, SeatStage::Open { chosen: None, .. })
}

fn contents(page: &mut Markup, visit: &Visit, extra: &Extra, request: RequestId) {
    let title = match &visit.you {
        TokenView::Seated(_) => None,
        TokenView::Asking => Some(words::ASKING.to_owned()),
        other => Some(told(other).map(str::to_owned).or_else(|| closed_to_all(visit)).unwrap_or_else(welcome)),
    };
    let stands = if let TokenView::Seated(seat) = &visit.you { stands(seat) } else { String::new() };
    head(page, &web::room(&visit.frame), &stands);
    // What the page itself says need not be said twice.
    let said = extra.said.as_deref().filter(|said| title.as_deref() != Some(said));
    notice(page, said);
    notice(page, visit.trouble_said().filter(|trouble| said != Some(trouble)));
    if let Some(title) = &title {
        page.element("h1", &[("data-say", "data-say")], title).line();
    }
    match &visit.you {
        TokenView::Seated(seat) => {
            stage(page, visit, seat, (extra.change, request));
            own(page, visit, seat);
        }
        TokenView::Asking => {
            form(page, &visit.below("take-back"));
            page.element("button", &[], web::TAKE_BACK).close().line();
            look_again(page, visit);
        }
        other => join(page, visit, extra, (told(other).is_some(), request)),
    }
}

fn welcome() -> String {
    words::WELCOME.to_owned()
}

/// Where the class stands, as the head of a seat's page says it.
fn stands(seat: &SeatView) -> String {
    match seat.stage {
        SeatStage::Lobby => String::new(),
        SeatStage::Revealed { .. } => words::score(seat).unwrap_or_else(|| words::which(&seat.frame)),
        SeatStage::Ended { .. } => words::right(seat.score),
        _ => words::which(&seat.frame),
    }
}

fn join(page: &mut Markup, visit: &Visit, extra: &Extra, (had_seat, request): (bool, RequestId)) {
    if visit.ended {
        return been_here(page, words::SEE_YOURS, &visit.below("back"));
    }
    match closed_to_all(visit) {
        None => join_form(page, &visit.frame, extra, request),
        Some(why) if had_seat => {
            page.element("p", &[], &why).line();
        }
        Some(_) => {}
    }
    been_here(page, words::BEEN_HERE, &visit.below("back"));
    page.element("p", &[("class", "quiet")], web::NETWORK).line();
}

fn been_here(page: &mut Markup, asked: &str, back: &str) {
    page.open("p", &[("class", "quiet")]).text(asked).text(" ");
    page.element("a", &[("class", "target"), ("href", back)], words::WITH_WORDS).close().line();
}

fn join_form(page: &mut Markup, frame: &Frame, extra: &Extra, request: RequestId) {
    let (about, label) = match frame.names {
        NamesPolicy::None => (web::NO_NAMES, None),
        NamesPolicy::Free => (words::ANY_NAME, Some((words::YOUR_NAME, Field::Name))),
        NamesPolicy::Roster => (web::WHICH_ID, Some((words::YOUR_ID, Field::Code))),
    };
    page.element("p", &[], about).line();
    form(page, "/in");
    hidden(page, "request", &request.to_string());
    match &extra.code {
        Some(typed) => field(page, ("code", web::ROOM_CODE), typed, Field::Code),
        None => hidden(page, "code", &frame.code),
    }
    if let Some((label, kind)) = label {
        field(page, ("name", label), &extra.name, kind);
    }
    page.element("button", &[("class", "go")], words::COME_IN).close().line();
    if let Some(next) = extra.next.as_ref().filter(|_| frame.names == NamesPolicy::Free) {
        form(page, "/in");
        hidden(page, "request", &request.to_string());
        hidden(page, "code", extra.code.as_deref().unwrap_or(&frame.code));
        hidden(page, "name", &extra.name);
        hidden(page, "anew", "1");
        page.open("button", &[]);
        named(page, &words::go_in_as(next), next);
        page.close().close().line();
    }
}

/// The page for whoever opens the address without a room's code.
pub fn entrance(visit: &Visit, extra: Extra, request: RequestId) -> Page<'_> {
    let contents = move |page: &mut Markup| {
        notice(page, extra.said.as_deref());
        page.element("h1", &[("data-say", "data-say")], words::WELCOME).line();
        page.element("p", &[], web::CODE_IS_SHOWN).line();
        join_form(page, &visit.frame, &extra, request);
        been_here(page, words::BEEN_HERE, BACK);
        page.element("p", &[("class", "quiet")], web::NETWORK).line();
    };
    Page { title: words::WELCOME.to_owned(), class: "", reload: None, wait: None, contents: Box::new(contents) }
}

/// The page on which somebody comes back to a seat, with what it is to say.
pub fn back(visit: &Visit, note: Option<Note>, request: RequestId) -> Page<'_> {
    let (said, typed) = note.map_or_else(Default::default, |note| (Some(note.said), note.typed));
    let contents = move |page: &mut Markup| {
        head(page, &web::room(&visit.frame), "");
        notice(page, said.as_deref());
        page.element("h1", &[("data-say", "data-say")], web::COME_BACK).line();
        words_form(page, &visit.below("back"), &typed, request);
        page.element("h2", &[], web::LOST_WORDS).line();
        form(page, &visit.below("ask"));
        hidden(page, "request", &request.to_string());
        field(page, ("name", words::YOUR_NAME), "", Field::Name);
        page.element("button", &[("class", "go")], web::ASK).close().line();
        page.open("p", &[])
            .element("a", &[("class", "target"), ("href", &visit.home())], web::TO_THE_ROOM)
            .close()
            .line();
    };
    Page { title: web::COME_BACK.to_owned(), class: "", reload: None, wait: None, contents: Box::new(contents) }
}

fn words_form(page: &mut Markup, back: &str, typed: &str, request: RequestId) {
    form(page, back);
    hidden(page, "request", &request.to_string());
    field(page, ("words", web::YOUR_WORDS), typed, Field::Code);
    page.element("button", &[("class", "go")], web::SIT_DOWN).close().line();
}

/// The same page for whoever has not said the room's code: it tells nothing of the room, and the words are enough.
pub fn back_from_outside<'a>(note: Option<Note>, request: RequestId) -> Page<'a> {
    let (said, typed) = note.map_or_else(Default::default, |note| (Some(note.said), note.typed));
    let contents = move |page: &mut Markup| {
        notice(page, said.as_deref());
        page.element("h1", &[("data-say", "data-say")], web::COME_BACK).line();
        words_form(page, BACK, &typed, request);
        page.open("p", &[]).element("a", &[("class", "target"), ("href", "/")], web::TO_THE_ROOM).close().line();
    };
    Page { title: web::COME_BACK.to_owned(), class: "", reload: None, wait: None, contents: Box::new(contents) }
}

/// The page that asks before a seat is left; none for whoever has none.
pub fn leaving(visit: &Visit) -> Option<Page<'_>> {
    let TokenView::Seated(seat) = &visit.you else { return None };
    let contents = move |page: &mut Markup| {
        head(page, &web::room(&visit.frame), "");
        page.element("h1", &[("data-say", "data-say")], web::LEAVE_SEAT).line();
        page.element("p", &[], &web::way_back_to_it(&seat.words)).line();
        form(page, &visit.below("other"));
        page.open("button", &[]);
        named(page, &web::not_you(&visit.name), &visit.name);
        page.close().close().line();
        page.open("p", &[])
            .element("a", &[("class", "target"), ("href", &visit.home())], web::KEEP_SEAT)
            .close()
            .line();
    };
    let title = words::titled(&visit.frame);
    Some(Page { title, class: "", reload: None, wait: None, contents: Box::new(contents) })
}

/// What the room shows to a seat.
fn stage(page: &mut Markup, visit: &Visit, seat: &SeatView, (change, request): (bool, RequestId)) {
    let frame = &visit.frame;
    calm(page, frame.paused.then_some(words::PAUSED));
    match &seat.stage {
        SeatStage::Lobby => {
            page.element("h1", &[("data-say", "data-say")], words::WAITING).line();
            if let Some(wanted) = &visit.taken {
                page.open("p", &[]);
                named(page, &words::taken(wanted, &visit.name), &visit.name);
                page.close().line();
            }
            page.element("p", &[], &words::way_back(&seat.words)).line();
            look_again(page, visit);
        }
        SeatStage::Open { face, vote, chosen, earlier } => {
            statement(page, face, chosen.is_none() || change);
            if frame.paused {
                look_again(page, visit);
            } else if let (Some(chosen), false) = (chosen, change) {
                locked_in(page, visit, *chosen);
            } else {
                question(page, visit, (face, *vote), (*chosen, *earlier, request));
            }
        }
        SeatStage::Closed { face, chosen, earlier, .. } => {
            closed(page, visit, face, (*chosen, *earlier, words::LOOK_UP));
        }
        SeatStage::Discussing { face, chosen, earlier, .. } => {
            closed(page, visit, face, (*chosen, *earlier, words::DISCUSS));
        }
        SeatStage::Revealed { face, answer, own } => revealed(page, visit, (face, answer, own)),
        SeatStage::Skipped => {
            page.element("h1", &[("data-say", "data-say")], words::SKIPPED).line();
            page.element("p", &[], words::LOOK_UP).line();
            look_again(page, visit);
        }
        SeatStage::Ended { own, paper_code, over } => {
            let over = web::over(seat, *over);
            page.element("h1", &[("data-say", "data-say")], &over).line();
            page.element("p", &[], &format!("{}.", words::at_home(paper_code))).line().open("ul", &[]).line();
            for line in own {
                page.element("li", &[], &words::own_line(line, &frame.sides)).line();
            }
            page.close().line();
        }
    }
    if let Some(late) = words::came_late(seat.before) {
        page.element("p", &[("class", "quiet")], &late).line();
    }
}

fn statement(page: &mut Markup, face: &Face, is_news: bool) {
    let say: &[(&str, &str)] = if is_news { &[("data-say", "data-say")] } else { &[] };
    page.element("h1", say, &face.text).line();
}

fn question(
    page: &mut Markup,
    visit: &Visit,
    (face, vote): (&Face, u8),
    (chosen, earlier, request): (Option<Choice>, Option<Choice>, RequestId),
) {
    let frame = &visit.frame;
    let before = chosen.or(earlier);
    if vote > 1 {
        page.element("p", &[], words::CONVINCE).line();
    }
    page.element("p", &[("id", "asked")], &words::question(frame)).line();
    if let Some(before) = before {
        page.element("p", &[("class", "quiet")], &web::was(&words::choice(before, &frame.sides))).line();
    }
    if frame.is_own_pace() && frame.number == Some(1) {
        page.element("p", &[("class", "quiet")], words::ONCE).line();
    }
    let action = visit.below(&format!("{}/{vote}", face.place));
    beam(page, &frame.sides, None);
    page.open("form", &[("method", "post"), ("action", &action), ("aria-labelledby", "asked")]).line();
    hidden(page, "request", &request.to_string());
    let rows: &[Option<Certainty>] =
        if frame.certainty { &[Some(Certainty::C3), Some(Certainty::C2), Some(Certainty::C1)] } else { &[None] };
    page.open("div", &[("class", if frame.certainty { "sides" } else { "sides tall" })]).line();
    for certainty in rows {
        for side in Side::BOTH {
            let choice = Choice { response: side.into(), certainty: *certainty };
            let side_name = words::name(&frame.sides, side);
            let (label, called) = certainty.map_or_else(
                || (side_name.to_owned(), side_name.to_owned()),
                |sure| (sure.word().to_owned(), web::button(side_name, sure.word())),
            );
            button(page, (side_class(side), &label, &called), choice, before);
        }
    }
    page.close().line();
    let choice = Choice { response: Response::DontKnow, certainty: None };
    button(page, ("none", web::DONT_KNOW, web::DONT_KNOW), choice, before);
    page.close().line();
}

fn button(page: &mut Markup, (class, label, called): (&str, &str, &str), choice: Choice, before: Option<Choice>) {
    let pressed = if before == Some(choice) { "true" } else { "false" };
    let value = written(choice);
    let mut attributes = vec![("class", class), ("name", "a"), ("value", value.as_str()), ("id", value.as_str())];
    if called != label {
        attributes.push(("aria-label", called));
    }
    if before.is_some() {
        attributes.push(("aria-pressed", pressed));
    }
    page.element("button", &attributes, label).line();
}

/// A choice as a button sends it: `L3`, `R`, `N`.
pub fn written(choice: Choice) -> String {
    let sure = choice.certainty.map_or_else(String::new, |certainty| certainty.number().to_string());
    let side = match choice.response {
        Response::Left => "L",
        Response::Right => "R",
        Response::DontKnow => "N",
    };
    format!("{side}{sure}")
}

/// The choice that a button has sent.
pub fn read_choice(sent: &str) -> Option<Choice> {
    let mut letters = sent.chars();
    let response = match letters.next()? {
        'L' => Response::Left,
        'R' => Response::Right,
        'N' => Response::DontKnow,
        _ => return None,
    };
    let certainty = match letters.as_str() {
        "" => None,
        sure => Some(sure.parse().ok().and_then(Certainty::from_number)?),
    };
    Some(Choice { response, certainty })
}

fn locked_in(page: &mut Markup, visit: &Visit, chosen: Choice) {
    let sides = &visit.frame.sides;
    beam(page, sides, None);
    let class = chosen.response.side().map_or("", side_class);
    page.open("p", &[("data-say", "data-say")])
        .element("strong", &[("class", class)], &words::locked_in(chosen, sides))
        .close()
        .line();
    page.element("p", &[], words::LOOK_UP).line();
    page.element("p", &[("class", "quiet")], words::MAY_CHANGE).line().open("p", &[]);
    page.element("a", &[("class", "target"), ("href", &visit.below("change"))], web::CHANGE).close().line();
    look_again(page, visit);
}

fn closed(
    page: &mut Markup,
    visit: &Visit,
    face: &Face,
    (chosen, earlier, next): (Option<Choice>, Option<Choice>, &str),
) {
    statement(page, face, false);
    let sides = &visit.frame.sides;
    let said = format!("{} {}", words::VOTE_CLOSED, words::answered_so(chosen, earlier, sides));
    page.element("p", &[], &said).line();
    page.element("p", &[("data-say", "data-say")], next).line();
    look_again(page, visit);
}

fn revealed(page: &mut Markup, visit: &Visit, (face, answer, own): (&Face, &Answer, &OwnResult)) {
    let sides = &visit.frame.sides;
    let class = own.right.map_or("", |right| if right { "ok" } else { "no" });
    let mark = own.right.map_or("", |right| if right { "✓ " } else { "✗ " });
    let verdict = format!("{mark}{}", words::verdict(answer, own, sides));
    page.element("h1", &[("class", class), ("data-say", "data-say")], &verdict).line();
    for side in Side::BOTH {
        half(page, visit, (face, answer), side);
    }
    if let Some(thought) = words::you_may_have_thought(answer, own) {
        page.element("p", &[], &thought).line();
    }
    match visit.reads() {
        Some(place) => {
            form(page, &visit.below("next"));
            hidden(page, "place", &place.to_string());
            page.element("button", &[("class", "go")], web::go_on(&visit.frame)).close().line();
        }
        None => look_again(page, visit),
    }
}

/// One side's half of a reveal: the statement, or its counterpart.
fn half(page: &mut Markup, visit: &Visit, (face, answer): (&Face, &Answer), side: Side) {
    let sides = &visit.frame.sides;
    let is_asked = answer.side == side;
    let (what, text, deciding, why) = if is_asked {
        (web::YOUR_STATEMENT, &face.text, &answer.deciding, &answer.explanation)
    } else {
        let Some(other) = &answer.counterpart else { return };
        (words::COUNTERPART, &other.text, &other.deciding, &other.explanation)
    };
    let name = words::name(sides, side);
    page.open("section", &[("aria-label", &web::on_the_side(name, what))]).line();
    page.open("p", &[("class", "beam")]);
    let rule = match (is_asked, side) {
        (false, _) => "rule",
        (true, Side::Left) => "rule is-left",
        (true, Side::Right) => "rule is-right",
    };
    let label = match side {
        Side::Left => format!("◂ {name}"),
        Side::Right => format!("{name} ▸"),
    };
    let mut parts = [(side_class(side), label.as_str()), (rule, ""), ("quiet", what)];
    if side == Side::Right {
        parts.reverse();
    }
    for (class, text) in parts {
        page.element("span", &[("class", class)], text);
    }
    page.close().line().open("p", &[]).open(if is_asked { "strong" } else { "span" }, &[]);
    page::text(page, &Text::statement(text, deciding, is_asked));
    page.close().close().line();
    if !why.is_empty() {
        page.element("p", &[], why).line();
    }
    page.close().line();
}

/// The way to what is true now, where no script looks by itself.
fn look_again(page: &mut Markup, visit: &Visit) {
    page.open("noscript", &[]).open("p", &[]);
    page.element("a", &[("class", "button"), ("href", &visit.home())], web::LOOK_AGAIN).close().close().line();
}

/// All that concerns the seat itself.
fn own(page: &mut Markup, visit: &Visit, seat: &SeatView) {
    page.open("details", &[("class", "own"), ("id", "own")]).open("summary", &[]).open("span", &[]);
    named(page, &web::you_are(&visit.name), &visit.name);
    page.close().close().line();
    // While everybody waits it stands above, where it is read.
    if seat.stage != SeatStage::Lobby {
        page.element("p", &[], &words::way_back(&seat.words)).line();
    }
    page.open("p", &[]).open("a", &[("class", "target"), ("href", &visit.below("other"))]);
    named(page, &web::not_you(&visit.name), &visit.name);
    page.close().close().close().line();
}
