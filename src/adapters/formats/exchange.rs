//! Export and import of facts, learners' and applicants': each as one line of JSON.
//!
//! Both stream: of a million lines only the time of each and its place in the file are held in memory. Lines of classes are passed
//! over here: [`super::streams`] takes them in.

use super::streams::is_of_stream;
use crate::adapters::attempts;
use crate::adapters::store::{Journal, JournalError, unfit};
use crate::domain::assessment::result::Applicant;
use crate::domain::characters::{first_forbidden, is_forbidden};
use crate::domain::fact::{Event, Fact};
use crate::domain::moment::Moment;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashMap};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};

/// How many facts are recorded at once.
const BATCH: usize = 2_000;

/// The longest line that is read, in bytes: the beginning of a round of 100,000 statements takes a few million.
pub(super) const LONGEST: u64 = 16 << 20;

/// How many of those whose facts are in a file are named where that matters.
const MOST_NAMES: usize = 10;

/// The most lines that are read.
const MOST_LINES: usize = 20_000_000;

/// Why an export or an import stopped.
#[derive(Debug, thiserror::Error)]
pub enum ExchangeError {
    /// The journal says why.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// A line that is no fact. Nothing was taken in.
    #[error("line {line} is not a fact ({reason}), so nothing was taken in; correct or remove it and import again")]
    Line {
        /// The line's number, from 1.
        line: usize,
        /// What is wrong with it.
        reason: String,
    },
    /// The facts are of several learners, and all were to be taken in as one's. Nothing was.
    #[error("there are facts of several learners in it ({}), so nothing was taken in; choose whose with --learner NAME", .0.join(", "))]
    Several(Vec<String>),
    /// There are no facts of the learner who was chosen. Nothing was taken in.
    #[error("there are no facts of {wanted} in it, so nothing was taken in; those in it are of {}", found.join(", "))]
    Nobody {
        /// Who was chosen.
        wanted: String,
        /// Some of those whose facts are there.
        found: Vec<String>,
    },
    /// A stream that is here as well has another history here.
    #[error(
        "{0} went on differently here than in what is imported, so nothing of it was taken in; keep one of the two, and forget the \
         other with `data forget`"
    )]
    Apart(String),
    /// A class without its beginning.
    #[error(
        "a class in it begins with something else than its opening, so it was not taken in; export it again, as a whole"
    )]
    NotWhole,
    /// Another class has the same code on the same day here.
    #[error("another class of that day has the code {0} here, so nothing of it was taken in; move its file away")]
    Another(String),
    /// A database takes classes alone.
    #[error(
        "line {line} is of no class, and what is no class is kept in files, so nothing was taken in; export classes alone, with \
         `data export --room all`"
    )]
    NoClass {
        /// The line's number, from 1.
        line: usize,
    },
    /// More than can be taken in at once. Nothing was.
    #[error("there are more than {MOST_LINES} lines, so nothing was taken in; split the file and import its parts")]
    TooMany,
    /// What is to be imported could not be read. Nothing was taken in.
    #[error("the import stopped while reading ({0}), so nothing was taken in; check the file and try again")]
    Reading(io::Error),
    /// What is exported could not be written.
    #[error("the export stopped while writing ({0}); check where it goes and try again")]
    Writing(io::Error),
    /// The journal took some, but not all.
    #[error(
        "{taken} of {all} facts were taken in, and then it stopped: {source}; after that, import the same file again: what is already here is skipped"
    )]
    InPart {
        /// How many were recorded or known.
        taken: usize,
        /// How many there are.
        all: usize,
        /// What the journal says.
        source: JournalError,
    },
}

/// How an import came out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Imported {
    /// Facts that were not there before.
    pub new: u64,
    /// Facts that were, or that came twice.
    pub known: u64,
}

/// How far an import is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// So many lines were read.
    Read(usize),
    /// So many facts of so many were taken in.
    TakenIn(usize, usize),
}

