//! A class at the host's own terminal, as the projector may show it. All of it is made from the projector's view of the room and
//! from where people find the class, so that it holds neither a key before its time nor a name that the host has not switched on.

use super::block::{BarRow, Bars, Beam, Block, Code, Ends, Fact, Field, Figure, Kind, Page, Share, Spread, When};
use super::text::{plain, quiet, strong, text};
use super::words::{capital, quoted};
use super::{Form, Role, Text, View, console, keys, room as words, web, wire};
use crate::app::host::{Address, Host, Notice, Question, Reach, Scene, Showing};
use crate::app::keys::{Action, Context, key_for};
use crate::domain::bank::{Side, Sides};
use crate::domain::room::results::{Believed, Outcome};
use crate::domain::room::view::{self, Count, Frame, Labels, ProjectorStage, ProjectorView, Reveal, Strip};
use crate::domain::room::{Answer, Face, WARM_UP};

/// How many cells words need beside the code.
const BESIDE_CODE: u16 = 40;

/// About how many characters of names stand on the stage.
const NAMED: usize = 240;

/// How many cells a count has in the strip of progress.
const STRIP_CELLS: usize = 5;

/// How many counts stand in a row of it: beside a code there is room for no more.
const STRIP_WIDE: usize = 9;

/// What the host's terminal shows.
#[must_use]
pub fn of(host: &Host, scene: &Scene) -> View {
    let shown = view::projector(&scene.room, &scene.people);
    let mut seen = match host.showing() {
        Showing::Console | Showing::Renaming { .. } => console::view(host, scene),
        Showing::Keys(context) => {
            let empty = View::of_class(Context::Help, Form::List, &shown.frame.sides);
            keys::of(empty, *context, &absent(&shown, *context)).foot(|foot| foot.says(Action::Back, "back"))
        }
        Showing::Camera => camera(host, &shown.frame, &scene.reach),
        Showing::Beliefs => board(scene, &shown.frame),
        Showing::Counting(typed) => counting(typed, &shown, &scene.reach),
        Showing::Stage => staged(host, &shown, &scene.reach),
    };
    seen.page = host.page();
    if let Some(question) = host.question() {
        let foot = View::of_class(host.context(), seen.form, &shown.frame.sides).foot;
        seen.foot = foot.only_if(false, Action::Help).only_if(false, Action::Back);
        seen.notice = Some(strong(console::asked(question, scene, &shown)));
        seen.foot = answers(seen.foot, question);
    } else if let Some(said) = said(host, scene) {
        seen.notice = Some(said);
    }
    seen
}

/// What leads a class that the host leads, and does nothing where everybody goes at their own pace.
const LEADS: [Action; 8] = [
    Action::VoteAgain,
    Action::Reveal,
    Action::Bars,
    Action::WarmUp,
    Action::Hands,
    Action::Skip,
    Action::Names,
    Action::PageBack,
];

/// What does nothing in this class, so that the help doesn't tell of it.
fn absent(shown: &ProjectorView, context: Context) -> Vec<Action> {
    if !shown.frame.is_own_pace() {
        return Vec::new();
    }
    // On the console Enter still lets somebody back.
    let space_and_enter = [Some(Action::OpenOrClose), Some(Action::Next).filter(|_| context == Context::Class)];
    let goes_on = space_and_enter.into_iter().flatten().filter(|_| !shown.frame.paused);
    LEADS.into_iter().chain(goes_on).collect()
}

/// What `y` and `n` do, in a word or two.
fn answers(foot: super::Foot, question: Question) -> super::Foot {
    let (yes, no) = match question {
        Question::End => (words::END_IT, words::GO_ON),
        Question::Leave => (words::LEAVE_IT, words::GO_ON),
        Question::Alone => (words::SHOW_CONSOLE, words::STAY_HERE),
        Question::Remove(_) => (words::REMOVE_THEM, words::GO_ON),
        Question::Forget(_) => (words::FORGET_IT, words::GO_ON),
    };
    foot.says(Action::Accept, yes).says(Action::Decline, no)
}

