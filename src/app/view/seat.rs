//! A class at a terminal of somebody who takes part. All of it is made from what this person may see, so that it holds neither a
//! key before its time nor anybody else's answer.

use super::block::{Beam, Block, Ends, Field, Kind, Stops};
use super::stage::spread;
use super::text::{plain, quiet, strong, text};
use super::{Form, Role, Text, View, feedback, keys, question, room as words, web};
use crate::app::keys::{Action, Context, key_for};
use crate::app::quiz::{Selection, choose_first};
use crate::app::seat::{Notice, Participant, Question, Visit};
use crate::domain::room::results::{OwnResult, Share};
use crate::domain::room::view::{Frame, SeatStage, SeatView, TokenView};
use crate::domain::room::{Answer, Choice, Face, NamesPolicy, Refusal};

/// Said where a key came before anybody can have read the question.
const TOO_QUICK: &str = "That key came just as the question did, so it wasn't taken. Press it again if you meant it.";

/// In the footer, what a key does: it leaves the room.
const LEAVE: &str = "leave the room";

/// In the footer: nobody is asked that again who sits here.
const SOMEBODY_ELSE: &str = "join as somebody else";

/// What somebody is told who had a seat.
#[must_use]
pub const fn told(you: &TokenView) -> Option<&'static str> {
    match you {
        TokenView::Moved => Some(words::MOVED),
        TokenView::Left => Some(words::LEFT),
        TokenView::Removed => Some(words::REMOVED),
        TokenView::TurnedDown => Some(words::TURNED_DOWN),
        _ => None,
    }
}

/// Why nobody can join; nothing where people can.
#[must_use]
pub fn closed_to_all(visit: &Visit) -> Option<String> {
    let locked = visit.frame.locked.then_some(Refusal::Locked);
    visit.ended.then_some(Refusal::Ended).or(locked).map(|why| why.to_string())
}

/// What somebody sees who takes part.
#[must_use]
pub fn of(person: &Participant) -> View {
    let visit = person.visit();
    let mut seen = match (person.keys(), visit.seat()) {
        (Some(context), _) if person.question().is_none() => {
            let empty = View::of_class(Context::Help, Form::List, &visit.frame.sides);
            // Nobody's own terminal can stop a program that runs on the host's computer.
            keys::of(empty, context, &[Action::Suspend]).foot(|foot| foot.says(Action::Back, words::BACK))
        }
        (_, Some(seat)) => seated(person, seat),
        (_, None) if visit.you == TokenView::Asking => asking(person),
        (_, None) => at_door(person),
    };
    seen.page = person.page();
    if let Some(asked) = person.question() {
        let foot = View::of_class(Context::Sure, seen.form, &visit.frame.sides).foot;
        let yes = if asked == Question::Leave { words::LEAVE_IT } else { SOMEBODY_ELSE };
        seen.foot = foot
            .only_if(false, Action::Help)
            .only_if(false, Action::Back)
            .says(Action::Accept, yes)
            .says(Action::Decline, words::STAY_HERE);
        seen.notice = Some(strong(sure(asked, visit)));
    } else {
        seen.notice = said(person);
    }
    seen
}

/// What is asked before it is done.
fn sure(asked: Question, visit: &Visit) -> String {
    match (asked, visit.seat()) {
        (Question::Leave, None) => "Leave the room?".to_owned(),
        (Question::Leave, Some(seat)) => format!("Leave the room? You can come back with: {}.", seat.words),
        (Question::SomebodyElse, _) => {
            format!("Not {}? This seat is left then; its answers stay.", visit.name)
        }
    }
}

/// What stands above the footer: what was just said, or what is the matter.
fn said(person: &Participant) -> Option<Text> {
    let visit = person.visit();
    let trouble = || visit.trouble_said().map(|said| text(said, Role::Wrong));
    let Some(notice) = person.notice() else { return trouble() };
    match notice {
        Notice::Refused(why) if told(&visit.you) == Some(why) => trouble(),
        Notice::Refused(why) => Some(text(why.clone(), Role::Wrong)),
        Notice::NoRoom(typed) => Some(text(web::no_room(typed), Role::Wrong)),
        Notice::WayBack => visit.seat().map(|seat| plain(words::way_back(&seat.words))),
        Notice::Closed => Some(plain(words::CLOSED_TO_KEYS)),
        Notice::Taken { name, next } => {
            let key = |action| key_for(Context::Joining, action);
            Some(strong(words::is_that_you(name, next, &key(Action::ComeBack), &key(Action::Next))))
        }
        Notice::ChooseFirst => Some(plain(choose_first(visit.frame.certainty))),
        Notice::TooQuick => Some(plain(TOO_QUICK)),
    }
}

