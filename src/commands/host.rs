//! `host`: a live class, or an assessment's desk.

mod desk;
#[cfg(not(feature = "web"))]
#[path = "host/no_pages.rs"]
mod pages;
#[cfg(feature = "web")]
mod pages;

use super::shelf::{self, shelf};
use super::{DONE, Ended, Failure, start};
use crate::adapters::clock::Clock;
use crate::adapters::host::desk::{self as room, Desk, Listing, Running};
use crate::adapters::host::podium::Podium;
use crate::adapters::host::typed::Typed;
use crate::adapters::host::{Shelf, archive, lines};
use crate::adapters::results::roster::{Listed, Roster};
use crate::adapters::{connection, paths, settings, terminal};
use crate::app::view::room as words;
use crate::cli::{Global, HostArgs, KEEP_DAYS, NamesChoice, PaceChoice, Switch};
use crate::domain::bank::{Bank, StatementRef};
use crate::domain::code::{self, Code, CodeError, Given, Options};
use crate::domain::moment::Moment;
use crate::domain::quiz::draw;
use crate::domain::room::paper::preview;
use crate::domain::room::view::{frame, projector};
use crate::domain::room::{Item, NamesPolicy, Opened, Pace, host_word, room_code};
use crate::domain::store::{Kind, Person, Stream};
use crate::ui::text::safe;
use crate::ui::theme::Theme;
use rand::RngExt;
use std::io::{self, Write};
use std::path::Path;
use std::time::Duration;

/// How many questions a class has where nothing else is said: about twenty minutes.
const QUESTIONS: usize = 8;

/// How long what is shown stands before a key leads on from it.
const STANDS: Duration = Duration::from_millis(300);

/// How many people may be in at once.
const SEATS: u32 = 400;

/// The longest title, in characters.
const LONGEST_TITLE: usize = 60;

/// How many room codes are drawn where those drawn before are taken.
const TRIES: usize = 100;

/// A class, ready to be led.
pub(super) struct Class {
    bank: Bank,
    pub(super) desk: Desk,
    pub(super) running: Running,
    /// What to say of the file.
    notice: Option<String>,
    resumed: bool,
    /// What opens the teacher's page: the same at every host and whenever the class goes on, and known to nobody who hasn't the
    /// room's facts.
    word: String,
}

/// Leads a live class.
pub fn run(global: &Global, args: &HostArgs, out: &mut impl Write) -> Result<Ended, Failure> {
    let data_dir = paths::data_dir(global.data_dir.as_deref())?;
    if args.test {
        return pages::test(global, pages::door(args, &data_dir)?, out);
    }
    if let Some(form) = &args.form {
        return desk::run(global, form, args, out);
    }
    let bank = start::bank(global)?;
    let mut clock = Clock::from_environment()?;
    let listing = class_listing(global, args)?;
    pages::agree(global, args)?;
    // Before a room is begun that nobody could open.
    let door = pages::door(args, &data_dir)?;
    let shelf = shelf(global)?;
    let goes_on = args.unattended && args.resume.is_none() && shelf.find(None).is_ok();
    let class = if let Some(code) = args.resume.as_deref().or(goes_on.then_some("")) {
        resume(&shelf, bank, code, (clock, listing))?
    } else {
        let opened = opened(&bank, args, &mut clock)?;
        begin(&shelf, bank, opened, (clock, listing))?
    };
    lead(global, class, door, args, out)
}

fn lead(
    global: &Global,
    class: Class,
    door: Option<pages::Door>,
    args: &HostArgs,
    out: &mut impl Write,
) -> Result<Ended, Failure> {
    let open = pages::open(door, &class.desk, args, &class.word)?;
    let led = if start::draws(global) && !args.preview && !args.unattended {
        at_terminal(global, &class, &open, out)
    } else {
        in_lines(&class, &open, args, out).map_err(Failure::from)
    };
    drop(open);
    class.running.close();
    led
}