/// What stands above the footer: what was just said, or what is the matter.
fn said(host: &Host, scene: &Scene) -> Option<Text> {
    match host.notice() {
        Some(Notice::Done(said)) => Some(plain(said.clone())),
        Some(Notice::Refused(why)) => Some(text(why.clone(), Role::Wrong)),
        Some(Notice::SpaceRevealsNothing) => {
            let is_split = scene.room.proposes_revote();
            let (context, other) = match host.showing() {
                // There r corrects a name.
                Showing::Console => (Context::Console, Some(Action::VoteAgain).filter(|_| !is_split)),
                _ => (Context::Class, Some(if is_split { Action::Reveal } else { Action::VoteAgain })),
            };
            let other = other.map(|action| key_for(context, action));
            let enter = key_for(context, Action::Next);
            Some(plain(words::space_reveals_nothing(&enter, other.as_deref(), is_split)))
        }
        Some(Notice::Gone) => Some(text(words::GONE, Role::Wrong)),
        Some(Notice::NoSeats) => Some(text(words::NO_SEATS, Role::Wrong)),
        Some(Notice::NotCounted) => Some(text(words::NOT_COUNTED, Role::Wrong)),
        Some(Notice::Paused) => {
            let (context, goes_on) = match host.showing() {
                Showing::Console => (Context::Console, Action::OpenOrClose),
                _ => (Context::Class, Action::Next),
            };
            Some(text(words::paused_until(&key_for(context, goes_on)), Role::Wrong))
        }
        None => scene.trouble.as_ref().map(|trouble| text(trouble.clone(), Role::Wrong)),
    }
}

fn staged(host: &Host, shown: &ProjectorView, reach: &Reach) -> View {
    let frame = &shown.frame;
    let empty = head(View::of_class(Context::Class, Form::TwoSided, &frame.sides), shown);
    let mut view = empty.blocks(frame.paused.then(|| Block::lines([strong(words::PAUSED)])));
    view = view.blocks(elsewhere(frame, reach));
    view = match &shown.stage {
        ProjectorStage::Lobby => lobby(view, host, shown, reach, None),
        ProjectorStage::OwnPace(strip) => lobby(view, host, shown, reach, Some(strip)),
        ProjectorStage::Open { face, vote, count } => open(view, frame, face, *vote, *count),
        ProjectorStage::Closed { face, count, agreement, revote, bars, .. } => {
            let talk = revote.then(|| Block::full([plain(words::DISCUSS)]).gap(0));
            let said = Block::full([strong(words::agreement(*agreement, *count))]);
            view.block(Block::statement(strong(face.text.clone())))
                .blocks(voted(bars.as_ref(), &frame.sides))
                .block(said)
                .blocks(talk)
        }
        ProjectorStage::Discussing { face, bars, .. } => view
            .block(Block::statement(strong(face.text.clone())))
            .blocks(voted(bars.as_ref(), &frame.sides))
            .block(Block::full([strong(words::DISCUSS)])),
        ProjectorStage::Revealed(reveal) => revealed(view, reveal, &frame.sides),
        ProjectorStage::Skipped => view.block(Block::full([strong(words::SKIPPED)]).gap(2)),
        ProjectorStage::Ended(outcome) => ended(view, outcome),
    };
    if reach.is_another && !shows_the_way(&shown.stage) {
        view.code = host.address(reach).and_then(|address| code(address, BESIDE_CODE));
    }
    view.blocks(named(shown)).foot(|foot| footer(foot, shown, reach))
}

/// Title, place and count, and how far the class is.
fn head(view: View, shown: &ProjectorView) -> View {
    let frame = &shown.frame;
    let room = || quiet(words::room_code(frame));
    match &shown.stage {
        stage if shows_the_way(stage) && frame.title.is_empty() => view.head(capital(&words::room_code(frame)), ""),
        stage if shows_the_way(stage) => view.head(frame.title.clone(), "").counter(room()),
        ProjectorStage::Ended(outcome) => {
            let finished = quiet(words::finished(outcome.questions, outcome.people));
            view.head(words::titled(frame), "").counter(finished).progress(1, 1)
        }
        stage => {
            let (what, counter) = match stage {
                ProjectorStage::Open { vote, .. } => (words::open_vote(*vote), room()),
                ProjectorStage::Closed { vote, count, .. } => {
                    (words::closed_vote(*vote), plain(words::answered(*count)))
                }
                ProjectorStage::Discussing { .. } => (words::TALKING.to_owned(), room()),
                ProjectorStage::Revealed(reveal) => {
                    (reveal.answer.topic.clone(), plain(words::right_in_votes(&reveal.right)))
                }
                _ => (String::new(), room()),
            };
            view.head(words::which(frame), what).counter(counter).progress(frame.number.unwrap_or_default(), frame.of)
        }
    }
}