/// What is typed to come in, or why nobody can.
fn at_door(person: &Participant) -> View {
    let (visit, place) = (person.visit(), person.place());
    let frame = &visit.frame;
    let view = View::of_class(place, Form::List, &frame.sides);
    // Whoever has not said the room's code is told nothing of the room.
    if place == Context::Entering {
        let leave = |foot: super::Foot| foot.says(Action::Back, words::LEAVE);
        return view
            .head(words::WELCOME, "")
            .block(Block::page([plain(web::CODE_IS_SHOWN)]).gap(2))
            .block(field(web::ROOM_CODE, person))
            .foot(leave);
    }
    let view = view.head(web::room(frame), frame.title.clone());
    match place {
        Context::Returning => view
            .block(Block::page([strong(web::COME_BACK)]).gap(2))
            .block(field(web::YOUR_WORDS, person))
            .block(Block::page([quiet(web::LOST_WORDS)]).gap(2))
            .foot(|foot| foot.says(Action::Back, words::BACK)),
        Context::AskingBack => view
            .block(Block::page([strong(web::LOST_WORDS)]).gap(2))
            .block(field(words::YOUR_NAME, person))
            .foot(|foot| foot.says(Action::Back, words::BACK)),
        _ => joining(view, person),
    }
}

/// Where somebody takes a seat.
fn joining(view: View, person: &Participant) -> View {
    let visit = person.visit();
    let (had_seat, closed) = (told(&visit.you), closed_to_all(visit));
    let title = had_seat.map(str::to_owned).or_else(|| closed.clone()).unwrap_or_else(|| words::WELCOME.to_owned());
    let (about, label) = match visit.frame.names {
        NamesPolicy::None => (web::NO_NAMES, None),
        NamesPolicy::Free => (words::ANY_NAME, Some(words::YOUR_NAME)),
        NamesPolicy::Roster => (web::WHICH_ID, Some(words::YOUR_ID)),
    };
    let is_open = closed.is_none();
    let why = closed.filter(|_| had_seat.is_some()).map(|why| Block::page([plain(why)]));
    let ended = visit.ended;
    view.block(Block::page([strong(title)]).gap(2))
        .blocks(why)
        .blocks(is_open.then(|| Block::page([plain(about)])))
        .blocks(label.filter(|_| is_open).map(|label| field(label, person)))
        .block(Block::page([quiet(if ended { words::SEE_YOURS } else { words::BEEN_HERE })]).gap(2))
        .foot(|foot| foot.only_if(is_open, Action::Next).says(Action::Back, words::LEAVE))
}

fn field(label: &str, person: &Participant) -> Block {
    let typed = person.typed().to_owned();
    Block::new(Kind::Field(Field { label: label.to_owned(), typed, hint: String::new(), active: true })).gap(2)
}

/// Somebody who waits to be let back.
fn asking(person: &Participant) -> View {
    let frame = &person.visit().frame;
    View::of_class(Context::Seated, Form::TwoSided, &frame.sides)
        .head(web::room(frame), frame.title.clone())
        .block(Block::page([strong(words::ASKING)]).gap(4).narrow_gap(2))
        .block(Block::page([quiet(words::MISTYPED)]))
        .foot(|foot| {
            foot.only_if(false, Action::WayBack).only_if(false, Action::SomebodyElse).says(Action::Back, words::LEAVE)
        })
}