/// Leads the class by lines typed.
fn in_lines(class: &Class, open: &pages::Open, args: &HostArgs, out: &mut impl Write) -> io::Result<Ended> {
    let mut clock = Clock::from_environment().map_err(io::Error::other)?;
    // A pinned generator gives the same bits to whoever asks first; the class has had the first of them.
    let mut entropy = move || !clock.now().entropy;
    // From the first word on a signal ends it in order.
    let mut typed = Typed::begin(args.unattended)?;
    let Class { bank, desk, notice, resumed, .. } = class;
    let state = desk.state();
    let mut first: Vec<String> = notice.iter().cloned().collect();
    first.extend(resumed.then(|| words::resumed(&frame(&state.room))));
    first.extend(words::projector(&projector(&state.room, &state.people)));
    first.extend(open.said.iter().cloned());
    if !resumed && !args.unattended {
        let is_led = state.room.opened().pace.is_hosts();
        first.push(if is_led { words::HOW_TO_LEAD } else { words::HOW_TO_FOLLOW }.to_owned());
    }
    if args.preview && !resumed {
        let sides = frame(&state.room).sides;
        let questions = preview(bank, state.room.opened()).unwrap_or_default();
        let number = |place| state.room.number(place);
        first.extend(questions.iter().map(|(face, key)| words::preview(number(face.place), face, key, &sides)));
    }
    lines::say(out, &first)?;
    lines::run(desk, bank, &mut typed, out, &mut entropy)?;
    Ok(typed.ended_by().map_or(Ended::With(DONE), Ended::Signalled))
}

/// Leads the class by keys at a terminal, which shows what the projector may show.
fn at_terminal(global: &Global, class: &Class, open: &pages::Open, out: &mut impl Write) -> Result<Ended, Failure> {
    // Where time is pinned nobody presses a key twice.
    let patience = if Clock::from_environment()?.is_pinned() { Duration::ZERO } else { STANDS };
    let look = || open.reach();
    let mut podium = Podium::new(&class.desk, dress(global)?, &look, patience);
    if class.resumed {
        podium.says(words::resumed(&frame(&class.desk.state().room)));
    }
    let ended = show(&mut podium, |wake| class.desk.board().listen(move |_| wake()))?;
    let terminal::End::Signalled(signal) = ended else {
        lines::say(out, &class.notice.iter().cloned().chain([lines::last_words(&class.desk)]).collect::<Vec<_>>())?;
        return Ok(Ended::With(DONE));
    };
    Ok(Ended::Signalled(signal))
}

/// The colours and signs that suit the terminal and what was wished.
fn dress(global: &Global) -> Result<Theme, Failure> {
    let folder = paths::data_dir(global.data_dir.as_deref())?;
    Ok(start::theme(global, &settings::load(&settings::settings_file(&folder))?))
}

/// Shows somebody what there is to see, until they leave or a signal ends it.
fn show(person: &mut dyn connection::Person, listen: impl FnOnce(terminal::Wake)) -> Result<terminal::End, Failure> {
    // A camera needs both colours of a code, also where no colours are wanted.
    crossterm::style::force_color_output(true);
    terminal::show(person, listen).map_err(|error| Failure::Io {
        what: "the terminal cannot be used; try --plain, which needs none".to_owned(),
        error,
    })
}

/// Whom the roster knows by what they type.
pub(super) fn listing(global: &Global, named: Option<&Path>) -> Result<Listing, Failure> {
    Ok(of_roster(roster(global, named)?))
}

fn roster(global: &Global, named: Option<&Path>) -> Result<Roster, Failure> {
    named.map_or_else(|| shelf::roster(global), |file| Ok(Roster::read(file)?))
}

/// The same for a class that may want everybody to be on it.
fn class_listing(global: &Global, args: &HostArgs) -> Result<Listing, Failure> {
    let roster = roster(global, args.roster.as_deref())?;
    if args.names == Some(NamesChoice::Roster) && roster.people.is_empty() {
        let what = "--names roster needs a list of the class; name it with --roster FILE, or keep it with `roster import`, where classes are in \
             a database with the same --store";
        return Err(Failure::Usage(what.to_owned()));
    }
    Ok(of_roster(roster))
}

fn of_roster(roster: Roster) -> Listing {
    let person = |listed: &Listed| Person {
        name: if listed.name.is_empty() { listed.id.clone() } else { listed.name.clone() },
        roster: listed.id.clone(),
        email: listed.email.clone(),
    };
    Box::new(move |typed| roster.by_id(typed).map(person))
}

fn resume(shelf: &Shelf, bank: Bank, code: &str, (clock, listing): (Clock, Listing)) -> Result<Class, Failure> {
    let found = shelf.find(Some(code).filter(|code| !code.is_empty()))?;
    let word = host_word(found.stream);
    let (desk, running) = room::resume(found.file, found.stream, &bank, clock, listing)?;
    Ok(Class { bank, desk, running, notice: found.notice, resumed: true, word })
}

