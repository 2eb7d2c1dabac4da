//! `bank`: a bank of one's own, begun, taken in from other programs, tried, and given to them.

mod new;

use super::{DONE, Ended, Failure, start};
use crate::adapters::bank_files::{self, builtin};
use crate::adapters::files;
use crate::adapters::formats::draft::{self, Draft, Unsettled, Wishes};
use crate::adapters::formats::{self, FormatError, Kind, Note, losses, sound_alike};
use crate::cli::{BankCommand, ExportArgs, ExportFormat, FileFormat, Global, ReadingArgs};
use crate::domain::bank::Bank;
use crate::domain::bank::load::{self, SourceFile};
use crate::domain::bank::problem::Severity;
use crate::domain::words::counted;
use crate::ui::text::safe;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Cursor, IsTerminal, Write};
use std::path::{Path, PathBuf};

/// Does what was asked with a bank.
pub fn run(global: &Global, command: &BankCommand, out: &mut impl Write) -> Result<Ended, Failure> {
    match command {
        BankCommand::New { folder, left, right, title } => {
            new::write(folder, [left, right], title.as_deref(), out)?;
        }
        BankCommand::From { file, to, reading } => from(file, to, reading, out)?,
        BankCommand::Export(args) => export(global, args, out)?,
        BankCommand::Preview { what, reading } => return preview(global, what, reading, out),
    }
    out.flush()?;
    Ok(Ended::With(DONE))
}

fn io_failure(what: String) -> impl FnOnce(io::Error) -> Failure {
    move |error| Failure::Io { what, error }
}

