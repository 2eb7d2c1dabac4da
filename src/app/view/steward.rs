//! An assessment's desk at the host's own terminal: what the projector may show, without names, and who is there, for the host.

use super::block::{Align, Block, Cell, Code, Column, Field, Figure, Kind, Table, TableRow, When};
use super::text::{plain, quiet, strong, text};
use super::{Form, Role, Text, View, desk as words, keys, room, web, wire};
use crate::app::host::Reach;
use crate::app::keys::{Action, Context, key_for};
use crate::app::steward::{Question, Row, Scene, Showing, Steward};

/// How many cells words need beside the code.
const BESIDE_CODE: u16 = 40;

/// What the host's terminal shows.
#[must_use]
pub fn of(steward: &Steward, scene: &Scene) -> View {
    let mut seen = match steward.showing() {
        Showing::Stage => stage(steward, scene),
        Showing::Console | Showing::Unlocking { .. } => console(steward, scene),
        Showing::Keys(context) => {
            let empty = View::of_class(Context::Help, Form::List, &scene.sides);
            keys::of(empty, *context, &[]).foot(|foot| foot.says(Action::Back, room::BACK))
        }
    };
    seen.page = steward.page();
    if let Some(question) = steward.question() {
        let foot = View::of_class(Context::Sure, seen.form, &scene.sides).foot;
        let (asked, yes, no) = match question {
            Question::Close => (words::asked_to_close(scene.under()), words::CLOSE_IT, room::GO_ON),
            Question::Alone => (room::ARE_YOU_ALONE.to_owned(), room::SHOW_CONSOLE, room::STAY_HERE),
        };
        let foot = foot.only_if(false, Action::Help).only_if(false, Action::Back);
        seen.foot = foot.says(Action::Accept, yes).says(Action::Decline, no);
        seen.notice = Some(strong(asked));
    } else {
        seen.notice = said(steward, scene);
    }
    seen
}

/// What stands above the footer: what was just said, or what is the matter.
fn said(steward: &Steward, scene: &Scene) -> Option<Text> {
    match steward.notice() {
        Some(Ok(said)) => Some(plain(said)),
        Some(Err(why)) => Some(text(why, Role::Wrong)),
        None if scene.closed => Some(strong(words::CLOSED)),
        None => scene.trouble.as_ref().map(|trouble| text(trouble.clone(), Role::Wrong)),
    }
}

fn headed(context: Context, scene: &Scene, subtitle: &str) -> View {
    View::of_class(context, Form::List, &scene.sides).head(scene.title.clone(), subtitle)
}

/// Where to sit down, how many have begun and are done. Nobody's name.
fn stage(steward: &Steward, scene: &Scene) -> View {
    let reach = &scene.reach;
    let address = steward.address(reach);
    let several = reach.addresses.len() > 1;
    let mut view = headed(Context::Desk, scene, "").counter(quiet(words::given(scene.minutes)));
    view.code = address.filter(|_| !reach.only_here).and_then(|address| {
        let squares = address.squares.clone()?;
        Some(Code { squares, beside: BESIDE_CODE })
    });
    let (begun, over, people) = (scene.begun(), scene.over(), scene.rows.len());
    view.blocks(address.map(|address| Block::lines([plain(words::OPEN_WITH_TICKET), strong(address.short.clone())])))
        .blocks(reach.only_here.then(|| Block::full([text(web::ONLY_HERE, Role::Wrong)])))
        .blocks(several.then(|| {
            let key = key_for(Context::Desk, Action::Address);
            Block::lines([quiet(room::other_addresses(reach.addresses.len() - 1, &key))]).gives_way()
        }))
        .blocks(terminals(reach))
        .block(figure(begun, &words::begun_of(begun, people)).gap(2).narrow_gap(1))
        .block(figure(over, &words::done_of(over, people)))
        .foot(|foot| foot.only_if(several, Action::Address).only_if(false, Action::Back))
}

