//! `assess`: somebody takes an assessment.

use super::form::Opened;
use super::statements::Statements;
use super::{Ended, Failure, start};
use crate::adapters::attempts::{self, Kept, Writer};
use crate::adapters::clock::Clock;
use crate::adapters::files::{Keep, replace};
use crate::adapters::forms::FormError;
use crate::adapters::hall::papers::{AtHand, Beginning, Next, Signer};
use crate::adapters::results::FOLDER;
use crate::adapters::results::report::{Format, report};
use crate::adapters::results::roster::Roster;
use crate::adapters::runner::step;
use crate::adapters::store::Journal;
use crate::adapters::{paths, settings};
use crate::app::assess::{Assess, Entrant, Filed};
use crate::app::ports::{FileResults, FindAnswers, KeepSettings, KnowLearners, SaveFacts, WriteReports};
use crate::app::view::leaving_assessment;
use crate::app::{Message, Model, Now};
use crate::cli::{AssessArgs, Global};
use crate::domain::assessment::attempt::{Attempt, Sheet, Step};
use crate::domain::assessment::entry::{Entry, Whose, entry};
use crate::domain::assessment::form::check::{BankAtHand, OTHER_REVISION, check};
use crate::domain::assessment::form::{Accommodation, Form};
use crate::domain::assessment::pool::Pool;
use crate::domain::assessment::report::{AtHand as Told, Beside, ResultReport};
use crate::domain::assessment::result::{Applicant, Record, Voucher};
use crate::domain::bank::Bank;
use crate::domain::bank::problem::Severity;
use crate::domain::fact::{Event, Fact};
use crate::domain::moment::Moment;
use crate::domain::words::counted;
use crate::ui::text::safe;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What is outside of an assessment: the journal for its facts, and the folder for its result.
struct Desk {
    writer: Writer,
    folder: PathBuf,
    signer: Signer,
    bank: Arc<Bank>,
    pool: Arc<Pool>,
    calibration: Option<String>,
}

impl SaveFacts for Desk {
    fn save(&mut self, facts: &[Fact]) -> Result<(), String> {
        self.writer.save(facts)
    }
}

impl FileResults for Desk {
    fn file(&mut self, record: &Record) -> Result<Filed, String> {
        attempts::file(&self.folder, record, &self.signer.key)
    }

    fn report(&mut self, record: &Record, receipt: &str) -> Result<String, String> {
        let form = Form::read("", &record.form.text).map_err(|_| "The form cannot be read any more.".to_owned())?.0;
        let voucher = if self.signer.institution { Voucher::Ours } else { Voucher::Nobody };
        let at_hand = Told { bank: &self.bank, pool: &self.pool, calibration: self.calibration.as_deref() };
        let beside = Beside { at_hand: Some(at_hand), ..Beside::default() };
        let made = ResultReport::of(record, &form, (receipt, voucher), beside).for_applicant(form.shows);
        let path = self.folder.join(format!("{}.html", attempts::name(record, receipt)));
        let written = replace(&path, report(&made, Format::Html).as_bytes(), Keep::Unsynced);
        let shown = path.display();
        written.map_err(|error| format!("{shown} cannot be written ({error})."))?;
        Ok(format!("Written: {shown}"))
    }
}

impl KeepSettings for Desk {}
impl KnowLearners for Desk {}
impl FindAnswers for Desk {}
impl WriteReports for Desk {}

