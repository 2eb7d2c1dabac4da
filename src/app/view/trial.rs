//! Whether phones reach this computer: the same words on a screen and in lines.

use super::block::{Block, Code, When};
use super::text::{plain, quiet, strong, text};
use super::words::counted;
use super::{Form, Role, View, room as words, web};
use crate::app::host::Reach;
use crate::app::keys::{Action, Context, key_for};
use crate::app::trial::{Looking, Reached, Trial};
use crate::domain::room::paper::SideLabel;
use crate::domain::room::view::Labels;

/// The title of the screen.
const TITLE: &str = "Do phones reach this computer?";
/// Where there is a code.
const SCAN: &str = "With one phone on the students' network, scan the code or open";
/// Where there is none.
const OPEN: &str = "With one phone on the students' network, open";
/// Said while nobody came.
const NOT_YET: &str = "Not reached yet.";
/// Said with it.
const ALONE: &str = "Only a phone can tell: that this computer reaches itself proves nothing.";
/// Said where only this computer came.
const ITSELF: &str = "Opened from this computer itself, which proves nothing. Try one phone.";
/// Said once a phone came.
const PASSED: &str = "Phones on that network can open your class.";
/// Said above the reasons.
const REASONS: &str = "If it can't be opened, it is nearly always one of these:";
/// Said above the text for the network's owner.
const ASK: &str = "For the network's owner:";

/// On the page that a phone has opened.
pub const ON_THE_PHONE: &str = "This phone reaches the class's computer.";
/// Said below it.
pub const NOTHING_MORE: &str = "There is nothing more to do here: you can close this page.";
/// Said where the page was opened on the class's computer.
pub const ON_THE_COMPUTER: &str =
    "This is the class's own computer, so it proves nothing. Open the address on one phone.";

/// The four usual reasons.
fn reasons(trial: &Trial) -> [String; 4] {
    let ports = ports(trial);
    [
        "The phone uses mobile data: switch that off, and stay on the Wi-Fi though it has no internet.".to_owned(),
        "The phone is on another network than this computer, such as guests and staff.".to_owned(),
        "The network keeps its guests apart: its owner can allow it, or bring a small router of your own.".to_owned(),
        format!("This computer's firewall lets nobody in: let it accept TCP on {ports}."),
    ]
}

/// The ports that must be let in.
fn ports(trial: &Trial) -> String {
    let port = trial.port;
    trial.ssh_port.map_or_else(|| format!("port {port}"), |ssh| format!("ports {port} and {ssh}"))
}

/// What to send to whoever runs the network.
fn for_the_owner(address: &str, trial: &Trial) -> String {
    let ports = ports(trial);
    let address = address.strip_prefix("https://").unwrap_or(address);
    let is_port = |port: &str| !port.is_empty() && port.chars().all(|digit| digit.is_ascii_digit());
    let host = address.rsplit_once(':').filter(|(_, port)| is_port(port)).map_or(address, |(host, _)| host);
    format!(
        "“For a lesson, phones on the students' Wi-Fi need to open one web page on my laptop, {host}: TCP, {ports}, inside \
         the network only. Please allow client-to-client traffic to that address during the lesson, or name a network that does.”"
    )
}

/// Who came, such as `Reached from 10.3.7.41 in 12 ms.`
#[must_use]
pub fn reached(one: &Reached) -> String {
    let how_long = if one.millis == 0 { "less than 1".to_owned() } else { one.millis.to_string() };
    if one.is_own { ITSELF.to_owned() } else { format!("Reached from {} in {how_long} ms. {PASSED}", one.from) }
}

/// All that there is to say before anybody came, each line making sense alone.
#[must_use]
pub fn lines(trial: &Trial) -> Vec<String> {
    let mut said = vec![format!("{TITLE} {ALONE}")];
    let mut addresses = trial.reach.addresses.iter();
    if let Some(first) = addresses.next() {
        said.push(format!("{OPEN} {}", first.url));
    }
    let others: Vec<String> = addresses.map(|address| address.url.clone()).collect();
    said.extend((!others.is_empty()).then(|| web::also(&others)));
    said.extend(trial.reach.only_here.then(|| web::ONLY_HERE.to_owned()));
    said.extend(standing(trial));
    said
}