/// Said where people no longer reach the class as they did.
fn elsewhere(frame: &Frame, reach: &Reach) -> Option<Block> {
    let said = match (reach.addresses.first(), &reach.ssh) {
        (Some(address), _) => web::another_address(&address.short, &frame.code),
        (None, Some(ssh)) => wire::another_command(ssh.commands.first()?),
        (None, None) => return None,
    };
    reach.is_another.then(|| Block::full([text(said, Role::Wrong)]))
}

fn code(address: &Address, beside: u16) -> Option<Code> {
    Some(Code { squares: address.squares.clone()?, beside })
}

/// Whether people are told all the time where to come in.
const fn shows_the_way(stage: &ProjectorStage) -> bool {
    matches!(stage, ProjectorStage::Lobby | ProjectorStage::OwnPace(_))
}

/// How far people are, as a strip: the questions, and below each how many are at it.
fn progress(strip: &Strip) -> Block {
    let row = |row: Vec<(String, u32)>| {
        let numbers: String = row.iter().map(|(over, _)| format!("{over:>STRIP_CELLS$}")).collect::<Vec<_>>().concat();
        let counts: String = row
            .iter()
            .map(|(_, count)| if *count == 0 { "·".to_owned() } else { count.to_string() })
            .map(|count| format!("{count:>STRIP_CELLS$}"))
            .collect::<Vec<_>>()
            .concat();
        [quiet(numbers), strong(counts)]
    };
    Block::lines(words::strip(strip, STRIP_WIDE).into_iter().flat_map(row)).gap(1)
}

fn lobby(mut view: View, host: &Host, shown: &ProjectorView, reach: &Reach, strip: Option<&Strip>) -> View {
    let frame = &shown.frame;
    let address = host.address(reach);
    view.code = address.filter(|_| !reach.only_here).and_then(|address| code(address, BESIDE_CODE));
    let ways = match address {
        None if reach.ssh.is_some() => {
            let only_here = reach.only_here.then(|| Block::full([text(web::ONLY_HERE, Role::Wrong)]));
            only_here.into_iter().collect()
        }
        None => vec![Block::full([plain(words::NO_PAGES)])],
        Some(address) => {
            let lines = || [strong(address.short.clone()), strong(words::room_code(frame))];
            let large = reach.has_code().then(|| {
                let key = key_for(Context::Class, Action::ShowCode);
                Block::lines([quiet(words::large_code(&key))]).when(When::Uncoded).narrow_gap(0)
            });
            let only_here = reach.only_here.then(|| Block::full([text(web::ONLY_HERE, Role::Wrong)]));
            [
                Block::lines([plain(web::POINT_CAMERA)]).when(When::Coded),
                Block::lines([plain(words::OPEN_ADDRESS)]).when(When::Uncoded),
                Block::lines(lines()).narrow_gap(0),
            ]
            .into_iter()
            .chain(large)
            .chain(only_here)
            .chain(several(reach))
            .collect()
        }
    };
    let figure = Figure { figure: shown.people, of: words::IN.to_owned() };
    let last = if frame.locked {
        strong(words::LOCKED)
    } else if address.is_some() || reach.ssh.is_some() {
        quiet(web::nothing_to_install(frame.names))
    } else {
        Text::default()
    };
    view.blocks(ways)
        .blocks(terminals(host, reach))
        .block(Block::new(Kind::Figure(figure)).gap(if strip.is_some() { 1 } else { 2 }))
        .blocks(strip.map(progress))
        .blocks(strip.filter(|strip| strip.is_at_start()).map(|_| Block::lines([plain(words::BEGIN)]).gives_way()))
        .block(Block::lines([last]).gap(1))
}

