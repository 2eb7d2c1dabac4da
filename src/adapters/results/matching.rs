//! Results and the roster: who is who, by id, by address, or by name where only one has it.

use super::gradebook::Line;
use super::roster::{Listed, Roster, folded};
use super::{Collection, Filed};
use std::collections::HashMap;

/// How a person was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// By the institution's own number.
    Id,
    /// By the address.
    Email,
    /// By the name alone, which wants a look.
    Name,
}

/// Who on the roster has this id, or this address, or this name alone.
#[must_use]
pub fn listed<'a>(roster: &'a Roster, [id, email, name]: [&str; 3]) -> Option<(&'a Listed, By)> {
    let by_id = roster.by_id(id).map(|one| (one, By::Id));
    by_id
        .or_else(|| roster.by_email(email).map(|one| (one, By::Email)))
        .or_else(|| roster.by_name(name).map(|one| (one, By::Name)))
}

/// A result, and who on the roster it belongs to.
#[derive(Debug, Clone, Copy)]
pub struct Matched<'a> {
    /// The result.
    pub filed: &'a Filed,
    /// The person on the roster, and how they were found; none where nobody fits, or where there is no roster.
    pub listed: Option<(&'a Listed, By)>,
    /// Whether a later result of the same person on the same form is there.
    pub superseded: bool,
}

impl<'a> Matched<'a> {
    fn of(filed: &'a Filed, roster: &'a Roster) -> Self {
        let applicant = &filed.opened.content.applicant;
        let listed = listed(roster, [&applicant.id, &applicant.email, &applicant.name]);
        Self { filed, listed, superseded: false }
    }

    /// What tells one person from another: the roster's id, or what the result itself says; none where it says nothing.
    fn who(&self) -> Option<String> {
        let applicant = &self.filed.opened.content.applicant;
        let told =
            self.listed.map_or([&applicant.id, &applicant.email, &applicant.name], |(listed, _)| [&listed.id; 3]);
        told.into_iter().map(|text| folded(text)).find(|text| !text.is_empty())
    }

    /// Its line in a grade book: who it is by the roster, where that is known.
    #[must_use]
    pub fn line(&self, found: &Collection) -> Line {
        let (record, receipt) = (&self.filed.opened.content, &self.filed.opened.receipt);
        let applicant = &record.applicant;
        let known = self.listed.map(|(listed, _)| listed.clone());
        let own = Listed {
            id: applicant.id.clone(),
            name: applicant.name.clone(),
            email: applicant.email.clone(),
            ..Listed::default()
        };
        let Listed { id, name, email, group, .. } = known.unwrap_or(own);
        let moment = |at: crate::domain::moment::Moment| format!("{}T{}", at.date(), at.time());
        Line {
            id,
            name,
            email,
            group,
            form: record.form.title.clone(),
            bank_revision: record.bank.revision,
            started: moment(record.started),
            submitted: moment(record.submitted),
            halves: record.outcome.count.halves(),
            max: record.outcome.count.statements(),
            open: record.outcome.count.open,
            interval: record.outcome.interval,
            cut: self.filed.form.cut.as_ref().map(|cut| cut.share),
            recommendation: record.outcome.verdict,
            decided: found.decision(receipt).map(|decision| (decision.verdict, decision.by.clone())),
            receipt: receipt.clone(),
        }
    }
}

/// All results with the roster.
#[derive(Debug, Clone)]
pub struct Matching<'a> {
    /// The results, in the order of the files.
    pub results: Vec<Matched<'a>>,
    /// Who is on the roster and has no result.
    pub absent: Vec<&'a Listed>,
}

impl<'a> Matching<'a> {
    /// Matches what was found.
    #[must_use]
    pub fn of(found: &'a Collection, roster: &'a Roster) -> Self {
        let mut results: Vec<Matched<'a>> = found.results.iter().map(|filed| Matched::of(filed, roster)).collect();
        let mut last: HashMap<(String, String), usize> = HashMap::new();
        for at in 0..results.len() {
            let Some(key) = results.get(at).and_then(key) else { continue };
            let later = |other: usize| results.get(other).map(submitted) > results.get(at).map(submitted);
            let (earlier, later) = match last.get(&key) {
                Some(other) if later(*other) => (Some(at), *other),
                Some(other) => (Some(*other), at),
                None => (None, at),
            };
            last.insert(key, later);
            if let Some(earlier) = earlier.and_then(|earlier| results.get_mut(earlier)) {
                earlier.superseded = true;
            }
        }
        let has =
            |one: &&Listed| results.iter().any(|matched| matched.listed.is_some_and(|(listed, _)| listed == *one));
        let absent = roster.people.iter().filter(|one| !has(one)).collect();
        Self { results, absent }
    }
}

fn key(matched: &Matched<'_>) -> Option<(String, String)> {
    Some((matched.who()?, matched.filed.opened.content.form.title.clone()))
}

fn submitted(matched: &Matched<'_>) -> crate::domain::moment::Moment {
    matched.filed.opened.content.submitted
}