/// What the room shows to a seat.
fn seated(person: &Participant, seat: &SeatView) -> View {
    let visit = person.visit();
    let frame = &visit.frame;
    let paused = frame.paused.then(|| Block::lines([strong(words::PAUSED)]));
    let view = headed(View::of_class(person.place(), Form::TwoSided, &frame.sides), visit, seat).blocks(paused);
    let view = match &seat.stage {
        SeatStage::Lobby => lobby(view, visit, seat),
        SeatStage::Open { face, chosen, .. } if frame.paused => waiting(view, face, chosen_words(*chosen, frame), None),
        SeatStage::Open { face, vote, chosen, earlier } => open(view, person, (face, *vote), (*chosen, *earlier)),
        SeatStage::Closed { face, chosen, earlier, .. } => {
            waiting(view, face, answered(*chosen, *earlier, frame), Some(words::LOOK_UP))
        }
        SeatStage::Discussing { face, chosen, earlier, .. } => {
            waiting(view, face, answered(*chosen, *earlier, frame), Some(words::DISCUSS))
        }
        SeatStage::Revealed { face, answer, own } => revealed(view, frame, (face, answer, own)),
        SeatStage::Skipped => view
            .block(Block::page([strong(words::SKIPPED)]).gap(4).narrow_gap(2))
            .block(Block::page([plain(words::LOOK_UP)])),
        // Whoever takes part by ssh may install nothing, and `iotutor quiz` is not on their computer.
        SeatStage::Ended { own, over, .. } => view
            .block(Block::full([strong(web::over(seat, *over))]))
            .blocks(own.iter().map(|line| Block::full([plain(words::own_line(line, &frame.sides))]))),
    };
    let is_lobby = seat.stage == SeatStage::Lobby;
    view.blocks(words::came_late(seat.before).map(|late| Block::full([quiet(late)]).gives_way())).foot(|foot| {
        // What Enter locks in, or how to see the rest of a page, must have room.
        let is_short = visit.ended || person.place() != Context::Seated;
        let leave = if is_short { words::LEAVE } else { LEAVE };
        let votes = matches!(person.place(), Context::Voting | Context::VotingPlain);
        let next = if frame.number == Some(frame.of) { words::SEE_RESULT } else { words::NEXT_QUESTION };
        let foot = foot
            .says(Action::Back, leave)
            // Nothing beside the question asks for attention.
            .only_if(!votes && !is_lobby && !visit.ended, Action::WayBack)
            .only_if(is_lobby, Action::SomebodyElse);
        if person.place() == Context::Told { foot.says(Action::Next, next) } else { foot }
    })
}

/// The room, who sits here, and how far the class is.
fn headed(view: View, visit: &Visit, seat: &SeatView) -> View {
    let frame = &visit.frame;
    let (number, of) = (frame.number.unwrap_or_default(), frame.of);
    let view = view.head(web::room(frame), visit.name.clone());
    match &seat.stage {
        SeatStage::Lobby => view,
        SeatStage::Ended { .. } => view.counter(words::right(seat.score)).progress(of, of),
        SeatStage::Revealed { .. } => {
            let view = words::score(seat).into_iter().fold(view, View::counter);
            view.counter(nth(frame)).progress(number, of)
        }
        // The line below grows once an answer is locked in.
        SeatStage::Open { chosen: None, .. } => view.counter(nth(frame)).progress(number.saturating_sub(1), of),
        _ => view.counter(nth(frame)).progress(number, of),
    }
}

/// Which question, such as `4 of 8`.
fn nth(frame: &Frame) -> String {
    let at = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    match frame.number {
        Some(number) if number > 0 => words::of(Share { count: at(number), of: at(frame.of) }),
        _ => words::which(frame),
    }
}

fn lobby(view: View, visit: &Visit, seat: &SeatView) -> View {
    let taken = visit.taken.as_ref().map(|wanted| Block::page([plain(words::taken(wanted, &visit.name))]));
    view.block(Block::page([strong(words::WAITING)]).gap(4).narrow_gap(2))
        .blocks(taken)
        .block(Block::page([plain(words::way_back(&seat.words))]))
}

/// The statement, and what is said under it on at least two rows, so that the line to answer on keeps its place.
fn stated(view: View, face: &Face, below: Text) -> View {
    view.block(Block::statement(strong(face.text.clone())).gap(4).narrow_gap(2))
        .block(Block::under_statement([below]).on_at_least(2).gap(2))
}

