//! Grade books of a live class: its people matched to the roster, and rows for a spreadsheet or a learning platform.

use super::gradebook::{Entry, Profile, defused, platform, table};
use super::matching::{By, listed};
use super::roster::{Listed, Roster};
use crate::domain::certainty::Certainty;
use crate::domain::fact::Response;
use crate::domain::room::Pace;
use crate::domain::room::people::without_number;
use crate::domain::room::report::{ClassReport, Kept, LeftOpen, PersonRow, Raised};
use std::io;

/// The columns of the plain profile.
pub const PLAIN: [&str; 16] = [
    "id",
    "name",
    "email",
    "group",
    "seat",
    "class",
    "room",
    "date",
    "bank_revision",
    "score",
    "max",
    "first_votes",
    "answered",
    "asked_before",
    "sheet",
    "not_reached",
];

/// The columns of a row an answer.
pub const ANSWERS: [&str; 12] = [
    "seat",
    "name",
    "question",
    "vote",
    "answer",
    "certainty",
    "right",
    "elapsed_ms",
    "time",
    "from",
    "sheet",
    "count",
];

/// A person of a class, and who on the roster they are.
#[derive(Debug, Clone, Copy)]
pub struct Matched<'a> {
    /// The person.
    pub person: &'a PersonRow,
    /// The person on the roster, and how they were found; none where nobody fits, or where there is no roster.
    pub listed: Option<(&'a Listed, By)>,
    /// The first seat of somebody before who is the same person on the roster.
    pub double_of: Option<u32>,
}

/// The people of a class with the roster.
#[derive(Debug, Clone)]
pub struct Matching<'a> {
    /// Everybody who was in and not removed, by seat.
    pub people: Vec<Matched<'a>>,
    /// Who is on the roster and was not in.
    pub absent: Vec<&'a Listed>,
}

impl<'a> Matching<'a> {
    /// Matches the people of a class.
    #[must_use]
    pub fn of(report: &'a ClassReport, roster: &'a Roster) -> Self {
        let mut people: Vec<Matched<'a>> = Vec::new();
        for person in report.people.iter().filter(|person| !person.removed) {
            // "Ada 2" may be Ada, who came twice.
            let name = [person.name.as_str(), without_number(&person.name)];
            let found = name.into_iter().find_map(|name| listed(roster, [&person.id, &person.email, name]));
            let is_same = |other: &&Matched<'_>| found.is_some_and(|(one, _)| other.is(one));
            let double_of = people.iter().find(is_same).map(|other| other.person.seat);
            people.push(Matched { person, listed: found, double_of });
        }
        let is_absent = |one: &&Listed| !people.iter().any(|matched| matched.is(one));
        let absent = roster.people.iter().filter(is_absent).collect();
        Self { people, absent }
    }

    /// How many were found so.
    #[must_use]
    pub fn by(&self, by: By) -> usize {
        self.people.iter().filter(|one| one.listed.is_some_and(|(_, how)| how == by)).count()
    }
}

impl Matched<'_> {
    fn is(&self, other: &Listed) -> bool {
        self.listed.is_some_and(|(one, _)| one == other)
    }

    /// Whether they get a row in a learning platform's grade book, which has one a person, and may give the whole file up for
    /// somebody whom it does not know.
    #[must_use]
    pub fn goes_in(&self, roster: bool) -> bool {
        self.double_of.is_none() && (self.listed.is_some() || !roster)
    }

    /// Who they are: by the roster, where that is known.
    fn who(&self) -> Listed {
        let PersonRow { id, name, email, .. } = self.person;
        let own = || Listed { id: id.clone(), name: name.clone(), email: email.clone(), ..Listed::default() };
        self.listed.map_or_else(own, |(listed, _)| listed.clone())
    }

    fn plain(&self, report: &ClassReport) -> Vec<String> {
        let (Listed { id, name, email, group, .. }, one) = (self.who(), self.person);
        let name = if name.is_empty() { &one.name } else { &name };
        vec![
            defused(&id),
            defused(name),
            defused(&email),
            defused(&group),
            one.seat.to_string(),
            defused(&report.title),
            report.room.clone(),
            report.opened.date(),
            report.bank_revision.to_string(),
            one.right.count.to_string(),
            one.right.of.to_string(),
            one.first.count.to_string(),
            one.answered.to_string(),
            one.before.to_string(),
            one.sheet.map(|sheet| sheet.to_string()).unwrap_or_default(),
            one.not_reached.to_string(),
        ]
    }

    /// The row for a platform, which knows one greatest grade: who came late is graded by their share; what somebody has not come to
    /// at their own pace is not right.
    fn entry(&self, max: usize, pace: Pace) -> Entry {
        let (Listed { id, name, email, group, .. }, one) = (self.who(), self.person);
        let less = [(one.before, "asked before you came"), (one.not_reached, "not answered")];
        let less = less.into_iter().filter(|(count, _)| *count > 0);
        let late = less.fold(String::new(), |all, (count, what)| format!("{all}; {count} {what}"));
        Entry {
            id,
            name: if name.is_empty() { one.name.clone() } else { name },
            email,
            group,
            grade: if pace.is_hosts() { grade(one, max) } else { one.right.count.to_string() },
            max,
            feedback: format!("{} of {} right{late}", one.right.count, one.right.of),
        }
    }
}