/// Writes the facts of `learner`, or of everybody, as one line of JSON each, and nothing else, oldest first. What belongs to
/// one attempt stays in the order it was recorded in, even where the clock was set back meanwhile.
///
/// # Errors
///
/// [`ExchangeError::Writing`] if `out` takes no more, or what the journal says.
pub fn export(journal: &Journal, learner: Option<&str>, out: &mut impl Write) -> Result<(), ExchangeError> {
    let names = learner.map_or_else(|| journal.names(), |name| Ok(vec![name.to_owned()]))?;
    // When each fact counts as having happened, whose it is, and its number there.
    let mut order: Vec<(i64, usize, u64)> = Vec::new();
    for (whose, name) in names.iter().enumerate() {
        let mut times = Times::default();
        journal.each_fact(name, 0, |number, fact| order.push((times.of(fact), whose, number)))?;
    }
    order.sort_unstable();
    // Nearly all facts follow another of the same learner, and are read at one go with it.
    for run in order.chunk_by(|(_, whose, number), (_, next, following)| (next, *following) == (whose, number + 1)) {
        let Some((_, whose, first)) = run.first() else { continue };
        let Some(name) = names.get(*whose) else { continue };
        let mut written = Ok(());
        journal.some_facts(name, first - 1, run.len(), |_, fact| {
            if written.is_ok() {
                written = write_line(out, fact);
            }
        })?;
        written.map_err(ExchangeError::Writing)?;
    }
    out.flush().map_err(ExchangeError::Writing)
}

/// A fact of an attempt at an assessment, with who made it. Its event stands by itself, because the beginning of an attempt
/// has fields of the same names as the fact.
#[derive(Serialize, Deserialize)]
struct OfAttempt {
    applicant: Applicant,
    id: String,
    at: Moment,
    attempt: String,
    event: Event,
}

impl OfAttempt {
    fn of(applicant: &Applicant, fact: Fact) -> Self {
        let Fact { id, at, attempt, event, .. } = fact;
        Self { applicant: applicant.clone(), id, at, attempt, event }
    }

    fn into_parts(self) -> (Applicant, Fact) {
        let Self { applicant, id, at, attempt, event } = self;
        (applicant, Fact { id, learner: String::new(), at, attempt, event })
    }
}

/// Writes the facts of attempts at assessments, those of the applicants that `wanted` picks by id, as one line of JSON each,
/// attempt by attempt.
///
/// # Errors
///
/// As for [`export`].
pub fn export_attempts(
    journal: &mut Journal,
    wanted: impl Fn(&str) -> bool,
    out: &mut impl Write,
) -> Result<(), ExchangeError> {
    let mut all = Vec::new();
    for stream in attempts::streams(journal.store(), |person| wanted(&person.roster))? {
        all.push(attempts::facts(journal, stream)?);
    }
    all.sort_by_key(|(_, facts)| facts.first().map(|first| (first.at.millis, first.id.clone())));
    for (applicant, facts) in &all {
        for fact in facts {
            write_line(out, &OfAttempt::of(applicant, fact.clone())).map_err(ExchangeError::Writing)?;
        }
    }
    out.flush().map_err(ExchangeError::Writing)
}

/// Characters that must not reach a terminal are written as JSON writes control characters.
pub(super) fn write_line(out: &mut impl Write, fact: &impl Serialize) -> io::Result<()> {
    let line = serde_json::to_string(fact)?;
    if first_forbidden(&line).is_none() {
        return writeln!(out, "{line}");
    }
    for character in line.chars() {
        if is_forbidden(character) {
            character.encode_utf16(&mut [0; 2]).iter().try_for_each(|unit| write!(out, "\\u{unit:04x}"))?;
        } else {
            write!(out, "{character}")?;
        }
    }
    writeln!(out)
}

/// Whose facts are taken in, and as whose.
#[derive(Debug, Clone, Copy, Default)]
pub struct Whose<'a> {
    /// Only the facts of this learner; of everybody where there is none.
    pub only: Option<&'a str>,
    /// They become this learner's; they stay whose they are where there is none.
    pub rename: Option<&'a str>,
}