/// What whoever has a terminal types, and what to compare.
fn terminals(host: &Host, reach: &Reach) -> Vec<Block> {
    let (Some(ssh), Some(command)) = (&reach.ssh, host.ssh_command(reach)) else { return Vec::new() };
    let lead = if reach.addresses.is_empty() { wire::ONLY_TERMINALS } else { wire::IN_A_TERMINAL };
    let key = wire::host_key(&ssh.fingerprint).into_iter().map(quiet);
    vec![
        Block::lines([plain(lead), strong(command)]),
        Block::lines([quiet(wire::host_key_in_full(&ssh.fingerprint))]).gap(0).when(When::Uncoded).gives_way(),
        Block::lines(key).gap(0).when(When::Coded).gives_way(),
    ]
}

/// Said where this computer has several addresses.
fn several(reach: &Reach) -> Option<Block> {
    let others = reach.addresses.len().checked_sub(1).filter(|others| *others > 0)?;
    let key = key_for(Context::Class, Action::Address);
    Some(Block::lines([quiet(words::other_addresses(others, &key))]))
}

fn open(view: View, frame: &Frame, face: &Face, vote: u8, count: Count) -> View {
    let convince = (vote > 1).then(|| Block::under_statement([plain(words::CONVINCE)]));
    let answered =
        Figure { figure: usize::try_from(count.answered).unwrap_or(usize::MAX), of: words::of_answered(count) };
    let share = Share { count: count.answered, of: count.of };
    view.block(Block::statement(strong(face.text.clone())).gap(2).narrow_gap(1))
        .blocks(convince)
        .block(Block::under_statement([plain(words::question(frame))]))
        .block(beam(None).gap(2).narrow_gap(1))
        .block(Block::new(Kind::Figure(answered)).gap(2).narrow_gap(1))
        .block(Block::new(Kind::Share(share)).gives_way())
}

fn beam(thick: Option<Side>) -> Block {
    Block::new(Kind::Beam(Beam { thick }))
}

/// The two ends, and how the room voted where the host shows it.
fn voted(bars: Option<&view::Bars>, sides: &Labels) -> Vec<Block> {
    let Some(bars) = bars else { return vec![beam(None).gap(2).narrow_gap(1)] };
    let rows = words::bar_rows(bars).into_iter().map(|row| BarRow {
        label: row.label,
        counts: Sides { left: row.left, right: row.right },
        is_earlier: row.is_earlier,
    });
    let unknown = bars.votes.last().and_then(words::without_side).map(|words| Block::lines([plain(words)]).gap(0));
    let moved = bars.moved.map(|moved| Block::full([plain(words::moved(moved, sides))]).gap(0));
    let picture = Block::new(Kind::Bars(Bars { rows: rows.collect() }));
    std::iter::once(picture).chain(unknown).chain(moved).collect()
}

fn revealed(view: View, reveal: &Reveal, sides: &Labels) -> View {
    let Reveal { face, answer, right, believed, bars, .. } = reveal;
    let spread = spread(face, answer, web::THE_STATEMENT);
    view.block(Block::full([strong(web::it_is(words::name(sides, answer.side)))]))
        .block(Block::new(Kind::Spread(spread)))
        .blocks(believed.as_ref().map(|one| Block::full([plain(words::believed(one))])))
        .blocks(words::talking_helped(right).map(|helped| Block::full([strong(helped)])))
        .blocks(bars.as_ref().map(|bars| voted(Some(bars), sides)).unwrap_or_default())
}

/// The statement on the page of its side, its counterpart on the other; the statement is called `asked`.
pub(super) fn spread(face: &Face, answer: &Answer, asked: &str) -> Spread {
    let page = |side: Side| match &answer.counterpart {
        _ if side == answer.side => Page {
            label: quiet(asked),
            sections: vec![Text::statement(&face.text, &answer.deciding, true), plain(answer.explanation.clone())],
            is_asked: true,
        },
        Some(other) => {
            let why = (!other.explanation.is_empty()).then(|| plain(other.explanation.clone()));
            let said = Text::statement(&other.text, &other.deciding, false);
            let sections = std::iter::once(said).chain(why).collect();
            Page { label: quiet(words::COUNTERPART), sections, is_asked: false }
        }
        None => Page::default(),
    };
    let pages = Sides::each(page);
    Spread { thick: Some(answer.side), pages, between: 1, tail: false, words: false, both: None }
}