/// Lets somebody take an assessment.
pub fn run(global: &Global, args: &AssessArgs, out: &mut impl Write) -> Result<Ended, Failure> {
    let (opened, other_revision) = usable(global, &args.form)?;
    let data_dir = paths::data_dir(global.data_dir.as_deref())?;
    let roster = Roster::kept(&data_dir)?;
    let (applicant, accommodation) = applicant(args, &roster)?;
    let place = roster.people.iter().position(|listed| !applicant.id.is_empty() && listed.id == applicant.id);
    let arranged = arranged(&opened, accommodation.as_deref())?.cloned();
    let mut clock = Clock::from_environment()?;
    let settings = settings::load(&settings::settings_file(&data_dir))?;
    let journal = Journal::open(&paths::journal_file(&data_dir))?;
    if let Some(notice) = journal.notice {
        writeln!(out, "{}", safe(&notice))?;
    }
    let signer = Signer::of(&opened.form, &data_dir, &mut clock);
    let folder = args.out.clone().unwrap_or_else(|| data_dir.join(FOLDER));
    let command = command(global, args);
    let pool = Arc::new(opened.pool.clone());
    let mut hall = Hall { global, opened, pool, other_revision, applicant, place, arranged, signer, folder, command };
    let now = clock.now();
    let mut journal = journal.journal;
    let earlier =
        attempts::of_applicant(&mut journal, &hall.opened.form, &hall.opened.bank.manifest.id, &hall.applicant.id)?;
    let journal = hall.file_late(journal, &earlier, now, out)?;
    let (assess, writer) = hall.seat(journal, earlier, now)?;
    let Hall { opened, pool, signer, folder, .. } = hall;
    let Opened { bank, calibration, .. } = opened;
    let bank = Arc::new(bank);
    let mut desk = Desk { writer, folder, signer, bank: Arc::clone(&bank), pool, calibration };
    let mut model = Model::assessing(bank, settings, assess);
    step(&mut model, Message::Tick, clock.now(), &mut desk);
    let ended = start::converse(global, &mut model, &mut clock, &mut desk, out)?;
    if start::draws(global) && model.trouble().is_none() {
        // Whoever does not read it any more has lost nothing.
        let _ = leaving_assessment(&model).map(|line| writeln!(out, "{}", safe(&line)));
    }
    match model.trouble() {
        Some(trouble) => Err(Failure::Unsaved { facts: trouble.facts.len(), reason: trouble.reason.clone() }),
        None => Ok(ended),
    }
}

/// The form, if it can be taken with the bank at hand; and why it cannot be begun, where that is only because it is for
/// another revision of the bank: an attempt may still go on, where nothing of its paper is another.
pub(super) fn usable(global: &Global, form: &Path) -> Result<(Opened, Option<Failure>), Failure> {
    let opened = Opened::load(global, form)?;
    let manifest = &opened.bank.manifest;
    let bank = BankAtHand {
        id: &manifest.id,
        revision: manifest.revision,
        pool: &opened.pool,
        published: global.bank.is_none(),
    };
    let mut checked = check(&opened.name, &opened.form, &opened.lines, bank);
    let mut refusal = None;
    if !checked.is_usable() {
        checked.problems.retain(|problem| problem.severity == Severity::Error);
        let is_revision = checked.problems.iter().all(|problem| problem.rule == OTHER_REVISION);
        let failure = FormError::Bad { file: opened.name.clone(), problems: checked.problems }.into();
        if !is_revision {
            return Err(failure);
        }
        refusal = Some(failure);
    }
    Ok((opened, refusal))
}

/// Who takes it, and what the roster arranges for them. Where a roster is kept, an id has to be on it.
fn applicant(args: &AssessArgs, roster: &Roster) -> Result<(Applicant, Option<String>), Failure> {
    let proper =
        |option, given: &Option<String>| given.as_deref().map(|given| start::proper(option, given)).transpose();
    let id = proper("--applicant", &args.applicant)?.unwrap_or_default();
    let name = proper("--name", &args.name)?.unwrap_or_default();
    if id.is_empty() || roster.people.is_empty() {
        return Ok((Applicant { id, name, email: String::new() }, args.accommodation.clone()));
    }
    let people = counted(u64::try_from(roster.people.len()).unwrap_or(u64::MAX), "person", "people");
    let unknown = || {
        Failure::Usage(format!(
            "--applicant {id:?}: the roster of {people} has nobody with that id; `iotutor roster import FILE` renews it"
        ))
    };
    let listed = roster.by_id(&id).ok_or_else(unknown)?;
    let arranged = Some(listed.accommodation.clone()).filter(|arranged| !arranged.is_empty());
    let applicant = Applicant { id: listed.id.clone(), name: listed.name.clone(), email: listed.email.clone() };
    Ok((applicant, args.accommodation.clone().or(arranged)))
}