/// Reads facts as [`export`] writes them and records those that are not there yet. Empty lines are passed over. The facts are
/// sorted by time, except that those of one attempt keep their order, so that exports can be joined in any order.
///
/// All lines are read before anything is recorded. `told` is told how far it is. Facts of attempts at assessments are taken in
/// too, unless those of one learner are wanted, or all as one's.
///
/// # Errors
///
/// [`ExchangeError::InPart`] where the journal takes no more. Nothing is recorded on any other.
pub fn import(
    journal: &mut Journal,
    whose: Whose<'_>,
    mut lines: impl Read + Seek,
    told: &mut dyn FnMut(Progress),
) -> Result<Imported, ExchangeError> {
    let Index { mut order, attempts } = index(BufReader::new(&mut lines), whose, told)?;
    order.sort_by_key(|line| line.time);
    let mut imported = Imported::default();
    let mut taken = 0;
    for some in order.chunks(BATCH) {
        let facts = some.iter().map(|line| read_line(&mut lines, line)).collect::<io::Result<Vec<Fact>>>();
        let facts = facts.map_err(ExchangeError::Reading)?;
        let new = take_in(journal, whose, &facts).map_err(|source| ExchangeError::InPart {
            taken,
            all: order.len(),
            source,
        })?;
        taken += some.len();
        imported.new += new;
        imported.known += u64::try_from(some.len()).unwrap_or(u64::MAX).saturating_sub(new);
        told(Progress::TakenIn(taken, order.len()));
    }
    let of_attempts = take_in_attempts(journal, &mut lines, &attempts)?;
    imported.new += of_attempts.new;
    imported.known += of_attempts.known;
    Ok(imported)
}

/// Takes in the facts of attempts, each attempt's in their order.
fn take_in_attempts(
    journal: &mut Journal,
    lines: &mut (impl Read + Seek),
    order: &[Line],
) -> Result<Imported, ExchangeError> {
    let mut imported = Imported::default();
    let mut by_attempt: Vec<(u128, Applicant, Vec<Fact>)> = Vec::new();
    let mut places: HashMap<u128, usize> = HashMap::new();
    for line in order {
        let text = read_text(lines, line).map_err(ExchangeError::Reading)?;
        let line: OfAttempt = serde_json::from_slice(&text).map_err(|error| ExchangeError::Reading(error.into()))?;
        let (who, fact) = line.into_parts();
        let attempt = u128::from_str_radix(&fact.attempt, 16).unwrap_or_default();
        let place = *places.entry(attempt).or_insert(by_attempt.len());
        match by_attempt.get_mut(place) {
            Some((_, _, facts)) => facts.push(fact),
            None => by_attempt.push((attempt, who, vec![fact])),
        }
    }
    let (mut taken, all) = (0, order.len());
    for (attempt, who, facts) in &by_attempt {
        let new = attempts::take_in(journal, *attempt, who, facts).map_err(|source| ExchangeError::InPart {
            taken,
            all,
            source,
        })?;
        taken += facts.len();
        imported.new += new;
        imported.known += u64::try_from(facts.len()).unwrap_or(u64::MAX).saturating_sub(new);
    }
    Ok(imported)
}

/// Whether a line is of an attempt at an assessment, and no learner's; and why it cannot be taken in then.
fn is_of_attempt(text: &[u8]) -> Result<bool, String> {
    const MARK: &[u8] = b"\"applicant\"";
    #[derive(Deserialize)]
    struct Whom {
        applicant: Option<serde::de::IgnoredAny>,
    }
    // Nearly all lines are learners', and need not be read twice.
    let may_be = text.windows(MARK.len()).any(|part| part == MARK);
    if !may_be || serde_json::from_slice::<Whom>(text).map_or(true, |whom| whom.applicant.is_none()) {
        return Ok(false);
    }
    let line: OfAttempt = serde_json::from_slice(text).map_err(|error| in_line(&error))?;
    let (_, fact) = line.into_parts();
    match unfit(&fact) {
        Some(reason) => Err(reason.to_owned()),
        None if fact.attempt.is_empty() => Err("it is of no attempt".to_owned()),
        None => Ok(true),
    }
}