fn ended(view: View, outcome: &Outcome) -> View {
    let Outcome { totals, hardest, moved_most, teach_next, too_few, paper_code, .. } = outcome;
    let fact = |label: &str, value: String| Fact { label: label.to_owned(), value: plain(value) };
    let hardest = hardest.iter().map(|one| fact(words::hardest_by(one), capital(&words::went(one))));
    let moved = moved_most.iter().map(|one| fact(web::MOVED_MOST, capital(&words::went(one))));
    let next = words::teach_next(teach_next.as_ref(), *too_few).map(|next| fact(web::TEACH_NEXT, capital(&next)));
    let home = std::iter::once(fact(web::AT_HOME, web::take_home(paper_code)));
    let facts = hardest.chain(moved).chain(next).chain(home);
    view.blocks(words::gained(*totals).map(|gained| Block::full([strong(gained)])))
        .block(Block::new(Kind::Facts(facts.collect())))
}

/// Names, where the host has switched them on.
fn named(shown: &ProjectorView) -> Option<Block> {
    let names = shown.names.as_ref().filter(|names| !names.is_empty())?;
    Some(Block::full([plain(words::names(names, NAMED))]).gives_way())
}

/// The keys that do something now, the sensible one first.
fn footer(foot: super::Foot, shown: &ProjectorView, reach: &Reach) -> super::Foot {
    let frame = &shown.frame;
    let stage = &shown.stage;
    let is_lobby = matches!(stage, ProjectorStage::Lobby);
    let own_pace = matches!(stage, ProjectorStage::OwnPace(_));
    let way = is_lobby || own_pace;
    let is_over = matches!(stage, ProjectorStage::Ended(_));
    let is_open = matches!(stage, ProjectorStage::Open { .. });
    let is_closed = matches!(stage, ProjectorStage::Closed { .. });
    let is_talking = matches!(stage, ProjectorStage::Discussing { .. });
    let is_explained = matches!(stage, ProjectorStage::Revealed(_));
    let at_hand = (is_open || is_closed || is_talking) && !frame.paused;
    let is_warm_up = frame.number == Some(usize::from(WARM_UP));
    let is_split = matches!(stage, ProjectorStage::Closed { revote: true, .. });
    let by_space = (is_lobby || is_open) && !frame.paused;
    let opens_first = is_closed && is_warm_up && !frame.paused;
    let bars = match stage {
        ProjectorStage::Closed { bars, .. } | ProjectorStage::Discussing { bars, .. } => bars.is_some(),
        ProjectorStage::Revealed(reveal) => reveal.bars.is_some(),
        _ => false,
    };
    let next = match stage {
        _ if frame.paused => words::GO_ON,
        ProjectorStage::Closed { revote: true, .. } => words::LET_TALK,
        ProjectorStage::Closed { .. } => words::REVEAL,
        ProjectorStage::Discussing { .. } => words::VOTE_AGAIN,
        _ if is_warm_up => words::FIRST_QUESTION,
        _ if frame.number == Some(frame.of) => words::END_IT,
        _ => words::NEXT_QUESTION,
    };
    let space = if is_open { words::CLOSE } else { words::FIRST_QUESTION };
    foot.says(Action::OpenOrClose, space)
        .says(Action::Next, next)
        .says(Action::Bars, if bars { words::HIDE_BARS } else { words::SHOW_BARS })
        .says(Action::Lock, if frame.locked { words::UNLOCK } else { words::LOCK })
        .says(Action::Pause, if frame.paused { words::GO_ON } else { words::PAUSE })
        .only_if(by_space || opens_first, Action::OpenOrClose)
        .only_if(!by_space && !is_over && (!own_pace || frame.paused), Action::Next)
        .only_if(is_closed && !is_warm_up && !is_split && !frame.paused, Action::VoteAgain)
        .only_if((is_split || is_talking) && !frame.paused, Action::Reveal)
        .only_if((is_closed || is_talking || is_explained) && !frame.paused, Action::Bars)
        .only_if(is_explained || is_over, Action::Beliefs)
        .only_if(is_lobby && !frame.paused, Action::WarmUp)
        .only_if(at_hand, Action::Hands)
        .only_if(at_hand, Action::Skip)
        .only_if(way || (frame.locked && !is_over), Action::Lock)
        .only_if(is_lobby, Action::Names)
        .only_if(!is_lobby && !is_over && !frame.paused, Action::Pause)
        .only_if(way && reach.addresses.len() > 1, Action::Address)
        .only_if(way && reach.shows_large(), Action::ShowCode)
        .only_if(!is_over, Action::End)
        .only_if(is_over, Action::Back)
        .says(Action::Back, words::LEAVE)
}

