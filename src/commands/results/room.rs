//! `results` of live classes.

use super::show::hand_over;
use super::told;
use crate::adapters::host::archive;
use crate::adapters::host::rooms::{Found, RoomError};
use crate::adapters::results::report;
use crate::cli::{Global, ShowArgs};
use crate::commands::info::print_versioned;
use crate::commands::shelf::shelf;
use crate::commands::{DONE, Failure, start};
use crate::domain::bank::Bank;
use crate::domain::moment::Moment;
use crate::domain::room::report::ClassReport;
use crate::domain::room::view::{Labels, frame};
use crate::domain::room::{People, Room};
use crate::domain::store::Store;
use crate::domain::words::{counted, plural};
use crate::ui::text::safe;
use std::io::{self, Write};
use std::path::Path;

/// A live class, read whole.
pub struct Class {
    /// Its file.
    pub found: Found,
    /// The room.
    pub room: Room,
    /// Who sat where.
    pub people: People,
    /// When it was opened.
    pub opened: Moment,
    /// The bank that it was opened with.
    pub bank: Bank,
}

impl Class {
    /// Reads a class with the bank at hand.
    pub fn of(global: &Global, found: Found) -> Result<Self, Failure> {
        let (opened, _) = found.opening()?;
        let bank = start::bank(global)?;
        let room = found.room(&bank)?.settled();
        let people = People::of(found.file.people(found.stream)?);
        Ok(Self { found, room, people, opened, bank })
    }

    /// The room folded twice, for whoever wants to see that it comes out the same.
    pub fn again(global: &Global, found: &Found) -> Result<(Room, Room), Failure> {
        let bank = start::bank(global)?;
        Ok((found.room(&bank)?.settled(), found.room(&bank)?.settled()))
    }

    /// What it came to.
    pub fn report(&self) -> ClassReport {
        self.room.report(&self.people, &self.bank, self.opened)
    }

    /// How its sides are called.
    pub fn sides(&self) -> Labels {
        frame(&self.room).sides
    }
}

/// How many people answered on paper in these classes, and how many raised hands are nobody's.
pub fn other_than_devices(classes: &[Class]) -> (usize, u32) {
    let on_paper = classes.iter().map(|class| class.room.sheets_on_paper().count()).sum();
    let raised =
        classes.iter().flat_map(|class| class.room.raised()).filter(|one| !one.replaced).map(|one| one.count).sum();
    (on_paper, raised)
}

/// How many sheets and hands the facts of a class tell, for whoever folds them again.
pub fn beside_in(found: &Found) -> Result<Option<String>, Failure> {
    let (sheets, counts) = found.other_than_devices()?;
    let said: Vec<String> =
        [(sheets, "sheet of paper", "sheets of paper"), (counts, "count of raised hands", "counts of raised hands")]
            .into_iter()
            .filter(|(number, ..)| *number > 0)
            .map(|(number, one, many)| counted(number, one, many))
            .collect();
    Ok((!said.is_empty()).then(|| format!("with {}", said.join(" and "))))
}

/// What there is to say of people who answered without a device; nothing where there were none. `hands_count` says whether raised
/// hands are in the figures.
pub fn beside(classes: &[Class], hands_count: bool) -> Option<String> {
    let (sheets, hands) = other_than_devices(classes);
    let on_paper = format!("{} of paper, counted like everybody's answers.", counted(sheets, "sheet", "sheets"));
    let how = if hands_count {
        "the first of each question stands for one person, the second for another, and so on."
    } else {
        "not in these figures."
    };
    let raised = format!(
        "{}, which {} nobody's: {how}",
        counted(hands, "raised hand", "raised hands"),
        plural(hands, "is", "are")
    );
    let said: Vec<String> = [(sheets > 0, on_paper), (hands > 0, raised)]
        .into_iter()
        .filter_map(|(is_there, said)| is_there.then_some(said))
        .collect();
    (!said.is_empty()).then(|| said.join(" "))
}

/// The class that is meant by what was named; none where that is no class, but a file or a folder of results.
pub fn meant(global: &Global, named: &Path) -> Result<Option<Found>, Failure> {
    let typed = named.to_string_lossy();
    if !archive::is_room(named) && (named.exists() || !archive::is_code(&typed)) {
        return Ok(None);
    }
    found(global, Some(&typed)).map(Some)
}

/// The class that is called so; without a name, the last one.
pub fn found(global: &Global, typed: Option<&str>) -> Result<Found, Failure> {
    let found = archive::open(&shelf(global)?, typed)?;
    if let Some(notice) = &found.notice {
        writeln!(io::stderr(), "iotutor: {}", safe(notice))?;
    }
    Ok(found)
}

/// The last class, where nobody keeps results in `folder`; none where there is no class either.
pub fn last_unless(global: &Global, folder: &Path) -> Result<Option<Found>, Failure> {
    if folder.exists() {
        return Ok(None);
    }
    match found(global, None) {
        Err(Failure::Room(RoomError::Never)) => Ok(None),
        found => found.map(Some),
    }
}

/// Shows a class.
pub fn show(global: &Global, args: &ShowArgs, found: Found, out: &mut impl Write) -> Result<u8, Failure> {
    if args.id.is_some() || args.applicant || args.before.is_some() {
        let what = "a live class is shown whole: leave ID, --applicant and --before out";
        return Err(Failure::Usage(what.to_owned()));
    }
    let class = Class::of(global, found)?;
    let (report, sides) = (class.report(), class.sides());
    let grid = if args.grid { class.room.grid(&class.people) } else { Vec::new() };
    if args.json && args.out.is_none() {
        print_versioned(&report, out)?;
        return Ok(DONE);
    }
    hand_over(global, args, |format| report::class(&report, &sides, &grid, format), out)
}

/// Says something that fits a terminal.
pub fn say(global: &Global, text: &str, out: &mut impl Write) -> Result<(), Failure> {
    writeln!(out, "{}", told(global, &safe(text)))?;
    Ok(())
}