fn take_in(journal: &mut Journal, whose: Whose<'_>, facts: &[Fact]) -> Result<u64, JournalError> {
    let mut new = 0;
    for own in facts.chunk_by(|one, next| one.learner == next.learner) {
        let name = whose.rename.or_else(|| own.first().map(|fact| fact.learner.as_str()));
        new += name.map_or(Ok(0), |name| journal.add(name, own))?;
    }
    Ok(new)
}

/// A line with a fact: when it counts as having happened, and where it stands.
#[derive(Debug, Clone, Copy)]
struct Line {
    time: i64,
    at: u64,
    length: u32,
}

/// All lines that hold a fact that is to be taken in.
struct Index {
    /// Learners'.
    order: Vec<Line>,
    /// Those of attempts, in the order of the file.
    attempts: Vec<Line>,
}

fn index(mut lines: impl BufRead, whose: Whose<'_>, told: &mut dyn FnMut(Progress)) -> Result<Index, ExchangeError> {
    let mut attempts = Vec::new();
    let (mut order, mut times, mut text, mut found) = (Vec::new(), Times::default(), Vec::new(), BTreeSet::new());
    let mut at = 0;
    for line in 1.. {
        text.clear();
        let length = lines.by_ref().take(LONGEST).read_until(b'\n', &mut text).map_err(ExchangeError::Reading)?;
        if length == 0 {
            break;
        }
        let here = at;
        at += u64::try_from(length).unwrap_or(0);
        if text.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        if order.len() + attempts.len() >= MOST_LINES {
            return Err(ExchangeError::TooMany);
        }
        let wrong = |reason| ExchangeError::Line { line, reason };
        let length = u32::try_from(length).unwrap_or(u32::MAX);
        told(Progress::Read(line));
        if is_of_stream(&text) {
            continue;
        }
        if is_of_attempt(&text).map_err(wrong)? {
            if whose.only.is_none() && whose.rename.is_none() {
                attempts.push(Line { time: 0, at: here, length });
            }
            continue;
        }
        let fact = parse(&text).map_err(wrong)?;
        if whose.only.is_none_or(|only| only == fact.learner) {
            order.push(Line { time: times.of(&fact), at: here, length });
        }
        if found.len() < MOST_NAMES && !found.contains(&fact.learner) {
            found.insert(fact.learner);
        }
    }
    check(whose, order.is_empty(), found.into_iter().collect())?;
    Ok(Index { order, attempts })
}

/// Refuses to take in nothing of somebody who was chosen, and several learners as one.
fn check(whose: Whose<'_>, is_empty: bool, found: Vec<String>) -> Result<(), ExchangeError> {
    match (whose.only, whose.rename) {
        (Some(only), _) if is_empty => Err(ExchangeError::Nobody { wanted: only.to_owned(), found }),
        (None, Some(_)) if found.len() > 1 => Err(ExchangeError::Several(found)),
        _ => Ok(()),
    }
}

/// The fact in a line, or why it is none.
fn parse(text: &[u8]) -> Result<Fact, String> {
    if text.len() as u64 >= LONGEST {
        return Err(format!("it is longer than {} million bytes", LONGEST >> 20));
    }
    let fact: Fact = serde_json::from_slice(text).map_err(|error| in_line(&error))?;
    unfit(&fact).map_or(Ok(fact), |reason| Err(reason.to_owned()))
}

/// Reads a line again that was understood before.
fn read_line(lines: &mut (impl Read + Seek), line: &Line) -> io::Result<Fact> {
    serde_json::from_slice(&read_text(lines, line)?).map_err(io::Error::from)
}

fn read_text(lines: &mut (impl Read + Seek), line: &Line) -> io::Result<Vec<u8>> {
    lines.seek(SeekFrom::Start(line.at))?;
    let mut text = vec![0; usize::try_from(line.length).unwrap_or(usize::MAX)];
    lines.read_exact(&mut text)?;
    Ok(text)
}

/// The message of `error` without its place, which is always line 1 of the text.
pub(super) fn in_line(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    message.strip_suffix(&place).unwrap_or(&message).to_owned()
}