/// What is arranged for the applicant.
fn arranged<'a>(opened: &'a Opened, id: Option<&str>) -> Result<Option<&'a Accommodation>, Failure> {
    let Some(id) = id else { return Ok(None) };
    let known: Vec<&str> = opened.form.accommodations.iter().map(|one| one.id.as_str()).collect();
    let there =
        if known.is_empty() { "it arranges nothing".to_owned() } else { format!("there are {}", known.join(", ")) };
    let unknown = || Failure::Usage(format!("accommodation {id:?}: {} arranges no such thing; {there}", opened.name));
    opened.form.accommodation(id).map(Some).ok_or_else(unknown)
}

/// The command that goes on with the attempt.
fn command(global: &Global, args: &AssessArgs) -> String {
    let quoted = |word: &str| if word.contains(' ') { format!("\"{word}\"") } else { word.to_owned() };
    let path = |path: &PathBuf| path.display().to_string();
    let options = [
        ("--applicant", args.applicant.clone()),
        ("--out", args.out.as_ref().map(path)),
        ("--bank", global.bank.as_ref().map(path)),
        ("--data-dir", global.data_dir.as_ref().map(path)),
    ];
    let options = options.into_iter().filter_map(|(option, value)| Some(format!(" {option} {}", quoted(&value?))));
    format!("iotutor assess {}{}", quoted(&path(&args.form)), options.collect::<String>())
}

/// Where the assessment is held: the form, who comes, and what signs.
struct Hall<'a> {
    global: &'a Global,
    opened: Opened,
    /// The statements, with the calibration of the attempt at hand.
    pool: Arc<Pool>,
    /// Why nobody begins with the bank at hand, where the form is for another revision of it.
    other_revision: Option<Failure>,
    applicant: Applicant,
    /// The applicant's place on the roster, from 0.
    place: Option<usize>,
    arranged: Option<Accommodation>,
    signer: Signer,
    folder: PathBuf,
    command: String,
}