/// Whether anybody came, and what it may be where nobody did.
#[must_use]
pub fn standing(trial: &Trial) -> Vec<String> {
    if trial.has_passed() {
        return trial.reached.iter().filter(|one| !one.is_own).map(reached).collect();
    }
    let mut said = vec![format!("{NOT_YET} {REASONS}")];
    said.extend(reasons(trial).into_iter().enumerate().map(|(at, reason)| format!("{}. {reason}", at + 1)));
    let address = trial.reach.addresses.first();
    said.extend(address.map(|address| format!("{ASK} {}", for_the_owner(&address.short, trial))));
    said
}

/// The screen.
#[must_use]
pub fn view(trial: &Trial, looking: &Looking) -> View {
    let nobody = || SideLabel { name: String::new(), label: String::new() };
    let form = if looking.is_large { Form::TwoSided } else { Form::List };
    let mut view = View::of_class(Context::Trial, form, &Labels { left: nobody(), right: nobody() });
    let reach = &trial.reach;
    let address = looking.address(reach).filter(|_| reach.has_code());
    let code = |beside| address.and_then(|address| Some(Code { squares: address.squares.clone()?, beside }));
    view.page = looking.page();
    let foot = |foot: super::Foot| {
        let large = if looking.is_large { words::SMALL_AGAIN } else { words::LARGE_CODE };
        foot.says(Action::Back, words::LEAVE)
            .says(Action::ShowCode, large)
            .only_if(reach.addresses.len() > 1, Action::Address)
            .only_if(reach.has_code(), Action::ShowCode)
            .only_if(false, Action::Help)
    };
    if looking.is_large {
        view.code = code(0);
        view.notice = address.map(|address| strong(address.short.clone()));
        let too_small = Block::centred([plain(words::NO_ROOM_FOR_CODE)]).when(When::Uncoded);
        return view.block(too_small).foot(foot);
    }
    view.code = code(36);
    let open = [
        Block::full([plain(SCAN)]).when(When::Coded),
        Block::full([plain(OPEN)]).when(When::Uncoded),
        Block::lines(looking.address(reach).map(|address| strong(address.short.clone()))),
    ];
    let only_here = reach.only_here.then(|| Block::full([text(web::ONLY_HERE, Role::Wrong)]));
    view.head(TITLE, "")
        .blocks(open)
        .blocks(several(reach))
        .blocks(only_here)
        .blocks(came(trial))
        .blocks(ways_on(trial, looking))
        .foot(foot)
}

fn several(reach: &Reach) -> Option<Block> {
    let others = reach.addresses.len().checked_sub(1).filter(|others| *others > 0)?;
    let key = key_for(Context::Trial, Action::Address);
    Some(Block::full([quiet(words::other_addresses(others, &key))]))
}

/// Who came.
fn came(trial: &Trial) -> Vec<Block> {
    let phones: Vec<&Reached> = trial.reached.iter().filter(|one| !one.is_own).collect();
    let Some(last) = phones.last() else {
        let said = if trial.reached.is_empty() { ALONE } else { ITSELF };
        return vec![Block::lines([strong(NOT_YET)]), Block::full([plain(said)]).gap(0)];
    };
    let all = phones.len().checked_sub(1).filter(|others| *others > 0);
    let others = all.map(|others| {
        Block::full([quiet(format!("{} before.", counted(others, "other phone", "other phones")))]).gap(0)
    });
    std::iter::once(Block::full([text("✓ ", Role::Right).and(reached(last), Role::Strong)])).chain(others).collect()
}

/// What it may be, and whom to ask.
fn ways_on(trial: &Trial, looking: &Looking) -> Vec<Block> {
    if trial.has_passed() {
        return Vec::new();
    }
    let reasons = reasons(trial).into_iter().enumerate();
    let reasons = reasons.map(|(at, reason)| Block::full([plain(format!("{}. {reason}", at + 1))]).gap(0));
    let owner = looking
        .address(&trial.reach)
        .map(|address| [Block::full([quiet(ASK)]), Block::full([plain(for_the_owner(&address.short, trial))]).gap(0)]);
    std::iter::once(Block::full([plain(REASONS)])).chain(reasons).chain(owner.into_iter().flatten()).collect()
}