/// Writes the files of a bank into a folder that is made, or is empty.
fn write_folder(folder: &Path, files: &[SourceFile]) -> Result<(), Failure> {
    let shown = safe(&folder.to_string_lossy()).into_owned();
    let is_taken = match fs::read_dir(folder) {
        Ok(mut entries) => entries.next().is_some(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => false,
        Err(error) => return Err(Failure::Io { what: format!("the folder {shown} cannot be used"), error }),
    };
    if is_taken {
        return Err(Failure::Usage(format!("the folder {shown} is there already, with files in it; name a new one")));
    }
    fs::create_dir_all(folder).map_err(io_failure(format!("the folder {shown} cannot be made")))?;
    for file in files {
        let path = folder.join(&file.name);
        fs::write(&path, &file.text)
            .map_err(io_failure(format!("{} cannot be written", safe(&path.to_string_lossy()))))?;
    }
    Ok(())
}

/// The name of a file as it is told.
fn name_of(file: &Path) -> String {
    safe(&file.file_name().unwrap_or(file.as_os_str()).to_string_lossy()).into_owned()
}

/// Reads a file of another program.
fn draft(file: &Path, reading: &ReadingArgs) -> Result<Draft, Failure> {
    let what = format!("the file {} cannot be read", safe(&file.to_string_lossy()));
    let opened = files::refuse_other_than_file(file).and_then(|()| File::open(file));
    let mut from = BufReader::new(opened.map_err(io_failure(what.clone()))?);
    let kind = match reading.format.map(kind_of) {
        Some(kind) => kind,
        None => Kind::of(file, &mut from).map_err(io_failure(what.clone()))?.ok_or_else(|| {
            let name = name_of(file);
            Failure::Usage(format!("{name} is of no format that is known; --format says which it is"))
        })?,
    };
    let sides = reading.left.clone().zip(reading.right.clone()).map(<[String; 2]>::from);
    if let Some([left, right]) = &sides {
        two_names(left, right)?;
    }
    let mut read = formats::read(kind, from, sides.as_ref()).map_err(io_failure(what))?;
    let file_name = name_of(file);
    if !read.faults.is_empty() {
        read.faults.sort();
        read.faults.dedup();
        return Err(FormatError::Refused { file: file_name, notes: read.faults }.into());
    }
    let wishes = Wishes { sides, title: reading.title.clone() };
    draft::settle(read, &wishes).map_err(|unsettled| {
        let file = file_name;
        Failure::from(match unsettled {
            Unsettled::Faulty(notes) => FormatError::Refused { file, notes },
            Unsettled::Nothing(notes) => FormatError::Nothing { file, notes },
        })
    })
}

/// Refuses sides that nobody could tell apart.
fn two_names(left: &str, right: &str) -> Result<(), Failure> {
    if left.trim().is_empty() || right.trim().is_empty() || sound_alike(left, right) {
        let what = "--left and --right are two names, and not the same in other capitals or with other marks";
        return Err(Failure::Usage(what.to_owned()));
    }
    Ok(())
}

const fn kind_of(format: FileFormat) -> Kind {
    match format {
        FileFormat::Csv => Kind::Csv,
        FileFormat::Gift => Kind::Gift,
        FileFormat::Moodle => Kind::Moodle,
        FileFormat::Aiken => Kind::Aiken,
        FileFormat::Qti => Kind::Qti,
        FileFormat::Anki => Kind::Anki,
    }
}

/// The files of a draft, and the bank that they are.
fn played(draft: &Draft, file: &Path) -> Result<(Vec<SourceFile>, Bank), Failure> {
    let made = draft
        .files()
        .map_err(|error| Failure::Io { what: "the bank cannot be written".to_owned(), error: error.into() })?;
    let loaded = load::load(&made);
    let mut problems = loaded.problems;
    problems.retain(|problem| problem.severity == Severity::Error);
    let bank = loaded.bank.ok_or_else(|| Failure::BadFile { file: name_of(file), problems })?;
    Ok((made, bank))
}

fn from(file: &Path, to: &Path, reading: &ReadingArgs, out: &mut impl Write) -> Result<(), Failure> {
    let draft = draft(file, reading)?;
    let (made, bank) = played(&draft, file)?;
    write_folder(to, &made)?;
    tell(&draft.notes, &name_of(file), reading.losses.as_deref(), out)?;
    writeln!(out, "{}", summary(&bank))?;
    let folder = safe(&to.to_string_lossy()).into_owned();
    writeln!(
        out,
        "Written to {folder}. Play it: iotutor --bank {folder} quiz. What is left to do: iotutor check {folder} --draft"
    )?;
    Ok(())
}

/// `43 statements between True and False, 12 pairs and 19 alone, in 3 topics.`
fn summary(bank: &Bank) -> String {
    let pairs: usize = bank.topics().map(|(_, topic)| topic.pairs.len()).sum();
    let singles: usize = bank.topics().map(|(_, topic)| topic.singles.len()).sum();
    format!(
        "{} between {} and {}: {}, {singles} alone, in {}.",
        counted(pairs * 2 + singles, "statement", "statements"),
        safe(&bank.manifest.sides.left.label),
        safe(&bank.manifest.sides.right.label),
        counted(pairs, "pair", "pairs"),
        counted(bank.topic_count(), "topic", "topics"),
    )
}

/// How many lines are named for one and the same note.
const LINES_NAMED: usize = 8;

/// Tells what was left out, the same of several lines at once, and writes each by itself where that is wanted.
fn tell(notes: &[Note], file: &str, to: Option<&Path>, out: &mut dyn Write) -> Result<(), Failure> {
    if let Some(path) = to {
        let all = notes.iter().fold(String::new(), |all, note| all + &note.told(file) + "\n");
        fs::write(path, all).map_err(io_failure(format!("{} cannot be written", safe(&path.to_string_lossy()))))?;
    }
    let mut same: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for note in notes {
        same.entry(&note.what).or_default().push(note.line);
    }
    let mut same: Vec<(&str, Vec<usize>)> = same.into_iter().collect();
    same.sort_by_key(|(what, lines)| (lines.first().copied(), *what));
    for (what, mut lines) in same {
        lines.dedup();
        let named: Vec<String> = lines.iter().take(LINES_NAMED).map(ToString::to_string).collect();
        let more = lines.len().saturating_sub(LINES_NAMED);
        let more = if more > 0 { format!(" and {more} more lines") } else { String::new() };
        writeln!(out, "{file}:{}{more}: {}", named.join(", "), safe(what))?;
    }
    Ok(())
}

fn export(global: &Global, args: &ExportArgs, out: &mut impl Write) -> Result<(), Failure> {
    let folder = args.folder.clone().or_else(|| global.bank.clone());
    let bank = match &folder {
        Some(folder) => start::bank(&Global { bank: Some(folder.clone()), ..global.clone() })?,
        None => builtin(),
    };
    let kind = match args.format {
        ExportFormat::Folder => return export_folder(folder.as_deref(), args, out),
        ExportFormat::Csv => Kind::Csv,
        ExportFormat::Gift => Kind::Gift,
        ExportFormat::Moodle => Kind::Moodle,
        ExportFormat::Aiken => Kind::Aiken,
        ExportFormat::Qti => Kind::Qti,
        ExportFormat::Anki => Kind::Anki,
    };
    let Some(path) = &args.to else {
        if kind == Kind::Qti && io::stdout().is_terminal() {
            return Err(Failure::Usage("a package of QTI is no text; name a file with --to".to_owned()));
        }
        let mut packed = Cursor::new(Vec::new());
        let written = formats::write(kind, &bank, &mut packed)?;
        out.write_all(packed.get_ref())?;
        return tell(&lost(&bank, kind, written), "-", args.losses.as_deref(), &mut io::stderr());
    };
    let written = write_file(kind, &bank, path, args.replace)?;
    tell(&lost(&bank, kind, written), &name_of(path), args.losses.as_deref(), out)?;
    writeln!(out, "{}", summary(&bank))?;
    writeln!(out, "Written to {} as {}.", safe(&path.to_string_lossy()), kind.name())?;
    Ok(())
}

fn lost(bank: &Bank, kind: Kind, (lines, mut unwritten): (Vec<usize>, Vec<Note>)) -> Vec<Note> {
    unwritten.extend(losses::losses(bank, kind, &lines));
    unwritten.sort();
    unwritten
}

fn write_file(kind: Kind, bank: &Bank, path: &Path, replace: bool) -> Result<(Vec<usize>, Vec<Note>), Failure> {
    let shown = safe(&path.to_string_lossy()).into_owned();
    let opened = if replace { File::create(path) } else { File::create_new(path) };
    let file = opened.map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => Failure::Usage(format!("{shown} is there already; --replace replaces it")),
        _ => Failure::Io { what: format!("{shown} cannot be written"), error },
    })?;
    let mut file = BufWriter::new(file);
    let written = formats::write(kind, bank, &mut file).and_then(|written| file.flush().map(|()| written));
    written.map_err(|error| {
        // Half a file would be taken for a whole one.
        let _ = fs::remove_file(path);
        Failure::Io { what: format!("{shown} cannot be written"), error }
    })
}

/// The bank's own files, as they are.
fn export_folder(folder: Option<&Path>, args: &ExportArgs, out: &mut impl Write) -> Result<(), Failure> {
    let Some(to) = &args.to else {
        return Err(Failure::Usage("a folder needs a name; give it with --to".to_owned()));
    };
    let made = bank_files::all_files(folder)?;
    write_folder(to, &made)?;
    writeln!(out, "{} written to {}.", counted(made.len(), "file", "files"), safe(&to.to_string_lossy()))?;
    Ok(())
}

/// The most statements that a preview asks in one round.
const PREVIEWED: usize = 100;

fn preview(global: &Global, what: &Path, reading: &ReadingArgs, out: &mut impl Write) -> Result<Ended, Failure> {
    let bank = if what.is_dir() {
        start::bank(&Global { bank: Some(PathBuf::from(what)), ..global.clone() })?
    } else {
        let draft = draft(what, reading)?;
        let (_, bank) = played(&draft, what)?;
        // What was left out is told before the screen is taken, and again where it can be read.
        tell(&draft.notes, &name_of(what), reading.losses.as_deref(), &mut io::stderr())?;
        bank
    };
    let count = bank.statements().count();
    start::play_unkept(global, bank, count.min(PREVIEWED), out)
}