fn figure(figure: usize, of: &str) -> Block {
    Block::new(Kind::Figure(Figure { figure, of: of.to_owned() }))
}

/// What whoever has a terminal types, and what to compare.
fn terminals(reach: &Reach) -> Vec<Block> {
    let Some((ssh, command)) = reach.ssh.as_ref().and_then(|ssh| Some((ssh, ssh.commands.first()?))) else {
        return Vec::new();
    };
    let lead = if reach.addresses.is_empty() { wire::ONLY_TERMINALS } else { wire::IN_A_TERMINAL };
    let key = wire::host_key(&ssh.fingerprint).into_iter().map(quiet);
    vec![
        Block::lines([plain(lead), strong(command.clone())]),
        Block::lines([quiet(wire::host_key_in_full(&ssh.fingerprint))]).gap(0).when(When::Uncoded).gives_way(),
        Block::lines(key).gap(0).when(When::Coded).gives_way(),
    ]
}

/// Who is there, and where they stand.
fn console(steward: &Steward, scene: &Scene) -> View {
    let at = steward.cursor(scene.rows.len());
    let context =
        if matches!(steward.showing(), Showing::Unlocking { .. }) { Context::Unlocking } else { Context::Hall };
    let standings: Vec<_> = scene.rows.iter().map(|row| row.standing.clone()).collect();
    let mut view = headed(context, scene, room::CONSOLE);
    let stands = words::standing(&standings, scene.begun(), scene.wrong, scene.since);
    view.above = vec![Block::lines(stands.into_iter().map(plain)).gap(0)];
    view.below = below(steward, scene);
    let table = Table {
        columns: vec![
            Column::new(Align::Right, 3),
            Column::new(Align::Left, 2),
            Column::new(Align::Left, 26).narrow(Some(18)),
            Column::new(Align::Left, 43).narrow(Some(33)),
        ],
        rows: scene.rows.iter().enumerate().map(|(number, row)| self::row(number, row)).collect(),
        cursor: (!scene.rows.is_empty()).then_some(at),
        airy: false,
    };
    let may = scene.rows.get(at).is_some_and(|row| row.begun);
    view.block(Block::new(Kind::Table(table))).foot(|foot| match context {
        Context::Unlocking => foot.says(Action::Back, room::BACK).only_if(false, Action::Help),
        _ => foot.only_if(may, Action::Unlock).says(Action::Back, room::THE_STAGE),
    })
}

/// The reason that is being typed, or where the host's page is.
fn below(steward: &Steward, scene: &Scene) -> Vec<Block> {
    if let Showing::Unlocking { seat, minutes, typed } = steward.showing() {
        let how = if minutes.is_none() { words::HOW_MANY_MINUTES } else { words::HOW_TO_SIGN };
        let label = scene.rows.iter().find(|row| row.seat == *seat).map_or("", |row| row.name.as_str());
        let field = Field { label: words::unlocks(label), typed: typed.clone(), hint: String::new(), active: true };
        return vec![Block::lines([quiet(how)]), Block::new(Kind::Field(field)).gap(0)];
    }
    let page = steward.address(&scene.reach).zip(scene.reach.word.as_ref());
    let page = page.map(|(address, word)| words::hosts_page(&address.short, word));
    page.map(|page| Block::lines([quiet(page)])).into_iter().collect()
}

fn row(number: usize, row: &Row) -> TableRow {
    let said = words::stands(&row.standing, row.gone, row.moves);
    let said = if row.gone { text(said, Role::Accent) } else { quiet(said) };
    TableRow {
        cells: vec![
            Cell::Text(plain(row.seat.to_string())),
            Cell::Text(Text::default()),
            Cell::Text(plain(row.name.clone())),
            Cell::Text(said),
        ],
        action: Some(Action::Select(number)),
        select: Some(Action::Select(number)),
    }
}