/// A question to be answered, as the tutor asks it; what was answered may be changed.
fn open(
    view: View,
    person: &Participant,
    (face, vote): (&Face, u8),
    (chosen, earlier): (Option<Choice>, Option<Choice>),
) -> View {
    let frame = &person.visit().frame;
    let selection = person.selection();
    let asked = match chosen {
        Some(chosen) => {
            let other = wanted(selection, chosen).map_or_else(String::new, |other| {
                format!(" {}", words::would_lock_in(&key_for(person.place(), Action::Next), other, &frame.sides))
            });
            strong(words::locked_in(chosen, &frame.sides)).and(other, Role::Plain)
        }
        None => plain(words::question(frame)),
    };
    // One paragraph, so that the statement and the line to answer on stay where they are.
    let again = (vote > 1 && chosen.is_none()).then(|| {
        let before = earlier.map(|earlier| format!(" {}", web::was(&words::choice(earlier, &frame.sides))));
        Block::page([strong(words::CONVINCE).and(before.unwrap_or_default(), Role::Plain)])
    });
    let once = (frame.is_own_pace() && frame.number == Some(1)).then(|| Block::page([quiet(words::ONCE)]));
    let stops: Stops = question::stops(person.place(), frame.certainty, selection);
    let more = chosen.map(|_| Block::page([plain(format!("{} {}", words::MAY_CHANGE, words::LOOK_UP))]));
    let newly = selection.side.filter(|side| {
        chosen.is_none_or(|one| one.response.side() != Some(*side) || one.certainty != selection.certainty)
    });
    stated(view, face, asked).block(Block::new(Kind::Stops(stops)).gap(2)).blocks(again).blocks(once).blocks(more).foot(
        |foot| match newly {
            Some(side) => {
                let choice = Choice { response: side.into(), certainty: selection.certainty };
                foot.says(Action::Next, question::answer_with(&words::choice(choice, &frame.sides)))
            }
            None => foot.only_if(false, Action::Next),
        },
    )
}

/// What the arrows stand at, where that is another answer than the one locked in.
fn wanted(selection: Selection, chosen: Choice) -> Option<Choice> {
    let choice = Choice { response: selection.side?.into(), certainty: selection.certainty };
    (choice != chosen).then_some(choice)
}

/// A statement that takes no answer now.
fn waiting(view: View, face: &Face, said: Text, next: Option<&'static str>) -> View {
    stated(view, face, said)
        .block(Block::new(Kind::Beam(Beam { thick: None })).gap(2))
        .blocks(next.map(|next| Block::page([strong(next)]).gap(2).narrow_gap(1)))
}

/// What was answered in a vote that is closed.
fn answered(chosen: Option<Choice>, earlier: Option<Choice>, frame: &Frame) -> Text {
    plain(format!("{} {}", words::VOTE_CLOSED, words::answered_so(chosen, earlier, &frame.sides)))
}

/// What is locked in while the class pauses, if anything.
fn chosen_words(chosen: Option<Choice>, frame: &Frame) -> Text {
    chosen.map_or_else(Text::default, |chosen| plain(words::locked_in(chosen, &frame.sides)))
}

/// One's own result, with the reason, as the tutor's feedback has it.
fn revealed(view: View, frame: &Frame, (face, answer, own): (&Face, &Answer, &OwnResult)) -> View {
    let verdict = words::verdict(answer, own, &frame.sides);
    let left = match own.right {
        Some(true) => Text::default().sign("✓ ", Role::Right, "").and(verdict, Role::Right),
        Some(false) => Text::default().sign("✗ ", Role::Wrong, "").and(verdict, Role::Wrong),
        None => strong(verdict),
    };
    let ends = Ends { left, right: quiet(answer.topic.clone()), action: None };
    let thought = words::you_may_have_thought(answer, own).map(|thought| Block::full([plain(thought)]));
    view.block(Block::new(Kind::Ends(ends)))
        .block(Block::new(Kind::Spread(spread(face, answer, web::YOUR_STATEMENT))))
        .blocks(thought)
        .blocks((!answer.deciding.is_empty()).then(feedback::decides))
}