/// The code as large as the window, and the address below it.
fn camera(host: &Host, frame: &Frame, reach: &Reach) -> View {
    let mut view = View::of_class(Context::Camera, Form::TwoSided, &frame.sides)
        .foot(|foot| foot.only_if(reach.addresses.len() > 1, Action::Address).says(Action::Back, words::BACK));
    let ssh = host.ssh_command(reach).map(|command| words::address_and_code(command, frame));
    let Some(address) = host.address(reach) else {
        return view
            .block(Block::centred([plain(wire::ONLY_TERMINALS)]).gap(2))
            .blocks(ssh.map(|ssh| Block::centred([strong(ssh)])));
    };
    view.code = code(address, 0);
    let page = words::address_and_code(&address.short, frame);
    let terminal = ssh.map(|ssh| wire::or_in_a_terminal(&ssh));
    view.notice = Some(strong(terminal.iter().fold(page.clone(), |all, one| format!("{all}   {one}"))));
    view.block(Block::centred([strong(page)]).when(When::Uncoded))
        .blocks(terminal.map(|terminal| Block::centred([strong(terminal)]).when(When::Uncoded)))
        .block(Block::centred([plain(words::NO_ROOM_FOR_CODE)]).when(When::Uncoded))
}

/// What the room may think, the most common first.
fn board(scene: &Scene, frame: &Frame) -> View {
    let beliefs = scene.room.beliefs();
    let view = View::of_class(Context::Beliefs, Form::TwoSided, &frame.sides)
        .head(web::MAY_THINK, "")
        .counter(quiet(words::room_code(frame)))
        .foot(|foot| foot.says(Action::Back, words::BACK_TO_QUESTION));
    if beliefs.is_empty() {
        return view.block(Block::full([plain(words::no_beliefs())]).gap(2));
    }
    view.block(Block::lines([quiet(words::AS_IF)]))
        .blocks(beliefs.iter().flat_map(belief))
        .block(Block::lines([quiet(words::FEW_BELIEVE)]).gap(2))
}

fn belief(one: &Believed) -> [Block; 3] {
    let right = quiet(format!("{}   ", one.topic)).and(words::of(one.share), Role::Strong);
    let ends = Ends { left: strong(quoted(&one.belief.claim)), right, action: None };
    let share = Share { count: one.share.count, of: one.share.of };
    [
        Block::new(Kind::Ends(ends)),
        Block::new(Kind::Share(share)).gap(0),
        Block::full([plain(one.belief.refutation.clone())]).gap(0).gives_way(),
    ]
}

/// The question, and the line in which raised hands are typed.
fn counting(typed: &str, shown: &ProjectorView, reach: &Reach) -> View {
    let frame = &shown.frame;
    let label = words::hands_of(&frame.sides);
    let field = Field { label, typed: typed.to_owned(), hint: words::HANDS_HINT.to_owned(), active: true };
    let view = head(View::of_class(Context::Counting, Form::TwoSided, &frame.sides), shown);
    let face = match &shown.stage {
        ProjectorStage::Open { face, .. }
        | ProjectorStage::Closed { face, .. }
        | ProjectorStage::Discussing { face, .. } => Some(face),
        _ => None,
    };
    view.blocks(elsewhere(frame, reach))
        .blocks(face.map(|face| Block::statement(strong(face.text.clone()))))
        .block(beam(None).gap(2))
        .block(Block::new(Kind::Field(field)).gap(2))
        .foot(|foot| foot.says(Action::Back, words::BACK).only_if(false, Action::Help))
}