/// When facts count as having happened: no earlier than those of their attempt that stand before them.
#[derive(Debug, Default)]
struct Times {
    latest: HashMap<u128, i64>,
}

impl Times {
    fn of(&mut self, fact: &Fact) -> i64 {
        let time = fact.at.millis;
        let Ok(attempt) = u128::from_str_radix(&fact.attempt, 16) else { return time };
        let latest = self.latest.entry(attempt).or_insert(time);
        *latest = time.max(*latest);
        *latest
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adapters::store::samples::{answer, any_history, attempt, fact, id};
    use crate::domain::fact::Event;
    use crate::domain::moment::Moment;
    use proptest::prelude::*;
    use std::io::Cursor;
    use tempfile::TempDir;

    fn journal() -> (TempDir, Journal) {
        let folder = tempfile::tempdir().unwrap();
        let journal = Journal::open(&folder.path().join("journal.sqlite3")).unwrap().journal;
        (folder, journal)
    }

    fn take(journal: &mut Journal, text: &str) -> Result<Imported, ExchangeError> {
        import(journal, Whose::default(), Cursor::new(text), &mut |_| {})
    }

    fn exported(journal: &Journal) -> String {
        let mut out = Vec::new();
        export(journal, None, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn lines(facts: &[Fact]) -> String {
        facts.iter().map(|fact| serde_json::to_string(fact).unwrap() + "\n").collect()
    }

    #[test]
    fn an_export_is_one_line_of_json_a_fact_and_nothing_else() {
        let (_folder, mut journal) = journal();
        assert_eq!(exported(&journal), "");
        journal.append(&attempt(2)).unwrap();
        assert_eq!(exported(&journal), lines(&attempt(2)));
    }

    #[test]
    fn importing_counts_what_is_new_and_what_is_known() {
        let (_folder, mut journal) = journal();
        journal.append(&attempt(2)).unwrap();
        let text = lines(&attempt(4)) + "\n  \r\n" + &lines(&[answer(5)]);
        assert_eq!(take(&mut journal, &text).unwrap(), Imported { new: 2, known: 4 });
        assert_eq!(take(&mut journal, &text).unwrap(), Imported { new: 0, known: 6 });
        assert_eq!(exported(&journal), lines(&attempt(4)));
    }

    #[test]
    fn a_bad_line_is_refused_with_its_number_and_nothing_is_imported() {
        let bad = ["{", "[]", "\"fact\"", "{\"id\":\"1\"}", &lines(&[Fact { id: id(7) + "0", ..answer(7) }]), "nul\0"];
        for line in bad {
            let (_folder, mut journal) = journal();
            let text = format!("{}\n{}\n{}", lines(&attempt(1)), line.trim_end(), lines(&[answer(9)]));
            let error = take(&mut journal, &text).unwrap_err();
            assert!(matches!(error, ExchangeError::Line { line: 4, .. }), "{line}: {error}");
            assert_eq!(error.to_string().matches("line ").count(), 1, "{error}");
            assert_eq!(journal.count().unwrap(), 0);
        }
        let (_folder, mut journal) = journal();
        assert!(matches!(
            import(&mut journal, Whose::default(), Cursor::new(b"\xff\xfe"), &mut |_| {}),
            Err(ExchangeError::Line { line: 1, .. })
        ));
    }

    #[test]
    fn exports_joined_in_any_order_are_sorted_by_time() {
        let (_folder, mut journal) = journal();
        let later = fact(50, Event::Welcomed);
        let later = Fact { attempt: id(50), ..later };
        take(&mut journal, &(lines(std::slice::from_ref(&later)) + &lines(&attempt(3)))).unwrap();
        let mut order = Vec::new();
        journal.each_fact("Ada", 0, |_, fact| order.push(fact.clone())).unwrap();
        assert_eq!(order, [attempt(3), vec![later]].concat());
    }

    #[test]
    fn an_attempt_keeps_its_order_where_the_clock_was_set_back_in_it() {
        let mut facts = attempt(3);
        facts[2].at = Moment::utc(0);
        let (_folder, mut one) = journal();
        one.append(&facts).unwrap();
        assert_eq!(exported(&one), lines(&facts));
        let (_other, mut other) = journal();
        take(&mut other, &exported(&one)).unwrap();
        assert_eq!(other.attempt("Ada", &facts[0].attempt).unwrap(), facts);
    }

    #[test]
    fn a_place_that_takes_no_more_stops_the_export_with_an_error() {
        let (_folder, mut journal) = journal();
        journal.append(&attempt(3)).unwrap();
        let mut small = [0; 100];
        let result = export(&journal, None, &mut &mut small[..]);
        assert!(matches!(result, Err(ExchangeError::Writing(_))), "{result:?}");
    }

    #[test]
    fn one_learner_is_exported_alone() {
        let (_folder, mut journal) = journal();
        let bob = Fact { learner: "Bob".to_owned(), ..answer(9) };
        journal.append(&[attempt(2), vec![bob.clone()]].concat()).unwrap();
        let mut out = Vec::new();
        export(&journal, Some("Bob"), &mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), lines(&[bob]));
    }

    #[test]
    fn one_learner_is_taken_in_alone_and_as_somebody_else() {
        let bob = Fact { learner: "Bob".to_owned(), ..answer(9) };
        let text = lines(&attempt(2)) + &lines(&[bob]);
        let whose = |only, rename| Whose { only, rename };
        let taken = |whose| {
            let (_folder, mut journal) = journal();
            let imported = import(&mut journal, whose, Cursor::new(&text), &mut |_| {});
            (imported.map(|imported| imported.new).map_err(|error| error.to_string()), journal.names().unwrap())
        };
        assert_eq!(taken(whose(Some("Ada"), None)), (Ok(3), vec!["Ada".to_owned()]));
        assert_eq!(taken(whose(Some("Ada"), Some("Lady A"))), (Ok(3), vec!["Lady A".to_owned()]));
        let (refused, names) = taken(whose(None, Some("Cleo")));
        assert!(refused.unwrap_err().contains("(Ada, Bob)") && names.is_empty());
        let (refused, names) = taken(whose(Some("Cleo"), None));
        assert!(refused.unwrap_err().contains("of Ada, Bob") && names.is_empty());
    }

    #[test]
    fn what_could_steer_a_terminal_is_escaped_and_comes_back_as_it_was() {
        let (_folder, mut journal) = journal();
        let odd = Fact { learner: "A\u{202e}d\u{1b}a\u{e0041}".to_owned(), ..answer(9) };
        journal.append(std::slice::from_ref(&odd)).unwrap();
        let text = exported(&journal);
        assert_eq!(first_forbidden(text.trim_end()), None, "{text:?}");
        assert_eq!(serde_json::from_str::<Fact>(&text).unwrap(), odd);
    }

    #[test]
    fn the_progress_is_told_in_lines_read_and_facts_taken_in() {
        let (_folder, mut journal) = journal();
        let mut told = Vec::new();
        let facts: Vec<Fact> = (2..2_103).map(answer).collect();
        import(&mut journal, Whose::default(), Cursor::new(lines(&facts)), &mut |one| told.push(one)).unwrap();
        assert_eq!(told.len(), 2_101 + 2);
        assert_eq!(told.last(), Some(&Progress::TakenIn(2_101, 2_101)));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(60))]

        #[test]
        fn an_import_of_an_export_exports_the_same(facts in any_history()) {
            let ((_one, mut first), (_two, mut second)) = (journal(), journal());
            first.append(&facts).unwrap();
            let text = exported(&first);
            let imported = take(&mut second, &text).unwrap();
            prop_assert_eq!(imported, Imported { new: facts.len() as u64, known: 0 });
            prop_assert_eq!(exported(&second), text);
            prop_assert_eq!(second.names().unwrap(), first.names().unwrap());
        }

        #[test]
        fn any_bytes_are_imported_or_refused_without_a_trace(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let (_folder, mut journal) = journal();
            if import(&mut journal, Whose::default(), Cursor::new(bytes), &mut |_| {}).is_err() {
                prop_assert_eq!(journal.count().unwrap(), 0);
            }
        }
    }
}