impl Hall<'_> {
    fn entrant(&self) -> Entrant {
        let (applicant, institution) = (self.applicant.clone(), self.signer.institution);
        Entrant { applicant, institution, command: self.command.clone(), at_desk: false }
    }

    /// Takes the calibration that an attempt was begun with, where it is another than the last one and is there: what was
    /// calibrated meanwhile is for those who begin.
    fn take_calibration_of(&mut self, attempt: &Attempt) -> Result<(), Failure> {
        let named = &attempt.begun.bank.calibration;
        if *named == self.opened.calibration {
            return Ok(());
        }
        if let Some(Statements { pool, calibration, .. }) = Statements::with_calibration(self.global, named.as_deref())?
        {
            (self.pool, self.opened.calibration) = (Arc::new(pool), calibration);
        }
        Ok(())
    }

    fn at_hand(&self) -> AtHand<'_> {
        let Opened { name, form, text, bank, .. } = &self.opened;
        AtHand { name, form, text, bank, pool: &self.pool, calibration: self.opened.calibration.as_deref() }
    }

    /// The sheet of an attempt that was begun with what is at hand.
    fn sheet(&self, attempt: &Attempt) -> Result<Sheet, Failure> {
        self.at_hand().sheet(attempt).map_err(|no| Failure::NotNow(no.to_string()))
    }

    /// Files the results of attempts that ended and could not be filed then.
    fn file_late(
        &mut self,
        journal: Journal,
        earlier: &[Kept],
        now: Now,
        out: &mut impl Write,
    ) -> Result<Journal, Failure> {
        let mut journal = journal;
        let now_used = (Arc::clone(&self.pool), self.opened.calibration.clone());
        for (number, kept) in earlier.iter().enumerate() {
            let attempt = &kept.attempt;
            if attempt.ended.is_none() || !attempt.receipt.is_empty() {
                continue;
            }
            self.take_calibration_of(attempt)?;
            let sheet = match self.sheet(attempt) {
                Ok(sheet) => sheet,
                Err(needs) => {
                    writeln!(out, "{}", safe(&format!("The result of an attempt is not in a file yet: {needs}.")))?;
                    continue;
                }
            };
            let version = env!("CARGO_PKG_VERSION");
            let Some(record) = sheet.record(attempt, &kept.applicant, self.signer.institution, version) else {
                continue;
            };
            let unwritable = |reason: String| Failure::Unsaved { facts: 1, reason };
            let filed = attempts::file(&self.folder, &record, &self.signer.key).map_err(unwritable)?;
            let fact = Fact {
                id: format!("{:032x}", now.entropy.wrapping_add(u128::try_from(number).unwrap_or(0))),
                learner: String::new(),
                at: now.moment,
                attempt: attempt.id.clone(),
                event: Event::Assessment(Step::Filed { receipt: filed.receipt.clone(), sealed: String::new() }),
            };
            let mut writer = Writer::new(journal, &kept.applicant, earlier.len()).go_on(kept.stream, kept.last);
            writer.save(&[fact]).map_err(unwritable)?;
            journal = writer.into_journal();
            let (day, path) = (attempt.started.written(), safe(&filed.path).into_owned());
            writeln!(out, "The result of {day} was not in a file yet. Receipt {}: it is in {path}", filed.receipt)?;
        }
        (self.pool, self.opened.calibration) = now_used;
        Ok(journal)
    }

    /// Lets the applicant go on, or begin.
    fn seat(&mut self, journal: Journal, earlier: Vec<Kept>, now: Now) -> Result<(Assess, Writer), Failure> {
        let form = &self.opened.form;
        let all: Vec<Attempt> = earlier.iter().map(|kept| kept.attempt.clone()).collect();
        let entry = entry(form, &all, now.moment);
        if let Some(refusal) = self.other_revision.take_if(|_| !matches!(entry, Entry::GoOn(_))) {
            return Err(refusal);
        }
        match entry {
            Entry::GoOn(number) => {
                let Some(kept) = earlier.into_iter().nth(number) else {
                    return Err(refused("there is no attempt".to_owned()));
                };
                self.take_calibration_of(&kept.attempt)?;
                let sheet = self.sheet(&kept.attempt)?;
                self.applicant = kept.applicant;
                let writer = Writer::new(journal, &self.applicant, all.len()).go_on(kept.stream, kept.last);
                Ok((Assess::resumed(kept.attempt, sheet, self.entrant()), writer))
            }
            Entry::UsedUp(made) => Err(refused(format!(
                "{} allows {}, and {} made already. What came of them stays as it is",
                self.opened.name,
                counted(u64::try_from(form.attempts.allowed).unwrap_or(u64::MAX), "attempt", "attempts"),
                if made == 1 { "it was".to_owned() } else { format!("{made} were") },
            ))),
            Entry::Wait(day) => Err(refused(format!(
                "{} may be taken again from {} on: its form has people wait",
                self.opened.name,
                Moment::written_of(day)
            ))),
            Entry::Begin { attempt, before } => {
                let unlocked = all.last().filter(|last| last.is_set_aside()).and_then(|last| last.unlocks.last());
                let whose = self.place.map_or(Whose::Known(&self.applicant.id), Whose::Listed);
                let arranged = self.arranged.as_ref();
                self.begin(journal, Next { attempt, before, unlocked, earlier: &all, arranged, whose }, now)
            }
        }
    }

    fn begin(&self, journal: Journal, next: Next<'_>, now: Now) -> Result<(Assess, Writer), Failure> {
        let own = now.seed();
        let form = &self.opened.form;
        let code = if form.cohort.is_empty() { own.code() } else { form.cohort.as_str() };
        let (at_hand, made) = (self.at_hand(), next.earlier.len());
        let begun = at_hand.papers(code).and_then(|papers| at_hand.begin(&papers, code, next));
        let Beginning { begun, sheet, practice } = begun.map_err(|no| Failure::Usage(no.to_string()))?;
        Ok((Assess::new(begun, sheet, practice, self.entrant()), Writer::new(journal, &self.applicant, made)))
    }
}

const fn refused(why: String) -> Failure {
    Failure::NotNow(why)
}