pub(super) fn begin(
    shelf: &Shelf,
    bank: Bank,
    mut opened: Opened,
    (mut clock, listing): (Clock, Listing),
) -> Result<Class, Failure> {
    let date = clock.now().moment.date();
    for _ in 0..TRIES {
        if !shelf.has(&date, &opened.code)? {
            break;
        }
        opened.code = room_code(clock.now().entropy);
    }
    let file = shelf.place_for(&date, &opened.code)?;
    let stream = Stream { kind: Kind::Room, id: clock.now().entropy };
    let now = clock.now().moment;
    let notice = match shelf {
        Shelf::Folder(data_dir) => kept_long(data_dir, now),
        // Who keeps a database has rules for it.
        Shelf::Database(_) => None,
    };
    let (desk, running) = room::begin(file, stream, (&bank, &opened), clock, listing)?;
    Ok(Class { bank, desk, running, notice, resumed: false, word: host_word(stream) })
}

/// Said where classes are kept for longer than is advised; none is deleted unasked.
fn kept_long(data_dir: &Path, today: Moment) -> Option<String> {
    let old = archive::before(data_dir, archive::first_kept(today, KEEP_DAYS)?).len();
    (old > 0).then(|| words::kept_long(old, KEEP_DAYS))
}

/// What the command line says that the room is opened with.
pub(super) fn opened(bank: &Bank, args: &HostArgs, clock: &mut Clock) -> Result<Opened, Failure> {
    let title = args.title.as_deref().unwrap_or_default();
    let title: String =
        safe(title).split_whitespace().collect::<Vec<_>>().join(" ").chars().take(LONGEST_TITLE).collect();
    let code = paper(bank, args, clock)?;
    let round = draw(bank, &code.spec());
    if round.is_empty() {
        return Err(Failure::Usage("no statement of the bank fits these options".to_owned()));
    }
    let item = |at: &StatementRef| {
        let statement = bank.entry(*at)?.statement;
        Some(Item { id: statement.id.clone(), revision: statement.revision })
    };
    let pace = if args.pace == Some(PaceChoice::Own) { Pace::Own } else { Pace::Host };
    Ok(Opened {
        title,
        code: room_code(clock.now().entropy),
        paper_code: code.written(bank),
        bank: bank.manifest.id.clone(),
        bank_revision: bank.manifest.revision,
        // Nobody is waited for at their own pace, so there is nothing to warm up for.
        warm_up: warm_up(bank, &code, &round).filter(|_| pace.is_hosts()).as_ref().and_then(item),
        items: round.iter().filter_map(item).collect(),
        names: match args.names {
            Some(NamesChoice::None) => NamesPolicy::None,
            Some(NamesChoice::Roster) => NamesPolicy::Roster,
            Some(NamesChoice::Free) | None => NamesPolicy::Free,
        },
        certainty: args.certainty != Some(Switch::Off),
        seats: SEATS,
        pace,
    })
}

/// The code of the paper: the one that was given, that of a word, or a new one.
fn paper(bank: &Bank, args: &HostArgs, clock: &mut Clock) -> Result<Code, Failure> {
    let topics = args.topics.iter().map(|typed| start::topic_number(bank, typed)).collect::<Result<Vec<_>, _>>()?;
    let refused = |error: CodeError| Failure::Usage(format!("the paper: {error}"));
    let options = Options { topics, level: args.level, count: args.count.unwrap_or(QUESTIONS) };
    let Some(typed) = &args.paper else {
        let entropy = u64::try_from(clock.now().entropy & u128::from(u64::MAX)).unwrap_or_default();
        return Ok(Code::draw(bank, options, entropy));
    };
    match code::read(typed, bank).map_err(refused)? {
        Given::Word(word) => Ok(word.code(bank, options)),
        Given::Code(_) if !args.topics.is_empty() || args.level.is_some() || args.count.is_some() => {
            Err(Failure::Usage("the paper's code says all of that: leave --topics, --level and --count out".to_owned()))
        }
        Given::Code(code) => Ok(code),
    }
}

/// An easy statement to warm up with, of a pair that the paper does not use; the same for the same paper.
fn warm_up(bank: &Bank, code: &Code, round: &[StatementRef]) -> Option<StatementRef> {
    let is_used = |at: StatementRef| round.iter().any(|used| (used.topic, used.item) == (at.topic, at.item));
    let fitting: Vec<StatementRef> =
        bank.statements().filter(|entry| entry.level() == 1 && !is_used(entry.at)).map(|entry| entry.at).collect();
    let mut generator = code.spec().seed.generator("warm-up");
    (!fitting.is_empty()).then(|| fitting.get(generator.random_range(0..fitting.len())).copied()).flatten()
}