/// What somebody had right of `max`, if they were asked less by their share of it.
fn grade(one: &PersonRow, max: usize) -> String {
    let (count, of) = (f64::from(one.right.count), f64::from(one.right.of));
    if one.before == 0 || one.right.of == 0 {
        return one.right.count.to_string();
    }
    let most = u32::try_from(max).map_or(0.0, f64::from);
    let grade = format!("{:.2}", count / of * most);
    grade.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Writes the grade book of a class.
///
/// # Errors
///
/// What the writer says.
pub fn write(profile: Profile, report: &ClassReport, people: &[&Matched<'_>]) -> io::Result<String> {
    let title = if report.title.is_empty() { format!("Class {}", report.room) } else { report.title.clone() };
    let title = format!("{title} {}", report.opened.date());
    if profile != Profile::Plain {
        // At their own pace, everybody has all questions before them.
        let max = if report.pace.is_hosts() { report.questions.revealed } else { report.questions.of };
        let entries: Vec<Entry> = people.iter().map(|one| one.entry(max, report.pace)).collect();
        return platform(profile, &title, &entries);
    }
    let head = PLAIN.map(str::to_owned).to_vec();
    table(std::iter::once(head).chain(people.iter().map(|one| one.plain(report))))
}

/// Writes every answer that was kept as a row, and raised hands, which are nobody's, as a row for each count; `called` is how an answer
/// is called.
///
/// # Errors
///
/// What the writer says.
pub fn answers(
    report: &ClassReport,
    (kept, hands, open): (&[Kept], &[Raised], &[LeftOpen]),
    called: impl Fn(Response) -> String,
) -> io::Result<String> {
    let yes_or_no = |right: Option<bool>| right.map(|right| if right { "yes" } else { "no" }.to_owned());
    let name = |seat: u32| {
        let person = report.people.iter().find(|person| person.seat == seat);
        person.map(|person| person.name.as_str()).unwrap_or_default()
    };
    let row = |one: &Kept| {
        vec![
            one.seat.to_string(),
            defused(name(one.seat)),
            one.number.to_string(),
            one.vote.to_string(),
            defused(&called(one.choice.response)),
            one.choice.certainty.map(Certainty::number).map(|number| number.to_string()).unwrap_or_default(),
            yes_or_no(one.right).unwrap_or_default(),
            if one.sheet.is_some() { String::new() } else { one.elapsed.to_string() },
            format!("{}T{}", one.at.date(), one.at.time()),
            if one.sheet.is_some() { "paper" } else { "device" }.to_owned(),
            one.sheet.map(|sheet| sheet.to_string()).unwrap_or_default(),
            "1".to_owned(),
        ]
    };
    let raised = |one: &Raised| {
        let mut row = vec![String::new(); ANSWERS.len()];
        let cells = [
            (2, one.number.to_string()),
            (3, one.vote.to_string()),
            (4, defused(&called(one.response))),
            (6, yes_or_no(one.right).unwrap_or_default()),
            (9, if one.replaced { "hands, replaced" } else { "hands" }.to_owned()),
            (11, one.count.to_string()),
        ];
        for (at, cell) in cells {
            row.get_mut(at).into_iter().for_each(|place| place.clone_from(&cell));
        }
        row
    };
    // What is blank on paper was there to be answered.
    let blank = |one: &LeftOpen| {
        let mut row = vec![String::new(); ANSWERS.len()];
        let cells = [
            (0, one.seat.to_string()),
            (1, defused(name(one.seat))),
            (2, one.number.to_string()),
            (3, "1".to_owned()),
            (8, format!("{}T{}", one.at.date(), one.at.time())),
            (9, "paper, blank".to_owned()),
            (10, one.sheet.to_string()),
            (11, "0".to_owned()),
        ];
        for (at, cell) in cells {
            row.get_mut(at).into_iter().for_each(|place| place.clone_from(&cell));
        }
        row
    };
    let head = ANSWERS.map(str::to_owned).to_vec();
    let rows = kept.iter().map(row).chain(open.iter().map(blank)).chain(hands.iter().map(raised));
    table(std::iter::once(head).chain(rows))
}
